"""How long each what-if takes from a slider moved to its figure redrawn, in the browser itself.

python -m benchmarks.what_if [workbook…] [--moves 40]

JupyterLab is started on copies, and a script in the page moves the handles and watches the figure,
so that nothing but what a person waits for counts: the kernel, the messages, the decoding, the
paint. Every slider of a panel has its share of the moves, right and left by turns; a move that
leaves the figure as it is counts apart. Then a burst of quick moves: from the last one to the last
figure. The kernel's part of a move is measured in this process beside it. To be run on a quiet
machine: the load is printed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from padlib import workspace
from padlib.display import words
from padlib.widgets import shelves
from padlib.widgets.models import Knob
from tests.e2e.lab import ROOT, Lab, opened, running

CLIENT, PARTNER = "demo-nimbus", "axorial"
MOST = 200  # ms from the move to the figure, 95th percentile (DESIGN 9)
BURST = 10
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
HEAD = ("ms", "median", "p95", "burst", "outcome", "draw", "moves", "same", "load")

# Times of the moves shared among the sliders of the panel in sight, null where the figure stayed;
# then from the last move of a burst to the last figure.
MOVED = """async ([moves, burst]) => {
    const knobs = [...document.querySelectorAll('.padlib-knob')].filter(one => one.offsetParent);
    const panel = knobs[0].closest('.padlib-live');
    const handles = knobs.flatMap(one => [...one.querySelectorAll('.noUi-handle')]);
    const still = ms => new Promise(done => setTimeout(done, ms));
    const framed = () => new Promise(requestAnimationFrame);
    const picture = () => panel.querySelector('img');
    let last = picture().src, shown = 0, heard = () => {};
    new MutationObserver(async () => {
        const now = picture();
        if (!now || now.src === last) return;
        last = now.src;
        await now.decode().catch(() => {});
        await framed();
        await framed();
        shown = performance.now();
        heard();
    }).observe(picture().parentNode, {childList: true, subtree: true, attributes: true});
    const press = (handle, key) => {
        const before = handle.getAttribute('aria-valuenow');
        handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
        return handle.getAttribute('aria-valuenow') !== before;
    };
    const move = (handle, key) => {
        const begun = performance.now();
        press(handle, key) || press(handle, key === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight');
        return begun;
    };
    panel.scrollIntoView();
    await still(1000);
    const times = [];
    const each = Math.max(2, 2 * Math.round(moves / handles.length / 2));
    for (const handle of handles) {
        for (let at = 0; at < each; at++) {
            const drawn = new Promise(done => { heard = () => done(true); });
            const begun = move(handle, at % 2 ? 'ArrowLeft' : 'ArrowRight');
            times.push(await Promise.race([drawn, still(1500)]) ? shown - begun : null);
            await still(200);
        }
    }
    const bursts = [];
    for (const handle of handles) {
        for (const key of ['ArrowRight', 'ArrowLeft']) {
            let begun = 0;
            shown = 0;
            for (let at = 0; at < burst; at++) {
                begun = move(handle, key);
                await still(30);
            }
            await still(1500);
            if (shown > begun) bursts.push(shown - begun);
        }
    }
    return [times, bursts];
}"""


class Case(NamedTuple):
    """A what-if: its workbook, and which of its tabs it is."""

    workbook: str
    model: str
    tab: int = 0
    partner: str | None = None


CASES = (
    Case("01_annual_diagnostic", "plan"),
    Case("03_partner_map", "map"),
    Case("05_three_year_vision", "vision"),
    Case("06_partner_earnings", "earnings", partner=PARTNER),
    Case("07_recruitment_shortlist", "shortlist"),
    Case("09_business_plan_projection", "projection", partner=PARTNER),
    Case("11_leverage_and_investment", "leverage"),
    Case("11_leverage_and_investment", "investment", tab=1),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workbooks", nargs="*", help="by their first letters; all if none")
    parser.add_argument("--moves", type=int, default=40, help="of each what-if")
    asked = parser.parse_args()
    begins = tuple(asked.workbooks) or ("",)
    cases = [one for one in CASES if one.workbook.startswith(begins)]
    print(f"from the move to the figure: 95th percentile to reach {MOST} ms")
    print(f"{HEAD[0]:<44}" + "".join(f"{one:>8}" for one in HEAD[1:]))
    with chromium() as browser:
        for case in cases:
            with tempfile.TemporaryDirectory() as place, running(Path(place)) as lab:
                times, bursts = in_browser(browser, lab, case, asked.moves)
            print(line(case, times, bursts, in_process(case)))


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started.new_context()
        started.close()


def in_browser(
    browser: Any, lab: Lab, case: Case, moves: int
) -> tuple[list[float | None], list[float]]:
    """Milliseconds of each move, None where the figure stayed, and of each burst."""
    with opened(browser, lab, case.workbook) as book:
        book.run_all()
        if case.tab:
            book.page.locator(".padlib-live .lm-TabBar-tab").nth(case.tab).click()
        panel = book.page.locator(".padlib-live .padlib-live").nth(case.tab)
        panel.locator("img").wait_for()
        times, bursts = book.page.evaluate(MOVED, [moves, BURST])
        for fault in book.faults():
            print(f"{case.workbook}: {fault}")
    return times, bursts


def in_process(case: Case) -> tuple[float, float]:
    """Median milliseconds that the model's sums and its figure take, over its sliders."""
    folder = workspace.open_client(CLIENT, data=ROOT / "data", partner=case.partner)
    say = words.load("fr", "EUR")
    model = shelves.MODELS[case.model](folder, say)
    filed = {knob.key: knob.filed for knob in model.knobs}
    base = model.outcome(filed)
    sums, drawings = [], []
    for knob in [one for one in model.knobs if not one.choices] * 3:
        values = filed | {knob.key: a_step_away(knob)}
        now, spent = timed(partial(model.outcome, values))
        sums.append(spent)
        extent = (min(base.extent[0], now.extent[0]), max(base.extent[1], now.extent[1]))
        drawings.append(timed(partial(model.draw, base, now, extent))[1])
    return float(np.median(sums)), float(np.median(drawings))


def a_step_away(knob: Knob) -> float:
    filed = float(knob.filed)
    return filed + knob.step if filed + knob.step <= knob.high else filed - knob.step


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What a call gives, and its milliseconds."""
    begun = time.perf_counter()
    given = work()
    return given, 1000 * (time.perf_counter() - begun)


def line(
    case: Case, times: list[float | None], bursts: list[float], inside: tuple[float, float]
) -> str:
    """A what-if's row of the table."""
    found = [one for one in times if one is not None]
    told = [*np.percentile(found or [np.nan], [50, 95]), np.median(bursts or [np.nan]), *inside]
    counts = (len(times), len(times) - len(found))
    row = "".join(f"{one:>8.0f}" for one in (*told, *counts))
    return f"{case.workbook + ', ' + case.model:<44}{row}{os.getloadavg()[0]:>8.1f}"


if __name__ == "__main__":
    main()
