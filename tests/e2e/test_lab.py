"""Workbooks in JupyterLab itself: run, moved, corrected, saved, and made into pages.

Each case is a workbook opened in a browser on copies of the collection and of a demo client, and
goes the whole way of an hour with a client.
"""

import csv
import difflib
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from padlib import workspace
from padlib.display import words
from padlib.widgets import shelves
from padlib.widgets.panel import Panel
from tests.e2e.lab import PATIENCE, Lab, Workbook, opened, running, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIENT = "demo-nimbus"
YEAR = 2026
SEEN = "Vu en séance"
STEPS = 3  # presses of an arrow key
SAY = words.load("fr", "EUR")


FIGURES = "() => [...document.querySelectorAll('.jp-Notebook svg.plot')].map(one => one.outerHTML)"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    with running(tmp_path) as started:
        yield started


@dataclass(frozen=True)
class Correction:
    """A field of an editor, or its first group of levels, that is changed and saved."""

    file: str  # from the client's folder
    label: str = ""  # of a field that is typed in; "" for a choice of the first group
    typed: str = ""
    tab: int = 0


@dataclass(frozen=True)
class Case:
    """A workbook whose first tab is a what-if, and what saving its first slider changes."""

    name: str
    model: str  # in `shelves.MODELS`
    knob: str  # key of the slider that is moved
    file: str  # from the client's folder
    partner: str = ""
    correction: Correction | None = None  # in another tab


CASES = [
    Case(
        "01_annual_diagnostic",
        "plan",
        "thresholds.diagnostic.monthly_capacity",
        "client.yml",
        correction=Correction(f"{YEAR}/diagnostic_answers.csv", tab=1),
    ),
    Case(
        "03_partner_map",
        "map",
        "thresholds.partner_map.threshold_performance",
        "client.yml",
        correction=Correction(
            f"{YEAR}/partners.csv", "edit.columns.partners.contact", "N. Test", tab=1
        ),
    ),
    Case("05_three_year_vision", "vision", "", f"{YEAR}/vision.yml"),
    Case(
        "06_partner_earnings",
        "earnings",
        "annual_contract_value",
        f"{YEAR}/assumptions_axorial.csv",
        "axorial",
    ),
    Case(
        "07_recruitment_shortlist",
        "shortlist",
        "",
        "client.yml",
        correction=Correction(f"{YEAR}/resellers.csv", "edit.columns.resellers.note", SEEN, tab=1),
    ),
    Case(
        "11_leverage_and_investment",
        "leverage",
        "active_sellers_per_partner",
        f"{YEAR}/assumptions.csv",
        correction=Correction(
            f"{YEAR}/assumptions.csv", "edit.columns.assumptions.note", SEEN, tab=2
        ),
    ),
]
# workbooks that have no what-if
CORRECTED = {
    "02_partner_perception": Correction(f"{YEAR}/perception_answers.csv"),
    "04_convergence_analysis": Correction(f"{YEAR}/convergence_answers.csv"),
    "08_start_plan_100_days": Correction(
        f"{YEAR}/start_plans/brivault.csv", "edit.answer.comment", SEEN
    ),
    "12_preconceived_ideas": Correction(f"{YEAR}/votes.csv"),
}


def panel(lab: Lab, case: Case) -> Panel:
    """The panel of the case, in this process: what the browser must show."""
    folder = workspace.open_client(CLIENT, data=lab.data, partner=case.partner or None)
    return Panel(lambda now: shelves.MODELS[case.model](now, SAY), folder, SAY)


def files(folder: Path) -> dict[str, bytes]:
    """The client's files by their path, backups and files still being written apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.parts[len(folder.parts) :])
    }


def changed_lines(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came, in their order."""
    told = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    lines = [line for line in told if line[0] in "-+"]
    return [one[2:] for one in lines if one[0] == "-"], [one[2:] for one in lines if one[0] == "+"]


def plain(text: str) -> str:
    """A text as it reads, whatever its tags and its spaces are."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", text)).split())


def shown(expected: Panel) -> tuple[str, str]:
    """The headline and the picture of a panel."""
    headline = re.search('class="headline"[^>]*>(.*?)</p>', expected.headline.value)
    picture = re.search('src="([^"]*)"', expected.picture.value)
    assert headline and picture
    return plain(headline[1]), picture[1]


def seen(book: Workbook) -> tuple[str, str]:
    """The headline and the picture in the browser."""
    return plain(book.headline()), book.picture()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_workbook_is_run_tried_saved_undone_and_made(
    browser: Any, lab: Lab, case: Case, axe_script: str
) -> None:
    client = lab.client(CLIENT)
    began, notebook = files(client), (lab.notebooks / f"{case.name}.ipynb").read_bytes()
    with opened(browser, lab, case.name) as book:
        book.run_all()
        assert book.faults() == []
        assert book.axe(axe_script) == []
        expected = panel(lab, case)
        until("the case of the files", lambda: seen(book) == shown(expected))

        key, value = slid(book, expected, case)
        expected.controls[key].inputs[0].value = value
        assert expected.state.changes
        until("the figure of the value", lambda: seen(book) == shown(expected))

        book.press(SAY("what_if.save"))
        after = until("a file saved", lambda: written(began, client))
        assert list(after) == [case.file]
        gone, came = changed_lines(began[case.file], after[case.file])
        assert len(gone) <= 1
        assert key.rpartition(".")[2] in came[-1]
        filed = panel(lab, case)
        assert filed.controls[key].inputs[0].value == value
        assert not filed.state.changes
        until("what is saved is the case of the files", lambda: seen(book) == shown(filed))
        book.press(SAY("what_if.undo"))
        until("the file as it was", lambda: files(client) == began)
        assert book.axe(axe_script) == []

        if case.correction:
            is_corrected(book, lab, case.correction, axe_script)
        page_is_made(book, lab)
        assert book.faults() == []
        book.save()
    assert (lab.notebooks / f"{case.name}.ipynb").read_bytes() == notebook


def slid(book: Workbook, expected: Panel, case: Case) -> tuple[str, float]:
    """Move the case's slider with the arrow keys: its knob's key, and the number that it shows."""
    knobs = expected.model.knobs
    place = next(
        at for at, one in enumerate(knobs) if not one.choices and case.knob in ("", one.key)
    )
    box = book.page.locator(".padlib-knob").nth(place)
    box.locator(".noUi-handle").focus()
    for _ in range(STEPS):
        book.page.keyboard.press("ArrowRight")
    filed = expected.controls[knobs[place].key].inputs[0].value
    number = box.locator("input")
    return knobs[place].key, until("a number at rest", lambda: at_rest(number, filed))


def at_rest(number: Any, filed: float) -> float | None:
    """What the number box shows once it is another number and stays so."""
    first = float(number.input_value())
    time.sleep(1)
    return first if first != filed and first == float(number.input_value()) else None


def written(began: Mapping[str, bytes], client: Path) -> dict[str, bytes]:
    """Files that are not as they were, once each is whole."""
    return {name: told for name, told in files(client).items() if began.get(name) != told}


def page_is_made(book: Workbook, lab: Lab) -> None:
    """The page is made, holds the figures of the workbook, and opens from its link."""
    headline = plain(book.page.locator(".jp-Notebook .answer").first.text_content())
    book.press(SAY("bar.page"))
    link = book.page.locator(".padlib-bar .jp-OutputArea a, .padlib-bar a").first
    link.wait_for(timeout=2 * PATIENCE * 1000)
    page = next((lab.top / "outputs").rglob(link.text_content()))
    html = page.read_text(encoding="utf-8")
    assert headline in plain(html)
    figures = [plain(str(one)) for one in BeautifulSoup(html, "html.parser").select("svg.plot")]
    assert figures == [plain(one) for one in book.page.evaluate(FIGURES)]
    link.click()
    frame = book.page.frame_locator(".jp-HTMLViewer iframe")
    assert headline == plain(frame.locator(".answer").first.text_content())


# ── correcting a file ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "correction"), CORRECTED.items(), ids=CORRECTED)
def test_an_answer_is_corrected_in_the_file(
    browser: Any, lab: Lab, name: str, correction: Correction, axe_script: str
) -> None:
    with opened(browser, lab, name) as book:
        book.run_all()
        is_corrected(book, lab, correction, axe_script)
        assert book.faults() == []


def is_corrected(book: Workbook, lab: Lab, correction: Correction, axe_script: str) -> None:
    """One value is changed, is saved as the one change of one file, and is taken back."""
    client = lab.client(CLIENT)
    began = files(client)
    if correction.tab:
        book.page.locator(".padlib-live .lm-TabBar-tab").nth(correction.tab).click()
    shelf = book.page.locator(".padlib-live:has(.widget-tab)").first
    save = shelf.get_by_role("button", name=SAY("edit.buttons.save"), exact=True)
    save.wait_for(state="attached")
    assert book.axe(axe_script) == []
    new = typed(shelf, correction) if correction.label else chosen(shelf)
    until("a save that may be pressed", save.is_enabled)
    assert files(client) == began, "something was written before Save"
    save.click()
    after = until("a file saved", lambda: written(began, client))
    assert list(after) == [correction.file]
    gone, came = changed_lines(began[correction.file], after[correction.file])
    assert len(came) == 1
    if gone:
        assert one_cell(*gone, *came) == new
    else:  # a row that was not there: an assumption that is the bank's
        assert new in [one.casefold() for one in next(csv.reader(came))]
    shelf.get_by_role("button", name=SAY("edit.buttons.undo"), exact=True).click()
    until("the file as it was", lambda: files(client) == began)
    assert book.axe(axe_script) == []


def typed(shelf: Any, correction: Correction) -> str:
    """Type in a field, and leave it; what must stand in the file."""
    field = shelf.get_by_label(SAY(correction.label), exact=True).first
    field.fill(correction.typed)
    field.press("Tab")
    return correction.typed.casefold()


def chosen(shelf: Any) -> str:
    """Choose, with the arrow keys, another entry of the first group of levels: its code."""
    group = shelf.locator("[role=radiogroup]").first
    group.wait_for()
    place = group.locator("input").evaluate_all("all => all.findIndex(one => one.checked)")
    key, step = ("ArrowUp", -1) if place else ("ArrowDown", 1)
    group.locator("input").nth(place).focus()
    group.page.keyboard.press(key)
    label = str(group.locator("label").nth(place + step).text_content())
    return label.partition("·")[0].strip().casefold()  # “2 · Un budget existe…”, “Faux”


def one_cell(old: str, new: str) -> str:
    """The one cell in which two rows differ, as the second has it."""
    before, after = (next(csv.reader([line])) for line in (old, new))
    cells = [one for one, other in zip(after, before, strict=True) if one != other]
    assert len(cells) == 1, (old, new)
    return cells[0].casefold()


# changes the last cell on the screen, and saves nothing
MARKED = """() => { const cells = window.jupyterapp.shell.currentWidget.content.model.cells;
    const last = cells.get(cells.length - 1).sharedModel;
    last.setSource(last.getSource() + '  # propre au client') }"""


# ── in a meeting ──────────────────────────────────────────────────────────────────────────────


def picked(book: Workbook, name: str, option: str) -> None:
    """Choose an entry of a list of the bar."""
    book.page.locator(".padlib-bar").get_by_label(SAY(f"bar.{name}"), exact=True).select_option(
        label=option
    )


def test_a_pick_runs_the_workbook_again_and_serves_the_next(browser: Any, lab: Lab) -> None:
    name = "03_partner_map"
    before = (lab.notebooks / f"{name}.ipynb").read_bytes()
    with opened(browser, lab, name) as book:
        book.run_all()
        assert "Nimbus" in str(book.page.locator(".jp-Notebook h1").last.text_content())
        picked(book, "client", "demo-larkspur")
        picked(book, "language", "français")
        book.press(SAY("bar.rerun"))
        title = book.page.locator(".jp-Notebook .cover h1")
        until("the other client's page", lambda: "Larkspur" in str(title.first.text_content()))
        book.settled()
        assert book.faults() == []
        book.save()
    assert (lab.notebooks / f"{name}.ipynb").read_bytes() == before

    with opened(browser, lab, "00_start_here") as book:
        book.run_all()
        assert "Larkspur" in str(book.page.locator(".jp-Notebook .cover h1").first.text_content())
        links = book.page.locator(".padlib-live li a")
        names = {path.stem for path in lab.notebooks.glob("*.ipynb")} - {"00_start_here"}
        assert {Path(str(one.get_attribute("href"))).stem for one in links.all()} >= names
        links.filter(has_text="12 ").click()
        book.page.locator(".lm-TabBar-tabLabel", has_text="12_preconceived_ideas").wait_for()
        assert book.faults() == []


def test_code_is_hidden_type_is_large_and_a_note_is_kept(
    browser: Any, lab: Lab, axe_script: str
) -> None:
    note = lab.client(CLIENT) / f"{YEAR}/notes/partner_map.md"
    was = note.read_bytes() if note.exists() else None
    with opened(browser, lab, "03_partner_map") as book:
        book.run_all()
        code = book.page.locator(".jp-CodeCell .jp-Cell-inputWrapper").nth(2)
        wide = book.page.locator(".padlib-bar").bounding_box()
        book.press(SAY("bar.code"))
        until("code hidden", code.is_hidden)
        book.press(SAY("bar.large"))
        until("large type", lambda: _taller(book, wide))
        assert book.axe(axe_script) == []
        book.press(SAY("bar.large"))
        book.press(SAY("bar.code"))
        until("code shown", lambda: not code.is_hidden())

        book.page.get_by_text(SAY("bar.note.title")).click()
        text = book.page.locator(".padlib-bar textarea")
        text.fill("Vu avec *la direction*.")
        text.press("Tab")
        book.press(SAY("bar.note.save"))
        until("the note", lambda: note.exists() and note.read_bytes() != was)
        assert note.read_text(encoding="utf-8").strip() == "Vu avec *la direction*."
        book.run_all()
        assert "Vu avec la direction." in plain(
            str(book.page.locator(".jp-Notebook .note").first.text_content())
        )
        page_is_made(book, lab)
        assert book.faults() == []


def _taller(book: Workbook, before: Any) -> bool:
    now = book.page.locator(".padlib-bar").bounding_box()
    return bool(now and now["height"] > 1.1 * before["height"])


def test_a_workbook_is_kept_for_the_client_and_asks_before_its_first_run(
    browser: Any, lab: Lab
) -> None:
    name = "11_leverage_and_investment"
    variant = lab.client(CLIENT) / "notebooks" / f"{name}.ipynb"
    collection = (lab.notebooks / variant.name).read_bytes()
    with opened(browser, lab, name) as book:
        book.run_all()
        book.page.evaluate(MARKED)
        book.press(SAY("bar.variant"))
        until("the client's copy", variant.exists)
        link = book.page.locator(".padlib-bar a").first
        link.wait_for()
        assert "# propre au client" in variant.read_text(encoding="utf-8")
        assert (lab.notebooks / variant.name).read_bytes() == collection
        assert [one.name for one in variant.parent.glob("*.ipynb")] == [variant.name]
        book.press(SAY("bar.page"))
        read = book.page.get_by_role("button", name=SAY("bar.read"), exact=True)
        read.wait_for(timeout=2 * PATIENCE * 1000)
        read.click()
        made = book.page.locator(".padlib-bar a", has_text=".html").first
        made.wait_for(timeout=2 * PATIENCE * 1000)
        page = next((lab.top / "outputs").rglob(str(made.text_content())))
        assert "Classeur propre au client" in page.read_text(encoding="utf-8")
        assert book.faults() == []
    folder = variant.parent.relative_to(lab.top).as_posix()
    with opened(browser, lab, name, folder) as book:
        book.run_all()
        assert book.faults() == []
        assert seen(book)[0]


def test_scenarios_are_kept_compared_and_taken_up_again(browser: Any, lab: Lab) -> None:
    case = next(one for one in CASES if one.model == "earnings")
    file = lab.client(CLIENT) / f"{YEAR}/scenarios.yml"
    with opened(browser, lab, case.name) as book:
        book.run_all()
        key, value = slid(book, panel(lab, case), case)
        tried = seen(book)
        book.page.get_by_label(SAY("what_if.scenario.name"), exact=True).fill("séance")
        book.press(SAY("what_if.scenario.keep"))
        until("the scenario", file.exists)
        assert f"{key}: {value:g}" in file.read_text(encoding="utf-8")
        table = book.page.locator(".padlib-live table", has_text="séance").first
        table.wait_for()
        rows = [plain(str(one.text_content())) for one in table.locator("tbody th").all()]
        assert rows == [SAY("what_if.head.base"), "séance", SAY("what_if.head.now")]
        book.press(SAY("what_if.reset"))
        until("the case of the files", lambda: seen(book) != tried)
        book.press(SAY("what_if.scenario.take"))
        until("the scenario again", lambda: seen(book) == tried)
        book.press(SAY("what_if.scenario.drop"))
        until("no scenario", lambda: "séance" not in _read_text(file))
        assert book.faults() == []


def _read_text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
