"""Colours, sizes and the empty figure that every chart starts from (REPORTS 3 and 5).

matplotlib is imported when a figure is made, not when this module is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#17212B"  # text, axis lines that matter
INK2 = "#465563"  # quiet text: subtitles, notes, axis labels
MID = "#6B7884"  # quiet marks: context series, thresholds
PETROL = "#0B4F6C"  # the highlighted series, strengths
PETROL5 = "#2E7896"  # outlines, section numbers
PETROL3 = "#86B6CC"  # fill that carries a printed value
PETROL1 = "#E3EEF3"
BRICK = "#A6441A"  # weaknesses, late, what must be seen
ORANGE = "#CC6420"  # second party, marks only
ORANGE3 = "#E8A87C"  # fill that carries a printed value
ORANGE1 = "#FBEEE4"
GREY = "#DDE2E6"  # middle of diverging scales
AMBER = "#F2C14E"  # fill of the watch sign, with an ink outline
PLUM = "#6A4C93"  # fourth series
PANEL = "#F4F6F8"
RULE = "#D5DBE0"
TINT1 = "#CBD3DA"
TINT2 = "#AEB8C0"

VENDOR, PARTNER = PETROL, ORANGE

WIDTH = 7.8  # inches; 887 px on the page
ROW = 26 / 887 * WIDTH  # inches a ranked row takes: 26 px
SMALL, TEXT, STRONG = 8.5, 9.2, 10.0  # points

STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK2,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "axes.titlesize": STRONG,
    "xtick.color": INK2,
    "ytick.color": INK2,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "savefig.bbox": None,
    "svg.fonttype": "none",
    "svg.hashsalt": "padlib",
    "path.simplify": True,
    "hatch.linewidth": 0.6,
    "hatch.color": MID,
}


def figure(
    height: float,
    *,
    left: float = 0.0,
    right: float = 0.0,
    top: float = 0.0,
    bottom: float = 0.0,
) -> tuple[Figure, Axes]:
    """An empty figure 7.8 inches wide, its axes inside fixed margins (all in inches).

    Axes come without spines, ticks or grid: a chart adds what its reader needs.

    Raises
    ------
    ValueError
        If the margins leave no room for the axes.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Empty

    if left + right >= WIDTH or top + bottom >= height:
        raise ValueError(f"margins leave no room in {WIDTH} × {height} inches")
    with rc_context(STYLE):
        fig = Empty(figsize=(WIDTH, height))
        box = (
            left / WIDTH,
            bottom / height,
            (WIDTH - left - right) / WIDTH,
            (height - top - bottom) / height,
        )
        ax = fig.add_axes(box)
        for side in ("left", "right", "top", "bottom"):
            ax.spines[side].set_visible(False)
        ax.tick_params(length=0, labelsize=TEXT, labelcolor=INK2)
        ax.set_xticks([])
        ax.set_yticks([])
    return fig, ax


def sheet(height: float) -> tuple[Figure, Axes]:
    """An empty figure whose axes count inches from its upper left corner.

    For charts laid out row by row: labels, marks and columns all stand at inches.
    """
    fig, ax = figure(height)
    ax.set(xlim=(0, WIDTH), ylim=(height, 0))
    return fig, ax
