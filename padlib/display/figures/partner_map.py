"""Figures of the partner map: the map, cumulative revenue, time, moves since last year.

They draw the rows they are given, in the order given, and add up nothing. Lengths are inches of a
page 7.8 inches wide, across from the left and down from the top.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from padlib.display import canvas, labels, theme
from padlib.display.canvas import LABEL, Canvas
from padlib.display.labels import Box, Mark
from padlib.display.lettering import cut, text_width
from padlib.display.words import Words

SMALL, VALUE = 8.5, 9.5  # points; 8.5 is 13 px on the page
EDGE = 0.04  # inches kept free at right
NAMED = 20  # partners named on the map; the others by the number they have in the table
ROWS = 15  # partners of the cumulative revenue; the rest in one row
ARROWS = 8  # moves on one map; more make a small map each
PANELS = 12  # small maps at most

PERFORMANCE, POTENTIAL = "performance", "potential"
HUNDRED = 100


# The ground of a map ---------------------------------------------------------------------------


class Ground(NamedTuple):
    """The square on which partners stand: its edges, and the room kept inside for the bubbles."""

    frame: Box
    room: float
    performance: float  # thresholds
    potential: float

    def at(self, performance: float, potential: float) -> tuple[float, float]:
        """Where two scores fall."""
        left, top, right, bottom = self.frame
        across = (right - left - 2 * self.room) / HUNDRED
        down = (bottom - top - 2 * self.room) / HUNDRED
        return left + self.room + across * performance, bottom - self.room - down * potential

    @property
    def crossing(self) -> tuple[float, float]:
        return self.at(self.performance, self.potential)

    def rules(self) -> list[labels.Segment]:
        """The two thresholds, as lines that a name had better not sit astride."""
        x, y = self.crossing
        left, top, right, bottom = self.frame
        return [((x, top), (x, bottom)), ((left, y), (right, y))]


LEFT = 0.98  # inches of the names of the axes
TOP = 0.62  # of the legend, and of the upper quadrants' names
BOTTOM = 0.58  # of the ticks, and of the lower quadrants' names


def _ground(height: float, room: float, limits: tuple[float, float]) -> Ground:
    frame = Box(LEFT, TOP, theme.WIDTH - EDGE, height - BOTTOM)
    return Ground(frame, room, *limits)


def _draw_ground(
    page: Canvas, ground: Ground, margin: float, names: Mapping[str, str], say: Words
) -> None:
    left, top, right, bottom = ground.frame
    page.box(left, top, right - left, bottom - top, facecolor="none", edgecolor=theme.RULE, lw=0.8)
    _draw_thresholds(page, ground, margin)
    for text, x, y, ha in (
        (names["rising"], left, top - 0.14, "left"),
        (names["pillar"], right, top - 0.14, "right"),
        (names["reconsider"], left, bottom + 0.42, "left"),
        (names["established"], right, bottom + 0.42, "right"),
    ):
        page.text(x, y, text, ha=ha, weight="bold", color=theme.INK2)
    quiet = {"size": SMALL, "color": theme.INK2}
    page.text(0.0, bottom + 0.14, say("partner_map.axis.performance"), **quiet)
    page.text(0.0, top - 0.14, say("partner_map.axis.potential"), **quiet)
    for tick in _ticks(ground.performance):
        x, _ = ground.at(tick, 0)
        page.text(x, bottom + 0.14, say.format.score(tick), ha="center", **quiet)
    for tick in _ticks(ground.potential):
        _, y = ground.at(0, tick)
        page.text(left - 0.08, y, say.format.score(tick), ha="right", **quiet)


def _draw_thresholds(page: Canvas, ground: Ground, margin: float) -> None:
    left, top, right, bottom = ground.frame
    x0, y0 = ground.at(ground.performance - margin, ground.potential - margin)
    x1, y1 = ground.at(ground.performance + margin, ground.potential + margin)
    x0, x1 = (min(max(x, left), right) for x in (x0, x1))
    y0, y1 = (min(max(y, top), bottom) for y in (y0, y1))
    page.box(x0, top, x1 - x0, bottom - top, color=theme.PANEL, zorder=0.2)
    page.box(left, y1, right - left, y0 - y1, color=theme.PANEL, zorder=0.2)
    for (xs, ys), (xe, ye) in ground.rules():
        page.line((xs, xe), (ys, ye), color=theme.MID, lw=0.9, ls=(0, (4, 3)))


def _ticks(threshold: float) -> list[float]:
    """Both ends, and the threshold where it stands clear of them."""
    ends = [0.0, float(HUNDRED)]
    return sorted([*ends, threshold]) if 8 <= threshold <= 92 else ends


# The map ---------------------------------------------------------------------------------------

MAP = 5.6  # inches high
LARGEST, SMALLEST = 0.36, 0.05  # inches, radius of a bubble
RING = 0.045  # inches from a bubble to the dashed line of the frontier


class Bubbles(NamedTuple):
    """Partners on the map, the first named first.

    ``rows``: columns name, number, performance, potential (0–100), revenue (NaN unknown),
    strategic, frontier, to_discuss. ``limits`` are the thresholds of performance and potential,
    ``margin`` the points on either side that make the frontier, ``quadrants`` the name of each.
    """

    rows: pd.DataFrame
    limits: tuple[float, float]
    margin: float
    quadrants: Mapping[str, str]


def draw_map(map_: Bubbles, say: Words) -> tuple[Figure, int]:
    """Draw a bubble a partner, its area the revenue; gives also how many found no room for a name.

    Strategic partners are filled and bold, a dashed ring says frontier, ``?`` that the position
    hangs on the weights.
    """
    rows = map_.rows
    largest = _largest(len(rows))
    page, ground = Canvas.of(MAP), _ground(MAP, largest + RING + 0.04, map_.limits)
    _draw_ground(page, ground, map_.margin, map_.quadrants, say)
    _map_legend(page, rows, say)
    radii = _radii(rows["revenue"], largest)
    marks = [
        Mark(*ground.at(row.performance, row.potential), radius + RING * bool(row.frontier))
        for row, radius in zip(canvas.rows(rows), radii, strict=True)
    ]
    strategic = [bool(one) for one in rows["strategic"]]
    order = sorted(range(len(marks)), key=lambda place: (-radii[place], strategic[place]))
    for depth, place in enumerate(order):
        row, mark = rows.iloc[place], marks[place]
        _bubble(page, mark._replace(radius=radii[place]), row, 2 + depth / 1000)
    written = [
        _marked(str(row.name if place < NAMED else row.number), bool(row.to_discuss), say)
        for place, row in enumerate(rows.itertuples(index=False))
    ]
    numbers = [
        _marked(str(row.number), bool(row.to_discuss), say) for row in rows.itertuples(index=False)
    ]
    edge = 0.03
    left, top, right, bottom = ground.frame
    found = labels.placed(
        marks,
        written,
        Box(left + edge, top + edge, right - edge, bottom - edge),
        bold=strategic,
        short=numbers,
        rules=ground.rules(),
    )
    labels.draw(page.axes, found, styles=[_name_style(one) for one in strategic])
    return page.figure, sum(one is None for one in found)


def _name_style(bold: bool) -> dict[str, Any]:
    return {"weight": "bold", "color": theme.PETROL} if bold else {"color": theme.INK}


def _marked(text: str, doubt: bool, say: Words) -> str:
    return say("partner_map.map.doubt", name=text) if doubt else text


def _largest(count: int) -> float:
    """Radius of the largest bubble: less when there are many."""
    return max(0.2, LARGEST * min(1.0, math.sqrt(14 / max(count, 1))))


def _radii(revenue: pd.Series[Any], largest: float) -> list[float]:
    """Radii whose discs have areas in proportion; nothing and the unknown get the smallest."""
    most = float(revenue.max()) if revenue.notna().any() else 0.0
    if most <= 0:
        return [SMALLEST] * len(revenue)
    shares = revenue.fillna(0.0).astype(float) / most
    return [max(SMALLEST, largest * math.sqrt(share)) for share in shares]


def _bubble(page: Canvas, mark: Mark, row: Any, depth: float) -> None:
    if row["strategic"]:
        look = {"facecolor": theme.PETROL, "edgecolor": "white", "linewidth": 0.9}
    elif pd.isna(row["revenue"]):
        look = {"facecolor": "white", "edgecolor": theme.MID, "linewidth": 1.1}
    else:
        look = {"facecolor": theme.PETROL1, "edgecolor": theme.PETROL5, "linewidth": 1.1}
    page.disc(mark, zorder=depth, **look)
    if row["frontier"]:
        _ring(page, mark._replace(radius=mark.radius + RING), depth)


def _ring(page: Canvas, mark: Mark, depth: float) -> None:
    style = {
        "facecolor": "none",
        "edgecolor": theme.INK,
        "linewidth": 1.0,
        "linestyle": (0, (3, 2)),
    }
    page.disc(mark, zorder=depth, **style)


def _map_legend(page: Canvas, rows: pd.DataFrame, say: Words) -> None:
    """What the marks mean, in one line above the map."""
    x, y = LEFT, 0.14
    filled = {"facecolor": theme.PETROL, "edgecolor": "white", "linewidth": 0.9}
    tinted = {"facecolor": theme.PETROL1, "edgecolor": theme.PETROL5, "linewidth": 1.1}
    hollow = {"facecolor": "white", "edgecolor": theme.MID, "linewidth": 1.1}
    shown = [
        ("strategic", filled, rows["strategic"].any()),
        ("other", tinted, (~rows["strategic"].astype(bool)).any()),
        ("unknown", hollow, rows["revenue"].isna().any()),
        ("frontier", None, rows["frontier"].any()),
        ("doubt", "?", rows["to_discuss"].any()),
    ]
    for name, look, there in shown:
        if not there:
            continue
        mark = Mark(x + 0.07, y, 0.06)
        if look is None:
            _ring(page, mark, 2)
        elif isinstance(look, str):
            page.text(x + 0.07, y, look, size=SMALL, ha="center", weight="bold")
        else:
            page.disc(mark, zorder=2, **look)
        text = say(f"partner_map.map.legend.{name}")
        page.text(x + 0.19, y, text, size=SMALL, color=theme.INK2)
        x += 0.19 + text_width(text, SMALL) + 0.24


# Cumulative revenue ----------------------------------------------------------------------------

HEAD = 0.5  # inches of the line of headings
FOOT = 0.3  # inches of the axis
NAMES = 2.7  # inches that the names take at most
COLUMNS = (6.72, theme.WIDTH - EDGE)  # right edges of the two columns of numbers


def draw_pareto(
    rows: pd.DataFrame, say: Words, *, threshold: float, alert: float, places: int = 0
) -> Figure:
    """Draw each partner's share of the revenue and, on the same scale, what it adds up to.

    ``rows``: columns name, share, cumulative (0–1), strategic, group (True: several partners in
    one row), from the largest to the smallest. ``threshold`` makes a partner strategic, ``alert``
    is the share that the first partner should not pass; shares print with ``places`` decimals.
    """
    height = HEAD + theme.ROW * len(rows) + FOOT
    page = Canvas.of(height)
    widest = max(text_width(str(name), LABEL, bold=True) for name in rows["name"])
    room = min(NAMES, widest)
    left = room + 3 * EDGE
    start, end = left + 0.12, COLUMNS[0] - 0.62
    _pareto_head(page, (start, end), height, say, threshold=threshold, alert=alert)
    line = []
    for place, row in enumerate(canvas.rows(rows)):
        y = HEAD + theme.ROW * (place + 0.5)
        weight = "bold" if row.strategic else "normal"
        ink = theme.INK if not row.group else theme.INK2
        name = cut(str(row.name), room, LABEL, bold=bool(row.strategic))
        page.text(left, y, name, ha="right", weight=weight, color=ink)
        colour = theme.PETROL if row.strategic else theme.TINT2
        page.box(start, y - 0.075, (end - start) * row.share, 0.15, color=colour, zorder=1.5)
        line.append((start + (end - start) * row.cumulative, y))
        shown = (say.format.percent(row.share, places), say.format.percent(row.cumulative, places))
        for edge, value in zip(COLUMNS, shown, strict=True):
            page.text(edge, y, value, ha="right", weight=weight, color=ink)
    xs, ys = [x for x, _ in line], [y for _, y in line]
    page.axes.plot(xs, ys, color=theme.INK2, lw=1.2, marker="o", ms=4.5, mfc="white", zorder=3)
    page.line((start, start), (HEAD - 0.04, height - FOOT), color=theme.INK, lw=0.8, zorder=4)
    for tick in range(0, HUNDRED + 1, 25):
        x = start + (end - start) * tick / HUNDRED
        text = say.format.percent(tick / HUNDRED, 0)
        page.text(x, height - FOOT + 0.14, text, ha="center", size=SMALL, color=theme.INK2)
    return page.figure


def _pareto_head(
    page: Canvas,
    span: tuple[float, float],
    height: float,
    say: Words,
    *,
    threshold: float,
    alert: float,
) -> None:
    start, end = span
    for edge, column in zip(COLUMNS, ("share", "cumulative"), strict=True):
        _heading(page, edge, say(f"partner_map.pareto.heading.{column}"), "right")
    marks = {"threshold": threshold, "alert": alert}
    for name, share in marks.items():
        if not 0 < share < 1:
            continue
        x = start + (end - start) * share
        page.line((x, x), (HEAD - 0.04, height - FOOT), color=theme.MID, lw=0.9, ls=(0, (4, 3)))
        if name == "threshold" and abs(threshold - alert) < 0.12:  # no room for both names
            continue
        _heading(page, x, say(f"partner_map.pareto.mark.{name}", share=share), "center")


def _heading(page: Canvas, x: float, text: str, ha: str) -> None:
    """A heading of one or two lines (parted by ``|``), its last line just above the rows."""
    for up, line in enumerate(reversed(text.split("|"))):
        y = HEAD - 0.11 - 0.165 * up
        page.text(x, y, line, size=SMALL, color=theme.INK2, ha=ha, va="baseline")


# Time ------------------------------------------------------------------------------------------

PAIR = 0.62  # inches from one pair of bars to the next
BAR = 0.17


def draw_time(rows: pd.DataFrame, say: Words) -> Figure:
    """Draw today's and the recommended share of time by quadrant, and the hours to move.

    ``rows``: columns name, note (how many partners), actual, recommended (0–1), hours (signed),
    excess (the quadrant that gives up most).
    """
    height = HEAD + PAIR * len(rows) + 0.06
    page = Canvas.of(height)
    names = [text_width(str(name), VALUE, bold=True) for name in rows["name"]]
    left = max([*names, *(text_width(str(note), SMALL) for note in rows["note"])]) + EDGE
    start = left + 0.14
    most = max(float(rows[["actual", "recommended"]].to_numpy().max()), 0.01)
    span = (COLUMNS[1] - 1.75 - start) / most
    _time_legend(page, start, say)
    _heading(page, COLUMNS[1], say("partner_map.time.heading"), "right")
    for place, row in enumerate(canvas.rows(rows)):
        top = HEAD + PAIR * place
        page.text(left, top + 0.17, row.name, ha="right", weight="bold", size=VALUE)
        page.text(left, top + 0.37, row.note, ha="right", size=SMALL, color=theme.INK2)
        colour = theme.BRICK if row.excess else theme.PETROL
        for share, y, face, edge in (
            (row.actual, top + 0.17, colour, colour),
            (row.recommended, top + 0.37, "white", theme.INK2),
        ):
            page.box(
                start,
                y - BAR / 2,
                span * share,
                BAR,
                facecolor=face,
                edgecolor=edge,
                linewidth=0.9,
                zorder=2,
            )
            text = say.format.percent(share, 0)
            page.text(start + span * share + 0.07, y, text, size=LABEL)
        told = say("partner_map.time.hours", hours=row.hours)
        style = {"weight": "bold", "color": theme.BRICK} if row.excess else {}
        page.text(COLUMNS[1], top + 0.27, told, ha="right", size=VALUE, **style)
    bottom = height - 0.06
    page.line((start, start), (HEAD, bottom), color=theme.INK, lw=0.8, zorder=4)
    return page.figure


def _time_legend(page: Canvas, x: float, say: Words) -> None:
    y = HEAD - 0.17
    today = {"facecolor": theme.PETROL, "edgecolor": theme.PETROL}
    wanted = {"facecolor": "white", "edgecolor": theme.INK2}
    for name, look in (("actual", today), ("recommended", wanted)):
        text = say(f"partner_map.time.legend.{name}")
        page.box(x, y - 0.06, 0.22, 0.12, linewidth=0.9, **look)
        page.text(x + 0.29, y, text, size=SMALL, color=theme.INK2)
        x += 0.29 + text_width(text, SMALL) + 0.28


# Moves since last year -------------------------------------------------------------------------

MOVES = 4.7  # inches high
HEADED = 0.1  # inches of a line that takes the head of an arrow
START, END = 0.05, 0.07  # inches, radius of where a partner was, and of where it is
ASIDE = 0.01  # inches by which a start moves off another's disc, and that it keeps from it
PANEL_HEIGHT, ACROSS = 1.55, 4  # inches of a small map, and how many stand side by side


class Moves(NamedTuple):
    """Partners placed in both years, the widest change first.

    ``rows``: columns name, performance, potential, and both with ``_before``; wide (drawn as an
    arrow), moved (to another quadrant), better (of the two changes together). Otherwise as in
    `Bubbles`.
    """

    rows: pd.DataFrame
    limits: tuple[float, float]
    margin: float
    quadrants: Mapping[str, str]


def draw_moves(moves: Moves, say: Words) -> Figure:
    """Draw an arrow from last year's place to this year's; beyond eight, a small map for each."""
    if int(moves.rows["wide"].sum()) > ARROWS:
        return _small_maps(moves, say)
    page, ground = Canvas.of(MOVES), _moves_ground(moves)
    _draw_ground(page, ground, moves.margin, moves.quadrants, say)
    _moves_legend(page, moves.rows, say)
    rows, starts = canvas.rows(moves.rows), _starts(moves, ground)
    arrows, marks = [], []
    for row, start in zip(rows, starts, strict=True):
        x, y = ground.at(row.performance, row.potential)
        marks.append(Mark(x, y, END))
        if row.wide:
            arrows.append((start, (x, y)))
        _arrow(page, ground, row, start)
    stops = [Mark(*start, START) for start, _ in arrows]
    left, top, right, bottom = ground.frame
    bold = [bool(row.moved) for row in rows]
    found = labels.placed(
        [*marks, *stops],
        [*(str(row.name) for row in rows), *("" for _ in stops)],
        Box(left + 0.03, top + 0.03, right - 0.03, bottom - 0.03),
        bold=[*bold, *(False for _ in stops)],
        rules=[*ground.rules(), *arrows],
    )
    styles: list[dict[str, Any]] = [
        {"weight": "bold", "color": _colour(row)} if row.moved else {"color": theme.INK2}
        for row in rows
    ]
    labels.draw(page.axes, found[: len(rows)], styles=styles)
    return page.figure


def stand_aside(moves: Moves) -> bool:
    """Whether, on one map, a start is drawn aside from another partner's disc."""
    ground = _moves_ground(moves)
    shown = zip(canvas.rows(moves.rows), _starts(moves, ground), strict=True)
    apart = [row.wide and start != _before(ground, row) for row, start in shown]
    return int(moves.rows["wide"].sum()) <= ARROWS and any(apart)


def _moves_ground(moves: Moves) -> Ground:
    return _ground(MOVES, 0.16, moves.limits)


def _before(ground: Ground, row: Any) -> tuple[float, float]:
    return ground.at(row.performance_before, row.potential_before)


def _starts(moves: Moves, ground: Ground) -> list[tuple[float, float]]:
    """Where each arrow starts: last year's place, or further along where another's disc stands.

    So that no arrow seems to leave another partner. It stays where it is when its arrow is too
    short for that.
    """
    rows = canvas.rows(moves.rows)
    ends = [ground.at(row.performance, row.potential) for row in rows]
    return [
        _clear(_before(ground, row), end, [*ends[:place], *ends[place + 1 :]])
        for place, (row, end) in enumerate(zip(rows, ends, strict=True))
    ]


def _clear(
    start: tuple[float, float], end: tuple[float, float], others: list[tuple[float, float]]
) -> tuple[float, float]:
    """The first spot of an arrow where its start is clear of the others' discs."""
    length = math.dist(start, end)
    spare = length - (START + END + HEADED)
    for step in range(int(max(spare, 0.0) / ASIDE) + 1):
        part = step * ASIDE / length if step else 0.0
        spot = (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
        if all(math.dist(spot, other) >= START + END + ASIDE for other in others):
            return spot
    return start


def _colour(row: Any) -> str:
    if not row.moved:
        return theme.MID
    return theme.PETROL if row.better else theme.BRICK


def _arrow(page: Canvas, ground: Ground, row: Any, start: tuple[float, float]) -> None:
    end = ground.at(row.performance, row.potential)
    colour = _colour(row)
    if row.wide:
        look = {"facecolor": "white", "edgecolor": colour, "linewidth": 1.1}
        page.disc(Mark(*start, START), zorder=4, **look)  # above whoever stands there now
        _shaft(page, start, end, colour, 1.8 if row.moved else 1.1)
    page.disc(Mark(*end, END), facecolor=colour, edgecolor="white", linewidth=0.7, zorder=3)


def _shaft(
    page: Canvas, start: tuple[float, float], end: tuple[float, float], colour: str, lw: float
) -> None:
    """A line with a head, from the edge of one disc to the edge of the other."""
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    if length < START + END:
        return
    way = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    first = (start[0] + way[0] * START, start[1] + way[1] * START)
    last = (end[0] - way[0] * END, end[1] - way[1] * END)
    page.line((first[0], last[0]), (first[1], last[1]), color=colour, lw=lw, zorder=2.5)
    if length < START + END + HEADED:  # no room for a head
        return
    side = (-way[1], way[0])
    for turn in (1, -1):
        tip = (
            last[0] - 0.085 * way[0] + turn * 0.05 * side[0],
            last[1] - 0.085 * way[1] + turn * 0.05 * side[1],
        )
        page.line((last[0], tip[0]), (last[1], tip[1]), color=colour, lw=lw, zorder=2.5)


def _moves_legend(page: Canvas, rows: pd.DataFrame, say: Words) -> None:
    x, y = LEFT, 0.14
    shown = [
        ("better", theme.PETROL, (rows["moved"] & rows["better"]).any()),
        ("worse", theme.BRICK, (rows["moved"] & ~rows["better"]).any()),
        ("wide", theme.MID, (rows["wide"] & ~rows["moved"]).any()),
        ("stable", theme.MID, (~rows["wide"]).any()),
    ]
    for name, colour, there in shown:
        if not there:
            continue
        end = (x + 0.3, y)
        if name != "stable":
            start = (x + 0.06, y)
            look = {"facecolor": "white", "edgecolor": colour, "linewidth": 1.1}
            page.disc(Mark(*start, START), zorder=2, **look)
            _shaft(page, start, end, colour, 1.4)
        page.disc(Mark(*end, 0.06), facecolor=colour, edgecolor="white", linewidth=0.7, zorder=3)
        text = say(f"partner_map.moves.legend.{name}")
        page.text(x + 0.43, y, text, size=SMALL, color=theme.INK2)
        x += 0.43 + text_width(text, SMALL) + 0.22


def _small_maps(moves: Moves, say: Words) -> Figure:
    rows = canvas.rows(moves.rows[moves.rows["wide"]].head(PANELS))
    lines = math.ceil(len(rows) / ACROSS)
    head = 0.34
    page = Canvas.of(head + lines * PANEL_HEIGHT + 0.04)
    _moves_legend(page, moves.rows[moves.rows["wide"]], say)
    width = (theme.WIDTH - EDGE) / ACROSS
    for place, row in enumerate(rows):
        left = width * (place % ACROSS) + 0.02
        top = head + PANEL_HEIGHT * (place // ACROSS)
        weight = "bold" if row.moved else "normal"
        title = cut(str(row.name), width - 0.2, SMALL, bold=bool(row.moved))
        colour = _colour(row) if row.moved else theme.INK
        page.text(left, top + 0.12, title, size=SMALL, weight=weight, color=colour)
        frame = Box(left, top + 0.26, left + width - 0.18, top + PANEL_HEIGHT - 0.1)
        ground = Ground(frame, 0.11, *moves.limits)
        page.box(
            frame.left,
            frame.top,
            frame.right - frame.left,
            frame.bottom - frame.top,
            facecolor="none",
            edgecolor=theme.RULE,
            lw=0.8,
        )
        for (xs, ys), (xe, ye) in ground.rules():
            page.line((xs, xe), (ys, ye), color=theme.TINT2, lw=0.8, ls=(0, (4, 3)))
        _arrow(page, ground, row, _before(ground, row))
    return page.figure
