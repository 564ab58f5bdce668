"""The whole page, from its parts, and what keeps a page from leaving (REPORTS 2 and 8)."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

from padlib.display import words
from padlib.display.render import (
    TOLD_APART,
    Book,
    PartData,
    edition,
    environment,
    flattened,
    html,
    stylesheet,
)
from padlib.display.words import Words

_FIRST = ("headline", "decision", "cards", "confirm")
_NOTES = ("quality", "counts", "assumptions")
_NOTES_BESIDE = ("sources", "parameters", "method", "versions")
_PLACED = {*_FIRST, *_NOTES, *_NOTES_BESIDE, "masthead", "findings", "proposals", "note"}
_ACCENT = re.compile(r"#[0-9A-Fa-f]{6}")


def assemble(
    parts: Sequence[PartData],
    *,
    language: str,
    title: str,
    question: str = "",
    report: str = "",
    variant: bool = False,
) -> str:
    """A self-contained HTML page of the parts, in the order of REPORTS 2.

    Parameters
    ----------
    parts : sequence of mappings
        Parts as JSON (:meth:`~padlib.display.parts.Part.as_json`), in the order shown; the
        first screen and the notes find their own place.
    language : str
        ``fr`` or ``en``.
    title, question : str
        The report's title and the question it answers.
    report : str
        The report's id; names the section of a report when a figure's data are saved.
    variant : bool
        Whether the client's own workbook made it: the page says so.

    Raises
    ------
    ValueError
        If there is no masthead, or two figures or sections share a key.
    """
    flat = [part for part in flattened(parts) if part["kind"] not in TOLD_APART]
    head = _masthead(flat, title, variant)
    book = _book(flat, head["data"])
    say = words.load(language, head["currency"])
    sections = _sections(flat, book, say)
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            language=language,
            say=say,
            name=_name(head["data"], title, say),
            one_page=head["data"].get("one_page", False),
            notes_overleaf=head["data"].get("notes_overleaf", False),
            question=question,
            report=report,
            css=Markup(_css(head["data"], title, say)),
            masthead=html(head, book),
            contents=[{"id": one["id"], "title": one["title"]} for one in sections],
            sections=sections,
            foot=_foot(head["data"], title, say),
            below=_below(head["data"], say),
        )
    )


def _masthead(parts: Sequence[PartData], title: str, variant: bool) -> PartData:
    heads = [part for part in parts if part["kind"] == "masthead"]
    if len(heads) != 1:
        raise ValueError(f"a page has one masthead; here {len(heads)}")
    data = heads[0]["data"]
    named = data["title"]
    extra = {
        "report": title if named else "",
        "default_title": f"{title} {data['year']}",
        "variant": variant,
    }
    return {**heads[0], "data": {**data, **extra}}


def _book(parts: Sequence[PartData], head: PartData) -> Book:
    figures = [
        part["data"]["key"]
        for part in parts
        if part["kind"] == "figure" and part["data"]["absent"] is None
    ]
    sections = [part["data"]["key"] for part in parts if part["kind"] == "section"]
    for keys in (figures, sections):
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"two parts of the page have the key {', '.join(sorted(twice))}")
    return Book(
        {key: number for number, key in enumerate(figures, start=1)},
        {key: number for number, key in enumerate(sections, start=1)},
        head,
        {"content", *(f"f-{key}" for key in figures)},
    )


def _sections(parts: Sequence[PartData], book: Book, say: Words) -> list[dict[str, Any]]:
    """The essentials, the numbered sections in their order, the notes."""
    sections = [_essential(parts, book, say)]
    for part in parts:
        if part["kind"] == "section":
            data = part["data"]
            given = {**data, "id": book.id(data["key"])}
            made = html({**part, "data": given}, book)
            sections.append(_section(given["id"], data["question"], [made]))
        elif part["kind"] == "agreement":
            data = {**part["data"], "id": book.id(part["data"]["key"])}
            sheet = html({**part, "data": data}, book)
            sections.append(_section(data["id"], data["title"], [sheet], " agreement"))
        elif part["kind"] not in _PLACED:
            sections[-1]["blocks"].append(html(part, book))
    notes = _notes(parts, book, say)
    return [*sections, notes] if notes["blocks"] else sections


def _section(key: str, title: str, blocks: list[Markup], classes: str = "") -> dict[str, Any]:
    return {"id": key, "title": title, "class": classes, "blocks": blocks}


def _of_kind(parts: Sequence[PartData], *kinds: str) -> list[PartData]:
    return [part for kind in kinds for part in parts if part["kind"] == kind]


def _heading(key: str, title: str, classes: str) -> Markup:
    return Markup('<h2 class="{}" id="{}">{}</h2>').format(classes, key, title)


def _beside(parts: Sequence[PartData], book: Book) -> list[Markup]:
    """Parts in two columns; one alone takes the whole width."""
    if not parts:
        return []
    inside = Markup("").join(html(part, book) for part in parts)
    alone = " one" if len(parts) == 1 else ""
    return [Markup('<div class="cols{}">{}</div>').format(alone, inside)]


def _essential(parts: Sequence[PartData], book: Book, say: Words) -> dict[str, Any]:
    key, title = book.id("summary"), say("page.essential")
    blocks = [
        _heading(key, title, "eyebrow"),
        *(html(part, book) for part in _of_kind(parts, *_FIRST)),
        *_beside(_of_kind(parts, "findings", "proposals"), book),
        *(html(part, book) for part in _of_kind(parts, "note")),
    ]
    return _section(key, title, blocks, " first")


def _notes(parts: Sequence[PartData], book: Book, say: Words) -> dict[str, Any]:
    key, title = book.id("notes"), say("page.notes")
    above, beside = _of_kind(parts, *_NOTES), _of_kind(parts, *_NOTES_BESIDE)
    blocks = [*(html(part, book) for part in above), *_beside(beside, book)]
    if blocks:
        blocks.insert(0, _heading(key, title, ""))
    return _section(key, title, blocks, " notes")


def _name(head: PartData, title: str, say: Words) -> str:
    fictional = f" ({say('page.masthead.fictional').lower()})" if head["fictional"] else ""
    parties = " – ".join(one for one in (head["client"], head["partner"]) if one)
    return f"{title} – {parties}{fictional} – {head['year']}"


def _confidentiality(head: PartData, say: Words) -> str:
    return head["house"]["confidentiality"] or say("page.foot.confidential")


def _foot(head: PartData, title: str, say: Words) -> list[str]:
    as_of = [say("page.foot.as_of", as_of=head["as_of"])] if head["as_of"] else []
    versions = say("page.foot.versions", **head["versions"])
    subject = [head["client"], f"{title} {head['year']}"]
    return [*subject, *as_of, versions, _confidentiality(head, say)]


def _below(head: PartData, say: Words) -> list[str]:
    house = head["house"]
    lines = [house["name"], house["contact"]]
    lines += [say("page.foot.fictional")] if head["fictional"] else []
    return [line for line in lines if line]


def _css(head: PartData, title: str, say: Words) -> str:
    running = [head["client"], f"{title} {head['year']}", edition(head, say)]
    running += [say("page.masthead.draft")] if head["draft"] else []
    running.append(_confidentiality(head, say))
    return style(" · ".join(running), head["house"]["accent"])


def style(running: str, accent: str = "") -> str:
    """The page's style: its running foot in print, and the house's accent colour."""
    font = 'font:8pt "Segoe UI","Noto Sans",Arial,sans-serif;color:#465563'
    rules = [stylesheet("base"), stylesheet("page")]
    if accent:
        if not _ACCENT.fullmatch(accent):
            raise ValueError(f"accent colour {accent!r}: expected #RRGGBB")
        rules.append(f":root{{--accent:{accent}}}\n")
    right = "width:18mm;text-align:right;white-space:nowrap"
    margins = f"@bottom-left{{content:{_css_string(running)};{font}}}"
    margins += f'@bottom-right{{content:counter(page) " / " counter(pages);{font};{right}}}'
    rules.append(
        f"@page{{size:A4;margin:16mm 16mm 18mm;{margins}}}\n@page :first{{margin-top:10mm}}\n"
    )
    return "".join(rules)


def _css_string(text: str) -> str:
    """Text as a CSS string that can end neither itself nor the style element."""
    plain = r"[^\w \-.,:·’()°/\u00a0\u202f]"
    safe = re.sub(plain, lambda found: f"\\{ord(found[0]):x} ", text)
    return f'"{safe}"'


# --- what keeps a page from leaving -------------------------------------------------------------

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_FORBIDDEN = {"script", "iframe", "object", "embed", "form", "base", "link", "foreignobject"}
_ADDRESSES = {"src", "href", "xlink:href", "action", "formaction", "srcset", "poster", "data"}
_LEAVING = re.compile(r"^\s*(?:https?:|//|javascript:|vbscript:|file:|ftp:)", re.IGNORECASE)
_CSS_ADDRESS = re.compile(r"url\(\s*[\"']?\s*(https?:|//)|@import", re.IGNORECASE)


class _Inspector(HTMLParser):
    """Notes what a page may not hold, and whether its policy stands first."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORBIDDEN:
            self.faults.append(f"<{tag}> is not allowed")
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given.get("content", "")
        elif tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.faults.append("<meta http-equiv=refresh> is not allowed")
        for name, value in given.items():
            self._attribute(tag, name, value)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.faults.append(f"<{tag}> has the attribute {name}")
        if name in _ADDRESSES and (_LEAVING.match(value) or _is_page_in_data(value)):
            self.faults.append(f"<{tag}> {name} leads to {value[:60]}")
        if _CSS_ADDRESS.search(value) and name not in {"content", "alt", "aria-label"}:
            self.faults.append(f"<{tag}> {name} holds an address")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style" and _CSS_ADDRESS.search(data):
            self.faults.append("the style holds an address")


def _is_page_in_data(value: str) -> bool:
    kind = value.strip().lower()
    return kind.startswith("data:") and not kind.startswith(("data:text/csv", "data:image/"))


def check_page(html: str) -> list[str]:
    """What keeps a page from leaving the product (REPORTS 8); empty when nothing does.

    >>> check_page("<script>")
    ['<script> is not allowed', 'the Content-Security-Policy is missing']
    """
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    faults = list(dict.fromkeys(inspector.faults))
    if not inspector.policy.startswith(_POLICY):
        faults.append("the Content-Security-Policy is missing")
    return faults
