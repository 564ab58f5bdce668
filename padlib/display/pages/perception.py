"""The perception's page: what is said, asked and shown of one survey (REPORTS 9.2).

Each function takes the survey, the campaign where dates and people matter, and the words; it picks
the case, the words do the rest. What too few partners stand behind never reaches it: the method has
silenced it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import scoring
from padlib.display import campaign as campaigns
from padlib.display import people
from padlib.display.figures import perception as figures
from padlib.display.formats import is_missing
from padlib.display.parts import (
    Bullet,
    Card,
    Exhibit,
    Finding,
    MonthPlan,
    Page,
    Part,
    PlannedAction,
    Profile,
    Proposal,
    Quotation,
    Said,
)
from padlib.display.tables import Chip, Column, Gap, Table, named_rows
from padlib.display.words import Words
from padlib.method import perception
from padlib.method.perception import (
    BLIND_SPOT,
    FIX,
    FULL,
    HIDDEN,
    INDICATIVE,
    NOTHING,
    OPEN_QUESTIONS,
    QUALITATIVE,
    RECOMMENDATION,
    TOLD,
    Sheet,
    Survey,
)

ANSWERS = "perception_answers.csv"
DIAGNOSTIC = "diagnostic_answers.csv"
LEADER = "DIRP"  # who answers for the campaign
PROPOSED = 3
ANSWERS_SHOWN = 8
LABELLED = 8
OPPORTUNITIES_SHOWN = 10
MIRROR_SHOWN = 10
SLOPES_SHOWN = 8
BLIND_SPOTS_SHOWN = 5  # on a partner's sheet
QUOTED = 12  # quotations of a factor or question; the others stand in the sheets
COMMITMENTS = 5  # on the page handed back to a partner
MIDDLE = 50.0  # index of a partner that neither agrees nor disagrees
MAJORITY = 0.5
AGREED, DISAGREED = 62.5, 37.5  # indices of the top and bottom boxes of a partner mean
BLANK = "–"


@dataclass(frozen=True, kw_only=True)
class Campaign(campaigns.Campaign):
    """The year's interviews: who was heard, and for whom the page is."""

    names: Mapping[str, str] = field(default_factory=dict)  # partner id → name
    partners: pd.DataFrame | None = None
    vendor: str = ""  # the client's name
    partner: bool = False  # whether this is a partner's edition
    file: str = ANSWERS

    def name(self, partner: str) -> str:
        """A partner's name; its id without one."""
        return self.names.get(partner, partner)


def campaign(
    folder: Any, as_of: dt.date | None = None, partners: pd.DataFrame | None = None
) -> Campaign:
    """The campaign of a client's folder; its dates and people are those of the year."""
    known = {} if partners is None else partners["name"].to_dict()
    return Campaign(
        **campaigns.fields(folder, as_of, "perception_answers"),
        names={str(one): str(name) for one, name in known.items() if str(name)},
        partners=partners,
        vendor=folder.name,
        partner=folder.audience == "partner",
    )


# ── rows and names ─────────────────────────────────────────────────────────────────────────────


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _factor_names(say: Words) -> dict[str, str]:
    known = banks.rules("perception")["factors"]
    return {one["id"]: say.typeset(one["name"][say.language]) for one in known}


def _liked(factors: Iterable[str], say: Words) -> list[str]:
    return [say(f"perception.factor.the.{one}") for one in factors]


def _doubted(factors: Iterable[str], say: Words) -> list[str]:
    return [say(f"perception.factor.of.{one}") for one in factors]


def _short(item: str, say: Words) -> str:
    return say.typeset(banks.short_labels(say.language)[item])


def _item_text(survey: Survey, item: str, what: str, say: Words) -> str:
    return say.typeset(str(survey.bank.at[item, f"{what}_{say.language}"]))


def _described(lead: str, rows: Sequence[str], say: Words) -> str:
    return say("perception.alt", lead=lead, rows=say.format.clauses(rows)) if rows else lead


def _source(told: Campaign, say: Words) -> str:
    case = "dated" if told.start and told.end else "undated"
    return say(f"perception.period.{case}", file=told.file, start=told.start, end=told.end)


def _leaning(row: Any) -> str:
    """What an index, or a median, says for sure: the whole interval on one side of the middle, or a
    median in the top or the bottom box."""
    if not is_missing(row["index"]):
        if scoring.above(row["low"], MIDDLE):
            return "liked"
        return "doubted" if scoring.below(row["high"], MIDDLE) else "between"
    if is_missing(row["median"]):
        return "between"
    if scoring.at_least(row["median"], AGREED):
        return "liked"
    return "doubted" if scoring.at_most(row["median"], DISAGREED) else "between"


def _value(row: Any) -> float:
    """What is told of a factor: its index, else the median of the partners' own."""
    return float(row["median"] if is_missing(row["index"]) else row["index"])


def _told_factors(survey: Survey) -> pd.DataFrame:
    """Factors with something told, the highest first, with ``value`` and ``leaning``."""
    table = survey.factors.copy()
    rows = [row for _, row in named_rows(table)]
    table["value"] = [_value(row) for row in rows]
    table["leaning"] = [_leaning(row) for row in rows]
    return table[table["value"].notna()].sort_values("value", ascending=False, kind="stable")


def _heard_few(survey: Survey) -> bool:
    """Whether too few partners were heard for any item to be told."""
    return survey.band not in TOLD


# ── headline and decision ──────────────────────────────────────────────────────────────────────


def headline(survey: Survey, told: Campaign, say: Words) -> str:
    """The answer in one sentence: what partners give, what they like and what they doubt."""
    if told.partner:
        return feedback_headline(survey, told, say)
    whole, heard = survey.whole, survey.response.partners
    if survey.band in (NOTHING, HIDDEN):
        threshold = survey.rules.anonymity_threshold
        return say(f"perception.headline.{survey.band}", partners=heard, threshold=threshold)
    if _heard_few(survey):
        return _quoted_headline(survey, say)
    score = whole.median if whole.index is None else whole.index
    if score is None or whole.band not in TOLD:
        needed = survey.rules.n_indicative
        return say("perception.headline.short", partners=heard, n=whole.n, needed=needed)
    if whole.band == FULL and whole.index is None:
        needed = survey.rules.overall_min_factors
        return say("perception.headline.factors", factors=whole.factors, needed=needed)
    kind = "index" if whole.index is not None else "median"
    by = _told_factors(survey)
    liked = [str(one) for one in by.index[by["leaning"] == "liked"]]
    doubted = [str(one) for one in by.index[by["leaning"] == "doubted"]][::-1]
    case = _opinion(len(liked), len(doubted), len(by))
    values: dict[str, Any] = {}
    worst = _contested(survey, [str(one) for one in by.index[by["leaning"] == "between"]])
    if worst and case != "both":
        case += "_contested"
        values = {"worst": _short(worst, say)}
        values["disagree"] = survey.items.at[worst, "bottom_share"]
    return say(
        f"perception.headline.{kind}.{case}",
        score=score,
        partners=whole.n,
        liked=_liked(liked, say),
        doubted=_doubted(doubted, say),
        count=len(doubted),
        marks=[say.format.score(float(by["value"][one])) for one in doubted],
        factors=len(by),
        **values,
    )


def _contested(survey: Survey, factors: Sequence[str]) -> str:
    """The item of these factors with which most of all partners disagree, if a majority does."""
    known = survey.items[survey.items["factor"].isin(list(factors))]
    known = known[scoring.above(known["bottom_share"].fillna(0.0), MAJORITY)]
    if known.empty:
        return ""
    return str(known.index[scoring.order(known.index, -known["bottom_share"], -known["weight"])[0]])


def _opinion(liked: int, doubted: int, factors: int) -> str:
    if liked and doubted:
        return "both"
    if liked:
        return "liked_all" if liked == factors else "liked"
    if doubted:
        return "doubted_all" if doubted == factors else "doubted"
    return "divided"


def _quoted_headline(survey: Survey, say: Words) -> str:
    """What the few partners heard say first, in the words of one of them."""
    heard = survey.response.partners
    quote = _first_words(survey)
    if not quote:
        return say("perception.headline.silent", partners=heard)
    return say("perception.headline.quoted", partners=heard, quote=quote)


def _first_words(survey: Survey) -> str:
    """The quotation of the item of highest opportunity that has one; the lowest rating first."""
    said = survey.quotations
    for item in survey.foremost:
        mine = said[said["item_id"] == item]
        if len(mine):
            return str(mine["comment"].iloc[0]).strip()
    return str(said["comment"].iloc[0]).strip() if len(said) else ""


def decision(survey: Survey, told: Campaign, say: Words) -> str:
    """What is asked of the reader: the first action, or to hear more partners before any."""
    for item, row in named_rows(survey.proposals)[:1]:
        month = int(row["end"])
        return say(
            f"perception.decision.{_dated(told, month)}",
            action=people.in_sentence(_item_text(survey, item, "action", say)),
            owner=people.owner(row["owner_role"], told.people, say),
            due=told.due(month),
            month=month,
        )
    owner, heard = people.owner(LEADER, told.people, say), survey.response.partners
    lacking = max(survey.rules.n_qualitative - heard, 0)
    case = "hear" if lacking else "keep" if survey.items["n"].sum() else "check"
    if case == "keep" and survey.importance_missing:
        case = "ask"
    return say(
        f"perception.decision.{case}_{_dated(told, 1)}",
        owner=owner,
        count=lacking,
        due=told.due(1),
        month=1,
    )


def _dated(told: Campaign, month: int) -> str:
    return "dated" if told.due(month) else "undated"


# ── cards ──────────────────────────────────────────────────────────────────────────────────────


def cards(survey: Survey, told: Campaign, say: Words) -> list[Card]:
    """Result, recommendation, who was heard, gap with the diagnostic, what to do first."""
    return [
        _index_card(survey, told, say),
        _recommendation_card(survey, say),
        _response_card(survey, say),
        _gap_card(survey, say),
        _first_card(survey, say),
    ]


def _index_card(survey: Survey, told: Campaign, say: Words) -> Card:
    key, whole = "perception.card.index", survey.whole
    label = say(f"{key}.label")
    if whole.median is None:
        reason = say(f"{key}.of.{_why_silent(whole.band)}", **_few(survey, whole.n))
        return Card(label, BLANK, chip=Chip("none", say(f"{key}.unpublished")), denominator=reason)
    if whole.index is None:
        chip = Chip("watch", say(f"perception.band.{whole.band}"))
        values = {"lowest": whole.lowest, "highest": whole.highest, "n": whole.n}
        return Card(
            label,
            say.format.score(whole.median),
            unit=say(f"{key}.unit"),
            chip=chip,
            denominator=say(f"{key}.of.range", **values),
        )
    versus = survey.comparison
    case = "first" if versus is None else "uncompared" if versus.change is None else "moved"
    if versus is not None and versus.stable:
        case = "stable"
    change = versus.change if versus else None
    return Card(
        label,
        say.format.score(whole.index),
        unit=say(f"{key}.unit"),
        bullet=Bullet(whole.index, tick=versus.previous if versus else None),
        trend=say(
            f"{key}.trend.{case}",
            change=change,
            points=round(abs(change or 0)),
            year=told.year - 1,
        ),
        denominator=say(f"{key}.of.interval", low=whole.low, high=whole.high, n=whole.n),
    )


def _why_silent(band: str) -> str:
    return band if band in (HIDDEN, NOTHING, QUALITATIVE) else "few"


def _few(survey: Survey, n: int) -> dict[str, Any]:
    rules = survey.rules
    return {"n": n, "needed": rules.n_qualitative, "threshold": rules.anonymity_threshold}


def _recommendation_card(survey: Survey, say: Words) -> Card:
    key, found = "perception.card.recommendation", survey.general.recommendation
    label = say(f"{key}.label")
    if found is None:
        asked = survey.general.asked[RECOMMENDATION]
        reason = say(f"{key}.unpublished", n=asked, needed=survey.rules.n_nps)
        chip = Chip("none", say("perception.card.index.unpublished"))
        return Card(label, BLANK, chip=chip, denominator=reason)
    return Card(
        label,
        say.format.signed(found.score),
        unit=say(f"{key}.unit"),
        trend=say(f"{key}.parts", promoters=found.promoters, detractors=found.detractors),
        denominator=say(f"{key}.of", low=found.low, high=found.high, n=found.n),
    )


def _response_card(survey: Survey, say: Words) -> Card:
    key, who = "perception.card.response", survey.response
    share = who.revenue_share
    case = "share" if share is not None else "alone"
    return Card(
        say(f"{key}.label"),
        say.format.int(who.partners),
        unit=say(f"{key}.{'invited' if who.invited else 'unit'}", n=who.partners, of=who.invited),
        trend=say(f"{key}.people", n=who.respondents),
        denominator=say(f"{key}.{case}", share=share),
    )


def _gap_card(survey: Survey, say: Words) -> Card:
    key, found = "perception.card.gap", survey.cross_check
    label = say(f"{key}.label")
    if found is None or found.empty:
        case = "unknown" if found is None else "few"
        return Card(
            label, BLANK, chip=Chip("none", say(f"{key}.none")), denominator=say(f"{key}.{case}")
        )
    count = int(found["overconfident"].sum())
    return Card(
        label,
        say.format.int(count),
        unit=say(f"{key}.unit", n=count),
        chip=Chip("watch", say(f"{key}.some")) if count else Chip("ok", say(f"{key}.zero")),
        denominator=say(f"{key}.of", delta=survey.rules.overconfidence_delta, n=len(found)),
    )


def _first_card(survey: Survey, say: Words) -> Card:
    key, first = "perception.card.first", survey.first
    if first is None:
        case = "order" if len(survey.proposals) else "none"
        return Card(say(f"{key}.label"), BLANK, denominator=say(f"{key}.{case}"))
    row: Any = survey.ranking.loc[first]
    indicative = survey.items.at[first, "band"] == INDICATIVE
    return Card(
        say(f"{key}.label"),
        _short(first, say),
        chip=Chip("watch", say("perception.band.indicative")) if indicative else None,
        denominator=say(f"{key}.of", opportunity=row["opportunity"], n=int(row["n"])),
    )


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(survey: Survey, told: Campaign, say: Words) -> list[Finding]:
    """Up to three: the factors, what to fix first, and whether both sides see alike."""
    if survey.band in (NOTHING, HIDDEN):
        key = f"perception.finding.{survey.band}"
        return [Finding(say(key, **_few(survey, survey.response.partners)))]
    if survey.band not in (*TOLD, QUALITATIVE):
        return [Finding(say("perception.finding.few", **_few(survey, survey.response.partners)))]
    return [
        _factor_finding(survey, told, say),
        _fix_finding(survey, say),
        _alike_finding(survey, say),
    ]


def _factor_finding(survey: Survey, told: Campaign, say: Words) -> Finding:
    key, by = "perception.finding.factor", _told_factors(survey)
    if by.empty:
        return Finding(say(f"{key}.nothing"))
    names = _factor_names(say)
    first, last = str(by.index[0]), str(by.index[-1])
    values: dict[str, Any] = {
        "name": names[first],
        "score": by["value"].iloc[0],
        "lowest": say(f"perception.factor.the.{last}"),
        "lowest_score": by["value"].iloc[-1],
        "year": told.year - 1,
        "number": int(say(f"perception.factor.number.{last}")),
    }
    if (moved := _moved(survey)) is not None:
        way = "falls" if moved["change"] < 0 else "rises"
        values["name"] = names[str(moved.name)]
        detail = say(f"{key}.{'range' if len(by) > 1 else 'alone'}", **values)
        change, points = float(moved["change"]), round(abs(float(moved["change"])))
        return Finding(
            say(f"{key}.{way}", change=change, points=points, **values), detail, "factors"
        )
    if len(by) == 1:
        return Finding(say(f"{key}.single", **values), figure="factors")
    case = "first" if by["index"].notna().all() else "median"
    close = _overlapping(by.iloc[0], by.iloc[-1])
    detail = say(f"{key}.{'close' if close else 'lowest'}", **values)
    return Finding(say(f"{key}.{case}", **values), detail, "factors")


def _overlapping(one: Any, other: Any) -> bool:
    """Whether the intervals of two factors touch, so that neither is said to be higher."""
    if is_missing(one["low"]) or is_missing(other["low"]):
        return not scoring.above(one["value"], other["value"])
    return not scoring.above(one["low"], other["high"])


def _moved(survey: Survey) -> Any:
    """The factor that moved most, falls before rises; None when none did."""
    versus = survey.comparison
    if versus is None or versus.factors.empty:
        return None
    moving = versus.factors[~versus.factors["stable"].astype(bool)]
    if moving.empty:
        return None
    falls = moving[moving["change"] < 0]
    return (
        (falls if len(falls) else moving)
        .sort_values("change", ascending=bool(len(falls)), kind="stable")
        .iloc[0]
    )


def _fix_finding(survey: Survey, say: Words) -> Finding:
    key = "perception.finding.fix"
    if not len(survey.proposals):
        return Finding(say(f"{key}.nothing"))
    first = str(survey.proposals.index[0])
    values: dict[str, Any] = {"name": _short(first, say)}
    if survey.first is None:
        return Finding(say(f"{key}.order", **values), say(f"{key}.order_detail"))
    count = int((survey.crossing.items["quadrant"] == FIX).sum())
    values |= {"count": count, "items": len(survey.crossing.items)}
    values["opportunity"] = survey.ranking["opportunity"].iloc[0]
    case = "some" if count else "zero"
    return Finding(say(f"{key}.{case}", **values), say(f"{key}.first", **values), "opportunities")


def _alike_finding(survey: Survey, say: Words) -> Finding:
    key = "perception.finding.alike"
    check, mirror = survey.cross_check, survey.mirror.items
    if check is not None and bool(check["overconfident"].any()):
        count, widest = int(check["overconfident"].sum()), str(check.index[0])
        detail = say(f"{key}.widest", name=_short(widest, say), delta=check["delta"].iloc[0])
        return Finding(say(f"{key}.overconfident", count=count), detail, "cross-check")
    blind = mirror[mirror["reading"] == BLIND_SPOT]
    if len(blind):
        detail = say(
            f"{key}.guessed", name=_short(str(blind.index[0]), say), gap=blind["gap"].iloc[0]
        )
        return Finding(say(f"{key}.blind", count=len(blind)), detail, "mirror")
    if check is not None and len(check):
        delta = survey.rules.overconfidence_delta
        return Finding(say(f"{key}.zero", n=len(check), delta=delta), figure="cross-check")
    return Finding(say(f"{key}.{'unknown' if check is None and mirror.empty else 'few'}"))


def proposals(survey: Survey, told: Campaign, say: Words) -> list[Proposal]:
    """The three first actions, with owner and date; else what to do before any."""
    found = [
        Proposal(f"{_item_text(survey, item, 'action', say)}.", _who(row, told, say))
        for item, row in named_rows(survey.proposals)[:PROPOSED]
    ]
    if found:
        return found
    due, owner = told.due(1), people.owner(LEADER, told.people, say)
    lacking = max(survey.rules.n_qualitative - survey.response.partners, 0)
    text = say(f"perception.proposal.{'hear' if lacking else 'keep'}", count=lacking)
    case = "dated" if due else "undated"
    return [Proposal(text, say(f"perception.proposal.who_{case}", owner=owner, due=due, month=1))]


def _who(row: Any, told: Campaign, say: Words) -> str:
    month = int(row["end"])
    ranked = "" if is_missing(row["opportunity"]) else "_ranked"
    return say(
        f"perception.proposal.who_{_dated(told, month)}{ranked}",
        owner=people.owner(row["owner_role"], told.people, say),
        due=told.due(month),
        month=month,
        priority=row["opportunity"],
    )


# ── figure: factors ────────────────────────────────────────────────────────────────────────────


def factors(survey: Survey, told: Campaign, say: Words) -> Exhibit:
    """One dot a factor, the whole first; its interval or range, and last year's tick."""
    key, by = "perception.factors", _told_factors(survey)
    if by.empty:
        absent = say(f"{key}.absent.{_absent(survey)}", **_absence(survey, told))
        return Exhibit("factors", None, say(f"{key}.title.nothing"), absent=absent)
    rows = _factor_rows(survey, say)
    compared = bool(rows["previous"].notna().any())
    title = _factors_title(survey, say)
    case = _weakest_band(survey)
    lines = [_factor_line(row, say) for row in _records(rows)]
    return Exhibit(
        "factors",
        figures.draw_factors(
            rows,
            say,
            previous_year=told.year - 1 if compared else None,
            whole=_whole_told(survey),
        ),
        title,
        subtitle=say(
            f"{key}.sub.{case}",
            year=told.year,
            partners=survey.response.partners,
            people=survey.response.respondents,
        ),
        alt=say(f"{key}.alt.title", year=told.year),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=_factors_table(survey, rows, title, told, say),
        source=_factors_source(survey, told, case, compared, say),
    )


def _absent(survey: Survey) -> str:
    if survey.band in (HIDDEN, NOTHING):
        return survey.band
    return "few" if survey.band not in (*TOLD, QUALITATIVE) else "short"


def _absence(survey: Survey, told: Campaign) -> dict[str, Any]:
    rules = survey.rules
    return {
        **_few(survey, survey.response.partners),
        "file": told.file,
        "items": rules.factor_min_items,
        "indicative": rules.n_indicative,
        "full": rules.n_full,
    }


def _weakest_band(survey: Survey) -> str:
    """The band of the whole, which labels the figure."""
    if survey.whole.index is not None:
        return FULL
    return survey.whole.band if survey.whole.band in (INDICATIVE, QUALITATIVE) else survey.band


def _factor_rows(survey: Survey, say: Words) -> pd.DataFrame:
    """The whole, then the factors by what is told of them, those untold last."""
    names, whole, versus = _factor_names(say), survey.whole, survey.comparison
    table = survey.factors.copy()
    total = {name: getattr(whole, name) for name in ("index", "median", "low", "high")}
    total |= {"lowest": whole.lowest, "highest": whole.highest, "n": whole.n, "band": whole.band}
    rows = [(say("perception.factors.whole"), total, _versus(versus, None))]
    rows += [(names[one], row, _versus(versus, one)) for one, row in named_rows(table)]
    whole_row, *others = [_factor_row(name, row, before, survey, say) for name, row, before in rows]
    others.sort(key=lambda row: -1.0 if is_missing(row["value"]) else row["value"], reverse=True)
    kept = [*([whole_row] if _whole_told(survey) else []), *others]
    return pd.DataFrame(kept).astype(
        dict.fromkeys(("value", "low", "high", "previous", "change"), float)
    )


def _whole_told(survey: Survey) -> bool:
    """Whether the whole has a row of its own: not where medians of factors alone are told."""
    return survey.whole.band != QUALITATIVE


def _versus(versus: Any, factor: str | None) -> dict[str, Any]:
    nothing = {"previous": float("nan"), "change": float("nan"), "stable": False}
    if versus is None:
        return nothing
    if factor is None:
        if versus.change is None:
            return nothing
        return {"previous": versus.previous, "change": versus.change, "stable": versus.stable}
    if factor not in versus.factors.index:
        return nothing
    row = versus.factors.loc[factor]
    return {name: row[name] for name in nothing}


def _factor_row(
    name: str, row: Any, before: Mapping[str, Any], survey: Survey, say: Words
) -> dict[str, Any]:
    firm = not is_missing(row["index"])
    ends = ("low", "high") if firm else ("lowest", "highest")
    low, high = (row[end] for end in ends)
    known = not is_missing(row["index"]) or not is_missing(row["median"])
    value = _value(row) if known else float("nan")
    if firm:
        case = "interval"
    elif not known:
        case = "hidden" if row["band"] == HIDDEN else "silent"
    else:
        case = "median" if is_missing(low) else "range"
    told = {"low": low, "high": high, "n": int(row["n"])}
    told["threshold"] = survey.rules.anonymity_threshold
    return {
        "name": name,
        "value": value,
        "low": low,
        "high": high,
        "firm": firm,
        "leaning": _leaning(row) if known else "between",
        "reading": say(f"perception.factors.reading.{case}", **told),
        "n": int(row["n"]),
        **before,
    }


def _factor_line(row: Mapping[str, Any], say: Words) -> str:
    case = "untold" if is_missing(row["value"]) else "told"
    return say(
        f"perception.factors.alt.{case}", **{k: row[k] for k in ("name", "value", "reading")}
    )


def _factors_title(survey: Survey, say: Words) -> str:
    key, by = "perception.factors.title", _told_factors(survey)
    moving = None if survey.comparison is None else survey.comparison.factors
    values: dict[str, Any] = {
        "highest": say(f"perception.factor.the.{by.index[0]}"),
        "lowest": say(f"perception.factor.the.{by.index[-1]}"),
        "high": by["value"].iloc[0],
        "low": by["value"].iloc[-1],
        "number": int(say(f"perception.factor.number.{by.index[-1]}")),
        "factors": len(by),
    }
    if len(by) == 1:
        case = "single"
    elif not scoring.above(by["value"].iloc[0], by["value"].iloc[-1]):
        case = "equal"
    elif _overlapping(by.iloc[0], by.iloc[-1]):
        case = "close"
    else:
        case = "apart"
    if moving is not None and len(moving):
        fallen = [str(one) for one in moving.index[(moving["change"] < 0) & ~moving["stable"]]]
        risen = [str(one) for one in moving.index[(moving["change"] > 0) & ~moving["stable"]]]
        way = ("both" if risen else "fall") if fallen else "rise" if risen else "stable"
        numbers = [int(say(f"perception.factor.number.{one}")) for one in (*fallen, *risen)]
        values |= {"fallen": _liked(fallen, say), "risen": _liked(risen, say)}
        values["falling"] = 2 if len(fallen) != 1 else numbers[0]
        values["rising"] = 2 if len(risen) != 1 else numbers[-1]
        return say(f"{key}.{way}", **values)
    text = say(f"{key}.{case}", **values)
    return say(f"{key}.in_{_weakest_band(survey)}", title=text)


def _factors_source(survey: Survey, told: Campaign, case: str, compared: bool, say: Words) -> str:
    key, parts = "perception.factors.rule", [_source(told, say)]
    rules = survey.rules
    parts.append(
        say(
            f"{key}.{case}",
            items=rules.factor_min_items,
            needed=rules.n_full,
            population=survey.response.population,
        )
    )
    if case == FULL and survey.response.population is not None:
        parts.append(say(f"{key}.population", population=survey.response.population))
    if compared and survey.comparison is not None:
        parts.append(
            say(
                f"{key}.compared",
                common=survey.comparison.common,
                partners=survey.comparison.partners,
                year=told.year - 1,
                noise=rules.noise_points,
            )
        )
    return " ".join(parts)


def _factors_table(
    survey: Survey, rows: pd.DataFrame, title: str, told: Campaign, say: Words
) -> Table:
    key, compared = "perception.factors.table", bool(rows["previous"].notna().any())
    told_rows = _records(rows)
    own: dict[str, list[Any]] = {
        "index": [row["value"] if row["firm"] else Gap(row["reading"]) for row in told_rows],
        "median": _by_name(survey.factors["median"], rows, survey.whole.median, say),
        "interval": [(row["low"], row["high"]) if row["firm"] else Gap(BLANK) for row in told_rows],
    }
    shown = rows.assign(**own)
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("n", say(f"{key}.n"), "int"),
        Column("index", say(f"{key}.index"), "score"),
        Column("interval", say(f"{key}.interval"), "interval", decimals=1),
        Column("median", say(f"{key}.median"), "score"),
    ]
    if compared:
        shown["previous"] = _gapped(rows["previous"], say("perception.factors.uncompared"))
        shown["change"] = _gapped(rows["change"], say("perception.factors.uncompared"))
        columns += [
            Column("previous", say(f"{key}.previous", year=told.year - 1), "score"),
            Column("change", say(f"{key}.change"), "signed", decimals=1),
        ]
    alphas = survey.consistency["alpha"]
    if alphas.notna().any():
        shown["alpha"] = _by_name(alphas, rows, None, say)
        columns.append(Column("alpha", say(f"{key}.alpha"), "number", decimals=2))
    bold = (0,) if _whole_told(survey) else ()
    return Table("factors", shown, columns, caption=title, bold=bold)


def _by_name(values: pd.Series[Any], rows: pd.DataFrame, whole: Any, say: Words) -> list[Any]:
    """Values of factors in the order of the rows, and that of the whole."""
    ids = {name: one for one, name in _factor_names(say).items()}
    return [values[ids[str(one)]] if str(one) in ids else whole for one in rows["name"]]


def _gapped(values: pd.Series[Any], reason: str) -> list[Any]:
    return [Gap(reason) if is_missing(value) else value for value in values]


# ── figure and tables: answers ─────────────────────────────────────────────────────────────────


def answers(survey: Survey, told: Campaign, say: Words) -> Exhibit:
    """The eight items on which partners lean most one way, from agreement to disagreement."""
    key = "perception.answers"
    known = survey.items[survey.items["median"].notna()]
    if known.empty:
        absent = say(f"{key}.absent.{_absent_items(survey)}", **_absence(survey, told))
        return Exhibit("answers", None, say(f"{key}.title.nothing"), absent=absent)
    balance = known["top_share"] - known["bottom_share"]
    widest = scoring.order(known.index, -balance.abs(), -known["weight"])[:ANSWERS_SHOWN]
    shown = known.iloc[widest].assign(balance=balance.iloc[widest])
    shown = shown.iloc[scoring.order(shown.index, -shown["balance"], -shown["weight"])]
    rows = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in shown.index],
            "counts": [
                [float(row[str(mark)]) for mark in perception.MARKS] for _, row in named_rows(shown)
            ],
            "disagree": shown["bottom_share"].tolist(),
            "agree": shown["top_share"].tolist(),
        }
    )
    title = _answers_title(shown, len(known), say)
    lines = [say(f"{key}.alt.row", **row) for row in _records(rows.drop(columns="counts"))]
    scale = [
        say.typeset(one["name"][say.language]) for one in banks.rules("perception")["rating_scale"]
    ]
    lowest, most = int(known["n"].min()), int(known["n"].max())
    return Exhibit(
        "answers",
        figures.draw_answers(rows, (scale[0], scale[2], scale[-1]), say),
        title,
        subtitle=say(
            f"{key}.sub.{'same' if lowest == most else 'between'}{_indicative(known)}",
            shown=len(rows),
            items=len(known),
            lowest=lowest,
            most=most,
        ),
        alt=say(f"{key}.alt.title", year=told.year),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=_answers_table(survey, title, say),
        source=say(f"{key}.rule", source=_source(told, say)),
    )


def _indicative(table: pd.DataFrame) -> str:
    """The case of words that label what rests on few partners."""
    return "_indicative" if (table["band"] == INDICATIVE).all() else ""


def _absent_items(survey: Survey) -> str:
    return survey.band if survey.band in (HIDDEN, NOTHING) else "items"


def _answers_title(shown: pd.DataFrame, items: int, say: Words) -> str:
    """Names the two ends of the figure: the clearest agreement, the clearest disagreement."""
    first, last = shown.iloc[0], shown.iloc[-1]
    agreed = scoring.above(first["balance"], 0)
    opposed = scoring.below(last["balance"], 0)
    if agreed and opposed:
        case = "both"
    else:
        case = "agreed" if agreed else "opposed" if opposed else "neither"
    return say(
        f"perception.answers.title.{case}",
        best=_short(str(first.name), say),
        worst=_short(str(last.name), say),
        agree=first["top_share"],
        disagree=last["bottom_share"],
        items=items,
    )


def _answers_table(survey: Survey, title: str, say: Words) -> Table:
    key = "perception.items.table"
    table = survey.items.copy()
    table["name"] = [_short(str(item), say) for item in table.index]
    table["factor"] = [_factor_names(say)[str(one)] for one in table["factor"]]
    reasons = _silences(table, survey, say)
    numbers = ("median", "mean", "weighted_mean", "top_share", "importance", "opportunity")
    for name in (*map(str, perception.MARKS), *numbers):
        table[name] = _with_reasons(table[name], reasons)
    pairs = list(zip(survey.items["low"], survey.items["high"], strict=True))
    intervals: list[Any] = [
        Gap(why) if is_missing(pair[0]) else pair for pair, why in zip(pairs, reasons, strict=True)
    ]
    table = table.assign(interval=intervals)
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("factor", say(f"{key}.factor")),
        Column("n", say(f"{key}.n"), "int"),
        *(Column(str(mark), say.format.int(mark), "int") for mark in perception.MARKS),
        Column("top_share", say(f"{key}.top"), "percent", decimals=0),
        Column("median", say(f"{key}.median"), "number", decimals=1),
        Column("mean", say(f"{key}.mean_alone"), "number", decimals=2),
        Column("interval", say(f"{key}.interval"), "interval", decimals=2),
        Column("weighted_mean", say(f"{key}.weighted"), "number", decimals=2),
        Column("importance", say(f"{key}.importance"), "number", decimals=2),
        Column("opportunity", say(f"{key}.opportunity"), "score"),
    ]
    return Table("answers", table, columns, caption=title, limit=len(table))


def _with_reasons(values: pd.Series[Any], reasons: Sequence[str]) -> list[Any]:
    return [
        Gap(why) if is_missing(value) else value for value, why in zip(values, reasons, strict=True)
    ]


def _silences(table: pd.DataFrame, survey: Survey, say: Words) -> list[str]:
    """Why a figure of each item is not told."""
    return [_silence(str(band), survey, say) for band in table["band"]]


def _silence(band: str, survey: Survey, say: Words) -> str:
    rules = survey.rules
    case = band if band in (HIDDEN, NOTHING, FULL) else "few"
    needed = rules.n_full if band == INDICATIVE else rules.n_indicative
    if band == HIDDEN:
        needed = rules.anonymity_threshold
    return say(f"perception.silence.{case}", needed=needed)


def items(page: Page, survey: Survey) -> Part:
    """Every statement, the highest opportunity first; nothing when none may be told."""
    shown = survey.items[survey.items["median"].notna()]
    return page.table(_items_table(survey, shown, page.say)) if len(shown) else page.all()


def _items_table(survey: Survey, shown: pd.DataFrame, say: Words) -> Table:
    key = "perception.items"
    order = scoring.order(shown.index, -shown["opportunity"].fillna(-1.0), -shown["weight"])
    shown = shown.iloc[order]
    reasons = _silences(shown, survey, say)
    rows = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in shown.index],
            "mean": [_mean_told(row, survey, say) for _, row in named_rows(shown)],
            "median": shown["median"].tolist(),
            "distribution": [_distribution(row, say) for _, row in named_rows(shown)],
            "top": shown["top_share"].tolist(),
            "n": shown["n"].tolist(),
            "importance": _with_reasons(shown["importance"], reasons),
            "opportunity": _with_reasons(shown["opportunity"], reasons),
        }
    )
    weighted = bool(shown["weighted_mean"].notna().any())
    meant = bool(shown["mean"].notna().any())
    columns = [
        Column("name", say(f"{key}.table.name"), "name"),
        *([Column("mean", say(f"{key}.table.{'means' if weighted else 'mean'}"))] if meant else []),
        Column("median", say(f"{key}.table.median"), "number", decimals=1),
        Column("distribution", say(f"{key}.table.distribution")),
        Column("top", say(f"{key}.table.top"), "percent", decimals=0),
        Column("n", say(f"{key}.table.n"), "int"),
        *(
            [Column("importance", say(f"{key}.table.importance"), "number", decimals=1)]
            if meant
            else []
        ),
        Column("opportunity", say(f"{key}.table.opportunity"), "score", decimals=0),
    ]
    untold = len(survey.items) - len(shown)
    case = ("weighted" if weighted else "plain") if meant else "median"
    return Table(
        "items",
        rows,
        columns,
        caption=say(f"{key}.caption", items=len(rows)),
        sub=say(f"{key}.sub.{case}") + (" " + say(f"{key}.untold", count=untold) if untold else ""),
    )


def _mean_told(row: Any, survey: Survey, say: Words) -> Any:
    if is_missing(row["mean"]):
        return Gap(_silence(str(row["band"]), survey, say))
    if is_missing(row["weighted_mean"]):
        return say.format.number(row["mean"], 1)
    told = {"mean": row["mean"], "weighted": row["weighted_mean"]}
    return say("perception.items.means", **told)


def _distribution(row: Any, say: Words) -> str:
    return " · ".join(say.format.int(row[str(mark)]) for mark in perception.MARKS)


def general(survey: Survey, told: Campaign, say: Words) -> Table:
    """Recommendation, share of wallet and intent, with who answered."""
    del told
    key, found = "perception.general", survey.general
    rows = [
        (say(f"{key}.{name}"), text, found.asked[item])
        for item, name, text in (
            (RECOMMENDATION, "recommendation", _recommendation_told(survey, say)),
            (perception.WALLET, "wallet", _wallet_told(survey, say)),
            (perception.INVESTMENT, "intent", _intent_told(survey, say)),
        )
    ]
    frame = pd.DataFrame(rows, columns=["name", "told", "n"])
    columns = [
        Column("name", say(f"{key}.question"), "name"),
        Column("told", say(f"{key}.answer")),
        Column("n", say(f"{key}.n"), "int"),
    ]
    return Table("general", frame, columns, caption=say(f"{key}.caption"), sub=say(f"{key}.sub"))


def _recommendation_told(survey: Survey, say: Words) -> Any:
    found, key = survey.general.recommendation, "perception.general.told"
    if found is None:
        n = survey.general.asked[RECOMMENDATION]
        return Gap(say(f"{key}.unpublished", n=n, needed=survey.rules.n_nps))
    return say(f"{key}.recommendation", **found._asdict())


def _wallet_told(survey: Survey, say: Words) -> Any:
    found, key = survey.general.wallet, "perception.general.told"
    if found is None:
        return _unpublished(survey, perception.WALLET, say)
    shares = {name: value / 100 for name, value in found.items()}
    return say(f"{key}.wallet_{'mean' if 'mean' in found else 'median'}", **shares)


def _intent_told(survey: Survey, say: Words) -> Any:
    found = survey.general.intent
    if found is None:
        return _unpublished(survey, perception.INVESTMENT, say)
    return say("perception.general.told.intent", **found)


def _unpublished(survey: Survey, item: str, say: Words) -> Gap:
    n, needed = survey.general.asked[item], survey.rules.n_indicative
    return Gap(say("perception.general.told.unpublished", n=n, needed=needed))


# ── figures: importance × performance, opportunities ───────────────────────────────────────────


def crossing(survey: Survey, told: Campaign, say: Words) -> Exhibit:
    """Importance up, rating across, four named quadrants, the highest opportunities labelled."""
    key, found = "perception.crossing", survey.crossing
    if found.items.empty:
        case = "importance" if survey.importance_missing else _absent_items(survey)
        absent = say(f"{key}.absent.{case}", **_absence(survey, told))
        return Exhibit("crossing", None, say(f"{key}.title.nothing"), absent=absent)
    ranked = [str(item) for item in survey.ranking.index if item in found.items.index]
    others = [str(item) for item in found.items.index if item not in set(ranked)]
    points = found.items.loc[[*ranked, *others]].copy()
    points["name"] = [
        _short(str(item), say) if place < LABELLED and place < len(ranked) else ""
        for place, item in enumerate(points.index)
    ]
    fix = [str(item) for item in ranked if points.at[item, "quadrant"] == FIX]
    title = say(
        f"{key}.title.{_crossing_case(len(fix))}",
        count=len(fix),
        items=len(points),
        name=_short(fix[0], say) if fix else "",
    )
    named = points[points["name"] != ""]
    lines = [
        say(
            f"{key}.alt.row",
            name=row["name"],
            quadrant=say(f"perception.quadrant.{row['quadrant']}"),
        )
        for _, row in named_rows(named)
    ]
    cross = survey.rules.crosshair
    return Exhibit(
        "crossing",
        figures.draw_crossing(points, (found.performance, found.importance), say),
        title,
        subtitle=say(
            f"{key}.sub.{cross}{_indicative(points)}", items=len(points), named=len(named)
        ),
        alt=say(f"{key}.alt.title", year=told.year),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=_crossing_table(survey, points, title, say),
        source=say(f"{key}.rule.{cross}", source=_source(told, say)),
    )


def _crossing_case(fix: int) -> str:
    return "zero" if not fix else "one" if fix == 1 else "some"


def _crossing_table(survey: Survey, points: pd.DataFrame, title: str, say: Words) -> Table:
    key = "perception.crossing.table"
    known = survey.items.loc[points.index]
    reasons = _silences(known, survey, say)
    rows = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in points.index],
            "quadrant": [say(f"perception.quadrant.{one}") for one in points["quadrant"]],
            "mean": _with_reasons(known["mean"], reasons),
            "interval": [
                Gap(why) if is_missing(low) else (low, high)
                for low, high, why in zip(known["low"], known["high"], reasons, strict=True)
            ],
            "importance": _with_reasons(known["importance"], reasons),
            "n": known["n"].tolist(),
        }
    )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("quadrant", say(f"{key}.quadrant")),
        Column("mean", say(f"{key}.mean"), "number", decimals=2),
        Column("interval", say(f"{key}.interval"), "interval", decimals=2),
        Column("importance", say(f"{key}.importance"), "number", decimals=2),
        Column("n", say(f"{key}.n"), "int"),
    ]
    return Table("crossing", rows, columns, caption=title, limit=len(rows))


def opportunities(survey: Survey, told: Campaign, say: Words) -> Exhibit:
    """The ten items with most to gain, in an order that no crosshair moves."""
    key = "perception.opportunities"
    ranked = survey.ranking[survey.ranking["opportunity"].notna()]
    if ranked.empty:
        case = "importance" if survey.importance_missing else _absent_items(survey)
        if case == "items" and survey.band in TOLD:
            case = "none"
        elif case == "items" and len(survey.proposals):
            case = "order"
        absent = say(f"{key}.absent.{case}", **_absence(survey, told))
        return Exhibit("opportunities", None, say(f"{key}.title.nothing"), absent=absent)
    shown, names = ranked.head(OPPORTUNITIES_SHOWN), _factor_names(say)
    quadrants = survey.crossing.items["quadrant"].reindex(ranked.index)
    rows = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in shown.index],
            "factor": [names[str(one)] for one in shown["factor"]],
            "opportunity": shown["opportunity"].tolist(),
            "first": (quadrants.loc[shown.index] == FIX).tolist(),
        }
    )
    lines = [say(f"{key}.alt.row", **row) for row in _records(rows)]
    bands = survey.items.loc[shown.index]
    title = say(
        f"{key}.title.{_opportunities_case(survey, shown)}", **_opportunity_values(shown, say)
    )
    data = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in ranked.index],
            "factor": [names[str(one)] for one in ranked["factor"]],
            "opportunity": ranked["opportunity"].tolist(),
            "n": ranked["n"].tolist(),
        }
    )
    columns = [
        Column("name", say(f"{key}.table.name"), "name"),
        Column("factor", say(f"{key}.table.factor")),
        Column("opportunity", say(f"{key}.table.opportunity"), "score"),
        Column("n", say(f"{key}.table.n"), "int"),
    ]
    return Exhibit(
        "opportunities",
        figures.draw_opportunities(rows, say),
        title,
        subtitle=say(
            f"{key}.sub.{'every' if len(shown) == len(ranked) else 'first'}{_indicative(bands)}",
            shown=len(shown),
            items=len(ranked),
        ),
        alt=say(f"{key}.alt.title", year=told.year),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=Table("opportunities", data, columns, caption=title, limit=len(data)),
        source=say(f"{key}.rule", source=_source(told, say)),
    )


def _opportunities_case(survey: Survey, shown: pd.DataFrame) -> str:
    """One factor that holds most of what is to gain, or the first item alone."""
    del survey
    counts = shown["factor"].value_counts()
    if len(shown) == 1:
        return "one"
    if len(counts) == 1:
        return "together"
    ahead = counts.iloc[0] > counts.iloc[1] and counts.iloc[0] * 2 >= len(shown)
    return "most" if ahead else "first"


def _opportunity_values(shown: pd.DataFrame, say: Words) -> dict[str, Any]:
    counts = shown["factor"].value_counts()
    factor = str(counts.index[0])
    return {
        "name": _short(str(shown.index[0]), say),
        "factor": say(f"perception.factor.the.{factor}"),
        "count": int(counts.iloc[0]),
        "shown": len(shown),
    }


# ── figures: mirror, cross-check ───────────────────────────────────────────────────────────────


def mirror(survey: Survey, told: Campaign, say: Words) -> Exhibit:
    """What the vendor's team guesses against what partners answer, the widest gaps first."""
    key, found = "perception.mirror", survey.mirror
    table = found.items
    if table.empty:
        case = "none" if not found.guessed else "few"
        if survey.band in (HIDDEN, NOTHING):
            case = survey.band
        absent = say(f"{key}.absent.{case}", paired=found.partners, **_absence(survey, told))
        title = say(f"{key}.title.{'few' if case == 'few' else 'nothing'}")
        return Exhibit("mirror", None, title, absent=absent)
    shown = table.head(MIRROR_SHOWN)
    rows = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in shown.index],
            "guess": shown["guess"].tolist(),
            "answer": shown["answer"].tolist(),
            "gap": shown["gap"].tolist(),
            "wide": (shown["reading"] != "").tolist(),
            "reading": [say(f"{key}.reading.{one}") if one else "" for one in shown["reading"]],
        }
    )
    lines = [say(f"{key}.alt.row", name=row["name"], gap=row["gap"]) for row in _records(rows)]
    blind = int((table["reading"] == BLIND_SPOT).sum())
    strong = int((table["reading"] == perception.STRENGTH).sum())
    case = ("both" if strong else "blind") if blind else "strong" if strong else "zero"
    values = {"blind": blind, "strong": strong, "wrong": blind + strong}
    title = say(f"{key}.title.{case}", gap=survey.rules.mirror_gap, **values)
    data = rows.head(0)
    data = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in table.index],
            "gap": table["gap"].tolist(),
            "reading": [say(f"{key}.reading.{one or 'none'}") for one in table["reading"]],
            "n": table["n"].tolist(),
        }
    )
    columns = [
        Column("name", say(f"{key}.table.name"), "name"),
        Column("gap", say(f"{key}.table.gap"), "signed", decimals=1),
        Column("reading", say(f"{key}.table.reading")),
        Column("n", say(f"{key}.table.n"), "int"),
    ]
    return Exhibit(
        "mirror",
        figures.draw_mirror(rows, say),
        title,
        subtitle=say(
            f"{key}.sub.{'every' if len(shown) == len(table) else 'widest'}{_indicative(table)}",
            shown=len(shown),
            items=len(table),
            partners=found.partners,
        ),
        alt=say(f"{key}.alt.title", year=told.year),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=Table("mirror", data, columns, caption=title, limit=len(data)),
        source=say(f"{key}.rule", source=_source(told, say), gap=survey.rules.mirror_gap),
    )


def cross_check(survey: Survey, told: Campaign, say: Words) -> Exhibit:
    """From what the diagnostic says is practised to what partners perceive."""
    key, table = "perception.cross_check", survey.cross_check
    if table is None or table.empty:
        case = "none" if table is None else _absent_items(survey)
        absent = say(f"{key}.absent.{case}", diagnostic=DIAGNOSTIC, **_absence(survey, told))
        return Exhibit("cross-check", None, say(f"{key}.title.nothing"), absent=absent)
    shown = table.head(SLOPES_SHOWN)
    wide = shown["overconfident"].astype(bool)
    rows = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in shown.index],
            "practised": shown["practised"].tolist(),
            "perceived": shown["perceived"].tolist(),
            "wide": wide.tolist(),
            "told": [_slope_end(row, table, say) for _, row in named_rows(shown)],
        }
    )
    count = int(table["overconfident"].sum())
    delta = survey.rules.overconfidence_delta
    case = "zero" if not count else "one" if count == 1 else "some"
    title = say(
        f"{key}.title.{case}",
        count=count,
        items=len(table),
        delta=delta,
        name=_short(str(table.index[0]), say),
    )
    lines = [
        say(f"{key}.alt.row", name=_short(item, say), delta=row["delta"])
        for item, row in named_rows(shown)
    ]
    data = pd.DataFrame(
        {
            "name": [_short(str(item), say) for item in table.index],
            "practised": table["practised"].tolist(),
            "delta": table["delta"].tolist(),
            "linked": table["linked"].tolist(),
            "n": table["n"].tolist(),
            "reading": [
                say(f"{key}.reading.{'over' if one else 'none'}") for one in table["overconfident"]
            ],
        }
    )
    columns = [
        Column("name", say(f"{key}.table.name"), "name"),
        Column("practised", say(f"{key}.table.practised"), "score"),
        Column("delta", say(f"{key}.table.delta"), "signed", decimals=1),
        Column("linked", say(f"{key}.table.linked"), "int"),
        Column("n", say(f"{key}.table.n"), "int"),
        Column("reading", say(f"{key}.table.reading")),
    ]
    return Exhibit(
        "cross-check",
        figures.draw_cross_check(rows, say),
        title,
        subtitle=say(
            f"{key}.sub.{'every' if len(shown) == len(table) else 'widest'}{_indicative(table)}",
            shown=len(shown),
            items=len(table),
        ),
        alt=say(f"{key}.alt.title", year=told.year),
        description=_described(say(f"{key}.alt.lead"), lines, say),
        table=Table("cross-check", data, columns, caption=title, limit=len(data)),
        source=say(f"{key}.rule", file=told.file, diagnostic=DIAGNOSTIC, delta=delta),
    )


def _slope_end(row: Any, table: pd.DataFrame, say: Words) -> str:
    case = "full"
    if row["band"] == INDICATIVE:
        case = "gap" if _indicative(table) else "indicative"
    told = {"perceived": row["perceived"], "delta": row["delta"]}
    return say(f"perception.cross_check.end_{case}", **told)


# ── in their own words ─────────────────────────────────────────────────────────────────────────


def quotations(page: Page, survey: Survey, told: Campaign) -> Part:
    """What partners said, by factor then by open question; a sentence when nothing may be told."""
    say, key = page.say, "perception.quotations"
    groups = _groups(survey, told, say)
    if survey.band not in (*TOLD, QUALITATIVE) or not groups:
        case = "nothing"
        if survey.band in (HIDDEN, NOTHING):
            case = survey.band
        elif len(survey.quotations):
            case = "sheets"
        return page.sentence(say(f"{key}.{case}", **_absence(survey, told)))
    count = len(survey.quotations)
    sub = say(
        f"{key}.sub.{'named' if survey.rules.named else 'unnamed'}",
        threshold=survey.rules.anonymity_threshold,
    )
    return page.quotations(groups, say(f"{key}.title", count=count), sub)


def _groups(survey: Survey, told: Campaign, say: Words) -> list[Said]:
    names = _factor_names(say)
    groups = []
    for group, said in survey.quotations.groupby("group", sort=False):
        title = names.get(str(group)) or _item_text(survey, str(group), "statement", say)
        most = QUOTED if survey.sheets else len(said)
        found = [_quotation(row, told, say) for _, row in named_rows(said.head(most))]
        others = len(said) - len(found)
        more_of = [say("perception.quotations.others", count=others)] if others else []
        groups.append((str(group), Said(title, found, more_of)))
    order = [*names, *OPEN_QUESTIONS]
    return [said for _, said in sorted(groups, key=lambda one: order.index(one[0]))]


def _quotation(row: Any, told: Campaign, say: Words, *, named: bool = True) -> Quotation:
    item = str(row["item_id"])
    about = "" if item in OPEN_QUESTIONS else _short(item, say)
    who = told.name(str(row["partner_id"])) if named and row["partner_id"] else ""
    quoted = say("perception.quotations.quoted", text=str(row["comment"]).strip())
    if who and not is_missing(row["rating"]):
        about = say("perception.quotations.rated", about=about, rating=row["rating"])
    return Quotation(quoted, who, about)


def partners(page: Page, survey: Survey, told: Campaign) -> Part:
    """The partners heard, the lowest index first; internal, and only when answers are named."""
    return page.table(_partners_table(survey, told, page.say)) if survey.sheets else page.all()


def _partners_table(survey: Survey, told: Campaign, say: Words) -> Table:
    key, names = "perception.partners", _factor_names(say)
    blank = say(f"{key}.short", items=survey.rules.factor_min_items)
    rows = pd.DataFrame(
        {
            "name": [told.name(sheet.partner_id) for sheet in survey.sheets],
            "index": _gapped(pd.Series([sheet.indices["index"] for sheet in survey.sheets]), blank),
            **{
                one: _gapped(pd.Series([sheet.indices[one] for sheet in survey.sheets]), BLANK)
                for one in names
            },
            "recommendation": _gapped(
                pd.Series([sheet.recommendation for sheet in survey.sheets], dtype=float), BLANK
            ),
        }
    )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("index", say(f"{key}.index"), "score", decimals=0),
        *(Column(one, say(f"perception.factor.head.{one}"), "score", decimals=0) for one in names),
        Column("recommendation", say(f"{key}.recommendation"), "number"),
    ]
    return Table(
        "partners",
        rows,
        columns,
        caption=say(f"{key}.caption", count=len(rows)),
        sub=say(f"{key}.sub"),
        limit=len(rows),
    )


def sheets(page: Page, survey: Survey, told: Campaign) -> Part:
    """A page for each partner heard, when answers are named."""
    return page.all(
        *(page.profile(_profile(sheet, survey, told, page.say)) for sheet in survey.sheets)
    )


def _profile(sheet: Sheet, survey: Survey, told: Campaign, say: Words) -> Profile:
    key = "perception.sheet"
    return Profile(
        title=told.name(sheet.partner_id),
        sub=say(
            f"{key}.sub",
            people=sheet.respondents,
            items=len(sheet.ratings),
            asked=len(survey.items),
        ),
        facts=_facts(sheet, told, say),
        table=_own_table(sheet, survey, say),
        said=[*_ends(sheet, say), *_own_words(sheet, survey, told, say)],
    )


def _facts(sheet: Sheet, told: Campaign, say: Words) -> list[tuple[str, str]]:
    key = "perception.sheet.fact"
    facts = []
    if told.partners is not None and sheet.partner_id in told.partners.index:
        known: Any = told.partners.loc[sheet.partner_id]
        if not is_missing(known.get("revenue_n")):
            money = say.format.money(float(known["revenue_n"]))
            facts.append((say(f"{key}.revenue", year=told.year - 1), money))
        if known.get("channel_manager"):
            facts.append((say(f"{key}.manager"), str(known["channel_manager"])))
    number = None if sheet.recommendation is None else say.format.number(sheet.recommendation)
    share = None if sheet.wallet is None else say.format.percent(sheet.wallet / 100)
    intent = None if sheet.intent is None else say(f"{key}.{sheet.intent}")
    facts.append((say(f"{key}.recommendation"), number or BLANK))
    facts.append((say(f"{key}.wallet"), share or BLANK))
    facts.append((say(f"{key}.intent"), intent or BLANK))
    return facts


def _own_table(sheet: Sheet, survey: Survey, say: Words) -> Table:
    """A partner's own indices beside those of all, and what the vendor's team guessed."""
    key, names = "perception.sheet.table", _factor_names(say)
    guessed = perception.own_indices(
        sheet.ratings["guess"].reindex(survey.items.index).to_frame().T, survey.items, survey.rules
    ).iloc[0]
    whole = survey.whole
    total = whole.median if whole.index is None else whole.index
    every = {one: _value(row) for one, row in named_rows(survey.factors)}
    blank = say(f"{key}.short")
    rows = pd.DataFrame(
        {
            "name": [say("perception.factors.whole"), *names.values()],
            "own": _gapped(sheet.indices[["index", *names]].reset_index(drop=True), blank),
            "all": [
                Gap(blank) if is_missing(one) else one
                for one in (total, *(every[one] for one in names))
            ],
            "guess": _gapped(guessed[["index", *names]].reset_index(drop=True), BLANK),
        }
    )
    case = "all" if whole.index is not None else "all_median"
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("own", say(f"{key}.own"), "score", decimals=0),
        Column("all", say(f"{key}.{case}"), "score", decimals=0),
    ]
    if guessed.notna().any():
        columns.append(Column("guess", say(f"{key}.guess"), "score", decimals=0))
    return Table("own", rows, columns, sub=say(f"{key}.sub"), bold=(0,))


def _ends(sheet: Sheet, say: Words) -> list[Said]:
    """What the partner rates highest and lowest, and where the vendor's team guesses too high."""
    key = "perception.sheet"
    found = []
    for end, listed in (("highest", sheet.highest), ("lowest", sheet.lowest)):
        points = [_point(sheet, item, say) for item in listed]
        found.append(Said(say(f"{key}.{end}"), points=points or [say(f"{key}.no_{end}")]))
    if sheet.blind_spots:
        points = [
            say(
                f"{key}.blind_point",
                name=_short(item, say),
                guess=sheet.ratings.at[item, "guess"],
                rating=sheet.ratings.at[item, "rating"],
            )
            for item in sheet.blind_spots[:BLIND_SPOTS_SHOWN]
        ]
        if (others := len(sheet.blind_spots) - len(points)) > 0:
            points.append(say(f"{key}.blind_others", count=others))
        found.append(Said(say(f"{key}.blind"), points=points))
    return found


def _point(sheet: Sheet, item: str, say: Words) -> str:
    row = sheet.ratings.loc[item]
    case = "point" if is_missing(row["importance"]) else "point_weighed"
    told = {"name": _short(item, say), "rating": row["rating"], "importance": row["importance"]}
    return say(f"perception.sheet.{case}", **told)


def _own_words(sheet: Sheet, survey: Survey, told: Campaign, say: Words) -> list[Said]:
    said, key = sheet.quotations, "perception.sheet"
    spoken = said[~said["item_id"].isin(OPEN_QUESTIONS)]
    groups = []
    if len(spoken):
        quoted = [_quotation(row, told, say, named=False) for _, row in named_rows(spoken)]
        groups.append(Said(say(f"{key}.words"), quoted))
    for question in OPEN_QUESTIONS:
        mine = said[said["item_id"] == question]
        if len(mine):
            quoted = [_quotation(row, told, say, named=False) for _, row in named_rows(mine)]
            groups.append(Said(_item_text(survey, question, "statement", say), quoted))
    return groups


# ── plan ───────────────────────────────────────────────────────────────────────────────────────


def plan_question(survey: Survey, told: Campaign, say: Words) -> str:
    """The reader's question that opens the section of the plan."""
    months = int(survey.proposals["end"].max()) if len(survey.proposals) else 0
    due = told.due(months) if months else None
    case = "dated" if due else "undated" if months else "none"
    return say(f"perception.section.do_{case}", due=due, months=months)


def plan(page: Page, survey: Survey, told: Campaign) -> Part:
    """At most eight actions by opportunity, with owner, date and months."""
    say, key, table = page.say, "perception.plan", survey.proposals
    if table.empty:
        lacking = max(survey.rules.n_qualitative - survey.response.partners, 0)
        case = "few" if lacking else "importance" if survey.importance_missing else "none"
        return page.sentence(say(f"{key}.absent_{case}", **_absence(survey, told)))
    months = int(table["end"].max())
    ranked = bool(table["opportunity"].notna().any())
    return page.plan(
        MonthPlan(
            "plan",
            say(f"{key}.title", count=len(table)),
            say(f"{key}.sub{'' if ranked else '_order'}"),
            months=[_month(month, told, say) for month in range(1, months + 1)],
            actions=[
                PlannedAction(
                    text=_item_text(survey, item, "action", say),
                    owner=people.owner(row["owner_role"], told.people, say),
                    due=told.due(int(row["end"])),
                    priority=float(row["opportunity"]),
                    start=int(row["start"]),
                    end=int(row["end"]),
                )
                for item, row in named_rows(table)
            ],
        )
    )


def _month(month: int, told: Campaign, say: Words) -> str:
    due = told.due(month)
    return say("perception.plan.month", month=month) if due is None else say.format.month(due)


# ── the page handed back to a partner ──────────────────────────────────────────────────────────


def title(told: Campaign, say: Words) -> str:
    """What stands beside the client's name; the report's own title for the internal edition."""
    return say("perception.feedback.title", year=told.year) if told.partner else ""


def feedback_headline(survey: Survey, told: Campaign, say: Words) -> str:
    """What partners said together, in one sentence that thanks them."""
    key, whole = "perception.feedback.headline", survey.whole
    shared = _shared(survey)
    score = whole.median if whole.index is None else whole.index
    if shared is None or score is None or whole.band not in TOLD:
        return say(f"{key}.silent", vendor=told.vendor)
    by = _told_factors(survey)
    liked = [str(one) for one in by.index[by["leaning"] == "liked"]]
    doubted = [str(one) for one in by.index[by["leaning"] == "doubted"]][::-1]
    case = _opinion(len(liked), len(doubted), len(by))
    return say(
        f"{key}.{shared}.{case}",
        partners=survey.response.partners,
        score=score,
        liked=_liked(liked, say),
        doubted=_doubted(doubted, say),
        factors=len(by),
    )


def _shared(survey: Survey) -> str | None:
    """How the partners' common figures may be handed back: firm, indicative, or not at all."""
    enough = max(survey.rules.anonymity_threshold, survey.rules.n_indicative)
    if survey.response.partners < enough or survey.band not in TOLD:
        return None
    return "index" if survey.whole.index is not None else "median"


def feedback(page: Page, survey: Survey, told: Campaign) -> Part:
    """What we heard, what we will do, by when, and our thanks: one printed page."""
    say, key = page.say, "perception.feedback"
    heard = [
        page.section("heard", say(f"{key}.heard")),
        *_feedback_heard(page, survey, told),
    ]
    done = [
        page.section("do", say(f"{key}.do")),
        _commitments(page, survey, told),
        page.sentence(say(f"{key}.thanks", vendor=told.vendor)),
    ]
    return page.all(*(heard if _shared(survey) else []), *done)


def _feedback_heard(page: Page, survey: Survey, told: Campaign) -> list[Part]:
    say, key = page.say, "perception.feedback"
    exhibit = _feedback_factors(survey, told, say)
    points = _feedback_items(survey, say)
    parts = [page.figure(exhibit)] if exhibit else []
    if points:
        parts.append(page.table(points))
    return parts or [page.sentence(say(f"{key}.nothing"))]


def _feedback_factors(survey: Survey, told: Campaign, say: Words) -> Exhibit | None:
    """The factors, without last year, without a table of the whole's ends."""
    key = "perception.feedback.factors"
    rows = _factor_rows(survey, say)
    enough = max(survey.rules.anonymity_threshold, survey.rules.n_indicative)
    rows = rows[(rows["n"] >= enough) & rows["value"].notna()].reset_index(drop=True)
    if len(rows) < 2:
        return None
    shared = _shared(survey)
    if shared == "median":
        rows[["low", "high"]] = float("nan")
    lines = [_factor_line(row, say) for row in _records(rows)]
    return Exhibit(
        "factors",
        figures.draw_factors(rows, say, brief=True),
        _factors_title_plain(survey, say),
        subtitle=say(f"{key}.sub.{shared}", year=told.year, partners=survey.response.partners),
        source=say(
            f"{key}.source_{'dated' if told.start and told.end else 'undated'}",
            start=told.start,
            end=told.end,
        ),
        alt=say(f"{key}.alt", year=told.year),
        description=_described(say("perception.factors.alt.lead"), lines, say),
        table=Table(
            "factors",
            rows,
            [
                Column("name", say("perception.factors.table.name"), "name"),
                Column("value", say(f"{key}.{shared}"), "score", decimals=0),
                Column("n", say("perception.factors.table.n"), "int"),
            ],
        ),
    )


def _factors_title_plain(survey: Survey, say: Words) -> str:
    by = _told_factors(survey)
    close = _overlapping(by.iloc[0], by.iloc[-1])
    case = "close" if close else "apart"
    return say(
        f"perception.feedback.factors.title.{_shared(survey)}.{case}",
        highest=say(f"perception.factor.the.{by.index[0]}"),
        lowest=say(f"perception.factor.the.{by.index[-1]}"),
        number=int(say(f"perception.factor.number.{by.index[-1]}")),
    )


def _feedback_items(survey: Survey, say: Words) -> Table | None:
    """Three items: the best rated, and the two with most to gain; no name stands behind them."""
    key = "perception.feedback.items"
    enough = max(survey.rules.anonymity_threshold, survey.rules.n_indicative)
    known = survey.items[(survey.items["n"] >= enough) & survey.items["median"].notna()]
    firm = _shared(survey) == "index"
    value = known["mean"] if firm else known["median"]
    known = known[value.notna()]
    if known.empty:
        return None
    value = value[known.index]
    best = known.iloc[
        scoring.order(known.index, -value, -known["importance"].fillna(0.0), -known["weight"])
    ]
    wanted = [str(item) for item in survey.ranking.index if item in known.index][:2]
    kept = [str(item) for item in best.index if item not in wanted][:1]
    listed = [("kept", item) for item in kept] + [("wanted", item) for item in wanted]
    rows = pd.DataFrame(
        {
            "name": [_item_text(survey, item, "statement", say) for _, item in listed],
            "reading": [say(f"{key}.{kind}") for kind, _ in listed],
            "value": [float(value[item]) for _, item in listed],
        }
    )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("reading", say(f"{key}.reading")),
        Column("value", say(f"{key}.{'mean' if firm else 'median'}"), "number", decimals=1),
    ]
    return Table("items", rows, columns, caption=say(f"{key}.caption", count=len(rows)))


def _commitments(page: Page, survey: Survey, told: Campaign) -> Part:
    say, key = page.say, "perception.feedback.commitments"
    table = survey.proposals.head(COMMITMENTS)
    if table.empty:
        return page.sentence(say(f"{key}.none", vendor=told.vendor))
    rows = pd.DataFrame(
        {
            "name": [_item_text(survey, item, "action", say) for item in map(str, table.index)],
            "owner": [people.owner(role, told.people, say) for role in table["owner_role"]],
            "due": [
                told.due(int(end)) or say(f"{key}.month", month=int(end)) for end in table["end"]
            ],
        }
    )
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("owner", say(f"{key}.owner")),
        Column("due", say(f"{key}.due"), "date" if told.as_of else "text"),
    ]
    return page.table(
        Table("commitments", rows, columns, caption=say(f"{key}.caption", count=len(rows)))
    )


def known_of(survey: Survey, told: Campaign, say: Words) -> list[str]:
    """Two sentences: what is known of this partner, and where it comes from."""
    case = "named" if survey.rules.named else "unnamed"
    key = "perception.feedback.known"
    return [say(f"{key}.file", vendor=told.vendor), say(f"{key}.{case}")]


# ── notes, key figures ─────────────────────────────────────────────────────────────────────────


def counts(survey: Survey, say: Words) -> Table:
    """Questions put to people, rated, without answer, without object, by factor."""
    key, names = "perception.counts", _factor_names(say)
    rows = survey.counts.copy()
    rows["name"] = [names[str(one)] for one in rows.index]
    rows["items"] = survey.factors["asked"]
    rows["weight"] = survey.factors["weight"]
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("items", say(f"{key}.items"), "int"),
        *(
            Column(name, say(f"{key}.{name}"), "int")
            for name in ("asked", "answered", "missing", "not_applicable")
        ),
        Column("weight", say(f"{key}.weight"), "number"),
    ]
    sub = say(f"{key}.sub", people=survey.response.respondents, partners=survey.response.partners)
    return Table(
        "counts", rows.reset_index(drop=True), columns, caption=say(f"{key}.caption"), sub=sub
    )


def method(survey: Survey, told: Campaign, say: Words) -> str:
    """The method in a few sentences."""
    rules = survey.rules
    values = {"full": rules.n_full, "indicative": rules.n_indicative}
    case = "partner" if told.partner else "internal"
    return say(f"perception.method.{case}", items=len(survey.items), **values)


def more(survey: Survey, told: Campaign, say: Words) -> list[str]:
    """What else stands behind the figures, for the sources: comparison, confidentiality, alpha."""
    key, found = "perception.more", []
    versus = survey.comparison
    if versus is not None:
        case = "unpublished" if versus.index is None else "scores"
        values = {"index": versus.index, "previous": versus.previous, "common": versus.common}
        found.append(
            say(
                f"{key}.{case}",
                year=told.year,
                previous_year=told.year - 1,
                partners=versus.partners,
                **values,
            )
        )
    case = "named" if survey.rules.named else "unnamed"
    found.append(say(f"{key}.{case}", threshold=survey.rules.anonymity_threshold))
    alphas = survey.consistency["alpha"].dropna()
    if len(alphas):
        names = _factor_names(say)
        told_of = [
            say(f"{key}.alpha_of", name=names[str(one)], alpha=value)
            for one, value in alphas.items()
        ]
        found.append(say(f"{key}.alpha", alphas=say.format.clauses(told_of)))
    else:
        most = int(survey.consistency["rows"].max())
        found.append(say(f"{key}.no_alpha", rows=most, needed=survey.rules.n_alpha))
    return found


def quality(survey: Survey, told: Campaign, say: Words) -> list[str]:
    """Warnings on the answers, one sentence each."""
    return [_warning(notice.code, notice.values, told, say) for notice in survey.notices]


_ITEM = re.compile(r"\b[DP]-[A-Z]{2,3}-\d{2}\b")
_FUNCTION = re.compile(r"(?<=\bfunction )[A-Z]{2,4}\b|(?<=\bfonction )[A-Z]{2,4}\b")


def warned(sentences: Iterable[str], say: Words) -> list[str]:
    """Warnings on the inputs, where an item or a function told by its id has its name."""
    labels, roles = banks.short_labels(say.language), banks.roles()

    def item(found: re.Match[str]) -> str:
        name = labels.get(found[0])
        return say("perception.quotations.quoted", text=say.typeset(name)) if name else found[0]

    def function(found: re.Match[str]) -> str:
        name = people.role(found[0], say) if found[0] in roles else found[0]
        return say("perception.quotations.quoted", text=name)

    return [_FUNCTION.sub(function, _ITEM.sub(item, text)) for text in sentences]


def _warning(code: str, values: Mapping[str, Any], told: Campaign, say: Words) -> str:
    words = dict(values)
    if "factor" in words:
        words["name"] = _factor_names(say)[words["factor"]]
    if code == "few_answers":
        words["names"] = [told.name(one) for one in words["partners"]]
        code += "" if words["names"] else "_unnamed"
    if code.startswith("straight_lining"):
        code += "" if words["rating"] is not None else "_na"
        words["partner"] = told.name(words["partner_id"])
        code += "" if words["partner"] else "_unnamed"
    return say(f"perception.notice.{code}", **words)


def key_figures(survey: Survey, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published."""
    who, whole, versus = survey.response, survey.whole, survey.comparison
    key = "perception.reason"
    few = say(f"{key}.few", n=whole.n, needed=survey.rules.n_full)
    against = say(f"{key}.{'uncompared' if versus else 'first'}")
    nps, check = survey.general.recommendation, survey.cross_check
    asked = survey.general.asked[RECOMMENDATION]
    silent = say(f"{key}.items", needed=survey.rules.n_indicative)
    mirrored, paired = survey.mirror.items, survey.mirror.partners
    blind = None if mirrored.empty else int((mirrored["reading"] == BLIND_SPOT).sum())
    over = None if check is None or check.empty else int(check["overconfident"].sum())
    found = {
        "index": _figure(whole.index, "0-100", few, whole.n),
        "index_previous": _figure(
            versus.previous if versus else None, "0-100", against, versus.common if versus else None
        ),
        **{
            f"factor.{one}": _figure(
                row["index"],
                "0-100",
                say(f"{key}.few", n=int(row["n"]), needed=survey.rules.n_full),
                int(row["n"]),
            )
            for one, row in named_rows(survey.factors)
        },
        "nps": _figure(
            None if nps is None else nps.score,
            "-100-100",
            say(f"{key}.few", n=asked, needed=survey.rules.n_nps),
            asked,
        ),
        "revenue_share": _figure(who.revenue_share, "share", say(f"{key}.revenue")),
        "partners": _figure(who.partners, "count", of=who.invited),
        "overconfidence": _figure(
            over,
            "count",
            say(f"{key}.diagnostic") if check is None else silent,
            None if check is None else len(check),
        ),
        "blind_spots": _figure(
            blind, "count", silent if paired else say(f"{key}.mirror"), len(mirrored) or None
        ),
        "first_opportunity": _figure(survey.first, "item", silent, len(survey.ranking) or None),
    }
    return {f"perception.{name}": figure for name, figure in found.items()}


def _figure(value: Any, unit: str, reason: str = "", of: Any = None) -> dict[str, Any]:
    if is_missing(value):
        return {"value": None, "unit": unit, "of": of, "reason": reason}
    return {"value": value, "unit": unit, "of": of}
