"""Assumptions: defaults, then what a client puts in their place (METHOD 18)."""

import math

import pandas as pd
import pytest

from padlib import banks
from padlib.core import assumptions


def told(**rows):
    columns = ["value", "low", "high", "source"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.assign(note="")


def test_without_overrides_the_bank_stands():
    bank = banks.assumptions()
    merged = assumptions.merged(bank)
    assert merged["value"].equals(bank["value"].astype(float))
    assert not merged["changed"].any()


def test_a_client_value_wins_with_its_own_bounds_and_grade():
    given = told(annual_contract_value=[18500.0, 12000.0, 26000.0, "facturation"])
    row = assumptions.merged(banks.assumptions(), given).loc["annual_contract_value"]
    assert row[["value", "low", "high"]].tolist() == [18500, 12000, 26000]
    assert (row["grade"], row["source"], row["changed"]) == ("C", "facturation", True)


def test_a_bound_left_empty_is_the_value_itself():
    given = told(annual_churn=[0.08, math.nan, math.nan, ""])
    row = assumptions.merged(banks.assumptions(), given).loc["annual_churn"]
    assert row[["value", "low", "high"]].tolist() == [0.08, 0.08, 0.08]


def test_a_blank_value_leaves_the_default():
    given = told(annual_churn=[math.nan, math.nan, math.nan, "source seule"])
    row = assumptions.merged(banks.assumptions(), given).loc["annual_churn"]
    assert (row["value"], row["grade"], row["changed"]) == (0.1, "P", False)


def test_the_last_override_wins_key_by_key():
    client = told(annual_churn=[0.08, 0.08, 0.08, ""], day_rate=[700.0, 700.0, 700.0, ""])
    partner = told(annual_churn=[0.05, 0.05, 0.05, ""])
    merged = assumptions.merged(banks.assumptions(), client, partner)
    assert merged.loc[["annual_churn", "day_rate"], "value"].tolist() == [0.05, 700]


def test_money_defaults_follow_the_rate_and_given_values_do_not():
    given = told(day_rate=[700.0, 700.0, 700.0, ""])
    merged = assumptions.merged(banks.assumptions(), given, eur_rate=0.85)
    assert merged.at["annual_contract_value", "value"] == pytest.approx(17_000)
    assert merged.at["annual_contract_value", "high"] == pytest.approx(85_000)
    assert merged.at["day_rate", "value"] == 700
    assert merged.at["annual_churn", "value"] == 0.1
