"""Running sum, break-even, lowest point, present value, return (METHOD 10, 15)."""

import math

import numpy as np
import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from padlib.core import cash_flow

AMOUNTS = st.floats(-1e6, 1e6)
FLOWS = arrays.arrays(float, st.integers(1, 60), elements=AMOUNTS)


def test_a_running_sum_starts_with_what_was_invested():
    assert cash_flow.cumulative([5.0, -2.0], 10.0).tolist() == [-10, -5, -7]


def test_break_even_is_lasting_a_month_that_falls_back_does_not_count():
    assert cash_flow.break_even_month([-1, 2, -3, 0, 1]) == 3


def test_break_even_is_month_zero_when_nothing_is_ever_owed():
    assert cash_flow.break_even_month([0, 0, 5]) == 0


def test_break_even_is_unknown_when_the_last_month_still_owes():
    assert math.isnan(cash_flow.break_even_month([0, 5, -1]))


def test_a_sum_a_billionth_below_zero_is_zero():
    assert cash_flow.break_even_month([-5, -1e-10, 4]) == 1


def test_each_draw_has_a_break_even_of_its_own():
    running = np.array([[-1, 0, -1], [1, 1, -1], [2, 2, -1]])
    np.testing.assert_equal(cash_flow.break_even_month(running), [1, 0, np.nan])


@given(FLOWS, st.floats(0, 1e6))
def test_break_even_is_what_a_reader_finds_going_back_from_the_end(flows, initial):
    running = cash_flow.cumulative(flows, initial)
    month = len(running)
    while month and running[month - 1] > -1e-9:
        month -= 1
    expected = math.nan if month == len(running) else float(month)
    np.testing.assert_equal(cash_flow.break_even_month(running), expected)


def test_the_lowest_point_may_be_month_zero():
    assert cash_flow.lowest([-10.0, -4.0, 2.0]) == -10
    assert cash_flow.lowest_month([-10.0, -4.0, 2.0]) == 0


def test_of_equal_lowest_months_the_first_is_named():
    assert cash_flow.lowest_month([0.0, -4.0, -4.0 - 1e-12, 2.0]) == 1


@given(FLOWS, st.floats(0, 1e6), st.floats(0.0, 0.5))
def test_present_value_is_that_of_numpy_financial(flows, initial, rate):
    monthly = (1 + rate) ** (1 / 12) - 1
    expected = numpy_financial.npv(monthly, [-initial, *flows])
    assert cash_flow.present_value(flows, initial, rate) == pytest.approx(expected, abs=1e-5)


def test_present_values_of_draws_stand_beside_each_other():
    flows = np.ones((24, 2)) * [100.0, 50.0]
    worth = cash_flow.present_value(flows, np.array([10.0, 0.0]), np.array([0.1, 0.0]))
    assert worth[0] == pytest.approx(cash_flow.present_value([100.0] * 24, 10.0, 0.1))
    assert worth[1] == 1200


def test_a_return_is_zero_when_just_paid_back_and_unknown_when_nothing_was_spent():
    assert cash_flow.return_on(0.0, 50.0) == 0
    assert math.isnan(cash_flow.return_on(10.0, 0.0))
