"""What the edition of a report for one partner may see, and that nothing else comes out."""

import inspect
import math
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padlib.core.joint_plan import Review
from padlib.workspace import (
    BadParameters,
    Folder,
    InputFaults,
    NotForPartners,
    PartnerFolder,
    UnknownName,
    WorkspaceError,
    open_client,
)
from padlib.workspace.vision import Vision

from .conftest import MakeClient

OTHERS = ("brivault", "calvendre", "dormelune")
PARTNERS = """\
partner_id,name,type,status,region,contact,start_date,revenue_n,revenue_n1,win_rate_pct,\
manager_time_pct,channel_manager,language
axorial,Axorial,integrator,active,Occitanie,S. Brunel,2022-03-01,320000,290000,34,20,J. Okafor,en
brivault,Brivault Réseaux,VAR,starting,Bretagne,M. Kerdilès,2026-07-06,77123456,,41,61,L. Faber,fr
calvendre,Calvendre SARL,VAR,active,Nice,T. Orsenne,2021-01-11,,165123456,42,60,L. Faber,fr
dormelune,Dormelune,VAR,inactive,Nantes,G. Pradelle,2018-05-14,,,,,J. Okafor,fr
"""
PERCEPTION = """\
partner_id,respondent_id,side,item_id,rating,importance,comment
axorial,axorial-dg,partner,P-VA-01,4,5,Trois clients
axorial,axorial-dg,partner,P-OPN-01,,,Les formations
brivault,brivault-dg,partner,P-VA-01,2,5,Trop tôt
calvendre,calvendre-dg,partner,P-VA-01,1,5,Brivault nous double
calvendre,calvendre-pco,partner,P-VA-01,3,4,
calvendre,okafor,vendor_mirror,P-VA-01,5,,Ils adorent
calvendre,okafor,vendor_mirror,P-NPS-01,9,,
dormelune,dormelune-dg,partner,P-SC-02,3,2,Dormelune attend
dormelune,dormelune-muet,partner,P-SC-02,,,
"""
CONVERGENCE = """\
partner_id,session_date,side,respondent_id,item_id,score,importance,comment
axorial,2026-10-08,vendor,okafor,C-STR-01,3,4,Ils bluffent
axorial,2026-10-08,partner,axorial-dg,C-STR-01,1,5,Objectifs jamais chiffrés
calvendre,2026-11-19,vendor,okafor,C-STR-01,3,4,Calvendre hésite
calvendre,2026-11-19,partner,calvendre-dg,C-STR-01,2,4,Calvendre attend
"""
ACTIONS = """\
action_id,status,done_on,comment
C-STR-01@axorial,done,2026-10-12,Axorial a signé
C-STR-01@calvendre,done,2026-11-21,Calvendre a signé
D-EXP-06,done,2026-11-22,Diagnostic
"""
VISION = """\
segments:
- {id: health, target_companies: 2000, penetration_start: 0.03, penetration_year3: 0.06,
   direct_share: 0.5, partner_share_of_indirect: {axorial: 0.1, calvendre: 0.22345}}
- {id: dormelune-land, target_companies: 31415, penetration_start: 0.03, penetration_year3: 0.06,
   direct_share: 0.5, partner_share_of_indirect: {calvendre: 0.33456}}
requires: {vendor: [{text: Rejoindre T. Orsenne, owner: DG}, {text: Deux avant-ventes, owner: SVC}],
  partner: [{text: Un vendeur, owner: G. Pradelle}, {text: Comme Brivault, owner: PCO}]}
"""
ASSUMPTIONS = """\
key,value,source,note
annual_churn,0.08,facture de Calvendre,Calvendre
day_rate,700,Brivault,
"""
DEALS = """\
deal_id,partner_id,amount,stage,expected_close,registered_on,origin,name,next_step,owner,next_date
AX-14,axorial,60000,negotiation,2026-05-20,2026-04-02,joint,CH du Lac,Devis final,S. Brunel,
CA-01,calvendre,88123456,signed,2026-05-21,2026-04-22,joint,Mairie de Zorn,Relancer Vauquelin,,
CA-02,calvendre,88223456,proposal,2026-01-21,,joint,Port de Zorn,,T. Orsenne,
BR-01,brivault,88323456,identified,2026-12-21,,vendor,,Attendre Brivault,L. Faber,
"""
KPIS = """\
partner_id,kpi_id,month,value,of
axorial,K-02,1,4,
axorial,K-02,2,3,
calvendre,K-01,1,99123456,
calvendre,K-01,2,98123456,7
"""
REVIEW = """\
{partner_id: axorial, date: 2026-05-29, decisions: [Avant-vente réservée],
 deals: [{deal_id: AX-14, next_step: Devis}]}
"""
OTHERS_REVIEW = """\
{partner_id: calvendre, date: 2026-06-29, participants: [T. Orsenne], decisions: [Zapper Axorial],
 previous: [{id: EV-01, status: kept}], commitments: [{id: ZZ-9, side: vendor, text: Céder la place,
 owner: DG, due_date: 2026-07-09}]}
"""
FILES = {
    "2026/partners.csv": PARTNERS,
    "2026/deals.csv": DEALS,
    "2026/kpi_values.csv": KPIS,
    "2026/reviews/axorial-2026-05-29.yml": REVIEW,
    "2026/reviews/calvendre-2026-06-29.yml": OTHERS_REVIEW,
    "2026/start_plans/axorial.csv": "milestone_id,done,done_on\nJ-01,1,2022-03-01\n",
    "2026/start_plans/brivault.csv": (
        "milestone_id,done,done_on,decision,comment\n"
        "J-09,1,2026-08-05,correct,Vendeurs de Brivault en retard\nJ-01,1,,,\n"
    ),
    "2026/perception_answers.csv": PERCEPTION,
    "2026/convergence_answers.csv": CONVERGENCE,
    "2026/actions.csv": ACTIONS,
    "2026/vision.yml": VISION,
    "2026/assumptions.csv": ASSUMPTIONS,
    "2026/assumptions_calvendre.csv": "key,value\nday_rate,750\n",
    "2026/diagnostic_answers.csv": "respondent_id,function,item_id,answer\ndg1,DG,D-EXP-01,2\n",
    "2026/notes/convergence_analysis.md": "Calvendre d’abord.",
    "2026/notes/convergence_analysis.partner.md": "Merci de votre temps.",
    "2026/notes/convergence_analysis-calvendre.partner.md": "Pour Calvendre.",
    "2026/Calvendre.csv": "x\n",
}


@pytest.fixture
def folder(client: MakeClient) -> Folder:
    """The folder of four partners, narrowed to one of them."""
    data = client("perception_invited: 9\n", **FILES)
    return open_client("nimbus", data=data, partner="axorial", audience="partner")


def test_an_edition_for_a_partner_is_narrowed_and_an_internal_one_is_not(
    client: MakeClient, folder: Folder
):
    assert isinstance(folder, PartnerFolder)
    assert (folder.audience, folder.partner_id, folder.partner_name) == (
        "partner",
        "axorial",
        "Axorial",
    )
    inside = open_client("nimbus", data=client(), partner="axorial")
    assert (type(inside), inside.audience, inside.partner_name) == (Folder, "internal", "Axorial")
    assert len(inside.partners()) == 4
    assert "Ils bluffent" in set(inside.convergence_answers("axorial")["comment"])
    nobody = open_client("nimbus", data=client())
    assert (nobody.partner_id, nobody.partner_name) == ("", "")


def test_an_edition_for_a_partner_needs_one_that_is_known(client: MakeClient):
    data = client(**FILES)
    with pytest.raises(BadParameters) as bad:
        open_client("nimbus", data=data, audience="partner")
    assert bad.value.text("en") == (
        'parameter "partner": no partner; an edition for a partner needs to be told which. → Give '
        "its id in partners.csv."
    )
    with pytest.raises(BadParameters):
        open_client("nimbus", data=data, audience="partners", partner="axorial")
    for audience in ("internal", "partner"):
        with pytest.raises(UnknownName) as unknown:
            open_client("nimbus", data=data, partner="axoriel", audience=audience)
        assert unknown.value.text("en") == (
            'unknown partner "axoriel" that year. → Did you mean axorial?'
        )
    (data / "clients/nimbus/2026/partners.csv").unlink()
    alone = open_client("nimbus", data=data, partner="axoriel", audience="partner")
    assert (alone.partner_name, alone.partner_language()) == ("axoriel", "fr")


def test_the_partner_is_known_by_its_identity_alone(folder: Folder):
    partners = folder.partners()
    assert partners.index.tolist() == ["axorial"]
    own = partners.loc["axorial"]
    assert own[["name", "type", "status", "region", "contact", "language"]].tolist() == [
        "Axorial",
        "integrator",
        "active",
        "Occitanie",
        "S. Brunel",
        "en",
    ]
    assert own["start_date"] == pd.Timestamp("2022-03-01")
    assert own["channel_manager"] == "J. Okafor"  # whom the partner itself deals with
    assert own["manager_time_pct"] != own["manager_time_pct"]
    numbers = partners.select_dtypes("number")
    assert "revenue_n" in numbers
    assert numbers.isna().all(axis=None)
    assert folder.partner_ids() == ("axorial",)
    assert folder.partner_language() == "en"


def test_what_all_partners_answered_comes_without_words_names_or_mirror(folder: Folder):
    answers = folder.perception_answers()
    assert set(answers["side"]) == {"partner"}
    assert set(answers["comment"]) == {""}
    assert set(answers["partner_id"]) == {"p01", "p02", "p03"}  # the starting one is not counted
    assert set(answers["respondent_id"]) == {"r01", "r02", "r03", "r04"}
    assert sorted(answers["rating"].dropna()) == [1, 3, 3, 4]
    assert answers.loc[answers["item_id"] == "P-OPN-01", "state"].tolist() == ["answered"]
    pairs = answers[["partner_id", "respondent_id"]].drop_duplicates()
    assert pairs.groupby("partner_id").size().tolist().count(2) == 1
    by_partner = answers["partner_id"].tolist()
    assert by_partner == sorted(by_partner)


def test_the_numbers_tell_nothing_of_the_names(client: MakeClient):
    first = set()
    for rating in range(1, 6):
        text = PERCEPTION.replace(
            "axorial-dg,partner,P-VA-01,4", f"axorial-dg,partner,P-VA-01,{rating}"
        )
        data = client(
            **FILES | {"2026/perception_answers.csv": text + f"axorial,x{rating},,P-NPS-01,9,,\n"}
        )
        for _ in range(2):  # the same file gives the same numbers
            folder = open_client("nimbus", data=data, partner="axorial", audience="partner")
            answers = folder.perception_answers()
            own = answers.loc[answers["item_id"] == "P-NPS-01", "partner_id"].tolist()
            first.add((rating, *own))
    assert len(first) == 5
    assert len({number for _, number in first}) > 1


def test_a_session_is_seen_from_the_partners_side(folder: Folder):
    answers = folder.convergence_answers()
    assert set(answers["partner_id"]) == {"axorial"}
    assert answers["score"].tolist() == [3, 1]
    assert answers["comment"].tolist() == ["", "Objectifs jamais chiffrés"]
    pd.testing.assert_frame_equal(answers, folder.convergence_answers("axorial"))
    with pytest.raises(NotForPartners):
        folder.convergence_answers("calvendre")


def test_dates_are_those_of_the_partners_own_facts(folder: Folder):
    folder.deals()
    assert folder.as_of_partner() == date(2026, 4, 2)
    folder.reviews()
    assert folder.as_of_partner() == date(2026, 5, 29)
    folder.convergence_answers()
    assert folder.as_of_partner() == date(2026, 10, 8)
    folder.actions()
    assert folder.as_of_partner() == folder.as_of() == date(2026, 10, 12)


def test_files_are_named_without_their_rows_which_count_the_partners(folder: Folder):
    folder.perception_answers()
    assert {one.path.rpartition("/")[2] for one in folder.sources} >= {"perception_answers.csv"}
    assert {one.rows for one in folder.sources} == {None}


def test_joint_actions_come_without_comments_and_assumptions_without_sources(folder: Folder):
    actions = folder.actions()
    assert actions.index.tolist() == ["C-STR-01@axorial"]
    assert set(actions["comment"]) == {""}
    table = folder.assumptions(uses=["annual_churn", "convergence_uplift_revenue"])
    assert table.index.tolist() == ["annual_churn", "convergence_uplift_revenue"]
    assert table.loc["annual_churn", ["value", "source", "note"]].tolist() == [0.08, "", ""]
    assert table.at["convergence_uplift_revenue", "source"] != ""


def test_the_vision_is_that_of_the_partner_alone(folder: Folder):
    own = folder.vision()
    assert own.segments.index.tolist() == ["health"]
    assert own.partners == ("axorial",)
    assert own.requires[["text_fr", "owner"]].to_numpy().tolist() == [["Deux avant-ventes", "SVC"]]
    assert folder.partners_with("vision") == ("axorial",)


def test_notes_are_those_written_for_the_partner(folder: Folder):
    assert folder.note("convergence_analysis") == "Merci de votre temps."
    assert folder.note("convergence_analysis", audience="internal") == "Merci de votre temps."
    with pytest.raises(NotForPartners):
        folder.note("convergence_analysis", partner="calvendre")


def test_what_it_may_not_read_is_as_if_it_were_not_there(folder: Folder):
    seen = ("partners", "perception_answers", "convergence_answers", "actions", "vision", "client")
    for stem in (*seen, "deals", "kpi_values", "reviews", "start_plans", "start_plans/axorial"):
        assert folder.has(stem)
    for stem in (
        *("diagnostic_answers", "assumptions_calvendre", "notes", "resellers"),
        *("start_plans/brivault", "reviews/calvendre-2026-06-29", "business_plans/calvendre"),
        *("business_plans", "scenarios"),
    ):
        assert not folder.has(stem)
    for stem in ("start_plans", "perception_answers"):
        assert folder.partners_with(stem) == ("axorial",)
    assert folder.partners_with("perception_answers") == ("axorial",)
    assert folder.partners_with("convergence_answers") == ("axorial",)


REFUSED: dict[str, Callable[[Folder], object]] = {
    "diagnostic": lambda folder: folder.diagnostic_answers(),
    "form": lambda folder: folder.form(),
    "resellers": lambda folder: folder.resellers(),
    "votes": lambda folder: folder.votes(),
    "reference": lambda folder: folder.reference_notes,
    "map": lambda folder: folder.rules("partner_map"),
    "network": lambda folder: folder.rules("vision"),
    "criteria": lambda folder: folder.criteria("partner_map"),
    "whole assumptions": lambda folder: folder.assumptions(),
    "others’ assumptions": lambda folder: folder.assumptions("calvendre", uses=["day_rate"]),
    "others’ language": lambda folder: folder.partner_language("calvendre"),
    "others’ deals": lambda folder: folder.deals("calvendre"),
    "others’ KPIs": lambda folder: folder.kpi_values("calvendre"),
    "others’ reviews": lambda folder: folder.reviews("calvendre"),
    "others’ start plan": lambda folder: folder.start_plan("brivault"),
    "others’ interview": lambda folder: folder.start_interview("brivault"),
    "others’ revenue": lambda folder: folder.partner_revenue("calvendre"),
    "others’ file": lambda folder: folder._read("start_plans/brivault", None, lambda *_: None),
    "note": lambda folder: folder.note_file("convergence_analysis.md"),
    "partner": lambda folder: folder.check_partner("axoriel", "x.csv"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_vendors_own_is_refused_in_words(folder: Folder, name: str):
    with pytest.raises(NotForPartners) as refused:
        REFUSED[name](folder)
    for language in ("fr", "en"):
        said = refused.value.text(language)
        assert said.endswith("." if language == "en" else "interne.")
        assert not any(other in said.lower() for other in OTHERS)


def test_a_table_that_nobody_thought_of_is_refused(folder: Folder):
    with pytest.raises(NotForPartners):
        folder._table("scenarios", None, lambda *_: pd.DataFrame())


def test_rules_are_those_of_the_steps_that_have_an_edition(folder: Folder):
    rules = folder.rules("perception", crosshair="midpoint")
    assert (rules["ipa_crosshair"], rules["perception_invited"]) == ("midpoint", 9)
    assert folder.rules("convergence")["moment"] == "auto"
    assert folder.rules("earnings", mode="referral")["mode"] == "referral"
    assert folder.partners_with("partners") == ("axorial",)


ASKED: dict[str, list[object]] = {
    "stem": ["perception_answers", "convergence_answers", "partners"],
    "step": ["perception", "convergence", "diagnostic", "partner_map"],
    "report": ["convergence_analysis", "partner_perception"],
    "partner": ["axorial", "calvendre"],
    "uses": [["annual_churn", "day_rate"]],
    "language": ["fr", "en"],
    "year": [2026, 2025],
    "name": ["convergence_analysis.md"],
}


def doors(of: type) -> set[str]:
    """Names of what a class itself hands out."""
    return {name for name in vars(of) if not name.startswith("_")}


def everything(folder: Folder) -> list[str]:
    """Text of all that a folder hands out, whatever is asked of it."""
    said = []
    for name in sorted(doors(Folder) - {"path"}):
        asked: list[Callable[[], object]] = [partial(getattr, folder, name)]
        if callable(inspect.getattr_static(Folder, name)):
            bound = getattr(folder, name)
            wanted = inspect.signature(bound).parameters
            told = [{key: value} for key in wanted for value in ASKED.get(key, ())]
            asked = [bound, *(partial(bound, **one) for one in told)]
        for ask in asked:
            with suppress(TypeError, ValueError, KeyError):  # more must be told, or is not known
                said.append(text_of(ask))
    return said


def text_of(ask: Callable[[], object]) -> str:
    """All that an answer holds, or the words of a refusal."""
    try:
        answer = ask()
    except WorkspaceError as refused:
        return refused.text()
    parts: list[object] = []
    for one in answer if isinstance(answer, tuple) else [answer]:
        parts += vars(one).values() if isinstance(one, Vision | Review) else [one]
    return "\n".join(one.to_csv() if isinstance(one, pd.DataFrame) else repr(one) for one in parts)


SECRETS = (
    *OTHERS,
    *("Brivault", "Calvendre", "Dormelune", "Kerdilès", "Orsenne", "Pradelle"),
    *("77123456", "165123456", "0.22345", "0.33456", "31415"),
    *("88123456", "88223456", "88323456", "99123456", "98123456"),
    *("CA-01", "CA-02", "BR-01", "Zorn", "Vauquelin", "Zapper", "ZZ-9", "Céder", "en retard"),
    *("2026-06-29", "2026-05-21", "2026-04-22", "2026-08-05"),
    *(
        "Trop tôt",
        "nous double",
        "adorent",
        "attend",
        "bluffent",
        "hésite",
    ),
    *("dormelune-muet", "facture"),
)


def test_nothing_of_another_partner_comes_out_by_any_door(folder: Folder):
    said = everything(folder) + everything(folder)  # once all is read, too
    assert len(said) > 50
    assert any("Objectifs jamais chiffrés" in text for text in said)
    for text in said:
        assert [secret for secret in SECRETS if secret.lower() in text.lower()] == []


def test_its_own_revenue_comes_out_by_one_door_alone(folder: Folder):
    assert folder.partner_revenue()["revenue_n1"] == 290000
    text = "\n".join(everything(folder))
    assert (text.count("320000"), text.count("290000")) == (2, 2)  # asked for without and with id


def test_what_follows_a_plan_is_the_partners_own_without_the_lines_of_others(folder: Folder):
    assert folder.deals()["deal_id"].tolist() == ["AX-14"]
    assert folder.kpi_values()["value"].tolist() == [4, 3]
    assert [one.date for one in folder.reviews()] == [date(2026, 5, 29)]
    assert folder.start_plan()["done"].sum() == 1
    said = [one.values for one in folder.warnings]
    assert [one.code for one in folder.warnings] == ["kpi_falls", "deals_overdue_one"]
    assert {(one["line"], one["lines"], one["name"]) for one in said} == {(None, None, "Axorial")}


def test_every_door_of_a_folder_has_been_thought_of():
    same_for_all = {
        *("name", "language", "currency", "fictional", "path", "house", "logo", "issued"),
        *("looked_for", "changes", "told_as_of"),  # names of files, digests, numbers
        # of the partner alone, by its own rows
        *("partner_name", "as_of", "as_of_partner", "known_as_of_partner"),
    }
    assert doors(Folder) - doors(PartnerFolder) == same_for_all


def test_warnings_that_name_others_people_or_rows_are_not_said(client: MakeClient):
    crowd = "".join(f"axorial,,partner,p{n},C-STR-02,3,,\n" for n in range(6))
    files = FILES | {"2026/convergence_answers.csv": CONVERGENCE + crowd}
    data = client("weight_overrides: {perception: {VA: 80}}\n", **files)
    wide = open_client("nimbus", data=data)
    folder = open_client("nimbus", data=data, partner="axorial", audience="partner")
    for one in (wide, folder):
        one.partners()
        one.perception_answers()
        one.convergence_answers()
        one.rules("perception")
    assert {one.code for one in wide.warnings} >= {
        "manager_time",
        "revenue_unknown",
        "heard_without_revenue",
        "mirror_general_one",
        "silent_partner_one",
        "unknown_file",
    }
    assert [one.code for one in folder.warnings] == ["crowd_partner", "weights_sum"]
    said = [one.replace("\u00a0", " ") for one in folder.quality("en")]
    assert said == [
        '2026/convergence_answers.csv, column "side": 7 people answer for Axorial; the method '
        "plans one to 5.",
        'client.yml, key "weight_overrides": the weights (perception) sum to 150; they are '
        "brought back to 100.",
    ]


def test_a_fault_anywhere_in_the_file_means_that_there_is_no_edition(client: MakeClient):
    wrong = CONVERGENCE + "calvendre,2026-11-19,vendor,okafor,C-STR-02,9,4,\n"
    data = client(**FILES | {"2026/convergence_answers.csv": wrong})
    folder = open_client("nimbus", data=data, partner="axorial", audience="partner")
    with pytest.raises(InputFaults):
        folder.convergence_answers()
    with pytest.raises(InputFaults):
        folder.partners_with("convergence_answers")
    assert folder.warnings == []


TEXT = st.text(st.characters(categories=["Ll", "Nd"], max_codepoint=0x17F), min_size=4, max_size=9)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20
)
@given(st.lists(TEXT.map("o-{}".format), min_size=2, max_size=6, unique=True), st.data())
def test_nothing_of_others_comes_out_whatever_their_words(client: MakeClient, others, data):
    words = [other.replace("o-", "W") for other in others]
    ids = [f"zz{number}qq" for number in range(len(others))]
    rating = st.integers(1, 5)
    partners = ["partner_id,name,status,revenue_n", "axorial,Axorial,active,1"]
    perception = ["partner_id,respondent_id,item_id,rating,comment"]
    convergence = ["partner_id,side,respondent_id,item_id,score,comment"]
    deals = ["deal_id,partner_id,amount,stage,expected_close,name"]
    kpis = ["partner_id,kpi_id,month,value,of"]
    followed = {}
    for one, word in zip(ids, words, strict=True):
        status = data.draw(st.sampled_from(["active", "ended", "prospect"]))
        partners.append(f"{one},{word},{status},98765432109")
        perception.append(f"{one},{word}r,P-VA-01,{data.draw(rating)},{word}c")
        convergence.append(f"{one},vendor,{word}v,C-STR-01,{data.draw(rating) - 1},{word}c")
        stage = data.draw(st.sampled_from(["proposal", "signed", "lost"]))
        deals.append(f"{word}d,{one},98765432109,{stage},2026-01-{data.draw(rating):02},{word}n")
        kpis += [f"{one},K-02,{month},{98765432109 - month},{month}" for month in (1, 2)]
        followed[f"2026/start_plans/{one}.csv"] = f"milestone_id,done,comment\nJ-01,1,{word}m\n"
        followed[f"2026/reviews/{one}-2026-01-09.yml"] = (
            f'{{partner_id: {one}, date: 2026-01-09, decisions: ["{word}"]}}'
        )
    files = followed | {
        "2026/deals.csv": "\n".join(deals),
        "2026/kpi_values.csv": "\n".join(kpis),
        "2026/partners.csv": "\n".join(partners),
        "2026/perception_answers.csv": "\n".join(perception),
        "2026/convergence_answers.csv": "\n".join(convergence),
    }
    folder = open_client("nimbus", data=client(**files), partner="axorial", audience="partner")
    for text in everything(folder):
        assert not [hidden for hidden in (*ids, *words, "98765432109") if hidden in text]
    assert len(folder.perception_answers()) == len(others)
    for own in (folder.convergence_answers(), folder.deals(), folder.kpi_values()):
        assert own.empty
    assert folder.reviews() == ()


def test_figures_of_another_year_are_narrowed_too(client: MakeClient):
    files = {name.replace("2026/", "2025/"): text for name, text in FILES.items()}
    files["2025/partners.csv"] = PARTNERS.replace("2026-07-06", "2025-07-06")
    files["2025/convergence_answers.csv"] = CONVERGENCE.replace("2026-", "2025-")
    files["2025/actions.csv"] = ACTIONS.replace("2026-", "2025-")
    data = client(**FILES | files)
    folder = open_client("nimbus", 2026, data=data, partner="axorial", audience="partner")
    assert set(folder.perception_answers(2025)["partner_id"]) == {"p01", "p02", "p03"}
    assert set(folder.convergence_answers(year=2025)["partner_id"]) == {"axorial"}
    assert math.isnan(folder.partners(2025).at["axorial", "revenue_n"])


def test_a_partners_own_answers_are_the_same_in_both_editions_and_none_where_they_are_not_named():
    told = {}
    for audience in ("internal", "partner"):
        folder = open_client("demo-nimbus", 2026, partner="axorial", audience=audience)
        told[audience] = folder.own_perception()
        assert folder.partner_id == "axorial"
    assert sorted(told["internal"]["rating"].dropna()) == sorted(told["partner"]["rating"].dropna())
    assert len(told["internal"]) and set(told["internal"]["side"]) == {"partner"}
    assert not told["partner"]["comment"].any()
    assert not set(told["partner"]["respondent_id"]) & set(told["internal"]["respondent_id"])
    for audience in ("internal", "partner"):
        unnamed = open_client("demo-larkspur", 2026, partner="dunnockbridge", audience=audience)
        assert unnamed.own_perception().empty
