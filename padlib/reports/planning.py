"""From what was asked to what is to be made: jobs, and what is settled without running one."""

import datetime as dt
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from padlib import workspace
from padlib.reports import pdf, state
from padlib.reports.jobs import FAILED, FORKED, SKIPPED, STOCK, UNCHANGED, Job, Limits, Outcome
from padlib.reports.parameters import RESERVED, Refusal, given, known_name
from padlib.reports.running import reason
from padlib.reports.trust import Trust
from padlib.reports.workbooks import LANGUAGES, Workbook, WorkbookError, collection
from padlib.reports.workbooks import read as read_workbook
from padlib.workspace import layout

ENGINES = (FORKED, STOCK) if hasattr(os, "fork") else (STOCK,)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for; what is empty takes its default (DESIGN 6)."""

    data: Path | None = None
    outputs: Path | None = None  # beside the workspace when not told
    clients: Sequence[str] = ()
    years: Sequence[int] = ()
    reports: Sequence[str] = ()
    languages: Sequence[str] = ()
    audiences: Sequence[str] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)  # as typed
    draft: bool = False
    pdf: bool = False
    force: bool = False
    engine: str = ENGINES[0]
    locale: str = "en"  # of who asks: told when the clients' languages differ
    notebooks: Path | None = None
    limits: Limits = field(default_factory=Limits)
    trusts: Callable[[Workbook, str], bool] = field(default_factory=Trust)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Jobs to run, and the outcomes known without running any."""

    space: workspace.Workspace
    outputs: Path
    folder: Path  # of this batch, under `runs/`
    books: Mapping[str, Workbook]
    clients: Mapping[tuple[str, int], workspace.Folder]
    jobs: tuple[Job, ...]
    settled: tuple[Outcome, ...]
    locale: str

    @property
    def language(self) -> str:
        """The language of all reports, or that of who asks when they differ."""
        languages = {job.language for job in self.all_jobs}
        return languages.pop() if len(languages) == 1 else self.locale

    @property
    def all_jobs(self) -> tuple[Job, ...]:
        return (*self.jobs, *(outcome.job for outcome in self.settled))


def planned(request: Request) -> Plan:
    """What is to be made: each report of each client, year, language and edition asked for.

    Nothing is written and no workbook is run.

    Raises
    ------
    Refusal, workspace.UnknownName
        If a client, year, report, language, edition, engine or parameter is not known.
    """
    space = workspace.find(request.data, request.locale)
    books = collection(request.notebooks)
    chosen = _chosen(request, books)
    _refuse_unknown(request, chosen)
    planner = _Planner(request, space, chosen)
    for client, year in _folders(space, request):
        planner.add(client, year)
    return Plan(
        space=space,
        outputs=planner.outputs,
        folder=planner.folder,
        books=books,
        clients=planner.clients,
        jobs=tuple(planner.jobs),
        settled=tuple(planner.settled),
        locale=request.locale,
    )


@dataclass(frozen=True)
class _Target:
    """One page of one report."""

    book: Workbook
    client: str
    year: int
    language: str
    audience: str
    folder: workspace.Folder | None = None  # None when client.yml has faults
    variant: bool = False


@dataclass
class _Planner:
    """Collects the jobs of a request."""

    request: Request
    space: workspace.Workspace
    books: Sequence[Workbook]
    jobs: list[Job] = field(default_factory=list)
    settled: list[Outcome] = field(default_factory=list)
    clients: dict[tuple[str, int], workspace.Folder] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.digests = state.Digests(self.space)
        self.outputs = (self.request.outputs or self.space.root.parent / "outputs").resolve()
        now = dt.datetime.now()
        self.today = now.date().isoformat()
        self.folder = self.outputs / "runs" / f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"

    def add(self, client: str, year: int) -> None:
        """Plan every report of a client's year."""
        try:
            folder = workspace.open_client(client, year, data=self.space.root)
        except workspace.InputFaults as faults:
            for target in self._targets(client, year, faults.language):
                self._faults(target, faults)
            return
        self.clients[client, year] = folder
        for target in self._targets(client, year, folder.language, folder):
            try:
                self._place(self._own(target))
            except WorkbookError as error:
                values = {"file": error.file.name, "why": error.why}
                self._settle(replace(target, variant=True), FAILED, "workbook", values)

    def _targets(
        self, client: str, year: int, own: str, folder: workspace.Folder | None = None
    ) -> Iterator[_Target]:
        for language in dict.fromkeys(self.request.languages) or (own,):
            for book in self.books:
                for audience in dict.fromkeys(self.request.audiences) or book.audiences:
                    if audience in book.audiences:
                        yield _Target(book, client, year, language, audience, folder)

    def _own(self, target: _Target) -> _Target:
        """The target with the client's own workbook of the same name, if there is one."""
        file = self.space.root / "clients" / target.client / "notebooks" / target.book.file.name
        if not file.exists():
            return target
        return replace(target, book=read_workbook(file), variant=True)

    def _place(self, target: _Target) -> None:
        """Settle a target, or make a job of it."""
        book, folder = target.book, target.folder
        assert folder is not None
        missing = tuple(_file_name(stem) for stem in book.needs if not folder.has(stem))
        if target.variant and not self.request.trusts(book, target.client):
            values = {"file": book.file.name, "client": target.client}
            self._settle(target, FAILED, "untrusted", values)
        elif missing:
            self._settle(target, SKIPPED, "missing", {"files": missing}, missing=missing)
        else:
            job = self._job(target)
            record = state.read(state.record_file(job))
            if not self.request.force and state.unchanged(job, record, self.digests):
                self.settled.append(state.from_record(job, record, UNCHANGED))
            else:
                self.jobs.append(job)

    def _job(self, target: _Target) -> Job:
        book = target.book
        typed = given(self.request.parameters, book.parameters, self.request.locale)
        told = {
            "client": target.client,
            "year": target.year,
            "language": target.language,
            "audience": target.audience,
            "draft": self.request.draft,
            "issued": self.today,
        }
        job = Job(
            report=book.report,
            notebook=book.file,
            client=target.client,
            client_name=target.folder.name if target.folder else target.client,
            fictional=bool(target.folder and target.folder.fictional),
            year=target.year,
            language=target.language,
            audience=target.audience,
            partner=str(typed.get("partner") or ""),
            draft=self.request.draft,
            with_pdf=self.request.pdf,
            parameters={name: told[name] for name in told if name in book.parameter_names} | typed,
            issued_on_purpose=typed.get("issued"),
            needs=book.needs,
            reads=book.reads,
            variant=target.variant,
            engine=self.request.engine,
            limits=self.request.limits,
            data=self.space.root,
            outputs=self.outputs,
            run=self.folder,
        )
        return replace(job, run=self.folder / job.key)

    def _settle(
        self,
        target: _Target,
        ended: str,
        code: str,
        values: Mapping[str, Any],
        **more: Any,
    ) -> None:
        told = reason(code, values, target.language)
        self.settled.append(Outcome(job=self._job(target), state=ended, reason=told, **more))

    def _faults(self, target: _Target, faults: workspace.InputFaults) -> None:
        details = tuple(faults.text(target.language).splitlines())
        self._settle(target, FAILED, "faults", {"count": len(faults.faults)}, details=details)


def _chosen(request: Request, books: Mapping[str, Workbook]) -> list[Workbook]:
    names = dict.fromkeys(request.reports) or books
    return [books[known_name("report", name, books)] for name in names]


def _refuse_unknown(request: Request, books: Sequence[Workbook]) -> None:
    """Refuse what no report of the request knows, and values of a wrong type."""
    known_name("engine", request.engine, ENGINES)
    if request.pdf and pdf.browser() is None:
        raise Refusal("no_browser")
    for language in request.languages:
        known_name("language", language, LANGUAGES)
    for audience in request.audiences:
        known_name("audience", audience, {name for book in books for name in book.audiences})
    known = {name for book in books for name in book.parameter_names}
    for name in request.parameters:
        if name in RESERVED:
            code = "reserved_client" if name == "client" else "reserved_parameter"
            raise Refusal(code, name=name)
        known_name("parameter", name, sorted(known.difference(RESERVED)))
    for book in books:
        given(request.parameters, book.parameters, request.locale)


def _folders(space: workspace.Workspace, request: Request) -> Iterator[tuple[str, int]]:
    """Clients and years of a request; the latest year with inputs where none is told."""
    for client in dict.fromkeys(request.clients) or space.clients():
        if request.years:
            yield from ((client, year) for year in dict.fromkeys(request.years))
        elif request.clients or space.years(client):
            yield client, space.latest_year(client, request.locale)


def _file_name(stem: str) -> str:
    """The file, or folder, to fill for an input by its stem."""
    if stem in layout.FOLDERS:
        return f"{stem}/"
    return f"{stem}.yml" if stem in (*layout.MAPS, "client") else f"{stem}.csv"
