"""The year-end balance of a joint plan: what was aimed at and what came of it."""

import datetime as dt
import math

import pandas as pd
import pytest

from padlib.method import plan_balance
from tests import joint_plans

END = dt.date(2026, 12, 31)
NO_DEALS = joint_plans.deals()
NOTHING = joint_plans.measured()


def test_an_objective_comes_to_the_last_value_measured_of_its_kpi():
    values = joint_plans.measured(K_02={3: 2, 9: 5, 12: 7}, K_06={6: 3})
    achieved = plan_balance.achieved(joint_plans.plan(), values, NO_DEALS, END)
    assert achieved["OB-02"] == 7
    assert achieved["OB-06"] == 3
    assert math.isnan(achieved["OB-04"])  # nobody measured it


def test_revenue_is_measured_else_it_is_what_was_signed_in_the_year():
    signed = joint_plans.deals(
        ("a", 100.0, "signed", "2026-05-04"),
        ("b", 50.0, "signed", "2025-12-31"),
        ("c", 30.0, "lost", "2026-06-01"),
    )
    plan = joint_plans.plan()
    assert plan_balance.achieved(plan, NOTHING, signed, END)["OB-01"] == 100
    measured = joint_plans.measured(K_01={11: 90})
    assert plan_balance.achieved(plan, measured, signed, END)["OB-01"] == 90
    assert math.isnan(plan_balance.achieved(plan, NOTHING, NO_DEALS, END)["OB-01"])


def test_the_pipeline_is_what_is_open_and_due_in_the_six_months_after_the_day():
    held = joint_plans.deals(
        ("a", 100.0, "proposal", "2027-06-30"),
        ("b", 50.0, "identified", "2027-07-01"),
        ("c", 25.0, "qualified", "2026-11-30"),  # overdue, still open
        ("d", 30.0, "signed", "2026-06-01"),
    )
    assert plan_balance.achieved(joint_plans.plan(), NOTHING, held, END)["OB-03"] == 125


def test_leads_are_the_denominators_of_the_kpi_that_follows_them():
    values = joint_plans.measured(K_05={3: 80, 6: 90}).assign(of=[10.0, 12.0])
    assert plan_balance.achieved(joint_plans.plan(), values, NO_DEALS, END)["OB-05"] == 22


def test_perception_is_the_partner_s_own_index_where_the_kpi_does_not_tell_it():
    plan = joint_plans.plan()
    assert plan_balance.achieved(plan, NOTHING, NO_DEALS, END, 62.5)["OB-08"] == 62.5
    values = joint_plans.measured(K_09={10: 70})
    assert plan_balance.achieved(plan, values, NO_DEALS, END, 62.5)["OB-08"] == 70


def test_a_kpi_left_out_for_a_partner_tells_nothing():
    values = joint_plans.measured(K_02={12: 7}).assign(not_applicable=True)
    assert math.isnan(plan_balance.achieved(joint_plans.plan(), values, NO_DEALS, END)["OB-02"])


def test_an_objective_is_reached_from_its_target_on_and_not_when_nothing_tells():
    plan = joint_plans.plan(objectives={"OB-02": 8, "OB-06": 3, "OB-04": 100}, kpis=None)
    found = plan_balance.objectives(plan, pd.Series({"OB-02": 8.0, "OB-06": 2.9}))
    assert found["reached"].to_dict() == {"OB-02": True, "OB-04": False, "OB-06": False}
    assert found["share"]["OB-02"] == 1.0
    assert math.isnan(found["share"]["OB-04"])


def test_means_of_quarters_and_years_add_up_and_levels_are_averaged():
    plan = joint_plans.plan(
        means={
            "vendor": {
                "MV-05": {"planned": [5, 5, 10, 10], "delivered": [4, 6, 10, 10]},  # a quarter
                "MV-03": {"planned": 12_000, "delivered": [3_000, 3_000, 0, 0]},  # a year
                "MV-06": {"planned": 0},
            },
            "partner": {"MP-01": {"planned": 2, "delivered": [1, 2, 2, 1]}},  # a level
        }
    )
    found = plan_balance.means(plan)
    assert list(found.index) == ["MV-03", "MV-05", "MP-01"]  # what is not promised is not there
    assert found.loc["MV-05", ["promised", "delivered"]].tolist() == [30, 30]
    assert found.at["MV-05", "share"] == pytest.approx((4 / 5 + 6 / 5 + 1 + 1) / 4)
    assert found.loc["MV-03", ["promised", "delivered", "share"]].tolist() == [12_000, 6_000, 0.5]
    assert found.loc["MP-01", ["promised", "delivered", "share"]].tolist() == [2, 1.5, 0.75]


def test_a_quarter_of_which_nothing_is_noted_counts_as_nothing_but_not_a_whole_year():
    told = {"MV-01": {"planned": 4, "delivered": [4, 4]}, "MV-02": {"planned": 4}}
    found = plan_balance.means(joint_plans.plan(means={"vendor": told}))
    assert found.at["MV-01", "share"] == 0.5
    assert math.isnan(found.at["MV-02", "share"])
    assert math.isnan(found.at["MV-02", "delivered"])


def test_commitments_of_both_sides_are_counted_alike():
    due, rest = "2026-06-30", {"owner": "CM", "text": "x", "due_date": "2026-06-30"}
    kept = {**rest, "side": "vendor", "status": "kept"}
    plan = joint_plans.plan(
        commitments=[
            {"id": "a", **kept, "kept_on": due},
            {"id": "b", **kept, "kept_on": "2026-07-01"},
            {"id": "c", **kept},  # without a day: on time
            {"id": "d", **rest, "side": "vendor"},
            {"id": "e", **rest, "side": "vendor", "status": "cancelled"},
        ]
    )
    found = plan_balance.commitments(plan)
    assert list(found.index) == ["vendor", "partner"]
    names = ["taken", "on_time", "late", "not_kept", "cancelled"]
    assert found.loc["vendor", names].tolist() == [4, 2, 1, 1, 1]
    assert found.loc["partner", names].tolist() == [0, 0, 0, 0, 0]
