"""Finding the workspace, its clients and their years; nothing leaves a client's folder."""

import os
from pathlib import Path

import pytest

from padlib import workspace
from padlib.workspace import InputFaults, MissingInput, UnknownName, Workspace, open_client

ANSWERS = "respondent_id,function,item_id,answer\ndg1,DG,D-EXP-01,2\n"


def test_the_workspace_is_the_one_named_else_the_variables_else_the_nearest_above(
    data, tmp_path, monkeypatch
):
    assert workspace.find(data) == Workspace(data)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    monkeypatch.delenv("PAD_DATA", raising=False)
    assert workspace.find().root == data.resolve()
    monkeypatch.setenv("PAD_DATA", str(tmp_path / "elsewhere"))
    with pytest.raises(UnknownName, match="elsewhere"):
        workspace.find()


def test_a_client_is_a_folder_of_that_form_with_its_file_or_a_year(data):
    for name in ("bravo/2026", "alpha/notes", "Delta/2026", ".hidden/2026", "echo/26"):
        (data / "clients" / name).mkdir(parents=True)
    (data / "clients" / "charlie").mkdir()
    (data / "clients" / "charlie" / "client.yml").write_text("")
    assert workspace.find(data).clients() == ["bravo", "charlie"]


def test_an_unknown_client_or_year_comes_back_with_the_nearest_known(client):
    data = client()
    with pytest.raises(UnknownName, match="nimbus") as unknown:
        open_client("nimbuss", data=data)
    assert unknown.value.nearest == "nimbus"
    with pytest.raises(UnknownName, match="2026"):
        open_client("nimbus", 2024, data=data)
    for name in ("../data", "/etc", ".", ""):
        with pytest.raises(UnknownName):
            open_client(name, data=data)


def test_a_client_without_a_year_is_told_to_make_one(data):
    (data / "clients" / "alpha").mkdir()
    (data / "clients" / "alpha" / "client.yml").write_text("client_id: alpha\nname: A\n")
    with pytest.raises(UnknownName, match="pad new alpha"):
        open_client("alpha", data=data)


def test_the_year_is_the_latest_in_which_somebody_put_something(client):
    data = client(**{"2025/diagnostic_answers.csv": ANSWERS})
    workspace.new_client("nimbus", 2027, data)
    assert open_client("nimbus", data=data).year == 2025
    (data / "clients/nimbus/2027/diagnostic_answers.csv").write_text(ANSWERS)
    assert open_client("nimbus", data=data).year == 2027
    assert workspace.find(data).years("nimbus") == [2025, 2026, 2027]


def test_without_a_client_file_all_defaults_hold_with_a_warning(client):
    folder = open_client("nimbus", data=client(None))
    assert (folder.name, folder.language, folder.currency) == ("nimbus", "fr", "EUR")
    assert [notice.code for notice in folder.warnings] == ["no_client_file"]
    assert folder.quality("en")[0].startswith("client.yml: file missing")


def test_faults_of_the_client_file_come_in_its_language(client):
    data = client("language: en\nform: x\n")
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=data)
    assert str(faults.value).splitlines() == [
        "nimbus/client.yml: 1 value to mend (reports that need it were not made)",
        '  line 4, key "form": found "x"; expected: full, short.',
    ]
    assert faults.value._render_traceback_() == str(faults.value).splitlines()


def test_a_file_that_is_not_there_is_told_with_the_way_to_add_it(client):
    with pytest.raises(MissingInput) as missing:
        open_client("nimbus", data=client()).partners()
    assert missing.value.text("fr") == (
        "partners.csv introuvable dans data/clients/nimbus/2026. → pad new nimbus --year 2026 "
        "ajoute les modèles qui manquent."
    )


def test_two_files_of_one_stem_are_a_fault(client):
    data = client(**{"2026/partners.csv": "partner_id\n", "2026/partners.xlsx": "x"})
    folder = open_client("nimbus", data=data)
    assert folder.has("partners")
    with pytest.raises(InputFaults) as faults:
        folder.partners()
    assert [fault.code for fault in faults.value.faults] == ["two_files"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leaves_the_clients_folder_is_refused(client, tmp_path):
    outside = tmp_path / "secret.csv"
    outside.write_text(ANSWERS)
    data = client()
    (data / "clients/nimbus/2026/diagnostic_answers.csv").symlink_to(outside)
    folder = open_client("nimbus", data=data)
    with pytest.raises(InputFaults, match="hors du dossier"):
        folder.diagnostic_answers()
    year = data / "clients/nimbus/2025"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "actions.csv").write_text("action_id\nD-EXP-01\n")
    year.symlink_to(tmp_path / "other")
    with pytest.raises(InputFaults, match="hors du dossier"):
        folder.actions(2025)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_clients_folder_that_is_itself_a_link_is_the_users_choice(client, tmp_path):
    data = client("logo: logo.png\n", **{"2026/diagnostic_answers.csv": ANSWERS})
    from .test_house import PNG

    (data / "clients/nimbus/logo.png").write_bytes(PNG)
    (data / "clients/nimbus").rename(tmp_path / "drive")
    (data / "clients/nimbus").symlink_to(tmp_path / "drive")
    folder = open_client("nimbus", data=data)
    assert len(folder.diagnostic_answers()) == 1
    assert folder.logo is not None


@pytest.mark.parametrize("logo", ["../../../secret.png", "/etc/passwd", "sub/../../x.png"])
def test_a_logo_outside_the_folder_is_a_fault(client, logo):
    folder = open_client("nimbus", data=client(f"logo: {logo}\n"))
    with pytest.raises(InputFaults) as faults:
        _ = folder.logo
    assert [fault.code for fault in faults.value.faults] == ["leaves_folder_key"]


def test_a_folder_in_the_place_of_a_file_is_a_fault(client):
    data = client()
    (data / "clients/nimbus/2026/partners.csv").mkdir()
    with pytest.raises(InputFaults, match="pas un fichier"):
        open_client("nimbus", data=data).partners()


def test_files_that_nothing_reads_are_told_with_the_nearest_known_name(client):
    data = client(
        **{
            "2026/partner.csv": "x",
            "2026/votes.csv": "",
            "2026/vision.yml": "",
            "2026/~$votes.csv": "",
            "2026/.backup/votes.csv": "",
            "2026/assumptions_axorial.csv": "",
            "2026/notes/annual_diagnostics.md": "x",
            "2026/notes/annual_diagnostic.fr.md": "x",
            "2026/notes/my_own_report.md": "x",
            "2026/reviews/axorial-2026-06-30.yml": "",
            "2026/reviews/axorial.txt": "",
            "Thumbs.db": "",
            "read me.txt": "",
        }
    )
    warnings = open_client("nimbus", data=data).warnings
    assert [(one.values["file"], one.values["nearest"]) for one in warnings] == [
        ("nimbus/read me.txt", None),
        ("nimbus/2026/notes/annual_diagnostics.md", "annual_diagnostic.md"),
        ("nimbus/2026/partner.csv", "partners.csv"),
        ("nimbus/2026/reviews/axorial.txt", None),
    ]


def test_errors_survive_the_way_between_two_processes(client):
    import pickle

    data = client("form: x\n")
    for fails in (
        lambda: open_client("nimbus", data=data),
        lambda: open_client("other", data=data),
        lambda: workspace.read_parameters({"draft": "x"}),
    ):
        with pytest.raises(workspace.WorkspaceError) as raised:
            fails()
        again = pickle.loads(pickle.dumps(raised.value))
        assert (type(again), str(again)) == (type(raised.value), str(raised.value))


def test_the_projects_own_reference_serves_a_workspace_without_one(client):
    data = client()
    (data / "reference/resellers_fr.csv").unlink()
    folder = open_client("nimbus", data=data)
    assert len(folder.resellers()) == 223
    [key] = [key for key in folder.looked_for if key.endswith("resellers_fr.csv")]
    assert not Path(key).is_absolute()
    assert folder.workspace.digest(key) == folder.looked_for[key]
