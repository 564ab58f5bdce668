"""The projection of a joint plan's year: where it will land, from what, and what must be true
(REPORTS 9.9). The plan itself is `pages.business_plan`'s.

Each function takes the projection, what stands beside it and the words; it picks the case, the
words do the rest. Both editions read alike, since both sides know the plan and its deals. Amounts
are rounded to three figures in sentences, in full in figures and tables.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import pipeline, scoring, uncertainty
from padlib.core.joint_plan import CLOSED, PARTNER, SIDES, VENDOR, JointPlan
from padlib.core.pipeline import AMBER, GREEN, GREY, MONTHS, NOTHING, RED
from padlib.display.figures import money
from padlib.display.figures import plan_projection as figures
from padlib.display.figures import vision as courses
from padlib.display.figures.plan_projection import Name
from padlib.display.figures.waterfall import draw_waterfall
from padlib.display.formats import is_missing
from padlib.display.pages import assumptions as assumed
from padlib.display.pages import business_plan as document
from padlib.display.pages.business_plan import PARTNER_LEADER, Computed, Partnership
from padlib.display.pages.vision import about, amounts
from padlib.display.parts import Bullet, Card, Exhibit, Finding, Page, Part, Proposal
from padlib.display.tables import Chip, Column, Gap, Table
from padlib.display.words import Words
from padlib.method import convergence, earnings, perception, plan_balance, vision
from padlib.method import plan_projection as method
from padlib.method.plan_projection import (
    BASE,
    EARNINGS,
    OF_BASE,
    OF_CYCLE,
    OF_DEAL,
    SCENARIOS,
    TREND,
    Cycle,
    Projection,
    Rules,
)

KEY = "plan_projection"
LEADER = document.LEADER
REVENUE, COVERAGE = pipeline.REVENUE, "K-03"
CODES: Mapping[str, str] = {GREEN: "ok", AMBER: "watch", RED: "late", GREY: "none"}
DONE, DROPPED = "done", "dropped"
UNTIL = 30  # days to decide, where the plan dates no meeting
SOON_DAYS = 92  # actions due within so many days are the next ones
PROPOSED = 3
LIKELY = 0.5  # chance from which an objective is more likely reached than missed
ALMOST = 0.005  # chances nearer to nothing, or to certainty, are said in words
YEARS = 3
UNLIKELY = 2.0  # times what a year is worth, beyond which it is not what to ask for
FAR = 0.6  # of the width of the bars, beyond which the objective leaves their figure
# the projection's scenarios by the names that the vision and its figure give them
OF_VISION: Mapping[str, str] = dict(
    zip(SCENARIOS, (vision.LOW, vision.BASE, vision.HIGH), strict=True)
)


# ── what the other steps say ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What the partner's files and the other steps give to the projection and to its page."""

    plan: JointPlan
    told: Partnership
    rules: Rules
    revenue: Mapping[str, float]
    cycle: Cycle
    vision: Mapping[str, tuple[float, ...]] | None = None  # joint business by scenario, years 1–3
    earnings: float | None = None  # the model's current year, of a young partner
    age: int | None = None  # months since the partner started
    unnamed: bool = False  # there is a vision, and it does not name this partner
    computed: Computed = field(default_factory=Computed)
    used: pd.DataFrame = field(default_factory=pd.DataFrame)  # assumptions, by key
    issued: dt.date | None = None  # the day of issue
    rate: float | None = None  # units of the currency for one euro

    @property
    def as_of(self) -> dt.date | None:
        """The date of the data."""
        return self.told.as_of

    @property
    def today(self) -> dt.date:
        """The later of the date of the data and the day of issue: what is asked lies ahead."""
        days = [day for day in (self.as_of, self.issued) if day is not None]
        return max(days, default=dt.date(self.plan.year, 1, 1))


def inputs(folder: Any, plan: JointPlan, rules: Rules) -> Inputs:
    """All that stands beside a plan in its folder; of a partner's edition, what it may read.

    The plan, the deals and the KPIs have been read: what is found here dates the page with them.
    """
    folder.reviews()
    told_vision = folder.vision() if folder.has("vision") else None
    session = _session(folder)
    told = document.partnership(folder, plan)
    joint = None
    if told_vision is not None:
        found = vision.joint_business(told_vision.segments, told_vision.shares, folder.partner_id)
        joint = found and {name: found[OF_VISION[name]] for name in SCENARIOS}
    kind, start = _partner(folder)
    age = method.age_in_months(start, told.as_of or dt.date(plan.year, 1, 1))
    young = age is not None and age < rules.recent_months
    silent = not plan.outlook.partner_earnings and folder.settings.rate is not None
    terms = _terms(folder, kind) if young or silent else None
    keys = [*method.KEYS, *(told_vision.assumptions if joint and told_vision else ())]
    keys = list(dict.fromkeys([*keys, *(terms.keys if terms else ())]))
    used = folder.assumptions(folder.partner_id, uses=keys).loc[keys]
    monthly = earnings.listed(used, terms, rules.recent_months) if terms and young else ()
    revenue = folder.partner_revenue()
    return Inputs(
        plan=plan,
        told=told,
        rules=rules,
        revenue=revenue,
        cycle=Cycle.of(used),
        vision=joint,
        earnings=method.current_year(monthly, age, rules) if young else None,
        age=age,
        unnamed=told_vision is not None and joint is None,
        computed=document.computed(
            convergence=session,
            perception=perception_index(folder),
            revenue=revenue[method.HISTORY[0]],
            joint_revenue=joint[BASE] if joint else (),
            partner_earnings=_yearly_earnings(used, terms) if terms and silent else (),
            segments=_segments(told_vision, folder.partner_id),
        ),
        used=used,
        issued=folder.issued,
        rate=folder.settings.rate,
    )


def _session(folder: Any) -> convergence.Analysis | None:
    """The convergence session of this partner, where there are answers."""
    if folder.partner_id not in folder.partners_with("convergence_answers"):
        return None
    rules = folder.rules("convergence")
    return convergence.analysis(
        folder.convergence_answers(folder.partner_id),
        banks.load("convergence").items,
        convergence.Rules.of(rules),
        days=[folder.as_of_partner(), folder.issued],
        asked=rules["moment"],
    )


def perception_index(folder: Any) -> float | None:
    """What this partner thinks of the vendor, 0–100, by its own answers; None without them."""
    own = folder.own_perception()
    if own.empty:
        return None
    rules = perception.Rules.of(folder.rules("perception"))
    items = perception.rated(banks.load("perception").items)
    heard = perception.voices(perception.side(own, PARTNER), items)
    indices = perception.own_indices(heard, items, rules)["index"].dropna()
    return float(indices.iloc[0]) if len(indices) else None


def _partner(folder: Any) -> tuple[str, dt.date | None]:
    """The partner's type, and when it started, where the client's list tells it."""
    known = folder.partners() if folder.has("partners") else pd.DataFrame()
    if folder.partner_id not in known.index:
        return "", None
    row = known.loc[folder.partner_id]
    start = row["start_date"]
    return str(row["type"]), None if is_missing(start) else pd.Timestamp(start).date()


def _terms(folder: Any, kind: str) -> earnings.Terms:
    rules = folder.rules("earnings", mode=earnings.mode_of(kind))
    return earnings.Rules.of(rules).terms


def _yearly_earnings(used: pd.DataFrame, terms: earnings.Terms) -> tuple[float, ...]:
    """What the partner would earn in each of three years, the investment in the first."""
    values = uncertainty.values(used.loc[list(terms.keys)]) | {earnings.HORIZON: 12.0 * YEARS}
    running = earnings.estimate(values, terms).cumulative
    ends = [0.0, *(float(running[12 * year]) for year in range(1, YEARS + 1))]
    return tuple(after - before for before, after in pairwise(ends))


def _segments(told: Any, partner: str) -> document.Texts:
    """The segments of which the partner has a part."""
    if told is None:
        return ()
    mine = told.shares.loc[told.shares["partner_id"] == partner, "segment"]
    rows = told.segments.loc[[one for one in told.segments.index if one in set(mine)]]
    return tuple(zip(rows["name_fr"], rows["name_en"], strict=True))


def project(given: Inputs, deals: pd.DataFrame, kpi_values: pd.DataFrame) -> Projection:
    """The projection of a plan from all that is known of it."""
    situation = method.situation(
        given.plan,
        deals,
        kpi_values,
        given.rules,
        as_of=given.as_of,
        cycle=given.cycle,
        revenue=given.revenue,
        vision=given.vision,
        earnings=given.earnings,
    )
    return method.projection(situation, given.rules, given.vision)


# ── cases and values ───────────────────────────────────────────────────────────────────────────


def _has_aim(result: Projection) -> bool:
    return result.situation.has_objective


def _ended(result: Projection, given: Inputs) -> bool:
    """Whether nothing more is to come: the year is over, or the plan closed."""
    return result.situation.month == MONTHS or given.plan.standing == CLOSED


def _beyond(result: Projection) -> int:
    """−1 when the landing is below the objective, 1 when above, 0 when there."""
    return _compared(result.gap)


def _compared(gap: float) -> int:
    """−1 when something lacks, 1 when there is more than enough, 0 at a unit of money near."""
    return 0 if abs(gap) < 0.5 else -1 if gap > 0 else 1


def _blind(result: Projection) -> bool:
    """Whether months have gone by of which nothing tells what was done."""
    return result.situation.month > 0 and result.situation.actual.source == NOTHING


def _unknown(result: Projection) -> bool:
    """Whether nothing at all tells of the year: nothing done, no deal, no estimate."""
    now = result.situation
    return result.pipeline_only and now.deals.empty and now.actual.source == NOTHING


def status(result: Projection, given: Inputs) -> str:
    """The colour of what is done against what is expected to date."""
    return pipeline.colour(result.attainment, *_thresholds(given.plan, REVENUE))


def _thresholds(plan: JointPlan, kpi: str) -> tuple[float, float]:
    """From which ratios a KPI is green and amber: the plan's, else the template's."""
    if kpi in plan.kpis.index:
        row: Any = plan.kpis.loc[kpi]
        return float(row["green"]), float(row["amber"])
    one = next(one for one in banks.business_plan()["kpis"] if one["id"] == kpi)
    return float(one["green"]), float(one["amber"])


def in_trouble(result: Projection, given: Inputs) -> bool:
    """Whether the objective is more likely missed than reached, and what is done or the landing
    far below what they should be: red, by the plan's own thresholds of joint revenue. Known deals
    alone tell no landing of the year."""
    if not _has_aim(result) or result.situation.objective <= 0 or _blind(result):
        return False
    ratio = result.landing / result.situation.objective
    low = pipeline.colour(ratio, *_thresholds(given.plan, REVENUE)) == RED
    far = (low and not result.pipeline_only) or status(result, given) == RED
    return far and result.probability < LIKELY


def _values(result: Projection, given: Inputs) -> dict[str, Any]:
    """What most sentences tell."""
    now = result.situation
    gap = result.gap
    return {
        "year": str(now.year),
        "next": str(now.year + 1),
        "partner": given.told.partner,
        "landing": about(result.landing),
        "done": about(result.done),
        "known": about(result.known_landing),
        "in_sight": about(result.in_sight),
        "to_find": about(result.to_find),
        "objective": now.objective,
        "expected": about(result.expected_to_date),
        "gap": about(max(gap, 0.0)),
        "more": about(max(-gap, 0.0)),
        "chance": result.probability,
        "ratio": result.done / now.objective if now.objective > 0 else math.nan,
        "low": about(result.spread["p10"]),
        "high": about(result.spread["p90"]),
        "draws": result.rules.draws,
        "currency": "",
        "month": _month(now.year, now.actual.month or now.month),
        "day": now.as_of,
    }


def _month(year: int, month: int) -> dt.date:
    """The first day of a month of the year; of January before it begins."""
    return dt.date(year, max(month, 1), 1)


def _owners(given: Inputs, say: Words) -> dict[str, str]:
    """Who follows the plan on each side."""
    identity, told = given.plan.identity, given.told
    return {
        "owner": document.who(identity.get("owner_vendor") or LEADER, told, say),
        "partner_owner": document.who(identity.get("owner_partner") or PARTNER_LEADER, told, say),
    }


def next_meeting(given: Inputs) -> dt.date | None:
    """The next day on which both sides meet, as the plan dates its meetings."""
    days = [day for dates in given.plan.governance["dates"] for day in dates]
    return min((day for day in days if day > given.today), default=None)


def _lacks(plan: JointPlan, say: Words) -> str:
    """What is missing before the signature, in a few words; "" when nothing is."""
    dates = [side for side in (VENDOR, PARTNER) if f"signatures.{side}.date" in plan.missing]
    fields = len(plan.missing) - len(dates)
    told = [say(f"{KEY}.lacks.fields", count=fields)] if fields else []
    if dates:
        told.append(say(f"{KEY}.lacks.{'both' if len(dates) > 1 else dates[0]}"))
    return say.format.list(told) if told else ""


def _stage(stage: str, say: Words) -> str:
    return say(f"{KEY}.stage.{stage}")


# ── first screen ───────────────────────────────────────────────────────────────────────────────


def title(given: Inputs, say: Words) -> str:
    """The page's title: whose plan, of which year."""
    return say(f"{KEY}.title", partner=given.told.partner, year=str(given.plan.year))


def headline(result: Projection, given: Inputs, say: Words) -> str:
    """The answer in one sentence: where the year lands and, first, what is wrong with the plan."""
    values = _values(result, given)
    key = f"{KEY}.headline"
    if _ended(result, given):
        values["done"] = result.done
        state = "closed" if given.plan.standing == CLOSED else "over"
        if not _has_aim(result):
            return say(f"{key}.over.open", **values)
        reached = method.reached([result.done], result.situation.objective)
        return say(f"{key}.{state}.{'reached' if reached else 'missed'}", **values)
    if not given.plan.is_signed:
        lacks = _lacks(given.plan, say)
        case = f"{'lacking' if lacks else 'ready'}{_unsigned(result, given)}"
        return say(f"{key}.unsigned.{case}", lacks=lacks, **values)
    return say(f"{key}.live.{_live(result, given)}", **values)


def _unsigned(result: Projection, given: Inputs) -> str:
    """The case of a plan that is not signed yet."""
    open_ = "" if _has_aim(result) else "_open"
    if _unknown(result) or open_:
        return f"_unknown{open_}" if _unknown(result) else open_
    if _blind(result):
        return "_blind"
    if in_trouble(result, given):
        return "_trouble"
    return "_pipeline" if result.pipeline_only else ""


def _live(result: Projection, given: Inputs) -> str:
    """The case of a signed plan under way; it has an objective, without which none is signed."""
    if _unknown(result) or _blind(result):
        return "unknown" if _unknown(result) else "blind"
    if method.reached([result.done], result.situation.objective):
        return "reached"
    case = "pipeline" if result.pipeline_only else "going"
    if status(result, given) == RED:
        case = "behind" if in_trouble(result, given) else "late"
    elif in_trouble(result, given):
        case = "trouble"
    if case in ("pipeline", "late"):
        return case
    chance = result.probability
    return case + ("_sure" if chance > 1 - ALMOST else "_never" if chance < ALMOST else "")


def decision(result: Projection, given: Inputs, say: Words) -> str:
    """What is asked of both sides: what, who, when."""
    day = next_meeting(given)
    case = _asked(result, given)
    told = _values(result, given) | _owners(given, say)
    told["day"] = day or given.today + dt.timedelta(days=UNTIL)
    dated = "" if day is None or case == "learn" else "_dated"
    return say(f"{KEY}.decision.{case}{dated}", **told)


def _asked(result: Projection, given: Inputs) -> str:
    if _ended(result, given):
        return "learn"
    if not given.plan.is_signed:
        return "complete" if given.plan.missing else "sign"
    if _blind(result) or _unknown(result):
        return "measure"
    if _beyond(result) < 0:
        return "recover" if in_trouble(result, given) else "find"
    return "catch_up" if status(result, given) == RED else "keep"


def cards(result: Projection, given: Inputs, say: Words) -> list[Card]:
    """Expected landing, chance of the objective, attainment, coverage; of a year that is over,
    what was done, its share of the objective, and the commitments kept."""
    if _ended(result, given):
        return [
            _done_card(result, given, say),
            _ratio_card(result, given, say),
            *(_kept_card(side, given, say) for side in (VENDOR, PARTNER)),
        ]
    return [
        _landing_card(result, given, say),
        _chance_card(result, given, say),
        _attainment_card(result, given, say),
        _coverage_card(result, given, say),
    ]


def _landing_card(result: Projection, given: Inputs, say: Words) -> Card:
    key, values = f"{KEY}.card.landing", _values(result, given)
    if _unknown(result) or _blind(result):
        case = "of_unknown" if _unknown(result) else "of_blind"
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.{case}", **values))
    varies = scoring.above(result.spread["p90"], result.spread["p10"])
    return Card(
        say(f"{key}.label"),
        say.format.money(values["landing"]),
        trend=say(f"{key}.{'trend' if varies else 'trend_sure'}", **values),
        denominator=say(f"{key}.{'of' if _has_aim(result) else 'of_open'}", **values),
    )


def _chance_card(result: Projection, given: Inputs, say: Words) -> Card:
    key, values = f"{KEY}.card.chance", _values(result, given)
    if not _has_aim(result) or _unknown(result) or _blind(result):
        case = "of_unknown" if _has_aim(result) else "of_open"
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.{case}"))
    return Card(
        say(f"{key}.label"),
        say.format.percent(result.probability, 0),
        bullet=Bullet(100 * result.probability),
        trend=say(f"{key}.{'trend_pipeline' if result.pipeline_only else 'trend'}", **values),
        denominator=say(f"{key}.of", **values),
    )


def _attainment_card(result: Projection, given: Inputs, say: Words) -> Card:
    key, values = f"{KEY}.card.attainment", _values(result, given)
    label = say(f"{key}.label")
    if math.isnan(result.attainment):
        case = "of_early" if _has_aim(result) else "of_open"
        case = "of_nothing" if _has_aim(result) and _blind(result) else case
        return Card(label, "–", denominator=say(f"{key}.{case}", **values))
    code = CODES[status(result, given)]
    return Card(
        label,
        say.format.percent(result.attainment, 0),
        chip=Chip(code, say(f"{KEY}.card.status.{code}")),
        trend=say(f"{key}.trend", **values),
        denominator=say(f"{key}.of_{result.situation.actual.source}", **values),
    )


def _coverage_card(result: Projection, given: Inputs, say: Words) -> Card:
    key, coverage = f"{KEY}.card.coverage", result.coverage
    label = say(f"{key}.label")
    if _blind(result) and _has_aim(result):
        return Card(label, "–", denominator=say(f"{key}.of_blind"))
    if not math.isfinite(coverage):
        reached = math.isinf(coverage)
        chip = Chip("ok", say(f"{KEY}.card.covered.ok")) if reached else None
        case = "of_reached" if reached else "of_open"
        return Card(label, "–", chip=chip, denominator=say(f"{key}.{case}"))
    code = CODES[pipeline.colour(coverage, *_thresholds(given.plan, COVERAGE))]
    left = about(result.situation.objective - result.done)
    return Card(
        label,
        say.format.percent(coverage, 0),
        chip=Chip(code, say(f"{KEY}.card.covered.{code}")),
        trend=say(f"{key}.trend", weighted=about(result.situation.weighted)),
        denominator=say(f"{key}.of", left=left),
    )


def _done_card(result: Projection, given: Inputs, say: Words) -> Card:
    key, values = f"{KEY}.card.done", _values(result, given)
    return Card(
        say(f"{key}.label"),
        say.format.money(result.done),
        trend=say(f"{key}.trend_{result.situation.actual.source}", **values),
        denominator=say(f"{key}.{'of' if _has_aim(result) else 'of_open'}", **values),
    )


def _ratio_card(result: Projection, given: Inputs, say: Words) -> Card:
    key, label = f"{KEY}.card.ratio", say(f"{KEY}.card.ratio.label")
    objective = result.situation.objective
    if not objective > 0:
        return Card(label, "–", denominator=say(f"{key}.of_open"))
    ratio, gap = result.done / objective, objective - result.done
    code = CODES[pipeline.colour(ratio, *_thresholds(given.plan, REVENUE))]
    if code == "ok" and not method.reached([result.done], objective):
        code = "watch"
    case = ("trend_even", "trend_reached", "trend_missed")[_compared(gap)]
    return Card(
        label,
        say.format.percent(ratio, 0),
        chip=Chip(code, say(f"{KEY}.card.reached.{code}")),
        trend=say(f"{key}.{case}", gap=about(max(gap, 0.0)), more=about(max(-gap, 0.0))),
        denominator=say(f"{key}.of", objective=objective),
    )


def _kept_card(side: str, given: Inputs, say: Words) -> Card:
    key = f"{KEY}.card.kept"
    label = say(f"{key}.label", party=given.told.name(side))
    row = _kept(given)[side]
    if not row["taken"]:
        return Card(label, "–", denominator=say(f"{key}.of_none"))
    return Card(
        label,
        say(f"{key}.value", kept=row["on_time"]),
        unit=say(f"{key}.unit", of=row["taken"]),
        trend=say(f"{key}.trend"),
        denominator=say(f"{key}.of", late=row["late"], missed=row["not_kept"]),
    )


def _kept(given: Inputs) -> dict[str, dict[str, int]]:
    """Commitments of each side over the year."""
    table = plan_balance.commitments(given.plan)
    return {str(side): {str(k): int(v) for k, v in row.items()} for side, row in table.iterrows()}


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(result: Projection, given: Inputs, say: Words) -> list[Finding]:
    """Where the landing comes from, how sure it is, what moves it; each with its figure."""
    if _ended(result, given):
        return _findings_after(result, given, say)
    if _unknown(result):
        key = f"{KEY}.finding"
        return [Finding(say(f"{key}.unknown"), say(f"{key}.unknown_detail"), None)]
    if _blind(result):
        key, values = f"{KEY}.finding", _values(result, given)
        return [Finding(say(f"{key}.blind", **values), say(f"{key}.blind_detail"), None)]
    found = [_parts_finding(result, given, say), _chance_finding(result, given, say)]
    if len(result.drivers):
        found.append(_driver_finding(result, say))
    elif not result.years.isna().any(axis=None):
        found.append(_years_finding(result, given, say))
    return found


def _findings_after(result: Projection, given: Inputs, say: Words) -> list[Finding]:
    key, values = f"{KEY}.finding", _values(result, given)
    gap = result.situation.objective - result.done
    case = "over_open"
    if _has_aim(result):
        case = ("over_even", "over_reached", "over_missed")[_compared(gap)]
    values |= {"gap": about(max(gap, 0.0)), "more": about(max(-gap, 0.0))}
    source = say(f"{key}.source.{result.situation.actual.source}", month=values["month"])
    detail = say(f"{key}.over_detail", done=result.done, source=source)
    found = [Finding(say(f"{key}.{case}", **values), detail, "course")]
    kept = _kept(given)
    ours, theirs = kept[VENDOR], kept[PARTNER]
    if ours["taken"] or theirs["taken"]:
        told = {"ours": ours["on_time"], "vendor_of": ours["taken"]}
        told |= {"theirs": theirs["on_time"], "partner_of": theirs["taken"]}
        detail = say(f"{key}.kept_detail") if given.plan.standing == CLOSED else ""
        found.append(Finding(say(f"{key}.kept", **told, **given.told.names), detail))
    if not result.years.isna().any(axis=None):
        found.append(_years_finding(result, given, say))
    return found


def _parts_finding(result: Projection, given: Inputs, say: Words) -> Finding:
    key, deals = f"{KEY}.finding", result.situation.deals
    case = "parts_pipeline" if result.pipeline_only else "parts"
    whole = {"count": len(deals), "amount": about(float(deals["amount"].sum()))}
    detail = say(f"{key}.{'parts_detail' if len(deals) else 'parts_none_detail'}", **whole)
    return Finding(say(f"{key}.{case}", **_values(result, given)), detail, "sources")


def _chance_finding(result: Projection, given: Inputs, say: Words) -> Finding:
    key, values = f"{KEY}.finding", _values(result, given)
    varies = scoring.above(result.spread["p90"], result.spread["p10"])
    detail = say(f"{key}.chance_open_detail")
    if _has_aim(result):
        count = round(result.probability * result.rules.draws)
        detail = say(f"{key}.chance_detail", count=count, draws=result.rules.draws)
    return Finding(
        say(f"{key}.{'chance' if varies else 'chance_sure'}", **values), detail, "course"
    )


def _driver_finding(result: Projection, say: Words) -> Finding:
    key, first = f"{KEY}.finding", result.drivers.iloc[0]
    ends = sorted((first["landing_low"], first["landing_high"]))
    told = {"name": _driver(first, say), "low": about(ends[0]), "high": about(ends[1])}
    case, counted = _what_holds(result)
    return Finding(say(f"{key}.driver", **told), say(f"{key}.{case}", **counted), "drivers")


def _what_holds(result: Projection) -> tuple[str, dict[str, int]]:
    """Whether the points that weigh most, each moved alone, make or unmake the objective."""
    counted = {"count": len(result.drivers)}
    if not _has_aim(result):
        return "driver_open", counted
    alone = "_one" if counted["count"] == 1 else ""
    held = [_holds(row, result) for _, row in result.drivers.iterrows()]
    if _beyond(result) < 0:
        enough = sum(one != "never" for one in held)
        if enough:
            return "driver_enough", counted | {"enough": enough}
        return f"driver{alone}_short", counted
    lost = sum(one != "always" for one in held)
    return ("driver_at_risk" if lost else f"driver{alone}_safe"), counted | {"lost": lost}


def _holds(row: Any, result: Projection) -> str:
    """Whether the objective is reached at both ends of a driver, at one, or at none."""
    if not _has_aim(result):
        return "open"
    ends = [row["landing_low"], row["landing_high"]]
    count = sum(bool(method.reached([one], result.situation.objective)) for one in ends)
    return ("never", "best", "always")[count]


def _years_finding(result: Projection, given: Inputs, say: Words) -> Finding:
    key = f"{KEY}.finding"
    last: Any = result.years.iloc[-1]
    told = {name: about(float(last[name])) for name in SCENARIOS}
    case = "years_vision_detail" if result.from_vision else "years_growth_detail"
    pace = method.held(result.situation.growth, given.rules)
    text = say(f"{key}.years", last=str(result.years.index[-1]), **told)
    return Finding(text, say(f"{key}.{case}", pace=round(pace, 3)), "years")


def proposals(result: Projection, given: Inputs, say: Words) -> list[Proposal]:
    """What both do next: sign, close the deal that weighs most, find the rest."""
    if _ended(result, given):
        return _proposals_after(result, given, say)
    key, who = f"{KEY}.proposal", _owners(given, say)
    found = []
    if given.plan.missing:
        day = next_meeting(given)
        case = "complete_who" if day is None else "complete_who_dated"
        text = say(f"{key}.complete", lacks=_lacks(given.plan, say))
        found.append(Proposal(text, say(f"{key}.{case}", day=day, **who)))
    if _blind(result):
        found.append(Proposal(say(f"{key}.tell"), say(f"{key}.tell_who", **who)))
    if len(result.situation.deals):
        found.append(_deal_proposal(result, given, say))
    found += _action_proposal(given, say)
    if result.pipeline_only:
        found.append(Proposal(say(f"{key}.measure"), say(f"{key}.measure_who", **who)))
    elif not _blind(result):
        found += _find_proposal(result, given, say)
    return found[:PROPOSED]


def _deal_proposal(result: Projection, given: Inputs, say: Words) -> Proposal:
    """The open deal that moves the landing most."""
    key, now = f"{KEY}.proposal", result.situation
    named = result.drivers[result.drivers["kind"] == OF_DEAL]
    chosen = str(named["deal_id"].iloc[0]) if len(named) else _largest(now.deals)
    deal: Any = now.deals[now.deals["deal_id"] == chosen].iloc[0]
    case = "deal" if deal["name"] else "deal_unnamed"
    text = say(
        f"{key}.{case}",
        name=str(deal["name"]),
        amount=float(deal["amount"]),
        stage=_stage(deal["stage"], say),
    )
    owner = str(deal["owner"]) or given.plan.identity.get("owner_partner") or PARTNER_LEADER
    late = "_late" if _overdue(deal, given) else ""
    month = _month(now.year, int(deal["month"]))
    return Proposal(
        text, say(f"{key}.deal_who{late}", owner=document.who(owner, given.told, say), month=month)
    )


def _largest(deals: pd.DataFrame) -> str:
    order = scoring.order(deals["deal_id"], -deals["amount"].to_numpy(dtype=float))
    return str(deals["deal_id"].iloc[int(order[0])])


def _overdue(deal: Any, given: Inputs) -> bool:
    return given.as_of is not None and pd.Timestamp(deal["expected_close"]).date() <= given.as_of


def _find_proposal(result: Projection, given: Inputs, say: Words) -> list[Proposal]:
    """By when a deal must be opened to count this year; nothing where there is none to open."""
    key, now = f"{KEY}.proposal", result.situation
    told = _values(result, given) | _owners(given, say) | {"cycle": now.cycle.value}
    last = MONTHS - math.ceil(now.cycle.value - scoring.TOLERANCE)
    if last > now.month:
        told["month"] = _month(now.year, last)
        return [Proposal(say(f"{key}.find", **told), say(f"{key}.find_who", **told))]
    if now.deals.empty:
        return []
    return [Proposal(say(f"{key}.find_late"), say(f"{key}.find_late_who", **told))]


def _action_proposal(given: Inputs, say: Words) -> list[Proposal]:
    """The open action of the plan that is late, or else falls due next; with its two owners."""
    key, table = f"{KEY}.proposal", given.plan.actions
    today = pd.Timestamp(given.today)
    soon = table[~table["status"].isin([DONE, DROPPED])].sort_values("due", kind="stable")
    late = soon[soon["due"] <= today]
    soon = soon[(soon["due"] > today) & (soon["due"] <= today + pd.Timedelta(days=SOON_DAYS))]
    chosen = late if len(late) else soon
    if chosen.empty:
        return []
    row: Any = chosen.iloc[0]
    who = {side: document.who(str(row[f"owner_{side}"]), given.told, say) for side in SIDES}
    case = "action_late" if len(late) else "action"
    told = {"title": str(row[f"title_{say.language}"]), "day": row["due"], **who}
    return [Proposal(say(f"{key}.{case}", **told), say(f"{key}.{case}_who", **told))]


def _proposals_after(result: Projection, given: Inputs, say: Words) -> list[Proposal]:
    key, told = f"{KEY}.proposal", _values(result, given) | _owners(given, say)
    found = []
    if given.plan.lessons["side"].nunique() < len((VENDOR, PARTNER)):
        found.append(Proposal(say(f"{key}.learn"), say(f"{key}.learn_who", **told)))
    return [*found, Proposal(say(f"{key}.next", **told), say(f"{key}.next_who", **told))]


# ── where the year ends ────────────────────────────────────────────────────────────────────────


def course(page: Page, result: Projection, given: Inputs) -> Part:
    """The year so far and what may come, month by month."""
    say = page.say
    name = "course_over" if _ended(result, given) else "course"
    return page.all(
        page.section("course", say(f"{KEY}.section.{name}"), say(f"{KEY}.section.{name}_lead")),
        page.figure(course_figure(result, given, say)),
    )


def course_figure(result: Projection, given: Inputs, say: Words) -> Exhibit:
    """Cumulated actual, fan to December, seasonal objective."""
    key, values = f"{KEY}.course", _values(result, given) | {"currency": say.format.unit()}
    if _unknown(result) and not _ended(result, given):
        return Exhibit("course", None, say(f"{key}.caption"), absent=say(f"{key}.absent"))
    if _blind(result) and not _ended(result, given):
        return _unmeasured("course", result, given, say)
    ended, open_ = _ended(result, given), "" if _has_aim(result) else "_open"
    varies = scoring.above(result.spread["p90"], result.spread["p10"])
    case = "over" if ended else "range" if varies else "sure"
    values["done"] = result.done if ended else values["done"]
    origin, target = result.situation.actual.source, _target(result)
    return Exhibit(
        key="course",
        figure=_course_drawn(result, given, target, say),
        title=say(f"{key}.title.{case}{open_}", **values),
        subtitle=say(f"{key}.subtitle{'_over' if ended else ''}{open_}", **values),
        alt=say(f"{key}.alt"),
        description=_course_described(result, given, say),
        table=_course_table(result, given, target, say),
        source=say(f"{key}.{'source_over' if ended else 'source'}.{origin}", **values),
    )


def _unmeasured(name: str, result: Projection, given: Inputs, say: Words) -> Exhibit:
    """In place of a figure that would draw from what was done, which nothing tells."""
    absent = say(f"{KEY}.unmeasured", **_values(result, given))
    return Exhibit(name, None, say(f"{KEY}.{name}.caption"), absent=absent)


def _target(result: Projection) -> list[float]:
    """The objective, cumulated by season, from month 0; empty without one."""
    now = result.situation
    if not now.has_objective:
        return []
    return [
        pipeline.expected_to_date(now.objective, now.seasonality, month)
        for month in range(MONTHS + 1)
    ]


def _fan(result: Projection, given: Inputs) -> pd.DataFrame:
    """What the draws give of the months left; none once the plan is closed."""
    months = result.months
    return months.iloc[:1] if _ended(result, given) else months


def _course_drawn(result: Projection, given: Inputs, target: Sequence[float], say: Words) -> Any:
    key, now = f"{KEY}.course", result.situation
    values = _values(result, given)
    fan = _fan(result, given)
    ends = _ends(result, given, say)
    drawn = [*now.course, *fan["p90"], *target]
    blind = now.actual.source == NOTHING and now.course.index[-1] > 0
    today = "blind" if blind else now.actual.source
    millions = money.scale(money.within(money.around(drawn))) == "M"
    return figures.draw_course(
        now.course,
        fan,
        target,
        ends,
        say,
        title=say(f"{key}.{'axis_million' if millions else 'axis'}", currency=say.format.unit()),
        texts=[say(f"{key}.tick", month=_month(now.year, int(one))) for one in figures.TICKS],
        today=say(f"{key}.today.{today}", **values | {"done": result.done}),
    )


def _ends(result: Projection, given: Inputs, say: Words) -> list[Name]:
    """What stands at the right of the figure, at the height of its amount."""
    key, found = f"{KEY}.course", []
    if not _ended(result, given):
        told = {name: about(one) for name, one in result.spread.items()}
        varies = scoring.above(result.spread["p90"], result.spread["p10"])
        names = ("p90", "p50", "p10") if varies else ("sure",)
        for name in names:
            at = name if varies else "p50"
            text = say(f"{key}.end.{name}", amount=told[at])
            found.append(Name(text, result.spread[at]))
    if _has_aim(result):
        case = "objective_over" if _ended(result, given) else "objective"
        text = say(f"{key}.{case}", **_values(result, given))
        found.append(Name(text, result.situation.objective, strong=True, colour=figures.INK))
    return found


def _course_described(result: Projection, given: Inputs, say: Words) -> str:
    key, now = f"{KEY}.course", result.situation
    past = [
        say(f"{key}.past", month=_point(month, now.year, given, say), amount=amount)
        for month, amount in zip(map(float, now.course.index), now.course, strict=True)
        if month > 0
    ]
    start = say(f"{key}.past", month=say.format.month(_month(now.year, 1)), amount=0.0)
    ahead = [
        say(
            f"{key}.ahead",
            month=say.format.month(_month(now.year, int(month))),  # type: ignore[call-overload]
            low=row["p10"],
            median=row["p50"],
            high=row["p90"],
        )
        for month, row in _fan(result, given).iloc[1:].iterrows()
    ]
    told = {
        "past": say.format.clauses(past or [start]),
        "ahead": say.format.clauses(ahead),
        "currency": say.format.unit(),
    }
    text = say(f"{key}.{'description' if ahead else 'description_past'}", **told)
    aim = say(f"{key}.aim", objective=now.objective) if now.has_objective else ""
    return f"{text} {aim}".strip()


def _point(month: float, year: int, given: Inputs, say: Words) -> str:
    """A month's name, or the day within it to which the actual is known."""
    if month == int(month):
        return say.format.month(_month(year, int(month)))
    return say(f"{KEY}.course.day", day=given.as_of)


def _course_table(result: Projection, given: Inputs, target: Sequence[float], say: Words) -> Table:
    key, now = f"{KEY}.course", result.situation
    rows = []
    fan = _fan(result, given)
    marks = sorted({float(one) for one in range(1, MONTHS + 1)} | set(now.course.index) - {0.0})
    for mark in marks:
        row: dict[str, Any] = {"month": _point(mark, now.year, given, say)}
        row["actual"] = now.course.get(mark, math.nan)
        whole = mark == int(mark)
        row["target"] = target[int(mark)] if target and whole else math.nan
        ahead = whole and mark > now.month and mark in fan.index
        for name in ("in_sight", "to_find", "expected", "p10", "p50", "p90"):
            row[name] = float(fan[name][int(mark)]) if ahead else math.nan
        rows.append(row)
    shown = ["target"] if target else []
    shown += ["actual"]
    shown += ["in_sight", "to_find", "expected", "p10", "p50", "p90"] if len(fan) > 1 else []
    columns = [Column("month", say(f"{key}.column.month"), "name")]
    columns += [Column(name, say(f"{key}.column.{name}"), "money") for name in shown]
    return Table("course", pd.DataFrame(rows), columns, caption=say(f"{key}.caption"))


# ── where it comes from ────────────────────────────────────────────────────────────────────────


def sources(page: Page, result: Projection, given: Inputs) -> Part:
    """From what is done to the objective, then the deals in sight and what a year is worth."""
    say = page.say
    if _ended(result, given):
        return (
            page.all(page.figure(sources_figure(result, given, say)))
            if _has_aim(result)
            else page.all()
        )
    return page.all(
        page.section("sources", say(f"{KEY}.section.sources"), say(f"{KEY}.section.sources_lead")),
        page.figure(sources_figure(result, given, say)),
        page.table(deals(result, given, say)),
        page.table(estimates(result, given, say)),
    )


def sources_figure(result: Projection, given: Inputs, say: Words) -> Exhibit:
    """Done, in sight, yet to be found, expected landing, what lacks, objective."""
    key, ended = f"{KEY}.sources", _ended(result, given)
    if _unknown(result) and not ended:
        return Exhibit("sources", None, say(f"{key}.caption"), absent=say(f"{key}.absent"))
    if _blind(result) and not _ended(result, given):
        return _unmeasured("sources", result, given, say)
    values = _values(result, given) | {"currency": say.format.unit()}
    gap = result.situation.objective - (result.done if ended else result.landing)
    values |= {"gap": about(max(gap, 0.0)), "more": about(max(-gap, 0.0))}
    case = "open"
    if _has_aim(result):
        case = ("even", "more", "gap")[_compared(gap)]
        case = f"over_{case}" if ended else case
    rows = _steps(result, gap, say, ended=ended)
    told = [
        say(
            f"{key}.row",
            name=row["name"],
            amount=abs(row["change"]) if row["lacking"] else row["change"],
        )
        for row in rows
    ]
    shown = pd.DataFrame(rows)
    columns = [
        Column("name", say(f"{key}.column.name"), "name"),
        Column("change", say(f"{key}.column.amount"), "money"),
    ]
    return Exhibit(
        key="sources",
        figure=draw_waterfall(shown, say, told=say.format.whole_money),
        title=say(f"{key}.title.{case}", **values),
        subtitle=say(f"{key}.subtitle{'' if _has_aim(result) else '_open'}", **values),
        alt=say(f"{key}.alt"),
        description=say(
            f"{key}.description", rows=say.format.clauses(told), currency=say.format.unit()
        ),
        table=Table("sources", shown, columns, caption=say(f"{key}.caption")),
        source=say(f"{key}.{'source_over' if ended else 'source'}"),
    )


def _steps(result: Projection, gap: float, say: Words, *, ended: bool) -> list[dict[str, Any]]:
    """The bars of the waterfall, from what is done."""
    key, now = f"{KEY}.sources", result.situation

    def bar(name: str, change: float, *, whole: bool = False, lacking: bool = False) -> Any:
        return {
            "name": say(f"{key}.{name}"),
            "change": change,
            "whole": whole,
            "lacking": lacking,
        }

    found = [bar("done", result.done, whole=True)]
    if not ended:
        found.append(bar("in_sight", result.in_sight))
        if not result.pipeline_only:
            found.append(bar("to_find", result.to_find))
        found.append(bar("landing", result.landing, whole=True))
    if now.has_objective:
        if _compared(gap):
            found.append(bar("gap" if gap > 0 else "more", gap, lacking=True))
        found.append(bar("objective", now.objective, whole=True))
    return found


def deals(result: Projection, given: Inputs, say: Words) -> Table:
    """Open deals that close in the rest of the year, in the order of the months they count in."""
    key, now = f"{KEY}.deals", result.situation
    table = now.deals.sort_values(["month", "expected_close", "deal_id"])
    rows = [_deal_row(row, result, given, say) for _, row in table.iterrows()]
    names = ("name", "stage", "close", "amount", "chance", "worth", "next")
    kinds = {"name": "name", "amount": "money", "chance": "percent", "worth": "money"}
    columns = [Column(name, say(f"{key}.column.{name}"), kinds.get(name, "text")) for name in names]  # type: ignore[arg-type]
    amount = float(table["amount"].sum())
    told = {"count": len(rows), "worth": about(result.in_sight), "amount": about(amount)}
    return Table(
        "deals",
        pd.DataFrame(rows, columns=list(names)),
        columns,
        caption=say(f"{key}.{'caption' if rows else 'caption_none'}", **told),
        sub=say(f"{key}.sub"),
        total={"name": say(f"{key}.total"), "amount": amount, "worth": result.in_sight},
        empty=say(f"{key}.empty"),
    )


def _deal_row(row: Any, result: Projection, given: Inputs, say: Words) -> dict[str, Any]:
    key, chance = f"{KEY}.deals", result.rules.probability[row["stage"]]
    day = say.format.day(row["expected_close"])
    if _overdue(row, given):
        day = say(f"{key}.late", day=row["expected_close"])
    return {
        "name": str(row["name"]) or say(f"{key}.unnamed"),
        "stage": _stage(row["stage"], say),
        "close": day,
        "amount": float(row["amount"]),
        "chance": chance,
        "worth": float(row["amount"]) * chance,
        "next": _next_step(row, given, say),
    }


def _next_step(row: Any, given: Inputs, say: Words) -> Any:
    """What happens next with a deal, who does it, and when."""
    key, step = f"{KEY}.deals", str(row["next_step"])
    if not step:
        return Gap(say(f"{key}.nothing"))
    owner = document.who(str(row["owner"]), given.told, say) if row["owner"] else ""
    dated = not is_missing(row["next_date"])
    case = ("next" if dated else "next_undated") if owner else "next_step"
    case += "_dated" if dated and not owner else ""
    return say(f"{key}.{case}", step=step, owner=owner, day=row["next_date"])


def estimates(result: Projection, given: Inputs, say: Words) -> Table:
    """What a year with this partner is worth, by each estimate at hand."""
    key, base = f"{KEY}.base", result.situation.base
    names = ("name", "value", "how")
    rows = [
        {"name": say(f"{key}.name.{name}"), "value": value, "how": _how(name, result, given, say)}
        for name, value in base.estimates.items()
    ]
    columns = [
        Column("name", say(f"{key}.column.name"), "name"),
        Column("value", say(f"{key}.column.value"), "money"),
        Column("how", say(f"{key}.column.how")),
    ]
    case = "one" if len(rows) == 1 else "many" if scoring.above(base.high, base.low) else "same"
    case = case if rows else "none"
    told = {
        "partner": given.told.partner,
        "base": about(base.median),
        "low": about(base.low),
        "high": about(base.high),
        "spread": given.rules.spread,
    }
    return Table(
        "base",
        pd.DataFrame(rows, columns=list(names)),
        columns,
        caption=say(f"{key}.caption.{case}", **told),
        sub=say(f"{key}.{'sub_one' if len(rows) == 1 else 'sub'}", **told),
        empty=say(f"{key}.empty"),
        wide=True,
    )


def _how(name: str, result: Projection, given: Inputs, say: Words) -> str:
    """Where an estimate comes from."""
    key, year = f"{KEY}.base.how", str(given.plan.year)
    if name == EARNINGS:
        age = given.age or 0
        return say(f"{key}.earnings", block=age // MONTHS + 1, age=age)
    if name != TREND:
        return say(f"{key}.vision", year=year)
    rate = result.situation.growth
    pace = method.held(rate, given.rules)
    told = {"before": str(given.plan.year - 1), "revenue": given.revenue[method.HISTORY[0]]}
    if rate is None:
        return say(f"{key}.trend_unknown", **told)
    case = "trend" if round(rate, 2) == round(pace, 2) else "trend_held"
    return say(f"{key}.{case}", pace=round(pace, 3), rate=rate, **told)


# ── what must be true ──────────────────────────────────────────────────────────────────────────


def drivers(page: Page, result: Projection, given: Inputs) -> Part:
    """What moves the landing most, and what a year would have to be worth; nothing once it is
    over."""
    say = page.say
    if _ended(result, given):
        return page.all()
    question = "drivers" if _has_aim(result) else "drivers_open"
    parts = [
        page.section(
            "drivers", say(f"{KEY}.section.{question}"), say(f"{KEY}.section.drivers_lead")
        ),
        page.figure(drivers_figure(result, given, say)),
    ]
    needed = needed_sentence(result, given, say)
    return page.all(*parts, *([page.sentence(needed)] if needed else []))


def needed_sentence(result: Projection, given: Inputs, say: Words) -> str:
    """What it would take for the expected landing to be the objective; "" when it is above it."""
    if not _has_aim(result) or _unknown(result) or _blind(result) or _beyond(result) >= 0:
        return ""
    key, values = f"{KEY}.drivers", _values(result, given)
    if math.isnan(result.needed_base):
        return say(f"{key}.late")
    if result.pipeline_only:
        return say(f"{key}.needed_new", **values)
    base = result.situation.base.median
    if result.needed_base > UNLIKELY * base:
        return say(f"{key}.needed_new", **values)
    return say(f"{key}.needed", needed=about(result.needed_base), base=about(base), **values)


def _driver(row: Any, say: Words) -> str:
    """The name of what moves the landing."""
    kind = str(row["kind"])
    if kind == OF_CYCLE:
        return assumed.name(method.CYCLE, say)
    if kind == OF_BASE:
        return say(f"{KEY}.drivers.name.base")
    if row["name"]:
        return str(row["name"])
    told = {"amount": float(row["amount"]), "stage": _stage(row["stage"], say)}
    return say(f"{KEY}.drivers.name.deal", **told)


def _bounds(row: Any, say: Words) -> tuple[str, str]:
    """Both ends of what moves the landing, in words."""
    key, kind = f"{KEY}.drivers", str(row["kind"])
    if kind == OF_DEAL:
        return say(f"{key}.lost"), say(f"{key}.won")
    ends = (float(row["low"]), float(row["high"]))
    if kind == OF_CYCLE:
        return say(f"{key}.cycle", months=ends[0]), say(f"{key}.cycle", months=ends[1])
    return say.format.money(about(ends[0])), say.format.money(about(ends[1]))


def _driver_rows(result: Projection, say: Words) -> pd.DataFrame:
    rows = []
    for _, row in result.drivers.iterrows():
        low, high = _bounds(row, say)
        ends = {"landing_low": row["landing_low"], "landing_high": row["landing_high"]}
        holds = say(f"{KEY}.drivers.holds.{_holds(row, result)}")
        rows.append({"name": _driver(row, say), "low": low, "high": high, **ends, "holds": holds})
    columns = ["name", "low", "high", "landing_low", "landing_high", "holds"]
    return pd.DataFrame(rows, columns=columns)


def drivers_figure(result: Projection, given: Inputs, say: Words) -> Exhibit:
    """Three bars around the expected landing."""
    key = f"{KEY}.drivers"
    if _blind(result):
        return _unmeasured("drivers", result, given, say)
    if result.drivers.empty:
        caption = say(f"{key}.caption")
        return Exhibit("drivers", None, caption, absent=say(f"{key}.absent"))
    values = _values(result, given) | {"currency": say.format.unit()}
    open_ = "" if _has_aim(result) else "_open"
    rows = _driver_rows(result, say)
    first = rows.iloc[0]
    ends = sorted((float(first["landing_low"]), float(first["landing_high"])))
    bars = _bars(rows, say)
    reach = [result.landing, *rows["landing_low"], *rows["landing_high"]]
    aim = _aim(result, (min(reach), max(reach)), say)
    reach += [] if aim is None else [aim[0]]
    millions = money.scale(money.money_ticks(min(reach), max(reach))) == "M"
    told = [say(f"{key}.row", **{str(k): v for k, v in row.items()}) for _, row in rows.iterrows()]
    counted = {"count": len(rows), "share": given.rules.deal_share}
    alone = "_one" if len(rows) == 1 else ""
    base = say(f"{key}.base", **values)
    return Exhibit(
        key="drivers",
        figure=money.draw_tornado(
            bars,
            result.landing,
            say,
            title=say(
                f"{key}.{'axis_million' if millions else 'axis'}", currency=say.format.unit()
            ),
            base_text=base,
            legend=(say(f"{key}.legend.low"), say(f"{key}.legend.high")),
            aim=aim,
        ),
        title=say(
            f"{key}.title{open_}",
            **values | {"name": first["name"], "low": about(ends[0]), "high": about(ends[1])},
        ),
        subtitle=say(f"{key}.subtitle", **values),
        alt=say(f"{key}.alt"),
        description=say(
            f"{key}.description", rows=say.format.clauses(told), landing=values["landing"]
        ),
        table=_drivers_table(rows, say),
        source=say(f"{key}.source{alone}{open_}", **counted),
    )


def _bars(rows: pd.DataFrame, say: Words) -> pd.DataFrame:
    """The bars, each end with what it is and the landing that it gives."""
    key = f"{KEY}.drivers.end"
    bars = rows.rename(columns={"landing_low": "result_low", "landing_high": "result_high"})
    for end in ("low", "high"):
        bars[end] = [
            say(key, what=what, landing=about(landing))
            for what, landing in zip(rows[end], rows[f"landing_{end}"], strict=True)
        ]
    return bars


def _aim(result: Projection, reach: tuple[float, float], say: Words) -> tuple[float, str] | None:
    """The objective as a line of the figure; None where it lies too far from the bars."""
    objective, room = result.situation.objective, FAR * (reach[1] - reach[0])
    if not reach[0] - room <= objective <= reach[1] + room:
        return None
    return objective, say(f"{KEY}.drivers.aim", objective=objective)


def _drivers_table(rows: pd.DataFrame, say: Words) -> Table:
    key = f"{KEY}.drivers"
    kinds = {"name": "name", "landing_low": "money", "landing_high": "money"}
    columns = [
        Column(str(name), say(f"{key}.column.{name}"), kinds.get(str(name), "text"))  # type: ignore[arg-type]
        for name in rows.columns
    ]
    return Table("drivers", rows, columns, caption=say(f"{key}.caption"))


# ── three years ────────────────────────────────────────────────────────────────────────────────


def years(page: Page, result: Projection, given: Inputs) -> Part:
    """The plan's year and the two after, in three scenarios."""
    say = page.say
    return page.all(
        page.section("years", say(f"{KEY}.section.years"), say(f"{KEY}.section.years_lead")),
        page.figure(years_figure(result, given, say)),
    )


def years_figure(result: Projection, given: Inputs, say: Words) -> Exhibit:
    """Three lines: cautious, base, ambitious."""
    key, table = f"{KEY}.years", result.years
    first, second, last = (str(one) for one in table.index)
    named = {"first": first, "second": second, "last": last, "currency": say.format.unit()}
    if table.isna().any(axis=None):
        absent = say(f"{key}.absent", **named)
        return Exhibit("years", None, say(f"{key}.caption"), absent=absent)
    end = {name: about(float(table[name].iloc[-1])) for name in SCENARIOS}
    origin = "vision" if result.from_vision else "growth"
    level = not scoring.above(max(end.values()), min(end.values()))
    over = "_over" if _ended(result, given) else "_blind" if _blind(result) else ""
    pace = method.held(result.situation.growth, given.rules)
    if _blind(result):  # the first year is not known
        table = table.iloc[1:]
    printed = amounts([float(one) for one in table.to_numpy().ravel()], say)
    drawn = courses.Course(
        title=say(f"{key}.name"),
        rows=table.rename(columns=dict(OF_VISION)),
        told=printed,
        names={bound: say(f"{key}.end.{bound}") for bound in courses.BOUNDS},
    )
    told = [
        say(f"{key}.row", year=str(year), **{name: row[name] for name in SCENARIOS})
        for year, row in table.iterrows()
    ]
    return Exhibit(
        key="years",
        figure=courses.draw_courses([drawn]),
        title=say(f"{key}.title.{'level' if level else origin}", **named, **end),
        subtitle=say(f"{key}.subtitle_{origin}{over}", pace=round(pace, 3), **named),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", rows=say.format.clauses(told), **named),
        table=_years_table(result, given, say),
        source=say(f"{key}.source_{origin}{over}", **named),
    )


def _years_table(result: Projection, given: Inputs, say: Words) -> Table:
    """The three scenarios, and what the plan itself says of the three years."""
    key, written = f"{KEY}.years", given.plan.outlook.joint_revenue
    rows = result.years.iloc[1:].copy() if _blind(result) else result.years.copy()
    rows.insert(0, "year", [str(one) for one in rows.index])
    columns = [Column("year", say(f"{key}.column.year"), "name")]
    columns += [Column(name, say(f"{key}.column.{name}"), "money") for name in SCENARIOS]
    if written:
        rows["plan"] = list(written)[-len(rows) :]
        columns.append(Column("plan", say(f"{key}.column.plan"), "money"))
    return Table("years", rows, columns, caption=say(f"{key}.caption"))


# ── the plan itself, and its balance ───────────────────────────────────────────────────────────


def balance(page: Page, given: Inputs, deals_: pd.DataFrame, kpi_values: pd.DataFrame) -> Part:
    """What came of a closed plan; nothing while it lives."""
    if given.plan.standing != CLOSED:
        return page.all()
    say = page.say
    found = plan_balance.achieved(
        given.plan, kpi_values, deals_, given.as_of, given.computed.perception_index
    )
    return page.all(
        page.section("balance", say(f"{KEY}.section.balance"), say(f"{KEY}.section.balance_lead")),
        document.balance(page, given.plan, found, given.told),
    )


def section(page: Page, name: str) -> Part:
    """Opens a section of the plan: ``plan``, ``promises``, ``quarters``, ``watch``, ``story``."""
    say = page.say
    return page.section(name, say(f"{KEY}.section.{name}"), say(f"{KEY}.section.{name}_lead"))


# ── notes ──────────────────────────────────────────────────────────────────────────────────────


def quality(result: Projection, given: Inputs, say: Words) -> list[str]:
    """What the page rests on, and what it lacks, one sentence each."""
    key, now = f"{KEY}.quality", result.situation
    values = _values(result, given) | {"now": _month(now.year, now.month)}
    found = []
    if given.as_of is None:
        found.append(say(f"{key}.undated"))
    elif 0 < now.actual.month < now.month:
        found.append(say(f"{key}.behind", **values))
    elif now.actual.source != NOTHING or now.month:
        found.append(say(f"{key}.{now.actual.source}", **values))
    if result.pipeline_only:
        found.append(say(f"{key}.pipeline"))
    elif len(now.base.estimates) == 1:
        found.append(say(f"{key}.one", spread=given.rules.spread))
    if given.unnamed:
        found.append(say(f"{key}.unnamed"))
    if not given.plan.seasonal:
        found.append(say(f"{key}.even"))
    if (given.used["grade"] == uncertainty.WORKING).any():
        found += assumed.working(given.used, say)
    return found


def assumptions(given: Inputs, say: Words) -> Table:
    """The assumptions that this page uses."""
    return assumed.table(given.used, say, audience=given.told.audience, rate=given.rate)


def known(given: Inputs, say: Words) -> list[str]:
    """What the partner's edition knows of the partner, and from where."""
    return [] if given.told.internal else [say(f"{KEY}.known.partner")]


def method_told(result: Projection, say: Words) -> str:
    """The method in three sentences."""
    return say(f"{KEY}.method", draws=result.rules.draws, seed=str(result.rules.seed))


def key_figures(result: Projection, given: Inputs, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published."""
    now, plan = result.situation, given.plan
    reasons = {name: say(f"{KEY}.figures.{name}") for name in ("open", "early", "reached")}
    no_base = say(f"{KEY}.figures.no_base")
    open_ = reasons["open"]
    early = reasons["early"] if now.has_objective else open_
    covered = reasons["reached"] if math.isinf(result.coverage) else open_
    known_landing = result.known_landing
    base = math.nan if result.pipeline_only else now.base.median
    found: dict[str, tuple[Any, str, Any, str]] = {
        "status": (plan.standing, "code", None, ""),
        "objective": (now.objective, "money", None, open_),
        "actual": (result.done, "money", None, ""),
        "expected_to_date": (result.expected_to_date, "money", None, open_),
        "landing": (known_landing, "money", None, ""),
        "expected": (result.landing, "money", None, ""),
        "p10": (result.spread["p10"], "money", None, ""),
        "p90": (result.spread["p90"], "money", None, ""),
        "base": (base, "money", None, no_base),
        "y2": (float(result.years[BASE].iloc[1]), "money", None, no_base),
        "y3": (float(result.years[BASE].iloc[2]), "money", None, no_base),
        "attainment": (result.attainment, "ratio", result.expected_to_date, early),
        "coverage": (result.coverage, "ratio", now.objective - result.done, covered),
        "probability": (result.probability, "share", result.rules.draws, open_),
        "missing_fields": (len(plan.missing), "count", None, ""),
    }
    return {f"plan.{name}": _figure(*told) for name, told in found.items()}


def _figure(value: Any, unit: str, of: Any, reason: str) -> dict[str, Any]:
    missing = isinstance(value, float) and not math.isfinite(value)
    kept = of if isinstance(of, int) or (of is not None and math.isfinite(of)) else None
    told = {"value": None if missing else value, "unit": unit, "of": kept}
    return told | ({"reason": reason} if missing else {})
