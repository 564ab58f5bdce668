"""Answers to the perception questionnaire, and partners, written as short lines."""

import math

import pandas as pd

from padlib import banks
from padlib.core.answers import ANSWERED, MISSING, NOT_APPLICABLE
from padlib.method import perception

ITEMS = banks.load("perception").items
RATED = perception.rated(ITEMS)
STATES = {"NA": NOT_APPLICABLE, "-": MISSING}


def told(*lines: str) -> pd.DataFrame:
    """Answers as "partner respondent item rating [importance] [comment…]"; NA, - or a number.

    A respondent that begins with @ stands on the vendor's side; the rating may be a word of intent.
    """
    rows = []
    for line in lines:
        partner, who, item, mark, *more = line.split(" ", 5)
        importance = more[0] if more else "-"
        comment = more[1] if len(more) > 1 else ""
        intent = mark if mark in {"down", "stable", "up"} else ""
        number = math.nan if mark in STATES or intent else float(mark)
        spoken = item.startswith("P-OPN") and comment
        rows.append(
            {
                "partner_id": partner,
                "respondent_id": who.lstrip("@"),
                "side": "vendor_mirror" if who.startswith("@") else "partner",
                "item_id": item,
                "rating": number,
                "intent": intent,
                "state": ANSWERED if spoken else STATES.get(mark, ANSWERED),
                "importance": math.nan if importance == "-" else float(importance),
                "comment": comment,
            }
        )
    columns = ["partner_id", "respondent_id", "side", "item_id", "rating", "intent", "state"]
    frame = pd.DataFrame(rows, columns=[*columns, "importance", "comment"])
    texts = dict.fromkeys(frame.columns.difference(["rating", "importance"]), "str")
    return frame.astype({**texts, "rating": float, "importance": float})


def everywhere(
    partner: str,
    mark: int | str,
    importance: int | str = 4,
    who: str | None = None,
    items: pd.DataFrame = RATED,
) -> list[str]:
    return [f"{partner} {who or partner} {item} {mark} {importance}" for item in items.index]


def crowd(n: int, mark: int | str = 3, importance: int | str = 4) -> list[str]:
    """Answers of so many partners, all alike."""
    return [line for i in range(n) for line in everywhere(f"p{i:02}", mark, importance)]


def partners(*rows: str) -> pd.DataFrame:
    """Partners as "id status revenue", the revenue a number or -."""
    parts = [row.split() for row in rows]
    return pd.DataFrame(
        {
            "name": [name.title() for name, *_ in parts],
            "status": [status for _, status, _ in parts],
            "revenue_n": [math.nan if money == "-" else float(money) for *_, money in parts],
        },
        index=pd.Index([name for name, *_ in parts], dtype="str", name="partner_id"),
    )
