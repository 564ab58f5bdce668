"""The business review's page: promises first, then figures, what to decide, what comes next
(REPORTS 9.9).

Both parties read it alike: they are named, and nothing of the vendor's own stands on it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import pipeline
from padlib.core.joint_plan import DRAFT, PARTNER, QUARTERS, SIDES, VENDOR, JointPlan
from padlib.core.pipeline import AMBER, FROM_DEALS, GREEN, GREY, MEASURED, NOTHING, RED
from padlib.display import people
from padlib.display.figures import business_review as figures
from padlib.display.figures.waterfall import draw_waterfall
from padlib.display.pages import business_plan as document
from padlib.display.pages.business_plan import Partnership
from padlib.display.pages.plan_projection import perception_index
from padlib.display.parts import (
    Card,
    Exhibit,
    Finding,
    MonthPlan,
    Page,
    Part,
    PlannedAction,
    Proposal,
)
from padlib.display.tables import Chip, Column, Gap, Table
from padlib.display.words import Words
from padlib.method import business_review as method_
from padlib.method.business_review import (
    FROM_PLAN,
    LATE,
    QUARTERLY,
    BusinessReview,
    Fired,
)

__all__ = ["perception_index"]

KEY = "business_review"
CHIPS: Mapping[str, str] = {GREEN: "ok", AMBER: "watch", RED: "late", GREY: "none"}
SOURCES: Mapping[str, str] = {FROM_DEALS: "deals", MEASURED: "kpi", NOTHING: "nothing"}
OLD = 14  # days after which the page says that its day is past
UNTIL = 30  # days for what is to be decided, where no meeting is dated
MOST = 3


@dataclass(frozen=True, kw_only=True)
class Meeting(Partnership):
    """The partnership, and the day on which the page is issued."""

    issued: dt.date


def meeting(folder: Any, plan: JointPlan) -> Meeting:
    """The partnership of a folder opened for one partner, once its plan is read."""
    return Meeting(**vars(document.partnership(folder, plan)), issued=folder.issued)


def _t(key: str) -> str:
    return f"{KEY}.{key}"


# ── who, when ────────────────────────────────────────────────────────────────────────────────────


def _owner(one: str, told: Meeting, say: Words) -> str:
    return people.owner(one, told.people, say)


def _who(one: str, told: Meeting, say: Words) -> str:
    """Who it is, by name alone where the name is known."""
    return told.people.get(one) or _owner(one, told, say)


def _owners(plan: JointPlan, told: Meeting, say: Words) -> dict[str, str]:
    """Who answers for the plan on each side."""
    return {
        f"owner_{side}": _owner(plan.identity.get(f"owner_{side}") or role, told, say)
        for side, role in ((VENDOR, "CM"), (PARTNER, "PCO"))
    }


def _by(result: BusinessReview, told: Meeting) -> dt.date:
    """The next meeting that the plan dates, else a month on: never before the page is read."""
    today = max(result.as_of, told.issued)
    dates = [day for row in result.plan.governance["dates"] for day in row if day > today]
    return min(dates, default=today + dt.timedelta(days=UNTIL))


def _text(row: Any, say: Words) -> str:
    return str(row[f"text_{say.language}"])


def _advance(trigger: str, say: Words) -> str:
    """What the plan decided in advance for a trigger."""
    bank = {str(one["id"]): one for one in banks.business_plan()["adjustment_triggers"]}
    return say.typeset(bank[trigger]["action"][say.language])


# ── first screen ─────────────────────────────────────────────────────────────────────────────────


def title(result: BusinessReview, told: Meeting, say: Words) -> str:
    """The review's title: its kind, the partner, the month."""
    return say(_t(f"title.{result.kind}"), partner=told.partner, month=result.as_of)


def _case(result: BusinessReview) -> str:
    plan = result.plan
    if not plan.is_signed:
        return "draft" if plan.status == DRAFT else "unsigned"
    if result.actual.source == NOTHING:
        return "nothing"
    if math.isnan(plan.objective):
        return "no_objective"
    if math.isinf(result.coverage):
        return "reached"
    low = result.landing_ratio < method_.LANDING_FLOOR
    if result.colour == RED or low:
        return "trouble"
    return "watch" if result.colour == AMBER else "course"


def headline(result: BusinessReview, told: Meeting, say: Words) -> str:
    """Where the year stands and where it lands; that the plan is not signed, when it is not."""
    return say(
        _t(f"headline.{_case(result)}"),
        missing=len(result.plan.missing),
        year=told.year,
        day=result.told_on,
        **_amounts(result),
    )


def _amounts(result: BusinessReview) -> dict[str, float]:
    return {
        "actual": result.actual.amount,
        "expected": result.expected,
        "landing": result.landing,
        "objective": result.plan.objective,
        "ratio": result.landing_ratio,
    }


def decision(result: BusinessReview, told: Meeting, say: Words) -> str:
    """What is asked of both owners, and by when."""
    told_ = _owners(result.plan, told, say) | {"by": _by(result, told)}
    if not result.plan.is_signed:
        return say(_t("decision.sign"), **told_)
    waiting = [one for one in result.triggers if not one.decision] or list(result.triggers)
    if waiting:
        case = "trigger" if len(waiting) == 1 else "triggers"
        action = _advance(waiting[0].id, say)
        shown = action if case == "trigger" else people.in_sentence(action)
        return say(_t(f"decision.{case}"), action=shown, count=len(waiting), **told_)
    if len(result.late):
        first = result.late.iloc[0]
        late = {"count": len(result.late), "text": people.in_sentence(_text(first, say))}
        return say(_t("decision.late"), owner=_owner(first["owner"], told, say), **late, **told_)
    return say(_t("decision.go_on"), **told_)


def cards(result: BusinessReview, told: Meeting, say: Words) -> list[Card]:
    """Attainment, landing, coverage, commitments of each side, means."""
    return [
        _attainment_card(result, say),
        _landing_card(result, say),
        _coverage_card(result, say),
        _kept_card(result, told, say),
        _means_card(result, say),
    ]


def _chip(colour: str, say: Words) -> Chip:
    return Chip(CHIPS[colour], say(_t(f"colour.{colour}")))


def _attainment_card(result: BusinessReview, say: Words) -> Card:
    key = _t("card.attainment")
    if math.isnan(result.attainment):
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.none"))
    return Card(
        say(f"{key}.label"),
        say.format.percent(result.attainment),
        chip=_chip(result.colour, say) if result.colour != GREY else None,
        trend=say(f"{key}.{SOURCES[result.actual.source]}"),
        denominator=say(f"{key}.of", **_picked(_amounts(result), "actual", "expected")),
    )


def _picked(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _knows_nothing(result: BusinessReview) -> bool:
    """Whether neither a deal nor a KPI says anything of the year."""
    return result.actual.source == NOTHING and not result.deals_read


def _landing_card(result: BusinessReview, say: Words) -> Card:
    key = _t("card.landing")
    if _knows_nothing(result):
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.nothing"))
    if math.isnan(result.landing_ratio):
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.none"))
    return Card(
        say(f"{key}.label"),
        say.format.kmoney(result.landing),
        trend=say(f"{key}.trend"),
        denominator=say(f"{key}.of", **_picked(_amounts(result), "objective", "ratio")),
    )


def _coverage_card(result: BusinessReview, say: Words) -> Card:
    key = _t("card.coverage")
    if not result.deals_read:
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.nothing"))
    if math.isinf(result.coverage):
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.reached"))
    if math.isnan(result.coverage):
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.none"))
    left = result.plan.objective - result.actual.amount
    return Card(
        say(f"{key}.label"),
        say.format.percent(result.coverage),
        trend=say(f"{key}.trend"),
        denominator=say(f"{key}.of", weighted=result.coverage * left, left=left),
    )


def _kept(result: BusinessReview, told: Meeting) -> dict[str, Any]:
    counts = {
        f"{name}_{side}": getattr(result.kept[side], name)
        for side in SIDES
        for name in ("kept", "due")
    }
    return counts | {"vendor": told.vendor, "partner": told.partner}


def _kept_card(result: BusinessReview, told: Meeting, say: Words) -> Card:
    key = _t("card.kept")
    kept, due = (
        sum(getattr(one, name) for one in result.kept.values()) for name in ("kept", "due")
    )
    if not due:
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.none"))
    return Card(
        say(f"{key}.label"),
        say.format.percent(kept / due),
        trend=say(f"{key}.trend", count=int((result.late["source"] == FROM_PLAN).sum())),
        denominator=say(f"{key}.of", **_kept(result, told)),
    )


def _means_card(result: BusinessReview, say: Words) -> Card:
    key, quarter = _t("card.means"), _noted_quarter(result)
    if quarter is None:
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.none"))
    rows = result.means.xs(quarter, level="quarter")
    return Card(
        say(f"{key}.label"),
        say.format.percent(result.means_delivered / 100),
        trend=say(f"{key}.trend", quarter=quarter),
        denominator=say(
            f"{key}.of", noted=int(rows["noted"].sum()), planned=int(rows["planned"].sum())
        ),
    )


def _noted_quarter(result: BusinessReview) -> int | None:
    noted = result.means.groupby(level="quarter")["noted"].sum()
    quarters = [int(one) for one in noted.index[noted > 0]]
    return quarters[-1] if quarters else None


def findings(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """Revenue, promises, KPIs; a monthly review goes straight to the promises."""
    say = page.say
    if result.kind != QUARTERLY:
        return page.all()
    return page.findings(
        [
            _revenue_finding(result, say),
            _kept_finding(result, told, say),
            _kpi_finding(result, say),
        ]
    )


def _revenue_finding(result: BusinessReview, say: Words) -> Finding:
    key = _t("finding.revenue")
    colour = GREY if result.actual.source == NOTHING else result.colour
    text = say(f"{key}.{colour}")
    if colour == GREY:
        return Finding(f"{text}.", say(f"{key}.nothing"))
    amounts = _picked(_amounts(result), "actual", "expected")
    return Finding(f"{text}.", say(f"{key}.detail", open_=len(result.deals), **amounts), "revenue")


def _kept_finding(result: BusinessReview, told: Meeting, say: Words) -> Finding:
    key, counts = _t("finding.kept"), _kept(result, told)
    ours, theirs = (result.kept[side] for side in SIDES)
    if not ours.due + theirs.due:
        return Finding(f"{say(f'{key}.none')}.")
    if ours.kept == ours.due and theirs.kept == theirs.due:
        case = "both"
    elif not ours.due or not theirs.due or math.isclose(ours.rate, theirs.rate):
        case = "alike"
    else:
        case = VENDOR if ours.rate < theirs.rate else PARTNER
    names = {"vendor": told.vendor, "partner": told.partner} if case in SIDES else {}
    return Finding(f"{say(f'{key}.{case}', **names)}.", say(f"{key}.detail", **counts), "kept")


def _worst(result: BusinessReview) -> str:
    colours = set(result.kpis["colour"])
    return next((one for one in (RED, AMBER, GREEN) if one in colours), GREY)


def _measured(result: BusinessReview) -> int:
    """How many KPIs are measured."""
    return int((result.kpis["colour"] != GREY).sum())


def _kpi_finding(result: BusinessReview, say: Words) -> Finding:
    key, worst = _t("finding.kpis"), _worst(result)
    named = _kpi_names(result, worst, say) if worst in (RED, AMBER) else []
    counted = {"count": len(named), "of": _measured(result)} if named else {}
    detail = say(f"{key}.detail", names=named) if named else ""
    return Finding(f"{say(f'{key}.{worst}', **counted)}.", detail, "kpis")


def _short(kpi: str, say: Words) -> str:
    """A KPI's name, short enough for the figure."""
    return say(_t(f"kpi.{kpi}"))


def _kpi_names(result: BusinessReview, colour: str, say: Words) -> list[str]:
    rows = result.kpis[result.kpis["colour"] == colour]
    return [_short(str(kpi), say) for kpi in rows.index]


def proposals(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """What the triggers ask for, then late commitments, the vendor's own first."""
    say = page.say
    if result.kind != QUARTERLY or not result.plan.is_signed:
        return page.all()
    owners = _owners(result.plan, told, say)
    fired = [
        Proposal(
            _advance(one.id, say), say(_t("proposal.who_trigger"), by=_by(result, told), **owners)
        )
        for one in result.triggers
    ]
    late = [
        Proposal(
            say(_t("proposal.late"), text=people.in_sentence(_text(row, say))),
            say(_t("proposal.who"), owner=_owner(row["owner"], told, say), due=row["due"]),
        )
        for _, row in result.late.iterrows()
    ]
    told_ = [*fired[:2], *late][:MOST]
    return page.proposals(told_) if told_ else page.all()


def _sub(key: str, result: BusinessReview, say: Words) -> str:
    """What a table measures; left out of the single sheet of a monthly review."""
    return say(key) if result.kind == QUARTERLY else ""


# ── what was promised ────────────────────────────────────────────────────────────────────────────


def opening(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """What became of the commitments of the review before."""
    say, key = page.say, _t("opening")
    rows = result.opening
    states = [_state(row, say) for _, row in rows.iterrows()]
    columns = [
        Column("text", say(f"{key}.column.text"), "name"),
        Column("side", say(f"{key}.column.side")),
        Column("owner", say(f"{key}.column.owner")),
        Column("due", say(f"{key}.column.due"), "date"),
        Column("state", say(f"{key}.column.state"), "chip"),
        Column("why", say(f"{key}.column.why")),
    ]
    table = pd.DataFrame(
        {
            "text": list(rows["text"]),
            "side": [told.name(side) for side in rows["side"]],
            "owner": [_who(one, told, say) for one in rows["owner"]],
            "due": list(rows["due"]),
            "state": states,
            "why": list(rows["why"]),
        }
    )
    if not any(table["why"]):
        columns = columns[:-1]
    return page.table(
        Table(
            "opening",
            table,
            columns,
            caption=_opening_caption(result, say) if len(rows) else "",
            sub=_sub(f"{key}.sub", result, say),
            empty=_nothing_taken(result, say),
        )
    )


def _nothing_taken(result: BusinessReview, say: Words) -> str:
    if result.opened_on is None:
        return say(_t("opening.caption.none"))
    return say(_t("opening.caption.none_taken"), day=result.opened_on)


def _opening_caption(result: BusinessReview, say: Words) -> str:
    key, rows = _t("opening.caption"), result.opening
    counted = {"count": len(rows), "day": result.opened_on}
    kept, late = (rows["state"] == "kept").sum(), (rows["state"] == LATE).sum()
    if not kept + late:
        return say(f"{key}.open", **counted)
    return say(f"{key}.all", kept=int(kept), late=int(late), **counted)


def _state(row: Any, say: Words) -> Chip:
    state = str(row["state"])
    if state == "kept" and not row["on_time"]:
        return Chip("watch", say(_t("opening.state.kept_late")))
    code = {"kept": "ok", LATE: "late"}.get(state, "none")
    return Chip(code, say(_t(f"opening.state.{state}")))


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


def views(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """Revenue, KPIs, promises kept; the bridge to the landing at a quarterly review."""
    say = page.say
    shown = [page.figure(revenue(result, told, say))]
    if result.kind == QUARTERLY:
        shown.append(page.figure(bridge(result, told, say)))
    shown += [page.figure(kpis(result, told, say)), page.figure(kept(result, told, say))]
    return page.all(*shown)


def _unit(say: Words) -> str:
    return say.format.unit()


def _revenue_title(result: BusinessReview, say: Words) -> str:
    key = _t("figure.revenue.title")
    colour = GREY if result.actual.source == NOTHING else result.colour
    gap, to_go = result.expected - result.actual.amount, result.plan.objective - result.landing
    if colour == RED and to_go > 0:
        return say(f"{key}.red", gap=gap, to_go=to_go)
    if colour in (RED, AMBER):
        return say(f"{key}.amber", gap=gap)
    return say(f"{key}.grey") if colour == GREY else say(f"{key}.green", ratio=result.attainment)


def revenue(result: BusinessReview, told: Meeting, say: Words) -> Exhibit:
    """Cumulated revenue against the target of the season, and the landing of known business."""
    key, plan = _t("figure.revenue"), result.plan
    if _knows_nothing(result):
        absent = say(f"{key}.{'absent' if told.internal else 'absent_partner'}")
        return Exhibit("revenue", None, say(f"{key}.title.grey"), absent=absent)
    months = pd.DataFrame(index=pd.RangeIndex(1, 13, name="month"))
    months["actual"] = result.months["actual"].reindex(months.index)
    months["target"] = [
        pipeline.expected_to_date(plan.objective, plan.seasonality, month) for month in months.index
    ]
    known = {
        "target": say(f"{key}.target", objective=plan.objective)
        if not math.isnan(plan.objective)
        else "",
        "landing": say(f"{key}.landing", landing=result.landing),
        "now": say(f"{key}.now", actual=result.actual.amount),
        "axis": say(f"{key}.axis", unit=_unit(say)),
        "below": say(f"{key}.below"),
    }
    names = [say.format.month(dt.date(plan.year, month, 1)) for month in months.index]
    source = SOURCES[result.actual.source]
    month = {"month": result.actual.month} if source == "kpi" else {}
    return Exhibit(
        "revenue",
        figures.draw_revenue(months, result.landing, known, say, ticks=names),
        _revenue_title(result, say),
        subtitle=say(
            f"{key}.sub",
            year=plan.year,
            unit=_unit(say),
            spread=say(f"{key}.spread.{'season' if plan.seasonal else 'even'}"),
        ),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description"),
        table=Table(
            "revenue-data",
            months.assign(name=names),
            [
                Column("name", say(f"{key}.columns.month"), "name"),
                Column("actual", say(f"{key}.columns.actual"), "money"),
                Column("target", say(f"{key}.columns.target"), "money"),
            ],
        ),
        source=say(f"{key}.source", file=told.file, source=say(f"{key}.{source}", **month)),
    )


def bridge(result: BusinessReview, told: Meeting, say: Words) -> Exhibit:
    """From what is done to the landing, stage by stage, then to the objective."""
    key, plan = _t("figure.bridge"), result.plan
    probability = {
        str(k): float(v) for k, v in banks.business_plan()["forecast"]["stage_probability"].items()
    }
    closing = pipeline.closing_within(result.deals, plan.year, result.month)
    weight = closing["amount"] * closing["stage"].map(probability)
    rows = [(say(f"{key}.done"), result.actual.amount, True)]
    for stage in pipeline.OPEN[::-1]:
        amount = float(weight[closing["stage"] == stage].sum())
        if amount:
            rows.append((say(f"{key}.stage.{stage}"), amount, False))
    rows.append((say(f"{key}.landing"), result.landing, True))
    if not math.isnan(plan.objective):
        gap = plan.objective - result.landing
        rows.append((say(f"{key}.{'gap' if gap >= 0 else 'above'}"), gap, False))
        rows.append((say(f"{key}.objective"), plan.objective, True))
    table = pd.DataFrame(rows, columns=["name", "change", "whole"])
    added = result.landing - result.actual.amount
    return Exhibit(
        "bridge",
        draw_waterfall(table, say, height=2.6),
        say(f"{key}.title", open_=added) if added else say(f"{key}.title_none"),
        subtitle=say(f"{key}.sub", unit=_unit(say)),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description"),
        table=Table(
            "bridge-data",
            table,
            [
                Column("name", say(f"{key}.columns.name"), "name"),
                Column("change", say(f"{key}.columns.change"), "money"),
            ],
        ),
        source=told.file,
    )


def kpis(result: BusinessReview, told: Meeting, say: Words) -> Exhibit:
    """The KPIs of the plan, each against what it is held to, with its status."""
    key = _t("figure.kpis")
    worst = _worst(result)
    rows = result.kpis
    shown = pd.DataFrame(
        {
            "name": [_short(str(kpi), say) for kpi in rows.index],
            "attainment": list(rows["attainment"]),
            "green": list(result.plan.kpis["green"].reindex(rows.index)),
            "amber": list(result.plan.kpis["amber"].reindex(rows.index)),
            "colour": list(rows["colour"]),
            "told": [_told(row, say) for _, row in rows.iterrows()],
        }
    )
    words = {colour: say(_t(f"colour.{colour}")) for colour in CHIPS}
    counted = {"count": len(_kpi_names(result, worst, say))} if worst in (RED, AMBER) else {}
    of = {"of": _measured(result)} if worst == RED else {}
    return Exhibit(
        "kpis",
        figures.draw_kpis(shown, words=words | {"expected": say(f"{key}.expected")}),
        say(f"{key}.title.{worst}", **counted, **of),
        subtitle=say(f"{key}.sub"),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description"),
        table=_kpi_table(result, told, say),
        source=told.file,
    )


def _value(value: float, unit: str, say: Words) -> str:
    """A KPI's value in its unit."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return say(_t("figure.kpis.reached"))
    if unit == "EUR":
        return say.format.kmoney(value)
    if unit == "percent":
        return say.format.percent(value / 100)
    if unit == "ratio":
        return say.format.percent(value)
    return say.format.number(value, 0 if float(value).is_integer() else 1)


def _told(row: Any, say: Words) -> str:
    value, expected = (_value(float(row[name]), row["unit"], say) for name in ("value", "expected"))
    return say(_t("figure.kpis.told"), value=value, expected=expected)


def _kpi_table(result: BusinessReview, told: Meeting, say: Words) -> Table:
    key, rows = _t("figure.kpis.columns"), result.kpis
    values = {
        name: [_value(float(row[name]), row["unit"], say) for _, row in rows.iterrows()]
        for name in ("value", "expected", "before")
    }
    table = pd.DataFrame(
        {
            "name": [_short(str(kpi), say) for kpi in rows.index],
            "value": values["value"],
            "expected": values["expected"],
            "attainment": [one if math.isfinite(one) else None for one in rows["attainment"]],
            "state": [_chip(one, say) for one in rows["colour"]],
            "before": values["before"],
            "owner": [_owner(one, told, say) for one in rows["owner"]],
        }
    )
    kinds: Mapping[str, Any] = {"name": "name", "attainment": "percent", "state": "chip"}
    columns = [
        Column(name, say(f"{key}.{name}"), kinds.get(name, "text")) for name in table.columns
    ]
    return Table("kpis-data", table, columns)


def kept(result: BusinessReview, told: Meeting, say: Words) -> Exhibit:
    """Commitments kept on time, by quarter, both sides beside each other."""
    key, counts = _t("figure.kept"), _kept(result, told)
    due = counts["due_vendor"] + counts["due_partner"]
    if not due:
        absent = say(f"{key}.title.none")
        return Exhibit("kept", None, "", absent=f"{absent}.")
    all_kept = counts["kept_vendor"] + counts["kept_partner"] == due
    names = {"vendor": told.vendor, "partner": told.partner}
    quarters = [say(f"{key}.quarter", quarter=quarter) for quarter in QUARTERS]
    rows = result.kept_by_quarter.reset_index()
    return Exhibit(
        "kept",
        figures.draw_kept(
            result.kept_by_quarter,
            say,
            names=names | {"none": say(f"{key}.nothing")},
            quarters=quarters,
        ),
        say(f"{key}.title.both", **names) if all_kept else say(f"{key}.title.some", **counts),
        subtitle=say(f"{key}.sub"),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description"),
        table=Table(
            "kept-data",
            rows.assign(
                quarter=[quarters[one - 1] for one in rows["quarter"]],
                side=[told.name(one) for one in rows["side"]],
            ),
            [
                Column("quarter", say(f"{key}.columns.quarter"), "name"),
                Column("side", say(f"{key}.columns.side")),
                Column("kept", say(f"{key}.columns.kept"), "int"),
                Column("due", say(f"{key}.columns.due"), "int"),
            ],
        ),
        source=told.file,
    )


# ── what to decide ───────────────────────────────────────────────────────────────────────────────


def triggers(page: Page, result: BusinessReview) -> Part:
    """Thresholds crossed, with what the plan decided in advance and what was decided since."""
    say, key = page.say, _t("trigger")
    if not result.triggers:
        return page.sentence(say(f"{key}.none"))
    rows = pd.DataFrame(
        {
            "what": [_crossed(one, say) for one in result.triggers],
            "action": [_advance(one.id, say) for one in result.triggers],
            "decision": [_decided(one, say) for one in result.triggers],
        }
    )
    return page.table(
        Table(
            "triggers",
            rows,
            [
                Column("what", say(f"{key}.column.what"), "name"),
                Column("action", say(f"{key}.column.action")),
                Column("decision", say(f"{key}.column.decision")),
            ],
            caption=say(f"{key}.caption", count=len(rows)),
            sub=_sub(f"{key}.sub", result, say),
        )
    )


def _decided(one: Fired, say: Words) -> str | Gap:
    if not one.decision:
        return Gap(say(_t("trigger.undecided")))
    return say(_t("trigger.decided"), text=one.decision, day=one.decided_on)


def _crossed(one: Fired, say: Words) -> str:
    told = {"rate": one.values["rate"]} if "rate" in one.values else {}
    return say(_t(f"trigger.what.{one.id}"), **told)


def promises(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """Late commitments, then those that come next; those of the last review are told already."""
    say = page.say
    told_already = set(map(str, result.opening.index))
    parts = [part for part in (result.late, result.coming) if len(part)]
    rows = pd.concat(parts) if parts else result.late
    rows = rows.loc[[one for one in rows.index if str(one) not in told_already]]
    late = int((rows["days_late"] > 0).sum())
    case = "coming"
    counts: dict[str, Any] = {"count": len(rows)}
    if late:
        coming = len(rows) - late
        case = "late" if coming else "late_alone"
        counts = {"late": late} | ({"count": coming} if coming else {})
    table = pd.DataFrame(
        {
            "text": [_text(row, say) for _, row in rows.iterrows()],
            "side": [told.name(side) for side in rows["side"]],
            "owner": [_who(one, told, say) for one in rows["owner"]],
            "due": list(rows["due"]),
            "state": [_delay(int(days), say) for days in rows["days_late"]],
        }
    )
    columns = [
        Column("text", say(_t("opening.column.text")), "name"),
        Column("side", say(_t("opening.column.side"))),
        Column("owner", say(_t("opening.column.owner"))),
        Column("due", say(_t("opening.column.due")), "date"),
        Column("state", say(_t("opening.column.state")), "chip"),
    ]
    return page.table(
        Table(
            "promises",
            table,
            columns,
            caption=say(_t(f"promises.{case}"), **counts) if len(rows) else "",
            sub=_sub(_t("promises.sub"), result, say),
            empty=say(_t("promises.none")),
        )
    )


def _delay(days: int, say: Words) -> Chip:
    if days:
        return Chip("late", say(_t("promises.days"), days=days))
    return Chip("none", say(_t("opening.state.open")))


def agenda(page: Page, result: BusinessReview) -> Part:
    """How the meeting spends its sixty or hundred and twenty minutes."""
    say = page.say
    told = banks.business_plan()[f"{result.kind}_review"]
    items = [
        say(_t("agenda.item"), text=say(_t(f"agenda.of.{one['id']}")), minutes=int(one["minutes"]))
        for one in told["agenda"]
    ]
    text = " · ".join(items)
    return page.sentence(say(_t("agenda.whole"), minutes=int(told["duration_min"]), items=text))


def quarterly(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """Deals, means and the action plan of the quarter; nothing at a monthly review."""
    if result.kind != QUARTERLY:
        return page.all()
    say = page.say
    return page.all(
        page.section("deals", say(_t("section.deals"))),
        deals(page, result, told),
        page.section("quarter", say(_t("section.quarter"))),
        means(page, result, told),
        quarter_plan(page, result, told),
    )


def deals(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """Open deals, one by one."""
    say, key, rows = page.say, _t("deals"), result.deals
    table = pd.DataFrame(
        {
            "name": [one or deal for one, deal in zip(rows["name"], rows["deal_id"], strict=True)],
            "amount": list(rows["amount"]),
            "stage": [say(f"{key}.stage.{one}") for one in rows["stage"]],
            "close": list(rows["expected_close"]),
            "next": list(rows["next_step"]),
            "owner": [_owner(one, told, say) if one else "" for one in rows["owner"]],
            "date": list(rows["next_date"]),
        }
    )
    kinds: Mapping[str, Any] = {"name": "name", "amount": "money", "close": "date", "date": "date"}
    columns = [
        Column(name, say(f"{key}.column.{name}"), kinds.get(name, "text")) for name in table.columns
    ]
    total = float(rows["amount"].sum())
    caption = say(f"{key}.caption", count=len(rows), amount=total) if len(rows) else ""
    return page.table(
        Table(
            "deals",
            table,
            columns,
            caption=caption,
            sub=say(f"{key}.sub"),
            empty=say(f"{key}.none"),
        )
    )


def means(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """Means delivered by each side, quarter by quarter."""
    say, key, quarter = page.say, _t("means"), _noted_quarter(result)
    if quarter is None:
        return page.sentence(say(f"{key}.none"))
    rows: Any = result.means.to_dict("index")

    def cell(at: int, side: str) -> Any:
        one = rows[at, side]
        if not one["noted"]:
            return Gap(say(f"{key}.blank"))
        told_ = {name: one[name] for name in ("ratio", "noted", "planned")}
        return say(f"{key}.cell", **told_)

    shares = {
        f"share_{side}": say.format.percent(rows[quarter, side]["ratio"] / 100)
        if rows[quarter, side]["noted"]
        else say(f"{key}.blank")
        for side in SIDES
    }
    table = pd.DataFrame(
        {
            "quarter": [say(_t("figure.kept.quarter"), quarter=one) for one in QUARTERS],
            **{side: [cell(one, side) for one in QUARTERS] for side in SIDES},
        }
    )
    return page.table(
        Table(
            "means",
            table,
            [
                Column("quarter", say(f"{key}.column.quarter"), "name"),
                *(
                    Column(side, say(f"{key}.column.{side}", **{side: told.name(side)}))
                    for side in SIDES
                ),
            ],
            caption=say(
                f"{key}.caption",
                quarter=quarter,
                vendor=told.vendor,
                partner=told.partner,
                **shares,
            ),
            sub=say(f"{key}.sub"),
        )
    )


def quarter_plan(page: Page, result: BusinessReview, told: Meeting) -> Part:
    """Actions of the running quarter, month by month; what earlier ones left comes first."""
    say, key, rows = page.say, _t("quarter"), result.actions
    if not len(rows):
        return page.sentence(say(f"{key}.none"))
    first = 3 * (result.quarter - 1) + 1
    months = [dt.date(result.plan.year, first + step, 1) for step in range(3)]
    ordered = rows.sort_values(["quarter", "due"], kind="stable")
    planned = [_planned(row, result, told, say) for _, row in ordered.iterrows()]
    return page.plan(
        MonthPlan(
            key="quarter",
            title=say(
                f"{key}.title",
                quarter=result.quarter,
                done=int((rows["state"] == "done").sum()),
                late=int((rows["state"] == LATE).sum()),
            ),
            sub=say(f"{key}.sub"),
            months=[say.format.month(one) for one in months],
            actions=planned,
            owners=(told.vendor, told.partner),
        )
    )


def _planned(row: Any, result: BusinessReview, told: Meeting, say: Words) -> PlannedAction:
    first = 3 * (result.quarter - 1) + 1
    start = row["due"] if pd.isna(row["start"]) else row["start"]

    def place(day: Any) -> int:
        month = (
            day.month
            if day.year == result.plan.year
            else (1 if day.year < result.plan.year else 12)
        )
        return min(max(month - first + 1, 1), 3)

    text = str(row[f"title_{say.language}"])
    if row["state"] == LATE:
        text = say(_t("quarter.late"), text=text, days=row["days_late"])
    begin = place(start)
    return PlannedAction(
        text=text,
        owner=_owner(row["owner_vendor"], told, say),
        due=row["due"].date(),
        priority=None,
        start=begin,
        end=max(begin, place(row["due"])),
        partner_owner=_owner(row["owner_partner"], told, say),
    )


# ── notes ────────────────────────────────────────────────────────────────────────────────────────


def quality(result: BusinessReview, told: Meeting, say: Words) -> Iterator[str]:
    """A day long past, what is not measured, and a plan that does not count yet."""
    if (told.issued - result.as_of).days > OLD:
        yield say(_t("quality.old"), day=result.as_of)
    grey = _kpi_names(result, GREY, say)
    if grey:
        yield say(_t("quality.grey"), count=len(grey), names=grey)
    if not result.plan.is_signed:
        yield say(_t("quality.unsigned"))


def counted(page: Page, result: BusinessReview) -> Part:
    """How much stands behind the page; a monthly review keeps to its one sheet."""
    if result.kind != QUARTERLY:
        return page.all()
    return page.counts(counts(result, page.say))


def counts(result: BusinessReview, say: Words) -> Table:
    """How much stands behind the page."""
    key = _t("counts")
    due = sum(one.due for one in result.kept.values())
    rows = [
        ("commitments", due, len(result.plan.commitments)),
        ("late", len(result.late), result.due),
        ("kpis", _measured(result), len(result.kpis)),
        ("deals", len(result.deals), result.deals_read),
    ]
    table = pd.DataFrame(
        [(say(f"{key}.{name}"), number, of) for name, number, of in rows],
        columns=["name", "number", "of"],
    )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("number", say(f"{key}.number"), "int"),
        Column("of", say(f"{key}.of"), "int"),
    ]
    return Table("counts", table, columns, caption=say(f"{key}.caption"))


def method(say: Words) -> str:
    """The method in a few sentences."""
    return say(_t("method"))


def known(result: BusinessReview, told: Meeting, say: Words) -> list[str]:
    """Where the revenue comes from, and what a partner's edition holds about it."""
    source = SOURCES[result.actual.source]
    values: dict[str, Any] = {}
    if source == "kpi":
        values = {"month": result.actual.month}
    elif source == "deals":
        values = {"count": result.signed}
    lines = [say(_t(f"source.{source}"), **values)]
    return lines if told.internal else [*lines, say(_t("known"), partner=told.partner)]
