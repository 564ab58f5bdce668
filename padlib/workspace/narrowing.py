"""A client's folder as the edition of a report for one partner may see it.

What is narrowed is what is read, before anything is computed: a figure cannot tell what its inputs
do not hold. Reading is allowed input by input; whatever is not named here is refused.
"""

import hmac
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from padlib.core.joint_plan import JointPlan, Review
from padlib.core.notices import Notice
from padlib.workspace import layout
from padlib.workspace.convergence_answers import VENDOR
from padlib.workspace.faults import NotForPartners
from padlib.workspace.folder import Folder
from padlib.workspace.ledger import Source
from padlib.workspace.perception_answers import PARTNER
from padlib.workspace.scenarios import Scenario
from padlib.workspace.vision import Vision, of_partner

IDENTITY = (
    "name",
    "type",
    "status",
    "region",
    "contact",
    "start_date",
    "channel_manager",
    "language",
)
TABLES = (
    "partners",
    "perception_answers",
    "convergence_answers",
    "vision",
    "assumptions",
    "actions",
    "deals",
    "kpi_values",
)
# folders of which the files of the partner itself are open
FOLDERS = ("business_plans", "start_plans", "reviews")
STEPS = (
    "perception",
    "convergence",
    "earnings",
    "start_plan",
    "business_plan",
    "plan_projection",
)
MEND = " → "  # before what a sentence asks to be mended
# warnings that may be said: those that name nobody, and of those about the partner itself
SAID = ("no_client_file", "weights_sum")
SAID_OF_ITSELF = (
    "crowd_vendor",
    "crowd_partner",
    "deals_overdue_one",
    "deals_overdue_many",
    "kpi_falls",
    "kpi_left_out",
    "milestone_undated_one",
    "milestone_undated_many",
    "kept_undated",
    "unsigned_digest",
)


class PartnerFolder(Folder):
    """The folder for one partner: its own rows, and of the others what nobody can be found in.

    `partners` holds that partner alone, without figures; `convergence_answers` its rows, without
    the vendor's comments; `perception_answers` all partners' rows, without comments, mirror, names
    or ids, and `start_interview` its own without comments. The diagnostic, the reseller list and
    the map are refused, with `NotForPartners`.
    """

    audience = "partner"

    # ── what there is ─────────────────────────────────────────────────────────────────────────

    def has(self, stem: str, year: int | None = None) -> bool:
        """Whether there is a file that the partner's edition may read; the others are as absent."""
        return self._is_open(stem) and super().has(stem, year)

    def partners_with(self, stem: str, year: int | None = None) -> tuple[str, ...]:
        """The partner itself, if an input says something of it."""
        return tuple(one for one in super().partners_with(stem, year) if one == self.partner_id)

    def partners_due(self, stem: str) -> tuple[str, ...]:
        """The partner itself, if an input says something of it."""
        return self.partners_with(stem)

    def partner_ids(self, year: int | None = None) -> tuple[str, ...]:
        """The partner itself, if it is one of that year."""
        return tuple(one for one in super().partner_ids(year) if one == self.partner_id)

    def name_of(self, partner: str) -> str:
        """The partner's name."""
        self._only(partner, "partners.csv")
        return super().name_of(partner)

    def partner_language(self, partner: str | None = None) -> str:
        """The partner's language."""
        self._only(partner, "partners.csv")
        return super().partner_language()

    # ── tables ────────────────────────────────────────────────────────────────────────────────

    def partners(self, year: int | None = None) -> pd.DataFrame:
        """The partner's own row, its identity alone: figures are NaN; no row in another year."""
        table = super().partners(year)
        own = table[table.index == self.partner_id].copy()
        for column in own.columns.difference(list(IDENTITY)):
            own[column] = float("nan") if own[column].dtype == float else ""
        return own

    def perception_answers(self, year: int | None = None) -> pd.DataFrame:
        """Ratings of all partners who count, without comments, mirror, names or ids.

        `p01`, `p02`… stand for partners and `r01`, `r02`… for people, in an order that tells
        nothing; those of the year before are others. Rows of starting partners, who are not
        counted, are left out here, since their status can no longer be found.
        """
        table = super().perception_answers(year)
        starting = self._partners_who_are("starting", year)
        kept = table[(table["side"] == PARTNER) & ~table["partner_id"].isin(starting)]
        people = kept["partner_id"] + "\n" + kept["respondent_id"]
        found = self._file("perception_answers", year)
        secret = sha256(found[1] if found else b"").digest()
        narrowed = kept.assign(
            partner_id=_numbered(kept["partner_id"], "p", secret),
            respondent_id=_numbered(people, "r", secret),
            comment=pd.Series("", index=kept.index, dtype="str"),
        )
        order = ["partner_id", "respondent_id"]  # a stable sort leaves the items in the bank's
        return narrowed.sort_values(order, kind="stable", ignore_index=True)

    def convergence_answers(
        self, partner: str | None = None, year: int | None = None
    ) -> pd.DataFrame:
        """The partner's own rows; the vendor's comments are blank."""
        self._only(partner, "convergence_answers.csv")
        table = super().convergence_answers(self.partner_id, year)
        table.loc[table["side"] == VENDOR, "comment"] = ""
        return table

    def vision(self) -> Vision:
        """The vision of the partner: its own shares alone, and the segments that they are of.

        What is asked of both sides is there, but for what names another partner.
        """
        known = super().partners() if self.has("partners") else pd.DataFrame()
        others = known[known.index != self.partner_id]
        names = [str(one) for one in others.index]
        for column in ("name", "contact"):
            names += [str(one) for one in others.get(column, ())]
        named = set(self._vision_told().partners) - {self.partner_id}
        return of_partner(super().vision(), self.partner_id, sorted({*names, *named}))

    def actions(self, year: int | None = None) -> pd.DataFrame:
        """Progress of the joint actions with the partner, without comments."""
        table = super().actions(year)
        own = table[table.index.str.endswith(f"@{self.partner_id}")].copy()
        own["comment"] = ""
        return own

    def deals(self, partner: str | None = None) -> pd.DataFrame:
        """The partner's own deals."""
        self._only(partner, "deals.csv")
        return super().deals(self.partner_id)

    def kpi_values(self, partner: str | None = None) -> pd.DataFrame:
        """The partner's own KPIs."""
        self._only(partner, "kpi_values.csv")
        return super().kpi_values(self.partner_id)

    def reviews(
        self, partner: str | None = None, language: str | None = None
    ) -> tuple[Review, ...]:
        """Reviews of the partner's own plan."""
        self._only(partner, "reviews")
        return super().reviews(self.partner_id, language)

    def business_plan(self, partner: str | None = None) -> JointPlan:
        """The partner's own plan, without the vendor's notes."""
        self._only(partner, "business_plans")
        return replace(super().business_plan(self.partner_id), internal_notes="")

    def start_plan(self, partner: str | None = None) -> pd.DataFrame:
        """The partner's own start plan."""
        self._only(partner, "start_plans")
        return super().start_plan(self.partner_id)

    def own_perception(self, partner: str | None = None) -> pd.DataFrame:
        """What the partner's own people answered, numbered, without comments."""
        self._only(partner, "perception_answers.csv")
        return self._unnamed(super().own_perception(self.partner_id))

    def start_interview(self, partner: str | None = None) -> pd.DataFrame:
        """What the partner's own people said, numbered, without comments."""
        self._only(partner, "perception_answers.csv")
        return self._unnamed(super().start_interview(self.partner_id))

    def _unnamed(self, table: pd.DataFrame) -> pd.DataFrame:
        found = self._file("perception_answers", None)
        secret = sha256(found[1] if found else b"").digest()
        table["respondent_id"] = _numbered(table["respondent_id"], "r", secret)
        return table.assign(comment=pd.Series("", index=table.index, dtype="str"))

    def partner_revenue(self, partner: str | None = None) -> dict[str, float]:
        """What was bought through the partner, as it knows itself."""
        self._only(partner, "partners.csv")
        return super().partner_revenue(self.partner_id)

    def assumptions(
        self, partner: str | None = None, uses: Iterable[str] | None = None
    ) -> pd.DataFrame:
        """The assumptions that the report uses; of the client's own, the value without its source.

        They must be told in `uses`: no other comes out.
        """
        self._only(partner, "assumptions.csv")
        if uses is None:
            raise NotForPartners("assumptions.csv", self.language)
        keys = list(uses)
        table = super().assumptions(partner, keys).loc[keys]
        table.loc[table["changed"], ["source", "note"]] = ""
        return table

    def own_assumptions(self, partner: str) -> tuple[str, ...]:
        """Keys that the partner's own file gives."""
        self._only(partner, "assumptions.csv")
        return super().own_assumptions(partner)

    def diagnostic_answers(
        self,
        year: int | None = None,  # noqa: ARG002
        form: str | None = None,  # noqa: ARG002
    ) -> pd.DataFrame:
        """Refused: the diagnostic is the vendor's own."""
        raise NotForPartners("diagnostic_answers.csv", self.language)

    def form(self, year: int | None = None) -> str:  # noqa: ARG002
        """Refused: the diagnostic is the vendor's own."""
        raise NotForPartners("diagnostic_answers.csv", self.language)

    def resellers(self) -> pd.DataFrame:
        """Refused: whom the vendor wants to recruit is its own."""
        raise NotForPartners("resellers.csv", self.language)

    def scenarios(self) -> tuple[Scenario, ...]:
        """None: what the vendor tries out is its own."""
        return ()

    def votes(self) -> pd.DataFrame:
        """Refused: what the vendor's team believes is its own."""
        raise NotForPartners("votes.csv", self.language)

    @property
    def reference_notes(self) -> dict[str, Any]:
        """Refused: whom the vendor wants to recruit is its own."""
        raise NotForPartners("resellers.csv", self.language)

    # ── the method's numbers, words ───────────────────────────────────────────────────────────

    def rules(self, step: str, **given: Any) -> dict[str, Any]:
        """A step's numbers, of the steps that have an edition for partners."""
        if step not in STEPS:
            raise NotForPartners(step, self.language)
        return super().rules(step, **given)

    def criteria(self, step: str) -> pd.DataFrame:
        """Refused: how partners are placed and chosen is the vendor's own."""
        raise NotForPartners(step, self.language)

    def note(
        self,
        report: str,
        language: str | None = None,
        partner: str | None = None,
        audience: str = "partner",  # noqa: ARG002
    ) -> str | None:
        """The consultant's words for the partner's edition: notes whose name says `.partner`."""
        self._only(partner, "notes")
        return super().note(report, language, self.partner_id, "partner")

    # ── what was read ─────────────────────────────────────────────────────────────────────────

    @property
    def sources(self) -> list[Source]:
        """Files read, without their rows: how many there are counts the partners."""
        return [replace(one, rows=None) for one in super().sources]

    @property
    def warnings(self) -> list[Notice]:
        """Warnings that name no other partner, no person and no row."""
        return [_without_lines(one) for one in super().warnings if self._may_say(one)]

    def quality(self, language: str | None = None) -> list[str]:
        """The warnings as sentences, without what is to be mended: the files are the vendor's."""
        return [said.partition(MEND)[0] for said in super().quality(language)]

    # ── checking ──────────────────────────────────────────────────────────────────────────────

    def listed(self, place: str = "") -> list[Path]:
        """Refused: a partner's edition checks nothing."""
        raise NotForPartners(place or self.id, self.language)

    def note_file(self, name: str) -> None:
        """Refused: a partner's edition checks nothing."""
        raise NotForPartners(name, self.language)

    def check_partner(self, partner: str, file: str) -> None:  # noqa: ARG002
        """Refused: a partner's edition checks nothing."""
        raise NotForPartners(file, self.language)

    # ── reading ───────────────────────────────────────────────────────────────────────────────

    def _read(self, stem: str, *about: Any) -> Any:
        if not self._is_open(stem):
            folder, within, _ = stem.partition("/")
            what = folder if within else f"{stem}{layout.endings(stem)[0]}"
            raise NotForPartners(what, self.language)
        return super()._read(stem, *about)

    def _is_open(self, stem: str) -> bool:
        folder, within, name = stem.partition("/")
        if within:
            told = layout.review_of(name) if folder == layout.REVIEWS else None
            return folder in FOLDERS and self.partner_id in (name, told[0] if told else None)
        return stem in (*TABLES, *FOLDERS, "client", f"assumptions_{self.partner_id}")

    def _only(self, partner: str | None, what: str) -> None:
        """Refuse what is asked for another partner."""
        if partner not in (None, "", self.partner_id):
            raise NotForPartners(what, self.language)

    def _days(self) -> list[date]:
        return self._days_of(self.partner_id)

    def _may_say(self, notice: Notice) -> bool:
        itself = notice.values.get("about") == self.partner_id and notice.code in SAID_OF_ITSELF
        return itself or notice.code in SAID


def _without_lines(notice: Notice) -> Notice:
    """A warning without the lines of a file that speaks of others too."""
    return Notice(notice.code, notice.values | {"line": None, "lines": None})


def _numbered(ids: pd.Series, letter: str, secret: bytes) -> pd.Series:
    """Numbers in place of ids, in an order that nobody can tell without the file itself."""
    known = sorted(set(ids), key=lambda one: hmac.digest(secret, str(one).encode(), "sha256"))
    width = max(2, len(str(len(known))))
    number = {one: f"{letter}{rank:0{width}d}" for rank, one in enumerate(known, 1)}
    return ids.map(number).astype("str")
