"""A figure to draw on in inches, from its upper left corner: for charts laid out row by row."""

from __future__ import annotations

from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from padlib.display import theme

LABEL = 9.0  # points


class Canvas(NamedTuple):
    """A figure and its axes, in inches from the upper left corner."""

    figure: Figure
    axes: Axes

    @staticmethod
    def of(height: float) -> Canvas:
        """An empty one, so many inches high."""
        return Canvas(*theme.sheet(height))

    def text(self, x: float, y: float, text: str, **style: Any) -> None:
        self.axes.text(x, y, text, **{"size": LABEL, "va": "center_baseline", **style})

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        self.axes.add_patch(Rectangle((x, y), width, height, **{"linewidth": 0, **style}))

    def rule(self, x: tuple[float, float], y: float, **style: Any) -> None:
        self.axes.plot(x, (y, y), **{"solid_capstyle": "butt", "zorder": 1, **style})
