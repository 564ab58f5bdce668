"""Pages as their readers meet them: in a browser, on a phone, on paper, with a screen reader.

Nothing lists the reports: what the workbooks make is what is opened. Pages made from the same
workbook that hold the same sections and figures are the same template at work; of the demo
clients' pages of single partners, the longest of each such kind stands for the others. Every page
of an awkward client is opened, each having been written to be a case of its own.
"""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from padlib.reports.workbooks import collection
from tests.e2e import looks
from tests.e2e.clients import HOSTILE, PERCEPTION, YEAR, awkward_clients
from tests.e2e.conftest import DEMO, ROOT

pytestmark = pytest.mark.browser

LANGUAGES = ("fr", "en")
PLACES = [f"demo/{client}/{YEAR}/{language}" for client in DEMO for language in LANGUAGES] + [
    f"awkward/{client}/{YEAR}/{language}"
    for client, awkward in awkward_clients().items()
    for language in awkward.languages
]
PAGE_BYTES, INDEX_BYTES = 400_000, 60_000


def pages(home: Path) -> list[Path]:
    """The pages of a client's year and language that are opened."""
    found = sorted(home.glob("internal/*.html")) + sorted(home.glob("partners/*/*-*.html"))
    if "awkward" in home.parts:
        return found
    kinds: dict[tuple[str, ...], Path] = {}
    for page in sorted(found, key=lambda one: one.stat().st_size):
        kinds[_kind(page)] = page
    return sorted(kinds.values())


def _kind(page: Path) -> tuple[str, ...]:
    """Edition, report, and what the page holds: the ids of its sections and figures."""
    report = next(one for one in collection() if f"-{one}-" in page.name)
    html = re.sub(r"<svg.*?</svg>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    held = {re.sub(r"[\d-]+$", "", one) for one in re.findall(r' id="([^"]+)"', html)}
    return ("internal" if page.parent.name == "internal" else "partner", report, *sorted(held))


def indexes(home: Path) -> list[Path]:
    """The year's index and one partner's: the longest, the others being of the same template."""
    partners = sorted(home.glob("partners/*/index.html"), key=lambda one: one.stat().st_size)
    return [home / "index.html", *partners[-1:]]


@pytest.fixture
def open_page(browser: Any) -> Iterator[Any]:
    """Open a file in a tab of its own; close it after the test."""
    opened: list[Any] = []

    def open_one(file: Path) -> Any:
        while opened:
            opened.pop().close()
        page = browser.new_page()
        opened.append(page)
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_one
    while opened:
        opened.pop().close()


def test_no_report_fails(made: Path) -> None:
    assert (made / "failed.txt").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("place", PLACES)
def test_pages_hold_in_a_browser_on_a_phone_and_on_paper(
    place: str, made: Path, open_page: Any, axe_script: str, tmp_path: Path
) -> None:
    faults, demo = [], place.startswith("demo")
    for file in pages(made / place):
        page = open_page(file)
        for look in (
            looks.first_screen(page, demo),
            looks.figures(page),
            looks.ids(page),
            looks.inert(page),
            looks.paper(page, tmp_path / "page.pdf", demo),
            looks.narrow(page),
            looks.accessible(page, axe_script),
            looks.roomy(page),
            looks.silent(page),
        ):
            faults += [f"{file.name}: {fault}" for fault in look]
        if file.stat().st_size > PAGE_BYTES:
            faults.append(f"{file.name}: {file.stat().st_size} bytes")
    assert faults == []


@pytest.mark.parametrize("place", PLACES)
def test_indexes_hold_and_lead_to_pages_of_their_own_folder(
    place: str, made: Path, open_page: Any, axe_script: str
) -> None:
    faults = []
    for file in indexes(made / place):
        page, name = open_page(file), file.relative_to(made)
        for look in (
            looks.inert(page),
            looks.narrow(page),
            looks.accessible(page, axe_script),
            looks.silent(page),
        ):
            faults += [f"{name}: {fault}" for fault in look]
    assert faults == []


def test_each_link_of_an_index_leads_to_a_page_inside_its_folder(made: Path) -> None:
    files = sorted(made.rglob("index.html"))
    faults = []
    for file in files:
        whole = file.parent.name in LANGUAGES  # leads to the other language, inside the year
        folder = file.parent.parent if whole else file.parent
        links = re.findall(r'<a [^>]*href="([^"]*)"', file.read_text(encoding="utf-8"))
        for link in links:
            target = (file.parent / link).resolve()
            if not link.startswith("#") and not (target.is_relative_to(folder) and target.exists()):
                faults.append(f"{file.relative_to(made)}: {link}")
        if file.stat().st_size > INDEX_BYTES:
            faults.append(f"{file.relative_to(made)}: {file.stat().st_size} bytes")
    assert len(files) > len(PLACES)
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_edition_of_every_report_is_opened(language: str, made: Path) -> None:
    opened = {
        _kind(page)[:2]
        for client in DEMO
        for page in pages(made / f"demo/{client}/{YEAR}/{language}")
    }
    editions = {
        (audience, report) for report, book in collection().items() for audience in book.audiences
    }
    assert opened == editions


@pytest.mark.parametrize("place", [place for place in PLACES if "bare" not in place])
def test_what_partners_are_told_back_takes_one_sheet(place: str, made: Path) -> None:
    # with html.onepage, the browser's test holds that paper takes one sheet, and one only
    found = sorted((made / place).glob(f"partners/*/*{PERCEPTION}*.html"))
    assert found or "threshold" in place  # where nobody was heard
    assert [page.name for page in found if 'class="onepage"' not in page.read_text()[:300]] == []


def test_hostile_names_are_shown_as_they_are(made: Path, open_page: Any) -> None:
    home = made / f"awkward/hostile/{YEAR}/fr"
    for page in pages(home):
        assert HOSTILE in open_page(page).locator("h1").inner_text(), page.name
    partner = open_page(home / "partners" / "p1" / "index.html")
    assert HOSTILE in partner.locator("h1").inner_text()


def test_hostile_names_do_nothing_in_the_tables_of_actions(made: Path) -> None:
    from openpyxl import load_workbook

    stem = made / f"awkward/hostile/{YEAR}/fr/internal/hostile-{YEAR}-actions-fr"
    text = stem.with_suffix(".csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(text.splitlines(), delimiter=";") for cell in row]
    assert any(HOSTILE in cell for cell in cells)
    assert [cell for cell in cells if re.match(r"\s*[=+@＝＋－＠\t\r]|\s*-(?!\d)", cell)] == []
    books = sorted(stem.parent.glob("*.xlsx"))
    assert stem.with_suffix(".xlsx") in books
    for book in books:
        for sheet in load_workbook(book):
            formulas = [c.value for row in sheet for c in row if c.data_type == "f"]
            assert formulas == [], book.name


@pytest.mark.node
def test_the_html_of_every_page_is_valid(made: Path, html_validate: list[str]) -> None:
    found = [file for place in PLACES for file in (*pages(made / place), *indexes(made / place))]
    files = [str(file) for file in (made / "demo" / "index.html", *found)]
    ended = subprocess.run(
        [*html_validate, "--formatter", "json", *files], capture_output=True, text=True, check=False
    )
    told = [
        f"{Path(report['filePath']).name}:{message['line']} {message['ruleId']}: {message['message']}"
        for report in json.loads(ended.stdout or "[]")
        for message in report["messages"]
    ]
    assert ended.stderr == ""
    assert told == []


def test_the_same_inputs_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    # in another process, whose sets and hashes are in another order
    client, language = "demo-larkspur", "en"
    command = [sys.executable, "-m", "tests.e2e.making", "data", str(tmp_path), client, language]
    subprocess.run(command, cwd=ROOT, check=True)
    again = sorted(file for file in (tmp_path / client).rglob("*.*") if file.name != "index.html")
    assert len(again) > 10
    before = made / "demo"
    assert [
        file.name
        for file in again
        if file.read_bytes() != (before / file.relative_to(tmp_path)).read_bytes()
    ] == []
