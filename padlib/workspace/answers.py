"""What the files of answers about partners share: whose rows they are, and who said nothing.

`partner_id` names a row of the year's `partners.csv`; without that file ids are taken as they are.
A warning about one partner says so with `about`, so that a page on another leaves it out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import pandas as pd

from padlib.workspace import rows
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Kind, Number, is_not_applicable
from padlib.workspace.suggestions import nearest

IMPORTANCE = Number(1, 5, whole=True)


class Mark(Kind):
    """A whole number, or `NA`: the question has no object."""

    def __init__(self, low: int, high: int, code: str) -> None:
        self._number = Number(low, high, whole=True)
        self._code = code

    def read(self, text: object) -> str:
        """The number's digits, or `NA`."""
        typed = str(text)
        if is_not_applicable(typed):
            return "NA"
        try:
            return str(self._number.read(typed))
        except Bad:
            raise Bad(self._code, found=typed) from None


class Row(Protocol):
    """What the rows of these files have in common."""

    partner_id: str
    respondent_id: str
    side: str
    item_id: str


One = TypeVar("One", bound=rows.Line)
Person = tuple[str, str, str]  # partner, side, respondent
Namer = Callable[[str], str]  # a partner's name by its id


def person(row: Row) -> Person:
    """Who answers in a row."""
    return row.partner_id, row.side, row.respondent_id


def check_partners(told: rows.Read[Any], partners: pd.DataFrame | None, findings: Findings) -> None:
    """Each partner must be in `partners.csv`; without that file, a warning.

    An id that is not there is told once, with all its lines. An empty frame is that of a file
    that cannot be read, which has faults of its own.
    """
    lines: dict[str, list[int]] = {}
    for row, line in zip(told.rows, told.lines, strict=True):
        if row.partner_id is not None:
            lines.setdefault(row.partner_id, []).append(line)
    if partners is None:
        check_case(lines, findings)
        names = sorted(lines)
        if len(names) == 1:
            findings.warn("partners_unknown", column="partner_id", found=names[0])
        elif names:
            findings.warn("partners_unknown_many", column="partner_id", names=names)
        return
    known = [str(one) for one in partners.index]
    for name, at in lines.items():
        if known and name not in known:
            findings.fault(
                at[0],
                "partner_id",
                "unknown_partner_row",
                lines=at,
                found=name,
                nearest=nearest(name, known),
            )


def check_case(
    lines: Mapping[str, list[int]], findings: Findings, column: str = "partner_id"
) -> None:
    """Two ids that differ by case alone would be one file on some disks."""
    spelt: dict[str, str] = {}
    for name, at in lines.items():
        first = spelt.setdefault(name.casefold(), name)
        if first != name:
            told = {"found": name, "other": first, "at": lines[first][0]}
            findings.fault(at[0], column, "case_alone", **told)


def check_unique(told: rows.Read[Any], names: Callable[[str], str], findings: Findings) -> None:
    """Two answers of one person to one item are a fault."""

    def tell(row: Row, lines: list[int]) -> None:
        findings.fault(
            lines[0],
            "item_id",
            "partner_answered_twice" if len(lines) == 2 else "partner_answered_often",
            lines=lines,
            respondent=row.respondent_id,
            partner=names(row.partner_id),
            item=row.item_id,
            count=len(lines),
        )

    rows.unique(told, lambda row: (*person(row), row.item_id), tell)


def without_silent(
    answers: Sequence[One],
    spoke: Callable[[One], bool],
    names: Callable[[str], str],
    findings: Findings,
    *,
    keeps_silent_partners: bool = False,
) -> list[One]:
    """The rows of the people who said something; the others are told, partner by partner.

    Parameters
    ----------
    keeps_silent_partners : bool
        Whether a partner for whom nobody has said anything yet keeps its rows.
    """
    everyone = dict.fromkeys(person(row) for row in answers)  # type: ignore[arg-type]
    heard = {person(row) for row in answers if spoke(row)}  # type: ignore[arg-type]
    if keeps_silent_partners:
        partners = {partner for partner, _, _ in heard}
        heard |= {one for one in everyone if one[0] not in partners}
    _warn_silent([one for one in everyone if one not in heard], names, findings)
    return [row for row in answers if person(row) in heard]  # type: ignore[arg-type]


def _warn_silent(silent: Iterable[Person], names: Callable[[str], str], findings: Findings) -> None:
    people: dict[str, list[str]] = {}
    for partner, _, respondent in silent:
        people.setdefault(partner, []).append(respondent)
    for partner, respondents in sorted(people.items()):
        code = "silent_partner_one" if len(respondents) == 1 else "silent_partner_many"
        findings.warn(
            code,
            about=partner,
            partner=names(partner),
            names=sorted(respondents),
            count=len(respondents),
        )


def warn_revenue(heard: Iterable[str], partners: pd.DataFrame | None, findings: Findings) -> None:
    """Partners who answered and whose revenue is unknown; `partners.csv` tells the active ones."""
    if partners is None:
        return
    for partner in sorted(set(heard).intersection(partners.index)):
        row = partners.loc[partner]
        if pd.isna(row["revenue_n"]) and row["status"] not in ("active", "starting"):
            findings.warn("heard_without_revenue", about=partner, name=str(row["name"]))


def namer(partners: pd.DataFrame | None) -> Namer:
    """A partner's name by its id; the id itself when no file tells."""
    known = {} if partners is None else partners["name"].to_dict()
    return lambda partner: str(known.get(partner) or partner)
