"""What the diagnostic's page says: every case of its sentences, and what it says of little."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.display import Page, assemble, check_page, words
from padlib.display.pages import diagnostic as report
from padlib.display.tables import frozen
from padlib.method import diagnostic
from padlib.method.diagnostic import Diagnosis, Overall, Rules
from tests.display.conftest import folder

ITEMS = banks.load("diagnostic").items
SHORT = diagnostic.form_items(ITEMS, "short")
RULES = Rules.of(banks.rules("diagnostic") | {"effort": banks.effort()})
DIMENSIONS = tuple(RULES.dimension_weights)
FR, EN = words.load("fr"), words.load("en")
DATED = report.Campaign(
    year=2026,
    as_of=dt.date(2026, 10, 31),
    start=dt.date(2026, 9, 14),
    end=dt.date(2026, 10, 16),
    people={"DG": "H. Lenoir", "DIRP": "A. Morel"},
)
UNDATED = report.Campaign(year=2026)

Mark = int | str | None | dict[str, int]


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def answers(marks: Mapping[str, Mark]) -> pd.DataFrame:
    """Answers by item: one mark for two functions entitled to it, or a mark a function."""
    rows = []
    for item, mark in marks.items():
        audience = ITEMS.at[item, "audience"]
        by_function = mark if isinstance(mark, dict) else dict.fromkeys(audience[:2], mark)
        for function, value in by_function.items():
            number = float(value) if isinstance(value, int) else float("nan")
            state = {"NA": "not_applicable", None: "missing"}.get(value, "answered")
            rows.append((f"{function.lower()}1", function, item, number, state, ""))
    columns = ["respondent_id", "function", "item_id", "answer", "state", "comment"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"answer": float, "state": "str", "function": "str", "item_id": "str"})


def marked(level: Mark = 2, **by_dimension: Mark) -> dict[str, Mark]:
    """Every item at one mark, those of the dimensions named at theirs."""
    return {
        str(item): by_dimension.get(dimension, level)
        for item, dimension in ITEMS["dimension"].items()
    }


def diagnosed(
    now: Mapping[str, Mark], then: Mapping[str, Mark] | None = None, **more: Any
) -> Diagnosis:
    previous = None if then is None else answers(then)
    return diagnostic.diagnosis(
        answers(now), more.pop("items", ITEMS), more.pop("rules", RULES), previous, **more
    )


ALL_TWO = diagnosed(marked(2))
HALF = diagnosed(
    {
        item: mark
        for item, mark in marked(2, REC=4).items()
        if ITEMS.at[item, "dimension"] in "EXP RES REC"
    }
)
NOBODY = diagnosed(marked(None))
NO_OBJECT = diagnosed(marked("NA"))
ALL_FOUR = diagnosed(marked(4), marked(4))


# ── headline ──────────────────────────────────────────────────────────────────────────────────


def said(diagnosis: Diagnosis, say: Any = FR) -> str:
    return plain(report.headline(diagnosis, DATED, say))


WEAK_ENG = marked(2, ENG=1)  # 46.75
HEADLINES = {
    "first": (
        diagnosed(WEAK_ENG),
        "Première mesure : votre stratégie partenaires est structurée (47 sur 100) ; "
        "les engagements la freinent.",
        "First measure: your partner strategy is structured (47 of 100); commitments hold it back.",
    ),
    "gains and becomes": (
        diagnosed(WEAK_ENG, marked(1)),
        "Votre stratégie partenaires progresse de 22 points et devient structurée (47 sur 100) ; "
        "les engagements la freinent.",
        "Your partner strategy gains 22 points and becomes structured (47 of 100); "
        "commitments hold it back.",
    ),
    "gains and remains": (
        diagnosed(marked(2, REC=4, RES=1), marked(2, RES=1)),
        "Votre stratégie partenaires progresse de 6 points et reste structurée (53 sur 100) ; "
        "le respect la freine.",
        "Your partner strategy gains 6 points and remains structured (53 of 100); "
        "respect holds it back.",
    ),
    "stable": (
        diagnosed(marked(2, ENG=1, MGT=1), marked(2, ENG=1, MGT=1)),
        "Votre stratégie partenaires reste émergente (43 sur 100, stable) ; "
        "le pilotage et les engagements la freinent.",
        "Your partner strategy remains emerging (43 of 100, stable); "
        "management and commitments hold it back.",
    ),
    "stable across a limit": (
        diagnosed(WEAK_ENG, marked(2, ENG=0)),
        "Votre stratégie partenaires est structurée (47 sur 100, stable) ; "
        "les engagements la freinent.",
        "Your partner strategy is structured (47 of 100, stable); commitments hold it back.",
    ),
    "falls and remains": (
        diagnosed(marked(2, COM=1), marked(2, COM=1, REC=4)),
        "Votre stratégie partenaires recule de 6 points et reste structurée (48 sur 100) ; "
        "la communication la freine.",
        "Your partner strategy loses 6 points and remains structured (48 of 100); "
        "communication holds it back.",
    ),
    "falls and becomes": (
        diagnosed(marked(2), marked(3)),
        "Votre stratégie partenaires recule de 25 points et devient structurée (50 sur 100) ; "
        "aucune des 8 dimensions mesurées n’est faible, les plus basses sont à 50.",
        "Your partner strategy loses 25 points and becomes structured (50 of 100); "
        "none of the 8 dimensions measured is weak, the lowest are at 50.",
    ),
    "not comparable": (
        diagnosed(marked(2, EXP=3), {"D-REC-01": 2}),
        "Votre stratégie partenaires est structurée (53 sur 100), sans comparaison possible avec "
        "2025 ; aucune des 8 dimensions mesurées n’est faible, les plus basses sont à 50.",
        "Your partner strategy is structured (53 of 100), and cannot be compared with 2025; "
        "none of the 8 dimensions measured is weak, the lowest are at 50.",
    ),
    "no weak dimension": (
        diagnosed(marked(3, ORG=2)),
        "Première mesure : votre stratégie partenaires est pilotée (72 sur 100) ; aucune des "
        "8 dimensions mesurées n’est faible, l’organisation est au plus bas, à 50.",
        "First measure: your partner strategy is managed (72 of 100); none of the 8 dimensions "
        "measured is weak, organisation is lowest, at 50.",
    ),
    "more weak ones than named": (
        diagnosed(marked(2, ENG=0, MGT=0, EXP=1)),
        "Première mesure : votre stratégie partenaires est émergente (34 sur 100) ; "
        "le pilotage et les engagements la freinent le plus.",
        "First measure: your partner strategy is emerging (34 of 100); "
        "management and commitments hold it back most.",
    ),
    "all weak": (
        diagnosed(marked(1)),
        "Première mesure : votre stratégie partenaires est émergente (25 sur 100) ; "
        "aucune des 8 dimensions mesurées n’atteint 50.",
        "First measure: your partner strategy is emerging (25 of 100); "
        "none of the 8 dimensions measured reaches 50.",
    ),
    "not published": (
        HALF,
        "Score global non publié : 3 dimensions sur 8 ont assez de réponses, il en faut 6.",
        "Overall score not published: 3 of 8 dimensions have enough answers, 6 are needed.",
    ),
    "one published": (
        diagnosed({item: 2 for item in marked() if item.startswith("D-REC")}),
        "Score global non publié : 1 dimension sur 8 a assez de réponses, il en faut 6.",
        "Overall score not published: 1 of 8 dimensions has enough answers, 6 are needed.",
    ),
    "nothing published": (
        NOBODY,
        "Score global non publié : aucune des 8 dimensions n’a assez de réponses, il en faut 6.",
        "Overall score not published: none of the 8 dimensions has enough answers, 6 are needed.",
    ),
    "no object": (
        NO_OBJECT,
        "Score global non publié : toutes les pratiques sont déclarées sans objet, aucune "
        "dimension ne peut être notée.",
        "Overall score not published: every practice is declared not applicable, so no dimension "
        "can be scored.",
    ),
}


@pytest.mark.parametrize(("diagnosis", "french", "english"), HEADLINES.values(), ids=HEADLINES)
def test_the_headline_of_each_case(diagnosis: Diagnosis, french: str, english: str) -> None:
    assert (said(diagnosis), said(diagnosis, EN)) == (french, english)


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (1, "en progrès de 22 points à questions égales"),
        (4, "en recul de 53 points à questions égales"),
    ],
)
def test_no_band_is_said_to_be_reached_when_the_common_questions_say_another(
    then: int, expected: str
) -> None:
    known = diagnosed(WEAK_ENG, marked(then))
    assert known.comparison is not None
    apart = replace(known, comparison=replace(known.comparison, band=1))
    assert said(apart).startswith(
        f"Votre stratégie partenaires est structurée (47 sur 100), {expected}"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_headline_in_the_words_names_the_band_and_ends_with_a_full_stop(
    language: str,
) -> None:
    say = words.load(language)
    table = [key for key in sorted(say.keys()) if key.startswith("diagnostic.headline.")]
    assert len(table) == 10 * 5 + 3
    values = {
        "score": 52.3,
        "band": "structurée",
        "points": 8,
        "previous_year": 2025,
        "published": 8,
        "applicable": 8,
        "needed": 6,
        "weak": ["les engagements", "le pilotage"],
        "number": 2,
        "threshold": 50,
        "lowest": "les attentes",
        "lowest_score": 58.0,
    }
    for key in table:
        sentence = say(key, **values)
        assert sentence.endswith(".") and "  " not in sentence
        assert "unpublished" in key or ("structurée" in sentence and "52" in sentence)


# ── decision ──────────────────────────────────────────────────────────────────────────────────

ENGAGED = diagnosed(marked(3, ENG=0))


def test_the_decision_is_the_first_action_with_its_owner_and_its_date_in_words() -> None:
    assert plain(report.decision(ENGAGED, DATED, FR)) == (
        "signer avec chaque partenaire stratégique une page d’engagements réciproques chiffrés. "
        "Responsable : A. Morel (Direction des partenariats) ; échéance : 31 décembre 2026."
    )
    assert plain(report.decision(ENGAGED, UNDATED, EN)) == (
        "sign one page of quantified mutual commitments with each strategic partner. "
        "Owner: Head of partnerships; due: end of month 2 of the plan."
    )


def test_the_decision_when_no_action_fits_is_to_set_a_date() -> None:
    tight = diagnosed(marked(0), rules=replace(RULES, horizon_months=1, monthly_capacity=0))
    assert plain(report.decision(tight, DATED, FR)).startswith(
        "fixer la date de l’action prioritaire, qui n’entre pas dans le plan de 1 mois : "
    )


def test_the_decision_without_answers_enough_is_to_obtain_them() -> None:
    assert plain(report.decision(HALF, DATED, FR)).startswith("obtenir ")
    assert "pour publier le score global, dans " in plain(report.decision(HALF, DATED, FR))
    assert plain(report.decision(HALF, DATED, FR)).endswith("échéance : 30 novembre 2026.")
    assert plain(report.decision(HALF, UNDATED, FR)).endswith("fin du mois 1 du plan.")


def test_the_decision_when_all_is_acquired_or_nothing_is_rated() -> None:
    assert "refaire le diagnostic dans un an" in report.decision(ALL_FOUR, DATED, FR)
    assert report.decision(NO_OBJECT, DATED, EN).startswith("check the answer file")


# ── cards ─────────────────────────────────────────────────────────────────────────────────────


def test_the_five_cards_of_a_year_with_another_before() -> None:
    cards = report.cards(diagnosed(WEAK_ENG, marked(1)), DATED, FR)
    assert [card.value for card in cards] == [
        "47",
        "0",
        "0",
        plain("100\u00a0%").replace(" ", "\u00a0"),
        "57",
    ]
    score, dimensions, functions, coverage, projected = cards
    assert plain(score.trend) == "Structuré · +22 points sur un an"
    assert plain(score.denominator) == "trait : 2025 (25)"
    assert score.bullet is not None and score.bullet.tick == pytest.approx(25)
    assert dimensions.chip is not None and dimensions.chip.word == "1 faible, sous 50"
    assert functions.chip is not None and functions.chip.code == "ok"
    assert "2 fonctions" not in functions.denominator
    assert plain(coverage.denominator).endswith("toutes ont une réponse")
    assert plain(projected.label) == "Score visé en avril 2027"


def test_a_card_without_a_value_says_why() -> None:
    for diagnosis in (HALF, NOBODY, NO_OBJECT):
        for card in report.cards(diagnosis, UNDATED, FR):
            assert card.value != "–" or card.denominator
    assert plain(report.cards(HALF, DATED, FR)[0].denominator) == (
        "3 dimensions publiées sur 8, il en faut 6"
    )


def test_one_function_alone_is_no_agreement() -> None:
    alone = diagnosed({"D-EXP-01": {"DG": 3}, "D-EXP-03": {"DG": 1}})
    card = report.cards(alone, DATED, FR)[2]
    assert (card.value, card.denominator) == ("–", "une seule fonction a répondu")
    assert "une seule fonction a répondu (Direction générale)" in str(
        report.functions(alone, DATED, FR).absent
    )


# ── findings and proposals ────────────────────────────────────────────────────────────────────


def finding(diagnosis: Diagnosis, rank: int = 0, say: Any = FR) -> str:
    one = report.findings(diagnosis, DATED, say)[rank]
    return plain(f"{one.text} {one.detail}").strip()


def with_actions(*statuses: str) -> Diagnosis:
    ids = [str(item) for item in ITEMS.index[: len(statuses)]]
    frame = pd.DataFrame({"action_id": ids, "status": list(statuses)})
    return diagnosed(marked(2), actions=frame)


def test_findings_open_with_what_became_of_last_years_actions() -> None:
    assert finding(with_actions("done", "done", "late")) == (
        "2 des 3 actions proposées en 2025 sont faites."
    )
    assert finding(with_actions("done", "dropped")) == (
        "1 des 2 actions proposées en 2025 est faite. "
        "Abandonnée : Proposition de valeur par famille de revendeurs."
    )
    assert finding(with_actions("done", "done")) == "Les 2 actions proposées en 2025 sont faites."
    assert finding(with_actions("late", "planned")) == (
        "Aucune des 2 actions proposées en 2025 n’est faite."
    )
    assert finding(with_actions("done")) == "L’action proposée en 2025 est faite."
    assert finding(with_actions("late")) == "L’action proposée en 2025 n’est pas faite."


def test_an_empty_follow_up_is_no_finding() -> None:
    assert "actions" not in finding(with_actions())


DIMENSION_FINDINGS = {
    "first": (
        diagnosed(marked(2, REC=3, ENG=1)),
        "Recrutement : la dimension la plus haute, à 75 sur 100. "
        "Au plus bas, les engagements, à 25.",
    ),
    "equal": (ALL_TWO, "Les 8 dimensions publiées sont au même niveau, à 50 sur 100."),
    "widest rise": (
        diagnosed(marked(2, REC=3, RES=3), marked(2, REC=1)),
        "Recrutement : +50 points en un an. "
        "C’est la plus forte progression ; 6 des 6 pratiques y sont acquises.",
    ),
    "only move": (
        diagnosed(marked(2, REC=3), marked(2)),
        "Recrutement : +25 points en un an. "
        "C’est la seule dimension qui bouge ; 6 des 6 pratiques y sont acquises.",
    ),
    "one falls, one rises": (
        diagnosed(marked(2, ENG=1, REC=3), marked(2)),
        "Engagements : −25 points en un an. "
        "C’est le seul recul ; à l’inverse, le recrutement progresse de 25 points.",
    ),
    "two fall": (
        diagnosed(marked(2, ENG=0, REC=1), marked(2)),
        "Engagements : −50 points en un an. C’est le plus fort recul.",
    ),
    "one falls": (
        diagnosed(marked(2, ENG=1), marked(2)),
        "Engagements : −25 points en un an. C’est la seule dimension qui bouge.",
    ),
    "none moves": (
        diagnosed(marked(2, REC=3, ENG=1), marked(2, REC=3, ENG=1)),
        "Aucune dimension ne bouge de 5 points ou plus en un an. "
        "Au plus haut, le recrutement (75) ; au plus bas, les engagements (25).",
    ),
    "one published": (
        diagnosed({item: 2 for item in marked() if item.startswith("D-REC")}),
        "Recrutement : la seule dimension publiée, à 50 sur 100.",
    ),
    "none published": (
        NOBODY,
        "Aucune dimension n’a assez de réponses pour être publiée. "
        "Respect en est la plus proche : il en manque 3.",
    ),
    "no object": (NO_OBJECT, "Aucune dimension ne peut être notée."),
}


@pytest.mark.parametrize(
    ("diagnosis", "expected"), DIMENSION_FINDINGS.values(), ids=DIMENSION_FINDINGS
)
def test_the_finding_on_dimensions_of_each_case(diagnosis: Diagnosis, expected: str) -> None:
    assert finding(diagnosis) == expected


PRACTICE_FINDINGS = {
    "none to build": (
        ALL_TWO,
        "Aucune pratique n’est à construire : toutes dépassent 1,5 sur 4. "
        "Aucune n’est encore acquise, sur 54 notées.",
    ),
    "one": (
        diagnosed(marked(3) | {"D-ENG-02": 0}),
        "Une seule pratique reste à construire : Charte de conduite et son application. "
        "53 sur 54 sont acquises.",
    ),
    "one dimension": (
        diagnosed(marked(2, ENG=1)),
        "6 pratiques restent à construire, toutes dans les engagements. "
        "Aucune n’est encore acquise, sur 54 notées.",
    ),
    "two dimensions": (
        diagnosed(marked(2, ENG=1, MGT=1)),
        "14 pratiques restent à construire, d’abord dans le pilotage (8) et les engagements (6). "
        "Aucune n’est encore acquise, sur 54 notées.",
    ),
    "everywhere alike": (
        diagnosed(marked(2) | {f"D-{one}-01": 1 for one in DIMENSIONS}),
        "8 pratiques restent à construire, réparties sur 8 dimensions. "
        "Aucune n’est encore acquise, sur 54 notées.",
    ),
    "none rated": (NOBODY, "Aucune pratique n’est notée."),
}


@pytest.mark.parametrize(
    ("diagnosis", "expected"), PRACTICE_FINDINGS.values(), ids=PRACTICE_FINDINGS
)
def test_the_finding_on_practices_of_each_case(diagnosis: Diagnosis, expected: str) -> None:
    assert finding(diagnosis, 1) == expected


def opposed(*items: str, low: str = "DIRP", high: str = "DG") -> dict[str, Mark]:
    return marked(2) | {item: {low: 1, high: 3} for item in items}


FUNCTION_FINDINGS = {
    "agreed": (
        ALL_TWO,
        "Les fonctions voient la même chose. "
        "Aucun écart n’atteint 1,5 point, sur 54 pratiques comparées.",
    ),
    "one": (
        diagnosed(opposed("D-EXP-03")),
        "Une pratique divise les fonctions : Horizon de retour attendu de l’indirect. "
        "2,0 points séparent la direction des partenariats et la direction générale.",
    ),
    "always the same": (
        diagnosed(opposed("D-EXP-03", "D-EXP-04")),
        "2 pratiques divisent les fonctions. "
        "Chaque fois, la note la plus haute est donnée par la direction générale.",
    ),
    "mostly": (
        diagnosed(opposed("D-EXP-03", "D-EXP-04") | {"D-PRO-03": {"SUP": 4, "RD": 0}}),
        "3 pratiques divisent les fonctions. "
        "Dans 2 cas sur 3, la note la plus haute est donnée par la direction générale.",
    ),
    "a pair": (
        diagnosed(
            opposed("D-EXP-03")
            | opposed("D-EXP-04", low="DG", high="DIRP")
            | {"D-EXP-03": {"DIRP": 1, "DG": 3}}
        ),
        "2 pratiques divisent les fonctions. "
        "L’opposition entre la direction générale et la direction des partenariats revient 2 fois.",
    ),
    "nothing common": (
        diagnosed(opposed("D-EXP-03") | {"D-PRO-03": {"SUP": 4, "RD": 0}}),
        "2 pratiques divisent les fonctions. "
        "Le plus large écart : Délais de réponse du support et de l’avant-vente (4,0 points).",
    ),
    "nobody": (
        NOBODY,
        "Aucune fonction n’a donné de note. "
        "Une ligne par personne et par question, dans diagnostic_answers.csv.",
    ),
    "apart": (
        diagnosed({"D-EXP-01": {"DG": 3}, "D-PRO-03": {"SUP": 3}}),
        "Aucune pratique n’est notée par deux fonctions. "
        "Leurs avis ne peuvent pas encore être comparés.",
    ),
}


@pytest.mark.parametrize(
    ("diagnosis", "expected"), FUNCTION_FINDINGS.values(), ids=FUNCTION_FINDINGS
)
def test_the_finding_on_functions_of_each_case(diagnosis: Diagnosis, expected: str) -> None:
    assert finding(diagnosis, 2) == expected


def test_a_proposal_names_owner_date_and_priority() -> None:
    first = report.proposals(ENGAGED, DATED, FR)[0]
    assert first.text.startswith("Signer avec chaque partenaire stratégique")
    assert plain(first.who) == (
        "A. Morel (Direction des partenariats) · pour le 31/12/2026 · priorité 100"
    )
    assert plain(report.proposals(ENGAGED, UNDATED, EN)[0].who) == (
        "Head of partnerships · end of month 2 · priority 100"
    )


def test_without_answers_enough_the_first_proposal_is_to_obtain_them() -> None:
    first = report.proposals(HALF, DATED, FR)[0]
    assert (
        plain(first.text)
        == f"Obtenir {len(HALF.to_obtain)} réponses pour publier 5 dimensions de plus."
    )
    assert plain(first.who).endswith("pour le 30/11/2026 · avant le plan")


def test_with_all_acquired_the_proposal_is_to_keep_it() -> None:
    (only,) = report.proposals(ALL_FOUR, DATED, EN)
    assert only.text.startswith("Keep the evidence") and "upkeep" in only.who


# ── figures ───────────────────────────────────────────────────────────────────────────────────

DIMENSION_TITLES = {
    "first, some weak": (
        diagnosed(marked(2, ENG=1)),
        "1 dimension est faible, sous 50, sur 8 publiées",
    ),
    "first, none weak": (
        diagnosed(marked(2, REC=3)),
        "Aucune des 8 dimensions publiées n’est faible ; elles vont de 50 à 75",
    ),
    "first, all weak": (
        diagnosed(marked(1, ENG=0)),
        "Aucune des 8 dimensions publiées n’atteint 50",
    ),
    "equal": (ALL_TWO, "Les 8 dimensions publiées sont au même niveau (50 sur 100)"),
    "one rises, one falls, one weak": (
        diagnosed(marked(2, ENG=1, REC=3), marked(2)),
        "1 dimension progresse, les engagements reculent ; 1 est faible, sous 50",
    ),
    "one rises, one falls": (
        diagnosed(marked(3, RES=2, REC=4), marked(3)),
        "1 dimension progresse, le respect recule ; aucune n’est faible",
    ),
    "rise, weak": (
        diagnosed(marked(2, ENG=1), marked(1)),
        "7 dimensions progressent, aucune ne recule ; 1 est faible, sous 50",
    ),
    "rise": (
        diagnosed(marked(2, ENG=3), marked(1)),
        "8 dimensions progressent, aucune ne recule et aucune n’est faible",
    ),
    "fall, weak": (
        diagnosed(marked(2, ENG=1, RES=1), marked(2)),
        "Aucune dimension ne progresse, le respect et les engagements reculent ; "
        "2 sont faibles, sous 50",
    ),
    "fall": (
        diagnosed(marked(3, ENG=2), marked(3)),
        "Aucune dimension ne progresse, les engagements reculent ; aucune n’est faible",
    ),
    "stable, weak": (
        diagnosed(marked(2, ENG=1), marked(2, ENG=1)),
        "Les dimensions comparées sont stables ; 1 est faible, sous 50",
    ),
    "stable": (
        diagnosed(marked(2, ENG=3), marked(2, ENG=3)),
        "Les dimensions comparées sont stables, et aucune n’est faible",
    ),
    "one published": (
        diagnosed({item: 1 for item in marked() if item.startswith("D-REC")}),
        "Une seule dimension est publiée : le recrutement, à 25 sur 100",
    ),
    "none published": (NOBODY, "Aucune dimension n’a assez de réponses pour être publiée"),
}


@pytest.mark.parametrize(("diagnosis", "title"), DIMENSION_TITLES.values(), ids=DIMENSION_TITLES)
def test_the_title_of_the_dimensions_of_each_case(diagnosis: Diagnosis, title: str) -> None:
    exhibit = report.dimensions(diagnosis, DATED, FR)
    assert plain(exhibit.title) == title
    assert exhibit.absent is None or "il faut 3 pratiques notées et 60 %" in plain(exhibit.absent)


PRACTICE_TITLES = {
    "both": (
        diagnosed(marked(2, ENG=1, REC=3)),
        "6 pratiques sont acquises et 6 restent à construire, sur 54 notées",
    ),
    "one each": (
        diagnosed(marked(2) | {"D-ENG-01": 1, "D-REC-01": 3}),
        "1 pratique est acquise et 1 reste à construire, sur 54 notées",
    ),
    "acquired": (
        diagnosed(marked(2, REC=3)),
        "6 pratiques sont acquises, aucune n’est à construire, sur 54 notées",
    ),
    "to build": (
        diagnosed(marked(2, ENG=1)),
        "Aucune pratique n’est acquise et 6 restent à construire, sur 54 notées",
    ),
    "neither": (
        diagnosed(marked(2) | {"D-ENG-01": {"DG": 2, "DIRP": 3}}),
        "Aucune pratique n’est acquise et aucune n’est à construire, sur 54 notées",
    ),
    "equal": (ALL_TWO, "Les 54 pratiques notées sont au même niveau (2,0)"),
    "none": (NOBODY, "Aucune pratique n’est notée"),
}


@pytest.mark.parametrize(("diagnosis", "title"), PRACTICE_TITLES.values(), ids=PRACTICE_TITLES)
def test_the_title_of_the_practices_of_each_case(diagnosis: Diagnosis, title: str) -> None:
    assert plain(report.practices(diagnosis, DATED, FR).title) == title


FUNCTION_TITLES = {
    "one": (
        diagnosed(opposed("D-EXP-03")),
        "Sur une pratique, la direction des partenariats et la direction générale ne voient pas "
        "la même chose",
    ),
    "always the same pair": (
        diagnosed(opposed("D-EXP-03", "D-EXP-04")),
        "Sur 2 pratiques, la direction des partenariats et la direction générale ne voient pas "
        "la même chose",
    ),
    "a pair": (
        diagnosed(opposed("D-EXP-03", "D-EXP-04") | {"D-PRO-03": {"SUP": 4, "RD": 0}}),
        "Sur 3 pratiques, les fonctions ne voient pas la même chose ; la direction des "
        "partenariats et la direction générale s’opposent sur 2 d’entre elles",
    ),
    "no pair twice": (
        diagnosed(opposed("D-EXP-03") | {"D-PRO-03": {"SUP": 4, "RD": 0}}),
        "Sur 2 pratiques, les fonctions ne voient pas la même chose, et aucune opposition ne se "
        "répète",
    ),
    "agreed": (ALL_TWO, "Les fonctions voient la même chose"),
}


@pytest.mark.parametrize(("diagnosis", "title"), FUNCTION_TITLES.values(), ids=FUNCTION_TITLES)
def test_the_title_of_the_functions_of_each_case(diagnosis: Diagnosis, title: str) -> None:
    assert plain(report.functions(diagnosis, DATED, FR).title) == title


def test_at_most_eight_practices_are_drawn_and_all_stand_in_the_table() -> None:
    items = [str(item) for item in ITEMS.index if {"DG", "DIRP"} <= set(ITEMS.at[item, "audience"])]
    exhibit = report.functions(diagnosed(opposed(*items[:10])), DATED, FR)
    assert "Les 8 écarts les plus larges, sur 10" in plain(exhibit.subtitle)
    assert exhibit.table is not None and len(exhibit.table.rows) == 10


PROJECTION_TITLES = {
    "two": (
        diagnosed(marked(3, ENG=1, REC=1)),
        "Mené à terme, le plan porte le score de 63 à 75, par les engagements et le recrutement",
    ),
    "one": (
        diagnosed(marked(3, ENG=1)),
        "Mené à terme, le plan porte le score de 69 à 75, par les engagements seulement",
    ),
    "not published": (
        HALF,
        "Mené à terme, le plan relève 2 dimensions publiées ; le score global n’est pas publié",
    ),
    "no action": (ALL_FOUR, "Le score reste ce qu’il est"),
    "nothing": (NOBODY, "Le plan n’est pas encore projeté"),
}


@pytest.mark.parametrize(("diagnosis", "title"), PROJECTION_TITLES.values(), ids=PROJECTION_TITLES)
def test_the_title_of_the_projection_of_each_case(diagnosis: Diagnosis, title: str) -> None:
    assert plain(report.projection(diagnosis, DATED, FR).title) == title


def test_each_score_is_in_the_description_and_in_the_data() -> None:
    diagnosis = diagnosed(marked(2, ENG=1, REC=3), marked(2))
    exhibit = report.dimensions(diagnosis, DATED, FR)
    assert plain(exhibit.description).startswith(
        "Barres horizontales, score de 0 à 100. Recrutement 75 (50 en 2025) ; "
        "Attentes 50 (50 en 2025)"
    )
    assert exhibit.table is not None
    data = frozen(exhibit.table)["rows"]
    assert [row[1] for row in data] == [75, 50, 50, 50, 50, 50, 50, 25]
    assert "Évolution sur 54 pratiques notées les deux années" in plain(exhibit.source)
    assert plain(exhibit.source).startswith(
        "Source : diagnostic_answers.csv, réponses du 14 septembre 2026 au 16 octobre 2026."
    )


def test_an_unpublished_dimension_has_its_reason_in_place_of_a_number() -> None:
    exhibit = report.dimensions(HALF, DATED, FR)
    assert exhibit.table is not None
    last = frozen(exhibit.table)["rows"][-1]
    assert plain(last[1]["gap"]).startswith("réponses insuffisantes (0 sur ")


# ── plan, answers to obtain, notes ────────────────────────────────────────────────────────────


def planned(diagnosis: Diagnosis, told: report.Campaign = DATED) -> Mapping[str, Any]:
    return report.plan(Page(FR), diagnosis, told).as_json()


def test_the_plan_names_its_months_once_the_date_of_the_data_is_known() -> None:
    assert planned(ENGAGED)["data"]["months"] == ["nov.", "déc.", "janv.", "févr.", "mars", "avr."]
    undated = planned(ENGAGED, UNDATED)["data"]
    assert undated["months"] == ["M1", "M2", "M3", "M4", "M5", "M6"]
    assert {action["due"] for action in undated["actions"]} == {None}
    assert plain(report.plan_question(ENGAGED, UNDATED, FR)) == "Que faire d’ici 6 mois ?"
    assert plain(report.plan_question(ENGAGED, DATED, FR)) == "Que faire d’ici fin avril 2027 ?"


def test_what_waits_is_said_in_one_sentence_with_its_reason() -> None:
    tight = planned(diagnosed(marked(0), rules=replace(RULES, monthly_capacity=2)))["data"]
    assert plain(tight["note"]).startswith("En attente : ")
    assert "faute de capacité" in tight["note"]
    short = planned(diagnosed(marked(0), rules=replace(RULES, horizon_months=1)))["data"]
    assert "plus longue que le plan" in plain(short["note"])


def test_actions_come_by_priority() -> None:
    priorities = [action["priority"] for action in planned(diagnosed(marked(0)))["data"]["actions"]]
    assert priorities == sorted(priorities, reverse=True)


def test_without_action_the_plan_is_a_sentence() -> None:
    assert planned(ALL_FOUR)["kind"] == "sentence"
    assert "n’atteint une priorité de 15" in plain(planned(ALL_FOUR)["data"]["text"])
    assert planned(NOBODY)["data"]["text"].startswith("Pas encore de plan")


def test_answers_to_obtain_name_practice_people_and_file() -> None:
    table = report.missing(Page(FR), HALF, DATED).as_json()["data"]["table"]
    assert "diagnostic_answers.csv" in table["sub"]
    assert len(table["rows"]) == len(HALF.to_obtain)
    assert all("(D-" in row[0] for row in table["rows"])
    assert any("H. Lenoir (Direction générale)" in row[2] for row in table["rows"])
    assert report.missing(Page(FR), ALL_TWO, DATED).as_json()["data"]["parts"] == []


def test_lists_below_their_number_are_completed_and_say_so() -> None:
    table = report.strengths(ALL_TWO, DATED, FR)
    assert list(table.rows["reading"]) == ["relatif"] * 3
    assert "(relatif)" in table.sub
    assert "reading" not in {column.key for column in report.strengths(ALL_FOUR, DATED, FR).columns}
    assert report.weaknesses(NOBODY, DATED, FR).empty.endswith("diagnostic_answers.csv.")


def test_the_classic_mistakes_are_those_of_the_lowest_practices() -> None:
    part = report.mistakes(Page(FR), ENGAGED).as_json()
    assert len(part["data"]["items"]) == 3
    first = part["data"]["items"][0]
    assert plain(first["title"]) == "« Supposer que les partenaires ont besoin de nous »"
    assert "D-ENG-01" in first["detail"] and "0,0 sur 4" in plain(first["detail"])
    assert report.mistakes(Page(FR), NOBODY).as_json()["kind"] == "sentence"


def test_warnings_are_full_sentences() -> None:
    said_of_half = [plain(text) for text in report.quality(HALF, FR)]
    assert any(
        text.startswith("Communication : 0 % des questions pondérées") for text in said_of_half
    )
    for diagnosis in (HALF, NOBODY, NO_OBJECT, ALL_TWO):
        for say in (FR, EN):
            assert all(text.endswith(".") for text in report.quality(diagnosis, say))


def test_the_comparison_is_told_with_the_questions_it_rests_on() -> None:
    diagnosis = diagnosed(WEAK_ENG, marked(1))
    assert [plain(text) for text in report.common_items(diagnosis, DATED, FR)] == [
        "2026 et 2025 sont comparées sur 54 pratiques notées les deux années : "
        "47 contre 25 sur 100."
    ]
    assert report.common_items(ALL_TWO, DATED, FR) == []


def test_key_figures_have_the_names_of_the_manifest_and_a_reason_when_empty() -> None:
    known = report.key_figures(diagnosed(WEAK_ENG, marked(1)), FR)
    assert known["diagnostic.score"]["value"] == pytest.approx(46.75)
    assert known["diagnostic.change"]["value"] == pytest.approx(21.75)
    assert known["diagnostic.band"]["value"] == "structured"
    assert known["diagnostic.dimension.ENG"]["value"] == pytest.approx(25)
    names = {name.removeprefix("diagnostic.") for name in known}
    assert names == {
        *("score", "projected", "score_previous", "change", "band", "coverage", "respondents"),
        *("functions", "strong_dimensions", "weak_dimensions", "misaligned"),
        *("actions_scheduled", "actions_later", "last_actions_done"),
        *(f"dimension.{one}" for one in DIMENSIONS),
    }
    for diagnosis in (HALF, NOBODY, NO_OBJECT):
        for figure in report.key_figures(diagnosis, FR).values():
            assert figure["value"] is not None or figure["reason"]


# ── the whole page ────────────────────────────────────────────────────────────────────────────


def whole(diagnosis: Diagnosis, told: report.Campaign, language: str) -> str:
    """The page as the workbook shows it."""
    say = words.load(language)
    page = Page(say)
    parts = [
        page.masthead(folder(), as_of=told.as_of, issued="2026-11-12"),
        page.headline(report.headline(diagnosis, told, say)),
        page.decision(report.decision(diagnosis, told, say)),
        page.cards(report.cards(diagnosis, told, say)),
        page.findings(report.findings(diagnosis, told, say)),
        page.proposals(report.proposals(diagnosis, told, say)),
        page.section("where", say("diagnostic.section.dimensions")),
        page.figure(report.dimensions(diagnosis, told, say)),
        report.missing(page, diagnosis, told),
        page.figure(report.practices(diagnosis, told, say)),
        page.table(report.strengths(diagnosis, told, say)),
        page.table(report.weaknesses(diagnosis, told, say)),
        report.mistakes(page, diagnosis),
        page.figure(report.functions(diagnosis, told, say)),
        page.section("do", report.plan_question(diagnosis, told, say)),
        report.plan(page, diagnosis, told),
        page.figure(report.projection(diagnosis, told, say)),
        page.quality(report.quality(diagnosis, say)),
        page.counts(report.counts(diagnosis, say)),
        page.sources([], more=report.common_items(diagnosis, told, say)),
        page.method(report.method(diagnosis, say)),
        page.key_figures(report.key_figures(diagnosis, say)),
    ]
    return assemble([part.as_json() for part in parts], language=language, title="Diagnostic 360°")


POOR = {
    "nobody answered": NOBODY,
    "nothing has an object": NO_OBJECT,
    "one answer": diagnosed({"D-EXP-01": {"DG": 0}}),
    "one practice short form": diagnosed({"D-ENG-01": 4}, items=SHORT),
    "half": HALF,
    "all equal": ALL_TWO,
    "all acquired": ALL_FOUR,
    "one function": diagnosed(
        {str(item): {"DIRP": 1} for item in ITEMS.index if "DIRP" in ITEMS.at[item, "audience"]}
    ),
}


@pytest.mark.parametrize("told", [DATED, UNDATED], ids=["dated", "undated"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("diagnosis", POOR.values(), ids=POOR)
def test_a_page_of_little_still_leaves(
    diagnosis: Diagnosis, language: str, told: report.Campaign
) -> None:
    html = whole(diagnosis, told, language)
    assert check_page(html) == []
    assert re.search(r"\b(?:nan|inf|NaN)\b|>None<", html) is None


MARKS = st.sampled_from([0, 1, 2, 3, 4, 4, "NA", None])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    now=st.dictionaries(st.sampled_from(sorted(map(str, ITEMS.index))), MARKS, min_size=1),
    then=st.none()
    | st.dictionaries(st.sampled_from(sorted(map(str, ITEMS.index))), MARKS, min_size=1),
)
def test_any_answers_make_a_page_in_both_languages(
    now: dict[str, Mark], then: dict[str, Mark] | None
) -> None:
    diagnosis = diagnosed(now, then)
    for language in ("fr", "en"):
        assert check_page(whole(diagnosis, DATED, language)) == []


def test_the_campaign_is_that_of_the_folders_year() -> None:
    dates = SimpleNamespace(from_=dt.date(2026, 9, 14), to=dt.date(2026, 10, 16))
    settings_of = SimpleNamespace(people={"DG": "H. Lenoir"}, campaign=lambda _year: dates)
    sources = [SimpleNamespace(path="2026/diagnostic_answers.xlsx")]
    opened = SimpleNamespace(year=2026, settings=settings_of, sources=sources)
    told = report.campaign(opened, dt.date(2026, 10, 31))
    assert (told.file, told.start) == ("diagnostic_answers.xlsx", dt.date(2026, 9, 14))
    assert told.due(4) == dt.date(2027, 2, 28)


def test_no_overall_is_ever_banded_without_a_score() -> None:
    empty = replace(ALL_TWO, overall=Overall(None, None, 0, 8, 6))
    assert said(empty).startswith("Score global non publié")
