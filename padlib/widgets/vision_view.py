"""The form of `vision.yml`: the segment, then one field a key."""

from collections.abc import Callable
from typing import Any

import ipywidgets

from padlib.widgets import vision_form
from padlib.widgets.edit_cells import Cell
from padlib.widgets.edit_frame import Editor
from padlib.widgets.edit_state import Naming
from padlib.workspace.editing import Difference, MapDraft
from padlib.workspace.kinds import Text
from padlib.workspace.yaml_files import Path

NEW = "new"  # the choice of a segment that is not there yet


class VisionView:
    """Draws a segment in an editor."""

    def __init__(self, editor: Editor[MapDraft]) -> None:
        self._editor, self._say = editor, editor.say
        self.box = ipywidgets.VBox([])
        self.naming = Naming(self._row_named, self._column_named)
        self._new = ""

    def rebuild(self) -> None:
        """The controls anew."""
        listed = vision_form.segments(self._editor.state.draft)
        places = [str(number) for _, number in listed]
        chosen = self._editor.shown.part
        first = places[0] if places else NEW
        number = chosen if chosen in places else first
        number = NEW if self._editor.shown.adding else number
        options = [(name, str(place)) for name, place in listed]
        options.append((self._say("edit.row.new"), NEW))
        choice = self._editor.choice(self._say("edit.row.vision"), options, number, self._choose)
        self.box.children = [choice, *(self._named() if number == NEW else self._fields(number))]

    def _choose(self, number: str) -> None:
        if number == NEW:
            self._editor.show(adding=True)
        else:
            self._editor.show(part=number, adding=False)

    def refresh(self) -> None:
        """Nothing of the form follows from a change in it."""

    def _fields(self, number: str) -> list[ipywidgets.Widget]:
        draft, editor = self._editor.state.draft, self._editor
        return [
            editor.control(one.cell, vision_form.text(draft, one.path), self._typing(one.path))
            for one in vision_form.fields(draft, int(number), editor.folder, self._say)
        ]

    def _typing(self, path: Path) -> Callable[[str], None]:
        def typing(text: str) -> None:
            draft = self._editor.state.draft
            self._editor.change(lambda: vision_form.changed(draft, path, text))

        return typing

    def _named(self) -> list[ipywidgets.Widget]:
        self._new = ""
        cell = Cell(
            "id", self._say("edit.columns.vision.id"), Text(), hint=self._say("edit.hint.segment")
        )
        return [
            self._editor.control(cell, "", self._naming_of),
            self._editor.button("add", self._add),
        ]

    def _naming_of(self, text: str) -> None:
        self._new = text.strip()

    def _add(self, _: Any) -> None:
        editor, say = self._editor, self._say
        if not self._new:
            label = say("edit.columns.vision.id")
            editor.guard.tell(say("edit.state.id_missing", name=label), bad=True)
            return
        place = len(vision_form.segments(editor.state.draft))
        editor.change(lambda: vision_form.added(editor.state.draft, self._new))
        editor.show(say("edit.state.new_row", name=self._new), part=str(place), adding=False)

    # ── words of the changes ──────────────────────────────────────────────────────────────────

    def _row_named(self, one: Difference) -> str:
        """The segment of a key: `health`."""
        names = {number: name for name, number in vision_form.segments(self._editor.state.draft)}
        place = one.key[1] if len(one.key) > 1 and one.key[0] == vision_form.SEGMENTS else None
        return names.get(place, str(place + 1)) if isinstance(place, int) else str(one.key[0])

    def _column_named(self, one: Difference) -> str:
        """The key, and the partner or the language within it."""
        name, *within = [str(part) for part in one.key[2:]] or [one.column]
        key = f"edit.columns.vision.{name}"
        return " · ".join([self._say(key) if self._say.has(key) else name, *within])
