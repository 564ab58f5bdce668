"""Diagnostic 360°: where a partner strategy stands, and what to do in the next months (METHOD 5).

Several functions rate each practice from 0 to 4. An item's level is the mean of the functions'
means, so that a large team does not outvote a small one; a dimension's score is the weighted mean
of its levels over 4, in points of 100; the overall score is the weighted mean of the dimensions
published.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from padlib.core import actions as core_actions
from padlib.core import scoring
from padlib.core.actions import Effort
from padlib.core.answers import (
    ANSWERED,
    MISSING,
    NOT_APPLICABLE,
    often_not_applicable,
    straight_lines,
)
from padlib.core.notices import Notice

TOP_LEVEL = 4

PUBLISHED = "published"
INSUFFICIENT = "insufficient"

FULL_FORM = "full"
SHORT_FORM = "short"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Every number of the method that the diagnostic uses."""

    dimension_weights: Mapping[str, float]  # dimension id → weight, in the bank's order
    effort: Mapping[str, Effort]
    band_bounds: tuple[float, ...]  # lower bounds, ascending
    min_items_per_dimension: int
    min_coverage: float
    min_dimensions_overall: int
    target_level: float
    strength_item_min: float
    weakness_item_max: float
    strength_dimension_min: float
    weakness_dimension_max: float
    min_listed: int
    misalignment_spread: float
    na_warning_share: float
    min_priority: float
    max_actions: int
    monthly_capacity: int
    horizon_months: int
    noise_points: float

    @staticmethod
    def of(mapping: Mapping[str, Any]) -> Rules:
        """Rules from the bank's section ``diagnostic`` and its ``effort``, after any override.

        ``action_horizon_months``, the report's parameter, wins over ``horizon_months``; names
        that the diagnostic does not use are passed over.
        """
        horizon = mapping.get("action_horizon_months")
        return Rules(
            dimension_weights={d["id"]: float(d["weight"]) for d in mapping["dimensions"]},
            effort=Effort.scale(mapping["effort"]),
            band_bounds=tuple(float(band["from"]) for band in mapping["bands"]),
            horizon_months=int(mapping["horizon_months"] if horizon is None else horizon),
            **_numbers_of(mapping),
        )


_WHOLE = (
    "min_items_per_dimension",
    "min_dimensions_overall",
    "min_listed",
    "max_actions",
    "monthly_capacity",
)
_REAL = (
    "min_coverage",
    "target_level",
    "strength_item_min",
    "weakness_item_max",
    "strength_dimension_min",
    "weakness_dimension_max",
    "misalignment_spread",
    "na_warning_share",
    "min_priority",
    "noise_points",
)


def _numbers_of(mapping: Mapping[str, Any]) -> dict[str, Any]:
    whole = {name: int(mapping[name]) for name in _WHOLE}
    return whole | {name: float(mapping[name]) for name in _REAL}


def form_items(items: pd.DataFrame, form: str) -> pd.DataFrame:
    """The items of a form: ``full`` keeps all, ``short`` those marked so."""
    if form == FULL_FORM:
        return items
    if form == SHORT_FORM:
        return items[items["short_form"]]
    raise ValueError(f"unknown form {form!r}; known: {FULL_FORM}, {SHORT_FORM}")


# ── levels ───────────────────────────────────────────────────────────────────────────────────────


def function_levels(answers: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Mean answer of each function on each item, 0–4.

    Returns
    -------
    DataFrame
        Indexed by item id in the bank's order, one column a function that gave a number
        somewhere, in alphabetical order; NaN where it gave none.
    """
    numbers = _numbers(answers, items)
    means = numbers.groupby(["item_id", "function"], observed=True)["answer"].mean()
    table = means.unstack("function")
    table.columns = pd.Index([str(name) for name in table.columns], dtype="str", name="function")
    return table.reindex(items.index)


def levels(answers: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Level of each item and what stands behind it.

    Parameters
    ----------
    answers : DataFrame
        Columns respondent_id, function, item_id, answer (0–4, NaN without number), state. Items
        that are not in ``items`` are passed over. The order of rows never matters.
    items : DataFrame
        Items of the form, indexed by id; columns dimension, weight.

    Returns
    -------
    DataFrame
        Indexed by item id in the bank's order: dimension, weight, level (0–4, NaN without
        number), spread (highest less lowest function mean, NaN without level), state (of the
        item), respondents and functions (how many gave a number).
    """
    by_function = function_levels(answers, items)
    numbers = _numbers(answers, items).groupby("item_id", observed=True)["respondent_id"]
    table = items[["dimension", "weight"]].copy()
    table["level"] = by_function.mean(axis=1).astype(float)
    table["spread"] = (by_function.max(axis=1) - by_function.min(axis=1)).astype(float)
    table["state"] = _item_states(answers, table["level"])
    table["respondents"] = numbers.nunique().reindex(items.index, fill_value=0).astype(int)
    table["functions"] = by_function.notna().sum(axis=1).astype(int)
    return table


def _numbers(answers: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Answers with a number, in an order of their own: sums do not depend on that of the file."""
    given = answers[answers["answer"].notna() & answers["item_id"].isin(items.index)]
    return given.sort_values(["item_id", "function", "respondent_id"])


def _item_states(answers: pd.DataFrame, level: pd.Series[float]) -> pd.Series[str]:
    without_object = set(answers.loc[answers["state"] == NOT_APPLICABLE, "item_id"])
    states = [
        ANSWERED if scored else NOT_APPLICABLE if item in without_object else MISSING
        for item, scored in level.notna().items()
    ]
    return pd.Series(states, index=level.index, dtype="str")


# ── scores ───────────────────────────────────────────────────────────────────────────────────────


def dimensions(levels: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Score of each dimension that has items, and whether it is published.

    Returns
    -------
    DataFrame
        Indexed by dimension id in the bank's order: weight, score (0–100, NaN unless published),
        coverage (share of the weight of applicable items that is answered, NaN when none is
        applicable), asked, answered, missing, not_applicable (items), needed (answers lacking
        before publication), state (``published``, ``insufficient`` or ``not_applicable``).
    """
    rows = {
        dimension: _dimension(levels[levels["dimension"] == dimension], rules)
        for dimension in rules.dimension_weights
        if (levels["dimension"] == dimension).any()
    }
    index = pd.Index(list(rows), dtype="str", name="dimension")
    columns = {
        name: pd.Series([row[name] for row in rows.values()], index=index, dtype=kind)
        for name, kind in _DIMENSION_COLUMNS.items()
    }
    weights = [float(rules.dimension_weights[d]) for d in rows]
    return pd.DataFrame({"weight": pd.Series(weights, index=index, dtype=float), **columns})


_DIMENSION_COLUMNS: dict[str, Any] = {
    "score": float,
    "coverage": float,
    "asked": int,
    "answered": int,
    "missing": int,
    "not_applicable": int,
    "needed": int,
    "state": "str",
}


def _dimension(levels: pd.DataFrame, rules: Rules) -> dict[str, Any]:
    counts = levels["state"].value_counts()
    answered, missing = int(counts.get(ANSWERED, 0)), int(counts.get(MISSING, 0))
    needed = _answers_needed(levels, rules)
    state = PUBLISHED if needed == 0 else INSUFFICIENT
    if answered + missing == 0:
        state, needed = NOT_APPLICABLE, 0
    return {
        "score": _score(levels) if state == PUBLISHED else math.nan,
        "coverage": coverage(levels),
        "asked": len(levels),
        "answered": answered,
        "missing": missing,
        "not_applicable": int(counts.get(NOT_APPLICABLE, 0)),
        "needed": needed,
        "state": state,
    }


def _score(levels: pd.DataFrame) -> float:
    return 100 * scoring.weighted_mean(levels["level"], levels["weight"]) / TOP_LEVEL


def _answers_needed(levels: pd.DataFrame, rules: Rules) -> int:
    """Fewest further answers before a dimension is published: the heaviest missing items first."""
    answered = levels["state"] == ANSWERED
    weights = levels["weight"].astype(float)
    have, whole = weights[answered].sum(), weights[levels["state"] != NOT_APPLICABLE].sum()
    needed = max(rules.min_items_per_dimension - int(answered.sum()), 0)
    lacking = np.sort(weights[levels["state"] == MISSING].to_numpy())[::-1]
    reached = have + np.concatenate([[0.0], np.cumsum(lacking)])
    enough = scoring.at_least(reached, rules.min_coverage * whole)
    return max(needed, int(np.argmax(enough))) if enough.any() else max(needed, len(lacking))


def coverage(levels: pd.DataFrame) -> float:
    """Share of the weight of applicable items that is answered, 0–1; NaN when none is
    applicable."""
    applicable = levels["weight"][levels["state"] != NOT_APPLICABLE].sum()
    answered = levels["weight"][levels["state"] == ANSWERED].sum()
    return float(answered / applicable) if applicable else math.nan


@dataclass(frozen=True)
class Overall:
    """The overall score; None when too few dimensions are published."""

    score: float | None
    band: int | None  # index among the bank's bands
    published: int
    applicable: int
    needed: int  # dimensions lacking before publication


def overall(dimensions: pd.DataFrame, rules: Rules) -> Overall:
    """Mean of the published dimensions, each by its weight, on 100 points.

    Published when at least ``min_dimensions_overall`` of the applicable dimensions are, or all of
    them when fewer are applicable.
    """
    published = int((dimensions["state"] == PUBLISHED).sum())
    applicable = int((dimensions["state"] != NOT_APPLICABLE).sum())
    needed = max(min(rules.min_dimensions_overall, applicable) - published, 0)
    score = _overall_score(dimensions["score"], dimensions["weight"])
    if needed or math.isnan(score):
        return Overall(None, None, published, applicable, needed)
    return Overall(score, scoring.band(score, rules.band_bounds), published, applicable, 0)


def _overall_score(scores: pd.Series[float], weights: pd.Series[float]) -> float:
    return scoring.weighted_mean(scores, weights)


def answers_to_obtain(levels: pd.DataFrame, dimensions: pd.DataFrame) -> pd.DataFrame:
    """The fewest unanswered items that, once rated, publish each dimension that is not yet.

    Returns
    -------
    DataFrame
        Indexed by item id: dimension, weight, needed (answers its dimension lacks); the dimension
        nearest to publication first (ties by the bank's order), in it the heaviest items first,
        then id.
    """
    lacking = dimensions.loc[dimensions["state"] == INSUFFICIENT, "needed"].sort_values(
        kind="stable"
    )
    missing = levels.loc[levels["state"] == MISSING, ["dimension", "weight"]]
    parts = [
        _by(rows, rows["weight"].astype(float), descending=True)
        .head(int(needed))
        .assign(needed=needed)
        for dimension, needed in lacking.items()
        if len(rows := missing[missing["dimension"] == dimension])
    ]
    return pd.concat(parts) if parts else missing.head(0).assign(needed=0)


# ── strengths, weaknesses, misalignments, mistakes ───────────────────────────────────────────────


def strengths(levels: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Items at the strength threshold or above, best first, completed to ``min_listed`` with the
    best others.

    Returns
    -------
    DataFrame
        Indexed by item id: level, dimension, weight, relative (True for those that complete the
        list).
    """
    ordered = _ordered(levels, best_first=True)
    return _listed(ordered, scoring.at_least(ordered["level"], rules.strength_item_min), rules)


def weaknesses(levels: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Items at the weakness threshold or below, worst first, completed like `strengths`."""
    ordered = weakest_first(levels)
    return _listed(ordered, scoring.at_most(ordered["level"], rules.weakness_item_max), rules)


def weakest_first(levels: pd.DataFrame) -> pd.DataFrame:
    """Items with a level, the lowest first; ties by weight, then id (METHOD 5.5): level,
    dimension, weight."""
    return _ordered(levels, best_first=False)


def _ordered(levels: pd.DataFrame, *, best_first: bool) -> pd.DataFrame:
    known = levels.loc[levels["level"].notna(), ["level", "dimension", "weight"]]
    return _by(known, known["level"], descending=best_first)


def _by(frame: pd.DataFrame, key: pd.Series[float], *, descending: bool) -> pd.DataFrame:
    """A frame ordered by a key, then by decreasing weight, then by id."""
    sign = -1 if descending else 1
    return frame.iloc[scoring.order(frame.index, sign * key, -frame["weight"])]


def _listed(ordered: pd.DataFrame, qualifies: pd.Series[bool], rules: Rules) -> pd.DataFrame:
    count = max(int(qualifies.sum()), min(rules.min_listed, len(ordered)))
    listed = ordered.head(count).copy()
    listed["relative"] = ~qualifies.head(count).astype(bool)
    return listed


def strong_dimensions(dimensions: pd.DataFrame, rules: Rules) -> list[str]:
    """Published dimensions at the strength threshold or above, the highest first."""
    ordered = _by(*_scored(dimensions), descending=True)
    return list(ordered.index[scoring.at_least(ordered["score"], rules.strength_dimension_min)])


def weak_dimensions(dimensions: pd.DataFrame, rules: Rules) -> list[str]:
    """Published dimensions below the weakness threshold, the lowest first."""
    ordered = _by(*_scored(dimensions), descending=False)
    return list(ordered.index[scoring.below(ordered["score"], rules.weakness_dimension_max)])


def _scored(dimensions: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series[float]]:
    known = dimensions[dimensions["score"].notna()]
    return known, known["score"]


def misalignments(
    function_levels: pd.DataFrame, levels: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """Items on which functions disagree, the widest spread first; ties by weight, then id.

    Returns
    -------
    DataFrame
        Indexed by item id: spread, lowest and highest (function ids, the first in alphabetical
        order when several are level), lowest_level, highest_level, dimension, weight.
    """
    apart = levels[scoring.at_least(levels["spread"], rules.misalignment_spread)]
    means = function_levels.loc[apart.index]
    lowest, highest = means.min(axis=1), means.max(axis=1)
    table = pd.DataFrame(
        {
            "spread": apart["spread"],
            "lowest": _first_within(means, lowest),
            "lowest_level": lowest.astype(float),
            "highest": _first_within(means, highest),
            "highest_level": highest.astype(float),
            "dimension": apart["dimension"],
            "weight": apart["weight"],
        }
    )
    return _by(table, table["spread"], descending=True)


def _first_within(means: pd.DataFrame, wanted: pd.Series[float]) -> pd.Series[str]:
    near = means.sub(wanted, axis=0).abs() < scoring.TOLERANCE
    names = [str(means.columns[int(row.argmax())]) for row in near.to_numpy()]
    return pd.Series(names, index=means.index, dtype="str")


class Pair(NamedTuple):
    """Two functions that see things differently: the one most often lower, the other, on how many
    items."""

    lower: str
    higher: str
    items: int


def most_frequent_pair(
    function_levels: pd.DataFrame, levels: pd.DataFrame, rules: Rules
) -> Pair | None:
    """The two functions most often apart by the misalignment spread or more; None when none is.

    Ties: the wider sum of distances, then the ids in alphabetical order.
    """
    apart = levels.index[scoring.at_least(levels["spread"], rules.misalignment_spread)]
    means = function_levels.loc[apart]
    found: list[tuple[int, float, str, str]] = []
    for one, other in combinations(sorted(means.columns), 2):
        distance = means[other] - means[one]
        wide = distance[scoring.at_least(distance.abs(), rules.misalignment_spread)]
        if len(wide):
            lower, higher = (one, other) if wide.sum() >= 0 else (other, one)
            total = float(scoring.rank_key(wide.abs().sum()))
            found.append((-len(wide), -total, lower, higher))
    if not found:
        return None
    count, _, lower, higher = min(found)
    return Pair(lower, higher, -count)


class Favour(NamedTuple):
    """The function that most often rates the highest where functions disagree, and on how many
    items."""

    function: str
    items: int


def most_favourable(misalignments: pd.DataFrame) -> Favour | None:
    """Who most often gives the highest level among the misaligned items; None when none is.

    Ties: the first id in alphabetical order.
    """
    if misalignments.empty:
        return None
    counts = misalignments["highest"].value_counts()
    best = int(counts.max())
    return Favour(min(str(name) for name in counts.index[counts == best]), best)


@dataclass(frozen=True)
class Practices:
    """How many practices are rated, acquired (strength threshold or above) and to build (weakness
    or below).

    ``compared``: those that two functions or more rated. ``dimensions``, in the bank's order:
    rated, acquired, to_build.
    """

    rated: int
    acquired: int
    to_build: int
    compared: int
    dimensions: pd.DataFrame


def practices(levels: pd.DataFrame, rules: Rules) -> Practices:
    """Counts of the practices by what their level says (METHOD 5.5)."""
    marks = pd.DataFrame(
        {
            "rated": levels["level"].notna(),
            "acquired": scoring.at_least(levels["level"], rules.strength_item_min),
            "to_build": scoring.at_most(levels["level"], rules.weakness_item_max),
        }
    )
    asked = [d for d in rules.dimension_weights if (levels["dimension"] == d).any()]
    table = marks.groupby(levels["dimension"]).sum().astype(int).reindex(asked)
    rated, acquired, to_build = (int(table[name].sum()) for name in table.columns)
    return Practices(rated, acquired, to_build, int((levels["functions"] > 1).sum()), table)


class Mistake(NamedTuple):
    """A classic mistake, the lowest item that shows it, and that item's level."""

    mistake_id: str
    item_id: str
    level: float


def mistakes(weaknesses_order: pd.DataFrame, items: pd.DataFrame, n: int = 3) -> list[Mistake]:
    """The classic mistakes most present: those of the lowest items, each once.

    ``weaknesses_order`` is `weakest_first`: all items with a level.
    """
    found: dict[str, Mistake] = {}
    listed = items.loc[weaknesses_order.index, "mistake_ids"]
    for item, level, shown in zip(
        weaknesses_order.index, weaknesses_order["level"], listed, strict=True
    ):
        for mistake in shown:
            found.setdefault(mistake, Mistake(mistake, str(item), float(level)))
    return list(found.values())[:n]


# ── priorities, plan, projection ─────────────────────────────────────────────────────────────────


def priority(levels: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Priority (0–100) and gap to the target level (0–1) of every item that has a level, in the
    bank's order."""
    known = levels[levels["level"].notna()]
    target = rules.target_level
    gap = (target - known["level"]).clip(lower=0) / target
    facts = items.loc[known.index]
    factor = facts["effort"].map({code: cost.factor for code, cost in rules.effort.items()})
    return pd.DataFrame(
        {"priority": core_actions.priority(gap, facts["impact"], factor.astype(float)), "gap": gap}
    )


def priorities(levels: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The actions proposed: the highest priorities, at least ``min_priority``, at most
    ``max_actions``.

    Returns
    -------
    DataFrame
        Indexed by item id, by decreasing priority (ties by weight, then id): priority, gap, level,
        dimension, weight, owner_role, effort, impact, horizon_months, depends_on (id or "").
    """
    table = priority(levels, items, rules)
    table = table.join(levels[["level", "dimension", "weight"]])
    facts = ["owner_role", "effort", "impact", "horizon_months", "depends_on"]
    table = table.join(items[facts])
    table = table[scoring.at_least(table["priority"], rules.min_priority)]
    ordered = _by(table, table["priority"], descending=True)
    return ordered.head(rules.max_actions)


@dataclass(frozen=True)
class Plan:
    """What to do in which months, and what waits.

    ``scheduled``: the columns of `priorities` with start, end (month of the plan, 1 = the first)
    and load (points in each of its months), by start, then priority. ``later``: the same with
    reason (``capacity``, ``dependency`` or ``too_long``), by priority. ``load``: points used in
    each month.
    """

    scheduled: pd.DataFrame
    later: pd.DataFrame
    load: list[int]
    capacity: int
    horizon: int


def plan(
    priorities: pd.DataFrame,
    rules: Rules,
    *,
    horizon: int | None = None,
    capacity: int | None = None,
) -> Plan:
    """Schedule the proposed actions (METHOD 5.7); horizon (months) and capacity (points) default
    to the rules'."""
    months = rules.horizon_months if horizon is None else horizon
    points = rules.monthly_capacity if capacity is None else capacity
    actions = priorities.copy()
    loads = {code: cost.load for code, cost in rules.effort.items()}
    actions["load"] = actions["effort"].map(loads).astype(int)
    calendar = core_actions.schedule(
        actions.rename(columns={"horizon_months": "duration"}), months, points
    )
    scheduled = actions.loc[calendar.months.index].join(calendar.months)
    later = actions.loc[calendar.later.index].join(calendar.later)
    return Plan(scheduled, later, list(calendar.load), points, months)


def actions(plan: Plan, items: pd.DataFrame, as_of: dt.date | None = None) -> pd.DataFrame:
    """The actions of a plan in the form that all steps share (`core.actions.proposed`).

    Those that wait come after those that are scheduled, and have no month. Due dates count from
    ``as_of``, the date of the data; without it there is none.
    """
    months = plan.scheduled[["start", "end"]]
    waiting = pd.DataFrame(0, index=plan.later.index, columns=["start", "end"])
    table = pd.concat([plan.scheduled, plan.later])[["owner_role", "effort", "impact", "priority"]]
    calendar = pd.concat([months, waiting]).astype(int)
    days = [
        core_actions.due(as_of, int(end)) if as_of is not None and end else None
        for end in calendar["end"]
    ]
    told = items.loc[table.index]
    return core_actions.proposed(
        core_actions.DIAGNOSTIC,
        table.assign(
            title_fr=told["action_fr"],
            title_en=told["action_en"],
            start_month=calendar["start"],
            end_month=calendar["end"],
            due=pd.Series(days, index=table.index, dtype=object),
        ),
    )


@dataclass(frozen=True)
class Projection:
    """Scores once the plan is carried out: a ceiling, not a forecast.

    ``dimensions`` (published ones, by decreasing contribution, ties by weight then id): weight,
    score, projected, contribution (points of the overall score). ``score`` and ``change`` are
    None when the overall score is not published.
    """

    score: float | None
    change: float | None
    dimensions: pd.DataFrame


def projection(levels: pd.DataFrame, plan: Plan, rules: Rules) -> Projection:
    """Scores with each scheduled item at the target level (never lower), everything else
    unchanged."""
    raised = levels.copy()
    done = plan.scheduled.index
    raised.loc[done, "level"] = raised.loc[done, "level"].clip(lower=rules.target_level)
    today, then = dimensions(levels, rules), dimensions(raised, rules)
    table = today.loc[today["state"] == PUBLISHED, ["weight", "score"]].copy()
    table["projected"] = then.loc[table.index, "score"]
    total = table["weight"].sum()
    rise = table["weight"] * (table["projected"] - table["score"])
    table["contribution"] = rise / total if total else rise * 0.0
    table = _by(table, table["contribution"], descending=True)
    before, after = overall(today, rules).score, overall(then, rules).score
    change = None if before is None or after is None else after - before
    return Projection(after, change, table)


# ── last year ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Comparison:
    """This campaign against the one before, on the items answered in both.

    ``score``, ``previous``, ``change`` and ``stable`` are None when the overall score is not
    published in both. ``dimensions``, those published in both, in the bank's order: score,
    previous, change, stable, and items (how many are common).
    """

    common: int
    score: float | None
    previous: float | None
    change: float | None
    stable: bool | None
    dimensions: pd.DataFrame
    band: int | None  # of `score` and `previous`, on the common items
    previous_band: int | None


def comparison(
    answers: pd.DataFrame,
    previous_answers: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
    previous_items: pd.DataFrame | None = None,
) -> Comparison:
    """Two campaigns compared on the items answered in both, for the scores published in both
    (METHOD 4.7).

    ``previous_items`` are those of the form used then, when it was another. A change smaller than
    ``noise_points`` is stable.
    """
    then_items = items if previous_items is None else previous_items
    now, then = levels(answers, items), levels(previous_answers, then_items)
    both = now.index[now["level"].notna()].intersection(then.index[then["level"].notna()])
    both = both.sort_values()
    published = _published(now, rules) & _published(then, rules)
    scores, before = dimensions(now.loc[both], rules), dimensions(then.loc[both], rules)
    kept = [d for d in scores.index[scores["state"] == PUBLISHED] if d in published]
    table = pd.DataFrame(
        {
            "score": scores.loc[kept, "score"],
            "previous": before.loc[kept, "score"],
            "items": scores.loc[kept, "answered"],
        }
    )
    table.insert(2, "change", table["score"] - table["previous"])
    table.insert(3, "stable", scoring.below(table["change"].abs(), rules.noise_points))
    weights = scores.loc[kept, "weight"]
    score, previous = (
        _overall_score(table["score"], weights),
        _overall_score(table["previous"], weights),
    )
    if not _both_overall(now, then, len(kept), rules) or math.isnan(score):
        return Comparison(len(both), None, None, None, None, table, None, None)
    change = score - previous
    bands = [scoring.band(value, rules.band_bounds) for value in (score, previous)]
    stable = bool(scoring.below(abs(change), rules.noise_points))
    return Comparison(len(both), score, previous, change, stable, table, bands[0], bands[1])


def _published(levels: pd.DataFrame, rules: Rules) -> set[str]:
    table = dimensions(levels, rules)
    return set(table.index[table["state"] == PUBLISHED])


def _both_overall(now: pd.DataFrame, then: pd.DataFrame, compared: int, rules: Rules) -> bool:
    """Whether the overall score is published in both, and enough dimensions can be compared."""
    totals = [overall(dimensions(levels, rules), rules) for levels in (now, then)]
    enough = min(rules.min_dimensions_overall, *(total.applicable for total in totals))
    return all(total.score is not None for total in totals) and compared >= enough


@dataclass(frozen=True)
class ActionsDone:
    """What became of last year's actions of the diagnostic."""

    done: int
    all: int
    dropped: list[str]  # item ids


def actions_done(actions: pd.DataFrame) -> ActionsDone:
    """Done out of all, among the actions that come from the diagnostic (columns action_id,
    status)."""
    ids = actions["action_id"].astype("str")
    ours = actions[ids.str.startswith("D-")]
    dropped = ours.loc[ours["status"] == "dropped", "action_id"]
    return ActionsDone(int((ours["status"] == "done").sum()), len(ours), sorted(dropped))


# ── data quality ─────────────────────────────────────────────────────────────────────────────────


def notices(
    answers: pd.DataFrame,
    levels: pd.DataFrame,
    dimensions: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
) -> list[Notice]:
    """Warnings of METHOD 4.2, in the order of the bank.

    Codes and values: ``low_coverage`` (dimension, coverage, threshold, needed), ``few_items``
    (dimension, answered, needed), ``many_not_applicable`` (dimension, share, threshold),
    ``straight_lining`` (respondent_id, function, answer — None for NA —, items),
    ``unanswered_items`` (items, count).
    """
    known = answers[answers["item_id"].isin(items.index)]
    return [
        *_coverage_notices(dimensions, rules),
        *_not_applicable_notices(known, items, rules),
        *_straight_lining_notices(known),
        *_unanswered_notices(levels),
    ]


def _coverage_notices(dimensions: pd.DataFrame, rules: Rules) -> list[Notice]:
    found = []
    for dimension, row in dimensions[dimensions["state"] == INSUFFICIENT].iterrows():
        needed = int(row["needed"])
        if scoring.below(row["coverage"], rules.min_coverage):
            values = {"coverage": float(row["coverage"]), "threshold": rules.min_coverage}
            found.append(
                Notice("low_coverage", {"dimension": dimension, **values, "needed": needed})
            )
        else:
            values = {"answered": int(row["answered"]), "needed": needed}
            found.append(Notice("few_items", {"dimension": dimension, **values}))
    return found


def _not_applicable_notices(
    answers: pd.DataFrame, items: pd.DataFrame, rules: Rules
) -> list[Notice]:
    dimensions = {str(item): str(dimension) for item, dimension in items["dimension"].items()}
    shares = often_not_applicable(answers, dimensions, rules.na_warning_share)
    return [
        Notice(
            "many_not_applicable",
            {"dimension": d, "share": float(shares[d]), "threshold": rules.na_warning_share},
        )
        for d in rules.dimension_weights
        if d in shares.index
    ]


def _straight_lining_notices(answers: pd.DataFrame) -> list[Notice]:
    lines = straight_lines(answers, ["respondent_id", "function"], "answer")
    return [
        Notice(
            "straight_lining",
            {
                "respondent_id": str(row["respondent_id"]),
                "function": str(row["function"]),
                "answer": None if math.isnan(row["answer"]) else float(row["answer"]),
                "items": int(row["items"]),
            },
        )
        for row in lines.to_dict("records")
    ]


def _unanswered_notices(levels: pd.DataFrame) -> list[Notice]:
    missing = [str(item) for item in levels.index[levels["state"] == MISSING]]
    return (
        [Notice("unanswered_items", {"items": missing, "count": len(missing)})] if missing else []
    )


# ── all of it ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """All that the annual diagnostic says; each part is described where it is computed."""

    rules: Rules
    items: pd.DataFrame
    levels: pd.DataFrame
    function_levels: pd.DataFrame
    dimensions: pd.DataFrame
    overall: Overall
    coverage: float
    to_obtain: pd.DataFrame  # see `answers_to_obtain`
    respondents: int  # who gave at least one number or NA
    functions: int
    strengths: pd.DataFrame
    weaknesses: pd.DataFrame
    strong_dimensions: list[str]
    weak_dimensions: list[str]
    misalignments: pd.DataFrame
    pair: Pair | None
    most_favourable: Favour | None
    practices: Practices
    mistakes: list[Mistake]
    priorities: pd.DataFrame
    plan: Plan
    projection: Projection
    comparison: Comparison | None  # None without answers of the year before
    actions_done: ActionsDone | None  # None without last year's actions
    notices: list[Notice]


def diagnosis(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
    previous: pd.DataFrame | None = None,
    *,
    previous_items: pd.DataFrame | None = None,
    actions: pd.DataFrame | None = None,
) -> Diagnosis:
    """The whole diagnostic of one campaign.

    Parameters
    ----------
    answers : DataFrame
        See `levels`; answers of functions not entitled to an item are already left out.
    items : DataFrame
        The bank's items, narrowed to the form (`form_items`).
    rules : Rules
    previous, previous_items : DataFrame, optional
        Answers of the year before, and the items of the form used then when it was another.
    actions : DataFrame, optional
        Last year's actions: action_id, status.
    """
    scored, by_function = levels(answers, items), function_levels(answers, items)
    by_dimension = dimensions(scored, rules)
    given = answers[(answers["state"] != MISSING) & answers["item_id"].isin(items.index)]
    proposed = priorities(scored, items, rules)
    calendar = plan(proposed, rules)
    apart = misalignments(by_function, scored, rules)
    return Diagnosis(
        rules=rules,
        items=items,
        levels=scored,
        function_levels=by_function,
        dimensions=by_dimension,
        overall=overall(by_dimension, rules),
        coverage=coverage(scored),
        to_obtain=answers_to_obtain(scored, by_dimension),
        respondents=int(given["respondent_id"].nunique()),
        functions=int(given["function"].nunique()),
        strengths=strengths(scored, rules),
        weaknesses=weaknesses(scored, rules),
        strong_dimensions=strong_dimensions(by_dimension, rules),
        weak_dimensions=weak_dimensions(by_dimension, rules),
        misalignments=apart,
        pair=most_frequent_pair(by_function, scored, rules),
        most_favourable=most_favourable(apart),
        practices=practices(scored, rules),
        mistakes=mistakes(weakest_first(scored), items),
        priorities=proposed,
        plan=calendar,
        projection=projection(scored, calendar, rules),
        comparison=None
        if previous is None
        else comparison(answers, previous, items, rules, previous_items),
        actions_done=None if actions is None else actions_done(actions),
        notices=notices(answers, scored, by_dimension, items, rules),
    )
