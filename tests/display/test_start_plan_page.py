"""What the page of a start plan says: every case, in both languages and both editions."""

import datetime as dt
import json
import re
from dataclasses import replace
from functools import cache
from html import unescape
from typing import Any

import pandas as pd
import pytest

from padlib import banks
from padlib.display import Page, render, words
from padlib.display.pages import start_plan as report
from padlib.display.parts import Exhibit, Part
from padlib.display.tables import Gap
from padlib.method import start_plan
from padlib.method.start_plan import CONTINUE, CORRECT, STANDINGS, StartPlan
from tests.start_plans import CASES, DAYS, START, all_to, at

FR, EN = words.load("fr"), words.load("en")
BOTH = pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
ASKED = banks.rules("perception")["short_interview"]
# the cases named after what their headline says
HEADED = [name for name in CASES if FR.has(f"start_plan.headline.{name}")]

INSIDE = report.Partnership(
    vendor="Nimbus Logiciels",
    partner="Brivault",
    partner_id="brivault",
    year=2026,
    start=START,
    as_of=START + dt.timedelta(days=47),
    issued=START + dt.timedelta(days=50),
    people={"CM": "L. Faber", "DIRP": "A. Morel", "DG": "H. Lenoir", "SVC": "R. Ambrelle"},
    contact="M. Kerdilès",
    file="start_plans/brivault.csv",
)
OUTSIDE = replace(INSIDE, audience="partner")


def rated(**ratings: float) -> start_plan.Interview:
    """An interview of one person; items by their id with _ for -."""
    rows = [
        {
            "respondent_id": "dg",
            "side": "partner",
            "item_id": item.replace("_", "-"),
            "rating": float(rating),
            "state": "answered",
            "importance": 4.0,
            "comment": "Cinq leads annoncés, un reçu" if rating <= 2 else "",
        }
        for item, rating in ratings.items()
    ]
    said = start_plan.interview(pd.DataFrame(rows), ASKED)
    assert said is not None
    return said


HEARD = rated(P_VA_01=3, P_VA_02=3, P_OR_01=5, P_OR_02=4, P_OR_07=4, P_PR_01=2, P_PR_05=4)


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2060", "")


def of_day(found: StartPlan, told: report.Partnership) -> report.Partnership:
    """The partnership on the day of a plan."""
    return replace(told, as_of=found.as_of, issued=found.as_of)


def exhibits(found: StartPlan, told: report.Partnership, say: words.Words) -> list[Exhibit]:
    return [make(found, told, say) for make in (report.timeline, report.progress, report.gates)]


def told_of(found: StartPlan, told: report.Partnership, say: words.Words) -> list[Part]:
    """Every part that the page shows, in its order."""
    page = Page(say)
    timeline, progress, gates = exhibits(found, told, say)
    return [
        page.headline(report.headline(found, say)),
        page.decision(report.decision(found, told, say)),
        page.cards(report.cards(found, told, say)),
        page.findings(report.findings(found, told, say)),
        page.proposals(report.proposals(found, told, say)),
        page.section("where", "Où", report.where_lead(told, say)),
        page.figure(timeline),
        page.table(report.late_table(found, told, say)),
        page.table(report.next_table(found, told, say)),
        page.figure(progress),
        page.section("gates", "Points", report.gates_lead(found, say)),
        page.figure(gates),
        page.table(report.record(found, told, say)),
        page.section("heard", "Écoute", report.heard_lead(found, say)),
        report.heard(page, found, told),
        page.quality(report.quality(found, told, say)),
        page.counts(report.counts(found, told, say)),
        page.sources([], more=report.known(found, told, say)),
        page.method(report.method(found, say)),
        page.key_figures(report.key_figures(found, say)),
    ]


@cache
def parts_of(name: str, audience: str, language: str) -> tuple[Part, ...]:
    """The page of a case on its day, an interview held."""
    found = replace(CASES[name], interview=HEARD)
    told = of_day(found, INSIDE if audience == "internal" else OUTSIDE)
    return tuple(told_of(found, told, words.load(language)))


def shown(part: Part) -> str:
    """A part as it reads on the page."""
    text = plain(unescape(re.sub(r"<[^>]+>", " ", render.preview(part.as_json()))))
    return re.sub(r"\s+", " ", text)


def whole(found: StartPlan, told: report.Partnership = INSIDE, say: words.Words = FR) -> str:
    return " ".join(shown(part) for part in told_of(found, of_day(found, told), say))


# ── every case reads well ─────────────────────────────────────────────────────────────────────


@BOTH
@pytest.mark.parametrize("audience", ["internal", "partner"])
@pytest.mark.parametrize("name", CASES)
def test_every_case_is_told_without_a_hole(name, audience, say):
    for part in parts_of(name, audience, say.language):
        text = json.dumps(part.as_json(), ensure_ascii=False)
        assert not re.search(r"\bnan\b|\bNone\b(?! of)|\bNaT\b|\{\w+\}|[−-]0[  ]?[€%]", plain(text))
        assert "  " not in plain(part.data.get("text", ""))


@BOTH
@pytest.mark.parametrize("name", CASES)
def test_figures_prove_a_sentence_and_show_their_data(name, say):
    for exhibit in exhibits(CASES[name], INSIDE, say):
        assert re.search(r"\d|half|moitié", exhibit.title)
        assert exhibit.subtitle and exhibit.source and exhibit.description and exhibit.alt
        assert len(exhibit.table.rows)
        assert not re.search(r"\.\.|; \.", exhibit.description)


@BOTH
@pytest.mark.parametrize("name", CASES)
def test_no_id_and_no_money_is_shown(name, say):
    text = " ".join(shown(part) for part in parts_of(name, "internal", say.language)[:-1])
    assert not re.search(r"\b[JPK]-\d\d|P-[A-Z]{2}-\d\d|€|\bat_risk\b|\bnot_passed\b", text)


# ── headline ──────────────────────────────────────────────────────────────────────────────────


def test_every_headline_has_a_case():
    stem, keys = "start_plan.headline.", FR.keys()
    assert {key.removeprefix(stem) for key in keys if key.startswith(stem)} == set(HEADED)
    assert {CASES[name].standing for name in HEADED} == set(STANDINGS)


@pytest.mark.parametrize("name", HEADED)
def test_each_case_has_the_headline_of_its_name(name):
    assert report._case(CASES[name]).key == name


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "not_started",
            "Le démarrage commence le 6 juillet 2026, dans 12 jours : 22 jalons en 100 jours, "
            "premier point de décision le 5 août 2026.",
        ),
        (
            "on_way",
            "Jour 46 : 90 % du chemin prévu est fait ; le point de décision 2 est en vue.",
        ),
        (
            "on_way_whole",
            "Jour 47 : tout le chemin prévu à ce jour est fait ; le point de décision 2 est en "
            "vue.",
        ),
        (
            "on_way_late",
            "Jour 47 : 93 % du chemin prévu est fait ; 1 jalon est en retard, sans menacer le "
            "point de décision 2.",
        ),
        (
            "ahead",
            "Jour 40 : le démarrage est en avance, 123 % du chemin prévu à ce jour ; le point de "
            "décision 2 est en vue.",
        ),
        (
            "at_risk",
            "Jour 56 : 83 % du chemin prévu est fait ; le point de décision 2 est menacé par 2 "
            "jalons en retard.",
        ),
        (
            "undecided",
            "Jour 34 : le point de décision 1 n’est pas franchi, il y manquait 2 jalons, et "
            "aucune décision n’est notée.",
        ),
        (
            "extended_late",
            "Jour 92 : démarrage prolongé de 60 jours, jusqu’au 13 décembre 2026 ; 90 % du chemin "
            "prévu est fait, 2 jalons sont en retard.",
        ),
        (
            "unsigned_passed",
            "Jour 112 : le plan n’est pas signé, 12 jours après le jour 100 ; le point de "
            "décision 3 était pourtant franchi.",
        ),
        (
            "unsigned_undecided",
            "Jour 112 : le plan n’est pas signé, 12 jours après le jour 100 ; au point de "
            "décision 3, il manquait 2 jalons et aucune décision n’est notée.",
        ),
        (
            "stopped",
            "Le démarrage est arrêté depuis le point de décision 2 : 12 jalons atteints sur 22.",
        ),
        (
            "finished",
            "Les 22 jalons sont atteints : le démarrage est terminé, le business plan conjoint "
            "prend la suite.",
        ),
        (
            "finished_late",
            "Les 22 jalons sont atteints, le dernier 20 jours après le jour 100 : le démarrage "
            "est terminé, le business plan conjoint prend la suite.",
        ),
    ],
)
def test_the_headline_of_each_case_in_french(name, sentence):
    assert plain(report.headline(CASES[name], FR)) == sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("on_way", "Day 46: 90% of the planned way is done; gate 2 is in sight."),
        (
            "at_risk",
            "Day 56: 83% of the planned way is done; gate 2 is threatened by 2 late milestones.",
        ),
        (
            "undecided",
            "Day 34: gate 1 is not passed, 2 milestones were missing, and no decision is recorded.",
        ),
        (
            "unsigned_over",
            "Day 190: the plan is not signed, although the extension ended on 13 December 2026; "
            "2 milestones are still to be reached.",
        ),
    ],
)
def test_the_headline_of_each_case_in_english(name, sentence):
    assert plain(report.headline(CASES[name], EN)) == sentence


def test_one_is_told_in_the_singular():
    one = at(50, all_to(50, "J-12"), {"J-09": CONTINUE})
    assert "est menacé par 1 jalon en retard." in plain(report.headline(one, FR))
    assert "is threatened by 1 late milestone." in plain(report.headline(one, EN))
    eve = at(-1)
    assert "dans 1 jour :" in plain(report.headline(eve, FR))
    assert "in 1 day:" in plain(report.headline(eve, EN))


TROUBLED = [
    *("at_risk", "undecided", "undecided_continue", "extended_late", "remainder_late"),
    *("unsigned_passed", "unsigned_undecided", "unsigned_continue", "unsigned_over"),
    *("unsigned_decided", "unsigned_extended", "stopped", "nothing_done", "years_later"),
]


@pytest.mark.parametrize("name", TROUBLED)
def test_a_partner_in_trouble_is_said_to_be_in_the_headline(name):
    said = plain(report.headline(CASES[name], FR))
    assert re.search(r"menacé|n’est pas|en retard|arrêté", said)
    assert "en vue" not in said
    assert re.search(r"threatened|not|late|stopped", report.headline(CASES[name], EN))


# ── decision, cards, findings, proposals ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        (
            "not_started",
            "réunir les deux directions pour le premier jalon, « Signature et désignation des "
            "parrains » ; A. Morel (Direction des partenariats), le 6 juillet 2026.",
        ),
        (
            "on_way",
            "tenir le point de décision 2 et noter sa décision ; A. Morel (Direction des "
            "partenariats), le 4 septembre 2026.",
        ),
        (
            "on_way_late",
            "rattraper « Campagne de lancement », en retard de 7 jours ; Marketing, avant le "
            "point de décision 2, le 4 septembre 2026.",
        ),
        (
            "at_risk",
            "rattraper 2 jalons avant le point de décision 2, le 4 septembre 2026, « Premiers "
            "leads du fournisseur » d’abord ; Marketing, sans attendre.",
        ),
        (
            "undecided",
            "au point de décision 1, choisir entre corriger, prolonger de 60 jours et arrêter, "
            "puis le noter ; A. Morel (Direction des partenariats), sans attendre : il était "
            "prévu le 5 août 2026.",
        ),
        (
            "finished",
            "passer au business plan conjoint et à ses revues mensuelles ; L. Faber (Responsable "
            "partenaires), dès la prochaine revue.",
        ),
        (
            "on_way_today",
            "noter la décision du point 1, qui est franchi ; A. Morel (Direction des "
            "partenariats), sans attendre : il était prévu le 5 août 2026.",
        ),
    ],
)
def test_the_decision_says_what_who_and_when(name, asked):
    assert plain(report.decision(CASES[name], INSIDE, FR)) == asked


@BOTH
@pytest.mark.parametrize("name", CASES)
def test_every_decision_names_an_owner_and_a_time(name, say):
    asked = plain(report.decision(CASES[name], INSIDE, say))
    owners = r"Faber|Morel|Lenoir|Ambrelle|Marketing|partenaire|Partner|Finance"
    assert re.search(owners, asked)
    assert re.search(r"\d{4}|sans attendre|without delay|prochaine|next", asked)


def test_five_cards_in_the_order_of_the_specification():
    labels = [card.label for card in report.cards(CASES["on_way"], INSIDE, EN)]
    assert labels == ["Way done", "Gate 2", "Late milestones", "Mean delay", "Next milestone"]


@pytest.mark.parametrize("name", CASES)
def test_a_card_without_value_gives_its_reason(name):
    found = report.cards(CASES[name], INSIDE, FR)
    assert len(found) == 5
    for card in found:
        assert card.denominator
        if card.value == "–":
            assert not card.trend and not card.chip


def test_cards_tell_the_numbers_with_what_they_are_out_of():
    done, gate, late, delay, coming = report.cards(CASES["at_risk"], INSIDE, FR)
    assert (plain(done.value), plain(done.denominator)) == (
        "83 %",
        "29 points faits sur 35 prévus, selon le poids des jalons",
    )
    assert (gate.value, gate.unit, gate.chip.word) == ("4", "jours", "Menacé")
    assert (late.value, plain(late.trend)) == ("2", "Nimbus Logiciels 1, ensemble 1, Brivault 0")
    assert (delay.value, plain(delay.denominator)) == ("0", "sur 12 jalons faits et datés")
    assert (coming.value, plain(coming.denominator)) == (
        "4",
        "Point de décision 2 : activité engagée, le 4 septembre 2026",
    )


def test_an_advance_is_told_as_one():
    card = report.cards(CASES["ahead"], INSIDE, FR)[3]
    assert card.label == "Avance moyenne" and not card.value.startswith("−")


@pytest.mark.parametrize("name", CASES)
def test_three_findings_each_with_its_figure(name):
    found = report.findings(CASES[name], INSIDE, FR)
    assert [one.figure for one in found] == ["progress", "timeline", "gates"]
    assert all(one.text.endswith(".") for one in found)


def test_proposals_are_a_decision_first_then_the_vendors_own_delays():
    found = report.proposals(CASES["undecided"], INSIDE, FR)
    assert [plain(one.text) for one in found] == [
        "Décider au point de décision 1",
        "Rattraper : Formation des vendeurs",
        "Rattraper : Proposition de valeur et services prêts à vendre",
    ]
    assert plain(found[1].who) == (
        "R. Ambrelle (Services et avant-vente) · dû le 26 juillet 2026, 14 jours de retard · "
        "critique"
    )


def test_nothing_is_proposed_twice_and_three_at_most():
    for found in CASES.values():
        texts = [one.text for one in report.proposals(found, INSIDE, FR)]
        assert len(texts) == len(set(texts)) <= 3


# ── tables ────────────────────────────────────────────────────────────────────────────────────


def test_late_milestones_stand_by_side_with_owner_date_and_days():
    table = report.late_table(CASES["nothing_done"], INSIDE, FR)
    assert list(dict.fromkeys(table.rows["side"])) == ["Nimbus Logiciels", "Ensemble"]
    first = table.rows.iloc[0]
    assert (first["name"], first["days"]) == ("Ouverture des accès", 16)
    assert "licences de démonstration actifs" in first["criterion"]
    assert [column.key for column in table.columns][-1] == "criterion"  # no comment, no column
    assert plain(table.caption) == "6 jalons en retard, sur 7 dus"


def test_comments_on_milestones_stand_in_both_editions():
    plan = at(20, all_to(15))
    plan.milestones.loc["J-07", "comment"] = "Vendeurs en congé"
    late = at(30, all_to(15))
    late.late.loc["J-07", "comment"] = "Vendeurs en congé"
    for told in (INSIDE, OUTSIDE):
        table = report.late_table(late, told, FR)
        assert "Vendeurs en congé" in table.rows["comment"].tolist()


def test_the_next_15_days_are_told_with_their_evidence_or_said_to_be_empty():
    table = report.next_table(CASES["on_way_whole"], INSIDE, FR)
    assert table.rows["name"].tolist() == [
        "Premiers rendez-vous menés ensemble",
        "Première certification",
        "Point de décision 2\u00a0: activité engagée",
    ]
    assert plain(table.caption) == "3 jalons à atteindre d’ici au 6 septembre 2026"
    none = report.next_table(CASES["stopped"], INSIDE, FR)
    assert none.rows.empty and none.caption == "Le démarrage est arrêté"
    over = report.next_table(CASES["finished"], INSIDE, FR)
    assert over.rows.empty and over.empty == "Il n’y a plus de jalon à venir."
    early = report.next_table(CASES["not_started"], INSIDE, FR)
    assert early.rows["name"].tolist() == ["Signature et désignation des parrains",
                                           "Réunion de lancement"]  # fmt: skip


def test_the_record_lists_what_a_gate_lacked_with_owners_and_the_decision_required():
    table = report.record(CASES["undecided"], INSIDE, FR)
    row = table.rows.iloc[0]
    assert plain(row["missing"]) == (
        "Proposition de valeur et services prêts à vendre (Marketing) ; "
        "Formation des vendeurs (R. Ambrelle)"
    )
    assert row["decision"] == "à prendre\u00a0: corriger, prolonger de 60\u00a0jours ou arrêter"
    assert plain(row["weight"]) == "14 sur 19 (74 %)"
    assert isinstance(table.rows.iloc[2]["decision"], Gap)
    assert plain(table.caption) == "Une décision est à prendre au point 1" and table.bold == [0]


def test_the_record_keeps_what_was_made_up_since_and_what_was_said():
    done = {one: DAYS[one] for one in all_to(30)} | {"J-07": 40}
    found = at(50, done, {"J-09": CORRECT})
    found.milestones.loc["J-09", "comment"] = "Former dès la rentrée"
    row = report.record(found, INSIDE, FR).rows.iloc[0]
    assert plain(row["missing"]) == "Formation des vendeurs (R. Ambrelle), fait depuis"
    assert plain(row["decision"]) == "Corriger, le 05/08/2026 : « Former dès la rentrée »"


def test_a_decision_to_go_on_against_the_rule_is_told_as_one():
    found = CASES["undecided_continue"]
    assert "la décision notée est de poursuivre alors" in report.quality(found, INSIDE, FR)[0]
    row = report.record(found, INSIDE, FR).rows.iloc[0]
    assert plain(row["decision"]).startswith("« Poursuivre » noté ; à prendre :")


# ── interview ─────────────────────────────────────────────────────────────────────────────────


def heard(found: StartPlan, told: report.Partnership = INSIDE, say: words.Words = FR) -> str:
    return shown(report.heard(Page(say), found, told))


def test_the_interview_shows_ratings_to_both_and_what_was_said_to_the_vendor_alone():
    found = replace(CASES["on_way"], interview=HEARD)
    inside, outside = heard(found), heard(found, OUTSIDE)
    for text in (inside, outside):
        assert "1 question notée 1 ou 2 sur 5, à reprendre d’abord : Nombre et qualité" in text
        assert "Les engagements pris envers nous sont tenus." in text
        assert "1 personne entendue chez Brivault" in text
        assert "sans note" in text  # presales was not rated
    assert "Cinq leads annoncés" in inside
    assert "Cinq leads annoncés" not in whole(found, OUTSIDE)
    assert "Ce qui a été dit" not in outside


def test_the_title_of_the_interview_claims_no_more_than_was_rated():
    good = replace(CASES["on_way"], interview=rated(P_VA_01=4, P_OR_01=5))
    assert "Aucune question n’est notée 1 ou 2 sur 5 ; la mieux notée : Connaissance" in heard(good)
    level = replace(CASES["on_way"], interview=rated(P_VA_01=3))
    assert "Aucune question n’est notée 1 ou 2 sur 5 1 personne" in heard(level)


@pytest.mark.parametrize(
    ("case", "day", "told", "sentence"),
    [
        (None, 47, INSIDE, "L’entretien réduit est prévu au jour 75, le 19 septembre 2026"),
        (None, 90, INSIDE, "n’est pas noté comme tenu"),
        (None, 101, INSIDE, "ses réponses ne sont pas dans perception_answers.csv."),
        (None, 101, replace(INSIDE, answers_hidden=True), "ne sont pas nominatives"),
        (HEARD, 47, replace(INSIDE, is_asked=True), "au jour demandé, il n’était pas noté"),
    ],
)
def test_an_interview_that_is_not_there_is_said_to_be_and_why(case, day, told, sentence):
    done = all_to(100) if day > 100 else all_to(40)
    found = at(day, done, heard=case)
    assert sentence in heard(found, told)


def test_a_page_of_an_earlier_day_shows_the_interview_once_its_day_has_come():
    asked = replace(INSIDE, is_asked=True)
    assert "Note" in heard(at(80, all_to(40), heard=HEARD), asked)
    assert "Note" in heard(at(60, {"J-17": 58}, heard=HEARD), asked)


# ── the day, both editions, notes ─────────────────────────────────────────────────────────────


def test_the_page_says_of_which_day_it_is_and_whom_to_ask():
    said = plain(report.where_lead(INSIDE, FR))
    assert said == (
        "Jour 0 : 6 juillet 2026. La page est celle du 22 août 2026, jour du dernier fait noté. "
        "Interlocuteurs : L. Faber (Responsable partenaires) pour Nimbus Logiciels, M. Kerdilès "
        "pour Brivault."
    )
    asked = plain(report.where_lead(replace(INSIDE, is_asked=True, contact=""), FR))
    assert "jour demandé" in asked and asked.endswith(
        "Interlocuteur pour Nimbus Logiciels : L. Faber (Responsable partenaires)."
    )


def test_a_page_long_after_its_latest_fact_says_so():
    late = replace(INSIDE, issued=INSIDE.as_of + dt.timedelta(days=16))
    said = plain(" ".join(report.quality(CASES["on_way"], late, FR)))
    assert "le 22 août 2026, 16 jours avant son édition" in said
    for quiet in (INSIDE, replace(late, is_asked=True)):
        assert report.quality(CASES["on_way"], quiet, FR) == []
    assert report.quality(CASES["finished"], late, FR) == []


def test_milestones_done_out_of_order_are_told():
    found = at(40, [*all_to(40, "J-03")], {"J-09": CORRECT})
    said = report.quality(found, INSIDE, FR)
    assert [plain(one) for one in said] == [
        "2 jalons sont notés faits avant ceux qu’ils suivent : Formation des vendeurs et "
        "Lancement du parcours technique."
    ]


@BOTH
@pytest.mark.parametrize("name", HEADED)
def test_the_partners_edition_is_the_same_page(name, say):
    editions = [parts_of(name, one, say.language) for one in ("internal", "partner")]
    differ = [one for one, other in zip(*editions, strict=True) if one.as_json() != other.as_json()]
    assert [one.kind for one in differ] == ["table", "sources"]
    assert differ[0].data["table"]["key"] == "heard"  # what people said


def test_only_the_partners_edition_says_what_is_known_of_it():
    assert report.known(CASES["on_way"], INSIDE, FR) == []
    heard_ = replace(CASES["on_way"], interview=HEARD)
    for found in (CASES["on_way"], heard_):
        for say in (FR, EN):
            assert len(report.known(found, OUTSIDE, say)) == 2


def test_counts_add_up():
    table = report.counts(CASES["at_risk"], INSIDE, FR)
    names = ["count", "due", "done", "late", "left"]
    assert table.rows[names].sum().to_dict() == {name: table.total[name] for name in names}
    assert table.total["count"] == 22


# ── key figures ───────────────────────────────────────────────────────────────────────────────

NAMES = [
    "start_plan.progress",
    "start_plan.day",
    "start_plan.mean_delay",
    "start_plan.late_vendor",
    "start_plan.late_joint",
    "start_plan.late_partner",
    "start_plan.gates_passed",
    "start_plan.next_gate",
]


@pytest.mark.parametrize("name", CASES)
def test_key_figures_have_the_names_of_the_contract_or_a_reason(name):
    found = report.key_figures(CASES[name], FR)
    assert list(found) == NAMES
    for figure in found.values():
        assert {"value", "unit", "of"} <= set(figure)
        assert (figure["value"] is None) == bool(figure.get("reason"))


def test_key_figures_of_a_plan_at_risk():
    figures: dict[str, Any] = report.key_figures(CASES["at_risk"], FR)
    value = {name.partition(".")[2]: figures[name]["value"] for name in NAMES}
    assert value["progress"] == pytest.approx(29 / 35)
    assert figures["start_plan.progress"]["of"] == 35
    late = (value["late_vendor"], value["late_joint"], value["late_partner"])
    assert (value["day"], value["mean_delay"], late) == (56, 0, (1, 1, 0))
    assert (value["gates_passed"], figures["start_plan.gates_passed"]["of"]) == (1, 1)
    assert value["next_gate"] == dt.date(2026, 9, 4)
