"""Figures of the what-ifs: what the files give, thin and grey, and what the knobs give, in petrol.

They are drawn again at each move of a knob, so they are small, flat and quick: one canvas in
inches, few marks, each named beside it. They work out nothing but where the ink goes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from padlib.display import theme
from padlib.display.canvas import Canvas
from padlib.display.figures import money
from padlib.display.figures.money import Plot
from padlib.display.labels import Box, Mark
from padlib.display.lettering import text_width, wrapped
from padlib.display.words import Words

WIDTH, HEIGHT = 7.0, 3.4  # inches
DPI = 110
SMALL, TEXT = 9.0, 9.5  # points
EDGE = 0.06  # inches kept free at the sides
TOP, FOOT = 0.42, 0.38  # inches over and under a frame
LINE = 0.17  # inches a line of text takes
ENDS, VALUES, BESIDE = 1.5, 1.95, 1.6  # inches for what stands at right: the axes never move
NAMES = 2.5  # inches of what each bar is
THICK = 0.3  # inches of a bar
COLUMN = 0.56  # of the room of a year, what its bar takes
ROOM = 1.12  # of the tallest bar, so that its total stands over it
PARTS = (theme.TINT2, theme.PETROL)  # of a bar: direct, indirect
QUIET: Mapping[str, Any] = {"size": SMALL, "color": theme.INK2}
MAIN: Mapping[str, Any] = {"size": SMALL, "color": theme.PETROL, "weight": "bold"}
HALO: Mapping[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}


def canvas(height: float = HEIGHT) -> Canvas:
    """An empty white figure whose axes count inches from its upper left corner."""
    with rc_context(theme.STYLE):
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    return Canvas(figure, axes)


def png(figure: Figure) -> bytes:
    """The picture of a figure; made for speed rather than for size.

    Without hints, it takes a fifth less, and letters are as wide as `text_width` says.
    """
    written = io.BytesIO()
    with rc_context(theme.STYLE | {"savefig.dpi": "figure", "text.hinting": "none"}):
        FigureCanvasAgg(figure).print_png(written, pil_kwargs={"compress_level": 1})
    return written.getvalue()


def same(base: Sequence[Any], now: Sequence[Any]) -> bool:
    """Whether nothing has moved: what is drawn is what the files give."""
    return list(base) == list(now)


# ── a cumulative month by month ──────────────────────────────────────────────────────────────────


class Running(NamedTuple):
    """A cumulative from month 0, and what is told on its curve, in words."""

    amounts: tuple[float, ...]
    month: float | None  # where it is back at zero for good; None: nowhere, or never below
    lowest: int  # the month in which it stands lowest
    end_text: str
    month_text: str = ""
    lowest_text: str = ""
    clause: str = ""  # all of it, for those who do not see it


def draw_running(
    base: Running, now: Running, extent: tuple[float, float], title: str, say: Words
) -> Figure:
    """Draw two cumulatives over the same months, with their break-even and the lowest amount.

    Parameters
    ----------
    extent : pair of float
        What the axis of money holds, whatever the curves.
    title : str
        Key of the words of the axis.
    """
    page = canvas()
    up = money.around(extent)
    ticks = money.within(up)
    texts = money.tick_texts(ticks, say)
    moved = not same(base.amounts, now.amounts)
    names = _end_names(base, now, moved, say)
    frame = Box(_left(texts), TOP, WIDTH - ENDS, HEIGHT - FOOT)
    horizon = len(now.amounts) - 1
    plot = Plot(page, frame, (0.0, float(max(horizon, 1))), up)
    page.text(EDGE, 0.14, say(title, unit=say.format.unit(money.scale(ticks))), **QUIET)
    _money_axis(plot, ticks, texts)
    _month_axis(plot, horizon, say)
    if moved:
        plot.line(range(horizon + 1), base.amounts, color=theme.MID, lw=1.3, zorder=2)
    plot.line(range(horizon + 1), now.amounts, color=theme.PETROL, lw=2.4, zorder=3)
    _ends(plot, [(name, one) for name, one in zip(names, (now, base), strict=False)])
    _lowest(plot, now)
    _back(plot, base if moved else None, now)
    return page.figure


def _left(texts: Sequence[str]) -> float:
    """Room for the amounts of an axis."""
    return max(text_width(text, SMALL) for text in texts) + EDGE + 0.1


def _end_names(base: Running, now: Running, moved: bool, say: Words) -> list[str]:
    """What stands at the ends of the curves: the what-if, then the files where they differ."""
    if not moved:
        return [f"{say('what_if.figure.both')}\n{now.end_text}"]
    return [
        f"{say('what_if.figure.now')}\n{now.end_text}",
        f"{say('what_if.figure.base')}\n{base.end_text}",
    ]


def _money_axis(plot: Plot, ticks: Sequence[float], texts: Sequence[str]) -> None:
    """Amounts at left, hairlines across, the zero line in ink."""
    left, _, right, _ = plot.frame
    for tick, text in zip(ticks, texts, strict=True):
        _, y = plot.at(plot.across[0], tick)
        plot.page.text(left - 0.08, y, text, ha="right", **QUIET)
        ink, width = (theme.INK, 1.0) if tick == 0 else (theme.RULE, 0.6)
        plot.page.rule((left, right), y, color=ink, lw=width, zorder=0.5)


def _month_axis(plot: Plot, horizon: int, say: Words) -> None:
    bottom = plot.frame.bottom
    for tick in money.month_ticks(horizon):
        x, _ = plot.at(tick, plot.up[0])
        plot.page.line((x, x), (bottom, bottom + 0.05), color=theme.MID, lw=0.7)
        plot.page.text(x, bottom + 0.17, say.format.int(tick), ha="center", **QUIET)
    plot.page.text(plot.frame.right + 0.12, bottom + 0.17, say("what_if.figure.months"), **QUIET)


def _ends(plot: Plot, told: Sequence[tuple[str, Running]]) -> None:
    """Names at the ends of the curves, apart from each other."""
    wanted = [plot.at(plot.across[1], one.amounts[-1])[1] for _, one in told]
    heights = [2 * LINE] * len(told)
    room = (plot.frame.top - 0.1, plot.frame.bottom + 0.02)
    for (text, _), y, main in zip(
        told, money.apart(wanted, heights, *room), (True, False), strict=False
    ):
        style: Mapping[str, Any] = MAIN if main else QUIET
        x = plot.frame.right + 0.1
        plot.page.axes.text(x, y, text, va="center", linespacing=1.25, **style)


def _lowest(plot: Plot, now: Running) -> None:
    """The lowest amount of the what-if, under its point; at the end, its name tells it."""
    if not now.lowest_text or now.lowest == len(now.amounts) - 1:
        return
    x, y = plot.at(float(now.lowest), now.amounts[now.lowest])
    plot.page.disc(Mark(x, y, 0.045), color=theme.PETROL, zorder=5)
    half = text_width(now.lowest_text, SMALL, bold=True) / 2
    x = min(max(x, plot.frame.left + half + 0.05), plot.frame.right - half)
    y = min(y + 0.17, plot.frame.bottom - 0.09)
    plot.page.text(x, y, now.lowest_text, ha="center", zorder=4.5, bbox=HALO, **MAIN)


def _back(plot: Plot, base: Running | None, now: Running) -> None:
    """Where each curve is back at zero: the earlier one told above the line, the later under it."""
    found = [(one, style) for one, style in ((base, QUIET), (now, MAIN)) if one and one.month]
    found.sort(key=lambda told: told[0].month or 0.0)
    for place, (one, style) in enumerate(found):
        x, y = plot.at(one.month or 0.0, 0.0)
        look = {"facecolor": "white", "edgecolor": style["color"], "linewidth": 1.8, "zorder": 5}
        plot.page.disc(Mark(x, y, 0.055), **look)
        width = text_width(one.month_text, SMALL, bold=True)
        room = x - width - 0.05 > plot.frame.left
        above = place == 0 and room
        x = x - 0.06 if above else min(x + 0.08, plot.frame.right - width)
        ha, y = ("right", y - 0.16) if above else ("left", y + 0.17)
        plot.page.text(x, y, one.month_text, ha=ha, zorder=4.5, bbox=HALO, **style)


# ── bars side by side ────────────────────────────────────────────────────────────────────────────


class Bar(NamedTuple):
    """One bar: what it is, what it counts, its value (None: it cannot be told) and its text."""

    name: str
    note: str
    value: float | None
    text: str
    even: bool = False  # 1 is where both sides are equal


def draw_bars(
    base: Sequence[Bar],
    now: Sequence[Bar],
    extent: tuple[float, float],
    even: str,
    say: Words,
) -> Figure:
    """Draw a bar a row from zero, the files' value as a grey tick across it.

    ``even`` says what 1 means for the rows where it stands for equality.
    """
    page = canvas()
    said = [_bar_texts(filed, one, say) for filed, one in zip(base, now, strict=True)]
    start = NAMES
    inches = (WIDTH - VALUES - start) / (extent[1] or 1.0)
    pitch = (HEIGHT - 0.3) / len(now)
    for place, (filed, one) in enumerate(zip(base, now, strict=True)):
        y = 0.15 + pitch * (place + 0.5)
        page.text(EDGE, y - 0.17, one.name, size=TEXT, weight="bold", color=theme.INK)
        note = "\n".join(wrapped(one.note, NAMES - 0.25, SMALL))
        page.axes.text(EDGE, y - 0.04, note, va="top", linespacing=1.15, **QUIET)
        _bar(page, y, (filed, one), (start, inches), said[place])
        if one.even:
            _even(page, (start + inches, y), even)
    page.line((start, start), (0.15, HEIGHT - 0.15), color=theme.INK, lw=1.0, zorder=4)
    return page.figure


def _bar_texts(filed: Bar, one: Bar, say: Words) -> tuple[str, ...]:
    """What stands beside a bar: the what-if's value, then the files' where it differs."""
    if same(filed, one):
        return (say("what_if.figure.both_value", value=one.text),)
    told = say("what_if.figure.now_value", value=one.text)
    return told, say("what_if.figure.base_value", value=filed.text)


def _bar(
    page: Canvas,
    y: float,
    told: tuple[Bar, Bar],
    scale: tuple[float, float],
    texts: tuple[str, ...],
) -> None:
    start, inches = scale
    filed, now = (one.value or 0.0 for one in told)
    page.box(start, y - THICK / 2, inches * now, THICK, color=theme.PETROL, zorder=2)
    if told[0].value is not None:
        _tick(page, (start + inches * filed,) * 2, (y - THICK / 2 - 0.08, y + THICK / 2 + 0.08))
    x = start + inches * max(filed, now) + 0.1
    first = y if len(texts) == 1 else y - 0.1
    page.text(x, first, texts[0], **MAIN)
    for text in texts[1:]:
        page.text(x, y + 0.1, text, **QUIET)


def _tick(page: Canvas, x: tuple[float, float], y: tuple[float, float]) -> None:
    """The mark of the files, edged in white where it crosses a bar."""
    page.line(x, y, color="white", lw=4.2, zorder=3)
    page.line(x, y, color=theme.MID, lw=2.2, zorder=3.1)


def _even(page: Canvas, place: tuple[float, float], text: str) -> None:
    x, y = place
    ends = (y - THICK / 2 - 0.08, y + THICK / 2 + 0.12)
    page.line((x, x), ends, color=theme.INK, lw=1.0, ls=(0, (3, 2)), zorder=3.5)
    width = text_width(text, SMALL)
    page.text(min(x, WIDTH - EDGE - width), ends[1] + 0.1, text, **QUIET)


# ── bars by year, in parts ───────────────────────────────────────────────────────────────────────


class Stack(NamedTuple):
    """The bar of a year: its parts from the foot up, their names, and the total as printed."""

    name: str
    parts: tuple[float, ...]
    names: tuple[str, ...] = ()
    text: str = ""


def draw_stacks(
    base: Sequence[Stack],
    now: Sequence[Stack],
    extent: tuple[float, float],
    title: str,
    say: Words,
) -> Figure:
    """Draw a bar a year, its parts named beside the last one, the files' total as a grey tick.

    ``title`` is the key of the words of the axis.
    """
    page = canvas()
    up = (0.0, (extent[1] or 1.0) * ROOM)
    ticks = money.within((0.0, extent[1] or 1.0))
    texts = money.tick_texts(ticks, say)
    filed = say("what_if.figure.base_value", value=base[-1].text)
    frame = Box(_left(texts), TOP, WIDTH - BESIDE, HEIGHT - FOOT)
    plot = Plot(page, frame, (0.0, float(len(now))), up)
    page.text(EDGE, 0.14, say(title, unit=say.format.unit(money.scale(ticks))), **QUIET)
    _money_axis(plot, ticks, texts)
    for place, (was, one) in enumerate(zip(base, now, strict=True)):
        _stack(plot, place, was, one)
    _part_names(plot, now[-1], (filed, sum(base[-1].parts)))
    return page.figure


def _stack(plot: Plot, place: int, was: Stack, one: Stack) -> None:
    middle, half = place + 0.5, COLUMN / 2
    foot = 0.0
    for part, colour in zip(one.parts, PARTS[-len(one.parts) :], strict=True):
        x0, y0 = plot.at(middle - half, foot)
        x1, y1 = plot.at(middle + half, foot + part)
        plot.page.box(x0, y1, x1 - x0, y0 - y1, color=colour, zorder=2)
        foot += part
    x, top = plot.at(middle, foot)
    left, level = plot.at(middle - half, sum(was.parts))
    right, _ = plot.at(middle + half, sum(was.parts))
    _tick(plot.page, (left - 0.09, right + 0.09), (level, level))
    near = level if top - 0.3 < level <= top + 0.02 else top  # a text never lies on the tick
    plot.page.text(x, near - 0.14, one.text, ha="center", **MAIN)
    plot.page.text(x, plot.frame.bottom + 0.17, one.name, ha="center", **QUIET)


def _part_names(plot: Plot, last: Stack, filed: tuple[str, float]) -> None:
    """Names beside the last bar: of its parts, at their middles, and of the files' tick."""
    foot, told = 0.0, []
    for part, name in zip(last.parts, last.names, strict=True):
        told.append((name, foot + part / 2))
        foot += part
    told.append(filed)
    across = plot.across[1] - 0.5 + COLUMN / 2
    wanted = [plot.at(across, amount)[1] for _, amount in told]
    placed = money.apart(wanted, [LINE] * len(told), plot.frame.top - 0.1, plot.frame.bottom)
    styles = [*(QUIET, MAIN)[-len(last.parts) :], QUIET]
    x, _ = plot.at(across, 0.0)
    for (name, _), y, style in zip(told, placed, styles, strict=True):
        plot.page.text(x + 0.16, y, name, bbox=HALO, **style)
