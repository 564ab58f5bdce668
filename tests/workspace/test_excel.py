"""Workbooks stand in for CSV files."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from padlib.workspace import tables
from padlib.workspace.faults import Findings

from .conftest import told


def workbook(rows: list[list[Any]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, written in (formats or {}).items():
        sheet[cell].number_format = written
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_numbers_dates_and_booleans_come_out_as_one_would_type_them():
    header = ["partner_id", "name", "revenue_n", "start_date", "invented"]
    content = workbook([header, [7, "A", 1234.5, datetime(2026, 10, 31), True], [], ["b", "B"]])
    table = tables.read(content, header, Findings("x"))
    assert table is not None
    assert [(row.line, row.cells) for row in table.rows] == [
        (
            2,
            {
                "partner_id": "7",
                "name": "A",
                "revenue_n": "1234.5",
                "start_date": "2026-10-31",
                "invented": "1",
            },
        ),
        (4, {"partner_id": "b", "name": "B"}),
    ]


def test_a_percentage_typed_in_excel_keeps_its_sign_so_that_it_is_refused():
    content = workbook([["win_rate_pct"], [0.34]], {"A2": "0%"})
    table = tables.read(content, ["win_rate_pct"], Findings("x"))
    assert table is not None
    assert table.rows[0].cells == {"win_rate_pct": "34%"}


def test_a_day_without_hour_is_a_day():
    table = tables.read(workbook([["d"], [date(2026, 1, 2)]]), ["d"], Findings("x"))
    assert table is not None
    assert table.rows[0].cells == {"d": "2026-01-02"}


def entity_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>')
    return content.getvalue()


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sheet.xml", b"0" * 41_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0 old", entity_bomb(), zip_bomb()],
    ids=["damaged", "old or protected", "entities", "too large unpacked"],
)
def test_a_workbook_that_cannot_be_read_safely_is_a_fault(content):
    findings = Findings("x")
    assert tables.read(content, ["a"], findings) is None
    assert told(findings) == [(None, None, "workbook")]


def test_a_value_far_below_is_found_on_its_line():
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A40000"] = "a", "z"
    content = io.BytesIO()
    book.save(content)
    table = tables.read(content.getvalue(), ["a"], Findings("x"))
    assert table is not None
    assert [row.line for row in table.rows] == [40_000]


def test_rows_beyond_the_bound_are_a_fault(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    findings = Findings("x")
    tables.read(workbook([["a"], [1], [2], [3]]), ["a"], findings)
    assert told(findings) == [(4, None, "too_many_rows")]
