"""Templates to fill in, and new clients."""

import csv
import io

import pytest

from padlib import banks
from padlib.workspace import UnknownName, check, new_client, open_client, templates

WAITING = [f"{stem}.csv" for stem in templates.MODELS]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_client_has_no_fault_and_says_which_templates_wait(data, language):
    written = new_client("alpha", 2026, data, language=language, name='Été "Nord"')
    assert [path.relative_to(data / "clients/alpha").as_posix() for path in written] == [
        "client.yml",
        "2026/partners.csv",
        "2026/diagnostic_answers.csv",
        "2026/perception_answers.csv",
        "2026/convergence_answers.csv",
        "2026/resellers.csv",
        "2026/assumptions.csv",
        "2026/votes.csv",
        "2026/actions.csv",
        "2026/deals.csv",
        "2026/kpi_values.csv",
        "2026/vision.yml",
    ]
    found = check("alpha", data=data)
    assert found.faults == []
    assert [(w.code, w.values["file"].rpartition("/")[2]) for w in found.warnings] == [
        ("untouched", name) for name in sorted([*WAITING, "vision.yml"])
    ]
    folder = open_client("alpha", data=data)
    assert (folder.name, folder.language, folder.year) == ('Été "Nord"', language, 2026)
    assert folder.warnings == []
    assert not any(folder.has(stem) for stem in (*templates.MODELS, *templates.MAPS))


def test_what_exists_is_never_overwritten_and_a_workbook_stands_for_its_table(data):
    new_client("alpha", 2026, data)
    file = data / "clients/alpha/2026/partners.csv"
    file.write_text("mine")
    assert new_client("alpha", 2026, data) == []
    assert file.read_text() == "mine"
    (data / "clients/alpha/2027").mkdir()
    (data / "clients/alpha/2027/partners.xlsx").write_text("x")
    names = [path.name for path in new_client("alpha", 2027, data)]
    assert "partners.csv" not in names


def test_a_workspace_that_is_named_is_made(tmp_path):
    new_client("alpha", 2026, tmp_path / "new")
    assert open_client("alpha", data=tmp_path / "new").year == 2026


@pytest.mark.parametrize("client", ["Alpha", "../x", "", "a" * 41])
def test_a_name_that_cannot_be_a_client_is_refused(data, client):
    with pytest.raises(UnknownName):
        new_client(client, 2026, data)
    with pytest.raises(UnknownName):
        new_client("alpha", 26, data)
    with pytest.raises(UnknownName):
        new_client("alpha", 2026, data, language="de")


def test_tables_open_right_in_a_french_excel():
    content = templates.table("partners", "fr")
    assert content.startswith(b"\xef\xbb\xbfpartner_id;name;")
    assert content.endswith(b"\r\n")
    assert templates.table("partners", "en").startswith(b"\xef\xbb\xbfpartner_id,name,")


def filled(stem: str, column: str, value: str) -> bytes:
    """A template with one cell filled in on its first row."""
    text = templates.table(stem, "fr").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    rows[1][rows[0].index(column)] = value
    return templates.written(rows[0], rows[1:], "fr")


def test_a_template_is_one_until_somebody_fills_in_a_cell():
    for stem in templates.MODELS:
        assert templates.is_untouched(stem, templates.table(stem, "en"))
    assert not templates.is_untouched("assumptions", filled("assumptions", "value", "1"))
    answers = filled("diagnostic_answers", "answer", "NA")
    assert not templates.is_untouched("diagnostic_answers", answers)
    assert not templates.is_untouched("partners", b"partner_id,name\n")  # somebody's own header


def test_questions_are_put_to_each_function_that_may_answer():
    text = templates.table("diagnostic_answers", "en", "short").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    items = banks.load("diagnostic").items
    short = items[items["short_form"]]
    assert len(rows) == sum(len(audience) for audience in short["audience"])
    assert {row["item_id"] for row in rows} == set(short.index)
    assert {(row["respondent_id"], row["function"]) for row in rows} >= {("dg1", "DG")}


def test_an_interview_and_a_session_have_one_row_an_item():
    text = templates.table("perception_answers", "fr").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["item_id"] for row in rows] == list(banks.load("perception").items.index)
    assert {(row["partner_id"], row["side"]) for row in rows} == {("partner1", "partner")}
    text = templates.table("convergence_answers", "en").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    items = list(banks.load("convergence").items.index)
    for side, person in (("vendor", "v1"), ("partner", "p1")):
        asked = [row for row in rows if row["side"] == side]
        assert [row["item_id"] for row in asked] == items
        assert {row["respondent_id"] for row in asked} == {person}


def test_a_block_of_a_template_is_read_once_its_partner_is_named(data):
    new_client("alpha", 2026, data)
    year = data / "clients/alpha/2026"
    (year / "partners.csv").write_text("partner_id,name,status,revenue_n\nab,AB,active,1\n")
    (year / "perception_answers.csv").write_bytes(filled("perception_answers", "rating", "4"))
    found = check("alpha", data=data)
    assert [(fault.line, fault.code) for fault in found.faults] == [(2, "unknown_partner_row")]
    for stem, column in (("perception_answers", "rating"), ("convergence_answers", "score")):
        content = filled(stem, column, "4").replace(b"partner1", b"ab")
        (year / f"{stem}.csv").write_bytes(content)
    assert check("alpha", data=data).faults == []
    folder = open_client("alpha", data=data)
    assert len(folder.perception_answers()) == 34
    assert set(folder.convergence_answers()["respondent_id"]) == {"v1"}
    assert folder.partners_with("perception_answers") == ("ab",)


def test_a_half_filled_questionnaire_counts_those_who_answered(data):
    new_client("alpha", 2026, data)
    file = data / "clients/alpha/2026/diagnostic_answers.csv"
    file.write_bytes(filled("diagnostic_answers", "answer", "3"))
    folder = open_client("alpha", data=data)
    answers = folder.diagnostic_answers()
    assert set(answers["respondent_id"]) == {"dg1"}
    assert int((answers["state"] == "answered").sum()) == 1
    assert [warning.code for warning in folder.warnings] == ["silent_many"]


def test_kpis_that_nothing_else_tells_have_rows_for_each_active_partner(data):
    new_client("alpha", 2026, data)
    year = data / "clients/alpha/2026"
    text = (year / "kpi_values.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert {row["partner_id"] for row in rows} == {"partner1"}
    assert {row["kpi_id"] for row in rows} == {"K-02", "K-04", "K-05", "K-06", "K-07"}
    months = [row["month"] for row in rows if row["kpi_id"] == "K-06"]  # measured by quarter
    assert months == ["3", "6", "9", "12"]
    partners = "partner_id,name,status,start_date\nzed,Z,active,\nab,AB,active,\n"
    (year / "partners.csv").write_text(partners + "st,S,starting,2026-07-06\npr,P,prospect,\n")
    (year / "kpi_values.csv").unlink()
    names = [path.name for path in new_client("alpha", 2026, data)]
    assert names == ["kpi_values.csv", "st.csv"]
    content = (year / "kpi_values.csv").read_bytes()
    assert templates.is_untouched("kpi_values", content)
    assert {line.split(b";")[0] for line in content.splitlines()[1:]} == {b"ab", b"zed"}
    filled_in = content.replace(b"ab;K-02;1;;", b"ab;K-02;1;3;")
    (year / "kpi_values.csv").write_bytes(filled_in)
    folder = open_client("alpha", data=data, issued="2026-09-30")
    values = folder.kpi_values()
    assert values["value"].notna().sum() == 1
    assert len(values) == 2 * (2 * 12 + 3 * 4)  # months ahead are blank, and no fault


def test_a_workbook_of_a_start_plan_stands_for_its_table(data):
    new_client("alpha", 2026, data)
    year = data / "clients/alpha/2026"
    (year / "partners.csv").write_text("partner_id,name,status\nst,S,starting\n")
    (year / "start_plans").mkdir()
    (year / "start_plans/st.xlsx").write_bytes(b"x")
    assert new_client("alpha", 2026, data) == []
    (year / "start_plans/st.xlsx").unlink()
    (written,) = new_client("alpha", 2026, data)
    assert written == year / "start_plans/st.csv"
    assert b";;;;;\r\n" in written.read_bytes()  # without day 0, no due day
    assert templates.is_untouched("start_plans/st", written.read_bytes())
    assert not templates.is_untouched("start_plans/st", b"milestone_id;comment\nJ-01;vu\n")
