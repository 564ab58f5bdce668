"""Changing a file of a client's folder without ever losing what was there.

Whoever changes a file reads it with `version`, works out what it should become, shows it, and hands
both to `save`: the version before is kept in `<year>/.backup/`, the new one takes its place at once
or not at all, and a file that somebody else changed meanwhile is left alone.
"""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from padlib.workspace import layout
from padlib.workspace.faults import Fault, WorkspaceError, sentence

BACKUPS = ".backup"


class NotWritten(WorkspaceError):
    """A file that could not be changed; it is as it was."""

    def __init__(self, file: str, code: str, language: str = "fr") -> None:
        self.file, self.code, self.language = file, code, language
        super().__init__(file, code, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """Which file, why, and what to do."""
        return sentence(Fault(self.file, None, None, self.code), language or self.language)


@dataclass(frozen=True)
class Version:
    """A file as it was when it was read; `content` is None when there was none."""

    path: Path
    content: bytes | None


def version(path: Path) -> Version:
    """The file as it is now."""
    return Version(path, _content(path))


def save(before: Version, content: bytes, name: str, language: str = "fr") -> Path | None:
    """Put new content in a file's place, and keep the version before.

    Parameters
    ----------
    before : Version
        The file as it was when the new content was worked out.
    content : bytes
        The same bytes as before write nothing.
    name : str
        The file, in messages: `nimbus/2026/deals.csv`.
    language : str
        Of the messages.

    Returns
    -------
    Path or None
        Where the version before is kept; None when there was none, or nothing to change.

    Raises
    ------
    NotWritten
        If the file changed meanwhile, or the disk refuses: it is then as it was found.
    """
    if content == before.content:
        return None
    path = before.path.resolve()  # a link to a file stays a link
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = _beside(path, content)
        try:
            if _content(path) != before.content:
                raise NotWritten(name, "changed_meanwhile", language)
            kept = None if before.content is None else _kept(path, before.content)
            if before.content is None:
                _put(new, path)
            else:
                new.replace(path)
        finally:
            with suppress(FileNotFoundError):
                new.unlink()
    except FileExistsError:
        raise NotWritten(name, "changed_meanwhile", language) from None
    except OSError:
        raise NotWritten(name, "not_writable", language) from None
    return kept


def remove(before: Version, name: str, language: str = "fr") -> Path | None:
    """Take a file away, and keep it; see `save`.

    Returns
    -------
    Path or None
        Where it is kept; None when there was none.
    """
    if before.content is None:
        return None
    path = before.path
    try:
        if _content(path) != before.content:
            raise NotWritten(name, "changed_meanwhile", language)
        kept = _kept(path, before.content)
        path.unlink()
    except OSError:
        raise NotWritten(name, "not_writable", language) from None
    return kept


def backup_folder(path: Path) -> Path:
    """Where the versions before of a file are kept: `.backup/` of its year, on the same path."""
    for folder in path.parents[:2]:  # higher up, a year's name is not that of a client's folder
        if layout.is_year(folder.name):
            return folder / BACKUPS / path.parent.relative_to(folder)
    return path.parent / BACKUPS


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _beside(path: Path, content: bytes) -> Path:
    """The content in a file of its own in the same folder, whole and on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        new.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except BaseException:
        new.unlink()
        raise
    return new


def _put(new: Path, path: Path) -> None:
    """Give a whole file its name; FileExistsError when there is one by now."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        if path.exists():
            raise FileExistsError(path) from None
        new.replace(path)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def _kept(path: Path, content: bytes) -> Path:
    """The version before, under its day and time."""
    folder = backup_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
    number = 1
    while True:
        more = f"-{number}" if number > 1 else ""
        kept = folder / f"{path.stem}-{stamp}{more}{path.suffix}"
        try:
            with kept.open("xb") as opened:
                opened.write(content)
        except FileExistsError:
            number += 1
        else:
            return kept
