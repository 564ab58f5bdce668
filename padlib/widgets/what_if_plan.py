"""What if the plan of the diagnostic had more months, more room or a higher aim: what would fit."""

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from padlib import banks
from padlib.display.figures import what_if_choices as figures
from padlib.display.figures.what_if import png
from padlib.display.figures.what_if_choices import Loads
from padlib.display.words import Words
from padlib.method import diagnostic
from padlib.method.diagnostic import Rules
from padlib.widgets.models import COUNT, POINTS, Knob, Line, Model, Outcome, Values
from padlib.widgets.what_if_choices import Weights, threshold, unheard, whole
from padlib.workspace import overrides

NAME = "plan"
STEP = "diagnostic"
HEAVIEST = 2
ASSUMED_HORIZON = "action_horizon_months"
HORIZON = f"{STEP}.horizon_months"
CAPACITY, TARGET, MOST, LEAST = (
    f"thresholds.{STEP}.{name}"
    for name in ("monthly_capacity", "target_level", "max_actions", "min_priority")
)


class Shown(NamedTuple):
    """What the picture and its words need."""

    loads: Loads
    scheduled: int
    later: int
    score: float | None


def model(folder: Any, say: Words, answers: pd.DataFrame, rules: Any) -> Model:
    """The what-if of the six-month plan.

    Parameters
    ----------
    folder : Folder
    answers : DataFrame
        Of the year and form, as the folder gives them.
    rules : mapping
        As the folder gives them for `diagnostic`.
    """
    told = Rules.of(rules)
    items = diagnostic.form_items(banks.load(STEP).items, rules["form"])
    levels = diagnostic.levels(answers, items)
    weights = Weights.of(folder.settings, STEP)
    horizon = _horizon_key(folder)
    knobs = _knobs(weights, told, horizon, say)

    def outcome(values: Values) -> Outcome:
        now = replace(
            told,
            dimension_weights=_dimension_weights(weights, values),
            horizon_months=whole(values[horizon]),
            monthly_capacity=whole(values[CAPACITY]),
            max_actions=whole(values[MOST]),
            target_level=float(values[TARGET]),
            min_priority=float(values[LEAST]),
        )
        plan = diagnostic.plan(diagnostic.priorities(levels, items, now), now)
        return _outcome(plan, diagnostic.projection(levels, plan, now), say)

    return Model(
        name=NAME,
        knobs=knobs,
        outcome=outcome,
        draw=lambda before, now, extent: png(
            figures.draw_loads(before.drawn.loads, now.drawn.loads, extent, say)
        ),
        alternative=lambda before, now: _alternative(before.drawn, now.drawn, say),
    )


def _horizon_key(folder: Any) -> str:
    """The key that holds the months of the plan: an assumption, unless the file sets the rule."""
    told = HORIZON in folder.settings.thresholds
    return f"thresholds.{HORIZON}" if told else ASSUMED_HORIZON


def _knobs(weights: Weights, rules: Rules, horizon: str, say: Words) -> tuple[Knob, ...]:
    key = "what_if.plan"
    bank = banks.rules(STEP)
    heaviest = weights.heaviest(HEAVIEST)
    labels = {
        part["id"]: say(f"{key}.weight", name=part["name"][say.language])
        for part in bank["dimensions"]
    }
    default = bank["horizon_months"]
    if horizon == ASSUMED_HORIZON:
        default = banks.assumptions().at[ASSUMED_HORIZON, "value"]
    months = Knob(
        key=horizon,
        label=say(f"{key}.horizon"),
        filed=float(rules.horizon_months),
        default=float(default),
        low=3,
        high=12,
        least=1,
        most=12,
        unit=say(f"{key}.months_unit"),
    )

    def knob(name: str, unit: str, low: float, high: float, step: float = 1.0) -> Knob:
        shown = {"label": say(f"{key}.{name}"), "unit": say(f"{key}.{unit}")}
        filed = getattr(rules, name)
        return threshold(f"{STEP}.{name}", filed, low=low, high=high, step=step, **shown)

    return (
        knob("monthly_capacity", "load_unit", 2, 20),
        months,
        knob("target_level", "level_unit", 2, 4, 0.5),
        knob("max_actions", "actions_unit", 3, 20),
        knob("min_priority", "points_unit", 0, 50),
        *weights.knobs(heaviest, labels, say(f"{key}.weight_unit")),
    )


def _dimension_weights(weights: Weights, values: Values) -> dict[str, float]:
    section = overrides.rules(STEP, weights.with_values(values), unheard, unheard)
    return {part["id"]: float(part["weight"]) for part in section["dimensions"]}


def _outcome(plan: diagnostic.Plan, projected: diagnostic.Projection, say: Words) -> Outcome:
    key = "what_if.plan"
    scheduled, later = len(plan.scheduled), len(plan.later)
    score = projected.score
    lines = (
        Line(say(f"{key}.line.scheduled"), float(scheduled), COUNT),
        Line(say(f"{key}.line.later"), float(later), COUNT),
        Line(say(f"{key}.line.score"), score, POINTS, say(f"{key}.absent")),
    )
    drawn = Shown(Loads(tuple(plan.load), plan.capacity), scheduled, later, score)
    top = float(max(plan.capacity, *plan.load))
    return Outcome(_headline(plan, projected, say), lines, (0.0, top), drawn)


def _headline(plan: diagnostic.Plan, projected: diagnostic.Projection, say: Words) -> str:
    key = "what_if.plan.headline"
    scheduled, later = len(plan.scheduled), len(plan.later)
    if not scheduled:
        return say(f"{key}.stuck" if later else f"{key}.nothing", later=later, months=plan.horizon)
    told = {"scheduled": scheduled, "later": later, "months": plan.horizon}
    if projected.score is None or projected.change is None:
        return say(f"{key}.unpublished", **told)
    today = projected.score - projected.change
    return say(f"{key}.published", **told, today=today, projected=projected.score)


def _alternative(base: Shown, now: Shown, say: Words) -> str:
    return say(
        "what_if.plan.alt",
        months=len(now.loads.load),
        used=sum(now.loads.load),
        before=sum(base.loads.load),
        most=max(now.loads.load),
        capacity=now.loads.capacity,
    )
