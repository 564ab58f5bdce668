"""Diagnostic 360° (METHOD 5), from answers to plan."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core import actions as core_actions
from padlib.core.actions import PROPOSED
from padlib.core.answers import ANSWERED, MISSING, NOT_APPLICABLE
from padlib.method import diagnostic
from padlib.method.diagnostic import Mistake, Rules

ITEMS = banks.load("diagnostic").items
RULES = Rules.of(banks.rules("diagnostic") | {"effort": banks.effort()})


def answered(*rows):
    """Answers as "respondent function item mark", the mark a number, NA, or - for a blank."""
    parts = [row.split() for row in rows]
    state = {"NA": NOT_APPLICABLE, "-": MISSING}
    return pd.DataFrame(
        {
            "respondent_id": pd.Series([who for who, *_ in parts], dtype="str"),
            "function": pd.Series([function for _, function, *_ in parts], dtype="str"),
            "item_id": pd.Series([item for _, _, item, _ in parts], dtype="str"),
            "answer": pd.Series(
                [math.nan if mark in state else float(mark) for *_, mark in parts], dtype=float
            ),
            "state": pd.Series([state.get(mark, ANSWERED) for *_, mark in parts], dtype="str"),
            "comment": pd.Series([""] * len(parts), dtype="str"),
        }
    )


def everywhere(mark, items=ITEMS, respondent="dirp1 DIRP"):
    return [f"{respondent} {item} {mark}" for item in items.index]


def leveled(*rows):
    """Levels as "item level weight dimension", the level a number, NA or -."""
    parts = [row.split() for row in rows]
    state = {"NA": NOT_APPLICABLE, "-": MISSING}
    return pd.DataFrame(
        {
            "dimension": [dimension for *_, dimension in parts],
            "weight": [int(weight) for _, _, weight, _ in parts],
            "level": [math.nan if mark in state else float(mark) for _, mark, _, _ in parts],
            "spread": 0.0,
            "state": [state.get(mark, ANSWERED) for _, mark, _, _ in parts],
        },
        index=pd.Index([item for item, *_ in parts], dtype="str", name="id"),
    )


def exp_items(worked):
    return ITEMS[ITEMS["dimension"] == worked["diagnostic"]["dimension"]]


def worked_answers(worked):
    return answered(
        *(
            f"{function}{place} {function} {item} {mark}"
            for item, functions in worked["diagnostic"]["answers"].items()
            for function, marks in functions.items()
            for place, mark in enumerate(marks)
        )
    )


# ── the worked example ──


def test_the_worked_levels_spread_score_and_coverage(worked):
    case = worked["diagnostic"]
    levels = diagnostic.levels(worked_answers(worked), exp_items(worked))
    for item, level in case["item_levels"].items():
        if level is None:
            assert levels.at[item, "state"] == MISSING
        elif level == "NA":
            assert levels.at[item, "state"] == NOT_APPLICABLE
        else:
            assert levels.at[item, "level"] == pytest.approx(level)
    assert levels.at["D-EXP-01", "spread"] == case["spread"]["D-EXP-01"]
    table = diagnostic.dimensions(levels, RULES)
    assert table.at["EXP", "score"] == pytest.approx(case["score"], rel=1e-4)
    assert table.at["EXP", "coverage"] == pytest.approx(case["coverage"], rel=1e-4)
    assert (table.at["EXP", "state"] == diagnostic.PUBLISHED) is case["published"]


def test_the_worked_priorities(worked):
    levels = diagnostic.levels(worked_answers(worked), exp_items(worked))
    found = diagnostic.priority(levels, exp_items(worked), RULES)["priority"]
    assert found.to_dict() == pytest.approx(worked["diagnostic"]["priority"], rel=1e-4)


def test_the_worked_plan_and_projected_score(worked):
    case = worked["diagnostic_schedule"]
    rules = replace(RULES, monthly_capacity=case["monthly_capacity"])
    found = diagnostic.diagnosis(worked_answers(worked), exp_items(worked), rules)
    assert list(found.priorities.index) == case["order"]
    scheduled = found.plan.scheduled
    spans = {item: [row["start"], row["end"]] for item, row in scheduled.iterrows()}
    assert spans == case["schedule"]
    assert list(found.plan.later.index) == case["backlog"]
    assert found.plan.load == case["load_per_month"]
    assert found.projection.score == pytest.approx(case["projected_score"], rel=1e-4)


# ── levels ──


def test_a_large_team_does_not_outvote_a_small_one():
    answers = answered("a DG D-EXP-01 4", *(f"v{i} VTE D-EXP-01 1" for i in range(9)))
    row = diagnostic.levels(answers, ITEMS).loc["D-EXP-01"]
    assert (row["level"], row["spread"], row["respondents"], row["functions"]) == (2.5, 3, 10, 2)


def test_a_level_is_the_mean_of_the_functions_not_the_middle_one():
    answers = answered("a DG D-EXP-01 0", "b VTE D-EXP-01 0", "c MKT D-EXP-01 3")
    assert diagnostic.levels(answers, ITEMS).at["D-EXP-01", "level"] == 1


def test_blanks_aside_only_na_makes_an_item_not_applicable():
    answers = answered(
        "a DG D-EXP-01 NA", "b DIRP D-EXP-01 -",
        "a DG D-EXP-02 -",
        "a DG D-EXP-03 NA", "b DIRP D-EXP-03 0",
    )  # fmt: skip
    states = diagnostic.levels(answers, ITEMS)["state"]
    assert states[["D-EXP-01", "D-EXP-02", "D-EXP-03", "D-EXP-04"]].tolist() == [
        NOT_APPLICABLE, MISSING, ANSWERED, MISSING,
    ]  # fmt: skip


def test_zero_is_an_answer():
    row = diagnostic.levels(answered("a DG D-EXP-01 0"), ITEMS).loc["D-EXP-01"]
    assert (row["level"], row["spread"], row["state"]) == (0, 0, ANSWERED)


def test_levels_are_in_the_order_of_the_bank_whatever_that_of_the_answers():
    answers = answered("a DG D-MGT-01 1", "a DG D-EXP-01 1")
    assert list(diagnostic.levels(answers, ITEMS).index) == list(ITEMS.index)


def test_the_short_form_leaves_the_other_items_out_of_every_denominator():
    short = diagnostic.form_items(ITEMS, "short")
    found = diagnostic.diagnosis(answered(*everywhere(2)), short, RULES)
    assert len(short) == len(found.levels) == found.dimensions["asked"].sum() == 32
    assert found.coverage == 1.0
    assert diagnostic.form_items(ITEMS, "full") is ITEMS
    with pytest.raises(ValueError, match="long"):
        diagnostic.form_items(ITEMS, "long")


def test_function_levels_show_each_function_s_own_mean():
    answers = answered(
        "a DG D-EXP-01 3", "b DIRP D-EXP-01 1", "c DIRP D-EXP-01 2", "c DIRP D-EXP-02 NA"
    )
    means = diagnostic.function_levels(answers, ITEMS)
    assert list(means.columns) == ["DG", "DIRP"]
    assert means.loc["D-EXP-01"].tolist() == [3, 1.5]
    assert means.loc["D-EXP-02"].isna().all()


# ── dimensions, overall ──


def test_a_dimension_is_published_from_sixty_percent_and_three_items():
    exactly = leveled("a 2 3 EXP", "b 2 2 EXP", "c 2 1 EXP", "d - 3 EXP", "e - 1 EXP")  # 6 of 10
    row = diagnostic.dimensions(exactly, RULES).loc["EXP"]
    assert (row["coverage"], row["state"], row["needed"], row["score"]) == (0.6, "published", 0, 50)
    under = leveled("a 2 3 EXP", "b 2 1 EXP", "c 2 1 EXP", "d - 3 EXP", "e - 1 EXP")  # 5 of 9
    row = diagnostic.dimensions(under, RULES).loc["EXP"]
    assert (row["state"], row["needed"]) == ("insufficient", 1) and math.isnan(row["score"])
    two = leveled("a 2 3 EXP", "b 2 3 EXP", "c - 1 EXP")  # 6 of 7, but two items
    row = diagnostic.dimensions(two, RULES).loc["EXP"]
    assert (row["state"], row["needed"]) == ("insufficient", 1)


def test_the_answers_needed_are_counted_with_the_heaviest_items_first():
    # 9.6 of 16 are needed: 3 + 3 + 3 is 9, so the fourth item, of weight 2, is needed too.
    none = leveled(
        "a - 2 EXP", "b - 3 EXP", "c - 3 EXP", "d - 3 EXP", "e - 2 EXP", "f - 2 EXP", "g - 1 EXP"
    )
    assert diagnostic.dimensions(none, RULES).at["EXP", "needed"] == 4


def test_na_leaves_the_denominator_and_a_blank_does_not():
    row = diagnostic.dimensions(
        leveled("a 4 1 EXP", "b 4 1 EXP", "c 4 1 EXP", "d NA 3 EXP"), RULES
    ).loc["EXP"]
    assert (row["coverage"], row["score"], row["not_applicable"]) == (1, 100, 1)
    row = diagnostic.dimensions(
        leveled("a 4 1 EXP", "b 4 1 EXP", "c 4 1 EXP", "d - 1 EXP"), RULES
    ).loc["EXP"]
    assert (row["coverage"], row["score"], row["missing"]) == (0.75, 100, 1)


def test_a_dimension_without_object_is_not_applicable_not_insufficient():
    row = diagnostic.dimensions(leveled("a NA 1 EXP", "b NA 1 EXP"), RULES).loc["EXP"]
    assert (row["state"], row["needed"]) == (NOT_APPLICABLE, 0) and math.isnan(row["coverage"])


def test_answers_to_obtain_name_the_heaviest_missing_items_of_the_nearest_dimension_first():
    levels = leveled(
        "e1 2 3 EXP", "e2 2 1 EXP", "e3 - 1 EXP", "e4 - 3 EXP",
        "r1 - 2 RES", "r2 - 2 RES", "r3 - 3 RES",
    )  # fmt: skip
    table = diagnostic.answers_to_obtain(levels, diagnostic.dimensions(levels, RULES))
    assert list(table.index) == ["e4", "r3", "r1", "r2"]


def scored(*scores, weights=None):
    """Dimensions A, B… as a score, or None (insufficient), or NA."""
    state = {None: "insufficient", "NA": NOT_APPLICABLE}
    names = list("ABCDEFGH"[: len(scores)])
    return pd.DataFrame(
        {
            "weight": [12.5] * len(scores) if weights is None else weights,
            "score": [math.nan if score in state else float(score) for score in scores],
            "state": [state.get(score, "published") for score in scores],
        },
        index=pd.Index(names, dtype="str"),
    )


def test_six_published_dimensions_make_an_overall_score_and_five_do_not():
    six = diagnostic.overall(scored(50, 50, 50, 50, 50, 80, None, None), RULES)
    assert (six.score, six.band, six.published, six.needed) == (55, 2, 6, 0)
    five = diagnostic.overall(scored(50, 50, 50, 50, 50, None, None, None), RULES)
    assert (five.score, five.band, five.published, five.needed) == (None, None, 5, 1)


def test_all_are_needed_when_fewer_than_six_are_applicable():
    some = diagnostic.overall(scored(40, 60, None, *["NA"] * 5), RULES)
    assert (some.score, some.applicable, some.needed) == (None, 3, 1)
    every = diagnostic.overall(scored(40, 60, 65, *["NA"] * 5), RULES)
    assert (every.score, every.needed) == (55, 0)


def test_remaining_weights_are_renormalised():
    # (14·40 + 10·90 + 76·50) / 100, then without the heavy one
    assert diagnostic.overall(scored(40, 90, 50, weights=[14, 10, 76]), RULES).score == 52.6
    rest = diagnostic.overall(scored(40, 90, "NA", weights=[14, 10, 76]), RULES).score
    assert rest == pytest.approx((14 * 40 + 10 * 90) / 24)


def test_no_applicable_dimension_makes_no_score():
    assert diagnostic.overall(scored("NA", "NA"), RULES).score is None


def test_client_weights_that_do_not_sum_to_a_hundred_change_nothing_by_their_scale():
    answers = answered(*everywhere(1)[:30], *everywhere(3)[30:])
    table = diagnostic.dimensions(diagnostic.levels(answers, ITEMS), RULES)
    doubled = replace(
        RULES, dimension_weights={d: 2 * w for d, w in RULES.dimension_weights.items()}
    )
    twice = diagnostic.dimensions(diagnostic.levels(answers, ITEMS), doubled)
    assert diagnostic.overall(twice, doubled).score == pytest.approx(
        diagnostic.overall(table, RULES).score
    )


# ── strengths, weaknesses, misalignments, mistakes ──


def test_strengths_and_weaknesses_include_their_threshold():
    levels = leveled("a 3 1 EXP", "b 2.99 1 EXP", "c 1.5 1 EXP", "d 1.51 1 EXP")
    best, worst = diagnostic.strengths(levels, RULES), diagnostic.weaknesses(levels, RULES)
    assert best["relative"].to_dict() == {"a": False, "b": True, "d": True}
    assert worst["relative"].to_dict() == {"c": False, "d": True, "b": True}


def test_more_than_three_are_listed_when_more_qualify():
    levels = leveled(*(f"i{i} 3.5 1 EXP" for i in range(5)), "z 1 1 EXP")
    assert list(diagnostic.strengths(levels, RULES).index) == ["i0", "i1", "i2", "i3", "i4"]
    assert not diagnostic.strengths(levels, RULES)["relative"].any()


def test_ties_go_to_the_heavier_item_then_to_the_id():
    levels = leveled("b 1 2 EXP", "a 1 2 EXP", "c 1 3 EXP", "d 1.0000000001 3 EXP")
    assert list(diagnostic.weaknesses(levels, RULES).index) == ["c", "d", "a", "b"]


def test_items_without_a_level_are_in_no_list():
    levels = leveled("a 4 1 EXP", "b NA 1 EXP", "c - 1 EXP")
    assert list(diagnostic.strengths(levels, RULES).index) == ["a"]
    assert list(diagnostic.weaknesses(levels, RULES).index) == ["a"]


def test_a_dimension_at_exactly_fifty_is_not_weak_and_at_seventy_is_strong():
    table = scored(50, 49.9, 70, 69.9, 20, 90)
    assert diagnostic.weak_dimensions(table, RULES) == ["E", "B"]
    assert diagnostic.strong_dimensions(table, RULES) == ["F", "C"]
    assert diagnostic.weak_dimensions(scored(50 - 1e-12), RULES) == []


def test_functions_are_misaligned_from_a_spread_of_one_and_a_half():
    answers = answered(
        "a DG D-EXP-01 3", "b DIRP D-EXP-01 1", "c DIRP D-EXP-01 2",  # 3 against 1.5
        "a DG D-EXP-02 3", "b DIRP D-EXP-02 2",
        "a DG D-EXP-03 0", "b DIRP D-EXP-03 4", "d FIN D-EXP-03 4",
    )  # fmt: skip
    found = diagnostic.diagnosis(answers, ITEMS, RULES)
    table = found.misalignments
    assert list(table.index) == ["D-EXP-03", "D-EXP-01"]
    row = table.loc["D-EXP-01"]
    assert (row["lowest"], row["lowest_level"]) == ("DIRP", 1.5)
    assert (row["highest"], row["highest_level"]) == ("DG", 3)
    assert table.at["D-EXP-03", "highest"] == "DIRP"  # level with FIN: the first in the alphabet
    assert found.pair is not None and found.pair[2] == 2 and set(found.pair[:2]) == {"DG", "DIRP"}


def test_the_pair_names_first_the_function_most_often_lower():
    answers = answered(
        *(f"a DG D-EXP-0{i} 0" for i in (1, 2)), *(f"b MKT D-EXP-0{i} 2" for i in (1, 2)),
        "a DG D-EXP-05 2", "b MKT D-EXP-05 0",
    )  # fmt: skip
    assert diagnostic.diagnosis(answers, ITEMS, RULES).pair == ("DG", "MKT", 3)


def test_the_most_favourable_function_is_the_one_most_often_highest():
    answers = answered(
        "a DG D-EXP-01 4", "b DIRP D-EXP-01 1", "a DG D-EXP-03 4", "b DIRP D-EXP-03 1",
        "a DG D-EXP-04 0", "b DIRP D-EXP-04 3",
    )  # fmt: skip
    assert diagnostic.diagnosis(answers, ITEMS, RULES).most_favourable == ("DG", 2)


def test_practices_are_counted_by_what_their_level_says():
    found = diagnostic.practices(
        diagnostic.levels(
            answered("a DG D-EXP-01 3", "b FIN D-EXP-01 3", "a DG D-RES-04 1.5"), ITEMS
        ),
        RULES,
    )
    assert (found.rated, found.acquired, found.to_build, found.compared) == (2, 1, 1, 1)
    assert found.dimensions.loc["RES"].tolist() == [1, 0, 1]


def test_functions_that_agree_are_not_misaligned():
    found = diagnostic.diagnosis(answered("a DG D-EXP-01 3", "b DIRP D-EXP-01 2"), ITEMS, RULES)
    assert found.misalignments.empty and found.pair is None and found.most_favourable is None


def test_the_mistakes_of_the_lowest_items_come_once_each():
    # D-RES-01 and D-RES-03 both show ER-RES-2; D-EXP-06 shows two mistakes.
    answers = answered(
        "a DIRP D-RES-01 0", "a DIRP D-RES-03 1", "a DIRP D-EXP-06 2", "a DIRP D-EXP-01 4"
    )
    assert diagnostic.diagnosis(answers, ITEMS, RULES).mistakes == [
        Mistake("ER-RES-2", "D-RES-01", 0),
        Mistake("ER-EXP-3", "D-EXP-06", 2),
        Mistake("ER-EXP-6", "D-EXP-06", 2),
    ]


# ── priorities, projection ──


def test_actions_of_priority_fifteen_are_proposed_and_those_below_are_not():
    # D-RES-02: impact 3, effort S. Level 2.25 leaves a gap of 1/4: 100 · 0.25 · 0.6 = 15
    levels = diagnostic.levels(answered("a DIRP D-RES-02 2.25"), ITEMS)
    assert diagnostic.priorities(levels, ITEMS, RULES)["priority"].tolist() == [15]
    levels = diagnostic.levels(answered("a DIRP D-RES-02 2.26"), ITEMS)
    assert diagnostic.priorities(levels, ITEMS, RULES).empty


def test_at_most_twelve_actions_are_proposed_the_highest_ones():
    levels = diagnostic.levels(answered(*everywhere(0)), ITEMS)
    proposed = diagnostic.priorities(levels, ITEMS, RULES)
    assert len(proposed) == 12
    every = diagnostic.priority(levels, ITEMS, RULES)["priority"]
    assert proposed["priority"].min() >= every.drop(proposed.index).max()
    # Impact 5, effort S: seven tie at 100, the six of weight 3 by id, then D-ENG-03 of weight 2.
    tied = ["D-COM-05", "D-ENG-01", "D-ENG-02", "D-MGT-03", "D-REC-01", "D-RES-01", "D-ENG-03"]
    assert list(proposed.index[:7]) == tied and (proposed["priority"].head(7) == 100).all()


def test_the_gap_is_measured_to_the_target_level():
    levels = diagnostic.levels(answered("a DIRP D-RES-01 2"), ITEMS)
    to_four = diagnostic.priority(levels, ITEMS, replace(RULES, target_level=4.0))
    assert to_four.at["D-RES-01", "priority"] == 50  # impact 5, effort S, half the way
    assert (
        diagnostic.priority(levels, ITEMS, replace(RULES, target_level=2.0)).at["D-RES-01", "gap"]
        == 0
    )


def test_actions_are_those_of_the_plan_then_those_that_wait_with_month_and_day(worked):
    rules = replace(RULES, monthly_capacity=worked["diagnostic_schedule"]["monthly_capacity"])
    found = diagnostic.diagnosis(worked_answers(worked), exp_items(worked), rules)
    told = diagnostic.actions(found.plan, found.items, dt.date(2026, 10, 31))
    assert list(told.columns) == list(PROPOSED)
    assert list(told.index) == [*found.plan.scheduled.index, *found.plan.later.index]
    scheduled = told.loc[found.plan.scheduled.index]
    assert list(scheduled["end_month"]) == list(found.plan.scheduled["end"])
    last = int(scheduled["end_month"].iloc[0])
    assert scheduled["due"].iloc[0].date() == core_actions.due(dt.date(2026, 10, 31), last)
    waiting = told.loc[found.plan.later.index]
    assert (waiting[["start_month", "end_month"]] == 0).all(axis=None)
    assert waiting["due"].isna().all() and len(waiting)
    assert set(told["origin"]) == {"diagnostic"} and set(told["status"]) == {"planned"}
    first = told.index[0]
    assert told.at[first, "title_fr"] == ITEMS.at[first, "action_fr"]


def test_actions_without_a_date_of_the_data_have_months_and_no_day(worked):
    found = diagnostic.diagnosis(worked_answers(worked), exp_items(worked), RULES)
    told = diagnostic.actions(found.plan, found.items)
    assert told["due"].isna().all()
    assert (told.loc[found.plan.scheduled.index, "start_month"] > 0).all()


def test_a_plan_without_actions_gives_an_empty_table_of_the_same_columns():
    answers = answered(*(f"a DG {item} 4" for item in ITEMS.index[:5]))
    found = diagnostic.diagnosis(answers, ITEMS, RULES)
    assert list(diagnostic.actions(found.plan, found.items).columns) == list(PROPOSED)
    assert diagnostic.actions(found.plan, found.items).empty


def test_horizon_and_capacity_can_be_given_for_one_plan():
    levels = diagnostic.levels(answered(*everywhere(0)), ITEMS)
    proposed = diagnostic.priorities(levels, ITEMS, RULES)
    short = diagnostic.plan(proposed, RULES, horizon=2, capacity=1)
    assert len(short.load) == 2 and max(short.load) <= 1
    assert set(short.later["reason"]) == {"capacity", "too_long"}
    wide = diagnostic.plan(proposed, RULES, horizon=12, capacity=60)
    assert wide.later.empty and len(wide.scheduled) == 12


def test_contributions_add_up_to_the_rise_of_the_overall_score():
    found = diagnostic.diagnosis(answered(*everywhere(1)), ITEMS, RULES)
    today, then = found.overall.score, found.projection.score
    assert today == pytest.approx(25) and found.projection.change == pytest.approx(then - today)
    assert found.projection.dimensions["contribution"].sum() == pytest.approx(then - today)
    assert found.projection.dimensions["contribution"].is_monotonic_decreasing


def test_the_report_s_parameter_sets_the_horizon():
    mapping = banks.rules("diagnostic") | {"effort": banks.effort(), "action_horizon_months": 3}
    assert Rules.of(mapping).horizon_months == 3
    assert Rules.of(mapping | {"action_horizon_months": None}).horizon_months == 6


# ── last year ──


def test_two_campaigns_are_compared_on_the_items_answered_in_both():
    # Last year the first half of each dimension, at level 1; this year all: 3 there, 0 elsewhere.
    half = [
        i
        for _, rows in ITEMS.groupby("dimension")
        for i in rows.index[: math.ceil(len(rows) * 0.7)]
    ]
    before = answered(*(f"a DIRP {item} 1" for item in half))
    now = answered(*(f"a DIRP {item} {3 if item in half else 0}" for item in ITEMS.index))
    found = diagnostic.comparison(now, before, ITEMS, RULES)
    assert found.common == len(half)
    assert (found.score, found.previous, found.change) == pytest.approx((75, 25, 50))
    assert found.stable is False and (found.band, found.previous_band) == (3, 1)
    assert (found.dimensions["change"] == 50).all() and len(found.dimensions) == 8


def test_a_dimension_is_compared_only_when_published_in_both():
    # Last year three items of EXP, of weight 2, 2 and 1: 5 of 16, under 60%.
    exp = ITEMS[ITEMS["dimension"] == "EXP"]
    some = pd.concat([exp[exp["weight"] < 3].tail(3), ITEMS[ITEMS["dimension"] != "EXP"]])
    before, now = answered(*everywhere(2, some)), answered(*everywhere(2))
    for one, other in ((now, before), (before, now)):
        found = diagnostic.comparison(one, other, ITEMS, RULES)
        assert "EXP" not in found.dimensions.index and len(found.dimensions) == 7
        assert found.common == len(some)
        assert found.change == pytest.approx(0) and found.stable is True


def test_two_published_scores_with_too_few_items_in_common_are_not_compared():
    # Three dimensions are answered whole in both years; of the five others the first three items
    # this year and the last three the year before, the rest having no object.
    whole = list(ITEMS.index[ITEMS["dimension"].isin(["EXP", "RES", "ORG"])])
    others = ITEMS.drop(index=whole).groupby("dimension")
    campaigns = []
    for mark, part in ((3, others.head(3)), (1, others.tail(3))):
        rated = {*whole, *part.index}
        rows = [f"a DIRP {item} {mark if item in rated else 'NA'}" for item in ITEMS.index]
        campaigns.append(answered(*rows))
        assert diagnostic.diagnosis(campaigns[-1], ITEMS, RULES).overall.score is not None
    found = diagnostic.comparison(*campaigns, ITEMS, RULES)
    assert list(found.dimensions.index) == ["EXP", "RES", "ORG"]
    assert (found.score, found.previous, found.change, found.stable) == (None,) * 4


def test_without_an_overall_score_in_both_there_is_no_change():
    before = answered(*everywhere(2, ITEMS[ITEMS["dimension"] == "EXP"]))
    found = diagnostic.comparison(answered(*everywhere(3)), before, ITEMS, RULES)
    assert (found.score, found.previous, found.change, found.stable) == (None,) * 4
    assert found.dimensions.loc["EXP", ["score", "previous", "change"]].tolist() == [75, 50, 25]


def test_a_change_of_exactly_five_points_is_not_stable():
    # 0.2 of a level is 5 points
    for level, stable in ((2.2, False), (2.19, True), (1.8, False), (2, True)):
        found = diagnostic.comparison(
            answered(*everywhere(level)), answered(*everywhere(2)), ITEMS, RULES
        )
        assert found.stable is stable and (found.dimensions["stable"] == stable).all()


def test_last_year_s_shorter_form_is_held_to_its_own_items():
    # Three items a dimension: all of that form, too few of the full one.
    three = ITEMS.groupby("dimension").tail(3)
    before, now = answered(*everywhere(1, three)), answered(*everywhere(2))
    found = diagnostic.comparison(now, before, ITEMS, RULES, three)
    assert found.common == 24 and found.change == pytest.approx(25)
    assert diagnostic.comparison(now, before, ITEMS, RULES).change is None


def test_last_year_s_actions_of_the_diagnostic_are_counted():
    actions = pd.DataFrame(
        {
            "action_id": ["D-EXP-06", "D-RES-01", "D-MGT-03", "C-STR-01@axorial"],
            "status": ["done", "dropped", "planned", "done"],
        }
    )
    found = diagnostic.actions_done(actions)
    assert (found.done, found.all, found.dropped) == (1, 3, ["D-RES-01"])


# ── data quality ──


def codes(found):
    return {notice.code: notice.values for notice in found.notices}


def test_a_dimension_below_the_coverage_threshold_is_told():
    found = diagnostic.diagnosis(answered(*everywhere(2, ITEMS.iloc[:10])), ITEMS, RULES)
    low = [n.values for n in found.notices if n.code == "low_coverage"]
    assert [values["dimension"] for values in low] == [
        "RES",
        "ORG",
        "ENG",
        "COM",
        "PRO",
        "REC",
        "MGT",
    ]
    assert low[0]["threshold"] == 0.6 and low[1]["coverage"] == 0


def test_a_dimension_with_too_few_items_is_told_apart_from_a_low_coverage():
    exp = ITEMS[ITEMS["dimension"] == "EXP"]
    rows = [f"a DG {item} {2 if place < 2 else 'NA'}" for place, item in enumerate(exp.index)]
    found = diagnostic.diagnosis(answered(*rows), exp, RULES)
    assert codes(found)["few_items"] == {"dimension": "EXP", "answered": 2, "needed": 1}


def test_na_is_told_above_thirty_percent_of_the_answers_given():
    ten = [f"r{i} DG D-EXP-01 {'NA' if i < 3 else 2}" for i in range(10)]
    assert "many_not_applicable" not in codes(diagnostic.diagnosis(answered(*ten), ITEMS, RULES))
    more = answered(
        *ten, "r10 DG D-EXP-01 NA", "r11 DG D-EXP-01 -"
    )  # 4 of 11; a blank is not given
    values = codes(diagnostic.diagnosis(more, ITEMS, RULES))["many_not_applicable"]
    assert values["dimension"] == "EXP" and values["share"] == pytest.approx(4 / 11)


def test_the_same_answer_to_ten_items_is_told_and_to_nine_is_not():
    ten, nine = everywhere(2, ITEMS.iloc[:10]), everywhere(2, ITEMS.iloc[:9], "fin1 FIN")
    values = codes(diagnostic.diagnosis(answered(*ten, *nine), ITEMS, RULES))["straight_lining"]
    assert values == {"respondent_id": "dirp1", "function": "DIRP", "answer": 2, "items": 10}
    varied = [*ten[:-1], "dirp1 DIRP D-RES-03 3"]
    assert "straight_lining" not in codes(diagnostic.diagnosis(answered(*varied), ITEMS, RULES))


def test_na_throughout_is_a_straight_line_too():
    found = diagnostic.diagnosis(answered(*everywhere("NA", ITEMS.iloc[:12])), ITEMS, RULES)
    assert codes(found)["straight_lining"]["answer"] is None


def test_items_without_any_answer_are_named():
    found = diagnostic.diagnosis(answered(*everywhere(2)[1:]), ITEMS, RULES)
    assert codes(found)["unanswered_items"] == {"items": ["D-EXP-01"], "count": 1}


def test_a_well_filled_diagnostic_gives_no_warning():
    rows = [f"a DIRP {item} {place % 4}" for place, item in enumerate(ITEMS.index)]
    assert diagnostic.diagnosis(answered(*rows), ITEMS, RULES).notices == []


# ── awkward clients ──


def test_no_answer_at_all_gives_a_diagnosis_that_says_so():
    found = diagnostic.diagnosis(answered(), ITEMS, RULES, answered())
    assert found.overall.score is None and found.coverage == 0
    assert (found.respondents, found.functions) == (0, 0)
    assert found.priorities.empty and found.plan.load == [0] * 6
    assert found.projection.score is None and found.projection.dimensions.empty
    assert found.comparison.common == 0 and found.mistakes == []


def test_na_everywhere_is_not_applicable_everywhere():
    found = diagnostic.diagnosis(answered(*everywhere("NA")), ITEMS, RULES)
    assert set(found.dimensions["state"]) == {NOT_APPLICABLE}
    assert found.overall.score is None and math.isnan(found.coverage) and found.respondents == 1


def test_one_respondent_at_one_level_everywhere():
    found = diagnostic.diagnosis(answered(*everywhere(3)), ITEMS, RULES)
    assert found.overall.score == pytest.approx(75) and found.misalignments.empty
    assert found.priorities.empty and found.projection.change == 0
    assert len(found.strengths) == 54 and found.weaknesses["relative"].all()


def test_a_diagnosis_leaves_what_it_was_given_as_it_was():
    answers, items = answered(*everywhere(1)), ITEMS.copy()
    kept = answers.copy()
    diagnostic.diagnosis(answers, items, RULES, answers)
    pd.testing.assert_frame_equal(answers, kept)
    pd.testing.assert_frame_equal(items, ITEMS)


# ── whatever the answers ──

marks = st.sampled_from(["0", "1", "2", "3", "4", "NA", "-"])
WHO = ["a DG", "b DIRP", "c DIRP", "d FIN"]


@st.composite
def campaigns(draw):
    """Answers of four people to most items of three dimensions."""
    items = list(ITEMS.index[:21])
    sheet = draw(st.lists(marks, min_size=4 * len(items), max_size=4 * len(items)))
    rows = [f"{who} {item}" for who in WHO for item in items]
    return answered(
        *(f"{row} {mark}" for row, mark in zip(rows, sheet, strict=True) if mark != "-")
    )


@settings(max_examples=15, deadline=None)
@given(campaigns(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(answers, random):
    order = list(range(len(answers)))
    random.shuffle(order)
    items = ITEMS.iloc[:21]
    pd.testing.assert_frame_equal(
        diagnostic.levels(answers, items), diagnostic.levels(answers.iloc[order], items)
    )


@settings(max_examples=15, deadline=None)
@given(campaigns())
def test_scores_are_between_nil_and_a_hundred_and_coverage_is_a_share(answers):
    table = diagnostic.dimensions(diagnostic.levels(answers, ITEMS), RULES)
    assert table["score"].dropna().between(0, 100).all()
    assert table["coverage"].dropna().between(0, 1).all()
    counts = table[["answered", "missing", "not_applicable"]].sum(axis=1)
    assert (counts == table["asked"]).all()
    assert (table["score"].notna() == (table["state"] == diagnostic.PUBLISHED)).all()
    assert ((table["needed"] > 0) == (table["state"] == diagnostic.INSUFFICIENT)).all()


@settings(max_examples=15, deadline=None)
@given(campaigns(), st.integers(0, 200))
def test_a_better_answer_never_lowers_a_score(answers, place):
    numbers = answers.index[answers["answer"] < 4]
    if not len(numbers):
        return
    better = answers.copy()
    better.loc[numbers[place % len(numbers)], "answer"] += 1
    items = ITEMS.iloc[:21]
    before = diagnostic.dimensions(diagnostic.levels(answers, items), RULES)
    after = diagnostic.dimensions(diagnostic.levels(better, items), RULES)
    assert (after["score"].fillna(0) >= before["score"].fillna(0) - 1e-9).all()


@settings(max_examples=15, deadline=None)
@given(campaigns(), st.sampled_from(list(ITEMS.index[:21])))
def test_one_more_na_beside_a_number_changes_no_score(answers, item):
    levels = diagnostic.levels(answers, ITEMS)
    if math.isnan(levels.at[item, "level"]):
        return
    more = pd.concat([answers, answered(f"e RH {item} NA")], ignore_index=True)
    pd.testing.assert_frame_equal(levels, diagnostic.levels(more, ITEMS))


@settings(max_examples=12, deadline=None)
@given(campaigns(), st.integers(1, 8), st.integers(1, 9), st.sampled_from([1.0, 2.5, 3.0, 4.0]))
def test_a_projection_never_falls(answers, horizon, capacity, target):
    items = ITEMS.iloc[:21]
    rules = replace(RULES, horizon_months=horizon, monthly_capacity=capacity, target_level=target)
    found = diagnostic.diagnosis(answers, items, rules)
    table = found.projection.dimensions
    assert (table["projected"] >= table["score"] - 1e-9).all() and (table["projected"] <= 100).all()
    assert max(found.plan.load, default=0) <= capacity
    assert found.projection.change is None or found.projection.change >= -1e-9
    assert len(found.plan.scheduled) + len(found.plan.later) == len(found.priorities)


def test_rules_hold_every_number_that_the_bank_gives_the_diagnostic():
    given_numbers = {k for k, v in banks.rules("diagnostic").items() if isinstance(v, (int, float))}
    elsewhere = {"benchmark_min_n"}  # of the portfolio
    assert given_numbers - elsewhere == set(vars(RULES)) - {
        "dimension_weights",
        "effort",
        "band_bounds",
    }
    assert np.isclose(sum(RULES.dimension_weights.values()), 100)
