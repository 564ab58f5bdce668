"""Index pages: from the records of the last runs to the pages that lead to the reports."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import Any

from padlib import display
from padlib.display import words
from padlib.reports import action_tables, state
from padlib.reports.jobs import DONE, FAILED, SKIPPED
from padlib.reports.workbooks import LANGUAGES, Workbook

STALE = "stale"
PARTLY = "partly"


def write(
    outputs: Path,
    books: Mapping[str, Workbook],
    clients: Mapping[tuple[str, int], Any],
    language: str,
) -> None:
    """Write the index of each of these clients' years, those of their partners' folders, and the
    one that leads to all clients; and beside the internal pages, the table of their actions."""
    told = _told(outputs)
    for key, folder in clients.items():
        records = [one for one in told.get(key, ()) if one["report"] in books]
        if records:
            _Year(outputs, books, folder, records).write()
    houses = [folder.house for folder in clients.values()]
    lines = [_line(outputs, *key, records) for key, records in told.items()]
    html = display.workspace_index(language=language, clients=lines, house=next(iter(houses), None))
    state.put(outputs / "index.html", html.encode())


def languages(records: Iterable[state.Record], own: str) -> list[str]:
    """Languages in which a client's year has an index: those of its internal pages, else its own.

    Partners' editions in other languages are linked from there.
    """
    internal = {record["language"] for record in records if record["audience"] == "internal"}
    return [one for one in LANGUAGES if one in internal] or [own]


@dataclass
class _Year:
    """One client's year: what its indexes are made of."""

    outputs: Path
    books: Mapping[str, Workbook]
    folder: Any
    records: Sequence[state.Record]

    @property
    def place(self) -> Path:
        """The year's folder, of all languages."""
        return self.outputs / str(self.folder.id) / str(self.folder.year)

    def write(self) -> None:
        """Write the indexes of all languages, and what stands beside the internal pages."""
        for language in LANGUAGES:
            self._partners(language)
        told = languages(self.records, self.folder.language)
        for language in told:
            tables = action_tables.write(self.place / language, self.folder, language, self.records)
            html = self._client(language, told, tables)
            state.put(self.place / language / "index.html", html.encode())

    # ── the client's ──────────────────────────────────────────────────────────────────────────

    def _client(
        self, language: str, told: Sequence[str], tables: action_tables.ActionTables | None
    ) -> str:
        home = self.place / language
        mine = [one for one in self.records if one["language"] == language]
        lacking: dict[str, list[str]] = {}
        for record in mine:
            for file in record.get("missing", ()):
                titles = lacking.setdefault(file, [])
                title = self.books[record["report"]].titles[language]
                titles += [] if title in titles else [title]
        entries = [self._entry(book, language) for book in self.books.values()]
        return display.client_index(
            language=language,
            client=self.folder.name,
            year=self.folder.year,
            entries=[entry for entry in entries if entry],
            missing=[display.MissingFile(file, titles) for file, titles in lacking.items()],
            fictional=self.folder.fictional,
            house=self.folder.house,
            logo=self.folder.logo or "",
            others=[
                display.PageLink(other, f"../{other}/index.html")
                for other in told
                if other != language
            ],
            actions=[
                display.PageLink(file.suffix[1:], file.relative_to(home).as_posix())
                for file in (tables.files if tables else ())
            ],
            stale_actions=bool(tables and tables.stale),
            folders=self._folders(language),
        )

    def _entry(self, book: Workbook, language: str) -> display.Entry | None:
        """One report: its page, or its pages by partner, and its partners' editions."""
        of_book = [one for one in self.records if one["report"] == book.report]
        here = [one for one in of_book if one["language"] == language]
        internal = [one for one in here if one["audience"] == "internal"]
        whole = [one for one in internal if not one["partner"] and not one.get("show")]
        shown = [one for one in internal if one.get("show")]
        each = [one for one in internal if one["partner"]]
        editions = [one for one in of_book if one["audience"] == "partner" and one["partner"]]
        none = [one for one in here if one["audience"] == "partner" and not one["partner"]]
        leading = each or whole or editions or none or shown
        if not leading:
            return None
        home, page = self.place / language, self._page(whole[0]) if whole and not each else None
        tables = page.with_suffix(".xlsx") if page else None
        ended, reason = self._together(leading, words.load(language))
        alone = leading[0] if len(leading) == 1 else {}
        return display.Entry(
            step=book.step,
            title=book.titles[language],
            question=book.questions[language],
            state=ended,
            headline=alone.get("headline") or "",
            as_of=max((one.get("as_of") or "" for one in leading), default="") or None,
            issued=alone.get("issued"),
            reason=reason,
            pages=[
                *([display.PageLink(language, _way(page, home))] if page else []),
                *(
                    display.PageLink(one["show"], _way(found, home))
                    for one in shown
                    if (found := self._page(one))
                ),
            ],
            each=[self._edition(one, language) for one in _by_name(each)],
            partners=[self._edition(one, language) for one in _by_name(editions)],
            partners_reason=none[0].get("reason") or "" if none and whole and not editions else "",
            workbook=display.PageLink("xlsx", _way(tables, home))
            if tables and tables.exists()
            else None,
        )

    def _together(self, records: Sequence[state.Record], say: words.Words) -> tuple[str, str]:
        """State of a report, and its reason; that of its pages together when they are several."""
        states = Counter(_shown(one, self._page(one)) for one in records)
        if len(states) == 1:
            reasons = {one.get("reason") or "" for one in records}
            return next(iter(states)), reasons.pop() if len(reasons) == 1 else ""
        return PARTLY, say("page.index.partly", done=states[DONE], of=len(records))

    def _edition(self, record: state.Record, language: str) -> display.PageLink:
        page = self._page(record)
        ended = _shown(record, page)
        internal = record["audience"] == "internal"
        headline = (record.get("headline") or "") if internal else ""
        return display.PageLink(
            label=_name(record),
            href=_way(page, self.place / language) if page else "",
            state=ended,
            note=headline if ended == DONE else record.get("reason") or "",
            issued=record.get("issued"),
            language="" if record["language"] == language else record["language"],
        )

    # ── the partners' ─────────────────────────────────────────────────────────────────────────

    def _editions(self, language: str) -> dict[str, list[state.Record]]:
        """The pages that partners may read, by partner."""
        found: dict[str, list[state.Record]] = {}
        for record in self.records:
            theirs = record["audience"] == "partner" and record["partner"]
            if theirs and record["language"] == language and self._page(record):
                found.setdefault(record["partner"], []).append(record)
        return found

    def _partners(self, language: str) -> None:
        """The index of each partner's folder; one that leads nowhere any more is removed."""
        home, editions = self.place / language / "partners", self._editions(language)
        for partner, records in editions.items():
            html = display.partner_index(
                language=language,
                client=self.folder.name,
                partner=_name(records[-1]),
                year=self.folder.year,
                entries=[self._for_partner(one, language) for one in self._in_order(records)],
                fictional=self.folder.fictional,
                house=self.folder.house,
                logo=self.folder.logo or "",
            )
            state.put(home / partner / "index.html", html.encode())
        for index in home.glob("*/index.html"):
            if index.parent.name not in editions:
                index.unlink()

    def _for_partner(self, record: state.Record, language: str) -> display.Entry:
        book, page = self.books[record["report"]], self._page(record)
        assert page is not None
        return display.Entry(
            step=book.step,
            title=book.titles[language],
            question="",  # asked of the vendor, not of the partner
            state=_shown(record, page),
            headline=record.get("headline") or "",
            as_of=record.get("as_of"),
            issued=record.get("issued"),
            pages=[display.PageLink(language, page.name)],
        )

    def _in_order(self, records: Sequence[state.Record]) -> list[state.Record]:
        order = list(self.books)
        return sorted(records, key=lambda one: order.index(one["report"]))

    def _folders(self, language: str) -> list[display.PageLink]:
        """The partners' folders, those of other languages too."""
        found = [
            display.PageLink(
                _name(records[-1]),
                _way(
                    self.place / told / "partners" / partner / "index.html", self.place / language
                ),
                language="" if told == language else told,
            )
            for told in LANGUAGES
            for partner, records in self._editions(told).items()
        ]
        return sorted(found, key=lambda link: (link.label.casefold(), link.language))

    def _page(self, record: state.Record) -> Path | None:
        return _page(self.outputs, record)


def _name(record: state.Record) -> str:
    return str(record.get("partner_name") or record["partner"])


def _by_name(records: Sequence[state.Record]) -> list[state.Record]:
    return sorted(records, key=lambda one: (_name(one).casefold(), one["language"]))


def _way(file: Path, home: Path) -> str:
    """The path of a file as seen from a folder."""
    return Path(relpath(file, home)).as_posix()


def _shown(record: state.Record, page: Path | None) -> str:
    """The state of a page as an index tells it: one that the last run did not renew is stale,
    whatever the cause."""
    ended = str(record["state"])
    if ended in state.STANDING:
        return DONE
    return STALE if page else ended


def _page(outputs: Path, record: state.Record) -> Path | None:
    path = record.get("path")
    return outputs / path if path and (outputs / path).exists() else None


# ── all clients ───────────────────────────────────────────────────────────────────────────────


def _line(
    outputs: Path, client: str, year: int, records: Sequence[state.Record]
) -> display.ClientLine:
    states = [_shown(record, _page(outputs, record)) for record in records]
    indexes = [
        told for told in LANGUAGES if (outputs / client / str(year) / told / "index.html").exists()
    ]
    return display.ClientLine(
        client=client,
        name=str(records[0].get("client_name") or client),
        year=year,
        pages=[display.PageLink(told, f"{client}/{year}/{told}/index.html") for told in indexes],
        fictional=bool(records[0].get("fictional")),
        done=states.count(DONE),
        skipped=states.count(SKIPPED),
        failed=states.count(FAILED),
        stale=states.count(STALE),
        as_of=max((record.get("as_of") or "" for record in records), default="") or None,
    )


def _told(outputs: Path) -> dict[tuple[str, int], list[state.Record]]:
    """The records of every client and year of which there is one."""
    folders = [one for one in sorted((outputs / state.LATEST).glob("*/*")) if one.name.isdigit()]
    found = {
        (one.parent.name, int(one.name)): state.records(outputs, one.parent.name, int(one.name))
        for one in folders
    }
    return {key: records for key, records in found.items() if records}
