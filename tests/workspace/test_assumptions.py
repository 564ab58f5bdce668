"""assumptions.csv over the bank, and the partner's over the client's."""

import pandas as pd
import pytest

from padlib import banks
from padlib.workspace import assumptions
from padlib.workspace.faults import Findings

from .conftest import told

HEAD = "key,value,low,high,source,note\n"


def read(text: str) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("assumptions.csv")
    return assumptions.read((HEAD + text).encode(), findings), findings


def merged(*texts: str, rate: float | None = 1.0) -> pd.DataFrame:
    findings = Findings("assumptions.csv")
    table = assumptions.merged([read(text)[0] for text in texts], rate, findings)
    assert findings.faults == []
    return table


def test_the_example_of_the_contract_replaces_two_values():
    table = merged(
        "annual_contract_value,18500,12000,26000,facturation 2025,\n"
        "annual_churn,0.08,,,tableau de bord clients,\n"
    )
    row = table.loc["annual_contract_value"]
    assert (row["value"], row["low"], row["high"], row["grade"]) == (18500, 12000, 26000, "C")
    churn = table.loc["annual_churn"]
    assert (churn["value"], churn["low"], churn["high"]) == (0.08, 0.08, 0.08)  # taken as known
    assert int(table["changed"].sum()) == 2
    assert list(table.index) == list(banks.assumptions().index)


def test_the_partners_file_wins_over_the_clients():
    table = merged("annual_churn,0.08,,,,\nday_rate,700,,,,\n", "annual_churn,0.12,,,,\n")
    assert table.loc[["annual_churn", "day_rate"], "value"].tolist() == [0.12, 700]


def test_a_blank_value_leaves_the_banks():
    assert merged("annual_churn,,,,,\n").loc["annual_churn", ["value", "grade"]].tolist() == [
        0.1,
        "P",
    ]


def test_money_of_the_bank_follows_the_rate_and_the_clients_own_does_not():
    table = merged("day_rate,700,,,,\n", rate=0.85)
    assert table.at["annual_contract_value", "value"] == pytest.approx(17000)
    assert table.at["day_rate", "value"] == 700
    assert table.at["annual_churn", "value"] == 0.1


def test_without_a_rate_the_banks_money_is_unknown():
    table = merged("day_rate,700,,,,\n", rate=None)
    assert pd.isna(table.at["annual_contract_value", "value"])
    assert table.at["day_rate", "value"] == 700


def test_each_of_the_two_rates_sets_the_other():
    table = merged("active_partner_rate,0.55,0.4,0.7,,\n")
    failed = table.loc["partnership_failure_rate"]
    assert failed[["value", "low", "high"]].tolist() == pytest.approx([0.45, 0.3, 0.6])
    assert (failed["grade"], bool(failed["changed"])) == ("C", True)
    table = merged("partnership_failure_rate,0.5,,,,\n")
    assert table.at["active_partner_rate", "value"] == pytest.approx(0.5)


def test_the_partners_rate_wins_over_both_of_the_clients():
    table = merged(
        "active_partner_rate,0.4,,,,\npartnership_failure_rate,0.6,,,,\n",
        "active_partner_rate,0.7,,,,\n",
    )
    assert table.at["partnership_failure_rate", "value"] == pytest.approx(0.3)


def test_a_mix_of_services_that_does_not_sum_to_one_is_brought_back_with_a_warning():
    findings = Findings("assumptions.csv")
    over, _ = read("services_mix_training,0.4,,,,\n")
    table = assumptions.merged([over], 1.0, findings)
    mix = table.loc[[key for key in table.index if key.startswith("services_mix_")], "value"]
    assert mix.sum() == pytest.approx(1)
    assert table.at["services_mix_training", "value"] == pytest.approx(0.4 / 1.25)
    assert [w.code for w in findings.warnings] == ["mix"]


def test_faults_are_told_together():
    _, findings = read(
        "anual_churn,0.1,,,,\n"
        "annual_churn,1.2,,,,\n"
        "day_rate,-5,,,,\n"
        "sales_cycle_months,2.5,,,,\n"
        "active_sellers_per_partner,2.5,,,,\n"
        "mdf_rate,0.02,0.03,0.05,,\n"
        "discount_rate,,0.05,,,\n"
        "annual_contract_value,1,,,,\n"
        "annual_contract_value,2,,,,\n"
        "action_horizon_months,13,,,,\n"
        "active_partner_rate,0.5,,,,\n"
        "partnership_failure_rate,0.6,,,,\n"
    )
    assert told(findings) == [
        (2, "key", "unknown_assumption"),
        (3, "value", "number_range"),
        (4, "value", "negative"),
        (5, "value", "whole_min"),
        (6, "value", "whole_min"),
        (7, "low", "low_value_high"),
        (8, "value", "bounds_alone"),
        (9, "key", "twice"),
        (11, "value", "whole_range"),
        (12, "value", "rates"),
    ]


def test_every_default_of_the_bank_is_within_its_own_range():
    for key, row in banks.assumptions().iterrows():
        for name in ("value", "low", "high"):
            assumptions.kind_of(str(key)).read(f"{row[name]:.10g}")


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("partners_per_channel_manager,0,,,,", "value", "number_above"),
        ("annual_contract_value,0,,,,", "value", "number_above"),
        ("active_sellers_per_partner,2,0,3,,", "low", "whole_min"),
        ("active_partner_rate,0,,,,", "value", "number_range"),
        ("partnership_failure_rate,1,,,,", "value", "number_range"),
    ],
)
def test_what_a_model_divides_by_is_never_nothing(row: str, column: str, code: str):
    _, findings = read(row + "\n")
    assert told(findings) == [(2, column, code)]
