"""What can be made of a folder as it stands, and for which partners."""

from pathlib import Path

import pandas as pd
import pytest

from padlib.display import words
from padlib.display.pages import start_here
from padlib.reports import variants
from padlib.reports.readiness import readiness
from padlib.reports.workbooks import collection
from tests.reports.conftest import ANSWERS, cell, write_partner_workbook, write_workbook

pytestmark = pytest.mark.usefixtures("partners")


def found(data: Path, notebooks: Path) -> pd.DataFrame:
    return readiness("tiny", 2026, "en", data, notebooks)


def test_a_report_by_partner_is_ready_for_those_who_have_answers(
    data: Path, notebooks: Path
) -> None:
    ready = found(data, notebooks)
    assert ready["state"].to_dict() == {"tiny": "ready", "both": "ready"}
    assert ready["partners"].to_dict() == {"tiny": (), "both": ("Axorial", "Brivault")}
    table = start_here.reports(ready, words.load("en"))
    assert list(table.rows["partners"]) == ["", "2: Axorial and Brivault"]


def test_without_answers_it_tells_the_file(data: Path, notebooks: Path, partners: Path) -> None:
    (partners / "convergence_answers.csv").unlink()
    told = found(data, notebooks).loc["both"]
    assert (told["state"], told["partners"]) == ("missing", ())
    assert "convergence_answers.csv" in told["reason"]
    table = start_here.reports(found(data, notebooks), words.load("en"))
    assert "partners" not in [column.key for column in table.columns]


def test_faults_are_counted(data: Path, notebooks: Path, partners: Path) -> None:
    (partners / "convergence_answers.csv").write_text(ANSWERS.replace(",3,4,", ",9,4,"))
    told = found(data, notebooks).loc["both"]
    assert (told["state"], told["partners"]) == ("faulty", ())
    assert "1 fault" in told["reason"]


def test_a_ready_report_tells_why_it_has_no_edition_for_partners(
    data: Path, notebooks: Path, partners: Path
) -> None:
    write_partner_workbook(
        notebooks / "22_both.ipynb",
        partners_of=["partner"],
        partners="perception_answers",
        needs=("perception_answers",),
    )
    (partners / "perception_answers.csv").write_text(
        "partner_id,respondent_id,side,item_id,rating\naxo,us1,vendor_mirror,P-VA-01,4\n"
    )
    told = found(data, notebooks).loc["both"]
    assert (told["state"], told["partners"]) == ("ready", ())
    assert "perception_answers.csv" in told["reason"]


def test_a_workbook_of_the_clients_own_is_told_and_whether_the_collection_has_changed_since(
    data: Path, notebooks: Path
) -> None:
    for language in ("en", "fr"):
        table = start_here.reports(found(data, notebooks), words.load(language))
        assert "variant" not in [column.key for column in table.columns]
    variants.keep(data / "clients" / "tiny", collection(notebooks)["tiny"])
    assert found(data, notebooks)["variant"].to_dict() == {"tiny": "same", "both": ""}
    write_workbook(notebooks / "21_tiny.ipynb", cell("more", "1"))
    ready = found(data, notebooks)
    assert ready["variant"].to_dict() == {"tiny": "changed", "both": ""}
    table = start_here.reports(ready, words.load("fr"))
    (column,) = [one for one in table.columns if one.key == "variant"]
    assert column.title == "Variante"
    assert list(table.rows["variant"]) == [
        "Propre au client\u202f; le classeur de la collection a changé depuis",
        "",
    ]
