"""Draws of weights and of what is unknown, PERT estimates (METHOD 7.5, 11.4, 17)."""

import math

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core import uncertainty
from padlib.core.uncertainty import Pert


def test_the_worked_pert(worked):
    case = worked["pert"]
    estimate = Pert(case["low"], case["mode"], case["high"], case["lambda"])
    assert estimate.alpha == pytest.approx(case["alpha"], rel=1e-4)
    assert estimate.beta == pytest.approx(case["beta"], rel=1e-4)
    assert estimate.mean == pytest.approx(case["mean"], rel=1e-4)


def test_pert_draws_stay_between_the_bounds_and_around_the_mean():
    drawn = Pert(0.25, 0.40, 0.80).draws(20_000, uncertainty.generator(1))
    assert drawn.min() >= 0.25 and drawn.max() <= 0.80
    assert drawn.mean() == pytest.approx(0.441667, abs=0.005)


def test_an_estimate_without_range_never_moves():
    assert Pert(3, 3, 3).draws(3, uncertainty.generator(1)).tolist() == [3, 3, 3]
    assert Pert(3, 3, 3).mean == 3


def test_drawn_weights_sum_to_one_stay_near_their_own_and_keep_their_zeros():
    drawn = uncertainty.weight_draws([60, 30, 0, 10], 5000, 50, uncertainty.generator(1))
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), [0.6, 0.3, 0, 0.1], atol=0.01)
    # Dirichlet(50·w): variance of a weight w is w(1 − w) / 51
    assert drawn[:, 0].std() == pytest.approx(math.sqrt(0.6 * 0.4 / 51), rel=0.05)
    assert not drawn[:, 2].any()


def entries(values, size, *, draws=2000, weights=None, groups=None, seed=1):
    worth = np.array(values, dtype=float)
    rng = uncertainty.generator(seed)
    marks = np.ones(worth.shape[1]) if weights is None else weights
    drawn = uncertainty.weight_draws(marks, draws, 50, rng)
    everyone = [np.ones(len(worth), dtype=bool)] if groups is None else groups
    return uncertainty.entry_shares(worth, drawn, everyone, size, rng)


def test_who_is_better_on_everything_always_enters_first():
    assert entries([[0.9, 0.8], [0.5, 0.7], [0.1, 0.2]], 1)[0].tolist() == [1, 0, 0]


def test_of_twins_the_first_enters():
    # Three pairs of twins: the best pair and the first of the next one.
    twins = [[0.5, 0.7], [0.9, 0.8], [0.5, 0.7], [0.9, 0.8], [0.1, 0.2], [0.1, 0.2]]
    assert entries(twins, 3)[0].tolist() == [1, 1, 0, 1, 0, 0]


def test_an_unknown_value_passes_three_quarters_one_time_in_four():
    shares = entries([[0.75], [math.nan]], 1, draws=20_000)[0]
    assert shares[1] == pytest.approx(0.25, abs=0.01)
    assert shares.sum() == pytest.approx(1)


def test_two_companies_of_which_nothing_is_known_share_the_place():
    shares = entries([[math.nan, math.nan], [math.nan, math.nan]], 1, draws=20_000)[0]
    assert shares[0] == pytest.approx(0.5, abs=0.015)


def test_unknown_values_are_drawn_apart_for_each_criterion_and_company():
    # Mean of two uniforms above 0.75: (1 − 0.75)²·2 = 1/8; if drawn together it would be 1/4.
    weights = np.full((20_000, 2), 0.5)
    worth = np.array([[0.75, 0.75], [math.nan, math.nan]])
    rng = uncertainty.generator(3)
    both = np.array([True, True])
    share = uncertainty.entry_shares(worth, weights, [both], 1, rng)[0]
    assert share[1] == pytest.approx(0.125, abs=0.01)


def test_unknown_values_are_drawn_apart_for_each_company():
    # Both others must stay below 0.75: 0.75² = 0.5625; if drawn together it would be 0.75.
    shares = entries([[0.75], [math.nan], [math.nan]], 1, draws=20_000)[0]
    assert shares[0] == pytest.approx(0.5625, abs=0.012)
    assert shares[1] == pytest.approx(shares[2], abs=0.015)


def test_a_criterion_without_weight_changes_nothing():
    known = [[0.9, 0.0], [0.8, 1.0]]
    assert entries(known, 1, weights=[1, 0])[0].tolist() == [1, 0]
    assert entries([[0.9, math.nan], [0.8, 1.0]], 1, weights=[1, 0])[0].tolist() == [1, 0]


def test_groups_share_the_draws_and_do_not_see_each_other():
    values = [[0.9], [0.5], [0.7]]
    everyone, without_best = np.array([True] * 3), np.array([False, True, True])
    all_of_them, rest = entries(values, 1, groups=[everyone, without_best])
    assert all_of_them.tolist() == [1, 0, 0]
    assert math.isnan(rest[0]) and rest[1:].tolist() == [0, 1]


def test_fewer_rows_than_places_all_enter():
    assert entries([[0.1], [math.nan]], 5)[0].tolist() == [1, 1]
    assert len(entries(np.empty((0, 2)), 5)[0]) == 0


def test_shares_sum_to_the_number_of_places_even_when_draws_come_in_slices(monkeypatch):
    rng = np.random.default_rng(5)
    values = rng.random((700, 4))
    values[rng.random(values.shape) < 0.5] = np.nan
    whole = entries(values, 10, draws=60)[0]
    assert whole.sum() == pytest.approx(10)
    monkeypatch.setattr(uncertainty, "_CELLS", 700 * 7)
    assert entries(values, 10, draws=60)[0].sum() == pytest.approx(10)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_known_values_enter_as_sorting_each_draw_by_hand_would_have_it(data):
    # Coarse values make ties frequent; rows that tie enter in their order.
    rows, columns = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 3))
    cells = st.integers(0, 2).map(lambda mark: mark / 2)
    values = np.array(
        data.draw(st.lists(cells, min_size=rows * columns, max_size=rows * columns))
    ).reshape(rows, columns)
    size = data.draw(st.integers(1, 4))
    weights = uncertainty.weight_draws(np.ones(columns), 25, 50, uncertainty.generator(1))
    group = np.ones(rows, dtype=bool)
    found = uncertainty.entry_shares(values, weights, [group], size, uncertainty.generator(1))[0]
    count = np.zeros(rows)
    for draw in weights:
        count[np.argsort(-np.round(values @ draw, 9), kind="stable")[:size]] += 1
    np.testing.assert_allclose(found, count / 25)


def test_the_first_bar_is_never_too_high(monkeypatch):
    # With the bar set by very few likely rows, the result is the same as with all of them.
    rng = np.random.default_rng(6)
    values = rng.random((300, 5))
    full = entries(values, 10, draws=200)[0]
    monkeypatch.setattr(uncertainty, "_LIKELY", 1)
    np.testing.assert_array_equal(entries(values, 10, draws=200)[0], full)


# ── assumptions of a model (METHOD 17) ────────────────────────────────────────────────────────


def told(**keys):
    """Assumptions: key → (low, value, high, unit, grade)."""
    rows = {
        key: {"value": value, "unit": unit, "low": low, "high": high, "grade": grade}
        for key, (low, value, high, unit, grade) in keys.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


SALES = told(
    sellers=(1, 2, 5, "people", "M"),
    price=(50.0, 100.0, 400.0, "EUR", "W"),
    cost=(80.0, 80.0, 80.0, "EUR", "C"),
    strategic_revenue_share=(0.5, 0.5, 0.8, "share", "M"),
)
KEYS = ("sellers", "price", "cost", "strategic_revenue_share")


def profit(values):
    return values["sellers"] * values["price"] - values["cost"]


def test_a_choice_and_a_value_without_bounds_do_not_vary():
    assert uncertainty.uncertain(SALES, KEYS) == ("sellers", "price")


def test_the_failure_rate_is_the_active_rate_told_twice():
    both = told(
        active_partner_rate=(0.25, 0.4, 0.8, "share", "D"),
        partnership_failure_rate=(0.25, 0.6, 0.7, "share", "M"),
    )
    assert uncertainty.uncertain(both, both.index) == ("active_partner_rate",)


def test_every_choice_is_a_key_of_the_bank():
    assert set(banks.assumptions().index) >= {*uncertainty.CHOICES, uncertainty.TOLD_TWICE}


def test_a_scenario_takes_bounds_in_place_of_values():
    assert uncertainty.values(SALES, sellers="high", price="low")["sellers"] == 5
    assert uncertainty.values(SALES, cost="high") == uncertainty.values(SALES)


@given(st.floats(-100, 100), st.floats(0.01, 100), st.floats(0.01, 0.99), st.integers(0, 2**31 - 1))
@settings(max_examples=20, deadline=None)
def test_pert_moments_are_those_of_its_formulae_and_of_scipy(low, width, place, seed):
    value, high = low + place * width, low + width
    pert = Pert(low, value, high)
    reference = scipy.stats.beta(pert.alpha, pert.beta, loc=low, scale=width)
    # METHOD 17: mean (low + 4·value + high)/6; variance (mean − low)(high − mean)/7
    assert pert.mean == pytest.approx((low + 4 * value + high) / 6)
    assert pert.mean == pytest.approx(reference.mean())
    assert (pert.mean - low) * (high - pert.mean) / 7 == pytest.approx(reference.var())
    drawn = pert.draws(20_000, uncertainty.generator(seed))
    assert drawn.mean() == pytest.approx(reference.mean(), abs=5 * reference.std() / 141)
    assert drawn.std() == pytest.approx(reference.std(), rel=0.05)


def test_draws_follow_their_pert():
    drawn = uncertainty.draws(SALES, KEYS, 4000, 7)["price"]
    pert = Pert(50, 100, 400)
    fitted = scipy.stats.kstest((drawn - 50) / 350, scipy.stats.beta(pert.alpha, pert.beta).cdf)
    assert fitted.pvalue > 0.01


def test_people_are_drawn_whole_and_what_is_known_stays():
    drawn = uncertainty.draws(SALES, KEYS, 500, 7)
    assert set(drawn["sellers"]) <= {1, 2, 3, 4, 5}
    assert drawn["cost"] == 80
    assert drawn["strategic_revenue_share"] == 0.5


def test_the_same_seed_gives_the_same_draws_whatever_else_is_drawn():
    alone = uncertainty.draws(SALES, ["price"], 50, 7)["price"]
    among = uncertainty.draws(SALES, ("sellers", "price"), 50, 7)["price"]
    other = uncertainty.draws(SALES, ["price"], 50, 8)["price"]
    assert alone.tolist() == among.tolist() != other.tolist()


def test_draws_of_different_keys_are_independent():
    pair = told(a=(0, 1, 2, "share", "W"), b=(0, 1, 2, "share", "W"))
    drawn = uncertainty.draws(pair, "ab", 20_000, 7)
    assert abs(np.corrcoef(drawn["a"], drawn["b"])[0, 1]) < 0.03


def test_the_mix_of_services_sums_to_one_in_every_draw():
    drawn = uncertainty.draws(banks.assumptions(), banks.assumptions().index, 300, 7)
    mix = [drawn[key] for key in drawn if key.startswith("services_mix_")]
    assert len(mix) == 4
    np.testing.assert_allclose(sum(mix), 1)


def test_a_mix_moved_to_nothing_stays_as_it_was():
    alone = told(
        services_mix_training=(0.0, 1.0, 1.0, "share of services", "W"),
        services_mix_consulting=(0.0, 0.0, 0.0, "share of services", "W"),
    )
    assert uncertainty.values(alone, services_mix_training="low")["services_mix_training"] == 1


def test_a_tornado_moves_one_assumption_at_a_time_the_widest_first():
    bars = uncertainty.tornado(profit, SALES, KEYS)
    assert bars.index.tolist() == ["price", "sellers"]
    assert bars.loc["price", ["result_low", "result_high", "width"]].tolist() == [20, 720, 700]
    assert bars.loc["sellers", ["result_low", "result_high", "width"]].tolist() == [20, 420, 400]


def test_bars_of_one_width_follow_their_keys():
    same = told(b=(0, 1, 2, "share", "W"), a=(0, 1, 2, "share", "W"))
    bars = uncertainty.tornado(lambda values: values["a"] + values["b"], same, "ba")
    assert bars.index.tolist() == ["a", "b"]


def test_what_moves_nothing_is_neither_shown_nor_confirmed():
    idle = told(a=(0, 1, 2, "share", "W"), b=(0, 1, 2, "share", "W"))
    bars = uncertainty.tornado(lambda values: 1e9 * values["a"] + 0 * values["b"], idle, "ab")
    assert uncertainty.widest(bars).index.tolist() == ["a"]
    assert uncertainty.confirm_first(bars) == ("a",)


def test_what_to_confirm_first_is_working_assumptions_alone():
    assert uncertainty.confirm_first(uncertainty.tornado(profit, SALES, KEYS)) == ("price",)


def test_a_model_without_anything_uncertain_has_no_bar():
    known = SALES.loc[["cost"]]
    bars = uncertainty.tornado(lambda values: values["cost"], known, ["cost"])
    assert bars.empty and not uncertainty.confirm_first(bars)


def test_slices_give_what_the_whole_gives():
    drawn = uncertainty.draws(SALES, KEYS, 103, 7)
    whole = profit(drawn)
    np.testing.assert_array_equal(uncertainty.in_slices(profit, drawn, 10), whole)
    both = uncertainty.in_slices(
        lambda values: {"p": profit(values), "pair": np.stack([profit(values)] * 2), "c": 4.0},
        drawn,
        10,
    )
    np.testing.assert_array_equal(both["pair"], [whole, whole])
    assert both["c"].tolist() == [4.0] * 103


def test_percentiles_are_those_of_numpy():
    results = np.random.default_rng(1).normal(size=999)
    found = uncertainty.percentiles(results)
    assert found == pytest.approx(
        {f"p{rank}": np.percentile(results, rank) for rank in (10, 50, 90)}
    )


def test_break_even_is_reached_where_the_month_is_known():
    assert uncertainty.reached([0, 36, np.nan, np.nan]) == 0.5
