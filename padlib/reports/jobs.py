"""A job is a report to make, an outcome what became of it: plain values, both."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")

DONE = "done"
UNCHANGED = "unchanged"
SKIPPED = "skipped"
FAILED = "failed"

FORKED = "forked"
STOCK = "stock"


@dataclass(frozen=True)
class Limits:
    """What one report may use; beyond it, the report fails with a plain reason."""

    seconds: float = 300
    output_bytes: int = 8_000_000
    memory_bytes: int = 4 * 2**30


@dataclass(frozen=True, kw_only=True)
class Job:
    """One page to make: a workbook with its parameters, where it reads and where it writes."""

    report: str
    notebook: Path
    client: str
    year: int
    language: str
    data: Path
    outputs: Path
    run: Path  # folder of this report in the batch's folder
    client_name: str = ""
    fictional: bool = False
    audience: str = "internal"
    partner: str = ""  # id, where the page is about one
    partner_name: str = ""
    show: str = ""  # which of the report's pages, when it is not the report itself
    reader: str = ""  # language of whoever makes the page, when it is not the page's
    draft: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)  # as handed to the notebook
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    issued_on_purpose: str | None = None  # the day of issue, when it was asked for
    variant: bool = False  # the client's own notebook stands in for the collection's
    with_pdf: bool = False
    engine: str = FORKED
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse names that could lead out of the outputs, whoever made the job."""
        names = (
            self.client,
            self.report,
            self.language,
            self.audience,
            self.partner or "-",
            self.show or "-",
        )
        for name in names:
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} cannot be part of a page's name")

    @property
    def stem(self) -> str:
        """The page's file name without its ending: it tells what it is once it is mailed."""
        about = [self.partner, self.show]
        names = [self.client, str(self.year), self.report, *about, self.language]
        return "-".join(filter(None, names))

    @property
    def told_in(self) -> str:
        """Language in which it is told what became of the page: a partner never reads it."""
        return self.reader or self.language

    @property
    def home(self) -> Path:
        """Folder of the client's year and language under the outputs."""
        return self.outputs / self.client / str(self.year) / self.language

    @property
    def page(self) -> Path:
        edition = Path("partners", self.partner) if self.audience == "partner" else Path("internal")
        return self.home / edition / f"{self.stem}.html"

    @property
    def tables(self) -> Path | None:
        """The workbook beside the page: of internal pages alone."""
        return None if self.audience == "partner" else self.page.with_suffix(".xlsx")

    @property
    def pdf(self) -> Path:
        return self.page.with_suffix(".pdf")

    @property
    def key(self) -> str:
        """What this page is, whatever batch makes it: one place in the state."""
        return self.page.relative_to(self.outputs).with_suffix("").as_posix()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a job."""

    job: Job
    state: str
    reason: str = ""  # in the language of `Job.told_in`
    details: tuple[str, ...] = ()  # lines for the screen
    faults: tuple[str, ...] = ()  # every fault of the inputs, a sentence each
    missing: tuple[str, ...] = ()  # files that would enable a skipped report
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    size: int | None = None  # bytes of the page
    warnings: int | None = None
    headline: str = ""
    as_of: str | None = None
    issued: str | None = None
    key_figures: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[Mapping[str, Any], ...] = ()  # proposed on an internal page
    inputs: Mapping[str, str | None] = field(default_factory=dict)  # digest, None when absent
    seed: int | None = None  # of the draws, where there are any
    log: Path | None = None
