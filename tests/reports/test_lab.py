"""JupyterLab on the workbooks: a workbook that was only opened and run stays as it was."""

import asyncio
import copy
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote

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


@pytest.mark.parametrize(
    ("name", "more"), [("scratch.ipynb", {}), ("run.ipynb", {"padlib": {}, "papermill": {}})]
)
def test_a_notebook_that_is_no_workbook_and_the_record_of_a_run_keep_their_results(
    tmp_path: Path, name: str, more: dict[str, Any]
) -> None:
    hook = f"{lab.__name__}.without_outputs"
    manager = AsyncLargeFileManager(root_dir=str(tmp_path), pre_save_hook=hook)
    notebook = as_run(BOOKS[1])
    del notebook.metadata["padlib"]
    notebook.metadata |= more
    saved(manager, name, notebook)
    found = nbformat.read(tmp_path / name, as_version=4)
    assert [cell.outputs for cell in found.cells if cell.cell_type == "code"] == [
        cell.outputs for cell in notebook.cells if cell.cell_type == "code"
    ]


def test_what_hides_a_cell_is_saved(tmp_path: Path) -> None:
    hook = f"{lab.__name__}.without_outputs"
    manager = AsyncLargeFileManager(root_dir=str(tmp_path), pre_save_hook=hook)
    notebook = as_run(BOOKS[1])
    notebook.cells[-1].metadata["jupyter"] = {"source_hidden": True}
    saved(manager, BOOKS[1].name, notebook)
    found = nbformat.read(tmp_path / BOOKS[1].name, as_version=4)
    assert found.cells[-1].metadata["jupyter"] == {"source_hidden": True}


# ── what is served ────────────────────────────────────────────────────────────────────────────


def options(told: list[str]) -> dict[str, str]:
    """The options of a command, by name."""
    return dict(one.removeprefix("--").split("=", 1) for one in told if one.startswith("--"))


def test_it_serves_the_nearest_folder_of_all_and_opens_at_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "pad" / "notebooks"
    told = options(lab.command(tmp_path / "data", tmp_path / "outputs", folder=folder))
    assert told["ServerApp.root_dir"] == str(tmp_path.resolve())
    assert told["LabApp.default_url"] == "/lab/tree/pad/notebooks/00_start_here.ipynb"
    assert told["LabApp.expose_app_in_browser"] == "True"
    assert (workbooks.COLLECTION / lab.FIRST).exists()


def test_alone_it_serves_the_workbooks() -> None:
    told = options(lab.command())
    assert told["ServerApp.root_dir"] == str(workbooks.COLLECTION.resolve())
    assert told["LabApp.default_url"] == "/lab/tree/00_start_here.ipynb"


def test_on_two_drives_it_serves_the_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    def apart(_: object) -> str:
        raise ValueError("Paths don't have the same drive")

    monkeypatch.setattr(os.path, "commonpath", apart)
    assert lab.root(Path("notebooks"), Path("data")) == Path("notebooks")


def test_an_address_has_its_signs_quoted(tmp_path: Path) -> None:
    folder = tmp_path / "à moi" / "notebooks"
    told = options(lab.command(tmp_path / "data", folder=folder))
    assert told["LabApp.default_url"] == (
        f"/lab/tree/{quote('à moi')}/notebooks/00_start_here.ipynb"
    )


@pytest.mark.parametrize(("data", "behind"), [("data", False), (".mine/data", True)])
def test_a_folder_behind_a_hidden_one_is_served_too(
    tmp_path: Path, data: str, behind: bool
) -> None:
    told = options(lab.command(tmp_path / data, folder=tmp_path / "notebooks"))
    assert (told.get("ContentsManager.allow_hidden") == "True") is behind


def test_kernels_are_told_the_workspace_and_not_how_to_warn(tmp_path: Path) -> None:
    around = {"PYTHONWARNINGS": "error", "PAD_DATA": "elsewhere", "HOME": "here"}
    told = lab.environment(tmp_path / "data", None, tmp_path / "pick.json", around)
    assert told == {
        "PAD_DATA": str(tmp_path.resolve() / "data"),
        "PAD_PICK": str(tmp_path.resolve() / "pick.json"),
        "HOME": "here",
    }


# ── a server that runs ────────────────────────────────────────────────────────────────────────

NOTE = "a page"
Server = tuple[subprocess.Popen[bytes], str, int]  # the process, its token and its port


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace behind a hidden folder, with a page made from it."""
    place = tmp_path / ".mine"
    (place / "data" / "clients" / "tiny").mkdir(parents=True)
    (place / "made").mkdir()
    (place / "made" / "page.html").write_text(NOTE)
    return place


@pytest.fixture
def server(place: Path, tmp_path: Path) -> Iterator[Server]:
    """`pad lab` on a free port, in a home of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "config"
    (config / "labconfig").mkdir(parents=True)
    overrides = {"@jupyterlab/docmanager-extension:plugin": {"autosave": False}}
    (config / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(overrides))
    own = {"home": ("HOME", "USERPROFILE"), "passing": ("TMPDIR", "TEMP", "TMP")}
    home = {name: str(tmp_path / folder) for folder, names in own.items() for name in names}
    for folder in own:
        (tmp_path / folder).mkdir()
    home |= {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(tmp_path / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
    }
    telling = [sys.executable, "-m", "padlib", "lab"]
    telling += ["--data", str(place / "data"), "--outputs", str(place / "made"), "--"]
    telling += ["--no-browser", f"--port={port}", "--IdentityProvider.token=secret"]
    telling += ["--allow-root"]  # as containers run
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(
            telling, env=os.environ | home, stdout=log, stderr=log, cwd=tmp_path
        )
        try:
            yield running, "secret", port
        finally:
            if running.poll() is None:
                asked((running, "secret", port), "/api/shutdown", method="POST")
            running.wait(30)


def asked(server: Server, path: str, **more: Any) -> Mapping[str, Any]:
    """What the server answers; waits for it to start."""
    running, token, port = server
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"token {token}"}, **more
    )
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                told: Mapping[str, Any] = json.loads(answer.read() or b"{}")
                return told
        except URLError as error:
            started = not isinstance(error.reason, ConnectionError)
            if started or running.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_workbooks_and_pages_are_opened_and_the_pick_ends_with_the_server(
    server: Server, place: Path, tmp_path: Path
) -> None:
    top = Path(os.path.commonpath([workbooks.COLLECTION.resolve(), place.resolve()]))
    first = (workbooks.COLLECTION.resolve() / lab.FIRST).relative_to(top).as_posix()
    page = (place.resolve() / "made" / "page.html").relative_to(top).as_posix()
    assert asked(server, f"/api/contents/{quote(first)}")["type"] == "notebook"
    assert asked(server, f"/api/contents/{quote(page)}")["content"] == NOTE
    (picks,) = (tmp_path / "passing").glob("padlib-*")
    assert list(picks.iterdir()) == []
    asked(server, "/api/shutdown", method="POST")
    assert server[0].wait(30) == 0
    assert not picks.exists()
