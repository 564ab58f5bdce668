"""Pages as their readers meet them: in a browser, on a phone, on paper, with a screen reader."""

import itertools
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.clients import HOSTILE

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.browser

DEMO = sorted(folder.name for folder in (ROOT / "data" / "clients").glob("demo-*"))
REPORTS = ("annual_diagnostic", "recruitment_shortlist")
LANGUAGES = ("fr", "en")
YEAR = 2026

PAGES = [
    f"demo/{client}/{YEAR}/{language}/internal/{client}-{YEAR}-{report}-{language}.html"
    for client, report, language in itertools.product(DEMO, REPORTS, LANGUAGES)
]
INDEXES = [
    "demo/index.html",
    *(f"demo/{client}/{YEAR}/{language}/index.html" for client in DEMO for language in LANGUAGES),
]
AWKWARD = [
    f"awkward/{client}/{YEAR}/{language}/internal/{client}-{YEAR}-{report}-{language}.html"
    for client, report in [
        ("all-equal", "annual_diagnostic"),
        ("one-row", "annual_diagnostic"),
        ("threshold", "annual_diagnostic"),
        ("forty-companies", "annual_diagnostic"),
        ("hostile", "annual_diagnostic"),
        ("bare", "recruitment_shortlist"),
        ("one-row", "recruitment_shortlist"),
        ("forty-companies", "recruitment_shortlist"),
        ("hostile", "recruitment_shortlist"),
    ]
    for language in LANGUAGES
]
EVERY = [*PAGES, *INDEXES, *AWKWARD]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def open_page(browser: Any, made: Path) -> Any:
    """Open one of the made pages at a given width; close it after the test."""
    opened = []

    def open_one(path: str, width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        opened.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((made / path).as_uri())
        return page

    yield open_one
    for context in opened:
        context.close()


@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_no_violation(path: str, open_page: Any, axe_script: str) -> None:
    # The page's own policy would stop a script tag: axe comes in past it, as a tester's tool.
    page = open_page(path, bypass_csp=True)
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.evaluate(axe_script)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
    told = [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]
    assert told == []


@pytest.mark.parametrize("path", EVERY)
def test_a_page_is_silent_and_asks_for_nothing(path: str, open_page: Any) -> None:
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    assert page.said == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in page.asked if url.startswith("file:")]) == 1


@pytest.mark.parametrize("path", EVERY)
def test_a_phone_never_scrolls_the_page_sideways(path: str, open_page: Any) -> None:
    page = open_page(path, width=360, height=740)
    wide = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]


@pytest.mark.parametrize("path", [*PAGES, *AWKWARD])
def test_the_first_screen_holds_result_decision_and_key_figures(path: str, open_page: Any) -> None:
    page = open_page(path)
    bottoms = page.evaluate(
        """() => Object.fromEntries(['.cover', '.answer', '.decision', '.kpis'].map(
            s => [s, document.querySelector(s)?.getBoundingClientRect().bottom]))"""
    )
    if path in PAGES:  # a client's name may take two lines, and the demo clients' do not
        assert bottoms[".cover"] <= 130
    assert bottoms[".answer"] <= 600
    assert bottoms[".decision"] <= 600
    assert bottoms[".kpis"] <= 600
    findings = page.evaluate("() => document.querySelector('.cols').getBoundingClientRect().top")
    assert findings <= 800
    assert 3 <= page.locator(".kpis > li").count() <= 5


FIGURE_TEXTS = """() => [...document.querySelectorAll('svg.plot')].map(svg => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => {
        const box = t.getBoundingClientRect();
        return {text: t.textContent.trim(), l: box.left, r: box.right, t: box.top, b: box.bottom,
                size: parseFloat(getComputedStyle(t).fontSize) * frame.width / svg.viewBox.baseVal.width};
    });
    return {id: svg.closest('figure')?.id, texts,
            frame: {l: frame.left, r: frame.right, t: frame.top, b: frame.bottom}};
})"""
TOUCH = 1.0  # pixels that two boxes may share: the line box is taller than the ink


@pytest.mark.parametrize("path", [*PAGES, *AWKWARD])
def test_no_text_of_a_figure_is_covered_cut_or_too_small(path: str, open_page: Any) -> None:
    faults = []
    for figure in open_page(path).evaluate(FIGURE_TEXTS):
        frame = figure["frame"]
        for text in figure["texts"]:
            if text["size"] < 12.95:
                faults.append(f"{figure['id']}: {text['text']!r} is {text['size']:.1f} px")
            if min(text["l"] - frame["l"], frame["r"] - text["r"]) < -TOUCH or (
                min(text["t"] - frame["t"], frame["b"] - text["b"]) < -TOUCH
            ):
                faults.append(f"{figure['id']}: {text['text']!r} leaves its frame")
        for one, other in itertools.combinations(figure["texts"], 2):
            across = min(one["r"], other["r"]) - max(one["l"], other["l"])
            down = min(one["b"], other["b"]) - max(one["t"], other["t"])
            if across > TOUCH and down > 3 * TOUCH:
                faults.append(f"{figure['id']}: {one['text']!r} over {other['text']!r}")
    assert faults == []


@pytest.mark.parametrize("path", [*PAGES, *AWKWARD])
def test_every_figure_has_title_description_source_and_data(path: str, open_page: Any) -> None:
    page = open_page(path)
    lacking = page.evaluate(
        """() => [...document.querySelectorAll('figure')].filter(f => {
            const svg = f.querySelector('svg.plot');
            const named = svg && svg.getAttribute('role') === 'img' && svg.querySelector('title')
                && svg.querySelector('desc')?.textContent.length > 20;
            return !(named && f.querySelector('h3') && f.querySelector('.src')
                && f.querySelector('details table'));
        }).map(f => f.id)"""
    )
    assert lacking == []
    repeated = page.evaluate(
        """() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
            return ids.filter((id, i) => ids.indexOf(id) !== i) }"""
    )
    assert repeated == []


@pytest.mark.parametrize("path", PAGES)
def test_paper_keeps_figures_whole_and_numbers_its_pages(
    path: str, open_page: Any, tmp_path: Path
) -> None:
    page = open_page(path)
    page.emulate_media(media="print")
    file = tmp_path / "page.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True, tagged=True, outline=True)
    text = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    sheets = text.split("\f")[:-1]
    assert 2 <= len(sheets) <= 12
    for number, sheet in enumerate(sheets, start=1):
        assert re.search(rf"\b{number}\s*/\s*{len(sheets)}\b", sheet)
    answer = page.locator(".answer").inner_text()[:40].split("\u00a0")[0].split()
    assert all(word in sheets[0] for word in answer[:4])
    kept = page.evaluate(
        """() => [...document.querySelectorAll('figure, .kpis, .decision, tr')]
            .filter(e => getComputedStyle(e).breakInside !== 'avoid').map(e => e.outerHTML.slice(0, 80))"""
    )
    assert kept == []


@pytest.mark.parametrize("path", PAGES)
def test_texts_keep_their_room_when_spaced_out_and_zoomed(path: str, open_page: Any) -> None:
    # WCAG 1.4.12 and 1.4.4: a reader's own spacing, and 200 % (half as many CSS pixels).
    page = open_page(path, width=640, height=400)
    page.evaluate(
        """() => document.querySelectorAll('main *:not(svg *)').forEach(e => {
            e.style.lineHeight = '1.5'; e.style.letterSpacing = '.12em'; e.style.wordSpacing = '.16em' })"""
    )
    wide = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_stays_a_text(report: str, language: str, open_page: Any) -> None:
    name = f"hostile-{YEAR}-{report}-{language}.html"
    page = open_page(f"awkward/hostile/{YEAR}/{language}/internal/{name}")
    assert page.locator("script").count() == 0
    assert page.locator("img").count() == 0
    assert HOSTILE in page.locator("h1").inner_text()


@pytest.mark.node
def test_the_html_of_every_page_is_valid(made: Path, html_validate: list[str]) -> None:
    files = [str(made / path) for path in EVERY]
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


@pytest.mark.parametrize("path", INDEXES)
def test_each_link_of_an_index_leads_to_a_page(path: str, made: Path, open_page: Any) -> None:
    links = open_page(path).evaluate(
        "() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
    )
    here = (made / path).parent
    dead = [link for link in links if not link.startswith("#") and not (here / link).exists()]
    assert dead == []
    assert (made / path).stat().st_size <= 60_000
