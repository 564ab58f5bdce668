"""Index pages: from the records of the last runs to the pages that lead to the reports."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from padlib import display
from padlib.reports import state
from padlib.reports.jobs import DONE, FAILED, SKIPPED, UNCHANGED
from padlib.reports.workbooks import LANGUAGES, Workbook

STALE = "stale"


def write(
    outputs: Path,
    books: Mapping[str, Workbook],
    clients: Mapping[tuple[str, int], Any],
    language: str,
) -> None:
    """Write the index of each of these clients' years, and the one that leads to all of them."""
    for (client, year), folder in clients.items():
        for told in LANGUAGES:
            records = _records(outputs, client, year, told)
            if records:
                html = _client(outputs, books, folder, told, records)
                _put(outputs / client / str(year) / told / "index.html", html)
    houses = [folder.house for folder in clients.values()]
    lines = [_line(outputs, client, year) for client, year in _years(outputs)]
    html = display.workspace_index(language=language, clients=lines, house=next(iter(houses), None))
    _put(outputs / "index.html", html)


def _client(
    outputs: Path,
    books: Mapping[str, Workbook],
    folder: Any,
    language: str,
    records: Mapping[str, state.Record],
) -> str:
    home = outputs / folder.id / str(folder.year) / language
    entries = [
        _entry(book, language, home, outputs, record)
        for book in books.values()
        for record in records.values()
        if record["report"] == book.report and record["audience"] == "internal"
    ]
    lacking: dict[str, list[str]] = {}
    for record in records.values():
        for file in record.get("missing", ()):
            lacking.setdefault(file, []).append(books[record["report"]].titles[language])
    others = [
        display.PageLink(other, f"../{other}/index.html")
        for other in LANGUAGES
        if other != language and _records(outputs, folder.id, folder.year, other)
    ]
    return display.client_index(
        language=language,
        client=folder.name,
        year=folder.year,
        entries=entries,
        missing=[display.MissingFile(file, titles) for file, titles in lacking.items()],
        fictional=folder.fictional,
        house=folder.house,
        logo=folder.logo or "",
        others=others,
    )


def _entry(
    book: Workbook, language: str, home: Path, outputs: Path, record: state.Record
) -> display.Entry:
    page = _page(outputs, record)
    pages = [display.PageLink(language, page.relative_to(home).as_posix())] if page else []
    tables = page.with_suffix(".xlsx") if page else None
    return display.Entry(
        step=book.step,
        title=book.titles[language],
        question=book.questions[language],
        state=_state(record, page),
        headline=record.get("headline") or "",
        as_of=record.get("as_of"),
        issued=record.get("issued"),
        reason=record.get("reason") or "",
        pages=pages,
        workbook=display.PageLink("xlsx", tables.relative_to(home).as_posix())
        if tables and tables.exists()
        else None,
    )


def _state(record: state.Record, page: Path | None) -> str:
    """A page that the last run did not renew is stale, whatever the cause."""
    ended = str(record["state"])
    return STALE if page and ended not in (DONE, UNCHANGED) else ended


def _page(outputs: Path, record: state.Record) -> Path | None:
    path = record.get("path")
    return outputs / path if path and (outputs / path).exists() else None


def _line(outputs: Path, client: str, year: int) -> display.ClientLine:
    by_language = {told: _records(outputs, client, year, told) for told in LANGUAGES}
    records = [record for one in by_language.values() for record in one.values()]
    states = [_state(record, _page(outputs, record)) for record in records]
    return display.ClientLine(
        client=client,
        name=str(records[0].get("client_name") or client),
        year=year,
        pages=[
            display.PageLink(told, f"{client}/{year}/{told}/index.html")
            for told, found in by_language.items()
            if found
        ],
        fictional=bool(records[0].get("fictional")),
        done=states.count(DONE) + states.count(UNCHANGED),
        skipped=states.count(SKIPPED),
        failed=states.count(FAILED),
        stale=states.count(STALE),
        as_of=max((record.get("as_of") or "" for record in records), default="") or None,
    )


def _years(outputs: Path) -> Iterator[tuple[str, int]]:
    """Every client and year of which there is a record."""
    for folder in sorted((outputs / state.LATEST).glob("*/*")):
        if folder.name.isdigit() and next(folder.rglob("*.json"), None):
            yield folder.parent.name, int(folder.name)


def _records(outputs: Path, client: str, year: int, language: str) -> dict[str, state.Record]:
    home = outputs / state.LATEST / client / str(year) / language
    files: Sequence[Path] = sorted(home.rglob("*.json"))
    return {file.stem: record for file in files if (record := state.read(file))}


def _put(file: Path, html: str) -> None:
    """Write a page unless it stands there already."""
    content = html.encode()
    if not file.exists() or file.read_bytes() != content:
        state.write(file, content)
