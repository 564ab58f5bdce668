"""The page of an executed notebook: what its cells show, handed to `display.assemble`.

Registered with nbconvert under the name `padlib`, so that
`jupyter nbconvert --execute --to padlib notebooks/01_annual_diagnostic.ipynb` makes the page too.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from padlib import display
from padlib.reports.workbooks import title_and_question

Part = dict[str, Any]


class PageError(Exception):
    """A notebook from which no page can leave, and why."""


class PageExporter(Exporter):  # type: ignore[misc]  # nbconvert is not typed
    """Exports the parts that a workbook shows as one self-contained page."""

    export_from_notebook = "padlib page"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[str, Any]:
        """The page, and nbconvert's resources; raise PageError when a page may not leave."""
        copy, resources = super().from_notebook_node(nb, resources, **kwargs)
        name = resources.get("metadata", {}).get("name", "")
        return page(copy, report=name.partition("_")[2] or name), resources


def parts(notebook: NotebookNode) -> list[Part]:
    """The parts shown by the cells, in their order, those told together taken apart."""
    shown = (
        output.data[display.MIME]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if display.MIME in output.get("data", {})
    )
    plain = (json.loads(json.dumps(one)) for one in shown)  # no longer the notebook's own mappings
    return [part for one in plain for part in _flat(one)]


def page(notebook: NotebookNode, *, report: str) -> str:
    """The whole page of an executed workbook.

    Raises
    ------
    PageError
        If no cell shows a part, or the page holds what may not leave (`display.check_page`).
    """
    shown = parts(notebook)
    if not shown:
        raise PageError("no cell shows a part of a page")
    if data(shown, "masthead").get("audience") == "partner" and data(shown, "actions"):
        raise PageError("a partner's edition hands on actions, which are internal")
    language = str(shown[0]["language"])
    title, question = _head(notebook, language)
    try:
        html = display.assemble(
            shown,
            language=language,
            title=title,
            question=question,
            report=report,
            variant=bool(notebook.metadata.get("padlib", {}).get("variant")),
        )
    except ValueError as error:
        raise PageError(str(error)) from error
    faults = display.check_page(html)
    if faults:
        raise PageError("; ".join(faults))
    return html


def data(shown: list[Part], kind: str) -> Mapping[str, Any]:
    """The data of the first part of a kind; empty when no cell shows one."""
    return next((part["data"] for part in shown if part["kind"] == kind), {})


def _flat(part: Mapping[str, Any]) -> Iterator[Part]:
    if part["kind"] == "all":
        for one in part["data"]["parts"]:
            yield from _flat(one)
    else:
        yield dict(part)


def _head(notebook: NotebookNode, language: str) -> tuple[str, str]:
    heads = (
        title_and_question(cell.source)
        for cell in notebook.cells
        if language in cell.metadata.get("tags", [])
    )
    return next((head for head in heads if head[0]), ("", ""))
