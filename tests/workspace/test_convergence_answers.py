"""convergence_answers.csv."""

import math
from datetime import date

import pandas as pd
import pytest

from padlib.workspace import (
    InputFaults,
    MissingInput,
    convergence_answers,
    open_client,
    sentence,
)
from padlib.workspace.faults import Findings

from .conftest import MakeClient, places, told

HEAD = "partner_id,session_date,side,respondent_id,item_id,score,importance,comment\n"
FILE = "2026/convergence_answers.csv"
PARTNERS = "partner_id,name,status,revenue_n\naxorial,Axorial,active,1\nbelmar,Belmar,ended,\n"
KNOWN = pd.DataFrame(
    {"name": ["Axorial", "Belmar"], "status": "active", "revenue_n": [1.0, 2.0]},
    index=pd.Index(["axorial", "belmar"], name="partner_id"),
)
BOTH = (
    "axorial,2026-10-08,vendor,v1,C-STR-01,3,4,Un doute\n"
    "axorial,2026-10-08,partner,p1,C-STR-01,1,5,Objectifs jamais chiffrés\n"
)


def read(text: str, partners: pd.DataFrame | None = KNOWN) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("convergence_answers.csv")
    return convergence_answers.read((HEAD + text).encode(), 2026, partners, findings), findings


def said(findings: Findings, language: str) -> list[str]:
    """Faults, then warnings, with ordinary spaces."""
    found = [*findings.faults, *findings.warnings]
    sentences = [sentence(one, language) for one in found]
    return [one.replace("\u202f", " ").replace("\u00a0", " ") for one in sentences]


def test_the_example_of_the_contract_is_read():
    answers, findings = read(BOTH)
    assert (findings.faults, findings.warnings) == ([], [])
    assert answers.to_dict("records")[1] == {
        "partner_id": "axorial",
        "session_date": pd.Timestamp("2026-10-08"),
        "side": "partner",
        "respondent_id": "p1",
        "item_id": "C-STR-01",
        "score": 1.0,
        "state": "answered",
        "importance": 5.0,
        "comment": "Objectifs jamais chiffrés",
    }
    assert str(answers["session_date"].dtype) == "datetime64[s]"


def test_blank_and_na_are_kept_apart():
    answers, _ = read(
        "axorial,,vendor,v1,C-STR-01,0,NA,\naxorial,,vendor,v1,C-STR-02,N/A,,\n"
        "axorial,,vendor,v1,C-STR-03,,3,\n"
    )
    assert answers["state"].tolist() == ["answered", "not_applicable", "missing"]
    assert answers["score"][0] == 0
    assert math.isnan(answers["score"][1])
    assert answers["importance"].isna().tolist() == [True, True, False]


def test_rows_come_in_one_order_the_vendors_first():
    text = [
        "belmar,,partner,p1,C-OPS-01,1,,",
        "belmar,,vendor,v2,C-OPS-01,1,,",
        "axorial,,partner,a,C-ORG-01,1,,",
        "axorial,,partner,a,c-str-07,1,,",
    ]
    one, _ = read("\n".join(text))
    other, _ = read("\n".join(text[::-1]))
    pd.testing.assert_frame_equal(one, other)
    assert one["item_id"].tolist() == ["C-STR-07", "C-ORG-01", "C-OPS-01", "C-OPS-01"]
    assert one["side"].tolist() == ["partner", "partner", "vendor", "partner"]
    nothing, _ = read("axorial,,partner,a,C-STR-99,1,,")
    assert nothing.dtypes.to_dict() == one.dtypes.to_dict()


def test_the_sessions_date_stands_on_all_rows_of_its_partner():
    answers, findings = read(
        BOTH + "axorial,,partner,p2,C-STR-01,1,,\nbelmar,,vendor,v1,C-STR-01,1,,\n"
    )
    assert findings.faults == []
    days = answers.set_index("partner_id")["session_date"]
    assert days["axorial"].nunique() == 1
    assert days["axorial"].notna().all()
    assert pd.isna(days["belmar"])


def test_faults_are_told_together_each_in_its_place():
    _, findings = read(
        "axorial,2026-10-08,vendor,v1,C-STR-01,5,4,\n"
        "axorial,2026-10-09,vendor,v1,C-STR-02,3,6,\n"
        "axorial,2026-10-09,partner,v1,C-STR-03,3,4,\n"
        "axorial,demain,,p1,C-STR-1O,3,4,\n"
        "axoriel,2062-10-08,partner,p1,C-STR-01,3,4,\n"
        "belmar,08/10/2027,client,p1,C-STR-01,trois,,\n"
        "belmar,,partner,p1,C-STR-02,3,,\n"
        "belmar,,partner,p1,C-STR-02,3,,\n"
        "axorial,2026-10-10,partner,p2,C-STR-03,3,4,\n"
    )
    assert told(findings) == [
        (2, "score", "score"),
        (2, "session_date", "two_sessions"),
        (2, "session_date", "two_sessions"),
        (3, "importance", "whole_range"),
        (4, "side", "two_sides"),
        (5, "item_id", "unknown_item"),
        (5, "session_date", "date"),
        (5, "side", "empty"),
        (6, "partner_id", "unknown_partner_row"),
        (6, "session_date", "session_too_late"),
        (7, "score", "score"),
        (7, "side", "code"),
        (8, "item_id", "partner_answered_twice"),
    ]
    sessions = [one.values["lines"] for one in findings.faults if one.code == "two_sessions"]
    assert sessions == [[2, 3], [2, 10]]


def test_the_sentences_say_what_would_be_right():
    _, findings = read(
        "axorial,2026-10-08,vendor,v1,C-STR-01,5,4,\naxorial,2026-10-09,partner,v1,C-STR-02,3,4,\n"
        "belmar,2028-01-01,partner,p1,C-STR-02,3,,\n"
    )
    findings.faults.sort(key=lambda fault: fault.code)
    assert said(findings, "fr") == [
        "convergence_answers.csv, ligne 2, colonne « score » : trouvé « 5 » ; attendu un entier de "
        "0 à 4, NA, ou vide. → Corrigez la note donnée par v1 à C-STR-01, ou écrivez NA si la "
        "question est sans objet.",
        "convergence_answers.csv, ligne 4, colonne « session_date » : trouvé le 01/01/2028 ; "
        "attendu une date jusqu’au 31/12/2027 : une séance se tient dans l’année du dossier ou la "
        "suivante. → Vérifiez l’année.",
        "convergence_answers.csv, lignes 2 et 3, colonne « session_date » : deux dates de séance "
        "pour Axorial, 08/10/2026 et 09/10/2026 ; attendu une seule par partenaire et par année. "
        "→ Gardez la bonne.",
        "convergence_answers.csv, ligne 3, colonne « side » : trouvé « partner » pour v1 "
        "(Axorial), qui répond du côté « vendor » à la ligne 2 ; attendu un seul côté par "
        "personne. → Corrigez le côté, ou donnez un autre identifiant.",
    ]
    assert said(findings, "en")[2] == (
        'convergence_answers.csv, lines 2 and 3, column "session_date": two session dates for '
        "Axorial, 2026-10-08 and 2026-10-09; expected one a partner and year. → Keep the right one."
    )


def test_one_id_may_name_people_of_different_partners():
    _, findings = read(
        "axorial,2026-10-08,vendor,x,C-STR-01,3,,\nbelmar,2026-11-08,partner,x,C-STR-01,3,,\n"
    )
    assert findings.faults == []


def test_a_person_on_both_sides_is_told_once():
    _, findings = read(
        "".join(
            f"axorial,,{side},x,{item},3,,\n"
            for side in ("vendor", "partner")
            for item in ("C-STR-01", "C-STR-02", "C-STR-03")
        )
    )
    assert told(findings) == [(5, "side", "two_sides")]


def test_more_than_five_people_a_side_is_a_warning():
    five = "".join(f"axorial,,partner,p{n},C-STR-01,3,,\n" for n in range(1, 6))
    _, findings = read(five + "axorial,,partner,silent,C-STR-01,,,\n")
    assert [one.code for one in findings.warnings] == ["silent_partner_one"]
    crowd = five + "axorial,,partner,p6,C-STR-01,3,,\n"
    _, findings = read(crowd + crowd.replace("partner", "vendor").replace(",p", ",v"))
    assert said(findings, "fr") == [
        "convergence_answers.csv, colonne « side » : 6 personnes répondent pour Axorial ; la "
        "méthode en prévoit de une à 5.",
        "convergence_answers.csv, colonne « side » : 6 personnes répondent pour le fournisseur "
        "face à Axorial ; la méthode en prévoit de une à 5.",
    ]
    assert said(findings, "en") == [
        'convergence_answers.csv, column "side": 6 people answer for Axorial; the method plans one '
        "to 5.",
        'convergence_answers.csv, column "side": 6 people answer for the vendor about Axorial; the '
        "method plans one to 5.",
    ]


def test_a_partner_for_whom_nobody_has_answered_yet_keeps_its_sessions_date():
    answers, findings = read(
        "axorial,2026-12-01,vendor,v1,C-STR-01,,,\naxorial,2026-12-01,partner,p1,C-STR-01,,,\n"
    )
    assert findings.warnings == []
    assert answers["state"].tolist() == ["missing", "missing"]
    assert answers["session_date"].notna().all()


def test_a_session_counts_once_both_sides_have_scored():
    def of(rows: str) -> list[str]:
        answers, _ = read(rows)
        return [str(one) for one in convergence_answers.both_answered(answers).index]

    vendor, partner = BOTH.splitlines(keepends=True)
    assert of(vendor) == []
    assert of(vendor + partner.replace(",1,5,", ",NA,5,")) == []
    assert of(BOTH) == ["axorial"]
    assert of(BOTH.replace("2026-10-08", "")) == []


def test_the_date_of_the_data_of_a_partner_is_that_of_its_session(client: MakeClient):
    rows = HEAD + BOTH + BOTH.replace("axorial", "belmar").replace("10-08", "10-20")
    campaign = "campaigns: {2026: {as_of: 2026-09-30}}\n"
    files = {"2026/partners.csv": PARTNERS, FILE: rows}
    folder = open_client("nimbus", data=client(campaign, **files), partner="axorial")
    assert folder.as_of_partner() is None  # nothing read yet
    folder.convergence_answers("axorial")
    assert folder.as_of_partner() == date(2026, 10, 8)
    assert folder.as_of_partner("2026-09-01") == date(2026, 9, 1)
    assert folder.as_of_partner(None, date(2026, 11, 2), None) == date(2026, 11, 2)
    assert folder.as_of() == date(2026, 9, 30)


def test_a_session_may_lie_ahead_and_keeps_its_date_before_it(client: MakeClient):
    files = {"2026/partners.csv": PARTNERS, FILE: HEAD + BOTH}
    days = {"as_of": "2026-09-30", "issued": "2026-09-30"}
    folder = open_client("nimbus", data=client(**files), partner="axorial", **days)
    assert folder.convergence_answers("axorial")["session_date"].notna().all()
    assert folder.as_of_partner() == date(2026, 9, 30)


def test_a_session_still_to_come_on_the_day_of_issue_is_no_fact_yet(client: MakeClient):
    files = {"2026/partners.csv": PARTNERS, FILE: HEAD + BOTH}
    root = client(**files)
    for issued, known in (("2026-10-07", None), ("2026-10-08", date(2026, 10, 8))):
        folder = open_client("nimbus", data=root, partner="axorial", issued=issued)
        folder.convergence_answers("axorial")
        assert folder.as_of_partner() == known


def test_a_page_made_before_the_session_does_not_stand_once_its_day_has_come(client: MakeClient):
    files = {"2026/partners.csv": PARTNERS, FILE: HEAD + BOTH}
    folder = open_client("nimbus", data=client(**files), partner="axorial")
    folder.convergence_answers()
    assert folder.looked_for["day/2026-10-08"] == "reached"
    assert folder.workspace.digest("day/2026-10-08") == "reached"
    assert folder.workspace.digest("day/2199-01-01") is None


def test_the_joint_actions_of_the_partner_are_dated_facts_too(client: MakeClient):
    actions = (
        "action_id,status,done_on\nC-STR-01@axorial,done,2026-10-12\n"
        "C-STR-01@belmar,done,2026-10-30\nD-EXP-06,done,2026-11-02\n"
    )
    files = {"2026/partners.csv": PARTNERS, FILE: HEAD + BOTH, "2026/actions.csv": actions}
    folder = open_client("nimbus", data=client(**files), partner="axorial")
    folder.convergence_answers("axorial")
    folder.actions()
    assert folder.as_of_partner() == date(2026, 10, 12)


def test_one_partner_or_all(client: MakeClient):
    rows = HEAD + BOTH + "belmar,,vendor,v1,C-STR-01,2,,\n"
    folder = open_client("nimbus", data=client(**{"2026/partners.csv": PARTNERS, FILE: rows}))
    assert len(folder.convergence_answers()) == 3
    own = folder.convergence_answers("belmar")
    assert (own["partner_id"].tolist(), own.index.tolist()) == (["belmar"], [0])
    assert folder.convergence_answers("nobody").empty
    assert folder.partners_with("convergence_answers") == ("axorial", "belmar")
    warnings = [(one.code, one.values["about"]) for one in folder.warnings]
    assert warnings == [("heard_without_revenue", "belmar")]


def test_a_report_of_one_partner_leaves_out_warnings_about_another(client: MakeClient):
    files = {"2026/partners.csv": PARTNERS, FILE: HEAD + BOTH + "belmar,,vendor,v1,C-STR-01,2,,\n"}
    data = client(**files)
    for partner, count in (("axorial", 0), ("belmar", 1), (None, 1)):
        folder = open_client("nimbus", data=data, partner=partner)
        folder.convergence_answers()
        assert len(folder.quality()) == count


def test_faults_come_from_the_folder_too(client: MakeClient):
    files = {"2026/partners.csv": PARTNERS, FILE: HEAD + BOTH.replace("axorial", "axorail")}
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=client(**files)).convergence_answers()
    assert places(list(faults.value.faults)) == [
        ("nimbus/2026/convergence_answers.csv", 2, "partner_id", "unknown_partner_row")
    ]


def test_without_a_partner_the_first_of_whom_the_input_speaks_stands_in(client: MakeClient):
    rows = HEAD + BOTH.replace("axorial", "belmar")
    folder = open_client(
        "nimbus",
        data=client(**{"2026/partners.csv": PARTNERS, FILE: rows}),
        partners_in="convergence_answers",
    )
    assert folder.partner_id == "belmar"


def test_without_a_partner_and_without_answers_the_file_to_fill_is_named(client: MakeClient):
    data = client(**{"2026/partners.csv": PARTNERS})
    with pytest.raises(MissingInput, match=r"convergence_answers\.csv"):
        open_client("nimbus", data=data, partners_in="convergence_answers")
