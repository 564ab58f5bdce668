"""`votes.csv`: what each person of a workshop thinks of the preconceived ideas (CLIENT_FILES 7).

One row a person, idea and round; reports tell counts only.
"""

from typing import Annotated, Any, ClassVar

import pandas as pd

from padlib import banks
from padlib.workspace import rows
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Boolean, Code, Kind, Text
from padlib.workspace.names import IDEA, ROLE

BEFORE, AFTER = ROUNDS = ("before", "after")


class Opinion(Kind):
    """`true`, `false`, `vrai` or `faux`; a spreadsheet's own true and false are read too."""

    dtype: ClassVar[str] = "float"

    def read(self, text: Any) -> float:
        """1.0 for true, 0.0 for false."""
        try:
            return float(Boolean().read(text))
        except Bad:
            raise Bad("vote", found=str(text)) from None


class Vote(rows.Line):
    """Columns of the table."""

    respondent_id: Annotated[str, Text()]
    idea_id: Annotated[str, IDEA]
    round: Annotated[str, Code(ROUNDS)] = BEFORE
    vote: Annotated[float | None, Opinion()] = None
    function: Annotated[str, ROLE] = ""


def read(content: bytes, findings: Findings) -> pd.DataFrame:
    """Votes in the order of rounds, then of ideas in the bank, then of people.

    Returns
    -------
    DataFrame
        Columns respondent_id, idea_id, round (before, after), vote (1 true, 0 false, NaN: did not
        vote), function (role id, "" unknown).
    """
    told = rows.read(content, Vote, findings, named_by=["respondent_id", "idea_id"])
    rows.unique(
        told,
        lambda row: (row.respondent_id, row.idea_id, row.round),
        lambda row, lines: findings.fault(
            lines[0],
            "idea_id",
            "voted_twice",
            lines=lines,
            respondent=row.respondent_id,
            idea=row.idea_id,
            count=len(lines),
        ),
    )
    if findings.faults:
        return rows.frame(Vote, [])
    ideas = [str(idea) for idea in banks.load("preconceived_ideas").items.index]

    def place(row: Vote) -> tuple[int, int, str]:
        return ROUNDS.index(row.round), ideas.index(row.idea_id), row.respondent_id

    ordered: list[Vote] = sorted(told.rows, key=place)
    return rows.frame(Vote, ordered)
