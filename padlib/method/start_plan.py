"""The first 100 days of a partner: what is done, what is late, whether the gates are passed
(METHOD 12).

Day 0 is the day of signing; a milestone is due so many days after it. Everything is told as of a
day: what was done later is not in the plan that is given. Revenue is a criterion of nothing here.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib.core import actions as core_actions
from padlib.core import scoring
from padlib.core.answers import ANSWERED, NOT_APPLICABLE

VENDOR, JOINT, PARTNER = SIDES = ("vendor", "joint", "partner")  # the vendor's own come first
CONTINUE, CORRECT, EXTEND, STOP = DECISIONS = ("continue", "correct", "extend", "stop")
NEXT_DAYS = 15  # what comes next
LOW, HIGH = 2.0, 4.0  # ratings up to which an item is weak, and from which it is strong

# where a gate stands
PASSED = "passed"
NOT_PASSED = "not_passed"
AHEAD_OF_DAY = "ahead"  # its day has not come, and nothing late stands in its way
THREATENED = "threatened"  # its day has not come, and what is late would keep it from passing

# where the whole plan stands, in the order in which it is asked
NOT_STARTED = "not_started"
STOPPED = "stopped"
FINISHED = "finished"
REMAINDER = "remainder"  # the last gate is held, other milestones are not done
EXTENDED = "extended"
UNSIGNED = "unsigned"  # day 100 is past and the last gate is not held
UNDECIDED = "undecided"  # a gate is not passed and no decision is recorded
AT_RISK = "at_risk"  # the next gate is threatened
AHEAD = "ahead"
ON_WAY = "on_way"
STANDINGS = (
    NOT_STARTED,
    STOPPED,
    FINISHED,
    REMAINDER,
    EXTENDED,
    UNSIGNED,
    UNDECIDED,
    AT_RISK,
    AHEAD,
    ON_WAY,
)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Every number of the method that the start plan uses."""

    gate_pass_ratio: float  # share of the weight due
    late_grace_days: int
    extension_days: int

    @staticmethod
    def of(mapping: Mapping[str, Any]) -> Rules:
        """Rules from the bank's section ``start_plan``, after any override."""
        return Rules(
            gate_pass_ratio=float(mapping["gate_pass_ratio"]),
            late_grace_days=int(mapping["late_grace_days"]),
            extension_days=int(mapping["extension_days"]),
        )


# ── milestones ─────────────────────────────────────────────────────────────────────────────────


def milestones(
    plan: pd.DataFrame, items: pd.DataFrame, start: dt.date, as_of: dt.date, rules: Rules
) -> pd.DataFrame:
    """Each milestone with its date and where it stands on a day.

    Parameters
    ----------
    plan : DataFrame, indexed by milestone id
        Columns done (bool), done_on (NaT: not done, or done without a date), decision, comment; in
        any order, a milestone without row is not done. What was done after ``as_of`` is not done.
    items : DataFrame, indexed by milestone id
        The bank's milestones: day, owner_role, owner_side, weight, is_gate, is_critical,
        depends_on.
    start, as_of : date
        Day 0, and the day that is told of.
    rules : Rules

    Returns
    -------
    DataFrame
        In the order of days, then of ids: day, due, side, owner_role, weight, is_gate, is_critical,
        depends_on, done, done_on, decision, comment; ``delay`` (days from due to done, negative in
        advance; NaN not done or undated); ``overdue`` (days since it was due; 0 when done, or not
        due yet); ``late`` (bool: not done more than ``late_grace_days`` after it was due).
    """
    told = plan.reindex(items.index)
    columns = ["day", "weight", "is_gate", "is_critical", "owner_role", "depends_on"]
    table = items[columns].assign(side=items["owner_side"])
    table["due"] = _days_after(start, items["day"])
    done_on = pd.to_datetime(told["done_on"]).astype("datetime64[s]")
    later = done_on > pd.Timestamp(as_of)
    table["done"] = told["done"].eq(True) & ~later
    table["done_on"] = done_on.where(table["done"])
    for name in ("decision", "comment"):
        table[name] = told[name].where(told[name].notna() & ~later, "").astype("str")
    table["delay"] = (table["done_on"] - table["due"]).dt.days
    since = (pd.Timestamp(as_of) - table["due"]).dt.days
    table["overdue"] = since.where(~table["done"] & (since > 0), 0).astype(int)
    table["late"] = table["overdue"] > rules.late_grace_days
    table.index.name = "milestone_id"
    return table.iloc[scoring.order(table.index, table["day"])]


def _days_after(start: dt.date, days: pd.Series[Any]) -> pd.Series[Any]:
    moments = pd.Timestamp(start) + pd.to_timedelta(days.astype(int), unit="D")
    return moments.astype("datetime64[s]")


def weight(table: pd.DataFrame) -> int:
    """The weight of some milestones together."""
    return int(table["weight"].sum())


def due_by(table: pd.DataFrame, day: int) -> pd.DataFrame:
    """Milestones due on a day of the plan or before it."""
    return table[table["day"] <= day]


def progress(table: pd.DataFrame, day: int) -> float | None:
    """Weight done over the weight due by a day: above 1 when ahead; None while nothing is due.

    Examples
    --------
    >>> table = pd.DataFrame({"day": [0, 5, 90], "weight": [2, 2, 3], "done": [True, False, True]})
    >>> progress(table, 7), progress(table, -1)
    (1.25, None)
    """
    due = weight(due_by(table, day))
    return weight(table[table["done"]]) / due if due else None


def mean_delay(table: pd.DataFrame) -> float | None:
    """Mean delay in days of the milestones done on a known day; advance counts as negative.

    >>> mean_delay(pd.DataFrame({"delay": [3.0, -1.0, math.nan]}))
    1.0
    """
    known = table["delay"].dropna()
    return float(known.mean()) if len(known) else None


def late(table: pd.DataFrame) -> pd.DataFrame:
    """Late milestones: the vendor's own first, then the joint ones, then the partner's; by day."""
    return by_side(table[table["late"]])


def by_side(table: pd.DataFrame) -> pd.DataFrame:
    """Milestones in the order of sides, the vendor's own first; then of days."""
    rank = {side: place for place, side in enumerate(SIDES)}
    return table.iloc[scoring.order(table.index, table["side"].map(rank), table["day"])]


def upcoming(table: pd.DataFrame, as_of: dt.date, days: int = NEXT_DAYS) -> pd.DataFrame:
    """Milestones to reach in the days that follow, in the order of days; those that were due and
    are not late yet are among them."""
    until = pd.Timestamp(as_of) + pd.Timedelta(days=days)
    return table[~table["done"] & ~table["late"] & (table["due"] <= until)]


def out_of_order(table: pd.DataFrame) -> list[str]:
    """Milestones that are done though one that they follow is not."""
    done = set(table.index[table["done"]])
    return [
        str(one)
        for one, before in table.loc[table["done"], "depends_on"].items()
        if not done.issuperset(before)
    ]


def curve(table: pd.DataFrame, day: int) -> pd.DataFrame:
    """What was planned and what is done, day by day, as shares of the whole weight.

    Parameters
    ----------
    table : DataFrame
        See `milestones`.
    day : int
        The day that is told of.

    Returns
    -------
    DataFrame
        Indexed by day, from 0 to the last day of the plan or to ``day`` when that is later:
        ``planned``, ``done`` (NaN after ``day``). A milestone done without a date counts from the
        day it was due, or from ``day`` when that comes first.
    """
    whole = weight(table)
    zero = table["due"] - pd.to_timedelta(table["day"].astype(int), unit="D")
    done_day = (table["done_on"] - zero).dt.days.fillna(table["day"].clip(upper=day))
    days = pd.RangeIndex(0, max(int(table["day"].max()), day) + 1, name="day")
    planned = [weight(due_by(table, one)) / whole for one in days]
    done = [
        weight(table[table["done"] & (done_day <= one)]) / whole if one <= day else math.nan
        for one in days
    ]
    return pd.DataFrame({"planned": planned, "done": done}, index=days)


# ── gates ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Gate:
    """One gate: the milestones of earlier days on its day, or as things stand before it.

    Attributes
    ----------
    milestone : str
        Its id; it counts among the milestones of the gates after it.
    number : int
        1 for the first.
    day, due : int, date
    owner_role : str
    due_weight, done_weight : int
        Of the milestones of earlier days, and of those done on its day at the latest.
    is_passed : bool
        By these weights, once its day has come; before it, whether it would be on the day told of.
    state : str
        ``passed``, ``not_passed``; before its day ``ahead``, ``threatened``.
    missing : tuple of str
        What was not done on its day, or is not yet, in the order of days.
    critical : tuple of str
        Every critical milestone of earlier days.
    made_up : tuple of str
        Of the missing, what was done since.
    threats : tuple of str
        Late milestones that would keep it from passing if only they stayed undone.
    is_done : bool
        Whether it is ticked as held.
    held_on : date, optional
        When, if it is known.
    decision : str
        What was decided; "" when nothing is recorded, or its day has not come and it is not held.
    extended_to : date, optional
        The end of the plan, if it was decided to extend it; no other date moves.
    """

    milestone: str
    number: int
    day: int
    due: dt.date
    owner_role: str
    due_weight: int
    done_weight: int
    is_passed: bool
    state: str
    missing: tuple[str, ...]
    critical: tuple[str, ...]
    made_up: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    is_done: bool = False
    held_on: dt.date | None = None
    decision: str = ""
    extended_to: dt.date | None = None

    @property
    def ratio(self) -> float:
        """Share of the weight due that is done; 1 when nothing is due."""
        return self.done_weight / self.due_weight if self.due_weight else 1.0

    @property
    def has_come(self) -> bool:
        """Whether its day has come."""
        return self.state in (PASSED, NOT_PASSED)

    @property
    def critical_missing(self) -> tuple[str, ...]:
        """Critical milestones among the missing."""
        return tuple(one for one in self.missing if one in self.critical)

    @property
    def is_undecided(self) -> bool:
        """Whether it was not passed and is still to be decided: to correct, to extend or to stop.

        To go on is no answer to that.
        """
        return self.state == NOT_PASSED and self.decision in ("", CONTINUE)


def passes(earlier: pd.DataFrame, done: pd.Series[bool], rules: Rules) -> bool:
    """Whether enough of the milestones of earlier days is done, and every critical one.

    Parameters
    ----------
    earlier : DataFrame
        Columns weight, is_critical.
    done : Series of bool
        Of the same milestones.
    """
    due = weight(earlier)
    ratio = weight(earlier[done]) / due if due else 1.0
    enough = bool(scoring.at_least(ratio, rules.gate_pass_ratio))
    return enough and not bool((earlier["is_critical"] & ~done).any())


def gates(table: pd.DataFrame, as_of: dt.date, rules: Rules) -> tuple[Gate, ...]:
    """The gates in the order of their days.

    Parameters
    ----------
    table : DataFrame
        See `milestones`.
    as_of : date
        The day that is told of; a gate whose day has come is judged on that day of its own.
    rules : Rules
    """
    found = table[table["is_gate"]]
    return tuple(
        _gate(str(one), number, table, as_of, rules) for number, one in enumerate(found.index, 1)
    )


def _gate(milestone: str, number: int, table: pd.DataFrame, as_of: dt.date, rules: Rules) -> Gate:
    row: Any = table.loc[milestone]
    earlier = table[table["day"] < row["day"]]
    has_come = row["due"] <= pd.Timestamp(as_of)
    later = earlier["done_on"] > row["due"]  # undated: done in time
    done = earlier["done"] & ~later
    threats = () if has_come else _threats(earlier, rules)
    is_passed = passes(earlier, done, rules)
    if has_come:
        state = PASSED if is_passed else NOT_PASSED
    else:
        state = THREATENED if threats else AHEAD_OF_DAY
    decision = str(row["decision"]) if has_come or row["done"] else ""
    due = row["due"].date()
    left = int(table["day"].max() - row["day"]) + rules.extension_days
    extended = due + dt.timedelta(days=left) if decision == EXTEND else None
    return Gate(
        milestone=milestone,
        number=number,
        day=int(row["day"]),
        due=due,
        owner_role=str(row["owner_role"]),
        due_weight=weight(earlier),
        done_weight=weight(earlier[done]),
        is_passed=is_passed,
        state=state,
        missing=_ids(earlier[~done]),
        critical=_ids(earlier[earlier["is_critical"]]),
        made_up=_ids(earlier[later]),
        threats=threats,
        is_done=bool(row["done"]),
        held_on=None if pd.isna(row["done_on"]) else row["done_on"].date(),
        decision=decision,
        extended_to=extended,
    )


def _threats(earlier: pd.DataFrame, rules: Rules) -> tuple[str, ...]:
    """The late ones that would keep a gate from passing, were all the others done in time."""
    late_ones = earlier[earlier["late"]]
    left = weight(earlier) - weight(late_ones)
    if scoring.below(left, rules.gate_pass_ratio * weight(earlier)):
        return _ids(late_ones)
    return _ids(late_ones[late_ones["is_critical"]])


def _ids(table: pd.DataFrame) -> tuple[str, ...]:
    return tuple(str(one) for one in table.index)


# ── short interview ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Interview:
    """What the new partner says: one row an item asked, in the order of the interview.

    ``items``: rating (mean of its own people, 1–5; NaN: no object or not answered), importance
    (mean, NaN not told), n (who rated it), comment ("" none; several parted by " / "). ``people``:
    who answered anything.
    """

    items: pd.DataFrame
    people: int

    @property
    def weak(self) -> list[str]:
        """Items rated low, the lowest first, the more important first among equals."""
        rated = self.items[scoring.at_most(self.items["rating"], LOW)]
        return self._ordered(rated, rated["rating"])

    @property
    def strong(self) -> list[str]:
        """Items rated high, the highest first, the more important first among equals."""
        rated = self.items[scoring.at_least(self.items["rating"], HIGH)]
        return self._ordered(rated, -rated["rating"])

    @staticmethod
    def _ordered(rated: pd.DataFrame, key: pd.Series[Any]) -> list[str]:
        order = scoring.order(rated.index, key, -rated["importance"].fillna(0))
        return [str(one) for one in rated.index[order]]


def interview(answers: pd.DataFrame, items: Sequence[str]) -> Interview | None:
    """The short interview; None when nobody answered one of its items.

    Parameters
    ----------
    answers : DataFrame
        One partner's. Columns respondent_id, side (the vendor's mirror does not count), item_id,
        rating (1–5, NaN), state, importance (1–5, NaN), comment.
    items : sequence of str
        Ids of the items asked, in the order of the interview.
    """
    asked = answers[(answers["side"] == PARTNER) & answers["item_id"].isin(items)]
    told = asked[asked["state"].isin([ANSWERED, NOT_APPLICABLE])]
    if told.empty:
        return None
    by_item = told.groupby("item_id")
    order = pd.Index(list(items), dtype="str", name="item_id")
    table = pd.DataFrame(
        {
            "rating": by_item["rating"].mean().reindex(order),
            "importance": by_item["importance"].mean().reindex(order),
            "n": by_item["rating"].count().reindex(order).fillna(0).astype(int),
            "comment": by_item["comment"].agg(_together).reindex(order).fillna("").astype("str"),
        }
    )
    return Interview(table, int(told["respondent_id"].nunique()))


def _together(comments: Iterable[str]) -> str:
    return " / ".join(one for one in comments if one)


# ── the whole ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class StartPlan:
    """A start plan as of a day.

    Attributes
    ----------
    start, as_of : date
    items : DataFrame
        The bank's milestones, for their words.
    milestones : DataFrame
        See `milestones`.
    gates : tuple of Gate
    progress, mean_delay : float, optional
        Share; days. None before day 0; None while nothing is done on a known day.
    late, upcoming : DataFrame
        Rows of `milestones`: see `late` and `upcoming`.
    standing : str
        One of `STANDINGS`.
    interview : Interview, optional
    """

    start: dt.date
    as_of: dt.date
    rules: Rules
    items: pd.DataFrame
    milestones: pd.DataFrame
    gates: tuple[Gate, ...]
    progress: float | None
    mean_delay: float | None
    late: pd.DataFrame
    upcoming: pd.DataFrame
    standing: str
    interview: Interview | None = None

    @property
    def day(self) -> int:
        """The day of the plan, 0 that of signing; negative before it."""
        return (self.as_of - self.start).days

    @property
    def last_day(self) -> int:
        """The day on which the plan ends."""
        return int(self.milestones["day"].max())

    @property
    def done(self) -> pd.DataFrame:
        return self.milestones[self.milestones["done"]]

    @property
    def due(self) -> pd.DataFrame:
        """Milestones due by the day told of."""
        return due_by(self.milestones, self.day)

    @property
    def left(self) -> pd.DataFrame:
        """Milestones that are not done."""
        return self.milestones[~self.milestones["done"]]

    @property
    def next_gate(self) -> Gate | None:
        """The first gate that is neither past nor held; None once the plan is stopped."""
        return None if self.standing == STOPPED else _next(self.gates, self.as_of)

    @property
    def latest_gate(self) -> Gate | None:
        """The latest gate whose day has come."""
        return _latest(self.gates)

    @property
    def extension(self) -> Gate | None:
        """The latest gate at which the plan was extended beyond the day told of."""
        found = [gate for gate in self.gates if (gate.extended_to or dt.date.min) >= self.as_of]
        return found[-1] if found else None

    def late_by(self, side: str) -> int:
        """How many milestones of a side are late."""
        return int((self.late["side"] == side).sum())


def start_plan(
    plan: pd.DataFrame,
    items: pd.DataFrame,
    start: dt.date,
    as_of: dt.date,
    rules: Rules,
    *,
    heard: Interview | None = None,
) -> StartPlan:
    """The start plan of a partner as of a day; see `milestones` for what is given."""
    table = milestones(plan, items, start, as_of, rules)
    found, day = gates(table, as_of, rules), (as_of - start).days
    return StartPlan(
        start=start,
        as_of=as_of,
        rules=rules,
        items=items.loc[table.index],
        milestones=table,
        gates=found,
        progress=progress(table, day),
        mean_delay=mean_delay(table),
        late=late(table),
        upcoming=upcoming(table, as_of),
        standing=standing(table, found, day, as_of),
        interview=heard,
    )


def standing(table: pd.DataFrame, found: tuple[Gate, ...], day: int, as_of: dt.date) -> str:
    """Where the whole plan stands: the first of `STANDINGS` that holds.

    An extension stands until the end of the plan or the day of the next gate. When the last gate is
    held with the decision to extend or to correct, the plan is still to be signed.
    """
    last, latest, coming = found[-1], _latest(found), _next(found, as_of)
    is_held = last.is_done and last.decision not in (EXTEND, CORRECT)
    decided = last if last.is_done else latest
    extended_to = None if decided is None else decided.extended_to
    reached = progress(table, day)
    holds = {
        NOT_STARTED: day < 0,
        STOPPED: any(gate.decision == STOP for gate in found),
        FINISHED: is_held and bool(table["done"].all()),
        REMAINDER: is_held,
        EXTENDED: extended_to is not None and as_of <= extended_to,
        UNSIGNED: day > last.day,
        UNDECIDED: latest is not None and latest.is_undecided,
        AT_RISK: coming is not None and coming.state == THREATENED,
        AHEAD: scoring.above(reached or 0.0, 1.0) and not table["late"].any(),
        ON_WAY: True,
    }
    return next(one for one in STANDINGS if holds[one])


def _latest(found: tuple[Gate, ...]) -> Gate | None:
    come = [gate for gate in found if gate.has_come]
    return come[-1] if come else None


def _next(found: tuple[Gate, ...], as_of: dt.date) -> Gate | None:
    return next((gate for gate in found if gate.due >= as_of and not gate.is_done), None)


def actions(found: StartPlan, partner_id: str) -> pd.DataFrame:
    """Late milestones and those of the next days in the form that all steps share.

    Nothing of a milestone is done before it is: its gap is whole, its impact its weight (1, 2, 3)
    on the scale of impacts (1, 3, 5), and its effort is not told. A milestone that the partner
    owns has no owner of the vendor's. Of a plan that is stopped, or has not begun, none.
    """
    table = pd.concat([found.late, found.upcoming])
    if found.standing in (STOPPED, NOT_STARTED):
        table = table.head(0)
    impact = 2 * table["weight"] - 1
    partners = table["side"].eq(PARTNER) | table["owner_role"].str.startswith("P")
    words = found.items.loc[table.index]
    return core_actions.proposed(
        core_actions.START_PLAN,
        table[["due"]].assign(
            partner_id=partner_id,
            title_fr=words["title_fr"],
            title_en=words["title_en"],
            owner_role=table["owner_role"].where(~partners, ""),
            partner_owner_role=table["owner_role"].where(partners, ""),
            effort="",
            impact=impact,
            priority=core_actions.priority(1.0, impact, 1.0),
            status=table["late"].map({True: "late", False: "planned"}),
            kpi_fr=words["exit_criterion_fr"],
            kpi_en=words["exit_criterion_en"],
        ),
    )
