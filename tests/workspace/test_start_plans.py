"""start_plans/<partner>.csv."""

import csv
import io
from datetime import date

import pandas as pd
import pytest

from padlib import banks
from padlib.workspace import (
    InputFaults,
    MissingInput,
    NotForPartners,
    check,
    new_client,
    open_client,
    sentence,
    start_plans,
)
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings

from .conftest import MakeClient, places, told

HEAD = "milestone_id,done,done_on,decision,comment\n"
FILE = "2026/start_plans/brivault.csv"
EXAMPLE = """\
J-01,1,2026-07-06,,
J-09,1,2026-08-05,correct,Vendeurs formés avec dix jours de retard
"""
PARTNERS = """\
partner_id,name,status,start_date,revenue_n
axorial,Axorial,active,,1
brivault,Brivault,starting,2026-07-06,0
calvendre,Calvendre,ended,2025-01-06,0
"""
LIMITS = Limits(2026, None, date(2026, 9, 30))
START = start_plans.Start("brivault", "Brivault", date(2026, 7, 6))


def read(
    text: str, limits: Limits = LIMITS, start: start_plans.Start = START, head: str = HEAD
) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("brivault.csv")
    return start_plans.read((head + text).encode(), start, limits, findings), findings


def test_the_example_of_the_contract_is_read_and_what_is_not_there_is_not_done():
    table, findings = read(EXAMPLE)
    assert (findings.faults, findings.warnings) == ([], [])
    assert table.index.tolist() == list(banks.load("plan_100_days").items.index)
    assert table.index[table["done"]].tolist() == ["J-01", "J-09"]
    assert table.loc["J-09"].to_dict() == {
        "done": True,
        "done_on": pd.Timestamp(2026, 8, 5),
        "decision": "correct",
        "comment": "Vendeurs formés avec dix jours de retard",
    }
    assert table.loc["J-02", ["done", "decision", "comment"]].tolist() == [False, "", ""]
    assert pd.isna(table.at["J-02", "done_on"])
    assert (table["done"].dtype, table["done_on"].dtype) == (bool, "datetime64[s]")


def test_faults_are_told_together_each_in_its_place():
    _, findings = read(
        "J-23,1,,,\n"
        "J-02,peut-être,2026-07-09,,\n"
        "J-03,0,2026-07-11,,\n"
        "J-04,,2026-07-12,,\n"
        "J-05,1,2026-07-05,,\n"
        "J-06,1,2026-10-01,,\n"
        "J-07,1,2026-08-01,stop,\n"
        "J-15,1,2026-08-32,continuer,\n"
        "J-08,1,2026-08-02,,\n"
        "j-08,1,2026-08-03,,\n"
        ",1,2026-08-03,stop,\n"
    )
    assert told(findings) == [
        (2, "milestone_id", "unknown_milestone"),
        (3, "done", "boolean"),
        (4, "done_on", "milestone_not_done"),
        (5, "done_on", "milestone_not_done"),
        (6, "done_on", "before_start"),
        (7, "done_on", "later_fact"),
        (8, "decision", "no_gate"),
        (9, "decision", "code"),
        (9, "done_on", "date_impossible"),
        (10, "milestone_id", "twice"),
        (12, "milestone_id", "empty"),
    ]
    by_code = {fault.code: fault for fault in findings.faults}
    assert by_code["unknown_milestone"].values["nearest"] == "J-22"
    assert by_code["code"].values["nearest"] == "continue"
    assert sentence(by_code["before_start"], "en") == (
        'brivault.csv, line 6, column "done_on": found 2026-07-05; expected a date from '
        "2026-07-06 on, day 0 of Brivault. → Correct the date, or start_date in partners.csv."
    )
    assert "J-09, J-15, J-22" in sentence(by_code["no_gate"], "fr")


def test_done_without_a_date_is_done_at_any_date_with_one_warning():
    limits = Limits(2026, date(2026, 7, 7), date(2026, 9, 30))
    table, findings = read("J-03,oui,,,\nJ-01,1,2026-07-06,,\nJ-02,1,NA,,\n", limits)
    assert table.index[table["done"]].tolist() == ["J-01", "J-02", "J-03"]
    (warning,) = findings.warnings
    assert (warning.code, warning.values["lines"]) == ("milestone_undated_many", [2, 4])
    assert warning.values["about"] == "brivault"


def test_what_is_done_after_a_given_date_of_the_data_is_not_done_nor_decided_yet():
    table, _ = read(EXAMPLE, Limits(2026, date(2026, 8, 4), date(2026, 9, 30)))
    assert table.index[table["done"]].tolist() == ["J-01"]
    assert table.loc["J-09", ["done", "decision", "comment"]].tolist() == [False, "", ""]
    table, _ = read(EXAMPLE, Limits(2026, date(2026, 8, 5), date(2026, 9, 30)))
    assert table.at["J-09", "decision"] == "correct"


def test_a_gate_may_be_decided_before_it_is_done():
    table, findings = read("J-15,0,,extend,\n")
    assert findings.faults == []
    assert table.loc["J-15", ["done", "decision"]].tolist() == [False, "extend"]


def test_titles_and_due_days_are_known_and_not_read():
    head = "milestone_id,title,due_date,done,done_on\n"
    _, findings = read("J-01,Signature,hier,1,2026-07-06\n", head=head)
    assert (findings.faults, findings.warnings) == ([], [])


# ── in a folder ──────────────────────────────────────────────────────────────────────────────────


def test_the_plan_is_that_of_the_folders_partner_and_dates_its_data(client: MakeClient):
    data = client(**{FILE: HEAD + EXAMPLE, "2026/partners.csv": PARTNERS})
    folder = open_client("nimbus", data=data, partner="brivault", issued="2026-09-30")
    assert folder.start_plan()["done"].sum() == 2
    assert folder.as_of_partner() == date(2026, 8, 5)
    assert FILE in [one.path for one in folder.sources]
    assert folder.has("start_plans")
    assert folder.partners_with("start_plans") == ("brivault",)
    assert folder.partners_due("start_plans") == ("brivault",)
    with pytest.raises(MissingInput) as missing:
        folder.start_plan("axorial")
    assert missing.value.file == "start_plans/axorial.csv"
    with pytest.raises(ValueError, match="partner"):
        open_client("nimbus", data=data).start_plan()


def test_two_files_for_one_partner_are_a_fault(client: MakeClient):
    data = client(
        **{
            FILE: HEAD + EXAMPLE,
            "2026/start_plans/brivault.xlsx": b"x",
            "2026/partners.csv": PARTNERS,
        }
    )
    expected = [("nimbus/2026/start_plans/brivault.csv", None, None, "two_files")]
    assert places(check("nimbus", data=data, issued="2026-09-30").faults) == expected


def test_a_partner_with_a_start_plan_has_a_day_0_and_is_at_work(client: MakeClient):
    files = {
        "2026/start_plans/axorial.csv": HEAD + "J-01,1,2026-07-06,,\nJ-02,0,2026-07-06,,\n",
        "2026/start_plans/calvendre.csv": HEAD + "J-01,1,2025-01-06,,\n",
        "2026/start_plans/axoriel.csv": HEAD + "J-01,1,2026-07-06,,\n",
        "2026/start_plans/Été.csv": HEAD,
        "2026/start_plans/brivault.xls": b"",
        "2026/partners.csv": PARTNERS,
    }
    found = check("nimbus", data=client(**files), issued="2026-09-30")
    assert places(found.faults) == [
        ("nimbus/2026/start_plans/axorial.csv", None, None, "no_day_zero"),
        ("nimbus/2026/start_plans/axorial.csv", 3, "done_on", "milestone_not_done"),
        ("nimbus/2026/start_plans/axoriel.csv", None, None, "unknown_partner"),
    ]
    assert found.faults[2].values["nearest"] == "axorial"
    warned = [(one.code, one.values["file"].rpartition("/")[2]) for one in found.warnings]
    assert warned == [
        ("unknown_file", "brivault.xls"),
        ("start_plan_status", "calvendre.csv"),
        ("unknown_file", "Été.csv"),
    ]
    assert found.warnings[0].values["nearest"] == "brivault.xlsx"
    said = found.sentences("en")
    assert (
        'nimbus/2026/start_plans/calvendre.csv: Calvendre has a start plan and the status "ended" '
        "in partners.csv. → Correct the status, or take the file out."
    ) in said


def test_a_partners_edition_has_its_own_plan_alone(client: MakeClient):
    data = client(
        **{
            FILE: HEAD + EXAMPLE + "J-02,1,,,\n",
            "2026/start_plans/calvendre.csv": HEAD + "J-01,1,2025-01-06,,\n",
            "2026/partners.csv": PARTNERS,
        }
    )
    folder = open_client(
        "nimbus", data=data, partner="brivault", audience="partner", issued="2026-09-30"
    )
    assert folder.start_plan().at["J-09", "comment"].startswith("Vendeurs")
    assert folder.partners_with("start_plans") == ("brivault",)
    assert folder.quality("en") == [
        '2026/start_plans/brivault.csv, column "done_on": Brivault: 1 milestone is done without a '
        "date; it counts as done, without delay."
    ]
    with pytest.raises(NotForPartners):
        folder.start_plan("calvendre")
    active = open_client("nimbus", data=data, partner="axorial", audience="partner")
    assert not active.has("start_plans")
    assert active.partners_with("start_plans") == ()


@pytest.mark.parametrize(("language", "title"), [("fr", "Accès ouverts"), ("en", "Access opened")])
def test_starting_partners_have_milestones_to_tick_which_count_as_absent_till_then(
    client: MakeClient, language: str, title: str
):
    data = client(f"language: {language}\n", **{"2026/partners.csv": PARTNERS})
    written = new_client("nimbus", 2026, data)
    file = data / "clients/nimbus" / FILE
    assert [path for path in written if path.parent.name == "start_plans"] == [file]
    folder = open_client("nimbus", data=data, partner="brivault", issued="2026-09-30")
    assert not folder.has("start_plans")
    assert folder.partners_with("start_plans") == ()
    with pytest.raises(MissingInput) as missing:
        folder.start_plan()
    assert (missing.value.file, missing.value.code) == (
        "start_plans/brivault.csv",
        "file_untouched",
    )
    waiting = [one for one in check("nimbus", data=data).warnings if one.code == "untouched"]
    assert f"nimbus/{FILE}" in [one.values["file"] for one in waiting]
    text = file.read_text("utf-8-sig")
    separator = {"fr": ";", "en": ","}[language]
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    assert len(rows) == 22
    assert (rows[2]["title"], rows[2]["due_date"]) == (title, "2026-07-11")  # day 5
    ticked = file.read_text("utf-8-sig").replace(
        f"2026-07-11{separator}", f"2026-07-11{separator}1"
    )
    file.write_text(ticked, "utf-8")
    folder = open_client("nimbus", data=data, partner="brivault", issued="2026-09-30")
    plan = folder.start_plan()
    assert plan.index[plan["done"]].tolist() == ["J-03"]
    assert new_client("nimbus", 2026, data) == []


def test_faults_of_the_partners_are_faults_of_the_plan(client: MakeClient):
    partners = PARTNERS.replace("2026-07-06", "")
    data = client(**{FILE: HEAD + EXAMPLE, "2026/partners.csv": partners})
    with pytest.raises(InputFaults) as wrong:
        open_client("nimbus", data=data, partner="brivault", issued="2026-09-30").start_plan()
    assert [fault.code for fault in wrong.value.faults] == ["start_date"]
