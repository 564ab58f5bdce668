"""The pages of the demo clients and of awkward ones, made once, and a browser to open them in."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.clients import awkward_clients, write_awkward_clients
from tests.e2e.making import make, requests

ROOT = Path(__file__).parents[2]
DEMO = sorted(folder.name for folder in (ROOT / "data" / "clients").glob("demo-*"))
NODE_MODULES = Path(__file__).parent / "node_modules"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 600  # seconds a worker waits for the one that makes the pages


def _absent(what: str) -> None:
    """Say what is absent: a skip for a person at a desk, a failure in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is absent, and nothing may be skipped in CI")
    pytest.skip(f"{what} is absent")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        _absent("Chromium")
    return str(path)


@pytest.fixture(scope="session")
def axe_script() -> str:
    script = NODE_MODULES / "axe-core" / "axe.min.js"
    if not script.exists():
        _absent("axe-core (npm ci in tests/e2e)")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def html_validate() -> list[str]:
    script = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
    node = shutil.which("node")
    if node is None or not script.exists():
        _absent("html-validate (node, and npm ci in tests/e2e)")
    return [str(node), str(script), "--config", str(Path(__file__).parent / ".htmlvalidate.json")]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The pages: `demo` and `awkward` hold a batch's outputs each.

    Made by the first worker that asks; the others wait for it. What failed stands in `failed.txt`.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    outputs, done = shared / "pages", shared / "pages.done"
    try:
        outputs.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + PATIENCE
        while not done.exists():
            if time.monotonic() > deadline:
                pytest.fail("the worker that makes the pages did not finish")
            time.sleep(0.5)
        return outputs
    failed = ["the pages were not all made"]
    try:
        data = write_awkward_clients(shared / "awkward")
        failed = make(list(requests(ROOT / "data", DEMO)), outputs / "demo")
        failed += make(list(_awkward_requests(data)), outputs / "awkward")
    finally:
        (outputs / "failed.txt").write_text("\n".join(failed), encoding="utf-8")
        done.touch()
    return outputs


def _awkward_requests(data: Path) -> Iterator[Any]:
    """The batches of the awkward clients: one for those of which the same is made."""
    alike: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for client, awkward in awkward_clients().items():
        alike.setdefault((awkward.reports, awkward.languages), []).append(client)
    for (reports, languages), clients in alike.items():
        yield from requests(data, clients, reports=reports, languages=languages)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Any]:
    """One window, in which each page is opened in a tab of its own."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    quiet += ["--disable-component-update", "--disable-sync", "--disable-quic"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=quiet)
        yield chromium.new_context(viewport={"width": 1280, "height": 800})
        chromium.close()
