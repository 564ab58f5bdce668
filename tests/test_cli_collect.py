"""`pad collect` as it is typed: what it shows, when it writes, and how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from padlib import cli
from padlib.cli import WIDTH, app

PARTNERS = "partner_id,name,status,revenue_n\naxorial,Axorial,active,1\n"
HEAD = "deal_id,partner_id,amount,stage,expected_close,next_step\n"
OLD = HEAD + "a,axorial,10,identified,2026-09-01,Appeler\nz,axorial,5,lost,2026-02-01,\n"
EXPORT = """\
Opportunity ID,Opportunity Name,Partner Account,Amount,Stage,Close Date
a,CH du Lac,Axorial,12,Needs Analysis,2026-09-14
b,Ville de Sète,Axorial,20.5,Prospecting,2026-10-01
c,Another one,,7,Prospecting,2026-10-01
"""
UNKNOWN = "d,EMS,Axoriel,7,Prospecting,2026-10-01\n"


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    """The deals of a client, and an export of its CRM beside the workspace."""
    year = tmp_path / "data" / "clients" / "nimbus" / "2026"
    year.mkdir(parents=True)
    (year.parent / "client.yml").write_text("{client_id: nimbus, name: Nimbus, language: en}\n")
    (year / "partners.csv").write_text(PARTNERS)
    (year / "deals.csv").write_text(OLD)
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    return year / "deals.csv"


def collect(deals: Path, *typed: str, answer: str | None = None) -> Result:
    root = deals.parents[3]
    words = ["collect", "nimbus", str(root.parent / "export.csv"), "--from", "salesforce"]
    return CliRunner().invoke(app, [*words, "--data", str(root), *typed], input=answer)


def test_it_shows_and_writes_nothing_when_nobody_can_answer(deals):
    ended = collect(deals)
    assert ended.exit_code == 2
    assert deals.read_text() == OLD
    assert not (deals.parent / ".backup").exists()
    lines = ended.output.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert "Nimbus · 2026 · Salesforce: 3 rows in export.csv" in lines
    assert "To add: 1 deal, €20.50." in lines
    assert "  Axorial · Ville de Sète · €20.50 · identified · 1\u00a0October\u00a02026" in lines
    assert "To change: 1 deal." in lines
    assert "    stage: identified → qualified" in lines
    assert "Not in the export, stays as it is: 1 deal." in lines
    assert "Left out, without partner: 1 deal, €7 (line 4)." in lines
    assert "--yes" in ended.stderr


def test_yes_writes_keeps_the_version_before_and_the_second_time_nothing(deals):
    first = collect(deals, "--yes")
    assert first.exit_code == 0, first.output
    assert deals.read_text(encoding="utf-8") == (
        HEAD.rstrip("\n") + ",name\n"
        "a,axorial,12,qualified,2026-09-14,Appeler,CH du Lac\n"
        "z,axorial,5,lost,2026-02-01,\n"
        "b,axorial,20.5,identified,2026-10-01,,Ville de Sète\n"
    )
    (kept,) = (deals.parent / ".backup").iterdir()
    assert kept.read_text() == OLD
    written = deals.read_bytes()
    again = collect(deals, "--yes")
    assert again.exit_code == 0
    assert "There already, as they are: 2 deals." in again.stdout
    assert "Nothing to write" in again.stdout
    assert deals.read_bytes() == written
    assert len(list((deals.parent / ".backup").iterdir())) == 1


@pytest.mark.parametrize(("answer", "changes"), [("y\n", True), ("n\n", False)])
def test_it_asks_on_a_terminal(deals, monkeypatch, answer, changes):
    monkeypatch.setattr(cli, "_is_asked", lambda: True)
    ended = collect(deals, answer=answer)
    assert ended.exit_code == 0, ended.output
    assert (deals.read_text(encoding="utf-8") != OLD) is changes


def test_rows_to_mend_end_with_1_and_the_others_are_written(deals):
    export = deals.parents[4] / "export.csv"
    export.write_text(EXPORT + UNKNOWN, encoding="utf-8")
    ended = collect(deals, "--yes")
    assert ended.exit_code == 1
    assert "line 5" in ended.stdout
    assert "near names: Axorial" in ended.stdout
    assert "Ville de Sète" in deals.read_text(encoding="utf-8")


def test_json_tells_all_of_it_to_a_program_and_never_asks(deals, monkeypatch):
    monkeypatch.setattr(cli, "_is_asked", lambda: True)
    export = deals.parents[4] / "export.csv"
    export.write_text(EXPORT + UNKNOWN, encoding="utf-8")
    ended = collect(deals, "--json")
    assert ended.exit_code == 2
    told = json.loads(ended.stdout)
    assert (told["exit_code"], told["written"], told["rows"]) == (2, False, 4)
    assert [one["deal_id"] for one in told["added"]] == ["b"]
    assert told["changed"][0]["fields"]["stage"] == ["identified", "qualified"]
    assert told["staying"] == ["z"]
    assert [one["line"] for one in told["left_out"]["no_partner"]] == [4]
    assert [(one["code"], one["lines"]) for one in told["to_mend"]] == [("crm_partner_near", [5])]
    assert json.loads(collect(deals, "--json", "--yes").stdout)["written"]


def test_it_speaks_the_users_language(deals, monkeypatch):
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    ended = collect(deals)
    lines = ended.output.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert "À ajouter\u00a0: 1 affaire, 20,50\u00a0€." in lines
    assert "    étape\u00a0: identifiée → qualifiée" in lines


def test_a_long_list_is_cut_and_says_so(deals):
    rows = [f"n{one},Deal {one},Axorial,1,Prospecting,2026-10-01\n" for one in range(25)]
    export = deals.parents[4] / "export.csv"
    export.write_text(EXPORT + "".join(rows), encoding="utf-8")
    ended = collect(deals)
    assert "To add: 26 deals, €45.50." in ended.output
    assert "  … and 6 more (--json gives all)." in ended.output.splitlines()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--from", "salesforze"], "salesforce"),
        (["--dates", "ymd"], "dmy, mdy"),
        (["--year", "1999"], "2026"),
    ],
)
def test_what_cannot_be_carried_out_ends_with_2_and_a_sentence(deals, typed, told):
    ended = collect(deals, *typed)
    assert ended.exit_code == 2
    assert told in ended.stderr
    assert "Traceback" not in ended.output
    assert deals.read_text() == OLD


def test_faulty_deals_are_refused_with_their_faults(deals):
    deals.write_text(OLD.replace("10", "ten"))
    ended = collect(deals, "--yes")
    assert ended.exit_code == 2
    assert "ten" in ended.stderr
