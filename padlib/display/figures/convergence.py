"""Figures of the convergence: themes, both sides' scores point by point, the map of the points.

They draw the rows they are given, in the order given, and work out nothing but where the ink goes.
Lengths are inches of a page 7.8 inches wide, across from the left and down from the top. The
vendor is a petrol circle, the partner an orange diamond.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from padlib.display import canvas, labels, theme
from padlib.display.canvas import Canvas
from padlib.display.formats import is_missing
from padlib.display.labels import Box, Mark
from padlib.display.lettering import cut, text_width, wrapped
from padlib.display.words import Words

SMALL = theme.SMALL
BACKING = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}  # under a text over a line
EDGE = 0.04  # inches kept free at right
TOP = 4  # the highest score


# ── themes ────────────────────────────────────────────────────────────────────────────────────

NAMES = 1.36  # inches of the names of the themes
PANEL, BETWEEN = 1.44, 0.16  # inches of a panel and between two
LONGEST = 1.02  # inches of a bar of 100
BAR = 0.15
INDICES = ("alignment", "maturity", "convergence")
SPACE = 0.16  # inches around the rule under the whole


def draw_themes(rows: pd.DataFrame, say: Words, *, whole: bool = True) -> Figure:
    """Draw three bars a theme, one in each panel, and the theme's band at the right.

    Parameters
    ----------
    rows : DataFrame, one row a theme, from the top
        ``name``, ``alignment``, ``maturity``, ``convergence`` (0 to 100, NaN when they are not
        published), ``reading`` (the band), ``gap`` (what is printed where there is no index).
    whole : bool
        Whether the first row is the whole partnership, kept above a rule.
    """
    heading, pitch = 0.46, theme.ROW + 0.05
    bottom = heading + pitch * len(rows) + (SPACE if whole else 0.0)
    page = Canvas.of(bottom + 0.04)
    lefts = [NAMES + (PANEL + BETWEEN) * place for place in range(len(INDICES))]
    for name, left in zip(INDICES, lefts, strict=True):
        main = name == "convergence"
        colour = theme.PETROL if main else theme.INK
        page.text(left, 0.1, say(f"convergence.index.{name}"), weight="bold", color=colour)
        asks = say(f"convergence.index.asks.{name}")
        page.text(left, 0.28, asks, size=SMALL, color=theme.INK2)
        page.axes.plot((left, left), (heading - 0.02, bottom), color=theme.INK, lw=0.8, zorder=3)
    page.text(lefts[-1] + PANEL + 0.06, 0.1, say("convergence.themes.reading"), color=theme.INK2)
    for place, row in enumerate(canvas.rows(rows)):
        first = whole and place == 0
        y = heading + pitch * (place + 0.5) + (0 if first or not whole else SPACE)
        _theme(page, row, y, lefts, say, bold=first)
    if whole and len(rows) > 1:
        page.rule((0.02, theme.WIDTH - EDGE), heading + pitch + SPACE / 2, color=theme.INK, lw=0.8)
    return page.figure


def _theme(
    page: Canvas, row: Any, y: float, lefts: Sequence[float], say: Words, *, bold: bool
) -> None:
    known = not is_missing(row.convergence)
    ink = theme.INK if known else theme.INK2
    page.text(NAMES - 0.1, y, row.name, ha="right", weight="bold" if bold else "normal", color=ink)
    if not known:
        page.text(lefts[0] + 0.07, y, row.gap, size=SMALL, color=theme.INK2, bbox=BACKING, zorder=6)
        return
    for name, left in zip(INDICES, lefts, strict=True):
        main = name == "convergence"
        value = float(getattr(row, name))
        end = left + LONGEST * value / 100
        colour = theme.PETROL if main else theme.TINT2
        page.box(left, y - BAR / 2, end - left, BAR, color=colour)
        look: dict[str, Any] = {"color": theme.PETROL, "weight": "bold"} if main else {}
        page.text(end + 0.06, y, say.format.score(value), **look)
    room = theme.WIDTH - EDGE - lefts[-1] - PANEL - 0.06
    page.text(lefts[-1] + PANEL + 0.06, y, cut(row.reading, room, SMALL), size=SMALL)


# ── points ────────────────────────────────────────────────────────────────────────────────────

LABELS = 2.44  # inches of the names of the points
PITCH = 0.287
LOW, HIGH = 2.8, 4.98  # where scores 0 and 4 fall
GAPS = 5.68  # right edge of the column of gaps
NOTES = 5.8  # left edge of the notes
BRACKET = 0.115  # inches below the marks
GROUP = 0.34  # inches of the heading of a group
LEVEL = 0.03  # inches under which two marks are at one place


def draw_items(
    rows: pd.DataFrame, say: Words, *, sides: tuple[str, str], heading: str, disagrees: bool
) -> Figure:
    """Draw both sides' score of each point, what parts them, and a note a row.

    Parameters
    ----------
    rows : DataFrame, one row a point, from the top
        ``name``, ``vendor``, ``partner`` (0 to 4), ``gap``, ``counts`` (bool: a gap that counts,
        in bold), ``note``, ``strong`` (bool: a note in bold), ``group`` (a heading stands where
        it changes; "" for none), and ``vendor_low``, ``vendor_high``, ``partner_low``,
        ``partner_high`` (NaN unless that side's own people disagree).
    sides : pair of str
        Names of the vendor and of the partner.
    heading : str
        What the notes are.
    disagrees : bool
        Whether some row has a bracket, which the heading then explains.
    """
    places, bottom = _places(rows, 0.5)
    page = Canvas.of(bottom + 0.26)
    _head(page, say, sides, heading, disagrees)
    for score in range(TOP + 1):
        x = _across(score)
        page.axes.plot((x, x), (0.44, bottom), color=theme.RULE, lw=0.7, zorder=0)
        look = {"ha": "center", "size": SMALL, "color": theme.INK2}
        page.text(x, bottom + 0.13, say.format.int(score), **look)
    before = ""
    for row, y in zip(canvas.rows(rows), places, strict=True):
        if row.group != before:
            page.text(0.02, y - PITCH / 2 - 0.1, row.group, weight="bold", color=theme.PETROL)
            before = row.group
        _point(page, row, y, say)
    return page.figure


def _places(rows: pd.DataFrame, top: float) -> tuple[list[float], float]:
    """The middle of each row, room left above for the headings of groups; and the end."""
    middles, y, before = [], top, ""
    for group in rows["group"]:
        if group != before:
            y += GROUP
            before = group
        middles.append(y + PITCH / 2)
        y += PITCH
    return middles, y


def _across(score: float) -> float:
    return LOW + (HIGH - LOW) * score / TOP


def _head(page: Canvas, say: Words, sides: tuple[str, str], heading: str, disagrees: bool) -> None:
    """The line above the rows: whose mark is which, and what the columns are."""
    x = 0.08
    for side, name in zip(("vendor", "partner"), sides, strict=True):
        _mark(page, side, x, 0.1)
        short = cut(name, 1.7, SMALL)
        page.text(x + 0.1, 0.1, short, size=SMALL)
        x += 0.1 + text_width(short, SMALL) + 0.3
    if disagrees:
        _bracket(page, x, x + 0.24, 0.13, theme.INK)
        page.text(x + 0.32, 0.1, say("convergence.items.bracket"), size=SMALL)
    look: dict[str, Any] = {"size": SMALL, "color": theme.INK2}
    page.text(GAPS, 0.32, say("convergence.items.gap"), ha="right", **look)
    page.text(NOTES, 0.32, heading, **look)
    for score, word, ha in ((0, "low", "left"), (TOP, "high", "right")):
        shift = -0.1 if score == 0 else 0.1
        page.text(_across(score) + shift, 0.32, say(f"convergence.items.{word}"), ha=ha, **look)


def _mark(page: Canvas, side: str, x: float, y: float, size: float = 1.0) -> None:
    shape: dict[str, Any] = {"marker": "o", "ms": 8.0 * size, "color": theme.VENDOR, "zorder": 4}
    if side == "partner":
        shape = {"marker": "D", "ms": 6.2 * size, "color": theme.PARTNER, "zorder": 5}
    page.axes.plot([x], [y], ls="", mec="white", mew=0.8, **shape)


def _bracket(page: Canvas, start: float, end: float, y: float, colour: str) -> None:
    """From one end of a team's answers to the other, its ends turned up."""
    xs, ys = (start, start, end, end), (y - 0.05, y, y, y - 0.05)
    page.axes.plot(xs, ys, color=colour, lw=1.1, zorder=2, solid_joinstyle="miter")


def _point(page: Canvas, row: Any, y: float, say: Words) -> None:
    lines = wrapped(str(row.name), LABELS, SMALL)
    for place, line in enumerate(lines):
        page.text(0.02, y + (place - (len(lines) - 1) / 2) * 0.138, line, size=SMALL)
    vendor, partner = _across(row.vendor), _across(row.partner)
    look: dict[str, Any] = {
        "color": theme.INK if row.counts else theme.MID,
        "lw": 1.8 if row.counts else 1.0,
    }
    page.axes.plot((vendor, partner), (y, y), zorder=3, solid_capstyle="butt", **look)
    level = abs(vendor - partner) < LEVEL  # the diamond then stands inside the circle
    _mark(page, "vendor", vendor, y, 1.3 if level else 1.0)
    _mark(page, "partner", partner, y, 0.8 if level else 1.0)
    _values(page, row, y, say)
    for side, colour in (("vendor", theme.VENDOR), ("partner", theme.PARTNER)):
        low, high = getattr(row, f"{side}_low"), getattr(row, f"{side}_high")
        if not is_missing(low):
            below = BRACKET if side == "vendor" else BRACKET + 0.035
            _bracket(page, _across(low), _across(high), y + below, colour)
    weight = "bold" if row.counts else "normal"
    ink = theme.INK if row.counts else theme.INK2
    gap = say.format.signed(row.gap, 1)
    page.text(GAPS, y, gap, ha="right", weight=weight, color=ink)
    look = {"weight": "bold", "color": theme.INK} if row.strong else {"color": theme.INK2}
    room = theme.WIDTH - EDGE - NOTES
    page.text(NOTES, y, cut(row.note, room, SMALL, row.strong), size=SMALL, **look)


def _values(page: Canvas, row: Any, y: float, say: Words) -> None:
    """The lower score at the left of its mark, the higher at the right; one when they are one."""
    sides = [(row.vendor, theme.VENDOR), (row.partner, theme.BRICK)]
    (low, left_ink), (high, right_ink) = sorted(sides, key=lambda side: side[0])
    look: dict[str, Any] = {"size": SMALL, "zorder": 6}
    same = say.format.level(low) == say.format.level(high)
    ink = theme.INK if same else right_ink
    page.text(_across(high) + 0.1, y, say.format.level(high), color=ink, **look)
    if not same:
        page.text(_across(low) - 0.1, y, say.format.level(low), ha="right", color=left_ink, **look)


# ── map ───────────────────────────────────────────────────────────────────────────────────────

LEFT, RIGHT = 0.5, theme.WIDTH - EDGE
ABOVE, BELOW = 0.26, 4.86
SLACK = 0.26  # scores beyond 0 and 4, so that no point stands on the frame
RADIUS = 0.058
CROWDED = 0.105  # radius of several points at one place, which holds their number


class Areas(NamedTuple):
    """What parts the classes: gap of a blind spot, lowest strength, highest weakness."""

    gap: float
    strong: float
    weak: float


def draw_map(
    rows: pd.DataFrame, say: Words, *, sides: tuple[str, str], areas: Areas, names: dict[str, str]
) -> Figure:
    """Draw each point where the two sides put it, the classes named in place.

    Parameters
    ----------
    rows : DataFrame, one row a place, the first named first
        ``vendor`` and ``partner`` (0 to 4), ``count`` (points at that place), ``label`` (the
        first of them, "" for none), ``seen`` (bool: what must be seen, in brick and bold).
    sides : pair of str
        Names of the vendor (across) and of the partner (up).
    areas : Areas
    names : dict
        Name of each class.
    """
    page = Canvas.of(BELOW + 0.44)
    marks = [
        Mark(_x(row.vendor), _y(row.partner), CROWDED if row.count > 1 else RADIUS)
        for row in canvas.rows(rows)
    ]
    _areas(page, areas)
    taken = _name_areas(page, areas, names, marks)
    _scales(page, say, sides)
    for mark, row in zip(marks, canvas.rows(rows), strict=True):
        _dot(page, mark, row, say)
    styles = [
        {"color": theme.BRICK, "weight": "bold"} if row.seen else {"color": theme.INK2}
        for row in canvas.rows(rows)
    ]
    frame = Box(LEFT + 0.03, ABOVE + 0.03, RIGHT - 0.03, BELOW - 0.03)
    told = labels.placed(
        marks,
        [_named(row, say) for row in canvas.rows(rows)],
        frame,
        bold=[bool(one) for one in rows["seen"]],
        avoid=taken,
        rules=[((_x(0), _y(0)), (_x(TOP), _y(TOP)))],
    )
    labels.draw(page.axes, told, styles=styles)
    return page.figure


def _named(row: Any, say: Words) -> str:
    """The first point of a place and how many more there are: the name is cut, not the number."""
    if row.count == 1 or not row.label:
        return str(row.label)
    more = text_width(say("convergence.map.others", name="", count=row.count - 1), SMALL, row.seen)
    name = cut(row.label, labels.WIDEST - more - 0.02, SMALL, row.seen)
    return say("convergence.map.others", name=name, count=row.count - 1)


def _x(score: float) -> float:
    return LEFT + (RIGHT - LEFT) * (score + SLACK) / (TOP + 2 * SLACK)


def _y(score: float) -> float:
    return BELOW - (BELOW - ABOVE) * (score + SLACK) / (TOP + 2 * SLACK)


def _fill(page: Canvas, corners: Sequence[tuple[float, float]], colour: str) -> None:
    inches = [(_x(vendor), _y(partner)) for vendor, partner in corners]
    page.axes.add_patch(Polygon(inches, closed=True, facecolor=colour, lw=0, zorder=0))


def _areas(page: Canvas, areas: Areas) -> None:
    """The classes as tints: blind spots on either side of the diagonal, under them the squares."""
    first, last, gap = -SLACK, TOP + SLACK, areas.gap
    _fill(page, [(first + gap, first), (last, last - gap), (last, first)], theme.PANEL)
    _fill(page, [(first, first + gap), (last - gap, last), (first, last)], theme.PANEL)
    strong, weak = areas.strong, areas.weak
    square = [(strong, strong), (last, strong), (last, last), (strong, last)]
    _fill(page, square, theme.PETROL1)
    square = [(first, first), (weak, first), (weak, weak), (first, weak)]
    _fill(page, square, theme.ORANGE1)
    ends = ((_x(first), _x(last)), (_y(first), _y(last)))
    page.axes.plot(*ends, color=theme.TINT2, lw=0.9, dashes=(4, 3), zorder=1)
    frame = ((LEFT, RIGHT, RIGHT, LEFT, LEFT), (ABOVE, ABOVE, BELOW, BELOW, ABOVE))
    page.axes.plot(*frame, color=theme.RULE, lw=0.8, zorder=1)


def _name_areas(
    page: Canvas, areas: Areas, names: dict[str, str], marks: Sequence[Mark]
) -> list[Box]:
    """Each class by its name, clear of the points, and the room that the names take."""
    high, low = ABOVE + 0.11, BELOW - 0.11
    strong, weak = _x(areas.strong), _x(areas.weak)
    spots: dict[str, list[Spot]] = {
        "shared_strength": [Spot(strong + 0.07, high, "left")],
        "partner_blind_spot": [Spot(LEFT + 0.07, high, "left")],
        "vendor_blind_spot": [Spot(RIGHT - 0.07, low, "right")],
        "shared_weakness": [Spot(weak - 0.07, low, "right")],
        "in_progress": [
            Spot(strong + 0.08, _y(areas.strong) + 0.12, "left"),
            Spot(strong - 0.08, _y(areas.strong) - 0.12, "right"),
            Spot(weak + 0.08, _y(areas.weak) - 0.12, "left"),
            Spot(weak - 0.02, _y(areas.weak) - 0.3, "left"),
        ],
    }
    taken = []
    for name, places in spots.items():
        width = text_width(names[name], SMALL)
        free = [spot for spot in places if not _covered(spot.box(width), marks)]
        spot = (free or places)[0]
        look: dict[str, Any] = {"size": SMALL, "style": "italic", "color": theme.INK2}
        if name == "in_progress":  # it stands on the white band, which the diagonal crosses
            look["bbox"] = BACKING
        page.text(spot.x, spot.y, names[name], ha=spot.ha, zorder=2, **look)
        taken.append(spot.box(width))
    return taken


class Spot(NamedTuple):
    """Where a name may stand: the end by which it is held, its middle, and which end it is."""

    x: float
    y: float
    ha: Literal["left", "right"]

    def box(self, width: float) -> Box:
        left = self.x - width if self.ha == "right" else self.x
        return Box(left, self.y - 0.08, left + width, self.y + 0.08)


def _covered(box: Box, marks: Sequence[Mark]) -> bool:
    return any(
        box.left - mark.radius < mark.x < box.right + mark.radius
        and box.top - mark.radius < mark.y < box.bottom + mark.radius
        for mark in marks
    )


def _scales(page: Canvas, say: Words, sides: tuple[str, str]) -> None:
    look: dict[str, Any] = {"size": SMALL, "color": theme.INK2}
    for score in range(TOP + 1):
        page.text(_x(score), BELOW + 0.12, say.format.int(score), ha="center", **look)
        page.text(LEFT - 0.08, _y(score), say.format.int(score), ha="right", **look)
    _mark(page, "partner", LEFT - 0.3, 0.1)
    page.text(LEFT - 0.2, 0.1, say("convergence.map.up", partner=cut(sides[1], 2.4, SMALL)), **look)
    across = say("convergence.map.across", vendor=cut(sides[0], 2.4, SMALL))
    page.text(RIGHT, BELOW + 0.31, across, ha="right", **look)
    _mark(page, "vendor", RIGHT - text_width(across, SMALL) - 0.1, BELOW + 0.31)


def _dot(page: Canvas, mark: Mark, row: Any, say: Words) -> None:
    colour = theme.BRICK if row.seen else theme.MID
    size = 2 * mark.radius * 72
    page.axes.plot(
        [mark.x], [mark.y], marker="o", ms=size, color=colour, mec="white", mew=0.8, zorder=3
    )
    if row.count > 1:
        look: dict[str, Any] = {"ha": "center", "color": "white", "weight": "bold", "zorder": 7}
        page.text(mark.x, mark.y, say.format.int(row.count), size=SMALL, **look)
