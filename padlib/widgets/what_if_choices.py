"""What the what-ifs of choices share: the knobs of thresholds and weights, and a client's weights.

A weight that a knob holds is one that `client.yml` tells: the criteria are then those that the
folder would give with it, brought back to 100 by the same hands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from padlib import banks
from padlib.widgets.models import Knob, Value, Values
from padlib.workspace import names, overrides
from padlib.workspace.settings import Settings, weight_groups

WEIGHTS, THRESHOLDS = "weights", "thresholds"
HEAVIEST = 40.0  # the top of a slider of weights


def threshold(name: str, filed: float, **shown: Any) -> Knob:
    """The knob of a threshold, by its dotted name; `shown` is how it is labelled and moved."""
    step, _, rule = name.partition(".")
    limits = names.thresholds()[name]
    return Knob(
        key=f"{THRESHOLDS}.{name}",
        filed=float(filed),
        default=float(banks.rules(step)[rule]),
        least=limits.low,
        most=limits.high,
        **shown,
    )


def whole(value: Value) -> int:
    """A whole number, as the reader of the client's files wants it."""
    return round(float(value))


@dataclass(frozen=True)
class Weights:
    """The weights of a step, as a client's file would tell them.

    >>> from padlib.workspace import settings
    >>> told = Weights.of(settings.defaults("demo"), "recruitment").heaviest(1)
    >>> told
    ('RC-04',)
    """

    settings: Settings
    group: str
    axes: tuple[Mapping[str, float], ...]  # of each axis, the bank's weights
    told: Mapping[str, float] = field(default_factory=dict)  # by the client's file

    @staticmethod
    def of(settings: Settings, group: str) -> "Weights":
        """Those of a step, for the year of the settings."""
        told: Mapping[str, float] = getattr(settings.weight_overrides, group)
        return Weights(settings, group, tuple(weight_groups()[group]), dict(told))

    def filed(self, axis: Mapping[str, float]) -> dict[str, float]:
        """The weights of an axis before they are brought to 100."""
        return {part: self.told.get(part, weight) for part, weight in axis.items()}

    def heaviest(self, count: int) -> tuple[str, ...]:
        """The heaviest parts of each axis, in the order of the bank."""
        chosen = []
        for axis in self.axes:
            weights = self.filed(axis)
            first = sorted(weights, key=lambda part: -weights[part])[:count]
            chosen += [part for part in axis if part in first]
        return tuple(chosen)

    def knobs(self, parts: Iterable[str], labels: Mapping[str, str], unit: str) -> list[Knob]:
        """A knob for the weight of each of some parts."""
        bank = {part: weight for axis in self.axes for part, weight in axis.items()}
        return [
            Knob(
                key=f"{WEIGHTS}.{self.group}.{part}",
                label=labels[part],
                filed=float(self.told.get(part, bank[part])),
                default=bank[part],
                high=HEAVIEST,
                unit=unit,
            )
            for part in parts
        ]

    def with_values(self, values: Values) -> Settings:
        """The client's file with the weights of the knobs.

        An axis left without any weight keeps those of the file, which refuses it too.
        """
        told = dict(self.told)
        for axis in self.axes:
            moved = {
                part: float(values[key])
                for part in axis
                if (key := f"{WEIGHTS}.{self.group}.{part}") in values
            }
            if any(weight > 0 for weight in (self.filed(axis) | moved).values()):
                told |= moved
        told_all = self.settings.weight_overrides.model_copy(update={self.group: told})
        return self.settings.model_copy(update={"weight_overrides": told_all})

    def criteria(self, values: Values) -> pd.DataFrame:
        """The step's criteria with the weights of the knobs."""
        return overrides.criteria(self.group, self.with_values(values), unheard, unheard)


def unheard(*_: object) -> None:
    """What a what-if changes stands in no report."""
