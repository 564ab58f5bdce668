"""Running a plan: jobs to outcomes, then the manifest of the batch and the index pages."""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed

from padlib import banks
from padlib.reports import indexes, isolation, state
from padlib.reports.jobs import UNCHANGED, Job, Outcome
from padlib.reports.planning import Plan
from padlib.reports.running import run_job


def nobody_watches(outcome: Outcome) -> None:
    """No progress is shown."""


def run(
    plan: Plan,
    executor: Executor,
    watch: Callable[[Outcome], None] = nobody_watches,
    job_runner: Callable[[Job], Outcome] = run_job,
) -> list[Outcome]:
    """Run the jobs of a plan; the outcomes, in the order of the plan.

    A record is kept as each report ends. Manifest and indexes are written at the end, also when
    the batch is cut short: then they tell of what was finished.
    """
    digests = state.Digests(plan.space)
    ended: dict[str, Outcome] = {}

    def end(outcome: Outcome) -> None:
        ended[outcome.job.key] = outcome
        if outcome.state != UNCHANGED:
            state.keep(outcome, digests)
        watch(outcome)

    waiting: list[Future[Outcome]] = []
    try:
        for record in plan.superseded:
            record.unlink(missing_ok=True)
        for outcome in plan.settled:
            end(outcome)
        waiting += [executor.submit(job_runner, job) for job in plan.jobs]
        for future in as_completed(waiting):
            end(future.result())
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        while not all(future.done() for future in waiting):
            isolation.stop()
            time.sleep(0.05)
        raise
    finally:
        finish(plan, list(ended.values()))
    return [ended[job.key] for job in plan.all_jobs]


def finish(plan: Plan, outcomes: Sequence[Outcome]) -> None:
    """Write the manifest of the batch and the indexes that lead to its pages."""
    manifest = {
        "banks": {"version": banks.version(), "digest": banks.digest()},
        "code": state.code_digest(),
        "versions": dict(state.versions()),
        "reports": [state.as_json(outcome) for outcome in outcomes],
    }
    content = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
    state.write(plan.folder / "manifest.json", content.encode())
    state.prune(plan.outputs)
    indexes.write(plan.outputs, plan.books, plan.clients, plan.language)
