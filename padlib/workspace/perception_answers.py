"""`perception_answers.csv`: one row a partner, respondent and item (CLIENT_FILES 3)."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated

import pandas as pd

from padlib import banks
from padlib.core.answers import ANSWERED, MISSING, NOT_APPLICABLE
from padlib.workspace import answers, rows
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Code, Kind, Number, Text, is_not_applicable
from padlib.workspace.names import PARTNER_ID, PERCEPTION_ITEM

PARTNER, MIRROR = SIDES = ("partner", "vendor_mirror")
INTENTS = ("down", "stable", "up")
RATED, OPEN = "rating_1_5", "text"
# sort of an item in the bank → what its rating may be, and the message for any other
SCALES: dict[str, tuple[Kind, str]] = {
    RATED: (Number(1, 5, whole=True), "rating"),
    "nps_0_10": (Number(0, 10, whole=True), "rating_recommendation"),
    "percent": (Number(0, 100), "rating_share"),
    "choice_3": (Code(INTENTS), "rating_intent"),
}


class PerceptionAnswer(rows.Line):
    """Columns of the table; what a rating may be depends on its item."""

    partner_id: Annotated[str, PARTNER_ID]
    respondent_id: Annotated[str, Text()]
    side: Annotated[str, Code(SIDES)] = PARTNER
    item_id: Annotated[str, PERCEPTION_ITEM]
    rating: Annotated[str, Text()] = ""
    importance: Annotated[float | None, answers.IMPORTANCE] = None
    comment: Annotated[str, Text()] = ""

    @property
    def sort(self) -> str:
        """Sort of the item, as in the bank: rated, open, or one of the three others."""
        return _sorts()[self.item_id]

    @property
    def state(self) -> str:
        """Answered, not applicable, or missing."""
        if self.sort == OPEN and self.comment:
            return ANSWERED
        if not self.rating:
            return MISSING
        return NOT_APPLICABLE if is_not_applicable(self.rating) else ANSWERED

    @property
    def value(self) -> float | str | None:
        """The rating as a number or a code; None when there is none.

        Raises
        ------
        Bad
            If it is outside the item's own scale.
        """
        if not self.rating or is_not_applicable(self.rating):
            return None
        if self.sort == OPEN:
            raise Bad("rating_open")
        kind, code = SCALES[self.sort]
        try:
            read_: float | str = kind.read(self.rating)
        except Bad as bad:
            told = {"nearest": bad.values.get("nearest")}
            mirror = code == "rating" and self.side == MIRROR
            raise Bad("rating_mirror" if mirror else code, **told) from None
        return read_


def read(content: bytes, partners: pd.DataFrame | None, findings: Findings) -> pd.DataFrame:
    """Answers in the order of partners, sides, respondents, then of items in the bank.

    Parameters
    ----------
    content : bytes
    partners : DataFrame or None
        The year's partners indexed by id (name, status, revenue_n), None when no file tells.
    findings : Findings

    Returns
    -------
    DataFrame
        Columns partner_id, respondent_id, side (partner, vendor_mirror), item_id, rating (NaN
        without number), intent (down, stable, up or ""), state (answered, not_applicable, missing;
        an open question is answered when it has a comment), importance (1–5, NaN unknown),
        comment. General questions on the mirror side are left out with a warning, and so are
        people who said nothing at all.
    """
    told = rows.read(content, PerceptionAnswer, findings, keeps_na=["rating"])
    name = answers.namer(partners)
    answers.check_partners(told, partners, findings)
    answers.check_unique(told, name, findings)
    for row, line in zip(told.rows, told.lines, strict=True):
        _check_rating(row, line, name(row.partner_id or "…"), findings)
    if findings.faults:
        return _frame([])
    _warn_mirror(told, findings)
    asked = [row for row in told.rows if not _is_left_out(row)]
    kept = answers.without_silent(asked, _spoke, name, findings)
    answers.warn_revenue((row.partner_id for row in kept), partners, findings)
    return _frame(kept)


def nothing() -> pd.DataFrame:
    """No answer at all."""
    return _frame([])


@cache
def _sorts() -> Mapping[str, str]:
    return {str(item): str(sort) for item, sort in banks.load("perception").items["type"].items()}


def _frame(kept: list[PerceptionAnswer]) -> pd.DataFrame:
    place = {item: number for number, item in enumerate(_sorts())}
    ordered = sorted(kept, key=lambda row: (*answers.person(row), place[row.item_id]))
    values = [row.value for row in ordered]
    numbers = [float("nan") if isinstance(one, str) or one is None else one for one in values]
    importances = [row.importance for row in ordered]
    return pd.DataFrame(
        {
            "partner_id": pd.Series([row.partner_id for row in ordered], dtype="str"),
            "respondent_id": pd.Series([row.respondent_id for row in ordered], dtype="str"),
            "side": pd.Series([row.side for row in ordered], dtype="str"),
            "item_id": pd.Series([row.item_id for row in ordered], dtype="str"),
            "rating": pd.Series(numbers, dtype="float"),
            "intent": pd.Series(
                [one if isinstance(one, str) else "" for one in values], dtype="str"
            ),
            "state": pd.Series([row.state for row in ordered], dtype="str"),
            "importance": pd.Series(importances, dtype="float"),
            "comment": pd.Series([row.comment for row in ordered], dtype="str"),
        }
    )


def _is_left_out(row: PerceptionAnswer) -> bool:
    """The vendor's team is asked the rated items alone."""
    return row.side == MIRROR and row.sort != RATED


def _spoke(row: PerceptionAnswer) -> bool:
    return bool(row.rating or row.comment) or row.importance is not None


def _check_rating(row: PerceptionAnswer, line: int, partner: str, findings: Findings) -> None:
    if row.item_id is None or _is_left_out(row):  # the first has a fault of its own
        return
    try:
        _ = row.value
    except Bad as bad:
        who = {"partner": partner, "respondent": row.respondent_id or "…", "item": row.item_id}
        findings.fault(line, "rating", bad.code, found=row.rating, **who, **bad.values)


def _warn_mirror(told: rows.Read[PerceptionAnswer], findings: Findings) -> None:
    places = [
        (line, row.item_id)
        for row, line in zip(told.rows, told.lines, strict=True)
        if _is_left_out(row)
    ]
    if places:
        items = list(dict.fromkeys(item for _, item in places))
        code = "mirror_general_one" if len(places) == 1 else "mirror_general_many"
        lines = [line for line, _ in places]
        findings.warn(code, column="item_id", lines=lines, items=items, count=len(places))
