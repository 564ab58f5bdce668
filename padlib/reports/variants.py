"""A client's own variants: workbooks of the collection, copied to the client's folder and changed.

A variant notes the collection's workbook as it stood when it was taken, under `from` among its
metadata: whoever opens the client a year later sees whether the collection has changed since.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import padlib
from padlib.reports.lab import clean
from padlib.reports.parameters import Refusal
from padlib.reports.workbooks import Workbook, WorkbookError, parsed
from padlib.workspace import layout, saving
from padlib.workspace.suggestions import nearest

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = "notebooks"  # of a client's folder

SAME = "same"  # the collection's workbook is as it was when the variant was taken
CHANGED = "changed"  # it has changed since
UNKNOWN = "unknown"  # the variant does not say what it was taken from

NEW, REPLACED, UNCHANGED = "new", "replaced", "unchanged"
THERE = "there"  # refused: the client has another variant
_OF_A_RUN = ("injected-parameters", "padlib-record")  # tags of cells that a batch adds


@dataclass(frozen=True)
class Kept:
    """A variant that was kept: where, what became of it, and where the one before is."""

    path: Path
    state: str
    backup: Path | None = None


def keep(
    client: Path,
    book: Workbook,
    source: Path | None = None,
    *,
    replace: bool = False,
    language: str = "fr",
) -> Kept:
    """Copy a workbook to a client's folder, without its outputs, as the client's variant.

    Parameters
    ----------
    client : path
        The client's folder.
    book : Workbook
        The collection's workbook that the variant stands in for.
    source : path, optional
        The notebook to copy, when it is not the collection's. What it does not say of its needs is
        the collection's.
    replace : bool
        Whether a variant that is there may be replaced; it is kept in `.backup/` beside.
    language : str
        Of the messages.

    Raises
    ------
    Refusal
        If the client has another variant already, or there is no notebook to copy.
    WorkbookError
        If what is to be copied is no workbook.
    NotWritten
        If the disk refuses.
    """
    source = source or book.file
    path = client / FOLDER / book.file.name
    content = _variant(book, source, path)
    parsed(path, content)  # with the collection's needs it must hold together too
    before = saving.version(path)
    if content == before.content:
        return Kept(path, UNCHANGED)
    if before.content is not None and not replace:
        raise Refusal("variant_there", client=client.name, file=str(path))
    backup = saving.save(before, content, f"{client.name}/{FOLDER}/{path.name}", language)
    return Kept(path, NEW if before.content is None else REPLACED, backup)


def states(client: Path, books: Mapping[str, Workbook]) -> dict[str, str]:
    """For each report of which a client has a variant: `same`, `changed` or `unknown`."""
    found = {report: client / FOLDER / book.file.name for report, book in books.items()}
    return {report: _state(path, books[report]) for report, path in found.items() if path.exists()}


def strangers(client: Path, books: Mapping[str, Workbook]) -> Iterator[tuple[str, str | None]]:
    """Notebooks among a client's variants that stand in for none, and the name each may mean."""
    known = [book.file.name for book in books.values()]
    for path in layout.entries(client / FOLDER):
        if path.suffix == ".ipynb" and path.name not in known:
            yield path.name, nearest(path.name, known)


def digest(notebook: "NotebookNode") -> str:
    """The digest of a notebook as JupyterLab saves it, whatever line endings the file has."""
    return hashlib.sha256(_content(_clean(notebook))).hexdigest()


def _state(path: Path, book: Workbook) -> str:
    try:
        noted = _read(path).metadata.get("padlib", {}).get("from", {}).get("digest")
    except (Refusal, WorkbookError, AttributeError):
        return UNKNOWN
    if not noted:
        return UNKNOWN
    return SAME if noted == digest(_read(book.file)) else CHANGED


def _variant(book: Workbook, source: Path, path: Path) -> bytes:
    """The source as a variant: clean, with what it needs and where it comes from."""
    notebook, original = _clean(_read(source)), _read(book.file)
    parsed(path, source.read_bytes())
    notebook.cells = [
        cell for cell in notebook.cells if not set(_OF_A_RUN) & set(cell.metadata.get("tags", ()))
    ]
    notebook.metadata.pop("papermill", None)
    about: dict[str, Any] = {
        **original.metadata.get("padlib", {}),
        **notebook.metadata.get("padlib", {}),
    }
    about.pop("variant", None)
    taken = {"digest": digest(original), "version": padlib.__version__}
    # the copy of a variant is as old as the variant
    copied = source.resolve() != book.file.resolve() and about.get("from")
    about["from"] = copied or taken
    notebook.metadata["padlib"] = about
    return _content(notebook)


def _clean(notebook: "NotebookNode") -> "NotebookNode":
    clean(notebook)
    return notebook


def _content(notebook: "NotebookNode") -> bytes:
    """A notebook as JupyterLab writes it."""
    import nbformat

    return f"{nbformat.writes(notebook)}\n".encode()


def _read(file: Path) -> "NotebookNode":
    import nbformat

    try:
        notebook: NotebookNode = nbformat.reads(file.read_text(encoding="utf-8"), as_version=4)
    except OSError:
        raise Refusal("no_notebook", file=str(file)) from None
    except (nbformat.ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkbookError(file, "not a notebook of format 4") from error
    return notebook
