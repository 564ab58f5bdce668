"""The method's numbers as a client has them: bank, then thresholds, client's keys, parameters."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from padlib import banks
from padlib.workspace.settings import ServicesDays, Settings

ROUNDING = 1e-9

Changed = Callable[[str, object, object, str], None]
Renormalised = Callable[[str, float], None]

# what client.yml says of a step under a key of its own: key → the name in the step's rules
CLIENT_KEYS: Mapping[str, tuple[str, ...]] = {
    "diagnostic": ("form",),
    "perception": ("named", "perception_invited"),
    "convergence": ("uplift_scenario",),
    "partner_map": ("manager_hours_year",),
    "recruitment": (
        "target_new_customers_year",
        "list_size",
        "shortlist_size",
        "qualify_first",
        "meetings_per_week",
        "revenue_max_age_years",
    ),
    "earnings": ("mode", "services_days"),
    "channel_investment": ("recruitment_plan", "target_new_customers_year", "mode"),
}
DEFAULTS = {"form": "full", "named": True, "uplift_scenario": False, "mode": "subscription"}
SIMULATION = ("simulation", ("draws", "seed", "lambda", "percentiles"))
# numbers of a step that stand in another section of the rules (METHOD 7.5, 11.4, 17)
SHARED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "partner_map": ("recruitment", ("weight_draws", "dirichlet_concentration", "seed")),
    "earnings": SIMULATION,
    "channel_investment": SIMULATION,
    "plan_projection": SIMULATION,
}
# what only a report's parameter says, and its default
PARAMETERS_ALONE: Mapping[str, Mapping[str, object]] = {
    "convergence": {"moment": "auto"},
    "partner_map": {"map_threshold": "fixed"},
    "vision": {"average_ramp": 1.0},
}
# the assumption that is the default of a rule
FROM_ASSUMPTIONS = {
    "diagnostic": {"horizon_months": "action_horizon_months"},
    "recruitment": {"list_size": "target_list_size"},
    "partner_map": {"strategic_revenue_share": "strategic_revenue_share"},
}
# a report's parameter whose name is not that of the rule it sets
PARAMETER_RULES = {
    "diagnostic": {"action_horizon_months": "horizon_months"},
    "recruitment": {"draws": "weight_draws"},
    "partner_map": {"draws": "weight_draws"},
    "perception": {"crosshair": "ipa_crosshair"},
    "earnings": {"mc_draws": "draws"},
    "channel_investment": {"mc_draws": "draws"},
    "plan_projection": {"mc_draws": "draws"},
}
PLANS = ("business_plan", "plan_projection")  # whose deals are weighted by their stage
PARTS = {"diagnostic": "dimensions", "perception": "factors", "convergence": "themes"}

CLIENT_FILE = "client.yml"


def rules(
    step: str, settings: Settings, changed: Changed, renormalised: Renormalised
) -> dict[str, Any]:
    """A step's section of the rules as the client's file has it."""
    section: dict[str, Any] = banks.rules().get(step, {}) | {"effort": banks.effort()}
    _apply_thresholds(step, section, settings, changed)
    section |= _shared(step, settings, changed) | dict(PARAMETERS_ALONE.get(step, {}))
    for name in CLIENT_KEYS.get(step, ()):
        default = section.get(name, DEFAULTS.get(name, _assumed(step, name)))
        told = getattr(settings, name)
        told = told.model_dump() if isinstance(told, ServicesDays) else told
        section[name] = default if told is None else told
        if told is not None and default is not None:
            changed(f"{step}.{name}", told, default, CLIENT_FILE)
    if step in PLANS:
        section["stage_probability"] = dict(banks.business_plan()["forecast"]["stage_probability"])
    if step in PARTS:
        _apply_weights(step, section[PARTS[step]], settings, changed, renormalised)
    return section


def _shared(step: str, settings: Settings, changed: Changed) -> dict[str, Any]:
    """Numbers that another section holds for the step too, as the client has them."""
    home, shared = SHARED.get(step, ("", ()))
    held = banks.rules().get(home, {})
    numbers = {name: held[name] for name in shared}
    for name in shared:
        if (told := settings.thresholds.get(f"{home}.{name}")) is not None:
            changed(f"{home}.{name}", told, numbers[name], CLIENT_FILE)
            numbers[name] = told
    return numbers


def _assumed(step: str, rule: str) -> int | None:
    """The default of a rule that the bank holds as an assumption."""
    key = FROM_ASSUMPTIONS.get(step, {}).get(rule)
    return None if key is None else int(banks.assumptions().at[key, "value"])  # type: ignore[arg-type]


def criteria(
    step: str, settings: Settings, changed: Changed, renormalised: Renormalised
) -> pd.DataFrame:
    """A step's criteria with the client's weights and bounds; weights sum to 100 on each axis."""
    items = banks.load(step).items
    items["weight"] = items["weight"].astype(float)
    bank: dict[Any, Any] = items.to_dict("index")
    told: Mapping[str, float] = getattr(settings.weight_overrides, step)
    for criterion, weight in told.items():
        changed(f"{step}.{criterion}.weight", weight, bank[criterion]["weight"], CLIENT_FILE)
        items.loc[criterion, "weight"] = weight
    _renormalise(step, items, told, renormalised)
    for criterion, bounds in settings.bounds_overrides.items():
        if criterion in items.index:
            for bound, value in bounds.model_dump(exclude_none=True).items():
                name = f"{step}.{criterion}.{bound}"
                changed(name, value, bank[criterion][bound], CLIENT_FILE)
                items.loc[criterion, bound] = value
    return items


def _renormalise(
    step: str, items: pd.DataFrame, told: Mapping[str, float], renormalised: Renormalised
) -> None:
    """Bring the weights of each axis that the client changed back to 100."""
    axes = items.groupby("axis").groups if "axis" in items else {"": items.index}
    for axis, criteria_ in axes.items():
        total = float(items.loc[criteria_, "weight"].sum())
        if set(told) & set(criteria_) and abs(total - 100) > ROUNDING:
            renormalised(f"{step} {axis}".strip(), total)
            items.loc[criteria_, "weight"] *= 100 / total


def _apply_thresholds(
    step: str, section: dict[str, Any], settings: Settings, changed: Changed
) -> None:
    for name, value in settings.thresholds.items():
        room, *path = name.split(".")
        if room not in (step, "effort"):
            continue
        held = section["effort"] if room == "effort" else section
        for part in path[:-1]:
            held = held[part]
        changed(name, value, held[path[-1]], CLIENT_FILE)
        held[path[-1]] = value


def _apply_weights(
    step: str,
    parts: list[dict[str, Any]],
    settings: Settings,
    changed: Changed,
    renormalised: Renormalised,
) -> None:
    told: Mapping[str, float] = getattr(settings.weight_overrides, step)
    for part in parts:
        if part["id"] in told:
            weight = told[part["id"]]
            changed(f"{step}.{part['id']}.weight", weight, part["weight"], CLIENT_FILE)
            part["weight"] = weight
    total = sum(part["weight"] for part in parts)
    if told and abs(total - 100) > ROUNDING:
        renormalised(step, total)
        for part in parts:
            part["weight"] *= 100 / total
