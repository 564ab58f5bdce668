"""Rows of a table as their model wants them, and the frame that they make.

A model is a pydantic class, one field a column, each with its kind; it is the one place where a
table's columns, their ranges and what a blank means are told.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from padlib.workspace import tables
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Number, Text, is_not_applicable
from padlib.workspace.suggestions import nearest


class Line(BaseModel):
    """One row of a table; a field without a default is a required column."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Model = TypeVar("Model", bound=Line)


@dataclass(frozen=True)
class Read(Generic[Model]):
    """The rows of a table, typed, each with its line.

    A row with faults is there too, without what is wrong in it (None where a value is required): it
    takes part in what is checked across rows, and the table is not used.
    """

    rows: tuple[Model, ...]
    lines: tuple[int, ...]


def read(
    content: bytes,
    model: type[Model],
    findings: Findings,
    *,
    keeps_na: Iterable[str] = (),
    also_known: Iterable[str] = (),
    named_by: Iterable[str] = (),
) -> Read[Model]:
    """A table's rows; faults and warnings go to `findings`.

    Parameters
    ----------
    content : bytes
        The file, CSV or workbook.
    model : type of Line
        Its columns.
    keeps_na : iterable of str
        Columns in which `NA` is not the same as a blank; elsewhere both mean unknown.
    also_known : iterable of str
        Columns that may be there and are not read.
    named_by : iterable of str
        Columns whose cells name the row in the sentences of its faults.
    """
    known = list(model.model_fields)
    table = tables.read(content, [*known, *also_known], findings)
    if table is None:
        return Read((), ())
    findings.rows = len(table.rows)
    lacking = [name for name in required(model) if name not in table.columns]
    _tell_lacking(lacking, findings)
    if not table.rows and not findings.faults:
        findings.fault(None, None, "no_rows")
    manner = _Manner({*keeps_na, *required(model)}, lacking, list(named_by))
    rows = [_row(row, model, manner, findings) for row in table.rows]
    return Read(tuple(rows), tuple(row.line for row in table.rows))


@dataclass(frozen=True)
class _Manner:
    """How the rows of one table are read."""

    keeps_na: set[str]
    lacking: list[str]  # required columns that the file has not: told once
    named_by: list[str]


def required(model: type[Line]) -> list[str]:
    """Columns that a table must have, with a value in every row."""
    return [name for name, field in model.model_fields.items() if field.is_required()]


def frame(model: type[Line], rows: Sequence[Line]) -> pd.DataFrame:
    """Rows as a frame: one column a field, in the model's order.

    Numbers are floats (NaN unknown), dates `datetime64[s]` (NaT unknown), texts "" when unknown,
    lists tuples.
    """
    columns = {}
    for name in model.model_fields:
        values = [getattr(row, name) for row in rows]
        columns[name] = pd.Series(values, dtype=_dtype(model, name))
    return pd.DataFrame(columns)


def unique(
    read_rows: Read[Model],
    key: Callable[[Model], Any],
    tell: Callable[[Model, list[int]], None],
) -> None:
    """Tell every group of rows that share a key, a value or a tuple of them; None is no key."""
    groups: dict[Any, list[int]] = {}
    for number, row in enumerate(read_rows.rows):
        shared = key(row)
        if shared is not None and not (isinstance(shared, tuple) and None in shared):
            groups.setdefault(shared, []).append(number)
    for numbers in groups.values():
        if len(numbers) > 1:
            tell(read_rows.rows[numbers[0]], [read_rows.lines[number] for number in numbers])


@cache
def kinds(model: type[Line]) -> dict[str, Any]:
    """The kind of each column."""
    return {
        name: next((one for one in field.metadata if hasattr(one, "read")), Text())
        for name, field in model.model_fields.items()
    }


def _dtype(model: type[Line], name: str) -> str:
    return str(kinds(model)[name].dtype)


def _tell_lacking(lacking: list[str], findings: Findings) -> None:
    strangers = [
        str(notice.values["found"])
        for notice in findings.warnings
        if notice.code == "unknown_column"
    ]
    for name in lacking:
        meant = nearest(name, strangers)
        code = "column_renamed" if meant else "column_missing"
        findings.fault(1, name, code, found=meant or "")
        findings.warnings[:] = [
            notice
            for notice in findings.warnings
            if not (notice.code == "unknown_column" and notice.values["found"] == meant)
        ]


def _row(
    row: tables.Row,
    model: type[Model],
    manner: _Manner,
    findings: Findings,
) -> Model:
    cells = {
        name: cell
        for name, cell in row.cells.items()
        if name in manner.keeps_na or not is_not_applicable(cell)
    }
    for name, kind in kinds(model).items():
        if isinstance(kind, Number) and name in cells and kind.looks_grouped(cells[name]):
            findings.warn("grouped", row.line, name, found=cells[name])
    try:
        return model.model_validate(cells)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            column = str(one["loc"][0])
            if one["type"] == "missing":
                if column not in manner.lacking:
                    findings.fault(row.line, column, "empty")
                continue
            told = one.get("ctx", {})
            row_names = {name: cells.get(name, "…") for name in manner.named_by}
            findings.fault(row.line, column, str(told["code"]), **(row_names | told["values"]))
        return _without_faults(cells, model)


def _without_faults(cells: dict[str, str], model: type[Model]) -> Model:
    """A row with what can be read of it."""
    held: dict[str, Any] = dict.fromkeys(required(model))
    for name, kind in kinds(model).items():
        with suppress(Bad):
            held |= {name: kind.read(cells[name])} if name in cells else {}
    return model.model_construct(**held)
