"""What was read of a workspace: which files, with which digest, and what was looked for in vain.

A report's fingerprint rests on it: the same digests for the same files mean that nothing that the
report reads has changed, a file that was absent and still is included.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path

from padlib.core.notices import Notice
from padlib.workspace import layout
from padlib.workspace.faults import Fault, InputFaults

MAX_BYTES = 50_000_000
DAY = "day/"  # before a date: what is waited for, among the keys of `looked_for`


@dataclass(frozen=True)
class Source:
    """A file that was read: its path as the notes print it, data rows, digest on 8 characters."""

    path: str
    rows: int | None
    digest: str


@dataclass(frozen=True)
class Change:
    """A number of the method that is not its default, and where the change comes from.

    `source` is `client.yml`, `assumptions.csv`, a partner's assumptions or `parameter`.
    """

    name: str
    value: object
    default: object
    source: str


@dataclass
class Ledger:
    """Reads files for one folder, and remembers it.

    `instead` holds what is read in a file's place, by its key in `looked_for`: bytes, or None as if
    there were no file. What would be saved is read so before it is.
    """

    language: str = "fr"
    instead: Mapping[str, bytes | None] = field(default_factory=dict)
    looked_for: dict[str, str | None] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def content(self, path: Path, key: str, name: str, within: Path) -> bytes | None:
        """The bytes of a file, None when there is none.

        Parameters
        ----------
        path, key, name : Path, str, str
            Where the file is, its key in `looked_for`, and its name in messages.
        within : Path
            Folder that the file may not leave, by a link or otherwise.

        Raises
        ------
        InputFaults
            If it is not a plain file, leaves the folder, or is beyond 50 MB.
        """
        content = self.instead[key] if key in self.instead else self._on_disk(path, name, within)
        self.looked_for[key] = None if content is None else sha256(content).hexdigest()
        return content

    def listed(self, path: Path, key: str) -> list[Path]:
        """What a folder holds, by name, with what is read instead.

        `key` is that of the folder in `looked_for`, with its last slash.
        """
        found = {one.name: one for one in layout.entries(path)}
        for told, content in self.instead.items():
            folder, name = told[: len(key)], told[len(key) :]
            if folder == key and "/" not in name:
                found.pop(name, None)
                found |= {} if content is None else {name: path / name}
        return [found[name] for name in sorted(found)]

    def _on_disk(self, path: Path, name: str, within: Path) -> bytes | None:
        # of a file that is not there too: it would be written through the link of its folder
        if not path.resolve().is_relative_to(within.resolve()):
            raise InputFaults([Fault(name, None, None, "leaves_folder")], self.language)
        if not (path.exists() or path.is_symlink()):
            return None
        if not path.is_file():
            raise InputFaults([Fault(name, None, None, "not_a_file")], self.language)
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            raise InputFaults(
                [Fault(name, None, None, "too_large", {"limit": limit})], self.language
            )
        try:
            return path.read_bytes()
        except OSError:
            raise InputFaults([Fault(name, None, None, "not_a_file")], self.language) from None

    def note_day(self, day: date) -> None:
        """Remember that what is read depends on whether a day has come."""
        key = f"{DAY}{day.isoformat()}"
        self.looked_for[key] = day_digest(key)

    def note_source(self, key: str, name: str, rows: int | None) -> None:
        """Remember that a file was read whole, with its number of data rows."""
        digest = (self.looked_for.get(key) or "")[:8]
        if all(source.path != name for source in self.sources):
            self.sources.append(Source(name, rows, digest))

    def warn(self, notices: list[Notice]) -> None:
        """Remember warnings, each once."""
        self.warnings.extend(notice for notice in notices if notice not in self.warnings)

    def change(self, name: str, value: object, default: object, source: str) -> None:
        """Remember a number that is not its default; the last one told wins."""
        self.changes[:] = [one for one in self.changes if one.name != name]
        if value != default:
            self.changes.append(Change(name, value, default, source))


def day_digest(key: str) -> str | None:
    """What `looked_for` would hold now of a day: None while it is ahead.

    >>> day_digest("day/2001-01-01"), day_digest("day/9999-12-31")
    ('reached', None)
    """
    day = date.fromisoformat(key.removeprefix(DAY))
    return "reached" if day <= date.today() else None


def digest_of(path: Path) -> str | None:
    """The digest that `looked_for` would hold now: of a file, or of what a folder holds unknown.

    None when there is nothing to read.
    """
    if path.is_dir():
        return layout.listing_digest(path)
    try:
        with path.open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
