"""What all editors look like around their form: the finding, the form, what is wrong with it, what
changes, and the three buttons.

The frame holds the state and redraws from it; the form in the middle is a view's own.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Generic, Protocol

import ipywidgets
from ipywidgets import Layout
from markupsafe import Markup

from padlib.display.words import Words
from padlib.widgets import edit_state, markup
from padlib.widgets.edit_cells import Cell
from padlib.widgets.edit_state import EditState, File, Naming, Shown
from padlib.widgets.guard import Guard
from padlib.workspace import Folder
from padlib.workspace.drafts import in_place
from padlib.workspace.opening import reopened

Told = Callable[[Folder], str]

LABEL = "230px"  # of a field
BESIDE, BESIDE_WIDTH = 45, "460px"  # letters of a hint that stands beside its field; the field
WIDE = Layout(width="100%", max_width="760px")


class View(Protocol):
    """The form in the middle of an editor."""

    box: ipywidgets.Box
    naming: Naming

    def rebuild(self) -> None:
        """Make the controls anew, since other rows are shown or the file was read again."""

    def refresh(self) -> None:
        """Say what follows from a change, without touching the controls."""


class Editor(Generic[File]):
    """An editor of one file.

    Attributes
    ----------
    folder : Folder
        The client as its files stand.
    state : EditState
    guard : Guard
        Around every callback.
    box : VBox
        All of it.
    """

    def __init__(
        self,
        folder: Folder,
        say: Words,
        title: str,
        read: Callable[[], File],
        told: Told | None = None,
    ) -> None:
        self.folder, self.say = folder, say
        self.guard = Guard(say)
        self._read: Callable[[], File] = read
        self._told = told
        self.state: EditState[File] = edit_state.opened(folder, read())
        self._view: View | None = None
        self._filed: str | None = None
        self._choices: dict[str, ipywidgets.Dropdown] = {}
        self._chosen: dict[str, Callable[[Any], None]] = {}
        self._holding = False  # while values are set from here, not by a person
        self._head = ipywidgets.HTML(markup.heading(title))
        self._finding = ipywidgets.HTML()
        self._status = ipywidgets.HTML()
        self._asks = ipywidgets.VBox([])
        self.reset = self.button("reset", self._on_reset)
        self.save = self.button("save", self._on_save)
        self.undo = self.button("undo", self._on_undo)
        self.yes = self.button("yes", self._on_yes)
        self.no = self.button("no", self._on_no)
        buttons = ipywidgets.HBox([self.reset, self.save, self.undo])
        self._form = ipywidgets.VBox([])
        self.box = ipywidgets.VBox(
            [
                self._head,
                self._finding,
                self._form,
                self._status,
                self._asks,
                buttons,
                self.guard.area,
            ]
        )
        self.box.add_class("padlib-live")
        self.box.editor = self  # what a test, or a curious consultant, asks for its state

    def begin(self, view: View) -> "Editor[File]":
        """Put the form in place and draw all."""
        self._view = view
        self._form.children = [view.box]
        self.guard(self._find_filed)()
        view.rebuild()
        self._redraw()
        return self

    # ── steps ─────────────────────────────────────────────────────────────────────────────────

    def change(self, step: Callable[[], File]) -> None:
        """Take the draft that a step makes; a row that cannot be told from another is said so."""
        try:
            draft = step()
        except ValueError:
            self.guard.tell(self.say("edit.state.twice"), bad=True)
        else:
            self._put(draft)

    def _put(self, draft: File) -> None:
        self.guard.clear()
        self.state = edit_state.changed(self.folder, self.state, draft)
        if self._view:
            self._view.refresh()
        self._redraw()

    def show(self, message: str = "", **shown: Any) -> None:
        """Show somebody or something else of the file."""
        self.guard.clear()
        self.state = replace(self.state, shown=replace(self.state.shown, **shown), message=message)
        self._rebuild()

    @property
    def shown(self) -> Shown:
        """Who and what is shown."""
        return self.state.shown

    def _on_reset(self, _: Any) -> None:
        self.guard.clear()
        self.state = edit_state.reset(self.folder, self.state, self._read, self.say)
        self._after_file()

    def _on_save(self, _: Any, *, agreed: bool = False) -> None:
        self.guard.clear()
        self.state = edit_state.saved(self.folder, self.state, self._read, self.say, agreed=agreed)
        if self.state.asks:
            self._redraw()
        else:
            self._after_file()

    def _on_yes(self, _: Any) -> None:
        self._on_save(None, agreed=True)

    def _on_no(self, _: Any) -> None:
        self.state = edit_state.kept(self.state)
        self._redraw()

    def _on_undo(self, _: Any) -> None:
        self.guard.clear()
        self.state = edit_state.undone(self.folder, self.state, self._read, self.say)
        self._after_file()

    def _after_file(self) -> None:
        """The file is another one by now: so is what the folder says."""
        self.folder = reopened(self.folder, {})
        self._find_filed()
        self._rebuild()

    # ── drawing ───────────────────────────────────────────────────────────────────────────────

    def _rebuild(self) -> None:
        if self._view:
            self._view.rebuild()
        self._redraw()

    def _redraw(self) -> None:
        """Everything around the form, from the state."""
        state = self.state
        self.save.disabled = not state.may_save
        self.save.button_style = "primary" if state.may_save else ""
        # what is typed since would go with what was saved
        self.undo.disabled = state.saved is None or state.is_changed
        self._asks.children = self._question() if state.asks else []
        self._status.value = self._state_told()
        self.guard(self._draw_finding)()

    def _question(self) -> list[ipywidgets.Widget]:
        text = ipywidgets.HTML(markup.message(self.state.asks, bad=True))
        return [text, ipywidgets.HBox([self.yes, self.no])]

    def _state_told(self) -> Markup:
        state, say = self.state, self.say
        faults, warnings = edit_state.sentences(state, say)
        parts = [markup.quiet(say("edit.state.file", path=f"{self.folder.id}/{state.draft.key}"))]
        if getattr(state.draft, "from_excel", False):
            parts.append(markup.quiet(say("edit.state.excel")))
        if faults:
            parts.append(listed(say("edit.faults"), faults, "bad", role="alert"))
        if warnings:
            parts.append(listed(say("edit.warnings"), warnings, "quiet"))
        if self._view and (told := edit_state.changes(state, self._view.naming, say)):
            parts.append(listed(say("edit.changes.title"), told, "quiet"))
        count = len(state.differences)
        standing = say("edit.state.some", count=count) if count else say("edit.state.none")
        parts.append(markup.message(state.message or standing))
        return Markup("").join(parts)

    def _find_filed(self) -> None:
        self._filed = edit_state.told(self.folder, self._told) if self._told else None

    def _draw_finding(self) -> None:
        if self._told is None:
            return
        say, state = self.say, self.state
        filed = self._filed or say("edit.told.none")
        lines = [say("edit.told.filed", sentence=filed)]
        if state.found.faults:
            lines.append(say("edit.told.faulty"))
        elif state.is_changed:
            instead = in_place(self.folder, (state.draft.draft(),))
            then = edit_state.told(reopened(self.folder, instead), self._told)
            changed = say("edit.told.changed", sentence=then or say("edit.told.none"))
            lines.append(say("edit.told.same") if then == self._filed else changed)
        self._finding.value = markup.headline(lines[-1], lines[0] if len(lines) > 1 else "")

    # ── controls ──────────────────────────────────────────────────────────────────────────────

    def button(self, name: str, callback: Callable[[Any], None]) -> ipywidgets.Button:
        """A button of the words `edit.buttons.<name>`."""
        hint = f"edit.hints.{name}"
        label = self.say(f"edit.buttons.{name}")
        made = ipywidgets.Button(
            description=label,
            tooltip=self.say(hint) if self.say.has(hint) else label,
            layout=Layout(width="auto", align_self="flex-start"),
        )
        made.on_click(self.guard(callback))
        return made

    def choice(
        self,
        label: str,
        options: Sequence[tuple[str, Any]],
        value: Any,
        chosen: Callable[[Any], None],
    ) -> ipywidgets.Dropdown:
        """A list that unfolds; `chosen` is given the value that a person chooses.

        The list of a label is made once: what a person holds is not taken away from under the
        hand while the rest of the form is made anew.
        """
        self._chosen[label] = chosen
        if label not in self._choices:
            self._choices[label] = made = ipywidgets.Dropdown(
                description=label,
                tooltip=label,
                layout=WIDE,
                style={"description_width": LABEL},
            )
            made.add_class("padlib-field")
            made.observe(self.guard(lambda change: self._on_choice(label, change["new"])), "value")
        made = self._choices[label]
        with self.held(), made.hold_sync():
            made.options = list(options)
            made.value = value
        return made

    @contextmanager
    def held(self) -> Iterator[None]:
        """While values are put in controls without a person's doing."""
        before, self._holding = self._holding, True
        try:
            yield
        finally:
            self._holding = before

    def _on_choice(self, label: str, value: Any) -> None:
        if not self._holding:
            self._chosen[label](value)

    def control(self, cell: Cell, text: str, typed: Callable[[str], None]) -> ipywidgets.Widget:
        """The control of a cell, with its hint; `typed` is given its new text."""
        if cell.choices:
            kind = ipywidgets.RadioButtons if cell.spread else ipywidgets.Dropdown
            made = kind(options=cell.offered(text, self.say), value=text)
        else:
            made = ipywidgets.Text(value=text, continuous_update=False, placeholder="")
        made.description, made.tooltip = cell.label, cell.hint or cell.label
        made.style.description_width = LABEL
        made.layout = Layout(width="100%", max_width="760px")
        made.add_class("padlib-choices" if cell.spread else "padlib-field")

        def told(change: Any) -> None:
            if not self._holding:
                typed(change["new"] or "")

        made.observe(self.guard(told), "value")
        if not cell.hint:
            return made
        beside = len(cell.hint) <= BESIDE and not cell.spread
        hint = ipywidgets.HTML(Markup("").join(map(markup.quiet, cell.hint.splitlines())))
        hint.add_class("padlib-beside" if beside else "padlib-below")
        both = ipywidgets.HBox if beside else ipywidgets.VBox
        if beside:
            made.layout.width = BESIDE_WIDTH
        return both([made, hint])


def listed(title: str, lines: Sequence[str], look: str, role: str = "status") -> Markup:
    """Sentences one under the other, under their title; read aloud when they come."""
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    told = Markup('<div class="{}" role="{}"><p>{}</p><ul>{}</ul></div>')
    return told.format(look, role, title, items)
