"""What can be made of a client as its folder stands."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from padlib import workspace
from padlib.reports import variants
from padlib.reports.jobs import SKIPPED
from padlib.reports.planning import Plan, Request, planned
from padlib.reports.running import reason

READY, MISSING, FAULTY = "ready", "missing", "faulty"


def readiness(
    client: str,
    year: int,
    language: str,
    data: Path | None = None,
    notebooks: Path | None = None,
) -> pd.DataFrame:
    """Each report of a client's year: whether it can run, else what keeps it from it.

    Nothing is run and nothing is written.

    Returns
    -------
    DataFrame
        Indexed by report id, in the order of the method: step (the workbook's number), title,
        question, state (``ready``, ``missing``: an input is not there, ``faulty``: an input has
        faults), partners (names of those who have pages of their own), reason, and variant: of a
        workbook of the client's own, what `variants.states` tells, else blank. A report that is
        ready may have a reason: why it has no partner's edition.
    """
    request = Request(
        data=data,
        notebooks=notebooks,
        clients=[client],
        years=[year],
        languages=[language],
        force=True,
    )
    plan = planned(request)
    planned_for = {outcome.job.report for outcome in plan.settled}
    planned_for |= {job.report for job in plan.jobs}
    own = variants.states(plan.space.client_folder(client), plan.books)
    rows = {
        book.report: (
            book.step,
            book.titles[language],
            book.questions[language],
            *_state(plan, book.report, language),
            own.get(book.report, ""),
        )
        for book in plan.books.values()
        if book.report in planned_for
    }
    columns = ["step", "title", "question", "state", "partners", "reason", "variant"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _state(plan: Plan, report: str, language: str) -> tuple[str, tuple[str, ...], str]:
    """State of a report, partners it is made for, and what it takes."""
    jobs = [job for job in plan.jobs if job.report == report]
    kept = [one for one in plan.settled if one.job.report == report]
    # what is told of one partner alone keeps no report from being made
    told = [one for one in kept if one.missing or not one.job.partner] or kept
    why = next((one.reason for one in told if one.missing or not jobs), "")
    if not jobs:
        return MISSING if told[0].state == SKIPPED else FAULTY, (), why
    first = jobs[0]
    files = {*first.needs, *first.reads}
    found = workspace.check(first.client, first.year, files, data=first.data)
    if not found:
        return FAULTY, (), reason("faults", {"count": len(found.faults)}, language)
    names = (job.partner_name for job in jobs if job.partner)
    return READY, tuple(dict.fromkeys(names)), why
