"""deals.csv."""

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from padlib.workspace import InputFaults, NotForPartners, check, deals, open_client, sentence
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings

from .conftest import MakeClient, told

HEAD = "deal_id,partner_id,amount,stage,expected_close,registered_on,origin,name,next_step,owner,\
next_date\n"
FILE = "2026/deals.csv"
EXAMPLE = """\
AX-14,axorial,60000,negotiation,2026-08-20,2026-04-02,joint,CH du Lac,Devis final,S. Brun,2026-07-10
AX-09,axorial,45000,signed,2026-05-12,2026-01-30,vendor,,,,
"""
PARTNERS = """\
partner_id,name,status,start_date,revenue_n
axorial,Axorial,active,,320000
brivault,Brivault,starting,2026-07-06,0
"""
KNOWN = pd.DataFrame(
    {"name": ["Axorial", "Brivault"]}, index=pd.Index(["axorial", "brivault"], name="partner_id")
)
LIMITS = Limits(2026, None, date(2026, 9, 30))


def read(
    text: str, limits: Limits = LIMITS, partners: pd.DataFrame | None = KNOWN, head: str = HEAD
) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("deals.csv")
    return deals.read((head + text).encode(), limits, partners, findings), findings


def test_the_example_of_the_contract_is_read():
    table, findings = read(EXAMPLE)
    assert (findings.faults, findings.warnings) == ([], [])
    assert table["deal_id"].tolist() == ["AX-09", "AX-14"]  # by closing day
    assert table.drop(columns="line").iloc[1].to_dict() == {
        "deal_id": "AX-14",
        "partner_id": "axorial",
        "amount": 60000.0,
        "stage": "negotiation",
        "expected_close": pd.Timestamp(2026, 8, 20),
        "registered_on": pd.Timestamp(2026, 4, 2),
        "origin": "joint",
        "name": "CH du Lac",
        "next_step": "Devis final",
        "owner": "S. Brun",
        "next_date": pd.Timestamp(2026, 7, 10),
    }
    assert table.iloc[0][["origin", "name", "next_step", "owner"]].tolist() == [
        "vendor",
        "",
        "",
        "",
    ]
    assert table["line"].tolist() == [3, 2]


def test_an_empty_table_is_typed_as_a_full_one():
    full, _ = read(EXAMPLE)
    assert deals.nothing().dtypes.to_dict() == full.dtypes.to_dict()


def test_required_columns_alone_and_a_role_in_any_case_are_enough():
    head = "owner;expected_close;stage;amount;partner_id;deal_id\n"
    table, findings = read("cm;31/12/2026;Identified;1 500,50;axorial;a\n", head=head)
    assert findings.faults == []
    row = table.iloc[0]
    assert (row["owner"], row["stage"], row["amount"]) == ("CM", "identified", 1500.5)
    assert row["expected_close"] == pd.Timestamp(2026, 12, 31)


def test_faults_are_told_together_each_in_its_place():
    _, findings = read(
        "a,axoriel,10,signed,2026-05-12,,,,,,\n"
        "b,axorial,-1,signed,2026-05-12,,,,,,\n"
        "c,axorial,12 k,won,2026-05-12,,,,,,\n"
        "d,axorial,10,lost,,,both,,,,\n"
        ",axorial,10,lost,2026-05-32,x,,,,,\n"
        "e,axorial,10,proposal,2026-05-12,,,,,,\n"
        "e,brivault,10,proposal,2026-05-12,,,,,,\n"
        "f,axorial,NA,proposal,2026-05-12,2026-10-01,,,,,\n"
        "g,axorial,10,signed,2026-10-01,2026-10-02,,,,,\n"
    )
    assert told(findings) == [
        (2, "partner_id", "unknown_partner_row"),
        (3, "amount", "negative"),
        (4, "amount", "money"),
        (4, "stage", "code"),
        (5, "expected_close", "empty"),
        (5, "origin", "code"),
        (6, "deal_id", "empty"),
        (6, "expected_close", "date_impossible"),
        (6, "registered_on", "date"),
        (7, "deal_id", "twice"),
        (9, "amount", "money"),
        (9, "registered_on", "later_fact"),
        (10, "expected_close", "later_fact"),
        (10, "registered_on", "later_fact"),
    ]
    near = {(fault.line, fault.column): fault.values.get("nearest") for fault in findings.faults}
    assert near[2, "partner_id"] == "axorial"
    (twice,) = [fault for fault in findings.faults if fault.code == "twice"]
    assert sentence(twice, "en").startswith('deals.csv, lines 7 and 8, column "deal_id": "e" is')


def test_a_deal_still_open_may_lie_ahead_and_a_signature_may_not():
    ahead = "a,axorial,10,{},2027-05-12,,,,,,\n"
    assert read(ahead.format("proposal"))[1].faults == []
    assert told(read(ahead.format("signed"))[1]) == [(2, "expected_close", "later_fact")]
    late = Limits(2026, None, date(2029, 1, 1))  # the year after the folder's is the last
    assert told(read("a,axorial,1,signed,2028-01-01,,,,,,\n", late)[1]) == [
        (2, "expected_close", "later_fact")
    ]


def test_what_is_registered_or_signed_after_a_given_date_of_the_data_is_left_out():
    text = (
        "old,axorial,10,signed,2026-06-30,2026-06-30,,,,,\n"
        "signed later,axorial,10,signed,2026-07-01,2026-01-30,,,,,\n"
        "registered later,axorial,10,proposal,2026-12-01,2026-07-01,,,,,\n"
        "open,axorial,10,proposal,2026-12-01,,,,,,\n"
    )
    limits = Limits(2026, date(2026, 6, 30), date(2026, 9, 30))
    assert read(text, limits)[0]["deal_id"].tolist() == ["old", "open"]
    assert len(read(text)[0]) == 4


def test_without_partners_ids_are_taken_as_they_are_with_a_warning():
    table, findings = read(EXAMPLE, partners=None)
    assert len(table) == 2
    assert [one.code for one in findings.warnings] == ["partners_unknown"]


def test_a_workbook_is_read_as_the_table_is(client: MakeClient):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["deal_id", "partner_id", "amount", "stage", "expected_close"])
    sheet.append(["AX-09", "axorial", 45000, "signed", date(2026, 5, 12)])
    file = io.BytesIO()
    book.save(file)
    data = client(**{"2026/deals.xlsx": file.getvalue(), "2026/partners.csv": PARTNERS})
    table = open_client("nimbus", data=data, partner="axorial").deals()
    assert table["expected_close"].tolist() == [pd.Timestamp(2026, 5, 12)]


# ── in a folder ──────────────────────────────────────────────────────────────────────────────────

TWO = EXAMPLE + "BR-01,brivault,9999,signed,2026-07-31,,,Secrète,,,\n"


def test_deals_are_those_of_the_folders_partner_or_of_all(client: MakeClient):
    data = client(**{FILE: HEAD + TWO, "2026/partners.csv": PARTNERS})
    folder = open_client("nimbus", data=data, issued="2026-09-30")
    assert folder.deals()["deal_id"].tolist() == ["AX-09", "BR-01", "AX-14"]
    assert folder.deals("brivault")["deal_id"].tolist() == ["BR-01"]
    own = open_client("nimbus", data=data, partner="axorial", issued="2026-09-30")
    assert own.deals()["deal_id"].tolist() == ["AX-09", "AX-14"]
    assert own.deals().index.tolist() == [0, 1]
    assert list(own.deals().columns) == list(deals.Deal.model_fields)
    assert "2026/deals.csv" in [one.path for one in own.sources]


def test_no_file_of_deals_is_no_deal(client: MakeClient):
    folder = open_client("nimbus", data=client())
    assert folder.deals().empty
    assert list(folder.deals().columns) == list(deals.Deal.model_fields)
    assert "clients/nimbus/2026/deals.csv" in folder.looked_for


def test_signatures_and_registrations_date_the_data_of_their_partner(client: MakeClient):
    data = client(**{FILE: HEAD + TWO, "2026/partners.csv": PARTNERS})
    folder = open_client("nimbus", data=data, partner="axorial", issued="2026-09-30")
    folder.deals()
    assert folder.as_of_partner() == date(2026, 5, 12)  # an open deal's day is no fact
    other = open_client("nimbus", data=data, partner="brivault", issued="2026-09-30")
    other.deals()
    assert other.as_of_partner() == date(2026, 7, 31)


def test_open_deals_that_were_to_close_are_a_warning_of_their_partner(client: MakeClient):
    late = (
        "a,axorial,10,proposal,2026-06-29,,,,,,\n"
        "b,axorial,10,identified,2026-05-01,,,,,,\n"
        "c,axorial,10,lost,2026-05-01,,,,,,\n"
        "d,axorial,10,proposal,2026-06-30,,,,,,\n"
        "e,brivault,10,proposal,2026-01-31,,,,,,\n"
        "f,brivault,10,signed,2026-02-01,,,,,,\n"
    )
    data = client(**{FILE: HEAD + late, "2026/partners.csv": PARTNERS})
    given = {"data": data, "as_of": "2026-06-30", "issued": "2026-09-30"}
    folder = open_client("nimbus", partner="axorial", **given)
    assert folder.warnings == []
    folder.deals()
    expected = (
        "Axorial: 2 open deals were to close before 2026-06-30; they count in the month to come. "
        "→ Correct their dates or their stages."
    )
    assert folder.quality("en") == [
        f'2026/deals.csv, lines 2 and 3, column "expected_close": {expected}'
    ]
    edition = open_client("nimbus", partner="axorial", audience="partner", **given)
    edition.deals()  # lines would count the rows of others
    told, _, mend = expected.partition(" → ")
    assert edition.quality("en") == [f'2026/deals.csv, column "expected_close": {told}']
    assert mend  # what the client is to mend is not the partner's business
    found = check("nimbus", data=data, issued="2026-09-30")
    assert [(one.code, one.values["about"]) for one in found.warnings] == [
        ("deals_overdue_one", "brivault")  # of Axorial, no day is known
    ]


def test_a_partners_edition_has_its_own_deals_alone(client: MakeClient):
    data = client(**{FILE: HEAD + TWO, "2026/partners.csv": PARTNERS})
    folder = open_client(
        "nimbus", data=data, partner="axorial", audience="partner", issued="2026-09-30"
    )
    assert folder.has("deals")
    assert folder.deals()["next_step"].tolist() == ["", "Devis final"]
    with pytest.raises(NotForPartners):
        folder.deals("brivault")
    client(**{FILE: HEAD + TWO + "X,brivault,x,signed,2026-07-31,,,,,,\n"})
    broken = open_client(
        "nimbus", data=data, partner="axorial", audience="partner", issued="2026-09-30"
    )
    with pytest.raises(InputFaults):
        broken.deals()
