"""What several questionnaires share: the states of an answer, and the habits that spoil answers
(METHOD 4.1, 4.2).

`NA` has no object: it leaves the calculation and the denominator. A blank was not answered: it
leaves the score and counts in coverage. Zero is an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from padlib.core import scoring

ANSWERED = "answered"
NOT_APPLICABLE = "not_applicable"
MISSING = "missing"

STRAIGHT_LINE_ITEMS = 10


def straight_lines(answers: pd.DataFrame, by: Sequence[str], mark: str) -> pd.DataFrame:
    """Respondents who give the same answer to every item, ten items at least.

    Parameters
    ----------
    answers : DataFrame, one row a respondent and item
        Columns ``state``, those of ``by`` and ``mark``. Blanks do not count; ``NA`` is an answer.
    by : sequence of str
        Columns that tell one respondent from another.
    mark : str
        Column of the number answered, NaN for ``NA``.

    Returns
    -------
    DataFrame
        One row a respondent, in order of ``by``: those columns, ``answer`` (NaN: always ``NA``)
        and ``items``, how many.

    Examples
    --------
    >>> told = pd.DataFrame({"who": "a", "state": "answered", "mark": [2.0] * 10})
    >>> straight_lines(told, ["who"], "mark").to_dict("records")
    [{'who': 'a', 'answer': 2.0, 'items': 10}]
    """
    given = answers[answers["state"] != MISSING]
    found = []
    for who, rows in given.groupby(list(by)):
        same = rows[mark].nunique(dropna=False) == 1
        if same and len(rows) >= STRAIGHT_LINE_ITEMS:
            found.append([*who, float(rows[mark].iloc[0]), len(rows)])
    return pd.DataFrame(found, columns=[*by, "answer", "items"])


def often_not_applicable(
    answers: pd.DataFrame, parts: Mapping[str, str], threshold: float
) -> pd.Series[float]:
    """Parts of a questionnaire in which more than a share of the answers given are ``NA``.

    Parameters
    ----------
    answers : DataFrame
        Columns ``item_id`` and ``state``; blanks do not count.
    parts : mapping
        Item id → its dimension, factor or theme.
    threshold : float
        Share, 0–1; exactly that much is not too much.

    Returns
    -------
    Series
        Share of ``NA`` by part, in alphabetical order of the parts.
    """
    given = answers[answers["state"] != MISSING]
    without_object = given["state"] == NOT_APPLICABLE
    shares = without_object.groupby(given["item_id"].map(dict(parts))).mean()
    above: pd.Series[float] = shares[scoring.above(shares, threshold)].astype(float)
    return above
