"""Reports made once a partner: for whom, in which language, where; and the tables of actions."""

import csv
import io
import json
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from padlib import workspace
from padlib.reports import batch, planning
from padlib.reports.jobs import Outcome
from padlib.reports.parameters import Refusal
from tests.reports.conftest import ANSWERS, PARTNERS, cell, write_partner_workbook

pytestmark = pytest.mark.usefixtures("partners")
ISSUED = {"issued": "2026-11-12"}


def plan(data: Path, notebooks: Path, **asked: Any) -> planning.Plan:
    parameters = ISSUED | asked.pop("parameters", {})
    request = planning.Request(data=data, notebooks=notebooks, parameters=parameters, **asked)
    return planning.planned(request)


def made(data: Path, notebooks: Path, **asked: Any) -> list[Outcome]:
    with ThreadPoolExecutor(2) as executor:
        return batch.run(plan(data, notebooks, **asked), executor)


def keys(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """State of each page by its place, without the client and year."""
    return {one.job.key.removeprefix("tiny/2026/"): one.state for one in outcomes}


INTERNAL = "en/internal/tiny-2026-"
AXO = "en/partners/axo/tiny-2026-both-axo-en"
BRI = "fr/partners/bri/tiny-2026-both-bri-fr"
ALL = {
    f"{INTERNAL}tiny-en": "done",
    f"{INTERNAL}both-axo-en": "done",
    f"{INTERNAL}both-bri-en": "done",
    AXO: "done",
    BRI: "done",
}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def links(page: Path) -> list[Path]:
    """The files that a page leads to."""
    reader = _Links()
    reader.feed(page.read_text(encoding="utf-8"))
    places = [one for one in reader.found if not one.startswith(("#", "data:"))]
    return [(page.parent / one).resolve() for one in places]


# ── which pages ──


def test_internal_pages_are_in_the_clients_language_and_each_edition_in_the_partners(
    data: Path, notebooks: Path
) -> None:
    outcomes = made(data, notebooks)
    assert keys(outcomes) == ALL
    assert list(keys(outcomes)) == list(ALL)  # internal pages first, whoever ended first
    outputs = data.parent / "outputs" / "tiny" / "2026"
    assert "Said: From Axorial." in (outputs / f"{AXO}.html").read_text(encoding="utf-8")
    assert "About Axorial" in (outputs / f"{INTERNAL}both-axo-en.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in (outputs / f"{BRI}.html").read_text(encoding="utf-8")


def test_an_internal_page_has_a_workbook_beside_it_and_a_partners_edition_has_none(
    data: Path, notebooks: Path
) -> None:
    made(data, notebooks)
    outputs = data.parent / "outputs" / "tiny" / "2026"
    assert (outputs / f"{INTERNAL}both-axo-en.xlsx").exists()
    assert {file.name for file in (outputs / AXO).parent.iterdir()} == {
        "index.html",
        "tiny-2026-both-axo-en.html",
    }
    assert set(keys(made(data, notebooks)).values()) == {"unchanged"}


def test_a_language_asked_for_is_that_of_every_edition(data: Path, notebooks: Path) -> None:
    planned = plan(data, notebooks, languages=["fr"], reports=["both"])
    assert {job.language for job in planned.jobs} == {"fr"}
    assert len(planned.jobs) == 4


def test_an_edition_asked_for_is_made_alone(data: Path, notebooks: Path) -> None:
    planned = plan(data, notebooks, audiences=["partner"])
    assert {job.audience for job in planned.jobs} == {"partner"}
    assert {job.partner_name for job in planned.jobs} == {"Axorial", "Brivault"}


@pytest.mark.parametrize("asked", [{"partners": ["axo"]}, {"parameters": {"partner": "axo"}}])
def test_a_partner_asked_for_is_made_alone_and_reports_of_all_only_when_named(
    data: Path, notebooks: Path, asked: dict[str, Any]
) -> None:
    assert {job.partner for job in plan(data, notebooks, **asked).jobs} == {"axo"}
    assert len(plan(data, notebooks, **asked).jobs) == 2
    named = plan(data, notebooks, reports=["tiny", "both"], **asked).jobs
    assert [(job.report, job.partner) for job in named] == [
        ("tiny", ""),
        ("both", "axo"),
        ("both", "axo"),
    ]


def test_an_unknown_partner_is_refused_with_the_nearest(data: Path, notebooks: Path) -> None:
    with pytest.raises(Refusal) as refused:
        plan(data, notebooks, partners=["axoo"])
    assert (refused.value.code, refused.value.values["near"]) == ("unknown_partner_near", "axo")


def test_a_partner_of_one_client_is_no_fault_of_the_others(data: Path, notebooks: Path) -> None:
    other = data / "clients" / "other" / "2026"
    other.mkdir(parents=True)
    (other.parent / "client.yml").write_text("{client_id: other, name: Other, language: en}")
    assert {job.client for job in plan(data, notebooks, partners=["axo"]).jobs} == {"tiny"}


def test_a_partner_without_answers_is_told_which_file_lacks_them(
    data: Path, notebooks: Path
) -> None:
    planned = plan(data, notebooks, partners=["cal"])
    assert planned.jobs == ()
    assert {one.state for one in planned.settled} == {"skipped"}
    assert all("convergence_answers.csv" in one.reason for one in planned.settled)


def test_without_any_partner_the_report_is_skipped_once_with_the_file_that_would_enable_it(
    data: Path, notebooks: Path, partners: Path
) -> None:
    (partners / "convergence_answers.csv").unlink()
    (skipped,) = plan(data, notebooks, reports=["both"]).settled
    assert (skipped.state, skipped.missing) == ("skipped", ("convergence_answers.csv",))


def test_what_is_missing_stays_told_and_is_forgotten_once_it_is_there(
    data: Path, notebooks: Path, partners: Path
) -> None:
    answers = partners / "convergence_answers.csv"
    answers.unlink()
    index = data.parent / "outputs/tiny/2026/en/index.html"
    for _ in range(2):
        made(data, notebooks)
        assert "<b>convergence_answers.csv</b>" in index.read_text(encoding="utf-8")
    answers.write_text(ANSWERS)
    made(data, notebooks)
    html = index.read_text(encoding="utf-8")
    assert "convergence_answers.csv" not in html
    assert "2 partner editions" in html


def test_when_all_partners_are_gone_their_pages_are_told_once_each(
    data: Path, notebooks: Path, partners: Path
) -> None:
    made(data, notebooks)
    (partners / "convergence_answers.csv").unlink()
    planned = plan(data, notebooks)
    told = [one.job.key for one in planned.settled if one.state == "skipped"]
    assert sorted(told) == sorted(set(told))
    assert len(told) == 4
    assert [one.job.partner for one in plan(data, notebooks, partners=["axo"]).settled] == [
        "axo",
        "axo",
    ]


def test_partners_go_by_their_ids_without_their_file(
    data: Path, notebooks: Path, partners: Path
) -> None:
    (partners / "partners.csv").unlink()
    planned = plan(data, notebooks, partners=["axo"])
    assert {(job.partner, job.partner_name) for job in planned.jobs} == {("axo", "axo")}


# ── what goes wrong ──


def test_faults_of_the_answers_fail_the_report_once_and_no_other(
    data: Path, notebooks: Path, partners: Path
) -> None:
    (partners / "convergence_answers.csv").write_text(ANSWERS.replace(",3,4,", ",9,4,"))
    outcomes = made(data, notebooks)
    assert [one.state for one in outcomes if one.job.report == "tiny"] == ["done"]
    (failed,) = [one for one in outcomes if one.job.report == "both"]
    assert failed.state == "failed"
    assert any("line 2" in fault for fault in failed.faults)


def test_pages_of_a_report_that_fails_stay_and_the_index_says_that_they_are_stale(
    data: Path, notebooks: Path, partners: Path
) -> None:
    made(data, notebooks)
    page = data.parent / "outputs" / "tiny" / "2026" / f"{AXO}.html"
    before = page.read_bytes()
    (partners / "convergence_answers.csv").write_text(ANSWERS.replace(",3,4,", ",9,4,"))
    failed = keys(made(data, notebooks))
    assert {one for one, ended in failed.items() if ended == "failed"} == set(ALL) - {
        f"{INTERNAL}tiny-en"
    }
    assert page.read_bytes() == before
    index = (data.parent / "outputs/tiny/2026/en/index.html").read_text(encoding="utf-8")
    assert "Stale" in index
    theirs = (page.parent / "index.html").read_text(encoding="utf-8")
    assert "12\u00a0November\u00a02026" in theirs
    assert "csv" not in theirs  # why it was not made again is not theirs to read
    (partners / "convergence_answers.csv").write_text(ANSWERS)
    assert set(keys(made(data, notebooks)).values()) <= {"unchanged", "done"}
    assert "Stale" not in (data.parent / "outputs/tiny/2026/en/index.html").read_text()


def test_the_page_of_a_partner_who_left_stays_as_stale(
    data: Path, notebooks: Path, partners: Path
) -> None:
    made(data, notebooks)
    (partners / "convergence_answers.csv").write_text(ANSWERS[: ANSWERS.index("bri,")])
    outcomes = keys(made(data, notebooks))
    assert outcomes[BRI] == outcomes[f"{INTERNAL}both-bri-en"] == "skipped"
    assert outcomes[AXO] == "done"
    outputs = data.parent / "outputs" / "tiny" / "2026"
    assert (outputs / f"{BRI}.html").exists()
    assert "Stale" in (outputs / "en/index.html").read_text(encoding="utf-8")
    rows = read_actions(outputs / "en" / "internal" / "tiny-2026-actions-en.csv")
    assert [row["action_id"] for row in rows] == ["C-STR-01@axo"]
    for file in (outputs / f"{BRI}.html", outputs / f"{INTERNAL}both-bri-en.html"):
        file.unlink()
    made(data, notebooks)
    assert "Brivault" not in (outputs / "en/index.html").read_text(encoding="utf-8")
    assert not (outputs / BRI).with_name("index.html").exists()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("page.actions(proposed)", "actions"),
        ("whole = workspace.open_client(client, year)", "more of the client's folder"),
    ],
)
def test_an_edition_that_holds_more_than_the_partners_part_is_not_made(
    data: Path, notebooks: Path, source: str, why: str
) -> None:
    write_partner_workbook(notebooks / "22_both.ipynb", cell("more", source))
    outcomes = made(data, notebooks, reports=["both"])
    editions = [one for one in outcomes if one.job.audience == "partner"]
    assert {one.state for one in editions} == {"failed"}
    assert all(why in one.reason for one in editions)
    assert {one.state for one in outcomes if one.job.audience == "internal"} == {"done"}
    assert not list((data.parent / "outputs").glob("*/*/*/partners/*/*.html"))


# ── indexes ──


def test_the_index_tells_the_pages_by_audience_and_its_links_stay_in_the_year(
    data: Path, notebooks: Path
) -> None:
    made(data, notebooks)
    year = data.parent / "outputs" / "tiny" / "2026"
    assert not (year / "fr" / "index.html").exists()  # an edition in French makes no French index
    index = year / "en" / "index.html"
    html = index.read_text(encoding="utf-8")
    assert "2 internal pages, by partner" in html
    assert "2 partner editions" in html
    assert "Brivault (Français)" in html
    led_to = links(index)
    assert all(one.is_relative_to(year) and one.exists() for one in led_to)
    assert {one.name for one in led_to} >= {f"{Path(key).name}.html" for key in ALL}
    assert len(html.encode()) <= 60_000


def test_a_partners_folder_is_whole_wherever_it_is_put(
    data: Path, notebooks: Path, tmp_path: Path
) -> None:
    made(data, notebooks)
    place = shutil.copytree(
        data.parent / "outputs" / "tiny" / "2026" / AXO.rpartition("/")[0], tmp_path / "elsewhere"
    )
    index = place / "index.html"
    assert {one.name for one in links(index)} == {"tiny-2026-both-axo-en.html"}
    for page in place.glob("*.html"):
        assert all(one.is_relative_to(place) and one.exists() for one in links(page))
    html = index.read_text(encoding="utf-8")
    assert "Axorial" in html
    assert [word for word in ("Brivault", "bri", "Calvendre", "internal") if word in html] == []


def test_an_index_of_partners_editions_alone_is_in_the_clients_language(
    data: Path, notebooks: Path
) -> None:
    made(data, notebooks, partners=["bri"], audiences=["partner"])
    html = (data.parent / "outputs/tiny/2026/en/index.html").read_text(encoding="utf-8")
    assert "1 partner edition" in html


# ── the table of actions ──


def read_actions(file: Path) -> list[dict[str, str]]:
    text = file.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text else ","))


def test_actions_of_all_internal_pages_stand_in_one_table(data: Path, notebooks: Path) -> None:
    made(data, notebooks)
    stem = data.parent / "outputs/tiny/2026/en/internal/tiny-2026-actions-en"
    rows = read_actions(stem.with_suffix(".csv"))
    assert [row["action_id"] for row in rows] == ["C-STR-01@axo", "C-STR-01@bri"]
    first = rows[0]
    assert first["title"] == "'=Sign"  # no formula
    assert (first["origin"], first["partner"], first["due_date"]) == (
        "Convergence",
        "Axorial",
        "2026-12-31",
    )
    assert (first["status"], first["done_on"], first["comment"]) == ("planned", "", "")
    assert first["priority"] == "61.3"
    sheet = openpyxl.load_workbook(stem.with_suffix(".xlsx")).active
    assert sheet is not None
    assert [one.value for one in sheet["A"]] == ["action_id", "C-STR-01@axo", "C-STR-01@bri"]
    index = (data.parent / "outputs/tiny/2026/en/index.html").read_text(encoding="utf-8")
    assert "internal/tiny-2026-actions-en.csv" in index
    assert not list((data.parent / "outputs").glob("*/*/fr/**/*actions*"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_table_of_actions_is_taken_back_by_the_clients_folder(
    data: Path, notebooks: Path, partners: Path, ending: str
) -> None:
    made(data, notebooks)
    table = data.parent / f"outputs/tiny/2026/en/internal/tiny-2026-actions-en.{ending}"
    shutil.copy(table, partners / f"actions.{ending}")
    folder = workspace.open_client("tiny", 2026, data)
    assert folder.actions()["status"].to_dict() == {
        "C-STR-01@axo": "planned",
        "C-STR-01@bri": "planned",
    }
    assert [one for one in folder.quality("en") if "actions" in one] == []


def test_french_actions_open_in_a_french_spreadsheet(data: Path, notebooks: Path) -> None:
    made(data, notebooks, languages=["fr"])
    content = (data.parent / "outputs/tiny/2026/fr/internal/tiny-2026-actions-fr.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfaction_id;status;done_on;comment;")
    assert b";61,3;" in content


def test_the_same_actions_give_the_same_bytes(data: Path, notebooks: Path) -> None:
    made(data, notebooks)
    folder = data.parent / "outputs/tiny/2026/en/internal"
    before = {file.name: file.read_bytes() for file in folder.glob("*actions*")}
    made(data, notebooks, force=True)
    assert {file.name: file.read_bytes() for file in folder.glob("*actions*")} == before
    assert len(before) == 2


def test_a_report_that_fails_keeps_its_last_actions_marked_stale(
    data: Path, notebooks: Path
) -> None:
    made(data, notebooks)
    wrong = cell("wrong", "1 / 0 if partner == 'axo' else None")
    write_partner_workbook(notebooks / "22_both.ipynb", wrong)
    made(data, notebooks)
    rows = read_actions(data.parent / "outputs/tiny/2026/en/internal/tiny-2026-actions-en.csv")
    assert {row["partner"]: row["page"] for row in rows} == {
        "Axorial": "stale",
        "Brivault": "up to date",
    }
    index = (data.parent / "outputs/tiny/2026/en/index.html").read_text(encoding="utf-8")
    assert "could not be made again" in index


def test_the_manifest_has_the_actions_of_internal_pages_alone(data: Path, notebooks: Path) -> None:
    outcomes = made(data, notebooks)
    batch_folder = outcomes[0].job.run.parents[4]
    told = json.loads((batch_folder / "manifest.json").read_text(encoding="utf-8"))["reports"]
    assert {(one["audience"], len(one["actions"])) for one in told if one["partner"]} == {
        ("internal", 1),
        ("partner", 0),
    }


def test_a_partners_name_is_that_of_its_file(data: Path, notebooks: Path, partners: Path) -> None:
    (partners / "partners.csv").write_text(PARTNERS.replace("Axorial", "Axo & <b>Cie</b>"))
    made(data, notebooks)
    html = (data.parent / "outputs/tiny/2026/en/index.html").read_text(encoding="utf-8")
    assert "Axo &amp; &lt;b&gt;Cie&lt;/b&gt;" in html


# ── whom a report concerns when nobody is named ──


def test_of_all_partners_the_due_ones_are_made_unasked_and_the_others_on_request(
    data: Path, notebooks: Path, partners: Path
) -> None:
    write_partner_workbook(notebooks / "23_gain.ipynb", partners="partners", needs=("partners",))

    def gain(**asked: Any) -> list[str]:
        outcomes = made(data, notebooks, reports=["gain"], audiences=["internal"], **asked)
        return [f"{one.job.partner} {one.state}" for one in outcomes]

    (nobody,) = made(data, notebooks, reports=["gain"], audiences=["internal"])
    assert (nobody.state, nobody.missing) == ("skipped", ())
    assert "--partner" in nobody.reason
    (partners / "assumptions_bri.csv").write_text("key,value\nannual_churn,0.2\n")
    assert gain() == ["bri done"]
    assert gain(partners=["axo"]) == ["axo done"]
    assert gain() == ["axo unchanged", "bri unchanged"]  # once made, it is kept up to date


def test_a_report_that_has_no_day_to_tell_of_is_skipped_and_says_what_would_tell_it(
    data: Path, notebooks: Path
) -> None:
    day = cell(
        "day", "page.sentence(str(folder.known_as_of_partner({1: '2026-10-31'}.get(knob - 1))))"
    )
    write_partner_workbook(notebooks / "22_both.ipynb", day)
    asked = {"reports": ["both"], "audiences": ["internal"]}
    told = {one.job.partner: one for one in made(data, notebooks, **asked)}
    assert {one.state for one in told.values()} == {"skipped"}
    assert told["axo"].reason.startswith("no dated fact is known with Axorial.")
    assert "give as_of" in told["axo"].reason
    told_the_day = made(data, notebooks, **asked, parameters={"knob": "2"})
    assert {one.state for one in told_the_day} == {"done"}
