"""Recruitment: whom to meet first, how sure that is, and how many partners are needed (METHOD 3
"Reseller", 11).

Each criterion brings a measure to [0, 1] between fixed bounds; the score is the weighted mean of
what is known. What is unknown widens the interval and never eliminates. Bounds do not depend on
the companies compared, so that adding one never changes the score, the interval or the order of
the others.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import network, scoring, uncertainty, value_functions
from padlib.core.notices import Notice

ELIMINATED = "eliminated"
TO_QUALIFY = "to_qualify"
RANKED = "ranked"

UNKNOWN = "unknown"
WEAK = "weak"

DISTRIBUTOR = "distributor"
RESELLER_NETWORK = "reseller_network"
TAKEN_OVER = "taken_over"
FAILED = "failed"
PENDING = "pending"

_KINDS_LEFT_OUT = (DISTRIBUTOR, RESELLER_NETWORK)
_STATUS_LEFT_OUT = (TAKEN_OVER, FAILED)
_GROWTH_BASES = (
    "",
    "reported",
    "rounded",
    "derived",
)  # a client's own figure may go without a basis
_BASES_TO_CONFIRM = ("forecast", "pro_forma", "undated")

_REVENUE = "revenue_meur"
_GROWTH = "revenue_growth_pct"
_VERTICAL = "vertical_match_0_4"
_COVERAGE = "region_coverage_pct"

_SECTORS_FOR_FULL_MATCH = 2
_TOP_MATCH = 4
_RESERVE = 8
_CHANCE_STEP = 5  # points
_DEFAULT_LIST_SIZE = 100


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Every number of the method, and of the client, that recruitment uses."""

    min_weight_available: float
    shortlist_size: int
    qualify_first: int
    meetings_per_week: int
    revenue_max_age_years: int
    growth_max_age_years: int
    strong_point_min: float
    weak_point_max: float
    robust_min_probability: float
    weight_draws: int
    dirichlet_concentration: float
    seed: int
    list_size: int = _DEFAULT_LIST_SIZE  # 0: all
    target_new_customers_year: int | None = None

    @staticmethod
    def of(mapping: Mapping[str, Any]) -> Rules:
        """Rules from the bank's section ``recruitment`` with the client's values over it.

        ``list_size`` and ``target_new_customers_year`` may be absent or None (100; network not
        sized). ``draws``, the report's parameter, wins over ``weight_draws``.
        """
        draws, listed = mapping.get("draws"), mapping.get("list_size")
        target = mapping.get("target_new_customers_year")
        return Rules(
            weight_draws=int(mapping["weight_draws"] if draws is None else draws),
            list_size=_DEFAULT_LIST_SIZE if listed is None else int(listed),
            target_new_customers_year=None if target is None else int(target),
            **_numbers_of(mapping),
        )


_WHOLE = (
    "shortlist_size",
    "qualify_first",
    "meetings_per_week",
    "revenue_max_age_years",
    "growth_max_age_years",
    "seed",
)
_REAL = (
    "min_weight_available",
    "strong_point_min",
    "weak_point_max",
    "robust_min_probability",
    "dirichlet_concentration",
)


def _numbers_of(mapping: Mapping[str, Any]) -> dict[str, Any]:
    whole = {name: int(mapping[name]) for name in _WHOLE}
    return whole | {name: float(mapping[name]) for name in _REAL}


# ── the list ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Candidates:
    """The top list, and what was left out of it before.

    ``frame`` has the columns of the resellers given, in the order of the list, and:
    revenue_listed and growth_listed (as found, for showing), revenue_aged (too old: counts as
    unknown), growth_unscored (too old, or on a basis that is not scored), derived_vertical,
    derived_region (bool). ``revenue_meur`` and ``revenue_growth_pct`` hold what is scored.
    ``left_out``: reason → companies. ``beyond``: companies smaller than the list goes.
    """

    frame: pd.DataFrame
    left_out: dict[str, int]
    beyond: int


def candidates(
    resellers: pd.DataFrame,
    rules: Rules,
    *,
    year: int,
    target_sectors: Collection[str],
    territory: Collection[str],
    sectors: pd.DataFrame,
    regions: pd.DataFrame,
) -> Candidates:
    """The companies to choose from.

    Wholesalers, reseller networks and companies taken over or failed are left out. Of the rest,
    the ``list_size`` largest by latest known revenue, then those without by headcount, then id;
    companies that the client added are always in.

    Parameters
    ----------
    resellers : DataFrame, indexed by reseller id
        Columns of the reseller list, and ``added`` (bool): the client's own company.
    year : int
        Year of the report, from which ages are counted.
    target_sectors : collection of str
        Tags of ``sectors``; empty: the vertical match is not derived.
    territory : collection of str
        Codes or names of ``regions``; empty: the metropolitan regions.
    sectors, regions : DataFrame
        As the banks give them: columns parent, metropolitan.
    """
    reasons = _reasons_left_out(resellers)
    kept = resellers[reasons == ""]
    aged = _with_ages(kept, rules, year)
    listed = _top_list(aged, rules.list_size)
    derived = _with_derived(listed, target_sectors, territory, sectors, regions)
    counts = reasons[reasons != ""].value_counts()
    order = (*_KINDS_LEFT_OUT, *_STATUS_LEFT_OUT)
    left_out = {reason: int(counts[reason]) for reason in order if reason in counts}
    return Candidates(derived, left_out, len(aged) - len(listed))


def _reasons_left_out(resellers: pd.DataFrame) -> pd.Series[str]:
    kind, status = resellers["kind"].fillna(""), resellers["status_code"].fillna("")
    reason = kind.where(kind.isin(_KINDS_LEFT_OUT), "")
    return reason.where(reason != "", status.where(status.isin(_STATUS_LEFT_OUT), ""))


def _with_ages(resellers: pd.DataFrame, rules: Rules, year: int) -> pd.DataFrame:
    """Blank what is too old, or on a basis that is not scored; a figure without a year is
    current."""
    frame = resellers.copy()
    revenue, growth = (frame[column].astype(float) for column in (_REVENUE, _GROWTH))
    old = year - frame["revenue_year"].astype(float) > rules.revenue_max_age_years
    late = year - frame["revenue_growth_year"].astype(float) > rules.growth_max_age_years
    basis = frame["revenue_growth_basis"].fillna("").isin(_GROWTH_BASES)
    frame["revenue_listed"], frame["growth_listed"] = revenue, growth
    frame["revenue_aged"] = old & revenue.notna()
    frame["growth_unscored"] = (late | ~basis) & growth.notna()
    frame[_REVENUE] = revenue.mask(frame["revenue_aged"])
    frame[_GROWTH] = growth.mask(frame["growth_unscored"])
    return frame


def _top_list(resellers: pd.DataFrame, size: int) -> pd.DataFrame:
    revenue = resellers[_REVENUE].fillna(-math.inf)
    headcount = resellers["headcount"].astype(float).fillna(-math.inf)
    # Headcount orders the companies of unknown revenue only; equal revenues go by id (METHOD 4.4).
    headcount = headcount.where(resellers[_REVENUE].isna(), 0.0)
    ordered = resellers.iloc[scoring.order(resellers.index, -revenue, -headcount)]
    if size == 0:
        return ordered
    return ordered[(np.arange(len(ordered)) < size) | ordered["added"].astype(bool)]


def _with_derived(
    listed: pd.DataFrame,
    target_sectors: Collection[str],
    territory: Collection[str],
    sectors: pd.DataFrame,
    regions: pd.DataFrame,
) -> pd.DataFrame:
    """Fill what two criteria lack with what the list says; a value given always wins."""
    frame = listed.copy()
    derived = {
        _VERTICAL: vertical_match(listed["verticals"], target_sectors, sectors),
        _COVERAGE: region_coverage(listed["region"], listed["branches"], territory, regions),
    }
    for (column, found), mark in zip(
        derived.items(), ("derived_vertical", "derived_region"), strict=True
    ):
        given = frame[column].astype(float)
        frame[mark] = given.isna() & found.notna()
        frame[column] = given.fillna(found)
    return frame


def vertical_match(
    verticals: pd.Series[Any], target_sectors: Collection[str], sectors: pd.DataFrame
) -> pd.Series[float]:
    """How well a company's sectors match the client's, 0–4: ``4·min(1, |V ∩ T| / min(2, |T|))``.

    V is the company's sectors with their parents; T the client's, less those whose parent is also
    in it. NaN when either is empty.

    >>> tags = ["finance", "banking", "health"]
    >>> table = pd.DataFrame({"parent": ["", "finance", ""]}, index=tags)
    >>> vertical_match(pd.Series([("banking",), ()]), ["finance", "health"], table).tolist()
    [2.0, nan]
    """
    parents = {str(tag): str(parent) for tag, parent in sectors["parent"].items() if parent}
    wanted = set(target_sectors)
    wanted = {tag for tag in wanted if not wanted & _ancestors(tag, parents)}
    full = min(_SECTORS_FOR_FULL_MATCH, len(wanted))

    def match(tags: Any) -> float:
        own = set(tags).union(*(_ancestors(tag, parents) for tag in tags))
        return _TOP_MATCH * min(1.0, len(own & wanted) / full) if own and wanted else math.nan

    return pd.Series([match(tags) for tags in verticals], index=verticals.index, dtype=float)


def _ancestors(tag: str, parents: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    while (tag := parents.get(tag, "")) and tag not in found:
        found.add(tag)
    return found


def region_coverage(
    region: pd.Series[Any],
    branches: pd.Series[Any],
    territory: Collection[str],
    regions: pd.DataFrame,
) -> pd.Series[float]:
    """Share of the territory that a company covers, in percent: ``100·min(1, c/|R|)``.

    c is the larger of the known number of branches and of 1 when its region belongs to the
    territory, 0 otherwise. NaN when neither region nor branches are known. Names and codes are
    both read, without regard to case, accents, hyphens or the shape of the apostrophe.

    >>> names = {"name_fr": ["Occitanie"], "name_en": ["Occitania"], "metropolitan": [True]}
    >>> table = pd.DataFrame(names, index=["FR-OCC"])
    >>> places, branches = pd.Series(["occitanie", "", ""]), pd.Series([np.nan, 3, np.nan])
    >>> region_coverage(places, branches, [], table).tolist()
    [100.0, 100.0, nan]
    """
    codes = {_plain(code): str(code) for code in regions.index}
    for column in ("name_fr", "name_en"):
        codes |= {_plain(name): str(code) for code, name in regions[column].items()}
    wanted = {codes.get(_plain(place), place) for place in territory}
    wanted = wanted or {str(code) for code in regions.index[regions["metropolitan"].astype(bool)]}
    places = [_plain(place) if isinstance(place, str) else "" for place in region]
    inside = np.array([float(codes.get(place, place) in wanted) for place in places])
    count = branches.astype(float).to_numpy()
    covered = np.fmax(count, inside)
    share = 100 * np.minimum(1.0, covered / len(wanted))
    nowhere = np.isnan(count) & np.array([place == "" for place in places], dtype=bool)
    return pd.Series(np.where(nowhere, np.nan, share), index=region.index, dtype=float)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


# ── values and scores ────────────────────────────────────────────────────────────────────────────


def values(candidates: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """Worth of each company on each criterion, from 0 to 1; NaN where it is unknown.

    Parameters
    ----------
    candidates : DataFrame, indexed by reseller id
        ``Candidates.frame``: the column named by each criterion.
    criteria : DataFrame, indexed by criterion id
        Columns column, direction, lo, hi, target_lo, target_hi.
    """
    return pd.DataFrame(
        {
            criterion: value_functions.value(
                candidates[row["column"]], row["direction"], **row[_BOUNDS].astype(float)
            )
            for criterion, row in criteria.iterrows()
        },
        index=candidates.index,
        columns=criteria.index,
        dtype=float,
    )


_BOUNDS = ["lo", "hi", "target_lo", "target_hi"]


def scores(candidates: pd.DataFrame, criteria: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Score, interval and status of each company, in the order given.

    Returns
    -------
    DataFrame
        Indexed by reseller id: name, score (0–100 over known criteria, NaN when none is), known
        (share of the weight, 0–1), low and high (unknown criteria at 0, at 1), knockouts (tuple
        of criterion ids), status (``eliminated`` by a known value, ``to_qualify`` when too little
        is known, else ``ranked``).
    """
    worth = values(candidates, criteria)
    weights = criteria["weight"].astype(float)
    reached, known = np.zeros(len(worth)), np.zeros(len(worth))
    for criterion, weight in weights[weights > 0].items():
        column = worth[criterion].to_numpy()
        reached += weight * np.nan_to_num(column)
        known += weight * ~np.isnan(column)
    total = weights.sum()
    out = _knockouts(candidates, criteria)
    with np.errstate(invalid="ignore"):
        score = 100 * reached / known
    return pd.DataFrame(
        {
            "name": candidates["name"],
            "score": score,
            "known": known / total,
            "low": 100 * reached / total,
            "high": 100 * (reached + total - known) / total,
            "knockouts": out,
            "status": _status(out, known / total, rules),
        },
        index=candidates.index,
    )


def _knockouts(candidates: pd.DataFrame, criteria: pd.DataFrame) -> npt.NDArray[np.object_]:
    """The criteria that eliminate each company, as tuples in the bank's order."""
    armed = criteria[criteria["knockout_operator"] != ""]
    met = np.zeros(len(candidates), dtype=np.int64)
    for place, (_, row) in enumerate(armed.iterrows()):
        given = candidates[row["column"]].to_numpy(dtype=float)
        met |= _eliminates(given, row["knockout_operator"], row["knockout_value"]) << place
    codes, where = np.unique(met, return_inverse=True)
    names = np.empty(len(codes), dtype=object)
    for place, code in enumerate(codes):
        names[place] = tuple(str(c) for bit, c in enumerate(armed.index) if code >> bit & 1)
    return names[where]


def _eliminates(
    given: npt.NDArray[np.float64], operator: str, bound: float
) -> npt.NDArray[np.int64]:
    if operator == "lt":
        met = scoring.below(given, bound)
    elif operator == "eq":
        met = scoring.at_least(given, bound) & scoring.at_most(given, bound)
    else:
        raise ValueError(f"unknown knock-out operator {operator!r}; known: lt, eq")
    return np.asarray(met, dtype=np.int64)


def _status(
    knockouts: npt.NDArray[np.object_], known: npt.NDArray[np.float64], rules: Rules
) -> npt.NDArray[np.object_]:
    status = np.where(scoring.at_least(known, rules.min_weight_available), RANKED, TO_QUALIFY)
    return np.where(knockouts.astype(bool), ELIMINATED, status).astype(object)


def ranked(scores: pd.DataFrame) -> pd.DataFrame:
    """Ranked companies by decreasing score, ties by id."""
    return _by(scores[scores["status"] == RANKED], "score")


def _by(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """A frame by decreasing columns, the first one first, blanks last, ties by id."""
    keys = [-frame[column].fillna(-math.inf) for column in columns]
    return frame.iloc[scoring.order(frame.index, *keys)]


def close_to(scores: pd.DataFrame, reseller_id: str, among: Iterable[str]) -> list[str]:
    """Those of ``among`` whose interval overlaps, or touches, a company's: the two are not
    declared ordered."""
    one = scores.loc[reseller_id]
    others = scores.loc[[other for other in among if other != reseller_id]]
    overlap = scoring.at_most(others["low"], one["high"]) & scoring.at_least(
        others["high"], one["low"]
    )
    return [str(other) for other in others.index[overlap]]


# ── robustness ───────────────────────────────────────────────────────────────────────────────────


def chances(
    values: pd.DataFrame, scores: pd.DataFrame, criteria: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """Probability of being in the shortlist, over draws of the weights and of what is unknown
    (METHOD 11.4).

    Returns
    -------
    DataFrame
        Eligible companies, indexed by id in alphabetical order: in_shortlist (share of draws,
        among ranked companies; NaN for the others), chance (share of draws, among all eligible
        ones). The order of the rows given never matters; the seed is the rules'.
    """
    eligible = scores.index[scores["status"] != ELIMINATED]
    ids = eligible[scoring.order(eligible)]
    rng = uncertainty.generator(rules.seed)
    weights = uncertainty.weight_draws(
        criteria["weight"], rules.weight_draws, rules.dirichlet_concentration, rng
    )
    worth = values.loc[ids, list(criteria.index)].to_numpy(dtype=float)
    among_ranked = (scores.loc[ids, "status"] == RANKED).to_numpy(dtype=bool)
    groups = [among_ranked, np.ones(len(ids), dtype=bool)]
    found = uncertainty.entry_shares(worth, weights, groups, rules.shortlist_size, rng)
    return pd.DataFrame({"in_shortlist": found[0], "chance": found[1]}, index=ids)


def robust_published(scores: pd.DataFrame, rules: Rules) -> bool:
    """Whether more companies are ranked than the shortlist holds: else being in it says nothing."""
    return int((scores["status"] == RANKED).sum()) > rules.shortlist_size


# ── the shortlist ────────────────────────────────────────────────────────────────────────────────


def shortlist(
    scores: pd.DataFrame,
    chances: pd.DataFrame,
    values: pd.DataFrame,
    criteria: pd.DataFrame,
    rules: Rules,
) -> pd.DataFrame:
    """The ``shortlist_size`` best ranked companies, robust ones first, each group by decreasing
    score.

    Returns
    -------
    DataFrame
        Indexed by id: name, score, known, low, high, in_shortlist, robust (False for all when it
        is not published), close (its interval overlaps, or touches, that of a ranked company
        outside the shortlist), strong, weak, unknown (tuples of criterion ids by decreasing
        weight).
    """
    order = ranked(scores)
    chosen, others = order.head(rules.shortlist_size), order.iloc[rules.shortlist_size :]
    published = robust_published(scores, rules)
    table = _described(chosen, chances, values, criteria, rules, published=published)
    table["close"] = scoring.at_most(table["low"], others["high"].max())
    return pd.concat([table[table["robust"]], table[~table["robust"]]])


def reserve(
    scores: pd.DataFrame,
    chances: pd.DataFrame,
    values: pd.DataFrame,
    criteria: pd.DataFrame,
    rules: Rules,
    *,
    n: int = _RESERVE,
) -> pd.DataFrame:
    """The next ranked companies after the shortlist: the columns of `shortlist`."""
    order = ranked(scores)
    inside, following = order.head(rules.shortlist_size), order.iloc[rules.shortlist_size :].head(n)
    # Outside the shortlist nobody is called robust; "close" says who is near it.
    table = _described(following, chances, values, criteria, rules, published=False)
    table["close"] = scoring.at_least(table["high"], inside["low"].min())
    return table


_SHOWN = ["name", "score", "known", "low", "high"]


def _described(
    chosen: pd.DataFrame,
    chances: pd.DataFrame,
    values: pd.DataFrame,
    criteria: pd.DataFrame,
    rules: Rules,
    *,
    published: bool,
) -> pd.DataFrame:
    ids = chosen.index
    table = chosen[_SHOWN].join(chances["in_shortlist"])
    table["robust"] = False
    if published:
        bar = rules.robust_min_probability
        table["robust"] = scoring.at_least(table["in_shortlist"], bar).astype(bool)
    table["close"] = False
    for name, points in (("strong", strong_points), ("weak", weak_points)):
        table[name] = _tuples([points(values.loc[i], criteria, rules) for i in ids], ids)
    table["unknown"] = _tuples([unknown_criteria(values.loc[i], criteria) for i in ids], ids)
    return table


def _tuples(lists: Iterable[Iterable[Any]], index: pd.Index[Any]) -> pd.Series[Any]:
    return pd.Series([tuple(entry) for entry in lists], index=index, dtype=object)


@dataclass(frozen=True)
class Cut:
    """The line below the shortlist: the last company in, the first out, whether the two are close.

    ``overlapping``: ranked companies below the line whose interval overlaps, or touches, that of
    the last one in.
    """

    last_in: str
    first_out: str
    close: bool
    overlapping: tuple[str, ...]


def cut(scores: pd.DataFrame, rules: Rules) -> Cut | None:
    """Where the shortlist stops; None when every ranked company is in it."""
    order = [str(reseller) for reseller in ranked(scores).index]
    if len(order) <= rules.shortlist_size:
        return None
    last, first = order[rules.shortlist_size - 1], order[rules.shortlist_size]
    near = close_to(scores, last, order[rules.shortlist_size :])
    return Cut(last, first, first in near, tuple(near))


# ── points, questions, meetings ──────────────────────────────────────────────────────────────────


def strong_points(values_row: pd.Series[float], criteria: pd.DataFrame, rules: Rules) -> list[str]:
    """Criteria that count in the score and are worth ``strong_point_min`` or more, by decreasing
    weight."""
    points = scoring.at_least(values_row, rules.strong_point_min)
    return _by_weight(points & (criteria["weight"] > 0), criteria)


def weak_points(values_row: pd.Series[float], criteria: pd.DataFrame, rules: Rules) -> list[str]:
    """Criteria that count in the score and are worth less than ``weak_point_max``, by decreasing
    weight."""
    points = scoring.below(values_row, rules.weak_point_max)
    return _by_weight(points & (criteria["weight"] > 0), criteria)


def unknown_criteria(values_row: pd.Series[float], criteria: pd.DataFrame) -> list[str]:
    """Criteria still unknown, by decreasing weight; one without weight may still eliminate and
    comes last."""
    return _by_weight(values_row.isna(), criteria)


def _by_weight(kept: pd.Series[bool], criteria: pd.DataFrame) -> list[str]:
    chosen = criteria.loc[kept[kept].index, "weight"].astype(float)
    return [str(c) for c in chosen.index[scoring.order(chosen.index, -chosen)]]


class Question(NamedTuple):
    """A criterion to ask about, and why: ``unknown`` or ``weak``."""

    criterion: str
    reason: str


def questions(values_row: pd.Series[float], criteria: pd.DataFrame, rules: Rules) -> list[Question]:
    """What to ask at the first meeting: the unknown criteria by weight, then the weak ones."""
    unknown = [Question(c, UNKNOWN) for c in unknown_criteria(values_row, criteria)]
    return unknown + [Question(c, WEAK) for c in weak_points(values_row, criteria, rules)]


def first_meetings(ids: Sequence[str], as_of: date | None, rules: Rules) -> pd.DataFrame:
    """First meetings over the weeks after the date of the data, ``meetings_per_week`` a week, in
    the order given.

    Returns
    -------
    DataFrame
        Indexed by id: week (1 = the week after that of ``as_of``), by (date of its Friday; None
        when the date of the data is unknown).
    """
    weeks = [place // rules.meetings_per_week + 1 for place in range(len(ids))]
    index = pd.Index(list(ids), dtype="str", name="reseller_id")
    fridays = [None if as_of is None else friday(as_of, week) for week in weeks]
    return pd.DataFrame(
        {"week": pd.Series(weeks, index=index, dtype=int), "by": pd.Series(fridays, index, object)}
    )


def friday(as_of: date, week: int) -> date:
    """Friday of a week after that of a date.

    >>> friday(date(2026, 10, 31), 1)  # a Saturday
    datetime.date(2026, 11, 6)
    """
    return as_of + timedelta(days=7 * week + 4 - as_of.weekday())


# ── the others ───────────────────────────────────────────────────────────────────────────────────


def to_look_into(
    scores: pd.DataFrame,
    chances: pd.DataFrame,
    values: pd.DataFrame,
    criteria: pd.DataFrame,
) -> pd.DataFrame:
    """Companies to be qualified of which something is known, in the order in which to look into
    them.

    Returns
    -------
    DataFrame
        Indexed by id, by decreasing chance rounded to 5 points, then known weight, then id: name,
        score, known, low, high, chance (share of draws), chance_rounded (points), unknown (tuple
        of criterion ids by decreasing weight). The first ``qualify_first`` of them come first.
    """
    begun = (scores["status"] == TO_QUALIFY) & scoring.above(scores["known"], 0.0)
    table = scores.loc[begun, _SHOWN].join(chances["chance"])
    table["chance_rounded"] = _to_nearest(100 * table["chance"], _CHANCE_STEP)
    table = _by(table, "chance_rounded", "known")
    lacking = [unknown_criteria(values.loc[i], criteria) for i in table.index]
    table["unknown"] = _tuples(lacking, table.index)
    return table


def _to_nearest(points: pd.Series[float], step: int) -> pd.Series[int]:
    """Points rounded to a step, halves up."""
    steps = np.floor(points.to_numpy() / step + 0.5 + scoring.TOLERANCE)
    return pd.Series(steps * step, index=points.index).astype(int)


def nothing_known(scores: pd.DataFrame) -> int:
    """How many companies to be qualified have nothing known: they are only counted."""
    empty = (scores["status"] == TO_QUALIFY) & scoring.at_most(scores["known"], 0.0)
    return int(empty.sum())


def eliminated(scores: pd.DataFrame) -> pd.DataFrame:
    """Companies that a known value eliminates, by decreasing score, ties by id.

    Returns
    -------
    DataFrame
        Indexed by id: name, score, known, first (criterion id of the first reason, in the bank's
        order), knockouts (all of them).
    """
    table = _by(scores.loc[scores["status"] == ELIMINATED], "score")
    table = table[["name", "score", "known", "knockouts"]].copy()
    first = [reasons[0] for reasons in table["knockouts"]]
    table.insert(3, "first", pd.Series(first, index=table.index, dtype="str"))
    return table


def find_out_first(
    values: pd.DataFrame, ids: Sequence[str], criteria: pd.DataFrame
) -> pd.DataFrame:
    """What is worth finding out first about several companies.

    Returns
    -------
    DataFrame
        Indexed by criterion id: unknown (how many companies), weight, lacking (weight times
        companies: the points of weight that knowing it would bring), by decreasing lacking, then
        unknown, then id; criteria known everywhere are left out.
    """
    table = pd.DataFrame(
        {
            "unknown": values.loc[list(ids), list(criteria.index)].isna().sum().astype(int),
            "weight": criteria["weight"].astype(float),
        }
    )
    table["lacking"] = table["unknown"] * table["weight"]
    return _by(table[table["unknown"] > 0], "lacking", "unknown")


def coverage(
    values: pd.DataFrame, candidates: pd.DataFrame, ids: Sequence[str], criteria: pd.DataFrame
) -> pd.DataFrame:
    """How many of several companies have each criterion known.

    Returns
    -------
    DataFrame
        Indexed by criterion id, by decreasing weight, ties by id: weight, known, derived (of
        the known, worked out from the list rather than given), unknown (companies).
    """
    chosen = list(ids)
    known = values.loc[chosen, list(criteria.index)].notna().sum().astype(int)
    marks = {_VERTICAL: "derived_vertical", _COVERAGE: "derived_region"}
    derived = [
        int(candidates.loc[chosen, marks[column]].sum()) if column in marks else 0
        for column in criteria["column"]
    ]
    table = pd.DataFrame(
        {
            "weight": criteria["weight"].astype(float),
            "known": known,
            "derived": derived,
            "unknown": len(chosen) - known,
        },
        index=criteria.index,
    )
    return _by(table, "weight")


# ── sizing ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sizing:
    """The network that a target of new customers needs, and the figures it was worked out with."""

    target: int  # new customers a year
    active_needed: int
    to_sign: int
    channel_managers: int
    waves: int  # how many shortlists it takes to sign them
    active_sellers_per_partner: float
    new_customers_per_partner_seller_year: float
    active_partner_rate: float
    partners_per_channel_manager: float


def sizing(target: int | None, assumptions: Mapping[str, float], rules: Rules) -> Sizing | None:
    """Size of the network (METHOD 11.5); None without a target.

    Parameters
    ----------
    target : int or None
        New customers a year.
    assumptions : mapping of key to value
        active_sellers_per_partner, new_customers_per_partner_seller_year, active_partner_rate,
        partners_per_channel_manager.
    """
    if target is None:
        return None
    found = network.needed(target, assumptions)
    waves = scoring.ceiling(found.to_sign / rules.shortlist_size)
    used: dict[str, Any] = {key: float(assumptions[key]) for key in SIZING_KEYS}
    return Sizing(target, *found, waves, **used)


SIZING_KEYS = network.USES


# ── data quality ─────────────────────────────────────────────────────────────────────────────────


def notices(listed: pd.DataFrame) -> list[Notice]:
    """What the reader of the list should know, from ``Candidates.frame``.

    Codes, each with count and ids: ``revenue_aged`` (counts as unknown), ``growth_unscored`` (too
    old, or on a basis that is not scored), ``revenue_to_confirm`` (forecast, pro forma or
    undated), ``sale_pending`` (outcome not seen: check first), ``derived`` (a criterion worked
    out from the list).
    """
    basis = listed["revenue_basis"].fillna("").isin(_BASES_TO_CONFIRM)
    marks = {
        "revenue_aged": listed["revenue_aged"],
        "growth_unscored": listed["growth_unscored"],
        "revenue_to_confirm": basis & listed[_REVENUE].notna(),
        "sale_pending": listed["status_code"] == PENDING,
        "derived": listed["derived_vertical"] | listed["derived_region"],
    }
    return [
        Notice(code, {"count": int(mark.sum()), "ids": [str(i) for i in listed.index[mark]]})
        for code, mark in marks.items()
        if mark.any()
    ]


# ── all of it ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Shortlist:
    """All that the recruitment report says; each part is described where it is computed."""

    rules: Rules
    criteria: pd.DataFrame
    candidates: pd.DataFrame  # `Candidates.frame`
    left_out: dict[str, int]
    beyond: int  # companies smaller than the list goes
    values: pd.DataFrame
    scores: pd.DataFrame
    chances: pd.DataFrame
    listed: int
    eligible: int  # listed and not eliminated
    ranked: int
    to_qualify: int
    shortlist: pd.DataFrame
    reserve: pd.DataFrame
    cut: Cut | None
    robust_published: bool
    robust: int
    look_into: pd.DataFrame  # `to_look_into`, all of them
    nothing_known: int
    eliminated: pd.DataFrame
    meetings: pd.DataFrame  # `first_meetings` of the shortlist with name, owner, questions
    find_out_first: (
        pd.DataFrame
    )  # over the shortlist, or over those to look into first when none is ranked
    sizing: Sizing | None
    data_known: float | None  # mean share of the weight over the shortlist; None when it is empty
    eliminated_by: dict[str, int]  # criterion → companies it is the first reason of, most first
    coverage: pd.DataFrame  # `coverage` over the list
    look_coverage: pd.DataFrame  # `coverage` over those to look into first
    look_known: float | None  # as data_known, over those to look into first
    look_dates: pd.DataFrame  # when to look into them, at the pace of `first_meetings`
    notices: list[Notice]

    @property
    def first_to_look_into(self) -> pd.DataFrame:
        """The ``qualify_first`` companies to look into first."""
        return self.look_into.head(self.rules.qualify_first)


def result(
    resellers: pd.DataFrame,
    criteria: pd.DataFrame,
    rules: Rules,
    *,
    year: int,
    target_sectors: Collection[str],
    territory: Collection[str],
    sectors: pd.DataFrame,
    regions: pd.DataFrame,
    assumptions: Mapping[str, float],
    as_of: date | None = None,
) -> Shortlist:
    """The whole recruitment report of one client and year; parameters as in `candidates` and
    `sizing`."""
    chosen = candidates(
        resellers,
        rules,
        year=year,
        target_sectors=target_sectors,
        territory=territory,
        sectors=sectors,
        regions=regions,
    )
    listed = chosen.frame
    worth, scored = values(listed, criteria), scores(listed, criteria, rules)
    likely = chances(worth, scored, criteria, rules)
    best = shortlist(scored, likely, worth, criteria, rules)
    following = to_look_into(scored, likely, worth, criteria)
    first = following.head(rules.qualify_first)
    focus = best if len(best) else first
    out = eliminated(scored)
    counts = scored["status"].value_counts()
    return Shortlist(
        rules=rules,
        criteria=criteria,
        candidates=listed,
        left_out=chosen.left_out,
        beyond=chosen.beyond,
        values=worth,
        scores=scored,
        chances=likely,
        listed=len(listed),
        eligible=len(likely),
        ranked=int(counts.get(RANKED, 0)),
        to_qualify=int(counts.get(TO_QUALIFY, 0)),
        shortlist=best,
        reserve=reserve(scored, likely, worth, criteria, rules),
        cut=cut(scored, rules),
        robust_published=robust_published(scored, rules),
        robust=int(best["robust"].sum()),
        look_into=following,
        nothing_known=nothing_known(scored),
        eliminated=out,
        meetings=_meetings(best, listed, worth, criteria, rules, as_of=as_of),
        find_out_first=find_out_first(worth, list(focus.index), criteria),
        sizing=sizing(rules.target_new_customers_year, assumptions, rules),
        data_known=float(best["known"].mean()) if len(best) else None,
        eliminated_by={str(c): int(n) for c, n in out["first"].value_counts().items()},
        coverage=coverage(worth, listed, list(listed.index), criteria),
        look_coverage=coverage(worth, listed, list(first.index), criteria),
        look_known=float(first["known"].mean()) if len(first) else None,
        look_dates=first_meetings(list(first.index), as_of, rules),
        notices=notices(listed),
    )


def _meetings(
    best: pd.DataFrame,
    listed: pd.DataFrame,
    worth: pd.DataFrame,
    criteria: pd.DataFrame,
    rules: Rules,
    *,
    as_of: date | None,
) -> pd.DataFrame:
    table = first_meetings(list(best.index), as_of, rules)
    table.insert(0, "name", best["name"])
    table.insert(1, "owner", listed.loc[best.index, "owner"])
    asked = [questions(worth.loc[i], criteria, rules) for i in best.index]
    table["questions"] = _tuples(asked, table.index)
    return table
