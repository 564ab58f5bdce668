"""Amounts and dates as the CRMs of the world write them, and what a file's own cells prove of them.

`12,345` and `03/04/2026` mean two things. What they mean is settled for a whole file, by a mapping,
by the user, or by cells that leave no doubt (`1.234,50`, `31/12/2026`); never by a guess.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.numbers import get_currency_name, get_currency_symbol, list_currencies

from padlib.workspace.crm_mapping import COMMA, DAY_FIRST, MONTH_FIRST, POINT
from padlib.workspace.faults import LANGUAGES
from padlib.workspace.kinds import LARGEST, Bad, spaced
from padlib.workspace.suggestions import plain

Cell = tuple[int, str]  # line and text

_MONTHS = (
    ("jan", "january", "janv", "janvier"),
    ("feb", "february", "fev", "fevr", "fevrier"),
    ("mar", "march", "mars"),
    ("apr", "april", "avr", "avril"),
    ("may", "mai"),
    ("jun", "june", "juin"),
    ("jul", "july", "juil", "juillet"),
    ("aug", "august", "aou", "aout"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "decembre"),
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
_TIME = re.compile(
    r"(?:T|,? +(?:à |at )?)[0-9]{1,2}[:hH][0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_DAY_WORD = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)?[ -]([a-z]+)[ -]([0-9]{4})")
_WORD_DAY = re.compile(r"([a-z]+) ([0-9]{1,2})(?:st|nd|rd|th)? ([0-9]{4})")

_PLACES = (*LANGUAGES, "fr_CA", "en_CA")  # where a dollar is told from another

_CORE = re.compile(r"[.,]?[0-9](?:[0-9 .,'’]*[0-9])?[.,]?")
_GROUPS = re.compile(r"[0-9]{1,3}(?:([ '’.,])[0-9]{3})(?:\1[0-9]{3})*|[0-9]+")


@dataclass(frozen=True)
class Reading:
    """How the dates or the amounts of a file are read, and what says so.

    `because` is `told` (the user or the mapping), `cell` (one that leaves no doubt, on `line`),
    `comma` (amounts with a decimal comma), or "" when nothing had to be settled.
    """

    choice: str = ""
    because: str = ""
    line: int | None = None
    text: str = ""


class Doubt(ValueError):
    """Cells that mean two things, and nothing in the file to tell which."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line, self.text = line, text


# ── dates ─────────────────────────────────────────────────────────────────────────────────────────


def date_reading(cells: Iterable[Cell], told: str, amounts: Reading) -> Reading:
    """The order of day and month in a file.

    Parameters
    ----------
    cells : iterable of (int, str)
        Its dates, with their line.
    told : str
        `dmy` or `mdy` by the user or the mapping, "" when they say nothing.
    amounts : Reading
        A decimal comma that cells prove: no country that writes it puts the month first.

    Raises
    ------
    Doubt
        If dates mean two things and nothing tells which, or prove both orders.
    """
    if told:
        return Reading(told, "told")
    proofs: dict[str, Cell] = {}
    doubtful: Cell | None = None
    for line, text in cells:
        order = _order(text)
        if order:
            proofs.setdefault(order, (line, text))
        elif order is None and doubtful is None:
            doubtful = (line, text)
    if len(proofs) > 1:
        raise Doubt(*max(proofs.values()))
    for order, (line, text) in proofs.items():
        return Reading(order, "cell", line, text)
    if doubtful is None:
        return Reading()
    if amounts.choice == COMMA and amounts.because == "cell":
        return Reading(DAY_FIRST, "comma", amounts.line, amounts.text)
    raise Doubt(*doubtful)


def read_date(text: str, order: str) -> date:
    """A day, in the order that holds for its file; the time of day is left out.

    >>> read_date("3/14/2026", "mdy"), read_date("14 mars 2026", "")
    (datetime.date(2026, 3, 14), datetime.date(2026, 3, 14))
    >>> read_date("2026-03-14T22:30:00.000Z", "").isoformat()
    '2026-03-14'
    """
    typed = _without_time(text)
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    elif found := _NUMBERS.fullmatch(typed):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        turned = order == MONTH_FIRST and found[2] != "."  # with points the day comes first
        month, day = (first, second) if turned else (second, first)
    elif (words := _words(typed)) is not None:
        year, month, day = words
    else:
        raise Bad("crm_date", found=text)
    try:
        value = date(year, month, day)
    except ValueError:
        raise Bad("crm_date_impossible", found=text) from None
    if not 1900 <= year < 2200:
        raise Bad("crm_date_impossible", found=text)
    return value


def _order(text: str) -> str | None:
    """The order that a date proves; "" when it has but one meaning, None when it has two."""
    found = _NUMBERS.fullmatch(_without_time(text))
    if found is None or found[2] == ".":
        return ""
    first, second = int(found[1]), int(found[3])
    if first > 12 and second > 12:
        return ""  # no date at all: told where it stands
    if first > 12:
        return DAY_FIRST
    if second > 12:
        return MONTH_FIRST
    return "" if first == second else None


def _without_time(text: str) -> str:
    typed = " ".join(spaced(text).split())
    found = re.search(rf"(?<=[0-9]){_TIME.pattern}$", typed)
    return typed[: found.start()] if found else typed


def _words(text: str) -> tuple[int, int, int] | None:
    """Year, month, day of a date whose month is a word, in French or English."""
    letters = plain(text)
    if (found := _DAY_WORD.fullmatch(letters)) and found[2] in _MONTH:
        return int(found[3]), _MONTH[found[2]], int(found[1])
    if (found := _WORD_DAY.fullmatch(letters)) and found[1] in _MONTH:
        return int(found[3]), _MONTH[found[1]], int(found[2])
    return None


# ── amounts ───────────────────────────────────────────────────────────────────────────────────────


def amount_reading(cells: Iterable[Cell], told: str, workbook: bool) -> Reading:
    """The decimal mark of a file.

    Parameters
    ----------
    cells : iterable of (int, str)
        Its amounts, with their line.
    told : str
        `comma` or `point` by the user or the mapping, "" when they say nothing.
    workbook : bool
        In a workbook a number is one, and comes out with a point: `12.345` leaves no doubt.

    Raises
    ------
    Doubt
        If amounts mean two things and nothing tells which, or others prove both marks.
    """
    if told:
        return Reading(told, "told")
    proofs: dict[str, Cell] = {}
    doubtful: Cell | None = None
    for line, text in cells:
        core = _core(text)
        mark = _mark(core) if core else ""
        if mark:
            proofs.setdefault(mark, (line, text))
        elif mark is None and not (workbook and "," not in core):
            doubtful = doubtful or (line, text)
    if doubtful and len(proofs) != 1:
        raise Doubt(*doubtful)
    for mark, (line, text) in proofs.items():
        if len(proofs) == 1:
            return Reading(mark, "cell", line, text)
    return Reading()


def read_amount(text: str, mark: str) -> tuple[float, str]:
    """A number, with the decimal mark that holds for its file, and the currency written with it.

    >>> read_amount("€ 12,345.67", ""), read_amount("12 345,67 €", ""), read_amount("EUR 12345", "")
    ((12345.67, '€'), (12345.67, '€'), (12345.0, 'EUR'))
    >>> read_amount("12,345", "comma")[0], read_amount("12,345", "point")[0]
    (12.345, 12345.0)
    """
    core = _core(text)
    if not core:
        raise Bad("crm_amount", found=text)
    before, _, after = spaced(text).partition(core)
    around = f"{before} {after}"
    currency = " ".join(re.sub(r"[()+-]", " ", around).split())
    value = _value(core, _mark(core) or mark or POINT)
    if value is None or not value <= LARGEST or re.search(r"[0-9%]", currency):
        raise Bad("crm_amount", found=text)
    behind = after.startswith("-") and not core.endswith(".")  # `12.-` is a Swiss price
    if "-" in before or behind or ("(" in before and ")" in after):
        value = -value
    return value, currency


def is_currency(told: str, currency: str) -> bool:
    """Whether a CRM's word for a currency is one for the client's: code, sign or name.

    >>> is_currency("Euro", "EUR"), is_currency("EUR - Euro", "EUR"), is_currency("$", "EUR")
    (True, True, False)
    """
    words = told.split()
    codes = {word.strip("()-:") for word in words} & _codes()
    if codes:
        return codes == {currency}
    return plain(told) in _names(currency) or "".join(words) in _signs(currency)


def _core(text: str) -> str:
    """The number in a cell: from its first digit to its last."""
    found = _CORE.search(spaced(text))
    return found[0] if found else ""


def _mark(core: str) -> str | None:
    """The decimal mark that a number proves; "" when it needs none, None when it may be either."""
    marks = [sign for sign in core if sign in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return COMMA if marks[-1] == "," else POINT
    other = {",": POINT, ".": COMMA}
    if len(marks) > 1:
        return other[marks[0]]  # it groups thousands
    whole, _, rest = core.partition(marks[0])
    digits = re.sub(r"[^0-9]", "", whole)
    grouped = re.search(r"[ '’]", whole) is not None
    if len(rest) == 3 and 1 <= len(digits) <= 3 and digits[0] != "0" and not grouped:
        return None
    return COMMA if marks[0] == "," else POINT


def _value(core: str, mark: str) -> float | None:
    """The number, None when its signs make none."""
    sign = "," if mark == COMMA else "."
    whole, _, rest = core.partition(sign)
    if sign in rest or not re.fullmatch(r"[0-9]*", rest):
        return None
    if whole and not _GROUPS.fullmatch(whole):
        return None
    digits = re.sub(r"[^0-9]", "", whole)
    return float(f"{digits or '0'}.{rest or '0'}") if digits or rest else None


@cache
def _codes() -> frozenset[str]:
    return frozenset(list_currencies())


@cache
def _names(currency: str) -> frozenset[str]:
    return frozenset(plain(name) for name in _told(currency) if plain(name))


@cache
def _signs(currency: str) -> frozenset[str]:
    """Signs of a currency: its own, and the bare one of its country ($ in Canada)."""
    signs = {get_currency_symbol(currency, locale=place) for place in _PLACES}
    signs |= {re.sub(r"[A-Z]", "", sign) for sign in signs if "$" in sign}
    return frozenset("".join(sign.split()) for sign in signs)


def _told(currency: str) -> Iterator[str]:
    for language in LANGUAGES:
        for count in (None, 1, 2):
            yield str(get_currency_name(currency, count=count, locale=language))
    yield currency
