"""What is wrong in a client's files, and the sentences that say so in French and English.

A **fault** stops the reports that read the file; a **warning** (a `Notice`) is a sentence in the
data quality box. Both are values without words: a code, and what was found. The words stand in
`messages.yml`, one whole sentence for each code, and `sentence` puts the two together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

import yaml
from babel.numbers import get_currency_name

from padlib.core.notices import Notice

LANGUAGES = ("fr", "en")
QUOTED = 40  # characters of a value that a message repeats
MORE = "…"
LISTED = 12  # names that a message lists before it stops
TYPED = (
    "found",
    "other",
    "partner",
    "respondent",
    "respondent_id",
    "item_id",
    "idea_id",
)  # values that people typed
SHOWN = 20  # faults of one file that a run prints before it counts the rest

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """Something to mend in one place of one file.

    `line` is the line that a spreadsheet shows (header = 1), or that of the key in a YAML file;
    `column` is the column's name, or the key with its path (`campaigns.2026.from`).
    """

    file: str
    line: int | None
    column: str | None
    code: str
    values: Values = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, int, str, str]:
        """Order in which faults are told: by file, line, column."""
        return (self.file, self.line or 0, self.column or "", self.code)


class Findings:
    """The faults and warnings met while one file is read."""

    def __init__(self, file: str, currency: str = "EUR") -> None:
        self.file = file
        self.currency = currency
        self.rows: int | None = None  # data rows of a table
        self.faults: list[Fault] = []
        self.warnings: list[Notice] = []

    def fault(self, line: int | None, column: str | None, code: str, **values: Any) -> None:
        """Note something to mend."""
        if code == "money":
            values["currency"] = _currency(self.currency)
        self.faults.append(Fault(self.file, line, column, code, values))

    def accuses(self, line: int, column: str) -> bool:
        """Whether a cell has a fault already."""
        return any((fault.line, fault.column) == (line, column) for fault in self.faults)

    def warn(
        self, code: str, line: int | None = None, column: str | None = None, **values: Any
    ) -> None:
        """Note something that the reader of the report should know."""
        place = {"file": self.file, "line": line, "column": column}
        self.warnings.append(Notice(code, place | values))


class WorkspaceError(Exception):
    """A refusal told in sentences: a notebook shows them, and no traceback."""

    language = "fr"

    def text(self, language: str | None = None, limit: int | None = None) -> str:
        """The sentences, in a language (that of the client when none is given)."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text()

    def _render_traceback_(self) -> list[str]:
        return self.text(limit=SHOWN).splitlines()


class InputFaults(WorkspaceError):
    """Files with faults; the reports that read them cannot be made."""

    def __init__(self, faults: Iterable[Fault], language: str = "fr") -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.place))
        self.language = language
        super().__init__(self.faults, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:
        """Every fault, file by file and by line; `limit` counts the rest beyond so many a file."""
        return "\n".join(listing(self.faults, language or self.language, limit))


class MissingInput(WorkspaceError):
    """A file without which a report cannot be made: it is skipped, and says which."""

    def __init__(
        self, file: str, client: str, year: int, language: str = "fr", code: str = "file_missing"
    ) -> None:
        self.file, self.client, self.year = file, client, year
        self.language, self.code = language, code
        super().__init__(file, client, year, language, code)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """The file that lacks, and how to add it."""
        values = {"name": self.file, "client": self.client, "year": self.year}
        return " ".join(_words(self.code, values, language or self.language))


class NoDate(WorkspaceError):
    """Nothing tells the day of a page that tells of a day: it is skipped."""

    def __init__(self, partner: str, language: str = "fr") -> None:
        self.partner, self.language = partner, language
        super().__init__(partner, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """What is not known, and what would tell it."""
        return " ".join(_words("no_date", {"partner": self.partner}, language or self.language))


class UnknownName(WorkspaceError):
    """A client, year, partner or other name that nobody knows, with the nearest known ones."""

    def __init__(
        self,
        code: str,
        name: str,
        known: Iterable[str] = (),
        nearest: str | None = None,
        language: str = "fr",
    ) -> None:
        self.code, self.name, self.known = code, name, tuple(known)
        self.nearest, self.language = nearest, language
        super().__init__(code, name, self.known, nearest, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """The name as typed, then the nearest known one or the list."""
        values: dict[str, Any] = {"found": self.name, "name": self.name, "known": list(self.known)}
        if self.nearest:
            values["nearest"] = self.nearest
        return " ".join(_words(self.code, values, language or self.language))


class NotForPartners(WorkspaceError):
    """Something that the edition of a report for a partner may not read."""

    def __init__(self, what: str, language: str = "fr") -> None:
        self.what, self.language = what, language
        super().__init__(what, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """What was asked for, and that it stays inside."""
        return " ".join(_words("not_for_partners", {"name": self.what}, language or self.language))


class BadParameters(WorkspaceError):
    """Parameters of a report that are unknown, of the wrong type, or out of range."""

    def __init__(self, faults: Iterable[Fault], language: str = "fr") -> None:
        self.faults = tuple(faults)
        self.language = language
        super().__init__(self.faults, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """One sentence a parameter."""
        return "\n".join(sentence(fault, language or self.language) for fault in self.faults)


def sentence(about: Fault | Notice, language: str) -> str:
    """One fault or warning as a sentence: file, line, column, found, expected, what to do.

    >>> print(sentence(Fault("partners.csv", 8, "region", "empty"), "en"))
    partners.csv, line 8, column "region": found nothing; expected a value. → Fill it in.
    """
    file, line, column, values = _place(about)
    says, *remedy = _words(about.code, values, language)
    place = _where(file, line, column, values, language)
    return " ".join([_join(place, says, language), *remedy])


def listing(faults: Iterable[Fault], language: str, limit: int | None = None) -> Iterator[str]:
    """Lines that tell faults file by file, in the form of the run's messages."""
    ordered = sorted(faults, key=lambda fault: fault.place)
    for file, group in groupby(ordered, key=lambda fault: fault.file):
        of_file = list(group)
        code = "summary_one" if len(of_file) == 1 else "summary_many"
        yield _words(code, {"name": file, "count": len(of_file)}, language)[0]
        for fault in of_file[:limit]:
            says, *remedy = _words(fault.code, fault.values, language)
            place = _where(
                None, fault.line, fault.column, {**fault.values, **_kind(file)}, language
            )
            yield "  " + _join(place, says, language)
            yield from (f"    {line}" for line in remedy)
        if limit is not None and len(of_file) > limit:
            rest = len(of_file) - limit
            code = "more_one" if rest == 1 else "more_many"
            yield "  " + _words(code, {"count": rest}, language)[0]


def typeset(template: str, language: str) -> str:
    """French spaces of a message typed with ordinary ones: thin before ; ! ?, wide before a colon.

    >>> typeset("ligne 3 : vide ; attendu « a »", "fr")
    'ligne 3\\xa0: vide\\u202f; attendu «\\u202fa\\u202f»'
    """
    if language != "fr":
        return template
    thin = re.sub(r" (?=[;!?»])|(?<=«) ", "\u202f", template)
    return thin.replace(" :", "\u00a0:").replace("'", "’")


def quoted(text: object) -> str:
    """A value as typed, on one line, cut at 40 characters."""
    line = " ".join(str(text).split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"


@cache
def messages() -> Mapping[str, Mapping[str, Any]]:
    """The words of every code, from `messages.yml`."""
    text = resources.files(__package__).joinpath("messages.yml").read_text("utf-8")
    words: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return words


def _currency(code: str) -> dict[str, str]:
    """A currency's name in the plural, in each language."""
    names = {lang: get_currency_name(code, count=2, locale=lang) for lang in LANGUAGES}
    return {language: str(name) for language, name in names.items()}


def _place(about: Fault | Notice) -> tuple[str | None, int | None, str | None, Values]:
    if isinstance(about, Fault):
        return about.file, about.line, about.column, {**about.values, **_kind(about.file)}
    values = about.values
    file = values.get("file")
    return file, values.get("line"), values.get("column"), dict(values) | _kind(file)


def _kind(file: str | None) -> dict[str, bool]:
    """Whether the place has keys (YAML) rather than columns."""
    return {"keyed": bool(file) and str(file).endswith((".yml", ".yaml"))}


def _where(
    file: str | None, line: int | None, column: str | None, values: Values, language: str
) -> str:
    """File, line and column, as far as they are known, ready to be followed by a colon."""
    parts = []
    if file:
        parts.append(str(file))
    if lines := values.get("lines"):
        code = "at_lines" if len(lines) > 1 else "at_line"
        told = _shown(lines, language, "and")
        parts.append(_template(code, language).format(lines=told, line=told))
    elif line:
        parts.append(_template("at_line", language).format(line=line))
    if column:
        code = "at_key" if values.get("keyed") else "at_column"
        code = "at_parameter" if values.get("parameter") else code
        parts.append(_template(code, language).format(column=column))
    return ", ".join(parts)


def _join(place: str, says: str, language: str) -> str:
    if not place:
        return says
    return f"{place}\u00a0: {says}" if language == "fr" else f"{place}: {says}"


def _words(code: str, values: Values, language: str) -> list[str]:
    """What a code says, and what to do where it tells."""
    entry = messages()[code]
    shown = {
        name: quoted(value) if name in TYPED and isinstance(value, str) else _shown(value, language)
        for name, value in values.items()
    }
    remedy = entry.get("near") if values.get("nearest") else None
    remedy = remedy or entry.get("mend")
    said = [typeset(entry[language], language).format_map(shown)]
    if remedy:
        said.append("→ " + typeset(remedy[language], language).format_map(shown))
    return [one.replace(f"{MORE}.", MORE) for one in said]


def _template(code: str, language: str) -> str:
    return typeset(str(messages()[code][language]), language)


def _shown(value: Any, language: str, last: str = "") -> str:
    """A value inside a message."""
    if isinstance(value, Mapping):
        value = value.get(language, "")
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return _number(value, language)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if language == "fr" else value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return _list([_shown(one, language) for one in value], language, last)
    return " ".join(str(value).split())


def _number(value: float, language: str) -> str:
    text = f"{value:.10g}".replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text


def _list(names: list[str], language: str, last: str) -> str:
    if len(names) > LISTED:
        return f"{', '.join(names[:LISTED])}{MORE}"
    if last and len(names) > 1:
        word = _template("list_and", language)
        return f"{', '.join(names[:-1])} {word} {names[-1]}"
    return ", ".join(names)
