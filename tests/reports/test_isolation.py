"""Reports in processes of their own: what ends one, or all, leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from padlib.reports import batch, planning
from padlib.reports.jobs import Limits, Outcome
from tests.reports.conftest import cell, write_workbook

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

ROOT = Path(__file__).parents[2]
# a shell starts what runs in the background deaf to interrupts, and children inherit it
PAD = """import signal
import sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
from padlib.reports import workbooks
workbooks.COLLECTION = Path(sys.argv.pop(1))
from padlib.cli import main
main()
"""
HANG = (
    "import os, pathlib, time\npathlib.Path({file!r}).write_text(str(os.getpid()))\ntime.sleep(60)"
)


def outcomes_of(data: Path, notebooks: Path, limits: Limits | None = None) -> list[Outcome]:
    request = planning.Request(data=data, notebooks=notebooks, limits=limits or Limits())
    with ThreadPoolExecutor(1) as executor:
        return batch.run(planning.planned(request), executor)


def hanging(data: Path, notebooks: Path) -> tuple[subprocess.Popen[str], int]:
    """`pad run` with one report done and one that hangs; its process, and the report's."""
    told = data.parent / "pid"
    write_workbook(notebooks / "22_hangs.ipynb", cell("hang", HANG.format(file=str(told))))
    command = [sys.executable, "-c", PAD, str(notebooks), "run", "--data", str(data), "--jobs", "1"]
    running = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    waited = time.monotonic() + 60
    while not (told.exists() and told.read_text()):
        assert time.monotonic() < waited, "the report did not start"
        time.sleep(0.05)
    return running, int(told.read_text())


def is_gone(process: int) -> bool:
    """Whether a process ends within a few seconds."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
def test_interrupted_a_batch_keeps_what_it_finished_and_ends_the_rest(
    data: Path, notebooks: Path
) -> None:
    running, report = hanging(data, notebooks)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of the group
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    assert is_gone(report)
    outputs = data.parent / "outputs"
    assert (outputs / "tiny/2026/en/internal/tiny-2026-tiny-en.html").exists()
    (manifest,) = outputs.glob("runs/*/manifest.json")
    assert [one["report"] for one in json.loads(manifest.read_text())["reports"]] == ["tiny"]
    assert list(outputs.rglob("*.tmp")) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells children of a death")
def test_a_batch_that_is_killed_takes_its_reports_along(data: Path, notebooks: Path) -> None:
    running, report = hanging(data, notebooks)
    running.kill()
    running.communicate(timeout=30)
    assert is_gone(report)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps the limit")
def test_a_report_that_eats_the_memory_fails_alone(data: Path, notebooks: Path) -> None:
    write_workbook(notebooks / "22_eats.ipynb", cell("eat", "eaten = bytearray(4 * 2**30)"))
    tiny, eats = outcomes_of(data, notebooks, Limits(memory_bytes=3 * 2**30))
    assert (tiny.state, eats.state) == ("done", "failed")
    assert "memory" in eats.reason


def test_a_cell_that_leaves_by_the_back_door_is_told(data: Path, notebooks: Path) -> None:
    write_workbook(notebooks / "21_tiny.ipynb", cell("leave", "import os; os._exit(7)"))
    (outcome,) = outcomes_of(data, notebooks)
    assert outcome.state == "failed"
    assert "7" in outcome.reason


def test_a_report_reads_nothing_from_the_terminal(data: Path, notebooks: Path) -> None:
    write_workbook(notebooks / "21_tiny.ipynb", cell("ask", "input('who? ')"))
    (outcome,) = outcomes_of(data, notebooks)
    assert outcome.state == "failed"


def test_what_is_drawn_at_random_is_the_same_in_each_report(data: Path, notebooks: Path) -> None:
    draw = "import random, numpy as np\npage.sentence(f'{random.random()} {np.random.random()}')"
    write_workbook(notebooks / "21_tiny.ipynb", cell("draw", draw))
    (first,) = outcomes_of(data, notebooks)
    page = first.job.page.read_bytes()
    first.job.page.unlink()
    outcomes_of(data, notebooks)
    assert first.job.page.read_bytes() == page


def test_a_script_that_runs_a_batch_is_not_run_again_by_each_report(
    data: Path, notebooks: Path, tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from pathlib import Path\n"
        "from padlib.reports import batch, planning\n"
        "print('once')\n"
        f"asked = planning.Request(data=Path({str(data)!r}), notebooks=Path({str(notebooks)!r}))\n"
        "with ThreadPoolExecutor(1) as executor:\n"
        "    print(*(one.state for one in batch.run(planning.planned(asked), executor)))\n"
    )
    ended = subprocess.run(
        [sys.executable, script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.stdout.split() == ["once", "done"], ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="counts by /proc")
def test_reports_leave_no_descriptor_open_in_the_batch(data: Path, notebooks: Path) -> None:
    outcomes_of(data, notebooks)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for knob in range(3):
        write_workbook(notebooks / "21_tiny.ipynb", cell("more", str(knob)))
        outcomes_of(data, notebooks)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
