"""What is not known: weights drawn around their value, unknown values drawn uniform, assumptions
of a model moved or drawn between their bounds (METHOD 7.5, 11.4, 17).

Every draw comes from a generator made of a fixed seed: the same inputs give the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import scoring

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_CELLS = 4_000_000  # scores held at a time, 32 MB
_BLOCK_CELLS = 60_000  # scores worked on at a time: what a core's cache holds
_LIKELY = 512  # rows that set a first bar

# what states a choice rather than a guess never varies (METHOD 17)
CHOICES = frozenset(
    {
        "strategic_revenue_share",
        "vision_horizon_years",
        "earnings_horizon_months",
        "start_plan_days",
        "action_horizon_months",
        "convergence_session_hours",
        "diagnostic_per_year",
        "perception_per_year",
        "partner_map_per_year",
        "business_plan_per_year",
        "action_plans_per_year",
        "business_reviews_per_year",
        "target_list_size",
        "early_expectation_trap_months",
        "first_activity_deadline_days",
        "trained_channel_managers_share",
        "top20_revenue_share",
        "channel_break_even_reference_months",
    }
)
TOLD_TWICE = "partnership_failure_rate"  # 1 − active_partner_rate, which alone varies
MIX = "services_mix_"  # parts of one whole
WHOLE = ("months", "people", "partners")  # units counted in whole numbers
WORKING = "W"  # grade of a working assumption
WIDEST = 10  # bars of a tornado that are shown
TO_CONFIRM = 5
SLICE = 4096  # draws worked on at a time: what a core's cache holds


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


# ── assumptions of a model (METHOD 17) ────────────────────────────────────────────────────────

Value = float | Numbers  # an assumption: one value, or one a draw
Values = Mapping[str, Value]  # by key
Model = Callable[[Values], Any]  # gives one result, or one a draw


def values(assumptions: pd.DataFrame, **moved: str) -> dict[str, float]:
    """The assumptions as a model takes them, some of them at a bound.

    Parameters
    ----------
    assumptions : DataFrame
        Indexed by key; columns value, low, high.
    moved : str
        Key → `low` or `high`: what a scenario takes in place of the value.

    Examples
    --------
    >>> told = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [5.0]}, index=["sellers"])
    >>> values(told), values(told, sellers="high")
    ({'sellers': 2.0}, {'sellers': 5.0})
    """
    base = {str(key): float(value) for key, value in assumptions["value"].items()}
    taken = base | {key: _number(assumptions, key, bound) for key, bound in moved.items()}
    return _one_mix(taken, base)


def uncertain(assumptions: pd.DataFrame, keys: Iterable[str]) -> tuple[str, ...]:
    """Those of a model's keys that vary: guesses, not choices, whose bounds differ.

    A value without bounds is known. Of `active_partner_rate` and `partnership_failure_rate`, which
    are one uncertainty, the first alone varies.
    """
    kept = [key for key in keys if key not in CHOICES and key != TOLD_TWICE]
    return tuple(
        key
        for key in dict.fromkeys(kept)
        if _number(assumptions, key, "high") > _number(assumptions, key, "low")
    )


def _number(assumptions: pd.DataFrame, key: str, column: str) -> float:
    found: Any = assumptions.at[key, column]
    return float(found)


def draws(
    assumptions: pd.DataFrame, keys: Iterable[str], number: int, seed: int, shape: float = 4.0
) -> dict[str, Value]:
    """Every assumption as a model takes it, those that vary drawn from a PERT, independently.

    Each key has a generator of its own, made of the seed and of its name: what is drawn for one
    depends neither on the others nor on their order.

    Parameters
    ----------
    assumptions : DataFrame
        Indexed by key; columns value, unit, low, high.
    keys : iterable of str
        The model's keys; `uncertain` says which of them vary. Months, people and partners are
        rounded; the services mix sums to 1 in each draw.
    shape : float
        Weight of the value against its bounds.

    Returns
    -------
    dict
        Key → array of shape (number,) where it varies, else its value.
    """
    taken: dict[str, Value] = dict(values(assumptions))
    base = dict(taken)
    for key in uncertain(assumptions, keys):
        low, value, high = (_number(assumptions, key, one) for one in ("low", "value", "high"))
        rng = np.random.default_rng([seed, crc32(key.encode())])
        drawn = Pert(low, value, high, shape).draws(number, rng)
        taken[key] = np.rint(drawn) if assumptions.at[key, "unit"] in WHOLE else drawn
    return _one_mix(taken, base)


def _one_mix(taken: dict[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """The shares of services brought back to a sum of 1; as they were when all are zero."""
    mix = [key for key in taken if key.startswith(MIX)]
    total = sum((taken[key] for key in mix), 0.0)
    if not mix or not np.any(np.abs(np.asarray(total) - 1) > scoring.TOLERANCE):
        return taken
    some = np.asarray(total) > 0
    whole = np.where(some, total, 1.0)
    for key in mix:
        share = np.where(some, taken[key] / whole, base[key])
        taken[key] = float(share) if share.ndim == 0 else share
    return taken


def in_slices(model: Model, drawn: Values, size: int = SLICE) -> Any:
    """A model's results over draws, worked through in slices: memory does not grow with them.

    Parameters
    ----------
    model : callable
        Takes values by key and gives an array whose last axis is that of draws, or a mapping of
        name → such arrays.
    drawn : mapping
        As `draws` gives them.
    """
    number = max((np.size(one) for one in drawn.values() if np.ndim(one)), default=1)
    starts = range(0, number, size)
    widths = [min(size, number - first) for first in starts]
    parts: list[Any] = [model(_sliced(drawn, first, size)) for first in starts]
    if isinstance(parts[0], Mapping):
        return {name: _joined([part[name] for part in parts], widths) for name in parts[0]}
    return _joined(parts, widths)


def _sliced(drawn: Mapping[str, Any], first: int, size: int) -> dict[str, Any]:
    return {key: one[first : first + size] if np.ndim(one) else one for key, one in drawn.items()}


def _joined(parts: Sequence[Any], widths: Sequence[int]) -> Numbers:
    """Slices end to end; a result that no drawn assumption moves is the same in every draw."""
    spread = [
        np.broadcast_to(part, (*np.shape(part)[:-1], width))
        for part, width in zip(parts, widths, strict=True)
    ]
    return np.concatenate(spread, axis=-1)


def tornado(model: Model, assumptions: pd.DataFrame, keys: Iterable[str]) -> pd.DataFrame:
    """How far each assumption moves a result, the others staying at their value.

    Parameters
    ----------
    model : callable
        Takes values by key, each one number or one a draw, and gives the result for each.
    assumptions : DataFrame
        Indexed by key; columns value, low, high, grade.
    keys : iterable of str
        The model's keys; `uncertain` says which of them are moved.

    Returns
    -------
    DataFrame
        Indexed by key, the widest first (of equal ones, by key): low, high (of the assumption),
        grade, result_low, result_high, width. Keys that do not move the result stay, with a width
        of 0.
    """
    moved = uncertain(assumptions, keys)
    base = values(assumptions)
    results = np.zeros((2, len(moved)))
    for place, bound in enumerate(("low", "high") if moved else ()):
        taken: dict[str, Any] = dict(base)
        for row, key in enumerate(moved):
            taken[key] = np.full(len(moved), base[key])
            taken[key][row] = _number(assumptions, key, bound)
        results[place] = model(_one_mix(taken, base))
    table = assumptions.loc[list(moved), ["low", "high", "grade"]].assign(
        result_low=results[0], result_high=results[1], width=np.abs(results[1] - results[0])
    )
    return table.iloc[scoring.order(moved, -table["width"].to_numpy())]


def widest(bars: pd.DataFrame, most: int = WIDEST) -> pd.DataFrame:
    """The bars that a tornado shows: the widest, without those that move nothing."""
    return bars[_moving(bars)].head(most)


def confirm_first(bars: pd.DataFrame, most: int = TO_CONFIRM) -> tuple[str, ...]:
    """What to confirm first: the working assumptions with the widest bars.

    Examples
    --------
    >>> bars = pd.DataFrame({"grade": ["P", "W", "W"], "width": [9.0, 5.0, 0.0]}, index=list("abc"))
    >>> confirm_first(bars)
    ('b',)
    """
    working = bars[(bars["grade"] == WORKING) & _moving(bars)]
    return tuple(str(key) for key in working.head(most).index)


def _moving(bars: pd.DataFrame) -> pd.Series[bool]:
    """Which bars are more than what rounding leaves of a result that nothing moves."""
    widest = max(float(bars["width"].max()), 1.0) if len(bars) else 1.0
    wider: pd.Series[bool] = scoring.above(bars["width"] / widest, 0)
    return wider


def percentiles(results: npt.ArrayLike, ranks: Sequence[float] = (10, 50, 90)) -> dict[str, float]:
    """Results below which so many percent of the draws fall, by name.

    >>> percentiles([0.0, 5.0, 10.0])
    {'p10': 1.0, 'p50': 5.0, 'p90': 9.0}
    """
    found = np.percentile(np.asarray(results, dtype=float), list(ranks))
    return {f"p{rank:g}": float(one) for rank, one in zip(ranks, found, strict=True)}


def reached(months: npt.ArrayLike) -> float:
    """Share of draws in which a month is reached within the horizon (NaN: beyond it).

    >>> reached([12.0, float("nan"), 0.0, 20.0])
    0.75
    """
    return float(np.mean(~np.isnan(np.asarray(months, dtype=float))))
