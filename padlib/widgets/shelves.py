"""What each workbook lets one correct and try: one function a workbook, of the same name.

A notebook calls its function in a cell that a batch skips, before it reads the client's files: a
file with faults, or none, can then be corrected or filled in from here. The knobs of the parameters
cell are handed on, since they win over the client's files in the what-ifs as on the page.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ipywidgets import Box

from padlib.display.pages import earnings as earnings_page
from padlib.display.pages import plan_projection as projection_page
from padlib.display.words import Words
from padlib.method import channel_investment, earnings, plan_projection
from padlib.widgets import (
    editors,
    what_if_earnings,
    what_if_investment,
    what_if_leverage,
    what_if_map,
    what_if_plan,
    what_if_projection,
    what_if_shortlist,
    what_if_vision,
)
from padlib.widgets.models import Model
from padlib.widgets.panel import Panel
from padlib.widgets.shelf import Build, shelf
from padlib.workspace import Folder
from padlib.workspace.opening import reopened


def annual_diagnostic(folder: Folder, say: Words, **parameters: Any) -> Box:
    """Priorities and capacity of the six-month plan; the answers."""
    return _shelf(folder, say, ["plan"], parameters, answers=editors.diagnostic)


def partner_perception(folder: Folder, say: Words) -> Box:
    """The answers."""
    return _shelf(folder, say, answers=editors.perception)


def partner_map(folder: Folder, say: Words, **parameters: Any) -> Box:
    """Thresholds and weights of the map; the partners."""
    return _shelf(folder, say, ["map"], parameters, partners=editors.partners)


def convergence_analysis(folder: Folder, say: Words) -> Box:
    """The answers of both sides."""
    return _shelf(folder, say, answers=editors.convergence)


def three_year_vision(folder: Folder, say: Words, **parameters: Any) -> Box:
    """The vision tried, and its file."""
    return _shelf(folder, say, ["vision"], parameters, vision_file=editors.vision)


def partner_earnings(folder: Folder, say: Words, **parameters: Any) -> Box:
    """What the partner earns; its assumptions."""
    own = partial(editors.assumptions, partner=folder.partner_id)
    return _shelf(folder, say, ["earnings"], parameters, assumptions=own)


def recruitment_shortlist(folder: Folder, say: Words, **parameters: Any) -> Box:
    """Weights of the shortlist; what the client knows of resellers."""
    return _shelf(folder, say, ["shortlist"], parameters, resellers=editors.resellers)


def start_plan_100_days(folder: Folder, say: Words) -> Box:
    """The milestones."""
    return _shelf(folder, say, milestones=editors.milestones)


def business_plan_projection(folder: Folder, say: Words, **parameters: Any) -> Box:
    """The landing of the joint plan."""
    return _shelf(folder, say, ["projection"], parameters)


def leverage_and_investment(folder: Folder, say: Words, **parameters: Any) -> Box:
    """Leverage, investment, and the assumptions of both."""
    both = ["leverage", "investment"]
    return _shelf(folder, say, both, parameters, assumptions=editors.assumptions)


def preconceived_ideas(folder: Folder, say: Words) -> Box:
    """The votes."""
    return _shelf(folder, say, votes=editors.votes)


# ── the models, from a folder and the knobs of the parameters cell ────────────────────────────


def _plan(folder: Folder, say: Words, **parameters: Any) -> Model:
    rules = folder.rules("diagnostic", **parameters)
    return what_if_plan.model(folder, say, folder.diagnostic_answers(form=rules["form"]), rules)


def _map(folder: Folder, say: Words, **parameters: Any) -> Model:
    rules = folder.rules("partner_map", **parameters)
    return what_if_map.model(folder, say, folder.partners(), rules)


def _earnings(folder: Folder, say: Words, mode: str | None = None) -> Model:
    asked = earnings.mode_of(earnings_page.partnership(folder).type, mode)
    rules = earnings.Rules.of(folder.rules("earnings", mode=asked))
    return what_if_earnings.model(folder, say, rules.terms)


def _shortlist(folder: Folder, say: Words, **parameters: Any) -> Model:
    return what_if_shortlist.model(folder, say, folder.rules("recruitment", **parameters))


def _projection(folder: Folder, say: Words, **parameters: Any) -> Model:
    rules = plan_projection.Rules.of(folder.rules("plan_projection", **parameters))
    plan, deals, values = folder.business_plan(), folder.deals(), folder.kpi_values()
    # after the deals and the KPIs: the page is of the day of the latest fact that was read
    given = projection_page.inputs(folder, plan, rules)
    return what_if_projection.model(folder, say, given, deals, values)


def _leverage(folder: Folder, say: Words, **parameters: Any) -> Model:
    return what_if_leverage.model(folder, say, _investing(folder, **parameters))


def _investment(folder: Folder, say: Words, **parameters: Any) -> Model:
    return what_if_investment.model(folder, say, _investing(folder, **parameters))


def _investing(folder: Folder, **parameters: Any) -> channel_investment.Rules:
    return channel_investment.Rules.of(folder.rules("channel_investment", **parameters))


MODELS: Mapping[str, Callable[..., Model]] = {
    "plan": _plan,
    "map": _map,
    "vision": what_if_vision.model,
    "earnings": _earnings,
    "shortlist": _shortlist,
    "projection": _projection,
    "leverage": _leverage,
    "investment": _investment,
}


def _shelf(
    folder: Folder,
    say: Words,
    models: list[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    **editors_: Callable[[Folder, Words], Box],
) -> Box:
    """Tabs of what-ifs, then of editors; each reads the client's files anew when it is opened.

    The workbook's own folder is left alone: what is read here is no source of its page.
    """

    def tried(name: str) -> Build:
        def made(now: Folder) -> Model:
            return MODELS[name](now, say, **(parameters or {}))

        return lambda: Panel(made, reopened(folder, {}), say).box

    def edited(name: str) -> Build:
        return lambda: editors_[name](reopened(folder, {}), say)

    tabs = {name: tried(name) for name in models or []}
    return shelf(say, tabs | {name: edited(name) for name in editors_})
