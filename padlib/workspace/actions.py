"""`actions.csv`: how far the actions that a year's reports proposed have come (CLIENT_FILES 7)."""

import re
from datetime import date
from typing import Annotated, ClassVar

import pandas as pd

from padlib.core.actions import PROPOSED
from padlib.workspace import names, rows
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Code, Day, Kind, Text
from padlib.workspace.suggestions import nearest, plain

STATUSES = ("planned", "in_progress", "done", "late", "dropped")
# columns of the action table that a report exports, known here and not read
EXPORTED = (
    *(name for name in PROPOSED if name != "status"),
    "partner", "page", "title", "action", "owner", "partner_owner", "start", "end", "due_date",
    "load", "kpi", "level", "dimension", "reason",
)  # fmt: skip
_BANKS = {"D": "diagnostic", "C": "convergence", "P": "perception"}


class ActionId(Kind):
    """An item's id, with `@partner` after it for a joint action; ids of plans are kept as typed."""

    dtype: ClassVar[str] = "str"

    def read(self, text: object) -> str:
        """The id, with the item as the bank spells it."""
        typed = Text().read(text)
        item, at, partner = typed.partition("@")
        bank = _BANKS.get(item[:1].upper()) if re.match(r"[DCPdcp]-", item) else None
        if bank is None:
            return typed
        known = names.items(bank)
        if plain(item) not in known:
            close = nearest(item, known.values())
            raise Bad("unknown_action", found=typed, bank=bank, nearest=close)
        return known[plain(item)] + at + partner


class Action(rows.Line):
    """Columns of the table."""

    action_id: Annotated[str, ActionId()]
    status: Annotated[str, Code(STATUSES)] = "planned"
    done_on: Annotated[date | None, Day()] = None
    comment: Annotated[str, Text()] = ""


def nothing() -> pd.DataFrame:
    """Progress of no action at all."""
    return rows.frame(Action, []).set_index("action_id")


def read(content: bytes, limits: Limits, findings: Findings) -> pd.DataFrame:
    """Progress indexed by action id: status, done_on (NaT unknown), comment.

    What was done after the date of the data is not done yet on that page: the action counts as in
    progress, without date.
    """
    told = rows.read(content, Action, findings, also_known=EXPORTED)
    rows.unique(
        told,
        lambda row: row.action_id,
        lambda row, lines: findings.fault(
            lines[0], "action_id", "twice", lines=lines, found=row.action_id
        ),
    )
    for row, line in zip(told.rows, told.lines, strict=True):
        if row.done_on and row.status != "done":
            findings.fault(line, "done_on", "date_not_done", found=row.done_on, status=row.status)
        elif row.done_on:
            limits.check(row.done_on, line, "done_on", findings)
    table = rows.frame(Action, [] if findings.faults else told.rows)
    if limits.as_of is not None:
        later = table["done_on"] > pd.Timestamp(limits.as_of)
        table.loc[later, "status"] = "in_progress"
        table.loc[later, "done_on"] = pd.NaT
    return table.set_index("action_id").sort_index()
