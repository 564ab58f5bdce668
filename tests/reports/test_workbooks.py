"""Workbooks read without running them, and what is refused as one."""

import json
from pathlib import Path

import pytest

from padlib.reports import workbooks
from padlib.reports.parameters import given
from padlib.reports.workbooks import Parameter, WorkbookError
from tests.reports.conftest import (
    PARAMETERS,
    cell,
    write_partner_workbook,
    write_workbook,
)


def test_a_workbook_tells_its_title_question_parameters_and_needs(tmp_path: Path) -> None:
    book = workbooks.read(write_workbook(tmp_path / "21_tiny.ipynb", needs=("partners",)))
    assert (book.step, book.report) == ("21", "tiny")
    assert dict(book.titles) == {"fr": "Minuscule", "en": "Tiny"}
    assert book.questions["fr"] == "Que vaut le bouton ?"
    assert book.needs == ("partners",)
    assert book.parameters[-1] == Parameter("knob", "int", 1, "a number of the step")


def test_a_notebook_dropped_in_is_a_report_and_other_files_are_none(tmp_path: Path) -> None:
    write_workbook(tmp_path / "22_second.ipynb")
    write_workbook(tmp_path / "21_first.ipynb")
    (tmp_path / "Untitled.ipynb").write_text("{}")
    (tmp_path / "notes.md").write_text("# No report")
    assert list(workbooks.collection(tmp_path)) == ["first", "second"]


def test_a_notebook_that_makes_no_page_is_no_report(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "00_start.ipynb")
    told = json.loads(file.read_text())
    told["metadata"]["padlib"]["page"] = False
    file.write_text(json.dumps(told))
    assert workbooks.collection(tmp_path) == {}


@pytest.mark.parametrize(
    ("source", "default"),
    [
        ("x: str = 'a=b'  # holds an equals sign", "a=b"),
        ("x: str = '# no comment'  # holds an equals sign", "# no comment"),
        ("x: list[str] = [\n    'a',\n    'b',\n]  # holds an equals sign", ["a", "b"]),
        ("x: float = -0.5  # holds an equals sign", -0.5),
        ("x: int | None = None  # holds an equals sign", None),
    ],
)
def test_defaults_and_comments_are_read_as_python_reads_them(source: str, default: object) -> None:
    (one,) = workbooks.parameters(source)
    assert (one.default, one.comment) == (default, "holds an equals sign")


@pytest.mark.parametrize(
    "source", ["import os", "x: int = 1 + y", "x: int", "for x in ():\n    pass", "x ="]
)
def test_a_parameters_cell_only_sets_names_to_plain_values(source: str, tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "21_tiny.ipynb")
    told = json.loads(file.read_text())
    told["cells"][2]["source"] = source
    file.write_text(json.dumps(told))
    with pytest.raises(WorkbookError, match="parameters cell"):
        workbooks.read(file)


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 3}', '{"cells": [], "metadata": {}}'])
def test_what_is_no_notebook_is_refused_by_name(content: str, tmp_path: Path) -> None:
    file = tmp_path / "21_tiny.ipynb"
    file.write_text(content)
    with pytest.raises(WorkbookError, match=r"21_tiny\.ipynb"):
        workbooks.read(file)


def test_a_workbook_tells_by_which_partners_it_goes(tmp_path: Path) -> None:
    book = workbooks.read(write_partner_workbook(tmp_path / "22_both.ipynb"))
    assert (book.partners, book.partners_of) == ("convergence_answers", ("internal", "partner"))
    other = write_partner_workbook(tmp_path / "23_other.ipynb", partners_of=["partner"])
    assert not workbooks.read(other).by_partner("internal")
    assert workbooks.read(other).by_partner("partner")


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"partners": ""}, "go together"),
        ({"partners": ["convergence_answers"]}, "is a text"),
        ({"partners": "perception_answers"}, "an input of `needs`"),
        ({"partners_of": "partner"}, "a list of texts"),
        ({"partners_of": []}, "lacks it"),
        ({"partners_of": ["internal"]}, "lacks it"),
        ({"partners_of": ["partner", "boss"]}, "are of `audiences`"),
        ({"audiences": ["internal"]}, "are of `audiences`"),
        ({"audiences": ["internal", "boss"]}, "are of internal, partner"),
        ({"audiences": []}, "are of internal, partner"),
        ({"needs": [3]}, "a list of texts"),
    ],
)
def test_metadata_that_do_not_hold_together_are_refused(
    about: dict[str, object], why: str, tmp_path: Path
) -> None:
    file = write_partner_workbook(tmp_path / "22_both.ipynb", **about)
    with pytest.raises(WorkbookError, match=why):
        workbooks.read(file)


def test_a_workbook_by_partner_has_the_parameters_for_it(tmp_path: Path) -> None:
    file = write_workbook(
        tmp_path / "21_tiny.ipynb",
        needs=("convergence_answers",),
        audiences=["partner"],
    )
    told = json.loads(file.read_text())
    told["metadata"]["padlib"] |= {"partners": "convergence_answers", "partners_of": ["partner"]}
    file.write_text(json.dumps(told))
    with pytest.raises(WorkbookError, match="are parameters"):
        workbooks.read(file)


def test_two_cells_of_parameters_are_refused(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "21_tiny.ipynb", cell("again", PARAMETERS, "parameters"))
    with pytest.raises(WorkbookError, match="one cell"):
        workbooks.read(file)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "8", 8),
        ("float", "0,5", 0.5),
        ("bool", "oui", True),
        ("str", "8", "8"),
        ("list", "a | b", ["a", "b"]),
        ("list[list[int]]", "[[1, 4]]", [[1, 4]]),
        ("int | None", "3", 3),
    ],
)
def test_what_is_typed_takes_the_type_of_the_annotation(
    kind: str, text: str, value: object
) -> None:
    assert given({"own": text}, [Parameter("own", kind, None, "")]) == {"own": value}


def test_a_date_is_handed_on_as_text_whatever_way_it_was_typed() -> None:
    as_of = [Parameter("as_of", "str", None, "")]
    assert given({"as_of": "31/10/2026"}, as_of) == {"as_of": "2026-10-31"}
