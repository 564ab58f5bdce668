"""Value functions between fixed bounds (METHOD 7.1)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.core import value_functions

TARGET = {"lo": 1, "hi": 500, "target_lo": 5, "target_hi": 80}


@pytest.mark.parametrize(
    ("direction", "measure", "worth"),
    [
        ("max", -10, 0.0),
        ("max", 7.5, 0.5),
        ("max", 25, 1.0),
        ("max", 99, 1.0),
        ("min", -10, 1.0),
        ("min", 7.5, 0.5),
        ("min", 25, 0.0),
        ("min", 99, 0.0),
    ],
)
def test_worth_runs_from_bound_to_bound_and_stops_there(direction, measure, worth):
    assert value_functions.value([measure], direction, lo=-10, hi=25).tolist() == [worth]


@pytest.mark.parametrize(
    ("measure", "worth"),
    [(0.5, 0), (1, 0), (3, 0.5), (5, 1), (42, 1), (80, 1), (290, 0.5), (500, 0), (4537, 0)],
)
def test_a_target_is_full_inside_and_falls_on_both_sides(measure, worth):
    assert value_functions.value([measure], "target", **TARGET)[0] == pytest.approx(worth)


def test_the_unknown_stays_unknown():
    for direction in ("max", "min", "target"):
        assert math.isnan(value_functions.value([math.nan], direction, **TARGET)[0])


def test_a_target_may_begin_at_its_own_bound():
    worth = value_functions.value(
        [-1, 0, 5, 10, math.nan], "target", lo=0, hi=20, target_lo=0, target_hi=10
    )
    np.testing.assert_array_equal(worth, [0, 1, 1, 1, math.nan])


def test_an_unknown_direction_is_refused_by_name():
    with pytest.raises(ValueError, match="best"):
        value_functions.value([1.0], "best", lo=0, hi=1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.sampled_from(["max", "min", "target"]))
def test_worth_stays_between_nil_and_one(measures, direction):
    worth = value_functions.value(measures, direction, **TARGET)
    assert ((worth >= 0) & (worth <= 1)).all()


@given(st.floats(-1e3, 1e3), st.floats(0, 1e3))
def test_more_is_never_worth_less_when_more_is_better(measure, more):
    low, high = value_functions.value([measure, measure + more], "max", lo=0, hi=150)
    assert high >= low
