"""Files changed from a screen: shown, checked by the readers of the reports, written, undone."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from padlib.workspace import (
    Folder,
    InputFaults,
    NotForPartners,
    NotWritten,
    check,
    editing,
    open_client,
    reopened,
    saving,
)
from padlib.workspace.editing import Difference, ExcelKept, read_map, read_table, read_text
from tests.workspace.conftest import MakeClient, places

PARTNERS = (
    "partner_id;name;status;revenue_n\r\n"
    "axorial;Axorial;active;320000\r\n"
    "brivault;Brivault;active;90 000\r\n"
)
ANSWERS = (
    "respondent_id,function,item_id,answer,comment,mood\n"
    'dirp1,DIRP,D-EXP-01,2,"Un, deux",fine\n'
    "dirp1,DIRP,d-exp-02,,,\n"
    "fin1,FIN,D-EXP-01,NA,,\n"
    "fin1,FIN,D-EXP-99,1,,\n"
    "fin1,FIN,D-EXP-03,1,,\n"
    "fin1,FIN,D-EXP-03,2,,\n"
)
VISION = """segments:
- id: health
  target_companies: 2000
  penetration_start: 0.03
  penetration_year3: 0.06
  direct_share: 0.5
"""
KEYS = ("respondent_id", "item_id")


@pytest.fixture
def folder(client: MakeClient) -> Folder:
    data = client(
        "",
        **{
            "2026/partners.csv": PARTNERS.encode("utf-8-sig"),
            "2026/diagnostic_answers.csv": ANSWERS,
            "2026/vision.yml": VISION,
        },
    )
    return open_client("nimbus", data=data)


def on_disk(folder: Folder) -> dict[str, bytes]:
    """Every file of the client but for the versions before."""
    return {
        path.relative_to(folder.path).as_posix(): path.read_bytes()
        for path in sorted(folder.path.rglob("*"))
        if path.is_file() and ".backup" not in path.parts
    }


def workbook(path: Path, *lines: list[object]) -> None:
    made = Workbook()
    for line in lines:
        made.active.append(line)
    made.save(path)


# ── what is read instead ─────────────────────────────────────────────────────────────────────────


def test_a_folder_reads_other_contents_in_the_place_of_its_files(folder: Folder):
    key = "clients/nimbus/2026/partners.csv"
    other = reopened(folder, {key: PARTNERS.replace("320000", "1").encode()})
    assert other.partners()["revenue_n"].tolist() == [1, 90000]
    assert folder.partners()["revenue_n"].tolist() == [320000, 90000]
    assert not reopened(folder, {key: None}).has("partners")
    assert (
        reopened(folder, {"clients/nimbus/client.yml": b"{client_id: nimbus, name: N}"}).name == "N"
    )
    assert (other.year, other.issued, other.looked_for[key]) != (2026, folder.issued, None)


def test_a_file_that_is_not_there_yet_is_read_where_its_folder_is_listed(folder: Folder):
    plan = b"milestone_id,done,done_on\nJ-01,1,2026-07-06\n"
    instead = {"clients/nimbus/2026/start_plans/axorial.csv": plan}
    assert reopened(folder, instead).partners_with("start_plans") == ("axorial",)
    assert folder.partners_with("start_plans") == ()
    found = check("nimbus", 2026, ["start_plans"], folder.workspace.root, instead=instead)
    assert [fault.code for fault in found.faults] == ["no_day_zero"]


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def test_a_cell_changes_its_row_and_no_other_byte(folder: Folder):
    table = read_table(folder, "partners", ("partner_id",))
    after = table.changed(("brivault",), {"revenue_n": "95000", "region": "Bretagne"})
    assert after.differences == (
        Difference(("brivault",), "revenue_n", "90 000", "95000"),
        Difference(("brivault",), "region", "", "Bretagne"),
    )
    assert after.content().decode("utf-8-sig") == (
        "partner_id;name;status;revenue_n;region\r\n"
        "axorial;Axorial;active;320000\r\n"
        "brivault;Brivault;active;95000;Bretagne\r\n"
    )
    assert table.content() == (folder.path / "2026/partners.csv").read_bytes()


def test_a_cell_set_back_is_no_difference(folder: Folder):
    table = read_table(folder, "diagnostic_answers", KEYS)
    key = ("dirp1", "D-EXP-01")
    there = table.changed(key, {"answer": "4"})
    back = there.changed(key, {"answer": " 2 "})
    assert (len(there.differences), back.differences, back.draft().is_changed) == (1, (), False)
    assert back.content() == ANSWERS.encode()
    assert there.row(key) == {
        **{"respondent_id": "dirp1", "function": "DIRP", "item_id": "D-EXP-01", "answer": "4"},
        "comment": "Un, deux",
    }


def test_rows_are_found_as_the_readers_spell_their_keys_and_added_when_they_lack(folder: Folder):
    table = read_table(folder, "diagnostic_answers", KEYS)
    typed = table.changed(("dirp1", "D-EXP-02"), {"answer": "1"})
    new = typed.changed(("dirp1", "D-EXP-05"), {"answer": "3", "function": "DIRP"})
    blank = new.changed(("dirp1", "D-EXP-06"), {"answer": "", "comment": ""})
    assert blank == new
    lines = new.content().decode().splitlines()
    assert lines[2] == "dirp1,DIRP,d-exp-02,1,,"
    assert lines[-1] == "dirp1,DIRP,D-EXP-05,3,,"
    gone = new.changed(("dirp1", "D-EXP-05"), {"answer": "", "function": ""})
    assert gone == typed
    assert typed.removed(("dirp1", "D-EXP-02")).row(("dirp1", "d-exp-02")) is None
    assert len(typed.removed(("dirp1", "D-EXP-02")).content().splitlines()) == 6


def test_rows_that_cannot_be_told_apart_or_read_are_left_as_they_stand(folder: Folder):
    table = read_table(folder, "diagnostic_answers", KEYS)
    for key in (("fin1", "D-EXP-03"), ("fin1", "D-EXP-99"), ("", "D-EXP-01")):
        with pytest.raises(ValueError, match=r"twice|cannot be read"):
            table.changed(key, {"answer": "4"})
    with pytest.raises(KeyError):
        table.changed(("fin1", "D-EXP-01"), {"mood": "4"})
    with pytest.raises(ValueError, match="names the row"):
        table.changed(("fin1", "D-EXP-01"), {"item_id": "D-EXP-02"})
    assert len(table.rows) == 6


def test_a_text_is_no_formula_and_a_number_below_zero_stays_one(folder: Folder):
    table = read_table(folder, "resellers", ("reseller_id",))
    after = table.changed(("NX-01",), {"name": "=HYPERLINK(1)", "revenue_growth_pct": "-5"})
    assert after.row(("NX-01",)) == {
        "reseller_id": "NX-01",
        "name": "'=HYPERLINK(1)",
        "revenue_growth_pct": "-5",
    }


def test_a_table_that_is_not_there_is_the_header_of_its_template(folder: Folder):
    table = read_table(folder, "votes", ("respondent_id", "idea_id", "round"))
    assert (table.rows, table.draft().is_changed) == ((), False)
    assert table.content().decode("utf-8-sig") == "respondent_id;idea_id;round;vote;function\r\n"
    after = table.changed(("dg1", "IP-1", "after"), {"vote": "faux"})
    saved = editing.save(folder, [after.draft()])
    assert reopened(folder, {}).votes()["round"].tolist() == ["after"]
    editing.undo(folder, saved)
    assert "2026/votes.csv" not in on_disk(folder)


def test_a_blank_part_of_a_key_is_its_default(folder: Folder):
    path = folder.path / "2026/votes.csv"
    path.write_text("respondent_id,idea_id,vote\ndg1,IP-1,vrai\n")
    table = read_table(folder, "votes", ("respondent_id", "idea_id", "round"))
    after = table.changed(("dg1", "ip-1", "before"), {"vote": "faux"})
    assert after.content() == b"respondent_id,idea_id,vote\ndg1,IP-1,faux\n"


def test_a_workbook_is_shown_and_becomes_a_csv_when_that_is_agreed(folder: Folder):
    path = folder.path / "2026" / "assumptions.xlsx"
    workbook(path, ["key", "value", "my own"], ["annual_churn", 0.08, "x"], [], ["day_rate", 900])
    before = on_disk(folder)
    table = read_table(folder, "assumptions", ("key",))
    assert (table.from_excel, [row["value"] for row in table.rows]) == (True, ["0,08", "900"])
    after = table.changed(("day_rate",), {"value": "850"}).draft()
    assert after.content.decode("utf-8-sig") == (
        "key;value;my own\r\nannual_churn;0,08;x\r\nday_rate;850\r\n"
    )
    with pytest.raises(ExcelKept, match=r"assumptions.csv.*Continuer\s\?"):
        editing.save(folder, [after])
    assert on_disk(folder) == before
    saved = editing.save(folder, [after], excel_agreed=True)
    assert (saved.count, saved.paths) == (1, (folder.path / "2026" / "assumptions.csv",))
    assert not path.exists()
    assert reopened(folder, {}).assumptions().at["day_rate", "value"] == 850
    editing.undo(folder, saved)
    assert on_disk(folder) == before


def test_a_table_that_cannot_be_told_is_refused_with_its_faults(folder: Folder):
    (folder.path / "2026/votes.csv").write_text('respondent_id,idea_id\n"a,b\n')
    with pytest.raises(InputFaults) as caught:
        read_table(folder, "votes", ("respondent_id",))
    assert places(list(caught.value.faults)) == [("nimbus/2026/votes.csv", 2, None, "quote")]
    workbook(folder.path / "2026/partners.xlsx", ["partner_id"])
    with pytest.raises(InputFaults, match=r"partners\.xlsx"):
        read_table(folder, "partners", ("partner_id",))


def test_an_edition_for_a_partner_changes_nothing(folder: Folder):
    (folder.path / "2026/diagnostic_answers.csv").unlink()
    narrow = open_client(
        "nimbus", data=folder.workspace.root, partner="axorial", audience="partner"
    )
    for read in (
        lambda: read_table(narrow, "partners", ("partner_id",)),
        lambda: read_map(narrow, "client.yml"),
        lambda: read_text(narrow, "2026/notes/partner_map.md"),
    ):
        with pytest.raises(NotForPartners):
            read()


# ── maps and notes ───────────────────────────────────────────────────────────────────────────────


def test_a_map_is_changed_value_by_value(folder: Folder):
    draft = read_map(folder, "2026/vision.yml")
    after = draft.put(("segments", 0, "penetration_year3"), 0.07).put(("segments", 0, "churn"), 0.1)
    assert draft.value(("segments", 0, "penetration_year3")) == 0.06
    assert after.differences == (
        Difference(
            ("segments", 0, "penetration_year3"), "segments[1].penetration_year3", "0.06", "0.07"
        ),
        Difference(("segments", 0, "churn"), "segments[1].churn", "", "0.1"),
    )
    assert (
        after.remove(("segments", 0, "churn"))
        .put(("segments", 0, "penetration_year3"), 0.06)
        .content
        == VISION.encode()
    )
    with pytest.raises(NotWritten) as caught:
        draft.put(("segments", "id"), 1)
    assert (caught.value.file, caught.value.code) == ("nimbus/2026/vision.yml", "not_editable")


def test_a_client_without_a_file_begins_one_with_its_name(client: MakeClient):
    folder = open_client("nimbus", data=client(None, **{"2026/partners.csv": PARTNERS}))
    draft = read_map(folder, "client.yml").put(("mode",), "referral")
    assert draft.content == b"client_id: nimbus\nname: nimbus\nmode: referral\n"


def test_a_note_keeps_its_line_ends_and_is_left_alone_when_nothing_changes(folder: Folder):
    key = "2026/notes/partner_map.md"
    (folder.path / "2026/notes").mkdir()
    (folder.path / key).write_bytes("Un été\r\n".encode("cp1252"))
    draft = read_text(folder, key)
    assert draft.text == "Un été\n"
    assert not draft.with_text("autre").with_text("Un été\n").is_changed
    after = draft.with_text("Un été\nfroid\n")
    assert after.content == "Un été\r\nfroid\r\n".encode("cp1252")
    saved = editing.save(folder, [after])
    assert reopened(folder, {}).note("partner_map") == "Un été\nfroid"
    editing.undo(folder, saved)
    assert (folder.path / key).read_bytes() == "Un été\r\n".encode("cp1252")
    assert not read_text(folder, "2026/notes/convergence_analysis.md").with_text("").is_changed


# ── checked, written, undone ─────────────────────────────────────────────────────────────────────


def test_the_readers_of_the_reports_judge_a_draft(folder: Folder):
    table = read_table(folder, "partners", ("partner_id",))
    wrong = table.changed(("axorial",), {"status": "actif", "revenue_n": "-1"})
    found = editing.check(folder, [wrong.draft()])
    assert [fault.column for fault in found.faults] == ["revenue_n", "status"]
    assert editing.check(folder, [table.changed(("axorial",), {"revenue_n": "1"}).draft()])
    with pytest.raises(InputFaults):
        editing.save(folder, [wrong.draft()])
    assert list(folder.path.rglob(".backup")) == []


def test_faults_that_a_draft_brings_about_elsewhere_count_and_older_ones_do_not(folder: Folder):
    vision = VISION + "  partner_share_of_indirect: {brivault: 0.2}\n"
    (folder.path / "2026/vision.yml").write_text(vision)
    (folder.path / "2026/kpi_values.csv").write_text("partner_id,kpi_id,month\nnobody,K-99,1\n")
    gone = read_table(folder, "partners", ("partner_id",)).removed(("brivault",))
    found = editing.check(folder, [gone.draft()])
    assert places(found.faults) == [
        (
            "nimbus/2026/vision.yml",
            7,
            "segments[1].partner_share_of_indirect.brivault",
            "unknown_partner_row",
        )
    ]


def test_drafts_are_written_together_and_undone_together(folder: Folder):
    before = on_disk(folder)
    table = read_table(folder, "partners", ("partner_id",)).changed(
        ("axorial",), {"revenue_n": "1"}
    )
    map_ = read_map(folder, "2026/vision.yml").put(("segments", 0, "churn"), 0.2)
    same = read_text(folder, "2026/notes/partner_map.md")
    saved = editing.save(folder, [table.draft(), map_.draft(), same])
    assert saved.count == 2
    assert len(list((folder.path / "2026/.backup").iterdir())) == 2
    assert {one.key: (one.before, one.after) for one in saved.files} == {
        "2026/partners.csv": (before["2026/partners.csv"], table.content()),
        "2026/vision.yml": (VISION.encode(), map_.content),
    }
    now = reopened(folder, {})
    assert (now.partners()["revenue_n"].iloc[0], now.vision().segments["churn"].iloc[0]) == (1, 0.2)
    editing.undo(folder, saved)
    assert on_disk(folder) == before


def test_a_file_changed_meanwhile_is_left_alone(folder: Folder):
    draft = read_table(folder, "partners", ("partner_id",)).changed(("axorial",), {"name": "A"})
    path = folder.path / "2026/partners.csv"
    path.write_bytes(path.read_bytes() + b"\r\n")
    with pytest.raises(NotWritten) as caught:
        editing.save(folder, [draft.draft()])
    assert (caught.value.code, caught.value.file) == (
        "changed_meanwhile",
        "nimbus/2026/partners.csv",
    )


def test_what_changed_since_is_not_undone(folder: Folder):
    draft = read_table(folder, "partners", ("partner_id",)).changed(("axorial",), {"name": "A"})
    saved = editing.save(folder, [draft.draft()])
    path = folder.path / "2026/partners.csv"
    path.write_bytes(path.read_bytes() + b"\r\n")
    now = on_disk(folder)
    with pytest.raises(NotWritten) as caught:
        editing.undo(folder, saved)
    assert (caught.value.code, on_disk(folder)) == ("changed_since", now)


def test_when_the_disk_refuses_the_second_file_the_first_is_put_back(folder: Folder, monkeypatch):
    before = on_disk(folder)
    table = read_table(folder, "partners", ("partner_id",)).changed(("axorial",), {"name": "A"})
    map_ = read_map(folder, "2026/vision.yml").put(("segments", 0, "churn"), 0.2)
    really = saving.save

    def refuses(version, content, name, language="fr"):
        if name.endswith("vision.yml"):
            raise NotWritten(name, "not_writable", language)
        return really(version, content, name, language)

    monkeypatch.setattr(saving, "save", refuses)
    with pytest.raises(NotWritten):
        editing.save(folder, [table.draft(), map_.draft()])
    assert on_disk(folder) == before


def test_dates_that_the_folder_was_opened_with_count_in_the_check(folder: Folder):
    dated = open_client("nimbus", data=folder.workspace.root, issued=date(2026, 6, 1))
    start = "partner_id,name,status,start_date\naxorial,Axorial,starting,2026-07-06\n"
    (folder.path / "2026/partners.csv").write_text(start)
    plan = read_table(dated, "start_plans/axorial", ("milestone_id",))
    after = plan.changed(("J-01",), {"done": "1", "done_on": "2026-07-06"})
    assert [one.code for one in editing.check(dated, [after.draft()]).faults] != []
    assert after.key == "2026/start_plans/axorial.csv"


def test_a_new_file_does_not_leave_the_clients_folder_through_a_link(
    folder: Folder, tmp_path: Path
):
    (folder.path / "2026" / "start_plans").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(InputFaults) as refused:
        read_table(folder, "start_plans/axorial", ("milestone_id",))
    assert [fault.code for fault in refused.value.faults] == ["leaves_folder"]


@pytest.mark.parametrize(
    ("content", "code"), [("segments: [", "yaml_syntax"), ("segments: &a\n- *a\n", "yaml_alias")]
)
def test_a_map_that_cannot_be_read_is_refused_with_its_faults(folder: Folder, content, code):
    (folder.path / "2026" / "vision.yml").write_text(content)
    with pytest.raises(InputFaults) as refused:
        read_map(folder, "2026/vision.yml")
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_note_that_is_no_text_is_refused(folder: Folder):
    note = folder.path / "2026" / "notes" / "partner_map.md"
    note.parent.mkdir()
    note.write_bytes(b"\x81\xff")
    with pytest.raises(InputFaults):
        read_text(folder, "2026/notes/partner_map.md")


def test_what_names_a_row_or_stands_in_a_workbook_is_no_formula(folder: Folder):
    year = folder.path / "2026"
    added = read_table(folder, "resellers", ("reseller_id", "name"))
    added = added.changed(("", "=1+1"), {"aliases": "@a|b"})
    assert added.content().splitlines()[-1].startswith(b";'=1+1;'@a|b;")
    (year / "partners.csv").unlink()
    workbook(year / "partners.xlsx", ["partner_id", "name", "Mine"], ["axo", "-x", -5.5])
    base = read_table(folder, "partners", ("partner_id",)).base
    assert base.splitlines()[1] == b"axo;'-x;-5.5"


def test_cells_beyond_the_header_are_not_taken_into_a_new_column(folder: Folder):
    (folder.path / "2026" / "partners.csv").write_text("partner_id,name\naxo,Axo,stray\nb,B\n")
    with pytest.raises(InputFaults) as refused:
        read_table(folder, "partners", ("partner_id",))
    assert [fault.code for fault in refused.value.faults] == ["extra_cells"]
