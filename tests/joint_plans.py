"""Joint plans made by hand: what a plan's file says, read as the product reads it, and deals."""

import datetime as dt
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pandas as pd
import yaml

from padlib.core.joint_plan import JointPlan
from padlib.workspace import business_plans
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings

YEAR = 2026
PARTNER_ID = "axorial"
SEASONALITY = [0.05, 0.05, 0.10, 0.05, 0.10, 0.15, 0.05, 0.05, 0.10, 0.10, 0.10, 0.10]
# the plan of CLIENT_FILES 5, whole: nothing required lacks, both sides have signed
EXAMPLE: Mapping[str, Any] = {
    "status": "active",
    "identity": {
        "partner_id": PARTNER_ID,
        "year": YEAR,
        "quadrant": "pillar",
        "owner_vendor": "J. Okafor",
        "owner_partner": "S. Brun",
        "sponsor_vendor": "H. Lenoir",
        "sponsor_partner": "P. Axel",
    },
    "context": {
        "convergence_index": 61,
        "perception_index": 48,
        "revenue_previous_year": 320_000,
        "strengths": ["Objectifs partagés", "Équipe formée", "Références communes"],
        "gaps": ["Leads peu suivis", "Vision non écrite", "Réunions annulées"],
    },
    "vision": {
        "joint_revenue_y1_y3": [400_000, 460_000, 540_000],
        "partner_earnings_y1_y3": [-18_000, 59_000, 92_000],
        "target_segments": ["Santé", "Collectivités"],
    },
    "seasonality": SEASONALITY,
    "objectives": {
        "OB-01": {"target": 400_000, "quarters": [80_000, 120_000, 80_000, 120_000]},
        "OB-02": 8,
        "OB-03": 200_000,
        "OB-04": 150_000,
        "OB-05": 40,
        "OB-06": 3,
    },
    "means": {
        "vendor": {
            "MV-01": {"planned": 3, "delivered": [3, 2]},
            "MV-03": {"planned": 12_000, "delivered": [3_000, 2_500]},
            "MV-05": {"planned": [5, 5, 10, 10], "delivered": [4, 6]},
        },
        "partner": {
            "MP-01": {"planned": 1.5, "delivered": [1, 1.5]},
            "MP-05": {"planned": True, "delivered": [False, True]},
        },
    },
    "commitments": [
        {
            "id": "EV-02",
            "side": "vendor",
            "owner": "CM",
            "due_date": "2026-03-31",
            "status": "kept",
            "kept_on": "2026-03-20",
        },
        {"id": "EP-03", "side": "partner", "owner": "PCO", "due_date": "2026-06-30"},
    ],
    "kpis": ["K-01", "K-02", "K-03", {"id": "K-05", "target": 90, "owner": "PCO"}, "K-06", "K-08"],
    "quarters": [
        {
            "id": "Q1-1",
            "quarter": 1,
            "title": "Signer le plan et le présenter aux équipes",
            "owner_vendor": "CM",
            "owner_partner": "PCO",
            "start": "2026-01-12",
            "due_date": "2026-02-15",
            "kpi": "K-08",
            "expected_result": "Deux équipes informées",
            "status": "done",
            "done_on": "2026-02-10",
            "origin": "review",
        },
        {
            "id": "Q2-1",
            "quarter": 2,
            "title": "Fixer ensemble trois objectifs à 3 ans",
            "owner_vendor": "DG",
            "owner_partner": "PDG",
            "start": "2026-04-01",
            "due_date": "2026-05-29",
            "means": ["MV-01"],
            "kpi": "K-01",
            "expected_result": "Objectifs validés",
            "status": "in_progress",
            "origin": "convergence",
            "origin_item": "C-STR-01",
            "depends_on": ["Q1-1"],
        },
    ],
    "governance": [{"id": "G-01", "chair": "CM", "dates": ["2026-02-05", "2026-03-05"]}],
    "risks": [
        {
            "id": "RK-01",
            "probability_1_5": 3,
            "impact_1_5": 4,
            "owner": "PCO",
            "mitigation": "Un second vendeur formé avant juin",
        }
    ],
    "log": [
        {
            "date": "2026-01-20",
            "type": "decision",
            "text": "Plan signé",
            "author_role": "DIRP",
        }
    ],
    "signatures": {
        "vendor": {"name": "H. Lenoir", "role": "DG", "date": "2026-01-15"},
        "partner": {"name": "P. Axel", "role": "PDG", "date": "2026-01-20"},
    },
    "internal_notes": "À revoir avec le directeur général",
}


def told(**changes: Any) -> dict[str, Any]:
    """What the example's file says, some of its sections others; None leaves a section out."""
    plan = deepcopy(dict(EXAMPLE)) | changes
    return {name: section for name, section in plan.items() if section is not None}


def plan(
    partner_id: str = PARTNER_ID,
    year: int = YEAR,
    *,
    as_of: dt.date | None = None,
    content: Mapping[str, Any] | None = None,
    **changes: Any,
) -> JointPlan:
    """The example's plan as it is read, some sections changed; of the day `as_of`.

    Parameters
    ----------
    content : mapping, optional
        What the file says, in place of the example.
    **changes
        Sections in place of the example's; None leaves one out. ``objective``: a number, the
        target of OB-01 (None: the plan does not tell it, nor lists its KPIs).
    """
    if "objective" in changes:
        objectives = dict(EXAMPLE["objectives"])
        objective = changes.pop("objective")
        del objectives["OB-01"]
        changes["objectives"] = objectives | ({} if objective is None else {"OB-01": objective})
        changes |= {"kpis": None} if objective is None else {}
    document = dict(content) if content is not None else told(**changes)
    named = {"partner_id": partner_id, "year": year}
    document["identity"] = dict(document.get("identity") or {}) | named
    findings = Findings("plan.yml")
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    limits = Limits(year, as_of, dt.date(year + 1, 12, 31))
    found = business_plans.read(text.encode(), (partner_id, year), limits, findings)
    assert found is not None, [fault.code for fault in findings.faults]
    return found


def draft(**changes: Any) -> JointPlan:
    """A plan that says whose it is, and what is given here."""
    return plan(content={"identity": {}, **changes})


def deals(*rows: tuple[str, float, str, str], partner_id: str = PARTNER_ID) -> pd.DataFrame:
    """Deals as the folder gives them: (id, amount, stage, expected close) each.

    >>> deals(("AX-1", 60_000, "negotiation", "2026-08-20"))["amount"].tolist()
    [60000.0]
    """
    frame = pd.DataFrame(rows, columns=["deal_id", "amount", "stage", "expected_close"])
    day = pd.to_datetime(frame["expected_close"]).astype("datetime64[s]")
    frame = frame.assign(
        amount=frame["amount"].astype("float64"),
        expected_close=day,
        partner_id=partner_id,
        registered_on=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]"),
        origin="joint",
        name="",
        next_step="",
        owner="",
        next_date=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]"),
    )
    return frame.sort_values(["expected_close", "deal_id"], ignore_index=True)


def measured(**months: Mapping[int, float]) -> pd.DataFrame:
    """KPIs as measured: ``measured(K_01={6: 180_000})``."""
    rows = [
        {
            "partner_id": PARTNER_ID,
            "kpi_id": kpi.replace("_", "-"),
            "month": month,
            "value": float(value),
            "of": float("nan"),
            "not_applicable": False,
        }
        for kpi, values in months.items()
        for month, value in values.items()
    ]
    columns = ["partner_id", "kpi_id", "month", "value", "of", "not_applicable"]
    kinds = {"month": "int64", "value": "float64", "of": "float64", "not_applicable": "bool"}
    return pd.DataFrame(rows, columns=columns).astype(kinds)
