"""The batch against the stock loop and against the bare cells, as ratios in one run.

python benchmarks/batch.py [--unchanged 100]

Stock loop: the commands of papermill, then of nbconvert, one report after the other. Bare cells:
the same cells in one plain Python process that has run them before. With --unchanged, a workspace
of so many reports is made once, then judged again with nothing changed.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
JOBS = 2
LANGUAGES = ("fr", "en")
QUIET = "--KernelManager.transport_encryption=auto"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unchanged", type=int, default=0, metavar="REPORTS")
    asked = parser.parse_args()
    demos = sorted(folder.name for folder in (DATA / "clients").glob("demo-*"))
    with tempfile.TemporaryDirectory() as place:
        ours, reports = batch(demos, Path(place))
        stock = stock_loop(reports, Path(place))
        bare = bare_cells(reports)
    cpu = sum(one["cpu_seconds"] for one in reports)
    print(f"{len(reports)} reports, {JOBS} jobs, {os.cpu_count()} cores")
    print(f"  batch                {ours:7.2f} s wall, {cpu / len(reports):.2f} s CPU a report")
    print(f"  stock loop           {stock:7.2f} s wall: {stock / ours:.1f} times the batch")
    print(f"  bare cells           {bare / len(reports):7.2f} s CPU a report")
    print(f"  report / bare cells  {cpu / bare:7.2f}")
    if asked.unchanged:
        many(asked.unchanged)


def batch(demos: list[str], place: Path) -> tuple[float, list[dict[str, Any]]]:
    """`pad run` on the demo clients, in both languages: wall time and what became of each."""
    command = [sys.executable, "-m", "padlib", "run", *demos, "--force", "--json"]
    command += ["--jobs", str(JOBS), "--data", str(DATA), "--outputs", str(place / "outputs")]
    for language in LANGUAGES:
        command += ["--language", language]
    begun = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    spent = time.perf_counter() - begun
    reports = json.loads(ended.stdout)["reports"]
    return spent, [one for one in reports if one["state"] == "done"]


def stock_loop(reports: list[dict[str, Any]], place: Path) -> float:
    """Wall time of papermill's command, then nbconvert's, for each report."""
    begun = time.perf_counter()
    for one in reports:
        executed = place / "executed.ipynb"
        told = one["parameters"]
        command = [sys.executable, "-m", "papermill", str(notebook(one)), str(executed)]
        command += ["--kernel", "python3", "--no-progress-bar", "--cwd", str(ROOT / "notebooks")]
        for name in ("client", "language", "issued"):
            command += ["-r", name, str(told[name])]
        command += ["-p", "year", str(told["year"])]
        subprocess.run(command, capture_output=True, check=True)
        convert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "padlib", str(executed)]
        subprocess.run([*convert, QUIET], capture_output=True, check=True)
    return time.perf_counter() - begun


def bare_cells(reports: list[dict[str, Any]]) -> float:
    """CPU time of all cells of the reports in one plain process, run once before."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from benchmarks import batch; "
    script += "batch.run_bare(sys.stdin.read())"
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    ended = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(reports),
        cwd=ROOT / "notebooks",
        env={**os.environ, **threads, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ended.stdout)


def run_bare(told: str) -> None:
    """Run the cells of each report twice, and print the CPU time of the second runs."""
    total = 0.0
    for one in json.loads(told):
        for round_ in range(2):
            begun = time.process_time()
            run_cells(notebook(one), one["parameters"])
            total += (time.process_time() - begun) * round_
    print(total)


def run_cells(file: Path, parameters: dict[str, Any]) -> None:
    """The code cells of a workbook, the last value of each asked for what it shows."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
        tags = cell["metadata"].get("tags", [])
        if cell["cell_type"] != "code" or "skip-execution" in tags:
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            value._repr_mimebundle_()
        if "parameters" in tags:
            names |= parameters


def notebook(one: dict[str, Any]) -> Path:
    return next((ROOT / "notebooks").glob(f"??_{one['report']}.ipynb"))


def many(count: int) -> None:
    """Make so many reports of copies of a client, then judge them again; memory on the way."""
    from padlib.reports import batch as reports_batch
    from padlib.reports import planning
    from padlib.reports.jobs import Outcome

    peaks: list[int] = []

    def ended(outcome: Outcome) -> None:
        assert outcome.state in ("done", "unchanged"), outcome.reason
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    with tempfile.TemporaryDirectory() as place:
        copies(Path(place, "data"), -(-count // 4))
        request = planning.Request(data=Path(place, "data"), languages=LANGUAGES)
        plan = planning.planned(request)
        with ThreadPoolExecutor(JOBS) as executor:
            reports_batch.run(plan, executor, ended)
        begun = time.perf_counter()
        plan = planning.planned(request)
        with ThreadPoolExecutor(JOBS) as executor:
            again = reports_batch.run(plan, executor)
        spent = time.perf_counter() - begun
    states = {outcome.state for outcome in again}
    print(f"  {len(again)} reports {'/'.join(states)}: {spent:.2f} s after start")
    early = peaks[min(50, len(peaks)) - 1]
    print(f"  memory of the parent: {early} after 50 reports, {peaks[-1]} after {len(peaks)} (kB)")


def copies(data: Path, count: int) -> None:
    """A workspace of copies of one demo client."""
    model = DATA / "clients" / "demo-ferrum"
    shutil.copytree(DATA / "reference", data / "reference")
    for number in range(count):
        folder = data / "clients" / f"copy-{number:03}"
        shutil.copytree(model, folder)
        settings = folder / "client.yml"
        text = settings.read_text(encoding="utf-8").replace("demo-ferrum", folder.name)
        settings.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
