"""How wide a text is in a figure, and how it is made to fit (REPORTS 3.1 and 5.3).

Widths are those of DejaVu Sans, the widest font of the page: what fits here fits everywhere.
"""

from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

ELLIPSIS = "…"
POINTS = 72  # in an inch


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Inches that a line of text takes at a size in points.

    >>> text_width("", 9), 0.4 < text_width("Axorial", 9) < 0.5
    (0.0, True)
    """
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / POINTS


def cut(text: str, width: float, size: float, bold: bool = False) -> str:
    """The text if it fits in ``width`` inches, else as much of it as does, and an ellipsis.

    >>> cut("Axorial", 2, 9), cut("Orange Business Services and Partners of France", 2, 9)
    ('Axorial', 'Orange Business Services an…')
    """
    if text_width(text, size, bold) <= width:
        return text
    kept = text
    while kept and text_width(kept + ELLIPSIS, size, bold) > width:
        kept = kept[:-1].rstrip()
    return kept + ELLIPSIS


def wrapped(text: str, width: float, size: float, lines: int = 2, bold: bool = False) -> list[str]:
    """The text on at most so many lines of ``width`` inches, the last one cut when it must be.

    >>> wrapped("Orange Business Services", 1.2, 9)
    ['Orange Business', 'Services']
    """
    done: list[str] = []
    words = text.split(" ")
    while words and len(done) < lines - 1:
        taken = 1
        while taken < len(words) and _fits(words[: taken + 1], width, size, bold):
            taken += 1
        done.append(cut(" ".join(words[:taken]), width, size, bold))
        words = words[taken:]
    return [*done, cut(" ".join(words), width, size, bold)] if words else done


def _fits(words: list[str], width: float, size: float, bold: bool) -> bool:
    return text_width(" ".join(words), size, bold) <= width
