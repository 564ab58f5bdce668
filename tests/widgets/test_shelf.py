"""Tabs are made when they are opened, and what cannot be shown says why in its own."""

from pathlib import Path
from typing import Any

import ipywidgets
import pytest

from padlib import widgets, workspace
from padlib.display import words
from padlib.reports.workbooks import collection
from padlib.widgets import shelves
from padlib.widgets.panel import Panel
from padlib.widgets.shelf import shelf
from padlib.workspace import Folder, MissingInput
from tests.widgets.editing import DATA, Screen, copied
from tests.widgets.trying import DAY, contents, plain, told

FR, EN = words.load("fr"), words.load("en")
BOOKS = collection()
FUNCTIONS = [one for one in widgets.__all__ if one not in ("pick", "workbooks")]
# each client in a language of its own, and one in the other
PARTNERS_IN = {  # the input whose first partner a workbook opens the folder for
    "convergence_analysis": "convergence_answers",
    "partner_earnings": "partners",
    "start_plan_100_days": "start_plans",
    "business_plan_projection": "business_plans",
}
CLIENTS = [("demo-ferrum", "fr"), ("demo-larkspur", "en"), ("demo-nimbus", "en")]


def tabs(box: Any) -> Any:
    return next(one for one in box.children if isinstance(one, ipywidgets.Tab))


def opened_all(box: Any) -> list[str]:
    """What each tab says, once opened."""
    shown = tabs(box)
    for place in range(len(shown.children)):
        shown.selected_index = place
    return [plain(Screen(one).text()) for one in shown.children]


def alerts(box: Any) -> list[str]:
    """What is told to be wrong."""
    htmls = (one for one in Screen(box).widgets() if isinstance(one, ipywidgets.HTML))
    return [plain(one.value) for one in htmls if 'role="alert"' in one.value]


def shown(function: str, folder: Folder, language: str) -> Any:
    return getattr(widgets, function)(folder, words.load(language, folder.currency))


# ── tabs ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_tab_is_made_when_it_is_opened_and_once() -> None:
    made: list[str] = []

    def build(name: str) -> Any:
        def built() -> Any:
            made.append(name)
            return ipywidgets.HTML(name)

        return built

    box = shelf(FR, {name: build(name) for name in ("plan", "answers", "votes")})
    assert made == ["plan"]
    assert tabs(box).titles == tuple(FR(f"shelf.{one}") for one in ("plan", "answers", "votes"))
    tabs(box).selected_index = 2
    assert made == ["plan", "votes"]
    assert opened_all(box) == ["plan", "answers", "votes"]
    tabs(box).selected_index = 0
    assert made == ["plan", "votes", "answers"]


def test_what_cannot_be_shown_says_why_and_the_others_stay(
    capsys: pytest.CaptureFixture[str],
) -> None:
    calls: list[str] = []

    def missing() -> Any:
        calls.append("missing")
        raise MissingInput("votes.csv", "demo-nimbus", 2026, "fr")

    def broken() -> Any:
        raise ZeroDivisionError("<b>")

    built = {"plan": missing, "answers": broken, "votes": lambda: ipywidgets.HTML("here")}
    box = shelf(EN, built)
    first, second, third = opened_all(box)
    assert "votes.csv" in first and "demo-nimbus" in first
    assert "ZeroDivisionError: &lt;b&gt;" in second
    assert third == "here"
    assert len(alerts(box)) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err
    tabs(box).selected_index = 0
    assert calls == ["missing"], "told once"


def test_a_tab_closed_again_stays_as_it_is() -> None:
    box = shelf(FR, {"votes": lambda: ipywidgets.HTML("here")})
    tabs(box).selected_index = None
    assert opened_all(box) == ["here"]


# ── what each workbook offers ────────────────────────────────────────────────────────────────────


def test_there_is_a_function_for_each_workbook_that_has_something_to_change() -> None:
    assert set(FUNCTIONS) == set(BOOKS) - {"business_review"}
    assert all(getattr(widgets, one) is getattr(shelves, one) for one in FUNCTIONS)


@pytest.mark.parametrize(("client", "language"), CLIENTS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_gives_its_tabs_for_every_client(
    function: str, client: str, language: str
) -> None:
    folder = workspace.open_client(
        client, 2026, DATA, issued=DAY, partners_in=PARTNERS_IN.get(function)
    )
    read = dict(folder.looked_for)
    box = shown(function, folder, language)
    assert isinstance(box, ipywidgets.Box)
    said = opened_all(box)
    assert all(said)
    assert alerts(box) == []
    assert folder.looked_for == read, "what is read here is no source of the page"


def test_the_parameters_of_the_workbook_are_handed_on() -> None:
    folder = workspace.open_client("demo-nimbus", 2026, DATA, issued=DAY)
    box = widgets.annual_diagnostic(folder, FR, monthly_capacity=11, target_level=None)
    controls = [one for one in Screen(tabs(box)).widgets() if hasattr(one, "description")]
    label = plain(FR("what_if.plan.monthly_capacity"))
    assert [one.value for one in controls if plain(one.description).startswith(label)] == [11]


def test_a_file_with_faults_is_told_in_its_tabs_and_the_others_stay(tmp_path: Path) -> None:
    year = copied(tmp_path)
    file = year / "partners.csv"
    file.write_bytes(file.read_bytes().replace(b"320000", b"32 k", 1))
    folder = workspace.open_client("demo-nimbus", 2026, year.parents[2], issued=DAY)
    box = widgets.partner_map(folder, FR)
    first, second = opened_all(box)
    assert "« 32 k »" in first
    assert "« 32 k »" in second and "Chiffre d’affaires" in str(Screen(box).labels())


# ── a partner's edition ──────────────────────────────────────────────────────────────────────────

STAYS = {"fr": "cela reste interne", "en": "it stays internal"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_partners_edition_says_in_words_what_stays_internal(
    tmp_path: Path, function: str
) -> None:
    year = copied(tmp_path)
    before = contents(year.parent)
    folder = workspace.open_client(
        *("demo-nimbus", 2026, year.parents[2]),
        issued=DAY,
        partner="brivault" if function == "start_plan_100_days" else "axorial",
        audience="partner",
    )
    language = "fr" if FUNCTIONS.index(function) % 2 else "en"
    box = shown(function, folder, language)
    said = opened_all(box)
    assert all(said)
    assert all(STAYS[language] in one for one in alerts(box))
    assert len(alerts(box)) >= 1 or function in ("business_plan_projection",)
    for one in Screen(box).widgets():  # to press what is there changes nothing
        if isinstance(one, ipywidgets.Button) and not one.disabled:
            one.click()
    assert all(STAYS[language] in one for one in alerts(box))
    assert contents(year.parent) == before


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("name", "factor"), [("vision", 1.5), ("earnings", 2.0)])
def test_what_is_tried_in_a_partners_edition_is_saved_from_the_internal_one(
    tmp_path: Path, name: str, factor: float, language: str
) -> None:
    year = copied(tmp_path)
    before = contents(year.parent)
    folder = workspace.open_client(
        *("demo-nimbus", 2026, year.parents[2]),
        issued=DAY,
        partner="axorial",
        audience="partner",
    )
    say = words.load(language)
    panel = Panel(lambda now: shelves.MODELS[name](now, say), folder, say)
    knob = panel.model.knobs[0]
    number = panel.controls[knob.key].inputs[0]
    number.value = number.value * factor
    assert panel.state.changes
    tried = panel.headline.value, panel.lines.value
    panel.save.click()
    assert STAYS[language] in told(panel)
    panel.scenarios.name.value = "essai"
    panel.scenarios.keep.click()
    assert STAYS[language] in told(panel)
    assert (panel.headline.value, panel.lines.value) == tried
    assert contents(year.parent) == before
