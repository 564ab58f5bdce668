"""The form of a table: the row by its name, then one field a column."""

from collections.abc import Callable
from typing import Any

import ipywidgets

from padlib.widgets import edit_cells, markup, table_forms
from padlib.widgets.edit_cells import Cell
from padlib.widgets.edit_frame import Editor
from padlib.widgets.edit_state import Naming
from padlib.widgets.table_forms import Form, RowKey
from padlib.workspace.editing import Difference, TableDraft

NEW = "new"  # the choice of a row that is not there yet


class TableView:
    """Draws a form in an editor, one row at a time."""

    def __init__(self, editor: Editor[TableDraft], form: Form, *, searches: bool = False) -> None:
        self._editor, self._form, self._say = editor, form, editor.say
        self.box = ipywidgets.VBox([])
        self.naming = Naming(self._row_named, self._column_named)
        self._new: dict[str, str] = {}
        self._hits = ipywidgets.VBox([])
        self._search_box = self._search() if searches else None

    def rebuild(self) -> None:
        """The controls anew."""
        listed = self._form.listed(self._editor.state.draft, self._say)
        there = [one for _, one in listed]
        listed += [(_name(one), one) for one in self._editor.shown.rows if one not in there]
        key = self._key(listed)
        parts = [self._search_box, self._hits] if self._search_box else []
        parts.append(self._choice(listed, key))
        parts += self._naming_fields() if key is None else self._fields(key)
        self.box.children = parts

    def refresh(self) -> None:
        """Nothing of the form follows from a change in it."""

    # ── which row ─────────────────────────────────────────────────────────────────────────────

    def _key(self, listed: list[tuple[str, RowKey]]) -> RowKey | None:
        """The row shown: the one chosen, else the first; None for a new one."""
        keys = [key for _, key in listed]
        chosen = self._editor.shown.row
        if self._editor.shown.adding:
            return None
        if chosen in keys:
            return chosen
        return keys[0] if keys else None

    def _choice(self, listed: list[tuple[str, RowKey]], key: RowKey | None) -> ipywidgets.Widget:
        options: list[tuple[str, Any]] = [(name, number) for number, (name, _) in enumerate(listed)]
        if self._form.new:
            options.append((self._say("edit.row.new"), NEW))
        keys = [one for _, one in listed]
        value = NEW if key is None else keys.index(key)

        def chosen(number: Any) -> None:
            if number == NEW:
                self._editor.show(adding=True)
            else:
                self._editor.show(row=keys[number], adding=False)

        name = self._form.name.removeprefix("own_")
        return self._editor.choice(self._say(f"edit.row.{name}"), options, value, chosen)

    def _fields(self, key: RowKey) -> list[ipywidgets.Widget]:
        row = self._form.row(self._editor.state.draft, key)
        beside = [ipywidgets.HTML(markup.quiet(line)) for line in self._form.beside(key)]
        names = [
            self._say("edit.row.named", label=cell.label, text=row[cell.column])
            for cell in self._form.new
            if row.get(cell.column)
        ]
        told = [ipywidgets.HTML(markup.quiet(" · ".join(names)))] if names else []
        controls = [
            self._editor.control(cell, row.get(cell.column, ""), self._typing(key, cell.column))
            for cell in self._form.cells(key)
        ]
        remove = []
        if self._editor.state.draft.row(key) is not None:
            remove = [self._editor.button("remove", self._removing(key))]
        return [*told, *beside, *controls, *remove]

    def _typing(self, key: RowKey, column: str) -> Callable[[str], None]:
        def typing(text: str) -> None:
            state, values = self._editor.state, {column: text}
            self._editor.change(lambda: self._form.changed(state.opened, state.draft, key, values))

        return typing

    def _removing(self, key: RowKey) -> Callable[[Any], None]:
        def removing(_: Any) -> None:
            draft = self._editor.state.draft
            self._editor.change(lambda: draft.removed(key))
            self._editor.show(row=key if self._form.known else None)

        return removing

    # ── a new row ─────────────────────────────────────────────────────────────────────────────

    def _naming_fields(self) -> list[ipywidgets.Widget]:
        self._new = {}
        controls = [
            self._editor.control(cell, "", self._naming_of(cell)) for cell in self._form.new
        ]
        return [*controls, self._editor.button("add", self._add)]

    def _naming_of(self, cell: Cell) -> Callable[[str], None]:
        def naming(text: str) -> None:
            self._new[cell.column] = edit_cells.named(text)

        return naming

    def _add(self, _: Any) -> None:
        self._put_new(tuple(self._new.get(name, "") for name in self._form.keys))

    def _put_new(self, key: RowKey) -> None:
        """A row of a new name: it is in the file once something is said of it."""
        editor, say, form = self._editor, self._say, self._form
        if not any(key):
            editor.guard.tell(say("edit.state.id_missing", name=form.new[0].label), bad=True)
            return
        named = dict(zip(form.keys, key, strict=True))
        if refusal := edit_cells.refusal(form.new, named, say.language):
            editor.guard.tell(refusal, bad=True)
            return
        if edit_cells.codes(form.model, named, form.keys) in form.index(editor.state.draft):
            editor.guard.tell(say("edit.state.known", name=_name(key)), bad=True)
            return
        message = say("edit.state.new_row", name=_name(key))
        editor.show(message, row=key, adding=False, rows=(*editor.shown.rows, key))

    # ── a company of the reference list ───────────────────────────────────────────────────────

    def _search(self) -> ipywidgets.Widget:
        cell = Cell(
            "search",
            self._say("edit.search.label"),
            self._form.new[-1].kind,
            hint=self._say("edit.search.hint"),
        )
        return self._editor.control(cell, "", self._find)

    def _find(self, text: str) -> None:
        hits = table_forms.found(self._editor.folder, text)
        if not hits:
            told = self._say("edit.search.none") if text.strip() else ""
            self._hits.children = [ipywidgets.HTML(markup.message(told))]
            return
        keys = [key for _, key in hits]
        label = self._say("edit.search.found")
        options = [(name, number) for number, (name, _) in enumerate(hits)]
        chosen = self._editor.choice(label, options, 0, lambda _: None)
        add = self._editor.button("add", lambda _: self._put_new(keys[chosen.value]))
        self._hits.children = [chosen, add]

    # ── words of the changes ──────────────────────────────────────────────────────────────────

    def _row_named(self, one: Difference) -> str:
        told = tuple(str(part) for part in one.key)
        row = self._editor.state.draft.row(told) or {}
        named = {**dict(zip(self._form.keys, told, strict=False)), **row}
        return self._form.label(named)

    def _column_named(self, one: Difference) -> str:
        key = self._form.known[0] if self._form.known else ()
        cells = [*self._form.new, *self._form.cells(key)]
        return next((cell.label for cell in cells if cell.column == one.column), one.column)


def _name(key: RowKey) -> str:
    """What a key says best: its name, else its id."""
    return next((text for text in reversed(key) if text), "")
