"""Tables as values: what a page, a CSV and a workbook are all written from (REPORTS 6 and 7).

A :class:`Table` names its columns and how each prints; :func:`frozen` turns it into plain JSON
that keeps every number at full precision. Formats come last, when it is shown.
"""

import csv
import datetime as dt
import io
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from padlib.core.spreadsheets import guarded
from padlib.display.formats import MISSING, Formats, is_missing, rounded
from padlib.display.words import Words

Kind = Literal[
    "name",
    "text",
    "number",
    "int",
    "score",
    "level",
    "percent",
    "money",
    "signed",
    "date",
    "interval",
    "chip",
]
STATUS = ("ok", "watch", "late", "none", "close")
VERDICTS = ("false", "false_then_true", "false_but_true", "true_but_false")  # on received ideas
ROWS_SHOWN = 15


@dataclass(frozen=True)
class Chip:
    """A status: its code chooses sign and colour (REPORTS 3.3), its word carries the sense.

    Codes: ``ok`` filled circle, ``watch`` amber triangle, ``late`` brick square, ``none`` open
    circle, ``close`` approximately equal; the verdicts on received ideas have signs of their own.
    """

    code: str
    word: str

    def __post_init__(self) -> None:
        if self.code not in (*STATUS, *VERDICTS):
            raise ValueError(f"status {self.code!r}: expected one of {', '.join(STATUS)}")


@dataclass(frozen=True)
class Gap:
    """A missing value with its reason in words, printed in grey: "s. o.", "2 sur 7"."""

    reason: str


@dataclass(frozen=True)
class Column:
    """One column: ``key`` in the frame (or the name of its index), title, and how it prints.

    ``kind`` is ``name`` (the row's header), ``text``, ``number``, ``int``, ``score``, ``level``,
    ``percent`` (of a share 0-1), ``money``, ``signed``, ``date``, ``interval`` (cells are pairs
    low, high) or ``chip`` (cells are :class:`Chip`). ``decimals`` default: score, level 1; money,
    int 0; signed 0; number 1 unless all are whole; percent 0, or 1 when one is below 10 %.
    A money column's ``unit`` ``"k"`` or ``"M"`` shows thousands or millions; the header gets the
    unit. A column marked ``screen_only`` is left out of the printed page.
    """

    key: str
    title: str
    kind: Kind = "text"
    decimals: int | None = None
    screen_only: bool = False
    unit: Literal["", "k", "M"] = ""


@dataclass(frozen=True)
class Table:
    """A table to show: one row of ``rows`` a row, in its order.

    ``caption`` is what the table says (a sentence), ``sub`` what is measured, its unit and order.
    Beyond ``limit`` rows the page shows the first ones and puts the whole in a drawer. ``bold``
    marks rows (by position) that stand out; ``total`` is one more row under a double line;
    ``empty`` is the sentence that stands in place of a table without rows. One that is ``wide``
    scrolls on a narrow screen, as those of many columns do.
    """

    key: str
    rows: pd.DataFrame
    columns: Sequence[Column]
    caption: str = ""
    sub: str = ""
    limit: int = ROWS_SHOWN
    bold: Sequence[int] = ()
    total: Mapping[str, Any] | None = None
    empty: str = ""
    wide: bool = False


def plain(value: Any) -> Any:
    """A cell as JSON holds it: number, text, ISO date, ``None``, a pair, or a tagged mapping."""
    if isinstance(value, Chip):
        return {"chip": value.code, "word": value.word}
    if isinstance(value, Gap):
        return {"gap": value.reason}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if is_missing(value):
        return None
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):  # a Timestamp and a datetime too
        return value.isoformat()[:10]
    if isinstance(value, numbers.Integral):  # numpy's integers and booleans too
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value) if abs(float(value)) != float("inf") else None
    return value.item() if hasattr(value, "item") else str(value)


def _cells(rows: pd.DataFrame, key: str) -> list[Any]:
    if key in rows.columns:
        return list(rows[key].tolist())
    if key in {rows.index.name, "index"}:
        return list(rows.index.tolist())
    raise KeyError(f"table column {key!r}: not in the frame, which has {list(rows.columns)}")


def frozen(table: Table) -> dict[str, Any]:
    """The table as JSON: columns, then rows of plain values at full precision.

    Raises
    ------
    KeyError
        If a column is neither in the frame nor the name of its index.
    """
    cells = [[plain(cell) for cell in _cells(table.rows, column.key)] for column in table.columns]
    total = None
    if table.total is not None:
        total = [plain(table.total.get(column.key)) for column in table.columns]
    return {
        "key": table.key,
        "caption": table.caption,
        "sub": table.sub,
        "limit": table.limit,
        "bold": sorted(table.bold),
        "columns": [vars(column) for column in table.columns],
        "rows": [list(row) for row in zip(*cells, strict=True)],
        "total": total,
        "empty": table.empty,
        "wide": table.wide,
    }


# --- printing -------------------------------------------------------------------------------

Frozen = Mapping[str, Any]
_NUMERIC = {"number", "int", "score", "level", "percent", "money", "signed", "interval"}
_SCALES = {"": 1.0, "k": 1e3, "M": 1e6}


def is_numeric(column: Frozen) -> bool:
    """Whether the column stands to the right, in figures of equal width."""
    return column["kind"] in _NUMERIC


def heading(column: Frozen, formats: Formats) -> str:
    """The column's title, with the unit of its money."""
    if column["kind"] != "money":
        return str(column["title"])
    return f"{column['title']} ({formats.unit(column['unit'])})"


def printed(column: Frozen, cells: Sequence[Any], formats: Formats) -> list[str]:
    """The cells of a column as text, all with the same number of decimals."""
    places = decimals(column, cells)
    return [_printed_cell(column, cell, places, formats) for cell in cells]


def _flat(cells: Sequence[Any]) -> list[float]:
    flat: list[float] = []
    for cell in cells:
        flat += _flat(cell) if isinstance(cell, list) else []
        flat += [cell] if isinstance(cell, int | float) else []
    return flat


def decimals(column: Frozen, cells: Sequence[Any]) -> int:
    """How many decimals all cells of a column print."""
    if column["decimals"] is not None:
        return int(column["decimals"])
    kind, values = column["kind"], _flat(cells)
    if kind in {"score", "level"}:
        return 1
    if kind == "number":
        return int(any(rounded(value, 1) % 1 for value in values))
    if kind == "percent":
        return int(any(0 < abs(value) < 0.0995 and rounded(value * 100, 6) % 1 for value in values))
    return int(kind == "money" and bool(column["unit"]))


def _printed_cell(column: Frozen, cell: Any, places: int, formats: Formats) -> str:
    if isinstance(cell, Mapping):
        return tagged_text(cell)
    if cell is None:
        return MISSING
    if isinstance(cell, str):
        return formats.day(cell) if column["kind"] == "date" else cell
    if isinstance(cell, list):
        return formats.interval(cell[0], cell[1], places)
    return _printed_number(column, cell, places, formats)


def _printed_number(column: Frozen, value: float, places: int, formats: Formats) -> str:
    if column["kind"] == "percent":
        return formats.percent(value, places)
    if column["kind"] == "signed":
        return formats.signed(value, places)
    if column["kind"] == "money":
        return formats.number(value / _SCALES[column["unit"]], places)
    return formats.number(value, places if is_numeric(column) else None)


def tagged_text(cell: Frozen) -> str:
    """The words of a status or of a reason for a missing value."""
    return str(cell.get("word", cell.get("gap", "")))


# --- the same table as CSV ------------------------------------------------------------------

BOM = "\ufeff"


def to_csv(table: Frozen, say: Words) -> str:
    """The table as CSV for a spreadsheet of the reader's language (REPORTS 7).

    UTF-8 mark first; French ``;`` and decimal comma, English ``,`` and point; numbers at full
    precision with an ASCII minus; text that could start a formula is guarded. A share is told in
    percent, and an interval takes two columns.
    """
    french = say.format.french
    lines = [_csv_head(table, say)]
    lines += [_csv_row(table, row, french) for row in _all_rows(table)]
    stream = io.StringIO()
    csv.writer(stream, delimiter=";" if french else ",", lineterminator="\r\n").writerows(lines)
    return BOM + stream.getvalue()


def _all_rows(table: Frozen) -> list[list[Any]]:
    return [*table["rows"], *([table["total"]] if table["total"] is not None else [])]


def flat_columns(table: Frozen, say: Words) -> list[str]:
    """Headings where an interval has a column for each end."""
    titles: list[str] = []
    for column in table["columns"]:
        title = column["title"]
        if column["kind"] == "interval":
            titles += [say("page.low", title=title), say("page.high", title=title)]
        else:
            titles.append(title)
    return titles


def flat_row(table: Frozen, row: Sequence[Any]) -> list[tuple[str, Any]]:
    """The row's cells with their kind, where an interval gives one cell for each end."""
    cells: list[tuple[str, Any]] = []
    for column, cell in zip(table["columns"], row, strict=True):
        if column["kind"] == "interval":
            ends = cell if isinstance(cell, list) else [cell, None]
            cells += [("number", end) for end in ends]
        else:
            cells.append((column["kind"], cell))
    return cells


def _csv_head(table: Frozen, say: Words) -> list[str]:
    kinds = [kind for kind, _ in flat_row(table, [None] * len(table["columns"]))]
    titles = flat_columns(table, say)
    units = {"percent": " (%)"}
    money = f" ({say.format.unit()})"
    return [
        guarded(title + (money if kind == "money" else units.get(kind, "")))
        for title, kind in zip(titles, kinds, strict=True)
    ]


def _csv_row(table: Frozen, row: Sequence[Any], french: bool) -> list[str]:
    return [_csv_cell(kind, cell, french) for kind, cell in flat_row(table, row)]


def _csv_cell(kind: str, cell: Any, french: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Mapping):
        return guarded(tagged_text(cell))
    if isinstance(cell, int | float):
        value = round(cell * 100, 10) if kind == "percent" else cell
        text = f"{Decimal(repr(value)):f}".removesuffix(".0")
        return text.replace(".", ",") if french else text
    return guarded(str(cell))


def value_at(frame: pd.DataFrame, row: Any, column: str) -> Any:
    """One cell; the frame's type says nothing of what it holds."""
    return frame.at[row, column]


def named_rows(frame: pd.DataFrame) -> list[tuple[str, Any]]:
    """The name of each row and the row."""
    return [(str(name), row) for name, row in frame.iterrows()]
