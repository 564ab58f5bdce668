"""What a signature covers: digests that see every change and nothing else (CLIENT_FILES 5)."""

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.core import joint_plan
from tests import joint_plans

CONTENT: Mapping[str, Any] = {
    "identity": {"partner_id": "axorial", "year": 2026},
    "seasonality": (0.5, 0.5),
    "objectives": {"OB-01": {"target": 400_000.0, "quarters": (1.0, 2.0)}, "OB-06": 3},
    "means": {
        "vendor": {"MV-01": {"planned": 3.0, "delivered": (3.0,), "note": ""}},
        "partner": {},
    },
    "commitments": [
        {"id": "EV-02", "owner": "CM", "due_date": dt.date(2026, 3, 31), "status": "open"},
        {"id": "EP-03", "owner": "PCO", "due_date": dt.date(2026, 6, 30)},
    ],
    "kpis": ["K-01", {"id": "K-05", "target": 90}],
    "quarters": [{"id": "Q1-1", "kpi": "K-08", "done_on": dt.date(2026, 2, 1), "means": ()}],
    "governance": [{"id": "G-01", "chair": "CM", "dates": (dt.date(2026, 2, 5),)}],
    "risks": [],
}


def by_hand(value: Any) -> str:
    """The first twelve hexadecimal digits of the SHA-256 of a JSON written out here."""
    return hashlib.sha256(value.encode("utf-8")).hexdigest()[:12]


def test_each_thing_that_can_be_amended_is_one_entry() -> None:
    assert list(joint_plan.signed_entries(CONTENT)) == [
        "identity",
        "seasonality",
        "objectives.OB-01",
        "objectives.OB-06",
        "commitments.EV-02",
        "commitments.EP-03",
        "kpis.K-01",
        "kpis.K-05",
        "quarters.Q1-1",
        "governance.G-01",
        "means.vendor.MV-01",
    ]


def test_a_digest_is_that_of_the_json_written_by_hand() -> None:
    told = joint_plan.digests(joint_plan.signed_entries(CONTENT))
    assert told["objectives.OB-06"] == by_hand("3")
    assert told["identity"] == by_hand('{"partner_id":"axorial","year":2026}')
    assert told["objectives.OB-01"] == by_hand('{"quarters":[1,2],"target":400000}')
    # what lives on is not signed: neither the state, nor what is delivered, nor a meeting's dates
    assert told["commitments.EV-02"] == by_hand(
        '{"due_date":"2026-03-31","id":"EV-02","owner":"CM"}'
    )
    assert told["means.vendor.MV-01"] == by_hand('{"planned":3}')
    assert told["governance.G-01"] == by_hand('{"chair":"CM","id":"G-01"}')
    assert told["quarters.Q1-1"] == by_hand('{"id":"Q1-1","kpi":"K-08"}')
    assert joint_plan.digest("Été") == by_hand('"Été"')


VALUES = st.recursive(
    st.none() | st.text(max_size=5) | st.integers(-9, 9) | st.floats(-9, 9) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4), st.randoms(use_true_random=False))
def test_neither_the_order_of_keys_nor_a_blank_nor_a_point_changes_a_digest(
    value: dict[str, Any], random: Any
) -> None:
    keys = list(value)
    random.shuffle(keys)
    again = {key: value[key] for key in keys} | {"blank": "", "none": None, "empty": ()}
    floats = {
        k: float(v) if isinstance(v, int) else v
        for k, v in again.items()
        if k not in value or v == value[k]
    }
    assert joint_plan.digest(floats) == joint_plan.digest(value)


Amended = Iterable[Mapping[str, tuple[Any, Any]]]
SIGNED = joint_plan.digests(joint_plan.signed_entries(CONTENT))


def departures(content: Mapping[str, Any], amended: Amended = ()) -> dict[str, str]:
    """Of a plan signed as CONTENT stands: entry → how it departs from what was signed."""
    found = joint_plan.changed(joint_plan.signed_entries(content), SIGNED, amended)
    return {one.entry: one.how for one in found}


def with_commitment(**fields: Any) -> dict[str, Any]:
    first, second = CONTENT["commitments"]
    return {**CONTENT, "commitments": [{**first, **fields}, second]}


def with_objective(value: Any) -> dict[str, Any]:
    return {**CONTENT, "objectives": {**CONTENT["objectives"], "OB-06": value}}


def test_every_entry_that_changes_comes_or_goes_is_seen() -> None:
    entries = joint_plan.signed_entries(CONTENT)
    assert departures(CONTENT) == {}
    for name in entries:
        others = {key: value for key, value in entries.items() if key != name}
        for now, then, how in (
            (others, SIGNED, "gone"),
            (entries, {key: one for key, one in SIGNED.items() if key != name}, "new"),
            (others | {name: "else"}, SIGNED, "changed"),
        ):
            (found,) = joint_plan.changed(now, then)
            assert (found.entry, found.how) == (name, how)


@given(st.data())
def test_any_single_field_that_changes_is_seen_unless_it_lives_on(data: st.DataObject) -> None:
    section = data.draw(st.sampled_from(["commitments", "quarters", "governance"]))
    number = data.draw(st.integers(0, len(CONTENT[section]) - 1))
    entries = [dict(one) for one in CONTENT[section]]
    names = sorted({*entries[number], "status", "kept_on", "dates", "text"} - {"id", "means"})
    field = data.draw(st.sampled_from(names))
    entries[number][field] = data.draw(st.text(min_size=1))
    found = departures({**CONTENT, section: entries})
    lives = field in joint_plan.LIVING
    assert found == ({} if lives else {f"{section}.{entries[number]['id']}": "changed"})


def test_an_amendment_accounts_for_what_it_names_as_long_as_it_is_true() -> None:
    now = with_objective(4)
    assert departures(now, [{"objectives.OB-06": (3, 4)}]) == {}
    assert departures(now, [{"Objectives.ob-06": (3.0, 4.0)}]) == {}  # ids in any case
    assert departures(now, [{"objectives.OB-06": (3, 5)}]) == {"objectives.OB-06": "otherwise"}
    # of two amendments the last one holds
    twice = [{"objectives.OB-06": (3, 5)}, {"objectives.OB-06": (5, 4)}]
    assert departures(now, twice) == {}
    assert departures(now, reversed(twice)) == {"objectives.OB-06": "otherwise"}
    other = [{"objectives.OB-01": (1, 400_000)}]
    assert departures(now, other) == {"objectives.OB-06": "changed"}


def test_an_amendment_of_a_field_accounts_for_that_field_alone() -> None:
    day, field = dt.date(2026, 4, 30), "commitments.EV-02.due_date"
    amended = [{field: (dt.date(2026, 3, 31), day)}]
    assert departures(with_commitment(due_date=day), amended) == {}
    wrong = with_commitment(due_date=dt.date(2026, 5, 1))
    assert departures(wrong, amended) == {"commitments.EV-02": "otherwise"}
    # its owner changed unseen under cover of the amendment
    unseen = with_commitment(due_date=day, owner="DG")
    assert departures(unseen, amended) == {"commitments.EV-02": "beyond"}
    assert departures(unseen, [*amended, {"commitments.EV-02.owner": ("CM", "DG")}]) == {}
    # a field that was not there before
    measured = with_commitment(measure="days<=2")
    assert departures(measured, [{"commitments.EV-02.measure": (None, "days<=2")}]) == {}


def test_a_later_amendment_of_the_whole_or_of_a_part_wins_over_an_earlier_one() -> None:
    whole = {"objectives.OB-01": (1, 2)}
    part = {"objectives.OB-01.target": (2, 400_000)}
    assert departures(CONTENT, [whole, part]) == {}
    assert departures(CONTENT, [part, whole]) == {"objectives.OB-01": "otherwise"}


def test_what_lives_on_and_what_is_not_signed_may_be_amended_freely() -> None:
    told = {
        "commitments.EV-02.status": ("open", "cancelled"),
        "governance.G-01.dates": (None, "2026-09-01"),
        "means.vendor.MV-01.delivered": (None, 3),
        "signatures.vendor.name": ("A", "B"),
    }
    assert departures(CONTENT, [told]) == {}


def test_an_entry_comes_and_goes_by_an_amendment_that_says_so() -> None:
    new = {"id": "EV-11", "owner": "CM", "due_date": dt.date(2026, 9, 30)}
    more = {**CONTENT, "commitments": [*CONTENT["commitments"], {**new, "status": "open"}]}
    assert departures(more, [{"commitments.EV-11": (None, new)}]) == {}
    without_id = {key: one for key, one in new.items() if key != "id"}
    assert departures(more, [{"commitments.EV-11": (None, without_id)}]) == {}
    other = {"commitments.EV-11": (None, {**new, "owner": "DG"})}
    assert departures(more, [other]) == {"commitments.EV-11": "otherwise"}
    fewer = {**CONTENT, "commitments": CONTENT["commitments"][:1]}
    assert departures(fewer, [{"commitments.EP-03": ("", None)}]) == {}
    # an amendment that gives it another value does not take it out
    assert departures(fewer, [{"commitments.EP-03.owner": ("PCO", "PDG")}]) == {
        "commitments.EP-03": "otherwise"
    }
    assert departures(fewer, [{"commitments.EP-03.measure": ("", None)}]) == {
        "commitments.EP-03": "gone"
    }
    assert departures(CONTENT, [{"commitments.EV-99": (None, "x")}]) == {
        "commitments.EV-99": "unknown"
    }


def test_what_was_signed_again_after_an_amendment_still_is_what_it_says() -> None:
    now = with_commitment(due_date=dt.date(2026, 4, 30), owner="DG")
    entries = joint_plan.signed_entries(now)
    amended = [{"commitments.EV-02.due_date": (dt.date(2026, 3, 31), dt.date(2026, 4, 30))}]
    assert joint_plan.changed(entries, joint_plan.digests(entries), amended) == ()


def test_a_quarter_without_a_plan_is_a_blank_in_the_json() -> None:
    assert joint_plan.digest([5.0, math.nan]) == by_hand("[5,null]")


@pytest.mark.parametrize("status", ["signed", "active", "closed"])
def test_a_plan_marked_signed_that_lacks_something_counts_as_proposed(status: str) -> None:
    whole = joint_plans.plan(status=status)
    assert whole.standing == status and whole.is_signed and whole.missing == ()
    lacking = joint_plans.plan(
        status=status, signatures={"vendor": {"name": "A", "date": "2026-01-02"}}
    )
    assert lacking.missing == ("signatures.partner.name", "signatures.partner.date")
    assert lacking.standing == "proposed" and not lacking.is_signed


def test_a_draft_lacks_all_that_the_template_requires() -> None:
    draft = joint_plans.draft()
    assert draft.standing == "draft"
    assert "identity.quadrant" in draft.missing and "objectives.OB-04" in draft.missing
    assert "objectives.OB-05" not in draft.missing  # not required
    assert "commitments.EV-01.due_date" in draft.missing  # the template's, still without a date
    assert "context.convergence_index" not in draft.missing
