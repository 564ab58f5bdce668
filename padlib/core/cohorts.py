"""A value among those of others: benchmark percentiles (METHOD 4.7)."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from padlib.core import scoring


def percentile_rank(value: float, reference: npt.ArrayLike) -> float:
    """Share of the reference below a value, in percent; equal ones count for half.

    NaN when the reference is empty. The method shows it only with ten clients or more.

    >>> percentile_rank(50, [40, 50, 50, 60])
    50.0
    """
    others = np.asarray(reference, dtype=float)
    if others.size == 0:
        return math.nan
    lower = scoring.below(others, value)
    equal = ~lower & scoring.at_most(others, value)
    return float(100 * (lower.sum() + 0.5 * equal.sum()) / others.size)
