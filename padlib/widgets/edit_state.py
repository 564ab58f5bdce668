"""Where an editor stands, and each step that it can take: changed, saved, undone, read again.

Nothing here knows a widget. A state is never changed: a step gives the next one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from padlib.display.words import Words
from padlib.workspace import CheckResult, Folder, WorkspaceError, editing
from padlib.workspace.editing import Difference, ExcelKept, MapDraft, Saved, TableDraft

CHANGES_SHOWN = 12
MANY = 20  # rows in which a value changes alike from which they are counted
FAULTS_SHOWN = 8

File = TypeVar("File", TableDraft, MapDraft)


@dataclass(frozen=True)
class Shown:
    """Who and what an editor shows.

    Attributes
    ----------
    person : mapping or None
        Cells that tell who answers; None for the first of the file.
    part : str
        The theme, dimension, factor, round, phase or segment.
    blank_only : bool
        Whether only what has no answer is shown.
    row : tuple of str or None
        Key of the row of a table; None for the first one.
    adding : bool
        Whether a new person, row or segment is being named.
    people : tuple of mapping
        Those who were named here and whom the file does not know yet.
    rows : tuple of tuples
        Keys of the rows of a table that were named here and say nothing yet.
    """

    person: Mapping[str, str] | None = None
    part: str = ""
    blank_only: bool = False
    row: tuple[str, ...] | None = None
    adding: bool = False
    people: tuple[Mapping[str, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class EditState(Generic[File]):
    """One file as it stands in an editor.

    Attributes
    ----------
    opened, draft : TableDraft or MapDraft
        The file as it was read, and as it would become.
    shown : Shown
    differences : tuple of Difference
        What the draft changes.
    found : CheckResult
        What the reader of the file says of the draft.
    saved : Saved or None
        The last save, which can be undone.
    asks : str
        The question whether a workbook may be replaced by a CSV; "" when there is none.
    message : str
        What was done last.
    """

    opened: File
    draft: File
    shown: Shown = Shown()
    differences: tuple[Difference, ...] = ()
    found: CheckResult = field(default_factory=CheckResult)
    saved: Saved | None = None
    asks: str = ""
    message: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether saving would write something."""
        return bool(self.differences)

    @property
    def may_save(self) -> bool:
        """Whether there is something to write, and nothing wrong with it."""
        return self.is_changed and not self.found.faults


Read = Callable[[], File]


def opened(folder: Folder, draft: File) -> EditState[File]:
    """The state of a file that was just read, with what is wrong in it already."""
    return EditState(opened=draft, draft=draft, found=_found(folder, draft))


def changed(folder: Folder, state: EditState[File], draft: File) -> EditState[File]:
    """With another draft, checked by the reader of the file."""
    return replace(
        state,
        draft=draft,
        differences=draft.differences,
        found=_found(folder, draft),
        asks="",
        message="",
    )


def reset(folder: Folder, state: EditState[File], read: Read[File], say: Words) -> EditState[File]:
    """With the file as it stands now, what was not saved forgotten."""
    fresh = opened(folder, read())
    message = say("edit.state.reset")
    return replace(fresh, shown=state.shown, saved=state.saved, message=message)


def saved(
    folder: Folder, state: EditState[File], read: Read[File], say: Words, *, agreed: bool = False
) -> EditState[File]:
    """Written, or waiting for an answer when a workbook would be replaced.

    Raises
    ------
    InputFaults, NotWritten
        If the file would have faults, changed meanwhile, or cannot be written.
    """
    count = len(state.differences)
    try:
        done = editing.save(folder, [state.draft.draft()], excel_agreed=agreed)
    except ExcelKept as question:
        return replace(state, asks=question.text(say.language), message="")
    message = say(
        "edit.state.saved",
        count=count,
        path=", ".join(map(str, done.paths)),
        time=f"{done.when:%H:%M:%S}",
    )
    fresh = opened(folder, read())
    return replace(fresh, shown=state.shown, saved=done, message=message)


def kept(state: EditState[File]) -> EditState[File]:
    """With the workbook left alone: nothing is written."""
    return replace(state, asks="", message="")


def undone(folder: Folder, state: EditState[File], read: Read[File], say: Words) -> EditState[File]:
    """With the file as it was before the last save.

    Raises
    ------
    NotWritten
        If the file is no longer what was saved, or cannot be written.
    """
    if state.saved is None:
        return state
    editing.undo(folder, state.saved)
    message = say("edit.state.undone", path=", ".join(map(str, state.saved.paths)))
    return replace(opened(folder, read()), shown=state.shown, message=message)


def _found(folder: Folder, draft: File) -> CheckResult:
    """What the reader says of the file as it would become; nothing of a file that is not there."""
    if draft.before.content is None and not draft.differences:
        return CheckResult()
    return editing.check(folder, [draft.draft()])


@dataclass(frozen=True)
class Naming:
    """How the row and the column of a difference are named among the changes."""

    row: Callable[[Difference], str]
    column: Callable[[Difference], str]


def changes(state: EditState[File], naming: Naming, say: Words) -> list[str]:
    """What would be written, value by value, twelve at most and the count of the others.

    A value that changes alike in many rows is told once.
    """
    alike: dict[tuple[str, str, str], list[Difference]] = {}
    for one in state.differences:
        alike.setdefault((naming.column(one), one.before, one.after), []).append(one)
    told: list[tuple[int, str]] = []
    for (column, before, after), found in alike.items():
        blank = say("edit.changes.blank")
        values = {"column": column, "before": before or blank, "after": after or blank}
        if len(found) >= MANY:
            told.append((len(found), say("edit.changes.many", count=len(found), **values)))
            continue
        told += [(1, say("edit.changes.line", row=naming.row(one), **values)) for one in found]
    rest = sum(count for count, _ in told[CHANGES_SHOWN:])
    others: list[str] = [say("edit.changes.more", count=rest)] if rest else []
    return [*(line for _, line in told[:CHANGES_SHOWN]), *others]


def sentences(state: EditState[File], say: Words) -> tuple[list[str], list[str]]:
    """Faults and warnings of the draft, as the reader of the file says them."""
    faults = CheckResult(state.found.faults).sentences(say.language)
    warnings = CheckResult([], state.found.warnings).sentences(say.language)
    return _first(faults, say), _first(warnings, say)


def _first(told: list[str], say: Words) -> list[str]:
    rest = len(told) - FAULTS_SHOWN
    return [*told[:FAULTS_SHOWN], *([say("edit.more_faults", count=rest)] if rest > 0 else [])]


def told(folder: Folder, headline: Callable[[Folder], str]) -> str | None:
    """The headline of a folder; None when its inputs give none."""
    try:
        return headline(folder)
    except WorkspaceError:
        return None
