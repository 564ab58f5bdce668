"""Partner map: which partners deserve the effort, and where the channel managers' time should go
(METHOD 7).

Each criterion brings a measure to [0, 1] between fixed bounds; an axis is the weighted mean of
what is known. Performance and potential place a partner in one of four quadrants. Bounds do not
depend on the partners compared: adding one changes the others only through their share of the
revenue.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import actions, scoring, uncertainty, value_functions
from padlib.core.notices import Notice

PERFORMANCE = "performance"
POTENTIAL = "potential"
AXES = (PERFORMANCE, POTENTIAL)

PILLAR = "pillar"
RISING = "rising"
ESTABLISHED = "established"
RECONSIDER = "reconsider"

ACTIVE = "active"
_MAY_BE_ACTIVE = ("starting", "active", "inactive")

FIXED = "fixed"
MEDIAN = "median"

REVENUE = "revenue_n"
SHARE = "revenue_share_pct"
GROWTH = "revenue_cagr_pct"
_HISTORY = {3: "revenue_n3", 2: "revenue_n2", 1: "revenue_n1"}  # years back → column

NOISE = 5.0  # points under which a score is stable from one year to the next (METHOD 4.7)

_CELLS = 2_000_000  # scores held at a time

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Quadrant(NamedTuple):
    """A quarter of the map, and the share of the managers' time that it deserves."""

    id: str
    high_performance: bool
    high_potential: bool
    time_share: float


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Every number of the method, and of the client, that the map uses."""

    quadrants: tuple[Quadrant, ...]  # in the bank's order
    hhi_bounds: tuple[float, ...]  # lower bounds of the bands of concentration, ascending
    threshold_performance: float
    threshold_potential: float
    frontier_margin: float
    min_weight_available: float
    strategic_tomorrow_potential_min: float
    strategic_tomorrow_performance_max: float
    top1_alert_share: float
    stability_min: float
    manager_hours_year: float
    map_threshold: str = FIXED  # the two above; MEDIAN: those of the partners placed
    strategic_revenue_share: float = 0.5
    weight_draws: int = 2000
    dirichlet_concentration: float = 50.0
    seed: int = 20260101

    @staticmethod
    def of(mapping: Mapping[str, Any]) -> Rules:
        """Rules from the bank's section ``partner_map`` with the client's values over it.

        ``map_threshold``, ``strategic_revenue_share`` and the three numbers of the draws may be
        absent: `FIXED`, half of the revenue, and 2 000 draws.
        """
        quadrants = tuple(
            Quadrant(
                str(one["id"]),
                one["performance"] == "high",
                one["potential"] == "high",
                float(one["time_share"]),
            )
            for one in mapping["quadrants"]
        )
        numbers: dict[str, Any] = {name: float(mapping[name]) for name in _REAL}
        numbers |= {
            name: kind(mapping[name]) for name, kind in _OPTIONAL.items() if name in mapping
        }
        return Rules(
            quadrants=quadrants,
            hhi_bounds=tuple(float(band["from"]) for band in mapping["hhi_bands"]),
            **numbers,
        )


_REAL = (
    "threshold_performance",
    "threshold_potential",
    "frontier_margin",
    "min_weight_available",
    "strategic_tomorrow_potential_min",
    "strategic_tomorrow_performance_max",
    "top1_alert_share",
    "stability_min",
    "manager_hours_year",
)
_OPTIONAL: Mapping[str, Any] = {
    "map_threshold": str,
    "strategic_revenue_share": float,
    "weight_draws": int,
    "dirichlet_concentration": float,
    "seed": int,
}


# ── measures, values, axes ───────────────────────────────────────────────────────────────────────


def active(partners: pd.DataFrame) -> pd.DataFrame:
    """The partners that the map speaks of: those of status ``active``."""
    return partners[partners["status"] == ACTIVE]


def measures(partners: pd.DataFrame) -> pd.DataFrame:
    """Active partners with the two measures that are worked out.

    Parameters
    ----------
    partners : DataFrame, indexed by partner id
        Columns of `partners.csv`; NaN where unknown. Those of past years may be absent.

    Returns
    -------
    DataFrame
        The same columns and revenue_share_pct (of the known revenue of active partners; NaN when
        that is nothing), revenue_cagr_pct (yearly growth over three years, else two, else one) and
        growth_years (how many; 0: unknown).
    """
    frame = active(partners).copy()
    revenue = frame[REVENUE].astype(float)
    total = revenue.sum()
    frame[SHARE] = 100 * revenue / total if total > 0 else math.nan
    growth = pd.Series(math.nan, index=frame.index)
    years = pd.Series(0, index=frame.index)
    for back, column in _HISTORY.items():
        before = frame[column].astype(float) if column in frame else growth * math.nan
        usable = growth.isna() & revenue.notna() & scoring.above(before, 0.0)
        found = 100 * ((revenue[usable] / before[usable]) ** (1 / back) - 1)
        growth[usable], years[usable] = found, back
    frame[GROWTH], frame["growth_years"] = growth, years
    return frame


def values(measures: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """Worth of each partner on each criterion, from 0 to 1; NaN where it is unknown.

    Parameters
    ----------
    measures : DataFrame, indexed by partner id
        The column named by each criterion; an absent one is unknown for all.
    criteria : DataFrame, indexed by criterion id
        Columns column, direction, lo, hi.
    """
    found = {}
    for criterion, row in criteria.iterrows():
        bounds = {name: float(row[name]) for name in _BOUNDS if name in row}
        given = measures.get(str(row["column"]), math.nan)
        column = pd.Series(given, index=measures.index, dtype=float)
        found[criterion] = value_functions.value(column, row["direction"], **bounds)
    return pd.DataFrame(found, index=measures.index, columns=criteria.index, dtype=float)


_BOUNDS = ("lo", "hi", "target_lo", "target_hi")


def axis_scores(values: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """Performance and potential, 0–100 over the criteria known, and how much is known.

    Returns
    -------
    DataFrame
        Indexed by partner id: performance, potential (NaN when nothing is known), and
        known_performance, known_potential (share of the axis's weight, 0–1).
    """
    found: dict[str, Any] = {}
    for axis in AXES:
        worth, weights = _of_axis(values, criteria, axis)
        known = ~np.isnan(worth) @ weights
        with np.errstate(invalid="ignore"):
            found[axis] = (
                100 * (np.nan_to_num(worth) @ weights) / np.where(known > 0, known, np.nan)
            )
        found[f"known_{axis}"] = known / weights.sum()
    return pd.DataFrame(found, index=values.index)[[*AXES, *(f"known_{axis}" for axis in AXES)]]


def _of_axis(values: pd.DataFrame, criteria: pd.DataFrame, axis: str) -> tuple[Numbers, Numbers]:
    own = criteria.index[criteria["axis"] == axis]
    weights = criteria.loc[own, "weight"].to_numpy(dtype=float)
    return values[own].to_numpy(dtype=float), weights


def missing_criteria(values: pd.DataFrame, criteria: pd.DataFrame) -> pd.Series[Any]:
    """The criteria unknown for each partner, as tuples by decreasing weight, ties by id."""
    weighted = criteria[criteria["weight"] > 0]
    order = weighted.index[scoring.order(weighted.index, -weighted["weight"].astype(float))]
    lacking = values[order].isna().to_numpy()
    names = np.array([str(criterion) for criterion in order], dtype=object)
    return pd.Series([tuple(names[row]) for row in lacking], index=values.index, dtype=object)


def to_build(values: pd.DataFrame, criteria: pd.DataFrame) -> pd.Series[Any]:
    """The criteria that hold each partner's performance back, as tuples.

    Those known and not at their best, by decreasing weight times what is lacking, ties by id.
    """
    own = criteria[(criteria["axis"] == PERFORMANCE) & (criteria["weight"] > 0)]
    lacking = (1 - values[own.index]) * own["weight"].astype(float)
    chosen = [
        tuple(
            str(own.index[place])
            for place in scoring.order(own.index, -row.fillna(0.0))
            if scoring.above(row.iloc[place], 0.0)
        )
        for _, row in lacking.iterrows()
    ]
    return pd.Series(chosen, index=values.index, dtype=object)


# ── quadrants ────────────────────────────────────────────────────────────────────────────────────


class Thresholds(NamedTuple):
    """From where an axis is high; a score at the threshold is."""

    performance: float
    potential: float


def thresholds(placed: pd.DataFrame, rules: Rules) -> Thresholds:
    """The thresholds of the rules, or the medians of the partners placed.

    With nobody placed, those of the rules.
    """
    if rules.map_threshold == MEDIAN and len(placed):
        return Thresholds(*(float(placed[axis].median()) for axis in AXES))
    return Thresholds(rules.threshold_performance, rules.threshold_potential)


def is_placed(scores: pd.DataFrame, rules: Rules) -> pd.Series[bool]:
    """Whether enough is known of each partner on both axes."""
    enough = [
        scoring.at_least(scores[f"known_{axis}"], rules.min_weight_available) for axis in AXES
    ]
    placed: pd.Series[bool] = enough[0] & enough[1] & scores[list(AXES)].notna().all(axis=1)
    return placed


def quadrants(scores: pd.DataFrame, limits: Thresholds, rules: Rules) -> pd.Series[str]:
    """The quadrant of each partner, by its two scores."""
    high = {
        axis: scoring.at_least(scores[axis].to_numpy(dtype=float), limit)
        for axis, limit in zip(AXES, limits, strict=True)
    }
    found = np.full(len(scores), "", dtype=object)
    for one in rules.quadrants:
        inside = (high[PERFORMANCE] == one.high_performance) & (
            high[POTENTIAL] == one.high_potential
        )
        found[inside] = one.id
    return pd.Series(found, index=scores.index, dtype="str")


def on_frontier(scores: pd.DataFrame, limits: Thresholds, rules: Rules) -> pd.Series[bool]:
    """Whether a partner stands within the margin of either threshold, the margin included."""
    near = [
        scoring.at_most((scores[axis] - limit).abs(), rules.frontier_margin)
        for axis, limit in zip(AXES, limits, strict=True)
    ]
    frontier: pd.Series[bool] = near[0] | near[1]
    return frontier


def stability(values: pd.DataFrame, criteria: pd.DataFrame, rules: Rules) -> pd.Series[float]:
    """Share of the weight draws in which each partner keeps its quadrant (METHOD 7.5).

    Parameters
    ----------
    values : DataFrame
        Of the partners placed, as `values` gives them.

    Notes
    -----
    The weights of each axis are drawn around their own values; a draw's scores are worked out
    over the criteria known, as the scores themselves. Medians, where they are the thresholds, are
    those of the draw. The order of the partners never matters.
    """
    rng = uncertainty.generator(rules.seed)
    axes = []
    for axis in AXES:
        worth, weights = _of_axis(values, criteria, axis)
        drawn = uncertainty.weight_draws(
            weights, rules.weight_draws, rules.dirichlet_concentration, rng
        )
        axes.append((worth, weights / weights.sum(), drawn))
    limits = (rules.threshold_performance, rules.threshold_potential)
    kept, step = np.zeros(len(values)), max(1, _CELLS // max(len(values), 1))
    for first in range(0, rules.weight_draws, step):
        same = np.ones((len(values), 0), dtype=bool)
        for (worth, own, drawn), limit in zip(axes, limits, strict=True):
            now = _high(worth, own[None, :], limit, rules)
            then = _high(worth, drawn[first : first + step], limit, rules)
            same = (now == then) if same.shape[1] == 0 else same & (now == then)
        kept += same.sum(axis=1)
    return pd.Series(kept / rules.weight_draws, index=values.index, dtype=float)


def _high(worth: Numbers, weights: Numbers, limit: float, rules: Rules) -> Mask:
    """Whether each partner (row) is high under each set of weights (column)."""
    known = ~np.isnan(worth)
    reached = np.nan_to_num(worth) @ weights.T
    if known.all():
        total: Any = weights.sum(axis=1)
    else:
        total = known.astype(float) @ weights.T
    with np.errstate(invalid="ignore", divide="ignore"):
        reached *= 100 / total
    median = rules.map_threshold == MEDIAN and len(worth) > 0
    bar: Any = np.median(reached, axis=0) if median else limit
    high: Mask = scoring.at_least(reached, bar)
    return high


# ── strategic partners ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class StrategicSet:
    """The partners that make more than half of the revenue, the largest first.

    ``ranking``: active partners of known revenue by decreasing revenue, indexed by id: name,
    revenue, share and cumulative (0–1), strategic. ``share``: of the set; None without revenue.
    """

    ids: tuple[str, ...]
    share: float | None
    ranking: pd.DataFrame


def strategic_set(partners: pd.DataFrame, rules: Rules, criteria: pd.DataFrame) -> StrategicSet:
    """The smallest leading set whose share of the revenue is strictly above the threshold.

    Exactly the threshold is not enough: the next partner is taken. Equal revenues: the higher
    potential first, then by id. Unknown revenues are left out; without revenue the set is empty.

    Parameters
    ----------
    partners : DataFrame, indexed by partner id
        Columns of `partners.csv`.
    criteria : DataFrame, indexed by criterion id
        Those of the map, for the potential.
    """
    measured = measures(partners)
    return _strategic(measured, axis_scores(values(measured, criteria), criteria), rules)


def _strategic(measured: pd.DataFrame, scores: pd.DataFrame, rules: Rules) -> StrategicSet:
    known = measured[measured[REVENUE].notna()]
    order = _by_revenue(known, scores.loc[known.index, POTENTIAL])
    revenue = known[REVENUE].astype(float).iloc[order]
    total = float(revenue.sum())
    share = revenue / total if total > 0 else revenue * math.nan
    cumulative = share.cumsum()
    before = cumulative.shift(fill_value=0.0)
    chosen = ~scoring.above(before, rules.strategic_revenue_share) & scoring.above(revenue, 0.0)
    chosen &= total > 0
    ranking = pd.DataFrame(
        {
            "name": known["name"].iloc[order],
            "revenue": revenue,
            "share": share,
            "cumulative": cumulative,
            "strategic": chosen.astype(bool),
        }
    )
    ids = tuple(str(partner) for partner in ranking.index[ranking["strategic"]])
    return StrategicSet(ids, float(share[list(ids)].sum()) if ids else None, ranking)


def _by_revenue(measured: pd.DataFrame, potential: pd.Series[float]) -> npt.NDArray[np.int64]:
    """Positions by decreasing revenue, then potential, unknown ones last, ties by id."""
    keys = [measured[REVENUE].astype(float), potential]
    return scoring.order(measured.index, *(-key.fillna(-math.inf) for key in keys))


# ── concentration ────────────────────────────────────────────────────────────────────────────────


def concentration(revenue: pd.Series[float]) -> float | None:
    """Herfindahl-Hirschman index of the network, 0–10 000: how much rests on the largest partners.

    Parameters
    ----------
    revenue : Series, shape (partners,)
        Yearly revenue; blanks count as none. None when the total is nothing.

    References
    ----------
    U.S. Department of Justice, "Herfindahl-Hirschman Index".

    Examples
    --------
    >>> round(concentration(pd.Series([30.0, 30.0, 20.0, 20.0])))
    2600
    """
    total = revenue.sum()
    return float(10_000 * ((revenue / total) ** 2).sum()) if total > 0 else None


@dataclass(frozen=True)
class Concentration:
    """How much rests on few partners."""

    hhi: float  # 0–10 000
    band: int  # which of the bands of the rules, from 0
    effective: float  # partners of equal size that would be as concentrated
    first: str  # id of the largest partner
    first_share: float
    alert: bool  # the largest partner is above the alert
    partners: int  # active ones of known revenue


def _concentration(ranking: pd.DataFrame, rules: Rules) -> Concentration | None:
    hhi = concentration(ranking["revenue"])
    if hhi is None:
        return None
    share = float(ranking["share"].iloc[0])
    return Concentration(
        hhi=hhi,
        band=scoring.band(hhi, rules.hhi_bounds),
        effective=10_000 / hhi,
        first=str(ranking.index[0]),
        first_share=share,
        alert=bool(scoring.above(share, rules.top1_alert_share)),
        partners=len(ranking),
    )


class ActiveShare(NamedTuple):
    """Partners with revenue over 12 months among those that could have some."""

    active: int
    among: int  # starting, active or inactive
    unknown: int  # of which the revenue is unknown

    @property
    def share(self) -> float | None:
        """0–1; None without partners."""
        return self.active / self.among if self.among else None


def active_share(partners: pd.DataFrame) -> ActiveShare:
    """How many partners had revenue over 12 months, among those starting, active or inactive."""
    counted = partners[partners["status"].isin(_MAY_BE_ACTIVE)]
    revenue = counted[REVENUE].astype(float)
    return ActiveShare(int((revenue > 0).sum()), len(counted), int(revenue.isna().sum()))


# ── time ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Time:
    """Where the channel managers' time goes, and where it should.

    ``table``: indexed by quadrant id in the bank's order: partners, actual and recommended (shares
    of the time given to partners placed, each summing to 1), hours (a year, to gain; negative: to
    give up).
    """

    table: pd.DataFrame
    hours_to_move: float  # a year, from the quadrants that have too much
    managers: int
    known: int  # partners placed whose time is known
    placed: int
    elsewhere: float  # share of all known time that goes to partners who are not placed

    @property
    def moved_share(self) -> float:
        """Share of the time that moves, 0–1."""
        gap = self.table["actual"] - self.table["recommended"]
        return float(gap[gap > 0].sum())

    @property
    def excess(self) -> str:
        """The quadrant with most time too many."""
        gap = self.table["actual"] - self.table["recommended"]
        return str(gap.index[int(np.argmax(scoring.rank_key(gap.to_numpy())))])

    @property
    def lack(self) -> str:
        """The quadrant that lacks most time."""
        gap = self.table["recommended"] - self.table["actual"]
        return str(gap.index[int(np.argmax(scoring.rank_key(gap.to_numpy())))])


def time(partners: pd.DataFrame, quadrant: pd.Series[str], rules: Rules) -> Time | None:
    """Actual and recommended time by quadrant; None when no time is known.

    Parameters
    ----------
    partners : DataFrame, indexed by partner id
        All of them: manager_time_pct and channel_manager.
    quadrant : Series, indexed by partner id
        Of the partners placed.
    """
    spent = partners["manager_time_pct"].astype(float)
    placed = spent[quadrant.index]
    total = float(placed.sum())
    if not total > 0:
        return None
    ids = [one.id for one in rules.quadrants]
    count = quadrant.value_counts().reindex(ids, fill_value=0)
    actual = placed.groupby(quadrant).sum().reindex(ids, fill_value=0.0) / total
    wanted = pd.Series([one.time_share for one in rules.quadrants], index=ids)
    wanted = wanted.where(count > 0, 0.0)
    wanted = wanted / wanted.sum()
    managers = channel_managers(partners)
    hours = (wanted - actual) * rules.manager_hours_year * managers
    table = pd.DataFrame(
        {"partners": count, "actual": actual, "recommended": wanted, "hours": hours}
    ).rename_axis("quadrant")
    return Time(
        table=table,
        hours_to_move=float(-hours[hours < 0].sum()),
        managers=managers,
        known=int(placed.notna().sum()),
        placed=len(placed),
        elsewhere=1 - total / float(spent.sum()),
    )


def channel_managers(partners: pd.DataFrame) -> int:
    """How many channel managers there are: distinct names, at least one.

    >>> channel_managers(pd.DataFrame({"channel_manager": ["J. Okafor", "j. okafor ", ""]}))
    1
    """
    names = {" ".join(str(name).casefold().split()) for name in partners["channel_manager"]}
    return max(len(names - {""}), 1)


# ── since last year ──────────────────────────────────────────────────────────────────────────────

APPEARED = "appeared"
LEFT = "left"
MOVED = "moved"
EDGE = "edge"  # another quadrant, by less than what counts as a change
STAYED = "stayed"


def moves(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """What became of the partners placed this year or last.

    Parameters
    ----------
    now, before : DataFrame, indexed by partner id
        Partners placed in each year: name, performance, potential, quadrant, by the same bounds
        and thresholds.

    Returns
    -------
    DataFrame
        Indexed by id: name, kind (`MOVED` to another quadrant; `EDGE`: so, but by less than 5
        points on both axes; `STAYED`; `APPEARED`; `LEFT`), quadrant_before, quadrant ("" when not
        placed), and performance, potential, their values before and their changes (NaN when not
        placed). The widest changes first, ties by id; then those that appeared, then left.
    """
    both = before.add_suffix("_before").join(now, how="outer")
    table = pd.DataFrame(index=both.index)
    table["name"] = both["name"].fillna(both["name_before"])
    for column in ("quadrant_before", "quadrant"):
        table[column] = both[column].fillna("").astype("str")
    for axis in AXES:
        table[axis], table[f"{axis}_before"] = both[axis], both[f"{axis}_before"]
        table[f"{axis}_change"] = both[axis] - both[f"{axis}_before"]
    widest = table[[f"{axis}_change" for axis in AXES]].abs().max(axis=1)
    table.insert(1, "kind", _kinds(table, widest))
    rank = table["kind"].map({APPEARED: 1, LEFT: 2}).fillna(0).astype(float)
    order = scoring.order(table.index, rank, -widest.fillna(0.0))
    return table.iloc[order].rename_axis("partner_id")


def _kinds(table: pd.DataFrame, widest: pd.Series[float]) -> pd.Series[str]:
    changed = table["quadrant"] != table["quadrant_before"]
    kind = pd.Series(STAYED, index=table.index, dtype="str")
    kind[changed & scoring.at_least(widest, NOISE)] = MOVED
    kind[changed & scoring.below(widest, NOISE)] = EDGE
    kind[table["quadrant_before"] == ""] = APPEARED
    kind[table["quadrant"] == ""] = LEFT
    return kind


# ── what to do next ──────────────────────────────────────────────────────────────────────────────

QUALIFY = "qualify"
REALLOCATE = "reallocate"
DECIDE = "decide"
SESSION = "session"
DEPENDENCE = "dependence"
MEASURE = "revenue"
REVIVE = "revive"
START = "start"
STEPS = {  # month of the plan
    **dict.fromkeys((QUALIFY, MEASURE, REVIVE), 1),
    DECIDE: 2,
    **dict.fromkeys((SESSION, REALLOCATE, START), 3),
    DEPENDENCE: 6,
}
LEADER = "DIRP"
MANAGER = "CM"


def due(as_of: date, kind: str) -> date:
    """When a step of a kind is due: the last day of its month of the plan."""
    return actions.due(as_of, STEPS[kind])


def steps(positions: pd.DataFrame, found: Mapping[str, Any], as_of: date | None) -> pd.DataFrame:
    """What the map calls for, the highest priority first.

    Parameters
    ----------
    positions : DataFrame
        As in `Map.positions`.
    found : mapping
        ``time`` (`Time` or None) and ``concentration`` (`Concentration` or None).
    as_of : date or None
        Date of the data; without it nothing is dated.

    Returns
    -------
    DataFrame
        Columns kind, ids (tuple of partners concerned), owners (tuple: names of channel managers,
        or role ids), month (of the plan), due (None without a date), priority (what is at stake,
        0–100: share of the revenue, of the partners or of the time concerned).
    """
    told = _steps_wanted(positions, found["time"], found["concentration"])
    table = pd.DataFrame(
        [
            {
                "kind": kind,
                "ids": tuple(str(one) for one in ids),
                "owners": tuple(owners),
                "month": STEPS[kind],
                "due": due(as_of, kind) if as_of else None,
                "priority": float(priority),
            }
            for kind, ids, owners, priority in told
        ],
        columns=["kind", "ids", "owners", "month", "due", "priority"],
    )
    order = scoring.order(table["kind"], -table["priority"].astype(float))
    return table.iloc[order].reset_index(drop=True)


Wanted = tuple[str, Collection[Any], Sequence[str], float]  # kind, ids, owners, priority


def _steps_wanted(
    positions: pd.DataFrame, time: Time | None, held: Concentration | None
) -> list[Wanted]:
    if positions.empty:
        return [(START, (), (LEADER,), 100.0)]
    share, everyone = positions["share"].fillna(0.0), len(positions)
    wanted: list[Wanted] = []
    if time is not None and scoring.at_least(100 * time.moved_share, NOISE):
        wanted.append((REALLOCATE, (), (LEADER,), 100 * time.moved_share))
    strategic = positions.index[positions["strategic"]]
    if len(strategic):
        owners = _managers(positions, strategic)
        wanted.append((SESSION, strategic, owners, 100 * share[strategic].sum()))
    doubtful = positions.index[positions["frontier"] | positions["to_discuss"]]
    if len(doubtful) and everyone > 1:  # a single partner is not compared
        wanted.append((DECIDE, doubtful, (LEADER,), 100 * share[doubtful].sum()))
    lacking = positions.index[~positions["placed"]]
    if len(lacking):
        stake = max(len(lacking) / everyone, float(share[lacking].sum()))
        wanted.append((QUALIFY, lacking, _managers(positions, lacking), 100 * stake))
    return [*wanted, *_revenue_steps(positions, held)]


def _revenue_steps(positions: pd.DataFrame, held: Concentration | None) -> list[Wanted]:
    """What unknown revenue, no revenue at all, or too much at one partner calls for."""
    unknown = positions.index[positions["revenue"].isna()]
    wanted: list[Wanted] = []
    if len(unknown):
        owners, stake = _managers(positions, unknown), 100 * len(unknown) / len(positions)
        wanted.append((MEASURE, unknown, owners, stake))
    if held is None and len(unknown) < len(positions):
        without = positions.index.difference(unknown, sort=False)
        wanted.append((REVIVE, without, (LEADER,), 100.0))
    if held is not None and held.alert:
        wanted.append((DEPENDENCE, (held.first,), (LEADER,), 100 * held.first_share))
    return wanted


def _managers(positions: pd.DataFrame, ids: Iterable[Any]) -> tuple[str, ...]:
    """The channel managers of some partners; the role where nobody is named."""
    names = [str(name).strip() or MANAGER for name in positions.loc[list(ids), "channel_manager"]]
    return tuple(dict.fromkeys(names))


# ── all of it ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Map:
    """All that the report of the map says; each part is described where it is computed.

    ``positions``: active partners by decreasing revenue, ties by potential then id, unknown ones
    last; indexed by id: name, revenue, share (0–1, NaN unknown), performance, potential,
    known_performance, known_potential, growth_years, placed, quadrant ("" when not placed),
    frontier, stability (NaN when not placed), to_discuss, strategic, tomorrow, missing (tuple of
    criteria), time (share of all known time, NaN unknown), channel_manager.
    """

    rules: Rules
    criteria: pd.DataFrame
    partners: pd.DataFrame  # all of them, as given
    measures: pd.DataFrame
    values: pd.DataFrame
    positions: pd.DataFrame
    thresholds: Thresholds
    strategic: StrategicSet
    concentration: Concentration | None
    active_share: ActiveShare
    time: Time | None
    before: pd.DataFrame | None  # last year's positions; None without last year's file
    moves: pd.DataFrame | None  # None when nobody was placed last year
    coverage: pd.DataFrame  # `coverage`
    steps: pd.DataFrame
    notices: list[Notice]

    @property
    def placed(self) -> pd.DataFrame:
        """The positions of those that are on the map."""
        return self.positions[self.positions["placed"]]

    @property
    def to_qualify(self) -> pd.DataFrame:
        """The positions of those too little known."""
        return self.positions[~self.positions["placed"]]

    @property
    def tomorrow(self) -> pd.DataFrame:
        """The positions of those that may become strategic, the highest potential first."""
        chosen = self.positions[self.positions["tomorrow"]]
        return chosen.iloc[scoring.order(chosen.index, -chosen[POTENTIAL])]

    @property
    def to_discuss(self) -> int:
        """How many positions hang on the weights."""
        return int(self.positions["to_discuss"].sum())


def result(
    partners: pd.DataFrame,
    criteria: pd.DataFrame,
    rules: Rules,
    *,
    previous: pd.DataFrame | None = None,
    as_of: date | None = None,
) -> Map:
    """The whole report of the map of one client and year.

    Parameters
    ----------
    partners, previous : DataFrame, indexed by partner id
        `partners.csv` of the year, and of the year before where there is one.
    """
    measured = measures(partners)
    worth = values(measured, criteria)
    scores = axis_scores(worth, criteria)
    placed = is_placed(scores, rules)
    limits = thresholds(scores[placed], rules)
    strategic = _strategic(measured, scores, rules)
    positions = _positions(measured, worth, criteria, rules, strategic=strategic)
    spent = time(partners, positions.loc[positions["placed"], "quadrant"], rules)
    held = _concentration(strategic.ranking, rules)
    before = None if previous is None else _before(previous, criteria, rules, limits)
    now = positions[positions["placed"]]
    return Map(
        rules=rules,
        criteria=criteria,
        partners=partners,
        measures=measured,
        values=worth,
        positions=positions,
        thresholds=limits,
        strategic=strategic,
        concentration=held,
        active_share=active_share(partners),
        time=spent,
        before=before,
        moves=moves(now, before) if before is not None and len(before) else None,
        coverage=coverage(worth, criteria),
        steps=steps(positions, {"time": spent, "concentration": held}, as_of),
        notices=notices(positions, spent),
    )


def _positions(
    measured: pd.DataFrame,
    worth: pd.DataFrame,
    criteria: pd.DataFrame,
    rules: Rules,
    *,
    strategic: StrategicSet,
) -> pd.DataFrame:
    scores = axis_scores(worth, criteria)
    table = measured[["name", "growth_years", "channel_manager"]].join(scores)
    table["revenue"], table["share"] = measured[REVENUE].astype(float), measured[SHARE] / 100
    table["placed"] = is_placed(scores, rules)
    placed = table[table["placed"]]
    limits = thresholds(placed, rules)
    table["quadrant"] = quadrants(table, limits, rules).where(table["placed"], "")
    table["frontier"] = on_frontier(table, limits, rules) & table["placed"]
    table["stability"] = stability(worth.loc[placed.index], criteria, rules)
    table["to_discuss"] = scoring.below(table["stability"], rules.stability_min)
    table["strategic"] = table.index.isin(strategic.ids)
    table["tomorrow"] = (
        table["placed"]
        & ~table["strategic"]
        & scoring.at_least(table[POTENTIAL], rules.strategic_tomorrow_potential_min)
        & scoring.below(table[PERFORMANCE], rules.strategic_tomorrow_performance_max)
    )
    table["missing"] = missing_criteria(worth, criteria)
    spent = measured["manager_time_pct"].astype(float)
    table["time"] = spent / 100
    return table.iloc[_by_revenue(measured, scores[POTENTIAL])]


def _before(
    previous: pd.DataFrame, criteria: pd.DataFrame, rules: Rules, limits: Thresholds
) -> pd.DataFrame:
    """Partners placed last year, by this year's bounds and thresholds."""
    measured = measures(previous)
    scores = axis_scores(values(measured, criteria), criteria)
    table = measured[["name"]].join(scores)[is_placed(scores, rules)]
    table["quadrant"] = quadrants(table, limits, rules)
    return table[["name", *AXES, "quadrant"]]


def coverage(values: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """How many active partners have each criterion known.

    Returns
    -------
    DataFrame
        Indexed by criterion id, in the bank's order: axis, weight, known, unknown (partners).
    """
    known = values.notna().sum().astype(int)
    return pd.DataFrame(
        {
            "axis": criteria["axis"],
            "weight": criteria["weight"].astype(float),
            "known": known,
            "unknown": len(values) - known,
        },
        index=criteria.index,
    )


def notices(positions: pd.DataFrame, spent: Time | None) -> list[Notice]:
    """What the reader of the map should know of its data.

    Codes, each with count: ``growth_short`` (growth over two years or one), ``time_unknown``
    (partners placed without their time, while others have it), ``time_elsewhere`` (share of the
    time that goes to partners who are not placed).
    """
    found = []
    short = positions["growth_years"].between(1, 2)
    if short.any():
        found.append(Notice("growth_short", {"count": int(short.sum())}))
    if spent is not None and spent.known < spent.placed:
        found.append(Notice("time_unknown", {"count": spent.placed - spent.known}))
    if spent is not None and scoring.above(spent.elsewhere, 0.0):
        found.append(Notice("time_elsewhere", {"share": spent.elsewhere}))
    return found
