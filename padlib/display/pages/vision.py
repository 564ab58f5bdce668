"""The three-year vision: where we can go together, whether the network can, what it asks of each
side (REPORTS 9.5).

Each function takes the vision, what the page tells beside it, and the words; it picks the case,
the words do the rest. The page of a partner (`vision_joint`) shows the market and its own part.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from padlib.core import scoring, uncertainty
from padlib.core.notices import Notice
from padlib.display import people
from padlib.display.figures import earnings as bars
from padlib.display.figures import vision as figures
from padlib.display.figures.vision import Course
from padlib.display.figures.waterfall import draw_waterfall
from padlib.display.formats import is_missing, rounded
from padlib.display.pages import assumptions as assumed
from padlib.display.parts import Bullet, Card, Exhibit, Finding, Page, Part, Proposal
from padlib.display.tables import Chip, Column, Table
from padlib.display.words import Words
from padlib.method import vision
from padlib.method.vision import (
    BASE,
    CAUSES,
    COVERED,
    HIGH,
    LOW,
    SCENARIOS,
    SHORT,
    Analysis,
    Joint,
)

FILE = "vision.yml"
INTERNAL = "internal"
VENDOR, PARTNER = SIDES = ("vendor", "partner")
LEADER = "DIRP"  # who answers for the vision
OWNERS = {"network": "DIRP", "direct": "VTE", "churn": "SUP", "price": "FIN"}  # of what must hold
PROPOSED = 3
PANELS = 12
FIGURES = 3  # of an amount in a sentence
MILLION = 1e6
TOLD = 20  # values that a figure's description tells


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What the page tells beside the figures: parties, names, what is asked, assumptions."""

    vendor: str
    year: int
    audience: str = INTERNAL
    partner: str = ""  # the name of the partner whose part is the joint one
    names: Mapping[str, str] = field(default_factory=dict)  # partner id → name
    people: Mapping[str, str] = field(default_factory=dict)  # vendor's role id → name
    requires: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["side", "text_fr", "text_en", "owner"])
    )
    used: pd.DataFrame = field(default_factory=pd.DataFrame)  # assumptions, by key
    rate: float | None = None  # units of the currency for one euro
    file: str = FILE
    several: bool = False  # a partner's edition: what is asked concerns others too

    @property
    def internal(self) -> bool:
        return self.audience == INTERNAL


def outlook(folder: Any, plan: Any) -> Outlook:
    """What a folder tells beside its vision (``folder.vision()``)."""
    internal = folder.audience == INTERNAL
    keys = [*plan.assumptions, *(vision.KEYS if internal else ())]
    partners = folder.partners() if folder.has("partners") else pd.DataFrame({"name": []})
    return Outlook(
        vendor=folder.name,
        year=folder.year,
        audience=folder.audience,
        partner=folder.partner_name,
        names={str(one): str(name) for one, name in partners["name"].items()},
        people=dict(folder.settings.people),
        requires=plan.requires,
        used=folder.assumptions(uses=keys).loc[keys] if keys else pd.DataFrame(),
        rate=folder.settings.rate,
        several=plan.several,
    )


def result(folder: Any, plan: Any, average_ramp: float | None = None) -> Analysis | Joint:
    """The vision as the edition may tell it: whole, or the market and the partner's own part."""
    told = {"year": folder.year, "partner": folder.partner_id}
    if folder.audience != INTERNAL:
        return vision.joint(plan.segments, plan.shares, **told)
    rules = folder.rules("vision", average_ramp=average_ramp)
    partners = folder.partners() if folder.has("partners") else None
    used = folder.assumptions(uses=vision.KEYS)
    network = vision.Network.of(partners, used, rules["average_ramp"])
    return vision.analysis(plan.segments, plan.shares, network, **told)


# ── amounts, names, owners ─────────────────────────────────────────────────────────────────────


def about(amount: float) -> float:
    """An amount as a sentence tells it: three figures.

    >>> about(1_857_346.3), about(0.0)
    (1860000.0, 0.0)
    """
    if is_missing(amount) or amount == 0:
        return amount
    return float(round(amount, FIGURES - 1 - math.floor(math.log10(abs(amount)))))


def amounts(values: Sequence[float], say: Words) -> Callable[[float], str]:
    """How amounts that are read side by side print: all in millions when one reaches a million."""
    known_ = [abs(one) for one in values if not is_missing(one)]
    if max(known_, default=0.0) >= MILLION:
        return say.format.millions
    return lambda amount: say.format.money(about(amount))


def counts(values: Sequence[float], say: Words) -> Callable[[float], str]:
    """How customers that are read side by side print: as a table prints its column."""
    places = int(any(rounded(one, 1) % 1 for one in values if not is_missing(one)))
    return lambda count: say.format.number(count, places)


def described(lead: str, rows: Sequence[str], say: Words) -> str:
    """What a figure shows: its lead, then a clause a value, so many at most."""
    if not rows:
        return lead
    case = "more" if len(rows) > TOLD else "all"
    return say(f"vision.alt.{case}", lead=lead, rows=say.format.clauses(rows[:TOLD]))


def owner(told: Outlook, role: str, say: Words) -> str:
    """Who answers for something, as printed; words where nobody is named yet."""
    if not role:
        return say("vision.owner_none")
    key = f"vision.role.{role}"  # the partner's roles, where the partner is named beside them
    return say(key) if say.has(key) else people.owner(role, told.people, say)


def segment_names(segments: pd.DataFrame, say: Words) -> dict[str, str]:
    """Names of the segments, as the client wrote them."""
    return {str(one): str(name) for one, name in segments[f"name_{say.language}"].items()}


def direction(before: float, after: float) -> str:
    """Whether something goes ``up``, ``down`` or stays ``level``; amounts of any size.

    >>> direction(2.59e9, 2.59e9), direction(0.5, 0.4)
    ('level', 'down')
    """
    if math.isclose(before, after, rel_tol=scoring.TOLERANCE, abs_tol=scoring.TOLERANCE):
        return "level"
    return "up" if after > before else "down"


def whole(value: float) -> float:
    """A count as it is printed, halves away from zero."""
    return math.copysign(math.floor(abs(value) + 0.5 + scoring.TOLERANCE), value)


def _rows(frame: pd.DataFrame | pd.Series[Any]) -> Iterator[tuple[str, Any]]:
    items = frame.iterrows() if isinstance(frame, pd.DataFrame) else frame.items()
    return ((str(name), row) for name, row in items)


def _base(found: Analysis) -> pd.DataFrame:
    return found.totals[BASE]


def _ends(found: Analysis) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Years 0, 1 and 3 of the base case."""
    rows = _base(found).to_dict("records")
    told = [{str(name): float(value) for name, value in row.items()} for row in rows]
    return told[0], told[1], told[-1]


def _ratio(part: float, of: float) -> float:
    return part / of if of > 0 else math.nan


def _worst(found: Analysis) -> dict[str, Any]:
    """The year that asks most of the network."""
    return {str(name): one for name, one in found.feasibility.loc[found.worst].items()}


def _reach(found: Analysis) -> str:
    """Whether the network can: ``covered``, ``short``, ``unknown``; ``idle``: it wins nothing."""
    row = _worst(found)
    if row["state"] != SHORT:
        return str(row["state"])
    return "idle" if is_missing(row["lacking"]) else SHORT


def _hopes(found: Analysis) -> bool:
    """Whether the network covers the vision at the pace assumed, not at the one observed."""
    slower = found.observed
    if _reach(found) != COVERED or slower is None or not found.network.assumes_more:
        return False
    return bool(slower["state"].loc[found.worst] == SHORT)


def outcome(found: Analysis) -> str:
    """`_reach`, or ``assumed`` when the network covers the vision at the pace assumed alone."""
    return "assumed" if _hopes(found) else _reach(found)


def pace(found: Analysis) -> dict[str, Any]:
    """What a partner is assumed to win and what was observed, and the network at that pace."""
    net, slower = found.network, found.observed
    values: dict[str, Any] = {"assumed": net.by_partner}
    if net.observed is None or slower is None:
        return values
    row = slower.loc[found.worst]
    return values | {
        "pace": net.observed.pace,
        "won": net.observed.customers,
        "partners": net.observed.partners,
        "observed_ratio": row["ratio"],
        "observed_needed": row["needed"],
        "observed_lacking": row["lacking"],
    }


def _observed(found: Analysis, say: Words) -> list[str]:
    """What was observed beside what is assumed, and the network at that pace; nothing if nothing
    was."""
    net, slower = found.network, found.observed
    if net.observed is None or slower is None:
        return []
    key, values = "vision.observed", pace(found)
    values |= {"active": net.active or 0, "year": found.worst}
    case = "all" if net.observed.partners == net.active else "some"
    said = say(f"{key}.{case}", **values)
    state = str(slower["state"].loc[found.worst])
    if not net.assumes_more:
        state = "as_much"
    elif is_missing(values["observed_lacking"]) or is_missing(values["observed_ratio"]):
        state = "idle"
    return [f"{said} {say(f'{key}.at.{state}', **values)}"]


def _first_short(found: Analysis) -> int:
    """The first year that the network does not cover; the most demanding one without any."""
    short = found.feasibility.index[found.feasibility["state"] == SHORT]
    return int(short[0]) if len(short) else found.worst


def calendar(found: Analysis | Joint) -> dict[str, int]:
    """Calendar years for a sentence: start (year 0), first (year 1) and last."""
    return {"start": found.years[0], "first": found.years[1], "last": found.years[-1]}


def _spread(found: Analysis, line: str) -> dict[str, float]:
    """A line of the last year in the low and high scenarios."""
    return {bound: float(found.totals[bound][line].iloc[-1]) for bound in (LOW, HIGH)}


def _with(told: Outlook) -> str:
    return "partner" if told.partner else "all"


# ── headline, decision, cards ──────────────────────────────────────────────────────────────────


def title(found: Analysis | Joint, told: Outlook, say: Words) -> str:
    """What stands beside the client's name: the years, and with whom."""
    return say(f"vision.title.{_with(told)}", partner=told.partner, **calendar(found))


def headline(found: Analysis, told: Outlook, say: Words) -> str:
    """From how many customers to how many, what is done together, and whether the network can."""
    start, _, last = _ends(found)
    case = f"joint_{_with(told)}" if found.has_joint else "revenue"
    return say(
        f"vision.headline.{case}.{outcome(found)}",
        before=whole(start["customers"]),
        after=whole(last["customers"]),
        joint=about(last["joint"]),
        revenue=about(last["revenue"]),
        lacking=_worst(found)["lacking"],
        partner=told.partner,
        **pace(found),
        **calendar(found),
    )


def decision(found: Analysis, told: Outlook, say: Words) -> str:
    """What is asked of the reader: to agree on the vision, or to give it the network it lacks."""
    return say(
        f"vision.decision.{outcome(found)}",
        owner=owner(told, LEADER, say),
        lacking=_worst(found)["lacking"],
        year=_first_short(found),
        **pace(found),
        **calendar(found),
    )


def cards(found: Analysis, told: Outlook, say: Words) -> list[Card]:
    """Customers, revenue, indirect share, joint business, feasibility."""
    return [
        _customers_card(found, say),
        _revenue_card(found, say),
        _indirect_card(found, say),
        _joint_card(found, told, say),
        _network_card(found, say),
    ]


def _customers_card(found: Analysis, say: Words) -> Card:
    start, _, last = _ends(found)
    key, years = "vision.card.customers", calendar(found)
    gain = whole(last["customers"]) - whole(start["customers"])
    return Card(
        say(f"{key}.label", **years),
        say.format.int(last["customers"]),
        trend=say(f"{key}.trend.{'some' if gain else 'none'}", gain=gain, **years),
        denominator=say(f"{key}.of", companies=last["companies"], share=last["penetration"]),
    )


def _revenue_card(found: Analysis, say: Words) -> Card:
    _, first, last = _ends(found)
    key, spread = "vision.card.revenue", _spread(found, "revenue")
    case = "range" if _parts(found, "revenue") else "alone"
    return Card(
        say(f"{key}.label", **calendar(found)),
        say.format.money(about(last["revenue"])),
        trend=say(f"{key}.trend", first_revenue=about(first["revenue"]), **calendar(found)),
        denominator=say(f"{key}.{case}", **{name: about(one) for name, one in spread.items()}),
    )


def _parts(found: Analysis, line: str) -> bool:
    """Whether the scenarios part on a line in the last year."""
    spread = _spread(found, line)
    return direction(spread[LOW], spread[HIGH]) == "up"


def _indirect_card(found: Analysis, say: Words) -> Card:
    _, first, last = _ends(found)
    key, years = "vision.card.indirect", calendar(found)
    share, before = (_ratio(one["indirect"], one["revenue"]) for one in (last, first))
    if is_missing(share):
        return Card(say(f"{key}.label", **years), "–", denominator=say(f"{key}.none"))
    return Card(
        say(f"{key}.label", **years),
        say.format.percent(share, 0),
        bullet=Bullet(100 * share, 100 * before),
        trend=say(f"{key}.trend", share=before, **years),
        denominator=say(f"{key}.of", revenue=about(last["revenue"])),
    )


def _joint_card(found: Analysis, told: Outlook, say: Words) -> Card:
    _, first, last = _ends(found)
    key, years = "vision.card.joint", calendar(found)
    label = say(f"{key}.label", **years)
    if not found.has_joint:
        return Card(label, "–", denominator=say(f"{key}.none", file=told.file))
    return Card(
        label,
        say.format.money(about(last["joint"])),
        trend=say(f"{key}.trend", joint=about(first["joint"]), **years),
        denominator=say(f"{key}.of", share=_ratio(last["joint"], last["indirect"])),
    )


def _network_card(found: Analysis, say: Words) -> Card:
    key, row, reach = "vision.card.network", _worst(found), outcome(found)
    label = say(f"{key}.label", year=found.worst)
    values = {
        "to_win": row["to_win"],
        "capacity": row["capacity"],
        "needed": row["needed"],
        "lacking": row["lacking"],
        "active": found.network.active or 0,
        **pace(found),
    }
    if is_missing(row["ratio"]):
        chip = Chip("none", say(f"{key}.chip.unknown"))
        case = reach if reach in ("unknown", "idle") else "nobody"
        return Card(label, "–", chip=chip, denominator=say(f"{key}.{case}", **values))
    code = {COVERED: "ok", "assumed": "watch"}.get(reach, "late")
    chip = Chip(code, say(f"{key}.chip.{reach}"))
    ratio = 100 * row["ratio"]
    return Card(
        label,
        say.format.percent(row["ratio"], 0),
        bullet=Bullet(max(ratio, 0.0), 100, high=max(125.0, 1.1 * ratio)),
        chip=chip,
        trend=say(f"{key}.trend.{reach}", **values),
        denominator=say(f"{key}.of", **values),
    )


# ── findings, proposals, confirm first ─────────────────────────────────────────────────────────


def findings(page: Page, found: Analysis, told: Outlook) -> Part:
    """Customers, the way to market, the network."""
    say = page.say
    return page.findings(
        [
            _growth_finding(found, say),
            _split_finding(found, told, say),
            _network_finding(found, say),
        ]
    )


def _growth_finding(found: Analysis, say: Words) -> Finding:
    start, _, last = _ends(found)
    key = "vision.finding.growth"
    before, after = whole(start["customers"]), whole(last["customers"])
    text = say(
        f"{key}.{direction(before, after)}",
        before=before,
        after=after,
        share=start["penetration"],
        last_share=last["penetration"],
        **calendar(found),
    )
    spread = {name: whole(one) for name, one in _spread(found, "customers").items()}
    case = "range" if spread[HIGH] > spread[LOW] else "alone"
    new = whole(float(_base(found)["new"].sum()))
    return Finding(text, say(f"{key}.{case}", new=new, **spread, **calendar(found)), "customers")


def _split_finding(found: Analysis, told: Outlook, say: Words) -> Finding:
    _, first, last = _ends(found)
    key = "vision.finding.split"
    before, after = (_ratio(one["indirect"], one["revenue"]) for one in (first, last))
    if is_missing(after) or is_missing(before):
        return Finding(say(f"{key}.none"), "", "split")
    text = say(
        f"{key}.{direction(before, after)}", share=before, last_share=after, **calendar(found)
    )
    case = f"joint_{_with(told)}" if found.has_joint else "unnamed"
    share = _ratio(last["joint"], last["indirect"])
    values = {"joint": about(last["joint"]), "part": share, "partner": told.partner}
    return Finding(text, say(f"{key}.{case}", file=told.file, **values, **calendar(found)), "split")


def _network_finding(found: Analysis, say: Words) -> Finding:
    key, row, net = "vision.finding.network", _worst(found), found.network
    text = say(
        f"{key}.{outcome(found)}",
        year=found.worst,
        needed=row["needed"],
        lacking=row["lacking"],
        active=net.active or 0,
        to_win=row["to_win"],
        **pace(found),
    )
    return Finding(text, _capacity(found, say), "network")


def _capacity(found: Analysis, say: Words) -> str:
    """What a partner wins a year, and from what."""
    net = found.network
    case = "autonomous" if scoring.at_least(net.average_ramp, 1.0) else "ramping"
    return say(
        f"vision.capacity.{case}",
        wins=net.by_partner,
        sellers=net.sellers,
        customers=net.wins,
        ramp=net.average_ramp,
    )


def asked(told: Outlook, side: str, say: Words) -> list[tuple[str, str]]:
    """What is asked of a side: the text and who answers for it."""
    own = told.requires[told.requires["side"] == side]
    return [
        (str(row[f"text_{say.language}"]), owner(told, str(row["owner"]), say))
        for _, row in own.iterrows()
    ]


def proposals(page: Page, found: Analysis | Joint, told: Outlook) -> Part:
    """What the vision asks, one of each side in turn; what it lacks when the network is short."""
    say = page.say
    sides = [[(side, *one) for one in asked(told, side, say)] for side in SIDES]
    turns = [one for pair in _in_turn(*sides) for one in pair]
    made = []
    if isinstance(found, Analysis) and _reach(found) == SHORT:
        lacking = _worst(found)["lacking"]
        who = say("vision.proposal.by", owner=owner(told, LEADER, say), year=_first_short(found))
        made.append(Proposal(say("vision.proposal.recruit", lacking=lacking), who))
    for side, text, name in turns:
        whom = f"{side}_all" if told.several and side == VENDOR else side
        who = say(
            f"vision.proposal.{told.audience}.{whom}",
            owner=name,
            vendor=told.vendor,
            **calendar(found),
        )
        made.append(Proposal(text, who))
    if not made:
        case = "write" if told.internal else "agree"
        who = say(
            f"vision.proposal.{told.audience}.{case}",
            owner=owner(told, LEADER, say),
            vendor=told.vendor,
        )
        made.append(Proposal(say(f"vision.proposal.{case}", file=told.file), who))
    return page.proposals(made[:PROPOSED])


def _in_turn(ours: Sequence[Any], theirs: Sequence[Any]) -> Iterator[list[Any]]:
    for place in range(max(len(ours), len(theirs))):
        yield [*ours[place : place + 1], *theirs[place : place + 1]]


def confirm(page: Page, found: Analysis | Joint, told: Outlook) -> Part:
    """The working assumptions that the vision uses (METHOD 17: a report without tornado).

    Without any, what it rests on instead: the client's own aims and, for the network, the method's
    example as long as the client has not put its own figures in its place. What was observed of
    the active partners stands beside it.
    """
    say = page.say
    said = [] if isinstance(found, Joint) else _observed(found, say)
    if not told.used.empty and (told.used["grade"] == uncertainty.WORKING).any():
        return page.confirm([*said, *assumed.working(told.used, say)])
    if not told.internal:
        return page.confirm([say("vision.confirm.partner")])
    example = told.used.loc[list(vision.KEYS)]
    sellers, wins = (float(one) for one in example["value"])
    case = "own" if example["changed"].all() else "example"
    rests = say(f"vision.confirm.{case}", file=told.file, sellers=sellers, wins=wins)
    return page.confirm([rests, *said])


# ── where we go ────────────────────────────────────────────────────────────────────────────────


def market(page: Page, found: Analysis, told: Outlook) -> Part:
    """Penetration and customers, segment by segment when there are several, and the scenarios."""
    say = page.say
    parts = [
        page.section("market", say("vision.section.market")),
        page.figure(_customers(found, told, say)),
    ]
    if len(found.segments) > 1:
        parts += [page.figure(_segments(found, told, say))]
    return page.all(*parts, page.table(_by_segment(found, say)))


def scenario_names(say: Words) -> dict[str, str]:
    """The three scenarios, as they stand at the ends of their lines."""
    return {one: say(f"vision.scenario.{one}") for one in SCENARIOS}


def course_rows(totals: Mapping[str, pd.DataFrame], line: str) -> pd.DataFrame:
    """A line in the three scenarios, a row a year."""
    return pd.DataFrame({one: totals[one][line] for one in SCENARIOS})


def course_lines(course: Course, say: Words) -> list[str]:
    """A course as clauses: each year's base case and range."""
    case = "band" if course.banded else "year"
    return [
        say(
            f"vision.alt.{case}",
            year=int(year),
            base=course.told(row[BASE]),
            low=course.told(row[LOW]),
            high=course.told(row[HIGH]),
        )
        for year, row in _rows(course.known)
    ]


def _customers(found: Analysis, told: Outlook, say: Words) -> Exhibit:
    start, _, last = _ends(found)
    key = "vision.customers"
    if not last["companies"] > 0:
        absent = say(f"{key}.absent", file=told.file)
        return Exhibit("customers", None, say(f"{key}.alt.title"), absent=absent)
    before, after = whole(start["customers"]), whole(last["customers"])
    heading = say(
        f"{key}.title.{direction(before, after)}",
        before=before,
        after=after,
        share=start["penetration"],
        last_share=last["penetration"],
        **calendar(found),
    )
    names = scenario_names(say)
    courses = [
        Course(
            say(f"{key}.penetration"),
            course_rows(found.totals, "penetration"),
            lambda share: say.format.percent(share, 1),
            dict.fromkeys(names, ""),
        ),
        Course(say(f"{key}.count"), course_rows(found.totals, "customers"), say.format.int, names),
    ]
    banded = any(one.banded for one in courses)
    lines = [clause for one in courses for clause in _headed(one, say)]
    table = pd.DataFrame(
        {
            f"{line}_{scenario}": found.totals[scenario][line]
            for line in ("penetration", "customers")
            for scenario in SCENARIOS
        }
    ).reset_index()
    table["year"] = table["year"].astype("str")
    columns = [Column("year", say("vision.column.year"), "name")] + [
        Column(
            f"{line}_{scenario}",
            say(f"vision.column.{line}_{scenario}"),
            "percent" if line == "penetration" else "int",
            decimals=1 if line == "penetration" else None,
        )
        for line in ("penetration", "customers")
        for scenario in SCENARIOS
    ]
    return Exhibit(
        "customers",
        figures.draw_courses(courses),
        heading,
        subtitle=say(
            f"{key}.sub.{'band' if banded else 'alone'}",
            count=len(found.segments),
            companies=start["companies"],
            **calendar(found),
        ),
        alt=say(f"{key}.alt.title"),
        description=described(say(f"{key}.alt.lead"), lines, say),
        table=Table("customers", table, columns, caption=heading),
        source=say(f"{key}.source.{'band' if banded else 'alone'}", file=told.file),
    )


def _headed(course: Course, say: Words) -> list[str]:
    """The clauses of a course, the first with its name."""
    lines = course_lines(course, say)
    lines[0] = say("vision.alt.headed", name=course.title, text=lines[0])
    return lines


def _gains(found: Analysis) -> pd.Series[Any]:
    """Customers gained by segment from year 0 to year 3, as counts print; the largest first."""
    table = found.lines[BASE]["customers"].unstack("year")
    ends = [table[year].map(whole) for year in (found.years[-1], found.years[0])]
    gains = (ends[0] - ends[1]).reindex(found.segments.index)
    return gains.iloc[scoring.order(gains.index, -gains)]


def _sorted_segments(found: Analysis) -> list[str]:
    """Segments by customers in the last year, the largest first."""
    last = found.lines[BASE]["customers"].xs(found.years[-1], level="year")
    return [str(last.index[place]) for place in scoring.order(last.index, -last)]


def _segments(found: Analysis, told: Outlook, say: Words) -> Exhibit:
    key, names = "vision.segments", segment_names(found.segments, say)
    order = _sorted_segments(found)
    shown = order[:PANELS]
    gains = _gains(found)
    top, start, last = str(gains.index[0]), _ends(found)[0], _ends(found)[-1]
    total = whole(last["customers"]) - whole(start["customers"])
    case = "top" if gains.iloc[0] > 0 and total > 0 else "none"
    heading = say(
        f"{key}.title.{case}",
        name=names[top],
        gain=gains.iloc[0],
        total=total,
        **calendar(found),
    )
    courses = [_segment_course(found, one, names[one], say) for one in shown]
    table = _segment_data(found, order, names, heading, say)
    return panels(found, courses, table, told, say)


def panels(
    found: Analysis | Joint, courses: Sequence[Course], table: Table, told: Outlook, say: Words
) -> Exhibit:
    """A small panel a segment shown; the table has them all, and the figure's name and title."""
    key, shown, rest = f"vision.{table.key}", len(courses), len(table.rows) - len(courses)
    lines = [
        say(
            f"{key}.alt.row",
            name=one.title,
            before=one.told(one.known[BASE].iloc[0]),
            after=one.told(one.known[BASE].iloc[-1]),
            low=one.told(one.known[LOW].iloc[-1]),
            high=one.told(one.known[HIGH].iloc[-1]),
        )
        for one in courses
    ]
    return Exhibit(
        table.key,
        figures.draw_small(courses),
        table.caption,
        subtitle=say(f"{key}.sub.{'some' if rest else 'all'}", shown=shown, rest=rest),
        alt=say(f"{key}.alt.title"),
        description=described(say(f"{key}.alt.lead", **calendar(found)), lines, say),
        table=table,
        source=say(f"{key}.source", file=told.file),
    )


def segment_rows(lines: Mapping[str, pd.DataFrame], segment: str, line: str) -> pd.DataFrame:
    """A line of one segment in the three scenarios, a row a year."""
    return pd.DataFrame({one: lines[one][line].xs(segment, level="segment") for one in SCENARIOS})


def _segment_course(found: Analysis, segment: str, name: str, say: Words) -> Course:
    share = segment_rows(found.lines, segment, "penetration")[BASE]
    note = say("vision.segments.note", share=share.iloc[0], last_share=share.iloc[-1])
    rows = segment_rows(found.lines, segment, "customers")
    return Course(name, rows, say.format.int, dict.fromkeys(SCENARIOS, ""), note)


def _segment_data(
    found: Analysis, order: Sequence[str], names: Mapping[str, str], heading: str, say: Words
) -> Table:
    """Customers by segment and year, and the two scenarios of the last one."""
    base = found.lines[BASE]["customers"].unstack("year").loc[list(order)]
    rows = pd.DataFrame({str(year): base[year] for year in found.years}, index=base.index)
    for one in (LOW, HIGH):
        rows[one] = found.lines[one]["customers"].xs(found.years[-1], level="year")
    rows.insert(0, "name", [names[str(one)] for one in rows.index])
    columns = [
        Column("name", say("vision.column.segment"), "name"),
        *(Column(str(year), str(year), "int") for year in found.years),
        *(
            Column(one, say(f"vision.column.last_{one}", **calendar(found)), "int")
            for one in (LOW, HIGH)
        ),
    ]
    return Table("segments", rows, columns, caption=heading)


def _by_segment(found: Analysis, say: Words) -> Table:
    """Each segment in the last year: market, penetration, customers, revenue, indirect, joint."""
    names = segment_names(found.segments, say)
    of_years, order = found.lines[BASE], _sorted_segments(found)
    lines = ["companies", "penetration", "customers", "revenue", "indirect", "joint"]
    rows = pd.DataFrame(
        {one: of_years[one].xs(found.years[-1], level="year").reindex(order) for one in lines}
    )
    rows["name"] = [names[str(one)] for one in rows.index]
    new = of_years["new"].groupby(level="segment").sum()
    rows["new_all"] = new.reindex(rows.index)
    columns = [Column("name", say("vision.column.segment"), "name")]
    columns += _columns(
        ["companies", "penetration", "customers", "new_all", "revenue", "indirect"], say
    )
    if found.has_joint:
        columns += _columns(["joint"], say)
    total: dict[str, Any] | None = None
    if len(rows) > 1:
        total = {**_ends(found)[-1], "name": say("vision.column.total")}
        total["new_all"] = float(new.sum())
    return Table(
        "segment",
        rows,
        columns,
        caption=_most_customers(rows, total, found, say),
        sub=say("vision.table.segments.sub", currency=say.format.unit(), **calendar(found)),
        total=total,
    )


def _most_customers(
    rows: pd.DataFrame, total: Mapping[str, Any] | None, found: Analysis, say: Words
) -> str:
    """Which segment has most customers in the last year, of how many."""
    key, first = "vision.table.segments.caption", rows.iloc[0]
    values = {"name": first["name"], "customers": whole(first["customers"]), **calendar(found)}
    if total is None:
        return say(f"{key}.one", companies=first["companies"], **values)
    return say(f"{key}.most", total=whole(total["customers"]), **values)


_KINDS: Mapping[str, Any] = {
    "companies": "int",
    "penetration": "percent",
    "customers": "int",
    "new": "int",
    "new_all": "int",
    "new_indirect": "int",
}


def _columns(lines: Sequence[str], say: Words) -> list[Column]:
    return [
        Column(
            line,
            say(f"vision.column.{line}"),
            _KINDS.get(line, "money"),
            decimals=1 if line == "penetration" else None,
        )
        for line in lines
    ]


# ── where the revenue comes from ───────────────────────────────────────────────────────────────


def revenue(page: Page, found: Analysis, told: Outlook) -> Part:
    """Direct, indirect and joint by year; from year 0 to year 3; the years in a table."""
    say = page.say
    return page.all(
        page.section("revenue", say("vision.section.revenue")),
        page.figure(_split(found, told, say)),
        page.figure(_bridge(found, told, say)),
        page.table(_years_table(found, say)),
        _scenarios(page, found, told),
    )


def _split(found: Analysis, told: Outlook, say: Words) -> Exhibit:
    key = "vision.split"
    base = _base(found).iloc[1:]
    _, first, last = _ends(found)
    before, after = (_ratio(one["indirect"], one["revenue"]) for one in (first, last))
    if is_missing(after) or is_missing(before):
        return Exhibit(
            "split", None, say(f"{key}.alt.title"), absent=say(f"{key}.absent", file=told.file)
        )
    heading = say(
        f"{key}.title.{direction(before, after)}",
        share=before,
        last_share=after,
        revenue=about(last["revenue"]),
        **calendar(found),
    )
    rows = pd.DataFrame(
        {
            "joint": base["joint"],
            "indirect": base["indirect"] - base["joint"],
            "direct": base["direct"],
        }
    )
    if not found.has_joint:
        rows = rows.drop(columns="joint")
    names = {
        "joint": say(f"{key}.joint.{_with(told)}", partner=told.partner),
        "indirect": say(f"{key}.{'rest' if found.has_joint else 'indirect'}"),
        "direct": say(f"{key}.direct"),
    }
    lines = [
        say(
            f"{key}.alt.{'joint' if found.has_joint else 'row'}",
            year=int(str(year)),
            **_amounts(row),
        )
        for year, row in base.iterrows()
    ]
    table = base[["revenue", "direct", "indirect", "joint"]].reset_index()
    table["year"] = table["year"].astype("str")
    columns = [
        Column("year", say("vision.column.year"), "name"),
        *_columns(["revenue", "direct", "indirect", *(["joint"] if found.has_joint else [])], say),
    ]
    return Exhibit(
        "split",
        bars.draw_lines(rows, names, say, figures.SPLIT, amounts(list(base["revenue"]), say)),
        heading,
        subtitle=say(f"{key}.sub", **calendar(found)),
        alt=say(f"{key}.alt.title"),
        description=described(say(f"{key}.alt.lead"), lines, say),
        table=Table("split", table, columns, caption=heading),
        source=say(f"{key}.source", file=told.file),
    )


def _amounts(row: Any) -> dict[str, float]:
    return {name: float(row[name]) for name in ("revenue", "direct", "indirect", "joint")}


def _bridge(found: Analysis, told: Outlook, say: Words) -> Exhibit:
    key, steps, years = "vision.bridge", found.bridge, calendar(found)
    causes = steps[list(CAUSES)]
    gains = causes[causes > 0]
    case = direction(steps["start"], steps["end"])
    cause = str(gains.idxmax()) if len(gains) else ""
    heading = say(
        f"{key}.title.{case}" if cause else f"{key}.title.plain",
        cause=say(f"{key}.by.{cause}") if cause else "",
        amount=about(float(gains.max())) if cause else 0.0,
        before=about(steps["start"]),
        after=about(steps["end"]),
        **years,
    )
    rows = pd.DataFrame(
        {
            "name": [say(f"{key}.step.{one}", **years) for one in steps.index],
            "change": steps.to_numpy(),
            "whole": [one not in CAUSES for one in steps.index],
        }
    )
    lines = [
        say(f"{key}.alt.row", name=row["name"], amount=row["change"]) for _, row in rows.iterrows()
    ]
    table = _bridge_table(found, heading, say)
    return Exhibit(
        "bridge",
        draw_waterfall(rows, say, told=amounts(list(steps), say)),
        heading,
        subtitle=say(f"{key}.sub", **years),
        alt=say(f"{key}.alt.title"),
        description=described(say(f"{key}.alt.lead"), lines, say),
        table=table,
        source=say(f"{key}.source", file=told.file, **years),
    )


def _bridge_table(found: Analysis, heading: str, say: Words) -> Table:
    """The steps, for each segment when there are several."""
    years, names = calendar(found), segment_names(found.segments, say)
    rows = found.bridges.copy()
    rows.insert(0, "name", [names[str(one)] for one in rows.index])
    total: dict[str, Any] | None = None
    if len(rows) > 1:
        total = {str(step): float(amount) for step, amount in found.bridge.items()}
        total |= {"name": say("vision.column.total")}
    columns = [
        Column("name", say("vision.column.segment"), "name"),
        *(
            Column(one, say(f"vision.bridge.step.{one}", **years), "money")
            for one in found.bridge.index
        ),
    ]
    return Table("bridge", rows, columns, caption=heading, total=total)


def _years_table(found: Analysis, say: Words) -> Table:
    lines = ["companies", "penetration", "customers", "new", "revenue", "direct", "indirect"]
    lines += ["joint"] if found.has_joint else []
    rows = _base(found)[lines].reset_index()
    rows["year"] = rows["year"].astype("str")
    return Table(
        "years",
        rows,
        [Column("year", say("vision.column.year"), "name"), *_columns(lines, say)],
        caption=say("vision.table.years.caption", **calendar(found)),
        sub=say("vision.table.years.sub", currency=say.format.unit(), **calendar(found)),
    )


def _scenarios(page: Page, found: Analysis, told: Outlook) -> Part:
    """The last year in the three scenarios; a sentence when the file gives one alone."""
    if any(_parts(found, line) for line in ("customers", "revenue")) or _churns(found):
        return page.table(_scenarios_table(found, page.say))
    return page.sentence(page.say("vision.table.scenarios.alone", file=told.file))


def _churns(found: Analysis) -> bool:
    """Whether some segment has a range of churn."""
    return any(_is_range(row, "churn") for _, row in found.segments.iterrows())


def _span(found: Analysis, say: Words) -> str:
    """How far apart the scenarios are: in revenue, else in customers, else in those to be won."""
    key, years = "vision.table.scenarios.caption", calendar(found)
    if _parts(found, "revenue"):
        spread = {name: about(one) for name, one in _spread(found, "revenue").items()}
        return say(f"{key}.revenue", **spread, **years)
    if _parts(found, "customers"):
        spread = {name: whole(one) for name, one in _spread(found, "customers").items()}
        return say(f"{key}.customers", **spread, **years)
    new = sorted(whole(float(found.totals[one]["new"].sum())) for one in (LOW, HIGH))
    return say(f"{key}.churn", low=new[0], high=new[1], **years)


def _scenarios_table(found: Analysis, say: Words) -> Table:
    """The last year in the three scenarios."""
    lines = ["penetration", "customers", "revenue", "indirect"]
    lines += ["joint"] if found.has_joint else []
    rows = pd.DataFrame({one: found.totals[one].iloc[-1] for one in SCENARIOS}).T[lines]
    new = {one: float(found.totals[one]["new"].sum()) for one in SCENARIOS}
    rows.insert(2, "new_all", pd.Series(new))
    rows.insert(0, "name", [say(f"vision.table.scenarios.{one}") for one in SCENARIOS])
    columns = [Column("name", say("vision.column.scenario"), "name")]
    columns += _columns(["penetration", "customers", "new_all", *lines[2:]], say)
    return Table(
        "scenarios",
        rows,
        columns,
        caption=_span(found, say),
        sub=say("vision.table.scenarios.sub", currency=say.format.unit(), **calendar(found)),
        bold=(1,),
    )


# ── the network, and who is in it ──────────────────────────────────────────────────────────────


def network(page: Page, found: Analysis, told: Outlook) -> Part:
    """What the channel must win against what it can; with whom the joint business is made."""
    say = page.say
    parts = [
        page.section("network", say("vision.section.network")),
        page.figure(_feasibility(found, told, say)),
        *(page.sentence(one) for one in _observed(found, say)),
    ]
    named = found.by_partner.index.get_level_values(0).unique().tolist() if found.has_joint else []
    if not found.partner and any(named):
        parts.append(page.table(_partners_table(found, told, named, say)))
    return page.all(*parts)


def _feasibility(found: Analysis, told: Outlook, say: Words) -> Exhibit:
    key, table, reach = "vision.network", found.feasibility, outcome(found)
    row, net = _worst(found), found.network
    values = {"needed": row["needed"], "lacking": row["lacking"], "active": net.active or 0}
    values |= pace(found)
    printed = counts(list(table["to_win"]), say)
    lacks = [str(year) for year in table.index[table["state"] == SHORT]]
    case = "short_many" if reach == SHORT and len(lacks) > 1 else reach
    heading = say(
        f"{key}.title.{case}", year=found.worst, to_win=row["to_win"], years=lacks, **values
    )
    rows = pd.DataFrame(
        {
            "to_win": table["to_win"],
            "told": [printed(one) for one in table["to_win"]],
            "capacity": table["capacity"],
            "short": table["state"] == SHORT,
            "ratio": [
                "–" if is_missing(one) else say.format.percent(one, 0) for one in table["ratio"]
            ],
            "needed": [
                "–"
                if is_missing(one)
                else say(f"{key}.needed.{_known(net)}", needed=one, active=net.active or 0)
                for one in table["needed"]
            ],
        }
    )
    heads = {one: say(f"{key}.head.{one}", capacity=row["capacity"]) for one in ("ratio", "needed")}
    heads["capacity"] = say(
        f"{key}.head.capacity", capacity=row["capacity"], active=net.active or 0
    )
    lines = [
        say(
            f"{key}.alt.{'row' if net.active is not None else 'alone'}",
            year=int(str(year)),
            **dict(one[["to_win", "capacity", "needed"]]),
        )
        for year, one in table.iterrows()
    ]
    shown = table.reset_index()
    shown["year"] = shown["year"].astype("str")
    columns = [
        Column("year", say("vision.column.year"), "name"),
        Column("to_win", say(f"{key}.column.to_win"), "number"),
        Column("capacity", say(f"{key}.column.capacity"), "number"),
        Column("ratio", say(f"{key}.column.ratio"), "percent", decimals=0),
        Column("needed", say(f"{key}.column.needed"), "int"),
        Column("lacking", say(f"{key}.column.lacking"), "int"),
    ]
    return Exhibit(
        "network",
        figures.draw_feasibility(rows, heads),
        heading,
        subtitle=say(f"{key}.sub"),
        alt=say(f"{key}.alt.title"),
        description=described(say(f"{key}.alt.lead"), lines, say),
        table=Table("network", shown, columns, caption=heading),
        source=say(f"{key}.source", capacity=_capacity(found, say), file=told.file),
    )


def _known(net: vision.Network) -> str:
    return "unknown" if net.active is None else "known"


def _partners_table(found: Analysis, told: Outlook, named: Sequence[str], say: Words) -> Table:
    """Joint business by partner and year, the largest of the last year first."""
    joint = found.by_partner["joint"].unstack("year")
    last = joint[found.years[-1]]
    joint = joint.iloc[scoring.order(joint.index, -last)]
    rows = pd.DataFrame({str(year): joint[year] for year in found.years[1:]}, index=joint.index)
    rows.insert(
        0,
        "name",
        [
            told.names.get(str(one), str(one)) or say("vision.table.partners.unnamed")
            for one in rows.index
        ],
    )
    won = found.by_partner["new_joint"].groupby(level=0).sum()
    rows["new_joint"] = won.reindex(rows.index)
    indirect = float(_base(found)["indirect"].iloc[-1])
    rows["share"] = [_ratio(float(one), indirect) for one in joint[found.years[-1]]]
    columns = [
        Column("name", say("vision.column.partner"), "name"),
        *(Column(str(year), str(year), "money") for year in found.years[1:]),
        Column(
            "share",
            say("vision.column.share_of_indirect", **calendar(found)),
            "percent",
            decimals=0,
        ),
        Column("new_joint", say("vision.column.new_joint"), "number"),
    ]
    total = {
        "name": say("vision.column.total"),
        **{str(year): float(joint[year].sum()) for year in found.years[1:]},
        "share": float(rows["share"].sum()),
        "new_joint": float(won.sum()),
    }
    return Table(
        "partners",
        rows,
        columns,
        caption=say("vision.table.partners.caption", count=sum(map(bool, named))),
        sub=say("vision.table.partners.sub", currency=say.format.unit(), **calendar(found)),
        total=total if len(rows) > 1 else None,
    )


# ── what it asks ───────────────────────────────────────────────────────────────────────────────


def conditions(page: Page, found: Analysis, told: Outlook) -> Part:
    """What must be true, with owners, then what the vision asks of each side."""
    say = page.say
    return page.all(
        page.section("asks", say("vision.section.asks")),
        page.table(_must_hold(found, told, say)),
        *(page.table(one) for one in asks_tables(found, told, say)),
    )


def _must_hold(found: Analysis, told: Outlook, say: Words) -> Table:
    key, years = "vision.must", calendar(found)
    _, first, last = _ends(found)
    row, net = _worst(found), found.network
    rows = []
    reach = outcome(found)
    case = reach if reach != SHORT or net.active else "nobody"
    rows.append(
        (
            say(
                f"{key}.network.{case}",
                year=found.worst,
                needed=row["needed"],
                active=net.active or 0,
                to_win=row["to_win"],
                **pace(found),
            ),
            OWNERS["network"],
        )
    )
    before, after = (_ratio(one["direct"], one["revenue"]) for one in (first, last))
    if not (is_missing(before) or is_missing(after)):
        moves = direction(before, after)
        rows.append(
            (
                say(f"{key}.direct.{moves}", share=before, last_share=after, **years),
                OWNERS["direct"],
            )
        )
    rows.append((say(f"{key}.churn", churn=_mean_churn(found), **years), OWNERS["churn"]))
    growth = _mean_price(found)
    if abs(growth) > scoring.TOLERANCE:
        rows.append(
            (
                say(f"{key}.price.{'up' if growth > 0 else 'down'}", growth=abs(growth), **years),
                OWNERS["price"],
            )
        )
    table = pd.DataFrame(
        [(text, owner(told, role, say)) for text, role in rows], columns=["text", "owner"]
    )
    columns = [
        Column("text", say(f"{key}.column.text"), "name"),
        Column("owner", say(f"{key}.column.owner")),
    ]
    caption = say(
        f"{key}.caption.{'idle' if reach == 'idle' else 'partners'}",
        count=len(table),
        needed=row["needed"],
        year=found.worst,
    )
    return Table("must", table, columns, caption=caption, sub=say(f"{key}.sub", **years))


def _mean_churn(found: Analysis) -> float:
    """Customers lost a year on those there were, over the three years and all segments."""
    base = found.lines[BASE]["customers"].unstack("year").reindex(found.segments.index)
    before = base[list(found.years[:-1])].sum(axis=1)
    lost = (before * found.segments["churn"]).sum()
    return float(lost / before.sum()) if before.sum() > 0 else float(found.segments["churn"].mean())


def _mean_price(found: Analysis) -> float:
    """Yearly change of price, weighted by the revenue of the last year."""
    last = found.lines[BASE]["revenue"].xs(found.years[-1], level="year")
    weights = last.reindex(found.segments.index)
    total = float(weights.sum())
    growth = found.segments["price_growth"]
    return float((weights * growth).sum() / total) if total > 0 else 0.0


def asks_tables(found: Analysis | Joint, told: Outlook, say: Words) -> list[Table]:
    """What the vision asks of each side, the vendor’s first; a sentence where nothing is."""
    columns = [
        Column("text", say("vision.asks.column.text"), "name"),
        Column("owner", say("vision.asks.column.owner")),
    ]
    edition = told.audience
    return [
        Table(
            f"asks_{side}",
            pd.DataFrame(asked(told, side, say), columns=["text", "owner"]),
            columns,
            caption=say(
                f"vision.asks.{edition}.{side}{'_all' if told.several and side == VENDOR else ''}",
                vendor=told.vendor,
            ),
            sub=say("vision.asks.sub", **calendar(found)),
            empty=say(f"vision.asks.none.{edition}.{side}", vendor=told.vendor, file=told.file),
        )
        for side in SIDES
    ]


# ── notes ──────────────────────────────────────────────────────────────────────────────────────


def quality(found: Analysis, told: Outlook, say: Words) -> list[str]:
    """What the vision itself warns of, in sentences."""
    return [_warning(one, found, told, say) for one in found.notices]


def _warning(notice: Notice, found: Analysis, told: Outlook, say: Words) -> str:
    values = dict(notice.values)
    key = f"vision.quality.{notice.code.removeprefix('vision_')}"
    if notice.code != "vision_shrinks":
        return say(key, file=told.file)
    years = [str(one) for one in values["years"]]
    named = {"name": segment_names(found.segments, say)[values["segment"]], "years": years}
    row = _worst(found)
    if is_missing(row["ratio"]):
        return say(f"{key}.alone", **named)
    gross = found.feasibility["gross"] / row["capacity"]
    return say(f"{key}.ratio", ratio=float(gross.max()), year=int(gross.idxmax()), **named)


def segments_table(found: Analysis, told: Outlook, say: Words) -> Table:
    """What is assumed of each segment, with its range; the bank's values say so."""
    key = "vision.assumed"
    rows = []
    for segment, row in found.segments.iterrows():
        rows.append(
            {
                "name": segment_names(found.segments, say)[str(segment)],
                "market": say(
                    f"{key}.market", companies=row["target_companies"], growth=row["market_growth"]
                ),
                "penetration": say(
                    f"{key}.{'aimed' if _is_range(row, 'penetration_year3') else 'aim'}",
                    share=row["penetration_start"],
                    last_share=row["penetration_year3"],
                    low=row["penetration_year3_low"],
                    high=row["penetration_year3_high"],
                ),
                "path": say(
                    f"{key}.path",
                    **{
                        name: row[f"path_{n}"] for n, name in ((1, "one"), (2, "two"), (3, "three"))
                    },
                ),
                "churn": _ranged(row, "churn", say),
                "revenue": _ranged(row, "revenue_per_customer", say),
                "price": say.format.exactpercent(row["price_growth"]),
                "direct": say(
                    f"{key}.path",
                    **{
                        name: row[f"direct_{n}"]
                        for n, name in ((1, "one"), (2, "two"), (3, "three"))
                    },
                ),
            }
        )
    names = ("market", "penetration", "path", "churn", "revenue", "price", "direct")
    columns = [Column("name", say("vision.column.segment"), "name")]
    columns += [
        Column(one, say(f"{key}.column.{one}", currency=say.format.unit())) for one in names
    ]
    return Table(
        "segment_assumptions",
        pd.DataFrame(rows),
        columns,
        caption=say(f"{key}.caption"),
        sub=say(f"{key}.sub", file=told.file, **calendar(found)),
    )


def _is_range(row: Any, name: str) -> bool:
    return direction(row[f"{name}_low"], row[f"{name}_high"]) == "up"


def _ranged(row: Any, name: str, say: Words) -> str:
    """A value with its range, and where it comes from when it is not the client's."""
    case = "range" if _is_range(row, name) else "alone"
    origin = "bank" if row[f"{name}_assumed"] else "client"
    kind = "money" if name == "revenue_per_customer" else "share"
    bounds = {
        bound or "value": row[f"{name}_{bound}" if bound else name] for bound in ("", "low", "high")
    }
    return say(f"vision.assumed.{kind}.{case}_{origin}", **bounds)


def assumptions(page: Page, found: Analysis | Joint, told: Outlook) -> Part:
    """What is assumed: segment by segment (internal edition), then the keys of the method."""
    say, parts = page.say, []
    if isinstance(found, Analysis):
        parts.append(page.assumptions(segments_table(found, told, say)))
    if not told.used.empty:
        audience = "internal" if told.internal else "partner"
        caption = say("vision.assumed.keys")
        parts.append(
            page.assumptions(
                assumed.table(told.used, say, rate=told.rate, audience=audience, caption=caption)
            )
        )
    return page.all(*parts)


def changes(folder: Any, say: Words) -> list[Any]:
    """Numbers that are not the method's own, named in words."""
    named = {"vision.average_ramp": say("vision.parameter.average_ramp")}
    return [replace(one, name=named.get(one.name, one.name)) for one in folder.changes]


def method(found: Analysis | Joint, say: Words) -> str:
    """The method in brief."""
    return say("vision.method.internal" if isinstance(found, Analysis) else "vision.method.partner")


def known(told: Outlook, say: Words) -> list[str]:
    """What the partner's edition knows of the partner, and from where."""
    return [] if told.internal else [say("vision.known", vendor=told.vendor, partner=told.partner)]


def key_figures(found: Analysis | Joint) -> dict[str, dict[str, Any]]:
    """Key figures for the manifest."""
    return vision.key_figures(found)
