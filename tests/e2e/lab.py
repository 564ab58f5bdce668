"""A JupyterLab on copies of the workbooks and of the demo clients, and a workbook open in it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from padlib.reports import lab

ROOT = Path(__file__).parents[2]
TOKEN = "e2e"
PATIENCE = 60.0  # seconds for anything on a busy machine
WIDE = {"width": 1400, "height": 1000}
# the server's own voice, not the workbook's
NOT_OURS = ("favicon",)

CELLS = """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].map(
    cell => cell.querySelector('.jp-InputPrompt')?.textContent ?? '')"""
FAULTS = """() => [...document.querySelectorAll(
    '.jp-Notebook [data-mime-type="application/vnd.jupyter.error"], '
    + '.jp-Notebook [data-mime-type="application/vnd.jupyter.stderr"]')].map(e => e.textContent)"""
AXE = """(tags) => axe.run({include: ['.padlib-live', '.padlib']}, {runOnly: tags}).then(found =>
    found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).join(' | ')))"""
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Late(AssertionError):
    """Something that did not come in time."""


def until(what: str, met: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What a condition gives once it is met."""
    end = time.monotonic() + patience
    while not (found := met()):
        if time.monotonic() > end:
            raise Late(what)
        time.sleep(0.05)
    return found


@dataclass
class Lab:
    """A running server and where its files are."""

    top: Path
    address: str

    @property
    def data(self) -> Path:
        return self.top / "data"

    @property
    def notebooks(self) -> Path:
        return self.top / "notebooks"

    def client(self, name: str) -> Path:
        return self.data / "clients" / name


@contextmanager
def running(top: Path) -> Iterator[Lab]:
    """JupyterLab as `pad lab` starts it, on copies, with settings of its own."""
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, top / name, ignore=shutil.ignore_patterns(".*"))
    outputs, home = top / "outputs", top / "home"
    outputs.mkdir()
    home.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = lab.command(top / "data", outputs, folder=top / "notebooks")
    command += ["--no-browser", f"--port={port}", f"--IdentityProvider.token={TOKEN}"]
    command += ["--ServerApp.port_retries=0", "--ServerApp.allow_root=True"]
    around = lab.environment(top / "data", outputs, home / "pick.json")
    places = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    around |= {name: str(home) for name in (*places, "PAD_CONFIG", "XDG_CONFIG_HOME")}
    around |= {"LANG": "en_GB.UTF-8", "JUPYTERLAB_SETTINGS_DIR": str(_settings(home))}
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(command, env=around, stdout=log, stderr=log, cwd=top)
        try:
            address = f"http://127.0.0.1:{port}"
            until(f"JupyterLab, see {log.name}", lambda: "is running at" in _read(home / "log.txt"))
            yield Lab(top, address)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _settings(home: Path) -> Path:
    """A person's settings: no question about news."""
    folder = home / "settings" / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    (folder / "notification.jupyterlab-settings").write_text(
        '{"fetchNews": "false", "checkForUpdates": false}', encoding="utf-8"
    )
    return home / "settings"


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


@dataclass
class Workbook:
    """A workbook open in a tab of the browser."""

    lab: Lab
    page: Any
    path: str  # from the server's root
    said: list[str] = field(default_factory=list)

    def run_all(self) -> None:
        """Run every cell, from whatever stands there."""
        until(f"{self.path} begun", self._begun)
        self.settled()

    def _begun(self) -> bool:
        """Ask for it until a cell waits or runs: JupyterLab does not hear before it is ready."""
        self.page.evaluate("window.jupyterapp.commands.execute('runmenu:run-all')")
        time.sleep(0.5)
        return any("*" in one or any(c.isdigit() for c in one) for one in self.prompts())

    def settled(self) -> None:
        """Wait until every cell has run and the kernel rests."""
        try:
            until(f"{self.path} whole", self._has_run)
        except Late as late:
            raise Late(f"{late}: {self.prompts()}, {self.faults()}") from None

    def prompts(self) -> list[str]:
        return list(self.page.evaluate(CELLS))

    def _has_run(self) -> bool:
        prompts = self.prompts()
        done = (
            prompts
            and not any("*" in one for one in prompts)
            and any(c.isdigit() for c in prompts[-1])
        )
        return bool(done) and self.is_idle()

    def is_idle(self) -> bool:
        """Whether its kernel is there, is connected, and rests."""
        found = self.page.request.get(f"{self.lab.address}/api/sessions?token={TOKEN}")
        kernels = (
            [one["kernel"] for one in found.json() if one["path"] == self.path] if found.ok else []
        )
        return any(one["execution_state"] == "idle" and one["connections"] for one in kernels)

    def faults(self) -> list[str]:
        """Errors in the cells and in the console."""
        return [*self.page.evaluate(FAULTS), *self.said]

    def headline(self, at: int = 0) -> str:
        return str(self.page.locator(".padlib-live .headline").nth(at).text_content())

    def picture(self, at: int = 0) -> str:
        return str(self.page.locator(".padlib-live img").nth(at).get_attribute("src"))

    def press(self, name: str, at: int = 0) -> None:
        self.page.get_by_role("button", name=name, exact=True).nth(at).click()

    def save(self) -> None:
        """Save the notebook, and wait until it is."""
        self.page.evaluate(
            "async () => { await window.jupyterapp.commands.execute('docmanager:save') }"
        )

    def axe(self, script: str) -> list[str]:
        """What axe-core finds wrong in what is ours."""
        self.page.evaluate(script)
        return list(self.page.evaluate(AXE, AXE_TAGS))


@contextmanager
def opened(
    browser: Any, running_lab: Lab, name: str, folder: str = "notebooks"
) -> Iterator[Workbook]:
    """A workbook in a tab, its kernel ready."""
    page = browser.new_page()
    page.set_viewport_size(WIDE)
    path = f"{folder}/{name}.ipynb"
    book = Workbook(running_lab, page, path)

    def heard(message: Any) -> None:
        if message.type in ("error", "warning") and not any(
            one in message.text for one in NOT_OURS
        ):
            book.said.append(f"{message.type}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: book.said.append(f"raised: {error}"))
    try:
        page.goto(f"{running_lab.address}/lab/tree/{path}?reset&token={TOKEN}")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=PATIENCE * 1000)
        until(f"a kernel for {name}", book.is_idle)
        yield book
    finally:
        page.close()
