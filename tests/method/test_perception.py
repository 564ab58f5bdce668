"""Perception (METHOD 6): published figures, small numbers, and what no reorder changes."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.method import perception
from padlib.method.perception import (
    FULL,
    HIDDEN,
    INDICATIVE,
    INDIVIDUAL,
    NOTHING,
    QUALITATIVE,
    Rules,
)
from tests.interviews import ITEMS, RATED, crowd, everywhere, partners, told

RULES = Rules.of(banks.rules("perception") | {"effort": banks.effort()})
UNNAMED = replace(RULES, named=False)


def surveyed(lines, rules=RULES, **more):
    return perception.survey(told(*lines), ITEMS, rules, **more)


def rated_by(item, ratings, importance=None):
    matters = importance or ["-"] * len(ratings)
    return [
        f"p{i:02} r {item} {mark} {weight}"
        for i, (mark, weight) in enumerate(zip(ratings, matters, strict=True))
    ]


# ── the worked examples ──


def test_the_worked_item(worked):
    case = worked["perception_item"]
    lines = rated_by("P-VA-01", case["ratings"], case["importance"])
    found = surveyed(lines, replace(RULES, invited=case["population"])).items.loc["P-VA-01"]
    assert found["n"] == case["n"] and found["band"] == FULL
    assert found["mean"] == case["mean"] and found["median"] == case["median"]
    assert found["s"] == pytest.approx(case["stdev"], abs=5e-5)
    assert found["top_share"] == case["top2_share"]
    assert found["bottom_share"] == case["bottom2_share"]
    assert [found["top_low"], found["top_high"]] == pytest.approx(case["wilson_95"], abs=5e-7)
    assert [found["low"], found["high"]] == pytest.approx(case["mean_ci_95_fpc"], abs=5e-5)
    assert found["index"] == case["index_0_100"]
    assert found["importance"] == case["importance_mean"]
    assert found["opportunity"] == pytest.approx(case["opportunity"], abs=6e-5)


def test_the_worked_net_promoter_score(worked):
    case = worked["nps"]
    lines = [f"p{i} r P-NPS-01 {mark}" for i, mark in enumerate(case["answers"])]
    found = surveyed(lines).general.recommendation
    assert (found.promoters, found.detractors) == (case["promoters"], case["detractors"])
    assert found.score == pytest.approx(case["nps"])
    assert [found.low, found.high] == pytest.approx(case["adjusted_wald_95"], abs=5e-3)


def test_the_worked_cross_check(worked):
    (case,) = [one for one in worked.values() if isinstance(one, dict) and "overconfidence" in one]
    item = "P-VA-01"
    first, second = ITEMS.at[item, "linked_diagnostic_ids"]
    levels = pd.Series({first: 3.0, second: 2.0})
    ratings = [2, 3, 1, 2, 3, 2, 2, 3, 2, 2]  # 2.2 on average
    found = surveyed(rated_by(item, ratings), levels=levels).cross_check.loc[item]
    assert found["practised"] == case["diagnostic_index"]
    assert found["perceived"] == pytest.approx(case["perception_index"])
    assert found["delta"] == pytest.approx(case["overconfidence"])
    assert bool(found["overconfident"]) is case["flag"]


# ── intervals, against what others publish ──

NEWCOMBE = [  # Statistics in Medicine 17 (1998), table I, method 3
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("successes", "n", "low", "high"), NEWCOMBE)
def test_wilson_gives_newcombes_figures(successes, n, low, high):
    assert perception.wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("successes", "n"), [(0, 8), (5, 8), (8, 8), (3, 11), (13, 40)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_wilson_agrees_with_scipy(successes, n, confidence):
    from scipy.stats import binomtest

    theirs = binomtest(successes, n).proportion_ci(confidence, method="wilson")
    ours = perception.wilson(successes, n, confidence)
    assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_nobody_has_no_share():
    assert all(math.isnan(end) for end in perception.wilson(0, 0))


@given(st.lists(st.floats(1, 5), min_size=2, max_size=40), st.sampled_from([0.9, 0.95]))
def test_the_interval_of_a_mean_agrees_with_scipy(values, confidence):
    from scipy import stats

    spread = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    theirs = stats.t.ppf(0.5 + confidence / 2, len(values) - 1) * spread
    assert perception.half_width(values, confidence=confidence) == pytest.approx(theirs, abs=1e-9)


def test_the_interval_of_a_mean_is_that_of_the_nist_handbook():
    """ZARR13 (e-Handbook 1.3.5.2): n = 195, s = 0.022789, 9.258242 to 9.264679."""
    ups = np.array([1.0, -1.0] * 97 + [0.0])
    values = 9.261460 + ups / ups.std(ddof=1) * 0.022789
    assert perception.half_width(values) == pytest.approx((9.264679 - 9.258242) / 2, abs=1e-6)


def test_when_all_the_population_answers_the_mean_is_known():
    assert perception.half_width([1, 3, 5, 4], population=4) == 0
    wide, narrow = (perception.half_width([1, 3, 5, 4], population=n) for n in (1000, 5))
    assert narrow < wide < perception.half_width([1, 3, 5, 4])


def test_a_population_smaller_than_the_answers_corrects_nothing():
    assert perception.half_width([1, 3, 5], 2) == perception.half_width([1, 3, 5])


def test_one_value_has_no_interval():
    assert math.isnan(perception.half_width([3.0]))


def test_an_interval_never_leaves_the_scale():
    found = surveyed(rated_by("P-VA-01", [5, 5, 5, 5, 5, 5, 5, 1])).items.loc["P-VA-01"]
    assert found["high"] == 5
    everyone = perception.net_promoters([10] * 10)
    assert (everyone.score, everyone.high) == (100, 100) and everyone.low < 100


def test_the_adjusted_score_is_pulled_to_the_middle():
    found = perception.net_promoters([10] * 10)
    centre = 100 * (10.75 - 0.75) / 13
    variance = (10.75 + 0.75) / 13 - (centre / 100) ** 2
    assert found.low == pytest.approx(centre - 100 * 1.959964 * math.sqrt(variance / 13), abs=1e-3)


# ── alpha ──


def test_alpha_by_hand():
    """Variances 1, 1 and 1, total 1 + 1 + 1 + 2·(1 + 0.5 + 0.5) = 7: 3/2·(1 − 3/7)."""
    rows = pd.DataFrame({"a": [1, 2, 3], "b": [1, 2, 3], "c": [1, 3, 2]})
    assert perception.alpha(rows) == pytest.approx(1.5 * (1 - 3 / 7))


def test_alpha_of_items_that_say_the_same_is_one_and_of_strangers_nought():
    same = pd.DataFrame({"a": [1, 2, 4, 5], "b": [1, 2, 4, 5]})
    assert perception.alpha(same) == pytest.approx(1)
    strangers = pd.DataFrame({"a": [1, 1, 2, 2], "b": [1, 2, 1, 2]})
    assert perception.alpha(strangers) == pytest.approx(0)


@given(st.integers(2, 6), st.integers(4, 20), st.randoms(use_true_random=False))
def test_alpha_is_the_textbooks_mean_covariance_form(k, n, random):
    """k·c̄ / (v̄ + (k − 1)·c̄), with the mean variance and the mean covariance."""
    rows = pd.DataFrame([[random.randint(1, 5) for _ in range(k)] for _ in range(n)])
    covariance = np.cov(rows.to_numpy(dtype=float), rowvar=False)
    v = np.trace(covariance) / k
    c = (covariance.sum() - np.trace(covariance)) / (k * (k - 1))
    if v + (k - 1) * c > 1e-6:
        assert perception.alpha(rows) == pytest.approx(k * c / (v + (k - 1) * c))


def test_alpha_asks_for_twenty_complete_rows():
    def rows(n):
        return [
            f"p{i} r {item} {1 + (i + place) % 3 + i % 2}"
            for i in range(n)
            for place, item in enumerate(RATED.index[RATED["factor"] == "VA"])
        ]

    short, enough = surveyed(rows(19)).consistency, surveyed(rows(20)).consistency
    assert short.at["VA", "rows"] == 19 and math.isnan(short.at["VA", "alpha"])
    assert enough.at["VA", "rows"] == 20 and not math.isnan(enough.at["VA", "alpha"])
    assert enough.at["SC", "rows"] == 0
    holed = [line.replace("p0 r P-VA-03 3", "p0 r P-VA-03 NA") for line in rows(20)]
    assert surveyed(holed).consistency.at["VA", "rows"] == 19


# ── one partner, one voice ──


def test_respondents_of_a_partner_are_averaged_first():
    lines = [f"big r{i} P-VA-01 5" for i in range(9)] + ["small r P-VA-01 1"]
    found = perception.voices(told(*lines), RATED)["P-VA-01"]
    assert found.to_dict() == {"big": 5, "small": 1}
    assert perception.measures(
        perception.voices(told(*lines), RATED), perception.voices(told(), RATED), RATED
    ).loc["P-VA-01", ["n", "mean"]].tolist() == [2, 3]


def test_partner_means_are_drawn_rounded_half_up():
    lines = ["a r1 P-VA-01 4", "a r2 P-VA-01 5"]
    lines += [f"p{i} r P-VA-01 {mark}" for i, mark in enumerate([1, 1, 2, 4])]
    lines += ["b r1 P-VA-01 2", "b r2 P-VA-01 3"]
    found = surveyed(lines).items.loc["P-VA-01"]
    assert [int(found[str(mark)]) for mark in perception.MARKS] == [2, 1, 1, 1, 1]


def test_top_and_bottom_are_of_the_partner_means():
    """3.5 is top, 2.5 is bottom, though both are drawn as the rating above."""
    lines = ["a r1 P-VA-01 3", "a r2 P-VA-01 4", "b r1 P-VA-01 2", "b r2 P-VA-01 3"]
    lines += [f"p{i} r P-VA-01 3" for i in range(4)]
    found = surveyed(lines).items.loc["P-VA-01"]
    assert (found["top"], found["bottom"], found["n"]) == (1, 1, 6)


def test_a_starting_partner_counts_nowhere():
    lines = [*crowd(8, 4), *everywhere("new", 1), "new @cm P-VA-01 5", "new new P-OPN-01 - - Merci"]
    network = partners("new starting 0", *(f"p{i:02} active 10" for i in range(8)))
    found = surveyed(lines, partners=network)
    assert found.response.partners == 8 and found.whole.index == 75
    assert found.mirror.guessed == 0 and found.quotations.empty
    assert [sheet.partner_id for sheet in found.sheets] == [f"p{i:02}" for i in range(8)]


def test_na_and_blanks_never_count():
    lines = crowd(8, 4) + [f"q{i} q{i} P-VA-01 {mark}" for i, mark in enumerate(["NA", "-"])]
    assert surveyed(lines).items.at["P-VA-01", "n"] == 8
    assert surveyed(lines).items.at["P-VA-01", "mean"] == 4


def test_an_importance_without_a_rating_still_counts():
    lines = [*rated_by("P-VA-01", [3] * 8, [2] * 8), "z z P-VA-01 NA 5"]
    assert surveyed(lines).items.at["P-VA-01", "importance"] == pytest.approx(21 / 9)


# ── revenue ──


def test_the_revenue_weighted_mean_stands_on_partners_of_known_revenue():
    lines = rated_by("P-VA-01", [5] + [1] * 8)
    rich = partners("p00 active 80", *(f"p{i:02} active 10" for i in range(1, 9)))
    assert surveyed(lines, partners=rich).items.at["P-VA-01", "weighted_mean"] == pytest.approx(3)
    unknown = partners("p00 active -", *(f"p{i:02} active 10" for i in range(1, 9)))
    assert surveyed(lines, partners=unknown).items.at["P-VA-01", "weighted_mean"] == 1
    few = partners("p00 active -", "p01 active -", *(f"p{i:02} active 9" for i in range(2, 9)))
    assert math.isnan(surveyed(lines, partners=few).items.at["P-VA-01", "weighted_mean"])


def test_the_share_of_revenue_is_that_of_active_partners_heard():
    network = partners("p00 active 60", "p01 inactive 50", "p02 active 40", "p03 active -")
    found = surveyed(
        [*everywhere("p00", 3), *everywhere("p01", 3), *everywhere("p03", 3)], partners=network
    ).response
    assert (found.partners, found.revenue_share) == (3, 0.6)
    assert found.without_revenue == ["p03"]


def test_the_population_is_the_invited_else_the_strategic_set_when_all_belong_to_it():
    lines = crowd(8)
    everyone = [f"p{i:02}" for i in range(9)]
    assert surveyed(lines, replace(RULES, invited=14)).response.population == 14
    assert surveyed(lines, strategic=everyone).response.population == 9
    assert surveyed(lines, strategic=everyone[1:]).response.population is None
    assert surveyed(lines).response.population is None


# ── indices ──


def test_the_index_of_a_factor_weighs_its_items_and_the_whole_its_factors():
    lines = [
        line
        for i in range(8)
        for line in [
            *everywhere(f"p{i}", 3, items=RATED[RATED["factor"] != "VA"]),
            *everywhere(f"p{i}", 1, items=RATED[RATED["factor"] == "VA"].drop("P-VA-01")),
            f"p{i} p{i} P-VA-01 5 4",
        ]
    ]
    found = surveyed(lines)
    weights = RATED.loc[RATED["factor"] == "VA", "weight"]
    expected = 100 * weights["P-VA-01"] / weights.sum()
    assert found.factors.at["VA", "index"] == pytest.approx(expected)
    assert found.factors.at["SC", "index"] == 50
    assert found.whole.index == pytest.approx((30 * expected + 70 * 50) / 100)


def test_a_factor_asks_for_four_items_and_the_whole_for_three_factors():
    three = RATED.index[RATED["factor"] == "VA"][:3]
    four = RATED.index[RATED["factor"] == "VA"][:4]
    others = RATED[RATED["factor"].isin(["SC", "OR"])]

    def lines(items):
        return [
            line
            for i in range(8)
            for line in [
                *everywhere(f"p{i}", 4, items=RATED.loc[items]),
                *everywhere(f"p{i}", 4, items=others),
            ]
        ]

    short, enough = surveyed(lines(three)), surveyed(lines(four))
    assert math.isnan(short.factors.at["VA", "index"]) and short.whole.index is None
    assert enough.factors.at["VA", "index"] == 75 and enough.whole.index == 75
    assert enough.factors.at["PR", "band"] == NOTHING


def test_a_partners_own_indices_obey_the_same_rules():
    lines = everywhere("a", 5, items=RATED[RATED["factor"] == "VA"].head(3))
    lines += everywhere("b", 5, items=RATED[RATED["factor"] != "PR"])
    own = perception.own_indices(perception.voices(told(*lines), RATED), RATED, RULES)
    assert own.loc["a"].isna().all()
    assert own.loc["b"].drop("PR").tolist() == [100, 100, 100, 100]
    assert math.isnan(own.at["b", "PR"])


def test_the_interval_of_a_factor_is_that_of_the_partners_own_indices():
    lines = [line for i in range(8) for line in everywhere(f"p{i}", 1 + i % 5)]
    found = surveyed(lines).factors.loc["OR"]
    own = [25 * (i % 5) for i in range(8)]
    half = perception.half_width(own)
    assert found["index"] == pytest.approx(np.mean(own))
    assert found["high"] == pytest.approx(found["index"] + half)
    assert found["low"] == pytest.approx(max(found["index"] - half, 0))


# ── importance and performance ──


def crossed(rules=RULES):
    marks = {"P-VA-01": (1, 5), "P-VA-02": (5, 5), "P-VA-03": (1, 1), "P-VA-04": (5, 1)}
    lines = [
        f"p{i} r {item} {rating} {importance}"
        for item, (rating, importance) in marks.items()
        for i in range(8)
    ]
    return surveyed(lines, rules)


def test_each_quadrant_and_both_crosshairs():
    found = crossed().crossing
    assert found.items["quadrant"].tolist() == ["fix", "keep", "low", "over"]
    assert (found.performance, found.importance) == (3, 3)
    lifted = surveyed(
        [*rated_by("P-VA-01", [4] * 8, [4] * 8), *rated_by("P-VA-02", [5] * 8, [4] * 8)]
    )
    assert lifted.crossing.items["quadrant"].tolist() == ["fix", "keep"]
    middle = replace(RULES, crosshair="midpoint")
    assert surveyed(rated_by("P-VA-01", [4] * 8, [4] * 8), middle).crossing.items[
        "quadrant"
    ].tolist() == ["keep"]
    # on the crosshair is high on both axes
    assert surveyed(rated_by("P-VA-01", [3] * 8, [3] * 8), middle).crossing.items[
        "quadrant"
    ].tolist() == ["keep"]


def test_the_crosshair_counts_items_that_have_both():
    lines = [*rated_by("P-VA-01", [4] * 8, [4] * 8), *rated_by("P-VA-02", [1] * 8)]
    found = surveyed(lines)
    assert list(found.crossing.items.index) == ["P-VA-01"]
    assert found.crossing.performance == 4
    assert list(found.ranking.index) == ["P-VA-01"]


def test_opportunities_are_ranked_ties_by_weight_then_id():
    lines = [*rated_by("P-VA-01", [2] * 8, [4] * 8), *rated_by("P-VA-05", [2] * 8, [4] * 8)]
    lines += [*rated_by("P-VA-04", [2] * 8, [4] * 8), *rated_by("P-VA-06", [1] * 8, [5] * 8)]
    assert list(surveyed(lines).ranking.index) == ["P-VA-06", "P-VA-01", "P-VA-04", "P-VA-05"]
    assert surveyed(lines).first == "P-VA-06"


def test_what_is_perfect_has_nothing_to_gain():
    found = surveyed(crowd(8, 5))
    assert found.ranking.empty and found.proposals.empty and found.first is None


# ── small numbers ──


@pytest.mark.parametrize(
    ("n", "band"),
    [
        (0, NOTHING),
        (1, INDIVIDUAL),
        (2, INDIVIDUAL),
        (3, QUALITATIVE),
        (4, QUALITATIVE),
        (5, INDICATIVE),
        (7, INDICATIVE),
        (8, FULL),
        (60, FULL),
    ],
)
def test_the_bands_of_small_numbers(n, band):
    assert RULES.band(n) == band


def test_full_publishes_everything():
    found = surveyed(crowd(8, 4))
    assert found.items.loc["P-VA-01"].drop("weighted_mean").notna().all()
    assert found.factors.notna().all(axis=None)
    assert found.whole.index == 75 and found.whole.low == 75


@pytest.mark.parametrize("n", [5, 7])
def test_from_five_to_seven_there_is_a_median_and_neither_mean_nor_interval(n):
    found = surveyed(crowd(n, 4))
    item = found.items.loc["P-VA-01"]
    assert (item["median"], item["4"], item["top_share"], item["lowest"]) == (4, n, 1, 4)
    silent = ["mean", "low", "high", "s", "index", "importance", "weighted_mean", "top_low"]
    assert item[silent].isna().all()
    assert item["opportunity"] == pytest.approx(20)
    assert found.factors[["index", "low", "high"]].isna().all(axis=None)
    assert (found.factors["median"] == 75).all() and (found.factors["lowest"] == 75).all()
    assert (found.whole.index, found.whole.low, found.whole.median) == (None, None, 75)
    assert found.first is not None


@pytest.mark.parametrize("n", [3, 4])
def test_from_three_to_four_there_are_medians_of_factors_and_quotations_only(n):
    lines = [*crowd(n, 2), "p00 p00 P-OPN-02 - - Des réponses"]
    found = surveyed(lines, levels=pd.Series(2.0, index=banks.load("diagnostic").items.index))
    told_of = found.items.drop(columns=["factor", "weight", "n", "band"])
    assert told_of.isna().all(axis=None)
    assert (found.factors["median"] == 25).all()
    assert found.factors[["index", "low", "high", "lowest", "highest"]].isna().all(axis=None)
    assert found.whole.median is None and found.whole.n == n
    assert found.crossing.items.empty and found.mirror.items.empty and found.cross_check.empty
    assert list(found.quotations["comment"]) == ["Des réponses"]
    assert found.first is None
    assert len(found.proposals) == RULES.max_actions and found.proposals["opportunity"].isna().all()


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_partners_have_sheets_and_no_aggregate(n):
    found = surveyed(crowd(n, 2))
    silent = ["median", "index", "low", "high", "lowest", "highest"]
    assert found.factors[silent].isna().all(axis=None)
    assert found.proposals.empty and found.ranking.empty
    assert len(found.sheets) == n and found.sheets[0].indices["index"] == 25


def test_the_score_of_promoters_asks_for_ten():
    def general(n):
        return surveyed([f"p{i} r P-NPS-01 9" for i in range(n)]).general

    assert general(9).recommendation is None and general(9).asked["P-NPS-01"] == 9
    assert general(10).recommendation.score == 100


def test_share_of_wallet_and_intent_follow_the_bands():
    def general(n):
        lines = [f"p{i} r P-SOW-01 {20 + i}" for i in range(n)]
        lines += [f"p{i} r P-INV-01 {('up', 'down', 'stable')[i % 3]}" for i in range(n)]
        return surveyed(lines).general

    assert general(4).wallet is None and general(4).intent is None
    assert general(5).wallet == {"median": 22, "lowest": 20, "highest": 24}
    assert general(5).intent == {"down": 2, "stable": 1, "up": 2}
    assert general(9).wallet["mean"] == 24


def test_a_partner_that_leans_no_way_is_stable():
    lines = ["a r1 P-INV-01 up", "a r2 P-INV-01 stable", "b r1 P-INV-01 up", "b r2 P-INV-01 up"]
    lines += ["c r1 P-INV-01 down", "c r2 P-INV-01 up", "d r P-INV-01 down"]
    found = perception.intents(told(*lines))
    assert found.to_dict() == {"a": "stable", "b": "up", "c": "stable", "d": "down"}


def test_an_item_few_rated_is_silent_and_leaves_its_factor():
    lines = [line for line in crowd(8, 4) if " P-VA-01 " not in line]
    lines += [f"p0{i} p0{i} P-VA-01 1 5" for i in range(4)]
    found = surveyed(lines)
    assert found.items.at["P-VA-01", "band"] == QUALITATIVE
    assert math.isnan(found.items.at["P-VA-01", "median"])
    assert found.factors.at["VA", "index"] == 75 and found.factors.at["VA", "answered"] == 6


# ── confidentiality ──


def test_without_names_fewer_than_the_threshold_are_hidden():
    assert [UNNAMED.band(n) for n in (1, 4, 5, 8)] == [HIDDEN, HIDDEN, INDICATIVE, FULL]
    assert replace(UNNAMED, anonymity_threshold=3).band(3) == QUALITATIVE
    assert replace(UNNAMED, anonymity_threshold=9).band(8) == HIDDEN
    found = surveyed(crowd(4, 2), UNNAMED)
    assert found.factors[["median", "index"]].isna().all(axis=None)
    assert found.whole.median is None


def test_without_names_there_is_no_sheet_and_no_index_of_one_partner():
    found = surveyed(crowd(8, 2), UNNAMED)
    assert found.sheets == [] and found.own.empty


def test_three_people_of_one_company_are_one_company():
    lines = [line for who in "abcde" for line in everywhere("only", 2, who=who)]
    assert surveyed(lines, UNNAMED).factors["band"].tolist() == [HIDDEN] * 4


QUOTED = [
    *crowd(5, 3),
    "p00 p00 P-VA-02 2 4 Trop peu de marge",
    "p01 p01 P-VA-02 1 4 Comme Aubrescal le dit",
    "p02 p02 P-OPN-01 - - La formation",
]


def test_quotations_without_names_tell_no_partner():
    network = partners("p00 active 1", "aubrescal active 2")
    lines = [line for line in QUOTED if not line.startswith("p00 p00 P-VA-02 3")]
    lines = [line for line in lines if not line.startswith("p01 p01 P-VA-02 3")]
    named = surveyed(lines, partners=network).quotations
    assert named["partner_id"].tolist() == ["p01", "p00", "p02"]
    hidden = surveyed(lines, UNNAMED, partners=network).quotations
    assert hidden["comment"].tolist() == ["Trop peu de marge"]  # one answered the open question
    assert set(hidden["partner_id"]) == set(hidden["respondent_id"]) == {""}
    assert surveyed(lines, replace(UNNAMED, anonymity_threshold=6)).quotations.empty


def test_quotations_come_in_the_order_of_the_bank_the_lowest_rating_first():
    lines = ["b r P-SC-01 4 5 Clair", "a r P-VA-01 5 5 Bien", "c r P-SC-01 2 5 Flou"]
    found = surveyed(lines).quotations
    assert found["comment"].tolist() == ["Bien", "Flou", "Clair"]
    assert found["group"].tolist() == ["VA", "SC", "SC"]
    across = surveyed([*lines, "d r P-SC-02 1 5 Jamais", "e r P-SC-02 5 5 Toujours"]).quotations
    assert across["comment"].tolist() == ["Bien", "Jamais", "Flou", "Clair", "Toujours"]


# ── mirror and cross-check ──


def mirrored(answer, guess, n=5):
    lines = [f"p{i} r P-VA-01 {answer}" for i in range(n)]
    return surveyed([*lines, *(f"p{i} @cm P-VA-01 {guess}" for i in range(n))]).mirror


def test_the_mirror_reads_blind_spots_and_strengths():
    assert mirrored(3, 4).items.loc["P-VA-01", ["gap", "reading"]].tolist() == [1, "blind_spot"]
    assert mirrored(4, 3).items.loc["P-VA-01", ["gap", "reading"]].tolist() == [-1, "strength"]
    assert mirrored(4, 4).items.at["P-VA-01", "reading"] == ""
    assert mirrored(3, 4, n=4).items.empty


def test_the_mirror_compares_the_same_partners():
    """Five partners rate 5 and are guessed right, three rate 1 and are not guessed: no gap, where
    the guesses (5) less the mean of all (3.5) would read as a blind spot of 1.5."""
    lines = [*rated_by("P-VA-01", [5] * 5 + [1] * 3), *(f"p{i:02} @cm P-VA-01 5" for i in range(5))]
    found = surveyed([*lines, "stranger @cm P-VA-01 1"]).mirror
    assert found.items.loc["P-VA-01", ["n", "gap"]].tolist() == [5, 0]
    assert (found.partners, found.guessed) == (5, 6)


def test_several_guesses_of_one_partner_are_averaged_first():
    lines = [*rated_by("P-VA-01", [3] * 5), *(f"p{i:02} @cm P-VA-01 3" for i in range(5))]
    lines += ["p00 @dg P-VA-01 5"]
    assert surveyed(lines).mirror.items.at["P-VA-01", "guess"] == pytest.approx(16 / 5)


def test_over_confidence_begins_at_the_threshold():
    levels = pd.Series(3.0, index=banks.load("diagnostic").items.index)  # 75
    assert surveyed(crowd(8, 3), levels=levels).cross_check["overconfident"].all()  # 50
    found = surveyed(crowd(8, 4), levels=levels).cross_check
    assert not found["overconfident"].any() and len(found) == len(RATED)


def test_items_without_a_linked_level_are_not_cross_checked():
    levels = pd.Series({"D-COM-04": 2.0, "D-PRO-06": math.nan})
    found = surveyed(crowd(8, 3), levels=levels).cross_check
    linked = [i for i in RATED.index if "D-COM-04" in RATED.at[i, "linked_diagnostic_ids"]]
    assert sorted(found.index) == sorted(linked) and set(found["linked"]) == {1}


# ── sheets, actions ──


def test_a_sheet_tells_one_partners_own_answers():
    lines = [*everywhere("a", 3), "a x P-NPS-01 9", "a x P-SOW-01 40", "a x P-INV-01 up"]
    lines = [line for line in lines if " P-VA-01 " not in line and " P-VA-02 " not in line]
    lines += ["a a P-VA-01 1 5 Trop lent", "a a P-VA-02 5 5", "a @cm P-VA-01 4", "b b P-VA-01 4"]
    first, second = surveyed(lines).sheets
    assert (first.partner_id, first.respondents) == ("a", 2)
    assert (first.lowest, first.highest) == (["P-VA-01"], ["P-VA-02"])
    assert first.blind_spots == ["P-VA-01"]
    assert (first.recommendation, first.wallet, first.intent) == (9, 40, "up")
    assert first.quotations["comment"].tolist() == ["Trop lent"]
    assert second.partner_id == "b" and math.isnan(second.indices["index"])
    assert (second.recommendation, second.intent) == (None, None)


def test_sheets_begin_with_the_lowest_index():
    lines = [*everywhere("a", 4), *everywhere("b", 2), *everywhere("c", 3)]
    assert [sheet.partner_id for sheet in surveyed(lines).sheets] == ["b", "c", "a"]


def test_at_most_eight_actions_come_by_opportunity_with_owner_and_months():
    lines = [line for i in range(8) for line in everywhere(f"p{i}", 3)]
    found = surveyed([*lines, *(f"q{i} q P-OR-07 1 5" for i in range(3))])
    assert len(found.proposals) == 8
    assert found.proposals.index[0] == "P-OR-07"
    first = found.proposals.iloc[0]
    assert (first["owner_role"], first["effort"], first["start"], first["end"]) == (
        "DIRP",
        "S",
        1,
        1,
    )


def test_actions_take_the_common_form():
    proposals = surveyed(crowd(8, 3)).proposals
    table = perception.actions(proposals, ITEMS, dt.date(2026, 10, 31))
    assert table.index.tolist() == proposals.index.tolist()
    assert set(table["origin"]) == {"perception"} and set(table["partner_id"]) == {""}
    assert table["priority"].tolist() == pytest.approx(proposals["opportunity"].tolist())
    assert str(table["due"].iloc[0].date()) == "2026-11-30"  # a month after October
    assert perception.actions(proposals, ITEMS)["due"].isna().all()
    assert perception.actions(proposals.head(0), ITEMS).empty


# ── last year ──


def test_last_year_is_compared_on_the_items_answered_in_both():
    then = [line for line in crowd(8, 2) if " P-VA-01 " not in line]
    now = [line for line in crowd(9, 3) if " P-VA-01 " not in line]
    now += [f"p{i:02} p{i:02} P-VA-01 5 4" for i in range(9)]
    found = surveyed(now, previous=told(*then)).comparison
    assert (found.common, found.partners) == (27, 8)
    assert (found.index, found.previous, found.change, found.stable) == (50, 25, 25, False)
    assert found.factors.loc["VA", ["index", "previous", "items"]].tolist() == [50, 25, 6]


def test_less_than_five_points_is_stable_and_five_is_not():
    assert surveyed(crowd(8, 3), previous=told(*crowd(8, 3))).comparison.stable is True
    moved = crowd(10, 3)
    moved = [*moved[: len(moved) // 10 * 8], *everywhere("p08", 4), *everywhere("p09", 4)]
    found = surveyed(moved, previous=told(*crowd(10, 3))).comparison
    assert found.change == pytest.approx(5) and found.stable is False


def test_what_one_year_does_not_publish_is_not_compared():
    found = surveyed(crowd(8, 3), previous=told(*crowd(7, 3))).comparison
    assert found.index is None and found.factors.empty
    assert surveyed(crowd(8, 3)).comparison is None


def test_starting_partners_of_last_year_are_left_out_of_it():
    network = partners("p00 starting 0")
    found = surveyed(crowd(8, 3), previous=told(*crowd(8, 3)), previous_partners=network)
    assert found.comparison.index is None and found.comparison.partners == 7


# ── data quality ──


def codes(lines, rules=RULES):
    return {notice.code: notice.values for notice in surveyed(lines, rules).notices}


def test_one_rating_throughout_is_noticed_on_both_sides():
    lines = [*everywhere("a", 3), *everywhere("a", 4, who="@cm"), *everywhere("b", "NA")]
    found = codes(lines)
    assert found["straight_lining_mirror"] == {"partner_id": "a", "rating": 4, "items": 28}
    assert codes(everywhere("a", 3))["straight_lining"]["rating"] == 3
    assert codes(everywhere("b", "NA"))["straight_lining"]["rating"] is None
    assert codes(everywhere("a", 3), UNNAMED)["straight_lining"]["partner_id"] == ""


def test_many_na_in_a_factor_are_noticed():
    lines = [*crowd(2, 3), *everywhere("z", "NA", items=RATED[RATED["factor"] == "PR"])]
    found = codes(lines)["many_not_applicable"]
    assert (found["factor"], found["share"]) == ("PR", pytest.approx(1 / 3))
    assert "many_not_applicable" not in codes([*lines, *everywhere("y", 3)])


def test_partners_with_too_few_answers_are_noticed_without_their_names_when_unnamed():
    lines = [*crowd(8, 3), "z z P-VA-01 3 3"]
    assert codes(lines)["few_answers"] == {"partners": ["z"], "count": 1}
    assert codes(lines, UNNAMED)["few_answers"] == {"partners": [], "count": 1}


def test_counts_are_of_people_and_items():
    lines = [*everywhere("a", 3, who="x"), *everywhere("a", 3, who="y", items=RATED.head(3))]
    lines += ["a y P-VA-04 NA 3"]
    found = surveyed(lines).counts.loc["VA"]
    assert found.to_dict() == {"asked": 14, "answered": 10, "not_applicable": 1, "missing": 3}


# ── properties ──

MARKS = st.sampled_from(["1", "2", "3", "4", "5", "NA", "-"])
SOME_ITEMS = st.sampled_from(sorted(map(str, RATED.index)))
ANSWERS = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 1), SOME_ITEMS),
    st.tuples(MARKS, st.sampled_from(["-", "1", "3", "5"])),
    min_size=1,
    max_size=120,
)


def lines_of(answers, names=None):
    names = names or [f"p{i:02}" for i in range(12)]
    return [
        f"{names[partner]} r{who} {item} {mark} {importance}"
        for (partner, who, item), (mark, importance) in answers.items()
    ]


@settings(max_examples=40, deadline=None)
@given(ANSWERS, st.booleans())
def test_every_figure_stays_on_its_scale_and_in_its_band(answers, named):
    found = surveyed(lines_of(answers), replace(RULES, named=named))
    hundred = [found.items[name] for name in ("index", "opportunity")]
    hundred += [found.factors[name] for name in ("index", "low", "high", "median")]
    assert all(one.dropna().between(0, 100).all() for one in hundred)
    assert found.items[["mean", "median", "low", "high"]].stack().dropna().between(1, 5).all()
    assert found.items.loc[found.items["n"] < 8, "mean"].isna().all()
    assert found.items.loc[found.items["n"] < 5, ["median", "opportunity"]].isna().all(axis=None)
    shown = found.items[found.items["median"].notna()]
    assert (shown[[str(mark) for mark in perception.MARKS]].sum(axis=1) == shown["n"]).all()
    known = found.factors["index"].notna()
    ordered = found.factors[known]
    assert (ordered["low"] <= ordered["index"]).all() and (
        ordered["index"] <= ordered["high"]
    ).all()


@settings(max_examples=25, deadline=None)
@given(ANSWERS, st.permutations(range(12)), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_that_of_partners_changes_anything(answers, order, random):
    lines = lines_of(answers)
    shuffled = list(lines)
    random.shuffle(shuffled)
    other = lines_of(answers, [f"p{place:02}" for place in order])
    first = surveyed(lines)
    for again in (surveyed(shuffled), surveyed(other)):
        pd.testing.assert_frame_equal(first.items, again.items, rtol=1e-12)
        pd.testing.assert_frame_equal(first.factors, again.factors, rtol=1e-12)
        assert list(first.proposals.index) == list(again.proposals.index)
        assert first.whole == again.whole or first.whole.index == pytest.approx(again.whole.index)


@settings(max_examples=40, deadline=None)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_a_better_rating_never_lowers_an_index(answers, random):
    known = [key for key, (mark, _) in answers.items() if mark in "1234"]
    if not known:
        return
    key = random.choice(known)
    mark, importance = answers[key]
    better = answers | {key: (str(int(mark) + 1), importance)}
    before, after = (
        perception.own_indices(perception.voices(told(*lines_of(one)), RATED), RATED, RULES)
        for one in (answers, better)
    )
    assert ((after - before).fillna(0) >= -1e-9).all(axis=None)
    first, second = surveyed(lines_of(answers)), surveyed(lines_of(better))
    assert ((second.factors["index"] - first.factors["index"]).fillna(0) >= -1e-9).all()


def test_nobody_at_all_is_a_survey_that_says_nothing():
    found = surveyed([])
    assert found.band == NOTHING and found.whole.index is None and found.proposals.empty
    assert found.sheets == [] and found.cross_check is None and found.notices == []
