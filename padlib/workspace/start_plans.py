"""`start_plans/<partner>.csv`: the milestones of a partner's first 100 days (CLIENT_FILES 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import pandas as pd

from padlib import banks
from padlib.workspace import rows
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Boolean, Code, Day, Text
from padlib.workspace.names import MILESTONE

FOLDER = "start_plans"
DECISIONS = ("continue", "correct", "extend", "stop")
# columns that the template fills in for whoever ticks the milestones, known and not read
SHOWN = ("title", "due_date")


class Milestone(rows.Line):
    """Columns of the table."""

    milestone_id: Annotated[str, MILESTONE]
    done: Annotated[bool, Boolean()] = False
    done_on: Annotated[date | None, Day()] = None
    decision: Annotated[str, Code(DECISIONS)] = ""
    comment: Annotated[str, Text()] = ""


@dataclass(frozen=True)
class Start:
    """Whose start plan it is, and its day 0 (None: not known)."""

    partner: str
    name: str
    day: date | None


def read(content: bytes, start: Start, limits: Limits, findings: Findings) -> pd.DataFrame:
    """All milestones of the method in its order; one of which the file says nothing is not done.

    Parameters
    ----------
    content : bytes
    start : Start
    limits : Limits
        What is done after the date of the data is not done yet on that page, and its decision not
        taken; after the day of issue it is a mistake.
    findings : Findings

    Returns
    -------
    DataFrame
        Indexed by milestone id: done, done_on (NaT: not done, or done without a date), decision
        (of a gate: continue, correct, extend, stop; "" none), comment.
    """
    told = rows.read(content, Milestone, findings, also_known=SHOWN)
    rows.unique(
        told,
        lambda row: row.milestone_id,
        lambda row, lines: findings.fault(
            lines[0], "milestone_id", "twice", lines=lines, found=row.milestone_id
        ),
    )
    for row, line in zip(told.rows, told.lines, strict=True):
        _check_done(row, line, start, limits, findings)
        _check_decision(row, line, findings)
    if findings.faults:
        return _frame([])
    _warn_undated(told, start, findings)
    return _frame([row for row in told.rows if row.done_on is None or limits.has_come(row.done_on)])


def facts(table: pd.DataFrame) -> Iterator[date]:
    """Days on which milestones were done."""
    yield from (day.date() for day in table["done_on"].dropna())


def _frame(kept: list[Milestone]) -> pd.DataFrame:
    said = {row.milestone_id: row for row in kept}
    everything = [
        said.get(one) or Milestone(milestone_id=one)
        for one in map(str, banks.load("plan_100_days").items.index)
    ]
    return rows.frame(Milestone, everything).set_index("milestone_id")


def _check_done(
    row: Milestone, line: int, start: Start, limits: Limits, findings: Findings
) -> None:
    if row.done_on is None:
        return
    if not row.done and not findings.accuses(line, "done"):
        findings.fault(line, "done_on", "milestone_not_done", found=row.done_on)
    if start.day is not None and row.done_on < start.day:
        told = {"found": row.done_on, "start": start.day, "name": start.name}
        findings.fault(line, "done_on", "before_start", **told)
    limits.check(row.done_on, line, "done_on", findings)


def _check_decision(row: Milestone, line: int, findings: Findings) -> None:
    items = banks.load("plan_100_days").items
    if row.decision and row.milestone_id is not None and not items.at[row.milestone_id, "is_gate"]:
        gates = [str(one) for one in items.index[items["is_gate"]]]
        told = {"found": row.decision, "milestone": row.milestone_id, "gates": gates}
        findings.fault(line, "decision", "no_gate", **told)


def _warn_undated(told: rows.Read[Milestone], start: Start, findings: Findings) -> None:
    lines = [
        line
        for row, line in zip(told.rows, told.lines, strict=True)
        if row.done and row.done_on is None
    ]
    if lines:
        code = "milestone_undated_one" if len(lines) == 1 else "milestone_undated_many"
        about: dict[str, Any] = {"about": start.partner, "name": start.name, "count": len(lines)}
        findings.warn(code, column="done_on", lines=lines, **about)
