"""The panel of a "what if": knobs at the left; the headline, three lines and the figure at right.

The state is a frozen value, the model a pure call, and `redraw` the one function that shows both.
What the files say and what the knobs say stand side by side all the time; nothing is written before
a press on Save.
"""

import gc
import math
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import ipywidgets
from ipywidgets import Layout

from padlib.display.words import Words
from padlib.widgets import markup
from padlib.widgets.controls import Control
from padlib.widgets.guard import Guard
from padlib.widgets.models import Knob, Model, Outcome, State, Value, Values, difference, printed
from padlib.workspace import Folder, NotWritten, WorkspaceError, editing, overriding, scenarios
from padlib.workspace.opening import reopened

Make = Callable[[Folder], Model]
Extent = tuple[float, float]
_AHEAD = 1.5  # by how much an axis that is too short grows
_SAME = 1e-9  # what is written is rounded


class Panel:
    """A what-if in JupyterLab.

    Parameters
    ----------
    make : callable
        The model for a folder; called again once a save has changed what the files say.
    folder : Folder
    say : Words

    Attributes
    ----------
    box : the widget to show
    state : State
    """

    def __init__(self, make: Make, folder: Folder, say: Words) -> None:
        self._make, self._folder, self._say = make, folder, say
        self.state = State()
        self._saved: editing.Saved | None = None
        self._reach: Extent = (0.0, 0.0)  # of all that was shown since the files were read
        self.guard = Guard(say)
        self.headline, self.lines, self.picture = (ipywidgets.HTML() for _ in range(3))
        self._count = ipywidgets.HTML()
        self._knobs = ipywidgets.VBox()
        self._title = ipywidgets.HTML()
        self.source = ipywidgets.Text(
            description=say("what_if.source.label"),
            value=say("what_if.source.text"),
            layout=Layout(flex_flow="column", width="auto"),
        )
        self.source.add_class("padlib-stacked")
        self.reset = self._button("reset", self._reset)
        self.save = self._button("save", self._save)
        self.undo = self._button("undo", self._undo)
        self.yes = self._button("yes", lambda: self._save(excel_agreed=True))
        self.no = self._button("no", self._no)
        self._asks = ipywidgets.HBox(layout=Layout(flex_flow="row wrap"))
        self.scenarios = Scenarios(self)
        self.box = self._laid_out()
        self._take(make(folder))
        gc.freeze()  # else a move in forty waits while all that was imported is looked through

    # ── showing ───────────────────────────────────────────────────────────────────────────────

    def redraw(self) -> None:
        """Show what the model gives for the state: sentence, lines, figure, what is not saved."""
        say, changed = self._say, len(self.state.changes)
        self._count.value = markup.quiet(say("what_if.unsaved", n=changed)) if changed else ""
        self.save.disabled = self.reset.disabled = not changed
        self.undo.disabled = self._saved is None
        self._asks.children = ()
        self._now = now = self.model.outcome(self.state.values(self.model.knobs))
        self._reach = _both(self._reach, now.extent)
        extent = _holding(self._base.extent, self._reach)
        before = say("what_if.on_file", text=self._base.headline) if self.state.changes else ""
        self.headline.value = markup.headline(now.headline, before)
        self.lines.value = markup.table(
            ["", say("what_if.head.base"), say("what_if.head.now"), say("what_if.head.change")],
            _compared(self._base, now, say),
        )
        self.picture.value = markup.picture(
            self.model.draw(self._base, now, extent), self.model.alternative(self._base, now)
        )
        self.scenarios.redraw()

    def _take(self, model: Model, changes: Values | None = None) -> None:
        """Show a model from where the files stand, with the values that are tried still."""
        self._seen = self._folder.looked_for
        self.model = model
        self.scenarios.forget()
        self._base = model.outcome(State().values(model.knobs))
        self._reach = self._base.extent
        say, moved = self._say, self.guard(self._moved)
        self._title.value = markup.heading(
            say(f"what_if.{model.name}.title", partner=self._folder.partner_name)
        )
        self.controls = {knob.key: Control(knob, knob.filed, say, moved) for knob in model.knobs}
        self._knobs.children = [control.box for control in self.controls.values()]
        self.put(changes or {})

    def _laid_out(self) -> ipywidgets.Box:
        buttons = ipywidgets.HBox(
            [self.reset, self.save, self.undo], layout=Layout(flex_flow="row wrap")
        )
        left = ipywidgets.VBox(
            [
                *(self._title, self._knobs, self.source, buttons, self._count, self.guard.area),
                self._asks,
            ],
            layout=Layout(width="300px", flex="0 0 300px"),
        )
        right = ipywidgets.VBox(
            [self.headline, self.lines, self.picture],
            layout=Layout(flex="1 1 340px", min_width="300px", margin="0 0 0 20px"),
        )
        both = ipywidgets.HBox([left, right], layout=Layout(flex_flow="row wrap"))
        box = ipywidgets.VBox([both, self.scenarios.box])
        box.add_class("padlib-live")
        return box

    def _button(self, word: str, pressed: Callable[[], None]) -> ipywidgets.Button:
        button = ipywidgets.Button(
            description=self._say(f"what_if.{word}"), layout=Layout(width="auto")
        )
        button.on_click(self.guard(lambda _: pressed()))
        return button

    # ── what a person does ────────────────────────────────────────────────────────────────────

    def _moved(self, knob: Knob, value: Value) -> None:
        self.guard.clear()
        self.state = self.state.moved(knob.key, value, filed=knob.filed)
        self.redraw()

    def put(self, values: Values) -> None:
        """Set the knobs that some values name, and the others where the files have them."""
        state = State()
        for knob in self.model.knobs:
            told = values.get(knob.key)
            value = told if told is not None and knob.holds(told) else knob.filed
            state = state.moved(knob.key, value, filed=knob.filed)
            self.controls[knob.key].show(value)
        self.state = state
        self.redraw()

    def _reset(self) -> None:
        self.guard.clear()
        self.put({})

    def _save(self, *, excel_agreed: bool = False) -> None:
        say, changes = self._say, dict(self.state.changes)
        homeless = overriding.without_home(changes)
        kept = {key: value for key, value in changes.items() if key not in homeless}
        labels = _all([self._label(key) for key in homeless], say)
        if not kept:
            self.guard.tell(say("what_if.only_scenario", names=labels), bad=True)
            return
        drafts = overriding.drafts(
            self._folder,
            kept,
            source=self.source.value,
            day=date.today(),
            partner=self.model.partner,
        )
        if refusal := self._meanwhile(drafts):
            told = [refusal.text(say.language), say("what_if.reread")]
            self._again("\n".join(told), changes, bad=True)
            return
        if not drafts:
            self.guard.tell(say("what_if.already"), bad=True)
            return
        try:
            self._saved = editing.save(self._folder, drafts, excel_agreed=excel_agreed)
        except editing.ExcelKept as question:
            self.guard.tell(question.text(say.language), bad=True)
            self._asks.children = (self.yes, self.no)
            return
        told = [_saved_in_words(self._saved, len(kept), self._folder, say)]
        told += [say("what_if.only_scenario", names=labels)] if homeless else []
        self._again("\n".join(told), {key: changes[key] for key in homeless}, saved=kept)

    def _no(self) -> None:
        self.guard.clear()
        self._asks.children = ()

    def _undo(self) -> None:
        if self._saved is not None:
            editing.undo(self._folder, self._saved)
            self._saved = None
            self._again(self._say("what_if.undone"), self.state.changes)

    def _meanwhile(self, drafts: Iterable[editing.Draft]) -> NotWritten | None:
        """Why nothing is to be written: a file is not what it was when the panel showed it."""
        folder = self._folder
        for draft in drafts:
            key = f"clients/{folder.id}/{draft.key}"
            if key in self._seen and folder.workspace.digest(key) != self._seen[key]:
                return NotWritten(f"{folder.id}/{draft.key}", "changed_meanwhile", folder.language)
        return None

    def _again(
        self, told: str, changes: Values, *, saved: Values | None = None, bad: bool = False
    ) -> None:
        """Start again from what the files say now, some values tried still.

        What was done is told in any case, also where a file can no longer be read.
        """
        say = self._say
        self.undo.disabled = self._saved is None
        try:
            self._folder = reopened(self._folder, {})
            self._take(self._make(self._folder), changes)
        except WorkspaceError as refusal:
            told, bad = f"{told}\n{refusal.text(say.language)}", True
        else:
            filed = State().values(self.model.knobs)
            other = [key for key, value in (saved or {}).items() if _differ(filed.get(key), value)]
            if other:
                names = _all([self._label(key) for key in other], say)
                told = f"{told}\n{say('what_if.overruled', names=names)}"
        self.guard.tell(told, bad=bad)

    def _label(self, key: str) -> str:
        return next((knob.label for knob in self.model.knobs if knob.key == key), key)

    @property
    def folder(self) -> Folder:
        """The client's folder, as it was read last."""
        return self._folder

    def stored(self, folder: Folder) -> None:
        """Take note that the scenarios of the folder changed; the base case stays."""
        self._folder = folder


class Scenarios:
    """What-ifs that were given a name: kept in `scenarios.yml`, and compared in one table."""

    def __init__(self, panel: Panel) -> None:
        say = panel._say
        self._panel, self._say = panel, say
        self._known: dict[frozenset[tuple[str, Value]], Outcome] = {}  # by their values
        wide = Layout(width="260px")
        described = {"description_width": "initial"}
        self.name = ipywidgets.Text(
            description=say("what_if.scenario.name"), layout=wide, style=described
        )
        self.chosen = ipywidgets.Dropdown(
            description=say("what_if.scenario.chosen"), layout=wide, style=described
        )
        self.keep = panel._button("scenario.keep", self._keep)
        self.take = panel._button("scenario.take", self._take)
        self.drop = panel._button("scenario.drop", self._drop)
        self.table = ipywidgets.HTML()
        self.box = ipywidgets.VBox(
            [
                self.table,
                ipywidgets.HBox([self.name, self.keep], layout=Layout(flex_flow="row wrap")),
                ipywidgets.HBox(
                    [self.chosen, self.take, self.drop], layout=Layout(flex_flow="row wrap")
                ),
            ]
        )

    def redraw(self) -> None:
        """Compare the files' case, the scenarios and what the knobs say now."""
        panel, say = self._panel, self._say
        told = self._told()
        names = [one.name for one in told]
        if list(self.chosen.options) != names:  # the one chosen stays so, else the last kept
            before = self.chosen.value
            self.chosen.options = names
            last = names[-1] if names else None
            self.chosen.value = before if before in names else last
        self.take.disabled = self.drop.disabled = not names
        self.keep.disabled = not panel.state.changes
        if not told:
            self.table.value = ""
            return
        rows = [(say("what_if.head.base"), panel._base)]
        rows += [(one.name, self._outcome(one.values)) for one in told]
        if panel.state.changes:
            rows.append((say("what_if.head.now"), panel._now))
        head = ["", *(line.label for line in panel._base.lines)]
        self.table.value = markup.heading(say("what_if.scenario.title")) + markup.table(
            head,
            (
                [name, *(printed(one.value, one.unit, say) for one in lines.lines)]
                for name, lines in rows
            ),
        )

    def forget(self) -> None:
        """Take note that the model is another, so that scenarios give something else."""
        self._known.clear()

    def _told(self) -> tuple[scenarios.Scenario, ...]:
        return self._panel.folder.scenarios() if self._panel.folder.has("scenarios") else ()

    def _outcome(self, values: Any) -> Outcome:
        """What a scenario gives: worked out once, since no move of a knob changes it."""
        model = self._panel.model
        told = {knob.key: values[knob.key] for knob in model.knobs if knob.key in values}
        held = {knob.key: knob for knob in model.knobs}
        kept = {key: value for key, value in told.items() if held[key].holds(value)}
        alike = frozenset(kept.items())
        if alike not in self._known:
            self._known[alike] = model.outcome(State().values(model.knobs) | kept)
        return self._known[alike]

    def _keep(self) -> None:
        panel, name = self._panel, self.name.value.strip()
        if not name:
            panel.guard.tell(self._say("what_if.scenario.nameless"), bad=True)
            return
        draft = scenarios.stored(panel.folder, name, panel.state.changes, day=date.today())
        self._write(draft, self._say("what_if.scenario.kept", name=name))

    def _take(self) -> None:
        found = next(one for one in self._told() if one.name == self.chosen.value)
        self._panel.put(dict(found.values))

    def _drop(self) -> None:
        name = str(self.chosen.value)
        draft = scenarios.without(self._panel.folder, name)
        self._write(draft, self._say("what_if.scenario.dropped", name=name))

    def _write(self, draft: editing.Draft, told: str) -> None:
        panel = self._panel
        panel._saved = editing.save(panel.folder, [draft])
        panel.undo.disabled = False
        panel.stored(reopened(panel.folder, {}))
        panel.redraw()
        panel.guard.tell(told)


def _compared(base: Outcome, now: Outcome, say: Words) -> list[list[str]]:
    """The three lines: what the files give, what the knobs give, and the difference."""
    rows = []
    for filed, moved in zip(base.lines, now.lines, strict=True):
        told = [_with_reason(line.value, line.unit, line.absent, say) for line in (filed, moved)]
        rows.append([filed.label, *told, difference(filed.value, moved.value, filed.unit, say)])
    return rows


def _with_reason(value: float | None, unit: str, absent: str, say: Words) -> str:
    text = printed(value, unit, say)
    return f"{text} ({absent})" if value is None and absent else text


def _both(one: Extent, other: Extent) -> Extent:
    """What holds both."""
    return min(one[0], other[0]), max(one[1], other[1])


def _holding(extent: Extent, reach: Extent) -> Extent:
    """The extent where it holds what is shown, so that changes are seen as movement; else a wider
    one.

    An end that is passed is moved by large steps, for the axis to stand still again.

    >>> _holding((-8, 100), (0, 90))
    (-8, 100)
    >>> _holding((-8, 100), (-9, 160))
    (-12.0, 225.0)
    """
    (low, high), (least, most) = extent, reach
    return (
        low if low <= least else _reaching(low, least),
        high if high >= most else _reaching(high, most),
    )


def _reaching(end: float, needed: float) -> float:
    """The end of an axis moved until it reaches what it must show.

    Towards zero, at once to zero; from zero, or from the other side of it, by the steps from one.

    >>> _reaching(0.0, -9.0) == _reaching(0.0, -11.0) == -(1.5**6)
    True
    >>> _reaching(50.0, 20.0)
    0.0
    """
    if end * needed >= 0 and abs(needed) <= abs(end):
        return 0.0
    reached = end if end * needed > 0 else math.copysign(1.0, needed)
    while abs(reached) < abs(needed):
        reached *= _AHEAD
    while end * needed <= 0 and abs(reached) > abs(needed) * _AHEAD:
        reached /= _AHEAD
    return reached


def _saved_in_words(saved: editing.Saved, values: int, folder: Folder, say: Words) -> str:
    places = [f"{folder.id}/{path.relative_to(folder.path).as_posix()}" for path in saved.paths]
    told = {"n": values, "files": _all(places, say)}
    return say("what_if.saved", **told, time=f"{saved.when:%H:%M:%S}")


def _differ(filed: Value | None, saved: Value) -> bool:
    """Whether a knob stands otherwise than what was saved for it."""
    if isinstance(filed, str) or isinstance(saved, str):
        return filed != saved
    return filed is not None and not math.isclose(filed, saved, abs_tol=_SAME)


def _all(names: list[str], say: Words) -> str:
    return say.format.list(names, len(names))
