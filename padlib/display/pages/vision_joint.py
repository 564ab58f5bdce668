"""The three-year vision as a partner reads it: the market, the joint part, what it asks of each
side (REPORTS 9.5).

It is written from what the folder of that partner's edition holds, and says nothing of the vendor's
own customers, revenue or network. The functions are those of the internal page.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from padlib.core import scoring
from padlib.display.figures import vision as figures
from padlib.display.figures.vision import Course
from padlib.display.pages import vision as whole_page
from padlib.display.pages.vision import (
    LEADER,
    PANELS,
    SIDES,
    Outlook,
    about,
    amounts,
    asked,
    calendar,
    counts,
    course_lines,
    course_rows,
    described,
    direction,
    owner,
    panels,
    scenario_names,
    segment_names,
    segment_rows,
    whole,
)
from padlib.display.parts import Card, Exhibit, Finding, Page, Part
from padlib.display.tables import Column, Table
from padlib.display.words import Words
from padlib.method.vision import BASE, HIGH, LOW, SCENARIOS, Joint

title = whole_page.title
proposals = whole_page.proposals
confirm = whole_page.confirm
assumptions = whole_page.assumptions
method = whole_page.method
changes = whole_page.changes
known = whole_page.known
key_figures = whole_page.key_figures
outlook = whole_page.outlook
result = whole_page.result


def _business(found: Joint) -> tuple[float, float]:
    """Joint business of the first and of the last year, as sentences tell it."""
    line = found.totals[BASE]["joint"]
    return about(float(line.iloc[1])), about(float(line.iloc[-1]))


def _case(found: Joint) -> str:
    first, last = _business(found)
    return direction(first, last) if max(first, last) > 0 else "none"


def _won(found: Joint) -> float:
    """Customers to win together over the three years."""
    return float(found.totals[BASE]["new_joint"].sum())


def _spread(found: Joint) -> dict[str, float]:
    return {one: about(float(found.totals[one]["joint"].iloc[-1])) for one in (LOW, HIGH)}


def _ranges(found: Joint) -> str:
    spread = _spread(found)
    return "range" if spread[HIGH] > spread[LOW] else "alone"


def _market(found: Joint) -> pd.Series[Any]:
    """Companies by year, all segments."""
    return found.market["companies"].groupby(level="year").sum()


# ── first screen ───────────────────────────────────────────────────────────────────────────────


def headline(found: Joint, told: Outlook, say: Words) -> str:
    """The joint business of the last year, and what it takes."""
    first, last = _business(found)
    return say(
        f"vision.headline.partner.{_case(found)}",
        before=first,
        joint=last,
        won=whole(_won(found)),
        vendor=told.vendor,
        **calendar(found),
    )


def decision(found: Joint, told: Outlook, say: Words) -> str:  # noqa: ARG001
    """To agree on the objectives and on what each side commits to."""
    return say("vision.decision.partner", owner=owner(told, LEADER, say), vendor=told.vendor)


def cards(found: Joint, told: Outlook, say: Words) -> list[Card]:
    """Joint business, customers to win together, market, commitments."""
    return [
        _together_card(found, say),
        _won_card(found, say),
        _market_card(found, say),
        _shared_card(told, say),
    ]


def _together_card(found: Joint, say: Words) -> Card:
    first, last = _business(found)
    key = "vision.card.together"
    return Card(
        say(f"{key}.label", **calendar(found)),
        say.format.money(last),
        trend=say(f"{key}.trend", joint=first, **calendar(found)),
        denominator=say(f"{key}.{_ranges(found)}", **_spread(found)),
    )


def _won_card(found: Joint, say: Words) -> Card:
    key = "vision.card.won"
    last = float(found.totals[BASE]["new_joint"].iloc[-1])
    return Card(
        say(f"{key}.label"),
        say.format.int(_won(found)),
        trend=say(f"{key}.trend", last_won=last, **calendar(found)),
        denominator=say(f"{key}.of", **calendar(found)),
    )


def _market_card(found: Joint, say: Words) -> Card:
    key, market_ = "vision.card.market", _market(found)
    gain = whole(float(market_.iloc[-1])) - whole(float(market_.iloc[0]))
    return Card(
        say(f"{key}.label", **calendar(found)),
        say.format.int(float(market_.iloc[-1])),
        trend=say(f"{key}.trend.{'some' if gain else 'none'}", gain=gain, **calendar(found)),
        denominator=say(f"{key}.of", segments=len(found.names)),
    )


def _shared_card(told: Outlook, say: Words) -> Card:
    key = "vision.card.shared"
    ours, yours = (len(asked(told, side, say)) for side in SIDES)
    if not ours + yours:
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.none"))
    return Card(
        say(f"{key}.label"),
        say.format.int(ours + yours),
        denominator=say(
            f"{key}.{'of_all' if told.several else 'of'}",
            ours=ours,
            yours=yours,
            vendor=told.vendor,
        ),
    )


def findings(page: Page, found: Joint, told: Outlook) -> Part:  # noqa: ARG001
    """The joint business, the customers to win, the market."""
    say, years = page.say, calendar(found)
    first, last = _business(found)
    key, case = "vision.finding.partner", _case(found)
    business = Finding(
        say(f"{key}.business.{case}", before=first, joint=last, **years),
        ""
        if case == "none"
        else say(f"{key}.business.{_ranges(found)}", **_spread(found), **years),
        None if case == "none" else "together",
    )
    won, line = whole(_won(found)), found.totals[BASE]["new_joint"]
    rhythm = {"first_won": float(line.iloc[1]), "last_won": float(line.iloc[-1])}
    if won > 0:
        customers = Finding(
            say(f"{key}.won", won=won), say(f"{key}.won_detail", **rhythm, **years), "together"
        )
    else:
        customers = Finding(say(f"{key}.won_none"))
    market_ = _market(found)
    before, after = whole(float(market_.iloc[0])), whole(float(market_.iloc[-1]))
    names = list(segment_names(found.names, say).values())
    place = Finding(
        say(f"{key}.market.{direction(before, after)}", before=before, after=after, **years),
        say(f"{key}.market.detail", count=len(names), names=names),
    )
    return page.findings([business, customers, place])


# ── where we go together ───────────────────────────────────────────────────────────────────────


def market(page: Page, found: Joint, told: Outlook) -> Part:
    """The joint business and the customers to win together, year by year."""
    say = page.say
    return page.all(
        page.section("market", say("vision.section.together")),
        page.figure(_together(found, told, say)),
        page.table(_years_table(found, say)),
    )


def _together(found: Joint, told: Outlook, say: Words) -> Exhibit:
    key, case = "vision.together", _case(found)
    if case == "none":
        absent = say(f"{key}.absent", file=told.file)
        return Exhibit("together", None, say(f"{key}.alt.title"), absent=absent)
    first, last = _business(found)
    heading = say(f"{key}.title.{case}", before=first, joint=last, **calendar(found))
    won = found.totals[BASE]["new_joint"]
    names = scenario_names(say)
    blank = dict.fromkeys(SCENARIOS, "")
    high = list(found.totals[HIGH]["joint"])
    courses = [
        Course(
            say(f"{key}.business"), course_rows(found.totals, "joint"), amounts(high, say), names
        ),
        Course(
            say(f"{key}.won"),
            pd.DataFrame(dict.fromkeys(SCENARIOS, won)),
            counts(list(won), say),
            blank,
        ),
    ]
    lines = []
    for one in courses:
        clauses = course_lines(one, say)
        clauses[0] = say("vision.alt.headed", name=one.title, text=clauses[0])
        lines += clauses
    return Exhibit(
        "together",
        figures.draw_courses(courses),
        heading,
        subtitle=say(f"{key}.sub"),
        alt=say(f"{key}.alt.title"),
        description=described(say(f"{key}.alt.lead"), lines, say),
        table=_years_data(found, heading, say),
        source=say(f"{key}.source", file=told.file, vendor=told.vendor),
    )


def _lines(found: Joint) -> pd.DataFrame:
    """Market, customers to win together, joint business in the three scenarios; a row a year."""
    rows = pd.DataFrame({"companies": _market(found)})
    rows["new_joint"] = found.totals[BASE]["new_joint"]
    for one in SCENARIOS:
        rows[f"joint_{one}"] = found.totals[one]["joint"]
    rows = rows.reset_index()
    rows["year"] = rows["year"].astype("str")
    return rows


def _line_columns(say: Words) -> list[Column]:
    return [
        Column("year", say("vision.column.year"), "name"),
        Column("companies", say("vision.column.companies"), "int"),
        Column("new_joint", say("vision.column.new_joint"), "number"),
        *(
            Column(f"joint_{one}", say(f"vision.column.joint_{one}"), "money")
            for one in (LOW, BASE, HIGH)
        ),
    ]


def _years_data(found: Joint, heading: str, say: Words) -> Table:
    return Table("together", _lines(found), _line_columns(say), caption=heading)


def _years_table(found: Joint, say: Words) -> Table:
    return Table(
        "years",
        _lines(found),
        _line_columns(say),
        caption=say("vision.table.together.caption", **calendar(found)),
        sub=say("vision.table.together.sub", currency=say.format.unit(), **calendar(found)),
    )


# ── on which markets ───────────────────────────────────────────────────────────────────────────


def revenue(page: Page, found: Joint, told: Outlook) -> Part:
    """The joint business by segment, and how many companies each has."""
    say = page.say
    parts = [page.section("segments", say("vision.section.by_segment"))]
    if _case(found) != "none":
        parts.append(page.figure(_by_segment(found, told, say)))
    return page.all(*parts, page.table(_market_table(found, say)))


def _last(found: Joint) -> pd.Series[Any]:
    """Joint business of the last year by segment, the largest first."""
    last = found.lines[BASE]["joint"].xs(found.years[-1], level="year")
    return last.iloc[scoring.order(last.index, -last)]


def _by_segment(found: Joint, told: Outlook, say: Words) -> Exhibit:
    key, names, last = "vision.by_segment", segment_names(found.names, say), _last(found)
    order = [str(one) for one in last.index]
    shown = order[:PANELS]
    total = float(last.sum())
    share = float(last.iloc[0]) / total if total > 0 else math.nan
    case = "single" if len(order) == 1 else "top"
    values = {"joint": about(float(last.iloc[0])), "share": share, "name": names[order[0]]}
    heading = say(f"{key}.title.{case}", **values, **calendar(found))
    blank = dict.fromkeys(SCENARIOS, "")
    print_ = amounts(list(found.lines[HIGH]["joint"]), say)
    courses = []
    for one in shown:
        rows = segment_rows(found.lines, one, "joint")
        courses.append(Course(names[one], rows, print_, blank))
    table = _segment_data(found, order, names, heading, say)
    return panels(found, courses, table, told, say)


def _segment_data(
    found: Joint, order: Sequence[str], names: Mapping[str, str], heading: str, say: Words
) -> Table:
    base = found.lines[BASE]["joint"].unstack("year").loc[list(order)]
    rows = pd.DataFrame({str(year): base[year] for year in found.years[1:]}, index=base.index)
    for one in (LOW, HIGH):
        rows[one] = found.lines[one]["joint"].xs(found.years[-1], level="year")
    rows.insert(0, "name", [names[str(one)] for one in rows.index])
    columns = [
        Column("name", say("vision.column.segment"), "name"),
        *(Column(str(year), str(year), "money") for year in found.years[1:]),
        *(
            Column(one, say(f"vision.column.last_{one}", **calendar(found)), "money")
            for one in (LOW, HIGH)
        ),
    ]
    return Table("by_segment", rows, columns, caption=heading)


def _market_table(found: Joint, say: Words) -> Table:
    """Companies by segment and year, in the order of the joint business."""
    names = segment_names(found.names, say)
    base = found.market["companies"].unstack("year").loc[list(_last(found).index)]
    rows = pd.DataFrame({str(year): base[year] for year in found.years}, index=base.index)
    rows.insert(0, "name", [names[str(one)] for one in rows.index])
    rows["growth"] = found.names["market_growth"].reindex(rows.index)
    columns = [
        Column("name", say("vision.column.segment"), "name"),
        *(Column(str(year), str(year), "int") for year in found.years),
        Column("growth", say("vision.table.market.growth"), "percent", decimals=1),
    ]
    total: dict[str, Any] | None = None
    if len(rows) > 1:
        market_ = _market(found)
        total = {str(year): float(one) for year, one in market_.items()}
        total |= {"name": say("vision.column.total")}
    return Table(
        "market",
        rows,
        columns,
        caption=say("vision.table.market.caption"),
        sub=say("vision.table.market.sub"),
        total=total,
    )


def network(page: Page, found: Joint, told: Outlook) -> Part:  # noqa: ARG001
    """Nothing: the vendor's network is its own."""
    return page.all()


def conditions(page: Page, found: Joint, told: Outlook) -> Part:
    """What the vision asks of each side, the vendor's first."""
    say = page.say
    return page.all(
        page.section("asks", say("vision.section.asks")),
        *(page.table(one) for one in whole_page.asks_tables(found, told, say)),
    )


def quality(found: Joint, told: Outlook, say: Words) -> list[str]:  # noqa: ARG001
    """Nothing of the vendor's own is told."""
    return []
