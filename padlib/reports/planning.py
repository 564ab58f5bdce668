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
from padlib.reports.making import FAULTS, input_faults, told_faults
from padlib.reports.parameters import RESERVED, Refusal, given, known_name
from padlib.reports.running import failed, reason
from padlib.reports.trust import Trust
from padlib.reports.workbooks import AUDIENCES, LANGUAGES, Workbook, WorkbookError, collection
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
    partners: Sequence[str] = ()  # ids; with them, only what is made once a partner
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
    order: tuple[str, ...] = ()  # keys of the jobs, as a reader expects them
    superseded: tuple[Path, ...] = ()  # records of earlier runs that hold no longer

    @property
    def language(self) -> str:
        """The language of all internal pages, or that of who asks when they differ."""
        internal = {job.language for job in self.all_jobs if job.audience == "internal"}
        languages = internal or {job.language for job in self.all_jobs}
        return languages.pop() if len(languages) == 1 else self.locale

    @property
    def all_jobs(self) -> tuple[Job, ...]:
        """Every job: internal pages first, then the partners' editions, report by report."""
        jobs = {job.key: job for job in (*self.jobs, *(one.job for one in self.settled))}
        return tuple(jobs[key] for key in dict.fromkeys([*self.order, *jobs]))


def planned(request: Request) -> Plan:
    """What is to be made: each report of each client, year, language and edition asked for.

    An edition that is made once a partner is made for each who has answers, or for those named.
    Nothing is written and no workbook is run.

    Raises
    ------
    Refusal, workspace.UnknownName
        If a client, year, report, language, edition, partner, engine or parameter is not known.
    """
    request = _partner_told(request)
    space = workspace.find(request.data, request.locale)
    books = collection(request.notebooks)
    chosen = _chosen(request, books)
    _refuse_unknown(request, chosen)
    planner = _Planner(request, space, chosen)
    for client, year in _folders(space, request):
        planner.add(client, year)
    planner.refuse_unknown_partners()
    return Plan(
        space=space,
        outputs=planner.outputs,
        folder=planner.folder,
        books=books,
        clients=planner.clients,
        jobs=tuple(planner.jobs),
        settled=tuple(planner.settled),
        locale=request.locale,
        order=tuple(planner.order),
        superseded=tuple(planner.superseded),
    )


@dataclass(frozen=True)
class _Target:
    """One page of one report; without a partner, all of an edition that is made once a partner."""

    book: Workbook
    client: str
    year: int
    language: str
    audience: str
    folder: workspace.Folder | None = None  # None when client.yml has faults
    variant: bool = False
    partner: str = ""
    show: str = ""  # the page's value of `show`, of a report that makes several


@dataclass
class _Planner:
    """Collects the jobs of a request."""

    request: Request
    space: workspace.Workspace
    books: Sequence[Workbook]
    jobs: list[Job] = field(default_factory=list)
    settled: list[Outcome] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    clients: dict[tuple[str, int], workspace.Folder] = field(default_factory=dict)
    partners: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)  # names by id
    unread: set[tuple[str, int]] = field(default_factory=set)  # whose partners cannot be read
    records: dict[tuple[str, int], list[state.Record]] = field(default_factory=dict)
    superseded: list[Path] = field(default_factory=list)  # records that hold no longer
    told: set[tuple[str, int, str, str]] = field(default_factory=set)  # what keeps a report

    def __post_init__(self) -> None:
        self.digests = state.Digests(self.space)
        self.outputs = (self.request.outputs or self.space.root.parent / "outputs").resolve()
        now = dt.datetime.now()
        self.today = now.date().isoformat()
        self.folder = self.outputs / "runs" / f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"

    def add(self, client: str, year: int) -> None:
        """Plan every report of a client's year: internal pages first, then partners' editions."""
        try:
            folder = workspace.open_client(client, year, data=self.space.root)
        except workspace.InputFaults as faults:
            self.unread.add((client, year))
            for language in self._languages(faults.language):
                for book in self.books:
                    target = _Target(book, client, year, language, book.audiences[0])
                    self._settle(target, FAILED, FAULTS, {}, faults=faults)
            return
        self.clients[client, year] = folder
        self.partners[client, year] = self._partner_names(folder)
        found = [self._own(_Target(book, client, year, "", "", folder)) for book in self.books]
        own = [target for target in found if target is not None]
        for audience in AUDIENCES:
            for target in own:
                if self._asked(target.book, audience):
                    self._edition(replace(target, audience=audience))

    def refuse_unknown_partners(self) -> None:
        """Refuse a partner that none of the clients has, with the nearest known."""
        known = sorted({partner for names in self.partners.values() for partner in names})
        for partner in () if self.unread else self.request.partners:
            known_name("partner", partner, known)

    def _partner_names(self, folder: workspace.Folder) -> dict[str, str]:
        """Names of the partners of a year by id; without `partners.csv` they go by their ids."""
        stems = {book.partners for book in self.books if book.partners}
        try:
            if folder.has("partners"):
                return {str(one): str(name) for one, name in folder.partners()["name"].items()}
            found = [folder.partners_with(stem) for stem in stems if folder.has(stem)]
        except workspace.InputFaults:
            self.unread.add((folder.id, folder.year))
            return {}
        return {partner: partner for partners in found for partner in partners}

    def _languages(self, own: str) -> Sequence[str]:
        return tuple(dict.fromkeys(self.request.languages)) or (own,)

    def _own(self, target: _Target) -> _Target | None:
        """The target with the client's own workbook of the same name, if there is one."""
        file = self.space.root / "clients" / target.client / "notebooks" / target.book.file.name
        if not file.exists():
            return target
        try:
            return replace(target, book=read_workbook(file), variant=True)
        except WorkbookError as error:
            values = {"file": error.file.name, "why": error.why}
            first = replace(target, audience=target.book.audiences[0], variant=True)
            self._settle_whole(first, FAILED, "workbook", values)
            return None

    def _asked(self, book: Workbook, audience: str) -> bool:
        """Whether an edition of a report is asked for.

        With partners named, only what is made once a partner is; a report named too that has
        nothing of the kind is made as it is.
        """
        asked = [one for one in book.audiences if one in (self.request.audiences or AUDIENCES)]
        if self.request.partners:
            by_partner = [one for one in asked if book.by_partner(one)]
            asked = by_partner or (asked if book.report in self.request.reports else [])
        return audience in asked

    def _edition(self, target: _Target) -> None:
        """One edition of a report: a page in each language, or each partner's in its own."""
        book, folder = target.book, target.folder
        assert folder is not None
        if book.by_partner(target.audience) and not self._concerned(target):
            return
        missing = tuple(_file_name(stem) for stem in book.needs if not folder.has(stem))
        if target.variant and not self.request.trusts(book, target.client):
            values = {"file": book.file.name, "client": target.client}
            self._settle_whole(target, FAILED, "untrusted", values)
        elif missing:
            self._settle_whole(target, SKIPPED, "missing", {"files": missing}, missing=missing)
        elif book.by_partner(target.audience):
            self._editions(target)
        else:
            for language in self._languages(folder.language):
                for show in self._shows(book):
                    self._place(replace(target, language=language, show=show))

    def _shows(self, book: Workbook) -> Sequence[str]:
        """Pages of a report that makes several: all of them, or the one asked for."""
        typed = given(self.request.parameters, book.parameters, self.request.locale)
        return (str(typed["show"]),) if book.shows and "show" in typed else book.shows or ("",)

    def _concerned(self, target: _Target) -> bool:
        """Whether a client has one of the partners asked for, as far as can be known."""
        asked, key = set(self.request.partners), (target.client, target.year)
        return not asked or key in self.unread or bool(asked & set(self.partners[key]))

    def _editions(self, target: _Target) -> None:
        """The pages of an edition that is made once for each partner who has answers.

        Of those who have, an input may name some as due and the others on request; a page that was
        made on request is kept up to date from then on.
        """
        book, folder = target.book, target.folder
        assert folder is not None
        standing = self._standing(target)
        try:
            partners = folder.partners_with(book.partners)
            due = {*folder.partners_due(book.partners), *(one.partner for one in standing)}
        except workspace.InputFaults as faults:
            self._settle_whole(target, FAILED, FAULTS, {}, faults=faults)
            return
        file = _file_name(book.partners)
        known = (*partners, *self.partners[target.client, target.year])
        unasked = [one for one in partners if one in due]
        for partner in dict.fromkeys(self.request.partners or unasked):
            theirs = target.audience == "partner"
            own = folder.partner_language(partner) if theirs else folder.language
            for language in self._languages(own):
                one = replace(target, partner=partner, language=language)
                if partner in partners:
                    self._place(one)
                elif partner in known:
                    self._settle(one, SKIPPED, "partner_without", {"file": file})
        if not unasked and not self.request.partners:
            code, missing = ("no_partner_due", ()) if partners else ("no_partner", (file,))
            self._settle_whole(target, SKIPPED, code, {"file": file}, missing=missing)
        elif not self.request.partners:
            self._supersede(target, partners)
            for one in standing:
                if one.partner not in partners:
                    self._settle(one, SKIPPED, "partner_without", {"file": file})

    def _standing(self, target: _Target) -> list[_Target]:
        """Pages that earlier runs left of an edition made once a partner."""
        asked = self.request.partners
        return [
            replace(target, partner=record["partner"], language=record["language"])
            for record in self._records(target)
            if record["partner"]
            and (not asked or record["partner"] in asked)
            and (self.outputs / (record.get("path") or "-")).exists()
        ]

    def _supersede(self, target: _Target, partners: Sequence[str]) -> None:
        """Drop records that tell of no page and of no partner whose page is to be made."""
        for record in self._records(target):
            lost = not (self.outputs / (record.get("path") or "-")).exists()
            if lost and record["partner"] not in partners:
                self.superseded.append(state.record_at(self.outputs, record["key"]))

    def _records(self, target: _Target) -> list[state.Record]:
        key = target.client, target.year
        if key not in self.records:
            self.records[key] = state.records(self.outputs, *key)
        mine = target.book.report, target.audience
        return [one for one in self.records[key] if (one["report"], one["audience"]) == mine]

    def _place(self, target: _Target) -> None:
        """Make a job of a target, unless its page stands."""
        job = self._job(target)
        record = state.read(state.record_file(job))
        if not self.request.force and state.unchanged(job, record, self.digests):
            self.settled.append(state.from_record(job, record, UNCHANGED))
        else:
            self.jobs.append(job)
        self.order.append(job.key)

    def _job(self, target: _Target) -> Job:
        book = target.book
        typed = given(self.request.parameters, book.parameters, self.request.locale)
        told = {
            "client": target.client,
            "year": target.year,
            "language": target.language,
            "partner": target.partner or None,
            "audience": target.audience,
            "draft": self.request.draft,
            "issued": self.today,
        }
        told |= {"show": target.show} if target.show else {}
        names = self.partners.get((target.client, target.year), {})
        job = Job(
            report=book.report,
            notebook=book.file,
            client=target.client,
            client_name=target.folder.name if target.folder else target.client,
            fictional=bool(target.folder and target.folder.fictional),
            year=target.year,
            language=target.language,
            audience=target.audience,
            partner=target.partner,
            partner_name=names.get(target.partner, target.partner),
            show="" if target.show in book.shows[:1] else target.show,
            reader=target.folder.language if target.folder and not self.request.languages else "",
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
        *,
        missing: tuple[str, ...] = (),
        faults: workspace.InputFaults | None = None,
    ) -> None:
        """An outcome known without running the report."""
        job = self._job(target)
        if faults is not None:
            outcome = failed(job, input_faults(job) or told_faults(faults.faults, job.told_in))
        else:
            told = reason(code, values, job.told_in)
            outcome = Outcome(job=job, state=ended, reason=told, missing=missing)
        self.settled.append(outcome)
        self.order.append(job.key)

    def _settle_whole(
        self, target: _Target, ended: str, code: str, *told: Any, **more: Any
    ) -> None:
        """What keeps an edition from being made: told for the pages that stand from earlier runs,
        else once for the report, whatever its editions and partners."""
        folder, by_partner = target.folder, target.book.by_partner(target.audience)
        assert folder is not None
        once = (target.client, target.year, target.book.report, code)
        standing = self._standing(target) if by_partner else []
        if not standing and once not in self.told:
            standing = [replace(target, language=one) for one in self._languages(folder.language)]
        self.told.add(once)
        for one in standing:
            self._settle(one, ended, code, *told, **more)
        if by_partner:
            self._supersede(target, ())


def _chosen(request: Request, books: Mapping[str, Workbook]) -> list[Workbook]:
    names = dict.fromkeys(request.reports) or books
    return [books[known_name("report", name, books)] for name in names]


def _partner_told(request: Request) -> Request:
    """A partner typed as a parameter is one named by its option."""
    typed = dict(request.parameters)
    partner = typed.pop("partner", "").strip()
    partners = [*request.partners, partner] if partner else request.partners
    return replace(request, parameters=typed, partners=tuple(dict.fromkeys(partners)))


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
    """The file to fill for an input by its stem; one a partner, of those that a folder holds."""
    if stem in layout.FOLDERS:
        return f"{stem}/*{layout.FOLDERS[stem][0]}"
    return f"{stem}.yml" if stem in (*layout.MAPS, "client") else f"{stem}.csv"
