"""Perception: what partners think, item by item, and what to do first (METHOD 6).

Each partner rates 28 statements from 1 to 5, and says how much each matters. The respondents of a
partner are averaged first, so that one partner is one voice; an index is the mean rating brought to
100. What is told depends on how many partners stand behind it, item by item.

Where METHOD admits several readings, the one taken claims least:

- Interviews of partners that are starting count nowhere, whatever the file holds of them.
- A mean, and all that is printed from one, asks for ``n_full`` partners. From ``n_indicative`` on,
  what orders or compares (opportunity, quadrant, mirror, cross-check) is kept and is indicative.
- An item enters the index of its factor when ``n_indicative`` partners rated it. A partner counts
  for a factor when it has an index of its own there, and for the whole likewise.
- The interval of a factor, and of the whole, is as wide as that of the mean of the partners' own
  indices, by the same formula; it is centred on the index published. No interval leaves its scale.
- The mirror compares the same partners on both sides, those guessed and heard: the mean of a guess
  about five partners is not set against what ten of them answer.
- A weighted mean asks for ``n_full`` partners of known revenue.
- Of three or four partners the medians of factors are told, and nothing of the whole.
- Without names, a breakdown is hidden when fewer partners than the threshold stand behind it: a
  company is no harder to recognise when three of its people answer.
- The importance of an item is the mean of all that state one, whether they rate the item or not.
- A partner whose people differ on its investment is stable, unless most lean the same way.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from padlib.core import actions as core_actions
from padlib.core import scoring
from padlib.core.actions import Effort
from padlib.core.answers import (
    ANSWERED,
    MISSING,
    NOT_APPLICABLE,
    often_not_applicable,
    straight_lines,
)
from padlib.core.notices import Notice

LOWEST, HIGHEST = 1, 5  # ends of the scale of ratings, and of importance
MARKS = tuple(range(LOWEST, HIGHEST + 1))
MIDPOINT = 3.0
TOP_LEVEL = 4  # of the diagnostic's items

PARTNER, MIRROR = "partner", "vendor_mirror"
STARTING, ACTIVE = "starting", "active"

# What may be told of n partners (METHOD 6.4).
FULL = "full"  # everything
INDICATIVE = "indicative"  # median, distribution, range
QUALITATIVE = "qualitative"  # medians of factors, quotations
INDIVIDUAL = "individual"  # partner sheets alone
HIDDEN = "hidden"  # nothing: answers are not named and too few
NOTHING = "nothing"  # nobody answered
TOLD = (FULL, INDICATIVE)  # bands in which an item may be told

PUBLISHED = "published"
INSUFFICIENT = "insufficient"

FIX, KEEP, LOW, OVER = "fix", "keep", "low", "over"  # quadrants, as the bank calls them
MEAN, MIDPOINTS = "mean", "midpoint"  # crosshairs

BLIND_SPOT, STRENGTH = "blind_spot", "strength"  # readings of the mirror

RECOMMENDATION, WALLET, INVESTMENT = "P-NPS-01", "P-SOW-01", "P-INV-01"
KEEP_FIRST, CHANGE_FIRST, BEST_VENDOR = "P-OPN-01", "P-OPN-02", "P-OPN-03"
OPEN_QUESTIONS = (KEEP_FIRST, CHANGE_FIRST, BEST_VENDOR)
PROMOTER, DETRACTOR = 9, 6  # METHOD 6.4
DOWN, STABLE, UP = "down", "stable", "up"
_LEANING = {DOWN: -1.0, STABLE: 0.0, UP: 1.0}

ADDED, ADDED_EACH = 3.0, 0.75  # adjusted Wald: to n, to promoters and to detractors
NA_WARNING_SHARE = 0.30  # METHOD 4.2
NOISE_POINTS = 5.0  # METHOD 4.7
LISTED = 3  # items named at each end of a partner's sheet

Interval = tuple[float, float]
NAN = math.nan
UNKNOWN: Interval = (NAN, NAN)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Every number of the method that the perception uses."""

    factor_weights: Mapping[str, float]  # factor id → weight, in the bank's order
    effort: Mapping[str, Effort]
    top_box_partner_mean_min: float
    bottom_box_partner_mean_max: float
    max_actions: int
    overconfidence_delta: float
    mirror_gap: float
    n_full: int
    n_indicative: int
    n_qualitative: int
    n_nps: int
    n_alpha: int
    anonymity_threshold: int
    factor_min_items: int
    overall_min_factors: int
    confidence_level: float
    crosshair: str  # mean or midpoint
    named: bool
    invited: int | None  # partners invited to the interview
    na_warning_share: float = NA_WARNING_SHARE
    noise_points: float = NOISE_POINTS

    @staticmethod
    def of(mapping: Mapping[str, Any]) -> Rules:
        """Rules from the bank's section ``perception`` and its ``effort``, after any override.

        ``crosshair``, the report's parameter, wins over ``ipa_crosshair``; names that the
        perception does not use are passed over.
        """
        invited = mapping.get("perception_invited")
        return Rules(
            factor_weights={one["id"]: float(one["weight"]) for one in mapping["factors"]},
            effort=Effort.scale(mapping["effort"]),
            crosshair=str(mapping.get("crosshair") or mapping["ipa_crosshair"]),
            named=bool(mapping.get("named", mapping["named_by_default"])),
            invited=None if invited is None else int(invited),
            na_warning_share=float(mapping.get("na_warning_share", NA_WARNING_SHARE)),
            noise_points=float(mapping.get("noise_points", NOISE_POINTS)),
            **_numbers_of(mapping),
        )

    def band(self, n: int) -> str:
        """What may be told of so many partners."""
        if n < 1:
            return NOTHING
        if not self.named and n < self.anonymity_threshold:
            return HIDDEN
        if n >= self.n_full:
            return FULL
        if n >= self.n_indicative:
            return INDICATIVE
        return QUALITATIVE if n >= self.n_qualitative else INDIVIDUAL


_WHOLE = (
    "max_actions",
    "n_full",
    "n_indicative",
    "n_qualitative",
    "n_nps",
    "n_alpha",
    "anonymity_threshold",
    "factor_min_items",
    "overall_min_factors",
)
_REAL = (
    "top_box_partner_mean_min",
    "bottom_box_partner_mean_max",
    "overconfidence_delta",
    "mirror_gap",
    "confidence_level",
)


def _numbers_of(mapping: Mapping[str, Any]) -> dict[str, Any]:
    whole = {name: int(mapping[name]) for name in _WHOLE}
    return whole | {name: float(mapping[name]) for name in _REAL}


# ── one partner, one voice ───────────────────────────────────────────────────────────────────────


def rated(items: pd.DataFrame) -> pd.DataFrame:
    """The statements rated from 1 to 5, without the general questions."""
    return items[items["type"] == "rating_1_5"]


def counted(answers: pd.DataFrame, partners: pd.DataFrame | None) -> pd.DataFrame:
    """Answers without those of partners that are starting, which stay in their start plan."""
    if partners is None:
        return answers
    starting = partners.index[partners["status"] == STARTING]
    return answers[~answers["partner_id"].isin(starting)]


def side(answers: pd.DataFrame, which: str) -> pd.DataFrame:
    """Answers of one side: the partners themselves, or the vendor's team in their place."""
    return answers[answers["side"] == which]


def voices(answers: pd.DataFrame, items: pd.DataFrame, what: str = "rating") -> pd.DataFrame:
    """Mean of each partner's respondents on each item: one partner, one voice.

    Parameters
    ----------
    answers : DataFrame
        Columns partner_id, respondent_id, item_id and ``what`` (NaN without number: not answered
        or without object; it never counts). The order of rows never matters.
    items : DataFrame
        Indexed by item id; answers to other items are passed over.
    what : str
        ``rating`` or ``importance``.

    Returns
    -------
    DataFrame
        Indexed by partner id in alphabetical order, one column an item in the bank's order.
    """
    given = answers[answers[what].notna() & answers["item_id"].isin(items.index)]
    given = given.sort_values(["partner_id", "item_id", "respondent_id"])
    means = given.groupby(["partner_id", "item_id"], observed=True)[what].mean()
    return means.unstack("item_id").reindex(columns=items.index).astype(float)


def index_of(mean: Any) -> Any:
    """A mean rating (number, array or frame) from 1 to 5, as an index from 0 to 100.

    >>> index_of(3.75)
    68.75
    """
    return 100 * (mean - LOWEST) / (HIGHEST - LOWEST)


def own_indices(voices: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Indices of each partner on its own ratings, by factor and as a whole.

    Returns
    -------
    DataFrame
        Indexed by partner id: one column a factor, in the bank's order, and ``index``; NaN where
        the partner rated fewer than ``factor_min_items`` items, or has fewer than
        ``overall_min_factors`` factors.
    """
    table = pd.DataFrame(index=voices.index, dtype=float)
    for factor in rules.factor_weights:
        mine = items.index[items["factor"] == factor]
        enough = voices[mine].notna().sum(axis=1) >= rules.factor_min_items
        table[factor] = _weighted(index_of(voices[mine]), items.loc[mine, "weight"]).where(enough)
    enough = table.notna().sum(axis=1) >= rules.overall_min_factors
    table["index"] = _weighted(table, pd.Series(dict(rules.factor_weights))).where(enough)
    return table


def _weighted(values: pd.DataFrame, weights: pd.Series[Any]) -> pd.Series[float]:
    """Weighted mean of each row over what is known; the remaining weights are renormalised."""
    shares = weights.reindex(values.columns).astype(float).to_numpy()
    marks = values.to_numpy(dtype=float)
    known = ~np.isnan(marks)
    total = (known * shares).sum(axis=1)
    whole = (np.where(known, marks, 0.0) * shares).sum(axis=1)
    means = np.divide(whole, total, out=np.full(len(total), NAN), where=total > 0)
    return pd.Series(means, index=values.index)


# ── statistics ───────────────────────────────────────────────────────────────────────────────────


def half_width(
    values: npt.ArrayLike, population: int | None = None, confidence: float = 0.95
) -> float:
    """Half the width of the interval of a mean: Student's t, corrected for a finite population.

    Parameters
    ----------
    values : array-like
        NaN are left out.
    population : int, optional
        How many the values were drawn from; unknown, or fewer than there are values: no correction.

    Returns
    -------
    float
        NaN with fewer than two values; 0 when all of the population answered.
    """
    from scipy.special import stdtrit

    marks = np.asarray(values, dtype=float)
    marks = np.sort(marks[~np.isnan(marks)])  # a sum that no order of the partners changes
    n = len(marks)
    if n < 2:
        return NAN
    quantile = float(stdtrit(n - 1, 0.5 + confidence / 2))
    finite = 1.0
    if population is not None and population >= n:
        finite = math.sqrt((population - n) / (population - 1))
    return quantile * float(marks.std(ddof=1)) / math.sqrt(n) * finite


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson's interval of a share, 0–1; NaN with nobody.

    References
    ----------
    Newcombe (1998), "Two-sided confidence intervals for the single proportion", method 3.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    if n < 1:
        return UNKNOWN
    z = _normal(confidence)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if successes == 0 else max(centre - half, 0.0)
    return low, 1.0 if successes == n else min(centre + half, 1.0)


class Score(NamedTuple):
    """A net promoter score and what it rests on; the score and its interval are in points."""

    n: int
    promoters: int
    detractors: int
    score: float
    low: float
    high: float


def net_promoters(marks: npt.ArrayLike, confidence: float = 0.95) -> Score:
    """Share of promoters (9 and over) less share of detractors (6 and under), in points.

    The interval is adjusted Wald's: 3 are added to n, 0.75 to promoters and to detractors; it is
    centred on the adjusted score and cut at ±100.

    Examples
    --------
    >>> found = net_promoters([9, 10, 8, 7, 6, 9, 10, 5, 8, 9])
    >>> found.score, round(found.low, 2), round(found.high, 2)
    (30.0, -19.05, 65.2)
    """
    given = np.asarray(marks, dtype=float)
    given = given[~np.isnan(given)]
    n = len(given)
    up = int(scoring.at_least(given, PROMOTER).sum())
    down = int(scoring.at_most(given, DETRACTOR).sum())
    if n < 1:
        return Score(0, 0, 0, NAN, NAN, NAN)
    total = n + ADDED
    for_, against = (up + ADDED_EACH) / total, (down + ADDED_EACH) / total
    centre = for_ - against
    half = _normal(confidence) * math.sqrt((for_ + against - centre**2) / total)
    low, high = max(100 * (centre - half), -100.0), min(100 * (centre + half), 100.0)
    return Score(n, up, down, 100 * (up - down) / n, low, high)


def _normal(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def alpha(rows: pd.DataFrame) -> float:
    """Cronbach's alpha of the columns, over complete rows (one a respondent).

    NaN with fewer than two rows or columns, or when every row has the same total.
    """
    complete = rows.dropna()
    k = complete.shape[1]
    if k < 2 or len(complete) < 2:
        return NAN
    total = float(complete.sum(axis=1).var(ddof=1))
    if not scoring.above(total, 0):
        return NAN
    return k / (k - 1) * (1 - float(complete.var(ddof=1).sum()) / total)


def _cut(centre: float, half: float, low: float, high: float) -> Interval:
    """An interval that does not leave its scale."""
    if math.isnan(centre) or math.isnan(half):
        return UNKNOWN
    return max(centre - half, low), min(centre + half, high)


# ── items ────────────────────────────────────────────────────────────────────────────────────────


def measures(ratings: pd.DataFrame, importance: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """What partners say of each item, before anything is silenced: for computing, not for telling.

    Parameters
    ----------
    ratings, importance : DataFrame, partners × items
        See `voices`.

    Returns
    -------
    DataFrame
        Indexed by item id in the bank's order: factor, weight, n (partners who rated it), mean,
        index (0–100), importance (1–5) and opportunity (0–100), NaN where unknown.
    """
    table = items[["factor", "weight"]].copy()
    table["n"] = ratings.notna().sum().astype(int)
    table["mean"] = _means(ratings)
    table["index"] = index_of(table["mean"])
    table["importance"] = _means(importance)
    table["opportunity"] = opportunity(table["mean"], table["importance"])
    return table


def opportunity(mean: Any, importance: Any) -> Any:
    """What an item has to gain: 0 when it does not matter or all is well, 100 at most.

    >>> opportunity(3.75, 4.625)
    28.90625
    """
    return 100 * (importance / HIGHEST) * (HIGHEST - mean) / (HIGHEST - LOWEST)


def _means(voices: pd.DataFrame) -> pd.Series[float]:
    """Mean of each column over an order of its own: permuting the partners changes nothing."""
    marks = np.sort(voices.to_numpy(dtype=float), axis=0)  # NaN last
    counts = (~np.isnan(marks)).sum(axis=0)
    sums = np.nansum(marks, axis=0)
    means = np.divide(sums, counts, out=np.full(len(counts), NAN), where=counts > 0)
    return pd.Series(means, index=voices.columns)


def published_items(
    measures: pd.DataFrame,
    ratings: pd.DataFrame,
    rules: Rules,
    *,
    revenue: pd.Series[float] | None = None,
    population: int | None = None,
) -> pd.DataFrame:
    """What may be told of each item: NaN where too few partners stand behind it.

    Parameters
    ----------
    revenue : Series, optional
        Revenue by partner id, NaN when unknown.
    population : int, optional
        Of the interval of the mean.

    Returns
    -------
    DataFrame
        Indexed by item id in the bank's order: factor, weight, n, band; told of ``n_indicative``
        partners: median, lowest, highest, one column a rounded rating (``1`` … ``5``: how many
        partners), top, bottom (how many partner means are at least the top box, at most the bottom
        box), top_share, bottom_share, opportunity; told of ``n_full``: mean, low, high (of its
        interval), s, weighted_mean, index, importance, top_low, top_high (of the top share's).
    """
    table = measures[["factor", "weight", "n"]].copy()
    table["band"] = _bands(table["n"], rules)
    rows = [
        _item(ratings[item].dropna(), str(band), rules, revenue, population)
        for item, band in table["band"].items()
    ]
    told = pd.DataFrame(rows, index=table.index, columns=list(_ITEM_COLUMNS)).astype(float)
    table = table.join(told)
    full, shown = table["band"] == FULL, table["band"].isin(TOLD)
    for name in ("mean", "index", "importance"):
        table[name] = measures[name].where(full)
    table["opportunity"] = measures["opportunity"].where(shown)
    return table


def _bands(counts: pd.Series[int], rules: Rules) -> pd.Series[str]:
    return pd.Series([rules.band(n) for n in counts], index=counts.index, dtype="str")


_ITEM_COLUMNS = (
    *("median", "lowest", "highest", *map(str, MARKS), "top", "bottom", "top_share"),
    *("bottom_share", "low", "high", "s", "weighted_mean", "top_low", "top_high"),
)


def _item(
    marks: pd.Series[float],
    band: str,
    rules: Rules,
    revenue: pd.Series[float] | None,
    population: int | None,
) -> dict[str, float]:
    if band not in TOLD:
        return {}
    n, drawn = len(marks), rounded(marks.to_numpy())
    top = int(scoring.at_least(marks, rules.top_box_partner_mean_min).sum())
    bottom = int(scoring.at_most(marks, rules.bottom_box_partner_mean_max).sum())
    found = {
        "median": float(marks.median()),
        "lowest": float(marks.min()),
        "highest": float(marks.max()),
        **{str(mark): float((drawn == mark).sum()) for mark in MARKS},
        **{"top": float(top), "bottom": float(bottom)},
        **{"top_share": top / n, "bottom_share": bottom / n},
    }
    if band != FULL:
        return found
    ordered = np.sort(marks.to_numpy())
    half = half_width(ordered, population, rules.confidence_level)
    low, high = _cut(float(ordered.mean()), half, LOWEST, HIGHEST)
    top_low, top_high = wilson(top, n, rules.confidence_level)
    return found | {
        **{"low": low, "high": high, "s": float(ordered.std(ddof=1))},
        **{"top_low": top_low, "top_high": top_high},
        "weighted_mean": _revenue_weighted(marks, revenue, rules),
    }


def rounded(means: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Partner means as they are drawn: whole ratings, halves upwards.

    >>> rounded([2.5, 3.49, 4.0]).tolist()
    [3, 3, 4]
    """
    return np.floor(np.asarray(means) + 0.5 + scoring.TOLERANCE).astype(np.int64)


def _revenue_weighted(
    marks: pd.Series[float], revenue: pd.Series[float] | None, rules: Rules
) -> float:
    if revenue is None:
        return NAN
    weights = revenue.reindex(marks.index).astype(float)
    if int(weights.notna().sum()) < rules.n_full:
        return NAN
    return scoring.weighted_mean(marks.where(weights.notna()), weights.fillna(0.0))


# ── factors and the whole ────────────────────────────────────────────────────────────────────────


def factors(
    measures: pd.DataFrame, own: pd.DataFrame, rules: Rules, population: int | None = None
) -> pd.DataFrame:
    """What may be told of each factor.

    Parameters
    ----------
    own : DataFrame
        Indices of each partner; see `own_indices`.

    Returns
    -------
    DataFrame
        Indexed by factor id in the bank's order: weight, n (partners with an index of their own),
        asked and answered (items; answered by ``n_indicative`` partners), band; told of
        ``n_qualitative`` partners: median (of their own indices); of ``n_indicative``: lowest,
        highest; of ``n_full``, with ``factor_min_items`` items: index (0–100), low, high.
    """
    rows = {}
    for factor, weight in rules.factor_weights.items():
        mine = measures[measures["factor"] == factor]
        known = mine[mine["n"] >= rules.n_indicative]
        index = scoring.weighted_mean(known["index"], known["weight"])
        if len(known) < rules.factor_min_items:
            index = NAN
        facts = {"weight": weight, "asked": len(mine), "answered": len(known)}
        rows[factor] = facts | _told(own[factor], index, rules, population)
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = table.index.rename("factor").astype("str")
    return table.astype({"n": int, "asked": int, "answered": int, "weight": float})


def _told(
    own: pd.Series[float], index: float, rules: Rules, population: int | None
) -> dict[str, Any]:
    """What may be told of an index and of the partners' own behind it."""
    known = np.sort(own.dropna().to_numpy())
    band = rules.band(len(known))
    found: dict[str, Any] = {"n": len(known), "band": band}
    found |= dict.fromkeys(("index", "low", "high", "median", "lowest", "highest"), NAN)
    if band in (*TOLD, QUALITATIVE):
        found["median"] = float(np.median(known))
    if band in TOLD:
        found |= {"lowest": float(known[0]), "highest": float(known[-1])}
    if band == FULL and not math.isnan(index):
        half = half_width(known, population, rules.confidence_level)
        low, high = _cut(index, half, 0, 100)
        found |= {"index": index, "low": low, "high": high}
    return found


@dataclass(frozen=True)
class Whole:
    """The perception index; None where too few partners or factors stand behind it."""

    n: int  # partners with an index of their own
    band: str
    index: float | None
    low: float | None
    high: float | None
    median: float | None
    lowest: float | None
    highest: float | None
    factors: int  # published


def whole(
    factors: pd.DataFrame, own: pd.DataFrame, rules: Rules, population: int | None = None
) -> Whole:
    """The factors by their weights, over those published."""
    published = int(factors["index"].notna().sum())
    index = NAN
    if published >= rules.overall_min_factors:
        index = scoring.weighted_mean(factors["index"], factors["weight"])
    told = _told(own["index"], index, rules, population)
    if told["band"] == QUALITATIVE:  # medians of factors only
        told["median"] = NAN
    numbers = {
        name: None if math.isnan(told[name]) else float(told[name])
        for name in ("index", "low", "high", "median", "lowest", "highest")
    }
    return Whole(n=told["n"], band=told["band"], factors=published, **numbers)


def consistency(answers: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Cronbach's alpha of each factor, told of ``n_alpha`` complete rows or more.

    Returns
    -------
    DataFrame
        Indexed by factor id: rows (respondents who rated all its items), alpha (NaN when silent).
    """
    given = answers[answers["rating"].notna() & answers["item_id"].isin(items.index)]
    by_respondent = given.pivot_table(
        index=["partner_id", "respondent_id"], columns="item_id", values="rating", observed=True
    ).reindex(columns=items.index)
    found: dict[str, tuple[int, float]] = {}
    for factor in rules.factor_weights:
        rows = by_respondent[items.index[items["factor"] == factor]].dropna()
        enough = len(rows) >= rules.n_alpha
        found[factor] = (len(rows), alpha(rows) if enough else NAN)
    table = pd.DataFrame.from_dict(found, orient="index", columns=["rows", "alpha"])
    table.index = table.index.rename("factor").astype("str")
    return table.astype({"rows": int, "alpha": float})


# ── importance and performance ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Crossing:
    """Importance against performance.

    ``items`` (those told of ``n_indicative`` partners that have both, in the bank's order):
    performance and importance (1–5, where the mark is drawn), quadrant (``fix``, ``keep``, ``low``,
    ``over``), band. ``performance`` and ``importance``: where the crosshair stands.
    """

    items: pd.DataFrame
    performance: float
    importance: float


def crossing(measures: pd.DataFrame, rules: Rules) -> Crossing:
    """Items by quadrant, the crosshair at the means of both axes or at the middle of the scales."""
    bands = _bands(measures["n"], rules)
    both = measures["mean"].notna() & measures["importance"].notna() & bands.isin(TOLD)
    table = measures.loc[both, ["mean", "importance"]].rename(columns={"mean": "performance"})
    across, up = MIDPOINT, MIDPOINT
    if rules.crosshair == MEAN and len(table):
        across, up = float(table["performance"].mean()), float(table["importance"].mean())
    matters = scoring.at_least(table["importance"], up)
    well = scoring.at_least(table["performance"], across)
    names = {(True, False): FIX, (True, True): KEEP, (False, False): LOW, (False, True): OVER}
    found = [names[bool(m), bool(w)] for m, w in zip(matters, well, strict=True)]
    table["quadrant"] = pd.Series(found, index=table.index, dtype="str")
    table["band"] = bands[both]
    return Crossing(table, across, up)


def ranking(measures: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Items by decreasing opportunity (ties by weight, then id), among those that
    ``n_qualitative`` partners rated and that have something to gain.

    Returns
    -------
    DataFrame
        Indexed by item id: factor, weight, n, opportunity (NaN below ``n_indicative``: the order
        alone is told).
    """
    enough = (measures["n"] >= rules.n_qualitative) & scoring.above(measures["opportunity"], 0)
    table = measures.loc[enough, ["factor", "weight", "n", "opportunity"]]
    order = scoring.order(table.index, -table["opportunity"], -table["weight"])
    ordered: pd.DataFrame = table.iloc[order].copy()
    told = _bands(ordered["n"], rules).isin(TOLD)
    ordered["opportunity"] = ordered["opportunity"].where(told)
    return ordered


def _foremost(measures: pd.DataFrame) -> list[str]:
    known = measures[measures["opportunity"].notna()]
    order = scoring.order(known.index, -known["opportunity"], -known["weight"])
    return [str(known.index[place]) for place in order]


# ── mirror and cross-check ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Mirror:
    """What the vendor's team believes, against what partners say.

    ``items`` (those told of ``n_indicative`` partners guessed and heard; the widest gap first):
    n, guess and answer (1–5, where the marks are drawn), gap, reading (``blind_spot``,
    ``strength`` or ""), band, factor. ``partners``: how many are guessed and heard; ``guessed``:
    how many are guessed at all.
    """

    items: pd.DataFrame
    partners: int
    guessed: int


def mirror(
    guesses: pd.DataFrame, ratings: pd.DataFrame, items: pd.DataFrame, rules: Rules
) -> Mirror:
    """Both sides over the same partners; ``guesses`` and ``ratings`` are partners × items."""
    common = guesses.index.intersection(ratings.index).sort_values()
    theirs, ours = ratings.loc[common], guesses.loc[common]
    both = theirs.notna() & ours.notna()
    table = items[["factor", "weight"]].copy()
    table["n"] = both.sum().astype(int)
    table["guess"], table["answer"] = _means(ours.where(both)), _means(theirs.where(both))
    table["gap"] = table["guess"] - table["answer"]
    table["band"] = _bands(table["n"], rules)
    table = table[table["band"].isin(TOLD)].copy()
    above = scoring.at_least(table["gap"], rules.mirror_gap)
    below = scoring.at_most(table["gap"], -rules.mirror_gap)
    table["reading"] = pd.Series(
        np.where(above, BLIND_SPOT, np.where(below, STRENGTH, "")), index=table.index, dtype="str"
    )
    order = scoring.order(table.index, -table["gap"].abs(), -table["weight"])
    paired = int(both.any(axis=1).sum())
    return Mirror(table.iloc[order], paired, int(guesses.notna().any(axis=1).sum()))


def cross_check(
    levels: pd.Series[float], measures: pd.DataFrame, items: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """What the vendor says it practises, against what partners perceive.

    Parameters
    ----------
    levels : Series
        Level of each diagnostic item, 0–4, NaN without.

    Returns
    -------
    DataFrame
        Items told of ``n_indicative`` partners whose linked diagnostic items have a level, the
        widest over-confidence first (ties by weight, then id): practised and perceived (0–100),
        delta (points), overconfident (bool), linked (how many levels), n, band, factor.
    """
    linked: list[tuple[str, ...]] = list(items.loc[measures.index, "linked_diagnostic_ids"])
    known = [levels.reindex(list(ids)).dropna() for ids in linked]
    table = measures[["factor", "weight", "n"]].copy()
    table["band"] = _bands(measures["n"], rules)
    table["practised"] = [100 * float(one.mean()) / TOP_LEVEL if len(one) else NAN for one in known]
    table["perceived"] = measures["index"]
    table["delta"] = table["practised"] - table["perceived"]
    table["linked"] = [len(one) for one in known]
    table = table[table["delta"].notna() & table["band"].isin(TOLD)].copy()
    table["overconfident"] = scoring.at_least(table["delta"], rules.overconfidence_delta)
    return table.iloc[scoring.order(table.index, -table["delta"], -table["weight"])]


# ── general questions and quotations ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class General:
    """Recommendation, share of wallet and intent; None where too few partners answered.

    ``recommendation``: from ``n_nps`` partners. ``wallet`` (0–100): mean and interval from
    ``n_full``, median and range from ``n_indicative``. ``intent``: partners by intent (``down``,
    ``stable``, ``up``), from ``n_indicative``. ``asked``: partners who answered each.
    """

    recommendation: Score | None
    wallet: Mapping[str, float] | None
    intent: Mapping[str, int] | None
    asked: Mapping[str, int]


def general(
    answers: pd.DataFrame, items: pd.DataFrame, rules: Rules, population: int | None = None
) -> General:
    """The general questions with a number, one partner one voice."""
    marks = voices(answers, items.loc[[RECOMMENDATION, WALLET]])
    wallet = marks[WALLET].dropna().to_numpy()
    leaning = intents(answers)
    asked = {
        RECOMMENDATION: int(marks[RECOMMENDATION].notna().sum()),
        WALLET: len(wallet),
        INVESTMENT: len(leaning),
    }
    recommendation = None
    promised = asked[RECOMMENDATION] >= rules.n_nps
    if promised and rules.band(asked[RECOMMENDATION]) != HIDDEN:
        recommendation = net_promoters(marks[RECOMMENDATION], rules.confidence_level)
    intent = None
    if rules.band(len(leaning)) in TOLD:
        intent = {which: int((leaning == which).sum()) for which in _LEANING}
    return General(recommendation, _wallet(wallet, rules, population), intent, asked)


def _wallet(
    shares: npt.NDArray[np.float64], rules: Rules, population: int | None
) -> dict[str, float] | None:
    band = rules.band(len(shares))
    if band not in TOLD:
        return None
    ordered = np.sort(shares)
    found = {
        "median": float(np.median(ordered)),
        "lowest": float(ordered[0]),
        "highest": float(ordered[-1]),
    }
    if band == FULL:
        mean = float(ordered.mean())
        half = half_width(ordered, population, rules.confidence_level)
        low, high = _cut(mean, half, 0, 100)
        found |= {"mean": mean, "low": low, "high": high}
    return found


def intents(answers: pd.DataFrame) -> pd.Series[str]:
    """Each partner's intent, by partner id: that of most of its people, else stable."""
    given = answers[(answers["item_id"] == INVESTMENT) & answers["intent"].isin(list(_LEANING))]
    leaning = given["intent"].map(_LEANING).astype(float)
    mean = leaning.groupby(given["partner_id"]).mean()
    up, down = scoring.above(mean, 0.5), scoring.below(mean, -0.5)
    return pd.Series(np.where(up, UP, np.where(down, DOWN, STABLE)), index=mean.index, dtype="str")


def quotations(
    answers: pd.DataFrame, items: pd.DataFrame, partners: pd.DataFrame | None, rules: Rules
) -> pd.DataFrame:
    """What partners said in their own words, by factor then by open question.

    Without names, only where at least ``anonymity_threshold`` partners spoke to the factor or the
    question, and without those that name a partner; their order then tells nothing of who spoke.

    Returns
    -------
    DataFrame
        Columns group (factor, or id of the open question), item_id, partner_id ("" without names),
        respondent_id ("" likewise), rating (of this respondent, NaN without), comment; in the
        bank's order of factors and open questions, then the lowest rating first whatever the item,
        then item, partner and respondent. Without names, in the order of items within a factor.
    """
    asked = answers[answers["item_id"].isin(items.index)].copy()
    is_open = asked["item_id"].isin(OPEN_QUESTIONS)
    asked["group"] = asked["item_id"].where(is_open, asked["item_id"].map(items["factor"]))
    spoken = asked[asked["comment"].str.strip() != ""]
    spoken = spoken[spoken["group"].isin([*rules.factor_weights, *OPEN_QUESTIONS])]
    if not rules.named:
        said = asked[(asked["state"] == ANSWERED)].groupby("group")["partner_id"].nunique()
        kept = said.index[said >= rules.anonymity_threshold]
        spoken = spoken[spoken["group"].isin(kept) & ~_naming(spoken["comment"], partners)]
        spoken = spoken.assign(partner_id="", respondent_id="")
    rank = {item: place for place, item in enumerate(items.index)}
    factors = items["factor"].to_dict()
    groups = [item if item in OPEN_QUESTIONS else factors[item] for item in items.index]
    first = {group: place for place, group in reversed(list(enumerate(groups)))}
    spoken = spoken.assign(place=spoken["item_id"].map(rank), first=spoken["group"].map(first))
    within = ["rating", "place"] if rules.named else ["place", "rating"]
    keys = ["first", *within, "partner_id", "respondent_id", "comment"]
    columns = ["group", "item_id", "partner_id", "respondent_id", "rating", "comment"]
    return spoken.sort_values(keys)[columns].reset_index(drop=True)


def _naming(comments: pd.Series[str], partners: pd.DataFrame | None) -> pd.Series[bool]:
    """Comments in which a partner is named."""
    if partners is None:
        return pd.Series(False, index=comments.index)
    names = [str(name).casefold() for name in [*partners["name"], *partners.index] if str(name)]
    found = [any(name in text.casefold() for name in names) for text in comments]
    return pd.Series(found, index=comments.index, dtype=bool)


# ── partner sheets ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sheet:
    """One partner's own answers; internal, and only when answers are named.

    ``indices``: by factor and ``index`` (NaN unless enough items). ``ratings`` (items rated, in the
    bank's order): rating, importance, guess (the vendor's, NaN without). ``highest`` and
    ``lowest``: items at each end, the one end never repeating the other; ``blind_spots``: items
    that the vendor's team guesses too high by ``mirror_gap`` or more, the widest first.
    """

    partner_id: str
    respondents: int
    indices: pd.Series[float]
    ratings: pd.DataFrame
    highest: list[str]
    lowest: list[str]
    blind_spots: list[str]
    recommendation: float | None
    wallet: float | None
    intent: str | None
    quotations: pd.DataFrame  # see `quotations`


def sheets(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
    *,
    ratings: pd.DataFrame,
    importance: pd.DataFrame,
    guesses: pd.DataFrame,
    own: pd.DataFrame,
    said: pd.DataFrame,
) -> list[Sheet]:
    """A sheet a partner heard, the lowest index first, those without one last, then by id."""
    if not rules.named:
        return []
    heard = sorted(str(one) for one in answers.loc[answers["state"] != MISSING, "partner_id"])
    partners = pd.Index(dict.fromkeys(heard), dtype="str")
    indices = own.reindex(partners)
    order = scoring.order(partners, indices["index"].fillna(math.inf))
    numbers = voices(answers, items.loc[[RECOMMENDATION, WALLET]]).reindex(partners)
    leaning = intents(answers).reindex(partners)
    weights = items["weight"].reindex(ratings.columns).astype(float)
    found = []
    for partner in partners[order]:
        mine = answers[(answers["partner_id"] == partner) & (answers["state"] != MISSING)]
        columns = {"rating": ratings, "importance": importance, "guess": guesses}
        table = pd.DataFrame(
            {name: one.reindex(partners).loc[partner] for name, one in columns.items()}
        )
        table = table[table["rating"].notna()]
        lowest, highest = _ends(table, weights)
        gap = (table["guess"] - table["rating"]).dropna()
        wide = gap[scoring.at_least(gap, rules.mirror_gap)]
        found.append(
            Sheet(
                partner_id=str(partner),
                respondents=int(mine["respondent_id"].nunique()),
                indices=indices.loc[partner],
                ratings=table,
                highest=highest,
                lowest=lowest,
                blind_spots=[str(wide.index[i]) for i in scoring.order(wide.index, -wide)],
                recommendation=_number(numbers.at[partner, RECOMMENDATION]),
                wallet=_number(numbers.at[partner, WALLET]),
                intent=None if pd.isna(leaning[partner]) else str(leaning[partner]),
                quotations=said[said["partner_id"] == partner].reset_index(drop=True),
            )
        )
    return found


def _ends(table: pd.DataFrame, weights: pd.Series[float]) -> tuple[list[str], list[str]]:
    """Items in the lower half and in the upper half of the scale, the furthest first: by rating,
    then by importance, weight and id."""
    matters = table["importance"].fillna(0.0)
    keys = (-matters, -weights.reindex(table.index))
    low = table.index[scoring.order(table.index, table["rating"], *keys)]
    high = table.index[scoring.order(table.index, -table["rating"], *keys)]
    under, over = table["rating"] < MIDPOINT, table["rating"] > MIDPOINT
    return (
        [str(one) for one in low if under[one]][:LISTED],
        [str(one) for one in high if over[one]][:LISTED],
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


# ── actions ──────────────────────────────────────────────────────────────────────────────────────


def proposals(ranking: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The actions of the items with most to gain, at most ``max_actions``.

    Returns
    -------
    DataFrame
        Indexed by item id, in the order of `ranking`: opportunity (NaN below ``n_indicative``), n,
        factor, owner_role, effort, impact, start, end (months of the plan: from the first on, over
        the item's horizon).
    """
    table = ranking.head(rules.max_actions)[["opportunity", "n", "factor"]]
    table = table.join(items[["owner_role", "effort", "impact", "horizon_months"]])
    table = table.assign(start=1).rename(columns={"horizon_months": "end"})
    return table.astype({"start": int, "end": int, "impact": int})


def actions(
    proposals: pd.DataFrame, items: pd.DataFrame, as_of: dt.date | None = None
) -> pd.DataFrame:
    """The proposed actions in the form that all steps share; priority is the opportunity."""
    table = proposals.rename(
        columns={"opportunity": "priority", "start": "start_month", "end": "end_month"}
    )
    ends = [int(end) for end in table["end_month"]]
    due = [None if as_of is None else core_actions.due(as_of, end) for end in ends]
    table = table.assign(
        title_fr=items.loc[table.index, "action_fr"],
        title_en=items.loc[table.index, "action_en"],
        due=pd.Series(due, index=table.index, dtype=object),
    )
    return core_actions.proposed(core_actions.PERCEPTION, table)


# ── last year ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Comparison:
    """This campaign against the one before, on the items answered in both.

    ``index``, ``previous``, ``change`` and ``stable`` are None when the perception index is not
    published in both. ``factors``, those published in both, in the bank's order: index, previous,
    change, stable, items (how many are common). ``partners``: heard last year.
    """

    common: int
    index: float | None
    previous: float | None
    change: float | None
    stable: bool | None
    factors: pd.DataFrame
    partners: int


def comparison(
    answers: pd.DataFrame,
    previous: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
) -> Comparison:
    """Two campaigns compared on the items answered in both, for the indices published in both
    (METHOD 4.7); a change smaller than ``noise_points`` is stable.

    Both frames hold the partners' side alone, without starting partners.
    """
    scored = rated(items)
    now, then = (_year(one, scored, rules) for one in (answers, previous))
    known = [year.measures.index[year.measures["n"] >= rules.n_indicative] for year in (now, then)]
    both = scored.index[scored.index.isin(known[0]) & scored.index.isin(known[1])]
    rows = {}
    for factor in rules.factor_weights:
        mine = both[scored.loc[both, "factor"] == factor]
        published = all(year.factors["index"].notna()[factor] for year in (now, then))
        if published and len(mine) >= rules.factor_min_items:
            weights = scored.loc[mine, "weight"]
            pair = [
                scoring.weighted_mean(year.measures.loc[mine, "index"], weights)
                for year in (now, then)
            ]
            rows[factor] = (*pair, len(mine))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["index", "previous", "items"])
    table.index = table.index.rename("factor").astype("str")
    table.insert(2, "change", table["index"] - table["previous"])
    table.insert(3, "stable", scoring.below(table["change"].abs(), rules.noise_points))
    heard = int(then.ratings.notna().any(axis=1).sum())
    published = all(year.whole.index is not None for year in (now, then))
    if not published or len(table) < rules.overall_min_factors:
        return Comparison(len(both), None, None, None, None, table, heard)
    weights = pd.Series(dict(rules.factor_weights)).loc[table.index]
    index = scoring.weighted_mean(table["index"], weights)
    before = scoring.weighted_mean(table["previous"], weights)
    stable = bool(scoring.below(abs(index - before), rules.noise_points))
    return Comparison(len(both), index, before, index - before, stable, table, heard)


class _Year(NamedTuple):
    """What a campaign publishes, as far as a comparison asks."""

    ratings: pd.DataFrame
    measures: pd.DataFrame
    factors: pd.DataFrame
    whole: Whole


def _year(answers: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> _Year:
    ratings, importance = voices(answers, items), voices(answers, items, "importance")
    own = own_indices(ratings, items, rules)
    known = measures(ratings, importance, items)
    by_factor = factors(known, own, rules)
    return _Year(ratings, known, by_factor, whole(by_factor, own, rules))


# ── who was heard ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Response:
    """Who answered.

    ``partners``: heard (at least one answer, without object included); ``respondents``: their
    people; ``invited``: as the client says; ``population``: what the interval of a mean corrects
    for, None when unknown; ``revenue_share``: share of the active partners' revenue that those
    heard stand for, None when unknown; ``without_revenue``: heard, active and of unknown revenue.
    """

    partners: int
    respondents: int
    invited: int | None
    population: int | None
    revenue_share: float | None
    without_revenue: list[str]


def response(
    answers: pd.DataFrame,
    partners: pd.DataFrame | None,
    rules: Rules,
    strategic: Collection[str] | None = None,
) -> Response:
    """Who answered, among whom: those invited, else the strategic partners when only they did."""
    given = answers[answers["state"] != MISSING]
    heard = sorted({str(one) for one in given["partner_id"]})
    people = int(given[["partner_id", "respondent_id"]].drop_duplicates().shape[0])
    population = rules.invited
    if population is None and strategic and heard and set(heard) <= set(strategic):
        population = len(strategic)
    share, without = _revenue_share(heard, partners)
    return Response(len(heard), people, rules.invited, population, share, without)


def _revenue_share(
    heard: Sequence[str], partners: pd.DataFrame | None
) -> tuple[float | None, list[str]]:
    if partners is None:
        return None, []
    active = partners.loc[partners["status"] == ACTIVE, "revenue_n"].astype(float)
    total = float(active.sum())
    mine = active[active.index.isin(heard)]
    without = sorted(str(one) for one in mine.index[mine.isna()])
    return (float(mine.sum()) / total if total > 0 else None), without


# ── data quality ─────────────────────────────────────────────────────────────────────────────────


def counts(answers: pd.DataFrame, items: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Answers of the partners' people, by factor.

    Returns
    -------
    DataFrame
        Indexed by factor id: asked (respondents × items), answered, not_applicable, missing (what
        a respondent left blank, or has no row of).
    """
    mine = answers[answers["item_id"].isin(items.index)]
    people = mine.loc[mine["state"] != MISSING, ["partner_id", "respondent_id"]].drop_duplicates()
    states = mine["state"].groupby([mine["item_id"].map(items["factor"]), mine["state"]]).size()
    rows = {}
    for factor in rules.factor_weights:
        asked = len(people) * int((items["factor"] == factor).sum())
        given = {state: int(states.get((factor, state), 0)) for state in (ANSWERED, NOT_APPLICABLE)}
        rows[factor] = {"asked": asked, **given, MISSING: asked - sum(given.values())}
    table = pd.DataFrame.from_dict(rows, orient="index").astype(int)
    table.index = table.index.rename("factor").astype("str")
    return table


def notices(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
    *,
    guesses: pd.DataFrame,
    own: pd.DataFrame,
    factors: pd.DataFrame,
) -> list[Notice]:
    """Warnings of METHOD 4.2 on the answers of partners and of the vendor's team.

    Codes and values: ``few_items`` (factor, answered, needed), ``few_answers`` (partners, without
    an index of their own: ids, none without names; count), ``many_not_applicable`` (factor, share,
    threshold), ``straight_lining`` and ``straight_lining_mirror`` (partner_id, "" without names;
    rating, None for NA; items).
    """
    known = answers[answers["item_id"].isin(items.index)]
    found = [
        Notice(
            "few_items",
            {
                "factor": str(factor),
                "answered": int(row["answered"]),
                "needed": rules.factor_min_items,
            },
        )
        for factor, row in factors.iterrows()
        if row["band"] == FULL and row["answered"] < rules.factor_min_items
    ]
    short = [str(one) for one in own.index[own["index"].isna()]]
    if short:
        told = short if rules.named else []
        found.append(Notice("few_answers", {"partners": told, "count": len(short)}))
    parts = {str(item): str(factor) for item, factor in items["factor"].items()}
    shares = often_not_applicable(known, parts, rules.na_warning_share)
    found += [
        Notice(
            "many_not_applicable",
            {"factor": one, "share": float(shares[one]), "threshold": rules.na_warning_share},
        )
        for one in rules.factor_weights
        if one in shares.index
    ]
    for code, told_by in (("straight_lining", known), ("straight_lining_mirror", guesses)):
        mine = told_by[told_by["item_id"].isin(items.index)]
        lines = straight_lines(mine, ["partner_id", "respondent_id"], "rating")
        found += [_straight_line(code, row, rules) for row in lines.to_dict("records")]
    return found


def _straight_line(code: str, row: Mapping[Any, Any], rules: Rules) -> Notice:
    mark = float(row["answer"])
    return Notice(
        code,
        {
            "partner_id": str(row["partner_id"]) if rules.named else "",
            "rating": None if math.isnan(mark) else mark,
            "items": int(row["items"]),
        },
    )


# ── all of it ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Survey:
    """All that the perception report says; each part is described where it is computed."""

    rules: Rules
    bank: pd.DataFrame  # every item, general questions included
    response: Response
    band: str  # what may be told of all the partners heard
    items: pd.DataFrame  # see `published_items`
    factors: pd.DataFrame
    whole: Whole
    consistency: pd.DataFrame
    crossing: Crossing
    ranking: pd.DataFrame
    foremost: list[str]  # items by opportunity however few rated them: whose words come first
    importance_missing: bool  # ratings, but nobody says what matters
    mirror: Mirror
    cross_check: pd.DataFrame | None  # None without a diagnostic
    general: General
    quotations: pd.DataFrame
    own: pd.DataFrame  # partners' own indices; empty unless answers are named
    sheets: list[Sheet]
    proposals: pd.DataFrame
    comparison: Comparison | None  # None without answers of the year before
    counts: pd.DataFrame
    notices: list[Notice]

    @property
    def first(self) -> str | None:
        """The item with most to gain that may be told, None when there is none."""
        told = self.ranking.index[self.ranking["opportunity"].notna()]
        return str(told[0]) if len(told) else None


def survey(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    rules: Rules,
    *,
    partners: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
    previous_partners: pd.DataFrame | None = None,
    strategic: Collection[str] | None = None,
    levels: pd.Series[float] | None = None,
) -> Survey:
    """The whole perception of one campaign.

    Parameters
    ----------
    answers : DataFrame
        Columns partner_id, respondent_id, side (``partner`` or ``vendor_mirror``), item_id, rating
        (NaN without number), intent, state, importance, comment.
    items : DataFrame
        The bank's items, indexed by id.
    partners : DataFrame, optional
        Indexed by partner id: name, status, revenue_n.
    previous, previous_partners : DataFrame, optional
        The same of the year before.
    strategic : collection of str, optional
        Ids of the strategic partners (METHOD 7.3).
    levels : Series, optional
        Levels of the diagnostic's items, 0–4.
    """
    scored = rated(items)
    told = counted(answers, partners)
    theirs, ours = side(told, PARTNER), side(told, MIRROR)
    who = response(theirs, partners, rules, strategic)
    ratings, importance = voices(theirs, scored), voices(theirs, scored, "importance")
    guesses = voices(ours, scored)
    own = own_indices(ratings, scored, rules)
    known = measures(ratings, importance, scored)
    by_factor = factors(known, own, rules, who.population)
    ordered = ranking(known, rules)
    said = quotations(theirs, items, partners, rules)
    before = None
    if previous is not None:
        before = side(counted(previous, previous_partners), PARTNER)
    revenue = None if partners is None else partners["revenue_n"].astype(float)
    return Survey(
        rules=rules,
        bank=items,
        response=who,
        band=rules.band(who.partners),
        items=published_items(known, ratings, rules, revenue=revenue, population=who.population),
        factors=by_factor,
        whole=whole(by_factor, own, rules, who.population),
        consistency=consistency(theirs, scored, rules),
        crossing=crossing(known, rules),
        ranking=ordered,
        foremost=_foremost(known),
        importance_missing=bool(known["n"].any() and known["importance"].isna().all()),
        mirror=mirror(guesses, ratings, scored, rules),
        cross_check=None if levels is None else cross_check(levels, known, scored, rules),
        general=general(theirs, items, rules, who.population),
        quotations=said,
        own=own if rules.named else own.head(0),
        sheets=sheets(
            theirs,
            items,
            rules,
            ratings=ratings,
            importance=importance,
            guesses=guesses,
            own=own,
            said=said,
        ),
        proposals=proposals(ordered, scored, rules),
        comparison=None if before is None else comparison(theirs, before, items, rules),
        counts=counts(theirs, scored, rules),
        notices=notices(theirs, scored, rules, guesses=ours, own=own, factors=by_factor),
    )
