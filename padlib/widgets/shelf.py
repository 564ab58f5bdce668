"""What a workbook lets one change and try, in tabs: each is made when it is first opened."""

from collections.abc import Callable, Mapping

import ipywidgets

from padlib.display.words import Words
from padlib.widgets import access, markup
from padlib.widgets.guard import Guard

Build = Callable[[], ipywidgets.DOMWidget]


def shelf(say: Words, tabs: Mapping[str, Build]) -> ipywidgets.Box:
    """Tabs by the key of their title; the first is open.

    What cannot be shown (a file with faults) says why in its own tab, and the others stay.
    """
    holders = {key: ipywidgets.VBox() for key in tabs}
    shown = ipywidgets.Tab(
        children=list(holders.values()), titles=[say(f"shelf.{key}") for key in tabs]
    )

    def open_tab(place: int | None) -> None:
        key = list(tabs)[place or 0]
        if holders[key].children:
            return
        guard = Guard(say)
        holders[key].children = (guard.area,)
        guard(lambda: _fill(holders[key], tabs[key]))()

    shown.observe(lambda change: open_tab(change["new"]), "selected_index")
    shown.selected_index = 0
    open_tab(0)
    box = ipywidgets.VBox([ipywidgets.HTML(markup.STYLE), shown, access.script()])
    box.add_class("padlib-live")
    return box


def _fill(holder: ipywidgets.VBox, build: Build) -> None:
    holder.children = (build(),)
