"""CSV files of every dialect, and the lines that a spreadsheet shows."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padlib.workspace import tables
from padlib.workspace.faults import Findings
from padlib.workspace.tables import Table

from .conftest import told

KNOWN = ["partner_id", "name", "revenue_n", "comment"]


def read(content: bytes | str, known: list[str] = KNOWN) -> tuple[Table | None, Findings]:
    findings = Findings("partners.csv")
    body = content.encode() if isinstance(content, str) else content
    return tables.read(body, known, findings), findings


def rows(content: bytes | str) -> list[tuple[int, dict[str, str]]]:
    table, findings = read(content)
    assert table is not None
    assert findings.faults == []
    return [(row.line, row.cells) for row in table.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_separator_line_end_and_mark_is_read(separator, end, mark):
    lines = [separator.join(line) for line in (["partner_id", "name"], ["a", "Été"])]
    assert rows(mark + end.join(lines)) == [(2, {"partner_id": "a", "name": "Été"})]


def test_a_separator_inside_a_header_text_does_not_win():
    assert rows('partner_id;"name";comment\na;b,c,d,e;"x;y"') == [
        (2, {"partner_id": "a", "name": "b,c,d,e", "comment": "x;y"})
    ]


def test_excels_own_hint_of_the_separator_is_no_line():
    assert rows("sep=;\r\npartner_id;name\r\na;A") == [(2, {"partner_id": "a", "name": "A"})]


def test_lines_are_those_of_a_spreadsheet_whatever_a_cell_holds():
    text = 'partner_id,comment\na,"deux\nlignes"\n\n,\nb,ici\n'
    assert [line for line, _ in rows(text)] == [2, 5]


def test_headers_are_found_in_any_case_and_order():
    assert rows("NAME , Partner_ID\nA,a") == [(2, {"partner_id": "a", "name": "A"})]


def test_windows_1252_is_read_with_a_warning_that_names_byte_and_line():
    table, findings = read('partner_id,name\na,"x\ny"\nb,Été\n'.encode("cp1252"))
    assert table is not None
    assert table.rows[1].cells["name"] == "Été"
    assert [(one.code, one.values["byte"], one.values["at"]) for one in findings.warnings] == [
        ("windows_1252", "0xC9", 3)
    ]


@pytest.mark.parametrize("body", [b"\x81", "été".encode("utf-16"), b"a\0"])
def test_what_is_neither_utf8_nor_windows_1252_is_a_fault_with_its_line(body):
    _, findings = read(b"partner_id,name\n" + body)
    assert told(findings) == [(2, None, "unreadable")]


def test_a_column_twice_an_unknown_one_and_one_without_name_are_told():
    _, findings = read("name,name,revenu_n,,comment\nA,B,1,x,c\n")
    assert told(findings) == [(1, "name", "column_twice")]
    assert [(w.code, w.values.get("nearest")) for w in findings.warnings] == [
        ("unknown_column", "revenue_n"),
        ("unnamed_column", None),
    ]


def test_a_text_that_holds_the_separator_unquoted_is_a_fault():
    _, findings = read("partner_id,name\na,Dupont, Durand\n")
    assert told(findings) == [(2, None, "extra_cells")]


def test_separators_that_excel_leaves_at_the_end_of_lines_do_no_harm():
    assert rows("partner_id;name;;\na;A;;\n;;;\n") == [(2, {"partner_id": "a", "name": "A"})]


@pytest.mark.parametrize("text", ['partner_id,name\na,A\nb,"B\nc,C\n', 'partner_id,name\na,"A"x\n'])
def test_a_quotation_mark_left_open_is_a_fault_where_it_opens(text):
    _, findings = read(text)
    assert [code for _, _, code in told(findings)] == ["quote"]
    assert findings.faults[0].line in (2, 3)


def test_a_cell_beyond_the_bound_and_a_file_without_header_are_faults():
    assert told(read('partner_id,name\na,"' + "x" * 140_000 + '"\n')[1])[0][2] == "cell_too_long"
    assert told(read("")[1]) == [(1, None, "no_header")]
    assert told(read(",,\n1,2\n")[1]) == [(1, None, "no_header")]
    assert told(read(",".join(["x"] * 300))[1]) == [(1, None, "too_many_columns")]


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs"]),
    min_size=1,
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6),
    st.sampled_from(tables.SEPARATORS),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig"]),
    st.booleans(),
)
def test_what_a_spreadsheet_writes_comes_back(pairs, separator, end, encoding, swapped):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    order = (1, 0) if swapped else (0, 1)
    for line in [("partner_id", "name"), *pairs]:
        writer.writerow([line[place] for place in order])
    found = rows(text.getvalue().encode(encoding))
    assert [(c["partner_id"], c["name"]) for _, c in found] == pairs
    assert [line for line, _ in found] == list(range(2, len(pairs) + 2))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_faults(content):
    for head in (b"", b"partner_id,name\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        table, findings = read(head + content)
        assert table is not None or findings.faults
