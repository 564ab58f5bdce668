#!/usr/bin/env python3
"""Sets up what is lacking, then runs. On the standard library alone.

    python do.py reports    every report of the demo clients, in both languages
    python do.py test       every test
    python do.py lab        JupyterLab on the workbooks
    python do.py pad ...    the command `pad`, from anywhere

What follows the verb is handed on: `python do.py reports --force`, `do.py test -k diagnostic`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
NODE_TESTS = ROOT / "tests" / "e2e"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")

TO_RUN = ("padlib", "jupyterlab", "pandas", "matplotlib", "ipywidgets", "papermill", "nbconvert")
TO_TEST = ("hypothesis", "importlinter", "mypy", "pytest", "ruff", "xdist", "playwright")


def main(arguments: list[str]) -> int:
    """Run a verb; its exit code."""
    verbs = {"reports": reports, "test": test, "lab": lab, "pad": pad}
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = "{}.{}".format(*sys.version_info)
        say(f"padlib needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this one is {found}.")
        return 2
    if not arguments or arguments[0] not in verbs:
        say((__doc__ or "").strip())
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        return verbs[arguments[0]](arguments[1:])
    except SetUpError as error:
        say(f"The set-up failed: {error}")
        return 2
    except KeyboardInterrupt:
        return 130


def reports(more: list[str]) -> int:
    """Make every report of the demo clients, in both languages."""
    python = environment(TO_RUN)
    demos = sorted(folder.name for folder in (ROOT / "data" / "clients").glob("demo-*"))
    languages = ["--language", "fr", "--language", "en"]
    code = run(python, "-m", "padlib", "run", *demos, *languages, *more)
    index = ROOT / "outputs" / "index.html"
    if index.exists():
        say(f"Open {index}")
    return code


def lab(more: list[str]) -> int:
    """Open JupyterLab on the workbooks."""
    return run(environment(TO_RUN), "-m", "padlib", "lab", *more)


def pad(more: list[str]) -> int:
    """Run the command `pad`."""
    return run(environment(TO_RUN), "-m", "padlib", *more)


def test(more: list[str]) -> int:
    """Run every check and every test; all of them, also when one fails."""
    python = environment(TO_RUN + TO_TEST)
    absent = what_is_absent()
    for what, skipped in absent.items():
        say(f"{what} is absent: {skipped} are skipped.")
    if absent and in_ci():
        say("In CI nothing may be skipped.")
        return 1
    checks = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("pytest", "-q", "-n", "auto", *more),
    )
    codes = {" ".join(check[:2]): run(python, "-m", *check) for check in checks}
    failed = [name for name, code in codes.items() if code]
    say("Failed: " + ", ".join(failed) if failed else "All checks passed.")
    return 1 if failed else 0


def what_is_absent() -> dict[str, str]:
    """Tools that a part of the tests needs and that are not here; Node's packages are set up."""
    absent = {}
    if not any(map(shutil.which, BROWSERS)):
        absent["Chromium"] = "the tests in a browser"
    npm = shutil.which("npm")
    if npm is None:
        absent["Node"] = "the tests of access and of HTML rules"
    else:
        node_packages(npm)
    return absent


def node_packages(npm: str) -> None:
    """Install the pinned packages of the page checks, once for each lock."""
    lock = NODE_TESTS / "package-lock.json"
    stamp = NODE_TESTS / "node_modules" / ".padlib-stamp"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if read(stamp) == wanted:
        return
    say("Setting up the page checks (once)…")
    if run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=NODE_TESTS):
        raise SetUpError("npm ci did not succeed in tests/e2e")
    stamp.write_text(wanted, encoding="utf-8")


class SetUpError(Exception):
    """What is lacking could not be installed."""


def environment(modules: tuple[str, ...]) -> str:
    """A Python that has these modules: the active conda environment's, else that of `.venv`."""
    if in_conda() and all(map(importlib.util.find_spec, modules)):
        return sys.executable
    python = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    stamp = VENV / ".padlib-stamp"
    if read(stamp) != wanted_stamp() or not answers(python):
        say("Setting up .venv (once; a minute or less)…")
        install(python)
        stamp.write_text(wanted_stamp(), encoding="utf-8")
    return python


def in_conda() -> bool:
    prefix = os.environ.get("CONDA_PREFIX")
    return bool(prefix) and Path(prefix or "").resolve() == Path(sys.prefix).resolve()


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


def wanted_stamp() -> str:
    """What the environment was made from: lock, project, its place, this Python's version."""
    parts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    parts += [str(ROOT).encode(), "{}.{}".format(*sys.version_info).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install(python: str) -> None:
    """Make `.venv` and install the lock and the project: with uv where it works, else with pip."""
    if not answers(python, "-m", "pip", "--version"):
        try:
            venv.create(VENV, clear=VENV.exists(), with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            hint = "on Debian and Ubuntu: apt install python3-venv"
            raise SetUpError(f"no environment could be made in {VENV} ({hint})") from error
    what = ["--no-deps", "--requirement", str(LOCK), "--editable", str(ROOT)]
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    if not quiet(*pip, "uv"):
        with_uv = [python, "-m", "uv", "--quiet", "pip", "install", "--python", python]
        if not quiet(*with_uv, *what):
            return
    if run(*pip, *what):
        raise SetUpError("pip could not install requirements.lock; its words are above")


def answers(python: str, *arguments: str) -> bool:
    """Whether this Python runs at all: an environment that was moved does not."""
    return Path(python).exists() and not quiet(python, *(arguments or ("-c", "")))


def quiet(*command: str) -> int:
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode
    except OSError:
        return 1


def run(*command: str, cwd: Path = ROOT) -> int:
    """Run a command that speaks for itself; its exit code."""
    sys.stdout.flush()
    surroundings = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=cwd, env=surroundings, check=False).returncode


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
