"""A figure to draw on in inches, from its upper left corner: for charts laid out row by row."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from padlib.display import theme
from padlib.display.labels import Mark

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
        self.line(x, (y, y), **style)

    def line(self, x: tuple[float, float], y: tuple[float, float], **style: Any) -> None:
        self.axes.plot(x, y, **{"solid_capstyle": "butt", "zorder": 1, **style})

    def disc(self, mark: Mark, **style: Any) -> None:
        self.axes.add_patch(Circle((mark.x, mark.y), mark.radius, **style))


def rows(frame: pd.DataFrame) -> list[Any]:
    """The rows of a table, each with its cells as attributes."""
    return list(frame.itertuples())
