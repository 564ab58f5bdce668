"""Figures of the annual diagnostic: dimensions, practices, functions, projected score.

They draw the rows they are given, in the order given, and work out nothing but where the ink goes.
Axes are inches of a page 7.8 inches wide, from the top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from padlib.display import theme
from padlib.display.formats import is_missing
from padlib.display.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = 1.66  # inches kept at left for the names of dimensions
SCORES = (NAMES, 6.55)  # where scores 0 and 100 fall
EDGE = theme.WIDTH - 0.04  # right edge of the columns at the right
HEAD = 0.12  # how far down the headings stand
BAR = 0.142  # thickness of a bar
GAP = 0.07  # between a mark and its label
VALUE = 0.42  # room that the value at the end of a bar takes
TILE_HEIGHT, TILE_PITCH, TILE_WIDTH = 0.255, 0.335, 0.53
DEEP, SHALLOW = 3.5, 0.5  # levels from which, and down to which, a tile takes the full colour
LEVELS = (3.78, 6.0)  # where levels 0 and 4 fall
PRACTICE = 2.5  # inches kept at left for the label of a practice
NEARLY_FULL = 80  # scores above which a note stands at the left of its mark
EQUAL = 1e-9  # METHOD 4.4

Style = dict[str, Any]  # how something is drawn, as matplotlib names it


class Band(NamedTuple):
    """One band of scores: where it begins and ends (0 to 100), and its name."""

    low: float
    high: float
    name: str


class _Scale(NamedTuple):
    """Where the values of an axis fall across the figure."""

    left: float
    right: float
    highest: float

    def at(self, value: float) -> float:
        return self.left + (self.right - self.left) * value / self.highest


_SCORE = _Scale(*SCORES, 100)
_TODAY = _Scale(SCORES[0] + 0.3, SCORES[1], 100)  # today's score is printed left of its mark
_LEVEL = _Scale(*LEVELS, 4)


# ── dimensions ────────────────────────────────────────────────────────────────────────────────


def draw_dimensions(
    rows: pd.DataFrame,
    bands: Sequence[Band],
    say: Words,
    *,
    threshold: float,
    previous_year: int | None = None,
) -> Figure:
    """Draw one bar a dimension, last year's score as a tick, its change in a column.

    Parameters
    ----------
    rows : DataFrame, one row a dimension, from the top
        ``name``, ``score`` (0 to 100, NaN when it is not published), ``previous`` (last year's, NaN
        without), ``change`` (points, NaN without), ``stable`` and ``weak`` (bool), ``gap`` (what is
        printed where there is no score). Weak rows follow the others, unpublished ones come last.
    threshold : float
        Score below which a dimension is weak, named by the divider.
    previous_year : int, optional
        Names the ticks; without it there is neither tick nor column of changes.
    """
    compared = previous_year is not None
    heading = 0.44 if compared and _first_is_ticked(rows) else 0.3
    marks, bottom = _slots(rows, heading)
    figure, ax = _sheet(bottom + 0.26)
    _bands(ax, bands, bottom)
    _axis(ax, _limits(bands), bottom, say)
    for row, y in zip(rows.itertuples(), marks, strict=True):
        _dimension(ax, row, y, say, compared)
    if compared:
        _text(ax, EDGE, HEAD, say("diagnostic.dimensions.change"), theme.INK2, ha="right")
        _name_tick(ax, rows, marks, str(previous_year))
    _divider(ax, rows, marks, say("diagnostic.dimensions.divider", threshold=threshold))
    return figure


def _slots(rows: pd.DataFrame, top: float) -> tuple[list[float], float]:
    """The middle of each row, room left for what parts them; and where the rows end."""
    middles, y, before = [], top, ""
    for weak, score in zip(rows["weak"], rows["score"], strict=True):
        kind = "unpublished" if is_missing(score) else "weak" if weak else "other"
        if kind == "weak" and before != "weak":
            y += 0.2
        if kind == "unpublished" and before not in {"", "unpublished"}:
            y += 0.12
        middles.append(y + theme.ROW / 2 + 0.02)
        y += theme.ROW + 0.04
        before = kind
    return middles, y + 0.02


def _dimension(ax: Axes, row: Any, y: float, say: Words, compared: bool) -> None:
    if is_missing(row.score):
        _text(ax, NAMES - GAP, y, row.name, theme.INK2, ha="right")
        _text(ax, NAMES + GAP, y, row.gap, theme.INK2, size=theme.SMALL, backing=True)
        return
    colour = theme.BRICK if row.weak else theme.PETROL
    end = _SCORE.at(row.score)
    _text(ax, NAMES - GAP, y, row.name, ha="right")
    _box(ax, (_SCORE.left, y - BAR / 2, end - _SCORE.left, BAR), colour)
    if compared and not is_missing(row.previous):
        tick = _SCORE.at(row.previous)
        _tick(ax, tick, y)
        if tick < end + VALUE:  # the tick would cross the value: the value goes past it
            end = max(end, tick)
    look: Style = {"weight": "bold", "size": theme.STRONG, "backing": True}
    _text(ax, end + GAP, y, say.format.score(row.score), colour, **look)
    if compared:
        _change(ax, row, y, say)


def _change(ax: Axes, row: Any, y: float, say: Words) -> None:
    if is_missing(row.change):
        _text(ax, EDGE, y, say("diagnostic.dimensions.uncompared"), theme.INK2, ha="right")
    elif row.stable:
        _text(ax, EDGE, y, say("diagnostic.dimensions.stable"), theme.INK2, ha="right")
    else:
        _text(ax, EDGE, y, say.format.signed(row.change), ha="right", weight="bold")


def _tick(ax: Axes, x: float, y: float) -> None:
    """Last year's mark: ink, edged in white where it crosses a bar."""
    for colour, width in (("white", 4.2), (theme.INK, 1.8)):
        ax.plot([x, x], [y - 0.115, y + 0.115], color=colour, lw=width, solid_capstyle="butt")


def _first_is_ticked(rows: pd.DataFrame) -> bool:
    """Whether the first row has a tick with room above it."""
    if rows.empty or rows["weak"].iloc[0]:
        return False
    return not is_missing(rows["previous"].iloc[0])


def _name_tick(ax: Axes, rows: pd.DataFrame, marks: Sequence[float], year: str) -> None:
    """Name the ticks once: above the first row's own, else in the heading."""
    if not _first_is_ticked(rows):
        _tick(ax, NAMES - GAP, HEAD)
        _text(ax, NAMES - 2 * GAP, HEAD, year, ha="right", size=theme.SMALL)
        return
    x = _SCORE.at(float(rows["previous"].iloc[0]))
    look: Style = {"ha": "center", "size": theme.SMALL, "backing": True}
    _text(ax, x, marks[0] - 0.19, year, **look)


def _divider(ax: Axes, rows: pd.DataFrame, marks: Sequence[float], words: str) -> None:
    """Part the weak rows from the others, and say so on the line itself."""
    from padlib.display.lettering import text_width

    weak = [y for y, is_weak in zip(marks, rows["weak"], strict=True) if is_weak]
    if not weak:
        return
    y = weak[0] - theme.ROW / 2 - 0.1
    start = _SCORE.right - text_width(words, theme.SMALL)
    dashes: Style = {"color": theme.BRICK, "lw": 1.1, "dashes": (4, 2.5)}
    ax.plot([0.02, start - 0.08], [y, y], **dashes)
    ax.plot([_SCORE.right + 0.08, EDGE], [y, y], **dashes)
    _text(ax, start, y, words, theme.BRICK, size=theme.SMALL, backing=True)


# ── practices ─────────────────────────────────────────────────────────────────────────────────


class Tile(NamedTuple):
    """One practice: its level (0 to 4, None without), its state, and whether it is named."""

    level: float | None
    state: str
    named: bool = False


class Strip(NamedTuple):
    """One dimension: its tiles, best first, and how many are acquired and to build."""

    name: str
    tiles: Sequence[Tile]
    acquired: int
    to_build: int


class _Shades(NamedTuple):
    """The levels from which a practice is acquired and down to which it is to build."""

    strong: float
    weak: float

    def of(self, level: float) -> tuple[str, str]:
        """Fill and ink of a tile."""
        if level > self.strong - EQUAL:
            deep = level > DEEP - EQUAL
            return (theme.PETROL, "white") if deep else (theme.PETROL3, theme.INK)
        if level < self.weak + EQUAL:
            deep = level < SHALLOW + EQUAL
            return (theme.BRICK, "white") if deep else (theme.ORANGE3, theme.INK)
        return theme.GREY, theme.INK


def draw_practices(strips: Sequence[Strip], say: Words, *, strong: float, weak: float) -> Figure:
    """Draw one row of tiles a dimension, one tile a practice, the level printed in it.

    ``strong`` and ``weak`` are the levels from which a practice is acquired and down to which it
    is to build; tiles keep the order given.
    """
    heading = 0.44
    figure, ax = _sheet(heading + TILE_PITCH * len(strips) + 0.02)
    acquired_at, build_at, left = _counts_heading(ax, say, strong, weak)
    _text(ax, NAMES, 0.28, say("diagnostic.practices.order"), theme.INK2, size=theme.SMALL)
    widest = max((len(strip.tiles) for strip in strips), default=1)
    pitch = min(TILE_WIDTH, (left - NAMES) / max(widest, 1))
    shades = _Shades(strong, weak)
    for rank, strip in enumerate(strips):
        y = heading + TILE_PITCH * (rank + 0.5)
        _text(ax, NAMES - GAP, y, strip.name, ha="right")
        for place, tile in enumerate(strip.tiles):
            box = (NAMES + pitch * place, y - TILE_HEIGHT / 2, pitch - 0.04, TILE_HEIGHT)
            _tile(ax, box, tile, shades, say)
        _count(ax, acquired_at, y, strip.acquired, theme.PETROL)
        _count(ax, build_at, y, strip.to_build, theme.BRICK)
    return figure


def _counts_heading(ax: Axes, say: Words, strong: float, weak: float) -> tuple[float, float, float]:
    """The two headings at the right: where their columns are centred, and where they begin."""
    from padlib.display.lettering import text_width

    heads = (
        (say("diagnostic.practices.build", threshold=weak), theme.BRICK),
        (say("diagnostic.practices.acquired", threshold=strong), theme.PETROL),
    )
    right, centres = EDGE, []
    for words, colour in heads:
        lines = words.split("\n")
        width = max(text_width(line, theme.SMALL) for line in lines)
        centres.append(right - width / 2)
        for line, y in zip(lines, (HEAD, 0.28), strict=False):
            _text(ax, right - width / 2, y, line, colour, ha="center", size=theme.SMALL)
        right -= width + 0.14
    return centres[1], centres[0], right


def _count(ax: Axes, x: float, y: float, count: int, colour: str) -> None:
    look: Style = {"color": theme.INK2}
    if count:
        look = {"color": colour, "weight": "bold"}
    _text(ax, x, y, str(count), ha="center", **look)


def _tile(
    ax: Axes, box: tuple[float, float, float, float], tile: Tile, shades: _Shades, say: Words
) -> None:
    x, top, width, height = box
    middle, y = x + width / 2, top + height / 2
    if tile.level is None:
        _empty_tile(ax, box, tile.state, say)
        return
    fill, ink = shades.of(tile.level)
    _box(ax, box, fill)
    look: Style = {"ha": "center", "weight": "bold" if tile.named else "normal"}
    _text(ax, middle, y - (0.015 if tile.named else 0), say.format.level(tile.level), ink, **look)
    if tile.named:
        line, reach = top + height - 0.035, min(0.16, width / 2 - 0.04)
        ax.plot([middle - reach, middle + reach], [line, line], color=ink, lw=1.4)


def _empty_tile(ax: Axes, box: tuple[float, float, float, float], state: str, say: Words) -> None:
    """A frame: full when nobody answered, dotted when the practice has no object."""
    x, top, width, height = box
    dashes = (0, (1.5, 1.5)) if state == "not_applicable" else "-"
    inside = (x + 0.01, top + 0.01, width - 0.02, height - 0.02)
    _box(ax, inside, "white", edgecolor=theme.MID, lw=0.9, linestyle=dashes)
    words = say(f"diagnostic.practices.{state}")
    look: Style = {"ha": "center", "size": theme.SMALL}
    _text(ax, x + width / 2, top + height / 2, words, theme.INK2, **look)


# ── functions ─────────────────────────────────────────────────────────────────────────────────


def draw_functions(rows: pd.DataFrame, say: Words) -> Figure:
    """Draw one line a practice, from the strictest function to the most favourable.

    Parameters
    ----------
    rows : DataFrame, one row a practice, from the top
        ``name``, ``spread``, ``lowest`` and ``highest`` (short names of functions),
        ``lowest_level`` and ``highest_level`` (0 to 4), ``others`` (levels of the other functions).
    """
    heading, pitch = 0.3, 0.37
    bottom = heading + pitch * len(rows)
    figure, ax = _sheet(bottom + 0.27)
    _text(ax, EDGE, HEAD, say("diagnostic.functions.spread"), theme.INK2, ha="right")
    _axis(ax, range(5), bottom + 0.02, say, _LEVEL)
    for level in range(5):
        x = _LEVEL.at(level)
        ax.plot([x, x], [heading, bottom], color=theme.RULE, lw=0.7, zorder=0)
    for rank, row in enumerate(rows.itertuples()):
        _function_row(ax, row, heading + pitch * (rank + 0.5), say)
    return figure


def _function_row(ax: Axes, row: Any, y: float, say: Words) -> None:
    from padlib.display.lettering import wrapped

    lines = wrapped(str(row.name), PRACTICE, theme.SMALL)
    for rank, line in enumerate(lines):
        _text(ax, 0.02, y + (rank - (len(lines) - 1) / 2) * 0.148, line, size=theme.SMALL)
    low, high = _LEVEL.at(row.lowest_level), _LEVEL.at(row.highest_level)
    ax.plot([low, high], [y, y], color=theme.INK, lw=2, solid_capstyle="butt")
    for level in row.others:
        _disc(ax, _LEVEL.at(level), y, theme.MID, filled=False, size=5.5)
    ax.plot([low], [y], marker="D", ms=7.5, color=theme.ORANGE, ls="", zorder=5)
    _disc(ax, high, y, theme.PETROL, zorder=5)
    look: Style = {"size": theme.SMALL, "backing": True}
    _text(ax, low - 0.1, y, row.lowest, theme.BRICK, ha="right", **look)
    _text(ax, high + 0.1, y, row.highest, theme.PETROL, **look)
    _text(ax, EDGE, y, say.format.level(row.spread), ha="right", weight="bold")


# ── projected score ───────────────────────────────────────────────────────────────────────────


def draw_projection(
    rows: pd.DataFrame, bands: Sequence[Band], say: Words, *, whole: bool = True
) -> Figure:
    """Draw today's score and the projected one, a line a row, with what each adds to the whole.

    Parameters
    ----------
    rows : DataFrame, one row a line, from the top
        ``name``, ``score`` and ``projected`` (0 to 100), ``contribution`` (points of the overall
        score), ``still`` (bool: no action moves it).
    whole : bool
        Whether the first row is the overall score, kept above a rule; without it there is no
        column of contributions.
    """
    heading, pitch, extra = 0.3, 0.3, 0.14 if whole else 0.0
    bottom = heading + pitch * len(rows) + extra
    figure, ax = _sheet(bottom + 0.26)
    _bands(ax, bands, bottom, _TODAY)
    _axis(ax, _limits(bands), bottom, say, _TODAY)
    each: list[Any] = list(rows.itertuples())
    for rank, row in enumerate(each):
        first = whole and rank == 0
        y = heading + pitch * (rank + 0.5) + (0 if first else extra)
        _text(ax, NAMES - GAP, y, row.name, ha="right", weight="bold" if first else "normal")
        _still(ax, row, y, say) if row.still else _rise(ax, row, y, say, 3.4 if first else 2.4)
        if whole:
            added = "–" if row.still else say.format.signed(row.contribution, 1)
            look: Style = {"color": theme.INK2} if row.still else {"weight": "bold"}
            _text(ax, EDGE, y, added, ha="right", **look)
    if whole:
        y = heading + pitch + extra / 2
        ax.plot([0.02, EDGE], [y, y], color=theme.INK, lw=0.9)
        head = say("diagnostic.projection.contribution")
        _text(ax, EDGE, HEAD, head, theme.INK2, ha="right", size=theme.SMALL)
    return figure


def _still(ax: Axes, row: Any, y: float, say: Words) -> None:
    today, at_left = _TODAY.at(row.score), row.score > NEARLY_FULL
    _disc(ax, today, y, theme.MID, filled=False)
    words = say("diagnostic.projection.no_action", score=row.score)
    look: Style = {"ha": "right" if at_left else "left", "size": theme.SMALL, "backing": True}
    _text(ax, today + (-0.1 if at_left else 0.1), y, words, theme.INK2, **look)


def _rise(ax: Axes, row: Any, y: float, say: Words, width: float) -> None:
    today, then = _TODAY.at(row.score), _TODAY.at(row.projected)
    ax.plot([today, then], [y, y], color=theme.PETROL, lw=width)
    _disc(ax, today, y, theme.PETROL, filled=False)
    _disc(ax, then, y, theme.PETROL)
    look: Style = {"size": theme.SMALL, "backing": True}
    _text(ax, today - 0.1, y, say.format.score(row.score), theme.INK2, ha="right", **look)
    look = {"weight": "bold", "size": theme.STRONG, "backing": True}
    _text(ax, then + 0.1, y, say.format.score(row.projected), theme.PETROL, **look)


# ── what all of them draw with ────────────────────────────────────────────────────────────────


def _sheet(height: float) -> tuple[Figure, Axes]:
    """A figure whose axes are inches from its top left."""
    figure, ax = theme.figure(height)
    ax.set_xlim(0, theme.WIDTH)
    ax.set_ylim(height, 0)
    return figure, ax


def _limits(bands: Sequence[Band]) -> list[float]:
    return [*(band.low for band in bands), *(band.high for band in bands[-1:])]


def _bands(ax: Axes, bands: Sequence[Band], bottom: float, scale: _Scale = _SCORE) -> None:
    """Name each band above the rows, and part them by hairlines."""
    top = HEAD + 0.12
    for band in bands:
        middle = scale.at((band.low + band.high) / 2)
        _text(ax, middle, HEAD, band.name, theme.INK2, ha="center", size=theme.SMALL)
    for band in bands[1:]:
        x = scale.at(band.low)
        ax.plot([x, x], [top, bottom], color=theme.RULE, lw=0.7, zorder=0)
    ax.plot([scale.left, scale.left], [top, bottom], color=theme.INK, lw=0.9)


def _axis(
    ax: Axes, values: Sequence[float], bottom: float, say: Words, scale: _Scale = _SCORE
) -> None:
    look: Style = {"ha": "center", "size": theme.SMALL}
    for value in values:
        _text(ax, scale.at(value), bottom + 0.12, say.format.int(value), theme.INK2, **look)


def _disc(ax: Axes, x: float, y: float, colour: str, **style: Any) -> None:
    """A disc, or with ``filled=False`` a circle."""
    filled, size = style.pop("filled", True), style.pop("size", 7.5)
    look: Style = {
        "mfc": colour if filled else "white",
        "mec": colour,
        "mew": 1.6,
        "ls": "",
        "zorder": 4,
    }
    ax.plot([x], [y], marker="o", ms=size, **look | style)


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
