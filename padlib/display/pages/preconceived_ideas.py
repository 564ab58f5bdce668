"""The page of preconceived ideas: what the room believes beside the client's own figures
(REPORTS 9.11).

Two pages come of one workbook: the question, on which people vote, holds neither verdict, vote nor
figure; the answer holds all three. Each function takes the ideas, the workshop (dates, people,
files) and the words; it picks the case, the words do the rest.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import actions, licences, scoring
from padlib.core.network import Needed
from padlib.display import people
from padlib.display.campaign import Campaign
from padlib.display.figures import preconceived_ideas as figures
from padlib.display.pages import assumptions as assumed
from padlib.display.parts import Bullet, Card, Exhibit, Finding, IdeaCard, Page, Part, Proposal
from padlib.display.tables import Chip, Column, Gap, Table, value_at
from padlib.display.words import Words
from padlib.method import preconceived_ideas as method_
from padlib.method.channel_investment import PATIENCE, Investment
from padlib.method.diagnostic import Diagnosis
from padlib.method.earnings import SERVICES, Estimate
from padlib.method.leverage import PROGRAMME, Leverage
from padlib.method.perception import Survey
from padlib.method.preconceived_ideas import AFTER, BEFORE, Evidence, Figures, Ideas

VOTES = "votes.csv"
QUESTION = "question"
LEADER = "DIRP"  # who answers for what is said of partners
CONTRACT = "annual_contract_value"  # the assumption that only the client can give
LEADS = "P-PR-01"  # how partners rate the leads that they receive
MANAGED = 3  # place of the band "managed" among those of the diagnostic
FOLLOWED = ("active", "starting")  # partners whom channel managers look after
PROPOSED = 3
ENOUGH = 5  # votes from which a percentage is told
RATINGS = (1.0, 5.0)
LEVELS = (0.0, 4.0)
SCORES = (0.0, 100.0)
ROOM = 1.15  # of a bar whose scale has no end of its own


@dataclass(frozen=True, kw_only=True)
class Workshop(Campaign):
    """What the page tells beside the ideas: the campaign, its file of votes, which page it is."""

    show: str = "answer"
    file: str = VOTES
    proposed: pd.DataFrame | None = None  # what other steps propose; None when none was read

    @property
    def asks(self) -> bool:
        """Whether this is the page on which people vote."""
        return self.show == QUESTION


def workshop(
    folder: Any, as_of: dt.date | None, show: str, proposed: Sequence[pd.DataFrame] = ()
) -> Workshop:
    """The workshop of a client's folder, with the actions that other steps propose."""
    files = [str(source.path).rpartition("/")[2] for source in folder.sources]
    return Workshop(
        year=folder.year,
        as_of=as_of,
        people=dict(folder.settings.people),
        show=show,
        file=next((name for name in files if name.startswith("votes.")), VOTES),
        proposed=actions.together(*proposed) if proposed else None,
    )


# ── the client's own figures, from the results of other steps ──────────────────────────────────


def own_figures(
    *,
    diagnosis: Diagnosis | None = None,
    survey: Survey | None = None,
    investment: Investment | None = None,
    leverage: Leverage | None = None,
    estimate: Estimate | None = None,
    partners: pd.DataFrame | None = None,
    sizing: Needed | None = None,
    target: int | None = None,
    assumptions: pd.DataFrame | None = None,
) -> Figures:
    """What the results of other steps say of the ideas; what was not computed is None.

    Figures of money are the client's own once it has given the value of a contract.
    """
    own = assumptions is not None and bool(assumptions["changed"].get(CONTRACT, False))
    return Figures(
        practice=_practice(diagnosis),
        heard=_heard(survey),
        channel=_channel(investment, assumptions) if own else None,
        cost=_cost(leverage, investment, assumptions) if own else None,
        gain=_gain(estimate) if own else None,
        network=_network(partners, assumptions),
        sizing=_sizing(sizing, target),
    )


def _practice(diagnosis: Diagnosis | None) -> method_.Practice | None:
    if diagnosis is None:
        return None
    managed = float(banks.rules("diagnostic")["bands"][MANAGED]["from"])
    levels = diagnosis.levels["level"]
    return method_.Practice(levels, diagnosis.rules.target_level, diagnosis.overall.score, managed)


def _heard(survey: Survey | None) -> method_.Heard | None:
    """The mean of what partners say, or the median where they are too few for a mean."""
    if survey is None or LEADS not in survey.items.index:
        return None
    row: Any = survey.items.loc[LEADS]
    rating = next((float(row[one]) for one in ("mean", "median") if not math.isnan(row[one])), None)
    return None if rating is None else method_.Heard(rating, int(row["n"]))


def _channel(investment: Investment | None, table: pd.DataFrame | None) -> method_.Channel | None:
    if investment is None or table is None:
        return None
    found, same = investment.channel, investment.direct
    patience = int(value_at(table, PATIENCE, "value"))
    reached = min(patience, len(investment.months))
    lowest: Any = investment.by_rate.iloc[0]
    return method_.Channel(
        break_even_month=found.break_even_month if found.paid_back else None,
        funding=found.peak_funding,
        npv=found.npv,
        horizon=investment.horizon,
        patience=patience,
        expected=float(value_at(investment.months, reached, "cumulative")),
        rate=investment.active_rate,
        low_rate=float(investment.by_rate.index[0]),
        npv_low=float(lowest["npv"]),
        funding_direct=same.peak_funding,
        npv_direct=investment.same.npv,
    )


def _cost(
    leverage: Leverage | None, investment: Investment | None, table: pd.DataFrame | None
) -> method_.Cost | None:
    if leverage is None or investment is None or table is None:
        return None
    step: Any = leverage.steps.loc[PROGRAMME]
    return method_.Cost(
        direct=leverage.direct_cost,
        indirect=float(step["cost_per_customer"]),
        margin=float(value_at(table, licences.first_rate(leverage.mode), "value")),
        break_even_margin=float(step["break_even_margin"]),
    )


def _gain(estimate: Estimate | None) -> method_.Gain | None:
    if estimate is None:
        return None
    services = float(estimate.margin[list(SERVICES)].sum())
    return method_.Gain(estimate.net_gain, services, estimate.services_share, estimate.horizon)


def _network(partners: pd.DataFrame | None, table: pd.DataFrame | None) -> method_.Network | None:
    if partners is None or table is None:
        return None
    followed = partners[partners["status"].isin(FOLLOWED)]
    managers = followed["channel_manager"].replace("", None).nunique()
    if followed.empty or not managers:
        return None
    each = float(value_at(table, "partners_per_channel_manager", "value"))
    return method_.Network(len(followed), int(managers), each)


def _sizing(sizing: Needed | None, target: int | None) -> method_.Sizing | None:
    if sizing is None or target is None:
        return None
    return method_.Sizing(target, sizing.active, sizing.to_sign)


# ── names ──────────────────────────────────────────────────────────────────────────────────────


def _short(idea: str, say: Words) -> str:
    return say.typeset(banks.short_labels(say.language)[idea])


def _told(ideas: Ideas, idea: str, what: str, say: Words) -> str:
    return say.typeset(str(ideas.bank.at[idea, f"{what}_{say.language}"]))


def _quoted(ideas: Ideas, idea: str, say: Words) -> str:
    """The idea inside quotation marks of a sentence: without its full stop."""
    return _told(ideas, idea, "statement", say).rstrip(".")


def _verdict(ideas: Ideas, idea: str, say: Words) -> Chip:
    code = str(ideas.table.at[idea, "verdict"])
    words = banks.rules("preconceived_ideas")["verdicts"][code][say.language]
    return Chip(code, say.typeset(words))


def _leader(told: Workshop, say: Words) -> str:
    return people.owner(LEADER, told.people, say)


def _number(ideas: Ideas, idea: str, column: str) -> int:
    return int(value_at(ideas.table, idea, column))


# ── first screen ───────────────────────────────────────────────────────────────────────────────


def title(told: Workshop, say: Words) -> str:
    """The page's title."""
    key = "preconceived_ideas.title_question" if told.asks else "preconceived_ideas.title"
    return say(key, year=told.year)


def headline(ideas: Ideas, told: Workshop, say: Words) -> str:
    """How many ideas cost money here, how many hold back, and how many the room believed."""
    key = "preconceived_ideas.headline"
    if told.asks:
        return say(f"{key}.question")
    believed, losing = ideas.believed, len(ideas.losing)
    holding = len(ideas.costly) - losing
    room = "silent" if believed is None else "some" if believed else "zero"
    if not ideas.settled:
        return say(f"{key}.unmeasured.{room}", believed=believed)
    scope = "part" if ideas.to_measure else "all"
    cost = "both" if holding else "some"
    if not losing:
        cost = "holds" if holding else "zero"
    values = {"losing": losing, "holding": holding, "believed": believed}
    values |= {"settled": ideas.settled, "of": len(ideas.table)}
    return say(f"{key}.{scope}.{cost}.{room}", **values)


def decision(ideas: Ideas, told: Workshop, say: Words) -> str:
    """What is asked: the vote; an action against an idea; else the first idea to measure."""
    key, owner = "preconceived_ideas.decision", _leader(told, say)
    if told.asks:
        return say(f"{key}.question", owner=owner)
    case = "dated" if told.as_of else "undated"
    values = {"owner": owner, "due": told.due(1)}
    if ideas.costly:
        return _settle(ideas, told, say)
    if ideas.to_measure:
        first = _most_believed(ideas, ideas.to_measure)[0]
        file = say(f"preconceived_ideas.file.{first}")
        return say(f"{key}.measure_{case}", idea=_quoted(ideas, first, say), file=file, **values)
    return say(f"{key}.keep", owner=owner)


def _settle(ideas: Ideas, told: Workshop, say: Words) -> str:
    """The action of the highest priority to launch, with its idea; else that one be set."""
    key = "preconceived_ideas.decision"
    planned = {idea: one for idea, one in _planned(ideas, told).items() if one is not None}
    dated = [idea for idea, one in planned.items() if one.end_month]
    idea = max(dated or planned, key=lambda one: planned[one].priority, default=None)
    if idea is None:
        case = "settle_dated" if told.as_of else "settle_undated"
        quoted = _quoted(ideas, ideas.costly[0], say)
        return say(f"{key}.{case}", idea=quoted, owner=_leader(told, say), due=told.due(1))
    action = planned[idea]
    case = ("launch_dated" if told.as_of else "launch_undated") if dated else "launch_later"
    return say(
        f"{key}.{case}",
        action=_title(action, say),
        idea=_quoted(ideas, idea, say),
        owner=people.owner(action.owner_role, told.people, say),
        due=told.due(action.end_month or 1),
        month=str(action.end_month),
    )


def _most_believed(ideas: Ideas, among: Sequence[str], when: str = BEFORE) -> list[str]:
    """Ideas by share of those who believe them, the most believed first."""
    shares = ideas.table.loc[list(among), f"share_{when}"].fillna(-1.0)
    ordered = shares.sort_values(ascending=False, kind="stable")
    return [str(one) for one in ordered.index]


def cards(ideas: Ideas, told: Workshop, say: Words) -> list[Card]:
    """What the room believes, what figures settle, what costs most, who voted."""
    if told.asks:
        return _question_cards(ideas, say)
    return [
        _believed_card(ideas, say),
        _settled_card(ideas, say),
        _costliest_card(ideas, say),
        _votes_card(ideas, say),
    ]


def _question_cards(ideas: Ideas, say: Words) -> list[Card]:
    key = "preconceived_ideas.card.question"
    count = say.format.int
    return [
        Card(say(f"{key}.ideas"), count(len(ideas.table)), denominator=say(f"{key}.ideas_of")),
        Card(
            say(f"{key}.rounds"),
            count(len(method_.ROUNDS)),
            denominator=say(f"{key}.rounds_of"),
        ),
        Card(say(f"{key}.file"), VOTES, denominator=say(f"{key}.file_of")),
    ]


def _believed_card(ideas: Ideas, say: Words) -> Card:
    key = "preconceived_ideas.card.believed"
    if ideas.believed is None:
        case = "only_after" if ideas.believed_after is not None else "silent"
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.{case}"))
    after = ideas.believed_after
    return Card(
        say(f"{key}.label"),
        say.format.int(ideas.believed),
        unit=say(f"{key}.unit"),
        bullet=Bullet(ideas.believed, tick=after, high=len(ideas.table)),
        trend="" if after is None else say(f"{key}.after", after=after),
        denominator=say(f"{key}.of"),
    )


def _settled_card(ideas: Ideas, say: Words) -> Card:
    key, losing = "preconceived_ideas.card.settled", len(ideas.losing)
    holding = len(ideas.costly) - losing
    chip = Chip("none", say(f"{key}.nothing"))
    if ideas.settled:
        chip = Chip("ok", say(f"{key}.harmless"))
        if losing:
            chip = Chip("late", say(f"{key}.costs", losing=losing))
        elif holding:
            chip = Chip("watch", say(f"{key}.holds", holding=holding))
    lacking = len(ideas.to_measure)
    return Card(
        say(f"{key}.label"),
        say.format.int(ideas.settled),
        unit=say(f"{key}.unit"),
        bullet=Bullet(ideas.settled, high=len(ideas.table)),
        chip=chip,
        trend=say(f"{key}.holds", holding=holding) if losing and holding else "",
        denominator=say(f"{key}.of", count=lacking) if lacking else say(f"{key}.of_all"),
    )


def _costliest_card(ideas: Ideas, say: Words) -> Card:
    key, idea = "preconceived_ideas.card.costliest", ideas.costliest
    if idea is None:
        money = [one for one in ideas.evidence.values() if one.kind in _MONEY]
        case = "none_harmless" if money else "none"
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.{case}"))
    found = ideas.evidence[idea]
    values: dict[str, Any] = {"idea": _short(idea, say), **found.told}
    if found.kind == method_.BREAK_EVEN:
        values |= {"patience": found.reference}
    return Card(
        say(f"{key}.label"),
        say.format.money(value_at(ideas.table, idea, "at_stake")),
        denominator=say(f"{key}.of_{found.kind}", **values),
    )


_MONEY = (
    method_.BREAK_EVEN,
    method_.CUSTOMER_COST,
    method_.FUNDING,
    method_.EARNINGS,
    method_.FAILURE,
)


def _votes_card(ideas: Ideas, say: Words) -> Card:
    key, voters = "preconceived_ideas.card.votes", ideas.voters
    if not voters["all"]:
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.silent"))
    both = voters[BEFORE] and voters[AFTER]
    case = "both" if both else BEFORE if voters[BEFORE] else AFTER
    values = {"before": voters[BEFORE], "after": voters[AFTER]} if both else {}
    return Card(
        say(f"{key}.label"),
        say.format.int(voters["all"]),
        unit=say(f"{key}.unit", count=voters["all"]),
        denominator=say(f"{key}.{case}", **values),
    )


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(page: Page, ideas: Ideas, told: Workshop) -> Part:
    """The idea held most, what the discussion changed, what figures say; how to vote on the
    ballot."""
    say = page.say
    if told.asks:
        key = "preconceived_ideas.voting"
        rules = [
            Finding(say(f"{key}.{one}"), say(f"{key}.{one}_detail"))
            for one in ("alone", "counted", "again")
        ]
        return page.findings(rules, title=say(f"{key}.title"))
    found = [_held(ideas, say), _moved(ideas, say), _harmless(ideas, say), _lacking(ideas, say)]
    return page.findings([one for one in found if one is not None][:PROPOSED])


def _held(ideas: Ideas, say: Words) -> Finding | None:
    """The first idea to deal with, with how many hold it and its figure."""
    key = "preconceived_ideas.finding"
    if not ideas.costly:
        return None
    idea = ideas.costly[0]
    detail = _full_sentence(ideas.evidence[idea], say)
    quoted = _quoted(ideas, idea, say)
    still = bool(value_at(ideas.table, idea, "believed_after"))
    when = AFTER if still else BEFORE
    votes = _number(ideas, idea, f"votes_{when}")
    if not votes:
        case = "costly" if ideas.evidence[idea].loses else "holding"
        return Finding(say(f"{key}.{case}", idea=quoted), detail)
    values = {"idea": quoted, "believe": _number(ideas, idea, f"believe_{when}"), "votes": votes}
    return Finding(say(f"{key}.held_still" if still else f"{key}.held", **values), detail, "votes")


def _moved(ideas: Ideas, say: Words) -> Finding | None:
    before, after = ideas.believed, ideas.believed_after
    if before is None or after is None:
        return None
    key = "preconceived_ideas.finding"
    if after >= before:
        return Finding(say(f"{key}.unmoved", before=before, after=after), figure="votes")
    falls = (ideas.table["share_before"] - ideas.table["share_after"]).fillna(0.0)
    idea = str(falls.sort_values(ascending=False, kind="stable").index[0])
    detail = say(
        f"{key}.moved_detail",
        idea=_quoted(ideas, idea, say),
        before=_number(ideas, idea, "believe_before"),
        votes_before=_number(ideas, idea, "votes_before"),
        after=_number(ideas, idea, "believe_after"),
        votes_after=_number(ideas, idea, "votes_after"),
    )
    case = "moved" if after else "moved_none"
    return Finding(say(f"{key}.{case}", before=before, after=after), detail, "votes")


def _harmless(ideas: Ideas, say: Words) -> Finding | None:
    key, names = "preconceived_ideas.finding", ideas.harmless
    if not names:
        return None
    listed = [_short(idea, say) for idea in names]
    return Finding(
        say(f"{key}.harmless", count=len(names)), say(f"{key}.harmless_detail", ideas=listed)
    )


def _lacking(ideas: Ideas, say: Words) -> Finding | None:
    key, names = "preconceived_ideas.finding", ideas.to_measure
    if not names:
        return None
    files = list(dict.fromkeys(say(f"preconceived_ideas.file.{idea}") for idea in names))
    listed = [_short(idea, say) for idea in names]
    detail = say(f"{key}.measure_detail", ideas=listed, files=files)
    return Finding(say(f"{key}.measure", count=len(names)), detail)


def proposals(page: Page, ideas: Ideas, told: Workshop) -> Part:
    """Up to three: actions of other steps that meet the ideas, by priority, then what to
    measure."""
    if told.asks:
        return page.all()
    say, key = page.say, "preconceived_ideas.proposal"
    actions_ = [one for one in _planned(ideas, told).values() if one is not None]
    actions_.sort(key=lambda one: (-one.priority, not one.end_month))
    made = [_planned_proposal(one, told, say) for one in actions_]
    case = "who_measure_dated" if told.as_of else "who_measure_undated"
    who = say(f"{key}.{case}", owner=_leader(told, say), due=told.due(1))
    for idea in _most_believed(ideas, ideas.to_measure):
        file = say(f"preconceived_ideas.file.{idea}")
        made.append(Proposal(say(f"{key}.measure", idea=_short(idea, say), file=file), who))
    if not made:
        made = [Proposal(say(f"{key}.none"), _leader(told, say))]
    return page.proposals(made[:PROPOSED])


def _planned(ideas: Ideas, told: Workshop) -> dict[str, Any]:
    """For each idea that costs money, the action of the highest priority on what it is linked to,
    those that have a date first; None without. An action stands at the first idea that calls for
    it."""
    found: dict[str, Any] = {}
    taken: set[str] = set()
    for idea in ideas.costly:
        linked = set(value_at(ideas.bank, idea, "linked_items")) - taken
        rows: list[Any] = [] if told.proposed is None else list(told.proposed.itertuples())
        held = [row for row in rows if row.origin_item in linked and not math.isnan(row.priority)]
        best = max(held, key=lambda row: (row.end_month > 0, row.priority), default=None)
        taken |= {best.origin_item} if best is not None else set()
        found[idea] = best
    return found


def _planned_proposal(action: Any, told: Workshop, say: Words) -> Proposal:
    key, owner = "preconceived_ideas.proposal", people.owner(action.owner_role, told.people, say)
    text = say(f"{key}.action", action=_title(action, say))
    values = {"owner": owner, "priority": action.priority}
    if not action.end_month:
        return Proposal(text, say(f"{key}.who_later", **values))
    case = "who_dated" if told.as_of else "who_undated"
    due = told.due(action.end_month)
    return Proposal(text, say(f"{key}.{case}", due=due, month=str(action.end_month), **values))


def _title(action: Any, say: Words) -> str:
    return say.typeset(str(getattr(action, f"title_{say.language}")))


# ── the votes ──────────────────────────────────────────────────────────────────────────────────


def room(page: Page, ideas: Ideas, told: Workshop) -> Part:
    """The section of the votes; none on the ballot."""
    if told.asks:
        return page.all()
    key, say = "preconceived_ideas.section", page.say
    return page.all(
        page.section("votes", say(f"{key}.votes"), say(f"{key}.votes_lead")),
        page.figure(votes(ideas, told, say)),
    )


def votes(ideas: Ideas, told: Workshop, say: Words) -> Exhibit:
    """Votes against verdict: diverging bars, the most believed idea on top."""
    key = "preconceived_ideas.votes"
    if not ideas.voters["all"]:
        return Exhibit("votes", None, say(f"{key}.alt"), absent=say(f"{key}.absent"))
    when = BEFORE if ideas.voters[BEFORE] else AFTER
    order = _most_believed(ideas, list(ideas.table.index), when)
    rows = [_row(ideas, idea, say) for idea in order]
    labels = figures.Labels(
        false=say(f"{key}.false"),
        true=say(f"{key}.true"),
        before=say(f"{key}.before"),
        after=say(f"{key}.after"),
    )
    case = _rounds(ideas)
    sub = {"before": ideas.voters[BEFORE], "after": ideas.voters[AFTER]}
    described = [_row_told(row, case, say) for row in rows]
    return Exhibit(
        "votes",
        figures.draw_votes(rows, labels),
        _votes_title(ideas, say),
        say(f"{key}.sub_{case}", **sub),
        say(f"{key}.alt"),
        say(f"{key}.description", rows=" ; ".join(described)),
        _votes_table(ideas, order, say),
        say(f"{key}.source", file=told.file),
    )


def _rounds(ideas: Ideas) -> str:
    both = ideas.voters[BEFORE] and ideas.voters[AFTER]
    return "both" if both else BEFORE if ideas.voters[BEFORE] else AFTER


def _votes_title(ideas: Ideas, say: Words) -> str:
    key, before, after = "preconceived_ideas.votes.title", ideas.believed, ideas.believed_after
    if before is None or after is None:
        told = (after if before is None else before) or 0
        return say(f"{key}.some" if told else f"{key}.zero", believed=told)
    if after >= before:
        return say(f"{key}.not_less", believed=before, after=after)
    return say(f"{key}.less" if after else f"{key}.gone", believed=before, after=after)


def _row(ideas: Ideas, idea: str, say: Words) -> figures.Row:
    rounds = {
        name: figures.Votes(
            _number(ideas, idea, f"votes_{name}") - _number(ideas, idea, f"believe_{name}"),
            _number(ideas, idea, f"believe_{name}"),
        )
        if _number(ideas, idea, f"votes_{name}")
        else None
        for name in method_.ROUNDS
    }
    verdict = _verdict(ideas, idea, say).word
    return figures.Row(_short(idea, say), verdict, rounds[BEFORE], rounds[AFTER])


def _row_told(row: figures.Row, case: str, say: Words) -> str:
    before, after = (one or figures.Votes(0, 0) for one in (row.before, row.after))
    return say(
        f"preconceived_ideas.votes.row_{case}",
        idea=row.name,
        verdict=row.verdict,
        believe=before.true,
        believe_after=after.true,
        **{"not": before.false, "not_after": after.false},
    )


def _votes_table(ideas: Ideas, order: Sequence[str], say: Words) -> Table:
    key = "preconceived_ideas.votes.columns"
    counted = _counted(ideas, order, say)
    counted.insert(1, "verdict", [_verdict(ideas, idea, say).word for idea in order])
    columns = [Column("idea", say(f"{key}.idea"), "name"), Column("verdict", say(f"{key}.verdict"))]
    columns += [Column(one, say(f"{key}.{one}"), "int") for one in _told_counts(ideas)]
    return Table("votes", counted, columns)


def _told_counts(ideas: Ideas) -> list[str]:
    """Columns of the rounds in which somebody voted."""
    return [
        f"{what}_{name}"
        for name in method_.ROUNDS
        if ideas.voters[name]
        for what in ("believe", "not")
    ]


def _counted(ideas: Ideas, order: Sequence[str], say: Words) -> pd.DataFrame:
    table = ideas.table.loc[list(order)]
    return pd.DataFrame(
        {
            "idea": [_short(idea, say) for idea in order],
            **{
                f"{what}_{name}": (
                    table[f"believe_{name}"]
                    if what == "believe"
                    else table[f"votes_{name}"] - table[f"believe_{name}"]
                ).tolist()
                for name in method_.ROUNDS
                for what in ("believe", "not")
            },
        }
    )


# ── idea by idea ───────────────────────────────────────────────────────────────────────────────


def cases(page: Page, ideas: Ideas, told: Workshop) -> Part:
    """The section of the nine cards: ballots on the question, all that is known on the answer."""
    key, say = "preconceived_ideas.section", page.say
    name = "question" if told.asks else "ideas"
    made = [_card(ideas, str(idea), told, say) for idea in ideas.table.index]
    return page.all(
        page.section(name, say(f"{key}.{name}"), say(f"{key}.{name}_lead")), page.ideas(made)
    )


def _card(ideas: Ideas, idea: str, told: Workshop, say: Words) -> IdeaCard:
    statement = _told(ideas, idea, "statement", say)
    if told.asks:
        return IdeaCard(statement)
    return IdeaCard(
        statement,
        verdict=_verdict(ideas, idea, say),
        false=_told(ideas, idea, "false_part", say),
        true=_told(ideas, idea, "true_part", say),
        own=_own(idea, ideas.evidence.get(idea), say),
        votes=_room_told(ideas, idea, say),
    )


def _room_told(ideas: Ideas, idea: str, say: Words) -> list[str]:
    """How many believe the idea in each round, with a percentage from five votes on."""
    key = "preconceived_ideas.room"
    told = []
    for name in method_.ROUNDS:
        count = _number(ideas, idea, f"votes_{name}")
        if not count:
            continue
        believe = _number(ideas, idea, f"believe_{name}")
        case = name if believe else f"{name}_zero"
        if believe and count >= ENOUGH:
            case = f"{name}_share"
        share = value_at(ideas.table, idea, f"share_{name}")
        told.append(say(f"{key}.{case}", believe=believe, votes=count, share=share))
    return told or [say(f"{key}.silent")]


def _own(idea: str, found: Evidence | None, say: Words) -> Card:
    """The client's own figure as a card: value, bar against the reference, what it says."""
    key = "preconceived_ideas"
    if found is None:
        chip = Chip("none", say(f"{key}.reading.none"))
        return Card("", "–", chip=chip, denominator=say(f"{key}.own.measure.{idea}"))
    reading = ("costs" if found.loses else "holds") if found.costs else "harmless"
    sign = {"costs": "late", "holds": "watch", "harmless": "ok"}[reading]
    return Card(
        say(f"{key}.own.{found.kind}.label", **_labelled(found)),
        _value(found, say),
        unit=say(f"{key}.own.{found.kind}.unit"),
        bullet=_bar(found),
        chip=Chip(sign, say(f"{key}.reading.{reading}")),
        denominator=_sentence(found, say),
    )


def _labelled(found: Evidence) -> dict[str, Any]:
    return {"horizon": found.told.get("horizon")}


def _value(found: Evidence, say: Words) -> str:
    form = say.format
    if found.value is None:
        return say("preconceived_ideas.own.break_even.beyond", horizon=found.told["horizon"])
    if found.kind in {method_.LEADS, method_.LEAD_PRACTICE, method_.PRACTICES}:
        return form.level(found.value)
    if found.kind == method_.MANAGERS:
        return form.number(found.value)
    if found.kind in {method_.SCORE, method_.SIZING, method_.BREAK_EVEN}:
        return form.int(found.value)
    return form.money(found.value)


def _bar(found: Evidence) -> Bullet | None:
    """The value on a scale, a tick at what it is set against."""
    if found.value is None:
        return None
    value, tick = found.value, found.reference
    scales = {
        method_.LEADS: RATINGS,
        method_.LEAD_PRACTICE: LEVELS,
        method_.PRACTICES: LEVELS,
        method_.SCORE: SCORES,
        method_.BREAK_EVEN: (0, found.told.get("horizon")),
    }
    if found.kind in scales:
        low, high = scales[found.kind]
        return Bullet(value, tick, low=low, high=high or value)
    if min(value, tick) < 0:  # a bar begins at zero: amounts below it are told in words alone
        return None
    return Bullet(value, tick, high=ROOM * (max(value, tick) or 1.0))


def _sentence(found: Evidence, say: Words) -> str:
    """What the figure says, in the case that holds."""
    case = "costs" if found.costs else "harmless"
    values: dict[str, Any] = dict(found.told)
    if found.kind == method_.BREAK_EVEN:
        case = "beyond_costs" if found.value is None else case
        values |= {"patience": found.reference, "missing": -found.told["expected"]}
    elif found.kind == method_.CUSTOMER_COST:
        case = _customer_cost_case(found)
        values |= {"direct": found.reference, "break_even": found.told["break_even_margin"]}
        if "lead" in values:
            values["lead"] = abs(values["lead"])
    elif found.kind == method_.FUNDING:
        case = "beyond_costs" if found.costs and found.told["month"] is None else case
        values |= {"direct": found.reference}
    elif found.kind == method_.EARNINGS:
        lost = found.value is not None and found.value < 0
        case = "both" if lost else case
        values |= {"alone": found.reference, "loss": -found.reference}
    elif found.kind in {method_.PRACTICES, method_.LEAD_PRACTICE}:
        values |= {"target": found.reference, "lowest": _short(found.told["lowest"], say)}
    elif found.kind == method_.MANAGERS:
        values |= {"each": found.reference}
    elif found.kind == method_.SCORE:
        case = f"{case}_channel" if found.told else case
        values |= {"managed": found.reference}
    elif found.kind == method_.SIZING:
        active, signed = int(found.reference), int(found.value or 0)
        values |= {"active": active, "to_sign": signed, "lost": signed - active}
    return say(f"preconceived_ideas.own.{found.kind}.{case}", **values)


def _customer_cost_case(found: Evidence) -> str:
    """Cheaper and worth more, cheaper alone, cheaper but worth less, or dearer."""
    if found.costs:
        return "costs_value" if found.at_stake is not None else "costs"
    if found.value is not None and scoring.below(found.value, found.reference):
        return "harmless_value"
    return "never" if found.told["break_even_margin"] <= 0 else "harmless"


def _full_sentence(found: Evidence, say: Words) -> str:
    """The figure, then what it says."""
    key = "preconceived_ideas"
    label = say(f"{key}.own.{found.kind}.label", **_labelled(found))
    unit = say(f"{key}.own.{found.kind}.unit")
    case = "detail_unit" if unit else "detail"
    values = {"label": label, "value": _value(found, say), "sentence": _sentence(found, say)}
    return say(f"{key}.finding.{case}", **values, **({"unit": unit} if unit else {}))


# ── what to do next ────────────────────────────────────────────────────────────────────────────


def next_steps(page: Page, ideas: Ideas, told: Workshop) -> Part:
    """What other steps already propose against the ideas that cost; none on the ballot."""
    if told.asks:
        return page.all()
    key, say = "preconceived_ideas", page.say
    head = page.section("next", say(f"{key}.section.next"), say(f"{key}.section.next_lead"))
    if not ideas.costly:
        return page.all(head, page.sentence(say(f"{key}.next.no_cost")))
    if told.proposed is None:
        return page.all(head, page.sentence(say(f"{key}.next.no_step")))
    return page.all(head, page.table(_next_table(ideas, told, say)))


def _next_table(ideas: Ideas, told: Workshop, say: Words) -> Table:
    key, planned = "preconceived_ideas.next", _planned(ideas, told)
    names = ["idea", "item", "action", "origin", "owner", "due", "priority"]
    rows = pd.DataFrame(
        [_next_row(idea, action, told, say) for idea, action in planned.items()], columns=names
    )
    columns = [
        Column("idea", say(f"{key}.columns.idea"), "name"),
        *(Column(one, say(f"{key}.columns.{one}")) for one in names[1:-1]),
        Column("priority", say(f"{key}.columns.priority"), "score", decimals=0),
    ]
    count = sum(action is not None for action in planned.values())
    case = "caption_some" if count else "caption_none"
    if count and len(planned) == 1:
        case = "caption_one"
    caption = say(f"{key}.{case}", planned=count, costly=len(planned))
    return Table("next", rows, columns, caption=caption, sub=say(f"{key}.sub"))


def _next_row(idea: str, action: Any, told: Workshop, say: Words) -> tuple[Any, ...]:
    key, name = "preconceived_ideas.next", _short(idea, say)
    if action is None:
        return (name, "–", Gap(say(f"{key}.nothing")), "–", "–", "–", None)
    day = told.due(action.end_month) if action.end_month else None
    due = say(f"{key}.month", month=str(action.end_month)) if action.end_month else ""
    return (
        name,
        _short(action.origin_item, say),
        _title(action, say),
        say(f"{key}.origin.{action.origin}"),
        people.owner(action.owner_role, told.people, say),
        say.format.day(day) if day else due or say(f"{key}.later"),
        action.priority,
    )


# ── notes ──────────────────────────────────────────────────────────────────────────────────────


def quality(ideas: Ideas, told: Workshop, say: Words) -> list[str]:
    """What the reader should know of the votes."""
    key = "preconceived_ideas.quality"
    said = []
    for notice in () if told.asks else ideas.notices:
        values = dict(notice.values)
        if notice.code == "no_vote":
            names = [_short(idea, say) for idea in values["ideas"]]
            said.append(say(f"{key}.no_vote_{values['round']}", ideas=names))
        else:
            said.append(say(f"{key}.{notice.code}", **values))
    return said


def counts(page: Page, ideas: Ideas, told: Workshop) -> Part:
    """Votes by idea, in the bank's order; none on the ballot or without vote."""
    if told.asks or not ideas.voters["all"]:
        return page.all()
    say, key = page.say, "preconceived_ideas.counts"
    order = [str(idea) for idea in ideas.table.index]
    columns = [Column("idea", say(f"{key}.columns.idea"), "name")]
    columns += [Column(one, say(f"{key}.columns.{one}"), "int") for one in _told_counts(ideas)]
    rows = _counted(ideas, order, say)
    caption, sub = say(f"{key}.caption"), say(f"{key}.sub")
    return page.counts(Table("counts", rows, columns, caption=caption, sub=sub))


def assumptions(
    page: Page, folder: Any, ideas: Ideas, told: Workshop, used: pd.DataFrame | None
) -> Part:
    """The assumptions of the money figures, where there are any."""
    money = [one for one in ideas.evidence.values() if one.kind in _MONEY]
    if told.asks or used is None or not money:
        return page.all()
    say = page.say
    caption = say("preconceived_ideas.assumptions")
    return page.assumptions(assumed.table(used, say, caption=caption, rate=folder.settings.rate))


def method(told: Workshop, say: Words) -> str:
    """The method in three sentences."""
    return say(f"preconceived_ideas.{'method_question' if told.asks else 'method'}")


def key_figures(page: Page, ideas: Ideas, told: Workshop) -> Part:
    """Key figures of the answer; the ballot has none."""
    if told.asks:
        return page.all()
    say, believed = page.say, ideas.believed
    of = len(ideas.table)
    figure: dict[str, Any] = {"value": believed, "unit": "count", "of": of}
    if believed is None:
        case = "no_vote_before" if ideas.voters["all"] else "no_vote"
        figure["reason"] = say(f"preconceived_ideas.reason.{case}")
    return page.key_figures(
        {
            "ideas.believed": figure,
            "ideas.settled": {"value": ideas.settled, "unit": "count", "of": of},
            "ideas.voters": {"value": ideas.voters["all"], "unit": "count"},
        }
    )
