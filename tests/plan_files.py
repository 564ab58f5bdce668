"""Joint plans, deals, reviews and start plans of clients made up for tests, as a user's files."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from padlib import banks

YEAR = 2026
Say = Callable[[str], str]

TEMPLATE = banks.business_plan()
VENDORS, PARTNERS = ("DG", "DIRP", "CM", "MKT"), ("PDG", "PCO", "PTE", "PMK")


def draft(folder: Path, partner: str) -> None:
    """A plan that says whose it is, and nothing else."""
    _write(folder, partner, {"identity": {"partner_id": partner, "year": YEAR}})


def whole(
    folder: Path,
    partner: str,
    say: Say,
    *,
    scale: float = 1.0,
    full: bool = True,
    notes: str = "Note interne",
) -> None:
    """A plan in which everything is told, signed at the beginning of its year.

    Parameters
    ----------
    say : callable
        Makes the texts: what is given is a short word for what each is about.
    scale : float
        Of the amounts of money.
    full : bool
        Seven actions in each quarter; two otherwise.
    notes : str
        The vendor's own.
    """
    money = {"OB-01", "OB-03", "OB-04"}
    plan: dict[str, Any] = {
        "status": "active",
        "identity": {
            "partner_id": partner,
            "year": YEAR,
            "quadrant": "pillar",
            **{
                f"{kind}_{side}": say(f"{kind} {side}")
                for kind in ("owner", "sponsor")
                for side in ("vendor", "partner")
            },
        },
        "context": {
            "convergence_index": 61,
            "perception_index": 48,
            "revenue_previous_year": 320_000 * scale,
            "strengths": [say("force 1"), say("force 2"), say("force 3")],
            "gaps": [say("écart 1"), say("écart 2"), say("écart 3")],
        },
        "vision": {
            "joint_revenue_y1_y3": [400_000 * scale, 460_000 * scale, 540_000 * scale],
            "partner_earnings_y1_y3": [-18_000 * scale, 59_000 * scale, 92_000 * scale],
            "target_segments": [say("segment 1"), say("segment 2")],
        },
        "seasonality": [0.05, 0.05, 0.10, 0.05, 0.10, 0.15, 0.05, 0.05, 0.10, 0.10, 0.10, 0.10],
        "objectives": {
            one["id"]: 400_000 * scale if one["id"] in money else 40
            for one in TEMPLATE["objectives"]
        },
        "means": {
            side: {
                one["id"]: {"planned": [2, 2, 3, 3], "delivered": [2, 1, 3], "note": say("note")}
                for one in TEMPLATE["means"][side]
                if one["unit"] != "yes/no"
            }
            for side in ("vendor", "partner")
        },
        "commitments": [
            {
                "id": one["id"],
                "side": one["side"],
                "owner": one["owner"],
                "due_date": f"{YEAR}-{3 * (place % 4 + 1):02}-15",
                **({"status": "kept", "kept_on": f"{YEAR}-03-10"} if place % 4 == 0 else {}),
            }
            for place, one in enumerate(TEMPLATE["commitments"]["defaults"])
        ],
        "quarters": [_action(quarter, rank, say) for quarter, rank in _ranks(7 if full else 2)],
        "risks": [
            {
                "id": f"RK-0{rank}",
                "probability_1_5": 4,
                "impact_1_5": 4,
                "owner": "PCO",
                "mitigation": say("parade"),
            }
            for rank in (1, 2, 3)
        ],
        "log": [
            {
                "date": f"{YEAR}-02-{day:02}",
                "type": kind,
                "text": say("journal"),
                "author_role": "DIRP",
            }
            for day, kind in enumerate(("decision", "incident", "success"), 2)
        ],
        "signatures": {
            "vendor": {"name": say("signataire"), "role": "DG", "date": f"{YEAR}-01-15"},
            "partner": {"name": say("cosignataire"), "role": "PDG", "date": f"{YEAR}-01-20"},
        },
        "internal_notes": notes,
    }
    _write(folder, partner, plan)


def _ranks(most: int) -> list[tuple[int, int]]:
    return [(quarter, rank) for quarter in (1, 2, 3, 4) for rank in range(1, most + 1)]


def _action(quarter: int, rank: int, say: Say) -> dict[str, Any]:
    return {
        "id": f"Q{quarter}-{rank}",
        "quarter": quarter,
        "title": say(f"action {quarter}.{rank}"),
        "owner_vendor": VENDORS[rank % 4],
        "owner_partner": PARTNERS[rank % 4],
        "start": f"{YEAR}-{3 * quarter - 2:02}-05",
        "due_date": f"{YEAR}-{3 * quarter:02}-20",
        "kpi": f"K-0{rank % 9 + 1}",
        "expected_result": say("résultat"),
        "origin": "convergence",
        **({"depends_on": [f"Q{quarter}-{rank - 1}"]} if rank > 1 else {}),
    }


Deal = tuple[str, str, float, str, str]  # partner, stage, amount, expected close, id


def deals(folder: Path, told: list[Deal], say: Say) -> None:
    """Write `deals.csv`; `say` makes the texts."""
    _table(folder / "deals.csv", deal_rows(told, say))


def deal_rows(told: list[Deal], say: Say) -> list[dict[str, Any]]:
    """Rows of `deals.csv`."""
    return [
        {
            "deal_id": deal,
            "partner_id": partner,
            "amount": amount,
            "stage": stage,
            "expected_close": close,
            "registered_on": f"{YEAR}-01-10",
            "origin": "joint",
            "name": say("affaire"),
            "next_step": say("étape"),
            "owner": say("vendeur"),
            "next_date": f"{YEAR}-11-20",
        }
        for partner, stage, amount, close, deal in told
    ]


def every_stage(partner: str, scale: float = 1.0) -> list[Deal]:
    """A deal of each stage, one overdue among them."""
    told = [
        ("signed", 120_000, "03-31"),
        ("signed", 60_000, "09-15"),
        ("lost", 30_000, "05-01"),
        ("negotiation", 80_000, "11-30"),
        ("proposal", 50_000, "12-15"),
        ("qualified", 40_000, "06-30"),
        ("identified", 25_000, "12-31"),
    ]
    return [
        (partner, stage, amount * scale, f"{YEAR}-{day}", f"{partner}-{rank}")
        for rank, (stage, amount, day) in enumerate(told)
    ]


def review(folder: Path, partner: str, day: str, kind: str, say: Say) -> None:
    """A review in which something is said under each point."""
    told: dict[str, Any] = {
        "partner_id": partner,
        "date": day,
        "kind": kind,
        "participants": ["CM", say("participant")],
        "previous": [{"id": "EV-02", "status": "late", "why": say("raison")}],
        "kpis": [{"id": "K-03", "comment": say("commentaire")}],
        "leads": {"received": 2, "passed_on": 6, "comment": say("leads")},
        "issues": [{"text": say("obstacle"), "owner": "SUP", "due_date": f"{YEAR}-11-30"}],
        "triggers": [{"id": "AT-02", "decision": say("décision")}],
        "decisions": [say("décidé")],
        "commitments": [
            {
                "id": f"RV-{side}-{rank}",
                "side": side,
                "text": say("engagement"),
                "owner": owner,
                "due_date": f"{YEAR}-{month}-28",
            }
            for side, owner in (("vendor", "MKT"), ("partner", "PCO"))
            for rank, month in enumerate(("10", "11"))
        ],
    }
    path = folder / "reviews" / f"{partner}-{day}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")


def start(folder: Path, partner: str, done: Mapping[str, str], say: Say) -> None:
    """A start plan: the day of each milestone done."""
    path = folder / "start_plans" / f"{partner}.csv"
    path.parent.mkdir(exist_ok=True)
    gates = set(banks.load("plan_100_days").items.query("is_gate").index)
    rows = [
        {
            "milestone_id": milestone,
            "done": 1,
            "done_on": day,
            "decision": "correct" if milestone in gates else "",
            "comment": say("commentaire"),
        }
        for milestone, day in done.items()
    ]
    _table(path, rows)


def _write(folder: Path, partner: str, plan: Mapping[str, Any]) -> None:
    path = folder / "business_plans" / f"{partner}.yml"
    path.parent.mkdir(exist_ok=True)
    text = yaml.safe_dump(dict(plan), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def _table(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
