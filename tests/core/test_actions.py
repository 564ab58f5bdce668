"""Priority and schedule of actions (METHOD 4.5, 5.6, 5.7)."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib.core import actions
from padlib.core.actions import CAPACITY, DEPENDENCY, TOO_LONG


def wanted(*rows):
    """Actions by decreasing priority: "id load duration" and, when it depends on one, its id."""
    parts = [(*row.split(), "")[:4] for row in rows]
    return pd.DataFrame(
        {
            "load": [int(load) for _, load, _, _ in parts],
            "duration": [int(duration) for _, _, duration, _ in parts],
            "depends_on": [before for _, _, _, before in parts],
        },
        index=pd.Index([name for name, *_ in parts], dtype="str"),
    )


def spans(schedule):
    return {name: (row["start"], row["end"]) for name, row in schedule.months.iterrows()}


def test_the_worked_schedule(worked):
    case = worked["diagnostic_schedule"]
    rows = [f"{i} {case['loads'][i]} {case['durations'][i]}" for i in case["order"]]
    found = actions.schedule(wanted(*rows), 6, case["monthly_capacity"])
    assert spans(found) == {i: tuple(months) for i, months in case["schedule"].items()}
    assert found.later["reason"].to_dict() == dict.fromkeys(case["backlog"], CAPACITY)
    assert list(found.load) == case["load_per_month"]


def test_priority_is_the_gap_by_the_impact_over_the_effort():
    assert actions.priority(1.0, 5, 1.0) == 100
    assert actions.priority(0.5, 4, 1.6) == pytest.approx(25)


def test_a_dependency_goes_first_even_when_it_matters_less():
    # The third in order is placed with the first, before the second can take its months.
    found = actions.schedule(wanted("a 2 2 c", "b 2 3", "c 2 1"), 6, 2)
    assert spans(found) == {"c": (1, 1), "a": (2, 3), "b": (4, 6)}


def test_chains_of_dependencies_follow_each_other():
    found = actions.schedule(wanted("a 1 2 b", "b 1 2 c", "c 1 2"), 6, 6)
    assert spans(found) == {"c": (1, 2), "b": (3, 4), "a": (5, 6)}


def test_an_action_whose_dependency_is_not_proposed_is_free():
    assert spans(actions.schedule(wanted("a 1 1 elsewhere"), 6, 6)) == {"a": (1, 1)}


def test_an_action_whose_dependency_waits_waits_too():
    found = actions.schedule(wanted("a 1 1 b", "b 9 1", "c 1 1"), 6, 6)
    assert found.later["reason"].to_dict() == {"a": DEPENDENCY, "b": CAPACITY}
    assert spans(found) == {"c": (1, 1)}


def test_an_action_waits_when_what_it_depends_on_ends_too_late():
    found = actions.schedule(wanted("a 1 3 b", "b 1 4"), 6, 6)
    assert found.later["reason"].to_dict() == {"a": DEPENDENCY}
    assert spans(found) == {"b": (1, 4)}


def test_an_action_longer_than_the_horizon_waits_for_that_reason():
    found = actions.schedule(wanted("a 1 4"), 3, 6)
    assert found.later["reason"].to_dict() == {"a": TOO_LONG}
    assert found.load == (0, 0, 0)


def test_an_action_may_end_with_the_last_month():
    assert spans(actions.schedule(wanted("a 1 6"), 6, 1)) == {"a": (1, 6)}


def test_a_later_action_may_use_months_that_a_longer_one_cannot():
    found = actions.schedule(wanted("a 1 2", "b 1 3", "c 1 1"), 3, 1)
    assert spans(found) == {"a": (1, 2), "c": (3, 3)}
    assert found.later["reason"].to_dict() == {"b": CAPACITY}


def test_nothing_to_do_loads_no_month():
    found = actions.schedule(wanted(), 6, 6)
    assert len(found.months) == len(found.later) == 0
    assert found.load == (0, 0, 0, 0, 0, 0)


def test_actions_that_wait_for_each_other_are_refused():
    with pytest.raises(actions.CircularDependencyError, match="a → b → a"):
        actions.schedule(wanted("a 1 1 b", "b 1 1 a"), 6, 6)


@st.composite
def plans(draw):
    count = draw(st.integers(0, 8))
    rows = []
    for place in range(count):  # a dependency on an earlier name only: no circle
        before = draw(st.sampled_from(["", "elsewhere", *(f"x{i}" for i in range(place))]))
        load, duration = draw(st.integers(1, 3)), draw(st.integers(1, 6))
        rows.append(f"x{place} {load} {duration} {before}")
    return wanted(*draw(st.permutations(rows)))


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(1, 8), st.integers(1, 7))
def test_no_plan_goes_over_capacity_or_horizon_or_ahead_of_its_dependencies(
    table, horizon, capacity
):
    found = actions.schedule(table, horizon, capacity)
    placed = spans(found)
    assert set(placed) | set(found.later.index) == set(table.index)
    assert not set(placed) & set(found.later.index)
    used = [
        sum(table.at[i, "load"] for i, (start, end) in placed.items() if start <= month <= end)
        for month in range(1, horizon + 1)
    ]
    assert used == list(found.load) and max(used) <= capacity
    for action, (start, end) in placed.items():
        assert end - start + 1 == table.at[action, "duration"] and end <= horizon
        before = table.at[action, "depends_on"]
        assert before not in table.index or placed[before][1] < start


def test_actions_of_all_steps_share_one_form():
    one = pd.DataFrame(
        {
            "title_fr": ["Publier"],
            "title_en": ["Publish"],
            "owner_role": ["DG"],
            "effort": ["S"],
            "impact": [5],
            "priority": [40.0],
        },
        index=["D-ENG-02"],
    )
    joint = one.assign(partner_id="axorial", priority=60.0, due=dt.date(2026, 12, 31))
    table = actions.together(
        actions.proposed(actions.DIAGNOSTIC, one),
        actions.proposed(actions.CONVERGENCE, joint.set_axis(["C-STR-01"])),
    )
    assert list(table.columns) == list(actions.PROPOSED)
    assert list(table.index) == ["C-STR-01@axorial", "D-ENG-02"]
    assert table["due"].dt.date.tolist()[0] == dt.date(2026, 12, 31)
    assert table["status"].tolist() == ["planned", "planned"]


def test_no_action_at_all_keeps_the_form():
    assert list(actions.together().columns) == list(actions.PROPOSED)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_months_last(day, months):
    then = actions.after_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then + dt.timedelta(days=1)).day == 1
