"""Comparisons, weighted means and bands, as every step of the method makes them (METHOD 4.3, 4.4).

Two values closer than 1e-9 are equal: "at least" and "at most" then hold, "above" and "below" do
not. A blank compares as false.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

TOLERANCE = 1e-9
_DECIMALS = 9  # values rounded so are equal when closer than the tolerance


def at_least(value: Any, bound: Any) -> Any:
    """Whether a value (number, array or Series) is the bound or more.

    >>> at_least(3 * 0.1, 0.3), at_least(0.29, 0.3)
    (True, False)
    """
    return value - bound > -TOLERANCE


def at_most(value: Any, bound: Any) -> Any:
    """Whether a value is the bound or less."""
    return value - bound < TOLERANCE


def above(value: Any, bound: Any) -> Any:
    """Whether a value is more than the bound.

    >>> above(0.1 + 0.2, 0.3), above(0.31, 0.3)
    (False, True)
    """
    return value - bound >= TOLERANCE  # the sum would lose it beside millions


def below(value: Any, bound: Any) -> Any:
    """Whether a value is less than the bound."""
    return bound - value >= TOLERANCE


def rank_key(values: Any) -> Any:
    """Values as they are ranked: those closer than the tolerance come out equal."""
    return np.round(values, _DECIMALS) + 0.0  # -0.0 becomes 0.0


def order(ids: Iterable[Hashable], *keys: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Positions by increasing keys, the first key first; ties by id in alphabetical order.

    Keys closer than the tolerance are equal. Negate a key to begin with its highest values.

    >>> order(["b", "a", "c"], [1.0, 1.0 + 1e-12, 0.5]).tolist()
    [2, 1, 0]
    """
    names = np.asarray([str(name) for name in ids], dtype=np.str_)
    ranks: list[npt.NDArray[Any]] = [rank_key(np.asarray(key, dtype=float)) for key in keys]
    return np.lexsort([names, *reversed(ranks)])


def ceiling(value: float) -> int:
    """Smallest whole number that is at least the value.

    >>> ceiling(6.0000000000001), ceiling(6.01)
    (6, 7)
    """
    return math.ceil(value - TOLERANCE)


def weighted_mean(values: npt.ArrayLike, weights: npt.ArrayLike) -> float:
    """Mean over the values that are known; the remaining weights are renormalised.

    Parameters
    ----------
    values, weights : array-like of float, same shape
        A blank value (NaN) leaves the mean and its weight the denominator.

    Returns
    -------
    float
        NaN when nothing is known or the known weights sum to nothing.

    Examples
    --------
    >>> weighted_mean([2.0, 4.0, float("nan")], [3, 1, 5])
    2.5
    """
    marks, shares = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    known = ~np.isnan(marks)
    total = shares[known].sum()
    return float((shares[known] * marks[known]).sum() / total) if total > 0 else math.nan


def band(score: float, lower_bounds: Sequence[float]) -> int:
    """Index of the band in which a score falls, lower bound included.

    >>> band(45, [0, 25, 45, 65, 85]), band(44.9, [0, 25, 45, 65, 85])
    (2, 1)
    """
    return max(int(sum(bool(at_least(score, lower)) for lower in lower_bounds)) - 1, 0)
