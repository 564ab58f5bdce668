"""The consultant's Markdown as HTML that can do no harm and leads nowhere."""

from typing import Any

import mistune
from markupsafe import Markup


class _Quiet(mistune.HTMLRenderer):  # type: ignore[misc]
    """Text only: no raw HTML, no address, no picture, no heading of its own."""

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        return text

    def heading(self, text: str, level: int, **attrs: Any) -> str:  # noqa: ARG002
        return f"<p><b>{text}</b></p>\n"

    def block_code(self, code: str, info: str | None = None) -> str:  # noqa: ARG002
        return f"<pre>{mistune.escape(code)}</pre>\n"


def markdown(text: str) -> Markup:
    """The consultant's note as HTML: raw HTML is shown as text, links keep their words alone.

    >>> markdown("Voir [le site](https://example.org) <b>ici</b>")
    Markup('<p>Voir le site &lt;b&gt;ici&lt;/b&gt;</p>\\n')
    """
    return Markup(mistune.Markdown(renderer=_Quiet(escape=True))(text))
