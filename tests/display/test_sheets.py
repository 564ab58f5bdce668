"""The workbook beside each page."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib import display
from padlib.display import sheets
from tests.display.conftest import every_part


def book(name: str = "Nimbus Logiciels", language: str = "fr") -> openpyxl.Workbook:
    parts = [part.as_json() for part in every_part(language, name)]
    return openpyxl.load_workbook(io.BytesIO(display.workbook(parts, "Diagnostic annuel")))


def test_there_is_a_sheet_for_each_table_after_the_summary() -> None:
    french = ["Synthèse", "Figure 1", "Tableau 1", "Plan", "Plan 2", "Réponses"]
    english = ["Summary", "Figure 1", "Table 1", "Plan", "Plan 2", "Answers"]
    assert book().sheetnames == french and book(language="en").sheetnames == english


def test_numbers_are_numbers_with_the_page_s_formats() -> None:
    sheet = book()["Tableau 1"]
    assert [cell.value for cell in sheet[4]] == [
        "Dimension",
        "Score",
        "Couverture",
        "Intervalle, bas",
        "Intervalle, haut",
        "État",
    ]
    assert [cell.value for cell in sheet[5]] == ["Recrutement", 74.25, 0.54, 60, 81, "Solide"] or [
        cell.value for cell in sheet[5]
    ] == ["Nimbus Logiciels", 74.25, 0.54, 60, 81, "Solide"]
    assert (sheet["B5"].number_format, sheet["C5"].number_format) == ("#,##0.0", "0%")
    assert sheet["B6"].value is None


def test_text_never_becomes_a_formula() -> None:
    made = book("=1+1")
    cells = [cell for sheet in made for row in sheet for cell in row if cell.value == "=1+1"]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_dates_are_dates() -> None:
    assert book()["Plan"]["C5"].is_date


def test_a_joint_plan_has_a_column_for_each_owner_and_none_for_untold_priorities() -> None:
    sheet = book()["Plan 2"]
    assert [cell.value for cell in sheet[4]] == [
        "Action", "Nimbus Logiciels", "Axorial", "Indicateur", "Échéance", "Début", "Fin",
    ]  # fmt: skip
    told = [cell.value for cell in sheet[5]]
    assert told[1:4] == ["Direction générale", "Direction", "Charte signée"]


def test_the_header_stays_in_sight() -> None:
    assert book()["Tableau 1"].freeze_panes == "B5"


def test_same_parts_same_bytes() -> None:
    parts = [part.as_json() for part in every_part()]
    assert display.workbook(parts) == display.workbook(parts)


@given(wanted=st.lists(st.text(max_size=40), max_size=6))
def test_names_of_sheets_suit_excel_and_differ(wanted: list[str]) -> None:
    name = sheets._Names()
    given_names = [name(one) for one in wanted]
    assert len({one.casefold() for one in given_names}) == len(wanted)
    for one in given_names:
        assert 0 < len(one) <= 31 and not set(one) & set("[]:*?/\\")
        assert not one.startswith("'") and not one.endswith("'")


def test_a_workbook_needs_a_masthead() -> None:
    with pytest.raises(ValueError, match="masthead"):
        display.workbook([every_part()[1].as_json()])
