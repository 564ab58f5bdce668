"""What a "what if" is: some knobs, what the model gives for their values, and its figure.

Nothing here knows a widget: a model is asked and drawn in a test as it is in JupyterLab.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from padlib.display.words import Words

Value = float | str  # a number, or the code of a choice
Values = Mapping[str, Value]  # by the knobs' keys, which are those of `scenarios.yml`

# how a number of a result prints; the difference of two of them prints the same way, signed
MONEY, SHARE, MONTH, COUNT, POINTS, RATIO = "money", "share", "month", "count", "points", "ratio"
_SMALL = 0.1  # a share below which a tenth of a point is told


@dataclass(frozen=True, kw_only=True)
class Knob:
    """One value that may be changed, and all that its control shows.

    Attributes
    ----------
    key : str
        As `scenarios.yml` names it: a key of the assumptions, `weights.<group>.<id>`,
        `bounds.<id>.<bound>`, `thresholds.<name>`, `vision.<segment>.<key>`, a key of `client.yml`
        or a report's parameter.
    label : str
        In the reader's language.
    filed, default : Value
        What the client's files say, and what holds when they say nothing.
    low, high : float
        The usual range, in which the slider moves.
    least, most : float or None
        The hard limits; None when there is none.
    step : float
    unit : str
        Beside the number, in words: `€`, `%`, `mois`. A share is shown × 100.
    share : bool
        Whether the value is a share, shown in percent.
    grade : str
        Of the source: M, P, D, W, C; "" when it has none.
    choices : tuple of (code, label)
        For a choice instead of a number.
    """

    key: str
    label: str
    filed: Value
    default: Value
    low: float = 0.0
    high: float = 1.0
    least: float | None = 0.0
    most: float | None = None
    step: float = 1.0
    unit: str = ""
    share: bool = False
    grade: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def holds(self, value: Any) -> bool:
        """Whether it can take a value that a file tells, which may be a list, or another choice.

        >>> Knob(key="annual_churn", label="", filed=0.1, default=0.1).holds([0.1, 0.2])
        False
        """
        if self.choices:
            return any(value == code for code, _ in self.choices)
        return isinstance(value, int | float)


@dataclass(frozen=True)
class Line:
    """One line of the result: a label, a number of full precision, and how it prints.

    `value` is None when the method does not give it; `absent` then says why, in a few words.
    """

    label: str
    value: float | None
    unit: str
    absent: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a model gives for some values.

    Attributes
    ----------
    headline : str
        The sentence above the figure.
    lines : tuple of Line
        Three of them; the same labels, in the same order, whatever the values.
    extent : tuple of float
        What the figure's value axis must hold to show this outcome whole.
    drawn : Any
        What the model's `draw` needs.
    """

    headline: str
    lines: tuple[Line, ...]
    extent: tuple[float, float] = (0.0, 0.0)
    drawn: Any = None


@dataclass(frozen=True, kw_only=True)
class Model:
    """A what-if of one workbook.

    Attributes
    ----------
    name : str
        Stem of its words: `what_if.<name>.title` is its question.
    knobs : tuple of Knob
        At most seven.
    outcome : callable
        The result for a value of every knob: a pure call.
    draw : callable
        The figure as bytes of a PNG, from the outcome of the files, the outcome of the values, and
        the extent that the axis keeps. The files' outcome is drawn thin and grey.
    alternative : callable
        What the picture shows, in words, for those who do not see it.
    partner : str
        Whose `assumptions_<partner>.csv` takes the assumptions saved; "" the client's file.
    """

    name: str
    knobs: tuple[Knob, ...]
    outcome: Callable[[Values], Outcome]
    draw: Callable[[Outcome, Outcome, tuple[float, float]], bytes]
    alternative: Callable[[Outcome, Outcome], str]
    partner: str = ""


@dataclass(frozen=True)
class State:
    """Where a what-if stands: what its knobs say where they differ from the files.

    >>> State().moved("annual_churn", 0.2, filed=0.1).changes
    {'annual_churn': 0.2}
    >>> State({"annual_churn": 0.2}).moved("annual_churn", 0.1, filed=0.1).changes
    {}
    """

    changes: Values = field(default_factory=dict)

    def moved(self, key: str, value: Value, *, filed: Value) -> "State":
        """The state once a knob is moved; a knob back where the files have it is no change."""
        kept = {one: told for one, told in self.changes.items() if one != key}
        return State(kept if value == filed else kept | {key: value})

    def values(self, knobs: tuple[Knob, ...]) -> dict[str, Value]:
        """A value for each knob: the changed one, else that of the files."""
        return {knob.key: self.changes.get(knob.key, knob.filed) for knob in knobs}


def printed(value: float | None, unit: str, say: Words) -> str:
    """A number of a result as words print it; "–" when there is none."""
    if value is None:
        return "–"
    return _PRINTED[unit](value, say)


def difference(base: float | None, now: float | None, unit: str, say: Words) -> str:
    """The signed difference of two numbers of a result, in their unit; "" when it has no sense."""
    if base is None or now is None:
        return ""
    change, same = now - base, say("what_if.same")
    if unit == SHARE:  # of two shares, in points; small ones print with a decimal
        small = max(abs(base), abs(now)) < _SMALL
        points = round(100 * change, 1 if small else 0)
        key = f"what_if.points.{'fine' if small else 'whole'}"
        return say(key, change=points, points=abs(points)) if points else same
    text = printed(abs(change), unit, say)
    if text == printed(0.0, unit, say):
        return same
    return ("+" if change > 0 else "−") + text


_PRINTED: Mapping[str, Callable[[float, Words], str]] = {
    MONEY: lambda value, say: say.format.money(value),
    SHARE: lambda value, say: say.format.percent(value),
    MONTH: lambda value, say: say("what_if.months", months=round(value)),
    COUNT: lambda value, say: say.format.int(value),
    POINTS: lambda value, say: say.format.score(value),
    RATIO: lambda value, say: say.format.number(value, 2 if abs(value) < 10 else 1),
}
