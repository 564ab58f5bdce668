"""Where the values of a what-if are saved: which key stands in which file of the client."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from padlib.workspace import assumptions, names, scenarios, vision
from padlib.workspace.assumptions import PAIR
from padlib.workspace.drafts import Draft, MapDraft, read_map
from padlib.workspace.faults import Findings
from padlib.workspace.folder import Folder
from padlib.workspace.kinds import Bad, Boolean, Number
from padlib.workspace.overrides import FROM_ASSUMPTIONS
from padlib.workspace.settings import Yearly
from padlib.workspace.suggestions import plain
from padlib.workspace.table_drafts import TableDraft, mark_of, read_table
from padlib.workspace.yaml_edits import decimal
from padlib.workspace.yaml_files import Path

DAYS = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}  # of a source, which the pages print as it is
Value = float | str | None

CLIENT = "client.yml"
# parameters of the reports that a threshold of client.yml holds
AS_THRESHOLDS = {
    "target_level": "diagnostic.target_level",
    "monthly_capacity": "diagnostic.monthly_capacity",
    "min_coverage": "diagnostic.min_coverage",
    "draws": "recruitment.weight_draws",
    "mc_draws": "simulation.draws",
}
# families of keys, and their map in client.yml
MAPS = {
    scenarios.WEIGHTS: "weight_overrides",
    scenarios.BOUNDS: "bounds_overrides",
    scenarios.THRESHOLDS: "thresholds",
}
DIGITS = 12  # of a number that is written; those beyond show how it was computed
DECIMALS = 15
NUMBERS = ("value", "low", "high")

Range = tuple[float, float] | None  # low and high; None, taken as known


def drafts(
    folder: Folder,
    changes: Mapping[str, Value],
    *,
    source: str,
    day: date,
    partner: str = "",
) -> tuple[Draft, ...]:
    """The files as they would become once these values are what the client says.

    Parameters
    ----------
    folder : Folder
    changes : mapping
        Values by their key, as `scenarios.yml` names it; None takes the override away. Keys of
        `without_home` are left out.
    source : str
        Where the values come from: with the day, the assumptions' `source`, and the comment of a
        YAML key.
    day : date
    partner : str
        Whose `assumptions_<partner>.csv` takes the assumptions; "" the client's own.

    Returns
    -------
    tuple of Draft
        Those that change something.

    Raises
    ------
    KeyError
        If nothing has that key.
    InputFaults
        If a file to be changed cannot be read.
    NotWritten
        If it is written in a way that does not let a value be changed alone.
    """
    told = {_spelt(key): _rounded(value) for key, value in changes.items()}
    comment = ", ".join(filter(None, (source.strip(), day.isoformat())))
    assumed = {key: value for key, value in told.items() if _is_assumption(key)}
    of_client = {
        path: value for key, value in told.items() for path in _client_paths(folder, key, partner)
    }
    of_vision = {key: value for key, value in told.items() if _is_of_vision(key)}
    found = []
    if assumed:
        dated = ", ".join(filter(None, (source.strip(), f"{day:{DAYS[folder.language]}}")))
        found.append(_assumed(folder, assumed, dated, partner).draft())
    if of_client:
        found.append(_in_client(folder, of_client, comment).draft())
    if of_vision:
        found.append(_in_vision(folder, of_vision, comment).draft())
    return tuple(draft for draft in found if draft.is_changed)


def without_home(changes: Mapping[str, Value]) -> tuple[str, ...]:
    """Keys that no file of the client holds: a report's parameters, kept in a scenario alone.

    >>> without_home({"map_threshold": "median", "annual_churn": 0.1, "mode": "referral"})
    ('map_threshold',)
    """
    return tuple(key for key in changes if not _has_home(_spelt(key)))


def _spelt(key: str) -> str:
    try:
        found = scenarios.known(key)
    except Bad:
        found = None
    if found is None:
        raise KeyError(key)
    return found[0]


def _rounded(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return _plain(value)


def _plain(number: float) -> float:
    """A number as it is worth writing."""
    return round(float(f"{number:.{DIGITS}g}"), DECIMALS)


def _is_assumption(key: str) -> bool:
    return key in names.assumptions().values()


def _is_of_vision(key: str) -> bool:
    return key.startswith(f"{scenarios.VISION}.")


def _has_home(key: str) -> bool:
    return _is_assumption(key) or _is_of_vision(key) or _own_path(key) is not None


# ── assumptions ──────────────────────────────────────────────────────────────────────────────────


def _assumed(folder: Folder, told: Mapping[str, Value], source: str, partner: str) -> TableDraft:
    """The assumptions with these values, each with the range that it may have."""
    stem = f"assumptions_{partner}" if partner else "assumptions"
    table = read_table(folder, stem, ("key",))
    mark = mark_of(table.base, "assumptions")
    bank = assumptions.merged([], folder.settings.rate, Findings(stem))
    ranges = [folder.assumptions(partner or None), bank]
    for key, value in told.items():
        other = PAIR[1 - PAIR.index(key)] if key in PAIR else ""
        mirrored = bool(other) and other not in told
        if value is None:
            table = _without(table, key)
            table = _without(table, other) if mirrored else table
            continue
        number = float(value)
        kept, range_ = _range(table, key, number, ranges)
        cells = {"value": number} if kept else _cells(number, range_)
        table = table.changed((key,), _texts(cells, mark) | {"source": source})
        if mirrored:
            turned = None if range_ is None else (1 - range_[1], 1 - range_[0])
            cells = _cells(1 - number, turned)
            table = table.changed((other,), _texts(cells, mark) | {"source": source})
    return table


def _without(table: TableDraft, key: str) -> TableDraft:
    """The table without what it says of a key; a row that has a note keeps it."""
    row = table.row((key,))
    if row is None:
        return table
    if "note" in row or len(table.rows) == 1:
        return table.changed((key,), dict.fromkeys((*NUMBERS, "source"), ""))
    return table.removed((key,))


def _range(
    table: TableDraft, key: str, value: float, ranges: list[pd.DataFrame]
) -> tuple[bool, Range]:
    """Whether the row's own bounds hold a value, and the range that it then has.

    A row without bounds is known for the value that it gives, and for no other.
    """
    row = table.row((key,)) or {}
    said = {name: number for name in NUMBERS if (number := _number(row.get(name))) is not None}
    if "value" in said:
        low, high = said.get("low", said["value"]), said.get("high", said["value"])
        if low <= value <= high:
            return True, (said.get("low", value), said.get("high", value))
    for known in ranges:
        low, high = float(known.at[key, "low"]), float(known.at[key, "high"])  # type: ignore[arg-type]
        if low < high and low <= value <= high:
            return False, (low, high)
    return False, None


def _cells(value: float, range_: Range) -> dict[str, float | None]:
    low, high = range_ or (None, None)
    return {"value": value, "low": low, "high": high}


def _texts(cells: Mapping[str, float | None], mark: str) -> dict[str, str]:
    return {
        name: "" if number is None else decimal(_plain(number)).replace(".", mark)
        for name, number in cells.items()
    }


def _number(told: Any) -> float | None:
    try:
        return None if told is None else float(Number().read(str(told)))
    except Bad:
        return None


# ── client.yml ───────────────────────────────────────────────────────────────────────────────────


def _own_path(key: str) -> Path | None:
    """Where a key stands in `client.yml`; None when it does not."""
    family, dot, rest = key.partition(".")
    if key in AS_THRESHOLDS:
        return MAPS[scenarios.THRESHOLDS], AS_THRESHOLDS[key]
    if not dot:
        return (key,) if key in Yearly.model_fields else None
    if family == scenarios.THRESHOLDS:
        return MAPS[family], rest
    if family in MAPS:
        about, _, last = rest.rpartition(".")
        return MAPS[family], about, last
    return None


def _client_paths(folder: Folder, key: str, partner: str) -> Iterator[Path]:
    """Where a key stands in `client.yml`; of an assumption, the rules that it would set otherwise.

    A rule of which the client's file says something does not follow its assumption.
    """
    if not _is_assumption(key):
        path = _own_path(key)
        yield from [] if path is None else [path]
        return
    if partner:
        return
    for step, rules in FROM_ASSUMPTIONS.items():
        for rule in (rule for rule, assumption in rules.items() if assumption == key):
            if f"{step}.{rule}" in folder.settings.thresholds:
                yield MAPS[scenarios.THRESHOLDS], f"{step}.{rule}"
            elif getattr(folder.settings, rule, None) is not None:
                yield (rule,)


def _in_client(folder: Folder, told: Mapping[Path, Value], comment: str) -> MapDraft:
    """`client.yml` with these values: in the year's campaign what it says itself, else for all."""
    draft = read_map(folder, CLIENT)
    campaign: Path = ("campaigns", str(folder.year))
    for path, value in told.items():
        in_campaign = draft.value((*campaign, path[0])) is not None
        place = _as_spelt(draft, (*campaign, *path) if in_campaign else path)
        if value is None:
            draft = draft.remove(place)
        else:
            draft = draft.put(place, _typed(path, value), comment)
    return draft


def _as_spelt(draft: MapDraft, path: Path) -> Path:
    """A path with its keys as the file spells them."""
    found: Path = ()
    for part in path:
        held = draft.value(found)
        told = [one.strip() for one in held] if isinstance(held, dict) else []
        same = (one for one in told if plain(one) == plain(str(part)))
        found = (*found, part if part in told else next(same, part))
    return found


def _typed(path: Path, value: float | str) -> Any:
    """A value as YAML has it: a boolean where the key wants one."""
    field = Yearly.model_fields.get(str(path[0]))
    kinds = field.metadata if field else []
    if any(isinstance(kind, Boolean) for kind in kinds) and not isinstance(value, bool):
        return Boolean().read(decimal(value) if isinstance(value, int | float) else value)
    return value


# ── vision.yml ───────────────────────────────────────────────────────────────────────────────────


def _in_vision(folder: Folder, told: Mapping[str, Value], comment: str) -> MapDraft:
    """`vision.yml` with these values in its segments."""
    draft = read_map(folder, f"{folder.year}/{vision.STEM}.yml")
    held = draft.value(("segments",))
    segments = held if isinstance(held, list) else []
    places = {
        str(one.get("id")): number for number, one in enumerate(segments) if isinstance(one, dict)
    }
    for key, value in told.items():
        segment, _, name = key.partition(".")[2].rpartition(".")
        if segment not in places:
            raise KeyError(key)
        path: Path = ("segments", places[segment])
        if value is None:
            ends = ("", "_low", "_high") if name in vision.BOUNDED else ("",)
            for one in (f"{name}{end}" for end in ends):
                draft = draft.remove((*path, one))
            continue
        was_told = draft.value((*path, name)) is not None
        draft = draft.put((*path, name), value, comment)
        if name in vision.BOUNDED and not isinstance(value, str):
            bounds = _passed(draft, (*path, name), value)
            if not was_told:
                bounds = _assumed_bounds(folder, name, value)
            for bound, number in bounds.items():
                draft = draft.put((*path, f"{name}{bound}"), _rounded(number), comment)
    return draft


def _passed(draft: MapDraft, path: Path, value: float) -> dict[str, float]:
    """The bounds of a segment's value that the value passes: they are moved to it."""
    *place, name = path
    low, high = (_number(draft.value((*place, f"{name}{one}"))) for one in ("_low", "_high"))
    passed = {"_low": low is not None and low > value, "_high": high is not None and high < value}
    return {bound: value for bound, is_passed in passed.items() if is_passed}


def _assumed_bounds(folder: Folder, name: str, value: float) -> dict[str, float]:
    """The range of the assumption that a segment's value takes the place of, when it holds it."""
    if name not in vision.ASSUMED:
        return {}
    row = folder.assumptions().loc[vision.ASSUMED[name]].to_dict()
    low, high = float(row["low"]), float(row["high"])
    return {"_low": low, "_high": high} if low < high and low <= value <= high else {}
