"""kpi_values.csv."""

import math
from datetime import date

import pandas as pd
import pytest

from padlib.workspace import NotForPartners, kpi_values, open_client, sentence
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings

from .conftest import MakeClient, told

HEAD = "partner_id,kpi_id,month,value,of\n"
FILE = "2026/kpi_values.csv"
PARTNERS = "partner_id,name,status,revenue_n\naxorial,Axorial,active,1\nbelmar,Belmar,active,1\n"
KNOWN = pd.DataFrame(
    {"name": ["Axorial", "Belmar"]}, index=pd.Index(["axorial", "belmar"], name="partner_id")
)
LIMITS = Limits(2026, None, date(2026, 9, 30))


def read(text: str, limits: Limits = LIMITS) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("kpi_values.csv")
    return kpi_values.read((HEAD + text).encode(), limits, KNOWN, findings), findings


def one_fault(text: str) -> tuple[str | None, str]:
    """Column and code of the only fault of one row."""
    ((_, column, code),) = told(read(text)[1])
    return column, code


def test_the_example_of_the_contract_is_read():
    table, findings = read("axorial,K-01,6,180000,\naxorial,K-05,6,80,10\n")
    assert (findings.faults, findings.warnings) == ([], [])
    assert table.iloc[1].to_dict() == {
        "partner_id": "axorial",
        "kpi_id": "K-05",
        "month": 6,
        "value": 80.0,
        "of": 10.0,
        "not_applicable": False,
    }
    assert math.isnan(table["of"][0])
    assert kpi_values.nothing().dtypes.to_dict() == table.dtypes.to_dict()


def test_rows_come_by_partner_kpi_of_the_bank_and_month():
    table, _ = read("belmar,K-01,1,1,\naxorial,K-10,3,9,\naxorial,K-02,4,2,\naxorial,k-02,1,2,\n")
    assert table[["partner_id", "kpi_id", "month"]].values.tolist() == [
        ["axorial", "K-02", 1],
        ["axorial", "K-02", 4],
        ["axorial", "K-10", 3],
        ["belmar", "K-01", 1],
    ]


def test_a_blank_is_not_measured_and_na_leaves_the_kpi_out():
    table, findings = read("axorial,K-02,1,,\naxorial,K-07,3,n/a,\naxorial,K-07,6,SO,\n")
    assert (findings.faults, findings.warnings) == ([], [])
    assert table["value"].isna().all()
    assert table["not_applicable"].tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("kpi", "value", "code"),
    [
        ("K-01", "12 k", "money"),
        ("K-01", "-1", "negative"),
        ("K-02", "2.5", "whole_min"),
        ("K-02", "-1", "whole_min"),
        ("K-03", "-0.1", "number_min"),
        ("K-04", "1.234,5", "two_marks"),
        ("K-05", "101", "number_range"),
        ("K-06", "trois", "whole_min"),
        ("K-07", "90 %", "number_range"),
        ("K-08", "-1", "number_range"),
        ("K-09", "100.1", "number_range"),
        ("K-10", "-1", "number_min"),
    ],
)
def test_a_value_is_one_of_its_kpis_unit(kpi, value, code):
    assert one_fault(f'axorial,{kpi},6,"{value}",\n') == ("value", code)


@pytest.mark.parametrize(
    ("kpi", "value"),
    [("K-01", "0"), ("K-03", "2,5"), ("K-05", "100"), ("K-08", "66.7"), ("K-10", "120")],
)
def test_means_may_be_given_beyond_what_was_promised_and_a_ratio_is_any(kpi, value):
    table, findings = read(f'axorial,{kpi},6,"{value}",\n')
    assert findings.faults == []
    assert table["value"].tolist() == [float(value.replace(",", "."))]


def test_faults_are_told_together_each_in_its_place():
    _, findings = read(
        "axoriel,K-01,1,1,\n"
        "axorial,K-11,1,1,\n"
        "axorial,K-01,13,1,\n"
        "axorial,K-01,juin,x,\n"
        "axorial,,6,x,\n"
        "axorial,K-05,6,80,-1\n"
        "belmar,K-02,2,3,\n"
        "belmar,K-02,2,4,\n"
        "belmar,K-02,10,5,\n"
        "belmar,K-05,11,,3\n"
        "belmar,K-06,12,,\n"
    )
    assert told(findings) == [
        (2, "partner_id", "unknown_partner_row"),
        (3, "kpi_id", "unknown_kpi"),
        (4, "month", "whole_range"),
        (5, "month", "whole_range"),
        (5, "value", "money"),
        (6, "kpi_id", "empty"),
        (7, "of", "whole_min"),
        (8, "month", "kpi_twice"),
        (10, "month", "later_month"),
        (11, "month", "later_month"),
    ]
    by_code = {fault.code: fault for fault in findings.faults}
    assert by_code["unknown_kpi"].values["nearest"] == "K-10"
    assert sentence(by_code["kpi_twice"], "en") == (
        'kpi_values.csv, lines 8 and 9, column "month": K-02 has several values for Belmar in '
        "month 2. → Keep one line."
    )
    assert sentence(by_code["later_month"], "en").startswith(
        'kpi_values.csv, line 11, column "month": found month 11 of 2026; expected a month up to '
        "that of 2026-09-30"
    )


def test_the_month_under_way_may_be_measured_and_dates_the_data_up_to_the_day_of_issue():
    limits = Limits(2026, None, date(2026, 9, 15))
    table, findings = read("axorial,K-02,9,3,\naxorial,K-02,8,3,\nbelmar,K-02,7,,\n", limits)
    assert findings.faults == []
    assert list(kpi_values.facts(table, limits)) == [
        ("axorial", date(2026, 8, 31)),
        ("axorial", date(2026, 9, 15)),
    ]
    over = Limits(2026, None, date(2027, 3, 1))
    assert list(kpi_values.facts(table, over))[-1] == ("axorial", date(2026, 9, 30))


@pytest.mark.parametrize(
    ("as_of", "months"),
    [
        (date(2026, 2, 1), [1, 2]),
        (date(2026, 2, 28), [1, 2]),
        (date(2026, 3, 1), [1, 2, 3]),
        (date(2025, 12, 31), []),
        (date(2027, 1, 1), [1, 2, 3]),
    ],
)
def test_months_after_that_of_a_given_date_of_the_data_are_left_out(as_of, months):
    text = "".join(f"axorial,K-02,{month},{month},\n" for month in (1, 2, 3))
    table, _ = read(text, Limits(2026, as_of, date(2027, 2, 1)))
    assert table["month"].tolist() == months


def test_a_fall_of_what_adds_up_since_january_is_a_warning_and_of_a_level_is_not():
    _, findings = read(
        "axorial,K-01,1,300,\naxorial,K-01,3,280,\naxorial,K-01,2,,\naxorial,K-06,1,4,\n"
        "axorial,K-06,2,3,\nbelmar,K-01,4,1,\n"
    )
    assert [sentence(one, "en") for one in findings.warnings] == [
        'kpi_values.csv, line 3, column "value": Axorial: K-01 goes from 300 to 280, though this '
        "KPI adds up since January. → Check that each value counts the months before."
    ]
    assert findings.warnings[0].values["about"] == "axorial"


def test_a_denominator_without_meaning_a_kpi_left_out_and_measured_and_thousands_are_warnings():
    _, findings = read(
        "axorial,K-02,1,3,4\naxorial,K-05,1,80,4\naxorial,K-05,2,NA,\naxorial,K-03,1,1,4\n"
        'axorial,K-04,1,"12,500",\n'
    )
    assert [(one.code, one.values.get("lines")) for one in findings.warnings] == [
        ("grouped", None),
        ("of_unused", [2, 5]),
        ("kpi_left_out", None),
    ]


def test_values_are_those_of_the_folders_partner_or_of_all(client: MakeClient):
    text = HEAD + "axorial,K-02,6,3,\nbelmar,K-02,7,3,\naxorial,K-02,8,2,\n"
    data = client(**{FILE: text, "2026/partners.csv": PARTNERS})
    assert len(open_client("nimbus", data=data, issued="2026-09-30").kpi_values()) == 3
    folder = open_client("nimbus", data=data, partner="belmar", issued="2026-09-30")
    assert folder.kpi_values()["month"].tolist() == [7]
    assert len(folder.kpi_values("axorial")) == 2
    assert folder.as_of_partner() == date(2026, 7, 31)
    given = open_client("nimbus", data=data, partner="belmar", as_of="2026-06-30")
    assert given.kpi_values().empty


def test_no_file_of_values_is_nothing_measured(client: MakeClient):
    folder = open_client("nimbus", data=client())
    assert folder.kpi_values().empty
    assert folder.as_of_partner() is None


def test_a_partners_edition_has_its_own_values_alone(client: MakeClient):
    text = HEAD + "axorial,K-02,6,3,\naxorial,K-02,7,2,\nbelmar,K-02,6,9,\nbelmar,K-02,7,8,\n"
    data = client(**{FILE: text, "2026/partners.csv": PARTNERS})
    folder = open_client(
        "nimbus", data=data, partner="axorial", audience="partner", issued="2026-09-30"
    )
    assert folder.kpi_values()["value"].tolist() == [3, 2]
    assert [one.values["name"] for one in folder.warnings] == ["Axorial"]  # what falls
    assert folder.quality("en")[0].startswith('2026/kpi_values.csv, column "value": Axorial: K-02')
    with pytest.raises(NotForPartners):
        folder.kpi_values("belmar")
