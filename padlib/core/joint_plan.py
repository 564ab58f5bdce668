"""A joint business plan as its two signatories wrote it (METHOD 13).

What is here is what the plan says; what it is worth as of a date is told by the steps.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
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
    if isinstance(value, float) and value.is_integer():
        return int(value)
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


def changed(
    entries: Mapping[str, Any],
    signed: Mapping[str, str],
    amended: Iterable[Mapping[str, Any]],
) -> tuple[str, ...]:
    """Entries that are not what was signed and that no amendment accounts for.

    Parameters
    ----------
    entries : mapping
        As `signed_entries` gives them.
    signed : mapping
        The digests kept at signature.
    amended : iterable of mappings, in the order of their dates
        Of each amendment since the signature: field → what it is changed to. A field is an entry
        or something in it (``commitments.EV-02.due_date``).

    Returns
    -------
    tuple of str
        Names of entries, those that are gone or new included, in alphabetical order.
    """
    last: dict[str, Any] = {}
    for one in amended:
        last |= one
    now = digests(entries)
    differ = [name for name in {*now, *signed} if now.get(name) != signed.get(name)]
    unexplained = [name for name in differ if not any(_is_in(field, name) for field in last)]
    untrue = [
        name
        for field, to in last.items()
        for name in now
        if _is_in(field, name) and not _stands(entries[name], field.removeprefix(name), to)
    ]
    return tuple(sorted({*unexplained, *untrue}))


def _is_in(field: str, entry: str) -> bool:
    return field == entry or field.startswith(f"{entry}.")


def _stands(entry: Any, within: str, to: Any) -> bool:
    """Whether a field of an entry is what an amendment says that it became."""
    value = entry
    for part in filter(None, within.split(".")):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, Mapping) and not isinstance(to, Mapping):
        value = value.get("target", value.get("planned"))  # a number told with its quarters
    wanted = _plain(to)
    return _is_blank(wanted) if value is None else digest(value) == digest(wanted)
