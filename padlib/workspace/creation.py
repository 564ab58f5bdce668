"""A new client's folder, with templates to fill in."""

from datetime import date
from pathlib import Path

import pandas as pd

from padlib.workspace import layout, names, partners, settings, start_plans, templates
from padlib.workspace.clients import Workspace, find
from padlib.workspace.faults import LANGUAGES, UnknownName


def new_client(
    client: str,
    year: int | None = None,
    data: str | Path | None = None,
    *,
    language: str = "fr",
    name: str | None = None,
    form: str = "full",
) -> list[Path]:
    """Make a client's folder with templates to fill in; what exists is left as it is.

    Once `partners.csv` is there, each partner who is starting has a start plan to tick.

    Parameters
    ----------
    client : str
        Its id, which names the folder.
    year : int, optional
        The year to prepare; the current one if not given.
    data : path, optional
        The workspace, as for `find`; one that is named and does not exist is made.
    language, name, form : str
        Language of the client (and of the templates), its name as printed, `full` or `short`.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    UnknownName
        If the id, the year or the language is not one.
    """
    if not names.is_client_id(client):
        raise UnknownName("no_client_id", client, (), None, language)
    if language not in LANGUAGES:
        raise UnknownName("unknown_language", language, LANGUAGES)
    year = date.today().year if year is None else int(year)
    if not layout.is_year(str(year)):
        raise UnknownName("no_year_name", str(year), (), None, language)
    root = Workspace(Path(data).expanduser().resolve()) if data else find(data)
    folder = root.root / "clients" / client
    files: dict[Path, bytes] = {
        folder / "client.yml": templates.client_file(client, year, language, name).encode("utf-8")
    }
    of_year = folder / str(year)
    known = _partners(of_year)
    active = [str(one) for one in known.index[known["status"] == "active"]]
    for stem in templates.MODELS:
        if not (of_year / f"{stem}.xlsx").exists():
            files[of_year / f"{stem}.csv"] = templates.table(stem, language, form, active)
    for stem in templates.MAPS:
        files[of_year / f"{stem}.yml"] = templates.map_file(stem, language)
    for partner, row in known[known["status"] == "starting"].iterrows():
        plan = of_year / start_plans.FOLDER / f"{partner}.csv"
        if not plan.with_suffix(".xlsx").exists():
            files[plan] = templates.start_plan(_language(folder, language), _day(row["start_date"]))
    return [path for path, content in files.items() if write_new(path, content)]


def _partners(folder: Path) -> pd.DataFrame:
    """Partners of a year as far as their file can be read; none without it."""
    found = [folder / f"partners{ending}" for ending in layout.TABLE_ENDINGS]
    content = next((path.read_bytes() for path in found if path.is_file()), b"")
    return partners.as_told(content)


def _language(folder: Path, asked: str) -> str:
    """The client's language, once it has told one."""
    file = folder / "client.yml"
    return settings.language_of(file.read_bytes()) if file.is_file() else asked


def _day(told: pd.Timestamp) -> date | None:
    return None if pd.isna(told) else told.date()


def write_new(path: Path, content: bytes) -> bool:
    """Write a file unless there is one; whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        return False
    return True
