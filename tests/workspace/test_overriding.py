"""Where the values of a what-if are saved, and that they are in force once they are."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.workspace import Folder, drafts, editing, open_client, overriding, reopened, scenarios
from padlib.workspace.kinds import Boolean, Code, Number
from padlib.workspace.overriding import without_home
from padlib.workspace.table_drafts import read_table
from tests.workspace.conftest import MakeClient

DAY = date(2026, 10, 12)
SOURCE = "simulation 06"
COMMENT = "# simulation 06, 2026-10-12"
DATED = "simulation 06, 12/10/2026"  # of a client whose language is French
PARTNERS = "partner_id,name,status,revenue_n\naxorial,Axorial,active,320000\n"
VISION = """# deux segments
segments:
- id: health   # le premier
  target_companies: 2000
  penetration_start: 0.03
  penetration_year3: 0.06
  penetration_year3_low: 0.048
  penetration_year3_high: 0.07
  churn: 0.10
  direct_share: [0.7, 0.6, 0.5]
- {id: a.b, target_companies: 10, penetration_start: 0, penetration_year3: 0.5, direct_share: 0.4}
"""


def save(folder: Folder, changes: dict[str, Any], partner: str = "") -> Folder:
    """The folder once these values are saved."""
    made = overriding.drafts(folder, changes, source=SOURCE, day=DAY, partner=partner)
    editing.save(folder, made)
    return reopened(folder, {})


def text(folder: Folder, key: str) -> str:
    return (folder.path / key).read_text("utf-8-sig")


# ── assumptions ──────────────────────────────────────────────────────────────────────────────────


def row(folder: Folder, key: str, partner: str = "") -> dict[str, str]:
    stem = f"assumptions_{partner}" if partner else "assumptions"
    return dict(read_table(folder, stem, ("key",)).row((key,)) or {})


def test_an_assumption_keeps_the_range_of_the_bank_that_holds_it(client: MakeClient):
    folder = save(open_client("nimbus", data=client("")), {"annual_churn": 0.15})
    assert row(folder, "annual_churn") == {
        **{"key": "annual_churn", "value": "0,15", "low": "0,05", "high": "0,2"},
        "source": DATED,
    }
    beyond = save(folder, {"annual_churn": 0.5})
    assert row(beyond, "annual_churn") == {
        "key": "annual_churn", "value": "0,5", "source": DATED
    }  # fmt: skip


def test_the_bounds_of_the_client_stay_while_they_hold_the_value_and_the_note_always(client):
    csv = (
        "key,value,low,high,source,note\n"
        "annual_churn,0.08,0.07,0.1,tableau,à revoir\nday_rate,900,,,,\n"
    )
    folder = open_client("nimbus", data=client("", **{"2026/assumptions.csv": csv}))
    within = save(folder, {"annual_churn": 0.09})
    assert text(within, "2026/assumptions.csv") == csv.replace(
        "0.08,0.07,0.1,tableau", f'0.09,0.07,0.1,"{DATED}"'
    )
    beyond = save(within, {"annual_churn": 0.12})
    assert f'annual_churn,0.12,0.05,0.2,"{DATED}",à revoir' in text(beyond, "2026/assumptions.csv")
    unknown_now = save(beyond, {"day_rate": 950})
    assert f'day_rate,950,500,1200,"{DATED}",' in text(unknown_now, "2026/assumptions.csv")


def test_money_is_in_the_clients_currency(client: MakeClient):
    yml = "currency: GBP\neur_rate: 0.9\nlanguage: en\n"
    folder = save(open_client("nimbus", data=client(yml)), {"annual_contract_value": 10000})
    told = row(folder, "annual_contract_value")
    assert (told["value"], told["low"], told["high"]) == ("10000", "4500", "90000")


def test_one_of_the_two_rates_writes_the_other(client: MakeClient):
    folder = save(open_client("nimbus", data=client("")), {"active_partner_rate": 0.3})
    rate, failure = row(folder, "active_partner_rate"), row(folder, "partnership_failure_rate")
    assert (rate["value"], rate["low"], rate["high"]) == ("0,3", "0,25", "0,8")
    assert (failure["value"], failure["low"], failure["high"]) == ("0,7", "0,2", "0,75")
    again = save(folder, {"partnership_failure_rate": 0.9})
    assert again.assumptions().at["active_partner_rate", "value"] == pytest.approx(0.1)
    assert save(again, {"active_partner_rate": None}).assumptions()["changed"].sum() == 0


def test_a_partners_assumptions_go_to_its_own_file(client: MakeClient):
    csv = "key,value,low,high\nannual_churn,0.1,0.09,0.3\n"
    files = {"2026/assumptions.csv": csv, "2026/partners.csv": PARTNERS}
    folder = save(
        open_client("nimbus", data=client("", **files)), {"annual_churn": 0.25}, "axorial"
    )
    told = row(folder, "annual_churn", "axorial")
    assert (told["value"], told["low"], told["high"]) == ("0,25", "0,09", "0,3")
    assert text(folder, "2026/assumptions.csv") == csv
    assert folder.assumptions("axorial").at["annual_churn", "value"] == 0.25


def test_an_assumption_taken_away_leaves_the_note_and_the_banks_value(client: MakeClient):
    csv = (
        "key,value,low,high,source,note\nannual_churn,0.08,0.07,0.1,t,à revoir\nday_rate,900,,,,\n"
    )
    folder = open_client("nimbus", data=client("", **{"2026/assumptions.csv": csv}))
    after = save(folder, {"annual_churn": None, "day_rate": None})
    assert text(after, "2026/assumptions.csv") == (
        "key,value,low,high,source,note\nannual_churn,,,,,à revoir\n"
    )
    assert after.assumptions().at["annual_churn", "value"] == 0.1


def test_a_rule_that_client_yml_sets_does_not_wait_for_its_assumption(client: MakeClient):
    folder = open_client("nimbus", data=client("thresholds: {diagnostic.horizon_months: 4}\n"))
    after = save(folder, {"action_horizon_months": 9})
    assert after.rules("diagnostic")["horizon_months"] == 9
    assert "thresholds: {diagnostic.horizon_months: 9}" in text(after, "client.yml")


# ── client.yml ───────────────────────────────────────────────────────────────────────────────────


def test_keys_of_the_client_are_written_with_their_source_for_all_years(client: MakeClient):
    folder = open_client("nimbus", data=client("# fin\n"))
    changes = {"mode": "referral", "monthly_capacity": 8.0, "weights.recruitment.RC-04": 20}
    after = save(folder, changes | {"bounds.PM-D1.hi": 60, "map_threshold": "median"})
    assert text(after, "client.yml") == (
        "client_id: nimbus\nname: Nimbus\n"
        f"mode: referral {COMMENT}\n"
        f"thresholds:\n  diagnostic.monthly_capacity: 8 {COMMENT}\n"
        f"weight_overrides:\n  recruitment:\n    RC-04: 20 {COMMENT}\n"
        f"bounds_overrides:\n  PM-D1:\n    hi: 60 {COMMENT}\n"
        "# fin\n"
    )
    assert text(save(after, dict.fromkeys(changes | {"bounds.PM-D1.hi": 60})), "client.yml") == (
        "client_id: nimbus\nname: Nimbus\n# fin\n"
    )


def test_what_the_campaign_sets_itself_is_changed_there(client: MakeClient):
    yml = (
        "mode: referral\nshortlist_size: 5\n"
        "campaigns:\n  2026: {mode: perpetual, thresholds: {Diagnostic.Target-Level: 3}}\n"
    )
    folder = open_client("nimbus", data=client(yml))
    changes = {"mode": "subscription", "shortlist_size": 7, "target_level": 3.5}
    after = save(folder, changes)
    assert text(after, "client.yml").endswith(
        f"mode: referral\nshortlist_size: 7 {COMMENT}\n"
        "campaigns:\n  2026: {mode: subscription, thresholds: {Diagnostic.Target-Level: 3.5}} "
        f"{COMMENT}\n"
    )
    assert after.rules("diagnostic")["target_level"] == 3.5


def test_a_report_parameter_that_no_file_holds_is_said_to_have_no_home():
    changes = {
        "map_threshold": "median",
        "average_ramp": 0.8,
        "crosshair": "mean",
        "mode": "referral",
    }
    assert without_home(changes) == ("map_threshold", "average_ramp", "crosshair")
    with pytest.raises(KeyError):
        without_home({"anual_churn": 0.1})


# ── vision.yml ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def seen(client: MakeClient) -> Folder:
    return open_client("nimbus", data=client("", **{"2026/vision.yml": VISION}))


def test_a_value_of_the_vision_moves_the_bound_that_it_passes(seen: Folder):
    after = save(seen, {"vision.health.penetration_year3": 0.08})
    assert text(after, "2026/vision.yml") == VISION.replace(
        "penetration_year3: 0.06\n", f"penetration_year3: 0.08 {COMMENT}\n"
    ).replace("penetration_year3_high: 0.07\n", f"penetration_year3_high: 0.08 {COMMENT}\n")


def test_a_value_that_stands_for_an_assumption_keeps_its_range(seen: Folder):
    after = save(seen, {"vision.a.b.churn": 0.12})
    assert text(after, "2026/vision.yml").endswith(
        f"direct_share: 0.4, churn: 0.12, churn_low: 0.05, churn_high: 0.2}} {COMMENT}\n"
    )
    assert text(save(after, {"vision.a.b.churn": None}), "2026/vision.yml") == VISION
    with pytest.raises(KeyError):
        save(seen, {"vision.c.churn": 0.1})


# ── whatever the key ─────────────────────────────────────────────────────────────────────────────

SEGMENTS = ("health", "a.b")
MIX = "services_mix_"  # brought back to a sum of 1 by the reader
ALONE = {"partnership_failure_rate"}  # tested with its other
VISION_NUMBERS = {"target_companies", "market_growth", "penetration_year3", "churn"}


def values_of(key: str) -> st.SearchStrategy[Any]:
    """Values that a key may have."""
    kind = scenarios.known(key)[1]
    if key.startswith("bounds."):
        _, criterion, bound = key.split(".")
        bank = "partner_map" if criterion.startswith("PM") else "recruitment"
        told = banks.load(bank).items.loc[criterion, bound]
        return st.sampled_from([told - 1, told] if bound == "lo" else [told, told + 1])
    if isinstance(kind, Boolean):
        return st.sampled_from(["true", "false"])
    if isinstance(kind, Code):
        return st.sampled_from(list(kind.codes))
    assert isinstance(kind, Number)
    low = kind.low if kind.low is not None else -1e6
    high = kind.high if kind.high is not None else max(low, 0) + 1e6
    if kind.whole:
        return st.integers(int(low), int(high))
    numbers = st.floats(low, high, exclude_min=kind.above).map(lambda one: round(one, 6))
    return numbers.filter(lambda one: low + (1e-9 if kind.above else 0) <= one <= high)


def may_be_drawn(key: str) -> bool:
    if key.endswith((".target_lo", ".target_hi")) or key.startswith(MIX) or key in ALONE:
        return False
    if key in ("recruitment_plan", "perception_invited"):
        return False
    return not without_home({key: 1.0})


DRAWN = sorted(
    {key for key in scenarios._keys() if may_be_drawn(key)}
    | {f"vision.{one}.{name}" for one in SEGMENTS for name in VISION_NUMBERS}
)


def in_force(folder: Folder, key: str) -> Any:
    """What a folder has for a key, wherever it reads it."""
    family, dot, rest = key.partition(".")
    about, _, last = rest.rpartition(".")
    if key in banks.assumptions().index:
        return folder.assumptions().at[key, "value"]
    if key in overriding.AS_THRESHOLDS:
        return folder.settings.thresholds[overriding.AS_THRESHOLDS[key]]
    if not dot or family == "thresholds":
        return folder.settings.thresholds[rest] if dot else getattr(folder.settings, key)
    if family == "weights":
        return getattr(folder.settings.weight_overrides, about)[last]
    if family == "bounds":
        step = "partner_map" if about.startswith("PM") else "recruitment"
        return folder.criteria(step).at[about, last]
    return folder.vision().segments.at[about, last]


CLIENTS = {
    "block": "campaigns:\n  2026:\n    mode: perpetual # kept\n"
    "    thresholds:\n      effort.S.load: 3\n",
    "flow": "weight_overrides: {recruitment: {RC-04: 20}}\nbounds_overrides: {PM-D1: {lo: 0}}\n",
}


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data(), st.sampled_from(sorted(CLIENTS)), st.sampled_from([";", ","]))
def test_what_is_saved_is_in_force_and_undone_to_the_byte(
    client, tmp_path: Path, data, style, mark
):
    shutil.rmtree(tmp_path / "data" / "clients" / "nimbus", ignore_errors=True)
    files = {
        "2026/vision.yml": VISION,
        "2026/assumptions.csv": f"key{mark}value{mark}note\nannual_churn{mark}0.08{mark}x\n",
    }
    folder = open_client("nimbus", data=client(CLIENTS[style], **files))
    keys = data.draw(st.lists(st.sampled_from(DRAWN), min_size=1, max_size=4, unique=True))
    clash = {"target_level", "monthly_capacity", "min_coverage", "draws", "mc_draws"}
    keys = [key for key in keys if key not in clash or len(keys) == 1]
    changes = {key: data.draw(values_of(key), label=key) for key in keys}
    made = overriding.drafts(folder, changes, source=SOURCE, day=DAY)
    if editing.check(folder, made).faults:  # together they may not stand: weights all zero
        return
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    saved = editing.save(folder, made)
    after = reopened(folder, {})
    for key, told in changes.items():
        if key.startswith("thresholds.") and style == "block":
            assert "effort.S.load" in after.settings.thresholds
        wanted = told == "true" if told in ("true", "false") else told
        assert in_force(after, key) == (
            pytest.approx(wanted, rel=1e-9) if isinstance(wanted, float) else wanted
        )
    editing.undo(folder, saved)
    assert before == {
        path: path.read_bytes()
        for path in folder.path.rglob("*")
        if path.is_file() and ".backup" not in path.parts
    }


def test_every_key_has_a_home_from_which_it_is_in_force(client: MakeClient):
    folder = open_client("nimbus", data=client("", **{"2026/vision.yml": VISION}))
    changes = {key: some_value(key) for key in DRAWN}
    twins = {f"thresholds.{name}" for name in overriding.AS_THRESHOLDS.values()}
    first = {key: told for key, told in changes.items() if key not in twins}
    for some in (first, {key: told for key, told in changes.items() if key in twins}):
        made = overriding.drafts(folder, some, source=SOURCE, day=DAY)
        after = reopened(folder, drafts.in_place(folder, made))
        for key, told in some.items():
            assert in_force(after, key) == (told == "true" if told == "true" else told), key


def some_value(key: str) -> Any:
    """A value that a key may have whatever the others are."""
    kind = scenarios.known(key)[1]
    if key.startswith("bounds."):
        return -5 if key.endswith("lo") else 500
    if isinstance(kind, Number):
        return kind.high or (kind.low or 0) + 1
    return kind.codes[0] if isinstance(kind, Code) else "true"


def test_the_four_shares_of_services_are_kept_when_they_sum_to_one(client: MakeClient):
    shares = {
        f"{MIX}{name}": 0.25 for name in ("integration", "configuration", "training", "consulting")
    }
    folder = save(open_client("nimbus", data=client("")), shares)
    assert [folder.assumptions().at[key, "value"] for key in shares] == [0.25] * 4
