"""How many partners a target of new customers takes (METHOD 11.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from padlib.core import scoring

USES = (
    "active_sellers_per_partner",
    "new_customers_per_partner_seller_year",
    "active_partner_rate",
    "partners_per_channel_manager",
)


class Needed(NamedTuple):
    """The network that a target takes."""

    active: int
    to_sign: int
    channel_managers: int


def needed(target: float, assumptions: Mapping[str, Any]) -> Needed:
    """Active partners, signatures and channel managers that a target takes.

    Parameters
    ----------
    target : number
        New customers a year.
    assumptions : mapping
        The keys of `USES`, all above 0.

    Examples
    --------
    >>> needed(60, dict(zip(USES, (2, 5, 0.4, 15))))
    Needed(active=6, to_sign=15, channel_managers=1)
    """
    sellers, customers, rate, managed = (float(assumptions[key]) for key in USES)
    active = scoring.ceiling(target / (sellers * customers))
    sign = scoring.ceiling(active / rate)
    return Needed(active, sign, scoring.ceiling(sign / managed))
