"""What a spreadsheet would take for a formula, and how text is kept from being one."""

_STARTS = frozenset("=+-@＝＋－＠")
_CONTROLS = frozenset("\t\r\n")


def guarded(text: str) -> str:
    """The text, prefixed with an apostrophe when a spreadsheet could run it.

    That is when it begins, after any spaces, with ``=``, ``+``, ``-`` or ``@`` (full-width forms
    too), or holds a tab or a line end before its first letter.

    References
    ----------
    OWASP, "CSV Injection".

    Examples
    --------
    >>> guarded("=1+1"), guarded("Axorial")
    ("'=1+1", 'Axorial')
    """
    start = text.lstrip()
    before = text[: len(text) - len(start)]
    if (start[:1] in _STARTS and start) or _CONTROLS & set(before):
        return f"'{text}"
    return text
