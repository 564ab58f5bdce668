"""partners.csv."""

import math

import pandas as pd

from padlib.workspace import partners
from padlib.workspace.faults import Findings

from .conftest import told

EXAMPLE = """\
partner_id,name,type,region,status,start_date,revenue_n,revenue_n1,revenue_n3,new_customers_12m,\
win_rate_pct,manager_time_pct,channel_manager,language
brivault,Brivault,VAR,Bretagne,starting,2026-07-06,0,,,NA,,10,J. Okafor,fr
axorial,Axorial,integrator,Occitanie,active,2022-03-01,320000,290000,210000,6,34,20,J. Okafor,fr
"""


def read(text: str) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("partners.csv")
    return partners.read(text.encode(), "en", findings), findings


def test_the_example_of_the_contract_is_read_in_the_order_of_ids():
    table, findings = read(EXAMPLE)
    assert (findings.faults, findings.warnings) == ([], [])
    assert list(table.index) == ["axorial", "brivault"]
    assert table.at["axorial", "revenue_n"] == 320000
    assert table.at["brivault", "revenue_n"] == 0  # zero is a value
    assert math.isnan(table.at["brivault", "revenue_n1"])
    assert math.isnan(table.at["brivault", "new_customers_12m"])  # NA: unknown
    assert table.at["axorial", "start_date"] == pd.Timestamp("2022-03-01")


def test_blank_type_and_language_hold_their_defaults():
    table, _ = read("partner_id,name,status\na,A,prospect\n")
    assert table.loc["a", ["type", "language", "region"]].tolist() == ["other", "en", ""]
    assert pd.isna(table.at["a", "start_date"])


def test_faults_of_ids_states_numbers_and_dates_are_told_together():
    _, findings = read(
        "partner_id;name;status;start_date;revenue_n;win_rate_pct;certified_people\n"
        "é x;A;active;;1;;\n"
        "b;;active;;-5;101;1,5\n"
        "c;C;actif;31/02/2026;12,5 k;34%;\n"
        "d;D;starting;;0;;\n"
        "D;Other;ended;;;;\n"
        "d;Again;ended;;;;\n"
    )
    assert told(findings) == [
        (2, "partner_id", "partner_form"),
        (3, "certified_people", "whole_min"),
        (3, "name", "empty"),
        (3, "revenue_n", "negative"),
        (3, "win_rate_pct", "number_range"),
        (4, "revenue_n", "money"),
        (4, "start_date", "date_impossible"),
        (4, "status", "code"),
        (4, "win_rate_pct", "number_range"),
        (5, "partner_id", "twice"),
        (5, "start_date", "start_date"),
        (6, "partner_id", "case_alone"),
    ]


def test_a_required_column_that_was_renamed_is_told_by_both_names():
    _, findings = read("partner_id,nom,status,revenu_n\na,A,active,x\n")
    assert told(findings) == [(1, "name", "column_missing")]
    _, findings = read("partner_id,names,status\na,A,active\n")
    assert told(findings) == [(1, "name", "column_renamed")]
    assert findings.warnings == []  # said once


def test_unknown_revenue_and_too_much_time_are_warnings():
    _, findings = read(
        "partner_id,name,status,revenue_n,manager_time_pct\n"
        "a,A,active,,60\nb,B,active,5,50\nc,C,prospect,,\n"
    )
    assert findings.faults == []
    assert [w.code for w in findings.warnings] == ["revenue_unknown", "manager_time"]


def test_a_comma_for_thousands_is_pointed_out():
    _, findings = read('partner_id,name,status,revenue_n\na,A,active,"118,540"\n')
    assert [(w.code, w.values["line"]) for w in findings.warnings] == [("grouped", 2)]


def test_revenue_that_last_years_folder_tells_otherwise_is_a_warning():
    now, findings = read(
        "partner_id,name,status,revenue_n,revenue_n1\na,A,active,5,100\nb,B,active,5,\n"
    )
    before, _ = read("partner_id,name,status,revenue_n\na,A,active,98\nb,B,active,3\n")
    partners.check_history(now, before, 2025, findings)
    assert [(w.code, w.values["found"], w.values["before"]) for w in findings.warnings] == [
        ("revenue_drift", 100, 98)
    ]
    findings = Findings("")
    partners.check_history(now, before.assign(revenue_n=[99.5, 3]), 2025, findings)
    assert findings.warnings == []  # within 1%


def test_a_wrong_date_is_told_once():
    _, findings = read("partner_id,name,status,start_date\na,A,starting,31/02/2026\n")
    assert told(findings) == [(2, "start_date", "date_impossible")]
