"""What a browser tells of an open page, as faults: sentences, none when all is well."""

import itertools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOUCH = 1.0  # pixels that two boxes may share: the line box is taller than the ink
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
ZOOMED = {"width": 640, "height": 400}  # 200 %: half as many CSS pixels
MOST_SHEETS = 14  # of paper, the sheets of single partners apart

FIRST_SCREEN = """() => {
    const bottom = s => document.querySelector(s)?.getBoundingClientRect().bottom;
    const top = s => document.querySelector(s)?.getBoundingClientRect().top;
    return {bottoms: Object.fromEntries(
                ['.cover', '.answer', '.decision', '.kpis'].map(s => [s, bottom(s)])),
            findings: top('.box, .cols, .ideas'), cards: document.querySelectorAll('.kpis > li').length}
}"""
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
LACKING = """() => [...document.querySelectorAll('figure')].filter(f => {
    const svg = f.querySelector('svg.plot');
    const named = svg && svg.getAttribute('role') === 'img' && svg.querySelector('title')
        && svg.querySelector('desc')?.textContent.length > 20;
    return !(named && f.querySelector('h3') && f.querySelector('.src')
        && f.querySelector('details table'));
}).map(f => f.id)"""
REPEATED = """() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    return ids.filter((id, i) => ids.indexOf(id) !== i) }"""
TORN = """() => [...document.querySelectorAll('figure, .kpis, .decision, tr, .agreement')]
    .filter(e => getComputedStyle(e).breakInside !== 'avoid').map(e => e.outerHTML.slice(0, 80))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - window.innerWidth"
SPACED = """() => document.querySelectorAll('main *:not(svg *)').forEach(e => {
    e.style.lineHeight = '1.5'; e.style.letterSpacing = '.12em'; e.style.wordSpacing = '.16em' })"""
UNFOLDED = "() => document.querySelectorAll('details').forEach(d => { d.open = true })"
OF_PAPER = """() => ({
    answer: document.querySelector('.answer')?.textContent,
    cards: [...document.querySelectorAll('.kpis .l')].map(e => e.textContent),
    profiles: [...document.querySelectorAll('.profile > h3')].map(e => e.textContent),
    headings: [...document.querySelectorAll('main h2')].map(e => e.textContent),
    agreement: [...document.querySelectorAll('.agreement')].flatMap(whole => {
        const texts = [], nodes = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
        while (nodes.nextNode()) if (nodes.currentNode.parentElement.checkVisibility())
            texts.push(...nodes.currentNode.data.split(/\\s+/));
        return texts;
    }),
    title: document.querySelector('.agreement h2')?.textContent,
})"""


def silent(page: Any) -> Iterator[str]:
    """Nothing in the console, and no address asked for but the page's own."""
    yield from (f"says {said!r}" for said in page.said)
    asked = [url for url in page.asked if not url.startswith("data:")]
    yield from (f"asks for {url}" for url in asked[1:])


def inert(page: Any) -> Iterator[str]:
    """Names and comments of the inputs stay texts."""
    for name in ("script", "main img", "iframe", "[onerror]", "a[href^=javascript]"):
        if page.locator(name).count():
            yield f"holds {name}"


def first_screen(page: Any, demo: bool) -> Iterator[str]:
    """Title, result, decision and cards on the first screen, findings begun."""
    found = page.evaluate(FIRST_SCREEN)
    limits = dict.fromkeys(found["bottoms"], 600)
    if _one_page(page):  # no decision to take, no cards: a sheet to read from top to bottom
        limits = {".answer": 600}
    elif demo:  # a client's name may take two lines, and the demo clients' do not
        limits[".cover"] = 130
    else:  # hostile names take two lines in the title and in the answer
        limits[".kpis"] = 660
    for what, limit in limits.items():
        bottom = found["bottoms"][what]
        if bottom is None or bottom > limit:
            yield f"{what} ends at {bottom}"
    if _one_page(page):
        return
    if found["findings"] is None or found["findings"] > 800:
        yield f"findings begin at {found['findings']}"
    if not 3 <= found["cards"] <= 5:
        yield f"{found['cards']} cards"


def figures(page: Any) -> Iterator[str]:
    """Figures that can be read: texts apart, inside, large enough; described, with their data."""
    yield from (
        f"{figure} lacks title, description, source or data" for figure in page.evaluate(LACKING)
    )
    for figure in page.evaluate(FIGURE_TEXTS):
        frame = figure["frame"]
        for text in figure["texts"]:
            if text["size"] < 12.95:
                yield f"{figure['id']}: {text['text']!r} is {text['size']:.1f} px"
            across = min(text["l"] - frame["l"], frame["r"] - text["r"])
            if min(across, text["t"] - frame["t"], frame["b"] - text["b"]) < -TOUCH:
                yield f"{figure['id']}: {text['text']!r} leaves its frame"
        for one, other in itertools.combinations(figure["texts"], 2):
            across = min(one["r"], other["r"]) - max(one["l"], other["l"])
            down = min(one["b"], other["b"]) - max(one["t"], other["t"])
            if across > TOUCH and down > 3 * TOUCH:
                yield f"{figure['id']}: {one['text']!r} over {other['text']!r}"


def ids(page: Any) -> Iterator[str]:
    yield from (f"id {repeated} twice" for repeated in page.evaluate(REPEATED))


def _one_page(page: Any) -> bool:
    return bool(page.locator("html.onepage").count())


def _notes_overleaf(page: Any) -> bool:
    return bool(page.locator("html.onepage.overleaf").count())


def paper(page: Any, file: Path, demo: bool) -> Iterator[str]:
    """The page as printed: numbered, its first sheet complete, nothing torn, sheets to hand out
    (a plan to sign, a partner's profile) beginning on a sheet of their own."""
    page.emulate_media(media="print")
    yield from (f"may be torn: {torn}" for torn in page.evaluate(TORN))
    told = page.evaluate(OF_PAPER)
    page.pdf(path=str(file), prefer_css_page_size=True, tagged=True, outline=True)
    page.emulate_media(media="screen")
    command = ["pdftotext", "-layout", str(file), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    sheets = [" ".join(sheet.split()) for sheet in text.split("\f")[:-1]]
    most = MOST_SHEETS + len(told["profiles"]) if demo else len(sheets)
    if _notes_overleaf(page):  # the names of the demo clients fit on one side
        wrong = len(sheets) != 2 if demo else len(sheets) < 2
    else:
        wrong = _one_page(page) != (len(sheets) == 1) or len(sheets) > most
    if wrong:
        yield f"{len(sheets)} sheets"
    for number, sheet in enumerate(sheets, start=1):
        if not re.search(rf"\b{number} ?/ ?{len(sheets)}\b", sheet):
            yield f"sheet {number} is not numbered"
    for text in (told["answer"], *told["cards"]):
        if text and not _on(sheets[0], text):
            yield f"not on the first sheet: {text[:60]!r}"
    for profile in told["profiles"]:
        if not any(_on(sheet[: len(profile) + 20], profile) for sheet in sheets):
            yield f"begins no sheet: {profile!r}"
    if told["agreement"]:
        yield from _agreement(told, sheets)


def _agreement(told: dict[str, Any], sheets: list[str]) -> Iterator[str]:
    own = [sheet for sheet in sheets if _on(sheet, told["title"])]
    missing = min((_missing(sheet, told["agreement"]) for sheet in own), key=len, default=["all"])
    # some words are broken at the end of a line
    if len(missing) > 0.03 * len(told["agreement"]):
        yield f"not on the sheet of the plan to sign: {missing}"
    others = [heading for heading in told["headings"] if heading != told["title"]]
    for sheet in own:
        yield from (f"beside the plan to sign: {one!r}" for one in others if _on(sheet, one))


def _on(sheet: str, text: str) -> bool:
    """Whether a text stands on a sheet: by its letters, since paper breaks lines where it will."""
    return _letters(text) in _letters(sheet)


def _missing(sheet: str, words: list[str]) -> list[str]:
    """Words that a sheet lacks: one by one, since paper gives cells in an order of its own."""
    letters = _letters(sheet)
    return [word for word in words if _letters(word) not in letters]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def narrow(page: Any) -> Iterator[str]:
    """A phone never scrolls the page sideways."""
    page.set_viewport_size(PHONE)
    if (excess := page.evaluate(SIDEWAYS)) > 0:
        yield f"{excess} px too wide on a phone"
    page.set_viewport_size(WIDE)


def accessible(page: Any, axe_script: str) -> Iterator[str]:
    """What axe finds, all folds open; only violations are written out, which is what takes time."""
    page.evaluate(UNFOLDED)
    page.evaluate(axe_script)
    run = "tags => axe.run({resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}})"
    for violation in page.evaluate(run, AXE_TAGS)["violations"]:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']}: {node['html'][:160]}"


def roomy(page: Any) -> Iterator[str]:
    """WCAG 1.4.12 and 1.4.4: a reader's own spacing, and 200 %. Last: the page stays spaced out."""
    page.set_viewport_size(ZOOMED)
    page.evaluate(SPACED)
    if (excess := page.evaluate(SIDEWAYS)) > 0:
        yield f"{excess} px too wide when spaced out and zoomed"
