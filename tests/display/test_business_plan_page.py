"""The joint plan itself on a page: every state, both languages, both editions."""

import datetime as dt
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from padlib.core.joint_plan import JointPlan
from padlib.display import Page, assemble, render, words
from padlib.display.pages import business_plan as document
from padlib.display.parts import Part
from padlib.method import plan_balance
from padlib.workspace import drafting, open_client
from tests import joint_plans
from tests.display.conftest import folder

FR, EN = words.load("fr"), words.load("en")
DAY = dt.date(2026, 9, 30)
TOLD = document.Partnership(
    vendor="Nimbus",
    partner="Axorial",
    year=2026,
    people={"CM": "J. Okafor", "DG": "H. Lenoir", "PCO": "S. Brun", "PDG": "P. Axel"},
    as_of=DAY,
    file="business_plans/axorial.yml",
)
THEIRS = replace(TOLD, audience="partner")
NOTHING = document.Computed()
COMPUTED = document.computed(
    perception=48.2,
    revenue=320_000.0,
    joint_revenue=(402_600.0, 556_000.0, 776_700.0),
    partner_earnings=(-1_400.0, 34_900.0, 57_600.0),
    segments=(("Santé", "Health"),),
    quadrant="pillar",
)


def flat(part: Part) -> str:
    """What a part says, as a reader sees it."""
    html = str(render.preview(part.as_json())).partition("</style>")
    text = re.sub(r"<[^>]+>", " ", html[2] or html[0])
    return " ".join(unescape(text).replace("\xa0", " ").split())


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")


def said(part: Part) -> str:
    return plain(flat(part))


def whole(plan: JointPlan, told: document.Partnership, language: str) -> str:
    """All that a page says of a plan."""
    page = Page(words.load(language))
    achieved = plan_balance.achieved(plan, joint_plans.measured(), joint_plans.deals(), DAY)
    parts = (
        document.standing(page, plan, told),
        document.start(page, plan, COMPUTED, told),
        document.promises(page, plan, told),
        document.quarters(page, plan, told),
        document.watch(page, plan, told),
        document.story(page, plan, told),
        document.balance(page, plan, achieved, told),
        document.signature(page, plan, told),
    )
    return " ".join(said(part) for part in parts)


# ── every state, language and edition ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("told", [TOLD, THEIRS], ids=["internal", "partner"])
@pytest.mark.parametrize("status", ["draft", "proposed", "signed", "active", "closed"])
def test_a_plan_reads_in_every_state(language: str, told: document.Partnership, status: str):
    text = whole(joint_plans.plan(status=status), told, language)
    assert "Nimbus" in text and "Axorial" in text
    assert not re.search(r"\b(nan|NaT|None)\b", text)
    assert not re.search(r"\b(OB|MV|MP|EV|EP|RK|G|K|Q\d)-\d", text)  # no id is shown


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_draft_reads_too(language: str):
    text = whole(joint_plans.draft(), TOLD, language)
    assert not re.search(r"\b(nan|NaT|None)\b", text)
    assert not re.search(r"\b(OB|MV|MP|EV|EP|RK|G|K)-\d", text)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("client", "partner"),
    [("demo-nimbus", "axorial"), ("demo-larkspur", "gravelande"), ("demo-ferrum", "aubrescal")],
)
def test_a_plan_to_complete_makes_a_page(client: str, partner: str, language: str, tmp_path: Path):
    demos = Path(__file__).parents[2] / "data" / "clients"
    shutil.copytree(demos / client, tmp_path / "clients" / client)
    drafting.new_plan(client, partner, 2027, tmp_path)
    inside = open_client(client, 2027, tmp_path, partner=partner)
    plan = inside.business_plan()
    told = document.partnership(inside, plan)
    text = whole(plan, told, language)
    assert not re.search(r"\b(nan|NaT|None)\b", text)
    assert not re.search(r"\b(OB|MV|MP|EV|EP|RK|G|K|C|D|P)-\w", text)
    assert document.missing_lines(plan, told, FR)  # what is left to fill in is said


def test_a_partner_edition_shows_nothing_that_is_the_vendor_s_own():
    actions = joint_plans.EXAMPLE["quarters"]
    plan = joint_plans.plan(quarters=[{**actions[0], "origin": "diagnostic"}])
    ours, theirs = whole(plan, TOLD, "fr"), whole(plan, THEIRS, "fr")
    for secret in ("Place sur la carte", "Piliers", "Issue du diagnostic"):
        assert secret in ours
        assert secret not in theirs
    assert joint_plans.EXAMPLE["internal_notes"] not in ours + theirs


# ── where it stands ────────────────────────────────────────────────────────────────────────────


def test_the_path_says_what_is_done_where_the_plan_stands_and_what_is_to_come():
    part = document.standing(Page(FR), joint_plans.plan(status="active"), TOLD)
    chain = part.data["parts"][0]["data"]
    assert chain["title"] == "Le plan 2026 est signé et en cours"
    assert [one["value"] for one in chain["items"]] == ["✓", "✓", "✓", "●", "○"]
    assert plain(chain["items"][2]["detail"]) == "Nimbus le 15/01/2026, Axorial le 20/01/2026"
    assert len(part.data["parts"]) == 2  # the path, and nothing missing
    assert said(part).count("manque") == 0


def test_a_plan_marked_signed_that_lacks_something_counts_as_proposed_and_says_what():
    signatures = {"vendor": {"name": "H. Lenoir", "date": "2026-01-15"}, "partner": {"name": "P"}}
    objectives = dict.fromkeys(("OB-01", "OB-02", "OB-03", "OB-06"), 3)
    plan = joint_plans.plan(signatures=signatures, objectives=objectives, kpis=None)
    text = said(document.standing(Page(FR), plan, TOLD))
    assert "compte comme proposé : il lui manque 2 éléments" in text
    assert "2 éléments manquent avant la signature" in text
    assert "Cible : Chiffre d'affaires de services du partenaire autour de l'offre" in text
    assert "Date de signature pour Axorial" in text
    english = said(document.standing(Page(EN), plan, TOLD))
    assert "2 things are missing" in english
    assert "Date of signature for Axorial" in english


def test_what_is_missing_is_grouped_by_part_and_many_dates_are_told_once():
    lines = document.missing_lines(joint_plans.draft(), TOLD, FR)
    assert [plain(one) for one in lines] == [
        "Identité du partenariat",
        "Situation de départ",
        "Vision à 3 ans",
        "Objectifs de l'année",
        "Engagements des deux parties",
        "Signatures",
    ]
    assert lines[FR.typeset("Engagements des deux parties")] == ["Échéance de 10 engagements"]


def test_a_few_dates_that_are_missing_are_named():
    plan = replace(joint_plans.plan(), missing=("commitments.EV-02.due_date",))
    [line] = document.missing_lines(plan, TOLD, FR)[FR.typeset("Engagements des deux parties")]
    assert plain(line) == (
        "Échéance de l'engagement : Répondre aux affaires enregistrées sous 2 jours ouvrés"
    )


def test_a_partner_is_told_of_a_field_of_the_vendor_s_without_its_name():
    lines = document.missing_lines(joint_plans.draft(), THEIRS, FR)
    assert lines[FR.typeset("Identité du partenariat")][0] == "Un champ tenu par Nimbus"


def test_a_plan_that_lacks_nothing_may_be_signed():
    plan = replace(joint_plans.plan(status="proposed"), missing=())
    text = said(document.missing(Page(FR), plan, TOLD))
    assert text == "Rien ne manque : le plan peut être signé par les deux directions."


# ── starting point and vision ──────────────────────────────────────────────────────────────────


def test_what_the_plan_leaves_blank_is_shown_computed_in_grey_and_marked():
    plan = joint_plans.draft()
    part = document.start(Page(FR), plan, COMPUTED, TOLD)
    table = part.data["parts"][0]["data"]["table"]
    rows = {plain(row[0]): row[1:] for row in table["rows"]}
    value, origin = rows["Indice de perception"]
    assert value["gap"] and plain(value["gap"]) == "48 sur 100"
    assert origin["gap"] == "Calculé, facultatif au plan"
    value, origin = rows["Chiffre d'affaires commun de 2025"]
    assert plain(value["gap"]) == "320 000 €"
    assert origin["gap"] == "Calculé, à écrire au plan"
    assert rows["Trois écarts à réduire"][1]["gap"] == "À écrire au plan"
    assert "Les affaires communes passeraient de 402 600 € en 2026 à 776 700 € en 2028" in said(
        part
    )


def test_what_the_plan_says_stands_over_what_is_computed():
    part = document.start(Page(FR), joint_plans.plan(), COMPUTED, TOLD)
    table = part.data["parts"][0]["data"]["table"]
    assert [column["key"] for column in table["columns"]] == ["what", "value"]  # all is written
    text = said(part)
    assert "Objectifs partagés ; Équipe formée ; Références communes" in text
    assert "540 000 €" in text and "776 700" not in text
    assert "Segments visés : Santé ; Collectivités." in text


def test_nothing_known_is_said_so():
    text = said(document.start(Page(EN), joint_plans.draft(), NOTHING, TOLD))
    assert "The 3-year vision is still to be written" in text
    assert "Target segments: to be written in the plan." in text


# ── objectives, means, commitments ─────────────────────────────────────────────────────────────


def test_objectives_have_their_quarters_and_those_required_that_lack_are_there():
    plan = joint_plans.plan(objective=None)
    part = document.promises(Page(FR), plan, TOLD)
    table = part.data["parts"][0]["data"]["table"]
    rows = {plain(row[0]): row[1:] for row in table["rows"]}
    assert rows["Chiffre d'affaires conjoint"][-1] == {"gap": "à fixer"}
    assert [plain(one) for one in rows["Nouveaux clients"]] == ["2", "2", "2", "2", "8"]
    assert "les affaires communes restent à chiffrer" in plain(table["caption"])


def test_both_sides_stand_face_to_face_whoever_promises_more():
    part = document.promises(Page(FR), joint_plans.plan(), TOLD)
    means, commitments = (one["data"]["table"] for one in part.data["parts"][1:])
    assert plain(means["caption"]) == "Nimbus promet 3 moyens, Axorial 2"
    assert [plain(one) for one in means["rows"][1]] == [
        "Fonds marketing conjoint",
        "12 000 € par an",
        "Plateforme de démonstration",
        "oui",
    ]
    assert plain(means["rows"][2][1]) == "T1 5, T2 5, T3 10, T4 10 – par trimestre"
    [ours, when, theirs, later] = commitments["rows"][0]
    assert plain(ours) == "Répondre aux affaires enregistrées sous 2 jours ouvrés"
    assert plain(when) == (
        "J. Okafor (Responsable partenaires), pour le 31/03/2026\ntenu le 20/03/2026"
    )
    assert plain(theirs) == "Partager le portefeuille d'affaires avant chaque revue mensuelle"
    assert plain(later) == "S. Brun (Responsable commercial), pour le 30/06/2026\nen retard"


def test_a_side_that_promises_nothing_says_so_beside_the_other():
    plan = joint_plans.plan(means={"vendor": {"MV-01": {"planned": 1}}})
    text = said(document.promises(Page(FR), plan, TOLD))
    assert "Nimbus promet 1 moyen ; Axorial n'en a pas encore écrit" in text
    assert "rien d'écrit" in text


def test_a_yearly_mean_told_by_quarter_says_both():
    plan = joint_plans.plan(means={"vendor": {"MV-03": {"planned": [1000, 0, 2000, 3000]}}})
    text = said(document.promises(Page(EN), plan, TOLD))
    assert "€6,000 a year (Q1 €1,000, Q2 €0, Q3 €2,000, Q4 €3,000)" in text


def test_a_commitment_is_late_from_the_day_after_it_was_due():
    plan = joint_plans.plan()
    due = replace(TOLD, as_of=dt.date(2026, 6, 30))
    after = replace(TOLD, as_of=dt.date(2026, 7, 1))
    assert "en retard" not in said(document.promises(Page(FR), plan, due))
    assert "en retard" in said(document.promises(Page(FR), plan, after))


# ── quarterly plans ────────────────────────────────────────────────────────────────────────────


def test_each_quarter_is_a_plan_of_its_three_months_with_two_owners():
    part = document.quarters(Page(FR), joint_plans.plan(), TOLD)
    first, second, third, fourth = part.data["parts"]
    assert plain(first["data"]["title"]) == "1er trimestre : 1 action faite sur 1"
    assert plain(second["data"]["title"]) == "2e trimestre : 0 action faite sur 1, 1 en retard"
    assert third["kind"] == fourth["kind"] == "sentence"
    [action] = second["data"]["actions"]
    assert (action["owner"], action["partner_owner"]) == (
        "H. Lenoir (Direction générale)",
        "P. Axel (Direction)",
    )
    assert (action["start"], action["end"], action["due"]) == (1, 2, "2026-05-29")
    assert plain(action["kpi"]) == (
        "En retard · Indicateur : Chiffre d'affaires conjoint · Attendu : Objectifs validés · "
        "Après : Signer le plan et le présenter aux équipes · Issue de la séance de convergence"
    )


def test_an_action_that_overruns_its_quarter_is_drawn_within_it_and_keeps_its_date():
    action = joint_plans.EXAMPLE["quarters"][1] | {"start": "2026-01-05", "due_date": "2026-08-31"}
    plan = joint_plans.plan(quarters=[{**action, "depends_on": []}])
    drawn = document.quarters(Page(EN), plan, TOLD).data["parts"][1]["data"]["actions"][0]
    assert (drawn["start"], drawn["end"], drawn["due"]) == (1, 3, "2026-08-31")


# ── risks, meetings, log ───────────────────────────────────────────────────────────────────────


def test_risks_alert_from_twelve_the_highest_first():
    told = [(f"RK-0{one}", one, 4) for one in (2, 3, 4)]
    risks = [{"id": key, "probability_1_5": p, "impact_1_5": i} for key, p, i in told]
    part = document.watch(Page(FR), joint_plans.plan(risks=risks), TOLD)
    table = part.data["parts"][0]["data"]["table"]
    assert plain(table["caption"]) == "2 risques en alerte sur 3 évalués"
    assert [row[1] for row in table["rows"]] == [
        {"chip": "late", "word": "Alerte, 16"},
        {"chip": "late", "word": "Alerte, 12"},
        "8",
    ]


def test_a_closed_risk_no_longer_alerts():
    risks = [{"id": "RK-01", "probability_1_5": 5, "impact_1_5": 5, "status": "closed"}]
    part = document.watch(Page(EN), joint_plans.plan(risks=risks), TOLD)
    assert "None of the 1 risk assessed is on alert" in said(part)


def test_the_log_is_a_story_by_date_signatures_included():
    log = [
        {
            "date": "2026-07-02",
            "type": "amendment",
            "text": "Certification renforcée",
            "author_role": "DIRP",
            "linked_ids": ["G-01"],
            "changes": {
                "objectives.OB-06": {"from": 2, "to": 3},
                "objectives.OB-01": {"from": 400_000, "to": {"target": 380_000, "quarters": [1]}},
                "commitments.EV-02.due_date": {"from": "2026-03-31", "to": "2026-04-30"},
                "commitments.EP-03.owner": {"from": "PCO", "to": "PDG"},
                "means.vendor.MV-03.planned": {"from": 12_000, "to": 10_000},
                "risks.RK-01": {"from": "", "to": "Nouveau"},
                "seasonality": {"from": [0.5, 0.5], "to": None},
            },
        },
        {"date": "2026-01-18", "type": "incident", "text": "Panne"},
    ]
    plan = joint_plans.plan(log=log, status="draft")
    table = document.story(Page(FR), plan, TOLD).data["table"]
    assert plain(table["caption"]).endswith("4 dates au journal, dont 1 avenant")
    assert [row[:2] for row in table["rows"]] == [
        ["2026-01-15", "Signature"],
        ["2026-01-18", "Incident"],
        ["2026-01-20", "Signature"],
        ["2026-07-02", "Avenant"],
    ]
    assert table["rows"][0][2] == "H. Lenoir signe le plan pour Nimbus."
    lines = plain(table["rows"][3][2]).split("\n")
    assert lines[:7] == [
        "Certification renforcée",
        "Objectif « Personnes certifiées » : 3 ; c'était 2.",
        "Objectif « Chiffre d'affaires conjoint » : 380 000 € ; c'était 400 000 €.",
        "Engagement pris par Nimbus, « Répondre aux affaires enregistrées sous 2 jours ouvrés », "
        "échéance : 30/04/2026 ; c'était 31/03/2026.",
        "Engagement pris par Axorial, « Partager le portefeuille d'affaires avant chaque revue "
        "mensuelle », responsable : P. Axel (Direction) ; c'était S. Brun (Responsable "
        "commercial).",
        "Moyen promis par Nimbus, « Fonds marketing conjoint », prévu : 10 000 € par an ; "
        "c'était 12 000 € par an.",
        "Risque « Départ d'un vendeur ou d'un technicien clé » : Nouveau, ajouté.",
    ]
    assert lines[-1] == "Concerne : Revue mensuelle."


def test_an_amendment_of_the_quadrant_is_not_for_the_partner():
    log = [
        {
            "date": "2026-07-02",
            "type": "amendment",
            "text": "Mise à jour",
            "changes": {"identity.quadrant": {"from": "rising", "to": "pillar"}},
        }
    ]
    plan = joint_plans.plan(log=log, status="draft")
    assert "Place sur la carte : Piliers ; c'était Espoirs." in said(
        document.story(Page(FR), plan, TOLD)
    )
    theirs = said(document.story(Page(FR), plan, THEIRS))
    assert "pillar" not in theirs
    assert "Un champ tenu par Nimbus a changé." in theirs


# ── balance ────────────────────────────────────────────────────────────────────────────────────


def test_the_balance_is_of_a_closed_plan_only():
    for status in ("draft", "proposed", "signed", "active"):
        plan = joint_plans.plan(status=status)
        assert document.balance(Page(FR), plan, {}, TOLD).data["parts"] == []


def test_the_balance_tells_objectives_means_commitments_and_lessons_of_both_sides():
    lessons = [{"side": "vendor", "text": "Réserver l'avant-vente dès janvier"}]
    plan = joint_plans.plan(status="closed", lessons=lessons)
    achieved = {"OB-01": 410_000.0, "OB-02": 5.0}
    text = said(document.balance(Page(FR), plan, achieved, TOLD))
    assert "1 objectif atteint sur 6, 4 non mesurés" in text
    assert "Non atteint" in text
    assert "Moyens : Nimbus a fourni 46 % de ce qui était promis, Axorial 33 %" in text
    assert "Engagements tenus à l'échéance : 1 sur 1 pour Nimbus, 0 sur 1 pour Axorial" in text
    assert "Réserver l'avant-vente dès janvier" in text
    assert "Rien d'écrit encore." in text  # what the partner learns from it


# ── what is signed ─────────────────────────────────────────────────────────────────────────────


def test_a_signed_plan_shows_names_functions_and_days():
    part = document.signature(Page(FR), joint_plans.plan(), TOLD)
    assert plain(part.data["intro"]) == (
        "Entre Nimbus et Axorial, signé par les deux directions le 20 janvier 2026."
    )
    ours, theirs = part.data["parties"]
    assert [plain(one) for one in ours["signed"]] == [
        "H. Lenoir",
        "Direction générale",
        "15 janvier 2026",
    ]
    assert plain(theirs["signed"][2]) == "20 janvier 2026"
    assert "Nom H. Lenoir" in said(part)
    assert plain(ours["means"][0]) == "Temps du responsable partenaires : 3 jours par mois"
    assert plain(theirs["commitments"][0]).endswith("S. Brun (Responsable commercial), 30/06/2026")


def test_a_plan_to_sign_leaves_room_and_says_that_it_is_a_draft_while_something_lacks():
    part = document.signature(Page(EN), joint_plans.draft(), TOLD)
    assert "a draft, to be completed before it is signed" in part.data["intro"]
    assert [party["signed"][0] for party in part.data["parties"]] == ["", ""]
    assert "Name Position Executive management Date Signature" in said(part)


def test_a_signature_of_a_later_day_is_not_there_yet():
    plan = joint_plans.plan(as_of=dt.date(2026, 1, 16), log=None, commitments=None, quarters=None)
    ours, theirs = document.signature(Page(FR), plan, TOLD).data["parties"]
    assert ours["signed"][2] and not theirs["signed"][2]


def test_long_texts_make_the_print_smaller_then_are_cut_and_the_sheet_says_so():
    def sheet(length: int, count: int) -> Any:
        text = ("Maintenir les moyens prévus toute l’année " * 12)[:length].strip()
        entry = {"owner": "CM", "text": text, "due_date": "2026-06-30"}
        told = [
            {"id": f"{side}{one}", "side": side, **entry}
            for side in ("vendor", "partner")
            for one in range(count)
        ]
        plan = joint_plans.plan(commitments=told, quarters=None)
        return document.signature(Page(FR), plan, TOLD).data

    short, longer, longest = sheet(60, 3), sheet(120, 8), sheet(400, 12)
    assert short["scale"] == 1
    assert 0.7 <= longer["scale"] < 1
    assert all("…" not in one for one in longer["parties"][0]["commitments"])
    assert all("…" in one for one in longest["parties"][0]["commitments"])
    assert "…" in longest["closing"] and "…" not in longer["closing"]
    endless = sheet(400, 40)  # no sheet holds as many: whole, over two
    assert all("…" not in one for one in endless["parties"][0]["commitments"])


def test_the_sheet_is_a_section_that_prints_on_a_page_of_its_own():
    page = Page(FR)
    parts = [
        page.masthead(folder(), as_of="2026-10-31", issued="2026-11-12"),
        page.headline("Le plan."),
        document.signature(page, joint_plans.plan(), TOLD),
    ]
    html = assemble([part.as_json() for part in parts], language="fr", title="Plan")
    assert '<section class="part agreement"' in html
    assert ".part.agreement{break-before:page" in html


# ── actions handed on ──────────────────────────────────────────────────────────────────────────


def test_actions_that_a_report_hands_on_already_are_not_told_twice():
    found = document.actions(joint_plans.plan())
    assert list(found.index) == ["Q1-1@axorial"]  # the other comes from the convergence session
    assert found.loc["Q1-1@axorial", "status"] == "done"
    assert found.loc["Q1-1@axorial", "kpi_en"] == "Commitments kept on time"


def test_roles_are_those_whom_the_plan_names_over_the_client_s():
    told = document.roles(joint_plans.plan(), {"CM": "Autre", "MKT": "C. Dauthier"})
    assert told == {
        "CM": "J. Okafor",
        "MKT": "C. Dauthier",
        "DG": "H. Lenoir",
        "PCO": "S. Brun",
        "PDG": "P. Axel",
    }


def test_what_is_counted_one_by_one_is_split_in_whole_numbers_that_add_up():
    plan = joint_plans.plan(objectives={**joint_plans.EXAMPLE["objectives"], "OB-06": 3})
    rows = document._objectives(plan, FR).rows.set_index("name")
    people = rows.loc["Personnes certifiées"]
    assert [people[f"q{quarter}"] for quarter in (1, 2, 3, 4)] == ["1", "1", "0", "1"]
    customers = rows.loc["Nouveaux clients"]
    assert sum(int(customers[f"q{quarter}"]) for quarter in (1, 2, 3, 4)) == 8
    told = {"OB-06": {"target": 3, "quarters": [0, 1, 1, 1]}}
    own = joint_plans.plan(objectives={**joint_plans.EXAMPLE["objectives"], **told})
    people = document._objectives(own, FR).rows.set_index("name").loc["Personnes certifiées"]
    assert [people[f"q{quarter}"] for quarter in (1, 2, 3, 4)] == ["0", "1", "1", "1"]


def test_the_page_to_sign_tells_the_amendments_since_the_signature():
    log = [
        {
            **{"date": day, "type": "amendment", "text": "Trois personnes"},
            "changes": {"objectives.OB-06": {"from": 2, "to": 3}},
        }
        for day in ("2026-07-02", "2026-10-15")
    ]
    plan = joint_plans.plan(log=log)
    text = plain(document._intro(plan, TOLD, FR))
    assert text.endswith(
        "le 20 janvier 2026, avec les avenants des 2 juillet 2026 et 15 octobre 2026."
    )
    one = plain(document._intro(joint_plans.plan(log=log[:1]), TOLD, FR))
    assert one.endswith("avec l'avenant du 2 juillet 2026.")
    assert "avenant" not in document._intro(joint_plans.plan(), TOLD, FR)
