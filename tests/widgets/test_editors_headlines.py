"""The finding that an editor tells is the sentence of the workbook."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

from padlib.display import Page, words
from padlib.widgets import headlines
from padlib.workspace import open_client

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
WORKBOOKS = {
    "01_annual_diagnostic": ("diagnostic", None),
    "02_partner_perception": ("perception", None),
    "03_partner_map": ("partner_map", None),
    "04_convergence_analysis": ("convergence", "axorial"),
    "05_three_year_vision": ("vision", None),
    "06_partner_earnings": ("earnings", "axorial"),
    "07_recruitment_shortlist": ("recruitment", None),
    "08_start_plan_100_days": ("start_plan", "brivault"),
    "12_preconceived_ideas": ("preconceived_ideas", None),
}


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_a_finding_is_the_headline_of_its_workbook(
    workbook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, partner = WORKBOOKS[workbook]
    folder = open_client("demo-nimbus", 2026, partner=partner)
    told = getattr(headlines, name)(folder, words.load("en", folder.currency))
    assert told == _headline(workbook, partner, monkeypatch)


def _headline(workbook: str, partner: str | None, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the cells of a workbook give, run one after the other up to its headline."""
    said: list[str] = []
    monkeypatch.setattr(Page, "headline", lambda _, text: said.append(text))
    notebook: Any = nbformat.read(NOTEBOOKS / f"{workbook}.ipynb", as_version=4)
    space: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or "skip-execution" in cell.metadata.get("tags", []):
            continue
        exec(cell.source, space)  # our own notebooks
        if "parameters" in cell.metadata.get("tags", []):
            space |= {"year": 2026, "language": "en"}
            space |= {"partner": partner} if "partner" in space else {}
        if said:
            break
    return said[0]
