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
from padlib.workspace.opening import reopened

Headline = Callable[[Folder, Words], str]


def diagnostic(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`diagnostic_answers.csv`: each person's answers, dimension by dimension."""
    make = partial(_sheet, answer_sheets.diagnostic, headlines.diagnostic, told)
    return _opened(folder, say, make)


def perception(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`perception_answers.csv`: each person's answers, factor by factor, and the mirror."""
    make = partial(_sheet, answer_sheets.perception, headlines.perception, told)
    return _opened(folder, say, make)


def convergence(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`convergence_answers.csv`: both sides' answers about the folder's partner."""
    make = partial(_sheet, answer_sheets.convergence, headlines.convergence, told)
    return _opened(folder, say, make)


def votes(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`votes.csv`: each person's votes on the preconceived ideas, before and after."""
    make = partial(_sheet, answer_sheets.votes, headlines.preconceived_ideas, told)
    return _opened(folder, say, make)


def milestones(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`start_plans/<partner>.csv`: what is done of the first 100 days, and what was decided."""
    make = partial(_sheet, answer_sheets.milestones, headlines.start_plan, told)
    return _opened(folder, say, make)


def partners(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`partners.csv`: one partner at a time."""
    return _opened(folder, say, partial(_form, table_forms.partners, headlines.partner_map, told))


def resellers(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`resellers.csv`: what is known of a company of the list, or of one that is not in it."""
    make = partial(_form, table_forms.resellers, headlines.recruitment, told, searches=True)
    return _opened(folder, say, make)


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
    make_form = partial(table_forms.assumptions, keys=asked, partner=partner)
    headline = headlines.earnings if folder.partner_id else None
    return _opened(folder, say, partial(_form, make_form, headline, told))


def vision(folder: Folder, say: Words, told: Told | None = None) -> ipywidgets.Box:
    """`vision.yml`: one segment at a time."""

    def make(folder: Folder, say: Words) -> ipywidgets.Box:
        key = f"{folder.year}/vision.yml"
        editor = Editor(
            folder,
            say,
            say("edit.title.vision"),
            lambda: editing.read_map(folder, key),
            told or _of(headlines.vision, say),
        )
        return editor.begin(VisionView(editor)).box

    return _opened(folder, say, make)


# ── making ───────────────────────────────────────────────────────────────────────────────────────


def _sheet(
    make: Callable[[Folder, Words], Sheet],
    headline: Headline,
    told: Told | None,
    folder: Folder,
    say: Words,
) -> ipywidgets.Box:
    sheet = make(folder, say)
    editor = Editor(
        folder,
        say,
        _title(sheet.name, folder, folder.partner_id, say),
        lambda: editing.read_table(folder, sheet.stem, sheet.keys),
        told or _of(headline, say),
    )
    return editor.begin(AnswerView(editor, sheet)).box


def _form(
    make: Callable[[Folder, Words], Form],
    headline: Headline | None,
    told: Told | None,
    folder: Folder,
    say: Words,
    *,
    searches: bool = False,
) -> ipywidgets.Box:
    form = make(folder, say)
    partner = form.stem.removeprefix("assumptions_") if form.name == "own_assumptions" else ""
    editor = Editor(
        folder,
        say,
        _title(form.name, folder, partner, say),
        lambda: editing.read_table(folder, form.stem, form.keys),
        told or (_of(headline, say) if headline else None),
    )
    return editor.begin(TableView(editor, form, searches=searches)).box


def _of(headline: Headline, say: Words) -> Told:
    return lambda folder: headline(folder, say)


def _title(name: str, folder: Folder, partner: str, say: Words) -> str:
    key = f"edit.title.{name}"
    return say(key, partner=folder.name_of(partner)) if say.fields(key) else say(key)


def _opened(
    folder: Folder, say: Words, make: Callable[[Folder, Words], ipywidgets.Box]
) -> ipywidgets.Box:
    """An editor; while its file cannot be read, what is wrong with it and a button to try again."""
    try:
        return make(folder, say)
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
            box.children = [make(reopened(folder, {}), say)]

        again.on_click(guard(retry))
        return box
