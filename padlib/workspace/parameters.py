"""Parameters of the reports: their kinds and ranges (CLIENT_FILES 8).

A parameter that is None says nothing: the client's file or the bank has the value.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from padlib.workspace import names
from padlib.workspace.faults import LANGUAGES, BadParameters, Fault
from padlib.workspace.kinds import Bad, Boolean, Code, Day, Kind, Number, Several, Text
from padlib.workspace.settings import AtLeastOne, Count, Waves, Year
from padlib.workspace.suggestions import nearest

_DRAWS = Number(100, 100_000, whole=True)


@cache
def kinds() -> Mapping[str, Kind]:
    """Kind of every parameter, by name; a name means the same in every workbook."""
    return {
        "client": names.CLIENT_ID,
        "year": Year(),
        "language": Code(LANGUAGES),
        "audience": Code(("internal", "partner")),
        "partner": names.PARTNER_ID,
        "as_of": Day(),
        "issued": Day(),
        "draft": Boolean(),
        "target_level": Number(1, 4),
        "monthly_capacity": Number(1, 60, whole=True),
        "action_horizon_months": Number(1, 12, whole=True),
        "form": Code(("full", "short")),
        "min_coverage": Number(0, 1),
        "crosshair": Code(("mean", "midpoint")),
        "named": Boolean(),
        "map_threshold": Code(("fixed", "median")),
        "draws": _DRAWS,
        "mc_draws": _DRAWS,
        "seed": Count,
        "moment": Code(("auto", "before", "after")),
        "uplift_scenario": Boolean(),
        "average_ramp": Number(0, 1, above=True),
        "mode": Code(("subscription", "perpetual", "referral")),
        "target_new_customers_year": AtLeastOne,
        "shortlist_size": AtLeastOne,
        "qualify_first": AtLeastOne,
        "list_size": Count,
        "revenue_max_age_years": AtLeastOne,
        "meetings_per_week": AtLeastOne,
        "kind": Code(("monthly", "quarterly")),
        "recruitment_plan": Waves(),
        "show": Code(("answer", "question")),
        "clients": Several(Text()),
        "codes": Boolean(),
    }


def read(
    given: Mapping[str, Any], known: Iterable[str] | None = None, language: str = "fr"
) -> dict[str, Any]:
    """Parameters as values: numbers, dates and codes as the method spells them.

    Parameters
    ----------
    given : mapping
        As typed in a notebook or on the command line (texts are read as in a table); None says
        nothing and stays None. A name that is not here (a variant's own) is passed on as it is.
    known : iterable of str, optional
        The names that the report has; any other is refused.

    Raises
    ------
    BadParameters
        With every unknown name, wrong type and value out of range.

    Examples
    --------
    >>> read({"year": 2026, "min_coverage": "0,5", "draft": None})
    {'year': 2026, 'min_coverage': 0.5, 'draft': None}
    """
    faults: list[Fault] = []
    values = {}
    names_known = None if known is None else list(known)
    for name, value in given.items():
        if names_known is not None and name not in names_known:
            close = nearest(name, names_known)
            told = {"found": name, "nearest": close, "known": names_known}
            faults.append(Fault("", None, None, "unknown_parameter", told))
            continue
        kind = kinds().get(name)
        try:
            values[name] = value if value is None or kind is None else kind.read(_typed(value))
        except Bad as bad:
            told = bad.values | {"name": name, "found": value}
            faults.append(Fault("", None, name, bad.code, told | {"parameter": True}))
    if faults:
        raise BadParameters(faults, language)
    return values


def day(value: Any, name: str = "as_of", language: str = "fr") -> date | None:
    """A date parameter, typed or already a date."""
    read_: date | None = read({name: value}, language=language)[name]
    return read_


def _typed(value: Any) -> Any:
    """A value of a program as people would have typed it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return [_typed(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)
