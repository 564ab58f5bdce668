"""How fast a batch runs, as ratios measured in one call: `python benchmarks/batch.py`.

Three ways to make the same pages of the demo clients, in both languages:

- `pad run --force` with two jobs;
- the stock loop: the papermill command, then the nbconvert command, one report after the other;
- the floor: the same cells in one warm plain Python process, with nothing saved and no page made.
"""

import io
import itertools
import json
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[01][0-9]_*.ipynb"))
CLIENTS = sorted(folder.name for folder in (ROOT / "data" / "clients").glob("demo-*"))
JOBS = [
    job
    for job in itertools.product(NOTEBOOKS, CLIENTS, ("fr", "en"))
    if not job[0].name.startswith("00")
]


def batch(outputs: Path) -> float:
    command = ["-m", "padlib", "run", *CLIENTS, "--language", "fr", "--language", "en"]
    return _timed([*command, "--force", "--jobs", "2", "--outputs", str(outputs)])


def unchanged(outputs: Path) -> float:
    command = ["-m", "padlib", "run", *CLIENTS, "--language", "fr", "--language", "en"]
    return _timed([*command, "--outputs", str(outputs)])


def stock(folder: Path) -> float:
    seconds = 0.0
    for notebook, client, language in JOBS:
        out = folder / f"{client}-{notebook.stem}-{language}.ipynb"
        told = ["-k", "python3", "-p", "client", client, "-p", "language", language]
        seconds += _timed(["-m", "papermill", str(notebook), str(out), *told])
        seconds += _timed(["-m", "jupyter", "nbconvert", "--to", "html", str(out)])
    return seconds


def floor() -> float:
    """The cells alone, once everything is imported and drawn for the first time."""
    sources = [(_cells(notebook), client, language) for notebook, client, language in JOBS]
    _run(*sources[0])
    begun = time.perf_counter()
    for source in sources:
        _run(*source)
    return time.perf_counter() - begun


def _cells(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def _run(cells: list[str], client: str, language: str) -> None:
    names: dict[str, object] = {}
    exec(cells[0], names)
    names |= {"client": client, "language": language}
    with redirect_stdout(io.StringIO()):
        for cell in cells[1:]:
            exec(cell, names)


def _timed(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - begun


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = batch(folder / "outputs")
        fast, again, slow, least = (
            min(first, batch(folder / "outputs")),
            unchanged(folder / "outputs"),
            stock(folder),
            floor(),
        )
    print(f"{len(JOBS)} reports of {len(CLIENTS)} clients")
    print(f"pad run, two jobs           {fast:7.1f} s")
    print(f"the same, nothing changed   {again:7.1f} s")
    print(f"stock loop                  {slow:7.1f} s   {slow / fast:5.1f} x pad run")
    print(f"cells in one warm process   {least:7.1f} s   {fast / least:5.2f} = pad run / this")


if __name__ == "__main__":
    main()
