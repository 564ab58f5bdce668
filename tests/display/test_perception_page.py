"""What the perception's page says: every case of its sentences, what it says of few partners, and
what the page handed back to a partner never holds."""

import datetime as dt
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.display import Page, assemble, check_page, words
from padlib.display.pages import perception as report
from padlib.display.tables import frozen
from padlib.method import perception
from padlib.method.perception import Rules, Survey
from tests.display.conftest import folder
from tests.display.test_diagnostic_figures import printed
from tests.interviews import ITEMS, RATED, everywhere, told

RULES = Rules.of(banks.rules("perception") | {"effort": banks.effort()})
UNNAMED = replace(RULES, named=False)
FR, EN = words.load("fr"), words.load("en")
DIAGNOSTIC = banks.load("diagnostic").items.index
LEVELS = pd.Series(3.0, index=DIAGNOSTIC)  # 75 of 100 everywhere
NAMES = ["Axorial", "Calvendre", "Estivane", "Fauvernel", "Gravoise", "Hautelyre", "Isarvelle"]
NAMES += ["Jonquerive", "Kelmoran", "Lorvance"]
NETWORK = pd.DataFrame(
    {
        "name": NAMES,
        "status": "active",
        "revenue_n": [98_765.0 + i for i in range(len(NAMES))],
        "channel_manager": "L. Faber",
    },
    index=pd.Index([f"p{i:02}" for i in range(len(NAMES))], dtype="str", name="partner_id"),
)
DATED = report.Campaign(
    year=2026,
    as_of=dt.date(2026, 10, 31),
    start=dt.date(2026, 9, 14),
    end=dt.date(2026, 10, 16),
    people={"DG": "H. Lenoir", "DIRP": "A. Morel"},
    names={str(one): str(name) for one, name in NETWORK["name"].items()},
    partners=NETWORK,
    vendor="Nimbus",
)
UNDATED = report.Campaign(year=2026, vendor="Nimbus")
HANDED = replace(DATED, partner=True)


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def lines(
    n: int, mark: int | str = 3, importance: int | str = 4, **factors: int | str
) -> list[str]:
    """So many partners, all alike: every item at one mark, those of the factors at theirs."""
    return [
        line
        for i in range(n)
        for factor in ("VA", "SC", "OR", "PR")
        for line in everywhere(
            f"p{i:02}",
            factors.get(factor, mark),
            importance,
            items=RATED[RATED["factor"] == factor],
        )
    ]


def heard(answers: list[str], rules: Rules = RULES, **more: Any) -> Survey:
    given = {"partners": NETWORK} | more
    return perception.survey(told(*answers), ITEMS, rules, **given)


WORDS = [
    "p00 p00 P-OR-07 1 5 Promis en mars, rien en octobre",
    "p01 p01 P-OR-07 2 5 Des promesses",
    "p00 p00 P-OPN-02 - - Tenir ce qui est dit",
]


def spoken(answers: list[str]) -> list[str]:
    """Answers in which two partners say what they think of commitments."""
    kept = [line for line in answers if not line.startswith(("p00 p00 P-OR-07", "p01 p01 P-OR-07"))]
    return [*kept, *(line for line in WORDS if line[:3] in {line[:3] for line in answers})]


def against(item: str, answers: list[str], mark: int = 1, *, rest: bool = False) -> list[str]:
    """Answers in which two partners in three, or the rest, give an item another mark."""
    rows = [line.split() for line in answers]
    return [
        " ".join([*row[:3], str(mark), *row[4:]])
        if row[2] == item and bool(int(row[0][1:]) % 3) != rest
        else line
        for row, line in zip(rows, answers, strict=True)
    ]


MIRRORED = [f"p{i:02} @cm {item} 5" for i in range(10) for item in ("P-VA-01", "P-OR-07")]
RICH = heard(
    spoken(lines(10, 3, VA=4, PR=2)) + MIRRORED + [f"p{i:02} p P-NPS-01 9" for i in range(10)],
    levels=LEVELS,
    previous=told(*lines(9, 3, VA=3, PR=2)),
)
SIX = heard(spoken(lines(6, 3, VA=5, SC=2, OR=2)), levels=LEVELS)
FOUR = heard(spoken(lines(4, 3, VA=4, OR=2)))
TWO = heard(spoken(lines(2)))
HIDDEN = heard(spoken(lines(4)), UNNAMED)
NOBODY = heard([])
NA_ALONE = heard(lines(9, "NA"))
PERFECT = heard(lines(9, 5))
UNWEIGHED = heard(lines(9, 3, "-"))
HALF = heard([line for line in lines(9) if " P-VA-" in line or " P-SC-" in line])
SHORT = heard([*lines(3), *(f"p{i:02} p P-VA-01 3 4" for i in range(3, 9))])
PLAIN = heard(lines(9, 4))

SURVEYS = {
    "rich": RICH,
    "six": SIX,
    "four": FOUR,
    "two": TWO,
    "hidden": HIDDEN,
    "nobody": NOBODY,
    "nothing has an object": NA_ALONE,
    "perfect": PERFECT,
    "no importance": UNWEIGHED,
    "two factors": HALF,
    "few answers": SHORT,
    "all alike": PLAIN,
    "unnamed": heard(spoken(lines(9, 2)), UNNAMED, levels=LEVELS),
}


# ── headline ──────────────────────────────────────────────────────────────────────────────────

HEADLINES = {
    "both": (
        heard(lines(9, 3, VA=4, PR=2)),
        "Vos partenaires vous donnent 53 sur 100 : ils apprécient la valeur ajoutée du "
        "partenariat, ils doutent des programmes de support et d’animation (indice 25).",
        "Your partners score you 53 out of 100: they appreciate the value added by the "
        "partnership, they doubt the support and enablement programmes (index 25).",
    ),
    "liked": (
        heard(lines(9, 3, VA=4)),
        "Vos partenaires vous donnent 58 sur 100 : ils apprécient la valeur ajoutée du "
        "partenariat, et restent partagés sur le reste.",
        "Your partners score you 58 out of 100: they appreciate the value added by the "
        "partnership, and are divided on the rest.",
    ),
    "all liked": (
        PLAIN,
        "Vos partenaires vous donnent 75 sur 100 : leur avis est favorable sur les 4 facteurs "
        "mesurés.",
        "Your partners score you 75 out of 100: their view is favourable on all 4 factors "
        "measured.",
    ),
    "doubted": (
        heard(lines(9, 3, OR=2, SC=1)),
        "Vos partenaires vous donnent 31 sur 100 : ils doutent de la stratégie commerciale et de "
        "l’organisation de la relation (indices 0 et 25), et restent partagés sur le reste.",
        "Your partners score you 31 out of 100: they doubt the commercial strategy and the "
        "organisation of the relationship (indices 0 and 25), and are divided on the rest.",
    ),
    "all doubted": (
        heard(lines(9, 2)),
        "Vos partenaires vous donnent 25 sur 100 : leur avis est défavorable sur les 4 facteurs "
        "mesurés.",
        "Your partners score you 25 out of 100: their view is unfavourable on all 4 factors "
        "measured.",
    ),
    "divided": (
        heard(lines(9, 3)),
        "Vos partenaires vous donnent 50 sur 100 : sur chacun des 4 facteurs mesurés, leur avis "
        "reste partagé.",
        "Your partners score you 50 out of 100: on each of the 4 factors measured, their view is "
        "divided.",
    ),
    "indicative": (
        SIX,
        "À titre indicatif, 6 partenaires vous donnent 53 sur 100 (médiane) : ils apprécient la "
        "valeur ajoutée du partenariat, ils doutent de l’organisation de la relation et de la "
        "stratégie commerciale (médianes 25 et 25).",
        "6 partners score you 53 out of 100 (median, indicative): they appreciate the value "
        "added by the partnership, they doubt the organisation of the relationship and the "
        "commercial strategy (medians 25 and 25).",
    ),
    "liked, one contested": (
        heard(against("P-OR-07", lines(6, 3, VA=5))),
        "À titre indicatif, 6 partenaires vous donnent 63 sur 100 (médiane) : ils apprécient la "
        "valeur ajoutée du partenariat ; question la plus contestée : Engagements tenus par le "
        "fournisseur (67 % en désaccord).",
        "6 partners score you 63 out of 100 (median, indicative): they appreciate the value added "
        "by the partnership; most contested question: Commitments kept by the vendor (67% "
        "disagree).",
    ),
    "divided, one contested": (
        heard(against("P-OR-01", against("P-OR-07", lines(9, 3)), 5, rest=True)),
        "Vos partenaires vous donnent 50 sur 100 : sur chacun des 4 facteurs mesurés, leur avis "
        "reste partagé ; question la plus contestée : Engagements tenus par le fournisseur (67 % "
        "en désaccord).",
        "Your partners score you 50 out of 100: on each of the 4 factors measured, their view is "
        "divided; most contested question: Commitments kept by the vendor (67% disagree).",
    ),
    "too few factors": (
        HALF,
        "Indice de perception non publié : sur 9 partenaires entendus, 0 a assez répondu, il en "
        "faut 5.",
        "Perception index not published: of 9 partners heard, 0 answered enough, 5 are needed.",
    ),
    "too few answers": (
        SHORT,
        "Indice de perception non publié : sur 9 partenaires entendus, 3 ont assez répondu, il en "
        "faut 5.",
        "Perception index not published: of 9 partners heard, 3 answered enough, 5 are needed.",
    ),
    "four": (
        FOUR,
        "Les 4 partenaires entendus disent d’abord : « Promis en mars, rien en octobre »",
        "The 4 partners heard say first: “Promis en mars, rien en octobre”",
    ),
    "one": (
        heard(spoken(lines(1))),
        "Le seul partenaire entendu dit d’abord : « Promis en mars, rien en octobre »",
        "The one partner heard says first: “Promis en mars, rien en octobre”",
    ),
    "silent": (
        heard(lines(3)),
        "3 partenaires entendus : trop peu pour un indice, chaque entretien se lit pour lui-même.",
        "3 partners heard: too few for an index, each interview is read for itself.",
    ),
    "hidden": (
        HIDDEN,
        "4 partenaires ont répondu sans être nommés : il en faut 5 pour publier sans que l’on "
        "puisse les reconnaître.",
        "4 partners have answered without being named: 5 are needed to publish without anyone "
        "being recognised.",
    ),
    "nobody": (
        NOBODY,
        "Aucun partenaire n’a encore été entendu.",
        "No partner has been heard yet.",
    ),
}


@pytest.mark.parametrize(("survey", "french", "english"), HEADLINES.values(), ids=HEADLINES)
def test_the_headline_of_each_case(survey: Survey, french: str, english: str) -> None:
    said = [plain(report.headline(survey, DATED, say)) for say in (FR, EN)]
    assert said == [french, english]


def test_an_index_that_lacks_factors_says_how_many() -> None:
    few = replace(RICH, whole=replace(RICH.whole, index=None, factors=2))
    assert plain(report.headline(few, DATED, FR)) == (
        "Indice de perception non publié : 2 facteurs ont assez de réponses, il en faut 3."
    )


def test_partners_are_said_to_like_only_what_the_whole_interval_says() -> None:
    """VA at 62.5 with partners from 0 to 100: its interval goes below 50."""
    answers = [
        line
        for i, mark in enumerate([5, 5, 5, 5, 5, 1, 1, 1, 3, 4])
        for line in everywhere(f"p{i:02}", mark, items=RATED)
    ]
    assert plain(report.headline(heard(answers), DATED, FR)).endswith("reste partagé.")


def test_the_words_quoted_first_are_those_of_the_item_with_most_to_gain() -> None:
    answers = [*lines(3, 4), "p00 x P-VA-01 5 1 Bien", "p01 x P-OR-07 1 5 Mal"]
    assert "« Mal »" in plain(report.headline(heard(answers), DATED, FR))


# ── decision, cards, findings, proposals ──────────────────────────────────────────────────────


def test_the_decision_is_the_first_action_with_its_owner_and_its_date() -> None:
    assert plain(report.decision(RICH, DATED, FR)) == (
        "fixer un quota de leads qualifiés et revoir ensemble les critères de qualification. "
        "Responsable : Marketing ; échéance : 31 janvier 2027."
    )
    assert plain(report.decision(RICH, UNDATED, EN)).endswith(
        "Owner: Marketing; due: end of month 3 of the plan."
    )


DECISIONS = {
    "hear": (TWO, "entendre au moins 1 partenaire de plus avant de conclure."),
    "nobody": (NOBODY, "entendre au moins 3 partenaires de plus avant de conclure."),
    "keep": (PERFECT, "garder le rythme des entretiens ;"),
    "check": (NA_ALONE, "vérifier le fichier de réponses,"),
    "ask": (UNWEIGHED, "demander aux partenaires l’importance de chaque question,"),
}


@pytest.mark.parametrize(("survey", "start"), DECISIONS.values(), ids=DECISIONS)
def test_without_action_the_decision_is_to_hear_check_ask_or_keep(
    survey: Survey, start: str
) -> None:
    assert plain(report.decision(survey, DATED, FR)).startswith(start)
    assert plain(report.decision(survey, DATED, FR)).endswith("échéance : 30 novembre 2026.")
    assert plain(report.decision(survey, UNDATED, FR)).endswith("fin du mois 1 du plan.")


def test_the_five_cards_of_a_full_year() -> None:
    index, nps, response, gap, first = report.cards(RICH, DATED, FR)
    assert (index.value, plain(index.trend)) == ("52", "+7 points sur un an")
    assert plain(index.denominator) == "de 52 à 53 (95 %), 10 partenaires"
    assert index.bullet is not None and index.bullet.tick == pytest.approx(45)
    assert (nps.value, plain(nps.trend)) == ("+100", "10 promoteurs, 0 détracteur")
    assert (response.value, plain(response.denominator)) == (
        "10",
        "100 % du chiffre d’affaires des partenaires actifs",
    )
    assert gap.value == str(int(RICH.cross_check["overconfident"].sum()))  # type: ignore[index]
    assert first.value == "Nombre et qualité des leads reçus"


def test_few_partners_have_a_median_and_no_score_of_recommendation() -> None:
    index, nps, *_ = report.cards(SIX, DATED, FR)
    assert (index.value, index.bullet, index.trend) == ("53", None, "")
    assert index.chip is not None and index.chip.word == "Indicatif"
    assert plain(index.denominator) == "médiane, de 52 à 53, 6 partenaires"
    assert (nps.value, plain(nps.denominator)) == ("–", "0 réponse, il en faut 10")


@pytest.mark.parametrize("survey", SURVEYS.values(), ids=SURVEYS)
def test_a_card_without_a_value_says_why(survey: Survey) -> None:
    for say in (FR, EN):
        for card in report.cards(survey, UNDATED, say):
            assert card.value != "–" or card.denominator


def findings(survey: Survey) -> list[str]:
    found = report.findings(survey, DATED, FR)
    return [plain(f"{one.text} {one.detail}").strip() for one in found]


def test_findings_tell_the_factors_what_to_fix_and_what_is_not_seen() -> None:
    assert findings(RICH) == [
        "Plus forte hausse : Valeur ajoutée du partenariat, +25 points en un an. Facteur le plus "
        "bas aujourd’hui : les programmes de support et d’animation, à 25 sur 100.",
        "1 question sur 28 est importante et mal notée ; premier levier : Nombre et qualité des "
        "leads reçus. C’est le gain potentiel le plus fort : opportunité 60 sur 100.",
        "Sur 21 questions, vous vous notez nettement mieux que vos partenaires. Plus fort écart, "
        "diagnostic moins partenaires : Nombre et qualité des leads reçus, +50 points.",
    ]


def test_findings_of_few_claim_no_figure() -> None:
    assert findings(FOUR)[1] == (
        "Première attente : Engagements tenus par le fournisseur. "
        "Trop peu de réponses pour publier un chiffre ; l’ordre seul est donné."
    )
    assert findings(TWO) == [
        "2 partenaires entendus : les fiches se lisent une à une, sans total avant 3."
    ]
    assert findings(HIDDEN) == [
        "Les réponses ne sont pas nommées : il en faut de 5 partenaires pour les publier, 4 ont "
        "répondu."
    ]


FACTOR_FINDINGS = {
    "falls": (
        heard(lines(9, 3, SC=2), previous=told(*lines(9, 3))),
        "Plus forte baisse : Pertinence de la stratégie commerciale, −25 points en un an. Facteur "
        "le plus bas aujourd’hui : la stratégie commerciale, à 25 sur 100.",
    ),
    "stable": (
        heard(lines(9, 3, SC=2), previous=told(*lines(9, 3, SC=2))),
        "Valeur ajoutée du partenariat : le facteur le plus haut, à 50 sur 100. Facteur le plus "
        "bas : la stratégie commerciale, à 25 sur 100.",
    ),
    "close": (
        PLAIN,
        "Valeur ajoutée du partenariat : le facteur le plus haut, à 75 sur 100. Facteur le plus "
        "bas : les programmes de support et d’animation, à 75 sur 100 ; l’écart n’est pas assuré.",
    ),
    "median": (
        SIX,
        "Valeur ajoutée du partenariat : la médiane la plus haute, à 100 sur 100. Facteur le plus "
        "bas : l’organisation de la relation, à 25 sur 100.",
    ),
    "single": (
        heard([line for line in lines(9) if " P-VA-" in line]),
        "Valeur ajoutée du partenariat : le seul facteur publié, à 50 sur 100.",
    ),
    "none": (NA_ALONE, "Aucun facteur n’a assez de réponses."),
}


@pytest.mark.parametrize(("survey", "expected"), FACTOR_FINDINGS.values(), ids=FACTOR_FINDINGS)
def test_the_finding_on_factors_of_each_case(survey: Survey, expected: str) -> None:
    assert findings(survey)[0] == expected


ALIKE = {
    "blind spots": (
        heard(lines(6, 3) + [f"p{i:02} @cm P-VA-01 5" for i in range(6)]),
        "Sur 1 sujet, votre équipe croit mieux faire que ce qu’ils disent. Plus fort écart, équipe "
        "moins partenaires : Clients gagnés grâce au fournisseur, +2,0 points sur l’échelle de 1 à "
        "5.",
    ),
    "agreed": (
        heard(lines(9, 4), levels=LEVELS),
        "Aucun excès de confiance : nulle part le diagnostic ne dépasse leur avis de 25 points, "
        "sur 28 questions rapprochées.",
    ),
    "unknown": (PLAIN, "Rien ne dit encore si votre équipe voit ce que vos partenaires voient."),
    "few": (
        heard(lines(4), levels=LEVELS),
        "Trop peu de réponses pour comparer ce que chacun voit.",
    ),
}


@pytest.mark.parametrize(("survey", "expected"), ALIKE.values(), ids=ALIKE)
def test_the_finding_on_what_both_see_of_each_case(survey: Survey, expected: str) -> None:
    assert findings(survey)[2] == expected


def test_a_proposal_names_owner_and_date_and_a_priority_where_one_may_be_told() -> None:
    ranked, few = report.proposals(RICH, DATED, FR)[0], report.proposals(FOUR, UNDATED, EN)[0]
    assert plain(ranked.who) == "Marketing · pour le 31/01/2027 · priorité 60"
    assert plain(few.who) == "Head of partnerships · end of month 1"
    (only,) = report.proposals(TWO, DATED, FR)
    assert plain(only.text) == "Entendre au moins 1 partenaire de plus."


# ── figures and tables ────────────────────────────────────────────────────────────────────────

FACTOR_TITLES = {
    "apart": (
        heard(lines(9, 3, VA=4, PR=2)),
        "Au plus haut, la valeur ajoutée du partenariat (75) ; au plus bas, les programmes de "
        "support et d’animation (25)",
    ),
    "equal": (PLAIN, "Les 4 facteurs sont au même niveau (75 sur 100)"),
    "rise": (
        RICH,
        "En un an, la valeur ajoutée du partenariat progresse ; aucun facteur ne recule",
    ),
    "both": (
        heard(lines(9, 3, VA=4, PR=2), previous=told(*lines(9, 3))),
        "En un an, la valeur ajoutée du partenariat progresse, les programmes de support et "
        "d’animation reculent",
    ),
    "fall": (
        heard(lines(9, 3, PR=2), previous=told(*lines(9, 3))),
        "En un an, les programmes de support et d’animation reculent ; aucun facteur ne progresse",
    ),
    "stable": (
        heard(lines(9, 3), previous=told(*lines(9, 3))),
        "Aucun des facteurs comparés ne bouge nettement en un an",
    ),
    "indicative": (
        SIX,
        "Au plus haut, la valeur ajoutée du partenariat (100) ; au plus bas, l’organisation de la "
        "relation (25), à titre indicatif",
    ),
    "nothing": (NOBODY, "Les facteurs ne sont pas encore publiés"),
}


@pytest.mark.parametrize(("survey", "title"), FACTOR_TITLES.values(), ids=FACTOR_TITLES)
def test_the_title_of_the_factors_of_each_case(survey: Survey, title: str) -> None:
    assert plain(report.factors(survey, DATED, FR).title) == title


def test_a_title_orders_no_factors_whose_intervals_touch() -> None:
    answers = [
        line
        for i, mark in enumerate([1, 5, 3, 2, 4, 3, 1, 5, 3, 2])
        for factor, more in (("VA", 1), ("SC", 0), ("OR", 0), ("PR", 0))
        for line in everywhere(
            f"p{i:02}", min(mark + more, 5), items=RATED[RATED["factor"] == factor]
        )
    ]
    title = plain(report.factors(heard(answers), DATED, FR).title)
    assert title.startswith("Les 4 facteurs se tiennent : de ") and title.endswith("ordre assuré")


def test_each_factor_is_in_the_description_and_in_the_data() -> None:
    exhibit = report.factors(RICH, DATED, FR)
    assert "Valeur ajoutée du partenariat 75 (de 75 à 75)" in plain(exhibit.description)
    assert exhibit.table is not None
    rows = frozen(exhibit.table)["rows"]
    assert [row[0] for row in rows][:2] == ["Indice de perception", "Valeur ajoutée du partenariat"]
    assert rows[1][2] == pytest.approx(75)
    assert "2025 : 9 partenaires" in plain(exhibit.source)


@pytest.mark.parametrize("survey", SURVEYS.values(), ids=SURVEYS)
def test_below_the_numbers_no_mean_is_in_any_table(survey: Survey) -> None:
    """Whatever is told of an item that fewer than eight rated has no mean, no interval."""
    few = {report._short(str(i), FR) for i in survey.items.index[survey.items["n"] < 8]}
    for exhibit in (report.answers(survey, DATED, FR), report.crossing(survey, DATED, FR)):
        if exhibit.table is None:
            continue
        data = frozen(exhibit.table)
        silent = [
            place
            for place, column in enumerate(data["columns"])
            if column["key"] in {"mean", "interval", "importance", "weighted_mean"}
        ]
        for row in data["rows"]:
            assert row[0] not in few or all(isinstance(row[place], dict) for place in silent)


def test_a_cell_without_a_figure_says_why_in_words() -> None:
    table = report.answers(SIX, DATED, FR).table
    assert table is not None
    told = {cell["gap"] for row in frozen(table)["rows"] for cell in row if isinstance(cell, dict)}
    assert {plain(one) for one in told} == {"non publié : moins de 8 réponses"}
    short = [line for line in lines(9, 3) if " P-VA-01" not in line or line < "p04"]
    table = report.answers(heard(short, UNNAMED), DATED, EN).table
    assert table is not None
    told = {cell["gap"] for row in frozen(table)["rows"] for cell in row if isinstance(cell, dict)}
    assert any("hidden: fewer than 5 answers" in plain(one) for one in told)


ANSWER_TITLES = {
    "both": (
        RICH,
        "Accord le plus net : Clients gagnés grâce au fournisseur (100 %) ; désaccord le plus "
        "net : Récompense de l’apport du partenaire (100 %)",
    ),
    "agreed": (PLAIN, "Accord le plus net : "),
    "opposed": (heard(lines(9, 2)), "Désaccord le plus net : "),
    "neither": (heard(lines(9, 3)), "Ni l’accord ni le désaccord ne l’emporte, sur 28 questions"),
}


@pytest.mark.parametrize(("survey", "start"), ANSWER_TITLES.values(), ids=ANSWER_TITLES)
def test_the_title_of_the_answers_names_what_stands_out(survey: Survey, start: str) -> None:
    assert plain(report.answers(survey, DATED, FR).title).startswith(start)


ABSENT = {
    "nobody": (NOBODY, "Non mesuré : ajoutez des réponses dans perception_answers.csv."),
    "hidden": (
        HIDDEN,
        "Masqué : les réponses ne sont pas nommées, et moins de 5 partenaires ont répondu (4).",
    ),
    "two": (
        TWO,
        "Non publié : une question se montre à partir de 5 partenaires, 2 ont été entendus.",
    ),
}


@pytest.mark.parametrize(("survey", "sentence"), ABSENT.values(), ids=ABSENT)
def test_an_absent_figure_says_what_is_missing(survey: Survey, sentence: str) -> None:
    assert plain(str(report.answers(survey, DATED, FR).absent)) == sentence


def test_what_nobody_guessed_or_diagnosed_is_said_to_be_missing() -> None:
    assert "le miroir de votre équipe" in str(report.mirror(PLAIN, DATED, FR).absent)
    assert "diagnostic_answers.csv" in str(report.cross_check(PLAIN, DATED, FR).absent)
    assert "colonne importance" in str(report.crossing(UNWEIGHED, DATED, FR).absent)
    assert "l’ordre des actions" in str(report.opportunities(FOUR, DATED, FR).absent)
    guessed = heard([*lines(9, 4), "p00 @cm P-VA-01 4", "p01 @cm P-VA-01 4"])
    assert plain(str(report.mirror(guessed, DATED, FR).absent)) == (
        "Non publié : 2 partenaires dont votre équipe a anticipé les réponses, il en faut 5 par "
        "question."
    )


def test_the_mirror_names_blind_spots_and_unseen_strengths() -> None:
    answers = lines(6, 3) + [f"p{i:02} @cm P-VA-01 5" for i in range(6)]
    exhibit = report.mirror(heard(answers), DATED, FR)
    assert plain(exhibit.title).startswith("1 angle mort : votre équipe croit mieux faire")
    assert plain(exhibit.subtitle).startswith("Indicatif. Note de 1 à 5, 1 question, 6 partenaires")
    both = heard([*answers, *(f"p{i:02} @cm P-VA-02 1" for i in range(6))])
    assert plain(report.mirror(both, DATED, EN).title) == (
        "Your team is wrong by at least 1 point on 2 questions: 1 blind spot, 1 unseen strength"
    )
    right = heard(lines(6, 3) + [f"p{i:02} @cm P-VA-01 3" for i in range(6)])
    assert "aucun écart n’atteint 1 point" in plain(report.mirror(right, DATED, FR).title)


def test_over_confidence_is_counted_and_its_line_told_with_the_gap() -> None:
    exhibit = report.cross_check(RICH, DATED, FR)
    assert plain(exhibit.title) == (
        "Sur 21 questions, vous vous notez nettement mieux que vos partenaires"
    )
    assert exhibit.figure is not None and exhibit.table is not None
    widest = frozen(exhibit.table)["rows"][0]
    (ends,) = {text for text in printed(exhibit.figure) if text.endswith(")") and "+50" in text}
    assert widest[2] == pytest.approx(50) and plain(ends) == "25 (+50)"
    one = heard(
        [line for line in lines(9, 4) if " P-OR-07" not in line]
        + [f"p{i:02} x P-OR-07 1 4" for i in range(9)],
        levels=LEVELS,
    )
    assert plain(report.cross_check(one, DATED, EN).title).endswith(
        "Commitments kept by the vendor"
    )
    assert plain(report.cross_check(PLAIN_CHECKED, DATED, FR).title).startswith("Aucun excès")


PLAIN_CHECKED = heard(lines(9, 4), levels=LEVELS)


def part(shown: Any) -> dict[str, Any]:
    found: dict[str, Any] = shown.as_json()
    return found


def test_the_table_of_items_has_the_weighted_mean_beside_the_mean() -> None:
    table = part(report.items(Page(FR), RICH))["data"]["table"]
    assert "2,0 (2,0)" in {row[1] for row in table["rows"]}
    assert len(table["rows"]) == 28
    indicative = part(report.items(Page(FR), SIX))["data"]["table"]
    assert "mean" not in {column["key"] for column in indicative["columns"]}
    assert part(report.items(Page(FR), FOUR))["data"]["parts"] == []


def test_the_plan_has_owners_dates_and_months() -> None:
    plan = part(report.plan(Page(FR), RICH, DATED))["data"]
    assert len(plan["actions"]) == 8
    assert plan["months"][0] == "nov." and plan["load"] == []
    first = plan["actions"][0]
    assert (first["owner"], first["due"], first["start"], first["end"]) == (
        "Marketing",
        "2027-01-31",
        1,
        3,
    )
    undated = part(report.plan(Page(FR), FOUR, UNDATED))["data"]
    assert undated["months"][0] == "M1"
    assert {action["priority"] for action in undated["actions"]} == {None}
    assert plain(report.plan_question(RICH, DATED, FR)) == "Que faire d’ici fin mars 2027 ?"


@pytest.mark.parametrize(
    ("survey", "start"),
    [
        (TWO, "Pas d’action à proposer : 2 partenaires entendus, il en faut 3."),
        (UNWEIGHED, "Pas d’action à proposer : aucune importance n’est donnée."),
        (PERFECT, "Pas d’action à proposer : aucune question notée"),
    ],
)
def test_without_action_the_plan_is_a_sentence(survey: Survey, start: str) -> None:
    shown = part(report.plan(Page(FR), survey, DATED))
    assert shown["kind"] == "sentence" and plain(shown["data"]["text"]).startswith(start)


# ── quotations and sheets ─────────────────────────────────────────────────────────────────────


def test_quotations_stand_by_factor_with_who_said_them() -> None:
    groups = part(report.quotations(Page(FR), RICH, DATED))["data"]["groups"]
    assert [group["title"] for group in groups] == [
        "Organisation de la relation",
        FR.typeset("Quelle est la première chose à changer ?"),
    ]
    first = groups[0]["quotations"][0]
    assert first["who"] == "Axorial"
    assert plain(first["text"]) == "« Promis en mars, rien en octobre »"
    assert plain(first["about"]) == "Engagements tenus par le fournisseur, note 1"


def test_quotations_without_names_say_neither_who_nor_how_they_rate() -> None:
    shown = part(report.quotations(Page(FR), SURVEYS["unnamed"], DATED))["data"]["groups"]
    quotes = [one for group in shown for one in group["quotations"]]
    assert quotes and {one["who"] for one in quotes} == {""}
    assert not any("note" in one["about"] for one in quotes)


@pytest.mark.parametrize(
    ("survey", "start"),
    [
        (TWO, "2 partenaires entendus : leurs propos se lisent dans leur fiche."),
        (HIDDEN, "Les propos sont masqués"),
        (PLAIN, "Aucun propos n’a été noté."),
    ],
)
def test_quotations_that_may_not_be_told_are_a_sentence(survey: Survey, start: str) -> None:
    shown = part(report.quotations(Page(FR), survey, DATED))
    assert plain(shown["data"]["text"]).startswith(start)


def test_a_sheet_tells_a_partners_own_answers_beside_those_of_all() -> None:
    sheets = part(report.sheets(Page(FR), RICH, DATED))["data"]["parts"]
    assert len(sheets) == 10
    axorial = next(one["data"] for one in sheets if one["data"]["title"] == "Axorial")
    assert ["Chiffre d’affaires 2025", "98\u202f765\u00a0€"] in axorial["facts"]
    assert ["Suivi par", "L. Faber"] in axorial["facts"]
    titles = [group["title"] for group in axorial["groups"]]
    assert titles[:3] == [
        "Ce qu’il note le mieux",
        "Ce qu’il note le plus bas",
        "Ce que votre équipe croit mieux noté",
    ]
    assert part(report.sheets(Page(FR), SURVEYS["unnamed"], DATED))["data"]["parts"] == []
    assert part(report.partners(Page(FR), SURVEYS["unnamed"], DATED))["data"]["parts"] == []


def test_partners_are_listed_with_their_own_indices() -> None:
    table = part(report.partners(Page(FR), RICH, DATED))["data"]["table"]
    assert len(table["rows"]) == 10 and table["rows"][0][0] == "Axorial"


# ── notes and key figures ─────────────────────────────────────────────────────────────────────


def test_warnings_are_full_sentences_in_every_case() -> None:
    lined = heard(
        [*everywhere("p00", 3), *everywhere("p01", "NA"), *everywhere("p02", 4, who="@x")]
    )
    assert [plain(text) for text in report.quality(lined, DATED, FR)][-3:] == [
        "Axorial : une personne donne la même note, 3, aux 28 questions auxquelles elle répond ; "
        "ses réponses sont gardées.",
        "Calvendre : une personne répond « sans objet » aux 28 questions ; ses réponses sont "
        "gardées.",
        "Estivane : dans le miroir, la même note, 4, est devinée aux 28 questions ; elle est "
        "gardée.",
    ]
    for survey in (lined, replace(lined, notices=UNNAMED_NOTICES), *SURVEYS.values()):
        for say in (FR, EN):
            assert all(text.endswith(".") for text in report.quality(survey, DATED, say))


def test_warnings_on_the_inputs_name_items_and_functions() -> None:
    told = ["1 réponse écartée : la fonction RD n’est pas interrogée sur D-EXP-01.", "Rien."]
    (first, second) = report.warned(told, FR)
    assert plain(first) == (
        "1 réponse écartée : la fonction « Produit et R&D » n’est pas interrogée sur « Priorité et "
        "moyens donnés à l’indirect »."
    )
    assert second == "Rien."


UNNAMED_NOTICES = heard(
    [
        *everywhere("p00", 3),
        *everywhere("p01", "NA"),
        *everywhere("p02", 4, who="@x"),
        *everywhere("p03", "NA", who="@x"),
        "p04 z P-VA-01 3",
    ],
    UNNAMED,
).notices


def test_key_figures_have_the_names_of_the_manifest_and_a_reason_when_empty() -> None:
    known = report.key_figures(RICH, FR)
    names = {name.removeprefix("perception.") for name in known}
    assert names == {
        *("index", "index_previous", "nps", "revenue_share", "partners", "overconfidence"),
        *("blind_spots", "first_opportunity"),
        *(f"factor.{one}" for one in ("VA", "SC", "OR", "PR")),
    }
    assert known["perception.index"]["value"] == pytest.approx(52.25)
    assert known["perception.first_opportunity"]["value"] == "P-PR-01"
    assert known["perception.nps"] == {"value": 100.0, "unit": "-100-100", "of": 10}
    for survey in SURVEYS.values():
        for figure in report.key_figures(survey, FR).values():
            assert figure["value"] is not None or figure["reason"]
    assert report.key_figures(SIX, FR)["perception.index"]["value"] is None


def test_the_comparison_and_confidentiality_are_told_with_the_sources() -> None:
    said = [plain(text) for text in report.more(RICH, DATED, FR)]
    assert said[0].startswith("2026 et 2025 (9 partenaires) sont comparées sur 28 questions")
    assert said[1] == "Les réponses sont nommées, et les partenaires en ont été prévenus."
    assert said[2].startswith("Cohérence interne non calculée : 10 questionnaires complets")
    unnamed = plain(report.more(SURVEYS["unnamed"], DATED, FR)[0])
    assert (
        unnamed == "Les réponses ne sont pas nommées : rien n’est montré de moins de 5 partenaires."
    )
    many = heard([line for i in range(22) for line in everywhere(f"z{i:02}", 1 + i % 5)])
    assert "alpha de Cronbach" in report.more(many, DATED, FR)[-1]


def test_the_campaign_is_that_of_the_folders_year() -> None:
    dates = SimpleNamespace(from_=dt.date(2026, 9, 14), to=dt.date(2026, 10, 16))
    opened = SimpleNamespace(
        year=2026,
        name="Nimbus",
        audience="partner",
        settings=SimpleNamespace(people={"DG": "H. Lenoir"}, campaign=lambda _year: dates),
        sources=[SimpleNamespace(path="2026/perception_answers.xlsx")],
    )
    found = report.campaign(opened, dt.date(2026, 10, 31), NETWORK)
    assert (found.file, found.start, found.partner) == (
        "perception_answers.xlsx",
        dt.date(2026, 9, 14),
        True,
    )
    assert found.name("p00") == "Axorial" and found.name("p99") == "p99"


def test_a_group_of_many_quotations_sends_to_the_sheets() -> None:
    said = [f"p{i % 10:02} r{i} P-VA-01 3 4 Mot {i}" for i in range(30)]
    named = heard([*lines(9), *said])
    group = part(report.quotations(Page(FR), named, DATED))["data"]["groups"][0]
    assert len(group["quotations"]) == 12
    assert [plain(point) for point in group["points"]] == ["et 18 autres, dans les fiches"]
    unnamed = heard([*lines(9), *said], UNNAMED)
    group = part(report.quotations(Page(FR), unnamed, DATED))["data"]["groups"][0]
    assert len(group["quotations"]) == 30 and group["points"] == []


def test_a_sheet_sets_the_guesses_beside_and_stops_at_five_blind_spots() -> None:
    answers = [*lines(3, 2), *everywhere("p00", 5, who="@cm"), "p00 x P-INV-01 up"]
    first = part(report.sheets(Page(FR), heard(answers), DATED))["data"]["parts"][0]["data"]
    assert first["title"] == "Axorial"
    assert [column["key"] for column in first["table"]["columns"]][-1] == "guess"
    assert first["table"]["rows"][0][3] == 100
    blind = next(one for one in first["groups"] if one["title"].startswith("Ce que votre équipe"))
    assert plain(blind["points"][-1]) == "et 23 autres"
    assert ["Investissements à 12\u00a0mois", "en hausse"] in first["facts"]


DAYS = {"date", "day", "month", "monthyear"}


def sample(name: str, spec: str, count: int) -> Any:
    """A value that a field of a template prints."""
    kind = spec.partition("|")[0].partition(".")[0]
    if kind in DAYS:
        return dt.date(2026, 11, 30)
    return {"": f"<{name}>", "list": ["un", "deux"]}.get(kind, count)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_every_template_prints_in_whole_words(language: str, count: int) -> None:
    say = words.load(language)
    for key in [one for one in tuple(say.keys()) if one.startswith("perception.")]:
        slots = [slot for slot in say._found(key) if not isinstance(slot, str)]
        given = {slot.name: sample(slot.name, slot.spec, count) for slot in slots}
        printed = say(key, **given)
        assert printed.strip() == printed and "  " not in printed, key
        assert language == "en" or not re.search(r"\w [;!?]", printed), key


# ── the page handed back to a partner ─────────────────────────────────────────────────────────


def handed(survey: Survey, language: str = "fr", campaign: report.Campaign = HANDED) -> str:
    """The partner's edition as the workbook shows it."""
    say = words.load(language)
    page = Page(say)
    parts = [
        page.masthead(
            folder(),
            as_of=campaign.as_of,
            issued="2026-11-12",
            audience="partner",
            title=report.title(campaign, say),
            partner="Axorial",
            one_page=True,
        ),
        page.headline(report.headline(survey, campaign, say)),
        report.feedback(page, survey, campaign),
        page.sources([], more=report.known_of(survey, campaign, say)),
        page.method(report.method(survey, campaign, say)),
    ]
    return assemble([one.as_json() for one in parts], language=language, title="Perception")


FORBIDDEN = [
    *(re.escape(name) for name in NAMES if name != "Axorial"),
    r"p0\d",  # ids
    "Promis en mars",
    "Des promesses",
    "Tenir ce qui est dit",
    r"98.?7\d\d",  # revenue
    "L. Faber",
    "miroir|mirror|deviné|guessed|angle mort|blind spot",
    "diagnostic",
    "opportunit",
    "priorité [0-9]|priority [0-9]",
    "Fiche interne|Internal sheet",
    "NPS|promoteur|promoter",
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("survey", SURVEYS.values(), ids=SURVEYS)
def test_a_partners_page_holds_nothing_of_the_others(survey: Survey, language: str) -> None:
    """Even computed from everything, as it never is: no name, word, revenue, mirror, diagnostic."""
    html = plain(handed(survey, language))
    text = html[html.index("<body") :]
    assert [found for found in FORBIDDEN if re.search(found, text)] == []
    assert check_page(html) == []


@pytest.mark.parametrize("survey", [FOUR, TWO, HIDDEN, NOBODY], ids=["four", "two", "hidden", "no"])
def test_below_five_partners_a_partners_page_has_no_figure_at_all(survey: Survey) -> None:
    html = plain(handed(survey))
    assert "<svg class=" not in html and "sur 100" not in html and "médiane" not in html.lower()
    assert "Ce que nous avons entendu" not in html
    assert "Ce que nous allons faire" in html


def test_commitments_stand_alone_when_three_or_four_were_heard_and_none_below() -> None:
    assert "5 engagements, leurs responsables et leurs dates" in plain(handed(FOUR))
    assert "Trop peu de réponses pour un engagement commun" in handed(TWO)


def test_a_low_threshold_never_lowers_what_a_partner_may_read() -> None:
    lax = heard(lines(4, 2), replace(RULES, anonymity_threshold=3))
    assert "Ce que nous avons entendu" not in handed(lax)
    strict = heard(lines(6, 2), replace(RULES, anonymity_threshold=7))
    assert "Ce que nous avons entendu" not in handed(strict)


def test_from_five_to_seven_a_partners_page_has_medians_labelled_indicative() -> None:
    html = plain(handed(SIX))
    assert "à titre indicatif, 6 partenaires" in html
    assert "Indicatif : médiane de 0 à 100" in html
    assert "Médiane sur 5 (indicatif)" in html
    assert "marge d’incertitude" not in html


def test_from_eight_a_partners_page_says_what_was_heard_what_will_be_done_and_by_when() -> None:
    html = plain(handed(RICH))
    assert (
        "Merci : 10 partenaires nous donnent 52 sur 100 ; vous appréciez la valeur ajoutée du "
        "partenariat, vous doutez des programmes de support et d’animation."
    ) in html
    assert "3 réponses qui nous ont frappés" in html
    assert "Les leads que nous recevons sont assez nombreux et de bonne qualité." in html
    assert "5 engagements, leurs responsables et leurs dates" in html and "31/01/2027" in html
    assert "Merci du temps que vous nous avez donné." in html
    assert "connues de notre équipe sous votre nom" in html
    assert "recueillies sans nom" in plain(handed(SURVEYS["unnamed"]))


def test_without_a_date_commitments_name_the_month_of_the_plan() -> None:
    assert "fin du mois 3" in plain(handed(RICH, campaign=replace(UNDATED, partner=True)))


# ── the whole page ────────────────────────────────────────────────────────────────────────────


def whole(survey: Survey, campaign: report.Campaign, language: str) -> str:
    """The internal edition as the workbook shows it."""
    say = words.load(language)
    page = Page(say)
    parts = [
        page.masthead(folder(), as_of=campaign.as_of, issued="2026-11-12"),
        page.headline(report.headline(survey, campaign, say)),
        page.decision(report.decision(survey, campaign, say)),
        page.cards(report.cards(survey, campaign, say)),
        page.findings(report.findings(survey, campaign, say)),
        page.proposals(report.proposals(survey, campaign, say)),
        page.section("think", say("perception.section.think")),
        page.figure(report.factors(survey, campaign, say)),
        page.figure(report.answers(survey, campaign, say)),
        report.items(page, survey),
        page.table(report.general(survey, campaign, say)),
        page.section("fix", say("perception.section.fix")),
        page.figure(report.crossing(survey, campaign, say)),
        page.figure(report.opportunities(survey, campaign, say)),
        page.section("alike", say("perception.section.alike")),
        page.figure(report.mirror(survey, campaign, say)),
        page.figure(report.cross_check(survey, campaign, say)),
        page.section("do", report.plan_question(survey, campaign, say)),
        report.plan(page, survey, campaign),
        page.actions(perception.actions(survey.proposals, survey.bank, campaign.as_of)),
        page.section("words", say("perception.section.words")),
        report.partners(page, survey, campaign),
        report.quotations(page, survey, campaign),
        report.sheets(page, survey, campaign),
        page.quality(report.quality(survey, campaign, say)),
        page.counts(report.counts(survey, say)),
        page.sources([], more=report.more(survey, campaign, say)),
        page.method(report.method(survey, campaign, say)),
        page.key_figures(report.key_figures(survey, say)),
    ]
    return assemble([one.as_json() for one in parts], language=language, title="Perception")


@pytest.mark.parametrize(("language", "campaign"), [("fr", DATED), ("en", UNDATED)])
@pytest.mark.parametrize("survey", SURVEYS.values(), ids=SURVEYS)
def test_a_page_of_little_or_much_leaves(
    survey: Survey, language: str, campaign: report.Campaign
) -> None:
    html = whole(survey, campaign, language)
    assert check_page(html) == []
    assert re.search(r"\b(?:nan|inf|NaN)\b|>None<|P-[A-Z]{2}-\d", html) is None
    assert len(html.encode()) < 400_000


def test_a_formula_or_a_tag_in_what_was_said_stays_a_text() -> None:
    answers = [*lines(8), "p00 x P-OPN-01 - - =1+1 <script>alert(1)</script>"]
    html = whole(heard(answers), DATED, "fr")
    assert check_page(html) == [] and "=1+1 &lt;script&gt;" in html


SOME = st.dictionaries(
    st.tuples(st.integers(0, 9), st.sampled_from(sorted(map(str, ITEMS.index)))),
    st.tuples(st.sampled_from(["1", "2", "3", "4", "5", "NA", "-"]), st.sampled_from("-15")),
    min_size=1,
    max_size=200,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers=SOME, named=st.booleans(), compared=st.booleans())
def test_any_answers_make_both_editions(
    answers: dict[tuple[int, str], tuple[str, str]], named: bool, compared: bool
) -> None:
    said = [
        f"p{partner:02} p {item} {mark} {weight}"
        for (partner, item), (mark, weight) in answers.items()
        if not item.startswith(("P-OPN", "P-INV"))
    ]
    before = told(*lines(8)) if compared else None
    survey = heard(said, replace(RULES, named=named), levels=LEVELS, previous=before)
    for language in ("fr", "en"):
        assert check_page(whole(survey, DATED, language)) == []
        assert check_page(handed(survey, language)) == []
