"""Figures of the recruitment shortlist: funnel, scores, companies to look into, heat strip.

They draw the rows they are given, in the order given, and add up nothing. Lengths are inches of a
page 7.8 inches wide, across from the left and down from the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from padlib.display import canvas, theme
from padlib.display.canvas import LABEL, Canvas
from padlib.display.lettering import ELLIPSIS, cut, text_width, wrapped
from padlib.display.words import Words

SMALL, VALUE = 8.5, 9.5  # points; 8.5 is 13 px on the page
EDGE = 0.04  # inches kept free at right
HUNDRED = 100  # the end of a scale of scores
INVENTED = "\u00a0†"  # follows the name of an invented company, and never leaves it


def names_width(names: Sequence[str], most: float, size: float = LABEL) -> float:
    """Inches that the widest name takes, ``most`` at the most."""
    return min(most, max((text_width(name, size, bold=True) for name in names), default=0.0))


def fitted(name: str, width: float, size: float, bold: bool = False) -> str:
    """A name cut to ``width`` inches, the mark of an invented company kept.

    >>> fitted("Orange Business Services\u00a0†", 1.2, 9)
    'Orange Busine…\xa0†'
    """
    kept = name.removesuffix(INVENTED)
    mark = name[len(kept) :]
    return cut(kept, width - text_width(mark, size, bold), size, bold) + mark


def fitted_lines(name: str, width: float, size: float) -> list[str]:
    """A name on at most two lines of ``width`` inches, its mark kept."""
    lines = wrapped(name, width, size)
    if name.endswith(INVENTED) and not lines[-1].endswith(INVENTED):
        last = lines[-1].removesuffix(ELLIPSIS) + ELLIPSIS
        lines[-1] = fitted(last + INVENTED, width, size)
    return lines


# Funnel ---------------------------------------------------------------------------------------

STAGE = 0.5  # inches from one stage to the next
BAR = 0.28


def draw_funnel(stages: pd.DataFrame, say: Words) -> Figure:
    """Draw one bar a stage, the last one in full colour, and beside each what it lost.

    ``stages``: columns label, companies, lost (a sentence, "" for none), from first to last.
    """
    height = STAGE * len(stages) + 0.06
    page = Canvas.of(height)
    left = names_width(list(stages["label"]), 2.0) + 0.1 + EDGE
    span = 3.6 / max(float(stages["companies"].max()), 1)
    for row, stage in enumerate(canvas.rows(stages)):
        middle = STAGE * (row + 0.5) + 0.03
        last = row == len(stages) - 1
        end = left + span * float(stage.companies)
        page.text(left - 0.1, middle, stage.label, ha="right", weight="bold" if last else "normal")
        colour = theme.PETROL if last else theme.PETROL3
        page.box(left, middle - BAR / 2, end - left, BAR, color=colour)
        count = say.format.int(stage.companies)
        page.text(end + 0.07, middle, count, size=theme.STRONG, weight="bold", color=theme.PETROL)
        _beside(page, end + 0.07 + text_width(count, theme.STRONG, True) + 0.14, middle, stage.lost)
    page.axes.plot((left, left), (0.03, height - 0.03), color=theme.INK, lw=0.8)
    return page.figure


def _beside(page: Canvas, x: float, middle: float, lost: str) -> None:
    """The sentence of what a stage lost, on as few lines as the room at right allows."""
    if not lost:
        return
    lines = wrapped(lost, theme.WIDTH - EDGE - x, SMALL, lines=3)
    page.axes.text(
        x,
        middle,
        "\n".join(lines),
        size=SMALL,
        color=theme.INK2,
        va="center",
        linespacing=1.15,
    )


# Scores ---------------------------------------------------------------------------------------

HEAD = 0.46  # inches of the line of headings
FOOT = 0.3  # inches of the axis
CUT = 0.24  # inches that the cut line and its reason take
COLUMNS = (6.02, 6.9, theme.WIDTH - EDGE)  # right edges of the three columns of numbers


class Scale(NamedTuple):
    """Where scores fall across the figure, in inches."""

    left: float
    right: float
    lowest: float

    def at(self, score: float) -> float:
        share = (score - self.lowest) / (HUNDRED - self.lowest)
        return self.left + (self.right - self.left) * share

    def ticks(self) -> range:
        return range(int(self.lowest), HUNDRED + 1, 20)


def draw_scores(
    rows: pd.DataFrame, say: Words, *, cut_reason: str, size: int, robust_from: float
) -> Figure:
    """Draw score and interval of each company, the shortlist above the cut line.

    ``rows``: columns name, score, low, high (0–100), in_shortlist and known (shares), and group:
    ``robust``, ``close``, ``ranked`` (robustness not published) or ``below`` the cut. ``size`` is
    the number of places, ``robust_from`` the chance from which a choice is robust; ``cut_reason``
    stands under the cut line when any company is below.
    """
    below = int((rows["group"] == "below").sum())
    shift = CUT if 0 < below < len(rows) else 0.0
    height = HEAD + theme.ROW * len(rows) + shift + FOOT
    page = Canvas.of(height)
    left = names_width(list(rows["name"]), 2.3) + 2 * EDGE
    scale = Scale(left + 0.16, COLUMNS[0] - 0.52, max(0.0, float(rows["low"].min()) // 20 * 20))
    _score_head(page, rows, scale, say, size=size, robust_from=robust_from)
    above = len(rows) - below
    for row, company in enumerate(canvas.rows(rows)):
        y = HEAD + theme.ROW * (row + 0.5) + (shift if row >= above else 0)
        _score_row(page, company, scale, say, y=y, left=left)
    if shift:
        y = HEAD + theme.ROW * above + 0.05
        page.rule((left + 0.08, COLUMNS[-1]), y, color=theme.INK, lw=1, ls=(0, (5, 3)))
        page.text(scale.left, y + 0.11, cut_reason, size=SMALL, color=theme.INK2)
    _axis(page, scale, height - FOOT + 0.14, say)
    return page.figure


def _score_head(
    page: Canvas, rows: pd.DataFrame, scale: Scale, say: Words, *, size: int, robust_from: float
) -> None:
    for edge, title in zip(COLUMNS, ("score", "in_top", "known"), strict=True):
        if title != "in_top" or rows["in_shortlist"].notna().any():
            _heading(page, edge, say(f"recruitment.scores.column.{title}", n=size))
    x = scale.left + 0.06
    for group in ("robust", "close", "ranked"):
        if (rows["group"] == group).any():
            text = say(f"recruitment.scores.legend.{group}", share=robust_from)
            _dot(page, x, HEAD - 0.15, filled=group == "robust", colour=theme.PETROL)
            page.text(x + 0.12, HEAD - 0.15, text, size=SMALL, color=theme.INK2)
            x += 0.12 + text_width(text, SMALL) + 0.25


def _heading(page: Canvas, edge: float, text: str) -> None:
    """A heading of one or two lines (parted by ``|``), its last line just above the rows."""
    page.axes.text(
        edge,
        HEAD - 0.06,
        text.replace("|", "\n"),
        size=SMALL,
        color=theme.INK2,
        ha="right",
        va="bottom",
        linespacing=1.1,
    )


def _dot(page: Canvas, x: float, y: float, *, filled: bool, colour: str) -> None:
    page.axes.plot(
        [x],
        [y],
        marker="o",
        ms=7,
        mec=colour,
        mfc=colour if filled else "white",
        mew=1.6,
        zorder=3,
    )


def _score_row(
    page: Canvas, company: Any, scale: Scale, say: Words, *, y: float, left: float
) -> None:
    kept, robust = company.group != "below", company.group == "robust"
    ink, colour = (theme.INK, theme.PETROL) if kept else (theme.INK2, theme.MID)
    bold = "bold" if robust else "normal"
    name = fitted(company.name, left - 2 * EDGE, LABEL, bold=robust)
    page.text(left, y, name, ha="right", color=ink, weight=bold)
    page.rule((scale.left, scale.right), y, color=theme.RULE, lw=0.6)
    ends = (scale.at(company.low), scale.at(company.high))
    page.rule(ends, y, color=colour, lw=2.4 if kept else 1.6, zorder=2)
    _dot(page, scale.at(company.score), y, filled=robust, colour=colour)
    values = (
        say.format.score(company.score),
        "" if pd.isna(company.in_shortlist) else say.format.percent(company.in_shortlist, 0),
        say.format.percent(company.known, 0),
    )
    for position, (edge, value) in enumerate(zip(COLUMNS, values, strict=True)):
        strong = kept and position == 0
        page.text(
            edge,
            y,
            value,
            ha="right",
            color=theme.PETROL if strong else ink if position < 2 else theme.INK2,
            weight="bold" if strong else "normal",
        )


def _axis(page: Canvas, scale: Scale, y: float, say: Words) -> None:
    for tick in scale.ticks():
        text = say.format.int(tick)
        page.text(scale.at(tick), y, text, ha="center", size=SMALL, color=theme.INK2)


# Companies to look into -----------------------------------------------------------------------


def draw_to_look_into(rows: pd.DataFrame, say: Words) -> Figure:
    """Draw what each company has for sure, what is open, and its chance once known.

    ``rows``: columns name, low, high (0–100), chance and known (shares). A bar in full colour
    ends at the lower bound, one in a tint runs from there to the upper bound.
    """
    height = HEAD + theme.ROW * len(rows) + FOOT
    page = Canvas.of(height)
    left = names_width(list(rows["name"]), 2.3) + 2 * EDGE
    scale = Scale(left + 0.16, COLUMNS[0] - 0.66, 0)
    for edge, title in zip(COLUMNS, ("bounds", "chance", "known"), strict=True):
        _heading(page, edge, say(f"recruitment.look.column.{title}"))
    _look_legend(page, scale, say)
    page.axes.plot((scale.left,) * 2, (HEAD, height - FOOT), color=theme.INK, lw=0.8, zorder=4)
    for row, company in enumerate(canvas.rows(rows)):
        y = HEAD + theme.ROW * (row + 0.5)
        page.text(left, y, fitted(company.name, left - 2 * EDGE, LABEL), ha="right")
        _look_bar(page, company, scale, y)
        values = (
            say.format.interval(company.low, company.high),
            say.format.percent(company.chance, 0),
            say.format.percent(company.known, 0),
        )
        for position, (edge, value) in enumerate(zip(COLUMNS, values, strict=True)):
            strong = position == 1
            weight, colour = ("bold", theme.PETROL) if strong else ("normal", theme.INK2)
            page.text(edge, y, value, ha="right", weight=weight, color=colour)
    _axis(page, scale, height - FOOT + 0.14, say)
    return page.figure


def _look_bar(page: Canvas, company: Any, scale: Scale, y: float) -> None:
    start, low, high = scale.at(0), scale.at(company.low), scale.at(company.high)
    page.rule((scale.left, scale.right), y, color=theme.RULE, lw=0.6)
    page.box(start, y - 0.06, low - start, 0.12, color=theme.PETROL, zorder=3)
    open_style = {"facecolor": theme.PETROL1, "edgecolor": theme.PETROL5, "linewidth": 0.6}
    page.box(low, y - 0.06, high - low, 0.12, zorder=2, **open_style)


def _look_legend(page: Canvas, scale: Scale, say: Words) -> None:
    x, y = scale.left, HEAD - 0.15
    open_style = {"facecolor": theme.PETROL1, "edgecolor": theme.PETROL5, "linewidth": 0.6}
    for part, style in (("sure", {"color": theme.PETROL}), ("open", open_style)):
        text = say(f"recruitment.look.legend.{part}")
        page.box(x, y - 0.06, 0.22, 0.12, **style)
        page.text(x + 0.28, y, text, size=SMALL, color=theme.INK2)
        x += 0.28 + text_width(text, SMALL) + 0.3


# Heat strip -----------------------------------------------------------------------------------

TILE = 0.3  # inches from one row of tiles to the next
GAP = 0.035  # inches between two tiles
LINE = 0.145  # inches of a line of small text


FILLS: dict[str, dict[str, Any]] = {
    "strong": {"facecolor": theme.PETROL, "linewidth": 0},
    "middle": {"facecolor": theme.GREY, "linewidth": 0},
    "weak": {"facecolor": theme.ORANGE3, "linewidth": 0},
    "unknown": {"facecolor": "white", "edgecolor": theme.TINT2, "linewidth": 0.6, "hatch": "////"},
}


class Strip(NamedTuple):
    """What the tiles of a heat strip show: rows and columns in the order drawn.

    ``values`` holds a share 0–1 a company (index: its name) and criterion, NaN when unknown;
    ``derived`` is true where a value was worked out rather than given; ``headings`` (lines parted
    by ``|``) and ``weights`` have one entry a criterion. From ``strong`` a value is a strong
    point, below ``weak`` a weak one.
    """

    values: pd.DataFrame
    derived: pd.DataFrame
    headings: Sequence[str]
    weights: Sequence[float]
    strong: float
    weak: float


def draw_strip(strip: Strip, say: Words) -> Figure:
    """Draw a tile a company and criterion, its value printed, the unknown hatched with ``?``."""
    headings = [heading.split("|") for heading in strip.headings]
    head = LINE * max(map(len, headings), default=1) + 0.26
    page = Canvas.of(head + TILE * len(strip.values) + 0.04)
    left = names_width(list(strip.values.index), 1.5, SMALL) + 0.1 + EDGE
    grid = Grid(left, head, (theme.WIDTH - EDGE - left) / max(len(headings), 1))
    _strip_head(page, strip, headings, grid, say)
    for row, name in enumerate(strip.values.index):
        lines = "\n".join(fitted_lines(str(name), left - 0.1 - EDGE, SMALL))
        middle = head + TILE * (row + 0.5)
        page.axes.text(
            left - 0.1, middle, lines, size=SMALL, ha="right", va="center", linespacing=1.2
        )
    for fill, look in FILLS.items():
        _tiles(page, grid, look, _placed(strip, fill))
    _numbers(page, strip, grid, say)
    return page.figure


class Grid(NamedTuple):
    """Where tiles fall, in inches: the corner of the first one, and the width each takes."""

    left: float
    top: float
    pitch: float

    def corner(self, row: int, column: int) -> tuple[float, float]:
        return self.left + self.pitch * column + GAP / 2, self.top + TILE * row + GAP / 2

    def centre(self, row: int, column: int) -> tuple[float, float]:
        return self.left + self.pitch * (column + 0.5), self.top + TILE * (row + 0.5)


def _strip_head(
    page: Canvas, strip: Strip, headings: Sequence[Sequence[str]], grid: Grid, say: Words
) -> None:
    quiet = {"size": SMALL, "color": theme.INK2}
    base = grid.top - 0.1
    page.text(grid.left - 0.1, base, say("recruitment.strip.weight"), ha="right", **quiet)
    for column, (lines, weight) in enumerate(zip(headings, strip.weights, strict=True)):
        middle, _ = grid.centre(0, column)
        page.text(middle, base, say.format.number(weight), ha="center", **quiet)
        for up, line in enumerate(reversed(lines)):
            page.text(middle, base - 0.17 - LINE * up, line, size=SMALL, ha="center")


def _fill(value: float, strip: Strip) -> str:
    """What a tile shows: a strong point, a weak one, one between them, or nothing known."""
    if pd.isna(value):
        return "unknown"
    if value >= strip.strong:
        return "strong"
    return "weak" if value < strip.weak else "middle"


def _placed(strip: Strip, fill: str) -> list[tuple[int, int]]:
    """Rows and columns of the tiles of one fill."""
    return [
        (row, column)
        for row, values in enumerate(strip.values.itertuples(index=False))
        for column, value in enumerate(values)
        if _fill(value, strip) == fill
    ]


def _tiles(
    page: Canvas, grid: Grid, style: dict[str, Any], places: Sequence[tuple[int, int]]
) -> None:
    """All tiles of one fill as a single shape, which keeps the figure light."""
    if not places:
        return
    width, height = grid.pitch - GAP, TILE - GAP
    boxes = [_rectangle(*grid.corner(row, column), width, height) for row, column in places]
    page.axes.add_patch(PathPatch(Path.make_compound_path(*boxes), **style))
    if "hatch" in style:  # the sign stands on white, not on the lines
        centres = [grid.centre(row, column) for row, column in places]
        boxes = [_rectangle(x - 0.08, y - 0.085, 0.16, 0.17) for x, y in centres]
        shape = Path.make_compound_path(*boxes)
        page.axes.add_patch(PathPatch(shape, facecolor="white", linewidth=0))


def _rectangle(x: float, y: float, width: float, height: float) -> Path:
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return Path(corners, closed=True)


def _numbers(page: Canvas, strip: Strip, grid: Grid, say: Words) -> None:
    for row, values in enumerate(strip.values.itertuples(index=False)):
        for column, value in enumerate(values):
            place = grid.centre(row, column)
            if pd.isna(value):
                page.text(*place, "?", weight="bold", ha="center")
                continue
            text = say.format.score(HUNDRED * value)
            text += "*" if strip.derived.iloc[row, column] else ""
            ink = "white" if _fill(value, strip) == "strong" else theme.INK
            page.text(*place, text, ha="center", color=ink)
