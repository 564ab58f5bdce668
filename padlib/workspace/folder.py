"""One client in one year: everything that its reports read, checked and typed.

A `Folder` reads a file when it is asked for, once, and remembers which files it opened or looked
for. Faults of a file come all at once, as `InputFaults`; a table that is not there, as
`MissingInput`.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from padlib import banks
from padlib.core.answers import ANSWERED
from padlib.core.joint_plan import JointPlan, Review
from padlib.core.notices import Notice
from padlib.workspace import (
    actions,
    assumptions,
    business_plans,
    convergence_answers,
    deals,
    diagnostic_answers,
    kpi_values,
    layout,
    logos,
    notes,
    overrides,
    parameters,
    partners,
    perception_answers,
    resellers,
    reviews,
    scenarios,
    settings,
    start_plans,
    templates,
    vision,
    votes,
    yaml_files,
)
from padlib.workspace.clients import Workspace
from padlib.workspace.facts import Limits, latest
from padlib.workspace.faults import (
    Fault,
    Findings,
    InputFaults,
    MissingInput,
    NoDate,
    sentence,
)
from padlib.workspace.house import House
from padlib.workspace.house import read as read_house
from padlib.workspace.ledger import Change, Ledger, Source
from padlib.workspace.reviews import PlanIds
from padlib.workspace.scenarios import Scenario
from padlib.workspace.suggestions import nearest
from padlib.workspace.vision import Vision

AT_WORK = ("active", "starting")  # partners that a report of their own is made for


class Folder:
    """A client's folder for one year; `open_client` makes it.

    Attributes
    ----------
    id, name : str
        The folder's name, and the name to print.
    year : int
    language, currency : str
        The client's: `fr` or `en`, ISO 4217.
    fictional : bool
    settings : Settings
        `client.yml` with the campaign of the year in place.
    workspace : Workspace
    audience : str
        `internal`; `partner` in a folder narrowed to one partner (`PartnerFolder`).
    partner_id : str
        The partner that the report is about, "" when it speaks of all.
    """

    audience = "internal"

    def __init__(
        self,
        workspace: Workspace,
        client: str,
        year: int,
        told: settings.Settings,
        ledger: Ledger,
        *,
        as_of: date | None = None,
        issued: date | None = None,
        partner: str = "",
    ) -> None:
        self.workspace = workspace
        self.id = client
        self.year = year
        self._whole = told
        self.settings = told.of(year)
        self._ledger = ledger
        self._as_of = as_of
        self._issued = issued or date.today()
        self.partner_id = partner
        self._kept: dict[Any, Any] = {}
        self._facts: list[tuple[str, date]] = []  # partner ("" for none) and day

    # ── who ───────────────────────────────────────────────────────────────────────────────────

    @property
    def name(self) -> str:
        """The client's name, as printed."""
        return self.settings.name

    @property
    def language(self) -> str:
        """The client's language."""
        return self.settings.language

    @property
    def currency(self) -> str:
        """The client's currency, ISO 4217."""
        return self.settings.currency

    @property
    def issued(self) -> date:
        """The day of issue: today when it is not given."""
        return self._issued

    @property
    def fictional(self) -> bool:
        """Whether every page says that the client is made up."""
        return self.settings.fictional

    @property
    def path(self) -> Path:
        """The client's folder."""
        return self.workspace.root / "clients" / self.id

    @property
    def partner_name(self) -> str:
        """Name of the partner that the report is about; its id when no file tells, "" without.

        Next year's plan may stand alone in its year: the name is then that of the year before.
        """
        year = self.year if self._partners_told() is not None else self.year - 1
        return self._told_of(self.partner_id, "name", year) or self.partner_id

    def name_of(self, partner: str) -> str:
        """Name of a partner of the year; its id when no file tells it."""
        return self._told_of(partner, "name") or partner

    def partner_language(self, partner: str | None = None) -> str:
        """Language of a partner's edition: its own in `partners.csv`, else the client's."""
        return self._told_of(partner or self.partner_id, "language") or self.language

    def partner_ids(self, year: int | None = None) -> tuple[str, ...]:
        """Ids of a year's partners, whatever the faults of their file; none without it."""
        table = self._partners_told(year)
        return () if table is None else tuple(str(one) for one in table.index)

    @property
    def told_as_of(self) -> date | None:
        """The date of the data that the folder was opened with; None when it was not given."""
        return self._as_of

    # ── what there is ─────────────────────────────────────────────────────────────────────────

    def listed(self, place: str = "") -> list[Path]:
        """What the client's folder, or a place in it (`2026/notes`), holds, by name."""
        return self._listed(place)

    def has(self, stem: str, year: int | None = None) -> bool:
        """Whether a year holds a file by its stem: `partners`, `vision`, `assumptions_axorial`.

        A template that nobody has filled in does not count; a file with faults does.
        """
        if stem == "client":
            return any(path.name == "client.yml" for path in self._listed())
        if stem in (*layout.OF_PARTNERS, layout.REVIEWS):
            return bool(self._partners_in(stem, year))
        if stem in layout.FOLDERS:
            return bool(self._listed(f"{year or self.year}/{stem}"))
        try:
            found = self._file(stem, year)
        except InputFaults:
            return True
        return found is not None and not templates.is_untouched(stem, found[1])

    def partners_with(self, stem: str, year: int | None = None) -> tuple[str, ...]:
        """Ids of the partners of which an input says something, in alphabetical order.

        Parameters
        ----------
        stem : str
            `perception_answers`: partners who answered and are not `starting`;
            `convergence_answers`: partners who have rows; `vision`: partners whom the map names;
            `partners`: those active or starting; `business_plans`, `start_plans`: partners whom a
            file is named after; `reviews`: those with a plan of whom some fact is dated, so that a
            review has a day to speak of. Without the file there is none.
        year : int, optional

        Raises
        ------
        InputFaults
            If the input, or `partners.csv`, has faults.
        ValueError
            If the input is not one of partners.
        """
        if stem in (*layout.OF_PARTNERS, layout.REVIEWS):
            found = self._partners_in("business_plans" if stem == layout.REVIEWS else stem, year)
            return tuple(one for one in found if stem != layout.REVIEWS or self._is_dated(one))
        if stem not in ("partners", "perception_answers", "convergence_answers", "vision"):
            raise ValueError(f"{stem} does not speak of partners one by one")
        if not self.has(stem, year):
            return ()
        if stem == "partners":
            status = Folder.partners(self, year)["status"]
            return tuple(sorted(str(one) for one in status.index[status.isin(AT_WORK)]))
        if stem == "vision":
            return self._vision_told(year).partners
        if stem == "convergence_answers":
            return tuple(sorted(set(Folder.convergence_answers(self, None, year)["partner_id"])))
        table = Folder.perception_answers(self, year)
        heard = table["side"] == perception_answers.PARTNER
        starting = self._partners_who_are("starting", year)
        return tuple(sorted(set(table.loc[heard, "partner_id"]) - starting))

    def partners_due(self, stem: str) -> tuple[str, ...]:
        """Those of `partners_with` whose pages are made when none is named.

        Of `partners`, those who are starting and those with assumptions of their own: what the
        others would be told is the client's general case, the same for each.
        """
        found = self.partners_with(stem)
        if stem != "partners":
            return found
        starting = self._partners_who_are("starting")
        return tuple(one for one in found if one in starting or self.has(f"assumptions_{one}"))

    # ── tables ────────────────────────────────────────────────────────────────────────────────

    def partners(self, year: int | None = None) -> pd.DataFrame:
        """Partners indexed by id; see `partners.Partner` for the columns.

        Raises
        ------
        MissingInput, InputFaults
        """

        def read(content: bytes, findings: Findings) -> pd.DataFrame:
            table = partners.read(content, self.language, findings)
            before = (year or self.year) - 1
            previous = None if findings.faults else self._partners_quietly(before)
            if previous is not None:
                partners.check_history(table, previous, before, findings)
            return table

        return self._table("partners", year, read)

    def form(self, year: int | None = None) -> str:
        """Form of the diagnostic in a year, the folder's if not given: `full` or `short`."""
        return self._whole.of(year or self.year).form or "full"

    def diagnostic_answers(self, year: int | None = None, form: str | None = None) -> pd.DataFrame:
        """Answers to the diagnostic, one row a respondent and item.

        Parameters
        ----------
        year : int, optional
            Another year than the folder's, for the comparison.
        form : str, optional
            `full` or `short`; that of the year's campaign if not given. Answers to items outside
            the form are left out.

        Returns
        -------
        DataFrame
            Columns respondent_id, function (role id), item_id, answer (float 0–4, NaN without
            number), state (`answered`, `not_applicable`, `missing`), comment.

        Raises
        ------
        MissingInput, InputFaults
        """
        asked = form or self.form(year)
        return self._table(
            "diagnostic_answers",
            year,
            lambda content, findings: diagnostic_answers.read(content, asked, findings),
            asked,
        )

    def perception_answers(self, year: int | None = None) -> pd.DataFrame:
        """Answers of partners, and what the vendor's team believes that they would answer.

        All rows of the file, those of starting partners too: the method leaves these out.

        Returns
        -------
        DataFrame
            See `perception_answers.read` for the columns; one row a partner, side, respondent and
            item, in the order of partners, sides, respondents, then of items in the bank.

        Raises
        ------
        MissingInput, InputFaults
        """
        year = year or self.year

        def read(content: bytes, findings: Findings) -> pd.DataFrame:
            table = perception_answers.read(content, self._partners_told(year), findings)
            if not findings.faults:
                self._check_invited(table, year, findings)
            return table

        table = self._table("perception_answers", year, read)
        self._read_partners(year)
        return table

    def convergence_answers(
        self, partner: str | None = None, year: int | None = None
    ) -> pd.DataFrame:
        """Answers of both sides before a session, of one partner or of all.

        A session may lie ahead: its date is kept, later than a given date of the data too.

        Returns
        -------
        DataFrame
            See `convergence_answers.read` for the columns; one row a partner, side, respondent and
            item, in the order of partners, sides (the vendor's first), respondents, then of items
            in the bank. None for a partner of which the file says nothing.

        Raises
        ------
        MissingInput, InputFaults
        """
        year = year or self.year
        table = self._table(
            "convergence_answers",
            year,
            lambda content, findings: convergence_answers.read(
                content, year, self._partners_told(year), findings
            ),
        )
        self._read_partners(year)
        held = convergence_answers.both_answered(table)
        held = held[held <= pd.Timestamp(self._issued)]  # a session still to come is no fact yet
        self._facts += [(str(one), day.date()) for one, day in held.items()]
        for day in table.loc[table["partner_id"] == self.partner_id, "session_date"].dropna()[:1]:
            self._ledger.note_day(day.date())
        if partner is None:
            return table
        return table[table["partner_id"] == partner].reset_index(drop=True)

    def resellers(self) -> pd.DataFrame:
        """The reference list, completed by the client's `resellers.csv` if there is one.

        Returns
        -------
        DataFrame
            Indexed by reseller_id; see `resellers.joined`.

        Raises
        ------
        InputFaults
        """
        listed = self._reference()
        if not self.has("resellers"):
            return resellers.alone(listed)
        return self._table(
            "resellers",
            None,
            lambda content, findings: resellers.joined(content, listed, findings),
        )

    def vision(self) -> Vision:
        """The vision of the folder's year; what a segment does not say is an assumption's value.

        Raises
        ------
        MissingInput, InputFaults
        """
        told = self._vision_told()
        uses = told.assumptions
        return vision.completed(told, self.assumptions(uses=uses) if uses else None)

    def votes(self) -> pd.DataFrame:
        """Votes of a workshop on the preconceived ideas, before and after the discussion.

        Returns
        -------
        DataFrame
            See `votes.read` for the columns; one row a person, idea and round.

        Raises
        ------
        MissingInput, InputFaults
        """
        return self._table("votes", None, votes.read)

    def assumptions(
        self, partner: str | None = None, uses: Iterable[str] | None = None
    ) -> pd.DataFrame:
        """The assumptions in force: the bank's, the client's over them, the partner's over those.

        Parameters
        ----------
        partner : str, optional
            Whose `assumptions_<partner>.csv` wins over the client's file.
        uses : iterable of str, optional
            The keys that the report uses. A client that is not in euros and tells no `eur_rate`
            must give those that are money.

        Returns
        -------
        DataFrame
            Indexed by key: value, unit, low, high, grade, source, note, changed (bool). Without a
            rate the bank's monetary values are NaN.

        Raises
        ------
        InputFaults
        """
        stems = ["assumptions"] + ([f"assumptions_{partner}"] if partner else [])
        told = [self._table(stem, None, assumptions.read) for stem in stems if self.has(stem)]
        findings = Findings(f"{self.id}/{self.year}/{stems[-1]}.csv")
        table = assumptions.merged(told, self.settings.rate, findings)
        self._settle(findings)
        self._check_rate(table, uses)
        return table

    def own_assumptions(self, partner: str) -> tuple[str, ...]:
        """Keys that `assumptions_<partner>.csv` gives, in its order; none without the file."""
        stem = f"assumptions_{partner}"
        if not self.has(stem):
            return ()
        told = self._table(stem, None, assumptions.read)
        return tuple(str(key) for key in told.index[told["value"].notna()])

    def scenarios(self) -> tuple[Scenario, ...]:
        """Sets of values to try, in the order of their file; none without it.

        Raises
        ------
        InputFaults
        """
        if not self.has(scenarios.STEM):
            return ()
        content = self._quietly(vision.STEM)
        segments = None if content is None else vision.ids(content)
        told: tuple[Scenario, ...] = self._read(
            scenarios.STEM,
            None,
            lambda content, findings: scenarios.read(content, self.settings, segments, findings),
        )
        return told

    def actions(self, year: int | None = None) -> pd.DataFrame:
        """Progress of the actions of a year, indexed by action id: status, done_on, comment.

        Without a file there is no action: the frame is empty.
        """
        year = year or self.year
        limits = self._limits(year)
        if not self.has("actions", year):
            return actions.nothing()
        table = self._table(
            "actions", year, lambda content, findings: actions.read(content, limits, findings)
        )
        for action, day in table["done_on"].dropna().items():
            self._facts.append((str(action).partition("@")[2], day.date()))
        return table

    # ── what follows a plan ───────────────────────────────────────────────────────────────────

    def deals(self, partner: str | None = None) -> pd.DataFrame:
        """Deals of a partner, the folder's if not told; of all in a folder without partner.

        Those registered or signed after a given date of the data are left out. Without a file
        there is no deal: the frame is empty.

        Returns
        -------
        DataFrame
            See `deals.read` for the columns; in the order of their closing day, then of their ids.

        Raises
        ------
        InputFaults
        """
        table = self._deals_told().drop(columns=deals.LINE)
        return _of(table, partner or self.partner_id)

    def kpi_values(self, partner: str | None = None) -> pd.DataFrame:
        """KPIs as measured, of a partner, the folder's if not told; of all without partner.

        Months after that of a given date of the data are left out. Without a file nothing was
        measured: the frame is empty.

        Returns
        -------
        DataFrame
            See `kpi_values.read` for the columns; in the order of partners, KPIs and months.

        Raises
        ------
        InputFaults
        """
        limits = self._limits()
        table = kpi_values.nothing()
        if self.has(kpi_values.STEM):
            table = self._table(
                kpi_values.STEM,
                None,
                lambda content, findings: kpi_values.read(
                    content, limits, self._partners_told(), findings
                ),
            )
            self._read_partners(self.year)
        self._facts += kpi_values.facts(table, limits)
        return _of(table, partner or self.partner_id)

    def reviews(
        self, partner: str | None = None, language: str | None = None
    ) -> tuple[Review, ...]:
        """Reviews of a partner's plan, the folder's if not told, by date.

        Those after a given date of the data are left out.

        Parameters
        ----------
        partner : str, optional
        language : str, optional
            Of the texts, where a review tells them in two; the client's if not given.

        Raises
        ------
        InputFaults
            With the faults of all of them.
        """
        about, tongue = self._one_partner(partner), language or self.language
        found: list[Review] = []
        faults: list[Fault] = []
        for day in self._review_days(about):
            if not self._limits().has_come(day):
                continue
            try:
                found.append(self._review(about, day, tongue))
            except InputFaults as wrong:
                faults += wrong.faults
        if faults:
            raise InputFaults(faults, self.language)
        self._facts += [(about, day) for review in found for day in reviews.facts(review)]
        return tuple(found)

    def business_plan(self, partner: str | None = None) -> JointPlan:
        """The joint plan with a partner, the folder's if not told, for the folder's year.

        Facts later than a given date of the data are left out: a signature of a later day is not
        there yet.

        Raises
        ------
        MissingInput, InputFaults
        """
        about = self._one_partner(partner)
        plan: JointPlan = self._read(
            f"{business_plans.FOLDER}/{about}",
            None,
            lambda content, findings: business_plans.read(
                content, (about, self.year), self._limits(), findings
            ),
        )
        self._read_partners(self.year)
        self._facts += [(about, day) for day in business_plans.facts(plan)]
        return plan

    def start_plan(self, partner: str | None = None) -> pd.DataFrame:
        """Milestones of a partner's first 100 days, the folder's partner if not told.

        Those done after a given date of the data are not done.

        Returns
        -------
        DataFrame
            See `start_plans.read` for the columns; all milestones, in the method's order.

        Raises
        ------
        MissingInput, InputFaults
        """
        about = self._one_partner(partner)
        table = self._table(
            f"{start_plans.FOLDER}/{about}",
            None,
            lambda content, findings: self._milestones(content, about, findings),
        )
        self._read_partners(self.year)
        self._facts += [(about, day) for day in start_plans.facts(table)]
        return table

    def own_perception(self, partner: str | None = None) -> pd.DataFrame:
        """What a partner's own people answered, the folder's partner if not told.

        Empty without a file, and where answers are not named: nobody's can then be told apart.

        Returns
        -------
        DataFrame
            See `perception_answers.read` for the columns.

        Raises
        ------
        InputFaults
        """
        about = self._one_partner(partner)
        if not self.has("perception_answers") or self.settings.named is False:
            return perception_answers.nothing()
        return self._answers_of(about)

    def start_interview(self, partner: str | None = None) -> pd.DataFrame:
        """What a starting partner's own people said in the short interview, the folder's partner
        if not told.

        Without their team's mirror. Empty without a file, of a partner that is not `starting`, and
        where answers are not named, of fewer people than the threshold of anonymity.

        Returns
        -------
        DataFrame
            See `perception_answers.read` for the columns.

        Raises
        ------
        InputFaults
        """
        about = self._one_partner(partner)
        if not self.has("perception_answers"):
            return perception_answers.nothing()
        found = self._answers_of(about)
        few = found["respondent_id"].nunique() < self._least_people()
        hidden = self.settings.named is False and few
        starts = self._told_of(about, "status") == "starting"
        return found if starts and not hidden else found.head(0)

    def _answers_of(self, partner: str) -> pd.DataFrame:
        """What a partner's own people answered, without the mirror of the vendor's team."""
        table = Folder.perception_answers(self)
        own = (table["partner_id"] == partner) & (table["side"] == perception_answers.PARTNER)
        return table[own].reset_index(drop=True)

    def _least_people(self) -> int:
        """How many people must stand behind answers that are not named."""
        told = self.settings.thresholds.get("perception.anonymity_threshold")
        return int(banks.rules("perception")["anonymity_threshold"] if told is None else told)

    def partner_revenue(self, partner: str | None = None) -> dict[str, float]:
        """Revenue made with a partner, the folder's if not told: `revenue_n` to `revenue_n3`.

        That of the year before the folder's, and of the three before; NaN unknown.

        Raises
        ------
        InputFaults
        """
        about = self._one_partner(partner)
        columns = ("revenue_n", *partners.HISTORY)
        table = Folder.partners(self) if self.has("partners") else pd.DataFrame()
        own = table[table.index == about]
        return {name: float(own[name].iloc[0]) if len(own) else math.nan for name in columns}

    # ── the method's numbers ──────────────────────────────────────────────────────────────────

    def rules(self, step: str, **given: Any) -> dict[str, Any]:
        """A step's numbers: the bank's, then the client's, then the parameters that are not None.

        Beside the section of the rules, `diagnostic` holds `form`, `recruitment` holds `list_size`
        and `target_new_customers_year` (None when not told), `earnings` holds `mode` and
        `services_days` (None when not told), and what draws assumptions holds the numbers of the
        simulation; all hold `effort`.

        Raises
        ------
        BadParameters
            If a parameter is unknown, of the wrong type or out of range.
        """
        table = overrides.rules(step, self.settings, self._ledger.change, self._renormalised)
        self._default_to_assumptions(step, table)
        known = [*table, *overrides.PARAMETER_RULES.get(step, ())]
        for name, value in parameters.read(given, known, self.language).items():
            if value is None:
                continue
            rule = overrides.PARAMETER_RULES.get(step, {}).get(name, name)
            self._ledger.change(f"{step}.{rule}", value, table[rule], "parameter")
            table[rule] = value
        return table

    def criteria(self, step: str) -> pd.DataFrame:
        """Criteria of `recruitment` or `partner_map`, with the client's weights and bounds."""
        return overrides.criteria(step, self.settings, self._ledger.change, self._renormalised)

    # ── words, dates, house ───────────────────────────────────────────────────────────────────

    def note(
        self,
        report: str,
        language: str | None = None,
        partner: str | None = None,
        audience: str = "internal",
    ) -> str | None:
        """The consultant's own words for a report, as Markdown; None when there are none.

        A partner's edition shows only notes whose name says `.partner`.
        """
        for name in notes.candidates(report, language or self.language, partner, audience):
            key = f"{self.year}/notes/{name}"
            content = self._content(self.path / key, key)
            if content is not None:
                findings = Findings(f"{self.id}/{key}")
                text = notes.read(content, findings)
                self._settle(findings)
                self._ledger.note_source(self._key(key), key, None)
                return text
        return None

    def as_of(self, parameter: Any = None, *found: date | None) -> date | None:
        """The date of the data, for a report of a campaign.

        The parameter, else the campaign's `as_of`, else the campaign's last day, else the latest
        date among the facts read and those given here, else None: not known.
        """
        campaign = self._whole.campaign(self.year)
        told = parameters.day(parameter, language=self.language) or self._as_of
        return told or campaign.as_of or campaign.to or latest(*self._days(), *found)

    def as_of_partner(self, parameter: Any = None, *found: date | None) -> date | None:
        """The date of the data, for a report of one partner, which goes on after a campaign.

        The parameter, else the latest date among those given here and the facts read of the
        partner (its session once held and answered by both sides, its joint actions done), else
        None: not known. Ask for it once the report's inputs are read.
        """
        told = parameters.day(parameter, language=self.language) or self._as_of
        return told or latest(*self._days_of(self.partner_id), *found)

    def known_as_of_partner(self, parameter: Any = None, *found: date | None) -> date:
        """The date of the data, for a report of one partner that is nothing without it.

        Raises
        ------
        NoDate
            If no fact tells it: the report is skipped.
        """
        told = self.as_of_partner(parameter, *found)
        if told is None:
            raise NoDate(self.partner_name, self.language)
        return told

    @property
    def house(self) -> House:
        """The firm that signs the pages; nameless when the workspace has no `house.yml`."""
        if "house" not in self._kept:
            self._kept["house"] = self._read_house()
        return self._kept["house"]  # type: ignore[no-any-return]

    @property
    def logo(self) -> str | None:
        """The client's logo as a data URI."""
        if self.settings.logo is None:
            return None
        if "logo" not in self._kept:
            findings = Findings(f"{self.id}/client.yml")
            self._kept["logo"] = self._logo(
                self.settings.logo, self.path / "client.yml", self._key(""), findings
            )
            self._settle(findings)
        return self._kept["logo"]  # type: ignore[no-any-return]

    # ── what was read ─────────────────────────────────────────────────────────────────────────

    @property
    def sources(self) -> list[Source]:
        """Files read so far: path, data rows, digest on 8 characters."""
        return list(self._ledger.sources)

    @property
    def looked_for(self) -> dict[str, str | None]:
        """Every input opened or looked for so far, with its SHA-256; None when it was not there.

        `Workspace.digest(key)` gives what a key has now.
        """
        return dict(self._ledger.looked_for)

    @property
    def warnings(self) -> list[Notice]:
        """What the reader should know of the files read so far."""
        return [*self._ledger.warnings, *self._overdue()]

    @property
    def changes(self) -> list[Change]:
        """Numbers of the method that are not their default, among those asked for so far."""
        return list(self._ledger.changes)

    def quality(self, language: str | None = None) -> list[str]:
        """The warnings as sentences for the data quality box, in order of file and line.

        A report of one partner leaves out those about another.
        """
        told = [one for one in self.warnings if self._concerns(one)]
        mine = [Notice(one.code, self._short(one.values)) for one in told]
        said = [sentence(notice, language or self.language) for notice in sorted(mine, key=_place)]
        return list(dict.fromkeys(said))

    # ── checking ──────────────────────────────────────────────────────────────────────────────

    def note_file(self, name: str) -> None:
        """Read a note by its file's name, for its faults."""
        key = f"{self.year}/notes/{name}"
        content = self._content(self.path / key, key)
        findings = Findings(f"{self.id}/{key}")
        if content is not None:
            notes.read(content, findings)
        self._settle(findings)

    def check_partner(self, partner: str, file: str) -> None:
        """A partner that a file is named after must be in the year's `partners.csv`."""
        if not self.has("partners"):
            place = {"file": f"{self.id}/{file}", "found": partner}
            self._ledger.warn([Notice("partners_unknown", place)])
            return
        known = [str(one) for one in self.partners().index]
        if partner not in known:
            told = {"found": partner, "nearest": nearest(partner, known)}
            raise InputFaults(
                [Fault(f"{self.id}/{file}", None, None, "unknown_partner", told)], self.language
            )

    # ── reading ───────────────────────────────────────────────────────────────────────────────

    def _table(
        self,
        stem: str,
        year: int | None,
        read: Callable[[bytes, Findings], pd.DataFrame],
        variant: str = "",
    ) -> pd.DataFrame:
        """A table of a year, read once."""
        return self._read(stem, year, read, variant).copy()  # type: ignore[no-any-return]

    def _read(
        self,
        stem: str,
        year: int | None,
        read: Callable[[bytes, Findings], Any],
        variant: str = "",
    ) -> Any:
        """What a file of a year says, read once."""
        year = year or self.year
        kept = (stem, year, variant)
        if kept not in self._kept:
            found = self._file(stem, year)
            if found is None:
                name = f"{stem}{layout.endings(stem)[0]}"
                raise MissingInput(name, self.id, year, self.language)
            key, content = found
            if templates.is_untouched(stem, content):
                name = key.partition("/")[2]
                raise MissingInput(name, self.id, year, self.language, "file_untouched")
            findings = Findings(f"{self.id}/{key}", self.currency)
            told = read(content, findings)
            self._settle(findings)
            self._ledger.note_source(self._key(key), key, findings.rows)
            self._kept[kept] = told
        return self._kept[kept]

    def _vision_told(self, year: int | None = None) -> Vision:
        """What `vision.yml` says of a year; values that it leaves to the assumptions are NaN."""
        year = year or self.year
        told: Vision = self._read(
            "vision",
            year,
            lambda content, findings: vision.read(
                content, year, self._partners_told(year), findings
            ),
        )
        self._read_partners(year)
        return told

    def _deals_told(self) -> pd.DataFrame:
        """Deals of all partners, each with its line."""
        if not self.has(deals.STEM):
            return deals.nothing()
        limits = self._limits()
        table = self._table(
            deals.STEM,
            None,
            lambda content, findings: deals.read(content, limits, self._partners_told(), findings),
        )
        self._read_partners(self.year)
        self._facts += deals.facts(table)
        return table

    def _overdue(self) -> Iterator[Notice]:
        """Warnings about open deals that were to close before the date of the data."""
        told = self._kept.get((deals.STEM, self.year, ""))
        if told is None:
            return
        of_year = f"{self.year}/{deals.STEM}."
        file = next(one.path for one in self._ledger.sources if one.path.startswith(of_year))
        for partner, table in told.groupby("partner_id"):
            day = self._as_of or latest(*self._days_of(str(partner)))
            name = self._told_of(str(partner), "name") or str(partner)
            notice = deals.overdue(table, day, f"{self.id}/{file}", name) if day else None
            yield from [notice] if notice else []

    def _review(self, partner: str, day: date, language: str) -> Review:
        """One review, read once."""
        known = reviews.Known(
            self._commitments_before(partner, day),
            self._plan_ids(partner),
            self._deal_ids(partner),
        )
        told: Review = self._read(
            f"{layout.REVIEWS}/{partner}-{day}",
            None,
            lambda content, findings: reviews.read(
                content, (partner, day), known, self._limits(), findings, language=language
            ),
            language,
        )
        return told

    def _review_days(self, partner: str, year: int | None = None) -> list[date]:
        """Days on which a partner's reviews were held, by the names of their files."""
        folder = self._year_path(year) / layout.REVIEWS
        key = self._key(f"{year or self.year}/{layout.REVIEWS}/{partner}-{layout.EACH}")
        self._ledger.looked_for[key] = layout.reviews_digest(folder / f"{partner}-{layout.EACH}")
        held = self._listed(f"{year or self.year}/{layout.REVIEWS}")
        return [day for one, day in layout.reviews_in(folder, held) if one == partner]

    def _commitments_before(self, partner: str, day: date) -> frozenset[str]:
        """Ids of the commitments taken at the reviews before one, those of last year included."""
        found: set[str] = set()
        for year in (self.year - 1, self.year):
            for earlier in self._review_days(partner, year):
                content = self._quietly(f"{layout.REVIEWS}/{partner}-{earlier}", year)
                if earlier < day and content is not None:
                    found |= reviews.commitments(content)
        return frozenset(found)

    def _plan_ids(self, partner: str) -> PlanIds | None:
        """What a partner's plan names, whatever its faults; None without a plan."""
        content = self._quietly(f"business_plans/{partner}")
        return None if content is None else reviews.plan_ids(content)

    def _deal_ids(self, partner: str) -> frozenset[str] | None:
        """Ids of a partner's deals, whatever the faults of their file; None without one."""
        if not self.has(deals.STEM):
            return None
        told = deals.ids(self._quietly(deals.STEM) or b"")
        return frozenset(deal for deal, one in told.items() if one == partner)

    def _quietly(self, stem: str, year: int | None = None) -> bytes | None:
        """Bytes of a file that another is checked by, which its own faults do not stop."""
        try:
            found = self._file(stem, year)
        except InputFaults:
            return None
        return found[1] if found else None

    def _milestones(self, content: bytes, partner: str, findings: Findings) -> pd.DataFrame:
        """A start plan; its partner must have a day 0."""
        name = self._told_of(partner, "name") or partner
        status = self._told_of(partner, "status")
        start = start_plans.Start(partner, name, self._day_zero(partner))
        known = partner in Folder.partner_ids(self)
        if known and start.day is None and status != "starting":  # told of that one already
            findings.fault(None, None, "no_day_zero", name=name)
        if status and status not in AT_WORK:
            findings.warn("start_plan_status", about=partner, name=name, status=status)
        return start_plans.read(content, start, self._limits(), findings)

    def _day_zero(self, partner: str) -> date | None:
        """The day on which a partner starts, as `partners.csv` tells it."""
        table = self._partners_told()
        if table is None:
            return None
        days = table.loc[table.index == partner, "start_date"].dropna()
        return next((day.date() for day in days), None)

    def _limits(self, year: int | None = None) -> Limits:
        """Up to when the facts of a year may lie."""
        return Limits(year or self.year, self._as_of, self._issued)

    def _one_partner(self, partner: str | None) -> str:
        """The partner asked for, else the folder's."""
        about = partner or self.partner_id
        if not about:
            raise ValueError("no partner is told")
        return about

    def _partners_in(self, stem: str, year: int | None = None) -> list[str]:
        """Partners whom files of a folder are named after, templates not filled in left out."""
        held = self._listed(f"{year or self.year}/{stem}")
        found = layout.partners_in(self._year_path(year) / stem, held)
        if stem == layout.REVIEWS:
            return [one for one in found if self._is_open(f"{stem}/{one}")]
        return [one for one in found if self.has(f"{stem}/{one}", year)]

    def _is_open(self, stem: str) -> bool:  # noqa: ARG002
        """Whether a file may be read."""
        return True

    def _is_dated(self, partner: str) -> bool:
        """Whether some day is known with a partner; faults are for the reports that read it."""
        try:
            self.deals(partner)
            self.kpi_values(partner)
            self.reviews(partner)
            self.business_plan(partner)
        except InputFaults:
            return True
        return self._as_of is not None or bool(self._days_of(partner))

    def _listed(self, place: str = "") -> list[Path]:
        key = self._key(f"{place}/" if place else "")
        return self._ledger.listed(self.path / place, key)

    def _file(self, stem: str, year: int | None) -> tuple[str, bytes] | None:
        """Name (from the client's folder) and bytes of a year's file; None when there is none."""
        year = year or self.year
        found = []
        for ending in layout.endings(stem):
            key = f"{year}/{stem}{ending}"
            content = self._content(self.path / key, key)
            if content is not None:
                found.append((key, content))
        if len(found) > 1:
            name = f"{self.id}/{found[0][0]}"
            raise InputFaults(
                [Fault(name, None, None, "two_files", {"other": Path(found[1][0]).name})],
                self.language,
            )
        return found[0] if found else None

    def _content(self, path: Path, key: str) -> bytes | None:
        return self._ledger.content(path, self._key(key), f"{self.id}/{key}", self.path)

    def _key(self, key: str) -> str:
        return f"clients/{self.id}/{key}"

    def _settle(self, findings: Findings) -> None:
        """Raise what was found wrong; remember the warnings."""
        if findings.faults:
            raise InputFaults(findings.faults, self.language)
        self._ledger.warn(findings.warnings)

    def _partners_quietly(self, year: int) -> pd.DataFrame | None:
        """Another year's partners for a comparison, which their own faults do not stop."""
        if not self.has("partners", year):
            return None
        try:
            found = self._file("partners", year)
        except InputFaults:
            return None
        findings = Findings("")
        table = partners.read(found[1], self.language, findings) if found else None
        return None if findings.faults else table

    def _partners_told(self, year: int | None = None) -> pd.DataFrame | None:
        """A year's partners whatever the faults of their file, to check the others by it."""
        kept = ("partners as told", year or self.year)
        if kept not in self._kept:
            self._kept[kept] = self._read_as_told(year) if self.has("partners", year) else None
        return self._kept[kept]  # type: ignore[no-any-return]

    def _read_as_told(self, year: int | None) -> pd.DataFrame:
        try:
            found = self._file("partners", year)
        except InputFaults:
            found = None
        return partners.as_told(found[1] if found else b"")

    def _told_of(self, partner: str, column: str, year: int | None = None) -> str:
        """What a year's `partners.csv` says of a partner, "" when it says nothing."""
        table = self._partners_told(year)
        if table is None or partner not in table.index:
            return ""
        return str(table.at[partner, column] or "")

    def _partners_who_are(self, status: str, year: int | None = None) -> set[str]:
        table = self._partners_told(year)
        return set() if table is None else set(table.index[table["status"] == status])

    def _read_partners(self, year: int) -> None:
        """What is wrong with the partners is wrong with what they answered."""
        if self.has("partners", year):
            self.partners(year)

    def _check_invited(self, table: pd.DataFrame, year: int, findings: Findings) -> None:
        """As many partners were invited as answered, at least."""
        invited = self._whole.of(year).perception_invited
        answered = (table["side"] == perception_answers.PARTNER) & (table["state"] == ANSWERED)
        heard = set(table.loc[answered, "partner_id"]) - self._partners_who_are("starting", year)
        if invited is None or len(heard) <= invited:
            return
        in_campaign = "perception_invited" in self._whole.campaign(year).model_fields_set
        within = ("campaigns", str(year)) if in_campaign else ()
        path = (*within, "perception_invited")
        content = self._content(self.path / "client.yml", "client.yml")
        document = yaml_files.read(content or b"", Findings(""))
        line = document.line(path) if document else None
        told = {"found": invited, "count": len(heard)}
        name = f"{self.id}/client.yml"
        findings.faults.append(Fault(name, line, yaml_files.dotted(path), "invited_few", told))

    def _days(self) -> list[date]:
        """Days of the facts read."""
        return [day for _, day in self._facts]

    def _days_of(self, partner: str) -> list[date]:
        return [day for one, day in self._facts if one == partner]

    def _concerns(self, notice: Notice) -> bool:
        """Whether a warning is for this report: one of a partner is not for another's warnings."""
        about = notice.values.get("about")
        return about is None or self.partner_id in ("", about)

    def _year_path(self, year: int | None) -> Path:
        return self.path / str(year or self.year)

    def _reference(self) -> pd.DataFrame:
        if "reference" not in self._kept:
            path, key = self.workspace.reference()
            name = f"reference/{path.name}"
            content = self._ledger.content(path, key, name, path.parent)
            if content is None:
                raise MissingInput(name, self.id, self.year, self.language)
            findings = Findings(name)
            table = resellers.read_list(content, findings)
            self._settle(findings)
            self._ledger.note_source(key, name, findings.rows)
            self._kept["reference"] = table
        return self._kept["reference"]  # type: ignore[no-any-return]

    @property
    def reference_notes(self) -> dict[str, Any]:
        """What the reference list says of itself, from the YAML file beside it; empty without one.

        Keys: title, gathered, rows, how, scope, limits, use, sources, blank, columns; texts are
        `{fr, en}`.
        """
        path, key = (Path(one).with_suffix(".yml") for one in self.workspace.reference())
        content = self._ledger.content(path, key.as_posix(), f"reference/{path.name}", path.parent)
        return dict(yaml.safe_load(content)) if content else {}

    def _default_to_assumptions(self, step: str, table: dict[str, Any]) -> None:
        """Rules whose default is an assumption, when the client's file sets none."""
        for rule, key in overrides.FROM_ASSUMPTIONS.get(step, {}).items():
            told_already = f"{step}.{rule}" in self.settings.thresholds
            if told_already or getattr(self.settings, rule, None) is not None:
                continue
            value = _number(self.assumptions()["value"][key])
            default = _number(banks.assumptions()["value"][key])
            self._ledger.change(f"{step}.{rule}", value, default, "assumptions.csv")
            table[rule] = value

    def _check_rate(self, table: pd.DataFrame, uses: Iterable[str] | None) -> None:
        """Monetary defaults that a client in another currency must give, or tell the rate."""
        if uses is None or self.settings.rate is not None:
            return
        lacking = sorted(set(uses) & set(table.index[table["value"].isna()]))
        if lacking:
            name = f"{self.id}/client.yml"
            told = {"keys": lacking, "currency": self.currency}
            raise InputFaults([Fault(name, None, "eur_rate", "rate_missing", told)], self.language)

    def _renormalised(self, group: str, total: float) -> None:
        place = {"file": f"{self.id}/client.yml", "line": None, "column": "weight_overrides"}
        self._ledger.warn([Notice("weights_sum", place | {"group": group, "found": total})])

    def _read_house(self) -> House:
        path = self.workspace.root / "house.yml"
        content = self._ledger.content(path, "house.yml", "house.yml", self.workspace.root)
        if content is None:
            return House()
        findings = Findings("house.yml")
        told = read_house(content, findings)
        if told is None:
            self._settle(findings)
            return House()
        logo = self._logo(told.logo, path, "", findings) if told.logo else None
        self._settle(findings)
        blank = settings.ReaderText("", "")
        return House(
            told.name, logo, told.accent, told.contact or blank, told.confidentiality or blank
        )

    def _logo(self, name: str, beside: Path, prefix: str, findings: Findings) -> str | None:
        """The logo that a YAML file names, as a data URI; it stands in that file's folder."""
        within = beside.parent
        path = within / name
        content = None
        if Path(name).is_absolute() or not path.resolve().is_relative_to(within.resolve()):
            code: str | None = "leaves_folder_key"
        else:
            content = self._ledger.content(path, prefix + name, name, within)
            code = "logo_missing" if content is None else logos.fault_code(name, content)
        if code is None and content is not None:
            return logos.data_uri(name, content)
        told = self._ledger.content(beside, prefix + beside.name, beside.name, within)
        document = yaml_files.read(told or b"", Findings(""))
        line = document.line(("logo",)) if document else None
        findings.fault(line, "logo", str(code), found=name)
        return None

    def _short(self, values: dict[str, Any]) -> dict[str, Any]:
        """A warning's file without the client's name, which the page has in its masthead."""
        return values | {"file": str(values.get("file", "")).removeprefix(f"{self.id}/")}


def _of(table: pd.DataFrame, partner: str) -> pd.DataFrame:
    """Rows of a partner; all of them when none is told."""
    return table[table["partner_id"] == partner].reset_index(drop=True) if partner else table


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else float(value)


def _place(notice: Notice) -> tuple[str, int, str]:
    told = notice.values
    return str(told.get("file") or ""), int(told.get("line") or 0), str(told.get("column") or "")
