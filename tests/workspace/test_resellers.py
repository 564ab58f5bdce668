"""The client's resellers, joined with the reference list."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib import banks
from padlib.workspace import companies, resellers
from padlib.workspace.clients import project_reference
from padlib.workspace.faults import Findings

from .conftest import LIST, told


@pytest.fixture
def listed() -> pd.DataFrame:
    findings = Findings("reference/resellers_fr.csv")
    table = resellers.read_list(LIST.encode(), findings)
    assert findings.faults == []
    return table


def join(listed: pd.DataFrame, text: str) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("resellers.csv")
    return resellers.joined(text.encode(), listed, findings), findings


def test_the_list_that_comes_with_the_project_is_read_without_a_word():
    findings = Findings("reference/resellers_fr.csv")
    content = (project_reference() / "resellers_fr.csv").read_bytes()
    table = resellers.alone(resellers.read_list(content, findings))
    assert (findings.faults, findings.warnings) == ([], [])
    assert len(table) == 223
    assert table["region"].isin(["", *banks.regions().index]).all()
    assert int(table["revenue_meur"].notna().sum()) == 109
    assert int((table["kind"] == "distributor").sum()) == 7


def test_the_fifteen_criteria_have_their_columns():
    assert set(resellers.criterion_columns()) <= set(resellers.Reseller.model_fields)


def test_the_example_of_the_contract_completes_one_company_and_adds_another(listed):
    table, findings = join(
        listed,
        "reseller_id,name,target_segment_customers,sales_headcount,exclusive_with_competitor,"
        "management_commitment_0_4,invented,owner,source\n"
        "RS-econocom,,40,NA,0,,0,DIRP,appel du 5 octobre 2026\n"
        "NX-01,Garrick Digital,55,6,0,3,1,CM,\n",
    )
    assert findings.faults == []
    old, new = table.loc["RS-econocom"], table.loc["NX-01"]
    assert (old["name"], old["target_segment_customers"], old["revenue_meur"]) == (
        "Econocom",
        40,
        2900,
    )
    assert math.isnan(old["sales_headcount"])
    assert (old["exclusive_with_competitor"], old["owner"]) == (0.0, "DIRP")
    assert (bool(old["added"]), bool(old["completed"]), bool(old["invented"])) == (
        False,
        True,
        False,
    )
    assert old["source"] == "appel du 5 octobre 2026"
    assert (bool(new["added"]), bool(new["invented"]), new["owner"]) == (True, True, "CM")
    assert table.at["RS-alma", "owner"] == "CM"


@pytest.mark.parametrize("name", ["ECONOCOM", "Éconocom SAS", "groupe econocom", "Econocom S.A."])
def test_a_company_is_found_by_name_or_alias_without_case_accents_or_legal_form(listed, name):
    table, findings = join(listed, f"name,sales_headcount\n{name},5\n")
    assert findings.faults == []
    assert table.at["RS-econocom", "sales_headcount"] == 5
    assert len(table) == len(listed)


def test_a_short_name_is_found_only_whole(listed):
    assert join(listed, "name,sales_headcount\nALMA,5\n")[0].at["RS-alma", "sales_headcount"] == 5
    table, _ = join(listed, "name,sales_headcount\nAlma SA,5\n")
    assert math.isnan(table.at["RS-alma", "sales_headcount"])
    assert bool(table.at["own-alma-sa", "added"])


def test_a_blank_or_na_never_erases_a_value_of_the_list(listed):
    table, _ = join(listed, "reseller_id,revenue_meur,region,verticals\nRS-octave,NA,,\n")
    row = table.loc["RS-octave"]
    assert (row["revenue_meur"], row["region"]) == (12, "FR-OCC")
    assert row["verticals"] == ("health", "public sector")
    assert not row["completed"]


@given(st.lists(st.sampled_from(["", "NA", "n/a", "SO"]), min_size=30, max_size=30))
def test_a_row_of_blanks_changes_nothing(blanks):
    listed = resellers.read_list(LIST.encode(), Findings(""))
    columns = [
        name for name in resellers.Reseller.model_fields if name not in ("reseller_id", "name")
    ]
    cells = dict(zip(columns, blanks, strict=False))
    text = f"reseller_id,{','.join(cells)}\nRS-octave,{','.join(cells.values())}\n"
    table, findings = join(listed, text)
    assert findings.faults == []
    pd.testing.assert_frame_equal(table, resellers.alone(listed))


def test_the_clients_revenue_goes_with_its_own_year_or_counts_as_current(listed):
    table, _ = join(listed, "reseller_id,revenue_meur\nRS-sud,9\n")
    row = table.loc["RS-sud"]
    assert (row["revenue_meur"], row["revenue_basis"], row["revenue_scope"]) == (9, "reported", "")
    assert math.isnan(row["revenue_year"])
    table, _ = join(listed, "reseller_id,status_code\nRS-sud,none\n")
    assert table.loc["RS-sud", ["revenue_year", "status_code"]].tolist() == [2018, "none"]


def test_a_new_company_has_the_columns_and_kinds_of_the_list(listed):
    table, _ = join(listed, "reseller_id,name\nX-1,Nouvelle\n")
    pd.testing.assert_series_equal(table.dtypes, resellers.alone(listed).dtypes)
    assert table.at["X-1", "kind"] == "reseller"


def test_faults_name_the_nearest_company(listed):
    _, findings = join(
        listed,
        "reseller_id,name,sales_headcount,revenue_meur,region,verticals,kind\n"
        "RS-econocon,,5,,,,\n"
        ",,5,,,,\n"
        ",Réseaux du Sud,5,,,,\n"
        "RS-alma,,5,,,,\n"
        ",alma,6,,,,\n"
        "NX-1,Garrick,5,,,,\n"
        "NX-2,GARRICK,5,,,,\n"
        "X-3,Trois,-1,1 M€,Bavière,healt|health|bankin,shop\n",
    )
    assert told(findings) == [
        (2, "reseller_id", "unknown_reseller"),
        (3, "reseller_id", "id_or_name"),
        (4, "name", "two_companies"),
        (5, "reseller_id", "reseller_twice"),
        (7, "reseller_id", "reseller_twice"),
        (9, "kind", "code"),
        (9, "region", "unknown_region"),
        (9, "revenue_meur", "number_min"),
        (9, "sales_headcount", "whole_min"),
        (9, "verticals", "unknown_sector"),
    ]
    assert next(f for f in findings.faults if f.line == 2).values["nearest"] == "RS-econocom"


def test_a_long_name_close_to_one_of_the_list_is_a_warning(listed):
    _, findings = join(listed, "name,invented\nEconocomm,0\nGarrick Digital,0\n")
    assert [(w.code, w.values["id"]) for w in findings.warnings] == [
        ("near_reseller", "RS-econocom")
    ]


@given(st.text(max_size=40))
def test_the_key_of_a_name_is_that_of_its_capitals(name):
    assert companies.key(name) == companies.key(name) and isinstance(companies.key(name), str)
