"""Sets of values to try, each checked like what it overrides."""

from datetime import date

import pytest

from padlib.workspace import Folder, InputFaults, check, editing, open_client, reopened, scenarios
from padlib.workspace.scenarios import Scenario
from tests.workspace.conftest import MakeClient

VISION = """segments:
- {id: health, target_companies: 9, penetration_start: 0.1, penetration_year3: 0.2, direct_share: 1}
"""
SCENARIOS = """prudent: {annual_churn: 0,15, note: Marché atone}   # le premier
services:
  services_multiple: 1.6
  weights.recruitment.rc-04: 20
  bounds.PM-D1.hi: 60
  thresholds.diagnostic.target_level: 3.5
  vision.health.churn: 0.12
  saved_on: 12/10/2026
capacité 8: {monthly_capacity: 8, map_threshold: median, manager_hours_year: 1500}
"""


@pytest.fixture
def write(client: MakeClient):
    def made(text: str, yml: str = "") -> Folder:
        files = {"2026/scenarios.yml": text, "2026/vision.yml": VISION}
        return open_client("nimbus", data=client(yml, **files))

    return made


def told(folder: Folder) -> list[tuple[int | None, str | None, str]]:
    found = check("nimbus", 2026, ["scenarios"], folder.workspace.root)
    return [(fault.line, fault.column, fault.code) for fault in found.faults]


def test_scenarios_are_read_by_the_kinds_of_what_they_override(write):
    text = SCENARIOS.replace("0,15", '"0,15"')
    assert write(text).scenarios() == (
        Scenario("prudent", {"annual_churn": 0.15}, None, "Marché atone"),
        Scenario(
            "services",
            {
                "services_multiple": 1.6,
                "weights.recruitment.RC-04": 20,
                "bounds.PM-D1.hi": 60,
                "thresholds.diagnostic.target_level": 3.5,
                "vision.health.churn": 0.12,
            },
            date(2026, 10, 12),
        ),
        Scenario(
            "capacité 8",
            {"monthly_capacity": 8, "map_threshold": "median", "manager_hours_year": 1500},
        ),
    )


def test_without_a_file_there_is_no_scenario_and_partners_see_none(client, write):
    assert open_client("nimbus", data=client("")).scenarios() == ()
    folder = write("prudent: {annual_churn: 0.15}")
    narrow = open_client("nimbus", data=folder.workspace.root, partner="a", audience="partner")
    assert (folder.has("scenarios"), narrow.has("scenarios"), narrow.scenarios()) == (
        True,
        False,
        (),
    )


def test_everything_wrong_is_told_at_once_on_its_line(write):
    folder = write(
        """Base: {annual_churn: 0.1}
a:
  annual_churn: 1.5
  monthly_capacity: 2.5
  weights.recruitment.RC-99: 3
  bounds.PM-D1.lo: 900
  thresholds.recruitment.shortlist_size: 3
  vision.healt.churn: 0.1
  mode: rent
  saved_on: never
b: 3
c: {active_partner_rate: 0.5, partnership_failure_rate: 0.4}
d: {vision.health.path: [0.5, 1]}
"""
    )
    assert told(folder) == [
        (1, "Base", "scenario_base"),
        (3, "a.annual_churn", "number_range"),
        (4, "a.monthly_capacity", "whole_range"),
        (5, "a.weights.recruitment.RC-99", "unknown_criterion"),
        (6, "a.bounds.PM-D1.lo", "bounds_order"),
        (7, "a.thresholds.recruitment.shortlist_size", "threshold_own_key"),
        (8, "a.vision.healt.churn", "unknown_segment"),
        (9, "a.mode", "code"),
        (10, "a.saved_on", "date"),
        (11, "b", "yaml_map"),
        (12, "c.active_partner_rate", "rates"),
        (13, "d.vision.health.path", "vision_path"),
    ]
    with pytest.raises(InputFaults):
        folder.scenarios()


def test_weights_that_leave_an_axis_without_any_are_a_fault_over_those_of_the_client(write):
    weights = dict.fromkeys(DIMENSIONS, 0) | {DIMENSIONS[0]: 5}
    zero = f"weight_overrides: {{diagnostic: {weights}}}\n"
    folder = write(f"a: {{weights.diagnostic.{DIMENSIONS[0]}: 0}}\n", zero)
    assert told(folder) == [(1, f"a.weights.diagnostic.{DIMENSIONS[0]}", "weights_zero")]
    assert told(write(f"a: {{weights.diagnostic.{DIMENSIONS[0]}: 0}}\n")) == []


DIMENSIONS = list(scenarios.settings.weight_groups()["diagnostic"][0])


def test_an_unknown_key_is_a_warning_with_the_nearest(write):
    folder = write("a: {anual_churn: 0.1, weights.recrutement.RC-04: 3, language: en, NA: 1}\n")
    assert folder.scenarios() == (Scenario("a", {}),)
    warned = {one.values["column"]: one.values["nearest"] for one in folder.warnings}
    assert warned == {
        "a.anual_churn": "annual_churn",
        "a.weights.recrutement.RC-04": "weights.recruitment.RC-04",
        "a.language": None,
        "a.NA": None,
    }


def test_a_scenario_is_stored_with_no_other_line_changed(write):
    folder = write(SCENARIOS.replace("0,15", "0.15"))
    values = {"annual_churn": 0.15, "mode": "referral", "uplift_scenario": True}
    draft = scenarios.stored(folder, "no", values, day=date(2026, 10, 12), note="À voir : oui")
    assert draft.content.decode() == draft.before.content.decode() + (
        '"no":\n  annual_churn: 0.15\n  mode: referral\n  uplift_scenario: true\n'
        '  saved_on: 2026-10-12\n  note: "À voir : oui"\n'
    )
    saved = editing.save(folder, [draft])
    again = reopened(folder, {})
    assert again.scenarios()[-1] == Scenario("no", values, date(2026, 10, 12), "À voir : oui")
    assert scenarios.without(again, "no").content == draft.before.content
    editing.undo(folder, saved)


def test_a_scenario_of_the_same_name_is_replaced_in_its_place(write):
    folder = write(SCENARIOS.replace("0,15", "0.15"))
    draft = scenarios.stored(folder, "prudent", {"annual_churn": 0.2}, day=date(2026, 10, 12))
    assert draft.content.decode().splitlines()[0] == (
        "prudent: {annual_churn: 0.2, saved_on: 2026-10-12}   # le premier"
    )
    assert draft.content.splitlines()[1:] == draft.before.content.splitlines()[1:]


def test_the_first_scenario_makes_the_file_and_the_last_one_leaves_it_blank(client):
    folder = open_client("nimbus", data=client(""))
    draft = scenarios.stored(folder, "haut", {"annual_churn": 0.05}, day=date(2026, 10, 12))
    editing.save(folder, [draft])
    again = reopened(folder, {})
    assert [one.name for one in again.scenarios()] == ["haut"]
    editing.save(again, [scenarios.without(again, "haut")])
    assert reopened(folder, {}).scenarios() == ()


def test_a_name_that_stands_for_the_files_is_refused_when_saved(client):
    folder = open_client("nimbus", data=client(""))
    draft = scenarios.stored(folder, "Base", {"annual_churn": 0.05}, day=date(2026, 10, 12))
    with pytest.raises(InputFaults, match="Base"):
        editing.save(folder, [draft])
