"""Dated facts: up to when they may lie, and the date of the data (CLIENT_FILES 1)."""

from dataclasses import dataclass
from datetime import date

from padlib.workspace.faults import Findings


@dataclass(frozen=True)
class Limits:
    """A page is of one day: facts after `as_of` are left out, later than the issue mistakes."""

    year: int  # of the folder that holds the facts
    as_of: date | None  # a date of the data given as a parameter
    issued: date  # day on which the report is issued

    @property
    def last(self) -> date:
        """The last day on which a fact of this folder may lie."""
        return min(self.issued, date(self.year + 1, 12, 31))

    def has_come(self, day: date) -> bool:
        """Whether a fact of that day is one of the page's day already."""
        return self.as_of is None or day <= self.as_of

    def check(self, day: date, line: int | None, column: str, findings: Findings) -> None:
        """A fault when a fact lies after the day of issue, or after the end of the next year."""
        if day > self.last:
            findings.fault(line, column, "later_fact", found=day, last=self.last)


def latest(*found: date | None) -> date | None:
    """The latest of some dates, None when there is none."""
    return max((day for day in found if day is not None), default=None)
