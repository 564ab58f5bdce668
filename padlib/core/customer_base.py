"""From sellers to customers, month by month: ramp-up, cohorts, young and old base (METHOD 10, 15).

Months run down the first axis, from 1. Beside them stands an axis of draws: `months` gives a
column, and a rate is a number or an array of shape (draws,), so that a result has the shape
(months, 1) or (months, draws).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Rate = float | Numbers  # one value, or one a draw

YEAR = 12  # months; a customer is young for as long


def months(horizon: int) -> Numbers:
    """Months 1 to the horizon as a column, shape (horizon, 1).

    >>> months(3).T.tolist()
    [[1.0, 2.0, 3.0]]
    """
    return np.arange(1.0, horizon + 1)[:, np.newaxis]


def ramp(month: npt.ArrayLike, delay: Rate, autonomy: Rate) -> Numbers:
    """Share of full productivity that a partner has reached in its month of life.

    Parameters
    ----------
    month : array-like
        Month of the partner's life, 1 for the one in which it starts; 0 and less: not yet there.
    delay : float or array
        Month up to which nothing is sold.
    autonomy : float or array
        Month from which all is sold. Not after the delay: the whole from the month that follows it.

    Examples
    --------
    >>> ramp([3, 4, 6, 9, 12], 3, 9).round(3).tolist()
    [0.0, 0.167, 0.5, 1.0, 1.0]
    >>> ramp([2, 3, 4], 3, 2).tolist()
    [0.0, 0.0, 1.0]
    """
    life, wait = np.asarray(month, dtype=float), np.asarray(delay, dtype=float)
    climb = np.asarray(autonomy, dtype=float) - wait
    gradual = climb > 0
    slope = np.clip((life - wait) / np.where(gradual, climb, 1.0), 0.0, 1.0)
    return np.where(gradual, slope, (life > wait).astype(float))


def productive(
    month: Numbers, starts: Iterable[tuple[int, float]], delay: Rate, autonomy: Rate
) -> Numbers:
    """Partners at work in each month, those on their way counted for what they have reached.

    Parameters
    ----------
    month : array
        As `months` gives it.
    starts : iterable of (month, partners)
        How many partners start in which month.

    Examples
    --------
    >>> productive(months(6), [(1, 1), (3, 2)], 3, 5).T.tolist()
    [[0.0, 0.0, 0.0, 0.5, 1.0, 2.0]]
    """
    total = np.zeros(np.broadcast_shapes(month.shape, np.shape(delay), np.shape(autonomy)))
    for first, partners in starts:
        total += partners * ramp(month - first + 1, delay, autonomy)
    return total


def monthly_churn(annual: Rate) -> Rate:
    """Share of customers lost in a month, from the share lost in a year.

    >>> round(1 - (1 - monthly_churn(0.1)) ** 12, 9)
    0.1
    """
    return 1 - (1 - annual) ** (1 / YEAR)


def bases(deals: Numbers, annual_churn: Rate) -> tuple[Numbers, Numbers]:
    """Customers in each month: those in their first twelve months, and the others.

    Parameters
    ----------
    deals : array, shape (months, draws)
        Customers won in each month; whole from the month of signature, fractions being expected
        values.
    annual_churn : float or array
        Share of customers lost in a year, evenly over its months.

    Returns
    -------
    young, old : arrays, shape (months, draws)

    Examples
    --------
    >>> won = np.zeros((14, 1))
    >>> won[0] = 1
    >>> young, old = bases(won, 0.1)
    >>> young[[0, 11, 12], 0].round(4).tolist(), old[[0, 11, 12], 0].round(4).tolist()
    ([1.0, 0.9079, 0.0], [0.0, 0.0, 0.9])
    """
    kept = 1 - np.asarray(monthly_churn(annual_churn), dtype=float)
    shape = np.broadcast_shapes(deals.shape, kept.shape)
    customers, old = np.empty(shape), np.zeros(shape)
    customers[0] = deals[0]
    for month in range(1, len(deals)):
        customers[month] = customers[month - 1] * kept + deals[month]
    old[YEAR:] = customers[:-YEAR] * kept**YEAR
    return customers - old, old
