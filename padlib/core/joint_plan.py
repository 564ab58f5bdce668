"""A joint business plan as its two signatories wrote it (METHOD 13).

What is here is what the plan says; what it is worth as of a date is told by the steps.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

VENDOR, PARTNER = "vendor", "partner"
SIDES = (VENDOR, PARTNER)
DRAFT, PROPOSED, SIGNED, ACTIVE, CLOSED = STATUSES = (
    "draft",
    "proposed",
    "signed",
    "active",
    "closed",
)
QUARTERS = (1, 2, 3, 4)
MONTHS = range(1, 13)


@dataclass(frozen=True, kw_only=True)
class Context:
    """Where the partnership starts from; None or empty where the plan says nothing.

    Texts are pairs, French and English.
    """

    convergence_index: float | None = None
    perception_index: float | None = None
    revenue_previous_year: float | None = None
    strengths: tuple[tuple[str, str], ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What three years are to bring; empty where the plan says nothing."""

    joint_revenue: tuple[float, ...] = ()  # money, years 1 to 3
    partner_earnings: tuple[float, ...] = ()  # money, years 1 to 3
    target_segments: tuple[tuple[str, str], ...] = ()  # French, English


@dataclass(frozen=True, kw_only=True)
class JointPlan:
    """One partner's plan for one year, as of a day: facts later than that day are not in it.

    Texts are "" and numbers NaN, dates NaT, where the plan says nothing.

    Attributes
    ----------
    status : str
        As written, one of `STATUSES`; `standing` is what it counts as.
    identity : mapping
        quadrant (id of the bank, ""), owner_vendor, owner_partner, sponsor_vendor,
        sponsor_partner: names or roles as written.
    seasonality : tuple of 12 floats
        Share of each month, sum 1; `seasonal` tells whether the plan says it.
    objectives : DataFrame, indexed by OB id in the template's order
        kpi, title_fr, title_en, unit, required (bool), target (NaN: none), quarter_1 to quarter_4
        (sum to the target, NaN without target or where the objective is not split).
    means : DataFrame, indexed by MV/MP or own id, vendor's first
        side, title_fr, title_en, unit, planned_1 to planned_4, delivered_1 to delivered_4 (a
        quarter each; yes 1, no 0; NaN: not planned, not noted yet), planned (as the plan tells the
        year: the lone number, else the sum of the quarters), note_fr, note_en.
    commitments : DataFrame, indexed by id, vendor's first, then by due date and id
        side, text_fr, text_en, owner, due (datetime64), measure, status (open, kept, cancelled),
        kept_on (NaT: not kept, or kept without a date, which counts as on time), own (bool: the
        plan lists it; else it is the template's, to be completed).
    kpis : DataFrame, indexed by K id in the order of the plan (or of the template)
        name_fr, name_en, unit, kind, frequency, reading (cumulative, level), source, owner, target
        (NaN: none), green, amber, listed (bool: the plan lists KPIs, this one among them).
    actions : DataFrame, indexed by id, by quarter, due date and id
        quarter (int), title_fr, title_en, owner_vendor, owner_partner, start, due (datetime64),
        means (tuple), kpi, expected_fr, expected_en, status (planned, in_progress, done, dropped),
        done_on, origin, origin_item, depends_on (tuple).
    governance : DataFrame, indexed by G id
        body_fr, body_en, frequency, chair, dates (tuple of date).
    risks : DataFrame, indexed by RK id
        title_fr, title_en, probability, impact (1–5), owner, mitigation_fr, mitigation_en, status
        (open, occurred, closed).
    log : DataFrame, by date
        date, type, text_fr, text_en, author_role, linked_ids (tuple), changes (tuple of
        (field, from, to), texts as written).
    signatures : DataFrame, indexed by side
        name, role, date (NaT: not signed yet).
    lessons : DataFrame
        side, text_fr, text_en.
    missing : tuple of str
        Required fields that lack, dotted: ``identity.quadrant``, ``objectives.OB-04``,
        ``commitments.EV-01.due_date``, ``signatures.partner.date``.
    digested : bool
        Whether the digests of a signed plan are in the file.
    internal_notes : str
        The vendor's own; "" in a partner's edition.
    """

    partner_id: str
    year: int
    status: str
    identity: Mapping[str, str]
    context: Context
    outlook: Outlook
    seasonality: tuple[float, ...]
    seasonal: bool
    objectives: pd.DataFrame
    means: pd.DataFrame
    commitments: pd.DataFrame
    kpis: pd.DataFrame
    actions: pd.DataFrame
    governance: pd.DataFrame
    risks: pd.DataFrame
    log: pd.DataFrame
    signatures: pd.DataFrame
    lessons: pd.DataFrame
    missing: tuple[str, ...] = ()
    digested: bool = False
    internal_notes: str = ""

    @property
    def standing(self) -> str:
        """What the plan counts as: one marked signed that lacks something is proposed."""
        signed_on = STATUSES.index(self.status) >= STATUSES.index(SIGNED)
        return PROPOSED if signed_on and self.missing else self.status

    @property
    def is_signed(self) -> bool:
        """Whether both sides have signed a whole plan."""
        return STATUSES.index(self.standing) >= STATUSES.index(SIGNED)

    @property
    def objective(self) -> float:
        """The year's joint revenue aimed at (OB-01), money; NaN when not told."""
        return float(self.objectives["target"]["OB-01"])


@dataclass(frozen=True, kw_only=True)
class Review:
    """What was said at one review.

    Attributes
    ----------
    date : date
    kind : str
        monthly, quarterly.
    participants : tuple of str
        Roles or names.
    previous : DataFrame
        Indexed by commitment id: status (open, kept, late, cancelled), kept_on (NaT), why.
    kpis, means : mapping
        Id → comment.
    deals : DataFrame
        Indexed by deal id: next_step, owner, next_date (NaT).
    leads : mapping
        received, passed_on (float, NaN), comment; empty when nothing was said.
    issues : DataFrame
        text, owner, due (NaT).
    triggers : mapping
        AT id → what was decided.
    next_quarter : tuple of str
        Ids of actions.
    decisions : tuple of str
    commitments : DataFrame
        Indexed by id: side, text, owner, due, status (open, kept, cancelled), kept_on (NaT).
    """

    date: dt.date
    kind: str
    participants: tuple[str, ...]
    previous: pd.DataFrame
    kpis: Mapping[str, str]
    deals: pd.DataFrame
    leads: Mapping[str, float | str]
    issues: pd.DataFrame
    triggers: Mapping[str, str]
    means: Mapping[str, str]
    next_quarter: tuple[str, ...]
    decisions: tuple[str, ...]
    commitments: pd.DataFrame


# ── what a signature covers ──────────────────────────────────────────────────────────────────────

WHOLE = ("identity", "context", "vision", "seasonality")  # one entry each
BY_ID = ("objectives", "commitments", "kpis", "quarters", "governance", "risks")
LIVING = frozenset(("status", "kept_on", "delivered", "done_on", "dates"))  # what goes on changing
UNSIGNED = frozenset(("status", "log", "signatures", "lessons", "internal_notes"))
WORTH = ("target", "planned", "text", "title", "fr", "en", "id")  # what a map may be told by
DIGITS = 12


def signed_entries(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a signature covers, one entry a thing that can be amended by itself.

    Parameters
    ----------
    content : mapping
        A plan as its file says, values typed: ``identity``, ``objectives`` (id → value), ``means``
        (side → id → value), lists of maps with an ``id``…

    Returns
    -------
    dict
        ``identity``, ``objectives.OB-01``, ``means.vendor.MV-01``, ``quarters.Q1-1``… → its value,
        without blank fields and what lives on.

    Examples
    --------
    >>> signed_entries({"objectives": {"OB-02": 8.0}, "risks": [{"id": "RK-01", "status": "open"}]})
    {'objectives.OB-02': 8, 'risks.RK-01': {'id': 'RK-01'}}
    """
    found = {name: _plain(content[name]) for name in WHOLE if name in content}
    for name in BY_ID:
        found |= {f"{name}.{key}": _plain(one) for key, one in _named(content.get(name))}
    for side, means in dict(content.get("means") or {}).items():
        found |= {f"means.{side}.{key}": _plain(one) for key, one in _named(means)}
    return {name: one for name, one in found.items() if not _is_blank(one)}


def _named(told: Any) -> Iterator[tuple[str, Any]]:
    """Entries with their ids: of a map, of a list of maps with an ``id``, of a list of ids."""
    if isinstance(told, Mapping):
        yield from ((str(key), one) for key, one in told.items())
        return
    for one in told or ():
        yield (str(one["id"]), one) if isinstance(one, Mapping) else (str(one), {"id": one})


def _plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO, whole numbers without point, nothing blank."""
    if isinstance(value, Mapping):
        told = {str(k): _plain(v) for k, v in value.items() if str(k) not in LIVING}
        return {key: one for key, one in told.items() if not _is_blank(one)}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() else None if math.isnan(value) else value
    return value


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, dict | list) and not value)


def digest(value: Any) -> str:
    """The first twelve hexadecimal digits of the SHA-256 of a value's JSON.

    >>> digest({"b": 2.0, "a": None}) == digest({"b": 2})
    True
    """
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def digests(entries: Mapping[str, Any]) -> dict[str, str]:
    """The digest of each entry that a signature covers."""
    return {name: digest(one) for name, one in entries.items()}


# how an entry is not what was signed
CHANGED, GONE, NEW = "changed", "gone", "new"
BEYOND = "beyond"  # more of it changed than the amendments that name it say
OTHERWISE = "otherwise"  # it is not what the last amendment made of it
UNKNOWN = "unknown"  # an amendment names what the plan does not hold


@dataclass(frozen=True)
class Departure:
    """An entry that is not what was signed, nor what dated amendments made of it."""

    entry: str
    how: str
    field: str  # of the amendment, else the entry
    found: Any = None
    expected: Any = None


@dataclass(frozen=True)
class _Touch:
    """What one amendment does to an entry: a field of it ("" is the whole), before and after."""

    field: str
    within: str
    before: Any
    after: Any


def changed(
    entries: Mapping[str, Any],
    signed: Mapping[str, str],
    amended: Iterable[Mapping[str, tuple[Any, Any]]] = (),
) -> tuple[Departure, ...]:
    """Entries that are not what was signed and that no amendment accounts for.

    Parameters
    ----------
    entries : mapping
        As `signed_entries` gives them.
    signed : mapping
        The digests kept at signature.
    amended : iterable of mappings, in the order of their dates
        Of each amendment since the signature: field → what it was and what it becomes, None for
        nothing. A field is an entry or something in it (``commitments.EV-02.due_date``), in any
        case; one that lives on (a state, a meeting's dates) is no matter of signature.

    Returns
    -------
    tuple of Departure
        In alphabetical order of the entries, those that are gone or new included.
    """
    names = {name.casefold(): name for name in (*entries, *signed)}
    touches: dict[str, list[_Touch]] = {}
    for one in amended:
        for field, (before, after) in one.items():
            entry, within = _place(field, names)
            if _is_signed(entry, within):
                told = _Touch(field, within, _plain(before), _plain(after))
                touches.setdefault(entry, []).append(told)
    found = (
        _departure(name, entries.get(name), signed.get(name), touches.get(name, []))
        for name in sorted({*entries, *signed, *touches})
    )
    return tuple(one for one in found if one is not None)


def _place(field: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The entry that an amendment's field is or lies in, and where it lies in it."""
    parts = field.casefold().split(".")
    for length in range(len(parts), 0, -1):
        if (known := names.get(".".join(parts[:length]))) is not None:
            return known, ".".join(parts[length:])
    length = 1 if parts[0] in WHOLE else 3 if parts[0] == "means" else 2
    return ".".join(field.split(".")[:length]), ".".join(parts[length:])


def _is_signed(entry: str, within: str) -> bool:
    """Whether a field is one that a signature covers, or none of the plan at all."""
    return entry.partition(".")[0].casefold() not in UNSIGNED and not LIVING & {*within.split(".")}


def _departure(
    entry: str, value: Any, signed: str | None, touches: Sequence[_Touch]
) -> Departure | None:
    same = signed == (None if value is None else digest(value))
    stands = _last(touches)
    for one in stands:
        found = _within(value, one.within)
        if not _is_alike(found, one.after):
            how = UNKNOWN if value is None and signed is None else OTHERWISE
            return Departure(entry, how, one.field, found, one.after)
    whole = any(not one.within for one in touches)
    if same or (touches and whole):
        return None
    if value is None:
        return Departure(entry, GONE, entry)
    if signed is None:
        return None if touches else Departure(entry, NEW, entry, value)
    undone = value
    for one in reversed(touches):
        undone = _with(undone, one.within.split("."), one.before)
        if digest(undone) == signed:
            return None
    return Departure(entry, BEYOND if touches else CHANGED, entry, value)


def _last(touches: Sequence[_Touch]) -> list[_Touch]:
    """What of several amendments holds: a later one of the same, or of part of it, wins."""
    held: dict[str, _Touch] = {}
    for one in touches:
        for other in tuple(held):
            if _is_in(other, one.within) or _is_in(one.within, other):
                del held[other]
        held[one.within] = one
    return list(held.values())


def _is_in(field: str, other: str) -> bool:
    return not other or field == other or field.startswith(f"{other}.")


def _within(entry: Any, within: str) -> Any:
    for part in filter(None, within.split(".")):
        entry = entry.get(part) if isinstance(entry, Mapping) else None
    return entry


def _with(value: Any, path: Sequence[str], one: Any) -> Any:
    """A value with another one at a place in it; nothing there when that one is blank."""
    held = dict(value) if isinstance(value, Mapping) else {}
    name, rest = path[0], path[1:]
    held[name] = _with(held.get(name), rest, one) if rest else one
    return {key: told for key, told in held.items() if not _is_blank(told)}


def _is_alike(found: Any, wanted: Any) -> bool:
    """Whether a field is what an amendment says that it became.

    What a map is worth may be said alone: its target, what is planned, its words.
    """
    if _is_blank(wanted) or found is None:
        return _is_blank(wanted) and _is_blank(found)
    if isinstance(found, Mapping) and not isinstance(wanted, Mapping):
        return any(_is_alike(found.get(name), wanted) for name in WORTH)
    if isinstance(found, Mapping) and "id" in found:
        wanted = {"id": found["id"], **wanted}  # the field tells it already
    return digest(found) == digest(wanted)
