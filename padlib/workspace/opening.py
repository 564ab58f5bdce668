"""Opening a client: its file, its year, and what lies in its folder that nothing reads."""

from pathlib import Path
from typing import Any

from padlib.workspace import layout, parameters, settings
from padlib.workspace.clients import Workspace, find
from padlib.workspace.faults import Findings, InputFaults, UnknownName
from padlib.workspace.folder import Folder
from padlib.workspace.ledger import Ledger


def open_client(
    client: str,
    year: int | None = None,
    data: str | Path | None = None,
    *,
    as_of: Any = None,
    issued: Any = None,
) -> Folder:
    """Open a client's folder for a year.

    Parameters
    ----------
    client : str
        Its id, which is the name of its folder.
    year : int, optional
        The latest year with inputs if not given.
    data : path, optional
        The workspace; see `find`.
    as_of, issued : date or text, optional
        Date of the data, after which facts are left out; day of issue (today), after which a fact
        is a mistake.

    Raises
    ------
    UnknownName
        If there is no such workspace, client or year, with the nearest known.
    InputFaults
        If `client.yml` has faults: every report rests on it.
    BadParameters
        If a date is not one.
    """
    workspace = find(data)
    ledger = Ledger()
    told, findings = read_settings(workspace, client, ledger)
    if findings.faults or told is None:
        raise InputFaults(findings.faults, ledger.language)
    ledger.warn(findings.warnings)
    chosen = choose_year(workspace, client, year, told.language)
    days = parameters.read({"as_of": as_of, "issued": issued}, language=told.language)
    folder = Folder(workspace, client, chosen, told, ledger, **days)
    warn_strangers(folder, ledger)
    return folder


def read_settings(
    workspace: Workspace, client: str, ledger: Ledger
) -> tuple[settings.Settings | None, Findings]:
    """`client.yml` of a client and what was found in it; defaults, with a warning, without it."""
    folder = workspace.client_folder(client)
    name = f"{client}/client.yml"
    findings = Findings(name)
    path, key = folder / "client.yml", f"clients/{client}/client.yml"
    try:
        content = ledger.content(path, key, name, folder)
    except InputFaults as faults:
        findings.faults += faults.faults
        return None, findings
    if content is None:
        findings.warn("no_client_file", client=client)
        return settings.defaults(client), findings
    told = settings.read(content, client, findings)
    ledger.language = told.language if told else settings.language_of(content)
    if not findings.faults:
        ledger.note_source(key, "client.yml", None)
    return told, findings


def choose_year(workspace: Workspace, client: str, year: int | None, language: str) -> int:
    """The year asked for, if the client has it; else its latest with inputs."""
    if year is None:
        return workspace.latest_year(client, language)
    known = [str(one) for one in workspace.years(client)]
    if str(year) not in known:
        raise UnknownName("unknown_year", str(year), known, None, language)
    return int(year)


def warn_strangers(folder: Folder, ledger: Ledger) -> None:
    """A warning for each file that nothing reads, in the client's folder and the year's."""
    for place, key in ((folder.path, ""), (folder.path / str(folder.year), f"{folder.year}/")):
        ledger.looked_for[f"clients/{folder.id}/{key}"] = layout.listing_digest(place)
        logo = folder.settings.logo
        for name, close in layout.strangers(place, logo=logo):
            findings = Findings(f"{folder.id}/{key}{name}")
            findings.warn("unknown_file", nearest=close)
            ledger.warn(findings.warnings)
