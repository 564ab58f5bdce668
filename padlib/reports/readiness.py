"""What can be made of a client as its folder stands."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from padlib import workspace
from padlib.reports.jobs import SKIPPED
from padlib.reports.planning import Request, planned
from padlib.reports.running import reason

READY, MISSING, FAULTY = "ready", "missing", "faulty"


def readiness(client: str, year: int, language: str, data: Path | None = None) -> pd.DataFrame:
    """Each report of a client's year: whether it can run, else what keeps it from it.

    Nothing is run and nothing is written.

    Returns
    -------
    DataFrame
        Indexed by report id, in the order of the method: step (the workbook's number), title,
        question, state (``ready``, ``missing``: an input is not there, ``faulty``: an input has
        faults) and reason.
    """
    request = Request(data=data, clients=[client], years=[year], languages=[language], force=True)
    plan = planned(request)
    told = {}
    for outcome in plan.settled:
        told[outcome.job.report] = (MISSING if outcome.state == SKIPPED else FAULTY, outcome.reason)
    for job in plan.jobs:
        files = {*job.needs, *job.reads}
        found = workspace.check(client, year, files, data=job.data)
        count = reason("faults", {"count": len(found.faults)}, language)
        told[job.report] = (READY, "") if found else (FAULTY, count)
    rows = {
        book.report: (
            book.step,
            book.titles[language],
            book.questions[language],
            *told[book.report],
        )
        for book in plan.books.values()
        if book.report in told
    }
    columns = ["step", "title", "question", "state", "reason"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
