"""Bytes to text: UTF-8 with or without its mark, else Windows-1252 with a warning."""

import csv
import io

from padlib.workspace.faults import Findings

MARK = b"\xef\xbb\xbf"


def text_of(content: bytes, findings: Findings) -> str | None:
    """The text of a file, or None with a fault when it is neither UTF-8 nor Windows-1252.

    >>> findings = Findings("partners.csv")
    >>> text_of("é".encode("cp1252"), findings), findings.warnings[0].values["byte"]
    ('é', '0xE9')
    """
    body = content.removeprefix(MARK)
    if (nul := body.find(b"\0")) >= 0:  # UTF-16, or no text at all
        findings.fault(_line(body[:nul]), None, "unreadable")
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    try:
        text = body.decode("cp1252")
    except UnicodeDecodeError as error:
        findings.fault(_line(body[: error.start]), None, "unreadable")
        return None
    line = _line(body[:first])
    findings.warn("windows_1252", byte=f"0x{body[first]:02X}", at=line)
    return text


def _line(before: bytes) -> int:
    """The line, as a spreadsheet counts them, on which the text after `before` goes on."""
    text = before.decode("cp1252", errors="replace") + "x"
    try:
        return max(1, sum(1 for _ in csv.reader(io.StringIO(text, newline=""))))
    except csv.Error:
        return text.count("\n") + 1
