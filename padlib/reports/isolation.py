"""A process of its own for each report, so that none can harm another.

On POSIX it is forked from a server that has imported everything already; on Windows it starts
from nothing. A report that crashes, hangs or eats the memory ends its own process only.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from padlib.reports.jobs import Job
from padlib.reports.making import (
    KILLED,
    OUTSIDE,
    TIME,
    Failure,
    Made,
    Progress,
    make,
    memory_limit,
    seeded,
)

STARTED = (0, 0)  # what a report says before its first cell
START = 120  # seconds in which it must have said it
GRACE = 10  # seconds beyond the time limit in which a report may still say where it was

_lock = threading.Lock()  # multiprocessing reads an exit code once, whoever asks first
_running: set[BaseProcess] = set()


def run(job: Job, progress: Progress) -> Made | Failure:
    """Make a report in a process of its own; whatever happens there, a value comes back."""
    here, there = _context().Pipe(duplex=False)
    process = _context().Process(target=_child, args=(job, there), daemon=True)
    with _lock, _no_main():
        process.start()
        _running.add(process)
    there.close()
    try:
        return _received(job, here, process, progress)
    finally:
        here.close()
        _end(process)


def warm_up() -> None:
    """Start the server that reports are forked from, while the caller does something else."""
    if hasattr(os, "fork"):
        from multiprocessing import forkserver

        _context()
        forkserver.ensure_running()


def stop() -> None:
    """End all reports that run: what they had not handed over is lost, and nothing else."""
    for process in list(_running):
        _kill(process)


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Hide the script that runs: multiprocessing would import it anew in each child."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _context() -> Any:
    if not hasattr(os, "fork"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["padlib.reports.warm"])
    return context


def _received(
    job: Job, here: Connection, process: BaseProcess, progress: Progress
) -> Made | Failure:
    deadline = time.monotonic() + START  # the first report of a batch waits for the server
    while True:
        if not here.poll(max(0.0, deadline - time.monotonic())):
            _kill(process)
            return Failure(code=TIME, values={"seconds": job.limits.seconds})
        try:
            message = here.recv()
        except EOFError:
            return Failure(code=KILLED, values={"exit": str(_exit_code(process))})
        if not isinstance(message, tuple):
            return message  # type: ignore[no-any-return]
        if message == STARTED:
            deadline = time.monotonic() + job.limits.seconds + GRACE
        progress(*message)


def _child(job: Job, there: Connection) -> None:
    _stand_alone(job)
    seeded()

    def progress(cell: int, cells: int) -> None:
        there.send((cell, cells))

    progress(*STARTED)
    try:
        end: Made | Failure = make(job, progress)
    except BaseException as error:
        traceback.print_exc()
        end = Failure(code=OUTSIDE, values={"why": f"{type(error).__name__}: {error}"})
    spent = os.times()  # of this process and of a kernel that it started
    cpu_seconds = spent.user + spent.system + spent.children_user + spent.children_system
    there.send(replace(end, cpu_seconds=cpu_seconds))


def _stand_alone(job: Job) -> None:
    """Its own group, limits and log: no signal, word or appetite of it reaches the others."""
    if hasattr(os, "setsid"):
        os.setsid()
    threading.Thread(target=_follow, daemon=True).start()
    memory_limit(job.limits)
    job.run.mkdir(parents=True, exist_ok=True)
    log = os.open(job.run / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for standard in (1, 2):
        os.dup2(log, standard)
    os.close(log)


def _follow() -> None:
    """End when the batch does, however it ended: nobody is left to hand a report to."""
    batch = multiprocessing.parent_process()
    if batch is not None:
        batch.join()
        os._exit(1)


def _exit_code(process: BaseProcess) -> int | None:
    with _lock:
        process.join(GRACE)
        return process.exitcode


def _end(process: BaseProcess) -> None:
    with _lock:
        _running.discard(process)
        process.join(GRACE)
        if process.exitcode is None:
            _kill(process)
            process.join()
        process.close()


def _kill(process: BaseProcess) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError, ValueError):
        if process.pid is not None and hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(ValueError):
        process.kill()
