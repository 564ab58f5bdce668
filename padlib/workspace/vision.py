"""`vision.yml`: where the client and its partners can go together in three years (CLIENT_FILES 4).

Everything that is wrong with the file is told at once: a key that cannot be read never hides what
is wrong with the others.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from padlib.workspace import yaml_files
from padlib.workspace.answers import check_case
from padlib.workspace.encodings import text_of
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Code, Kind, Number, Text
from padlib.workspace.names import PARTNER_ID, Owner
from padlib.workspace.settings import InTwoLanguages, ReaderText
from padlib.workspace.suggestions import nearest, plain
from padlib.workspace.yaml_files import Path
from padlib.workspace.yaml_reading import Reading

STEM = "vision"
HORIZON = 3  # years
YEARS = range(HORIZON + 1)  # year 0 is the one before the folder's
SIDES = ("vendor", "partner")
PATHS = {"linear": (1 / 3, 2 / 3, 1.0), "slow": (0.20, 0.55, 1.0)}
ROUNDING = 1e-9

# what a segment does not say is an assumption: column → key of the bank
ASSUMED = {"churn": "annual_churn", "revenue_per_customer": "annual_contract_value"}
BOUNDED = ("penetration_year3", *ASSUMED)  # with a low and a high value
UNNAMED = ""  # the partner of a share that names none
_TELLING = 4  # letters of a word that tells a name


class Shares(Kind):
    """One share for all years, or three of them, or four with that of year 0 in front.

    >>> Shares().read("0,4"), Shares().read(["0.7", "0.6", "0.5"])[1:]
    ((0.4, 0.4, 0.4, 0.4), (0.7, 0.6, 0.5))
    """

    def read(self, text: Any) -> tuple[float, ...]:
        """A share a year from year 0 on; NaN where the file says nothing of year 0."""
        if isinstance(text, str):
            return (float(SHARE.read(text)),) * len(YEARS)
        if not isinstance(text, list) or len(text) not in (HORIZON, HORIZON + 1):
            raise Bad("vision_shares")
        told = tuple(float(SHARE.read(one)) for one in _entries(text))
        return told if len(told) == len(YEARS) else (float("nan"), *told)


class Way(Kind):
    """`path`: how much of the way to year 3 is done each year, as a code or three numbers."""

    def read(self, text: Any) -> tuple[float, ...]:
        """Three numbers, of which the last is 1."""
        if isinstance(text, str):
            return PATHS[Code(tuple(PATHS), "vision_path").read(text)]
        if not isinstance(text, list) or len(text) != HORIZON:
            raise Bad("vision_path", found=_typed(text), nearest=None)
        way = tuple(float(Number().read(one)) for one in _entries(text))
        if abs(way[-1] - 1) > ROUNDING:
            raise Bad("vision_path_end", found=way[-1])
        return way


def _entries(told: list[Any]) -> list[Any]:
    if any(one is None for one in told):
        raise Bad("empty")
    return told


def _typed(told: Any) -> str:
    return ", ".join(map(str, told)) if isinstance(told, list) else str(told)


SHARE = Number(0, 1)
RATE = Number(-1, above=True)
MONEY = Number(0, money=True)
KINDS: Mapping[str, Kind] = {
    "id": Text(),
    "name": InTwoLanguages(),
    "target_companies": Number(0),
    "market_growth": RATE,
    "price_growth": RATE,
    "penetration_start": SHARE,
    "path": Way(),
    "direct_share": Shares(),
    **{
        f"{name}{bound}": MONEY if name == "revenue_per_customer" else SHARE
        for name in BOUNDED
        for bound in ("", "_low", "_high")
    },
}
PARTNERS = "partner_share_of_indirect"
REQUIRED = ("id", "target_companies", "penetration_start", "penetration_year3", "direct_share")
DEFAULTS: Mapping[str, Any] = {"market_growth": 0.0, "price_growth": 0.0, "path": PATHS["linear"]}

_NUMBERS = [
    *("target_companies", "market_growth", "price_growth", "penetration_start"),
    *(f"{name}{bound}" for name in BOUNDED for bound in ("", "_low", "_high")),
]
_PATH = [f"path_{year}" for year in YEARS[1:]]
_DIRECT = [f"direct_{year}" for year in YEARS]
_SHARE = [f"share_{year}" for year in YEARS]


@dataclass(frozen=True)
class Vision:
    """What the file says.

    Attributes
    ----------
    segments : DataFrame
        Indexed by segment id, in the order of the file: name_fr, name_en; target_companies,
        market_growth, price_growth, penetration_start; penetration_year3, churn and
        revenue_per_customer, each with `_low` and `_high`; path_1 to path_3; direct_0 to direct_3
        (year 0 is NaN when not told); churn_assumed, revenue_per_customer_assumed (bool): the
        value is that of the assumptions.
    shares : DataFrame
        Part of the indirect business, one row a segment and partner: segment, partner_id ("" for a
        share that names none), share_0 to share_3.
    requires : DataFrame
        What the vision asks of each side: side (vendor, partner), text_fr, text_en, owner (a role
        id, a name, or "").
    several : bool
        Of a vision narrowed to one partner: whether the file names others too, whom what is asked
        concerns as well.
    """

    segments: pd.DataFrame
    shares: pd.DataFrame
    requires: pd.DataFrame
    several: bool = False

    @property
    def partners(self) -> tuple[str, ...]:
        """Ids of the partners that the map names, in alphabetical order."""
        return tuple(sorted(set(self.shares["partner_id"]) - {UNNAMED}))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Keys of the assumptions that stand in for what some segment does not say."""
        return tuple(key for name, key in ASSUMED.items() if self.segments[f"{name}_assumed"].any())


def read(
    content: bytes, year: int, partners: pd.DataFrame | None, findings: Findings
) -> Vision | None:
    """What `vision.yml` says; None, with faults, when it cannot stand.

    Parameters
    ----------
    content : bytes
    year : int
        Of the folder: year 1 of the vision.
    partners : DataFrame or None
        The year's partners indexed by id, None when no file tells.
    findings : Findings
    """
    document = yaml_files.read(content, findings)
    if document is None:
        return None
    reading = Reading(document, findings)
    reading.known(document.values, ("segments", "requires"))
    segments = [
        _Segment(reading, ("segments", number), told)
        for number, told in reading.maps(("segments",), "vision_segments")
    ]
    _check_ids(segments, reading)
    _check_sums(segments, year, reading)
    _check_partners(segments, partners, reading)
    requires = list(_requires(reading))
    if findings.faults:
        return None
    return Vision(
        pd.DataFrame([one.row for one in segments])
        .astype({"id": "str", "name_fr": "str", "name_en": "str"})
        .set_index("id"),
        pd.DataFrame(
            [row for one in segments for row in one.shares], columns=["segment", *_SHARE_COLUMNS]
        ).astype({"segment": "str", "partner_id": "str", **dict.fromkeys(_SHARE, float)}),
        pd.DataFrame(requires, columns=["side", "text_fr", "text_en", "owner"], dtype="str"),
    )


_SHARE_COLUMNS = ["partner_id", *_SHARE]


def completed(told: Vision, assumptions: pd.DataFrame | None) -> Vision:
    """The vision with what a segment does not say taken from the assumptions, bounds included."""
    segments = told.segments.copy()
    for name, key in ASSUMED.items():
        lacking = segments[f"{name}_assumed"]
        if assumptions is not None and lacking.any():
            row = assumptions.loc[key].to_dict()
            for bound, column in (("", "value"), ("_low", "low"), ("_high", "high")):
                own = segments[f"{name}{bound}"]
                segments[f"{name}{bound}"] = own.mask(lacking, float(row[column]))
    return Vision(segments, told.shares.copy(), told.requires.copy())


def of_partner(told: Vision, partner: str, others: list[str]) -> Vision:
    """The vision as a partner may see it: its own shares, and the segments that they are of.

    Parameters
    ----------
    partner : str
        Its id.
    others : list of str
        Ids, names and people of the other partners: what is asked in words that hold one of them,
        or how one begins, is left out.
    """
    shares = told.shares[told.shares["partner_id"] == partner].reset_index(drop=True)
    own = told.segments.index.isin(shares["segment"])
    hidden = {spelt for name in others for spelt in _spellings(plain(name))}
    texts = told.requires[["text_fr", "text_en", "owner"]].itertuples(index=False)
    said = [f" {plain(' '.join(map(str, row)))} " for row in texts]
    may_say = [not any(f" {name} " in text for name in hidden) for text in said]
    requires = told.requires[may_say].reset_index(drop=True)
    return replace(
        told,
        segments=told.segments[own].copy(),
        shares=shares,
        requires=requires,
        several=len(told.partners) > 1,
    )


def _spellings(name: str) -> Iterator[str]:
    """A name, and its first word when it is one that nobody else would be told by."""
    yield from [name] if name else []
    first = name.partition(" ")[0]
    yield from [first] if len(first) >= _TELLING else []


def ids(content: bytes) -> tuple[str, ...]:
    """Ids of the segments, whatever the faults of the file.

    >>> ids(b"segments: [{id: health, churn: 2}, {id: 7}]")
    ('health', '7')
    """
    document = yaml_files.read(content, Findings(STEM))
    told = document.values.get("segments") if document else None
    entries = told if isinstance(told, list) else []
    found = (one.get("id") for one in entries if isinstance(one, dict))
    return tuple(str(one) for one in found if isinstance(one, str))


def is_untouched(content: bytes) -> bool:
    """Whether the file is a template that nobody has filled in: ids and paths of segments alone.

    >>> is_untouched(b"segments: [{id: segment1, path: linear, churn: }]")
    True
    >>> is_untouched(b"segments: [{id: segment1, churn: 0.1}]")
    False
    """
    findings = Findings(STEM)
    if text_of(content, findings) is None:
        return False
    document = yaml_files.read(content, findings)
    if document is None or findings.faults:
        return False
    return _says_nothing(document.values)


def _says_nothing(told: Any) -> bool:
    if isinstance(told, dict):
        return all(key in ("id", "path") or _says_nothing(value) for key, value in told.items())
    return told is None or (isinstance(told, list) and all(map(_says_nothing, told)))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


class _Segment:
    """One entry of `segments`: what it says, and its faults told."""

    def __init__(self, reading: Reading, path: Path, told: dict[str, Any]) -> None:
        self.reading, self.path, self.told = reading, path, told
        reading.known(told, (*KINDS, PARTNERS))
        self.values = {
            name: reading.value((*path, name), kind, told[name])
            for name, kind in KINDS.items()
            if name in told
        }
        for name in REQUIRED:
            if name not in told:
                reading.fault((*path, name), "key_missing")
        for name in BOUNDED:
            self._check_bounds(name)
        self._check_path()
        self.by_partner = self._partners()

    @property
    def id(self) -> str | None:
        return self.values.get("id")

    def _check_bounds(self, name: str) -> None:
        value = self.values.get(name)
        for bound, sign in (("_low", 1), ("_high", -1)):
            key = f"{name}{bound}"
            if key in self.told and name not in self.told:
                if name not in REQUIRED:  # a required value that lacks is told already
                    self.reading.fault((*self.path, key), "bounds_alone", found=name)
                continue
            limit = self.values.get(key)
            if limit is not None and value is not None and sign * (limit - value) > 0:
                told = {"found": limit, "value": value, "key": name}
                self.reading.fault((*self.path, key), "low_value_high", **told)

    def _check_path(self) -> None:
        """Every penetration on the way, in each scenario, is a share."""
        way, start = self.values.get("path"), self.values.get("penetration_start")
        if way is None or start is None:
            return
        for bound in ("_low", "", "_high"):
            end = self.values.get(f"penetration_year3{bound}")
            if end is None:
                continue
            for done in way:
                share = start + (end - start) * done
                if not -ROUNDING <= share <= 1 + ROUNDING:
                    self.reading.fault((*self.path, "path"), "vision_penetration", found=share)
                    return

    def _partners(self) -> dict[str, tuple[float, ...]]:
        """Shares of the indirect business by partner; "" for a share that names none."""
        told, path = self.told.get(PARTNERS), (*self.path, PARTNERS)
        if told is None:
            return {}
        if not isinstance(told, dict):
            shares = self.reading.value(path, Shares(), told)
            return {} if shares is None else {UNNAMED: shares}
        found = {}
        for key, value in told.items():
            partner = self.reading.value((*path, key), PARTNER_ID, str(key))
            shares = self.reading.value((*path, key), Shares(), value)
            if partner is not None and shares is not None:
                found[partner] = shares
        return found

    @property
    def row(self) -> dict[str, Any]:
        """The segment as one row of the frame; an assumed value is NaN until it is completed."""
        name: ReaderText = self.values.get("name") or ReaderText(
            self.values["id"], self.values["id"]
        )
        row: dict[str, Any] = {"id": self.values["id"], "name_fr": name.fr, "name_en": name.en}
        row |= {key: self._number(key) for key in _NUMBERS}
        row |= dict(zip(_PATH, self.values.get("path", DEFAULTS["path"]), strict=True))
        row |= dict(zip(_DIRECT, self.values["direct_share"], strict=True))
        return row | {f"{name}_assumed": name not in self.values for name in ASSUMED}

    def _number(self, key: str) -> float:
        """A number as told; a bound that is not is the value itself."""
        value = self.values.get(key, DEFAULTS.get(key))
        if value is None:
            value = self.values.get(key.removesuffix("_low").removesuffix("_high"))
        return float("nan") if value is None else float(value)

    @property
    def shares(self) -> list[tuple[Any, ...]]:
        return [(self.id, partner, *shares) for partner, shares in self.by_partner.items()]


# ── checks across the file ───────────────────────────────────────────────────────────────────────


def _check_ids(segments: list[_Segment], reading: Reading) -> None:
    first: dict[str, int | None] = {}
    for one in segments:
        path = (*one.path, "id")
        if one.id is None:
            continue
        if one.id in first:
            reading.fault(path, "segment_twice", found=one.id, at=first[one.id])
        first.setdefault(one.id, reading.line(path))


def _check_sums(segments: list[_Segment], year: int, reading: Reading) -> None:
    """All partners together make at most the whole of the indirect business of a year.

    The year of the largest sum is told.
    """
    for one in segments:
        by_year = zip(*one.by_partner.values(), strict=True)
        sums = [sum(one for one in shares if not math.isnan(one)) for shares in by_year]
        largest = max(sums, default=0.0)
        if largest > 1 + ROUNDING:
            told = {"found": largest, "year": str(year - 1 + sums.index(largest))}
            reading.fault((*one.path, PARTNERS), "vision_partners", **told)


def _check_partners(
    segments: list[_Segment], partners: pd.DataFrame | None, reading: Reading
) -> None:
    """Each partner must be in `partners.csv`; without that file, a warning."""
    at: dict[str, list[Path]] = {}
    for one in segments:
        for partner in one.by_partner:
            if partner != UNNAMED:
                at.setdefault(partner, []).append((*one.path, PARTNERS, partner))
    if partners is None:
        lines = {name: [reading.line(path) or 0 for path in paths] for name, paths in at.items()}
        check_case(lines, reading.findings, PARTNERS)
        if len(at) == 1:
            reading.findings.warn("partners_unknown", column=PARTNERS, found=next(iter(at)))
        elif at:
            reading.findings.warn("partners_unknown_many", column=PARTNERS, names=sorted(at))
        return
    known = [str(one) for one in partners.index]
    for name, paths in at.items():
        if known and name not in known:
            lines_ = sorted({reading.line(path) or 0 for path in paths})
            told = {"lines": lines_, "found": name, "nearest": nearest(name, known)}
            reading.fault(paths[0], "unknown_partner_row", **told)


def _requires(reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    """What is asked of each side, the vendor's first."""
    told = reading.document.values.get("requires")
    if told is None:
        return
    if not isinstance(told, dict):
        reading.fault(("requires",), "yaml_map")
        return
    reading.known(told, SIDES)
    kinds: Mapping[str, Callable[[], Kind]] = {"text": InTwoLanguages, "owner": Owner}
    for side in SIDES:
        for number, one in reading.maps(("requires", side)):
            path: Path = ("requires", side, number)
            reading.known(one, tuple(kinds))
            if "text" not in one:
                reading.fault((*path, "text"), "key_missing")
            read_ = {
                name: reading.value((*path, name), kind(), one[name])
                for name, kind in kinds.items()
                if name in one
            }
            if (text := read_.get("text")) is not None:
                yield side, text.fr, text.en, read_.get("owner") or ""
