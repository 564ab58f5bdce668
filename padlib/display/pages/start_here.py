"""Where a client stands: which reports can be made, and what keeps the others."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from padlib.display.tables import Chip, Column, Table
from padlib.display.words import Words

_SIGNS = {"ready": "ok", "missing": "none", "faulty": "late"}


def headline(readiness: pd.DataFrame, name: str, year: int, say: Words) -> str:
    """How many reports can be made, out of how many."""
    ready = int((readiness["state"] == "ready").sum())
    return say("start_here.headline", name=name, year=str(year), ready=ready, n=len(readiness))


def reports(readiness: pd.DataFrame, say: Words) -> Table:
    """One row a report: the question it answers, whether it can run and for which partners, what
    would enable it, and whether its workbook is the client's own."""
    key = "start_here.reports"
    chips = [Chip(_SIGNS[one], say(f"{key}.states.{one}")) for one in readiness["state"]]
    for_whom = [
        say(f"{key}.partners", n=len(names), names=names) if names else ""
        for names in readiness["partners"]
    ]
    own = [say(f"{key}.variants.{one}") if one else "" for one in readiness["variant"]]
    rows = readiness.assign(
        chip=pd.Series(chips, index=readiness.index, dtype=object), partners=for_whom, variant=own
    )
    columns = [
        Column("title", say(f"{key}.columns.title"), "name"),
        Column("question", say(f"{key}.columns.question")),
        Column("chip", say(f"{key}.columns.state"), "chip"),
        *([Column("partners", say(f"{key}.columns.partners"))] if any(for_whom) else []),
        Column("reason", say(f"{key}.columns.reason")),
        *([Column("variant", say(f"{key}.columns.variant"))] if any(own) else []),
    ]
    return Table("reports", rows, columns, caption=say(f"{key}.caption"), limit=max(len(rows), 1))


def findings(sentences: Sequence[str], say: Words) -> Table:
    """Faults and warnings of the client's files, one a row."""
    key = "start_here.findings"
    rows = pd.DataFrame({"sentence": list(sentences)})
    columns = [Column("sentence", say(f"{key}.column"))]
    caption = say(f"{key}.caption", n=len(rows))
    return Table("findings", rows, columns, caption=caption, empty=say(f"{key}.none"))
