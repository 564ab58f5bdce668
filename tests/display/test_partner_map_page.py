"""What the map's page says of a few partners: every case, in both languages."""

import datetime as dt
import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.display import Page, words
from padlib.display.figures import partner_map as figures
from padlib.display.pages import partner_map as report
from padlib.display.tables import Gap
from padlib.method import partner_map
from padlib.method.partner_map import Map, Rules
from tests.method.test_partner_map import (
    HIGH_PERFORMANCE,
    HIGH_POTENTIAL,
    LOW_PERFORMANCE,
    LOW_POTENTIAL,
    NETWORK,
    partners,
)

CRITERIA = banks.load("partner_map").items
RULES = replace(Rules.of(banks.rules("partner_map")), weight_draws=200)
FR, EN = words.load("fr"), words.load("en")
SAY = {"fr": FR, "en": EN}
DATE = dt.date(2026, 10, 31)
DATED = report.Told(year=2026, as_of=DATE, people={"DIRP": "A. Morel", "CM": "L. Petit"})
UNDATED = report.Told(year=2026)


def found(
    previous: Any = None, rules: Rules = RULES, as_of: dt.date | None = DATE, **rows: Any
) -> Map:
    """The result of partners by name, each told what is known of it."""
    return partner_map.result(named(rows), CRITERIA, rules, previous=previous, as_of=as_of)


def named(rows: dict[str, Any]) -> pd.DataFrame:
    table = partners(**{name.lower(): row for name, row in rows.items()})
    return table.assign(name=list(rows)) if len(rows) else table


PILLAR = {**HIGH_PERFORMANCE, **HIGH_POTENTIAL}
RISING = {**LOW_PERFORMANCE, **HIGH_POTENTIAL}
ESTABLISHED = {**HIGH_PERFORMANCE, **LOW_POTENTIAL}
RECONSIDER = {**LOW_PERFORMANCE, **LOW_POTENTIAL}


def network(times: tuple[float, ...], **more: Any) -> dict[str, Any]:
    """A partner a quadrant; times in percent."""
    rows = {
        "Axo": {"revenue_n": 300, **PILLAR},
        "Bel": {"revenue_n": 260, **ESTABLISHED},
        "Cor": {"revenue_n": 240, **RISING},
        "Dun": {"revenue_n": 200, **RECONSIDER},
    }
    for row, time in zip(rows.values(), times, strict=False):
        row["manager_time_pct"] = time
    return {**rows, **more}


UNKNOWN = {"channel_manager": ""}
BEFORE = named(
    {
        "Axo": {"revenue_n": 300, **PILLAR},
        "Bel": {"revenue_n": 300, **PILLAR},
        "Cor": {"revenue_n": 250, **RISING},
        "Eon": {"revenue_n": 250, **RISING},
    }
)
SOME = network((25, 50, 5, 20), Fyl={"revenue_n": 50, **UNKNOWN})
RESULTS = {
    "low": found(previous=BEFORE, **SOME),
    "high": found(**network((90, 5, 3, 2))),
    "balanced": found(**network((45, 15, 35, 5))),
    "yet": found(**network((20, 10, 10, 60))),
    "alone": found(
        Axo={"revenue_n": 900, "manager_time_pct": 80, **ESTABLISHED},
        Bel={"revenue_n": 100, "manager_time_pct": 20, **PILLAR},
    ),
    "alone_elsewhere": found(
        Axo={"revenue_n": 900, "manager_time_pct": 20, **PILLAR},
        Bel={"revenue_n": 100, "manager_time_pct": 80, **ESTABLISHED},
    ),
    "untimed": found(**network(())),
    "unplaced": found(Axo={"revenue_n": 300}, Bel={"revenue_n": 200}),
    "one": found(Axo={"revenue_n": 300, **PILLAR}),
    "one_zero": found(Axo={"revenue_n": 0, **PILLAR}),
    "one_unknown": found(Axo=UNKNOWN),
    "zero": found(Axo={"revenue_n": 0, **PILLAR}, Bel={"revenue_n": 0}),
    "unknown": found(Axo={}, Bel={}, Cor={}),
    "nobody": found(),
    "starting": found(Axo={"status": "starting", "revenue_n": 0}),
    "equal": found(**{f"P{n:02d}": {"revenue_n": 10, **PILLAR} for n in range(12)}),
    "many": found(
        previous=named({f"P{n:02d}": {"revenue_n": 10 + n, **RISING} for n in range(30)}),
        **{f"P{n:02d}": {"revenue_n": 10 + n, **PILLAR} for n in range(30)},
    ),
    "undated": found(as_of=None, **SOME),
    "median": found(rules=replace(RULES, map_threshold="median"), **network((25, 50, 5, 20))),
}


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def told_of(case: str) -> report.Told:
    return UNDATED if case == "undated" else DATED


def rows(table: Any) -> list[list[Any]]:
    """The cells of a table's columns, row by row."""
    return [[row[one.key] for one in table.columns] for _, row in table.rows.iterrows()]


def exhibits(case: str, say: Any) -> list[Any]:
    result, told = RESULTS[case], told_of(case)
    return [
        report.map_(result, told, say),
        report.pareto(result, told, say),
        report.time(result, told, say),
        report.moves(result, told, say),
    ]


# ── headline and decision ──────────────────────────────────────────────────────────────────────

HEADLINES = {
    "low": (
        "2 partenaires réalisent 53 % du chiffre d’affaires indirect ; "
        "50 % du temps va aux Acquis, pour 15 % recommandés.",
        "2 partners account for 53% of indirect revenue; "
        "50% of the time goes to Established partners, against 15% recommended.",
    ),
    "yet": (
        "2 partenaires réalisent 56 % du chiffre d’affaires indirect ; "
        "60 % du temps va pourtant aux partenaires à reconsidérer.",
        "2 partners account for 56% of indirect revenue, yet "
        "60% of the time goes to partners to reconsider.",
    ),
    "alone": (
        "Axo réalise à lui seul 90 % du chiffre d’affaires indirect, au-delà du seuil d’alerte "
        "de 30 %, et reçoit 80 % du temps, pour 25 % recommandés.",
        "Axo alone accounts for 90% of indirect revenue, above the alert threshold of 30%, "
        "and gets 80% of the time, against 25% recommended.",
    ),
    "alone_elsewhere": (
        "Axo réalise à lui seul 90 % du chiffre d’affaires indirect, au-delà du seuil d’alerte "
        "de 30 % ; 80 % du temps va aux Acquis, pour 25 % recommandés.",
        "Axo alone accounts for 90% of indirect revenue, above the alert threshold of 30%; "
        "80% of the time goes to Established partners, against 25% recommended.",
    ),
    "high": (
        "2 partenaires réalisent 56 % du chiffre d’affaires indirect ; "
        "90 % du temps va aux Piliers, pour 45 % recommandés.",
        "2 partners account for 56% of indirect revenue; "
        "90% of the time goes to Pillars, against 45% recommended.",
    ),
    "balanced": (
        "2 partenaires réalisent 56 % du chiffre d’affaires indirect ; "
        "le temps de vos équipes va déjà là où il est recommandé.",
        "2 partners account for 56% of indirect revenue; "
        "your team’s time already goes where it is recommended.",
    ),
    "untimed": (
        "2 partenaires réalisent 56 % du chiffre d’affaires indirect ; "
        "le temps passé avec chacun n’est pas connu.",
        "2 partners account for 56% of indirect revenue; the time spent with each is not known.",
    ),
    "unplaced": (
        "Axo réalise à lui seul 60 % du chiffre d’affaires indirect, au-delà du seuil d’alerte "
        "de 30 % ; aucun partenaire n’est assez connu pour être placé sur la carte.",
        "Axo alone accounts for 60% of indirect revenue, above the alert threshold of 30%; "
        "no partner is known well enough to stand on the map.",
    ),
    "one": (
        "Axo est le seul partenaire actif : tout le chiffre d’affaires indirect repose sur lui.",
        "Axo is the only active partner: all indirect revenue rests on it.",
    ),
    "one_zero": (
        "Axo est le seul partenaire actif, et n’a réalisé aucun chiffre d’affaires en 2025.",
        "Axo is the only active partner, and made no revenue in 2025.",
    ),
    "one_unknown": (
        "Axo est le seul partenaire actif, et son chiffre d’affaires n’est pas connu.",
        "Axo is the only active partner, and its revenue is not known.",
    ),
    "zero": (
        "Aucun des 2 partenaires actifs n’a réalisé de chiffre d’affaires en 2025 : "
        "aucun ne peut être dit stratégique.",
        "None of the 2 active partners made revenue in 2025: none can be called strategic.",
    ),
    "unknown": (
        "Le chiffre d’affaires des 3 partenaires actifs n’est pas connu : "
        "aucun ne peut être dit stratégique.",
        "The revenue of the 3 active partners is not known: none can be called strategic.",
    ),
    "nobody": (
        "Aucun partenaire n’est actif, et la carte se dessinera avec le premier.",
        "No partner is active, and the map will take shape with the first one.",
    ),
    "starting": (
        "Aucun partenaire n’est encore actif : 1 démarre, et la carte se dessinera ensuite.",
        "No partner is active yet: 1 is starting, and the map will take shape after that.",
    ),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_headline_of_every_case(case: str) -> None:
    said = tuple(plain(report.headline(RESULTS[case], DATED, say)) for say in (FR, EN))
    assert said == HEADLINES[case]


DECISIONS = {
    "low": (
        "confirmer les 2 partenaires stratégiques et déplacer 800 heures par an, d’abord aux "
        "Espoirs. Responsable : A. Morel (Direction des partenariats) ; "
        "échéance : 31 janvier 2027.",
        "confirm the 2 strategic partners and move 800 hours a year, first to Rising partners. "
        "Owner: A. Morel (Head of partnerships); due: 31 January 2027.",
    ),
    "undated": (
        "confirmer les 2 partenaires stratégiques et déplacer 800 heures par an, d’abord aux "
        "Espoirs. Responsable : Direction des partenariats ; échéance à fixer.",
        "confirm the 2 strategic partners and move 800 hours a year, first to Rising partners. "
        "Owner: Head of partnerships; date to be set.",
    ),
    "balanced": (
        "confirmer les 2 partenaires stratégiques et s’assurer que chacun a sa séance de "
        "convergence de l’année. "
        "Responsable : A. Morel (Direction des partenariats) ; échéance : 31 janvier 2027.",
        "confirm the 2 strategic partners and make sure that each has its convergence session "
        "of the year. "
        "Owner: A. Morel (Head of partnerships); due: 31 January 2027.",
    ),
    "unplaced": (
        "confier à une personne les données qui manquent aux 2 partenaires à qualifier. "
        "Responsable : A. Morel (Direction des partenariats) ; échéance : 30 novembre 2026.",
        "put one person in charge of the data missing for the 2 partners to be qualified. "
        "Owner: A. Morel (Head of partnerships); due: 30 November 2026.",
    ),
    "one": (
        "choisir comment réduire la dépendance envers Axo : qui recruter, qui relancer. "
        "Responsable : A. Morel (Direction des partenariats) ; échéance : 30 avril 2027.",
        "choose how to reduce the dependence on Axo: whom to recruit, whom to revive. "
        "Owner: A. Morel (Head of partnerships); due: 30 April 2027.",
    ),
    "zero": (
        "décider qui relancer parmi les 2 partenaires actifs sans chiffre d’affaires. "
        "Responsable : A. Morel (Direction des partenariats) ; échéance : 30 novembre 2026.",
        "decide whom to revive among the 2 active partners without revenue. "
        "Owner: A. Morel (Head of partnerships); due: 30 November 2026.",
    ),
    "unknown": (
        "obtenir le chiffre d’affaires de chaque partenaire pour 2025. "
        "Responsable : A. Morel (Direction des partenariats) ; échéance : 30 novembre 2026.",
        "obtain each partner’s revenue for 2025. "
        "Owner: A. Morel (Head of partnerships); due: 30 November 2026.",
    ),
    "nobody": (
        "choisir le premier partenaire à faire démarrer. "
        "Responsable : A. Morel (Direction des partenariats) ; échéance : 31 janvier 2027.",
        "choose the first partner to start. "
        "Owner: A. Morel (Head of partnerships); due: 31 January 2027.",
    ),
    "starting": (
        "tenir le plan de démarrage du partenaire qui démarre. "
        "Responsable : A. Morel (Direction des partenariats) ; échéance : 31 janvier 2027.",
        "keep to the start plan of the partner that is starting. "
        "Owner: A. Morel (Head of partnerships); due: 31 January 2027.",
    ),
}


@pytest.mark.parametrize("case", DECISIONS)
def test_the_decision_of_every_case(case: str) -> None:
    told = told_of(case)
    said = tuple(plain(report.decision(RESULTS[case], told, say)) for say in (FR, EN))
    assert said == DECISIONS[case]


@pytest.mark.parametrize(("revenue", "shown"), [(5_010, "50,1 %"), (5_200, "52 %")])
def test_a_share_above_the_threshold_never_prints_as_the_threshold(
    revenue: int, shown: str
) -> None:
    result = found(Axo={"revenue_n": revenue}, Bel={"revenue_n": 10_000 - revenue})
    assert f"réalise à lui seul {shown} du chiffre" in plain(report.headline(result, DATED, FR))


# ── cards, findings, proposals ─────────────────────────────────────────────────────────────────


def test_the_cards_tell_strategic_concentration_active_hours_and_discussion() -> None:
    cards = report.cards(RESULTS["low"], DATED, FR)
    assert [(card.value, plain(card.unit)) for card in cards] == [
        ("2", "sur 5"),
        ("4,3", ""),
        ("100\u00a0%", ""),
        ("800", "par an"),
        ("0", "sur 4"),
    ]
    assert plain(cards[0].trend) == "53 % du chiffre d’affaires"
    assert plain(cards[1].trend) == "équivaut à 4,3 partenaires de même poids"
    assert (cards[1].chip.code, plain(cards[1].chip.word)) == ("late", "Forte dépendance")
    assert plain(cards[3].denominator) == "1 responsable à 1 600 h ; 4 partenaires sur 4"
    assert plain(cards[4].denominator).endswith(
        "garde son quadrant dans au moins 80 % des 200 tirages de poids"
    )


@pytest.mark.parametrize("language", SAY)
@pytest.mark.parametrize("case", RESULTS)
def test_a_card_without_value_says_why(case: str, language: str) -> None:
    for card in report.cards(RESULTS[case], told_of(case), SAY[language]):
        assert card.value != "–" or len(card.denominator) > 8, card.label


FINDINGS = {
    "low": [
        "2 partenaires réalisent 53 % du chiffre d’affaires indirect.",
        "Les Acquis reçoivent 50 % du temps, pour 15 % recommandés.",
        "1 partenaire a changé de quadrant en un an.",
        "1 futur partenaire stratégique possible.",
    ],
    "balanced": [
        "2 partenaires réalisent 56 % du chiffre d’affaires indirect.",
        "Le temps va déjà là où il est recommandé.",
        "1 futur partenaire stratégique possible.",
        "Aucune position ne dépend du poids donné aux critères.",
    ],
    "unplaced": [
        "Axo réalise à lui seul 60 % du chiffre d’affaires indirect.",
        "Aucun des 2 partenaires actifs n’est assez connu pour être placé.",
    ],
    "one": ["Avec un seul partenaire actif, ni carte ni concentration n’ont de sens."],
    "nobody": ["La carte ne place que des partenaires actifs."],
}


@pytest.mark.parametrize("case", FINDINGS)
def test_the_findings_of_every_case(case: str) -> None:
    findings = report.findings(RESULTS[case], DATED, FR)
    assert [plain(one.text) for one in findings] == FINDINGS[case]


def test_the_hours_to_move_are_told_by_the_quadrants_that_give_them_up() -> None:
    several = report.findings(RESULTS["low"], DATED, FR)[1].detail
    assert plain(several) == (
        "800 heures par an sont à déplacer (560 des Acquis et 240 des partenaires à "
        "reconsidérer), d’abord aux Espoirs."
    )
    one = report.findings(RESULTS["alone"], DATED, EN)[1].detail
    assert plain(one) == (
        "880 hours a year should move (all from Established partners), first to Pillars."
    )


def test_an_empty_quadrant_is_spoken_of_only_when_there_is_one() -> None:
    said = {case: plain(report.time(RESULTS[case], DATED, EN).source) for case in ("low", "alone")}
    assert "empty" not in said["low"]
    assert "the recommended share of the 2 empty quadrants goes to the others" in said["alone"]


@pytest.mark.parametrize(
    ("frontier", "to_discuss", "said"),
    [
        ((1, 1), (0, 0), "Decide on the positioning of the 2 partners close to a threshold: "),
        (
            (1, 1),
            (0, 1),
            "Decide on the positioning of the 2 partners close to a threshold, "
            "1 of which has a position to discuss: ",
        ),
        (
            (1, 0),
            (1, 1),
            "Decide on the positioning of the 2 partners whose positions are to be discussed: ",
        ),
        (
            (1, 0),
            (0, 1),
            "Decide on the positioning of 2 partners, 1 close to a threshold "
            "and 1 with a position to discuss: ",
        ),
    ],
)
def test_what_is_to_be_decided_says_what_it_counts(
    frontier: tuple[int, int], to_discuss: tuple[int, int], said: str
) -> None:
    positions = RESULTS["alone"].positions.assign(
        frontier=[bool(one) for one in frontier], to_discuss=[bool(one) for one in to_discuss]
    )
    found_ = {"time": None, "concentration": None}
    steps = partner_map.steps(positions, found_, DATE)
    result = replace(RESULTS["alone"], positions=positions, steps=steps)
    actions = [plain(one.text) for one in report.proposals(result, DATED, EN)]
    assert f"{said}Axo and Bel." in actions


@pytest.mark.parametrize("case", ["low", "many", "alone"])
def test_a_share_of_revenue_prints_one_way_on_the_page(case: str) -> None:
    result = RESULTS[case]
    exhibit = report.pareto(result, DATED, EN)
    tables = [exhibit.table, report.partners(result, DATED, EN), report.tomorrow(result, EN)]
    decimals = {
        column.decimals for table in tables for column in table.columns if column.key == "share"
    }
    first = EN.format.percent(result.concentration.first_share, *decimals)
    assert len(decimals) == 1 and f"{result.positions['name'].iloc[0]} {first}" in plain(
        exhibit.description
    )


def test_a_strategic_partner_of_low_potential_is_told() -> None:
    finding = report.findings(RESULTS["low"], DATED, FR)[0]
    assert plain(finding.detail) == "Axo et Bel. Parmi eux, le potentiel est faible chez Bel."
    alone = found(Axo={"revenue_n": 900, **ESTABLISHED}, Bel={"revenue_n": 100, **PILLAR})
    detail = plain(report.findings(alone, DATED, EN)[0].detail)
    assert detail == "The alert threshold is 30%. Its potential is also low (0 out of 100)."


@pytest.mark.parametrize("language", SAY)
@pytest.mark.parametrize("case", RESULTS)
def test_a_finding_refers_to_a_figure_that_the_page_draws(case: str, language: str) -> None:
    say = SAY[language]
    drawn = {one.key for one in exhibits(case, say) if one.figure is not None}
    named_ = {one.figure for one in report.findings(RESULTS[case], told_of(case), say)} - {None}
    assert named_ <= drawn


def test_who_does_what_by_when() -> None:
    proposed = report.proposals(RESULTS["low"], DATED, EN)
    assert [(plain(one.text), plain(one.who)) for one in proposed] == [
        (
            "Make sure that each of the 2 strategic partners has its convergence session of the "
            "year: Axo and Bel.",
            "A · by 31 January 2027 · priority 53",
        ),
        (
            "Move 800 hours a year, first from Established partners to Rising partners.",
            "A. Morel (Head of partnerships) · by 31 January 2027 · priority 50",
        ),
        (
            "Complete the data of the partner to be qualified: Fyl.",
            "L. Petit (Channel manager) · by 30 November 2026 · priority 20",
        ),
    ]


def test_without_a_date_every_step_says_that_it_is_to_be_set() -> None:
    proposed = report.proposals(RESULTS["undated"], UNDATED, FR)
    assert proposed and all("date à fixer" in one.who for one in proposed)
    table = report.steps(RESULTS["undated"], UNDATED, FR)
    assert [row[2] for row in rows(table)] == ["M3", "M3", "M1"]


# ── figures ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", SAY)
@pytest.mark.parametrize("case", RESULTS)
def test_a_figure_is_drawn_with_all_that_goes_with_it_or_its_absence_is_said(
    case: str, language: str
) -> None:
    for one in exhibits(case, SAY[language]):
        assert one.title
        if one.absent is not None:
            assert one.figure is None and one.absent.endswith((".", "\u00a0!"))
            continue
        assert one.figure is not None and one.table is not None
        for text in (one.subtitle, one.alt, one.description, one.source):
            assert len(text) > 20, (one.key, text)
        assert "n = " in plain(one.subtitle)


@pytest.mark.parametrize(
    ("case", "title"),
    [
        ("low", "Sur 4 partenaires placés, 1 est un Pilier et 1 est un Espoir"),
        ("equal", "Les 12 partenaires placés sont tous des Piliers"),
        ("zero", "Axo est seul placé, et c’est un Pilier"),
        ("unplaced", "La carte n’est pas encore possible"),
    ],
)
def test_the_title_of_the_map(case: str, title: str) -> None:
    assert plain(report.map_(RESULTS[case], DATED, FR).title) == title


def test_one_partner_has_sentences_in_place_of_map_concentration_and_time() -> None:
    said = {one.key: plain(one.absent) for one in exhibits("one", EN)}
    assert said["map"] == (
        "A map of a single partner compares nothing: Axo is a Pillar, "
        "with a performance of 100 and a potential of 100."
    )
    assert said["revenue"].startswith("With a single active partner concentration is complete")
    assert said["time"] == "With a single active partner there is no time to share out."
    assert said["moves"] == "First measure: moves will show next year."


@pytest.mark.parametrize(
    ("case", "title"),
    [
        ("low", "2 partners of 5 account for 53% of indirect revenue"),
        (
            "unplaced",
            "Axo alone accounts for 60% of indirect revenue, above the alert threshold of 30%",
        ),
        ("equal", "The 12 partners account for the same share of indirect revenue"),
        ("unknown", "Concentration is not measured"),
    ],
)
def test_the_title_of_the_revenue(case: str, title: str) -> None:
    assert plain(report.pareto(RESULTS[case], DATED, EN).title) == title


def test_beyond_fifteen_rows_the_others_share_one() -> None:
    drawn = report._pareto_rows(RESULTS["many"].strategic.ranking, FR)
    assert len(drawn) == figures.ROWS + 1
    assert drawn["name"].iloc[-1] == "15 autres"
    assert drawn["share"].sum() == pytest.approx(1)
    assert len(report.pareto(RESULTS["many"], DATED, FR).table.rows) == 30


def test_many_partners_are_numbered_as_in_the_table() -> None:
    result = RESULTS["many"]
    names = report.partners(result, DATED, FR).rows["name"]
    assert [plain(name) for name in names.head(2)] == ["1. P29", "2. P28"]
    assert "un numéro renvoie au tableau" in plain(report.map_(result, DATED, FR).source)
    assert names.iloc[-1].startswith("30.")


def test_the_time_names_the_quadrant_that_gets_too_much() -> None:
    exhibit = report.time(RESULTS["low"], DATED, EN)
    assert plain(exhibit.title) == (
        "Established partners get 50% of the time, against 15% recommended"
    )
    assert list(exhibit.table.rows["hours"]) == pytest.approx([320, 480, -560, -240])
    assert "Time already goes" in report.time(RESULTS["balanced"], DATED, EN).title


def test_moves_are_told_with_who_arrives_and_who_leaves() -> None:
    result = RESULTS["low"]
    exhibit = report.moves(result, DATED, FR)
    assert plain(exhibit.title) == ("1 partenaire a changé de quadrant en un an, sur 3 comparés")
    told = [[plain(str(cell)) for cell in row[:4]] for row in rows(exhibit.table)]
    assert told[0] == ["Bel", "Pilier", "Acquis", "Change"]
    assert [row[3] for row in told] == ["Change", "Reste", "Reste", "Arrive", "Quitte la carte"]
    page = report.came_and_left(Page(FR), result).as_json()
    texts = [plain(one["data"]["text"]) for one in page["data"]["parts"]]
    assert texts == ["Nouveau sur la carte : Dun.", "Absent de la carte cette année : Eon."]
    many = report.moves(RESULTS["many"], DATED, EN)
    assert "the 12 widest moves of 30" in plain(many.subtitle)


@pytest.mark.parametrize("language", SAY)
def test_each_value_drawn_is_in_the_description_or_the_table(language: str) -> None:
    for case in ("low", "many"):
        exhibit = report.map_(RESULTS[case], DATED, SAY[language])
        assert len(exhibit.table.rows) == len(RESULTS[case].placed)
    few = report.map_(RESULTS["low"], DATED, SAY[language]).description
    for one in RESULTS["low"].placed.itertuples():
        assert f"{one.name} {one.performance:.0f}" in plain(few)


# ── tables ─────────────────────────────────────────────────────────────────────────────────────


def test_each_partner_has_a_line_of_stance_and_a_next_step() -> None:
    table = report.partners(RESULTS["low"], DATED, EN)
    *placed, last = rows(table)
    told = {row[0]: (row[1], row[6], row[7]) for row in placed}
    unplaced = [last[0], last[1], last[7]]
    assert told == {
        "Axo": ("Pillar", "Co-invest", "Make sure of its convergence session of the year"),
        "Bel": ("Established", "Maintain", "Make sure of its convergence session of the year"),
        "Cor": ("Rising", "Accelerate", "Build an acceleration plan"),
        "Dun": ("To reconsider", "Low-touch or exit", "Move to automated follow-up or exit"),
    }
    assert unplaced == ["Fyl", "to be qualified", "Complete its data"]
    assert table.bold == [0, 1]
    assert isinstance(last[5], Gap)


def test_partners_of_tomorrow_come_with_what_holds_them_back() -> None:
    table = report.tomorrow(RESULTS["low"], EN)
    ((name, potential, performance, _, build),) = rows(table)
    assert (name, potential) == ("Cor", 100)
    assert performance == pytest.approx(30)  # its share is above 15 %
    assert plain(build) == "3-year compound annual growth, new customers over 12 months"
    none = report.tomorrow(RESULTS["equal"], FR)
    assert plain(none.caption) == "Aucun futur partenaire stratégique identifié"


def test_who_is_to_be_qualified_comes_with_the_missing_data_and_where_to_write_them() -> None:
    table = report.to_qualify(RESULTS["low"], DATED, EN)
    ((name, share, performance, potential, missing, owner),) = rows(table)
    assert (name, share) == ("Fyl", pytest.approx(50 / 1050))
    assert (performance, potential) == pytest.approx((0.3, 0.0))
    assert missing.startswith("Addressable customers in target segments, ")
    assert owner == "L. Petit (Channel manager)"
    page = report.next_steps(Page(EN), RESULTS["low"], DATED).as_json()
    last = plain(page["data"]["parts"][-1]["data"]["text"])
    assert last.startswith(
        "To be written in partners.csv: 2024 revenue, new customers over 12 months, "
    )
    assert "_" not in last


def test_medians_are_told() -> None:
    assert "médianes des partenaires placés" in plain(
        report.map_(RESULTS["median"], DATED, FR).source
    )


# ── the whole page ─────────────────────────────────────────────────────────────────────────────


def everything_told(case: str, say: Any) -> str:
    """Every text of the page: sentences, cells, figures and their descriptions."""
    page, result, told = Page(say), RESULTS[case], told_of(case)
    parts = [
        page.headline(report.headline(result, told, say)),
        page.decision(report.decision(result, told, say)),
        page.cards(report.cards(result, told, say)),
        page.findings(report.findings(result, told, say)),
        page.proposals(report.proposals(result, told, say)),
        *(page.figure(exhibit) for exhibit in exhibits(case, say)),
        report.off_the_map(page, result),
        page.table(report.partners(result, told, say)),
        page.table(report.tomorrow(result, say)),
        report.came_and_left(page, result),
        report.next_steps(page, result, told),
        page.quality(report.quality(result, say)),
        page.counts(report.counts(result, say)),
        page.method(report.method(result, say)),
        page.key_figures(report.key_figures(result, say)),
    ]
    return unescape(json.dumps([part.as_json() for part in parts], ensure_ascii=False))


@pytest.mark.parametrize("language", SAY)
@pytest.mark.parametrize("case", RESULTS)
def test_every_case_makes_a_whole_page(case: str, language: str) -> None:
    text = everything_told(case, SAY[language])
    assert not re.search(r"\bnan\b|\"None\"|NaT|partner_map\.", text)
    assert "{" not in report.headline(RESULTS[case], told_of(case), SAY[language])
    assert report.proposals(RESULTS[case], told_of(case), SAY[language])


@pytest.mark.parametrize("language", SAY)
def test_a_partner_is_called_by_its_name_never_by_its_id(language: str) -> None:
    table = partners(**{"id-secret": {"revenue_n": 1, **PILLAR}, "id-other": {"revenue_n": 2}})
    result = partner_map.result(table.assign(name=["Axorial", "Brivault"]), CRITERIA, RULES)
    RESULTS["named"] = result
    try:
        assert "id-" not in everything_told("named", SAY[language])
    finally:
        del RESULTS["named"]


def test_key_figures_have_their_names_and_a_reason_when_unknown() -> None:
    for case, result in RESULTS.items():
        for name, entry in report.key_figures(result, EN).items():
            assert (entry["value"] is None) == bool(entry.get("reason")), (case, name)
    counted = {
        name.removeprefix("map."): (entry["value"], entry["unit"], entry["of"])
        for name, entry in report.key_figures(RESULTS["low"], EN).items()
    }
    assert counted["strategic_count"] == (2, "count", 5)
    assert counted["quadrant.pillar"] == (1, "count", 4)
    assert counted["to_qualify"] == (1, "count", 5)
    assert counted["to_discuss"] == (0, "count", 4)
    assert counted["strategic_share"][:2] == (pytest.approx(560 / 1050), "share")
    assert counted["first_share"][0] == pytest.approx(300 / 1050)
    assert counted["active_share"] == (1.0, "share", 5)
    assert counted["hours_to_move"] == (pytest.approx(800), "hours", 1)
    assert set(counted) == {
        *("strategic_count", "to_qualify", "to_discuss", "strategic_share", "first_share"),
        *("active_share", "hhi", "effective_partners", "hours_to_move"),
        *(f"quadrant.{one.id}" for one in RULES.quadrants),
    }


@settings(max_examples=25, deadline=None)
@given(NETWORK, st.booleans())
def test_whatever_is_known_the_page_says_a_sentence_of_each_kind(
    table: pd.DataFrame, dated: bool
) -> None:
    told = DATED if dated else UNDATED
    rules = replace(RULES, weight_draws=100)
    result = partner_map.result(table, CRITERIA, rules, as_of=told.as_of)
    for say in SAY.values():
        assert report.headline(result, told, say).endswith(".")
        assert report.decision(result, told, say).endswith(".")
        assert len(report.cards(result, told, say)) == 5
        assert 1 <= len(report.findings(result, told, say)) <= 4
        report.next_steps(Page(say), result, told)
        assert len(report.partners(result, told, say).rows) == len(table)
        for exhibit in (
            report.map_(result, told, say),
            report.pareto(result, told, say),
            report.time(result, told, say),
        ):
            assert (exhibit.figure is None) == (exhibit.absent is not None)
