"""`pad` as it is typed: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from padlib.cli import app

ROOT = Path(__file__).parents[1]


def pad(*typed: str) -> Result:
    return CliRunner().invoke(app, list(typed))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data" / "clients").mkdir(parents=True)
    return tmp_path / "data"


def test_list_tells_what_can_be_made() -> None:
    ended = pad("list", "--data", str(ROOT / "data"), "--json")
    assert ended.exit_code == 0
    told = json.loads(ended.stdout)
    assert told["years"]["demo-nimbus"] == [2025, 2026]
    assert {one["report"] for one in told["reports"]} == {
        "annual_diagnostic",
        "recruitment_shortlist",
    }
    assert {one["state"] for one in told["reports"]} <= {"ready", "unchanged"}


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
