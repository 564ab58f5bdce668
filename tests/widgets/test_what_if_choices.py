"""What-ifs of the shortlist, the map, the plan and the projection: they say what the pages say."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from padlib import banks, workspace
from padlib.display import words
from padlib.display.figures import what_if_choices as figures
from padlib.display.pages import plan_projection as report
from padlib.method import diagnostic, partner_map, plan_projection, recruitment
from padlib.widgets import (
    what_if_choices,
    what_if_map,
    what_if_plan,
    what_if_projection,
    what_if_shortlist,
)
from padlib.widgets.models import Knob, Model, Outcome, State, Value

CLIENTS = ("demo-nimbus", "demo-ferrum", "demo-larkspur")
LANGUAGES = ("fr", "en")
PLANS = [
    (client, partner)
    for client in CLIENTS
    for partner in workspace.open_client(client).partners_with("business_plans")
]
PNG = b"\x89PNG\r\n\x1a\n"


def _say(folder: Any, language: str) -> words.Words:
    return words.load(language, folder.currency)


@cache
def _shortlist(client: str, language: str = "fr") -> tuple[Any, Model]:
    folder = workspace.open_client(client)
    rules = folder.rules("recruitment")
    return folder, what_if_shortlist.model(folder, _say(folder, language), rules)


@cache
def _map(client: str, language: str = "fr") -> tuple[Any, Model]:
    folder = workspace.open_client(client)
    rules = folder.rules("partner_map")
    say = _say(folder, language)
    return folder, what_if_map.model(folder, say, folder.partners(), rules)


@cache
def _plan(client: str, language: str = "fr") -> tuple[Any, Model]:
    folder = workspace.open_client(client)
    rules = folder.rules("diagnostic")
    answers = folder.diagnostic_answers(form=rules["form"])
    return folder, what_if_plan.model(folder, _say(folder, language), answers, rules)


@cache
def _projection(
    client: str, partner: str = "", language: str = "fr"
) -> tuple[tuple[report.Inputs, pd.DataFrame, pd.DataFrame], Model]:
    folder = workspace.open_client(client, partner=partner or None, partners_in="business_plans")
    plan, deals, kpis = folder.business_plan(), folder.deals(), folder.kpi_values()
    rules = plan_projection.Rules.of(folder.rules("plan_projection"))
    given = report.inputs(folder, plan, rules)
    model = what_if_projection.model(folder, _say(folder, language), given, deals, kpis)
    return (given, deals, kpis), model


MAKERS: Mapping[str, Callable[..., tuple[Any, Model]]] = {
    "shortlist": _shortlist,
    "map": _map,
    "plan": _plan,
    "projection": lambda client, language="fr": _projection(client, language=language),
}


def _filed(model: Model, changes: Mapping[str, Value] | None = None) -> dict[str, Value]:
    return {knob.key: knob.filed for knob in model.knobs} | dict(changes or {})


def _values(outcome: Outcome) -> list[float | None]:
    return [line.value for line in outcome.lines]


# ── the file's values give what the pages give ───────────────────────────────────────────────────


def _page_shortlist(folder: Any, criteria: pd.DataFrame, rules: Any) -> recruitment.Shortlist:
    return recruitment.result(
        folder.resellers(),
        criteria,
        recruitment.Rules.of(rules),
        year=folder.year,
        target_sectors=folder.settings.target_sectors,
        territory=folder.settings.territory,
        sectors=banks.sectors(),
        regions=banks.regions(),
        assumptions=folder.assumptions()["value"],
    )


def _same_list(outcome: Outcome, page: recruitment.Shortlist) -> None:
    found = outcome.drawn.list
    first = page.shortlist if len(page.shortlist) else page.first_to_look_into
    assert set(found.inside) == set(first.index)
    known = page.data_known if len(page.shortlist) else page.look_known
    assert found.known == pytest.approx(known)
    if found.ranked:
        scores = page.scores.loc[list(found.ids), "score"]
        assert list(found.points) == pytest.approx(scores.tolist())
        assert outcome.lines[1].value == pytest.approx(page.shortlist["score"].max())
    else:
        assert list(found.inside) == list(first.index)
        chances = 100 * page.chances.loc[list(found.ids), "chance"]
        assert list(found.points) == pytest.approx(chances.tolist())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
def test_the_filed_weights_give_the_list_of_the_page(client: str, language: str) -> None:
    folder, model = _shortlist(client, language)
    page = _page_shortlist(folder, folder.criteria("recruitment"), folder.rules("recruitment"))
    outcome = model.outcome(_filed(model))
    _same_list(outcome, page)
    assert outcome.lines[0].value == 0


def _same_map(outcome: Outcome, page: partner_map.Map) -> None:
    table = outcome.drawn.places.table
    pd.testing.assert_frame_equal(
        table[["performance", "potential", "quadrant"]],
        page.positions.loc[table.index, ["performance", "potential", "quadrant"]],
    )
    assert outcome.drawn.places.limits == page.thresholds


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
def test_the_filed_thresholds_give_the_map_of_the_page(client: str, language: str) -> None:
    folder, model = _map(client, language)
    rules = partner_map.Rules.of(folder.rules("partner_map"))
    page = partner_map.result(folder.partners(), folder.criteria("partner_map"), rules)
    outcome = model.outcome(_filed(model))
    _same_map(outcome, page)
    counts = page.positions["quadrant"].value_counts()
    expected = [counts.get("pillar", 0), counts.get("rising", 0), 0]
    assert _values(outcome) == expected


def _diagnosis(folder: Any, rules: Any) -> diagnostic.Diagnosis:
    items = diagnostic.form_items(banks.load("diagnostic").items, rules["form"])
    answers = folder.diagnostic_answers(form=rules["form"])
    return diagnostic.diagnosis(answers, items, diagnostic.Rules.of(rules))


def _same_plan(outcome: Outcome, page: diagnostic.Diagnosis) -> None:
    assert outcome.drawn.loads == figures.Loads(tuple(page.plan.load), page.plan.capacity)
    scheduled, later, score = _values(outcome)
    assert (scheduled, later) == (len(page.plan.scheduled), len(page.plan.later))
    assert score == page.projection.score


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
def test_the_filed_capacity_gives_the_plan_of_the_page(client: str, language: str) -> None:
    folder, model = _plan(client, language)
    _same_plan(model.outcome(_filed(model)), _diagnosis(folder, folder.rules("diagnostic")))


def _same_projection(outcome: Outcome, page: plan_projection.Projection) -> None:
    landing, chance, low = _values(outcome)
    assert landing == page.landing
    assert chance == (None if math.isnan(page.probability) else page.probability)
    assert low == page.spread["p10"]
    pd.testing.assert_frame_equal(outcome.drawn.result.months, page.months)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("client", "partner"), PLANS)
def test_the_filed_cycle_gives_the_projection_of_the_page(
    client: str, partner: str, language: str
) -> None:
    told, model = _projection(client, partner, language)
    _same_projection(model.outcome(_filed(model)), report.project(*told))
    assert model.partner == partner


# ── a knob gives what the method gives with its number changed by hand ───────────────────────────


@pytest.mark.parametrize("client", CLIENTS)
def test_a_weight_moved_gives_the_list_of_the_method_with_that_weight(client: str) -> None:
    folder, model = _shortlist(client)
    criteria = folder.criteria("recruitment")
    told = banks.load("recruitment").items["weight"].astype(float)
    for criterion, weight in folder.settings.weight_overrides.recruitment.items():
        told[criterion] = weight
    told["RC-07"] = 30
    criteria["weight"] = 100 * told / told.sum()
    moves: dict[str, Value] = {"weights.recruitment.RC-07": 30, "shortlist_size": 4}
    rules = folder.rules("recruitment") | {"shortlist_size": 4}
    _same_list(model.outcome(_filed(model, moves)), _page_shortlist(folder, criteria, rules))


@pytest.mark.parametrize("choice", ["fixed", "median"])
@pytest.mark.parametrize("client", CLIENTS)
def test_thresholds_and_a_weight_moved_give_the_map_of_the_method(client: str, choice: str) -> None:
    folder, model = _map(client)
    criteria = folder.criteria("partner_map")
    criteria.loc["PM-P1", "weight"] = 10.0
    criteria.loc[criteria["axis"] == "performance", "weight"] *= 100 / 80
    moved = {"threshold_performance": 62.0, "threshold_potential": 45.0, "map_threshold": choice}
    rules = partner_map.Rules.of(folder.rules("partner_map") | moved)
    values = _filed(
        model,
        {
            "weights.partner_map.PM-P1": 10.0,
            "thresholds.partner_map.threshold_performance": 62.0,
            "thresholds.partner_map.threshold_potential": 45.0,
            "map_threshold": choice,
        },
    )
    outcome = model.outcome(values)
    page = partner_map.result(folder.partners(), criteria, rules)
    pd.testing.assert_series_equal(
        outcome.drawn.places.table["quadrant"],
        page.positions.loc[outcome.drawn.places.table.index, "quadrant"],
    )
    base = model.outcome(_filed(model)).drawn.places.table["quadrant"]
    assert outcome.lines[2].value == (outcome.drawn.places.table["quadrant"] != base).sum()


@pytest.mark.parametrize("client", CLIENTS)
def test_capacity_months_aim_and_a_weight_moved_give_the_plan_of_the_method(client: str) -> None:
    folder, model = _plan(client)
    rules = folder.rules("diagnostic")
    total = sum(part["weight"] for part in rules["dimensions"]) + 26
    for part in rules["dimensions"]:
        part["weight"] = 100 * (part["weight"] + 26 * (part["id"] == "ORG")) / total
    rules |= {
        "monthly_capacity": 9,
        "horizon_months": 8,
        "target_level": 3.5,
        "max_actions": 7,
        "min_priority": 20,
    }
    moves: dict[str, Value] = {
        "thresholds.diagnostic.monthly_capacity": 9,
        "action_horizon_months": 8,
        "thresholds.diagnostic.target_level": 3.5,
        "thresholds.diagnostic.max_actions": 7,
        "thresholds.diagnostic.min_priority": 20,
        "weights.diagnostic.ORG": 40.0,
    }
    page = _diagnosis(folder, rules)
    outcome = model.outcome(_filed(model, moves))
    assert outcome.drawn.loads == figures.Loads(tuple(page.plan.load), 9)
    assert _values(outcome) == pytest.approx(
        [len(page.plan.scheduled), len(page.plan.later), page.projection.score]
    )


@pytest.mark.parametrize(("client", "partner"), PLANS)
def test_cycle_and_cap_moved_give_the_projection_of_the_method(client: str, partner: str) -> None:
    (given, deals, kpis), model = _projection(client, partner)
    cap = "thresholds.plan_projection.growth_cap"
    moves: dict[str, Value] = {"sales_cycle_months": 9.0, cap: 0.05}
    keys = {knob.key for knob in model.knobs}
    assert keys >= set(moves)
    changed = replace(
        given,
        rules=replace(given.rules, growth_cap=0.05),
        cycle=given.cycle._replace(value=9.0),
    )
    page = report.project(changed, deals, kpis)
    _same_projection(model.outcome(_filed(model, moves)), page)


def test_a_partner_called_recent_or_not_counts_its_earnings_or_not() -> None:
    (given, _, _), model = _projection("demo-larkspur", "gravelande")
    key = "thresholds.plan_projection.recent_partner_months"
    assert given.age == 17
    seen = {
        age: model.outcome(_filed(model, {key: age})).drawn.result.situation.base.estimates
        for age in (17, 18)
    }
    assert set(seen[18]) - set(seen[17]) == {"earnings"}


# ── what is saved in the client's file gives the same ────────────────────────────────────────────


def _reopened(tmp_path: Path, client: str, told: Mapping[str, Any]) -> Any:
    data = tmp_path / "data"
    copytree(workspace.open_client(client).workspace.root, data)
    file = data / "clients" / client / "client.yml"
    text = yaml.safe_load(file.read_text("utf-8"))
    text.setdefault("weight_overrides", {})
    for group, weights in told.items():
        text["weight_overrides"].setdefault(group, {}).update(weights)
    file.write_text(yaml.safe_dump(text, allow_unicode=True), "utf-8")
    return workspace.open_client(client, data=data)


@pytest.mark.parametrize("client", CLIENTS)
def test_weights_saved_and_reopened_are_those_of_the_what_if(tmp_path: Path, client: str) -> None:
    told = {
        "recruitment": {"RC-04": 33.5, "RC-07": 0},
        "partner_map": {"PM-P1": 12, "PM-D1": 31},
        "diagnostic": {"ORG": 3},
    }
    reopened = _reopened(tmp_path, client, told)
    before = workspace.open_client(client).settings
    for group, moved in told.items():
        weights = what_if_choices.Weights.of(before, group)
        values = {f"weights.{group}.{part}": float(weight) for part, weight in moved.items()}
        if group == "diagnostic":
            kept = weights.with_values(values).weight_overrides.diagnostic
            assert kept == reopened.settings.weight_overrides.diagnostic
        else:
            pd.testing.assert_frame_equal(weights.criteria(values), reopened.criteria(group))


# ── cases that fit in the head ───────────────────────────────────────────────────────────────────


def test_an_axis_left_without_weight_keeps_those_of_the_file() -> None:
    folder = workspace.open_client("demo-nimbus")
    axes = what_if_choices.Weights.of(folder.settings, "partner_map").axes
    nothing = {f"weights.partner_map.{part}": 0.0 for part in axes[0]}
    weights = what_if_choices.Weights.of(folder.settings, "partner_map")
    pd.testing.assert_frame_equal(weights.criteria(nothing), folder.criteria("partner_map"))


def test_companies_that_enter_and_leave_are_those_whose_rank_crosses_the_size() -> None:
    _, model = _shortlist("demo-nimbus")
    base = model.outcome(_filed(model)).drawn.list
    smaller = model.outcome(_filed(model, {"shortlist_size": 3}))
    assert smaller.drawn.list.inside == base.ids[:3]
    assert smaller.lines[0].value == 0
    larger = model.outcome(_filed(model, {"shortlist_size": 12}))
    assert larger.drawn.list.inside == base.ids[:12]
    assert larger.lines[0].value == 2  # the eleventh and the twelfth


def test_a_threshold_above_every_partner_leaves_no_pillar() -> None:
    _, model = _map("demo-nimbus")
    key = "thresholds.partner_map.threshold_performance"
    assert model.outcome(_filed(model, {key: 100.0})).lines[0].value == 0
    low = {key: 0.0, "thresholds.partner_map.threshold_potential": 0.0}
    outcome = model.outcome(_filed(model, low))
    assert outcome.lines[0].value == (outcome.drawn.places.table["quadrant"] != "").sum() == 9


def test_a_month_that_bears_everything_leaves_only_what_is_too_long_for_later() -> None:
    _, model = _plan("demo-nimbus")
    moves: dict[str, Value] = {
        "thresholds.diagnostic.monthly_capacity": 60,
        "action_horizon_months": 12,
    }
    scheduled, later, _ = _values(model.outcome(_filed(model, moves)))
    assert (scheduled, later) == (12, 0)
    stuck = model.outcome(_filed(model, {"thresholds.diagnostic.max_actions": 1}))
    assert stuck.lines[0].value == 1


def test_a_cycle_of_one_month_leaves_all_that_is_ahead_to_be_found() -> None:
    (given, _, _), model = _projection("demo-nimbus", "belmarange")
    result = model.outcome(_filed(model, {"sales_cycle_months": 1.0})).drawn.result
    # no deal in sight: three months of twelve of the base, from the end of September
    assert given.plan.seasonality[9:] == pytest.approx([1 / 12] * 3)
    assert result.landing == pytest.approx(261_688.36 * 3 / 12, abs=1)


# ── whatever the knobs ───────────────────────────────────────────────────────────────────────────


def _any_value(knob: Knob) -> st.SearchStrategy[Value]:
    if knob.choices:
        return st.sampled_from([code for code, _ in knob.choices])
    most = knob.most if knob.most is not None else 3 * knob.high
    if knob.step == 1 and not knob.key.startswith("weights."):
        return st.integers(int(knob.least or 0), int(most)).map(float)
    return st.floats(float(knob.least or 0.0), float(most), allow_nan=False)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("name", MAKERS)
@settings(max_examples=12, deadline=None)
@drawn(data=st.data())
def test_any_values_within_the_limits_give_three_lines_and_a_picture(
    name: str, client: str, data: st.DataObject
) -> None:
    _, model = MAKERS[name](client)
    values = data.draw(st.fixed_dictionaries({k.key: _any_value(k) for k in model.knobs}))
    base, outcome = model.outcome(_filed(model)), model.outcome(values)
    assert outcome.headline
    assert [line.label for line in outcome.lines] == [line.label for line in base.lines]
    assert all(line.value is not None or line.absent for line in outcome.lines)
    low, high = outcome.extent
    assert math.isfinite(low) and math.isfinite(high) and low < high
    extent = min(low, base.extent[0]), max(high, base.extent[1])
    assert model.draw(base, outcome, extent).startswith(PNG)
    assert model.alternative(base, outcome)
    moves = data.draw(st.permutations(list(values)))
    state = State()
    for key in moves:
        filed = next(knob.filed for knob in model.knobs if knob.key == key)
        state = state.moved(key, values[key], filed=filed)
    assert model.outcome(state.values(model.knobs)).lines == outcome.lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("name", MAKERS)
def test_the_knobs_are_few_named_and_hold_what_is_filed(
    name: str, client: str, language: str
) -> None:
    _, model = MAKERS[name](client, language)
    assert 2 <= len(model.knobs) <= 7
    assert len({knob.key for knob in model.knobs}) == len(model.knobs)
    assert words.load(language).has(f"what_if.{model.name}.title")
    for knob in model.knobs:
        assert knob.label
        if not knob.choices:
            filed = float(knob.filed)
            assert knob.unit
            assert knob.low < knob.high
            assert knob.least is None or knob.least <= min(filed, knob.low)
            assert knob.most is None or knob.most >= max(filed, knob.high)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("shortlist", {"weights.recruitment.RC-04": 0.0}),
        ("map", {"thresholds.partner_map.threshold_performance": 61.0}),
        ("plan", {"thresholds.diagnostic.monthly_capacity": 3}),
        ("projection", {"sales_cycle_months": 3.0}),
    ],
)
def test_the_picture_changes_with_the_outcome_and_only_then(
    name: str, moves: dict[str, Value], client: str
) -> None:
    _, model = MAKERS[name](client)
    base, moved = model.outcome(_filed(model)), model.outcome(_filed(model, moves))
    extent = min(base.extent[0], moved.extent[0]), max(base.extent[1], moved.extent[1])
    still = model.draw(base, base, extent)
    assert model.draw(base, moved, extent) != still
    assert model.draw(base, model.outcome(_filed(model)), extent) == still
