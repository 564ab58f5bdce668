"""The partner map's page: what is said, asked and shown of one result (REPORTS 9.3).

Each function takes the result, what is told beside it (year, date, people, file) and the words;
it picks the case, the words do the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import scoring
from padlib.display import people
from padlib.display.figures import partner_map as figures
from padlib.display.formats import rounded
from padlib.display.parts import Bullet, Card, Exhibit, Finding, Page, Part, Proposal
from padlib.display.tables import Chip, Column, Gap, Table, value_at
from padlib.display.words import Words
from padlib.method import partner_map as method_
from padlib.method.partner_map import ESTABLISHED, PILLAR, RECONSIDER, RISING, Map

PARTNERS = "partners.csv"
LEADER = method_.LEADER
BANDS = ("spread", "moderate", "heavy")  # of concentration, in the bank's order
DESCRIBED = 20  # values told in an alternative text
BUILT = 2  # criteria that hold a performance back
TOLD = 3  # moves told in a finding
LOW = (ESTABLISHED, RECONSIDER)  # quadrants of low potential


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the page tells beside the result: year, date, people, file."""

    year: int
    as_of: dt.date | None = None
    people: Mapping[str, str] = field(default_factory=dict)  # role id → name
    file: str = PARTNERS

    @property
    def revenue_year(self) -> int:
        """The year in which the revenue was made."""
        return self.year - 1


def told(folder: Any, as_of: dt.date | None) -> Told:
    """What the page tells of a client's folder."""
    return Told(year=folder.year, as_of=as_of, people=dict(folder.settings.people))


# ── cases and names ────────────────────────────────────────────────────────────────────────────


def _names(result: Map, ids: Iterable[Any]) -> list[str]:
    return [str(result.positions.at[one, "name"]) for one in ids]


def _only(result: Map) -> str:
    """The name of the only active partner; "" unless there is just one."""
    names = list(result.positions["name"])
    return str(names[0]) if len(names) == 1 else ""


def _criterion(criterion: str, say: Words) -> str:
    return say.typeset(banks.short_labels(say.language)[criterion])


def _criteria(chosen: Sequence[str], say: Words) -> str:
    """Criteria as a list inside a cell, the first with a capital."""
    labels = [_criterion(one, say) for one in chosen]
    return ", ".join([*labels[:1], *(people.in_sentence(label) for label in labels[1:])])


def _leader(told: Told, say: Words) -> str:
    return people.owner(LEADER, told.people, say)


def _quadrant(case: str, quadrant: str, say: Words) -> str:
    return say(f"partner_map.quadrant.{case}.{quadrant}")


def _revenue_case(result: Map) -> str:
    """``known``, or why there is nothing to share out: ``zero`` or ``unknown``."""
    if result.strategic.ids:
        return "known"
    return "zero" if result.positions["revenue"].notna().any() else "unknown"


def _share(result: Map, say: Words) -> str:
    """The revenue of the strategic partners, printed as what it is: above the threshold."""
    return say.format.percent(float(result.strategic.share or 0), _places(result))


def _first_share(result: Map, say: Words) -> str:
    """The revenue of the largest partner; above the alert, printed so."""
    held = result.concentration
    return say.format.percent(held.first_share if held else 0.0, _places(result))


def _places(result: Map) -> int:
    """Decimals of every share of the revenue on the page, the same in sentences, figures, tables.

    None, unless a share would print as the bound that it is not, or one above zero as 0 %.
    """
    held, rules = result.concentration, result.rules
    first, strategic = held.first_share if held else 0.0, float(result.strategic.share or 0)
    bounds = [(strategic, rules.strategic_revenue_share), (first, rules.top1_alert_share)]
    shares = [float(one) for one in result.positions["share"] if scoring.above(one, 0.0)]
    bounds += [(min(shares), 0.0)] if shares else []
    parted = (
        places
        for places in range(4)
        if all(_parted(share, bound, places) for share, bound in bounds)
    )
    return next(parted, 0)


def _parted(share: float, bound: float, places: int) -> bool:
    """Whether two shares print apart, or are the same."""
    same = bool(scoring.at_most(abs(share - bound), 0.0))
    return same or rounded(100 * share, places) != rounded(100 * bound, places)


def _balanced(result: Map) -> bool:
    """Whether too little time is to move to speak of it."""
    time = result.time
    return time is not None and bool(scoring.below(100 * time.moved_share, method_.NOISE))


def _step(result: Map, kind: str) -> Any:
    """The step of a kind, or None."""
    rows = result.steps[result.steps["kind"] == kind]
    return None if rows.empty else next(rows.itertuples())


def _due(result: Map, kind: str) -> dt.date | None:
    step = _step(result, kind)
    due: dt.date | None = step.due if step is not None else None
    return due


def _source(text: str, say: Words) -> str:
    return say("partner_map.source", text=text)


def _joined(lines: Sequence[str], say: Words) -> str:
    """Values told one after the other, at most as many as an ear can follow."""
    shown = list(lines[:DESCRIBED])
    if len(lines) > DESCRIBED:
        shown.append(say("partner_map.map.more", count=len(lines) - DESCRIBED))
    return say.format.clauses(shown)


# ── result and decision ────────────────────────────────────────────────────────────────────────


def title(told: Told, say: Words) -> str:
    """The page's title."""
    return say("partner_map.title", year=told.year)


def headline(result: Map, told: Told, say: Words) -> str:
    """One sentence: who makes the revenue, and where the time goes."""
    key, active = "partner_map.headline", len(result.positions)
    if not active:
        starting = _starting(result)
        return say(f"{key}.nobody_starting" if starting else f"{key}.nobody", starting=starting)
    revenue = _revenue_case(result)
    if name := _only(result):
        return say(f"{key}.one.{revenue}", name=name, year=told.revenue_year)
    if revenue != "known":
        return say(f"{key}.no_revenue.{revenue}", active=active, year=told.revenue_year)
    return _shared_out(result, say)


def _shared_out(result: Map, say: Words) -> str:
    """The headline when there is revenue to share out."""
    key, time, ids = "partner_map.headline", result.time, result.strategic.ids
    values: dict[str, Any] = {"n": len(ids), "share": _share(result, say)}
    alone = _alone(result)
    if alone:
        key, alert = f"{key}.alone", result.rules.top1_alert_share
        values |= {"name": _names(result, ids)[0], "alert": alert}
    if not len(result.placed):
        return say(f"{key}.unplaced", **values)
    if time is None:
        return say(f"{key}.untimed", **values)
    if _balanced(result):
        return say(f"{key}.balanced", **values)
    return say(
        f"{key}.{_excess_case(result, time)}",
        actual=float(value_at(time.table, time.excess, "actual")),
        recommended=float(value_at(time.table, time.excess, "recommended")),
        to=_quadrant("to", time.excess, say),
        **values,
    )


def _alone(result: Map) -> bool:
    """Whether one partner makes the strategic set by itself, above the alert."""
    held = result.concentration
    return held is not None and held.alert and len(result.strategic.ids) == 1


def _excess_case(result: Map, time: method_.Time) -> str:
    """How the headline tells the quadrant that gets too much time.

    ``excess_own`` when the partner on which all depends is alone in it, ``excess_yet`` when it is
    of low potential and no strategic partner is in it.
    """
    among = result.placed.index[result.placed["quadrant"] == time.excess]
    held = [one for one in result.strategic.ids if one in among]
    if _alone(result):
        return "excess_own" if list(among) == held else "excess"
    return "excess_yet" if time.excess in LOW and not held else "excess"


def _starting(result: Map) -> int:
    return int((result.partners["status"] == "starting").sum())


def decision(result: Map, told: Told, say: Words) -> str:
    """What is asked of the reader: owner and date."""
    case, kind = _decision_case(result)
    by, time = _due(result, kind), result.time
    return say(
        f"partner_map.decision.{case}{'_dated' if by else ''}",
        n=len(result.strategic.ids),
        active=len(result.positions),
        lacking=len(result.to_qualify),
        starting=_starting(result),
        name=_only(result),
        hours=time.hours_to_move if time else None,
        to=_quadrant("to", time.lack, say) if time else "",
        owner=_leader(told, say),
        by=by,
        year=told.revenue_year,
    )


def _decision_case(result: Map) -> tuple[str, str]:
    """The case of the decision, and the kind of step that gives its date."""
    if not len(result.positions):
        return ("nobody_starting" if _starting(result) else "nobody"), method_.START
    revenue = _revenue_case(result)
    lacking = (method_.REVIVE, method_.MEASURE)[revenue == "unknown"]
    if _only(result):
        return ("one", method_.DEPENDENCE) if revenue == "known" else (lacking, lacking)
    moving = result.time is not None and not _balanced(result)
    if revenue != "known":
        return ("move", method_.REALLOCATE) if moving else (lacking, lacking)
    if moving:
        return "reallocate", method_.REALLOCATE
    placed = bool(len(result.placed))
    return ("confirm", method_.SESSION) if placed else ("qualify", method_.QUALIFY)


# ── key figures on cards ───────────────────────────────────────────────────────────────────────


def cards(result: Map, told: Told, say: Words) -> list[Card]:
    """Five cards: strategic partners, concentration, active share, hours to move, to discuss."""
    return [
        _strategic_card(result, told, say),
        _concentration_card(result, say),
        _active_card(result, told, say),
        _hours_card(result, say),
        _discuss_card(result, say),
    ]


def _strategic_card(result: Map, told: Told, say: Words) -> Card:
    key, revenue = "partner_map.card.strategic", _revenue_case(result)
    label = say(f"{key}.label")
    if revenue != "known":
        case = "of_zero" if revenue == "zero" else "of_absent"
        return Card(label, "–", denominator=say(f"{key}.{case}", year=told.revenue_year))
    threshold = result.rules.strategic_revenue_share
    share = float(result.strategic.share or 0)
    return Card(
        label=label,
        value=say.format.int(len(result.strategic.ids)),
        unit=say(f"{key}.unit", known=len(result.strategic.ranking)),
        bullet=Bullet(100 * share, tick=100 * threshold, bands=(100 * threshold,)),
        trend=say(f"{key}.trend", share=_share(result, say)),
        denominator=say(f"{key}.of", threshold=threshold, year=told.revenue_year),
    )


def _concentration_card(result: Map, say: Words) -> Card:
    key, held = "partner_map.card.concentration", result.concentration
    label = say(f"{key}.label")
    if _only(result):
        return Card(label, "–", denominator=say(f"{key}.of_one"))
    if held is None:
        return Card(label, "–", denominator=say(f"{key}.of_absent"))
    band = BANDS[held.band]
    sign = {"spread": "ok", "moderate": "watch", "heavy": "late"}[band]
    return Card(
        label=label,
        value=say.format.number(held.effective),
        chip=Chip(sign, say(f"{key}.chip.{band}")),
        trend=say(f"{key}.trend", n=held.effective),
        denominator=say(f"{key}.of", share=_first_share(result, say), hhi=held.hhi),
    )


def _active_card(result: Map, told: Told, say: Words) -> Card:
    key, held = "partner_map.card.active", result.active_share
    label = say(f"{key}.label")
    if held.share is None:
        return Card(label, "–", denominator=say(f"{key}.of_absent"))
    case = "of_unknown" if held.unknown else "of"
    below = say(f"{key}.{case}", year=told.revenue_year, unknown=held.unknown)
    return Card(
        label=label,
        value=say.format.percent(held.share, 0),
        bullet=Bullet(100 * held.share),
        trend=say(f"{key}.trend", active=held.active, among=held.among),
        denominator=below,
    )


def _hours_card(result: Map, say: Words) -> Card:
    key, time = "partner_map.card.hours", result.time
    label = say(f"{key}.label")
    if _only(result):
        return Card(label, "–", denominator=say(f"{key}.of_one"))
    if time is None:
        case = "of_absent" if len(result.placed) else "of_unplaced"
        return Card(label, "–", denominator=say(f"{key}.{case}"))
    return Card(
        label=label,
        value=say.format.int(time.hours_to_move),
        unit=say(f"{key}.unit"),
        trend=say(f"{key}.trend", share=time.moved_share),
        denominator=say(
            f"{key}.of",
            managers=time.managers,
            hours=result.rules.manager_hours_year,
            known=time.known,
            placed=time.placed,
        ),
    )


def _discuss_card(result: Map, say: Words) -> Card:
    key, placed = "partner_map.card.discuss", len(result.placed)
    label = say(f"{key}.label")
    if _only(result):
        return Card(label, "–", denominator=say("partner_map.card.hours.of_one"))
    if not placed:
        return Card(label, "–", denominator=say(f"{key}.of_absent"))
    count, rules = result.to_discuss, result.rules
    case = "of" if count else "of_zero"
    return Card(
        label=label,
        value=say.format.int(count),
        unit=say(f"{key}.unit", placed=placed),
        chip=Chip("watch" if count else "ok", say(f"{key}.chip.{'some' if count else 'zero'}")),
        denominator=say(f"{key}.{case}", stability=rules.stability_min, draws=rules.weight_draws),
    )


# ── findings and proposals ─────────────────────────────────────────────────────────────────────

MOST = 4


def findings(result: Map, told: Told, say: Words) -> list[Finding]:
    """What was found, at most four sentences, each with its figure."""
    key = "partner_map.finding"
    if not len(result.positions):
        detail = say(f"{key}.nobody.detail", file=told.file)
        return [Finding(say(f"{key}.nobody.text"), detail)]
    if _only(result):
        return [Finding(say(f"{key}.one.text"), say(f"{key}.one.detail"))]
    found = [_revenue_finding(result, told, say)]
    if result.time is not None:
        found.append(_time_finding(result, say))
    found += _moves_finding(result, say)
    if len(result.tomorrow):
        rules = result.rules
        detail = say(
            f"{key}.tomorrow.detail",
            names=list(result.tomorrow["name"]),
            potential=rules.strategic_tomorrow_potential_min,
            performance=rules.strategic_tomorrow_performance_max,
        )
        text = say(f"{key}.tomorrow.text", n=len(result.tomorrow))
        found.append(Finding(text, detail, "map"))
    return [*found, _places_finding(result, say)][:MOST]


def _revenue_finding(result: Map, told: Told, say: Words) -> Finding:
    key, held = "partner_map.finding", result.concentration
    if held is None:
        detail = say(f"{key}.no_revenue.detail", file=told.file)
        return Finding(say(f"{key}.no_revenue.text"), detail)
    if held.alert:
        name = _names(result, [held.first])[0]
        text = say(f"{key}.alert.text", name=name, share=_first_share(result, say))
        detail = say(
            f"{key}.alert.{'detail_low' if _of_low_potential(result, [held.first]) else 'detail'}",
            alert=result.rules.top1_alert_share,
            effective=held.effective,
            potential=float(value_at(result.positions, held.first, "potential")),
        )
        return Finding(text, detail, "revenue")
    ids = result.strategic.ids
    low = _of_low_potential(result, ids)
    text = say(f"{key}.strategic.text", n=len(ids), share=_share(result, say))
    detail = say(
        f"{key}.strategic.{'detail_low' if low else 'detail'}",
        n=len(ids),
        names=_names(result, ids),
        low=say.format.list(low),
        effective=held.effective,
    )
    return Finding(text, detail, "revenue")


def _of_low_potential(result: Map, ids: Sequence[str]) -> list[str]:
    """The names of those, among some, that are placed where potential is low."""
    return _names(
        result, [one for one in ids if value_at(result.positions, one, "quadrant") in LOW]
    )


def _time_finding(result: Map, say: Words) -> Finding:
    key, time = "partner_map.finding.time", result.time
    assert time is not None
    if _balanced(result):
        detail = say(f"{key}.balanced_detail", noise=method_.NOISE)
        return Finding(say(f"{key}.balanced"), detail, "time")
    text = say(
        f"{key}.some",
        the=_quadrant("the", time.excess, say),
        actual=float(value_at(time.table, time.excess, "actual")),
        recommended=float(value_at(time.table, time.excess, "recommended")),
    )
    return Finding(text, _given_up(time, say), "time")


def _given_up(time: method_.Time, say: Words) -> str:
    """The hours to move, told by the quadrants that give them up, the most first."""
    key = "partner_map.finding.time"
    giving = -time.table["hours"]
    giving = giving[scoring.at_least(giving, 0.5)].sort_values(ascending=False, kind="stable")
    given = [
        say(f"{key}.given", hours=float(hours), **{"from": _quadrant("from", str(one), say)})
        for one, hours in giving.items()
    ]
    return say(
        f"{key}.{'detail' if len(given) > 1 else 'detail_one'}",
        hours=time.hours_to_move,
        given=given,
        to=_quadrant("to", time.lack, say),
        **{"from": _quadrant("from", time.excess, say)},
    )


def _moved(result: Map) -> pd.DataFrame:
    moves = result.moves
    return pd.DataFrame() if moves is None else moves[moves["kind"] == method_.MOVED]


def _moves_finding(result: Map, say: Words) -> list[Finding]:
    key, moved = "partner_map.finding.moves", _moved(result)
    if not len(moved):
        return []
    lines = [
        say(
            f"{key}.one",
            name=str(row.name),
            before=_quadrant("name", str(row.quadrant_before), say),
            after=_quadrant("name", str(row.quadrant), say),
        )
        for row in moved.itertuples(index=False)
    ]
    listed = say.format.clauses(lines[:TOLD])
    if others := len(lines) - TOLD if len(lines) > TOLD else 0:
        listed = say(f"{key}.more", listed=listed, others=others)
    text = say(f"{key}.text", n=len(moved))
    return [Finding(text, say(f"{key}.detail", moves=listed), "moves")]


def _places_finding(result: Map, say: Words) -> Finding:
    key, rules = "partner_map.finding", result.rules
    if not len(result.placed):
        text = say(f"{key}.unplaced.text", lacking=len(result.to_qualify))
        threshold = rules.min_weight_available
        return Finding(text, say(f"{key}.unplaced.detail", threshold=threshold))
    if result.to_discuss:
        names = list(result.positions.loc[result.positions["to_discuss"], "name"])
        text = say(f"{key}.discuss.text", n=len(names))
        return Finding(text, say(f"{key}.discuss.detail", names=names), "map")
    detail = say(f"{key}.stable.detail", stability=rules.stability_min)
    return Finding(say(f"{key}.stable.text"), detail, "map")


def proposals(result: Map, told: Told, say: Words) -> list[Proposal]:
    """What to do, by priority: owner, date, priority from 0 to 100."""
    proposed = []
    for step in result.steps.head(MOST).itertuples():
        case = "who" if step.due else "who_undated"
        who = say(
            f"partner_map.step.{case}",
            owner=_owners(step, told, say),
            by=step.due,
            priority=step.priority,
        )
        proposed.append(Proposal(_action(result, step, say), who))
    return proposed


def _owners(step: Any, told: Told, say: Words) -> str:
    return say.format.list([people.owner(str(one), told.people, say) for one in step.owners])


def _action(result: Map, step: Any, say: Words) -> str:
    time, concerned = result.time, result.positions.loc[list(step.ids)]
    return say(
        f"partner_map.step.{_step_case(result, step)}",
        starting=_starting(result),
        n=len(step.ids),
        near=int(concerned["frontier"].sum()),
        unstable=int(concerned["to_discuss"].sum()),
        names=_names(result, step.ids),
        hours=time.hours_to_move if time else None,
        to=_quadrant("to", time.lack, say) if time else "",
        **{"from": _quadrant("from", time.excess, say) if time else ""},
    )


def _step_case(result: Map, step: Any) -> str:
    """The case of a step's sentence: what is under way, or what makes a position uncertain."""
    kind = str(step.kind)
    if kind == method_.START:
        return f"{kind}_running" if _starting(result) else kind
    if kind != method_.DECIDE:
        return kind
    rows = result.positions.loc[list(step.ids)]
    near, unstable = bool(rows["frontier"].all()), int(rows["to_discuss"].sum())
    if not unstable:
        return kind
    if unstable == len(rows):
        return f"{kind}_all"
    return f"{kind}_among" if near else f"{kind}_mixed"


# ── the map ────────────────────────────────────────────────────────────────────────────────────


def map_(result: Map, told: Told, say: Words) -> Exhibit:
    """Who stands where: bubbles on performance and potential."""
    key, placed = "partner_map.map", result.placed
    if absent := _map_absent(result, told, say):
        return Exhibit("map", None, say(f"{key}.title.absent"), absent=absent)
    rows = _bubbles(result)
    limits, rules = result.thresholds, result.rules
    corners = _corners(say)
    drawn, unnamed = figures.draw_map(
        figures.Bubbles(rows, limits, rules.frontier_margin, corners), say
    )
    title = _map_title(result, say)
    values = {"performance": limits.performance, "potential": limits.potential}
    return Exhibit(
        "map",
        drawn,
        title,
        subtitle=say(
            f"{key}.subtitle",
            year=told.revenue_year,
            placed=len(placed),
            active=len(result.positions),
        ),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=_map_values(placed, say), **values),
        table=_map_table(result, rows, title, say),
        source=_map_source(result, told, unnamed, say),
    )


def _corners(say: Words) -> dict[str, str]:
    ids = (PILLAR, RISING, ESTABLISHED, RECONSIDER)
    return {one: _quadrant("corner", one, say) for one in ids}


def _map_absent(result: Map, told: Told, say: Words) -> str:
    """The sentence that stands in the map's place; "" when it is drawn."""
    key, placed = "partner_map.map", result.placed
    if not len(result.positions):
        return say(f"{key}.absent_nobody", file=told.file)
    if name := _only(result):
        if not len(placed):
            return say(f"{key}.absent_one_unplaced", name=name)
        one = placed.iloc[0]
        return say(
            f"{key}.absent_one",
            name=name,
            place=say(f"{key}.place.{one['quadrant']}"),
            performance=float(one["performance"]),
            potential=float(one["potential"]),
        )
    if not len(placed):
        threshold = result.rules.min_weight_available
        return say(f"{key}.absent", threshold=threshold, file=told.file)
    return ""


def _numbers(result: Map) -> dict[Any, int]:
    """The number of each partner in the table."""
    return {one: place for place, one in enumerate(result.positions.index, start=1)}


def _numbered(result: Map) -> bool:
    """Whether there are so many that the map names some by their number."""
    return len(result.placed) > figures.NAMED


def _bubbles(result: Map) -> pd.DataFrame:
    """Partners placed: strategic ones first, then those of tomorrow, then by revenue."""
    numbers = _numbers(result)
    placed = result.placed
    rank = [0 if row.strategic else 1 if row.tomorrow else 2 for row in placed.itertuples()]
    order = sorted(range(len(placed)), key=lambda place: (rank[place], place))
    rows = placed.iloc[order].copy()
    rows["number"] = [numbers[one] for one in rows.index]
    return rows


def _map_title(result: Map, say: Words) -> str:
    key, placed = "partner_map.map.title", result.placed
    count = placed["quadrant"].value_counts()
    pillars, risings = int(count.get(PILLAR, 0)), int(count.get(RISING, 0))
    first = str(placed["quadrant"].iloc[0])
    case = ("both" if risings else "pillars") if pillars else ("risings" if risings else "none")
    if len(placed) == 1:
        case = "single"
    elif len(count) == 1:
        case = "every"
    return say(
        f"{key}.{case}",
        placed=len(placed),
        pillars=pillars,
        risings=risings,
        all=_quadrant("all", first, say),
        name=str(placed["name"].iloc[0]),
        place=say(f"partner_map.map.place.{first}"),
    )


def _map_values(placed: pd.DataFrame, say: Words) -> str:
    if len(placed) > DESCRIBED:
        told = {
            f"{bound}_{axis}": float(getattr(placed[axis], name)())
            for bound, name in (("low", "min"), ("high", "max"), ("mid", "median"))
            for axis in method_.AXES
        }
        return say("partner_map.map.extremes", **told)
    lines = [
        say(
            "partner_map.map.value",
            name=str(row.name),
            performance=row.performance,
            potential=row.potential,
            quadrant=people.in_sentence(_quadrant("name", str(row.quadrant), say)),
        )
        for row in placed.itertuples(index=False)
    ]
    return _joined(lines, say)


def _map_table(result: Map, rows: pd.DataFrame, caption: str, say: Words) -> Table:
    key = "partner_map.table.partners.columns"
    ordered = rows.loc[result.placed.index]
    shown = pd.DataFrame(
        {
            "name": _partner_cells(result, ordered, say),
            "quadrant": [_place(row, say) for row in ordered.itertuples()],
            "performance": list(ordered["performance"]),
            "potential": list(ordered["potential"]),
            "revenue": list(ordered["revenue"]),
            "stability": list(ordered["stability"]),
        }
    )
    columns = [
        Column("name", say("partner_map.table.partner"), "name"),
        Column("quadrant", say(f"{key}.quadrant")),
        Column("performance", say(f"{key}.performance"), "score", decimals=1),
        Column("potential", say(f"{key}.potential"), "score", decimals=1),
        Column("revenue", say("partner_map.pareto.table.revenue"), "money", unit="k"),
        Column("stability", say(f"{key}.stability"), "percent", decimals=0),
    ]
    return Table("map", shown, columns, caption=caption, limit=len(shown))


def _partner_cells(result: Map, rows: pd.DataFrame, say: Words) -> list[str]:
    if not _numbered(result):
        return [str(name) for name in rows["name"]]
    numbers = _numbers(result)
    key = "partner_map.table.numbered"
    return [say(key, number=numbers[one], name=str(name)) for one, name in rows["name"].items()]


def _place(row: Any, say: Words) -> str:
    """The quadrant of a partner, and whether it stands at its frontier."""
    if not row.placed:
        return say("partner_map.table.partners.to_qualify")
    name = _quadrant("name", str(row.quadrant), say)
    return say("partner_map.table.partners.frontier", quadrant=name) if row.frontier else name


def _map_source(result: Map, told: Told, unnamed: int, say: Words) -> str:
    key, rules = "partner_map.map", result.rules
    text = say(
        f"{key}.{'source_date' if told.as_of else 'source'}",
        as_of=told.as_of,
        margin=rules.frontier_margin,
        stability=rules.stability_min,
        draws=rules.weight_draws,
    )
    more = []
    if rules.map_threshold == method_.MEDIAN:
        more.append(say(f"{key}.medians"))
    if _numbered(result):
        more.append(say(f"{key}.numbers"))
    if unnamed:
        more.append(say(f"{key}.unnamed", count=unnamed))
    return _source(say.format.clauses([text, *more]), say)


def off_the_map(page: Page, result: Map) -> Part:
    """Who is still to be qualified, under the map; nothing when all are placed."""
    names = list(result.to_qualify["name"])
    if not names or not len(result.placed):
        return page.all()
    case = "to_qualify_one" if len(names) == 1 else "to_qualify"
    return page.sentence(page.say(f"partner_map.map.{case}", names=names))


def partners(result: Map, told: Told, say: Words) -> Table:
    """One line of stance a partner: quadrant, scores, share, stability, next step."""
    key, rows = "partner_map.table.partners", result.positions
    short = Gap(say(f"{key}.to_qualify"))
    shown = pd.DataFrame(
        {
            "name": _partner_cells(result, rows, say),
            "quadrant": [_place(row, say) for row in rows.itertuples()],
            "performance": list(rows["performance"].where(rows["placed"])),
            "potential": list(rows["potential"].where(rows["placed"])),
            "share": list(rows["share"]),
            "stability": [
                Chip(
                    "watch" if row.to_discuss else "ok",
                    say.format.percent(float(value_at(rows, row.Index, "stability")), 0),
                )
                if row.placed
                else short
                for row in rows.itertuples()
            ],
            "stance": [
                _quadrant("stance", str(row.quadrant), say) if row.placed else None
                for row in rows.itertuples()
            ],
            "next": [say(f"{key}.next.{_next(row)}") for row in rows.itertuples()],
        }
    )
    columns = [
        Column("name", say("partner_map.table.partner"), "name"),
        Column("quadrant", say(f"{key}.columns.quadrant")),
        Column("performance", say(f"{key}.columns.performance"), "score", decimals=1),
        Column("potential", say(f"{key}.columns.potential"), "score", decimals=1),
        Column("share", say(f"{key}.columns.share"), "percent", decimals=_places(result)),
        Column("stability", say(f"{key}.columns.stability"), "chip"),
        Column("stance", say(f"{key}.columns.stance")),
        Column("next", say(f"{key}.columns.next")),
    ]
    return Table(
        "partners",
        shown,
        columns,
        caption=say(f"{key}.caption", n=len(rows)),
        sub=say(f"{key}.sub", year=told.revenue_year),
        bold=[place for place, one in enumerate(rows["strategic"]) if one],
        empty=say(f"{key}.empty"),
    )


def _next(row: Any) -> str:
    """The next step with one partner."""
    if not row.placed:
        return "qualify"
    if row.strategic:
        return "session"
    if row.tomorrow:
        return "accelerate"
    if row.to_discuss or row.frontier:
        return "discuss"
    return str(row.quadrant)


# ── revenue ────────────────────────────────────────────────────────────────────────────────────


def pareto(result: Map, told: Told, say: Words) -> Exhibit:
    """How much of the revenue the largest partners make."""
    key = "partner_map.pareto"
    if absent := _pareto_absent(result, told, say):
        return Exhibit("revenue", None, say(f"{key}.title.absent"), absent=absent)
    held = result.concentration
    assert held is not None
    ranking, rules = result.strategic.ranking, result.rules
    rows = _pareto_rows(ranking, say)
    title, places = _pareto_title(result, say), _places(result)
    lines = [
        say(
            f"{key}.value",
            name=str(name),
            share=say.format.percent(float(share), places),
            cumulative=say.format.percent(float(cumulative), places),
        )
        for name, share, cumulative in zip(
            rows["name"], rows["share"], rows["cumulative"], strict=True
        )
    ]
    source = say(f"{key}.source", year=told.revenue_year, hhi=held.hhi, effective=held.effective)
    unknown = len(result.positions) - len(ranking)
    if unknown:
        more = say(f"{key}.unknown", count=unknown)
        source = say.format.clauses([source, more])
    return Exhibit(
        "revenue",
        figures.draw_pareto(
            rows,
            say,
            threshold=rules.strategic_revenue_share,
            alert=rules.top1_alert_share,
            places=places,
        ),
        title,
        subtitle=say(
            f"{key}.subtitle",
            year=told.revenue_year,
            threshold=rules.strategic_revenue_share,
            known=len(ranking),
        ),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=_joined(lines, say)),
        table=_pareto_table(result, title, say),
        source=_source(source, say),
    )


def _pareto_absent(result: Map, told: Told, say: Words) -> str:
    key, revenue = "partner_map.pareto", _revenue_case(result)
    if not len(result.positions):
        return say(f"{key}.absent_nobody")
    if revenue == "zero":
        return say(f"{key}.absent_zero", year=told.revenue_year)
    if revenue == "unknown":
        return say(f"{key}.absent", file=told.file)
    name = _only(result)
    return say(f"{key}.absent_one", name=name) if name else ""


def _pareto_rows(ranking: pd.DataFrame, say: Words) -> pd.DataFrame:
    """The first partners, the others in one row."""
    rows = ranking.assign(group=False)
    if len(rows) <= figures.ROWS + 1:
        return rows
    first, rest = rows.head(figures.ROWS), rows.iloc[figures.ROWS :]
    name = say("partner_map.pareto.others", n=len(rest))
    last = {
        "name": name,
        "share": float(rest["share"].sum()),
        "cumulative": 1.0,
        "strategic": False,
        "group": True,
    }
    return pd.concat([first, pd.DataFrame([last])])


def _pareto_title(result: Map, say: Words) -> str:
    key, held, ranking = "partner_map.pareto.title", result.concentration, result.strategic.ranking
    assert held is not None
    equal = bool(scoring.at_most(ranking["share"].max(), ranking["share"].min()))
    case = "equal" if equal and len(ranking) > 1 else "alert" if held.alert else "strategic"
    return say(
        f"{key}.{case}",
        name=str(ranking["name"].iloc[0]),
        first=_first_share(result, say),
        alert=result.rules.top1_alert_share,
        n=len(result.strategic.ids),
        known=len(ranking),
        share=_share(result, say),
    )


def _pareto_table(result: Map, caption: str, say: Words) -> Table:
    key, ranking, places = "partner_map.pareto.table", result.strategic.ranking, _places(result)
    yes, no = say("page.booleans.yes"), say("page.booleans.no")
    shown = ranking.assign(strategic=[yes if one else no for one in ranking["strategic"]])
    columns = [
        Column("name", say("partner_map.table.partner"), "name"),
        Column("revenue", say(f"{key}.revenue"), "money", unit="k"),
        Column("share", say(f"{key}.share"), "percent", decimals=places),
        Column("cumulative", say(f"{key}.cumulative"), "percent", decimals=places),
        Column("strategic", say(f"{key}.strategic")),
    ]
    return Table("revenue", shown, columns, caption=caption, limit=len(shown))


def tomorrow(result: Map, say: Words) -> Table:
    """Those that may become strategic, and what holds their performance back."""
    key, rows, rules = "partner_map.table.tomorrow", result.tomorrow, result.rules
    bounds = {
        "potential": rules.strategic_tomorrow_potential_min,
        "performance": rules.strategic_tomorrow_performance_max,
    }
    lacking = method_.to_build(result.values.loc[rows.index], result.criteria)
    shown = rows.assign(build=[_criteria(points[:BUILT], say) for points in lacking])
    columns = [
        Column("name", say("partner_map.table.partner"), "name"),
        Column("potential", say(f"{key}.columns.potential"), "score", decimals=1),
        Column("performance", say(f"{key}.columns.performance"), "score", decimals=1),
        Column("share", say(f"{key}.columns.share"), "percent", decimals=_places(result)),
        Column("build", say(f"{key}.columns.build")),
    ]
    return Table(
        "tomorrow",
        shown,
        columns,
        caption=say(f"{key}.caption.{'some' if len(rows) else 'zero'}", n=len(rows)),
        sub=say(f"{key}.sub", **bounds),
        empty=say(f"{key}.empty", **bounds),
    )


# ── time ───────────────────────────────────────────────────────────────────────────────────────


def time(result: Map, told: Told, say: Words) -> Exhibit:
    """Where the channel managers' time goes, and where it should."""
    key, spent = "partner_map.time", result.time
    if _only(result) or spent is None:
        case = "absent_one" if _only(result) else "absent"
        if not _only(result) and not len(result.placed):
            case = "absent_unplaced"
        absent = say(f"{key}.{case}", file=told.file)
        return Exhibit("time", None, say(f"{key}.title.absent"), absent=absent)
    rows = _time_rows(result, say)
    if _balanced(result):
        title = say(f"{key}.title.balanced", noise=method_.NOISE)
    else:
        title = say(
            f"{key}.title.excess",
            the=_quadrant("the", spent.excess, say),
            actual=float(value_at(spent.table, spent.excess, "actual")),
            recommended=float(value_at(spent.table, spent.excess, "recommended")),
        )
    lines = [
        say(
            f"{key}.value",
            name=str(row.name),
            actual=row.actual,
            recommended=row.recommended,
            hours=row.hours,
        )
        for row in rows.itertuples(index=False)
    ]
    source = say(f"{key}.source", managers=spent.managers, hours=result.rules.manager_hours_year)
    told_too = [source]
    if empty := int((spent.table["partners"] == 0).sum()):
        told_too.append(say(f"{key}.emptied", n=empty))
    if scoring.above(spent.elsewhere, 0.0):
        told_too.append(say(f"{key}.elsewhere", share=spent.elsewhere))
    return Exhibit(
        "time",
        figures.draw_time(rows, say),
        title,
        subtitle=say(f"{key}.subtitle", known=spent.known, placed=spent.placed),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=_joined(lines, say)),
        table=_time_table(rows, title, say),
        source=_source(say.format.clauses(told_too), say),
    )


def _time_rows(result: Map, say: Words) -> pd.DataFrame:
    spent = result.time
    assert spent is not None
    rows = spent.table[spent.table["partners"] > 0].copy()
    rows["name"] = [_quadrant("several", str(one), say) for one in rows.index]
    rows["note"] = [say("partner_map.time.note", n=int(n)) for n in rows["partners"]]
    rows["excess"] = [one == spent.excess and not _balanced(result) for one in rows.index]
    return rows


def _time_table(rows: pd.DataFrame, caption: str, say: Words) -> Table:
    key = "partner_map.time.table"
    columns = [
        Column("name", say(f"{key}.quadrant"), "name"),
        Column("partners", say(f"{key}.partners"), "int"),
        Column("actual", say(f"{key}.actual"), "percent", decimals=0),
        Column("recommended", say(f"{key}.recommended"), "percent", decimals=0),
        Column("hours", say(f"{key}.hours"), "signed"),
    ]
    return Table("time", rows, columns, caption=caption)


# ── since last year ────────────────────────────────────────────────────────────────────────────


def moves(result: Map, told: Told, say: Words) -> Exhibit:
    """Who moved on the map in a year."""
    key, found = "partner_map.moves", result.moves
    before = told.year - 1
    if found is None:
        case = "absent" if result.before is None else "absent_unplaced"
        absent = say(f"{key}.{case}", before=before)
        return Exhibit("moves", None, say(f"{key}.title.absent"), absent=absent)
    both = found[~found["kind"].isin([method_.APPEARED, method_.LEFT])]
    if not len(both):
        absent = say(f"{key}.absent_nobody")
        return Exhibit("moves", None, say(f"{key}.title.absent"), absent=absent)
    rows = _move_rows(both)
    moved, wide = int(rows["moved"].sum()), int(rows["wide"].sum())
    title = say(f"{key}.title.{'some' if moved else 'zero'}", n=moved, both=len(rows))
    case = "subtitle_panels" if wide > figures.PANELS else "subtitle_panels_all"
    subtitle = say(
        f"{key}.{case if wide > figures.ARROWS else 'subtitle'}",
        before=before,
        year=told.year,
        noise=method_.NOISE,
        both=len(rows),
        wide=wide,
        shown=min(wide, figures.PANELS),
    )
    lines = [
        say(
            f"{key}.value",
            name=str(row.name),
            performance=row.performance,
            potential=row.potential,
            performance_before=row.performance_before,
            potential_before=row.potential_before,
        )
        for row in rows.itertuples(index=False)
    ]
    edge = "source_edge" if (both["kind"] == method_.EDGE).any() else "source"
    source = say(f"{key}.{edge}", before=before, year=told.year, noise=method_.NOISE)
    margin, limits = result.rules.frontier_margin, result.thresholds
    drawn = figures.Moves(rows, limits, margin, _corners(say))
    if figures.stand_aside(drawn):
        source = say.format.clauses([source, say(f"{key}.aside")])
    return Exhibit(
        "moves",
        figures.draw_moves(drawn, say),
        title,
        subtitle=subtitle,
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=_joined(lines, say)),
        table=_moves_table(found, told, say),
        source=_source(source, say),
    )


def _move_rows(both: pd.DataFrame) -> pd.DataFrame:
    changes = both[[f"{axis}_change" for axis in method_.AXES]]
    wide = scoring.at_least(changes.abs().max(axis=1), method_.NOISE)
    return both.assign(
        wide=wide, moved=both["kind"] == method_.MOVED, better=changes.sum(axis=1) >= 0
    )


def _moves_table(found: pd.DataFrame, told: Told, say: Words) -> Table:
    key = "partner_map.moves"

    def place(quadrant: Any) -> Any:
        return _quadrant("name", str(quadrant), say) if quadrant else Gap(say(f"{key}.off"))

    shown = pd.DataFrame(
        {
            "name": list(found["name"]),
            "before": [place(one) for one in found["quadrant_before"]],
            "after": [place(one) for one in found["quadrant"]],
            "kind": [say(f"{key}.kind.{one}") for one in found["kind"]],
            "performance": list(found["performance_change"]),
            "potential": list(found["potential_change"]),
        }
    )
    columns = [
        Column("name", say("partner_map.table.partner"), "name"),
        Column("before", say(f"{key}.table.columns.before", year=told.year - 1)),
        Column("after", say(f"{key}.table.columns.after", year=told.year)),
        Column("kind", say(f"{key}.table.columns.kind")),
        Column("performance", say(f"{key}.table.columns.performance"), "signed", decimals=1),
        Column("potential", say(f"{key}.table.columns.potential"), "signed", decimals=1),
    ]
    return Table(
        "moves",
        shown,
        columns,
        caption=say(f"{key}.table.caption", before=told.year - 1, year=told.year),
        sub=say(f"{key}.table.sub"),
        limit=len(shown),
    )


def came_and_left(page: Page, result: Map) -> Part:
    """Who is on the map of one of the two years alone; nothing when nobody is."""
    found = result.moves
    if found is None or not len(result.placed):
        return page.all()
    parts = []
    for kind in (method_.APPEARED, method_.LEFT):
        names = list(found.loc[found["kind"] == kind, "name"])
        if names:
            key = f"partner_map.moves.{kind}"
            parts.append(page.sentence(page.say(key, n=len(names), names=names)))
    return page.all(*parts)


# ── what to do next ────────────────────────────────────────────────────────────────────────────


def next_steps(page: Page, result: Map, told: Told) -> Part:
    """The steps with owner and date, then what is missing to place the others."""
    parts = [page.table(steps(result, told, page.say))]
    if len(result.to_qualify):
        parts.append(page.table(to_qualify(result, told, page.say)))
        parts.append(page.sentence(_fill(result, told, page.say)))
    return page.all(*parts)


def steps(result: Map, told: Told, say: Words) -> Table:
    """What to do next: owner, date, priority."""
    key, rows = "partner_map.table.steps", result.steps
    shown = pd.DataFrame(
        {
            "action": [_action(result, row, say) for row in rows.itertuples()],
            "owner": [_owners(row, told, say) for row in rows.itertuples()],
            "due": list(rows["due"]),
            "month": [say(f"{key}.month", month=int(one)) for one in rows["month"]],
            "priority": list(rows["priority"]),
        }
    )
    when = (
        Column("due", say(f"{key}.columns.due"), "date")
        if told.as_of
        else Column("month", say(f"{key}.columns.month"))
    )
    columns = [
        Column("action", say(f"{key}.columns.action"), "name"),
        Column("owner", say(f"{key}.columns.owner")),
        when,
        Column("priority", say(f"{key}.columns.priority"), "score", decimals=0),
    ]
    return Table(
        "steps",
        shown,
        columns,
        caption=say(f"{key}.caption", n=len(rows)),
        sub=say(f"{key}.sub"),
        empty=say(f"{key}.empty"),
    )


def to_qualify(result: Map, told: Told, say: Words) -> Table:
    """Partners too little known to be placed, with what is missing and who looks for it."""
    key, rows = "partner_map.table.to_qualify", result.to_qualify
    owners = [str(name).strip() or method_.MANAGER for name in rows["channel_manager"]]
    shown = pd.DataFrame(
        {
            "name": _partner_cells(result, rows, say),
            "share": list(rows["share"]),
            "performance": list(rows["known_performance"]),
            "potential": list(rows["known_potential"]),
            "missing": [_criteria(points, say) for points in rows["missing"]],
            "owner": [people.owner(one, told.people, say) for one in owners],
        }
    )
    columns = [
        Column("name", say("partner_map.table.partner"), "name"),
        Column("share", say(f"{key}.columns.share"), "percent", decimals=_places(result)),
        Column("performance", say(f"{key}.columns.performance"), "percent", decimals=0),
        Column("potential", say(f"{key}.columns.potential"), "percent", decimals=0),
        Column("missing", say(f"{key}.columns.missing")),
        Column("owner", say(f"{key}.columns.owner")),
    ]
    return Table(
        "to_qualify",
        shown,
        columns,
        caption=say(f"{key}.caption", n=len(rows)),
        sub=say(f"{key}.sub", threshold=result.rules.min_weight_available),
        empty=say(f"{key}.empty"),
    )


def _fill(result: Map, told: Told, say: Words) -> str:
    """What is to be written, and where; in words, a measure worked out told by what it rests on."""
    lacking = {criterion for points in result.to_qualify["missing"] for criterion in points}
    key = "partner_map.table.to_qualify"
    years = {method_.SHARE: told.revenue_year, method_.GROWTH: told.revenue_year - 1}
    inputs = [
        say(f"{key}.revenue", year=years[str(column)])
        if column in years
        else people.in_sentence(_criterion(str(criterion), say))
        for criterion, column in result.criteria["column"].items()
        if criterion in lacking
    ]
    return say(f"{key}.fill", file=told.file, inputs=say.format.list(inputs, len(inputs)))


# ── notes ──────────────────────────────────────────────────────────────────────────────────────


def quality(result: Map, say: Words) -> list[str]:
    """Warnings on the data, one sentence each."""
    return [say(f"partner_map.notice.{one.code}", **one.values) for one in result.notices]


def counts(result: Map, say: Words) -> Table:
    """How many active partners have each criterion known."""
    key, coverage = "partner_map.counts", result.coverage
    rows = coverage.assign(
        name=[_criterion(str(criterion), say) for criterion in coverage.index],
        axis=[say(f"partner_map.axis.{axis}") for axis in coverage["axis"]],
    )
    columns = [
        Column("name", say(f"{key}.columns.criterion"), "name"),
        Column("axis", say(f"{key}.columns.axis")),
        Column("weight", say(f"{key}.columns.weight"), "number"),
        Column("known", say(f"{key}.columns.known"), "int"),
        Column("unknown", say(f"{key}.columns.unknown"), "int"),
    ]
    sub = say(f"{key}.sub", active=len(result.positions))
    return Table("known", rows, columns, caption=say(f"{key}.caption"), sub=sub)


def method(result: Map, say: Words) -> str:
    """The method in three sentences."""
    rules = result.rules
    return say(
        "partner_map.method",
        threshold=rules.min_weight_available,
        strategic=rules.strategic_revenue_share,
        draws=rules.weight_draws,
        seed=str(rules.seed),
    )


def key_figures(result: Map, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published."""
    held, spent, share = result.concentration, result.time, result.active_share
    active, placed = len(result.positions), len(result.placed)
    known = len(result.strategic.ranking)
    revenue = say("partner_map.card.strategic.of_absent")
    hours = "of_absent" if placed else "of_unplaced"
    quadrant = result.placed["quadrant"].value_counts()
    found: dict[str, tuple[Any, str, Any, str]] = {
        "strategic_count": (len(result.strategic.ids), "count", known, ""),
        **{
            f"quadrant.{one.id}": (int(quadrant.get(one.id, 0)), "count", placed, "")
            for one in result.rules.quadrants
        },
        "to_qualify": (len(result.to_qualify), "count", active, ""),
        "to_discuss": (result.to_discuss, "count", placed, ""),
        "strategic_share": (result.strategic.share, "share", None, revenue),
        "first_share": (held.first_share if held else None, "share", None, revenue),
        "active_share": (
            share.share,
            "share",
            share.among,
            say("partner_map.card.active.of_absent"),
        ),
        "hhi": (held.hhi if held else None, "0-10000", None, revenue),
        "effective_partners": (held.effective if held else None, "number", known, revenue),
        "hours_to_move": (
            spent.hours_to_move if spent else None,
            "hours",
            spent.managers if spent else None,
            say(f"partner_map.card.hours.{hours}"),
        ),
    }
    return {
        f"map.{name}": {"value": value, "unit": unit, "of": of}
        | ({"reason": reason} if value is None else {})
        for name, (value, unit, of, reason) in found.items()
    }
