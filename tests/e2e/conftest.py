"""Every page of the demo clients, made once, and a real browser to open them in."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.clients import write_awkward_clients

ROOT = Path(__file__).parents[2]
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
    """The outputs of `pad run` on the demo clients and on awkward ones, in both languages.

    Made by the first worker that asks; the others wait for it.
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
        assert done.read_text() == "0", "pad run failed in another worker"
        return outputs
    awkward = write_awkward_clients(shared / "awkward")
    codes = [_run(ROOT / "data", outputs / "demo"), _run(awkward, outputs / "awkward")]
    done.write_text(str(max(codes)))
    assert codes == [0, 0]
    return outputs


def _run(data: Path, outputs: Path) -> int:
    command = [sys.executable, "-m", "padlib.cli", "run", "--data", str(data)]
    command += ["--outputs", str(outputs), "--language", "fr", "--language", "en"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        print(ended.stdout, ended.stderr, file=sys.stderr)
    return ended.returncode


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    quiet += ["--disable-component-update", "--disable-sync", "--disable-quic"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=quiet)
        yield browser
        browser.close()
