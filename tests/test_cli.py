"""`pad` as it is typed: what it prints, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from padlib.cli import WIDTH, app
from padlib.reports import lab, workbooks
from tests.reports.conftest import cell, write_partner_workbook, write_workbook

ROOT = Path(__file__).parents[1]


def pad(*typed: str) -> Result:
    return CliRunner().invoke(app, list(typed))


def flat(told: str) -> str:
    """What was told, on one line and with plain spaces."""
    return " ".join(told.split())


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data" / "clients").mkdir(parents=True)
    return tmp_path / "data"


def test_list_tells_what_can_be_made() -> None:
    ended = pad("list", "--data", str(ROOT / "data"), "--json")
    assert ended.exit_code == 0
    told = json.loads(ended.stdout)
    assert told["years"]["demo-nimbus"] == [2025, 2026]
    assert {one["report"] for one in told["reports"]} == set(workbooks.collection())
    first = [one for one in told["reports"] if one["client"] == "demo-nimbus"]
    assert {one["state"] for one in first} <= {"ready", "unchanged"}
    editions = [one for one in first if one["audience"] == "partner"]
    assert {one["report"] for one in editions} == {
        book.report for book in workbooks.collection().values() if book.by_partner("partner")
    }
    assert all(one["partner"] and one["partner_name"] for one in editions)


def test_list_reports_tells_each_workbook_with_its_parameters() -> None:
    ended = pad("list", "--reports")
    assert ended.exit_code == 0
    assert "annual_diagnostic" in ended.stdout
    assert "target_level: float = None" in ended.stdout


def test_a_new_client_passes_its_own_check_and_nothing_is_written_twice(data: Path) -> None:
    first = pad("new", "clairvue", "--year", "2026", "--data", str(data), "--language", "fr")
    assert first.exit_code == 0, first.stdout
    settings = data / "clients" / "clairvue" / "client.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n# mine\n", encoding="utf-8")
    again = pad("new", "clairvue", "--year", "2026", "--data", str(data), "--language", "fr")
    assert again.exit_code == 0
    assert settings.read_text(encoding="utf-8").endswith("# mine\n")
    assert pad("check", "clairvue", "--data", str(data)).exit_code == 0


def test_check_prints_every_fault_and_ends_with_1(data: Path) -> None:
    folder = data / "clients" / "broken" / "2026"
    folder.mkdir(parents=True)
    (folder.parent / "client.yml").write_text("{client_id: borken, name: B, language: en}\n")
    (folder / "partners.csv").write_text("partner_id,name,status,revenue_n\na,A,active,12 k\n")
    ended = pad("check", "broken", "--data", str(data))
    assert ended.exit_code == 1
    assert "borken" in ended.stdout
    assert "12 k" in ended.stdout
    assert "Traceback" not in ended.stdout


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        (["run", "demo-nimbos"], "demo-nimbus"),
        (["run", "demo-nimbus", "--report", "annual_diagnostics"], "annual_diagnostic"),
        (["run", "demo-nimbus", "-p", "target_levle=2"], "target_level"),
        (["run", "demo-nimbus", "--year", "1999"], "2026"),
        (["run", "demo-nimbus", "--language", "de"], "fr"),
        (["run", "demo-nimbus", "--partner", "axoriol"], "axorial"),
        (["run", "demo-nimbus", "-p", "partner=axoriol"], "axorial"),
        (["check", "demo-ferum"], "demo-ferrum"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(typed: list[str], nearest: str) -> None:
    ended = pad(*typed, "--data", str(ROOT / "data"))
    assert ended.exit_code == 2
    assert nearest in ended.output
    assert "Traceback" not in ended.output


def test_run_makes_pages_tells_where_and_then_leaves_them_alone(tmp_path: Path) -> None:
    typed = ["run", "demo-ferrum", "--report", "annual_diagnostic", "--outputs", str(tmp_path)]
    typed += ["--data", str(ROOT / "data"), "--json"]
    first = pad(*typed)
    assert first.exit_code == 0, first.output
    told = json.loads(first.stdout)
    assert Path(told["index"]).exists()
    assert [one["state"] for one in told["reports"]] == ["done"]
    assert [one["state"] for one in json.loads(pad(*typed).stdout)["reports"]] == ["unchanged"]


def test_a_draft_says_so(tmp_path: Path) -> None:
    typed = ["run", "demo-ferrum", "--report", "annual_diagnostic", "--outputs", str(tmp_path)]
    ended = pad(*typed, "--data", str(ROOT / "data"), "--draft", "--json")
    (one,) = json.loads(ended.stdout)["reports"]
    assert "Projet" in (tmp_path / one["path"]).read_text(encoding="utf-8")


NAMES = ("Axorial", "Belmarange Conseil", "Calvendre", "Dormelune Informatique", "Estivane")


@pytest.fixture
def by_partner(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client of five partners, a report of all and a report of each."""
    monkeypatch.setattr(workbooks, "COLLECTION", tmp_path / "notebooks")
    write_workbook(tmp_path / "notebooks" / "21_tiny.ipynb")
    write_partner_workbook(tmp_path / "notebooks" / "22_both.ipynb")
    year = data / "clients" / "tiny" / "2026"
    year.mkdir(parents=True)
    (year.parent / "client.yml").write_text("{client_id: tiny, name: Tiny Software, language: en}")
    rows = [f"{name[:3].lower()},{name},active,1,en\n" for name in NAMES]
    rows[-1] = rows[-1].replace(",en", ",fr")
    (year / "partners.csv").write_text(
        "partner_id,name,status,revenue_n,language\n" + "".join(rows)
    )
    head = "partner_id,respondent_id,item_id,side,score\n"
    rows = [f"{name[:3].lower()},one,C-STR-01,partner,3\n" for name in NAMES]
    (year / "convergence_answers.csv").write_text(head + "".join(rows))
    return data


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_run_makes_every_version_and_tells_them_by_edition(
    by_partner: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    several, edition, editions = {
        "en": ("Tiny (5 partners)", "Tiny, for Axorial", "partner editions"),
        "fr": ("Minuscule (5 partenaires)", "Minuscule, pour Axorial", "éditions partenaires"),
    }[language]
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    typed = ["run", "--data", str(by_partner)]
    if language == "fr":  # the language of the pages is that of what is told
        typed += ["--language", "fr"]
    ended = pad(*typed)
    assert ended.exit_code == 0, ended.output
    lines = ended.output.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert sum(several in line for line in lines) == 2  # internal pages, then editions
    assert f"Tiny Software · 2026 · {editions}" in lines
    assert any(edition in line for line in lines)
    pages = sorted(
        file.relative_to(by_partner.parent / "outputs").as_posix()
        for file in (by_partner.parent / "outputs" / "tiny").rglob("*.html")
        if file.name != "index.html"
    )
    assert len(pages) == 11
    assert f"tiny/2026/{language}/partners/axo/tiny-2026-both-axo-{language}.html" in pages
    assert "tiny/2026/fr/partners/est/tiny-2026-both-est-fr.html" in pages


def test_the_faults_of_a_file_are_told_once_however_many_reports_and_partners_wait_for_it(
    by_partner: Path,
) -> None:
    pad("run", "--data", str(by_partner))
    answers = by_partner / "clients/tiny/2026/convergence_answers.csv"
    answers.write_text(
        answers.read_text().replace("axo,one,C-STR-01,partner,3", "axo,one,C-STR-01,partner,9")
    )
    ended = pad("run", "--data", str(by_partner))
    assert ended.exit_code == 1
    assert ended.output.count("line 2") == 1
    assert "(5 partners)" in ended.output


def test_list_tells_for_which_partners(by_partner: Path) -> None:
    ended = pad("list", "--data", str(by_partner))
    assert ended.exit_code == 0
    assert max(map(len, ended.output.splitlines())) <= WIDTH
    assert "partner editions" in ended.output
    assert "Belmarange" in ended.output
    told = json.loads(pad("list", "--data", str(by_partner), "--json").stdout)["reports"]
    assert sorted(one["partner"] for one in told if one["audience"] == "partner") == [
        "axo",
        "bel",
        "cal",
        "dor",
        "est",
    ]


def test_a_partners_pages_alone_are_made_when_it_is_named(by_partner: Path) -> None:
    typed = ["run", "tiny", "--partner", "cal", "--partner", "est", "--data", str(by_partner)]
    told = json.loads(pad(*typed, "--json").stdout)
    assert [(one["audience"], one["partner"]) for one in told["reports"]] == [
        ("internal", "cal"),
        ("internal", "est"),
        ("partner", "cal"),
        ("partner", "est"),
    ]
    assert Path(told["index"]) == by_partner.parent / "outputs/tiny/2026/en/index.html"


def test_editions_alone_lead_to_the_clients_index(by_partner: Path) -> None:
    ended = pad("run", "--audience", "partner", "--data", str(by_partner), "--json")
    index = Path(json.loads(ended.stdout)["index"])
    assert index == by_partner.parent / "outputs/tiny/2026/en/index.html"
    assert index.exists()


# ── variants ──────────────────────────────────────────────────────────────────────────────────


def test_a_variant_is_kept_told_and_never_replaced_unasked(by_partner: Path) -> None:
    typed = ["variant", "tiny", "tiny", "--data", str(by_partner)]
    first = pad(*typed, "--json")
    assert first.exit_code == 0, first.output
    told = json.loads(first.stdout)
    own = by_partner / "clients/tiny/notebooks/21_tiny.ipynb"
    assert told == {"path": str(own), "state": "new", "backup": None}
    assert "this workbook already" in flat(pad(*typed).output)
    source = write_workbook(own.parent / "other.ipynb", cell("more", "1"))
    typed += ["--from", str(source)]
    refused = pad(*typed)
    assert refused.exit_code == 2
    assert "add --yes" in flat(refused.output)
    assert json.loads(pad(*typed, "--json").stdout)["state"] == "there"
    replaced = pad(*typed, "--yes", "--json")
    told = json.loads(replaced.stdout)
    assert (replaced.exit_code, told["state"]) == (0, "replaced")
    assert Path(told["backup"]).parent == own.parent / ".backup"


def test_a_variant_is_told_in_words(by_partner: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    typed = ["variant", "tiny", "tiny", "--data", str(by_partner)]
    assert "Variante gardée : " in flat(pad(*typed).output)
    source = write_workbook(by_partner.parent / "other.ipynb", cell("more", "1"))
    typed += ["--from", str(source)]
    assert "tiny a déjà sa variante" in flat(pad(*typed).output)
    assert "La version d’avant est gardée : " in flat(pad(*typed, "--yes").output)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [(["tini", "tiny"], "tiny"), (["tiny", "tinny"], "tiny"), (["tiny", "tiny"], "no.ipynb")],
)
def test_a_variant_of_what_is_not_known_is_refused(
    by_partner: Path, typed: list[str], nearest: str
) -> None:
    ended = pad("variant", *typed, "--data", str(by_partner), "--from", "no.ipynb")
    assert ended.exit_code == 2
    assert nearest in ended.output
    assert "Traceback" not in ended.output


def test_list_and_check_tell_variants_and_notebooks_that_nothing_runs(
    by_partner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["--data", str(by_partner)]
    assert json.loads(pad("list", *typed, "--json").stdout)["variants"] == {
        "tiny": {"reports": {}, "others": []}
    }
    for report in ("tiny", "both"):
        assert pad("variant", "tiny", report, *typed).exit_code == 0
    write_workbook(by_partner.parent / "notebooks" / "21_tiny.ipynb", cell("more", "1"))
    own = by_partner / "clients/tiny/notebooks"
    write_workbook(own / "21_tinny.ipynb")
    assert json.loads(pad("list", *typed, "--json").stdout)["variants"]["tiny"] == {
        "reports": {
            "tiny": {"path": str(own / "21_tiny.ipynb"), "state": "changed"},
            "both": {"path": str(own / "22_both.ipynb"), "state": "same"},
        },
        "others": ["21_tinny.ipynb"],
    }
    listed = pad("list", *typed).output
    assert max(map(len, listed.splitlines())) <= WIDTH
    assert "the collection's has changed since" in flat(listed).replace("’", "'")
    for language, meant in (("en", "Did you mean"), ("fr", "Vouliez-vous dire")):
        monkeypatch.setenv("LANG", f"{language}.UTF-8")
        checked = json.loads(pad("check", "tiny", *typed, "--json").stdout)["clients"]["tiny"]
        (warning,) = [one for one in checked["warnings"] if "21_tinny.ipynb" in one]
        assert f"{meant} 21_tiny.ipynb" in warning
        assert "21_tinny.ipynb" in pad("check", "tiny", *typed).output
        assert "21_tinny.ipynb" in pad("list", *typed).output


def test_a_variant_never_run_here_fails_where_nobody_can_answer_and_its_page_says_what_it_is(
    by_partner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAD_CONFIG", str(tmp_path / "config"))
    pad("variant", "tiny", "tiny", "--data", str(by_partner))
    typed = ["run", "tiny", "--report", "tiny", "--data", str(by_partner), "--json"]
    ended = pad(*typed)
    assert ended.exit_code == 1
    (told,) = json.loads(ended.stdout)["reports"]
    assert (told["state"], told["variant"]) == ("failed", True)
    assert "never run on this machine: read it, then run again with --trust" in told["reason"]
    both = ["--language", "fr", "--language", "en"]
    ended = pad(*typed, *both, "--trust")
    assert ended.exit_code == 0, ended.output
    for one in json.loads(ended.stdout)["reports"]:
        html = (by_partner.parent / "outputs" / one["path"]).read_text(encoding="utf-8")
        mark = {"fr": "Classeur propre au client", "en": "Client’s own workbook"}[one["language"]]
        assert mark in html
    assert pad(*typed).exit_code == 0  # trusted from now on


# ── JupyterLab ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What `pad lab` would run, where no server is started: command, workspace, outputs."""
    told: list[Any] = []

    def serve(*given: Any) -> int:
        told.extend(given)
        return 3

    monkeypatch.setattr(lab, "serve", serve)
    for name in ("PAD_DATA", "PAD_OUTPUTS"):
        monkeypatch.delenv(name, raising=False)
    return told


def test_lab_opens_the_workbooks_on_the_workspace_told(
    data: Path, tmp_path: Path, served: list[Any]
) -> None:
    made = tmp_path / "made"
    ended = pad("lab", "--data", str(data), "--outputs", str(made), "--", "--no-browser")
    assert ended.exit_code == 3  # that of JupyterLab
    assert served == [[*lab.command(data, made), "--no-browser"], data, made]


def test_lab_takes_the_workspace_as_found_and_the_outputs_beside_it(
    data: Path, served: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data.parent)
    assert pad("lab").exit_code == 3
    assert served == [lab.command(data, data.parent / "outputs"), data, data.parent / "outputs"]


def test_lab_opens_without_a_workspace_but_not_on_one_that_is_not_there(
    tmp_path: Path, served: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert pad("lab", "--data", str(tmp_path / "nowhere")).exit_code == 2
    assert not served
    assert pad("lab").exit_code == 3
    assert served == [lab.command(), None, None]
