"""What the year of a joint plan will bring, as of a date, as a range (METHOD 13.2).

What is done is known; what is in sight comes with the probability of its stage, each deal whole or
not at all; what is yet to be found comes from what the partnership brings in a year, the more of it
the further the month lies beyond what a pipeline can show.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import pipeline, scoring
from padlib.core.uncertainty import Pert, generator, percentiles

Numbers = npt.NDArray[np.float64]

MONTHS = 12
TREND, VISION, EARNINGS = ESTIMATES = ("trend", "vision", "earnings")
CAUTIOUS, BASE, AMBITIOUS = SCENARIOS = ("cautious", "base", "ambitious")
OF_BASE, OF_CYCLE, OF_DEAL = "base", "cycle", "deal"  # what moves the landing
HISTORY = ("revenue_n", "revenue_n1", "revenue_n2", "revenue_n3")


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


def growth(revenue: Mapping[str, float]) -> float:
    """Compound yearly growth over the longest history there is; 0 when it cannot be told.

    Parameters
    ----------
    revenue : mapping
        ``revenue_n`` (the year before the plan's) to ``revenue_n3``; NaN unknown.

    >>> growth({"revenue_n": 121.0, "revenue_n1": 50.0, "revenue_n2": 100.0})
    0.10000000000000009
    """
    last = revenue.get("revenue_n", math.nan)
    if not last > 0:
        return 0.0
    for years in (3, 2, 1):
        first = revenue.get(HISTORY[years], math.nan)
        if first > 0:
            return float((last / first) ** (1 / years) - 1)
    return 0.0


def held(rate: float, rules: Rules) -> float:
    """A growth within the floor and the cap."""
    return min(max(rate, rules.growth_floor), rules.growth_cap)


def trend(revenue: Mapping[str, float], rules: Rules) -> float | None:
    """Last year's revenue carried on at its growth; None without revenue."""
    last = revenue.get("revenue_n", math.nan)
    return last * (1 + held(growth(revenue), rules)) if last > 0 else None


def age_in_months(start: dt.date | None, as_of: dt.date | None) -> int | None:
    """Whole months since a partner started; None when either day is not known or it lies ahead.

    >>> age_in_months(dt.date(2025, 1, 31), dt.date(2026, 2, 28))
    12
    """
    if start is None or as_of is None or as_of < start:
        return None
    months = 12 * (as_of.year - start.year) + as_of.month - start.month
    return months - (as_of.day < start.day)


def current_year(monthly: Sequence[float], age: int | None, rules: Rules) -> float | None:
    """Licence revenue of the twelve months in which a young partner is; None for an older one.

    Parameters
    ----------
    monthly : sequence of float
        Revenue of the earnings model by month, from month 1.
    age : int or None
        Whole months since the partner started.
    """
    if age is None or age >= rules.recent_months:
        return None
    first = 12 * (age // 12)
    return float(sum(monthly[first : first + 12]))


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


def open_deals(deals: pd.DataFrame, month: int, year: int) -> pd.DataFrame:
    """Open deals that close in the rest of the year, each with the month in which it counts.

    One that is overdue counts in the next month; one that slips past December leaves the year.
    Sorted by id, so that the order of the file decides nothing.
    """
    table = deals[pipeline.is_open(deals)].sort_values("deal_id", ignore_index=True)
    day = pd.DatetimeIndex(table["expected_close"])
    due = (day.year - year) * MONTHS + day.month
    table = table.assign(month=np.maximum(due, month + 1).astype(int))
    return table[table["month"] <= MONTHS].reset_index(drop=True)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Where the year stands: what the projection starts from."""

    year: int
    month: int  # the last complete one; 0 before the year begins
    objective: float  # money; NaN without one
    actual: float  # money, to date
    deals: pd.DataFrame  # as `open_deals` gives them
    base: Base
    seasonality: Sequence[float]
    cycle: float  # months

    def expected(self, rules: Rules) -> dict[str, float]:
        """What is done, in sight and yet to be found, and their sum, at the median of the base."""
        weight = self.deals["stage"].map(rules.probability)
        in_sight = float((self.deals["amount"] * weight).sum())
        share = float(to_be_found(self.seasonality, self.month, self.cycle).sum())
        found = self.base.median * share
        return {
            "done": self.actual,
            "in_sight": in_sight,
            "to_find": found,
            "landing": self.actual + in_sight + found,
        }


@dataclass(frozen=True, kw_only=True)
class Projection:
    """The year of a plan as it looks from a day.

    Attributes
    ----------
    situation : Situation
    done, in_sight, to_find, landing : float
        Money; the last is the expected landing, their sum.
    known_landing : float
        Landing of known business: what is done and what is in sight (METHOD 13).
    months : DataFrame
        Indexed by month, from the last complete one to December: p10, p50, p90 (cumulated money),
        expected.
    spread : mapping
        p10, p50, p90 of the landing.
    probability : float
        Of reaching the objective; NaN without one.
    to_find_by_month : Series
        Expected, by month from 1 to 12; 0 in the months that are over.
    years : DataFrame
        Indexed by year, the plan's and the two after: cautious, base, ambitious; NaN where there
        is nothing to tell them by.
    from_vision : bool
        Whether years 2 and 3 are those of the vision.
    drivers : DataFrame
        What moves the landing most, the most first: kind (base, cycle, deal), deal_id, name,
        low, high (the values; NaN for a deal), landing_low, landing_high.
    """

    situation: Situation
    done: float
    in_sight: float
    to_find: float
    landing: float
    known_landing: float
    months: pd.DataFrame
    spread: Mapping[str, float]
    probability: float
    to_find_by_month: pd.Series
    years: pd.DataFrame
    from_vision: bool
    drivers: pd.DataFrame

    @property
    def gap(self) -> float:
        """What lacks to the objective; below zero when the landing is above it."""
        return self.situation.objective - self.landing

    @property
    def pipeline_only(self) -> bool:
        """Whether nothing tells what a year brings: known business alone is counted."""
        return not self.situation.base.known


def projection(
    situation: Situation,
    rules: Rules,
    *,
    revenue: Mapping[str, float],
    cycle_bounds: tuple[float, float],
    vision: Mapping[str, Sequence[float]] | None = None,
) -> Projection:
    """The projection of a plan.

    Parameters
    ----------
    situation : Situation
    rules : Rules
    revenue : mapping
        As for `growth`.
    cycle_bounds : pair of floats
        Low and high months of a sales cycle.
    vision : mapping, optional
        Scenario (``cautious``, ``base``, ``ambitious``) → joint business of years 2 and 3, where
        the vision names this partner.
    """
    expected = situation.expected(rules)
    cumulated = draws(situation, rules)
    months = range(situation.month, MONTHS + 1)
    table = pd.DataFrame(
        [percentiles(cumulated[:, place], rules.ranks) for place in range(len(months))],
        index=pd.Index(months, name="month"),
    )
    table["expected"] = _expected_path(situation, rules)
    last = cumulated[:, -1]
    reached = scoring.at_least(last, situation.objective)
    without = math.isnan(situation.objective)
    share = to_be_found(situation.seasonality, situation.month, situation.cycle)
    return Projection(
        situation=situation,
        done=expected["done"],
        in_sight=expected["in_sight"],
        to_find=expected["to_find"],
        landing=expected["landing"],
        known_landing=expected["done"] + expected["in_sight"],
        months=table,
        spread=percentiles(last, rules.ranks),
        probability=math.nan if without else float(np.mean(reached)),
        to_find_by_month=pd.Series(
            situation.base.median * share, index=pd.RangeIndex(1, MONTHS + 1, name="month")
        ),
        years=_years(situation, rules, growth(revenue), expected["landing"], vision),
        from_vision=vision is not None,
        drivers=drivers(situation, rules, cycle_bounds),
    )


def draws(situation: Situation, rules: Rules) -> Numbers:
    """Cumulated money at the end of each month left, that of the last complete one first.

    Returns
    -------
    array, shape (draws, 13 − month)
    """
    rng = generator(rules.seed)
    low, median, high, _ = situation.base
    brought = Pert(low, median, high, rules.shape).draws(rules.draws, rng)
    share = to_be_found(situation.seasonality, situation.month, situation.cycle)
    flows = brought[:, None] * share[None, situation.month :]
    amounts, stages, closing = (situation.deals[name] for name in ("amount", "stage", "month"))
    for amount, stage, month in zip(amounts, stages, closing, strict=True):
        won = rng.random(rules.draws) < rules.probability[stage]
        flows[:, month - situation.month - 1] += amount * won
    start = np.full((rules.draws, 1), situation.actual)
    found: Numbers = np.cumsum(np.concatenate([start, flows], axis=1), axis=1)
    return found


def _expected_path(situation: Situation, rules: Rules) -> Numbers:
    """The expected cumulative at the end of each month left."""
    flows = situation.base.median * to_be_found(
        situation.seasonality, situation.month, situation.cycle
    )
    for amount, stage, month in situation.deals[["amount", "stage", "month"]].itertuples(
        index=False
    ):
        flows[month - 1] += amount * rules.probability[stage]
    found: Numbers = situation.actual + np.concatenate([[0.0], np.cumsum(flows[situation.month :])])
    return found


def _years(
    situation: Situation,
    rules: Rules,
    rate: float,
    landing: float,
    vision: Mapping[str, Sequence[float]] | None,
) -> pd.DataFrame:
    """The plan's year as it is expected to land, then two more in three scenarios."""
    rows = [dict.fromkeys(SCENARIOS, landing)]
    steps = dict(zip(SCENARIOS, (-rules.growth_step, 0.0, rules.growth_step), strict=True))
    for ahead in (1, 2):
        if vision is not None:
            rows.append({name: float(vision[name][ahead - 1]) for name in SCENARIOS})
        elif situation.base.known:
            pace = held(rate, rules)
            brought = situation.base.median
            rows.append(
                {name: brought * (1 + pace + step) ** ahead for name, step in steps.items()}
            )
        else:
            rows.append(dict.fromkeys(SCENARIOS, math.nan))
    years = pd.RangeIndex(situation.year, situation.year + 3, name="year")
    return pd.DataFrame(rows, index=years, columns=list(SCENARIOS))


# ── what must be true ────────────────────────────────────────────────────────────────────────────

_COLUMNS = ["kind", "deal_id", "name", "low", "high", "landing_low", "landing_high"]


def drivers(situation: Situation, rules: Rules, cycle_bounds: tuple[float, float]) -> pd.DataFrame:
    """What moves the expected landing most, each moved alone, the widest first.

    The base goes to its lowest and highest estimate, the sales cycle to its bounds, and each deal
    worth a share of the objective is lost or won. What moves nothing is not told.
    """
    rows = [
        row
        for row in _moved(situation, rules, cycle_bounds)
        if not math.isclose(row["landing_low"], row["landing_high"], abs_tol=1e-9)
    ]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    width = (table["landing_high"] - table["landing_low"]).abs().astype(float)
    order = scoring.order(table["kind"] + table["deal_id"], -width)
    return table.iloc[order[: rules.named]].reset_index(drop=True)


def _moved(
    situation: Situation, rules: Rules, cycle_bounds: tuple[float, float]
) -> Iterator[dict[str, Any]]:
    def landing(**changes: Any) -> float:
        return replace(situation, **changes).expected(rules)["landing"]

    told = situation.base
    low, high = (told._replace(median=one) for one in (told.low, told.high))
    yield _row(OF_BASE, ends=(told.low, told.high), results=(landing(base=low), landing(base=high)))
    results = tuple(landing(cycle=one) for one in cycle_bounds)
    yield _row(OF_CYCLE, ends=cycle_bounds, results=results)
    least = rules.deal_share * situation.objective
    for place, deal in enumerate(situation.deals.itertuples(index=False)):
        if math.isnan(least) or not scoring.at_least(float(deal.amount), least):  # type: ignore[arg-type]
            continue
        others = situation.deals.drop(index=place)
        lost = landing(deals=others)
        yield _row(
            OF_DEAL,
            deal=(str(deal.deal_id), str(deal.name)),
            results=(lost, lost + float(deal.amount)),  # type: ignore[arg-type]
        )


def _row(
    kind: str,
    *,
    results: Iterable[float],
    ends: tuple[float, float] = (math.nan, math.nan),
    deal: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    return dict(zip(_COLUMNS, (kind, *deal, *ends, *results), strict=True))
