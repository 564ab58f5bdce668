"""Where the names of points stand on a figure, so that no name covers another, a point or an edge
(REPORTS 5.3).

Lengths are inches of the page, across from the left and down from the top, as in
:func:`padlib.display.theme.sheet`. Texts are measured in DejaVu Sans, the widest font of the
page: what keeps its distance here keeps it everywhere. The same points always give the same
places.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from padlib.display import theme
from padlib.display.lettering import POINTS, cut, text_width

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

LINE = 1.36  # height of a line of text, in sizes of its letters
WIDEST = 1.75  # inches a name may take before it is cut
GAP = 0.035  # inches kept free between a text and whatever is near
TRIES = 3  # orders in which names are placed, while some find no room
SWEEPS = 3  # times that each name looks for a better place, the others standing
DISTANCES = (0.0, 0.06, 0.14, 0.24, 0.36, 0.5, 0.68, 0.9, 1.15, 1.45, 1.8, 2.2)
DIRECTIONS = 40
LED = 0.1  # inches from its point beyond which a name is tied to it by a line
STEPS = 28  # spots at which such a line is looked at
DOUBT = 0.04  # inches nearer to its own point than to another that leave no doubt
ASTRIDE, CROSSING, OVER, TIED, UNCLEAR = 0.12, 0.5, 0.25, 0.06, 0.03  # inches a flaw is worth
REACH = 1.3  # inches, flaws counted, that a name may be from its point while a number would do
FORBIDDEN = 50.0  # more than any distance: a line over a name, a name over a line


class Box(NamedTuple):
    """A rectangle that a text takes, or must keep away from."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether they share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Its point that is nearest to another."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)


class Mark(NamedTuple):
    """A point of the figure, as a disc."""

    x: float
    y: float
    radius: float


Segment = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Label:
    """A text and its place: ``x`` is where it is held (``ha``), ``y`` its middle.

    ``box`` is the room it takes; ``leader`` the line from it to its point, None when it stands
    close by; ``short`` says that the short text took the name's place.
    """

    text: str
    x: float
    y: float
    ha: Literal["left", "center", "right"]
    box: Box
    leader: Segment | None = None
    short: bool = False


def placed(
    marks: Sequence[Mark],
    names: Sequence[str],
    frame: Box,
    *,
    size: float = theme.SMALL,
    bold: Sequence[bool] = (),
    short: Sequence[str] = (),
    avoid: Sequence[Box] = (),
    rules: Sequence[Segment] = (),
    widest: float = WIDEST,
) -> list[Label | None]:
    """A place for the name of each point, the first ones of the list choosing first.

    Parameters
    ----------
    marks : sequence of Mark
        Every point drawn; none is ever covered.
    names : sequence of str, one a mark
        "" leaves a point without a name.
    frame : Box
        What no text leaves.
    size : float
        Of the letters, in points.
    bold : sequence of bool, one a mark
        Bold letters take more room. Empty: none.
    short : sequence of str, one a mark
        What stands where a name finds no room, such as a number of a table. Empty: nothing.
    avoid : sequence of Box
        Texts that stand already: names of quadrants, headings.
    rules : sequence of segments
        Lines that a text had better not sit astride.
    widest : float
        Inches beyond which a name is cut.

    Returns
    -------
    list of Label or None, one a mark
        None where there is nothing to write, or no room for it even so.

    Examples
    --------
    >>> frame = Box(0, 0, 4, 3)
    >>> one, other = placed([Mark(1, 1, 0.1), Mark(1.3, 1, 0.1)], ["Axorial", "Brivault"], frame)
    >>> one.ha, other.ha
    ('right', 'left')
    """
    weights = list(bold) or [False] * len(marks)
    shorts = list(short) or [""] * len(marks)
    wanted = [
        _Wanted(place, cut(name, widest, size, heavy), number, heavy)
        for place, (name, number, heavy) in enumerate(zip(names, shorts, weights, strict=True))
        if name
    ]
    order, best = list(wanted), _Room(marks, frame, avoid, rules, size)
    for _ in range(TRIES):
        room = _Room(marks, frame, avoid, rules, size)
        _settle_all(room, order)
        if sum(map(bool, room.labels)) > sum(map(bool, best.labels)):
            best = room
        stuck = [one for one in order if room.labels[one.place] is None]
        if not stuck:
            break
        order = [*stuck, *(one for one in order if one not in stuck)]  # the hardest first
    return best.labels


class _Wanted(NamedTuple):
    place: int
    name: str
    short: str
    bold: bool


def _settle_all(room: _Room, order: Sequence[_Wanted]) -> None:
    for turn in range(SWEEPS):
        for one in order:
            label = room.labels[one.place]
            if turn == 0 or label is None or label.leader is not None:
                _settle_one(room, one)


def _settle_one(room: _Room, one: _Wanted) -> None:
    """The name close by, else the number close by, else either of them wherever there is room."""
    room.labels[one.place] = None
    cost, label = room.best(one.place, one.name, bold=one.bold)
    if cost >= REACH and one.short not in {"", one.name}:
        less, short = room.best(one.place, one.short, bold=one.bold, short=True)
        if less < REACH or cost >= FORBIDDEN:
            label = short
    room.labels[one.place] = label


def draw(
    axes: Axes,
    labels: Sequence[Label | None],
    *,
    size: float = theme.SMALL,
    styles: Sequence[dict[str, Any]] = (),
) -> None:
    """Write the labels on axes that count inches from the upper left corner.

    ``styles``: what matplotlib is told of each text beside its place, such as colour and weight.
    """
    told = list(styles) or [{}] * len(labels)
    for label, style in zip(labels, told, strict=True):
        if label is None:
            continue
        if label.leader is not None:
            (x0, y0), (x1, y1) = label.leader
            axes.plot((x0, x1), (y0, y1), color=theme.TINT2, lw=0.7, zorder=1.5)
        look = {"size": size, "va": "center_baseline", "zorder": 5, **style}
        axes.text(label.x, label.y, label.text, ha=label.ha, **look)


class _Room:
    """What stands on the figure while its names look for their places."""

    def __init__(
        self,
        marks: Sequence[Mark],
        frame: Box,
        avoid: Sequence[Box],
        rules: Sequence[Segment],
        size: float,
    ) -> None:
        self.marks = np.array(marks, dtype=float).reshape(-1, 3)
        self.frame, self.size = frame, size
        self.avoid = np.array(avoid, dtype=float).reshape(-1, 4)
        self.rules = np.array(rules, dtype=float).reshape(-1, 4)
        self.labels: list[Label | None] = [None] * len(marks)

    def best(
        self, place: int, text: str, *, bold: bool, short: bool = False
    ) -> tuple[float, Label | None]:
        """The best place of a text among the others and what it costs; None when there is none."""
        width, height = text_width(text, self.size, bold), LINE * self.size / POINTS
        boxes, holds, cost = _candidates(self.marks[place], width, height)
        free = self._free(boxes)
        boxes, holds, cost = boxes[free], holds[free], cost[free]
        if not len(boxes):
            return FORBIDDEN, None
        lines = _leaders(self.marks[place], boxes)
        length = _lengths(lines)
        doubtful = self._nearest(place, boxes) < length + DOUBT
        led = (length > LED) | (doubtful & (length > DOUBT))
        cost = cost + TIED * led + UNCLEAR * doubtful
        cost = cost + ASTRIDE * _crossed(self.rules, boxes).any(axis=1)
        cost = cost + self._flaws(place, boxes, lines, led)
        first = int(np.argmin(np.round(cost, 6)))
        if cost[first] >= FORBIDDEN:
            return FORBIDDEN, None
        leader = lines[first] if led[first] else None
        label = _label(text, boxes[first], float(holds[first]), leader, short=short)
        return float(cost[first]), label

    def _free(self, boxes: Numbers) -> Mask:
        """Boxes inside the frame that touch no point and no text."""
        left, top, right, bottom = self.frame
        inside = (boxes[:, 0] >= left) & (boxes[:, 2] <= right)
        inside &= (boxes[:, 1] >= top) & (boxes[:, 3] <= bottom)
        covered = (_away(boxes, self.marks) < GAP).any(axis=1)
        taken = np.concatenate([self.avoid, self._boxes()])
        return inside & ~covered & ~_overlapping(boxes, taken).any(axis=1)

    def _nearest(self, place: int, boxes: Numbers) -> Numbers:
        """How far each box is from the nearest point but its own."""
        others = np.delete(self.marks, place, axis=0)
        if not len(others):
            return np.full(len(boxes), np.inf)
        nearest: Numbers = _away(boxes, others).min(axis=1)
        return nearest

    def _boxes(self) -> Numbers:
        return np.array([one.box for one in self.labels if one], dtype=float).reshape(-1, 4)

    def _flaws(self, place: int, boxes: Numbers, lines: Numbers, led: Mask) -> Numbers:
        """What is wrong with each place: lines over points or names, lines that cross."""
        others = self._lines()
        cost: Numbers = FORBIDDEN * _crossed(others, boxes).any(axis=1).astype(float)
        points = _points(lines)
        own = np.hypot(*(self.marks[:, :2] - self.marks[place, :2]).T) <= self.marks[:, 2] + 0.01
        discs = self.marks[~own]  # a point that lies in another cannot leave it otherwise
        away = np.hypot(points[:, :, None, 0] - discs[:, 0], points[:, :, None, 1] - discs[:, 1])
        over = (away < discs[:, 2]).any(axis=1).sum(axis=1)
        taken = np.concatenate([self.avoid, self._boxes()])
        cost += FORBIDDEN * (_crossed(lines, taken).any(axis=0) & led)
        cost += OVER * over * led
        cost += CROSSING * _crossings(lines, others) * led
        return cost

    def _lines(self) -> Numbers:
        told = [(*one.leader[0], *one.leader[1]) for one in self.labels if one and one.leader]
        return np.array(told, dtype=float).reshape(-1, 4)


def _label(text: str, room: Numbers, hold: float, line: Numbers | None, *, short: bool) -> Label:
    box = Box(*map(float, room))
    ha: Literal["left", "center", "right"] = "center"
    if hold != 0:
        ha = "left" if hold > 0 else "right"
    x = {"left": box.left, "right": box.right, "center": (box.left + box.right) / 2}[ha]
    leader = None
    if line is not None:
        leader = ((float(line[0]), float(line[1])), (float(line[2]), float(line[3])))
    return Label(text, x, (box.top + box.bottom) / 2, ha, box, leader, short)


def _candidates(mark: Numbers, width: float, height: float) -> tuple[Numbers, Numbers, Numbers]:
    """Boxes around a point, the side by which each is held (1: left, -1: right), their cost."""
    x, y, radius = mark
    angles = 2 * math.pi * np.arange(DIRECTIONS) / DIRECTIONS
    across, down = np.cos(angles), np.sin(angles)
    hold = np.where(np.abs(across) < 0.3, 0.0, np.sign(across))
    far = np.array(DISTANCES)[:, None] + radius + 1.4 * GAP
    middle_x = x + far * across + hold * width / 2
    middle_y = y + far * down + np.clip(1.6 * down, -1, 1) * height / 2
    boxes = np.stack(
        [
            middle_x - width / 2,
            middle_y - height / 2,
            middle_x + width / 2,
            middle_y + height / 2,
        ],
        axis=-1,
    ).reshape(-1, 4)
    # At equal distance: right, then left, above, below; slanting places last.
    bias = 0.03 * np.abs(np.sin(2 * angles)) + np.where(across < -0.3, 0.012, 0.0)
    bias = bias + np.where(hold == 0, np.where(down < 0, 0.02, 0.024), 0.0)
    cost = np.array(DISTANCES)[:, None] + bias
    holds = np.broadcast_to(hold, cost.shape)
    return boxes, holds.reshape(-1), cost.reshape(-1)


def _away(boxes: Numbers, discs: Numbers) -> Numbers:
    """How far each box is from the edge of each disc; negative inside, shape (boxes, discs)."""
    across = np.maximum(boxes[:, None, 0] - discs[:, 0], discs[:, 0] - boxes[:, None, 2])
    down = np.maximum(boxes[:, None, 1] - discs[:, 1], discs[:, 1] - boxes[:, None, 3])
    away: Numbers = np.hypot(np.maximum(across, 0), np.maximum(down, 0)) - discs[:, 2]
    return away


def _overlapping(boxes: Numbers, others: Numbers) -> Mask:
    overlap: Mask = (
        (boxes[:, None, 0] < others[:, 2] + GAP)
        & (boxes[:, None, 2] > others[:, 0] - GAP)
        & (boxes[:, None, 1] < others[:, 3])
        & (boxes[:, None, 3] > others[:, 1])
    )
    return overlap


def _leaders(mark: Numbers, boxes: Numbers) -> Numbers:
    """The line from the edge of a point to the nearest spot of each box."""
    end_x = np.clip(mark[0], boxes[:, 0], boxes[:, 2])
    end_y = np.clip(mark[1], boxes[:, 1], boxes[:, 3])
    length = np.maximum(np.hypot(end_x - mark[0], end_y - mark[1]), 1e-9)
    start_x = mark[0] + (end_x - mark[0]) * mark[2] / length
    start_y = mark[1] + (end_y - mark[1]) * mark[2] / length
    return np.stack([start_x, start_y, end_x, end_y], axis=-1)


def _lengths(lines: Numbers) -> Numbers:
    lengths: Numbers = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    return lengths


def _points(lines: Numbers) -> Numbers:
    """Points along each line but its two ends, shape (lines, steps, 2)."""
    along = np.linspace(0, 1, STEPS + 2)[1:-1, None]
    points: Numbers = lines[:, None, :2] + along * (lines[:, None, 2:] - lines[:, None, :2])
    return points


def _crossed(lines: Numbers, boxes: Numbers) -> Mask:
    """Which box is crossed by which line, shape (boxes, lines)."""
    wide = boxes + np.array([-GAP / 2, -GAP / 2, GAP / 2, GAP / 2])
    starts, way = lines[:, :2], lines[:, 2:] - lines[:, :2]
    low, high = np.zeros((len(boxes), len(lines))), np.ones((len(boxes), len(lines)))
    out = np.zeros_like(low, dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for axis in (0, 1):  # where each line enters and leaves the band of each box
            near = (wide[:, None, axis] - starts[:, axis]) / way[:, axis]
            far = (wide[:, None, axis + 2] - starts[:, axis]) / way[:, axis]
            still = np.broadcast_to(way[:, axis] == 0, low.shape)
            beside = (starts[:, axis] < wide[:, None, axis]) | (
                starts[:, axis] > wide[:, None, axis + 2]
            )
            out |= still & beside
            low = np.where(still, low, np.maximum(low, np.minimum(near, far)))
            high = np.where(still, high, np.minimum(high, np.maximum(near, far)))
    crossed: Mask = (low < high) & ~out
    return crossed


def _crossings(lines: Numbers, others: Numbers) -> npt.NDArray[np.int64]:
    """How many of the other lines each line crosses."""

    def side(start: Numbers, end: Numbers, point: Numbers) -> Numbers:
        way, to = end - start, point - start
        turned: Numbers = way[..., 0] * to[..., 1] - way[..., 1] * to[..., 0]
        return turned

    a, b = lines[:, None, :2], lines[:, None, 2:]
    c, d = others[None, :, :2], others[None, :, 2:]
    apart = side(a, b, c) * side(a, b, d) < 0
    apart &= side(c, d, a) * side(c, d, b) < 0
    count: npt.NDArray[np.int64] = apart.sum(axis=1)
    return count
