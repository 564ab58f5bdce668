"""Index pages: of a workspace, of a client's year, of a partner's folder (REPORTS 9.13)."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from padlib.display import words
from padlib.display.page import style
from padlib.display.parts import house_facts
from padlib.display.render import environment, macros
from padlib.display.words import Words

_SIGNS = {
    "done": "ok", "unchanged": "ok", "stale": "watch", "partly": "watch", "failed": "late",
    "skipped": "none",
}  # fmt: skip
_MADE = ("done", "unchanged")
_COUNTED = ("done", "stale", "failed", "skipped")
_HEAVIEST = 60_000  # bytes of an index (REPORTS 9.13)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:|^//|^/|\\", re.IGNORECASE)


@dataclass(frozen=True)
class PageLink:
    """A page of a report: its language (a partner's name, or what it shows), and its relative path.

    Of a page that is one partner's, ``state`` is that of a report, ``note`` its headline or why
    it was not made, ``issued`` the day of the last good one; ``href`` is blank where there is
    none; ``language`` is told where it is another than the index's.
    """

    label: str
    href: str
    state: str = "done"
    note: str = ""
    issued: str | None = None
    language: str = ""


@dataclass(frozen=True)
class MissingFile:
    """An input that is lacking: the file to fill and the reports that it would enable."""

    file: str
    reports: Sequence[str]


@dataclass(frozen=True)
class Entry:
    """One report in an index.

    ``state`` is ``done``, ``unchanged``, ``failed``, ``skipped``, ``stale`` or ``partly``;
    ``reason`` tells why a report failed or which file it lacks; ``pages`` are its pages (the last
    good ones when it failed, then issued on ``issued``), one a language; ``each`` the internal
    pages of a report made once a partner; ``partners`` the partners' editions, and
    ``partners_reason`` why there is none.
    """

    step: str
    title: str
    question: str
    state: str
    headline: str = ""
    as_of: str | None = None
    issued: str | None = None
    reason: str = ""
    pages: Sequence[PageLink] = ()
    each: Sequence[PageLink] = ()
    partners: Sequence[PageLink] = ()
    partners_reason: str = ""
    workbook: PageLink | None = None


@dataclass(frozen=True)
class ClientLine:
    """One client and year in the workspace's index: its pages by language, counts by state."""

    client: str
    name: str
    year: int
    pages: Sequence[PageLink]
    fictional: bool = False
    done: int = 0
    skipped: int = 0
    failed: int = 0
    stale: int = 0
    as_of: str | None = None


def client_index(
    *,
    language: str,
    client: str,
    year: int,
    entries: Sequence[Entry],
    missing: Sequence[MissingFile] = (),
    fictional: bool = False,
    house: Any = None,
    logo: str = "",
    contacts: Sequence[str] = (),
    issued: str | None = None,
    others: Sequence[PageLink] = (),
    actions: Sequence[PageLink] = (),
    stale_actions: bool = False,
    folders: Sequence[PageLink] = (),
) -> str:
    """The page of a client's year, in one language.

    Beyond 60 kB, what the partners' folders and pages say themselves is left out: their editions
    by report, and the headlines of internal pages.

    Parameters
    ----------
    entries : sequence of Entry
        One report each, in the order of the method.
    missing : sequence of MissingFile
        Inputs to fill, most useful first.
    house : object
        The firm that signs: ``name``, ``logo``, ``accent``, ``contact``, ``confidentiality``.
    others : sequence of PageLink
        The same index in other languages; these may climb one folder (``../en/index.html``), and
        so may the partners' editions and folders.
    actions : sequence of PageLink
        The table of all actions, in each of its forms (``csv``, ``xlsx``); ``stale_actions`` tells
        that some come from a page that could not be made again.
    folders : sequence of PageLink
        The partners' folders, each by its index.

    Raises
    ------
    ValueError
        If a link is not relative, or leaves the folder of the year.
    """
    say, signed = words.load(language), house_facts(house, language)
    view = {
        "reports": [_report(one, say) for one in entries],
        "actions": [_action_table(link, say) for link in actions],
        "stale_actions": stale_actions,
        "folders": [_edition(link, say) for link in folders],
        "title": say("page.index.reports"),
        "steps": True,
        "states": True,
        "missing": [
            {"file": one.file, "reports": say("page.index.missing_line", reports=one.reports)}
            for one in missing
        ],
        "contacts": [
            line for line in (*contacts, signed["contact"], signed["confidentiality"]) if line
        ],
        "elsewhere": [_safe(_named(link, say), climbs=1) for link in others],
        "elsewhere_name": say("page.index.languages"),
    }
    facts = _facts(entries, issued, say)
    title = say("page.index.title", year=year)
    head = _Head(client, title, list(facts), fictional, logo)
    html = _page(view, head, signed, say)
    if len(html.encode()) <= _HEAVIEST:
        return html
    return _page(
        view | {"reports": [_report(_light(one), say) for one in entries]}, head, signed, say
    )


def _light(one: Entry) -> Entry:
    """A report whose many pages are named, and no more."""
    each = [link if link.state not in _MADE else replace(link, note="") for link in one.each]
    troubled = [link for link in one.partners if link.state not in _MADE]
    return replace(one, each=each, partners=troubled)


def partner_index(
    *,
    language: str,
    client: str,
    partner: str,
    year: int,
    entries: Sequence[Entry],
    fictional: bool = False,
    house: Any = None,
    logo: str = "",
    issued: str | None = None,
) -> str:
    """The page of a partner's folder: the reports it may read, and nothing else.

    Entries without a page are left out: what a partner may not read is not named. Nor is why a
    page was not made again, nor any other edition.

    Raises
    ------
    ValueError
        If a link is not relative, or leaves the partner's folder.
    """
    say, signed = words.load(language), house_facts(house, language)
    shown = [_for_partner(one) for one in entries if one.pages]
    view = {
        "reports": [_report(one, say) for one in shown],
        "title": say("page.index.partner_reports"),
        "steps": False,
        "states": False,
        "contacts": [line for line in (signed["contact"], signed["confidentiality"]) if line],
        "elsewhere": [],
    }
    title = f"{partner} · {say('page.index.partner_title', year=year)}"
    facts, kicker = list(_facts(shown, issued, say)), say("page.masthead.partner")
    head = _Head(client, title, facts, fictional, logo, kicker)
    return _page(view, head, signed, say)


def workspace_index(
    *,
    language: str,
    clients: Sequence[ClientLine],
    house: Any = None,
    portfolio: Sequence[PageLink] = (),
) -> str:
    """The page that leads to each client and year, in the order given.

    Raises
    ------
    ValueError
        If a link is not relative, or leaves the folder of the results.
    """
    say, signed = words.load(language), house_facts(house, language)
    view = {
        "clients": [_client(one, say) for one in clients],
        "counted": _COUNTED,
        "contacts": [line for line in (signed["contact"], signed["confidentiality"]) if line],
        "elsewhere": [_safe(link) for link in portfolio],
        "elsewhere_name": say("page.index.portfolio"),
    }
    title = say("page.index.workspace_title")
    head = _Head(signed["name"], title) if signed["name"] else _Head(title)
    return _page(view, head, signed, say)


def _report(one: Entry, say: Words) -> dict[str, Any]:
    made = one.state in _MADE
    reason = one.reason
    if one.state in {"failed", "stale"} and reason:
        reason = say("page.index.not_made", reason=reason)
    pages = [_labelled(link, one, say) for link in one.pages]
    return {
        "step": one.step,
        "title": say.typeset(one.title),
        "question": say.typeset(one.question),
        "headline": one.headline,
        "reason": "" if made else reason,
        "sign": _SIGNS[one.state],
        "state": say(f"page.index.states.{'done' if made else one.state}"),
        "as_of": say.format.day(one.as_of),
        "pages": pages,
        "each": [_edition(link, say) for link in one.each],
        "partners": [_edition(link, say) for link in one.partners],
        "partners_reason": one.partners_reason,
        "workbook": _safe(one.workbook) if one.workbook else None,
    }


def _labelled(link: PageLink, one: Entry, say: Words) -> dict[str, str]:
    """A link to a page: its language, or the day of the last good one."""
    if one.state in {"failed", "stale"}:
        when = say("page.index.stale_page", issued=one.issued) if one.issued else ""
        return _safe(PageLink(when or say("page.index.last_page"), link.href))
    named = _named(link, say)
    return _safe(named) | {"title": f"{one.title}, {named.label}"}


def _for_partner(one: Entry) -> Entry:
    return replace(one, reason="", each=(), partners=(), partners_reason="", workbook=None)


def _edition(link: PageLink, say: Words) -> dict[str, Any]:
    """A page of one partner: its link, and what there is to say of it."""
    label = link.label
    if link.language:
        told = say(f"page.languages.{link.language}")
        label = say("page.index.in_language", name=link.label, language=told)
    place = (
        _safe(replace(link, label=label), climbs=1) if link.href else {"label": label, "href": ""}
    )
    if link.state in _MADE:
        return place | {"note": link.note, "sign": "", "state": ""}
    note = [say("page.index.stale_page", issued=link.issued)] if link.issued and link.href else []
    note += [say("page.index.not_made", reason=link.note)] if link.note else []
    state = say(f"page.index.states.{link.state}")
    return place | {"note": " · ".join(note), "sign": _SIGNS[link.state], "state": state}


def _action_table(link: PageLink, say: Words) -> dict[str, str]:
    return _safe(replace(link, label=say(f"page.index.actions_{link.label}")))


def _named(link: PageLink, say: Words) -> PageLink:
    """A link whose label is a code says its name: a language, or a page beside the report."""
    keys = [f"page.languages.{link.label}", f"page.index.shows.{link.label}"]
    return next((PageLink(say(key), link.href) for key in keys if say.has(key)), link)


def _safe(link: PageLink, climbs: int = 0) -> dict[str, str]:
    """A relative link that stays inside its folder, whatever the folder is moved or zipped to."""
    path = posixpath.normpath(link.href)
    if _SCHEME.search(link.href) or path.startswith("../" * (climbs + 1)) or path == "..":
        raise ValueError(f"link {link.href!r}: a path inside the folder is expected")
    return {"label": link.label, "href": quote(path, safe="/#.~-_"), "title": ""}


def _client(one: ClientLine, say: Words) -> dict[str, Any]:
    pages = [
        _safe(named) | {"title": f"{one.name} {one.year}, {named.label}"}
        for named in (_named(link, say) for link in one.pages)
    ]
    return {
        "name": one.name,
        "year": one.year,
        "fictional": one.fictional,
        "counts": [getattr(one, state) for state in _COUNTED],
        "as_of": say.format.day(one.as_of),
        "pages": pages,
    }


def _facts(entries: Sequence[Entry], issued: str | None, say: Words) -> Iterator[tuple[str, str]]:
    done = sum(one.state in _MADE for one in entries)
    latest = max((one.as_of for one in entries if one.as_of), default=None)
    yield say("page.index.state"), say("page.index.reports_done", n=done)
    if latest:
        yield say("page.masthead.as_of"), say.format.date(latest)
    if issued:
        yield say("page.masthead.issued"), say.format.date(issued)


@dataclass(frozen=True)
class _Head:
    """What stands in the masthead of an index."""

    name: str
    title: str = ""
    facts: Sequence[tuple[str, str]] = ()
    fictional: bool = False
    logo: str = ""
    kicker: str = ""


def _masthead(head: _Head, house: dict[str, str], say: Words) -> dict[str, Any]:
    """The masthead as its macro reads it; the firm is named once."""
    signs = house["name"] != head.name
    return {
        "kicker": [head.kicker] if head.kicker else [],
        "marks": [say("page.masthead.fictional")] if head.fictional else [],
        "client": head.name,
        "title": head.title,
        "logo": head.logo,
        "house": house if signs or house["logo"] else {"name": "", "logo": ""},
        "facts": head.facts,
    }


def _page(view: dict[str, Any], head: _Head, house: dict[str, str], say: Words) -> str:
    parts = macros(say.language, say.format.currency)
    confidential = house["confidentiality"] or say("page.foot.confidential")
    foot = [line for line in (head.name, head.title, confidential) if line]
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            language=say.language,
            say=say,
            parts=parts,
            view=view,
            name=" – ".join(line for line in (head.title, head.name) if line),
            question="",
            css=Markup(style(" · ".join(foot), house["accent"])),
            masthead=Markup(parts.masthead(_masthead(head, house, say))),
            contents=[],
            sections=[],
            foot=foot,
            below=[say("page.foot.fictional")] if head.fictional else [],
        )
    )
