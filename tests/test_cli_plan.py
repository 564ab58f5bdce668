"""`pad new CLIENT --plan PARTNER` as it is typed."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from padlib.cli import app

DEMOS = Path(__file__).parents[1] / "data" / "clients"


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(DEMOS / "demo-nimbus", tmp_path / "data" / "clients" / "demo-nimbus")
    return tmp_path / "data"


def new(data: Path, *typed: str) -> Result:
    return CliRunner().invoke(app, ["new", "demo-nimbus", "--data", str(data), *typed])


def words(ended: Result) -> str:
    return " ".join(ended.stdout.split())


def test_a_plan_is_written_once_and_passes_its_own_check(data: Path):
    first = new(data, "--plan", "axorial", "--year", "2027")
    assert first.exit_code == 0
    assert "the plan is to be completed; 8 actions come from the reports." in words(first)
    again = new(data, "--plan", "axorial", "--year", "2027")
    assert again.exit_code == 0
    assert "it stays as it is" in words(again)
    check = ["check", "demo-nimbus", "--year", "2027", "--data", str(data)]
    assert CliRunner().invoke(app, check).exit_code == 0


def test_only_the_plan_is_written(data: Path):
    ended = new(data, "--plan", "axorial", "--year", "2027", "--json")
    file = data / "clients" / "demo-nimbus" / "2027" / "business_plans" / "axorial.yml"
    assert json.loads(ended.stdout) == {"written": [str(file)], "unread": [], "actions": 8}
    year = data / "clients" / "demo-nimbus" / "2027"
    assert [path for path in year.rglob("*") if path.is_file()] == [file]
    again = json.loads(new(data, "--plan", "axorial", "--year", "2027", "--json").stdout)
    assert again["written"] == []


def test_a_file_with_faults_is_named(data: Path):
    answers = data / "clients" / "demo-nimbus" / "2026" / "convergence_answers.csv"
    answers.write_text(answers.read_text("utf-8").replace("C-STR-01", "C-STR-99"), "utf-8")
    ended = new(data, "--plan", "axorial", "--year", "2027")
    assert ended.exit_code == 0
    assert "2026/convergence_answers.csv" in words(ended)


def test_an_unknown_partner_is_refused_with_the_nearest(data: Path):
    ended = new(data, "--plan", "axoriel", "--year", "2027")
    assert ended.exit_code == 2
    assert "axorial" in " ".join(ended.stderr.split())
