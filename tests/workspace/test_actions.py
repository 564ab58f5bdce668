"""actions.csv."""

from datetime import date

import pandas as pd

from padlib.core.actions import PROPOSED
from padlib.workspace import actions
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings

from .conftest import told

EXAMPLE = """action_id,status,done_on,comment,title
D-EXP-06,done,2026-04-30,,ignored
C-STR-01@axorial,late,,Reporté à mai,
d-org-01,,,,
"""


def read(text: str, as_of: date | None = None) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("actions.csv")
    limits = Limits(2026, as_of, date(2026, 11, 24))
    return actions.read(text.encode(), limits, findings), findings


def test_the_example_of_the_contract_is_read():
    table, findings = read(EXAMPLE)
    assert (findings.faults, findings.warnings) == ([], [])
    assert table["status"].to_dict() == {
        "C-STR-01@axorial": "late",
        "D-EXP-06": "done",
        "D-ORG-01": "planned",
    }
    assert table.at["D-EXP-06", "done_on"] == pd.Timestamp("2026-04-30")


def test_what_was_done_after_the_date_of_the_data_is_not_done_yet():
    table, _ = read(EXAMPLE, date(2026, 4, 29))
    assert table.at["D-EXP-06", "status"] == "in_progress"
    assert pd.isna(table.at["D-EXP-06", "done_on"])
    assert read(EXAMPLE, date(2026, 4, 30))[0].at["D-EXP-06", "status"] == "done"


def test_faults_are_told_together():
    _, findings = read(
        "action_id,status,done_on\n"
        "D-EXP-99,done,\n"
        "D-EXP-06,late,2026-04-30\n"
        "D-EXP-05,done,2026-12-01\n"
        "D-EXP-04,finished,\n"
        "D-EXP-05,done,\n"
        "X-1,,\n"
    )
    assert told(findings) == [
        (2, "action_id", "unknown_action"),
        (3, "done_on", "date_not_done"),
        (4, "action_id", "twice"),
        (4, "done_on", "later_fact"),
        (5, "status", "code"),
    ]


def test_a_fact_may_not_lie_beyond_the_next_year_whenever_the_report_is_issued():
    limits = Limits(2026, None, date(2040, 1, 1))
    assert limits.last == date(2027, 12, 31)


def test_a_table_of_proposed_actions_is_read_back_as_it_was_exported():
    cells = {"action_id": "P-VA-01", "status": "done", "partner_id": "axorial", "effort": "S"}
    names = ["action_id", *PROPOSED, "comment"]
    text = ",".join(names) + "\n" + ",".join(cells.get(name, "x") for name in names) + "\n"
    table, findings = read(text)
    assert (findings.faults, findings.warnings) == ([], [])
    assert table.loc["P-VA-01", ["status", "comment"]].tolist() == ["done", "x"]
