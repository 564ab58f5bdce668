"""What an answer sheet asks: of whom, theme by theme, and what each answer may be.

Five sheets have one shape: the diagnostic, the perception of partners, convergence with one
partner, the votes of a workshop, the milestones of a start. Nothing here knows a widget.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from padlib import banks
from padlib.display.people import role
from padlib.display.words import Words
from padlib.method.diagnostic import form_items
from padlib.widgets import edit_cells
from padlib.widgets.edit_cells import NA, Cell, Choices, Row
from padlib.workspace import Folder, InputFaults, rows, templates
from padlib.workspace.convergence_answers import SIDES as CONVERGENCE_SIDES
from padlib.workspace.convergence_answers import ConvergenceAnswer
from padlib.workspace.diagnostic_answers import DiagnosticAnswer
from padlib.workspace.editing import TableDraft
from padlib.workspace.kinds import Boolean, Kind, Text
from padlib.workspace.perception_answers import (
    MIRROR,
    OPEN,
    RATED,
    SCALES,
    SIDES,
    PerceptionAnswer,
)
from padlib.workspace.start_plans import DECISIONS, FOLDER, Milestone
from padlib.workspace.votes import ROUNDS, Vote

GENERAL = "general"  # the part of the questions that are not rated
Person = Mapping[str, str]


@dataclass(frozen=True)
class Item:
    """One question: its words, its cells, and the one that tells whether it has an answer."""

    id: str
    part: str
    statement: str
    help: tuple[str, ...]
    cells: tuple[Cell, ...]
    counted: str
    unanswered: frozenset[str] = frozenset({""})  # what its cell is read as without an answer

    def state(self, row: Row | None) -> str:
        """`""` without an answer, `NA` when the question has no object, else the answer."""
        cell = next(one for one in self.cells if one.column == self.counted)
        told = edit_cells.code(cell.kind, (row or {}).get(self.counted, ""))
        return "" if told in self.unanswered else told


class Asked(NamedTuple):
    """A question put to a person, in a part of the sheet."""

    person: Person
    part: str
    item: Item


@dataclass(frozen=True)
class Count:
    """How many of the questions asked have an answer, and how many have no object."""

    answered: int
    not_applicable: int
    asked: int

    def told(self, say: Words) -> str:
        """`38 / 54 · 2 s. o.`: answered with a mark, asked, without object."""
        key = "edit.counter.na" if self.not_applicable else "edit.counter.plain"
        return say(key, answered=self.answered, asked=self.asked, na=self.not_applicable)


def _everyone(person: Person, item: Item) -> bool:  # noqa: ARG001
    return True


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The questions of one file of answers.

    Attributes
    ----------
    name : str
        Stem of its words.
    stem : str
        Of the file.
    model : type of Line
        Its rows.
    keys : tuple of str
        Columns that make a row one.
    item : str
        The column of the question.
    person, about : tuple of str
        Columns that tell a person apart, and those that say something more of it; none in a file
        that is nobody's.
    turn : str
        The column that the part stands for, "" when the part is the question's own.
    base : mapping
        Cells of every row that the sheet is about.
    shared : Cell or None
        A cell that all rows of the sheet hold alike.
    parts : tuple of (id, label)
    items : tuple of Item
        In the order of the bank.
    new : tuple of Cell
        What is told of a new person.
    block : str
        The partner of the template's rows, who is nobody.
    asks : callable
        Whether a person is asked a question.
    """

    name: str
    stem: str
    model: type[rows.Line]
    keys: tuple[str, ...]
    item: str
    person: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    turn: str = ""
    base: Mapping[str, str] = field(default_factory=dict)
    shared: Cell | None = None
    parts: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    new: tuple[Cell, ...] = ()
    block: str = ""
    asks: Callable[[Person, Item], bool] = _everyone

    # ── who ───────────────────────────────────────────────────────────────────────────────────

    def people(self, draft: TableDraft) -> list[Person]:
        """Those who have rows, in the order of the file."""
        if not self.person:
            return [{}]
        found: dict[tuple[str, ...], dict[str, str]] = {}
        for row in self._own(draft):
            who = edit_cells.codes(self.model, row, self.person)
            told = found.setdefault(who, dict(zip(self.person, who, strict=True)))
            for name in self.about:
                if row.get(name):
                    told.setdefault(name, edit_cells.codes(self.model, row, [name])[0])
        return list(found.values())

    def named(self, person: Person) -> str:
        """A person in the list of them."""
        kinds = {cell.column: cell for cell in self.new}
        told = []
        for column in (*self.person, *self.about):
            text = person.get(column, "")
            labels = {written: label for label, written in kinds[column].choices}
            told += [labels.get(text, text)] if text else []
        return " · ".join(told)

    # ── what is asked ─────────────────────────────────────────────────────────────────────────

    def asked(self, person: Person, part: str = "") -> list[Item]:
        """Questions put to a person; those of a part when one is told."""
        mine = [one for one in self.items if self.asks(person, one)]
        return mine if self.turn or not part else [one for one in mine if one.part == part]

    def parts_of(self, person: Person) -> list[tuple[str, str]]:
        """Parts in which a person is asked something."""
        return [(one, label) for one, label in self.parts if self.asked(person, one)]

    def shown(self, person: Person, part: str, found: "Answers", *, blank_only: bool) -> list[Item]:
        """Questions of a part; those without an answer alone when it is asked so."""
        every = self.asked(person, part)
        if not blank_only:
            return every
        return [one for one in every if not one.state(found.row(person, part, one))]

    # ── what is said ──────────────────────────────────────────────────────────────────────────

    def cells(self, person: Person, part: str, item: Item) -> dict[str, str]:
        """Cells that name a row, and those that go with it."""
        turn = {self.turn: part} if self.turn else {}
        return {**self.base, **person, **turn, self.item: item.id}

    def answers(self, draft: TableDraft) -> "Answers":
        """What a draft says, to be asked many times."""
        return Answers(self, edit_cells.index(self.model, self._own(draft), self.keys))

    def answered(
        self,
        opened: TableDraft,
        draft: TableDraft,
        whose: "Asked",
        values: Mapping[str, str],
    ) -> TableDraft:
        """The draft with other texts in the answer of a person to a question.

        A row that the draft added goes away when it says nothing any more.
        """
        person, part, item = whose
        row = self.answers(draft).row(person, part, item)
        worth = [cell.column for cell in item.cells]
        if row is not None:
            key = edit_cells.key_of(row, self.keys)
            return edit_cells.with_row(draft, opened, key, values, worth)
        if not any(values.values()):
            return draft
        cells = self.cells(person, part, item)
        told = {name: text for name, text in cells.items() if text and name not in self.keys}
        if self.shared and (common := self.shared_text(draft)):
            told[self.shared.column] = common
        key = tuple(cells.get(name, "") for name in self.keys)
        return self._without_block(draft).changed(key, {**told, **values})

    def shared_text(self, draft: TableDraft) -> str:
        """The text of the cell that all rows hold alike: that of the first row which has one."""
        name = self.shared.column if self.shared else ""
        return next((row[name] for row in self._own(draft) if row.get(name)), "")

    def with_shared(self, draft: TableDraft, text: str) -> TableDraft:
        """The draft with another text in that cell of every row."""
        if self.shared:
            for row in self._own(draft):
                key = edit_cells.key_of(row, self.keys)
                draft = draft.changed(key, {self.shared.column: text})
        return draft

    def count(self, found: "Answers", person: Person, part: str = "") -> Count:
        """How many answers of a person: of one part, or of all."""
        parts = [part] if part or not self.turn else [one for one, _ in self.parts]
        states = [
            one.state(found.row(person, turn, one))
            for turn in parts
            for one in self.asked(person, turn)
        ]
        answered = sum(bool(state) and state != NA for state in states)
        return Count(answered, states.count(NA), len(states))

    def _own(self, draft: TableDraft) -> list[Row]:
        """Rows that the sheet is about, without the block of the template that nobody filled in."""
        names = list(self.base)
        wanted = tuple(self.base.values())
        return [
            row
            for row in draft.rows
            if edit_cells.codes(self.model, row, names) == wanted and not self._is_block(row)
        ]

    def _is_block(self, row: Row) -> bool:
        """Whether a row is of the template's own partner, which stands for none."""
        if not self.block or row.get("partner_id") != self.block:
            return False
        return not any(row.get(cell.column) for one in self.items for cell in one.cells)

    def _without_block(self, draft: TableDraft) -> TableDraft:
        """The block to copy goes away with the first answer: its partner is nobody."""
        for row in draft.rows:
            if self._is_block(row):
                draft = draft.removed(edit_cells.key_of(row, self.keys))
        return draft


@dataclass(frozen=True)
class Answers:
    """The rows of a sheet, found by whose they are."""

    sheet: Sheet
    rows: Mapping[tuple[str, ...], Row]

    def row(self, person: Person, part: str, item: Item) -> Row | None:
        """The answer of a person to a question; None when there is none."""
        cells = self.sheet.cells(person, part, item)
        return self.rows.get(edit_cells.codes(self.sheet.model, cells, self.sheet.keys))


# ── the five sheets ──────────────────────────────────────────────────────────────────────────────


def diagnostic(folder: Folder, say: Words) -> Sheet:
    """The diagnostic: five levels in the item's own words, asked by function."""
    kinds, language = rows.kinds(DiagnosticAnswer), say.language
    bank = form_items(banks.load("diagnostic").items, folder.form())
    comment = _comment(say)

    def item(name: str, told: Mapping[str, Any]) -> Item:
        levels = [
            (
                say(
                    "edit.answer.level",
                    level=level,
                    text=_text(told[f"level_{level}_{language}"], say),
                ),
                str(level),
            )
            for level in range(5)
        ]
        answer = Cell(
            "answer",
            say("edit.answer.score"),
            kinds["answer"],
            _with_none(levels, say),
            spread=True,
        )
        evidence = say("edit.answer.evidence", text=_text(told[f"evidence_{language}"], say))
        statement = _text(told[f"statement_{language}"], say)
        return Item(name, told["dimension"], statement, (evidence,), (answer, comment), "answer")

    entitled = {str(name): set(roles) for name, roles in bank["audience"].items()}
    return Sheet(
        name="diagnostic",
        stem="diagnostic_answers",
        model=DiagnosticAnswer,
        keys=("respondent_id", "item_id"),
        item="item_id",
        person=("respondent_id",),
        about=("function",),
        parts=_parts("diagnostic", "dimensions", say),
        items=_items(bank, item),
        new=(_id_cell(say), _function(say, "vendor", kinds["function"])),
        asks=lambda person, one: person.get("function", "") in entitled[one.id],
    )


def perception(folder: Folder, say: Words) -> Sheet:
    """What partners say of the vendor, and what its team believes that they would say."""
    kinds, language = rows.kinds(PerceptionAnswer), say.language
    bank = banks.load("perception").items
    importance, comment = _importance(say, kinds["importance"]), _comment(say)

    def item(name: str, told: Mapping[str, Any]) -> Item:
        sort = str(told["type"])
        part = str(told["factor"]) if sort == RATED else GENERAL
        probe = told[f"probe_{language}"]
        help_ = (say("edit.answer.probe", text=_text(probe, say)),) if probe else ()
        statement = _text(told[f"statement_{language}"], say)
        if sort == OPEN:
            text = Cell("comment", say("edit.answer.open"), Text())
            return Item(name, part, statement, help_, (text,), "comment")
        mark = _mark(sort, say)
        cells = (mark, importance, comment) if sort == RATED else (mark, comment)
        return Item(name, part, statement, help_, cells, "rating")

    sides = tuple((say(f"edit.sides.{one}"), one) for one in SIDES)
    return Sheet(
        name="perception",
        stem="perception_answers",
        model=PerceptionAnswer,
        keys=("partner_id", "side", "respondent_id", "item_id"),
        item="item_id",
        person=("partner_id", "side", "respondent_id"),
        parts=(*_parts("perception", "factors", say), (GENERAL, say("edit.parts.general"))),
        items=_items(bank, item),
        new=(
            Cell(
                "partner_id", say("edit.person.partner_id"), kinds["partner_id"], _partners(folder)
            ),
            Cell("side", say("edit.person.side"), kinds["side"], sides),
            _id_cell(say),
        ),
        block=_block(folder),
        asks=lambda person, one: person.get("side") != MIRROR or one.part != GENERAL,
    )


def convergence(folder: Folder, say: Words) -> Sheet:
    """What both sides answer before the session with the folder's partner."""
    kinds, language = rows.kinds(ConvergenceAnswer), say.language
    scale = banks.rules("convergence")["score_scale"]
    score = Cell(
        "score",
        say("edit.answer.score"),
        kinds["score"],
        _with_none(_scale(scale, say), say),
        spread=True,
    )
    cells = (score, _importance(say, kinds["importance"]), _comment(say))

    def item(name: str, told: Mapping[str, Any]) -> Item:
        help_ = say("edit.answer.discussion", text=_text(told[f"discussion_{language}"], say))
        statement = _text(told[f"statement_{language}"], say)
        return Item(name, str(told["theme"]), statement, (help_,), cells, "score")

    sides = tuple((say(f"edit.sides.{one}"), one) for one in CONVERGENCE_SIDES)
    return Sheet(
        name="convergence",
        stem="convergence_answers",
        model=ConvergenceAnswer,
        keys=("partner_id", "side", "respondent_id", "item_id"),
        item="item_id",
        person=("side", "respondent_id"),
        base={"partner_id": folder.partner_id},
        shared=Cell(
            "session_date",
            say("edit.answer.session_date"),
            kinds["session_date"],
            hint=say("edit.answer.session_date_hint"),
        ),
        parts=_parts("convergence", "themes", say),
        items=_items(banks.load("convergence").items, item),
        new=(Cell("side", say("edit.person.side"), kinds["side"], sides), _id_cell(say)),
        block=_block(folder),
    )


def votes(folder: Folder, say: Words) -> Sheet:  # noqa: ARG001
    """What each person of a workshop thinks of the ideas, before and after the discussion."""
    kinds, language = rows.kinds(Vote), say.language
    written = {"fr": ("vrai", "faux"), "en": ("true", "false")}[language]
    told = [
        (say(f"edit.answer.{code}"), text)
        for code, text in zip(("true", "false"), written, strict=True)
    ]
    choices = (*told, (say("edit.answer.no_vote"), ""))
    vote = Cell("vote", say("edit.answer.vote"), kinds["vote"], choices, spread=True)

    def item(name: str, told: Mapping[str, Any]) -> Item:
        return Item(
            name,
            "",
            _text(told[f"statement_{language}"], say),
            (),
            (vote,),
            "vote",
            frozenset({"", NA}),
        )

    return Sheet(
        name="votes",
        stem="votes",
        model=Vote,
        keys=("respondent_id", "idea_id", "round"),
        item="idea_id",
        person=("respondent_id",),
        about=("function",),
        turn="round",
        parts=tuple((one, say(f"edit.rounds.{one}")) for one in ROUNDS),
        items=_items(banks.load("preconceived_ideas").items, item),
        new=(_id_cell(say), _function(say, "", kinds["function"])),
    )


def milestones(folder: Folder, say: Words) -> Sheet:
    """The milestones of the first 100 days with the folder's partner."""
    kinds, language = rows.kinds(Milestone), say.language
    yes_no = tuple((say(f"edit.boolean.{one}"), text) for one, text in (("yes", "1"), ("no", "0")))
    done = Cell(
        "done", say("edit.milestone.done"), Boolean(), (*yes_no, (say("edit.choice.unknown"), ""))
    )
    day = Cell(
        "done_on", say("edit.milestone.done_on"), kinds["done_on"], hint=say("edit.kind.date")
    )
    names = {one["id"]: one["name"][language] for one in banks.rules("start_plan")["decisions"]}
    taken = [(say.typeset(names[one]), one) for one in DECISIONS]
    decision = Cell(
        "decision",
        say("edit.milestone.decision"),
        kinds["decision"],
        ((say("edit.milestone.decision_none"), ""), *taken),
    )

    def item(name: str, told: Mapping[str, Any]) -> Item:
        due = say(
            "edit.milestone.due",
            day=int(told["day"]),
            criterion=_text(told[f"exit_criterion_{language}"], say),
        )
        evidence = say("edit.milestone.evidence", text=_text(told[f"evidence_{language}"], say))
        gate = (decision,) if told["is_gate"] else ()
        title = _text(told[f"title_{language}"], say)
        cells = (done, day, *gate, _comment(say))
        return Item(
            name,
            str(told["phase"]),
            title,
            (due, evidence),
            cells,
            "done",
            frozenset({"", "0", NA}),
        )

    return Sheet(
        name="milestones",
        stem=f"{FOLDER}/{folder.partner_id}",
        model=Milestone,
        keys=("milestone_id",),
        item="milestone_id",
        parts=_parts("start_plan", "phases", say),
        items=_items(banks.load("plan_100_days").items, item),
    )


# ── what they share ──────────────────────────────────────────────────────────────────────────────


def _items(bank: Any, item: Callable[[str, Mapping[str, Any]], Item]) -> tuple[Item, ...]:
    return tuple(item(str(name), row.to_dict()) for name, row in bank.iterrows())


def _text(text: Any, say: Words) -> str:
    return say.typeset(str(text))


def _parts(section: str, name: str, say: Words) -> tuple[tuple[str, str], ...]:
    told = banks.rules(section)[name]
    return tuple((str(one["id"]), say.typeset(one["name"][say.language])) for one in told)


def _scale(scale: list[dict[str, Any]], say: Words) -> list[tuple[str, str]]:
    """Marks with their words: `3 · Plutôt d'accord`."""
    return [
        (
            say(
                "edit.answer.level", level=one["value"], text=_text(one["name"][say.language], say)
            ),
            str(one["value"]),
        )
        for one in scale
    ]


def _with_none(choices: list[tuple[str, str]], say: Words) -> Choices:
    """With "not applicable" and "no answer" at the end."""
    return (*choices, (say("edit.answer.not_applicable"), NA), (say("edit.answer.none"), ""))


def _mark(sort: str, say: Words) -> Cell:
    """What a perception item may be answered, by its sort."""
    kind: Kind = SCALES[sort][0]
    spread = partial(Cell, "rating", spread=True)
    if sort == RATED:
        scale = banks.rules("perception")["rating_scale"]
        return spread(say("edit.answer.rating"), kind, _with_none(_scale(scale, say), say))
    if sort == "choice_3":
        named: Any = banks.rules("investment_intent")
        told = [(_text(one["name"][say.language], say), str(one["id"])) for one in named]
        return spread(say("edit.answer.intent"), kind, _with_none(told, say))
    if sort == "percent":
        return Cell("rating", say("edit.answer.rating"), kind, hint=say("edit.answer.percent"))
    told = [(str(mark), str(mark)) for mark in range(11)]
    blank, *others = reversed(_with_none(told, say))  # no answer first in a list that unfolds
    return Cell("rating", say("edit.answer.recommendation"), kind, (blank, *reversed(others)))


def _importance(say: Words, kind: Kind) -> Cell:
    scale = banks.rules("perception")["importance_scale"]
    choices = ((say("edit.answer.no_importance"), ""), *_scale(scale, say))
    return Cell("importance", say("edit.answer.importance"), kind, choices)


def _comment(say: Words) -> Cell:
    return Cell("comment", say("edit.answer.comment"), Text())


def _id_cell(say: Words) -> Cell:
    return Cell("respondent_id", say("edit.person.respondent_id"), Text())


def _function(say: Words, side: str, kind: Kind) -> Cell:
    """Functions of one side, or of both with "not told" first."""
    told = banks.roles().items()
    roles = tuple((role(one, say), one) for one, about in told if side in ("", about["side"]))
    unknown = () if side else ((say("edit.person.unknown"), ""),)
    return Cell("function", say("edit.person.function"), kind, (*unknown, *roles))


def _partners(folder: Folder) -> Choices:
    """Partners by name; by id while something is wrong with their file."""
    ids = folder.partner_ids()
    try:
        names = folder.partners()["name"].to_dict() if ids else {}
    except InputFaults:
        names = {}
    return tuple((str(names.get(one, one)), one) for one in ids)


def _block(folder: Folder) -> str:
    """The partner that the template's rows stand under, unless a partner has that id."""
    known = folder.partner_ids()
    return templates.SOME_PARTNER if known and templates.SOME_PARTNER not in known else ""
