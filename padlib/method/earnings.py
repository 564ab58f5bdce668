"""Step 5: what a partner earns over three years, and when it is paid back (METHOD 10, 17).

A monthly model of one partner that starts at month 1. Its sellers climb to full productivity, the
customers they win stay or leave, and each brings licences (or a commission) and services; against
them stand the partner's own costs and what it invests at month 0. `lines` is the whole model: a
function of assumptions, each a number or an array of draws. Scenarios, the tornado and the Monte
Carlo draws all call it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import cash_flow, customer_base, licences, uncertainty
from padlib.core.licences import MODES, PERPETUAL, REFERRAL, SUBSCRIPTION
from padlib.core.uncertainty import Values

Numbers = npt.NDArray[np.float64]

REFERRER = "referrer"  # a partner of this type introduces, whatever the client's mode
PROJECT = ("integration", "configuration", "training", "consulting")
RECURRING = "recurring"
SERVICES = (*PROJECT, RECURRING)
# what a mode brings beside services
SALES: Mapping[str, tuple[str, ...]] = {
    SUBSCRIPTION: ("licences",),
    PERPETUAL: ("licences", "maintenance"),
    REFERRAL: ("commission",),
}
COSTS = ("sellers", "technical", "marketing")
MIX = tuple(f"services_mix_{kind}" for kind in PROJECT)

HORIZON = "earnings_horizon_months"
_COMMON = (
    HORIZON,
    "active_sellers_per_partner",
    "new_customers_per_partner_seller_year",
    "first_deal_delay_months",
    "partner_autonomy_months",
    "annual_contract_value",
    "annual_churn",
)
_OF_COSTS = (
    "partner_seller_allocation",
    "partner_seller_cost",
    "partner_technical_fte",
    "partner_technical_cost",
    "partner_marketing_year",
    "partner_initial_investment",
)
DISCOUNT = "discount_rate"
VENDOR_MARGIN, ONBOARDING = "vendor_gross_margin", "onboarding_cost_per_partner"
INTERNAL = (DISCOUNT, VENDOR_MARGIN, ONBOARDING)  # never in what a partner reads
TRAP = "early_expectation_trap_months"  # to be paid back before this month is not to be counted on

BASE, CAUTIOUS, AMBITIOUS = SCENARIOS = ("base", "cautious", "ambitious")
# which bound the cautious scenario takes; the ambitious one takes the other (METHOD 10)
CAUTIOUS_AT: Mapping[str, str] = {
    "new_customers_per_partner_seller_year": "low",
    "services_multiple": "low",
    "active_sellers_per_partner": "low",
    "first_deal_delay_months": "high",
    "partner_autonomy_months": "high",
    "annual_churn": "high",
}
_OTHER = {"low": "high", "high": "low"}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How the partner is paid, and how its services are counted."""

    mode: str = SUBSCRIPTION
    days: Mapping[str, float] | None = None  # of each service a new customer; None: by multiple

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"mode {self.mode!r}: expected one of {', '.join(MODES)}")

    @property
    def in_days(self) -> bool:
        """Whether services are counted in days rather than as a multiple of the contract."""
        return self.days is not None

    @property
    def lines(self) -> tuple[str, ...]:
        """What the partner sells: licences or the like, then services."""
        return (*SALES[self.mode], *SERVICES)

    @property
    def keys(self) -> tuple[str, ...]:
        """The assumptions that the model uses, in the order in which it does.

        What the vendor alone looks at (`INTERNAL`) is not among them.
        """
        services = ("day_rate",) if self.in_days else ("services_multiple", *MIX)
        shared = ("recurring_services_rate", "services_gross_margin")
        return (*_COMMON, *licences.RATES[self.mode], *services, *shared, *_OF_COSTS)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the report is asked: terms, and how the draws are made."""

    terms: Terms = field(default_factory=Terms)
    draws: int = 5000
    seed: int = 20260101
    shape: float = 4.0  # weight of the value against its bounds
    percentiles: tuple[float, ...] = (10, 50, 90)

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> Rules:
        """From the rules of a client's folder."""
        return cls(
            terms=Terms(mode=rules["mode"], days=rules["services_days"]),
            draws=int(rules["draws"]),
            seed=int(rules["seed"]),
            shape=float(rules["lambda"]),
            percentiles=tuple(rules["percentiles"]),
        )


def mode_of(partner_type: str, asked: str | None = None) -> str | None:
    """The mode that a partner's type calls for, unless one is asked for; None: the client's.

    >>> mode_of("referrer"), mode_of("VAR"), mode_of("referrer", "perpetual")
    ('referral', None, 'perpetual')
    """
    return asked or (REFERRAL if partner_type == REFERRER else None)


# ── the model ─────────────────────────────────────────────────────────────────────────────────


def lines(values: Values, terms: Terms) -> dict[str, Numbers]:
    """The partner's months, line by line.

    Parameters
    ----------
    values : mapping
        Assumption → a number, or an array of shape (draws,). The horizon is a number.
    terms : Terms

    Returns
    -------
    dict
        Name → array of shape (months, draws), or (months, 1) where nothing drawn moves it: `deals`,
        `young` and `old` (customers), `listed` (what customers pay for the offer at list price),
        `revenue.<line>` and `margin.<line>` for each line of the terms, `cost.<kind>`, and `cash`,
        margins less costs.
    """
    v: Mapping[str, Any] = values
    month = customer_base.months(round(float(v[HORIZON])))
    climb = customer_base.ramp(month, v["first_deal_delay_months"], v["partner_autonomy_months"])
    sellers = v["active_sellers_per_partner"]
    deals = climb * (sellers * v["new_customers_per_partner_seller_year"] / customer_base.YEAR)
    young, old = customer_base.bases(deals, v["annual_churn"])
    sales = licences.lines(deals, young, old, v, terms.mode)
    services = _services(v, terms, deals, young + old)
    margin = {line: sold.partner for line, sold in sales.items()}
    # who introduces is paid its commission alone; who resells invoices the list price
    revenue = (
        margin if terms.mode == REFERRAL else {line: one.listed for line, one in sales.items()}
    )
    revenue = revenue | services
    margin |= {kind: sold * v["services_gross_margin"] for kind, sold in services.items()}
    costs = _costs(v, np.zeros_like(month))
    cash = sum(margin.values(), 0.0) - sum(costs.values(), 0.0)
    return {
        "deals": deals,
        "young": young,
        "old": old,
        "listed": sum((sold.listed for sold in sales.values()), 0.0),
        **{f"revenue.{line}": revenue[line] for line in terms.lines},
        **{f"margin.{line}": margin[line] for line in terms.lines},
        **{f"cost.{kind}": costs[kind] for kind in COSTS},
        "cash": np.asarray(cash),
    }


def _services(
    v: Mapping[str, Any], terms: Terms, deals: Numbers, customers: Numbers
) -> dict[str, Numbers]:
    """Revenue of services: projects in the month of signature, then what recurs."""
    contract = v["annual_contract_value"]
    if terms.days is None:
        project = deals * (contract * v["services_multiple"])
        sold = {kind: project * v[key] for kind, key in zip(PROJECT, MIX, strict=True)}
    else:
        sold = {kind: deals * (terms.days.get(kind, 0.0) * v["day_rate"]) for kind in PROJECT}
    recurring = customers * (contract * v["recurring_services_rate"] / customer_base.YEAR)
    return {**sold, RECURRING: recurring}


def _costs(v: Mapping[str, Any], flat: Numbers) -> dict[str, Numbers]:
    """What the partner spends each month, the same from the first."""
    people = v["active_sellers_per_partner"] * v["partner_seller_allocation"]
    yearly = {
        "sellers": people * v["partner_seller_cost"],
        "technical": v["partner_technical_fte"] * v["partner_technical_cost"],
        "marketing": v["partner_marketing_year"],
    }
    return {kind: flat + amount / customer_base.YEAR for kind, amount in yearly.items()}


def outcomes(values: Values, terms: Terms) -> dict[str, Numbers]:
    """The running sum month by month, the net gain and the break-even month of each draw."""
    invested = values["partner_initial_investment"]
    running = cash_flow.cumulative(_in_draws(lines(values, terms)["cash"], invested), invested)
    return {
        "cumulative": running,
        "net_gain": running[-1],
        "break_even_month": np.asarray(cash_flow.break_even_month(running)),
    }


def _in_draws(flows: Numbers, amount: Any) -> Numbers:
    """Flows as wide as the draws, where only the initial amount is drawn."""
    return np.broadcast_to(flows, np.broadcast_shapes(flows.shape, np.shape(amount)))


def net_gain(values: Values, terms: Terms) -> Numbers:
    """The result whose uncertainty is shown: the final cumulative."""
    return outcomes(values, terms)["net_gain"]


# ── one estimate ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The model at one set of values.

    Attributes
    ----------
    months : DataFrame
        One row a month, from 1; the columns of `lines`.
    cumulative : Series
        By month, from 0.
    """

    values: Mapping[str, float]
    terms: Terms
    months: pd.DataFrame
    cumulative: pd.Series
    investment: float
    npv: float | None  # None where the discount rate is not among the values

    @property
    def horizon(self) -> int:
        """Months of the model."""
        return len(self.months)

    @property
    def net_gain(self) -> float:
        """The final cumulative."""
        return float(self.cumulative.iloc[-1])

    @property
    def break_even_month(self) -> int | None:
        """First month from which the cumulative stays at zero or above; None beyond the horizon."""
        month = float(cash_flow.break_even_month(self.cumulative.to_numpy()))
        return None if np.isnan(month) else int(month)

    @property
    def lowest_cumulative(self) -> float:
        """The lowest cumulative, month 0 included: below zero, the effort to be financed."""
        return float(cash_flow.lowest(self.cumulative.to_numpy()))

    @property
    def lowest_month(self) -> int:
        """The month in which it stands there."""
        return int(cash_flow.lowest_month(self.cumulative.to_numpy()))

    @property
    def first_revenue_month(self) -> int | None:
        """The first month that counts any revenue; None when none does."""
        sold = self.months["deals"].to_numpy() > 0
        return int(np.argmax(sold)) + 1 if sold.any() else None

    @property
    def spent(self) -> float:
        """What the partner puts in over the horizon: the investment and the costs."""
        return self.investment + float(self.costs.sum())

    @property
    def revenue(self) -> pd.Series:
        """Revenue of each line over the horizon."""
        return self._total("revenue")

    @property
    def margin(self) -> pd.Series:
        """Margin of each line over the horizon."""
        return self._total("margin")

    @property
    def costs(self) -> pd.Series:
        """Costs by kind over the horizon, the investment apart."""
        return self._total("cost")

    @property
    def return_(self) -> float | None:
        """Net gain for each unit put in; None when nothing was."""
        share = float(cash_flow.return_on(self.net_gain, self.spent))
        return None if np.isnan(share) else share

    @property
    def services_share(self) -> float | None:
        """Share of services in the margin earned; None without any."""
        whole = float(self.margin.sum())
        return float(self.margin[list(SERVICES)].sum()) / whole if whole > 0 else None

    @property
    def customers(self) -> float:
        """Active customers in the last month."""
        return float(self.months[["young", "old"]].iloc[-1].sum())

    @property
    def years(self) -> pd.DataFrame:
        """The months added up by year, the last one shorter when the horizon is not whole years.

        The columns of `months` without the bases, and `customers` active at the year's end.
        """
        year = pd.Index((self.months.index - 1) // customer_base.YEAR + 1, name="year")
        table = self.months.drop(columns=["young", "old"]).groupby(year).sum()
        active = self.months[["young", "old"]].sum(axis=1).groupby(year).last()
        return table.assign(customers=active)

    def _total(self, kind: str) -> pd.Series:
        mine = self.months.filter(regex=rf"^{kind}\.")
        return mine.sum().rename(lambda name: name.partition(".")[2])


def estimate(values: Mapping[str, float], terms: Terms) -> Estimate:
    """The model at one set of values.

    Parameters
    ----------
    values : mapping
        Assumption → its value, as `uncertainty.values` gives them.
    terms : Terms
    """
    found = lines(values, terms)
    months = pd.DataFrame({name: flow[:, 0] for name, flow in found.items()})
    months.index = pd.RangeIndex(1, len(months) + 1, name="month")
    flows, invested = months["cash"].to_numpy(), float(values["partner_initial_investment"])
    running = cash_flow.cumulative(flows, invested)
    return Estimate(
        values=values,
        terms=terms,
        months=months,
        cumulative=pd.Series(running, pd.RangeIndex(len(running), name="month"), name="cumulative"),
        investment=invested,
        npv=_worth(flows, invested, values.get(DISCOUNT)),
    )


def _worth(flows: Numbers, invested: float, rate: float | None) -> float | None:
    return None if rate is None else float(cash_flow.present_value(flows, invested, rate))


def listed(assumptions: pd.DataFrame, terms: Terms, months: int) -> tuple[float, ...]:
    """What customers pay for the offer, month by month from the first, in the base case.

    It is the licence revenue of a partner that resells, at list price; of one that introduces, what
    those whom it brings pay the vendor.

    Parameters
    ----------
    assumptions : DataFrame
        Indexed by key: value; the keys of the terms.
    months : int
        How many, whatever the horizon of the model.
    """
    values = uncertainty.values(assumptions.loc[list(terms.keys)]) | {HORIZON: float(months)}
    return tuple(float(one) for one in lines(values, terms)["listed"][:, 0])


def scenario(assumptions: pd.DataFrame, name: str) -> dict[str, float]:
    """The values of a scenario: base, cautious or ambitious.

    What the client told without bounds does not move.
    """
    if name == BASE:
        return uncertainty.values(assumptions)
    at = {
        key: bound if name == CAUTIOUS else _OTHER[bound]
        for key, bound in CAUTIOUS_AT.items()
        if key in assumptions.index
    }
    return uncertainty.values(assumptions, **at)


# ── what it takes, what the vendor has of it ──────────────────────────────────────────────────

_HALVINGS = 60  # of an interval: beyond what a float tells apart
_NEAR = 1e-9


def thresholds(assumptions: pd.DataFrame, terms: Terms, bars: pd.DataFrame) -> pd.DataFrame:
    """The value of each assumption at which the net gain is just zero, the others at their value.

    Parameters
    ----------
    assumptions : DataFrame
        Indexed by key: value, unit, low, high.
    bars : DataFrame
        The tornado, as `uncertainty.tornado` gives it: whose keys, in whose order.

    Returns
    -------
    DataFrame
        Indexed by key: value, threshold, low, high, unit, rising (whether more of it brings more).
        The threshold is NaN where the net gain keeps its sign from one bound to the other. Months
        and people are whole, the last (or first) number with which the partner is paid back.
    """
    keys = [str(key) for key in bars.index]
    table = assumptions.loc[keys, ["value", "low", "high", "unit"]]
    base = uncertainty.values(assumptions)
    gain = float(np.ravel(net_gain(base, terms))[0])
    ends = bars[["result_low", "result_high"]].to_numpy()
    toward = np.where(ends[:, 1] > ends[:, 0], "high", "low") if gain < 0 else _worse(ends)
    bounds = table[["low", "high"]].to_numpy(dtype=float)
    there = np.where(toward == "high", bounds[:, 1], bounds[:, 0])
    here = table["value"].to_numpy(dtype=float)
    crossed = (ends.max(axis=1) >= 0) if gain < 0 else (ends.min(axis=1) < 0)
    root = _root(base, terms, dict(zip(keys, zip(here, there, strict=True), strict=True)))
    whole = table["unit"].isin(uncertainty.WHOLE).to_numpy()
    up = (there > here) == (gain < 0)  # the side of the root where the partner is paid back
    found = np.where(whole, np.where(up, np.ceil(root - _NEAR), np.floor(root + _NEAR)), root)
    return table.assign(threshold=np.where(crossed, found, np.nan), rising=ends[:, 1] > ends[:, 0])[
        ["value", "threshold", "low", "high", "unit", "rising"]
    ]


def _worse(ends: Numbers) -> npt.NDArray[np.str_]:
    return np.where(ends[:, 1] > ends[:, 0], "low", "high")


def _root(
    base: Mapping[str, float], terms: Terms, spans: Mapping[str, tuple[float, float]]
) -> Numbers:
    """Where the net gain changes sign between two values of each key, all halved at once."""
    near, far = np.array(list(spans.values()), dtype=float).reshape(-1, 2).T
    lost = net_gain(base, terms) < 0
    for _ in range(_HALVINGS if spans else 0):
        middle = (near + far) / 2
        taken: dict[str, Any] = dict(base)
        for row, key in enumerate(spans):
            taken[key] = np.full(len(spans), base[key])
            taken[key][row] = middle[row]
        same = (net_gain(taken, terms) < 0) == lost
        near, far = np.where(same, middle, near), np.where(same, far, middle)
    found: Numbers = (near + far) / 2
    return found


@dataclass(frozen=True, kw_only=True)
class Vendor:
    """What the vendor has of this partner over the horizon, before the cost of its network."""

    listed: float  # what customers pay for the offer, at list price
    remuneration: float  # what the partner keeps of it
    margin: float  # the vendor's gross margin on the rest
    onboarding: float  # what starting this partner costs

    @property
    def net(self) -> float:
        """What the partner leaves to the vendor."""
        return self.listed - self.remuneration

    @property
    def contribution(self) -> float:
        """The vendor's margin once the start is paid."""
        return self.margin - self.onboarding


def vendor(base: Estimate) -> Vendor | None:
    """The vendor's side of an estimate; None where its own figures are not among the values."""
    if not {VENDOR_MARGIN, ONBOARDING} <= set(base.values):
        return None
    listed = float(base.months["listed"].sum())
    paid = float(base.margin[list(SALES[base.terms.mode])].sum())
    return Vendor(
        listed=listed,
        remuneration=paid,
        margin=(listed - paid) * base.values[VENDOR_MARGIN],
        onboarding=base.values[ONBOARDING],
    )


# ── the result ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Spread:
    """What the draws give.

    Attributes
    ----------
    net_gain : mapping
        Percentile (`p10`, `p50`, `p90`) → net gain.
    probability : float
        Share of draws in which the break-even is reached within the horizon.
    band : DataFrame
        By month from 0: the percentiles of the cumulative.
    """

    draws: int
    seed: int
    net_gain: Mapping[str, float]
    probability: float
    band: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Earnings:
    """What the partner earns, how sure that is, and on what it rests.

    Attributes
    ----------
    assumptions : DataFrame
        Those that the report uses, in the order in which it does.
    scenarios : mapping
        `cautious`, `base`, `ambitious` → Estimate.
    bars : DataFrame
        The tornado of the net gain, all keys that vary, the widest first.
    confirm : tuple of str
        The working assumptions with the widest bars.
    thresholds : DataFrame
        By key of the bars shown: the value at which the net gain is just zero.
    longer : Estimate or None
        When the break-even lies beyond the horizon: the base case over the longest one.
    before : Estimate or None
        The base case before the partner's own figures were known; None when there are none.
    changed : DataFrame
        The assumptions that these figures changed: before, after, unit.
    """

    rules: Rules
    assumptions: pd.DataFrame
    scenarios: Mapping[str, Estimate]
    spread: Spread
    bars: pd.DataFrame
    confirm: tuple[str, ...]
    thresholds: pd.DataFrame
    longer: Estimate | None = None
    before: Estimate | None = None
    changed: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def base(self) -> Estimate:
        """The base case."""
        return self.scenarios[BASE]

    @property
    def terms(self) -> Terms:
        """How the partner is paid."""
        return self.rules.terms

    @property
    def too_soon(self) -> int | None:
        """The month before which no partner should count on being paid back, where the base case
        does."""
        month, trap = self.base.break_even_month, self.base.values.get(TRAP)
        return round(trap) if trap is not None and month and month < trap else None


def spread(assumptions: pd.DataFrame, rules: Rules) -> Spread:
    """Draws of every assumption that varies, and what they give."""
    drawn = uncertainty.draws(assumptions, rules.terms.keys, rules.draws, rules.seed, rules.shape)
    found = uncertainty.in_slices(lambda values: outcomes(values, rules.terms), drawn)
    running: Numbers = found["cumulative"]
    names = [f"p{rank:g}" for rank in rules.percentiles]
    band = np.percentile(running, rules.percentiles, axis=1)
    return Spread(
        draws=rules.draws,
        seed=rules.seed,
        net_gain=uncertainty.percentiles(found["net_gain"], rules.percentiles),
        probability=uncertainty.reached(found["break_even_month"]),
        band=pd.DataFrame(band.T, pd.RangeIndex(len(running), name="month"), names),
    )


def result(
    assumptions: pd.DataFrame, rules: Rules, *, before: pd.DataFrame | None = None
) -> Earnings:
    """What a partner earns.

    Parameters
    ----------
    assumptions : DataFrame
        Those in force for the partner, indexed by key: value, unit, low, high, grade. At least the
        keys of the terms; with `TRAP`, a warning; with `INTERNAL`, the net present value too.
    rules : Rules
    before : DataFrame, optional
        Those that were in force before the partner's own figures.
    """
    terms = rules.terms
    others = [key for key in (TRAP, *INTERNAL) if key in assumptions.index]
    used = assumptions.loc[[*terms.keys, *others]]
    bars = uncertainty.tornado(lambda values: net_gain(values, terms), used, terms.keys)
    scenarios = {name: estimate(scenario(used, name), terms) for name in SCENARIOS}
    return Earnings(
        rules=rules,
        assumptions=used,
        scenarios=scenarios,
        spread=spread(used, rules),
        bars=bars,
        confirm=uncertainty.confirm_first(bars),
        thresholds=thresholds(used, terms, uncertainty.widest(bars)),
        longer=_longer(used, scenarios[BASE]),
        before=None if before is None else estimate(scenario(before, BASE), terms),
        changed=pd.DataFrame() if before is None else _changed(before, used),
    )


def _longer(assumptions: pd.DataFrame, base: Estimate) -> Estimate | None:
    """The base case over the longest horizon, where the chosen one is too short to be paid back."""
    longest: Any = assumptions.at[HORIZON, "high"]
    if base.break_even_month is not None or longest <= base.horizon:
        return None
    return estimate({**base.values, HORIZON: float(longest)}, base.terms)


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The assumptions whose value differs: before, after, unit."""
    was = before.loc[after.index, "value"]
    moved = ~np.isclose(was, after["value"], rtol=0, atol=_NEAR)
    table = pd.DataFrame({"before": was, "after": after["value"], "unit": after["unit"]})
    return table[moved]


# ── the first ninety days ─────────────────────────────────────────────────────────────────────


def first_steps(milestones: pd.DataFrame, until: int) -> pd.DataFrame:
    """Milestones of the start plan up to a day, decision points aside, in the order of days.

    Parameters
    ----------
    milestones : DataFrame
        Indexed by id; columns day (from the start), is_gate.
    """
    due = (milestones["day"] <= until) & ~milestones["is_gate"].astype(bool)
    return milestones[due].sort_values("day", kind="stable")
