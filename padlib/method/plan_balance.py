"""The year-end balance of a joint plan (METHOD 13): what was aimed at and what came of it.

Objectives against what was reached, means promised and delivered, commitments of each side: both
sides are measured alike, the vendor first.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from padlib.core import pipeline, scoring
from padlib.core.joint_plan import MONTHS, QUARTERS, SIDES, JointPlan

REVENUE, IN_SIGHT, LEADS, PERCEPTION = "OB-01", "OB-03", "OB-05", "OB-08"
IN_SIGHT_MONTHS = 6  # ahead, that the pipeline is to cover
ADDED_UP = ("/year", "/quarter")  # units whose quarters add up; the others are levels
KEPT, CANCELLED = "kept", "cancelled"


def achieved(
    plan: JointPlan,
    kpi_values: pd.DataFrame,
    deals: pd.DataFrame,
    as_of: dt.date | None = None,
    perception: float | None = None,
) -> pd.Series[float]:
    """What each objective came to.

    Parameters
    ----------
    plan : JointPlan
    kpi_values, deals : DataFrame
        The partner's: kpi_id, month, value, of, not_applicable; and see `core.pipeline`.
    as_of : date, optional
        The year's last day when it is not known.
    perception : float, optional
        The partner's own perception index, 0–100, where no value of the KPI tells it.

    Returns
    -------
    Series
        Indexed by objective id, in the objective's unit; NaN when nothing tells it.
    """
    day = as_of or dt.date(plan.year, 12, 31)
    told = {
        str(one): _measured(kpi_values, str(row["kpi"])) for one, row in plan.objectives.iterrows()
    }
    told[LEADS] = _leads(kpi_values)
    told[IN_SIGHT] = _in_sight(deals, day) if len(deals) else math.nan
    done = pipeline.to_date(deals, kpi_values, plan.year, day)
    told[REVENUE] = math.nan if done.source == pipeline.NOTHING else done.amount
    if math.isnan(told[PERCEPTION]) and perception is not None:
        told[PERCEPTION] = perception
    return pd.Series(told, index=plan.objectives.index, dtype=float, name="achieved")


def _of(kpi_values: pd.DataFrame, kpi: str) -> pd.DataFrame:
    """What was measured of a KPI, by month."""
    mine = kpi_values[(kpi_values["kpi_id"] == kpi) & kpi_values["month"].isin(list(MONTHS))]
    return mine[~mine["not_applicable"].astype(bool)].sort_values("month")


def _measured(kpi_values: pd.DataFrame, kpi: str) -> float:
    values = _of(kpi_values, kpi)["value"].dropna()
    return float(values.iloc[-1]) if len(values) else math.nan


def _leads(kpi_values: pd.DataFrame) -> float:
    """Leads given and brought: the denominators of the KPI that follows them."""
    counted = _of(kpi_values, "K-05")["of"].dropna()
    return float(counted.sum()) if len(counted) else math.nan


def _in_sight(deals: pd.DataFrame, day: dt.date) -> float:
    """Amount of the open deals expected to close in the six months after a day, unweighted."""
    years, before = divmod(day.month - 1 + IN_SIGHT_MONTHS, 12)
    year, month = day.year + years, before + 1
    last = dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    held = deals[pipeline.is_open(deals) & (deals["expected_close"] <= pd.Timestamp(last))]
    return float(held["amount"].sum())


def objectives(plan: JointPlan, achieved: Mapping[Any, float] | pd.Series[float]) -> pd.DataFrame:
    """Objectives that have a target, against what was reached.

    Returns
    -------
    DataFrame
        Indexed by objective id: target, achieved, share (achieved over target, NaN unknown),
        reached (bool: at least the target; False too when nothing tells it).
    """
    table = plan.objectives.loc[plan.objectives["target"].notna(), ["target"]].copy()
    table["achieved"] = [float(achieved.get(one, math.nan)) for one in table.index]
    table["share"] = [
        pipeline.attainment(done, target)
        for done, target in zip(table["achieved"], table["target"], strict=True)
    ]
    table["reached"] = scoring.at_least(table["achieved"], table["target"]).astype(bool)
    return table


def means(plan: JointPlan) -> pd.DataFrame:
    """Means promised, and what was delivered of them, over the quarters in which they were planned.

    Returns
    -------
    DataFrame
        Indexed by id, of the means planned: side, promised and delivered (added up over the
        quarters where the unit is one of a quarter or of a year, else their mean; delivered is NaN
        when nothing was noted), share (mean over the quarters of delivered over planned; a quarter
        of which nothing is noted counts as nothing delivered; NaN when none is noted).
    """
    rows = {str(one): _mean(row) for one, row in plan.means.iterrows()}
    kept = {one: row for one, row in rows.items() if row["promised"] > 0}
    columns = ["side", "promised", "delivered", "share"]
    table = pd.DataFrame.from_dict(kept, orient="index", columns=columns)
    table.index.name = plan.means.index.name
    return table.astype({"promised": float, "delivered": float, "share": float})


def _mean(row: Any) -> dict[str, Any]:
    wanted = {q: float(row[f"planned_{q}"]) for q in QUARTERS if row[f"planned_{q}"] > 0}
    given = {q: float(row[f"delivered_{q}"]) for q in wanted}
    noted = any(not math.isnan(one) for one in given.values())
    counted = {q: 0.0 if math.isnan(one) else one for q, one in given.items()}
    parts = len(wanted) if not str(row["unit"]).endswith(ADDED_UP) else 1
    return {
        "side": row["side"],
        "promised": sum(wanted.values()) / max(parts, 1),
        "delivered": sum(counted.values()) / parts if noted else math.nan,
        "share": sum(counted[q] / wanted[q] for q in wanted) / len(wanted) if noted else math.nan,
    }


def commitments(plan: JointPlan) -> pd.DataFrame:
    """What became of each side's commitments once the year is over.

    Returns
    -------
    DataFrame
        Indexed by side, the vendor first: taken (cancelled ones left out), on_time, late (kept
        after the day it was due), not_kept, cancelled.
    """
    table = plan.commitments
    kept, gone = table["status"] == KEPT, table["status"] == CANCELLED
    late = kept & (table["kept_on"] > table["due"])
    found = pd.DataFrame(
        {
            "taken": ~gone,
            "on_time": kept & ~late,
            "late": late,
            "not_kept": ~kept & ~gone,
            "cancelled": gone,
        }
    )
    counted = found.groupby(table["side"]).sum().reindex(list(SIDES), fill_value=0)
    return counted.astype(int).rename_axis(index="side")
