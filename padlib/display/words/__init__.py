"""The words of the reports: one template a sentence, in French and in English.

Templates live in ``words/<language>/<stem>.yml``; nested keys are joined by dots, the stem first
(``diagnostic.headline.first``). A field may carry a format, a method of
:class:`~padlib.display.formats.Formats`: ``{score:score}``, ``{share:percent}``, ``{due:date}``,
``{names:list}``, or ``{n:plural|pratique|pratiques}``, which prints the right word alone.
Templates are typed with ordinary spaces and apostrophes: the
typographic ones are set when the file is loaded, never inside a value that is put in.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from padlib.display.formats import Formats
from padlib.display.typography import NUMBER_MARK, TEXT_MARK, typeset

LANGUAGES = ("fr", "en")
_FOLDER = Path(__file__).parent


class WordsError(LookupError):
    """A key that no words file holds, or a value that a template lacks or cannot print."""


@dataclass(frozen=True)
class _Slot:
    """A field of a template: the value's name and how it prints."""

    name: str
    spec: str


Template = tuple[str | _Slot, ...]

_PLAIN = {"", "list", "plural"}  # what these print is a word, not a number
_FORMATS: Mapping[str, Callable[[Formats, Any], str]] = {
    "score": Formats.score,
    "level": Formats.level,
    "number": Formats.number,
    "int": Formats.int,
    "exact": Formats.exact,
    "exactpercent": Formats.exactpercent,
    "percent": Formats.percent,
    "money": Formats.money,
    "kmoney": Formats.kmoney,
    "date": Formats.date,
    "day": Formats.day,
    "month": Formats.month,
    "monthyear": Formats.monthyear,
    "signed": Formats.signed,
    "list": Formats.list,
    "ordinal": Formats.ordinal,
}
_WITH_DECIMALS = {"score", "number", "percent", "signed"}


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """YAML where every scalar is text and a key told twice is refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise WordsError(f"{node.start_mark.name}: key told twice: {', '.join(twice)}")
        return dict(super().construct_mapping(node, deep))


_Loader.yaml_implicit_resolvers = {}  # "no" is a word, not a boolean


def _leaves(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{path}.{key}")
        elif isinstance(value, str):
            yield f"{path}.{key}", value
        else:
            raise WordsError(f"{path}.{key}: a text is expected")


def _read(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted((_FOLDER / language).glob("*.yml")):
        with file.open(encoding="utf-8") as stream:
            # a subclass of SafeLoader: no object is made but text and mappings
            tree = yaml.load(stream, Loader=_Loader) or {}
        yield from _leaves(tree, file.stem)


def _parsed(key: str, text: str, language: str) -> Template:
    """The template typeset as a whole, its fields standing in as one character each."""
    marked, slots = "", []
    try:
        pieces = list(Formatter().parse(text))
    except ValueError as wrong:
        raise WordsError(f"{key}: {wrong}") from wrong
    for literal, name, spec, _ in pieces:
        marked += literal
        if name is not None:
            if not name.isidentifier():
                raise WordsError(f"{key}: {{{name}}} is not the name of a value")
            slots.append(_Slot(name, _checked_spec(key, spec or "", language)))
            kind = (spec or "").partition("|")[0].partition(".")[0]
            marked += TEXT_MARK if kind in _PLAIN else NUMBER_MARK
    waiting = iter(slots)
    parts = re.split(f"([{NUMBER_MARK}{TEXT_MARK}])", typeset(marked, language))
    return tuple(
        next(waiting) if part in {NUMBER_MARK, TEXT_MARK} else part for part in parts if part
    )


def _checked_spec(key: str, spec: str, language: str) -> str:
    kind, *forms = spec.split("|")
    if kind == "plural":
        if len(forms) != 2:
            raise WordsError(f"{key}: plural takes two forms, one and several")
        return "|".join(["plural", *(typeset(form, language) for form in forms)])
    name, _, decimals = kind.partition(".")
    if forms or (name and name not in _FORMATS) or (decimals and name not in _WITH_DECIMALS):
        raise WordsError(f"{key}: unknown format {spec!r}")
    return spec


@cache
def _templates(language: str) -> Mapping[str, Template]:
    return {key: _parsed(key, text, language) for key, text in _read(language)}


@dataclass(frozen=True)
class Words:
    """The words of one language; call it with a key and the values of its template.

    >>> say = load("en")
    >>> say("page.figure_number", number=3)
    'Figure\\xa03'
    """

    language: str
    format: Formats
    _templates: Mapping[str, Template] = field(repr=False)

    def has(self, key: str) -> bool:
        """Whether there is a template of this key."""
        return key in self._templates

    def keys(self) -> tuple[str, ...]:
        """All keys, in the order of the files."""
        return tuple(self._templates)

    def fields(self, key: str) -> frozenset[str]:
        """The names of the values that a template prints; one that only agrees is not printed."""
        slots = [part for part in self._found(key) if isinstance(part, _Slot)]
        return frozenset(slot.name for slot in slots if not slot.spec.startswith("plural"))

    def typeset(self, text: str) -> str:
        """A text of the banks with the typographic spaces of the language."""
        return typeset(text, self.language)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The sentence of ``key``, with ``values`` printed as its template says.

        Raises
        ------
        WordsError
            If no words file holds the key, or a value is missing or cannot be printed so.
        """
        return "".join(
            part if isinstance(part, str) else self._printed(key, part, values)
            for part in self._found(key)
        )

    def _found(self, key: str) -> Template:
        try:
            return self._templates[key]
        except KeyError:
            raise WordsError(f"no words under {key!r} ({self.language})") from None

    def _printed(self, key: str, slot: _Slot, values: Mapping[str, Any]) -> str:
        if slot.name not in values:
            raise WordsError(f"{key}: the value of {{{slot.name}}} is missing")
        value, (kind, *forms) = values[slot.name], slot.spec.split("|")
        try:
            if kind == "plural":
                form = forms[0] if self.format.one(value) else forms[1]
                return _NESTED.sub(lambda found: self._nested(key, found[1], values), form)
            if not kind:
                return _plain(value)
            name, _, decimals = kind.partition(".")
            if decimals:
                return str(getattr(self.format, name)(value, int(decimals)))
            return _FORMATS[name](self.format, value)
        except (TypeError, ValueError, ArithmeticError) as wrong:
            message = f"{key}: {{{slot.name}:{slot.spec}}} cannot print {value!r}"
            raise WordsError(message) from wrong

    def _nested(self, key: str, name: str, values: Mapping[str, Any]) -> str:
        """A value inside a form of a plural: a whole number prints as one, a text as it is."""
        if name not in values:
            raise WordsError(f"{key}: the value of {{{name}}} is missing")
        value = values[name]
        return value if isinstance(value, str) else self.format.int(value)


_NESTED = re.compile(r"\{(\w+)\}")


def _plain(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError("a text or a whole number is expected; other values need a format")
    return str(value)


@cache
def load(language: str, currency: str = "EUR") -> Words:
    """The words of a language (``fr`` or ``en``), money printed in ``currency`` (ISO 4217).

    Raises
    ------
    WordsError
        If the language is not one of the product's, or a words file is faulty.
    """
    if language not in LANGUAGES:
        raise WordsError(f"language {language!r}: expected {' or '.join(LANGUAGES)}")
    return Words(language, Formats(language, currency), _templates(language))
