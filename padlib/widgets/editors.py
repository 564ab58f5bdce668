"""Editors of a client's files, one function a file.

Each shows the file in words, checks what is typed as every report would, says what it changes, and
writes nothing before Save is pressed:

>>> from padlib.widgets import editors
>>> editors.diagnostic(folder, say)  # doctest: +SKIP
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import ipywidgets

from padlib.display.words import Words
from padlib.widgets import answer_sheets, headlines, markup, table_forms
from padlib.widgets.answer_sheets import Sheet
from padlib.widgets.answer_view import AnswerView
from padlib.widgets.edit_frame import Editor, Told
from padlib.widgets.guard import Guard
from padlib.widgets.table_forms import Form
from padlib.widgets.table_view import TableView
from padlib.widgets.vision_view import VisionView
from padlib.workspace import Folder, WorkspaceError, editing
from padlib.workspace.editing import TableDraft
from padlib.workspace.opening import reopened

Headline = Callable[[Folder, Words], str]


def diagnostic(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`diagnostic_answers.csv`: each person's answers, dimension by dimension."""
    return _sheet(folder, say, answer_sheets.diagnostic, told or _of(headlines.diagnostic, say))


def perception(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`perception_answers.csv`: each person's answers, factor by factor, and the mirror."""
    return _sheet(folder, say, answer_sheets.perception, told or _of(headlines.perception, say))


def convergence(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`convergence_answers.csv`: both sides' answers about the folder's partner."""
    return _sheet(folder, say, answer_sheets.convergence, told or _of(headlines.convergence, say))


def votes(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`votes.csv`: each person's votes on the preconceived ideas, before and after."""
    return _sheet(folder, say, answer_sheets.votes, told or _of(headlines.preconceived_ideas, say))


def milestones(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`start_plans/<partner>.csv`: what is done of the first 100 days, and what was decided."""
    return _sheet(folder, say, answer_sheets.milestones, told or _of(headlines.start_plan, say))


def partners(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`partners.csv`: one partner at a time."""
    return _form(folder, say, table_forms.partners, told or _of(headlines.partner_map, say))


def resellers(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`resellers.csv`: what is known of a company of the list, or of one that is not in it."""
    told = told or _of(headlines.recruitment, say)
    return _form(folder, say, table_forms.resellers, told, searches=True)


def assumptions(
    folder: Folder,
    say: Words,
    keys: Iterable[str] | None = None,
    partner: str = "",
    told: Told | None = None,
) -> ipywidgets.Box:
    """`assumptions.csv`, or a partner's own: what stands in the place of the bank's values.

    Parameters
    ----------
    keys : iterable of str, optional
        The assumptions to show; all of them if not given.
    partner : str
        Whose `assumptions_<partner>.csv` is edited; "" the client's own.
    told : callable, optional
        The headline to show for a folder; that of the partner's earnings if not given, when the
        folder is about one.
    """
    asked = None if keys is None else tuple(keys)
    make = partial(table_forms.assumptions, keys=asked, partner=partner)
    if folder.partner_id:
        told = told or _of(headlines.earnings, say)
    return _form(folder, say, make, told, partner=partner)


def vision(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`vision.yml`: one segment at a time."""
    told = told or _of(headlines.vision, say)

    def make(folder: Folder) -> ipywidgets.Box:
        key = f"{folder.year}/vision.yml"
        title = say("edit.title.vision")
        editor = Editor(folder, say, title, lambda: editing.read_map(folder, key), told)
        return editor.begin(VisionView(editor)).box

    return _opened(folder, say, make)


# ── making ───────────────────────────────────────────────────────────────────────────────────────


def _sheet(
    folder: Folder, say: Words, asks: Callable[[Folder, Words], Sheet], told: Told
) -> ipywidgets.Box:
    def make(folder: Folder) -> ipywidgets.Box:
        sheet = asks(folder, say)
        editor = _editor(folder, say, sheet, told, folder.partner_id)
        return editor.begin(AnswerView(editor, sheet)).box

    return _opened(folder, say, make)


def _form(
    folder: Folder,
    say: Words,
    asks: Callable[[Folder, Words], Form],
    told: Told | None,
    *,
    partner: str = "",
    searches: bool = False,
) -> ipywidgets.Box:
    def make(folder: Folder) -> ipywidgets.Box:
        form = asks(folder, say)
        editor = _editor(folder, say, form, told, partner)
        return editor.begin(TableView(editor, form, searches=searches)).box

    return _opened(folder, say, make)


def _editor(
    folder: Folder, say: Words, asked: Sheet | Form, told: Told | None, partner: str
) -> Editor[TableDraft]:
    key = f"edit.title.{asked.name}"
    title = say(key, partner=folder.name_of(partner)) if say.fields(key) else say(key)
    return Editor(
        folder, say, title, lambda: editing.read_table(folder, asked.stem, asked.keys), told
    )


def _of(headline: Headline, say: Words) -> Told:
    return lambda folder: headline(folder, say)


def _opened(folder: Folder, say: Words, make: Callable[[Folder], ipywidgets.Box]) -> ipywidgets.Box:
    """An editor; while its file cannot be read, what is wrong with it and a button to try again."""
    try:
        return make(folder)
    except WorkspaceError as refusal:
        guard = Guard(say)
        guard.tell(refusal.text(say.language), bad=True)
        again = ipywidgets.Button(
            description=say("edit.buttons.retry"), tooltip=say("edit.buttons.retry")
        )
        head = ipywidgets.HTML(markup.STYLE)
        box = ipywidgets.VBox([head, guard.area, again])
        box.add_class("padlib-live")

        def retry(_: Any) -> None:
            box.children = [make(reopened(folder, {}))]

        again.on_click(guard(retry))
        return box
