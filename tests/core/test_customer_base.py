"""Ramp-up, cohorts of partners, young and old customers (METHOD 10, 15)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.core import customer_base
from padlib.core.customer_base import bases, months, productive, ramp

MONTHS = st.integers(0, 24)


def test_the_worked_ramp_of_the_first_year():
    first_year = ramp(months(12), 3, 9)[:, 0]
    sixths = [0, 0, 0, 1, 2, 3, 4, 5, 6, 6, 6, 6]
    assert first_year == pytest.approx([one / 6 for one in sixths])
    assert first_year.mean() == pytest.approx(0.541667, abs=1e-6)


@pytest.mark.parametrize("autonomy", [3, 2, 0])
def test_autonomy_no_later_than_the_first_deal_is_reached_at_once_after_it(autonomy):
    assert ramp(months(5), 3, autonomy)[:, 0].tolist() == [0, 0, 0, 1, 1]


@given(MONTHS, MONTHS)
def test_a_ramp_climbs_from_nothing_to_all_and_never_falls(delay, autonomy):
    climb = ramp(np.arange(-3, 60), delay, autonomy)
    assert (np.diff(climb) >= 0).all()
    assert climb.min() == 0 and climb.max() == 1
    assert not climb[: delay + 4].any()  # months −3 to the delay


def test_a_partner_that_has_not_started_yet_sells_nothing_whatever_its_delay():
    assert productive(months(4), [(3, 5)], 0, 0)[:, 0].tolist() == [0, 0, 5, 5]


def test_partners_add_up_over_the_months_in_which_they_start():
    plan = [(1, 4), (4, 2), (4, 1)]
    both = productive(months(12), plan, 1, 5)
    each = sum(n * np.clip((months(12) - first) / 4, 0, 1) for first, n in plan)
    np.testing.assert_allclose(both, each)


def test_draws_stand_beside_each_other():
    delays = np.array([1.0, 3.0])
    climb = productive(months(6), [(1, 1)], delays, np.array([2.0, 5.0]))
    assert climb.shape == (6, 2)
    assert climb[:, 0].tolist() == [0, 1, 1, 1, 1, 1]
    assert climb[:, 1].tolist() == [0, 0, 0, 0.5, 1, 1]


def test_customers_are_young_for_twelve_months_then_old():
    won = np.zeros((30, 1))
    won[4] = 10
    young, old = bases(won, 0.0)
    assert young[:, 0].tolist() == [0] * 4 + [10] * 12 + [0] * 14
    assert old[:, 0].tolist() == [0] * 16 + [10] * 14


def test_without_churn_nobody_leaves_and_with_full_churn_nobody_stays():
    won = np.arange(1.0, 25.0)[:, np.newaxis]
    young, old = bases(won, np.array([0.0, 1.0]))
    np.testing.assert_allclose((young + old)[:, 0], np.cumsum(won))
    np.testing.assert_allclose((young + old)[:, 1], won[:, 0])
    assert not old[:, 1].any()


def test_a_horizon_of_less_than_a_year_has_no_old_customer():
    young, old = bases(np.ones((5, 1)), 0.2)
    assert not old.any()
    assert young[0, 0] == 1


def test_a_year_loses_exactly_the_annual_churn():
    won = np.zeros((13, 1))
    won[0] = 1
    young, old = bases(won, 0.15)
    assert (young + old)[12, 0] == pytest.approx(0.85)
    assert customer_base.monthly_churn(0.0) == 0
