"""Value functions: a measure brought to [0, 1] between bounds that do not depend on who is
compared (METHOD 7.1)."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def value(
    measures: npt.ArrayLike,
    direction: str,
    *,
    lo: float,
    hi: float,
    target_lo: float = math.nan,
    target_hi: float = math.nan,
) -> Numbers:
    """Worth of each measure, from 0 to 1; a blank stays NaN.

    Parameters
    ----------
    measures : array-like of float
    direction : str
        ``max`` (the more the better), ``min``, or ``target`` (1 from ``target_lo`` to
        ``target_hi``, linear down to 0 at ``lo`` and ``hi``).

    Examples
    --------
    >>> value([42.0, 3.0, 800.0], "target", lo=1, hi=500, target_lo=5, target_hi=80).tolist()
    [1.0, 0.5, 0.0]
    """
    given = np.asarray(measures, dtype=float)
    if direction == "max":
        return _rising(given, lo, hi)
    if direction == "min":
        return _rising(-given, -hi, -lo)
    if direction == "target":
        return np.minimum(_rising(given, lo, target_lo), _rising(-given, -hi, -target_hi))
    raise ValueError(f"unknown direction {direction!r}; known: max, min, target")


def _rising(given: Numbers, lo: float, hi: float) -> Numbers:
    if hi <= lo:  # a target that begins at its own bound: full worth from there on
        return np.where(np.isnan(given), np.nan, (given >= lo).astype(float))
    worth: Numbers = (given - lo) / (hi - lo)
    return np.clip(worth, 0.0, 1.0, out=worth)
