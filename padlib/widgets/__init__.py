"""Editing a client's files and asking "what if" in JupyterLab.

A workbook calls `pick` and the function of its own name, in cells that a batch skips: what the
widgets show and write is never part of a page.
"""

from padlib.widgets.bar import pick
from padlib.widgets.links import workbooks
from padlib.widgets.shelves import (
    annual_diagnostic,
    business_plan_projection,
    convergence_analysis,
    leverage_and_investment,
    partner_earnings,
    partner_map,
    partner_perception,
    preconceived_ideas,
    recruitment_shortlist,
    start_plan_100_days,
    three_year_vision,
)

__all__ = [
    "annual_diagnostic",
    "business_plan_projection",
    "convergence_analysis",
    "leverage_and_investment",
    "partner_earnings",
    "partner_map",
    "partner_perception",
    "pick",
    "preconceived_ideas",
    "recruitment_shortlist",
    "start_plan_100_days",
    "three_year_vision",
    "workbooks",
]
