"""The convergence of one partner: the session sheet before the session, the report after it, and
the joint performance plan (REPORTS 9.4).

Each function takes the analysis, the meeting and the words; it picks the case by moment and by
edition, the words do the rest. The internal edition speaks as the vendor; the partner's is
addressed to the partner and shows nothing that is the vendor's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import actions, scoring
from padlib.core.answers import MISSING, NOT_APPLICABLE
from padlib.display import people
from padlib.display.figures import convergence as figures
from padlib.display.figures.convergence import Areas
from padlib.display.formats import is_missing
from padlib.display.parts import (
    Agreement,
    Bullet,
    Card,
    Exhibit,
    Finding,
    MonthPlan,
    Page,
    Part,
    Party,
    PlannedAction,
    Proposal,
)
from padlib.display.tables import Chip, Column, Gap, Table, named_rows
from padlib.display.two_sides import TwoSides
from padlib.display.words import Words
from padlib.method import convergence
from padlib.method.convergence import (
    AFTER,
    BEFORE,
    CHECK_MONTHS,
    CLASSES,
    ONE_SIDED,
    PAIRED,
    PARTNER,
    PUBLISHED,
    SHARED_STRENGTH,
    SHARED_WEAKNESS,
    SIDES,
    THEME,
    VENDOR,
    Analysis,
    Uplift,
)

ANSWERS = "convergence_answers.csv"
LEADER = "CM"  # who prepares the session
EURO = "€"  # in the bank's measures
PROPOSED = 3
NAMED = 2  # points named in a sentence
TOLD = 20  # values that a figure's description tells
LABELLED = 20  # names on the map
EQUAL = 1e-9  # METHOD 4.4


@dataclass(frozen=True, kw_only=True)
class Meeting(TwoSides):
    """What the page tells beside the figures: who meets, who reads, the file."""

    days: tuple[dt.date | None, ...] = ()  # the date of the data, the day of issue
    file: str = ANSWERS

    @property
    def own(self) -> str:
        """The side that reads."""
        return VENDOR if self.internal else PARTNER

    @property
    def other(self) -> str:
        return PARTNER if self.internal else VENDOR

    @property
    def sides(self) -> tuple[str, str]:
        return self.vendor, self.partner


def meeting(folder: Any) -> Meeting:
    """The meeting of a folder opened for one partner; its own channel manager, when it has one,
    stands for the client's."""
    files = [str(source.path).rpartition("/")[2] for source in folder.sources]
    read = [name for name in files if name.startswith("convergence_answers.")]
    return Meeting(
        vendor=folder.name,
        partner=folder.partner_name,
        year=folder.year,
        audience=folder.audience,
        people={**folder.settings.people, **_manager(folder)},
        days=(folder.as_of_partner(), folder.issued),
        file=read[0] if read else ANSWERS,
    )


def _manager(folder: Any) -> dict[str, str]:
    """The vendor's channel manager for this partner, as partners.csv names them."""
    name = " ".join(str(_own_row(folder).get("channel_manager") or "").split())
    return {LEADER: name} if name else {}


def _own_row(folder: Any) -> Any:
    """What partners.csv says of this partner, if it speaks of it."""
    known = folder.partners() if folder.has("partners") else pd.DataFrame()
    return known.loc[folder.partner_id] if folder.partner_id in known.index else {}


def in_currency(items: pd.DataFrame, say: Words) -> pd.DataFrame:
    """The bank's items with their measures in the client's currency."""
    money = say.format.unit()
    kpis = {
        name: items[name].str.replace(EURO, money, regex=False) for name in ("kpi_fr", "kpi_en")
    }
    return items.assign(**kpis)


def scenario(folder: Any, rules: Mapping[str, Any]) -> Uplift | None:
    """The observed effect on this partner's revenue, when the rules ask for it."""
    if not rules["uplift_scenario"]:
        return None
    table = folder.assumptions(folder.partner_id, uses=convergence.UPLIFT_KEYS)
    return convergence.uplift(table, _own_row(folder).get("revenue_n"))


# ── rows and names ─────────────────────────────────────────────────────────────────────────────


def _theme_names(language: str) -> dict[str, str]:
    return {one["id"]: one["name"][language] for one in banks.rules("convergence")["themes"]}


def _class_names(say: Words) -> dict[str, str]:
    named = banks.rules("convergence")["item_classes"]
    return {one: say.typeset(named[one][say.language]) for one in CLASSES}


def _bands(say: Words) -> list[str]:
    return [band["name"][say.language] for band in banks.rules("convergence")["bands"]]


def _label(item: str, say: Words) -> str:
    return say.typeset(banks.short_labels(say.language)[item])


def _labels(rows: pd.DataFrame, say: Words) -> list[str]:
    return [_label(str(item), say) for item in rows.index]


def _text(result: Analysis, item: str, what: str, say: Words) -> str:
    return say.typeset(str(result.items.at[item, f"{what}_{say.language}"]))


def _owner(told: Meeting, say: Words, role: str = LEADER) -> str:
    return people.owner(role, told.people, say)


def _owners(told: Meeting, row: Any, say: Words) -> dict[str, str]:
    """Both owners of a joint action; the partner's people are not in the client's file."""
    return {
        "owner": people.owner(str(row["owner_role"]), told.people, say),
        "partner_owner": say(f"convergence.role.{row['partner_owner_role']}"),
    }


def _day(value: Any) -> dt.date | None:
    return None if is_missing(value) else pd.Timestamp(value).date()


def _prepared(result: Analysis, told: Meeting) -> dt.date | None:
    """The day by which the session is prepared."""
    return convergence.preparation(result.session, told.days)


def _split(ours: int, theirs: int) -> str:
    """Which of two counts there are: a count of nought is said in words."""
    if ours and theirs:
        return "both"
    return "ours" if ours else "theirs" if theirs else "nobody"


def _dated(day: object) -> str:
    return "undated" if day is None else "dated"


def _described(lead: str, rows: Sequence[str], say: Words) -> str:
    return say("convergence.alt", lead=lead, rows=say.format.clauses(rows)) if rows else lead


def _source(result: Analysis, told: Meeting, say: Words) -> str:
    case = _dated(result.session)
    if result.session is not None and result.moment == BEFORE:
        case = "planned"
    return say(f"convergence.source.{case}", file=told.file, session=result.session)


def _paired(result: Analysis) -> pd.DataFrame:
    return result.points[result.points["state"] == PAIRED]


def _importances_known(result: Analysis) -> bool:
    """Whether some point has an importance on each side."""
    table = result.points[["importance_vendor", "importance_partner"]]
    return bool(table.notna().all(axis=1).any())


def _on_agenda(result: Analysis) -> pd.DataFrame:
    """The gaps to talk over: blind spots, though the sheet does not call them so."""
    return convergence.blind_spots(result.points)


# ── what is missing ────────────────────────────────────────────────────────────────────────────


def _lacking(result: Analysis) -> pd.DataFrame:
    """Points that wait for an answer: theme, weight, omega, and whose answer each waits for."""
    points = result.points[result.points["applicable"] & (result.points["state"] != PAIRED)]
    waits = {ONE_SIDED[VENDOR]: PARTNER, ONE_SIDED[PARTNER]: VENDOR}
    rows = points[["theme", "weight", "omega"]].assign(
        side=[waits.get(str(state), "") for state in points["state"]]
    )
    rank = {theme: place for place, theme in enumerate(result.themes.index)}
    order = sorted(
        named_rows(rows), key=lambda one: (rank[one[1]["theme"]], -one[1]["omega"], one[0])
    )
    return rows.loc[[item for item, _ in order]]


def _silent(result: Analysis) -> list[str]:
    """The sides that have not answered at all."""
    return [side for side in SIDES if not result.people[side]]


def _waited(result: Analysis, side: str) -> int:
    """How many points wait for a side."""
    return int(_lacking(result)["side"].isin([side, ""]).sum())


# ── headline and decision ──────────────────────────────────────────────────────────────────────


def title(result: Analysis, told: Meeting, say: Words) -> str:
    """What stands beside the client's name: the sheet or the report, with whom."""
    return say(f"convergence.title.{result.moment}", partner=told.partner, year=told.year)


def headline(result: Analysis, told: Meeting, say: Words) -> str:
    """The answer in one sentence; before the session, what there is to talk about."""
    if result.moment == BEFORE:
        return _sheet_headline(result, told, say)
    count, total = len(_on_agenda(result)), result.overall
    case = "topics" if count else "clear"
    values = {"count": count, "paired": result.paired, **told.names}
    if not result.paired:
        return say("convergence.headline.unpublished.nothing")
    if total.indices is None:
        counts = {"published": total.published, "themes": len(result.themes)}
        needed = total.published + total.needed
        return say(f"convergence.headline.unpublished.{case}", needed=needed, **counts, **values)
    if not count and result.actions.empty:
        case = "done"
    score = total.indices.convergence
    return say(f"convergence.headline.{told.audience}.{case}", score=score, **values)


def _sheet_headline(result: Analysis, told: Meeting, say: Words) -> str:
    key, silent = "convergence.headline.before", _silent(result)
    values: dict[str, Any] = {"session": result.session, **told.names}
    if silent:
        case = "both" if len(silent) > 1 else "ours" if told.own in silent else "theirs"
        return say(f"{key}.{told.audience}.{case}_{_dated(result.session)}", **values)
    count = len(_on_agenda(result))
    case = "gaps" if count else "none" if result.paired else "unpaired"
    values |= {"count": count, "paired": result.paired}
    return say(f"{key}.{case}_{_dated(result.session)}", **values)


def decision(result: Analysis, told: Meeting, say: Words) -> str:
    """What is asked of both sides: to sign and begin; before the session, to prepare it."""
    key, owner = "convergence.decision", _owner(told, say)
    values: dict[str, Any] = {"owner": owner, "session": result.session, **told.names}
    if result.moment == BEFORE:
        values["due"] = _prepared(result, told)
        case = "answers" if len(_lacking(result)) else "session"
        if not told.internal and _waited(result, PARTNER):
            case = "asked"
        return say(f"{key}.before.{case}_{_dated(result.session)}", **values)
    if result.actions.empty:
        return say(f"{key}.{'done' if result.paired else 'nothing'}", **values)
    item, row = named_rows(result.actions)[0]
    count, due = len(result.actions), _day(row["due"])
    values |= _owners(told, row, say)
    return say(
        f"{key}.{'one' if count == 1 else 'many'}_{_dated(due)}",
        count=count,
        action=people.in_sentence(_text(result, item, "joint_action", say)),
        due=due,
        months=int(row["horizon_months"]),
        **values,
    )


# ── cards ──────────────────────────────────────────────────────────────────────────────────────


def cards(result: Analysis, told: Meeting, say: Words) -> list[Card]:
    """Convergence, its two causes, blind spots, what stands behind; before: what is known."""
    if result.moment == BEFORE:
        return [
            _pairs_card(result, told, say),
            _gaps_card(result, say),
            _priorities_card(result, say),
            _missing_card(result, told, say),
            _session_card(result, say),
        ]
    return [
        _index_card(result, say),
        *(_cause_card(result, name, say) for name in ("alignment", "maturity")),
        _topics_card(result, told, say),
        _pairs_card(result, told, say),
    ]


def _index_card(result: Analysis, say: Words) -> Card:
    total, key = result.overall, "convergence.card.convergence"
    label = say("convergence.index.convergence")
    if total.indices is None or total.band is None:
        needed = total.published + total.needed
        counts = {"published": total.published, "themes": len(result.themes), "needed": needed}
        chip = Chip("none", say(f"{key}.chip"))
        return Card(label, "–", chip=chip, denominator=say(f"{key}.unpublished", **counts))
    value = total.indices.convergence
    limits = result.rules.band_bounds[1:]
    return Card(
        label,
        say.format.score(value),
        unit=say("convergence.card.unit"),
        bullet=Bullet(value, bands=limits),
        trend=_bands(say)[total.band],
        denominator=say(f"{key}.of", published=total.published),
    )


def _cause_card(result: Analysis, name: str, say: Words) -> Card:
    label = say(f"convergence.index.{name}")
    if result.overall.indices is None:
        return Card(label, "–", denominator=say("convergence.card.absent"))
    value = float(getattr(result.overall.indices, name))
    return Card(
        label,
        say.format.score(value),
        unit=say("convergence.card.unit"),
        bullet=Bullet(value),
        trend=say(f"convergence.index.asks.{name}"),
        denominator=say(f"convergence.card.{name}"),
    )


def _topics_card(result: Analysis, told: Meeting, say: Words) -> Card:
    key, label = "convergence.card.topics", say("convergence.card.topics.label")
    if not result.paired:
        return Card(label, "–", denominator=say(f"{key}.unknown"))
    ours, theirs = (
        len(convergence.blind_spots(result.points, side)) for side in (told.own, told.other)
    )
    count = ours + theirs
    split = f"{key}.{told.audience}.{_split(ours, theirs)}"
    return Card(
        label,
        say.format.int(count),
        unit=say(f"{key}.unit", count=count),
        chip=None if count else Chip("ok", say(f"{key}.none")),
        trend=say(split, ours=ours, theirs=theirs) if count else "",
        denominator=say(f"{key}.of", threshold=result.rules.gap_threshold),
    )


def _pairs_card(result: Analysis, told: Meeting, say: Words) -> Card:
    key = "convergence.card.pairs"
    single = len(convergence.one_sided(result.points))
    rest = len(result.points) - result.paired
    case = "one_sided" if single else "rest" if rest else "whole"
    ours, theirs = result.people[told.own], result.people[told.other]
    return Card(
        say(f"{key}.label"),
        say.format.int(result.paired),
        unit=say(f"{key}.unit", asked=len(result.points)),
        trend=say(f"{key}.{case}", count=single or rest),
        denominator=say(f"{key}.{told.audience}.{_split(ours, theirs)}", ours=ours, theirs=theirs),
    )


def _heard(result: Analysis) -> dict[str, int]:
    return {f"{side}_people": result.people[side] for side in SIDES}


def _gaps_card(result: Analysis, say: Words) -> Card:
    key = "convergence.card.gaps"
    if not result.paired:
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.unknown"))
    count = len(_on_agenda(result))
    return Card(
        say(f"{key}.label"),
        say.format.int(count),
        unit=say(f"{key}.unit", count=count),
        denominator=say(f"{key}.of", paired=result.paired),
    )


def _priorities_card(result: Analysis, say: Words) -> Card:
    key = "convergence.card.priorities"
    if not _importances_known(result):
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.unknown"))
    count = len(convergence.different_priorities(result.points))
    return Card(
        say(f"{key}.label"),
        say.format.int(count),
        unit=say(f"{key}.unit", count=count),
        denominator=say(f"{key}.of", threshold=result.rules.importance_gap),
    )


def _missing_card(result: Analysis, told: Meeting, say: Words) -> Card:
    key, lacking = "convergence.card.missing", _lacking(result)
    ours, theirs = (_waited(result, side) for side in (told.own, told.other))
    case = f"{told.audience}.{_split(ours, theirs)}" if len(lacking) else "none"
    return Card(
        say(f"{key}.label"),
        say.format.int(len(lacking)),
        unit=say(f"{key}.unit", count=len(lacking)),
        denominator=say(f"{key}.{case}", ours=ours, theirs=theirs),
    )


def _session_card(result: Analysis, say: Words) -> Card:
    key = "convergence.card.session"
    known = result.session is not None
    return Card(
        say(f"{key}.label"),
        say.format.day(result.session) if known else say(f"{key}.undated"),
        denominator=say(f"{key}.of", minutes=_minutes(result), themes=len(result.themes)),
    )


def _minutes(result: Analysis) -> int:
    return sum(block.minutes for block in result.agenda)


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(page: Page, result: Analysis, told: Meeting) -> Part:
    """Three findings: themes, the widest blind spot, what both lack; before: what is known."""
    say = page.say
    if result.moment == BEFORE:
        found = [*_gap_facts(result, told, say), _priority_fact(result, say)]
        people_ = _people_fact(result, told, say)
        heading = say("convergence.finding.before.title")
        return page.findings([*found, Finding(people_)], title=heading)
    return page.findings(
        [
            _theme_finding(result, say),
            _gap_finding(result, told, say),
            _weak_finding(result, say),
        ]
    )


def _people_fact(result: Analysis, told: Meeting, say: Words) -> str:
    case = _split(*(result.people[side] for side in SIDES))
    case = {"ours": VENDOR, "theirs": PARTNER}.get(case, case)
    return say(f"convergence.finding.before.people.{case}", **_heard(result), **told.names)


def _gap_facts(result: Analysis, told: Meeting, say: Words) -> list[Finding]:
    key, gaps = "convergence.finding.before", _on_agenda(result)
    if not result.paired:
        return [Finding(say(f"{key}.unpaired"))]
    if gaps.empty:
        return [Finding(say(f"{key}.no_gaps"), figure="items")]
    names = _theme_names(say.language)
    counts = gaps["theme"].value_counts(sort=False)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], list(names).index(str(one[0]))))
    parts = [
        say(f"{key}.part", name=names[str(theme)], count=int(count))
        for theme, count in ranked[:NAMED]
    ]
    text = say(f"{key}.{'gaps' if len(gaps) > 1 else 'gaps_one'}", names=parts)
    item, row = named_rows(gaps)[0]
    detail = say(f"{key}.gaps_detail", name=_label(item, say), **_scores(row), **told.names)
    return [Finding(text, detail, "items")]


def _scores(row: Any) -> dict[str, float]:
    return {"vendor_score": row["vendor"], "partner_score": row["partner"]}


def _priority_fact(result: Analysis, say: Words) -> Finding:
    key, apart = "convergence.finding.before", convergence.different_priorities(result.points)
    if not _importances_known(result):
        return Finding(say(f"{key}.no_importance"))
    if apart.empty:
        return Finding(say(f"{key}.no_priorities"))
    names = _labels(apart, say)
    return Finding(say(f"{key}.priorities", count=len(apart), names=names), figure="items")


def _theme_values(result: Analysis, say: Words) -> tuple[str, dict[str, Any]]:
    """The case of what is said of the themes, and what it says."""
    names = _theme_names(say.language)
    scores = result.themes["convergence"].dropna()
    if scores.empty:
        return "none", {}
    high, low = str(scores.idxmax()), str(scores.idxmin())
    values = {
        "high": names[high],
        "score": scores[high],
        "low": names[low],
        "low_score": scores[low],
        "middle": (scores[high] + scores[low]) / 2,
        "published": len(scores),
        "noise": convergence.NOISE,
    }
    if len(scores) == 1:
        return "single", values
    apart = scores[high] - scores[low]
    if apart < EQUAL:
        return "equal", values
    return ("level" if scoring.below(apart, convergence.NOISE) else "range"), values


def _theme_finding(result: Analysis, say: Words) -> Finding:
    key, (case, values) = "convergence.finding.themes", _theme_values(result, say)
    rules = result.rules
    detail = ""
    if case in ("range", "level", "none"):
        rule = {"pairs": rules.theme_min_pairs, "share": rules.theme_min_coverage}
        detail = say(f"{key}.{case}_detail", **values, **rule)
    return Finding(say(f"{key}.{case}", **values), detail, "themes")


def _gap_finding(result: Analysis, told: Meeting, say: Words) -> Finding:
    key, topics = "convergence.finding.gap", convergence.blind_spots(result.points)
    widest = convergence.widest_first(result.points)
    if widest.empty:
        return Finding(say(f"{key}.nothing"))
    item, row = named_rows(topics if len(topics) else widest)[0]
    name, gap = _label(item, say), abs(row["gap"])
    if len(topics):
        detail = say(f"{key}.blind_detail", **_scores(row), **told.names)
        return Finding(say(f"{key}.blind", name=name), detail, "items")
    detail = say(f"{key}.same") if gap < EQUAL else say(f"{key}.none_detail", name=name, gap=gap)
    return Finding(say(f"{key}.none"), detail, "items")


def _weak_finding(result: Analysis, say: Words) -> Finding:
    key, weak = "convergence.finding.weak", convergence.shared_weaknesses(result.points)
    apart = convergence.different_priorities(result.points)
    case = "some" if len(weak) else "none"
    text = say(f"{key}.{case}", count=len(weak), name="".join(_labels(weak, say)[:1]))
    case = "priorities" if len(apart) else "agreed" if _importances_known(result) else "unknown"
    detail = say(
        f"{key}.{case}",
        count=len(apart),
        threshold=result.rules.importance_gap,
    )
    return Finding(text, detail, "map")


def proposals(page: Page, result: Analysis, told: Meeting) -> Part:
    """The first joint actions, with both owners and their date; before: what to prepare."""
    say = page.say
    if result.moment == BEFORE:
        heading = say("convergence.proposal.before.title")
        return page.proposals(_preparations(result, told, say), title=heading)
    return page.proposals(_action_proposals(result, told, say))


def _preparations(result: Analysis, told: Meeting, say: Words) -> list[Proposal]:
    key = f"convergence.proposal.before.{told.audience}"
    lacking = len(_lacking(result)) if told.internal else _waited(result, PARTNER)
    who = say(
        f"{key}.who_{_dated(result.session)}",
        owner=_owner(told, say),
        due=_prepared(result, told),
        vendor=told.vendor,
    )
    texts = [say(f"{key}.answers", count=lacking)] if lacking else []
    texts += [say(f"{key}.{one}") for one in ("facts", "people")]
    return [Proposal(text, who) for text in texts]


def _action_proposals(result: Analysis, told: Meeting, say: Words) -> list[Proposal]:
    key = "convergence.proposal"
    if result.actions.empty:
        who = say(f"{key}.alone", owner=_owner(told, say), vendor=told.vendor)
        return [Proposal(say(f"{key}.{'keep' if result.paired else 'ask'}"), who)]
    found = []
    for item, row in named_rows(result.actions)[:PROPOSED]:
        due = _day(row["due"])
        case = "ranked" if told.internal else "who"
        values: dict[str, Any] = {"due": due, "months": int(row["horizon_months"])}
        values |= {"priority": row["priority"], "partner": told.partner}
        values |= _owners(told, row, say)
        who = say(f"{key}.{case}_{_dated(due)}", **values)
        found.append(Proposal(f"{_text(result, item, 'joint_action', say)}.", who))
    return found


# ── first section: both views ──────────────────────────────────────────────────────────────────


def views(page: Page, result: Analysis, told: Meeting) -> Part:
    """What both sides see: themes and points; before the session, the gaps theme by theme."""
    say = page.say
    if result.moment == BEFORE:
        return page.all(
            page.section("views", say("convergence.section.gaps")),
            page.figure(_items(result, told, say)),
        )
    question = say(f"convergence.section.views.{told.audience}", vendor=told.vendor)
    return page.all(
        page.section("views", question),
        page.figure(_themes(result, told, say)),
        page.figure(_items(result, told, say)),
    )


def _themes(result: Analysis, told: Meeting, say: Words) -> Exhibit:
    key, rules = "convergence.themes", result.rules
    case, values = _theme_values(result, say)
    heading = say(f"{key}.title.{case}", **values)
    rule = {"pairs": rules.theme_min_pairs, "share": rules.theme_min_coverage}
    if case == "none":
        absent = say(f"{key}.absent", file=told.file, **rule)
        return Exhibit("themes", None, heading, absent=absent)
    rows = _theme_rows(result, say)
    whole = result.overall.indices is not None
    lines = [
        say(f"{key}.alt.{'gap' if is_missing(row['convergence']) else 'row'}", **dict(row))
        for _, row in named_rows(rows)
    ]
    sub = {"paired": result.paired, "asked": len(result.points)}
    return Exhibit(
        "themes",
        figures.draw_themes(rows, say, whole=whole),
        heading,
        subtitle=say(f"{key}.sub", **sub),
        alt=say(f"{key}.alt.title"),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=_themes_table(rows, heading, say, whole=whole),
        source=say(
            f"{key}.rule", source=_source(result, told, say), bands=_bounds(result, say), **rule
        ),
    )


def _bounds(result: Analysis, say: Words) -> str:
    """Where each band begins, the lowest by where it ends."""
    key, limits = "convergence.themes", result.rules.band_bounds
    names = [people.in_sentence(say.typeset(name)) for name in _bands(say)]
    told = [say(f"{key}.band_lowest", name=names[0], below=limits[1])]
    told += [
        say(f"{key}.band", name=name, above=limit)
        for name, limit in zip(names[1:], limits[1:], strict=True)
    ]
    return say.format.clauses(told)


def _theme_rows(result: Analysis, say: Words) -> pd.DataFrame:
    """The whole when it is published, then the themes in the bank's order."""
    names, bands = _theme_names(say.language), _bands(say)
    columns = ["alignment", "maturity", "convergence", "weight", "paired"]
    rows = result.themes[columns].astype({"weight": float})
    rows.insert(0, "name", [names[str(one)] for one in rows.index])
    rows["gap"] = [_theme_gap(row, say) for _, row in result.themes.iterrows()]
    rows["reading"] = [
        "" if is_missing(score) else bands[_band(result, score)] for score in rows["convergence"]
    ]
    total = result.overall
    if total.indices is None or total.band is None:
        return rows
    whole = {
        "name": say("convergence.themes.whole"),
        **total.indices._asdict(),
        "weight": float("nan"),
        "paired": result.paired,
        "gap": "",
        "reading": bands[total.band],
    }
    return pd.concat([pd.DataFrame([whole], index=["*"]), rows])


def _band(result: Analysis, score: float) -> int:
    return scoring.band(score, result.rules.band_bounds)


def _theme_gap(row: Any, say: Words) -> str:
    if row["state"] == PUBLISHED:
        return ""
    if row["state"] == NOT_APPLICABLE:
        return say("convergence.themes.not_applicable")
    counts = {"paired": int(row["paired"]), "asked": int(row["asked"])}
    return say("convergence.themes.gap", **counts)


def _themes_table(rows: pd.DataFrame, heading: str, say: Words, *, whole: bool) -> Table:
    shown = rows.copy()
    indices = ("alignment", "maturity", "convergence")
    for name in indices:
        shown[name] = _with_gaps(rows[name], rows["gap"])
    key = "convergence.themes"
    columns = [
        Column("name", say(f"{key}.table.name"), "name"),
        *(Column(name, say(f"convergence.index.{name}"), "score") for name in indices),
        Column("reading", say(f"{key}.reading")),
        Column("paired", say(f"{key}.table.paired"), "int"),
        Column("weight", say(f"{key}.table.weight"), "number"),
    ]
    return Table("themes", shown, columns, caption=heading, bold=(0,) if whole else ())


def _with_gaps(values: pd.Series[Any], reasons: pd.Series[Any]) -> list[Any]:
    return [
        Gap(str(reason)) if is_missing(value) else value
        for value, reason in zip(values, reasons, strict=True)
    ]


def _items(result: Analysis, told: Meeting, say: Words) -> Exhibit:
    """Both sides' score of each point; before the session by theme, and without any class."""
    key, paired = "convergence.items", _paired(result)
    before, silent = result.moment == BEFORE, _silent(result)
    heading = _items_title(result, say)
    if paired.empty:
        absent = say(f"{key}.{'absent_silent' if silent else 'absent'}", file=told.file)
        return Exhibit("items", None, heading, absent=absent)
    rows = _item_rows(result, told, say)
    lines = [
        say(
            f"{key}.alt.row",
            name=row.name_,
            vendor_score=row.vendor,
            partner_score=row.partner,
            **told.names,
        )
        for row in rows.head(TOLD).rename(columns={"name": "name_"}).itertuples()
    ]
    if len(rows) > TOLD:
        lines.append(say(f"{key}.alt.more", count=len(rows) - TOLD))
    brackets = rows[[f"{side}_low" for side in SIDES]].notna().any(axis=None)
    rest = len(result.points) - len(paired)
    source = say(f"{key}.rule", source=_source(result, told, say), **told.names)
    more = say(f"{key}.unpaired", count=rest) if rest else ""
    return Exhibit(
        "items",
        figures.draw_items(
            rows,
            say,
            sides=told.sides,
            heading=say(f"{key}.{'importances' if before else 'classes'}"),
            disagrees=bool(brackets),
        ),
        heading,
        subtitle=say(
            f"{key}.{'before_sub' if before else 'sub'}",
            heard=_answering(result, told, say),
            counted=say(f"{key}.counted", **_limits(result)),
            apart=result.rules.importance_gap,
        ),
        alt=say(f"{key}.alt.title"),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=_items_table(rows, told, heading, say, before=before),
        source=f"{source} {more}".strip(),
    )


def _answering(result: Analysis, told: Meeting, say: Words) -> str:
    """How many people a score is the mean of, in words where it is one; "" where nobody scored."""
    alone = [side for side in SIDES if result.people[side] == 1]
    if _silent(result):
        return ""
    case = "one" if len(alone) == len(SIDES) else f"{alone[0]}_one" if alone else "both"
    return say(f"convergence.items.heard.{case}", **_heard(result), **told.names)


def _limits(result: Analysis) -> dict[str, float]:
    """What parts the points, as the words name it."""
    rules = result.rules
    strong, weak = rules.shared_strength_min, rules.shared_weakness_max
    return {"gap": rules.gap_threshold, "strong": strong, "weak": weak}


def _items_title(result: Analysis, say: Words) -> str:
    key, count = "convergence.items.title", len(_on_agenda(result))
    widest = convergence.widest_first(result.points)["gap"].abs()
    if result.moment == BEFORE:
        case = "before_gaps" if count else "before_none" if result.paired else "before_silent"
        if case == "before_silent" and not _silent(result):
            case = "nothing"
    elif not result.paired:
        case = "nothing"
    elif count:
        case = "both"
    elif result.paired == 1:
        case = "one"
    else:
        case = "equal" if widest.max() < EQUAL else "none"
    return say(f"{key}.{case}", count=count, paired=result.paired)


def _item_rows(result: Analysis, told: Meeting, say: Words) -> pd.DataFrame:
    """Points noted by both in the order of the figure, with what each row prints."""
    before, paired = result.moment == BEFORE, convergence.widest_first(result.points)
    names = _theme_names(say.language)
    if before:
        rank = {theme: place for place, theme in enumerate(result.themes.index)}
        paired = paired.sort_values("theme", key=lambda one: one.map(rank), kind="stable")
    rows = paired[["vendor", "partner", "gap", "theme"]].copy()
    rows.insert(0, "name", _labels(paired, say))
    rows["theme"] = [names[str(one)] for one in paired["theme"]]
    rows["group"] = rows["theme"] if before else ""
    rows["counts"] = paired.index.isin(_on_agenda(result).index)
    for side in SIDES:  # a team's own disagreement is for that team, and for the vendor's page
        shown = paired[f"{side}_disagrees"] & (told.internal or side == told.own)
        rows[f"importance_{side}"] = paired[f"importance_{side}"]
        for end in ("low", "high"):
            rows[f"{side}_{end}"] = paired[f"{side}_{end}"].where(shown)
    if before:
        rows["note"] = [_importances(row, say) for _, row in paired.iterrows()]
        rows["strong"] = paired["different_priorities"]
    else:
        classes = _class_names(say)
        rows["note"] = [classes[str(one)] for one in paired["class"]]
        rows["strong"] = rows["counts"]
    return rows


def _importances(row: Any, say: Words) -> str:
    values = {f"{side}_importance": row[f"importance_{side}"] for side in SIDES}
    if all(is_missing(value) for value in values.values()):
        return say("convergence.items.no_importance")
    return say("convergence.items.priorities", **values)


def _items_table(
    rows: pd.DataFrame, told: Meeting, heading: str, say: Words, *, before: bool
) -> Table:
    key = "convergence.items.table"
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("theme", say(f"{key}.theme")),
        *(Column(side, told.name(side), "level") for side in SIDES),
        Column("gap", say(f"{key}.gap"), "signed", decimals=1),
    ]
    if before:
        columns += [
            Column(f"importance_{side}", say(f"{key}.importance", name=told.name(side)), "level")
            for side in SIDES
        ]
    else:
        columns.append(Column("note", say(f"{key}.reading")))
    return Table("items", rows, columns, caption=heading, limit=len(rows))


# ── second section: what to talk about ─────────────────────────────────────────────────────────


def topics(page: Page, result: Analysis, answers: pd.DataFrame, told: Meeting) -> Part:
    """The map and what to put on the table; before the session, its agenda."""
    say = page.say
    if result.moment == BEFORE:
        team = _team(result, told, say)
        return page.all(
            page.section("topics", say("convergence.section.agenda")),
            page.table(_agenda(result, told, say)),
            page.table(team) if len(team.rows) else page.all(),
            _comments(page, answers, told),
        )
    return page.all(
        page.section("topics", say("convergence.section.topics")),
        page.figure(_map(result, told, say)),
        *_or_sentences(page, result, told),
        _comments(page, answers, told),
    )


def _or_sentences(page: Page, result: Analysis, told: Meeting) -> list[Part]:
    """Each table, or the sentence that stands in its place when it has no row."""
    say = page.say
    shown = [_topics(result, told, say), _priorities(result, told, say), _team(result, told, say)]
    parts = [page.table(one) if len(one.rows) else page.sentence(one.empty) for one in shown]
    apart = len(convergence.disagreements(result.points, PARTNER))
    if told.internal and apart:
        sentence = say("convergence.team.theirs", partner=told.partner, count=apart)
        parts.append(page.sentence(sentence))
    single = _one_sided(result, told, say)
    return [*parts, page.table(single)] if len(single.rows) else parts


def _map(result: Analysis, told: Meeting, say: Words) -> Exhibit:
    key, rules, paired = "convergence.map", result.rules, _paired(result)
    if paired.empty:
        absent = say("convergence.items.absent", file=told.file)
        return Exhibit("map", None, say(f"{key}.title.nothing"), absent=absent)
    places = _places(result, say)
    higher = [len(convergence.blind_spots(result.points, side)) for side in SIDES]
    counts = {f"{side}_count": one for side, one in zip(SIDES, higher, strict=True)}
    case = "topics" if all(higher) else "vendor" if higher[0] else "partner"
    if not any(higher):
        case = "none"
    areas = Areas(rules.gap_threshold, rules.shared_strength_min, rules.shared_weakness_max)
    classes = _class_names(say)
    sizes = paired["class"].value_counts()
    lines = [
        say(f"{key}.alt.row", name=classes[one], count=int(sizes.get(one, 0))) for one in CLASSES
    ]
    unnamed = bool((places["label"] == "").any())
    return Exhibit(
        "map",
        figures.draw_map(places, say, sides=told.sides, areas=areas, names=classes),
        say(f"{key}.title.{case}", paired=result.paired, **counts, **told.names),
        subtitle=say(f"{key}.{'sub_unnamed' if unnamed else 'sub'}", **told.names),
        alt=say(f"{key}.alt.title"),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=_items_table(
            _item_rows(result, told, say), told, say(f"{key}.alt.title"), say, before=False
        ),
        source=say(f"{key}.rule", source=_source(result, told, say), **_limits(result)),
    )


def _places(result: Analysis, say: Words) -> pd.DataFrame:
    """Points gathered where both scores are equal, the first to be named first."""
    order = [*CLASSES[2:4], SHARED_WEAKNESS, convergence.IN_PROGRESS, SHARED_STRENGTH]
    rank = {name: place for place, name in enumerate(order)}
    paired = convergence.widest_first(result.points)
    paired = paired.sort_values("class", key=lambda one: one.map(rank), kind="stable")
    seen = paired.index.isin(_on_agenda(result).index)
    keys = [paired[side].round(6) for side in SIDES]
    found = []
    for _, rows in paired.assign(seen=seen).groupby(keys, sort=False):
        name = say(f"convergence.point.{rows.index[0]}")
        first = rows.iloc[0]
        found.append([first["vendor"], first["partner"], len(rows), name, bool(first["seen"])])
    table = pd.DataFrame(found, columns=["vendor", "partner", "count", "label", "seen"])
    table.loc[table.index >= LABELLED, "label"] = ""
    return table


def _topics(result: Analysis, told: Meeting, say: Words) -> Table:
    """The blind spots, each with the question that opens the discussion."""
    key, found = "convergence.topics", convergence.blind_spots(result.points)
    rows = found[["vendor", "partner", "gap"]].copy()
    rows.insert(0, "name", _labels(found, say))
    rows["question"] = [_text(result, str(item), "discussion", say) for item in found.index]
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("question", say(f"{key}.question")),
        *(Column(side, told.name(side), "level") for side in SIDES),
        Column("gap", say(f"{key}.gap"), "signed", decimals=1),
    ]
    return Table(
        "topics",
        rows,
        columns,
        caption=say(f"{key}.caption", count=len(rows)),
        sub=say(f"{key}.sub"),
        empty=say(f"{key}.absent", threshold=result.rules.gap_threshold),
        limit=len(result.points),
    )


def _priorities(result: Analysis, told: Meeting, say: Words) -> Table:
    key, found = "convergence.priorities", convergence.different_priorities(result.points)
    rows = found[["importance_vendor", "importance_partner"]].copy()
    rows.insert(0, "name", _labels(found, say))
    rows["difference"] = rows["importance_vendor"] - rows["importance_partner"]
    columns = [
        Column("name", say("convergence.topics.name"), "name"),
        *(Column(f"importance_{side}", told.name(side), "level") for side in SIDES),
        Column("difference", say(f"{key}.difference"), "signed", decimals=1),
    ]
    threshold = result.rules.importance_gap
    absent = "absent" if _importances_known(result) else "unknown"
    return Table(
        "priorities",
        rows,
        columns,
        caption=say(f"{key}.caption", count=len(rows)),
        sub=say(f"{key}.sub", threshold=threshold, heard=_answering(result, told, say)).strip(),
        empty=say(f"{key}.{absent}", threshold=threshold),
    )


def _team(result: Analysis, told: Meeting, say: Words) -> Table:
    """Where the reader's own people disagree: how many, never who."""
    key, side = "convergence.team", told.own
    found = convergence.disagreements(result.points, side)
    rows = found[[f"{side}_low", f"{side}_high", f"{side}_people"]].copy()
    rows.columns = pd.Index(["low", "high", "people"])
    rows.insert(0, "name", _labels(found, say))
    columns = [
        Column("name", say("convergence.topics.name"), "name"),
        Column("low", say(f"{key}.low"), "number"),
        Column("high", say(f"{key}.high"), "number"),
        Column("people", say(f"{key}.people"), "int"),
    ]
    absent = "alone" if result.people[side] == 1 else "absent"
    spread = result.rules.within_side_spread
    return Table(
        "team",
        rows,
        columns,
        caption=say(f"{key}.caption.{told.audience}"),
        sub=say(f"{key}.{'sub' if told.internal else 'sub_partner'}", spread=spread),
        empty=say(f"{key}.{absent}.{told.audience}"),
    )


def _one_sided(result: Analysis, told: Meeting, say: Words) -> Table:
    key, found = "convergence.one_sided", convergence.one_sided(result.points)
    names = _theme_names(say.language)
    rows = pd.DataFrame(
        {
            "name": _labels(found, say),
            "theme": [names[str(one)] for one in found["theme"]],
            "waited": [_waited_from(row, told, say) for _, row in found.iterrows()],
            "question": [_text(result, str(item), "discussion", say) for item in found.index],
        }
    )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("theme", say(f"{key}.theme")),
        Column("waited", say(f"{key}.waited")),
        Column("question", say(f"{key}.question")),
    ]
    count = len(rows)
    return Table(
        "one_sided",
        rows,
        columns,
        caption=say(f"{key}.caption", count=count),
        sub=say(f"{key}.sub", count=count),
    )


def _waited_from(row: Any, told: Meeting, say: Words) -> str:
    side = PARTNER if row["state"] == ONE_SIDED[VENDOR] else VENDOR
    if row[f"{side}_state"] == NOT_APPLICABLE:
        return say("convergence.one_sided.no_object", name=told.name(side))
    return told.name(side)


def _comments(page: Page, answers: pd.DataFrame, told: Meeting) -> Part:
    """What the reader's own people wrote, as written; the other side's comments are theirs."""
    say, key = page.say, "convergence.comments"
    mine = answers[(answers["side"] == told.own) & (answers["comment"].str.strip() != "")]
    if mine.empty:
        return page.all()
    place = {str(item): rank for rank, item in enumerate(banks.load("convergence").items.index)}
    mine = mine.sort_values(["item_id", "comment"], key=lambda one: one.map(place).fillna(0))
    rows = pd.DataFrame(
        {
            "name": [_label(str(item), say) for item in mine["item_id"]],
            "text": mine["comment"].tolist(),
        }
    )
    columns = [Column("name", say(f"{key}.name"), "name"), Column("text", say(f"{key}.text"))]
    caption, sub = (say(f"{key}.{one}.{told.audience}") for one in ("caption", "sub"))
    return page.table(Table("comments", rows, columns, caption=caption, sub=sub))


def _agenda(result: Analysis, told: Meeting, say: Words) -> Table:
    """The session block by block, with the questions of each theme."""
    key, names = "convergence.agenda", _theme_names(say.language)
    silent = bool(_silent(result))
    rows = pd.DataFrame(
        {
            "part": [
                names[block.theme] if block.theme else say(f"{key}.blocks.{block.kind}")
                for block in result.agenda
            ],
            "start": [block.start for block in result.agenda],
            "minutes": [block.minutes for block in result.agenda],
            "content": [
                "\n".join(_agenda_lines(result, block, say, silent=silent))
                for block in result.agenda
            ],
        }
    )
    columns = [
        Column("part", say(f"{key}.part"), "name"),
        Column("start", say(f"{key}.start"), "int"),
        Column("minutes", say(f"{key}.minutes"), "int"),
        Column("content", say(f"{key}.content")),
    ]
    sub = say(f"{key}.sub_silent") if silent else say(f"{key}.sub", **told.names)
    caption = say(f"{key}.caption", minutes=_minutes(result))
    return Table("agenda", rows, columns, caption=caption, sub=sub)


def _agenda_lines(
    result: Analysis, block: convergence.Block, say: Words, *, silent: bool
) -> list[str]:
    """What is talked over in a block, a line each."""
    key = "convergence.agenda"
    if block.kind != THEME:
        return [say(f"{key}.content_of.{block.kind}")]
    if silent:
        return [say(f"{key}.content_of.silent")]
    lines = []
    for item, why in block.questions:
        row = result.points.loc[item]
        values = {f"{side}_importance": row[f"importance_{side}"] for side in SIDES}
        question = people.in_sentence(_text(result, item, "discussion", say))
        values |= {"name": _label(item, say), "question": question, **_scores(row)}
        lines.append(say(f"{key}.why.{why}", **values))
    return lines or [say(f"{key}.content_of.quiet")]


# ── third section: what to decide, or what is still missing ────────────────────────────────────


def joint(page: Page, result: Analysis, told: Meeting) -> Part:
    """The joint actions by month and the scenario when asked; before: the answers to obtain."""
    say = page.say
    if result.moment == BEFORE:
        return page.all(
            page.section("joint", say("convergence.section.missing")),
            *_missing(page, result, told),
        )
    return page.all(
        page.section("joint", say("convergence.section.joint")),
        _plan(page, result, told),
        _uplift(page, result, told),
    )


def _missing(page: Page, result: Analysis, told: Meeting) -> list[Part]:
    """Whose answers are awaited: a whole side in a sentence, single points in a table."""
    say, key = page.say, "convergence.missing"
    lacking, silent = _lacking(result), _silent(result)
    if lacking.empty:
        return [page.sentence(say(f"{key}.none"))]
    whole = [
        page.sentence(say(f"{key}.side", name=told.name(side), count=len(result.points)))
        for side in silent
    ]
    heard = [side for side in SIDES if side not in silent]
    if silent:  # of the side that did answer, only what it has left out
        waiting = result.points[[f"{side}_state" for side in heard]] == MISSING
        lacking = lacking[lacking.index.isin(waiting.index[waiting.any(axis=1)])]
        lacking = lacking.assign(side=heard[0] if heard else "")
    if lacking.empty or not heard:
        return whole
    names = _theme_names(say.language)
    rows = pd.DataFrame(
        {
            "name": [_text(result, str(item), "statement", say) for item in lacking.index],
            "theme": [names[str(one)] for one in lacking["theme"]],
            "whose": [told.name(one) if one else say(f"{key}.both") for one in lacking["side"]],
        }
    )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("theme", say(f"{key}.theme")),
        Column("whose", say(f"{key}.whose")),
    ]
    caption, sub = say(f"{key}.caption", count=len(rows)), say(f"{key}.sub", file=told.file)
    return [*whole, page.table(Table("missing", rows, columns, caption=caption, sub=sub))]


def _plan(page: Page, result: Analysis, told: Meeting) -> Part:
    say, key, found = page.say, "convergence.joint", result.actions
    if found.empty:
        return page.sentence(say(f"{key}.{'absent' if result.paired else 'absent_nothing'}"))
    due = _day(found["due"].min())
    case = "one" if len(found) == 1 else "undated" if due is None else "many"
    rules = result.rules
    limits = {"most": rules.max_joint_actions, "each": rules.max_joint_actions_per_theme}
    last = max(CHECK_MONTHS, int(found["horizon_months"].max()))
    return page.plan(
        MonthPlan(
            "joint",
            say(f"{key}.title.{case}", count=len(found), due=due),
            say(f"{key}.{'sub' if told.internal else 'sub_partner'}", **limits),
            months=[_month(result, month, say) for month in range(1, last + 1)],
            actions=[_planned(result, told, item, row, say) for item, row in named_rows(found)],
            note=_plan_note(result, say),
            owners=told.sides,
        )
    )


def _plan_note(result: Analysis, say: Words) -> str:
    """The day of the check, after the first shared weakness if the plan has no room for it."""
    key, rules = "convergence.joint", result.rules
    check = say(f"{key}.check_{_dated(result.check)}", check=result.check)
    found = convergence.left_out(result.points, result.actions, rules)
    if found is None:
        return check
    limits = {"most": rules.max_joint_actions, "each": rules.max_joint_actions_per_theme}
    weak = say(f"{key}.left_out.{found.why}", name=_label(found.item, say), **limits)
    return f"{weak} {check}"


def _month(result: Analysis, month: int, say: Words) -> str:
    if result.session is None:
        return say("convergence.joint.month", month=month)
    return say.format.month(actions.due(result.session, month))


def _planned(result: Analysis, told: Meeting, item: str, row: Any, say: Words) -> PlannedAction:
    owners = _owners(told, row, say)
    return PlannedAction(
        text=_text(result, item, "joint_action", say),
        owner=owners["owner"],
        due=_day(row["due"]),
        priority=float(row["priority"]) if told.internal else None,
        start=1,
        end=int(row["horizon_months"]),
        partner_owner=owners["partner_owner"],
        kpi=say("convergence.joint.kpi", kpi=_text(result, item, "kpi", say)),
    )


def _uplift(page: Page, result: Analysis, told: Meeting) -> Part:
    """The observed effect, only when it is asked for, apart from everything else."""
    say, key, found = page.say, "convergence.uplift", result.uplift
    if found is None:
        return page.all()
    values = {
        "growth": found.growth,
        "months": found.months,
        "low": found.low,
        "high": found.high,
    }
    if found.revenue is None:
        return page.sentence(say(f"{key}.unknown", **values))
    names = [say(f"{key}.today", year=told.year - 1), say(f"{key}.then", **values)]
    rows = pd.DataFrame({"name": names, "amount": [found.revenue, found.then]})
    columns = [
        Column("name", say(f"{key}.item"), "name"),
        Column("amount", say(f"{key}.amount"), "money"),
    ]
    caption, warning = say(f"{key}.caption"), say(f"{key}.warning", **values)
    return page.table(Table("uplift", rows, columns, caption=caption, sub=warning))


# ── the joint performance plan ─────────────────────────────────────────────────────────────────


def agreement(page: Page, result: Analysis, told: Meeting) -> Part:
    """What both parties sign, on a page of its own; nothing before the session, nor without an
    action."""
    say, key = page.say, "convergence.agreement"
    if result.moment != AFTER or result.actions.empty:
        return page.all()
    case = _dated(result.session)
    return page.agreement(
        Agreement(
            "agreement",
            say(f"{key}.title"),
            say(f"{key}.intro_{case}", session=result.session, **told.names),
            _agreed(result, told, say),
            [
                Party(
                    told.name(side),
                    say(f"{key}.pledge", party=told.name(side)),
                    _commitments(result, told, side, say),
                )
                for side in SIDES
            ],
            say(f"{key}.closing_{case}", check=result.check),
        )
    )


def _agreed(result: Analysis, told: Meeting, say: Words) -> Table:
    key, found = "convergence.agreement", result.actions
    owners = [_owners(told, row, say) for _, row in named_rows(found)]
    rows = pd.DataFrame(
        {
            "number": range(1, len(found) + 1),
            "action": [_text(result, str(item), "joint_action", say) for item in found.index],
            "owner": [one["owner"] for one in owners],
            "partner_owner": [one["partner_owner"] for one in owners],
            "kpi": [_text(result, str(item), "kpi", say) for item in found.index],
            "due": [_due(row, say) for _, row in named_rows(found)],
        }
    )
    columns = [
        Column("number", say(f"{key}.number"), "int"),
        Column("action", say(f"{key}.action"), "name"),
        Column("owner", say(f"{key}.owner", name=told.vendor)),
        Column("partner_owner", say(f"{key}.owner", name=told.partner)),
        Column("kpi", say(f"{key}.kpi")),
        Column("due", say(f"{key}.due")),
    ]
    return Table("agreed", rows, columns, caption=say(f"{key}.caption"))


def _due(row: Any, say: Words) -> str:
    due = _day(row["due"])
    if due is None:
        return say("convergence.agreement.undated", months=int(row["horizon_months"]))
    return say.format.day(due)


def _commitments(result: Analysis, told: Meeting, side: str, say: Words) -> list[str]:
    """The owners' parts of the joint actions on one side, an owner a line."""
    key = "convergence.agreement"
    column = "owner_role" if side == VENDOR else "partner_owner_role"
    name = "owner" if side == VENDOR else "partner_owner"
    numbered = result.actions.assign(number=range(1, len(result.actions) + 1))
    lines = []
    for _, rows in numbered.groupby(column, sort=False):
        first = rows.sort_values("horizon_months", kind="stable").iloc[0]
        due = _day(first["due"])
        numbers = [say.format.int(number) for number in rows["number"]]
        lines.append(
            say(
                f"{key}.{'parts' if len(rows) > 1 else 'part'}_{_dated(due)}",
                owner=_owners(told, first, say)[name],
                numbers=say.format.list(numbers, len(numbers)),
                due=due,
                months=int(first["horizon_months"]),
            )
        )
    return lines


# ── notes, key figures ─────────────────────────────────────────────────────────────────────────


def counts(result: Analysis, say: Words) -> Table:
    """Points asked, compared, scored by one side, without score, without object, by theme."""
    key, names = "convergence.counts", _theme_names(say.language)
    rows = result.themes.copy()
    rows["theme"] = [names[str(one)] for one in rows.index]
    whole = ("asked", "paired", "one_sided", "unscored", "not_applicable")
    columns = [
        Column("theme", say(f"{key}.theme"), "name"),
        *(Column(name, say(f"{key}.{name}"), "int") for name in whole),
        Column("coverage", say(f"{key}.coverage"), "percent", decimals=0),
        Column("weight", say(f"{key}.weight"), "number"),
    ]
    frame = rows.reset_index(drop=True)
    return Table("counts", frame, columns, caption=say(f"{key}.caption"), sub=say(f"{key}.sub"))


def assumptions(page: Page, folder: Any, result: Analysis) -> Part:
    """What the scenario rests on, when there is one."""
    say, key = page.say, "convergence.assumptions"
    if result.uplift is None:
        return page.all()
    keys = list(convergence.UPLIFT_KEYS)
    used = folder.assumptions(folder.partner_id, uses=keys).loc[keys]
    short = banks.short_labels(say.language)
    prints: list[Callable[[Any], str]] = [say.format.percent, say.format.int]
    forms = dict(zip(keys, prints, strict=True))
    told: dict[Any, Any] = used.to_dict("index")
    rows = pd.DataFrame(
        {
            "key": [say.typeset(short[one]) for one in keys],
            "value": [form(told[one]["value"]) for one, form in forms.items()],
            "range": [
                say(f"{key}.between", low=form(told[one]["low"]), high=form(told[one]["high"]))
                for one, form in forms.items()
            ],
            "grade": [told[one]["grade"] for one in keys],
            "source": [_origin(told[one], one, say) for one in keys],
        }
    )
    columns = [Column("key", say(f"{key}.key"), "name")]
    columns += [Column(one, say(f"{key}.{one}")) for one in ("value", "range", "grade", "source")]
    bold = tuple(place for place, one in enumerate(keys) if told[one]["changed"])
    caption, sub = say(f"{key}.caption"), say(f"{key}.sub")
    return page.assumptions(
        Table("assumptions", rows, columns, caption=caption, sub=sub, bold=bold)
    )


def _origin(row: Mapping[str, Any], key: str, say: Words) -> str:
    return str(row["source"]) if row["changed"] else say(f"convergence.assumptions.of.{key}")


def known(result: Analysis, told: Meeting, say: Words) -> list[str]:
    """What the partner's edition knows of the partner and where it comes from, in two
    sentences."""
    if told.internal:
        return []
    heard = result.people[PARTNER]
    case = "partner_told" if heard else "partner_silent"
    return [say(f"convergence.known.{case}", people=heard, file=told.file, vendor=told.vendor)]


def method(result: Analysis, told: Meeting, say: Words) -> str:
    """The method in three sentences."""
    case = "method_before" if result.moment == BEFORE else "method"
    return say(f"convergence.{case}", items=len(result.points), **told.names)


def quality(result: Analysis, told: Meeting, say: Words) -> list[str]:
    """Warnings on the answers, one sentence each; how the vendor's people answer is not told to
    the partner, and no theme lacks a pair while a side has yet to answer."""
    found = []
    for notice in result.notices:
        values = dict(notice.values)
        foreign = not told.internal and values.get("side", told.own) != told.own
        early = "needed" in values and result.moment == BEFORE and bool(_silent(result))
        if not foreign and not early:
            found.append(_warning(notice.code, values, told, say))
    return found


def _warning(code: str, values: dict[str, Any], told: Meeting, say: Words) -> str:
    if "theme" in values:
        values["name"] = _theme_names(say.language)[values["theme"]]
    if "side" in values:
        values["side"] = told.name(values["side"])
    if code == "straight_lining" and values["answer"] is None:
        code = "straight_lining_na"
    return say(f"convergence.notice.{code}", **values)


def key_figures(result: Analysis, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published.

    Before the session there is no verdict, in the manifest either.
    """
    found = {**_index_figures(result, say), **_count_figures(result, say)}
    return {f"convergence.{name}": figure for name, figure in found.items()}


def _figure(value: Any, unit: str, reason: str = "", of: Any = None) -> dict[str, Any]:
    if is_missing(value):
        return {"value": None, "unit": unit, "of": of, "reason": reason}
    return {"value": value, "unit": unit, "of": of}


def _index_figures(result: Analysis, say: Words) -> dict[str, dict[str, Any]]:
    scale, total, before = "0-100", result.overall, result.moment == BEFORE
    whole = None if before or total.indices is None else total.indices
    reason = say(f"convergence.reason.{'before' if before else 'unpublished'}")
    names = {"index": "convergence", "alignment": "alignment", "maturity": "maturity"}
    found = {
        name: _figure(getattr(whole, column, None), scale, reason, total.published)
        for name, column in names.items()
    }
    for theme, row in named_rows(result.themes):
        value = None if before else row["convergence"]
        why = say(f"convergence.reason.{'before' if before else row['state']}")
        found[f"theme.{theme}"] = _figure(value, scale, why, int(row["paired"]))
    return found


def _count_figures(result: Analysis, say: Words) -> dict[str, dict[str, Any]]:
    before, paired = result.moment == BEFORE, result.paired
    reason = say(f"convergence.reason.{'before' if before else 'unpaired'}")
    hidden = before or not paired
    found = {"paired_items": _figure(paired, "count", of=len(result.points))}
    for side in SIDES:
        count = None if hidden else len(convergence.blind_spots(result.points, side))
        found[f"{side}_blind_spots"] = _figure(count, "count", reason, paired)
    actions_ = None if before else len(result.actions)
    found["joint_actions"] = _figure(actions_, "count", reason, result.rules.max_joint_actions)
    return found
