"""`house.yml`: the firm that signs the pages (CLIENT_FILES 7)."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from padlib.workspace import yaml_files
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Kind, Text
from padlib.workspace.settings import InTwoLanguages, ReaderText
from padlib.workspace.yaml_files import Keys

ACCENT = "#0B4F6C"
CONTRAST = 4.5  # WCAG AA, text on white
BLANK = ReaderText("", "")


class Accent(Kind):
    """A colour that can be read on white: `"#RRGGBB"`."""

    dtype: ClassVar[str] = "str"

    def read(self, text: Any) -> str:
        """The colour, in capitals."""
        typed = str(text).strip()
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", typed):
            raise Bad("colour", found=typed)
        if contrast(typed) < CONTRAST:
            raise Bad("contrast", found=typed, nearest=readable(typed), ratio=_shown(typed))
        return typed.upper()


class HouseFile(Keys):
    """Keys of the file."""

    name: Annotated[str, Text()]
    logo: Annotated[str | None, Text()] = None
    contact: Annotated[ReaderText | None, InTwoLanguages()] = None
    confidentiality: Annotated[ReaderText | None, InTwoLanguages()] = None
    accent: Annotated[str, Accent()] = ACCENT


@dataclass(frozen=True)
class House:
    """The firm that signs: `logo` is a data URI; texts are "" when the file has none."""

    name: str = ""
    logo: str | None = None
    accent: str = ACCENT
    contact: ReaderText = BLANK
    confidentiality: ReaderText = BLANK


def read(content: bytes, findings: Findings) -> HouseFile | None:
    """The file; None when it has faults."""
    document = yaml_files.read(content, findings)
    return yaml_files.validated(HouseFile, document, findings) if document else None


def contrast(colour: str) -> float:
    """Contrast of a colour on white, 1 to 21 (WCAG 2).

    >>> round(contrast("#000000")), contrast("#FFFFFF"), round(contrast("#767676"), 2)
    (21, 1.0, 4.54)
    """
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable(colour: str) -> str:
    """The nearest darker shade of a colour that passes on white.

    >>> contrast(readable("#FF8800")) >= CONTRAST
    True
    """
    parts = _parts(colour)
    for shade in range(100, -1, -1):
        darker = "#" + "".join(f"{part * shade // 100:02X}" for part in parts)
        if contrast(darker) >= CONTRAST:
            return darker
    return "#000000"


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _linear(part: int) -> float:
    share = part / 255
    return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)


def _shown(colour: str) -> float:
    """The contrast on one decimal, rounded down: 4.49 must not read 4.5."""
    return int(contrast(colour) * 10) / 10
