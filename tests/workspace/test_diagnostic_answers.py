"""diagnostic_answers.csv."""

import math

import pandas as pd

from padlib.workspace import diagnostic_answers
from padlib.workspace.faults import Findings

from .conftest import told

HEAD = "respondent_id,function,item_id,answer,comment\n"


def read(text: str, form: str = "full") -> tuple[pd.DataFrame, Findings]:
    findings = Findings("diagnostic_answers.csv")
    return diagnostic_answers.read((HEAD + text).encode(), form, findings), findings


def test_blank_and_na_are_kept_apart_in_any_spelling():
    answers, findings = read(
        "dirp1,DIRP,D-EXP-01,2,Budget voté en dernier\n"
        "fin1,FIN,D-EXP-01,NA,\nfin1,FIN,D-RES-05,so,\nfin1,FIN,D-MGT-02,N/A,\ndirp1,DIRP,D-EXP-02,,\n"
    )
    assert findings.faults == []
    states = answers.set_index(["respondent_id", "item_id"])["state"]
    assert states["dirp1", "D-EXP-01"] == "answered"
    assert states["dirp1", "D-EXP-02"] == "missing"
    assert set(answers.loc[answers["respondent_id"] == "fin1", "state"]) == {"not_applicable"}
    assert math.isnan(answers["answer"][answers["state"] == "missing"].iloc[0])


def test_rows_come_in_one_order_whatever_the_files():
    text = ["dg1,DG,D-ORG-01,1,", "cm1,DIRP,D-ORG-01,2,", "dg1,dg,d-exp-01,4.0,"]
    one, _ = read("\n".join(text))
    other, _ = read("\n".join(text[::-1]))
    pd.testing.assert_frame_equal(one, other)
    assert one["item_id"].tolist() == ["D-ORG-01", "D-EXP-01", "D-ORG-01"]


def test_the_short_form_leaves_the_other_items_out_in_silence():
    text = "dg1,DG,D-EXP-01,3,\ndirp1,DIRP,D-EXP-04,3,\n"
    full, _ = read(text)
    short, findings = read(text, "short")
    assert (len(full), len(short)) == (2, 1)
    assert findings.warnings == []


def test_functions_not_asked_are_left_out_with_one_warning_each():
    answers, findings = read("rd1,RD,D-EXP-01,3,\nrd1,RD,D-EXP-02,3,\ndg1,DG,D-EXP-01,2,\n")
    assert answers["respondent_id"].tolist() == ["dg1"]
    warning = findings.warnings[0]
    assert (warning.code, warning.values["lines"]) == ("not_entitled_many", [2, 3])
    assert warning.values["items"] == ["D-EXP-01", "D-EXP-02"]


def test_people_who_answered_nothing_are_not_counted():
    answers, findings = read("dg1,DG,D-EXP-01,2,\ndg2,DG,D-EXP-01,,\ndg2,DG,D-EXP-06,,\n")
    assert answers["respondent_id"].tolist() == ["dg1"]
    assert [(w.code, w.values["names"]) for w in findings.warnings] == [("silent_one", ["dg2"])]


def test_faults_are_told_together_with_line_and_nearest():
    _, findings = read(
        "dg1,DG,D-EXP-01,5,\n"
        "dg1,DG,D-EXP-9,1,\n"
        "dg1,DGG,D-EXP-06,1,\n"
        "p1,PDG,D-EXP-01,1,\n"
        ",DG,D-EXP-01,1,\n"
        "dg1,CM,D-ORG-01,deux,\n"
        "dg2,DG,D-EXP-01,1,\n"
        "dg2,CM,D-EXP-02,1,\n"
        "dg2,DG,d-exp-01,2,\n"
    )
    assert told(findings) == [
        (2, "answer", "answer"),
        (3, "item_id", "unknown_item"),
        (4, "function", "unknown_role"),
        (5, "function", "unknown_role"),
        (6, "respondent_id", "empty"),
        (7, "answer", "answer"),
        (7, "function", "two_functions"),
        (8, "item_id", "answered_twice"),
        (9, "function", "two_functions"),
    ]
    near = {fault.line: fault.values.get("nearest") for fault in findings.faults}
    assert near[3] == "D-EXP-07"
    twice = next(fault for fault in findings.faults if fault.code == "answered_twice")
    assert twice.values["lines"] == [8, 10]


def test_no_data_row_is_a_fault():
    _, findings = read("")
    assert told(findings) == [(None, None, "no_rows")]
