"""Workbooks of a few cells and a workspace of one client, for the machinery alone."""

import json
from pathlib import Path
from typing import Any

import pytest

PARAMETERS = """client: str = "tiny"  # folder under data/clients
year: int = None  # the latest with inputs if not given
language: str = None  # fr or en
audience: str = "internal"  # internal alone
issued: str = None  # date of issue
draft: bool = False  # says Draft
knob: int = 1  # a number of the step
"""
LOAD = """from padlib import workspace
from padlib.display import Page, words
folder = workspace.open_client(client, year)
say = words.load(language or folder.language)
page = Page(say)
page.masthead(folder, issued=issued, draft=draft)
"""
HEADLINE = 'page.headline(f"Knob {knob} of {folder.name}.")'
FIGURES = 'page.key_figures({"tiny.knob": {"value": knob, "unit": "count"}})'


def cell(identifier: str, source: str, *tags: str, kind: str = "code") -> dict[str, Any]:
    one: dict[str, Any] = {"cell_type": kind, "id": identifier, "metadata": {"tags": list(tags)}}
    one["source"] = source
    return one | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def write_workbook(file: Path, *more: dict[str, Any], needs: tuple[str, ...] = ()) -> Path:
    """A workbook of the contract; the cells given run between its headline and its key figures."""
    cells = [
        cell("title-fr", "# Minuscule\n\nQue vaut le bouton ?", "fr", kind="markdown"),
        cell("title-en", "# Tiny\n\nWhat is the knob worth?", "en", kind="markdown"),
        cell("parameters", PARAMETERS, "parameters"),
        cell("load", LOAD),
        cell("never", "raise SystemError('a batch skips widgets')", "skip-execution"),
        cell("headline", HEADLINE),
        *more,
        cell("figures", FIGURES),
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "padlib": {"needs": list(needs), "reads": ["client"], "audiences": ["internal"]},
    }
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(notebook), encoding="utf-8")
    return file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "clients" / "tiny"
    (folder / "2026").mkdir(parents=True)
    (folder / "client.yml").write_text("{client_id: tiny, name: Tiny, language: en}\n")
    return tmp_path / "data"


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    write_workbook(folder / "21_tiny.ipynb")
    return folder
