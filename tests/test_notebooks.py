"""The collection's workbooks: kept by their contract, and run whole on every demo client."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from padlib.reports import workbooks

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DEMO = sorted(folder.name for folder in (ROOT / "data" / "clients").glob("demo-*"))
REPORTS = [file for file in NOTEBOOKS if workbooks.read(file).makes_page]
# what the kernel's own start prints is not the workbook's
QUIET = ["--KernelManager.transport_encryption=auto"]


def cells(file: Path, kind: str) -> list[dict[str, Any]]:
    found = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == kind]


@pytest.fixture(params=NOTEBOOKS, ids=lambda file: file.stem)
def notebook(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_it_is_a_valid_notebook_kept_without_results(notebook: Path) -> None:
    nbformat.validate(nbformat.read(notebook, as_version=4))
    metadata = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    for cell in cells(notebook, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_it_defines_nothing_and_holds_no_number_of_the_method(notebook: Path) -> None:
    for cell in cells(notebook, "code"):
        if "parameters" in cell["metadata"].get("tags", []):
            continue
        tree = ast.parse("".join(cell["source"]))
        kinds = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
        assert not [node for node in ast.walk(tree) if isinstance(node, kinds)]
        numbers = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and type(node.value) in {int, float}
        ]
        assert [number for number in numbers if number != 1] == []


def test_every_text_cell_stands_in_both_languages(notebook: Path) -> None:
    tags = [cell["metadata"]["tags"] for cell in cells(notebook, "markdown")]
    assert tags == [["fr"], ["en"]] * (len(tags) // 2)
    book = workbooks.read(notebook)
    assert all(book.titles[language] and book.questions[language] for language in ("fr", "en"))


def test_every_parameter_has_a_type_a_default_and_a_comment(notebook: Path) -> None:
    book = workbooks.read(notebook)
    assert book.parameter_names[:3] == ("client", "year", "language")
    assert [one.name for one in book.parameters if not (one.type and one.comment)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("client", DEMO)
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_stock_papermill_runs_it(file: Path, client: str, language: str, tmp_path: Path) -> None:
    from papermill import execute_notebook
    from traitlets.config import Config

    quiet = Config({"KernelManager": {"transport_encryption": "auto"}})
    executed = execute_notebook(
        file,
        tmp_path / "out.ipynb",
        parameters={"client": client, "language": language},
        kernel_name="python3",
        progress_bar=False,
        config=quiet,
        cwd=ROOT / "notebooks",
    )
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} <= {"execute_result", "display_data"}
    assert len(outputs) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("file", REPORTS, ids=lambda file: file.stem)
def test_nbconvert_executes_it_and_exports_the_page(file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "padlib", *QUIET]
    command += ["--output-dir", str(tmp_path), "--output", "page", str(file)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert 'http-equiv="Content-Security-Policy"' in page
    assert "Nimbus Logiciels" in page
