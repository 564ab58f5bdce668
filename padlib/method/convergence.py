"""Convergence: how far a vendor and one partner see the same thing, and what they do together
(METHOD 8).

Both sides answer the same statements apart from each other: how true today, how important. What
both grant, the lower of their two scores, is what can be built upon; a wide gap is talked over
before any action is chosen.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

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

VENDOR, PARTNER = "vendor", "partner"
SIDES = (VENDOR, PARTNER)

TOP_SCORE, TOP_IMPORTANCE = 4, 5
ASSUMED_IMPORTANCE = 3.0  # when neither side says how important
NA_WARNING_SHARE = 0.3  # METHOD 4.2
NOISE = 5  # points of an index under which two themes stand level (METHOD 4.7)
PREPARATION_DAYS = 7  # between what prepares the session and the session
CHECK_MONTHS = 6  # from the session to the check of the plan (METHOD 8.6)

SHARED_STRENGTH = "shared_strength"
SHARED_WEAKNESS = "shared_weakness"
VENDOR_BLIND_SPOT = "vendor_blind_spot"
PARTNER_BLIND_SPOT = "partner_blind_spot"
IN_PROGRESS = "in_progress"
CLASSES = (SHARED_STRENGTH, SHARED_WEAKNESS, VENDOR_BLIND_SPOT, PARTNER_BLIND_SPOT, IN_PROGRESS)
BLIND_SPOTS = (VENDOR_BLIND_SPOT, PARTNER_BLIND_SPOT)

PAIRED = "paired"
UNSCORED = "unscored"
ONE_SIDED = {VENDOR: "vendor_only", PARTNER: "partner_only"}

PUBLISHED = "published"
INSUFFICIENT = "insufficient"

Moment = Literal["before", "after"]
BEFORE: Moment = "before"
AFTER: Moment = "after"
MOMENTS: Mapping[str, Moment] = {"before": BEFORE, "after": AFTER}
AUTO = "auto"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Every number of the method that the convergence uses."""

    theme_weights: Mapping[str, float]  # theme id → weight, in the bank's order
    effort: Mapping[str, Effort]
    band_bounds: tuple[float, ...]  # lower bounds, ascending
    gap_threshold: float
    shared_strength_min: float
    shared_weakness_max: float
    importance_gap: float
    within_side_spread: float
    theme_min_pairs: int
    theme_min_coverage: float
    overall_min_themes: int
    max_joint_actions: int
    max_joint_actions_per_theme: int

    @staticmethod
    def of(mapping: Mapping[str, Any]) -> Rules:
        """Rules from the bank's section ``convergence`` and its ``effort``, after any override;
        names that the convergence does not use are passed over."""
        return Rules(
            theme_weights={one["id"]: float(one["weight"]) for one in mapping["themes"]},
            effort=Effort.scale(mapping["effort"]),
            band_bounds=tuple(float(band["from"]) for band in mapping["bands"]),
            **_numbers_of(mapping),
        )


_WHOLE = (
    "theme_min_pairs",
    "overall_min_themes",
    "max_joint_actions",
    "max_joint_actions_per_theme",
)
_REAL = (
    "gap_threshold",
    "shared_strength_min",
    "shared_weakness_max",
    "importance_gap",
    "within_side_spread",
    "theme_min_coverage",
)


def _numbers_of(mapping: Mapping[str, Any]) -> dict[str, Any]:
    whole = {name: int(mapping[name]) for name in _WHOLE}
    return whole | {name: float(mapping[name]) for name in _REAL}


# ── what each side says ──────────────────────────────────────────────────────────────────────────


def people(answers: pd.DataFrame) -> dict[str, int]:
    """How many people of each side gave at least one score or ``NA``."""
    given = answers[answers["state"] != MISSING]
    counts = given.groupby("side")["respondent_id"].nunique()
    return {side: int(counts.get(side, 0)) for side in SIDES}


def side_values(answers: pd.DataFrame, items: pd.DataFrame, side: str) -> pd.DataFrame:
    """What one side says of each item: the mean of its people.

    Parameters
    ----------
    answers : DataFrame
        Columns side, respondent_id, item_id, score (0–4, NaN without number), state, importance
        (1–5 or NaN). Items that are not in ``items`` are passed over. The order of rows never
        matters.
    items : DataFrame, indexed by item id

    Returns
    -------
    DataFrame
        Indexed by item id in the bank's order: score and importance (NaN without any), low and
        high (lowest and highest score), spread (one less the other), people (how many scored),
        state. A person for whom the item has no object (``NA``) counts neither in score nor in
        importance.
    """
    mine = answers[(answers["side"] == side) & answers["item_id"].isin(items.index)]
    mine = mine.sort_values(["item_id", "respondent_id"])  # sums do not depend on the file's order
    by_item = mine.groupby("item_id")["score"]
    concerned = mine[mine["state"] != NOT_APPLICABLE].groupby("item_id")["importance"]
    table = pd.DataFrame(
        {
            "score": by_item.mean(),
            "importance": concerned.mean(),
            "low": by_item.min(),
            "high": by_item.max(),
            "people": by_item.count(),
        }
    ).reindex(items.index)
    table["spread"] = table["high"] - table["low"]
    without_object = set(mine.loc[mine["state"] == NOT_APPLICABLE, "item_id"])
    table["people"] = table["people"].fillna(0).astype(int)
    table["state"] = pd.Series(
        [
            ANSWERED if scored else NOT_APPLICABLE if item in without_object else MISSING
            for item, scored in table["score"].notna().items()
        ],
        index=table.index,
        dtype="str",
    )
    return table.astype(dict.fromkeys(("score", "importance", "low", "high", "spread"), float))


# ── items ────────────────────────────────────────────────────────────────────────────────────────


def item_class(vendor: float, partner: float, rules: Rules) -> str:
    """Class of an item that both sides scored, the first of the method's order that applies; ""
    when one score is blank."""
    gap = vendor - partner
    if math.isnan(gap):
        return ""
    if scoring.at_least(min(vendor, partner), rules.shared_strength_min):
        return SHARED_STRENGTH
    if scoring.at_most(max(vendor, partner), rules.shared_weakness_max):
        return SHARED_WEAKNESS
    if scoring.at_least(gap, rules.gap_threshold):
        return VENDOR_BLIND_SPOT
    if scoring.at_most(gap, -rules.gap_threshold):
        return PARTNER_BLIND_SPOT
    return IN_PROGRESS


def joint_importance(vendor: pd.Series[float], partner: pd.Series[float]) -> pd.Series[float]:
    """Mean of the two importances; the one that is known, else 3.

    >>> nan = float("nan")
    >>> joint_importance(pd.Series([4, nan, nan]), pd.Series([5, 2, nan])).tolist()
    [4.5, 2.0, 3.0]
    """
    known = pd.concat([vendor, partner], axis=1).astype(float)
    return known.mean(axis=1).fillna(ASSUMED_IMPORTANCE)


def compared(answers: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Both sides' views of each item.

    Returns
    -------
    DataFrame
        Indexed by item id in the bank's order: theme, weight · vendor, partner (scores, 0–4),
        gap, level, granted (NaN unless both scored) · importance_vendor, importance_partner (as
        stated), importance (joint), omega (joint weight) · class ("" unless both scored) ·
        different_priorities, vendor_disagrees, partner_disagrees (bool) · vendor_state,
        partner_state · state (``paired``, ``vendor_only``, ``partner_only``, ``unscored``) ·
        applicable (bool: no side says that the item has no object) · and for each side, such as
        vendor_spread, its low, high, spread and people.
    """
    sides = {side: side_values(answers, items, side) for side in SIDES}
    table = items[["theme", "weight"]].copy()
    for side, values in sides.items():
        table[side] = values["score"]
        table[f"importance_{side}"] = values["importance"]
        for column in ("state", "low", "high", "spread", "people"):
            table[f"{side}_{column}"] = values[column]
        apart = scoring.at_least(values["spread"], rules.within_side_spread)
        table[f"{side}_disagrees"] = apart.astype(bool)
    return _judged(table, rules)


def _judged(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The table of both sides' scores with what follows from them."""
    vendor, partner = table[VENDOR], table[PARTNER]
    both = vendor.notna() & partner.notna()
    lower = pd.concat([vendor, partner], axis=1).min(axis=1)
    found = table.assign(
        gap=vendor - partner,
        level=(vendor + partner) / 2,
        granted=lower.where(both),
        importance=joint_importance(table["importance_vendor"], table["importance_partner"]),
    )
    found["omega"] = found["weight"] * found["importance"]
    pairs = zip(vendor, partner, strict=True)
    found["class"] = pd.Series(
        [item_class(v, p, rules) for v, p in pairs], index=table.index, dtype="str"
    )
    apart = (table["importance_vendor"] - table["importance_partner"]).abs()
    found["different_priorities"] = scoring.at_least(apart, rules.importance_gap).astype(bool)
    states = [
        PAIRED if v and p else ONE_SIDED[VENDOR] if v else ONE_SIDED[PARTNER] if p else UNSCORED
        for v, p in zip(vendor.notna(), partner.notna(), strict=True)
    ]
    found["state"] = pd.Series(states, index=table.index, dtype="str")
    no_object = (table["vendor_state"] == NOT_APPLICABLE) | (
        table["partner_state"] == NOT_APPLICABLE
    )
    found["applicable"] = both | ~no_object
    return found


def widest_first(points: pd.DataFrame) -> pd.DataFrame:
    """Items that both sides scored, the widest gap first whichever its sign; ties by weight, then
    id."""
    return _by(points[points["state"] == PAIRED], "gap", lambda gap: -gap.abs())


def blind_spots(points: pd.DataFrame, *sides: str) -> pd.DataFrame:
    """Blind spots of the sides named (of both without), the widest gap first."""
    wanted = [f"{side}_blind_spot" for side in sides or SIDES]
    return widest_first(points[points["class"].isin(wanted)])


def different_priorities(points: pd.DataFrame) -> pd.DataFrame:
    """Items to which the two sides do not give the same importance, the widest difference first."""
    apart = points[points["different_priorities"]]
    distance = (apart["importance_vendor"] - apart["importance_partner"]).abs()
    return _by(apart.assign(distance=distance), "distance", lambda one: -one)


def shared_weaknesses(points: pd.DataFrame) -> pd.DataFrame:
    """Items that both sides score low, the heaviest joint weight first."""
    return _by(points[points["class"] == SHARED_WEAKNESS], "omega", lambda omega: -omega)


def shared_strengths(points: pd.DataFrame) -> pd.DataFrame:
    """Items that both sides score high, the heaviest joint weight first."""
    return _by(points[points["class"] == SHARED_STRENGTH], "omega", lambda omega: -omega)


def to_close(points: pd.DataFrame) -> pd.DataFrame:
    """What keeps the two sides apart, in the order in which a session speaks of it: blind spots,
    then shared weaknesses."""
    return pd.concat([blind_spots(points), shared_weaknesses(points)])


def one_sided(points: pd.DataFrame) -> pd.DataFrame:
    """Items that one side alone scored, to be discussed, the heaviest joint weight first."""
    found = points[points["state"].isin(list(ONE_SIDED.values()))]
    return _by(found, "omega", lambda omega: -omega)


def disagreements(points: pd.DataFrame, side: str) -> pd.DataFrame:
    """Items on which a side's own people disagree, the widest spread first."""
    return _by(points[points[f"{side}_disagrees"]], f"{side}_spread", lambda spread: -spread)


def _by(points: pd.DataFrame, column: str, key: Any) -> pd.DataFrame:
    """Items in order of a key, then by decreasing weight, then by id."""
    return points.iloc[scoring.order(points.index, key(points[column]), -points["weight"])]


# ── indices ──────────────────────────────────────────────────────────────────────────────────────


class Indices(NamedTuple):
    """Three readings from 0 to 100; ``convergence`` is ``maturity`` less half of what
    ``alignment`` lacks."""

    alignment: float
    maturity: float
    convergence: float


UNKNOWN = Indices(math.nan, math.nan, math.nan)


def indices(points: pd.DataFrame) -> Indices:
    """Alignment, maturity and convergence of items, each by its joint weight; NaN when none was
    scored by both sides.

    Parameters
    ----------
    points : DataFrame
        Columns gap, level, granted, omega.
    """
    shares = {
        "alignment": 1 - points["gap"].abs() / TOP_SCORE,
        "maturity": points["level"] / TOP_SCORE,
        "convergence": points["granted"] / TOP_SCORE,
    }
    weights = points["omega"]
    return Indices(**{k: 100 * scoring.weighted_mean(v, weights) for k, v in shares.items()})


def themes(points: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Indices of each theme that has items, and whether they are published.

    Returns
    -------
    DataFrame
        Indexed by theme id in the bank's order: weight, alignment, maturity, convergence (0–100,
        NaN unless published), asked, paired, one_sided, not_applicable, unscored (items),
        coverage (share of the weight of applicable items that is paired, NaN when none is
        applicable), needed (pairs lacking before publication), state (``published``,
        ``insufficient`` or ``not_applicable``).
    """
    present = [theme for theme in rules.theme_weights if (points["theme"] == theme).any()]
    rows = [_theme(points[points["theme"] == theme], rules) for theme in present]
    index = pd.Index(present, dtype="str", name="theme")
    weights = pd.Series([rules.theme_weights[one] for one in present], index=index, dtype=float)
    columns = {
        name: pd.Series([row[name] for row in rows], index=index, dtype=kind)
        for name, kind in _THEME_COLUMNS.items()
    }
    return pd.DataFrame({"weight": weights, **columns})


_THEME_COLUMNS: dict[str, Any] = {
    "alignment": float,
    "maturity": float,
    "convergence": float,
    "asked": int,
    "paired": int,
    "one_sided": int,
    "not_applicable": int,
    "unscored": int,
    "coverage": float,
    "needed": int,
    "state": "str",
}


def _theme(points: pd.DataFrame, rules: Rules) -> dict[str, Any]:
    paired, applicable = points["state"] == PAIRED, points["applicable"]
    whole = float(points.loc[applicable, "weight"].sum())
    needed = _pairs_needed(points, rules)
    state = PUBLISHED if needed == 0 else INSUFFICIENT
    if not applicable.any():
        state, needed = NOT_APPLICABLE, 0
    waiting = applicable & ~paired
    single = points["state"].isin(list(ONE_SIDED.values()))
    return {
        **(indices(points) if state == PUBLISHED else UNKNOWN)._asdict(),
        "asked": len(points),
        "paired": int(paired.sum()),
        "one_sided": int((waiting & single).sum()),
        "not_applicable": int((~applicable).sum()),
        "unscored": int((waiting & ~single).sum()),
        "coverage": float(points.loc[paired, "weight"].sum()) / whole if whole else math.nan,
        "needed": needed,
        "state": state,
    }


def _pairs_needed(points: pd.DataFrame, rules: Rules) -> int:
    """Fewest further pairs before a theme is published: the heaviest waiting items first."""
    paired, applicable = points["state"] == PAIRED, points["applicable"]
    weights = points["weight"].astype(float)
    lacking = np.sort(weights[applicable & ~paired].to_numpy())[::-1]
    reached = weights[paired].sum() + np.concatenate([[0.0], np.cumsum(lacking)])
    enough = scoring.at_least(reached, rules.theme_min_coverage * weights[applicable].sum())
    return max(rules.theme_min_pairs - int(paired.sum()), int(np.argmax(enough)), 0)


@dataclass(frozen=True)
class Overall:
    """The whole partnership; ``indices`` and ``band`` are None when too few themes are
    published."""

    indices: Indices | None
    band: int | None  # of the convergence, among the bank's bands
    published: int
    applicable: int
    needed: int  # themes lacking before publication


def overall(themes: pd.DataFrame, rules: Rules) -> Overall:
    """Indices of the published themes, each by its weight, when enough are published."""
    published = int((themes["state"] == PUBLISHED).sum())
    applicable = int((themes["state"] != NOT_APPLICABLE).sum())
    needed = max(rules.overall_min_themes - published, 0)
    means = Indices(*(scoring.weighted_mean(themes[n], themes["weight"]) for n in Indices._fields))
    if needed or math.isnan(means.convergence):
        return Overall(None, None, published, applicable, needed)
    band = scoring.band(means.convergence, rules.band_bounds)
    return Overall(means, band, published, applicable, 0)


# ── joint actions ────────────────────────────────────────────────────────────────────────────────


def priority(points: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> pd.Series[float]:
    """Worth of each item's joint action, 0–100, NaN unless both sides scored it: what both find
    important and neither grants comes first."""
    gap = points["importance"] / TOP_IMPORTANCE * (1 - points["granted"] / TOP_SCORE)
    efforts = items["effort"].reindex(points.index)
    factors = pd.Series([rules.effort[e].factor for e in efforts], index=points.index, dtype=float)
    found = core_actions.priority(gap, items["impact"].reindex(points.index), factors)
    return cast("pd.Series[float]", found.astype(float))


def joint_actions(
    points: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
    session: dt.date | None = None,
) -> pd.DataFrame:
    """The actions proposed to both sides, the highest priority first.

    Returns
    -------
    DataFrame
        Indexed by item id: priority, theme, class, owner_role (the vendor's), partner_owner_role,
        effort, impact, horizon_months, due (NaT without a session's date). At most so many in
        all and a theme; what both sides fully grant proposes nothing. Ties by weight, then id.
    """
    ranked = points.assign(priority=priority(points, items, rules))
    ranked = ranked[scoring.above(ranked["priority"], 0)]
    ranked = _by(ranked, "priority", lambda one: -one)
    within_theme = ranked.groupby("theme").cumcount() < rules.max_joint_actions_per_theme
    kept = ranked[within_theme].head(rules.max_joint_actions)
    told = items.loc[kept.index]
    table = pd.DataFrame(
        {
            "priority": kept["priority"],
            "theme": kept["theme"],
            "class": kept["class"],
            "owner_role": told["owner_vendor_role"],
            "partner_owner_role": told["owner_partner_role"],
            "effort": told["effort"],
            "impact": told["impact"].astype(int),
            "horizon_months": told["horizon_months"].astype(int),
        },
        index=kept.index,
    )
    due = [None if session is None else _after(session, m) for m in table["horizon_months"]]
    table["due"] = pd.to_datetime(pd.Series(due, index=table.index, dtype=object))
    return table.astype({"due": "datetime64[s]"})


class LeftOut(NamedTuple):
    """A shared weakness without an action, and which limit stopped it."""

    item: str
    why: Literal["theme", "whole"]


def left_out(points: pd.DataFrame, actions: pd.DataFrame, rules: Rules) -> LeftOut | None:
    """The first shared weakness, if the joint actions leave it out: its theme has its fill of
    them, or the whole has."""
    weak = [str(item) for item in shared_weaknesses(points).index][:1]
    if not weak or weak[0] in actions.index:
        return None
    same = int((actions["theme"] == points.at[weak[0], "theme"]).sum())
    if same >= rules.max_joint_actions_per_theme:
        return LeftOut(weak[0], "theme")
    return LeftOut(weak[0], "whole") if len(actions) >= rules.max_joint_actions else None


def _after(session: dt.date, months: Any) -> dt.date:
    return core_actions.after_months(session, int(months))


def actions(analysis: Analysis, partner_id: str) -> pd.DataFrame:
    """The joint actions in the form that all steps share; months count from the session.

    Before the session nothing is proposed yet.
    """
    found = analysis.actions if analysis.moment == AFTER else analysis.actions.head(0)
    items = analysis.items.loc[found.index]
    return core_actions.proposed(
        core_actions.CONVERGENCE,
        found[["priority", "owner_role", "partner_owner_role", "effort", "impact", "due"]].assign(
            partner_id=partner_id,
            title_fr=items["joint_action_fr"],
            title_en=items["joint_action_en"],
            kpi_fr=items["kpi_fr"],
            kpi_en=items["kpi_en"],
            start_month=1,
            end_month=found["horizon_months"],
        ),
    )


# ── the session ──────────────────────────────────────────────────────────────────────────────────


def session_date(answers: pd.DataFrame) -> dt.date | None:
    """The day of the session, held or planned; None when it is not told."""
    told = answers["session_date"].dropna()
    return None if told.empty else pd.Timestamp(told.max()).date()


def preparation(session: dt.date | None, days: Iterable[dt.date | None]) -> dt.date | None:
    """The day by which a session is prepared: a week before it, though no earlier than the day
    after those that are known (date of the data, day of issue); None without a session's date.

    >>> preparation(dt.date(2026, 11, 19), [dt.date(2026, 11, 2), dt.date(2026, 11, 16)])
    datetime.date(2026, 11, 17)
    """
    if session is None:
        return None
    known = [day + dt.timedelta(days=1) for day in days if day is not None]
    return max([session - dt.timedelta(days=PREPARATION_DAYS), *known])


def moment(
    asked: str,
    session: dt.date | None,
    days: Iterable[dt.date | None],
    people: Mapping[str, int],
) -> Moment:
    """Whether the page is that of before the session or of after.

    Parameters
    ----------
    asked : str
        ``before`` or ``after`` as they are; ``auto``: before while a side has not answered, or
        while one of the days is earlier than the session; after from then on.
    session : date, optional
    days : iterable of date or None
        The date of the data, the day of issue: those that are known.
    people : mapping
        How many people of each side answered.
    """
    if asked in MOMENTS:
        return MOMENTS[asked]
    if asked != AUTO:
        raise ValueError(f"unknown moment {asked!r}; known: {AUTO}, {', '.join(MOMENTS)}")
    ahead = session is not None and any(day < session for day in days if day is not None)
    silent = any(not people[side] for side in SIDES)
    return BEFORE if ahead or silent else AFTER


OPENING = "opening"
FACTS = "facts"
THEME = "theme"
BREAK = "break"
CHOICE = "choice"
SIGNATURE = "signature"
MINUTES = {OPENING: 15, FACTS: 20, THEME: 35, BREAK: 20, CHOICE: 30, SIGNATURE: 15}  # METHOD 8.5

GAP = "gap"  # why an item is on the agenda: a blind spot,
PRIORITY = "priority"  # a difference of importance,
LOW = "low"  # a shared weakness,
ONE_SIDE = "one_side"  # or a score of one side alone


class Question(NamedTuple):
    """An item to talk over, and why."""

    item: str
    why: str


@dataclass(frozen=True)
class Block:
    """A part of the session: when it begins, how long it lasts, what is talked over."""

    kind: str
    start: int  # minutes from the opening
    minutes: int
    theme: str = ""
    questions: tuple[Question, ...] = ()


def agenda(points: pd.DataFrame, theme_ids: Iterable[str]) -> tuple[Block, ...]:
    """The session, block by block; in each theme blind spots come first, then differences of
    priority, then shared weaknesses, then what one side alone scored. An item stands once."""
    order = [(FACTS, ""), *((THEME, theme) for theme in theme_ids)]
    order = [(OPENING, ""), *order, (BREAK, ""), (CHOICE, ""), (SIGNATURE, "")]
    starts = np.cumsum([0, *(MINUTES[kind] for kind, _ in order)])
    return tuple(
        Block(kind, int(start), MINUTES[kind], theme, _questions(points, theme) if theme else ())
        for (kind, theme), start in zip(order, starts, strict=False)
    )


def _questions(points: pd.DataFrame, theme: str) -> tuple[Question, ...]:
    mine = points[points["theme"] == theme]
    reasons = {
        GAP: blind_spots(mine),
        PRIORITY: different_priorities(mine),
        LOW: shared_weaknesses(mine),
        ONE_SIDE: one_sided(mine),
    }
    found: dict[str, str] = {}
    for why, rows in reasons.items():
        for item in rows.index:
            found.setdefault(str(item), why)
    return tuple(Question(item, why) for item, why in found.items())


# ── the observed effect, as a scenario ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Uplift:
    """The revenue effect that users of the method observed, without a control group."""

    growth: float  # share
    low: float
    high: float
    months: int
    revenue: float | None  # made with this partner in the year before; None when not known

    @property
    def then(self) -> float | None:
        """Revenue of a year once the effect is reached, were it to happen again."""
        return None if self.revenue is None else self.revenue * (1 + self.growth)


UPLIFT_KEYS = ("convergence_uplift_revenue", "convergence_uplift_months")


def uplift(assumptions: pd.DataFrame, revenue: float | None) -> Uplift:
    """The scenario of a partner, from the assumptions in force (columns value, low, high)."""
    told: dict[Any, Any] = assumptions.loc[list(UPLIFT_KEYS)].to_dict("index")
    growth, months = (told[key] for key in UPLIFT_KEYS)
    known = None if revenue is None or math.isnan(revenue) else float(revenue)
    return Uplift(
        growth=float(growth["value"]),
        low=float(growth["low"]),
        high=float(growth["high"]),
        months=round(months["value"]),
        revenue=known,
    )


# ── data quality ─────────────────────────────────────────────────────────────────────────────────


def notices(
    answers: pd.DataFrame,
    points: pd.DataFrame,
    themes: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
) -> list[Notice]:
    """Warnings of METHOD 4.2, in the order of the bank.

    Codes and values: ``few_pairs`` (theme, paired, needed), ``low_coverage`` (theme, coverage,
    threshold, needed), ``many_not_applicable`` (side, theme, share, threshold),
    ``straight_lining`` (side, answer — None for NA —, items), ``no_importance`` (items: paired
    without any importance, paired).
    """
    known = answers[answers["item_id"].isin(items.index)]
    return [
        *_coverage_notices(themes, rules),
        *_not_applicable_notices(known, items, rules),
        *_straight_lining_notices(known),
        *_importance_notices(points),
    ]


def _coverage_notices(themes: pd.DataFrame, rules: Rules) -> list[Notice]:
    found = []
    for theme, row in themes[themes["state"] == INSUFFICIENT].iterrows():
        values: dict[str, Any] = {"theme": theme, "needed": int(row["needed"])}
        if row["paired"] < rules.theme_min_pairs:
            values |= {"paired": int(row["paired"]), "threshold": rules.theme_min_pairs}
            found.append(Notice("few_pairs", values))
        else:
            values |= {"coverage": float(row["coverage"]), "threshold": rules.theme_min_coverage}
            found.append(Notice("low_coverage", values))
    return found


def _not_applicable_notices(
    answers: pd.DataFrame, items: pd.DataFrame, rules: Rules
) -> list[Notice]:
    parts = {str(item): str(theme) for item, theme in items["theme"].items()}
    found = []
    for side in SIDES:
        mine = answers[answers["side"] == side]
        shares = often_not_applicable(mine, parts, NA_WARNING_SHARE)
        found += [
            Notice(
                "many_not_applicable",
                {
                    "side": side,
                    "theme": theme,
                    "share": float(shares[theme]),
                    "threshold": NA_WARNING_SHARE,
                },
            )
            for theme in rules.theme_weights
            if theme in shares.index
        ]
    return found


def _straight_lining_notices(answers: pd.DataFrame) -> list[Notice]:
    lines = straight_lines(answers, ["side", "respondent_id"], "score")
    lines = lines.sort_values("side", ascending=False, kind="stable")  # the vendor's first
    return [
        Notice(
            "straight_lining",
            {
                "side": str(row["side"]),
                "answer": None if math.isnan(row["answer"]) else float(row["answer"]),
                "items": int(row["items"]),
            },
        )
        for row in lines.to_dict("records")
    ]


def _importance_notices(points: pd.DataFrame) -> list[Notice]:
    paired = points[points["state"] == PAIRED]
    unknown = paired["importance_vendor"].isna() & paired["importance_partner"].isna()
    count = int(unknown.sum())
    return [Notice("no_importance", {"items": count, "paired": len(paired)})] if count else []


# ── all of it ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """All that the convergence of one partner says; each part is described where it is
    computed."""

    rules: Rules
    items: pd.DataFrame
    points: pd.DataFrame  # see `compared`
    themes: pd.DataFrame
    overall: Overall
    people: Mapping[str, int]
    session: dt.date | None
    moment: Moment
    actions: pd.DataFrame  # see `joint_actions`
    check: dt.date | None  # six months after the session
    agenda: tuple[Block, ...]
    uplift: Uplift | None  # only when it is asked for
    notices: list[Notice]

    @property
    def paired(self) -> int:
        """Items that both sides scored."""
        return int((self.points["state"] == PAIRED).sum())


def analysis(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
    *,
    days: Iterable[dt.date | None] = (),
    asked: str = AUTO,
    uplift: Uplift | None = None,
) -> Analysis:
    """The whole convergence of one partner.

    Parameters
    ----------
    answers : DataFrame
        That partner's answers: see `side_values`, and session_date.
    items : DataFrame
        The bank's items, indexed by id.
    rules : Rules
    days : iterable of date or None
        The date of the data and the day of issue; see `moment`.
    asked : str
        The moment asked for: ``auto``, ``before`` or ``after``.
    uplift : Uplift, optional
        The scenario, when it is asked for.
    """
    points = compared(answers, items, rules)
    by_theme, heard, session = themes(points, rules), people(answers), session_date(answers)
    return Analysis(
        rules=rules,
        items=items,
        points=points,
        themes=by_theme,
        overall=overall(by_theme, rules),
        people=heard,
        session=session,
        moment=moment(asked, session, days, heard),
        actions=joint_actions(points, items, rules, session),
        check=None if session is None else _after(session, CHECK_MONTHS),
        agenda=agenda(points, [str(theme) for theme in by_theme.index]),
        uplift=uplift,
        notices=notices(answers, points, by_theme, items, rules),
    )
