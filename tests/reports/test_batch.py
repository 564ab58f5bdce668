"""What becomes of reports: made, left alone, skipped, failed; and nothing lost on the way."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from padlib.reports import batch, planning, state
from padlib.reports.jobs import FORKED, STOCK, Limits, Outcome
from padlib.reports.parameters import Refusal
from tests.reports.conftest import HEADLINE, cell, write_workbook

ISSUED = {"issued": "2026-11-12"}


def made(data: Path, notebooks: Path, **asked: Any) -> list[Outcome]:
    """The outcomes of a batch, each page's under its own day of issue."""
    parameters = ISSUED | asked.pop("parameters", {})
    request = planning.Request(data=data, notebooks=notebooks, parameters=parameters, **asked)
    with ThreadPoolExecutor(2) as executor:
        return batch.run(planning.planned(request), executor)


def states(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {outcome.job.report: outcome.state for outcome in outcomes}


def test_a_report_leaves_a_page_its_tables_and_its_key_figures(data: Path, notebooks: Path) -> None:
    (outcome,) = made(data, notebooks)
    job = outcome.job
    assert (outcome.state, outcome.reason) == ("done", "")
    assert job.page == data.parent / "outputs/tiny/2026/en/internal/tiny-2026-tiny-en.html"
    assert "Knob 1 of Tiny." in job.page.read_text(encoding="utf-8")
    assert job.page.with_suffix(".xlsx").read_bytes()[:2] == b"PK"
    assert outcome.key_figures == {"tiny.knob": {"value": 1, "unit": "count"}}
    assert outcome.headline == "Knob 1 of Tiny."
    assert (job.run / f"{job.stem}.ipynb").exists()


def test_the_manifest_tells_inputs_parameters_versions_and_state(
    data: Path, notebooks: Path
) -> None:
    (outcome,) = made(data, notebooks, parameters={"knob": "4"})
    manifest = json.loads((outcome.job.run.parents[4] / "manifest.json").read_text())
    (told,) = manifest["reports"]
    assert told["state"] == "done"
    assert told["parameters"]["knob"] == 4
    assert told["key_figures"]["tiny.knob"]["value"] == 4
    assert told["path"] == "tiny/2026/en/internal/tiny-2026-tiny-en.html"
    assert told["size"] == outcome.job.page.stat().st_size
    assert len(told["inputs"]["clients/tiny/client.yml"]) == 64
    assert {"padlib", "pandas", "papermill"} <= set(manifest["versions"])


def test_what_has_not_changed_is_not_made_again_whatever_the_day(
    data: Path, notebooks: Path
) -> None:
    request = planning.Request(data=data, notebooks=notebooks)
    with ThreadPoolExecutor(1) as executor:
        (first,) = batch.run(planning.planned(request), executor)
        before = first.job.page.read_bytes()
        (again,) = batch.run(planning.planned(request), executor)
    assert again.state == "unchanged"
    assert again.key_figures == first.key_figures
    assert first.job.page.read_bytes() == before


@pytest.mark.parametrize("what", ["input", "parameter", "notebook", "page", "force"])
def test_whatever_a_page_depends_on_makes_it_anew(data: Path, notebooks: Path, what: str) -> None:
    (first,) = made(data, notebooks)
    asked: dict[str, Any] = {}
    if what == "input":
        (data / "clients/tiny/client.yml").write_text("{client_id: tiny, name: New, language: en}")
    elif what == "parameter":
        asked = {"parameters": {"knob": "2"}}
    elif what == "notebook":
        write_workbook(notebooks / "21_tiny.ipynb", cell("more", "1"))
    elif what == "page":
        first.job.page.unlink()
    else:
        asked = {"force": True}
    assert states(made(data, notebooks, **asked)) == {"tiny": "done"}


def test_an_input_that_appears_makes_the_page_anew(data: Path, notebooks: Path) -> None:
    write_workbook(notebooks / "21_tiny.ipynb", cell("note", "folder.note('tiny', 'en')"))
    made(data, notebooks)
    notes = data / "clients/tiny/2026/notes"
    notes.mkdir()
    (notes / "tiny.md").write_text("A word.")
    assert states(made(data, notebooks)) == {"tiny": "done"}


def test_same_inputs_same_bytes(data: Path, notebooks: Path) -> None:
    (first,) = made(data, notebooks)
    beside = first.job.page.with_suffix(".xlsx")
    page, tables = first.job.page.read_bytes(), beside.read_bytes()
    made(data, notebooks, force=True)
    assert first.job.page.read_bytes() == page
    assert beside.read_bytes() == tables


def test_both_engines_make_the_same_page(data: Path, notebooks: Path) -> None:
    pages = {}
    for engine in (FORKED, STOCK):
        (outcome,) = made(data, notebooks, engine=engine, force=True)
        assert outcome.state == "done", outcome.reason
        pages[engine] = outcome.job.page.read_bytes()
    assert pages[FORKED] == pages[STOCK]


def test_a_missing_input_skips_the_report_and_says_which(data: Path, notebooks: Path) -> None:
    write_workbook(notebooks / "21_tiny.ipynb", needs=("votes",))
    (outcome,) = made(data, notebooks)
    assert outcome.state == "skipped"
    assert outcome.missing == ("votes.csv",)
    assert "votes.csv" in outcome.reason


def test_faults_fail_one_report_with_all_of_them_and_no_other(data: Path, notebooks: Path) -> None:
    write_workbook(notebooks / "22_other.ipynb", needs=("diagnostic_answers",))
    answers = data / "clients/tiny/2026/diagnostic_answers.csv"
    answers.write_text(
        "respondent_id,function,item_id,answer\na,DG,D-EXP-01,7\na,DG,D-EXP-99,2\na,XX,D-EXP-03,1\n"
    )
    outcomes = made(data, notebooks)
    assert states(outcomes) == {"tiny": "done", "other": "failed"}
    failed = next(one for one in outcomes if one.job.report == "other")
    assert [
        word for word in ("line 2", "line 3", "line 4") if word in "\n".join(failed.faults)
    ] == [
        "line 2",
        "line 3",
        "line 4",
    ]
    assert not failed.job.page.exists()


def test_a_failed_report_leaves_the_last_good_page_marked_stale(
    data: Path, notebooks: Path
) -> None:
    (first,) = made(data, notebooks)
    good = first.job.page.read_bytes()
    write_workbook(notebooks / "21_tiny.ipynb", cell("wrong", "1 / 0"))
    (second,) = made(data, notebooks)
    assert second.state == "failed"
    assert "ZeroDivisionError" in second.reason
    assert first.job.page.read_bytes() == good
    index = (first.job.home / "index.html").read_text(encoding="utf-8")
    assert "stale" in index.lower()
    executed = json.loads((second.job.run / f"{second.job.stem}.ipynb").read_text())
    assert any(one.get("outputs") for one in executed["cells"])
    assert "ZeroDivisionError" in (second.job.run / "log.txt").read_text()


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "-9"),
        ("print('x' * 3_000_000)", "2 MB"),
        ("import time; time.sleep(60)", "5"),
    ],
    ids=["killed", "output", "time"],
)
def test_a_report_that_dies_floods_or_hangs_fails_alone(
    data: Path, notebooks: Path, source: str, word: str
) -> None:
    write_workbook(notebooks / "22_other.ipynb", cell("wrong", source))
    outcomes = made(data, notebooks, limits=Limits(seconds=5, output_bytes=2_000_000))
    assert states(outcomes) == {"tiny": "done", "other": "failed"}
    assert word in next(one.reason for one in outcomes if one.job.report == "other")


def test_a_page_that_would_call_out_is_not_written(data: Path, notebooks: Path) -> None:
    hostile = "page.note('[see](https://example.org) <script>alert(1)</script>')"
    write_workbook(notebooks / "21_tiny.ipynb", cell("note", hostile))
    (outcome,) = made(data, notebooks)
    html = outcome.job.page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert 'href="http' not in html


def test_a_clients_own_workbook_runs_only_once_trusted(
    data: Path, notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from padlib.reports.trust import Trust

    monkeypatch.setenv("PAD_CONFIG", str(tmp_path / "config"))
    own = data / "clients/tiny/notebooks/21_tiny.ipynb"
    write_workbook(own, cell("mine", HEADLINE))
    assert states(made(data, notebooks)) == {"tiny": "failed"}
    (trusted,) = made(data, notebooks, trusts=Trust(told=True))
    assert (trusted.state, trusted.job.variant) == ("done", True)
    assert states(made(data, notebooks, trusts=Trust(), force=True)) == {"tiny": "done"}
    write_workbook(own, cell("changed", "2"))
    assert states(made(data, notebooks, trusts=Trust(), force=True)) == {"tiny": "failed"}


@pytest.mark.parametrize(
    "asked",
    [
        {"parameters": {"knbo": "1"}},
        {"parameters": {"knob": "one"}},
        {"parameters": {"client": "other"}},
        {"reports": ["tinny"]},
        {"languages": ["de"]},
        {"audiences": ["partner"]},
        {"engine": "steam"},
    ],
)
def test_what_is_not_known_is_refused_before_anything_runs(
    data: Path, notebooks: Path, asked: dict[str, Any]
) -> None:
    with pytest.raises(Refusal):
        planning.planned(planning.Request(data=data, notebooks=notebooks, **asked))
    assert not (data.parent / "outputs").exists()


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "page.html"
    state.write(file, b"old")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        state.write(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
