"""`partners.csv`: the partners of a year, one row each (CLIENT_FILES 3)."""

from datetime import date
from typing import Annotated

import pandas as pd

from padlib.workspace import rows
from padlib.workspace.faults import LANGUAGES, Findings
from padlib.workspace.kinds import Code, Day, Number, Text
from padlib.workspace.names import PARTNER_ID

TYPES = ("VAR", "integrator", "ESN", "ISV", "distributor", "referrer", "other")
STATUSES = ("prospect", "starting", "active", "inactive", "ended")
DRIFT = 0.01  # share by which last year's revenue may differ from what last year's folder says

Money = Number(0, money=True)
Whole = Number(0, whole=True)
Percent = Number(0, 100)
Level = Number(0, 4)

HISTORY = {"revenue_n1": "revenue_n", "revenue_n2": "revenue_n1", "revenue_n3": "revenue_n2"}


class Partner(rows.Line):
    """Columns of the table."""

    partner_id: Annotated[str, PARTNER_ID]
    name: Annotated[str, Text()]
    type: Annotated[str, Code(TYPES)] = "other"
    status: Annotated[str, Code(STATUSES)]
    region: Annotated[str, Text()] = ""
    contact: Annotated[str, Text()] = ""
    start_date: Annotated[date | None, Day()] = None
    revenue_n: Annotated[float | None, Money] = None
    revenue_n1: Annotated[float | None, Money] = None
    revenue_n2: Annotated[float | None, Money] = None
    revenue_n3: Annotated[float | None, Money] = None
    new_customers_12m: Annotated[float | None, Whole] = None
    certified_people: Annotated[float | None, Whole] = None
    addressable_customers: Annotated[float | None, Whole] = None
    available_sellers: Annotated[float | None, Whole] = None
    win_rate_pct: Annotated[float | None, Percent] = None
    wallet_left_pct: Annotated[float | None, Percent] = None
    strategic_fit_0_4: Annotated[float | None, Level] = None
    investment_intent_0_4: Annotated[float | None, Level] = None
    financial_soundness_0_4: Annotated[float | None, Level] = None
    manager_time_pct: Annotated[float | None, Percent] = None
    channel_manager: Annotated[str, Text()] = ""
    language: Annotated[str, Code(LANGUAGES)] = ""


def read(content: bytes, language: str, findings: Findings) -> pd.DataFrame:
    """Partners indexed by id, in the order of ids.

    Columns are those of `Partner`: amounts in the client's currency, percentages 0–100, NaN or NaT
    or "" when unknown; a blank `language` is the client's.
    """
    told = rows.read(content, Partner, findings)
    rows.unique(
        told,
        lambda row: row.partner_id,
        lambda row, lines: findings.fault(
            lines[0], "partner_id", "twice", lines=lines, found=row.partner_id
        ),
    )
    _check_case(told, findings)
    _check_rows(told, findings)
    if findings.faults:
        told = rows.Read((), ())
    _warn(told, findings)
    table = rows.frame(Partner, told.rows)
    table["language"] = table["language"].replace("", language)
    return table.set_index("partner_id").sort_index()


def as_told(content: bytes) -> pd.DataFrame:
    """Partners as far as a file can be read, whatever its faults, to check other files by it."""
    told = rows.read(content, Partner, Findings(""))
    first = {row.partner_id: row for row in reversed(told.rows) if row.partner_id is not None}
    table = rows.frame(Partner, list(first.values()))
    texts = {"name": "", "status": ""}  # with a fault of its own, such a cell is blank here
    return table.fillna(texts).set_index("partner_id").sort_index()


def check_history(
    partners: pd.DataFrame, previous: pd.DataFrame, year: int, findings: Findings
) -> None:
    """Warn where revenue of past years differs by more than 1% from last year's folder."""
    both = partners.join(previous.add_suffix("_before"), how="inner")
    who = list(zip(both.index, both["name"], strict=True))
    for now, then in HISTORY.items():
        amounts = both[[now, f"{then}_before"]].to_numpy(dtype=float)
        for (partner, name), (told, before) in zip(who, amounts, strict=True):
            if abs(told - before) > DRIFT * abs(before):
                findings.warn(
                    "revenue_drift",
                    column=now,
                    about=str(partner),
                    name=str(name),
                    found=float(told),
                    before=float(before),
                    year=str(year),
                )


def _check_case(told: rows.Read[Partner], findings: Findings) -> None:
    """Two ids that differ by case alone would be one file on some disks."""
    spelt: dict[str, tuple[str, int]] = {}
    for row, line in zip(told.rows, told.lines, strict=True):
        if row.partner_id is None:  # with a fault of its own
            continue
        first, first_line = spelt.setdefault(row.partner_id.casefold(), (row.partner_id, line))
        if first != row.partner_id:
            findings.fault(
                line, "partner_id", "case_alone", found=row.partner_id, other=first, at=first_line
            )


def _check_rows(told: rows.Read[Partner], findings: Findings) -> None:
    for row, line in zip(told.rows, told.lines, strict=True):
        undated = row.start_date is None and not findings.accuses(line, "start_date")
        if row.status == "starting" and undated:
            findings.fault(line, "start_date", "start_date", name=row.name or row.partner_id)


def _warn(told: rows.Read[Partner], findings: Findings) -> None:
    for row, line in zip(told.rows, told.lines, strict=True):
        if row.status == "active" and row.revenue_n is None:
            told_of = {"about": row.partner_id, "name": row.name}
            findings.warn("revenue_unknown", line, "revenue_n", **told_of)
    total = sum(row.manager_time_pct or 0 for row in told.rows)
    if total > 100 + 1e-9:
        findings.warn("manager_time", column="manager_time_pct", found=total)
