"""A new client's folder, with templates to fill in."""

from datetime import date
from pathlib import Path

from padlib.workspace import layout, names, templates
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
    for stem in templates.MODELS:
        if not (folder / str(year) / f"{stem}.xlsx").exists():
            files[folder / str(year) / f"{stem}.csv"] = templates.table(stem, language, form)
    for stem in templates.MAPS:
        files[folder / str(year) / f"{stem}.yml"] = templates.map_file(stem, language)
    return [path for path, content in files.items() if _write_new(path, content)]


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file unless there is one; whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        return False
    return True
