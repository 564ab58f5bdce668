"""From one amount to another by cause: a waterfall (REPORTS 5.3).

It draws the rows it is given, in the order given. Lengths are inches of a page 7.8 inches wide,
across from the left and down from the top.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from padlib.display import theme
from padlib.display.canvas import Canvas
from padlib.display.lettering import text_width, wrapped
from padlib.display.words import Words

SMALL = theme.SMALL
TOP = 0.3  # inches over the bars, for the values
LINE = 0.15  # inches a line of a name takes
LINES = 3  # lines of a name, at most
BAR = 0.62  # share of its column that a bar takes
GAP = 0.06  # between a bar and its value


class Step(NamedTuple):
    """One bar: where it begins and ends, and how much it changes."""

    name: str
    start: float
    end: float
    change: float
    whole: bool
    lacking: bool = False  # not there: an empty frame

    @property
    def low(self) -> float:
        return min(self.start, self.end)

    @property
    def high(self) -> float:
        return max(self.start, self.end)

    @property
    def colour(self) -> str:
        """Petrol for a whole, brick when it is a loss or lacks; a tint for what changes it."""
        if self.lacking:
            return theme.BRICK if self.change > 0 else theme.PETROL
        if self.whole:
            return theme.PETROL if self.end >= 0 else theme.BRICK
        return theme.PETROL3 if self.change >= 0 else theme.ORANGE3


def steps(rows: pd.DataFrame) -> list[Step]:
    """The bars of a waterfall: a whole stands on zero, a change where the one before it ends."""
    made, level = [], 0.0
    for row in rows.to_dict("records"):
        start = 0.0 if row["whole"] else level
        level = start + float(row["change"])
        lacking = bool(row.get("lacking", False))
        step = Step(str(row["name"]), start, level, float(row["change"]), bool(row["whole"]))
        made.append(step._replace(lacking=lacking))
    return made


def draw_waterfall(
    rows: pd.DataFrame,
    say: Words,
    *,
    height: float = 3.6,
    told: Callable[[float], str] | None = None,
) -> Figure:
    """Draw one bar a row, from zero where it is a whole, each with its amount above.

    Parameters
    ----------
    rows : DataFrame, one row a bar, from the left
        ``name``; ``change``, money; ``whole`` (bool): the amount itself, not a change of it;
        ``lacking`` (bool, optional): a change that is not there, drawn as an empty frame.
    told : callable, optional
        How an amount prints; as money alone if not given, or where a bar has no room for it.
    """
    page, bars = Canvas.of(height), steps(rows)
    column = theme.WIDTH / max(len(bars), 1)
    amounts = _amounts(bars, column, told or say.format.money, say.format.money)
    names = [wrapped(bar.name, column - 0.08, SMALL, lines=LINES, bold=bar.whole) for bar in bars]
    bottom = height - LINE * max((len(lines) for lines in names), default=1) - 0.14
    least, most = min(0.0, *(bar.low for bar in bars)), max(0.0, *(bar.high for bar in bars))
    scale = (bottom - TOP) / ((most - least) or 1.0)

    def at(amount: float) -> float:
        return TOP + (most - amount) * scale

    for place, (bar, lines, amount) in enumerate(zip(bars, names, amounts, strict=True)):
        middle = column * (place + 0.5)
        _bar(page, bar, (middle, column * BAR, at(bar.high), at(bar.low)), amount)
        _name(page, lines, middle, bottom, bar.whole)
    quiet: dict[str, Any] = {"color": theme.MID, "lw": 0.7}
    for place, (one, _) in enumerate(pairwise(bars)):
        edges = column * (place + 0.5 + BAR / 2), column * (place + 1.5 - BAR / 2)
        page.rule(edges, at(one.end), **quiet)
    page.rule((0.0, theme.WIDTH), at(0.0), color=theme.INK, lw=0.9, zorder=4)
    return page.figure


def _amounts(
    bars: Sequence[Step],
    column: float,
    told: Callable[[float], str],
    short: Callable[[float], str],
) -> list[str]:
    """What stands above the bars; shorter where the texts of two bars would touch."""
    amounts = [
        bar.end if bar.whole else abs(bar.change) if bar.lacking else bar.change for bar in bars
    ]
    texts = [told(amount) for amount in amounts]
    widest = max((text_width(text, SMALL, bold=True) for text in texts), default=0.0)
    return texts if widest < column else [short(amount) for amount in amounts]


def _bar(page: Canvas, bar: Step, place: tuple[float, float, float, float], amount: str) -> None:
    middle, width, top, foot = place
    corner = (middle - width / 2, top, width, foot - top)
    if bar.lacking:
        frame: dict[str, Any] = {"facecolor": "white", "edgecolor": bar.colour}
        page.box(*corner, linewidth=1.3, linestyle=(0, (4, 2)), zorder=2, **frame)
    else:
        page.box(*corner, color=bar.colour, zorder=2)
    page.text(
        middle,
        top - GAP - 0.07,
        amount,
        ha="center",
        size=SMALL,
        weight="bold" if bar.whole or bar.lacking else "normal",
        color=bar.colour if bar.whole or bar.lacking else theme.INK,
        zorder=5,
    )


def _name(page: Canvas, lines: list[str], middle: float, bottom: float, bold: bool) -> None:
    page.axes.text(
        middle,
        bottom + 0.1,
        "\n".join(lines),
        size=SMALL,
        ha="center",
        va="top",
        linespacing=1.15,
        weight="bold" if bold else "normal",
        color=theme.INK if bold else theme.INK2,
    )
