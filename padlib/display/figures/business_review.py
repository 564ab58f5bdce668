"""Figures of the business review: revenue to date, KPIs against what is expected, promises kept
(REPORTS 9.9)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from padlib.core.joint_plan import PARTNER, QUARTERS, SIDES, VENDOR
from padlib.core.pipeline import AMBER, GREEN, GREY, RED
from padlib.display import theme
from padlib.display.canvas import LABEL, Canvas
from padlib.display.figures import money
from padlib.display.figures.money import Curve, Spot
from padlib.display.lettering import text_width, wrapped
from padlib.display.theme import SMALL
from padlib.display.words import Words

ROW = 0.19  # inches of a KPI
HEAD = 0.26
NAMES = 2.5  # inches of the names
VALUES = 1.45  # inches of value and target, right of the bars
SIGNS = 1.15  # inches of sign and word, at the right
TOP = 1.5  # attainment at the end of the scale: what lies beyond is told by the value
MARKS: Mapping[str, tuple[str, str, str]] = {  # marker, fill, edge
    GREEN: ("o", theme.PETROL, theme.PETROL),
    AMBER: ("^", theme.AMBER, theme.INK),
    RED: ("s", theme.BRICK, theme.BRICK),
    GREY: ("o", "white", theme.INK2),
}
BARS: Mapping[str, str] = {
    GREEN: theme.PETROL,
    AMBER: theme.MID,
    RED: theme.BRICK,
    GREY: theme.GREY,
}


def draw_revenue(
    months: pd.DataFrame,
    landing: float,
    names: Mapping[str, str],
    say: Words,
    *,
    ticks: Sequence[str],
    height: float = 1.6,
) -> Figure:
    """Draw what is done against what the plan asks for, month after month, and the landing.

    Parameters
    ----------
    months : DataFrame, indexed by month from 1 to 12
        ``actual`` and ``target``, cumulated money; NaN where they are not known.
    landing : float
        Money at the end of the year.
    names : mapping
        What stands at the ends of the lines: ``target``, ``landing``, parted by ``|``; ``now``,
        over the last point known; ``axis`` and ``below``, the titles of the axes.
    ticks : sequence of 12 str
        Names of the months.
    """
    every = list(range(13))
    known = months["actual"].dropna()
    at = [0, *map(int, known.index)]
    done = [0.0, *map(float, known)]
    curves = []
    if not months["target"].isna().any():
        curves.append(Curve(names["target"], every, [0.0, *months["target"]], "quiet"))
    else:  # the year, without a target
        curves.append(Curve("", every, [0.0] * len(every), "quiet"))
    now = Spot(at[-1], done[-1], names["now"], strong=True)
    if at[-1] < every[-1]:
        course = [done[-1], landing]
        curves.append(Curve(names["landing"], [at[-1], every[-1]], course, "bound"))
        curves.append(Curve("", at, done, "indirect", [now]))
    else:
        curves.append(Curve(names["landing"], at, done, "indirect", [now]))
    return money.draw_curves(
        curves,
        say,
        title=names["axis"],
        ticks=[float(one) for one in every[1:]],
        texts=ticks,
        below=names["below"],
        height=height,
    )


def draw_kpis(rows: pd.DataFrame, *, words: Mapping[str, str]) -> Figure:
    """Draw one bullet a KPI: how much of what is expected is reached, with its status.

    Parameters
    ----------
    rows : DataFrame, one row a KPI, from the top
        ``name``; ``attainment`` (share, NaN unknown, infinite when there is nothing left to reach);
        ``green``, ``amber`` (shares); ``colour``; ``told`` (value and what it is held against).
    words : mapping
        Colour → the word beside its sign; ``expected``: what the tick at 100 % is.
    """
    page = Canvas.of(HEAD + ROW * len(rows) + 0.04)
    start, end = NAMES + 0.1, theme.WIDTH - VALUES - SIGNS
    scale = (end - start) / TOP

    def at(share: float) -> float:
        return start + min(max(share, 0.0), TOP) * scale

    page.text(at(1.0), 0.09, words["expected"], ha="center", size=SMALL, color=theme.INK2)
    for place, row in enumerate(rows.to_dict("records")):
        y = HEAD + ROW * (place + 0.5)
        page.text(NAMES, y, wrapped(row["name"], NAMES, LABEL)[0], ha="right")
        colour, reached = row["colour"], row["attainment"]
        amber, green = row["amber"], row["green"]
        page.box(start, y - 0.085, end - start, 0.17, facecolor=theme.PANEL, zorder=0.2)
        page.box(start, y - 0.085, at(amber) - start, 0.17, facecolor=theme.TINT1, zorder=0.3)
        width = at(green) - at(amber)
        page.box(at(amber), y - 0.085, width, 0.17, facecolor=theme.GREY, zorder=0.3)
        if not math.isnan(reached):
            bar = at(reached) - start
            page.box(start, y - 0.045, bar, 0.09, facecolor=BARS[colour], zorder=2)
        page.axes.plot((at(1.0),) * 2, (y - 0.1, y + 0.1), color=theme.INK, lw=1.4, zorder=3)
        page.text(end + 0.12, y, row["told"], size=SMALL, color=theme.INK2)
        _sign(page, theme.WIDTH - SIGNS + 0.18, y, colour, words[colour])
    return page.figure


def _sign(page: Canvas, x: float, y: float, colour: str, word: str) -> None:
    marker, fill, edge = MARKS[colour]
    page.axes.plot([x], [y], marker=marker, ms=6, mfc=fill, mec=edge, mew=0.9, zorder=4)
    weight = "bold" if colour == RED else "normal"
    ink = theme.BRICK if colour == RED else theme.INK
    page.text(x + 0.12, y, word, size=SMALL, weight=weight, color=ink)


def draw_kept(
    kept: pd.DataFrame, say: Words, *, names: Mapping[str, str], quarters: Sequence[str]
) -> Figure:
    """Draw, quarter by quarter, the commitments that each side kept on time.

    Parameters
    ----------
    kept : DataFrame, indexed by quarter and side
        ``kept``, ``due`` (counts), ``rate`` (%).
    names : mapping
        Side → its name; ``none``: what stands where nothing is due.
    quarters : sequence of 4 str
    """
    height, top, foot = 1.06, 0.32, 0.82
    page = Canvas.of(height)
    place = 0.0
    for side in SIDES:
        page.box(place, 0.04, 0.2, 0.12, facecolor=_FILLS[side])
        page.text(place + 0.27, 0.1, names[side], size=SMALL, color=theme.INK2)
        place += 0.27 + text_width(names[side], SMALL) + 0.3
    column = theme.WIDTH / len(QUARTERS)
    counts: Any = kept.to_dict("index")
    page.rule((0.0, theme.WIDTH), foot, color=theme.INK, lw=0.8)
    for quarter, text in zip(QUARTERS, quarters, strict=True):
        middle = column * (quarter - 0.5)
        page.text(middle, foot + 0.16, text, ha="center", size=SMALL, color=theme.INK2)
        told = {side: counts[quarter, side] for side in SIDES}
        if not any(one["due"] for one in told.values()):
            page.text(middle, foot - 0.12, names["none"], ha="center", size=SMALL, color=theme.INK2)
            continue
        for side, shift in ((VENDOR, -0.34), (PARTNER, 0.34)):
            one = told[side]
            x = middle + shift
            share = 0.0 if not one["due"] else float(one["rate"]) / 100
            tall = (foot - top - 0.16) * share
            if one["due"]:  # a line for none kept, nothing where none is due
                bar = max(tall, 0.015)
                page.box(x - 0.24, foot - bar, 0.48, bar, facecolor=_FILLS[side], zorder=2)
            counted = f"{say.format.int(one['kept'])}/{say.format.int(one['due'])}"
            shown = counted if one["due"] else "–"
            page.text(x, foot - tall - 0.11, shown, ha="center", size=SMALL, weight="bold")
    return page.figure


_FILLS = {VENDOR: theme.VENDOR, PARTNER: theme.PARTNER}
