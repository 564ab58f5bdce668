"""Deals weighted by stage, landing, coverage, attainment (METHOD 13 and 20)."""

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib import banks
from padlib.core import pipeline
from tests import joint_plans

PROBABILITY = banks.business_plan()["forecast"]["stage_probability"]
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


def test_the_landing_forecast_of_the_method(worked: dict[str, Any]) -> None:
    told = worked["landing_forecast"]
    deals = joint_plans.deals(
        *(
            (f"D-{rank}", one["amount"], one["stage"], "2026-11-15")
            for rank, one in enumerate(told["open"])
        )
    )
    weighted = pipeline.weighted(deals, PROBABILITY)
    done, target = told["ytd_actual"], told["annual_target"]
    assert weighted == pytest.approx(told["weighted_pipeline"])
    landing = pipeline.landing(done, deals, PROBABILITY, 2026, 9)
    assert landing == pytest.approx(told["landing"])
    assert landing / target == pytest.approx(told["landing_ratio"])
    covered = pipeline.coverage(weighted, target, done)
    assert covered == pytest.approx(told["pipeline_coverage"], abs=5e-4)
    reached = pipeline.attainment(done, told["ytd_expected"])
    assert reached == pytest.approx(told["attainment"])
    assert pipeline.colour(reached, 0.95, 0.8) == told["rag"]


def test_a_deal_counts_in_its_month_overdue_in_the_next_and_not_beyond_december() -> None:
    deals = joint_plans.deals(
        ("A", 10, "proposal", "2026-09-30"),  # overdue at the end of October
        ("B", 20, "negotiation", "2026-11-30"),
        ("C", 40, "qualified", "2027-01-05"),
        ("D", 80, "signed", "2026-11-02"),
        ("E", 160, "lost", "2026-12-01"),
    )
    found = pipeline.closing_within(deals, 2026, 10)
    assert dict(zip(found["deal_id"], found["month"], strict=True)) == {"A": 11, "B": 11}
    assert pipeline.landing(100, deals, PROBABILITY, 2026, 10) == pytest.approx(100 + 5 + 16)
    assert pipeline.closing_within(deals, 2026, 12).empty  # what slips past December leaves it
    assert pipeline.weighted(deals, PROBABILITY) == pytest.approx(5 + 16 + 8)


def test_actual_counts_signatures_of_the_year_up_to_the_day_included() -> None:
    deals = joint_plans.deals(
        ("A", 1, "signed", "2025-12-31"),
        ("B", 2, "signed", "2026-01-01"),
        ("C", 4, "signed", "2026-06-30"),
        ("D", 8, "signed", "2026-07-01"),
        ("E", 16, "negotiation", "2026-03-01"),
    )
    assert pipeline.actual(deals, 2026, dt.date(2026, 6, 30)) == 6
    assert pipeline.actual(deals, 2026, dt.date(2027, 3, 1)) == 14
    assert pipeline.actual(deals, 2026, dt.date(2025, 12, 31)) == 0


@given(DAYS)
def test_a_month_is_complete_on_its_last_day(day: dt.date) -> None:
    """Leap years and year ends included."""
    month = pipeline.complete_month(day, 2026)
    assert 0 <= month <= 12
    tomorrow = pipeline.complete_month(day + dt.timedelta(days=1), 2026)
    last = (day + dt.timedelta(days=1)).day == 1
    if day.year == 2026:
        assert month == (day.month if last else day.month - 1)
    else:
        assert month == (12 if day.year > 2026 else 0)
    assert tomorrow >= month or day.year != 2026


@given(st.floats(0, 1e9), st.floats(1, 1e9), st.floats(0, 1e9))
def test_coverage_is_infinite_once_the_target_is_reached(
    weighted: float, target: float, done: float
) -> None:
    covered = pipeline.coverage(weighted, target, done)
    assert math.isinf(covered) == (done >= target - 1e-9)
    assert covered >= 0


def test_thresholds_are_met_from_themselves_on_and_nothing_known_is_grey() -> None:
    told = [pipeline.colour(one, 0.95, 0.8) for one in (0.95, 0.9499, 0.8, 0.79, math.nan)]
    assert told == ["green", "amber", "amber", "red", "grey"]
    assert math.isnan(pipeline.attainment(10, 0)) and math.isnan(pipeline.attainment(math.nan, 5))
