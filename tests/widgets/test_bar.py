"""The bar of a workbook: lists, switches, the page, the note and the client's own variant."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from padlib import widgets
from padlib.display import words
from padlib.reports.workbooks import COLLECTION
from padlib.widgets import bar as bar_module
from padlib.widgets import picking
from padlib.widgets.bar import Bar, pick
from padlib.widgets.picking import NAMES, Subject
from tests.widgets.editing import DATA, copied
from tests.widgets.trying import plain

FR, EN = words.load("fr"), words.load("en")
CLIENTS = ("demo-ferrum", "demo-larkspur", "demo-nimbus")
REPORT = "preconceived_ideas"
BOOK = "12_preconceived_ideas.ipynb"


@pytest.fixture(autouse=True)
def around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The demo clients as they are, and a kernel in which nothing was picked yet."""
    monkeypatch.setattr(picking, "_here", {})
    monkeypatch.setattr(bar_module, "_ON", set())
    monkeypatch.setattr(bar_module, "PATIENCE", 0.0)
    for name in (picking.FILE, "JPY_SESSION_NAME", "PAD_OUTPUTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PAD_DATA", str(DATA))
    monkeypatch.setenv("PAD_CONFIG", str(tmp_path / "config"))


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client of its own, to write in; its folder of the year."""
    found = copied(tmp_path)
    monkeypatch.setenv("PAD_DATA", str(tmp_path / "data"))
    return found


def made(client: str = "demo-nimbus", *more: Any, report: str = REPORT, **told: Any) -> Bar:
    """The bar of a workbook of three parameters, or of four."""
    four = report == "partner_earnings" or len(more) > 2
    names = NAMES if four else NAMES[:3]
    given = Subject(client, *more, **told)
    return Bar(given, picking.in_force(given, names), report, names)


def options(bar: Bar, name: str) -> list[Any]:
    return [code for _, code in bar.lists[name].options]


def said(bar: Bar) -> str:
    return plain(bar.guard.area.value)


def linked(bar: Bar) -> list[Path]:
    """What the links lead to, from the folder of the workbook."""
    html = "".join(one["data"]["text/html"] for one in bar.links.outputs)
    return [(Path.cwd() / one).resolve() for one in re.findall(r'href="([^"]+)"', html)]


def script(bar: Bar) -> str:
    """What JupyterLab was last asked to do."""
    return "".join(one["data"]["application/javascript"] for one in bar._script.outputs)


# ── for whom ─────────────────────────────────────────────────────────────────────────────────────


def test_lists_offer_what_the_workspace_holds_and_stand_at_what_is_in_force() -> None:
    bar = made("demo-nimbus", 2025, "en", "axorial")
    assert [options(bar, name) for name in ("client", "year", "language")] == [
        list(CLIENTS),
        ["", 2025, 2026],
        ["", "fr", "en"],
    ]
    partners = bar.lists["partner"].options
    assert partners[0] == (EN("bar.auto"), "")
    assert ("Axorial", "axorial") in partners
    names = [name for name, _ in partners[1:]]
    assert names == sorted(names, key=str.casefold)
    assert {name: one.value for name, one in bar.lists.items()} == {
        "client": "demo-nimbus",
        "year": 2025,
        "language": "en",
        "partner": "axorial",
    }


def test_what_is_not_picked_is_as_the_folder_says() -> None:
    bar = made()
    assert list(bar.lists) == ["client", "year", "language"]
    assert {name: one.value for name, one in bar.lists.items()} == {
        "client": "demo-nimbus",
        "year": "",
        "language": "",
    }
    assert bar.lists["year"].label == FR("bar.auto_as", value="2026")
    assert bar.lists["language"].label == FR("bar.auto_as", value="français")


def test_another_client_has_other_years_and_partners() -> None:
    bar = made("demo-nimbus", 2025, None, "axorial")
    bar.lists["client"].value = "demo-ferrum"
    assert options(bar, "year") == ["", 2026]
    assert "tourvigne" in options(bar, "partner")
    assert "axorial" not in options(bar, "partner")
    assert (bar.lists["year"].value, bar.lists["partner"].value) == ("", "")
    assert said(bar) == ""


def test_a_pick_is_kept_and_the_workbook_runs_again() -> None:
    given = Subject("demo-nimbus")
    bar = made(report="partner_earnings")
    bar.lists["client"].value = "demo-larkspur"
    bar.lists["partner"].value = "corvelune"
    assert picking.in_force(given) == given, "nothing is picked before the press"
    bar.rerun.click()
    assert picking.in_force(given) == Subject("demo-larkspur", partner="corvelune")
    assert "run-all" in script(bar)
    assert said(bar) == plain(FR("bar.picked"))
    again = made(report="partner_earnings")
    assert again.lists["client"].value == "demo-larkspur"
    assert again._say.language == "en", "the client's own language"


@pytest.mark.parametrize("client", ["demo-nimbuss", "<b>nobody</b>", ""])
def test_an_unknown_client_does_not_break_the_bar(client: str) -> None:
    bar = made(client, 2026, report="partner_earnings")
    assert bar.lists["client"].value == client
    assert options(bar, "client") == [*CLIENTS, client]
    assert options(bar, "partner") == [""]
    assert bar.note is None
    bar.lists["client"].value = "demo-nimbus"
    assert "axorial" in options(bar, "partner")
    bar.lists["client"].value = client
    assert 'role="alert"' in bar.guard.area.value
    assert "<b>nobody" not in bar.guard.area.value


def test_a_year_or_a_partner_that_the_client_has_not_is_shown_as_it_is() -> None:
    bar = made("demo-nimbus", 2031, None, "nobody")
    assert (bar.lists["year"].value, bar.lists["partner"].value) == (2031, "nobody")


def test_a_client_whose_file_has_faults_is_shown_all_the_same(year: Path) -> None:
    file = year.parent / "client.yml"
    file.write_text(file.read_text("utf-8").replace("currency: EUR", "currency: écus"), "utf-8")
    bar = made(report="partner_earnings")
    assert bar.lists["client"].value == "demo-nimbus"
    assert bar.note is None


def test_pick_shows_the_bar_and_gives_the_parameters_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(bar_module, "display", shown.append)
    assert widgets.pick is pick
    assert pick("demo-nimbus", None, None) == ("demo-nimbus", None, None)
    picking.keep(Subject("demo-nimbus"), Subject("demo-ferrum", 2026, "en", "tourvigne"))
    assert pick("demo-nimbus", None, None) == ("demo-ferrum", 2026, "en")
    four = ("demo-ferrum", 2026, "en", "tourvigne")
    assert pick("demo-nimbus", None, None, None, report="partner_earnings") == four
    typed = ("demo-nimbus", 2025, None)
    assert pick(*typed) == typed
    assert len(shown) == 4


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
def test_every_control_says_what_it_is(say: words.Words) -> None:
    bar = made("demo-nimbus", None, say.language, report="partner_earnings")
    told = [one.description for one in (*bar.lists.values(), bar.code, bar.large)]
    told += [one.description for one in (bar.rerun, bar.page, bar.read, bar.variant, bar.agree)]
    words_ = [*NAMES, "code", "large", "rerun", "page", "read", "variant", "agree"]
    assert told == [say(f"bar.{one}") for one in words_]


# ── what is shown ────────────────────────────────────────────────────────────────────────────────


def test_a_switch_marks_the_bar_and_takes_the_mark_away() -> None:
    bar = made()
    for switch, mark in ((bar.code, "padlib-no-code"), (bar.large, "padlib-large")):
        assert mark not in bar.box._dom_classes
        switch.value = True
        assert mark in bar.box._dom_classes
        switch.value = False
        assert mark not in bar.box._dom_classes
    style = (Path(bar_module.__file__).parent / "widgets.css").read_text("utf-8")
    assert ".padlib-no-code" in style and ".padlib-large" in style


def test_a_workbook_without_a_page_has_neither_page_nor_note() -> None:
    bar = made(report="")
    held = list(within(bar.box))
    assert bar.note is None
    assert bar.page not in held and bar.variant not in held
    assert bar.rerun in held and bar.code in held


def within(box: Any) -> Any:
    yield box
    for child in getattr(box, "children", ()):
        yield from within(child)


# ── the note ─────────────────────────────────────────────────────────────────────────────────────


def test_a_note_is_saved_undone_and_read(year: Path) -> None:
    file = year / "notes" / f"{REPORT}.md"
    bar = made()
    assert bar.note is not None
    assert (bar.note.text.value, bar.note.undo.disabled) == ("", True)
    assert f"2026/notes/{REPORT}.md" in bar.note.text.description
    bar.note.text.value = "À revoir **ensemble**.\n"
    assert not file.exists()
    bar.note.save.click()
    assert file.read_text("utf-8") == "À revoir **ensemble**.\n"
    assert said(bar) == plain(FR("bar.note.saved", file=f"2026/notes/{REPORT}.md"))
    assert made().note.text.value == "À revoir **ensemble**.\n"  # type: ignore[union-attr]
    bar.note.undo.click()
    assert not file.exists()
    assert (bar.note.text.value, bar.note.undo.disabled) == ("", True)
    assert said(bar) == plain(FR("what_if.undone"))
    bar.note.text.value = "Encore."
    bar.note.save.click()
    assert file.read_text("utf-8") == "Encore."


def test_a_note_that_changed_meanwhile_is_left_alone(year: Path) -> None:
    file = year / "notes" / f"{REPORT}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"Avant.\r\n")
    bar = made()
    assert bar.note is not None
    bar.note.text.value = "Avant.\nApr\u00e8s.\n"
    bar.note.save.click()
    assert file.read_bytes() == "Avant.\r\nAprès.\r\n".encode(), "the file's own line ends"
    file.write_bytes(b"D'ailleurs.")
    bar.note.text.value = "Ici."
    bar.note.save.click()
    assert file.read_bytes() == b"D'ailleurs."
    assert "a changé entre-temps" in said(bar)
    assert bar.note.text.value == "Ici.", "what was typed is not lost"
    bar.note.undo.click()
    assert "a changé depuis" in said(bar)
    assert file.read_bytes() == b"D'ailleurs."


def test_a_partners_note_has_a_name_of_its_own(year: Path) -> None:
    bar = made(partner="axorial", report="partner_earnings")
    assert bar.note is not None
    bar.note.text.value = "Pour Axorial."
    bar.note.save.click()
    assert (year / "notes" / "partner_earnings-axorial.md").read_text("utf-8") == "Pour Axorial."


def test_a_note_that_cannot_be_read_is_told_and_the_bar_stays(year: Path) -> None:
    (year / "notes" / f"{REPORT}.md").mkdir(parents=True)
    bar = made()
    assert bar.note is None
    assert f"{REPORT}.md" in said(bar)
    assert bar.page in list(within(bar.box))


# ── the page, with a command that only tells ─────────────────────────────────────────────────────

Told = Callable[..., list[tuple[str, ...]]]


@pytest.fixture
def telling(monkeypatch: pytest.MonkeyPatch) -> Told:
    """In the command's place: what it was asked with, and what it tells."""

    def tell(**told: Any) -> list[tuple[str, ...]]:
        asked: list[tuple[str, ...]] = []

        def instead(*arguments: str) -> dict[str, Any]:
            asked.append(arguments)
            return told

        monkeypatch.setattr(bar_module, "_pad", instead)
        return asked

    return tell


def outcome(**told: Any) -> dict[str, Any]:
    plain_ = {"path": "", "state": "done", "reason": "", "faults": [], "audience": "internal"}
    return plain_ | {"variant": False, "log": ""} | told


def test_the_page_is_asked_for_as_the_workbook_runs(
    telling: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAD_OUTPUTS", str(tmp_path / "pages"))
    asked = telling(reports=[outcome(path="a/<b>.html"), outcome(path="a/c.html")])
    bar = made("demo-nimbus", None, "en", "axorial", report="partner_earnings")
    bar.page.click()
    assert asked == [
        (
            *("run", "demo-nimbus", "--report", "partner_earnings", "--json"),
            *("--year", "2026", "--data", str(DATA), "--language", "en"),
            *("--outputs", str(tmp_path / "pages"), "--partner", "axorial"),
        )
    ]
    assert said(bar) == "Pages made:"
    assert linked(bar)[1] == tmp_path / "pages" / "a" / "c.html"
    assert "<b>" not in bar.links.outputs[0]["data"]["text/html"]


def test_where_a_partner_has_its_edition_alone_the_page_of_all_is_made_too(telling: Told) -> None:
    asked = telling(reports=[outcome(path="a.html", audience="partner")])
    made("demo-nimbus", None, None, "axorial", report="partner_perception").page.click()
    assert [("--partner" in one, "internal" in one) for one in asked] == [
        (True, False),
        (False, True),
    ]


def test_without_a_place_for_outputs_they_stand_beside_the_workspace(telling: Told) -> None:
    asked = telling(reports=[outcome(path="a.html")])
    made().page.click()
    assert asked[0][-2:] == ("--outputs", str(DATA.parent / "outputs"))


def test_what_failed_is_told_and_what_was_made_is_linked(telling: Told) -> None:
    faults = ["votes.csv, ligne 2 : <b>"]
    bad = outcome(state="failed", reason="raison", faults=faults, log="x.log")
    telling(reports=[bad, outcome(path="b.html", state="unchanged")])
    bar = made()
    bar.page.click()
    assert "raison" in said(bar) and "votes.csv, ligne 2 : &lt;b&gt;" in said(bar)
    assert [one.name for one in linked(bar)] == ["b.html"]
    assert bar.read.layout.display == "none", "nothing to agree to"


@pytest.mark.parametrize(
    ("told", "expected"),
    [({"refused": "Client inconnu."}, "Client inconnu."), ({}, FR("bar.no_page"))],
)
def test_a_refusal_is_told_and_old_links_go(
    telling: Told, told: dict[str, str], expected: str
) -> None:
    bar = made()
    telling(reports=[outcome(path="b.html")])
    bar.page.click()
    telling(**told)
    bar.page.click()
    assert said(bar) == plain(expected)
    assert linked(bar) == []


def test_a_variant_nobody_has_read_is_asked_about(telling: Told) -> None:
    telling(reports=[outcome(state="failed", reason="jamais lu", variant=True)])
    bar = made()
    bar.page.click()
    assert (said(bar), bar.read.layout.display) == ("jamais lu", "")
    asked = telling(reports=[outcome(path="b.html", variant=True)])
    bar.read.click()
    assert asked[0][-1] == "--trust"
    assert (said(bar), bar.read.layout.display) == ("Page faite :", "none")


# ── the page and the variant, with the command itself ────────────────────────────────────────────


@pytest.mark.slow
def test_the_page_is_made_and_the_links_lead_to_it(
    year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAD_OUTPUTS", str(tmp_path / "pages"))
    bar = made()
    bar.page.click()
    assert said(bar) == "Pages faites :"
    pages = linked(bar)
    assert len(pages) == 2, "the answers, and the page of the vote"
    assert all(one.is_file() and one.is_relative_to(tmp_path / "pages") for one in pages)
    assert "Nimbus Logiciels" in pages[0].read_text("utf-8")
    file = year / "votes.csv"
    file.write_bytes(file.read_bytes().replace(b"IP-1,before,vrai", b"IP-1,before,oui-da", 1))
    bar.page.click()
    assert "votes.csv" in said(bar) and "« oui-da »" in said(bar)
    assert 'role="alert"' in bar.guard.area.value


def with_a_cell(text: str) -> str:
    """The collection's workbook with a cell more."""
    notebook = json.loads((COLLECTION / BOOK).read_text("utf-8"))
    cell = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": [text]}
    return json.dumps(notebook | {"cells": [*notebook["cells"], cell]})


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workbook that is open, as it is saved."""
    workbook = tmp_path / "mine" / BOOK
    workbook.parent.mkdir()
    workbook.write_text(with_a_cell("As saved"), "utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(workbook))
    monkeypatch.setenv("PAD_OUTPUTS", str(tmp_path / "pages"))
    monkeypatch.chdir(workbook.parent)
    return workbook


@pytest.mark.slow
def test_a_workbook_is_kept_for_its_client_read_and_run(
    year: Path, session: Path, tmp_path: Path
) -> None:
    old = session.read_bytes()
    bar = made()
    own = year.parent / "notebooks" / BOOK
    bar.variant.click()
    assert said(bar) == plain(FR("bar.variant_kept", client="demo-nimbus"))
    assert (linked(bar), bar.agree.layout.display) == ([own.resolve()], "none")
    assert "As saved" in own.read_text("utf-8")
    assert session.read_bytes() == old
    assert [one.name for one in own.parent.iterdir()] == [BOOK], "nothing else is left there"

    bar.page.click()
    assert bar.read.layout.display == ""
    assert 'role="alert"' in bar.guard.area.value
    assert linked(bar) == []
    bar.read.click()
    assert said(bar) == "Pages faites :"
    assert all(one.is_file() for one in linked(bar))
    assert (tmp_path / "config").is_dir(), "what was read once is known"
    bar.page.click()
    assert bar.read.layout.display == "none"
    assert len(linked(bar)) == 2


@pytest.mark.slow
def test_what_stands_on_the_screen_is_kept_and_a_variant_that_is_there_is_asked_about(
    year: Path, session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts: list[str] = []

    def jupyterlab(area: Any, script: str) -> None:  # noqa: ARG001
        """Writes the notebook on the screen where the script says."""
        scripts.append(script)
        told = re.search(r'new URL\("([^"]+)"', script)
        assert told is not None
        (session.parent / told[1]).write_text(with_a_cell("On the screen"), "utf-8")

    own = year.parent / "notebooks" / BOOK
    own.parent.mkdir()
    own.write_text(with_a_cell("Of last year"), "utf-8")
    bar = made()
    monkeypatch.setattr(bar_module.access, "again", jupyterlab)
    bar.variant.click()
    assert said(bar) == plain(FR("bar.variant_there", client="demo-nimbus"))
    assert bar.agree.layout.display == ""
    assert "Of last year" in own.read_text("utf-8")
    assert scripts == []
    bar.agree.click()
    assert "On the screen" in own.read_text("utf-8")
    assert [one.name for one in own.parent.glob("*.ipynb")] == [BOOK]
    (backup,) = (own.parent / ".backup").iterdir()
    assert "Of last year" in backup.read_text("utf-8")


def test_without_a_session_nothing_is_kept_and_this_is_told(year: Path) -> None:
    bar = made()
    bar.variant.click()
    assert said(bar) == plain(FR("bar.no_workbook"))
    assert not (year.parent / "notebooks").exists()


def test_what_refuses_to_be_kept_is_told(year: Path, session: Path, telling: Told) -> None:
    telling(refused="ce n'est pas un classeur.")
    bar = made()
    bar.variant.click()
    assert said(bar) == "ce n&#39;est pas un classeur."
    assert linked(bar) == []
    assert session.is_file() and not list((year.parent / "notebooks").iterdir())
