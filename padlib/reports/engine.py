"""An engine for papermill that runs the cells in this very process, in an IPython shell.

It is used in a process forked for one report and thrown away after it, so that a cell finds what a
fresh kernel would give it, without the start of one, its sockets and its waiting.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

from padlib import display

NAME = "padlib"
SKIPPED = "skip-execution"  # nbclient's own word

Progress = Callable[[int, int], None]


def nobody_watches(cell: int, cells: int) -> None:
    """No progress is shown."""


class OutputTooLarge(Exception):
    """The cells print or show more than a report may."""


class CellOutputs:
    """The outputs of the cell that runs, in nbformat's shapes, up to a number of bytes in all."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._outputs: list[NotebookNode] = []
        self._printed: list[str] = []  # pieces of the last stream, joined once
        self._shown: dict[str, list[NotebookNode]] = {}

    def begin(self) -> None:
        """Forget what was shown so far: another cell begins, or this one clears its outputs."""
        self._outputs, self._printed = [], []

    def ended(self) -> list[NotebookNode]:
        """What the cell has shown."""
        if self._printed:
            self._outputs[-1]["text"] += "".join(self._printed)
            self._printed = []
        return self._outputs

    def stream(self, name: str, text: str) -> None:
        self._weigh(len(text))
        last = self._outputs[-1] if self._outputs else None
        if last is None or last.output_type != "stream" or last.name != name:
            self._add(nbformat.v4.new_output("stream", name=name))
        self._printed.append(text)

    def show(
        self,
        kind: str,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None,
        display_id: str | None = None,
        **more: Any,
    ) -> None:
        self._weigh(sum(len(str(value)) for value in data.values()))
        output = nbformat.v4.new_output(kind, data=data, metadata=metadata or {}, **more)
        self._add(output)
        if display_id is not None:
            self._shown.setdefault(display_id, []).append(output)

    def update(self, data: Mapping[str, Any], metadata: Mapping[str, Any], display_id: str) -> None:
        for output in self._shown.get(display_id, []):
            output.update(nbformat.from_dict({"data": data, "metadata": metadata}))

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        self._add(nbformat.v4.new_output("error", ename=name, evalue=value, traceback=traceback))

    def _add(self, output: NotebookNode) -> None:
        self.ended().append(output)

    def _weigh(self, size: int) -> None:
        self.size += size
        if self.size > self.limit:
            raise OutputTooLarge(f"more than {self.limit} bytes of output")


class _Stream:
    """Stands in for standard output or error while a cell runs."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, outputs: CellOutputs) -> None:
        self.name = name
        self._outputs = outputs

    def write(self, text: str) -> int:
        if text:
            self._outputs.stream(self.name, text)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):  # type: ignore[misc]  # IPython is not typed
    """Receives what cells display."""

    outputs: CellOutputs

    def publish(
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None = None,
        *,
        transient: Mapping[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        display_id = (transient or {}).get("display_id")
        if update:
            self.outputs.update(data, metadata or {}, str(display_id))
        else:
            self.outputs.show("display_data", data, metadata, display_id)

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002  a front end's wish
        self.outputs.begin()


class _Hook(DisplayHook):  # type: ignore[misc]  # IPython is not typed
    """Receives the value of a cell's last line."""

    outputs: CellOutputs

    def write_output_prompt(self) -> None:
        """A notebook has none."""

    def write_format_data(
        self, format_dict: Mapping[str, Any], md_dict: Mapping[str, Any] | None = None
    ) -> None:
        self.outputs.show("execute_result", format_dict, md_dict, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        """Nothing was begun."""


class _Formatter(DisplayFormatter):  # type: ignore[misc]  # IPython is not typed
    """Leaves out the previews of parts: JupyterLab is not there to show them."""

    def format(self, obj: object, include: Any = None, exclude: Any = None) -> Any:
        preview = {"text/html"} if isinstance(obj, display.Part) else exclude
        return super().format(obj, include=include, exclude=preview)


class InProcessZMQShell(InteractiveShell):  # type: ignore[misc]  # IPython is not typed
    """A shell without a terminal. pandas finds `zmq` in its name, and lays out as in a notebook."""

    outputs: CellOutputs

    def init_displayhook(self) -> None:
        super().init_displayhook()
        self.displayhook.outputs = self.outputs

    def init_display_pub(self) -> None:
        super().init_display_pub()
        self.display_pub.outputs = self.outputs

    def init_display_formatter(self) -> None:
        self.display_formatter = _Formatter(parent=self)

    def init_sys_modules(self) -> None:
        """`__main__` stays what it is."""

    def init_virtualenv(self) -> None:
        """The interpreter is the right one already."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.outputs.error(etype.__name__, str(evalue), list(stb))


@contextmanager
def shell(outputs: CellOutputs) -> Iterator[InProcessZMQShell]:
    """The process's shell: it writes nothing of its own, and hands what it shows to `outputs`."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    kind: Any = type(InProcessZMQShell.__name__, (InProcessZMQShell,), {"outputs": outputs})
    standard = sys.stdout, sys.stderr
    running = kind.instance(config=config, display_pub_class=_Publisher, displayhook_class=_Hook)
    sys.stdout, sys.stderr = _Stream("stdout", outputs), _Stream("stderr", outputs)
    try:
        yield running
    finally:
        sys.stdout, sys.stderr = standard
        kind.clear_instance()


class InProcessEngine(Engine):  # type: ignore[misc]  # papermill is not typed
    """Executes a notebook in this process; what it shows is what a kernel would have sent."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,  # noqa: ARG003  papermill's call
        output_bytes: int = 8_000_000,
        progress: Progress = nobody_watches,
        **_: Any,
    ) -> None:
        outputs = CellOutputs(output_bytes)
        cells = nb_man.nb.cells
        with shell(outputs) as running:
            for index, cell in enumerate(cells):
                progress(index + 1, len(cells))
                if cell.cell_type != "code" or SKIPPED in cell.metadata.get("tags", []):
                    continue
                if not _run(nb_man, running, outputs, cell, index):
                    break


def _run(
    nb_man: NotebookExecutionManager,
    running: InProcessZMQShell,
    outputs: CellOutputs,
    cell: NotebookNode,
    index: int,
) -> bool:
    """Run one cell; False when it raised."""
    outputs.begin()
    nb_man.cell_start(cell, index)
    result = running.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    cell.outputs = outputs.ended()
    if not result.success:
        nb_man.cell_exception(cell, cell_index=index)
    nb_man.cell_complete(cell, cell_index=index)
    return bool(result.success)


def register() -> None:
    """Make the engine known to papermill: its own entry points load in a circle."""
    papermill_engines.register(NAME, InProcessEngine)
