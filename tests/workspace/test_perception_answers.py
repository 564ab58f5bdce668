"""perception_answers.csv."""

import io
import math

import openpyxl
import pandas as pd
import pytest

from padlib.workspace import InputFaults, open_client, perception_answers, sentence
from padlib.workspace.faults import Findings

from .conftest import MakeClient, places, told

HEAD = "partner_id,respondent_id,side,item_id,rating,importance,comment\n"
FILE = "2026/perception_answers.csv"
PARTNERS = """\
partner_id,name,status,start_date,revenue_n
axorial,Axorial,active,,320000
belmar,Belmar Conseil,active,,0
brivault,Brivault,starting,2026-07-06,
calvendre,Calvendre,inactive,,
"""
KNOWN = pd.DataFrame(
    {"name": ["Axorial", "Belmar Conseil"], "status": "active", "revenue_n": [1.0, 2.0]},
    index=pd.Index(["axorial", "belmar"], name="partner_id"),
)


def read(text: str, partners: pd.DataFrame | None = KNOWN) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("perception_answers.csv")
    return perception_answers.read((HEAD + text).encode(), partners, findings), findings


def french(findings: Findings) -> list[str]:
    """Faults, then warnings, with ordinary spaces."""
    found = [*findings.faults, *findings.warnings]
    said = [sentence(one, "fr") for one in found]
    return [one.replace("\u202f", " ").replace("\u00a0", " ") for one in said]


def english(findings: Findings) -> list[str]:
    return [sentence(one, "en") for one in [*findings.faults, *findings.warnings]]


def test_the_example_of_the_contract_is_read():
    answers, findings = read(
        "axorial,cm1,vendor_mirror,P-VA-01,5,,\n"
        "axorial,axorial-dg,partner,P-VA-01,4,5,Trois clients gagnés ensemble\n"
    )
    assert (findings.faults, findings.warnings) == ([], [])
    assert answers.to_dict("records")[0] == {
        "partner_id": "axorial",
        "respondent_id": "axorial-dg",
        "side": "partner",
        "item_id": "P-VA-01",
        "rating": 4.0,
        "intent": "",
        "state": "answered",
        "importance": 5.0,
        "comment": "Trois clients gagnés ensemble",
    }
    assert answers["side"].tolist() == ["partner", "vendor_mirror"]
    assert math.isnan(answers["importance"][1])


def test_each_item_has_its_own_scale():
    answers, findings = read(
        'axorial,a,,P-NPS-01,0,,\naxorial,a,,P-SOW-01,"62,5",,\naxorial,a,,P-INV-01,UP,,\n'
        "axorial,a,,P-OPN-01,,,Les formations\naxorial,a,,P-OPN-02,,,\naxorial,a,,P-VA-01,5.0,,\n"
    )
    assert findings.faults == []
    kept = answers.set_index("item_id")
    assert kept.loc[["P-NPS-01", "P-SOW-01", "P-VA-01"], "rating"].tolist() == [0, 62.5, 5]
    assert kept.loc["P-INV-01", ["intent", "state"]].tolist() == ["up", "answered"]
    assert kept.loc[["P-OPN-01", "P-OPN-02"], "state"].tolist() == ["answered", "missing"]
    assert kept.loc[["P-INV-01", "P-OPN-01"], "rating"].isna().all()


def test_blank_and_na_are_kept_apart_and_an_importance_of_na_is_a_blank():
    answers, _ = read(
        "axorial,a,,P-VA-01,so,n/a,\naxorial,a,,P-VA-02,,4,\naxorial,a,,P-INV-01,NA,,\n"
        "axorial,a,,P-OPN-01,NA,,\naxorial,a,,P-OPN-02,NA,,Le délai\n"
    )
    states = answers.set_index("item_id")["state"].to_dict()
    assert states == {
        "P-VA-01": "not_applicable",
        "P-VA-02": "missing",
        "P-INV-01": "not_applicable",
        "P-OPN-01": "not_applicable",
        "P-OPN-02": "answered",
    }
    assert answers["importance"].isna().tolist() == [True, False, True, True, True]


def test_rows_come_in_one_order_whatever_the_files():
    text = [
        "belmar,b,,P-SC-01,1,,",
        "axorial,z,,P-VA-02,2,,",
        "axorial,a,vendor_mirror,P-VA-01,3,,",
    ]
    one, _ = read("\n".join([*text, "axorial,z,,p-va-01,4,,"]))
    other, _ = read("\n".join(["axorial,z,,p-va-01,4,,", *text[::-1]]))
    pd.testing.assert_frame_equal(one, other)
    assert one["item_id"].tolist() == ["P-VA-01", "P-VA-02", "P-VA-01", "P-SC-01"]
    nothing, _ = read("belmar,b,,P-SC-99,1,,")
    assert nothing.dtypes.to_dict() == one.dtypes.to_dict()


def test_faults_are_told_together_each_in_its_place():
    _, findings = read(
        "axorial,a,partner,P-VA-01,6,,\n"
        "axorial,a,partner,P-VA-02,0,7,\n"
        "axorial,a,partner,P-NPS-01,11,,\n"
        "axorial,a,partner,P-SOW-01,120,,\n"
        "axorial,a,partner,P-INV-01,hausse,,\n"
        "axorial,a,partner,P-OPN-01,4,,Oui\n"
        "axorial,cm1,vendor_mirror,P-SC-01,3.5,,\n"
        "axorial,a,partenaire,P-SC-02,3,,\n"
        "axorial,a,partner,P-VA-9,3,,\n"
        "axoriel,a,partner,P-VA-01,3,,\n"
        ",a,partner,P-VA-01,3,,\n"
        "belmar,,partner,P-VA-01,3,,\n"
        "belmar,b,partner,P-VA-01,3,,\n"
        "belmar,b,,P-VA-01,NA,,\n"
        "axoriel,a,partner,P-VA-02,3,,\n"
    )
    assert told(findings) == [
        (2, "rating", "rating"),
        (3, "importance", "whole_range"),
        (3, "rating", "rating"),
        (4, "rating", "rating_recommendation"),
        (5, "rating", "rating_share"),
        (6, "rating", "rating_intent"),
        (7, "rating", "rating_open"),
        (8, "rating", "rating_mirror"),
        (9, "side", "code"),
        (10, "item_id", "unknown_item"),
        (11, "partner_id", "unknown_partner_row"),
        (12, "partner_id", "empty"),
        (13, "respondent_id", "empty"),
        (14, "item_id", "partner_answered_twice"),
    ]
    near = {fault.line: fault.values.get("nearest") for fault in findings.faults}
    assert (near[10], near[11]) == ("P-VA-07", "axorial")
    lines = {fault.line: fault.values.get("lines") for fault in findings.faults}
    assert (lines[11], lines[14]) == ([11, 16], [14, 15])


def test_the_sentences_are_those_of_the_runs_messages():
    _, findings = read(
        "axorial,a,partner,P-SC-03,6,,\naxorial,a,partner,P-VA-9,3,,\nAxorial,a,,P-VA-01,1,,\n"
        "axorial,a,,P-INV-01,stabl,,\naxorial,a,,P-SOW-01,40 %,,\naxorial,a,,P-OPN-02,2,,\n"
        "axorial,cm1,vendor_mirror,P-VA-01,9,,\naxorial,a,,P-NPS-01,dix,,\n"
    )
    faults = sorted(findings.faults, key=lambda fault: fault.place)
    findings.faults[:] = faults
    place = "perception_answers.csv, ligne "
    assert french(findings) == [
        place + "2, colonne « rating » : trouvé « 6 » ; attendu un entier de 1 à 5, NA, ou vide. "
        "→ Corrigez la note de P-SC-03 donnée par Axorial, ou écrivez NA si la question est sans "
        "objet.",
        place + "3, colonne « item_id » : trouvé « P-VA-9 » ; attendu un identifiant de la banque "
        "perception v1. → Vouliez-vous dire P-VA-07 ? La liste est dans la banque perception.",
        place + "4, colonne « partner_id » : trouvé « Axorial » ; attendu un partenaire de "
        "partners.csv. → Vouliez-vous dire axorial ?",
        place + "5, colonne « rating » : trouvé « stabl » ; attendu down (baisse), stable, "
        "up (hausse), NA, ou vide. → Vouliez-vous dire stable ?",
        place + "6, colonne « rating » : trouvé « 40 % » ; attendu une part de 0 à 100, sans %, "
        "NA, ou vide. → Corrigez la réponse à P-SOW-01 donnée par Axorial.",
        place + "7, colonne « rating » : trouvé « 2 » pour P-OPN-02, question ouverte ; attendu "
        "une case vide. → Mettez la réponse donnée par Axorial dans la colonne comment.",
        place + "8, colonne « rating » : trouvé « 9 » ; attendu un entier de 1 à 5, NA, ou vide. "
        "→ Corrigez la note de P-VA-01 que cm1 prête à Axorial, ou écrivez NA si la question est "
        "sans objet.",
        place + "9, colonne « rating » : trouvé « dix » ; attendu un entier de 0 à 10, NA, ou "
        "vide. → Corrigez la réponse à P-NPS-01 donnée par Axorial.",
    ]
    assert english(findings)[:2] == [
        'perception_answers.csv, line 2, column "rating": found "6"; expected a whole number from '
        "1 to 5, NA, or blank. → Correct Axorial’s mark for P-SC-03, or write NA if the question "
        "has no object.",
        'perception_answers.csv, line 3, column "item_id": found "P-VA-9"; expected an id of the '
        "perception bank v1. → Did you mean P-VA-07? The list is in the perception bank.",
    ]


def test_two_answers_of_one_person_are_a_fault_but_not_on_the_other_side_nor_of_another_partner():
    _, findings = read(
        "axorial,x,partner,P-VA-01,3,,\naxorial,x,vendor_mirror,P-VA-01,3,,\n"
        "belmar,x,partner,P-VA-01,3,,\naxorial,y,partner,P-VA-01,3,,\n"
    )
    assert findings.faults == []
    _, findings = read("axorial,x,,P-VA-01,3,,\n" * 3)
    assert french(findings) == [
        "perception_answers.csv, lignes 2, 3 et 4, colonne « item_id » : x (Axorial) répond 3 fois "
        "à P-VA-01. → Gardez une ligne."
    ]


def test_a_general_question_put_to_the_vendors_team_is_left_out_with_a_warning():
    answers, findings = read(
        "axorial,cm1,vendor_mirror,P-NPS-01,9,,\naxorial,cm1,vendor_mirror,P-OPN-01,,,Le prix\n"
        "axorial,cm1,vendor_mirror,P-VA-01,4,,\n"
    )
    assert answers["item_id"].tolist() == ["P-VA-01"]
    assert french(findings) == [
        "perception_answers.csv, lignes 2 et 3, colonne « item_id » : 2 réponses écartées : "
        "l’équipe du fournisseur ne répond pas à la place du partenaire aux questions générales "
        "(P-NPS-01, P-OPN-01)."
    ]
    _, findings = read("axorial,cm1,vendor_mirror,P-NPS-01,9,,\naxorial,a,,P-VA-01,3,,\n")
    assert english(findings)[0].endswith(
        "1 answer left out: the vendor’s team does not answer a general question in the partner’s "
        "place (P-NPS-01)."
    )


def test_people_who_said_nothing_are_not_counted():
    answers, findings = read(
        "axorial,a,,P-VA-01,3,,\naxorial,b,,P-VA-01,,,\naxorial,c,,P-VA-01,,,\n"
        "belmar,b,,P-VA-01,,,\nbelmar,d,,P-VA-01,,3,\nbelmar,e,,P-VA-01,,,Rien à dire\n"
    )
    assert answers["respondent_id"].tolist() == ["a", "d", "e"]
    assert french(findings) == [
        "perception_answers.csv : Axorial : 2 personnes n’ont répondu à aucune question ; elles ne "
        "sont pas comptées (b, c).",
        "perception_answers.csv : Belmar Conseil : une personne n’a répondu à aucune question ; "
        "elle n’est pas comptée (b).",
    ]


def test_without_partners_ids_are_taken_as_they_are_with_one_warning():
    answers, findings = read("zeta,a,,P-VA-01,3,,\n", None)
    assert answers["partner_id"].tolist() == ["zeta"]
    assert english(findings) == [
        'perception_answers.csv, column "partner_id": without partners.csv, "zeta" is taken as it '
        "is and printed as a name."
    ]
    _, findings = read("zeta,a,,P-VA-01,3,,\nalpha,a,,P-VA-01,3,,\n", None)
    assert french(findings) == [
        "perception_answers.csv, colonne « partner_id » : sans partners.csv, ces identifiants sont "
        "pris tels quels et affichés comme noms : alpha, zeta."
    ]
    _, findings = read("zeta,a,,P-VA-01,3,,\nZeta,a,,P-VA-01,3,,\n", None)
    assert told(findings) == [(3, "partner_id", "case_alone")]


def test_no_data_row_is_a_fault():
    _, findings = read("")
    assert told(findings) == [(None, None, "no_rows")]


DIALECTS = {
    "semicolon": (HEAD + "axorial,a,,P-OPN-01,,,Délais élevés\n").replace(",", ";").encode(),
    "mark": b"\xef\xbb\xbf" + (HEAD + "axorial,a,,P-OPN-01,,,Délais élevés\n").encode(),
    "windows": (HEAD + "axorial,a,,P-OPN-01,,,Délais élevés\n").encode("cp1252"),
    "tab": (HEAD + "axorial,a,,P-OPN-01,,,Délais élevés\n").replace(",", "\t").encode(),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_any_usual_dialect_is_read(client: MakeClient, dialect: str):
    files = {"2026/partners.csv": PARTNERS, FILE: DIALECTS[dialect]}
    folder = open_client("nimbus", data=client(**files))
    assert folder.perception_answers()["comment"].tolist() == ["Délais élevés"]
    codes = [one.code for one in folder.warnings]
    assert codes == (["windows_1252"] if dialect == "windows" else [])


def test_a_workbook_stands_for_the_table(client: MakeClient):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD.strip().split(","), ["axorial", "a", None, "P-SOW-01", 62.5, None, None]):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    data = client(**{"2026/perception_answers.xlsx": content.getvalue()})
    assert open_client("nimbus", data=data).perception_answers()["rating"].tolist() == [62.5]


THREE = HEAD + "".join(f"{who},a,,P-VA-01,3,,\n" for who in ("axorial", "belmar", "brivault"))


@pytest.mark.parametrize(
    ("yml", "line", "key"),
    [
        ("perception_invited: 1\n", 3, "perception_invited"),
        (
            "perception_invited: 9\ncampaigns:\n  2026: {perception_invited: 1}\n",
            5,
            "campaigns.2026.perception_invited",
        ),
    ],
)
def test_fewer_invited_than_answered_is_a_fault_of_the_clients_file(
    client: MakeClient, yml: str, line: int, key: str
):
    data = client(yml, **{"2026/partners.csv": PARTNERS, FILE: THREE})
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=data).perception_answers()
    (fault,) = faults.value.faults
    assert places([fault]) == [("nimbus/client.yml", line, key, "invited_few")]
    assert sentence(fault, "en").endswith(
        "found 1; expected at least 2, the number of partners who answered. → Count the partners "
        "who were invited and did not answer as well."
    )


def test_a_starting_partner_was_not_invited(client: MakeClient):
    data = client("perception_invited: 2\n", **{"2026/partners.csv": PARTNERS, FILE: THREE})
    answers = open_client("nimbus", data=data).perception_answers()
    assert set(answers["partner_id"]) == {"axorial", "belmar", "brivault"}


def test_a_partner_who_answered_without_revenue_is_told_once(client: MakeClient):
    partners = PARTNERS.replace("belmar,Belmar Conseil,active,,0", "belmar,Belmar,active,,")
    rows = THREE + "calvendre,c,,P-VA-01,2,,\n"
    folder = open_client("nimbus", data=client(**{"2026/partners.csv": partners, FILE: rows}))
    folder.perception_answers()
    folder.partners()
    said = [one.replace("\u00a0", " ") for one in folder.quality("fr")]
    assert said == [
        "2026/partners.csv, ligne 3, colonne «\u202frevenue_n\u202f» : chiffre d’affaires inconnu "
        "pour Belmar, partenaire actif : il reste hors des parts et de l’ensemble stratégique.",
        "2026/perception_answers.csv : Calvendre a répondu et son chiffre d’affaires est inconnu : "
        "ses réponses comptent, sans poids dans ce qui est pondéré par le chiffre d’affaires.",
    ]


def test_faults_of_the_partners_stop_their_answers_which_are_still_checked(client: MakeClient):
    partners = PARTNERS.replace("Axorial,active", "Axorial,actif")
    data = client(**{"2026/partners.csv": partners, FILE: THREE})
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=data).perception_answers()
    assert places(list(faults.value.faults)) == [("nimbus/2026/partners.csv", 2, "status", "code")]
    client(**{"2026/partners.csv": partners, FILE: THREE + "axoriel,a,,P-VA-01,3,,\n"})
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=data).perception_answers()
    assert places(list(faults.value.faults)) == [
        ("nimbus/2026/perception_answers.csv", 5, "partner_id", "unknown_partner_row")
    ]
    client(**{"2026/partners.csv": b"\x81\x8d", FILE: THREE})
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=data).perception_answers()
    assert [fault.file for fault in faults.value.faults] == ["nimbus/2026/partners.csv"]
