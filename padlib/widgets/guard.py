"""One guard around every callback, since JupyterLab shows nothing of an error in one."""

import traceback
from collections.abc import Callable
from typing import Any

import ipywidgets

from padlib.display.words import Words
from padlib.widgets import markup
from padlib.workspace.faults import WorkspaceError

Callback = Callable[..., None]


class Guard:
    """Runs callbacks and says in words what went wrong in one.

    Attributes
    ----------
    area : HTML widget
        Where messages stand; the maker of a panel places it.
    """

    def __init__(self, say: Words) -> None:
        self._say = say
        self.area = ipywidgets.HTML()

    def __call__(self, callback: Callback) -> Callback:
        """The callback, guarded."""

        def guarded(*arguments: Any) -> None:
            try:
                callback(*arguments)
            except WorkspaceError as refusal:
                self.tell(refusal.text(self._say.language), bad=True)
            except Exception as error:
                traceback.print_exc()  # into JupyterLab's log console
                self.tell(
                    self._say("what_if.broken", why=f"{type(error).__name__}: {error}"), bad=True
                )

        return guarded

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Put a message in place of the one before."""
        self.area.value = markup.message(text, bad=bad)

    def clear(self) -> None:
        """Take the message away."""
        self.area.value = ""
