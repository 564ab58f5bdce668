"""Figures of the what-ifs of choices: a ranking, places on a map, monthly loads, a year's fan.

The file's case is thin and grey, the knobs' in petrol. They draw what they are given and work out
nothing but where the ink goes. Lengths are inches of a picture 7.0 inches wide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from matplotlib.figure import Figure

from padlib.display import labels, theme
from padlib.display.canvas import Canvas
from padlib.display.figures import money
from padlib.display.figures.recruitment import fitted
from padlib.display.figures.what_if import HEIGHT, SMALL, TEXT, WIDTH, canvas
from padlib.display.labels import Box, Mark
from padlib.display.lettering import text_width
from padlib.display.words import Words

FILED = theme.MID  # the file's case
NOW = theme.PETROL
EDGE = 0.08  # inches kept free at the sides
HEAD = 0.34  # inches of the line that says what is what
MONTHS = 12

QUIET: dict[str, Any] = {"size": SMALL, "color": theme.INK2}


def _legend(page: Canvas, x: float, entries: list[tuple[str, str]]) -> None:
    """What the marks mean, in a line at the top: kind of mark and words."""
    y = 0.14
    for kind, text in entries:
        ink = theme.INK2
        if kind == "bar":
            page.box(x, y - 0.055, 0.16, 0.11, color=NOW)
            ink = NOW
        elif kind == "tint":
            page.box(x, y - 0.055, 0.16, 0.11, color=theme.PETROL3)
        elif kind == "tick":
            page.line((x + 0.08, x + 0.08), (y - 0.075, y + 0.075), color=FILED, lw=1.8)
        elif kind == "frame":
            page.box(x, y - 0.055, 0.16, 0.11, facecolor="none", edgecolor=FILED, linewidth=1.1)
        elif kind == "disc":
            page.disc(Mark(x + 0.08, y, 0.06), facecolor=NOW, edgecolor="white", linewidth=0.8)
            ink = NOW
        elif kind == "moved":
            page.disc(Mark(x + 0.08, y, 0.06), facecolor=theme.BRICK, edgecolor="white")
            ink = theme.BRICK
        elif kind == "ring":
            page.disc(Mark(x + 0.08, y, 0.05), facecolor="white", edgecolor=FILED, linewidth=1.1)
        page.text(x + 0.23, y, text, size=SMALL, color=ink, weight=_weight(ink == NOW))
        x += 0.23 + text_width(text, SMALL, bold=ink == NOW) + 0.24


def _weight(bold: bool) -> str:
    return "bold" if bold else "normal"


# A ranking -------------------------------------------------------------------------------------

ROW = 0.245  # inches
NAMES = 1.95  # inches that the names take at most
RANK = 1.12  # inches of the column of the file's ranks
VALUE = 0.5  # inches of a value at the end of its bar


class Bars(NamedTuple):
    """Companies in order, each with its bar; the file's value and rank, None where it has none.

    ``scored``: values are scores; else chances in percent.
    """

    scored: bool
    names: tuple[str, ...]
    points: tuple[float, ...]
    before: tuple[float | None, ...]
    ranks: tuple[int | None, ...]
    inside: tuple[bool, ...]
    entering: tuple[bool, ...]


def draw_ranking(base: Bars, now: Bars, extent: tuple[float, float], say: Words) -> Figure:
    """Draw one bar a company, the file's value as a grey tick, its rank at right."""
    del base  # each company's own is beside its bar
    page = canvas()
    key = "what_if.shortlist.figure"
    _legend(page, EDGE, _ranking_legend(now, say))
    page.text(WIDTH - EDGE, 0.14, say(f"{key}.rank"), ha="right", **QUIET)
    start = NAMES + 0.22
    scale = (WIDTH - EDGE - RANK - VALUE - start) / max(extent[1], 1.0)
    ticks: list[tuple[float, float]] = []
    for place, name in enumerate(now.names):
        y = HEAD + 0.05 + ROW * (place + 0.5)
        inside, entering = now.inside[place], now.entering[place]
        ink = NOW if entering else theme.INK if inside else theme.INK2
        text = fitted(name, NAMES, TEXT, entering)
        page.text(start - 0.1, y, text, ha="right", size=TEXT, color=ink, weight=_weight(entering))
        length = scale * now.points[place]
        page.box(start, y - 0.075, length, 0.15, color=NOW if inside else theme.PETROL3, zorder=1.5)
        end = length
        if (before := now.before[place]) is not None:
            ticks.append((start + scale * before, y))
            end = max(length, scale * before)
        value = now.points[place]
        shown = say.format.score(value) if now.scored else say.format.percent(value / 100, 0)
        page.text(start + end + 0.09, y, shown, size=TEXT, color=ink, weight=_weight(entering))
        _rank(page, now, place, y, say)
    across, low, high = (
        [x for x, _ in ticks],
        [y - 0.1 for _, y in ticks],
        [y + 0.1 for _, y in ticks],
    )
    for colour, width in (("white", 3.6), (FILED, 1.8)):
        page.axes.vlines(across, low, high, colors=colour, linewidths=width, zorder=2)
    outside = [place for place, one in enumerate(now.inside) if not one]
    if outside and outside[0]:
        cut = HEAD + 0.05 + ROW * outside[0]
        page.rule((EDGE, WIDTH - EDGE), cut, color=FILED, lw=0.8, ls=(0, (4, 3)))
    foot = HEAD + 0.05 + ROW * len(now.names)
    page.line((start, start), (HEAD + 0.05, foot), color=theme.INK, lw=0.8, zorder=3)
    return page.figure


def _ranking_legend(now: Bars, say: Words) -> list[tuple[str, str]]:
    key = "what_if.shortlist.figure"
    told = [("bar", say(f"{key}.now" if now.scored else f"{key}.now_chance"))]
    told.append(("tick", say("what_if.shortlist.figure.filed")))
    if not all(now.inside):
        told.append(("tint", say(f"{key}.outside" if now.scored else f"{key}.outside_look")))
    return told


def _rank(page: Canvas, now: Bars, place: int, y: float, say: Words) -> None:
    rank, right = now.ranks[place], WIDTH - EDGE
    shown = "–" if rank is None else say.format.ordinal(rank)
    if now.entering[place]:
        text = say("what_if.shortlist.figure.enters", rank=shown)
        page.text(right, y, text, ha="right", size=TEXT, color=NOW, weight="bold")
    else:
        moved = rank != place + 1
        ink = theme.INK if moved else theme.INK2
        page.text(right, y, shown, ha="right", size=TEXT, color=ink)


# Places on a map -------------------------------------------------------------------------------

MAP = Box(0.98, 0.62, WIDTH - EDGE, HEIGHT - 0.52)
ROOM = 0.1  # inches kept inside the frame for the discs
DISC = 0.065


class Spots(NamedTuple):
    """Partners by id: where they stand (0–100), what they are called, which of them moved."""

    points: Mapping[str, tuple[float, float]]
    names: Mapping[str, str]
    moved: frozenset[str]
    limits: tuple[float, float]


def draw_places(base: Spots, now: Spots, quadrants: Mapping[str, str], say: Words) -> Figure:
    """Draw each partner where it stands, joined to where the file has it when it moved."""
    page = canvas()
    key = "what_if.map.figure"
    _legend(
        page,
        MAP.left,
        [("disc", say(f"{key}.now")), ("ring", say(f"{key}.filed"))]
        + ([("moved", say(f"{key}.moved"))] if now.moved else []),
    )
    page.box(
        MAP.left,
        MAP.top,
        MAP.right - MAP.left,
        MAP.bottom - MAP.top,
        facecolor="none",
        edgecolor=theme.RULE,
        lw=0.8,
    )
    _draw_limits(page, base.limits, FILED, 0.8, (0, (1, 2)))
    _draw_limits(page, now.limits, NOW, 1.1, (0, (4, 3)))
    _draw_map_words(page, now, quadrants, say)
    marks, written, bold = [], [], []
    for one, point in now.points.items():
        x, y = _on_map(*point)
        if one in base.points and _apart(base.points[one], point):
            xb, yb = _on_map(*base.points[one])
            page.line((xb, x), (yb, y), color=FILED, lw=0.9, zorder=1.2)
            page.disc(
                Mark(xb, yb, 0.045), facecolor="white", edgecolor=FILED, linewidth=1.0, zorder=1.4
            )
        changed = one in now.moved
        look = theme.BRICK if changed else NOW
        page.disc(Mark(x, y, DISC), facecolor=look, edgecolor="white", linewidth=0.8, zorder=2)
        marks.append(Mark(x, y, DISC))
        written.append(now.names.get(one, ""))
        bold.append(changed)
    found = labels.placed(
        marks, written, _inner(), size=SMALL, bold=bold, rules=[*_rules(now), *_rules(base)]
    )
    halo = {"bbox": {**money.HALO, "pad": 0.4}}
    styles = [
        {"weight": "bold", "color": theme.BRICK, **halo} if one else {"color": theme.INK, **halo}
        for one in bold
    ]
    labels.draw(page.axes, found, size=SMALL, styles=styles)
    return page.figure


def _rules(spots: Spots) -> list[labels.Segment]:
    """The thresholds, as lines that a name had better not sit astride."""
    x, y = _on_map(*spots.limits)
    return [((x, MAP.top), (x, MAP.bottom)), ((MAP.left, y), (MAP.right, y))]


def _on_map(performance: float, potential: float) -> tuple[float, float]:
    across = (MAP.right - MAP.left - 2 * ROOM) / 100
    down = (MAP.bottom - MAP.top - 2 * ROOM) / 100
    return MAP.left + ROOM + across * performance, MAP.bottom - ROOM - down * potential


def _inner() -> Box:
    edge = 0.03
    return Box(MAP.left + edge, MAP.top + edge, MAP.right - edge, MAP.bottom - edge)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) > 0.5


def _draw_limits(
    page: Canvas, limits: tuple[float, float], colour: str, width: float, style: Any
) -> None:
    x, y = _on_map(*limits)
    page.line((x, x), (MAP.top, MAP.bottom), color=colour, lw=width, ls=style)
    page.line((MAP.left, MAP.right), (y, y), color=colour, lw=width, ls=style)


def _draw_map_words(page: Canvas, now: Spots, quadrants: Mapping[str, str], say: Words) -> None:
    high, low = MAP.top - 0.13, MAP.bottom + 0.36
    for name, x, y, ha in (
        ("rising", MAP.left, high, "left"),
        ("pillar", MAP.right, high, "right"),
        ("reconsider", MAP.left, low, "left"),
        ("established", MAP.right, low, "right"),
    ):
        page.text(x, y, quadrants[name], ha=ha, size=TEXT, weight="bold", color=theme.INK2)
    page.text(EDGE, MAP.bottom + 0.14, say("what_if.map.figure.performance"), **QUIET)
    page.text(EDGE, MAP.top - 0.13, say("what_if.map.figure.potential"), **QUIET)
    for place, limit in enumerate(now.limits):
        for tick in _ticks(limit):
            point = (tick, 0.0) if place == 0 else (0.0, tick)
            x, y = _on_map(*point)
            ink = NOW if tick == limit else theme.INK2
            style = {"size": SMALL, "color": ink, "weight": _weight(tick == limit)}
            if place == 0:
                page.text(x, MAP.bottom + 0.14, say.format.score(tick), ha="center", **style)
            else:
                page.text(MAP.left - 0.08, y, say.format.score(tick), ha="right", **style)


def _ticks(limit: float) -> list[float]:
    """Both ends, and the threshold where it stands clear of them."""
    return [0.0, limit, 100.0] if 8 <= limit <= 92 else [0.0, 100.0]


# Monthly loads ---------------------------------------------------------------------------------

FRAME = Box(0.62, 0.62, WIDTH - 1.35, HEIGHT - 0.42)
AIR = 1.12  # of the highest value, left above it


class Loads(NamedTuple):
    """Points used in each month of a plan, and what a month can bear."""

    load: tuple[int, ...]
    capacity: int


def draw_loads(base: Loads, now: Loads, extent: tuple[float, float], say: Words) -> Figure:
    """Draw the load of each month against the capacity, the file's as an outline."""
    page = canvas()
    key = "what_if.plan.figure"
    _legend(page, FRAME.left, [("bar", say(f"{key}.now")), ("frame", say(f"{key}.filed"))])
    page.text(EDGE, FRAME.top - 0.16, say(f"{key}.axis"), **QUIET)
    months = max(len(base.load), len(now.load))
    slot = (FRAME.right - FRAME.left) / months
    scale = (FRAME.bottom - FRAME.top) / (AIR * max(extent[1], 1.0))
    for place, (filed, load) in enumerate(zip_longest(base.load, now.load)):
        x = FRAME.left + slot * (place + 0.5)
        wide = min(0.62 * slot, 0.6)
        if load:
            top = FRAME.bottom - scale * load
            page.box(x - wide / 2, top, wide, scale * load, color=NOW, zorder=1.5)
            inside = scale * load > 0.26
            y, ink = (top + 0.13, "white") if inside else (top - 0.12, NOW)
            halo = {} if inside else {"bbox": money.HALO}
            page.text(
                x, y, say.format.int(load), ha="center", size=TEXT, color=ink, zorder=5, **halo
            )
        if filed:
            page.box(
                x - wide / 2 - 0.06,
                FRAME.bottom - scale * filed,
                wide + 0.12,
                scale * filed,
                facecolor="none",
                edgecolor=FILED,
                linewidth=1.1,
                zorder=2,
            )
        ink = theme.INK2 if load is not None else theme.TINT2
        text = say(f"{key}.month", month=place + 1)
        page.text(x, FRAME.bottom + 0.16, text, ha="center", size=SMALL, color=ink)
    page.rule((FRAME.left, FRAME.right), FRAME.bottom, color=theme.INK, lw=0.9, zorder=3)
    _draw_capacities(page, base, now, scale, say)
    return page.figure


def _draw_capacities(page: Canvas, base: Loads, now: Loads, scale: float, say: Words) -> None:
    """The two lines of capacity, named at their right ends without touching."""
    key = "what_if.plan.figure"
    y = FRAME.bottom - scale * now.capacity
    page.rule((FRAME.left, FRAME.right), y, color=NOW, lw=1.3, ls=(0, (4, 3)), zorder=4)
    name = say(f"{key}.capacity", capacity=now.capacity)
    x = FRAME.right + 0.08
    page.text(x, y, name, size=SMALL, color=NOW, weight="bold")
    if base.capacity != now.capacity:
        yb = FRAME.bottom - scale * base.capacity
        page.rule((FRAME.left, FRAME.right), yb, color=FILED, lw=0.9, ls=(0, (1, 2)), zorder=4)
        apart = 0.17
        yb = yb if abs(yb - y) >= apart else y + (apart if yb > y else -apart)
        page.text(x, yb, say(f"{key}.capacity_filed", capacity=base.capacity), **QUIET)


# A year's fan ----------------------------------------------------------------------------------

ENDS = 1.62  # inches kept at right for what stands at the ends of the lines
GAP = 0.18  # inches between two of their names


class Fan(NamedTuple):
    """A year, cumulated: what is done, then what may come month by month."""

    year: int
    done_at: tuple[float, ...]  # months since 1 January
    done_up: tuple[float, ...]
    months: tuple[int, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    objective: float | None


def draw_fan(base: Fan, now: Fan, extent: tuple[float, float], say: Words) -> Figure:
    """Draw the year's course, the range of what may come, the objective, the file's median."""
    page = canvas()
    key = "what_if.projection.figure"
    ticks = [tick for tick in money.money_ticks(*extent) if tick <= 1.02 * extent[1]]
    texts = money.tick_texts(ticks, say)
    left = max(text_width(text, SMALL) for text in texts) + EDGE + 0.1
    frame = Box(left, 0.42, WIDTH - ENDS, HEIGHT - 0.4)
    up = (min(extent[0], 0.0), 1.06 * max(extent[1], 1.0))
    plot = money.Plot(page, frame, (0.0, float(MONTHS)), up)
    page.text(EDGE, 0.14, say(f"{key}.axis", unit=say.format.unit(money.scale(ticks))), **QUIET)
    for tick, text in zip(ticks, texts, strict=True):
        _, y = plot.at(0.0, tick)
        page.text(left - 0.08, y, text, ha="right", **QUIET)
        ink, width = (theme.INK, 0.9) if tick == 0 else (theme.RULE, 0.6)
        page.rule((left, frame.right), y, color=ink, lw=width, zorder=0.5)
    for month in (1, 3, 6, 9, 12):
        x, _ = plot.at(month, 0.0)
        day = dt.date(now.year, month, 1)
        page.text(x, frame.bottom + 0.16, say.format.month(day), ha="center", **QUIET)
    _draw_courses(plot, base, now)
    _name_ends(plot, base, now, say)
    return page.figure


def _draw_courses(plot: money.Plot, base: Fan, now: Fan) -> None:
    band = [plot.at(x, y) for x, y in zip(now.months, now.high, strict=True)]
    band += [plot.at(x, y) for x, y in reversed(list(zip(now.months, now.low, strict=True)))]
    plot.page.axes.fill(
        [x for x, _ in band], [y for _, y in band], color=theme.PETROL1, lw=0, zorder=0.6
    )
    for edge in (now.low, now.high):
        plot.line(now.months, edge, color=theme.PETROL3, lw=0.8, zorder=1.5)
    if now.objective is not None:
        ends = (now.objective, now.objective)
        plot.line((0, MONTHS), ends, color=theme.BRICK, lw=1.1, ls=(0, (4, 3)), zorder=1.6)
    plot.line(base.months, base.middle, color=FILED, lw=1.1, zorder=2.2)
    plot.line(now.months, now.middle, color=NOW, lw=2.0, zorder=2)
    plot.line(now.done_at, now.done_up, color=theme.INK, lw=1.6, zorder=2.5)
    if now.done_at and now.done_at[-1] > 0:
        x, y = plot.at(now.done_at[-1], now.done_up[-1])
        plot.page.disc(Mark(x, y, 0.05), facecolor=theme.INK, edgecolor="white", zorder=3)


def _name_ends(plot: money.Plot, base: Fan, now: Fan, say: Words) -> None:
    """The names of the lines at their right ends, each pushed down clear of the one above."""
    key = "what_if.projection.figure"
    bold = {"color": NOW, "weight": "bold"}
    wanted: list[tuple[float, int, str, dict[str, Any]]] = [
        (now.high[-1], 1, say(f"{key}.high", amount=now.high[-1]), {"color": theme.PETROL5}),
        (now.middle[-1], 2, say(f"{key}.now", amount=now.middle[-1]), bold),
        (base.middle[-1], 3, say(f"{key}.filed", amount=base.middle[-1]), {"color": theme.INK2}),
        (now.low[-1], 4, say(f"{key}.low", amount=now.low[-1]), {"color": theme.PETROL5}),
    ]
    if now.objective is not None:
        text = say(f"{key}.objective", amount=now.objective)
        wanted.append((now.objective, 0, text, {"color": theme.BRICK}))
    wanted.sort(key=lambda one: (-one[0], one[1]))
    places = _spread([plot.at(MONTHS, one[0])[1] for one in wanted], plot.frame)
    for (_, _, text, style), y in zip(wanted, places, strict=True):
        plot.page.text(plot.frame.right + 0.08, y, text, size=SMALL, **style)


def _spread(wanted: list[float], frame: Box) -> list[float]:
    """Heights as near as may be to those wanted, in their order, none nearer than a line."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + GAP) if placed else max(y, frame.top - 0.1))
    floor = frame.bottom - 0.06
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], floor)
        floor = placed[place] - GAP
    return placed
