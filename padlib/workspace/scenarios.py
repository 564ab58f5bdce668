"""`scenarios.yml`: sets of values to try, each under a name (CLIENT_FILES 7).

A value is checked like what it overrides, and its key is spelt as the method spells it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from padlib.workspace import assumptions, drafts, names, parameters, settings, vision, yaml_files
from padlib.workspace.drafts import Draft, MapDraft
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Day, Kind, Number, Text, is_not_applicable
from padlib.workspace.settings import Bounds, Settings, Weights
from padlib.workspace.suggestions import nearest, plain
from padlib.workspace.yaml_reading import Reading

if TYPE_CHECKING:
    from padlib.workspace.folder import Folder

STEM = "scenarios"
BASE = "base"
SAVED_ON, NOTE = "saved_on", "note"
# parameters that say which page is made, not what it rests on
OF_PAGES = frozenset(
    {
        *("client", "year", "language", "audience", "partner", "as_of", "issued", "draft"),
        *("clients", "codes"),
    }
)
# keys of client.yml that are no parameter of a report
OF_CLIENT: Mapping[str, Kind] = {
    "manager_hours_year": settings.Positive,
    "perception_invited": settings.AtLeastOne,
}
WEIGHTS, BOUNDS, THRESHOLDS, VISION = "weights", "bounds", "thresholds", "vision"


@dataclass(frozen=True)
class Scenario:
    """One set of values, by the keys that they override; `Folder.scenarios` gives them.

    `values` holds numbers, codes and lists as their kinds read them.
    """

    name: str
    values: Mapping[str, Any]
    saved_on: date | None = None
    note: str = ""


def read(
    content: bytes, told: Settings, segments: Collection[str] | None, findings: Findings
) -> tuple[Scenario, ...]:
    """The scenarios in a file, in its order.

    Parameters
    ----------
    content : bytes
    told : Settings
        The client's, whose weights and bounds a scenario is laid over.
    segments : collection of str or None
        Ids of the segments of the year's vision; None when no file tells.
    findings : Findings
    """
    document = yaml_files.read(content, findings)
    if document is None:
        return ()
    reading = Reading(document, findings)
    return tuple(_scenario(reading, str(name), told, segments) for name in document.values)


def known(key: str, segments: Collection[str] | None = None) -> tuple[str, Kind] | None:
    """A key as the method spells it, and the kind of its values; None when nothing has it.

    Raises
    ------
    Bad
        If the key names an id that is not known.

    Examples
    --------
    >>> known("weights.recruitment.rc-04")[0]
    'weights.recruitment.RC-04'
    """
    family, dot, rest = key.partition(".")
    if not dot:
        return _single(key)
    if family == THRESHOLDS:
        name = names.THRESHOLD.read(rest)
        if name in names.OWN_KEYS:
            raise Bad("threshold_own_key", own=names.OWN_KEYS[name])
        return f"{THRESHOLDS}.{name}", names.thresholds()[name]
    about, _, last = rest.rpartition(".")
    if family == WEIGHTS and about in Weights.model_fields:
        part = _part_of(about).read(last)
        return f"{WEIGHTS}.{about}.{part}", settings.Weight
    if family == BOUNDS and last in Bounds.model_fields:
        return f"{BOUNDS}.{names.CRITERION.read(about)}.{last}", Number()
    if family == VISION and last in vision_kinds():
        if segments is not None and about not in segments:
            close = nearest(about, segments)
            raise Bad("unknown_segment", found=about, nearest=close, known=list(segments))
        return key, vision_kinds()[last]
    return None


@cache
def vision_kinds() -> Mapping[str, Kind]:
    """Kinds of the keys of a segment that a scenario may hold."""
    told = {name: kind for name, kind in vision.KINDS.items() if name not in ("id", "name")}
    return told | {vision.PARTNERS: vision.Shares()}


def stored(
    folder: Folder, name: str, values: Mapping[str, Any], *, day: date, note: str = ""
) -> Draft:
    """`scenarios.yml` with a scenario added, or put in the place of that of the same name.

    Parameters
    ----------
    folder : Folder
    name : str
    values : mapping
        Numbers, codes, lists and booleans by their keys.
    day : date
        On which it is saved.
    note : str

    Raises
    ------
    NotWritten
        If the file is written in a way that does not let it be put.
    """
    told: dict[str, Any] = {**values, SAVED_ON: day}
    if note.strip():
        told[NOTE] = note.strip()
    draft = _file(folder)
    held = draft.value((name,))
    wanted = {key.casefold() for key in told}
    for key in held if isinstance(held, dict) else ():
        if key.strip().casefold() not in wanted:
            draft = draft.remove((name, key.strip()))
    for key, value in told.items():
        draft = draft.put((name, key), value)
    return draft.draft()


def without(folder: Folder, name: str) -> Draft:
    """`scenarios.yml` without a scenario.

    Raises
    ------
    NotWritten
        If the file is written in a way that does not let it be taken away.
    """
    return _file(folder).remove((name,)).draft()


def _file(folder: Folder) -> MapDraft:
    return drafts.read_map(folder, f"{folder.year}/{STEM}.yml")


def _single(key: str) -> tuple[str, Kind] | None:
    """A key without a point: an assumption, a report's parameter, a key of `client.yml`."""
    assumption = names.assumptions().get(plain(key))
    if assumption is not None:
        return assumption, assumptions.kind_of(assumption)
    spelt = plain(key).replace(" ", "_")
    kind = OF_CLIENT.get(spelt) or parameters.kinds().get(spelt)
    return None if kind is None or spelt in OF_PAGES else (spelt, kind)


def _part_of(group: str) -> Kind:
    annotation = Weights.model_fields[group].annotation
    part: Kind = annotation.__args__[0].__metadata__[0]  # type: ignore[union-attr]
    return part


def _scenario(
    reading: Reading, name: str, told: Settings, segments: Collection[str] | None
) -> Scenario:
    if plain(name) == BASE:
        reading.fault((name,), "scenario_base", found=name)
    held = reading.map((name,))
    values: dict[str, Any] = {}
    places: dict[str, str] = {}  # as the file spells them
    for key, text in _said(held):
        path = (name, str(key))
        try:
            found = known(key, segments)
        except Bad as bad:
            reading.fault(path, bad.code, **bad.values)
            continue
        if found is None:
            close = nearest(key, [*_keys(), *_vision_keys(segments), SAVED_ON, NOTE])
            reading.warn(path, "unknown_key", nearest=close)
            continue
        spelt, kind = found
        value = reading.value(path, kind, text)
        if value is not None:
            values[spelt], places[spelt] = value, key
    _check_together(reading, name, values, places, told)
    about = {SAVED_ON: Day(), NOTE: Text()}
    own = {
        key: reading.value((name, key), kind, held[key])
        for key, kind in about.items()
        if key in held
    }
    return Scenario(name, values, own.get(SAVED_ON), own.get(NOTE) or "")


def _said(held: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of a scenario; `NA` says nothing."""
    for key, text in held.items():
        blank = isinstance(text, str) and is_not_applicable(text)
        if key not in (SAVED_ON, NOTE) and not blank:
            yield key, text


def _check_together(
    reading: Reading,
    name: str,
    values: Mapping[str, Any],
    places: Mapping[str, str],
    told: Settings,
) -> None:
    """What values say together, over those of the client."""
    rates = [values[key] for key in assumptions.PAIR if key in values]
    if len(rates) == len(assumptions.PAIR) and abs(sum(rates) - 1) > assumptions.ROUNDING:
        reading.fault((name, places[assumptions.PAIR[0]]), "rates", found=rates)
    for group in Weights.model_fields:
        own = {_last(key): values[key] for key in values if key.startswith(f"{WEIGHTS}.{group}.")}
        weights = {**getattr(told.weight_overrides, group), **own}
        if own and settings.weights_all_zero(group, weights):
            first = places[f"{WEIGHTS}.{group}.{next(iter(own))}"]
            reading.fault((name, first), "weights_zero")
    criteria = {key.split(".")[1] for key in values if key.startswith(f"{BOUNDS}.")}
    for criterion in sorted(criteria):
        prefix = f"{BOUNDS}.{criterion}."
        own = {_last(key): value for key, value in values.items() if key.startswith(prefix)}
        held = told.bounds_overrides.get(criterion, Bounds())
        wrong = settings.bounds_fault(criterion, held.model_copy(update=own))
        if wrong:
            first = places[prefix + next(iter(own))]
            reading.fault((name, first), wrong[0], **wrong[1])


def _last(key: str) -> str:
    return key.rpartition(".")[2]


@cache
def _keys() -> tuple[str, ...]:
    """Every key that a scenario may hold but for those of the vision."""
    groups = settings.weight_groups()
    parts = {group: [part for axis in axes for part in axis] for group, axes in groups.items()}
    return (
        *names.assumptions().values(),
        *(name for name in parameters.kinds() if name not in OF_PAGES),
        *OF_CLIENT,
        *(f"{WEIGHTS}.{group}.{part}" for group, held in parts.items() for part in held),
        *(f"{BOUNDS}.{one}.{bound}" for one in names.criteria().values() for bound in _BOUNDS),
        *(f"{THRESHOLDS}.{name}" for name in names.thresholds()),
    )


_BOUNDS = tuple(Bounds.model_fields)


def _vision_keys(segments: Collection[str] | None) -> Iterator[str]:
    for segment in segments or ():
        yield from (f"{VISION}.{segment}.{name}" for name in vision_kinds())
