"""Workbooks: the notebooks of a folder, read without running them.

A workbook is a notebook that keeps the contract of `notebooks/`: a number and a stem for a name, a
title and a question in each language, a cell of parameters, and under `padlib` in its metadata what
it needs. Nothing lists the workbooks: a notebook dropped into the folder is one more report.
"""

import ast
import hashlib
import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLLECTION = Path(__file__).parents[2] / "notebooks"
LANGUAGES = ("fr", "en")
AUDIENCES = ("internal", "partner")
_FILE = re.compile(r"(\d{2})_([a-z0-9_]+)\.ipynb")


class WorkbookError(Exception):
    """A notebook that does not keep the contract: which, and in what."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file.name}: {why}")
        self.file = file
        self.why = why


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell: `min_coverage: float = None  # share of the weight`."""

    name: str
    type: str
    default: Any
    comment: str


@dataclass(frozen=True)
class Workbook:
    """What is known of a report before it is run."""

    file: Path
    report: str  # the name without its number
    step: str  # the number
    titles: Mapping[str, str]
    questions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    needs: tuple[str, ...]  # inputs without which there is no report
    reads: tuple[str, ...]  # inputs that are read when they are there
    audiences: tuple[str, ...]
    partners: str  # the input that says which partners there are; "" when none matters
    partners_of: tuple[str, ...]  # editions made once for each of these partners
    shows: tuple[str, ...]  # values of `show` that make a page each; the first is the report
    makes_page: bool
    digest: str

    @property
    def parameter_names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.parameters)

    def by_partner(self, audience: str) -> bool:
        """Whether an edition is made once a partner."""
        return audience in self.partners_of


def collection(folder: Path | None = None) -> dict[str, Workbook]:
    """The workbooks of a folder by report id, in the order of their numbers.

    Raises
    ------
    WorkbookError
        If a notebook named like a workbook cannot be read as one.
    """
    files = sorted((folder or COLLECTION).glob("*.ipynb"))
    books = [read(file) for file in files if is_named(file.name)]
    return {book.report: book for book in books if book.makes_page}


def read(file: Path) -> Workbook:
    """Read one workbook; raise WorkbookError when it is not one."""
    return parsed(file, file.read_bytes())


def is_named(name: str) -> bool:
    """Whether a file's name is that of a workbook.

    >>> is_named("01_annual_diagnostic.ipynb"), is_named("Untitled.ipynb")
    (True, False)
    """
    return _FILE.fullmatch(name) is not None


def parsed(file: Path, content: bytes) -> Workbook:
    """The workbook that a file is, or would be with this content; raise WorkbookError if none."""
    named = _FILE.fullmatch(file.name)
    if named is None:
        raise WorkbookError(file, "a workbook is named like 01_annual_diagnostic.ipynb")
    try:
        notebook = json.loads(content)
        cells = [(_tags(cell), "".join(cell["source"])) for cell in notebook["cells"]]
        about = notebook["metadata"].get("padlib", {})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkbookError(file, "not a notebook of format 4") from error
    sources = [source for tags, source in cells if "parameters" in tags]
    if len(sources) != 1:
        raise WorkbookError(file, "one cell is tagged `parameters`, no more, no less")
    heads = {language: _head(cells, language) for language in LANGUAGES}
    book = Workbook(
        file=file,
        report=named[2],
        step=named[1],
        titles={language: title for language, (title, _) in heads.items()},
        questions={language: question for language, (_, question) in heads.items()},
        parameters=_parameters(file, sources[0]),
        needs=_names(file, about, "needs"),
        reads=_names(file, about, "reads"),
        audiences=_names(file, about, "audiences", ("internal",)),
        partners=_text(file, about, "partners"),
        partners_of=_names(file, about, "partners_of"),
        shows=_names(file, about, "shows"),
        makes_page=bool(about.get("page", True)),
        digest=hashlib.sha256(content).hexdigest(),
    )
    if fault := next(_faults(book), ""):
        raise WorkbookError(file, f"metadata `padlib`: {fault}")
    return book


def parameters(source: str) -> tuple[Parameter, ...]:
    """The parameters that a cell sets, with type, default and comment.

    >>> parameters("client: str = 'demo'  # folder under data/clients")
    (Parameter(name='client', type='str', default='demo', comment='folder under data/clients'),)

    Raises
    ------
    ValueError
        If the cell does more than set names to plain values.
    """
    comments = _comments(source)
    found = []
    for statement in ast.parse(source).body:
        match statement:
            case ast.AnnAssign(
                target=ast.Name(id=name), annotation=kind, value=ast.expr() as value
            ):
                annotation = ast.unparse(kind)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                annotation = ""
            case _:
                raise ValueError(f"line {statement.lineno} does not set a parameter")
        default = ast.literal_eval(value)
        comment = comments.get(statement.end_lineno or statement.lineno, "")
        found.append(Parameter(name, annotation or type(default).__name__, default, comment))
    return tuple(found)


def title_and_question(markdown: str) -> tuple[str, str]:
    """The title of a cell and the paragraph after it.

    >>> title_and_question("# Diagnosis\\n\\nWhere do we\\nstand?\\n\\nReads a file.")
    ('Diagnosis', 'Where do we stand?')
    """
    head, _, rest = markdown.strip().partition("\n")
    title = head.removeprefix("# ").strip() if head.startswith("# ") else ""
    question = rest.strip().split("\n\n")[0]
    return title, " ".join(question.split())


def _text(file: Path, about: Mapping[str, Any], key: str) -> str:
    found = about.get(key, "")
    if not isinstance(found, str):
        raise WorkbookError(file, f"metadata `padlib`: `{key}` is a text")
    return found


def _names(
    file: Path, about: Mapping[str, Any], key: str, default: tuple[str, ...] = ()
) -> tuple[str, ...]:
    found = about.get(key, default)
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
        raise WorkbookError(file, f"metadata `padlib`: `{key}` is a list of texts")
    return tuple(dict.fromkeys(found))


def _faults(book: Workbook) -> Iterator[str]:
    """What the metadata say that cannot be."""
    if not book.audiences or not set(book.audiences) <= set(AUDIENCES):
        yield f"`audiences` are of {', '.join(AUDIENCES)}"
    if not set(book.partners_of) <= set(book.audiences):
        yield "`partners_of` are of `audiences`"
    if "partner" in book.audiences and not book.by_partner("partner"):
        yield "the edition `partner` is made once a partner: `partners_of` lacks it"
    if bool(book.partners) != bool(book.partners_of):
        yield "`partners` and `partners_of` go together"
    if book.partners and book.partners not in book.needs:
        yield f"`partners` is an input of `needs`, and {book.partners!r} is none"
    if book.partners_of and not {"partner", "audience"} <= set(book.parameter_names):
        yield "with `partners_of`, `partner` and `audience` are parameters"
    if book.shows and (book.partners_of or "show" not in book.parameter_names):
        yield "with `shows`, `show` is a parameter, and nothing is made once a partner"


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))


def _head(cells: list[tuple[list[str], str]], language: str) -> tuple[str, str]:
    """Title and question of the first cell tagged with the language that has a title."""
    heads = (title_and_question(source) for tags, source in cells if language in tags)
    return next((head for head in heads if head[0]), ("", ""))


def _parameters(file: Path, source: str) -> tuple[Parameter, ...]:
    try:
        return parameters(source)
    except (ValueError, SyntaxError, tokenize.TokenError) as error:
        raise WorkbookError(file, f"parameters cell: {error}") from error


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ")
        for token in tokens
        if token.type == tokenize.COMMENT
    }
