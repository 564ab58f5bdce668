"""Channel investment: what a network of partners costs, what it brings, when it pays back, and
whether direct sales would do better (METHOD 15).

One function, `channel`, goes from assumptions to months; the base case, the bars of the tornado,
the draws of the Monte Carlo and the table by active rate all call it. Partners are recruited in
waves; each wave needs its months before it sells. The plan of recruitment is a decision: it never
varies.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import cash_flow, customer_base, licences, network, scoring, uncertainty
from padlib.core.customer_base import YEAR
from padlib.core.notices import Notice

Numbers = npt.NDArray[np.float64]
Assumed = Mapping[str, Any]  # key → a number, or an array of draws
Waves = tuple[tuple[int, int], ...]  # month, partners

HORIZON = "earnings_horizon_months"
ACTIVE_RATE = "active_partner_rate"
DISCOUNT = "discount_rate"
PATIENCE = "early_expectation_trap_months"  # a contribution sooner is not to be counted on
REFERENCE = "channel_break_even_reference_months"  # set beside the result, never used for it

_SELLING = (
    ACTIVE_RATE,
    "active_sellers_per_partner",
    "new_customers_per_partner_seller_year",
    "first_deal_delay_months",
    "partner_autonomy_months",
    "annual_churn",
    licences.CONTRACT,
)
_COSTS = (
    "vendor_gross_margin",
    "mdf_rate",
    "partners_per_channel_manager",
    "channel_manager_cost",
    "partner_director_fte",
    "partner_director_cost",
    "programme_cost_year",
    "onboarding_cost_per_partner",
    DISCOUNT,
)
_DIRECT = (
    "new_customers_per_direct_rep_year",
    "direct_rep_ramp_months",
    "direct_rep_cost",
    "direct_overhead_rate",
)
_BESIDE = (HORIZON, "channel_managers", PATIENCE, REFERENCE)

WAVES = (1, 4, 7, 10)  # months of recruitment, unless the client has a plan
RATES = (0.25, 0.40, 0.60, 0.80, 1.0)  # of the table by active rate
LOWEST_RATE, HIGHEST_RATE = 0.01, 1.0  # between which the parity is sought
_CURVE = 100  # points of the curve by active rate
_HALVINGS = 60
_TEN_POINTS = 0.10

CHANNEL, DIRECT = "channel", "direct"

# where a plan of recruitment comes from
TOLD = "told"
TARGET = "target"
MANAGERS = "managers"

EARLY, LATE_WAVES = "early_contribution", "late_waves"


def channel_uses(mode: str = licences.SUBSCRIPTION) -> tuple[str, ...]:
    """Keys of the assumptions on which the channel's own result rests."""
    return (*_SELLING, *licences.RATES[mode], *_COSTS)


def uses(mode: str = licences.SUBSCRIPTION) -> tuple[str, ...]:
    """Keys of all assumptions used: the channel's, direct sales', and what stands beside them."""
    # an offer sold by referral is a subscription too: direct sales need no rate of their own
    return (*channel_uses(mode), *_DIRECT, *_BESIDE)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the client says of the plan, and the numbers of the draws."""

    recruitment_plan: Waves | None = None
    target_new_customers_year: int | None = None
    mode: str = licences.SUBSCRIPTION
    draws: int = 5000
    seed: int = 20260101
    shape: float = 4.0  # weight of a value against its bounds
    percentiles: tuple[float, ...] = (10, 50, 90)

    @staticmethod
    def of(mapping: Mapping[str, Any]) -> Rules:
        """Rules from the numbers as the client has them; what is absent keeps its default.

        ``lambda``, as the bank calls it, is the ``shape``.
        """
        told = {
            name: read(mapping[key]) for name, key, read in _READ if mapping.get(key) is not None
        }
        return Rules(**told)


def _waves(pairs: Sequence[Sequence[int]]) -> Waves:
    return tuple((int(month), int(partners)) for month, partners in pairs)


_READ: tuple[tuple[str, str, Any], ...] = (  # name, key, how it is read
    ("recruitment_plan", "recruitment_plan", _waves),
    ("target_new_customers_year", "target_new_customers_year", int),
    ("mode", "mode", str),
    ("draws", "draws", int),
    ("seed", "seed", int),
    ("shape", "lambda", float),
    ("percentiles", "percentiles", tuple),
)


# ── the plan of recruitment ──────────────────────────────────────────────────────────────────────


class Plan(NamedTuple):
    """Whom to sign when: waves, where they come from, and the target they answer, if any."""

    waves: Waves
    source: str  # TOLD, TARGET or MANAGERS
    target: int | None = None

    @property
    def partners(self) -> int:
        """Partners signed in all."""
        return sum(partners for _, partners in self.waves)


def recruitment(assumptions: Assumed, rules: Rules) -> Plan:
    """The client's plan; without one, the partners to sign spread over the first year.

    They are those that the client's target of new customers takes or, without target, those that
    the channel managers can look after.
    """
    target = rules.target_new_customers_year
    if rules.recruitment_plan is not None:
        return Plan(rules.recruitment_plan, TOLD, target)
    if target is not None:
        return Plan(spread(network.needed(target, assumptions).to_sign), TARGET, target)
    held = assumptions["channel_managers"] * assumptions["partners_per_channel_manager"]
    return Plan(spread(scoring.ceiling(float(held))), MANAGERS)


def spread(partners: int) -> Waves:
    """Partners spread over the waves of a year, as even as can be, the larger waves first.

    >>> spread(15), spread(3)
    (((1, 4), (4, 4), (7, 4), (10, 3)), ((1, 1), (4, 1), (7, 1)))
    """
    each, more = divmod(partners, len(WAVES))
    sizes = [each + (place < more) for place in range(len(WAVES))]
    return tuple((month, size) for month, size in zip(WAVES, sizes, strict=True) if size)


# ── the model ────────────────────────────────────────────────────────────────────────────────────


class Flow(NamedTuple):
    """Months of one way of selling, shape (months, 1) or (months, draws).

    Counts are partners, people and customers; the rest is money of the month.
    """

    deals: Numbers  # new customers
    young: Numbers  # customers in their first twelve months
    old: Numbers
    listed: Numbers  # revenue at list price
    net: Numbers  # what is left once the partners are paid
    margin: Numbers  # of which gross margin
    costs: Mapping[str, Numbers]  # by line
    cost: Numbers
    contribution: Numbers
    people: Numbers  # channel managers, or sellers

    @property
    def running(self) -> Numbers:
        """Cumulative contribution, month 0 first."""
        return cash_flow.cumulative(self.contribution)


class Base(NamedTuple):
    """Customers of each month: new ones, those in their first twelve months, the others."""

    deals: Numbers
    young: Numbers
    old: Numbers


class Spent(NamedTuple):
    """Costs of each month by line, and the people among them."""

    costs: Mapping[str, Numbers]
    people: Numbers


def channel(
    assumptions: Assumed, waves: Waves, horizon: int, mode: str = licences.SUBSCRIPTION
) -> Flow:
    """The channel month by month.

    Parameters
    ----------
    assumptions : mapping
        `channel_uses`, each a number or an array of shape (draws,).
    waves : pairs month, partners signed
    horizon : int
        Months looked at; waves beyond it count for nothing.
    mode : str
        How the offer is sold: one of `licences.MODES`.
    """
    month = customer_base.months(horizon)
    rate = assumptions[ACTIVE_RATE]
    at_work = customer_base.productive(
        month, waves, assumptions["first_deal_delay_months"], assumptions["partner_autonomy_months"]
    )
    yearly = (
        rate
        * assumptions["active_sellers_per_partner"]
        * assumptions["new_customers_per_partner_seller_year"]
    )
    deals = at_work * yearly / YEAR
    base = Base(deals, *customer_base.bases(deals, assumptions["annual_churn"]))
    sold = licences.sold(*base, assumptions, mode)
    signed, managed = _managed(month, waves, rate)
    managers = _managers(managed, assumptions["partners_per_channel_manager"])
    director = assumptions["partner_director_fte"] * assumptions["partner_director_cost"]
    costs = {
        "managers": managers * assumptions["channel_manager_cost"] / YEAR,
        "director": director / YEAR + 0 * month,
        "programme": assumptions["programme_cost_year"] / YEAR + 0 * month,
        "onboarding": assumptions["onboarding_cost_per_partner"] * signed,
        "joint_marketing": assumptions["mdf_rate"] * sold.listed,
    }
    net = sold.listed - sold.partner
    spent = Spent(costs, managers)
    return _flow(base, sold.listed, net, spent, assumptions["vendor_gross_margin"])


def _managed(month: Numbers, waves: Waves, rate: Any) -> tuple[Numbers, Numbers]:
    """Partners signed in each month; and those looked after: all in their first twelve months,
    then the active ones."""
    signed, managed = (
        np.zeros_like(month),
        np.zeros(np.broadcast_shapes(month.shape, np.shape(rate))),
    )
    for first, partners in waves:
        age = month - first + 1
        signed += partners * (age == 1)
        managed += partners * np.where(age < 1, 0.0, np.where(age <= YEAR, 1.0, rate))
    return signed, managed


def _managers(managed: Numbers, each: Any) -> Numbers:
    """Channel managers for so many partners: at least one; NaN when each has none to look after."""
    looked_after = np.asarray(each, dtype=float)
    whole, many = np.broadcast_arrays(managed, looked_after)
    needed = np.full(whole.shape, np.nan)
    np.divide(whole, many, out=needed, where=many > 0)
    return np.maximum(1.0, np.ceil(needed - scoring.TOLERANCE))


def direct(
    assumptions: Assumed, sellers: Any, horizon: int, mode: str = licences.SUBSCRIPTION
) -> Flow:
    """Direct sellers hired at month 1, month by month.

    Parameters
    ----------
    assumptions : mapping
        The offer's and direct sales' keys of `uses`, each a number or an array of draws.
    sellers : float or array
        How many are hired; a fraction is allowed.
    """
    month = customer_base.months(horizon)
    deals = sellers * won_by_one(assumptions, month)
    base = Base(deals, *customer_base.bases(deals, assumptions["annual_churn"]))
    listed = licences.sold(*base, assumptions, mode).listed
    paid = assumptions["direct_rep_cost"] / YEAR
    costs = {
        "sellers": sellers * paid + 0 * month,
        "overhead": sellers * paid * assumptions["direct_overhead_rate"] + 0 * month,
    }
    spent = Spent(costs, sellers + 0 * month)
    return _flow(base, listed, listed, spent, assumptions["vendor_gross_margin"])


def won_by_one(assumptions: Assumed, month: Numbers) -> Numbers:
    """Customers that one direct seller, hired at month 1, wins in each month."""
    climb = np.asarray(assumptions["direct_rep_ramp_months"], dtype=float)
    gradual = np.minimum(1.0, month / np.where(climb > 0, climb, 1.0))
    productive: Numbers = np.where(climb > 0, gradual, 1.0)
    return np.multiply(productive, assumptions["new_customers_per_direct_rep_year"]) / YEAR


def _flow(
    base: Base, listed: Numbers, net: Numbers, spent: Spent, vendor_gross_margin: Any
) -> Flow:
    margin = net * vendor_gross_margin
    cost = sum(spent.costs.values(), np.zeros_like(base.deals))
    return Flow(
        deals=base.deals,
        young=base.young,
        old=base.old,
        listed=listed,
        net=net,
        margin=margin,
        costs=spent.costs,
        cost=cost,
        contribution=margin - cost,
        people=spent.people,
    )


def sellers_for(customers: Any, assumptions: Assumed, horizon: int) -> Any:
    """Direct sellers, not rounded, who win so many customers over the horizon; NaN when one wins
    none."""
    each = won_by_one(assumptions, customer_base.months(horizon)).sum(axis=0)
    wanted, one = np.broadcast_arrays(np.asarray(customers, dtype=float), each)
    found = np.full(wanted.shape, np.nan)
    np.divide(wanted, one, out=found, where=one > 0)
    return found


# ── what comes out ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a way of selling comes to over the horizon; money in the client's currency."""

    new_customers: float
    break_even_month: float  # 0: never negative; NaN: not within the horizon
    peak_funding: float  # lowest cumulative contribution, 0 or less
    peak_month: float
    cumulative: float
    npv: float

    @property
    def paid_back(self) -> bool:
        """Whether the cumulative contribution is back at zero for good within the horizon."""
        return not math.isnan(self.break_even_month)


def outcomes(flow: Flow, discount_rate: Any) -> dict[str, Numbers]:
    """The figures of `Outcome` by name, one value a draw."""
    running = flow.running
    found = {
        "new_customers": flow.deals.sum(axis=0),
        "break_even_month": cash_flow.break_even_month(running),
        "peak_funding": cash_flow.lowest(running),
        "peak_month": cash_flow.lowest_month(running),
        "cumulative": running[-1],
        "npv": cash_flow.present_value(flow.contribution, 0.0, discount_rate),
    }
    return {name: np.atleast_1d(one) for name, one in found.items()}


def outcome(flow: Flow, discount_rate: float) -> Outcome:
    """What a flow without draws comes to."""
    found = outcomes(flow, discount_rate)
    return Outcome(**{name: float(one[0]) for name, one in found.items()})


def by_month(flow: Flow) -> pd.DataFrame:
    """A flow without draws as a frame, one row a month: its lines, costs apart, cumulative."""
    lines = {name: getattr(flow, name) for name in ("deals", "young", "old", "listed", "net")}
    lines |= {"margin": flow.margin, **flow.costs, "cost": flow.cost}
    lines |= {"contribution": flow.contribution, "people": flow.people}
    months = pd.RangeIndex(1, len(flow.deals) + 1, name="month")
    table = pd.DataFrame({name: one[:, 0] for name, one in lines.items()}, index=months)
    return table.assign(cumulative=flow.running[1:, 0])


_AT_THE_END = {"young": "last", "old": "last", "people": "last", "cumulative": "last"}


def by_year(months: pd.DataFrame) -> pd.DataFrame:
    """Months added up by year; customers, people and cumulative as they are at its end.

    A last year that is not whole has fewer ``months``.
    """
    year = pd.Series((months.index - 1) // YEAR + 1, index=months.index, name="year")
    how = {name: _AT_THE_END.get(str(name), "sum") for name in months}
    table = months.groupby(year).agg(how)
    return table.assign(months=months.groupby(year).size())


class Parity(NamedTuple):
    """The active rate at which the channel and direct sales are worth the same."""

    rate: float | None  # None: one side always wins
    above: str  # who wins above it, or always: CHANNEL, DIRECT; "" when neither can be told
    steady: bool  # whether it is crossed once: each side of it has one winner


def leads(assumptions: Assumed, rates: npt.ArrayLike, setting: Setting) -> dict[str, Numbers]:
    """The channel and direct sales for the same customers, one value an active rate.

    Names: those of `Outcome` for the channel, ``sellers`` (not rounded), ``npv_direct``, and
    ``lead`` (money by which the channel's net present value is the larger).
    """
    moved = dict(assumptions) | {ACTIVE_RATE: np.atleast_1d(np.asarray(rates, dtype=float))}
    flow = channel(moved, setting.waves, setting.horizon, setting.mode)
    found = outcomes(flow, assumptions[DISCOUNT])
    sellers = sellers_for(found["new_customers"], assumptions, setting.horizon)
    one = direct(assumptions, 1.0, setting.horizon, setting.mode)
    worth = cash_flow.present_value(one.contribution, 0.0, assumptions[DISCOUNT])
    npv_direct = sellers * worth
    return found | {
        "sellers": sellers,
        "npv_direct": npv_direct,
        "lead": found["npv"] - npv_direct,
    }


class Setting(NamedTuple):
    """What does not vary: the waves of recruitment, the horizon, the mode of selling."""

    waves: Waves
    horizon: int
    mode: str = licences.SUBSCRIPTION


def parity(assumptions: Assumed, setting: Setting) -> Parity:
    """The active rate at which both net present values are equal, sellers not rounded.

    Sought by bisection on [0.01, 1]; when both ends have the same winner, in the last stretch of
    the curve where the other one wins, if there is any.
    """
    curve = np.linspace(LOWEST_RATE, HIGHEST_RATE, _CURVE)
    lead = leads(assumptions, curve, setting)["lead"]
    if np.isnan(lead).any():
        return Parity(None, "", False)
    sign = np.sign(np.where(np.abs(lead) < scoring.TOLERANCE, 0.0, lead))
    if not sign.any():
        return Parity(None, "", True)
    crossed = np.flatnonzero(np.diff(sign) != 0)
    winner = CHANNEL if sign[-1] > 0 else DIRECT
    if not len(crossed):
        return Parity(None, winner, True)
    if sign[0] * sign[-1] < 0:
        low, high = LOWEST_RATE, HIGHEST_RATE
    else:
        low, high = (float(curve[place]) for place in (crossed[-1], crossed[-1] + 1))
    return Parity(_bisected(assumptions, setting, low, high), winner, len(crossed) == 1)


def _bisected(assumptions: Assumed, setting: Setting, low: float, high: float) -> float:
    top = leads(assumptions, high, setting)["lead"][0]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if leads(assumptions, middle, setting)["lead"][0] * top > 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2


# ── what is not sure ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Odds:
    """The result over many draws of what is not sure (METHOD 17)."""

    draws: int
    drawn: tuple[str, ...]  # keys that vary
    npv: Mapping[str, float]  # p10, p50, p90
    break_even: float  # share of draws that pay back within the horizon
    fan: pd.DataFrame  # cumulative contribution by month (0 first): p10, p50, p90


def odds(assumptions: pd.DataFrame, setting: Setting, rules: Rules) -> Odds:
    """Draws of the channel's assumptions, each from its own range, independently."""
    keys = channel_uses(setting.mode)
    drawn = uncertainty.draws(assumptions, keys, rules.draws, rules.seed, rules.shape)

    def model(values: uncertainty.Values) -> dict[str, Numbers]:
        flow = channel(values, setting.waves, setting.horizon, setting.mode)
        found = outcomes(flow, values[DISCOUNT])
        running = {_month(month): row for month, row in enumerate(flow.running)}
        return {"npv": found["npv"], "break_even": found["break_even_month"], **running}

    found = uncertainty.in_slices(model, drawn)
    months = range(setting.horizon + 1)
    fan = [uncertainty.percentiles(found[_month(month)], rules.percentiles) for month in months]
    return Odds(
        draws=rules.draws,
        drawn=uncertainty.uncertain(assumptions, keys),
        npv=uncertainty.percentiles(found["npv"], rules.percentiles),
        break_even=uncertainty.reached(found["break_even"]),
        fan=pd.DataFrame(fan, index=pd.RangeIndex(len(months), name="month")),
    )


def _month(number: int) -> str:
    return f"month {number}"


def tornado(assumptions: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """How far each assumption moves the net present value; see `uncertainty.tornado`."""

    def model(values: uncertainty.Values) -> Numbers:
        flow = channel(values, setting.waves, setting.horizon, setting.mode)
        return outcomes(flow, values[DISCOUNT])["npv"]

    return uncertainty.tornado(model, assumptions, channel_uses(setting.mode))


# ── the whole ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Investment:
    """What a network costs, brings, and how it compares with direct sales.

    Attributes
    ----------
    plan : Plan
    horizon : int
        Months.
    mode : str
    active_rate : float
        The client's own.
    months, years : DataFrame
        The channel by month and by year; see `by_month` and `by_year`.
    direct_months : DataFrame
        Direct sales by month, sellers in whole numbers.
    channel, direct, same : Outcome
        The channel; direct sales with whole sellers, who win at least as many customers; and with
        a fraction of a seller, who win as many exactly.
    sellers, sellers_exact : float
        Direct sellers, whole and not.
    parity : Parity
    by_rate, curve : DataFrame, indexed by active rate
        See `leads` for the columns, and ``failure_rate``; a few rates with the client's own, and
        every point.
    ten_points : float
        What ten points of active partners more add to the channel's net present value.
    ten_points_lead : float
        What they add to its lead over direct sales.
    bars : DataFrame
        The tornado of the net present value; see `uncertainty.tornado`.
    odds : Odds
    notices : tuple of Notice
    """

    plan: Plan
    horizon: int
    mode: str
    active_rate: float
    months: pd.DataFrame
    years: pd.DataFrame
    direct_months: pd.DataFrame
    channel: Outcome
    direct: Outcome
    same: Outcome
    sellers: float
    sellers_exact: float
    parity: Parity
    by_rate: pd.DataFrame
    curve: pd.DataFrame
    ten_points: float
    ten_points_lead: float
    bars: pd.DataFrame
    odds: Odds
    notices: tuple[Notice, ...]

    @property
    def lead(self) -> float:
        """By how much the channel is worth more than direct sales for the same customers."""
        return self.channel.npv - self.same.npv

    @property
    def rate_to_pay_back(self) -> float | None:
        """The active rate, in whole points, from which the channel pays back within the horizon."""
        late = self.curve["break_even_month"].isna()
        rates = self.curve.index[(~late[::-1]).cummin()[::-1]]
        return float(rates[0]) if len(rates) else None

    @property
    def winner(self) -> str:
        """Who is worth more for the same customers at the client's own rate: `CHANNEL`, `DIRECT`,
        or "" when they are equal or it cannot be told."""
        if scoring.above(self.lead, 0):
            return CHANNEL
        return DIRECT if scoring.below(self.lead, 0) else ""


def result(assumptions: pd.DataFrame, rules: Rules) -> Investment:
    """The investment of one set of assumptions.

    Parameters
    ----------
    assumptions : DataFrame
        Indexed by key: value, unit, low, high, grade; the keys of `uses`.
    rules : Rules
    """
    values = uncertainty.values(assumptions)
    plan = recruitment(values, rules)
    setting = Setting(plan.waves, int(values[HORIZON]), rules.mode)
    flow = channel(values, *setting)
    months = by_month(flow)
    found = outcome(flow, values[DISCOUNT])
    exact = float(sellers_for(found.new_customers, values, setting.horizon).item())
    whole = math.nan if math.isnan(exact) else float(scoring.ceiling(exact))
    hired = direct(values, whole, setting.horizon, setting.mode)
    fraction = direct(values, exact, setting.horizon, setting.mode)
    rate = values[ACTIVE_RATE]
    more = rate + _TEN_POINTS if rate + _TEN_POINTS <= HIGHEST_RATE else rate - _TEN_POINTS
    step = leads(values, [min(rate, more), max(rate, more)], setting)
    return Investment(
        plan=plan,
        horizon=setting.horizon,
        mode=rules.mode,
        active_rate=rate,
        months=months,
        years=by_year(months),
        direct_months=by_month(hired),
        channel=found,
        direct=outcome(hired, values[DISCOUNT]),
        same=outcome(fraction, values[DISCOUNT]),
        sellers=whole,
        sellers_exact=exact,
        parity=parity(values, setting),
        by_rate=_by_rate(values, _with(RATES, rate), setting),
        curve=_by_rate(values, np.linspace(LOWEST_RATE, HIGHEST_RATE, _CURVE), setting),
        ten_points=float(np.diff(step["npv"]).item()),
        ten_points_lead=float(np.diff(step["lead"]).item()),
        bars=tornado(assumptions, setting),
        odds=odds(assumptions, setting, rules),
        notices=notices(months, plan, values, setting.horizon),
    )


def _by_rate(
    assumptions: Assumed, rates: Sequence[float] | Numbers, setting: Setting
) -> pd.DataFrame:
    found = leads(assumptions, rates, setting)
    index = pd.Index(np.asarray(rates, dtype=float), name=ACTIVE_RATE)
    return pd.DataFrame(found, index=index).assign(failure_rate=1 - index.to_numpy())


def _with(rates: Sequence[float], own: float) -> list[float]:
    """The client's own rate among round ones."""
    return sorted([*(rate for rate in rates if abs(rate - own) >= scoring.TOLERANCE), own])


def notices(
    months: pd.DataFrame, plan: Plan, assumptions: Assumed, horizon: int
) -> tuple[Notice, ...]:
    """What the reader of the plan should be warned of.

    ``early_contribution`` (month, patience): a contribution is expected sooner than partners can
    give one; ``late_waves`` (partners, horizon): partners signed beyond the months looked at.
    """
    told = []
    gains = months.index[scoring.above(months["contribution"], 0)]
    patience = int(assumptions[PATIENCE])
    if len(gains) and gains[0] < patience:
        told.append(Notice(EARLY, {"month": int(gains[0]), "patience": patience}))
    late = sum(partners for month, partners in plan.waves if month > horizon)
    if late:
        told.append(Notice(LATE_WAVES, {"partners": late, "horizon": horizon}))
    return tuple(told)
