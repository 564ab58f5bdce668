"""For whom a workbook runs: its parameters, until somebody picks otherwise."""

import json
from pathlib import Path

import pytest

from padlib.widgets import picking
from padlib.widgets.picking import Subject

NIMBUS = Subject("demo-nimbus")
FERRUM = Subject("demo-ferrum", 2026, "en", "tourvigne")


@pytest.fixture(autouse=True)
def own_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel in which nothing was picked yet."""
    monkeypatch.setattr(picking, "_here", {})
    monkeypatch.delenv(picking.FILE, raising=False)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of picks that `pad lab` names."""
    path = tmp_path / "pick.json"
    monkeypatch.setenv(picking.FILE, str(path))
    return path


def test_without_a_pick_the_parameters_hold() -> None:
    assert picking.in_force(NIMBUS) == NIMBUS
    assert picking.kept() == {}


def test_a_pick_holds_over_the_parameters_it_was_made_over() -> None:
    picking.keep(NIMBUS, FERRUM)
    assert picking.in_force(NIMBUS) == FERRUM
    later = Subject("demo-larkspur")
    picking.keep(NIMBUS, later)
    assert picking.in_force(NIMBUS) == later


@pytest.mark.parametrize(
    "typed",
    [
        Subject("demo-larkspur"),
        Subject("demo-nimbus", 2025),
        Subject("demo-nimbus", language="en"),
        Subject("demo-nimbus", partner="axorial"),
    ],
)
def test_a_cell_typed_otherwise_wins(typed: Subject) -> None:
    picking.keep(NIMBUS, FERRUM)
    assert picking.in_force(typed) == typed


def test_the_file_carries_a_pick_to_a_workbook_of_fewer_parameters(file: Path) -> None:
    picking.keep(NIMBUS, FERRUM)
    assert json.loads(file.read_text("utf-8"))["picked"]["client"] == "demo-ferrum"
    assert not picking._here, "the kernel keeps nothing of its own"
    three = ("client", "year", "language")
    assert picking.in_force(NIMBUS, three) == Subject("demo-ferrum", 2026, "en")
    given = Subject("demo-nimbus", partner="calvendre")
    assert picking.in_force(given, three).partner == "calvendre", "as given where it has no name"
    assert picking.in_force(given) == given, "where it has one, it was typed otherwise"


def test_a_pick_of_this_kernel_does_not_count_where_a_file_is_named(file: Path) -> None:
    picking._here.update(given={"client": "demo-nimbus"}, picked={"client": "demo-ferrum"})
    assert picking.in_force(NIMBUS) == NIMBUS
    assert not file.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "null",
        '{"given": 1, "picked": 2}',
        '{"given": [], "picked": {"client": "demo-ferrum"}}',
        '{"picked": {"client": "demo-ferrum"}}',
        '{"given": {"client": "demo-nimbus"}}',
        '{"given": {"client": "demo-nimbus"}, "picked": "demo-ferrum"}',
        '{"given": {"client": "demo-nimbus"}, "picked": {"client": null}}',
        '{"given": {"client": "demo-nimbus"}, "picked": {"year": 2025}}',
    ],
)
def test_a_damaged_file_of_picks_is_ignored(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    assert picking.in_force(NIMBUS) == NIMBUS


def test_a_file_of_picks_that_is_no_text_is_ignored(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    assert picking.in_force(NIMBUS) == NIMBUS
    file.unlink()
    file.mkdir()
    assert picking.in_force(NIMBUS) == NIMBUS
