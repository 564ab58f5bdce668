"""One cell of a CSV changed, whatever way the file is written, and nothing else."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from padlib.workspace import csv_edits
from padlib.workspace.encodings import MARK

KNOWN = ["respondent_id", "item_id", "comment"]
TEXTS = st.text("aé,;\t\"'= \n1", max_size=6)
SEPARATORS = st.sampled_from([",", ";", "\t"])
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def in_quotes(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def written(text: str, separator: str, *, quoted: bool) -> str:
    needed = any(sign in text for sign in (separator, '"', "\n", "\r"))
    return in_quotes(text) if quoted or needed else text


@st.composite
def files(draw: st.DrawFn) -> tuple[list[list[str]], str, str, str, bool]:
    """Cells as they are written, with their separator and line end, what is before, and the end."""
    separator = draw(SEPARATORS)
    cells = st.builds(
        lambda text, quoted: written(text, separator, quoted=quoted), TEXTS, st.booleans()
    )
    rows = draw(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=4))
    start = draw(st.sampled_from(["", f"sep={separator}\n"]))
    table = [KNOWN, *([f'"p{number}"', *row] for number, row in enumerate(rows))]
    return [list(row) for row in table], separator, draw(LINE_ENDS), start, draw(st.booleans())


def content_of(rows: list[list[str]], separator: str, line_end: str, start: str, end: bool) -> str:
    told = line_end.join(separator.join(row) for row in rows)
    return start + told + (line_end if end else "")


@given(files(), st.data())
def test_a_cell_changes_and_every_other_byte_stays(file, data):
    rows, *manner = file
    number = data.draw(st.integers(1, len(rows) - 1))
    text, mark = data.draw(TEXTS), data.draw(st.sampled_from([b"", MARK]))
    sheet = csv_edits.read(mark + content_of(rows, *manner).encode(), KNOWN)
    sheet.change(sheet.records[number - 1], {"item_id": text})
    rows[number][1] = written(text, manner[0], quoted=False)
    assert sheet.content() == mark + content_of(rows, *manner).encode()


def test_a_comment_over_two_lines_stays_one_cell_when_another_cell_changes():
    before = b'respondent_id,item_id,comment\np1,D-EXP-01,"seen\nwith the CFO"\np2,D-EXP-02,\n'
    sheet = csv_edits.read(before, KNOWN)
    sheet.change(sheet.records[0], {"item_id": "D-EXP-03"})
    assert sheet.content() == before.replace(b"D-EXP-01", b"D-EXP-03")
    sheet.add({"comment": "one\ntwo", "item_id": "=1"})
    told = sheet.content().decode()
    assert list(csv.reader(io.StringIO(told)))[-1] == ["", "=1", "one\ntwo"]
