"""What the form of `vision.yml` asks: one field a key of a segment.

Lists are typed as `0.7, 0.6, 0.5`. Nothing here knows a widget.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from padlib.display.words import Words
from padlib.widgets.edit_cells import Cell
from padlib.widgets.table_forms import hint
from padlib.workspace import Folder, InputFaults, vision
from padlib.workspace.editing import MapDraft
from padlib.workspace.kinds import Kind, Number, Text
from padlib.workspace.yaml_files import Path

SEGMENTS = "segments"
ORDER = (
    *("id", "name", "target_companies", "market_growth", "penetration_start"),
    *("penetration_year3", "path", "churn", "revenue_per_customer", "price_growth"),
    "direct_share",
)
NAMES = ("fr", "en")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Field:
    """A key of a segment and its cell."""

    path: Path
    cell: Cell


def segments(draft: MapDraft) -> list[tuple[str, int]]:
    """Segments by id, with their place in the file."""
    told = draft.value((SEGMENTS,))
    if not isinstance(told, list):
        return []
    return [
        (str(one.get("id") or number + 1) if isinstance(one, dict) else str(number + 1), number)
        for number, one in enumerate(told)
    ]


def fields(draft: MapDraft, number: int, folder: Folder, say: Words) -> list[Field]:
    """The fields of a segment, in the order of the contract."""
    found: list[Field] = []
    for name in sorted(vision.KINDS, key=_place):
        kind = vision.KINDS[name]
        path = (SEGMENTS, number, name)
        if name == "name":
            found += _names(draft, path, say)
        else:
            found.append(Field(path, _cell(name, kind, say)))
    return [*found, *_shares(draft, (SEGMENTS, number, vision.PARTNERS), folder, say)]


def text(draft: MapDraft, path: Path) -> str:
    """What stands at a path, as it would be typed."""
    return _typed(draft.value(path))


def changed(draft: MapDraft, path: Path, typed: str) -> MapDraft:
    """The draft with what was typed at a path; nothing typed takes the key away."""
    typed = typed.strip()
    if not typed:
        return draft.remove(path)
    return draft.put(path, _value(typed, listed=path[-1] != "id" and "name" not in path))


def added(draft: MapDraft, name: str) -> MapDraft:
    """The draft with one more segment."""
    return draft.put((SEGMENTS, len(segments(draft))), {"id": name})


def _names(draft: MapDraft, path: Path, say: Words) -> Iterator[Field]:
    """One name for both languages, or one for each when the file has two."""
    if isinstance(draft.value(path), dict):
        for language in NAMES:
            label = say(f"edit.columns.vision.name_{language}")
            yield Field((*path, language), Cell("name", label, Text()))
    else:
        yield Field(path, Cell("name", say("edit.columns.vision.name"), Text()))


def _shares(draft: MapDraft, path: Path, folder: Folder, say: Words) -> Iterator[Field]:
    """A share of each partner; one field when the file names none."""
    told, shares = draft.value(path), vision.Shares()
    if told is not None and not isinstance(told, dict):
        label = say(f"edit.columns.vision.{vision.PARTNERS}")
        yield Field(path, Cell(vision.PARTNERS, label, shares, hint=say("edit.hint.shares")))
        return
    for partner in dict.fromkeys([*(told or {}), *_at_work(folder)]):
        label = say("edit.columns.vision.partner_share", partner=folder.name_of(str(partner)))
        cell = Cell(vision.PARTNERS, label, shares, hint=say("edit.hint.shares"))
        yield Field((*path, str(partner)), cell)


def _at_work(folder: Folder) -> tuple[str, ...]:
    """Partners that the vision may count on; all of them while their file has faults."""
    try:
        return folder.partners_with("partners")
    except InputFaults:
        return folder.partner_ids()


def _place(name: str) -> int:
    """Where a key stands in the form: a value, then its bounds."""
    order = [*ORDER]
    for bounded in vision.BOUNDED:
        at = order.index(bounded) + 1
        order[at:at] = [f"{bounded}_low", f"{bounded}_high"]
    return order.index(name)


def _cell(name: str, kind: Kind, say: Words) -> Cell:
    if isinstance(kind, vision.Shares):
        told = say("edit.hint.shares")
    elif isinstance(kind, vision.Way):
        told = say("edit.hint.path")
    elif kind == vision.RATE:
        told = say("edit.kind.rate")
    elif isinstance(kind, Number) and kind == vision.SHARE:
        told = say("edit.kind.share")
    else:
        told = hint(kind, say)
    return Cell(name, say(f"edit.columns.vision.{name}"), kind, hint=told)


def _typed(told: Any) -> str:
    if told is None:
        return ""
    if isinstance(told, list):
        return ", ".join(map(_typed, told))
    return f"{told:.10g}" if isinstance(told, float) else str(told)


def _value(typed: str, *, listed: bool) -> Any:
    """A number, a list of them, or the text as typed.

    >>> _value("0.7, 0.6, 0.5", listed=True), _value("0,7; 0,6; 0,5", listed=True)
    ([0.7, 0.6, 0.5], [0.7, 0.6, 0.5])
    >>> _value("0,7", listed=True), _value("linear", listed=True)
    ('0,7', 'linear')
    """
    if _NUMBER.fullmatch(typed):
        return float(typed) if "." in typed else int(typed)
    parts = re.split(r"\s*;\s*|,\s+", typed.strip("[] ")) if listed else [typed]
    if listed and len(parts) == 1 and typed.count(",") > 1:
        parts = typed.strip("[] ").split(",")
    if len(parts) == 1:
        return typed
    return [_value(one.strip().replace(",", "."), listed=False) for one in parts if one.strip()]
