"""A page of every kind of part, made of invented facts."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from padlib import display
from padlib.display import (
    Agreement,
    Bullet,
    Card,
    Case,
    Chip,
    Column,
    Exhibit,
    Finding,
    Gap,
    Link,
    MonthPlan,
    Page,
    Part,
    Party,
    PlannedAction,
    Proposal,
    Table,
    theme,
    words,
)

VERSIONS = {"product": "1.0", "method": "3", "banks": "9a03d7f1b2c4", "template": "1"}


def folder(name: str = "Nimbus Logiciels", **changes: Any) -> SimpleNamespace:
    """A client's folder, as much of it as a masthead asks for."""
    house = SimpleNamespace(
        name="Cabinet Exemple",
        logo=None,
        accent="#0B4F6C",
        contact="A. Conseil",
        confidentiality="Confidentiel",
    )
    facts = {
        "id": "demo-nimbus",
        "name": name,
        "year": 2026,
        "fictional": True,
        "settings": SimpleNamespace(distribution=None),
        "house": house,
        "logo": None,
    }
    return SimpleNamespace(**facts | changes)


def scores(name: str = "Recrutement") -> Table:
    """Two dimensions with a score, a share, an interval and a status; one is blank."""
    rows = pd.DataFrame(
        {
            "name": [name, "Respect"],
            "score": [74.25, None],
            "share": [0.54, 0.25],
            "interval": [(60, 81), None],
            "status": [Chip("ok", "Solide"), Gap("2 réponses sur 7")],
        }
    )
    columns = [
        Column("name", "Dimension", "name"),
        Column("score", "Score", "score"),
        Column("share", "Couverture", "percent"),
        Column("interval", "Intervalle", "interval"),
        Column("status", "État", "chip"),
    ]
    return Table("dimensions", rows, columns, "Deux dimensions", "Score de 0 à 100.")


def bars() -> Any:
    """Two bars with their names."""
    figure, ax = theme.figure(1.2, left=2, right=0.5, bottom=0.3)
    ax.barh([1, 0], [74, 66], color=theme.PETROL)
    ax.text(0, 1, "Recrutement", ha="right")
    ax.set_xlim(0, 100)
    return figure


def exhibit(key: str = "dimensions", name: str = "Recrutement") -> Exhibit:
    return Exhibit(
        key,
        bars(),
        "Une dimension progresse, une recule",
        "Score de 0 à 100, n = 10",
        "Score par dimension",
        "Barres horizontales, score de 0 à 100. Recrutement 74 ; Respect 66.",
        scores(name),
        "Source : diagnostic_answers.csv",
    )


def plan(name: str = "Publier la charte") -> MonthPlan:
    actions = [PlannedAction(name, "Direction générale", dt.date(2027, 1, 31), 66.7, 1, 2)]
    return MonthPlan("plan", "Une action tient", "Priorité.", ["déc.", "janv."], actions, [3, 7], 6)


def joint_plan(name: str = "Publier la charte") -> MonthPlan:
    first = PlannedAction(
        name, "Direction générale", dt.date(2026, 11, 8), None, 1, 1, "Direction", "Charte signée"
    )
    return MonthPlan("joint", "Une action", "", ["nov.", "déc."], [first], owners=(name, "Axorial"))


def agreement(name: str = "Nimbus Logiciels") -> Agreement:
    parties = [Party(one, f"{one} s’engage", ["Action 1."]) for one in (name, "Axorial")]
    return Agreement("agreement", "Plan commun", f"Entre {name}.", scores(name), parties, "Bilan.")


def every_part(language: str = "fr", name: str = "Nimbus Logiciels") -> list[Part]:
    """One part of each kind; ``name`` stands wherever a client's text does."""
    page = Page(words.load(language))
    source = SimpleNamespace(path="diagnostic_answers.csv", rows=268, digest="7c1e40b2")
    change = SimpleNamespace(name="diagnostic.monthly_capacity", value=8, default=6)
    return [
        page.masthead(folder(name), as_of="2026-10-31", issued="2026-11-12", versions=VERSIONS),
        page.headline(f"{name} progresse de 7 points."),
        page.decision(f"publier la charte de {name}."),
        page.cards(
            [
                Card("Score", "53", "/ 100", Bullet(53, 46, (25, 45)), None, "+7 points", name),
                Card("Faibles", "4", "sur 8", chip=Chip("late", "À corriger")),
                Card("Projeté", "–", denominator="premier diagnostic"),
            ]
        ),
        page.findings([Finding(name, "Détail.", "dimensions"), Finding("Autre", "", "absente")]),
        page.proposals([Proposal(name, "Direction générale · priorité 67")]),
        page.note(f"## Lecture\n\n{name} <script>alert(1)</script> [site](https://example.org)"),
        page.section("where", "Où en êtes-vous ?", "Huit dimensions."),
        page.all(page.figure(exhibit(name=name)), page.sentence(name)),
        page.table(scores(name)),
        page.cases([Case(name, "Détail")] * 3, "Trois erreurs"),
        page.chain([Link("60", name), Link("6", "partenaires actifs")], "Soixante clients"),
        page.figure(Exhibit("absente", None, "Fonctions", absent="Non mesuré.")),
        page.section("plan", "Que faire ?"),
        page.plan(plan(name)),
        page.plan(joint_plan(name)),
        page.agreement(agreement(name)),
        page.quality([name]),
        page.counts(scores(name)),
        page.sources([source]),
        page.parameters([change]),
        page.method("Trois phrases."),
        page.versions("diagnostic", versions=VERSIONS),
        page.key_figures({"diagnostic.score": {"value": 53.4, "unit": "score", "of": 100}}),
    ]


def assembled(parts: list[Part], language: str = "fr", **more: Any) -> str:
    told = {"title": "Diagnostic annuel", "question": "Où en sommes-nous ?"} | more
    return display.assemble([part.as_json() for part in parts], language=language, **told)


@pytest.fixture(scope="session")
def html() -> str:
    """The page of every part, in French."""
    return assembled(every_part())
