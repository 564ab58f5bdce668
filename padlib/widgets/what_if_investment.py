"""When is the network paid back? The what-if of the channel investment (METHOD 15)."""

from __future__ import annotations

import math
from typing import Any

from padlib.core import licences, uncertainty
from padlib.display.words import Words
from padlib.method import channel_investment as investment
from padlib.method.channel_investment import HORIZON, Flow, Plan, Rules, Setting
from padlib.widgets import course
from padlib.widgets.assumption_knobs import knobs
from padlib.widgets.models import Model, Outcome, Values

NAME = "investment"
NOBODY = "nobody"  # no partner to sign


def model(folder: Any, say: Words, rules: Rules) -> Model:
    """The what-if of the channel investment.

    Parameters
    ----------
    folder : Folder
    say : Words
    rules : Rules
        As the report has them: the plan of recruitment, a decision, does not move, unless it is
        worked out from a target that the knobs change.
    """
    keys = list(investment.uses(rules.mode))
    used = folder.assumptions(uses=keys).loc[keys]
    base = uncertainty.values(used)

    def outcome(values: Values) -> Outcome:
        told = base | {key: float(value) for key, value in values.items()}
        plan = investment.recruitment(told, rules)
        setting = Setting(plan.waves, int(told[HORIZON]), rules.mode)
        return shown(investment.channel(told, *setting), plan, told, say)

    moving = [
        investment.ACTIVE_RATE,
        "new_customers_per_partner_seller_year",
        "active_sellers_per_partner",
        licences.CONTRACT,
        licences.first_rate(rules.mode),
        "annual_churn",
        "channel_manager_cost",
    ]
    return Model(
        name=NAME,
        knobs=knobs(used, moving, folder.settings.rate, say),
        outcome=outcome,
        draw=course.drawing(NAME, say),
        alternative=course.alternative(NAME, say),
    )


def shown(flow: Flow, plan: Plan, values: dict[str, float], say: Words) -> Outcome:
    """A channel month by month as the panel shows it."""
    found = investment.outcome(flow, values[investment.DISCOUNT])
    month = None if math.isnan(found.break_even_month) else found.break_even_month
    drawn = course.running(flow.running[:, 0], month, say)
    horizon = len(flow.deals)
    headline = say(
        f"what_if.{NAME}.headline.{course.case(month) if plan.partners else NOBODY}",
        month=month,
        left=found.cumulative,
        missing=-found.cumulative,
        horizon=horizon,
        period=course.period(horizon, say),
    )
    return Outcome(
        headline=headline,
        lines=course.lines(drawn, month, NAME, say),
        extent=course.extent(drawn.amounts),
        drawn=drawn,
    )
