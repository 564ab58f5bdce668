"""What if the thresholds or the weights of the map were others: who would change quadrant."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from padlib import banks
from padlib.display.figures import what_if_choices as figures
from padlib.display.figures.what_if import png
from padlib.display.figures.what_if_choices import Spots
from padlib.display.words import Words
from padlib.method import partner_map
from padlib.method.partner_map import FIXED, MEDIAN, PERFORMANCE, POTENTIAL, Rules
from padlib.widgets.models import COUNT, Knob, Line, Model, Outcome, Values
from padlib.widgets.what_if_choices import Weights, threshold

NAME = "map"
HEAVIEST = 2  # of each axis
CHOICE = "map_threshold"
LIMITS = ("threshold_performance", "threshold_potential")
NAMED = 15  # the largest of them


class _Places(NamedTuple):
    """Where partners stand."""

    table: pd.DataFrame  # by id: performance, potential, quadrant ("" when not placed)
    limits: partner_map.Thresholds


class _Names(NamedTuple):
    """What partners and quadrants are called, by id."""

    partners: Mapping[str, str]
    quadrants: Mapping[str, str]


class Shown(NamedTuple):
    """What the picture and its words need."""

    places: _Places
    spots: Spots


def model(folder: Any, say: Words, partners: pd.DataFrame, rules: Any) -> Model:
    """The what-if of the partner map.

    Parameters
    ----------
    folder : Folder
    partners : DataFrame
        Of the year, as the folder gives them.
    rules : mapping
        As the folder gives them for `partner_map`.
    """
    told = Rules.of(rules)
    weights = Weights.of(folder.settings, "partner_map")
    knobs = _knobs(weights, told, say)
    measured = partner_map.measures(partners)
    revenue = measured[partner_map.REVENUE].astype(float).fillna(-1.0)
    measured = measured.loc[revenue.sort_values(ascending=False, kind="stable").index]
    worth = partner_map.values(measured, weights.criteria({}))
    names = {str(one): str(name) for one, name in measured["name"].items()}

    def found(values: Values) -> _Places:
        now = replace(
            told,
            map_threshold=str(values[CHOICE]),
            threshold_performance=float(values[f"thresholds.partner_map.{LIMITS[0]}"]),
            threshold_potential=float(values[f"thresholds.partner_map.{LIMITS[1]}"]),
        )
        return _places(worth, weights.criteria(values), now)

    base = found({knob.key: knob.filed for knob in knobs})
    quadrants = _quadrants(rules, say)

    def outcome(values: Values) -> Outcome:
        return _outcome(found(values), base, _Names(names, quadrants), say)

    return Model(
        name=NAME,
        knobs=knobs,
        outcome=outcome,
        draw=lambda before, now, _: png(
            figures.draw_places(before.drawn.spots, now.drawn.spots, quadrants, say)
        ),
        alternative=lambda before, now: _alternative(before.drawn, now.drawn, quadrants, say),
    )


def _knobs(weights: Weights, rules: Rules, say: Words) -> tuple[Knob, ...]:
    key = "what_if.map"
    items = banks.load("partner_map").items
    heaviest = weights.heaviest(HEAVIEST)
    labels = {
        part: say(f"{key}.weight", name=items.at[part, f"name_{say.language}"]) for part in heaviest
    }
    codes = (FIXED, MEDIAN)
    choice = Knob(
        key=CHOICE,
        label=say(f"{key}.choice"),
        filed=rules.map_threshold,
        default=FIXED,
        choices=tuple((code, say(f"{key}.choices.{code}")) for code in codes),
    )
    limits = [
        threshold(
            f"partner_map.{name}",
            getattr(rules, name),
            label=say(f"{key}.{name}"),
            unit=say(f"{key}.limit_unit"),
            low=30,
            high=70,
        )
        for name in LIMITS
    ]
    return (choice, *limits, *weights.knobs(heaviest, labels, say(f"{key}.weight_unit")))


def _quadrants(rules: Any, say: Words) -> dict[str, str]:
    named = {str(one["id"]): str(one["name"][say.language]) for one in rules["quadrants"]}
    return named | {"": say("what_if.map.off")}


def _places(worth: pd.DataFrame, criteria: pd.DataFrame, rules: Rules) -> _Places:
    scores = partner_map.axis_scores(worth, criteria)
    placed = partner_map.is_placed(scores, rules)
    limits = partner_map.thresholds(scores[placed], rules)
    table = scores[[PERFORMANCE, POTENTIAL]].copy()
    table["quadrant"] = partner_map.quadrants(scores, limits, rules).where(placed, "")
    return _Places(table, limits)


def _outcome(now: _Places, base: _Places, named: _Names, say: Words) -> Outcome:
    quadrant = now.table["quadrant"]
    moved = [str(one) for one in quadrant.index[quadrant != base.table["quadrant"]]]
    pillars = int((quadrant == partner_map.PILLAR).sum())
    rising = int((quadrant == partner_map.RISING).sum())
    lines = (
        Line(named.quadrants[partner_map.PILLAR], float(pillars), COUNT),
        Line(named.quadrants[partner_map.RISING], float(rising), COUNT),
        Line(say("what_if.map.line.moved"), float(len(moved)), COUNT),
    )
    headline = _moves(now, base, moved, named, say)
    if not moved:
        placed = int((quadrant != "").sum())
        case = "same" if placed else "nobody"
        told = {"pillars": pillars, "rising": rising, "placed": placed}
        headline = say(f"what_if.map.headline.{case}", **told)
    return Outcome(
        headline, lines, (0.0, 100.0), Shown(now, _spots(now, named.partners, set(moved)))
    )


def _moves(now: _Places, base: _Places, moved: list[str], named: _Names, say: Words) -> str:
    """Who changes quadrant, "" when nobody does."""
    if len(moved) == 1:
        before, after = (str(one.table.at[moved[0], "quadrant"]) for one in (base, now))
        return say(
            "what_if.map.headline.one",
            name=named.partners[moved[0]],
            before=named.quadrants[before],
            after=named.quadrants[after],
        )
    names = [named.partners[one] for one in moved]
    return say("what_if.map.headline.many", count=len(moved), names=names) if moved else ""


def _spots(places: _Places, names: Mapping[str, str], moved: set[str]) -> Spots:
    table = places.table
    placed = [str(one) for one in table.index[table["quadrant"] != ""]]
    across, up = (
        table.loc[placed, axis].to_numpy(dtype=float) for axis in (PERFORMANCE, POTENTIAL)
    )
    points = dict(zip(placed, np.column_stack([across, up]).tolist(), strict=True))
    return Spots(
        {one: (x, y) for one, (x, y) in points.items()},
        {one: names[one] for one in placed[:NAMED]},
        frozenset(moved),
        (places.limits.performance, places.limits.potential),
    )


def _alternative(base: Shown, now: Shown, quadrants: Mapping[str, str], say: Words) -> str:
    quadrant = now.places.table["quadrant"]
    counts = {one: int((quadrant == one).sum()) for one in quadrants if one}
    moved = quadrant.index[quadrant != base.places.table["quadrant"]]
    return say(
        "what_if.map.alt",
        placed=sum(counts.values()),
        performance=now.places.limits.performance,
        potential=now.places.limits.potential,
        moved=len(moved),
        **counts,
    )
