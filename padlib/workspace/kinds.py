"""What one cell or one YAML scalar may hold, and how it is read.

A kind turns the text that people typed into a value, or says what was wrong with a code of
`messages.yml`. The same kinds read a CSV cell, an Excel cell, a key of a YAML file and a report's
parameter, so a number with a decimal comma or a date as DD/MM/YYYY is understood everywhere.
Blanks never come here: what a blank means belongs to the table.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from padlib import banks
from padlib.workspace.suggestions import nearest, plain

NOT_APPLICABLE = ("NA", "N/A", "SO")  # METHOD 4.1, in any case
LARGEST = 1e15  # beyond it a number has lost its units to rounding
SPACES = " \u00a0\u202f\u2009"

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}|[0-9]{1,3}(?: [0-9]{3}){1,12})(?:[.,][0-9]{0,40})?")
_BOTH_MARKS = re.compile(r"[+-]?[0-9 ]*[.,][0-9 .,]*[.,][0-9]*")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_FRENCH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_TRUE = frozenset({"1", "yes", "oui", "true", "vrai"})
_FALSE = frozenset({"0", "no", "non", "false", "faux"})


class Bad(ValueError):
    """A text that its kind does not allow: a message code and the values of its sentence."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Scalar(str):
    """A YAML scalar as typed, with what YAML itself would have read it as (`int`, `bool`…)."""

    __slots__ = ("read_as",)
    read_as: str

    @staticmethod
    def of(text: str, read_as: str) -> "Scalar":
        """A scalar that remembers how YAML would have read it."""
        scalar = Scalar(text)
        scalar.read_as = read_as
        return scalar


def is_not_applicable(text: str) -> bool:
    """Whether a cell says that the question has no object.

    >>> is_not_applicable("n/a"), is_not_applicable("so"), is_not_applicable("")
    (True, True, False)
    """
    return text.strip().upper() in NOT_APPLICABLE


def clean(text: str) -> str:
    """A cell without control characters, marks that turn the reading order, and outer spaces.

    >>> clean("\\x07 Axorial\\r\\nSud ")
    'Axorial\\nSud'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(filter(_kept, lines)).strip()


def _kept(sign: str) -> bool:
    if sign in "\n\t":
        return True
    turns = "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069" or sign == "\ufeff"
    return not turns and unicodedata.category(sign) not in ("Cc", "Cs")


class Kind:
    """Reads one text, or raises `Bad`; in a pydantic annotation, `Bad` is that field's error."""

    dtype: ClassVar[str] = "object"  # of the column that it makes

    def read(self, text: Any) -> Any:
        """The value that a text stands for."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validated)

    def _validated(self, value: Any) -> Any:
        try:
            if value is None:  # a blank entry of a list; a blank key is left out by the reader
                raise Bad("empty")
            return self.read(value)
        except Bad as bad:
            context = {"values": bad.values}
            raise PydanticCustomError("padlib", "{code}", context | {"code": bad.code}) from None


def _typed(value: Any) -> str:
    """The text of a scalar; a list or a map in its place is refused."""
    if isinstance(value, str):
        return value.strip()
    raise Bad("yaml_scalar")


@dataclass(frozen=True)
class Text(Kind):
    """Any text. In YAML, one that YAML would read as a number, date or boolean must be quoted."""

    dtype: ClassVar[str] = "str"

    def read(self, text: Any) -> str:
        """The text, cleaned."""
        if isinstance(text, Scalar) and text.read_as != "str":
            raise Bad("yaml_quote", found=str(text))
        return clean(_typed(text))


@dataclass(frozen=True)
class Pattern(Kind):
    """A text of a given form, such as an id that also names files."""

    form: str
    code: str  # message when the form is not respected
    dtype: ClassVar[str] = "str"

    def read(self, text: Any) -> str:
        """The text, if it has the form."""
        typed = Text().read(text)
        if not re.fullmatch(self.form, typed):
            raise Bad(self.code, found=typed)
        return typed


@dataclass(frozen=True)
class Number(Kind):
    """A finite number, with its range; `whole` wants no decimals, `unit` names the range's sort.

    >>> Number().read("1 234,5")
    1234.5
    """

    low: float | None = None
    high: float | None = None
    whole: bool = False
    above: bool = False  # low itself is excluded
    money: bool = False
    dtype: ClassVar[str] = "float"

    def read(self, text: Any) -> float | int:
        """The number that a text stands for."""
        typed = _typed(text)
        value = self._number(typed)
        if value is None:
            both = _BOTH_MARKS.fullmatch(spaced(typed))
            raise Bad("two_marks" if both else self.code(), found=typed, **self._bounds())
        if self.money and value < 0:
            raise Bad("negative", found=typed)
        if not self._allows(value):
            raise Bad(self.code(), found=typed, **self._bounds())
        return int(value) if self.whole else value

    def code(self) -> str:
        """The message that says what this number should be."""
        if self.money and self.high is None:
            return "money"
        if self.low is None:
            return "whole" if self.whole else "number"
        if self.above:
            return "number_above"
        if self.high is None:
            return "whole_min" if self.whole else "number_min"
        return "whole_range" if self.whole else "number_range"

    def looks_grouped(self, text: Any) -> bool:
        """Whether a typed number may have meant thousands: `118,540` reads as 118.54."""
        return (self.money or self.whole) and bool(_GROUPED.fullmatch(str(text).strip()))

    def _bounds(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high}

    def _allows(self, value: float) -> bool:
        if self.whole and not value.is_integer():
            return False
        if self.low is not None and (value < self.low or (self.above and value == self.low)):
            return False
        return abs(value) <= LARGEST if self.high is None else value <= self.high

    @staticmethod
    def _number(typed: str) -> float | None:
        plain = spaced(typed)
        if not _NUMBER.fullmatch(plain):
            return None
        value = float(plain.replace(" ", "").replace(",", "."))
        return value if math.isfinite(value) else None


def spaced(text: str) -> str:
    """Ordinary spaces and hyphens."""
    return text.translate({ord(space): " " for space in SPACES} | {0x2212: "-"}).strip()


@dataclass(frozen=True)
class Boolean(Kind):
    """`1 0`, `yes no`, `oui non`, `true false`, in any case."""

    dtype: ClassVar[str] = "bool"

    def read(self, text: Any) -> bool:
        """True or false."""
        word = _typed(text).casefold()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        raise Bad("boolean", found=str(text))


@dataclass(frozen=True)
class Flag(Boolean):
    """A boolean of which unknown is a state of its own: 1, 0, or NaN."""

    dtype: ClassVar[str] = "float"

    def read(self, text: Any) -> float:  # type: ignore[override]  # 1.0 or 0.0, to sit beside NaN
        """1.0 for true, 0.0 for false."""
        return float(super().read(text))


@dataclass(frozen=True)
class Day(Kind):
    """A date as YYYY-MM-DD or DD/MM/YYYY, from 1900 to 2199.

    >>> Day().read("31/10/2026")
    datetime.date(2026, 10, 31)
    """

    dtype: ClassVar[str] = "datetime64[s]"

    def read(self, text: Any) -> date:
        """The day."""
        typed = _typed(text)
        if iso := _ISO.fullmatch(typed):
            year, month, day = map(int, iso.groups())
        elif french := _FRENCH.fullmatch(typed):
            day, month, year = map(int, french.groups())
        else:
            raise Bad("date", found=typed)
        try:
            value = date(year, month, day)
        except ValueError:
            raise Bad("date_impossible", found=typed) from None
        if not 1900 <= year < 2200:
            raise Bad("date_impossible", found=typed)
        return value


@dataclass(frozen=True)
class LooseDay(Kind):
    """A date of which only the year or the month may be known; kept as ISO text."""

    dtype: ClassVar[str] = "str"

    def read(self, text: Any) -> str:
        """`2026`, `2026-10` or the whole date."""
        typed = _typed(text)
        if re.fullmatch(r"(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2]))?", typed):
            return typed
        return Day().read(typed).isoformat()


@dataclass(frozen=True)
class Code(Kind):
    """One of a few codes, in any case."""

    codes: tuple[str, ...]
    code: str = "code"  # message for any other
    dtype: ClassVar[str] = "str"

    def read(self, text: Any) -> str:
        """The code as the method spells it."""
        word = _typed(text).casefold()
        for code in self.codes:
            if code.casefold() == word:
                return code
        close = nearest(word, self.codes)
        raise Bad(self.code, found=str(text), allowed=list(self.codes), nearest=close)


@dataclass(frozen=True)
class Known(Kind):
    """An id or name among those of a bank, without regard to case, accents and hyphens.

    `names` gives the known ids when they are needed, so that no bank is read on import; it maps
    every accepted spelling to its id.
    """

    names: Callable[[], Mapping[str, str]]
    code: str  # message for an unknown name
    bank: str = ""  # where the list is
    dtype: ClassVar[str] = "str"

    def read(self, text: Any) -> str:
        """The id as the bank spells it."""
        typed = clean(_typed(text))
        spellings = self.names()
        if (known := spellings.get(plain(typed))) is not None:
            return known
        ids = dict.fromkeys(spellings.values())
        close = nearest(typed, ids) or spellings.get(nearest(plain(typed), spellings) or "")
        told = {"bank": self.bank, "version": banks.version(), "known": list(ids)}
        raise Bad(self.code, found=typed, nearest=close, **told)


@dataclass(frozen=True)
class Several(Kind):
    """A list: `a|b` in a cell, a sequence in YAML. Repeats are kept once, in the order typed."""

    kind: Kind
    dtype: ClassVar[str] = "object"

    def read(self, text: Any) -> tuple[Any, ...]:
        """The values, in order."""
        if isinstance(text, str):
            parts: Sequence[Any] = [part for part in text.split("|") if part.strip()]
        elif isinstance(text, list):
            parts = [part for part in text if part is not None]
        else:
            raise Bad("yaml_list")
        values, bad = [], []
        for part in parts:
            try:
                values.append(self.kind.read(part))
            except Bad as one:
                bad.append(one)
        if bad:
            raise _together(bad)
        return tuple(dict.fromkeys(values))


def _together(bad: list[Bad]) -> Bad:
    """One refusal for all the parts of a list that are wrong."""
    if len(bad) == 1:
        return bad[0]
    found = "|".join(str(one.values.get("found", "")) for one in bad)
    return Bad(bad[0].code, **(bad[0].values | {"found": found, "nearest": None}))


def spellings(names: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Every accepted spelling, plain, with the id it stands for; the id comes first in each."""
    return {plain(name): known[0] for known in names for name in known if name}
