"""Numbers, money and dates as REPORTS 4 prints them, in French and in English.

A missing value (``None`` or NaN) prints ``–``; its reason is the caller's to say. Halves are
rounded away from zero, as readers do by hand.
"""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, parse_pattern

from padlib.display.typography import NBSP, THIN

Places = int  # decimals; inside Formats, int is the name of a format

MISSING = "–"
MINUS = "\u2212"
NAMES_SHOWN = 3
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}  # of the others, the code
_PATTERNS = [parse_pattern(("#,##0." + "0" * places).rstrip(".")) for places in range(10)]
_ENGLISH_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_ELEVENTH, _THIRTEENTH = 11, 13


def is_missing(value: object) -> bool:
    """Whether a value is blank: ``None``, NaN, NaT or ``pandas.NA``."""
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in {"NaTType", "NAType"}


def rounded(value: float, decimals: int) -> Decimal:
    """The value at so many decimals, halves away from zero, and never a negative zero.

    >>> rounded(52.5, 0), rounded(-0.4, 0)
    (Decimal('53'), Decimal('0'))
    """
    exact = Decimal(repr(round(float(value), 9)))  # 9: what a float sum loses is not printed
    result = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result.is_zero() else result


def _decimals(value: float) -> int:
    """So many decimals as the value has, at most two."""
    if is_missing(value):
        return 0
    return len(f"{rounded(value, 2):f}".rstrip("0").partition(".")[2])


def as_date(value: Any) -> dt.date:
    """A date from a date, a date and time, or ISO text."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value)[:10])


@dataclass(frozen=True)
class Formats:
    """Number and date formats of one language and one currency (ISO 4217).

    >>> Formats("fr").percent(0.54), Formats("en").percent(0.054)
    ('54\\xa0%', '5.4%')
    """

    language: str = "fr"
    currency: str = "EUR"

    @property
    def french(self) -> bool:
        return self.language == "fr"

    def _decimal(self, value: float, decimals: Places) -> str:
        number = rounded(value, decimals)
        printed = str(format_decimal(number, format=_PATTERNS[decimals], locale=self.language))
        return printed.replace("-", MINUS)

    def number(self, value: float | None, decimals: Places | None = None) -> str:
        """A number; without ``decimals``, one decimal unless it is whole."""
        if value is None or is_missing(value):
            return MISSING
        if decimals is None:
            one = rounded(value, 1)
            decimals = 0 if one == one.to_integral_value() else 1
        return self._decimal(value, decimals)

    def int(self, value: float | None) -> str:
        """A whole number."""
        return self.number(value, 0)

    def exact(self, value: float | None) -> str:
        """A number with the decimals it has, at most two: an assumption is told as it is used.

        >>> Formats("en").exact(0.25), Formats("en").exact(18500.0)
        ('0.25', '18,500')
        """
        return self.number(value, None if value is None else _decimals(value))

    def exactpercent(self, share: float | None) -> str:
        """A share as a percentage, with the decimals it has, at most two.

        >>> Formats("en").exactpercent(0.125)
        '12.5%'
        """
        missing = share is None or is_missing(share)
        return self.percent(share, None if missing else _decimals(float(share or 0) * 100))

    def score(self, value: float | None, decimals: Places = 0) -> str:
        """A score from 0 to 100; no decimal in text and figures, one in tables."""
        return self.number(value, decimals)

    def level(self, value: float | None) -> str:
        """A level from 0 to 4, one decimal."""
        return self.number(value, 1)

    def percent(self, share: float | None, decimals: Places | None = None) -> str:
        """A share (0–1) as a percentage; one decimal under 10, unless it is whole."""
        if share is None or is_missing(share):
            return MISSING
        value = round(float(share) * 100, 9)
        if decimals is None:
            small = 0 < abs(rounded(value, 1)) < 10
            decimals = 1 if small and value != round(value) else 0
        return self._decimal(value, decimals) + (f"{NBSP}%" if self.french else "%")

    def signed(self, value: float | None, decimals: Places = 0) -> str:
        """A change with its sign; zero has none."""
        if value is None or is_missing(value):
            return MISSING
        plus = "+" if rounded(value, decimals) > 0 else ""
        return plus + self._decimal(value, decimals)

    def unit(self, scale: str = "") -> str:
        """The unit of a money column: ``€``, ``k€``, ``kCHF``; English ``€``, ``€k``, ``CHF k``.

        ``scale`` is ``"k"`` for thousands, ``"M"`` for millions, or blank.
        """
        symbol = _SYMBOLS.get(self.currency, self.currency)
        if self.french:
            return scale + symbol
        gap = " " if scale and symbol == self.currency else ""
        return f"{symbol}{gap}{'m' if scale == 'M' else scale}"

    def _money(self, value: float, decimals: Places, scale: str) -> str:
        symbol = _SYMBOLS.get(self.currency, self.currency)
        printed = self._decimal(value, decimals)
        if self.french:
            return f"{printed}{NBSP}{scale}{symbol}"
        sign = MINUS if printed.startswith(MINUS) else ""
        gap = NBSP if symbol == self.currency else ""
        return f"{sign}{symbol}{gap}{printed.removeprefix(MINUS)}{'m' if scale == 'M' else scale}"

    def money(self, amount: float | None) -> str:
        """An amount in whole units, or in millions from one million on."""
        if amount is None or is_missing(amount):
            return MISSING
        if abs(rounded(amount, 0)) >= 1_000_000:
            return self._money(amount / 1e6, 1, "M")
        return self._money(amount, 0, "")

    def millions(self, amount: float | None, decimals: Places = 2) -> str:
        """An amount in millions, whatever its size: for amounts that are read side by side.

        >>> Formats("en").millions(56_017), Formats("fr").millions(5_322_029, 1)
        ('€0.06m', '5,3\\xa0M€')
        """
        return (
            MISSING
            if amount is None or is_missing(amount)
            else self._money(amount / 1e6, decimals, "M")
        )

    def whole_money(self, amount: float | None) -> str:
        """An amount in whole units, however large: where amounts are seen to add up."""
        if amount is None or is_missing(amount):
            return MISSING
        return self._money(amount, 0, "")

    def kmoney(self, amount: float | None) -> str:
        """An amount in thousands, one decimal, or in millions from one million on."""
        if amount is None or is_missing(amount):
            return MISSING
        if abs(rounded(amount / 1e3, 1)) >= 1_000:
            return self._money(amount / 1e6, 1, "M")
        return self._money(amount / 1e3, 1, "k")

    def date(self, day: Any) -> str:
        """A date in words: ``31 octobre 2026``, ``31 October 2026``; joined by no-break spaces."""
        if is_missing(day):
            return MISSING
        printed = str(format_date(as_date(day), "d MMMM y", locale=self.language))
        if self.french and as_date(day).day == 1:
            printed = printed.replace("1 ", "1er ", 1)
        return printed.replace(" ", NBSP)

    def day(self, day: Any) -> str:
        """A date for tables: ``31/10/2026``, ``31 Oct 2026``."""
        if is_missing(day):
            return MISSING
        pattern = "dd/MM/y" if self.french else "d MMM y"
        return str(format_date(as_date(day), pattern, locale=self.language)).replace(" ", NBSP)

    def month(self, day: Any) -> str:
        """A month for axes: ``oct.``, ``Oct``."""
        if is_missing(day):
            return MISSING
        return str(format_date(as_date(day), "LLL", locale=self.language))

    def monthyear(self, day: Any) -> str:
        """A month and its year: ``mai 2027``, ``May 2027``."""
        if is_missing(day):
            return MISSING
        return str(format_date(as_date(day), "LLLL y", locale=self.language)).replace(" ", NBSP)

    def clauses(self, parts: Iterable[str]) -> str:
        r"""Whole clauses one after the other, parted by semicolons.

        >>> Formats("fr").clauses(["deux sont faites", "une est en retard"])
        'deux sont faites\u202f; une est en retard'
        """
        return (f"{THIN}; " if self.french else "; ").join(parts)

    def list(self, names: Sequence[str], most: Places = NAMES_SHOWN) -> str:
        r"""Names in a sentence: ``most`` of them, then how many more there are.

        >>> Formats("fr").list(["Axorial", "Brivault", "Corvane", "Dunmor", "Eskel"])
        'Axorial, Brivault, Corvane et 2\xa0autres'
        """
        names, last = [str(name) for name in names], "et" if self.french else "and"
        extra = len(names) - most
        if extra > 0:
            other = ("autre" if extra == 1 else "autres") if self.french else "more"
            return f"{', '.join(names[:most])} {last} {extra}{NBSP}{other}"
        if not names:
            return MISSING
        *before, end = names
        return f"{', '.join(before)} {last} {end}" if before else end

    def ordinal(self, rank: float, feminine: bool = False) -> str:
        """``1er``, ``1re``, ``2e``; ``1st``, ``2nd``, ``11th``."""
        number = round(rank)
        if self.french:
            return f"{number}{('re' if feminine else 'er') if number == 1 else 'e'}"
        teen = _ELEVENTH <= number % 100 <= _THIRTEENTH
        return f"{number}{'th' if teen else _ENGLISH_ENDINGS.get(number % 10, 'th')}"

    def range(self, low: float | None, high: float | None, decimals: Places = 0) -> str:
        """A range in a sentence: ``de 12 à 18``, ``12 to 18``."""
        first, last = self.number(low, decimals), self.number(high, decimals)
        return f"de {first} à {last}" if self.french else f"{first} to {last}"

    def interval(self, low: float | None, high: float | None, decimals: Places = 0) -> str:
        """A range in a table: ``12 – 18``, ``12–18``."""
        if is_missing(low) and is_missing(high):
            return MISSING
        dash = f"{THIN}–{THIN}" if self.french else "–"
        return f"{self.number(low, decimals)}{dash}{self.number(high, decimals)}"

    def one(self, count: float) -> bool:
        """Whether a count takes the singular: 0 and 1 in French (and below 2), 1 in English."""
        return abs(count) < 2 if self.french else count == 1
