"""What is tried in a what-if changes what is shown, is written by a press alone, and can be
undone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.display import words
from padlib.widgets import shelves
from padlib.widgets.models import Model, Outcome, Value
from padlib.widgets.panel import Panel, _both, _holding
from padlib.workspace import editing
from padlib.workspace.settings import weight_groups
from tests.widgets.editing import Screen, changed_lines, copied
from tests.widgets.trying import (
    changed,
    contents,
    knob,
    move,
    opened,
    plain,
    shown,
    told,
    tried,
)

FR, EN = words.load("fr"), words.load("en")
TODAY = {"fr": f"{date.today():%d/%m/%Y}", "en": f"{date.today():%Y-%m-%d}"}
SOURCE = {one: f'"en séance, {day}"' for one, day in TODAY.items()}
COMMENT = f"# en séance, {TODAY['en']}"  # of YAML, whatever the language

CAPACITY = "thresholds.diagnostic.monthly_capacity"
CONTRACT = "annual_contract_value"

# model, client, knob, value, file, the lines that are written: where, what was there, what is
SAVED: list[tuple[str, str, str, Value, str, list[tuple[int, str, str]]]] = [
    (
        *("plan", "demo-nimbus", CAPACITY, 3, "client.yml"),
        [(19, "", "thresholds:"), (20, "", f"  diagnostic.monthly_capacity: 3 {COMMENT}")],
    ),
    (
        *("plan", "demo-ferrum", CAPACITY, 9, "client.yml"),
        [
            (
                24,
                "thresholds: {diagnostic.monthly_capacity: 4}",
                f"thresholds: {{diagnostic.monthly_capacity: 9}} {COMMENT}",
            )
        ],
    ),
    (
        *("map", "demo-nimbus", "thresholds.partner_map.threshold_performance", 62, "client.yml"),
        [
            (19, "", "thresholds:"),
            (20, "", f"  partner_map.threshold_performance: 62 {COMMENT}"),
        ],
    ),
    (
        *("map", "demo-larkspur", "thresholds.partner_map.threshold_performance", 60),
        "client.yml",
        [
            (22, "", "thresholds:"),
            (23, "", f"  partner_map.threshold_performance: 60 {COMMENT}"),
        ],
    ),
    (
        *("vision", "demo-nimbus", "vision.health.penetration_year3", 0.13, "2026/vision.yml"),
        [
            (8, "  penetration_year3: 0.105", f"  penetration_year3: 0.13 {COMMENT}"),
            (10, "  penetration_year3_high: 0.12", f"  penetration_year3_high: 0.13 {COMMENT}"),
        ],
    ),
    (
        *("vision", "demo-larkspur", "vision.retail.revenue_per_customer", 27_500),
        "2026/vision.yml",
        [
            (
                14,
                "  revenue_per_customer: 26000",
                f"  revenue_per_customer: 27500 {COMMENT}",
            )
        ],
    ),
    (
        *("earnings", "demo-nimbus", CONTRACT, 30_000, "2026/assumptions_axorial.csv"),
        [
            (
                4,
                f'{CONTRACT},24000,18000,32000,"contrats signés avec Axorial, 2025",'
                "Établissements de santé",
                f"{CONTRACT},30000,18000,32000,{SOURCE['fr']},Établissements de santé",
            )
        ],
    ),
    (
        *("earnings", "demo-larkspur", CONTRACT, 30_000, "2026/assumptions_corvelune.csv"),
        [(6, "", f"{CONTRACT},30000,24000,45000,{SOURCE['en']},")],
    ),
    (
        *("shortlist", "demo-nimbus", "shortlist_size", 12, "client.yml"),
        [(19, "", f"shortlist_size: 12 {COMMENT}")],
    ),
    (
        *("shortlist", "demo-ferrum", "shortlist_size", 8, "client.yml"),
        [(16, "shortlist_size: 5", f"shortlist_size: 8 {COMMENT}")],
    ),
    (
        *("projection", "demo-nimbus", "sales_cycle_months", 9, "2026/assumptions_axorial.csv"),
        [(7, "", f"sales_cycle_months,9,3,12,{SOURCE['fr']},")],
    ),
    (
        *("projection", "demo-larkspur", "sales_cycle_months", 9),
        "2026/assumptions_alderquill.csv",
        [
            (1, "", "\ufeffkey,value,low,high,source,note"),
            (2, "", f"sales_cycle_months,9,3,12,{SOURCE['en']},"),
        ],
    ),
    (
        *("leverage", "demo-nimbus", CONTRACT, 25_000, "2026/assumptions.csv"),
        [
            (
                3,
                f"{CONTRACT},18500,12000,26000,facturation 2025,"
                "Moyenne des premiers contrats signés par des partenaires",
                f"{CONTRACT},25000,12000,26000,{SOURCE['fr']},"
                "Moyenne des premiers contrats signés par des partenaires",
            )
        ],
    ),
    (
        *("leverage", "demo-larkspur", CONTRACT, 50_000, "2026/assumptions.csv"),
        [
            (
                3,
                f"{CONTRACT},32000,24000,45000,order book 2025,In pounds",
                f"{CONTRACT},50000,4250,85000,{SOURCE['en']},In pounds",
            )
        ],
    ),
    (
        *("investment", "demo-nimbus", "active_partner_rate", 0.5, "2026/assumptions.csv"),
        [
            (12, "", f"active_partner_rate,0.5,0.25,0.8,{SOURCE['fr']},"),
            (13, "", f"partnership_failure_rate,0.5,0.2,0.75,{SOURCE['fr']},"),
        ],
    ),
    (
        *("investment", "demo-larkspur", "annual_churn", 0.12, "2026/assumptions.csv"),
        [(11, "", f"annual_churn,0.12,0.05,0.2,{SOURCE['en']},")],
    ),
]


def test_every_model_is_tried_on_two_clients() -> None:
    assert [one[0] for one in SAVED] == [name for name in shelves.MODELS for _ in range(2)]


def stripped(lines: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    return [(number, old.rstrip("\r\n"), new.rstrip("\r\n")) for number, old, new in lines]


@pytest.mark.parametrize(
    ("name", "client", "key", "value", "file", "lines", "language"),
    [(*one, language) for one, language in zip(SAVED, ["fr", "en"] * 8, strict=True)],
    ids=[f"{one[0]}-{one[1]}" for one in SAVED],
)
def test_a_move_is_shown_saved_alone_and_undone(  # noqa: PLR0917
    tmp_path: Path,
    name: str,
    client: str,
    key: str,
    value: Value,
    file: str,
    lines: list[tuple[int, str, str]],
    language: str,
) -> None:
    year = copied(tmp_path, client)
    before = contents(year.parent)
    panel = tried(name, year, language)
    say = panel._say
    filed, base = knob(panel, key).filed, shown(panel)
    assert panel.save.disabled and panel.reset.disabled and panel.undo.disabled
    assert plain(panel.lines.value).count(say("what_if.same")) == len(panel._base.lines) - sum(
        line.value is None for line in panel._base.lines
    )

    move(panel, key, value)
    assert all(one != other for one, other in zip(shown(panel), base, strict=True))
    assert plain(say("what_if.unsaved", n=1)) in plain(panel._count.value)
    assert plain(say("what_if.on_file", text=panel._base.headline)) in plain(panel.headline.value)
    panel.reset.click()
    assert shown(panel)[:2] == base[:2], "the picture's axis stays as wide as it was"
    assert (panel._count.value, panel.controls[key].inputs[0].value) != (1, value)
    assert panel.save.disabled

    move(panel, key, value)
    asked, now = shown(panel), panel.model.outcome(panel.state.values(panel.model.knobs))
    assert contents(year.parent) == before, "nothing is written without a press"
    panel.source.value = "en séance"
    panel.save.click()
    after = contents(year.parent)
    assert changed(before, after) == [file]
    assert stripped(changed_lines(before.get(file, b""), after[file])) == lines
    path = f"{client}/{file}"
    assert plain(say("what_if.saved", n=1, files=path, time="")).split("  ")[0][:30] in told(panel)
    assert path in told(panel)
    assert (panel.state.changes, panel._count.value) == ({}, "")
    assert knob(panel, key).filed == pytest.approx(value)
    assert [line.value for line in panel._base.lines[:2]] == pytest.approx(
        [line.value for line in now.lines[:2]]
    ) or name in ("map", "shortlist")  # whose lines count what moves from the files' case
    assert shown(panel) != asked, "what was tried is what is on file by now"

    panel.undo.click()
    assert told(panel) == plain(say("what_if.undone"))
    assert contents(year.parent) == before
    assert knob(panel, key).filed == filed
    assert shown(panel) == base
    assert panel.undo.disabled


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A demo client's folder of the year, to write in."""
    return copied(tmp_path)


# ── what is saved ────────────────────────────────────────────────────────────────────────────────


def test_values_of_two_files_are_saved_together_and_undone_together(year: Path) -> None:
    before = contents(year.parent)
    panel = tried("projection", year)
    cap = "thresholds.plan_projection.growth_cap"
    move(panel, "sales_cycle_months", 9)
    move(panel, cap, 0.2)
    panel.source.value = "comité du 3 novembre"
    panel.save.click()
    files = ["2026/assumptions_axorial.csv", "client.yml"]
    after = contents(year.parent)
    assert changed(before, after) == files
    assert told(panel).startswith("2 valeurs enregistrées dans demo-nimbus/")
    assert all(f"demo-nimbus/{one}" in told(panel) for one in files)
    csv, yml = (after[one].decode("utf-8-sig") for one in files)
    assert f'sales_cycle_months,9,3,12,"comité du 3 novembre, {TODAY["fr"]}",' in csv
    assert f"plan_projection.growth_cap: 0.2 # comité du 3 novembre, {TODAY['en']}" in yml
    panel.undo.click()
    assert contents(year.parent) == before


def test_without_a_source_the_day_alone_is_written(year: Path) -> None:
    panel = tried("leverage", year)
    move(panel, CONTRACT, 20_000)
    panel.source.value = "  "
    panel.save.click()
    text = (year / "assumptions.csv").read_text("utf-8-sig")
    assert f"{CONTRACT},20000,12000,26000,{TODAY['fr']}," in text


def test_a_value_above_the_clients_own_bound_takes_the_range_of_the_bank_or_none(
    year: Path,
) -> None:
    panel = tried("leverage", year)
    for value, row in (
        (50_000, f"{CONTRACT},50000,5000,100000,"),
        (150_000, f"{CONTRACT},150000,,,"),
    ):
        move(panel, CONTRACT, value)
        panel.save.click()
        assert told(panel).startswith("1 valeur enregistrée")
        assert row in (year / "assumptions.csv").read_text("utf-8-sig")
        assert knob(panel, CONTRACT).filed == value


def test_what_the_readers_refuse_is_told_and_stays_tried(year: Path) -> None:
    file = year.parent / "client.yml"
    axis = weight_groups()["partner_map"][0]
    weights = ", ".join(f"{part}: 0" for part in axis if part not in ("PM-P1", "PM-P2"))
    text = f"{file.read_text('utf-8')}weight_overrides: {{partner_map: {{{weights}}}}}\n"
    file.write_text(text, "utf-8")
    before = contents(year.parent)
    panel = tried("map", year)
    move(panel, "weights.partner_map.PM-P1", 0)
    move(panel, "weights.partner_map.PM-P2", 0)
    panel.save.click()
    assert "client.yml" in told(panel)
    assert 'role="alert"' in panel.guard.area.value
    assert contents(year.parent) == before
    assert len(panel.state.changes) == 2
    move(panel, "weights.partner_map.PM-P2", 10)
    panel.save.click()
    assert told(panel).startswith("2 valeurs enregistrées")


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
def test_a_file_that_changed_meanwhile_is_left_alone_and_nothing_is_lost(
    year: Path, say: words.Words
) -> None:
    file = year / "assumptions.csv"
    panel = tried("leverage", year, say.language)
    move(panel, CONTRACT, 20_000)
    meanwhile = file.read_bytes().replace(b"18500,12000", b"19000,12000")
    file.write_bytes(meanwhile)
    panel.save.click()
    assert file.read_bytes() == meanwhile
    expected = {"fr": "a changé entre-temps : rien", "en": "changed meanwhile: nothing"}
    assert expected[say.language] in plain(told(panel)).replace("’", "'")
    assert plain(say("what_if.reread")) in told(panel)
    assert panel.state.changes == {CONTRACT: 20_000}
    assert knob(panel, CONTRACT).filed == 19_000
    assert panel.controls[CONTRACT].inputs[0].value == 20_000
    panel.save.click()
    assert f"{CONTRACT},20000,12000".encode() in file.read_bytes()
    panel.undo.click()
    assert file.read_bytes() == meanwhile


def test_a_file_changed_after_the_save_is_not_undone(year: Path) -> None:
    file = year / "assumptions.csv"
    panel = tried("leverage", year)
    move(panel, CONTRACT, 20_000)
    panel.save.click()
    file.write_bytes(later := file.read_bytes() + b"discount_rate,0.09,,,,\n")
    panel.undo.click()
    assert "a changé depuis l’enregistrement" in told(panel)
    assert file.read_bytes() == later
    assert not panel.undo.disabled


def test_what_is_tried_still_outlives_an_undo(year: Path) -> None:
    panel = tried("leverage", year)
    move(panel, CONTRACT, 20_000)
    panel.save.click()
    move(panel, "channel_manager_cost", 90_000)
    panel.undo.click()
    assert panel.state.changes == {"channel_manager_cost": 90_000}
    assert panel.controls["channel_manager_cost"].inputs[0].value == 90_000
    assert knob(panel, CONTRACT).filed == 18_500


def test_a_save_is_told_and_undone_though_another_file_can_no_longer_be_read(year: Path) -> None:
    panel = tried("map", year)
    other = year / "partners.csv"
    old, mine = other.read_bytes(), (year.parent / "client.yml").read_bytes()
    move(panel, "weights.partner_map.PM-P1", 35)
    other.write_bytes(old.replace(b"320000", b"32 k", 1))
    panel.save.click()
    assert told(panel).startswith("1 valeur enregistrée dans demo-nimbus/client.yml")
    assert "partners.csv" in told(panel) and "« 32 k »" in told(panel)
    assert not panel.undo.disabled
    other.write_bytes(old)
    panel.undo.click()
    assert (year.parent / "client.yml").read_bytes() == mine


def test_an_excel_file_is_replaced_only_once_agreed(tmp_path: Path) -> None:
    year = copied(tmp_path, "demo-ferrum")
    before = contents(year.parent)
    panel = tried("leverage", year)
    move(panel, CONTRACT, 45_000)
    for answer in ("Non, ne rien écrire", "Oui, remplacer"):
        panel.save.click()
        assert "classeur Excel" in told(panel) and "Continuer ?" in told(panel)
        assert contents(year.parent) == before
        assert panel.state.changes == {CONTRACT: 45_000}
        Screen(panel.box).press(answer)
        assert "Oui, remplacer" not in Screen(panel.box).labels()
    after = contents(year.parent)
    assert changed(before, after) == ["2026/assumptions.csv", "2026/assumptions.xlsx"]
    assert "2026/assumptions.xlsx" not in after
    assert knob(panel, CONTRACT).filed == 45_000
    panel.undo.click()
    assert contents(year.parent) == before


def test_the_workbooks_parameters_prevail_and_this_is_told(year: Path) -> None:
    target = "thresholds.diagnostic.target_level"
    panel = tried("plan", year, target_level=3.5)
    move(panel, target, 2.5)
    panel.save.click()
    assert "2.5" in (year.parent / "client.yml").read_text("utf-8")
    assert knob(panel, target).filed == 3.5
    assert "Les paramètres de ce classeur donnent une autre valeur" in told(panel)
    assert plain(knob(panel, target).label) in told(panel)
    before = contents(year.parent)
    move(panel, target, 2.5)
    panel.save.click()
    assert "le disent déjà" in told(panel)
    assert contents(year.parent) == before
    panel.undo.click()
    assert "2.5" not in (year.parent / "client.yml").read_text("utf-8"), "the last that was written"


HOMELESS = [
    ("map", "map_threshold", "median", "weights.partner_map.PM-P1", 35, "fr"),
    ("vision", "average_ramp", 0.6, "vision.health.churn", 0.09, "en"),
]


@pytest.mark.parametrize(("name", "key", "value", "other", "number", "language"), HOMELESS)
def test_what_no_file_keeps_is_kept_in_a_scenario_alone(  # noqa: PLR0917
    year: Path, name: str, key: str, value: Value, other: str, number: float, language: str
) -> None:
    before = contents(year.parent)
    panel = tried(name, year, language)
    label = plain(knob(panel, key).label)
    refused = plain(panel._say("what_if.only_scenario", names=knob(panel, key).label))
    move(panel, key, value)
    panel.save.click()
    assert (told(panel), label in told(panel)) == (refused, True)
    assert contents(year.parent) == before
    move(panel, other, number)
    panel.save.click()
    assert refused in told(panel)
    assert len(changed(before, contents(year.parent))) == 1
    assert panel.state.changes == {key: value}, "it is tried still"
    assert panel.controls[key].inputs[0].value == (value if name == "map" else 60)
    panel.scenarios.name.value = "essai"
    panel.scenarios.keep.click()
    assert f"{key}: {value}" in (year / "scenarios.yml").read_text("utf-8")


# ── scenarios ────────────────────────────────────────────────────────────────────────────────────


def rows(panel: Panel) -> list[str]:
    """Names of the rows of the table of scenarios."""
    found = str(panel.scenarios.table.value).split('<th scope="row">')[1:]
    return [plain(one.partition("</th>")[0]) for one in found]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_scenario_is_kept_compared_taken_up_replaced_and_dropped(
    year: Path, language: str
) -> None:
    before = contents(year.parent)
    panel = tried("leverage", year, language)
    say, kept = panel._say, panel.scenarios
    base, now = say("what_if.head.base"), say("what_if.head.now")
    assert (kept.table.value, kept.take.disabled, kept.keep.disabled) == ("", True, True)
    move(panel, CONTRACT, 30_000)
    kept.keep.click()
    assert told(panel) == plain(say("what_if.scenario.nameless"))
    kept.name.value = " Grand contrat "
    kept.keep.click()
    assert told(panel) == plain(say("what_if.scenario.kept", name="Grand contrat"))
    assert changed(before, contents(year.parent)) == ["2026/scenarios.yml"]
    assert (year / "scenarios.yml").read_text("utf-8").splitlines() == [
        "Grand contrat:",
        f"  {CONTRACT}: 30000",
        f"  saved_on: {TODAY['en']}",
    ]
    assert rows(panel) == [base, "Grand contrat", now]
    assert panel.state.changes == {CONTRACT: 30_000}

    panel.reset.click()
    assert rows(panel) == [base, "Grand contrat"]
    kept.take.click()
    assert panel.state.changes == {CONTRACT: 30_000}
    assert panel.controls[CONTRACT].inputs[0].value == 30_000

    panel.reset.click()
    move(panel, "channel_manager_cost", 90_000)
    kept.name.value = "Grand contrat"
    kept.keep.click()
    assert kept.chosen.options == ("Grand contrat",)
    text = (year / "scenarios.yml").read_text("utf-8")
    assert ("90000" in text, CONTRACT in text) == (True, False)
    panel.undo.click()
    assert CONTRACT in (year / "scenarios.yml").read_text("utf-8")
    assert panel.state.changes == {"channel_manager_cost": 90_000}

    kept.drop.click()
    assert told(panel) == plain(say("what_if.scenario.dropped", name="Grand contrat"))
    assert (kept.table.value, kept.chosen.options) == ("", ())
    assert contents(year.parent).get("2026/scenarios.yml", b"").strip() == b""
    panel.undo.click()
    assert kept.chosen.options == ("Grand contrat",)


@pytest.mark.parametrize(("language", "why"), [("fr", "« base »"), ("en", '"base"')])
def test_no_scenario_is_called_as_the_files_case(year: Path, language: str, why: str) -> None:
    before = contents(year.parent)
    panel = tried("leverage", year, language)
    move(panel, CONTRACT, 30_000)
    panel.scenarios.name.value = "base"
    panel.scenarios.keep.click()
    assert why in told(panel).replace("&#34;", '"')
    assert contents(year.parent) == before
    assert panel.state.changes == {CONTRACT: 30_000}
    assert panel.undo.disabled


@pytest.mark.parametrize("name", ["12", "été : 2", "null", "- x"])
def test_a_scenario_may_have_any_other_name(year: Path, name: str) -> None:
    panel = tried("leverage", year)
    move(panel, CONTRACT, 30_000)
    panel.scenarios.name.value = name
    panel.scenarios.keep.click()
    assert panel.scenarios.chosen.options == (name,)
    panel.scenarios.drop.click()
    assert panel.scenarios.chosen.options == ()


def test_what_was_typed_as_a_name_is_never_html(year: Path) -> None:
    panel = tried("leverage", year)
    move(panel, CONTRACT, 30_000)
    panel.scenarios.name.value = "<script>alert(1)</script>"
    panel.scenarios.keep.click()
    assert "<script>" not in panel.guard.area.value + panel.scenarios.table.value
    assert "&lt;script&gt;" in panel.scenarios.table.value


def test_a_scenario_of_other_reports_or_of_values_no_knob_holds_leaves_the_base_case(
    tmp_path: Path,
) -> None:
    year = copied(tmp_path, "demo-nimbus")
    (year / "scenarios.yml").write_text(
        "Carte: {map_threshold: median}\nApport: {mode: referral, annual_churn: 0.2}\n", "utf-8"
    )
    panel = tried("earnings", year)
    assert rows(panel) == ["Dossier", "Carte", "Apport"]
    for name in ("Carte", "Apport"):
        panel.scenarios.chosen.value = name
        panel.scenarios.take.click()
        assert told(panel) == ""
        assert panel.state.changes == {}


def test_a_share_told_year_by_year_is_no_value_for_a_knob(year: Path) -> None:
    file = year / "vision.yml"
    text = file.read_text("utf-8").replace("[0.55, 0.50, 0.45, 0.40]", "0.5")
    file.write_text(text, "utf-8")
    (year / "scenarios.yml").write_text(
        "Direct:\n  vision.health.direct_share: [0.5, 0.4, 0.3, 0.2]\n", "utf-8"
    )
    panel = tried("vision", year)
    assert rows(panel) == ["Dossier", "Direct"]


# ── an axis stands still ─────────────────────────────────────────────────────────────────────────


def through(start: tuple[float, float], extents: list[tuple[float, float]]) -> tuple[float, float]:
    reach = start
    for one in extents:
        reach = _both(reach, one)
    return _holding(start, reach)


@pytest.mark.parametrize("start", [(0.0, 100.0), (-8.0, 100.0), (0.0, 0.0), (-5.0, 0.0)])
@given(
    ends=st.lists(
        st.tuples(st.floats(-1e7, 0, allow_subnormal=False), st.floats(0, 1e7)), max_size=6
    )
)
def test_the_axis_holds_what_is_shown_and_does_not_depend_on_the_path(
    start: tuple[float, float], ends: list[tuple[float, float]]
) -> None:
    low, high = found = through(start, ends)
    least = min([start[0], *(one for one, _ in ends)])
    most = max([start[1], *(one for _, one in ends)])
    assert low <= least and high >= most
    assert abs(low) <= 1.51 * abs(least) and abs(high) <= 1.51 * abs(most)
    assert through(start, ends[::-1]) == through(start, [*ends, *ends]) == found


def test_an_axis_grows_by_half() -> None:
    assert through((0.0, 100.0), [(0.0, 101.0)]) == (0.0, 150.0)
    assert through((0.0, 100.0), [(0.0, 151.0)]) == (0.0, 225.0)


def test_the_picture_keeps_the_axis_of_the_widest_case_shown(year: Path) -> None:
    ways = [(30_000, 90_000, 60_000), (90_000, 30_000, 60_000), (60_000, 90_000, 60_000)]
    found = []
    for way in ways:
        panel = tried("earnings", year)
        for value in way:
            move(panel, CONTRACT, value)
        found.append(panel.picture.value)
    assert found[0] == found[1] == found[2]


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_exception_in_a_model_is_told_and_the_panel_goes_on(
    year: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = opened(year)
    say = words.load(language)

    def made(now: Any) -> Model:
        model = shelves.MODELS["leverage"](now, say)

        def outcome(values: Mapping[str, Value]) -> Outcome:
            if values[CONTRACT] == 13:
                raise ZeroDivisionError("thirteen <b>")
            return model.outcome(values)

        return replace(model, outcome=outcome)

    panel = Panel(made, folder, say)
    base = shown(panel)
    move(panel, CONTRACT, 13)
    assert "ZeroDivisionError: thirteen &lt;b&gt;" in panel.guard.area.value
    assert 'role="alert"' in panel.guard.area.value
    assert "thirteen" in capsys.readouterr().err, "the log has the whole of it"
    assert not panel.reset.disabled
    panel.reset.click()
    assert (told(panel), *shown(panel)) == ("", *base)
    move(panel, CONTRACT, 30_000)
    assert told(panel) == ""
    assert shown(panel) != base


def test_whatever_is_moved_nothing_is_written_without_a_press(year: Path) -> None:
    before = contents(year.parent)
    for name in shelves.MODELS:
        panel = tried(name, year)
        for one in panel.model.knobs[:2]:
            other = one.choices[-1][0] if one.choices else one.filed + one.step  # type: ignore[operator]
            move(panel, one.key, other)
        assert told(panel) == ""
        panel.source.value = "quelqu'un"
        panel.scenarios.name.value = "essai"
        panel.reset.click()
    assert contents(year.parent) == before
    assert not list(year.rglob(".backup"))


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
def test_every_control_and_button_says_what_it_is(year: Path, say: words.Words) -> None:
    panel = tried("earnings", year, say.language)
    labels = Screen(panel.box).labels()
    for word in ("reset", "save", "undo", "scenario.keep", "scenario.take", "scenario.drop"):
        assert say(f"what_if.{word}") in labels
    title = say("what_if.earnings.title", partner=panel.folder.partner_name)
    assert plain(title) in plain(Screen(panel.box).text())
    assert 'alt="' in panel.picture.value
    assert panel.headline.value.count('role="status"') == 1


def test_the_first_save_is_undone_and_the_second_too(year: Path) -> None:
    before = contents(year.parent)
    panel = tried("leverage", year)
    move(panel, CONTRACT, 20_000)
    panel.save.click()
    first = contents(year.parent)
    move(panel, CONTRACT, 21_000)
    panel.save.click()
    panel.undo.click()
    assert contents(year.parent) == first
    assert changed(before, first) == ["2026/assumptions.csv"]
    table = editing.read_table(panel.folder, "assumptions", ("key",))
    assert table.row((CONTRACT,)) is not None
