"""Figures of a start plan: its time line, what is done against what was planned, its gates.

They draw the rows they are given, in the order given, and judge nothing. Lengths are inches of a
page 7.8 inches wide, across from the left and down from the top. Days count from day 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from padlib.display import canvas, theme
from padlib.display.canvas import Canvas
from padlib.display.formats import is_missing
from padlib.display.lettering import cut, text_width, wrapped
from padlib.display.words import Words

SMALL = theme.SMALL
EDGE = 0.04  # inches kept free at right
LINE = 0.15  # inches of a line of small text
HALO = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # under a text over a line
LONGEST = 160  # the last day that an axis shows: 100 days and an extension

DONE, LATE, OPEN = "done", "late", "open"  # states of a milestone


@dataclass(frozen=True)
class Today:
    """The day that is told of, and what stands at its line."""

    day: int
    text: str


class Axis(NamedTuple):
    """Days from left to right: where day 0 and the last day fall, and the days named."""

    left: float
    right: float
    last: int
    ticks: Sequence[int]

    def at(self, day: float) -> float:
        """Where a day falls; one beyond the axis stands at its end."""
        share = min(max(day, 0.0), float(self.last)) / self.last
        return self.left + (self.right - self.left) * share


def _axis(left: float, right: float, days: Sequence[float], ticks: Sequence[int]) -> Axis:
    """An axis that holds all days, up to the longest; its last day is named where it is far."""
    end = max(ticks)
    last = min(max([end, *(int(day) for day in days)]), LONGEST)
    far = [last] if last - end >= 20 else []
    return Axis(left, right, last, [*ticks, *far])


# ── time line ──────────────────────────────────────────────────────────────────────────────────

NAMES = 3.16  # inches of the names of the milestones
TRACK = (3.3, 6.46)  # where day 0 and the last day fall
TOLD = 6.62  # left edge of what is told of each
PITCH = 0.236
GROUP = 0.3  # inches of the heading of a group
HEAD = 0.52
LEGEND = ("done", "open", "late", "gate")


def draw_timeline(
    rows: pd.DataFrame, say: Words, *, ticks: Sequence[int], today: Today | None
) -> Figure:
    """Draw each milestone at the day it is due, and how far from it it was done, or is late.

    Parameters
    ----------
    rows : DataFrame, one row a milestone, from the top
        ``name``; ``group`` (a heading stands where it changes); ``day`` (due); ``done_day`` (NaN
        not done); ``state`` (``done``, ``late``, ``open``); ``gate`` (bool: a diamond, its name in
        bold); ``critical`` (bool: its name in ink); ``told``.
    ticks : sequence of int
        Days named under the axis: day 0 and the gates.
    today : Today, optional
        None before day 0.
    """
    days = [*rows["day"], *rows["done_day"].dropna(), *([today.day] if today else [])]
    axis = _axis(*TRACK, days, ticks)
    places, bottom = _places(rows)
    page = Canvas.of(bottom + 0.3)
    _legend(page, say)
    for tick in axis.ticks:
        x = axis.at(tick)
        page.axes.plot((x, x), (HEAD, bottom), color=theme.RULE, lw=0.8, zorder=0)
        told = say("start_plan.timeline.zero") if tick == 0 else say.format.int(tick)
        page.text(x, bottom + 0.14, told, ha="center", size=SMALL, color=theme.INK2)
    if today is not None:
        _today_line(page, axis, today, HEAD - 0.12, bottom)
    before = ""
    for row, y in zip(canvas.rows(rows), places, strict=True):
        if row.group != before:
            name = cut(str(row.group), NAMES, SMALL, bold=True)
            page.text(0.02, y - PITCH / 2 - 0.1, name, weight="bold", color=theme.PETROL)
            before = row.group
        _milestone(page, row, y, axis, today)
    return page.figure


def _places(rows: pd.DataFrame) -> tuple[list[float], float]:
    """The middle of each row, room left above for the headings of groups; and the end."""
    middles, y, before = [], HEAD - 0.12, ""
    for group in rows["group"]:
        if group != before:
            y += GROUP
            before = group
        middles.append(y + PITCH / 2)
        y += PITCH
    return middles, y + 0.04


def _legend(page: Canvas, say: Words) -> None:
    """What the marks are."""
    x = 0.08
    for kind in LEGEND:
        _mark(page, x, 0.1, "open" if kind == "gate" else kind, gate=kind == "gate")
        text = say(f"start_plan.timeline.legend.{kind}")
        page.text(x + 0.12, 0.1, text, size=SMALL)
        x += 0.12 + text_width(text, SMALL) + 0.28


def _mark(page: Canvas, x: float, y: float, state: str, *, gate: bool) -> None:
    colour = theme.BRICK if state == LATE else theme.PETROL
    shape: dict[str, Any] = {"marker": "o", "ms": 7.4}
    if gate:
        shape = {"marker": "D", "ms": 7.2}
    elif state == LATE:
        shape = {"marker": "s", "ms": 6.8}
    fill = "white" if state == OPEN else colour
    page.axes.plot([x], [y], ls="", mec=colour, mfc=fill, mew=1.3, zorder=5, **shape)


def _today_line(page: Canvas, axis: Axis, today: Today, y: float, bottom: float) -> None:
    """A line at the day that is told of, named above it; at the end of the axis when beyond."""
    beyond = today.day > axis.last
    width = text_width(today.text, SMALL, bold=True)
    x = axis.at(today.day)
    middle = min(max(x, axis.left + width / 2 - 0.1), theme.WIDTH - EDGE - width / 2)
    look: dict[str, Any] = {"size": SMALL, "weight": "bold", "ha": "center"}
    page.text(middle, y - 0.02, today.text, **look)
    dash = (0, (2, 2)) if beyond else "solid"
    page.axes.plot((x, x), (y + 0.08, bottom), color=theme.INK, lw=1.1, ls=dash, zorder=1.5)


def _milestone(page: Canvas, row: Any, y: float, axis: Axis, today: Today | None) -> None:
    ink = theme.INK if row.critical or row.gate else theme.INK2
    name = cut(str(row.name), NAMES - 0.06, SMALL, bold=bool(row.gate))
    page.text(0.02, y, name, size=SMALL, weight="bold" if row.gate else "normal", color=ink)
    page.rule((axis.left, axis.right), y, color=theme.RULE, lw=0.5, zorder=0)
    due = axis.at(row.day)
    where = due
    if row.state == LATE and today is not None:
        page.rule((due, axis.at(today.day)), y, color=theme.BRICK, lw=3.2, zorder=2)
    elif row.state == DONE and not is_missing(row.done_day):
        where = axis.at(row.done_day)
        page.rule((due, where), y, color=theme.PETROL3, lw=2.0, zorder=2)
        page.axes.plot((due, due), (y - 0.06, y + 0.06), color=theme.MID, lw=1.2, zorder=3)
    _mark(page, where, y, row.state, gate=bool(row.gate))
    strong = row.state == LATE
    told = cut(str(row.told), theme.WIDTH - EDGE - TOLD, SMALL, bold=strong)
    look: dict[str, Any] = {"color": theme.BRICK, "weight": "bold"} if strong else {}
    page.text(TOLD, y, told, size=SMALL, **{"color": theme.INK2, **look})


# ── progress ───────────────────────────────────────────────────────────────────────────────────

HEIGHT = 3.5
FRAME = (0.56, 0.62, 1.16, 0.42)  # inches kept at left, above, at right, below
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)


class Course(NamedTuple):
    """What stands at the day that is told of: how much was planned, how much is done."""

    planned: str
    done: str


def draw_progress(
    rows: pd.DataFrame,
    say: Words,
    *,
    ticks: Sequence[int],
    count: int,
    today: Today | None = None,
    course: Course | None = None,
) -> Figure:
    """Draw the share of the whole that was planned and that is done, as steps.

    Parameters
    ----------
    rows : DataFrame, indexed by day from 0
        ``planned``, ``done`` (0 to 1, NaN after the day that is told of).
    ticks : sequence of int
        Days named under the axis: day 0 and the gates.
    count : int
        How many milestones the whole is.
    today, course : optional
        None before day 0: only what is planned is drawn.
    """
    page = Canvas.of(HEIGHT)
    left, above, right, below = FRAME
    days = [float(rows.index[-1])] if today else []
    axis = _axis(left, theme.WIDTH - right, days, ticks)
    foot = HEIGHT - below
    rows = rows.loc[: axis.last]

    def up(share: float) -> float:
        return foot - (foot - above) * share

    quiet: dict[str, Any] = {"size": SMALL, "color": theme.INK2}
    page.text(0.0, 0.1, say("start_plan.progress.axis", count=count), **quiet)
    for part in PARTS:
        page.text(left - 0.08, up(part), say.format.percent(part), ha="right", **quiet)
        ink, wide = (theme.INK, 0.9) if part == 0 else (theme.RULE, 0.6)
        page.rule((axis.left, axis.right), up(part), color=ink, lw=wide, zorder=0.5)
    for tick in axis.ticks:
        x = axis.at(tick)
        page.axes.plot((x, x), (foot, foot + 0.05), color=theme.MID, lw=0.7)
        page.text(x, foot + 0.16, say.format.int(tick), ha="center", **quiet)
    page.text(theme.WIDTH - EDGE, foot + 0.16, say("start_plan.progress.days"), ha="right", **quiet)
    xs = [axis.at(float(day)) for day in rows.index]
    stairs: dict[str, Any] = {"drawstyle": "steps-post", "solid_capstyle": "butt"}
    planned = [up(share) for share in rows["planned"]]
    page.axes.plot(xs, planned, color=theme.MID, lw=1.6, zorder=2, **stairs)
    if today is None or course is None:
        name = say("start_plan.progress.planned_alone")
        page.text(axis.right + 0.08, up(1.0), name, **quiet)
        return page.figure
    known = rows["done"].dropna()
    done = [up(share) for share in known]
    page.axes.plot(xs[: len(done)], done, color=theme.PETROL, lw=2.6, zorder=3, **stairs)
    _today_line(page, axis, today, above - 0.34, foot)
    _courses(page, axis, rows, course, up)
    return page.figure


class _Told(NamedTuple):
    """A course at the day told of: its share, what it says, whether it is what is done."""

    share: float
    text: str
    main: bool

    @property
    def width(self) -> float:
        return text_width(self.text, SMALL, bold=self.main)


def _courses(
    page: Canvas, axis: Axis, rows: pd.DataFrame, course: Course, up: Callable[[float], float]
) -> None:
    """The two courses named at the day told of: the upper one at its left, the lower at its right,
    where no line goes."""
    known = rows["done"].dropna()
    day = int(known.index[-1])
    x = axis.at(day)
    planned = _Told(float(rows["planned"].loc[day]), course.planned, False)
    done = _Told(float(known.iloc[-1]), course.done, True)
    lower, upper = sorted([planned, done], key=lambda one: (one.share, not one.main))
    for one, mark in ((planned, theme.MID), (done, theme.PETROL)):
        page.axes.plot([x], [up(one.share)], marker="o", ms=6.5, color=mark, mec="white", zorder=5)
    _named(page, lower, x + 0.1, min(up(lower.share) + 0.12, up(0.0) - 0.1), "left")
    fits = x - 0.1 - upper.width > axis.left
    end = x - 0.1 if fits else axis.left + 0.06 + upper.width
    height = max(upper.share, _highest(rows, axis, end))
    _named(page, upper, end, up(height) - 0.13, "right")


def _highest(rows: pd.DataFrame, axis: Axis, end: float) -> float:
    """The highest that a line reaches left of a place."""
    left = [day for day in rows.index if axis.at(float(day)) <= end]
    return float(rows.loc[left].to_numpy(float, na_value=0.0).max(initial=0.0))


def _named(page: Canvas, told: _Told, x: float, y: float, ha: str) -> None:
    look: dict[str, Any] = {"color": theme.INK2}
    if told.main:
        look = {"color": theme.PETROL, "weight": "bold"}
    page.text(x, y, told.text, ha=ha, size=SMALL, bbox=dict(HALO), zorder=6, **look)


# ── gates ──────────────────────────────────────────────────────────────────────────────────────

GATE_NAMES = 2.36  # inches of their names
BAR = (2.52, 5.72)  # where nothing and the whole weight due fall
THICK = 0.2
STATE = 5.86  # left edge of what is told of each
BLOCK = 0.84  # inches a gate takes
FIRST = 0.44  # the middle of the first bar

SLACK = 0.2  # inches kept free at right of long lines, which some screens draw a little longer


def draw_gates(rows: pd.DataFrame, say: Words, *, threshold: float) -> Figure:
    """Draw the weight done of each gate against what passes it, its critical milestones named.

    Parameters
    ----------
    rows : DataFrame, one row a gate, from the top
        ``name``, ``date``; ``share`` (0 to 1); ``state`` (``ok``, ``late``, ``watch``, ``none``);
        ``told`` (beside the bar); ``critical`` (under it) and ``alarm`` (bool: it is in brick).
    threshold : float
        Share from which a gate is passed.
    """
    page = Canvas.of(FIRST + BLOCK * len(rows) - 0.16)
    edge = BAR[0] + (BAR[1] - BAR[0]) * threshold
    head = say("start_plan.gates.threshold", share=threshold)
    page.text(edge, 0.1, head, ha="center", size=SMALL, color=theme.INK2)
    for place, row in enumerate(canvas.rows(rows)):
        y = FIRST + BLOCK * place
        _gate(page, row, y, edge)
        if place:
            page.rule((0.0, theme.WIDTH - EDGE), y - 0.28, color=theme.RULE, lw=0.8)
    return page.figure


def _gate(page: Canvas, row: Any, y: float, edge: float) -> None:
    lines = wrapped(str(row.name), GATE_NAMES, SMALL, bold=True)
    for place, line in enumerate(lines):
        page.text(0.02, y + LINE * place, line, size=SMALL, weight="bold")
    page.text(0.02, y + LINE * len(lines) + 0.01, row.date, size=SMALL, color=theme.INK2)
    start, whole = BAR
    page.box(start, y - THICK / 2, whole - start, THICK, color=theme.GREY, zorder=1)
    colour = theme.BRICK if row.state == "late" else theme.PETROL
    length = (whole - start) * min(max(float(row.share), 0.0), 1.0)
    page.box(start, y - THICK / 2, length, THICK, color=colour, zorder=2)
    for ink, wide in (("white", 4.0), (theme.INK, 1.8)):
        ends = (y - THICK / 2 - 0.05, y + THICK / 2 + 0.05)
        page.axes.plot((edge, edge), ends, color=ink, lw=wide, zorder=4, solid_capstyle="butt")
    _sign(page, STATE + 0.06, y, row.state)
    room = theme.WIDTH - EDGE - STATE - 0.2
    page.text(STATE + 0.2, y, cut(row.told, room, SMALL, bold=True), size=SMALL, weight="bold")
    ink = theme.BRICK if row.alarm else theme.INK2
    told = wrapped(str(row.critical), theme.WIDTH - SLACK - start, SMALL)
    for place, line in enumerate(told):
        page.text(start, y + THICK / 2 + 0.14 + LINE * place, line, size=SMALL, color=ink)


def _sign(page: Canvas, x: float, y: float, state: str) -> None:
    """The sign of a state (REPORTS 3.3)."""
    shapes: dict[str, dict[str, Any]] = {
        "ok": {"marker": "o", "ms": 7.4, "mfc": theme.PETROL, "mec": theme.PETROL},
        "late": {"marker": "s", "ms": 6.8, "mfc": theme.BRICK, "mec": theme.BRICK},
        "watch": {"marker": "^", "ms": 8.0, "mfc": theme.AMBER, "mec": theme.INK},
        "none": {"marker": "o", "ms": 6.8, "mfc": "white", "mec": theme.INK2},
    }
    page.axes.plot([x], [y], ls="", mew=1.1, zorder=5, **shapes[state])
