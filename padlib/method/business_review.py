"""The review of a joint plan: promises, KPIs, landing, what to decide (METHOD 13).

Everything is as of a day. A KPI of which a value was given is never computed; else joint revenue
and coverage come from the deals, commitments and means from the plan, perception from its step.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from padlib.core import pipeline, scoring
from padlib.core.actions import REVIEW, proposed
from padlib.core.joint_plan import PARTNER, QUARTERS, SIDES, VENDOR, JointPlan, Review
from padlib.core.pipeline import AMBER, GREEN, GREY, RED, ToDate

MONTHLY, QUARTERLY = KINDS = ("monthly", "quarterly")
REVENUE, CUSTOMERS, COVERAGE, SERVICES, LEADS, CERTIFIED = (f"K-0{rank}" for rank in range(1, 7))
RENEWALS, KEPT_RATE, PERCEPTION, MEANS = "K-07", "K-08", "K-09", "K-10"
SEASONAL = (REVENUE, CUSTOMERS, SERVICES, CERTIFIED)  # held against what the month asks for
FEW_KEPT = 70  # %: commitments kept on time below it, twice, fire a trigger
LANDING_FLOOR = 0.80  # of the objective, in the middle of the year
AHEAD_DAYS = 60  # commitments that fall due within them are the next ones
OPEN, KEPT, LATE, CANCELLED = "open", "kept", "late", "cancelled"
FROM_PLAN, FROM_REVIEW = "plan", "review"
MID_YEAR = (6, 7, 8)  # last complete months in which the mid-year landing is looked at

REVENUE_RED, COVERAGE_LOW, PROMISES_BROKEN, MEANS_RED, MID_YEAR_LOW = TRIGGERS = tuple(
    f"AT-0{rank}" for rank in range(1, 6)
)


class Kept(NamedTuple):
    """Commitments of one side: kept by their due date, of those that are due."""

    kept: int
    due: int

    @property
    def rate(self) -> float:
        """In %; NaN when none is due."""
        return 100 * self.kept / self.due if self.due else math.nan


class Fired(NamedTuple):
    """A trigger that fired, and what was decided about it at a review ("": nothing yet)."""

    id: str
    values: Mapping[str, Any]  # what fired it
    decision: str
    decided_on: dt.date | None  # at the last review that spoke of it


@dataclass(frozen=True, kw_only=True)
class BusinessReview:
    """Where a plan stands on a day.

    Attributes
    ----------
    plan : JointPlan
    as_of : date
    kind : str
        monthly, quarterly.
    month : int
        The last complete month of the year; 0 before it begins.
    actual : ToDate
    expected, attainment, landing, coverage : float
        Money to date, ratio to what is expected, money, ratio (infinite once the objective is
        reached); NaN without objective.
    kpis : DataFrame, indexed by K id, those of the plan less those left out
        name_fr, name_en, unit, owner, target, value, expected (what it is held against), month (of
        the value), attainment, colour, before (value of the month before, NaN), before_colour,
        given (bool: measured, not computed).
    months : DataFrame, indexed by month from 1 to the last known
        actual (cumulated, NaN unknown), target (seasonal, cumulated).
    opening : DataFrame, indexed by id
        Commitments of the review before: side, text, owner, due, state (open, kept, late,
        cancelled), kept_on, on_time (bool), why.
    opened_on : date or None
        The review that took them.
    coming : DataFrame, indexed by id
        Open commitments that fall due within sixty days, of the plan and of reviews: side,
        text_fr, text_en, owner, due, source (plan, review).
    late : DataFrame
        The same columns and days_late: open ones past their due date, the vendor's first.
    kept : mapping side → Kept
        Of the plan.
    kept_by_quarter : DataFrame, indexed by quarter and side
        kept, due, rate (%; NaN when none is due).
    kept_of_reviews : mapping side → Kept
    means : DataFrame, indexed by quarter and side
        ratio (%, mean of delivered over planned), noted, planned (counts).
    means_delivered : float
        K-10 of the last quarter noted, %.
    triggers : tuple of Fired
    deals : DataFrame
        Open deals by expected close.
    actions : DataFrame
        Actions of the running quarter and those of earlier ones not done, with state (done, late,
        open, dropped) and days_late.
    current : Review or None
        The review held on the day of the page.
    deals_read, signed : int
        Deals of the file, and those of them signed in the year.
    """

    plan: JointPlan
    as_of: dt.date
    kind: str
    month: int
    actual: ToDate
    expected: float
    attainment: float
    landing: float
    coverage: float
    kpis: pd.DataFrame
    months: pd.DataFrame
    opening: pd.DataFrame
    opened_on: dt.date | None
    coming: pd.DataFrame
    late: pd.DataFrame
    kept: Mapping[str, Kept]
    kept_by_quarter: pd.DataFrame
    kept_of_reviews: Mapping[str, Kept]
    means: pd.DataFrame
    means_delivered: float
    triggers: tuple[Fired, ...]
    deals: pd.DataFrame
    actions: pd.DataFrame
    current: Review | None
    deals_read: int
    signed: int  # deals of the year

    @property
    def quarter(self) -> int:
        """The quarter of the day, within the plan's year."""
        if self.as_of.year < self.plan.year:
            return 1
        return 4 if self.as_of.year > self.plan.year else (self.as_of.month - 1) // 3 + 1

    @property
    def landing_ratio(self) -> float:
        """The landing over the objective; NaN without one."""
        return self.landing / self.plan.objective if self.plan.objective > 0 else math.nan

    @property
    def colour(self) -> str:
        """Of the joint revenue to date."""
        if REVENUE in self.kpis.index:
            return str(self.kpis["colour"][REVENUE])
        return GREY

    @property
    def red(self) -> tuple[str, ...]:
        """KPIs that are red."""
        return tuple(str(one) for one in self.kpis.index[self.kpis["colour"] == RED])

    @property
    def due(self) -> int:
        """Commitments that are due, of the plan and of reviews, cancelled ones left out."""
        told = (*self.kept.values(), *self.kept_of_reviews.values())
        return sum(one.due for one in told)

    @property
    def told_on(self) -> dt.date:
        """The day of the actual: the end of the month measured, else that of the page."""
        if self.actual.source != pipeline.MEASURED:
            return self.as_of
        return min(_month_end(self.plan.year, self.actual.month), self.as_of)

    @property
    def late_by_side(self) -> dict[str, int]:
        """How many commitments are late on each side."""
        counts = self.late["side"].value_counts()
        return {side: int(counts.get(side, 0)) for side in SIDES}


def business_review(
    plan: JointPlan,
    deals: pd.DataFrame,
    kpi_values: pd.DataFrame,
    reviews: Sequence[Review],
    *,
    as_of: dt.date,
    probability: Mapping[str, float],
    perception: float | None = None,
    kind: str | None = None,
) -> BusinessReview:
    """Where a plan stands.

    Parameters
    ----------
    plan : JointPlan
    deals, kpi_values : DataFrame
        The partner's own.
    reviews : sequence of Review
        By date, none later than ``as_of``.
    as_of : date
    probability : mapping
        Stage → share of the deals signed in the end.
    perception : float, optional
        The partner's perception index.
    kind : str, optional
        ``monthly`` or ``quarterly``; that of the review held on the day if not given, else monthly.
    """
    month = pipeline.complete_month(as_of, plan.year)
    actual = pipeline.to_date(deals, kpi_values, plan.year, as_of)
    at = actual.month or month
    expected = pipeline.expected_to_date(plan.objective, plan.seasonality, at)
    current = next((one for one in reviews if one.date == as_of), None)
    before = [one for one in reviews if one is not current]
    measured = _Measured(plan, deals, kpi_values, as_of, probability, perception)
    kpis = _kpis(plan, measured, month)
    landing = pipeline.landing(actual.amount, deals, probability, plan.year, month)
    open_ = _open_commitments(plan, reviews, as_of)
    means = _means(plan)
    result = BusinessReview(
        plan=plan,
        as_of=as_of,
        kind=kind or (current.kind if current else MONTHLY),
        month=month,
        actual=actual,
        expected=expected,
        attainment=(
            math.nan
            if actual.source == pipeline.NOTHING
            else pipeline.attainment(actual.amount, expected)
        ),
        landing=landing,
        coverage=pipeline.coverage(
            pipeline.weighted(deals, probability), plan.objective, actual.amount
        ),
        kpis=kpis,
        months=_months(plan, measured, month, actual),
        opening=_opening(before, current, as_of),
        opened_on=before[-1].date if before else None,
        coming=_coming(open_, as_of),
        late=_late(open_, as_of),
        kept={side: kept_on_time(plan.commitments, as_of, side) for side in SIDES},
        kept_by_quarter=_kept_by_quarter(plan, as_of),
        kept_of_reviews=_kept_of_reviews(reviews, as_of),
        means=means,
        means_delivered=measured.means(12),
        triggers=(),
        deals=deals[pipeline.is_open(deals)].reset_index(drop=True),
        actions=_actions(plan, as_of),
        current=current,
        deals_read=len(deals),
        signed=_signed(deals, plan.year),
    )
    fired = tuple(_fired(result, reviews))
    return BusinessReview(**{**vars(result), "triggers": fired})


def _signed(deals: pd.DataFrame, year: int) -> int:
    """Deals signed in a year."""
    return int(
        ((deals["stage"] == pipeline.SIGNED) & (deals["expected_close"].dt.year == year)).sum()
    )


# ── KPIs ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Measured:
    """Values of the KPIs by month, given or computed."""

    plan: JointPlan
    deals: pd.DataFrame
    kpi_values: pd.DataFrame
    as_of: dt.date
    probability: Mapping[str, float]
    perception: float | None

    def left_out(self, kpi: str) -> bool:
        """Whether a KPI has no object for this partner."""
        own = self.kpi_values[self.kpi_values["kpi_id"] == kpi]
        return bool(own["not_applicable"].any()) and not own["value"].notna().any()

    def given(self, kpi: str) -> pd.Series:
        """The values that were given, by month."""
        own = self.kpi_values[self.kpi_values["kpi_id"] == kpi]
        return own[own["value"].notna()].set_index("month")["value"].sort_index()

    def value(self, kpi: str, month: int) -> float:
        """The value of a month; NaN when it was not measured and cannot be computed."""
        given = self.given(kpi)
        if len(given):
            return float(given.get(month, math.nan))
        computed: Mapping[str, Callable[[int], float]] = {
            REVENUE: self._revenue,
            COVERAGE: self._coverage,
            KEPT_RATE: self._kept,
            PERCEPTION: self._perception,
            MEANS: self.means,
        }
        first = 1 if kpi == REVENUE else 0  # a state is known before the first month is over
        known = kpi in computed and month >= first
        return computed[kpi](month) if known else math.nan

    def last_month(self, kpi: str, month: int) -> int:
        """The last month of which a KPI has a value, up to one."""
        given = self.given(kpi)
        told = [int(one) for one in given.index if one <= max(month, self._running)]
        return told[-1] if told else month

    @property
    def _running(self) -> int:
        """The month of the day, which may have been measured before it ends."""
        if self.as_of.year != self.plan.year:
            return 12 if self.as_of.year > self.plan.year else 0
        return self.as_of.month

    def _end(self, month: int) -> dt.date:
        """The end of a month; the day itself for the last one that is complete."""
        is_last = month == pipeline.complete_month(self.as_of, self.plan.year)
        return self.as_of if is_last else _month_end(self.plan.year, month)

    def _revenue(self, month: int) -> float:
        if not len(self.deals):
            return math.nan
        return pipeline.actual(self.deals, self.plan.year, self._end(month))

    def _coverage(self, month: int) -> float:
        """Of today alone: the stages that deals had earlier are not known."""
        if month != pipeline.complete_month(self.as_of, self.plan.year) or not len(self.deals):
            return math.nan
        done = pipeline.to_date(self.deals, self.kpi_values, self.plan.year, self.as_of).amount
        open_ = pipeline.weighted(self.deals, self.probability)
        return pipeline.coverage(open_, self.plan.objective, done)

    def _kept(self, month: int) -> float:
        return kept_on_time(self.plan.commitments, self._end(month)).rate

    def _perception(self, month: int) -> float:  # noqa: ARG002
        return math.nan if self.perception is None else self.perception

    def means(self, month: int) -> float:
        """Means delivered in the last quarter noted, up to that of a month, in %."""
        table = _means(self.plan, by_side=False)
        noted = table[(table["noted"] > 0) & (table.index <= (max(month, 1) - 1) // 3 + 1)]
        return float(noted["ratio"].iloc[-1]) if len(noted) else math.nan


def _month_end(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _kpis(plan: JointPlan, measured: _Measured, month: int) -> pd.DataFrame:
    rows = {
        str(kpi): _kpi(str(kpi), plan, measured, month)
        for kpi in plan.kpis.index
        if not measured.left_out(str(kpi))
    }
    told = plan.kpis.loc[list(rows), ["name_fr", "name_en", "unit", "owner", "target"]]
    columns = ["value", "expected", "month", "attainment", "colour"]
    columns += ["before", "before_colour", "given"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return told.join(found)


def _kpi(kpi: str, plan: JointPlan, measured: _Measured, month: int) -> dict[str, Any]:
    at = measured.last_month(kpi, month)
    value, before = measured.value(kpi, at), measured.value(kpi, at - 1)
    expected = _expected(kpi, plan, at)
    reached, colour = _judged(kpi, value, plan, at)
    return {
        "value": value,
        "expected": expected,
        "month": at,
        "attainment": reached,
        "colour": colour,
        "before": before,
        "before_colour": _judged(kpi, before, plan, at - 1)[1],
        "given": bool(len(measured.given(kpi))),
    }


def _expected(kpi: str, plan: JointPlan, month: int) -> float:
    """What a KPI is held against at the end of a month."""
    target = float(plan.kpis["target"].to_dict()[kpi])
    if kpi in SEASONAL:
        return pipeline.expected_to_date(target, plan.seasonality, max(month, 0))
    return target


def _judged(kpi: str, value: float, plan: JointPlan, month: int) -> tuple[float, str]:
    """Attainment and colour of a value at the end of a month."""
    if math.isnan(value) or month < 0:
        return math.nan, GREY
    if math.isinf(value):  # coverage of an objective that is reached
        return math.inf, GREEN
    reached = pipeline.attainment(value, _expected(kpi, plan, month))
    green, amber = (plan.kpis[name].to_dict()[kpi] for name in ("green", "amber"))
    return reached, pipeline.colour(reached, float(green), float(amber))


def _months(plan: JointPlan, measured: _Measured, month: int, actual: ToDate) -> pd.DataFrame:
    """Cumulated revenue and target, month by month; the day's own figure in its last row."""
    last = max(actual.month or month, 0)
    rows = {
        one: {
            "actual": measured.value(REVENUE, one) if one < last else actual.amount,
            "target": pipeline.expected_to_date(plan.objective, plan.seasonality, one),
        }
        for one in range(1, last + 1)
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["actual", "target"])
    return table.rename_axis(index="month").astype(float)


# ── commitments ──────────────────────────────────────────────────────────────────────────────────


def kept_on_time(commitments: pd.DataFrame, day: dt.date, side: str | None = None) -> Kept:
    """Commitments kept by their due date, of those due by a day; cancelled ones are left out.

    One kept without a date counts as kept on time.
    """
    due = (commitments["due"] <= pd.Timestamp(day)) & (commitments["status"] != CANCELLED)
    if side is not None:
        due &= commitments["side"] == side
    own = commitments[due]
    kept = (own["status"] == KEPT) & ~(own["kept_on"] > own["due"])
    kept &= ~(own["kept_on"] > pd.Timestamp(day))
    return Kept(int(kept.sum()), len(own))


def _kept_by_quarter(plan: JointPlan, as_of: dt.date) -> pd.DataFrame:
    rows = {}
    for quarter in QUARTERS:
        of_quarter = plan.commitments[plan.commitments["due"].dt.quarter == quarter]
        of_year = of_quarter[of_quarter["due"].dt.year == plan.year]
        for side in SIDES:
            told = kept_on_time(of_year, as_of, side)
            rows[quarter, side] = {"kept": told.kept, "due": told.due, "rate": told.rate}
    index = pd.MultiIndex.from_tuples(list(rows), names=["quarter", "side"])
    return pd.DataFrame(list(rows.values()), index=index)


def _of_reviews(reviews: Sequence[Review]) -> pd.DataFrame:
    """All commitments that reviews took, with what later ones said of them."""
    taken = [one.commitments for one in reviews if len(one.commitments)]
    if not taken:
        return pd.DataFrame(columns=["side", "text", "owner", "due", "status", "kept_on"])
    table = pd.concat(taken)
    table = table[~table.index.duplicated(keep="last")].copy()
    for review in reviews:
        for key, said in review.previous.iterrows():
            if key in table.index and said["status"] in (KEPT, CANCELLED):
                table.loc[key, ["status", "kept_on"]] = [said["status"], said["kept_on"]]
    return table


def _kept_of_reviews(reviews: Sequence[Review], as_of: dt.date) -> dict[str, Kept]:
    table = _of_reviews(reviews)
    if not len(table):
        return dict.fromkeys(SIDES, Kept(0, 0))
    return {side: kept_on_time(table, as_of, side) for side in SIDES}


_OPENING = ["side", "text", "owner", "due", "state", "kept_on", "on_time", "why"]


def _opening(before: Sequence[Review], current: Review | None, as_of: dt.date) -> pd.DataFrame:
    """What became of the commitments of the review before."""
    if not before:
        return pd.DataFrame(columns=_OPENING)
    table = before[-1].commitments.copy()
    table["why"] = ""
    for review in [one for one in (current,) if one is not None]:
        for key, said in review.previous.iterrows():
            if key not in table.index:
                continue
            table.loc[key, "why"] = said["why"]
            if said["status"] in (KEPT, CANCELLED):
                table.loc[key, ["status", "kept_on"]] = [said["status"], said["kept_on"]]
    late = (table["status"] == OPEN) & (table["due"] < pd.Timestamp(as_of))
    table["state"] = table["status"].mask(late, LATE)
    table["on_time"] = (table["status"] == KEPT) & ~(table["kept_on"] > table["due"])
    rank = table["side"].map(SIDES.index).astype(float)
    due = table["due"].astype("int64").astype(float)
    return table.iloc[scoring.order(table.index, rank, due)][_OPENING]


def _open_commitments(plan: JointPlan, reviews: Sequence[Review], as_of: dt.date) -> pd.DataFrame:
    """Commitments neither kept nor cancelled, of the plan and of the reviews."""
    columns = ["side", "text_fr", "text_en", "owner", "due", "source"]
    of_plan = plan.commitments.assign(source=FROM_PLAN)
    of_plan = of_plan[(of_plan["status"] == OPEN) & of_plan["due"].notna()][columns]
    told = _of_reviews(reviews)
    told = told[told["status"] == OPEN]
    told = told.assign(text_fr=told["text"], text_en=told["text"], source=FROM_REVIEW)[columns]
    parts = [part for part in (of_plan, told) if len(part)]
    found = pd.concat(parts) if parts else of_plan
    found = found.assign(due=pd.to_datetime(found["due"]))
    days = (pd.Timestamp(as_of) - found["due"]).dt.days
    return found.assign(days_late=days.clip(lower=0).astype(int))


def _coming(open_: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    day = pd.Timestamp(as_of)
    near = (open_["due"] >= day) & (open_["due"] <= day + pd.Timedelta(days=AHEAD_DAYS))
    return _in_order(open_[near])


def _late(open_: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    return _in_order(open_[open_["due"] < pd.Timestamp(as_of)])


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """The vendor's own first, then by due date and id."""
    if not len(table):
        return table
    rank = table["side"].map(SIDES.index).astype(float)
    due = table["due"].astype("int64").astype(float)
    return table.iloc[scoring.order(table.index, rank, due)]


# ── means, actions, triggers ─────────────────────────────────────────────────────────────────────


def _means(plan: JointPlan, *, by_side: bool = True) -> pd.DataFrame:
    """Mean of delivered over planned in each quarter, in %, over the means planned and noted."""
    rows: dict[Any, dict[str, float]] = {}
    for quarter in QUARTERS:
        planned, delivered = plan.means[f"planned_{quarter}"], plan.means[f"delivered_{quarter}"]
        for side in SIDES if by_side else ("",):
            own = (planned > 0) & ((plan.means["side"] == side) | (not by_side))
            ratio = (delivered / planned)[own]
            key = (quarter, side) if by_side else quarter
            rows[key] = {
                "ratio": 100 * float(ratio.mean()),
                "noted": int(ratio.notna().sum()),
                "planned": int(own.sum()),
            }
    index: pd.Index = (
        pd.MultiIndex.from_tuples(list(rows), names=["quarter", "side"])
        if by_side
        else pd.Index(list(rows), name="quarter")
    )
    return pd.DataFrame(list(rows.values()), index=index)


def _actions(plan: JointPlan, as_of: dt.date) -> pd.DataFrame:
    """Actions of the running quarter, and what earlier ones left undone."""
    day = pd.Timestamp(as_of)
    quarter = 4 if as_of.year > plan.year else (as_of.month - 1) // 3 + 1
    quarter = 1 if as_of.year < plan.year else quarter
    table = plan.actions.copy()
    done, dropped = table["status"] == "done", table["status"] == "dropped"
    late = ~done & ~dropped & (table["due"] < day)
    table["state"] = OPEN
    table.loc[late, "state"] = LATE
    table.loc[done, "state"] = "done"
    table.loc[dropped, "state"] = "dropped"
    table["days_late"] = (day - table["due"]).dt.days.where(late, 0).astype(int)
    earlier = (table["quarter"] < quarter) & late
    return table[(table["quarter"] == quarter) | earlier]


def _fired(result: BusinessReview, reviews: Sequence[Review]) -> Iterator[Fired]:
    """Triggers that fired, in the method's order; a plan that is not signed has decided nothing."""
    if not result.plan.is_signed:
        return
    decided: dict[str, tuple[str, dt.date]] = {}
    for review in reviews:
        decided |= {key: (text, review.date) for key, text in review.triggers.items()}
    for trigger, values in _reasons(result):
        yield Fired(trigger, values, *decided.get(trigger, ("", None)))


def _reasons(result: BusinessReview) -> Iterator[tuple[str, dict[str, Any]]]:
    kpis = result.kpis
    twice = {
        REVENUE: (RED,),
        COVERAGE: (AMBER, RED),
    }
    for kpi, trigger in ((REVENUE, REVENUE_RED), (COVERAGE, COVERAGE_LOW)):
        if kpi in kpis.index:
            colours = {kpis["colour"][kpi], kpis["before_colour"][kpi]}
            if colours <= set(twice[kpi]):
                yield trigger, {"month": int(kpis["month"][kpi])}
    if KEPT_RATE in kpis.index:
        now, before = kpis["value"][KEPT_RATE], kpis["before"][KEPT_RATE]
        if scoring.below(now, FEW_KEPT) and scoring.below(before, FEW_KEPT):
            yield PROMISES_BROKEN, {"rate": float(now), "before": float(before)}
    if MEANS in kpis.index and kpis["colour"][MEANS] == RED:
        yield MEANS_RED, {"rate": float(kpis["value"][MEANS])}
    low = scoring.below(result.landing_ratio, LANDING_FLOOR)
    if result.month in MID_YEAR and not math.isnan(result.landing_ratio) and low:
        yield MID_YEAR_LOW, {"ratio": result.landing_ratio}


def actions(result: BusinessReview, partner: str) -> pd.DataFrame:
    """Late and coming commitments, in the form that all steps share.

    A late one has priority 100, a coming one 60; the partner's own have our channel manager beside
    them.
    """
    parts = [part for part in (result.late, result.coming) if len(part)]
    found = pd.concat(parts) if parts else result.late
    vendor = found["side"] == VENDOR
    table = pd.DataFrame(
        {
            "partner_id": partner,
            "title_fr": found["text_fr"],
            "title_en": found["text_en"],
            "owner_role": found["owner"].where(vendor, "CM"),
            "partner_owner_role": found["owner"].where(~vendor, "PCO"),
            "effort": "S",
            "impact": 4,
            "priority": [100.0 if days else 60.0 for days in found["days_late"]],
            "due": found["due"],
            "status": ["late" if days else "planned" for days in found["days_late"]],
        },
        index=found.index,
    )
    return proposed(REVIEW, table)


def key_figures(result: BusinessReview) -> dict[str, dict[str, Any]]:
    """Key figures under their stable names."""
    objective = None if math.isnan(result.plan.objective) else result.plan.objective
    due = {side: result.kept[side].due for side in SIDES}
    reached = math.isinf(result.coverage)
    coverage = math.nan if reached else result.coverage
    return {
        "plan.actual": _figure(result.actual.amount, "money", objective, "no_deal"),
        "plan.attainment": _figure(result.attainment, "ratio", result.expected, "nothing_expected"),
        "plan.landing": _figure(result.landing, "money", objective, "no_deal"),
        "plan.coverage": _figure(
            coverage, "ratio", objective, "objective_reached" if reached else "no_objective"
        ),
        "review.kept_vendor": _figure(result.kept[VENDOR].rate, "%", due[VENDOR], "none_due"),
        "review.kept_partner": _figure(result.kept[PARTNER].rate, "%", due[PARTNER], "none_due"),
        "review.means_delivered": _figure(result.means_delivered, "%", None, "none_noted"),
        "review.late": _figure(len(result.late), "count", result.due, ""),
        "review.triggers": _figure(len(result.triggers), "count", len(TRIGGERS), ""),
        "review.kpis_red": _figure(len(result.red), "count", len(result.kpis), ""),
    }


def _figure(value: float, unit: str, of: Any, reason: str) -> dict[str, Any]:
    whole = None if isinstance(of, float) and math.isnan(of) else of
    if math.isnan(value):
        return {"value": None, "unit": unit, "of": whole, "reason": reason}
    return {"value": value, "unit": unit, "of": whole}
