"""Parameters as typed on a command line: refused when unknown, turned into their type when not."""

import datetime as dt
import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from padlib import workspace
from padlib.reports.workbooks import Parameter

# set by an option of their own
RESERVED = ("client", "year", "language", "audience", "draft")
_YES = ("1", "yes", "oui", "true", "vrai")
_NO = ("0", "no", "non", "false", "faux")


class Refusal(Exception):
    """What was asked for cannot be carried out: a code for the words files, with its values."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def known_name(kind: str, name: str, known: Iterable[str]) -> str:
    """The name, if it is known; else a refusal with the nearest.

    >>> known_name("language", "fr", ["fr", "en"])
    'fr'
    """
    names = list(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        raise Refusal(f"unknown_{kind}_near", name=name, near=near[0])
    raise Refusal(f"unknown_{kind}", name=name, known=", ".join(names))


def given(
    typed: Mapping[str, str], parameters: Sequence[Parameter], language: str = "fr"
) -> dict[str, Any]:
    """The values typed for these parameters, in their types; those of other reports are left out.

    >>> given({"min_coverage": "0,5"}, [Parameter("min_coverage", "float", None, "a share")])
    {'min_coverage': 0.5}

    Raises
    ------
    workspace.BadParameters, Refusal
        If a value is of the wrong type or out of range.
    """
    known = {one.name: one for one in parameters}
    here = {name: text for name, text in typed.items() if name in known}
    read = workspace.read_parameters(here, known, language)
    return {name: _plain(value, known[name], typed[name]) for name, value in read.items()}


def value(parameter: Parameter, text: str) -> Any:
    """A text as the type that the parameter's annotation tells; raise Refusal when it is not one.

    >>> value(Parameter("share", "float", None, ""), "0,6")
    0.6
    >>> value(Parameter("plan", "list", None, ""), "[[1, 4], [4, 3]]")
    [[1, 4], [4, 3]]
    """
    kind = parameter.type.partition("[")[0].partition("|")[0].strip()
    try:
        return _READERS.get(kind, str)(text.strip())
    except ValueError:
        raise Refusal(f"not_{kind}", name=parameter.name, found=text) from None


def _plain(value_read: Any, parameter: Parameter, text: str) -> Any:
    """A value as a cell can be told it; a name that the method does not know goes by its type."""
    if isinstance(value_read, dt.date):
        return value_read.isoformat()
    if isinstance(value_read, str) and value_read == text:
        return value(parameter, text)
    return str(value_read) if isinstance(value_read, str) else value_read


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("\u2212", "-"))


def _flag(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(text)


def _list(text: str) -> list[Any]:
    if text.startswith("["):
        return list(json.loads(text))
    return [part.strip() for part in text.split("|") if part.strip()]


_READERS: Mapping[str, Any] = {"int": int, "float": _number, "bool": _flag, "list": _list}
