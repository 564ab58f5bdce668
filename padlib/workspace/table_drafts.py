"""A table of a client as it would become, row by row.

What is shown and kept is what people typed: the readers of the reports judge it when the draft is
checked. A row whose key cannot be read, or that another row has too, is left as it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from padlib.core.spreadsheets import guarded
from padlib.workspace import (
    assumptions,
    csv_edits,
    drafts,
    excel,
    layout,
    rows,
    saving,
    start_plans,
    tables,
    templates,
)
from padlib.workspace.csv_edits import Sheet
from padlib.workspace.drafts import Difference, Draft
from padlib.workspace.faults import Fault, Findings, InputFaults
from padlib.workspace.kinds import Bad, Number, Several, clean

if TYPE_CHECKING:
    from padlib.workspace.folder import Folder

RowKey = tuple[str, ...]

_UNREADABLE = (
    *("quote", "cell_too_long", "column_twice", "too_many_columns", "too_many_rows"),
    "extra_cells",  # which a new column would take for its own
)
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?%?")


@dataclass(frozen=True)
class TableDraft:
    """A table as typed, and what was changed in it; each change gives a new one.

    Attributes
    ----------
    key : str
        Path from the client's folder of the CSV that is written.
    kind : str
        Stem of the table's template: `assumptions` for `assumptions_axorial` too.
    keys : tuple of str
        Columns that name a row.
    before, replaces : Version
        The CSV, and the workbook that it takes the place of, as they were read.
    base : bytes
        The CSV that the changes are made to: the file, the workbook's rows, or a header alone.
    edits : mapping
        What was changed: by the key of a row its changed cells, or None for a row taken away.
    """

    key: str
    kind: str
    keys: tuple[str, ...]
    before: saving.Version
    base: bytes
    replaces: saving.Version | None = None
    edits: Mapping[RowKey, Mapping[str, str] | None] = field(default_factory=dict)

    @property
    def from_excel(self) -> bool:
        """Whether the table stands in a workbook, which a CSV would replace."""
        return self.replaces is not None

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that may be typed in, in the order of the table's template."""
        return tuple(templates.columns(self.kind))

    @property
    def rows(self) -> tuple[Mapping[str, str], ...]:
        """Every row as it would become, column → typed text; a blank cell is not there."""
        sheet = self._sheet()
        told = ({name: sheet.cell(one, name) for name in sheet.columns} for one in sheet.records)
        return tuple(found for row in told if (found := _filled(row)))

    def row(self, row_key: Iterable[str]) -> Mapping[str, str] | None:
        """The row of a key as it would become; None when there is none."""
        named = self._named(row_key)
        if named in self.edits and self.edits[named] is None:
            return None
        told = dict(self._told.get(named) or {})
        told |= self.edits.get(named) or {}
        return _filled(told) or None

    def changed(self, row_key: Iterable[str], values: Mapping[str, str]) -> TableDraft:
        """With other texts in some columns of a row, which is added when there is none.

        A row that is not there is not added for blanks alone. A text that a spreadsheet would take
        for a formula is kept from being one.

        Raises
        ------
        KeyError
            If a column is not one of the table.
        ValueError
            If a column names the row, or the key names rows that cannot be told apart, or cannot
            be read.
        """
        typed = tuple(row_key)
        named = self._named(typed)
        for name in values:
            if name not in self.columns:
                raise KeyError(name)
            if name in self.keys:
                raise ValueError(f"{name} names the row")
        old = self._told.get(named)
        if old is None:
            naming = zip(self.keys, typed, strict=True)
            begun = self.edits.get(named) or _filled({it: self._typed(it, a) for it, a in naming})
        else:
            begun = self.edits.get(named) or {}
        now = {**begun, **{name: self._typed(name, text) for name, text in values.items()}}
        if old is not None:
            kept = {name: text for name, text in now.items() if text != old.get(name, "")}
        else:
            kept = _filled(now)
        real = any(name not in self.keys for name in kept)
        if not real:
            others = {one: told for one, told in self.edits.items() if one != named}
            return replace(self, edits=others)
        return replace(self, edits={**self.edits, named: kept})

    def removed(self, row_key: Iterable[str]) -> TableDraft:
        """Without a row; nothing changes when there is none."""
        named = self._named(row_key)
        others = {one: told for one, told in self.edits.items() if one != named}
        return replace(self, edits=others | ({named: None} if named in self._told else {}))

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What changes, cell by cell; of a row that comes or goes, what it says beside its key."""
        found: list[Difference] = []
        for named, told in self.edits.items():
            old = self._told.get(named)
            if told is None:
                now: Mapping[str, str] = {}
            else:
                now = {**(old or {}), **told}
            before = old or {}
            changed = [
                Difference(named, name, before.get(name, ""), now.get(name, ""))
                for name in dict.fromkeys((*before, *now))
                if name not in self.keys and before.get(name, "") != now.get(name, "")
            ]
            alone = [Difference(named, self.keys[-1], named[-1], "")] if told is None else []
            found += changed or alone
        return tuple(found)

    def content(self) -> bytes:
        """The CSV as it would become; what is not changed keeps its bytes."""
        return self._sheet().content() if self.edits else self.base

    def draft(self) -> Draft:
        """The file to check and save; as it was, when nothing changes."""
        if not self.edits:
            return Draft(self.key, self.before, self.before.content or b"")
        return Draft(self.key, self.before, self.content(), self.replaces)

    @property
    def _told(self) -> Mapping[RowKey, Mapping[str, str]]:
        """The cells of the rows that can be told apart, as the file has them."""
        return _index(self.base, self.kind, self.keys).told

    def _sheet(self) -> Sheet:
        """The table with its changes made."""
        sheet = csv_edits.read(self.base, self.columns)
        places = _index(self.base, self.kind, self.keys).places
        records = {named: sheet.records[place] for named, place in places.items()}
        for named, told in self.edits.items():
            record = records.get(named)
            if record is None:
                sheet.add(told or {})
            elif told is None:
                sheet.remove(record)
            else:
                sheet.change(record, told)
        return sheet

    def _named(self, row_key: Iterable[str]) -> RowKey:
        """A row's key as the readers spell it.

        Raises
        ------
        ValueError
        """
        typed = tuple(row_key)
        named = _read_key(self.kind, self.keys, typed)
        if named is None:
            raise ValueError(f"{typed} cannot be read as {self.keys}")
        if named in _index(self.base, self.kind, self.keys).twice:
            raise ValueError(f"{named} is there twice")
        return named

    def _typed(self, name: str, text: str) -> str:
        """A text as it is written."""
        cleaned = clean(text)
        numeric = _is_numeric(self.kind, name)
        return guarded(cleaned) if _is_text(self.kind, name) and not numeric else cleaned


def read_table(folder: Folder, stem: str, keys: Iterable[str]) -> TableDraft:
    """A table of the folder's year, ready to be changed.

    Parameters
    ----------
    folder : Folder
    stem : str
        `partners`, `diagnostic_answers`, `assumptions_axorial`, `start_plans/brivault`…
    keys : iterable of str
        Columns that name a row: `("respondent_id", "item_id")`.

    Raises
    ------
    InputFaults
        If the file cannot be read as a table, or stands as a CSV and as a workbook.
    NotForPartners
        If the folder is narrowed to a partner.
    """
    kind = kind_of(stem)
    key = f"{folder.year}/{stem}"
    before, workbook = (drafts.version(folder, f"{key}{one}") for one in layout.TABLE_ENDINGS)
    if before.content is not None and workbook.content is not None:
        told = {"other": workbook.path.name}
        fault = Fault(f"{folder.id}/{key}.csv", None, None, "two_files", told)
        raise InputFaults([fault], folder.language)
    separator = templates.SEPARATOR[folder.language]
    if workbook.content is not None:
        name = f"{folder.id}/{key}.xlsx"
        base = _from_workbook(workbook.content, kind, name, folder.language)
        return TableDraft(f"{key}.csv", kind, tuple(keys), before, base, workbook)
    content = before.content or b""
    if not content.strip():
        content = csv_edits.new(templates.columns(kind), separator).content()
        return TableDraft(f"{key}.csv", kind, tuple(keys), before, content)
    _check_readable(content, kind, f"{folder.id}/{key}.csv", folder.language)
    return TableDraft(f"{key}.csv", kind, tuple(keys), before, content)


def kind_of(stem: str) -> str:
    """The stem of a table's template.

    >>> kind_of("assumptions_axorial"), kind_of("start_plans/brivault"), kind_of("votes")
    ('assumptions', 'start_plans', 'votes')
    """
    if layout.ASSUMPTIONS_OF.fullmatch(stem):
        return "assumptions"
    return PurePosixPath(stem).parts[0]


def mark_of(content: bytes, kind: str) -> str:
    """The decimal mark of a CSV's numbers: that of the spreadsheets that open its separator."""
    return "," if csv_edits.read(content, templates.columns(kind)).separator == ";" else "."


@dataclass(frozen=True)
class _Index:
    """The rows of a table that can be told apart: their place in it and their cells."""

    places: Mapping[RowKey, int]
    told: Mapping[RowKey, Mapping[str, str]]
    twice: frozenset[RowKey]


@lru_cache(maxsize=16)  # a table is looked into at each change, and only its edits differ
def _index(base: bytes, kind: str, keys: tuple[str, ...]) -> _Index:
    sheet = csv_edits.read(base, templates.columns(kind))
    read = [
        _read_key(kind, keys, [sheet.cell(one, name) for name in keys]) for one in sheet.records
    ]
    count = Counter(read)
    places = {
        named: place for place, named in enumerate(read) if named is not None and count[named] == 1
    }
    told = {
        named: _filled({name: sheet.cell(sheet.records[place], name) for name in sheet.columns})
        for named, place in places.items()
    }
    return _Index(places, told, frozenset(one for one in count if one and count[one] > 1))


def _read_key(kind: str, keys: Iterable[str], cells: Iterable[str]) -> RowKey | None:
    """A row's key as the readers spell it; None when it cannot be read."""
    model = _model(kind)
    named = []
    for name, cell in zip(keys, cells, strict=True):
        about = model.model_fields[name]
        if not cell and about.is_required():
            return None
        try:
            told = rows.kinds(model)[name].read(cell) if cell else about.default
        except Bad:
            return None
        named.append("" if told is None else str(told))
    return tuple(named) if any(named) else None


def _model(kind: str) -> type[rows.Line]:
    return (templates.MODELS | templates.MODELS_OF_PARTNERS)[kind]


def _also_known(kind: str) -> tuple[str, ...]:
    return tuple(start_plans.SHOWN) if kind == start_plans.FOLDER else ()


def _is_text(kind: str, name: str) -> bool:
    found: Any = rows.kinds(_model(kind))[name]
    return isinstance(found, Several) or found.dtype == "str"


def _is_numeric(kind: str, name: str) -> bool:
    """Whether a column holds numbers: those of the assumptions are read by their key."""
    if kind == "assumptions":
        return name in assumptions.NUMBERS
    return isinstance(rows.kinds(_model(kind))[name], Number)


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text}


def _check_readable(content: bytes, kind: str, name: str, language: str) -> None:
    """Refuse a CSV whose records cannot be told; what its cells say is for the check."""
    findings = Findings(name)
    known = [*templates.columns(kind), *_also_known(kind)]
    table = tables.read(content, known, findings)
    grave = [one for one in findings.faults if table is None or one.code in _UNREADABLE]
    if grave:
        raise InputFaults(grave, language)


def _from_workbook(content: bytes, kind: str, name: str, language: str) -> bytes:
    """The rows of a workbook as a CSV, with the decimal mark of the language's spreadsheets."""
    findings = Findings(name)
    known = [*templates.columns(kind), *_also_known(kind)]
    tables.read(content, known, findings)
    found = excel.lines(content, findings)
    grave = [one for one in findings.faults if one.code in (*_UNREADABLE, "workbook", "no_header")]
    if grave or found is None:
        raise InputFaults(grave or findings.faults, language)
    (_, header), *lines = found
    places = {
        place
        for place, column in enumerate(header)
        for one in templates.columns(kind)
        if one == column and _is_numeric(kind, one)
    }
    french = templates.SEPARATOR[language] == ";"

    def told(place: int, cell: str) -> str:
        is_number = _NUMBER.fullmatch(cell)
        if place in places:  # what is no number there cannot be saved
            return cell.replace(".", ",") if french and is_number else cell
        return cell if is_number else guarded(cell)

    rows_told = [[told(place, cell) for place, cell in enumerate(cells)] for _, cells in lines]
    return templates.written(header, rows_told, language)
