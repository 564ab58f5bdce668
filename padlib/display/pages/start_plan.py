"""The first 100 days of a partner: what is done, late, due next, and the gates (REPORTS 9.8).

Each function takes the start plan, the partnership and the words; it picks the case, the words do
the rest. Both sides read the same page: the partner's edition lacks what people said in the
interview, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import scoring
from padlib.display import people
from padlib.display.figures import start_plan as figures
from padlib.display.figures.start_plan import Course, Today
from padlib.display.formats import is_missing
from padlib.display.parts import Bullet, Card, Exhibit, Finding, Page, Part, Proposal
from padlib.display.tables import Chip, Column, Gap, Table, named_rows
from padlib.display.two_sides import TwoSides
from padlib.display.words import Words
from padlib.method import start_plan
from padlib.method.start_plan import (
    AHEAD,
    AHEAD_OF_DAY,
    AT_RISK,
    CONTINUE,
    CORRECT,
    EXTEND,
    EXTENDED,
    FINISHED,
    JOINT,
    NEXT_DAYS,
    NOT_PASSED,
    NOT_STARTED,
    ON_WAY,
    PARTNER,
    PASSED,
    REMAINDER,
    SIDES,
    STOP,
    STOPPED,
    THREATENED,
    UNDECIDED,
    UNSIGNED,
    VENDOR,
    Gate,
    Interview,
    StartPlan,
)

LEADER = "CM"  # the partner's counterpart at the vendor's
ANSWERS = "perception_answers.csv"
LISTENING = "J-17"  # the milestone of the short interview
PROPOSED = 3
DAYS_TOLD = 20  # values that a description tells
EACH = 10  # days between two values of the description of progress
SIGNS = {PASSED: "ok", NOT_PASSED: "late", THREATENED: "watch", AHEAD_OF_DAY: "none"}


@dataclass(frozen=True, kw_only=True)
class Partnership(TwoSides):
    """What the page tells beside the plan: who, since when, of which day, on which files."""

    partner_id: str
    start: dt.date
    as_of: dt.date
    issued: dt.date
    is_asked: bool = False  # the day was asked for, not that of the latest fact
    contact: str = ""  # the partner's person
    file: str = "start_plans/partner.csv"
    answers_hidden: bool = False  # answers that are not named are not shown of so few people

    def side(self, side: str, say: Words) -> str:
        """A side by its name; what both do together by a word."""
        names = {VENDOR: self.vendor, PARTNER: self.partner}
        return names.get(side) or say(f"start_plan.side.{JOINT}")


def partnership(folder: Any, asked: Any = None) -> Partnership:
    """The partnership of a folder opened for one partner, once its start plan is read.

    ``asked`` is the parameter `as_of`: without it the page is of the day of the latest fact.
    """
    row = folder.partners().loc[folder.partner_id]
    people_ = dict(folder.settings.people)
    if counterpart := _one_line(row.get("channel_manager")):
        people_[LEADER] = counterpart
    files = [str(source.path).partition("/")[2] for source in folder.sources]
    own = [name for name in files if name.startswith(f"start_plans/{folder.partner_id}.")]
    return Partnership(
        vendor=folder.name,
        partner=folder.partner_name,
        partner_id=folder.partner_id,
        year=folder.year,
        start=pd.Timestamp(row["start_date"]).date(),
        as_of=folder.known_as_of_partner(),
        issued=folder.issued,
        is_asked=asked is not None,
        audience=folder.audience,
        people=people_,
        contact=_one_line(row.get("contact")),
        file=own[0] if own else f"start_plans/{folder.partner_id}.csv",
        answers_hidden=folder.settings.named is False,
    )


def _one_line(text: Any) -> str:
    return "" if is_missing(text) else " ".join(str(text).split())


# ── names and numbers ──────────────────────────────────────────────────────────────────────────


def _label(milestone: str, say: Words) -> str:
    return say.typeset(banks.short_labels(say.language)[milestone])


def _labels(milestones: Iterable[str], say: Words) -> list[str]:
    return [_label(one, say) for one in milestones]


def _criterion(found: StartPlan, milestone: str, say: Words) -> str:
    """When a milestone is reached; no id is shown to readers."""
    text = _text(found, milestone, "exit_criterion", say)
    if any(str(one) in text for one in found.items.index):
        return say("start_plan.gate_criterion", share=found.rules.gate_pass_ratio)
    return text


def _text(found: StartPlan, milestone: str, what: str, say: Words) -> str:
    """A text of the bank, without its full stop."""
    return say.typeset(str(found.items.at[milestone, f"{what}_{say.language}"])).rstrip(".")


def _owner(told: Partnership, role: str, say: Words) -> str:
    return people.owner(role, told.people, say)


def _until(found: StartPlan, day: dt.date) -> int:
    return (day - found.as_of).days


def _counts(found: StartPlan) -> dict[str, int]:
    """What most sentences tell."""
    over = found.day - found.last_day
    return {
        "day": found.day,
        "last_day": found.last_day,
        "count": len(found.milestones),
        "done": len(found.done),
        "left": len(found.left),
        "late": len(found.late),
        "due": len(found.due),
        "over": over,
        "grace": found.rules.late_grace_days,
        "extension": found.rules.extension_days,
    }


def _sides(found: StartPlan, told: Partnership) -> dict[str, Any]:
    """How many are late on each side, with the names of the two parties."""
    counts = {"ours": VENDOR, "joint": JOINT, "theirs": PARTNER}
    late = {name: found.late_by(side) for name, side in counts.items()}
    return {**late, "vendor": told.vendor, "partner": told.partner}


def _weights(found: StartPlan) -> dict[str, int]:
    return {"done": start_plan.weight(found.done), "due": start_plan.weight(found.due)}


def _gate_name(gate: Gate, say: Words) -> str:
    return say("start_plan.gate", number=gate.number)


def _gate_values(gate: Gate) -> dict[str, Any]:
    return {
        "number": gate.number,
        "due": gate.due,
        "day": gate.day,
        "done": gate.done_weight,
        "due_weight": gate.due_weight,
        "missing": len(gate.missing),
        "threats": len(gate.threats),
    }


# ── where it stands ────────────────────────────────────────────────────────────────────────────


def title(told: Partnership, say: Words) -> str:
    """What stands beside the client's name."""
    return say("start_plan.title", partner=told.partner, year=told.year)


@dataclass(frozen=True)
class _Case:
    """How the plan stands, in one word of the words files, and the gate that it is about."""

    key: str
    gate: Gate | None = None
    to: dt.date | None = None  # the end of an extension


def _case(found: StartPlan) -> _Case:
    """The case of the headline, and of the decision it calls for."""
    last = found.gates[-1]
    cases = {
        NOT_STARTED: _Case(NOT_STARTED, found.gates[0]),
        STOPPED: _Case(STOPPED, _decided(found, STOP)),
        FINISHED: _Case(_finished(found), last),
        REMAINDER: _Case(_remainder(found), last),
        EXTENDED: _extended(found),
        UNDECIDED: _undecided(found),
        AT_RISK: _Case(AT_RISK, found.next_gate),
        AHEAD: _Case(AHEAD, found.next_gate),
    }
    if found.standing == UNSIGNED:
        return _unsigned(found)
    return cases.get(found.standing) or _on_way(found)


def _decided(found: StartPlan, decision: str) -> Gate | None:
    """The latest gate at which something was decided."""
    gates = [gate for gate in found.gates if gate.decision == decision]
    return gates[-1] if gates else None


def _finished(found: StartPlan) -> str:
    if not found.gates[-1].decision:
        return "finished_undecided"
    return "finished_late" if _last_done(found) > found.last_day else FINISHED


def _last_done(found: StartPlan) -> int:
    """The day on which the last milestone was done, as far as it is known."""
    days = (found.milestones["done_on"].dropna() - pd.Timestamp(found.start)).dt.days
    return int(days.max()) if len(days) else 0


def _remainder(found: StartPlan) -> str:
    if not found.gates[-1].decision:
        return "remainder_undecided"
    return "remainder_late" if len(found.late) else REMAINDER


def _extended(found: StartPlan) -> _Case:
    gate = found.extension
    return _Case(
        "extended_late" if len(found.late) else EXTENDED, gate, gate.extended_to if gate else None
    )


def _undecided(found: StartPlan) -> _Case:
    gate = found.latest_gate
    case = "undecided_continue" if gate is not None and gate.decision == CONTINUE else UNDECIDED
    return _Case(case, gate)


def _unsigned(found: StartPlan) -> _Case:
    """Past the last day: whether that gate was passed, what was decided, until when extended."""
    gate, extended = found.gates[-1], _decided(found, EXTEND)
    to = extended.extended_to if extended else None
    if gate.is_undecided:
        case = "unsigned_continue" if gate.decision else "unsigned_undecided"
        if to is not None and not gate.decision:
            case = "unsigned_extended" if to >= found.as_of else "unsigned_over"
    elif to is not None:
        case = "unsigned_over"
    else:
        case = "unsigned_decided" if gate.decision == CORRECT else "unsigned_passed"
    return _Case(case, gate, to)


def _on_way(found: StartPlan) -> _Case:
    gate = found.next_gate
    if gate is None:
        return _Case("on_way_held", found.gates[-1])
    if gate.has_come:
        return _Case("on_way_today", gate)
    if len(found.late):
        return _Case("on_way_late", gate)
    is_whole = scoring.at_least(found.progress or 0.0, 1.0)
    return _Case("on_way_whole" if is_whole else ON_WAY, gate)


def headline(found: StartPlan, say: Words) -> str:
    """Where the plan stands in one sentence; a partner in trouble is said to be."""
    case = _case(found)
    gate = {} if case.gate is None else _gate_values(case.gate)
    values = {**gate, **_counts(found), "progress": found.progress, "to": case.to}
    values |= {"start": found.start, "until": _until(found, found.start)}
    if case.gate is not None:
        values["due"] = case.gate.due
    if case.key == "finished_late":
        values["over"] = _last_done(found) - found.last_day
    return say(f"start_plan.headline.{case.key}", **values)


# ── the decision it calls for ──────────────────────────────────────────────────────────────────


def decision(found: StartPlan, told: Partnership, say: Words) -> str:
    """What is asked, of whom, by when."""
    case = _case(found)
    ask, gate = _ask(found, case)
    values: dict[str, Any] = {**_counts(found), "to": case.to}
    if gate is not None:
        values |= {**_gate_values(gate), "owner": _owner(told, gate.owner_role, say)}
    if ask == "business_plan":
        values["owner"] = _owner(told, LEADER, say)
    asked = _asked_first(found, ask, case)
    if asked is not None and len(asked):
        first, row = named_rows(asked)[0]
        ask = (
            f"{ask}_many" if len(asked) > 1 and say.has(f"start_plan.decision.{ask}_many") else ask
        )
        values |= {
            "milestone": _label(first, say),
            "owner": _owner(told, str(row["owner_role"]), say),
            "days": int(row["overdue"]),
            "count": len(asked),
        }
        if ask == "first":
            values["due"] = row["due"]
    return say(f"start_plan.decision.{ask}", **values)


def _ask(found: StartPlan, case: _Case) -> tuple[str, Gate | None]:
    """What is asked in a case, and at which gate."""
    asks = {
        NOT_STARTED: "first",
        STOPPED: "stop",
        FINISHED: "business_plan",
        "finished_late": "business_plan",
        "finished_undecided": "record_held",
        REMAINDER: "rest",
        "remainder_late": "rest",
        "remainder_undecided": "record_held",
        EXTENDED: "extended",
        "extended_late": "extended_late",
        UNDECIDED: "choose",
        "undecided_continue": "choose",
        "unsigned_undecided": "choose",
        "unsigned_continue": "choose",
        "unsigned_extended": "choose",
        "unsigned_over": "sign_or_stop",
        "unsigned_decided": "sign_after",
        "unsigned_passed": "sign",
        AT_RISK: "catch_up",
        "on_way_late": "catch_up",
        "on_way_held": "rest",
    }
    latest = found.latest_gate
    if case.key in asks:
        at = found.gates[-1] if case.key in (EXTENDED, "extended_late") else case.gate
        return asks[case.key], at
    if latest is not None and not latest.decision:
        return "record", latest  # passed, and nobody has written what it led to
    return "hold", case.gate


def _asked_first(found: StartPlan, ask: str, case: _Case) -> pd.DataFrame | None:
    """The milestones that a decision is about, the first to be named first."""
    if ask == "first":
        return found.left.head(1)
    if ask == "rest":
        return pd.concat([found.late, found.left.drop(index=found.late.index)])
    if ask == "extended_late":
        return found.late
    if ask == "catch_up":
        threats = case.gate.threats if case.gate is not None else ()
        return found.late[found.late.index.isin(threats)] if threats else found.late
    return None


# ── cards ──────────────────────────────────────────────────────────────────────────────────────


def cards(found: StartPlan, told: Partnership, say: Words) -> list[Card]:
    """Progress, next gate, late on each side, mean delay, next milestone."""
    return [
        _progress_card(found, say),
        _gate_card(found, say),
        _late_card(found, told, say),
        _delay_card(found, say),
        _next_card(found, say),
    ]


def _progress_card(found: StartPlan, say: Words) -> Card:
    key, label = "start_plan.card.progress", say("start_plan.card.progress.label")
    if found.progress is None:
        return Card(label, "–", denominator=say(f"{key}.none"))
    share = 100 * found.progress
    case = "trend_over" if found.day > found.last_day else "trend"
    return Card(
        label,
        say.format.percent(found.progress, 0),
        bullet=Bullet(share, 100.0, high=max(100.0, share)),
        trend=say(f"{key}.{case}", **_counts(found)),
        denominator=say(f"{key}.of", **_weights(found)),
    )


def _gate_card(found: StartPlan, say: Words) -> Card:
    key, gate = "start_plan.card.gate", found.next_gate
    if gate is None:
        come = sum(one.has_come for one in found.gates)
        case = "stopped" if found.standing == STOPPED else "none"
        reason = say(f"{key}.{case}", come=come, gates=len(found.gates))
        return Card(say(f"{key}.label_none"), "–", denominator=reason)
    days = _until(found, gate.due)
    share = found.rules.gate_pass_ratio
    return Card(
        say(f"{key}.label", number=gate.number),
        say.format.int(days),
        unit=say(f"{key}.unit", days=days),
        chip=_gate_chip(gate, say),
        trend=say(f"{key}.when", due=gate.due),
        denominator=say(f"{key}.of", share=share, **_gate_values(gate)),
    )


def _gate_chip(gate: Gate, say: Words) -> Chip:
    return Chip(SIGNS[gate.state], say(f"start_plan.state.{gate.state}"))


def _late_card(found: StartPlan, told: Partnership, say: Words) -> Card:
    key, late = "start_plan.card.late", len(found.late)
    label = say(f"{key}.label")
    if found.progress is None:
        return Card(label, "–", denominator=say(f"{key}.early"))
    chip = Chip("late", say(f"{key}.chip.some")) if late else Chip("ok", say(f"{key}.chip.none"))
    return Card(
        label,
        say.format.int(late),
        chip=chip,
        trend=say(f"{key}.split", **_sides(found, told)) if late else "",
        denominator=say(f"{key}.of", **_counts(found)),
    )


def _delay_card(found: StartPlan, say: Words) -> Card:
    key, mean = "start_plan.card.delay", found.mean_delay
    if mean is None:
        return Card(say(f"{key}.label"), "–", denominator=say(f"{key}.none"))
    label = "label_early" if mean < 0 else "label"
    return Card(
        say(f"{key}.{label}"),
        say.format.number(abs(mean)),
        unit=say(f"{key}.unit", days=abs(mean)),
        trend="" if mean < 0 else say(f"{key}.trend"),
        denominator=say(f"{key}.of", count=int(found.milestones["delay"].count())),
    )


def _next_card(found: StartPlan, say: Words) -> Card:
    key, label = "start_plan.card.next", say("start_plan.card.next.label")
    coming = _coming(found)
    if coming.empty:
        case = "stopped" if found.standing == STOPPED else "none"
        return Card(label, "–", denominator=say(f"{key}.{case}"))
    milestone, row = named_rows(coming)[0]
    days = _until(found, row["due"].date())
    return Card(
        label,
        say.format.int(days) if days else say(f"{key}.today"),
        unit=say(f"{key}.unit", days=days) if days else "",
        denominator=say(f"{key}.when", milestone=_label(milestone, say), due=row["due"]),
    )


def _coming(found: StartPlan) -> pd.DataFrame:
    """Milestones whose day has not passed and that are not done; none once it is stopped."""
    if found.standing == STOPPED:
        return found.left.head(0)
    return found.left[found.left["due"] >= pd.Timestamp(found.as_of)]


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def findings(found: StartPlan, told: Partnership, say: Words) -> list[Finding]:
    """The pace, what is late by side, the gate that counts most; each with its figure."""
    return [
        _pace_finding(found, say),
        _late_finding(found, told, say),
        _gate_finding(found, say),
    ]


def _pace_finding(found: StartPlan, say: Words) -> Finding:
    key = "start_plan.finding.progress"
    if found.progress is None:
        return Finding(say(f"{key}.none", start=found.start), "", "progress")
    text = say(f"{key}.{_pace(found.progress)}", day=found.day, **_weights(found))
    mean = found.mean_delay
    case = "undated" if mean is None else "on_time"
    if mean:
        case = "delay" if mean > 0 else "advance"
    return Finding(text, say(f"{key}.{case}", days=abs(mean or 0.0)), "progress")


def _pace(progress: float) -> str:
    if scoring.above(progress, 1.0):
        return "over"
    return "even" if scoring.at_least(progress, 1.0) else "behind"


def _late_finding(found: StartPlan, told: Partnership, say: Words) -> Finding:
    key = "start_plan.finding.late"
    if found.progress is None:
        return Finding(say(f"{key}.early", start=found.start), "", "timeline")
    if found.late.empty:
        return Finding(say(f"{key}.none", **_counts(found)), say(f"{key}.clear"), "timeline")
    text = say(f"{key}.some", late=len(found.late), **_sides(found, told))
    return Finding(text, say(f"{key}.names", names=_labels(found.late.index, say)), "timeline")


def _gate_finding(found: StartPlan, say: Words) -> Finding:
    """The latest gate when it asks for a decision, else the next one."""
    key, gate = "start_plan.finding.gates", found.latest_gate
    coming = found.next_gate
    undecided = gate is not None and gate.is_undecided
    if coming is not None and not undecided:
        gate = coming
    gate = gate or found.gates[-1]  # all are held before the day of the first
    case = "held" if gate.is_done and not gate.has_come else gate.state
    if gate.state == PASSED and gate.due == found.as_of:
        case = "today"
    text = say(f"{key}.{case}", **_gate_values(gate))
    return Finding(text, _decision_detail(found, gate, say), "gates")


def _decision_detail(found: StartPlan, gate: Gate, say: Words) -> str:
    key, latest = "start_plan.finding.gates", found.latest_gate
    about = gate if gate.has_come else latest
    if about is not None and about.decision:
        named = say(f"start_plan.decided.{about.decision}", extension=found.rules.extension_days)
        return say(f"{key}.latest", number=about.number, decision=people.in_sentence(named))
    if about is not None:
        return say(f"{key}.undecided", number=about.number)
    return say(f"{key}.rule", share=found.rules.gate_pass_ratio)


def proposals(found: StartPlan, told: Partnership, say: Words) -> list[Proposal]:
    """What to catch up, the vendor's own first, then what is due next; first of all a decision."""
    key, case = "start_plan.proposal", _case(found)
    if found.standing in (STOPPED, FINISHED):
        return [_closing_proposal(case, told, say)]
    proposed = []
    latest = found.latest_gate
    if latest is not None and latest.is_undecided:
        owner = _owner(told, latest.owner_role, say)
        who = say(f"{key}.decide_who", owner=owner, due=latest.due)
        proposed.append(Proposal(say(f"{key}.decide", number=latest.number), who))
    coming = _coming(found)
    due = pd.concat([found.late, found.upcoming, coming])
    due = due[~due.index.duplicated()]
    for milestone, row in named_rows(due)[: PROPOSED - len(proposed)]:
        proposed.append(_proposal(milestone, row, told, say))
    return proposed


def _closing_proposal(case: _Case, told: Partnership, say: Words) -> Proposal:
    """What is left once the plan is stopped, or all is done."""
    key, gate = "start_plan.proposal", case.gate
    words = {STOPPED: "stop", "finished_undecided": "record"}
    word = words.get(case.key, "plan")
    role = LEADER if word == "plan" or gate is None else gate.owner_role
    due = None if gate is None else gate.due
    who = say(f"{key}.{word}_who", owner=_owner(told, role, say), due=due)
    number = 0 if gate is None else gate.number
    return Proposal(say(f"{key}.{word}", number=number), who)


def _proposal(milestone: str, row: Any, told: Partnership, say: Words) -> Proposal:
    key, case = "start_plan.proposal", "who_late" if row["late"] else "who"
    case += "_critical" if row["is_critical"] else ""
    owner = _owner(told, str(row["owner_role"]), say)
    who = say(f"{key}.{case}", owner=owner, due=row["due"], days=int(row["overdue"]))
    word = "late" if row["late"] else "next"
    return Proposal(say(f"{key}.{word}", milestone=_label(milestone, say)), who)


# ── where it stands: the time line ─────────────────────────────────────────────────────────────


def where_lead(told: Partnership, say: Words) -> str:
    """Day 0, of which day the page is, and who to talk to."""
    case = "given" if told.is_asked else "latest"
    case += "" if told.contact else "_alone"
    return say(
        f"start_plan.section.where_lead.{case}",
        start=told.start,
        as_of=told.as_of,
        owner=_owner(told, LEADER, say),
        vendor=told.vendor,
        partner=told.partner,
        contact=told.contact,
    )


def _ticks(found: StartPlan) -> list[int]:
    return [0, *(gate.day for gate in found.gates)]


def _today(found: StartPlan, say: Words) -> Today | None:
    if found.day < 0:
        return None
    case = "beyond" if found.day > figures.LONGEST else "today"
    return Today(found.day, say(f"start_plan.timeline.{case}", day=found.day))


def timeline(found: StartPlan, told: Partnership, say: Words) -> Exhibit:
    """Every milestone by side, at its day."""
    key, table = "start_plan.timeline", start_plan.by_side(found.milestones)
    values = {**_counts(found), **_sides(found, told)}
    case = "late" if len(found.late) else "clear"
    if found.progress is None:
        case = "planned"
    elif found.left.empty:
        case = "finished"
    told_of = {one: _told(row, say) for one, row in named_rows(table)}
    spoken = [
        say(f"{key}.row", milestone=_label(one, say), told=told_of[one])
        for one in [*found.late.index, *found.left.drop(index=found.late.index).index][:DAYS_TOLD]
    ]
    end = found.start + dt.timedelta(days=found.last_day)
    dates = {"start": found.start, "as_of": found.as_of, "end": end}
    drawn = _timeline_rows(found, table, told_of, told, say)
    beyond = max([found.day, *drawn["done_day"].dropna()]) > figures.LONGEST
    source = say(f"{key}.source", file=told.file, as_of=found.as_of, grace=values["grace"])
    rows = say.format.clauses(spoken) if spoken else say(f"{key}.nothing_open")
    return Exhibit(
        key="timeline",
        figure=figures.draw_timeline(drawn, say, ticks=_ticks(found), today=_today(found, say)),
        title=say(f"{key}.title.{case}", **dates, **values),
        subtitle=say(f"{key}.subtitle"),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", rows=rows, **dates, **values),
        table=_timeline_table(found, table, told_of, told, say),
        source=f"{source}. {say(f'{key}.beyond_note')}" if beyond else source,
    )


def _told(row: Any, say: Words) -> str:
    """What is told of a milestone at the end of its line."""
    key = "start_plan.timeline.told"
    if row["late"]:
        return say(f"{key}.late", days=int(row["overdue"]))
    if not row["done"]:
        return say(f"{key}.due", due=row["due"])
    if is_missing(row["delay"]):
        return say(f"{key}.undated")
    days = int(row["delay"])
    case = "done" if not days else "after" if days > 0 else "before"
    return say(f"{key}.{case}", days=abs(days))


def _timeline_rows(
    found: StartPlan,
    table: pd.DataFrame,
    told_of: Mapping[str, str],
    told: Partnership,
    say: Words,
) -> pd.DataFrame:
    state = pd.Series(figures.OPEN, index=table.index)
    state[table["done"]] = figures.DONE
    state[table["late"]] = figures.LATE
    return (
        pd.DataFrame(
            {
                "group": [told.side(str(side), say) for side in table["side"]],
                "day": table["day"],
                "done_day": (table["done_on"] - pd.Timestamp(found.start)).dt.days,
                "state": state,
                "gate": table["is_gate"],
                "critical": table["is_critical"],
                "told": [told_of[str(one)] for one in table.index],
            }
        )
        .set_axis(pd.Index(_labels(table.index, say), name="name"))
        .rename_axis("name")
        .reset_index()
    )


def _timeline_table(
    found: StartPlan,
    table: pd.DataFrame,
    told_of: Mapping[str, str],
    told: Partnership,
    say: Words,
) -> Table:
    key = "start_plan.late.column"
    rows = pd.DataFrame(
        {
            "name": _labels(table.index, say),
            "side": [told.side(str(side), say) for side in table["side"]],
            "owner": [_owner(told, str(role), say) for role in table["owner_role"]],
            "day": table["day"],
            "due": table["due"],
            "done_on": table["done_on"],
            "told": [told_of[str(one)] for one in table.index],
        }
    )
    more = "start_plan.timeline.column"
    columns = [
        Column("name", say(f"{key}.name"), "name"),
        Column("side", say(f"{key}.side")),
        Column("owner", say(f"{key}.owner")),
        Column("day", say(f"{more}.day"), "int"),
        Column("due", say(f"{key}.due"), "date"),
        Column("done_on", say(f"{more}.done_on"), "date"),
        Column("told", say(f"{more}.told")),
    ]
    caption = say("start_plan.timeline.caption", count=len(found.milestones))
    return Table("timeline", rows, columns, caption=caption, limit=len(rows))


def late_table(found: StartPlan, told: Partnership, say: Words) -> Table:
    """What is late, the vendor's own first."""
    key, late = "start_plan.late", found.late
    rows = pd.DataFrame(
        {
            **_who(late, told, say),
            "days": late["overdue"].to_numpy(),
            "criterion": [_criterion(found, str(one), say) for one in late.index],
            "comment": late["comment"].to_numpy(),
        }
    )
    names = ["name", "side", "owner", "due", "days", "criterion"]
    names += ["comment"] if late["comment"].any() else []
    kinds: dict[str, Any] = {"name": "name", "due": "date", "days": "int"}
    columns = [Column(one, say(f"{key}.column.{one}"), kinds.get(one, "text")) for one in names]
    caption = "caption" if len(late) else "none"
    return Table(
        "late",
        rows,
        columns,
        caption=say(f"{key}.{caption}", **_counts(found)),
        sub=say(f"{key}.sub", vendor=told.vendor, partner=told.partner),
        limit=max(len(rows), 1),
        bold=_bold(late),
        empty=say(f"{key}.empty", **_counts(found)),
    )


def _who(table: pd.DataFrame, told: Partnership, say: Words) -> dict[str, Any]:
    """Name, side, owner and date of some milestones."""
    return {
        "name": _labels(table.index, say),
        "side": [told.side(str(side), say) for side in table["side"]],
        "owner": [_owner(told, str(role), say) for role in table["owner_role"]],
        "due": table["due"].to_numpy(),
    }


def _bold(table: pd.DataFrame) -> list[int]:
    """Where the critical milestones are."""
    return [place for place, critical in enumerate(table["is_critical"]) if critical]


# ── at which pace ──────────────────────────────────────────────────────────────────────────────


def progress(found: StartPlan, told: Partnership, say: Words) -> Exhibit:
    """What was planned and what is done, day by day."""
    key, rows = "start_plan.progress", start_plan.curve(found.milestones, found.day)
    whole = start_plan.weight(found.milestones)
    early = found.day < 0
    values: dict[str, Any] = {"day": found.day}
    if early:
        half = int(rows.index[scoring.at_least(rows["planned"], 0.5)][0])
        values |= {"half": half, "half_date": found.start + dt.timedelta(days=half)}
        case, course = "planned", None
    else:
        now = {name: float(rows[name].loc[found.day]) for name in ("planned", "done")}
        values |= now
        case = _pace(now["done"] / now["planned"])
        course = Course(*(say(f"{key}.{name}", share=now[name]) for name in ("planned", "done")))
    undated = int((found.milestones["done"] & found.milestones["done_on"].isna()).sum())
    source = "source_undated" if undated else "source"
    return Exhibit(
        key="progress",
        figure=figures.draw_progress(
            rows,
            say,
            ticks=_ticks(found),
            count=len(found.milestones),
            today=_today(found, say),
            course=course,
        ),
        title=say(f"{key}.title.{case}", **values),
        subtitle=say(f"{key}.subtitle"),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", rows=say.format.clauses(_course_told(rows, say))),
        table=_course_table(found, rows, say),
        source=say(f"{key}.{source}", file=told.file, whole=whole, count=undated),
    )


def _course_told(rows: pd.DataFrame, say: Words) -> list[str]:
    """One day in ten, the day told of among them."""
    known = rows["done"].last_valid_index()
    days = {*rows.index[::EACH], rows.index[-1], *([known] if known is not None else [])}
    spoken = []
    for day in sorted(days)[:DAYS_TOLD]:
        done = rows["done"].loc[day]
        case = "row_planned" if is_missing(float(done)) else "row"
        told = {"day": int(day), "planned": float(rows["planned"].loc[day]), "done": float(done)}
        spoken.append(say(f"start_plan.progress.{case}", **told))
    return spoken


def _course_table(found: StartPlan, rows: pd.DataFrame, say: Words) -> Table:
    key = "start_plan.progress"
    table = rows.reset_index()
    table.insert(1, "date", pd.Timestamp(found.start) + pd.to_timedelta(table["day"], unit="D"))
    columns = [
        Column("day", say(f"{key}.column.day"), "int"),
        Column("date", say(f"{key}.column.date"), "date"),
        Column("planned", say(f"{key}.column.planned"), "percent", decimals=0),
        Column("done", say(f"{key}.column.done"), "percent", decimals=0),
    ]
    changed = table[["planned", "done"]].ne(table[["planned", "done"]].shift()).any(axis=1)
    kept = changed | table["day"].isin([found.day, table["day"].iloc[-1]])
    kept &= ~(table["planned"].eq(table["planned"].shift()) & table["done"].isna()) | (
        table["day"] == table["day"].iloc[-1]
    )
    steps = table[kept]
    return Table("progress", steps, columns, caption=say(f"{key}.caption"), limit=len(steps))


# ── the gates ──────────────────────────────────────────────────────────────────────────────────


def gates_lead(found: StartPlan, say: Words) -> str:
    """The rule of every gate."""
    rules = found.rules
    return say(
        "start_plan.section.gates_lead",
        share=rules.gate_pass_ratio,
        extension=rules.extension_days,
    )


def gates(found: StartPlan, told: Partnership, say: Words) -> Exhibit:
    """The weight done of each gate against what passes it, its critical milestones named."""
    key, share = "start_plan.gates", found.rules.gate_pass_ratio
    come = [gate for gate in found.gates if gate.has_come]
    coming = found.next_gate
    threatened = coming is not None and coming.state == THREATENED
    passed = sum(gate.state == PASSED for gate in come)
    case = "none"
    if come:
        case = "nothing" if not passed else "everything" if passed == len(come) else "some"
    about = coming if coming is not None else found.gates[-1]
    values = {
        **_gate_values(about),
        "passed": passed,
        "come": len(come),
    }
    rows = pd.DataFrame([_gate_row(gate, say) for gate in found.gates])
    spoken = [
        say(
            f"{key}.row",
            name=row["name"],
            date=row["date"],
            told=row["told"],
            critical=row["critical"],
        )
        for _, row in named_rows(rows)
    ]
    return Exhibit(
        key="gates",
        figure=figures.draw_gates(rows, say, threshold=share),
        title=say(f"{key}.title.{case}{'_threatened' if threatened else ''}", **values),
        subtitle=say(f"{key}.subtitle", share=share, as_of=found.as_of),
        alt=say(f"{key}.alt"),
        description=say(f"{key}.description", share=share, rows=" ".join(spoken)),
        table=_gates_table(found, say),
        source=say(f"{key}.source", file=told.file),
    )


def _gate_row(gate: Gate, say: Words) -> dict[str, Any]:
    key = "start_plan.gates"
    state = people.in_sentence(say(f"start_plan.state.{gate.state}"))
    return {
        "name": _label(gate.milestone, say),
        "date": say(f"{key}.date", due=gate.due, day=gate.day),
        "share": gate.ratio,
        "state": SIGNS[gate.state],
        "told": say(f"{key}.told", state=state, **_without(_gate_values(gate), "day")),
        "critical": _critical(gate, say),
        "alarm": gate.state == THREATENED or (gate.has_come and bool(gate.critical_missing)),
    }


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _critical(gate: Gate, say: Words) -> str:
    """How many critical milestones are done, and the names of those that are not."""
    missing = gate.critical_missing
    late = [one for one in gate.threats if one in missing] or list(gate.threats)
    case, names = "all", missing
    if gate.state == THREATENED:
        case, names = "threatened", tuple(late)
    elif missing:
        case = "missing" if gate.has_come else "ahead_one" if len(missing) == 1 else "ahead"
    return say(
        f"start_plan.gates.critical.{case}",
        done=len(gate.critical) - len(missing),
        count=len(gate.critical),
        names=_labels(names, say),
    )


def _gates_table(found: StartPlan, say: Words) -> Table:
    key = "start_plan.gates"
    rows = pd.DataFrame(
        [
            {
                "name": _label(gate.milestone, say),
                "due": gate.due,
                "state": _gate_chip(gate, say),
                "done": gate.done_weight,
                "due_weight": gate.due_weight,
                "ratio": gate.ratio,
                "missing": ", ".join(_labels(gate.missing, say)),
                "critical": ", ".join(_labels(gate.critical_missing, say)),
            }
            for gate in found.gates
        ]
    )
    kinds: dict[str, Any] = {
        "name": "name",
        "due": "date",
        "state": "chip",
        "done": "int",
        "due_weight": "int",
        "ratio": "percent",
    }
    columns = [
        Column(str(one), say(f"{key}.column.{one}"), kinds.get(str(one), "text")) for one in rows
    ]
    return Table("gates", rows, columns, caption=say(f"{key}.caption"))


def record(found: StartPlan, told: Partnership, say: Words) -> Table:
    """What each gate found missing, and what was or is to be decided."""
    key = "start_plan.record"
    rows = pd.DataFrame([_record_row(found, gate, told, say) for gate in found.gates])
    names = ["name", "due", "state", "weight", "missing", "decision"]
    kinds: dict[str, Any] = {"name": "name", "due": "date", "state": "chip"}
    columns = [Column(one, say(f"{key}.column.{one}"), kinds.get(one, "text")) for one in names]
    open_ = [gate for gate in found.gates if gate.is_undecided]
    come = any(gate.has_come for gate in found.gates)
    case = "undecided" if open_ else "clear" if come else "none"
    return Table(
        "record",
        rows,
        columns,
        caption=say(f"{key}.caption.{case}", number=open_[-1].number if open_ else 0),
        sub=say(f"{key}.sub", extension=found.rules.extension_days),
        bold=[place for place, gate in enumerate(found.gates) if gate.is_undecided],
    )


def _record_row(found: StartPlan, gate: Gate, told: Partnership, say: Words) -> dict[str, Any]:
    key = "start_plan.record"
    share = {"share": gate.ratio, **_gate_values(gate)}
    return {
        "name": _label(gate.milestone, say),
        "due": gate.due,
        "state": _gate_chip(gate, say),
        "weight": say(f"{key}.weight", **share) if gate.has_come else Gap(say(f"{key}.later")),
        "missing": _missing(found, gate, told, say),
        "decision": _with_comment(found, gate, _decision_cell(found, gate, say), say),
    }


def _missing(found: StartPlan, gate: Gate, told: Partnership, say: Words) -> Any:
    """What lacks, each with its owner; before the day of a gate, what threatens it."""
    key = "start_plan.record"
    if not gate.has_come:
        if not gate.threats:
            return Gap(say(f"{key}.later"))
        late = [_with_owner(found, one, told, say) for one in gate.threats]
        return say(f"{key}.threats", names=say.format.clauses(late))
    if not gate.missing:
        return say(f"{key}.nothing")
    return say.format.clauses(
        [_with_owner(found, one, told, say, since=one in gate.made_up) for one in gate.missing]
    )


def _with_owner(
    found: StartPlan, milestone: str, told: Partnership, say: Words, *, since: bool = False
) -> str:
    role = str(found.milestones.at[milestone, "owner_role"])
    case = "missing_since" if since else "missing"
    owner = told.people.get(role) or people.role(role, say)
    return say(f"start_plan.record.{case}", milestone=_label(milestone, say), owner=owner)


def _with_comment(found: StartPlan, gate: Gate, cell: Any, say: Words) -> Any:
    """What was decided and, as written, the comment on it."""
    comment = str(found.milestones.at[gate.milestone, "comment"])
    if not comment or isinstance(cell, Gap):
        return cell
    return say("start_plan.record.said", decision=cell, comment=comment)


def _decision_cell(found: StartPlan, gate: Gate, say: Words) -> Any:
    key, days = "start_plan.record", found.rules.extension_days
    if gate.is_undecided:
        return say(f"{key}.required{'_continue' if gate.decision else ''}", extension=days)
    if not gate.decision:
        return say(f"{key}.to_note") if gate.has_come else Gap(say(f"{key}.later"))
    named = say(f"start_plan.decided.{gate.decision}", extension=days)
    if gate.extended_to is not None:
        return say(f"{key}.extended", decision=named, to=gate.extended_to)
    return named if gate.held_on is None else say(f"{key}.held", decision=named, day=gate.held_on)


# ── what comes next ────────────────────────────────────────────────────────────────────────────


def next_table(found: StartPlan, told: Partnership, say: Words) -> Table:
    """What is due in the next days, in the order of dates."""
    key = "start_plan.next"
    table = found.upcoming.head(0) if found.standing == STOPPED else found.upcoming
    until = found.as_of + dt.timedelta(days=NEXT_DAYS)
    rows = pd.DataFrame(
        {
            **_who(table, told, say),
            "criterion": [_criterion(found, str(one), say) for one in table.index],
            "evidence": [_text(found, str(one), "evidence", say) for one in table.index],
        }
    )
    names = ["name", "side", "owner", "due", "criterion", "evidence"]
    kinds: dict[str, Any] = {"name": "name", "due": "date"}
    columns = [Column(one, say(f"{key}.column.{one}"), kinds.get(one, "text")) for one in names]
    case = "caption" if len(rows) else "stopped" if found.standing == STOPPED else "none"
    return Table(
        "next",
        rows,
        columns,
        caption=say(f"{key}.{case}", count=len(rows), until=until),
        sub=say(f"{key}.sub", **_counts(found)),
        bold=_bold(table),
        limit=max(len(rows), 1),
        empty=_nothing_next(found, say),
    )


def _nothing_next(found: StartPlan, say: Words) -> str:
    key, coming = "start_plan.next", _coming(found)
    if found.standing == STOPPED:
        return say(f"{key}.empty_stopped")
    if len(coming):
        return say(f"{key}.empty_clear", due=coming["due"].iloc[0])
    return say(f"{key}.empty") if len(found.late) else say(f"{key}.empty_end")


# ── what the partner says ──────────────────────────────────────────────────────────────────────


def heard_lead(found: StartPlan, say: Words) -> str:
    """What the interview is for."""
    return say("start_plan.section.heard_lead", last_day=found.last_day)


def heard(page: Page, found: StartPlan, told: Partnership) -> Part:
    """The short interview when it was held by the day told of, else what is known of it."""
    say, said = page.say, found.interview
    row: Any = found.milestones.loc[LISTENING]
    early = told.is_asked and not row["done"] and row["overdue"] == 0
    if said is not None and not early:
        return page.table(_interview_table(said, told, say))
    case = "late" if row["overdue"] > 0 else "waited"
    if row["done"]:
        case = "hidden" if told.answers_hidden else "kept"
    elif said is not None:
        case = "not_yet"
    values = {"day": int(row["day"]), "due": row["due"], "file": ANSWERS}
    return page.sentence(say(f"start_plan.heard.{case}", **values))


def _interview_table(said: Interview, told: Partnership, say: Words) -> Table:
    key, items = "start_plan.heard", banks.load("perception").items
    case = "weak" if said.weak else "strong" if said.strong else "level"
    names = [
        say.typeset(banks.short_labels(say.language)[one]) for one in said.weak or said.strong[:1]
    ]
    statements = items.loc[said.items.index, f"statement_{say.language}"]
    rated = said.items["rating"].notna()
    unrated = Gap(say(f"{key}.unrated"))
    rows = pd.DataFrame(
        {
            "statement": [say.typeset(str(one)) for one in statements],
            "rating": [
                float(one) if known else unrated
                for one, known in zip(said.items["rating"], rated, strict=True)
            ],
            "importance": said.items["importance"].to_numpy(),
            "n": said.items["n"].to_numpy(),
            "comment": said.items["comment"].to_numpy(),
        }
    )
    shown: dict[str, Any] = {"statement": "name", "rating": "number", "importance": "number"}
    shown |= {"n": "int"} if said.people > 1 else {}
    shown |= {"comment": "text"} if told.internal and rows["comment"].any() else {}
    columns = [Column(one, say(f"{key}.column.{one}"), kind) for one, kind in shown.items()]
    weak = [place for place, one in enumerate(said.items.index) if one in said.weak]
    return Table(
        "heard",
        rows[list(shown)],
        columns,
        caption=say(f"{key}.caption.{case}", weak=len(said.weak), names=names),
        sub=say(f"{key}.sub", people=said.people, partner=told.partner),
        bold=weak,
    )


# ── notes ──────────────────────────────────────────────────────────────────────────────────────


def quality(found: StartPlan, told: Partnership, say: Words) -> list[str]:
    """What the reader should know of the data, one sentence each."""
    key, said = "start_plan.quality", []
    days = (told.issued - told.as_of).days
    open_ = found.standing not in (FINISHED, STOPPED)
    if not told.is_asked and days > NEXT_DAYS and open_:
        said.append(say(f"{key}.stale", as_of=told.as_of, days=days))
    for gate in found.gates:
        if gate.state == NOT_PASSED and gate.decision == CONTINUE:
            said.append(say(f"{key}.continued", number=gate.number))
    early = start_plan.out_of_order(found.milestones)
    if early:
        said.append(say(f"{key}.out_of_order", count=len(early), names=_labels(early, say)))
    return said


def known(found: StartPlan, told: Partnership, say: Words) -> list[str]:
    """What the partner's edition knows of the partner and where it comes from, in two
    sentences."""
    if told.internal:
        return []
    names = {"vendor": told.vendor, "partner": told.partner, "file": told.file}
    said = found.interview
    case = "silent" if said is None else "heard"
    count = 0 if said is None else said.people
    return [
        say("start_plan.known.plan", **names),
        say(f"start_plan.known.{case}", people=count, **names),
    ]


def counts(found: StartPlan, told: Partnership, say: Words) -> Table:
    """Milestones by side: all, due, done, late, left."""
    key = "start_plan.counts"
    rows = [
        {"side": told.side(side, say), **_tally(found, found.milestones["side"] == side)}
        for side in SIDES
    ]
    total = _tally(found, found.milestones["side"].isin(SIDES))
    names = ("count", "due", "done", "late", "left")
    columns = [Column("side", say(f"{key}.column.side"), "name")]
    columns += [Column(one, say(f"{key}.column.{one}"), "int") for one in names]
    return Table(
        "counts",
        pd.DataFrame(rows),
        columns,
        caption=say(f"{key}.caption"),
        total={"side": say(f"{key}.total"), **total},
    )


def _tally(found: StartPlan, mine: pd.Series[bool]) -> dict[str, int]:
    table = found.milestones[mine]
    return {
        "count": len(table),
        "due": len(start_plan.due_by(table, found.day)),
        "done": int(table["done"].sum()),
        "late": int(table["late"].sum()),
        "left": int((~table["done"]).sum()),
    }


def method(found: StartPlan, say: Words) -> str:
    """The method in three sentences."""
    rules = found.rules
    return say("start_plan.method", grace=rules.late_grace_days, share=rules.gate_pass_ratio)


def key_figures(found: StartPlan, say: Words) -> dict[str, dict[str, Any]]:
    """Key figures by their names (CLIENT_FILES 9); ``None`` with the reason if not published."""
    come = sum(gate.has_come for gate in found.gates)
    passed = sum(gate.state == PASSED for gate in found.gates)
    coming, due = found.next_gate, found.due
    dated = int(found.milestones["delay"].count())
    weight = start_plan.weight(due)
    whole: dict[str, tuple[Any, str, Any, str]] = {
        "progress": (found.progress, "share", weight, "early"),
        "day": (found.day, "days", found.last_day, ""),
        "mean_delay": (found.mean_delay, "days", dated, "undated"),
        **{
            f"late_{side}": (found.late_by(side), "count", int((due["side"] == side).sum()), "")
            for side in SIDES
        },
        "gates_passed": (passed, "count", come, ""),
        "next_gate": (None if coming is None else coming.due, "date", None, "no_gate"),
    }
    return {
        f"start_plan.{name}": {"value": value, "unit": unit, "of": of}
        | ({"reason": say(f"start_plan.reason.{reason}")} if value is None else {})
        for name, (value, unit, of, reason) in whole.items()
    }
