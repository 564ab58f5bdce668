"""Figures of a partner's earnings: the cumulative gain, what is earned by line and year.

They draw the rows they are given, in the order given, and add up nothing. Lengths are inches of a
page 7.8 inches wide, across from the left and down from the top.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from padlib.display import labels, theme
from padlib.display.canvas import Canvas
from padlib.display.figures import money
from padlib.display.figures.money import Plot
from padlib.display.labels import Box, Mark
from padlib.display.lettering import text_width, wrapped
from padlib.display.words import Words

SMALL = theme.SMALL
EDGE = 0.04
ROOM = 1.0  # of the base case's own height, left above it before the band is cut


# ── cumulative gain ────────────────────────────────────────────────────────────────────────────


class Spot(NamedTuple):
    """A point of the base case that is told: its month, its amount, what it says."""

    month: float
    amount: float
    text: str
    hollow: bool = False


class Ends(NamedTuple):
    """What stands at the ends of the three lines; lines of a text are parted by ``|``."""

    high: str
    base: str
    low: str


def draw_cumulative(
    rows: pd.DataFrame,
    spots: Sequence[Spot],
    ends: Ends,
    say: Words,
    *,
    title: str,
    below: str,
    idle: tuple[float, str] | None = None,
    height: float = 3.9,
) -> Figure:
    """Draw the running sum of the base case within its low and high band.

    Parameters
    ----------
    rows : DataFrame, indexed by month from 0
        ``base``, ``low``, ``high``, money.
    spots : sequence of Spot
        Points of the base case that are named.
    title, below : str
        Of the axis of money and of the axis of months.
    idle : (month, text), optional
        Up to which month nothing is sold, and the words that say so.

    Notes
    -----
    A high edge far above the base case would flatten it: the axis then stops above the base case,
    the edge leaves the frame, and its name is marked with an arrow.
    """
    amounts = ticks(rows)
    top = amounts[-1]
    names = [ends.high, ends.base, ends.low]
    names[0] = say("earnings.cumulative.cut", text=names[0]) if is_cut(rows) else names[0]
    right = max(money.end_width(name) for name in names) + 0.14
    horizon = float(rows.index[-1])
    plotted = money.plot(height, (0.0, horizon), amounts, say, right=right, title=title)
    months = money.month_ticks(int(horizon))
    money.axis_across(plotted, months, [say.format.int(one) for one in months], below)
    taken = _idle(plotted, *idle) if idle is not None and idle[0] > 0 else None
    at = [float(month) for month in rows.index]
    _band(plotted, at, rows, top)
    edge = _until(at, list(rows["high"]), top)
    lines = plotted.line(*edge, color=theme.PETROL5, lw=1.3, ls=(0, (5, 2)))
    lines += plotted.line(at, list(rows["low"]), color=theme.MID, lw=1.3, ls=(0, (5, 2)))
    lines += plotted.line(at, list(rows["base"]), color=theme.PETROL, lw=2.4, zorder=3)
    last = rows.iloc[-1]
    _end_names(plotted, names, [min(float(last["high"]), top), last["base"], last["low"]])
    _spots(plotted, spots, lines, [taken] if taken else [])
    return plotted.page.figure


def ticks(rows: pd.DataFrame) -> list[float]:
    """The ticks of the axis of money."""
    return money.money_ticks(*_range(rows))


def is_cut(rows: pd.DataFrame) -> bool:
    """Whether the high edge leaves the frame."""
    return float(rows["high"].max()) > ticks(rows)[-1]


def _range(rows: pd.DataFrame) -> tuple[float, float]:
    """The amounts that the axis covers: all, unless the band is far above the base case."""
    lowest = float(rows[["base", "low"]].min().min())
    most = max(float(rows["base"].max()), float(rows["low"].max()), 0.0)
    reach = most + ROOM * (most - min(lowest, 0.0))
    return lowest, min(float(rows[["base", "high"]].max().max()), reach)


def _until(xs: Sequence[float], ys: Sequence[float], top: float) -> tuple[list[float], list[float]]:
    """A line up to where it leaves the frame at the top."""
    kept_x, kept_y = [xs[0]], [min(ys[0], top)]
    for place in range(1, len(xs)):
        if ys[place] > top:
            share = (top - ys[place - 1]) / (ys[place] - ys[place - 1])
            kept_x.append(xs[place - 1] + share * (xs[place] - xs[place - 1]))
            kept_y.append(top)
            break
        kept_x.append(xs[place])
        kept_y.append(ys[place])
    return kept_x, kept_y


def _band(plotted: Plot, at: Sequence[float], rows: pd.DataFrame, top: float) -> None:
    high_x, high_y = _until(at, list(rows["high"]), top)
    if high_x[-1] < at[-1]:
        high_x.append(at[-1])
        high_y.append(top)
    around = [plotted.at(x, y) for x, y in zip(high_x, high_y, strict=True)]
    around += [plotted.at(x, y) for x, y in zip(at[::-1], rows["low"][::-1], strict=True)]
    plotted.page.axes.fill(
        [x for x, _ in around], [y for _, y in around], color=theme.PETROL1, lw=0, zorder=0.3
    )


def _idle(plotted: Plot, month: float, text: str) -> Box:
    """The months in which nothing is sold: a bracket at the top and its words."""
    (left, _), (right, _) = plotted.at(0.0, 0.0), plotted.at(month, 0.0)
    y = plotted.frame.top + 0.06
    look: dict[str, Any] = {"color": theme.INK2, "lw": 1.0}
    plotted.page.rule((left, right), y, zorder=4, **look)
    for x in (left, right):
        plotted.page.axes.plot((x, x), (y - 0.05, y + 0.05), **look)
    plotted.page.axes.text(
        right + 0.08, y, text, size=SMALL, va="center", color=theme.INK2, bbox=dict(money.HALO)
    )
    width = text_width(text, SMALL)
    return Box(left, y - 0.1, right + 0.1 + width, y + 0.1)


def _end_names(plotted: Plot, names: Sequence[str], amounts: Sequence[float]) -> None:
    heights = [0.15 * (name.count("|") + 1) for name in names]
    wanted = [plotted.at(plotted.across[1], amount)[1] for amount in amounts]
    places = money.apart(wanted, heights, plotted.frame.top - 0.12, plotted.frame.bottom + 0.1)
    for place, (name, y) in enumerate(zip(names, places, strict=True)):
        main = place == 1
        plotted.page.axes.text(
            plotted.frame.right + 0.08,
            y,
            name.replace("|", "\n"),
            size=SMALL,
            va="center",
            linespacing=1.2,
            weight="bold" if main else "normal",
            color=theme.PETROL if main else theme.INK2,
        )


def _spots(
    plotted: Plot, spots: Sequence[Spot], lines: Sequence[labels.Segment], taken: Sequence[Box]
) -> None:
    """Mark the points that are told, each with its words where they cover least."""
    marks = [Mark(*plotted.at(spot.month, spot.amount), 0.08) for spot in spots]
    (left, zero), (right, _) = (
        plotted.at(plotted.across[0], 0.0),
        plotted.at(plotted.across[1], 0.0),
    )
    busy = [*taken, *(Box(x - r, y - r, x + r, y + r) for x, y, r in marks)]
    crossed = [*lines, ((left, zero), (right, zero))]
    for mark, spot in zip(marks, spots, strict=True):
        plotted.page.axes.plot(
            [mark.x],
            [mark.y],
            marker="o",
            ms=8,
            mec=theme.PETROL,
            mfc="white" if spot.hollow else theme.PETROL,
            mew=1.6,
            zorder=5,
        )
        box = min(
            _places(mark, text_width(spot.text, SMALL, bold=True), plotted.frame),
            key=lambda box, mark=mark: _cost(box, mark, busy, crossed),  # type: ignore[misc]
        )
        busy.append(box)
        _tie(plotted, mark, box)
        look: dict[str, Any] = {"size": SMALL, "weight": "bold", "color": theme.PETROL}
        plotted.page.axes.text(
            box.left, (box.top + box.bottom) / 2, spot.text, va="center", zorder=6, **look
        )


def _tie(plotted: Plot, mark: Mark, box: Box) -> None:
    """A fine line from a point to its words, where they are not beside it."""
    x, y = box.nearest(mark.x, mark.y)
    if (x - mark.x) ** 2 + (y - mark.y) ** 2 > TIED**2:
        plotted.page.axes.plot((mark.x, x), (mark.y, y), color=theme.MID, lw=0.8, zorder=2.5)


TALL = 0.17  # inches of a line of text
TIED = 0.22  # inches from which words are tied to their point
STEPS = (0.1, 0.16, 0.26, 0.4, 0.58, 0.8)  # inches from a point to its words


def _places(mark: Mark, width: float, frame: Box) -> list[Box]:
    """Where the words of a point may stand: above, below or beside it, inside the frame."""
    found = []
    for away in STEPS:
        for top in (mark.y - away - TALL, mark.y + away, mark.y - TALL / 2):
            for left in (mark.x - width / 2, mark.x + away, mark.x - away - width):
                inside = min(max(left, frame.left + 0.05), frame.right - width)
                found.append(Box(inside, top, inside + width, top + TALL))
    return [box for box in found if frame.top < box.top and box.bottom < frame.bottom] or found


def _cost(
    box: Box, mark: Mark, busy: Sequence[Box], lines: Sequence[labels.Segment]
) -> tuple[float, float]:
    """What words cover, then how far they are from their point."""
    over = sum(box.overlaps(one) for one in busy)
    astride = sum(_meets(box, segment) for segment in lines)
    x, y = box.nearest(mark.x, mark.y)
    return 100.0 * over + astride, (x - mark.x) ** 2 + (y - mark.y) ** 2


def _meets(box: Box, segment: labels.Segment) -> bool:
    """Whether a line comes within a box."""
    (x0, y0), (x1, y1) = segment
    for place in range(9):
        x, y = x0 + (x1 - x0) * place / 8, y0 + (y1 - y0) * place / 8
        if box.left <= x <= box.right and box.top - 0.02 <= y <= box.bottom + 0.02:
            return True
    return x0 <= box.left and box.right <= x1 and box.top <= y0 <= box.bottom and y0 == y1


# ── by line and year ───────────────────────────────────────────────────────────────────────────

TOP = 0.34  # inches over the highest bar, for its total
FOOT = 0.3  # for the years
SHOWN = 0.165  # inches from which a part has room for its amount
WIDEST = 1.25  # inches of a bar
NAMED = 2.1  # inches kept at right for the names of the parts

# fill, ink of the amount, hatch: what the figure is about in petrol, the rest in greys
Look = tuple[str, str, str]
LOOKS: Mapping[str, Look] = {
    "licences": (theme.GREY, theme.INK, ""),
    "commission": (theme.GREY, theme.INK, ""),
    "maintenance": (theme.TINT2, theme.INK, ""),
    "integration": (theme.PETROL, "white", ""),
    "configuration": (theme.PETROL5, "white", ""),
    "training": (theme.PETROL3, theme.INK, ""),
    "consulting": (theme.PETROL1, theme.INK, ""),
    "recurring": ("white", theme.INK, "////"),
}
SALES_FIRST: Mapping[str, Look] = {
    "licences": (theme.PETROL, "white", ""),
    "commission": (theme.PETROL, "white", ""),
    "maintenance": (theme.PETROL5, "white", ""),
    "integration": (theme.TINT2, theme.INK, ""),
    "configuration": (theme.TINT1, theme.INK, ""),
    "training": (theme.GREY, theme.INK, ""),
    "consulting": (theme.PANEL, theme.INK, ""),
    "recurring": ("white", theme.INK, "////"),
}
EDGED = (theme.PETROL1, theme.GREY, theme.PANEL)  # fills too light to stand without an edge


def draw_lines(
    rows: pd.DataFrame,
    names: Mapping[str, str],
    say: Words,
    looks: Mapping[str, Look] = LOOKS,
    told: Callable[[float], str] | None = None,
) -> Figure:
    """Draw one bar a year, a part a line, named beside the last bar.

    Parameters
    ----------
    rows : DataFrame, one row a year
        The index prints under the bars; one column a line, from the bottom, money, not negative.
    names : mapping
        Line → its name.
    looks : mapping
        Line → fill, ink of the amount, hatch.
    told : callable, optional
        How an amount prints; as money alone if not given.
    """
    told = told or say.format.money
    height = 3.7
    page = Canvas.of(height)
    parts = [str(line) for line in rows.columns]
    most = max(float(rows.sum(axis=1).max()), 1e-9)
    scale = (height - TOP - FOOT) / most
    ground = height - FOOT
    column = (theme.WIDTH - NAMED) / len(rows)
    width = min(WIDEST, column * 0.66)
    for place, (year, row) in enumerate(rows.iterrows()):
        middle = column * (place + 0.5)
        y = ground
        for line in parts:
            amount = float(row[line])
            text = told(amount)
            y = _part(page, looks[line], (middle, width, y), amount * scale, text)
        total = told(float(row.sum()))
        page.text(middle, y - 0.12, total, ha="center", weight="bold", size=theme.TEXT)
        page.text(middle, ground + 0.16, str(year), ha="center", color=theme.INK2)
    page.rule((0.0, theme.WIDTH - NAMED), ground, color=theme.INK, lw=0.9, zorder=4)
    _part_names(page, rows.iloc[-1] * scale, names, ground, column * (len(rows) - 0.5) + width / 2)
    return page.figure


def _part(
    page: Canvas,
    look: Look,
    bar: tuple[float, float, float],
    tall: float,
    text: str,
) -> float:
    """One part of a bar on what stands below it; gives its upper edge."""
    middle, width, foot = bar
    if tall <= 0:
        return foot
    fill, ink, hatch = look
    page.box(
        middle - width / 2,
        foot - tall,
        width,
        tall,
        facecolor=fill,
        edgecolor=theme.MID if hatch or fill in EDGED else "white",
        linewidth=0.7,
        hatch=hatch or None,
        zorder=2,
    )
    if tall >= SHOWN:
        backing = {"facecolor": "white", "edgecolor": "none", "pad": 0.8} if hatch else None
        told: dict[str, Any] = {"size": SMALL, "ha": "center", "color": ink, "zorder": 5}
        page.text(middle, foot - tall / 2, text, bbox=backing, **told)
    return foot - tall


def _part_names(
    page: Canvas, tall: pd.Series[float], names: Mapping[str, str], ground: float, edge: float
) -> None:
    """The names of the parts beside the last bar, moved apart where they would touch."""
    kept = [str(line) for line in tall.index if tall[line] > 0]
    if not kept:
        return
    tops = np.cumsum(tall[kept].to_numpy())
    middles = [ground - top + tall[line] / 2 for line, top in zip(kept, tops, strict=True)]
    left = theme.WIDTH - NAMED + 0.2
    texts = [wrapped(names[line], NAMED - 0.24, SMALL) for line in kept]
    heights = [0.15 * len(lines) for lines in texts]
    places = money.apart(middles, heights, 0.0, ground + 0.05)
    for lines, y, middle in zip(texts, places, middles, strict=True):
        fine: dict[str, Any] = {"color": theme.MID, "lw": 0.7}
        page.axes.plot((edge + 0.03, left - 0.12, left - 0.04), (middle, y, y), **fine)
        page.axes.text(left, y, "\n".join(lines), size=SMALL, va="center", linespacing=1.15)
