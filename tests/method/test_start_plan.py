"""The first 100 days of a partner (METHOD 12, 20): dates, progress, delays, gates, what is next."""

import datetime as dt
import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core import actions as core_actions
from padlib.method import start_plan
from padlib.method.start_plan import (
    AHEAD,
    AHEAD_OF_DAY,
    AT_RISK,
    CONTINUE,
    CORRECT,
    EXTEND,
    EXTENDED,
    FINISHED,
    JOINT,
    NOT_PASSED,
    NOT_STARTED,
    ON_WAY,
    PARTNER,
    PASSED,
    REMAINDER,
    STANDINGS,
    STOP,
    STOPPED,
    THREATENED,
    UNDECIDED,
    UNSIGNED,
    VENDOR,
    Rules,
)
from tests.start_plans import DAYS, ITEMS, RULES, START, all_to, at, told

ASKED = banks.rules("perception")["short_interview"]
WEIGHTS = {str(one): int(weight) for one, weight in ITEMS["weight"].items()}


# ── METHOD 20 ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", ["case_a", "case_b"])
def test_gate_1_of_the_worked_example(worked, case):
    example = worked["start_plan_gate_1"][case]
    gate = at(30, example["done"]).gates[0]
    assert (gate.done_weight, gate.due_weight) == (example["weight_done"], example["weight_due"])
    assert gate.ratio == pytest.approx(example["ratio"], abs=5e-5)
    assert list(gate.critical_missing) == example["critical_missing"]
    assert gate.is_passed == example["gate_passed"]
    assert gate.state == (PASSED if example["gate_passed"] else NOT_PASSED)


def test_the_bank_has_the_milestones_of_the_method():
    assert len(ITEMS) == 22 and sum(WEIGHTS.values()) == 55
    assert [one for one in DAYS if ITEMS.at[one, "is_gate"]] == ["J-09", "J-15", "J-22"]
    assert (RULES.gate_pass_ratio, RULES.late_grace_days, RULES.extension_days) == (0.8, 3, 60)


# ── dates, late, progress, delay: by hand ────────────────────────────────────────────────────────


def test_a_milestone_is_due_so_many_days_after_the_start_across_a_leap_year_s_end():
    due = at(0, start=dt.date(2027, 12, 1)).milestones["due"].dt.date
    assert due["J-01"] == dt.date(2027, 12, 1)
    assert due["J-09"] == dt.date(2027, 12, 31)
    assert due["J-10"] == dt.date(2028, 1, 5)
    assert due["J-20"] == dt.date(2028, 2, 29)  # day 90
    assert due["J-22"] == dt.date(2028, 3, 10)


@pytest.mark.parametrize(
    ("day", "overdue", "late"), [(5, 0, False), (6, 1, False), (8, 3, False), (9, 4, True)]
)
def test_late_is_more_than_three_days_after_the_due_date(day, overdue, late):
    row = at(day).milestones.loc["J-03"]  # due on day 5
    assert (row["overdue"], row["late"]) == (overdue, late)


def test_what_is_done_is_never_late_however_late_it_was_done():
    row = at(60, {"J-03": 58}).milestones.loc["J-03"]
    assert (row["late"], row["overdue"], row["delay"]) == (False, 0, 53)


def test_the_grace_is_the_clients_own_when_it_sets_one():
    mild = Rules(gate_pass_ratio=0.8, late_grace_days=10, extension_days=60)
    assert list(at(9).late.index) == ["J-03", "J-01", "J-02"]
    assert list(at(9, rules=mild).late.index) == []


def test_progress_is_the_weight_done_over_the_weight_due():
    # day 10: J-01 to J-05 are due, weights 2, 2, 2, 3, 3
    assert at(10, ["J-01", "J-02", "J-04"]).progress == pytest.approx(7 / 12)
    assert at(10, all_to(10)).progress == 1.0
    assert at(10, {**dict.fromkeys(all_to(10), 0), "J-07": 9}).progress == pytest.approx(15 / 12)


def test_before_day_0_nothing_is_due_and_there_is_no_progress():
    found = at(-1)
    assert (found.day, found.progress, found.mean_delay, found.standing) == (
        -1,
        None,
        None,
        NOT_STARTED,
    )
    assert found.due.empty and found.late.empty
    assert at(0).progress == 0.0


def test_after_day_100_progress_is_over_the_whole():
    assert at(400, ["J-01", "J-04"]).progress == pytest.approx(5 / 55)


def test_the_mean_delay_counts_advance_as_negative_and_leaves_out_what_has_no_date():
    found = at(40, {"J-01": 2, "J-02": 2, "J-03": 4, "J-04": None, "J-05": 14})
    assert found.milestones["delay"].dropna().tolist() == [2, -1, -1, 4]
    assert found.mean_delay == 1.0
    assert at(40, {"J-04": None}).mean_delay is None


def test_what_was_done_after_the_day_of_the_page_is_not_done_nor_decided_yet():
    done = {"J-01": 0, "J-09": 33}
    before, after = (at(day, done, {"J-09": CORRECT}) for day in (32, 33))
    assert list(before.done.index) == ["J-01"] and list(after.done.index) == ["J-01", "J-09"]
    assert (before.gates[0].decision, after.gates[0].decision) == ("", CORRECT)


def test_done_without_a_date_is_done_at_any_date():
    found = at(30, dict.fromkeys(all_to(25)))
    assert found.gates[0].state == PASSED and found.mean_delay is None
    assert at(1, {"J-07": None}).progress == pytest.approx(3 / 2)


def test_late_milestones_come_by_side_the_vendors_own_first():
    late = at(60).late
    assert list(late["side"].drop_duplicates()) == [VENDOR, JOINT, PARTNER]
    for side in (VENDOR, JOINT, PARTNER):
        days = late.loc[late["side"] == side, "day"]
        assert days.is_monotonic_increasing
    assert [at(60).late_by(side) for side in (VENDOR, JOINT, PARTNER)] == [3, 8, 3]


def test_the_next_15_days_hold_what_is_due_and_what_has_just_been():
    found = at(47, all_to(40))
    # J-12 was due on day 45; J-15 is due on day 60, J-16 on day 70
    assert list(found.upcoming.index) == ["J-12", "J-13", "J-14", "J-15"]
    assert list(at(55, all_to(55)).upcoming.index) == ["J-15", "J-16"]  # day 70 is 15 days on
    assert list(at(54, all_to(50)).upcoming.index) == ["J-14", "J-15"]
    assert "J-12" not in at(49, all_to(40)).upcoming.index  # late: not in what comes


def test_a_milestone_done_before_the_one_it_follows_is_told():
    assert start_plan.out_of_order(at(40, ["J-01", "J-02", "J-07"]).milestones) == ["J-07"]
    assert start_plan.out_of_order(at(40, all_to(40)).milestones) == []


def test_the_curve_tells_what_was_planned_and_done_day_by_day():
    curve = start_plan.curve(at(10, {"J-01": 0, "J-02": 6, "J-05": None}).milestones, 10)
    assert list(curve.index) == list(range(101))
    assert curve["planned"][[0, 2, 3, 100]].tolist() == pytest.approx([2 / 55, 2 / 55, 4 / 55, 1])
    assert curve["done"][[0, 5, 6, 10]].tolist() == pytest.approx([2 / 55, 2 / 55, 4 / 55, 7 / 55])
    assert curve["done"][11:].isna().all()
    later = start_plan.curve(at(130, ["J-01"]).milestones, 130)
    assert later.index[-1] == 130 and later["planned"].iloc[-1] == 1


# ── gates ────────────────────────────────────────────────────────────────────────────────────────


def test_a_gate_is_over_the_milestones_of_earlier_days_the_gates_before_it_among_them():
    first, second, last = at(0).gates
    assert (first.due_weight, second.due_weight, last.due_weight) == (19, 35, 52)
    assert "J-09" in second.critical and "J-15" in last.critical
    assert [gate.due for gate in (first, second, last)] == [
        dt.date(2026, 8, 5),
        dt.date(2026, 9, 4),
        dt.date(2026, 10, 14),
    ]


def test_a_gate_is_judged_on_its_day_whatever_is_made_up_since():
    done = {one: DAYS[one] for one in all_to(25, "J-07")}
    gate = at(50, {**done, "J-07": 31}).gates[0]
    assert (gate.state, gate.missing, gate.made_up) == (NOT_PASSED, ("J-07",), ("J-07",))
    assert at(50, {**done, "J-07": 30}).gates[0].state == PASSED


def test_a_gate_is_passed_at_exactly_80_per_cent_of_the_weight():
    # gate 2: 35 points, 28 of them are 80 %; J-06, J-08 and J-10 with J-11 are not critical
    exactly = at(60, all_to(55, "J-06", "J-08", "J-10")).gates[1]
    assert (exactly.done_weight, exactly.state) == (29, PASSED)
    under = at(60, all_to(55, "J-06", "J-08", "J-10", "J-11")).gates[1]
    assert (under.done_weight, under.critical_missing, under.state) == (27, (), NOT_PASSED)
    edge = Rules(gate_pass_ratio=27 / 35, late_grace_days=3, extension_days=60)
    level = at(60, all_to(55, "J-06", "J-08", "J-10", "J-11"), rules=edge).gates[1]
    assert level.state == PASSED


def test_one_critical_milestone_keeps_a_gate_from_passing_however_much_is_done():
    gate = at(100, all_to(95, "J-03")).gates[2]
    assert gate.ratio == pytest.approx(50 / 52)
    assert (gate.state, gate.critical_missing) == (NOT_PASSED, ("J-03",))


def test_before_its_day_a_gate_is_threatened_by_the_late_ones_that_would_keep_it_from_passing():
    # J-06 is late, not critical, and 17 of 19 points would do
    assert at(20, all_to(15, "J-06")).gates[0].threats == ()
    assert at(20, all_to(15, "J-06")).gates[0].state == AHEAD_OF_DAY
    assert at(20, all_to(15, "J-03")).gates[0].threats == ("J-03",)  # critical, 17 of 19
    assert at(20, all_to(15, "J-05", "J-06")).gates[0].threats == ("J-05", "J-06")  # 14 of 19
    # late and not critical: J-06, J-08, J-10, J-11 leave 27 of 35, under 80 %
    many = at(46, all_to(45, "J-06", "J-08", "J-10", "J-11"), {"J-09": CORRECT})
    assert many.gates[1].threats == ("J-06", "J-08", "J-10", "J-11")
    assert many.gates[1].state == THREATENED and many.standing == AT_RISK


def test_what_is_only_overdue_threatens_no_gate():
    found = at(28, all_to(20))  # J-08 was due on day 25: three days ago
    assert (found.gates[0].threats, found.standing) == ((), ON_WAY)
    assert at(29, all_to(20)).gates[0].threats == ()  # late, not critical, 17 of 19


def test_a_decision_counts_once_the_day_of_the_gate_has_come_or_it_is_held():
    early = at(29, all_to(25), {"J-09": STOP})
    assert (early.gates[0].decision, early.standing) == ("", ON_WAY)
    held = at(29, {**{one: DAYS[one] for one in all_to(25)}, "J-09": 28}, {"J-09": STOP})
    assert (held.gates[0].decision, held.standing) == (STOP, STOPPED)


@pytest.mark.parametrize(
    ("decision", "undecided"),
    [("", True), (CONTINUE, True), (CORRECT, False), (EXTEND, False), (STOP, False)],
)
def test_a_gate_that_is_not_passed_asks_to_correct_extend_or_stop(decision, undecided):
    gate = at(33, all_to(30, "J-07"), {"J-09": decision}).gates[0]
    assert gate.is_undecided == undecided
    assert not at(33, all_to(30), {"J-09": decision}).gates[0].is_undecided


def test_an_extension_moves_the_end_of_the_plan_and_no_date():
    found = at(61, all_to(60, "J-12"), {"J-15": EXTEND})
    assert found.gates[1].extended_to == START + dt.timedelta(days=160)
    assert found.milestones["due"].equals(at(61).milestones["due"])
    assert found.gates[2].due == START + dt.timedelta(days=100)
    assert list(found.late.index) == ["J-12"]
    assert found.extension is found.gates[1]


def test_the_next_gate_is_the_first_that_is_neither_past_nor_held():
    assert at(29).next_gate.number == 1
    assert at(30).next_gate.number == 1  # on its day, until it is held
    assert at(30, all_to(30)).next_gate.number == 2
    assert at(31).next_gate.number == 2
    assert at(20, {"J-09": 19}).next_gate.number == 2
    assert at(101).next_gate is None
    assert at(33, all_to(30), {"J-09": STOP}).next_gate is None


# ── where the whole stands ───────────────────────────────────────────────────────────────────────

WHOLE = all_to(100)
CASES = {
    "not_started": (at(-30), NOT_STARTED),
    "first_day": (at(0, ["J-01"]), ON_WAY),
    "on_way": (at(47, all_to(47)), ON_WAY),
    "late_only": (at(47, all_to(47, "J-06")), ON_WAY),
    "ahead": (at(47, dict.fromkeys(all_to(55), 25)), AHEAD),
    "ahead_and_late": (at(47, dict.fromkeys(all_to(55, "J-06"), 25)), ON_WAY),
    "at_risk": (at(50, all_to(50, "J-12")), AT_RISK),
    "undecided": (at(33, all_to(30, "J-07")), UNDECIDED),
    "against_the_rule": (at(33, all_to(30, "J-07"), {"J-09": CONTINUE}), UNDECIDED),
    "corrected": (
        at(40, {**{one: DAYS[one] for one in all_to(40)}, "J-07": 35}, {"J-09": CORRECT}),
        ON_WAY,
    ),
    "extended": (at(70, all_to(60, "J-12"), {"J-15": EXTEND}), EXTENDED),
    "next_gate_after_extension": (at(61, all_to(30, "J-07"), {"J-09": EXTEND}), UNDECIDED),
    "unsigned": (at(101, all_to(95)), UNSIGNED),
    "unsigned_on_day_100": (at(100, all_to(95)), ON_WAY),
    "extended_at_the_end": (at(150, all_to(95, "J-16"), {"J-22": EXTEND}), EXTENDED),
    "extended_and_held": (at(160, all_to(100, "J-16"), {"J-22": EXTEND}), EXTENDED),
    "extension_over": (at(161, all_to(100, "J-16"), {"J-22": EXTEND}), UNSIGNED),
    "to_correct": (at(120, all_to(100, "J-16"), {"J-22": CORRECT}), UNSIGNED),
    "remainder": (at(120, all_to(100, "J-17"), {"J-22": CONTINUE}), REMAINDER),
    "finished": (at(120, WHOLE, {"J-22": CONTINUE}), FINISHED),
    "finished_early": (at(99, dict.fromkeys(WHOLE, 90)), FINISHED),
    "stopped": (at(75, all_to(60, "J-12"), {"J-15": STOP}), STOPPED),
}


@pytest.mark.parametrize("name", CASES)
def test_where_the_whole_plan_stands(name):
    found, standing = CASES[name]
    assert found.standing == standing


def test_every_standing_has_a_case():
    assert {standing for _, standing in CASES.values()} == set(STANDINGS)


# ── short interview ──────────────────────────────────────────────────────────────────────────────


def answers(*rows):
    """Rows as (respondent, item, rating or None, importance or None, comment)."""
    return pd.DataFrame(
        [
            {
                "respondent_id": who.removeprefix("@"),
                "side": "vendor_mirror" if who.startswith("@") else "partner",
                "item_id": item,
                "rating": math.nan if rating is None else float(rating),
                "state": "missing" if rating is None else "answered",
                "importance": math.nan if importance is None else float(importance),
                "comment": comment,
            }
            for who, item, rating, importance, comment in rows
        ],
        columns=[*("respondent_id", "side", "item_id", "rating", "state", "importance", "comment")],
    )


def test_the_short_interview_is_the_eight_items_of_the_bank_without_the_mirror():
    said = start_plan.interview(
        answers(
            ("dg", "P-VA-01", 4, 5, "Deux clients"),
            ("pco", "P-VA-01", 1, None, "Aucun"),
            ("dg", "P-PR-01", 2, 5, ""),
            ("dg", "P-SC-01", 1, 5, "hors de l’entretien"),
            ("@cm", "P-PR-01", 5, None, "ils adorent"),
            ("muet", "P-OR-01", None, None, ""),
        ),
        ASKED,
    )
    assert list(said.items.index) == ASKED and len(ASKED) == 8
    assert said.items.loc["P-VA-01", ["rating", "importance", "n"]].tolist() == [2.5, 5, 2]
    assert said.items.at["P-VA-01", "comment"] == "Deux clients / Aucun"
    assert said.items.at["P-PR-01", "rating"] == 2
    assert math.isnan(said.items.at["P-OR-01", "rating"])
    assert (said.people, said.weak, said.strong) == (2, ["P-PR-01"], [])


def test_nobody_heard_is_no_interview():
    assert start_plan.interview(answers(), ASKED) is None
    assert start_plan.interview(answers(("@cm", "P-VA-01", 5, None, "")), ASKED) is None
    assert start_plan.interview(answers(("dg", "P-VA-01", None, None, "")), ASKED) is None


def test_weak_items_come_the_lowest_first_then_the_most_important():
    said = start_plan.interview(
        answers(
            ("dg", "P-OR-01", 2, 3, ""),
            ("dg", "P-OR-02", 2, 5, ""),
            ("dg", "P-PR-05", 1, 1, ""),
            ("dg", "P-VA-02", 4, 2, ""),
            ("dg", "P-PR-03", 5, 2, ""),
        ),
        ASKED,
    )
    assert said.weak == ["P-PR-05", "P-OR-02", "P-OR-01"]
    assert said.strong == ["P-PR-03", "P-VA-02"]


# ── actions ──────────────────────────────────────────────────────────────────────────────────────


def test_late_milestones_and_those_due_next_are_actions_in_the_common_form():
    found = at(47, all_to(40, "J-08"))
    table = start_plan.actions(found, "brivault")
    assert list(table.columns) == list(core_actions.PROPOSED)
    assert list(table.index) == [
        f"{one}@brivault" for one in ("J-08", "J-12", "J-13", "J-14", "J-15")
    ]
    assert set(table["origin"]) == {core_actions.START_PLAN}
    first = table.iloc[0]
    assert (first["status"], first["owner_role"], first["partner_owner_role"]) == (
        "late",
        "",
        "PTE",
    )
    assert (first["due"].date(), first["priority"]) == (dt.date(2026, 7, 31), 60.0)
    assert table.at["J-12@brivault", "status"] == "planned"
    assert table.at["J-12@brivault", "owner_role"] == "MKT"
    assert table.at["J-12@brivault", "priority"] == 100.0


def test_a_milestone_both_share_that_the_partner_owns_is_the_partners_to_do():
    table = start_plan.actions(at(84, all_to(80)), "brivault")
    assert table.loc["J-19@brivault", ["owner_role", "partner_owner_role"]].tolist() == ["", "PCO"]


@pytest.mark.parametrize("name", ["stopped", "not_started", "finished"])
def test_nothing_is_proposed_of_a_plan_that_is_stopped_over_or_has_not_begun(name):
    table = start_plan.actions(CASES[name][0], "brivault")
    assert table.empty and list(table.columns) == list(core_actions.PROPOSED)


# ── properties ───────────────────────────────────────────────────────────────────────────────────

STARTS = st.dates(dt.date(2019, 1, 1), dt.date(2033, 12, 31))
DONE = st.dictionaries(st.sampled_from(list(DAYS)), st.one_of(st.none(), st.integers(0, 140)))
DECIDED = st.dictionaries(
    st.sampled_from(["J-09", "J-15", "J-22"]), st.sampled_from(start_plan.DECISIONS)
)
TODAY = st.integers(-20, 200)
SOME = settings(max_examples=60, deadline=None)


@SOME
@given(DONE, DECIDED, TODAY, st.randoms())
def test_the_order_of_rows_does_not_matter(done, decisions, day, chance):
    plan = told(done, decisions)
    order = list(plan.index)
    chance.shuffle(order)
    as_of = START + dt.timedelta(days=day)
    items = ITEMS.sample(frac=1, random_state=chance.randrange(99))
    mixed = start_plan.start_plan(plan.loc[order], items, START, as_of, RULES)
    whole = at(day, done, decisions)
    pd.testing.assert_frame_equal(mixed.milestones, whole.milestones)
    assert (mixed.gates, mixed.standing) == (whole.gates, whole.standing)


@SOME
@given(DONE, TODAY)
def test_progress_is_at_most_1_when_nothing_is_done_early(done, day):
    in_time = {one: max(DAYS[one], when or 0) for one, when in done.items() if when is not None}
    found = at(day, in_time)
    assert found.progress is None or found.progress <= 1
    assert found.mean_delay is None or found.mean_delay >= 0


@SOME
@given(DONE, st.integers(0, 200), st.sampled_from(list(DAYS)), st.integers(0, 200))
def test_one_milestone_more_never_lowers_progress_nor_unpasses_a_gate(done, day, more, when):
    less = {one: on for one, on in done.items() if one != more}
    before, after = at(day, less), at(day, {**less, more: when})
    assert after.progress >= before.progress
    for one, other in zip(before.gates, after.gates, strict=True):
        assert other.is_passed >= one.is_passed
        assert set(other.threats) <= set(one.threats)
        assert other.done_weight >= one.done_weight


@SOME
@given(STARTS, DONE, TODAY)
def test_every_start_gives_the_same_days_across_years_and_leap_days(start, done, day):
    here, there = at(day, done), at(day, done, start=start)
    columns = ["done", "delay", "overdue", "late"]
    pd.testing.assert_frame_equal(here.milestones[columns], there.milestones[columns])
    assert (here.progress, here.standing) == (there.progress, there.standing)
    for one, due in there.milestones["due"].items():
        assert due.date().toordinal() == start.toordinal() + DAYS[one]


@SOME
@given(DONE, DECIDED, TODAY)
def test_nothing_is_late_and_coming_at_once_and_all_that_is_left_is_somewhere(done, decisions, day):
    found = at(day, done, decisions)
    late, soon = set(found.late.index), set(found.upcoming.index)
    assert not late & soon and not (late | soon) & set(found.done.index)
    left = {one for one in found.left.index if DAYS[one] <= day + start_plan.NEXT_DAYS}
    assert late | soon == left
    assert sum(found.late_by(side) for side in start_plan.SIDES) == len(late)


@SOME
@given(DONE, TODAY)
def test_gates_agree_with_a_count_by_hand(done, day):
    found = at(day, done)
    for gate in found.gates:
        by = min(gate.day, day)
        earlier = [one for one in DAYS if DAYS[one] < gate.day]
        kept = [one for one in earlier if one in done and (done[one] is None or done[one] <= by)]
        weight = sum(WEIGHTS[one] for one in kept)
        whole = sum(WEIGHTS[one] for one in earlier)
        critical = [one for one in earlier if ITEMS.at[one, "is_critical"]]
        passed = Fraction(weight, whole) >= Fraction(4, 5) and set(critical) <= set(kept)
        assert (gate.done_weight, gate.due_weight, gate.is_passed) == (weight, whole, passed)
        assert gate.has_come == (gate.day <= day)
