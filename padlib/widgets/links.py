"""Links from one workbook to the others, which JupyterLab opens in a tab."""

import os
from pathlib import Path

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from padlib.display.words import Words
from padlib.widgets import markup
from padlib.workspace import Folder


def workbooks(ready: pd.DataFrame, folder: Folder, say: Words) -> HTML:
    """The workbooks of the method with what each lacks, a link each; the client's own where it has
    one.

    Parameters
    ----------
    ready : DataFrame
        As `reports.readiness` gives it: indexed by report id; step, title, state, reason, variant.
    """
    items = Markup("").join(
        Markup('<li><a href="{}">{} {}</a> – {}</li>').format(
            relative(_file(str(report), row, folder)), row["step"], row["title"], _state(row, say)
        )
        for report, row in ready.iterrows()
    )
    told = Markup('<div class="padlib-live">{}<ul>{}</ul></div>')
    return HTML(told.format(markup.heading(say("bar.open")), items))


def relative(path: Path) -> str:
    """A path from the folder of the workbook that runs, as JupyterLab resolves it."""
    try:
        return Path(os.path.relpath(path, Path.cwd())).as_posix()
    except ValueError:  # on another drive of Windows: out of JupyterLab's reach, but told
        return path.as_posix()


def _file(report: str, row: "pd.Series[str]", folder: Folder) -> Path:
    name = f"{row['step']}_{report}.ipynb"
    return folder.path / "notebooks" / name if row["variant"] else Path.cwd() / name


def _state(row: "pd.Series[str]", say: Words) -> str:
    state = say(f"start_here.reports.states.{row['state']}")
    return say("bar.with_reason", state=state, reason=row["reason"]) if row["reason"] else state
