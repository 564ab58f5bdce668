"""Three-year vision: where vendor and partners can go together, market segment by market segment
(METHOD 9).

Penetration moves from what it is to what is aimed at; customers, revenue and what the channel must
win follow. `projection` is one function of the assumptions, which are numbers or draws. Year 0 is
the year before the folder's: flows of that year (new customers, revenue) are not modelled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import scoring
from padlib.core.notices import Notice

HORIZON = 3  # years
YEARS = np.arange(HORIZON + 1)

LOW, BASE, HIGH = SCENARIOS = ("low", "base", "high")
# the low scenario takes these at their low value, or at their high one; the high one the reverse
_FAVOURABLE = ("penetration_year3", "revenue_per_customer")
_UNFAVOURABLE = ("churn",)

SELLERS = "active_sellers_per_partner"
WINS = "new_customers_per_partner_seller_year"
KEYS = (SELLERS, WINS)  # assumptions that tell what a partner can win
AVERAGE_RAMP = 1.0

COVERED = "covered"
SHORT = "short"
UNKNOWN = "unknown"  # how many active partners there are

STOCKS = ("companies", "penetration", "customers")
FLOWS = ("new", "revenue", "direct", "indirect", "joint", "new_indirect", "new_joint")
LINES = (*STOCKS, *FLOWS)
_JOINT = ("joint", "new_joint")
CAUSES = ("growth", "penetration", "churn", "price")
STEPS = ("start", *CAUSES, "end")

ACTIVE = "active"
WON = "new_customers_12m"  # of a partner, in the client's list

Numbers = npt.NDArray[np.float64]


# ── the model ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is assumed of each segment: arrays of shape (segments,), or (draws, segments).

    ``path``, ``direct_share`` and ``partner_share`` have one more axis, the last: years 1 to 3.
    """

    companies: Numbers  # in year 0
    market_growth: Numbers  # share a year
    penetration_start: Numbers  # share of the companies, year 0
    penetration_year3: Numbers
    path: Numbers  # share of the way from one to the other
    churn: Numbers  # share of the customers lost a year
    revenue_per_customer: Numbers  # money a year, at the price of year 0
    price_growth: Numbers  # share a year
    direct_share: Numbers  # share of the revenue
    partner_share: Numbers  # share of the indirect revenue made with the partner, or partners

    @staticmethod
    def of(
        segments: pd.DataFrame,
        shares: pd.DataFrame | None = None,
        *,
        scenario: str = BASE,
        partner: str = "",
    ) -> Plan:
        """The plan of a client's segments in one scenario.

        Parameters
        ----------
        segments : DataFrame, indexed by segment id
            Columns target_companies, market_growth, price_growth, penetration_start;
            penetration_year3, churn, revenue_per_customer, each with ``_low`` and ``_high``; path_1
            to path_3; direct_1 to direct_3.
        shares : DataFrame, optional
            Columns segment, partner_id, share_1 to share_3; those of several partners add up.
        scenario : str
            One of `SCENARIOS`.
        partner : str
            Whose share is the joint part; that of all rows when not told.
        """

        def column(name: str) -> Numbers:
            return segments[_bound(name, scenario)].to_numpy(dtype=float)

        def years(stem: str) -> Numbers:
            return segments[[f"{stem}_{year}" for year in YEARS[1:]]].to_numpy(dtype=float)

        return Plan(
            companies=column("target_companies"),
            market_growth=column("market_growth"),
            penetration_start=column("penetration_start"),
            penetration_year3=column("penetration_year3"),
            path=years("path"),
            churn=column("churn"),
            revenue_per_customer=column("revenue_per_customer"),
            price_growth=column("price_growth"),
            direct_share=years("direct"),
            partner_share=_partner_share(segments.index, shares, partner),
        )


def _bound(name: str, scenario: str) -> str:
    """The column of a value in a scenario."""
    if scenario == BASE or name not in (*_FAVOURABLE, *_UNFAVOURABLE):
        return name
    upward = (scenario == HIGH) == (name in _FAVOURABLE)
    return f"{name}_{HIGH if upward else LOW}"


def _partner_share(segments: pd.Index, shares: pd.DataFrame | None, partner: str) -> Numbers:
    columns = [f"share_{year}" for year in YEARS[1:]]
    if shares is None or shares.empty:
        return np.zeros((len(segments), HORIZON))
    own = shares[shares["partner_id"] == partner] if partner else shares
    total = own.groupby("segment")[columns].sum()
    found: Numbers = total.reindex(segments, fill_value=0.0).to_numpy(dtype=float)
    return found


def projection(plan: Plan) -> dict[str, Numbers]:
    """What follows from a plan, by line of `LINES`.

    Returns
    -------
    dict of arrays, shape (segments, 4) or (draws, segments, 4)
        Years 0 to 3 down the last axis. companies, penetration (share) and customers stand at the
        end of each year; the others are of a year, and NaN in year 0: new customers, revenue, its
        direct, indirect and joint parts, and the new customers to be won by the channel
        (``new_indirect``) and with the partner (``new_joint``). Negative new customers: the
        segment shrinks faster than churn.
    """
    companies = _yearly(plan.companies) * (1 + _yearly(plan.market_growth)) ** YEARS
    start, end = _yearly(plan.penetration_start), _yearly(plan.penetration_year3)
    penetration = start + (end - start) * _from_year_0(plan.path, 0.0)
    customers = companies * penetration
    before, after = customers[..., :-1], customers[..., 1:]
    price = _yearly(plan.revenue_per_customer) * (1 + _yearly(plan.price_growth)) ** YEARS[1:]
    new = after - before * (1 - _yearly(plan.churn))
    revenue = (before + after) / 2 * price
    channel = 1 - plan.direct_share
    joint = channel * plan.partner_share
    flows = {
        "new": new,
        "revenue": revenue,
        "direct": revenue * plan.direct_share,
        "indirect": revenue * channel,
        "joint": revenue * joint,
        "new_indirect": new * channel,
        "new_joint": new * joint,
    }
    stocks = {"companies": companies, "penetration": penetration, "customers": customers}
    later = {name: _from_year_0(values, math.nan) for name, values in flows.items()}
    return _of_one_shape(stocks | later)


def _of_one_shape(values: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Lines that do not depend on what is drawn have the draws' axis too."""
    shape = np.broadcast_shapes(*(one.shape for one in values.values()))
    return {name: np.broadcast_to(one, shape) for name, one in values.items()}


def _yearly(values: Numbers) -> Numbers:
    """A value a segment as one that all years share."""
    return np.asarray(values, dtype=float)[..., None]


def _from_year_0(values: Numbers, first: float) -> Numbers:
    values = np.asarray(values, dtype=float)
    return np.concatenate([np.full((*values.shape[:-1], 1), first), values], axis=-1)


def total(lines: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """The segments together: all lines add up, and penetration is customers over companies.

    Penetration is NaN where there is no company.
    """
    added = {name: values.sum(axis=-2) for name, values in lines.items()}
    with np.errstate(invalid="ignore", divide="ignore"):
        share = added["customers"] / added["companies"]
    return added | {"penetration": np.where(added["companies"] > 0, share, np.nan)}


def bridge(plan: Plan) -> dict[str, Numbers]:
    """From what the customers of year 0 are worth a year to the revenue of year 3, by cause.

    Returns
    -------
    dict of arrays, shape (segments,) or (draws, segments), in the order of `STEPS`
        ``start``: customers of year 0 at the price of that year. ``growth``: customers gained as
        the market grows, at the penetration of the year (mean of its two ends). ``penetration``:
        customers won beyond that, those who replace lost ones included. ``churn``: customers lost.
        These are counted at the price of year 0, those of the last year for half a year, as the
        revenue does. ``price``: what the change of price since year 0 adds on the customers of
        year 3. ``end``: the revenue of year 3; the others sum to it.
    """
    lines = projection(plan)
    companies, share, customers = (lines[name] for name in STOCKS)
    whole = np.array([1.0] * (HORIZON - 1) + [0.5])  # the last year's changes, for half of it

    def worth(change: Numbers) -> Numbers:
        return np.asarray((change * whole).sum(axis=-1) * plan.revenue_per_customer)

    lost = _yearly(plan.churn) * customers[..., :-1]
    gained = _middle(companies) * np.diff(share)
    served = _middle(customers)[..., -1] * plan.revenue_per_customer
    return _of_one_shape(
        {
            "start": customers[..., 0] * plan.revenue_per_customer,
            "growth": worth(np.diff(companies) * _middle(share)),
            "penetration": worth(gained + lost),
            "churn": worth(-lost),
            "price": served * ((1 + plan.price_growth) ** HORIZON - 1),
            "end": lines["revenue"][..., -1],
        }
    )


def _middle(values: Numbers) -> Numbers:
    """Mean of both ends of each year."""
    middle: Numbers = (values[..., :-1] + values[..., 1:]) / 2
    return middle


# ── the network ──────────────────────────────────────────────────────────────────────────────────


class Observed(NamedTuple):
    """What active partners won in twelve months, those of them for whom the client tells it."""

    customers: float
    partners: int

    @staticmethod
    def of(partners: pd.DataFrame) -> Observed | None:
        """What a list of partners (columns status, new_customers_12m) tells; None if nothing.

        >>> Observed.of(pd.DataFrame({"status": ["active", "active", "starting"],
        ...     "new_customers_12m": [3.0, None, 9.0]}))
        Observed(customers=3.0, partners=1)
        """
        if WON not in partners:
            return None
        told = partners.loc[partners["status"] == ACTIVE, WON].astype(float).dropna()
        return Observed(float(told.sum()), len(told)) if len(told) else None

    @property
    def pace(self) -> float:
        """New customers a partner and year."""
        return self.customers / self.partners


class Network(NamedTuple):
    """What there is to win customers with; ``active`` is None when nobody tells."""

    active: int | None
    sellers: float  # active on the offer, a partner
    wins: float  # new customers a seller and year
    average_ramp: float = AVERAGE_RAMP  # 1: partners already autonomous
    observed: Observed | None = None

    @staticmethod
    def of(
        partners: pd.DataFrame | None,
        assumptions: pd.DataFrame,
        average_ramp: float = AVERAGE_RAMP,
    ) -> Network:
        """The network of a client.

        Parameters
        ----------
        partners : DataFrame or None
            Column status, and new_customers_12m where it is known; None when there is no list.
        assumptions : DataFrame, indexed by key
            Column value, for `KEYS`.
        """
        active = None if partners is None else int((partners["status"] == ACTIVE).sum())
        sellers, wins = assumptions.loc[list(KEYS), "value"].astype(float)
        observed = None if partners is None else Observed.of(partners)
        return Network(active, float(sellers), float(wins), float(average_ramp), observed)

    @property
    def by_partner(self) -> float:
        """New customers that an active partner wins a year."""
        return self.sellers * self.wins * self.average_ramp

    @property
    def assumes_more(self) -> bool:
        """Whether a partner is assumed to win more than what was observed."""
        return self.observed is not None and scoring.above(self.by_partner, self.observed.pace)

    def at_observed_pace(self) -> Network | None:
        """The same partners, each winning what was observed; None when nothing was."""
        if self.observed is None:
            return None
        return self._replace(sellers=1.0, wins=self.observed.pace, average_ramp=1.0)


def feasibility(to_win: Iterable[float], network: Network) -> pd.DataFrame:
    """Whether the network there is can win what the vision asks of the channel, year by year.

    Parameters
    ----------
    to_win : iterable of float
        New customers to be won by the channel in years 1, 2 and 3.
    network : Network

    Returns
    -------
    DataFrame
        Indexed by year (1 to 3): to_win; capacity (NaN when the active partners are unknown);
        ratio of both (NaN without capacity); needed, the active partners that would bring it to
        1.0 (NaN when a partner wins nothing); lacking, those there are not yet; state (`COVERED`,
        `SHORT` or `UNKNOWN`).

    Examples
    --------
    >>> feasibility([30, 40, 61], Network(4, 2, 5))["lacking"].tolist()
    [0.0, 0.0, 3.0]
    """
    wanted = np.asarray(list(to_win), dtype=float)
    one, active = network.by_partner, network.active
    needed = np.array([scoring.ceiling(value / one) if one > 0 else math.nan for value in wanted])
    needed = np.where(wanted > 0, needed, 0.0)
    capacity = math.nan if active is None else active * one
    covered = wanted <= capacity * (1 + scoring.TOLERANCE) + scoring.TOLERANCE
    state = np.where(covered, COVERED, SHORT) if active is not None else UNKNOWN
    lacking = np.where(covered, 0.0, needed - (math.nan if active is None else active))
    return pd.DataFrame(
        {
            "to_win": wanted,
            "capacity": capacity,
            "ratio": wanted / capacity if capacity > 0 else math.nan,
            "needed": needed,
            "lacking": lacking,
            "state": state,
        },
        index=pd.RangeIndex(1, len(wanted) + 1, name="year"),
    ).astype({"state": "str"})


# ── what a page is written from ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Analysis:
    """The vision of a client.

    ``years`` are calendar years, year 0 first. By scenario, ``lines`` is indexed by segment and
    year and ``totals`` by year, with the columns of `LINES`; ``by_partner`` is indexed by partner
    and year (joint, new_joint of the base scenario; a share that names no partner is under "").
    ``bridge`` is indexed by the steps, ``bridges`` by segment. ``feasibility`` is indexed by
    calendar year, with one more column, ``gross``: the customers to be won where segments that
    shrink are not deducted from the others. ``observed`` is the same at the pace that was observed,
    without ``gross``; None when nothing was. ``partner`` is the one whose part is the joint one, ""
    for all.
    """

    years: tuple[int, ...]
    segments: pd.DataFrame
    shares: pd.DataFrame
    lines: Mapping[str, pd.DataFrame]
    totals: Mapping[str, pd.DataFrame]
    by_partner: pd.DataFrame
    bridge: pd.Series[float]
    bridges: pd.DataFrame
    network: Network
    feasibility: pd.DataFrame
    observed: pd.DataFrame | None
    partner: str
    notices: tuple[Notice, ...]

    @property
    def worst(self) -> int:
        """The year that asks most of the network; the last of those that ask as much."""
        wanted = self.feasibility["to_win"]
        as_much = np.isclose(wanted, wanted.max(), rtol=scoring.TOLERANCE, atol=scoring.TOLERANCE)
        return int(wanted.index[np.flatnonzero(as_much)[-1]])

    @property
    def has_joint(self) -> bool:
        """Whether the file tells a joint part."""
        return not self.shares.empty


@dataclass(frozen=True)
class Joint:
    """What a partner may see of the vision: the market and its own part.

    ``market`` is indexed by segment and year (companies). By scenario, ``lines`` is indexed by
    segment and year and ``totals`` by year: joint (revenue) and new_joint (customers to win
    together).
    """

    years: tuple[int, ...]
    names: pd.DataFrame  # of the segments: name_fr, name_en, market_growth
    market: pd.DataFrame
    lines: Mapping[str, pd.DataFrame]
    totals: Mapping[str, pd.DataFrame]
    partner: str


def analysis(
    segments: pd.DataFrame,
    shares: pd.DataFrame,
    network: Network,
    *,
    year: int,
    partner: str = "",
) -> Analysis:
    """The whole vision.

    Parameters
    ----------
    segments, shares : DataFrame
        As in `Plan.of`.
    network : Network
    year : int
        Year 1: the folder's.
    partner : str
        Whose part is the joint one; that of all partners when not told.
    """
    years = _calendar(year)
    own = shares[shares["partner_id"] == partner] if partner else shares
    plans = _plans(segments, own)
    lines, totals = _frames(plans, segments.index, years, LINES)
    to_win = lines[BASE]["new_indirect"]
    steps = bridge(plans[BASE])
    bridges = pd.DataFrame(steps, index=segments.index)
    asked = totals[BASE]["new_indirect"].iloc[1:]
    feasible = feasibility(asked, network)
    feasible.index = pd.Index(years[1:], name="year")
    slower = network.at_observed_pace()
    observed = None if slower is None else feasibility(asked, slower).set_axis(feasible.index)
    feasible["gross"] = to_win.clip(lower=0.0).groupby(level="year").sum().reindex(years[1:])
    return Analysis(
        years=years,
        segments=segments,
        shares=own,
        lines=lines,
        totals=totals,
        by_partner=_by_partner(segments, own, years),
        bridge=bridges.sum(),
        bridges=bridges,
        network=network,
        feasibility=feasible,
        observed=observed,
        partner=partner,
        notices=tuple(_notices(lines[BASE], network)),
    )


def joint(segments: pd.DataFrame, shares: pd.DataFrame, *, year: int, partner: str) -> Joint:
    """The market and one partner's part, and nothing else."""
    years = _calendar(year)
    plans = _plans(segments, shares[shares["partner_id"] == partner])
    lines, totals = _frames(plans, segments.index, years, ("companies", *_JOINT))
    return Joint(
        years=years,
        names=segments[["name_fr", "name_en", "market_growth"]],
        market=lines[BASE][["companies"]],
        lines={one: frame[list(_JOINT)] for one, frame in lines.items()},
        totals={one: frame[list(_JOINT)] for one, frame in totals.items()},
        partner=partner,
    )


def joint_business(
    segments: pd.DataFrame, shares: pd.DataFrame, partner: str
) -> dict[str, tuple[float, ...]] | None:
    """One partner's joint business of years 1 to 3, by scenario; None when the shares name no such
    partner.

    Parameters
    ----------
    segments, shares : DataFrame
        As in `Plan.of`.
    """
    own = shares[shares["partner_id"] == partner]
    if own.empty:
        return None
    found = {one: total(projection(plan))["joint"] for one, plan in _plans(segments, own).items()}
    return {one: tuple(float(value) for value in joint_[1:]) for one, joint_ in found.items()}


def _calendar(year: int) -> tuple[int, ...]:
    return tuple(int(year - 1 + number) for number in YEARS)


def _plans(segments: pd.DataFrame, shares: pd.DataFrame) -> dict[str, Plan]:
    return {one: Plan.of(segments, shares, scenario=one) for one in SCENARIOS}


def _frames(
    plans: Mapping[str, Plan],
    segments: pd.Index,
    years: tuple[int, ...],
    names: tuple[str, ...],
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """By scenario: lines by segment and year, totals by year."""
    by_segment = pd.MultiIndex.from_product([segments, list(years)], names=["segment", "year"])
    by_year = pd.Index(years, name="year")
    found = {scenario: projection(plan) for scenario, plan in plans.items()}
    added = {scenario: total(lines) for scenario, lines in found.items()}

    def frame(told: Mapping[str, Numbers], index: pd.Index) -> pd.DataFrame:
        return pd.DataFrame({name: told[name].ravel() for name in names}, index=index)

    return (
        {scenario: frame(lines, by_segment) for scenario, lines in found.items()},
        {scenario: frame(lines, by_year) for scenario, lines in added.items()},
    )


def _by_partner(
    segments: pd.DataFrame, shares: pd.DataFrame, years: tuple[int, ...]
) -> pd.DataFrame:
    """Joint business of each partner of the file, years 1 to 3."""
    rows = {}
    for partner, own in shares.groupby("partner_id", sort=True):
        found = total(projection(Plan.of(segments, own)))
        for year, joint_, won in zip(years, found["joint"], found["new_joint"], strict=True):
            rows[(str(partner), year)] = {"joint": joint_, "new_joint": won}
    index = pd.MultiIndex.from_tuples(list(rows), names=["partner_id", "year"]) if rows else None
    table = pd.DataFrame(list(rows.values()), index=index, columns=["joint", "new_joint"])
    return table.astype(float).dropna()


def _notices(lines: pd.DataFrame, network: Network) -> Iterable[Notice]:
    for segment, values in lines["new"].groupby(level="segment", sort=False):
        years = [int(year) for _, year in values.index[scoring.below(values, 0.0)]]
        if years:
            yield Notice("vision_shrinks", {"segment": str(segment), "years": years})
    if network.active is None:
        yield Notice("vision_no_partners")
    elif network.active == 0:
        yield Notice("vision_no_active")


def key_figures(result: Analysis | Joint) -> dict[str, dict[str, Any]]:
    """The report's key figures (CLIENT_FILES 9); of a partner's edition, its joint part alone."""
    last = {name: float(value) for name, value in result.totals[BASE].iloc[-1].items()}
    if isinstance(result, Joint):
        return {"vision.joint_y3": _figure(last["joint"], "money")}
    figures = {
        "vision.customers_y3": _figure(last["customers"], "count", last["companies"]),
        "vision.revenue_y3": _figure(last["revenue"], "money"),
        "vision.joint_y3": _figure(last["joint"], "money", last["indirect"]),
        "vision.indirect_share_y3": _share(last["indirect"], last["revenue"]),
        "vision.feasibility": _figure(_worst(result, "ratio"), "ratio"),
        "vision.partners_lacking": _figure(
            _worst(result, "lacking"), "count", result.network.active
        ),
    }
    if not result.has_joint:
        figures["vision.joint_y3"] = _none("money", "no partner's share")
    for name, unit in (("vision.feasibility", "ratio"), ("vision.partners_lacking", "count")):
        if math.isnan(figures[name]["value"]):
            figures[name] = _none(unit, _why(result.network))
    return figures


def _worst(result: Analysis, column: str) -> float:
    return float(result.feasibility[column].loc[result.worst])


def _figure(value: Any, unit: str, of: Any = None) -> dict[str, Any]:
    return {"value": float(value), "unit": unit, "of": None if of is None else float(of)}


def _share(part: float, whole: float) -> dict[str, Any]:
    if not whole > 0:
        return _none("share", "no revenue")
    return _figure(part / whole, "share", whole)


def _none(unit: str, reason: str) -> dict[str, Any]:
    return {"value": None, "unit": unit, "of": None, "reason": reason}


def _why(network: Network) -> str:
    if network.active is None:
        return "active partners unknown"
    return "no active partner" if network.active == 0 else "a partner wins no customer"
