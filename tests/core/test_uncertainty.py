"""Draws of weights and of what is unknown, PERT estimates (METHOD 7.5, 11.4, 17)."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
