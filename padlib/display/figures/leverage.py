"""Figures of the leverage: the three figures on one scale, contract value by margin.

They draw the rows they are given, in the order given, and work out nothing but where the ink goes.
Lengths are inches of a page 7.8 inches wide, across from the left and down from the top.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from padlib.display import theme
from padlib.display.canvas import Canvas
from padlib.display.formats import is_missing
from padlib.display.lettering import text_width, wrapped
from padlib.display.words import Words

SMALL = theme.SMALL
EDGE = 0.04  # inches kept free at right

# ── three figures on one scale ─────────────────────────────────────────────────────────────────

HEAD = 0.06
PITCH = 0.78
NAMES = 2.75  # inches of what each bar is
BAR = 0.3
EVEN = 1.0  # as much on both sides


def draw_leverage(rows: pd.DataFrame, even: str) -> Figure:
    """Draw a bar a figure, from zero; at the main one, the line at which both sides are even.

    ``rows``: columns name, note (what it counts), value (NaN when it cannot be told), text (the
    value as printed), main (in full colour). One figure is the main one; ``even`` says what 1
    means for it, the only bar that compares like with like.
    """
    page = Canvas.of(HEAD + PITCH * len(rows) + 0.08)
    start, end = NAMES + 0.16, theme.WIDTH - EDGE
    widest = max(text_width(str(text), theme.STRONG, bold=True) for text in rows["text"])
    most = max(float(rows["value"].max(skipna=True) or 0.0), EVEN)
    inches = (end - start - widest - 0.12) / most
    for place, row in enumerate(rows.itertuples(index=False)):
        _lever(page, row, HEAD + PITCH * (place + 0.5), start, inches)
    bottom = HEAD + PITCH * len(rows)
    page.axes.plot((start, start), (HEAD, bottom), color=theme.INK, lw=0.9, zorder=4)
    x = start + inches * EVEN
    main = next(place for place, one in enumerate(rows["main"]) if one)
    y = HEAD + PITCH * (main + 0.5)
    ends = (y - BAR / 2 - 0.07, y + BAR / 2 + 0.05)
    dashes: dict[str, Any] = {"color": theme.INK, "lw": 1.0, "ls": (0, (4, 3)), "zorder": 3.5}
    page.axes.plot((x, x), ends, color="white", lw=1.9, zorder=3.2)
    page.axes.plot((x, x), ends, **dashes)
    room = end - x >= text_width(even, SMALL)
    style = {"size": SMALL, "color": theme.INK2, "ha": "left" if room else "right"}
    page.text(x if room else end, ends[1] + 0.13, even, **style)
    return page.figure


def _lever(page: Canvas, row: Any, y: float, start: float, inches: float) -> None:
    colour = theme.PETROL if row.main else theme.PETROL3
    page.text(0.0, y - 0.14, row.name, weight="bold", color=theme.INK, size=theme.TEXT)
    note = "\n".join(wrapped(str(row.note), NAMES, SMALL))
    page.axes.text(0.0, y - 0.03, note, size=SMALL, color=theme.INK2, va="top", linespacing=1.15)
    value = 0.0 if is_missing(row.value) else float(row.value)
    page.box(start, y - BAR / 2, inches * value, BAR, color=colour, zorder=2)
    # a value below the line of even stands beyond it, never on it
    beyond = row.main and 0.6 * EVEN < value < EVEN
    x = start + inches * (EVEN if beyond else value)
    ink = theme.PETROL if row.main else theme.INK
    page.text(x + 0.08, y, row.text, size=theme.STRONG, weight="bold", color=ink)


# ── contract value by margin ───────────────────────────────────────────────────────────────────

CELL = 0.33
GAP = 0.03
LEFT = 0.9
TOP = 0.56


class Heat(NamedTuple):
    """Net leverage by margin (rows) and contract value (columns), as it is drawn.

    ``values`` has the texts of its headings as index and columns; ``own`` is the place of the
    client's own margin and contract.
    """

    values: pd.DataFrame
    own: tuple[int, int]
    rows_title: str
    columns_title: str


STEPS: tuple[tuple[float, str, str], ...] = (  # from, fill, ink
    (4.0, theme.PETROL, "white"),
    (2.0, theme.PETROL3, theme.INK),
    (1.0, theme.PETROL1, theme.INK),
    (-np.inf, theme.ORANGE3, theme.INK),
)


def draw_heat(heat: Heat, say: Words) -> Figure:
    """Draw a tile a margin and contract value, its leverage printed, and the frontier of 1.

    The client's own tile has a thick edge. Tiles below 1, where direct sales cost less, are parted
    from the others by a heavy line.
    """
    rows, columns = heat.values.shape
    height = TOP + CELL * rows + 0.56
    page = Canvas.of(height)
    width = (theme.WIDTH - EDGE - LEFT) / columns
    quiet = {"size": SMALL, "color": theme.INK2}
    page.text(theme.WIDTH - EDGE, 0.1, heat.columns_title, ha="right", **quiet)
    page.text(LEFT - 0.12, TOP - 0.14, heat.rows_title, ha="right", **quiet)
    for column, text in enumerate(heat.values.columns):
        own = column == heat.own[1]
        look = {"weight": "bold", "color": theme.INK} if own else {"color": theme.INK2}
        x = LEFT + width * (column + 0.5)
        page.text(x, TOP - 0.14, text, ha="center", size=SMALL, **look)
    for row, text in enumerate(heat.values.index):
        own = row == heat.own[0]
        look = {"weight": "bold", "color": theme.INK} if own else {"color": theme.INK2}
        page.text(LEFT - 0.12, TOP + CELL * (row + 0.5), text, ha="right", size=SMALL, **look)
        for column in range(columns):
            value = float(heat.values.iat[row, column])  # type: ignore[arg-type]
            _tile(page, value, (LEFT + width * column, TOP + CELL * row, width), say)
    _frontier(page, heat.values, width)
    _own_tile(page, heat.own, width)
    _heat_legend(page, height - 0.37, say)
    return page.figure


def _tile(page: Canvas, value: float, place: tuple[float, float, float], say: Words) -> None:
    x, y, width = place
    fill, ink = _look(value)
    page.box(x + GAP / 2, y + GAP / 2, width - GAP, CELL - GAP, color=fill, zorder=1)
    text = _printed(value, say)
    weight = "bold" if value < EVEN else "normal"
    style = {"ha": "center", "size": SMALL, "color": ink, "weight": weight, "zorder": 5}
    page.text(x + width / 2, y + CELL / 2, text, **style)


def _printed(value: float, say: Words) -> str:
    """Two decimals below ten, one from there on; more just under 1, so as not to read 1."""
    if EVEN - 0.005 <= value < EVEN:
        return say.format.number(value, 3 if value < EVEN - 0.0005 else 4)
    return say.format.number(value, 2 if value < 10 else 1)


def _look(value: float) -> tuple[str, str]:
    if is_missing(value):
        return theme.GREY, theme.INK
    return next((fill, ink) for start, fill, ink in STEPS if value >= start)


def _frontier(page: Canvas, values: pd.DataFrame, width: float) -> None:
    """A heavy line between the tiles of at least 1 and the others."""
    below = values.to_numpy() < EVEN
    heavy: dict[str, Any] = {
        "color": theme.INK,
        "lw": 2.2,
        "solid_capstyle": "projecting",
        "zorder": 4,
    }
    rows, columns = below.shape
    for row in range(rows):
        for column in range(columns):
            x, y = LEFT + width * column, TOP + CELL * row
            if column + 1 < columns and below[row, column] != below[row, column + 1]:
                page.axes.plot((x + width,) * 2, (y, y + CELL), **heavy)
            if row + 1 < rows and below[row, column] != below[row + 1, column]:
                page.axes.plot((x, x + width), (y + CELL,) * 2, **heavy)


def _own_tile(page: Canvas, own: tuple[int, int], width: float) -> None:
    row, column = own
    edge = {"facecolor": "none", "edgecolor": theme.INK, "linewidth": 1.6, "zorder": 4.5}
    inside = 0.035
    page.box(
        LEFT + width * column + inside,
        TOP + CELL * row + inside,
        width - 2 * inside,
        CELL - 2 * inside,
        ls=(0, (3, 1.5)),
        **edge,
    )


def _heat_legend(page: Canvas, y: float, say: Words) -> None:
    x = LEFT
    parts: list[tuple[str, dict[str, Any]]] = [
        ("below", {"facecolor": theme.ORANGE3, "linewidth": 0}),
        ("from_1", {"facecolor": theme.PETROL1, "linewidth": 0}),
        ("from_2", {"facecolor": theme.PETROL3, "linewidth": 0}),
        ("from_4", {"facecolor": theme.PETROL, "linewidth": 0}),
        ("frontier", {}),
        (
            "own",
            {"facecolor": "none", "edgecolor": theme.INK, "linewidth": 1.6, "ls": (0, (3, 1.5))},
        ),
    ]
    for name, look in parts:
        if name == "frontier":  # what is not a fill stands on a line of its own
            x, y = LEFT, y + 0.22
        if look:
            page.box(x, y - 0.06, 0.22, 0.12, **look)
        else:
            page.axes.plot((x, x + 0.22), (y, y), color=theme.INK, lw=2.2)
        text = say(f"leverage.heat.legend.{name}")
        page.text(x + 0.28, y, text, size=SMALL, color=theme.INK2)
        x += 0.28 + text_width(text, SMALL) + 0.22
