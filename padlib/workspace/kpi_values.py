"""`kpi_values.csv`: KPIs as measured at the end of a month, partner by partner (CLIENT_FILES 6)."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

import pandas as pd

from padlib import banks
from padlib.workspace import answers, rows
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Number, Text, is_not_applicable
from padlib.workspace.names import KPI, PARTNER_ID

STEM = "kpi_values"
COUNTED = ("K-05", "K-07")  # whose month has a denominator
CUMULATIVE = "cumulative"
LINE = "line"
# unit of a KPI in the bank → what its value may be
UNITS: Mapping[str, Number] = {
    "EUR": Number(0, money=True),
    "count": Number(0, whole=True),
    "ratio": Number(0),
    "percent": Number(0, 100),
    "0-100": Number(0, 100),
}
# more may be given than was promised
OWN_KINDS: Mapping[str, Number] = {"K-10": Number(0)}


class KpiValue(rows.Line):
    """Columns of the table; what a value may be depends on its KPI."""

    partner_id: Annotated[str, PARTNER_ID]
    kpi_id: Annotated[str, KPI]
    month: Annotated[float, Number(1, 12, whole=True)]
    value: Annotated[str, Text()] = ""
    of: Annotated[float | None, Number(0, whole=True)] = None

    @property
    def left_out(self) -> bool:
        """Whether the KPI is said to have no object for the partner."""
        return is_not_applicable(self.value)

    @property
    def is_fact(self) -> bool:
        """Whether something was measured."""
        return bool(self.value and not self.left_out) or self.of is not None


def nothing() -> pd.DataFrame:
    """No KPI measured at all."""
    return _frame([]).drop(columns=LINE)


def read(
    content: bytes, limits: Limits, partners: pd.DataFrame | None, findings: Findings
) -> pd.DataFrame:
    """Values in the order of partners, of KPIs in the bank, of months.

    Parameters
    ----------
    content : bytes
    limits : Limits
        A month after that of the date of the data is left out; after that of the day of issue,
        what is measured in it is a mistake.
    partners : DataFrame or None
        The year's partners indexed by id, None when no file tells.
    findings : Findings

    Returns
    -------
    DataFrame
        Columns partner_id, kpi_id, month (int), value (in the KPI's unit; NaN: not measured), of
        (NaN unknown), not_applicable (`NA` typed: the KPI is left out for this partner).
    """
    told = rows.read(content, KpiValue, findings, keeps_na=["value"])
    name = answers.namer(partners)
    answers.check_partners(told, partners, findings)
    rows.unique(
        told,
        lambda row: (row.partner_id, row.kpi_id, row.month),
        lambda row, lines: findings.fault(
            lines[0],
            "month",
            "kpi_twice",
            lines=lines,
            partner=name(row.partner_id),
            kpi=row.kpi_id,
            month=row.month,
        ),
    )
    values = [
        (row, line, _value(row, line, findings))
        for row, line in zip(told.rows, told.lines, strict=True)
    ]
    for row, line, _ in values:
        if row.month is not None and row.is_fact:
            _check_month(row, line, limits, findings)
    if findings.faults:
        return nothing()
    table = _frame(
        [
            one
            for one in values
            if limits.as_of is None or _month(limits.year, one[0].month) <= _month_of(limits.as_of)
        ]
    )
    _warn_of(told, findings)
    _warn_falls(table, name, findings)
    _warn_left_out(table, name, findings)
    return table.drop(columns=LINE)


def facts(table: pd.DataFrame, limits: Limits) -> Iterator[tuple[str, date]]:
    """Partner and last day of each month measured; of the month of issue, the day of issue."""
    measured = table["value"].notna() | table["of"].notna()
    for partner, month in zip(
        table.loc[measured, "partner_id"], table.loc[measured, "month"], strict=True
    ):
        yield str(partner), min(_last_day(limits.year, int(month)), limits.last)


def kind_of(kpi: str) -> Number:
    """What a value of a KPI may be."""
    return OWN_KINDS.get(kpi) or UNITS[_bank()[kpi]["unit"]]


@cache
def _bank() -> Mapping[str, Mapping[str, Any]]:
    return {str(kpi["id"]): kpi for kpi in banks.business_plan()["kpis"]}


def _frame(kept: list[tuple[KpiValue, int, float]]) -> pd.DataFrame:
    place = {kpi: number for number, kpi in enumerate(_bank())}
    ordered = sorted(kept, key=lambda one: (one[0].partner_id, place[one[0].kpi_id], one[0].month))
    told = [row for row, _, _ in ordered]
    return pd.DataFrame(
        {
            "partner_id": pd.Series([row.partner_id for row in told], dtype="str"),
            "kpi_id": pd.Series([row.kpi_id for row in told], dtype="str"),
            "month": pd.Series([row.month for row in told], dtype="int"),
            "value": pd.Series([value for _, _, value in ordered], dtype="float"),
            "of": pd.Series([row.of for row in told], dtype="float"),
            "not_applicable": pd.Series([row.left_out for row in told], dtype="bool"),
            LINE: pd.Series([line for _, line, _ in ordered], dtype="int"),
        }
    )


def _value(row: KpiValue, line: int, findings: Findings) -> float:
    """The value in the KPI's unit; NaN when there is none, or with a fault."""
    if not row.value or row.left_out or row.kpi_id is None:
        return float("nan")
    kind = kind_of(row.kpi_id)
    if kind.looks_grouped(row.value):
        findings.warn("grouped", line, "value", found=row.value)
    try:
        return float(kind.read(row.value))
    except Bad as bad:
        findings.fault(line, "value", bad.code, **bad.values)
        return float("nan")


def _check_month(row: KpiValue, line: int, limits: Limits, findings: Findings) -> None:
    """A month that has not begun cannot have been measured."""
    if _month(limits.year, row.month) > _month_of(limits.last):
        findings.fault(
            line, "month", "later_month", found=int(row.month), year=str(limits.year),
            last=limits.last,
        )  # fmt: skip


def _month(year: int, month: float) -> tuple[int, int]:
    return year, int(month)


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _warn_of(told: rows.Read[KpiValue], findings: Findings) -> None:
    lines = [
        line
        for row, line in zip(told.rows, told.lines, strict=True)
        if row.of is not None and row.kpi_id not in COUNTED
    ]
    if lines:
        findings.warn("of_unused", column="of", lines=lines, kpis=list(COUNTED))


def _warn_falls(table: pd.DataFrame, name: answers.Namer, findings: Findings) -> None:
    """What adds up since January does not fall; each fall is told of its KPI."""
    adding = [kpi for kpi, told in _bank().items() if told["reading"] == CUMULATIVE]
    known = table[table["kpi_id"].isin(adding) & table["value"].notna()]
    for (partner, kpi), months in known.groupby(["partner_id", "kpi_id"], sort=False):
        before = float("-inf")
        for value, line in zip(months["value"].tolist(), months[LINE].tolist(), strict=True):
            if value < before:
                told = {"kpi": str(kpi), "before": before, "found": value}
                findings.warn(
                    "kpi_falls",
                    line,
                    "value",
                    about=str(partner),
                    name=name(str(partner)),
                    **told,
                )
            before = value


def _warn_left_out(table: pd.DataFrame, name: answers.Namer, findings: Findings) -> None:
    """A KPI left out for a partner, and measured all the same."""
    for (partner, kpi), months in table.groupby(["partner_id", "kpi_id"], sort=False):
        if months["not_applicable"].any() and months["value"].notna().any():
            findings.warn(
                "kpi_left_out",
                column="value",
                about=str(partner),
                name=name(str(partner)),
                kpi=str(kpi),
            )
