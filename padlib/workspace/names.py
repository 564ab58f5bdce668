"""The names that a client's file may use: items, roles, sectors, regions, criteria, thresholds."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, ClassVar

import yaml

from padlib import banks
from padlib.workspace.kinds import Kind, Known, Number, Pattern, Text, spellings
from padlib.workspace.suggestions import plain

CLIENT_FORM = r"[a-z0-9][a-z0-9-]{0,39}"
PARTNER_FORM = r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}"
YEAR_FORM = r"[0-9]{4}"

CLIENT_ID = Pattern(CLIENT_FORM, "client_form")
PARTNER_ID = Pattern(PARTNER_FORM, "partner_form")

# thresholds that have a key of their own in client.yml, which is the one to use
OWN_KEYS = {
    "recruitment.shortlist_size": "shortlist_size",
    "recruitment.qualify_first": "qualify_first",
    "recruitment.meetings_per_week": "meetings_per_week",
    "recruitment.revenue_max_age_years": "revenue_max_age_years",
    "partner_map.manager_hours_year": "manager_hours_year",
}


def is_client_id(name: str) -> bool:
    """Whether a folder's name may be that of a client."""
    return re.fullmatch(CLIENT_FORM, name) is not None


@cache
def roles() -> Mapping[str, str]:
    """Every role id, by its plain spelling."""
    return spellings((role,) for role in banks.roles())


@cache
def vendor_roles() -> Mapping[str, str]:
    """Role ids of the vendor's side, by their plain spelling."""
    return spellings((role,) for role, told in banks.roles().items() if told["side"] == "vendor")


@cache
def sectors() -> Mapping[str, str]:
    """Sector tags, by tag or label in either language."""
    return spellings((str(tag), row.label_fr, row.label_en) for tag, row in _rows(banks.sectors()))


@cache
def regions() -> Mapping[str, str]:
    """Region codes, by code or name in either language."""
    return spellings((str(code), row.name_fr, row.name_en) for code, row in _rows(banks.regions()))


@cache
def items(bank: str) -> Mapping[str, str]:
    """Item ids of a bank, by their plain spelling."""
    return spellings((str(item),) for item in banks.load(bank).items.index)


@cache
def parts(group: str) -> Mapping[str, str]:
    """Ids of the dimensions, factors or themes of a step."""
    section = banks.rules(group)
    for name in ("dimensions", "factors", "themes"):
        if name in section:
            return spellings((part["id"],) for part in section[name])
    return {}


@cache
def criteria() -> Mapping[str, str]:
    """Ids of the criteria of the map and of recruitment."""
    return {**items("partner_map"), **items("recruitment")}


@cache
def kpis() -> Mapping[str, str]:
    """Ids of the KPIs of a joint plan, by their plain spelling."""
    return spellings((str(kpi["id"]),) for kpi in banks.business_plan()["kpis"])


@cache
def triggers() -> Mapping[str, str]:
    """Ids of what is decided in advance for a plan that leaves its way."""
    told = banks.business_plan()["adjustment_triggers"]
    return spellings((str(trigger["id"]),) for trigger in told)


@cache
def assumptions() -> Mapping[str, str]:
    """Keys of the assumptions."""
    return spellings((str(key),) for key in banks.assumptions().index)


@cache
def labels(field: str) -> tuple[str, ...]:
    """Codes of a column of the reseller list (`kind`, `status_code`, `revenue_scope`…)."""
    return tuple(str(code) for named, code in banks.reseller_labels().index if named == field)


@cache
def thresholds() -> Mapping[str, Number]:
    """Every number of the rules that a client may change, with its range (`ranges.yml`)."""
    text = resources.files(__package__).joinpath("ranges.yml").read_text("utf-8")
    told: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return {name: Number(**limits) for name, limits in told.items()}


@cache
def threshold_names() -> Mapping[str, str]:
    """Names of the thresholds, by their plain spelling."""
    return {plain(name): name for name in [*thresholds(), *OWN_KEYS]}


def _rows(table: Any) -> Any:
    return table.iterrows()


class Owner(Kind):
    """A role, by its id in any case, or somebody's name."""

    dtype: ClassVar[str] = "str"

    def read(self, text: Any) -> str:
        """The role's id, or the name as typed."""
        typed = Text().read(text)
        return roles().get(plain(typed), typed)


ROLE = Known(roles, "unknown_role")
VENDOR_ROLE = Known(vendor_roles, "unknown_role")
SECTOR = Known(sectors, "unknown_sector")
REGION = Known(regions, "unknown_region")
DIAGNOSTIC_ITEM = Known(lambda: items("diagnostic"), "unknown_item", "diagnostic")
PERCEPTION_ITEM = Known(lambda: items("perception"), "unknown_item", "perception")
CONVERGENCE_ITEM = Known(lambda: items("convergence"), "unknown_item", "convergence")
IDEA = Known(lambda: items("preconceived_ideas"), "unknown_idea", "preconceived_ideas")
KPI = Known(kpis, "unknown_kpi")
MILESTONE = Known(lambda: items("plan_100_days"), "unknown_milestone")
TRIGGER = Known(triggers, "unknown_trigger")
ASSUMPTION = Known(assumptions, "unknown_assumption")
CRITERION = Known(criteria, "unknown_criterion")
THRESHOLD = Known(threshold_names, "unknown_threshold")
