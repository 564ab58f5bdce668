"""What a panel says of the files is what the page of the same workbook says."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

from padlib.display import Page, words
from padlib.widgets import shelves
from padlib.widgets.models import State
from padlib.workspace import open_client

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
# the model of a panel → its workbook, its partner, and the key figure of each line of the panel
CASES = {
    "plan": (
        "01_annual_diagnostic",
        None,
        {
            0: "diagnostic.actions_scheduled",
            1: "diagnostic.actions_later",
            2: "diagnostic.projected",
        },
    ),
    "vision": (
        "05_three_year_vision",
        None,
        {0: "vision.customers_y3", 1: "vision.revenue_y3", 2: "vision.feasibility"},
    ),
    "earnings": (
        "06_partner_earnings",
        "axorial",
        {
            0: "earnings.net_gain",
            1: "earnings.break_even_month",
            2: "earnings.lowest_cumulative",
        },
    ),
    "projection": (
        "09_business_plan_projection",
        "axorial",
        {0: "plan.expected", 1: "plan.probability", 2: "plan.p10"},
    ),
    "leverage": (
        "11_leverage_and_investment",
        None,
        {0: "leverage.headline", 1: "leverage.net_cost", 2: "leverage.first_year"},
    ),
    "investment": (
        "11_leverage_and_investment",
        None,
        {
            0: "investment.cumulative",
            1: "investment.break_even_month",
            2: "investment.peak_funding",
        },
    ),
}


@pytest.mark.parametrize("model", CASES)
def test_the_case_of_the_files_is_that_of_the_page(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, partner, lines = CASES[model]
    folder = open_client("demo-nimbus", 2026, partner=partner)
    made = shelves.MODELS[model](folder, words.load("en", folder.currency))
    told = made.outcome(State().values(made.knobs)).lines
    figures = _key_figures(workbook, partner, monkeypatch)
    for place, name in lines.items():
        assert told[place].value == pytest.approx(figures[name]["value"]), name


def _key_figures(
    workbook: str, partner: str | None, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """The key figures that the cells of a workbook give, run as a batch runs them."""
    said: list[Any] = []
    shown = Page.key_figures

    def kept(page: Page, figures: Any) -> Any:
        said.append(figures)
        return shown(page, figures)

    monkeypatch.setattr(Page, "key_figures", kept)
    notebook: Any = nbformat.read(NOTEBOOKS / f"{workbook}.ipynb", as_version=4)
    space: dict[str, Any] = {}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or "skip-execution" in tags:
            continue
        exec(cell.source, space)  # our own notebooks
        if "parameters" in tags:
            space |= {"year": 2026, "language": "en"}
            space |= {"partner": partner} if "partner" in space else {}
    return dict(said[-1])
