"""What a client's folders tell of a partner, for the plan of a year that is still to be written.

Each thing is taken from the folder of the plan's year, or else of the year before, since a plan is
prepared before its year begins; each says which. A file with faults is left out and named.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import pandas as pd

from padlib import banks
from padlib.core import actions as core_actions
from padlib.core import pipeline
from padlib.method import convergence, diagnostic, earnings, partner_map, perception, vision
from padlib.workspace.faults import InputFaults, MissingInput
from padlib.workspace.folder import AT_WORK, Folder

LEADER, SPONSOR = "CM", "DG"  # the vendor's
PARTNER_LEADER = "PCO"
MOST_TAKEN = 8  # actions taken up from reports: room is left for what every plan does
MOST_OTHERS = 4  # of them, those that are not of the session with the partner
SMALL = 1_000  # an amount below is told in whole units
MOST_POINTS = 3  # strengths, gaps, segments
CONTENT, UNHAPPY = 4.0, 3.0  # marks of 1 to 5: nothing to mend from, something to mend below
YEARS = 3

Texts = tuple[tuple[str, str], ...]  # French, English
T = TypeVar("T")


@dataclass(frozen=True)
class Known:
    """A value, and the file and the year that tell it."""

    value: Any
    file: str = ""
    year: int = 0


@dataclass(frozen=True, kw_only=True)
class TakenUp:
    """An action of a report that the plan takes up."""

    origin: str
    item: str
    title: tuple[str, str]
    expected: tuple[str, str]
    owner_vendor: str
    owner_partner: str
    quarter: int
    due: date
    year: int  # of the folder that proposes it


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a partner for its plan.

    Attributes
    ----------
    told : mapping
        By the dotted name of the plan's field.
    hints : mapping
        What helps to set each objective, by its id: pairs of a code and what is known.
    actions : tuple
        By quarter, the highest priority first.
    unread : tuple of str
        Files that have faults, by name from the client's folder.
    """

    partner_id: str
    partner: str
    year: int
    currency: str
    told: Mapping[str, Known] = field(default_factory=dict)
    hints: Mapping[str, tuple[tuple[str, Known], ...]] = field(default_factory=dict)
    actions: tuple[TakenUp, ...] = ()
    unread: tuple[str, ...] = ()


def gathered(folder: Folder, before: Folder) -> Facts:
    """What two folders tell of the partner that the first is opened for.

    Parameters
    ----------
    folder : Folder
        Of the plan's year; it may hold nothing yet.
    before : Folder
        Of the year before.
    """
    found = _Gathering(folder, before)
    found.identity()
    session = found.tried(found.session)
    heard = found.tried(found.perception)
    for one in (found.quadrant, found.vision, found.earnings, found.deals):
        found.tried(one)
    return Facts(
        partner_id=folder.partner_id,
        partner=found.name,
        year=folder.year,
        currency=folder.currency,
        told=found.told,
        hints={key: tuple(one) for key, one in found.hints.items()},
        actions=tuple(found.tried(lambda: found.actions(session, heard)) or ()),
        unread=tuple(sorted(found.unread)),
    )


@dataclass(frozen=True)
class _Session:
    folder: Folder
    result: convergence.Analysis


@dataclass(frozen=True)
class _Heard:
    folder: Folder
    survey: perception.Survey
    marks: pd.Series[float] | None  # the partner's own; None where answers are not named


class _Gathering:
    """The two folders while they are read."""

    def __init__(self, folder: Folder, before: Folder) -> None:
        self.folders = (folder, before)
        self.partner, self.plan_year = folder.partner_id, folder.year
        self.name = folder.partner_name
        if self.name == self.partner:
            self.name = before.partner_name
        self.told: dict[str, Known] = {}
        self.hints: dict[str, list[tuple[str, Known]]] = {}
        self.unread: set[str] = set()

    def tried(self, read: Callable[[], T]) -> T | None:
        """What can be read; a file with faults is remembered."""
        try:
            return read()
        except MissingInput:
            return None
        except InputFaults as wrong:
            self.unread |= {fault.file.partition("/")[2] or fault.file for fault in wrong.faults}
            return None

    def tell(self, name: str, value: Any, file: str, folder: Folder) -> None:
        """Keep what a field of the plan is known to be, unless it is blank."""
        if value in (None, "", ()):
            return
        self.told[name] = Known(value, file, folder.year)

    def hint(self, objective: str, code: str, value: float, file: str, year: int) -> None:
        """Keep what helps to set an objective."""
        if not pd.isna(value):
            self.hints.setdefault(objective, []).append((code, Known(value, file, year)))

    def folder_with(self, stem: str) -> Folder | None:
        """The folder that holds an input: the plan's year first."""
        return next((one for one in self.folders if one.has(stem)), None)

    def folder_of(self, stem: str) -> Folder | None:
        """The folder in which an input speaks of the partner: the plan's year first."""
        return next((one for one in self.folders if self._speaks(one, stem)), None)

    def _speaks(self, folder: Folder, stem: str) -> bool:
        named = self.tried(lambda: folder.partners_with(stem)) if folder.has(stem) else None
        return self.partner in (named or ())

    def row(self) -> tuple[Folder, Mapping[Any, Any]] | None:
        """What `partners.csv` says of the partner."""
        for one in self.folders:
            table = self.tried(one.partners) if one.has("partners") else None
            if table is not None and self.partner in table.index:
                return one, table.loc[[self.partner]].to_dict("records")[0]
        return None

    # ── who, and how much ─────────────────────────────────────────────────────────────────────

    def identity(self) -> None:
        """Owners, the vendor's sponsor, last year's revenue."""
        people = self.folders[0].settings.people
        here = self.folders[0]
        self.tell("identity.owner_vendor", people.get(LEADER, ""), "client.yml", here)
        self.tell("identity.sponsor_vendor", people.get(SPONSOR, ""), "client.yml", here)
        found = self.row()
        if found is None:
            return
        folder, row = found
        file = "partners.csv"
        self.tell("identity.owner_vendor", _text(row["channel_manager"]), file, folder)
        self.tell("identity.owner_partner", _text(row["contact"]), file, folder)
        revenue, year = float(row["revenue_n"]), folder.year - 1
        if folder.year == self.plan_year and not pd.isna(revenue):
            self.tell("context.revenue_previous_year", _rounded(revenue), file, folder)
        self.hint("OB-01", "revenue", revenue, file, year)
        self.hint("OB-02", "new_customers", float(row["new_customers_12m"]), file, folder.year)
        self.hint("OB-06", "certified", float(row["certified_people"]), file, folder.year)

    def quadrant(self) -> None:
        """Where the map places the partner, if it does."""
        folder = self.folder_with("partners")
        if folder is None:
            return
        rules = partner_map.Rules.of(folder.rules("partner_map"))
        found = partner_map.result(folder.partners(), folder.criteria("partner_map"), rules)
        if self.partner in found.positions.index:
            quadrant = str(found.positions["quadrant"][self.partner])
            self.tell("identity.quadrant", quadrant, "partners.csv", folder)

    def deals(self) -> None:
        """What is open with the partner."""
        folder = self.folder_with("deals")
        if folder is None:
            return
        table = folder.deals(self.partner)
        amount = float(table.loc[pipeline.is_open(table), "amount"].sum())
        self.hint("OB-03", "open", amount or float("nan"), "deals.csv", folder.year)

    # ── what the steps say ────────────────────────────────────────────────────────────────────

    def session(self) -> _Session | None:
        """The convergence session, once it is held: index, strengths, gaps."""
        folder = self.folder_of("convergence_answers")
        if folder is None:
            return None
        answers = folder.convergence_answers(self.partner)
        result = convergence.analysis(
            answers,
            banks.load("convergence").items,
            convergence.Rules.of(folder.rules("convergence")),
            days=[folder.as_of_partner(), folder.issued],
        )
        if result.moment != convergence.AFTER:
            return None
        file, total = "convergence_answers.csv", result.overall.indices
        if total is not None:
            self.tell("context.convergence_index", round(total.convergence), file, folder)
        for name, rows in (
            ("strengths", convergence.shared_strengths(result.points)),
            ("gaps", convergence.to_close(result.points)),
        ):
            self.tell(f"context.{name}", _labels(rows.index[:MOST_POINTS]), file, folder)
        return _Session(folder, result)

    def perception(self) -> _Heard | None:
        """What the partner said, if it was heard: its own index where answers are named."""
        folder = self.folder_of("perception_answers")
        if folder is None:
            return None
        rules = perception.Rules.of(folder.rules("perception"))
        answers, items = folder.perception_answers(), banks.load("perception").items
        partners = folder.partners() if folder.has("partners") else None
        survey = perception.survey(answers, items, rules, partners=partners)
        own = survey.own["index"].to_dict()
        if self.partner not in own:
            return _Heard(folder, survey, None)
        index = float(own[self.partner])
        if not pd.isna(index):
            file = "perception_answers.csv"
            self.tell("context.perception_index", round(index), file, folder)
            self.hint("OB-08", "perception", index, file, folder.year)
        scored = perception.rated(items)
        theirs = perception.side(perception.counted(answers, partners), perception.PARTNER)
        marks = perception.voices(theirs, scored).T[self.partner]
        return _Heard(folder, survey, marks)

    def vision(self) -> None:
        """Joint business and segments of the vision, when it names the partner."""
        folder = self.folder_of("vision")
        if folder is None:
            return
        told = folder.vision()
        joint = vision.joint_business(told.segments, told.shares, self.partner)
        own = told.shares[told.shares["partner_id"] == self.partner]
        wanted = set(own["segment"]) if "segment" in own else set(own.index)
        rows = told.segments.loc[[one for one in told.segments.index if one in wanted]]
        names = zip(rows["name_fr"], rows["name_en"], strict=True)
        segments = tuple((str(fr), str(en)) for fr, en in names)[:MOST_POINTS]
        self.tell("vision.target_segments", segments, "vision.yml", folder)
        if joint is None:
            return
        base = [_rounded(one) for one in joint[vision.BASE]]
        if folder.year == self.plan_year:
            self.tell("vision.joint_revenue_y1_y3", tuple(base), "vision.yml", folder)
        later = base[self.plan_year - folder.year :]
        for year, amount in enumerate(later, start=self.plan_year):
            self.hint("vision", "joint", amount, "vision.yml", year)
        if later:
            self.hint("OB-01", "vision", later[0], "vision.yml", self.plan_year)

    def earnings(self) -> None:
        """What the partner earns in each of three years, what it invests included."""
        found = self.row()
        if found is None or found[1]["status"] not in AT_WORK:
            return
        own = f"assumptions_{self.partner}"
        folder = self.folder_with(own) or self.folder_with("assumptions") or found[0]
        mode = earnings.mode_of(str(found[1]["type"]))
        terms = earnings.Rules.of(folder.rules("earnings", mode=mode)).terms
        used = folder.assumptions(self.partner, uses=terms.keys).loc[list(terms.keys)]
        values = earnings.scenario(used, earnings.BASE)
        values = {**values, earnings.HORIZON: 12.0 * YEARS}
        base = earnings.estimate(values, terms)
        ends = [float(base.cumulative[12 * year]) for year in range(1, YEARS + 1)]
        gains = tuple(_rounded(one - was) for was, one in zip([0.0, *ends], ends, strict=False))
        file = next((f"{one}.csv" for one in (own, "assumptions") if folder.has(one)), "")
        self.tell("vision.partner_earnings_y1_y3", gains, file, folder)
        first = base.years.iloc[0]
        services = sum(float(first[f"revenue.{one}"]) for one in earnings.SERVICES)
        self.hint("OB-04", "services", _rounded(services), file, folder.year)

    # ── actions ───────────────────────────────────────────────────────────────────────────────

    def actions(self, session: _Session | None, heard: _Heard | None) -> list[TakenUp]:
        """Actions of the reports that are still to be done, the highest priority first: half of
        them in the first quarter, the others in the second.

        Those of the session with this partner; those that listening proposes and that this partner
        has reason to ask for; of the diagnostic, those that mend what this partner complains of,
        since the others are the vendor's own affair.
        """
        found, years = {}, {}
        for origin, folder, table in self._proposed(session, heard):
            found[origin] = table[~table.index.isin(self._settled(folder))]
            years[origin] = folder.year
        joint = found.pop(core_actions.CONVERGENCE, None)
        room = MOST_TAKEN - (0 if joint is None else len(joint))
        others = core_actions.together(*found.values()).head(min(room, MOST_OTHERS))
        ranked = others if joint is None else core_actions.together(joint, others)
        half = -(-len(ranked) // 2)
        quarters = [1] * half + [2] * (len(ranked) - half)
        rows = zip(quarters, ranked.to_dict("records"), strict=True)
        return [self._taken(row, quarter, years[row["origin"]]) for quarter, row in rows]

    def _proposed(
        self, session: _Session | None, heard: _Heard | None
    ) -> Iterable[tuple[str, Folder, pd.DataFrame]]:
        if session is not None:
            table = convergence.actions(session.result, self.partner)
            yield core_actions.CONVERGENCE, session.folder, table
        if heard is None:
            return
        items, survey = banks.load("perception").items, heard.survey
        table = perception.actions(survey.proposals, items)
        if heard.marks is not None:
            wanted = heard.marks.reindex(table["origin_item"]).to_numpy() < CONTENT
            table = table[wanted]
        yield core_actions.PERCEPTION, heard.folder, table[table["priority"].notna()]
        if heard.marks is not None:
            yield from self._mended(heard, items)

    def _mended(
        self, heard: _Heard, items: pd.DataFrame
    ) -> Iterable[tuple[str, Folder, pd.DataFrame]]:
        """Of the diagnostic's plan, what mends the points that this partner marks low."""
        folder = self.folder_with("diagnostic_answers")
        if folder is None or heard.marks is None:
            return
        rules = folder.rules("diagnostic")
        asked = diagnostic.form_items(banks.load("diagnostic").items, rules["form"])
        answers = folder.diagnostic_answers(form=rules["form"])
        found = diagnostic.diagnosis(answers, asked, diagnostic.Rules.of(rules))
        low = heard.marks.index[heard.marks < UNHAPPY]
        linked = {one for mends in items.loc[low, "linked_diagnostic_ids"] for one in mends}
        table = diagnostic.actions(found.plan, asked)
        yield core_actions.DIAGNOSTIC, folder, table[table["origin_item"].isin(linked)]

    def _settled(self, folder: Folder) -> set[str]:
        """Actions that are done or given up."""
        table = self.tried(folder.actions)
        if table is None or table.empty:
            return set()
        return set(table.index[table["status"].isin(["done", "dropped"])])

    def _taken(self, row: Mapping[Any, Any], quarter: int, year: int) -> TakenUp:
        last = quarter_end(self.plan_year, quarter)
        told = None if pd.isna(row["due"]) else pd.Timestamp(row["due"]).date()
        within = told is not None and quarter_end(self.plan_year, quarter, -1) < told <= last
        return TakenUp(
            origin=str(row["origin"]),
            item=str(row["origin_item"]),
            title=(str(row["title_fr"]), str(row["title_en"])),
            expected=(str(row["kpi_fr"]), str(row["kpi_en"])),
            owner_vendor=str(row["owner_role"]),
            owner_partner=str(row["partner_owner_role"]) or PARTNER_LEADER,
            quarter=quarter,
            due=told if told is not None and within else last,
            year=year,
        )


def quarter_end(year: int, quarter: int, offset: int = 0) -> date:
    """The last day of a quarter, or of one some quarters later.

    >>> quarter_end(2027, 1), quarter_end(2027, 1, -1)
    (datetime.date(2027, 3, 31), datetime.date(2026, 12, 31))
    """
    years, place = divmod(quarter - 1 + offset, 4)
    month = 3 * (place + 1)
    return date(year + years, month, calendar.monthrange(year + years, month)[1])


def _labels(items: Iterable[Any]) -> Texts:
    french, english = (banks.short_labels(language) for language in ("fr", "en"))
    return tuple((french[str(one)], english[str(one)]) for one in items)


def _rounded(amount: float) -> int:
    """An amount as a plan tells it: in hundreds, in whole units when it is small.

    >>> _rounded(402_637.4), _rounded(-812.6)
    (402600, -813)
    """
    return int(round(amount, -2 if abs(amount) >= SMALL else 0))


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else " ".join(str(value).split())
