"""The collection's workbooks: kept by their contract, and run whole on every demo client."""

import ast
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest

from padlib import workspace
from padlib.reports import batch, workbooks
from padlib.reports.planning import Request, planned
from padlib.reports.running import run_job

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DEMO = sorted(folder.name for folder in (ROOT / "data" / "clients").glob("demo-*"))
REPORTS = [file for file in NOTEBOOKS if workbooks.read(file).makes_page]
FOR_PARTNERS = [file for file in REPORTS if workbooks.read(file).by_partner("partner")]
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


def tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def test_what_serves_a_person_alone_is_skipped_by_a_batch(notebook: Path) -> None:
    live = [cell for cell in cells(notebook, "code") if "widgets" in "".join(cell["source"])]
    assert live
    assert {tuple(tags(cell)) for cell in live} == {("skip-execution",)}


def test_the_pick_takes_and_gives_back_the_parameters_that_the_workbook_has(notebook: Path) -> None:
    told = cells(notebook, "code")
    book = workbooks.read(notebook)
    names = [
        one for one in ("client", "year", "language", "partner") if one in book.parameter_names
    ]
    assert tags(told[0]) == ["parameters"]
    pick = ast.parse("".join(told[1]["source"])).body[-1]
    assert isinstance(pick, ast.Assign)
    assert isinstance(pick.value, ast.Call)
    assert ast.unparse(pick.value.func) == "widgets.pick"
    assert [ast.unparse(one) for one in pick.targets] == [f"({', '.join(names)})"]
    assert [ast.unparse(one) for one in pick.value.args] == names
    asked = {one.arg: ast.literal_eval(one.value) for one in pick.value.keywords}
    assert asked == ({"report": book.report} if book.makes_page else {})


@pytest.mark.slow
def test_a_page_is_the_same_where_the_workbook_has_no_widgets(tmp_path: Path) -> None:
    bare = tmp_path / "notebooks"
    bare.mkdir()
    for file in NOTEBOOKS:
        notebook = json.loads(file.read_text(encoding="utf-8"))
        notebook["cells"] = [one for one in notebook["cells"] if tags(one) != ["skip-execution"]]
        (bare / file.name).write_text(json.dumps(notebook), encoding="utf-8")
    pages = {}
    for name, folder in (("live", ROOT / "notebooks"), ("bare", bare)):
        asked = Request(
            data=ROOT / "data",
            outputs=tmp_path / name,
            notebooks=folder,
            clients=["demo-nimbus"],
            audiences=["internal"],
            parameters={"issued": "2026-11-26"},
        )
        outcomes = batch.run(planned(asked), ThreadPoolExecutor(2), lambda _: None, run_job)
        assert {one.state for one in outcomes} <= {"done", "skipped"}
        found = (tmp_path / name / "demo-nimbus").rglob("internal/*.html")
        pages[name] = {page.name: page.read_bytes() for page in found}
    assert len(pages["live"]) > 10
    assert pages["live"] == pages["bare"]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("client", DEMO)
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_stock_papermill_runs_it(file: Path, client: str, language: str, tmp_path: Path) -> None:
    ran = executed(file, tmp_path / "out.ipynb", client=client, language=language)
    assert len(ran) >= 4


def last_partner(file: Path, client: str) -> str:
    """The last partner of a client for whom a workbook has an edition; "" when it has none."""
    folder = workspace.open_client(client, data=ROOT / "data")
    return next(reversed(folder.partners_with(workbooks.read(file).partners)), "")


EDITIONS = [
    pytest.param(file, client, partner, id=f"{file.stem}-{client}")
    for file in FOR_PARTNERS
    for client in DEMO
    if (partner := last_partner(file, client))
]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "client", "partner"), EDITIONS)
def test_stock_papermill_runs_the_edition_of_a_partner(
    file: Path, client: str, partner: str, tmp_path: Path
) -> None:
    ran = executed(file, tmp_path / "out.ipynb", client=client, partner=partner, audience="partner")
    assert "application/vnd.padlib.part+json" in ran[0].data


@pytest.mark.slow
@pytest.mark.parametrize("file", FOR_PARTNERS, ids=lambda file: file.stem)
def test_an_edition_for_a_partner_is_of_one_that_is_known(file: Path, tmp_path: Path) -> None:
    from papermill.exceptions import PapermillExecutionError

    with pytest.raises(PapermillExecutionError, match="axorial"):
        executed(file, tmp_path / "out.ipynb", partner="axoriol", audience="partner")


def executed(file: Path, place: Path, **parameters: Any) -> list[Any]:
    """What the cells show when stock papermill runs them."""
    from papermill import execute_notebook
    from traitlets.config import Config

    quiet = Config({"KernelManager": {"transport_encryption": "auto"}})
    notebook = execute_notebook(
        file,
        place,
        parameters=parameters,
        kernel_name="python3",
        progress_bar=False,
        config=quiet,
        cwd=ROOT / "notebooks",
    )
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} <= {"execute_result", "display_data"}
    return outputs


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
