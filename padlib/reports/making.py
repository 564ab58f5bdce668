"""Making one report, from its job to its bytes, in a process of its own."""

import os
import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from padlib.reports import record
from padlib.reports.jobs import STOCK, Job, Limits

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from padlib import workspace

FAULTS_SHOWN = 20  # of one file, on the screen
Progress = Callable[[int, int], None]

FAULTS = "faults"  # the inputs have faults; `details` has them
INPUTS = "inputs"  # the same, of files that a cell went on to read
NO_DATE = "no_date"  # nothing tells the day that the page would tell of: it is skipped
TOLD = "told"  # a refusal of the workspace, in its own words
CELL = "cell"  # a cell raised
OUTSIDE = "outside"  # something else than a cell raised
PAGE = "page"  # the page may not leave
OUTPUT = "output"  # a cell prints or shows too much
TOO_MUCH = "too_much"  # the cells do, together
TIME = "time"  # too slow
MEMORY = "memory"  # too large
KILLED = "killed"  # the process ended before its time
WRITING = "writing"  # the results could not be put in place


@dataclass(frozen=True, kw_only=True)
class Made:
    """A report as bytes, with what the manifest says of it."""

    page: bytes
    tables: bytes | None  # of an internal page
    warnings: int
    headline: str
    as_of: str | None
    issued: str | None
    key_figures: Mapping[str, Any]
    actions: tuple[Mapping[str, Any], ...]
    inputs: Mapping[str, str | None]
    seed: int | None = None
    cpu_seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why there is no report: a code for the words files, with its values."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    details: tuple[str, ...] = ()  # lines for the screen
    faults: tuple[str, ...] = ()  # every fault, a sentence each
    cpu_seconds: float = 0.0


class TimeIsUp(BaseException):
    """Raised in the cell that runs when the report's time is up. No `except Exception` hides it."""


def make(job: Job, progress: Progress) -> Made | Failure:
    """Check the inputs, run the workbook, export its page; writes in the job's run folder alone."""
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from padlib.reports.page import PageError

    try:
        with time_limit(job.limits.seconds):
            return input_faults(job) or _made(job, progress)
    except PapermillExecutionError as error:
        print("\n".join(error.traceback), file=sys.stderr)  # noqa: T201  into the report's log
        return _cell_failure(job, error)
    except PageError as error:
        traceback.print_exc()
        return Failure(code=PAGE, values={"why": str(error)})
    except DeadKernelError:
        return Failure(code=KILLED, values={"exit": "kernel"})
    except TimeIsUp:
        return Failure(code=TIME, values={"seconds": job.limits.seconds})
    except MemoryError:
        traceback.print_exc()
        return Failure(code=MEMORY, values=_megabytes(job.limits.memory_bytes))


def executed(job: Job, progress: Progress) -> "NotebookNode":
    """The job's notebook after papermill ran it; raise PapermillExecutionError when a cell does."""
    import nbformat
    import papermill

    file = job.run / f"{job.stem}.ipynb"
    file.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(job.notebook, as_version=4)
    notebook.metadata.setdefault("padlib", {})["variant"] = job.variant
    notebook.cells.append(_record_cell())
    nbformat.write(notebook, file)
    with _environment(PAD_DATA=str(job.data)):
        return papermill.execute_notebook(
            file,
            file,
            parameters=dict(job.parameters),
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=job.notebook.parent,
            **_engine(job, progress),
        )


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeIsUp in the body after so many seconds, where the system has such an alarm."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: object) -> None:
        raise TimeIsUp(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def memory_limit(limits: Limits) -> None:
    """Hold this process to the limit, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if sys.platform == "linux":  # elsewhere the limit is not kept, or counts what is not used
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def seeded() -> None:
    """A known start for what draws at random: forked processes share their parent's state."""
    import numpy as np

    random.seed(0)
    np.random.seed(0)


def _engine(job: Job, progress: Progress) -> dict[str, Any]:
    if job.engine == STOCK:
        from traitlets.config import Config

        # without this, each start of a kernel warns of connections that never leave the machine
        quiet = Config({"KernelManager": {"transport_encryption": "auto"}})
        return {"config": quiet}
    from padlib.reports import engine

    engine.register()
    return {
        "engine_name": engine.NAME,
        "output_bytes": job.limits.output_bytes,
        "progress": progress,
    }


def _record_cell() -> "NotebookNode":
    import nbformat

    cell = nbformat.v4.new_code_cell(record.CELL, id="padlib-record")
    cell.metadata["tags"] = ["padlib-record"]
    return cell


def input_faults(job: Job) -> Failure | None:
    """All that is wrong in the files that the report reads, before anything is computed."""
    from padlib import workspace

    days = {name: job.parameters.get(name) for name in ("as_of", "issued")}
    files = [*job.needs, *job.reads]
    found = workspace.check(job.client, job.year, files=files, data=job.data, **days).faults
    return told_faults(found, job.told_in) if found else None


def told_faults(found: Sequence["workspace.Fault"], language: str) -> Failure:
    """Faults of the inputs, in sentences."""
    from padlib import workspace

    told = workspace.InputFaults(found, language).text(limit=FAULTS_SHOWN)
    sentences = tuple(workspace.sentence(fault, language) for fault in found)
    values = {"count": len(found)}
    return Failure(code=FAULTS, values=values, details=tuple(told.splitlines()), faults=sentences)


def _made(job: Job, progress: Progress) -> Made | Failure:
    from padlib import display
    from padlib.reports import page

    notebook = executed(job, progress)
    if _size(notebook) > job.limits.output_bytes:  # a stock kernel does not count
        return Failure(code=TOO_MUCH, values=_megabytes(job.limits.output_bytes))
    shown = page.parts(notebook)
    html = page.page(notebook, report=job.report)
    masthead = page.data(shown, "masthead")
    told = _record(notebook)
    _refuse_whole_folder(job, masthead, told.pop("opened_for"))
    return Made(
        page=html.encode(),
        tables=None if job.tables is None else display.workbook(shown),
        warnings=len(page.data(shown, "quality").get("sentences", ())),
        headline=str(page.data(shown, "headline").get("text", "")),
        as_of=masthead.get("as_of"),
        issued=masthead.get("issued"),
        key_figures=page.data(shown, "key_figures").get("figures", {}),
        actions=tuple(
            row for part in shown if part["kind"] == "actions" for row in part["data"]["rows"]
        ),
        **told,
    )


def _refuse_whole_folder(
    job: Job, masthead: Mapping[str, Any], opened_for: Sequence[Sequence[str]]
) -> None:
    """A partner's page is computed from inputs narrowed to this partner, or it is not made.

    Raises
    ------
    PageError
    """
    from padlib.reports.page import PageError

    if masthead.get("audience", "internal") != job.audience:
        raise PageError(f"its masthead does not say that it is the edition `{job.audience}`")
    narrowed = all(list(one) == ["partner", job.partner] for one in opened_for)
    if job.audience == "partner" and not (opened_for and narrowed):
        raise PageError("its workbook opens more of the client's folder than the partner's part")


def _size(notebook: "NotebookNode") -> int:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return sum(
        len(output.get("text", "")) + sum(len(str(one)) for one in output.get("data", {}).values())
        for output in outputs
    )


def _record(notebook: "NotebookNode") -> dict[str, Any]:
    """What the last cell tells of the inputs and the seed."""
    shown = [output.get("data", {}) for output in notebook.cells[-1].get("outputs", [])]
    told: dict[str, Any] = next((data[record.MIME] for data in shown if record.MIME in data), {})
    return {
        "inputs": dict(told.get("inputs", {})),
        "seed": told.get("seed"),
        "opened_for": told.get("opened_for", []),
    }


def _cell_failure(job: Job, error: Any) -> Failure:
    """What a cell raised, as a sentence for the consultant where there is one."""
    cell = error.cell_index + 1
    told = {"why": error.evalue}
    output = {"cell": cell} | _megabytes(job.limits.output_bytes)
    known = {
        "InputFaults": Failure(code=INPUTS, details=tuple(error.traceback)),
        "NoDate": Failure(code=NO_DATE, values=told),
        "MissingInput": Failure(code=TOLD, values=told),
        "BadParameters": Failure(code=TOLD, values=told),
        "UnknownName": Failure(code=TOLD, values=told),
        "TimeIsUp": Failure(code=TIME, values={"seconds": job.limits.seconds}),
        "OutputTooLarge": Failure(code=OUTPUT, values=output),
        "MemoryError": Failure(code=MEMORY, values=_megabytes(job.limits.memory_bytes)),
    }
    why = f"{error.ename}: {error.evalue}".splitlines()[0][:200]
    return known.get(error.ename, Failure(code=CELL, values={"cell": cell, "why": why}))


def _megabytes(size: int) -> dict[str, float]:
    return {"limit": size / 1e6}


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
