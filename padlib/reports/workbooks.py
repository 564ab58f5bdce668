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
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLLECTION = Path(__file__).parents[2] / "notebooks"
LANGUAGES = ("fr", "en")
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
    makes_page: bool
    digest: str

    @property
    def parameter_names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.parameters)


def collection(folder: Path | None = None) -> dict[str, Workbook]:
    """The workbooks of a folder by report id, in the order of their numbers.

    Raises
    ------
    WorkbookError
        If a notebook named like a workbook cannot be read as one.
    """
    files = sorted((folder or COLLECTION).glob("*.ipynb"))
    books = [read(file) for file in files if _FILE.fullmatch(file.name)]
    return {book.report: book for book in books if book.makes_page}


def read(file: Path) -> Workbook:
    """Read one workbook; raise WorkbookError when it is not one."""
    named = _FILE.fullmatch(file.name)
    if named is None:
        raise WorkbookError(file, "a workbook is named like 01_annual_diagnostic.ipynb")
    try:
        content = file.read_bytes()
        notebook = json.loads(content)
        cells = [(_tags(cell), "".join(cell["source"])) for cell in notebook["cells"]]
        about = notebook["metadata"].get("padlib", {})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkbookError(file, "not a notebook of format 4") from error
    sources = [source for tags, source in cells if "parameters" in tags]
    if len(sources) != 1:
        raise WorkbookError(file, "one cell is tagged `parameters`, no more, no less")
    heads = {language: _head(cells, language) for language in LANGUAGES}
    return Workbook(
        file=file,
        report=named[2],
        step=named[1],
        titles={language: title for language, (title, _) in heads.items()},
        questions={language: question for language, (_, question) in heads.items()},
        parameters=_parameters(file, sources[0]),
        needs=tuple(about.get("needs", ())),
        reads=tuple(about.get("reads", ())),
        audiences=tuple(about.get("audiences", ("internal",))),
        makes_page=bool(about.get("page", True)),
        digest=hashlib.sha256(content).hexdigest(),
    )


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
