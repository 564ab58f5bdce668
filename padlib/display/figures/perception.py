"""Figures of the perception: factors, answers, importance × performance, opportunities, mirror,
cross-check.

They draw the rows they are given, in the order given, and work out nothing but where the ink goes.
Axes are inches of a page 7.8 inches wide, from the top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from padlib.display import theme
from padlib.display.formats import is_missing
from padlib.display.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from padlib.display.labels import Box, Label

EDGE = theme.WIDTH - 0.04  # right edge of the columns at the right
HEAD = 0.13  # how far down the headings stand
GAP = 0.07  # between a mark and its label
LINE = 0.148  # from one line of a label to the next
BAR = 0.19  # thickness of a bar
NEUTRAL = 3  # middle of the scale of ratings
RAMP = (theme.BRICK, theme.ORANGE3, theme.GREY, theme.PETROL3, theme.PETROL)
RAMP_INK = ("white", theme.INK, theme.INK, theme.INK, "white")

Style = dict[str, Any]  # how something is drawn, as matplotlib names it


class _Scale(NamedTuple):
    """Where the values of an axis fall across the figure."""

    left: float
    right: float
    lowest: float
    highest: float

    def at(self, value: float) -> float:
        share = (value - self.lowest) / (self.highest - self.lowest)
        return self.left + (self.right - self.left) * share


# ── factors ───────────────────────────────────────────────────────────────────────────────────

_FACTOR_NAME = 2.3  # inches kept for the name of a factor
_INDEX = _Scale(2.5, 5.1, 0, 100)
_BRIEF = _Scale(3.2, 7.3, 0, 100)  # where a brief figure has it
_VALUE, _READING = 5.52, 6.98  # right edges of the columns
_LEANING = {"liked": theme.PETROL, "doubted": theme.BRICK, "between": theme.INK2}


def draw_factors(
    rows: pd.DataFrame,
    say: Words,
    *,
    previous_year: int | None = None,
    whole: bool = True,
    brief: bool = False,
) -> Figure:
    """Draw one dot a factor, with what is known around it.

    Parameters
    ----------
    rows : DataFrame, one row a line, from the top
        ``name``, ``value`` (0 to 100, NaN when it is not told), ``low`` and ``high`` (ends of the
        interval, or of the range; NaN without), ``firm`` (bool: an index with its interval, else a
        median), ``leaning`` (``liked``, ``doubted``, ``between``), ``reading`` (what the column at
        the right says), ``previous``, ``change`` (NaN without), ``stable`` (bool).
    previous_year : int, optional
        Names the ticks; without it there is neither tick nor column of changes.
    whole : bool
        Whether the first row is the whole index, kept above a rule.
    brief : bool
        Closer rows, each name on one line, without the column of readings.
    """
    heading, pitch, extra = (0.12, 0.25, 0.06) if brief else (0.34, 0.4, 0.1)
    extra = extra if whole else 0.0
    bottom = heading + pitch * len(rows) + extra
    figure, ax = theme.sheet(bottom + 0.28)
    index = _BRIEF if brief else _INDEX
    _index_axis(ax, index, heading - 0.06, bottom, say)
    compared = previous_year is not None
    if compared:
        _text(ax, EDGE, HEAD, say("perception.factors.change"), theme.INK2, ha="right", **_SMALL)
    each = _each(rows)
    for rank, row in enumerate(each):
        y = heading + pitch * (rank + 0.5) + (extra if rank else 0)
        if brief:
            _brief(ax, row, y, say, whole=whole and rank == 0)
        else:
            _factor(ax, row, y, say, whole=whole and rank == 0, compared=compared)
    if whole:
        y = heading + pitch + extra / 2
        ax.plot([0.02, EDGE], [y, y], color=theme.INK, lw=0.9)
    if compared:
        _name_tick(ax, each, heading + pitch / 2, str(previous_year))
    return figure


_SMALL: Style = {"size": theme.SMALL}


def _index_axis(ax: Axes, index: _Scale, top: float, bottom: float, say: Words) -> None:
    for value in (0, 25, 50, 75, 100):
        x = index.at(value)
        middle = value == 50
        colour, width = (theme.MID, 1.0) if middle else (theme.RULE, 0.7)
        ax.plot([x, x], [top, bottom], color=colour, lw=width, zorder=0)
        _text(ax, x, bottom + 0.13, say.format.int(value), theme.INK2, ha="center", **_SMALL)


def _factor(ax: Axes, row: Any, y: float, say: Words, *, whole: bool, compared: bool) -> None:
    told = not is_missing(row.value)
    weight = "bold" if whole else "normal"
    colour = theme.INK if told else theme.INK2
    _lines(ax, 0.02, y, str(row.name), _FACTOR_NAME, color=colour, weight=weight)
    if not told:
        _text(ax, _INDEX.left + GAP, y, row.reading, theme.INK2, backing=True, **_SMALL)
        return
    colour = _LEANING[row.leaning]
    if not is_missing(row.low):
        ends = [_INDEX.at(row.low), _INDEX.at(row.high)]
        look: Style = {"lw": 2.6 if row.firm else 1.4, "solid_capstyle": "butt", "zorder": 3}
        if not row.firm:
            look |= {"dashes": (2.2, 1.6), "dash_capstyle": "butt"}
        ax.plot(ends, [y, y], color=colour, **look)
    if compared and not is_missing(row.previous):
        _tick(ax, _INDEX.at(row.previous), y)
    _disc(ax, _INDEX.at(row.value), y, colour, filled=row.firm, size=9.5 if whole else 8)
    strong: Style = {"ha": "right", "weight": "bold", "size": theme.STRONG}
    _text(ax, _VALUE, y, say.format.score(row.value), colour, **strong)
    edge = _READING if compared else _READING + 0.3
    _text(ax, edge, y, row.reading, theme.INK2, ha="right", **_SMALL)
    if compared:
        _change(ax, row, y, say)


def _brief(ax: Axes, row: Any, y: float, say: Words, *, whole: bool) -> None:
    _text(ax, 0.02, y, row.name, weight="bold" if whole else "normal")
    if not is_missing(row.low):
        ends = [_BRIEF.at(row.low), _BRIEF.at(row.high)]
        ax.plot(ends, [y, y], color=theme.PETROL, lw=2.6, solid_capstyle="butt", zorder=3)
    _disc(ax, _BRIEF.at(row.value), y, theme.PETROL, filled=row.firm)
    strong: Style = {"ha": "right", "weight": "bold", "size": theme.STRONG}
    _text(ax, EDGE, y, say.format.score(row.value), theme.PETROL, **strong)


def _change(ax: Axes, row: Any, y: float, say: Words) -> None:
    if is_missing(row.change):
        _text(ax, EDGE, y, "–", theme.INK2, ha="right")
    elif row.stable:
        _text(ax, EDGE, y, say("perception.factors.stable"), theme.INK2, ha="right")
    else:
        _text(ax, EDGE, y, say.format.signed(row.change), ha="right", weight="bold")


def _tick(ax: Axes, x: float, y: float) -> None:
    """Last year's mark: ink, edged in white where it crosses an interval."""
    for colour, width in (("white", 4.2), (theme.INK, 1.8)):
        look: Style = {"solid_capstyle": "butt", "zorder": 3.5}
        ax.plot([x, x], [y - 0.12, y + 0.12], color=colour, lw=width, **look)


def _name_tick(ax: Axes, rows: Sequence[Any], y: float, year: str) -> None:
    """Name the ticks once: above the first row that has one."""
    ticked = next((row for row in rows[:1] if not is_missing(row.previous)), None)
    look: Style = {"ha": "center", "size": theme.SMALL, "backing": True}
    if ticked is not None:
        _text(ax, _INDEX.at(ticked.previous), y - 0.235, year, **look)
    else:
        _tick(ax, _INDEX.left, HEAD)
        _text(ax, _INDEX.left + GAP, HEAD, year, **(look | {"ha": "left"}))


# ── answers ───────────────────────────────────────────────────────────────────────────────────

_ITEM_NAME = 2.32  # inches kept for the label of an item
_DISAGREE, _AGREE = 2.86, EDGE  # right edges of the two columns of percentages
_CENTRE, _UNIT = 5.13, 2.12  # middle of the scale, and inches that all partners take


def draw_answers(rows: pd.DataFrame, scale: Sequence[str], say: Words) -> Figure:
    """Draw one bar an item, from disagreement to agreement, centred on the middle of the scale.

    Parameters
    ----------
    rows : DataFrame, one row an item, from the top
        ``name``, ``counts`` (five counts of partners, from the lowest rating), ``disagree`` and
        ``agree`` (shares of partners).
    scale : sequence of str
        Names of the two ends of the scale and of its middle: lowest, middle, highest.
    """
    heading, pitch = 0.46, 0.36
    bottom = heading + pitch * len(rows)
    figure, ax = theme.sheet(bottom + 0.06)
    _scale_heading(ax, scale)
    look: Style = {"ha": "right", "size": theme.SMALL}
    _text(ax, _DISAGREE, 0.36, say("perception.answers.disagree"), theme.BRICK, **look)
    _text(ax, _AGREE, 0.36, say("perception.answers.agree"), theme.PETROL, **look)
    ax.plot([_CENTRE, _CENTRE], [heading - 0.03, bottom], color=theme.RULE, lw=0.8, zorder=0)
    for rank, row in enumerate(_each(rows)):
        y = heading + pitch * (rank + 0.5)
        _lines(ax, 0.02, y, str(row.name), _ITEM_NAME, **_SMALL)
        _text(ax, _DISAGREE, y, say.format.percent(row.disagree), theme.BRICK, ha="right")
        _text(ax, _AGREE, y, say.format.percent(row.agree), theme.PETROL, ha="right")
        _stack(ax, row.counts, y, say)
    return figure


def _scale_heading(ax: Axes, scale: Sequence[str]) -> None:
    """The five colours once, above the first bar, its ends and middle named."""
    from padlib.display.lettering import text_width

    lowest, middle, highest = scale
    side, step = 0.15, 0.2
    names = (lowest, "", middle, "", highest)
    words = sum(text_width(name, theme.SMALL) + 0.14 for name in names if name)
    x = max(EDGE - words - step * len(names) + 0.13, 0.02)
    for colour, name in zip(RAMP, names, strict=True):
        _box(ax, (x, HEAD - side / 2, side, side), colour)
        x += step
        if name:
            _text(ax, x + 0.01, HEAD, name, theme.INK2, **_SMALL)
            x += text_width(name, theme.SMALL) + 0.14


def _stack(ax: Axes, counts: Sequence[float], y: float, say: Words) -> None:
    from padlib.display.lettering import text_width

    n = sum(counts)
    before = sum(counts[: NEUTRAL - 1]) + counts[NEUTRAL - 1] / 2
    x = _CENTRE - _UNIT * before / n
    for count, fill, ink in zip(counts, RAMP, RAMP_INK, strict=True):
        width = _UNIT * count / n
        if count:
            _box(ax, (x, y - BAR / 2, width, BAR), fill, edgecolor="white", lw=0.8)
            told = say.format.int(count)
            if text_width(told, theme.SMALL) + 0.05 < width:
                _text(ax, x + width / 2, y, told, ink, ha="center", **_SMALL)
        x += width


# ── importance × performance ──────────────────────────────────────────────────────────────────

_PLOT = (0.42, 0.32, 7.7, 5.0)  # left, top, right, bottom of the chart
_LABEL = 2.9  # inches that the name of a point may take
_POINT = 0.055  # inches from the middle of a point to its edge


def draw_crossing(points: pd.DataFrame, cross: tuple[float, float], say: Words) -> Figure:
    """Draw one point an item, importance up and rating across, with four named quadrants.

    Parameters
    ----------
    points : DataFrame, one row an item, those to be named first
        ``performance`` and ``importance`` (1 to 5), ``quadrant``, ``name`` ("" leaves the point
        without a label).
    cross : pair of float
        Where the crosshair stands: performance, importance.
    """
    from padlib.display import labels
    from padlib.display.labels import Box, Mark

    left, top, right, bottom = _PLOT
    x = _Scale(left, right, *_span([*points["performance"], cross[0]], room=0.75))
    y = _Scale(bottom, top, *_span([*points["importance"], cross[1]], room=0.15))
    middle = (x.at(cross[0]), y.at(cross[1]))
    each = _each(points)
    at = [(x.at(float(row.performance)), y.at(float(row.importance))) for row in each]
    colours = [theme.BRICK if row.quadrant == "fix" else theme.PETROL for row in each]
    corners = [box for _, _, box in _corners(say).values()]
    down = Box(middle[0] - 0.01, top, middle[0] + 0.01, bottom)
    across = Box(left, middle[1] - 0.01, right, middle[1] + 0.01)
    tries = (
        labels.placed(
            [Mark(*spot, _POINT) for spot in at],
            [str(row.name) for row in each],
            Box(left + 0.04, top + 0.04, right - 0.04, bottom - 0.04),
            short=[str(rank) for rank in range(1, len(each) + 1)],
            avoid=[*corners, *kept_free],
            rules=[
                ((middle[0], top), (middle[0], bottom)),
                ((left, middle[1]), (right, middle[1])),
            ],
            widest=_LABEL,
        )
        for kept_free in ([down, across], [across], [down], [])
    )
    placed = max(tries, key=_whole_names)  # off the crosshair, unless it costs a name its place
    told = [
        f"{label.text}  {row.name}"
        for label, row in zip(placed, each, strict=True)
        if label is not None and label.short
    ]
    figure, ax = theme.sheet(bottom + 0.44 + LINE * max(len(told) - 1, 0))
    _frame(ax, x, y, say)
    dashes: Style = {"color": theme.MID, "lw": 1.0, "dashes": (4, 2.5), "zorder": 1}
    ax.plot([middle[0]] * 2, [top, bottom], **dashes)
    ax.plot([left, right], [middle[1]] * 2, **dashes)
    for quadrant, (spot, ha, _) in _corners(say).items():
        look: Style = {"ha": ha, "size": theme.SMALL, "style": "italic"}
        colour = theme.BRICK if quadrant == "fix" else theme.INK2
        _text(ax, *spot, say(f"perception.quadrant.{quadrant}"), colour, **look)
    for row, spot, colour in zip(each, at, colours, strict=True):
        named, fix = bool(row.name), row.quadrant == "fix"
        look = {"filled": named or fix, "size": 7 if named else 5.5}
        _disc(ax, *spot, colour if named or fix else theme.MID, **look)
    labels.draw(ax, placed, styles=[{"color": colour} for colour in colours])
    for rank, line in enumerate(told):  # names that found no room: their number, told beneath
        _text(ax, 0.02, bottom + 0.34 + LINE * rank, line, theme.INK2, **_SMALL)
    return figure


def _whole_names(placed: Sequence[Label | None]) -> int:
    """How many points have their own name beside them, not its number."""
    return sum(label is not None and not label.short for label in placed)


def _span(values: Sequence[float], room: float) -> tuple[float, float]:
    """Ends of an axis, on half ratings, with room before the lowest value; never outside 1 to 5."""
    low, high = min(values), max(values)
    start = max(1.0, int((low - room) * 2) / 2)
    end = min(5.0, -int(-(high + 0.15) * 2 // 1) / 2)
    if end - start < 1:
        start, end = max(1.0, end - 1), min(5.0, max(start + 1, end))
    return start - (0.12 if start == 1 else 0), end + (0.12 if end == 5 else 0)


def _frame(ax: Axes, x: _Scale, y: _Scale, say: Words) -> None:
    left, top, right, bottom = _PLOT
    ax.plot([left, left, right], [top, bottom, bottom], color=theme.INK, lw=0.9)
    for value in range(2, 11):
        rating = value / 2
        told = say.format.number(rating)
        if x.lowest <= rating <= x.highest:
            ax.plot([x.at(rating)] * 2, [bottom, bottom + 0.05], color=theme.INK, lw=0.8)
            _text(ax, x.at(rating), bottom + 0.15, told, theme.INK2, ha="center", **_SMALL)
        if y.lowest <= rating <= y.highest:
            ax.plot([left - 0.05, left], [y.at(rating)] * 2, color=theme.INK, lw=0.8)
            _text(ax, left - 0.1, y.at(rating), told, theme.INK2, ha="right", **_SMALL)
    across, up = say("perception.crossing.performance"), say("perception.crossing.importance")
    _text(ax, right, bottom + 0.34, across, theme.INK2, ha="right", **_SMALL)
    _text(ax, 0.02, HEAD, up, theme.INK2, **_SMALL)


def _corners(say: Words) -> dict[str, tuple[tuple[float, float], str, Box]]:
    """Where the names of the quadrants stand, by which side, and the boxes that they take."""
    from padlib.display.labels import Box
    from padlib.display.lettering import text_width

    left, top, right, bottom = _PLOT
    spots = {
        "fix": (left + 0.08, top + 0.12, "left"),
        "keep": (right - 0.06, top + 0.12, "right"),
        "low": (left + 0.08, bottom - 0.12, "left"),
        "over": (right - 0.06, bottom - 0.12, "right"),
    }
    found = {}
    for quadrant, (x, y, ha) in spots.items():
        width = text_width(say(f"perception.quadrant.{quadrant}"), theme.SMALL) * 1.04
        start = x if ha == "left" else x - width
        box = Box(start - 0.03, y - 0.1, start + width + 0.03, y + 0.1)
        found[quadrant] = ((x, y), ha, box)
    return found


# ── opportunities ─────────────────────────────────────────────────────────────────────────────

_GAIN = (3.2, 7.3)  # where an opportunity of nought falls, and the end of the axis
_GAIN_NAME = 3.05


def draw_opportunities(rows: pd.DataFrame, say: Words) -> Figure:
    """Draw one bar an item, its factor beneath its name.

    Parameters
    ----------
    rows : DataFrame, one row an item, from the top
        ``name``, ``factor`` (its name), ``opportunity`` (0 to 100), ``first`` (bool: among those to
        fix first).
    """
    from padlib.display.lettering import wrapped

    heading, pitch = 0.08, 0.385
    names = [wrapped(str(name), _GAIN_NAME, theme.TEXT) for name in rows["name"]]
    tops = [heading]  # of each row; a name on two lines has a taller one
    for name in names:
        tops.append(tops[-1] + pitch + LINE * (len(name) - 1))
    bottom = tops[-1]
    figure, ax = theme.sheet(bottom + 0.3)
    highest = max([float(value) for value in rows["opportunity"]], default=0.0)
    step = 25 if highest > 40 else 10
    end = step * max(-int(-highest // step), 1)
    scale = _Scale(*_GAIN, 0, end)
    for value in range(0, int(end) + 1, step):
        x = scale.at(value)
        look: Style = {"color": theme.INK if value == 0 else theme.RULE, "zorder": 0}
        ax.plot([x, x], [heading, bottom], lw=0.9 if value == 0 else 0.7, **look)
        _text(ax, x, bottom + 0.14, say.format.int(value), theme.INK2, ha="center", **_SMALL)
    for rank, row in enumerate(_each(rows)):
        y = (tops[rank] + tops[rank + 1]) / 2
        colour = theme.BRICK if row.first else theme.PETROL
        start = y - LINE * len(names[rank]) / 2
        for place, line in enumerate(names[rank]):
            _text(ax, 0.02, start + LINE * place, line)
        last = start + LINE * len(names[rank])
        _text(ax, 0.02, last, _cut(str(row.factor), _GAIN_NAME), theme.INK2, **_SMALL)
        width = scale.at(row.opportunity) - scale.left
        _box(ax, (scale.left, y - BAR / 2, width, BAR), colour)
        look = {"weight": "bold", "size": theme.STRONG, "backing": True}
        told = say.format.score(row.opportunity)
        _text(ax, scale.left + width + GAP, y, told, colour, **look)
    return figure


# ── mirror ────────────────────────────────────────────────────────────────────────────────────

_MARK = _Scale(3.0, 5.75, 1, 5)
_GAP_AT = 6.55  # right edge of the column of gaps


def draw_mirror(rows: pd.DataFrame, say: Words) -> Figure:
    """Draw what the vendor guesses (disc) and what partners answer (diamond), the gap in a column.

    Parameters
    ----------
    rows : DataFrame, one row an item, from the top
        ``name``, ``guess`` and ``answer`` (1 to 5), ``gap``, ``wide`` (bool: a gap that counts),
        ``reading`` (its name, "" without).
    """
    heading, pitch = 0.34, 0.36
    bottom = heading + pitch * len(rows)
    figure, ax = theme.sheet(bottom + 0.26)
    _text(ax, _GAP_AT, HEAD, say("perception.mirror.gap"), theme.INK2, ha="right", **_SMALL)
    _legend(ax, _MARK.left, say)
    for mark in range(1, 6):
        x = _MARK.at(mark)
        ax.plot([x, x], [heading, bottom], color=theme.RULE, lw=0.7, zorder=0)
        _text(ax, x, bottom + 0.13, say.format.int(mark), theme.INK2, ha="center", **_SMALL)
    for rank, row in enumerate(_each(rows)):
        y = heading + pitch * (rank + 0.5)
        weight = "bold" if row.wide else "normal"
        _lines(ax, 0.02, y, str(row.name), 2.75, weight=weight, **_SMALL)
        guess, answer = _MARK.at(row.guess), _MARK.at(row.answer)
        look: Style = {"color": theme.INK if row.wide else theme.TINT2, "solid_capstyle": "butt"}
        ax.plot([guess, answer], [y, y], lw=2 if row.wide else 1.4, zorder=2, **look)
        _disc(ax, guess, y, theme.VENDOR)
        ax.plot([answer], [y], marker="D", ms=7, color=theme.PARTNER, ls="", zorder=5)
        told = say.format.signed(row.gap, 1)
        _text(
            ax, _GAP_AT, y, told, theme.INK if row.wide else theme.INK2, ha="right", weight=weight
        )
        if row.reading:
            colour = theme.BRICK if row.gap > 0 else theme.PETROL
            _text(ax, EDGE, y, row.reading, colour, ha="right", **_SMALL)
    return figure


def _legend(ax: Axes, x: float, say: Words) -> None:
    from padlib.display.lettering import text_width

    guess = say("perception.mirror.guess")
    _disc(ax, x + 0.06, HEAD, theme.VENDOR, size=6.5)
    _text(ax, x + 0.17, HEAD, guess, theme.PETROL, **_SMALL)
    x += 0.17 + text_width(guess, theme.SMALL) + 0.2
    ax.plot([x + 0.04], [HEAD], marker="D", ms=6, color=theme.PARTNER, ls="", zorder=5)
    _text(ax, x + 0.16, HEAD, say("perception.mirror.answer"), theme.BRICK, **_SMALL)


# ── cross-check ───────────────────────────────────────────────────────────────────────────────

_POLES = (4.1, 6.55)  # where the diagnostic and the partners stand
_APART = 0.2  # least room between two labels
_SLOPE_NAME = 3.45


def draw_cross_check(rows: pd.DataFrame, say: Words) -> Figure:
    """Draw one line an item, from what the vendor says it practises to what partners perceive.

    Parameters
    ----------
    rows : DataFrame, one row an item
        ``name``, ``practised`` and ``perceived`` (0 to 100), ``told`` (what is printed at the
        partners' end), ``wide`` (bool: over-confidence).
    """
    top, bottom = 0.5, 0.5 + max(2.4, 0.42 * len(rows))
    figure, ax = theme.sheet(bottom + 0.2)
    left, right = _POLES
    for x, name in ((left, "practised"), (right, "perceived")):
        ax.plot([x, x], [top - 0.16, bottom + 0.06], color=theme.RULE, lw=1)
        head: Style = {"ha": "center", "size": theme.SMALL, "weight": "bold"}
        colour = theme.PETROL if name == "practised" else theme.BRICK
        _text(ax, x, HEAD + 0.04, say(f"perception.cross_check.{name}"), colour, **head)
    values = [*rows["practised"], *rows["perceived"]]
    scale = _Scale(bottom, top, min(values), max(*values, min(values) + 1))
    each = _each(rows)
    starts = [scale.at(row.practised) for row in each]
    ends = [scale.at(row.perceived) for row in each]
    lines = zip(each, starts, ends, _spread(starts, bottom), _spread(ends, bottom), strict=True)
    for row, start, end, named, told in sorted(lines, key=lambda line: bool(line[0].wide)):
        colour = theme.BRICK if row.wide else theme.MID
        look: Style = {"color": colour, "lw": 2.2 if row.wide else 1.2, "zorder": 3}
        ax.plot([left, right], [start, end], **look)
        _disc(ax, left, start, theme.VENDOR if row.wide else theme.MID, size=6.5)
        ax.plot(
            [right],
            [end],
            marker="D",
            ms=6,
            ls="",
            zorder=5,
            color=theme.PARTNER if row.wide else theme.MID,
        )
        hair: Style = {"color": theme.TINT2, "lw": 0.7, "zorder": 1}
        ax.plot([left - 0.2, left], [named, start], **hair)
        ax.plot([right, right + 0.2], [end, told], **hair)
        ink = theme.INK if row.wide else theme.INK2
        look = {"size": theme.SMALL, "weight": "bold" if row.wide else "normal"}
        value = say.format.score(row.practised)
        name = _cut(str(row.name), _SLOPE_NAME, theme.SMALL, bold=row.wide)
        _text(ax, left - 0.55, named, name, ink, ha="right", **look)
        _text(ax, left - 0.24, named, value, ink, ha="right", **look)
        _text(ax, right + 0.24, told, row.told, theme.BRICK if row.wide else theme.INK2, **look)
    return figure


def _spread(wanted: Sequence[float], bottom: float) -> list[float]:
    """Places of labels near the ones wanted, never closer than a line, in the same order."""
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    placed = list(wanted)
    for before, after in pairwise(order):
        placed[after] = max(wanted[after], placed[before] + _APART)
    if order and placed[order[-1]] > bottom:
        placed[order[-1]] = bottom
        for after, before in pairwise(order[::-1]):
            placed[before] = min(placed[before], placed[after] - _APART)
    return placed


# ── what all of them draw with ────────────────────────────────────────────────────────────────


def _each(rows: pd.DataFrame) -> list[Any]:
    return list(rows.itertuples())


def _cut(text: str, width: float, size: float = theme.SMALL, bold: bool = False) -> str:
    from padlib.display.lettering import cut

    return cut(text, width, size, bold)


def _lines(ax: Axes, x: float, y: float, text: str, width: float, **style: Any) -> None:
    """A label on at most two lines, centred on ``y``."""
    from padlib.display.lettering import wrapped

    color, size = style.pop("color", theme.INK), style.get("size", theme.TEXT)
    lines = wrapped(text, width, size, bold=style.get("weight") == "bold")
    for rank, line in enumerate(lines):
        _text(ax, x, y + (rank - (len(lines) - 1) / 2) * LINE, line, color, **style)


def _disc(ax: Axes, x: float, y: float, colour: str, **style: Any) -> None:
    """A disc, or with ``filled=False`` a circle."""
    filled, size = style.pop("filled", True), style.pop("size", 7.5)
    look: Style = {"mfc": colour if filled else "white", "mec": colour, "mew": 1.6, "ls": ""}
    ax.plot([x], [y], marker="o", ms=size, **look, zorder=4, **style)


def _box(ax: Axes, box: tuple[float, float, float, float], fill: str, **style: Any) -> None:
    from matplotlib.patches import Rectangle

    x, y, width, height = box
    look: Style = {"edgecolor": "none", "lw": 0, **style}
    ax.add_patch(Rectangle((x, y), width, height, facecolor=fill, **look))


def _text(ax: Axes, x: float, y: float, text: str, color: str = theme.INK, **style: Any) -> None:
    """One line of text whose lower-case letters are centred on ``y``; ``backing``: on white."""
    look: Style = {"size": theme.TEXT, "color": color, "zorder": 6, "va": "baseline", **style}
    if look.pop("backing", False):
        look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
    ax.text(x, y + look["size"] * 0.36 / 72, text, **look)
