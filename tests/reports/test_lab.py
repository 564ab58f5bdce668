"""JupyterLab on the workbooks: a workbook that was only opened and run stays as it was."""

import asyncio
import copy
from pathlib import Path

import nbformat
import pytest
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from padlib.reports import lab, workbooks

BOOKS = sorted(workbooks.COLLECTION.glob("*.ipynb"))


def as_run(file: Path) -> nbformat.NotebookNode:
    """A workbook as JupyterLab holds it once it has run: outputs, counts, times, the kernel."""
    notebook = nbformat.read(file, as_version=4)
    for count, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            cell.execution_count = count
            cell.outputs = [nbformat.v4.new_output("stream", text="said\n")]
            cell.metadata["execution"] = {"iopub.execute_input": "2026-11-26T09:00:00Z"}
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    notebook.metadata["language_info"] |= {"version": "3.99", "codemirror_mode": {"version": 3}}
    return notebook


def saved(manager: AsyncLargeFileManager, name: str, notebook: nbformat.NotebookNode) -> None:
    model = {"type": "notebook", "format": "json", "content": copy.deepcopy(notebook)}
    asyncio.run(manager.save(model, name))


@pytest.mark.parametrize("file", BOOKS, ids=lambda file: file.stem)
def test_a_workbook_that_was_run_is_saved_byte_for_byte_as_it_was(
    tmp_path: Path, file: Path
) -> None:
    hook = f"{lab.__name__}.without_outputs"
    manager = AsyncLargeFileManager(root_dir=str(tmp_path), pre_save_hook=hook)
    saved(manager, file.name, as_run(file))
    assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_what_a_person_changed_is_saved(tmp_path: Path) -> None:
    hook = f"{lab.__name__}.without_outputs"
    manager = AsyncLargeFileManager(root_dir=str(tmp_path), pre_save_hook=hook)
    notebook = as_run(BOOKS[1])
    notebook.cells[-1].source += "\n# mine"
    notebook.cells[-1].metadata["tags"] = ["mine"]
    saved(manager, "mine.ipynb", notebook)
    found = nbformat.read(tmp_path / "mine.ipynb", as_version=4)
    assert found.cells[-1].source.endswith("# mine")
    assert found.cells[-1].metadata["tags"] == ["mine"]
    assert found.metadata["padlib"] == notebook.metadata["padlib"]


def test_other_files_are_left_alone() -> None:
    model = {"type": "file", "content": "outputs"}
    lab.without_outputs(model, path="a.txt", contents_manager=None)
    assert model == {"type": "file", "content": "outputs"}


def test_the_command_opens_at_the_start() -> None:
    told = lab.command()
    assert f"--LabApp.default_url=/lab/tree/{lab.FIRST}" in told
    assert (workbooks.COLLECTION / lab.FIRST).exists()
    assert str(workbooks.COLLECTION) in told
