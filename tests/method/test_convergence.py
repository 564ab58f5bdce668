"""Convergence (METHOD 8), from both sides' answers to the joint actions."""

import datetime as dt
import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core.actions import PROPOSED
from padlib.core.answers import ANSWERED, MISSING, NOT_APPLICABLE
from padlib.method import convergence
from padlib.method.convergence import (
    AFTER,
    BEFORE,
    PARTNER_BLIND_SPOT,
    PUBLISHED,
    SHARED_STRENGTH,
    VENDOR_BLIND_SPOT,
    Rules,
)

ITEMS = banks.load("convergence").items
RULES = Rules.of(banks.rules("convergence") | {"effort": banks.effort()})
SESSION = dt.date(2026, 10, 8)
SIDE = {"v": "vendor", "p": "partner"}


def answered(*rows, session=SESSION):
    """Answers as "v1 item score importance": a score, NA or - for a blank; importance or nothing.

    The first letter of the respondent tells the side.
    """
    state = {"NA": NOT_APPLICABLE, "-": MISSING}
    parts = [[*row.split(), "-"][:4] for row in rows]
    columns = {
        "partner_id": ["axorial"] * len(parts),
        "side": [SIDE[who[0]] for who, *_ in parts],
        "respondent_id": [who for who, *_ in parts],
        "item_id": [item for _, item, *_ in parts],
        "state": [state.get(mark, ANSWERED) for _, _, mark, _ in parts],
        "comment": [""] * len(parts),
    }
    frame = pd.DataFrame(columns).astype("str")
    frame["score"] = [math.nan if p[2] in state else float(p[2]) for p in parts]
    frame["importance"] = [math.nan if p[3] == "-" else float(p[3]) for p in parts]
    frame["session_date"] = pd.Series([session] * len(parts), dtype="datetime64[s]")
    return frame


def everywhere(vendor, partner, importance=3, items=ITEMS):
    told = [f"v1 {item} {vendor} {importance}" for item in items.index]
    return answered(*told, *(f"p1 {item} {partner} {importance}" for item in items.index))


def made_up(*rows):
    """Items as "id weight theme", of impact 5 and effort S."""
    parts = [row.split() for row in rows]
    index = pd.Index([item for item, *_ in parts], dtype="str", name="id")
    return pd.DataFrame(
        {
            "theme": [theme for *_, theme in parts],
            "weight": [int(weight) for _, weight, _ in parts],
            "effort": "S",
            "impact": 5,
            "horizon_months": 2,
            "owner_vendor_role": "CM",
            "owner_partner_role": "PCO",
            "joint_action_fr": "Agir",
            "joint_action_en": "Act",
            "kpi_fr": "Fait",
            "kpi_en": "Done",
        },
        index=index,
    )


def worked_case(worked):
    rows = worked["convergence"]["items"]
    items = made_up(*(f"{row['id']} {row['weight']} STR" for row in rows))
    answers = answered(
        *(f"v1 {row['id']} {row['vendor']} {row['importance_vendor']}" for row in rows),
        *(f"p1 {row['id']} {row['partner']} {row['importance_partner']}" for row in rows),
    )
    return items, answers


# ── the worked example ──


def test_the_worked_items(worked):
    items, answers = worked_case(worked)
    points = convergence.compared(answers, items, RULES)
    found = convergence.priority(points, items, RULES)
    for row in worked["convergence"]["items"]:
        point = points.loc[row["id"]]
        assert (point["omega"], point["gap"], point["class"]) == (
            row["omega"], row["gap"], row["class"],
        )  # fmt: skip
        assert found[row["id"]] == pytest.approx(row["joint_priority_if_impact5_effortS"])


def test_the_worked_indices_and_their_identity(worked):
    items, answers = worked_case(worked)
    case, found = worked["convergence"], convergence.themes(
        convergence.compared(answers, items, RULES), RULES
    ).loc["STR"]  # fmt: skip
    assert found["state"] == PUBLISHED
    for name in ("convergence", "alignment", "maturity"):
        assert found[name] == pytest.approx(case[f"{name}_index"], abs=5e-5)
    rest = found["convergence"] - (found["maturity"] - (100 - found["alignment"]) / 2)
    assert rest == pytest.approx(case["identity_check"], abs=1e-9)


def test_the_worked_class_cases(worked):
    for vendor, partner, expected in worked["convergence"]["class_cases"]:
        assert convergence.item_class(vendor, partner, RULES) == expected
    assert list(convergence.CLASSES[:2]) == worked["convergence"]["class_order"][:2]
    assert set(convergence.CLASSES) == set(worked["convergence"]["class_order"])


# ── what each side says ──


def test_a_side_is_the_mean_of_its_people_and_na_is_nobody():
    answers = answered("v1 C-STR-01 4 5", "v2 C-STR-01 1 2", "v3 C-STR-01 NA 1", "v4 C-STR-01 -")
    row = convergence.side_values(answers, ITEMS, "vendor").loc["C-STR-01"]
    assert (row["score"], row["importance"], row["spread"], row["people"]) == (2.5, 3.5, 3, 2)


def test_states_of_an_item_on_one_side():
    answers = answered("v1 C-STR-01 0", "v1 C-STR-02 NA", "v2 C-STR-02 -", "v1 C-STR-03 -")
    states = convergence.side_values(answers, ITEMS, "vendor")["state"]
    assert states[["C-STR-01", "C-STR-02", "C-STR-03", "C-STR-04"]].tolist() == [
        ANSWERED, NOT_APPLICABLE, MISSING, MISSING,
    ]  # fmt: skip


def test_a_spread_of_two_inside_a_side_is_flagged_and_one_and_a_half_cannot_be():
    answers = answered("v1 C-STR-01 1", "v2 C-STR-01 3", "p1 C-STR-01 1", "p2 C-STR-01 2")
    points = convergence.compared(answers, ITEMS, RULES)
    assert (
        points.at["C-STR-01", "vendor_disagrees"] and not points.at["C-STR-01", "partner_disagrees"]
    )
    assert list(convergence.disagreements(points, "vendor").index) == ["C-STR-01"]
    assert convergence.disagreements(points, "partner").empty


def test_people_are_those_who_gave_a_score_or_na():
    answers = answered("v1 C-STR-01 3", "v2 C-STR-01 NA", "v3 C-STR-01 -", "p1 C-STR-01 -")
    assert convergence.people(answers) == {"vendor": 2, "partner": 0}


# ── items ──


@pytest.mark.parametrize(
    ("importances", "joint"), [(("4", "5"), 4.5), (("4", ""), 4), (("", "2"), 2), (("", ""), 3)]
)
def test_joint_importance_falls_back_on_the_other_side_then_on_three(importances, joint):
    vendor, partner = importances
    points = convergence.compared(
        answered(f"v1 C-STR-01 2 {vendor}", f"p1 C-STR-01 2 {partner}"), ITEMS, RULES
    )
    assert points.at["C-STR-01", "importance"] == joint
    assert points.at["C-STR-01", "omega"] == 3 * joint


def test_only_two_stated_importances_two_apart_are_different_priorities():
    answers = answered(
        "v1 C-STR-01 2 5", "p1 C-STR-01 2 3",
        "v1 C-STR-02 2 5", "p1 C-STR-02 2",
        "v1 C-STR-03 2 4", "p1 C-STR-03 2 3",
    )  # fmt: skip
    points = convergence.compared(answers, ITEMS, RULES)
    assert list(convergence.different_priorities(points).index) == ["C-STR-01"]


def test_one_sided_items_are_to_be_discussed_and_count_in_no_index():
    answers = answered("v1 C-STR-01 3 5", "p1 C-STR-02 1 5", "v1 C-STR-03 2", "p1 C-STR-03 NA")
    points = convergence.compared(answers, ITEMS, RULES)
    assert list(convergence.one_sided(points).index) == ["C-STR-01", "C-STR-02", "C-STR-03"]
    assert points["class"].eq("").all() and points["gap"].isna().all()
    assert math.isnan(convergence.indices(points).convergence)


def test_the_widest_gaps_come_first_then_the_heaviest_items():
    answers = answered(
        "v1 C-STR-07 3", "p1 C-STR-07 1",
        "v1 C-STR-01 1", "p1 C-STR-01 3",
        "v1 C-STR-02 4", "p1 C-STR-02 1",
    )  # fmt: skip
    points = convergence.compared(answers, ITEMS, RULES)
    assert list(convergence.widest_first(points).index) == ["C-STR-02", "C-STR-01", "C-STR-07"]
    assert list(convergence.blind_spots(points, "partner").index) == ["C-STR-01"]


def test_shared_weaknesses_come_by_what_they_weigh_for_both():
    answers = answered(
        "v1 C-STR-01 1 1", "p1 C-STR-01 1 1",
        "v1 C-STR-03 1 5", "p1 C-STR-03 1 5",
    )  # fmt: skip
    points = convergence.compared(answers, ITEMS, RULES)
    assert list(convergence.shared_weaknesses(points).index) == ["C-STR-03", "C-STR-01"]


# ── themes, whole ──


def paired_in(*items, vendor=3, partner=2):
    marks = {"v1": vendor, "p1": partner}
    return [f"{who} {item} {mark}" for item in items for who, mark in marks.items()]


def themes_of(*rows):
    return convergence.themes(convergence.compared(answered(*rows), ITEMS, RULES), RULES)


def test_a_theme_is_published_from_four_pairs_and_sixty_percent():
    # STR weighs 3, 3, 2, 3, 2, 2, 1 = 16: 60 % is 9.6
    four = ("C-STR-01", "C-STR-02", "C-STR-03", "C-STR-05")  # 10
    row = themes_of(*paired_in(*four))
    assert (row.at["STR", "state"], row.at["STR", "needed"]) == (PUBLISHED, 0)
    light = ("C-STR-03", "C-STR-05", "C-STR-06", "C-STR-07")  # 7
    row = themes_of(*paired_in(*light))
    assert (row.at["STR", "state"], row.at["STR", "needed"]) == ("insufficient", 1)
    assert math.isnan(row.at["STR", "convergence"])
    three = ("C-STR-01", "C-STR-02", "C-STR-04")  # 9
    row = themes_of(*paired_in(*three))
    assert (row.at["STR", "state"], row.at["STR", "needed"]) == ("insufficient", 1)


def test_exactly_sixty_percent_publishes():
    items = made_up("a 3 STR", "b 1 STR", "c 1 STR", "d 1 STR", "e 2 STR", "f 2 STR")  # 6 of 10
    points = convergence.compared(answered(*paired_in("a", "b", "c", "d")), items, RULES)
    assert convergence.themes(points, RULES).at["STR", "state"] == PUBLISHED


def test_what_has_no_object_for_a_side_leaves_the_coverage_and_a_blank_does_not():
    told = [*paired_in("C-STR-03", "C-STR-05", "C-STR-06", "C-STR-07"), "v1 C-STR-01 3"]
    blank = convergence.compared(answered(*told, "p1 C-STR-01 -"), ITEMS, RULES)
    without = convergence.compared(answered(*told, "p1 C-STR-01 NA"), ITEMS, RULES)
    assert convergence.themes(blank, RULES).at["STR", "coverage"] == 7 / 16
    row = convergence.themes(without, RULES).loc["STR"]
    assert (row["coverage"], row["not_applicable"]) == (7 / 13, 1)


def test_a_theme_without_object_is_not_insufficient():
    told = [f"{who} {item} NA" for item in ITEMS.index[:7] for who in ("v1", "p1")]
    row = themes_of(*told).loc["STR"]
    assert (row["state"], row["needed"]) == (NOT_APPLICABLE, 0)


def test_three_themes_publish_the_whole_and_two_do_not():
    items = [item for item in ITEMS.index if "OPS" not in item]
    three = convergence.analysis(answered(*paired_in(*items)), ITEMS, RULES)
    assert (three.overall.published, three.overall.needed) == (3, 0)
    assert three.overall.indices.convergence == pytest.approx(50)
    two = convergence.analysis(answered(*paired_in(*items[:14])), ITEMS, RULES)
    assert (two.overall.indices, two.overall.band, two.overall.needed) == (None, None, 1)


def test_the_whole_weighs_the_published_themes():
    told = [
        f"{who} {item} {4 if 'STR' in item else 2}" for item in ITEMS.index for who in ("v1", "p1")
    ]
    found = convergence.analysis(answered(*told), ITEMS, RULES).overall.indices
    assert found.convergence == pytest.approx((30 * 100 + 70 * 50) / 100)


@pytest.mark.parametrize(("mark", "band"), [(1, 0), (2, 1), (3, 2), (4, 3)])
def test_bands_of_the_whole(mark, band):
    assert convergence.analysis(everywhere(mark, mark), ITEMS, RULES).overall.band == band


# ── joint actions ──


def test_joint_actions_are_five_and_two_a_theme_with_two_owners_and_a_date():
    found = convergence.analysis(everywhere(2, 1), ITEMS, RULES).actions
    assert len(found) == 5 and found["theme"].value_counts().max() == 2
    first = found.iloc[0]
    assert found.index[0] == "C-OPS-01"  # level with others at 45: weight, then id
    assert (first["owner_role"], first["partner_owner_role"]) == ("CM", "PCO")
    assert first["due"] == pd.Timestamp("2026-11-08")


def test_what_both_grant_in_full_proposes_nothing():
    assert convergence.analysis(everywhere(4, 4), ITEMS, RULES).actions.empty


def test_without_a_date_of_session_there_is_none_for_the_actions():
    answers = everywhere(2, 1).assign(session_date=pd.NaT)
    found = convergence.analysis(answers, ITEMS, RULES)
    assert found.session is None and found.check is None and found.actions["due"].isna().all()


def test_the_end_of_a_long_month_is_kept_within_the_short_one():
    answers = everywhere(2, 1).assign(session_date=pd.Timestamp("2026-08-31"))
    found = convergence.analysis(answers, ITEMS, RULES)
    assert found.check == dt.date(2027, 2, 28)


def test_proposed_actions_have_the_common_form_and_the_partner_in_their_id():
    found = convergence.analysis(everywhere(2, 1), ITEMS, RULES)
    table = convergence.actions(found, "axorial")
    assert list(table.columns) == list(PROPOSED)
    assert table.index[0] == "C-OPS-01@axorial"
    row = table.iloc[0]
    assert (row["partner_id"], row["start_month"], row["end_month"]) == ("axorial", 1, 1)
    assert row["kpi_en"] == "Shared pipeline (€)"
    sheet = convergence.analysis(everywhere(2, 1), ITEMS, RULES, asked=BEFORE)
    assert convergence.actions(sheet, "axorial").empty


# ── the session ──

EVE, MORROW = dt.date(2026, 10, 7), dt.date(2026, 10, 9)
BOTH, ALONE = {"vendor": 1, "partner": 1}, {"vendor": 1, "partner": 0}


@pytest.mark.parametrize(
    ("asked", "days", "people", "expected"),
    [
        ("auto", (None, None), BOTH, AFTER),
        ("auto", (EVE, None), BOTH, BEFORE),
        ("auto", (None, EVE), BOTH, BEFORE),
        ("auto", (SESSION, SESSION), BOTH, AFTER),
        ("auto", (MORROW, MORROW), ALONE, BEFORE),
        ("before", (MORROW,), BOTH, BEFORE),
        ("after", (EVE,), ALONE, AFTER),
    ],
)
def test_the_moment_is_before_while_the_session_lies_ahead_or_a_side_is_silent(
    asked, days, people, expected
):
    assert convergence.moment(asked, SESSION, days, people) == expected


def test_an_unknown_moment_is_refused():
    with pytest.raises(ValueError, match="during"):
        convergence.moment("during", None, (), BOTH)


def test_the_session_lasts_four_hours_with_a_block_a_theme():
    blocks = convergence.analysis(everywhere(2, 1), ITEMS, RULES).agenda
    assert [(block.kind, block.start, block.minutes) for block in blocks] == [
        ("opening", 0, 15),
        ("facts", 15, 20),
        *(("theme", 35 + 35 * rank, 35) for rank in range(4)),
        ("break", 175, 20),
        ("choice", 195, 30),
        ("signature", 225, 15),
    ]
    assert [block.theme for block in blocks[2:6]] == list(RULES.theme_weights)


def test_blind_spots_open_each_theme_then_priorities_weaknesses_and_one_sided_items():
    answers = answered(
        "v1 C-STR-01 1 3", "p1 C-STR-01 1 3",  # shared weakness
        "v1 C-STR-02 3 5", "p1 C-STR-02 3 2",  # different priorities
        "v1 C-STR-03 1 5", "p1 C-STR-03 2 1",  # blind spot by 1, and different priorities
        "v1 C-STR-05 4 3", "p1 C-STR-05 1 3",  # blind spot by 3
        "v1 C-STR-06 4 3", "p1 C-STR-06 4 3",  # nothing to say
        "v1 C-STR-07 2 3",
    )  # fmt: skip
    block = convergence.analysis(answers, ITEMS, RULES).agenda[2]
    assert [tuple(question) for question in block.questions] == [
        ("C-STR-05", "gap"),
        ("C-STR-03", "gap"),
        ("C-STR-02", "priority"),
        ("C-STR-01", "low"),
        ("C-STR-07", "one_side"),
    ]


# ── uplift, notices ──


def test_the_observed_effect_is_a_scenario_on_known_revenue():
    table = banks.assumptions()
    found = convergence.uplift(table, 320_000)
    assert (found.growth, found.low, found.high, found.months) == (0.3, 0.0, 0.3, 18)
    assert found.then == pytest.approx(416_000)
    assert convergence.uplift(table, math.nan).then is None
    assert convergence.uplift(table, None).revenue is None


def codes(answers):
    return [notice.code for notice in convergence.analysis(answers, ITEMS, RULES).notices]


def test_notices_tell_what_spoils_the_answers():
    assert codes(everywhere(2, 3)) == ["straight_lining", "straight_lining"]
    mixed = [
        f"{who} {item} {i % 4} 3" for i, item in enumerate(ITEMS.index) for who in ("v1", "p1")
    ]
    assert codes(answered(*mixed)) == []
    assert codes(answered(*(row.rsplit(" ", 1)[0] for row in mixed))) == ["no_importance"]


def test_notices_tell_a_theme_that_lacks_pairs_or_weight():
    few = convergence.analysis(answered(*paired_in("C-STR-01")), ITEMS, RULES).notices
    assert [n.code for n in few[:4]] == ["few_pairs"] * 4
    assert few[0].values == {"theme": "STR", "needed": 3, "paired": 1, "threshold": 4}
    light = paired_in("C-STR-03", "C-STR-05", "C-STR-06", "C-STR-07")
    first = convergence.analysis(answered(*light), ITEMS, RULES).notices[0]
    assert (first.code, first.values["coverage"]) == ("low_coverage", 7 / 16)


def test_more_than_thirty_percent_of_na_in_a_theme_is_told_by_side():
    told = [f"v1 {item} {'NA' if i < 3 else 2} 3" for i, item in enumerate(ITEMS.index)]
    told += [f"p1 {item} {i % 4} 3" for i, item in enumerate(ITEMS.index)]
    found = convergence.analysis(answered(*told), ITEMS, RULES).notices
    shares = [n.values for n in found if n.code == "many_not_applicable"]
    assert [(one["side"], one["theme"], round(one["share"], 3)) for one in shares] == [
        ("vendor", "STR", 0.429)
    ]


def test_a_side_that_is_silent_leaves_everything_to_be_discussed():
    found = convergence.analysis(
        answered(*(f"v1 {item} 2 3" for item in ITEMS.index)), ITEMS, RULES
    )
    assert (found.moment, found.paired, len(convergence.one_sided(found.points))) == (BEFORE, 0, 28)
    assert found.overall.indices is None and found.actions.empty


# ── properties ──

MARKS = st.sampled_from([0, 1, 2, 3, 4, "NA", "-"])
IMPORTANCES = st.sampled_from(["", 1, 2, 3, 4, 5])
PEOPLE = ("v1", "v2", "p1", "p2")
ANSWERS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(list(ITEMS.index)), MARKS, IMPORTANCES),
    min_size=1,
    max_size=112,
    unique_by=lambda row: row[:2],
)
FULL = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 5), st.integers(1, 5)),
    min_size=len(ITEMS),
    max_size=len(ITEMS),
)


def typed(rows):
    return answered(*(" ".join(str(part) for part in row).strip() for row in rows))


def whole(rows):
    return answered(
        *(f"v1 {item} {v} {iv}" for item, (v, _, iv, _) in zip(ITEMS.index, rows, strict=True)),
        *(f"p1 {item} {p} {ip}" for item, (_, p, _, ip) in zip(ITEMS.index, rows, strict=True)),
    )


def all_indices(found):
    rows = [tuple(row) for row in found.themes[list(convergence.Indices._fields)].to_numpy()]
    return [*rows, *([tuple(found.overall.indices)] if found.overall.indices else [])]


@given(FULL)
@settings(deadline=None, max_examples=60)
def test_convergence_is_maturity_less_half_of_what_alignment_lacks(rows):
    for alignment, maturity, both in all_indices(convergence.analysis(whole(rows), ITEMS, RULES)):
        assert both == pytest.approx(maturity - (100 - alignment) / 2, abs=1e-9)


@given(ANSWERS)
@settings(deadline=None, max_examples=60)
def test_indices_stay_between_zero_and_a_hundred_and_the_plan_within_its_limits(rows):
    found = convergence.analysis(typed(rows), ITEMS, RULES)
    for values in all_indices(found):
        assert all(math.isnan(one) or -1e-9 <= one <= 100 + 1e-9 for one in values)
    assert len(found.actions) <= RULES.max_joint_actions
    counts = found.actions["theme"].value_counts()
    assert counts.empty or counts.max() <= RULES.max_joint_actions_per_theme
    assert (found.actions["priority"] > 0).all()
    assert found.actions["priority"].is_monotonic_decreasing
    assert sum(block.minutes for block in found.agenda) == 240
    asked = [question.item for block in found.agenda for question in block.questions]
    assert len(asked) == len(set(asked))


@given(ANSWERS)
@settings(deadline=None, max_examples=40)
def test_swapping_the_sides_keeps_the_indices_and_swaps_the_blind_spots(rows):
    answers = typed(rows)
    swapped = answers.assign(side=answers["side"].map({"vendor": "partner", "partner": "vendor"}))
    one = convergence.analysis(answers, ITEMS, RULES)
    other = convergence.analysis(swapped, ITEMS, RULES)
    columns = ["alignment", "maturity", "convergence", "coverage", "state"]
    pd.testing.assert_frame_equal(one.themes[columns], other.themes[columns])
    exchange = {VENDOR_BLIND_SPOT: PARTNER_BLIND_SPOT, PARTNER_BLIND_SPOT: VENDOR_BLIND_SPOT}
    assert one.points["class"].replace(exchange).tolist() == other.points["class"].tolist()
    assert list(one.actions.index) == list(other.actions.index)


@given(ANSWERS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_the_order_of_rows_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    one = convergence.analysis(typed(rows), ITEMS, RULES)
    other = convergence.analysis(typed(shuffled), ITEMS, RULES)
    pd.testing.assert_frame_equal(one.points, other.points)
    pd.testing.assert_frame_equal(one.themes, other.themes)
    pd.testing.assert_frame_equal(one.actions, other.actions)
    assert (one.agenda, one.notices) == (other.agenda, other.notices)


@given(FULL, st.sampled_from(["v9", "p9"]), IMPORTANCES)
@settings(deadline=None, max_examples=40)
def test_one_more_person_who_says_na_changes_nothing(rows, who, importance):
    answers = whole(rows)
    said = answered(*(f"{who} {item} NA {importance}" for item in ITEMS.index))
    one = convergence.analysis(answers, ITEMS, RULES)
    other = convergence.analysis(pd.concat([answers, said]), ITEMS, RULES)
    pd.testing.assert_frame_equal(one.themes, other.themes)
    pd.testing.assert_frame_equal(one.actions, other.actions)


@given(FULL, st.integers(0, len(ITEMS) - 1))
@settings(deadline=None, max_examples=60)
def test_granting_more_never_lowers_convergence(rows, place):
    vendor, partner, *importances = rows[place]
    if min(vendor, partner) == 4:
        return
    raised = (vendor + (vendor <= partner), partner + (partner <= vendor), *importances)
    more = [*rows[:place], raised, *rows[place + 1 :]]
    one = convergence.analysis(whole(rows), ITEMS, RULES).overall.indices
    other = convergence.analysis(whole(more), ITEMS, RULES).overall.indices
    assert other.convergence > one.convergence


def test_client_weights_need_not_sum_to_a_hundred():
    answers = whole([(i % 5, (i * 3) % 5, 3, 4) for i in range(len(ITEMS))])
    doubled = replace(RULES, theme_weights={t: 2 * w for t, w in RULES.theme_weights.items()})
    one, other = (convergence.analysis(answers, ITEMS, r).overall for r in (RULES, doubled))
    assert one.indices == pytest.approx(other.indices)


def test_a_shared_strength_comes_before_a_gap():
    assert convergence.item_class(4, 3, RULES) == SHARED_STRENGTH


def test_the_first_shared_weakness_left_out_says_which_limit_stopped_it():
    def found(items, answers, rules=RULES):
        points = convergence.compared(answers, items, rules)
        return convergence.left_out(points, convergence.joint_actions(points, items, rules), rules)

    same = made_up("A1 3 STR", "A2 3 STR", "A3 3 STR", "B1 2 ORG")
    rows = ["v1 A1 2", "p1 A1 0", "v1 A2 2", "p1 A2 0", "v1 A3 1", "p1 A3 1", "v1 B1 1", "p1 B1 1"]
    assert found(same, answered(*rows)) == ("A3", "theme")
    other = made_up("A1 3 STR", "B1 3 ORG", "C1 3 OPS")
    rows = ["v1 A1 2", "p1 A1 0", "v1 B1 2", "p1 B1 0", "v1 C1 1", "p1 C1 1"]
    assert found(other, answered(*rows), replace(RULES, max_joint_actions=2)) == ("C1", "whole")
    assert found(other, answered(*rows)) is None
    assert found(other, answered("v1 A1 2", "p1 A1 2")) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], dt.date(2026, 10, 1)),
        ([None, dt.date(2026, 9, 20)], dt.date(2026, 10, 1)),
        ([dt.date(2026, 9, 30)], dt.date(2026, 10, 1)),
        ([dt.date(2026, 10, 1), dt.date(2026, 9, 1)], dt.date(2026, 10, 2)),
        ([dt.date(2026, 10, 7)], SESSION),
    ],
)
def test_a_session_is_prepared_a_week_before_and_after_what_is_known(days, expected):
    assert convergence.preparation(SESSION, days) == expected
    assert convergence.preparation(None, days) is None
