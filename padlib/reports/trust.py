"""Clients' own workbooks: code that runs on this machine only once somebody here said so.

What was trusted is kept in the user's own configuration folder, by the digest of the notebook: one
changed by a single letter is another.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from padlib.reports.state import write
from padlib.reports.workbooks import Workbook

Ask = Callable[[Workbook, str], bool]


def nobody(variant: Workbook, client: str) -> bool:  # noqa: ARG001
    """Nobody is there to answer: no."""
    return False


def configuration_folder() -> Path:
    """Where this user keeps padlib's settings; `PAD_CONFIG` names another place."""
    told = os.environ.get("PAD_CONFIG")
    if told:
        return Path(told)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "padlib"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "padlib"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "padlib"


@dataclass
class Trust:
    """Answers whether a client's own workbook may run; asks once for each, and remembers a yes."""

    told: bool = False  # --trust
    ask: Ask = nobody
    answers: dict[str, bool] = field(default_factory=dict)

    def __call__(self, variant: Workbook, client: str) -> bool:
        if variant.digest not in self.answers:
            self.answers[variant.digest] = self._answer(variant, client)
        return self.answers[variant.digest]

    def _answer(self, variant: Workbook, client: str) -> bool:
        kept = _kept()
        if variant.digest in kept:
            return True
        if not (self.told or self.ask(variant, client)):
            return False
        kept[variant.digest] = f"{client}/{variant.file.name}"
        write(_file(), json.dumps(kept, indent=1, sort_keys=True).encode())
        return True


def _file() -> Path:
    return configuration_folder() / "trusted_workbooks.json"


def _kept() -> dict[str, str]:
    try:
        kept = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
