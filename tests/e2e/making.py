"""What is made for the browser; by hand: `python -m tests.e2e.making DATA OUTPUTS CLIENT LANGUAGE`.

Every report of every client in both languages, found from the workbooks themselves: one dropped
into `notebooks/` is made too. Of what is made once a partner, pages that differ in a name alone are
not made again and again: every partner that held or plans a session, signs a plan or starts is made
(each of them is a case of its own), and the first partner of any other input.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from padlib import workspace
from padlib.reports import batch, isolation
from padlib.reports.jobs import FAILED
from padlib.reports.planning import Request, planned
from padlib.reports.workbooks import LANGUAGES, Workbook, collection

CASES = ("convergence_answers", "business_plans", "start_plans")
ISSUED = "2026-11-26"  # the pages are those of one day: a session ahead of it stays ahead


def requests(
    data: Path,
    clients: Sequence[str],
    *,
    reports: Sequence[str] = (),
    languages: Sequence[str] = LANGUAGES,
) -> Iterator[Request]:
    """The batches that make what the browser opens of these clients."""
    books = [book for book in collection().values() if not reports or book.report in reports]
    parameters = {"issued": ISSUED}
    asked = Request(data=data, clients=clients, languages=languages, parameters=parameters)
    whole = [one.report for one in books if set(one.audiences) > set(one.partners_of)]
    if whole:
        yield replace(asked, reports=whole, audiences=["internal"])
    by_partner = [book for book in books if book.partners]
    groups: list[tuple[list[Workbook], int | None]] = [
        ([one for one in by_partner if one.partners == case], None) for case in CASES
    ]
    groups.append(([one for one in by_partner if one.partners not in CASES], 1))
    folders = [workspace.open_client(client, data=data) for client in clients]
    for group, most in groups:
        partners = _partners(folders, group, most)
        if partners:
            yield replace(asked, reports=[one.report for one in group], partners=partners)


def _partners(
    folders: Sequence[workspace.Folder], books: Sequence[Workbook], most: int | None
) -> list[str]:
    found = (
        partner
        for folder in folders
        for book in books
        if folder.has(book.partners)
        for partner in folder.partners_with(book.partners)[:most]
    )
    return list(dict.fromkeys(found))


def make(requests: Sequence[Request], outputs: Path) -> list[str]:
    """Run the batches; what failed, and why."""
    isolation.warm_up()
    failed = []
    for request in requests:
        plan = planned(replace(request, outputs=outputs))
        with ThreadPoolExecutor(os.cpu_count()) as executor:
            outcomes = batch.run(plan, executor)
        failed += [
            " · ".join((one.job.key, one.reason, *one.details))
            for one in outcomes
            if one.state == FAILED
        ]
    return failed


if __name__ == "__main__":
    data, outputs, client, language = sys.argv[1:]
    batches = list(requests(Path(data), [client], languages=[language]))
    sys.exit("\n".join(make(batches, Path(outputs))) or 0)
