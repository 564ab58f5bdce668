"""Money in and out over months: running sum, when it is back, what must be financed, its worth
today (METHOD 10, 15).

Months run down the first axis; what is paid at month 0 stands apart, as ``initial``. Other axes,
such as draws, are kept. Two amounts closer than 1e-9 are equal.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from padlib.core import scoring

Numbers = npt.NDArray[np.float64]
YEAR = 12  # months


def cumulative(flows: npt.ArrayLike, initial: npt.ArrayLike = 0.0) -> Numbers:
    """Running sum from month 0, where the initial investment has just been paid.

    >>> cumulative([-10.0, 30.0, 40.0], 50.0).tolist()
    [-50.0, -60.0, -30.0, 10.0]
    """
    amounts = np.asarray(flows, dtype=float)
    paid = np.broadcast_to(-np.asarray(initial, dtype=float), amounts.shape[1:])
    return np.cumsum(np.concatenate([paid[np.newaxis], amounts]), axis=0)


def break_even_month(running: npt.ArrayLike) -> Any:
    """First month from which the running sum stays at zero or above.

    Parameters
    ----------
    running : array-like
        As `cumulative` gives it, month 0 first.

    Returns
    -------
    float, or array without the axis of months
        0 when it is never negative; NaN when it still is in the last month.

    Examples
    --------
    >>> break_even_month([-50.0, -60.0, -30.0, 10.0])
    3.0
    >>> break_even_month([-5.0, 1.0, -2.0, 3.0]), break_even_month([0.0, 1.0])
    (3.0, 0.0)
    >>> break_even_month([-1.0, -0.5])
    nan
    """
    amounts = np.asarray(running, dtype=float)
    negative = np.asarray(scoring.below(amounts, 0.0))
    clear = np.where(negative.any(axis=0), np.argmax(negative[::-1], axis=0), len(amounts))
    month = (len(amounts) - clear).astype(float)  # clear: months at the end without one below zero
    return _plain(np.where(negative[-1], np.nan, month))


def lowest(running: npt.ArrayLike) -> Any:
    """The lowest running sum, month 0 included: below zero, what has to be financed.

    >>> lowest([-50.0, -60.0, -30.0, 10.0])
    -60.0
    """
    return _plain(np.min(np.asarray(running, dtype=float), axis=0))


def lowest_month(running: npt.ArrayLike) -> Any:
    """The month of the lowest running sum, the first of equal ones.

    >>> lowest_month([-50.0, -60.0, -60.0, 10.0])
    1.0
    """
    return _plain(np.argmin(scoring.rank_key(np.asarray(running, dtype=float)), axis=0) * 1.0)


def present_value(
    flows: npt.ArrayLike, initial: npt.ArrayLike, discount_rate: npt.ArrayLike
) -> Any:
    """Net present value: each month's flow brought back to month 0 at a yearly rate.

    >>> round(present_value([0.0] * 11 + [121.0], 100.0, 0.1), 9)
    10.0
    """
    amounts, rate = np.asarray(flows, dtype=float), np.asarray(discount_rate, dtype=float)
    month = np.arange(1.0, len(amounts) + 1).reshape(-1, *[1] * (amounts.ndim - 1))
    worth = amounts * (1 + rate) ** (-month / YEAR)
    return _plain(worth.sum(axis=0) - np.asarray(initial, dtype=float))


def return_on(gain: npt.ArrayLike, spent: npt.ArrayLike) -> Any:
    """What is left for each unit spent: 0 when it is just paid back, NaN when nothing was spent.

    >>> return_on(118.0, 236.0), return_on(3.0, 0.0)
    (0.5, nan)
    """
    left, paid = np.broadcast_arrays(np.asarray(gain, dtype=float), np.asarray(spent, dtype=float))
    share = np.full(left.shape, np.nan)
    np.divide(left, paid, out=share, where=paid != 0)
    return _plain(share)


def _plain(value: npt.ArrayLike) -> Any:
    """A float when there is one value, else the array."""
    found = np.asarray(value)
    return float(found) if found.ndim == 0 else found
