"""JupyterLab on the workbooks: what it serves, what it opens first, and how it saves them.

It serves the nearest folder that holds the workbooks, the clients' folders and the outputs. A
workbook that was opened and run is saved as it was: without outputs, counts and what the kernel
says of itself, so that git sees what a person changed and nothing else.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from padlib.reports.workbooks import COLLECTION, is_named

FIRST = "00_start_here.ipynb"
PICK = "PAD_PICK"  # the file where a workbook leaves what was picked in it, for the next ones
_OF_A_RUN = ("execution", "collapsed", "ExecuteTime")  # what a run leaves in a cell's metadata


def command(*others: Path, folder: Path = COLLECTION) -> list[str]:
    """The command that opens JupyterLab at the first workbook of a folder, with others in reach."""
    reached = [one.resolve() for one in (folder, *others)]
    top = root(*reached)
    first = quote((reached[0] / FIRST).relative_to(top).as_posix())
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={top}",
        f"--LabApp.default_url=/lab/tree/{first}",
        f"--ContentsManager.pre_save_hook={__name__}.without_outputs",
        "--LabApp.expose_app_in_browser=True",  # the page's buttons run the workbook through it
        # it asks nothing of the web: neither news nor newer versions
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        # of a hidden folder on the way, Jupyter serves nothing unless told
        *(["--ContentsManager.allow_hidden=True"] if _is_behind_hidden(top, reached) else []),
    ]


def root(folder: Path, *others: Path) -> Path:
    """The nearest folder that holds all of these; the first alone when none does.

    >>> root(Path("/pad/notebooks"), Path("/pad/data"), Path("/pad/outputs")).as_posix()
    '/pad'
    """
    try:
        return Path(os.path.commonpath([folder, *others]))
    except ValueError:  # two drives of Windows
        return folder


def environment(
    data: Path | None, outputs: Path | None, pick: Path, around: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What the kernels find around them: the workspace, the outputs, and the file of picks."""
    told = dict(os.environ if around is None else around)
    told.pop("PYTHONWARNINGS", None)  # a workbook shows its results, not its libraries' warnings
    places = {"PAD_DATA": data, "PAD_OUTPUTS": outputs, PICK: pick}
    return told | {name: str(place.resolve()) for name, place in places.items() if place}


def serve(told: Sequence[str], data: Path | None, outputs: Path | None) -> int:
    """Run JupyterLab until it ends, and hand back its exit code.

    What was picked in a workbook is kept as long as the server runs, and no longer.
    """
    with tempfile.TemporaryDirectory(prefix="padlib-", ignore_cleanup_errors=True) as folder:
        around = environment(data, outputs, Path(folder) / "pick.json")
        with subprocess.Popen(told, env=around) as server:
            while True:
                try:
                    return server.wait()
                except KeyboardInterrupt:  # JupyterLab has it too, and asks whether to end
                    continue


def without_outputs(model: dict[str, Any], path: str = "", **_: Any) -> None:
    """Clean a workbook as JupyterLab saves it; in place.

    Called by Jupyter's contents manager before each save, with what is to be saved. A notebook that
    is no workbook, or a batch's record of a run, keeps its results: somebody may want them.
    """
    if model.get("type") != "notebook" or model.get("content") is None:
        return
    if _is_workbook(path, model["content"].get("metadata", {})):
        clean(model["content"])


def clean(notebook: dict[str, Any]) -> None:
    """Take out of a notebook what running it put in; in place."""
    for cell in notebook.get("cells", ()):
        for name in _OF_A_RUN:
            cell.get("metadata", {}).pop(name, None)
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    metadata = notebook.get("metadata", {})
    metadata.pop("widgets", None)
    if "language_info" in metadata:  # the rest is the kernel's of this machine
        metadata["language_info"] = {"name": metadata["language_info"].get("name", "python")}


def _is_workbook(path: str, metadata: Mapping[str, Any]) -> bool:
    named = is_named(path.rpartition("/")[2])
    return (named or "padlib" in metadata) and "papermill" not in metadata


def _is_behind_hidden(top: Path, reached: Sequence[Path]) -> bool:
    ways = [one.relative_to(top) for one in reached if one.is_relative_to(top)]
    return any(part.startswith(".") for way in ways for part in way.parts)
