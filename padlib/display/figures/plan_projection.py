"""The year of a joint plan, drawn: what was done, then the fan of what may come.

It draws what it is given and works out nothing but where the ink goes. Lengths are inches of a
page 7.8 inches wide, across from the left and down from the top; months are counted from 0, the
1 January, to 12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from padlib.display import labels, theme
from padlib.display.figures import money
from padlib.display.figures.money import Plot
from padlib.display.labels import Box
from padlib.display.lettering import text_width
from padlib.display.words import Words

SMALL, INK = theme.SMALL, theme.INK
MONTHS = 12
TICKS = (3.0, 6.0, 9.0, 12.0)
DASHED: dict[str, Any] = {"color": theme.PETROL5, "lw": 1.3, "ls": (0, (5, 2))}
LINES = ("p90", "p50", "p10")


@dataclass(frozen=True)
class Name:
    """What stands at the end of a line, at the height of an amount; ``|`` parts its lines."""

    text: str
    amount: float
    strong: bool = False
    colour: str = theme.INK2

    @property
    def lines(self) -> list[str]:
        return self.text.split("|")

    @property
    def width(self) -> float:
        return max(text_width(line, SMALL, bold=self.strong) for line in self.lines)

    @property
    def height(self) -> float:
        return 0.15 * len(self.lines)


def draw_course(
    actual: pd.Series[float],
    fan: pd.DataFrame,
    target: Sequence[float],
    ends: Sequence[Name],
    say: Words,
    *,
    title: str,
    texts: Sequence[str],
    today: str,
) -> Figure:
    """Draw the cumulated actual, the fan of the draws to December, the seasonal target.

    Parameters
    ----------
    actual : Series, indexed by month
        From 0 to the day; money.
    fan : DataFrame, indexed by month
        ``p10``, ``p50``, ``p90`` from the last complete month to 12; it opens where the actual
        ends.
    target : sequence of 13 amounts, or none
        Cumulated, from month 0.
    ends : sequence of Name
        What stands at the right, at the height of its amount; the objective's among them.
    title : str
        Of the axis of money.
    texts : sequence of str
        Under the ends of March, June, September and December.
    today : str
        What is said of the last point of the actual.
    """
    opened = _opened(actual, fan)
    amounts = [*actual, *opened[list(LINES)].to_numpy().ravel(), *target]
    low, high = money.around(amounts)
    up = (low if min(amounts) < 0 else 0.0, high)
    right = max((name.width for name in ends), default=0.0) + 0.16
    plotted = money.plot(3.9, (0.0, MONTHS), money.within(up), say, right=right, title=title, up=up)
    money.axis_across(plotted, TICKS, texts, "")
    rules = _draw_fan(plotted, opened)
    if len(target):
        months = [float(month) for month in range(MONTHS + 1)]
        rules += plotted.line(months, list(target), color=theme.INK, lw=0.8, zorder=2.5)
        _objective(plotted, target[-1])
    past = [float(month) for month in actual.index]
    rules += plotted.line(past, list(actual), color=theme.PETROL, lw=2.6, zorder=4)
    taken = _names(plotted, ends)
    _today(plotted, (past[-1], float(actual.iloc[-1])), today, rules, taken)
    return plotted.page.figure


def _opened(actual: pd.Series[float], fan: pd.DataFrame) -> pd.DataFrame:
    """The fan from the point where the actual ends."""
    ahead = fan[fan.index > actual.index[-1]]
    here = pd.DataFrame(
        {name: [float(actual.iloc[-1])] for name in LINES}, index=[float(actual.index[-1])]
    )
    opened: pd.DataFrame = pd.concat([here, ahead[list(LINES)].astype(float)])
    return opened


def _draw_fan(plotted: Plot, fan: pd.DataFrame) -> list[labels.Segment]:
    if len(fan) == 1:
        return []
    months = [float(month) for month in fan.index]
    edge = [plotted.at(x, y) for x, y in zip(months, fan["p90"], strict=True)]
    edge += [plotted.at(x, y) for x, y in zip(months[::-1], fan["p10"][::-1], strict=True)]
    plotted.page.axes.fill(
        [x for x, _ in edge], [y for _, y in edge], color=theme.PETROL1, lw=0, zorder=0.3
    )
    rules = plotted.line(months, list(fan["p90"]), **DASHED)
    rules += plotted.line(months, list(fan["p10"]), **DASHED)
    return rules + plotted.line(months, list(fan["p50"]), color=theme.PETROL5, lw=1.8, zorder=3)


def _objective(plotted: Plot, amount: float) -> None:
    """The objective, at the end of December."""
    x, y = plotted.at(MONTHS, amount)
    look: dict[str, Any] = {"mfc": "white", "mec": theme.INK, "mew": 1.4}
    plotted.page.axes.plot([x], [y], marker="D", ms=7, zorder=6, clip_on=False, **look)


def _names(plotted: Plot, ends: Sequence[Name]) -> list[Box]:
    """The names at the right, moved apart where they would touch; where they stand."""
    wanted = [plotted.at(MONTHS, name.amount)[1] for name in ends]
    frame = plotted.frame
    heights = [name.height for name in ends]
    placed = money.apart(wanted, heights, frame.top - 0.16, frame.bottom + 0.1)
    for name, y in zip(ends, placed, strict=True):
        plotted.page.axes.text(
            frame.right + 0.12,
            y,
            "\n".join(name.lines),
            size=SMALL,
            va="center",
            linespacing=1.2,
            weight="bold" if name.strong else "normal",
            color=name.colour,
        )
    return [
        Box(frame.right + 0.04, y - height / 2 - 0.03, theme.WIDTH, y + height / 2 + 0.03)
        for y, height in zip(placed, heights, strict=True)
    ]


TALL = 0.17  # inches of a line of text
AWAY = (0.12, 0.18, 0.24, 0.3, 0.37, 0.45, 0.55, 0.7, 0.9)  # inches from the point to its words
ACROSS = (0.12, 0.0, 0.3, -0.3, 0.7, -0.7)  # inches from one to the other, beside it


def _today(
    plotted: Plot,
    point: tuple[float, float],
    text: str,
    rules: Sequence[labels.Segment],
    taken: Sequence[Box],
) -> None:
    """The last point of what was done, and its words where they cover least, below if they can."""
    x, y = plotted.at(*point)
    plotted.page.axes.plot([x], [y], marker="o", ms=8, mec=theme.PETROL, mfc=theme.PETROL, zorder=5)
    _, zero = plotted.at(0.0, 0.0)
    frame = plotted.frame
    axis = ((frame.left, zero), (frame.right, zero))
    busy = [*taken, *money.line_boxes([*rules, axis])]
    width = text_width(text, SMALL, bold=True)
    box = min(_places(x, y, width, frame), key=lambda one: _cost(one, busy, (x, y)))
    look: dict[str, Any] = {"weight": "bold", "color": theme.PETROL, "zorder": 6}
    middle = (box.top + box.bottom) / 2
    plotted.page.axes.text(box.left, middle, text, size=SMALL, va="center", **look)


def _places(x: float, y: float, width: float, frame: Box) -> list[Box]:
    """Where the words of a point may stand, inside the frame."""
    found = []
    for away in AWAY:
        for top in (y + away, y - away - TALL):
            for beside in ACROSS:
                for left in (x + beside, x - beside - width):
                    inside = min(max(left, frame.left + 0.05), frame.right - width - 0.03)
                    found.append(Box(inside, top, inside + width, top + TALL))
    clear = [one for one in found if frame.top - 0.2 < one.top and one.bottom < frame.bottom]
    return clear or found


def _cost(box: Box, busy: Sequence[Box], point: tuple[float, float]) -> tuple[int, float]:
    """What words cover, then how far they are from their point."""
    x, y = box.nearest(*point)
    over = sum(box.overlaps(one) for one in busy)
    return over, (x - point[0]) ** 2 + (y - point[1]) ** 2
