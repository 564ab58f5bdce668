"""The page of a partner's earnings, written for the partner (REPORTS 9.6).

Each function takes the result, the partnership and the words; it picks the case, the words do the
rest. Both editions speak to the partner; the internal one adds what is the vendor's own: the net
present value and what the partner brings. Amounts are whole units of the client's currency.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import licences, uncertainty
from padlib.display import people
from padlib.display.figures import earnings as figures
from padlib.display.figures import money
from padlib.display.figures.earnings import Ends, Spot
from padlib.display.figures.waterfall import draw_waterfall
from padlib.display.formats import is_missing
from padlib.display.pages import assumptions as assumed
from padlib.display.parts import Bullet, Card, Exhibit, Finding, Page, Part, Proposal
from padlib.display.tables import Column, Gap, Table, value_at
from padlib.display.words import Words
from padlib.method import earnings
from padlib.method.earnings import (
    AMBITIOUS,
    BASE,
    CAUTIOUS,
    COSTS,
    INTERNAL,
    SALES,
    SCENARIOS,
    SERVICES,
    TRAP,
    Earnings,
    Estimate,
)

INTERNAL_EDITION = "internal"
LEADER = "CM"  # the partner's counterpart at the vendor's
SELLER = "DIRP"  # who sets what partners are paid
ACTIVE, STARTING = "active", "starting"
REVIEW_DAY = 90  # of the start plan: earnings are re-estimated (METHOD 12, J-20)
YEAR = 12
TOLD_MONTHS = 6  # one month in so many is told in the figure's description
LIKELY = 0.6  # chance of being paid back under which the headline says it
FAR = 0.5  # share of the base case's gain under which half of the draws lie far below it
WHOLE = 0.01  # from one per cent on, a threshold is told in whole per cent
SELLERS, ALLOCATION = "active_sellers_per_partner", "partner_seller_allocation"
AUTONOMY = "partner_autonomy_months"


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What the page tells beside the result: who, since when, for whom, on whose figures."""

    vendor: str
    partner: str
    partner_id: str
    year: int
    type: str = ""
    status: str = ""
    start: dt.date | None = None
    as_of: dt.date | None = None
    started: bool = False  # on the day of the data
    audience: str = INTERNAL_EDITION
    own: bool = False  # the partner has assumptions of its own
    reviewed: tuple[str, ...] = ()  # assumptions of its own, looked at with it
    people: Mapping[str, str] = field(default_factory=dict)  # vendor's role id → name
    rate: float | None = None  # units of the currency for one euro

    @property
    def internal(self) -> bool:
        """Whether the vendor reads alone."""
        return self.audience == INTERNAL_EDITION

    @property
    def file(self) -> str:
        """The file that holds the partner's own assumptions."""
        return f"assumptions_{self.partner_id}.csv"

    @property
    def starting(self) -> bool:
        """Whether the partner is in its start plan, and its earnings not yet re-estimated."""
        return self.status == STARTING and not self.own

    @property
    def review(self) -> dt.date | None:
        """Day 90 of a partner that starts; None when it is past or not known."""
        if not self.starting or self.start is None:
            return None
        day = self.start + dt.timedelta(days=REVIEW_DAY)
        return None if self.as_of is not None and day < self.as_of else day


def partnership(folder: Any) -> Partnership:
    """The partnership of a folder opened for one partner."""
    known = folder.partners()
    row = known.loc[folder.partner_id]
    start = None if is_missing(row["start_date"]) else pd.Timestamp(row["start_date"]).date()
    as_of = folder.as_of_partner()
    today = as_of or folder.as_of()
    people_ = dict(folder.settings.people)
    if counterpart := str(row.get("channel_manager", "") or "").strip():
        people_[LEADER] = counterpart
    own = folder.has(f"assumptions_{folder.partner_id}")
    return Partnership(
        vendor=folder.name,
        partner=folder.partner_name,
        partner_id=folder.partner_id,
        year=folder.year,
        type=str(row["type"]),
        status=str(row["status"]),
        start=start,
        as_of=as_of,
        started=row["status"] == ACTIVE or (None not in (start, today) and start <= today),
        audience=folder.audience,
        own=own,
        reviewed=folder.own_assumptions(folder.partner_id) if own else (),
        people=people_,
        rate=folder.settings.rate,
    )


def uses(terms: earnings.Terms, audience: str) -> list[str]:
    """The assumptions that an edition uses; the vendor's own are not for the partner."""
    return [*terms.keys, TRAP, *(INTERNAL if audience == INTERNAL_EDITION else ())]


def in_force(folder: Any, terms: earnings.Terms) -> pd.DataFrame:
    """The assumptions of the folder's partner, those that its edition uses."""
    keys = uses(terms, folder.audience)
    table: pd.DataFrame = folder.assumptions(folder.partner_id, uses=keys)
    return table.loc[keys]


def before(folder: Any, terms: earnings.Terms, told: Partnership) -> pd.DataFrame | None:
    """The assumptions shared by all partners, where the partner has some of its own."""
    if not told.own:
        return None
    keys = uses(terms, folder.audience)
    table: pd.DataFrame = folder.assumptions(uses=keys)
    return table.loc[keys]


# ── names and cases ────────────────────────────────────────────────────────────────────────────


def _period(horizon: int, say: Words) -> str:
    """The horizon in words: whole years as years, else months."""
    if horizon % YEAR == 0:
        return say("earnings.period.years", n=horizon // YEAR)
    return say("earnings.period.months", n=horizon)


def _year(number: int, horizon: int, say: Words) -> str:
    left = horizon - YEAR * (number - 1)
    if left >= YEAR:
        return say("earnings.year", n=number)
    return say("earnings.year_short", n=number, months=left)


def _line(line: str, say: Words) -> str:
    return say(f"earnings.line.{line}")


def _owner(told: Partnership, say: Words, role: str = LEADER) -> str:
    return people.owner(role, told.people, say)


def _anyone(told: Partnership, say: Words, role: str) -> str:
    """Who holds a role of either side; the partner's people are not in the client's file."""
    key = f"earnings.role.{role}"
    return say(key) if say.has(key) else _owner(told, say, role)


def _case(result: Earnings) -> str:
    """How the base case ends."""
    base = result.base
    if base.first_revenue_month is None and base.net_gain < 0:
        return "nothing"
    if base.break_even_month is None:
        later = result.longer
        return "later" if later is not None and later.break_even_month is not None else "lost"
    return "paid" if base.break_even_month else "never"


def _values(result: Earnings, say: Words) -> dict[str, Any]:
    """What most sentences tell of the base case."""
    base, later = result.base, result.longer
    month = base.break_even_month
    if month is None and later is not None:
        month = later.break_even_month
    return {
        "month": month,
        "horizon": base.horizon,
        "period": _period(base.horizon, say),
        "gain": base.net_gain,
        "loss": -base.net_gain,
        "missing": -base.net_gain,
        "effort": max(-base.lowest_cumulative, 0.0),
        "lowest": base.lowest_cumulative,
        "lowest_month": base.lowest_month,
        "currency": say.format.unit(),
    }


def _effort(base: Estimate) -> dict[str, float]:
    """The means that the calculation rests on."""
    return {
        "sellers": base.values[SELLERS],
        "allocation": base.values[ALLOCATION],
        "investment": base.investment,
    }


# ── result and decision ────────────────────────────────────────────────────────────────────────


def title(told: Partnership, say: Words) -> str:
    """The page's title: whose earnings, in which year."""
    return say("earnings.title", partner=told.partner, year=told.year)


def headline(result: Earnings, say: Words) -> str:
    """One sentence: paid back when, earning what, after financing what; or what it would take."""
    case, chance = _case(result), result.spread.probability
    case += "_odds" if case in ("paid", "never") and _is_unsure(result) else ""
    return say(f"earnings.headline.{case}", chance=chance, **_values(result, say))


def _is_unsure(result: Earnings) -> bool:
    """Whether the draws do not bear out the base case: the headline does not promise alone."""
    spread = result.spread
    return spread.probability < LIKELY or spread.net_gain["p50"] < FAR * result.base.net_gain


def decision(result: Earnings, told: Partnership, say: Words) -> str:
    """What is asked of both: the means to agree on, or what to look at again first."""
    case, values = _case(result), dict(_effort(result.base))
    if case in ("paid", "never"):
        case = "paid"
    elif case != "nothing":
        lever = _lever(result)
        case = "none" if lever is None else "lever"
        values |= {} if lever is None else _lever_told(result, lever, say)
    dated = "" if told.review is None else "_dated"
    owner = _owner(told, say)
    asked = say(f"earnings.decision.{case}{dated}", owner=owner, day=told.review, **values)
    if not told.internal:
        return asked
    names = {"partner": told.partner, "vendor": told.vendor}
    return f"{asked} {say('earnings.decision.written_for', **names)}"


def _lever(result: Earnings) -> str | None:
    """The assumption with the widest bar that would be enough alone."""
    enough = result.thresholds["threshold"].dropna()
    return str(enough.index[0]) if len(enough) else None


def _lever_told(result: Earnings, key: str, say: Words) -> dict[str, Any]:
    row: Any = result.thresholds.loc[key]
    name = people.in_sentence(assumed.name(key, say))
    value = assumed.value(row["value"], row["unit"], say)
    return {"name": name, "value": value, "threshold": _bound(row, say)}


# ── cards ──────────────────────────────────────────────────────────────────────────────────────


def cards(result: Earnings, say: Words) -> list[Card]:
    """Net gain, break-even month, effort to finance, share of services, chance of break-even."""
    return [
        _gain_card(result, say),
        _month_card(result, say),
        _effort_card(result, say),
        _services_card(result, say),
        _chance_card(result, say),
    ]


def _gain_card(result: Earnings, say: Words) -> Card:
    key, base, spread = "earnings.card.gain", result.base, result.spread.net_gain
    return Card(
        label=say(f"{key}.{'label' if base.net_gain >= 0 else 'label_loss'}"),
        value=say.format.money(abs(base.net_gain)),
        trend=say(f"{key}.trend", low=spread["p10"], high=spread["p90"]),
        denominator=say(f"{key}.of", horizon=base.horizon),
    )


def _month_card(result: Earnings, say: Words) -> Card:
    key, base = "earnings.card.month", result.base
    label, values = say(f"{key}.label"), _values(result, say)
    month = base.break_even_month
    if month is None:
        case = "of_later" if _case(result) == "later" else "of_lost"
        return Card(label, "–", denominator=say(f"{key}.{case}", **values))
    cautious = result.scenarios[CAUTIOUS].break_even_month
    ambitious = result.scenarios[AMBITIOUS].break_even_month
    case = "both" if cautious is not None else "one" if ambitious is not None else "none"
    case = "same" if cautious == ambitious == month else case
    return Card(
        label=label,
        value=say.format.int(month),
        unit=say(f"{key}.unit", month=month),
        trend=say(f"{key}.trend_{case}", cautious=cautious, ambitious=ambitious),
        denominator=say(f"{key}.of", **values),
    )


def _effort_card(result: Earnings, say: Words) -> Card:
    key, base = "earnings.card.effort", result.base
    values = _values(result, say)
    case = "" if base.lowest_month else "_start"
    case = case if base.lowest_cumulative < 0 else "_none"
    return Card(
        label=say(f"{key}.label"),
        value=say.format.money(values["effort"]),
        trend=say(f"{key}.trend{case}", month=base.lowest_month),
        denominator=say(f"{key}.of", investment=base.investment),
    )


def _services_card(result: Earnings, say: Words) -> Card:
    key, base = "earnings.card.services", result.base
    share, label = base.services_share, say("earnings.card.services.label")
    if share is None:
        return Card(label, "–", denominator=say(f"{key}.of_none"))
    whole = float(base.margin.sum())
    return Card(
        label=label,
        value=say.format.percent(share, 0),
        trend=say(f"{key}.trend", amount=share * whole),
        denominator=say(f"{key}.of", whole=whole, horizon=base.horizon),
    )


def _chance_card(result: Earnings, say: Words) -> Card:
    key, spread = "earnings.card.probability", result.spread
    return Card(
        label=say(f"{key}.label"),
        value=say.format.percent(spread.probability, 0),
        bullet=Bullet(100 * spread.probability),
        trend=say(f"{key}.trend", horizon=result.base.horizon),
        denominator=say(f"{key}.of", draws=spread.draws),
    )


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(result: Earnings, told: Partnership, say: Words) -> list[Finding]:
    """What was found: when it is back, what brings it, how sure it is; each with its figure."""
    found = [_dip_finding(result, say), _lines_finding(result, say), _range_finding(result, say)]
    key, base = "earnings.finding", result.base
    if result.before is not None and len(result.changed):
        values = {"before": result.before.net_gain, "after": base.net_gain}
        detail = say(f"{key}.own_detail", count=len(result.changed))
        found.append(Finding(say(f"{key}.own", **values), detail))
    ours = earnings.vendor(base)
    if told.internal and ours is not None and base.npv is not None:
        rate = base.values[earnings.DISCOUNT]
        detail = say(f"{key}.npv_detail", contribution=ours.contribution, horizon=base.horizon)
        found.append(Finding(say(f"{key}.npv", rate=rate, npv=base.npv), detail))
    return found


def _dip_finding(result: Earnings, say: Words) -> Finding:
    key, base = "earnings.finding", result.base
    values = _values(result, say)
    if base.lowest_cumulative >= 0:
        case = "dip_never"
    elif base.net_gain < 0:
        case = "dip_lost"
    else:
        case = "dip" if base.lowest_month else "dip_start"
    text = say(f"{key}.{case}", **(values | {"month": base.lowest_month}))
    return Finding(text, _idle_detail(base, say), "cumulative")


def _idle_detail(base: Estimate, say: Words) -> str:
    """From which month revenue is counted, and from which the team sells at full pace."""
    key, first = "earnings.finding", base.first_revenue_month
    if first is None:
        return say(f"{key}.idle_never")
    autonomy = round(base.values[AUTONOMY])
    case = "idle" if autonomy > first else "idle_at_once"
    return say(f"{key}.{case}", month=first, autonomy=autonomy)


def _lines_finding(result: Earnings, say: Words) -> Finding:
    key, base = "earnings.finding", result.base
    values = _values(result, say)
    if base.services_share is None:
        detail = say(f"{key}.lines_none_detail", spent=base.spent, **values)
        return Finding(say(f"{key}.lines_none"), detail, "waterfall")
    first = str(base.margin.idxmax())
    detail = say(
        f"{key}.lines_detail", line=_line(first, say), amount=float(base.margin[first]), **values
    )
    return Finding(say(f"{key}.lines", share=base.services_share), detail, "lines")


def _range_finding(result: Earnings, say: Words) -> Finding:
    key, bars = "earnings.finding", uncertainty.widest(result.bars)
    if bars.empty:
        return Finding(say(f"{key}.range_known"), say(f"{key}.range_known_detail"), None)
    spread = result.spread.net_gain
    text = say(f"{key}.range", low=spread["p10"], high=spread["p90"])
    gains = {name: result.scenarios[name].net_gain for name in (CAUTIOUS, AMBITIOUS)}
    detail = say(f"{key}.range_detail", name=assumed.name(str(bars.index[0]), say), **gains)
    return Finding(text, detail, "tornado")


def proposals(result: Earnings, told: Partnership, say: Words) -> list[Proposal]:
    """What each brings, the vendor first, then what both do next."""
    key, base = "earnings.proposal", result.base
    owner = _owner(told, say)
    ours = say(f"{key}.{_paid_case(result)}", **_rates(result))
    yours = say(f"{key}.partner", **_effort(base))
    begun = "_started" if told.started else ""
    found = [
        Proposal(ours, say(f"{key}.vendor_who", owner=_owner(told, say, SELLER))),
        Proposal(yours, say(f"{key}.partner_who{begun}", owner=say("earnings.role.PDG"))),
    ]
    if result.confirm:
        name = people.in_sentence(assumed.name(result.confirm[0], say))
        who = say(f"{key}.confirm_who{begun}", owner=owner)
        found.append(Proposal(say(f"{key}.confirm", name=name), who))
    else:
        case = "again_who_yearly" if not told.starting else "again_who"
        case += "" if told.review is None else "_dated"
        who = say(f"{key}.{case}", owner=owner, day=told.review)
        found.append(Proposal(say(f"{key}.again"), who))
    return found


def _paid_case(result: Earnings) -> str:
    cases = {
        licences.SUBSCRIPTION: "vendor_margin",
        licences.PERPETUAL: "vendor_perpetual",
        licences.REFERRAL: "vendor_referral",
    }
    return cases[result.terms.mode]


def _rates(result: Earnings) -> dict[str, float]:
    """What the partner is paid, as the sentences name it."""
    names = {
        "margin_first_year": "first",
        "margin_renewal": "renewal",
        "licence_margin_perpetual": "licence",
        "maintenance_margin": "maintenance",
        "referral_commission": "commission",
    }
    values = result.base.values
    return {name: values[key] for key, name in names.items() if key in values}


def confirm(result: Earnings, say: Words) -> list[str]:
    """What to confirm first: the working assumptions with the widest bars (METHOD 17)."""
    said = assumed.confirm(result.bars, result.confirm, result.assumptions, "gain", say)
    if ALLOCATION not in result.confirm:
        return said
    place = result.confirm.index(ALLOCATION)
    said[place] = f"{said[place]} {say('earnings.confirm.allocation')}"
    return said


# ── what, and when ─────────────────────────────────────────────────────────────────────────────


def cumulative(result: Earnings, say: Words) -> Exhibit:
    """The running sum of the base case within the band of the draws."""
    key, base = "earnings.cumulative", result.base
    values = _values(result, say)
    case = _case(result)
    if case == "paid" and not base.lowest_month:
        case = "paid_start"
    rows = _running(result)
    months = [*range(0, base.horizon, TOLD_MONTHS), base.horizon]
    points = [say(f"{key}.point", month=one, amount=rows["base"][one]) for one in months]
    return Exhibit(
        key="cumulative",
        figure=_cumulative_figure(result, say),
        title=say(f"{key}.title.{'later' if case == 'lost' else case}", **values),
        subtitle=say(f"{key}.subtitle", **values),
        alt=say(f"{key}.alt"),
        description=say(
            f"{key}.description",
            rows=say.format.clauses(points),
            low=rows["low"].iloc[-1],
            high=rows["high"].iloc[-1],
            **values,
        ),
        table=_running_table(rows, say),
        source=_cumulative_source(result, rows, say),
    )


def _running(result: Earnings) -> pd.DataFrame:
    band = result.spread.band
    return pd.DataFrame(
        {
            "base": result.base.cumulative,
            "low": band["p10"],
            "median": band["p50"],
            "high": band["p90"],
        }
    )


def _running_table(rows: pd.DataFrame, say: Words) -> Table:
    key = "earnings.cumulative"
    columns = [Column("month", say(f"{key}.column.month"), "name")]
    columns += [
        Column(name, say(f"{key}.column.{name}"), "money")
        for name in ("base", "low", "median", "high")
    ]
    return Table("cumulative", rows, columns, caption=say(f"{key}.caption"))


def _cumulative_source(result: Earnings, rows: pd.DataFrame, say: Words) -> str:
    key, horizon = "earnings.cumulative", result.base.horizon
    median = float(rows["median"].iloc[-1])
    told = say(f"{key}.source", draws=result.spread.draws, horizon=horizon, median=median)
    return _with_cut(told, rows, say)


def _with_cut(source: str, rows: pd.DataFrame, say: Words) -> str:
    """A figure's source, and that a line leaves its frame where one does."""
    return f"{source} {say('earnings.cumulative.cut_note')}" if figures.is_cut(rows) else source


def _cumulative_figure(result: Earnings, say: Words, height: float = 3.9) -> Any:
    key, base, rows = "earnings.cumulative", result.base, _running(result)
    spots = []
    if base.lowest_cumulative < 0:
        case = "lowest" if base.lowest_month else "lowest_start"
        told = {"amount": base.lowest_cumulative, "month": base.lowest_month}
        spots.append(Spot(base.lowest_month, base.lowest_cumulative, say(f"{key}.{case}", **told)))
    month = base.break_even_month
    if month:
        text = say(f"{key}.paid", month=month)
        spots.append(Spot(month, float(base.cumulative[month]), text, hollow=True))
    last = rows.iloc[-1]
    ends = {name: say(f"{key}.end.{name}", amount=last[name]) for name in Ends._fields}
    first = base.first_revenue_month
    idle = None
    if first is not None and first > 1:
        idle = (float(first - 1), say(f"{key}.idle", month=first))
    millions = money.scale(figures.ticks(rows)) == "M"
    return figures.draw_cumulative(
        rows,
        spots,
        Ends(**ends),
        say,
        title=say(f"{key}.{'axis_million' if millions else 'axis'}", currency=say.format.unit()),
        below=say(f"{key}.below"),
        idle=idle,
        height=height,
    )


def scenarios(result: Earnings, told: Partnership, say: Words) -> Table:
    """The three scenarios: net gain, when it is back, lowest point, return, customers."""
    key = "earnings.scenarios"
    order = (CAUTIOUS, BASE, AMBITIOUS)
    rows = pd.DataFrame([_scenario_row(result.scenarios[name], name, say) for name in order])
    columns = [
        Column("name", say(f"{key}.column.name"), "name"),
        Column("gain", say(f"{key}.column.gain"), "money"),
        Column("month", say(f"{key}.column.month")),
        Column("lowest", say(f"{key}.column.lowest"), "money"),
        Column("return", say(f"{key}.column.return", one=1), "number", decimals=2),
        Column("customers", say(f"{key}.column.customers"), "number", decimals=0),
    ]
    if told.internal and result.base.npv is not None:
        columns.append(Column("npv", say(f"{key}.column.npv"), "money"))
    gains = {name: result.scenarios[name].net_gain for name in SCENARIOS}
    same = gains[CAUTIOUS] == gains[BASE] == gains[AMBITIOUS]
    return Table(
        "scenarios",
        rows,
        columns,
        caption=say(f"{key}.caption_same") if same else say(f"{key}.caption", **gains),
        sub=say(f"{key}.sub_days" if result.terms.in_days else f"{key}.sub"),
        bold=[order.index(BASE)],
    )


def _scenario_row(one: Estimate, name: str, say: Words) -> dict[str, Any]:
    return {
        "name": say(f"earnings.scenarios.name.{name}"),
        "gain": one.net_gain,
        "month": _month(one, say),
        "lowest": min(one.lowest_cumulative, 0.0),
        "return": one.return_,
        "customers": one.customers,
        "npv": one.npv,
    }


def _month(one: Estimate, say: Words) -> str:
    """When an estimate is paid back, for a cell."""
    key, month = "earnings.scenarios", one.break_even_month
    if month is None:
        return say(f"{key}.beyond", horizon=one.horizon)
    return say(f"{key}.month", month=month) if month else say(f"{key}.never")


# ── where it comes from ────────────────────────────────────────────────────────────────────────


def _years(base: Estimate, say: Words) -> dict[int, str]:
    """Years of the model and their headings."""
    return {int(number): _year(int(number), base.horizon, say) for number in base.years.index}


def _sold(base: Estimate) -> list[str]:
    """The lines that bring anything."""
    return [str(line) for line, amount in base.revenue.items() if amount > 0]


def lines(result: Earnings, say: Words) -> Exhibit:
    """What is earned by line and year."""
    key, base = "earnings.lines", result.base
    values = _values(result, say)
    sold = _sold(base)
    share = base.services_share
    if share is None:
        return Exhibit("lines", None, say(f"{key}.caption"), absent=say(f"{key}.absent"))
    years = _years(base, say)
    rows = base.years[[f"margin.{line}" for line in sold]].copy()
    rows.columns = pd.Index(sold)
    rows.index = pd.Index([years[int(one)] for one in rows.index], name="year")
    names = {line: _line(line, say) for line in sold}
    case = "services" if share >= 0.5 else "sales"
    if case == "sales" and "commission" in sold:
        case = "commission"
    looks = figures.LOOKS if case == "services" else figures.SALES_FIRST
    return Exhibit(
        key="lines",
        figure=figures.draw_lines(rows, names, say, looks, told=say.format.whole_money),
        title=say(
            f"{key}.title.{case}", share=share if case == "services" else 1 - share, **values
        ),
        subtitle=say(f"{key}.subtitle", **values),
        alt=say(f"{key}.alt"),
        description=say(
            f"{key}.description", rows=say.format.clauses(_lines_told(rows, names, say))
        ),
        table=_lines_table(rows, names, say),
        source=say(f"{key}.source"),
    )


def _lines_told(rows: pd.DataFrame, names: Mapping[str, str], say: Words) -> list[str]:
    key = "earnings.lines"
    return [
        say(
            f"{key}.row",
            year=str(year),
            parts=", ".join(
                say(f"{key}.part", line=names[str(line)], amount=amount)
                for line, amount in row.items()
            ),
        )
        for year, row in rows.iterrows()
    ]


def _lines_table(rows: pd.DataFrame, names: Mapping[str, str], say: Words) -> Table:
    turned = rows.T
    turned.insert(0, "line", [names[str(line)] for line in turned.index])
    columns = [Column("line", say("earnings.cash.column.line"), "name")]
    columns += [Column(str(year), str(year), "money") for year in rows.index]
    return Table("lines", turned, columns, caption=say("earnings.lines.caption"))


def customers(result: Earnings, say: Words) -> Table:
    """Customers signed and active, year by year."""
    key, base = "earnings.sales", result.base
    deals = float(base.months["deals"].sum())
    table, years = base.years, _years(base, say)
    rows = pd.DataFrame(
        [
            {"line": say(f"{key}.new"), "total": deals}
            | {years[int(one)]: table.at[one, "deals"] for one in table.index},
            {"line": say(f"{key}.active"), "total": None}
            | {years[int(one)]: table.at[one, "customers"] for one in table.index},
        ]
    )
    columns = [Column("line", say(f"{key}.column.line"), "name")]
    columns += [Column(year, year, "number", decimals=1) for year in years.values()]
    columns.append(Column("total", say(f"{key}.column.total"), "number", decimals=1))
    values = {"deals": deals, "customers": base.customers, **_values(result, say)}
    return Table(
        "customers",
        rows,
        columns,
        caption=say(f"{key}.{'caption' if deals else 'caption_none'}", **values),
        sub=say(f"{key}.sub_customers"),
    )


def sales(result: Earnings, say: Words) -> Table:
    """Revenue by line and year."""
    key, base = "earnings.sales", result.base
    rows = pd.DataFrame([_money_row(base, f"revenue.{line}", say) for line in base.terms.lines])
    rows = rows[rows["total"] > 0]
    total = {"line": say(f"{key}.revenue"), **rows.drop(columns="line").sum()}
    revenue = float(base.revenue.sum())
    case = "caption_revenue" if revenue else "caption_revenue_none"
    return Table(
        "sales",
        rows,
        _money_columns(base, say),
        caption=say(f"{key}.{case}", revenue=revenue, **_values(result, say)),
        sub=say(f"{key}.sub"),
        total=total if len(rows) else None,
        empty=say(f"{key}.caption_revenue_none", **_values(result, say)),
    )


def _money_row(base: Estimate, column: str, say: Words, sign: float = 1.0) -> dict[str, Any]:
    """A line of the months by year, then in all."""
    table, years = base.years, _years(base, say)
    kind, _, name = column.partition(".")
    label = say(f"earnings.cost.{name}") if kind == "cost" else _line(name, say)
    amounts = {years[int(one)]: sign * float(value_at(table, one, column)) for one in table.index}
    return {"line": label, **amounts, "total": sum(amounts.values())}


def _money_columns(base: Estimate, say: Words, *, start: bool = False) -> list[Column]:
    key = "earnings.cash.column"
    columns = [Column("line", say(f"{key}.line"), "name")]
    columns += [Column("start", say(f"{key}.start"), "money")] if start else []
    columns += [Column(year, year, "money") for year in _years(base, say).values()]
    return [*columns, Column("total", say(f"{key}.total"), "money")]


def cash(result: Earnings, say: Words) -> Table:
    """Margin by line and year, costs, cash flow and cumulative gain."""
    key, base = "earnings.cash", result.base
    sold = _sold(base)
    years = _years(base, say)
    margins = [_money_row(base, f"margin.{line}", say) for line in sold]
    costs = [_money_row(base, f"cost.{kind}", say, -1.0) for kind in COSTS]
    names = [*years.values(), "total"]
    whole = {name: sum(row[name] for row in margins) for name in names}
    flow = {name: whole[name] + sum(row[name] for row in costs) for name in names}
    running = {
        years[number]: float(base.cumulative[min(YEAR * number, base.horizon)]) for number in years
    }
    rows = [
        *margins,
        {"line": say(f"{key}.margin"), **whole},
        *costs,
        {"line": say(f"{key}.investment"), "start": -base.investment, "total": -base.investment},
        {"line": say(f"{key}.flow"), "start": -base.investment, **flow} | {"total": base.net_gain},
    ]
    case = "caption" if base.net_gain >= 0 else "caption_loss"
    return Table(
        "cash",
        pd.DataFrame(rows, columns=["line", "start", *names]),
        _money_columns(base, say, start=True),
        caption=say(f"{key}.{case}", **_values(result, say)),
        sub=say(f"{key}.sub", **_values(result, say)),
        bold=[len(margins), len(rows) - 1],
        total={
            "line": say(f"{key}.cumulative"),
            "start": float(base.cumulative[0]),
            **running,
            "total": base.net_gain,
        },
    )


def waterfall(result: Earnings, say: Words) -> Exhibit:
    """From revenue to net gain: what is bought, what is spent, what is left."""
    key, base = "earnings.waterfall", result.base
    values = _values(result, say) | {"revenue": float(base.revenue.sum())}
    rows = pd.DataFrame(_steps(result, say), columns=["name", "change", "whole"])
    case = "gain" if base.net_gain >= 0 else "loss" if values["revenue"] else "nothing"
    told = [say(f"{key}.row", name=row["name"], amount=row["change"]) for _, row in rows.iterrows()]
    columns = [
        Column("name", say(f"{key}.column.name"), "name"),
        Column("change", say(f"{key}.column.amount"), "money"),
    ]
    return Exhibit(
        key="waterfall",
        figure=draw_waterfall(rows, say, told=say.format.whole_money),
        title=say(f"{key}.title.{case}", **values),
        subtitle=say(f"{key}.subtitle", **values),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", rows=say.format.clauses(told), **values),
        table=Table("waterfall", rows, columns, caption=say(f"{key}.caption")),
        source=say(f"{key}.source", **values),
    )


def _steps(result: Earnings, say: Words) -> list[tuple[str, float, bool]]:
    """The bars from revenue to net gain; causes that take nothing are left out."""
    key, base = "earnings.waterfall", result.base
    resold = list(SALES[base.terms.mode])
    bought = float(base.revenue[resold].sum() - base.margin[resold].sum())
    delivery = float(base.revenue[list(SERVICES)].sum() - base.margin[list(SERVICES)].sum())
    maintained = base.terms.mode == licences.PERPETUAL
    causes = [
        (say(f"{key}.{'bought_maintenance' if maintained else 'bought'}"), bought),
        (say(f"{key}.delivery"), delivery),
        *((say(f"earnings.cost.{kind}"), float(base.costs[kind])) for kind in COSTS),
        (say(f"{key}.investment"), base.investment),
    ]
    last = say(f"{key}.{'gain' if base.net_gain >= 0 else 'loss'}")
    return [
        (say(f"{key}.revenue"), float(base.revenue.sum()), True),
        *((name, -amount, False) for name, amount in causes if amount > 0),
        (last, base.net_gain, True),
    ]


# ── what it depends on ─────────────────────────────────────────────────────────────────────────


def tornado(result: Earnings, say: Words) -> Exhibit:
    """How far each assumption moves the net gain, the ten widest."""
    key, bars = "earnings.tornado", uncertainty.widest(result.bars)
    if bars.empty:
        return Exhibit("tornado", None, say(f"{key}.caption"), absent=say(f"{key}.absent"))
    base = result.base.net_gain
    values = _values(result, say) | {"base": base}
    rows = _bar_rows(result, bars, say)
    top = rows.iloc[0]
    ends = sorted([top["result_low"], top["result_high"]])
    reach = [base, *rows["result_low"], *rows["result_high"]]
    millions = money.scale(money.money_ticks(min(reach), max(reach))) == "M"
    source = {"shown": len(bars), "varied": len(result.bars)}
    case = "source" if len(bars) < len(result.bars) else "source_all"
    names = ("low", "high", "result_low", "result_high")
    told = [
        say(f"{key}.row", name=row["name"], **{one: row[one] for one in names})
        for _, row in rows.iterrows()
    ]
    return Exhibit(
        key="tornado",
        figure=money.draw_tornado(
            rows,
            base,
            say,
            title=say(f"{key}.{'axis_million' if millions else 'axis'}", **values),
            base_text=say(f"{key}.base", base=base),
        ),
        title=say(f"{key}.title", name=top["name"], low=ends[0], high=ends[1]),
        subtitle=say(f"{key}.subtitle", **values),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", rows=say.format.clauses(told), **values),
        table=_bars_table(rows, say),
        source=say(f"{key}.{case}", **source),
    )


def _bar_rows(result: Earnings, bars: pd.DataFrame, say: Words) -> pd.DataFrame:
    units = result.assumptions["unit"]
    return pd.DataFrame(
        {
            "name": [assumed.name(str(key), say) for key in bars.index],
            **{
                bound: [assumed.number(bars[bound][key], units[key], say) for key in bars.index]
                for bound in ("low", "high")
            },
            "result_low": bars["result_low"].to_numpy(),
            "result_high": bars["result_high"].to_numpy(),
        }
    )


def _bars_table(rows: pd.DataFrame, say: Words) -> Table:
    key = "earnings.tornado"
    columns = [
        Column("name", say(f"{key}.column.name"), "name"),
        Column("low", say(f"{key}.column.low")),
        Column("high", say(f"{key}.column.high")),
        Column("result_low", say(f"{key}.column.result_low"), "money"),
        Column("result_high", say(f"{key}.column.result_high"), "money"),
    ]
    return Table("tornado", rows, columns, caption=say(f"{key}.caption"))


def thresholds(result: Earnings, say: Words) -> Table:
    """The value of each assumption at which the net gain is zero: what it would take, or risk."""
    key, table = "earnings.thresholds", result.thresholds
    count = int(table["threshold"].notna().sum())
    case = "paid" if result.base.net_gain >= 0 else "lost"
    case += "_none" if not count else "_many" if count > 1 else ""
    order = table.iloc[table["threshold"].isna().to_numpy().argsort(kind="stable")]
    rows = pd.DataFrame(
        [_threshold_row(str(name), row, say) for name, row in order.iterrows()],
        columns=["name", "value", "threshold", "range"],
    )
    columns = [
        Column("name", say(f"{key}.column.name"), "name"),
        Column("value", say(f"{key}.column.value")),
        Column("threshold", say(f"{key}.column.{'hold' if case.startswith('paid') else 'take'}")),
        Column("range", say(f"{key}.column.range")),
    ]
    return Table(
        "thresholds",
        rows,
        columns,
        caption=say(f"{key}.caption.{case}", count=count),
        sub=say(f"{key}.sub", horizon=result.base.horizon),
        empty=say("earnings.tornado.absent"),
    )


def _threshold_row(name: str, row: Any, say: Words) -> dict[str, Any]:
    key, unit = "earnings.thresholds", row["unit"]
    bounds = {one: assumed.number(row[one], unit, say) for one in ("low", "high")}
    missing = is_missing(row["threshold"])
    return {
        "name": assumed.name(name, say),
        "value": assumed.value(row["value"], unit, say),
        "threshold": Gap(say(f"{key}.none")) if missing else _bound(row, say),
        "range": say(f"{key}.range", **bounds),
    }


def _bound(row: Any, say: Words) -> str:
    """At least, or at most, the value at which the net gain is zero."""
    case = "at_least" if row["rising"] else "at_most"
    value = assumed.value(_safe(row), row["unit"], say)
    return say(f"earnings.thresholds.{case}", value=value)


def _safe(row: Any) -> float:
    """A threshold as it is told: a share in whole per cent, on the side that is enough; as it is
    when it is under one per cent, or when that would leave the range."""
    threshold = float(row["threshold"])
    if not str(row["unit"]).startswith("share") or threshold < WHOLE:
        return threshold
    per_cent = round(100 * threshold, 9)
    whole = (math.ceil(per_cent) if row["rising"] else math.floor(per_cent)) / 100
    return whole if row["low"] <= whole <= row["high"] else threshold


def own_figures(page: Page, result: Earnings, told: Partnership) -> Part:
    """Before and after the partner's own figures; without any, when they will come in."""
    say = page.say
    if result.before is None:
        case = "again" if told.status == STARTING else "again_yearly"
        case += "" if told.review is None else "_dated"
        return page.sentence(say(f"earnings.own.{case}", day=told.review))
    return page.all(
        page.table(_own_table(result, result.before, told, say)),
        page.table(_changed_table(result, say)),
    )


def _own_table(result: Earnings, was: Estimate, told: Partnership, say: Words) -> Table:
    key, now = "earnings.own", result.base

    def cells(one: Estimate) -> list[str]:
        back = "–" if one.return_ is None else say.format.number(one.return_, 2)
        lowest = say.format.money(min(one.lowest_cumulative, 0.0))
        return [say.format.money(one.net_gain), _month(one, say), lowest, back]

    names = [say(f"{key}.{name}") for name in ("gain", "month", "lowest")]
    names.append(say(f"{key}.return", one=1))
    rows = pd.DataFrame({"name": names, "before": cells(was), "after": cells(now)})
    columns = [
        Column("name", say(f"{key}.column.name"), "name"),
        Column("before", say(f"{key}.column.before")),
        Column("after", say(f"{key}.column.after")),
    ]
    same = say.format.money(was.net_gain) == say.format.money(now.net_gain)
    return Table(
        "own",
        rows,
        columns,
        caption=say(
            f"{key}.{'caption_same' if same else 'caption'}",
            before=was.net_gain,
            after=now.net_gain,
        ),
        sub=say(f"{key}.sub" if told.internal else f"{key}.sub_partner", file=told.file),
    )


def _changed_table(result: Earnings, say: Words) -> Table:
    key, changed = "earnings.own", result.changed
    rows = pd.DataFrame(
        [
            {
                "name": assumed.name(str(name), say),
                "before": assumed.value(row["before"], row["unit"], say),
                "after": assumed.value(row["after"], row["unit"], say),
            }
            for name, row in changed.iterrows()
        ],
        columns=["name", "before", "after"],
    )
    columns = [
        Column("name", say("earnings.tornado.column.name"), "name"),
        Column("before", say(f"{key}.column.before")),
        Column("after", say(f"{key}.column.after")),
    ]
    return Table(
        "changed",
        rows,
        columns,
        caption=say(f"{key}.values_caption", count=len(changed)),
        empty=say(f"{key}.values_none"),
    )


# ── who commits to what, and what comes next ───────────────────────────────────────────────────


def commitments(page: Page, result: Earnings, told: Partnership) -> Part:
    """What the vendor commits to, first, then the partner: what the calculation assumes, then the
    usual commitments of a joint business plan."""
    say = page.say
    vendor, partner = _vendor_rows(result, told, say), _partner_rows(result, told, say)
    return page.all(
        page.table(_commitments_of("vendor", vendor, say)),
        page.table(_commitments_of("partner", partner, say)),
    )


def _commitments_of(side: str, rows: list[tuple[str, ...]], say: Words) -> Table:
    key = "earnings.commitments"
    columns = [
        Column("text", say(f"{key}.column.text"), "name"),
        *(Column(one, say(f"{key}.column.{one}")) for one in ("owner", "due")),
    ]
    return Table(
        f"commitments_{side}",
        pd.DataFrame(rows, columns=["text", "owner", "due"]),
        columns,
        caption=say(f"{key}.caption.{side}"),
        sub=say(f"{key}.sub.{side}"),
        limit=len(rows),
    )


def _vendor_rows(result: Earnings, told: Partnership, say: Words) -> list[tuple[str, ...]]:
    key = "earnings.commitments"
    paid = {"vendor_margin": "margin", "vendor_perpetual": "perpetual"}
    case = paid.get(_paid_case(result), "referral")
    first = say(f"{key}.{case}", **_rates(result))
    rows: list[tuple[str, ...]] = [(first, _owner(told, say, SELLER), say(f"{key}.sale"))]
    if told.starting:
        steps = earnings.first_steps(banks.load("plan_100_days").items, REVIEW_DAY)
        for _, row in steps[steps["owner_side"] == "vendor"].iterrows():
            text = say.typeset(str(row[f"exit_criterion_{say.language}"])).rstrip(".")
            who = _anyone(told, say, str(row["owner_role"]))
            rows.append((text, who, _due(int(row["day"]), told, say)))
    return rows + _usual("vendor", told, say)


def _partner_rows(result: Earnings, told: Partnership, say: Words) -> list[tuple[str, ...]]:
    key, values = "earnings.commitments", result.base.values
    amounts = {
        "sellers": _effort(result.base),
        "technical": {"fte": values["partner_technical_fte"]},
        "marketing": {"amount": values["partner_marketing_year"]},
        "investment": {"amount": result.base.investment},
    }
    owners = {"sellers": "PDG", "technical": "PTE", "marketing": "PMK", "investment": "PDG"}
    year, start = say(f"{key}.year", year=str(told.year)), say(f"{key}.start")
    due = {"sellers": start, "investment": start}
    if told.started:
        due = {"investment": say(f"{key}.started")}
    rows = [
        (
            say(f"{key}.{name}", **given),
            say(f"earnings.role.{owners[name]}"),
            due.get(name, year),
        )
        for name, given in amounts.items()
        if any(given.values())
    ]
    return rows + _usual("partner", told, say)


def _usual(side: str, told: Partnership, say: Words) -> list[tuple[str, ...]]:
    """The usual commitments of one side in a joint business plan."""
    year = say("earnings.commitments.year", year=str(told.year))
    return [
        (say.typeset(one["text"][say.language]), _anyone(told, say, one["owner"]), year)
        for one in banks.business_plan()["commitments"]["defaults"]
        if one["side"] == side
    ]


def _due(day: int, told: Partnership, say: Words) -> str:
    """The date of a day of the start plan; the day alone once the earnings are re-estimated, since
    it may be past, or when the start is not known."""
    if told.start is None or not told.starting:
        return say("earnings.commitments.day", day=day)
    return say.format.day(told.start + dt.timedelta(days=day))


def next_steps(told: Partnership, say: Words) -> Table:
    """What both do in the next ninety days: the start plan, then the first quarter of the business
    plan."""
    key = "earnings.next"
    milestones = banks.load("plan_100_days").items
    steps = earnings.first_steps(milestones, REVIEW_DAY)
    case = "start" if told.starting else "plan"
    rows = [_step(row, told, say) for _, row in steps.iterrows()] if told.starting else []
    if not told.starting:
        if told.status == STARTING:
            case = "end"
            left = milestones[milestones["day"] > REVIEW_DAY]
            rows += [_step(row, told, say) for _, row in left.iterrows() if _ahead(row, told)]
        rows += _first_quarter(told, say)
    undated = "_undated" if case == "start" and told.start is None else ""
    columns = [
        Column("text", say(f"{key}.column.text"), "name"),
        Column("owner", say(f"{key}.column.owner")),
        Column("due", say(f"{key}.column.due")),
    ]
    return Table(
        "next",
        pd.DataFrame(rows, columns=["text", "owner", "due"]),
        columns,
        caption=say(f"{key}.caption.{case}", count=len(rows)),
        sub=say(f"{key}.sub.{case}{undated}", day=told.start),
        limit=len(rows),
    )


def _ahead(row: Any, told: Partnership) -> bool:
    """Whether a step of the start plan is not past on the day of the data."""
    if told.start is None or told.as_of is None:
        return True
    return told.start + dt.timedelta(days=int(row["day"])) >= told.as_of


def _step(row: Any, told: Partnership, say: Words) -> tuple[str, str, str]:
    text = say.typeset(str(row[f"title_{say.language}"]))
    who = _anyone(told, say, str(row["owner_role"]))
    return text, who, _due(int(row["day"]), told, say)


def _first_quarter(told: Partnership, say: Words) -> list[tuple[str, str, str]]:
    planned = banks.business_plan()["quarterly_action_plan"]["defaults"]
    return [
        (
            say.typeset(one["title"][say.language]),
            say(
                "earnings.next.both",
                owner=_anyone(told, say, one["owner_vendor"]),
                partner_owner=_anyone(told, say, one["owner_partner"]),
            ),
            say("earnings.next.quarter"),
        )
        for one in planned
        if one["quarter"] == 1
    ]


# ── the vendor's side ──────────────────────────────────────────────────────────────────────────


def vendor_side(page: Page, result: Earnings, told: Partnership) -> Part:
    """What the partner brings the vendor, in the internal edition alone."""
    say, key, base = page.say, "earnings.vendor", result.base
    ours = earnings.vendor(base)
    if not told.internal or ours is None or base.npv is None:
        return page.all()
    rate, back = base.values[earnings.DISCOUNT], base.return_
    case = "npv_plain" if back is None else "npv"
    worth = say(f"{key}.{case}", npv=base.npv, rate=rate, share=back)
    return page.all(
        page.section("vendor", say("earnings.section.vendor"), say("earnings.section.vendor_lead")),
        page.table(_vendor_table(result, ours, say)),
        page.sentence(worth),
    )


def _vendor_table(result: Earnings, ours: earnings.Vendor, say: Words) -> Table:
    key, values = "earnings.vendor", _values(result, say)
    rate = result.base.values[earnings.VENDOR_MARGIN]
    rows = pd.DataFrame(
        [
            (say(f"{key}.listed"), ours.listed),
            (say(f"{key}.remuneration"), -ours.remuneration),
            (say(f"{key}.net"), ours.net),
            (say(f"{key}.margin", rate=rate), ours.margin),
            (say(f"{key}.onboarding"), -ours.onboarding),
        ],
        columns=["name", "amount"],
    )
    columns = [
        Column("name", say(f"{key}.column.name"), "name"),
        Column("amount", say(f"{key}.column.amount"), "money"),
    ]
    case = "caption" if ours.contribution >= 0 else "caption_loss"
    told = values | {"contribution": ours.contribution, "missing": -ours.contribution}
    return Table(
        "vendor",
        rows,
        columns,
        caption=say(f"{key}.{case}", **told),
        sub=say(f"{key}.sub", **values),
        total={"name": say(f"{key}.contribution"), "amount": ours.contribution},
    )


# ── a candidate, on the shortlist's page ───────────────────────────────────────────────────────

SMALL = 2.9  # inches high


def of_candidate(assumptions: pd.DataFrame, rules: earnings.Rules) -> Earnings | None:
    """What an average candidate earns on the assumptions shared by all partners; None where the
    client's currency has no rate, and some of them no value."""
    used = assumptions.loc[list(rules.terms.keys)]
    return None if used["value"].isna().any() else earnings.result(used, rules)


def candidate(result: Earnings | None, say: Words) -> Exhibit:
    """The cumulative gain of an average candidate, small: to open the conversation."""
    key = "earnings.candidate"
    if result is None:
        return Exhibit(
            "earnings", None, say("earnings.cumulative.alt"), absent=say(f"{key}.absent")
        )
    case = _case(result)
    if case not in ("paid", "never"):
        case = "lost"
    values = _values(result, say) | {"mode": say(f"earnings.mode.{result.terms.mode}")}
    whole = cumulative(result, say)
    return replace(
        whole,
        key="earnings",
        figure=_cumulative_figure(result, say, height=SMALL),
        title=say(f"{key}.title.{case}", **values),
        subtitle=say(f"{key}.subtitle", **values),
        source=_with_cut(say(f"{key}.source", draws=result.spread.draws), _running(result), say),
    )


def of_candidate_assumptions(
    page: Page, result: Earnings | None, told: Iterable[str], rate: float | None
) -> Part:
    """The assumptions of a candidate's earnings, but for those that the page tells already."""
    if result is None:
        return page.all()
    left = result.assumptions.drop(index=list(told), errors="ignore")
    first = [key for key in result.confirm if key in left.index]
    caption = page.say("earnings.candidate.assumptions")
    table = assumed.table(left, page.say, first=first, rate=rate, caption=caption)
    return page.assumptions(replace(table, key="earnings_assumptions"))


# ── notes ──────────────────────────────────────────────────────────────────────────────────────


def quality(result: Earnings, told: Partnership, say: Words) -> list[str]:
    """Warnings on what the calculation rests on, one sentence each."""
    key, found = "earnings.quality", []
    if result.too_soon is not None:
        month = result.base.break_even_month
        found.append(say(f"{key}.too_soon", month=month, trap=result.too_soon))
    if not told.own:
        case = "no_own" if told.internal else "no_own_partner"
        found.append(say(f"{key}.{case}", file=told.file))
    working = int((result.assumptions["grade"] == uncertainty.WORKING).sum())
    if working:
        found.append(say(f"{key}.working", count=working, of=len(result.assumptions)))
    return found


def known(result: Earnings, told: Partnership, say: Words) -> list[str]:
    """What the partner's edition knows of the partner and where it comes from, in two
    sentences."""
    if told.internal:
        return []
    key = "earnings.known"
    count = len([one for one in told.reviewed if one in result.assumptions.index])
    first = say(f"{key}.partner_own", values=count) if count else say(f"{key}.partner_none")
    return [first, say(f"{key}.partner_rest")]


def assumptions(result: Earnings, told: Partnership, say: Words) -> Table:
    """All that the calculation uses, those to confirm first on top."""
    return assumed.table(
        result.assumptions, say, first=result.confirm, audience=told.audience, rate=told.rate
    )


def method(result: Earnings, say: Words) -> str:
    """The method in three sentences."""
    rules = result.rules
    return say(f"earnings.method.{rules.terms.mode}", draws=rules.draws, seed=str(rules.seed))


def key_figures(result: Earnings, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published."""
    base, spread = result.base, result.spread
    was = None if result.before is None else result.before.net_gain
    reasons = {
        name: say(f"earnings.figures.{name}", horizon=base.horizon)
        for name in ("beyond", "no_margin", "nothing_spent", "hidden", "no_before")
    }
    spent, margin = base.spent, float(base.margin.sum())
    found: dict[str, tuple[Any, str, Any, str]] = {
        "net_gain": (base.net_gain, "money", None, ""),
        "lowest_cumulative": (base.lowest_cumulative, "money", None, ""),
        "npv": (base.npv, "money", None, reasons["hidden"]),
        **{f"net_gain_{name}": (one, "money", None, "") for name, one in spread.net_gain.items()},
        "net_gain_before": (was, "money", None, reasons["no_before"]),
        "break_even_month": (base.break_even_month, "month", base.horizon, reasons["beyond"]),
        "return": (base.return_, "ratio", spent, reasons["nothing_spent"]),
        "services_share": (base.services_share, "share", margin, reasons["no_margin"]),
        "break_even_probability": (spread.probability, "share", spread.draws, ""),
    }
    return {
        f"earnings.{name}": {"value": value, "unit": unit, "of": of}
        | ({"reason": reason} if value is None else {})
        for name, (value, unit, of, reason) in found.items()
    }
