"""`business_plans/<partner>.yml`: what it says, and everything that can be wrong with it."""

import datetime as dt
import math
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib.core.joint_plan import JointPlan
from padlib.workspace import business_plans, open_client
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings, sentence
from tests import joint_plans

ISSUED = dt.date(2026, 11, 26)
LIMITS = Limits(2026, None, ISSUED)


def read(content: Any, limits: Limits = LIMITS) -> tuple[JointPlan | None, Findings]:
    """A plan from its text, or from what it says."""
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    findings = Findings("axorial.yml")
    return business_plans.read(text.encode(), ("axorial", 2026), limits, findings), findings


def good(limits: Limits = LIMITS, **sections: Any) -> JointPlan:
    found, findings = read(joint_plans.told(**sections), limits)
    assert found is not None and findings.faults == []
    return found


# ── what it says ──


def test_quarters_follow_the_season_unless_the_plan_splits_the_target() -> None:
    objectives = {"OB-01": {"target": 400, "quarters": [80, 120, 80, 120]}, "OB-02": 8}
    plan = good(objectives=objectives, kpis=None)
    quarters = [f"quarter_{one}" for one in (1, 2, 3, 4)]
    assert list(plan.objectives.loc["OB-01", quarters]) == [80, 120, 80, 120]
    # shares of the example's season: .20, .30, .20, .30
    assert list(plan.objectives.loc["OB-02", quarters]) == pytest.approx([1.6, 2.4, 1.6, 2.4])
    assert math.isnan(plan.objectives["target"]["OB-04"])
    assert good(seasonality=None).seasonality == (1 / 12,) * 12


def test_means_of_a_year_are_spread_and_yes_is_one() -> None:
    told = {
        "vendor": {"MV-01": {"planned": 3}, "MV-03": {"planned": 12_000, "delivered": [3_000]}},
        "partner": {
            "MP-05": {"planned": "oui", "delivered": ["non", "oui"]},
            "MP-10": {"title": "Salon", "unit": "count/year", "planned": 2},
        },
    }
    means = good(means=told).means
    planned = [f"planned_{one}" for one in (1, 2, 3, 4)]
    assert list(means.loc["MV-01", planned]) == [3, 3, 3, 3]
    assert list(means.loc["MV-03", planned]) == [3_000] * 4
    assert list(means.loc["MP-10", planned]) == [0.5] * 4
    assert means["delivered_1"]["MP-05"] == 0 and means["delivered_2"]["MP-05"] == 1
    assert math.isnan(means["delivered_2"]["MV-03"]) and math.isnan(means["planned_1"]["MV-02"])
    assert means["side"]["MP-10"] == "partner"


def test_a_target_is_ones_own_else_that_of_the_objective_else_that_of_the_template() -> None:
    plan = good(kpis=["K-02", {"id": "K-05", "target": 70, "owner": "MKT"}, "K-08"])
    assert list(plan.kpis["target"]) == [8, 70, 90]
    assert list(plan.kpis["owner"]) == ["CM", "MKT", "CM"]
    every = good(kpis=None, objectives={"OB-01": 5})
    assert "K-02" not in every.kpis.index  # nothing to hold it against, and the plan lists none
    assert {"K-01", "K-03", "K-10"} <= set(every.kpis.index)


def test_without_commitments_those_of_the_template_wait_for_their_dates() -> None:
    plan = good(commitments=None)
    assert len(plan.commitments) == 10 and not plan.commitments["own"].any()
    assert plan.commitments["due"].isna().all()
    assert "commitments.EP-05.due_date" in plan.missing


def test_the_page_of_an_earlier_day_knows_nothing_later() -> None:
    plan = good(Limits(2026, dt.date(2026, 1, 17), ISSUED))
    assert plan.missing == ("signatures.partner.date",) and plan.standing == "proposed"
    assert plan.log.empty
    assert plan.commitments["status"]["EV-02"] == "open"
    assert plan.actions["status"]["Q1-1"] == "in_progress"
    assert good().standing == "active"


def test_a_commitment_kept_without_a_date_is_told() -> None:
    told = [
        {"id": "EV-02", "side": "vendor", "owner": "CM", "due_date": "2026-03-31", "status": "kept"}
    ]
    _, findings = read(joint_plans.told(commitments=told))
    assert [one.code for one in findings.warnings if one.code != "unsigned_digest"] == [
        "kept_undated"
    ]


# ── what is wrong ──

CM = {"id": "EV-02", "side": "vendor", "owner": "CM", "due_date": "2026-03-31"}
ACT = {
    "id": "Q1-1",
    "quarter": 1,
    "title": "Signer",
    "owner_vendor": "CM",
    "owner_partner": "PCO",
    "due_date": "2026-02-15",
    "kpi": "K-08",
    "origin": "review",
}


def without(told: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key not in names}


AMENDED = {"date": "2026-07-02", "type": "amendment", "text": "x"}
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "partner": (
        {"identity": {"partner_id": "brivault", "year": 2026}},
        "plan_of",
        "identity.partner_id",
    ),
    "year": ({"identity": {"partner_id": "axorial", "year": 2025}}, "plan_of", "identity.year"),
    "no identity": ({"identity": None}, "key_missing", "identity.partner_id"),
    "status": ({"status": "sined"}, "code", "status"),
    "objective": ({"objectives": {"OB-9": 4}}, "unknown_objective", "objectives.OB-9"),
    "amount": ({"objectives": {"OB-01": -4}}, "negative", "objectives.OB-01"),
    "quarters": (
        {"objectives": {"OB-01": {"target": 400, "quarters": [1, 2, 3, 4]}}},
        "quarters_sum",
        "objectives.OB-01.quarters",
    ),
    "season": ({"seasonality": [0.5] * 12}, "seasonality_sum", "seasonality"),
    "months": ({"seasonality": [0.5, 0.5]}, "list_length", "seasonality"),
    "own mean": (
        {"means": {"vendor": {"MV-77": {"planned": 2}}}},
        "key_missing",
        "means.vendor.MV-77.title",
    ),
    "five quarters": (
        {"means": {"vendor": {"MV-01": {"delivered": [1] * 5}}}},
        "list_quarters",
        "means.vendor.MV-01.delivered",
    ),
    "three quarters": (
        {"means": {"vendor": {"MV-01": {"planned": [1] * 3}}}},
        "list_four",
        "means.vendor.MV-01.planned",
    ),
    "a means of the other side": (
        {"means": {"vendor": {"MP-05": {"title": "x", "unit": "count", "planned": 1}}}},
        "mean_of_other_side",
        "means.vendor.MP-05",
    ),
    "a means of both sides": (
        {"means": {key: {"X": {"title": "x", "unit": "count"}} for key in ("vendor", "partner")}},
        "mean_of_other_side",
        "means.partner.X",
    ),
    "no owner": ({"commitments": [without(CM, "owner")]}, "key_missing", "commitments[1].owner"),
    "no date": (
        {"commitments": [without(CM, "due_date")]},
        "key_missing",
        "commitments[1].due_date",
    ),
    "no text": ({"commitments": [{**CM, "id": "EV-99"}]}, "key_missing", "commitments[1].text"),
    "wrong side": (
        {"commitments": [{**CM, "side": "partner"}]},
        "side_of_template",
        "commitments[1].side",
    ),
    "twice": ({"commitments": [CM, dict(CM)]}, "entry_twice", "commitments[2].id"),
    "not kept": (
        {"commitments": [{**CM, "kept_on": "2026-03-01"}]},
        "date_not_kept",
        "commitments[1].kept_on",
    ),
    "kept ahead": (
        {"commitments": [{**CM, "status": "kept", "kept_on": "2026-12-01"}]},
        "later_fact",
        "commitments[1].kept_on",
    ),
    "kpi": ({"kpis": ["K-11"]}, "unknown_kpi", "kpis[1]"),
    "no target": ({"kpis": ["K-02"], "objectives": {"OB-01": 3}}, "kpi_no_target", "kpis[1]"),
    "thresholds": (
        {"kpis": [{"id": "K-08", "green": 0.5, "amber": 0.9}]},
        "amber_above_green",
        "kpis[1].amber",
    ),
    "no second owner": (
        {"quarters": [without(ACT, "owner_partner")]},
        "key_missing",
        "quarters[1].owner_partner",
    ),
    "fifth quarter": ({"quarters": [{**ACT, "quarter": 5}]}, "whole_range", "quarters[1].quarter"),
    "eight actions": (
        {"quarters": [{**ACT, "id": f"Q{one}"} for one in range(8)]},
        "quarter_full",
        "quarters[8]",
    ),
    "cycle": (
        {
            "quarters": [
                {**ACT, "id": "A", "depends_on": ["B"]},
                {**ACT, "id": "B", "depends_on": ["A"]},
            ]
        },
        "cycle",
        "quarters[1].depends_on",
    ),
    "itself": ({"quarters": [{**ACT, "depends_on": ["Q1-1"]}]}, "cycle", "quarters[1].depends_on"),
    "waits for": (
        {"quarters": [{**ACT, "depends_on": ["Q9"]}]},
        "unknown_plan_action",
        "quarters[1].depends_on",
    ),
    "means of": ({"quarters": [{**ACT, "means": ["MV-66"]}]}, "unknown_means", "quarters[1].means"),
    "done ahead": (
        {"quarters": [{**ACT, "status": "done", "done_on": "2027-01-05"}]},
        "later_fact",
        "quarters[1].done_on",
    ),
    "not done": (
        {"quarters": [{**ACT, "done_on": "2026-02-05"}]},
        "date_not_done",
        "quarters[1].done_on",
    ),
    "starts late": (
        {"quarters": [{**ACT, "start": "2026-03-05"}]},
        "start_after_due",
        "quarters[1].start",
    ),
    "body": ({"governance": [{"id": "G-09"}]}, "unknown_body", "governance[1].id"),
    "risk": ({"risks": [{"id": "RK-77"}]}, "key_missing", "risks[1].title"),
    "probability": (
        {"risks": [{"id": "RK-01", "probability_1_5": 6}]},
        "whole_range",
        "risks[1].probability_1_5",
    ),
    "log ahead": (
        {"log": [{"date": "2027-01-01", "type": "decision", "text": "x"}]},
        "later_fact",
        "log[1].date",
    ),
    "empty changes": ({"log": [{**AMENDED, "changes": {}}]}, "key_missing", "log[1].changes"),
    "no changes": ({"log": [AMENDED]}, "key_missing", "log[1].changes"),
    "changes": (
        {"log": [{**AMENDED, "type": "decision", "changes": {"a": {"from": 1, "to": 2}}}]},
        "changes_not_amendment",
        "log[1].changes",
    ),
    "from, to": (
        {"log": [{**AMENDED, "changes": {"objectives.OB-02": 3}}]},
        "change_from_to",
        "log[1].changes.objectives.OB-02",
    ),
    "signed ahead": (
        {"signatures": {"vendor": {"name": "A", "date": "2027-01-01"}}},
        "later_fact",
        "signatures.vendor.date",
    ),
    "strengths": ({"context": {"strengths": list("abcd")}}, "list_most", "context.strengths"),
    "list": ({"commitments": {"EV-02": 3}}, "yaml_list", "commitments"),
    "map": ({"means": [1]}, "yaml_map", "means"),
}


@pytest.mark.parametrize("case", WRONG)
def test_each_fault_is_told_at_its_key_in_both_languages(case: str) -> None:
    sections, code, column = WRONG[case]
    found, findings = read(joint_plans.told(**sections))
    assert found is None
    told = {(fault.code, fault.column): fault for fault in findings.faults}
    assert (code, column) in told, list(told)
    fault = told[code, column]
    assert fault.line is not None or sections.get("identity", 1) is None
    french, english = (sentence(fault, language) for language in ("fr", "en"))
    assert french != english and column in french and column in english


def test_all_faults_come_at_once() -> None:
    _, findings = read(
        joint_plans.told(
            status="sined",
            seasonality=[1],
            commitments=[without(CM, "owner"), CM, dict(CM)],
            kpis=["K-77"],
        )
    )
    assert {one.code for one in findings.faults} == {
        "code",
        "list_length",
        "key_missing",
        "entry_twice",
        "unknown_kpi",
    }


def test_lines_are_those_of_the_file() -> None:
    text = """identity: {partner_id: axorial, year: 2026}

commitments:
- id: EV-02
  side: vendor
  due_date: 2026-13-01
  owner: CM
"""
    _, findings = read(text)
    (fault,) = findings.faults
    assert (fault.line, fault.column, fault.code) == (
        6,
        "commitments[1].due_date",
        "date_impossible",
    )


def test_na_and_an_empty_list_are_blanks() -> None:
    objectives = {"OB-01": 4, "OB-07": "NA"}
    plan = good(context={"convergence_index": "NA"}, objectives=objectives, kpis=[])
    assert plan.context.convergence_index is None
    assert math.isnan(plan.objectives["target"]["OB-07"])
    assert "K-10" in plan.kpis.index and not plan.kpis["listed"].any()
    found, findings = read(joint_plans.told(commitments=[{**CM, "owner": "n/a"}]))
    assert found is None and [fault.code for fault in findings.faults] == ["key_missing"]


def test_a_quarter_without_a_plan_is_not_planned() -> None:
    means = good(means={"vendor": {"MV-01": {"planned": [1, "NA", 2, None]}}}).means
    planned = list(means.loc["MV-01", [f"planned_{one}" for one in (1, 2, 3, 4)]])
    assert planned[0] == 1 and math.isnan(planned[1]) and planned[2] == 2
    assert math.isnan(planned[3]) and means["planned"]["MV-01"] == 3


def test_actions_that_wait_for_each_other_are_told_however_long_the_way() -> None:
    """Once for each circle, from its first action on."""
    long = [
        {**ACT, "id": f"A{one:04}", "depends_on": [f"A{(one + 1) % 1_200:04}"]}
        for one in range(1_200)
    ]
    text = yaml.safe_dump(joint_plans.told(quarters=long), default_flow_style=True, width=10**6)
    _, findings = read(text)
    assert [one.code for one in findings.faults] == ["quarter_full", "cycle"]
    chain = [
        {**ACT, "id": name, "depends_on": waits}
        for name, waits in (("A", ["B", "C"]), ("B", ["A"]), ("C", ["D"]), ("D", ["C"]))
    ]
    _, findings = read(joint_plans.told(quarters=chain))
    told = {fault.values["found"] for fault in findings.faults if fault.code == "cycle"}
    assert told == {"A → B → A", "C → D → C"}


def test_an_unknown_key_in_an_amendment_is_a_warning() -> None:
    told = {**AMENDED, "changes": {"objectives.OB-02": {"from": 7, "too": 8}}}
    _, findings = read(joint_plans.told(log=[told]))
    (warning,) = (one for one in findings.warnings if one.code == "unknown_key")
    assert warning.values["column"] == "log[1].changes.objectives.OB-02.too"


def test_amounts_of_an_amendment_keep_their_units() -> None:
    change = {"from": 402_650.5, "to": 1_234_567}
    told = {**AMENDED, "changes": {"objectives.OB-01": change}}
    plan = good(log=[told])
    assert plan.log["changes"][0] == (("objectives.OB-01", "402650.5", "1234567"),)


def test_an_unknown_key_is_a_warning_with_the_nearest() -> None:
    _, findings = read(joint_plans.told() | {"commitment": []})
    assert [one.values["nearest"] for one in findings.warnings if one.code == "unknown_key"] == [
        "commitments"
    ]


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(business_plans.KEYS), ODD)
def test_whatever_stands_in_a_section_it_is_read_or_refused(section: str, value: Any) -> None:
    found, findings = read(joint_plans.told() | {section: value})
    assert (found is None) == bool(findings.faults)
    for fault in findings.faults:
        assert sentence(fault, "fr") and sentence(fault, "en")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    findings = Findings("axorial.yml")
    found = business_plans.read(content, ("axorial", 2026), LIMITS, findings)
    assert found is None and findings.faults  # no few bytes say whose plan it is


def test_a_partner_sees_its_own_plan_without_the_vendors_notes() -> None:
    folder = open_client("demo-nimbus", 2026, partner="axorial", audience="partner")
    whole = open_client("demo-nimbus", 2026, partner="axorial")
    assert whole.business_plan().internal_notes and not folder.business_plan().internal_notes
    assert folder.partners_with("business_plans") == ("axorial",)
    assert not folder.has("business_plans/calvendre")
