"""A vendor and a partner, as the pages that both may read tell them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

INTERNAL = "internal"
VENDOR = "vendor"


@dataclass(frozen=True, kw_only=True)
class TwoSides:
    """What a page tells beside its figures: both by name, who reads, the people, the file read."""

    vendor: str
    partner: str
    year: int
    audience: str = INTERNAL
    people: Mapping[str, str] = field(default_factory=dict)  # role id → name
    file: str = ""

    @property
    def internal(self) -> bool:
        """Whether the vendor reads alone."""
        return self.audience == INTERNAL

    @property
    def names(self) -> dict[str, str]:
        return {"vendor": self.vendor, "partner": self.partner}

    def name(self, side: str) -> str:
        """The name of a side."""
        return self.vendor if side == VENDOR else self.partner
