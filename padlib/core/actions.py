"""Actions: how much each is worth doing, and when it fits (METHOD 4.5, 5.6, 5.7)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib.core import scoring

# Where an action comes from.
DIAGNOSTIC = "diagnostic"
PERCEPTION = "perception"
CONVERGENCE = "convergence"
START_PLAN = "start_plan"
REVIEW = "review"  # of a joint plan
BUSINESS_PLAN = "business_plan"
ORIGINS = (DIAGNOSTIC, PERCEPTION, CONVERGENCE, START_PLAN, REVIEW, BUSINESS_PLAN)

# Columns of a table of proposed actions, whatever step proposes them (METHOD 3, Action).
PROPOSED = (
    "origin",  # one of ORIGINS
    "origin_item",  # item id
    "partner_id",  # "" unless the action is joint
    "title_fr",
    "title_en",
    "owner_role",  # vendor's role, "" where the partner alone acts
    "partner_owner_role",  # partner's role, "" unless it acts
    "effort",  # S, M, L; "" not told
    "impact",  # 1–5; 0: not told
    "priority",  # 0–100; NaN: not told
    "start_month",  # of the plan, 1 = the month after the date of the data; 0: not scheduled
    "end_month",
    "due",  # datetime64, NaT when no date is known
    "status",  # planned, in_progress, done, late, dropped
    "kpi_fr",
    "kpi_en",
)
_BLANK = {"partner_id": "", "partner_owner_role": "", "kpi_fr": "", "kpi_en": ""}

CAPACITY = "capacity"
DEPENDENCY = "dependency"
TOO_LONG = "too_long"


class CircularDependencyError(ValueError):
    """Actions that wait for each other can never start."""


@dataclass(frozen=True)
class Effort:
    """What an action costs: the divisor of its priority, and its load in points a month."""

    factor: float
    load: int

    @staticmethod
    def scale(mapping: Mapping[str, Mapping[str, Any]]) -> dict[str, Effort]:
        """Effort code → `Effort`, from the bank's mapping."""
        return {
            code: Effort(float(entry["factor"]), int(entry["load"]))
            for code, entry in mapping.items()
        }


def priority(gap: Any, impact: Any, factor: Any) -> Any:
    """Priority from 0 to 100: the gap (share, 0–1) by the impact (1–5), over the effort's factor.

    >>> priority(1.0, 5, 1.25)
    80.0
    """
    return 100 * gap * (impact / 5) / factor


def due(as_of: dt.date, month: int) -> dt.date:
    """Last day of a month of a plan; month 1 is the one after the date of the data.

    >>> due(dt.date(2026, 10, 31), 4)
    datetime.date(2027, 2, 28)
    """
    years, before = divmod(as_of.month - 1 + month, 12)
    year, number = as_of.year + years, before + 1
    return dt.date(year, number, calendar.monthrange(year, number)[1])


def action_id(item: str, partner: str = "") -> str:
    """The id of an action: its item's, with the partner's after it for a joint one.

    >>> action_id("C-STR-01", "axorial")
    'C-STR-01@axorial'
    """
    return f"{item}@{partner}" if partner else item


def proposed(origin: str, actions: pd.DataFrame) -> pd.DataFrame:
    """Actions of one step in the form that all steps share.

    Parameters
    ----------
    origin : str
        One of `ORIGINS`.
    actions : DataFrame, indexed by item id, in the order in which they are proposed
        The columns of `PROPOSED` that the step knows; of the others, texts are blank, ``status``
        is ``planned``, months are 0 and ``due`` is unknown.

    Returns
    -------
    DataFrame
        Indexed by ``action_id``, with the columns of `PROPOSED`, typed.
    """
    table = actions.assign(origin=origin, origin_item=actions.index.astype("str"))
    blank: dict[str, Any] = {
        **_BLANK,
        "status": "planned",
        "start_month": 0,
        "end_month": 0,
        "due": pd.NaT,
    }
    table = table.assign(**{name: blank[name] for name in blank if name not in table})
    table["due"] = pd.to_datetime(table["due"]).astype("datetime64[s]")
    months = dict.fromkeys(("impact", "start_month", "end_month"), int)
    texts = {name: "str" for name in PROPOSED if name not in (*months, "priority", "due")}
    table = table[list(PROPOSED)].astype({**texts, **months, "priority": float})
    ids = [action_id(*pair) for pair in zip(table["origin_item"], table["partner_id"], strict=True)]
    table.index = pd.Index(ids, dtype="str", name="action_id")
    return table


def together(*tables: pd.DataFrame) -> pd.DataFrame:
    """Actions proposed by several steps in one table, the highest priority first.

    Ties are broken by action id.
    """
    parts = [table for table in tables if len(table)]
    if not parts:
        return proposed(DIAGNOSTIC, pd.DataFrame(columns=list(PROPOSED)))
    joined = pd.concat(parts)
    return joined.iloc[scoring.order(joined.index, -joined["priority"])]


def after_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month when it is shorter.

    >>> after_months(dt.date(2026, 10, 31), 4)
    datetime.date(2027, 2, 28)
    """
    last = due(day, months)
    return last.replace(day=min(day.day, last.day))


@dataclass(frozen=True)
class Schedule:
    """What fits in the horizon and what waits.

    ``months``: columns start, end (first and last month, 1 = the first), in order of start, then
    of the actions given. ``later``: column reason, in the order given. ``load``: points used in
    each month.
    """

    months: pd.DataFrame
    later: pd.DataFrame
    load: tuple[int, ...]


def schedule(actions: pd.DataFrame, horizon: int, capacity: int) -> Schedule:
    """Place actions, the first of the frame first, in the earliest months where they fit.

    Parameters
    ----------
    actions : DataFrame, indexed by action id, by decreasing priority
        Columns ``load`` (points used in each of its months), ``duration`` (months) and
        ``depends_on`` (an id, or "": an action waits for the end of the one it depends on; one
        that depends on an action which is not in the frame is free).
    horizon, capacity : int
        Months, and points that a month can bear.

    Returns
    -------
    Schedule
        Reasons to wait: ``too_long`` (longer than the horizon), ``dependency`` (what it depends
        on waits, or ends too late), ``capacity``.

    Raises
    ------
    CircularDependencyError
        If actions depend on each other in a circle.
    """
    wanted = _Wanted(actions, horizon, capacity)
    for action in actions.index:
        wanted.place(str(action))
    starts = {action: span[0] for action, span in wanted.spans.items()}
    order = {action: rank for rank, action in enumerate(actions.index)}
    placed = sorted(starts, key=lambda action: (starts[action], order[action]))
    months = pd.DataFrame(
        {
            "start": [wanted.spans[action][0] for action in placed],
            "end": [wanted.spans[action][1] for action in placed],
        },
        index=pd.Index(placed, dtype="str", name=actions.index.name),
        dtype=int,
    )
    waiting = [action for action in actions.index if action in wanted.reasons]
    later = pd.DataFrame(
        {"reason": [wanted.reasons[action] for action in waiting]},
        index=pd.Index(waiting, dtype="str", name=actions.index.name),
        dtype="str",
    )
    return Schedule(months, later, tuple(wanted.load))


class _Wanted:
    """The calendar while it fills up."""

    def __init__(self, actions: pd.DataFrame, horizon: int, capacity: int) -> None:
        self.duration = {str(k): int(v) for k, v in actions["duration"].items()}
        self.points = {str(k): int(v) for k, v in actions["load"].items()}
        self.waits_for = {str(k): str(v) for k, v in actions["depends_on"].items()}
        self.horizon, self.capacity = horizon, capacity
        self.load = [0] * horizon
        self.spans: dict[str, tuple[int, int]] = {}
        self.reasons: dict[str, str] = {}

    def place(self, action: str, asked_by: tuple[str, ...] = ()) -> None:
        if action in self.spans or action in self.reasons:
            return
        if action in asked_by:
            raise CircularDependencyError(" → ".join((*asked_by, action)))
        before = self.waits_for[action]
        if before in self.duration:
            self.place(before, (*asked_by, action))
        reason = self._fit(action, before)
        if reason:
            self.reasons[action] = reason

    def _fit(self, action: str, before: str) -> str:
        """Book the months of an action; "" when it fits, else the reason why not."""
        length = self.duration[action]
        if length > self.horizon:
            return TOO_LONG
        if before in self.reasons:
            return DEPENDENCY
        earliest = self.spans[before][1] if before in self.spans else 0
        if earliest + length > self.horizon:
            return DEPENDENCY
        for start in range(earliest, self.horizon - length + 1):
            months = range(start, start + length)
            if all(self.load[month] + self.points[action] <= self.capacity for month in months):
                for month in months:
                    self.load[month] += self.points[action]
                self.spans[action] = (start + 1, start + length)
                return ""
        return CAPACITY
