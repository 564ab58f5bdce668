"""Links from a workbook to the others, as JupyterLab resolves them."""

import os
from pathlib import Path
from re import findall

import pandas as pd
import pytest

from padlib.display import words
from padlib.reports.readiness import readiness
from padlib.widgets import links
from tests.widgets.editing import copied
from tests.widgets.trying import opened, plain

FR, EN = words.load("fr"), words.load("en")
COLUMNS = ["step", "title", "state", "reason", "variant"]
READY = pd.DataFrame(
    [
        ("01", "Diagnostic", "ready", "", False),
        ("12", "Idées <b>reçues</b>", "missing", "sans votes.csv & <i>", True),
    ],
    index=["annual_diagnostic", "preconceived_ideas"],
    columns=COLUMNS,
)


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client of its own, beside the folder of the workbook that runs."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    return copied(tmp_path)


def state(code: str, say: words.Words) -> str:
    return plain(say(f"start_here.reports.states.{code}"))


def codes(say: words.Words) -> list[str]:
    return [one.rpartition(".")[2] for one in say.keys() if "start_here.reports.states." in one]  # noqa: SIM118


def html(ready: pd.DataFrame, year: Path, say: words.Words) -> str:
    return str(links.workbooks(ready, opened(year), say).data)


def test_a_path_is_told_from_the_folder_of_the_workbook(year: Path) -> None:
    assert links.relative(year / "votes.csv") == "../data/clients/demo-nimbus/2026/votes.csv"
    assert links.relative(Path.cwd() / "a.ipynb") == "a.ipynb"


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
def test_links_lead_to_the_collection_or_to_the_clients_own(year: Path, say: words.Words) -> None:
    first, second = codes(say)[:2]
    told = html(READY.assign(state=[first, second]), year, say)
    assert findall(r'href="([^"]+)"', told) == [
        "01_annual_diagnostic.ipynb",
        "../data/clients/demo-nimbus/notebooks/12_preconceived_ideas.ipynb",
    ]
    read = plain(told)
    assert plain(say("bar.open")) in read
    assert f"01 Diagnostic – {state(first, say)}" in read
    assert f"– {state(second, say)}" in read and "sans votes.csv &amp; &lt;i&gt;" in read


def test_what_a_client_wrote_is_never_html(year: Path) -> None:
    told = html(READY.assign(state=codes(FR)[0]), year, FR)
    assert "<b>" not in told and "<i>" not in told
    assert "&lt;b&gt;reçues" in told


def test_the_workbooks_that_are_there_are_linked(
    year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from padlib.reports.workbooks import COLLECTION

    monkeypatch.chdir(COLLECTION)
    ready = readiness("demo-nimbus", 2026, "fr", year.parents[2])
    found = findall(r'href="([^"]+)"', html(ready, year, FR))
    assert len(found) == len(ready) == 12
    assert all(Path(os.path.normpath(COLLECTION / one)).is_file() for one in found)
