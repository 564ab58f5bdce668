"""Opening a client: its file, its year, and what lies in its folder that nothing reads."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from padlib.workspace import layout, parameters, settings
from padlib.workspace.clients import Workspace, find
from padlib.workspace.faults import (
    BadParameters,
    Fault,
    Findings,
    InputFaults,
    MissingInput,
    UnknownName,
)
from padlib.workspace.folder import Folder
from padlib.workspace.ledger import Ledger
from padlib.workspace.narrowing import PartnerFolder
from padlib.workspace.suggestions import nearest


def open_client(
    client: str,
    year: int | None = None,
    data: str | Path | None = None,
    *,
    as_of: Any = None,
    issued: Any = None,
    partner: str | None = None,
    audience: str = "internal",
    partners_in: str | None = None,
    instead: Mapping[str, bytes | None] | None = None,
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
    partner : str, optional
        Id of the partner that the report is about.
    audience : str
        `internal`, or `partner`: the folder is then narrowed to what that partner may read.
    partners_in : str, optional
        The input whose first partner the report is about when no partner is given.
    instead : mapping, optional
        What is read in a file's place, by its key in `looked_for`; None, as if there were none.

    Raises
    ------
    UnknownName
        If there is no such workspace, client, year or partner, with the nearest known.
    InputFaults
        If `client.yml` has faults: every report rests on it.
    BadParameters
        If a date is not one, or an edition for a partner is not told which.
    MissingInput
        If no partner is given and the input that tells them has none.
    """
    workspace = find(data)
    ledger = Ledger(instead=instead or {})
    told, findings = read_settings(workspace, client, ledger)
    if findings.faults or told is None:
        raise InputFaults(findings.faults, ledger.language)
    ledger.warn(findings.warnings)
    chosen = choose_year(workspace, client, year, told.language)
    given = {"as_of": as_of, "issued": issued, "partner": partner or None, "audience": audience}
    read = parameters.read(given, language=told.language)
    narrowed = read.pop("audience") == PartnerFolder.audience
    asked = read.pop("partner") or ""
    if partners_in and not asked:
        # what is read to choose is no source of the report
        own_ledger = Ledger(instead=ledger.instead)
        asked = _first_partner(
            Folder(workspace, client, chosen, told, own_ledger, **read), partners_in
        )
    if narrowed and not asked:
        fault = Fault("", None, "partner", "partner_needed", {"parameter": True})
        raise BadParameters([fault], told.language)
    whole = Folder(workspace, client, chosen, told, ledger, **read, partner=asked)
    _check_known(whole)
    warn_strangers(whole, ledger)
    if not narrowed:
        return whole
    return PartnerFolder(workspace, client, chosen, told, ledger, **read, partner=asked)


def reopened(folder: Folder, instead: Mapping[str, bytes | None]) -> Folder:
    """The same client, year, days, partner and audience, read anew with other contents in place.

    Parameters
    ----------
    folder : Folder
    instead : mapping
        As for `open_client`; what the folder itself was opened with no longer counts.
    """
    return open_client(
        folder.id,
        folder.year,
        folder.workspace.root,
        as_of=folder.told_as_of,
        issued=folder.issued,
        partner=folder.partner_id or None,
        audience=folder.audience,
        instead=instead,
    )


def _first_partner(folder: Folder, stem: str) -> str:
    """The first partner of whom an input says something, those due before the others."""
    found = folder.partners_due(stem) or folder.partners_with(stem)
    if not found:
        raise MissingInput(f"{stem}.csv", folder.id, folder.year, folder.language)
    return found[0]


def _check_known(folder: Folder) -> None:
    """A partner must be one of the year; without `partners.csv` its id is taken as it is."""
    known = folder.partner_ids()
    if folder.partner_id and known and folder.partner_id not in known:
        close = nearest(folder.partner_id, known)
        raise UnknownName("unknown_partner_name", folder.partner_id, known, close, folder.language)


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
