"""The page of leverage and channel investment: what is said and shown of them (REPORTS 9.10).

Each function takes the two results, what is told beside them (year, date, people, assumptions) and
the words; it picks the case, the words do the rest. Amounts are in whole units of the client's
currency: rounded to three figures in sentences, in full in tables.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from padlib.core import actions, licences, scoring, uncertainty
from padlib.core.customer_base import YEAR
from padlib.display import people
from padlib.display.figures import leverage as bars_and_tiles
from padlib.display.figures import money as curves
from padlib.display.figures.money import Curve, Spot
from padlib.display.formats import is_missing
from padlib.display.pages import assumptions as assumed
from padlib.display.parts import Bullet, Card, Exhibit, Finding, Proposal
from padlib.display.tables import Chip, Column, Gap, Table, value_at
from padlib.display.words import Words
from padlib.method import channel_investment as investment_
from padlib.method import leverage as leverage_
from padlib.method.channel_investment import CHANNEL, DIRECT, Investment
from padlib.method.leverage import Leverage

LEADER = "DG"  # who commits the money
FOLLOWER = "CM"  # who follows the partners from their first day
OWNERS: Mapping[str, str] = {  # who can confirm an assumption; the head of partnerships else
    "annual_contract_value": "FIN",
    "vendor_gross_margin": "FIN",
    "discount_rate": "FIN",
    "channel_manager_cost": "FIN",
    "partner_director_cost": "FIN",
    "programme_cost_year": "FIN",
    "annual_churn": "FIN",
    "mdf_rate": "MKT",
    "maintenance_rate": "FIN",
    "onboarding_cost_per_partner": "CM",
    "first_deal_delay_months": "CM",
    "partner_autonomy_months": "CM",
    "active_partner_rate": "CM",
}
HEAD_OF_PARTNERSHIPS = "DIRP"
FIGURES = 3  # that an amount keeps in a sentence
TO_FIRST_GATE = 3  # months from a signature to the gate of day 90
PROPOSED = 3
DESCRIBED = 20  # values told in an alternative text
FOLLOWED = ("active", "starting")  # partners whom channel managers look after
COUNTED = (
    "months",
    "years",
    "days",
    "hours",
    "people",
    "partners",
    "customers/year",
)  # units told in full
TRIVIAL = 0.5  # a priority that prints as 0: its assumption moves nothing
LINES = ("managers", "director", "programme", "onboarding", "joint_marketing")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the page tells beside the results: year, date, people, assumptions in force."""

    year: int
    as_of: dt.date | None = None
    people: Mapping[str, str] = field(default_factory=dict)  # role id → name
    used: pd.DataFrame = field(default_factory=pd.DataFrame)
    team: int | None = None  # channel managers of the present network; None: not known

    def number(self, key: str) -> float:
        """The value of an assumption."""
        return float(value_at(self.used, key, "value"))


def told(folder: Any, as_of: dt.date | None, used: pd.DataFrame) -> Told:
    """What the page tells of a client's folder."""
    return Told(
        year=folder.year,
        as_of=as_of,
        people=dict(folder.settings.people),
        used=used,
        team=_team(folder),
    )


def _team(folder: Any) -> int | None:
    """Channel managers named in the list of partners, of those looked after."""
    if not folder.has("partners"):
        return None
    partners = folder.partners()
    followed = partners[partners["status"].isin(FOLLOWED)]
    return int(followed["channel_manager"].replace("", None).nunique())


def uses(mode: str) -> list[str]:
    """Keys of the assumptions that the page rests on, the leverage's first."""
    return list(dict.fromkeys([*leverage_.uses(mode), *investment_.uses(mode)]))


class Both(NamedTuple):
    """The two results that the page sets side by side."""

    leverage: Leverage
    investment: Investment


def results(used: pd.DataFrame, rules: investment_.Rules) -> Both:
    """Leverage and investment of one set of assumptions."""
    return Both(
        leverage_.result(uncertainty.values(used), rules.mode),
        investment_.result(used, rules),
    )


# ── amounts, months, owners ────────────────────────────────────────────────────────────────────


def about(amount: float) -> float:
    """An amount as a sentence tells it: three figures.

    >>> about(-321_317.87), about(5_518.3), about(0.0)
    (-321000.0, 5520.0, 0.0)
    """
    if is_missing(amount) or amount == 0:
        return amount
    digits = FIGURES - 1 - math.floor(math.log10(abs(amount)))
    return float(round(amount, digits))


def _money(amount: float, say: Words) -> str:
    return say.format.money(about(amount))


def ratio(value: float, say: Words) -> str:
    """A leverage as printed: two decimals below ten, at most one from there on.

    >>> from padlib.display import words
    >>> ratio(1.9186, words.load("en")), ratio(15.0, words.load("en"))
    ('1.92', '15')
    """
    return say.format.number(value, 2 if abs(value) < 10 else None)


def _month(month: float, told: Told, say: Words) -> str:
    """A month of the plan, with the calendar's when the date of the data is known."""
    if told.as_of and month >= 1:
        day = actions.due(told.as_of, int(month))
        return say("investment.month.dated", month=int(month), day=day)
    return say("investment.month.plain", month=int(month))


def _owner(role: str, told: Told, say: Words) -> str:
    return people.owner(role, told.people, say)


def _source(text: str, say: Words) -> str:
    return say("page.source", text=text)


def _margin(both: Both, say: Words) -> str:
    """The name of the partner's margin in the mode of selling, inside a sentence."""
    return people.in_sentence(assumed.name(licences.first_rate(both.leverage.mode), say))


# ── cases ──────────────────────────────────────────────────────────────────────────────────────


def _paid(result: Investment) -> str:
    """``paid``, ``unpaid``, or ``free`` when nothing had to be advanced."""
    if not result.channel.paid_back:
        return "unpaid"
    return "paid" if result.channel.break_even_month > 0 else "free"


def _against_direct(result: Investment) -> str:
    """How the channel stands against direct sales at the client's own active rate."""
    parity = result.parity
    if not parity.above:
        return "unknown"
    if parity.rate is None:
        return "channel_always" if parity.above == CHANNEL else "direct_always"
    if parity.above == DIRECT:
        return "reversed"
    return "ahead" if scoring.at_least(result.active_rate, parity.rate) else "behind"


def _values(result: Investment) -> dict[str, Any]:
    """What most sentences need."""
    found, back = result.channel, result.channel.break_even_month
    return {
        "month": None if math.isnan(back) else int(back),
        "horizon": result.horizon,
        "funding": about(-found.peak_funding),
        "low_month": int(found.peak_month),
        "missing": about(-found.cumulative),
        "left": about(found.cumulative),
        "npv": about(found.npv),
        "npv_direct": about(result.same.npv),
        "lead": about(abs(result.lead)),
        "rate": result.active_rate,
        "parity": result.parity.rate,
        "partners": result.plan.partners,
        "waves": len([one for one in result.plan.waves if one[1]]),
        "needed": result.rate_to_pay_back,
        "sellers": result.sellers,
    }


# ── result and decision ────────────────────────────────────────────────────────────────────────


def title(told: Told, say: Words) -> str:
    """The page's title."""
    return say("investment.title", year=told.year)


def headline(both: Both, say: Words) -> str:
    """One sentence: when the network pays back, after how much, and when direct sales do better."""
    result = both.investment
    if not result.plan.partners:
        return say("investment.headline.nobody")
    key = f"investment.headline.{_paid(result)}.{_against_direct(result)}"
    return say(key, **_values(result))


def decision(both: Both, told: Told, say: Words) -> str:
    """What is asked of the reader: owner and date."""
    by = actions.due(told.as_of, 1) if told.as_of else None
    return say(
        f"investment.decision.{_decision_case(both.investment)}{'_dated' if by else ''}",
        owner=_owner(LEADER, told, say),
        by=by,
        **_values(both.investment),
    )


def _decision_case(result: Investment) -> str:
    if not result.plan.partners:
        return "nobody"
    if _paid(result) == "unpaid":
        if result.rate_to_pay_back is None:
            return "stop"
        parity = result.parity.rate if result.parity.above == CHANNEL else None
        later = parity is not None and scoring.above(parity, result.rate_to_pay_back)
        return "condition_direct" if later else "condition"
    if result.winner == DIRECT:
        unless = result.parity.above == CHANNEL and result.parity.rate is not None
        return "direct_unless" if unless else "direct"
    return "sign" if _paid(result) == "free" else "commit"


# ── key figures on cards ───────────────────────────────────────────────────────────────────────


def cards(both: Both, told: Told, say: Words) -> list[Card]:
    """Five cards: the three leverages, break-even and peak funding, parity."""
    return [
        _headline_card(both, told, say),
        _net_card(both, told, say),
        _first_year_card(both, told, say),
        _break_even_card(both, told, say),
        _parity_card(both, say),
    ]


def _headline_card(both: Both, told: Told, say: Words) -> Card:
    key, found = "leverage.card.headline", both.leverage
    customers = float(value_at(found.steps, leverage_.HEADLINE, "new_customers"))
    return Card(
        label=say(f"{key}.label"),
        value=ratio(found.headline, say),
        unit=say(f"{key}.unit"),
        trend=say(f"{key}.trend"),
        denominator=say(
            f"{key}.of",
            all=customers,
            managers=told.number("channel_managers"),
            partners=told.number("partners_per_channel_manager"),
            sellers=told.number("active_sellers_per_partner"),
            customers=told.number("new_customers_per_partner_seller_year"),
        ),
    )


def _net_card(both: Both, told: Told, say: Words) -> Card:
    key, found = "leverage.card.net", both.leverage
    if not _known(found):
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.of_absent"))
    even = bool(scoring.at_least(found.net_cost, 1))
    return Card(
        label=say(f"{key}.label"),
        value=ratio(found.net_cost, say),
        unit=say(f"{key}.unit"),
        chip=Chip(_net_sign(both), say(f"{key}.chip.{'cheaper' if even else 'dearer'}")),
        trend=say(
            f"{key}.trend",
            indirect=about(float(value_at(found.steps, leverage_.PROGRAMME, "cost_per_customer"))),
            direct=about(found.direct_cost),
        ),
        denominator=say(f"{key}.of", margin=told.number(licences.first_rate(found.mode))),
    )


def _net_sign(both: Both) -> str:
    """The sign of the cost of a customer: neutral where the months of the plan say otherwise."""
    even, winner = bool(scoring.at_least(both.leverage.net_cost, 1)), both.investment.winner
    if winner == (DIRECT if even else CHANNEL):
        return "none"
    return "ok" if even else "late"


def _first_year_card(both: Both, told: Told, say: Words) -> Card:
    key, found = "leverage.card.first_year", both.leverage
    customers = float(value_at(found.steps, leverage_.FIRST_YEAR, "new_customers"))
    return Card(
        label=say(f"{key}.label"),
        value=ratio(found.first_year, say),
        unit=say(f"{key}.unit"),
        trend=say(f"{key}.trend"),
        denominator=say(
            f"{key}.of",
            customers=customers,
            rate=told.number("active_partner_rate"),
            ramp=found.ramp_average,
        ),
    )


def _break_even_card(both: Both, told: Told, say: Words) -> Card:
    key, result = "investment.card.break_even", both.investment
    paid, values = _paid(result), _values(result)
    reference = int(told.number(investment_.REFERENCE))
    late = paid == "unpaid"
    chip = Chip("late" if late else "ok", say(f"{key}.chip.{paid}", horizon=result.horizon))
    return Card(
        label=say(f"{key}.label_unpaid" if late else f"{key}.label"),
        value=say(f"{key}.value_unpaid") if late else say.format.int(values["month"]),
        unit=say(f"{key}.unit", horizon=result.horizon),
        chip=chip,
        trend=say(f"{key}.trend", **values),
        denominator=say(f"{key}.of", reference=reference, **values),
    )


def _parity_card(both: Both, say: Words) -> Card:
    key, result = "investment.card.parity", both.investment
    rate, case = result.parity.rate, _against_direct(result)
    label = say(f"{key}.label")
    if rate is None:
        reason = say(f"{key}.of_{case}")
        chip = None
        if case != "unknown":
            chip = Chip("ok" if case == "channel_always" else "late", say(f"{key}.chip.{case}"))
        return Card(label, "–", chip=chip, denominator=reason)
    ahead = result.winner == CHANNEL
    return Card(
        label=label,
        value=say.format.percent(rate, 0),
        unit=say(f"{key}.unit"),
        bullet=Bullet(100 * result.active_rate, tick=100 * rate),
        chip=Chip("ok" if ahead else "late", say(f"{key}.chip.{'ahead' if ahead else 'behind'}")),
        trend=say(f"{key}.trend", rate=result.active_rate),
        denominator=say(
            f"{key}.of", customers=result.channel.new_customers, horizon=result.horizon
        ),
    )


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(both: Both, told: Told, say: Words) -> list[Finding]:
    """Four sentences, each with its figure: leverage, funding, comparison, odds."""
    return [
        _leverage_finding(both, say),
        _funding_finding(both, told, say),
        _direct_finding(both, say),
        _odds_finding(both, say),
    ]


def _known(found: Leverage) -> bool:
    """Whether there is a leverage to speak of: a manager, and something to compare with."""
    return not (is_missing(found.headline) or is_missing(found.net_cost)) and found.headline > 0


def _leverage_finding(both: Both, say: Words) -> Finding:
    key, found = "leverage.finding", both.leverage
    if not _known(found):
        return Finding(say(f"{key}.unknown"), say(f"{key}.unknown_detail"))
    values = {
        "headline": ratio(found.headline, say),
        "first_year": ratio(found.first_year, say),
        "net": ratio(found.net_cost, say),
        "one": say.format.money(1),
    }
    case = "detail" if scoring.at_least(found.net_cost, 1) else "detail_dearer"
    return Finding(say(f"{key}.text", **values), say(f"{key}.{case}", **values), "leverage")


def _funding_finding(both: Both, told: Told, say: Words) -> Finding:
    key, result = "investment.finding.funding", both.investment
    values = _values(result)
    paid = _paid(result)
    back = values["month"]
    reference = int(told.number(investment_.REFERENCE))
    text = say(f"{key}.{'free' if paid == 'free' else 'text'}", **values)
    detail = say(
        f"{key}.{_funding_case(result)}",
        when=_month(back, told, say) if back else "",
        low=_month(result.channel.peak_month, told, say),
        reference=reference,
        **values,
    )
    return Finding(text, detail, "cumulative")


def _funding_case(result: Investment) -> str:
    if _paid(result) != "unpaid":
        return _paid(result) if _paid(result) == "paid" else "free_detail"
    return "unpaid" if result.rate_to_pay_back is not None else "never"


def _direct_finding(both: Both, say: Words) -> Finding:
    key, result = "investment.finding.direct", both.investment
    values = _values(result)
    if not scoring.above(result.channel.new_customers, 0):
        return Finding(say(f"{key}.zero"), say(f"{key}.unknown_detail"))
    if not result.winner:
        return Finding(say(f"{key}.unknown"), say(f"{key}.unknown_detail"))
    more, case = result.ten_points, _more(result)
    return Finding(
        say(f"{key}.{result.winner}", customers=result.channel.new_customers, **values),
        say(f"{key}.{case}", more=about(abs(more))),
        "active_rate",
    )


def _more(result: Investment) -> str:
    """Whether more active partners add to the channel's value, change nothing, or take from it."""
    if scoring.above(result.ten_points, 0):
        return "more"
    return "less" if scoring.below(result.ten_points, 0) else "flat"


def _odds_case(odds: investment_.Odds) -> str:
    """How often the channel pays back: always, never, in most draws or in few."""
    if scoring.at_least(odds.break_even, 1):
        return "every"
    if scoring.at_most(odds.break_even, 0):
        return "none"
    return "likely" if odds.break_even >= 0.5 else "unlikely"


def _odds_finding(both: Both, say: Words) -> Finding:
    key, odds = "investment.finding.odds", both.investment.odds
    if not odds.drawn:
        return Finding(say(f"{key}.sure"), say(f"{key}.sure_detail"))
    values = {
        "share": odds.break_even,
        "horizon": both.investment.horizon,
        "p10": about(odds.npv["p10"]),
        "p90": about(odds.npv["p90"]),
    }
    text = say(f"investment.fan.title.{_odds_case(odds)}", **values)
    detail = say(f"{key}.detail", **values)
    return Finding(say(f"{key}.text", text=text), detail, "fan")


def proposals(both: Both, told: Told, say: Words) -> list[Proposal]:
    """What to do first: follow the partners that become active, confirm what weighs most.

    The priority of each is the width of its bar, the widest of all being 100.
    """
    result, found = both.investment, []
    if _priority(result, investment_.ACTIVE_RATE) > TRIVIAL and result.plan.partners:
        first = next(month for month, partners in result.plan.waves if partners)
        months = first + TO_FIRST_GATE
        text = say("investment.proposal.follow", rate=result.active_rate)
        found.append(
            Proposal(
                text, _who(FOLLOWER, months, _priority(result, investment_.ACTIVE_RATE), told, say)
            )
        )
    for key in _first(result)[: PROPOSED - len(found)]:
        name = people.in_sentence(assumed.name(key, say))
        unit = str(value_at(told.used, key, "unit"))
        value = assumed.value(told.number(key), unit, say)
        text = say("investment.proposal.confirm", name=name, value=value)
        role = OWNERS.get(key, HEAD_OF_PARTNERSHIPS)
        found.append(Proposal(text, _who(role, 1, _priority(result, key), told, say)))
    return found


def _who(role: str, month: int, priority: float, told: Told, say: Words) -> str:
    by = actions.due(told.as_of, month) if told.as_of else None
    return say(
        f"investment.proposal.{'who' if by else 'who_undated'}",
        owner=_owner(role, told, say),
        by=by,
        month=month,
        priority=priority,
    )


def _bar(result: Investment, key: str) -> float:
    """The width of a bar; 0 for what does not vary."""
    return float(value_at(result.bars, key, "width")) if key in result.bars.index else 0.0


def _first(result: Investment) -> list[str]:
    """What to confirm first, of the assumptions that move the result by more than a trifle."""
    keys = [str(key) for key in uncertainty.confirm_first(result.bars)]
    return [key for key in keys if _priority(result, key) > TRIVIAL]


def _priority(result: Investment, key: str) -> float:
    widest = float(result.bars["width"].max())
    return 100 * _bar(result, key) / widest if widest > 0 else 0.0


# ── leverage ───────────────────────────────────────────────────────────────────────────────────


def leverage(both: Both, say: Words) -> Exhibit:
    """The three figures together, on one scale."""
    key, found = "leverage.bars", both.leverage
    values = {
        "headline": found.headline,
        "net": found.net_cost,
        "first_year": found.first_year,
    }
    if not _known(found):
        return Exhibit("leverage", None, say(f"{key}.title.absent"), absent=say(f"{key}.absent"))
    one = say.format.money(1)
    rows = pd.DataFrame(
        {
            "name": [say(f"{key}.name.{name}") for name in values],
            "note": [say(f"{key}.note.{name}", one=one) for name in values],
            "value": list(values.values()),
            "text": [_lever_text(name, value, say) for name, value in values.items()],
            "main": [name == "net" for name in values],
        }
    )
    even = scoring.at_least(found.net_cost, 1)
    told = {name: ratio(value, say) for name, value in values.items()}
    lines = [
        say(f"{key}.value", name=row.name, value=row.text) for row in rows.itertuples(index=False)
    ]
    sentence = say(f"{key}.title.{'cheaper' if even else 'dearer'}", one=one, **told)
    return Exhibit(
        "leverage",
        bars_and_tiles.draw_leverage(rows, say(f"{key}.even", one=one)),
        sentence,
        subtitle=say(f"{key}.subtitle", one=one),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=say.format.clauses(lines)),
        table=_leverage_table(rows, sentence, say),
        source=_source(say(f"{key}.source"), say),
    )


def _lever_text(name: str, value: float, say: Words) -> str:
    """A leverage with its unit: sellers for one manager, or amounts for one."""
    if name == "net":
        return say("leverage.bars.each", value=ratio(value, say))
    return say("leverage.bars.sellers", value=ratio(value, say), count=value)


def _leverage_table(rows: pd.DataFrame, caption: str, say: Words) -> Table:
    columns = [
        Column("name", say("leverage.bars.table.name"), "name"),
        Column("note", say("leverage.bars.table.note")),
        Column("value", say("leverage.bars.table.value"), "number", decimals=2),
    ]
    return Table("leverage", rows, columns, caption=caption)


def costs(both: Both, told: Told, say: Words) -> Table:
    """What a new customer costs, direct and indirect, one thing more counted a row."""
    key, found = "leverage.costs", both.leverage
    sellers = told.number("direct_reps")
    direct = {
        "name": say(f"{key}.row.direct"),
        "customers": found.direct_customers,
        "equivalent": sellers,
        "cost": sellers * told.number("direct_rep_cost"),
        "each": found.direct_cost,
        "net": Gap(say(f"{key}.reference")),
        "margin": Gap(say(f"{key}.reference")),
    }
    none = Gap(say(f"{key}.no_margin"))
    steps = [
        {
            "name": say(
                f"{key}.row.{name}",
                rate=told.number("active_partner_rate"),
                ramp=found.ramp_average,
            ),
            "customers": row["new_customers"],
            "equivalent": row["equivalent_sellers"],
            "cost": row["cost"],
            "each": row["cost_per_customer"],
            "net": row["net_cost_leverage"],
            "margin": none if row["break_even_margin"] < 0 else row["break_even_margin"],
        }
        for name, row in found.steps.iterrows()
    ]
    columns = [
        Column("name", say(f"{key}.columns.name"), "name"),
        Column("customers", say(f"{key}.columns.customers"), "number"),
        Column("equivalent", say(f"{key}.columns.equivalent"), "number"),
        Column("cost", say(f"{key}.columns.cost"), "money"),
        Column("each", say(f"{key}.columns.each"), "money"),
        Column("net", say(f"{key}.columns.net"), "number", decimals=2),
        Column("margin", say(f"{key}.columns.margin"), "percent", decimals=0),
    ]
    last = float(value_at(found.steps, leverage_.FIRST_YEAR, "cost_per_customer"))
    paid = float(value_at(found.steps, leverage_.PROGRAMME, "cost_per_customer"))
    return Table(
        "cost_per_customer",
        pd.DataFrame([direct, *steps]),
        columns,
        caption=say(
            f"{key}.caption",
            direct=about(found.direct_cost),
            indirect=about(paid),
            first_year=about(last),
        ),
        sub=say(f"{key}.sub", margin=_margin(both, say)),
        bold=[2],
    )


# ── the investment over months ─────────────────────────────────────────────────────────────────


def cumulative(both: Both, say: Words) -> Exhibit:
    """Cumulative contribution of the channel and of direct sales, lowest points and break-evens."""
    key, result = "investment.cumulative", both.investment
    months = [float(month) for month in range(result.horizon + 1)]
    channel = [0.0, *result.months["cumulative"]]
    lines = [_curve("indirect", months, channel, result.channel, say)]
    if not is_missing(result.sellers) and result.sellers > 0:
        direct = [0.0, *result.direct_months["cumulative"]]
        lines.append(_curve("direct", months, direct, result.direct, say))
    ticks = curves.month_ticks(result.horizon)
    values = _values(result)
    sentence = say(f"{key}.title.{_paid(result)}", **values)
    return Exhibit(
        "cumulative",
        curves.draw_curves(
            lines,
            say,
            title=say(f"{key}.axis", unit=_unit(lines, say)),
            ticks=ticks,
            texts=[say.format.int(tick) for tick in ticks],
            below=say("investment.axis.months"),
        ),
        sentence,
        subtitle=say(
            f"{key}.subtitle" if len(lines) > 1 else f"{key}.subtitle_alone",
            sellers=result.sellers,
            **{name: values[name] for name in ("partners", "waves", "horizon")},
        ),
        alt=say(f"{key}.alt"),
        description=_cumulative_description(result, say),
        table=_cumulative_table(result, sentence, say),
        source=_source(say(f"{key}.source", plan=plan(both, say)), say),
    )


def _unit(lines: Sequence[Curve], say: Words) -> str:
    """The unit of the axis of money of curves."""
    return _unit_of([y for line in lines for y in line.ys], say)


def _unit_of(amounts: Sequence[float], say: Words) -> str:
    return say.format.unit(curves.scale(curves.within(curves.around(amounts))))


def _curve(
    side: str, months: list[float], running: list[float], found: investment_.Outcome, say: Words
) -> Curve:
    key = "investment.cumulative"
    spots = []
    if found.peak_funding < 0:
        text = say(f"{key}.lowest", amount=about(found.peak_funding), month=int(found.peak_month))
        spots.append(Spot(found.peak_month, found.peak_funding, text, strong=side == "indirect"))
    if found.paid_back and found.break_even_month > 0:
        month = int(found.break_even_month)
        text = say(f"{key}.back", month=month)
        spot = Spot(month, running[month], text, hollow=True, strong=side == "indirect")
        spots.append(spot)
    name = say(f"{key}.end.{side}", amount=about(found.cumulative))
    return Curve(name, months, running, side, spots)


def _cumulative_description(result: Investment, say: Words) -> str:
    key = "investment.cumulative"
    ends = [float(month) for month in result.years.index * YEAR]
    lines = []
    for side, months in (("indirect", result.months), ("direct", result.direct_months)):
        if side == "direct" and (is_missing(result.sellers) or result.sellers <= 0):
            continue
        found = result.channel if side == "indirect" else result.direct
        told = [
            say(
                f"{key}.at",
                month=int(min(end, result.horizon)),
                amount=about(float(value_at(months, int(min(end, result.horizon)), "cumulative"))),
            )
            for end in ends
        ]
        case = "described" if found.paid_back else "described_unpaid"
        lines.append(
            say(
                f"{key}.{case}",
                side=say(f"{key}.side.{side}"),
                low=about(found.peak_funding),
                low_month=int(found.peak_month),
                month=int(found.break_even_month) if found.paid_back else None,
                horizon=result.horizon,
                values=say.format.clauses(told),
            )
        )
    return say(f"{key}.description", values=" ".join(lines))


def _cumulative_table(result: Investment, caption: str, say: Words) -> Table:
    key = "investment.cumulative.table"
    rows = pd.DataFrame(
        {
            "month": [say("investment.month.short", month=int(one)) for one in result.months.index],
            "channel": list(result.months["cumulative"]),
            "direct": list(result.direct_months["cumulative"]),
        }
    )
    columns = [
        Column("month", say(f"{key}.month"), "name"),
        Column("channel", say(f"{key}.channel"), "money"),
        Column("direct", say(f"{key}.direct"), "money"),
    ]
    return Table("cumulative", rows, columns, caption=caption, limit=len(rows))


def plan(both: Both, say: Words) -> str:
    """The plan of recruitment in a sentence: whom to sign when, and where it comes from."""
    key, result = "investment.plan", both.investment
    waves = [wave for wave in result.plan.waves if wave[1]]
    if not waves:
        return say(f"{key}.none")
    told = [say(f"{key}.wave", month=month, partners=partners) for month, partners in waves]
    return say(
        f"{key}.{result.plan.source}",
        partners=result.plan.partners,
        waves=say.format.list(told, len(told)),
        target=result.plan.target,
    )


def years(both: Both, say: Words) -> Table:
    """The channel year by year: customers, revenue, costs, contribution."""
    key, result = "investment.years", both.investment
    table = result.years
    names = ("deals", "listed", "net", "margin", "cost", "contribution", "cumulative")
    rows = table[list(names)].assign(name=_year_names(result, say)).reset_index(drop=True)
    total: dict[str, Any] = {name: float(table[name].sum()) for name in names[:-1]}
    total |= {"name": say(f"{key}.total"), "cumulative": result.channel.cumulative}
    columns = [
        Column("name", say(f"{key}.columns.name"), "name"),
        Column("deals", say(f"{key}.columns.deals"), "number", decimals=1),
        Column("listed", say(f"{key}.columns.listed"), "money", screen_only=True),
        *(Column(name, say(f"{key}.columns.{name}"), "money") for name in names[2:]),
    ]
    last = table.iloc[-1]
    return Table(
        "years",
        rows,
        columns,
        caption=say(
            f"{key}.caption",
            first=about(float(table["contribution"].iloc[0])),
            last=about(float(last["contribution"])),
            number=len(table),
        ),
        sub=say(f"{key}.sub", customers=float(last["young"] + last["old"]), horizon=result.horizon),
        total=total,
    )


def _year_names(result: Investment, say: Words) -> list[str]:
    return [
        say(
            f"investment.years.{'year' if months == YEAR else 'part'}",
            number=number,
            months=int(months),
        )
        for number, months in enumerate(result.years["months"], start=1)
    ]


def cost_lines(both: Both, say: Words) -> Table:
    """What the costs are made of, year by year."""
    key, table = "investment.lines", both.investment.years
    names = [f"year{number}" for number in table.index]
    rows = [
        {"name": say(f"{key}.row.{line}")}
        | dict(zip(names, table[line], strict=True))
        | {"total": float(table[line].sum())}
        for line in LINES
    ]
    total: dict[str, Any] = {"name": say(f"{key}.total"), "total": float(table["cost"].sum())}
    total |= dict(zip(names, table["cost"], strict=True))
    columns = [
        Column("name", say(f"{key}.columns.name"), "name"),
        *(
            Column(name, title, "money")
            for name, title in zip(names, _year_names(both.investment, say), strict=True)
        ),
        Column("total", say(f"{key}.columns.total"), "money"),
    ]
    sums = {line: float(table[line].to_numpy().sum()) for line in LINES}
    spent = sum(sums.values())
    largest = max(sums, key=sums.__getitem__) if spent else "none"
    return Table(
        "cost_lines",
        pd.DataFrame(rows),
        columns,
        caption=say(f"{key}.caption.{largest}", share=sums[largest] / spent if spent else None),
        sub=say(f"{key}.sub", managers=int(table["people"].max())),
        total=total,
    )


# ── direct sales ───────────────────────────────────────────────────────────────────────────────


def active_rate(both: Both, say: Words) -> Exhibit:
    """Both net present values against the active rate, the parity and the client's own rate."""
    key, result = "investment.rate", both.investment
    curve, case = result.curve, _against_direct(result)
    rates = [float(rate) for rate in curve.index]
    own = result.active_rate
    own_text = say(f"{key}.own", rate=own, npv=about(result.channel.npv))
    spots = [Spot(own, result.channel.npv, own_text, strong=True, drop=True)]
    if result.parity.rate is not None:
        found = _worth_at(result, result.parity.rate)
        text = say(f"{key}.parity", rate=result.parity.rate)
        spots.append(Spot(result.parity.rate, found, text, hollow=True, drop=True))
    end = float(curve["npv"].iloc[-1])
    lines = [
        Curve(
            say(f"{key}.end.indirect", amount=about(end)),
            rates,
            list(curve["npv"]),
            "indirect",
            spots,
        )
    ]
    if case != "unknown":
        amount = about(float(curve["npv_direct"].iloc[-1]))
        name = say(f"{key}.end.direct", amount=amount)
        lines.append(Curve(name, rates, list(curve["npv_direct"]), "direct"))
    ticks = [0.2, 0.4, 0.6, 0.8, 1.0]
    sentence = say(f"{key}.title.{case}", **_values(result))
    return Exhibit(
        "active_rate",
        curves.draw_curves(
            lines,
            say,
            title=say(f"{key}.axis", unit=_unit(lines, say)),
            ticks=ticks,
            texts=[say.format.percent(tick, 0) for tick in ticks],
            below=say(f"{key}.below"),
        ),
        sentence,
        subtitle=say(f"{key}.subtitle", horizon=result.horizon, failure=1 - own, rate=own),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=say.format.clauses(_rate_lines(result, say))),
        table=_curve_table(result, sentence, say),
        source=_source(_rate_source(result, say), say),
    )


def _worth_at(result: Investment, rate: float) -> float:
    """The channel's value on the curve at a rate between two of its points."""
    curve = result.curve["npv"]
    right = int((curve.index < rate).sum())
    if right == 0:
        return float(curve.iloc[0])
    low, high = float(curve.index[right - 1]), float(curve.index[min(right, len(curve) - 1)])
    if high <= low:
        return float(curve.iloc[-1])
    share = (rate - low) / (high - low)
    return float(curve.iloc[right - 1] * (1 - share) + curve.iloc[right] * share)


def _rate_lines(result: Investment, say: Words) -> list[str]:
    table = result.by_rate
    return [
        say(
            "investment.rate.value",
            rate=rate,
            npv=about(npv),
            direct=_money(direct, say),
        )
        for rate, npv, direct in zip(
            table.index.tolist(), table["npv"].tolist(), table["npv_direct"].tolist(), strict=True
        )
    ]


def _rate_source(result: Investment, say: Words) -> str:
    key = "investment.rate"
    text = say(f"{key}.source")
    if result.parity.rate is not None and not result.parity.steady:
        return say.format.clauses([text, say(f"{key}.unsteady")])
    return text


def _curve_table(result: Investment, caption: str, say: Words) -> Table:
    key = "investment.rates.columns"
    shown = result.curve.iloc[4::5]
    rows = pd.DataFrame(
        {
            "rate": [say.format.percent(float(rate), 0) for rate in shown.index],
            "npv": list(shown["npv"]),
            "direct": list(shown["npv_direct"]),
            "lead": list(shown["lead"]),
        }
    )
    columns = [
        Column("rate", say(f"{key}.rate"), "name"),
        Column("npv", say(f"{key}.npv"), "money"),
        Column("direct", say(f"{key}.direct"), "money"),
        Column("lead", say(f"{key}.lead"), "money"),
    ]
    return Table("active_rate", rows, columns, caption=caption, limit=len(rows))


def by_rate(both: Both, say: Words) -> Table:
    """What a few active rates, and the failure rates they leave, come to."""
    key, result = "investment.rates", both.investment
    table = result.by_rate
    beyond = Gap(say("investment.beyond", horizon=result.horizon))
    rows = pd.DataFrame(
        {
            "rate": [say.format.exactpercent(float(rate)) for rate in table.index],
            "failure": list(table["failure_rate"]),
            "customers": list(table["new_customers"]),
            "month": [beyond if is_missing(one) else int(one) for one in table["break_even_month"]],
            "peak": list(table["peak_funding"]),
            "npv": list(table["npv"]),
            "direct": list(table["npv_direct"]),
            "lead": list(table["lead"]),
        }
    )
    columns = [
        Column("rate", say(f"{key}.columns.rate"), "name"),
        Column("failure", say(f"{key}.columns.failure"), "percent"),
        Column("customers", say(f"{key}.columns.customers"), "number", decimals=1),
        Column("month", say(f"{key}.columns.month"), "int"),
        Column("peak", say(f"{key}.columns.peak"), "money", screen_only=True),
        Column("npv", say(f"{key}.columns.npv"), "money"),
        Column("direct", say(f"{key}.columns.direct"), "money"),
        Column("lead", say(f"{key}.columns.lead"), "money"),
    ]
    own = [place for place, rate in enumerate(table.index) if abs(rate - result.active_rate) < 1e-9]
    return Table(
        "by_rate",
        rows,
        columns,
        caption=say(f"{key}.caption.{_more(result)}", more=about(abs(result.ten_points))),
        sub=say(f"{key}.sub", lead=about(result.ten_points_lead)),
        bold=own,
    )


def comparison(both: Both, say: Words) -> Table:
    """The channel, direct sales with whole sellers, and with as many customers exactly."""
    key, result = "investment.comparison", both.investment
    ways: list[tuple[str, Any, investment_.Outcome]] = [
        ("channel", float(result.years["people"].max()), result.channel),
        ("direct", result.sellers, result.direct),
        ("same", result.sellers_exact, result.same),
    ]
    if is_missing(result.sellers):
        ways = ways[:1]
    beyond = Gap(say("investment.beyond", horizon=result.horizon))
    rows = pd.DataFrame(
        [
            {
                "name": say(f"{key}.row.{name}"),
                "people": count,
                "customers": found.new_customers,
                "month": int(found.break_even_month) if found.paid_back else beyond,
                "peak": found.peak_funding,
                "cumulative": found.cumulative,
                "npv": found.npv,
            }
            for name, count, found in ways
        ]
    )
    columns = [
        Column("name", say(f"{key}.columns.name"), "name"),
        Column("people", say(f"{key}.columns.people"), "number"),
        Column("customers", say(f"{key}.columns.customers"), "number", decimals=1),
        Column("month", say(f"{key}.columns.month"), "int"),
        Column("peak", say(f"{key}.columns.peak"), "money"),
        Column("cumulative", say(f"{key}.columns.cumulative"), "money"),
        Column("npv", say(f"{key}.columns.npv"), "money"),
    ]
    case = result.winner or "unknown"
    crossed = (
        result.winner == CHANNEL and scoring.above(result.direct.npv, result.channel.npv)
    ) or (result.winner == DIRECT and scoring.below(result.direct.npv, result.channel.npv))
    return Table(
        "comparison",
        rows,
        columns,
        caption=say(f"{key}.caption.{case}", **_values(result)),
        sub=say(f"{key}.{'sub_crossed' if crossed else 'sub'}", sellers=result.sellers),
        bold=[0],
    )


# ── what the result depends on ─────────────────────────────────────────────────────────────────


def heat(both: Both, told: Told, say: Words) -> Exhibit:
    """Net leverage by contract value and margin, with the frontier of 1."""
    key, found = "leverage.heat", both.leverage
    table = found.sensitivity
    if not _known(found) or table.isna().to_numpy().all():
        return Exhibit(
            "contract_margin", None, say(f"{key}.title.absent"), absent=say(f"{key}.absent")
        )
    own = _own_place(table, told, found)
    contracts = [float(value) for value in table.columns]
    margins = [float(value) for value in table.index]
    texts = table.set_axis([say.format.exactpercent(one) for one in margins], axis=0)
    texts = texts.set_axis([say.format.money(one) for one in contracts], axis=1)
    sentence = _heat_title(both, told, say)
    return Exhibit(
        "contract_margin",
        bars_and_tiles.draw_heat(
            bars_and_tiles.Heat(
                texts,
                own,
                rows_title=say(f"{key}.rows"),
                columns_title=say(f"{key}.columns.{_sold(found.mode)}"),
            ),
            say,
        ),
        sentence,
        subtitle=say(f"{key}.subtitle", one=say.format.money(1)),
        alt=say(f"{key}.alt"),
        description=_heat_description(table, own, say),
        table=_heat_table(texts, sentence, say),
        source=_source(say(f"{key}.source", margin=_margin(both, say)), say),
    )


def _sold(mode: str) -> str:
    return "once" if mode == licences.PERPETUAL else "yearly"


def _own_place(table: pd.DataFrame, told: Told, found: Leverage) -> tuple[int, int]:
    margin = told.number(licences.first_rate(found.mode))
    contract = told.number(licences.CONTRACT)
    margins, contracts = ([float(one) for one in axis] for axis in (table.index, table.columns))
    return margins.index(margin), contracts.index(contract)


def _heat_title(both: Both, told: Told, say: Words) -> str:
    key, found = "leverage.heat.title", both.leverage
    ceiling = float(value_at(found.steps, leverage_.PROGRAMME, "contract_ceiling"))
    margin = told.number(licences.first_rate(found.mode))
    if is_missing(ceiling):
        return say(f"{key}.free")
    if ceiling <= 0:
        return say(f"{key}.never", margin=margin)
    case = "below" if scoring.at_least(found.net_cost, 1) else "above"
    own = told.number(licences.CONTRACT)
    return say(f"{key}.{case}", margin=margin, ceiling=about(ceiling), own=about(own))


def _heat_description(table: pd.DataFrame, own: tuple[int, int], say: Words) -> str:
    key = "leverage.heat"
    cells = table.to_numpy().ravel()
    known = cells[~pd.isna(cells)]
    return say(
        f"{key}.description",
        low=ratio(float(known.min()), say),
        high=ratio(float(known.max()), say),
        own=ratio(float(table.iat[own]), say),  # type: ignore[arg-type]
        below=int((known < 1).sum()),
        cells=len(known),
    )


def _heat_table(texts: pd.DataFrame, caption: str, say: Words) -> Table:
    names = [f"contract{place}" for place in range(texts.shape[1])]
    rows = pd.DataFrame(texts.to_numpy(), columns=names).assign(margin=list(texts.index))
    columns = [
        Column("margin", say("leverage.heat.table.margin"), "name"),
        *(
            Column(name, str(title), "number", decimals=2)
            for name, title in zip(names, texts.columns, strict=True)
        ),
    ]
    return Table("contract_margin", rows, columns, caption=caption, limit=len(rows))


def tornado(both: Both, told: Told, say: Words) -> Exhibit:
    """How far each assumption moves the net present value, the ten widest."""
    key, result = "investment.tornado", both.investment
    bars = uncertainty.widest(result.bars)
    if not len(bars):
        return Exhibit("tornado", None, say(f"{key}.title.absent"), absent=say(f"{key}.absent"))
    rows = pd.DataFrame(
        {
            "name": [assumed.name(str(one), say) for one in bars.index],
            "low": [_bound(str(one), "low", told, say) for one in bars.index],
            "high": [_bound(str(one), "high", told, say) for one in bars.index],
            "result_low": list(bars["result_low"]),
            "result_high": list(bars["result_high"]),
            "width": list(bars["width"]),
            "grade": list(bars["grade"]),
        }
    )
    base = result.channel.npv
    first = rows.iloc[0]
    ends = sorted([float(first["result_low"]), float(first["result_high"])])
    sinking = int((result.bars[["result_low", "result_high"]].min(axis=1) < 0).sum())
    saving = int((result.bars[["result_low", "result_high"]].max(axis=1) >= 0).sum())
    case = ("sinking" if sinking else "sure") if base >= 0 else ("lost" if saving else "sunk")
    sentence = say(
        f"{key}.title.{case}",
        name=str(first["name"]),
        sinking=sinking,
        saving=saving,
        moved=len(result.bars),
    )
    results = [base, *rows["result_low"].tolist(), *rows["result_high"].tolist()]
    ticks = curves.money_ticks(min(results), max(results))
    lines = [
        say(
            f"{key}.value",
            name=row["name"],
            low=row["low"],
            high=row["high"],
            result_low=about(row["result_low"]),
            result_high=about(row["result_high"]),
        )
        for row in rows.to_dict("records")
    ]
    return Exhibit(
        "tornado",
        curves.draw_tornado(
            rows,
            base,
            say,
            title=say(f"{key}.axis", unit=say.format.unit(curves.scale(ticks))),
            base_text=say(f"{key}.base", npv=about(base)),
        ),
        sentence,
        subtitle=say(
            f"{key}.subtitle",
            shown=len(rows),
            moved=len(result.bars),
            horizon=result.horizon,
            low=about(ends[0]),
            high=about(ends[1]),
        ),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=say.format.clauses(lines)),
        table=_tornado_table(rows, sentence, say),
        source=_source(say(f"{key}.source"), say),
    )


def _bound(key: str, bound: str, told: Told, say: Words) -> str:
    """A bound of an assumption as its end of the bar prints it, short."""
    amount = float(value_at(told.used, key, bound))
    unit = str(value_at(told.used, key, "unit"))
    if unit.startswith("EUR"):
        return say.format.money(amount)
    if unit == "FTE":
        return say("investment.tornado.fte", value=amount)
    told_whole = unit in COUNTED
    return assumed.value(amount, unit, say) if told_whole else assumed.number(amount, unit, say)


def _tornado_table(rows: pd.DataFrame, caption: str, say: Words) -> Table:
    key = "investment.tornado.table"
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("low", say(f"{key}.low")),
        Column("high", say(f"{key}.high")),
        Column("result_low", say(f"{key}.result_low"), "money"),
        Column("result_high", say(f"{key}.result_high"), "money"),
        Column("width", say(f"{key}.width"), "money"),
        Column("grade", say(f"{key}.grade")),
    ]
    return Table("tornado", rows, columns, caption=caption, limit=len(rows))


def fan(both: Both, say: Words) -> Exhibit:
    """The cumulative contribution over the draws: P10, P50, P90, and the base case."""
    key, result = "investment.fan", both.investment
    odds = result.odds
    if not odds.drawn:
        return Exhibit("fan", None, say(f"{key}.title.absent"), absent=say(f"{key}.absent"))
    base = [0.0, *result.months["cumulative"]]
    last = odds.fan.iloc[-1]
    ends = {name: float(last[name]) for name in ("p90", "p50", "p10")} | {"base": base[-1]}
    names = [say(f"{key}.end.{name}", amount=about(amount)) for name, amount in ends.items()]
    amounts = [*odds.fan.to_numpy().ravel(), *base]
    unit = _unit_of(amounts, say)
    sentence = say(
        f"{key}.title.{_odds_case(odds)}",
        share=odds.break_even,
        horizon=result.horizon,
    )
    case = "above" if odds.npv["p50"] >= result.channel.npv else "below"
    return Exhibit(
        "fan",
        curves.draw_fan(
            odds.fan,
            base,
            names,
            say,
            title=say("investment.cumulative.axis", unit=unit),
            below=say("investment.axis.months"),
        ),
        sentence,
        subtitle=say(
            f"{key}.subtitle",
            draws=odds.draws,
            drawn=len(odds.drawn),
            p10=about(odds.npv["p10"]),
            p50=about(odds.npv["p50"]),
            p90=about(odds.npv["p90"]),
        ),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=say.format.clauses(_fan_lines(odds, say))),
        table=_fan_table(odds, base, sentence, say),
        source=_source(say(f"{key}.source_{case}"), say),
    )


def _fan_lines(odds: investment_.Odds, say: Words) -> list[str]:
    months = [month for month in curves.month_ticks(int(odds.fan.index[-1])) if month > 0]
    return [
        say(
            "investment.fan.value",
            month=int(month),
            **{
                name: about(float(value_at(odds.fan, int(month), name)))
                for name in ("p10", "p50", "p90")
            },
        )
        for month in months
    ]


def _fan_table(odds: investment_.Odds, base: Sequence[float], caption: str, say: Words) -> Table:
    key = "investment.fan.table"
    shown = odds.fan.assign(base=list(base)).iloc[1:]
    rows = shown.assign(
        month=[say("investment.month.short", month=int(one)) for one in shown.index]
    ).reset_index(drop=True)
    columns = [
        Column("month", say(f"{key}.month"), "name"),
        Column("p10", say(f"{key}.p10"), "money"),
        Column("p50", say(f"{key}.p50"), "money"),
        Column("p90", say(f"{key}.p90"), "money"),
        Column("base", say(f"{key}.base"), "money"),
    ]
    return Table("fan", rows, columns, caption=caption, limit=len(rows))


# ── what to do next ────────────────────────────────────────────────────────────────────────────


def confirm(both: Both, told: Told, say: Words) -> list[str]:
    """The box that opens the findings: the working assumptions that weigh most."""
    result = both.investment
    return assumed.confirm(result.bars, _first(result), told.used, "npv", say)


def _range(key: str, told: Told, say: Words) -> str:
    """The range of an assumption, with its unit."""
    low, high = (float(value_at(told.used, key, bound)) for bound in ("low", "high"))
    least, most = assumed.bounds(low, high, str(value_at(told.used, key, "unit")), say)
    return say("assumptions.range.between", low=least, high=most)


def to_confirm(both: Both, told: Told, say: Words) -> Table:
    """What to confirm first, with owner, date and priority."""
    key, result = "investment.next", both.investment
    keys = _first(result)
    by = actions.due(told.as_of, 1) if told.as_of else None
    rows = pd.DataFrame(
        [
            {
                "name": assumed.name(one, say),
                "value": assumed.value(
                    told.number(one), str(value_at(told.used, one, "unit")), say
                ),
                "range": _range(one, told, say),
                "width": _bar(result, one),
                "owner": _owner(OWNERS.get(one, HEAD_OF_PARTNERSHIPS), told, say),
                "due": by if by else say(f"{key}.month"),
                "priority": _priority(result, one),
            }
            for one in keys
        ],
        columns=["name", "value", "range", "width", "owner", "due", "priority"],
    )
    due = Column("due", say(f"{key}.columns.due"), "date" if by else "text")
    columns = [
        Column("name", say(f"{key}.columns.name"), "name"),
        Column("value", say(f"{key}.columns.value")),
        Column("range", say(f"{key}.columns.range")),
        Column("width", say(f"{key}.columns.width"), "money"),
        Column("owner", say(f"{key}.columns.owner")),
        due,
        Column("priority", say(f"{key}.columns.priority"), "score", decimals=0),
    ]
    return Table(
        "to_confirm",
        rows,
        columns,
        caption=say(f"{key}.caption", n=len(rows)),
        sub=say(f"{key}.sub", horizon=result.horizon),
        empty=say(f"{key}.empty"),
    )


# ── notes ──────────────────────────────────────────────────────────────────────────────────────


def quality(both: Both, told: Told, say: Words) -> list[str]:
    """What the reader should be warned of, one sentence each."""
    found = [say(f"investment.notice.{one.code}", **one.values) for one in both.investment.notices]
    if not told.used["changed"].any():
        found.append(say("investment.notice.defaults", used=len(told.used)))
    return found + _team_left_out(both, told, say)


def _team_left_out(both: Both, told: Told, say: Words) -> list[str]:
    """That the managers of the present network are not those of the model, if there are any."""
    if not told.team or not both.investment.plan.partners:
        return []
    managers = int(both.investment.years["people"].max())
    return [say("investment.notice.team", managers=managers, team=told.team)]


def grades(told: Told, say: Words) -> list[str]:
    """Where the assumptions come from, in a sentence for the sources."""
    count = told.used["grade"].value_counts()
    return [
        say(
            "investment.grades",
            used=len(told.used),
            client=int(count.get("C", 0)),
            working=int(count.get("W", 0)),
        )
    ]


def assumptions(both: Both, told: Told, say: Words, rate: float | None) -> Table:
    """All assumptions of the page, those to confirm first opening the table."""
    first = _first(both.investment)
    return assumed.table(told.used, say, first=first, rate=rate)


def method(both: Both, say: Words) -> str:
    """The method in a few sentences, the mode of selling among them."""
    result = both.investment
    return say(
        f"investment.method.{result.mode}",
        horizon=result.horizon,
        draws=result.odds.draws,
    )


def key_figures(both: Both, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published."""
    lever, result = both.leverage, both.investment
    step = lever.steps.loc[leverage_.PROGRAMME]
    undefined = say("leverage.finding.unknown_detail")
    found: dict[str, tuple[Any, str, Any, str]] = {
        "leverage.headline": (lever.headline, "ratio", None, undefined),
        "leverage.net_cost": (lever.net_cost, "ratio", None, undefined),
        "leverage.first_year": (lever.first_year, "ratio", None, undefined),
        "leverage.cost_per_customer_direct": (lever.direct_cost, "money", None, undefined),
        "leverage.cost_per_customer_indirect": (
            step["cost_per_customer"],
            "money",
            step["new_customers"],
            undefined,
        ),
        "leverage.break_even_margin": (step["break_even_margin"], "share", None, undefined),
        "investment.npv": (result.channel.npv, "money", None, undefined),
        "investment.peak_funding": (result.channel.peak_funding, "money", None, undefined),
        "investment.cumulative": (result.channel.cumulative, "money", None, undefined),
        "investment.npv_direct": (
            result.direct.npv,
            "money",
            result.sellers,
            say("investment.card.parity.of_unknown"),
        ),
        "investment.break_even_month": (
            result.channel.break_even_month,
            "month",
            result.horizon,
            say("investment.beyond", horizon=result.horizon),
        ),
        "investment.new_customers": (
            result.channel.new_customers,
            "number",
            result.plan.partners,
            undefined,
        ),
        "investment.parity_active_rate": (
            result.parity.rate,
            "share",
            None,
            say(f"investment.card.parity.of_{_against_direct(result)}")
            if result.parity.rate is None
            else "",
        ),
    }
    return {
        name: {"value": None if is_missing(value) else float(value), "unit": unit, "of": _of(of)}
        | ({"reason": reason} if is_missing(value) else {})
        for name, (value, unit, of, reason) in found.items()
    }


def _of(count: Any) -> float | None:
    return None if is_missing(count) else float(count)
