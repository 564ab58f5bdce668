"""The form of an answer sheet: who answers, the theme, and one block a question."""

from typing import Any

import ipywidgets
from markupsafe import Markup

from padlib.widgets import edit_cells, markup
from padlib.widgets.answer_sheets import Asked, Person, Sheet
from padlib.widgets.edit_cells import Choices
from padlib.widgets.edit_frame import Editor
from padlib.widgets.edit_state import Naming
from padlib.workspace.editing import Difference, TableDraft

NEW = "new"  # the choice of somebody who is not in the list yet


class AnswerView:
    """Draws a sheet in an editor, one theme at a time, so that it opens fast."""

    def __init__(self, editor: Editor[TableDraft], sheet: Sheet) -> None:
        self._editor, self._sheet, self._say = editor, sheet, editor.say
        self.box = ipywidgets.VBox([])
        self.naming = Naming(self._row_named, self._column_named)
        self._counter = ipywidgets.HTML()
        self._new: dict[str, str] = {}
        self._filter_box = self._filter()
        self._shared_box: ipywidgets.Widget | None = None

    # ── drawing ───────────────────────────────────────────────────────────────────────────────

    def rebuild(self) -> None:
        """The controls anew."""
        people = self._people()
        person = self._person(people)
        top = [self._who(people, person), *([] if person is not None else self._named())]
        if people:
            top.append(self._shared())
        if person is not None:
            part = self._part(person)
            top += [self._themes(person, part), self._filter_box, self._counter]
            top += self._questions(person, part)
        else:
            top.append(self._counter)
        self.box.children = [one for one in top if one is not None]
        self.refresh()

    def refresh(self) -> None:
        """The counter, of the person and of the theme."""
        person, say = self._person(self._people()), self._say
        if person is None:
            self._counter.value = markup.quiet(say("edit.counter.nobody"))
            return
        found = self._sheet.answers(self._editor.state.draft)
        part = self._part(person)
        whole = self._sheet.count(found, person).told(say)
        key = "edit.counter.whole" if self._sheet.person else "edit.counter.done"
        of_part = self._sheet.count(found, person, part).told(say)
        named = dict(self._sheet.parts).get(part, part)
        told = [say(key, count=whole), say("edit.counter.part", name=named, count=of_part)]
        self._counter.value = markup.message("\n".join(told))

    def _questions(self, person: Person, part: str) -> list[ipywidgets.Widget]:
        found = self._sheet.answers(self._editor.state.draft)
        blank_only = self._editor.shown.blank_only
        items = self._sheet.shown(person, part, found, blank_only=blank_only)
        if items:
            return [self._question(Asked(person, part, one), found) for one in items]
        asked = self._sheet.asked(person, part)
        key = "edit.counter.nothing_left" if asked else "edit.counter.nothing_asked"
        return [ipywidgets.HTML(markup.quiet(self._say(key)))]

    def _question(self, whose: Asked, found: Any) -> ipywidgets.Widget:
        item = whose.item
        row = found.row(*whose) or {}
        words = Markup('<p class="statement">{} · {}</p>').format(item.id, item.statement)
        told = words + Markup("").join(map(markup.quiet, item.help))
        controls = [
            self._editor.control(
                cell, row.get(cell.column, ""), self._answering(whose, cell.column)
            )
            for cell in item.cells
        ]
        block = ipywidgets.VBox([ipywidgets.HTML(told), *controls])
        block.add_class("padlib-item")
        return block

    def _answering(self, whose: Asked, column: str) -> Any:
        def answering(text: str) -> None:
            state, values = self._editor.state, {column: text}
            self._editor.change(
                lambda: self._sheet.answered(state.opened, state.draft, whose, values)
            )

        return answering

    # ── who, and which theme ──────────────────────────────────────────────────────────────────

    def _people(self) -> list[Person]:
        found = self._sheet.people(self._editor.state.draft)
        for named in self._editor.shown.people:  # one who has rows by now is there already
            if not any(_is_same(one, named, self._sheet) for one in found):
                found.append(named)
        return found

    def _person(self, people: list[Person]) -> Person | None:
        """Who is shown: the one chosen, with what the file says of it, else the first."""
        chosen = self._editor.shown.person
        if not self._sheet.person:
            return {}
        if self._editor.shown.adding:
            return None
        same = (one for one in people if chosen and _is_same(one, chosen, self._sheet))
        return next(same, people[0] if people else None)

    def _part(self, person: Person) -> str:
        parts = [one for one, _ in self._sheet.parts_of(person)]
        chosen = self._editor.shown.part
        return chosen if chosen in parts else (parts[0] if parts else "")

    def _who(self, people: list[Person], person: Person | None) -> ipywidgets.Widget | None:
        if not self._sheet.person:
            return None
        options: list[tuple[str, Any]] = [
            (self._sheet.named(one), number) for number, one in enumerate(people)
        ]
        options.append((self._say("edit.person.new"), NEW))
        value = NEW if person is None else people.index(person)

        def chosen(number: Any) -> None:
            if number == NEW:
                self._editor.show(adding=True)
            else:
                self._editor.show(person=people[number], adding=False)

        return self._editor.choice(self._say("edit.person.who"), options, value, chosen)

    def _named(self) -> list[ipywidgets.Widget]:
        """The fields of a new person, and the button that adds it to the list."""
        self._new = {cell.column: cell.choices[0][1] for cell in self._sheet.new if cell.choices}
        controls = []
        for cell in self._sheet.new:
            controls.append(
                self._editor.control(
                    cell, self._new.get(cell.column, ""), self._naming(cell.column)
                )
            )
        return [*controls, self._editor.button("add", self._add)]

    def _naming(self, column: str) -> Any:
        def naming(text: str) -> None:
            self._new[column] = edit_cells.named(text)

        return naming

    def _add(self, _: Any) -> None:
        editor, sheet, say = self._editor, self._sheet, self._say
        person = dict(self._new)
        for cell in sheet.new:
            if cell.column in sheet.person and not person.get(cell.column):
                text = say("edit.state.id_missing", name=cell.label)
                editor.guard.tell(text, bad=True)
                return
        if refusal := edit_cells.refusal(sheet.new, person, say.language):
            editor.guard.tell(refusal, bad=True)
            return
        if any(_is_same(one, person, sheet) for one in self._people()):
            text = say("edit.state.known", name=sheet.named(person))
            editor.guard.tell(text, bad=True)
            return
        message = say("edit.state.added", name=sheet.named(person))
        editor.show(message, person=person, adding=False, people=(*editor.shown.people, person))

    def _themes(self, person: Person, part: str) -> ipywidgets.Widget:
        options = [(label, one) for one, label in self._sheet.parts_of(person)]
        label = self._say(f"edit.parts.{self._sheet.name}")
        return self._editor.choice(
            label, options, part or None, lambda one: self._editor.show(part=one)
        )

    def _filter(self) -> ipywidgets.Widget:
        label = self._say("edit.filter" if self._sheet.person else "edit.filter_done")
        box = ipywidgets.Checkbox(
            value=self._editor.shown.blank_only, description=label, tooltip=label, indent=False
        )
        show = self._editor.guard(lambda change: self._editor.show(blank_only=change["new"]))
        box.observe(show, "value")
        return box

    def _shared(self) -> ipywidgets.Widget | None:
        cell = self._sheet.shared
        if cell is None:
            return None
        text = self._sheet.shared_text(self._editor.state.draft)

        def typed(new: str) -> None:
            draft = self._editor.state.draft
            self._editor.change(lambda: self._sheet.with_shared(draft, new))

        if self._shared_box is None:
            self._shared_box = self._editor.control(cell, text, typed)
        with self._editor.held():
            self._shared_box.children[0].value = text
        return self._shared_box

    # ── words of the changes ──────────────────────────────────────────────────────────────────

    def _row_named(self, one: Difference) -> str:
        """Who, and which question: `Axorial · partenaire · axorial-dg · P-VA-01`."""
        sheet = self._sheet
        labels = {cell.column: _labels(cell.choices) for cell in sheet.new}
        if sheet.turn:
            labels[sheet.turn] = dict(sheet.parts)
        told = []
        for column, part in zip(sheet.keys, map(str, one.key), strict=False):
            if part and column not in sheet.base:
                told.append(labels.get(column, {}).get(part, part))
        return " · ".join(told)

    def _column_named(self, one: Difference) -> str:
        cells = [cell for item in self._sheet.items for cell in item.cells]
        cells += [*self._sheet.new, *([self._sheet.shared] if self._sheet.shared else [])]
        return next((cell.label for cell in cells if cell.column == one.column), one.column)


def _labels(choices: Choices) -> dict[str, str]:
    return {text: label for label, text in choices}


def _is_same(one: Person, other: Person, sheet: Sheet) -> bool:
    first, second = (edit_cells.codes(sheet.model, it, sheet.person) for it in (one, other))
    return first == second
