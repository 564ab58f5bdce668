"""Running a job: a report made in a process of its own, then put in place in one step."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from padlib.reports import isolation, pdf, state
from padlib.reports.jobs import DONE, FAILED, SKIPPED, Job, Outcome
from padlib.reports.making import NO_DATE, WRITING, Failure, Made, Progress


def nobody_watches(cell: int, cells: int) -> None:
    """No progress is shown."""


class _Watch:
    """Passes progress on, and keeps the time from the report's own start."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.begun: float | None = None

    def __call__(self, cell: int, cells: int) -> None:
        if self.begun is None:
            self.begun = time.monotonic()
        self.progress(cell, cells)

    def seconds(self) -> float:
        return 0.0 if self.begun is None else time.monotonic() - self.begun


def run_job(job: Job, progress: Progress = nobody_watches) -> Outcome:
    """Make one report and put its files in place; a failure is an outcome, never an exception.

    Safe to run twice: the same inputs give the same bytes in the same place.
    """
    watch = _Watch(progress)
    try:
        end = isolation.run(job, watch)
        if isinstance(end, Made):
            _put_in_place(job, end)
    except OSError as error:  # no room left; on Windows, a workbook open in Excel
        file = Path(error.filename2 or error.filename or job.page).name
        end = Failure(code=WRITING, values={"file": file, "why": error.strerror or str(error)})
    except pdf.PdfError as error:
        end = Failure(code=WRITING, values={"file": job.pdf.name, "why": str(error)})
    seconds = watch.seconds()
    if isinstance(end, Failure):
        return failed(job, end, seconds, job.run / "log.txt")
    return Outcome(
        job=job,
        state=DONE,
        seconds=seconds,
        cpu_seconds=end.cpu_seconds,
        size=len(end.page),
        warnings=end.warnings,
        headline=end.headline,
        as_of=end.as_of,
        issued=end.issued,
        key_figures=end.key_figures,
        actions=end.actions,
        inputs=end.inputs,
        seed=end.seed,
    )


def reason(code: str, values: Mapping[str, Any], language: str) -> str:
    """The sentence of a failure, or of a skipped report, in a language."""
    from padlib.display import words

    return words.load(language)(f"cli.reasons.{code}", **values)


def _put_in_place(job: Job, made: Made) -> None:
    """The page comes last: who finds it finds the rest."""
    if job.tables is not None and made.tables is not None:
        state.write(job.tables, made.tables)
    if job.with_pdf:
        state.write(job.pdf, pdf.printed(made.page))
    else:
        job.pdf.unlink(missing_ok=True)  # that of an older page
    state.write(job.page, made.page)


def failed(job: Job, failure: Failure, seconds: float = 0.0, log: Path | None = None) -> Outcome:
    """The outcome of a report that could not be made, or that has no day to tell of."""
    return Outcome(
        job=job,
        state=SKIPPED if failure.code == NO_DATE else FAILED,
        reason=reason(failure.code, failure.values, job.told_in),
        details=failure.details,
        faults=failure.faults,
        seconds=seconds,
        cpu_seconds=failure.cpu_seconds,
        log=log,
    )
