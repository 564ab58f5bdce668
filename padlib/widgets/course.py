"""A cumulative month by month as a what-if shows it: its curve, and the lines that tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from padlib.core import cash_flow
from padlib.core.customer_base import YEAR
from padlib.display.figures import what_if as figures
from padlib.display.figures.what_if import Running
from padlib.display.words import Words
from padlib.widgets.models import MONEY, MONTH, Line, Outcome

PAID, FREE, UNPAID = "paid", "free", "unpaid"
_WORDS = "what_if.running"


def case(month: float | None) -> str:
    """How it ends, by the month from which it stays at zero or above; None beyond the horizon."""
    if month is None:
        return UNPAID
    return PAID if month > 0 else FREE


def period(horizon: int, say: Words) -> str:
    """The horizon in words: whole years as years, else months."""
    if horizon % YEAR:
        return say("earnings.period.months", n=horizon)
    return say("earnings.period.years", n=horizon // YEAR)


def running(amounts: Iterable[float], month: float | None, say: Words) -> Running:
    """The curve with its words.

    Parameters
    ----------
    amounts : iterable of float
        Month 0 first.
    month : float or None
        From which it stays at zero or above.
    """
    told = np.array(list(amounts), dtype=float)
    place = int(cash_flow.lowest_month(told))
    values = {"low": told[place], "low_month": place, "end": told[-1], "month": month}
    return Running(
        amounts=tuple(told),
        month=None if case(month) != PAID else month,
        lowest=place,
        end_text=say.format.money(told[-1]),
        month_text=say(f"{_WORDS}.month", month=month) if case(month) == PAID else "",
        lowest_text=say.format.money(told[place]) if told[place] < 0 else "",
        clause=say(f"{_WORDS}.clause.{case(month)}", horizon=len(told) - 1, **values),
    )


def extent(amounts: Iterable[float]) -> tuple[float, float]:
    """What the axis must hold: the amounts and zero."""
    told = [0.0, *amounts]
    return float(min(told)), float(max(told))


def lines(shown: Running, month: float | None, name: str, say: Words) -> tuple[Line, ...]:
    """What is left at the end, when it is back, what it takes at the lowest."""
    horizon = len(shown.amounts) - 1
    key = f"what_if.{name}.line"
    beyond = say("what_if.running.beyond", horizon=horizon) if month is None else ""
    return (
        Line(say(f"{key}.end", period=period(horizon, say)), shown.amounts[-1], MONEY),
        Line(say(f"{key}.month"), month, MONTH, beyond),
        Line(say(f"{key}.lowest"), shown.amounts[shown.lowest], MONEY),
    )


def drawing(name: str, say: Words) -> Callable[[Outcome, Outcome, tuple[float, float]], bytes]:
    """What draws both curves of a model."""
    title = f"what_if.{name}.axis"

    def draw(base: Outcome, now: Outcome, up: tuple[float, float]) -> bytes:
        return figures.png(figures.draw_running(base.drawn, now.drawn, up, title, say))

    return draw


def alternative(name: str, say: Words) -> Callable[[Outcome, Outcome], str]:
    """What the picture of a model shows, in words."""

    def told(base: Outcome, now: Outcome) -> str:
        horizon = len(now.drawn.amounts) - 1
        values = {"now": now.drawn.clause, "base": base.drawn.clause, "horizon": horizon}
        return say(f"what_if.{name}.alternative", **values)

    return told
