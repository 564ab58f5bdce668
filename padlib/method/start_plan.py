"""The first 100 days of a partner: milestones, gates, and what is due (METHOD 12).

Day 0 is the day of signature. Revenue is no criterion of any gate: a new partner has none yet.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from padlib.core import scoring
from padlib.core.actions import START_PLAN, proposed
from padlib.core.notices import Notice

VENDOR, JOINT, PARTNER = SIDES = ("vendor", "joint", "partner")

DONE, LATE, DUE, AHEAD = "done", "late", "due", "ahead"  # states of a milestone
PASSED, FAILED, COMING = "passed", "failed", "coming"  # states of a gate
CONTINUE, CORRECT, EXTEND, STOP = DECISIONS = ("continue", "correct", "extend", "stop")

LAST_DAY = 100
SOON = 15  # days ahead that the page looks


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The numbers of the start plan."""

    pass_ratio: float  # share of the weight due that passes a gate
    grace: int  # days after the due date before a milestone is late
    extension: int  # days

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> Rules:
        """From the rules of a client's folder."""
        return cls(
            pass_ratio=float(rules["gate_pass_ratio"]),
            grace=int(rules["late_grace_days"]),
            extension=int(rules["extension_days"]),
        )


@dataclass(frozen=True, kw_only=True)
class StartPlan:
    """Where a start stands on a day.

    Attributes
    ----------
    start, as_of : date
    day : int
        Days since the start; below 0 before it.
    milestones : DataFrame, indexed by milestone id in the method's order
        The columns of the bank (day, phase, title_fr, title_en, owner_role, owner_side,
        exit_criterion_fr, exit_criterion_en, weight, is_gate, is_critical, depends_on); due
        (datetime64), done (bool, on the day of the page), done_on (NaT: not done, or done without
        a date), delay (days between due and done, below zero in advance; NaN without both), state
        (done; late: not done so many days after its due date; due: its day has come; ahead),
        days_late (days after the due date, of late ones; 0 otherwise), decision, comment.
    gates : DataFrame, indexed by milestone id
        due, weight_done, weight_due (over the milestones of earlier days, on the day of the gate,
        or on the page's day for a gate to come), ratio, missing (tuple of ids not done in time),
        critical_missing (tuple), state (passed, failed, coming), decision, decided (bool: a
        decision is written, or none is asked for), at_risk (bool: of a gate to come, what is late
        now would keep it from being passed).
    notices : tuple of Notice
    """

    start: dt.date
    as_of: dt.date
    day: int
    rules: Rules
    milestones: pd.DataFrame
    gates: pd.DataFrame
    notices: tuple[Notice, ...] = ()

    @property
    def progress(self) -> float:
        """Weight done over the weight due by the day; above 1 when ahead, NaN before any is due."""
        due = self.milestones.loc[self.milestones["day"] <= self.day, "weight"].sum()
        done = self.milestones.loc[self.milestones["done"], "weight"].sum()
        return float(done / due) if due > 0 else math.nan

    @property
    def weight_done(self) -> int:
        """Weight of the milestones done."""
        return int(self.milestones.loc[self.milestones["done"], "weight"].sum())

    @property
    def weight_due(self) -> int:
        """Weight of the milestones whose day has come."""
        return int(self.milestones.loc[self.milestones["day"] <= self.day, "weight"].sum())

    @property
    def mean_delay(self) -> float:
        """Mean delay in days of the milestones done, advance counting below zero; NaN without."""
        return float(self.milestones.loc[self.milestones["done"], "delay"].mean())

    @property
    def late(self) -> pd.DataFrame:
        """Late milestones: the vendor's own first, then joint ones, then the partner's."""
        found = self.milestones[self.milestones["state"] == LATE]
        rank = found["owner_side"].map(SIDES.index).astype(float)
        return found.iloc[scoring.order(found.index, rank, -found["days_late"].astype(float))]

    @property
    def soon(self) -> pd.DataFrame:
        """Milestones not done that fall due within the days that the page looks ahead."""
        last = pd.Timestamp(self.as_of) + pd.Timedelta(days=SOON)
        coming = ~self.milestones["done"] & (self.milestones["state"] != LATE)
        return self.milestones[coming & (self.milestones["due"] <= last)]

    @property
    def next_gate(self) -> str | None:
        """The first gate that has not come yet; None past the last."""
        coming = self.gates.index[self.gates["state"] == COMING]
        return str(coming[0]) if len(coming) else None

    @property
    def undecided(self) -> tuple[str, ...]:
        """Gates that were not passed and for which no decision is written."""
        open_ = (self.gates["state"] == FAILED) & ~self.gates["decided"]
        return tuple(str(one) for one in self.gates.index[open_])

    @property
    def stopped(self) -> bool:
        """Whether a gate decided to stop."""
        return bool((self.gates["decision"] == STOP).any())

    @property
    def complete(self) -> bool:
        """Whether every milestone is done."""
        return bool(self.milestones["done"].all())

    def late_by_side(self) -> dict[str, int]:
        """How many milestones are late on each side."""
        counts = self.late["owner_side"].value_counts()
        return {side: int(counts.get(side, 0)) for side in SIDES}

    def planned(self) -> pd.Series:
        """Weight that should be done by each day from 0 to 100, out of the whole."""
        weight = self.milestones.groupby("day")["weight"].sum()
        return weight.reindex(range(LAST_DAY + 1), fill_value=0).cumsum()

    def achieved(self) -> pd.Series:
        """Weight done by each day from 0 to the page's; without a date a milestone counts today."""
        last = max(self.day, 0)
        done = self.milestones[self.milestones["done"]]
        when = (done["done_on"] - pd.Timestamp(self.start)).dt.days.fillna(last).clip(upper=last)
        weight = done.groupby(when.astype(int))["weight"].sum()
        return weight.reindex(range(last + 1), fill_value=0).cumsum()


def start_plan(
    bank: pd.DataFrame,
    told: pd.DataFrame,
    start: dt.date,
    as_of: dt.date,
    rules: Rules,
) -> StartPlan:
    """Where a start stands.

    Parameters
    ----------
    bank : DataFrame
        The milestones, indexed by id, in the method's order.
    told : DataFrame, indexed by milestone id
        done (bool), done_on (datetime64, NaT without a date), decision, comment; a milestone
        without row is not done.
    start, as_of : date
        Day 0, and the day of the page: what was done later is not done yet.
    """
    table = _milestones(bank, told, start, as_of, rules)
    gates = _gates(table, as_of, rules)
    undated = [str(one) for one in table.index[table["done"] & table["done_on"].isna()]]
    notices = (Notice("start_plan_undated", {"count": len(undated)}),) if undated else ()
    return StartPlan(
        start=start,
        as_of=as_of,
        day=(as_of - start).days,
        rules=rules,
        milestones=table,
        gates=gates,
        notices=notices,
    )


def _milestones(
    bank: pd.DataFrame, told: pd.DataFrame, start: dt.date, as_of: dt.date, rules: Rules
) -> pd.DataFrame:
    table = bank.copy()
    known = told.reindex(table.index)
    day_zero, today = pd.Timestamp(start), pd.Timestamp(as_of)
    table["due"] = (day_zero + pd.to_timedelta(table["day"], unit="D")).astype("datetime64[s]")
    done_on = pd.to_datetime(known["done_on"]).astype("datetime64[s]")
    done = known["done"].eq(True) & ~(done_on > today)
    table["done"] = done
    table["done_on"] = done_on.where(done)
    table["delay"] = (table["done_on"] - table["due"]).dt.days.astype(float)
    after = (today - table["due"]).dt.days
    late = ~done & (after > rules.grace)
    table["state"] = AHEAD
    table.loc[after >= 0, "state"] = DUE
    table.loc[late, "state"] = LATE
    table.loc[done, "state"] = DONE
    table["days_late"] = after.where(late, 0).astype(int)
    for name in ("decision", "comment"):
        table[name] = known[name].fillna("").astype("str")
    return table


def _gates(table: pd.DataFrame, as_of: dt.date, rules: Rules) -> pd.DataFrame:
    rows = {
        str(gate): _gate(table, str(gate), as_of, rules) for gate in table.index[table["is_gate"]]
    }
    columns = ["due", "weight_done", "weight_due", "ratio", "missing", "critical_missing"]
    columns += ["state", "decision", "decided", "at_risk"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    found.index.name = table.index.name
    return found


def _gate(table: pd.DataFrame, gate: str, as_of: dt.date, rules: Rules) -> dict[str, Any]:
    """A gate on its day, or as it looks on the page's day when that has not come."""
    own = table.loc[gate]
    before = table[table["day"] < own["day"]]
    judged_on = min(own["due"], pd.Timestamp(as_of))
    in_time = before["done"] & ~(before["done_on"] > judged_on)
    missing = before[~in_time]
    critical = missing.index[missing["is_critical"]]
    done, due = int(before.loc[in_time, "weight"].sum()), int(before["weight"].sum())
    ratio = done / due
    passed = bool(scoring.at_least(ratio, rules.pass_ratio)) and not len(critical)
    has_come = own["due"] <= pd.Timestamp(as_of)
    late = before[before["state"] == LATE]
    weight_late = int(late["weight"].sum())
    enough = scoring.at_least((due - weight_late) / due, rules.pass_ratio)
    at_risk = not has_come and (bool(late["is_critical"].any()) or not enough)
    state = (PASSED if passed else FAILED) if has_come else COMING
    return {
        "due": own["due"],
        "weight_done": done,
        "weight_due": due,
        "ratio": ratio,
        "missing": tuple(map(str, missing.index)),
        "critical_missing": tuple(map(str, critical)),
        "state": state,
        "decision": own["decision"],
        "decided": state != FAILED or own["decision"] not in ("", CONTINUE),
        "at_risk": at_risk,
    }


def interview(answers: pd.DataFrame, partner: str, items: tuple[str, ...]) -> pd.DataFrame:
    """The short perception interview of a starting partner, when it was held.

    Parameters
    ----------
    answers : DataFrame
        Perception answers: partner_id, side, item_id, rating, comment.
    partner : str
    items : tuple of str
        Those of the short interview, in its order.

    Returns
    -------
    DataFrame
        Indexed by item: rating (mean of the partner's people, NaN unanswered), comments (tuple).
        Without any answer, no row.
    """
    own = answers[(answers["partner_id"] == partner) & (answers["side"] == PARTNER)]
    own = own[own["item_id"].isin(items)]
    if own["rating"].isna().all():
        return pd.DataFrame({"rating": pd.Series(dtype=float), "comments": pd.Series(dtype=object)})
    said = {item: tuple(filter(None, one["comment"])) for item, one in own.groupby("item_id")}
    ratings = own.groupby("item_id")["rating"].mean().reindex(list(items))
    comments = [said.get(item, ()) for item in items]
    return pd.DataFrame({"rating": ratings, "comments": comments}, index=ratings.index)


def actions(plan: StartPlan, partner: str) -> pd.DataFrame:
    """What is late and what falls due soon, as actions in the form that all steps share.

    The priority is the milestone's weight for its gate: late and critical ones first.
    """
    found = pd.concat([plan.late, plan.soon])
    late = found["state"] == LATE
    top = float(plan.milestones["weight"].max())
    rank = 50 * late + 30 * found["is_critical"] + 20 * found["weight"] / top
    table = pd.DataFrame(
        {
            "partner_id": partner,
            "title_fr": found["title_fr"],
            "title_en": found["title_en"],
            "owner_role": found["owner_role"].where(found["owner_side"] != PARTNER, "CM"),
            "partner_owner_role": found["owner_role"].where(found["owner_side"] == PARTNER, "PCO"),
            "effort": "S",
            "impact": found["weight"] + 2,
            "priority": rank.astype(float),
            "due": found["due"],
            "status": late.map({True: "late", False: "planned"}),
            "kpi_fr": found["exit_criterion_fr"],
            "kpi_en": found["exit_criterion_en"],
        },
        index=found.index,
    )
    return proposed(START_PLAN, table)


def key_figures(plan: StartPlan) -> dict[str, dict[str, Any]]:
    """Key figures under their stable names."""
    late = plan.late_by_side()
    gate = plan.next_gate
    passed = int((plan.gates["state"] == PASSED).sum())
    come = int((plan.gates["state"] != COMING).sum())
    found: dict[str, dict[str, Any]] = {
        "start_plan.progress": _figure(plan.progress, "share", plan.weight_due, "none_due"),
        "start_plan.day": {"value": plan.day, "unit": "days", "of": LAST_DAY},
        "start_plan.mean_delay": _figure(
            plan.mean_delay, "days", int(plan.milestones["done"].sum()), "none_done"
        ),
    }
    of_side = plan.milestones["owner_side"].value_counts()
    for side in SIDES:
        found[f"start_plan.late_{side}"] = {
            "value": late[side],
            "unit": "count",
            "of": int(of_side[side]),
        }
    found["start_plan.gates_passed"] = {"value": passed, "unit": "count", "of": come}
    day = None if gate is None else plan.gates["due"][gate].date().isoformat()
    found["start_plan.next_gate"] = {"value": day, "unit": "date", "of": None} | (
        {"reason": "no_gate_left"} if day is None else {}
    )
    return found


def _figure(value: float, unit: str, of: int, reason: str) -> dict[str, Any]:
    if math.isnan(value):
        return {"value": None, "unit": unit, "of": of, "reason": reason}
    return {"value": value, "unit": unit, "of": of}
