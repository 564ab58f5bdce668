"""Where can we go in three years? The what-if of the vision, of one segment or of several
(METHOD 9)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from padlib.display.figures import what_if as figures
from padlib.display.figures.what_if import Stack
from padlib.display.formats import is_missing
from padlib.display.pages import vision as page
from padlib.display.words import Words
from padlib.method import vision
from padlib.method.vision import BASE, YEARS, Analysis, Joint, Network, Plan
from padlib.widgets.assumption_knobs import MOST, PERCENT, Sort, around, round_step, usual
from padlib.widgets.models import COUNT, MONEY, SHARE, Knob, Line, Model, Outcome, Values
from padlib.workspace.kinds import Number
from padlib.workspace.vision import ASSUMED, KINDS, Vision

NAME = "vision"
RAMP = "average_ramp"  # of the network, not of a segment
END, SHARED = "penetration_year3", "direct_share"
# by segment, what moves the result most first; a share told year by year is not one number
MOVING = (END, "revenue_per_customer", "churn", "target_companies", SHARED)
DIRECT = [f"direct_{year}" for year in YEARS]
PATH = [f"path_{year}" for year in YEARS[1:]]
SHARES = (END, "churn", SHARED)
ROUND = 0.05  # shares of a range end on a multiple of it
RAMPS = (0.25, 1.0)  # usual: partners on their way, partners autonomous
LITTLE = 0.01
FINE = 0.005  # step of a penetration


def model(folder: Any, say: Words, average_ramp: float | None = None) -> Model:
    """The what-if of the vision; in a partner's edition, of its own part alone.

    Parameters
    ----------
    folder : Folder
    say : Words
    average_ramp : float, optional
        As the report is asked.
    """
    asked = _asked(folder, average_ramp)
    drawn = "revenue" if asked.network else "joint"

    def draw(filed: Outcome, now: Outcome, extent: tuple[float, float]) -> bytes:
        title = f"what_if.{NAME}.axis.{drawn}"
        return figures.png(figures.draw_stacks(filed.drawn, now.drawn, extent, title, say))

    def alternative(filed: Outcome, now: Outcome) -> str:
        told = {"now": _listed(now, say), "base": _listed(filed, say)}
        return say(f"what_if.{NAME}.alternative.{drawn}", **told)

    return Model(
        name=NAME,
        knobs=tuple(_knobs(folder, asked, say)),
        outcome=lambda values: _outcome(asked, values, say),
        draw=draw,
        alternative=alternative,
    )


class _Asked(NamedTuple):
    """What the model is asked with: the file, the network there is, whose part."""

    plan: Vision
    network: Network | None  # None in a partner's edition, which tells nothing of the network
    year: int
    partner: str


def _asked(folder: Any, average_ramp: float | None) -> _Asked:
    network = None
    if folder.audience == page.INTERNAL:
        ramp = folder.rules("vision", average_ramp=average_ramp)[RAMP]
        partners = folder.partners() if folder.has("partners") else None
        network = Network.of(partners, folder.assumptions(uses=vision.KEYS), ramp)
    return _Asked(folder.vision(), network, folder.year, folder.partner_id)


def _outcome(asked: _Asked, values: Values, say: Words) -> Outcome:
    segments = moved(asked.plan.segments, values)
    told: dict[str, Any] = {"year": asked.year, "partner": asked.partner}
    if asked.network is None:
        return _of_joint(vision.joint(segments, asked.plan.shares, **told), say)
    ramp = float(values.get(RAMP, asked.network.average_ramp))
    network = asked.network._replace(average_ramp=ramp)
    return shown(vision.analysis(segments, asked.plan.shares, network, **told), say)


def moved(segments: pd.DataFrame, values: Values) -> pd.DataFrame:
    """The segments with the values of the knobs in place; bounds stay, which the base case does
    not look at."""
    table = segments.copy()
    for key, value in values.items():
        if key != RAMP:
            segment, name = key.removeprefix(f"{NAME}.").rsplit(".", 1)
            table.loc[segment, DIRECT if name == SHARED else [name]] = float(value)
    return table


# ── knobs ────────────────────────────────────────────────────────────────────────────────────────


def _knobs(folder: Any, asked: _Asked, say: Words) -> Iterator[Knob]:
    """As many as there may be, those of a segment together, the largest segment first."""
    segments, last = asked.plan.segments, asked.year + vision.HORIZON - 1
    revenue = vision.projection(Plan.of(segments))["revenue"][:, -1]
    order = [str(segments.index[place]) for place in np.argsort(-revenue, kind="stable")]
    found = [(one, name) for name in MOVING for one in order if _is_one(segments.loc[one], name)]
    kept = found[: MOST if asked.network is None else MOST - 1]
    used = _assumptions(folder, asked)
    for segment, name in sorted(kept, key=lambda told: order.index(told[0])):
        yield _of_segment(_Place(segment, name, segments.loc[segment], used), folder, last, say)
    if asked.network is not None:
        yield _ramp(asked.network.average_ramp, say)


def _assumptions(folder: Any, asked: _Asked) -> pd.DataFrame:
    """What stands in for a number that the file does not say; to a partner, where it does alone."""
    if asked.network is not None:
        table: pd.DataFrame = folder.assumptions()
        return table
    told: pd.DataFrame = folder.assumptions(uses=asked.plan.assumptions)
    return told.reindex(list(ASSUMED.values()))


def _is_one(row: Any, name: str) -> bool:
    """Whether a segment tells something as one number."""
    told = row[DIRECT if name == SHARED else [name]].astype(float)
    return bool(told.notna().all() and told.nunique() == 1)


@dataclass(frozen=True)
class _Place:
    """A number of a segment: which one, its row, and the assumptions that stand in for it."""

    segment: str
    name: str
    row: Any
    used: pd.DataFrame

    @property
    def value(self) -> float:
        return float(self.row[DIRECT[-1] if self.name == SHARED else self.name])

    @property
    def grade(self) -> str:
        """That of the assumption, where the file leaves the number to it."""
        if self.name in ASSUMED and self.row[f"{self.name}_assumed"]:
            return str(self.used.loc[ASSUMED[self.name], "grade"])
        return ""

    @property
    def assumed(self) -> float:
        """What holds when the file says nothing: the assumption; the value itself without one."""
        told: Any = self.used.at[ASSUMED[self.name], "value"] if self.name in ASSUMED else math.nan
        return self.value if math.isnan(told) else float(told)


def _of_segment(place: _Place, folder: Any, last: int, say: Words) -> Knob:
    low, high = _usual(place, folder.settings.rate)
    sort = _sort(place, high - low, say)
    name = say(f"what_if.{NAME}.number.{place.name}", year=last)
    segment = str(place.row[f"name_{say.language}"])
    return Knob(
        key=f"{NAME}.{place.segment}.{place.name}",
        label=say(f"what_if.{NAME}.label", name=name, segment=segment),
        filed=place.value,
        default=place.assumed,
        low=max(low, sort.least or 0.0),
        high=high if sort.most is None else min(high, sort.most),
        least=sort.least,
        most=sort.most,
        step=sort.step,
        unit=sort.unit,
        share=sort.share,
        grade=place.grade,
    )


def _usual(place: _Place, rate: float | None) -> tuple[float, float]:
    """The range: the bank's, or up to twice the value where it has none."""
    value = place.value
    if place.name in ASSUMED:
        _, low, high = usual(ASSUMED[place.name], rate)
        bounds = (float(place.row[f"{place.name}_{bound}"]) for bound in ("low", "high"))
        return around(value, *bounds) if math.isnan(low) else (low, high)
    if place.name == SHARED:
        return 0.0, 1.0
    if place.name == END:
        return 0.0, max(ROUND, math.ceil(2 * value / ROUND) * ROUND)
    return around(value, value, value)


def _sort(place: _Place, span: float, say: Words) -> Sort:
    if place.name in SHARES:
        least, most = reach(place.row) if place.name == END else (0.0, 1.0)
        step = FINE if place.name == END else 0.01
        return Sort(step, least, most, PERCENT, share=True)
    kind = KINDS[place.name]
    money = isinstance(kind, Number) and kind.money
    unit = say.format.unit() if money else say(f"what_if.{NAME}.companies")
    return Sort(max(round_step(span), 1.0), 0.0, None, unit)


def reach(row: Any) -> tuple[float, float]:
    """The penetrations of year 3 that keep every year on the way between none and all.

    >>> reach({"penetration_start": 0.5, "path_1": 0.5, "path_2": 2.0, "path_3": 1.0})
    (0.25, 0.75)
    """
    start = float(row["penetration_start"])
    least, most = 0.0, 1.0
    for done in (float(row[one]) for one in PATH):
        if done != 0:
            ends = sorted((start - start / done, start + (1 - start) / done))
            least, most = max(least, ends[0]), min(most, ends[1])
    return least, most


def _ramp(filed: float, say: Words) -> Knob:
    return Knob(
        key=RAMP,
        label=say("vision.parameter.average_ramp"),
        filed=float(filed),
        default=vision.AVERAGE_RAMP,
        low=RAMPS[0],
        high=RAMPS[1],
        least=min(LITTLE, float(filed)),
        most=1.0,
        step=0.05,
        unit=PERCENT,
        share=True,
    )


# ── what comes out ───────────────────────────────────────────────────────────────────────────────


def shown(found: Analysis, say: Words) -> Outcome:
    """Customers and revenue of the last year, and what it asks of the network."""
    total = found.totals[BASE]
    year, worst = found.years[-1], _worst(found)
    customers, revenue = (float(total[one].iloc[-1]) for one in ("customers", "revenue"))
    values = {"customers": page.whole(customers), "revenue": revenue, "lacking": worst["lacking"]}
    values |= page.pace(found)
    ratio = None if is_missing(worst["ratio"]) else float(worst["ratio"])
    key = f"what_if.{NAME}"
    stacks = [
        Stack(say(f"{key}.year", year=one), (float(row["direct"]), float(row["indirect"])))
        for one, (_, row) in zip(found.years[1:], total.iloc[1:].iterrows(), strict=True)
    ]
    return Outcome(
        headline=say(f"{key}.headline.{page.outcome(found)}", year=year, **values),
        lines=(
            Line(say(f"{key}.line.customers", year=year), customers, COUNT),
            Line(say(f"{key}.line.revenue", year=year), revenue, MONEY),
            Line(say(f"{key}.line.network"), ratio, SHARE, _why_not(found, say)),
        ),
        extent=_extent(stacks),
        drawn=_printed(stacks, ("direct", "indirect"), say),
    )


def _worst(found: Analysis) -> dict[str, Any]:
    """The year that asks most of the network."""
    return {str(name): one for name, one in found.feasibility.loc[found.worst].items()}


def _why_not(found: Analysis, say: Words) -> str:
    """Why there is no load of the network; "" when there is one."""
    if not is_missing(_worst(found)["ratio"]):
        return ""
    return say(f"what_if.{NAME}.absent.{'unknown' if found.network.active is None else 'nobody'}")


def _of_joint(found: Joint, say: Words) -> Outcome:
    """What is done together in the first and last years, and the customers won."""
    total, key = found.totals[BASE], f"what_if.{NAME}"
    first, last = (float(total["joint"].iloc[place]) for place in (1, -1))
    won = float(total["new_joint"].iloc[1:].sum())
    years = {"first": found.years[1], "last": found.years[-1]}
    told = zip(found.years[1:], total["joint"].iloc[1:], strict=True)
    stacks = [Stack(say(f"{key}.year", year=one), (float(amount),)) for one, amount in told]
    return Outcome(
        headline=say(f"{key}.headline.joint", joint=last, won=won, **years),
        lines=(
            Line(say(f"{key}.line.joint", year=years["first"]), first, MONEY),
            Line(say(f"{key}.line.joint", year=years["last"]), last, MONEY),
            Line(say(f"{key}.line.won", **years), won, COUNT),
        ),
        extent=_extent(stacks),
        drawn=_printed(stacks, ("joint",), say),
    )


def _extent(stacks: list[Stack]) -> tuple[float, float]:
    return 0.0, max(sum(one.parts) for one in stacks)


def _printed(stacks: list[Stack], names: tuple[str, ...], say: Words) -> tuple[Stack, ...]:
    """The bars with their totals as printed, side by side, and the names of their parts."""
    said = tuple(say(f"what_if.{NAME}.part.{name}") for name in names)
    totals = [sum(one.parts) for one in stacks]
    told = page.amounts(totals, say)
    return tuple(
        one._replace(names=said, text=told(total))
        for one, total in zip(stacks, totals, strict=True)
    )


def _listed(shown: Outcome, say: Words) -> str:
    stacks: tuple[Stack, ...] = shown.drawn
    return say.format.clauses(
        say(f"what_if.{NAME}.clause", year=one.name, amount=one.text) for one in stacks
    )
