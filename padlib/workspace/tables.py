"""A table as people keep it: a CSV of any dialect, or the first sheet of an Excel workbook.

Every cell comes out as text, with the line that a spreadsheet shows (header = 1), so that a fault
can be found again. What the cells mean is for `rows`.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from padlib.workspace import excel
from padlib.workspace.encodings import text_of
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import clean
from padlib.workspace.suggestions import nearest, plain

SEPARATORS = (";", ",", "\t")
MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200

Cells = list[str]
Lines = Iterator[tuple[int, Cells]]


@dataclass(frozen=True)
class Row:
    """The cells of one line that hold something, by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """Columns in the order of the file (known ones by their known name), and rows with a value."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(content: bytes, known: Iterable[str], findings: Findings) -> Table | None:
    """The table in a file's bytes; None when its faults leave nothing to go on with.

    Parameters
    ----------
    content : bytes
        A CSV, or an Excel workbook (told apart by what they begin with).
    known : iterable of str
        Names of the columns, as they should be; others are kept out with a warning.
    findings : Findings
        Where faults and warnings go.

    Returns
    -------
    Table or None
        Rows with no value at all are skipped, and do not shift the line numbers.
    """
    names = list(known)
    found = lines(content, names, findings)
    return None if found is None else _table(found, names, findings)


def lines(content: bytes, known: list[str], findings: Findings) -> Lines | None:
    """Every line of a file with its number, header included; None with a fault."""
    if excel.is_workbook(content):
        return excel.lines(content, findings)
    return _csv_lines(content, known, findings)


def _csv_lines(content: bytes, known: list[str], findings: Findings) -> Lines | None:
    text = text_of(content, findings)
    if text is None:
        return None
    told = re.match(r"sep=(.)\r?\n", text)  # Excel's own hint: a line that it does not show
    body = text[told.end() :] if told else text
    mark = told[1] if told else separator(body, known)
    return _records(body, mark, findings)


def separator(text: str, known: list[str]) -> str:
    """The separator that makes most known columns of the header, else most columns."""
    spellings = {plain(name) for name in known}

    def worth(separator: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:
            return (-1, 0)
        return (sum(plain(cell) in spellings for cell in header), len(header))

    return max(SEPARATORS, key=worth)


def _records(text: str, separator: str, findings: Findings) -> Lines:
    """Records with their number; a record over several lines of the file is one line here."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    while True:
        line += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = "cell_too_long" if "field limit" in str(error) else "quote"
            findings.fault(line, None, code)
            return
        yield line, record


def _table(lines: Lines, known: list[str], findings: Findings) -> Table | None:
    first, header = next(lines, (1, []))
    header = header if first == 1 else []
    columns = _columns([clean(name) for name in header], known, findings)
    if columns is None:
        return None
    rows: list[Row] = []
    for line, cells in lines:
        cleaned = [clean(cell) for cell in cells]
        if not any(cleaned):
            continue
        if len(rows) == MAX_ROWS:
            findings.fault(line, None, "too_many_rows", limit=MAX_ROWS)
            break
        if any(cleaned[len(columns) :]):
            findings.fault(line, None, "extra_cells", count=len(cleaned), columns=len(columns))
            continue
        held = {name: cell for name, cell in zip(columns, cleaned, strict=False) if cell and name}
        if held:
            rows.append(Row(line, held))
    return Table(tuple(name for name in columns if name), tuple(rows))


def _columns(header: list[str], known: list[str], findings: Findings) -> list[str] | None:
    """The known name of each column, "" for those left out."""
    while header and not header[-1]:
        header.pop()
    if not header:
        findings.fault(1, None, "no_header")
        return None
    if len(header) > MAX_COLUMNS:
        findings.fault(1, None, "too_many_columns", limit=MAX_COLUMNS)
        return None
    spellings = {plain(name): name for name in known}
    columns = [spellings.get(plain(name), "") if name else "" for name in header]
    twice = [name for name, count in Counter(columns).items() if name and count > 1]
    for name in twice:
        findings.fault(1, name, "column_twice", found=name)
    lacking = [name for name in known if name not in columns]
    for name, column in zip(header, columns, strict=True):
        if not name:
            findings.warn("unnamed_column", 1)
        elif not column:
            findings.warn("unknown_column", 1, found=name, nearest=nearest(name, lacking))
    return columns
