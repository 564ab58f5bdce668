"""One cell of a form: what it may hold, the choices that are shown for it, and rows found again.

What stands in a file stays as it was typed: a choice is known by what its text is read as, so
that `Oui` keeps its spelling until somebody chooses otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from padlib.core.spreadsheets import guarded
from padlib.display.words import Words
from padlib.workspace import rows
from padlib.workspace.editing import TableDraft
from padlib.workspace.faults import Fault, sentence
from padlib.workspace.kinds import Bad, Kind, clean, is_not_applicable

NA = "NA"
Row = Mapping[str, str]
Choices = tuple[tuple[str, str], ...]  # label, and the text that is written


@dataclass(frozen=True)
class Cell:
    """A column of a form.

    Attributes
    ----------
    column : str
    label : str
    kind : Kind
        How its texts are read.
    choices : tuple of (label, text)
        The texts that may be chosen; none for a text that is typed.
    hint : str
        What may be typed, or where it is found out.
    spread : bool
        Whether the choices stand one under the other, with their text.
    """

    column: str
    label: str
    kind: Kind
    choices: Choices = ()
    hint: str = ""
    spread: bool = False

    def offered(self, text: str, say: Words) -> list[tuple[str, str]]:
        """The choices for a cell of this text; the one that it stands for keeps its spelling.

        A text that stands for none of them is offered as it is.
        """
        told = code(self.kind, text)
        found = [
            (label, text if code(self.kind, written) == told else written)
            for label, written in self.choices
        ]
        if text not in [written for _, written in found]:
            as_typed = say("edit.answer.as_typed", text=text)
            found.append((as_typed if text else say("edit.choice.unknown"), text))
        return found


def code(kind: Kind, text: str) -> str:
    """What a text is read as, spelt in one way; itself when it cannot be read."""
    return _code(kind, text.strip())


@cache
def _code(kind: Kind, text: str) -> str:
    if not text:
        return ""
    return NA if is_not_applicable(text) else _spelt(kind, text)


def _spelt(kind: Kind, text: str) -> str:
    try:
        value: Any = kind.read(text)
    except Bad:
        return text
    if isinstance(value, float | int):  # a boolean too
        return f"{float(value):g}"
    return str(value)


def codes(model: type[rows.Line], row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    """What the cells of a row are read as; a blank is what the model takes it for."""
    kinds = rows.kinds(model)
    return tuple(_told(model, kinds[name], name, row.get(name, "")) for name in columns)


def _told(model: type[rows.Line], kind: Kind, name: str, text: str) -> str:
    if text:  # NA and SO are two people
        return _spelt(kind, text)
    default = model.model_fields[name].default
    return default if isinstance(default, str) else ""


def index(
    model: type[rows.Line], table: Iterable[Row], columns: Sequence[str]
) -> dict[tuple[str, ...], Row]:
    """Rows by what the cells that name them are read as; the first of those that share a name."""
    found: dict[tuple[str, ...], Row] = {}
    for row in table:
        found.setdefault(codes(model, row, columns), row)
    return found


def named(text: str) -> str:
    """What names a new person or row, as it is written."""
    return guarded(clean(text))


def refusal(cells: Iterable[Cell], typed: Row, language: str) -> str:
    """What is wrong in what names a new person or row, as the file's reader says it."""
    for cell in cells:
        try:
            if text := typed.get(cell.column):
                cell.kind.read(text)
        except Bad as bad:
            return sentence(Fault("", None, None, bad.code, bad.values), language)
    return ""


def key_of(row: Row, keys: Sequence[str]) -> tuple[str, ...]:
    """The key of a row, as typed in its file."""
    return tuple(row.get(name, "") for name in keys)


def with_row(
    draft: TableDraft, opened: TableDraft, key: tuple[str, ...], values: Row, told: Iterable[str]
) -> TableDraft:
    """A draft with other texts in a row, which goes away when it was added and says nothing more.

    Parameters
    ----------
    opened : TableDraft
        The table before any change.
    values : mapping
        Texts by column.
    told : iterable of str
        Columns that are worth a row.
    """
    changed = draft.changed(key, values)
    row = changed.row(key)
    if row is None or opened.row(key) is not None or any(row.get(name) for name in told):
        return changed
    return changed.removed(key)
