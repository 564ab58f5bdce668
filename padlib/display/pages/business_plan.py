"""The joint business plan itself, as a page shows it and both managements sign it (METHOD 13).

Each function takes the plan, the partnership and the words. A plan is a document of two sides: both
editions read alike, the parties are named, and what the vendor keeps to itself (where it places the
partner, its notes, its diagnostic) is left out of the partner's.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product, zip_longest
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import actions as core_actions
from padlib.core.joint_plan import (
    CLOSED,
    PARTNER,
    QUARTERS,
    SIDES,
    SIGNED,
    STATUSES,
    VENDOR,
    JointPlan,
)
from padlib.display import people
from padlib.display.formats import is_missing
from padlib.display.parts import (
    Agreement,
    Link,
    MonthPlan,
    Page,
    Part,
    Party,
    PlannedAction,
    Quotation,
    Said,
)
from padlib.display.tables import Chip, Column, Gap, Table
from padlib.display.two_sides import TwoSides
from padlib.display.typography import NBSP, THIN
from padlib.display.words import Words
from padlib.method import convergence as method
from padlib.method import plan_balance
from padlib.method.convergence import Analysis

KEY = "business_plan"
LEADER, SPONSOR = "CM", "DG"  # the vendor's
PARTNER_LEADER, PARTNER_SPONSOR = "PCO", "PDG"
HIDDEN = "identity.quadrant"  # where the vendor places its partners is its own
VENDORS_ORIGIN = "diagnostic"  # what the vendor finds of itself is its own
MOST = 3  # strengths and gaps
DATES_APART = 3  # commitments without a date that are named one by one
YEARLY = "/year"
LOG_SHOWN = 30
AMENDMENT = "amendment"  # of the log
COUNTED, EQUAL = "count", 1e-9  # a unit of whole things; what a float sum loses
# the signature page: lines of one sheet, sizes of its print, and what it cuts when they do not do
PAGE_LINES = 53.0
SCALES = tuple(round(1 - 0.03 * step, 2) for step in range(11))  # 1 to 0.7
LINE_CHARACTERS, HEAD_CHARACTERS = 56.0, 36.0  # of one of its two columns, at full size
CUT_AT = (None, 200, 150, 110, 80, 60, 45)  # characters of a text; None: whole

Texts = tuple[tuple[str, str], ...]  # French, English


@dataclass(frozen=True, kw_only=True)
class Partnership(TwoSides):
    """What the page tells beside the plan: the parties, people of both, as of which day."""

    as_of: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Computed:
    """What the steps say, where the plan says nothing; blank where they say nothing either."""

    convergence_index: float | None = None
    perception_index: float | None = None
    revenue_previous_year: float | None = None
    strengths: Texts = ()
    gaps: Texts = ()
    joint_revenue: tuple[float, ...] = ()
    partner_earnings: tuple[float, ...] = ()
    target_segments: Texts = ()
    quadrant: str = ""


def partnership(folder: Any, plan: JointPlan) -> Partnership:
    """The partnership of a folder opened for one partner, once its plan is read."""
    return Partnership(
        vendor=folder.name,
        partner=folder.partner_name,
        year=folder.year,
        audience=folder.audience,
        people=roles(plan, folder.settings.people),
        as_of=folder.as_of_partner(),
        file=f"business_plans/{plan.partner_id}.yml",
    )


def roles(plan: JointPlan, known: Mapping[str, str]) -> dict[str, str]:
    """Who holds each role of both sides: the client's people, then those whom the plan names.

    A plan names its owners and its sponsors, and who signs it.
    """
    told = dict(known)
    holders = {
        LEADER: plan.identity.get("owner_vendor", ""),
        SPONSOR: plan.identity.get("sponsor_vendor", ""),
        PARTNER_LEADER: plan.identity.get("owner_partner", ""),
        PARTNER_SPONSOR: plan.identity.get("sponsor_partner", ""),
    }
    holders |= {str(row["role"]): str(row["name"]) for _, row in plan.signatures.iterrows()}
    return told | {
        role: name for role, name in holders.items() if name and name not in banks.roles()
    }


def computed(
    *,
    convergence: Analysis | None = None,
    perception: float | None = None,
    revenue: float | None = None,
    joint_revenue: Sequence[float] = (),
    partner_earnings: Sequence[float] = (),
    segments: Texts = (),
    quadrant: str = "",
) -> Computed:
    """What the steps say, as the starting point and the vision of a plan take it.

    Parameters
    ----------
    convergence : Analysis, optional
        Of this partner; before the session it tells nothing.
    perception : float, optional
        The partner's own index, 0–100.
    revenue : float, optional
        Made with the partner in the year before the plan's.
    joint_revenue, partner_earnings : sequence of float
        Years 1 to 3.
    segments : tuple of pairs
        French and English.
    quadrant : str
        Where the map places the partner.
    """
    index, strengths, gaps = _session(convergence)
    return Computed(
        convergence_index=index,
        perception_index=_number(perception),
        revenue_previous_year=_number(revenue),
        strengths=strengths,
        gaps=gaps,
        joint_revenue=tuple(map(float, joint_revenue)),
        partner_earnings=tuple(map(float, partner_earnings)),
        target_segments=tuple(segments)[:MOST],
        quadrant=quadrant,
    )


def _session(found: Analysis | None) -> tuple[float | None, Texts, Texts]:
    if found is None or found.moment != method.AFTER:
        return None, (), ()
    labels = [banks.short_labels(language) for language in ("fr", "en")]

    def named(rows: pd.DataFrame) -> Texts:
        return tuple((labels[0][str(one)], labels[1][str(one)]) for one in rows.index[:MOST])

    total = found.overall.indices
    return (
        None if total is None else float(total.convergence),
        named(method.shared_strengths(found.points)),
        named(method.to_close(found.points)),
    )


def _number(value: float | None) -> float | None:
    return None if value is None or is_missing(value) else float(value)


# ── words ──────────────────────────────────────────────────────────────────────────────────────


@cache
def _template() -> Mapping[str, Any]:
    found: Mapping[str, Any] = banks.business_plan()
    return found


@cache
def _of_the_method(language: str) -> frozenset[str]:
    """Texts of the banks, which are set as a printer would; what a client wrote stays as it is."""
    found = set(_texts(_template(), language))
    for bank, columns in (
        ("convergence", ("joint_action", "statement")),
        ("perception", ("action",)),
        ("diagnostic", ("action",)),
    ):
        for column in columns:
            found |= set(banks.load(bank).items[f"{column}_{language}"])
    return frozenset({*found, *banks.short_labels(language).values()})


def _texts(tree: Any, language: str) -> Iterator[str]:
    if isinstance(tree, Mapping):
        if set(tree) == {"fr", "en"}:
            yield str(tree[language])
        else:
            for one in tree.values():
                yield from _texts(one, language)
    elif isinstance(tree, list | tuple):
        for one in tree:
            yield from _texts(one, language)


def _set(text: str, say: Words) -> str:
    return say.typeset(text) if text in _of_the_method(say.language) else text


def _text(row: Any, name: str, say: Words) -> str:
    return _set(str(row[f"{name}_{say.language}"]), say)


def _pair(pair: tuple[str, str], say: Words) -> str:
    return _set(pair[0 if say.language == "fr" else 1], say)


def _said(told: Mapping[str, str], say: Words) -> str:
    """A text of the template."""
    return say.typeset(told[say.language])


def who(owner: str, told: Partnership, say: Words) -> str:
    """Who answers for something, as printed: a role with its name where the plan or the client
    names it, a name as written."""
    if not owner:
        return say(f"{KEY}.unnamed")
    if owner not in banks.roles():
        return owner
    key = f"{KEY}.role.{owner}"
    role = say(key) if say.has(key) else people.role(owner, say)
    name = told.people.get(owner)
    return say("page.owner", name=name, role=role) if name else role


def _day(value: Any) -> dt.date | None:
    return None if is_missing(value) else pd.Timestamp(value).date()


def _amount(value: float, unit: str, say: Words) -> str:
    """A number in the words of its unit; a unit of one's own as written."""
    if unit == "yes/no":
        return say(f"{KEY}.unit.{'yes' if value else 'no'}")
    key = f"{KEY}.unit.{unit}"
    if say.has(key):
        return say(key, n=value)
    return (
        say(f"{KEY}.unit.own", n=value, unit=unit) if unit else say(f"{KEY}.unit.own_bare", n=value)
    )


def _bare(value: float, unit: str, say: Words) -> str:
    """A number without its unit, but for money."""
    if unit == "yes/no":
        return _amount(value, unit, say)
    return say.format.money(value) if unit.startswith("EUR") else say.format.number(value)


def _planned(row: Any, say: Words) -> str:
    """What a mean comes to: one figure, and its quarters where they differ."""
    parts = [float(row[f"planned_{quarter}"]) for quarter in QUARTERS]
    unit = str(row["unit"])
    whole = float(row["planned"]) if unit.endswith(YEARLY) else parts[0]
    told = _amount(whole, unit, say) if not math.isnan(whole) else say(f"{KEY}.unit.none")
    if len(set(parts)) == 1:
        return told
    said = {
        f"q{quarter}": say(f"{KEY}.unit.none") if math.isnan(one) else _bare(one, unit, say)
        for quarter, one in zip(QUARTERS, parts, strict=True)
    }
    quarters = say(f"{KEY}.unit.quarters", **said)
    if unit.endswith(YEARLY):
        return say(f"{KEY}.unit.by_quarter", whole=told, quarters=quarters)
    return quarters if unit == "yes/no" else f"{quarters}{NBSP}– {_unit_alone(unit, say)}"


def _unit_alone(unit: str, say: Words) -> str:
    """The words of a unit without a number: those that follow several."""
    many = _amount(2, unit, say)
    return many.removeprefix(say.format.number(2)).strip(f" {NBSP}{THIN}") or many


def quadrant_name(quadrant: str, say: Words) -> str:
    """The name of a quadrant of the map."""
    named = {one["id"]: one["name"] for one in banks.rules("partner_map")["quadrants"]}
    return _said(named[quadrant], say) if quadrant in named else quadrant


# ── where the plan stands ──────────────────────────────────────────────────────────────────────


def standing(page: Page, plan: JointPlan, told: Partnership) -> Part:
    """The five states as a path, then what is missing before the signature."""
    say = page.say
    return page.all(
        page.chain(
            [_state(one, plan, told, say) for one in STATUSES],
            say(f"{KEY}.standing.{_case(plan)}", year=plan.year, count=len(plan.missing)),
            say(f"{KEY}.standing.sub"),
        ),
        missing(page, plan, told),
    )


def _case(plan: JointPlan) -> str:
    return plan.standing if plan.standing == plan.status else "short"


def _state(status: str, plan: JointPlan, told: Partnership, say: Words) -> Link:
    key, here = f"{KEY}.standing", STATUSES.index(plan.standing)
    place = STATUSES.index(status)
    case = "done" if place < here else "now" if place == here else "ahead"
    names = {one["id"]: one["name"] for one in _template()["statuses"]}
    detail = say(f"{key}.{case}")
    if status == SIGNED:
        days = plan.signatures["date"]
        if days.notna().all():
            dated = {f"{side}_day": days[side] for side in SIDES}
            signed = say(f"{key}.on", **told.names, **dated)
            detail = signed if case == "done" else say(f"{KEY}.joined", first=detail, then=signed)
        elif case == "ahead":
            detail = say(f"{key}.undated")
    return Link(say(f"{key}.sign.{case}"), _said(names[status], say), detail)


def missing(page: Page, plan: JointPlan, told: Partnership) -> Part:
    """What is missing before the signature, by part of the plan; a signed plan lacks nothing."""
    say, key = page.say, f"{KEY}.missing"
    if not plan.missing:
        return page.all() if plan.is_signed else page.sentence(say(f"{key}.none"))
    lines = missing_lines(plan, told, say)
    rows = pd.DataFrame(
        {"section": list(lines), "what": ["\n".join(one) for one in lines.values()]}
    )
    columns = [
        Column("section", say(f"{key}.section"), "name"),
        Column("what", say(f"{key}.what")),
    ]
    caption = say(f"{key}.caption", count=len(plan.missing))
    return page.table(
        Table("missing", rows, columns, caption=caption, sub=say(f"{key}.sub", file=told.file))
    )


def missing_lines(plan: JointPlan, told: Partnership, say: Words) -> dict[str, list[str]]:
    """What is missing in words, by the title of the plan's part, in the order of the template."""
    titles = {one["id"]: _said(one["title"], say) for one in _template()["sections"]}
    found: dict[str, list[str]] = {}
    undated = [one for one in plan.missing if one.endswith(".due_date")]
    for one in plan.missing:
        if one in undated and len(undated) > DATES_APART:
            if one != undated[0]:
                continue
            line = say(f"{KEY}.missing.dues", count=len(undated))
        else:
            line = lacking(one, plan, told, say)
        found.setdefault(titles[one.partition(".")[0]], []).append(line)
    return found


def lacking(name: str, plan: JointPlan, told: Partnership, say: Words) -> str:
    """A required field that is missing, in words."""
    key = f"{KEY}.missing"
    if name == HIDDEN and not told.internal:
        return say(f"{key}.vendors", vendor=told.vendor)
    section, _, rest = name.partition(".")
    if section == "objectives":
        return say(f"{key}.target", name=_text(plan.objectives.loc[rest], "title", say))
    if section == "commitments":
        row = plan.commitments.loc[rest.removesuffix(".due_date")]
        return say(f"{key}.due", text=_text(row, "text", say))
    if section == "signatures":
        side, _, what = rest.partition(".")
        return say(f"{key}.{what}", party=told.name(side))
    return _template_label(section, rest, say)


def _template_label(section: str, name: str, say: Words) -> str:
    for one in _template()["sections"]:
        if one["id"] == section:
            for told in one.get("fields", ()):
                if told["id"] == name:
                    return _said(told["label"], say)
    return name


# ── starting point and vision ──────────────────────────────────────────────────────────────────


def start(page: Page, plan: JointPlan, found: Computed, told: Partnership) -> Part:
    """Where the partnership starts from and what three years are to bring.

    What the plan leaves blank is shown as the steps compute it, in grey.
    """
    return page.all(
        _start_table(page, plan, found, told),
        _vision_table(page, plan, found),
        _segments(page, plan, found),
    )


@dataclass(frozen=True)
class _Landmark:
    """One line of the starting point: what the plan says, else what the steps say."""

    name: str
    written: str
    computed: str = ""
    required: bool = True

    def cells(self, say: Words) -> tuple[Any, Any]:
        key = f"{KEY}.start"
        if self.written:
            return self.written, say(f"{key}.written")
        if self.computed:
            origin = say(f"{key}.{'computed' if self.required else 'optional'}")
            return Gap(self.computed), Gap(origin)
        lacks = say(f"{key}.lacking") if self.required else say(f"{key}.unknown")
        return Gap(say(f"{key}.unknown")), Gap(lacks)


def _start_table(page: Page, plan: JointPlan, found: Computed, told: Partnership) -> Part:
    say, key = page.say, f"{KEY}.start"
    lines = list(_landmarks(plan, found, told, say))
    cells = [one.cells(say) for one in lines]
    rows = pd.DataFrame(
        {
            "what": [one.name for one in lines],
            "value": [value for value, _ in cells],
            "origin": [origin for _, origin in cells],
        }
    )
    whole = all(one.written for one in lines)
    columns = [Column("what", say(f"{key}.what"), "name")]
    told_by = ("value",) if whole else ("value", "origin")
    columns += [Column(name, say(f"{key}.{name}")) for name in told_by]
    return page.table(
        Table(
            "start",
            rows,
            columns,
            caption=say(f"{key}.caption", partner=told.partner),
            sub=say(f"{key}.{'sub_whole' if whole else 'sub'}"),
        )
    )


def _landmarks(
    plan: JointPlan, found: Computed, told: Partnership, say: Words
) -> Iterator[_Landmark]:
    context, key = plan.context, f"{KEY}.start"

    def label(section: str, name: str) -> str:
        return _template_label(section, name, say)

    def score(value: float | None) -> str:
        return "" if value is None else say(f"{key}.score", score=value)

    def money(value: float | None) -> str:
        return "" if value is None else say.format.money(value)

    def points(texts: Texts) -> str:
        return say.format.clauses([_pair(one, say) for one in texts])

    if told.internal:
        written, known = plan.identity.get("quadrant", ""), found.quadrant
        names = [quadrant_name(one, say) if one else "" for one in (written, known)]
        yield _Landmark(say(f"{key}.quadrant"), names[0], names[1])
    for name in ("owner_vendor", "owner_partner", "sponsor_vendor", "sponsor_partner"):
        person = plan.identity.get(name, "")
        yield _Landmark(label("identity", name), who(person, told, say) if person else "")
    yield _Landmark(
        label("context", "convergence_index"),
        score(context.convergence_index),
        score(found.convergence_index),
        required=False,
    )
    yield _Landmark(
        label("context", "perception_index"),
        score(context.perception_index),
        score(found.perception_index),
        required=False,
    )
    yield _Landmark(
        say(f"{key}.revenue", year=plan.year - 1),
        money(context.revenue_previous_year),
        money(found.revenue_previous_year),
    )
    for name in ("strengths", "gaps"):
        told_, known_ = getattr(context, name), getattr(found, name)
        yield _Landmark(label("context", name), points(told_), points(known_))


def _vision_table(page: Page, plan: JointPlan, found: Computed) -> Part:
    say, key = page.say, f"{KEY}.vision"
    years = [plan.year + place for place in range(3)]
    lines = {
        "joint_revenue_y1_y3": (plan.outlook.joint_revenue, found.joint_revenue),
        "partner_earnings_y1_y3": (plan.outlook.partner_earnings, found.partner_earnings),
    }
    rows = [
        {"what": _template_label("vision", name, say), **_years(written, known, years, say)}
        for name, (written, known) in lines.items()
    ]
    columns = [
        Column("what", say(f"{key}.what"), "name"),
        *(Column(str(year), str(year), "int") for year in years),
        Column("origin", say(f"{KEY}.start.origin")),
    ]
    joint = plan.outlook.joint_revenue or found.joint_revenue
    whole = all(written for written, _ in lines.values())
    return page.table(
        Table(
            "vision",
            pd.DataFrame(rows),
            columns,
            caption=_vision_caption(joint, years, say),
            sub=say(f"{key}.{'sub_whole' if whole else 'sub'}"),
        )
    )


def _vision_caption(joint: Sequence[float], years: Sequence[int], say: Words) -> str:
    key = f"{KEY}.vision.caption"
    if not joint or any(map(math.isnan, joint)):
        return say(f"{key}.unknown")
    first, last = round(joint[0]), round(joint[-1])
    case = "up" if last > first else "down" if last < first else "level"
    values = {"first": joint[0], "last": joint[-1], "start": years[0], "end": years[-1]}
    return say(f"{key}.{case}", **values)


def _years(
    written: Sequence[float], known: Sequence[float], years: Sequence[int], say: Words
) -> dict[str, Any]:
    """A line of the vision by year: as the plan says it, else in grey as the steps do."""
    key = f"{KEY}.start"
    if written:
        cells: list[Any] = [say.format.money(one) for one in written]
        origin: Any = say(f"{key}.written")
    elif known:
        cells = [Gap(say.format.money(one)) for one in known]
        origin = Gap(say(f"{key}.computed"))
    else:
        cells = [Gap(say(f"{key}.unknown"))] * len(years)
        origin = Gap(say(f"{key}.lacking"))
    return {**dict(zip(map(str, years), cells, strict=True)), "origin": origin}


def _segments(page: Page, plan: JointPlan, found: Computed) -> Part:
    say, key = page.say, f"{KEY}.vision"
    written = plan.outlook.target_segments
    names = say.format.clauses([_pair(one, say) for one in written or found.target_segments])
    if not names:
        return page.sentence(say(f"{key}.segments_none"))
    return page.sentence(
        say(f"{key}.segments" if written else f"{key}.segments_computed", names=names)
    )


# ── objectives, means, commitments ─────────────────────────────────────────────────────────────


def promises(page: Page, plan: JointPlan, told: Partnership) -> Part:
    """What both sides aim at, then what each brings and commits to, face to face."""
    return page.all(
        page.table(_objectives(plan, page.say)),
        page.table(_means(plan, told, page.say)),
        page.table(_commitments(plan, told, page.say)),
    )


def _objectives(plan: JointPlan, say: Words) -> Table:
    key, shown = f"{KEY}.objectives", _shown_objectives(plan)
    rows = pd.DataFrame(
        [
            {
                "name": _text(row, "title", say),
                **{f"q{q}": _quarter_cell(row, q, say) for q in QUARTERS},
                "year": Gap(say(f"{key}.lacking"))
                if is_missing(row["target"])
                else _of_unit(float(row["target"]), str(row["unit"]), say),
            }
            for _, row in shown.iterrows()
        ]
    )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        *(Column(f"q{q}", say(f"{KEY}.quarter", quarter=q), "int") for q in QUARTERS),
        Column("year", say(f"{key}.year"), "int"),
    ]
    count = int(plan.objectives["target"].notna().sum())
    known = not math.isnan(plan.objective)
    case = "some" if count and known else "without" if count else "none"
    values = {"count": count, "revenue": plan.objective, "year": plan.year}
    return Table(
        "objectives",
        rows,
        columns,
        caption=say(f"{key}.caption.{case}", **values),
        sub=say(f"{key}.{'sub_seasonal' if plan.seasonal else 'sub_even'}"),
    )


def _shown_objectives(plan: JointPlan) -> pd.DataFrame:
    """Objectives with a target, and those that a plan must have."""
    return plan.objectives[plan.objectives["target"].notna() | plan.objectives["required"]]


def _quarter_cell(row: Any, quarter: int, say: Words) -> Any:
    value = _quarter_value(row, quarter)
    if not math.isnan(value):
        return _of_unit(value, str(row["unit"]), say)
    key = f"{KEY}.objectives"
    return Gap("–") if is_missing(row["target"]) else Gap(say(f"{key}.whole"))


def _quarter_value(row: Any, quarter: int) -> float:
    """What a quarter is to bring; of what is counted one by one, whole numbers whose sum is the
    year's."""
    parts = [float(row[f"quarter_{one}"]) for one in QUARTERS]
    value, whole = parts[quarter - 1], math.fsum(parts)
    if row["unit"] != COUNTED or math.isnan(whole) or abs(whole - round(whole)) > EQUAL:
        return value
    ends = [math.floor(sum(parts[:end]) + 0.5 + EQUAL) for end in (quarter - 1, quarter)]
    return float(ends[1] - ends[0])


def _of_unit(value: float, unit: str, say: Words) -> str:
    """A target in a column of figures."""
    if unit == "percent":
        return say.format.percent(value / 100)
    return say.format.money(value) if unit == "EUR" else say.format.number(value)


def _promised(plan: JointPlan, side: str) -> pd.DataFrame:
    """Means of a side that the plan tells, nought included."""
    table = plan.means[plan.means["side"] == side]
    return table[table["planned"].notna()]


def _means(plan: JointPlan, told: Partnership, say: Words) -> Table:
    key = f"{KEY}.means"
    cells = {
        side: [
            (_text(row, "title", say), _with_note(_planned(row, say), row, say))
            for _, row in _promised(plan, side).iterrows()
        ]
        for side in SIDES
    }
    counts = {"ours": len(cells[VENDOR]), "theirs": len(cells[PARTNER])}
    case = {
        (True, True): "both",
        (True, False): "vendor",
        (False, True): "partner",
        (False, False): "none",
    }[counts["ours"] > 0, counts["theirs"] > 0]
    return _face_to_face(
        "means",
        cells,
        [say(f"{key}.side", party=told.name(side)) for side in SIDES],
        say(f"{key}.planned"),
        say(f"{key}.nothing"),
        caption=say(f"{key}.caption.{case}", **counts, **told.names),
        sub=say(f"{key}.sub"),
    )


def _with_note(text: str, row: Any, say: Words) -> str:
    note = str(row.get(f"note_{say.language}", "") or "")
    return f"{text}\n{note}" if note else text


def _face_to_face(
    name: str,
    cells: Mapping[str, Sequence[tuple[Any, str]]],
    titles: Sequence[str],
    beside: str,
    nothing: str,
    *,
    caption: str,
    sub: str,
) -> Table:
    """What each side gives, line against line; a side that gives nothing says so."""
    ours, theirs = (list(cells[side]) or [(Gap(nothing), "")] for side in SIDES)
    pairs = list(zip_longest(ours, theirs, fillvalue=("", "")))
    rows = pd.DataFrame(
        {
            "vendor": [one[0] for one, _ in pairs],
            "vendor_more": [one[1] for one, _ in pairs],
            "partner": [one[0] for _, one in pairs],
            "partner_more": [one[1] for _, one in pairs],
        }
    )
    columns = [
        Column("vendor", titles[0], "name"),
        Column("vendor_more", beside),
        Column("partner", titles[1]),
        Column("partner_more", beside),
    ]
    limit = max(len(rows), 1)
    return Table(name, rows, columns, caption=caption, sub=sub, limit=limit, wide=True)


def _commitments(plan: JointPlan, told: Partnership, say: Words) -> Table:
    key, table = f"{KEY}.commitments", plan.commitments
    cells = {
        side: [
            (_text(row, "text", say), _promise(row, told, say))
            for _, row in table[table["side"] == side].iterrows()
        ]
        for side in SIDES
    }
    own = bool(table["own"].any()) or table.empty
    counts = {"ours": len(cells[VENDOR]), "theirs": len(cells[PARTNER])}
    return _face_to_face(
        "commitments",
        cells,
        [say(f"{key}.side", party=told.name(side)) for side in SIDES],
        say(f"{key}.when"),
        say(f"{KEY}.means.nothing"),
        caption=say(f"{key}.caption" if own else f"{key}.caption_template", **counts, **told.names),
        sub=say(f"{key}.sub"),
    )


def _promise(row: Any, told: Partnership, say: Words) -> str:
    """Owner and due date of a commitment, and what became of it."""
    key, due = f"{KEY}.commitments", _day(row["due"])
    owner = who(str(row["owner"]), told, say)
    line = say(f"{key}.due", owner=owner, due=due) if due else say(f"{key}.undated", owner=owner)
    state = _kept(row, due, told, say)
    return f"{line}\n{state}" if state else line


def _kept(row: Any, due: dt.date | None, told: Partnership, say: Words) -> str:
    key, status, kept_on = f"{KEY}.commitments", str(row["status"]), _day(row["kept_on"])
    if status == "kept":
        return say(f"{key}.kept_on", day=kept_on) if kept_on else say(f"{key}.kept")
    if status == "cancelled":
        return say(f"{key}.cancelled")
    late = due is not None and told.as_of is not None and due < told.as_of
    return say(f"{key}.late") if late else ""


# ── quarterly plans ────────────────────────────────────────────────────────────────────────────


def quarters(page: Page, plan: JointPlan, told: Partnership) -> Part:
    """The action plan of each quarter: two owners, date, KPI, origin, state."""
    say, key = page.say, f"{KEY}.quarters"
    if plan.actions.empty:
        return page.sentence(say(f"{key}.none"))
    return page.all(*(_quarter(page, plan, quarter, told) for quarter in QUARTERS))


def _quarter_name(quarter: int, say: Words) -> str:
    key = f"{KEY}.quarters.title"
    return say(f"{key}.first") if quarter == 1 else say(f"{key}.other", quarter=quarter)


def _quarter(page: Page, plan: JointPlan, quarter: int, told: Partnership) -> Part:
    say, key = page.say, f"{KEY}.quarters"
    name, table = _quarter_name(quarter, say), plan.actions[plan.actions["quarter"] == quarter]
    if table.empty:
        return page.sentence(say(f"{key}.empty", quarter=name))
    states = [_action_state(row, told) for _, row in table.iterrows()]
    counts = {"count": len(table), "done": states.count("done"), "late": states.count("late")}
    begun = any(one in ("done", "late", "in_progress") for one in states)
    case = "planned" if not begun else "going_late" if counts["late"] else "going"
    first = 3 * (quarter - 1) + 1
    months = [dt.date(plan.year, first + place, 1) for place in range(3)]
    return page.plan(
        MonthPlan(
            f"quarter_{quarter}",
            say(f"{key}.{case}", quarter=name, **counts),
            say(f"{key}.sub"),
            months=[say.format.month(month) for month in months],
            actions=[_planned_action(plan, row, months, told, say) for _, row in table.iterrows()],
            owners=(told.vendor, told.partner),
        )
    )


def _action_state(row: Any, told: Partnership) -> str:
    """planned, in_progress, done, dropped as written; late from the day after the due date."""
    status, due = str(row["status"]), _day(row["due"])
    waits = status in ("planned", "in_progress")
    if waits and due is not None and told.as_of is not None and due < told.as_of:
        return "late"
    return status


def _planned_action(
    plan: JointPlan, row: Any, months: Sequence[dt.date], told: Partnership, say: Words
) -> PlannedAction:
    due, begins = _day(row["due"]), _day(row["start"])
    end = _place(due, months)
    return PlannedAction(
        text=_text(row, "title", say),
        owner=who(str(row["owner_vendor"]), told, say),
        due=due,
        priority=None,
        start=min(_place(begins, months), end) if begins else end,
        end=end,
        partner_owner=who(str(row["owner_partner"]), told, say),
        kpi=" · ".join(_facts(plan, row, told, say)),
    )


def _place(day: dt.date | None, months: Sequence[dt.date]) -> int:
    """Which month of the quarter a day lies in, the first or the last when it lies outside."""
    if day is None:
        return len(months)
    first = months[0]
    place = 12 * (day.year - first.year) + day.month - first.month + 1
    return min(max(place, 1), len(months))


def _facts(plan: JointPlan, row: Any, told: Partnership, say: Words) -> Iterator[str]:
    """What stands under an action: state, KPI, what is expected, what comes before, origin."""
    key, state, done_on = f"{KEY}.quarters", _action_state(row, told), _day(row["done_on"])
    dated = state == "done" and done_on is not None
    yield say(f"{key}.status.done_on", day=done_on) if dated else say(f"{key}.status.{state}")
    yield say(f"{key}.kpi", kpi=kpi_name(str(row["kpi"]), say))
    if expected := _text(row, "expected", say):
        yield say(f"{key}.expected", text=expected)
    before = [
        _text(plan.actions.loc[one], "title", say)
        for one in row["depends_on"]
        if one in plan.actions.index
    ]
    if before:
        yield say(f"{key}.after", names=before)
    if told.internal or row["origin"] != VENDORS_ORIGIN:
        yield say(f"{key}.origin.{row['origin']}")


def kpi_name(kpi: str, say: Words) -> str:
    """The name of a KPI of the template."""
    named = {one["id"]: one["name"] for one in _template()["kpis"]}
    return _said(named[kpi], say) if kpi in named else kpi


# ── risks, meetings ────────────────────────────────────────────────────────────────────────────


def watch(page: Page, plan: JointPlan, told: Partnership) -> Part:
    """Risks, the highest first, and the dates of the meetings."""
    return page.all(
        page.table(_risks(plan, told, page.say)), page.table(_meetings(plan, told, page.say))
    )


def _risks(plan: JointPlan, told: Partnership, say: Words) -> Table:
    key, alert = f"{KEY}.risks", int(_template()["risks"]["alert_from"])
    table = plan.risks.assign(score=plan.risks["probability"] * plan.risks["impact"])
    table = table.sort_values("score", ascending=False, kind="stable", na_position="last")
    told_of = table[table["score"].notna()]
    alive = told_of["status"] != "closed"
    raised = int(((told_of["score"] >= alert) & alive).sum())
    rows = pd.DataFrame(
        [
            {
                "name": _text(row, "title", say),
                "score": _risk_score(row, alert, say),
                "probability": _level(row["probability"]),
                "impact": _level(row["impact"]),
                "owner": who(str(row["owner"]), told, say)
                if row["owner"]
                else Gap(say(f"{KEY}.unnamed")),
                "mitigation": _text(row, "mitigation", say) or Gap(say(f"{key}.nothing")),
                "state": say(f"{key}.status.{row['status']}"),
            }
            for _, row in table.iterrows()
        ],
        columns=["name", "score", "probability", "impact", "owner", "mitigation", "state"],
    )
    kinds = {"name": "name", "score": "chip", "probability": "int", "impact": "int"}
    columns = [
        Column(str(name), say(f"{key}.{name}"), kinds.get(str(name), "text"))  # type: ignore[arg-type]
        for name in rows.columns
    ]
    case = "none" if told_of.empty else "alert" if raised else "calm"
    return Table(
        "risks",
        rows,
        columns,
        caption=say(f"{key}.caption.{case}", count=raised, of=len(told_of)),
        sub=say(f"{key}.sub", alert=alert),
    )


def _risk_score(row: Any, alert: int, say: Words) -> Any:
    key = f"{KEY}.risks"
    if is_missing(row["score"]):
        return Gap(say(f"{key}.unknown"))
    if row["score"] >= alert and row["status"] != "closed":
        return Chip("late", say(f"{key}.alert", score=row["score"]))
    return say(f"{key}.below", score=row["score"])


def _level(value: float) -> Any:
    return Gap("–") if is_missing(value) else int(value)


def _meetings(plan: JointPlan, told: Partnership, say: Words) -> Table:
    key = f"{KEY}.meetings"
    count = sum(len(one) for one in plan.governance["dates"])
    rows = pd.DataFrame(
        [
            {
                "body": _text(row, "body", say),
                "frequency": say(f"{key}.often.{row['frequency']}"),
                "chair": who(str(row["chair"]), told, say),
                "dates": ", ".join(map(say.format.day, row["dates"])) or Gap(say(f"{key}.nothing")),
            }
            for _, row in plan.governance.iterrows()
        ],
        columns=["body", "frequency", "chair", "dates"],
    )
    columns = [Column("body", say(f"{key}.body"), "name")]
    columns += [Column(name, say(f"{key}.{name}")) for name in ("frequency", "chair", "dates")]
    case = "dated" if count else "none"
    caption = say(f"{key}.caption.{case}", count=count, year=plan.year)
    return Table("meetings", rows, columns, caption=caption, sub=say(f"{key}.sub"), wide=True)


# ── the log ────────────────────────────────────────────────────────────────────────────────────


def story(page: Page, plan: JointPlan, told: Partnership) -> Part:
    """What has happened, by date: what the log says, and the signatures."""
    say, key = page.say, f"{KEY}.story"
    events = sorted(_events(plan, told, say), key=lambda one: one["date"])
    if not events:
        return page.sentence(say(f"{key}.none"))
    amendments = int((plan.log["type"] == AMENDMENT).sum())
    columns = [
        Column("date", say(f"{key}.date"), "date"),
        *(Column(name, say(f"{key}.{name}")) for name in ("type", "text", "author")),
    ]
    case = "caption_amended" if amendments else "caption"
    return page.table(
        Table(
            "story",
            pd.DataFrame(events),
            columns,
            caption=say(f"{key}.{case}", count=len(events), amendments=amendments),
            sub=say(f"{key}.sub"),
            limit=LOG_SHOWN,
            wide=True,
        )
    )


def _events(plan: JointPlan, told: Partnership, say: Words) -> Iterator[dict[str, Any]]:
    key = f"{KEY}.story"
    for side, row in plan.signatures.iterrows():
        if (day := _day(row["date"])) is None:
            continue
        party, name = told.name(str(side)), str(row["name"])
        signed = say(f"{key}.signed", name=name, party=party) if name else ""
        yield {
            "date": day,
            "type": say(f"{key}.types.signature"),
            "text": signed or say(f"{key}.signed_unnamed", party=party),
            "author": who(str(row["role"]), told, say),
        }
    for _, row in plan.log.iterrows():
        author = str(row["author_role"])
        yield {
            "date": _day(row["date"]),
            "type": say(f"{key}.types.{row['type']}"),
            "text": "\n".join(_happened(row, plan, told, say)),
            "author": who(author, told, say) if author else Gap(say(f"{key}.nobody")),
        }


def _happened(row: Any, plan: JointPlan, told: Partnership, say: Words) -> Iterator[str]:
    key = f"{KEY}.story"
    yield _text(row, "text", say)
    for name, before, after in row["changes"]:
        yield _change(str(name), (str(before), str(after)), plan, told, say)
    about = [label for one in row["linked_ids"] if (label := _label_of(str(one), plan, say))]
    if about:
        yield say(f"{key}.about", names=about)


def _change(
    name: str, values: tuple[str, str], plan: JointPlan, told: Partnership, say: Words
) -> str:
    """A field that an amendment changes, in words: what it is now, what it was."""
    key = f"{KEY}.story.change"
    if name.startswith(HIDDEN) and not told.internal:
        return say(f"{key}.hidden", vendor=told.vendor)
    label, unit = field_label(name, plan, told, say), _unit_of(name, plan)
    was, now = (_value(one, unit, told, say) for one in values)
    if name == HIDDEN:
        was, now = (quadrant_name(one, say) if one else "" for one in values)
    case = "both" if was and now else "new" if now else "gone"
    return say(f"{key}.{case}", field=label, to=now, **{"from": was})


def field_label(name: str, plan: JointPlan, told: Partnership, say: Words) -> str:
    """A field of the plan in words, from its dotted name."""
    key = f"{KEY}.field"
    section, _, rest = name.partition(".")
    if section == "seasonality":
        return say(f"{key}.seasonality")
    if section == "means":
        side, _, rest = rest.partition(".")
        one, _, part = rest.partition(".")
        named = _label_of(one, plan, say) or one
        label = say(f"{key}.mean", party=told.name(side), name=named)
        return _with_part(label, part, say)
    one, _, part = rest.partition(".")
    if name == HIDDEN:
        return say(f"{KEY}.start.quadrant")
    if section in ("identity", "context", "vision"):
        return _template_label(section, one, say) if one else _section_title(section, say)
    named = _label_of(one, plan, say) or one
    if section == "commitments":
        side = str(plan.commitments["side"].get(one, ""))
        party = told.name(side) if side else told.partner
        return _with_part(say(f"{key}.commitment", party=party, name=named), part, say)
    kinds = {"objectives": "objective", "kpis": "kpi", "quarters": "action", "risks": "risk"}
    label = say(f"{key}.{kinds[section]}", name=named) if section in kinds else named
    return _with_part(label, part, say)


def _with_part(label: str, part: str, say: Words) -> str:
    key = f"{KEY}.field"
    if not part:
        return label
    said = f"{key}.part.{part}"
    return say(f"{key}.of", name=label, part=say(said) if say.has(said) else part)


def _section_title(section: str, say: Words) -> str:
    titles = {one["id"]: one["title"] for one in _template()["sections"]}
    return _said(titles[section], say)


def _label_of(one: str, plan: JointPlan, say: Words) -> str:
    """What an id of the plan stands for, in words; "" when the plan does not hold it."""
    for table, name in (
        (plan.objectives, "title"),
        (plan.means, "title"),
        (plan.commitments, "text"),
        (plan.actions, "title"),
        (plan.risks, "title"),
        (plan.governance, "body"),
    ):
        if one in table.index:
            return _text(table.loc[one], name, say)
    return kpi_name(one, say) if one in {kpi["id"] for kpi in _template()["kpis"]} else ""


def _unit_of(name: str, plan: JointPlan) -> str:
    """The unit of a field's numbers, "" when it has none of its own."""
    section, _, rest = name.partition(".")
    if section == "objectives":
        return str(plan.objectives["unit"].get(rest.partition(".")[0], ""))
    if section == "means":
        return str(plan.means["unit"].get(rest.split(".")[1] if "." in rest else "", ""))
    money = ("context.revenue_previous_year", "vision.joint_revenue", "vision.partner_earnings")
    return "EUR" if name.startswith(money) else ""


_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"(?:target|planned) (?P<value>[^,]+)(?:,.*)?")  # a number with its quarters


def _value(text: str, unit: str, told: Partnership, say: Words) -> str:
    """A value of an amendment as a reader prints it: numbers in their unit, days, roles."""
    whole = _WHOLE.fullmatch(text)
    if whole:
        text = whole["value"]
    if _NUMBER.fullmatch(text):
        return _amount(float(text), unit, say)
    if _ISO.fullmatch(text):
        return say.format.day(text)
    if text in banks.roles():
        return who(text, told, say)
    labels = banks.short_labels(say.language)
    if text in labels:
        return say.typeset(labels[text])
    if re.fullmatch(rf"{_NUMBER.pattern}(, {_NUMBER.pattern})+", text):
        return say.format.clauses([_bare(float(one), unit, say) for one in text.split(", ")])
    return text


# ── year-end balance ───────────────────────────────────────────────────────────────────────────


def balance(
    page: Page,
    plan: JointPlan,
    achieved: Mapping[Any, float] | pd.Series[float],
    told: Partnership,
) -> Part:
    """What came of a closed plan; nothing while it lives.

    Parameters
    ----------
    achieved : mapping
        What each objective came to, by its id: `plan_balance.achieved`.
    """
    if plan.standing != CLOSED:
        return page.all()
    return page.all(
        _reached(page, plan, achieved),
        _delivered(page, plan, told),
        _held(page, plan, told),
        _lessons(page, plan, told),
    )


def _reached(page: Page, plan: JointPlan, achieved: Mapping[Any, float] | pd.Series[float]) -> Part:
    say, key = page.say, f"{KEY}.balance.objectives"
    found = plan_balance.objectives(plan, achieved)
    if found.empty:
        return page.sentence(say(f"{key}.none"))
    rows = []
    for one, row in found.iterrows():
        told = plan.objectives.loc[str(one)]
        unknown = is_missing(row["achieved"])
        case = "unknown" if unknown else "reached" if row["reached"] else "missed"
        code = {"unknown": "none", "reached": "ok", "missed": "late"}[case]
        rows.append(
            {
                "name": _text(told, "title", say),
                "target": _of_unit(row["target"], str(told["unit"]), say),
                "achieved": Gap(say(f"{key}.nothing"))
                if unknown
                else _of_unit(row["achieved"], str(told["unit"]), say),
                "share": Gap("–") if is_missing(row["share"]) else float(row["share"]),
                "verdict": Chip(code, say(f"{key}.{case}")),
            }
        )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("target", say(f"{key}.target"), "int"),
        Column("achieved", say(f"{key}.achieved"), "int"),
        Column("share", say(f"{key}.share"), "percent", decimals=0),
        Column("verdict", say(f"{key}.verdict"), "chip"),
    ]
    counts = {"reached": int(found["reached"].sum()), "of": len(found)}
    counts["unknown"] = int(found["achieved"].isna().sum())
    caption = say(f"{key}.{'caption_unknown' if counts['unknown'] else 'caption'}", **counts)
    return page.table(
        Table("reached", pd.DataFrame(rows), columns, caption=caption, sub=say(f"{key}.sub"))
    )


def _delivered(page: Page, plan: JointPlan, told: Partnership) -> Part:
    say, key = page.say, f"{KEY}.balance.means"
    found = plan_balance.means(plan)
    if found.empty:
        return page.sentence(say(f"{key}.none"))
    rows = []
    for one, row in found.iterrows():
        unit = str(plan.means.at[str(one), "unit"])
        unnoted = is_missing(row["delivered"])
        rows.append(
            {
                "side": told.name(str(row["side"])),
                "name": _text(plan.means.loc[str(one)], "title", say),
                "promised": _over_the_year(row["promised"], unit, say),
                "delivered": Gap(say(f"{key}.nothing"))
                if unnoted
                else _over_the_year(row["delivered"], unit, say),
                "share": Gap("–") if unnoted else float(row["share"]),
            }
        )
    columns = [
        Column("side", say(f"{key}.side"), "name"),
        Column("name", say(f"{key}.name")),
        Column("promised", say(f"{key}.promised")),
        Column("delivered", say(f"{key}.delivered")),
        Column("share", say(f"{key}.share"), "percent", decimals=0),
    ]
    shares = {side: found.loc[found["side"] == side, "share"].mean() for side in SIDES}
    known = not any(map(is_missing, shares.values()))
    values = {"ours": shares[VENDOR], "theirs": shares[PARTNER], **told.names}
    caption = say(f"{key}.caption", **values) if known else say(f"{key}.caption_some")
    return page.table(
        Table(
            "delivered",
            pd.DataFrame(rows),
            columns,
            caption=caption,
            sub=say(f"{key}.sub"),
            limit=len(rows),
        )
    )


def _over_the_year(value: float, unit: str, say: Words) -> str:
    """An amount of the whole year: what a quarter gives is added up."""
    base = unit.removesuffix("/quarter").removesuffix(YEARLY)
    if unit == "yes/no":
        return say.format.percent(value) if 0 < value < 1 else _amount(value, unit, say)
    if base == "days":
        many = _unit_alone("days/month", say).split()[0]
        return f"{say.format.number(value)}{NBSP}{many}"
    return _bare(value, base, say) if base != unit else _amount(value, unit, say)


def _held(page: Page, plan: JointPlan, told: Partnership) -> Part:
    say, key = page.say, f"{KEY}.balance.commitments"
    found = plan_balance.commitments(plan)
    names = ("taken", "on_time", "late", "not_kept", "cancelled")
    rows = found.reset_index()
    rows["side"] = [told.name(str(side)) for side in rows["side"]]
    columns = [Column("side", say(f"{key}.side"), "name")]
    columns += [Column(name, say(f"{key}.{name}"), "int") for name in names]
    on_time, taken = found["on_time"], found["taken"]
    counts = {"ours": int(on_time[VENDOR]), "theirs": int(on_time[PARTNER])}
    of = {"vendor_of": int(taken[VENDOR]), "partner_of": int(taken[PARTNER])}
    caption = say(f"{key}.caption", **counts, **of, **told.names)
    return page.table(Table("held", rows, columns, caption=caption, sub=say(f"{key}.sub")))


def _lessons(page: Page, plan: JointPlan, told: Partnership) -> Part:
    say, key = page.say, f"{KEY}.balance.lessons"
    if plan.lessons.empty:
        return page.sentence(say(f"{key}.none"))
    groups = []
    for side in SIDES:
        table = plan.lessons[plan.lessons["side"] == side]
        texts = [_text(row, "text", say) for _, row in table.iterrows()]
        points = [] if texts else [say(f"{key}.nothing")]
        groups.append(Said(told.name(side), [Quotation(one) for one in texts], points))
    return page.quotations(groups, say(f"{key}.title"))


# ── what both managements sign ─────────────────────────────────────────────────────────────────


def signature(page: Page, plan: JointPlan, told: Partnership) -> Part:
    """The page that both executive managements sign: objectives, means and commitments side by
    side, two names, two dates.

    It keeps to one sheet: print gets smaller, then long texts are cut. So many promises that even
    this would not do are told whole, over two sheets.
    """
    say, key = page.say, f"{KEY}.signature"
    table = _agreed(plan, say)
    for most, scale in product(CUT_AT, SCALES):
        parties = [_party(plan, side, told, say, most) for side in SIDES]
        if _lines(len(table.rows), parties, scale) * scale <= PAGE_LINES:
            break
    else:
        most, scale = None, SCALES[-1]
        parties = [_party(plan, side, told, say, most) for side in SIDES]
    return page.agreement(
        Agreement(
            "signature",
            say(f"{key}.title", year=plan.year),
            _intro(plan, told, say),
            table,
            parties,
            say(f"{key}.closing" if most is None else f"{key}.closing_cut"),
            scale=scale,
        )
    )


def _lines(rows: int, parties: Sequence[Party], scale: float) -> float:
    """How many lines of its own print the sheet takes: the smaller, the longer they are."""

    def column(texts: Sequence[str], characters: float) -> float:
        return sum(0.35 + math.ceil(len(one) * scale / characters) for one in texts)

    means = max(column(party.means, LINE_CHARACTERS) for party in parties)
    kept = max(column(party.commitments, LINE_CHARACTERS) for party in parties)
    heads = max(column([p.gift, p.pledge, p.name], HEAD_CHARACTERS) for p in parties)
    # 17: titles, intro, closing and room to sign; headings are set larger
    return 17 + 1.55 * rows + means + kept + 1.4 * heads


def _intro(plan: JointPlan, told: Partnership, say: Words) -> str:
    key = f"{KEY}.signature.intro"
    if plan.is_signed:
        signed = plan.signatures["date"].max()
        log = plan.log[(plan.log["type"] == AMENDMENT) & (plan.log["date"] >= signed)]
        days = [say.format.date(day) for day in log["date"].drop_duplicates()]
        case = "amended" if days else "signed"
        told_ = {"day": _day(signed), "count": len(days), "days": days}
        return say(f"{key}.{case}", **told_, **told.names)
    if all(one.startswith("signatures.") for one in plan.missing):
        return say(f"{key}.open", **told.names)
    fields = [one for one in plan.missing if not re.fullmatch(r"signatures\.\w+\.date", one)]
    return say(f"{key}.draft", count=len(fields), **told.names)


def _agreed(plan: JointPlan, say: Words) -> Table:
    whole = _objectives(plan, say)
    key = f"{KEY}.signature"
    return Table("agreed", whole.rows, whole.columns, caption=say(f"{key}.caption", year=plan.year))


def _party(plan: JointPlan, side: str, told: Partnership, say: Words, most: int | None) -> Party:
    key, party, signed = f"{KEY}.signature", told.name(side), plan.signatures.loc[side]
    means = [
        say(f"{key}.mean", name=_cut(_text(row, "title", say), most), value=_planned(row, say))
        for _, row in _promised(plan, side).iterrows()
    ]
    rows = plan.commitments[plan.commitments["side"] == side]
    kept = [
        _line(row, told, say, most) for _, row in rows.iterrows() if row["status"] != "cancelled"
    ]
    day = _day(signed["date"])
    name, role = str(signed["name"]), str(signed["role"])
    role_told = Partnership(vendor="", partner="", year=0)
    return Party(
        name=party,
        pledge=say(f"{key}.pledge", party=party),
        commitments=kept or [say(f"{key}.nothing_commitments")],
        gift=say(f"{key}.gift", party=party),
        means=means or [say(f"{key}.nothing_means")],
        signed=(name, who(role, role_told, say), say.format.date(day) if day else ""),
    )


def _line(row: Any, told: Partnership, say: Words, most: int | None) -> str:
    key, due = f"{KEY}.signature", _day(row["due"])
    values = {
        "text": _cut(_text(row, "text", say), most),
        "owner": who(str(row["owner"]), told, say),
    }
    return say(f"{key}.line", due=due, **values) if due else say(f"{key}.line_undated", **values)


def _cut(text: str, most: int | None) -> str:
    """A text that ends in an ellipsis where it is too long for the sheet."""
    if most is None or len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


# ── actions handed on ──────────────────────────────────────────────────────────────────────────


def actions(plan: JointPlan) -> pd.DataFrame:
    """The plan's actions in the form that all steps share, those that a report already hands on
    left out: an action that was taken up from an item of a bank is that report's."""
    own = plan.actions[plan.actions["origin_item"] == ""]
    own = own[own["status"] != "dropped"]
    kpis = {one["id"]: one["name"] for one in _template()["kpis"]}
    first = [3 * (int(quarter) - 1) + 1 for quarter in own["quarter"]]
    return core_actions.proposed(
        core_actions.BUSINESS_PLAN,
        pd.DataFrame(
            {
                "partner_id": plan.partner_id,
                "title_fr": own["title_fr"],
                "title_en": own["title_en"],
                "owner_role": own["owner_vendor"],
                "partner_owner_role": own["owner_partner"],
                "effort": "",
                "impact": 0,
                "priority": float("nan"),
                "start_month": first,
                "end_month": [one + 2 for one in first],
                "due": own["due"],
                "status": own["status"],
                "kpi_fr": [kpis[one]["fr"] for one in own["kpi"]],
                "kpi_en": [kpis[one]["en"] for one in own["kpi"]],
            },
            index=own.index,
        ),
    )
