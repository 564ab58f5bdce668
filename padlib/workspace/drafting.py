"""A joint plan to complete: what is known of a partner, written where the plan wants it.

What it writes passes the checks as it stands: targets, means and dates of signature are left blank,
the template's commitments are due on the year's last day, its actions on the last of their quarter.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from padlib.core.joint_plan import QUARTERS, SIDES, VENDOR
from padlib.workspace import business_plans, layout, names, plan_facts
from padlib.workspace.clients import Workspace, find
from padlib.workspace.creation import write_new
from padlib.workspace.faults import LANGUAGES, InputFaults, UnknownName
from padlib.workspace.folder import Folder
from padlib.workspace.ledger import Ledger
from padlib.workspace.opening import read_settings
from padlib.workspace.plan_facts import Facts, Known, TakenUp, quarter_end
from padlib.workspace.suggestions import nearest

WIDTH = 110
CLIENT_FILE = "client.yml"
DOUBLE = "Q1-2"  # of the template: carry out the session's actions, which the plan then holds
CONVERGENCE = "convergence"
REVIEW = "review"


@dataclass(frozen=True)
class Drafted:
    """What became of a plan to complete: its file, whether it was written, what was left out."""

    file: Path
    written: bool  # False: there is a plan already, left as it is
    unread: tuple[str, ...]  # files with faults, without which the plan was written
    taken: int  # actions of reports that it takes up


def new_plan(
    client: str,
    partner: str,
    year: int | None = None,
    data: str | Path | None = None,
    *,
    language: str | None = None,
) -> Drafted:
    """Write the plan of a partner's year to complete; a plan that is there is left as it is.

    Parameters
    ----------
    client, partner : str
    year : int, optional
        The plan's; the client's latest year with inputs if not given. The facts are those of that
        year's folder, else of the year before.
    data : path, optional
        The workspace, as for `find`.
    language : str, optional
        Of the comments; the client's if not given.

    Raises
    ------
    UnknownName
        If there is no such client, partner or language, or neither the year nor the one before has
        a folder.
    InputFaults
        If `client.yml` has faults: everything rests on it. A fault elsewhere leaves out what that
        file would tell.
    """
    workspace = find(data)
    ledger = Ledger()
    told, findings = read_settings(workspace, client, ledger)
    if findings.faults or told is None:
        raise InputFaults(findings.faults, ledger.language)
    spoken = language or told.language
    if spoken not in LANGUAGES:
        raise UnknownName("unknown_language", spoken, LANGUAGES)
    chosen = _year(workspace, client, year, told.language)
    folders = [
        Folder(workspace, client, one, told, Ledger(), partner=partner)
        for one in (chosen, chosen - 1)
    ]
    _check_partner(folders, partner, told.language)
    file = folders[0].path / str(chosen) / business_plans.FOLDER / f"{partner}.yml"
    if file.exists():
        return Drafted(file, False, (), 0)
    facts = plan_facts.gathered(*folders)
    written = write_new(file, draft_text(facts, spoken).encode("utf-8"))
    return Drafted(file, written, facts.unread, len(facts.actions))


def _year(workspace: Workspace, client: str, year: int | None, language: str) -> int:
    """The plan's year: one of the client's, or the year after one."""
    if year is None:
        return workspace.latest_year(client, language)
    if not layout.is_year(str(year)):
        raise UnknownName("no_year_name", str(year), (), None, language)
    known = workspace.years(client)
    if not {year, year - 1} & set(known):
        raise UnknownName("unknown_year", str(year), [str(one) for one in known], None, language)
    return year


def _check_partner(folders: Sequence[Folder], partner: str, language: str) -> None:
    """A partner of the plan's year, else of the year before; any id where no file tells them."""
    known = next((ids for one in folders if (ids := one.partner_ids())), ())
    is_id = re.fullmatch(names.PARTNER_FORM, partner) is not None
    if (known and partner not in known) or not is_id:
        close = nearest(partner, known)
        raise UnknownName("unknown_partner_name", partner, known, close, language)


# ── the text ─────────────────────────────────────────────────────────────────────────────────────


def draft_text(facts: Facts, language: str) -> str:
    """A plan to complete as a YAML text, with comments for the person who fills it in.

    Parameters
    ----------
    facts : Facts
    language : str
        Of the comments, `fr` or `en`; texts of the banks are told in both.
    """
    write = _Writer(facts, language)
    blocks = (
        write.head(),
        write.identity(),
        write.context(),
        write.vision(),
        write.objectives(),
        write.seasonality(),
        write.means(),
        write.commitments(),
        write.kpis(),
        write.quarters(),
        write.governance(),
        write.risks(),
        write.log(),
        write.signatures(),
        write.notes(),
    )
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("drafting.yml").read_text("utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


_PLAIN = re.compile(r"[^\W\d_][\w’ .\-/]*")  # needs no quotes, unless YAML has a meaning for it
_SPECIAL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def scalar(value: Any) -> str:
    """A value as YAML reads it back: a number, a date, a text in quotes where it needs them.

    >>> scalar("J. Okafor"), scalar("no"), scalar("007"), scalar("Gains : 3"), scalar(-1400)
    ('J. Okafor', '"no"', '"007"', '"Gains : 3"', '-1400')
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    text = str(value)
    if _PLAIN.fullmatch(text) and text == text.strip() and yaml.safe_load(text) == text:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def both(texts: tuple[str, str]) -> str:
    """A text in two languages, or alone where they say the same.

    >>> both(("Santé", "Health")), both(("Axorial", "Axorial"))
    ('{fr: "Santé", en: "Health"}', 'Axorial')
    """
    fr, en = texts
    if fr == en:
        return scalar(fr)
    return "{" + ", ".join(f"{key}: {_quoted(one)}" for key, one in (("fr", fr), ("en", en))) + "}"


def _quoted(text: str) -> str:
    """A text in quotes: inside braces a comma would end it."""
    return _SPECIAL.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False)
    )


class _Writer:
    """The blocks of a plan, in the words of one language."""

    def __init__(self, facts: Facts, language: str) -> None:
        self.facts, self.language = facts, language
        self.template = business_plans.template()

    # ── words ─────────────────────────────────────────────────────────────────────────────────

    def say(self, key: str, **values: Any) -> str:
        """A sentence of the comments."""
        found: Any = _words()
        for part in key.split("."):
            found = found[part]
        return str(found[self.language]).format(**values)

    def comment(self, text: str, indent: str = "") -> list[str]:
        """Lines of a comment of a readable width."""
        lines = []
        for paragraph in text.splitlines():
            clean = _SPECIAL.sub(" ", paragraph)
            lines += textwrap.wrap(clean, WIDTH - len(indent) - 2, break_on_hyphens=False)
        return [f"{indent}# {line}" for line in lines]

    def title(self, section: str) -> str:
        """The heading of a part of the plan."""
        told = next(one["title"] for one in self.template["sections"] if one["id"] == section)
        return f"# ── {told[self.language]} ".ljust(WIDTH, "─")

    def amount(self, value: float) -> str:
        """Money in a comment."""
        number = f"{value:,.0f}"
        number = number.replace(",", " ") if self.language == "fr" else number
        return f"{number} {self.facts.currency}"

    def unit(self, unit: str) -> str:
        """A unit of the template in words."""
        told: str = _words()["units"][unit][self.language]
        return told.format(currency=self.facts.currency)

    def source(self, known: Known) -> str:
        """Where a value comes from, at the end of its line."""
        if not known.file:
            return self.say("source_bank")
        if known.file == CLIENT_FILE:
            return CLIENT_FILE
        return self.say("source", file=known.file, year=known.year)

    def line(self, key: str, value: str, note: str = "", indent: str = "  ") -> str:
        """A key, its value and a word on it."""
        told = f"{indent}{key}: {value}".rstrip()
        return f"{told}  # {_SPECIAL.sub(' ', note)}" if note else told

    def field(self, section: str, key: str, value: str | None = None, lacking: str = "") -> str:
        """A field of the plan as it is known, blank otherwise."""
        known = self.facts.told.get(f"{section}.{key}")
        if known is None:
            return self.line(key, "", lacking)
        return self.line(key, scalar(known.value) if value is None else value, self.source(known))

    # ── blocks ────────────────────────────────────────────────────────────────────────────────

    def head(self) -> list[str]:
        """What the file is and how it is filled in."""
        facts = self.facts
        lines = self.comment(self.say("head", year=facts.year, partner=facts.partner))
        if facts.unread:
            lines += self.comment(self.say("unread", files=", ".join(facts.unread)))
        return [*lines, "", *self.comment(self.say("status")), "status: draft"]

    def identity(self) -> list[str]:
        """Whose plan it is and who answers for it."""
        return [
            self.title("identity"),
            *self.comment(self.say("identity")),
            "identity:",
            self.line("partner_id", scalar(self.facts.partner_id)),
            self.line("year", str(self.facts.year)),
            self.field("identity", "quadrant", lacking=self.say("quadrant_unplaced")),
            *(
                self.field("identity", one)
                for one in ("owner_vendor", "owner_partner", "sponsor_vendor")
            ),
            self.line("sponsor_partner", "", self.say("sponsor_partner")),
        ]

    def context(self) -> list[str]:
        """Where the partnership starts from."""
        return [
            self.title("context"),
            *self.comment(self.say("context")),
            "context:",
            self.field("context", "convergence_index"),
            self.field("context", "perception_index"),
            self.field("context", "revenue_previous_year", lacking=self._revenue_lacks()),
            *self._points("context", "strengths"),
            *self._points("context", "gaps"),
        ]

    def _revenue_lacks(self) -> str:
        told = self.say("revenue_later", year=self.facts.year - 1)
        for code, known in self.facts.hints.get("OB-01", ()):
            if code == "revenue":
                values = {"amount": self.amount(known.value), "file": known.file}
                told += f" ; {self.say('revenue_before', year=known.year, **values)}"
        return told if self.language == "fr" else told.replace(" ; ", "; ")

    def _points(self, section: str, key: str) -> list[str]:
        """Texts of a field, one a line."""
        known = self.facts.told.get(f"{section}.{key}")
        if known is None:
            return [self.line(key, "")]
        lines = [f"  - {both(one)}" for one in known.value]
        return [self.line(key, "", self.source(known)), *lines]

    def vision(self) -> list[str]:
        """What three years are to bring."""
        facts = self.facts
        years = {"first": facts.year, "last": facts.year + 2}
        return [
            self.title("vision"),
            *self.comment(self.say("vision", **years)),
            "vision:",
            self._series("joint_revenue_y1_y3", self._joint_lacks()),
            self._series("partner_earnings_y1_y3", "", self.say("investment")),
            *self._points("vision", "target_segments"),
        ]

    def _series(self, key: str, lacking: str, more: str = "") -> str:
        known = self.facts.told.get(f"vision.{key}")
        if known is None:
            return self.line(key, "", lacking)
        note = ", ".join(one for one in (self.source(known), more) if one)
        return self.line(key, f"[{', '.join(map(scalar, known.value))}]", note)

    def _joint_lacks(self) -> str:
        """What the vision of another year tells of these three."""
        told = [known for code, known in self.facts.hints.get("vision", ()) if code == "joint"]
        if not told:
            return self.say("vision_none")
        amounts = ", ".join(
            self.say("amount_of", amount=self.amount(one.value), year=one.year) for one in told
        )
        return self.say("vision_partly", amounts=amounts, year=self.facts.year + 2)

    def objectives(self) -> list[str]:
        """The targets to set, each with what is known."""
        lines = [
            self.title("objectives"),
            *self.comment(self.say("objectives")),
            "objectives:",
        ]
        for one in self.template["objectives"]:
            duty = self.say("required" if one["required"] else "optional")
            told = f"{one['title'][self.language]} ({self.unit(one['unit'])}, {duty})"
            known = [self._hint(*hint) for hint in self.facts.hints.get(one["id"], ())]
            between = " ; " if self.language == "fr" else "; "
            lines += self.comment(between.join([told, *known]), "  ")
            lines.append(f"  {one['id']}:")
        return lines

    def _hint(self, code: str, known: Known) -> str:
        return self.say(
            f"hints.{code}",
            amount=self.amount(known.value),
            number=f"{known.value:.0f}",
            file=known.file,
            year=known.year,
        )

    def seasonality(self) -> list[str]:
        """The shares of the months, to be told by those who know them."""
        shares = "0.05, 0.05, 0.10, 0.05, 0.10, 0.15, 0.05, 0.05, 0.10, 0.10, 0.10, 0.10"
        return [*self.comment(self.say("seasonality")), f"# seasonality: [{shares}]"]

    def means(self) -> list[str]:
        """The means of both sides, to be planned."""
        lines = [self.title("means"), *self.comment(self.say("means")), "means:"]
        for side in SIDES:
            lines.append(f"  {side}:")
            for one in self.template["means"][side]:
                note = f"{one['title'][self.language]} ({self.unit(one['unit'])})"
                lines.append(self.line(str(one["id"]), "{planned: }", note, "    "))
        return lines

    def commitments(self) -> list[str]:
        """The template's commitments of both sides, due on the last day of the year."""
        lines = [self.title("commitments"), *self.comment(self.say("commitments")), "commitments:"]
        due = date(self.facts.year, 12, 31)
        for one in self.template["commitments"]["defaults"]:
            lines += self.comment(str(one["text"][self.language]))
            told = f"id: {one['id']}, side: {one['side']}, owner: {one['owner']}"
            lines.append(f"- {{{told}, due_date: {due}}}")
        return lines

    def kpis(self) -> list[str]:
        """The KPIs, all of them until some are chosen."""
        ids = ", ".join(str(one["id"]) for one in self.template["kpis"][:4])
        example = f"# kpis: [{ids}, {{id: K-05, target: 90, owner: PCO}}]"
        return [self.title("kpis"), *self.comment(self.say("kpis")), example]

    def quarters(self) -> list[str]:
        """The actions of each quarter: those taken up from reports, then the template's."""
        lines = [self.title("quarters"), *self.comment(self.say("quarters")), "quarters:"]
        for quarter in QUARTERS:
            lines += self._quarter(quarter)
        return lines

    def _quarter(self, quarter: int) -> Iterator[str]:
        most = int(self.template["quarterly_action_plan"]["max_actions_per_quarter"])
        taken = [one for one in self.facts.actions if one.quarter == quarter]
        usual = [*self._usual(quarter)][: max(most - len(taken), 0)]
        for place, action in enumerate(taken[:most], start=1):
            yield from self._taken(f"Q{quarter}-{place}", action)
        for place, one in enumerate(usual, start=1 + len(taken)):
            values = {
                "quarter": quarter,
                "owner_vendor": one["owner_vendor"],
                "owner_partner": one["owner_partner"],
                "due_date": quarter_end(self.facts.year, quarter),
                "kpi": one["kpi"],
                "origin": REVIEW,
            }
            title = (one["title"]["fr"], one["title"]["en"])
            yield from self._action(f"Q{quarter}-{place}", title, values)

    def _usual(self, quarter: int) -> Iterator[Mapping[str, Any]]:
        """What every plan does in a quarter; the session's actions are told one by one."""
        joint = any(one.origin == CONVERGENCE for one in self.facts.actions)
        for one in self.template["quarterly_action_plan"]["defaults"]:
            if one["quarter"] == quarter and not (joint and one["id"] == DOUBLE):
                yield one

    def _taken(self, name: str, one: TakenUp) -> Iterator[str]:
        values: dict[str, Any] = {
            "quarter": one.quarter,
            "owner_vendor": one.owner_vendor,
            "owner_partner": one.owner_partner,
            "due_date": one.due,
            "kpi": kpi_of(one.item),
        }
        if any(one.expected):
            values["expected_result"] = one.expected
        values |= {"origin": one.origin, "origin_item": one.item}
        note = self.say(f"origins.{one.origin}", year=one.year)
        yield from self._action(name, one.title, values, note)

    def _action(
        self, name: str, title: tuple[str, str], values: Mapping[str, Any], note: str = ""
    ) -> Iterator[str]:
        """An action: its title on one line, the rest on the next."""
        yield self.line("- id", scalar(name), note, "")
        yield self.line("title", both(title))
        text = {key: one for key, one in values.items() if isinstance(one, tuple)}
        rest = {key: one for key, one in values.items() if key not in text}
        for key, one in rest.items():
            yield self.line(key, scalar(one))
        for key, one in text.items():
            yield self.line(key, both(one))

    def governance(self) -> list[str]:
        """The meetings, their dates to be set."""
        lines = [self.title("governance"), *self.comment(self.say("governance")), "governance:"]
        for one in self.template["governance"]:
            told = f"id: {one['id']}, chair: {one['chair']}, dates: []"
            lines.append(f"- {{{told}}}  # {one['body'][self.language]}")
        return lines

    def risks(self) -> list[str]:
        """The template's risks, to be assessed."""
        lines = [self.title("risks"), *self.comment(self.say("risks")), "risks:"]
        for one in self.template["risks"]["defaults"]:
            lines += [
                self.line("- id", str(one["id"]), str(one["title"][self.language]), ""),
                *(f"  {key}:" for key in ("probability_1_5", "impact_1_5", "owner", "mitigation")),
                "  status: open",
            ]
        return lines

    def log(self) -> list[str]:
        """The log, empty yet, with the form of its entries."""
        said = {"fr": "Plan proposé", "en": "Plan proposed"}[self.language]
        told = f"date: {self.facts.year}-01-15, type: decision, text: {said}, author_role: DIRP"
        example = f"# - {{{told}}}"
        return [self.title("log"), *self.comment(self.say("log")), "log:", example]

    def signatures(self) -> list[str]:
        """Who signs."""
        sponsor = self.facts.told.get("identity.sponsor_vendor")
        lines = [self.title("signatures"), *self.comment(self.say("signatures")), "signatures:"]
        for one in self.template["signatures"]["required"]:
            known = sponsor if one["side"] == VENDOR else None
            lines += [
                f"  {one['side']}:",
                self.line("name", scalar(known.value) if known else "", "", "    "),
                self.line("role", str(one["role"]), "", "    "),
                self.line("date", "", "", "    "),
            ]
        return lines

    def notes(self) -> list[str]:
        """The vendor's own notes, to be written."""
        return [*self.comment(self.say("internal_notes")), "internal_notes:"]


def kpi_of(item: str) -> str:
    """The KPI that an action taken up from an item is followed by.

    >>> kpi_of("C-PRG-02"), kpi_of("C-PRG-03")
    ('K-06', 'K-05')
    """
    known: Mapping[str, str] = _words()["followed_by"]
    return known[max((one for one in known if item.startswith(one)), key=len)]
