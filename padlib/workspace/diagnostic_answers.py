"""`diagnostic_answers.csv`: one row a respondent and item (CLIENT_FILES 3)."""

from typing import Annotated

import pandas as pd

from padlib import banks
from padlib.core.answers import ANSWERED, MISSING, NOT_APPLICABLE
from padlib.workspace import rows
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Kind, Number, Text, is_not_applicable
from padlib.workspace.names import DIAGNOSTIC_ITEM, VENDOR_ROLE

COLUMNS = ["respondent_id", "function", "item_id", "answer", "state", "comment"]
_LEVEL = Number(0, 4, whole=True)


class Answer(Kind):
    """0 to 4, or `NA`: the question has no object."""

    def read(self, text: object) -> str:
        """The answer's digit, or `NA`."""
        typed = str(text)
        if is_not_applicable(typed):
            return "NA"
        try:
            return str(_LEVEL.read(typed))
        except Bad:
            raise Bad("answer", found=typed) from None


class DiagnosticAnswer(rows.Line):
    """Columns of the table."""

    respondent_id: Annotated[str, Text()]
    function: Annotated[str, VENDOR_ROLE]
    item_id: Annotated[str, DIAGNOSTIC_ITEM]
    answer: Annotated[str, Answer()] = ""
    comment: Annotated[str, Text()] = ""

    @property
    def state(self) -> str:
        """Answered, not applicable, or missing."""
        if not self.answer:
            return MISSING
        return NOT_APPLICABLE if self.answer == "NA" else ANSWERED


def read(content: bytes, form: str, findings: Findings) -> pd.DataFrame:
    """Answers of a form, in the order of respondents, then of items in the bank.

    Columns respondent_id, function (role id), item_id, answer (0–4, NaN without number), state
    (answered, not_applicable, missing), comment. Rows of functions that are not entitled to the
    item are left out with a warning; so are people who answered nothing at all, which leaves every
    score and coverage as it is.
    """
    told = rows.read(
        content,
        DiagnosticAnswer,
        findings,
        keeps_na=["answer"],
        named_by=["respondent_id", "item_id"],
    )
    rows.unique(
        told,
        lambda row: (row.respondent_id, row.item_id),
        lambda row, lines: _tell_twice(row, lines, findings),
    )
    _check_functions(told, findings)
    if findings.faults:
        return _frame([], [])
    items = banks.load("diagnostic").items
    audience = items["audience"].to_dict()
    entitled = [row for row in told.rows if row.function in audience[row.item_id]]
    _warn_not_entitled(told, findings)
    silent = _silent(entitled)
    if silent:
        code = "silent_one" if len(silent) == 1 else "silent_many"
        findings.warn(code, names=sorted(silent), count=len(silent))
    asked = items if form == "full" else items[items["short_form"]]
    kept = [r for r in entitled if r.item_id in asked.index and r.respondent_id not in silent]
    return _frame(kept, list(asked.index))


def _frame(kept: list[DiagnosticAnswer], items: list[str]) -> pd.DataFrame:
    place = {item: number for number, item in enumerate(items)}
    ordered = sorted(kept, key=lambda row: (row.respondent_id, place[row.item_id]))
    numbers = [float(row.answer) if row.state == ANSWERED else float("nan") for row in ordered]
    return pd.DataFrame(
        {
            "respondent_id": pd.Series([row.respondent_id for row in ordered], dtype="str"),
            "function": pd.Series([row.function for row in ordered], dtype="str"),
            "item_id": pd.Series([row.item_id for row in ordered], dtype="str"),
            "answer": pd.Series(numbers, dtype="float"),
            "state": pd.Series([row.state for row in ordered], dtype="str"),
            "comment": pd.Series([row.comment for row in ordered], dtype="str"),
        }
    )


def _tell_twice(row: DiagnosticAnswer, lines: list[int], findings: Findings) -> None:
    code = "answered_twice" if len(lines) == 2 else "answered_often"
    told = {"respondent": row.respondent_id, "item": row.item_id, "count": len(lines)}
    findings.fault(lines[0], "item_id", code, lines=lines, **told)


def _check_functions(told: rows.Read[DiagnosticAnswer], findings: Findings) -> None:
    """A respondent has one function; the first that the file gives is taken for the right one."""
    first: dict[str, tuple[str, int]] = {}
    accused: set[tuple[str, str]] = set()
    for row, line in zip(told.rows, told.lines, strict=True):
        if row.respondent_id is None or row.function is None:  # with a fault of its own
            continue
        function, at = first.setdefault(row.respondent_id, (row.function, line))
        if row.function != function and (row.respondent_id, row.function) not in accused:
            accused.add((row.respondent_id, row.function))
            findings.fault(
                line,
                "function",
                "two_functions",
                found=row.function,
                respondent=row.respondent_id,
                other=function,
                at=at,
            )


def _warn_not_entitled(told: rows.Read[DiagnosticAnswer], findings: Findings) -> None:
    audience = banks.load("diagnostic").items["audience"].to_dict()
    left_out: dict[str, list[tuple[int, str]]] = {}
    for row, line in zip(told.rows, told.lines, strict=True):
        if row.function not in audience[row.item_id]:
            left_out.setdefault(row.function, []).append((line, row.item_id))
    for function, places in sorted(left_out.items()):
        lines = [line for line, _ in places]
        ids = list(dict.fromkeys(item for _, item in places))
        code = "not_entitled_one" if len(places) == 1 else "not_entitled_many"
        findings.warn(
            code, column="function", lines=lines, found=function, items=ids, count=len(places)
        )


def _silent(answers: list[DiagnosticAnswer]) -> set[str]:
    """People whose every answer is blank."""
    spoke = {row.respondent_id for row in answers if row.answer}
    return {row.respondent_id for row in answers} - spoke
