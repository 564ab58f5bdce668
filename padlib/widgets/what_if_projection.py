"""What if the year of a joint plan went otherwise: where it would land, and how surely."""

import math
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from padlib.core.pipeline import MONTHS
from padlib.display.figures import what_if_choices as figures
from padlib.display.figures.what_if import png
from padlib.display.figures.what_if_choices import Fan
from padlib.display.pages import plan_projection as report
from padlib.display.pages.plan_projection import Inputs
from padlib.display.pages.vision import about
from padlib.display.words import Words
from padlib.method.plan_projection import CYCLE, TREND, Cycle, Projection, Rules
from padlib.widgets import assumption_knobs
from padlib.widgets.models import MONEY, SHARE, Knob, Line, Model, Outcome, Values
from padlib.widgets.what_if_choices import threshold, whole
from padlib.workspace import names

NAME = "projection"
STEP = "plan_projection"
# a rule of the projection → the name that `scoring_rules.yml` gives it
FIELDS = {
    "growth_cap": "growth_cap",
    "growth_floor": "growth_floor",
    "spread": "single_estimate_spread",
    "recent_months": "recent_partner_months",
}
OLDEST = 60  # months: the usual age up to which a partner may be called recent
LONGEST = names.thresholds()[f"{STEP}.recent_partner_months"].high or 120


class Shown(NamedTuple):
    """What the picture and its words need."""

    result: Projection
    fan: Fan


def model(
    folder: Any, say: Words, given: Inputs, deals: pd.DataFrame, kpi_values: pd.DataFrame
) -> Model:
    """The what-if of the projection of a joint plan.

    Parameters
    ----------
    folder : Folder
        With the partner of the plan, whose `assumptions_<partner>.csv` takes the sales cycle.
    given : Inputs
        What the page's `inputs` gives.
    deals, kpi_values : DataFrame
        The partner's own, as the folder gives them.
    """
    earned = _earned(folder, given)
    knobs = _knobs(given, report.project(given, deals, kpi_values), earned, say)

    def outcome(values: Values) -> Outcome:
        changed = _with_values(given, values, earned)
        return _outcome(report.project(changed, deals, kpi_values), say)

    return Model(
        name=NAME,
        knobs=knobs,
        outcome=outcome,
        draw=lambda before, now, extent: png(
            figures.draw_fan(before.drawn.fan, now.drawn.fan, extent, say)
        ),
        alternative=lambda before, now: _alternative(before.drawn.result, now.drawn.result, say),
        partner=folder.partner_id,
    )


def _earned(folder: Any, given: Inputs) -> float | None:
    """What the earnings model gives of the partner's current year, were it called young."""
    if given.earnings is not None or given.age is None or given.rate is None:
        return given.earnings
    longest: int = whole(LONGEST)
    found = report.inputs(folder, given.plan, replace(given.rules, recent_months=longest))
    return found.earnings


def _knobs(given: Inputs, result: Projection, earned: float | None, say: Words) -> tuple[Knob, ...]:
    """Those that move this plan: a cap holds a growth, a floor a fall."""
    chosen = [*assumption_knobs.knobs(given.used, [CYCLE], given.rate, say)]
    estimates = result.situation.base.estimates
    if TREND in estimates:
        falls = (result.situation.growth or 0.0) < 0
        chosen.append(
            _rule_knob("growth_floor", given.rules, say, low=-0.5, high=0.0)
            if falls
            else _rule_knob("growth_cap", given.rules, say, low=0.0, high=1.0)
        )
    if len(estimates) == 1:
        chosen.append(_rule_knob("spread", given.rules, say, low=0.0, high=0.5))
    if earned is not None and given.age is not None and given.age < OLDEST:
        chosen.append(_rule_knob("recent_months", given.rules, say, low=6, high=OLDEST))
    return tuple(chosen)


def _rule_knob(field: str, rules: Rules, say: Words, *, low: float, high: float) -> Knob:
    share = field != "recent_months"
    return threshold(
        f"{STEP}.{FIELDS[field]}",
        getattr(rules, field),
        label=say(f"what_if.projection.{field}"),
        low=low,
        high=high,
        step=0.05 if share else 1.0,
        share=share,
        unit="%" if share else say("what_if.projection.months_unit"),
    )


def _with_values(given: Inputs, values: Values, earned: float | None) -> Inputs:
    """What the page would start from with the values of the knobs."""
    told: dict[str, Any] = {
        field: float(values[key])
        for field, name in FIELDS.items()
        if (key := f"thresholds.{STEP}.{name}") in values
    }
    if "recent_months" in told:
        told["recent_months"] = whole(told["recent_months"])
    rules = replace(given.rules, **told)
    young = given.age is not None and given.age < rules.recent_months
    return replace(
        given,
        rules=rules,
        cycle=Cycle(float(whole(values[CYCLE])), given.cycle.low, given.cycle.high),
        earnings=earned if young else None,
    )


def _outcome(result: Projection, say: Words) -> Outcome:
    key = "what_if.projection"
    aim = result.situation.has_objective
    low, _, high = (result.spread[f"p{rank:g}"] for rank in result.rules.ranks)
    lines = (
        Line(say(f"{key}.line.landing"), result.landing, MONEY),
        Line(
            say(f"{key}.line.chance"),
            result.probability if aim else None,
            SHARE,
            say(f"{key}.absent"),
        ),
        Line(say(f"{key}.line.low"), low, MONEY),
    )
    fan = _fan(result)
    top = max(high, result.landing, result.situation.objective if aim else 0.0)
    bottom = min(0.0, *fan.done_up, *fan.low)
    return Outcome(_headline(result, say), lines, (bottom, top), Shown(result, fan))


def _headline(result: Projection, say: Words) -> str:
    now = result.situation
    told = {"landing": about(result.landing), "year": str(now.year)}
    key = "what_if.projection.headline"
    if now.month == MONTHS:
        return say(f"{key}.ended", **told)
    if not now.has_objective:
        return say(f"{key}.open", **told)
    chance = result.probability
    case = "none" if chance < report.ALMOST else "sure" if chance > 1 - report.ALMOST else "some"
    return say(f"{key}.{case}", **told, objective=about(now.objective), chance=chance)


def _fan(result: Projection) -> Fan:
    now, months = result.situation, result.months
    low, middle, high = (f"p{rank:g}" for rank in result.rules.ranks)
    course = now.course
    return Fan(
        year=now.year,
        done_at=tuple(float(one) for one in course.index),
        done_up=tuple(float(one) for one in course),
        months=tuple(int(one) for one in months.index),
        low=tuple(float(one) for one in months[low]),
        middle=tuple(float(one) for one in months[middle]),
        high=tuple(float(one) for one in months[high]),
        objective=None if math.isnan(now.objective) else float(now.objective),
    )


def _alternative(base: Projection, now: Projection, say: Words) -> str:
    low, middle, high = (f"p{rank:g}" for rank in now.rules.ranks)
    told = {
        "year": str(now.situation.year),
        "done": about(now.done),
        "low": about(now.spread[low]),
        "middle": about(now.spread[middle]),
        "high": about(now.spread[high]),
        "before": about(base.spread[middle]),
    }
    if not now.situation.has_objective:
        return say("what_if.projection.alt.open", **told)
    return say("what_if.projection.alt.aim", **told, objective=about(now.situation.objective))
