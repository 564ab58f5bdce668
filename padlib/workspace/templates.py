"""Files for people to fill in, which open right in a French Excel.

A template that nobody has filled in counts as absent: its reports are skipped, not failed. Which
is one is told by what it holds, never by its bytes, since Excel rewrites a file that it only looked
at: the header of the template with no row, or rows whose every answer is blank.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from padlib import banks
from padlib.workspace import layout, rows, start_plans, tables, vision
from padlib.workspace.actions import Action
from padlib.workspace.assumptions import Assumption
from padlib.workspace.convergence_answers import ConvergenceAnswer
from padlib.workspace.deals import Deal
from padlib.workspace.diagnostic_answers import DiagnosticAnswer
from padlib.workspace.encodings import MARK
from padlib.workspace.faults import Findings
from padlib.workspace.kpi_values import KpiValue
from padlib.workspace.partners import Partner
from padlib.workspace.perception_answers import PerceptionAnswer
from padlib.workspace.resellers import Reseller
from padlib.workspace.start_plans import Milestone
from padlib.workspace.votes import Vote

MODELS: dict[str, type[rows.Line]] = {
    "partners": Partner,
    "diagnostic_answers": DiagnosticAnswer,
    "perception_answers": PerceptionAnswer,
    "convergence_answers": ConvergenceAnswer,
    "resellers": Reseller,
    "assumptions": Assumption,
    "votes": Vote,
    "actions": Action,
    "deals": Deal,
    "kpi_values": KpiValue,
}
# tables of a folder, one a partner
MODELS_OF_PARTNERS: dict[str, type[rows.Line]] = {start_plans.FOLDER: Milestone}
# columns that a template fills in by itself; the others are for people
PREFILLED = {
    "diagnostic_answers": {"respondent_id", "function", "item_id"},
    "perception_answers": {"partner_id", "respondent_id", "side", "item_id"},
    "convergence_answers": {"partner_id", "side", "respondent_id", "item_id"},
    "assumptions": {"key", "note"},
    "votes": {"respondent_id", "idea_id", "round"},
    "kpi_values": {"partner_id", "kpi_id", "month"},
    "start_plans": {"milestone_id"},
}
MEASURED = "kpi_values"  # source, in the bank, of the KPIs that nothing else tells
QUARTERS = (3, 6, 9, 12)
MAPS = ("vision",)  # YAML files of a year that have a template
SOME_PARTNER = "partner1"  # stands for the partner's id until somebody writes it
SMALL = 64_000  # bytes; a larger file is no template
SEPARATOR = {"fr": ";", "en": ","}


def columns(stem: str) -> list[str]:
    """Columns of a table's template that are read."""
    return list((MODELS | MODELS_OF_PARTNERS)[stem].model_fields)


def is_untouched(stem: str, content: bytes) -> bool:
    """Whether a table is a template that nobody has filled in.

    >>> is_untouched("assumptions", b"key,value\\nannual_churn,\\n")
    True
    >>> is_untouched("assumptions", b"key,value\\nannual_churn,0.08\\n")
    False
    """
    if stem == vision.STEM:
        return len(content) <= SMALL and vision.is_untouched(content)
    kind = "assumptions" if layout.ASSUMPTIONS_OF.fullmatch(stem) else stem.partition("/")[0]
    if kind not in (MODELS | MODELS_OF_PARTNERS) or len(content) > SMALL:
        return False
    findings = Findings(stem)
    table = tables.read(content, columns(kind), findings)
    if table is None or findings.faults:
        return False
    if not table.rows:
        return list(table.columns) == columns(kind)
    blank = PREFILLED.get(kind, set())
    return all(set(row.cells) <= blank for row in table.rows)


def is_untouched_file(path: Path) -> bool:
    """Whether a file on disk is a template that nobody has filled in."""
    if path.suffix not in (*layout.TABLE_ENDINGS, ".yml") or path.stat().st_size > SMALL:
        return False
    return is_untouched(path.stem, path.read_bytes())


def table(
    stem: str, language: str = "fr", form: str = "full", partners: Sequence[str] = ()
) -> bytes:
    """A table's template: UTF-8 with its mark, and the separator that Excel expects.

    `partners` are those at work, where the table has a block for each of them.
    """
    if stem == "kpi_values":
        return written(columns(stem), _measures(partners or [SOME_PARTNER]), language)
    fill = {
        "diagnostic_answers": _questions,
        "perception_answers": _interview,
        "convergence_answers": _session,
        "assumptions": _keys,
        "votes": _opinions,
    }.get(stem)
    return written(columns(stem), fill(language, form) if fill else [], language)


def written(header: Sequence[str], lines: Sequence[Sequence[str]], language: str) -> bytes:
    """A table as a spreadsheet of that language opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=SEPARATOR[language], lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(lines)
    return MARK + text.getvalue().encode("utf-8")


def start_plan(language: str, day_zero: date | None) -> bytes:
    """The milestones of a start plan to tick, each with its title and the day it is due."""
    items = banks.load("plan_100_days").items
    first, *others = columns(start_plans.FOLDER)
    lines = [
        [
            str(milestone),
            str(row[f"title_{language}"]),
            str(day_zero + timedelta(days=int(row["day"]))) if day_zero else "",
            *([""] * len(others)),
        ]
        for milestone, row in items.iterrows()
    ]
    return written([first, *start_plans.SHOWN, *others], lines, language)


def map_file(stem: str, language: str = "fr") -> bytes:
    """The template of a YAML file of the year: the keys that everyone fills in, others as notes."""
    return resources.files(__package__).joinpath(f"{stem}.{language}.yml").read_bytes()


def client_file(client: str, year: int, language: str = "fr", name: str | None = None) -> str:
    """A `client.yml` to fill in: the keys that every client has, the others in comments."""
    text = resources.files(__package__).joinpath(f"client.{language}.yml").read_text("utf-8")
    told = (name or client).replace("\\", "\\\\").replace('"', '\\"')
    for word, value in {"CLIENT": client, "NAME": f'"{told}"', "YEAR": str(year)}.items():
        text = text.replace(f"<{word}>", value)
    return text


def _questions(language: str, form: str) -> list[list[str]]:  # noqa: ARG001
    """One row an item and function that may answer it: one person a function, to be copied."""
    items = banks.load("diagnostic").items
    asked = items if form == "full" else items[items["short_form"]]
    roles = [role for role, told in banks.roles().items() if told["side"] == "vendor"]
    return [
        [f"{role.lower()}1", role, str(item), "", ""]
        for role in roles
        for item, audience in asked["audience"].items()
        if role in audience
    ]


def _interview(language: str, form: str) -> list[list[str]]:  # noqa: ARG001
    """One row an item for one person of one partner: the block to copy, with the ids to change."""
    items = banks.load("perception").items.index
    return [[SOME_PARTNER, f"{SOME_PARTNER}-1", "partner", str(item), "", "", ""] for item in items]


def _session(language: str, form: str) -> list[list[str]]:  # noqa: ARG001
    """One row an item for one person of each side: the block to copy, with the ids to change."""
    items = banks.load("convergence").items.index
    people = {"vendor": "v1", "partner": "p1"}
    return [
        [SOME_PARTNER, "", side, person, str(item), "", "", ""]
        for side, person in people.items()
        for item in items
    ]


def _opinions(language: str, form: str) -> list[list[str]]:  # noqa: ARG001
    """One row an idea for one person, before the discussion: the block to copy."""
    ideas = banks.load("preconceived_ideas").items.index
    return [["v1", str(idea), "before", "", ""] for idea in ideas]


def _measures(partners: Sequence[str]) -> list[list[str]]:
    """One row a partner, KPI that nothing else tells, and month in which it is measured."""
    kpis = [kpi for kpi in banks.business_plan()["kpis"] if kpi["source"] == MEASURED]
    return [
        [partner, kpi["id"], str(month), "", ""]
        for partner in partners
        for kpi in kpis
        for month in (range(1, 13) if kpi["frequency"] == "monthly" else QUARTERS)
    ]


def _keys(language: str, form: str) -> list[list[str]]:  # noqa: ARG001
    """One row a key, its value blank: the bank's stays until somebody writes one."""
    labels = banks.short_labels(language)
    bank: pd.DataFrame = banks.assumptions()
    return [
        [str(key), "", "", "", "", f"{labels.get(str(key), key)} ({_default(row, language)})"]
        for key, row in bank.iterrows()
    ]


def _default(row: Any, language: str) -> str:
    word = {"fr": "valeur de la banque", "en": "bank's value"}[language]
    value = f"{row['value']:g}"
    return f"{word} {value.replace('.', ',') if language == 'fr' else value} {row['unit']}"
