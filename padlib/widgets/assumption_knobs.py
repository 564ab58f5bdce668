"""Knobs of the assumptions: a model's keys as controls, in the reader's words.

Ranges, defaults and units are those of the bank, amounts in the client's currency; hard limits are
what the reader of `assumptions.csv` allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from padlib import banks
from padlib.display.pages import assumptions as assumed
from padlib.display.words import Words
from padlib.widgets.models import Knob
from padlib.workspace.assumptions import kind_of
from padlib.workspace.kinds import Number

MOST = 7  # knobs of a what-if
PERCENT = "%"
STEPS = (5.0, 2.0, 1.0)  # of a round step, times a power of ten
STOPS = 100  # of a slider over its range, about
TENTH = 0.1
# of the bank's units, how finely a value moves; others by whole numbers
FINE = {"customers/year": 0.5, "x first-year contract": TENTH, "FTE": 0.05}


class Sort(NamedTuple):
    """What a value is, whatever it is called: how it moves, between what limits, in what unit."""

    step: float
    least: float | None
    most: float | None
    unit: str
    share: bool = False


def knobs(
    used: pd.DataFrame, keys: Iterable[str], rate: float | None, say: Words
) -> tuple[Knob, ...]:
    """A knob for each key, in their order, at most seven; none for a value that nobody tells.

    Parameters
    ----------
    used : DataFrame
        Assumptions in force, indexed by key: value, unit, low, high, grade.
    rate : float or None
        Units of the client's currency for one euro; None when it does not tell.
    """
    found = (_knob(key, used.loc[key], rate, say) for key in dict.fromkeys(keys))
    return tuple(one for one in found if one is not None)[:MOST]


def _knob(key: str, row: Any, rate: float | None, say: Words) -> Knob | None:
    filed = float(row["value"])
    if math.isnan(filed):
        return None
    default, low, high = usual(key, rate)
    if math.isnan(default):  # no rate: the bank's amounts are of no use to this client
        default, low, high = filed, *around(filed, float(row["low"]), float(row["high"]))
    sort = sort_of(kind_of(key), str(row["unit"]), high - low, say)
    return Knob(
        key=key,
        label=assumed.name(key, say),
        filed=filed,
        default=default,
        low=low,
        high=high,
        least=None if sort.least is None else min(sort.least, filed),
        most=sort.most,
        step=sort.step,
        unit=sort.unit,
        share=sort.share,
        grade=str(row["grade"]),
    )


def usual(key: str, rate: float | None) -> tuple[float, float, float]:
    """The bank's value and range, amounts in the client's currency; NaN when it tells no rate."""
    row: Any = banks.assumptions().loc[key]
    times = 1.0
    if str(row["unit"]).startswith("EUR"):
        times = math.nan if rate is None else rate
    value, low, high = (float(row[one]) * times for one in ("value", "low", "high"))
    return value, low, high


def around(value: float, low: float, high: float) -> tuple[float, float]:
    """The client's own range, or from half to twice the value when it is known without one.

    >>> around(100.0, 80.0, 130.0), around(100.0, 100.0, 100.0), around(0.0, 0.0, 0.0)
    ((80.0, 130.0), (50.0, 200.0), (0.0, 1.0))
    """
    if high > low:
        return low, high
    return (value / 2, value * 2) if value > 0 else (0.0, 1.0)


def sort_of(kind: Number, unit: str, span: float, say: Words) -> Sort:
    """How a value of the reader's kind and of a unit of the bank moves.

    A limit that is itself excluded is kept at a step's distance, or one unit of money.
    """
    share, money = unit.startswith("share"), unit.startswith("EUR")
    step = 0.01 if share else round_step(span) if money else FINE.get(unit, 1.0)
    excluded = 1.0 if money else min(step, TENTH)
    least = 0.0 if kind.low is None else kind.low + (excluded if kind.above else 0.0)
    return Sort(step, least, kind.high, _unit(unit, say), share)


def _unit(unit: str, say: Words) -> str:
    """The unit beside the number; a ratio has none."""
    if unit.startswith("share"):
        return PERCENT
    if unit.startswith("EUR"):
        return say.format.unit()
    return "" if unit.startswith("x ") else assumed.unit(unit, say)


def round_step(span: float) -> float:
    """A round step, about a hundred of which make the range.

    >>> round_step(95_000), round_step(80_000), round_step(0.0)
    (500.0, 500.0, 1.0)
    """
    if not span > 0:
        return 1.0
    wanted = span / STOPS
    size = 10.0 ** math.floor(math.log10(wanted))
    return next(step * size for step in STEPS if step * size <= wanted)
