"""`notes/<report>.md`: the consultant's own words, shown under the headline (CLIENT_FILES 7)."""

from collections.abc import Iterator

from padlib.workspace.encodings import text_of
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import clean

MAX_BYTES = 100_000


def candidates(report: str, language: str, partner: str | None, audience: str) -> Iterator[str]:
    """Names under which a note may stand, the most particular first.

    >>> list(candidates("annual_diagnostic", "fr", None, "internal"))[:2]
    ['annual_diagnostic.fr.md', 'annual_diagnostic.md']
    """
    stems = ([f"{report}-{partner}"] if partner else []) + [report]
    shown = [".partner"] if audience == "partner" else ["", ".partner"]
    for stem in stems:
        for edition in shown:
            yield f"{stem}.{language}{edition}.md"
            yield f"{stem}{edition}.md"


def read(content: bytes, findings: Findings) -> str | None:
    """The note's Markdown; None when it says nothing."""
    if len(content) > MAX_BYTES:
        findings.fault(None, None, "note_too_long", limit=MAX_BYTES // 1000)
        return None
    text = text_of(content, findings)
    return clean(text) or None if text is not None else None
