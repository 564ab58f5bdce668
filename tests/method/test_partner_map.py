"""Partner map and strategic partners (METHOD 7)."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.method import partner_map
from padlib.method.partner_map import Rules

CRITERIA = banks.load("partner_map").items
RULES = Rules.of(banks.rules("partner_map"))
FEW = replace(RULES, weight_draws=200)
NAN = math.nan

PAST = ("revenue_n1", "revenue_n2", "revenue_n3")
GIVEN = (
    *("revenue_n", *PAST, "new_customers_12m", "win_rate_pct", "certified_people"),
    *("addressable_customers", "available_sellers", "strategic_fit_0_4"),
    *("investment_intent_0_4", "financial_soundness_0_4", "wallet_left_pct", "manager_time_pct"),
)
HIGH_POTENTIAL = {
    "addressable_customers": 100,
    "available_sellers": 10,
    "strategic_fit_0_4": 4,
    "investment_intent_0_4": 4,
    "financial_soundness_0_4": 4,
    "wallet_left_pct": 100,
}
LOW_POTENTIAL = dict.fromkeys(HIGH_POTENTIAL, 0)
HIGH_PERFORMANCE = {
    "revenue_n1": 1,
    "new_customers_12m": 10,
    "win_rate_pct": 50,
    "certified_people": 6,
}
LOW_PERFORMANCE = {
    "revenue_n1": 1e12,
    "new_customers_12m": 0,
    "win_rate_pct": 0,
    "certified_people": 0,
}


def partners(**rows):
    """Active partners by id, each told what is known of it; everything else is unknown."""
    blank = {"status": "active", "channel_manager": "A", **dict.fromkeys(GIVEN, NAN)}
    full = [{"name": one.upper(), **blank, **known} for one, known in rows.items()]
    index = pd.Index(list(rows), dtype="str", name="partner_id")
    table = pd.DataFrame(full, columns=["name", *blank], index=index)
    return table.astype(dict.fromkeys(GIVEN, float))


def of_revenue(**revenue):
    return partners(**{one: {"revenue_n": amount} for one, amount in revenue.items()})


def strategic(table, rules=RULES):
    return partner_map.strategic_set(table, rules, CRITERIA)


def mapped(table, rules=FEW, **told):
    return partner_map.result(table, CRITERIA, rules, **told)


# ── the worked examples ──────────────────────────────────────────────────────────────────────────


def test_the_worked_strategic_set_and_concentration(worked):
    example = worked["strategic_selection"]
    table = of_revenue(**example["revenue"])
    found = strategic(table)
    assert list(found.ids) == example["strategic"]
    assert found.share == pytest.approx(example["share"])
    held = mapped(table).concentration
    assert held.hhi == pytest.approx(example["hhi"])
    assert held.effective == pytest.approx(example["effective_partners"], abs=5e-5)
    assert banks.rules("partner_map")["hhi_bands"][held.band]["name"]["en"] == "Heavy dependence"


def test_a_share_of_exactly_half_is_not_above_half(worked):
    example = worked["strategic_selection"]["edge_case"]
    found = strategic(of_revenue(**example["revenue"]))
    assert list(found.ids) == example["strategic"]
    assert found.share == pytest.approx(example["share"])


def test_the_worked_point_of_the_map(worked):
    example = worked["partner_map_point"]
    measured = pd.DataFrame([example["values"]], index=["p"]).astype(float)
    scores = partner_map.axis_scores(partner_map.values(measured, CRITERIA), CRITERIA)
    one = scores.loc["p"]
    assert one["performance"] == pytest.approx(example["performance"], abs=5e-5)
    assert one["potential"] == pytest.approx(example["potential"])
    assert one["known_performance"] == pytest.approx(example["performance_weight_available"])
    assert one["known_potential"] == pytest.approx(example["potential_weight_available"])
    limits = partner_map.thresholds(scores, RULES)
    assert partner_map.is_placed(scores, RULES)["p"]
    assert partner_map.quadrants(scores, limits, RULES)["p"] == example["quadrant"]
    assert partner_map.on_frontier(scores, limits, RULES)["p"] == example["frontier"]


def test_concentration_gives_the_justice_departments_own_example():
    # "a market consisting of four firms with shares of 30, 30, 20, and 20 percent: HHI 2,600"
    assert partner_map.concentration(pd.Series([30.0, 30, 20, 20])) == pytest.approx(2600)


# ── measures ─────────────────────────────────────────────────────────────────────────────────────


def test_shares_are_of_the_known_revenue_of_active_partners():
    table = partners(
        a={"revenue_n": 300},
        b={"revenue_n": 100},
        c={},
        d={"revenue_n": 600, "status": "inactive"},
    )
    share = partner_map.measures(table)["revenue_share_pct"]
    assert share[["a", "b"]].tolist() == [75, 25]
    assert math.isnan(share["c"])
    assert "d" not in share


def test_shares_of_nothing_are_unknown():
    assert partner_map.measures(of_revenue(a=0, b=0))["revenue_share_pct"].isna().all()


@pytest.mark.parametrize(
    ("past", "growth", "years"),
    [
        ({"revenue_n3": 100, "revenue_n2": 1, "revenue_n1": 1}, 10.0, 3),
        ({"revenue_n3": 0, "revenue_n2": 110}, 10.0, 2),
        ({"revenue_n2": 110, "revenue_n1": 1}, 10.0, 2),
        ({"revenue_n1": 121}, 10.0, 1),
        ({"revenue_n1": 0}, NAN, 0),
        ({}, NAN, 0),
    ],
)
def test_growth_goes_over_three_years_else_two_else_one(past, growth, years):
    # 133.1 is 100 grown by 10 % three times, 110 twice, 121 once
    one = partner_map.measures(partners(p={"revenue_n": 133.1, **past})).loc["p"]
    assert one["revenue_cagr_pct"] == pytest.approx(growth, nan_ok=True)
    assert one["growth_years"] == years


def test_growth_to_nothing_is_a_loss_of_all_and_growth_to_the_unknown_is_unknown():
    table = partners(gone={"revenue_n": 0, "revenue_n1": 50}, unknown={"revenue_n1": 50})
    growth = partner_map.measures(table)["revenue_cagr_pct"]
    assert growth["gone"] == -100
    assert math.isnan(growth["unknown"])


def test_a_table_without_past_years_has_no_growth():
    table = partners(p={"revenue_n": 1}).drop(columns=list(PAST))
    assert math.isnan(partner_map.measures(table).loc["p", "revenue_cagr_pct"])


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def square():
    """One partner in each corner of the map."""
    return partners(
        pillar={"revenue_n": 100, **HIGH_PERFORMANCE, **HIGH_POTENTIAL},
        rising={"revenue_n": 1, **LOW_PERFORMANCE, **HIGH_POTENTIAL},
        established={"revenue_n": 100, **HIGH_PERFORMANCE, **LOW_POTENTIAL},
        reconsider={"revenue_n": 1, **LOW_PERFORMANCE, **LOW_POTENTIAL},
    )


def test_each_corner_of_the_map_is_its_quadrant_and_does_not_hang_on_the_weights():
    positions = mapped(square(), RULES).positions
    assert positions["quadrant"].to_dict() == {name: name for name in positions.index}
    assert positions["stability"].tolist() == [1.0] * 4
    assert not positions["to_discuss"].any()
    assert not positions["frontier"].any()


def test_a_score_at_the_threshold_is_high_and_five_points_off_is_frontier():
    scores = pd.DataFrame(
        {"performance": [50.0, 45.0, 44.9], "potential": [50.0, 90.0, 10.0]}, index=list("abc")
    )
    limits = partner_map.Thresholds(50, 50)
    assert partner_map.quadrants(scores, limits, RULES).tolist() == [
        "pillar",
        "rising",
        "reconsider",
    ]
    assert partner_map.on_frontier(scores, limits, RULES).tolist() == [True, True, False]


def test_sixty_per_cent_of_the_weight_of_each_axis_places_a_partner():
    # performance: share 30, growth 20 → 50 %; with certified people 15 → 65 %
    # potential: customers 25, sellers 20, fit 15 → exactly 60 %
    potential = {"addressable_customers": 50, "available_sellers": 5, "strategic_fit_0_4": 2}
    table = partners(
        enough={"revenue_n": 1, "revenue_n1": 1, "certified_people": 3, **potential},
        short={"revenue_n": 1, "revenue_n1": 1, **potential},
        one_axis={**HIGH_PERFORMANCE, "revenue_n": 1},
    )
    found = mapped(table)
    assert list(found.placed.index) == ["enough"]
    assert found.positions.loc["short", "quadrant"] == ""
    assert math.isnan(found.positions.loc["short", "stability"])
    lacking = found.to_qualify.loc["one_axis", "missing"]
    assert lacking == ("PM-D1", "PM-D2", "PM-D4", "PM-D3", "PM-D5", "PM-D6")


def test_only_active_partners_are_on_the_map():
    table = square()
    table.loc["rising", "status"] = "starting"
    table.loc["reconsider", "status"] = "inactive"
    assert set(mapped(table).positions.index) == {"pillar", "established"}


def test_medians_part_the_partners_in_halves():
    rules = replace(FEW, map_threshold="median")
    table = square()
    found = mapped(table, rules)
    assert found.thresholds.potential == pytest.approx(50)
    assert found.thresholds.performance == pytest.approx(found.placed["performance"].median())
    assert mapped(of_revenue(a=1), rules).thresholds == (50, 50)  # nobody placed


def test_the_thresholds_may_be_the_clients_own():
    rules = replace(FEW, threshold_potential=100.0)
    assert mapped(square(), rules).positions.loc["pillar", "quadrant"] == "pillar"
    rules = replace(FEW, threshold_potential=0.0)
    assert mapped(square(), rules).positions.loc["established", "quadrant"] == "pillar"


def test_a_position_near_a_threshold_hangs_on_the_weights():
    half = {
        "revenue_n": 1,
        "revenue_n1": 1,
        "new_customers_12m": 10,
        "win_rate_pct": 0,
        "certified_people": 0,
        **HIGH_POTENTIAL,
    }
    found = mapped(partners(p=half, q={"revenue_n": 1e9, **HIGH_PERFORMANCE}), RULES)
    one = found.positions.loc["p"]
    assert one["performance"] == pytest.approx(100 * (0.2 * 0.4 + 0.2), abs=1e-3)
    assert one["stability"] == 1.0  # 28 stays far from 50
    near = dict(half, certified_people=6, win_rate_pct=20)
    one = mapped(partners(p=near, q={"revenue_n": 1e9, **HIGH_PERFORMANCE}), RULES).positions.loc[
        "p"
    ]
    assert one["performance"] == pytest.approx(46.75, abs=1e-3)
    assert one["frontier"]
    assert 0.5 < one["stability"] < 0.8
    assert one["to_discuss"]


def test_stability_is_the_plain_count_of_draws_that_keep_the_quadrant():
    rng = np.random.default_rng(5)
    worth = pd.DataFrame(rng.random((7, 11)), columns=CRITERIA.index, index=list("abcdefg"))
    worth = worth.mask(rng.random(worth.shape) < 0.15)
    fast = partner_map.stability(worth, CRITERIA, FEW)
    draws = np.random.default_rng(FEW.seed)
    kept = np.ones((7, FEW.weight_draws), dtype=bool)
    for axis in partner_map.AXES:
        own = CRITERIA.index[CRITERIA["axis"] == axis]
        weights = CRITERIA.loc[own, "weight"].to_numpy() / 100
        drawn = draws.dirichlet(50 * weights, FEW.weight_draws)
        for row, values in enumerate(worth[own].to_numpy()):
            known = ~np.isnan(values)
            now = (weights * values)[known].sum() / weights[known].sum() >= 0.5
            then = (drawn * np.nan_to_num(values))[:, known].sum(1) / drawn[:, known].sum(1) >= 0.5
            kept[row] &= now == then
    assert fast.tolist() == pytest.approx(kept.mean(axis=1).tolist())


# ── strategic partners ───────────────────────────────────────────────────────────────────────────


def test_equal_revenues_go_by_potential_then_by_id():
    table = of_revenue(a=100, b=100, c=100, d=100)
    table.loc["d", list(HIGH_POTENTIAL)] = list(HIGH_POTENTIAL.values())
    assert list(strategic(table).ranking.index) == ["d", "a", "b", "c"]
    assert strategic(table).ids == ("d", "a", "b")  # two make exactly half


def test_unknown_revenues_are_out_of_the_set_and_of_the_shares():
    found = strategic(of_revenue(a=60, b=40, c=NAN))
    assert found.ids == ("a",)
    assert found.share == pytest.approx(0.6)
    assert "c" not in found.ranking.index


@pytest.mark.parametrize("table", [of_revenue(a=0, b=0), of_revenue(a=NAN), of_revenue()])
def test_without_revenue_nobody_is_strategic_and_nothing_is_concentrated(table):
    found = mapped(table)
    assert found.strategic.ids == ()
    assert found.strategic.share is None
    assert found.concentration is None


def test_a_partner_without_revenue_never_joins_the_set():
    assert strategic(of_revenue(a=100, b=0), replace(RULES, strategic_revenue_share=1.0)).ids == (
        "a",
    )


def test_the_share_that_makes_a_partner_strategic_is_the_clients():
    table = of_revenue(a=40, b=30, c=20, d=10)
    assert strategic(table, replace(RULES, strategic_revenue_share=0.8)).ids == ("a", "b", "c")


def test_strategic_tomorrow_is_much_potential_little_performance_outside_the_set():
    positions = mapped(square()).positions
    assert positions.index[positions["tomorrow"]].tolist() == ["rising"]
    alone = partners(rising={"revenue_n": 1, **LOW_PERFORMANCE, **HIGH_POTENTIAL})
    assert not mapped(alone).positions["tomorrow"].any()  # it is strategic today


def test_the_first_partner_raises_an_alert_above_thirty_per_cent_only():
    even = {f"p{number}": 10 for number in range(7)}
    assert not mapped(of_revenue(first=30, **even)).concentration.alert
    assert mapped(of_revenue(first=31, **even)).concentration.alert


@pytest.mark.parametrize(("count", "band"), [(11, 0), (10, 1), (6, 1), (5, 2)])
def test_bands_of_concentration_include_their_lower_bound(count, band):
    # n equal partners have an index of 10 000 / n: ten are exactly at 1 000
    held = mapped(of_revenue(**{f"p{number:02d}": 5 for number in range(count)})).concentration
    assert held.hhi == pytest.approx(10_000 / count)
    assert held.effective == pytest.approx(count)
    assert held.band == band


def test_the_active_share_counts_those_that_start_or_have_stopped():
    table = of_revenue(a=5, b=0, c=NAN, d=5, e=5, f=5)
    table["status"] = ["active", "active", "active", "starting", "inactive", "ended"]
    found = mapped(table).active_share
    assert (found.active, found.among, found.unknown) == (3, 5, 1)
    assert found.share == pytest.approx(0.6)


# ── time ─────────────────────────────────────────────────────────────────────────────────────────


def test_time_moves_to_where_it_is_recommended():
    table = square()
    table["manager_time_pct"] = [20.0, 20.0, 50.0, 10.0]
    table["channel_manager"] = ["A", "B", "a ", ""]
    time = mapped(table).time
    assert time.table["actual"].to_dict() == pytest.approx(
        {"pillar": 0.2, "rising": 0.2, "established": 0.5, "reconsider": 0.1}
    )
    assert time.managers == 2
    # established gives up 35 % and reconsider 5 % of two years of 1 600 hours
    assert time.hours_to_move == pytest.approx(0.4 * 3200)
    assert time.table.loc["pillar", "hours"] == pytest.approx(0.25 * 3200)
    assert (time.excess, time.lack) == ("established", "pillar")


def test_the_shares_of_empty_quadrants_go_to_the_others_pro_rata():
    table = square().drop(index=["rising", "reconsider"])
    table["manager_time_pct"] = [30.0, 30.0]
    time = mapped(table).time
    assert time.table.loc["pillar", "recommended"] == pytest.approx(0.45 / 0.60)
    assert time.table.loc["rising", ["recommended", "actual"]].tolist() == [0, 0]
    assert time.hours_to_move == pytest.approx(0.25 * 1600)


def test_time_is_told_of_those_placed_and_says_what_goes_elsewhere():
    table = square()
    table["manager_time_pct"] = [25.0, NAN, 25.0, NAN]
    table.loc["reconsider", "status"] = "starting"
    table.loc["reconsider", "manager_time_pct"] = 50.0
    found = mapped(table)
    assert (found.time.known, found.time.placed) == (2, 3)
    assert found.time.elsewhere == pytest.approx(0.5)
    told = {notice.code: notice.values for notice in found.notices}
    assert told["time_unknown"] == {"count": 1}
    assert told["time_elsewhere"]["share"] == pytest.approx(0.5)


@pytest.mark.parametrize("spent", [NAN, 0.0])
def test_without_time_nothing_is_reallocated(spent):
    table = square()
    table["manager_time_pct"] = spent
    found = mapped(table)
    assert found.time is None
    assert "reallocate" not in set(found.steps["kind"])


# ── since last year ──────────────────────────────────────────────────────────────────────────────


def test_moves_since_last_year():
    before, now = square(), square()
    now.loc["rising", list(HIGH_PERFORMANCE)] = list(HIGH_PERFORMANCE.values())
    now = now.drop(index="reconsider")
    new = partners(new={"revenue_n": 1, **HIGH_PERFORMANCE, **HIGH_POTENTIAL})
    moves = mapped(pd.concat([now, new]), previous=before).moves
    assert moves["kind"].to_dict() == {
        "rising": "moved",
        "established": "stayed",
        "pillar": "stayed",
        "new": "appeared",
        "reconsider": "left",
    }
    assert next(iter(moves.index)) == "rising"
    one = moves.loc["rising"]
    assert (one["quadrant_before"], one["quadrant"]) == ("rising", "pillar")
    assert one["performance_change"] == pytest.approx(
        one["performance"] - one["performance_before"]
    )


def test_another_quadrant_by_less_than_five_points_is_the_edge():
    columns = ["name", "performance", "potential", "quadrant"]
    before = pd.DataFrame([["P", 48.0, 80.0, "rising"]], index=["p"], columns=columns)
    now = pd.DataFrame([["P", 52.0, 80.0, "pillar"]], index=["p"], columns=columns)
    assert partner_map.moves(now, before)["kind"].tolist() == ["edge"]


def test_a_first_year_and_a_year_without_places_have_no_moves():
    assert mapped(square()).moves is None
    assert mapped(square()).before is None
    found = mapped(square(), previous=of_revenue(pillar=1))
    assert found.moves is None
    assert len(found.before) == 0


# ── next steps, coverage ─────────────────────────────────────────────────────────────────────────


def test_next_steps_have_owner_date_and_priority():
    table = square()
    table["manager_time_pct"] = [10.0, 0.0, 80.0, 10.0]
    table = pd.concat([table, partners(unknown={"channel_manager": ""})])
    steps = mapped(table, as_of=date(2026, 10, 31)).steps.set_index("kind")
    assert steps["priority"].is_monotonic_decreasing
    assert steps.loc["reallocate", "due"] == date(2027, 1, 31)
    assert steps.loc["reallocate", "owners"] == ("DIRP",)
    assert steps.loc["reallocate", "priority"] == pytest.approx(70)  # 65 and 5 points to give up
    assert steps.loc["qualify", "ids"] == ("unknown",)
    assert steps.loc["qualify", "owners"] == ("CM",)
    assert steps.loc["qualify", "due"] == date(2026, 11, 30)
    assert steps.loc["session", "owners"] == ("A",)
    assert mapped(table).steps["due"].tolist() == [None] * len(steps)


def test_coverage_counts_who_has_each_criterion():
    found = mapped(pd.concat([square(), partners(unknown={})])).coverage
    assert found.loc["PM-D1", ["known", "unknown"]].tolist() == [4, 1]
    assert found["known"].min() == 4


def test_short_growth_is_noticed():
    table = partners(a={"revenue_n": 1, "revenue_n1": 1}, b={"revenue_n": 1, "revenue_n3": 1})
    told = {notice.code: notice.values for notice in mapped(table).notices}
    assert told == {"growth_short": {"count": 1}}


def test_a_client_without_partners_has_an_empty_map():
    found = mapped(of_revenue())
    assert len(found.positions) == 0
    assert found.time is None
    assert found.active_share.share is None
    assert list(found.steps) == ["kind", "ids", "owners", "month", "due", "priority"]


# ── properties ───────────────────────────────────────────────────────────────────────────────────

AMOUNT = st.one_of(st.just(NAN), st.just(0.0), st.floats(1, 1e6))
SHARES = st.one_of(st.just(NAN), st.floats(0, 100))
LEVEL = st.one_of(st.just(NAN), st.floats(0, 4))
COUNT = st.one_of(st.just(NAN), st.integers(0, 200).map(float))
KINDS = {
    **dict.fromkeys(("revenue_n", *PAST), AMOUNT),
    **dict.fromkeys(("win_rate_pct", "wallet_left_pct", "manager_time_pct"), SHARES),
    **dict.fromkeys(
        ("strategic_fit_0_4", "investment_intent_0_4", "financial_soundness_0_4"), LEVEL
    ),
}
ROW = st.fixed_dictionaries({name: KINDS.get(name, COUNT) for name in GIVEN})
NETWORK = st.lists(ROW, min_size=1, max_size=8).map(
    lambda rows: partners(**{f"p{place}": row for place, row in enumerate(rows)})
)
QUICK = replace(RULES, weight_draws=100)


@settings(max_examples=60, deadline=None)
@given(NETWORK, st.randoms(use_true_random=False), st.sampled_from(["fixed", "median"]))
def test_the_order_of_the_rows_changes_nothing(table, random, threshold):
    rules = replace(QUICK, map_threshold=threshold)
    order = list(table.index)
    random.shuffle(order)
    one, other = mapped(table, rules), mapped(table.loc[order], rules)
    pd.testing.assert_frame_equal(one.positions, other.positions, rtol=1e-9)
    assert one.strategic.ids == other.strategic.ids
    pd.testing.assert_frame_equal(one.steps, other.steps, rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(NETWORK)
def test_scores_shares_and_hours_stay_within_their_bounds(table):
    found = mapped(table, QUICK)
    positions = found.positions
    for column in ("performance", "potential"):
        assert positions[column].dropna().between(0, 100 + 1e-9).all()
    for column in ("known_performance", "known_potential"):
        assert positions[column].between(0, 1 + 1e-9).all()
    assert positions["stability"].dropna().between(0, 1).all()
    if found.time is not None:
        assert found.time.table[["actual", "recommended"]].sum().tolist() == pytest.approx([1, 1])
        assert found.time.table["hours"].sum() == pytest.approx(0, abs=1e-6)
        assert found.time.hours_to_move >= 0
    if found.concentration is not None:
        count = found.concentration.partners
        assert 10_000 / count - 1e-6 <= found.concentration.hhi <= 10_000 + 1e-6


@settings(max_examples=60, deadline=None)
@given(NETWORK)
def test_the_strategic_set_is_strictly_above_half_and_none_of_it_can_go(table):
    found = strategic(table)
    revenue = table["revenue_n"].fillna(0)
    if revenue.sum() == 0:
        assert found.ids == ()
        return
    share = revenue[list(found.ids)] / revenue.sum()
    assert share.sum() > 0.5
    assert share.sum() - share.iloc[-1] <= 0.5 + 1e-9
    others = revenue.drop(list(found.ids))
    assert others.empty or others.max() <= revenue[list(found.ids)].min() + 1e-6


@settings(max_examples=60, deadline=None)
@given(NETWORK, ROW)
def test_a_partner_more_changes_the_others_by_their_share_alone(table, row):
    more = pd.concat([table, partners(zz=row)])
    one, other = (
        partner_map.values(partner_map.measures(frame), CRITERIA) for frame in (table, more)
    )
    kept = [criterion for criterion in CRITERIA.index if criterion != "PM-P1"]
    pd.testing.assert_frame_equal(one[kept], other.loc[one.index, kept])
