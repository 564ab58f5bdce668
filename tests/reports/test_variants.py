"""A client's own variants: how they are taken, and whether the collection has changed since."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

import padlib
from padlib.reports import variants, workbooks
from padlib.reports.parameters import Refusal
from padlib.reports.workbooks import COLLECTION, WorkbookError, collection
from tests.reports.conftest import cell, write_workbook


@pytest.fixture
def client(data: Path) -> Path:
    return data / "clients" / "tiny"


def about(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8"))["metadata"]["padlib"])


def kept(client: Path, notebooks: Path, *told: Any, **more: Any) -> variants.Kept:
    return variants.keep(client, collection(notebooks)["tiny"], *told, **more)


def states(client: Path, notebooks: Path) -> dict[str, str]:
    return variants.states(client, collection(notebooks))


def changed(file: Path) -> Path:
    """A workbook with one more cell, that has run."""
    notebook = nbformat.read(file, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("'mine'", id="mine"))
    notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text="secret of a client")]
    notebook.cells[-1].execution_count = 7
    nbformat.write(notebook, file)
    return file


@pytest.mark.parametrize("report", collection())
def test_a_variant_is_the_workbook_and_where_it_comes_from(client: Path, report: str) -> None:
    book = collection()[report]
    found = variants.keep(client, book)
    assert (found.path, found.state) == (client / "notebooks" / book.file.name, "new")
    taken, original = (json.loads(one.read_bytes()) for one in (found.path, book.file))
    origin = taken["metadata"]["padlib"].pop("from")
    assert taken == original
    assert origin == {"digest": book.digest, "version": padlib.__version__}
    assert workbooks.read(found.path).parameters == book.parameters


def test_what_the_consultant_changed_is_kept_and_what_running_put_in_is_not(
    client: Path, notebooks: Path
) -> None:
    changed(notebooks / "21_tiny.ipynb")
    text = kept(client, notebooks).path.read_text(encoding="utf-8")
    assert "'mine'" in text
    assert "secret of a client" not in text
    assert states(client, notebooks) == {"tiny": "same"}


def test_it_is_told_when_the_collection_has_changed_since_and_not_when_it_was_only_run(
    client: Path, notebooks: Path
) -> None:
    assert states(client, notebooks) == {}
    book = notebooks / "21_tiny.ipynb"
    changed(book)
    kept(client, notebooks)
    notebook = nbformat.read(book, as_version=4)
    notebook.cells[-1].outputs = []
    nbformat.write(notebook, book)
    book.write_bytes(book.read_bytes().replace(b"\n", b"\r\n"))  # as git hands it on Windows
    assert states(client, notebooks) == {"tiny": "same"}
    write_workbook(book, cell("more", "1"))
    assert states(client, notebooks) == {"tiny": "changed"}


@pytest.mark.parametrize("noted", [None, "yesterday", {"version": "0.1.0"}])
def test_of_a_variant_that_notes_nothing_nobody_knows(
    client: Path, notebooks: Path, noted: Any
) -> None:
    own = client / "notebooks" / "21_tiny.ipynb"
    write_workbook(own, **({} if noted is None else {"from": noted}))
    assert states(client, notebooks) == {"tiny": "unknown"}


def test_a_variant_that_is_there_is_not_lost(client: Path, notebooks: Path) -> None:
    first = kept(client, notebooks).path
    assert kept(client, notebooks).state == "unchanged"
    changed(first)
    mine = first.read_bytes()
    with pytest.raises(Refusal, match="variant_there"):
        kept(client, notebooks)
    assert first.read_bytes() == mine
    second = kept(client, notebooks, replace=True)
    assert (second.path, second.state) == (first, "replaced")
    assert second.backup is not None
    assert second.backup.read_bytes() == mine
    assert second.backup.parent == client / "notebooks" / ".backup"
    assert "'mine'" not in first.read_text(encoding="utf-8")


def test_another_notebook_takes_the_needs_that_it_does_not_tell(
    client: Path, notebooks: Path, tmp_path: Path
) -> None:
    write_workbook(notebooks / "21_tiny.ipynb", needs=("votes",))
    other = write_workbook(tmp_path / "Untitled.ipynb", cell("other", "'other'"))
    notebook = json.loads(other.read_text(encoding="utf-8"))
    del notebook["metadata"]["padlib"]
    other.write_text(json.dumps(notebook), encoding="utf-8")
    path = kept(client, notebooks, other).path
    assert "'other'" in path.read_text(encoding="utf-8")
    assert about(path)["needs"] == ["votes"]


def test_the_copy_of_a_variant_is_as_old_as_the_variant(
    client: Path, notebooks: Path, data: Path
) -> None:
    theirs = kept(data / "clients" / "other", notebooks).path
    write_workbook(notebooks / "21_tiny.ipynb", cell("more", "1"))
    mine = kept(client, notebooks, theirs).path
    assert states(client, notebooks) == {"tiny": "changed"}
    assert kept(client, notebooks, mine, replace=True).state == "unchanged"  # its own copy
    assert kept(client, notebooks, replace=True).state == "replaced"
    assert states(client, notebooks) == {"tiny": "same"}


def test_the_record_of_a_run_gives_a_workbook_again(
    client: Path, notebooks: Path, tmp_path: Path
) -> None:
    run = write_workbook(
        tmp_path / "run.ipynb",
        cell("given", "knob = 3", "injected-parameters"),
        cell("padlib-record", "1", "padlib-record"),
        variant=True,
    )
    path = kept(client, notebooks, run).path
    assert [one["id"] for one in json.loads(path.read_bytes())["cells"]] == [
        one["id"] for one in json.loads((notebooks / "21_tiny.ipynb").read_bytes())["cells"]
    ]
    assert "variant" not in about(path)


def test_what_is_no_workbook_is_refused_and_nothing_is_written(
    client: Path, notebooks: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="no_notebook"):
        kept(client, notebooks, tmp_path / "nowhere.ipynb")
    for content in ("[]", "{}", "not JSON", '{"cells": [], "metadata": {}, "nbformat": 4}'):
        other = tmp_path / "other.ipynb"
        other.write_text(content)
        with pytest.raises(WorkbookError):
            kept(client, notebooks, other)
    assert not (client / "notebooks").exists()


def test_a_name_that_stands_in_for_no_workbook_is_told_with_the_nearest(
    client: Path, notebooks: Path
) -> None:
    for name in ("21_tiny.ipynb", "21_tinny.ipynb", "zzz.ipynb", "notes.txt", ".hidden.ipynb"):
        write_workbook(client / "notebooks" / name)
    assert list(variants.strangers(client, collection(notebooks))) == [
        ("21_tinny.ipynb", "21_tiny.ipynb"),
        ("zzz.ipynb", None),
    ]


def test_the_collection_notes_no_origin() -> None:
    assert all("from" not in about(file) for file in COLLECTION.glob("*.ipynb"))
