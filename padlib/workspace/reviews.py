"""`reviews/<partner>-<date>.yml`: what was said at one review of a joint plan (CLIENT_FILES 6)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core.joint_plan import SIDES, Review
from padlib.workspace import yaml_files
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Code, Day, Kind, Number, Text
from padlib.workspace.names import KPI, PARTNER_ID, TRIGGER, Owner
from padlib.workspace.settings import InTwoLanguages
from padlib.workspace.suggestions import nearest
from padlib.workspace.yaml_files import Path
from padlib.workspace.yaml_reading import Reading

FOLDER = "reviews"
MONTHLY, QUARTERLY = KINDS = ("monthly", "quarterly")
OPEN, KEPT, LATE, CANCELLED = STATUSES = ("open", "kept", "late", "cancelled")
OF_A_QUARTER = ("means", "next_quarter")  # of quarterly reviews alone

Texts = Mapping[str, Kind]
_DAY, _ID, _SAID, _WHO = Day(), Text(), InTwoLanguages(), Owner()
_STATUS, _COUNT = Code(STATUSES), Number(0, whole=True)
HEAD: Texts = {"partner_id": PARTNER_ID, "date": _DAY, "kind": Code(KINDS)}
LISTS: Mapping[str, Texts] = {
    "previous": {"id": _ID, "status": _STATUS, "kept_on": _DAY, "why": _SAID},
    "kpis": {"id": KPI, "comment": _SAID},
    "deals": {"deal_id": _ID, "next_step": _SAID, "owner": _WHO, "next_date": _DAY},
    "issues": {"text": _SAID, "owner": _WHO, "due_date": _DAY},
    "triggers": {"id": TRIGGER, "decision": _SAID},
    "means": {"id": _ID, "comment": _SAID},
    "commitments": {
        "id": _ID,
        "side": Code(SIDES),
        "text": _SAID,
        "owner": _WHO,
        "due_date": _DAY,
        "status": _STATUS,
        "kept_on": _DAY,
    },
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "deals": ("deal_id",),
    "issues": ("text",),
    "commitments": ("id", "side", "text", "owner", "due_date"),
}
LEADS: Texts = {"received": _COUNT, "passed_on": _COUNT, "comment": _SAID}
KEYS = (*HEAD, "participants", *LISTS, "leads", "next_quarter", "decisions")


@dataclass(frozen=True)
class PlanIds:
    """What a plan names, the template's means and commitments included."""

    commitments: frozenset[str]
    means: frozenset[str]
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """What a review may name; a file that is not there is None, and nothing is held against it."""

    commitments: frozenset[str] = frozenset()  # of the reviews before
    plan: PlanIds | None = None
    deals: frozenset[str] | None = None  # of the partner


@dataclass
class _Doubts:
    """Ids that could not be checked."""

    deals: list[str] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)


def read(
    content: bytes,
    named: tuple[str, date],
    known: Known,
    limits: Limits,
    findings: Findings,
    *,
    language: str = "fr",
) -> Review | None:
    """What a review says; None, with faults, when it cannot stand.

    Parameters
    ----------
    content : bytes
    named : tuple of str and date
        Partner and day that the file's name tells.
    known : Known
        What the review may name.
    limits : Limits
        A review after the day of issue is a mistake; what is kept after the date of the data is
        open on that page.
    findings : Findings
    language : str
        Of the texts, where they are told in two.
    """
    document = yaml_files.read(content, findings)
    if document is None:
        return None
    reading = Reading(document, findings)
    reading.known(document.values, KEYS)
    head = _head(reading, named, limits)
    told = {name: list(_entries(reading, name)) for name in LISTS}
    for name in ("previous", "commitments"):
        _check_kept(reading, told[name], named, limits, of_day=name == "previous")
    doubts = _Doubts()
    _check_ids(reading, told, known, doubts)
    actions = _actions(reading, known, doubts)
    participants = [
        who
        for number, one in reading.entries(("participants",))
        if (who := reading.value(("participants", number), _WHO, one))
    ]
    decisions = [
        said.text(language)
        for number, one in reading.entries(("decisions",))
        if (said := reading.value(("decisions", number), _SAID, one))
    ]
    leads = reading.fields(("leads",), reading.map(("leads",)), LEADS)
    kind = head.get("kind", MONTHLY)
    if kind == MONTHLY:
        for name in OF_A_QUARTER:
            if name in document.values:
                reading.warn((name,), "quarterly_only", about=named[0])
    _warn_doubts(doubts, named[0], findings)
    if findings.faults:
        return None
    write = _Writer(language, told)
    return Review(
        date=named[1],
        kind=kind,
        participants=tuple(dict.fromkeys(participants)) or _usual(kind),
        previous=write.frame("previous", {"status": OPEN, "kept_on": None, "why": ""}),
        kpis=write.comments("kpis", "comment"),
        deals=write.frame("deals", {"next_step": "", "owner": "", "next_date": None}),
        leads=write.leads(leads),
        issues=write.frame("issues", {"text": "", "owner": "", "due": None}),
        triggers=write.comments("triggers", "decision"),
        means=write.comments("means", "comment"),
        next_quarter=tuple(dict.fromkeys(actions)),
        decisions=tuple(decisions),
        commitments=_as_of(
            write.frame(
                "commitments",
                {
                    "side": "",
                    "text": "",
                    "owner": "",
                    "due": None,
                    "status": OPEN,
                    "kept_on": None,
                },
            ),
            limits,
        ),
    )


def facts(review: Review) -> Iterator[date]:
    """Days of what has happened: the review itself, the commitments kept."""
    yield review.date
    for told in (review.previous, review.commitments):
        yield from (day.date() for day in told["kept_on"].dropna())


def commitments(content: bytes) -> frozenset[str]:
    """Ids of the commitments that a review takes, as far as it can be read."""
    return frozenset(_ids_in(_quietly(content).get("commitments")))


def plan_ids(content: bytes) -> PlanIds:
    """What the file of a plan names, as far as it can be read."""
    told = _quietly(content)
    means = told.get("means")
    sides = [means.get(side) for side in SIDES] if isinstance(means, dict) else []
    own = {str(one) for side in sides if isinstance(side, dict) for one in side}
    return PlanIds(
        template().commitments | set(_ids_in(told.get("commitments"))),
        template().means | own,
        frozenset(_ids_in(told.get("quarters"))),
    )


@cache
def template() -> PlanIds:
    """What a plan names when it says nothing."""
    bank = banks.business_plan()
    return PlanIds(
        frozenset(str(one["id"]) for one in bank["commitments"]["defaults"]),
        frozenset(str(one["id"]) for side in SIDES for one in bank["means"][side]),
    )


def _quietly(content: bytes) -> dict[str, Any]:
    document = yaml_files.read(content, Findings(""))
    return {} if document is None else document.values


def _ids_in(told: Any) -> Iterator[str]:
    for one in told if isinstance(told, list) else []:
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            yield str(one["id"])


@cache
def _usual(kind: str) -> tuple[str, ...]:
    """Who is to be at a review, by the template."""
    return tuple(banks.business_plan()[f"{kind}_review"]["participants"])


# ── reading ──────────────────────────────────────────────────────────────────────────────────────

_Entry = tuple[Path, dict[str, Any]]


def _head(reading: Reading, named: tuple[str, date], limits: Limits) -> dict[str, Any]:
    """Whose review it is, of which day and sort; the first two are those of the file's name."""
    whole = reading.document.values
    kept = {name: whole[name] for name in HEAD if name in whole}
    head = reading.fields((), kept, HEAD, required=("partner_id", "date"))
    for name, expected in zip(("partner_id", "date"), named, strict=True):
        if name in head and head[name] != expected:
            reading.fault((name,), "review_of", found=head[name], folder=expected)
    if named[1] > limits.last:
        reading.fault(("date",), "later_fact", found=named[1], last=limits.last)
    return head


def _entries(reading: Reading, name: str) -> Iterator[_Entry]:
    """The maps of a list as they can be read; an id told twice is a fault."""
    first: dict[str, int | None] = {}
    kinds = LISTS[name]
    key = "deal_id" if name == "deals" else "id"
    for number, told in reading.maps((name,)):
        path: Path = (name, number)
        read_ = reading.fields(path, told, kinds, REQUIRED.get(name, ("id",)))
        known = read_.get(key)
        if known in first:
            reading.fault((*path, key), "entry_twice", found=known, at=first[known])
        elif known is not None:
            first[known] = reading.line((*path, key))
        yield path, read_


def _check_kept(
    reading: Reading,
    entries: Iterable[_Entry],
    named: tuple[str, date],
    limits: Limits,
    *,
    of_day: bool,
) -> None:
    """A day is told for what is kept alone; of what was said at a review, its own day at most."""
    partner, day = named
    for path, told in entries:
        status, kept_on = told.get("status", OPEN), told.get("kept_on")
        here = (*path, "kept_on")
        if kept_on is None:
            if status == KEPT and not reading.has_fault(here):
                reading.warn(path, "kept_undated", about=partner)
            continue
        if status != KEPT and not reading.has_fault((*path, "status")):
            reading.fault(here, "date_not_kept", found=kept_on, status=status)
        if of_day and kept_on > day:
            reading.fault(here, "kept_after_review", found=kept_on, last=day)
        elif kept_on > limits.last:
            reading.fault(here, "later_fact", found=kept_on, last=limits.last)


def _check_ids(
    reading: Reading, told: Mapping[str, list[_Entry]], known: Known, doubts: _Doubts
) -> None:
    """What a review names must be known, where there is a file to tell."""
    plan = known.plan or template()
    of_plan = doubts.plan if known.plan is None else None
    promised = known.commitments | plan.commitments
    held: Iterable[tuple[str, str, frozenset[str], str, list[str] | None]] = (
        ("previous", "id", promised, "unknown_commitment", of_plan),
        ("means", "id", plan.means, "unknown_means", of_plan),
        (
            "deals",
            "deal_id",
            known.deals or frozenset(),
            "unknown_deal",
            doubts.deals if known.deals is None else None,
        ),
    )
    for name, key, ids, code, doubtful in held:
        for path, entry in told[name]:
            _check_id(reading, (*path, key), entry.get(key), ids, code=code, doubts=doubtful)
    for path, entry in told["commitments"]:
        if entry.get("id") in plan.commitments:
            reading.fault((*path, "id"), "commitment_of_plan", found=entry["id"])


def _check_id(
    reading: Reading,
    path: Path,
    found: str | None,
    known: frozenset[str],
    *,
    code: str,
    doubts: list[str] | None,
) -> None:
    """An id is one of those known; where no file tells them, it is only doubtful."""
    if found is None or found in known:
        return
    if doubts is not None:
        doubts.append(found)
    else:
        reading.fault(path, code, found=found, nearest=nearest(found, sorted(known)))


def _actions(reading: Reading, known: Known, doubts: _Doubts) -> list[str]:
    """Actions of the plan that the next quarter is to hold."""
    found = []
    for number, one in reading.entries(("next_quarter",)):
        path: Path = ("next_quarter", number)
        action = reading.value(path, _ID, one)
        ids = frozenset[str]() if known.plan is None else known.plan.actions
        doubtful = doubts.plan if known.plan is None else None
        _check_id(reading, path, action, ids, code="unknown_plan_action", doubts=doubtful)
        found += [action] if action else []
    return found


def _warn_doubts(doubts: _Doubts, partner: str, findings: Findings) -> None:
    for code, names in (("not_checked_deals", doubts.deals), ("not_checked_plan", doubts.plan)):
        if names:
            findings.warn(code, about=partner, names=list(dict.fromkeys(names)))


# ── what comes of it ─────────────────────────────────────────────────────────────────────────────

_DATES = ("kept_on", "next_date", "due")


@dataclass(frozen=True)
class _Writer:
    """Lists of a review as frames and mappings, texts in one language."""

    language: str
    told: Mapping[str, list[_Entry]]

    def frame(self, name: str, defaults: Mapping[str, Any]) -> pd.DataFrame:
        """A list as a frame indexed by its ids; without ids, by number."""
        rows = [entry for _, entry in self.told[name]]
        key = next((one for one in ("id", "deal_id") if one in LISTS[name]), None)
        columns = {
            column: pd.Series(
                [self._said(row.get(_typed(column)), default) for row in rows],
                dtype="datetime64[s]" if column in _DATES else "str",
            )
            for column, default in defaults.items()
        }
        table = pd.DataFrame(columns)
        if key is not None:
            table.index = pd.Index([row[key] for row in rows], dtype="str", name=key)
        return table

    def comments(self, name: str, column: str) -> dict[str, str]:
        """A list of comments by the id of what they are on."""
        return {entry["id"]: str(self._said(entry.get(column), "")) for _, entry in self.told[name]}

    def leads(self, told: Mapping[str, Any]) -> dict[str, float | str]:
        """Leads as counted; empty when nothing was said of them."""
        if not told:
            return {}
        counts = {name: float(told.get(name, "nan")) for name in ("received", "passed_on")}
        return {**counts, "comment": str(self._said(told.get("comment"), ""))}

    def _said(self, value: Any, default: Any) -> Any:
        text: Callable[[str], str] | None = getattr(value, "text", None)
        return default if value is None else text(self.language) if text else value


def _typed(column: str) -> str:
    """The key that a column comes from."""
    return "due_date" if column == "due" else column


def _as_of(table: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Commitments as they are on a day: late is computed, and what is kept later is open."""
    table["status"] = table["status"].replace(LATE, OPEN)
    if limits.as_of is not None:
        later = table["kept_on"] > pd.Timestamp(limits.as_of)
        table.loc[later, "status"] = OPEN
        table.loc[later, "kept_on"] = pd.NaT
    return table
