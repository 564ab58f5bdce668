"""Cells run in this process show what a kernel would have shown."""

import nbformat
import papermill
import pytest
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from padlib.reports import engine

SHOWN = """from IPython.display import HTML, display
handle = display(HTML("<b>before</b>"), display_id="one")
display({"application/x+json": {"a": [1, 2]}}, raw=True)
"""
SOURCES = [
    "print('to one'); print('and on')",
    "import sys\nprint('apart', file=sys.stderr)",
    "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
    SHOWN,
    "handle.update(HTML('<b>after</b>'))",
    "'quiet';",
    "_ = 3\n__name__, [n for n in range(40)]",
]


def notebook(*sources: str) -> NotebookNode:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def executed(which: NotebookNode, **more: object) -> NotebookNode:
    return papermill.execute_notebook(
        which, None, kernel_name="python3", progress_bar=False, **more
    )


def in_process(which: NotebookNode, **more: object) -> NotebookNode:
    engine.register()
    return executed(which, engine_name=engine.NAME, **more)


@pytest.mark.slow
def test_outputs_are_those_of_a_stock_kernel() -> None:
    quiet = Config({"KernelManager": {"transport_encryption": "auto"}})
    ours, stock = in_process(notebook(*SOURCES)), executed(notebook(*SOURCES), config=quiet)
    for cell, other in zip(ours.cells, stock.cells, strict=True):
        assert cell.outputs == other.outputs, cell.source
        assert cell.execution_count == other.execution_count


def test_the_cell_that_raises_keeps_its_outputs_and_the_next_does_not_run() -> None:
    ran: list[tuple[int, int]] = []
    cells = notebook("print('so far'); 1 / 0", "print('never')")
    with pytest.raises(PapermillExecutionError) as raised:
        in_process(cells, progress=lambda *at: ran.append(at))
    assert raised.value.ename == "ZeroDivisionError"
    assert ran == [(1, 2)]


def test_a_cell_that_ends_the_interpreter_fails_too() -> None:
    with pytest.raises(PapermillExecutionError, match="SystemExit"):
        in_process(notebook("raise SystemExit(3)"))


def test_a_cell_for_people_alone_is_not_run() -> None:
    cells = notebook("1 / 0", "2")
    cells.cells[0].metadata["tags"] = [engine.SKIPPED]
    assert in_process(cells).cells[1].outputs[0].data["text/plain"] == "2"


def test_too_much_output_stops_the_cell_even_one_that_swallows_exceptions() -> None:
    stubborn = (
        "while True:\n    try:\n        print('x' * 1000)\n    except Exception:\n        break"
    )
    with pytest.raises(PapermillExecutionError, match="OutputTooLarge"):
        in_process(notebook(stubborn, "print('x' * 1000)"), output_bytes=10_000)


def test_names_of_one_notebook_are_not_those_of_the_next() -> None:
    in_process(notebook("secret = 1"))
    with pytest.raises(PapermillExecutionError, match="NameError"):
        in_process(notebook("secret"))


def test_standard_output_is_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    in_process(notebook("print('inside')"))
    print("outside")  # noqa: T201
    assert capsys.readouterr().out == "outside\n"
