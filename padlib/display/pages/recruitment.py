"""The recruitment shortlist's page: what is said, asked and shown of one result (REPORTS 9.7).

Each function takes the result, the search (dates, people, files) and the words; it picks the case,
the words do the rest. A company that was invented for an example carries a † wherever it is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from padlib import banks
from padlib.display import people
from padlib.display.figures import recruitment as figures
from padlib.display.formats import is_missing
from padlib.display.pages import assumptions as assumed
from padlib.display.parts import Bullet, Card, Exhibit, Finding, Link, Page, Part, Proposal
from padlib.display.tables import Chip, Column, Gap, Table, value_at
from padlib.display.words import Words
from padlib.method.recruitment import UNKNOWN, Shortlist

COMPANIES = "resellers.csv"
INVENTED = figures.INVENTED
RESEARCHER = "CM"  # who looks, unless the client names somebody
LEADER = "DIRP"  # who answers for recruitment
MONDAY = dt.timedelta(days=4)  # from a Friday back to the Monday of its week
NAMED = 2  # companies named in a proposal
POINTS = 2  # strong and weak points shown a company
LEARN = 3  # criteria shown a company
TILED = 15  # companies of the heat strip; all stand in its table
REFERENCE_COLUMNS = 4  # rows shown; the others in the drawer and the workbook
TOLD_ALREADY = (
    "revenue_meur",
    "revenue_growth_pct",
    "vertical_match_0_4",
    "region_coverage_pct",
)  # size, growth, sectors and region of a company stand among its facts
DESCRIBED = 20  # values told in an alternative text


@dataclass(frozen=True, kw_only=True)
class Search:
    """What the page tells beside the result: year, date, people, assumptions, file."""

    year: int
    as_of: dt.date | None = None
    people: Mapping[str, str] = field(default_factory=dict)  # role id → name
    assumptions: pd.DataFrame = field(default_factory=pd.DataFrame)
    sectors_given: bool = True  # the client's target sectors are told
    file: str = COMPANIES


def search(folder: Any, as_of: dt.date | None, assumptions: pd.DataFrame) -> Search:
    """The search of a client's folder."""
    return Search(
        year=folder.year,
        as_of=as_of,
        people=dict(folder.settings.people),
        assumptions=assumptions,
        sectors_given=bool(folder.settings.target_sectors),
    )


# ── names ──────────────────────────────────────────────────────────────────────────────────────


def _name(result: Shortlist, company: str) -> str:
    row = result.candidates.loc[company]
    return f"{row['name']}{INVENTED if row['invented'] else ''}"


def _names(result: Shortlist, companies: Iterable[Any]) -> list[str]:
    return [_name(result, str(company)) for company in companies]


def _criterion(criterion: str, say: Words) -> str:
    return say.typeset(banks.short_labels(say.language)[criterion])


def _criteria(chosen: Sequence[str], say: Words, most: int) -> str:
    """Criteria as a list inside a cell, the first with a capital."""
    labels = [_criterion(criterion, say) for criterion in chosen[:most]]
    return ", ".join([*labels[:1], *(_lower(label) for label in labels[1:])])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in " ’'" else text


def _leader(told: Search, say: Words) -> str:
    return people.owner(LEADER, told.people, say)


def _any_invented(result: Shortlist, companies: Iterable[Any]) -> bool:
    return bool(result.candidates.loc[list(companies), "invented"].any())


def _size(result: Shortlist) -> int:
    return result.rules.shortlist_size


def _first_to_find(result: Shortlist) -> str | None:
    """The criterion that it brings most to find out about those in view."""
    order = result.find_out_first.index
    return str(order[0]) if len(order) else None


def _find(result: Shortlist, say: Words) -> str:
    first = _first_to_find(result) or str(result.coverage.index[0])
    return say(f"recruitment.find.{first}")


# ── result and decision ────────────────────────────────────────────────────────────────────────


def title(told: Search, say: Words) -> str:
    """The page's title: whom to recruit in which year."""
    return say("recruitment.title", year=told.year)


def headline(result: Shortlist, say: Words) -> str:
    """One sentence: how many to meet or to look into, and how sure that is."""
    chosen, look = len(result.shortlist), len(result.first_to_look_into)
    listed, close = result.listed, chosen - result.robust
    if not listed:
        case = "empty"
    elif not result.eligible:
        case = "nobody"
    elif not chosen:
        case = "none.some" if look else "none.unknown"
    elif not result.robust_published:
        case = "few.more" if result.to_qualify else "few.only"
        look = result.to_qualify
    else:
        case = f"robust.{'every' if not close else 'some' if result.robust else 'zero'}"
    return say(
        f"recruitment.headline.{case}",
        n=chosen,
        listed=listed,
        robust=result.robust,
        close=close,
        look=look,
        eligible=result.eligible,
        find=_find(result, say) if listed else "",
    )


def decision(result: Shortlist, told: Search, say: Words) -> str:
    """What is asked of the reader: owner and date."""
    chosen, look = len(result.shortlist), len(result.first_to_look_into)
    first = _first_date(result)
    if not result.eligible:
        case = "nobody"
    elif chosen:
        case = "shortlist_dated" if first else "shortlist"
    elif look:
        case = "look_dated" if first else "look"
    else:
        case = "unknown"
    return say(
        f"recruitment.decision.{case}",
        n=chosen,
        look=look,
        find=_find(result, say) if result.listed else "",
        owner=_leader(told, say),
        by=first,
        file=told.file,
    )


def _first_date(result: Shortlist) -> dt.date | None:
    """Monday of the first week: what starts then must be decided by then."""
    table = result.meetings if len(result.meetings) else result.look_dates
    friday = _date(table["by"].iloc[0]) if len(table) else None
    return friday - MONDAY if friday else None


# ── key figures on cards ───────────────────────────────────────────────────────────────────────


def cards(result: Shortlist, told: Search, say: Words) -> list[Card]:
    """Five cards: how many, how large a network, who is eligible, how robust, how well known."""
    return [
        _shortlist_card(result, told, say),
        _sizing_card(result, say),
        _eligible_card(result, say),
        _robust_card(result, say),
        _known_card(result, say),
    ]


def _shortlist_card(result: Shortlist, told: Search, say: Words) -> Card:
    key = "recruitment.card.shortlist"
    chosen = len(result.shortlist)
    invented = int(result.candidates["invented"].sum())
    if invented:
        below = say(f"{key}.of_invented", invented=invented, listed=result.listed)
    elif told.as_of:
        below = say(f"{key}.of", as_of=told.as_of)
    else:
        below = say(f"{key}.of_unknown")
    return Card(
        label=say(f"{key}.{'label' if chosen else 'label_look'}"),
        value=say.format.int(chosen or len(result.first_to_look_into)),
        unit=say(f"{key}.unit", listed=result.listed),
        trend=say(
            f"{key}.{'trend' if chosen else 'trend_none'}",
            ranked=result.ranked,
            to_qualify=result.to_qualify,
        ),
        denominator=below,
    )


def _sizing_card(result: Shortlist, say: Words) -> Card:
    key, size = "recruitment.card.to_sign", result.sizing
    if size is None:
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.of_absent"))
    return Card(
        label=say(f"{key}.label"),
        value=say.format.int(size.to_sign),
        unit=say(f"{key}.unit", to_sign=size.to_sign),
        trend=say(f"{key}.trend", active=size.active_needed, target=size.target),
        denominator=say(f"{key}.of", rate=size.active_partner_rate),
    )


def _eligible_card(result: Shortlist, say: Words) -> Card:
    key, out = "recruitment.card.eligible", len(result.eliminated)
    return Card(
        label=say(f"{key}.label"),
        value=say.format.int(result.eligible),
        unit=say(f"{key}.unit", listed=result.listed),
        trend=say(f"{key}.{'trend' if out else 'trend_zero'}", eliminated=out),
        denominator=say(f"{key}.of"),
    )


def _robust_card(result: Shortlist, say: Words) -> Card:
    key, chosen = "recruitment.card.robust", len(result.shortlist)
    label = say(f"{key}.label")
    if not result.robust_published:
        return Card(
            label,
            "–",
            chip=Chip("none", say(f"{key}.chip.few")),
            denominator=say(f"{key}.of_few", size=_size(result), ranked=result.ranked),
        )
    close = chosen - result.robust
    case = "every" if not close else "some" if result.robust else "zero"
    return Card(
        label,
        say.format.int(result.robust),
        unit=say(f"{key}.unit", n=chosen),
        chip=Chip("watch" if close else "ok", say(f"{key}.chip.{case}", close=close)),
        denominator=say(
            f"{key}.of",
            size=_size(result),
            probability=result.rules.robust_min_probability,
            draws=result.rules.weight_draws,
        ),
    )


def _known_card(result: Shortlist, say: Words) -> Card:
    key = "recruitment.card.known"
    ranked = result.data_known is not None
    known = result.data_known if ranked else result.look_known
    label = say(f"{key}.{'label' if ranked else 'label_look'}")
    if known is None:
        return Card(label, "–", denominator=say(f"{key}.of_absent"))
    threshold = result.rules.min_weight_available
    return Card(
        label,
        say.format.percent(known, 0),
        bullet=Bullet(100 * known, tick=100 * threshold, bands=(100 * threshold,)),
        chip=Chip("ok", say(f"{key}.chip.enough"))
        if ranked
        else Chip("watch", say(f"{key}.chip.short")),
        denominator=say(f"{key}.of", threshold=threshold),
    )


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(result: Shortlist, told: Search, say: Words) -> list[Finding]:
    """What was found, at most four sentences, each with its figure."""
    if not result.eligible:
        found = _nobody_findings(result, told, say)
    elif len(result.shortlist):
        found = _ranked_findings(result, say)
    else:
        found = _look_findings(result, say)
    pending = _pending(result)
    if pending and result.eligible:
        names = _names(result, pending)
        text = say("recruitment.finding.pending.text", count=len(pending))
        found.append(Finding(text, say("recruitment.finding.pending.detail", names=names)))
    if found and _any_invented(result, _in_view(result)):
        last = found[0]
        detail = f"{last.detail} {say('recruitment.finding.invented')}".strip()
        found[0] = Finding(last.text, detail, last.figure)
    return found


def _in_view(result: Shortlist) -> list[str]:
    chosen = result.shortlist if len(result.shortlist) else result.first_to_look_into
    return [str(company) for company in chosen.index]


def _pending(result: Shortlist) -> list[str]:
    """Companies in view whose sale or trouble has no outcome yet."""
    listed = result.candidates.loc[_in_view(result)]
    return [str(company) for company in listed.index[listed["status_code"] == "pending"]]


def _nobody_findings(result: Shortlist, told: Search, say: Words) -> list[Finding]:
    key = "recruitment.finding"
    if not result.listed:
        return [Finding(say(f"{key}.empty.text"), say(f"{key}.empty.detail", file=told.file))]
    return [_eliminated_finding(result, say)]


def _eliminated_finding(result: Shortlist, say: Words) -> Finding:
    key = "recruitment.finding.eliminated"
    reason = _reason(result, next(iter(result.eliminated_by)), say)
    return Finding(
        say(f"{key}.text", eliminated=len(result.eliminated)),
        say(f"{key}.detail", reason=reason),
        "funnel",
    )


def _reason(result: Shortlist, criterion: str, say: Words) -> str:
    return say.typeset(str(result.criteria.at[criterion, f"knockout_reason_{say.language}"]))


def _ranked_findings(result: Shortlist, say: Words) -> list[Finding]:
    key, found = "recruitment.finding", []
    if result.robust_published:
        found += [_robust_finding(result, say), _cut_finding(result, say)]
    else:
        values = {"n": len(result.shortlist), "size": _size(result)}
        found.append(Finding(say(f"{key}.few.text", **values), say(f"{key}.few.detail"), "scores"))
    found.append(_unknown_finding(result, say))
    if len(result.eliminated) and len(found) < 3:
        found.append(_eliminated_finding(result, say))
    return found


def _robust_finding(result: Shortlist, say: Words) -> Finding:
    key, rules = "recruitment.finding.robust", result.rules
    values = {
        "robust": result.robust,
        "size": _size(result),
        "probability": rules.robust_min_probability,
    }
    if result.robust:
        names = _names(result, result.shortlist.index[result.shortlist["robust"]])
        return Finding(say(f"{key}.some", **values), say(f"{key}.names", names=names), "scores")
    best = result.shortlist["in_shortlist"].astype(float).idxmax()
    detail = say(
        f"{key}.zero_detail",
        best=float(value_at(result.shortlist, best, "in_shortlist")),
        name=_name(result, str(best)),
    )
    return Finding(say(f"{key}.zero", **values), detail, "scores")


def _cut_finding(result: Shortlist, say: Words) -> Finding:
    key, cut = "recruitment.finding.cut", result.cut
    if cut is None or not cut.overlapping:
        return Finding(say(f"{key}.clear"), say(f"{key}.clear_detail"), "scores")
    title = "open_one" if _size(result) == 1 else "open"
    detail = say(f"{key}.open_detail", overlap=len(cut.overlapping))
    return Finding(say(f"{key}.{title}", size=_size(result)), detail, "scores")


def _unknown_finding(result: Shortlist, say: Words) -> Finding:
    key, chosen = "recruitment.finding.unknown", len(result.shortlist)
    first = _first_to_find(result)
    if first is None:
        return Finding(say(f"{key}.zero", n=chosen), say(f"{key}.zero_detail"), "strip")
    count = int(value_at(result.find_out_first, first, "unknown"))
    text = say(
        f"{key}.{'every' if count == chosen else 'some'}",
        criterion=_criterion(first, say),
        count=count,
        n=chosen,
    )
    where = _where(result, first, say)
    interview = int(value_at(result.criteria, first, "stage")) == 3
    detail = say(f"{key}.interview") if interview else say(f"{key}.desk", where=_lower(where))
    return Finding(text, detail, "strip")


def _where(result: Shortlist, criterion: str, say: Words) -> str:
    return say.typeset(str(result.criteria.at[criterion, f"find_out_{say.language}"]))


def _look_findings(result: Shortlist, say: Words) -> list[Finding]:
    key, look = "recruitment.finding.look", result.first_to_look_into
    if not len(look):
        values = {"eligible": result.eligible}
        return [Finding(say(f"{key}.unknown", **values), say(f"{key}.unknown_detail"), "funnel")]
    best = str(look["known"].astype(float).idxmax())
    threshold = result.rules.min_weight_available
    case = "text_one" if result.eligible == 1 else "text"
    found = [
        Finding(
            say(f"{key}.{case}", eligible=result.eligible, threshold=threshold),
            say(
                f"{key}.detail", best=float(value_at(look, best, "known")), name=_name(result, best)
            ),
            "funnel",
        ),
        Finding(
            say(f"{key}.facts", look=len(look)),
            say(f"{key}.facts_detail", facts=_facts_counted(result, say)),
            "scores",
        ),
    ]
    if first := _first_to_find(result):
        text = say(
            f"{key}.first",
            criterion=_criterion(first, say),
            count=int(value_at(result.find_out_first, first, "unknown")),
            n=len(look),
            weight=float(value_at(result.criteria, first, "weight")),
            total=float(result.criteria["weight"].sum()),
        )
        found.append(Finding(text, figure="strip"))
    return found


def _facts_counted(result: Shortlist, say: Words) -> str:
    known = result.look_coverage[result.look_coverage["known"] > 0]
    told = [
        say(
            "recruitment.finding.look.fact",
            criterion=_lower(_criterion(str(criterion), say)),
            count=int(row["known"]),
        )
        for criterion, row in known.iterrows()
    ]
    return ", ".join(told)


def proposals(result: Shortlist, told: Search, say: Words) -> list[Proposal]:
    """What to do, by priority: owner, date, priority from 0 to 100."""
    if not result.eligible:
        return [_proposal("widen", _first_date(result), 100, told, say, file=told.file)]
    if len(result.shortlist):
        return _ranked_proposals(result, told, say)
    return _look_proposals(result, told, say)


def _proposal(
    case: str,
    by: dt.date | None,
    priority: float,
    told: Search,
    say: Words,
    *,
    owners: Iterable[Any] = (LEADER,),
    **values: Any,
) -> Proposal:
    """What to do, and who does it: the leader, unless the companies concerned have owners."""
    names = dict.fromkeys(
        people.owner(str(owner) or RESEARCHER, told.people, say) for owner in owners
    )
    who = {"owner": say.format.list(list(names)), "priority": priority, "by": by}
    dated = "who" if by else "who_undated"
    return Proposal(
        say(f"recruitment.proposal.{case}", **values), say(f"recruitment.proposal.{dated}", **who)
    )


def _owners(result: Shortlist, companies: Iterable[Any]) -> list[str]:
    return [str(owner) for owner in result.candidates.loc[list(companies), "owner"]]


def _ranked_proposals(result: Shortlist, told: Search, say: Words) -> list[Proposal]:
    meetings, chosen = result.meetings, result.shortlist
    first = [str(company) for company in meetings.index[:NAMED]]
    by = _date(meetings["by"].iloc[len(first) - 1])
    chance = 100 * float(chosen["in_shortlist"].astype(float).max())
    names, owners = say.format.list(_names(result, first)), _owners(result, first)
    proposed = [_proposal("meet", by, chance, told, say, owners=owners, names=names)]
    look = result.first_to_look_into
    if near := len(result.cut.overlapping) if result.cut else 0:
        last = _date(meetings["by"].iloc[-1])
        waves = result.sizing is not None and result.sizing.waves > 1
        values: dict[str, Any] = {"n": near, "size": len(chosen)}
        if waves and result.sizing:
            values["to_sign"] = result.sizing.to_sign
        best = 100 * float(result.reserve["in_shortlist"].astype(float).max())
        case = "reserve" if waves else "reserve_plain"
        proposed.append(_proposal(case, last, best, told, say, **values))
    if len(look):
        until, best = _date(result.look_dates["by"].iloc[-1]), 100 * float(look["chance"].max())
        owners = _owners(result, look.index)
        proposed.append(_proposal("qualify", until, best, told, say, owners=owners, n=len(look)))
    return proposed


def _look_proposals(result: Shortlist, told: Search, say: Words) -> list[Proposal]:
    look, dates = result.first_to_look_into, result.look_dates
    if not len(look):
        return [_proposal("widen", None, 100, told, say, file=told.file)]
    first = [str(company) for company in look.index[:NAMED]]
    names = say.format.list(_names(result, first))
    chance = 100 * float(look["chance"].max())
    by, owners = _date(dates["by"].iloc[len(first) - 1]), _owners(result, first)
    proposed = [_proposal("look", by, chance, told, say, owners=owners, names=names)]
    if pending := _pending(result):
        owners, told_names = _owners(result, pending), say.format.list(_names(result, pending))
        best = 100 * float(look.loc[pending, "chance"].max())
        due = _date(dates["by"].iloc[0])  # before anything else is learnt of them
        values = {"owners": owners, "names": told_names}
        proposed.append(_proposal("pending", due, best, told, say, **values))
    last, owners = _date(dates["by"].iloc[-1]), _owners(result, look.index)
    lowest = 100 * float(look["chance"].min())
    written = _proposal("enter", last, lowest, told, say, owners=owners, file=told.file)
    return [*proposed, written]


def _date(value: Any) -> dt.date | None:
    return None if is_missing(value) else value


# ── how many partners ──────────────────────────────────────────────────────────────────────────


def sizing(page: Page, result: Shortlist) -> Part:
    """The chain from the target to the channel managers, or what to write to have it."""
    say, size, key = page.say, result.sizing, "recruitment.sizing"
    if size is None:
        return page.sentence(say(f"{key}.absent"))
    links = [
        Link(
            say.format.int(size.target),
            say(f"{key}.customers", target=size.target),
            say(f"{key}.customers_detail"),
        ),
        Link(
            say.format.int(size.active_needed),
            say(f"{key}.active", active=size.active_needed),
            say(
                f"{key}.active_detail",
                sellers=size.active_sellers_per_partner,
                customers=size.new_customers_per_partner_seller_year,
            ),
        ),
        Link(
            say.format.int(size.to_sign),
            say(f"{key}.to_sign", to_sign=size.to_sign),
            say(f"{key}.to_sign_detail", rate=size.active_partner_rate),
        ),
        Link(
            say.format.int(size.channel_managers),
            say(f"{key}.managers", managers=size.channel_managers),
            say(f"{key}.managers_detail", ratio=size.partners_per_channel_manager),
        ),
    ]
    title = say(f"{key}.title", target=size.target, active=size.active_needed, to_sign=size.to_sign)
    case = "sub_waves" if size.waves > 1 else "sub_once"
    sub = say(f"{key}.{case}", size=_size(result), waves=size.waves)
    return page.chain(links, title, sub=sub, source=say(f"{key}.source"))


def funnel(result: Shortlist, told: Search, say: Words) -> Exhibit:
    """From the list to the shortlist, and what each stage lost."""
    key = "recruitment.funnel"
    stages = _stages(result, say)
    case = "nobody" if not result.eligible else "ranked" if result.ranked else "none"
    counts = {"listed": result.listed, "eligible": result.eligible, "ranked": result.ranked}
    title = say(f"{key}.title.{case}", **counts)
    lines = [
        say(
            f"{key}.{'value_lost' if row.lost else 'value'}",
            stage=row.label,
            companies=row.companies,
            lost=row.lost,
        )
        for row in stages.itertuples()
    ]
    return Exhibit(
        "funnel",
        figures.draw_funnel(stages, say) if result.listed else None,
        title,
        subtitle=say(f"{key}.subtitle", listed=result.listed),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=_joined(lines, say)),
        table=Table(
            "funnel",
            stages,
            [
                Column("label", say(f"{key}.column.stage"), "name"),
                Column("companies", say(f"{key}.column.companies"), "int"),
                Column("lost", say(f"{key}.column.lost")),
            ],
            caption=title,
        ),
        source=_sourced(key, told, say),
        absent=None if result.listed else say(f"{key}.absent", file=told.file),
    )


def _sourced(key: str, told: Search, say: Words) -> str:
    text = say(f"{key}.source_date", as_of=told.as_of) if told.as_of else say(f"{key}.source")
    return _source(text, say)


def _source(text: str, say: Words) -> str:
    return say("recruitment.source", text=text)


def _joined(lines: Sequence[str], say: Words) -> str:
    """Values told one after the other, at most as many as an ear can follow."""
    told = list(lines[:DESCRIBED])
    if len(lines) > DESCRIBED:
        told.append(say("recruitment.scores.more", count=len(lines) - DESCRIBED))
    return say.format.clauses(told)


def _stages(result: Shortlist, say: Words) -> pd.DataFrame:
    key = "recruitment.funnel"
    threshold = result.rules.min_weight_available
    first = len(result.first_to_look_into)
    unqualified = ""
    if result.to_qualify:
        case = "to_qualify_all" if result.nothing_known else "to_qualify"
        values = {"count": result.to_qualify, "nothing": result.nothing_known}
        unqualified = say(f"{key}.lost.{case}", threshold=threshold, **values)
    rows = [
        ("listed", result.listed, ""),
        ("eligible", result.eligible, _eliminated_told(result, say)),
        ("ranked", result.ranked, unqualified),
    ]
    if result.ranked:
        below = result.ranked - len(result.shortlist)
        lost = say(f"{key}.lost.below", count=below, size=_size(result)) if below else ""
        rows.append(("shortlist", len(result.shortlist), lost))
    elif first:
        rows.append(("look", first, say(f"{key}.lost.look")))
    labelled = [(say(f"{key}.stage.{stage}"), count, lost) for stage, count, lost in rows]
    return pd.DataFrame(labelled, columns=["label", "companies", "lost"])


def _eliminated_told(result: Shortlist, say: Words) -> str:
    reasons = list(result.eliminated_by.items())
    if not reasons:
        return ""
    grounds = [
        say(
            "recruitment.funnel.lost.ground",
            count=count,
            criterion=_lower(_criterion(criterion, say)),
        )
        for criterion, count in reasons[:2]
    ]
    case = ("one", "two", "more")[min(len(reasons), 3) - 1]
    return say(
        f"recruitment.funnel.lost.eliminated_{case}",
        count=len(result.eliminated),
        first=grounds[0],
        second=grounds[1] if len(grounds) > 1 else "",
        others=sum(count for _, count in reasons[2:]),
    )


# ── whom to meet, whom to look into ────────────────────────────────────────────────────────────


def scores(result: Shortlist, told: Search, say: Words) -> Exhibit:
    """Score and interval of the shortlist and the next ones; of those to look into if none is."""
    if len(result.shortlist):
        return _ranked_scores(result, say)
    if len(result.first_to_look_into):
        return _look_scores(result, say)
    case = "absent" if result.eligible else "absent_nobody"
    threshold = result.rules.min_weight_available
    absent = say(f"recruitment.scores.{case}", threshold=threshold, file=told.file)
    return Exhibit("scores", None, say("recruitment.scores.title.absent"), absent=absent)


def _ranked_rows(result: Shortlist) -> pd.DataFrame:
    inside = result.shortlist.copy()
    inside["group"] = "ranked"
    if result.robust_published:
        inside["group"] = ["robust" if robust else "close" for robust in inside["robust"]]
    outside = result.reserve.copy()
    outside["group"] = "below"
    rows = pd.concat([inside, outside]) if len(outside) else inside
    rows["name"] = _names(result, rows.index)
    if not result.robust_published:
        rows["in_shortlist"] = float("nan")
    return rows


def _ranked_scores(result: Shortlist, say: Words) -> Exhibit:
    key, rows = "recruitment.scores", _ranked_rows(result)
    published, size = result.robust_published, _size(result)
    title = _scores_title(result, say)
    lines = [
        say(
            f"{key}.{'value_chance' if published else 'value'}",
            name=row.name,
            score=row.score,
            low=row.low,
            high=row.high,
            chance=row.in_shortlist,
            size=size,
        )
        for row in rows.set_index("name", drop=False).itertuples(index=False)
    ]
    below, shown = result.ranked - len(result.shortlist), len(result.reserve)
    source = [say(f"{key}.source")]
    if below > shown:
        source.append(say(f"{key}.shown", shown=shown, below=below))
    return Exhibit(
        "scores",
        figures.draw_scores(
            rows,
            say,
            cut_reason=say(f"{key}.cut_reason", size=size),
            size=size,
            robust_from=result.rules.robust_min_probability,
        ),
        title,
        subtitle=say(
            f"{key}.{'subtitle' if published else 'subtitle_few'}",
            size=size,
            draws=result.rules.weight_draws,
            ranked=result.ranked,
        ),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=_joined(lines, say)),
        table=_scores_table(result, rows, title, say),
        source=_source(say.format.clauses(source), say),
    )


def _scores_table(result: Shortlist, rows: pd.DataFrame, title: str, say: Words) -> Table:
    key = "recruitment.scores"
    shown = rows.assign(group=[say(f"{key}.group.{group}") for group in rows["group"]])
    columns = [
        Column("name", say("recruitment.table.company"), "name"),
        Column("group", say(f"{key}.table.group")),
        Column("score", say(f"{key}.table.score"), "score", decimals=1),
        Column("low", say(f"{key}.table.low"), "score", decimals=1),
        Column("high", say(f"{key}.table.high"), "score", decimals=1),
        Column("known", say(f"{key}.table.known"), "percent", decimals=0),
    ]
    if result.robust_published:
        heading = say(f"{key}.table.in_top", n=_size(result))
        columns.insert(5, Column("in_shortlist", heading, "percent", decimals=0))
    return Table("scores", shown, columns, caption=title, limit=len(shown))


def _scores_title(result: Shortlist, say: Words) -> str:
    chosen, robust = result.shortlist, result.robust
    close = len(chosen) - robust
    if not result.robust_published:
        case = "few_one" if len(chosen) == 1 else "few"
    elif not close:
        case = "every"
    else:
        near = bool(chosen.loc[~chosen["robust"].astype(bool), "close"].all())
        case = ("overlap" if near else "apart") if robust else "zero" if near else "zero_apart"
    return say(
        f"recruitment.scores.title.{case}",
        n=len(chosen),
        robust=robust,
        close=close,
        low=float(chosen["score"].min()),
        high=float(chosen["score"].max()),
    )


def _look_scores(result: Shortlist, say: Words) -> Exhibit:
    key, look = "recruitment.look", result.first_to_look_into
    rows = look.assign(name=_names(result, look.index))
    low, high = float(rows["chance"].min()), float(rows["chance"].max())
    case = "one" if len(rows) == 1 else "spread"
    if len(rows) > 1 and rows["chance_rounded"].nunique() == 1:
        case = "level"
    title = say(f"{key}.title.{case}", name=rows["name"].iloc[0], low=low, high=high)
    lines = [
        say(f"{key}.value", name=name, low=a, high=b, chance=chance)
        for name, a, b, chance in zip(
            rows["name"], rows["low"], rows["high"], rows["chance"], strict=True
        )
    ]
    columns = [
        Column("name", say("recruitment.table.company"), "name"),
        Column("low", say(f"{key}.table.low"), "score", decimals=1),
        Column("high", say(f"{key}.table.high"), "score", decimals=1),
        Column("chance", say(f"{key}.table.chance"), "percent", decimals=0),
        Column("known", say(f"{key}.table.known"), "percent", decimals=0),
    ]
    return Exhibit(
        "scores",
        figures.draw_to_look_into(rows, say),
        title,
        subtitle=say(
            f"{key}.subtitle",
            size=_size(result),
            draws=result.rules.weight_draws,
            look=len(rows),
            to_qualify=result.to_qualify,
        ),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=_joined(lines, say)),
        table=Table("scores", rows, columns, caption=title, limit=len(rows)),
        source=_source(say(f"{key}.source"), say),
    )


def who_question(result: Shortlist, say: Words) -> str:
    """The section's question: whom to meet, or whom to look into."""
    return say(f"recruitment.section.{'who' if len(result.shortlist) else 'look'}")


def first_table(page: Page, result: Shortlist) -> Part:
    """The shortlist; without one, the companies to look into, with what is known of them."""
    if len(result.shortlist):
        return page.table(shortlist(result, page.say))
    return look_into(page, result)


def to_learn(page: Page, result: Shortlist, told: Search) -> Part:
    """Questions for the first meetings; without any, where to find what is missing."""
    if len(result.shortlist):
        return page.table(guide(result, page.say))
    if not len(result.first_to_look_into):
        return page.all()
    found = page.table(find_out(result, told, page.say))
    return page.all(found, how_to_enter(page, result, told))


def next_steps(page: Page, result: Shortlist, told: Search) -> Part:
    """First meetings and companies to be qualified; without a shortlist, who looks when."""
    if not len(result.shortlist):
        return page.table(research(result, told, page.say))
    parts = [page.table(meetings(result, told, page.say))]
    if len(result.first_to_look_into):
        parts += [look_into(page, result), page.table(find_out(result, told, page.say))]
        parts.append(how_to_enter(page, result, told))
    return page.all(*parts)


def research(result: Shortlist, told: Search, say: Words) -> Table:
    """Who looks into which company by when, and what to find first."""
    key, rows = "recruitment.table.research", result.first_to_look_into
    dates = result.look_dates
    owners = result.candidates.loc[rows.index, "owner"]
    shown = pd.DataFrame(
        {
            "name": _names(result, rows.index),
            "owner": [people.owner(str(owner) or RESEARCHER, told.people, say) for owner in owners],
            "by": list(dates["by"]),
            "week": [say("recruitment.table.meetings.week", week=int(w)) for w in dates["week"]],
            "get": [_criteria(list(unknown), say, LEARN) for unknown in rows["unknown"]],
        }
    )
    titles = "recruitment.table.meetings.columns"
    when = (
        Column("by", say(f"{titles}.due"), "date")
        if told.as_of
        else Column("week", say(f"{titles}.week"))
    )
    columns = [
        Column("name", say("recruitment.table.company"), "name"),
        Column("owner", say(f"{titles}.owner")),
        when,
        Column("get", say("recruitment.table.look.columns.get")),
    ]
    weekly = result.rules.meetings_per_week
    return Table(
        "research",
        shown,
        columns,
        caption=say(f"{key}.caption.{'some' if len(rows) else 'zero'}", n=len(rows), weekly=weekly),
        sub=_sub(key, result, rows.index, say),
        limit=max(len(rows), 1),
        empty=say(f"{key}.{'empty' if result.eligible else 'empty_nobody'}"),
    )


def shortlist(result: Shortlist, say: Words) -> Table:
    """The companies to meet: robust choices first, then those close to the cut."""
    key, rows = "recruitment.table.shortlist", result.shortlist
    published = result.robust_published
    strong, weak = result.rules.strong_point_min, result.rules.weak_point_max
    shown = pd.DataFrame(
        {
            "name": _names(result, rows.index),
            "score": list(rows["score"]),
            "interval": list(zip(rows["low"], rows["high"], strict=True)),
            "in_top": list(rows["in_shortlist"]) if published else [None] * len(rows),
            "chip": [_chip(bool(robust), published, say) for robust in rows["robust"]],
            "strong": [
                _criteria(points, say, POINTS) or say(f"{key}.no_strong", strong=100 * strong)
                for points in rows["strong"]
            ],
            "weak": [
                _criteria(points, say, POINTS) or say(f"{key}.no_weak", weak=100 * weak)
                for points in rows["weak"]
            ],
        }
    )
    columns = [
        Column("name", say("recruitment.table.company"), "name"),
        Column("score", say(f"{key}.columns.score"), "score", decimals=1),
        Column("interval", say(f"{key}.columns.interval"), "interval"),
        Column("in_top", say(f"{key}.columns.in_top", n=_size(result)), "percent", decimals=0),
        Column("chip", say(f"{key}.columns.robustness"), "chip"),
        Column("strong", say(f"{key}.columns.strong")),
        Column("weak", say(f"{key}.columns.weak")),
    ]
    if not published:
        columns = [column for column in columns if column.key not in {"in_top", "chip"}]
    case = "robust" if published else "few"
    return Table(
        "shortlist",
        shown,
        columns,
        caption=say(f"{key}.caption.{case}", n=len(rows)),
        sub=_sub(key, result, rows.index, say),
        limit=max(len(rows), 1),
        empty=say(f"{key}.caption.empty"),
    )


def _chip(robust: bool, published: bool, say: Words) -> Chip:
    case = "ranked" if not published else "robust" if robust else "close"
    sign = {"robust": "ok", "close": "close", "ranked": "none"}[case]
    return Chip(sign, say(f"recruitment.table.shortlist.chip.{case}"))


def _sub(key: str, result: Shortlist, ids: Iterable[Any], say: Words, **values: Any) -> str:
    """The line under a caption, which explains the † where an invented company is named."""
    case = "sub_invented" if _any_invented(result, ids) else "sub"
    return say(f"{key}.{case}", **values)


# ── what is known, what to ask ─────────────────────────────────────────────────────────────────


def strip(result: Shortlist, say: Words) -> Exhibit:
    """The value of each criterion, company by company; unknown ones hatched."""
    key, chosen = "recruitment.strip", _in_view(result)
    weights = result.criteria["weight"].astype(float)
    order = [str(c) for c in result.coverage.index if weights[c] > 0]
    if not chosen:
        return Exhibit("strip", None, say(f"{key}.title.absent"), absent=say(f"{key}.absent"))
    names = _names(result, chosen)
    values = result.values.loc[chosen, order].set_axis(names, axis=0)
    derived = _derived(result, chosen, order)
    headings = [say(f"recruitment.heading.{criterion}") for criterion in order]
    drawn = figures.Strip(
        values.head(TILED),
        derived.head(TILED),
        headings,
        [float(weights[criterion]) for criterion in order],
        result.rules.strong_point_min,
        result.rules.weak_point_max,
    )
    title = _strip_title(result, len(chosen), say)
    return Exhibit(
        "strip",
        figures.draw_strip(drawn, say),
        title,
        subtitle=say(
            f"{key}.{'subtitle_more' if len(chosen) > TILED else 'subtitle'}",
            n=len(chosen),
            shown=TILED,
        ),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", values=_joined(_strip_lines(values, say), say)),
        table=_strip_table(values, title, say),
        source=_strip_source(result, order, bool(derived.to_numpy().any()), say),
    )


def _derived(result: Shortlist, chosen: Sequence[str], order: Sequence[str]) -> pd.DataFrame:
    marks = {"vertical_match_0_4": "derived_vertical", "region_coverage_pct": "derived_region"}
    listed = result.candidates.loc[list(chosen)]
    columns = {
        criterion: listed[marks[column]].astype(bool).to_numpy()
        if (column := str(result.criteria.at[criterion, "column"])) in marks
        else False
        for criterion in order
    }
    return pd.DataFrame(columns, index=listed.index)


def _strip_title(result: Shortlist, count: int, say: Words) -> str:
    key, first = "recruitment.strip.title", _first_to_find(result)
    if first is not None:
        unknown = int(value_at(result.find_out_first, first, "unknown"))
        verb = "" if len(result.shortlist) else "find_"
        case = f"{verb}{'every' if unknown == count else 'some'}"
        label = _criterion(first, say)
        return say(f"{key}.{case}", criterion=label, count=unknown, n=count)
    weak = result.shortlist["weak"].explode().dropna()
    if weak.empty:
        return say(f"{key}.known")
    often = weak.value_counts()
    most = sorted(often.index[often == often.max()])[0]
    label = _criterion(str(most), say)
    return say(f"{key}.weak", criterion=label, count=int(often[most]), n=count)


def _strip_lines(values: pd.DataFrame, say: Words) -> list[str]:
    """What the first tiles show; the table has them all."""
    key, lines = "recruitment.strip", []
    companies = max(1, DESCRIBED // max(len(values.columns), 1))
    for name, row in values.head(companies).iterrows():
        cells = [
            say(
                f"{key}.cell",
                criterion=_lower(_criterion(str(criterion), say)),
                value=say(f"{key}.unknown") if is_missing(value) else say.format.score(100 * value),
            )
            for criterion, value in row.items()
        ]
        lines.append(say(f"{key}.value", name=str(name), cells=", ".join(cells)))
    return [*lines, say(f"{key}.beyond")] if len(values) > companies else lines


def _strip_table(values: pd.DataFrame, title: str, say: Words) -> Table:
    rows = pd.DataFrame(
        {
            criterion: [Gap("?") if is_missing(value) else 100 * value for value in column]
            for criterion, column in values.items()
        }
    )
    rows.insert(0, "name", list(values.index))
    columns = [Column("name", say("recruitment.table.company"), "name")]
    columns += [Column(str(c), _criterion(str(c), say), "score") for c in values.columns]
    return Table("criteria", rows, columns, caption=title, limit=len(rows))


def _strip_source(result: Shortlist, order: Sequence[str], derived: bool, say: Words) -> str:
    key = "recruitment.strip"
    told = []
    for criterion in order:
        heading = say(f"recruitment.heading.{criterion}").replace("-|", "").replace("|", " ")
        label = _criterion(criterion, say)
        reversed_ = str(result.criteria.at[criterion, "direction"]) == "min"
        case = "heading_reversed" if reversed_ else "heading_explained"
        if heading.casefold() != label.casefold():
            told.append(say(f"recruitment.{case}", heading=heading, criterion=_lower(label)))
    text = say(
        f"{key}.{'source_derived' if derived else 'source'}",
        strong=100 * result.rules.strong_point_min,
        weak=100 * result.rules.weak_point_max,
        headings=say.format.clauses(told),
    )
    return _source(text, say)


def guide(result: Shortlist, say: Words) -> Table:
    """One question a criterion, for the first meetings: for whom, and where to find it before."""
    key, chosen = "recruitment.table.guide", result.shortlist
    rows = []
    for criterion in result.coverage.index:
        unknown = [c for c, points in chosen["unknown"].items() if criterion in points]
        weak = [c for c, points in chosen["weak"].items() if criterion in points]
        if unknown or weak:
            rows.append(
                {
                    "name": _criterion(str(criterion), say),
                    "weight": float(value_at(result.criteria, criterion, "weight")),
                    "question": say.typeset(
                        str(result.criteria.at[criterion, f"question_{say.language}"])
                    ),
                    "unknown": _for_whom(result, unknown, len(chosen), say),
                    "weak": _for_whom(result, weak, len(chosen), say),
                    "where": _where(result, str(criterion), say),
                }
            )
    columns = [
        Column("name", say("recruitment.counts.columns.criterion"), "name"),
        Column("question", say(f"{key}.columns.question")),
        Column("unknown", say(f"{key}.columns.unknown")),
        Column("weak", say(f"{key}.columns.weak")),
        Column("where", say(f"{key}.columns.where"), screen_only=True),
    ]
    return Table(
        "questions",
        pd.DataFrame(rows, columns=["name", "weight", "question", "unknown", "weak", "where"]),
        columns,
        caption=say(f"{key}.caption"),
        sub=say(f"{key}.sub"),
        limit=max(len(rows), 1),
        empty=say(f"{key}.empty"),
    )


def _for_whom(result: Shortlist, companies: Sequence[Any], count: int, say: Words) -> str:
    if not companies:
        return say("recruitment.table.guide.none")
    if len(companies) == count:
        return say("recruitment.table.guide.all", n=count)
    return say.format.list(_names(result, companies))


def find_out(result: Shortlist, told: Search, say: Words) -> Table:
    """What to find out about the companies to look into: where, and in which column it goes."""
    key, look = "recruitment.table.find", result.first_to_look_into
    lacking = result.look_coverage[result.look_coverage["unknown"] > 0]
    rows = pd.DataFrame(
        {
            "name": [_criterion(str(c), say) for c in lacking.index],
            "weight": list(lacking["weight"]),
            "unknown": list(lacking["unknown"]),
            "where": [_where(result, str(c), say) for c in lacking.index],
            "column": [str(result.criteria.at[c, "column"]) for c in lacking.index],
            "unit": [_unit(result, str(c), say) for c in lacking.index],
        }
    )
    columns = [
        Column("name", say("recruitment.counts.columns.criterion"), "name"),
        Column("weight", say(f"{key}.columns.weight"), "number"),
        Column("unknown", say(f"{key}.columns.unknown"), "int"),
        Column("where", say(f"{key}.columns.where")),
        Column("column", say(f"{key}.columns.column")),
        Column("unit", say(f"{key}.columns.unit")),
    ]
    return Table(
        "find_out",
        rows,
        columns,
        caption=say(f"{key}.caption"),
        sub=say(f"{key}.sub", n=len(look), file=told.file),
        limit=max(len(rows), 1),
        empty=say(f"{key}.empty"),
    )


def _unit(result: Shortlist, criterion: str, say: Words) -> str:
    row: Mapping[Any, Any] = result.criteria.loc[criterion].to_dict()
    unit = say(f"recruitment.unit.{row['unit']}")
    if row["unit"] in {"boolean", "level 0-4"}:  # they say their range
        return unit
    if row["direction"] == "target":
        low, high = float(row["target_lo"]), float(row["target_hi"])
        return say("recruitment.unit.target", unit=unit, low=low, high=high)
    case = "reversed" if row["direction"] == "min" else "plain"
    low, high = float(row["lo"]), float(row["hi"])
    return say(f"recruitment.unit.{case}", unit=unit, low=low, high=high)


def how_to_enter(page: Page, result: Shortlist, told: Search) -> Part:
    """How what is learnt is written down, and what keeps a criterion from being worked out."""
    say, key = page.say, "recruitment.how_to"
    told_enter = say(f"{key}.enter", file=told.file, threshold=result.rules.min_weight_available)
    parts = [page.sentence(told_enter)]
    if not told.sectors_given:
        known = int((result.candidates["verticals"].map(len) > 0).sum())
        parts.append(page.sentence(say(f"{key}.sectors_absent", known=known)))
    return page.all(*parts)


# ── what to do next ────────────────────────────────────────────────────────────────────────────


def meetings(result: Shortlist, told: Search, say: Words) -> Table:
    """First meetings: who, by when, what to learn there."""
    key, rows = "recruitment.table.meetings", result.meetings
    dated = told.as_of is not None
    learn = [
        _criteria([q.criterion for q in asked if q.reason == UNKNOWN], say, LEARN)
        or say(f"{key}.all_known")
        for asked in rows["questions"]
    ]
    check = [
        _criteria([q.criterion for q in asked if q.reason != UNKNOWN], say, LEARN)
        or say(f"{key}.no_weak")
        for asked in rows["questions"]
    ]
    shown = pd.DataFrame(
        {
            "name": _names(result, rows.index),
            "owner": [people.owner(str(owner), told.people, say) for owner in rows["owner"]],
            "by": list(rows["by"]),
            "week": [say(f"{key}.week", week=int(week)) for week in rows["week"]],
            "learn": learn,
            "check": check,
        }
    )
    when = (
        Column("by", say(f"{key}.columns.due"), "date")
        if dated
        else Column("week", say(f"{key}.columns.week"))
    )
    columns = [
        Column("name", say("recruitment.table.company"), "name"),
        Column("owner", say(f"{key}.columns.owner")),
        when,
        Column("learn", say(f"{key}.columns.learn")),
        Column("check", say(f"{key}.columns.check")),
    ]
    weeks = int(rows["week"].max()) if len(rows) else 0
    weekly = result.rules.meetings_per_week
    order = "robust" if result.robust_published else "score"
    case = f"{'caption' if dated else 'caption_undated'}.{order}"
    return Table(
        "meetings",
        shown,
        columns,
        caption=say(f"{key}.{case}", n=len(rows), weeks=weeks, weekly=weekly),
        sub=_sub(key, result, rows.index, say),
        limit=max(len(rows), 1),
        empty=say(f"{key}.empty"),
    )


def look_into(page: Page, result: Shortlist) -> Part:
    """Companies to be qualified, those to look into first in sight; the unknown ones counted."""
    parts = [page.table(to_qualify(result, page.say))]
    if result.nothing_known:
        told = page.say("recruitment.table.look.nothing", n=result.nothing_known)
        parts.append(page.sentence(told))
    return page.all(*parts)


def to_qualify(result: Shortlist, say: Words) -> Table:
    """All companies to be qualified: chance, bounds, what is known, what to find.

    Those to look into first are shown, the others in the drawer. Without a shortlist, what to find
    stands in the table of the research.
    """
    key, look = "recruitment.table.look", result.first_to_look_into
    ranked = bool(len(result.shortlist))
    case = "zero" if not len(look) else "more" if ranked else "none"
    rows = _look_rows(result, result.look_into, say)
    return Table(
        "to_qualify",
        rows,
        _look_columns(say, to_find=ranked),
        caption=say(f"{key}.caption.{case}", n=len(look)),
        sub=_sub(key, result, result.look_into.index, say, size=_size(result)),
        limit=max(len(look), 1),
        empty=say(f"{key}.empty"),
    )


def _look_columns(say: Words, *, to_find: bool) -> list[Column]:
    key = "recruitment.table.look"
    columns = [
        Column("name", say("recruitment.table.company"), "name"),
        Column("chance", say(f"{key}.columns.chance"), "percent", decimals=0),
        Column("interval", say(f"{key}.columns.interval"), "interval"),
        Column("known", say(f"{key}.columns.known"), "percent", decimals=0),
        Column("facts", say(f"{key}.columns.facts")),
        Column("get", say(f"{key}.columns.get")),
    ]
    return columns if to_find else columns[:-1]


def _look_rows(result: Shortlist, look: pd.DataFrame, say: Words) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": _names(result, look.index),
            "chance": list(look["chance"]),
            "interval": list(zip(look["low"], look["high"], strict=True)),
            "known": list(look["known"]),
            "facts": [_facts(result, str(company), say) for company in look.index],
            "get": [_criteria(list(unknown), say, LEARN) for unknown in look["unknown"]],
        }
    )


def _facts(result: Shortlist, company: str, say: Words) -> str:
    """What public sources and the client say of a company, each figure with year and basis."""
    row: Any = result.candidates.loc[company]
    key, told = "recruitment.fact", []
    if row["status_code"] == "pending":
        told.append(say(f"{key}.pending"))
    if not is_missing(row["revenue_listed"]):
        details = _details(row, ("scope", "basis"), "revenue", say)
        case = "revenue_old" if row["revenue_aged"] else "revenue_plain" if details else "revenue"
        told.append(say(f"{key}.{case}", revenue=float(row["revenue_listed"]), details=details))
    if not is_missing(row["growth_listed"]):
        details = _details(row, ("basis",), "revenue_growth", say)
        growth = say.format.signed(float(row["growth_listed"]), 1)
        unit = "\u00a0%" if say.format.french else "%"
        case = "growth_old" if row["growth_unscored"] else "growth" if details else "growth_plain"
        told.append(say(f"{key}.{case}", growth=growth + unit, details=details))
    if not is_missing(row["headcount"]):
        told.append(say(f"{key}.headcount", headcount=int(row["headcount"])))
    if row["region"]:
        told.append(str(banks.regions().at[row["region"], f"name_{say.language}"]))
    if not is_missing(row["branches"]):
        told.append(say(f"{key}.branches", branches=int(row["branches"])))
    if len(row["verticals"]):
        labels = banks.sectors()[f"label_{say.language}"]
        sectors = ", ".join(_lower(str(labels[tag])) for tag in row["verticals"] if tag in labels)
        told.append(say(f"{key}.sectors", sectors=sectors))
    told += _measures(result, company, say)
    return say(f"{key}.separator").join(told) or say(f"{key}.none")


def _measures(result: Shortlist, company: str, say: Words) -> list[str]:
    """What is known on the criteria that no sentence of its own tells."""
    known = result.values.loc[company].dropna().index
    return [
        say(
            "recruitment.fact.measure",
            criterion=_lower(_criterion(str(criterion), say)),
            value=_measure(result, company, str(criterion), say),
        )
        for criterion in result.coverage.index.intersection(known, sort=False)
        if str(value_at(result.criteria, criterion, "column")) not in TOLD_ALREADY
    ]


def _details(row: pd.Series[Any], facts: Sequence[str], prefix: str, say: Words) -> str:
    """Scope, year and basis of a figure, those that are known."""
    labels = banks.reseller_labels()[f"label_{say.language}"]
    told = []
    if "scope" in facts and row[f"{prefix}_scope"]:
        told.append(_lower_scope(str(labels[(f"{prefix}_scope", row[f"{prefix}_scope"])])))
    if not is_missing(row[f"{prefix}_year"]):
        told.append(f"{int(row[f'{prefix}_year'])}")
    if row[f"{prefix}_basis"]:
        told.append(_lower(str(labels[(f"{prefix}_basis", row[f"{prefix}_basis"])])))
    return ", ".join(told)


def _lower_scope(label: str) -> str:
    return label if label == "France" else _lower(label)


def eliminated(result: Shortlist, say: Words) -> Table:
    """Every company that a known value eliminates, with every reason and the value."""
    key, out = "recruitment.table.out", result.eliminated
    rows = [
        {
            "name": _name(result, str(company)),
            "reason": _reason(result, criterion, say),
            "value": _measure(result, str(company), criterion, say),
        }
        for company, knockouts in out["knockouts"].items()
        for criterion in knockouts
    ]
    columns = [
        Column("name", say("recruitment.table.company"), "name"),
        Column("reason", say(f"{key}.columns.reason")),
        Column("value", say(f"{key}.columns.value")),
    ]
    return Table(
        "eliminated",
        pd.DataFrame(rows, columns=["name", "reason", "value"]),
        columns,
        caption=say(f"{key}.caption.{'some' if len(out) else 'zero'}", n=len(out)),
        sub=_sub(key, result, out.index, say),
        empty=say(f"{key}.empty"),
    )


def _measure(result: Shortlist, company: str, criterion: str, say: Words) -> str:
    """A known value of a criterion with its unit."""
    column, unit = (str(result.criteria.at[criterion, name]) for name in ("column", "unit"))
    value = float(value_at(result.candidates, company, column))
    if unit == "boolean":
        return say("page.booleans.yes") if value else say("page.booleans.no")
    if unit == "%":
        return say.format.percent(value / 100)
    if unit == "M€":
        return say("recruitment.fact.revenue", revenue=value)
    if unit in {"level 0-4", "score 0-100"}:
        return say(f"recruitment.fact.{unit.partition(' ')[0]}", value=value)
    return say.format.number(value)


def left_out(result: Shortlist, say: Words) -> Table:
    """How many companies were never examined, and why."""
    key = "recruitment.table.left_out"
    counted = dict(result.left_out)
    if result.beyond:
        counted["beyond"] = result.beyond
    rows = pd.DataFrame(
        {
            "reason": [say(f"{key}.reason.{r}", size=result.rules.list_size) for r in counted],
            "companies": list(counted.values()),
        }
    )
    columns = [
        Column("reason", say(f"{key}.columns.reason"), "name"),
        Column("companies", say(f"{key}.columns.companies"), "int"),
    ]
    return Table(
        "left_out",
        rows,
        columns,
        caption=say(f"{key}.caption"),
        sub=say(f"{key}.sub"),
        empty=say(f"{key}.empty"),
    )


# ── notes ──────────────────────────────────────────────────────────────────────────────────────


def quality(result: Shortlist, say: Words) -> list[str]:
    """Warnings on the list, one sentence each; companies made up for an example come first."""
    told = [
        say(f"recruitment.notice.{notice.code}", count=notice.values["count"])
        for notice in result.notices
    ]
    invented = int(result.candidates["invented"].sum())
    return [say("recruitment.notice.invented", count=invented), *told] if invented else told


def counts(result: Shortlist, say: Words) -> Table:
    """How many companies of the list have each criterion known."""
    key = "recruitment.counts"
    rows = result.coverage.assign(
        name=[_criterion(str(criterion), say) for criterion in result.coverage.index]
    )
    columns = [
        Column("name", say(f"{key}.columns.criterion"), "name"),
        Column("weight", say(f"{key}.columns.weight"), "number"),
        Column("known", say(f"{key}.columns.known"), "int"),
        Column("derived", say(f"{key}.columns.derived"), "int"),
        Column("unknown", say(f"{key}.columns.unknown"), "int"),
    ]
    sub = say(f"{key}.sub", listed=result.listed)
    return Table("known", rows, columns, caption=say(f"{key}.caption"), sub=sub)


def assumptions(told: Search, say: Words) -> Table:
    """The assumptions of the sizing: value, range, grade and source; the client's in bold."""
    caption = say("recruitment.assumptions.caption")
    return assumed.table(told.assumptions, say, caption=caption)


def gathered(notes: Mapping[str, Any], say: Words) -> list[str]:
    """When the reference list was gathered, for the sources."""
    if not notes:
        return []
    month = say.format.monthyear(dt.date.fromisoformat(f"{notes['gathered']}-01"))
    return [say("recruitment.reference.rows", rows=int(notes["rows"]), gathered=month)]


def reference(notes: Mapping[str, Any], say: Words) -> Table:
    """What the reference list is, how it was gathered and what it is not, from its sidecar."""
    key = "recruitment.reference"
    rows = pd.DataFrame(_about(notes, say) if notes else [], columns=["name", "text"])
    columns = [
        Column("name", say(f"{key}.about.name"), "name"),
        Column("text", say(f"{key}.about.text")),
    ]
    caption, empty = say(f"{key}.about.caption"), say(f"{key}.about.empty")
    return Table("reference", rows, columns, caption=caption, empty=empty)


def _about(notes: Mapping[str, Any], say: Words) -> list[tuple[str, str]]:
    key, language = "recruitment.reference", say.language
    sites = [say(f"{key}.site", name=one["name"], rows=one["rows"]) for one in notes["sources"]]
    told = [
        ("how", notes["how"][language]),
        ("scope", notes["scope"][language]),
        *(("limit", limit[language]) for limit in notes["limits"]),
        ("sites", ", ".join(sites)),
        ("blank", notes["blank"][language]),
        ("use", notes["use"][language]),
    ]
    return [(say(f"{key}.about.{part}"), say.typeset(str(text).strip())) for part, text in told]


def reference_columns(notes: Mapping[str, Any], say: Words) -> Table:
    """The columns of the reference list, with their units."""
    key, language = "recruitment.reference", say.language
    rows = pd.DataFrame(
        [
            (name, say.typeset(str(about[language])), _in_language(about.get("unit", ""), say))
            for name, about in notes.get("columns", {}).items()
        ],
        columns=["name", "content", "unit"],
    )
    columns = [
        Column("name", say(f"{key}.columns.name"), "name"),
        Column("content", say(f"{key}.columns.content")),
        Column("unit", say(f"{key}.columns.unit")),
    ]
    caption, listed = say(f"{key}.caption"), int(notes.get("rows", 0))
    return Table(
        "reference_columns",
        rows,
        columns,
        caption=caption,
        sub=say(f"{key}.sub", rows=listed),
        limit=REFERENCE_COLUMNS,
        empty=say(f"{key}.about.empty"),
    )


def _in_language(text: Any, say: Words) -> str:
    return str(text[say.language] if isinstance(text, Mapping) else text)


def method(result: Shortlist, say: Words) -> str:
    """The method in three sentences."""
    rules = result.rules
    return say(
        "recruitment.method",
        threshold=rules.min_weight_available,
        draws=rules.weight_draws,
        seed=str(rules.seed),
        size=rules.shortlist_size,
    )


def key_figures(result: Shortlist, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published."""
    size, few = result.sizing, say("recruitment.card.robust.chip.few")
    untold = say("recruitment.card.to_sign.of_absent")
    network = ("active_needed", "to_sign", "channel_managers", "waves")
    found: dict[str, tuple[Any, str, Any, str]] = {
        "listed": (result.listed, "count", None, ""),
        "eligible": (result.eligible, "count", result.listed, ""),
        "eliminated": (len(result.eliminated), "count", result.listed, ""),
        "ranked": (result.ranked, "count", result.eligible, ""),
        "to_qualify": (result.to_qualify, "count", result.eligible, ""),
        "shortlist": (len(result.shortlist), "count", result.ranked, ""),
        "robust": (
            result.robust if result.robust_published else None,
            "count",
            len(result.shortlist),
            few,
        ),
        **{name: (getattr(size, name, None), "count", None, untold) for name in network},
        "data_known": (
            result.data_known,
            "share",
            len(result.shortlist),
            say("recruitment.table.shortlist.caption.empty"),
        ),
    }
    return {
        f"recruitment.{name}": {"value": value, "unit": unit, "of": of}
        | ({"reason": reason} if value is None else {})
        for name, (value, unit, of, reason) in found.items()
    }
