"""`assumptions.csv`, `assumptions_<partner>.csv`: what a client puts in the bank's place.

The partner's file wins, key by key, over the client's, which wins over the bank (CLIENT_FILES 4).
"""

import re
from typing import Annotated

import pandas as pd

from padlib import banks
from padlib.core import assumptions as core
from padlib.workspace import rows
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Number, Text
from padlib.workspace.names import ASSUMPTION

WHOLE_UNITS = ("months", "people", "companies")
# narrower than their unit: what a model divides by is never 0
OWN_KINDS = {
    "action_horizon_months": Number(1, 12, whole=True),  # also a parameter of the diagnostic
    "earnings_horizon_months": Number(1, 120, whole=True),
    "direct_rep_ramp_months": Number(1, whole=True),
    "sales_cycle_months": Number(1, whole=True),
    "active_sellers_per_partner": Number(1, whole=True),
    "new_customers_per_partner_seller_year": Number(0, above=True),
    "new_customers_per_direct_rep_year": Number(0, above=True),
    "partners_per_channel_manager": Number(0, above=True),
    "annual_contract_value": Number(0, above=True),
    "active_partner_rate": Number(0.01, 1),
    "partnership_failure_rate": Number(0, 0.99),
}
SERVICES = "services_mix_"
PAIR = ("active_partner_rate", "partnership_failure_rate")  # they sum to 1
ROUNDING = 1e-9
NUMBERS = ["value", "low", "high"]
MIX_ROUNDING = 1e-6


class Assumption(rows.Line):
    """Columns of the table."""

    key: Annotated[str, ASSUMPTION]
    value: Annotated[str, Text()] = ""
    low: Annotated[str, Text()] = ""
    high: Annotated[str, Text()] = ""
    source: Annotated[str, Text()] = ""
    note: Annotated[str, Text()] = ""


def read(content: bytes, findings: Findings) -> pd.DataFrame:
    """Overrides indexed by key: value, low, high (NaN blank), source, note, line."""
    told = rows.read(content, Assumption, findings)
    rows.unique(
        told,
        lambda row: row.key,
        lambda row, lines: findings.fault(lines[0], "key", "twice", lines=lines, found=row.key),
    )
    known = [one for one in zip(told.rows, told.lines, strict=True) if one[0].key]
    table = pd.DataFrame(
        [_numbers(row, line, findings) for row, line in known],
        columns=["key", "value", "low", "high", "source", "note", "line"],
    )
    table = table.astype({"key": "str", "source": "str", "note": "str"})
    table = table.astype(dict.fromkeys(NUMBERS, "float"))
    _check_pair(table, findings)
    return table.drop_duplicates("key").set_index("key").sort_index()


def merged(
    overrides: list[pd.DataFrame], eur_rate: float | None, findings: Findings
) -> pd.DataFrame:
    """The assumptions in force, indexed by key in the bank's order.

    Parameters
    ----------
    overrides : list of DataFrame
        As `read` gives them; the later wins.
    eur_rate : float or None
        Units of the client's currency for one euro. None: the bank's monetary values are of no use
        to this client, and are NaN unless an override gives them.

    Returns
    -------
    DataFrame
        Columns value, unit, low, high, grade (C for the client's), source, note, changed (bool).
    """
    bank = banks.assumptions()
    bank[NUMBERS] = bank[NUMBERS].astype(float)
    if eur_rate is None:
        bank.loc[core.monetary(bank), NUMBERS] = float("nan")
    paired = [_paired(one.drop(columns="line")) for one in overrides]
    table = core.merged(bank, *paired, eur_rate=eur_rate)
    return _renormalised(table, findings)


def _numbers(row: Assumption, line: int, findings: Findings) -> list[object]:
    """One row with its numbers, read in the unit of the key."""
    kind = kind_of(row.key)
    read: dict[str, float] = {}
    for name in NUMBERS:
        text = getattr(row, name)
        if not text:
            continue
        try:
            read[name] = float(kind.read(text))
        except Bad as bad:
            findings.fault(line, name, bad.code, **bad.values)
    if not row.value and (row.low or row.high):
        findings.fault(line, "value", "bounds_alone", found=row.key)
    value = read.get("value")
    if value is not None:
        low, high = read.get("low", value), read.get("high", value)
        if not low <= value <= high:
            column = "low" if low > value else "high"
            findings.fault(
                line, column, "low_value_high", found=read[column], value=value, key=row.key
            )
    numbers = [read.get(name, float("nan")) for name in NUMBERS]
    return [row.key, *numbers, row.source, row.note, line]


def kind_of(key: str) -> Number:
    """What a value of this key may be, by its unit in the bank."""
    unit = str(banks.assumptions().at[key, "unit"])
    if key in OWN_KINDS:
        return OWN_KINDS[key]
    if re.match(r"share\b", unit):
        return Number(0, 1)
    return Number(0, whole=unit in WHOLE_UNITS, money=unit.startswith("EUR"))


def _check_pair(table: pd.DataFrame, findings: Findings) -> None:
    given = table.drop_duplicates("key").set_index("key")
    if not set(PAIR) <= set(given.index):
        return
    values = given.loc[list(PAIR), "value"].tolist()
    if abs(sum(values) - 1) > ROUNDING:
        lines = sorted(given.loc[list(PAIR), "line"].tolist())
        findings.fault(lines[0], "value", "rates", lines=lines, found=values)


def _paired(override: pd.DataFrame) -> pd.DataFrame:
    """With the one of the two rates that was not given, from the one that was."""
    told = override[override["value"].notna()]
    given = [key for key in PAIR if key in told.index]
    if len(given) != 1:
        return override
    other = PAIR[1 - PAIR.index(given[0])]
    row = told.loc[given].rename(index={given[0]: other})
    row = row.assign(value=1 - row["value"], low=1 - row["high"], high=1 - row["low"])
    return pd.concat([override.drop(index=other, errors="ignore"), row])


def _renormalised(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    mix = [key for key in table.index if key.startswith(SERVICES)]
    total = float(table.loc[mix, "value"].sum())
    if abs(total - 1) <= MIX_ROUNDING or total <= 0:
        if total <= 0:
            findings.fault(None, "value", "mix_zero")
        return table
    findings.warn("mix", column="value", found=total)
    table.loc[mix, NUMBERS] /= total
    return table
