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

from padlib import workspace
from padlib.display import words
from padlib.widgets import shelves
from padlib.widgets.panel import Panel
from tests.e2e.lab import PATIENCE, Lab, Workbook, opened, running, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIENT = "demo-nimbus"
YEAR = 2026
STEPS = 3  # presses of an arrow key
SAY = words.load("fr", "EUR")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    with running(tmp_path) as started:
        yield started


@dataclass(frozen=True)
class Case:
    """A workbook whose first tab is a what-if, and what saving its first slider changes."""

    name: str
    model: str  # in `shelves.MODELS`
    knob: str  # key of the slider that is moved
    file: str  # from the client's folder
    partner: str = ""


CASES = [
    Case(
        "01_annual_diagnostic",
        "plan",
        "thresholds.diagnostic.monthly_capacity",
        "client.yml",
    ),
    Case(
        "03_partner_map",
        "map",
        "thresholds.partner_map.threshold_performance",
        "client.yml",
    ),
    Case("05_three_year_vision", "vision", "", f"{YEAR}/vision.yml"),
    Case(
        "06_partner_earnings",
        "earnings",
        "annual_contract_value",
        f"{YEAR}/assumptions_axorial.csv",
        "axorial",
    ),
    Case("07_recruitment_shortlist", "shortlist", "", "client.yml"),
    Case(
        "11_leverage_and_investment",
        "leverage",
        "active_sellers_per_partner",
        f"{YEAR}/assumptions.csv",
    ),
]


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
    assert headline in plain(page.read_text(encoding="utf-8"))
    link.click()
    frame = book.page.frame_locator(".jp-HTMLViewer iframe")
    assert headline == plain(frame.locator(".answer").first.text_content())


# ── correcting a file ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Correction:
    """A field of an editor, or the first group of levels, that is changed and saved."""

    name: str
    file: str  # from the client's folder
    label: str = ""  # of a field that is typed in; "" for a choice of the first group
    typed: str = ""
    tab: int = 0


CORRECTIONS = [
    Correction("01_annual_diagnostic", f"{YEAR}/diagnostic_answers.csv", tab=1),
    Correction("02_partner_perception", f"{YEAR}/perception_answers.csv"),
    Correction(
        "03_partner_map", f"{YEAR}/partners.csv", "edit.columns.partners.contact", "N. Test", 1
    ),
    Correction("04_convergence_analysis", f"{YEAR}/convergence_answers.csv"),
    Correction(
        "07_recruitment_shortlist",
        f"{YEAR}/resellers.csv",
        "edit.columns.resellers.note",
        "Vu en séance",
        1,
    ),
    Correction(
        "08_start_plan_100_days",
        f"{YEAR}/start_plans/brivault.csv",
        "edit.answer.comment",
        "Vu en séance",
    ),
    Correction(
        "11_leverage_and_investment",
        f"{YEAR}/assumptions.csv",
        "edit.columns.assumptions.note",
        "Vu en séance",
        2,
    ),
    Correction("12_preconceived_ideas", f"{YEAR}/votes.csv"),
]


@pytest.mark.parametrize("case", CORRECTIONS, ids=lambda case: case.name)
def test_an_answer_is_corrected_in_the_client_s_file(
    browser: Any, lab: Lab, case: Correction, axe_script: str
) -> None:
    client = lab.client(CLIENT)
    began = files(client)
    with opened(browser, lab, case.name) as book:
        book.run_all()
        if case.tab:
            book.page.locator(".padlib .lm-TabBar-tab").nth(case.tab).click()
        shelf = book.page.locator(".padlib:has(.lm-TabPanel), .padlib:has(.widget-tab)").first
        save = shelf.get_by_role("button", name=SAY("edit.buttons.save"), exact=True)
        save.wait_for(state="attached")
        assert book.axe(axe_script) == []
        new = typed(shelf, case) if case.label else chosen(shelf)
        until("a save that may be pressed", save.is_enabled)
        assert files(client) == began, "something was written before Save"
        save.click()
        after = until("a file saved", lambda: written(began, client))
        assert list(after) == [case.file]
        gone, came = changed_lines(began[case.file], after[case.file])
        assert len(came) == 1
        if gone:
            assert one_cell(*gone, *came) == new
        else:  # a row that was not there: an assumption that is the bank's
            assert new in [one.casefold() for one in next(csv.reader(came))]
        shelf.get_by_role("button", name=SAY("edit.buttons.undo"), exact=True).click()
        until("the file as it was", lambda: files(client) == began)
        assert book.axe(axe_script) == []
        assert book.faults() == []


def typed(shelf: Any, case: Correction) -> str:
    """Type in a field, and leave it; what must stand in the file."""
    field = shelf.get_by_label(SAY(case.label), exact=True).first
    field.fill(case.typed)
    field.press("Tab")
    return case.typed.casefold()


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
