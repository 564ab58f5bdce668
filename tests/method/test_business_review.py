"""The review of a joint plan, each figure worked by hand (METHOD 13)."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core.joint_plan import PARTNER, VENDOR, Review
from padlib.core.pipeline import AMBER, GREEN, GREY, RED
from padlib.method import business_review as method
from padlib.method.business_review import BusinessReview, Kept, business_review
from tests import joint_plans

PROBABILITY: Mapping[str, float] = banks.business_plan()["forecast"]["stage_probability"]
SEPTEMBER = dt.date(2026, 9, 30)
NO_DEALS = joint_plans.deals()
UNIFORM: Mapping[str, Any] = {"seasonality": None}


def commitment(key: str, side: str, due: str, kept: str | None = None, **more: Any) -> Any:
    told = {"id": key, "side": side, "text": f"Text of {key}", "owner": "CM", "due_date": due}
    return told | ({"status": "kept", "kept_on": kept} if kept else {}) | more


def taken(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["id", "side", "due"]).set_index("id")
    return frame.assign(
        text=[f"Text of {one}" for one in frame.index],
        owner="CM",
        due=pd.to_datetime(frame["due"]).astype("datetime64[s]"),
        status="open",
        kept_on=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]"),
    )


def review(day: str, commitments: pd.DataFrame, **more: Any) -> Review:
    said = pd.DataFrame(columns=["status", "kept_on", "why"])
    blank: dict[str, Any] = {
        "kind": "monthly",
        "participants": (),
        "previous": said,
        "kpis": {},
        "deals": pd.DataFrame(),
        "leads": {},
        "issues": pd.DataFrame(),
        "triggers": {},
        "means": {},
        "next_quarter": (),
        "decisions": (),
    }
    return Review(date=dt.date.fromisoformat(day), commitments=commitments, **(blank | more))


def reviewed(
    deals: pd.DataFrame = NO_DEALS,
    values: pd.DataFrame | None = None,
    *reviews: Review,
    as_of: dt.date = SEPTEMBER,
    **sections: Any,
) -> BusinessReview:
    plan = joint_plans.plan(**sections)
    told = joint_plans.measured() if values is None else values
    return business_review(plan, deals, told, reviews, as_of=as_of, probability=PROBABILITY)


# ── where the year stands ──


def test_the_forecast_of_the_method_as_a_review() -> None:
    """Target 400, actual 261 of 300 expected; 100 qualified, 80 proposal, 60 negotiation open."""
    deals = joint_plans.deals(
        ("A", 100, "qualified", "2026-11-30"),
        ("B", 80, "proposal", "2026-12-15"),
        ("C", 60, "negotiation", "2026-10-20"),
    )
    found = reviewed(deals, joint_plans.measured(K_01={9: 261}), objective=400, **UNIFORM)
    assert found.actual.amount == 261
    assert found.expected == pytest.approx(300)
    assert found.attainment == pytest.approx(0.87)
    assert found.colour == AMBER
    assert found.landing == pytest.approx(369)
    assert found.landing_ratio == pytest.approx(0.9225)
    assert found.coverage == pytest.approx(108 / 139)
    assert found.kpis["value"]["K-03"] == pytest.approx(108 / 139)


def test_expectations_follow_the_season_for_four_kpis_and_the_target_for_the_others() -> None:
    values = joint_plans.measured(K_02={9: 4}, K_05={9: 72}, K_06={9: 3})
    found = reviewed(NO_DEALS, values).kpis
    # shares of the months to September: .05 .05 .10 .05 .10 .15 .05 .05 .10 = .70
    assert found["expected"]["K-02"] == pytest.approx(0.7 * 8)
    assert found["attainment"]["K-02"] == pytest.approx(4 / 5.6)
    assert found["expected"]["K-06"] == pytest.approx(0.7 * 3)
    assert found["expected"]["K-05"] == 90
    assert found["colour"]["K-05"] == AMBER  # 72/90 is the threshold itself
    assert found["colour"]["K-01"] == GREY


def test_a_value_given_is_never_computed_and_one_marked_na_leaves_the_table() -> None:
    deals = joint_plans.deals(("A", 90, "signed", "2026-05-05"))
    values = joint_plans.measured(K_01={8: 50})
    assert reviewed(deals, values).actual.amount == 50  # that of the last month measured
    out = joint_plans.measured(K_02={9: math.nan}).assign(not_applicable=True)
    assert "K-02" not in reviewed(deals, out).kpis.index
    blank = joint_plans.measured(K_02={9: math.nan})
    assert reviewed(deals, blank).kpis["colour"]["K-02"] == GREY


def test_a_month_not_measured_is_grey_and_breaks_two_in_a_row() -> None:
    both = joint_plans.measured(K_01={8: 10, 9: 20})
    missing = joint_plans.measured(K_01={7: 10, 9: 20})
    promises: dict[str, Any] = {"commitments": [commitment("EV-02", VENDOR, "2026-12-31")]}
    assert [one.id for one in reviewed(NO_DEALS, both, **promises).triggers] == ["AT-01"]
    found = reviewed(NO_DEALS, missing, **promises)
    assert found.kpis["before_colour"]["K-01"] == GREY
    assert found.triggers == ()


# ── promises ──


def test_commitments_kept_on_time_are_counted_for_each_side() -> None:
    told = [
        commitment("EV-02", VENDOR, "2026-03-31", "2026-03-31"),  # on its very day
        commitment("EV-04", VENDOR, "2026-06-30", "2026-07-01"),  # a day late
        commitment("EV-10", VENDOR, "2026-09-30"),  # due today, not late yet
        commitment("EV-11", VENDOR, "2026-05-01", status="cancelled"),
        commitment("EP-01", PARTNER, "2026-02-28", status="kept"),  # without a date: on time
        commitment("EP-02", PARTNER, "2026-12-31"),
    ]
    found = reviewed(commitments=told)
    assert found.kept == {VENDOR: Kept(1, 3), PARTNER: Kept(1, 1)}
    assert found.kpis["value"]["K-08"] == pytest.approx(100 * 2 / 4)
    assert found.late.empty
    assert list(reviewed(commitments=told, as_of=dt.date(2026, 10, 1)).late.index) == ["EV-10"]
    quarters = found.kept_by_quarter["rate"]
    assert quarters[1, VENDOR] == 100 and quarters[2, VENDOR] == 0
    assert math.isnan(quarters[4, PARTNER])


def test_commitments_of_reviews_open_the_next_and_count_apart() -> None:
    august = review(
        "2026-08-27", taken(("R-1", VENDOR, "2026-09-10"), ("R-2", PARTNER, "2026-09-20"))
    )
    previous = pd.DataFrame(
        {
            "status": ["kept", "late"],
            "kept_on": [pd.Timestamp("2026-09-12"), pd.NaT],
            "why": ["", "Away"],
        },
        index=pd.Index(["R-1", "R-2"], name="id"),
    )
    today = review(
        "2026-09-30", taken(("R-3", VENDOR, "2026-10-20")), previous=previous, kind="quarterly"
    )
    found = reviewed(
        NO_DEALS, None, august, today, commitments=[commitment("EV-02", VENDOR, "2026-12-31")]
    )
    assert found.kind == "quarterly" and found.opened_on == dt.date(2026, 8, 27)
    assert list(found.opening["state"]) == ["kept", "late"]
    assert list(found.opening["on_time"]) == [False, False]
    assert found.opening["why"]["R-2"] == "Away"
    assert found.kept_of_reviews == {VENDOR: Kept(0, 1), PARTNER: Kept(0, 1)}
    assert found.kept == {VENDOR: Kept(0, 0), PARTNER: Kept(0, 0)}  # K-08 is of the plan alone
    assert list(found.late.index) == ["R-2"] and list(found.coming.index) == ["R-3"]
    assert math.isnan(found.kpis["value"]["K-08"])


def test_states_are_of_the_day_and_not_of_the_last_month_end() -> None:
    told = [
        commitment("EV-02", VENDOR, "2026-08-20", "2026-08-20"),
        commitment("EP-01", PARTNER, "2026-09-10"),
    ]
    found = reviewed(commitments=told, as_of=dt.date(2026, 9, 15))
    assert found.month == 8
    assert found.kpis["value"]["K-08"] == 50  # as the counts of the two sides say
    assert found.kept == {VENDOR: Kept(1, 1), PARTNER: Kept(0, 1)}


def test_in_january_states_are_known_and_what_adds_up_is_not_judged() -> None:
    deals = joint_plans.deals(
        ("A", 50_000, "signed", "2026-01-12"), ("B", 100_000, "proposal", "2026-05-01")
    )
    told = [commitment("EV-02", VENDOR, "2026-01-10", "2026-01-09")]
    found = reviewed(deals, commitments=told, as_of=dt.date(2026, 1, 20), objective=400_000)
    assert found.month == 0
    assert found.kpis["value"]["K-03"] == pytest.approx(50_000 / 350_000)
    assert found.kpis["value"]["K-08"] == 100
    assert found.kpis["colour"]["K-01"] == GREY and math.isnan(found.attainment)
    assert found.triggers == ()  # no month before


def test_after_the_year_december_is_its_last_month() -> None:
    values = joint_plans.measured(K_01={11: 300, 12: 400})
    found = reviewed(NO_DEALS, values, as_of=dt.date(2027, 2, 10), objective=500)
    assert (found.month, found.actual.month, found.quarter) == (12, 12, 4)
    assert found.told_on == dt.date(2026, 12, 31)
    assert found.attainment == pytest.approx(0.8)
    assert found.kpis["before"]["K-01"] == 300


@pytest.mark.parametrize(
    ("measured", "day", "told"),
    [(6, "2026-09-15", "2026-06-30"), (9, "2026-09-15", "2026-09-15"), (None, "2026-09-15", None)],
)
def test_the_actual_is_of_the_end_of_its_month(
    measured: int | None, day: str, told: str | None
) -> None:
    values = joint_plans.measured(**({"K_01": {measured: 10}} if measured else {}))
    deals = joint_plans.deals(("A", 10, "signed", "2026-03-01"))
    found = reviewed(deals, values, as_of=dt.date.fromisoformat(day))
    assert found.told_on == dt.date.fromisoformat(told or day)


def test_what_is_late_is_out_of_all_that_is_due_reviews_included() -> None:
    august = review(
        "2026-08-27", taken(("R-1", VENDOR, "2026-09-10"), ("R-2", PARTNER, "2026-10-20"))
    )
    told = [commitment("EV-02", VENDOR, "2026-06-30", "2026-06-30")]
    found = reviewed(NO_DEALS, None, august, commitments=told)
    assert found.due == 2
    figure = method.key_figures(found)["review.late"]
    assert (figure["value"], figure["of"]) == (1, 2)


# ── means, triggers ──


def test_means_are_the_mean_of_delivered_over_planned_of_the_last_quarter_noted() -> None:
    found = reviewed(kpis=["K-10"])
    # MV-01 2/3, MV-03 2500/3000, MV-05 6/5; MP-01 1.5/1.5, MP-05 yes
    vendor = 100 * (2 / 3 + 2500 / 3000 + 6 / 5) / 3
    assert found.means["ratio"][2, VENDOR] == pytest.approx(vendor)
    assert found.means["ratio"][2, PARTNER] == pytest.approx(100)
    assert found.means_delivered == pytest.approx((3 * vendor + 200) / 5)
    assert math.isnan(found.means["ratio"][3, VENDOR])


def test_each_trigger_fires_on_its_own_condition_and_tells_what_was_decided() -> None:
    late = [commitment(f"EV-{one}", VENDOR, "2026-06-30") for one in (10, 11)]
    kept = [commitment("EP-01", PARTNER, "2026-03-31", "2026-03-01")]
    said = review("2026-09-20", taken(), triggers={"AT-03": "Sponsors meet"})
    means = {"vendor": {"MV-02": {"planned": 4, "delivered": [4, 1, 1]}}}
    found = reviewed(
        NO_DEALS,
        joint_plans.measured(K_01={8: 10, 9: 20}, K_03={8: 0.9, 9: 0.5}),
        said,
        commitments=[*late, *kept],
        means=means,
        kpis=["K-01", "K-03", "K-08", "K-10"],
    )
    assert {one.id: one.decision for one in found.triggers} == {
        "AT-01": "",
        "AT-02": "",
        "AT-03": "Sponsors meet",  # one of three kept, in August and in September
        "AT-04": "",
    }
    assert [one.decided_on for one in found.triggers if one.decision] == [dt.date(2026, 9, 20)]
    assert found.red == ("K-01", "K-03", "K-08", "K-10")


@pytest.mark.parametrize(
    ("day", "fired"), [("2026-05-31", False), ("2026-07-15", True), ("2026-10-31", False)]
)
def test_the_landing_of_mid_year_is_looked_at_in_the_third_quarter(day: str, fired: bool) -> None:
    values = joint_plans.measured(K_01={5: 190, 6: 300})
    found = reviewed(NO_DEALS, values, as_of=dt.date.fromisoformat(day), objective=400)
    assert ("AT-05" in [one.id for one in found.triggers]) is fired
    assert found.landing_ratio < 0.8


def test_a_plan_that_is_not_signed_sets_off_nothing() -> None:
    values = joint_plans.measured(K_01={8: 10, 9: 20})
    found = reviewed(NO_DEALS, values, signatures={"vendor": {"name": "A", "date": "2026-01-02"}})
    assert not found.plan.is_signed and found.triggers == ()


def test_actions_left_from_earlier_quarters_stay_in_sight() -> None:
    found = reviewed(as_of=dt.date(2026, 8, 15))
    assert list(found.actions.index) == ["Q2-1"]
    assert found.actions["state"]["Q2-1"] == "late"
    assert found.actions["days_late"]["Q2-1"] == (dt.date(2026, 8, 15) - dt.date(2026, 5, 29)).days


def test_key_figures_say_why_they_are_missing() -> None:
    told = method.key_figures(reviewed(commitments=[commitment("EV-02", VENDOR, "2026-12-31")]))
    assert told["plan.attainment"]["reason"] == "nothing_expected"
    assert told["review.kept_vendor"] == {
        "value": None,
        "unit": "%",
        "of": 0,
        "reason": "none_due",
    }
    reached = reviewed(NO_DEALS, joint_plans.measured(K_01={9: 500}), objective=400)
    assert reached.kpis["colour"]["K-01"] == GREEN
    assert method.key_figures(reached)["plan.coverage"]["reason"] == "objective_reached"


def test_what_is_late_and_what_comes_is_proposed_in_the_common_form() -> None:
    told = [commitment("EV-02", VENDOR, "2026-06-30"), commitment("EP-01", PARTNER, "2026-10-15")]
    table = method.actions(reviewed(commitments=told), "axorial")
    assert list(table.index) == ["EV-02@axorial", "EP-01@axorial"]
    assert list(table["status"]) == ["late", "planned"]
    assert list(table["priority"]) == [100, 60]


# ── whatever the plan ──

DAYS = st.dates(dt.date(2025, 12, 1), dt.date(2027, 3, 1))
DUE = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
PROMISES = st.lists(
    st.tuples(st.sampled_from([VENDOR, PARTNER]), DUE, st.none() | DUE), min_size=1, max_size=8
)


@settings(max_examples=60, deadline=None)
@given(DAYS, PROMISES, st.randoms(use_true_random=False))
def test_rates_stay_within_bounds_and_the_order_of_rows_decides_nothing(
    day: dt.date, promises: list[Any], random: Any
) -> None:
    told = [
        commitment(f"ZZ-{rank}", side, str(due), str(kept) if kept else None)
        for rank, (side, due, kept) in enumerate(promises)
    ]
    rows = [("A", 10.0, "proposal", "2026-11-01"), ("B", 20.0, "signed", "2026-02-01")]
    found = reviewed(joint_plans.deals(*rows), as_of=day, commitments=told)
    for kept in found.kept.values():
        assert 0 <= kept.kept <= kept.due
        assert math.isnan(kept.rate) or 0 <= kept.rate <= 100
    assert set(found.kpis["colour"]) <= {GREEN, AMBER, RED, GREY}
    shuffled = told[:]
    random.shuffle(shuffled)
    other = reviewed(joint_plans.deals(*rows[::-1]), as_of=day, commitments=shuffled)
    assert other.kept == found.kept
    assert list(other.late.index) == list(found.late.index)
    assert other.landing == found.landing
    pd.testing.assert_frame_equal(other.kpis, found.kpis)
