"""Workbooks read without running them, and what is refused as one."""

import json
from pathlib import Path

import pytest

from padlib.reports import workbooks
from padlib.reports.parameters import given
from padlib.reports.workbooks import Parameter, WorkbookError
from tests.reports.conftest import PARAMETERS, cell, write_workbook


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
