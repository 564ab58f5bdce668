"""`pad`: parses, calls, prints."""

import codecs
import contextlib
import io
import json
import locale
import os
import sys
import textwrap
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table

    from padlib.display.words import Words
    from padlib.reports.jobs import Job, Outcome
    from padlib.reports.planning import Plan
    from padlib.reports.workbooks import Workbook
    from padlib.workspace import CheckResult
    from padlib.workspace.collecting import Collection

WELL, FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130  # exit codes
WIDTH = 80
NAMED = 3  # partners of whom each page has a line of its own in the summary
TITLE = 14  # characters of a report's title that a partner's name leaves
LISTED = 20  # deals of each sort that `collect` shows one by one
WORTH_TELLING = ("amount", "stage", "expected_close")  # of a deal that is new
FOR = 7  # characters of ", pour " in the longer language
STATES = ("done", "unchanged", "skipped", "failed")
_PLAIN = {
    "°": "o",
    "–": "-",
    "·": "-",
    "’": "'",
    "…": "...",
    "→": "->",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "€": "EUR",
    "≥": ">=",
}

app = typer.Typer(
    name="pad",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Clients = Annotated[list[str] | None, typer.Argument(metavar="CLIENT")]
Years = Annotated[list[int] | None, typer.Option("--year", metavar="YEAR")]
Reports = Annotated[list[str] | None, typer.Option("--report", metavar="ID")]
Languages = Annotated[list[str] | None, typer.Option("--language", metavar="fr|en")]
Data = Annotated[Path | None, typer.Option("--data", envvar="PAD_DATA")]
Outputs = Annotated[Path | None, typer.Option("--outputs", envvar="PAD_OUTPUTS")]
AsJson = Annotated[bool, typer.Option("--json")]


@app.callback()
def pad() -> None:
    pass


@app.command()
def run(  # noqa: PLR0917  typer reads one option off each
    clients: Clients = None,
    years: Years = None,
    reports: Reports = None,
    languages: Languages = None,
    audiences: Annotated[list[str] | None, typer.Option("--audience", metavar="ID")] = None,
    partners: Annotated[list[str] | None, typer.Option("--partner", metavar="ID")] = None,
    parameters: Annotated[list[str] | None, typer.Option("-p", metavar="NAME=VALUE")] = None,
    draft: Annotated[bool, typer.Option("--draft")] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
    trust: Annotated[bool, typer.Option("--trust")] = False,
    pdf: Annotated[bool, typer.Option("--pdf")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1)] = os.cpu_count() or 1,
    engine: Annotated[str | None, typer.Option("--engine", metavar="forked|stock")] = None,
    data: Data = None,
    outputs: Outputs = None,
    as_json: AsJson = False,
) -> None:
    begun = time.monotonic()
    from padlib.reports import isolation

    if force or not Path(outputs or "outputs", "runs").exists():
        isolation.warm_up()  # something will be made: start while the plan is drawn up
    from padlib.reports import batch, planning, state
    from padlib.reports.running import run_job
    from padlib.reports.trust import Trust

    with _refusing():
        plan = planning.planned(
            planning.Request(
                data=data,
                outputs=outputs,
                clients=clients or (),
                years=years or (),
                reports=reports or (),
                languages=languages or (),
                audiences=audiences or (),
                partners=partners or (),
                parameters=_pairs(parameters or ()),
                draft=draft,
                pdf=pdf,
                force=force,
                engine=engine or planning.ENGINES[0],
                locale=user_language(),
                trusts=Trust(told=trust, ask=_ask_trust),
            )
        )
    say = _words(plan.language)
    watch = Progress(say, plan)
    with ThreadPoolExecutor(jobs) as executor, watch, _interruptible(say):
        outcomes = batch.run(
            plan, executor, watch.ended, lambda job: run_job(job, lambda *at: watch.cell(job, *at))
        )
    code = FAILED if any(outcome.state == "failed" for outcome in outcomes) else WELL
    if as_json:
        _print_json(
            exit_code=code,
            index=str(_index(plan)),
            manifest=str(plan.folder / "manifest.json"),
            reports=[state.as_json(outcome) for outcome in outcomes],
        )
    else:
        _print_summary(say, plan, outcomes, code, time.monotonic() - begun)
    raise typer.Exit(code)


@app.command(name="list")
def list_(  # noqa: PLR0917  typer reads one option off each
    clients: Clients = None,
    years: Years = None,
    reports: Annotated[bool, typer.Option("--reports")] = False,
    data: Data = None,
    outputs: Outputs = None,
    as_json: AsJson = False,
) -> None:
    if reports:
        _list_workbooks(as_json)
        return
    from padlib.reports import planning, state
    from padlib.reports.jobs import Outcome

    language = user_language()
    with _refusing():
        request = planning.Request(
            data=data,
            outputs=outputs,
            clients=clients or (),
            years=years or (),
            locale=language,
            trusts=lambda *_: True,  # nothing is run here, and nothing is remembered
        )
        plan = planning.planned(request)
        known = {client: plan.space.years(client) for client in plan.space.clients()}
    outcomes = [*plan.settled, *(Outcome(job=job, state="ready") for job in plan.jobs)]
    if as_json:
        shown = dict.fromkeys(outcome.job.client for outcome in outcomes)
        _print_json(
            years=known,
            reports=[state.as_json(outcome) for outcome in outcomes],
            variants={client: _variants_as_json(plan, client) for client in shown},
        )
    else:
        _print_readiness(_words(language), plan, outcomes, known)


@app.command()
def check(
    clients: Annotated[list[str], typer.Argument(metavar="CLIENT")],
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    from padlib import workspace
    from padlib.reports.workbooks import collection

    language = user_language()
    with _refusing():
        space = workspace.find(data, language)
        found = {client: workspace.check(client, year, data=space.root) for client in clients}
        books = collection()
    say = _words(language)
    warnings = {
        client: [
            *(workspace.sentence(one, language) for one in result.warnings),
            *_strangers(say, space.client_folder(client), books),
        ]
        for client, result in found.items()
    }
    code = FAILED if any(result.faults for result in found.values()) else WELL
    if as_json:
        told = {
            client: {
                "faults": [workspace.sentence(fault, language) for fault in result.faults],
                "warnings": warnings[client],
            }
            for client, result in found.items()
        }
        _print_json(exit_code=code, clients=told)
    else:
        for client, result in found.items():
            _print_check(say, client, result, warnings[client])
    raise typer.Exit(code)


@app.command()
def new(  # noqa: PLR0917  typer reads one option off each
    client: Annotated[str, typer.Argument(metavar="CLIENT")],
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR")] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="fr|en")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT")] = None,
    plan: Annotated[str | None, typer.Option("--plan", metavar="PARTNER")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    if plan is not None:
        _new_plan(client, plan, year, language=language, data=data, as_json=as_json)
        return
    from padlib import workspace

    told = language or user_language()
    with _refusing():
        written = workspace.new_client(client, year, data, language=told, name=name)
    if as_json:
        _print_json(written=[str(file) for file in written])
        return
    say, console = _words(user_language()), _console()
    console.print(say("cli.new.some" if written else "cli.new.none", n=len(written), client=client))
    for file in written:
        console.print(f"  {_short(file)}")


def _new_plan(
    client: str,
    partner: str,
    year: int | None,
    *,
    language: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """A partner's plan to complete."""
    from padlib.workspace import drafting

    with _refusing():
        made = drafting.new_plan(client, partner, year, data, language=language)
    if as_json:
        written = [str(made.file)] if made.written else []
        _print_json(written=written, unread=list(made.unread), actions=made.taken)
        return
    say, console = _words(user_language()), _console()
    if not made.written:
        console.print(say("cli.new.plan_there", file=_short(made.file)))
        return
    console.print(say("cli.new.plan", file=_short(made.file), n=made.taken))
    if made.unread:
        console.print(say("cli.new.plan_unread", files=made.unread))


@app.command()
def sign(
    client: Annotated[str, typer.Argument(metavar="CLIENT")],
    partner: Annotated[str, typer.Argument(metavar="PARTNER")],
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    from padlib.workspace import signing

    with _refusing():
        signed = signing.sign(client, partner, year, data)
    if as_json:
        _print_json(
            file=str(signed.file),
            status=signed.status,
            entries=signed.entries,
            renewed=list(signed.renewed),
            backup=str(signed.kept) if signed.kept else None,
        )
        return
    say, console = _words(user_language()), _console()
    code = "some" if signed.kept else "none"
    console.print(say(f"cli.sign.{code}", n=signed.entries, file=_short(signed.file)))
    if signed.kept:
        console.print(say("cli.collect.backup", file=_short(signed.kept)))


@app.command()
def collect(  # noqa: PLR0917  typer reads one option off each
    client: Annotated[str, typer.Argument(metavar="CLIENT")],
    export: Annotated[Path, typer.Argument(metavar="FILE")],
    crm: Annotated[str, typer.Option("--from", metavar="CRM|FILE")],
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR")] = None,
    dates: Annotated[str | None, typer.Option("--dates", metavar="dmy|mdy")] = None,
    decimal: Annotated[str | None, typer.Option("--decimal", metavar="comma|point")] = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    from padlib.workspace import collecting

    language = user_language()
    with _refusing():
        found = collecting.collect(
            client,
            export,
            crm,
            year,
            data,
            dates=dates or "",
            decimal=decimal or "",
            language=language,
        )
    say = _words(language)
    if not as_json:
        _print_collection(say, found)
    code = FAILED if found.refused else WELL
    written, kept = False, None
    if found.has_changes:
        agreed = yes or (not as_json and _ask_to_write(say, found))
        if agreed:
            with _refusing():
                kept = found.write()
            written = True
        elif as_json or not _is_asked():
            code = REFUSED
    if as_json:
        _print_json(exit_code=code, **_collection_as_json(found, written, kept, language))
    else:
        _print_outcome(say, found, written, kept)
    raise typer.Exit(code)


@app.command()
def variant(  # noqa: PLR0917  typer reads one option off each
    client: Annotated[str, typer.Argument(metavar="CLIENT")],
    report: Annotated[str, typer.Argument(metavar="REPORT")],
    source: Annotated[Path | None, typer.Option("--from", metavar="FILE")] = None,
    replace: Annotated[bool, typer.Option("--yes")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    from padlib import workspace
    from padlib.reports import variants
    from padlib.reports.parameters import Refusal, known_name
    from padlib.reports.workbooks import collection

    language = user_language()
    with _refusing():
        folder = workspace.find(data, language).client_folder(client, language)
        books = collection()
        book = books[known_name("report", report, books)]
        try:
            kept = variants.keep(folder, book, source, replace=replace, language=language)
        except Refusal as refusal:
            if as_json and refusal.code == "variant_there":
                _print_json(path=refusal.values["file"], state=variants.THERE, backup=None)
            raise
    if as_json:
        backup = str(kept.backup) if kept.backup else None
        _print_json(path=str(kept.path), state=kept.state, backup=backup)
        return
    say, file = _words(language), _short(kept.path)
    told = "none" if kept.state == variants.UNCHANGED else "some"
    _print_wrapped(say(f"cli.variant.{told}", file=file, client=client, report=report))
    if kept.backup:
        _print_wrapped(say("cli.collect.backup", file=_short(kept.backup)))


@app.command()
def lab(
    more: Annotated[list[str] | None, typer.Argument(metavar="[-- OPTION]")] = None,
    data: Data = None,
    outputs: Outputs = None,
) -> None:
    from padlib import workspace
    from padlib.reports.lab import command, serve

    with _refusing():
        try:
            data = workspace.find(data, user_language()).root
        except workspace.UnknownName:
            if data is not None:
                raise  # without one, the workbooks open all the same and say what is lacking
    if data is not None:
        outputs = outputs or data.parent / "outputs"
    reached = [place for place in (data, outputs) if place is not None]
    raise typer.Exit(serve([*command(*reached), *(more or ())], data, outputs))


def main() -> None:
    """The entry point of `pad`."""
    codecs.register_error("padlib.plain", _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that a terminal lacks has a stand-in
            stream.reconfigure(errors="padlib.plain")
    command = typer.main.get_command(app)
    _tell(command, _help_texts(user_language()))
    command()


def user_language() -> str:
    """French or English, as the user's system is set."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    told = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return "fr" if told.lower().startswith("fr") else "en"


class Progress:
    """What is told while reports are made, on standard error: a line for each that ended.

    On a terminal, those that run stand below with the cell they are at.
    """

    def __init__(self, say: "Words", plan: "Plan") -> None:
        self.say, self.plan = say, plan
        self.console = _console(stderr=True)
        self.begun = time.monotonic()
        self.count = 0
        self.group = ""
        self.told: set[tuple[str, ...]] = set()
        self.running: dict[str, tuple[Job, float, int, int]] = {}
        self.live: Live | None = None

    def __enter__(self) -> "Progress":
        if self.console.is_terminal:
            from rich.live import Live

            self.live = Live(
                get_renderable=self._below,
                console=self.console,
                transient=True,
                refresh_per_second=5,
            )
            self.live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.live is not None:
            self.live.stop()

    def cell(self, job: "Job", cell: int, cells: int) -> None:
        """A report has come to a cell."""
        begun = self.running[job.key][1] if job.key in self.running else time.monotonic()
        self.running[job.key] = (job, begun, cell, cells)

    def ended(self, outcome: "Outcome") -> None:
        """A report has ended; one that had nothing to do is told in the summary alone."""
        self.count += 1
        self.running.pop(outcome.job.key, None)
        if outcome.state in ("unchanged", "skipped"):
            return
        group = _group(outcome.job, self.say)
        edition = outcome.job.audience == "partner"  # its line says so: no heading for it alone
        if group != self.group and not (edition and self.group.startswith(_year(outcome.job))):
            self.console.print(group)
            self.group = group
        self.console.print(self._line(outcome))
        self._tell_more(outcome)

    def _tell_more(self, outcome: "Outcome") -> None:
        """Faults, once where several reports meet the same; else where the log is."""
        if outcome.details and outcome.details not in self.told:
            self.told.add(outcome.details)
            for line in outcome.details:
                self.console.print(f"      {line}")
        elif outcome.log is not None and not outcome.details:
            self.console.print(f"      {self.say('cli.log', path=_short(outcome.log))}")

    def _line(self, outcome: "Outcome") -> str:
        say, sign = self.say, self.say(f"cli.signs.{outcome.state}")
        title = f"  {sign:<4} {_told(self.plan, outcome.job, say, 32):<32}"
        took = say("cli.seconds", seconds=outcome.seconds)
        if outcome.state == "failed":
            return f"{title} {took:>8}   {outcome.reason}"
        size, warnings = _size(say, outcome), say("cli.warnings", n=outcome.warnings or 0)
        return f"{title} {took:>8} {size:>8}   {warnings}"

    def _below(self) -> str:
        seconds = int(time.monotonic() - self.begun)
        clock = f"{seconds // 60:02}:{seconds % 60:02}"
        lines = [f"  {self.count}/{len(self.plan.all_jobs)}  {clock}"]
        for job, begun, cell, cells in list(self.running.values()):
            took = self.say("cli.seconds", seconds=time.monotonic() - begun)
            at = self.say("cli.cell", cell=cell, cells=cells) if cells else ""
            title = _told(self.plan, job, self.say, 32)
            lines.insert(-1, f"  ...  {title:<32} {took:>8}   {at}")
        return "\n".join(lines)


def _print_summary(
    say: "Words", plan: "Plan", outcomes: Sequence["Outcome"], code: int, seconds: float
) -> None:
    console = _console()
    found = Counter(outcome.state for outcome in outcomes)
    counts = ", ".join(
        say(f"cli.counts.{state}", n=found[state]) for state in STATES if found[state]
    )
    if not outcomes:
        console.print(say("cli.nothing"))
        return
    reports = say("cli.counts.reports", n=len(outcomes))
    elapsed = say("cli.elapsed", seconds=seconds)
    console.print(f"{say('cli.summary', reports=reports, counts=counts)}   {elapsed}")
    _print_tables(say, plan, outcomes)
    pages = say("cli.pages", path=_short(_index(plan)))
    console.print(f"{pages} · {say('cli.exit', code=code)}")


def _print_tables(say: "Words", plan: "Plan", outcomes: Sequence["Outcome"]) -> None:
    """One table for each client, year and language, and one for its partners' editions, each
    under its name when there are several."""
    from rich.table import Table

    console = _console()
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(_group(outcome.job, say), []).append(outcome)
    for group, members in groups.items():
        if len(groups) > 1:
            console.print(group)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
        table.add_column(say("cli.table.report"), width=27)
        table.add_column(say("cli.table.state"), width=11)
        table.add_column(say("cli.table.warnings"), width=8, justify="right")
        table.add_column(say("cli.table.size"), width=7, justify="right")
        table.add_column(say("cli.table.cause"), ratio=1, overflow="fold")
        for alike in _alike(members):
            warnings = [one.warnings for one in alike if one.warnings is not None]
            table.add_row(
                _titled(plan, alike, say),
                say(f"cli.states.{alike[0].state}"),
                str(sum(warnings)) if warnings else "-",
                _size(say, *alike),
                alike[0].reason,
            )
        _print_indented(table)


def _print_indented(table: "Table") -> None:
    console = _console()
    with console.capture() as laid_out:
        console.print(table, width=console.width - 2)
    for line in laid_out.get().splitlines():
        console.print(f"  {line}".rstrip())


def _print_readiness(
    say: "Words", plan: "Plan", outcomes: Sequence["Outcome"], known: Mapping[str, Sequence[int]]
) -> None:
    console = _console()
    shown = {outcome.job.client for outcome in outcomes}
    for client, years in known.items():
        if client not in shown:
            continue
        folders = [one for (name, _), one in plan.clients.items() if name == client]
        name = folders[0].name if folders else client
        console.print(f"{client} · {name} · {', '.join(map(str, years))}")
        mine = [one for one in outcomes if one.job.client == client]
        theirs = [one for one in mine if one.job.audience == "partner"]
        _print_ready(say, plan, [one for one in mine if one not in theirs])
        if theirs:
            console.print(f"  {say('cli.partner_editions')}")
            _print_ready(say, plan, theirs)
        for line in _variants(say, plan, client):
            _print_wrapped(line, 2)
    if not known:
        console.print(say("cli.no_client"))


def _print_ready(say: "Words", plan: "Plan", outcomes: Sequence["Outcome"]) -> None:
    """One line a report: its state, and for which partners, or what it takes."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    for width in (4, 30, 12):
        table.add_column(width=width)
    table.add_column(ratio=1, overflow="fold")
    for alike in _alike(outcomes, 1):
        one, state = alike[0], say(f"cli.states.{alike[0].state}")
        names = [each.job.partner_name for each in alike if each.job.partner]
        title = plan.books[one.job.report].titles[say.language] or one.job.report
        told = one.reason or (say.format.list(names) if names else "")
        table.add_row(str(one.job.year), title, state, told)
    _print_indented(table)


def _variants(say: "Words", plan: "Plan", client: str) -> Iterator[str]:
    """A client's own workbooks, a sentence each, then those that stand in for none."""
    from padlib.reports import variants

    folder = plan.space.client_folder(client)
    for report, state in variants.states(folder, plan.books).items():
        book = plan.books[report]
        title = book.titles[say.language] or report
        yield say(f"cli.variant.{state}", title=title, file=book.file.name)
    yield from _strangers(say, folder, plan.books)


def _strangers(say: "Words", folder: Path, books: "Mapping[str, Workbook]") -> Iterator[str]:
    """A sentence for each notebook among a client's variants that nothing runs."""
    from padlib.reports import variants

    for name, near in variants.strangers(folder, books):
        file = f"{folder.name}/{variants.FOLDER}/{name}"
        code = "stranger_near" if near else "stranger"
        yield say(f"cli.variant.{code}", file=file, near=near or "")


def _variants_as_json(plan: "Plan", client: str) -> dict[str, Any]:
    """A client's own workbooks by report, and the names of those that stand in for none."""
    from padlib.reports import variants

    folder = plan.space.client_folder(client)
    found = variants.states(folder, plan.books).items()
    return {
        "reports": {
            report: {
                "path": str(folder / variants.FOLDER / plan.books[report].file.name),
                "state": state,
            }
            for report, state in found
        },
        "others": [name for name, _ in variants.strangers(folder, plan.books)],
    }


def _alike(outcomes: Sequence["Outcome"], named: int = NAMED) -> list[list["Outcome"]]:
    """The pages of a report that ended alike, together when they are of more partners than are
    named one by one."""
    groups: dict[tuple[str, ...], list[Outcome]] = {}
    for one in outcomes:
        by_partner = "partner" if one.job.partner else one.job.key
        key = (str(one.job.year), one.job.report, by_partner, one.state, one.reason)
        groups.setdefault(key, []).append(one)
    return [
        alike
        for group in groups.values()
        for alike in ([group] if len(group) > named else [[one] for one in group])
    ]


def _list_workbooks(as_json: bool) -> None:
    from padlib.reports.workbooks import collection

    books, language = collection(), user_language()
    if as_json:
        told = {
            book.report: {
                "titles": dict(book.titles),
                "needs": list(book.needs),
                "audiences": list(book.audiences),
                "partners": book.partners,
                "partners_of": list(book.partners_of),
                "parameters": [vars(one) for one in book.parameters],
            }
            for book in books.values()
        }
        _print_json(reports=told)
        return
    console = _console()
    for book in books.values():
        console.print(f"{book.report} · {book.titles[language]}")
        console.print(f"  {book.questions[language]}")
        for one in book.parameters:
            told_as = f"{one.name}: {one.type} = {one.default!r}"
            console.print(f"    {told_as:<36} {one.comment}")


def _print_check(say: "Words", client: str, result: "CheckResult", warnings: Sequence[str]) -> None:
    from padlib import workspace

    console = _console()
    for line in [*workspace.listing(result.faults, say.language), *warnings]:
        console.print(line)
    counts = {"faults": len(result.faults), "warnings": len(warnings)}
    console.print(say("cli.checked", client=client, **counts))


def _print_collection(say: "Words", found: "Collection") -> None:
    """What an export adds, changes and leaves, and what is to be mended in it."""
    folder, export = found.folder, found.export
    head = {"client": folder.name, "year": str(folder.year), "crm": export.mapping.name}
    _print_wrapped(say("cli.collect.head", **head, n=len(export.rows), file=export.file))
    for line in _how_it_was_read(say, found):
        _print_wrapped(line, 2)
    names = {str(one): str(name) for one, name in folder.partners()["name"].items()}
    if found.added:
        amount = _sum(say, found, [one.values["amount"] for one in found.added])
        _print_wrapped(say("cli.collect.added", n=len(found.added), amount=amount))
    for new in found.added[:LISTED]:
        told = [_field(say, found, name, new.values[name], names) for name in WORTH_TELLING]
        _print_wrapped(f"{_deal(say, new.values, names)} · {' · '.join(told)}", 2)
    _print_more(say, len(found.added))
    if found.changed:
        _print_wrapped(say("cli.collect.changed", n=len(found.changed)))
    for change in found.changed[:LISTED]:
        _print_wrapped(_deal(say, change.values, names), 2)
        for name, pair in change.fields.items():
            before, after = (_field(say, found, name, value, names) for value in pair)
            column = say(f"cli.collect.fields.{name}")
            _print_wrapped(say("cli.collect.field", name=column, before=before, after=after), 4)
    _print_more(say, len(found.changed))
    for indent, line in _what_is_left(say, found):
        _print_wrapped(line, indent)


def _print_more(say: "Words", count: int) -> None:
    """How many deals a list did not show."""
    if count > LISTED:
        _print_wrapped(say("cli.collect.more", n=count - LISTED, option="--json"), 2)


def _print_wrapped(text: str, indent: int = 0, stderr: bool = False) -> None:
    """A sentence on as many lines as it takes, set off from the next one."""
    console = _console(stderr=stderr)
    margin = " " * indent
    for line in textwrap.wrap(
        text,
        console.width,
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_on_hyphens=False,
    ):
        console.print(line)


def _how_it_was_read(say: "Words", found: "Collection") -> Iterator[str]:
    """Columns, dates, currency, and what the mapping does not have."""
    export, columns = found.export, found.export.columns
    told = {"partner": columns["partner"], "amount": columns["amount"]}
    yield say("cli.collect.read_from", **told, date=columns["expected_close"])
    if export.dates.because:
        order = say(f"cli.collect.orders.{export.dates.choice}")
        at = {"line": export.dates.line or 0, "text": export.dates.text}
        yield say(f"cli.collect.dates_{export.dates.because}", order=order, **at)
    if export.rows and not export.has_currency:
        yield say("cli.collect.no_currency", currency=found.folder.currency)
    for (stage, code), lines in export.by_probability.items():
        values = {"n": len(lines), "code": say(f"cli.collect.stages.{code}")}
        key = "by_probability" if stage else "no_stage"
        yield say(f"cli.collect.{key}", stage=stage, **values)
    for origin, lines in export.other_origins.items():
        yield say("cli.collect.other_origin", origin=origin, n=len(lines))


def _what_is_left(say: "Words", found: "Collection") -> Iterator[tuple[int, str]]:
    """Rows that change nothing, those left out, and those to mend, each with its indent."""
    from padlib.workspace import sentence

    for key, held in (("unchanged", found.unchanged), ("staying", found.staying)):
        if held:
            yield 0, say(f"cli.collect.{key}", n=len(held), count=len(held))
    for key, rows in (("direct", found.direct), ("other_year", found.other_year)):
        if rows:
            amount = _sum(say, found, [row.amount for row in rows])
            lines = _lines(say, [row.line for row in rows])
            yield 0, say(f"cli.collect.{key}", n=len(rows), amount=amount, lines=lines)
    if found.other_year:
        year = found.folder.year
        yield 2, say("cli.collect.rule", year=str(year), next=str(year + 1))
    for key, numbers in (("repeated", found.repeated), ("no_deals", found.export.no_deals)):
        if numbers:
            yield 0, say(f"cli.collect.{key}", lines=_lines(say, numbers))
    if found.refused:
        yield 0, say("cli.collect.refused", n=len(found.refused))
    for fault in found.faults:
        yield 2, sentence(fault, say.language)


def _print_outcome(say: "Words", found: "Collection", written: bool, kept: Path | None) -> None:
    file = _short(found.before.path)
    if written:
        _print_wrapped(say("cli.collect.written", file=file))
        if kept is not None:
            _print_wrapped(say("cli.collect.backup", file=_short(kept)))
    elif not found.has_changes:
        _print_wrapped(say("cli.collect.nothing", file=file))
    elif _is_asked():
        _print_wrapped(say("cli.collect.declined"))
    else:
        _print_wrapped(say("cli.collect.asked", file=file), stderr=True)


def _collection_as_json(
    found: "Collection", written: bool, kept: Path | None, language: str
) -> dict[str, Any]:
    from padlib.workspace import sentence

    export = found.export
    rows = {"other_year": found.other_year, "no_partner": found.direct}
    return {
        "file": str(found.before.path),
        "mapping": export.mapping.name,
        "year": found.folder.year,
        "columns": export.columns,
        "dates": vars(export.dates),
        "amounts": vars(export.amounts),
        "rows": len(export.rows),
        "added": [{"line": one.line, **one.values} for one in found.added],
        "changed": [
            {
                "line": one.line,
                "deal_id": one.values["deal_id"],
                "fields": {name: list(pair) for name, pair in one.fields.items()},
            }
            for one in found.changed
        ],
        "unchanged": found.unchanged,
        "staying": found.staying,
        "left_out": {
            **{
                name: [{"line": row.line, "partner": row.partner, **row.values} for row in held]
                for name, held in rows.items()
            },
            "repeated": found.repeated,
            "no_deals": export.no_deals,
        },
        "to_mend": [
            {
                "code": fault.code,
                "lines": fault.values["lines"],
                "column": fault.column,
                "sentence": sentence(fault, language),
            }
            for fault in found.faults
        ],
        "written": written,
        "backup": str(kept) if kept else None,
    }


def _deal(say: "Words", values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A deal as people know it: its partner, and its name or else its id."""
    partner = str(values["partner_id"])
    deal = values.get("name") or values["deal_id"]
    return say("cli.collect.deal", partner=names.get(partner, partner), deal=str(deal))


def _field(
    say: "Words", found: "Collection", name: str, value: Any, names: Mapping[str, str]
) -> str:
    """A value of a deal, as people read it."""
    from padlib.workspace.collecting import money

    if value is None or value == "":
        return say("cli.collect.blank")
    if name == "amount":
        return money(value, found.folder.currency)[say.language]
    if name in ("stage", "origin"):
        return say(f"cli.collect.{name}s.{value}")
    if isinstance(value, date):
        return say.format.date(value)
    return names.get(value, value) if name == "partner_id" else str(value)


def _sum(say: "Words", found: "Collection", amounts: Sequence[float]) -> str:
    from padlib.workspace.collecting import money

    return money(sum(amounts), found.folder.currency)[say.language]


def _lines(say: "Words", numbers: Sequence[int]) -> str:
    return say("cli.collect.line", n=len(numbers), lines=[str(one) for one in numbers])


def _is_asked() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask_to_write(say: "Words", found: "Collection") -> bool:
    if not _is_asked():
        return False
    return typer.confirm(say("cli.collect.ask", file=_short(found.before.path)), err=True)


def _print_json(**told: Any) -> None:
    json.dump(told, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def _console(stderr: bool = False) -> "Console":
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    return console


def _words(language: str) -> "Words":
    from padlib.display import words

    return words.load(language)


def _group(job: "Job", say: "Words") -> str:
    edition = say("cli.partner_editions") if job.audience == "partner" else job.language
    return f"{_year(job)}{edition}"


def _year(job: "Job") -> str:
    return f"{job.client_name} · {job.year} · "


def _told(plan: "Plan", job: "Job", say: "Words", room: int) -> str:
    """A report's title as it is told among others: a partner's edition says whose it is."""
    if job.audience != "partner" or not job.partner:
        return _title(plan, job, say, room)
    partner = _cut(job.partner_name, room - TITLE)
    title = _cut(plan.books[job.report].titles[say.language], room - len(partner) - FOR)
    return say("cli.edition_for", title=title, partner=partner)


def _title(plan: "Plan", job: "Job", say: "Words", room: int = 200) -> str:
    """A report's title, with the partner where it is about one, cut to the room there is."""
    title = plan.books[job.report].titles[say.language] or job.report
    about = job.partner_name or (say(f"page.index.shows.{job.show}") if job.show else "")
    about = f" ({_cut(about, room - TITLE)})" if about else ""
    return _cut(title, room - len(about)) + about


def _titled(plan: "Plan", alike: Sequence["Outcome"], say: "Words") -> str:
    """The title of one report, or of those of several partners."""
    if len(alike) == 1:
        return _title(plan, alike[0].job, say)
    title = plan.books[alike[0].job.report].titles[say.language] or alike[0].job.report
    return say("cli.several_partners", title=title, n=len(alike))


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"


def _size(say: "Words", *outcomes: "Outcome") -> str:
    sizes = [one.size for one in outcomes if one.size is not None]
    return say("cli.kilobytes", kilobytes=sum(sizes) / 1000) if sizes else "-"


def _index(plan: "Plan") -> Path:
    """The index to open first: that of the one client's year and language, else of all."""
    homes = {job.home for job in plan.all_jobs if job.audience == "internal"}
    for job in plan.all_jobs if not homes else ():  # partners' editions, linked from the client's
        folder = plan.clients.get((job.client, job.year))
        homes.add(job.home.with_name(folder.language) if folder else job.home)
    index = (homes.pop() if len(homes) == 1 else plan.outputs) / "index.html"
    return index if index.exists() else plan.outputs / "index.html"


def _short(file: Path) -> str:
    """A path as seen from the current folder, when it is below it."""
    with contextlib.suppress(ValueError):
        return str(file.resolve().relative_to(Path.cwd().resolve()))
    return str(file)


def _ask_trust(variant: "Workbook", client: str) -> bool:
    """Ask before a client's own workbook runs for the first time; no when nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    say = _words(user_language())
    return typer.confirm(say("cli.trust", file=str(variant.file), client=client), err=True)


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """Tell in words what cannot be carried out, and end with its exit code."""
    from padlib import workspace
    from padlib.reports.parameters import Refusal
    from padlib.reports.workbooks import WorkbookError

    try:
        yield
    except Refusal as refusal:
        say = _words(user_language())
        _refuse(say(f"cli.refusals.{refusal.code}", **refusal.values))
    except workspace.WorkspaceError as error:
        _refuse(error.text(user_language()))
    except WorkbookError as error:
        _refuse(str(error))


@contextlib.contextmanager
def _interruptible(say: "Words") -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        _console(stderr=True).print(say("cli.interrupted"))
        raise typer.Exit(INTERRUPTED) from None


def _refuse(why: str) -> NoReturn:
    _console(stderr=True).print(why)
    raise typer.Exit(REFUSED)


def _pairs(typed: Sequence[str]) -> dict[str, str]:
    """The parameters typed as `name=value`."""
    from padlib.reports.parameters import Refusal

    pairs = {}
    for text in typed:
        name, sign, value = text.partition("=")
        if not sign:
            raise Refusal("not_a_pair", found=text)
        pairs[name.strip()] = value
    return pairs


def _tell(command: Any, told: Mapping[str, Any]) -> None:
    """Give a command, its options and its verbs their help, in the user's language."""
    command.help = told["verbs"][command.name]
    for option in command.params:
        text = told["options"].get(option.name)
        if text is not None:
            option.help = text
    for verb in getattr(command, "commands", {}).values():
        _tell(verb, told)


def _help_texts(language: str) -> Mapping[str, Any]:
    """Help is read from its file alone: it must not wait for the reports' machinery."""
    import yaml

    file = Path(__file__).parent / "display" / "words" / language / "cli.yml"
    told: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return dict(told["help"])


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """Plain signs for those that an output's encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    plain = "".join(_PLAIN.get(sign) or unicodedata.normalize("NFKD", sign) for sign in missing)
    return plain.encode("ascii", "ignore").decode() or "?", error.end


if __name__ == "__main__":
    main()
