"""Figures of the three-year vision: courses with their band, what the channel must win.

They draw the rows they are given, in the order given, and work out nothing but where the ink goes.
Lengths are inches of a page 7.8 inches wide, across from the left and down from the top.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from padlib.display import theme
from padlib.display.canvas import LABEL, Canvas
from padlib.display.figures import money
from padlib.display.figures.earnings import Look
from padlib.display.formats import is_missing
from padlib.display.labels import Box
from padlib.display.lettering import cut, text_width, wrapped

SMALL = theme.SMALL
EDGE = theme.WIDTH - 0.04
LINE = 0.15  # from one line of a text to the next

LOW, BASE, HIGH = BOUNDS = ("low", "base", "high")
LINES: Mapping[str, Mapping[str, Any]] = {
    LOW: {"color": theme.MID, "lw": 1.3, "ls": (0, (5, 2))},
    HIGH: {"color": theme.PETROL5, "lw": 1.3, "ls": (0, (5, 2))},
    BASE: {"color": theme.PETROL, "lw": 2.4, "zorder": 3},
}
# direct is grey, indirect petrol; the joint part is hatched (REPORTS 3.2, 9.5)
SPLIT: Mapping[str, Look] = {
    "joint": (theme.PETROL1, theme.INK, "////"),
    "indirect": (theme.PETROL, "white", ""),
    "direct": (theme.TINT1, theme.INK, ""),
}


# ── courses ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Course:
    """What moves over the years: the base case within its low and high band.

    ``rows``, indexed by year, has low, base and high; NaN years are left out. ``told`` prints a
    value. ``names`` are those of the three lines, at their ends; blank where they are told once.
    """

    title: str
    rows: pd.DataFrame
    told: Callable[[float], str]
    names: Mapping[str, str]
    note: str = ""  # quiet, under the title

    @property
    def known(self) -> pd.DataFrame:
        return self.rows.dropna()

    @property
    def banded(self) -> bool:
        """Whether the scenarios part at all."""
        spread = (self.rows[HIGH] - self.rows[LOW]).abs().max()
        return bool(spread > 1e-9 * max(1.0, float(self.rows[HIGH].abs().max())))


def draw_courses(courses: Sequence[Course], *, height: float = 2.8) -> Figure:
    """Draw one panel a course, side by side, each on a scale of its own from zero."""
    page = Canvas.of(height)
    gap = 0.34
    width = (theme.WIDTH - gap * (len(courses) - 1)) / max(len(courses), 1)
    for place, course in enumerate(courses):
        left = place * (width + gap)
        top = float(course.rows[list(BOUNDS)].max().max())
        _panel(page, course, Box(left, 0.0, left + width, height), top)
    return page.figure


COLUMNS = 3
PANEL = 1.78  # height of a small panel
BETWEEN = 0.3


def draw_small(courses: Sequence[Course]) -> Figure:
    """Draw small panels, three a line, all on the same scale from zero."""
    columns = min(COLUMNS, len(courses))
    lines = -(-len(courses) // columns)
    page = Canvas.of(lines * PANEL + 0.04)
    width = (theme.WIDTH - BETWEEN * (columns - 1)) / columns
    top = max(float(one.rows[list(BOUNDS)].max().max()) for one in courses)
    for place, course in enumerate(courses):
        row, column = divmod(place, columns)
        left = column * (width + BETWEEN)
        _panel(page, course, Box(left, row * PANEL, left + width, (row + 1) * PANEL), top)
    return page.figure


def _panel(page: Canvas, course: Course, box: Box, top: float) -> None:
    """A course in its box: title, band, three lines, the values told at both ends."""
    rows = course.known
    head = box.top + (0.5 if course.note else 0.34)
    page.text(box.left, box.top + 0.1, _cut(course.title, box, LABEL), weight="bold")
    if course.note:
        note = _cut(course.note, box, SMALL)
        page.text(box.left, box.top + 0.27, note, size=SMALL, color=theme.INK2)
    ends = _ends(course)
    room = max(text_width(text, SMALL, bold=True) for text in ends.values()) + 0.12
    first = course.told(float(rows[BASE].iloc[0]))
    left = box.left + max(text_width(first, SMALL, bold=True) + 0.12, 0.2)
    frame = Box(left, head, box.right - room, box.bottom - 0.3)
    years = [int(year) for year in rows.index]
    span = max(years[-1] - years[0], 1)

    def at(year: float, value: float) -> tuple[float, float]:
        across = frame.left + (frame.right - frame.left) * (year - years[0]) / span
        return across, frame.bottom - (frame.bottom - frame.top) * value / (top or 1.0)

    _ground(page, years, frame, box, at)
    points = {
        name: [at(year, float(one)) for year, one in zip(years, rows[name], strict=True)]
        for name in BOUNDS
    }
    if course.banded:
        around = points[HIGH] + points[LOW][::-1]
        page.axes.fill(*zip(*around, strict=True), color=theme.PETROL1, lw=0, zorder=0.3)
    for name in BOUNDS if course.banded else (BASE,):
        line = {"solid_capstyle": "butt", "zorder": 2, **LINES[name]}
        page.axes.plot(*zip(*points[name], strict=True), **line)
    page.axes.plot(*points[BASE][0], marker="o", ms=5, color=theme.PETROL, zorder=4)
    page.axes.plot(*points[BASE][-1], marker="o", ms=6, color=theme.PETROL, zorder=4)
    x, y = points[BASE][0]
    style: dict[str, Any] = {"size": SMALL, "weight": "bold", "color": theme.PETROL}
    page.text(x - 0.1, min(y, frame.bottom - LINE / 2), first, ha="right", **style)
    _end_texts(page, ends, {name: points[name][-1] for name in ends}, frame)


def _ground(
    page: Canvas,
    years: Sequence[int],
    frame: Box,
    box: Box,
    at: Callable[[float, float], tuple[float, float]],
) -> None:
    """The zero line and the years under it; the first and last alone where all would touch."""
    page.rule((box.left, frame.right + 0.06), frame.bottom, color=theme.INK, lw=0.9)
    wide = text_width("2026", SMALL) + 0.12
    apart = (frame.right - frame.left) / max(len(years) - 1, 1)
    shown = years if apart >= wide else [years[0], years[-1]]
    for year in years:
        x, y = at(year, 0.0)
        page.axes.plot((x, x), (y, y + 0.04), color=theme.MID, lw=0.7)
        if year in shown:
            page.text(x, y + 0.15, str(year), ha="center", size=SMALL, color=theme.INK2)


def _ends(course: Course) -> dict[str, str]:
    """What stands at the end of each line, from the top: its value and name."""
    last = course.known.iloc[-1]
    if not course.banded:
        return {BASE: course.told(float(last[BASE]))}
    return {
        name: " ".join(one for one in (course.told(float(last[name])), course.names[name]) if one)
        for name in (HIGH, BASE, LOW)
    }


def _end_texts(
    page: Canvas,
    texts: Mapping[str, str],
    points: Mapping[str, tuple[float, float]],
    frame: Box,
) -> None:
    wanted = [points[name][1] for name in texts]
    places = money.apart(wanted, [LINE] * len(texts), frame.top - 0.1, frame.bottom)
    for (name, text), y in zip(texts.items(), places, strict=True):
        main = name == BASE
        page.text(
            frame.right + 0.1,
            y,
            text,
            size=SMALL,
            weight="bold" if main else "normal",
            color=theme.PETROL if main else theme.INK2,
        )


def _cut(text: str, box: Box, size: float) -> str:
    return cut(text, box.right - box.left, size, bold=size == LABEL)


# ── the network ────────────────────────────────────────────────────────────────────────────────

TOP = 0.42
PITCH = 0.44
BAR = 0.2
YEAR = 0.56  # inches kept at left for the year
RATIO, NEEDED = 5.55, EDGE  # right edges of the columns


def draw_feasibility(rows: pd.DataFrame, heads: Mapping[str, str]) -> Figure:
    """Draw one bar a year, what the channel must win against what the network can.

    Parameters
    ----------
    rows : DataFrame, indexed by year
        ``to_win``; ``told``, the same as a text; ``capacity`` (NaN: unknown, no tick); ``short``
        (bool); ``ratio`` and ``needed``, the texts of two columns.
    heads : mapping
        Headings: ``capacity`` (names the ticks), ``ratio``, ``needed``.
    """
    height = TOP + PITCH * len(rows) + 0.12
    page = Canvas.of(height)
    capacity = float(rows["capacity"].max())
    known = not is_missing(capacity)
    most = max(float(rows["to_win"].max()), capacity if known else 0.0, 1e-9)
    left, right = YEAR, RATIO - 0.75
    value = max(text_width(one, theme.STRONG, bold=True) for one in rows["told"])
    scale = (right - left - value - 0.14) / most
    for name, x in (("ratio", RATIO), ("needed", NEEDED)):
        page.text(x, 0.12, heads[name], ha="right", size=SMALL, color=theme.INK2)
    bottom = TOP + PITCH * len(rows)
    page.axes.plot((left, left), (TOP - 0.02, bottom), color=theme.INK, lw=0.9)
    if known:
        _tick_name(page, left + capacity * scale, heads["capacity"], right)
    for place, (year, row) in enumerate(rows.iterrows()):
        y = TOP + PITCH * (place + 0.5)
        page.text(0.0, y, str(year), weight="bold")
        _bullet(page, row, (left, y), scale)
        colour = theme.BRICK if row["short"] else theme.INK
        page.text(RATIO, y, row["ratio"], ha="right", weight="bold", color=colour)
        page.text(NEEDED, y, row["needed"], ha="right", size=SMALL, color=colour)
    return page.figure


def _bullet(page: Canvas, row: Any, start: tuple[float, float], scale: float) -> None:
    left, y = start
    colour = theme.BRICK if row["short"] else theme.PETROL
    end = left + max(float(row["to_win"]), 0.0) * scale
    page.box(left, y - BAR / 2, end - left, BAR, color=colour)
    if not is_missing(row["capacity"]):
        x = left + float(row["capacity"]) * scale
        for ink, width in (("white", 4.2), (theme.INK, 1.8)):
            ends = (y - 0.15, y + 0.15)
            page.axes.plot((x, x), ends, color=ink, lw=width, solid_capstyle="butt", zorder=3)
        if end < x < end + text_width(row["told"], theme.STRONG, bold=True) + 0.16:
            end = x  # the tick would cross the value: the value goes past it
    style = {"weight": "bold", "size": theme.STRONG, "color": colour}
    page.text(end + 0.08, y, row["told"], **style)


def _tick_name(page: Canvas, x: float, name: str, right: float) -> None:
    """The name of the ticks above the first of them, within the bars."""
    lines = wrapped(name, right - YEAR, SMALL)
    half = max(text_width(line, SMALL) for line in lines) / 2
    middle = min(max(x, YEAR + half), right - half)
    for place, line in enumerate(lines):
        y = TOP - 0.13 - 0.14 * (len(lines) - 1 - place)
        page.text(middle, y, line, ha="center", size=SMALL)
