"""A CRM's export put into `deals.csv`: what it adds, changes and leaves, before it is written.

`collect` reads the export and the year's deals and works out the difference; `Collection.write`
writes it. Every row of the export is somewhere in a `Collection`: none is dropped in silence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from babel.numbers import format_currency
from rapidfuzz import fuzz, process

from padlib.core.pipeline import LOST, SIGNED
from padlib.workspace import (
    companies,
    crm_export,
    crm_mapping,
    csv_edits,
    deals,
    rows,
    saving,
    templates,
)
from padlib.workspace.crm_export import Export, ExportRow
from padlib.workspace.crm_mapping import CrmMapping
from padlib.workspace.csv_edits import Sheet
from padlib.workspace.deals import Deal
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Fault, Findings, UnknownName, WorkspaceError, sentence
from padlib.workspace.folder import Folder
from padlib.workspace.kinds import Bad
from padlib.workspace.ledger import MAX_BYTES
from padlib.workspace.opening import open_client

NEAR = 70.0  # similarity out of 100 from which a partner's name is worth proposing
PROPOSED = 3  # near names that are proposed
CENTS = 2


class ExportFaults(WorkspaceError):
    """An export, or a mapping, that nothing can be collected from: one sentence a fault."""

    def __init__(self, faults: Iterable[Fault], language: str = "fr") -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.place))
        self.language = language
        super().__init__(self.faults, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """The sentences, in order of line."""
        return "\n".join(sentence(fault, language or self.language) for fault in self.faults)


@dataclass(frozen=True)
class Added:
    """A deal that `deals.csv` did not have: its fields, as they are to be written."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Changed:
    """A deal of `deals.csv` that the export tells otherwise: before and after, field by field."""

    line: int
    values: Mapping[str, Any]
    fields: Mapping[str, tuple[Any, Any]]


@dataclass
class Collection:
    """What an export makes of a year's deals.

    Attributes
    ----------
    folder : Folder
    export : Export
    added, changed : list
        What is to be written.
    unchanged : list of int
        Lines of the export that `deals.csv` has as they are.
    repeated : list of int
        Lines that are word for word another one, which counts.
    direct : list of ExportRow
        Rows that name no partner.
    other_year : list of ExportRow
        Won or lost in another year, or expected after the end of the next.
    faults : list of Fault
        What is to be mended, and is not written.
    refused : list of int
        Lines that have a fault.
    staying : list of str
        Ids of the deals of `deals.csv` that the export does not have: they stay.
    """

    folder: Folder
    export: Export
    before: saving.Version
    sheet: Sheet
    added: list[Added] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    direct: list[ExportRow] = field(default_factory=list)
    other_year: list[ExportRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    staying: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The file that is written, as messages name it."""
        return f"{self.folder.id}/{self.folder.year}/{deals.STEM}.csv"

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.added or self.changed)

    def content(self) -> bytes:
        """The file as it will be; as it is, when there is nothing to write."""
        if not self.has_changes:
            return self.before.content or b""
        return self.sheet.content()

    def write(self) -> Path | None:
        """Write what was shown, and keep the version before.

        Returns
        -------
        Path or None
            The version before; None when there was none.

        Raises
        ------
        NotWritten
            If the file changed meanwhile, or cannot be written: it is as it was.
        """
        if not self.has_changes:
            return None
        return saving.save(self.before, self.content(), self.file, self.folder.language)


def collect(
    client: str,
    export: str | Path,
    crm: str,
    year: int | None = None,
    data: str | Path | None = None,
    *,
    dates: str = "",
    decimal: str = "",
    issued: Any = None,
    language: str = "fr",
) -> Collection:
    """What an export of a CRM adds to a client's deals, changes and leaves; writes nothing.

    Parameters
    ----------
    client, year, data
        As for `open_client`.
    export : path
        The export: CSV or Excel workbook.
    crm : str
        A known CRM, or the path of a mapping file.
    dates, decimal : str
        `dmy` or `mdy`, `comma` or `point`, where the file itself leaves a doubt.
    issued : date or text, optional
        Day on which it is collected (today): a deal cannot be signed later.
    language : str
        Of what is said when a name is not known.

    Raises
    ------
    UnknownName, InputFaults, MissingInput
        As for `open_client`; the year's `partners.csv` is needed, its `deals.csv` must be sound.
    ExportFaults
        If the mapping or the export cannot be used at all.
    """
    for choice, known in ((dates, crm_mapping.ORDERS), (decimal, crm_mapping.MARKS)):
        if choice and choice not in known:
            raise UnknownName("crm_choice", choice, known, None, language)
    name, told = crm_mapping.find(crm, language)
    folder = open_client(client, year, data, issued=issued)
    partners = folder.partners()
    mapping = _mapping(told, name, list(map(str, partners.index)), folder)
    found = _export(Path(export), mapping, folder, dates, decimal)
    return _compared(folder, partners, found)


def _mapping(content: bytes, name: str, partners: list[str], folder: Folder) -> CrmMapping:
    findings = Findings(name)
    mapping = crm_mapping.read(content, findings)
    crm_mapping.check_partners(content, partners, findings)
    if mapping is None or findings.faults:
        raise ExportFaults(findings.faults, folder.language)
    return mapping


def _export(path: Path, mapping: CrmMapping, folder: Folder, dates: str, decimal: str) -> Export:
    findings = Findings(path.name, folder.currency)
    content = b""
    try:
        content = path.expanduser().read_bytes()
    except FileNotFoundError:
        findings.fault(None, None, "export_missing")
    except OSError:
        findings.fault(None, None, "not_a_file")
    if len(content) > MAX_BYTES:
        findings.fault(None, None, "too_large", limit=MAX_BYTES // 1_000_000)
    told = None
    if not findings.faults:
        told = crm_export.read(content, mapping, findings, dates=dates, decimal=decimal)
    if told is None or findings.faults:
        raise ExportFaults(findings.faults, folder.language)
    return told


def _compared(folder: Folder, partners: pd.DataFrame, export: Export) -> Collection:
    before, sheet = _deals(folder)
    known = _known(before.content)
    collection = Collection(folder, export, before, sheet)
    wanted = _Wanted(folder.year, frozenset(known))
    limits = Limits(folder.year, None, folder.issued)
    names = _Partners(partners, export.mapping)
    told = _Told(export, folder.currency)
    for row in _told_once(export.rows, collection, told):
        partner = names.find(row.partner)
        if not row.values:  # not even an id: its cells are out of place
            told.of_row(row, row.faults)
        elif not row.partner:
            collection.direct.append(row)
        elif len(partner) != 1:
            told.of_partner(row, partner, names)
        elif row.faults:
            told.of_row(row, row.faults)
        elif not wanted(row):
            collection.other_year.append(row)
        elif faults := _ahead(row, limits, export):
            told.of_row(row, faults)
        else:
            _place(row, {"partner_id": partner[0], **row.values}, known, collection, told)
    here = {row.deal_id for row in export.rows}
    collection.staying = [deal for deal in known if deal not in here]
    collection.faults, collection.refused = told.faults(), sorted(told.lines)
    _put_in(collection, known)
    _check(collection, partners, limits)
    return collection


def _check(collection: Collection, partners: pd.DataFrame, limits: Limits) -> None:
    """What is written is sound: the next one to read it must not meet a fault."""
    findings = Findings(collection.file, collection.folder.currency)
    if collection.has_changes:
        deals.read(collection.content(), limits, partners, findings)
    if findings.faults:
        raise ExportFaults(findings.faults, collection.folder.language)


# ── which rows ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Wanted:
    """Which deals a year is for: those it already has; won or lost in it; expected by the end of
    the next."""

    year: int
    known: frozenset[str]

    def __call__(self, row: ExportRow) -> bool:
        day: date = row.values["expected_close"]
        if row.deal_id in self.known:
            return True
        if row.values["stage"] in (SIGNED, LOST):
            return day.year == self.year
        return day <= date(self.year + 1, 12, 31)


def _told_once(
    found: Sequence[ExportRow], collection: Collection, told: "_Told"
) -> list[ExportRow]:
    """One row a deal; rows that tell the same deal otherwise are refused together."""
    by_id: dict[str, list[ExportRow]] = defaultdict(list)
    alone: list[ExportRow] = []
    for row in found:
        if row.deal_id:
            by_id[row.deal_id].append(row)
        else:
            alone.append(row)
    for deal, group in by_id.items():
        first = group[0]
        if all((row.values, row.partner) == (first.values, first.partner) for row in group):
            alone.append(first)
            collection.repeated += [row.line for row in group[1:]]
        else:
            told.twice(deal, [row.line for row in group])
    collection.repeated.sort()
    return sorted(alone, key=lambda row: row.line)


def _ahead(row: ExportRow, limits: Limits, export: Export) -> list[Fault]:
    """Facts that lie ahead: a deal cannot be signed, or registered, on a day to come."""
    facts = ["registered_on"]
    if row.values["stage"] == SIGNED:
        facts.append("expected_close")
    found = []
    for name in facts:
        day = row.values.get(name)
        if day is not None and day > limits.last:
            values = {"found": day, "last": limits.last}
            column = export.columns.get(name)
            found.append(Fault(export.file, row.line, column, "later_fact", values))
    return found


class _Partners:
    """The year's partners by whatever a CRM may call them."""

    def __init__(self, partners: pd.DataFrame, mapping: CrmMapping) -> None:
        self.separator = mapping.partner_separator
        self.names = {str(id_): str(name) for id_, name in partners["name"].items()}
        self.by_key: dict[str, set[str]] = defaultdict(set)
        for id_, name in self.names.items():
            self.by_key[companies.key(name)].add(id_)
        for id_ in self.names:  # an id is one partner's, whatever another one is called
            self.by_key[companies.key(id_)] = {id_}
        for spelt, id_ in mapping.partners.items():
            self.by_key[spelt] = {id_}

    def find(self, told: str) -> list[str]:
        """Ids of the partners that a cell names."""
        found: set[str] = set()
        for name in self._parts(told):
            found |= self.by_key.get(companies.key(name), set())
        return sorted(found)

    def near(self, told: str) -> list[str]:
        """Names of partners that resemble what a cell says, the nearest first."""
        best: dict[str, float] = {}
        for part in self._parts(told):
            for name, score, _ in process.extract(
                part[:200],
                sorted(set(self.names.values())),
                scorer=fuzz.WRatio,
                processor=companies.key,
                limit=PROPOSED,
                score_cutoff=NEAR,
            ):
                best[name] = max(score, best.get(name, 0.0))
        return sorted(best, key=lambda name: (-best[name], name))[:PROPOSED]

    def _parts(self, told: str) -> list[str]:
        parts = told.split(self.separator) if self.separator else [told]
        return [part.strip() for part in parts if part.strip()]


class _Told:
    """What is to be mended: the same thing in several rows is told once, with its lines."""

    def __init__(self, export: Export, currency: str) -> None:
        self.export, self.currency = export, currency
        self.lines: set[int] = set()
        self._of_rows: dict[tuple[Any, ...], tuple[Fault, list[int]]] = {}
        self._strangers: dict[str, tuple[list[ExportRow], list[str]]] = {}

    def of_row(self, row: ExportRow, faults: Iterable[Fault]) -> None:
        """Faults of one row."""
        for fault in faults:
            key = (fault.column, fault.code, repr(fault.values))
            self._of_rows.setdefault(key, (fault, []))[1].append(row.line)
        self.lines.add(row.line)

    def twice(self, deal: str, lines: list[int]) -> None:
        """One deal in several rows that do not agree."""
        column = self.export.columns.get("deal_id")
        fault = Fault(self.export.file, lines[0], column, "crm_twice", {"found": deal})
        self._of_rows["crm_twice", deal] = (fault, lines)
        self.lines.update(lines)

    def of_partner(self, row: ExportRow, found: list[str], names: _Partners) -> None:
        """A company that is no partner, or several."""
        if found:
            told = {"found": row.partner, "names": [names.names[one] for one in found]}
            column = self.export.columns["partner"]
            fault = Fault(self.export.file, row.line, column, "crm_two_partners", told)
            self.of_row(row, [fault])
            return
        same = companies.key(row.partner)
        self._strangers.setdefault(same, ([], names.near(row.partner)))[0].append(row)
        self.lines.add(row.line)

    def faults(self) -> list[Fault]:
        """All of it, in order of the first line."""
        file, column = self.export.file, self.export.columns["partner"]
        found = [
            Fault(fault.file, lines[0], fault.column, fault.code, {**fault.values, "lines": lines})
            for fault, lines in self._of_rows.values()
        ]
        for of, near in self._strangers.values():
            values = {
                "found": of[0].partner,
                "lines": [row.line for row in of],
                "amount": money(sum(row.amount for row in of), self.currency),
                "near": near,
            }
            code = "crm_partner_near" if near else "crm_partner"
            found.append(Fault(file, of[0].line, column, code, values))
        return sorted(found, key=lambda fault: fault.place)


def money(amount: float, currency: str) -> dict[str, str]:
    """An amount as each language writes it, with cents when it has any.

    >>> money(1200.5, "EUR")["en"], money(45000, "EUR")["en"]
    ('€1,200.50', '€45,000')
    """
    exact = round(amount, CENTS)
    number = "#,##0" if exact == round(exact) else "#,##0.00"
    written = {"fr": f"{number}\u00a0¤", "en": f"¤{number}"}
    return {
        language: str(format_currency(exact, currency, pattern, language, currency_digits=False))
        for language, pattern in written.items()
    }


# ── what changes ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Held:
    """A deal of `deals.csv`: as read, and its line."""

    deal: Deal
    line: int


def _deals(folder: Folder) -> tuple[saving.Version, Sheet]:
    """`deals.csv` as it stands; a new one when there is none."""
    year = folder.path / str(folder.year)
    if (year / f"{deals.STEM}.xlsx").exists():
        place = f"{folder.id}/{folder.year}/{deals.STEM}.xlsx"
        raise ExportFaults([Fault(place, None, None, "deals_workbook")], folder.language)
    if folder.has(deals.STEM):
        folder.deals()  # a faulty file is not built upon
    names = list(Deal.model_fields)
    before = saving.version(year / f"{deals.STEM}.csv")
    if before.content is None:
        return before, csv_edits.new(names, templates.SEPARATOR[folder.language])
    return before, csv_edits.read(before.content, names)


def _known(content: bytes | None) -> dict[str, _Held]:
    """The deals of a sound file by id, in its order."""
    told = rows.read(content, Deal, Findings("")) if content else rows.Read((), ())
    pairs = zip(told.rows, told.lines, strict=True)
    return {deal.deal_id: _Held(deal, line) for deal, line in pairs}


def _place(
    row: ExportRow,
    values: Mapping[str, Any],
    known: Mapping[str, _Held],
    collection: Collection,
    told: _Told,
) -> None:
    """A row that is wanted: new, changed, or there already."""
    faults, kept = [], {}
    for name, value in values.items():
        try:
            kept[name] = _as_read(name, value)
        except Bad as bad:
            column = collection.export.columns.get(name)
            faults.append(Fault(collection.export.file, row.line, column, bad.code, bad.values))
    if faults:
        told.of_row(row, faults)
        return
    held = known.get(row.deal_id)
    if held is None:
        collection.added.append(Added(row.line, kept))
        return
    fields = {
        name: (getattr(held.deal, name), value)
        for name, value in kept.items()
        if not _same(getattr(held.deal, name), value)
    }
    if fields:
        collection.changed.append(Changed(row.line, kept, fields))
    else:
        collection.unchanged.append(row.line)


def _as_read(name: str, value: Any) -> Any:
    """A value as `deals.csv` will give it back."""
    return rows.kinds(Deal)[name].read(_written(value, ".", False))


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return " ".join(before.split()) == " ".join(after.split())
    return bool(before == after)


def _put_in(collection: Collection, known: Mapping[str, _Held]) -> None:
    """The changes in the sheet, in an order that the export's does not decide."""
    sheet = collection.sheet
    mark, french = "," if sheet.separator == ";" else ".", _is_french(sheet)
    by_line = {record.line: record for record in sheet.records}
    collection.changed.sort(key=lambda one: known[one.values["deal_id"]].line)
    collection.added.sort(key=lambda one: (one.values["expected_close"], one.values["deal_id"]))
    for one in collection.changed:
        record = by_line[known[one.values["deal_id"]].line]
        new = {name: _written(after, mark, french) for name, (_, after) in one.fields.items()}
        sheet.change(record, new)
    for added in collection.added:
        sheet.add({name: _written(value, mark, french) for name, value in added.values.items()})


def _is_french(sheet: Sheet) -> bool:
    """Whether the file writes its dates as DD/MM/YYYY."""
    names = ("expected_close", "registered_on", "next_date")
    told = [sheet.cell(record, name) for record in sheet.records for name in names]
    return any("/" in text for text in told) and not any("-" in text for text in told)


def _written(value: Any, mark: str, french: bool) -> str:
    """A value as a hand would write it: 47500, 47500,5, 2026-08-20 or 20/08/2026."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if french else value.isoformat()
    if isinstance(value, float):
        text = format(Decimal(str(round(value, CENTS))), "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(".", mark)
    return str(value)
