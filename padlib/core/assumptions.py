"""Assumptions: the bank's defaults, then what a client puts in their place (METHOD 18)."""

from __future__ import annotations

import pandas as pd

CLIENT_GRADE = "C"


def merged(
    bank: pd.DataFrame, *overrides: pd.DataFrame, eur_rate: float | None = None
) -> pd.DataFrame:
    """Assumptions in force, indexed by key; the last override wins, key by key.

    Parameters
    ----------
    bank : DataFrame
        Columns value, unit, low, high, grade, source, note, as the bank gives them.
    overrides : DataFrame
        Indexed by key; columns value, low, high, source, note, any of them blank. A blank value
        leaves the default; a blank bound is the value itself (known).
    eur_rate : float, optional
        Units of the client's currency for one euro: multiplies the bank's monetary values. An
        override is in the client's currency already.

    Returns
    -------
    DataFrame
        The bank's columns, and ``changed`` (bool): given by the client.

    Examples
    --------
    >>> bank = pd.DataFrame({"value": [0.1], "unit": ["share"], "low": [0.0], "high": [0.2],
    ...     "grade": ["W"], "source": [""], "note": [""]}, index=["annual_churn"])
    >>> told = pd.DataFrame({"value": [0.15]}, index=["annual_churn"])
    >>> float(merged(bank, told).loc["annual_churn", "high"])
    0.15
    """
    table = bank.copy()
    table[["value", "low", "high"]] = table[["value", "low", "high"]].astype(float)
    table["changed"] = False
    if eur_rate is not None:
        table.loc[monetary(table), ["value", "low", "high"]] *= eur_rate
    for override in overrides:
        given = override.reindex(columns=["value", "low", "high", "source", "note"])
        given = given[given["value"].notna() & given.index.isin(table.index)]
        for bound in ("low", "high"):
            given[bound] = given[bound].astype(float).fillna(given["value"])
        keys = given.index
        for column in ("value", "low", "high"):
            table.loc[keys, column] = given[column].astype(float)
        for column in ("source", "note"):
            table.loc[keys, column] = given[column].astype("str").fillna("")
        table.loc[keys, "grade"] = CLIENT_GRADE
        table.loc[keys, "changed"] = True
    return table


def monetary(table: pd.DataFrame) -> pd.Series[bool]:
    """Which assumptions are amounts of money in euros, by their unit."""
    return table["unit"].str.startswith("EUR")
