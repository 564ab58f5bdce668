"""What the form of a table asks, row by row: partners, resellers, assumptions.

One field a column of the row's model: a list of choices where there are few, a text where a
number, a date or words are typed. Nothing here knows a widget.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core.assumptions import monetary
from padlib.display.pages import assumptions as told_assumptions
from padlib.display.words import Words
from padlib.widgets import edit_cells
from padlib.widgets.edit_cells import Cell, Choices, Row
from padlib.workspace import Folder, InputFaults, names, rows
from padlib.workspace.assumptions import Assumption, kind_of
from padlib.workspace.editing import TableDraft
from padlib.workspace.faults import LANGUAGES
from padlib.workspace.kinds import Boolean, Day, Kind, LooseDay, Number, Several
from padlib.workspace.partners import STATUSES, TYPES, Partner
from padlib.workspace.resellers import Labelled, Reseller
from padlib.workspace.suggestions import plain

MATCHES = 12  # companies that a search shows
RowKey = tuple[str, ...]

_RANGES: Mapping[tuple[float | None, float | None], str] = {
    (0, 100): "percent",
    (0, 4): "level",
    (-100, None): "from_minus",
    (-100, 100): "margin",
    (1990, 2199): "year",
}


def _nothing(key: RowKey) -> list[str]:  # noqa: ARG001
    return []


@dataclass(frozen=True, kw_only=True)
class Form:
    """The fields of one table.

    Attributes
    ----------
    name : str
        Stem of its words.
    stem : str
        Of the file.
    model : type of Line
        Its rows.
    keys : tuple of str
        Columns that name a row, and cannot be changed in it.
    new : tuple of Cell
        What names a new row; none when rows are all known.
    cells : callable
        The fields of a row by its key.
    label : callable
        A row in the list of them.
    known : tuple of keys
        Rows that are always there to be filled in.
    beside : callable
        Lines shown with a row: what holds when it says nothing.
    """

    name: str
    stem: str
    model: type[rows.Line]
    keys: tuple[str, ...]
    new: tuple[Cell, ...] = ()
    cells: Callable[[RowKey], tuple[Cell, ...]]
    label: Callable[[Row], str]
    known: tuple[RowKey, ...] = ()
    beside: Callable[[RowKey], list[str]] = _nothing

    def listed(self, draft: TableDraft, say: Words) -> list[tuple[str, RowKey]]:
        """Rows to choose from: those always there, in their order, else those of the file."""
        found = self.index(draft)
        if not self.known:
            told = ((self.label(row), edit_cells.key_of(row, self.keys)) for row in found.values())
            return [(name or say("edit.row.unnamed"), key) for name, key in told]
        labels = []
        for key in self.known:
            row, name = found.get(key), self.label(dict(zip(self.keys, key, strict=True)))
            at = edit_cells.key_of(row, self.keys) if row else key
            given = any(row.get(cell.column) for cell in self.cells(key)) if row else False
            labels.append((say("edit.row.given", name=name) if given else name, at))
        return labels

    def index(self, draft: TableDraft) -> Mapping[RowKey, Row]:
        """Rows by what names them, spelt in one way."""
        return edit_cells.index(self.model, draft.rows, self.keys)

    def row(self, draft: TableDraft, key: RowKey) -> Row:
        """A row as it would become; blank when the file has none."""
        return draft.row(key) or {}

    def changed(
        self, opened: TableDraft, draft: TableDraft, key: RowKey, values: Mapping[str, str]
    ) -> TableDraft:
        """The draft with other texts in a row; one of those always there goes when it is blank."""
        if not self.known:
            return draft.changed(key, values)
        worth = [cell.column for cell in self.cells(key)]
        return edit_cells.with_row(draft, opened, key, values, worth)


# ── the three forms ──────────────────────────────────────────────────────────────────────────────


def partners(folder: Folder, say: Words) -> Form:
    """Partners of the year."""
    kinds = rows.kinds(Partner)
    years = {f"year_{back}": str(folder.year - back) for back in range(1, 5)}
    choices: dict[str, Choices] = {
        "type": _with_unknown(((say(f"edit.types.{one}"), one) for one in TYPES), say),
        "status": tuple((say(f"edit.statuses.{one}"), one) for one in STATUSES),
        "language": _with_unknown(((say(f"page.languages.{one}"), one) for one in LANGUAGES), say),
    }

    def label(column: str) -> str:
        key = f"edit.columns.partners.{column}"
        return say(key, **years) if say.fields(key) else say(key)

    hints = {"start_date": say("edit.hint.start_date")}
    cells = tuple(
        Cell(
            column,
            label(column),
            kind,
            choices.get(column, ()),
            hints.get(column) or hint(kind, say),
        )
        for column, kind in kinds.items()
    )
    return Form(
        name="partners",
        stem="partners",
        model=Partner,
        keys=("partner_id",),
        new=cells[:1],
        cells=lambda _: cells[1:],
        label=lambda row: row.get("name") or row.get("partner_id", ""),
    )


def resellers(folder: Folder, say: Words) -> Form:  # noqa: ARG001
    """What the client knows of the companies of the list, and its own companies."""
    kinds = rows.kinds(Reseller)
    criteria = {
        str(row["column"]): {**row.to_dict(), "id": str(criterion)}
        for criterion, row in banks.load("recruitment").items.iterrows()
    }
    first = ["reseller_id", "name"]
    others = [column for column in kinds if column not in (*first, *criteria)]
    order = [*first, *criteria, *others]

    def cell(column: str) -> Cell:
        kind, lang = kinds[column], say.language
        if column in criteria:
            told = criteria[column]
            about = [say.typeset(str(told[f"question_{lang}"]))]
            find = say.typeset(str(told[f"find_out_{lang}"]))
            about += [say("edit.hint.find_out", text=find)]
            unit = "" if _choices(column, kind, say) else f"recruitment.unit.{told['unit']}"
            name = say.typeset(str(told[f"name_{lang}"]))
            if say.has(unit):
                name = say("edit.row.with_unit", name=name, unit=say(unit))
            return Cell(column, name, kind, _choices(column, kind, say), "\n".join(about))
        key = f"edit.hint.{column}"
        told_hint = say(key) if say.has(key) else hint(kind, say)
        name = say(f"edit.columns.resellers.{column}")
        return Cell(column, name, kind, _choices(column, kind, say), told_hint)

    cells = tuple(cell(column) for column in order)
    return Form(
        name="resellers",
        stem="resellers",
        model=Reseller,
        keys=("reseller_id", "name"),
        new=cells[:2],
        cells=lambda _: cells[2:],
        label=lambda row: row.get("name") or row.get("reseller_id", ""),
    )


def assumptions(
    folder: Folder, say: Words, keys: Iterable[str] | None = None, partner: str = ""
) -> Form:
    """What a client, or one of its partners, puts in the place of the bank's assumptions."""
    bank = banks.assumptions()
    asked = [str(key) for key in (bank.index if keys is None else keys)]
    kinds = rows.kinds(Assumption)
    in_force = _in_force(folder) if partner else None
    money = dict(zip(map(str, bank.index), monetary(bank), strict=True))

    def cells(key: RowKey) -> tuple[Cell, ...]:
        name = _key(key)
        of = told_assumptions.unit(str(bank.at[name, "unit"]), say)
        if str(bank.at[name, "unit"]).startswith("share"):
            of = say("edit.kind.share")
        numbers = [
            Cell(column, say(f"edit.columns.assumptions.{column}"), kind_of(name), (), of)
            for column in ("value", "low", "high")
        ]
        texts = [
            Cell(column, say(f"edit.columns.assumptions.{column}"), kinds[column])
            for column in ("source", "note")
        ]
        return (*numbers, *texts)

    def beside(key: RowKey) -> list[str]:
        name = _key(key)
        row = bank.loc[name]
        blank = say("edit.bank.blank_own" if partner else "edit.bank.blank")
        if money[name] and folder.settings.rate is None:
            return [say("edit.bank.no_rate", currency=folder.currency), blank]
        rate = folder.settings.rate if money[name] else 1.0
        lines = [_bank_value(row, rate or 1.0, say)]
        if in_force is not None and in_force.at[name, "changed"]:
            row_in_force: Any = in_force.loc[name]
            filed = told_assumptions.value(float(row_in_force["value"]), str(row["unit"]), say)
            lines.append(say("edit.bank.filed", value=filed))
        return [*lines, blank]

    return Form(
        name="own_assumptions" if partner else "assumptions",
        stem=f"assumptions_{partner}" if partner else "assumptions",
        model=Assumption,
        keys=("key",),
        cells=cells,
        label=lambda row: told_assumptions.name(_key((row["key"],)), say),
        known=tuple((key,) for key in asked),
        beside=beside,
    )


def found(folder: Folder, text: str) -> list[tuple[str, RowKey]]:
    """Companies of the reference list whose name, or another name, holds a text."""
    wanted = plain(text)
    if not wanted:
        return []
    listed = folder.resellers()
    listed = listed[~listed["added"]]
    told = zip(map(str, listed.index), listed["name"], listed["aliases"], strict=True)
    named = [(str(name), one, (str(name), *aliases)) for one, name, aliases in told]
    hits = [(name, one) for name, one, all_ in named if any(wanted in plain(it) for it in all_)]
    hits.sort(key=lambda hit: (not plain(hit[0]).startswith(wanted), plain(hit[0])))
    return [(f"{name} ({one})", (one, name)) for name, one in hits[:MATCHES]]


# ── what they share ──────────────────────────────────────────────────────────────────────────────


def hint(kind: Kind, say: Words) -> str:
    """What may be typed in a field of this kind, "" for words."""
    if isinstance(kind, Day):
        return say("edit.kind.date")
    if isinstance(kind, LooseDay):
        return say("edit.kind.loose_date")
    if isinstance(kind, Several):
        return say("edit.kind.list")
    if not isinstance(kind, Number):
        return ""
    if kind.money:
        return say("edit.kind.money", currency=say.format.unit())
    told = _RANGES.get((kind.low, kind.high), "whole" if kind.whole else "number")
    return say(f"edit.kind.{told}")


def _choices(column: str, kind: Kind, say: Words) -> Choices:
    """The choices of a column of the resellers; none for one that is typed."""
    if isinstance(kind, Boolean):
        told: list[tuple[str, str]] = [(say("edit.boolean.unknown"), "")]
        return (
            *told,
            *((say(f"edit.boolean.{one}"), text) for one, text in (("yes", "1"), ("no", "0"))),
        )
    if isinstance(kind, Labelled):
        labels = banks.reseller_labels()[f"label_{say.language}"]
        codes = names.labels(kind.field)
        return _with_unknown(((str(labels[kind.field, one]), one) for one in codes), say)
    if column == "region":
        regions = banks.regions()[f"name_{say.language}"]
        return _with_unknown(((str(name), str(one)) for one, name in regions.items()), say)
    return ()


def _with_unknown(choices: Iterable[tuple[str, str]], say: Words) -> Choices:
    return ((say("edit.choice.unknown"), ""), *choices)


def _key(key: RowKey) -> str:
    """The key of an assumption as the bank spells it."""
    return edit_cells.code(names.ASSUMPTION, key[0])


def _in_force(folder: Folder) -> pd.DataFrame | None:
    """What the client's own file and the bank say; None while something is wrong with it."""
    try:
        return folder.assumptions()
    except InputFaults:
        return None


def _bank_value(row: Any, rate: float, say: Words) -> str:
    """The bank's value in the client's currency, its range, and the grade of its source."""
    of = str(row["unit"])
    value, low, high = (float(row[one]) * rate for one in ("value", "low", "high"))
    told = {"value": told_assumptions.value(value, of, say), "grade": row["grade"]}
    if low == high:
        return say("edit.bank.value_alone", **told)
    first, last = told_assumptions.bounds(low, high, of, say)
    return say("edit.bank.value", low=first, high=last, **told)
