"""`client.yml`: who the client is, and what the steps ask of it (CLIENT_FILES 2).

`Settings.of(year)` is the file as it stands for one year: what `campaigns` says of that year wins,
key by key, over the rest of the file. A key that the file does not give is None here; its default
is the bank's, which `Folder.rules` puts in its place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from babel.numbers import list_currencies
from pydantic import Field

from padlib import banks
from padlib.workspace import names, yaml_files
from padlib.workspace.faults import LANGUAGES, Findings
from padlib.workspace.kinds import (
    Bad,
    Boolean,
    Code,
    Day,
    Kind,
    Known,
    Number,
    Text,
)
from padlib.workspace.suggestions import plain
from padlib.workspace.yaml_files import Document, Keys, Path

_ROUNDING = 1e-9


@dataclass(frozen=True)
class ReaderText:
    """A text for readers, in each language; typed once, it serves both."""

    fr: str
    en: str

    def text(self, language: str) -> str:
        """The text in a language."""
        return self.fr if language == "fr" else self.en


class InTwoLanguages(Kind):
    """A text, or `{fr: …, en: …}`."""

    def read(self, text: Any) -> ReaderText:
        """The text in both languages."""
        if not isinstance(text, dict):
            typed = Text().read(text)
            return ReaderText(typed, typed)
        told = {str(key): Text().read(value) for key, value in text.items()}
        if not told or not set(told) <= set(LANGUAGES):
            raise Bad("two_languages", found=", ".join(map(str, text)))
        one = next(iter(told.values()))
        return ReaderText(told.get("fr", one), told.get("en", one))


class Waves(Kind):
    """`recruitment_plan`: pairs [month, partners], months 1–36 increasing."""

    def read(self, text: Any) -> tuple[tuple[int, int], ...]:
        """The waves in order."""
        if not isinstance(text, list) or not all(isinstance(e, list) and len(e) == 2 for e in text):
            raise Bad("waves")
        waves = []
        for month, partners in text:
            try:
                read = Number(1, 36, whole=True).read(month), Number(0, whole=True).read(partners)
            except Bad:
                raise Bad("waves") from None
            waves.append((int(read[0]), int(read[1])))
        months = [month for month, _ in waves]
        if any(later <= first for first, later in pairwise(months)):
            raise Bad("waves")
        return tuple(waves)


class Year(Kind):
    """A year of four digits, as the folders are named."""

    def read(self, text: Any) -> int:
        """The year."""
        typed = str(text).strip()
        if not re.fullmatch(names.YEAR_FORM, typed):
            raise Bad("year_form", found=typed)
        return int(typed)


Positive = Number(0, above=True)
Count = Number(0, whole=True)
AtLeastOne = Number(1, whole=True)
Weight = Number(0)
Currency = Code(tuple(sorted(list_currencies())), "currency")


def _part(group: str) -> Known:
    return Known(lambda: names.parts(group), "unknown_part")


def _criterion(bank: str) -> Known:
    return Known(lambda: names.items(bank), "unknown_criterion")


class Weights(Keys):
    """`weight_overrides`: group → id → weight."""

    diagnostic: dict[Annotated[str, _part("diagnostic")], Annotated[float, Weight]] = Field(
        default_factory=dict
    )
    perception: dict[Annotated[str, _part("perception")], Annotated[float, Weight]] = Field(
        default_factory=dict
    )
    convergence: dict[Annotated[str, _part("convergence")], Annotated[float, Weight]] = Field(
        default_factory=dict
    )
    partner_map: dict[Annotated[str, _criterion("partner_map")], Annotated[float, Weight]] = Field(
        default_factory=dict
    )
    recruitment: dict[Annotated[str, _criterion("recruitment")], Annotated[float, Weight]] = Field(
        default_factory=dict
    )


class Bounds(Keys):
    """`bounds_overrides` of one criterion."""

    lo: Annotated[float | None, Number()] = None
    hi: Annotated[float | None, Number()] = None
    target_lo: Annotated[float | None, Number()] = None
    target_hi: Annotated[float | None, Number()] = None


class ServicesDays(Keys):
    """`services_days`: days of service with each new customer."""

    integration: Annotated[float, Number(0)] = 0.0
    configuration: Annotated[float, Number(0)] = 0.0
    training: Annotated[float, Number(0)] = 0.0
    consulting: Annotated[float, Number(0)] = 0.0


class Yearly(Keys):
    """The keys marked ʸ, which a campaign may set for its own year."""

    form: Annotated[str | None, Code(("full", "short"))] = None
    named: Annotated[bool | None, Boolean()] = None
    perception_invited: Annotated[int | None, AtLeastOne] = None
    uplift_scenario: Annotated[bool | None, Boolean()] = None
    people: dict[Annotated[str, names.ROLE], Annotated[str, Text()]] = Field(default_factory=dict)
    target_sectors: tuple[Annotated[str, names.SECTOR], ...] = ()
    territory: tuple[Annotated[str, names.REGION], ...] = ()
    target_new_customers_year: Annotated[int | None, AtLeastOne] = None
    shortlist_size: Annotated[int | None, AtLeastOne] = None
    qualify_first: Annotated[int | None, AtLeastOne] = None
    meetings_per_week: Annotated[int | None, AtLeastOne] = None
    revenue_max_age_years: Annotated[int | None, AtLeastOne] = None
    list_size: Annotated[int | None, Count] = None
    recruitment_plan: Annotated[tuple[tuple[int, int], ...] | None, Waves()] = None
    manager_hours_year: Annotated[float | None, Positive] = None
    mode: Annotated[str | None, Code(("subscription", "perpetual", "referral"))] = None
    services_days: ServicesDays | None = None
    weight_overrides: Weights = Field(default_factory=Weights)
    bounds_overrides: dict[Annotated[str, names.CRITERION], Bounds] = Field(default_factory=dict)
    thresholds: dict[Annotated[str, names.THRESHOLD], Any] = Field(default_factory=dict)


class Campaign(Yearly):
    """What stands for one year alone, with its dates."""

    from_: Annotated[date | None, Day()] = Field(default=None, alias="from")
    to: Annotated[date | None, Day()] = None
    as_of: Annotated[date | None, Day()] = None


class Settings(Yearly):
    """A client's file; see CLIENT_FILES 2 for the meaning, unit and default of each key.

    `kind` and `distribution` are `ReaderText`; `target_sectors` are tags of the sectors bank, and
    `territory` codes of regions, whatever their spelling in the file.
    """

    client_id: Annotated[str, names.CLIENT_ID]
    name: Annotated[str, Text()]
    fictional: Annotated[bool, Boolean()] = False
    kind: Annotated[ReaderText | None, InTwoLanguages()] = None
    distribution: Annotated[ReaderText | None, InTwoLanguages()] = None
    language: Annotated[str, Code(LANGUAGES)] = "fr"
    currency: Annotated[str, Currency] = "EUR"
    eur_rate: Annotated[float | None, Positive] = None
    logo: Annotated[str | None, Text()] = None
    campaigns: dict[Annotated[int, Year()], Campaign] = Field(default_factory=dict)

    @property
    def rate(self) -> float | None:
        """Units of the client's currency for one euro: 1 in euros, None when it is not told."""
        return 1.0 if self.currency == "EUR" else self.eur_rate

    def campaign(self, year: int) -> Campaign:
        """The campaign of a year; an empty one when the file has none."""
        return self.campaigns.get(year) or Campaign()

    def of(self, year: int) -> "Settings":
        """The file as it stands for a year."""
        campaign = self.campaign(year)
        given = campaign.model_fields_set & set(Yearly.model_fields)
        return self.model_copy(update={name: getattr(campaign, name) for name in given})

    def person(self, role: str) -> str:
        """Who holds a role, "" when the file does not say."""
        return self.people.get(role, "")


def defaults(client: str) -> Settings:
    """The settings of a client without `client.yml`."""
    return Settings.model_construct(client_id=client, name=client)


def language_of(content: bytes) -> str:
    """The language that a file with faults seems to ask for, to tell them in."""
    asked = re.search(rb"\blanguage\s*:\s*[\"']?(fr|en)\b", content, re.IGNORECASE)
    return asked[1].decode().lower() if asked else LANGUAGES[0]


def read(content: bytes, client: str, findings: Findings) -> Settings | None:
    """The settings in a client's file; None, with faults, when they cannot stand."""
    document = yaml_files.read(content, findings)
    if document is None:
        return None
    settings = yaml_files.validated(Settings, document, findings)
    if settings is not None:
        _check_identity(settings, client, document, findings)
        for path, scope in _scopes(settings):
            _check_scope(scope, _Place(path, document, findings))
    return None if findings.faults else _with_numbers(settings)


def _with_numbers(settings: Settings | None) -> Settings | None:
    """Thresholds as numbers, once their names and ranges are known to be right."""
    if settings is None:
        return None
    scopes = {
        # a campaign without thresholds must not look as if it had set them: the client's hold then
        year: campaign.model_copy(update={"thresholds": _numbers(campaign)})
        if campaign.thresholds
        else campaign
        for year, campaign in settings.campaigns.items()
    }
    return settings.model_copy(update={"campaigns": scopes, "thresholds": _numbers(settings)})


def _numbers(scope: Yearly) -> dict[str, float]:
    return {name: names.thresholds()[name].read(text) for name, text in scope.thresholds.items()}


def _scopes(settings: Settings) -> Iterator[tuple[Path, Yearly]]:
    yield (), settings
    for year, campaign in settings.campaigns.items():
        yield ("campaigns", str(year)), campaign


def _check_identity(
    settings: Settings, client: str, document: Document, findings: Findings
) -> None:
    if settings.client_id != client:
        line = document.line(("client_id",))
        findings.fault(line, "client_id", "client_id", found=settings.client_id, folder=client)
    if settings.currency == "EUR" and settings.eur_rate not in (None, 1):
        findings.fault(document.line(("eur_rate",)), "eur_rate", "eur_rate")


def _check_scope(scope: Yearly, place: "_Place") -> None:
    if isinstance(scope, Campaign) and scope.from_ and scope.to and scope.from_ > scope.to:
        place.fault(("to",), "campaign_dates", found=scope.to, low=scope.from_)
    sides = banks.roles()
    for role in scope.people:
        if sides[role]["side"] == "partner":
            place.warn(("people", role), "partner_role", found=role)
    _check_thresholds(scope, place)
    _check_weights(scope, place)
    for criterion in scope.bounds_overrides:
        _check_bounds(criterion, scope.bounds_overrides[criterion], place)


@dataclass(frozen=True)
class _Place:
    """Where in the file the keys of a scope stand."""

    path: Path
    document: Document
    findings: Findings

    def key(self, names_: Path) -> tuple[int | None, str]:
        """Line and dotted name of a key; ids are found whatever their case."""
        path = self.path + names_
        for told in self.document.lines:
            if len(told) == len(path) and all(
                plain(str(a)) == plain(str(b)) for a, b in zip(told, path, strict=True)
            ):
                return self.document.lines[told], yaml_files.dotted(told)
        return self.document.line(path), yaml_files.dotted(path)

    def fault(self, names_: Path, code: str, **values: Any) -> None:
        line, key = self.key(names_)
        self.findings.fault(line, key, code, **values)

    def warn(self, names_: Path, code: str, **values: Any) -> None:
        line, key = self.key(names_)
        self.findings.warn(code, line, key, **values)


def _check_thresholds(scope: Yearly, place: _Place) -> None:
    for name, text in scope.thresholds.items():
        if own := names.OWN_KEYS.get(name):
            place.fault(("thresholds", name), "threshold_own_key", own=own)
            continue
        try:
            names.thresholds()[name].read(text)
        except Bad as bad:
            place.fault(("thresholds", name), bad.code, **bad.values)


def _check_weights(scope: Yearly, place: _Place) -> None:
    for group in Weights.model_fields:
        if weights_all_zero(group, getattr(scope.weight_overrides, group)):
            place.fault(("weight_overrides", group), "weights_zero")


def weights_all_zero(group: str, told: Mapping[str, float]) -> bool:
    """Whether weights, over those of the bank, leave an axis without any."""
    return any(
        not any(told.get(part, weight) > 0 for part, weight in axis.items())
        for axis in weight_groups()[group]
    )


def weight_groups() -> dict[str, list[dict[str, float]]]:
    """Group → the weights of each of its axes in the bank (the map has two, the others one)."""
    groups = {
        group: [{part["id"]: float(part["weight"]) for part in banks.rules(group)[name]}]
        for group, name in (
            ("diagnostic", "dimensions"),
            ("perception", "factors"),
            ("convergence", "themes"),
        )
    }
    recruitment = banks.load("recruitment").items["weight"]
    groups["recruitment"] = [{str(key): float(weight) for key, weight in recruitment.items()}]
    criteria = banks.load("partner_map").items
    groups["partner_map"] = [
        {str(key): float(weight) for key, weight in axis["weight"].items()}
        for _, axis in criteria.groupby("axis", sort=False)
    ]
    return groups


def _check_bounds(criterion: str, told: Bounds, place: _Place) -> None:
    wrong = bounds_fault(criterion, told)
    if wrong:
        code, values = wrong
        place.fault(("bounds_overrides", criterion), code, **values)


def bounds_fault(criterion: str, told: Bounds) -> tuple[str, dict[str, Any]] | None:
    """What is wrong with a criterion's bounds, over those of the bank: a code and its values."""
    bank = "partner_map" if criterion.startswith("PM-") else "recruitment"
    row = banks.load(bank).items.loc[criterion]
    aims = row["direction"] == "target"
    if not aims and (told.target_lo is not None or told.target_hi is not None):
        return "bounds_target", {"found": criterion}
    lo, hi = _or(told.lo, row["lo"]), _or(told.hi, row["hi"])
    if not lo < hi:
        return "bounds_order", {"low": lo, "high": hi}
    if aims:
        low, high = _or(told.target_lo, row["target_lo"]), _or(told.target_hi, row["target_hi"])
        if not lo - _ROUNDING <= low <= high <= hi + _ROUNDING:
            return "bounds_inside", {"low": lo, "high": hi, "found": f"{low:g} – {high:g}"}
    return None


def _or(told: float | None, bank: Any) -> float:
    return float(bank) if told is None else told
