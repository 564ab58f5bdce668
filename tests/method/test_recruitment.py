"""Recruitment shortlist and network sizing (METHOD 3 "Reseller", 11)."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import WSM

from padlib import banks
from padlib.method import recruitment
from padlib.method.recruitment import Question, Rules

CRITERIA = banks.load("recruitment").items
RULES = Rules.of(banks.rules("recruitment"))
SECTORS, REGIONS = banks.sectors(), banks.regions()
COLUMNS = dict(zip(CRITERIA.index, CRITERIA["column"], strict=True))
NAN = math.nan

BLANK = {
    "kind": "reseller",
    "status_code": "none",
    "revenue_scope": "",
    "revenue_year": NAN,
    "revenue_basis": "",
    "revenue_growth_year": NAN,
    "revenue_growth_basis": "",
    "headcount": NAN,
    "region": "",
    "branches": NAN,
    "verticals": (),
    "owner": "CM",
    "added": False,
}


def resellers(**rows):
    """Companies by id, each told what is known of it; everything else is unknown."""
    unknown = dict.fromkeys(COLUMNS.values(), NAN)
    full = [{"name": i.upper(), **unknown, **BLANK, **known} for i, known in rows.items()]
    columns = ["name", *unknown, *BLANK]
    table = pd.DataFrame(full, columns=columns, index=pd.Index(list(rows), dtype="str"))
    text = ["name", "kind", "status_code", "revenue_scope", "revenue_basis"]
    text += ["revenue_growth_basis", "region", "owner"]
    return table.astype(dict.fromkeys(unknown, float) | dict.fromkeys(text, "str"))


def listed(table, rules=RULES, year=2026, sectors=(), territory=()):
    return recruitment.candidates(
        table,
        rules,
        year=year,
        target_sectors=sectors,
        territory=territory,
        sectors=SECTORS,
        regions=REGIONS,
    )


def everything(table, rules=RULES, **told):
    return recruitment.result(
        table,
        CRITERIA,
        rules,
        year=2026,
        target_sectors=told.get("sectors", ()),
        territory=told.get("territory", ()),
        sectors=SECTORS,
        regions=REGIONS,
        assumptions=banks.assumptions()["value"].to_dict(),
        as_of=told.get("as_of"),
    )


def worth(share, **others):
    """Measures worth the same share on every criterion but the ones told; no knock-out."""
    measures = {}
    for criterion, row in CRITERIA.iterrows():
        given = others.get(criterion.replace("-", "_"), share)
        rising = row["lo"] + given * (row["hi"] - row["lo"])
        falling = row["hi"] - given * (row["hi"] - row["lo"])
        target = row["lo"] + given * (row["target_lo"] - row["lo"])
        by_direction = {"max": rising, "min": falling, "target": target}
        measures[row["column"]] = by_direction[row["direction"]]
    return measures


UNARMED = CRITERIA.assign(knockout_operator="")


# ── the worked example ──


def test_the_worked_candidates(worked):
    case = worked["recruitment"]
    known = {
        name: {column: NAN if value is None else float(value) for column, value in row.items()}
        for name, row in case["candidates"].items()
    }
    found = recruitment.scores(resellers(**known), CRITERIA, RULES)
    for name, expected in case["expected"].items():
        row = found.loc[name]
        assert row["score"] == pytest.approx(expected["score"], rel=1e-4)
        assert row["known"] == pytest.approx(expected["weight_available"])
        assert row["low"] == pytest.approx(expected["low"], rel=1e-4)
        assert row["high"] == pytest.approx(expected["high"], rel=1e-4)
        assert list(row["knockouts"]) == expected["knockouts"]
        assert row["status"] == expected["status"]


def test_the_worked_network(worked):
    case = worked["network_sizing"]
    assumptions = {
        "active_sellers_per_partner": case["sellers"],
        "new_customers_per_partner_seller_year": case["per_seller"],
        "active_partner_rate": case["active_rate"],
        "partners_per_channel_manager": case["partners_per_channel_manager"],
    }
    found = recruitment.sizing(case["target_new_customers_year"], assumptions, RULES)
    assert found.active_needed == case["active_needed"]
    assert found.to_sign == case["to_sign"]
    assert found.channel_managers == case["channel_managers"]
    assert found.waves == 2  # 15 to sign, 10 at a time


def test_without_a_target_the_network_is_not_sized():
    assert recruitment.sizing(None, banks.assumptions()["value"].to_dict(), RULES) is None


def test_sizing_rounds_up_at_each_step_but_not_from_rounding_noise():
    assumptions = {
        "active_sellers_per_partner": 1,
        "new_customers_per_partner_seller_year": 1,
        "active_partner_rate": 0.7,
        "partners_per_channel_manager": 4,
    }
    assert 21 / 0.7 > 30  # by rounding noise alone
    assert recruitment.sizing(21, assumptions, RULES).to_sign == 30
    # 22 / 0.7 is 31.4, so 32 to sign; 32 / 4 is 8 managers; 32 / 10 is 3.2, so 4 waves
    found = recruitment.sizing(22, assumptions, RULES)
    assert (found.to_sign, found.channel_managers, found.waves) == (32, 8, 4)


# ── the list ──


def test_wholesalers_networks_and_companies_taken_over_or_failed_are_left_out_and_counted():
    table = resellers(
        a={"kind": "distributor"},
        b={"kind": "reseller_network", "status_code": "failed"},
        c={"status_code": "taken_over"},
        d={"status_code": "taken_over", "added": True},
        e={"status_code": "failed"},
        f={"status_code": "pending"},
        g={"status_code": "renamed"},
        h={},
    )
    found = listed(table)
    assert sorted(found.frame.index) == ["f", "g", "h"]
    assert found.left_out == {
        "distributor": 1,
        "reseller_network": 1,
        "taken_over": 2,
        "failed": 1,
    }


def test_the_list_keeps_the_largest_then_the_unknown_by_headcount_then_id():
    table = resellers(
        a={},
        b={"headcount": 900.0},
        c={"revenue_meur": 5.0},
        d={"revenue_meur": 80.0, "headcount": 3.0},
        e={},
        f={"revenue_meur": 5.0, "headcount": 999.0},
    )
    assert list(listed(table, replace(RULES, list_size=0)).frame.index) == list("dcfbae")
    four = listed(table, replace(RULES, list_size=4))
    assert (list(four.frame.index), four.beyond) == (list("dcfb"), 2)


def test_the_client_s_own_companies_are_always_in():
    table = resellers(
        a={"revenue_meur": 80.0}, b={"revenue_meur": 5.0}, z={"revenue_meur": 2.0, "added": True}
    )
    assert list(listed(table, replace(RULES, list_size=1)).frame.index) == ["a", "z"]


def test_revenue_more_than_eight_years_old_is_unknown_and_no_longer_makes_the_list():
    table = resellers(
        old={"revenue_meur": 900.0, "revenue_year": 2017.0},
        limit={"revenue_meur": 7.0, "revenue_year": 2018.0},
        own={"revenue_meur": 6.0},  # without a year: current
    )
    found = listed(table, replace(RULES, list_size=2)).frame
    assert list(found.index) == ["limit", "own"]
    whole = listed(table).frame
    assert whole["revenue_aged"].to_dict() == {"limit": False, "own": False, "old": True}
    assert math.isnan(whole.at["old", "revenue_meur"]) and whole.at["old", "revenue_listed"] == 900
    assert listed(table, replace(RULES, revenue_max_age_years=9)).frame.index[0] == "old"


def test_growth_counts_when_recent_and_on_a_basis_that_can_be_compared():
    def told(basis, year):
        return {
            "revenue_growth_pct": 8.0,
            "revenue_growth_basis": basis,
            "revenue_growth_year": year,
        }

    table = resellers(
        reported=told("reported", 2021.0),
        rounded=told("rounded", 2025.0),
        derived=told("derived", 2025.0),
        own=told("", NAN),
        old=told("reported", 2020.0),
        average=told("average", 2025.0),
        nine=told("nine_months", 2025.0),
        pro_forma=told("pro_forma", 2025.0),
        none={},
    )
    found = listed(table).frame
    counted = found.index[found["revenue_growth_pct"].notna()]
    assert set(counted) == {"reported", "rounded", "derived", "own"}
    assert set(found.index[found["growth_unscored"]]) == {"old", "average", "nine", "pro_forma"}
    assert found.at["average", "growth_listed"] == 8


@pytest.mark.parametrize(
    ("own", "targets", "level"),
    [
        (("health",), ["health"], 4),  # one target: one match is enough
        (("health",), ["health", "retail"], 2),
        (("health", "retail", "energy"), ["health", "retail", "energy"], 4),
        (("banking",), ["financial services"], 4),  # known for its parent too
        (("financial services",), ["banking"], 0),  # not the reverse
        (("banking",), ["financial services", "banking"], 4),  # the child is dropped
        (("financial services",), ["financial services", "banking"], 4),
        (("health", "retail"), ["health", "retail", "energy"], 4),  # two matches are enough
        (("energy",), ["health"], 0),
        ((), ["health"], NAN),
        (("health",), [], NAN),
    ],
)
def test_the_vertical_match_is_derived_from_sectors(own, targets, level):
    found = listed(resellers(a={"verticals": own}), sectors=targets).frame
    np.testing.assert_equal(found.at["a", "vertical_match_0_4"], float(level))
    assert found.at["a", "derived_vertical"] == (not math.isnan(level))


@pytest.mark.parametrize(
    ("region", "branches", "territory", "percent"),
    [
        ("FR-OCC", NAN, ["FR-ARA", "FR-OCC"], 50),
        ("FR-OCC", 2.0, ["FR-ARA", "FR-OCC", "FR-PAC", "FR-BRE"], 50),
        ("FR-OCC", 9.0, ["FR-ARA", "FR-OCC"], 100),
        ("FR-IDF", NAN, ["FR-ARA"], 0),
        ("FR-IDF", 1.0, ["FR-ARA", "FR-OCC"], 50),
        ("", 3.0, ["FR-ARA", "FR-OCC", "FR-PAC"], 100),
        ("FR-OCC", 0.0, ["FR-OCC"], 100),
        ("FR-OCC", NAN, [], 100 / 13),
        ("FR-974", NAN, [], 0),  # La Réunion is not metropolitan
        ("provence alpes cote d'azur", NAN, ["Provence-Alpes-Côte d’Azur"], 100),
        ("", NAN, ["FR-OCC"], NAN),
    ],
)
def test_the_coverage_is_derived_from_region_and_branches(region, branches, territory, percent):
    assert "FR-974" in REGIONS.index
    table = resellers(a={"region": region, "branches": branches})
    found = listed(table, territory=territory).frame
    assert found.at["a", "region_coverage_pct"] == pytest.approx(percent, nan_ok=True)
    assert found.at["a", "derived_region"] == (not math.isnan(percent))


def test_a_value_given_wins_over_a_derived_one():
    given = {"verticals": ("health",), "vertical_match_0_4": 1.0, "region": "FR-OCC"}
    found = listed(resellers(a={**given, "region_coverage_pct": 30.0}), sectors=["health"]).frame
    assert found.loc["a", ["vertical_match_0_4", "region_coverage_pct"]].tolist() == [1, 30]
    assert not found.at["a", "derived_vertical"] and not found.at["a", "derived_region"]


# ── scores, knock-outs, status ──


@pytest.mark.parametrize(
    ("column", "measure", "out"),
    [
        ("revenue_meur", 0.99, ("RC-02",)),
        ("revenue_meur", 1.0, ()),
        ("target_segment_customers", 4.0, ("RC-04",)),
        ("target_segment_customers", 5.0, ()),
        ("exclusive_with_competitor", 1.0, ("RC-10",)),
        ("exclusive_with_competitor", 0.0, ()),
        ("operating_margin_pct", -5.0, ()),
        ("operating_margin_pct", -5.1, ("RC-12",)),
        ("management_commitment_0_4", 0.0, ("RC-14",)),
        ("management_commitment_0_4", 0.5, ()),
        ("sales_headcount", 2 - 1e-12, ()),  # equal within the tolerance
        ("sales_headcount", NAN, ()),
    ],
)
def test_a_knock_out_needs_a_known_value_beyond_its_bound(column, measure, out):
    row = recruitment.scores(resellers(a={column: measure}), CRITERIA, RULES).loc["a"]
    assert row["knockouts"] == out and (row["status"] == "eliminated") == bool(out)


def test_all_reasons_are_given_the_first_in_the_bank_s_order():
    table = resellers(a={"sales_headcount": 0.0, "target_segment_customers": 0.0})
    found = recruitment.eliminated(recruitment.scores(table, CRITERIA, RULES))
    assert found.at["a", "first"] == "RC-04" and found.at["a", "knockouts"] == ("RC-04", "RC-07")


def test_exactly_sixty_percent_known_is_ranked_and_fifty_nine_is_not():
    # Known weight: 9 + 9 + 9 + 9 + 14 is 50, then 8 + 1 or 7 + 3
    known = ["RC-03", "RC-05", "RC-07", "RC-14", "RC-04", "RC-08", "RC-02"]
    measures = {column: worth(0.5)[column] for column in CRITERIA.loc[known, "column"]}
    for weights, status in (((8.0, 1.0), "to_qualify"), ((7.0, 3.0), "ranked")):
        criteria = CRITERIA.copy()
        criteria.loc[["RC-08", "RC-02"], "weight"] = weights
        criteria.loc["RC-15", "weight"] += 100 - criteria["weight"].sum()
        row = recruitment.scores(resellers(a=measures), criteria, RULES).loc["a"]
        assert row["known"] == pytest.approx((50 + sum(weights)) / 100)
        assert row["status"] == status


def test_nothing_known_has_no_score_and_the_widest_interval():
    row = recruitment.scores(resellers(a={}), CRITERIA, RULES).loc["a"]
    assert math.isnan(row["score"]) and (row["low"], row["high"], row["known"]) == (0, 100, 0)
    assert row["status"] == "to_qualify"


def test_intervals_that_touch_are_close_and_those_that_do_not_are_ordered():
    scores = pd.DataFrame(
        {"low": [50.0, 40.0, 20.0], "high": [70.0, 50.0, 49.9]}, index=["a", "b", "c"]
    )
    assert recruitment.close_to(scores, "a", ["a", "b", "c"]) == ["b"]
    assert recruitment.close_to(scores, "c", scores.index) == ["b"]


def test_weights_of_a_client_need_not_sum_to_a_hundred():
    table = resellers(**{"a": worth(0.2), "b": {**worth(0.8), "services_share_pct": NAN}})
    doubled = CRITERIA.assign(weight=CRITERIA["weight"] * 2)
    pd.testing.assert_frame_equal(
        recruitment.scores(table, CRITERIA, RULES), recruitment.scores(table, doubled, RULES)
    )


def test_a_client_s_bounds_replace_those_of_the_bank():
    wide = CRITERIA.copy()
    wide.loc["RC-07", ["lo", "hi"]] = [0.0, 10.0]
    assert recruitment.values(resellers(a={"sales_headcount": 5.0}), wide).at["a", "RC-07"] == 0.5


cells = st.one_of(st.none(), st.integers(0, 4).map(lambda quarter: quarter / 4))


@st.composite
def markets(draw, least=1, most=9):
    """Companies worth quarters on each criterion, some unknown, never eliminated."""
    count = draw(st.integers(least, most))
    rows = {}
    for place in range(count):
        row = worth(0.0)
        for column, share in zip(COLUMNS.items(), draw(st.tuples(*[cells] * 15)), strict=True):
            criterion, name = column
            row[name] = NAN if share is None else worth(share)[name]
            if criterion == "RC-10":
                row[name] = 0.0
        rows[f"c{place}"] = row
    return resellers(**rows)


def as_it_is(column, cost):
    assert not cost
    return column


@settings(max_examples=20, deadline=None)
@given(markets())
def test_the_weighted_sum_agrees_with_pymcdm(table):
    # A second opinion: unknown at 0 and at 1 are two ordinary weighted sums.
    found = recruitment.scores(table, UNARMED, RULES)
    values = recruitment.values(table, UNARMED).to_numpy()
    weights = CRITERIA["weight"].to_numpy() / 100
    sums = WSM(normalization_function=as_it_is)
    for bound, filling in (("low", 0.0), ("high", 1.0)):
        matrix = np.nan_to_num(values, nan=filling)
        theirs = 100 * sums(matrix, weights, np.ones(15), validation=False)
        np.testing.assert_allclose(found[bound], theirs, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(markets())
def test_a_score_lies_within_its_interval_and_the_interval_within_the_scale(table):
    found = recruitment.scores(table, UNARMED, RULES)
    score = found["score"].fillna(found["low"])
    assert (found["low"] <= score + 1e-9).all() and (score <= found["high"] + 1e-9).all()
    assert found["low"].ge(0).all() and found["high"].le(100 + 1e-9).all()
    np.testing.assert_allclose(found["high"] - found["low"], 100 * (1 - found["known"]), atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(markets(2), st.integers(0, 8))
def test_adding_a_company_changes_no_score_no_interval_and_no_order_of_the_others(table, place):
    one = table.index[place % len(table)]
    alone = recruitment.scores(table.drop(one), UNARMED, RULES)
    together = recruitment.scores(table, UNARMED, RULES).drop(one)
    pd.testing.assert_frame_equal(alone, together)
    assert list(recruitment.ranked(alone).index) == [
        i for i in recruitment.ranked(recruitment.scores(table, UNARMED, RULES)).index if i != one
    ]


@settings(max_examples=20, deadline=None)
@given(markets(1, 3), st.sampled_from(list(COLUMNS)[:9]))
def test_a_better_measure_never_lowers_a_score(table, criterion):
    before = recruitment.scores(table, UNARMED, RULES)
    better = table.copy()
    known = better[COLUMNS[criterion]].notna()
    best = worth(1.0)[COLUMNS[criterion]]
    better[COLUMNS[criterion]] = better[COLUMNS[criterion]].mask(known, best)
    after = recruitment.scores(better, UNARMED, RULES)
    for column in ("score", "low", "high"):
        assert (after[column].fillna(0) >= before[column].fillna(0) - 1e-9).all()


@settings(max_examples=10, deadline=None)
@given(markets(3), st.randoms(use_true_random=False))
def test_neither_results_nor_chances_depend_on_the_order_of_rows(table, random):
    order = list(table.index)
    random.shuffle(order)
    rules = replace(RULES, weight_draws=40, shortlist_size=2)
    one, other = everything(table, rules), everything(table.loc[order], rules)
    for part in ("scores", "chances", "shortlist", "look_into", "reserve", "meetings"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(other, part))


# ── chances ──


def drawn(table, rules=RULES, criteria=UNARMED):
    scores = recruitment.scores(table, criteria, rules)
    return recruitment.chances(recruitment.values(table, criteria), scores, criteria, rules)


def test_the_chance_over_all_counts_the_unknown_and_that_among_ranked_does_not():
    # One place: the ranked company always has it among ranked; over all, only as often as the
    # other's single unknown criterion (all the weight) stays below 0.75.
    one = UNARMED.assign(weight=0.0)
    one.loc["RC-04", "weight"] = 100.0
    table = resellers(known={"target_segment_customers": 112.5}, unknown={})
    rules = replace(RULES, shortlist_size=1, weight_draws=20_000)
    found = drawn(table, rules, one)
    assert found.at["known", "in_shortlist"] == 1
    assert math.isnan(found.at["unknown", "in_shortlist"])
    assert found.at["known", "chance"] == pytest.approx(0.75, abs=0.01)
    assert found["chance"].sum() == pytest.approx(1)


def test_the_best_everywhere_is_certain_to_be_in_and_the_worst_to_be_out():
    table = resellers(**{f"c{i:02d}": worth(i / 20) for i in range(12)})
    found = drawn(table)["in_shortlist"]
    assert found["c11"] == 1 and found["c00"] == 0
    assert found.sum() == pytest.approx(RULES.shortlist_size)


def test_between_opposites_the_drawn_weights_decide():
    # a is better on weight 0.55, b on 0.45: a wins when its drawn share passes one half.
    # That share is Beta(50·0.55, 50·0.45), of mean 0.55 and deviation sqrt(0.55·0.45/51) = 0.0697:
    # about Φ(0.05 / 0.0697) = Φ(0.718) = 0.764 of the draws.
    two = UNARMED.assign(weight=0.0)
    two.loc[["RC-04", "RC-07"], "weight"] = [55.0, 45.0]
    table = resellers(a=worth(0, RC_04=1), b=worth(0, RC_07=1))
    found = drawn(table, replace(RULES, shortlist_size=1, weight_draws=20_000), two)
    assert found.at["a", "in_shortlist"] == pytest.approx(0.764, abs=0.015)


def test_eliminated_companies_take_no_place_in_the_draws():
    table = resellers(a=worth(1, RC_07=0), b=worth(0.5))  # one seller only
    found = drawn(table, replace(RULES, shortlist_size=1), CRITERIA)
    assert list(found.index) == ["b"] and found.at["b", "in_shortlist"] == 1


def test_the_seed_makes_the_chances():
    table = resellers(**{f"c{i}": worth(0.4 + i / 100, RC_04=1 - i / 10) for i in range(9)})
    rules = replace(RULES, shortlist_size=3, weight_draws=50)
    pd.testing.assert_frame_equal(drawn(table, rules), drawn(table, rules))
    assert not drawn(table, rules).equals(drawn(table, replace(rules, seed=1)))


# ── the shortlist ──


def market(count, **others):
    return resellers(**{f"c{i:02d}": worth((40 - i) / 40, **others) for i in range(count)})


def test_the_shortlist_holds_the_best_scores_and_robust_is_published_beyond_its_size():
    found = everything(market(12))
    assert (found.ranked, len(found.shortlist), found.robust_published) == (12, 10, True)
    assert list(found.shortlist.index) == [f"c{i:02d}" for i in range(10)]
    assert list(found.reserve.index) == ["c10", "c11"]
    assert found.robust == 10  # each is better everywhere than the next
    assert not found.shortlist["close"].any() and not found.reserve["close"].any()
    assert (found.cut.last_in, found.cut.first_out, found.cut.close) == ("c09", "c10", False)


def test_robust_is_not_published_when_no_more_are_ranked_than_there_are_places():
    found = everything(market(10))
    assert found.robust_published is False and found.robust == 0 and found.cut is None
    assert len(found.shortlist) == 10 and found.reserve.empty


def test_robust_starts_at_eighty_percent_of_the_draws_and_comes_first():
    table = market(11)
    scores = recruitment.scores(table, CRITERIA, RULES)
    values = recruitment.values(table, CRITERIA)
    shares = [0.8, 0.79, 1.0, *[0.5] * 8]
    chances = pd.DataFrame({"in_shortlist": shares, "chance": shares}, index=table.index)
    found = recruitment.shortlist(scores, chances, values, CRITERIA, RULES)
    assert list(found.index[:4]) == ["c00", "c02", "c01", "c03"]
    assert found["robust"].tolist() == [True, True] + [False] * 8


def test_whoever_overlaps_the_cut_is_close():
    vague = {COLUMNS["RC-04"]: NAN}
    table = market(12)
    table.loc["c09", list(vague)] = NAN
    found = everything(table)
    assert found.shortlist.at["c09", "close"] and not found.shortlist.at["c00", "close"]
    assert found.reserve.at["c10", "close"]


def test_whoever_is_overlapped_from_outside_is_close():
    table = market(12)
    table.loc["c10", COLUMNS["RC-04"]] = NAN  # at best it passes c09
    found = everything(table)
    assert found.shortlist["close"].to_dict()["c09"] and not found.shortlist.at["c00", "close"]
    assert found.cut.close


def test_ties_go_by_id():
    found = everything(resellers(b=worth(0.5), c=worth(0.5), a=worth(0.5)))
    assert list(found.shortlist.index) == ["a", "b", "c"]


def test_a_point_is_strong_from_seventy_and_weak_below_fifty():
    row = pd.Series(0.6, index=CRITERIA.index)
    row["RC-01"], row["RC-04"], row["RC-07"], row["RC-15"], row["RC-08"] = 0.7, 0.9, 0.5, 0.49, NAN
    row["RC-10"] = 1.0  # without weight: not a strength
    assert recruitment.strong_points(row, CRITERIA, RULES) == ["RC-04", "RC-01"]
    assert recruitment.weak_points(row, CRITERIA, RULES) == ["RC-15"]
    assert recruitment.unknown_criteria(row, CRITERIA) == ["RC-08"]


def test_questions_ask_the_unknown_by_weight_then_the_weak():
    row = pd.Series(0.6, index=CRITERIA.index)
    row[["RC-15", "RC-14", "RC-10"]], row[["RC-01", "RC-04"]] = NAN, 0.1
    assert recruitment.questions(row, CRITERIA, RULES) == [
        Question("RC-14", "unknown"),
        Question("RC-15", "unknown"),
        Question("RC-10", "unknown"),
        Question("RC-04", "weak"),
        Question("RC-01", "weak"),
    ]


@pytest.mark.parametrize(
    "as_of", [date(2026, 10, 26), date(2026, 10, 31), date(2026, 11, 1)], ids=str
)
def test_meetings_begin_the_week_after_the_date_two_a_week(as_of):
    found = recruitment.first_meetings(["a", "b", "c"], as_of, RULES)
    assert found["week"].tolist() == [1, 1, 2]
    assert found["by"].tolist() == [date(2026, 11, 6), date(2026, 11, 6), date(2026, 11, 13)]


def test_without_a_date_meetings_have_a_week_and_no_day():
    found = recruitment.first_meetings(["a", "b", "c"], None, replace(RULES, meetings_per_week=1))
    assert found["week"].tolist() == [1, 2, 3] and found["by"].tolist() == [None] * 3


def test_meetings_name_the_owner_and_follow_the_shortlist():
    table = market(12)
    table.loc["c03", "owner"] = "DG"
    found = everything(table, as_of=date(2026, 10, 31))
    assert list(found.meetings.index) == list(found.shortlist.index)
    assert found.meetings.at["c03", "owner"] == "DG" and found.meetings["week"].max() == 5


# ── to be qualified ──


def test_companies_to_look_into_go_by_chance_to_five_points_then_known_weight_then_id():
    scores = pd.DataFrame(
        {
            "name": list("abcdefg"),
            "score": 50.0,
            "known": [0.1, 0.2, 0.2, 0.3, 0.0, 0.7, 0.5],
            "low": 0.0,
            "high": 100.0,
            "status": ["to_qualify"] * 5 + ["ranked", "eliminated"],
        },
        index=list("abcdefg"),
    )
    chance = [0.26, 0.274, 0.226, 0.20, 0.9, 0.9, 0.9]
    chances = pd.DataFrame({"chance": chance}, index=list("abcdefg"))
    values = pd.DataFrame(NAN, index=scores.index, columns=CRITERIA.index)
    found = recruitment.to_look_into(scores, chances, values, CRITERIA)
    # 26 → 25, 27.4 → 25, 22.6 → 25, 20 → 20: b and c know more than a
    assert list(found.index) == ["b", "c", "a", "d"]
    assert found["chance_rounded"].tolist() == [25, 25, 25, 20]
    assert recruitment.nothing_known(scores) == 1


def test_halves_are_rounded_up_to_five_points():
    scores = pd.DataFrame(
        {
            "name": ["a"],
            "score": 1.0,
            "known": 0.1,
            "low": 0.0,
            "high": 1.0,
            "status": "to_qualify",
        },
        index=["a"],
    )
    values = pd.DataFrame(NAN, index=["a"], columns=CRITERIA.index)
    for chance, points in ((0.024, 0), (0.025, 5), (0.0749, 5), (0.075, 10), (1.0, 100)):
        chances = pd.DataFrame({"chance": [chance]}, index=["a"])
        found = recruitment.to_look_into(scores, chances, values, CRITERIA)
        assert found.at["a", "chance_rounded"] == points


def test_what_to_find_out_first_is_what_lacks_the_most_weight():
    values = pd.DataFrame(0.5, index=["a", "b", "c"], columns=CRITERIA.index)
    values.loc[["a", "b"], "RC-04"] = NAN  # 2 × 14 = 28
    values["RC-14"] = NAN  # 3 × 9 = 27
    values["RC-10"] = NAN  # 3 × 0
    found = recruitment.find_out_first(values, ["a", "b", "c"], CRITERIA)
    assert list(found.index) == ["RC-04", "RC-14", "RC-10"]
    assert found["lacking"].tolist() == [28, 27, 0] and found["unknown"].tolist() == [2, 3, 3]


# ── all of it ──


def test_public_facts_alone_rank_nobody_and_say_what_to_find_out():
    table = resellers(
        a={"revenue_meur": 20.0, "revenue_year": 2024.0, "region": "FR-OCC"},
        b={"verticals": ("health",), "region": "FR-BRE"},
        c={},
    )
    found = everything(table, sectors=["health"], territory=["FR-OCC"])
    assert (found.listed, found.eligible, found.ranked, found.to_qualify) == (3, 3, 0, 3)
    assert found.shortlist.empty and found.meetings.empty and found.data_known is None
    assert sorted(found.look_into.index) == ["a", "b"] and found.nothing_known == 1
    assert found.find_out_first.index[0] == "RC-04"
    assert len(found.first_to_look_into) == 2


def test_only_the_first_to_look_into_are_named_first():
    table = resellers(**{f"c{i}": {"revenue_meur": 20.0} for i in range(5)})
    found = everything(table, replace(RULES, qualify_first=2))
    assert len(found.look_into) == 5 and len(found.first_to_look_into) == 2


def test_the_funnel_adds_up():
    table = pd.concat(
        [market(12), resellers(x=worth(0.9, RC_07=0), y={}, z={"kind": "distributor"})]
    )
    found = everything(table)
    assert found.listed == found.eligible + len(found.eliminated) == 14
    assert found.eligible == found.ranked + found.to_qualify == 13
    assert found.left_out == {"distributor": 1}
    assert found.eliminated["first"].tolist() == ["RC-07"]


def test_data_known_is_the_mean_share_of_weight_over_the_shortlist():
    table = market(2)
    table.loc["c01", COLUMNS["RC-04"]] = NAN
    assert everything(table).data_known == pytest.approx((1 + 0.86) / 2)


def test_an_empty_list_gives_an_empty_result():
    found = everything(resellers(), replace(RULES, target_new_customers_year=60))
    assert (found.listed, found.eligible, found.ranked, found.to_qualify) == (0, 0, 0, 0)
    assert found.shortlist.empty and found.look_into.empty and found.sizing.to_sign == 15


def test_when_all_are_equal_the_first_ids_are_in():
    found = everything(resellers(**{f"c{i:02d}": worth(0.5) for i in range(12)}))
    assert list(found.shortlist.index) == [f"c{i:02d}" for i in range(10)]
    assert found.chances.loc["c09", "in_shortlist"] == 1
    assert found.chances.loc["c10", "in_shortlist"] == 0


def test_what_is_doubtful_in_the_list_is_told():
    table = resellers(
        a={"revenue_meur": 9.0, "revenue_year": 2010.0, "revenue_basis": "undated"},
        b={"revenue_meur": 9.0, "revenue_year": 2024.0, "revenue_basis": "forecast"},
        c={"status_code": "pending", "region": "FR-OCC"},
    )
    told = {n.code: n.values["ids"] for n in everything(table).notices}
    assert told == {
        "revenue_aged": ["a"],
        "revenue_to_confirm": ["b"],
        "sale_pending": ["c"],
        "derived": ["c"],
    }


def test_the_client_s_parameters_win():
    mapping = banks.rules("recruitment")
    assert (RULES.list_size, RULES.target_new_customers_year) == (100, None)
    told = {"list_size": 0, "draws": 500, "target_new_customers_year": 60, "shortlist_size": 5}
    found = Rules.of(mapping | told)
    assert (found.list_size, found.weight_draws, found.shortlist_size) == (0, 500, 5)
    assert found.target_new_customers_year == 60


def test_what_is_given_is_left_as_it_was():
    table = market(3)
    kept, criteria = table.copy(), CRITERIA.copy()
    everything(table)
    pd.testing.assert_frame_equal(table, kept)
    pd.testing.assert_frame_equal(CRITERIA, criteria)


def test_public_facts_make_at_most_forty_one_points_of_weight():
    public = CRITERIA.index[CRITERIA["data_source"] == "list"].union(["RC-12"])
    assert CRITERIA.loc[public, "weight"].sum() == 41


def test_the_cut_names_all_those_below_whose_interval_reaches_the_last_one_in():
    table = market(13)
    vague = [COLUMNS[criterion] for criterion in ("RC-03", "RC-04", "RC-05")]
    table.loc[["c10", "c12"], vague] = NAN  # at best both pass c09
    assert everything(table).cut.overlapping == ("c10", "c12")


def test_what_is_known_is_counted_by_criterion_and_the_derived_apart():
    table = resellers(
        a={"revenue_meur": 20.0, "region": "FR-BRE"},
        b={"revenue_meur": 30.0, "region_coverage_pct": 10.0},
        c={"revenue_meur": 0.5},  # eliminated, and counted all the same
    )
    found = everything(table)
    assert list(found.coverage.index[:2]) == ["RC-04", "RC-03"]  # by weight, then id
    counted = found.coverage[["known", "derived", "unknown"]]
    assert counted.loc["RC-02"].tolist() == [3, 0, 0]
    assert counted.loc["RC-06"].tolist() == [2, 1, 1]
    assert found.look_coverage.loc["RC-02", "known"] == 2


def test_the_eliminated_are_counted_by_their_first_reason():
    small, lone = {"revenue_meur": 0.5}, {"sales_headcount": 1.0}
    found = everything(resellers(a=small, b=small | lone, c=lone))
    assert found.eliminated_by == {"RC-02": 2, "RC-07": 1}


def test_those_to_look_into_go_by_week_at_the_pace_of_the_meetings():
    table = resellers(**{name: {"revenue_meur": 20.0} for name in "abc"})
    found = everything(table, as_of=date(2026, 10, 31))
    assert found.look_dates["week"].tolist() == [1, 1, 2]
    assert found.look_dates["by"].tolist()[-1] == date(2026, 11, 13)
    assert found.look_known == pytest.approx(0.07)  # the size alone
    assert everything(table.iloc[:0]).look_known is None
