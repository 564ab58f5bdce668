"""Actions: how much each is worth doing, and when it fits (METHOD 4.5, 5.6, 5.7)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

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
