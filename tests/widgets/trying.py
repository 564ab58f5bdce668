"""What-ifs and the bar as a person at the screen finds them, on a copy of a demo client."""

import re
from pathlib import Path
from typing import Any

from padlib import workspace
from padlib.display import words
from padlib.widgets import shelves
from padlib.widgets.models import Knob, Model, Value
from padlib.widgets.panel import Panel
from padlib.workspace import Folder

DAY = "2026-11-20"
PARTNERS_IN = {"earnings": "partners", "projection": "business_plans"}


def opened(year: Path, name: str = "", **more: Any) -> Folder:
    """The client of a folder of the year, about the partner that a model asks for."""
    told = {"issued": DAY, "partners_in": PARTNERS_IN.get(name)} | more
    return workspace.open_client(year.parent.name, int(year.name), year.parents[2], **told)


def tried(name: str, year: Path, language: str = "fr", **parameters: Any) -> Panel:
    """The panel of a model, as a workbook shows it."""
    folder = opened(year, name)
    say = words.load(language, folder.currency)

    def made(now: Folder) -> Model:
        return shelves.MODELS[name](now, say, **parameters)

    return Panel(made, folder, say)


def knob(panel: Panel, key: str) -> Knob:
    """A knob of a panel by its key."""
    return next(one for one in panel.model.knobs if one.key == key)


def move(panel: Panel, key: str, value: Value) -> None:
    """Move a knob by hand: choose, or type the number as the control shows it."""
    told = knob(panel, key)
    first = panel.controls[key].inputs[0]
    is_share = told.share and not isinstance(value, str)
    first.value = round(float(value) * 100, 6) if is_share else value


def plain(html: Any) -> str:
    """What is read of a piece of HTML."""
    text = re.sub(r"<[^>]+>", " ", str(html))
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


def told(panel: Panel) -> str:
    """What the panel answers to a press."""
    return plain(panel.guard.area.value)


def shown(panel: Panel) -> tuple[str, str, str]:
    """The sentence, the three lines and the picture."""
    return panel.headline.value, panel.lines.value, panel.picture.value


def contents(place: Path) -> dict[str, bytes]:
    """Every byte under a folder, without the versions before."""
    files = (one for one in place.rglob("*") if one.is_file() and ".backup" not in one.parts)
    return {one.relative_to(place).as_posix(): one.read_bytes() for one in sorted(files)}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The files that are not the same."""
    return sorted(one for one in before | after if before.get(one) != after.get(one))
