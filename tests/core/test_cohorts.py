"""A value among others (METHOD 4.7)."""

import math

from padlib.core import cohorts


def test_equal_values_count_for_half(worked):
    case = worked["percentile_rank"]
    assert cohorts.percentile_rank(case["value"], case["reference"]) == case["expected"]


def test_the_lowest_and_the_highest_of_four_others():
    assert cohorts.percentile_rank(0, [1, 2, 3, 4]) == 0.0
    assert cohorts.percentile_rank(9, [1, 2, 3, 4]) == 100.0


def test_values_closer_than_the_tolerance_are_equal():
    assert cohorts.percentile_rank(0.1 + 0.2, [0.3]) == 50.0


def test_no_reference_no_rank():
    assert math.isnan(cohorts.percentile_rank(50, []))
