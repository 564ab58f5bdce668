"""Leverage: what one channel manager brings, set against direct sellers (METHOD 14).

Three figures always go together: the headline (sellers that one manager stands for), what is left
of it once partners are paid, and what the first year gives. They are steps of one comparison: at
each step one more thing is counted, and nothing is taken back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import customer_base, licences, scoring

# Steps of the comparison, each counting one thing more than the one before.
HEADLINE = "headline"  # all partners active and autonomous, no programme
PROGRAMME = "programme"  # the partner programme is paid
ACTIVE = "active"  # some partners never become active
FIRST_YEAR = "first_year"  # those who do are still on their way
STEPS = (HEADLINE, PROGRAMME, ACTIVE, FIRST_YEAR)

_USES = (
    "direct_reps",
    "new_customers_per_direct_rep_year",
    "channel_managers",
    "partners_per_channel_manager",
    "active_sellers_per_partner",
    "new_customers_per_partner_seller_year",
    "active_partner_rate",
    "first_deal_delay_months",
    "partner_autonomy_months",
    licences.CONTRACT,
    "direct_rep_cost",
    "channel_manager_cost",
    "programme_cost_year",
)

CONTRACTS = (1 / 8, 1 / 4, 1 / 2, 1.0, 3 / 2, 2.0, 5 / 2)  # of the client's own value
MARGINS = (0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40)
_DIGITS = 2  # of a contract value that is not the client's own

Numbers = npt.NDArray[np.float64]
Assumed = Mapping[str, Any]  # key → a number, or an array of draws


@dataclass(frozen=True, kw_only=True)
class Leverage:
    """What a channel brings beside direct sales, in a year.

    Attributes
    ----------
    steps : DataFrame, indexed by `STEPS`
        new_customers; equivalent_sellers (direct sellers who would win as many);
        headcount_leverage (those for one channel manager); remuneration, cost (money a year);
        gross_cost_leverage (before partners are paid) and net_cost_leverage (after);
        cost_per_customer; break_even_margin (share of the contract above which direct sales cost
        less); contract_ceiling (money: the contract above which they do at the margin in force).
    direct_customers : float
        New customers of the direct team in a year.
    direct_cost : float
        Money for each of them.
    ramp_average : float
        Mean share of full productivity over a partner's first twelve months.
    sensitivity : DataFrame
        Net cost leverage, programme paid: margin (index) by contract value (columns).
    mode : str
        How the offer is sold; it says which rate is the partner's margin.
    """

    steps: pd.DataFrame
    direct_customers: float
    direct_cost: float
    ramp_average: float
    sensitivity: pd.DataFrame
    mode: str = licences.SUBSCRIPTION

    @property
    def headline(self) -> float:
        """Direct sellers that one channel manager stands for, all partners active."""
        return self._at(HEADLINE, "headcount_leverage")

    @property
    def net_cost(self) -> float:
        """Cost of selling direct for one unit of what the channel costs, partners paid."""
        return self._at(PROGRAMME, "net_cost_leverage")

    @property
    def first_year(self) -> float:
        """Direct sellers that one channel manager stands for in the first year."""
        return self._at(FIRST_YEAR, "headcount_leverage")

    def _at(self, step: str, column: str) -> float:
        return float(self.steps.loc[step, column])  # type: ignore[arg-type]


def uses(mode: str = licences.SUBSCRIPTION) -> tuple[str, ...]:
    """Keys of the assumptions that the leverage uses, in a mode of selling."""
    return (*_USES, licences.first_rate(mode))


def result(assumptions: Assumed, mode: str = licences.SUBSCRIPTION) -> Leverage:
    """The leverage of one set of assumptions: numbers, by key (see `uses`)."""
    average = ramp_average(assumptions)
    active = assumptions["active_partner_rate"]
    reached = {HEADLINE: 1.0, PROGRAMME: 1.0, ACTIVE: active, FIRST_YEAR: active * average}
    steps = [
        comparison(assumptions, reached[one], programme=one != HEADLINE, mode=mode) for one in STEPS
    ]
    won = assumptions["new_customers_per_direct_rep_year"]
    return Leverage(
        steps=pd.DataFrame(steps, index=pd.Index(STEPS, name="step"), dtype=float),
        direct_customers=float(assumptions["direct_reps"] * won),
        direct_cost=float(_ratio(assumptions["direct_rep_cost"], won)),
        ramp_average=float(average),
        sensitivity=sensitivity(assumptions, mode),
        mode=mode,
    )


def comparison(
    assumptions: Assumed,
    reached: Any = 1.0,
    *,
    programme: bool = True,
    mode: str = licences.SUBSCRIPTION,
) -> dict[str, Any]:
    """The channel beside direct sellers, in a year; see `Leverage.steps` for the names.

    Parameters
    ----------
    assumptions : mapping
        Each a number or an array of draws.
    reached : float or array
        Share of the customers of a full channel that it wins.
    programme : bool
        Whether the partner programme is paid.

    Notes
    -----
    What has no denominator (no manager, no customer, direct sellers who win nobody) is NaN.

    Examples
    --------
    >>> assumed = {"new_customers_per_direct_rep_year": 10, "channel_managers": 1,
    ...     "partners_per_channel_manager": 15, "active_sellers_per_partner": 2,
    ...     "new_customers_per_partner_seller_year": 5, "annual_contract_value": 20_000,
    ...     "margin_first_year": 0.25, "direct_rep_cost": 110_000,
    ...     "channel_manager_cost": 110_000, "programme_cost_year": 60_000}
    >>> found = comparison(assumed, programme=False)
    >>> float(found["headcount_leverage"]), round(float(found["net_cost_leverage"]), 2)
    (15.0, 1.92)
    """
    managers = assumptions["channel_managers"]
    partners = managers * assumptions["partners_per_channel_manager"]
    each = (
        assumptions["active_sellers_per_partner"]
        * assumptions["new_customers_per_partner_seller_year"]
    )
    customers = partners * each * reached
    equivalent = _ratio(customers, assumptions["new_customers_per_direct_rep_year"])
    direct = equivalent * assumptions["direct_rep_cost"]
    team = managers * assumptions["channel_manager_cost"]
    fixed = team + (assumptions["programme_cost_year"] if programme else 0.0)
    sold, margin = (
        customers * assumptions[licences.CONTRACT],
        assumptions[licences.first_rate(mode)],
    )
    remuneration = sold * margin
    return {
        "new_customers": customers,
        "equivalent_sellers": equivalent,
        "headcount_leverage": _ratio(equivalent, managers),
        "gross_cost_leverage": _ratio(direct, team),
        "remuneration": remuneration,
        "cost": fixed + remuneration,
        "net_cost_leverage": _ratio(direct, fixed + remuneration),
        "cost_per_customer": _ratio(fixed + remuneration, customers),
        "break_even_margin": _ratio(direct - fixed, sold),
        "contract_ceiling": _ratio(direct - fixed, customers * margin),
    }


def ramp_average(assumptions: Assumed) -> Any:
    """Mean share of full productivity over the first twelve months of a partner.

    >>> ramp_average({"first_deal_delay_months": 3, "partner_autonomy_months": 9}).round(6)
    np.float64(0.541667)
    """
    delay = np.asarray(assumptions["first_deal_delay_months"], dtype=float)
    autonomy = np.asarray(assumptions["partner_autonomy_months"], dtype=float)
    month = np.arange(1.0, customer_base.YEAR + 1).reshape(
        -1, *[1] * max(delay.ndim, autonomy.ndim)
    )
    return customer_base.ramp(month, delay, autonomy).mean(axis=0)


def sensitivity(assumptions: Assumed, mode: str = licences.SUBSCRIPTION) -> pd.DataFrame:
    """Net cost leverage, programme paid, by margin (index) and contract value (columns).

    The client's own margin and contract value are among them.
    """
    rate = licences.first_rate(mode)
    contracts = np.array(contract_values(float(assumptions[licences.CONTRACT])))
    margins = np.array(margin_rates(float(assumptions[rate])))
    crossed = dict(assumptions) | {
        licences.CONTRACT: contracts[np.newaxis, :],
        rate: margins[:, np.newaxis],
    }
    found = comparison(crossed, mode=mode)["net_cost_leverage"]
    return pd.DataFrame(
        np.broadcast_to(found, (len(margins), len(contracts))).copy(),
        index=pd.Index(margins, name=rate),
        columns=pd.Index(contracts, name=licences.CONTRACT),
    )


def contract_values(own: float) -> list[float]:
    """The client's contract value among smaller and larger ones, on two figures.

    >>> contract_values(18_500.0)
    [2300.0, 4600.0, 9300.0, 18500.0, 28000.0, 37000.0, 46000.0]
    """
    values = {own if share == 1 else _on_two_figures(own * share) for share in CONTRACTS}
    return sorted(values)


def margin_rates(own: float) -> list[float]:
    """The client's margin among round ones."""
    round_ones = [rate for rate in MARGINS if abs(rate - own) >= scoring.TOLERANCE]
    return sorted([*round_ones, own])


def _on_two_figures(value: float) -> float:
    if value <= 0:
        return 0.0
    scale = 10.0 ** (math.floor(math.log10(value)) + 1 - _DIGITS)
    return math.floor(value / scale + 0.5) * scale


def _ratio(value: Any, of: Any) -> Any:
    """One over the other; NaN where there is nothing to divide by."""
    above, below = np.broadcast_arrays(np.asarray(value, dtype=float), np.asarray(of, dtype=float))
    share = np.full(above.shape, np.nan)
    np.divide(above, below, out=share, where=below != 0)
    return share[()]
