"""Tables as text and as CSV."""

import csv
import datetime as dt
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.core.spreadsheets import guarded
from padlib.display import Chip, Column, Gap, Table, tables, words

FR, EN = words.load("fr"), words.load("en")


def one_column(kind: str, values: list[object], **more: object) -> dict[str, object]:
    frame = pd.DataFrame({"x": pd.Series(values, dtype=object)})
    return tables.frozen(Table("t", frame, [Column("x", "Titre", kind, **more)]))


def shown(kind: str, values: list[object], say: words.Words = FR, **more: object) -> list[str]:
    table = one_column(kind, values, **more)
    return tables.printed(table["columns"][0], [row[0] for row in table["rows"]], say.format)


def test_a_column_has_the_same_decimals_throughout() -> None:
    assert shown("score", [74, 66.25]) == ["74,0", "66,3"]
    assert shown("level", [3, 1.25]) == ["3,0", "1,3"]
    assert shown("number", [3, 1.5]) == ["3,0", "1,5"]
    assert shown("number", [3.0, 1.0]) == ["3", "1"]
    assert shown("percent", [0.54, 0.054]) == ["54,0\u00a0%", "5,4\u00a0%"]
    assert shown("percent", [0.54, 1]) == ["54\u00a0%", "100\u00a0%"]


def test_money_is_in_one_unit_told_in_the_header() -> None:
    table = one_column("money", [118_540, 2_000_000], unit="k")
    assert tables.heading(table["columns"][0], FR.format) == "Titre (k€)"
    assert shown("money", [118_540, 2_000_000], unit="k") == ["118,5", "2\u202f000,0"]


def test_blanks_dates_statuses_and_intervals() -> None:
    assert shown("number", [None, np.nan, 1]) == ["–", "–", "1"]
    assert shown("date", [dt.date(2026, 10, 31), pd.NaT]) == ["31/10/2026", "–"]
    assert shown("chip", [Chip("ok", "Solide"), Gap("s. o.")]) == ["Solide", "s. o."]
    assert shown("interval", [(12, 18)]) == ["12\u202f–\u202f18"]


def test_a_column_may_be_the_index() -> None:
    frame = pd.DataFrame({"v": [1]}, index=pd.Index(["a"], name="name"))
    table = tables.frozen(Table("t", frame, [Column("name", "N", "name"), Column("v", "V")]))
    assert table["rows"] == [["a", 1]]


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="'y'"):
        tables.frozen(Table("t", pd.DataFrame({"x": [1]}), [Column("y", "Y")]))


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of ok, watch, late, none, close"):
        Chip("good", "Bien")


def test_numbers_keep_full_precision_in_json() -> None:
    cells = [np.float64(1 / 3), np.int64(2), np.bool_(True), pd.NA, float("inf")]
    assert [tables.plain(cell) for cell in cells] == [1 / 3, 2, True, None, None]


def test_csv_of_each_language() -> None:
    frame = pd.DataFrame({"n": ["Axorial; SA"], "v": [-1234.5], "s": [0.57], "i": [(1, 2.5)]})
    columns = [
        Column("n", "Nom", "name"),
        Column("v", "Montant", "money"),
        Column("s", "Part", "percent"),
        Column("i", "Note", "interval"),
    ]
    table = tables.frozen(Table("t", frame, columns))
    assert tables.to_csv(table, FR) == (
        '\ufeffNom;Montant (€);Part (%);Note, bas;Note, haut\r\n"Axorial; SA";-1234,5;57;1;2,5\r\n'
    )
    assert tables.to_csv(table, EN) == (
        '\ufeffNom,Montant (€),Part (%),"Note, low","Note, high"\r\n'
        "Axorial; SA,-1234.5,57,1,2.5\r\n"
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "＝1", "＠x"]
)
def test_text_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Axorial", "a=b", "1+1", "−12"])
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("say", [FR, EN])
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_text_comes_back_from_a_csv_and_never_starts_a_formula(say: words.Words, text: str) -> None:
    written = tables.to_csv(one_column("name", [text]), say).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=";" if say is FR else ","))
    cell = rows[1][0] if rows[1] else ""
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text
    assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))


@pytest.mark.parametrize("say", [FR, EN])
@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_whole_from_a_csv(say: words.Words, value: float) -> None:
    written = tables.to_csv(one_column("number", [value]), say).splitlines()[1].strip('"')
    assert float(written.replace(",", ".") if say is FR else written) == value
