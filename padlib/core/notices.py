"""A fact about the quality of data, without words: words belong to the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Notice:
    """A warning's code and the values that its sentence needs."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)
