"""What a signature covers: digests that see every change and nothing else (CLIENT_FILES 5)."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
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
    json.loads(json.dumps(joint_plan.digest(value)))


def test_every_signed_field_that_changes_is_seen_and_what_lives_on_is_not() -> None:
    entries = joint_plan.signed_entries(CONTENT)
    signed = joint_plan.digests(entries)
    assert joint_plan.changed(entries, signed, ()) == ()
    for name in entries:
        other = {key: value for key, value in entries.items() if key != name}
        assert joint_plan.changed(other, signed, ()) == (name,)  # gone
        assert joint_plan.changed(other | {name: "else"}, signed, ()) == (name,)
        assert joint_plan.changed(entries, {k: v for k, v in signed.items() if k != name}, ()) == (
            name,
        )
    living = [
        {**one, "status": "kept", "kept_on": dt.date(2026, 3, 1)} for one in CONTENT["commitments"]
    ]
    after = joint_plan.signed_entries({**CONTENT, "commitments": living})
    assert joint_plan.changed(after, signed, ()) == ()


def test_an_amendment_accounts_for_what_it_names_as_long_as_it_is_true() -> None:
    signed = joint_plan.digests(joint_plan.signed_entries(CONTENT))
    objectives = {**CONTENT["objectives"], "OB-06": 4}
    entries = joint_plan.signed_entries({**CONTENT, "objectives": objectives})
    assert joint_plan.changed(entries, signed, [{"objectives.OB-06": 4}]) == ()
    assert joint_plan.changed(entries, signed, [{"objectives.OB-06": 5}]) == ("objectives.OB-06",)
    # of two amendments the last one holds
    assert (
        joint_plan.changed(entries, signed, [{"objectives.OB-06": 5}, {"objectives.OB-06": 4}])
        == ()
    )
    assert joint_plan.changed(entries, signed, [{"objectives.OB-01": 400_000}]) == (
        "objectives.OB-06",
    )


def test_an_amendment_may_name_a_field_of_an_entry() -> None:
    commitments = [
        {**CONTENT["commitments"][0], "due_date": dt.date(2026, 4, 30)},
        CONTENT["commitments"][1],
    ]
    entries = joint_plan.signed_entries({**CONTENT, "commitments": commitments})
    signed = joint_plan.digests(joint_plan.signed_entries(CONTENT))
    told = {"commitments.EV-02.due_date": dt.date(2026, 4, 30)}
    assert joint_plan.changed(entries, signed, [told]) == ()
    assert joint_plan.changed(
        entries, signed, [{"commitments.EV-02.due_date": dt.date(2026, 5, 1)}]
    ) == ("commitments.EV-02",)


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
