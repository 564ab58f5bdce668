"""Comparisons with their tolerance, means, bands (METHOD 4.3, 4.4)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.core import scoring


def test_values_closer_than_a_billionth_are_equal():
    near = 50 - 5e-10
    assert scoring.at_least(near, 50) and scoring.at_most(50, near)
    assert not scoring.below(near, 50) and not scoring.above(50, near)


def test_values_further_apart_than_a_billionth_are_not():
    far = 50 - 5e-9
    assert scoring.below(far, 50) and scoring.above(50, far)
    assert not scoring.at_least(far, 50) and not scoring.at_most(50, far)


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_a_value_is_below_or_at_least_never_both_never_neither(value, bound):
    assert bool(scoring.below(value, bound)) != bool(scoring.at_least(value, bound))
    assert bool(scoring.above(value, bound)) != bool(scoring.at_most(value, bound))


@given(st.floats(-1e12, 1e12))
def test_an_amount_is_never_above_or_below_itself(amount):
    assert not scoring.above(amount, amount) and not scoring.below(amount, amount)
    assert scoring.at_least(amount, amount) and scoring.at_most(amount, amount)


def test_a_blank_compares_as_false_whatever_is_asked():
    for compare in (scoring.at_least, scoring.at_most, scoring.above, scoring.below):
        assert not compare(math.nan, 1.0)


def test_a_weighted_mean_leaves_out_the_unknown_and_its_weight():
    # (3·1 + 1·5) / 4 = 2; the unknown would have brought 6 more points of weight
    assert scoring.weighted_mean([1, 5, math.nan], [3, 1, 6]) == 2.0


def test_a_weighted_mean_of_nothing_is_unknown():
    assert math.isnan(scoring.weighted_mean([math.nan], [3]))
    assert math.isnan(scoring.weighted_mean([], []))
    assert math.isnan(scoring.weighted_mean([4.0], [0]))


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, 0),
        (24.99, 0),
        (25, 1),
        (44.99, 1),
        (45 - 1e-12, 2),
        (65, 3),
        (84.9, 3),
        (85, 4),
        (100, 4),
    ],
)
def test_a_band_includes_its_lower_bound(score, band):
    assert scoring.band(score, (0, 25, 45, 65, 85)) == band


def test_order_goes_by_keys_then_by_id():
    ids = ["d", "c", "b", "a"]
    first, second = [1.0, 1.0, 1.0 + 1e-12, 0.0], [2.0, 1.0, 1.0, 9.0]
    assert [ids[place] for place in scoring.order(ids, first, second)] == ["a", "b", "c", "d"]


def test_a_ceiling_is_not_pushed_up_by_rounding_noise():
    noisy = 0.1 * 3 / 0.1  # 3.0000000000000004
    assert noisy > 3
    assert scoring.ceiling(noisy) == 3
    assert scoring.ceiling(3.001) == 4


def test_rank_keys_have_no_negative_zero():
    assert not np.signbit(scoring.rank_key(-1e-12))
