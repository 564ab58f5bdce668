"""Which client, year, language and partner a workbook is run for, picked from lists.

A pick stands over the parameters cell until it is picked otherwise, and is never written in the
notebook. It holds for the parameters as they stood when it was made: once a person types others in
the cell, these win. Under `pad lab` one pick serves all workbooks (`PAD_PICK` names its file);
elsewhere it is that of the kernel.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = "PAD_PICK"
NAMES = ("client", "year", "language", "partner")
_here: dict[str, Any] = {}  # the kernel's own, where no file is named


@dataclass(frozen=True)
class Subject:
    """What a workbook is run for; None where the folder decides."""

    client: str
    year: int | None = None
    language: str | None = None
    partner: str | None = None


def kept() -> Mapping[str, Any]:
    """The pick in force, and the parameters that it was made over; empty without one."""
    if not (file := os.environ.get(FILE)):
        return _here
    with suppress(OSError, ValueError):
        told = json.loads(Path(file).read_text(encoding="utf-8"))
        return told if _is_pick(told) else {}
    return {}


def _is_pick(told: Any) -> bool:
    """Whether a file tells what `keep` wrote; anybody may have had a hand in it."""
    parts = [told.get(one) for one in ("given", "picked")] if isinstance(told, dict) else []
    whole = bool(parts) and all(isinstance(one, dict) for one in parts)
    return whole and bool(told["picked"].get("client"))


def keep(given: Subject, picked: Subject) -> None:
    """Remember a pick made over some parameters."""
    told = {"given": asdict(given), "picked": asdict(picked)}
    if file := os.environ.get(FILE):
        Path(file).write_text(json.dumps(told), encoding="utf-8")
    else:
        _here.update(told)


def in_force(given: Subject, names: tuple[str, ...] = NAMES) -> Subject:
    """What to run for: the pick where it was made over these parameters, else the parameters.

    `names` are the parameters that the workbook has: the others do not count, and stay as given.
    """
    told = kept()
    before, picked = told.get("given", {}), told.get("picked", {})
    if not picked or any(before.get(name) != getattr(given, name) for name in names):
        return given
    return Subject(
        **{name: picked.get(name) if name in names else getattr(given, name) for name in NAMES}
    )
