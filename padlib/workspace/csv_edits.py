"""A CSV of the folder changed cell by cell: what is not changed keeps its bytes.

Separator, encoding, mark, line ends, order of columns and rows, spaces and quotes of whoever wrote
the file stay as they are.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from padlib.workspace import tables
from padlib.workspace.encodings import MARK
from padlib.workspace.kinds import clean
from padlib.workspace.suggestions import plain


@dataclass
class Record:
    """One row as it stands in the file, and its cells."""

    line: int  # as a spreadsheet counts
    raw: str  # with its line end
    cells: list[str]


@dataclass
class Sheet:
    """A CSV: how it is written, the place of each known column, and its records after the header.

    `start` is what stands before the header: Excel's own hint of the separator, or nothing.
    """

    encoding: str
    mark: bool
    start: str
    separator: str
    header: Record
    columns: dict[str, int]
    records: list[Record] = field(default_factory=list)

    @property
    def line_end(self) -> str:
        """The line end of the header."""
        return _parted(self.header.raw)[1] or "\r\n"

    def cell(self, record: Record, name: str) -> str:
        """A cell as typed, "" when there is none."""
        place = self.columns.get(name)
        return "" if place is None or place >= len(record.cells) else clean(record.cells[place])

    def change(self, record: Record, values: Mapping[str, str]) -> None:
        """Put new text in some columns of a row."""
        self._put(record, {self._place(name): text for name, text in values.items()})

    def add(self, values: Mapping[str, str]) -> None:
        """Put a row at the end."""
        last = self.records[-1] if self.records else self.header
        if not last.raw.endswith(("\n", "\r")):
            last.raw += self.line_end
        cells = {self._place(name): text for name, text in values.items() if text}
        blank = [""] * len(self.header.cells)
        record = Record(last.line + 1, self.separator.join(blank) + self.line_end, blank)
        self._put(record, cells)
        self.records.append(record)

    def remove(self, record: Record) -> None:
        """Take a row away, with its line."""
        self.records = [one for one in self.records if one is not record]

    def content(self) -> bytes:
        """The file. A letter that its encoding lacks makes it UTF-8, with a mark."""
        text = self.start + self.header.raw + "".join(record.raw for record in self.records)
        try:
            body, mark = text.encode(self.encoding), self.mark
        except UnicodeEncodeError:
            body, mark = text.encode("utf-8"), True
        return MARK + body if mark else body

    def _place(self, name: str) -> int:
        """Where a column stands; it is added at the end of the header when there is none."""
        if name not in self.columns:
            self.columns[name] = len(self.header.cells)
            self._put(self.header, {self.columns[name]: name})
        return self.columns[name]

    def _put(self, record: Record, cells: Mapping[int, str]) -> None:
        """Put new text in the cells of these places; the others stay as they are written."""
        mark = re.escape(self.separator)
        line, line_end = _parted(record.raw)
        written = re.findall(rf'{mark}("(?:[^"]|"")*"|[^{mark}]*)', self.separator + line)
        for place, text in cells.items():
            written += [""] * (place + 1 - len(written))
            record.cells += [""] * (place + 1 - len(record.cells))
            record.cells[place] = text
            quoted = '"{}"'.format(text.replace('"', '""'))
            written[place] = quoted if re.search(rf'[{mark}"\r\n]', text) else text
        record.raw = self.separator.join(written) + line_end


def read(content: bytes, known: Sequence[str]) -> Sheet:
    """A CSV that `tables.read` reads without fault, ready to be changed."""
    body = content.removeprefix(MARK)
    encoding = "utf-8"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = body.decode(encoding)
    hint = re.match(r"sep=(.)\r?\n", text)
    start = hint[0] if hint else ""
    text = text[len(start) :]
    separator = hint[1] if hint else tables.separator(text, list(known))
    header, *records = _records(text, separator)
    while header.cells and not clean(header.cells[-1]):
        header.cells.pop()
    spellings = {plain(name): name for name in known}
    columns = {
        spellings[plain(name)]: place
        for place, name in enumerate(header.cells)
        if plain(name) in spellings
    }
    mark = content.startswith(MARK)
    return Sheet(encoding, mark, start, separator, header, columns, records)


def new(columns: Iterable[str], separator: str) -> Sheet:
    """A CSV with a header alone, as a spreadsheet opens it."""
    names = list(columns)
    header = Record(1, separator.join(names) + "\r\n", names)
    places = {name: place for place, name in enumerate(names)}
    return Sheet("utf-8", True, "", separator, header, places)


def _parted(raw: str) -> tuple[str, str]:
    """A record's text and its line end."""
    line_end = re.search(r"(\r\n|\r|\n)?$", raw)
    assert line_end is not None  # it matches nothing at all too
    return raw[: line_end.start()], line_end[0]


def _records(text: str, separator: str) -> Iterator[Record]:
    """Records with the text that makes each."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    for line, cells in enumerate(reader, start=1):
        yield Record(line, "".join(taken), cells)
        taken.clear()
