"""Figures of amounts: curves over months or shares, a fan of draws, what moves a result.

They draw what they are given and work out nothing but where the ink goes. Lengths are inches of a
page 7.8 inches wide, across from the left and down from the top. An axis of money is in whole
units of the currency, or in millions when it goes so far.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from padlib.display import labels, theme
from padlib.display.canvas import LABEL, Canvas
from padlib.display.labels import Box, Mark
from padlib.display.lettering import text_width, wrapped
from padlib.display.words import Words

SMALL = theme.SMALL
EDGE = 0.04  # inches kept free at right
MILLION = 1e6
TICKS = 5  # steps of an axis of money, at most
AIR = 0.08  # of the range of an axis, left under its lowest amount
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
HALO = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # under a text over a line


def money_ticks(low: float, high: float, most: float = TICKS) -> list[float]:
    """Round amounts that cover a range, zero among them, in at most so many steps.

    >>> money_ticks(-321_000, 851_000)
    [-500000.0, -250000.0, 0.0, 250000.0, 500000.0, 750000.0, 1000000.0]
    """
    low, high = min(low, 0.0), max(high, 0.0)
    span = (high - low) or 1.0
    size = 10.0 ** math.floor(math.log10(span / TICKS))
    step = next(one * size for one in STEPS if span / (one * size) <= most)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * place for place in range(first, last + 1)]


def _ticks_between(low: float, high: float) -> list[float]:
    """Round amounts within a range that may lie far from zero, three or four of them.

    >>> _ticks_between(304_000, 375_000)
    [320000.0, 340000.0, 360000.0]
    """
    if high <= low:
        return []
    size = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = next(one * size for one in STEPS if (high - low) / (one * size) <= 4)
    return [step * place for place in range(math.ceil(low / step), math.floor(high / step) + 1)]


def around(amounts: Iterable[float]) -> tuple[float, float]:
    """The range of an axis of money: the amounts and zero, with some air."""
    told = [0.0, *amounts]
    low, high = min(told), max(told)
    air = AIR * (high - low or 1.0)
    return low - air, high + air / 2


def within(up: tuple[float, float]) -> list[float]:
    """The ticks inside the range of an axis of money, at most six."""
    return [tick for tick in money_ticks(*up, most=TICKS + 0.5) if up[0] <= tick <= up[1]]


def scale(ticks: Iterable[float]) -> str:
    """``M`` for an axis that reaches a million, else blank."""
    return "M" if max((abs(tick) for tick in ticks), default=0.0) >= MILLION else ""


def tick_texts(ticks: Sequence[float], say: Words) -> list[str]:
    """The ticks as numbers of the axis's unit, all with as many decimals as they need."""
    if not scale(ticks):
        return [say.format.int(tick) for tick in ticks]
    shown = [tick / MILLION for tick in ticks]
    decimals = max(len(f"{one:.3f}".rstrip("0").partition(".")[2]) for one in shown)
    return [say.format.number(one, decimals) for one in shown]


class Plot(NamedTuple):
    """A figure with a frame in which amounts stand over a horizontal scale."""

    page: Canvas
    frame: Box
    across: tuple[float, float]
    up: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point falls, in inches."""
        left, top, right, bottom = self.frame
        share = (x - self.across[0]) / (self.across[1] - self.across[0])
        height = (y - self.up[0]) / (self.up[1] - self.up[0])
        return left + (right - left) * share, bottom - (bottom - top) * height

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> list[labels.Segment]:
        """Draw a line through points; gives its segments."""
        points = [self.at(x, y) for x, y in zip(xs, ys, strict=True)]
        self.page.axes.plot(
            [x for x, _ in points],
            [y for _, y in points],
            **{"solid_capstyle": "butt", "solid_joinstyle": "round", "zorder": 2, **style},
        )
        return list(pairwise(points))


def plot(
    height: float,
    across: tuple[float, float],
    ticks: Sequence[float],
    say: Words,
    *,
    right: float,
    title: str,
    up: tuple[float, float] | None = None,
) -> Plot:
    """An empty plot with its axis of money, the zero line in ink, and the title of the axis.

    ``right`` is the room kept for what stands at the ends of the lines; ``up`` the range of the
    axis, from the first tick to the last if not given.
    """
    page = Canvas.of(height)
    texts = tick_texts(ticks, say)
    left = max(text_width(text, SMALL) for text in texts) + 0.12
    frame = Box(left, 0.36, theme.WIDTH - right, height - 0.42)
    plotted = Plot(page, frame, across, up or (ticks[0], ticks[-1]))
    page.text(0.0, 0.1, title, size=SMALL, color=theme.INK2)
    for tick, text in zip(ticks, texts, strict=True):
        _, y = plotted.at(across[0], tick)
        page.text(left - 0.08, y, text, ha="right", size=SMALL, color=theme.INK2)
        ink, width = (theme.INK, 0.9) if tick == 0 else (theme.RULE, 0.6)
        page.rule((left, frame.right), y, color=ink, lw=width, zorder=0.5)
    return plotted


def axis_across(plotted: Plot, ticks: Sequence[float], texts: Sequence[str], title: str) -> None:
    """The ticks of the horizontal axis, and its title at its end."""
    page, frame = plotted.page, plotted.frame
    quiet = {"size": SMALL, "color": theme.INK2}
    for tick, text in zip(ticks, texts, strict=True):
        x, _ = plotted.at(tick, plotted.up[0])
        page.axes.plot((x, x), (frame.bottom, frame.bottom + 0.05), color=theme.MID, lw=0.7)
        page.text(x, frame.bottom + 0.16, text, ha="center", **quiet)
    page.text(frame.right, frame.bottom + 0.34, title, ha="right", **quiet)


def month_ticks(horizon: int) -> list[float]:
    """Months told under an axis: one in six, or in twelve beyond four years."""
    step = 6 if horizon <= 48 else 12
    return [float(month) for month in range(0, horizon + 1, step)]


# ── curves ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Spot:
    """A point of a line with what it says; ``hollow`` marks where the line crosses something."""

    x: float
    y: float
    text: str
    hollow: bool = False
    drop: bool = False  # a fine line down to the axis
    strong: bool = False


class Look(NamedTuple):
    """How a line is drawn."""

    colour: str
    width: float
    dash: Any = "solid"
    main: bool = False


LOOKS: Mapping[str, Look] = {
    "indirect": Look(theme.PETROL, 2.4, main=True),
    "direct": Look(theme.MID, 1.7, (0, (5, 2))),
    "base": Look(theme.PETROL, 2.4, main=True),
    "median": Look(theme.PETROL5, 1.2),
    "bound": Look(theme.PETROL5, 1.2, (0, (5, 2))),
    "quiet": Look(theme.MID, 1.2, (0, (4, 3))),
}


@dataclass(frozen=True)
class Curve:
    """A line, what stands at its end, and the spots on it that are told."""

    name: str  # at the end of the line; lines parted by ``|``
    xs: Sequence[float]
    ys: Sequence[float]
    kind: str  # one of `LOOKS`
    spots: Sequence[Spot] = ()

    @property
    def look(self) -> Look:
        return LOOKS[self.kind]


def draw_curves(
    curves: Sequence[Curve],
    say: Words,
    *,
    title: str,
    ticks: Sequence[float],
    texts: Sequence[str],
    below: str,
    height: float = 3.9,
) -> Figure:
    """Draw lines of money, each named at its end, and label the spots told.

    Parameters
    ----------
    title, below : str
        Titles of the axis of money and of the horizontal one.
    ticks, texts : sequences
        Of the horizontal axis.
    """
    amounts = [y for curve in curves for y in curve.ys]
    ends = [end_width(curve.name) for curve in curves]
    across = (float(curves[0].xs[0]), float(curves[0].xs[-1]))
    up = around(amounts)
    axis = within(up)
    right = max(ends, default=0) + 0.14
    plotted = plot(height, across, axis, say, right=right, title=title, up=up)
    axis_across(plotted, ticks, texts, below)
    rules: list[labels.Segment] = []
    for curve in curves:
        rules += _line(plotted, curve)
    ends_taken = _end_names(plotted, curves)
    _spots(plotted, curves, rules, ends_taken)
    return plotted.page.figure


def _line(plotted: Plot, curve: Curve) -> list[labels.Segment]:
    look = curve.look
    style = {"color": look.colour, "lw": look.width, "ls": look.dash}
    return plotted.line(curve.xs, curve.ys, zorder=3 if look.main else 2, **style)


def end_width(name: str) -> float:
    """Inches of a name at the end of a line; `|` breaks it."""
    return max(text_width(line, SMALL, bold=True) for line in name.split("|"))


def _end_names(plotted: Plot, curves: Sequence[Curve]) -> list[Box]:
    """The names at the ends of the lines, moved apart where they would touch; where they stand."""
    heights = [0.15 * (curve.name.count("|") + 1) for curve in curves]
    wanted = [plotted.at(curve.xs[-1], curve.ys[-1])[1] for curve in curves]
    placed = apart(wanted, heights, plotted.frame.top - 0.1, plotted.frame.bottom + 0.1)
    for curve, y in zip(curves, placed, strict=True):
        plotted.page.axes.text(
            plotted.frame.right + 0.08,
            y,
            curve.name.replace("|", "\n"),
            size=SMALL,
            va="center",
            linespacing=1.2,
            weight="bold" if curve.look.main else "normal",
            color=curve.look.colour if curve.look.main else theme.INK2,
        )
    left = plotted.frame.right + 0.02
    return [
        Box(left, y - height / 2 - 0.06, theme.WIDTH, y + height / 2 + 0.06)
        for y, height in zip(placed, heights, strict=True)
    ]


def apart(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Middles near those wanted, in their order, that keep texts of these heights apart.

    >>> [round(one, 2) for one in apart([1.0, 1.1], [0.2, 0.2], 0, 3)]
    [1.0, 1.24]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    found, floor = [0.0] * len(wanted), top
    for place in order:
        found[place] = max(wanted[place], floor + heights[place] / 2)
        floor = found[place] + heights[place] / 2 + 0.04
    ceiling = bottom
    for place in reversed(order):
        found[place] = min(found[place], ceiling - heights[place] / 2)
        ceiling = found[place] - heights[place] / 2 - 0.04
    return found


def _spots(
    plotted: Plot,
    curves: Sequence[Curve],
    rules: Sequence[labels.Segment],
    ends: Sequence[Box],
) -> None:
    """The spots told, each near its text; a text may reach below or above the names at the ends."""
    told = [(curve, spot) for curve in curves for spot in curve.spots]
    marks, names, covered = [], [], list(rules)
    fine: dict[str, Any] = {"color": theme.MID, "lw": 0.8, "ls": (0, (2, 2))}
    for curve, spot in told:
        x, y = plotted.at(spot.x, spot.y)
        if spot.drop:
            plotted.page.axes.plot((x, x), (y, plotted.frame.bottom), zorder=1.5, **fine)
            covered.append(((x, y + 0.1), (x, plotted.frame.bottom)))
        plotted.page.axes.plot(
            [x],
            [y],
            marker="o",
            ms=8 if curve.look.main else 6.5,
            mec=curve.look.colour,
            mfc="white" if spot.hollow else curve.look.colour,
            mew=1.6,
            zorder=5,
        )
        marks.append(Mark(x, y, 0.07))
        names.append(spot.text)
    frame = plotted.frame
    _, zero = plotted.at(plotted.across[0], 0.0)
    axis: labels.Segment = ((frame.left, zero), (frame.right, zero))
    bold = [spot.strong for _, spot in told]
    room = Box(frame.left + 0.03, frame.top - 0.14, theme.WIDTH - 2 * EDGE, frame.bottom - 0.02)
    style: dict[str, Any] = {"bold": bold, "widest": 2.7}
    lines = [*covered, axis]
    taken = [*ends, *line_boxes(lines)]
    clear = labels.placed(marks, names, room, avoid=taken, rules=lines, **style)
    crossing = labels.placed(marks, names, room, avoid=ends, rules=lines, **style)
    found = crossing if None in clear else clear
    styles = [
        {
            "color": theme.PETROL if curve.look.main else theme.INK2,
            "weight": "bold" if heavy else "normal",
        }
        for (curve, _), heavy in zip(told, bold, strict=True)
    ]
    labels.draw(plotted.page.axes, found, styles=styles)


def line_boxes(lines: Sequence[labels.Segment]) -> list[Box]:
    """What lines cover, as boxes short enough to lie close to them."""
    found = []
    for (x0, y0), (x1, y1) in lines:
        parts = max(1, math.ceil(abs(y1 - y0) / 0.08))
        for part in range(parts):
            start, end = part / parts, (part + 1) / parts
            ys = sorted((y0 + (y1 - y0) * start, y0 + (y1 - y0) * end))
            xs = sorted((x0 + (x1 - x0) * start, x0 + (x1 - x0) * end))
            found.append(Box(xs[0], ys[0] - 0.01, xs[1], ys[1] + 0.01))
    return found


# ── a fan ──────────────────────────────────────────────────────────────────────────────────────


def draw_fan(
    fan: pd.DataFrame,
    base: Sequence[float],
    names: Sequence[str],
    say: Words,
    *,
    title: str,
    below: str,
) -> Figure:
    """Draw the band that eight draws of ten stay within, the median and the base case.

    Parameters
    ----------
    fan : DataFrame, indexed by month from 0
        ``p10``, ``p50``, ``p90``.
    base : sequence of float
        The base case at the same months.
    names : sequence of str
        At the ends of P90, P50, P10 and of the base case; lines parted by ``|``.
    """
    horizon = int(fan.index[-1])
    amounts = [*fan.to_numpy().ravel(), *base]
    right = max(end_width(name) for name in names) + 0.14
    up = around(amounts)
    across = (0.0, float(horizon))
    plotted = plot(3.9, across, within(up), say, right=right, title=title, up=up)
    months = [float(month) for month in fan.index]
    ticks = month_ticks(horizon)
    axis_across(plotted, ticks, [say.format.int(tick) for tick in ticks], below)
    edge = [plotted.at(x, y) for x, y in zip(months, fan["p90"], strict=True)]
    edge += [plotted.at(x, y) for x, y in zip(months[::-1], fan["p10"][::-1], strict=True)]
    plotted.page.axes.fill(
        [x for x, _ in edge], [y for _, y in edge], color=theme.PETROL1, lw=0, zorder=0.3
    )
    curves = [
        Curve(names[0], months, list(fan["p90"]), "bound"),
        Curve(names[1], months, list(fan["p50"]), "median"),
        Curve(names[2], months, list(fan["p10"]), "bound"),
        Curve(names[3], months, list(base), "base"),
    ]
    for curve in curves:
        _line(plotted, curve)
    _end_names(plotted, curves)
    return plotted.page.figure


# ── what moves a result ────────────────────────────────────────────────────────────────────────

PITCH = 0.36
NAMES = 2.35  # inches of the names of what moves
HEAD = 0.5
FOOT = 0.34
AIM = 0.2  # more of it, for what the result is to reach
FEW = 2  # ticks of an axis, under which it would say nothing
BAR = 0.19
LOW = {"facecolor": theme.PETROL3, "edgecolor": theme.PETROL5, "linewidth": 0.6}
HIGH = {"facecolor": theme.PETROL, "edgecolor": theme.PETROL, "linewidth": 0.6}


def draw_tornado(
    rows: pd.DataFrame,
    base: float,
    say: Words,
    *,
    title: str,
    base_text: str,
    legend: tuple[str, str] | None = None,
    aim: tuple[float, str] | None = None,
) -> Figure:
    """Draw how far each assumption moves a result from its base, the widest on top.

    Parameters
    ----------
    rows : DataFrame
        ``name``; ``low`` and ``high``, the bounds as texts; ``result_low`` and ``result_high``,
        money.
    base : float
        The result when nothing moves.
    title, base_text : str
        Of the axis; over the line of the base case.
    legend : pair of str, optional
        What the two colours say, in place of the low and the high value of an assumption.
    aim : (amount, text), optional
        What the result is to reach: a dashed line, its words under it.
    """
    height = HEAD + PITCH * len(rows) + FOOT + (AIM if aim else 0.0)
    page = Canvas.of(height)
    reach = () if aim is None else ((aim[0], text_width(aim[1], SMALL, bold=True) / 2),)
    span = _span(rows, base, reach)
    bottom = height - FOOT + 0.02 - (AIM if aim else 0.0)
    told = legend or (say("money.tornado.low"), say("money.tornado.high"))
    _tornado_head(page, told, base_text, span(base), (HEAD - 0.02, bottom))
    for place, row in enumerate(rows.itertuples(index=False)):
        _tornado_row(page, row, HEAD + PITCH * (place + 0.5), base, span, crossed=aim is not None)
    ends = [base, *rows["result_low"], *rows["result_high"], *(amount for amount, _ in reach)]
    _tornado_axis(page, (min(ends), max(ends)), span, bottom, say)
    page.text(NAMES, bottom + 0.17, title, ha="right", size=SMALL, color=theme.INK2)
    if aim is not None:
        _tornado_aim(page, span(aim[0]), aim[1], (HEAD - 0.02, bottom))
    return page.figure


def _tornado_aim(page: Canvas, x: float, text: str, ends: tuple[float, float]) -> None:
    """What the result is to reach, its words under the axis."""
    foot = ends[1] + 0.17 + AIM
    page.axes.plot((x, x), ends, color=theme.INK, lw=1.1, ls=(0, (4, 2)), zorder=1.5)
    half = text_width(text, SMALL, bold=True) / 2
    middle = min(max(x, NAMES + 0.1 + half), theme.WIDTH - EDGE - half)
    page.text(middle, foot, text, ha="center", size=SMALL, weight="bold")


def _span(
    rows: pd.DataFrame, base: float, more: Sequence[tuple[float, float]] = ()
) -> Callable[[float], float]:
    """Where an amount falls: the ends of the bars, and whatever else, keep room for their texts."""
    start, end = NAMES + 0.1, theme.WIDTH - EDGE
    lefts, rights = [(base, 0.0), *more], [(base, 0.0), *more]
    for row in rows.itertuples(index=False):
        (low, low_text), (high, high_text) = _ends(row)
        lefts.append((low, text_width(low_text, SMALL) + 0.1))
        rights.append((high, text_width(high_text, SMALL) + 0.1))
    least = min(amount for amount, _ in lefts)
    most = max(amount for amount, _ in rights)
    wide = (most - least) or 1.0

    def fits(inches: float) -> bool:
        """Whether a scale of so many inches for the whole leaves room at both ends."""
        need_left = max(width - (amount - least) / wide * inches for amount, width in lefts)
        need_right = max(width - (most - amount) / wide * inches for amount, width in rights)
        return need_left + inches + need_right <= end - start

    inches = end - start
    while inches > 0.5 and not fits(inches):
        inches -= 0.02
    margin = max(width - (amount - least) / wide * inches for amount, width in lefts)
    return lambda amount: start + margin + (amount - least) / wide * inches


def _ends(row: Any) -> tuple[tuple[float, str], tuple[float, str]]:
    """Both ends of a bar from the left: the result, and the bound that gives it."""
    told = [(float(row.result_low), str(row.low)), (float(row.result_high), str(row.high))]
    return (told[0], told[1]) if told[0][0] <= told[1][0] else (told[1], told[0])


def _tornado_head(
    page: Canvas, legend: tuple[str, str], base_text: str, x: float, ends: tuple[float, float]
) -> None:
    place = 0.0
    for text, look in zip(legend, (LOW, HIGH), strict=True):
        page.box(place, 0.04, 0.22, 0.12, **look)
        page.text(place + 0.28, 0.1, text, size=SMALL, color=theme.INK2)
        place += 0.28 + text_width(text, SMALL) + 0.24
    half = text_width(base_text, SMALL, bold=True) / 2
    middle = min(max(x, NAMES + 0.1 + half), theme.WIDTH - EDGE - half)
    page.text(middle, HEAD - 0.13, base_text, ha="center", size=SMALL, weight="bold")
    page.axes.plot((x, x), ends, color=theme.INK, lw=1.1, zorder=4)


def _tornado_row(
    page: Canvas,
    row: Any,
    y: float,
    base: float,
    span: Callable[[float], float],
    *,
    crossed: bool = False,
) -> None:
    """A bar, its name and its ends; ``crossed`` by a line, the texts have a ground of their own."""
    lines = wrapped(str(row.name), NAMES, LABEL)
    page.axes.text(NAMES, y, "\n".join(lines), size=LABEL, ha="right", va="center", linespacing=1.1)
    for result, look in ((row.result_low, LOW), (row.result_high, HIGH)):
        x0, x1 = sorted((span(base), span(float(result))))
        page.box(x0, y - BAR / 2, x1 - x0, BAR, zorder=2, **look)
    (low, low_text), (high, high_text) = _ends(row)
    left, right = min(low, base), max(high, base)
    style: dict[str, Any] = {"size": SMALL, "color": theme.INK2}
    style |= {"bbox": {**HALO, "pad": 2.0}, "zorder": 3} if crossed else {}
    page.text(span(left) - 0.06, y, low_text, ha="right", **style)
    page.text(span(right) + 0.06, y, high_text, **style)


def _tornado_axis(
    page: Canvas, ends: tuple[float, float], span: Callable[[float], float], y: float, say: Words
) -> None:
    """Round amounts within the bars."""
    ticks = [tick for tick in money_ticks(*ends) if ends[0] <= tick <= ends[1]]
    if len(ticks) < FEW:
        ticks = _ticks_between(*ends)
    page.rule((span(ends[0]), span(ends[1])), y, color=theme.RULE, lw=0.7)
    for tick, text in zip(ticks, tick_texts(ticks, say), strict=True):
        page.axes.plot((span(tick),) * 2, (y, y + 0.05), color=theme.MID, lw=0.7)
        page.text(span(tick), y + 0.17, text, ha="center", size=SMALL, color=theme.INK2)
