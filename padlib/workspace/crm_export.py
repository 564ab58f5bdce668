"""A CRM's export as deals: each row read by a mapping, what is wrong with it beside it.

No row is left out here. What a row says of its partner, and whether it is wanted, is for
`collecting`.
"""

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from padlib.core.pipeline import LOST, SIGNED
from padlib.core.spreadsheets import guarded
from padlib.workspace import crm_values, excel, tables
from padlib.workspace.crm_mapping import ANY, REQUIRED, CrmMapping
from padlib.workspace.crm_values import Cell, Doubt, Reading
from padlib.workspace.faults import Fault, Findings
from padlib.workspace.kinds import Bad, clean, is_not_applicable
from padlib.workspace.suggestions import plain

TITLES = 40  # lines that a report may put above its header
DATES = ("expected_close", "closed_on", "registered_on", "next_date")
AMOUNTS = ("amount", "signed_amount")
NAMED = 4  # of the names that a column may have, as many as are told when it lacks
TEXTS = ("name", "next_step", "owner")
ENCODINGS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class ExportRow:
    """One row: what it gives of a deal, as it would stand in `deals.csv`, without its partner.

    `partner` is the company as the CRM names it, "" when the row names none; `values` holds what
    could be read, without blanks.
    """

    line: int
    partner: str
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()

    @property
    def deal_id(self) -> str:
        """The deal's id, "" when the row has none."""
        return str(self.values.get("deal_id", ""))

    @property
    def amount(self) -> float:
        """The deal's amount, 0 when it cannot be read."""
        return float(self.values.get("amount", 0.0))


@dataclass
class Export:
    """All rows of an export, and how they were read.

    `columns` tells the header that each field was read from; `no_deals` the lines that hold no
    deal, such as a report's title and foot; `by_probability` the stages that the mapping does not
    have, with the stage that the probability gave them; `other_origins` origins that it does not
    have, left blank.
    """

    file: str
    mapping: CrmMapping
    columns: dict[str, str]
    dates: Reading = field(default_factory=Reading)
    amounts: Reading = field(default_factory=Reading)
    rows: list[ExportRow] = field(default_factory=list)
    no_deals: list[int] = field(default_factory=list)
    by_probability: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    other_origins: dict[str, list[int]] = field(default_factory=dict)
    has_currency: bool = False


def read(
    content: bytes,
    mapping: CrmMapping,
    findings: Findings,
    *,
    dates: str = "",
    decimal: str = "",
) -> Export | None:
    """The rows of an export; None when its faults leave nothing to go on with.

    Parameters
    ----------
    content : bytes
        CSV of any separator, UTF-8, UTF-16 or Windows-1252, or an Excel workbook.
    mapping : CrmMapping
    findings : Findings
        Where faults of the whole file go, and the client's currency.
    dates, decimal : str
        What the user says of them, over the mapping: `dmy` or `mdy`, `comma` or `point`.
    """
    known = [name for names in mapping.columns.values() for name in names]
    lines = tables.lines(_utf8(content), known, findings)
    if lines is None:
        return None
    header = _header([*lines], mapping)
    if not header.cells and not findings.faults:
        findings.fault(None, None, "export_empty")
    findings.warnings[:] = []  # an export is made by a program: nobody saves it otherwise
    if findings.faults:
        return None
    columns = _columns(header.cells, header.line, mapping, findings)
    if findings.faults:
        return None
    sheet = _Sheet(header, columns, mapping, findings)
    export = Export(
        findings.file,
        mapping,
        {name: header.cells[place] for name, place in columns.items()},
        no_deals=[line for line, cells in header.above if any(cells)],
    )
    _settle(export, sheet, (dates, decimal), excel.is_workbook(content))
    if findings.faults:
        return None
    for line, cells in header.below:
        _read_row(line, cells, sheet, export)
    return export


def _utf8(content: bytes) -> bytes:
    """The content, in UTF-8 where it says that it is UTF-16."""
    encoding = ENCODINGS.get(content[:2])
    if encoding is None:
        return content
    try:
        return content.decode(encoding).encode("utf-8")
    except UnicodeDecodeError:
        return content  # told as what nobody can read


@dataclass(frozen=True)
class _Header:
    """The line of the columns' names, with those above and below that hold something."""

    line: int
    cells: list[str]
    above: list[tuple[int, list[str]]]
    below: list[tuple[int, list[str]]]


def _header(lines: list[tuple[int, list[str]]], mapping: CrmMapping) -> _Header:
    """The header: the line that has most of the columns wanted, among the first ones."""
    cleaned = [(line, [clean(cell) for cell in cells]) for line, cells in lines]
    filled = [(line, cells) for line, cells in cleaned if any(cells)]
    wanted = [{plain(name) for name in names} for names in mapping.columns.values()]

    def worth(place: int) -> tuple[int, int]:
        spelt = {plain(cell) for cell in filled[place][1] if cell}
        return (sum(bool(names & spelt) for names in wanted), -place)

    if not filled:
        return _Header(1, [], [], [])
    best = max(range(min(len(filled), TITLES)), key=worth)
    line, cells = filled[best]
    return _Header(line, cells, filled[:best], filled[best + 1 :])


def _columns(
    header: list[str], line: int, mapping: CrmMapping, findings: Findings
) -> dict[str, int]:
    """Where each field stands; a fault for those that are needed and not there."""
    places: dict[str, int] = {}
    spelt = [plain(name) for name in header]
    for name, names in mapping.columns.items():
        found = next((one for one in map(plain, names) if one in spelt), None)
        if found is None:
            continue
        places[name] = spelt.index(found)
        if spelt.count(found) > 1:
            findings.fault(line, header[places[name]], "column_twice")
    lacking = [name for name in REQUIRED if name not in places]
    if "probability" in places and "stage" in lacking:
        lacking.remove("stage")
    for name in lacking:
        first = list(mapping.columns[name][:NAMED])  # they say what it is
        findings.fault(line, None, "crm_column", names=first)
    return places


class _Sheet:
    """The cells of the rows by field, and what the file's own columns say of the outcome."""

    def __init__(
        self, header: _Header, columns: dict[str, int], mapping: CrmMapping, findings: Findings
    ) -> None:
        self.header, self.columns = header, columns
        self.file, self.currency = findings.file, findings.currency
        self.findings = findings
        spelt = {plain(name): place for place, name in reversed([*enumerate(header.cells)])}
        self.signed_if = _places(mapping.signed_if, spelt)
        self.lost_if = _places(mapping.lost_if, spelt)
        shares = [_number(text) for _, text in self.cells("probability") if "%" not in text]
        told = [one for one in shares if one is not None]
        self.share = bool(told) and max(told) <= 1  # of 1, not of 100

    def cells(self, *names: str) -> Iterator[Cell]:
        """Every cell of some fields that holds something, with its line."""
        for line, cells in self.header.below:
            for name in names:
                if text := self.cell(cells, name):
                    yield line, text

    def cell(self, cells: list[str], name: str) -> str:
        """A field of a row, "" when there is none."""
        place = self.columns.get(name)
        text = cells[place] if place is not None and place < len(cells) else ""
        return "" if is_not_applicable(text) else text

    def fault(self, line: int, name: str, code: str, **values: Any) -> Fault:
        """Something wrong in a row."""
        place = self.columns.get(name)
        column = None if place is None else self.header.cells[place]
        return Fault(self.file, line, column, code, values)


def _places(
    conditions: Mapping[str, frozenset[str]], spelt: Mapping[str, int]
) -> list[tuple[int, frozenset[str]]]:
    return [(spelt[name], values) for name, values in conditions.items() if name in spelt]


def _settle(export: Export, sheet: _Sheet, told: tuple[str, str], workbook: bool) -> None:
    """What the file's amounts and dates mean."""
    dates, decimal = told
    mapping = export.mapping
    try:
        export.amounts = crm_values.amount_reading(
            sheet.cells(*AMOUNTS), decimal or mapping.decimal, workbook
        )
    except Doubt as doubt:
        sheet.findings.fault(doubt.line, None, "crm_decimal", found=doubt.text)
    try:
        export.dates = crm_values.date_reading(
            sheet.cells(*DATES), dates or mapping.dates, export.amounts
        )
    except Doubt as doubt:
        sheet.findings.fault(doubt.line, None, "crm_dates", found=doubt.text)


def _read_row(line: int, cells: list[str], sheet: _Sheet, export: Export) -> None:
    row = _Row(line, cells, sheet, export)
    told = row.text("stage") or row.text("expected_close") or row.text("partner")
    if not told or sum(map(bool, cells)) == 1:  # a total, or the foot of a report
        export.no_deals.append(line)
        return
    columns = len(sheet.header.cells)
    if any(cells[columns:]):
        place = {"count": len(cells), "columns": columns}
        fault = Fault(export.file, line, None, "extra_cells", place)
        export.rows.append(ExportRow(line, "", {}, (fault,)))
        return
    values: dict[str, Any] = {}
    for name, value in row.fields():
        if value not in (None, ""):
            values[name] = value
    export.rows.append(ExportRow(line, row.text("partner"), values, tuple(row.faults)))


class _Row:
    """One row while it is read."""

    def __init__(self, line: int, cells: list[str], sheet: _Sheet, export: Export) -> None:
        self.line, self.cells, self.sheet, self.export = line, cells, sheet, export
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        """A cell on one line."""
        return " ".join(self.sheet.cell(self.cells, name).split())

    def fields(self) -> Iterator[tuple[str, Any]]:
        """The deal's fields; what is wrong goes to `faults`."""
        stage = self._stage()
        yield "deal_id", self._deal_id()
        yield "amount", self._amount(stage)
        yield "stage", stage
        yield "expected_close", self._close(stage)
        yield "registered_on", self._day("registered_on")
        yield "origin", self._origin()
        for name in TEXTS:
            yield name, guarded(self.text(name))
        yield "next_date", self._day("next_date")

    def _fault(self, code: str, name: str, **values: Any) -> None:
        self.faults.append(self.sheet.fault(self.line, name, code, **values))

    def _deal_id(self) -> str:
        typed, length = self.text("deal_id"), self.export.mapping.id_length
        if not typed:
            self._fault("crm_no_id", "deal_id")
        checked = length and len(typed) == length + 3 and typed.isalnum()
        return guarded(typed[:length] if checked else typed)

    def _stage(self) -> str:
        typed, mapping = self.text("stage"), self.export.mapping
        told = mapping.stages.get(plain(typed), "") if typed else ""
        signed = self._meets(self.sheet.signed_if)
        lost = self._meets(self.sheet.lost_if)
        if (signed and (lost or told == LOST)) or (lost and told == SIGNED):
            self._fault("crm_outcome", "stage", found=typed)
            return ""
        if signed or lost:
            return SIGNED if signed else LOST
        if told:
            return told
        return self._likely(typed)

    def _likely(self, typed: str) -> str:
        """The stage that a deal's probability gives it, when its own says nothing."""
        share = _number(self.text("probability"))
        share = share * 100 if share is not None and self.sheet.share else share
        if share is not None and 0 < share < 100:
            for low, stage in self.export.mapping.probability:
                if share >= low:
                    self.export.by_probability.setdefault((typed, stage), []).append(self.line)
                    return stage
        if typed:
            self._fault("crm_stage", "stage", found=typed)
        else:
            self._fault("crm_no_stage", "stage")
        return ""

    def _meets(self, conditions: list[tuple[int, frozenset[str]]]) -> bool:
        for place, values in conditions:
            text = self.cells[place] if place < len(self.cells) else ""
            if text and not is_not_applicable(text) and (ANY in values or plain(text) in values):
                return True
        return False

    def _amount(self, stage: str) -> float | None:
        name = "signed_amount" if stage == SIGNED and self.text("signed_amount") else "amount"
        typed = self.text(name)
        if not typed:
            self._fault("crm_no_amount", name)
            return None
        try:
            value, written = crm_values.read_amount(typed, self.export.amounts.choice)
        except Bad as bad:
            self._fault(bad.code, name, **bad.values)
            return None
        currency = self.sheet.currency
        for told, where in ((written, name), (self.text("currency"), "currency")):
            self.export.has_currency |= bool(told)
            if told and not crm_values.is_currency(told, currency):
                self._fault("crm_currency", where, found=told, currency=currency)
                return None
        if value < 0:
            self._fault("crm_negative", name, found=typed)
            return None
        return value

    def _close(self, stage: str) -> date | None:
        closed = stage in (SIGNED, LOST) and self.text("closed_on")
        name = "closed_on" if closed else "expected_close"
        if not self.text(name):
            self._fault("crm_no_date", name)
        return self._day(name)

    def _day(self, name: str) -> date | None:
        if not (typed := self.text(name)):
            return None
        try:
            return crm_values.read_date(typed, self.export.dates.choice)
        except Bad as bad:
            self._fault(bad.code, name, **bad.values)
            return None

    def _origin(self) -> str:
        typed = self.text("origin")
        told = self.export.mapping.origins.get(plain(typed), "") if typed else ""
        if typed and not told:
            self.export.other_origins.setdefault(typed, []).append(self.line)
        return told


def _number(text: str) -> float | None:
    """A probability: `60`, `60 %`, `0,6`."""
    try:
        return crm_values.read_amount(text.replace("%", " "), "")[0] if text else None
    except Bad:
        return None
