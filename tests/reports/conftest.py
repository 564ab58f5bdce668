"""Workbooks of a few cells and a workspace of one client, for the machinery alone."""

import json
from pathlib import Path
from typing import Any

import pytest

PARTNERS = """partner_id,name,status,start_date,revenue_n,contact,language
axo,Axorial,active,2020-01-01,320000,A. Xo,
bri,Brivault,active,2020-01-01,110000,B. Ri,fr
cal,Calvendre,active,2020-01-01,210000,C. Al,
"""
ANSWERS = """partner_id,respondent_id,item_id,side,score,importance,comment
axo,ax1,C-STR-01,partner,3,4,From Axorial
axo,us1,C-STR-01,vendor,2,4,About Axorial
bri,br1,C-STR-01,partner,1,4,From Brivault
"""
PARAMETERS = """client: str = "tiny"  # folder under data/clients
year: int = None  # the latest with inputs if not given
language: str = None  # fr or en
audience: str = "internal"  # internal alone
issued: str = None  # date of issue
draft: bool = False  # says Draft
knob: int = 1  # a number of the step
"""
PARTNER = "partner: str = None  # partner_id in partners.csv\n"
LOAD = """from padlib import workspace
from padlib.display import Page, words
folder = workspace.open_client(client, year)
say = words.load(language or folder.language)
page = Page(say)
page.masthead(folder, issued=issued, draft=draft)
"""
LOAD_PARTNER = LOAD.replace(
    "open_client(client, year)", "open_client(client, year, partner=partner, audience=audience)"
).replace("draft=draft)", "draft=draft, audience=audience, partner=folder.partner_name)")
SAID = """said = folder.convergence_answers(partner)
page.sentence(f"Said: {', '.join(filter(None, said['comment']))}.")
"""
ACTIONS = """import pandas as pd
from padlib.core import actions
proposed = actions.proposed("convergence", pd.DataFrame(
    {"title_fr": ["Signer"], "title_en": ["=Sign"], "owner_role": ["CM"], "effort": ["S"],
     "impact": [4], "priority": [61.25], "start_month": [1], "end_month": [2],
     "due": ["2026-12-31"], "partner_id": [partner], "partner_owner_role": ["PCO"],
     "kpi_en": ["Signed"]}, index=["C-STR-01"]))
page.actions(proposed, audience=audience)
"""
HEADLINE = 'page.headline(f"Knob {knob} of {folder.name}.")'
FIGURES = 'page.key_figures({"tiny.knob": {"value": knob, "unit": "count"}})'


def cell(identifier: str, source: str, *tags: str, kind: str = "code") -> dict[str, Any]:
    one: dict[str, Any] = {"cell_type": kind, "id": identifier, "metadata": {"tags": list(tags)}}
    one["source"] = source
    return one | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def write_workbook(
    file: Path, *more: dict[str, Any], needs: tuple[str, ...] = (), **about: Any
) -> Path:
    """A workbook of the contract; the cells given run between its headline and its key figures.

    With `partners` among its metadata, it goes by partner.
    """
    parameters = PARAMETERS.replace("audience", PARTNER + "audience", 1)
    by_partner = "partners" in about
    cells = [
        cell("title-fr", "# Minuscule\n\nQue vaut le bouton ?", "fr", kind="markdown"),
        cell("title-en", "# Tiny\n\nWhat is the knob worth?", "en", kind="markdown"),
        cell("parameters", parameters if by_partner else PARAMETERS, "parameters"),
        cell("load", LOAD_PARTNER if by_partner else LOAD),
        cell("never", "raise SystemError('a batch skips widgets')", "skip-execution"),
        cell("headline", HEADLINE),
        *more,
        cell("figures", FIGURES),
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "padlib": {"needs": list(needs), "reads": ["client"], "audiences": ["internal"]} | about,
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


def write_partner_workbook(file: Path, *more: dict[str, Any], **about: Any) -> Path:
    """A workbook made for each partner of `convergence_answers`, internal and for the partner."""
    both = ["internal", "partner"]
    known = {"audiences": both, "partners": "convergence_answers", "partners_of": both}
    cells = (cell("said", SAID), cell("actions", ACTIONS), *more)
    needs = about.pop("needs", ("convergence_answers",))
    return write_workbook(file, *cells, needs=needs, **(known | about))


@pytest.fixture
def partners(data: Path, notebooks: Path) -> Path:
    """The client's year, with three partners of whom two have answered; the report by partner."""
    year = data / "clients" / "tiny" / "2026"
    (year / "partners.csv").write_text(PARTNERS)
    (year / "convergence_answers.csv").write_text(ANSWERS)
    write_partner_workbook(notebooks / "22_both.ipynb")
    return year
