"""What customers pay for the offer, and what the partner keeps of it, in each mode of selling
(METHOD 10, 15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from padlib.core.customer_base import YEAR, Numbers

SUBSCRIPTION = "subscription"  # paid as long as the customer stays
PERPETUAL = "perpetual"  # paid once, then maintenance
REFERRAL = "referral"  # a subscription that the vendor bills; the partner has a commission
MODES = (SUBSCRIPTION, PERPETUAL, REFERRAL)

CONTRACT = "annual_contract_value"
RATES: Mapping[str, tuple[str, ...]] = {
    SUBSCRIPTION: ("margin_first_year", "margin_renewal"),
    PERPETUAL: ("licence_margin_perpetual", "maintenance_rate", "maintenance_margin"),
    REFERRAL: ("referral_commission",),
}
"""Keys of the assumptions that each mode uses beside the contract's value; the first is the
partner's rate on what a new customer pays in its first year (or once and for all)."""


class Sold(NamedTuple):
    """In a month: what customers pay at list price, and the partner's part of it."""

    listed: Numbers
    partner: Numbers


def first_rate(mode: str) -> str:
    """The key of the partner's rate on the contract of a new customer."""
    return RATES[mode][0]


def sold(
    deals: Numbers, young: Numbers, old: Numbers, assumptions: Mapping[str, Any], mode: str
) -> Sold:
    """Money paid by the customers of each month, and what the partner keeps.

    Parameters
    ----------
    deals, young, old : arrays, shape (months, draws)
        New customers, customers in their first twelve months, the others; see `customer_base`.
    assumptions : mapping
        `CONTRACT` and the `RATES` of the mode, each a number or one a draw.
    mode : str
        One of `MODES`.

    Examples
    --------
    >>> import numpy as np
    >>> new, young, old = (np.array([[count]]) for count in (1.0, 12.0, 6.0))
    >>> told = {"annual_contract_value": 1_000, "margin_first_year": 0.25, "margin_renewal": 0.1}
    >>> found = sold(new, young, old, told, SUBSCRIPTION)
    >>> found.listed.item(), found.partner.item()
    (1500.0, 300.0)
    """
    listed, partner = zip(*lines(deals, young, old, assumptions, mode).values(), strict=True)
    return Sold(sum(listed[1:], listed[0]), sum(partner[1:], partner[0]))


def lines(
    deals: Numbers, young: Numbers, old: Numbers, assumptions: Mapping[str, Any], mode: str
) -> dict[str, Sold]:
    """What `sold` adds up, by line: licences, maintenance where there is some, or commission."""
    contract = assumptions[CONTRACT]
    if mode == PERPETUAL:
        licence = deals * contract
        maintenance = (young + old) * contract * assumptions["maintenance_rate"] / YEAR
        return {
            "licences": Sold(licence, licence * assumptions["licence_margin_perpetual"]),
            "maintenance": Sold(maintenance, maintenance * assumptions["maintenance_margin"]),
        }
    first, then = young * contract / YEAR, old * contract / YEAR
    if mode == REFERRAL:
        return {"commission": Sold(first + then, first * assumptions["referral_commission"])}
    kept = first * assumptions["margin_first_year"] + then * assumptions["margin_renewal"]
    return {"licences": Sold(first + then, kept)}
