"""The method's words and numbers: item banks, criteria, rules, assumptions, as files beside this
one.

A bank is read once and kept. What is handed out may be changed by the caller without harm to
others.
"""

from __future__ import annotations

import csv
import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

_FOLDER = Path(__file__).parent

_FILES = {
    "diagnostic": "diagnostic_items.csv",
    "recruitment": "recruitment_criteria.csv",
    "perception": "perception_items.csv",
    "convergence": "convergence_items.csv",
    "partner_map": "partner_map_criteria.csv",
    "plan_100_days": "plan_100_days.csv",
    "preconceived_ideas": "preconceived_ideas.csv",
    "practices": "practices.csv",
}
_LISTS = {
    "audience",
    "mistake_ids",
    "best_practice_ids",
    "diagnostic_ids",
    "linked_diagnostic_ids",
    "linked_items",
}
_NUMBERS = {
    "weight",
    "impact",
    "horizon_months",
    "stage",
    "lo",
    "hi",
    "target_lo",
    "target_hi",
    "knockout_value",
    "day",
    "value",
    "low",
    "high",
}
_REAL = {"lo", "hi", "target_lo", "target_hi", "value", "low", "high", "knockout_value"}
_FLAGS = {"short_form", "is_gate", "is_critical", "metropolitan"}


@dataclass(frozen=True)
class Bank:
    """A versioned set of items; ``items`` is indexed by id, in the order of the file."""

    name: str
    version: int
    items: pd.DataFrame
    digest: str  # first 12 hex digits of the file's SHA-256


def load(name: str) -> Bank:
    """A bank by its name: its items, version and digest.

    Columns are those of the CSV: lists are tuples of text, numbers are numbers (blank = NaN),
    flags are booleans, and a blank text is "".

    Raises
    ------
    KeyError
        If there is no bank of that name.

    Examples
    --------
    >>> bank = load("diagnostic")
    >>> len(bank.items), bank.items.loc["D-EXP-01", "audience"]
    (54, ('DG', 'DIRP', 'VTE', 'MKT', 'FIN'))
    """
    kept = _bank(name)
    return Bank(kept.name, kept.version, kept.items.copy(), kept.digest)


def names() -> tuple[str, ...]:
    """The names that `load` knows."""
    return tuple(_FILES)


def rules(section: str | None = None) -> dict[str, Any]:
    """Scales, weights and thresholds of ``scoring_rules.yml``, whole or one section.

    >>> rules("diagnostic")["target_level"]
    3
    """
    whole = _rules()
    return deepcopy(whole if section is None else whole[section])


def roles() -> dict[str, dict[str, Any]]:
    """Role id → its side (``vendor`` or ``partner``) and its name in each language.

    >>> roles()["DIRP"]["name"]["en"]
    'Head of partnerships'
    """
    return {
        role["id"]: {"side": role["side"], "name": dict(role["name"])} for role in _rules()["roles"]
    }


def effort() -> dict[str, dict[str, Any]]:
    """Effort code → factor, load in points a month, name (METHOD 4.5)."""
    return deepcopy(_rules()["effort"])


def short_labels(language: str) -> dict[str, str]:
    """Id → short label, for figures and tables; ``language`` is ``fr`` or ``en``.

    >>> short_labels("en")["D-EXP-02"]
    'Value proposition by reseller family'
    """
    labels = _table("short_labels.csv", "id")[f"short_{language}"]
    return {str(key): str(label) for key, label in labels.items()}


def business_plan() -> dict[str, Any]:
    """The template of the joint business plan: its sections, usual commitments, first actions.

    >>> business_plan()["commitments"]["defaults"][0]["side"]
    'vendor'
    """
    return deepcopy(_yaml("business_plan_template.yml"))


def assumptions() -> pd.DataFrame:
    """Default assumptions indexed by key: value, unit, low, high, grade (METHOD 18), source, note.

    >>> assumptions().loc["active_partner_rate", ["unit", "grade"]].tolist()
    ['share', 'D']
    """
    table = _table("assumptions.csv", "key").copy()
    graded = table["source"].str.extract(r"^\[([MPDWC])\]\s*(.*)$")
    table["source"] = graded[1]
    table["grade"] = graded[0]
    return table[["value", "unit", "low", "high", "grade", "source", "note"]]


def regions() -> pd.DataFrame:
    """French regions indexed by ISO 3166-2 code: names, and whether metropolitan."""
    return _table("regions.csv", "code").copy()


def sectors() -> pd.DataFrame:
    """Customer sectors indexed by tag: labels, and the parent's tag ("" without one)."""
    return _table("sectors.csv", "tag").copy()


def reseller_labels() -> pd.DataFrame:
    """Labels of the coded columns of the reseller list, indexed by (field, code)."""
    return _table("reseller_labels.csv", "field", "code").copy()


def version() -> int:
    """Version of all the banks together."""
    return int(_rules()["version"])


@cache
def digest() -> str:
    """First 12 hex digits of the SHA-256 of every bank file, names included."""
    seal = sha256()
    for path in sorted(_FOLDER.glob("*.csv")) + sorted(_FOLDER.glob("*.yml")):
        seal.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return seal.hexdigest()[:12]


@cache
def _bank(name: str) -> Bank:
    if name not in _FILES:
        raise KeyError(f"no bank {name!r}; known: {', '.join(_FILES)}")
    stamp = sha256((_FOLDER / _FILES[name]).read_bytes()).hexdigest()[:12]
    items = _table(_FILES[name], "id")
    if "lo" in items:  # a client's weight for a criterion need not be whole
        items = items.astype({"weight": float})
    return Bank(name, version(), items, stamp)


@cache
def _rules() -> dict[str, Any]:
    return _yaml("scoring_rules.yml")


@cache
def _yaml(file: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (_FOLDER / file).read_text(encoding="utf-8")
    parsed: dict[str, Any] = yaml.load(text, Loader=loader)
    return parsed


@cache
def _table(file: str, *index: str) -> pd.DataFrame:
    with (_FOLDER / file).open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    typed = {name: _typed(name, list(cells)) for name, cells in columns.items()}
    return pd.DataFrame(typed).set_index(list(index) if len(index) > 1 else index[0])


def _typed(name: str, cells: list[str]) -> pd.Series[Any]:
    if name in _LISTS or (name == "depends_on" and any("|" in cell for cell in cells)):
        lists = [tuple(part for part in re.split(r"\|", cell) if part) for cell in cells]
        return pd.Series(lists, dtype=object)
    if name in _FLAGS:
        return pd.Series([cell == "1" for cell in cells], dtype=bool)
    if name in _NUMBERS:
        numbers = pd.to_numeric(pd.Series(cells, dtype=object).replace("", None))
        return numbers.astype(float) if name in _REAL else numbers
    return pd.Series(cells, dtype="str")
