"""What the convergence pages say: before and after the session, to the vendor and to the
partner."""

import base64
import datetime as dt
import math
import re
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.display import Page, assemble, check_page, words
from padlib.display.pages import convergence as report
from padlib.method import convergence
from padlib.method.convergence import AFTER, BEFORE, Analysis, Rules, Uplift
from tests.display.conftest import folder

ITEMS = banks.load("convergence").items
RULES = Rules.of(banks.rules("convergence") | {"effort": banks.effort()})
SESSION = dt.date(2026, 10, 8)
FR, EN = words.load("fr"), words.load("en")
PEOPLE = {"DG": "H. Lenoir", "DIRP": "A. Morel", "CM": "J. Okafor", "VTE": "P. Vasselin"}
OURS = report.Meeting(vendor="Nimbus", partner="Axorial", year=2026, people=PEOPLE)
THEIRS = replace(OURS, audience="partner")
NOTHING = {"vendor": None, "partner": None}

Mark = int | str | None


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def answers(
    marks: dict[str, tuple[Mark, Mark]],
    importances: dict[str, tuple[Mark, Mark]] | None = None,
    *,
    session: dt.date | None = SESSION,
    comments: dict[str, tuple[str, str]] | None = None,
    more: list[tuple[str, str, str, Mark]] = (),  # type: ignore[assignment]
) -> pd.DataFrame:
    """Answers of one person a side: by item the vendor's score and the partner's.

    ``more``: side, respondent, item and score of other people.
    """
    told: list[tuple[str, str, str, Mark, Mark, str]] = []
    for item, pair in marks.items():
        weights = (importances or {}).get(item, (3, 3))
        said = (comments or {}).get(item, ("", ""))
        for side, score, weight, text in zip(
            ("vendor", "partner"), pair, weights, said, strict=True
        ):
            told.append((side, f"zz-{side}-1", item, score, weight, text))
    told += [(side, who, item, score, 3, "") for side, who, item, score in more]
    states = {"NA": "not_applicable", None: "missing"}
    frame = pd.DataFrame(
        {
            "partner_id": "axorial",
            "side": [row[0] for row in told],
            "respondent_id": [row[1] for row in told],
            "item_id": [row[2] for row in told],
            "state": [states.get(row[3], "answered") for row in told],  # type: ignore[call-overload]
            "comment": [row[5] for row in told],
        }
    ).astype("str")
    numbers = [float(row[3]) if isinstance(row[3], int) else math.nan for row in told]
    weights_ = [float(row[4]) if isinstance(row[4], int) else math.nan for row in told]
    frame["score"], frame["importance"] = numbers, weights_
    frame["session_date"] = pd.Series([session] * len(frame), dtype="datetime64[s]")
    return frame


def everywhere(vendor: Mark, partner: Mark, **by_item: tuple[Mark, Mark]) -> Any:
    """Every item at two scores, those named (``STR_01``) at theirs."""
    named = {f"C-{item.replace('_', '-')}": pair for item, pair in by_item.items()}
    return {str(item): named.get(str(item), (vendor, partner)) for item in ITEMS.index}


def analysed(told: pd.DataFrame | dict[str, Any], **more: Any) -> Analysis:
    frame = answers(told) if isinstance(told, dict) else told
    return convergence.analysis(frame, ITEMS, RULES, **more)


ALL_TWO = answers(everywhere(2, 2))
GAPS = answers(everywhere(2, 2, STR_01=(3, 1), OPS_01=(1, 3), PRG_01=(4, 0)))
FULL = answers(everywhere(4, 4))
SILENT = answers(everywhere(2, None))
SOME = answers(dict.fromkeys(ITEMS.index[:7], (3, 1)))
ONE = answers({"C-STR-01": (2, 3)})
UNPAIRED = answers({"C-STR-01": (2, None), "C-ORG-01": (None, 3)})
UNDATED = answers(everywhere(2, 1), session=None)
NO_IMPORTANCE = answers(everywhere(2, 1), dict.fromkeys(map(str, ITEMS.index), (None, None)))
NO_OBJECT = answers(everywhere(2, 2, **{f"STR_0{n}": ("NA", 2) for n in range(1, 8)}))
CASES = {
    "all two": ALL_TWO,
    "gaps": GAPS,
    "all in place": FULL,
    "silent partner": SILENT,
    "silent vendor": answers(everywhere(None, 1)),
    "one theme": SOME,
    "one pair": ONE,
    "nothing paired": UNPAIRED,
    "no date": UNDATED,
    "no importance": NO_IMPORTANCE,
    "a theme without object": NO_OBJECT,
    "nobody": answers(everywhere(None, None)),
}


def whole_page(
    frame: pd.DataFrame,
    told: report.Meeting = OURS,
    language: str = "fr",
    currency: str = "EUR",
    uplift: Uplift | None = None,
    **more: Any,
) -> str:
    """The page as the workbook assembles it."""
    say = words.load(language, currency)
    items = report.in_currency(ITEMS, say)
    page, result = Page(say), convergence.analysis(frame, items, RULES, uplift=uplift, **more)
    told_folder = SimpleNamespace(partner_id="axorial", assumptions=lambda *_, **__: assumed())
    masthead = page.masthead(
        folder(told.vendor),
        issued="2026-11-12",
        audience=told.audience,
        title=report.title(result, told, say),
        partner=told.partner,
    )
    parts = [
        masthead,
        page.headline(report.headline(result, told, say)),
        page.decision(report.decision(result, told, say)),
        page.cards(report.cards(result, told, say)),
        report.findings(page, result, told),
        report.proposals(page, result, told),
        report.views(page, result, told),
        report.topics(page, result, frame, told),
        report.joint(page, result, told),
        report.agreement(page, result, told),
        page.quality(report.quality(result, told, say)),
        page.counts(report.counts(result, say)),
        report.assumptions(page, told_folder, result),
        page.sources([], more=report.known(result, told, say)),
        page.method(report.method(result, told, say)),
    ]
    title = {"fr": "Analyse de convergence", "en": "Convergence analysis"}[language]
    return assemble([part.as_json() for part in parts], language=language, title=title)


@cache
def case_page(name: str, audience: str, language: str, asked: str) -> str:
    """The page of one of the cases, made once."""
    told = {"internal": OURS, "partner": THEIRS}[audience]
    return whole_page(CASES[name], told, language, asked=asked)


def assumed() -> pd.DataFrame:
    return banks.assumptions().assign(changed=False)


def label(item: str, language: str = "fr") -> str:
    """The short name of an item."""
    return plain(words.load(language).typeset(banks.short_labels(language)[item]))


def text_of(html: str) -> str:
    """All that a page holds as text: shown, in figures' descriptions, and in its downloads."""
    coded = re.findall(r"base64,([A-Za-z0-9+/=]+)", html)
    files = [base64.b64decode(one).decode("utf-8", errors="replace") for one in coded]
    shown = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return plain("\n".join([re.sub(r"<[^>]+>", " ", shown), *files]))


# ── headline and decision ─────────────────────────────────────────────────────────────────────

HEADLINES = {
    "topics": (
        GAPS,
        "Axorial et nous convergeons à 45 sur 100 ; 3 sujets à mettre sur la table avant de parler "
        "d’actions.",
        "You and Nimbus converge at 45 out of 100; 3 topics to put on the table before discussing "
        "actions.",
    ),
    "no blind spot": (
        ALL_TWO,
        "Axorial et nous convergeons à 50 sur 100 ; aucun angle mort ne sépare nos deux lectures, "
        "les actions peuvent être choisies.",
        "You and Nimbus converge at 50 out of 100; no blind spot parts your two readings, so "
        "actions can be chosen.",
    ),
    "all in place": (
        FULL,
        "Axorial et nous convergeons à 100 sur 100 ; tout est en place pour les deux parties, "
        "aucune action n’est à proposer.",
        "You and Nimbus converge at 100 out of 100; everything is in place for both parties, and "
        "no action is called for.",
    ),
    "whole not published, with topics": (
        SOME,
        "Convergence d’ensemble non publiée, faute de réponses (1 thème sur 4, il en faut 3) ; "
        "7 sujets à mettre sur la table avant de parler d’actions.",
        "Overall convergence not published for want of answers (1 of 4 themes, 3 are needed); "
        "7 topics to put on the table before discussing actions.",
    ),
    "whole not published, without": (
        answers(dict.fromkeys(ITEMS.index[:14], (2, 2))),
        "Convergence d’ensemble non publiée, faute de réponses : 2 thèmes publiés sur 4, il en "
        "faut 3 ; aucun angle mort sur 14 points comparés.",
        "Overall convergence not published for want of answers: 2 of 4 themes published, 3 are "
        "needed; no blind spot on 14 points compared.",
    ),
    "nothing to compare": (
        UNPAIRED,
        "Rien à comparer encore : aucun point n’est noté des deux côtés.",
        "Nothing to compare yet: no point is scored by both sides.",
    ),
}


@pytest.mark.parametrize(("frame", "ours", "theirs"), HEADLINES.values(), ids=HEADLINES)
def test_the_headline_of_each_case_speaks_as_the_vendor_or_to_the_partner(
    frame: pd.DataFrame, ours: str, theirs: str
) -> None:
    result = analysed(frame)
    assert plain(report.headline(result, OURS, FR)) == ours
    assert plain(report.headline(result, THEIRS, EN)) == theirs


EVE = dt.date(2026, 10, 7)
SHEET_HEADLINES = {
    "gaps": (GAPS, "Séance du 8 octobre 2026 : 3 écarts à discuter, sur 28 points "
             "notés des deux côtés."),
    "no gap": (ALL_TWO, "Séance du 8 octobre 2026 : 28 points notés des deux côtés, à passer en "
               "revue ensemble."),
    "no date": (UNDATED, "Séance à fixer : 25 écarts à discuter, sur 28 points notés "
                "des deux côtés."),
    "unpaired": (UNPAIRED, "Séance du 8 octobre 2026 : aucun point n’est encore noté des deux "
                 "côtés."),
    "theirs": (SILENT, "Séance du 8 octobre 2026 : Axorial n’a pas encore répondu, la fiche se "
               "complétera avec ses réponses."),
    "ours": (CASES["silent vendor"], "Séance du 8 octobre 2026 : Axorial a répondu, il nous reste "
             "à le faire."),
    "both": (CASES["nobody"], "Séance du 8 octobre 2026 : ni Axorial ni nous n’avons encore "
             "répondu."),
}  # fmt: skip


@pytest.mark.parametrize(("frame", "expected"), SHEET_HEADLINES.values(), ids=SHEET_HEADLINES)
def test_the_headline_of_the_session_sheet_tells_facts_and_no_verdict(
    frame: pd.DataFrame, expected: str
) -> None:
    if expected.startswith("Séance à fixer"):
        expected = expected.replace("25", str(len(report._on_agenda(analysed(frame)))))
    assert plain(report.headline(analysed(frame, asked=BEFORE), OURS, FR)) == expected


def test_the_session_sheet_asks_each_party_for_what_it_owes() -> None:
    sheet = analysed(SILENT)
    assert plain(report.decision(sheet, OURS, FR)) == (
        "recueillir les réponses manquantes avant la séance. Responsable : J. Okafor (Responsable "
        "partenaires), pour Nimbus ; échéance : 1er octobre 2026."
    )
    assert plain(report.decision(sheet, THEIRS, EN)) == (
        "answer the questionnaire by 1 October 2026, before the session of 8 October 2026, one to "
        "five people of your team. Your contact at Nimbus: J. Okafor (Channel manager)."
    )


def test_the_decision_is_to_sign_and_to_start_the_first_action_with_two_owners() -> None:
    assert plain(report.decision(analysed(answers(everywhere(2, 1))), OURS, FR)) == (
        "signer le plan de performance commun, de 5 actions, et lancer la première : mettre en "
        "commun le portefeuille d’affaires et le revoir chaque mois. Responsables : J. Okafor "
        "(Responsable partenaires) pour Nimbus, Responsable commercial pour Axorial ; échéance : "
        "8 novembre 2026."
    )
    assert plain(report.decision(analysed(UNDATED), OURS, EN)).endswith(
        "due: 1 month after the session."
    )
    one = analysed(answers(everywhere(4, 4, STR_01=(2, 2))))
    assert "et lancer son action : fixer" in plain(report.decision(one, THEIRS, FR))
    assert plain(report.decision(analysed(FULL), OURS, FR)).startswith("garder ce qui est en place")
    assert plain(report.decision(analysed(UNPAIRED), OURS, EN)).startswith("have both parties")


# ── cards ─────────────────────────────────────────────────────────────────────────────────────


def test_the_cards_say_ours_and_theirs_by_who_reads() -> None:
    result = analysed(GAPS)
    splits = {
        "internal": ("2 chez nous, 1 chez le partenaire", "1 personne chez nous"),
        "partner": ("1 chez vous, 2 chez le fournisseur", "1 personne chez vous"),
    }
    for told in (OURS, THEIRS):
        cards = report.cards(result, told, FR)
        assert [card.value for card in cards] == ["45", "90", "50", "3", "28"]
        assert cards[0].trend == "Convergence partielle"
        assert plain(cards[3].trend) == splits[told.audience][0]
        assert plain(cards[4].denominator).startswith(splits[told.audience][1])


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("asked", [BEFORE, AFTER])
def test_a_card_without_a_value_says_why(name: str, asked: str) -> None:
    for card in report.cards(analysed(CASES[name], asked=asked), OURS, FR):
        assert card.value != "–" or card.denominator


# ── the session sheet holds no verdict ────────────────────────────────────────────────────────


def forbidden(language: str) -> list[str]:
    section = banks.rules("convergence")
    classes = [one[language] for one in section["item_classes"].values()]
    bands = [one["name"][language] for one in section["bands"]]
    indices = {
        "fr": ["alignement", "maturité", "sur 100", "/ 100", "angle mort", "force partagée"],
        "en": ["alignment", "maturity", "of 100", "/ 100", "blind spot", "shared strength"],
    }
    # the band "Convergence" is also the name of the report
    return [*classes, *(band for band in bands if band != "Convergence"), *indices[language]]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("audience", ["internal", "partner"])
@pytest.mark.parametrize("name", CASES)
def test_the_session_sheet_names_no_class_band_or_index(
    name: str, audience: str, language: str
) -> None:
    text = text_of(case_page(name, audience, language, BEFORE)).casefold()
    assert [one for one in forbidden(language) if one.casefold() in text] == []
    figures = report.key_figures(analysed(CASES[name], asked=BEFORE), words.load(language))
    hidden = {key: figure for key, figure in figures.items() if key != "convergence.paired_items"}
    assert all(figure["value"] is None and figure["reason"] for figure in hidden.values())


def test_the_session_sheet_has_its_four_hours_and_the_questions_of_its_gaps() -> None:
    text = text_of(whole_page(GAPS, asked=BEFORE))
    assert "Le déroulé de la séance : 240 minutes" in text
    assert f"– {label('C-STR-01')} : quels sont ces objectifs, en chiffres ? (3,0 et 1,0)" in text
    assert f"– {label('C-OPS-01')} : nos deux listes coïncident-elles ? (1,0 et 3,0)" in text
    assert "Plan de performance commun" not in text


def test_before_both_have_answered_the_scores_of_one_are_not_shown() -> None:
    frame = answers(everywhere(3, None, STR_01=(1, None)))
    for told in (OURS, THEIRS):
        html = whole_page(frame, told)
        assert "Les notes d’une seule partie ne sont pas montrées" in text_of(html)
        assert "<figure" not in html
        assert "Axorial : aucune réponse encore, les 28 points sont à noter." in text_of(html)


def test_the_session_sheet_names_whose_answers_are_missing() -> None:
    text = text_of(whole_page(answers(everywhere(2, 2, STR_01=(None, 2), OPS_07=(2, None))),
                              asked=BEFORE))  # fmt: skip
    assert "2 points attendent une réponse avant la séance" in text
    first = str(ITEMS.at["C-STR-01", "statement_fr"])
    assert re.search(rf"{re.escape(plain(first))}\s+Stratégie\s+Nimbus", text)


def test_the_session_sheet_says_which_gaps_count_and_names_the_topic_of_each_question() -> None:
    frame = answers(everywhere(2, 2, STR_01=(4, 3), STR_02=(0, 1), STR_03=(3, 2)))
    result = analysed(frame, asked=BEFORE)
    assert list(report._on_agenda(result).index) == ["C-STR-03"]
    rules = {
        "fr": "Écarts en gras, à discuter avant d’agir : ceux de 1 point ou plus, sauf quand les "
        "deux notes sont de 3 ou plus, ou de 1,5 ou moins.",
        "en": "Gaps in bold, to discuss before acting: those of 1 point or more, unless both "
        "scores are 3 or more, or 1.5 or less.",
    }
    for language, rule in rules.items():
        assert rule in text_of(whole_page(frame, language=language, asked=BEFORE))
    questions = [
        line
        for row in report._agenda(result, OURS, EN).rows["content"]
        for line in row.splitlines()
        if line.startswith("–")
    ]
    assert questions and all(
        any(
            line.startswith(f"– {EN.typeset(name)}: ") for name in banks.short_labels("en").values()
        )
        for line in questions
    )


def test_who_takes_part_is_confirmed_a_week_before_and_never_before_the_page_itself() -> None:
    sheet = analysed(GAPS, asked=BEFORE)
    assert plain(report.decision(sheet, OURS, FR)).endswith("échéance : 1er octobre 2026.")
    late = replace(OURS, days=(None, dt.date(2026, 10, 5)))
    assert plain(report.decision(sheet, late, FR)).endswith("échéance : 6 octobre 2026.")
    whose = {proposal.who for proposal in report._preparations(sheet, late, EN)}
    assert [plain(one) for one in whose] == [
        "J. Okafor (Channel manager), for Nimbus · by 6 Oct 2026"
    ]
    undated = {one.who for one in report._preparations(analysed(UNDATED, asked=BEFORE), OURS, EN)}
    assert [plain(one) for one in undated] == [
        "J. Okafor (Channel manager), for Nimbus · before the session"
    ]


def test_the_partner_is_sent_its_own_edition_of_the_sheet() -> None:
    sheet = analysed(GAPS, asked=BEFORE)
    asked = [plain(one.text) for one in report._preparations(sheet, OURS, FR)]
    assert asked[-1].endswith("et leur envoyer l’édition partenaire de cette fiche.")


def test_a_count_of_nought_and_a_person_alone_are_said_in_words() -> None:
    silent = analysed(SILENT)
    assert plain(report._missing_card(silent, OURS, FR).denominator) == (
        "28 attendues de l’autre partie"
    )
    assert plain(report._people_fact(silent, OURS, FR)) == (
        "1 personne a répondu chez Nimbus, aucune chez Axorial."
    )
    nobody = report._people_fact(analysed(CASES["nobody"]), OURS, EN)
    assert nobody == "Nobody has answered yet, neither at Nimbus nor at Axorial."
    assert plain(report._answering(analysed(GAPS), OURS, FR)) == (
        "Une personne a répondu de chaque côté."
    )
    more: list[tuple[str, str, str, Mark]] = [("vendor", "zz-vendor-2", "C-STR-01", 3)]
    two = analysed(answers(everywhere(2, 2), more=more))
    assert plain(report._answering(two, OURS, EN)) == (
        "Mean of 2 people at Nimbus; one person has answered at Axorial."
    )


# ── the report ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("asked", [BEFORE, AFTER])
@pytest.mark.parametrize("name", CASES)
def test_every_case_makes_a_page_fit_to_leave(name: str, asked: str, language: str) -> None:
    for audience in ("internal", "partner"):
        html = case_page(name, audience, language, asked)
        assert check_page(html) == []
        text = text_of(html)
        assert "nan" not in re.findall(r"\w+", text.casefold()) and "C-STR" not in text
        assert "zz-" not in text
        assert len(html.encode()) < 400_000


def test_what_there_is_not_is_said() -> None:
    text = text_of(whole_page(ALL_TWO))
    assert "Aucun angle mort : aucun écart de 1 point ou plus" in text
    assert "Aucune différence d’importance de 2 ou plus entre les deux parties." in text
    assert "Une seule personne a répondu pour nous" in text
    text = text_of(whole_page(NO_IMPORTANCE, THEIRS))
    assert "L’importance n’est pas renseignée des deux côtés" in text
    assert "28 points comparés n’ont d’importance d’aucun côté" in text
    assert "Une seule personne a répondu pour vous" in text
    text = text_of(whole_page(FULL))
    assert "Aucune action à proposer, tout est pleinement en place" in text
    assert "Pour Nimbus" not in text


def test_a_theme_that_is_not_published_stays_with_what_it_lacks() -> None:
    text = text_of(
        whole_page(answers(everywhere(2, 2, **{f"STR_0{n}": (2, None) for n in range(1, 6)})))
    )
    assert "réponses insuffisantes (2 points comparés sur 7)" in text
    assert "Stratégie : 2 points notés des deux côtés, il en faut 4" in text
    assert "Les points notés d’un seul côté, à discuter" in text


def test_an_item_without_object_for_one_side_is_to_be_discussed_with_its_reason() -> None:
    text = text_of(whole_page(answers(everywhere(2, 2, STR_01=(3, "NA")))))
    assert "Un point noté d’un seul côté, à discuter" in text
    assert "sans objet pour Axorial" in text


def test_titles_of_figures_are_computed_sentences() -> None:
    text = text_of(whole_page(GAPS))
    assert "Sur 3 points, une partie note nettement plus haut que l’autre" in text
    assert "2 angles morts chez Nimbus, 1 chez Axorial" in text
    text = text_of(whole_page(ALL_TWO))
    assert "Les 4 thèmes publiés convergent à 50 sur 100" in text
    assert "Les deux parties donnent la même note aux 28 points comparés" in text
    text = text_of(whole_page(answers(everywhere(2, 2, STR_01=(3, 1)))))
    assert "L’angle mort est chez Nimbus" in text


def test_themes_within_the_noise_stand_level_instead_of_being_ranked() -> None:
    frame = answers(everywhere(3, 3, OPS_07=(3, 2)))
    scores = analysed(frame).themes["convergence"]
    assert 0 < scores.max() - scores.min() < 5
    at_five = analysed(answers(everywhere(3, 3, OPS_01=(3, 2)))).themes["convergence"]
    assert at_five.max() - at_five.min() == pytest.approx(5)
    for language, title, detail in (
        ("fr", "Les 4 thèmes publiés sont au même niveau, autour de", "Moins de 5 points"),
        ("en", "The 4 published themes stand level, around", "They are less than 5 points apart"),
    ):
        text = text_of(whole_page(frame, language=language))
        assert text.count(title) >= 2 and detail in text
    wide = text_of(whole_page(answers(everywhere(3, 3, OPS_01=(3, 2)))))
    assert "est le thème le plus convergent" in wide


def test_the_bands_are_said_under_the_figure_of_the_themes() -> None:
    assert (
        "Lecture selon la convergence, qui ne compte que ce que les deux parties reconnaissent en "
        "place : divergence sous 40 ; convergence partielle dès 40 ; convergence dès 60 ; "
        "convergence forte dès 80."
    ) in text_of(whole_page(GAPS))


def test_measures_are_in_the_client_s_currency() -> None:
    for currency, printed in (("EUR", "€"), ("GBP", "£"), ("CHF", "CHF")):
        text = text_of(whole_page(answers(everywhere(2, 1)), language="en", currency=currency))
        assert f"Shared pipeline ({printed})" in text
        assert ("€" in text) is (currency == "EUR")


def test_the_first_shared_weakness_that_the_plan_leaves_out_is_said_under_it() -> None:
    frame = answers(everywhere(4, 4, STR_01=(2, 0), STR_06=(2, 0), STR_04=(1, 1)))
    for told in (OURS, THEIRS):
        text = text_of(whole_page(frame, told))
        assert (
            f"Première faiblesse partagée, « {label('C-STR-04')} » n’est pas dans le plan : 2 "
            "actions portent déjà sur ce thème. Bilan à six mois : 8 avril 2027."
        ) in text
    within = report._plan_note(analysed(answers(everywhere(4, 4, STR_04=(1, 1)))), FR)
    assert plain(within) == "Bilan à six mois : 8 avril 2027."


def test_the_partner_s_own_channel_manager_stands_for_the_client_s() -> None:
    partners = pd.DataFrame({"channel_manager": ["L.  Faber", ""]}, index=["axorial", "calvendre"])
    told = SimpleNamespace(
        name="Nimbus", partner_id="axorial", partner_name="Axorial", year=2026, audience="partner",
        settings=SimpleNamespace(people=PEOPLE), sources=[], issued=dt.date(2026, 9, 1),
        as_of_partner=lambda: None, has=lambda _: True, partners=lambda: partners,
    )  # fmt: skip
    found = report.meeting(told)
    assert found.people == PEOPLE | {"CM": "L. Faber"}
    assert found.days == (None, dt.date(2026, 9, 1))
    for changed in ({"partner_id": "calvendre"}, {"has": lambda _: False}):
        assert report.meeting(SimpleNamespace(**vars(told) | changed)).people == PEOPLE


def test_the_plan_of_the_internal_edition_ranks_and_that_of_the_partner_does_not() -> None:
    ours, theirs = (text_of(whole_page(GAPS, told)) for told in (OURS, THEIRS))
    assert "Priorité" in ours and "impact ÷ effort" in ours
    assert "priorité" not in theirs.casefold().replace("priorités", "")
    assert "impact" not in theirs
    for text in (ours, theirs):
        assert "Bilan à six mois : 8 avril 2027." in text
        assert "Indicateur : Portefeuille partagé (€)" in text


def test_months_are_numbered_when_the_session_has_no_date() -> None:
    text = text_of(whole_page(UNDATED))
    assert re.search(r"M1\s+M2\s+M3\s+M4\s+M5\s+M6", text)
    assert "Bilan six mois après la séance." in text
    assert "1 mois après la séance" in text
    text = text_of(whole_page(GAPS))
    assert re.search(r"nov\.\s+déc\.\s+janv\.\s+févr\.\s+mars\s+avr\.", text)


# ── agreement ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("told", [OURS, THEIRS], ids=["internal", "partner"])
def test_the_joint_performance_plan_stands_apart_and_is_the_same_for_both(
    told: report.Meeting,
) -> None:
    html = whole_page(answers(everywhere(2, 1)), told)
    sheet = html[html.index('<section class="part agreement"') :]
    text = text_of(sheet[: sheet.index('<section class="part notes"')])
    assert "Entre Nimbus et Axorial, à l’issue de la séance du 8 octobre 2026." in text
    assert text.index("Nimbus s’engage") < text.index("Axorial s’engage")
    owner = "J. Okafor (Responsable partenaires) : actions 1, 2, 3 et 5, la première pour le"
    assert f"{owner} 08/11/2026." in text
    assert "Direction : action 4, pour le 08/11/2026." in text
    assert "les deux parties font le bilan de ce plan le 8 avril 2027." in text
    assert "Pour Nimbus" in text and "Pour Axorial" in text and text.count("Signature") == 2
    assert "Mettre en commun le portefeuille d’affaires" in text


# ── the partner's edition hides what is the vendor's own ──────────────────────────────────────

BOTH_TEAMS = answers(
    everywhere(2, 2, STR_01=(3, 1)),
    comments={"C-STR-01": ("Ils exagèrent", "Jamais chiffrés"), "C-OPS-01": ("Secret", "")},
    more=[("vendor", "dirp-morel", "C-STR-01", 1), ("partner", "axo-dg", "C-ORG-01", 0)],
)


def test_comments_are_shown_to_the_side_that_wrote_them() -> None:
    ours, theirs = (text_of(whole_page(BOTH_TEAMS, told)) for told in (OURS, THEIRS))
    assert "Ils exagèrent" in ours and "Secret" in ours and "Jamais chiffrés" not in ours
    assert "Jamais chiffrés" in theirs
    assert "Ils exagèrent" not in theirs and "Secret" not in theirs


def test_a_team_s_own_disagreement_is_told_to_that_team_and_never_who() -> None:
    ours, theirs = (text_of(whole_page(BOTH_TEAMS, told)) for told in (OURS, THEIRS))
    assert "Notre équipe est partagée" in ours
    assert "Chez Axorial, l’équipe est elle-même partagée sur 1 point." in ours
    assert "Votre équipe est partagée" in theirs
    assert "Chez Nimbus" not in theirs
    for text in (ours, theirs):
        assert "dirp-morel" not in text and "axo-dg" not in text
    rows = report._item_rows(analysed(BOTH_TEAMS), THEIRS, FR)
    assert rows["vendor_low"].isna().all() and rows["partner_low"].notna().sum() == 1


def test_how_the_vendor_s_people_answered_is_not_told_to_the_partner() -> None:
    result = analysed(answers(everywhere(3, 2)))
    ours, theirs = (report.quality(result, told, FR) for told in (OURS, THEIRS))
    assert [plain(one) for one in ours] == [
        "Une personne, chez Nimbus, donne la même note, 3, aux 28 points auxquels elle répond ; "
        "ses réponses sont gardées.",
        "Une personne, chez Axorial, donne la même note, 2, aux 28 points auxquels elle répond ; "
        "ses réponses sont gardées.",
    ]
    assert theirs == ours[1:]


def test_the_partner_is_told_in_two_sentences_what_is_known_of_it() -> None:
    assert report.known(analysed(GAPS), OURS, FR) == []
    for frame in (GAPS, SILENT):
        [told] = report.known(analysed(frame), THEIRS, FR)
        assert len(re.findall(r"\.(?= |$)", plain(told))) == 2
        assert "convergence_answers.csv" in told or frame is SILENT


# ── uplift ────────────────────────────────────────────────────────────────────────────────────


def test_the_scenario_shows_only_when_asked_with_its_warning() -> None:
    assert "Scénario" not in text_of(whole_page(GAPS))
    known = convergence.uplift(assumed(), 320_000)
    text = text_of(whole_page(GAPS, uplift=known))
    assert "Scénario, hors de tout calcul" in text and "sans groupe témoin" in text
    assert "320 000" in text and "416 000" in text
    assert "Hypothèses du scénario" in text and "0 % – 30 %" in text
    text = text_of(whole_page(GAPS, THEIRS, uplift=convergence.uplift(assumed(), None)))
    assert "Scénario, hors de tout calcul : une hausse de 30 % du chiffre d’affaires" in text
    assert "€" not in text.replace("(€)", "")


def test_the_scenario_reads_the_partner_s_known_revenue() -> None:
    partners = pd.DataFrame({"revenue_n": [320_000.0]}, index=["axorial"])
    told = SimpleNamespace(
        partner_id="axorial",
        assumptions=lambda *_, **__: assumed(),
        has=lambda _: True,
        partners=lambda: partners,
    )
    assert report.scenario(told, {"uplift_scenario": False}) is None
    found = report.scenario(told, {"uplift_scenario": True})
    assert found is not None and found.then == pytest.approx(416_000)
    other = report.scenario(
        SimpleNamespace(**vars(told) | {"partner_id": "other"}), {"uplift_scenario": True}
    )
    assert other is not None and other.revenue is None


# ── key figures ───────────────────────────────────────────────────────────────────────────────


def test_key_figures_have_their_names_and_a_reason_where_there_is_no_value() -> None:
    found = report.key_figures(analysed(GAPS), EN)
    assert set(found) == {
        "convergence.index", "convergence.alignment", "convergence.maturity",
        *(f"convergence.theme.{theme}" for theme in ("STR", "ORG", "PRG", "OPS")),
        "convergence.paired_items", "convergence.vendor_blind_spots",
        "convergence.partner_blind_spots", "convergence.joint_actions",
    }  # fmt: skip
    assert found["convergence.vendor_blind_spots"] == {"value": 2, "unit": "count", "of": 28}
    assert found["convergence.paired_items"] == {"value": 28, "unit": "count", "of": 28}
    assert found["convergence.joint_actions"]["value"] == 5
    lacking = report.key_figures(analysed(UNPAIRED, asked=AFTER), EN)
    assert all(one["reason"] for one in lacking.values() if one["value"] is None)
    assert lacking["convergence.vendor_blind_spots"]["reason"] == "no point scored by both sides"


# ── anything ──────────────────────────────────────────────────────────────────────────────────

MARKS = st.sampled_from([0, 1, 2, 3, 4, "NA", None])
PAIRS = st.tuples(MARKS, MARKS)
WEIGHTS = st.tuples(*[st.sampled_from([1, 3, 5, None])] * 2)
ROWS = st.lists(st.tuples(PAIRS, WEIGHTS), min_size=28, max_size=28)
HOSTILE = '=1+1<script>alert("x")</script>'


@given(ROWS, st.sampled_from([BEFORE, AFTER]), st.sampled_from([OURS, THEIRS]), st.booleans())
@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a page is slow to shrink
)
def test_any_answers_make_a_page_that_keeps_to_its_edition(
    rows: list[Any], asked: str, told: report.Meeting, dated: bool
) -> None:
    items = [str(item) for item in ITEMS.index]
    frame = answers(
        {item: pair for item, (pair, _) in zip(items, rows, strict=True)},
        {item: weights for item, (_, weights) in zip(items, rows, strict=True)},
        session=SESSION if dated else None,
        comments={"C-STR-01": ("the vendor’s own words", "the partner’s own words")},
    )
    html = whole_page(frame, replace(told, partner=HOSTILE), "en", asked=asked)
    assert check_page(html) == [] and "<script" not in html
    text = text_of(html)
    assert "zz-" not in text
    assert ("the vendor’s own words" in text) is told.internal
    assert ("the partner’s own words" in text) is not told.internal
    if asked == BEFORE:
        assert [one for one in forbidden("en") if one.casefold() in text.casefold()] == []
