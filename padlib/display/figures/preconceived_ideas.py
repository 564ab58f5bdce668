"""Figure of the preconceived ideas: votes on each idea against its verdict (REPORTS 9.11)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from padlib.display import theme
from padlib.display.canvas import LABEL, Canvas
from padlib.display.lettering import cut

_HEAD = 0.34  # inches, above the first row
_ROW, _TALL = 0.46, 0.62  # a row with one round of votes, with two
_BAR, _GAP = 0.17, 0.05
_AXIS, _HALF = 5.75, 1.45  # where no vote stands, and the widest bar on each side
_NAMES = _AXIS - _HALF - 0.35  # room of the names
_MARGIN = 0.06
_NOTE = theme.SMALL


@dataclass(frozen=True)
class Votes:
    """Votes of one round on one idea: how many say false, and true."""

    false: int
    true: int


@dataclass(frozen=True)
class Row:
    """An idea: its short name, its verdict in words, its votes before and after; None without."""

    name: str
    verdict: str
    before: Votes | None
    after: Votes | None


@dataclass(frozen=True)
class Labels:
    """Words of the figure's heading and rounds."""

    false: str
    true: str
    before: str
    after: str


def draw_votes(rows: Sequence[Row], labels: Labels) -> Figure:
    """Diverging bars, false votes at left and true ones at right; two rounds one under the other.

    Parameters
    ----------
    rows : sequence of Row
        The first on top; at least one vote among them.
    labels : Labels
    """
    two = any(row.before for row in rows) and any(row.after for row in rows)
    tall = _TALL if two else _ROW
    canvas = Canvas.of(_HEAD + tall * len(rows) + 0.05)
    most = max(
        max(votes.false, votes.true)
        for row in rows
        for votes in (row.before, row.after)
        if votes is not None
    )
    scale = _HALF / max(most, 1)
    _heading(canvas, labels)
    for place, row in enumerate(rows):
        top = _HEAD + tall * place
        middle = top + tall / 2
        canvas.text(0, middle - 0.09, cut(row.name, _NAMES, LABEL, bold=True), weight="bold")
        canvas.text(0, middle + 0.1, cut(row.verdict, _NAMES, _NOTE), size=_NOTE, color=theme.INK2)
        if place:
            canvas.rule((0, theme.WIDTH), top, color=theme.RULE, linewidth=0.6)
        _bars(canvas, row, middle, scale, two)
    bottom = _HEAD + tall * len(rows)
    canvas.axes.plot((_AXIS, _AXIS), (_HEAD, bottom), color=theme.INK, linewidth=0.8, zorder=3)
    if two:
        _rounds(canvas, rows, labels)
    return canvas.figure


def _heading(canvas: Canvas, labels: Labels) -> None:
    told = {"size": _NOTE, "color": theme.INK2}
    canvas.text(_AXIS - 0.1, 0.16, f"← {labels.false}", ha="right", **told)
    canvas.text(_AXIS + 0.1, 0.16, f"{labels.true} →", ha="left", **told)


def _bars(canvas: Canvas, row: Row, middle: float, scale: float, two: bool) -> None:
    lines = _lines(middle, two)
    for votes, y, faint in zip((row.before, row.after), lines, (False, True), strict=True):
        if votes is None:
            continue
        _bar(canvas, votes.false, -1.0 * votes.false * scale, y, faint)
        _bar(canvas, votes.true, votes.true * scale, y, faint)


def _lines(middle: float, two: bool) -> tuple[float, float]:
    """Middle of the bar of each round; the same one when there is one round."""
    if not two:
        return middle, middle
    step = (_BAR + _GAP) / 2
    return middle - step, middle + step


def _bar(canvas: Canvas, count: int, reach: float, y: float, faint: bool) -> None:
    """One side of one round, from the axis as far as ``reach`` (inches); its count at the end."""
    false = math.copysign(1, reach) < 0  # a bar of no vote has a side too
    if count:
        fill = {"facecolor": theme.PETROL3 if false else theme.ORANGE3}
        if faint:
            edge = theme.PETROL if false else theme.BRICK
            fill = {"facecolor": "white", "edgecolor": edge, "hatch": "////"}
        width = {"linewidth": 0.8} if faint else {}
        canvas.box(min(_AXIS, _AXIS + reach), y - _BAR / 2, abs(reach), _BAR, **fill, **width)
    weight = "normal" if false or faint else "bold"
    gap = -_MARGIN if false else _MARGIN
    anchor = "right" if false else "left"
    canvas.text(_AXIS + reach + gap, y, str(count), ha=anchor, size=_NOTE, weight=weight)


def _rounds(canvas: Canvas, rows: Sequence[Row], labels: Labels) -> None:
    """The rounds named once, at the end of the first row that has both."""
    place = next((n for n, row in enumerate(rows) if row.before and row.after), None)
    if place is None:
        return
    middle = _HEAD + _TALL * (place + 0.5)
    words = (labels.before, labels.after)
    for y, word in zip(_lines(middle, two=True), words, strict=True):
        canvas.text(theme.WIDTH, y, word, ha="right", size=_NOTE, color=theme.INK2)
