"""Everything that a client's folder holds, read at once: all its faults and warnings."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from padlib.core.notices import Notice
from padlib.workspace import (
    business_plans,
    layout,
    overrides,
    parameters,
    reviews,
    start_plans,
    templates,
)
from padlib.workspace.clients import find
from padlib.workspace.faults import Fault, InputFaults, sentence
from padlib.workspace.folder import Folder
from padlib.workspace.ledger import Ledger
from padlib.workspace.opening import choose_year, read_settings, warn_strangers
from padlib.workspace.settings import defaults


@dataclass
class CheckResult:
    """What `check` found, in order of file and line."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether the client can be worked with: no fault."""
        return not self.faults

    def sentences(self, language: str) -> list[str]:
        """Faults, then warnings, as sentences."""
        told = [sentence(fault, language) for fault in self.faults]
        return told + [sentence(warning, language) for warning in self.warnings]


def check(
    client: str,
    year: int | None = None,
    files: Collection[str] | None = None,
    data: str | Path | None = None,
    *,
    as_of: Any = None,
    issued: Any = None,
    instead: Mapping[str, bytes | None] | None = None,
) -> CheckResult:
    """Read a client's files and say all that is wrong, without writing anything.

    Parameters
    ----------
    client : str
    year : int, optional
        One year; all of them if not given.
    files : collection of str, optional
        Stems to read (`partners`, `client`, `house`…); all if not given. `client` is always read.
    data : path, optional
        The workspace; see `find`.
    as_of, issued : date or text, optional
        As for `open_client`.
    instead : mapping, optional
        As for `open_client`.

    Raises
    ------
    UnknownName
        If there is no such workspace, client or year.
    BadParameters
        If a date is not one.
    """
    workspace = find(data)
    ledger = Ledger(instead=instead or {})
    told, findings = read_settings(workspace, client, ledger)
    result = CheckResult(list(findings.faults), list(findings.warnings))
    told = told or defaults(client)
    ledger.language = told.language
    years = (
        workspace.years(client)
        if year is None
        else [choose_year(workspace, client, year, told.language)]
    )
    days = parameters.read({"as_of": as_of, "issued": issued}, language=told.language)
    for one in years:
        folder = Folder(workspace, client, one, told, ledger, **days)
        _check_year(folder, files, result)
        warn_strangers(folder, ledger)
    result.warnings += ledger.warnings
    return _in_order(result)


def _check_year(folder: Folder, files: Collection[str] | None, result: CheckResult) -> None:
    for stem, read in _readings(folder):
        if files is not None and stem not in files and stem != "client":
            continue
        try:
            read()
        except InputFaults as faults:
            result.faults += faults.faults
    for stem in (*templates.MODELS, *templates.MAPS, *_start_plans(folder)):
        if _is_there(folder, stem) and not folder.has(stem):
            place = {"file": f"{folder.id}/{folder.year}/{stem}{layout.endings(stem)[0]}"}
            result.warnings.append(Notice("untouched", place))
    result.warnings += folder.warnings


Reading = Callable[[], object]


def _readings(folder: Folder) -> Iterator[tuple[str, Reading]]:
    """What can be read of a year, by stem; each says its own faults."""
    yield "client", lambda: folder.logo
    yield "client", lambda: [folder.rules(step) for step in overrides.CLIENT_KEYS]
    yield "client", lambda: [folder.criteria(step) for step in ("recruitment", "partner_map")]
    yield "house", lambda: folder.house
    yield "resellers", folder.resellers
    yield "actions", folder.actions
    yield "assumptions", folder.assumptions
    tables: dict[str, Reading] = {
        "partners": folder.partners,
        "diagnostic_answers": folder.diagnostic_answers,
        "perception_answers": folder.perception_answers,
        "convergence_answers": folder.convergence_answers,
        "vision": folder.vision,
        "votes": folder.votes,
        "scenarios": folder.scenarios,
        "deals": folder.deals,
        "kpi_values": folder.kpi_values,
    }
    yield from ((stem, read) for stem, read in tables.items() if folder.has(stem))
    for partner in _partners_with_assumptions(folder):
        yield "assumptions", partial(_own_assumptions, folder, partner)
    for partner in folder.partners_with(business_plans.FOLDER):
        name = f"{folder.year}/{business_plans.FOLDER}/{partner}.yml"
        yield business_plans.FOLDER, partial(folder.business_plan, partner)
        yield business_plans.FOLDER, partial(folder.check_partner, partner, name)
    for partner in folder.partners_with(start_plans.FOLDER):
        name = f"{folder.year}/{start_plans.FOLDER}/{partner}.csv"
        yield start_plans.FOLDER, partial(folder.start_plan, partner)
        yield start_plans.FOLDER, partial(folder.check_partner, partner, name)
    for partner, days in _reviews(folder).items():
        yield reviews.FOLDER, partial(folder.reviews, partner)
        yield reviews.FOLDER, partial(folder.check_partner, partner, days[0])
    for name in _notes(folder):
        yield "notes", partial(folder.note_file, name)


def _is_there(folder: Folder, stem: str) -> bool:
    year = folder.path / str(folder.year)
    endings = (*layout.TABLE_ENDINGS, ".yml")
    return any((year / f"{stem}{ending}").exists() for ending in endings)


def _partners_with_assumptions(folder: Folder) -> list[str]:
    paths = folder.listed(str(folder.year))
    found = [layout.ASSUMPTIONS_OF.fullmatch(path.stem) for path in paths if layout.is_known(path)]
    return sorted({match[1] for match in found if match})


def _start_plans(folder: Folder) -> list[str]:
    """Stems of the start plans, filled in or not."""
    place = folder.path / str(folder.year) / start_plans.FOLDER
    held = folder.listed(f"{folder.year}/{start_plans.FOLDER}")
    return [f"{start_plans.FOLDER}/{partner}" for partner in layout.partners_in(place, held)]


def _reviews(folder: Folder) -> dict[str, list[str]]:
    """Files of the reviews by partner."""
    found: dict[str, list[str]] = {}
    place = folder.path / str(folder.year) / reviews.FOLDER
    held = folder.listed(f"{folder.year}/{reviews.FOLDER}")
    for partner, day in layout.reviews_in(place, held):
        found.setdefault(partner, []).append(f"{folder.year}/{reviews.FOLDER}/{partner}-{day}.yml")
    return found


def _own_assumptions(folder: Folder, partner: str) -> None:
    folder.assumptions(partner)
    folder.check_partner(partner, f"{folder.year}/assumptions_{partner}.csv")


def _notes(folder: Folder) -> list[str]:
    paths = folder.listed(f"{folder.year}/notes")
    return [path.name for path in paths if path.suffix == ".md"]


def _in_order(result: CheckResult) -> CheckResult:
    faults = {(fault.place, repr(fault.values)): fault for fault in result.faults}
    warnings = {repr(notice): notice for notice in result.warnings}
    return CheckResult(
        [faults[place] for place in sorted(faults)],
        sorted(warnings.values(), key=_notice_place),
    )


def _notice_place(notice: Notice) -> tuple[str, int, str, str]:
    values = notice.values
    line = int(values.get("line") or 0)
    return str(values.get("file") or ""), line, str(values.get("column") or ""), notice.code
