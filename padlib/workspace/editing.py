"""Changing a client's files from a screen: checked before it is written, and undone at once.

What is typed becomes a `Draft` of each file; `check` reads the client with the drafts in place, by
the readers of every report, `save` writes them all or none, and `undo` puts back what was there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from padlib.core.notices import Notice
from padlib.workspace import business_plans, checking, reviews, saving, start_plans, table_drafts
from padlib.workspace.checking import CheckResult
from padlib.workspace.drafts import Difference, Draft, MapDraft, in_place, read_map, read_text
from padlib.workspace.faults import Fault, InputFaults, WorkspaceError, sentence
from padlib.workspace.folder import Folder
from padlib.workspace.saving import NotWritten, Version
from padlib.workspace.table_drafts import TableDraft, read_table

__all__ = [
    "Difference",
    "Draft",
    "ExcelKept",
    "MapDraft",
    "Saved",
    "SavedFile",
    "TableDraft",
    "check",
    "read_map",
    "read_table",
    "read_text",
    "save",
    "undo",
]

# stems whose reading rests on that of another, which a change may put in the wrong
READ_WITH = {
    "partners": (
        *("perception_answers", "convergence_answers", "vision", "deals", "kpi_values"),
        *("assumptions", business_plans.FOLDER, start_plans.FOLDER, reviews.FOLDER),
    ),
    "client": ("perception_answers", "assumptions", "scenarios"),
    "vision": ("scenarios",),
    "deals": (reviews.FOLDER,),
    business_plans.FOLDER: (reviews.FOLDER,),
}


class ExcelKept(WorkspaceError):
    """A table that stands in an Excel workbook, which nobody has agreed yet to replace by a CSV."""

    def __init__(self, file: str, other: str, language: str = "fr") -> None:
        self.file, self.other, self.language = file, other, language
        super().__init__(file, other, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """What would become of the workbook, as a question."""
        told = Fault(self.file, None, None, "excel_kept", {"other": self.other})
        return sentence(told, language or self.language)


@dataclass(frozen=True)
class SavedFile:
    """A file before and after a save; None where there was, or is, no file."""

    key: str
    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True)
class Saved:
    """What a save did to the files; `undo` takes it back."""

    files: tuple[SavedFile, ...]
    when: datetime

    @property
    def count(self) -> int:
        """How many files were written."""
        return len(self.paths)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that were written."""
        return tuple(one.path for one in self.files if one.after is not None)


def check(folder: Folder, drafts: Iterable[Draft]) -> CheckResult:
    """What would be wrong with the client once the drafts are saved.

    Faults and warnings of the drafted files, and those that the drafts bring about in the files
    that are read with them; what was wrong elsewhere before is left out.
    """
    drafted = tuple(drafts)
    stems = {stem for draft in drafted for stem in _stems(draft.key)}
    given: dict[str, Any] = {"as_of": folder.told_as_of, "issued": folder.issued}
    about = (folder.id, folder.year, stems, folder.workspace.root)
    after = checking.check(*about, **given, instead=in_place(folder, drafted))
    files = {f"{folder.id}/{draft.key}" for draft in drafted}
    if all(one.file in files for one in after.faults) and all(
        _is_of(one, files) for one in after.warnings
    ):
        return after
    before = checking.check(*about, **given)
    old_faults = {_same(one) for one in before.faults}
    old_warnings = {repr(one) for one in before.warnings}
    return CheckResult(
        [one for one in after.faults if one.file in files or _same(one) not in old_faults],
        [one for one in after.warnings if _is_of(one, files) or repr(one) not in old_warnings],
    )


def save(folder: Folder, drafts: Iterable[Draft], *, excel_agreed: bool = False) -> Saved:
    """Write drafts, all of them or none; the versions before are kept in the year's `.backup/`.

    A draft that changes nothing is not written.

    Raises
    ------
    InputFaults
        If the files would have faults.
    ExcelKept
        If a workbook would be replaced and nobody has agreed to it.
    NotWritten
        If a file changed meanwhile, or the disk refuses.
    """
    drafted = tuple(draft for draft in drafts if draft.is_changed)
    changes = tuple(_changes(folder, drafted))
    _check_unchanged(folder, changes, "changed_meanwhile")
    for draft in drafted:
        if draft.replaces is not None and not excel_agreed:
            name = f"{folder.id}/{folder.year}/{draft.replaces.path.name}"
            raise ExcelKept(name, draft.before.path.name, folder.language)
    found = check(folder, drafted) if drafted else CheckResult()
    if found.faults:
        raise InputFaults(found.faults, folder.language)
    _write(folder, changes)
    return Saved(changes, datetime.now())


def undo(folder: Folder, saved: Saved) -> None:
    """Put back every file as it was before a save, all of them or none.

    Raises
    ------
    NotWritten
        If a file is no longer what was saved, or the disk refuses.
    """
    back = tuple(
        SavedFile(one.key, one.path, one.after, one.before) for one in reversed(saved.files)
    )
    _check_unchanged(folder, back, "changed_since")
    _write(folder, back)


def _changes(folder: Folder, drafts: Iterable[Draft]) -> Iterator[SavedFile]:
    for draft in drafts:
        yield SavedFile(draft.key, draft.before.path, draft.before.content, draft.content)
        if draft.replaces is not None:
            path = draft.replaces.path
            key = path.relative_to(folder.path).as_posix()
            yield SavedFile(key, path, draft.replaces.content, None)


def _check_unchanged(folder: Folder, changes: Iterable[SavedFile], code: str) -> None:
    """Refuse when a file is no longer what it was."""
    for one in changes:
        if saving.version(one.path).content != one.before:
            raise NotWritten(f"{folder.id}/{one.key}", code, folder.language)


def _write(folder: Folder, changes: Iterable[SavedFile]) -> None:
    """Every change, or none: those that were made are taken back when one cannot be."""
    done: list[SavedFile] = []
    try:
        for one in changes:
            _write_one(folder, one)
            done.append(one)
    except NotWritten:
        for one in reversed(done):
            _write_one(folder, SavedFile(one.key, one.path, one.after, one.before))
        raise


def _write_one(folder: Folder, change: SavedFile) -> None:
    before, name = Version(change.path, change.before), f"{folder.id}/{change.key}"
    if change.after is None:
        saving.remove(before, name, folder.language)
    else:
        saving.save(before, change.after, name, folder.language)


def _stems(key: str) -> tuple[str, ...]:
    """What is read to check a file: itself, and what rests on it."""
    parts = Path(key).with_suffix("").parts
    if len(parts) == 1:  # client.yml
        stem = parts[0]
    else:
        stem = parts[1] if len(parts) > 2 else table_drafts.kind_of(parts[1])
    return (stem, *READ_WITH.get(stem, ()))


def _same(fault: Fault) -> tuple[Any, ...]:
    return (*fault.place, repr(fault.values))


def _is_of(notice: Notice, files: set[str]) -> bool:
    return str(notice.values.get("file") or "") in files
