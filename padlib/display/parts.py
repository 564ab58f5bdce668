"""The parts of a page: what a notebook shows, as values that a page is assembled from.

Each method of :class:`Page` returns a :class:`Part`: a kind and plain JSON. In JupyterLab it
shows itself; a report's page is assembled from the parts of an executed notebook.
"""

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, Protocol

import pandas as pd

from padlib.core.actions import PROPOSED
from padlib.display import changes, tables
from padlib.display.formats import as_date
from padlib.display.tables import Chip, Table
from padlib.display.words import Words

MIME = "application/vnd.padlib.part+json"
FIGURE_TEMPLATE = 1  # version of the look of the figures, printed in the notes


@dataclass(frozen=True)
class Bullet:
    """A bar for a card: value on a scale, limits of its bands, tick for last year or a target."""

    value: float | None
    tick: float | None = None
    bands: Sequence[float] = ()
    low: float = 0
    high: float = 100


@dataclass(frozen=True)
class Card:
    """A key figure in five lines; a value of ``–`` gives its reason in ``denominator``."""

    label: str
    value: str
    unit: str = ""
    bullet: Bullet | None = None
    chip: Chip | None = None
    trend: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found: a sentence in bold, a detail, and the key of the figure that shows it."""

    text: str
    detail: str = ""
    figure: str | None = None


@dataclass(frozen=True)
class Proposal:
    """What is proposed, and the line under it: owner, date, priority."""

    text: str
    who: str


@dataclass(frozen=True)
class Exhibit:
    """A figure with all that goes with it.

    ``figure`` is a matplotlib figure or an SVG text; ``title`` the sentence it proves;
    ``subtitle`` what is measured, unit, period, n; ``alt`` a short name without verdict;
    ``description`` chart type, axes and values in reading order; ``table`` the data drawn;
    ``source`` file, date, rule applied. With ``absent``, this sentence stands in its place.
    """

    key: str
    figure: Any
    title: str
    subtitle: str = ""
    alt: str = ""
    description: str = ""
    table: Table | None = None
    source: str = ""
    absent: str | None = None


@dataclass(frozen=True)
class PlannedAction:
    """One row of a plan; ``start`` and ``end`` are months of the plan, from 1.

    A joint action has a second owner, the partner's; ``kpi`` says how it is measured. Without a
    ``priority`` in any row, the plan shows none.
    """

    text: str
    owner: str
    due: dt.date | None
    priority: float | None
    start: int
    end: int
    partner_owner: str = ""
    kpi: str = ""


@dataclass(frozen=True)
class MonthPlan:
    """Actions over the months of a plan, with the load of each month against a capacity.

    ``months`` are the headings (``déc.``, ``janv.``… or ``M1``…); ``load`` has one figure a
    month, or none where loads are not counted; ``note`` is the sentence beneath (what waits, and
    why). ``owners`` are the headings of the two owners' columns of a joint plan.
    """

    key: str
    title: str
    sub: str
    months: Sequence[str]
    actions: Sequence[PlannedAction]
    load: Sequence[float] = ()
    capacity: float = 0
    note: str = ""
    owners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Party:
    """One who signs: name, what heads its commitments, and the commitments, one sentence each.

    ``gift`` heads the ``means`` that it brings, one a line. ``signed`` are its signatory's name,
    function and day of signature, blank where there is room to write them.
    """

    name: str
    pledge: str
    commitments: Sequence[str]
    gift: str = ""
    means: Sequence[str] = ()
    signed: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class Agreement:
    """What two parties sign: it stands in a section of its own and prints on a page of its own.

    ``intro`` says who agrees and when; ``table`` what they agree on; ``closing`` when they look
    back on it. The means and commitments of the parties stand side by side, then room to sign for
    each. ``scale`` is the size of its print, so that a long one keeps to its page.
    """

    key: str
    title: str
    intro: str
    table: Table
    parties: Sequence[Party]
    closing: str = ""
    scale: float = 1.0


@dataclass(frozen=True)
class Case:
    """A classic mistake, as a quotation, and the practices that show it."""

    title: str
    detail: str


@dataclass(frozen=True)
class Link:
    """One number of a chain that follows from the one before: value, what it counts, why."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Quotation:
    """What someone said, as written; ``who`` said it and ``about`` what, blank when not told."""

    text: str
    who: str = ""
    about: str = ""


@dataclass(frozen=True)
class Said:
    """Quotations on one subject, or points in its place, under its title."""

    title: str
    quotations: Sequence[Quotation] = ()
    points: Sequence[str] = ()


@dataclass(frozen=True)
class Profile:
    """One subject on a page of its own in print: facts, a table, and what was said.

    ``facts`` are pairs: name, value.
    """

    title: str
    sub: str
    facts: Sequence[tuple[str, str]]
    table: Table
    said: Sequence[Said] = ()


@dataclass(frozen=True)
class IdeaCard:
    """A received idea on a card of its own: all the cards of a page have one size.

    ``verdict`` has the code of its sign; without it the card is a ballot. ``own`` is the figure of
    the client's own, its sentence in ``denominator``; ``votes`` are sentences.
    """

    statement: str
    verdict: Chip | None = None
    false: str = ""
    true: str = ""
    own: Card | None = None
    votes: Sequence[str] = ()


class FolderLike(Protocol):
    """What a masthead asks of a client's folder."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def fictional(self) -> bool: ...
    @property
    def settings(self) -> Any: ...
    @property
    def house(self) -> Any: ...
    @property
    def logo(self) -> str | None: ...


class SourceLike(Protocol):
    """A file that was read."""

    @property
    def path(self) -> Any: ...
    @property
    def rows(self) -> int | None: ...
    @property
    def digest(self) -> str: ...


class ChangeLike(Protocol):
    """A value that differs from the method's."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def default(self) -> Any: ...


@dataclass(frozen=True)
class Part:
    """One part of a page: its kind and plain JSON data. It shows itself in JupyterLab."""

    kind: str
    data: Mapping[str, Any]
    language: str
    currency: str = "EUR"

    def as_json(self) -> dict[str, Any]:
        """The part as the page's exporter reads it back."""
        return {
            "kind": self.kind,
            "language": self.language,
            "currency": self.currency,
            "data": dict(self.data),
        }

    def _repr_mimebundle_(
        self, exclude: Container[str] | None = None, **_: object
    ) -> dict[str, Any]:
        """What JupyterLab shows and the exporter reads; a batch asks for no preview."""
        from padlib.display.render import preview

        shown = {MIME: self.as_json(), "text/plain": f"<{self.kind}>"}
        if exclude is None or "text/html" not in exclude:
            shown["text/html"] = preview(self.as_json())
        return shown


class Page:
    """Makes the parts of a page, in the language and currency of ``say``.

    >>> from padlib.display import words
    >>> Page(words.load("en")).headline("Nine of ten are known.").kind
    'headline'
    """

    def __init__(self, say: Words) -> None:
        self.say = say

    def _part(self, kind: str, **data: Any) -> Part:
        return Part(kind, data, self.say.language, self.say.format.currency)

    def masthead(
        self,
        folder: FolderLike,
        *,
        as_of: dt.date | str | None = None,
        issued: dt.date | str | None = None,
        audience: str = "internal",
        draft: bool = False,
        title: str = "",
        partner: str = "",
        distribution: str = "",
        versions: Mapping[str, str] | None = None,
        one_page: bool = False,
        notes_overleaf: bool = False,
    ) -> Part:
        """Who, what, when, for whom. ``title`` stands beside the client's name (default: the
        report's title and the year); ``issued`` is today when not given; ``one_page`` sets the
        print closer, for a report that is handed over as a single sheet; with ``notes_overleaf``
        its first side holds everything but the notes."""
        own = audience == "internal"  # the client's readers are those of its own editions
        told = getattr(folder.settings, "distribution", None) if own else None
        readers = distribution or _localized(told, self.say.language)
        return self._part(
            "masthead",
            client_id=folder.id,
            client=folder.name,
            year=folder.year,
            fictional=bool(folder.fictional),
            logo=folder.logo or "",
            house=house_facts(folder.house, self.say.language),
            as_of=_iso(as_of),
            issued=_iso(issued) or dt.date.today().isoformat(),
            audience=audience,
            draft=draft,
            title=title,
            partner=partner,
            distribution=readers or self.say(f"page.masthead.readers_{audience}"),
            versions=dict(versions or _versions()),
            one_page=one_page,
            notes_overleaf=notes_overleaf,
        )

    def headline(self, text: str) -> Part:
        """The answer, in one sentence."""
        return self._part("headline", text=text)

    def decision(self, text: str) -> Part:
        """What is asked of the reader: what, owner, date in words."""
        return self._part("decision", text=text)

    def cards(self, cards: Sequence[Card]) -> Part:
        """Three to five key figures."""
        return self._part("cards", cards=[_card(card) for card in cards])

    def findings(self, findings: Sequence[Finding], title: str = "") -> Part:
        """What we find, in up to three points; each may name the figure that shows it."""
        return self._part("findings", title=title, items=[asdict(one) for one in findings])

    def proposals(self, proposals: Sequence[Proposal], title: str = "") -> Part:
        """What we propose: each with owner, date and priority."""
        return self._part("proposals", title=title, items=[asdict(one) for one in proposals])

    def note(self, markdown: str | None) -> Part:
        """The consultant's own words for this report, in Markdown; nothing when there are none."""
        if not (markdown or "").strip():
            return self._part("nothing")
        return self._part("note", markdown=markdown)

    def confirm(self, sentences: Sequence[str]) -> Part:
        """The box "to confirm first" that opens the findings of the money reports (METHOD 17)."""
        return self._part("confirm", sentences=list(sentences))

    def section(self, key: str, question: str, lead: str = "") -> Part:
        """Opens a numbered section; its title is a question of the reader."""
        return self._part("section", key=key, question=question, lead=lead)

    def figure(self, exhibit: Exhibit) -> Part:
        """A figure with title, description, source and data, or the sentence of its absence."""
        drawn = ""
        if exhibit.absent is None:
            from padlib.display.svg import to_svg

            drawn = to_svg(
                exhibit.figure,
                exhibit.key,
                exhibit.alt or exhibit.title,
                exhibit.description or exhibit.subtitle,
            )
        return self._part(
            "figure",
            key=exhibit.key,
            svg=drawn,
            title=exhibit.title,
            subtitle=exhibit.subtitle,
            source=exhibit.source,
            table=tables.frozen(exhibit.table) if exhibit.table is not None else None,
            absent=exhibit.absent,
        )

    def table(self, table: Table) -> Part:
        """A table; an empty one shows its sentence (the caption) alone."""
        return self._part("table", table=tables.frozen(table))

    def sentence(self, text: str) -> Part:
        """A paragraph."""
        return self._part("sentence", text=text)

    def plan(self, plan: MonthPlan) -> Part:
        """Actions as a table whose last columns are the months.

        Raises
        ------
        ValueError
            If an action lies outside the months, or the load has not one figure a month.
        """
        last = len(plan.months)
        if any(not 1 <= one.start <= one.end <= last for one in plan.actions):
            raise ValueError(f"plan {plan.key!r}: an action lies outside its {last} months")
        if plan.load and len(plan.load) != last:
            raise ValueError(f"plan {plan.key!r}: {len(plan.load)} loads for {last} months")
        actions = [asdict(action) | {"due": _iso(action.due)} for action in plan.actions]
        return self._part(
            "plan",
            key=plan.key,
            title=plan.title,
            sub=plan.sub,
            months=list(plan.months),
            actions=[{key: tables.plain(value) for key, value in one.items()} for one in actions],
            load=[tables.plain(value) for value in plan.load],
            capacity=tables.plain(plan.capacity),
            note=plan.note,
            owners=list(plan.owners),
        )

    def agreement(self, agreement: Agreement) -> Part:
        """What both parties sign, ready to print on a page of its own.

        It opens a section: what follows it needs a section of its own.
        """
        return self._part(
            "agreement",
            key=agreement.key,
            title=agreement.title,
            intro=agreement.intro,
            table=tables.frozen(agreement.table),
            parties=[
                {
                    **asdict(party),
                    "commitments": list(party.commitments),
                    "means": list(party.means),
                    "signed": list(party.signed),
                }
                for party in agreement.parties
            ],
            closing=agreement.closing,
            scale=agreement.scale,
        )

    def cases(self, cases: Sequence[Case], title: str, sub: str = "") -> Part:
        """Three cases side by side: the classic mistakes most present."""
        return self._part("cases", title=title, sub=sub, items=[asdict(case) for case in cases])

    def ideas(self, cards: Sequence[IdeaCard]) -> Part:
        """Received ideas on cards of one size, three a page in print."""
        items = [
            asdict(card)
            | {"verdict": None if card.verdict is None else vars(card.verdict)}
            | {"own": None if card.own is None else _card(card.own), "votes": list(card.votes)}
            for card in cards
        ]
        return self._part("ideas", items=items)

    def chain(self, links: Sequence[Link], title: str, sub: str = "", source: str = "") -> Part:
        """Numbers that follow from one another, as a strip."""
        items = [asdict(link) for link in links]
        return self._part("chain", title=title, sub=sub, source=source, items=items)

    def quotations(self, groups: Sequence[Said], title: str, sub: str = "") -> Part:
        """What people said, subject by subject, as they wrote it."""
        return self._part(
            "quotations", title=title, sub=sub, groups=[asdict(one) for one in groups]
        )

    def profile(self, profile: Profile) -> Part:
        """One subject, such as a partner, on a page of its own in print."""
        return self._part(
            "profile",
            title=profile.title,
            sub=profile.sub,
            facts=[list(fact) for fact in profile.facts],
            table=tables.frozen(profile.table),
            groups=[asdict(one) for one in profile.said],
        )

    def quality(self, sentences: Iterable[str]) -> Part:
        """Warnings on the data, in sentences; without any, the page says so."""
        return self._part("quality", sentences=list(sentences))

    def sources(self, sources: Iterable[SourceLike], more: Sequence[str] = ()) -> Part:
        """Files read, with rows and fingerprint; ``more`` adds sentences of one's own."""
        lines = [
            {"name": str(one.path), "rows": tables.plain(one.rows), "digest": str(one.digest)[:8]}
            for one in sources
        ]
        return self._part("sources", lines=lines, more=list(more))

    def counts(self, table: Table) -> Part:
        """Asked, answered, missing, not applicable; stands in the notes."""
        return self._part("counts", table=tables.frozen(table))

    def assumptions(self, table: Table) -> Part:
        """Assumptions with value, range, source and grade; stands in the notes."""
        return self._part("assumptions", table=tables.frozen(table))

    def parameters(self, changed: Iterable[ChangeLike]) -> Part:
        """Values that differ from the method's own; stands in the notes."""
        lines = [
            {
                "name": changes.name(str(one.name), self.say),
                "value": self._told(one.value),
                "default": self._told(one.default),
            }
            for one in changed
        ]
        return self._part("parameters", lines=lines)

    def method(self, text: str) -> Part:
        """The method in three sentences; stands in the notes."""
        return self._part("method", text=text)

    def versions(self, *banks: str, versions: Mapping[str, str] | None = None) -> Part:
        """Versions of product, method, the banks named, and figure template."""
        return self._part("versions", banks=list(banks), versions=dict(versions or _versions()))

    def key_figures(self, figures: Mapping[str, Mapping[str, Any]]) -> Part:
        """Key figures under stable names, for the manifest: ``{name: {value, unit, of}}``."""
        named = {
            name: {key: tables.plain(value) for key, value in one.items()}
            for name, one in figures.items()
        }
        return self._part("key_figures", figures=named)

    def actions(self, proposed: pd.DataFrame, audience: str = "internal") -> Part:
        """Actions that the report proposes, for the table of all of a client's actions.

        Shows nothing. ``proposed`` has the form of `core.actions.proposed`. A partner's edition
        hands on none.
        """
        if audience != "internal":
            return self._part("nothing")
        rows = proposed[list(PROPOSED)].reset_index(names="action_id").to_dict("records")
        plain = [{name: tables.plain(value) for name, value in row.items()} for row in rows]
        return self._part("actions", rows=plain)

    def all(self, *parts: Part) -> Part:
        """Several parts from one cell, in order."""
        return self._part("all", parts=[part.as_json() for part in parts])

    def _told(self, value: Any) -> str:
        if isinstance(value, bool):
            return self.say(f"page.booleans.{'yes' if value else 'no'}")
        if isinstance(value, int | float):
            return self.say.format.number(value, _needed_decimals(float(value)))
        if isinstance(value, Mapping):
            return ", ".join(f"{key} {self._told(one)}" for key, one in value.items())
        if isinstance(value, list | tuple | set | frozenset):
            return ", ".join(self._told(one) for one in value)
        if (said := changes.value(value, self.say)) is not None:
            return said
        return "–" if tables.plain(value) is None else str(value)


def _needed_decimals(value: float) -> int:
    """So many decimals as the value has, at most six."""
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])


def _iso(day: dt.date | str | None) -> str | None:
    return None if day is None else as_date(day).isoformat()


def _card(card: Card) -> dict[str, Any]:
    data = asdict(card)
    if card.bullet is not None:
        data["bullet"] = {key: tables.plain(value) for key, value in vars(card.bullet).items()}
    return data


def _localized(text: Any, language: str) -> str:
    """A text for readers is a text, or one for each language (``text(language)``)."""
    if text is None or isinstance(text, str):
        return text or ""
    return str(text.text(language))


def house_facts(house: Any, language: str) -> dict[str, str]:
    """The firm that signs, as plain texts in one language; blank where it says nothing."""
    names = ("name", "logo", "accent", "contact", "confidentiality")
    return {name: _localized(getattr(house, name, None), language) for name in names}


@cache
def _versions() -> dict[str, str]:
    from padlib import banks

    return {
        "product": version("padlib"),
        "method": str(banks.version()),
        "banks": str(banks.digest()),
        "template": str(FIGURE_TEMPLATE),
    }
