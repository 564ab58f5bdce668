"""What the year of a joint plan will bring, as of a day, as a range (METHOD 13.2).

What is done is known; what is in sight comes with the probability of its stage, each deal whole or
not at all; what is yet to be found comes from what the partnership brings in a year, the more of it
the further the month lies beyond what a pipeline can show.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import pipeline, scoring
from padlib.core.joint_plan import JointPlan
from padlib.core.pipeline import MONTHS, ToDate
from padlib.core.uncertainty import Pert, percentiles

Numbers = npt.NDArray[np.float64]

TREND, VISION, EARNINGS = ESTIMATES = ("trend", "vision", "earnings")
CAUTIOUS, BASE, AMBITIOUS = SCENARIOS = ("cautious", "base", "ambitious")
OF_BASE, OF_CYCLE, OF_DEAL = "base", "cycle", "deal"  # what moves the landing
HISTORY = ("revenue_n", "revenue_n1", "revenue_n2", "revenue_n3")
CYCLE = "sales_cycle_months"
KEYS = (CYCLE,)  # assumptions of the projection's own


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The constants of the projection."""

    probability: Mapping[str, float]  # stage → share of the deals that are signed in the end
    spread: float  # of a single estimate, either side
    growth_floor: float
    growth_cap: float
    growth_step: float  # between the scenarios of years 2 and 3
    recent_months: int  # a partner younger than this has an estimate from its earnings
    deal_share: float  # of the objective, from which a deal is looked at alone
    named: int  # what moves the landing most
    draws: int = 5000
    seed: int = 20260101
    shape: float = 4.0  # weight of the median against the bounds
    ranks: tuple[float, ...] = (10, 50, 90)

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> Rules:
        """From the rules of a client's folder."""
        return cls(
            probability={str(k): float(v) for k, v in rules["stage_probability"].items()},
            spread=float(rules["single_estimate_spread"]),
            growth_floor=float(rules["growth_floor"]),
            growth_cap=float(rules["growth_cap"]),
            growth_step=float(rules["growth_step"]),
            recent_months=int(rules["recent_partner_months"]),
            deal_share=float(rules["deal_share_of_objective_min"]),
            named=int(rules["drivers_named"]),
            draws=int(rules["draws"]),
            seed=int(rules["seed"]),
            shape=float(rules["lambda"]),
            ranks=tuple(rules["percentiles"]),
        )


# ── what a year brings ───────────────────────────────────────────────────────────────────────────


def growth(revenue: Mapping[str, float]) -> float | None:
    """Compound yearly growth over the longest history there is, three years at most; None when it
    cannot be told.

    Parameters
    ----------
    revenue : mapping
        ``revenue_n`` (the year before the plan's) to ``revenue_n3``; NaN unknown.

    >>> growth({"revenue_n": 121.0, "revenue_n1": 50.0, "revenue_n2": 100.0})
    0.10000000000000009
    """
    last = revenue.get(HISTORY[0], math.nan)
    if math.isnan(last):
        return None
    for years in (3, 2, 1):
        first = revenue.get(HISTORY[years], math.nan)
        if first > 0:
            return float((last / first) ** (1 / years) - 1)
    return None


def held(rate: float | None, rules: Rules) -> float:
    """A growth within the floor and the cap; 0 when it is unknown."""
    return min(max(rate or 0.0, rules.growth_floor), rules.growth_cap)


def trend(revenue: Mapping[str, float], rules: Rules) -> float | None:
    """Last year's revenue carried on at its growth; None without revenue."""
    last = revenue.get(HISTORY[0], math.nan)
    return last * (1 + held(growth(revenue), rules)) if last > 0 else None


def age_in_months(start: dt.date | None, day: dt.date | None) -> int | None:
    """Whole months since a partner started; None when either day is unknown, or it starts later.

    >>> age_in_months(dt.date(2025, 1, 31), dt.date(2026, 2, 28))
    13
    >>> age_in_months(dt.date(2025, 1, 31), dt.date(2026, 1, 30))
    11
    """
    if start is None or day is None or day < start:
        return None
    ends = (day + dt.timedelta(days=1)).month != day.month  # a shorter month is whole at its end
    months = MONTHS * (day.year - start.year) + day.month - start.month
    return months - (day.day < start.day and not ends)


def current_year(monthly: Sequence[float], age: int | None, rules: Rules) -> float | None:
    """What customers pay in the model's twelve months in which a young partner is; None for an
    older one, or one that has not started.

    Parameters
    ----------
    monthly : sequence of float
        Of the earnings model, by month from month 1.
    age : int or None
        Whole months since the partner started.
    """
    if age is None or age >= rules.recent_months:
        return None
    first = MONTHS * (age // MONTHS)
    return float(math.fsum(monthly[first : first + MONTHS]))


class Base(NamedTuple):
    """What the partnership brings in a year: the lowest, median and highest of the estimates."""

    low: float
    median: float
    high: float
    estimates: Mapping[str, float]  # those at hand, by name

    @property
    def known(self) -> bool:
        """Whether there is any estimate; without one the projection is of the pipeline alone."""
        return bool(self.estimates)


def base(estimates: Mapping[str, float | None], rules: Rules) -> Base:
    """The yearly base from the estimates at hand; a single one is taken give or take its spread.

    >>> rules = Rules(probability={}, spread=0.2, growth_floor=-0.2, growth_cap=0.3,
    ...               growth_step=0.1, recent_months=24, deal_share=0.05, named=3)
    >>> base({"trend": 380.0}, rules)[:3], base({}, rules)[:3]
    ((304.0, 380.0, 456.0), (0.0, 0.0, 0.0))
    """
    told = {
        name: float(value)
        for name in ESTIMATES
        if (value := estimates.get(name)) is not None and not math.isnan(value)
    }
    if not told:
        return Base(0.0, 0.0, 0.0, {})
    if len(told) == 1:
        (one,) = told.values()
        return Base(one * (1 - rules.spread), one, one * (1 + rules.spread), told)
    found = sorted(told.values())
    return Base(found[0], float(np.median(found)), found[-1], told)


# ── what is left of the year ─────────────────────────────────────────────────────────────────────


def visible(horizon: npt.ArrayLike, cycle: float) -> Numbers:
    """Share of a month's business that a pipeline shows already, so many months ahead.

    >>> visible([1, 3, 6, 9], 6).round(4).tolist()
    [0.8333, 0.5, 0.0, 0.0]
    """
    ahead = np.asarray(horizon, dtype=float)
    if cycle <= 0:
        return np.zeros_like(ahead)
    found: Numbers = np.maximum(0.0, 1 - ahead / cycle)
    return found


def to_be_found(seasonality: Sequence[float], month: int, cycle: float) -> Numbers:
    """Share of a yearly base still to be found in each month; 0 in the months that are over.

    Parameters
    ----------
    seasonality : sequence of 12 floats
    month : int
        The last complete month, 0 before the year begins.
    cycle : float
        Months of a sales cycle.
    """
    months = np.arange(1, MONTHS + 1)
    hidden = np.asarray(seasonality, dtype=float) * (1 - visible(months - month, cycle))
    return np.where(months > month, hidden, 0.0)


class Cycle(NamedTuple):
    """Months of a sales cycle: the value, and its bounds."""

    value: float
    low: float
    high: float

    @staticmethod
    def of(assumptions: pd.DataFrame) -> Cycle:
        """From the assumptions in force, indexed by key: value, low, high."""
        row: Any = assumptions.loc[CYCLE]
        return Cycle(float(row["value"]), float(row["low"]), float(row["high"]))


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Where the year stands: what the projection starts from."""

    year: int
    as_of: dt.date | None
    objective: float  # money; NaN without one
    actual: ToDate
    course: pd.Series[float]  # the actual, month by month, as `course` gives it
    deals: pd.DataFrame  # those that close in the rest of the year, each with its month
    weighted: float  # all open deals, whenever they close, by the probability of their stage
    base: Base
    growth: float | None  # yearly, of the partner; None unknown
    seasonality: Sequence[float]
    cycle: Cycle

    @property
    def month(self) -> int:
        """The last complete month; 0 before the year begins, or when no day is known."""
        return pipeline.complete_month(self.as_of, self.year)

    @property
    def has_objective(self) -> bool:
        """Whether the plan says what it aims at."""
        return not math.isnan(self.objective)

    def to_find(self) -> Numbers:
        """What is yet to be found in each month of the year, at the median of the base."""
        return self.base.median * to_be_found(self.seasonality, self.month, self.cycle.value)

    def in_sight(self, probability: Mapping[str, float]) -> Numbers:
        """What the deals in sight are worth in each month of the year."""
        flows = np.zeros(MONTHS)
        worth = self.deals["amount"] * self.deals["stage"].map(probability)
        np.add.at(flows, self.deals["month"].to_numpy(dtype=int) - 1, worth.to_numpy(dtype=float))
        return flows

    def landing(self, probability: Mapping[str, float]) -> float:
        """The expected landing: done, in sight and yet to be found."""
        ahead = (*self.in_sight(probability), *self.to_find())
        return math.fsum((self.actual.amount, *ahead))


def situation(
    plan: JointPlan,
    deals: pd.DataFrame,
    kpi_values: pd.DataFrame,
    rules: Rules,
    *,
    as_of: dt.date | None,
    cycle: Cycle,
    revenue: Mapping[str, float],
    vision: Mapping[str, Sequence[float]] | None = None,
    earnings: float | None = None,
) -> Situation:
    """Where the year of a plan stands, from what the other steps and the partner's files say.

    Parameters
    ----------
    deals, kpi_values : DataFrame
        The partner's own.
    as_of : date or None
        The date of the data; without one the whole year lies ahead.
    revenue : mapping
        As for `growth`.
    vision : mapping, optional
        Scenario → joint business of years 1 to 3, where the vision names this partner.
    earnings : float, optional
        What `current_year` gives.
    """
    month = pipeline.complete_month(as_of, plan.year)
    estimates = {
        TREND: trend(revenue, rules),
        VISION: None if vision is None else float(vision[BASE][0]),
        EARNINGS: earnings,
    }
    return Situation(
        year=plan.year,
        as_of=as_of,
        objective=plan.objective,
        actual=pipeline.to_date(deals, kpi_values, plan.year, as_of),
        course=course(deals, kpi_values, plan.year, as_of),
        deals=pipeline.closing_within(deals, plan.year, month),
        weighted=pipeline.weighted(deals, rules.probability),
        base=base(estimates, rules),
        growth=growth(revenue),
        seasonality=plan.seasonality,
        cycle=cycle,
    )


def course(
    deals: pd.DataFrame, kpi_values: pd.DataFrame, year: int, as_of: dt.date | None
) -> pd.Series[float]:
    """What was done since 1 January, cumulated, at the end of each month up to the day.

    Returns
    -------
    Series
        Indexed by month from 0 (1 January): those in which K-01 was measured, else every one, and
        the day itself within its month (8.5: the middle of September).
    """
    done = pipeline.to_date(deals, kpi_values, year, as_of)
    found = {0.0: 0.0}
    if done.source == pipeline.MEASURED:
        told = kpi_values[kpi_values["kpi_id"] == pipeline.REVENUE].dropna(subset=["value"])
        told = told[told["month"] <= done.month]
        found |= dict(zip(told["month"].astype(float), told["value"].astype(float), strict=True))
    elif as_of is not None:
        whole = pipeline.complete_month(as_of, year)
        for month in range(1, whole + 1):
            last = dt.date(year, month, calendar.monthrange(year, month)[1])
            found[float(month)] = pipeline.actual(deals, year, last)
        if as_of.year == year and whole < as_of.month:
            part = as_of.day / calendar.monthrange(year, as_of.month)[1]
            found[whole + part] = done.amount
    index = pd.Index(sorted(found), dtype="float64", name="month")
    return pd.Series([found[month] for month in index], index=index, name="actual")


# ── the projection ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Projection:
    """The year of a plan as it looks from a day.

    Attributes
    ----------
    months : DataFrame
        Indexed by month, from the last complete one to December: in_sight and to_find (expected,
        of the month), expected, p10, p50, p90 (cumulated); money.
    spread : mapping
        p10, p50, p90 of the landing.
    probability : float
        Of reaching the objective; NaN without one.
    years : DataFrame
        Indexed by year, the plan's and the two after: cautious, base, ambitious; NaN where there
        is nothing to tell them by.
    from_vision : bool
        Whether years 2 and 3 are those of the vision.
    drivers : DataFrame
        What moves the landing most, the most first: kind (base, cycle, deal), deal_id, name,
        amount, stage, month (of a deal), low, high (the values; NaN for a deal), landing_low,
        landing_high (of a deal: lost, won).
    """

    situation: Situation
    rules: Rules
    months: pd.DataFrame
    spread: Mapping[str, float]
    probability: float
    years: pd.DataFrame
    from_vision: bool
    drivers: pd.DataFrame

    @property
    def done(self) -> float:
        """Money, to date."""
        return self.situation.actual.amount

    @property
    def in_sight(self) -> float:
        """What the deals that close in the rest of the year are worth by their stages."""
        return math.fsum(self.months["in_sight"])

    @property
    def to_find(self) -> float:
        """What the rest of the year must still bring at the median of the base."""
        return math.fsum(self.months["to_find"])

    @property
    def landing(self) -> float:
        """The expected landing."""
        return self.situation.landing(self.rules.probability)

    @property
    def known_landing(self) -> float:
        """Landing of known business: what is done and what is in sight (METHOD 13)."""
        return self.done + self.in_sight

    @property
    def gap(self) -> float:
        """What lacks to the objective; below zero when the landing is above it, NaN without one."""
        return self.situation.objective - self.landing

    @property
    def pipeline_only(self) -> bool:
        """Whether nothing tells what a year brings: known business alone is counted."""
        return not self.situation.base.known

    @property
    def expected_to_date(self) -> float:
        """What the objective asks for at the end of the last complete month, or of that in which
        the actual was measured."""
        now = self.situation
        at = now.actual.month or now.month
        return pipeline.expected_to_date(now.objective, now.seasonality, at)

    @property
    def attainment(self) -> float:
        """Actual over expected to date; NaN when nothing is expected yet, or nothing tells what
        was done."""
        if self.situation.actual.source == pipeline.NOTHING:
            return math.nan
        return pipeline.attainment(self.done, self.expected_to_date)

    @property
    def coverage(self) -> float:
        """Weighted open deals over what is left to reach; infinite once the objective is reached,
        NaN without one."""
        now = self.situation
        if not now.has_objective:
            return math.nan
        return pipeline.coverage(now.weighted, now.objective, self.done)

    @property
    def needed_base(self) -> float:
        """The yearly base at which the expected landing is the objective, the rest unchanged; NaN
        when no month is left to be found, or without objective."""
        now = self.situation
        share = math.fsum(to_be_found(now.seasonality, now.month, now.cycle.value))
        return (now.objective - self.known_landing) / share if share > 0 else math.nan


def projection(
    situation: Situation, rules: Rules, vision: Mapping[str, Sequence[float]] | None = None
) -> Projection:
    """The projection of a plan.

    Parameters
    ----------
    situation : Situation
    rules : Rules
    vision : mapping, optional
        Scenario (``cautious``, ``base``, ``ambitious``) → joint business of years 1 to 3, where
        the vision names this partner.
    """
    cumulated = draws(situation, rules)
    last = cumulated[:, -1]
    return Projection(
        situation=situation,
        rules=rules,
        months=_months(situation, rules, cumulated),
        spread=percentiles(last, rules.ranks),
        probability=reached(last, situation.objective),
        years=_years(situation, rules, vision),
        from_vision=vision is not None,
        drivers=drivers(situation, rules),
    )


def draws(situation: Situation, rules: Rules) -> Numbers:
    """Cumulated money at the end of each month left, that of the last complete one first.

    The base and each deal have a generator of their own, made of the seed and of their name: what
    is drawn for one depends neither on the others nor on their order.

    Returns
    -------
    array, shape (draws, 13 − month)
    """
    now = situation
    brought = Pert(*now.base[:3], rules.shape).draws(rules.draws, _own(rules.seed, OF_BASE))
    share = to_be_found(now.seasonality, now.month, now.cycle.value)[now.month :]
    flows = np.empty((rules.draws, len(share) + 1))
    flows[:, 0] = now.actual.amount
    flows[:, 1:] = brought[:, None] * share
    for deal in now.deals.to_dict("records"):
        luck = _own(rules.seed, f"{OF_DEAL} {deal['deal_id']}").random(rules.draws)
        won = luck < rules.probability[deal["stage"]]
        flows[:, int(deal["month"]) - now.month] += deal["amount"] * won
    return np.cumsum(flows, axis=1, out=flows)


def _own(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, crc32(name.encode())])


def reached(landings: npt.ArrayLike, objective: float) -> float:
    """Share of the landings at or above an objective; NaN without one.

    A landing is a sum: what its rounding leaves, beside millions, is no difference.

    >>> reached([0.1 + 0.2, 0.3, 0.29], 0.3)
    0.6666666666666666
    """
    if math.isnan(objective):
        return math.nan
    found = np.asarray(landings, dtype=float)
    above = scoring.at_least((found - objective) / max(1.0, abs(objective)), 0.0)
    return float(np.mean(above))


def _months(situation: Situation, rules: Rules, cumulated: Numbers) -> pd.DataFrame:
    """What is expected of each month left, then what the draws give."""
    now = situation
    flows = {"in_sight": now.in_sight(rules.probability), "to_find": now.to_find()}
    left = {name: np.concatenate([[0.0], one[now.month :]]) for name, one in flows.items()}
    ranked = np.percentile(cumulated, rules.ranks, axis=0)
    return pd.DataFrame(
        {
            **left,
            "expected": now.actual.amount + np.cumsum(left["in_sight"] + left["to_find"]),
            **{f"p{rank:g}": row for rank, row in zip(rules.ranks, ranked, strict=True)},
        },
        index=pd.RangeIndex(now.month, MONTHS + 1, name="month"),
    )


def _years(
    situation: Situation, rules: Rules, vision: Mapping[str, Sequence[float]] | None
) -> pd.DataFrame:
    """The plan's year as it is expected to land, then two more in three scenarios."""
    now = situation
    rows = [dict.fromkeys(SCENARIOS, now.landing(rules.probability))]
    steps = dict(zip(SCENARIOS, (-rules.growth_step, 0.0, rules.growth_step), strict=True))
    pace = held(now.growth, rules)
    for ahead in (1, 2):
        if vision is not None:
            rows.append({name: float(vision[name][ahead]) for name in SCENARIOS})
        elif now.base.known:
            rows.append(
                {name: now.base.median * (1 + pace + step) ** ahead for name, step in steps.items()}
            )
        else:
            rows.append(dict.fromkeys(SCENARIOS, math.nan))
    years = pd.RangeIndex(now.year, now.year + len(rows), name="year")
    return pd.DataFrame(rows, index=years, columns=list(SCENARIOS))


# ── what must be true ────────────────────────────────────────────────────────────────────────────

_OF_THE_DEAL = ("deal_id", "name", "amount", "stage", "month")
_ENDS = ("low", "high", "landing_low", "landing_high")


def drivers(situation: Situation, rules: Rules) -> pd.DataFrame:
    """What moves the expected landing most, each moved alone, the widest first.

    The base goes to its lowest and highest estimate, the sales cycle to its bounds, and each deal
    worth a share of the objective (any deal, without objective) is lost or won. What moves nothing
    is not told.
    """
    rows = list(_moved(situation, rules))
    table = pd.DataFrame(rows, columns=["kind", *_OF_THE_DEAL, *_ENDS])
    width = (table["landing_high"] - table["landing_low"]).abs().astype(float)
    moves = width > scoring.TOLERANCE
    order = scoring.order((table["kind"] + table["deal_id"])[moves], -width[moves])
    return table[moves].iloc[order[: rules.named]].reset_index(drop=True)


def _moved(situation: Situation, rules: Rules) -> Iterator[dict[str, Any]]:
    """Each of what may move, at both of its ends."""
    now, probability = situation, rules.probability

    def landing(**changes: Any) -> float:
        return replace(now, **changes).landing(probability)

    told = now.base
    yield _row(OF_BASE, told.low, told.high) | {
        "landing_low": landing(base=told._replace(median=told.low)),
        "landing_high": landing(base=told._replace(median=told.high)),
    }
    low, high = now.cycle.low, now.cycle.high
    yield _row(OF_CYCLE, low, high) | {
        "landing_low": landing(cycle=now.cycle._replace(value=low)),
        "landing_high": landing(cycle=now.cycle._replace(value=high)),
    }
    least = rules.deal_share * now.objective if now.has_objective else 0.0
    for place, deal in enumerate(now.deals.to_dict("records")):
        if scoring.at_least(deal["amount"], least):
            lost = landing(deals=now.deals.drop(index=place))
            ends = {"landing_low": lost, "landing_high": lost + deal["amount"]}
            yield _row(OF_DEAL) | {name: deal[name] for name in _OF_THE_DEAL} | ends


def _row(kind: str, low: float = math.nan, high: float = math.nan) -> dict[str, Any]:
    nothing = {"deal_id": "", "name": "", "amount": math.nan, "stage": "", "month": 0}
    return {"kind": kind, **nothing, "low": low, "high": high}
