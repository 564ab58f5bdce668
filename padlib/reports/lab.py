"""JupyterLab on the workbooks: what it opens first, and how it saves them.

A workbook that was opened and run is saved as it was: without outputs, counts and what the kernel
says of itself, so that git sees what a person changed and nothing else.
"""

import sys
from pathlib import Path
from typing import Any

from padlib.reports.workbooks import COLLECTION

FIRST = "00_start_here.ipynb"
_OF_A_RUN = ("execution", "collapsed", "ExecuteTime")  # what a run leaves in a cell's metadata


def command(folder: Path = COLLECTION) -> list[str]:
    """The command that opens JupyterLab on a folder of workbooks, at the first of them."""
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        str(folder),
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        f"--ContentsManager.pre_save_hook={__name__}.without_outputs",
        # it asks nothing of the web: neither news nor newer versions
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]


def without_outputs(model: dict[str, Any], **_: Any) -> None:
    """Take out of a notebook what running it put in, as JupyterLab saves it; in place.

    Called by Jupyter's contents manager before each save, with what is to be saved.
    """
    if model.get("type") != "notebook" or model.get("content") is None:
        return
    notebook = model["content"]
    for cell in notebook.get("cells", ()):
        for name in _OF_A_RUN:
            cell.get("metadata", {}).pop(name, None)
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    metadata = notebook.get("metadata", {})
    metadata.pop("widgets", None)
    if "language_info" in metadata:  # the rest is the kernel's of this machine
        metadata["language_info"] = {"name": metadata["language_info"].get("name", "python")}
