"""The tables of a report as an Excel workbook: numbers as numbers, text never a formula."""

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from padlib.display import tables, words
from padlib.display.formats import as_date
from padlib.display.render import PartData, edition, flattened
from padlib.display.typography import NBSP
from padlib.display.words import Words

LONGEST_NAME = 31  # Excel's own limits
LONGEST_TEXT = 32_767
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NARROWEST, _WIDEST = 9, 60  # characters
_HEAD_ROW = 3  # under caption, subtitle and an empty row
_TABLED = {"table", "figure", "plan", "counts", "assumptions"}


@dataclass(frozen=True)
class _Sheet:
    """One table, with the name of its sheet."""

    name: str
    table: PartData


@dataclass
class _Names:
    """Names of sheets: valid for Excel, no two alike whatever their case."""

    given: set[str] = field(default_factory=set)

    def __call__(self, wanted: str) -> str:
        base = _NOT_IN_NAMES.sub(" ", wanted.replace(NBSP, " ")).strip(" '") or "-"
        name, number = base[:LONGEST_NAME], 2
        while name.casefold() in self.given or name.casefold() == "history":
            end = f" {number}"
            name, number = base[: LONGEST_NAME - len(end)] + end, number + 1
        self.given.add(name.casefold())
        return name


def workbook(parts: Sequence[PartData], title: str = "") -> bytes:
    """All tables of a report as .xlsx, one sheet each, after a sheet that sums it up.

    Parameters
    ----------
    parts : sequence of mappings
        Parts as JSON, as given to :func:`~padlib.display.page.assemble`, with a masthead.
    title : str
        The report's title.

    Returns
    -------
    bytes
        The same for the same parts: the date of creation is the day of issue.

    Raises
    ------
    ValueError
        If there is no masthead.
    """
    flat = flattened(parts)
    head = next((part for part in flat if part["kind"] == "masthead"), None)
    if head is None:
        raise ValueError("a workbook has a masthead; here none")
    say = words.load(head["language"], head["currency"])
    name = _Names()
    summary = name(say("page.sheets.summary"))
    sheets = list(_sheets(flat, say, name))
    import xlsxwriter  # a tenth of a second that a page in JupyterLab does not need

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        issued = dt.datetime.combine(as_date(head["data"]["issued"]), dt.time())
        book.set_properties({"title": title, "created": issued})
        writer = _Writer(book, say)
        writer.summary(summary, _facts(flat, title, say), sheets)
        for sheet in sheets:
            writer.table(sheet)
    return stream.getvalue()


def _sheets(parts: Sequence[PartData], say: Words, name: _Names) -> Iterator[_Sheet]:
    figures = numbered = 0
    for part in parts:
        kind, data = part["kind"], part["data"]
        if kind == "figure" and data["absent"] is None:
            figures += 1
        if kind == "plan":
            yield _Sheet(name(say("page.sheets.plan")), _plan_table(data, say))
            continue
        table = data.get("table") if kind in _TABLED else None
        if not table or not table["rows"]:
            continue
        if kind == "figure":
            captioned = {**table, "caption": data["title"], "sub": data["subtitle"]}
            yield _Sheet(name(say("page.figure_number", number=figures)), captioned)
        elif kind == "table":
            numbered += 1
            yield _Sheet(name(say("page.sheets.table", number=numbered)), table)
        else:
            yield _Sheet(name(say(f"page.{kind}")), table)


def _plan_table(plan: PartData, say: Words) -> PartData:
    """A plan as a plain table: its months by name, its load in the subtitle."""
    columns = [
        {"key": key, "title": title, "kind": kind, "decimals": None, "unit": ""}
        for key, title, kind in _plan_columns(plan, say)
    ]
    months = plan["months"]
    spans = {"start", "end"}
    rows = [
        [
            months[action[column["key"]] - 1] if column["key"] in spans else action[column["key"]]
            for column in columns
        ]
        for action in plan["actions"]
    ]
    loads = ", ".join(
        f"{month} {say.format.number(load)}"
        for month, load in zip(months, plan["load"], strict=bool(plan["load"]))
    )
    capacity = say("page.plan.load", capacity=plan["capacity"])
    told = f" {capacity} – {loads}." if loads else ""
    sub = f"{plan['sub']}{told} {plan['note']}"
    return {
        "caption": plan["title"],
        "sub": sub.strip(),
        "columns": columns,
        "rows": rows,
        "total": None,
    }


def _plan_columns(plan: PartData, say: Words) -> list[tuple[str, str, str]]:
    """Key, title and kind of a plan's columns: a joint plan has two owners, and a measure."""
    owners = plan["owners"] or [say("page.plan.owner")]
    of_rows = [
        ("kpi", say("page.plan.kpi"), "text"),
        ("due", say("page.plan.due"), "date"),
        ("priority", say("page.plan.priority"), "score"),
    ]
    told = [key for key, _, _ in of_rows if any(action[key] for action in plan["actions"])]
    return [
        ("text", say("page.plan.action"), "name"),
        *zip(("owner", "partner_owner"), owners, ("text", "text"), strict=False),
        *(column for column in of_rows if column[0] in told),
        ("start", say("page.plan.first_month"), "text"),
        ("end", say("page.plan.last_month"), "text"),
    ]


def _facts(parts: Sequence[PartData], title: str, say: Words) -> list[tuple[str, str]]:
    """What the first sheet says, line by line: label and text."""
    head = next(part["data"] for part in parts if part["kind"] == "masthead")
    facts = [
        (say("page.sheets.client"), f"{head['client']} {head['year']}"),
        (say("page.sheets.report"), title or head["title"]),
        (say("page.sheets.edition"), edition(head, say)),
        (say("page.sheets.issued"), say.format.date(head["issued"])),
        (say("page.sheets.versions"), say("page.masthead.versions", **head["versions"])),
    ]
    if head["as_of"]:
        facts.insert(3, (say("page.sheets.as_of"), say.format.date(head["as_of"])))
    if head["fictional"]:
        facts.append(("", say("page.foot.fictional")))
    for part in parts:
        facts += _told(part["kind"], part["data"], say)
    return facts


def _told(kind: str, data: Mapping[str, Any], say: Words) -> list[tuple[str, str]]:
    if kind in {"headline", "decision"}:
        return [(say(f"page.sheets.{kind}"), data["text"])]
    if kind == "cards":
        return [
            (card["label"], " · ".join(one for one in _card_words(card) if one))
            for card in data["cards"]
        ]
    if kind == "quality":
        return [(say("page.sheets.quality"), line) for line in data["sentences"]]
    if kind == "method":
        return [(say("page.method"), data["text"])]
    return []


def _card_words(card: Mapping[str, Any]) -> list[str]:
    chip = card["chip"]["word"] if card["chip"] else ""
    return [f"{card['value']} {card['unit']}".strip(), chip, card["trend"], card["denominator"]]


class _Writer:
    """Writes sheets with the few styles of the product."""

    def __init__(self, book: Any, say: Words) -> None:
        self.book, self.say = book, say
        font = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.font = font
        self.title = book.add_format({**font, "bold": True, "font_size": 13})
        self.quiet = book.add_format({**font, "font_color": "#465563"})
        self.text = book.add_format({**font, "text_wrap": True})
        self.label = book.add_format({**font, "bold": True})
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B4F6C", "text_wrap": True}
        self.head = book.add_format({**font, **head})
        self.numbers: dict[str, Any] = {}

    def number(self, pattern: str) -> Any:
        """The format of a number, made once."""
        if pattern not in self.numbers:
            made = self.book.add_format({**self.font, "num_format": pattern})
            self.numbers[pattern] = made
        return self.numbers[pattern]

    def summary(self, name: str, facts: list[tuple[str, str]], sheets: list[_Sheet]) -> None:
        """The first sheet: facts, then the sheets with a link to each."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        for line, (label, words_) in enumerate(facts):
            sheet.write_string(line, 0, label[:LONGEST_TEXT], self.label)
            sheet.write_string(line, 1, words_[:LONGEST_TEXT], self.text)
        start = len(facts) + 1
        if sheets:
            sheet.write_string(start, 0, self.say("page.sheets.contents"), self.title)
        for line, one in enumerate(sheets, start=start + 1):
            sheet.write_url(line, 0, f"internal:'{one.name}'!A1", string=one.name)
            sheet.write_string(line, 1, one.table["caption"], self.text)

    def table(self, one: _Sheet) -> None:
        """One table: caption, subtitle, header that stays in sight, rows."""
        table, sheet = one.table, self.book.add_worksheet(one.name)
        sheet.write_string(0, 0, table["caption"][:LONGEST_TEXT], self.title)
        sheet.write_string(1, 0, table["sub"][:LONGEST_TEXT], self.quiet)
        titles = _titles(table, self.say)
        for place, title in enumerate(titles):
            sheet.write_string(_HEAD_ROW, place, title, self.head)
        rows = [*table["rows"], *([table["total"]] if table["total"] is not None else [])]
        patterns = _patterns(table, self.say.format.french)
        widths = [max(_NARROWEST, *map(len, title.split())) for title in titles]
        for line, row in enumerate(rows, start=_HEAD_ROW + 1):
            for place, (kind, cell) in enumerate(tables.flat_row(table, row)):
                self._cell(sheet, (line, place), kind, cell, patterns[place])
                widths[place] = max(widths[place], _width(cell))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width + 2, _WIDEST))
        sheet.freeze_panes(_HEAD_ROW + 1, 1)
        if table["rows"]:
            sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(table["rows"]), len(titles) - 1)

    def _cell(self, sheet: Any, at: tuple[int, int], kind: str, cell: Any, pattern: str) -> None:
        if cell is None:
            return
        if isinstance(cell, Mapping):
            cell = tables.tagged_text(cell)
        if isinstance(cell, int | float):
            sheet.write_number(*at, cell, self.number(pattern))
        elif kind == "date":
            day = dt.datetime.combine(as_date(cell), dt.time())
            sheet.write_datetime(*at, day, self.number(pattern))
        else:
            sheet.write_string(*at, str(cell)[:LONGEST_TEXT], self.text)


def _width(cell: Any) -> int:
    """Characters that a text takes; numbers fit in the narrowest column."""
    if isinstance(cell, Mapping):
        return len(tables.tagged_text(cell))
    return len(cell) if isinstance(cell, str) else 0


def _titles(table: PartData, say: Words) -> list[str]:
    kinds = [kind for kind, _ in tables.flat_row(table, [None] * len(table["columns"]))]
    money = f" ({say.format.unit()})"
    return [
        title + (money if kind == "money" else "")
        for title, kind in zip(tables.flat_columns(table, say), kinds, strict=True)
    ]


def _patterns(table: PartData, french: bool) -> list[str]:
    """Excel's number formats, one a written column."""
    patterns: list[str] = []
    for place, column in enumerate(table["columns"]):
        decimals = tables.decimals(column, [row[place] for row in table["rows"]])
        if column["kind"] == "money":
            decimals = 0
        digits = "#,##0" + ("." + "0" * decimals if decimals else "")
        pattern = {
            "percent": digits.removeprefix("#,##") + "%",
            "signed": f"+{digits};-{digits};{digits}",
            "date": "dd/mm/yyyy" if french else "d mmm yyyy",
            "text": "General",
            "name": "General",
        }.get(column["kind"], digits)
        patterns += [pattern] * (2 if column["kind"] == "interval" else 1)
    return patterns
