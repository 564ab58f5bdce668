"""A campaign of the client's, as the pages made from its answers tell it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from padlib.core import actions


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """What a page tells beside the figures: year, dates, people, the file of the answers."""

    year: int
    as_of: dt.date | None = None  # date of the data; unknown: months M1, M2… without a calendar
    start: dt.date | None = None
    end: dt.date | None = None
    people: Mapping[str, str] = field(default_factory=dict)  # role id → name
    file: str = ""

    def due(self, month: int) -> dt.date | None:
        """Last day of a month of the plan, when the date of the data is known."""
        return None if self.as_of is None else actions.due(self.as_of, month)


def fields(folder: Any, as_of: dt.date | None, stem: str) -> dict[str, Any]:
    """The fields of `Campaign`: dates and people of the year, the file read by its stem."""
    dates = folder.settings.campaign(folder.year)
    files = [str(source.path).rpartition("/")[2] for source in folder.sources]
    read = [name for name in files if name.startswith(f"{stem}.")]
    return {
        "year": folder.year,
        "as_of": as_of,
        "start": dates.from_,
        "end": dates.to,
        "people": dict(folder.settings.people),
        "file": read[0] if read else f"{stem}.csv",
    }
