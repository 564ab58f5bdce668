"""A file of a client as it would become: nothing is written before `editing.save`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from padlib.workspace import encodings, saving, yaml_edits, yaml_files
from padlib.workspace.faults import Findings, InputFaults, NotForPartners
from padlib.workspace.ledger import Ledger
from padlib.workspace.yaml_edits import Uneditable
from padlib.workspace.yaml_files import Path, dotted

if TYPE_CHECKING:
    from padlib.workspace.folder import Folder

INTERNAL = "internal"


@dataclass(frozen=True)
class Draft:
    """A file as it would become.

    Attributes
    ----------
    key : str
        Path from the client's folder: `2026/partners.csv`, `client.yml`.
    before : Version
        The file as it was when the draft was begun.
    content : bytes
        What it becomes.
    replaces : Version or None
        The Excel workbook that a CSV takes the place of.
    """

    key: str
    before: saving.Version
    content: bytes
    replaces: saving.Version | None = None

    @property
    def is_changed(self) -> bool:
        """Whether saving it would write anything."""
        return self.replaces is not None or self.content != (self.before.content or b"")

    @property
    def text(self) -> str:
        """The content as text, its lines ended by `\\n`."""
        told = yaml_edits.decoded(self.content)[0]
        return told.replace("\r\n", "\n").replace("\r", "\n")

    def with_text(self, text: str) -> Draft:
        """The draft with another text; the file's own line ends and encoding stay."""
        before = self.before.content or b""
        if text == replace(self, content=before).text:
            return replace(self, content=before)
        old, encoding = yaml_edits.decoded(before)
        lines = text.replace("\r\n", "\n").replace("\n", yaml_edits.newline_of(old))
        return replace(self, content=yaml_edits.encoded(lines, encoding))


@dataclass(frozen=True)
class Difference:
    """One value that changes: where it stands, its text before and after ("" for none).

    `key` names the row of a table, or is the path of a YAML key; `column` is the column, or the
    path with its points.
    """

    key: Path
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class MapDraft:
    """A YAML file of the client, and what was changed in it; each change gives a new one.

    `name` is the file in messages, `language` theirs.
    """

    key: str
    before: saving.Version
    content: bytes
    name: str = ""
    language: str = "fr"

    def value(self, path: Path) -> Any:
        """What stands at a path, as YAML reads it; None when nothing does."""
        try:
            return yaml_edits.value(self.content, path)
        except Uneditable:
            raise self._refusal() from None

    def put(self, path: Path, value: Any, comment: str = "") -> MapDraft:
        """With another value at a path; see `yaml_edits.put`.

        Raises
        ------
        NotWritten
            If the file is written in a way that does not let it be put.
        """
        try:
            return replace(self, content=yaml_edits.put(self.content, path, value, comment))
        except Uneditable:
            raise self._refusal() from None

    def remove(self, path: Path) -> MapDraft:
        """Without what stands at a path, and without the maps that it leaves empty."""
        try:
            return replace(self, content=yaml_edits.remove(self.content, path))
        except Uneditable:
            raise self._refusal() from None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What changes, value by value, in the order of the file."""
        before = yaml_edits.leaves(self.before.content or b"")
        after = yaml_edits.leaves(self.content)
        return tuple(
            Difference(path, dotted(path), before.get(path, ""), after.get(path, ""))
            for path in dict.fromkeys((*after, *before))
            if before.get(path, "") != after.get(path, "")
        )

    def draft(self) -> Draft:
        """The file to check and save."""
        return Draft(self.key, self.before, self.content)

    def _refusal(self) -> saving.NotWritten:
        return saving.NotWritten(self.name, "not_editable", self.language)


def read_map(folder: Folder, key: str) -> MapDraft:
    """A YAML file of the client (`client.yml`, `2026/vision.yml`), ready to be changed.

    A `client.yml` that is not there begins with the client's id and name.

    Raises
    ------
    InputFaults
        If the file cannot be read at all.
    NotForPartners
        If the folder is narrowed to a partner.
    """
    before, name = version(folder, key), f"{folder.id}/{key}"
    findings = Findings(name)
    if yaml_files.read(before.content or b"", findings) is None:
        raise InputFaults(findings.faults, folder.language)
    named = MapDraft(key, before, before.content or b"", name, folder.language)
    if key == "client.yml" and before.content is None:
        return named.put(("client_id",), folder.id).put(("name",), folder.name)
    return named


def read_text(folder: Folder, key: str) -> Draft:
    """A note (`2026/notes/annual_diagnostic.md`), ready to be changed by `Draft.with_text`.

    Raises
    ------
    InputFaults
        If the file is no text.
    NotForPartners
        If the folder is narrowed to a partner.
    """
    before = version(folder, key)
    findings = Findings(f"{folder.id}/{key}")
    if encodings.text_of(before.content or b"", findings) is None:
        raise InputFaults(findings.faults, folder.language)
    return Draft(key, before, before.content or b"")


def version(folder: Folder, key: str) -> saving.Version:
    """A file of the client's folder as it is now on the disk."""
    if folder.audience != INTERNAL:
        raise NotForPartners(key, folder.language)
    path, name = folder.path / key, f"{folder.id}/{key}"
    content = Ledger(folder.language).content(path, key, name, folder.path)
    return saving.Version(path, content)


def in_place(folder: Folder, drafts: tuple[Draft, ...]) -> dict[str, bytes | None]:
    """What is read instead of the files once drafts stand in their place; see `reopened`."""
    return dict(_contents(folder, drafts))


def _contents(folder: Folder, drafts: tuple[Draft, ...]) -> Iterator[tuple[str, bytes | None]]:
    prefix = f"clients/{folder.id}/"
    for draft in drafts:
        yield prefix + draft.key, draft.content
        if draft.replaces is not None:
            yield prefix + draft.replaces.path.relative_to(folder.path).as_posix(), None
