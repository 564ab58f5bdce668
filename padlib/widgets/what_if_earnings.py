"""What will the partner earn? The what-if of the partner's earnings (METHOD 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from padlib.core import licences, uncertainty
from padlib.core.licences import PERPETUAL, SUBSCRIPTION
from padlib.display.pages import earnings as page
from padlib.display.words import Words
from padlib.method import earnings
from padlib.method.earnings import Estimate, Terms
from padlib.widgets import course
from padlib.widgets.assumption_knobs import MOST, knobs
from padlib.widgets.models import Knob, Model, Outcome, Values

NAME = "earnings"
MODE = "mode"
MODES = (SUBSCRIPTION, PERPETUAL)  # between which a client may choose; a referrer only introduces
NOTHING = "nothing"  # no revenue at all


def model(folder: Any, say: Words, terms: Terms) -> Model:
    """The what-if of a partner's earnings.

    Parameters
    ----------
    folder : Folder
        Opened for the partner.
    say : Words
    terms : Terms
        As the report has them (``rules.terms``).

    Notes
    -----
    The mode is a knob where the client's file decides it, not the partner's type or a parameter.
    The margin that moves is that of the files' mode; in the other mode the files' rates hold.
    """
    modes = MODES if _chosen(folder, terms) else (terms.mode,)
    used = _in_force(folder, terms, modes)
    base = uncertainty.values(used)

    def outcome(values: Values) -> Outcome:
        moved = {key: float(value) for key, value in values.items() if key != MODE}
        mode = str(values.get(MODE, terms.mode))
        return shown(earnings.estimate(base | moved, replace(terms, mode=mode)), say)

    return Model(
        name=NAME,
        knobs=_knobs(used, terms, modes, folder.settings.rate, say),
        outcome=outcome,
        draw=course.drawing(NAME, say),
        alternative=course.alternative(NAME, say),
        partner=folder.partner_id,
    )


def _chosen(folder: Any, terms: Terms) -> bool:
    """Whether the client's file decides the mode, between those it may choose."""
    row = folder.partners().loc[folder.partner_id]
    filed = folder.settings.mode or Terms().mode
    return (
        earnings.mode_of(str(row["type"])) is None and terms.mode == filed and terms.mode in MODES
    )


def _in_force(folder: Any, terms: Terms, modes: tuple[str, ...]) -> pd.DataFrame:
    """The partner's assumptions, those of every mode that may be chosen; the page's own first."""
    frames = [page.in_force(folder, terms)]
    frames += [page.in_force(folder, replace(terms, mode=one)) for one in modes]
    table = pd.concat(frames)
    return table[~table.index.duplicated()]


def _knobs(
    used: pd.DataFrame, terms: Terms, modes: tuple[str, ...], rate: float | None, say: Words
) -> tuple[Knob, ...]:
    """What moves the result most, in the order of the panel, the mode last."""
    keys = [
        licences.CONTRACT,
        "new_customers_per_partner_seller_year",
        "active_sellers_per_partner",
        "partner_seller_allocation",
        "day_rate" if terms.in_days else "services_multiple",
        licences.first_rate(terms.mode),
        "annual_churn",
    ]
    choice = () if len(modes) == 1 else (_mode(terms.mode, modes, say),)
    return knobs(used, keys, rate, say)[: MOST - len(choice)] + choice


def _mode(filed: str, modes: tuple[str, ...], say: Words) -> Knob:
    named = tuple((one, say(f"earnings.mode.{one}")) for one in modes)
    label = say(f"what_if.{NAME}.mode")
    return Knob(key=MODE, label=label, filed=filed, default=Terms().mode, choices=named)


def shown(found: Estimate, say: Words) -> Outcome:
    """An estimate as the panel shows it."""
    month = found.break_even_month
    drawn = course.running(found.cumulative, month, say)
    return Outcome(
        headline=_headline(found, say),
        lines=course.lines(drawn, month, NAME, say),
        extent=course.extent(drawn.amounts),
        drawn=drawn,
    )


def _headline(found: Estimate, say: Words) -> str:
    case = course.case(found.break_even_month)
    if case == course.UNPAID and found.first_revenue_month is None:
        case = NOTHING
    values: Mapping[str, Any] = {
        "month": found.break_even_month,
        "gain": found.net_gain,
        "missing": -found.net_gain,
        "horizon": found.horizon,
        "period": course.period(found.horizon, say),
    }
    return say(f"what_if.{NAME}.headline.{case}", **values)
