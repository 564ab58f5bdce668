"""What is one channel manager worth? The what-if of the leverage (METHOD 14)."""

from __future__ import annotations

import math
from typing import Any

from padlib.core import scoring, uncertainty
from padlib.display.figures import what_if as figures
from padlib.display.figures.what_if import Bar
from padlib.display.pages.leverage_and_investment import ratio
from padlib.display.words import Words
from padlib.method import leverage
from padlib.method.channel_investment import Rules
from padlib.method.leverage import Leverage
from padlib.widgets.assumption_knobs import knobs
from padlib.widgets.models import RATIO, Line, Model, Outcome, Values

NAME = "leverage"
MOVING = (
    "partners_per_channel_manager",
    "active_sellers_per_partner",
    "new_customers_per_partner_seller_year",
    "active_partner_rate",
    "new_customers_per_direct_rep_year",
    "annual_contract_value",
    "channel_manager_cost",
)
EVEN = 1.0  # as much on both sides


def model(folder: Any, say: Words, rules: Rules) -> Model:
    """The what-if of the leverage.

    Parameters
    ----------
    folder : Folder
    say : Words
    rules : Rules
        Of the channel investment, as the report has them.
    """
    keys = list(leverage.uses(rules.mode))
    used = folder.assumptions(uses=keys).loc[keys]
    base = uncertainty.values(used)

    def outcome(values: Values) -> Outcome:
        told = base | {key: float(value) for key, value in values.items()}
        return shown(leverage.result(told, rules.mode), say)

    def draw(filed: Outcome, now: Outcome, extent: tuple[float, float]) -> bytes:
        even = say(f"what_if.{NAME}.even", one=say.format.money(1))
        return figures.png(figures.draw_bars(filed.drawn, now.drawn, extent, even, say))

    def alternative(filed: Outcome, now: Outcome) -> str:
        told = {"now": _listed(now, say), "base": _listed(filed, say)}
        return say(f"what_if.{NAME}.alternative", **told)

    return Model(
        name=NAME,
        knobs=knobs(used, MOVING, folder.settings.rate, say),
        outcome=outcome,
        draw=draw,
        alternative=alternative,
    )


def shown(found: Leverage, say: Words) -> Outcome:
    """A leverage as the panel shows it."""
    told = {"headline": found.headline, "net": found.net_cost, "first_year": found.first_year}
    values = {name: None if math.isnan(one) else one for name, one in told.items()}
    known = [one for one in values.values() if one is not None]
    return Outcome(
        headline=_headline(found, say),
        lines=tuple(_line(name, one, say) for name, one in values.items()),
        extent=(0.0, max([EVEN, *known])),
        drawn=tuple(_bar(name, one, say) for name, one in values.items()),
    )


def _line(name: str, value: float | None, say: Words) -> Line:
    absent = say(f"what_if.{NAME}.absent") if value is None else ""
    return Line(say(f"what_if.{NAME}.line.{name}"), value, RATIO, absent)


def _headline(found: Leverage, say: Words) -> str:
    told = {"headline": found.headline, "first_year": found.first_year, "net": found.net_cost}
    if any(math.isnan(one) for one in told.values()):
        return say(f"what_if.{NAME}.headline.unknown")
    case = "cheaper" if scoring.at_least(found.net_cost, EVEN) else "dearer"
    printed = {name: ratio(one, say) for name, one in told.items()}
    counted = {"sellers": found.headline, "one": say.format.money(1)}
    return say(f"what_if.{NAME}.headline.{case}", **counted, **printed)


def _bar(name: str, value: float | None, say: Words) -> Bar:
    """One of the three figures; the net one stands beside 1, where both sides cost as much."""
    key = f"what_if.{NAME}.note.{name}"
    return Bar(
        name=say(f"what_if.{NAME}.line.{name}"),
        note=say(key, one=say.format.money(1)) if say.fields(key) else say(key),
        value=value,
        text="–" if value is None else ratio(value, say),
        even=name == "net",
    )


def _listed(shown: Outcome, say: Words) -> str:
    bars: tuple[Bar, ...] = shown.drawn
    return say.format.clauses(
        say(f"what_if.{NAME}.clause", name=bar.name, value=bar.text) for bar in bars
    )
