"""HTML that the widgets show: every text of a client is escaped, and every picture has words."""

import base64
from collections.abc import Iterable, Sequence
from importlib import resources

from markupsafe import Markup

_CSS = resources.files(__package__).joinpath("widgets.css").read_text("utf-8")
STYLE = Markup("<style>{}</style>").format(Markup(_CSS))


def message(text: str, *, bad: bool = False) -> Markup:
    """What was done, or what is wrong: read aloud as soon as it stands there."""
    if not text:
        return Markup("")
    return Markup('<p role="{}" class="{}">{}</p>').format(
        "alert" if bad else "status", "bad" if bad else "good", text
    )


def heading(text: str) -> Markup:
    """The title of a panel."""
    return Markup("<h3>{}</h3>").format(text)


def headline(text: str, before: str = "") -> Markup:
    """The sentence above a figure, and what it was in the client's files."""
    told = Markup('<p class="headline" role="status">{}</p>').format(text)
    return told + quiet(before) if before else told


def quiet(text: str) -> Markup:
    """A line of lesser weight."""
    return Markup('<p class="quiet">{}</p>').format(text) if text else Markup("")


def marked(text: str) -> Markup:
    """A line with a dot before it: something is not as in the files."""
    return Markup('<p class="moved">● {}</p>').format(text) if text else Markup("")


def picture(png: bytes, alternative: str, width: int = 760) -> Markup:
    """A picture that takes the place of the one before without a flicker."""
    data = base64.b64encode(png).decode("ascii")
    tag = '<img alt="{}" width="{}" decoding="sync" src="data:image/png;base64,{}">'
    return Markup(tag).format(alternative, width, data)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> Markup:
    """A table whose first column names its rows and whose other columns are numbers."""
    first, *others = head
    cells = Markup('<th scope="col">{}</th>').format(first) if first else Markup("<td></td>")
    cells += Markup("").join(
        Markup('<th scope="col" class="number">{}</th>').format(one) for one in others
    )
    body = Markup("").join(map(_row, rows))
    named = Markup("<caption>{}</caption>").format(caption) if caption else Markup("")
    return Markup("<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        named, cells, body
    )


def _row(cells: Sequence[str]) -> Markup:
    name, *numbers = cells
    told = Markup('<th scope="row">{}</th>').format(name)
    told += Markup("").join(Markup('<td class="number">{}</td>').format(one) for one in numbers)
    return Markup("<tr>{}</tr>").format(told)
