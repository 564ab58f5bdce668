"""`business_plans/<partner>.yml`: a year's joint plan, as both sides wrote it (CLIENT_FILES 5).

The template gives the words of what a plan does not say; a draft needs to say whose it is alone.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core import joint_plan
from padlib.core.joint_plan import (
    PARTNER,
    QUARTERS,
    SIDES,
    SIGNED,
    STATUSES,
    VENDOR,
    Context,
    JointPlan,
    Outlook,
)
from padlib.workspace import yaml_files
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import (
    Bad,
    Boolean,
    Code,
    Day,
    Kind,
    Number,
    Several,
    Text,
    is_not_applicable,
)
from padlib.workspace.names import KPI, PARTNER_ID, Owner
from padlib.workspace.settings import InTwoLanguages, ReaderText
from padlib.workspace.suggestions import nearest, plain
from padlib.workspace.yaml_files import Path
from padlib.workspace.yaml_reading import Reading

FOLDER = "business_plans"
KEYS = (
    "status",
    "identity",
    "context",
    "vision",
    "objectives",
    "seasonality",
    "means",
    "commitments",
    "kpis",
    "quarters",
    "governance",
    "risks",
    "log",
    "signatures",
    "lessons",
    "internal_notes",
)
OPEN, KEPT, CANCELLED = "open", "kept", "cancelled"
DONE, LATE, PLANNED = "done", "late", "planned"
AMENDMENT = "amendment"
CHANGE = frozenset(("from", "to"))
EVEN = (1 / 12,) * 12
YEARS = 3
MOST = 3  # strengths, gaps, segments


@cache
def template() -> Mapping[str, Any]:
    """The template of a plan."""
    return banks.business_plan()


ANY_NUMBER = Number()

# ── kinds of values ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Texts(Kind):
    """A few texts for readers."""

    most: int = MOST

    def read(self, text: Any) -> tuple[ReaderText, ...]:
        """The texts, in order."""
        if not isinstance(text, list):
            raise Bad("yaml_list")
        told = tuple(InTwoLanguages().read(one) for one in text if one is not None)
        if len(told) > self.most:
            raise Bad("list_most", found=len(told), most=self.most)
        return told


@dataclass(frozen=True)
class Series(Kind):
    """So many numbers."""

    length: int
    kind: Number = ANY_NUMBER

    def read(self, text: Any) -> tuple[float, ...]:
        """The numbers, in order."""
        if not isinstance(text, list) or len(text) != self.length or None in text:
            raise Bad("list_length", length=self.length)
        return tuple(float(self.kind.read(one)) for one in text)


@dataclass(frozen=True)
class MeanValue(Kind):
    """A number, yes or no, or one a quarter: all four of what is planned, those past else."""

    least: int = 1

    def read(self, text: Any) -> float | tuple[float, ...]:
        """Yes is 1, no is 0."""
        if not isinstance(text, list):
            return self._one(text)
        if not self.least <= len(text) <= len(QUARTERS):
            raise Bad("list_quarters" if self.least == 1 else "list_four")
        return tuple(math.nan if one is None else self._one(one) for one in text)

    @staticmethod
    def _one(text: Any) -> float:
        if isinstance(text, str) and is_not_applicable(text):
            return math.nan
        try:
            return float(Boolean().read(text))
        except Bad:
            return float(Number(0).read(text))


class Anything(Kind):
    """Any value, as typed."""

    def read(self, text: Any) -> Any:
        """The value as it is."""
        return text


class Change(Kind):
    """What a field was, or became: any value."""

    def read(self, text: Any) -> Any:
        """Numbers as numbers, the rest as written."""
        if isinstance(text, list):
            return [self.read(one) for one in text if one is not None]
        if isinstance(text, dict):
            return {str(key): self.read(one) for key, one in text.items()}
        for kind in (Number(), Day()):
            try:
                return kind.read(text)
            except Bad:
                continue
        return str(text)


_ANY, _DAY, _SAID, _WHO = Text(), Day(), InTwoLanguages(), Owner()
_MONEY, _COUNT = Number(0, money=True), Number(0, whole=True)
_SCORE, _LEVEL = Number(0, 100), Number(1, 5, whole=True)
BY_UNIT: Mapping[str, Number] = {
    "EUR": _MONEY,
    "count": _COUNT,
    "percent": _SCORE,
    "0-100": _SCORE,
    "ratio": Number(0),
}
IDENTITY: Mapping[str, Kind] = {
    "partner_id": PARTNER_ID,
    "year": Number(1900, 2200, whole=True),
    "quadrant": Code(("pillar", "rising", "established", "reconsider")),
    **dict.fromkeys(("owner_vendor", "owner_partner", "sponsor_vendor", "sponsor_partner"), _WHO),
}
CONTEXT: Mapping[str, Kind] = {
    "convergence_index": _SCORE,
    "perception_index": _SCORE,
    "revenue_previous_year": _MONEY,
    "strengths": Texts(),
    "gaps": Texts(),
}
OUTLOOK: Mapping[str, Kind] = {
    "joint_revenue_y1_y3": Series(YEARS, Number(0)),
    "partner_earnings_y1_y3": Series(YEARS),
    "target_segments": Texts(),
}
MEAN: Mapping[str, Kind] = {
    "planned": MeanValue(len(QUARTERS)),
    "delivered": MeanValue(),
    "note": _SAID,
    "title": _SAID,
    "unit": _ANY,
}
COMMITMENT: Mapping[str, Kind] = {
    "id": _ANY,
    "side": Code(SIDES),
    "text": _SAID,
    "owner": _WHO,
    "due_date": _DAY,
    "measure": _ANY,
    "status": Code((OPEN, KEPT, LATE, CANCELLED)),
    "kept_on": _DAY,
}
KPI_ENTRY: Mapping[str, Kind] = {
    "id": KPI,
    "target": Number(0),
    "green": Number(0, above=True),
    "amber": Number(0, above=True),
    "owner": _WHO,
}
ACTION: Mapping[str, Kind] = {
    "id": _ANY,
    "quarter": Number(1, 4, whole=True),
    "title": _SAID,
    "owner_vendor": _WHO,
    "owner_partner": _WHO,
    "start": _DAY,
    "due_date": _DAY,
    "means": Several(_ANY),
    "kpi": KPI,
    "expected_result": _SAID,
    "status": Code((PLANNED, "in_progress", DONE, LATE, "dropped")),
    "done_on": _DAY,
    "origin": Code(("convergence", "diagnostic", "perception", "vision", "start_plan", "review")),
    "origin_item": _ANY,
    "depends_on": Several(_ANY),
}
GOVERNANCE: Mapping[str, Kind] = {"id": _ANY, "chair": _WHO, "dates": Several(_DAY)}
RISK: Mapping[str, Kind] = {
    "id": _ANY,
    "title": _SAID,
    "probability_1_5": _LEVEL,
    "impact_1_5": _LEVEL,
    "owner": _WHO,
    "mitigation": _SAID,
    "status": Code(("open", "occurred", "closed")),
}
LOG: Mapping[str, Kind] = {
    "date": _DAY,
    "type": Code(("decision", AMENDMENT, "commitment", "review", "incident", "success")),
    "text": _SAID,
    "author_role": _WHO,
    "linked_ids": Several(_ANY),
}
SIGNATURE: Mapping[str, Kind] = {"name": _ANY, "role": _WHO, "date": _DAY}
LESSON: Mapping[str, Kind] = {"side": Code(SIDES), "text": _SAID}
SECTIONS = {"identity": IDENTITY, "context": CONTEXT, "vision": OUTLOOK}
ENTRIES = {
    "commitments": COMMITMENT,
    "kpis": KPI_ENTRY,
    "quarters": ACTION,
    "governance": GOVERNANCE,
    "risks": RISK,
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "commitments": ("id", "side", "owner", "due_date"),
    "quarters": (
        "id",
        "quarter",
        "title",
        "owner_vendor",
        "owner_partner",
        "due_date",
        "kpi",
        "origin",
    ),
    "log": ("date", "type", "text"),
    "lessons": ("side", "text"),
}

_Entry = tuple[Path, dict[str, Any]]


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def read(
    content: bytes, named: tuple[str, int], limits: Limits, findings: Findings
) -> JointPlan | None:
    """What a plan says, as of the date of the data; None, with faults, when it cannot stand.

    Parameters
    ----------
    content : bytes
    named : tuple of str and int
        Partner and year that the file's path tells.
    limits : Limits
        Facts later than a given date of the data are left out; later than the issue, mistakes.
    findings : Findings
    """
    document = yaml_files.read(content, findings)
    if document is None:
        return None
    told = _told(Reading(document, findings), named)
    _check(told, limits)
    if findings.faults:
        return None
    _warn_undated(told)
    plan = _plan(told, named, limits)
    if plan.is_signed and not plan.digested:
        told.reading.warn(("signatures",), "unsigned_digest", about=told.about)
    return plan


def signed_content(content: bytes, named: tuple[str, int]) -> dict[str, Any]:
    """What a signature covers of a plan that can be read, section by section, typed."""
    document = yaml_files.read(content, Findings(""))
    if document is None:
        return {}
    told = _told(Reading(document, Findings("")), named)
    _check(told, Limits(named[1], None, date.max))
    return told.content


@dataclass
class _Told:
    """What the file says, section by section, typed; each entry of a list with its path."""

    reading: Reading
    about: str  # the partner
    maps: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, list[_Entry]] = field(default_factory=dict)
    means: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    signatures: dict[str, dict[str, Any]] = field(default_factory=dict)
    digest: dict[str, str] = field(default_factory=dict)
    kpis: list[dict[str, Any]] | None = None
    status: str = STATUSES[0]
    seasonality: tuple[float, ...] | None = None
    notes: str = ""

    def of(self, section: str) -> list[dict[str, Any]]:
        """The entries of a list, without their places."""
        return [one for _, one in self.lists[section]]

    @property
    def content(self) -> dict[str, Any]:
        """All that a signature covers, as the file says it."""
        told = {
            **{name: self.maps[name] for name in ("identity", "context", "vision")},
            "seasonality": self.seasonality,
            "objectives": self.maps["objectives"],
            "means": self.means,
            "kpis": self.kpis or [],
            **{name: self.of(name) for name in ("commitments", "quarters", "governance", "risks")},
        }
        return {name: _as_typed(one) for name, one in told.items()}


def _as_typed(value: Any) -> Any:
    """A value with its texts as they were typed: alone, or in two languages."""
    if isinstance(value, ReaderText):
        return value.fr if value.fr == value.en else {"fr": value.fr, "en": value.en}
    if isinstance(value, dict):
        return {key: _as_typed(one) for key, one in value.items()}
    return [_as_typed(one) for one in value] if isinstance(value, list | tuple) else value


def _told(reading: Reading, named: tuple[str, int]) -> _Told:
    values = reading.document.values
    reading.known(values, KEYS)
    told = _Told(reading, named[0])
    if "status" in values:
        told.status = reading.value(("status",), Code(STATUSES), values["status"]) or told.status
    for name, kinds in SECTIONS.items():
        required = ("partner_id", "year") if name == "identity" else ()
        told.maps[name] = reading.fields((name,), reading.map((name,)), kinds, required)
    told.maps["objectives"] = dict(_objectives(reading))
    if "seasonality" in values:
        kind = Series(12, Number(0, 1))
        told.seasonality = reading.value(("seasonality",), kind, values["seasonality"])
    told.means = {side: dict(_means(reading, side)) for side in SIDES}
    reading.known(reading.map(("means",)), SIDES)
    for name, kinds in (
        *((name, kinds) for name, kinds in ENTRIES.items() if name != "kpis"),
        ("log", {**LOG, "changes": Anything()}),
        ("lessons", LESSON),
    ):
        told.lists[name] = list(_entries(reading, name, kinds))
    if values.get("kpis"):
        told.kpis = list(_kpis(reading))
    _read_signatures(reading, told)
    if "internal_notes" in values:
        told.notes = reading.value(("internal_notes",), _ANY, values["internal_notes"]) or ""
    return told


def _objectives(reading: Reading) -> Iterator[tuple[str, Any]]:
    """Each objective as the file says it: a number, or a target with its quarters."""
    units = {one["id"]: one["unit"] for one in template()["objectives"]}
    spelt = {plain(key): key for key in units}
    for key, value in reading.map(("objectives",)).items():
        path: Path = ("objectives", key)
        if isinstance(value, str) and is_not_applicable(value):
            continue
        known = spelt.get(plain(key))
        if known is None:
            close = nearest(key, units)
            reading.fault(path, "unknown_objective", found=str(key), nearest=close)
            continue
        kind = BY_UNIT[units[known]]
        if not isinstance(value, dict):
            number = reading.value(path, kind, value)
            yield from [(known, number)] if number is not None else []
            continue
        kinds: Mapping[str, Kind] = {"target": kind, "quarters": Series(4, Number(0))}
        told = reading.fields(path, value, kinds, ("target",))
        _check_quarters(reading, path, told)
        yield known, told


def _check_quarters(reading: Reading, path: Path, told: Mapping[str, Any]) -> None:
    if "quarters" not in told or "target" not in told:
        return
    total, target = sum(told["quarters"]), float(told["target"])
    tolerance = template()["objective_values"]["quarters_sum_tolerance"]
    if abs(total - target) > tolerance * max(abs(target), 1e-9) + 1e-9:
        reading.fault((*path, "quarters"), "quarters_sum", found=total, target=target)


def _means(reading: Reading, side: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Means of a side as the file says them; one's own have a title and a unit."""
    known = {plain(one["id"]): str(one["id"]) for one in template()["means"][side]}
    (other,) = (one for one in SIDES if one != side)
    others = {plain(one["id"]) for one in template()["means"][other]}
    if side != SIDES[0]:  # told once, at the second
        others |= {plain(key) for key in _keys(reading.at(("means", other)))}
    for key, value in reading.map(("means", side)).items():
        path: Path = ("means", side, key)
        if plain(key) in others and plain(key) not in known:
            reading.fault(path, "mean_of_other_side", found=str(key))
            continue
        if not isinstance(value, dict):
            reading.fault(path, "yaml_map")
            continue
        spelt = known.get(plain(key))
        yield (
            spelt or str(key),
            reading.fields(path, value, MEAN, () if spelt else ("title", "unit")),
        )


def _keys(told: Any) -> Iterable[str]:
    return told if isinstance(told, dict) else ()


def _entries(reading: Reading, name: str, kinds: Mapping[str, Kind]) -> Iterator[_Entry]:
    """The maps of a list as they can be read; an id told twice is a fault."""
    first: dict[str, int | None] = {}
    has_id = "id" in kinds
    required = REQUIRED.get(name, ("id",) if has_id else ())
    for number, value in reading.maps((name,)):
        path: Path = (name, number)
        told = reading.fields(path, value, kinds, required)
        known = plain(told["id"]) if told.get("id") else None
        if known in first:
            reading.fault((*path, "id"), "entry_twice", found=told["id"], at=first[known])
        elif known is not None:
            first[known] = reading.line((*path, "id"))
        yield path, told


def _kpis(reading: Reading) -> Iterator[dict[str, Any]]:
    """The KPIs that a plan lists, by id or with their own target."""
    seen: dict[str, int | None] = {}
    for number, one in reading.entries(("kpis",)):
        path: Path = ("kpis", number)
        if isinstance(one, dict):
            told = reading.fields(path, one, KPI_ENTRY, ("id",))
        else:
            known = reading.value(path, KPI, one)
            told = {"id": known} if known else {}
        key = told.get("id")
        if key is None:
            continue
        if key in seen:
            reading.fault(path, "entry_twice", found=key, at=seen[key])
            continue
        seen[key] = reading.line(path)
        if told.get("amber", 0) > told.get("green", math.inf):
            values = {"found": told["amber"], "green": told["green"]}
            reading.fault((*path, "amber"), "amber_above_green", **values)
        yield told


def _read_signatures(reading: Reading, told: _Told) -> None:
    whole = reading.map(("signatures",))
    reading.known(whole, (*SIDES, "digest"))
    for side in SIDES:
        path: Path = ("signatures", side)
        told.signatures[side] = reading.fields(path, reading.map(path), SIGNATURE)
    for key, value in reading.map(("signatures", "digest")).items():
        digits = reading.value(("signatures", "digest", key), _Digits(), value)
        if digits:
            told.digest[str(key)] = digits


class _Digits(Kind):
    """A digest, whatever YAML takes it for: `123456789012`, `1e5000000000`."""

    def read(self, text: Any) -> str:
        if not isinstance(text, str):
            raise Bad("yaml_scalar")
        return str(text).strip().casefold()


# ── checks across the file ───────────────────────────────────────────────────────────────────────


def _check(told: _Told, limits: Limits) -> None:
    reading = told.reading
    for key, expected in zip(("partner_id", "year"), (told.about, limits.year), strict=True):
        found = told.maps["identity"].get(key)
        if found is not None and found != expected:
            reading.fault(("identity", key), "plan_of", found=found, folder=expected)
    if told.seasonality is not None:
        total = sum(told.seasonality)
        if abs(total - 1) > template()["objective_values"]["seasonality_sum_tolerance"] + 1e-12:
            reading.fault(("seasonality",), "seasonality_sum", found=total)
    _check_commitments(told, limits)
    _check_actions(told, limits)
    _check_known_ids(told)
    _check_log(told, limits)
    for side, one in told.signatures.items():
        if (day := one.get("date")) is not None:
            path: Path = ("signatures", side, "date")
            limits.check(day, reading.line(path), yaml_files.dotted(path), reading.findings)
    _check_targets(told)
    _check_signed(told)


def _check_commitments(told: _Told, limits: Limits) -> None:
    reading, known = told.reading, {plain(one["id"]): one for one in _default_commitments()}
    for path, one in told.lists["commitments"]:
        default = known.get(plain(one.get("id", "")))
        if default is None and "text" not in one and not reading.has_fault((*path, "text")):
            reading.fault((*path, "text"), "key_missing")
        if default is not None:
            one["id"] = default["id"]
            if one.get("side", default["side"]) != default["side"]:
                values = {"found": one["side"], "expected": default["side"], "id": default["id"]}
                reading.fault((*path, "side"), "side_of_template", **values)
        kept_on, status = one.get("kept_on"), one.get("status", OPEN)
        if kept_on is None:
            continue
        here = (*path, "kept_on")
        if status != KEPT and not reading.has_fault((*path, "status")):
            reading.fault(here, "date_not_kept", found=kept_on, status=status)
        else:
            limits.check(kept_on, reading.line(here), yaml_files.dotted(here), reading.findings)


def _check_actions(told: _Told, limits: Limits) -> None:
    reading = told.reading
    by_quarter: dict[int, list[Path]] = {}
    for path, one in told.lists["quarters"]:
        by_quarter.setdefault(one.get("quarter", 0), []).append(path)
        start, due, done = (one.get(name) for name in ("start", "due_date", "done_on"))
        if start and due and start > due:
            reading.fault((*path, "start"), "start_after_due", found=start, due=due)
        if done is None:
            continue
        here, status = (*path, "done_on"), one.get("status", PLANNED)
        if status != DONE and not reading.has_fault((*path, "status")):
            reading.fault(here, "date_not_done", found=done, status=status)
        else:
            limits.check(done, reading.line(here), yaml_files.dotted(here), reading.findings)
    most = int(template()["quarterly_action_plan"]["max_actions_per_quarter"])
    for quarter in QUARTERS:
        paths = by_quarter.get(quarter, [])
        if len(paths) > most:
            reading.fault(paths[most], "quarter_full", quarter=quarter, found=len(paths), most=most)
    _check_dependencies(told)


def _check_dependencies(told: _Told) -> None:
    """An action waits for others of the plan, and never for itself by way of them."""
    reading = told.reading
    ids = {plain(one["id"]): str(one["id"]) for one in told.of("quarters") if "id" in one}
    waits: dict[str, tuple[str, ...]] = {}
    at: dict[str, Path] = {}
    for path, one in told.lists["quarters"]:
        found = []
        for name in one.get("depends_on", ()):
            if plain(name) in ids:
                found.append(ids[plain(name)])
            else:
                close = nearest(name, ids.values())
                told_ = {"found": name, "nearest": close}
                reading.fault((*path, "depends_on"), "unknown_plan_action", **told_)
        one["depends_on"] = tuple(found)
        if "id" in one:
            waits[str(one["id"])], at[str(one["id"])] = tuple(found), path
    for circle in _circles(waits):
        shown = " → ".join((*circle, circle[0]))
        reading.fault((*at[circle[0]], "depends_on"), "cycle", found=shown)


def _circles(waits: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Actions that wait for each other, each circle once, from the first of its ids."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    settled: set[str] = set()
    for start in sorted(waits):
        way: dict[str, Iterator[str]] = {} if start in settled else {start: iter(waits[start])}
        while way:
            here, others = next(reversed(way.items()))
            other = next(others, None)
            if other is None:
                settled.add(here)
                del way[here]
            elif other in way:
                names = list(way)
                circle = names[names.index(other) :]
                first = circle.index(min(circle))
                found.setdefault(frozenset(circle), (*circle[first:], *circle[:first]))
            elif other not in settled:
                way[other] = iter(waits.get(other, ()))
    return list(found.values())


def _check_known_ids(told: _Told) -> None:
    """Means of actions, bodies of governance; a risk of one's own has a title."""
    reading = told.reading
    means = {plain(one["id"]): str(one["id"]) for one in _default_means()}
    means |= {plain(key): key for side in told.means.values() for key in side}
    for path, one in told.lists["quarters"]:
        kept = []
        for name in one.get("means", ()):
            if plain(name) in means:
                kept.append(means[plain(name)])
            else:
                close = nearest(name, means.values())
                reading.fault((*path, "means"), "unknown_means", found=name, nearest=close)
        one["means"] = tuple(kept)
    bodies = {plain(one["id"]): str(one["id"]) for one in template()["governance"]}
    for path, one in told.lists["governance"]:
        if "id" in one and plain(one["id"]) not in bodies:
            close = nearest(one["id"], bodies.values())
            reading.fault((*path, "id"), "unknown_body", found=one["id"], nearest=close)
        elif "id" in one:
            one["id"] = bodies[plain(one["id"])]
    risks = {plain(one["id"]): str(one["id"]) for one in template()["risks"]["defaults"]}
    for path, one in told.lists["risks"]:
        if "id" not in one:
            continue
        one["id"] = risks.get(plain(one["id"]), one["id"])
        if one["id"] not in risks.values() and "title" not in one:
            reading.fault((*path, "title"), "key_missing")


def _check_log(told: _Told, limits: Limits) -> None:
    reading = told.reading
    for path, one in told.lists["log"]:
        if (day := one.get("date")) is not None:
            here = (*path, "date")
            limits.check(day, reading.line(here), yaml_files.dotted(here), reading.findings)
        here = (*path, "changes")
        told_changes, is_amendment = one.get("changes"), one.get("type") in (AMENDMENT, None)
        if not told_changes:
            if one.get("type") == AMENDMENT:
                reading.fault(here, "key_missing")
        elif not is_amendment:
            reading.fault(here, "changes_not_amendment", found=one["type"])
        elif not isinstance(told_changes, dict):
            reading.fault(here, "yaml_map")
        one["changes"] = dict(_changes(reading, here))


def _changes(reading: Reading, path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The fields that an amendment changes, each with what it was and what it becomes."""
    told = reading.at(path)
    for name, change in told.items() if isinstance(told, dict) else ():
        here = (*path, str(name))
        if not isinstance(change, dict) or not CHANGE & set(change):
            reading.fault(here, "change_from_to")
            continue
        reading.known(change, sorted(CHANGE))
        yield str(name), change


def _check_targets(told: _Told) -> None:
    """A KPI that the plan lists is held against something."""
    for number, one in enumerate(told.kpis or ()):
        if math.isnan(_target(one, told)):
            told.reading.fault(("kpis", number), "kpi_no_target", found=one["id"])


def _check_signed(told: _Told) -> None:
    """A signed plan is what was signed, but for what dated amendments change."""
    both = all(one.get("date") for one in told.signatures.values())
    if not told.digest or not (both or STATUSES.index(told.status) >= STATUSES.index(SIGNED)):
        return  # a signed plan without digests: told once it is known to count as signed
    reading = told.reading
    broken = {_section(fault.column or "") for fault in reading.findings.faults}
    if broken & {"log", "signatures"}:
        return
    amended = amendments(told.of("log"), told.signatures)
    entries = joint_plan.signed_entries(told.content)
    for one in joint_plan.changed(entries, told.digest, amended):
        if _section(one.entry) in broken:
            continue
        path, said = _path_of(one.entry, told), dict[str, Any](name=one.entry)
        if one.how in (joint_plan.OTHERWISE, joint_plan.UNKNOWN):
            path = _path_of_change(one.field, told)
            close = nearest(one.entry, {*entries, *told.digest})
            said = {"name": one.field, "found": _as_text(one.found) or "–"}
            said |= {"expected": _as_text(one.expected) or "–", "nearest": close}
        if one.how != joint_plan.UNKNOWN:
            said.pop("nearest", None)
        reading.fault(path, SIGNED_FAULTS[one.how], **said)


SIGNED_FAULTS = {
    joint_plan.CHANGED: "signed_changed",
    joint_plan.GONE: "signed_gone",
    joint_plan.NEW: "signed_new",
    joint_plan.BEYOND: "signed_beyond",
    joint_plan.OTHERWISE: "amended_otherwise",
    joint_plan.UNKNOWN: "amended_unknown",
}


def _section(column: str) -> str:
    return column.partition(".")[0].partition("[")[0]


def amendments(
    log: Iterable[Mapping[str, Any]], signatures: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, tuple[Any, Any]]]:
    """What each amendment since the signature changes, by date: field → before and after."""
    days = [one["date"] for one in signatures.values() if one.get("date")]
    signed = max(days, default=date.min)
    told = [one for one in log if one.get("type") == AMENDMENT and one.get("date")]
    return [
        {
            str(name): (_amended(name, change.get("from")), _amended(name, change.get("to")))
            for name, change in dict(one.get("changes") or {}).items()
        }
        for one in sorted(told, key=lambda one: one["date"])
        if one["date"] >= signed
    ]


def _amended(field_: str, value: Any) -> Any:
    """A value of an amendment, read as the field that it changes is."""
    kinds, kind = _kinds_of(field_.casefold().split("."))
    if isinstance(value, dict) and kinds:
        return {str(key): _read_as(kinds.get(str(key)), one) for key, one in value.items()}
    return _read_as(kind, value)


def _read_as(kind: Kind | None, value: Any) -> Any:
    if value is None or (isinstance(value, str) and is_not_applicable(value)):
        return None
    try:
        return _as_typed((kind or Change()).read(value))
    except Bad:
        words = isinstance(kind, InTwoLanguages | Text) and isinstance(value, str)
        return str(value) if words else Change().read(value)


def _kinds_of(parts: Sequence[str]) -> tuple[Mapping[str, Kind], Kind | None]:
    """Kinds of the keys of an amended field, if it is a map, and the kind of it alone."""
    section, rest = parts[0], parts[1:]
    if section == "seasonality":
        return {}, Series(12)
    if section in SECTIONS:
        kinds = SECTIONS[section]
        return (kinds, None) if not rest else ({}, kinds.get(rest[0]))
    if section == "objectives" and rest:
        units = {str(one["id"]).casefold(): one["unit"] for one in template()["objectives"]}
        kind = BY_UNIT.get(units.get(rest[0], ""), ANY_NUMBER)
        kinds = {"target": kind, "quarters": Series(len(QUARTERS))}
        return (kinds, kind) if len(rest) == 1 else ({}, kinds.get(rest[1]))
    if section == "means":
        return (MEAN, MEAN["planned"]) if len(rest) <= 2 else ({}, MEAN.get(rest[-1]))
    kinds = ENTRIES.get(section, {})
    within = len(rest) > 1 and rest[-1] in kinds
    return ({}, kinds[rest[-1]]) if within else (kinds, kinds.get("text", kinds.get("title")))


def _path_of_change(name: str, told: _Told) -> Path:
    """Where the last amendment of a field stands."""
    found = [path for path, one in told.lists["log"] if name in (one.get("changes") or {})]
    return (*found[-1], "changes", name)


def _path_of(entry: str, told: _Told) -> Path:
    """Where an entry stands in the file."""
    section, _, name = entry.partition(".")
    for path, one in told.lists.get(section, ()):
        if one.get("id") == name:
            return path
    if section == "kpis":
        ids = [one.get("id") for one in told.kpis or ()]
        return (section, ids.index(name)) if name in ids else (section,)
    if section == "means":
        return (section, *name.split(".", 1))
    return (section, name) if name else (section,)


def _warn_undated(told: _Told) -> None:
    for path, one in told.lists["commitments"]:
        if one.get("status") == KEPT and "kept_on" not in one:
            told.reading.warn(path, "kept_undated", about=told.about)


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────


def _plan(told: _Told, named: tuple[str, int], limits: Limits) -> JointPlan:
    seasonality = told.seasonality or EVEN
    commitments = _commitments(told, limits)
    signatures = _signatures(told, limits)
    objectives = _objective_frame(told, seasonality)
    identity = {name: str(told.maps["identity"].get(name, "")) for name in IDENTITY}
    context, outlook = told.maps["context"], told.maps["vision"]
    return JointPlan(
        partner_id=named[0],
        year=named[1],
        status=told.status,
        identity={k: v for k, v in identity.items() if k not in ("partner_id", "year")},
        context=Context(
            convergence_index=context.get("convergence_index"),
            perception_index=context.get("perception_index"),
            revenue_previous_year=context.get("revenue_previous_year"),
            strengths=_pairs(context.get("strengths")),
            gaps=_pairs(context.get("gaps")),
        ),
        outlook=Outlook(
            joint_revenue=outlook.get("joint_revenue_y1_y3", ()),
            partner_earnings=outlook.get("partner_earnings_y1_y3", ()),
            target_segments=_pairs(outlook.get("target_segments")),
        ),
        seasonality=seasonality,
        seasonal=told.seasonality is not None,
        objectives=objectives,
        means=_mean_frame(told),
        commitments=commitments,
        kpis=_kpi_frame(told),
        actions=_action_frame(told, limits),
        governance=_governance(told),
        risks=_risks(told),
        log=_log(told, limits),
        signatures=signatures,
        lessons=_lessons(told),
        missing=tuple(_missing(told, commitments, signatures)),
        digested=bool(told.digest),
        internal_notes=told.notes,
    )


def facts(plan: JointPlan) -> Iterator[date]:
    """Days of what has happened: signatures, log, commitments kept, actions done."""
    for column in (
        plan.signatures["date"],
        plan.log["date"],
        plan.commitments["kept_on"],
        plan.actions["done_on"],
    ):
        yield from (day.date() for day in column.dropna())


def _missing(told: _Told, commitments: pd.DataFrame, signatures: pd.DataFrame) -> Iterator[str]:
    """Required fields that lack, in the order of the template."""
    for section in template()["sections"]:
        for one in section.get("fields", ()):
            values = told.maps.get(section["id"], {})
            if one["required"] and values.get(one["id"]) in (None, "", ()):
                yield f"{section['id']}.{one['id']}"
    for one in template()["objectives"]:
        if one["required"] and one["id"] not in told.maps["objectives"]:
            yield f"objectives.{one['id']}"
    for key in commitments.index[commitments["due"].isna()]:
        yield f"commitments.{key}.due_date"
    for side in SIDES:
        row = signatures.loc[side]
        if not row["name"]:
            yield f"signatures.{side}.name"
        if pd.isna(row["date"]):
            yield f"signatures.{side}.date"


def _pairs(texts: Iterable[ReaderText] | None) -> tuple[tuple[str, str], ...]:
    return tuple((one.fr, one.en) for one in texts or ())


def _two(name: str, text: ReaderText | Mapping[str, str] | None) -> dict[str, str]:
    """A text as its two columns."""
    if text is None:
        return {f"{name}_fr": "", f"{name}_en": ""}
    told = (text.fr, text.en) if isinstance(text, ReaderText) else (text["fr"], text["en"])
    return dict(zip((f"{name}_fr", f"{name}_en"), told, strict=True))


def _frame(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    index: str = "id",
) -> pd.DataFrame:
    """Rows with the columns told, each of its dtype, indexed by id."""
    found: dict[str, pd.Series[Any]] = {
        name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in columns.items()
    }
    table = pd.DataFrame(found)
    if index:
        table.index = pd.Index([str(row[index]) for row in rows], dtype="str", name=index)
    return table


_TEXT, _NUMBER, _DATE, _THING = "str", "float", "datetime64[s]", "object"
_QUARTER = [f"quarter_{quarter}" for quarter in QUARTERS]
_PLANNED = [f"planned_{quarter}" for quarter in QUARTERS]
_DELIVERED = [f"delivered_{quarter}" for quarter in QUARTERS]


def _objective_frame(told: _Told, seasonality: Sequence[float]) -> pd.DataFrame:
    shares = [sum(seasonality[3 * quarter : 3 * quarter + 3]) for quarter in range(4)]
    rows = []
    for one in template()["objectives"]:
        value = told.maps["objectives"].get(one["id"])
        target = value.get("target") if isinstance(value, dict) else value
        target = math.nan if target is None else float(target)
        own = value.get("quarters") if isinstance(value, dict) else None
        split = one["split"] == "quarter"
        parts = own or ([target * share for share in shares] if split else [math.nan] * 4)
        rows.append(
            {
                "id": one["id"],
                "kpi": one["kpi"],
                **_two("title", one["title"]),
                "unit": one["unit"],
                "required": bool(one["required"]),
                "target": target,
                **dict(zip(_QUARTER, parts, strict=True)),
            }
        )
    columns = dict.fromkeys(("kpi", "title_fr", "title_en", "unit"), _TEXT)
    columns |= {"required": "bool", "target": _NUMBER} | dict.fromkeys(_QUARTER, _NUMBER)
    return _frame(rows, columns)


def _default_means() -> list[dict[str, Any]]:
    return [{**one, "side": side} for side in SIDES for one in template()["means"][side]]


def _mean_frame(told: _Told) -> pd.DataFrame:
    rows = []
    for side in SIDES:
        bank = {str(one["id"]): one for one in template()["means"][side]}
        for key in dict.fromkeys([*bank, *told.means[side]]):
            value, default = told.means[side].get(key, {}), bank.get(key, {})
            unit = str(value.get("unit") or default.get("unit", ""))
            planned = value.get("planned")
            yearly = unit.endswith("/year")
            rows.append(
                {
                    "id": key,
                    "side": side,
                    **_two("title", value.get("title") or default.get("title")),
                    "unit": unit,
                    **dict(zip(_PLANNED, _by_quarter(planned, yearly=yearly), strict=True)),
                    **dict(zip(_DELIVERED, _noted(value.get("delivered")), strict=True)),
                    "planned": _whole(planned),
                    **_two("note", value.get("note")),
                }
            )
    columns = dict.fromkeys(("side", "title_fr", "title_en", "unit"), _TEXT)
    columns |= dict.fromkeys([*_PLANNED, *_DELIVERED, "planned"], _NUMBER)
    return _frame(rows, columns | {"note_fr": _TEXT, "note_en": _TEXT})


def _by_quarter(planned: Any, *, yearly: bool) -> list[float]:
    """What is planned in each quarter; a lone number of a yearly unit is spread over them."""
    if planned is None:
        return [math.nan] * 4
    if isinstance(planned, tuple):
        return [*planned, *[math.nan] * (4 - len(planned))]
    return [planned / 4 if yearly else planned] * 4


def _noted(delivered: Any) -> list[float]:
    """What was delivered, quarter after quarter; a lone number is that of the first."""
    if delivered is None:
        return [math.nan] * 4
    told = delivered if isinstance(delivered, tuple) else (delivered,)
    return [*told, *[math.nan] * (4 - len(told))]


def _whole(planned: Any) -> float:
    if planned is None:
        return math.nan
    if isinstance(planned, tuple):
        return math.fsum(one for one in planned if not math.isnan(one))
    return float(planned)


def _default_commitments() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = template()["commitments"]["defaults"]
    return found


def _commitments(told: _Told, limits: Limits) -> pd.DataFrame:
    """The plan's commitments; the template's, still without a date, when it lists none."""
    bank = {str(one["id"]): one for one in _default_commitments()}
    listed = told.of("commitments")
    rows = []
    for one in listed or _default_commitments():
        default = bank.get(str(one["id"]), {})
        kept_on = one.get("kept_on")
        come = kept_on is None or limits.has_come(kept_on)
        status = one.get("status", OPEN) if come else OPEN
        rows.append(
            {
                "id": one["id"],
                "side": one["side"],
                **_two("text", one.get("text") or default.get("text")),
                "owner": one["owner"],
                "due": one.get("due_date"),
                "measure": one.get("measure") or default.get("measure", ""),
                "status": OPEN if status == LATE else status,  # late is worked out
                "kept_on": kept_on if come else None,
                "own": bool(listed),
            }
        )
    rows.sort(key=lambda row: (SIDES.index(row["side"]), row["due"] or date.max, row["id"]))
    columns = {"side": _TEXT, "text_fr": _TEXT, "text_en": _TEXT, "owner": _TEXT, "due": _DATE}
    columns |= {"measure": _TEXT, "status": _TEXT, "kept_on": _DATE, "own": "bool"}
    return _frame(rows, columns)


def _target(told_kpi: Mapping[str, Any], told: _Told) -> float:
    """What a KPI is held against: its own target, the objective of its unit, the template's."""
    if "target" in told_kpi:
        return float(told_kpi["target"])
    bank = {one["id"]: one for one in template()["kpis"]}[told_kpi["id"]]
    for one in template()["objectives"]:
        if one["kpi"] != told_kpi["id"] or one["unit"] != bank["unit"]:
            continue
        value = told.maps["objectives"].get(one["id"])
        target = value.get("target") if isinstance(value, dict) else value
        if target is not None:
            return float(target)
    return float(bank.get("target", math.nan))


def _kpi_frame(told: _Told) -> pd.DataFrame:
    """The KPIs listed; all ten, but for those without target, when none is."""
    bank = {str(one["id"]): one for one in template()["kpis"]}
    listed = told.kpis is not None
    rows = []
    for one in told.kpis if told.kpis is not None else [{"id": key} for key in bank]:
        default, target = bank[one["id"]], _target(one, told)
        if not listed and math.isnan(target):
            continue
        rows.append(
            {
                "id": one["id"],
                **_two("name", default["name"]),
                **{
                    name: default[name]
                    for name in ("unit", "kind", "frequency", "reading", "source")
                },
                "owner": one.get("owner") or default["owner"],
                "target": target,
                "green": float(one.get("green", default["green"])),
                "amber": float(one.get("amber", default["amber"])),
                "listed": listed,
            }
        )
    names = ("name_fr", "name_en", "unit", "kind", "frequency", "reading", "source", "owner")
    columns = dict.fromkeys(names, _TEXT) | dict.fromkeys(("target", "green", "amber"), _NUMBER)
    return _frame(rows, columns | {"listed": "bool"})


def _action_frame(told: _Told, limits: Limits) -> pd.DataFrame:
    rows = []
    for one in told.of("quarters"):
        done_on, status = one.get("done_on"), one.get("status", PLANNED)
        come = done_on is None or limits.has_come(done_on)
        if status == LATE:
            status = PLANNED  # late is worked out
        rows.append(
            {
                "id": one["id"],
                "quarter": one["quarter"],
                **_two("title", one["title"]),
                "owner_vendor": one["owner_vendor"],
                "owner_partner": one["owner_partner"],
                "start": one.get("start"),
                "due": one["due_date"],
                "means": one.get("means", ()),
                "kpi": one["kpi"],
                **_two("expected", one.get("expected_result")),
                "status": status if come else "in_progress",
                "done_on": done_on if come else None,
                "origin": one["origin"],
                "origin_item": one.get("origin_item", ""),
                "depends_on": one.get("depends_on", ()),
            }
        )
    rows.sort(key=lambda row: (row["quarter"], row["due"], row["id"]))
    columns = {"quarter": "int64", "title_fr": _TEXT, "title_en": _TEXT, "owner_vendor": _TEXT}
    columns |= {"owner_partner": _TEXT, "start": _DATE, "due": _DATE, "means": _THING}
    columns |= {"kpi": _TEXT, "expected_fr": _TEXT, "expected_en": _TEXT, "status": _TEXT}
    columns |= {"done_on": _DATE, "origin": _TEXT, "origin_item": _TEXT, "depends_on": _THING}
    return _frame(rows, columns)


def _governance(told: _Told) -> pd.DataFrame:
    own = {one["id"]: one for one in told.of("governance")}
    rows = [
        {
            "id": one["id"],
            **_two("body", one["body"]),
            "frequency": one["frequency"],
            "chair": own.get(one["id"], {}).get("chair") or one["chair"],
            "dates": tuple(sorted(own.get(one["id"], {}).get("dates", ()))),
        }
        for one in template()["governance"]
        if not own or one["id"] in own
    ]
    columns = dict.fromkeys(("body_fr", "body_en", "frequency", "chair"), _TEXT)
    return _frame(rows, columns | {"dates": _THING})


def _risks(told: _Told) -> pd.DataFrame:
    bank = {str(one["id"]): one for one in template()["risks"]["defaults"]}
    rows = [
        {
            "id": one["id"],
            **_two("title", one.get("title") or bank.get(one["id"], {}).get("title")),
            "probability": float(one.get("probability_1_5", math.nan)),
            "impact": float(one.get("impact_1_5", math.nan)),
            "owner": one.get("owner", ""),
            **_two("mitigation", one.get("mitigation")),
            "status": one.get("status", "open"),
        }
        for one in told.of("risks") or [{"id": key} for key in bank]
    ]
    columns = {"title_fr": _TEXT, "title_en": _TEXT, "probability": _NUMBER, "impact": _NUMBER}
    texts = dict.fromkeys(("owner", "mitigation_fr", "mitigation_en", "status"), _TEXT)
    return _frame(rows, columns | texts)


def _log(told: _Told, limits: Limits) -> pd.DataFrame:
    kept = [one for one in told.of("log") if limits.has_come(one["date"])]
    rows = [
        {
            "date": one["date"],
            "type": one["type"],
            **_two("text", one["text"]),
            "author_role": one.get("author_role", ""),
            "linked_ids": one.get("linked_ids", ()),
            "changes": tuple(
                (name, _as_text(_said(change.get("from"))), _as_text(_said(change.get("to"))))
                for name, change in dict(one.get("changes") or {}).items()
            ),
        }
        for one in sorted(kept, key=lambda one: one["date"])
    ]
    columns = {"date": _DATE, "type": _TEXT, "text_fr": _TEXT, "text_en": _TEXT}
    columns |= {"author_role": _TEXT, "linked_ids": _THING, "changes": _THING}
    return _frame(rows, columns, index="")


def _said(value: Any) -> Any:
    return None if value is None else Change().read(value)


def _as_text(value: Any) -> str:
    """A value of an amendment, to be printed."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return str(int(value)) if float(value).is_integer() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(map(_as_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_as_text(one)}" for key, one in value.items())
    return "" if value is None else str(value)


def _signatures(told: _Told, limits: Limits) -> pd.DataFrame:
    rows = []
    for side in SIDES:
        one = told.signatures[side]
        day = one.get("date")
        come = day is not None and limits.has_come(day)
        rows.append(
            {
                "id": side,
                "name": one.get("name", ""),
                "role": one.get("role") or {VENDOR: "DG", PARTNER: "PDG"}[side],
                "date": day if come else None,
            }
        )
    table = _frame(rows, {"name": _TEXT, "role": _TEXT, "date": _DATE})
    return table.rename_axis(index="side")


def _lessons(told: _Told) -> pd.DataFrame:
    rows = [{"side": one["side"], **_two("text", one["text"])} for one in told.of("lessons")]
    return _frame(rows, {"side": _TEXT, "text_fr": _TEXT, "text_en": _TEXT}, index="")
