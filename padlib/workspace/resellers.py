"""`resellers.csv` joined with the reference list (CLIENT_FILES 4, data/README).

The client's file completes companies of the list, by id, else by name or alias, and adds companies
of its own. A blank or `NA` never erases a value of the list.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import pandas as pd
from rapidfuzz import fuzz, process

from padlib import banks
from padlib.workspace import companies, names, rows
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Boolean, Code, Flag, Kind, LooseDay, Number, Several, Text
from padlib.workspace.suggestions import nearest, plain

LISTED = "RS-"  # ids of the reference list
NEAR = 92.0  # similarity from which a company of the client's own may be one of the list

Percent = Number(0, 100)
FromMinus = Number(-100)
Whole = Number(0, whole=True)
Level = Number(0, 4)
Year = Number(1990, 2199, whole=True)


class Labelled(Kind):
    """One of the codes of a column of the reference list."""

    dtype: ClassVar[str] = "str"

    def __init__(self, field: str) -> None:
        self.field = field

    def read(self, text: object) -> str:
        """The code."""
        return Code(names.labels(self.field)).read(text)


class Reseller(rows.Line):
    """Columns of the client's table; the reference list has them and some more."""

    reseller_id: Annotated[str, Text()] = ""
    name: Annotated[str, Text()] = ""
    aliases: Annotated[tuple[str, ...], Several(Text())] = ()
    kind: Annotated[str, Labelled("kind")] = ""
    status_code: Annotated[str, Labelled("status_code")] = ""
    revenue_meur: Annotated[float | None, Number(0)] = None
    revenue_scope: Annotated[str, Labelled("revenue_scope")] = ""
    revenue_year: Annotated[float | None, Year] = None
    revenue_basis: Annotated[str, Labelled("revenue_basis")] = ""
    revenue_growth_pct: Annotated[float | None, FromMinus] = None
    revenue_growth_year: Annotated[float | None, Year] = None
    revenue_growth_basis: Annotated[str, Labelled("revenue_growth_basis")] = ""
    services_share_pct: Annotated[float | None, Percent] = None
    target_segment_customers: Annotated[float | None, Whole] = None
    vertical_match_0_4: Annotated[float | None, Level] = None
    region_coverage_pct: Annotated[float | None, Percent] = None
    sales_headcount: Annotated[float | None, Whole] = None
    technical_headcount: Annotated[float | None, Whole] = None
    competing_vendors: Annotated[float | None, Whole] = None
    exclusive_with_competitor: Annotated[float | None, Flag()] = None
    complementary_vendors: Annotated[float | None, Whole] = None
    operating_margin_pct: Annotated[float | None, Number(-100, 100)] = None
    credit_score_100: Annotated[float | None, Percent] = None
    management_commitment_0_4: Annotated[float | None, Level] = None
    marketing_capability_0_4: Annotated[float | None, Level] = None
    headcount: Annotated[float | None, Whole] = None
    region: Annotated[str, names.REGION] = ""
    branches: Annotated[float | None, Whole] = None
    verticals: Annotated[tuple[str, ...], Several(names.SECTOR)] = ()
    invented: Annotated[bool, Boolean()] = False
    owner: Annotated[str, Text()] = ""
    note: Annotated[str, Text()] = ""
    source: Annotated[str, Text()] = ""
    source_date: Annotated[str, LooseDay()] = ""


class Listed(Reseller):
    """Columns of the reference list."""

    absorbed: Annotated[tuple[str, ...], Several(Text())] = ()
    parent: Annotated[str, Text()] = ""
    status: Annotated[str, Text()] = ""
    headcount_year: Annotated[float | None, Year] = None
    hq_city: Annotated[str, Text()] = ""
    specialities: Annotated[tuple[str, ...], Several(Text())] = ()
    vendors: Annotated[tuple[str, ...], Several(Text())] = ()
    ranking: Annotated[tuple[str, ...], Several(Text())] = ()
    source_url: Annotated[str, Text()] = ""


# columns that say when or how another was measured: they go with it, or not at all
_WITH = {
    "revenue_meur": ("revenue_year", "revenue_scope", "revenue_basis"),
    "revenue_growth_pct": ("revenue_growth_year", "revenue_growth_basis"),
    "headcount": ("headcount_year",),
}
_OWN_DEFAULTS = {"revenue_basis": "reported", "revenue_growth_basis": "reported"}
_REMARKS = ("owner", "note", "source", "source_date", "invented", "reseller_id", "aliases")


def criterion_columns() -> list[str]:
    """The fifteen columns that the criteria read."""
    return [str(column) for column in banks.load("recruitment").items["column"]]


def read_list(content: bytes, findings: Findings) -> pd.DataFrame:
    """The reference list, indexed by id; the columns of `Listed` but the client's own remarks."""
    told = rows.read(content, Listed, findings)
    for row, line in zip(told.rows, told.lines, strict=True):
        if not row.reseller_id:
            findings.fault(line, "reseller_id", "empty")
        if not row.name:
            findings.fault(line, "name", "empty")
    rows.unique(
        told,
        lambda row: row.reseller_id,
        lambda row, lines: findings.fault(
            lines[0], "reseller_id", "twice", lines=lines, found=row.reseller_id
        ),
    )
    table = rows.frame(Listed, [] if findings.faults else told.rows)
    return table.set_index("reseller_id").sort_index()


def alone(listed: pd.DataFrame) -> pd.DataFrame:
    """The reference list as the shortlist reads it, for a client without a file of its own."""
    table = listed.copy()
    url = table["source"].where(table["source"] != "", table.pop("source_url"))
    table["source"] = url.astype("str")
    table["status_code"] = table["status_code"].replace("", "none")
    table["owner"] = table["owner"].replace("", "CM")
    table["added"] = False
    table["completed"] = False
    return table


def joined(content: bytes, listed: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """The reference list, completed by the client's file, then the client's own companies.

    Returns
    -------
    DataFrame
        Indexed by reseller_id in alphabetical order. Numbers NaN when unknown, texts "", lists
        tuples; `region` is a code, `source_date` ISO text of which only the year may be known,
        `invented`, `added` (the client's own company), `completed` (the client's file gave facts)
        booleans. A revenue of the client's own without year has `revenue_year` NaN: it counts as
        current.
    """
    told = rows.read(content, Reseller, findings)
    places = _places(told, listed, findings)
    _tell_twice(places, told, findings)
    table = alone(listed)
    if findings.faults:
        return table
    own: dict[str, dict[str, Any]] = {}
    for row, reseller in zip(told.rows, places, strict=True):
        if reseller is None:
            continue
        facts = _facts(row)
        if reseller in table.index:
            for column, value in facts.items():
                table.at[reseller, column] = value
            table.at[reseller, "completed"] = bool(set(facts) & set(_FACTS))
        else:
            own[reseller] = _new(row, facts)
    if own:
        table = pd.concat([table, _frame_of(own, table)])
    return table.sort_index().rename_axis("reseller_id")


_FACTS = tuple(name for name in Reseller.model_fields if name not in ("name", *_REMARKS))


def _facts(row: Reseller) -> dict[str, Any]:
    """What a row gives: a column and what goes with it, without its blanks."""
    told = {name: getattr(row, name) for name in Reseller.model_fields if name != "reseller_id"}
    given = {name: value for name, value in told.items() if _is_given(value)}
    for column, companions in _WITH.items():
        if column in given:
            given |= {name: _companion(name, told.get(name)) for name in companions}
    return given


def _is_given(value: Any) -> bool:
    return value is not None and value is not False and value not in ("", ())


def _companion(name: str, value: Any) -> Any:
    """When, or how, the client's figure was measured; the list's own say nothing about it."""
    if value:
        return value
    return _OWN_DEFAULTS.get(name, float("nan") if name.endswith("_year") else "")


def _new(row: Reseller, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A company of the client's own."""
    blank = {name: field.default for name, field in Listed.model_fields.items()}
    blank.pop("source_url")
    blank.pop("reseller_id")
    told = blank | dict(facts)
    told["name"] = row.name or row.reseller_id
    told["status_code"] = told["status_code"] or "none"
    told["kind"] = told["kind"] or "reseller"
    told["owner"] = told["owner"] or "CM"
    return told | {"added": True, "completed": True}


def _frame_of(own: Mapping[str, Mapping[str, Any]], like: pd.DataFrame) -> pd.DataFrame:
    columns = {
        name: pd.Series(
            [one[name] for one in own.values()], index=list(own), dtype=like[name].dtype
        )
        for name in like.columns
    }
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class _Names:
    """Companies of the list by the key of their names and aliases."""

    by_key: Mapping[str, tuple[str, ...]]
    long: tuple[str, ...]  # keys long enough for one to resemble another

    @staticmethod
    def of(listed: pd.DataFrame) -> "_Names":
        found: dict[str, list[str]] = defaultdict(list)
        for reseller, name, aliases in zip(
            listed.index, listed["name"], listed["aliases"], strict=True
        ):
            for told in (name, *aliases):
                if reseller not in found[companies.key(told)]:
                    found[companies.key(told)].append(str(reseller))
        by_name = {companies.key(name): str(reseller) for reseller, name in listed["name"].items()}
        settled = {
            key: (by_name[key],) if key in by_name else tuple(ids) for key, ids in found.items()
        }
        return _Names(settled, tuple(key for key in settled if len(key) > companies.SHORT))


def _places(
    told: rows.Read[Reseller], listed: pd.DataFrame, findings: Findings
) -> list[str | None]:
    """The company of each row: an id of the list, or one of its own; None with a fault."""
    known = _Names.of(listed)
    return [
        _place(row, line, known, listed, findings)
        for row, line in zip(told.rows, told.lines, strict=True)
    ]


def _place(
    row: Reseller, line: int, known: _Names, listed: pd.DataFrame, findings: Findings
) -> str | None:
    typed = row.reseller_id
    if typed in listed.index:
        return typed
    if typed.upper().startswith(LISTED):
        return _spelt(typed, line, listed, findings)
    if not typed and not row.name:
        findings.fault(line, "reseller_id", "id_or_name")
        return None
    candidates = known.by_key.get(companies.key(row.name), ()) if row.name else ()
    if len(candidates) > 1:
        findings.fault(line, "name", "two_companies", found=row.name, known=list(candidates))
        return None
    if not candidates:
        _warn_near(row, line, known, listed, findings)
    return candidates[0] if candidates else typed or "own-" + plain(row.name).replace(" ", "-")


def _spelt(typed: str, line: int, listed: pd.DataFrame, findings: Findings) -> str | None:
    """An id of the list whatever its case; None with a fault when the list has none."""
    ids = {str(reseller).casefold(): str(reseller) for reseller in listed.index}
    if (same := ids.get(typed.casefold())) is None:
        close = nearest(typed, ids.values())
        findings.fault(line, "reseller_id", "unknown_reseller", found=typed, nearest=close)
    return same


def _warn_near(
    row: Reseller, line: int, known: _Names, listed: pd.DataFrame, findings: Findings
) -> None:
    """A long name close to one of the list may be the same company: a person decides."""
    key = companies.key(row.name)
    if len(key) <= companies.SHORT or row.invented:
        return
    found = process.extractOne(key, known.long, scorer=fuzz.ratio, score_cutoff=NEAR)
    if found:
        reseller = known.by_key[found[0]][0]
        name = str(listed.at[reseller, "name"])
        findings.warn("near_reseller", line, "name", found=row.name, name=name, id=reseller)


def _tell_twice(
    places: Iterable[str | None], told: rows.Read[Reseller], findings: Findings
) -> None:
    lines: dict[str, list[int]] = defaultdict(list)
    named: dict[str, str] = {}
    for reseller, row, line in zip(places, told.rows, told.lines, strict=True):
        if reseller is not None:
            same = named.setdefault(companies.key(row.name), reseller) if row.name else reseller
            lines[same].append(line)
    for reseller, where in lines.items():
        if len(where) > 1:
            findings.fault(where[0], "reseller_id", "reseller_twice", lines=where, found=reseller)
