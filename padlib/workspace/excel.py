"""The first sheet of an Excel workbook as lines of text cells.

Read only, within bounds, and nothing in it is computed: a formula counts for the value that Excel
last saved. What is typed in Excel comes out as it would be written by hand: whole numbers without
point, dates as YYYY-MM-DD, booleans as 1 and 0, and 34% as `34%`, which a numeric column refuses.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from padlib.workspace.faults import Findings

MAX_UNPACKED = 40_000_000  # bytes of the workbook once unpacked
MAX_ROWS = 200_001
MAX_COLUMNS = 201

_PACKED = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"  # .xls, or a workbook with a password


def is_workbook(content: bytes) -> bool:
    """Whether a file begins as an Excel workbook does."""
    return content.startswith((_PACKED, _OLD))


def lines(content: bytes, findings: Findings) -> Iterator[tuple[int, list[str]]] | None:
    """Lines of the first sheet with their number, or None with a fault."""
    if not content.startswith(_PACKED) or not _within_bounds(content):
        findings.fault(None, None, "workbook")
        return None
    try:
        rows = _rows(content)
    except Exception:  # whatever a damaged workbook makes openpyxl raise
        findings.fault(None, None, "workbook")
        return None
    return iter(rows)


def _within_bounds(content: bytes) -> bool:
    """Whether the parts unpack to a bearable size and declare no entity of their own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                return False
            texts = (part for part in parts if part.filename.endswith((".xml", ".rels")))
            return not any(b"<!" in packed.read(part)[:2000] for part in texts)
    except Exception:  # a damaged archive fails in many ways
        return False


def _rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Rows that hold something, with their number; a column formatted whole has blank ones."""
    import openpyxl  # slow to import, and few clients send workbooks

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are not read
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheet = workbook.worksheets[0]
        rows = []
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            if texts := _trimmed([_text(cell) for cell in cells]):
                rows.append((number, texts))
            if len(rows) > MAX_ROWS:
                break
        workbook.close()
    return rows


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _number(value: float, written: str) -> str:
    if "%" in written:
        return f"{value * 100:.10g}%"
    return f"{value:.15g}" if abs(value) < 1e15 else str(value)
