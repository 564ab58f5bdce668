"""What is not known: weights drawn around their value, unknown values drawn uniform, PERT
estimates (METHOD 7.5, 11.4, 17).

Every draw comes from a generator made of a fixed seed: the same inputs give the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from padlib.core import scoring

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_CELLS = 4_000_000  # scores held at a time, 32 MB
_BLOCK_CELLS = 60_000  # scores worked on at a time: what a core's cache holds
_LIKELY = 512  # rows that set a first bar


def generator(seed: int) -> np.random.Generator:
    """The generator of a seed."""
    return np.random.default_rng(seed)


def weight_draws(
    weights: npt.ArrayLike, draws: int, concentration: float, rng: np.random.Generator
) -> Numbers:
    """Weights drawn from a Dirichlet around their own values.

    Parameters
    ----------
    weights : array-like of float, shape (criteria,)
        Not negative; brought to a sum of 1. A zero weight stays zero in every draw.
    concentration : float
        The Dirichlet's parameters are this times the weights: the larger, the closer to them.

    Returns
    -------
    array, shape (draws, criteria)
        Each row sums to 1.

    Examples
    --------
    >>> drawn = weight_draws([3, 1, 0], 1000, 50, generator(1))
    >>> drawn.mean(axis=0).round(2).tolist()
    [0.75, 0.25, 0.0]
    """
    shares = np.asarray(weights, dtype=float)
    heavy = shares > 0
    drawn = np.zeros((draws, shares.size))
    drawn[:, heavy] = rng.dirichlet(concentration * shares[heavy] / shares[heavy].sum(), draws)
    return drawn


def entry_shares(
    values: Numbers,
    weights: Numbers,
    groups: Sequence[npt.NDArray[np.bool_]],
    size: int,
    rng: np.random.Generator,
) -> list[Numbers]:
    """Share of draws in which each row is among the ``size`` best of its group.

    Parameters
    ----------
    values : array, shape (rows, criteria)
        Worth from 0 to 1; NaN is drawn uniform in [0, 1], afresh for each row, criterion and draw.
    weights : array, shape (draws, criteria)
        One set of weights a draw, as `weight_draws` gives them.
    groups : sequence of boolean arrays, shape (rows,)
        The same draws serve every group.
    size : int
        How many rows enter. Of rows that tie, the one that comes first does.

    Returns
    -------
    list of arrays, shape (rows,)
        One a group; NaN outside the group.

    Notes
    -----
    Draws are worked through in slices, so that memory does not grow with their number.

    Examples
    --------
    >>> worth = np.array([[0.9, 0.9], [0.2, 0.3], [0.1, 0.2]])
    >>> everyone = np.array([True, True, True])
    >>> entry_shares(worth, np.full((10, 2), 0.5), [everyone], 2, generator(1))[0].tolist()
    [1.0, 1.0, 0.0]
    """
    rows, draws = len(values), len(weights)
    used = weights.any(axis=0) if draws else np.zeros(values.shape[1], dtype=bool)
    worth, weights = values[:, used], weights[:, used]
    unknown, known = np.isnan(worth), np.nan_to_num(worth, nan=0.0)
    contests = [_Contest(group, known + 0.5 * unknown, weights, size) for group in groups]
    step = max(1, min(draws, _CELLS // max(rows, 1)))
    space = np.empty((rows, step))
    for first in range(0, draws, step):
        drawn = np.ascontiguousarray(weights[first : first + step].T)
        totals = space[:, : drawn.shape[1]]
        np.matmul(known, drawn, out=totals)
        _add_unknown(totals, unknown, drawn, rng)
        for contest in contests:
            contest.count(totals)
    return [contest.entries / max(draws, 1) for contest in contests]


def _add_unknown(
    totals: Numbers,
    unknown: npt.NDArray[np.bool_],
    drawn: Numbers,
    rng: np.random.Generator,
) -> None:
    """Add to each total the drawn worth of its unknown criteria, block of rows by block."""
    width = totals.shape[1]
    block = max(1, _BLOCK_CELLS // width)
    uniform = np.empty((block, width))
    for first in range(0, len(totals), block):
        part, lacking = totals[first : first + block], unknown[first : first + block]
        for criterion in np.flatnonzero(lacking.any(axis=0)):
            rows = np.flatnonzero(lacking[:, criterion])
            fresh = uniform[: len(rows)]
            rng.random(out=fresh)
            fresh *= drawn[criterion]
            if len(rows) == len(part):
                part += fresh
            else:
                part[rows] += fresh


class _Contest:
    """Counts in how many draws each row of a group is among its best."""

    def __init__(
        self, group: npt.NDArray[np.bool_], expected: Numbers, weights: Numbers, size: int
    ) -> None:
        self.rows = np.flatnonzero(group)
        self.all, self.size = bool(group.all()), size
        self.entries = np.where(group, 0.0, np.nan)
        # The best rows of an average draw: their bar in a draw is at most the true one, and near.
        average = expected[self.rows] @ weights.mean(axis=0) if len(weights) else self.rows * 0.0
        self.likely = self.rows[np.argsort(-average, kind="stable")[: max(_LIKELY, 8 * size)]]

    def count(self, totals: Numbers) -> None:
        """Add the entries of these draws (columns)."""
        if len(self.rows) <= self.size:
            self.entries[self.rows] += totals.shape[1]
        elif self.size > 0:
            rows, draws = self._above_bar(totals)
            score = scoring.rank_key(totals[rows, draws])
            order = np.lexsort([rows, -score, draws])  # ties: the row that comes first
            rows, draws = rows[order], draws[order]
            place = np.arange(len(draws)) - np.searchsorted(draws, draws)
            self.entries += np.bincount(rows[place < self.size], minlength=len(totals))

    def _above_bar(self, totals: Numbers) -> tuple[Indices, Indices]:
        """Row and draw of every total that may enter: few more than enter."""
        likely = np.ascontiguousarray(totals[self.likely].T)
        place = likely.shape[1] - self.size
        bar = np.partition(likely, place, axis=1)[:, place]
        lowest = bar - 2 * scoring.TOLERANCE  # what ties with the bar is looked at too
        if self.all:
            return _places(totals >= lowest)
        rows, draws = _places(totals[self.rows] >= lowest)
        return self.rows[rows], draws


def _places(mask: npt.NDArray[np.bool_]) -> tuple[Indices, Indices]:
    rows, draws = np.divmod(np.flatnonzero(mask), mask.shape[1])
    return rows, draws


@dataclass(frozen=True)
class Pert:
    """A value between two bounds, most often near its best estimate: a Beta stretched over [low,
    high]."""

    low: float
    value: float
    high: float
    shape: float = 4.0  # weight of the best estimate against the bounds

    @property
    def alpha(self) -> float:
        """First parameter of the Beta.

        >>> round(Pert(0.25, 0.40, 0.80).alpha, 6)
        2.090909
        """
        return 1 + self.shape * (self.value - self.low) / (self.high - self.low)

    @property
    def beta(self) -> float:
        """Second parameter of the Beta."""
        return 1 + self.shape * (self.high - self.value) / (self.high - self.low)

    @property
    def mean(self) -> float:
        """Mean of the distribution; the value itself when the bounds are one."""
        return (self.low + self.shape * self.value + self.high) / (self.shape + 2)

    def draws(self, number: int, rng: np.random.Generator) -> Numbers:
        """Values drawn; all equal when low and high are."""
        if self.high <= self.low:
            return np.full(number, float(self.value))
        return self.low + (self.high - self.low) * rng.beta(self.alpha, self.beta, number)
