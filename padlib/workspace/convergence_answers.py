"""`convergence_answers.csv`: one row a partner, side, respondent and item (CLIENT_FILES 3)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Annotated

import pandas as pd

from padlib import banks
from padlib.core.answers import ANSWERED, MISSING, NOT_APPLICABLE
from padlib.workspace import answers, rows
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Code, Day, Text
from padlib.workspace.names import CONVERGENCE_ITEM, PARTNER_ID

VENDOR, PARTNER = SIDES = ("vendor", "partner")
PEOPLE = 5  # a side, beyond which the session is a crowd


class ConvergenceAnswer(rows.Line):
    """Columns of the table."""

    partner_id: Annotated[str, PARTNER_ID]
    session_date: Annotated[date | None, Day()] = None
    side: Annotated[str, Code(SIDES)]
    respondent_id: Annotated[str, Text()]
    item_id: Annotated[str, CONVERGENCE_ITEM]
    score: Annotated[str, answers.Mark(0, 4, "score")] = ""
    importance: Annotated[float | None, answers.IMPORTANCE] = None
    comment: Annotated[str, Text()] = ""

    @property
    def state(self) -> str:
        """Answered, not applicable, or missing."""
        if not self.score:
            return MISSING
        return NOT_APPLICABLE if self.score == "NA" else ANSWERED


def read(
    content: bytes, year: int, partners: pd.DataFrame | None, findings: Findings
) -> pd.DataFrame:
    """Answers in the order of partners, sides, respondents, then of items in the bank.

    Parameters
    ----------
    content : bytes
    year : int
        Of the folder: a session is held or planned before the end of the next one.
    partners : DataFrame or None
        The year's partners indexed by id (name, status, revenue_n), None when no file tells.
    findings : Findings

    Returns
    -------
    DataFrame
        Columns partner_id, session_date (that of the partner on all its rows, NaT unknown), side
        (vendor before partner), respondent_id, item_id, score (0–4, NaN without number), state
        (answered, not_applicable, missing), importance (1–5, NaN unknown), comment. People who
        said nothing at all are left out with a warning; a partner for whom nobody has said
        anything yet keeps its rows, and with them its session's date.
    """
    told = rows.read(
        content,
        ConvergenceAnswer,
        findings,
        keeps_na=["score"],
        named_by=["respondent_id", "item_id"],
    )
    name = answers.namer(partners)
    answers.check_partners(told, partners, findings)
    answers.check_unique(told, name, findings)
    _check_sides(told, name, findings)
    sessions = _sessions(told, year, name, findings)
    if findings.faults:
        return _frame([], {})
    kept = answers.without_silent(told.rows, _spoke, name, findings, keeps_silent_partners=True)
    _warn_crowds(kept, name, findings)
    answers.warn_revenue((row.partner_id for row in kept if _spoke(row)), partners, findings)
    return _frame(kept, sessions)


def both_answered(table: pd.DataFrame) -> pd.Series:
    """Sessions' dates by partner, of the partners on which both sides gave a score at least."""
    scored = table[(table["state"] == ANSWERED) & table["session_date"].notna()]
    sides = scored.groupby("partner_id")["side"].nunique()
    dates = scored.groupby("partner_id")["session_date"].first()
    return dates[sides == len(SIDES)]


def _frame(kept: Sequence[ConvergenceAnswer], sessions: dict[str, date]) -> pd.DataFrame:
    place = {item: number for number, item in enumerate(banks.load("convergence").items.index)}
    ordered = sorted(
        kept,
        key=lambda row: (
            row.partner_id,
            SIDES.index(row.side),
            row.respondent_id,
            place[row.item_id],
        ),
    )
    scores = [float(row.score) if row.state == ANSWERED else float("nan") for row in ordered]
    dates = [sessions.get(row.partner_id) for row in ordered]
    return pd.DataFrame(
        {
            "partner_id": pd.Series([row.partner_id for row in ordered], dtype="str"),
            "session_date": pd.Series(dates, dtype="datetime64[s]"),
            "side": pd.Series([row.side for row in ordered], dtype="str"),
            "respondent_id": pd.Series([row.respondent_id for row in ordered], dtype="str"),
            "item_id": pd.Series([row.item_id for row in ordered], dtype="str"),
            "score": pd.Series(scores, dtype="float"),
            "state": pd.Series([row.state for row in ordered], dtype="str"),
            "importance": pd.Series([row.importance for row in ordered], dtype="float"),
            "comment": pd.Series([row.comment for row in ordered], dtype="str"),
        }
    )


def _spoke(row: ConvergenceAnswer) -> bool:
    return bool(row.score or row.comment) or row.importance is not None


def _check_sides(
    told: rows.Read[ConvergenceAnswer], name: Callable[[str], str], findings: Findings
) -> None:
    """A person sits on one side; the first that the file gives is taken for the right one."""
    first: dict[tuple[str, str], tuple[str, int]] = {}
    accused: set[tuple[str, str]] = set()
    for row, line in _lines(told):
        if row.partner_id is None or row.respondent_id is None or row.side is None:
            continue  # with a fault of its own
        who = (row.partner_id, row.respondent_id)
        side, at = first.setdefault(who, (row.side, line))
        if row.side != side and who not in accused:
            accused.add(who)
            findings.fault(
                line,
                "side",
                "two_sides",
                found=row.side,
                respondent=row.respondent_id,
                partner=name(row.partner_id),
                other=side,
                at=at,
            )


def _sessions(
    told: rows.Read[ConvergenceAnswer],
    year: int,
    name: Callable[[str], str],
    findings: Findings,
) -> dict[str, date]:
    """The date of each partner's session; one a partner and year, which may lie ahead."""
    last = date(year + 1, 12, 31)
    first: dict[str, tuple[date, int]] = {}
    accused: set[tuple[str, date]] = set()
    for row, line in _lines(told):
        if row.partner_id is None or row.session_date is None:
            continue
        seen = (row.partner_id, row.session_date)
        if seen in accused:
            continue
        if row.session_date > last:
            accused.add(seen)
            findings.fault(
                line, "session_date", "session_too_late", found=row.session_date, last=last
            )
            continue
        day, at = first.setdefault(row.partner_id, (row.session_date, line))
        if row.session_date != day:
            accused.add(seen)
            findings.fault(
                at,
                "session_date",
                "two_sessions",
                lines=[at, line],
                found=row.session_date,
                other=day,
                partner=name(row.partner_id),
            )
    return {partner: day for partner, (day, _) in first.items()}


def _lines(told: rows.Read[ConvergenceAnswer]) -> Iterator[tuple[ConvergenceAnswer, int]]:
    return zip(told.rows, told.lines, strict=True)


def _warn_crowds(
    kept: Sequence[ConvergenceAnswer], name: Callable[[str], str], findings: Findings
) -> None:
    people: dict[tuple[str, str], set[str]] = {}
    for row in kept:
        people.setdefault((row.partner_id, row.side), set()).add(row.respondent_id)
    for (partner, side), respondents in sorted(people.items()):
        if len(respondents) > PEOPLE:
            findings.warn(
                "crowd_vendor" if side == VENDOR else "crowd_partner",
                column="side",
                about=partner,
                partner=name(partner),
                count=len(respondents),
                most=PEOPLE,
            )
