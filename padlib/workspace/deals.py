"""`deals.csv`: the deals under way with each partner, signed and lost ones too (CLIENT_FILES 6)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import pandas as pd

from padlib.core.notices import Notice
from padlib.core.pipeline import OPEN, SIGNED, STAGES
from padlib.workspace import answers, rows
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Code, Day, Number, Text
from padlib.workspace.names import PARTNER_ID, Owner

STEM = "deals"
ORIGINS = ("vendor", "partner", "joint")
DATES = ["expected_close", "registered_on", "next_date"]
LINE = "line"


class Deal(rows.Line):
    """Columns of the table."""

    deal_id: Annotated[str, Text()]
    partner_id: Annotated[str, PARTNER_ID]
    amount: Annotated[float, Number(0, money=True)]
    stage: Annotated[str, Code(STAGES)]
    expected_close: Annotated[date, Day()]
    registered_on: Annotated[date | None, Day()] = None
    origin: Annotated[str, Code(ORIGINS)] = ""
    name: Annotated[str, Text()] = ""
    next_step: Annotated[str, Text()] = ""
    owner: Annotated[str, Owner()] = ""
    next_date: Annotated[date | None, Day()] = None


def nothing() -> pd.DataFrame:
    """No deal at all."""
    return _frame([], [])


def read(
    content: bytes, limits: Limits, partners: pd.DataFrame | None, findings: Findings
) -> pd.DataFrame:
    """Deals in the order of their closing day, then of their ids.

    Parameters
    ----------
    content : bytes
    limits : Limits
        A deal registered, or signed, after the date of the data is left out; after the day of
        issue it is a mistake.
    partners : DataFrame or None
        The year's partners indexed by id, None when no file tells.
    findings : Findings

    Returns
    -------
    DataFrame
        Columns deal_id, partner_id, amount, stage, expected_close, registered_on (NaT unknown),
        origin (vendor, partner, joint or ""), name, next_step, owner (role id, name or ""),
        next_date (NaT unknown), and line, that of the file.
    """
    told = rows.read(content, Deal, findings)
    answers.check_partners(told, partners, findings)
    rows.unique(
        told,
        lambda row: row.deal_id,
        lambda row, lines: findings.fault(
            lines[0], "deal_id", "twice", lines=lines, found=row.deal_id
        ),
    )
    for row, line in zip(told.rows, told.lines, strict=True):
        for column, day in _days(row):
            limits.check(day, line, column, findings)
    if findings.faults:
        return nothing()
    kept = [
        (row, line)
        for row, line in zip(told.rows, told.lines, strict=True)
        if all(limits.has_come(day) for _, day in _days(row))
    ]
    return _frame([row for row, _ in kept], [line for _, line in kept])


def ids(content: bytes) -> dict[str, str]:
    """Partner of each deal, as far as a file can be read, to check other files by it."""
    told = rows.read(content, Deal, Findings(STEM))
    return {
        row.deal_id: row.partner_id
        for row in told.rows
        if row.deal_id is not None and row.partner_id is not None
    }


def facts(table: pd.DataFrame) -> Iterator[tuple[str, date]]:
    """Partner and day of what has happened: registered, signed."""
    for column, held in (("registered_on", table), ("expected_close", _signed(table))):
        for partner, day in zip(held["partner_id"], held[column], strict=True):
            if pd.notna(day):
                yield str(partner), day.date()


def overdue(table: pd.DataFrame, as_of: date, file: str, name: str) -> Notice | None:
    """The warning about a partner's open deals whose closing day has passed, None without any."""
    late = table["stage"].isin(OPEN) & (table["expected_close"] < pd.Timestamp(as_of))
    if not late.any():
        return None
    found = table[late].sort_values(LINE)
    values = {
        "file": file,
        "column": "expected_close",
        "lines": [int(line) for line in found[LINE]],
        "about": str(found["partner_id"].iloc[0]),
        "name": name,
        "count": len(found),
        "day": as_of,
    }
    return Notice("deals_overdue_one" if len(found) == 1 else "deals_overdue_many", values)


def _frame(kept: list[Deal], lines: list[int]) -> pd.DataFrame:
    table = rows.frame(Deal, kept)
    table[LINE] = pd.Series(lines, dtype="int")
    return table.sort_values(["expected_close", "deal_id"], ignore_index=True)


def _signed(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["stage"] == SIGNED]


def _days(row: Deal) -> Iterator[tuple[str, date]]:
    """The days of a deal that are facts, by column."""
    if row.registered_on is not None:
        yield "registered_on", row.registered_on
    if row.stage == SIGNED and row.expected_close is not None:
        yield "expected_close", row.expected_close
