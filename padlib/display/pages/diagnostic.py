"""The annual diagnostic's page: what is said, asked and shown of one diagnosis (REPORTS 9.1).

Each function takes the diagnosis, the campaign where dates and people matter, and the words; it
picks the case, the words do the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib import banks
from padlib.display import campaign as campaigns
from padlib.display import people
from padlib.display.figures import diagnostic as figures
from padlib.display.figures.diagnostic import Band, Strip, Tile
from padlib.display.formats import is_missing
from padlib.display.parts import (
    Bullet,
    Card,
    Case,
    Exhibit,
    Finding,
    MonthPlan,
    Page,
    Part,
    PlannedAction,
    Proposal,
)
from padlib.display.tables import Chip, Column, Gap, Table, named_rows
from padlib.display.words import Words
from padlib.method.diagnostic import INSUFFICIENT, PUBLISHED, Diagnosis

ANSWERS = "diagnostic_answers.csv"
NAMED_WEAK = 2  # weak dimensions named in the headline
FUNCTIONS_SHOWN = 8  # misaligned practices in the figure; all stand in its table
LISTED = 5  # strengths and weaknesses shown before "the whole table"
PROPOSED = 3
ROLES_SHOWN = 3
EQUAL = 1e-9  # METHOD 4.4
LEADER = "DIRP"  # who answers for the campaign


@dataclass(frozen=True, kw_only=True)
class Campaign(campaigns.Campaign):
    """The year's diagnostic."""

    file: str = ANSWERS


def campaign(folder: Any, as_of: dt.date | None = None) -> Campaign:
    """The campaign of a client's folder; its dates and people are those of the year."""
    return Campaign(**campaigns.fields(folder, as_of, "diagnostic_answers"))


# ── rows and names ─────────────────────────────────────────────────────────────────────────────


def _the(dimension: str, say: Words) -> str:
    return say(f"diagnostic.dimension.the.{dimension}")


def _number(names: Sequence[str], say: Words) -> int:
    """Whether a verb after these dimensions is singular (1) or plural (2)."""
    if len(names) != 1:
        return 2
    return int(say(f"diagnostic.dimension.number.{names[0]}"))


def _list_of(dimensions: Iterable[str], say: Words) -> list[str]:
    return [_the(dimension, say) for dimension in dimensions]


def _dimension_names(language: str) -> dict[str, str]:
    return {one["id"]: one["name"][language] for one in banks.rules("diagnostic")["dimensions"]}


def _bands(say: Words) -> list[Band]:
    limits = banks.rules("diagnostic")["bands"]
    names = [band["name"][say.language] for band in limits]
    starts = [float(band["from"]) for band in limits]
    return [
        Band(low, high, name)
        for low, high, name in zip(starts, [*starts[1:], 100.0], names, strict=True)
    ]


def _item_text(diagnosis: Diagnosis, item: str, what: str, say: Words) -> str:
    return say.typeset(str(diagnosis.items.at[item, f"{what}_{say.language}"]))


# ── headline and decision ──────────────────────────────────────────────────────────────────────


def headline(diagnosis: Diagnosis, told: Campaign, say: Words) -> str:
    """The answer in one sentence: where the strategy stands, how it moved, what holds it back."""
    total = diagnosis.overall
    if total.score is None or total.band is None:
        return _unpublished_headline(diagnosis, say)
    weak, scores = diagnosis.weak_dimensions, diagnosis.dimensions["score"]
    named = weak[:NAMED_WEAK] or [str(scores.idxmin())]
    move = diagnosis.comparison.change if diagnosis.comparison else None
    return say(
        f"diagnostic.headline.{_trend_case(diagnosis)}.{_brake_case(diagnosis)}",
        score=total.score,
        band=say(f"diagnostic.band.{total.band}"),
        points=round(abs(move)) if move is not None else 0,
        previous_year=told.year - 1,
        published=total.published,
        weak=_list_of(named, say),
        number=_number(named, say),
        threshold=diagnosis.rules.weakness_dimension_max,
        lowest=_the(named[0], say),
        lowest_score=scores[named[0]],
    )


def _unpublished_headline(diagnosis: Diagnosis, say: Words) -> str:
    total = diagnosis.overall
    case = "nothing" if not total.applicable else "some" if total.published else "zero"
    return say(
        f"diagnostic.headline.unpublished.{case}",
        published=total.published,
        applicable=total.applicable,
        needed=total.published + total.needed,
    )


def _trend_case(diagnosis: Diagnosis) -> str:
    versus, band = diagnosis.comparison, diagnosis.overall.band
    if versus is None:
        return "first"
    if versus.change is None:
        return "uncompared"
    if versus.stable:
        return "stable" if band == versus.previous_band else "stable_band"
    way = "gains" if versus.change > 0 else "falls"
    if band != versus.band:  # the items common to both years say another band: no "becomes"
        return f"{way}_apart"
    return way if band == versus.previous_band else f"{way}_band"


def _brake_case(diagnosis: Diagnosis) -> str:
    weak = diagnosis.weak_dimensions
    if not weak:
        scores = diagnosis.dimensions["score"]
        return "level" if (scores < scores.min() + EQUAL).sum() > 1 else "none"
    if len(weak) == diagnosis.overall.published:
        return "every"
    return "some" if len(weak) <= NAMED_WEAK else "most"


def decision(diagnosis: Diagnosis, told: Campaign, say: Words) -> str:
    """What is asked of the reader: the first action, or the answers to obtain before any."""
    if diagnosis.overall.score is None and (asked := _first_answers(diagnosis)):
        owner, due = people.owner(LEADER, told.people, say), told.due(1)
        case = "answers_dated" if due else "answers_undated"
        names = _list_of(asked, say)
        count = _asked_in(diagnosis, asked)
        values = {"needed": count, "names": names, "owner": owner, "due": due, "month": 1}
        return say(f"diagnostic.decision.{case}", **values)
    planned = _by_priority(diagnosis.plan.scheduled)
    for item, row in planned[:1]:
        due, month = told.due(int(row["end"])), int(row["end"])
        return say(
            f"diagnostic.decision.{'dated' if due else 'undated'}",
            action=people.in_sentence(_item_text(diagnosis, item, "action", say)),
            owner=people.owner(row["owner_role"], told.people, say),
            due=due,
            month=month,
        )
    for item, row in named_rows(diagnosis.plan.later)[:1]:
        return say(
            "diagnostic.decision.waiting",
            action=people.in_sentence(_item_text(diagnosis, item, "action", say)),
            owner=people.owner(row["owner_role"], told.people, say),
            months=diagnosis.plan.horizon,
        )
    case = "none" if diagnosis.practices.rated else "nothing"
    return say(f"diagnostic.decision.{case}", owner=people.owner(LEADER, told.people, say))


def _by_priority(scheduled: pd.DataFrame) -> list[tuple[str, Any]]:
    """The scheduled actions, the highest priority first."""
    return named_rows(scheduled.sort_values("priority", ascending=False, kind="stable"))


def _first_answers(diagnosis: Diagnosis) -> list[str]:
    """The dimensions to complete first for the overall score to be published."""
    asked = [str(one) for one in diagnosis.to_obtain["dimension"].unique()]
    return asked[: diagnosis.overall.needed]


def _asked_in(diagnosis: Diagnosis, dimensions: Sequence[str]) -> int:
    return len(diagnosis.to_obtain[diagnosis.to_obtain["dimension"].isin(dimensions)])


# ── cards ──────────────────────────────────────────────────────────────────────────────────────


def cards(diagnosis: Diagnosis, told: Campaign, say: Words) -> list[Card]:
    """Result, cause, agreement, confidence, outlook."""
    return [
        _score_card(diagnosis, told, say),
        _dimensions_card(diagnosis, say),
        _misaligned_card(diagnosis, say),
        _coverage_card(diagnosis, say),
        _projected_card(diagnosis, told, say),
    ]


def _score_card(diagnosis: Diagnosis, told: Campaign, say: Words) -> Card:
    total, key = diagnosis.overall, "diagnostic.card.score"
    if total.score is None or total.band is None:
        case = "unpublished" if total.applicable else "nothing"
        reason = say(
            f"{key}.of.{case}",
            published=total.published,
            applicable=total.applicable,
            needed=total.published + total.needed,
        )
        chip = Chip("none", say(f"{key}.trend.unpublished"))
        return Card(say(f"{key}.label"), "–", chip=chip, denominator=reason)
    versus = diagnosis.comparison
    previous = versus.previous if versus else None
    limits = tuple(band.low for band in _bands(say))[1:]
    moved = round(abs(versus.change)) if versus and versus.change is not None else 0
    case = _card_trend(diagnosis)
    return Card(
        say(f"{key}.label"),
        say.format.score(total.score),
        unit=say(f"{key}.unit"),
        bullet=Bullet(total.score, tick=previous, bands=limits),
        trend=say(
            f"{key}.trend.{case}",
            band=_bands(say)[total.band].name,
            change=versus.change if versus else None,
            points=moved,
            year=told.year - 1,
        ),
        denominator=say(
            f"{key}.of.{'previous' if previous is not None else 'first'}",
            year=told.year - 1,
            previous=previous,
            published=total.published,
            items=diagnosis.practices.rated,
        ),
    )


def _card_trend(diagnosis: Diagnosis) -> str:
    case = _trend_case(diagnosis).partition("_")[0]
    return case if case in {"first", "uncompared", "stable"} else "moved"


def _dimensions_card(diagnosis: Diagnosis, say: Words) -> Card:
    key, published = "diagnostic.card.dimensions", diagnosis.overall.published
    if not published:
        chip = Chip("none", say(f"{key}.unpublished"))
        reason = say(f"{key}.of_unpublished")
        return Card(say(f"{key}.label"), "–", chip=chip, denominator=reason)
    weak, rules = len(diagnosis.weak_dimensions), diagnosis.rules
    chip = Chip("ok", say(f"{key}.no_weak"))
    if weak:
        words = say(f"{key}.weak", weak=weak, threshold=rules.weakness_dimension_max)
        chip = Chip("late", words)
    lacking = diagnosis.overall.applicable - published
    return Card(
        say(f"{key}.label"),
        say.format.int(len(diagnosis.strong_dimensions)),
        unit=say(f"{key}.unit", published=published),
        chip=chip,
        denominator=say(
            f"{key}.{'of_partial' if lacking else 'of'}",
            threshold=rules.strength_dimension_min,
            unpublished=lacking,
        ),
    )


def _misaligned_card(diagnosis: Diagnosis, say: Words) -> Card:
    key, count = "diagnostic.card.misaligned", len(diagnosis.misalignments)
    if why := _why_not_compared(diagnosis):
        chip = Chip("none", say(f"{key}.unknown"))
        return Card(say(f"{key}.label"), "–", chip=chip, denominator=say(f"{key}.of_{why}"))
    return Card(
        say(f"{key}.label"),
        say.format.int(count),
        unit=say(f"{key}.unit", count=count),
        chip=Chip("watch", say(f"{key}.some")) if count else Chip("ok", say(f"{key}.zero")),
        denominator=say(
            f"{key}.of",
            spread=diagnosis.rules.misalignment_spread,
            compared=diagnosis.practices.compared,
        ),
    )


def _why_not_compared(diagnosis: Diagnosis) -> str:
    """Why functions cannot be compared: nobody answered, one function alone, or no common item."""
    if diagnosis.practices.compared:
        return ""
    answering = len(diagnosis.function_levels.columns)
    return ("nobody", "alone")[answering] if answering < 2 else "apart"


def _coverage_card(diagnosis: Diagnosis, say: Words) -> Card:
    key, total = "diagnostic.card.coverage", diagnosis.overall
    if is_missing(diagnosis.coverage):
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.of.nothing"))
    if total.score is None:
        chip = Chip("late", say(f"{key}.insufficient"))
    elif total.published < total.applicable:
        chip = Chip("watch", say(f"{key}.partial"))
    else:
        chip = Chip("ok", say(f"{key}.ok"))
    missing, without = _unanswered(diagnosis)
    case = (
        ("both" if without else "missing") if missing else "not_applicable" if without else "full"
    )
    return Card(
        say(f"{key}.label"),
        say.format.percent(diagnosis.coverage),
        chip=chip,
        denominator=say(
            f"{key}.of.{case}",
            respondents=diagnosis.respondents,
            functions=diagnosis.functions,
            missing=missing,
            not_applicable=without,
        ),
    )


def _unanswered(diagnosis: Diagnosis) -> tuple[int, int]:
    """How many items have no answer, and how many have no object."""
    states = list(diagnosis.levels["state"])
    return states.count("missing"), states.count("not_applicable")


def _projected_card(diagnosis: Diagnosis, told: Campaign, say: Words) -> Card:
    key, plan = "diagnostic.card.projected", diagnosis.plan
    due = told.due(plan.horizon)
    label = say(f"{key}.label_{'dated' if due else 'undated'}", due=due, months=plan.horizon)
    then, change = diagnosis.projection.score, diagnosis.projection.change
    if then is None or change is None:
        chip = Chip("none", say(f"{key}.unpublished"))
        return Card(label, "–", chip=chip, denominator=say(f"{key}.of.unpublished"))
    scheduled, later = len(plan.scheduled), len(plan.later)
    case = "none" if not scheduled + later else "later" if later else "all"
    trend = "none" if case == "none" else "flat" if not round(change) else "rises"
    limits = tuple(band.low for band in _bands(say))[1:]
    return Card(
        label,
        say.format.score(then),
        unit=say(f"{key}.unit"),
        bullet=Bullet(then, tick=diagnosis.overall.score, bands=limits),
        trend=say(f"{key}.{trend}", rise=change, points=round(change)),
        denominator=say(f"{key}.of.{case}", scheduled=scheduled, later=later),
    )


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(diagnosis: Diagnosis, told: Campaign, say: Words) -> list[Finding]:
    """Three findings: last year's actions when known, dimensions, practices or functions."""
    found = [
        _done_finding(diagnosis, told, say),
        _dimension_finding(diagnosis, say),
        _practice_finding(diagnosis, say),
        _function_finding(diagnosis, say),
    ]
    kept = [one for one in found if one is not None]
    if len(kept) > PROPOSED and len(diagnosis.misalignments):
        kept.pop(2)  # the practices have their own title further down; disagreement asks for a talk
    return kept[:PROPOSED]


def _done_finding(diagnosis: Diagnosis, told: Campaign, say: Words) -> Finding | None:
    progress, key = diagnosis.actions_done, "diagnostic.finding.done"
    if progress is None or not progress.all:  # no file, or none of ours in it
        return None
    if progress.all == 1:
        case = "one_done" if progress.done else "one_open"
    else:
        case = {0: "zero", progress.all: "every"}.get(progress.done, "some")
    labels = banks.short_labels(say.language)
    names = [say.typeset(labels.get(item, item)) for item in progress.dropped]
    detail = say(f"{key}.dropped", count=len(names), names=names) if names else ""
    text = say(f"{key}.{case}", done=progress.done, all=progress.all, year=told.year - 1)
    return Finding(text, detail, "practices")


def _dimension_finding(diagnosis: Diagnosis, say: Words) -> Finding:
    key, figure = "diagnostic.finding.dimension", "dimensions"
    if not diagnosis.overall.published:
        return _none_published_finding(diagnosis, say)
    moved = _moved(diagnosis)
    if not moved.empty:
        return _moved_finding(diagnosis, moved, say)
    if (flat := _flat_case(diagnosis)) is not None:
        values = _extremes(diagnosis, say)
        return Finding(say(f"{key}.{flat}", score=values["highest_score"], **values), figure=figure)
    values = _extremes(diagnosis, say)
    if diagnosis.comparison is not None and len(diagnosis.comparison.dimensions):
        text = say(f"{key}.stable", noise=diagnosis.rules.noise_points)
        return Finding(text, say(f"{key}.range", **values), figure)
    text = say(f"{key}.first", score=values["highest_score"], **values)
    return Finding(text, say(f"{key}.first_lowest", **values), figure)


def _none_published_finding(diagnosis: Diagnosis, say: Words) -> Finding:
    key = "diagnostic.finding.dimension"
    lacking = diagnosis.dimensions[diagnosis.dimensions["state"] == INSUFFICIENT]
    if lacking.empty:
        return Finding(say(f"{key}.nothing"))
    nearest, row = named_rows(lacking.sort_values("needed", kind="stable"))[0]
    name = _dimension_names(say.language)[nearest]
    detail = say(f"{key}.unpublished_detail", name=name, needed=int(row["needed"]))
    return Finding(say(f"{key}.unpublished"), detail)


def _moved(diagnosis: Diagnosis) -> pd.DataFrame:
    """Dimensions whose change counts, the widest fall first, then the widest rise."""
    if diagnosis.comparison is None:
        return pd.DataFrame()
    table = diagnosis.comparison.dimensions
    moved = table[~table["stable"].astype(bool)].sort_values("change", kind="stable")
    falls, rises = moved[moved["change"] < 0], moved[moved["change"] > 0]
    return pd.concat([falls, rises.iloc[::-1]])


def _moved_finding(diagnosis: Diagnosis, moved: pd.DataFrame, say: Words) -> Finding:
    key = "diagnostic.finding.dimension"
    first, row = named_rows(moved)[0]
    change, rises = float(row["change"]), named_rows(moved[moved["change"] > 0])
    counts = dict(named_rows(diagnosis.practices.dimensions))[first]
    values: dict[str, Any] = {
        "name": _dimension_names(say.language)[first],
        "change": change,
        "points": round(abs(change)),
        "acquired": int(counts["acquired"]),
        "rated": int(counts["rated"]),
    }
    if change > 0:
        way, case = "rises", "alone" if len(moved) == 1 else "most"
    else:
        way = "falls"
        falls = len(moved) - len(rises)
        case = "most" if falls > 1 else "alone" if len(rises) else "only"
        for other, risen in rises[:1]:
            values["other"], values["number"] = _the(other, say), _number([other], say)
            values["other_points"] = round(risen["change"])
    return Finding(
        say(f"{key}.{way}", **values), say(f"{key}.{way}_{case}", **values), "dimensions"
    )


def _flat_case(diagnosis: Diagnosis) -> str | None:
    scores = diagnosis.dimensions["score"].dropna()
    if len(scores) == 1:
        return "single"
    return "equal" if scores.max() - scores.min() < EQUAL else None


def _extremes(diagnosis: Diagnosis, say: Words) -> dict[str, Any]:
    scores = diagnosis.dimensions["score"].dropna()
    highest, lowest = str(scores.idxmax()), str(scores.idxmin())
    return {
        "name": _dimension_names(say.language)[highest],
        "highest": _the(highest, say),
        "highest_score": scores[highest],
        "lowest": _the(lowest, say),
        "lowest_score": scores[lowest],
        "published": len(scores),
    }


def _practice_finding(diagnosis: Diagnosis, say: Words) -> Finding:
    key, counts = "diagnostic.finding.practices", diagnosis.practices
    if not counts.rated:
        return Finding(say(f"{key}.unrated"))
    case, parts = _practice_case(diagnosis, say)
    labels = banks.short_labels(say.language)
    text = say(
        f"{key}.{case}",
        count=counts.to_build,
        names=parts,
        dimensions=int((counts.dimensions["to_build"] > 0).sum()),
        name=say.typeset(labels[str(diagnosis.weaknesses.index[0])]),
        threshold=diagnosis.rules.weakness_item_max,
    )
    detail = say(
        f"{key}.{'acquired' if counts.acquired else 'no_acquired'}",
        acquired=counts.acquired,
        rated=counts.rated,
    )
    return Finding(text, detail, "practices")


def _practice_case(diagnosis: Diagnosis, say: Words) -> tuple[str, list[str]]:
    """The case of the finding, and the dimensions that hold most of what is to build."""
    table = diagnosis.practices.dimensions["to_build"]
    ranked = table[table > 0].sort_values(ascending=False, kind="stable")
    if diagnosis.practices.to_build <= 1:
        return ("one" if len(ranked) else "zero"), []
    if len(ranked) == 1:
        return "together", [_the(str(ranked.index[0]), say)]
    counts = [*ranked.tolist(), 0]
    shown = 2 if counts[1] > counts[2] else 1 if counts[0] > counts[1] else 0
    parts = [
        say("diagnostic.finding.practices.part", name=_the(str(one), say), count=int(ranked[one]))
        for one in ranked.index[:shown]
    ]
    return ("first" if parts else "spread"), parts


def _function_finding(diagnosis: Diagnosis, say: Words) -> Finding:
    key, apart = "diagnostic.finding.functions", diagnosis.misalignments
    if apart.empty:
        case = _why_not_compared(diagnosis) or "zero"
        detail = say(
            f"{key}.{case}_detail",
            threshold=diagnosis.rules.misalignment_spread,
            compared=diagnosis.practices.compared,
            file=ANSWERS,
        )
        return Finding(say(f"{key}.{case}"), detail, "functions")
    favour, pair = diagnosis.most_favourable, diagnosis.pair
    first = apart.iloc[0]
    count = len(apart)
    values: dict[str, Any] = {
        "count": count,
        "name": say.typeset(banks.short_labels(say.language)[str(apart.index[0])]),
        "spread": first["spread"],
    }
    case = "spread"
    if count == 1:
        case = "one"
        values |= _pair_names(first["lowest"], first["highest"], say)
    elif favour is not None and favour.items * 2 > count:
        case = "always" if favour.items == count else "highest"
        values |= {"part": favour.items, "role": say(f"diagnostic.role.the.{favour.function}")}
    elif pair is not None and pair.items > 1:
        case = "pair"
        values |= {"part": pair.items, **_pair_names(pair.lower, pair.higher, say)}
    return Finding(
        say(f"{key}.{case}", **values), say(f"{key}.{case}_detail", **values), "functions"
    )


def _pair_names(one: str, other: str, say: Words) -> dict[str, str]:
    return {
        "one": say(f"diagnostic.role.the.{one}"),
        "other": say(f"diagnostic.role.the.{other}"),
    }


def proposals(diagnosis: Diagnosis, told: Campaign, say: Words) -> list[Proposal]:
    """The three first actions, with owner, date and priority; the answers to obtain come before."""
    proposed = [*_answers_proposal(diagnosis, told, say), *_action_proposals(diagnosis, told, say)]
    if proposed:
        return proposed[:PROPOSED]
    due = told.due(12)  # a diagnostic is yearly
    owner = people.owner(LEADER, told.people, say)
    who = say(f"diagnostic.proposal.keep_{'dated' if due else 'undated'}", owner=owner, due=due)
    return [Proposal(say("diagnostic.proposal.keep"), who)]


def _answers_proposal(diagnosis: Diagnosis, told: Campaign, say: Words) -> list[Proposal]:
    wanted = diagnosis.to_obtain
    if wanted.empty:
        return []
    due = told.due(1)
    text = say(
        "diagnostic.proposal.answers",
        needed=len(wanted),
        count=int(wanted["dimension"].nunique()),
    )
    owner = people.owner(LEADER, told.people, say)
    case = "answers_dated" if due else "answers_undated"
    return [Proposal(text, say(f"diagnostic.proposal.{case}", owner=owner, due=due, month=1))]


def _action_proposals(diagnosis: Diagnosis, told: Campaign, say: Words) -> list[Proposal]:
    scheduled, later = diagnosis.plan.scheduled, diagnosis.plan.later
    found = []
    for item, row in _by_priority(scheduled):
        due = told.due(int(row["end"]))
        who = say(
            f"diagnostic.proposal.{'dated' if due else 'undated'}",
            owner=people.owner(row["owner_role"], told.people, say),
            due=due,
            month=int(row["end"]),
            priority=row["priority"],
        )
        found.append(Proposal(f"{_item_text(diagnosis, item, 'action', say)}.", who))
    for item, row in named_rows(later):
        who = say(
            "diagnostic.proposal.later",
            owner=people.owner(row["owner_role"], told.people, say),
            months=diagnosis.plan.horizon,
            priority=row["priority"],
        )
        found.append(Proposal(f"{_item_text(diagnosis, item, 'action', say)}.", who))
    return found


# ── figure: dimensions ─────────────────────────────────────────────────────────────────────────


def dimensions(diagnosis: Diagnosis, told: Campaign, say: Words) -> Exhibit:
    """Bars by score, last year's tick, the change; what is not published stays, in grey."""
    rows = _dimension_rows(diagnosis, say)
    compared = diagnosis.comparison is not None and bool(rows["previous"].notna().any())
    threshold = diagnosis.rules.weakness_dimension_max
    title = _dimensions_title(diagnosis, say)
    year = told.year - 1 if compared else None
    absent = None
    figure = None
    if not diagnosis.overall.published:
        absent = say("diagnostic.dimensions.absent", **_publication_rule(diagnosis))
    else:
        figure = figures.draw_dimensions(
            rows, _bands(say), say, threshold=threshold, previous_year=year
        )
    return Exhibit(
        "dimensions",
        figure,
        title,
        subtitle=_dimensions_sub(diagnosis, told, compared, say),
        alt=say("diagnostic.dimensions.alt.title", year=told.year),
        description=_dimensions_alt(rows, told, say),
        table=_dimensions_table(diagnosis, rows, told, compared, say),
        source=say(
            f"diagnostic.dimensions.rule.{'compared' if compared else 'first'}",
            source=_source(told, say),
            common=diagnosis.comparison.common if diagnosis.comparison else 0,
            noise=diagnosis.rules.noise_points,
            **_publication_rule(diagnosis),
        ),
        absent=absent,
    )


def _publication_rule(diagnosis: Diagnosis) -> dict[str, Any]:
    rules = diagnosis.rules
    return {"items": rules.min_items_per_dimension, "share": rules.min_coverage}


def _dimension_rows(diagnosis: Diagnosis, say: Words) -> pd.DataFrame:
    """Dimensions in the order of the figure, with what each row prints."""
    rows = diagnosis.dimensions[["score", "state", "answered", "asked", "coverage"]].copy()
    names = _dimension_names(say.language)
    rows.insert(0, "name", [names[str(one)] for one in rows.index])
    versus = diagnosis.comparison
    for column in ("previous", "change", "stable"):
        known = versus.dimensions[column] if versus is not None else pd.Series(dtype=float)
        rows[column] = known.reindex(rows.index)
    rows["common"] = (
        versus.dimensions["score"].reindex(rows.index) if versus is not None else float("nan")
    )
    rows["weak"] = rows.index.isin(diagnosis.weak_dimensions)
    rows["strong"] = rows.index.isin(diagnosis.strong_dimensions)
    rows["gap"] = [_gap(row, say) for row in rows.itertuples()]
    published = rows[rows["state"] == PUBLISHED].sort_values(
        "score", ascending=False, kind="stable"
    )
    others = rows[rows["state"] != PUBLISHED].sort_values(
        ["state", "answered"], ascending=[True, False]
    )
    return pd.concat([published, others]) if len(others) else published


def _gap(row: Any, say: Words) -> str:
    if row.state == PUBLISHED:
        return ""
    return say(f"diagnostic.dimensions.{row.state}", answered=row.answered, asked=row.asked)


def _dimensions_title(diagnosis: Diagnosis, say: Words) -> str:
    key = "diagnostic.dimensions.title"
    if not diagnosis.overall.published:
        return say(f"{key}.unpublished")
    values = _extremes(diagnosis, say)
    moved = _moved(diagnosis)
    fallen = [str(one) for one in moved.index[moved["change"] < 0]] if len(moved) else []
    return say(
        f"{key}.{_dimensions_case(diagnosis, moved, fallen)}",
        score=values["highest_score"],
        **values,
        up=len(moved) - len(fallen),
        fallen=_list_of(fallen, say),
        number=_number(fallen, say),
        weak=len(diagnosis.weak_dimensions),
        threshold=diagnosis.rules.weakness_dimension_max,
    )


def _dimensions_case(diagnosis: Diagnosis, moved: pd.DataFrame, fallen: list[str]) -> str:
    if flat := _flat_case(diagnosis):
        return flat
    weak = len(diagnosis.weak_dimensions)
    if diagnosis.comparison is None or diagnosis.comparison.dimensions.empty:
        every = weak == diagnosis.overall.published
        return "first_every" if every else "first_some" if weak else "first_none"
    up = len(moved) - len(fallen)
    way = ("moved" if fallen else "rise") if up else "fall" if fallen else "stable"
    return f"{way}_{'some' if weak else 'none'}"


def _dimensions_sub(diagnosis: Diagnosis, told: Campaign, compared: bool, say: Words) -> str:
    case = "compared" if compared else "first"
    if is_missing(diagnosis.coverage):
        case = "uncovered"
    return say(
        f"diagnostic.dimensions.sub.{case}",
        year=told.year,
        previous_year=told.year - 1,
        respondents=diagnosis.respondents,
        functions=diagnosis.functions,
        coverage=diagnosis.coverage,
    )


def _dimensions_alt(rows: pd.DataFrame, told: Campaign, say: Words) -> str:
    key = "diagnostic.dimensions.alt"
    told_rows = []
    for row in rows.itertuples():
        if row.state != PUBLISHED:
            case = row.state
        else:
            case = "first" if is_missing(row.previous) else "compared"
        values = {"name": row.name, "score": row.score, "previous": row.previous}
        counts = {"answered": row.answered, "asked": row.asked, "year": told.year - 1}
        told_rows.append(say(f"{key}.{case}", **values, **counts))
    return _described(say(f"{key}.lead"), told_rows, say)


def _described(lead: str, rows: Sequence[str], say: Words) -> str:
    return say("diagnostic.alt", lead=lead, rows=say.format.clauses(rows)) if rows else lead


def _dimensions_table(
    diagnosis: Diagnosis, rows: pd.DataFrame, told: Campaign, compared: bool, say: Words
) -> Table:
    key = "diagnostic.dimensions.table"
    shown = rows.copy()
    shown["reading"] = [_reading(row, say) for row in rows.itertuples()]
    shown["score"] = _with_gaps(rows["score"], [str(gap) for gap in rows["gap"]])
    columns = [Column("name", say(f"{key}.name"), "name")]
    columns.append(Column("score", say(f"{key}.score", year=told.year), "score"))
    if compared:
        reason = say("diagnostic.dimensions.no_common")
        for column in ("common", "previous", "change"):
            shown[column] = _with_gaps(rows[column], [reason] * len(rows))
        columns += [
            Column("common", say(f"{key}.common", year=told.year), "score"),
            Column("previous", say(f"{key}.previous", year=told.year - 1), "score"),
            Column("change", say(f"{key}.change"), "signed", decimals=1),
        ]
    columns.append(Column("reading", say(f"{key}.state")))
    return Table("dimensions", shown, columns, caption=_dimensions_title(diagnosis, say))


def _with_gaps(values: pd.Series[Any], reasons: Sequence[str]) -> list[Any]:
    return [
        Gap(reason) if is_missing(value) else value
        for value, reason in zip(values, reasons, strict=True)
    ]


def _reading(row: Any, say: Words) -> str:
    if row.state != PUBLISHED:
        code = row.state
    else:
        code = "weak" if row.weak else "strong" if row.strong else "middle"
    return say(f"diagnostic.dimensions.table.{code}")


def _source(told: Campaign, say: Words) -> str:
    case = "dated" if told.start and told.end else "undated"
    return say(f"diagnostic.period.{case}", file=told.file, start=told.start, end=told.end)


# ── figure: practices; strengths, weaknesses, mistakes ─────────────────────────────────────────


def practices(diagnosis: Diagnosis, told: Campaign, say: Words) -> Exhibit:
    """One tile a practice, one row a dimension, the level in the tile."""
    counts, rules = diagnosis.practices, diagnosis.rules
    title = _practices_title(diagnosis, say)
    strips = _strips(diagnosis, say)
    drawn = figures.draw_practices(
        strips, say, strong=rules.strength_item_min, weak=rules.weakness_item_max
    )
    key = "diagnostic.practices.alt"
    lines = [
        say(
            f"{key}.row",
            name=strip.name,
            acquired=strip.acquired,
            build=strip.to_build,
            rated=sum(tile.level is not None for tile in strip.tiles),
        )
        for strip in strips
    ]
    return Exhibit(
        "practices",
        drawn,
        title,
        subtitle=say("diagnostic.practices.sub", year=told.year),
        alt=say(f"{key}.title", year=told.year),
        description=f"{_described(say(f'{key}.lead'), lines, say)} {say(f'{key}.last')}",
        table=_practices_table(diagnosis, title, say),
        source=say("diagnostic.practices.rule", source=_source(told, say)),
        absent=None if counts.rated else say("diagnostic.practices.absent", file=told.file),
    )


def _practices_title(diagnosis: Diagnosis, say: Words) -> str:
    counts, known = diagnosis.practices, diagnosis.levels["level"].dropna()
    if not counts.rated:
        case = "zero"
    elif counts.rated > 1 and known.max() - known.min() < EQUAL:
        case = "equal"
    elif counts.acquired:
        case = "both" if counts.to_build else "acquired"
    else:
        case = "build" if counts.to_build else "neither"
    return say(
        f"diagnostic.practices.title.{case}",
        acquired=counts.acquired,
        build=counts.to_build,
        rated=counts.rated,
        level=known.iloc[0] if len(known) else None,
    )


def _strips(diagnosis: Diagnosis, say: Words) -> list[Strip]:
    names = _dimension_names(say.language)
    named = {*diagnosis.strengths.index[:LISTED], *diagnosis.weaknesses.index[:LISTED]}
    counts = diagnosis.practices.dimensions
    strips = []
    for dimension in _dimension_rows(diagnosis, say).index:
        levels = diagnosis.levels[diagnosis.levels["dimension"] == dimension]
        ranked = levels.sort_values(["level", "state"], ascending=[False, True], kind="stable")
        tiles = [
            Tile(None if is_missing(row.level) else row.level, row.state, row.Index in named)
            for row in ranked.itertuples()
        ]
        row = counts.loc[dimension]
        strips.append(
            Strip(names[str(dimension)], tiles, int(row["acquired"]), int(row["to_build"]))
        )
    return strips


def _practices_table(diagnosis: Diagnosis, title: str, say: Words) -> Table:
    key = "diagnostic.practices.table"
    names = _dimension_names(say.language)
    states = [str(state) for state in diagnosis.levels["state"]]
    rows = pd.DataFrame(
        {
            "item": list(diagnosis.levels.index),
            "practice": [
                _item_text(diagnosis, str(i), "statement", say) for i in diagnosis.levels.index
            ],
            "dimension": [names[str(one)] for one in diagnosis.levels["dimension"]],
            "level": _with_gaps(
                diagnosis.levels["level"], [say(f"{key}.{state}") for state in states]
            ),
        }
    )
    columns = [
        Column("item", say(f"{key}.name"), "name"),
        Column("practice", say(f"{key}.practice")),
        Column("dimension", say(f"{key}.dimension")),
        Column("level", say(f"{key}.level"), "level"),
    ]
    return Table("practices", rows, columns, caption=title, limit=len(rows))


def strengths(diagnosis: Diagnosis, told: Campaign, say: Words) -> Table:
    """The practices rated highest, with the evidence to keep."""
    return _listed(diagnosis, diagnosis.strengths, "strengths", told, say)


def weaknesses(diagnosis: Diagnosis, told: Campaign, say: Words) -> Table:
    """The practices rated lowest, with the evidence to produce."""
    return _listed(diagnosis, diagnosis.weaknesses, "weaknesses", told, say)


def _listed(
    diagnosis: Diagnosis, found: pd.DataFrame, which: str, told: Campaign, say: Words
) -> Table:
    key, rules = f"diagnostic.{which}", diagnosis.rules
    names, relative = _dimension_names(say.language), bool(found["relative"].any())
    rows = pd.DataFrame(
        {
            "practice": [_item_text(diagnosis, str(one), "statement", say) for one in found.index],
            "dimension": [names[str(one)] for one in found["dimension"]],
            "level": found["level"].tolist(),
            "reading": [_listed_reading(which, bool(one), say) for one in found["relative"]],
            "evidence": [_item_text(diagnosis, str(one), "evidence", say) for one in found.index],
        }
    )
    reading = [Column("reading", say("diagnostic.listed.reading"))] if relative else []
    case = "sub_relative" if relative else "sub"
    if relative and found["relative"].all():
        case = "sub_nothing"
    columns = [
        Column("practice", say("diagnostic.listed.practice"), "name"),
        Column("dimension", say("diagnostic.listed.dimension"), screen_only=True),
        Column("level", say("diagnostic.listed.level"), "level"),
        *reading,
        Column("evidence", say(f"{key}.evidence")),
    ]
    return Table(
        which,
        rows,
        columns,
        caption=say(f"{key}.caption", count=max(len(rows), 2)),
        sub=say(
            f"{key}.{case}",
            acquired=diagnosis.practices.acquired,
            build=diagnosis.practices.to_build,
            threshold=rules.strength_item_min if which == "strengths" else rules.weakness_item_max,
        ),
        limit=LISTED,
        empty=say(f"{key}.absent", file=told.file),
    )


def _listed_reading(which: str, relative: bool, say: Words) -> str:
    own = "acquired" if which == "strengths" else "build"
    return say(f"diagnostic.listed.{'relative' if relative else own}")


def mistakes(page: Page, diagnosis: Diagnosis) -> Part:
    """The classic mistakes most present, each with the practice that shows it."""
    say, found = page.say, diagnosis.mistakes
    if not found:
        return page.sentence(say("diagnostic.mistakes.absent"))
    texts = banks.load("practices").items[f"text_{say.language}"]
    cases = [
        Case(
            say(
                "diagnostic.mistakes.quoted",
                mistake=say.typeset(str(texts[one.mistake_id])).rstrip("."),
            ),
            say(
                "diagnostic.mistakes.body",
                item=one.item_id,
                level=one.level,
                statement=people.in_sentence(_item_text(diagnosis, one.item_id, "statement", say)),
            ),
        )
        for one in found
    ]
    return page.cases(cases, say("diagnostic.mistakes.title", count=len(cases)))


# ── figure: functions ──────────────────────────────────────────────────────────────────────────


def functions(diagnosis: Diagnosis, told: Campaign, say: Words) -> Exhibit:
    """One line a misaligned practice, from the strictest function to the most favourable."""
    apart, key = diagnosis.misalignments, "diagnostic.functions"
    if apart.empty:
        case = _why_not_compared(diagnosis) or "zero"
        absent = _functions_absent(diagnosis, case, told, say)
        return Exhibit("functions", None, say(f"{key}.title.{case}"), absent=absent)
    shown = apart.head(FUNCTIONS_SHOWN)
    labels = banks.short_labels(say.language)
    rows = pd.DataFrame(
        {
            "name": [say.typeset(labels[str(item)]) for item in shown.index],
            "spread": shown["spread"].tolist(),
            "lowest": [say(f"diagnostic.role.short.{one}") for one in shown["lowest"]],
            "highest": [say(f"diagnostic.role.short.{one}") for one in shown["highest"]],
            "lowest_level": shown["lowest_level"].tolist(),
            "highest_level": shown["highest_level"].tolist(),
            "others": [_other_levels(diagnosis, str(item)) for item in shown.index],
        },
        index=shown.index,
    )
    title = _functions_title(diagnosis, say)
    lines = [
        say(
            f"{key}.alt.row",
            **{name: getattr(row, name) for name in rows.columns if name != "others"},
        )
        for row in rows.itertuples()
    ]
    return Exhibit(
        "functions",
        figures.draw_functions(rows, say),
        title,
        subtitle=say(
            f"{key}.sub.{'every' if len(shown) == len(apart) else 'widest'}",
            count=len(apart),
            shown=len(shown),
            threshold=diagnosis.rules.misalignment_spread,
        ),
        alt=say(f"{key}.alt.title", year=told.year),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=_functions_table(diagnosis, title, say),
        source=say(f"{key}.rule", source=_source(told, say)),
    )


def _functions_absent(diagnosis: Diagnosis, case: str, told: Campaign, say: Words) -> str:
    answering = list(diagnosis.function_levels.columns)
    return say(
        f"diagnostic.functions.absent.{case}",
        threshold=diagnosis.rules.misalignment_spread,
        compared=diagnosis.practices.compared,
        role=people.role(str(answering[0]), say) if answering else "",
        file=told.file,
    )


def _other_levels(diagnosis: Diagnosis, item: str) -> list[float]:
    """Levels given by the functions that are neither the strictest nor the most favourable."""
    return [level for _, level in _others(diagnosis, item)]


def _others(diagnosis: Diagnosis, item: str) -> list[tuple[str, float]]:
    ends = set(diagnosis.misalignments.loc[item, ["lowest", "highest"]])
    levels: dict[Any, float] = diagnosis.function_levels.loc[item].dropna().to_dict()
    return [(str(one), level) for one, level in levels.items() if one not in ends]


def _functions_title(diagnosis: Diagnosis, say: Words) -> str:
    apart, pair = diagnosis.misalignments, diagnosis.pair
    key, count = "diagnostic.functions.title", len(apart)
    if count == 1:
        first = apart.iloc[0]
        return say(f"{key}.one", **_pair_names(first["lowest"], first["highest"], say))
    if pair is None or pair.items == 1:
        return say(f"{key}.spread", count=count)
    names = _pair_names(pair.lower, pair.higher, say)
    case = "always" if pair.items == count else "pair"
    return say(f"{key}.{case}", count=count, part=pair.items, **names)


def _functions_table(diagnosis: Diagnosis, title: str, say: Words) -> Table:
    key, apart = "diagnostic.functions.table", diagnosis.misalignments
    rows = pd.DataFrame(
        {
            "practice": [_item_text(diagnosis, str(one), "statement", say) for one in apart.index],
            "lowest": [people.role(str(one), say) for one in apart["lowest"]],
            "lowest_level": apart["lowest_level"].tolist(),
            "highest": [people.role(str(one), say) for one in apart["highest"]],
            "highest_level": apart["highest_level"].tolist(),
            "others": [_others_told(diagnosis, str(one), say) for one in apart.index],
            "spread": apart["spread"].tolist(),
        }
    )
    columns = [
        Column("practice", say(f"{key}.practice"), "name"),
        Column("lowest", say(f"{key}.lowest")),
        Column("lowest_level", say(f"{key}.level"), "level"),
        Column("highest", say(f"{key}.highest")),
        Column("highest_level", say(f"{key}.level"), "level"),
        Column("others", say(f"{key}.others")),
        Column("spread", say(f"{key}.spread"), "level"),
    ]
    return Table("functions", rows, columns, caption=title)


def _others_told(diagnosis: Diagnosis, item: str, say: Words) -> str:
    told = [
        say("diagnostic.functions.table.other", role=people.role(one, say), level=level)
        for one, level in _others(diagnosis, item)
    ]
    return say.format.clauses(told) if told else "–"


# ── plan and projection ────────────────────────────────────────────────────────────────────────


def plan_question(diagnosis: Diagnosis, told: Campaign, say: Words) -> str:
    """The reader's question that opens the section of the plan."""
    months = diagnosis.plan.horizon
    due = told.due(months)
    return say(f"diagnostic.section.plan_{'dated' if due else 'undated'}", due=due, months=months)


def plan(page: Page, diagnosis: Diagnosis, told: Campaign) -> Part:
    """The actions by month, and what waits with its reason; a sentence when there are none."""
    say, calendar = page.say, diagnosis.plan
    scheduled, later = len(calendar.scheduled), len(calendar.later)
    if not scheduled + later:
        case = "absent" if diagnosis.practices.rated else "absent_unrated"
        threshold = diagnosis.rules.min_priority
        return page.sentence(say(f"diagnostic.plan.{case}", threshold=threshold, file=told.file))
    case = "none_fit" if not scheduled else "later" if later else "every"
    title = say(
        f"diagnostic.plan.title.{case}",
        scheduled=scheduled,
        later=later,
        months=calendar.horizon,
    )
    if not scheduled:
        return page.all(page.sentence(f"{title}."), page.sentence(_plan_note(diagnosis, told, say)))
    return page.plan(
        MonthPlan(
            "plan",
            title,
            say("diagnostic.plan.sub"),
            months=[_month(month, told, say) for month in range(1, calendar.horizon + 1)],
            actions=_planned_actions(diagnosis, told, say),
            load=list(calendar.load),
            capacity=calendar.capacity,
            note=_plan_note(diagnosis, told, say),
        )
    )


def _month(month: int, told: Campaign, say: Words) -> str:
    due = told.due(month)
    return say("diagnostic.plan.month", month=month) if due is None else say.format.month(due)


def _planned_actions(diagnosis: Diagnosis, told: Campaign, say: Words) -> list[PlannedAction]:
    return [
        PlannedAction(
            text=_item_text(diagnosis, item, "action", say),
            owner=people.owner(row["owner_role"], told.people, say),
            due=told.due(int(row["end"])),
            priority=float(row["priority"]),
            start=int(row["start"]),
            end=int(row["end"]),
        )
        for item, row in _by_priority(diagnosis.plan.scheduled)
    ]


def _plan_note(diagnosis: Diagnosis, told: Campaign, say: Words) -> str:
    """That the plan is provisional while answers are missing; then what waits, in one sentence."""
    sentences = []
    if diagnosis.overall.score is None:
        rated, asked = diagnosis.practices.rated, len(diagnosis.levels)
        sentences.append(say("diagnostic.plan.provisional", rated=rated, asked=asked))
    later = diagnosis.plan.later
    if len(later):
        waiting = [_waiting(diagnosis, item, row, told, say) for item, row in named_rows(later)]
        sentences.append(say("diagnostic.plan.backlog", actions=say.format.clauses(waiting)))
    return " ".join(sentences)


def _waiting(diagnosis: Diagnosis, item: str, row: Any, told: Campaign, say: Words) -> str:
    owner = people.role(str(row["owner_role"]), say)
    if name := told.people.get(str(row["owner_role"])):
        owner = say("diagnostic.role.owner_inside", name=name, role=owner)
    before = banks.short_labels(say.language).get(str(row["depends_on"]), "")
    return say(
        f"diagnostic.plan.waiting.{row['reason']}",
        action=people.in_sentence(_item_text(diagnosis, item, "action", say)),
        owner=owner,
        priority=row["priority"],
        before=say.typeset(before),
    )


def projection(diagnosis: Diagnosis, told: Campaign, say: Words) -> Exhibit:
    """Today and once the plan is done, the whole first, then dimensions by what they add."""
    key, calendar = "diagnostic.projection", diagnosis.plan
    case = "unplanned" if calendar.scheduled.empty else ""
    if diagnosis.projection.dimensions.empty:
        case = "unpublished"
    if case:
        absent = say(f"{key}.absent.{case}", file=told.file)
        return Exhibit("projection", None, say(f"{key}.title.{case}"), absent=absent)
    rows = _projection_rows(diagnosis, say)
    due = told.due(calendar.horizon)
    title = _projection_title(diagnosis, say)
    whole = diagnosis.projection.score is not None
    lines = [
        say(
            f"{key}.alt.{'still' if row.still else 'row' if whole else 'row_alone'}",
            name=row.name,
            score=row.score,
            projected=row.projected,
            contribution=row.contribution,
        )
        for row in rows.itertuples()
    ]
    return Exhibit(
        "projection",
        figures.draw_projection(rows, _bands(say), say, whole=whole),
        title,
        subtitle=say(
            f"{key}.sub_{'dated' if due else 'undated'}{'' if whole else '_alone'}",
            due=due,
            months=calendar.horizon,
            scheduled=len(calendar.scheduled),
            target=diagnosis.rules.target_level,
        ),
        alt=say(f"{key}.alt.title"),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=_projection_table(rows, title, whole, say),
        source=say(f"{key}.rule", file=told.file),
    )


def _projection_rows(diagnosis: Diagnosis, say: Words) -> pd.DataFrame:
    names = _dimension_names(say.language)
    result = diagnosis.projection
    rows = result.dimensions[["score", "projected", "contribution"]].copy()
    rows.insert(0, "name", [names[str(one)] for one in rows.index])
    rows["still"] = (rows["projected"] - rows["score"]) < EQUAL
    if result.score is None:
        return rows.assign(contribution=float("nan"))
    whole = {
        "name": say("diagnostic.projection.whole"),
        "score": diagnosis.overall.score,
        "projected": result.score,
        "contribution": result.change,
        "still": (result.change or 0.0) < EQUAL,
    }
    return pd.concat([pd.DataFrame([whole], index=["*"]), rows])


def _projection_title(diagnosis: Diagnosis, say: Words) -> str:
    result = diagnosis.projection
    moving = result.dimensions[result.dimensions["contribution"] > EQUAL]
    named = [str(one) for one in moving.index[:NAMED_WEAK]]
    if result.score is None:
        case = "dimensions"
    elif not round(result.change or 0.0):
        case = "flat"
    else:
        case = "one" if len(moving) == 1 else "both" if len(moving) == NAMED_WEAK else "first"
    return say(
        f"diagnostic.projection.title.{case}",
        score=diagnosis.overall.score,
        projected=result.score,
        names=_list_of(named, say),
        count=len(moving),
    )


def _projection_table(rows: pd.DataFrame, title: str, whole: bool, say: Words) -> Table:
    key = "diagnostic.projection.table"
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("score", say(f"{key}.score"), "score"),
        Column("projected", say(f"{key}.projected"), "score"),
    ]
    if whole:
        columns.append(Column("contribution", say(f"{key}.contribution"), "signed", decimals=1))
    return Table("projection", rows, columns, caption=title, bold=(0,) if whole else ())


# ── answers to obtain, notes, key figures ──────────────────────────────────────────────────────


def missing(page: Page, diagnosis: Diagnosis, told: Campaign) -> Part:
    """The answers that would publish what is not: which, to whom to put them, in which file."""
    say, wanted = page.say, diagnosis.to_obtain
    if wanted.empty:
        return page.all()
    key, names = "diagnostic.missing", _dimension_names(say.language)
    labels = banks.short_labels(say.language)
    rows = pd.DataFrame(
        {
            "practice": [
                say(f"{key}.named", practice=say.typeset(labels[str(item)]), item=str(item))
                for item in wanted.index
            ],
            "dimension": [names[str(one)] for one in wanted["dimension"]],
            "roles": [_to_ask(diagnosis, str(item), told, say) for item in wanted.index],
        }
    )
    columns = [
        Column("practice", say(f"{key}.practice"), "name"),
        Column("dimension", say(f"{key}.dimension")),
        Column("roles", say(f"{key}.roles")),
    ]
    count = int(wanted["dimension"].nunique())
    caption = say(f"{key}.caption", needed=len(rows), count=count)
    sub = say(f"{key}.sub", file=told.file)
    return page.table(Table("missing", rows, columns, caption=caption, sub=sub))


def _to_ask(diagnosis: Diagnosis, item: str, told: Campaign, say: Words) -> str:
    """Functions entitled to answer: those that take part first, then those with a name."""
    taking_part = set(diagnosis.function_levels.columns)
    audience: list[str] = sorted(
        diagnosis.items["audience"][item],
        key=lambda role: (role not in taking_part, role not in told.people),
    )
    return say.format.list([people.owner(role, told.people, say) for role in audience], ROLES_SHOWN)


def counts(diagnosis: Diagnosis, say: Words) -> Table:
    """Practices asked, rated, without answer, without object, by dimension."""
    key, rules = "diagnostic.counts", diagnosis.rules
    names = _dimension_names(say.language)
    rows = diagnosis.dimensions.copy()
    rows["dimension"] = [names[str(one)] for one in rows.index]
    columns = [
        Column("dimension", say(f"{key}.dimension"), "name"),
        *(
            Column(name, say(f"{key}.{name}"), "int")
            for name in ("asked", "answered", "missing", "not_applicable")
        ),
        Column("coverage", say(f"{key}.coverage"), "percent", decimals=0),
        Column("weight", say(f"{key}.weight"), "number"),
    ]
    sub = say(f"{key}.sub", items=rules.min_items_per_dimension, share=rules.min_coverage)
    return Table(
        "counts", rows.reset_index(drop=True), columns, caption=say(f"{key}.caption"), sub=sub
    )


def method(diagnosis: Diagnosis, say: Words) -> str:
    """The method in three sentences."""
    asked = len(diagnosis.items)
    form = "full" if asked == len(banks.load("diagnostic").items) else "short"
    return say(f"diagnostic.method.{form}", items=asked, dimensions=len(diagnosis.dimensions))


def common_items(diagnosis: Diagnosis, told: Campaign, say: Words) -> list[str]:
    """On what the comparison with last year rests, for the sources."""
    versus, key = diagnosis.comparison, "diagnostic.compared"
    if versus is None:
        return []
    case = "unpublished" if versus.score is None else "scores"
    values = {"score": versus.score, "previous": versus.previous, "common": versus.common}
    return [say(f"{key}.{case}", year=told.year, previous_year=told.year - 1, **values)]


def quality(diagnosis: Diagnosis, say: Words) -> list[str]:
    """Warnings on the answers, one sentence each."""
    return [_warning(notice.code, notice.values, say) for notice in diagnosis.notices]


def _warning(code: str, values: Mapping[str, Any], say: Words) -> str:
    words = dict(values)
    if "dimension" in words:
        words["name"] = _dimension_names(say.language)[words["dimension"]]
    if "function" in words:
        words["role"] = people.role(words["function"], say)
    if code == "straight_lining" and words["answer"] is None:
        code = "straight_lining_na"
    return say(f"diagnostic.notice.{code}", **words)


def key_figures(diagnosis: Diagnosis, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published."""
    found = {**_score_figures(diagnosis, say), **_dimension_figures(diagnosis, say)}
    found |= _count_figures(diagnosis, say)
    return {f"diagnostic.{name}": figure for name, figure in found.items()}


def _figure(value: Any, unit: str, reason: str = "", of: Any = None) -> dict[str, Any]:
    if is_missing(value):
        return {"value": None, "unit": unit, "of": of, "reason": reason}
    return {"value": value, "unit": unit, "of": of}


def _score_figures(diagnosis: Diagnosis, say: Words) -> dict[str, dict[str, Any]]:
    total, versus = diagnosis.overall, diagnosis.comparison
    bands = banks.rules("diagnostic")["bands"]
    code = None if total.band is None else bands[total.band]["name"]["en"].lower()
    scale, unpublished = "0-100", say("diagnostic.reason.score")
    against = say(f"diagnostic.reason.{'uncompared' if versus else 'first'}")
    common = versus.common if versus else None
    previous, change = (versus.previous, versus.change) if versus else (None, None)
    return {
        "score": _figure(total.score, scale, unpublished, total.published),
        "projected": _figure(diagnosis.projection.score, scale, unpublished, total.published),
        "score_previous": _figure(previous, scale, against, common),
        "change": _figure(change, "points", against, common),
        "band": _figure(code, "code", unpublished),
    }


def _dimension_figures(diagnosis: Diagnosis, say: Words) -> dict[str, dict[str, Any]]:
    return {
        f"dimension.{row.Index}": _figure(
            row.score, "0-100", say(f"diagnostic.reason.{row.state}"), row.answered
        )
        for row in diagnosis.dimensions.itertuples()
    }


def _count_figures(diagnosis: Diagnosis, say: Words) -> dict[str, dict[str, Any]]:
    published, compared = diagnosis.overall.published, diagnosis.practices.compared
    proposed, progress = len(diagnosis.priorities), diagnosis.actions_done
    followed = progress if progress is not None and progress.all else None
    unscored = say("diagnostic.reason.insufficient")
    strong = len(diagnosis.strong_dimensions) if published else None
    weak = len(diagnosis.weak_dimensions) if published else None
    apart = len(diagnosis.misalignments) if compared else None
    done = followed.done if followed else None
    return {
        "coverage": _figure(
            diagnosis.coverage, "share", say("diagnostic.reason.coverage"), len(diagnosis.levels)
        ),
        "respondents": _figure(diagnosis.respondents, "count"),
        "functions": _figure(diagnosis.functions, "count"),
        "strong_dimensions": _figure(strong, "count", unscored, published),
        "weak_dimensions": _figure(weak, "count", unscored, published),
        "misaligned": _figure(apart, "count", say("diagnostic.reason.alone"), compared),
        "actions_scheduled": _figure(len(diagnosis.plan.scheduled), "count", of=proposed),
        "actions_later": _figure(len(diagnosis.plan.later), "count", of=proposed),
        "last_actions_done": _figure(
            done, "count", say("diagnostic.reason.actions"), followed.all if followed else None
        ),
    }
