"""A report that makes several pages: one a value of `show`, each with a name of its own."""

import re
from pathlib import Path
from typing import Any

import pytest

from padlib.reports import workbooks
from padlib.reports.parameters import Refusal
from padlib.reports.workbooks import WorkbookError
from padlib.workspace import BadParameters

from .conftest import cell, write_workbook
from .test_batch import made

SHOW = 'show: str = "answer"  # answer or question'


@pytest.fixture
def both(notebooks: Path) -> Path:
    """A workbook of two pages in the place of the tiny one."""
    file = notebooks / "21_tiny.ipynb"
    write_workbook(file, cell("said", 'page.sentence(f"Shows the {show}.")'), shows=SHOWS)
    text = file.read_text(encoding="utf-8").replace(
        "knob: int", SHOW.replace('"', '\\"') + "\\nknob: int"
    )
    file.write_text(text, encoding="utf-8")
    return notebooks


SHOWS = ["answer", "question"]


def pages(outcomes: Any) -> dict[str, str]:
    return {outcome.job.page.name: outcome.state for outcome in outcomes}


def test_each_value_makes_a_page_and_the_first_has_the_reports_own_name(
    data: Path, both: Path
) -> None:
    outcomes = made(data, both)
    assert pages(outcomes) == {
        "tiny-2026-tiny-en.html": "done",
        "tiny-2026-tiny-question-en.html": "done",
    }
    for outcome in outcomes:
        shown = outcome.job.show or "answer"
        assert f"Shows the {shown}." in outcome.job.page.read_text(encoding="utf-8")
        assert outcome.job.parameters["show"] == shown


def test_one_asked_for_is_made_alone_under_its_own_name(data: Path, both: Path) -> None:
    assert pages(made(data, both, parameters={"show": "question"})) == {
        "tiny-2026-tiny-question-en.html": "done"
    }
    assert pages(made(data, both, parameters={"show": "answer"})) == {
        "tiny-2026-tiny-en.html": "done"
    }


def test_a_page_that_does_not_exist_is_refused(data: Path, both: Path) -> None:
    with pytest.raises((BadParameters, Refusal), match="question"):
        made(data, both, parameters={"show": "qestion"})


def test_what_has_not_changed_is_left_alone_page_by_page(data: Path, both: Path) -> None:
    made(data, both, parameters={"show": "question"})
    assert pages(made(data, both)) == {
        "tiny-2026-tiny-en.html": "done",
        "tiny-2026-tiny-question-en.html": "unchanged",
    }


def test_the_index_leads_to_each_page_and_tells_the_report_once(data: Path, both: Path) -> None:
    made(data, both)
    index = (data.parent / "outputs/tiny/2026/en/index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="(internal/[^"]+\.html)"', index)
    assert set(links) == {
        "internal/tiny-2026-tiny-en.html",
        "internal/tiny-2026-tiny-question-en.html",
    }
    assert links[0] == "internal/tiny-2026-tiny-en.html"  # the title leads to the report itself
    assert "Voting page" in index
    assert index.count("Knob 1 of Tiny.") == 1


def test_pages_go_by_a_parameter_and_not_by_partner(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="`show` is a parameter"):
        workbooks.read(write_workbook(tmp_path / "21_tiny.ipynb", shows=SHOWS))
