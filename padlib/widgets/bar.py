"""The bar at the top of a workbook: for whom it runs, what is shown of it, and its page."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import ipywidgets
from IPython.display import display
from ipywidgets import Layout
from markupsafe import Markup

from padlib import workspace
from padlib.display import words
from padlib.widgets import access, links, markup, picking
from padlib.widgets.guard import Guard
from padlib.widgets.picking import NAMES, Subject
from padlib.workspace import Folder, WorkspaceError, editing

_RUN_ALL = "window.jupyterapp && window.jupyterapp.commands.execute('runmenu:run-all');"
_HAND_OVER = """
const app = window.jupyterapp, panel = app && app.shell.currentWidget;
if (panel) {
  const path = new URL(FILE, 'http://jupyter/' + encodeURI(panel.context.path)).pathname.slice(1);
  app.serviceManager.contents.save(decodeURI(path), {
    type: 'notebook', format: 'json', content: panel.content.model.toJSON()});
}"""
_MINUTES = 10
PATIENCE = 8.0  # seconds for JupyterLab to hand over the notebook on the screen
AUTO = ""  # in a list: as the folder says; a list of ipywidgets shows nothing for None
_LABELLED = {"description_width": "initial"}
_ON: set[str] = set()  # switches that are on: running the workbook again leaves them so
_ROW = Layout(flex_flow="row wrap")


def pick(*given: Any, report: str = "") -> tuple[Any, ...]:
    """Show the bar, and give the parameters for which the workbook runs.

    Parameters
    ----------
    given
        Client, year, language and, where the workbook has one, partner, as the parameters cell has
        them; the same are returned, in the same order, as picked.
    report : str
        Id of the report whose page can be made; "" when the workbook makes none.
    """
    names = NAMES[: len(given)]
    asked = Subject(*given)
    subject = picking.in_force(asked, names)
    display(Bar(asked, subject, report, names).box)
    return tuple(getattr(subject, name) for name in names)


class Bar:
    """Lists to pick from, switches for a meeting, the page, the note and the client's variant."""

    def __init__(
        self, given: Subject, subject: Subject, report: str, names: tuple[str, ...]
    ) -> None:
        self._given, self._subject, self._report, self._names = given, subject, report, names
        self._folder = _opened(subject)
        self._say = say = words.load(_language(subject, self._folder))
        self.guard = Guard(say)
        self._script = access.run()
        self.lists = self._lists()
        self.rerun = self._button("rerun", self._rerun)
        self.code = self._switch("code", "padlib-no-code")
        self.large = self._switch("large", "padlib-large")
        self.page = self._button("page", self._make)
        self.read = self._button("read", lambda: self._make("--trust"))
        self.variant = self._button("variant", self._keep_variant)
        self.agree = self._button("agree", self._keep_variant)
        self.links = ipywidgets.Output()
        self._hide(self.read, self.agree)
        self.note = self._note() if self._folder and report else None
        self.box = self._laid_out()

    def _laid_out(self) -> ipywidgets.Box:
        rows = [
            ipywidgets.HTML(markup.STYLE),
            ipywidgets.HBox([*self.lists.values(), self.rerun], layout=_ROW),
        ]
        switches = [self.code, self.large]
        if self._report:
            switches += [self.page, self.read, self.variant, self.agree]
        rows.append(ipywidgets.HBox(switches, layout=_ROW))
        rows += [self.guard.area, self.links]
        rows += [self.note.box] if self.note else []
        box = ipywidgets.VBox([*rows, access.script(), self._script])
        box.add_class("padlib-live")
        for mark in ("padlib-bar", f"padlib-in-{self._say.language}", *_ON):
            box.add_class(mark)
        return box

    def _note(self) -> "Note | None":
        """The note; None when its file cannot be read, which is told."""
        try:
            return Note(self)
        except WorkspaceError as refusal:
            self.guard.tell(refusal.text(self._say.language), bad=True)
            return None

    # ── for whom ──────────────────────────────────────────────────────────────────────────────

    def _lists(self) -> dict[str, ipywidgets.Dropdown]:
        say, subject = self._say, self._subject
        clients = workspace.find().clients()
        if subject.client not in clients:  # the load cell says what is wrong
            clients = [*clients, subject.client]
        options = {"client": [(one, one) for one in clients]} | self._offered(
            _opened(Subject(subject.client)), self._folder
        )
        lists = {}
        for name in self._names:
            value = getattr(subject, name) or AUTO
            if value not in [code for _, code in options[name]]:
                options[name].append((str(value), value))
            lists[name] = ipywidgets.Dropdown(
                options=options[name],
                value=value,
                description=say(f"bar.{name}"),
                style=_LABELLED,
                layout=Layout(width="auto"),
            )
        if "client" in lists:
            lists["client"].observe(self.guard(self._client_changed), "value")
        return lists

    def _offered(
        self, latest: Folder | None, folder: Folder | None
    ) -> dict[str, list[tuple[str, Any]]]:
        """Years, languages and partners of a client; first, and in words, what its folder says.

        `latest` is the client as nothing is picked, `folder` as picked.
        """
        say = self._say
        years = latest.workspace.years(latest.id) if latest else []
        said = (
            {"year": str(latest.year), "language": say(f"bar.{latest.language}")} if latest else {}
        )
        offered: dict[str, list[tuple[str, Any]]] = {
            "year": [(str(one), one) for one in years],
            "language": [(say(f"bar.{one}"), one) for one in words.LANGUAGES],
            "partner": _partners(folder) if folder else [],
        }
        for name, entries in offered.items():
            auto = say("bar.auto_as", value=said[name]) if name in said else say("bar.auto")
            entries.insert(0, (auto, AUTO))
        return offered

    def _client_changed(self, change: Mapping[str, str]) -> None:
        """Another client has other years and partners."""
        workspace.find().client_folder(change["new"])  # unknown: the guard says so
        latest = _opened(Subject(change["new"]))
        offered = self._offered(latest, latest)
        for name in ("year", "partner", "language"):
            if name in self.lists:
                kept = self.lists[name].value if name == "language" else AUTO
                self.lists[name].options = offered[name]
                self.lists[name].value = kept

    def _rerun(self) -> None:
        picked = {name: control.value or None for name, control in self.lists.items()}
        picking.keep(self._given, Subject(**(self._others(picked) | picked)))
        access.again(self._script, _RUN_ALL)
        self.guard.tell(self._say("bar.picked"))

    def _others(self, picked: Mapping[str, Any]) -> dict[str, Any]:
        """What this workbook does not ask: as picked elsewhere for the same client, else given."""
        before = picking.kept().get("picked", {})
        same = before.get("client") == picked.get("client")
        return {name: before.get(name) if same else getattr(self._given, name) for name in NAMES}

    # ── the page ──────────────────────────────────────────────────────────────────────────────

    def _make(self, *more: str) -> None:
        say = self._say
        self._hide(self.read)
        self.links.outputs = ()
        self.guard.tell(say("bar.making"))
        outputs = _outputs()
        asked = [*self._asked(), "--outputs", str(outputs), *more]
        partner = ["--partner", self._subject.partner] if self._subject.partner else []
        told = _pad("run", self._subject.client, *asked, *partner)
        reports = told.get("reports", [])
        if partner and all(one["audience"] != "internal" for one in reports):
            # the edition on the screen speaks of all partners together
            whole = _pad("run", self._subject.client, *asked, "--audience", "internal")
            reports = [*whole.get("reports", []), *reports]
        if not reports:
            self.guard.tell(str(told.get("refused") or say("bar.no_page")), bad=True)
            return
        made = [one for one in reports if one["path"] and one["state"] in ("done", "unchanged")]
        wrong = [one for one in reports if one["state"] in ("failed", "skipped")]
        lines = [line for one in wrong for line in (one["reason"], *one["faults"])]
        unread = any(one["variant"] and not one["log"] for one in wrong if one["state"] == "failed")
        if unread:
            self._reveal(self.read)
        if lines:
            self.guard.tell("\n".join(lines), bad=True)
        else:
            self.guard.tell(say("bar.made", n=len(made)))
        self._link([(Path(one["path"]).name, outputs / one["path"]) for one in made])

    def _asked(self) -> Iterable[str]:
        folder, subject = self._folder, self._subject
        yield from ("--report", self._report, "--json")
        if folder:
            yield from ("--year", str(folder.year), "--data", str(folder.workspace.root))
        if subject.language:
            yield from ("--language", subject.language)

    # ── the client's own workbook ─────────────────────────────────────────────────────────────

    def _keep_variant(self) -> None:
        """Copy what stands on the screen; the workbook that is open stays as it is."""
        target = self._variant_file()
        if target is None:
            return
        if target.exists() and self.agree.layout.display == "none":
            self._reveal(self.agree)
            self.guard.tell(self._say("bar.variant_there", client=self._subject.client))
            return
        self._hide(self.agree)
        target.parent.mkdir(exist_ok=True)
        screen = target.with_name(f"{target.stem}-screen.ipynb")
        try:
            source = self._handed_over(screen) or _this_workbook()
            told = _pad(
                *("variant", self._subject.client, self._report, "--yes", "--json"),
                *(("--from", str(source)) if source else ()),
                *("--data", str(target.parents[3])),
            )
        finally:
            screen.unlink(missing_ok=True)
        if "path" not in told:
            self.guard.tell(str(told.get("refused", "")), bad=True)
            return
        self.guard.tell(self._say("bar.variant_kept", client=self._subject.client))
        self._link([(target.name, target)])

    def _variant_file(self) -> Path | None:
        here = _this_workbook()
        if self._folder is None or here is None:
            self.guard.tell(self._say("bar.no_workbook"), bad=True)
            return None
        return self._folder.path / "notebooks" / here.name

    def _handed_over(self, file: Path) -> Path | None:
        """The notebook as it stands on the screen, which JupyterLab writes to a file."""
        script = _HAND_OVER.replace("FILE", json.dumps(links.relative(file)))
        access.again(self._script, script)
        end = time.monotonic() + PATIENCE
        while not file.exists():
            if time.monotonic() > end:
                return None
            time.sleep(0.1)
        return file

    # ── parts ─────────────────────────────────────────────────────────────────────────────────

    def _link(self, targets: list[tuple[str, Path]]) -> None:
        """Links that JupyterLab opens: relative, from the folder of the workbook."""
        items = Markup("").join(
            Markup('<li><a href="{}">{}</a></li>').format(links.relative(path), name)
            for name, path in targets
        )
        shown = Markup("<ul>{}</ul>").format(items) if targets else Markup("")
        access.show(self.links, "text/html", str(shown))

    def _button(self, word: str, pressed: Callable[[], None]) -> ipywidgets.Button:
        button = ipywidgets.Button(
            description=self._say(f"bar.{word}"), layout=Layout(width="auto")
        )
        button.on_click(self.guard(lambda _: pressed()))
        return button

    def _switch(self, word: str, mark: str) -> ipywidgets.ToggleButton:
        """A switch that marks the bar; the style of the notebook follows the mark."""
        switch = ipywidgets.ToggleButton(
            value=mark in _ON, description=self._say(f"bar.{word}"), layout=Layout(width="auto")
        )

        def turned(change: Mapping[str, bool]) -> None:
            (_ON.add if change["new"] else _ON.discard)(mark)
            (self.box.add_class if change["new"] else self.box.remove_class)(mark)

        switch.observe(self.guard(turned), "value")
        return switch

    def _hide(self, *buttons: ipywidgets.Button) -> None:
        for one in buttons:
            one.layout.display = "none"

    def _reveal(self, *buttons: ipywidgets.Button) -> None:
        for one in buttons:
            one.layout.display = ""


class Note:
    """The consultant's own words on this report: `notes/<report>.md`, shown under its headline."""

    def __init__(self, bar: Bar) -> None:
        self._bar, say = bar, bar._say
        folder = bar._folder
        assert folder is not None
        self.key = _note_key(folder, bar._report, bar._subject.partner or "", say.language)
        self._draft = editing.read_text(folder, self.key)
        self._saved: editing.Saved | None = None
        self.text = ipywidgets.Textarea(
            value=self._draft.text,
            description=say("bar.note.label", file=self.key),
            layout=Layout(width="100%", height="120px", flex_flow="column"),
            style=_LABELLED,
        )
        self.save = bar._button("note.save", self._save)
        self.undo = bar._button("note.undo", self._undo)
        self.undo.disabled = True
        buttons = ipywidgets.HBox([self.save, self.undo])
        self.box = ipywidgets.Accordion(
            [ipywidgets.VBox([self.text, buttons])], titles=[say("bar.note.title")]
        )

    def _save(self) -> None:
        folder = self._bar._folder
        assert folder is not None
        self._saved = editing.save(folder, [self._draft.with_text(self.text.value)])
        self._draft = editing.read_text(folder, self.key)
        self.undo.disabled = False
        self._bar.guard.tell(self._bar._say("bar.note.saved", file=self.key))

    def _undo(self) -> None:
        folder = self._bar._folder
        if folder is None or self._saved is None:
            return
        typed_since = self.text.value != self._draft.text
        editing.undo(folder, self._saved)
        self._saved, self.undo.disabled = None, True
        self._draft = editing.read_text(folder, self.key)
        if not typed_since:
            self.text.value = self._draft.text
        self._bar.guard.tell(self._bar._say("what_if.undone"))


def _opened(subject: Subject) -> Folder | None:
    """The client's folder; None when it cannot be opened: the load cell then says why."""
    try:
        return workspace.open_client(subject.client, subject.year, partner=subject.partner)
    except WorkspaceError:
        return None


def _note_key(folder: Folder, report: str, partner: str, language: str) -> str:
    """The note that the page shows, of this partner when there is one; else the one to begin."""
    stem = f"{report}-{partner}" if partner else report
    place = f"{folder.year}/notes"
    names = (f"{stem}.{language}.md", f"{stem}.md")
    there = (name for name in names if (folder.path / place / name).exists())
    return f"{place}/{next(there, names[-1])}"


def _language(subject: Subject, folder: Folder | None) -> str:
    told = subject.language or (folder.language if folder else "fr")
    return told if told in words.LANGUAGES else "fr"


def _partners(folder: Folder) -> list[tuple[str, str]]:
    """The year's partners, by name."""
    found = [(folder.name_of(one), one) for one in folder.partner_ids()]
    return sorted(found, key=lambda one: one[0].casefold())


def _outputs() -> Path:
    told = os.environ.get("PAD_OUTPUTS")
    return Path(told).resolve() if told else workspace.find().root.parent / "outputs"


def _this_workbook() -> Path | None:
    """The notebook that runs, where Jupyter tells it."""
    told = os.environ.get("JPY_SESSION_NAME", "")
    path = Path(told)
    return path if told.endswith(".ipynb") and path.is_file() else None


def _pad(*arguments: str) -> dict[str, Any]:
    """What the command `pad` tells as JSON; its refusal under `refused`."""
    ended = subprocess.run(
        [sys.executable, "-m", "padlib", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60 * _MINUTES,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
        stdin=subprocess.DEVNULL,
    )
    try:
        told = json.loads(ended.stdout)
    except ValueError:
        return {"refused": ended.stderr.strip()}
    return told if isinstance(told, dict) else {}
