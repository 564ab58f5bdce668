"""Editors as a person at the screen finds them: by what their controls are called."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from padlib import workspace
from padlib.display import words
from padlib.widgets import editors

DATA = Path(__file__).parents[2] / "data"
FR, EN = words.load("fr"), words.load("en")


def copied(root: Path, client: str = "demo-nimbus", *, without: Sequence[str] = ()) -> Path:
    """A workspace of its own with one demo client, but for files so named; its folder of the year.

    Joint plans and their reviews are read with the partners, which makes each check longer.
    """
    data, left_out = root / "data", shutil.ignore_patterns(*without)
    shutil.copytree(DATA / "clients" / client, data / "clients" / client, ignore=left_out)
    shutil.copytree(DATA / "reference", data / "reference")
    return data / "clients" / client / "2026"


def folder(year: Path, partner: str = "") -> workspace.Folder:
    """The client opened, its facts of the demo's own day."""
    data = year.parents[2]
    day = "2026-11-20"
    return workspace.open_client(
        year.parent.name, int(year.name), data, partner=partner or None, issued=day
    )


def opened(name: str, year: Path, about: str = "", **more: Any) -> "Screen":
    """An editor by its function's name; what it finds is no more than which year it reads.

    `told=None` gives the finding of its workbook, which is slow.
    """
    say = more.pop("say", FR)
    more.setdefault("told", lambda folder: str(folder.year))
    return Screen(getattr(editors, name)(folder(year, about), say, **more))


class Screen:
    """The controls of an editor."""

    def __init__(self, box: Any) -> None:
        self.box = box

    @property
    def state(self) -> Any:
        """What the editor stands at."""
        return self.box.editor.state

    def widgets(self) -> list[Any]:
        """All that is shown, in the order of reading."""
        return list(_within(self.box))

    def control(self, label: str, block: str = "") -> Any:
        """The control of a label; in the block of an item when one is told."""
        inside = self.widgets() if not block else list(_within(self._block(block)))
        return next(one for one in inside if getattr(one, "description", None) == label)

    def labels(self) -> list[str]:
        """What the controls are called."""
        return [one.description for one in self.widgets() if hasattr(one, "description")]

    def press(self, label: str) -> None:
        """Press a button, as far as it can be pressed."""
        button = self.control(label)
        assert not button.disabled, label
        button.click()

    def text(self) -> str:
        """What the screen says."""
        told = [str(one.value) for one in self.widgets() if type(one).__name__ == "HTML"]
        return " ".join(told).replace("\u202f", " ").replace("\xa0", " ")

    def items(self) -> list[str]:
        """Ids of the questions shown."""
        told = [str(one.value) for one in self.widgets() if type(one).__name__ == "HTML"]
        found = [one.partition('class="statement">')[2] for one in told]
        return [one.partition(" ·")[0] for one in found if one]

    def _block(self, item: str) -> Any:
        boxes = [one for one in self.widgets() if hasattr(one, "children") and one.children]
        named = (
            one
            for one in boxes
            if type(one.children[0]).__name__ == "HTML"
            and f'class="statement">{item} ·' in str(one.children[0].value)
        )
        return next(named)


def _within(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _within(child)


def changed_lines(before: bytes, after: bytes) -> list[tuple[int, str, str]]:
    """Lines that are not the same, by number, of two files of as many lines; else all told."""
    first, second = before.splitlines(keepends=True), after.splitlines(keepends=True)
    longest = max(len(first), len(second))
    first += [b""] * (longest - len(first))
    second += [b""] * (longest - len(second))
    pairs = zip(first, second, strict=True)
    return [
        (number, old.decode(), new.decode())
        for number, (old, new) in enumerate(pairs, 1)
        if old != new
    ]
