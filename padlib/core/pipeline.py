"""Deals and what may come of them: weighted by stage, landing, coverage (METHOD 13).

A deal is one row of a frame: partner_id, amount (money, first year), stage, expected_close
(datetime64; of a signed deal, the day of signature).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from padlib.core import scoring

OPEN = ("identified", "qualified", "proposal", "negotiation")
SIGNED, LOST = "signed", "lost"
STAGES = (*OPEN, SIGNED, LOST)

REVENUE = "K-01"  # the KPI that tells the year's joint revenue, where it is measured
MEASURED, FROM_DEALS, NOTHING = "kpi", "deals", "nothing"  # where the actual comes from
MONTHS = 12

GREEN, AMBER, RED, GREY = "green", "amber", "red", "grey"


def complete_month(as_of: dt.date | None, year: int) -> int:
    """Number of the year's last complete month: 0 before the year begins or when no day is known.

    >>> complete_month(dt.date(2026, 9, 30), 2026), complete_month(dt.date(2026, 9, 29), 2026)
    (9, 8)
    >>> complete_month(dt.date(2027, 2, 1), 2026), complete_month(dt.date(2025, 12, 31), 2026)
    (12, 0)
    """
    if as_of is None or as_of.year < year:
        return 0
    if as_of.year > year:
        return 12
    ends = (as_of + dt.timedelta(days=1)).month != as_of.month
    return as_of.month if ends else as_of.month - 1


def is_open(deals: pd.DataFrame) -> pd.Series[bool]:
    """Which deals are neither signed nor lost."""
    return deals["stage"].isin(OPEN)


def actual(deals: pd.DataFrame, year: int, as_of: dt.date) -> float:
    """Amount signed from 1 January of a year to a day, both included; never beyond the year."""
    day = deals["expected_close"]
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(min(as_of, dt.date(year, 12, 31)))
    signed = (deals["stage"] == SIGNED) & (day >= first) & (day <= last)
    return float(deals.loc[signed, "amount"].sum())


class ToDate(NamedTuple):
    """What is done since 1 January, and what tells it."""

    amount: float
    source: str  # MEASURED, FROM_DEALS or NOTHING (no deal and no measure: nought)
    month: int = 0  # of the measure


def to_date(
    deals: pd.DataFrame, kpi_values: pd.DataFrame, year: int, as_of: dt.date | None
) -> ToDate:
    """A partner's joint revenue of a year, to a day: K-01 of the last month measured, else deals.

    Parameters
    ----------
    deals, kpi_values : DataFrame
        The partner's own; of `kpi_values`, the columns kpi_id, month, value.
    as_of : date or None
        None: no fact has a day, so that nothing is done.
    """
    if as_of is None or as_of.year < year:
        return ToDate(0.0, NOTHING)
    last = MONTHS if as_of.year > year else as_of.month
    told = kpi_values[(kpi_values["kpi_id"] == REVENUE) & (kpi_values["month"] <= last)]
    told = told[told["value"].notna()].sort_values("month")
    if len(told):
        return ToDate(float(told["value"].iloc[-1]), MEASURED, int(told["month"].iloc[-1]))
    return ToDate(actual(deals, year, as_of), FROM_DEALS if len(deals) else NOTHING)


def weighted(deals: pd.DataFrame, probability: Mapping[str, float]) -> float:
    """Sum of the open deals, each by the probability of its stage."""
    held = deals[is_open(deals)]
    return float((held["amount"] * held["stage"].map(probability)).sum())


def closing_within(deals: pd.DataFrame, year: int, month: int = 0) -> pd.DataFrame:
    """Open deals expected to close in the rest of a year, each with the month in which it counts.

    One that is overdue counts in the month after the last complete one; once the year is over
    (12), none does. Sorted by id, so that the order of the file decides nothing.

    Parameters
    ----------
    month : int
        The last complete month of the year, 0 before it begins.
    """
    table = deals[is_open(deals)].sort_values("deal_id", ignore_index=True)
    day = pd.DatetimeIndex(table["expected_close"])
    due = (day.year - year) * MONTHS + day.month
    table = table.assign(month=np.maximum(due, month + 1).astype("int64"))
    return table[table["month"] <= MONTHS].reset_index(drop=True)


def landing(
    done: float, deals: pd.DataFrame, probability: Mapping[str, float], year: int, month: int = 0
) -> float:
    """Landing forecast of known business: what is done, and what is open and closes this year."""
    return done + weighted(closing_within(deals, year, month), probability)


def coverage(weighted_open: float, target: float, done: float) -> float:
    """Weighted open deals over what is left to reach; infinite once the target is reached.

    >>> coverage(108, 400, 261) > 0.77, coverage(0, 400, 400)
    (True, inf)
    """
    left = target - done
    return math.inf if scoring.at_most(left, 0) else weighted_open / left


def expected_to_date(target: float, seasonality: Sequence[float], month: int) -> float:
    """What a yearly target asks for at the end of a month (0: nothing yet)."""
    return target * sum(seasonality[:month])


def attainment(done: float, expected: float) -> float:
    """Actual over expected; NaN when nothing is expected yet, or one of them is not known."""
    return done / expected if expected > 0 else math.nan


def colour(reached: float, green: float, amber: float) -> str:
    """``green``, ``amber`` or ``red`` by a KPI's thresholds; ``grey`` when nothing is known.

    >>> colour(0.87, 0.95, 0.8), colour(math.nan, 0.95, 0.8)
    ('amber', 'grey')
    """
    if math.isnan(reached):
        return GREY
    if scoring.at_least(reached, green):
        return GREEN
    return AMBER if scoring.at_least(reached, amber) else RED
