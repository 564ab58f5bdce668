"""A whole client read at once: every fault, each in its place."""

import textwrap
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padlib import workspace
from padlib.workspace import check, open_client
from padlib.workspace.reviews import KEYS, LISTS
from padlib.workspace.templates import MODELS, MODELS_OF_PARTNERS, columns, written

from .conftest import places

BROKEN = {
    "client.yml": """\
        client_id: nimbes
        name: 2026
        language: français
        currency: EURO
        eur_rate: -1
        form: moyen
        campaigns:
          2026: {from: 2026-13-01, perception_invited: 0}
        people:
          DIRR: A. Morel
        target_sectors: [healt]
        territory: [FR-AURA]
        shortlist_size: dix
        recruitment_plan: [[4, 1], [4, 1]]
        weight_overrides:
          recruitment: {RC-99: 3}
        thresholds:
          diagnostic.capacité: 8
        """,
    "2026/partners.csv": """\
        partner_id;name;status;start_date;revenue_n;win_rate_pct;language
        axorial;Axorial;actif;;320000;34;fr
        axorial2;;active;;12,5 k;134;fr
        brivault;Brivault;starting;;0;;de
        cévenol;Cévenol;active;;1.234,5;;fr
        Axorial;Axorial bis;active;06/31/2026;-4;;fr
        axorial;Axorial ter;active;;5;;fr
        """,
    "2026/diagnostic_answers.csv": """\
        respondent_id,function,item_id,answer
        dirp1,DIRP,D-EXP-01,7
        dirp1,DIRP,D-EXP-1O,2
        dirp1,DIRC,D-EXP-02,2
        fin1,FIN,D-EXP-01,oui
        fin1,DG,D-EXP-06,1
        fin1,FIN,D-EXP-01,1
        fin1,FIN,D-EXP-01,2
        ,FIN,D-MGT-02,2
        dg1,DG,D-EXP-01,1,de trop
        """,
    "2026/perception_answers.csv": """\
        partner_id,respondent_id,side,item_id,rating,importance
        axorial,dg,partner,P-VA-01,6,0
        axorial,dg,partner,P-VA-O2,3,
        axorial,dg,both,P-NPS-01,11,
        axorial2,dg,,P-INV-01,++,
        axorial2,dg,,P-SOW-01,-5,
        axorial2,dg,,P-OPN-01,3,
        axoriaux,dg,,P-VA-01,3,
        axorial2,cm,vendor_mirror,P-VA-01,quatre,
        axorial2,cm,vendor_mirror,P-VA-03,4,
        axorial2,cm,vendor_mirror,P-VA-03,4,
        axorial2,cm,vendor_mirror,P-VA-03,4,
        """,
    "2026/convergence_answers.csv": """\
        partner_id,session_date,side,respondent_id,item_id,score,importance
        axorial,2026-10-08,vendor,v1,C-STR-01,5,
        axorial,2026-10-09,vendor,v1,C-STR-02,1,6
        axorial,,partner,v1,C-STR-03,1,
        axorial,2026-31-10,us,p1,C-STR-99,1,
        axoriaux,2030-10-09,partner,p1,C-STR-01,1,
        axorial2,,partner,p1,C-STR-01,1,
        axorial2,,partner,p1,C-STR-01,2,
        axorial2,,,,C-STR-01,2,
        """,
    "2026/resellers.csv": """\
        reseller_id,name,revenue_meur,sales_headcount,exclusive_with_competitor,credit_score_100,region
        RS-econocam,,1,,,,
        ,,1,,,,
        ,Réseaux du Sud,1,,,,
        RS-alma,,-1,2.5,,,
        NX-01,Garrick,,,peut-être,120,Bavière
        RS-octave,,,3,,,
        ,Octave,,4,,,
        """,
    "2026/assumptions.csv": """\
        key,value,low,high
        anual_churn,0.1,,
        annual_churn,1.5,,
        mdf_rate,0.02,0.05,0.06
        day_rate,,500,
        sales_cycle_months,2.5,,
        """,
    "2026/assumptions_zenith.csv": "key,value\nannual_churn,0.1\n",
    "2026/actions.csv": """\
        action_id,status,done_on
        D-EXP-88,done,
        D-EXP-06,late,2026-04-30
        D-EXP-05,done,2062-04-30
        """,
    "2026/deals.csv": """\
        deal_id,partner_id,amount,stage,expected_close,registered_on,origin
        AX-1,axoriaux,-5,signed,2062-05-12,,
        AX-2,axorial,dix,gagné,2026-02-30,2062-01-01,vendeur
        AX-2,axorial,10,proposal,,,
        """,
    "2026/kpi_values.csv": """\
        partner_id,kpi_id,month,value,of
        axorial,K-01,6,180 k€,
        axorial,K-12,0,80,
        axoriaux,K-05,1,180,1.5
        axorial2,K-05,2,80,
        axorial2,K-05,2,80,
        """,
    "2026/start_plans/brivault.csv": """\
        milestone_id,done,done_on,decision
        J-1,fait,,
        J-02,0,2026-07-09,
        J-03,1,2062-07-09,stop
        J-04,1,,arrêt
        """,
    "2026/reviews/axorial-2026-06-30.yml": """\
        partner_id: axoriale
        date: 2026-06-29
        previous: [{id: RV-1, status: fait, kept_on: 2026-07-01}]
        kpis: [K-01]
        deals: [{deal_id: AX-3}]
        commitments:
        - {id: EV-01, side: us, owner: CM, due_date: fin juin}
        """,
    "2026/reviews/zenith-2062-06-30.yml": "{partner_id: zenith, date: 2062-06-30}\n",
    "2026/votes.csv": "respondent_id\n",
    "2026/votes.xlsx": "x",
}

FAULTS = [
    ("nimbus/2026/actions.csv", 2, "action_id", "unknown_action"),
    ("nimbus/2026/actions.csv", 3, "done_on", "date_not_done"),
    ("nimbus/2026/actions.csv", 4, "done_on", "later_fact"),
    ("nimbus/2026/assumptions.csv", 2, "key", "unknown_assumption"),
    ("nimbus/2026/assumptions.csv", 3, "value", "number_range"),
    ("nimbus/2026/assumptions.csv", 4, "low", "low_value_high"),
    ("nimbus/2026/assumptions.csv", 5, "value", "bounds_alone"),
    ("nimbus/2026/assumptions.csv", 6, "value", "whole_min"),
    ("nimbus/2026/convergence_answers.csv", 2, "score", "score"),
    ("nimbus/2026/convergence_answers.csv", 2, "session_date", "two_sessions"),
    ("nimbus/2026/convergence_answers.csv", 3, "importance", "whole_range"),
    ("nimbus/2026/convergence_answers.csv", 4, "side", "two_sides"),
    ("nimbus/2026/convergence_answers.csv", 5, "item_id", "unknown_item"),
    ("nimbus/2026/convergence_answers.csv", 5, "session_date", "date_impossible"),
    ("nimbus/2026/convergence_answers.csv", 5, "side", "code"),
    ("nimbus/2026/convergence_answers.csv", 6, "partner_id", "unknown_partner_row"),
    ("nimbus/2026/convergence_answers.csv", 6, "session_date", "session_too_late"),
    ("nimbus/2026/convergence_answers.csv", 7, "item_id", "partner_answered_twice"),
    ("nimbus/2026/convergence_answers.csv", 9, "respondent_id", "empty"),
    ("nimbus/2026/convergence_answers.csv", 9, "side", "empty"),
    ("nimbus/2026/deals.csv", 2, "amount", "negative"),
    ("nimbus/2026/deals.csv", 2, "expected_close", "later_fact"),
    ("nimbus/2026/deals.csv", 2, "partner_id", "unknown_partner_row"),
    ("nimbus/2026/deals.csv", 3, "amount", "money"),
    ("nimbus/2026/deals.csv", 3, "deal_id", "twice"),
    ("nimbus/2026/deals.csv", 3, "expected_close", "date_impossible"),
    ("nimbus/2026/deals.csv", 3, "origin", "code"),
    ("nimbus/2026/deals.csv", 3, "registered_on", "later_fact"),
    ("nimbus/2026/deals.csv", 3, "stage", "code"),
    ("nimbus/2026/deals.csv", 4, "expected_close", "empty"),
    ("nimbus/2026/diagnostic_answers.csv", 2, "answer", "answer"),
    ("nimbus/2026/diagnostic_answers.csv", 3, "item_id", "unknown_item"),
    ("nimbus/2026/diagnostic_answers.csv", 4, "function", "unknown_role"),
    ("nimbus/2026/diagnostic_answers.csv", 5, "answer", "answer"),
    ("nimbus/2026/diagnostic_answers.csv", 5, "item_id", "answered_often"),
    ("nimbus/2026/diagnostic_answers.csv", 6, "function", "two_functions"),
    ("nimbus/2026/diagnostic_answers.csv", 9, "respondent_id", "empty"),
    ("nimbus/2026/diagnostic_answers.csv", 10, None, "extra_cells"),
    ("nimbus/2026/kpi_values.csv", 2, "value", "money"),
    ("nimbus/2026/kpi_values.csv", 3, "kpi_id", "unknown_kpi"),
    ("nimbus/2026/kpi_values.csv", 3, "month", "whole_range"),
    ("nimbus/2026/kpi_values.csv", 4, "of", "whole_min"),
    ("nimbus/2026/kpi_values.csv", 4, "partner_id", "unknown_partner_row"),
    ("nimbus/2026/kpi_values.csv", 4, "value", "number_range"),
    ("nimbus/2026/kpi_values.csv", 5, "month", "kpi_twice"),
    ("nimbus/2026/partners.csv", 2, "partner_id", "twice"),
    ("nimbus/2026/partners.csv", 2, "status", "code"),
    ("nimbus/2026/partners.csv", 3, "name", "empty"),
    ("nimbus/2026/partners.csv", 3, "revenue_n", "money"),
    ("nimbus/2026/partners.csv", 3, "win_rate_pct", "number_range"),
    ("nimbus/2026/partners.csv", 4, "language", "code"),
    ("nimbus/2026/partners.csv", 4, "start_date", "start_date"),
    ("nimbus/2026/partners.csv", 5, "partner_id", "partner_form"),
    ("nimbus/2026/partners.csv", 5, "revenue_n", "two_marks"),
    ("nimbus/2026/partners.csv", 6, "partner_id", "case_alone"),
    ("nimbus/2026/partners.csv", 6, "revenue_n", "negative"),
    ("nimbus/2026/partners.csv", 6, "start_date", "date_impossible"),
    ("nimbus/2026/perception_answers.csv", 2, "importance", "whole_range"),
    ("nimbus/2026/perception_answers.csv", 2, "rating", "rating"),
    ("nimbus/2026/perception_answers.csv", 3, "item_id", "unknown_item"),
    ("nimbus/2026/perception_answers.csv", 4, "rating", "rating_recommendation"),
    ("nimbus/2026/perception_answers.csv", 4, "side", "code"),
    ("nimbus/2026/perception_answers.csv", 5, "rating", "rating_intent"),
    ("nimbus/2026/perception_answers.csv", 6, "rating", "rating_share"),
    ("nimbus/2026/perception_answers.csv", 7, "rating", "rating_open"),
    ("nimbus/2026/perception_answers.csv", 8, "partner_id", "unknown_partner_row"),
    ("nimbus/2026/perception_answers.csv", 9, "rating", "rating_mirror"),
    ("nimbus/2026/perception_answers.csv", 10, "item_id", "partner_answered_often"),
    ("nimbus/2026/resellers.csv", 2, "reseller_id", "unknown_reseller"),
    ("nimbus/2026/resellers.csv", 3, "reseller_id", "id_or_name"),
    ("nimbus/2026/resellers.csv", 4, "name", "two_companies"),
    ("nimbus/2026/resellers.csv", 5, "revenue_meur", "number_min"),
    ("nimbus/2026/resellers.csv", 5, "sales_headcount", "whole_min"),
    ("nimbus/2026/resellers.csv", 6, "credit_score_100", "number_range"),
    ("nimbus/2026/resellers.csv", 6, "exclusive_with_competitor", "boolean"),
    ("nimbus/2026/resellers.csv", 6, "region", "unknown_region"),
    ("nimbus/2026/resellers.csv", 7, "reseller_id", "reseller_twice"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 1, "partner_id", "review_of"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 2, "date", "review_of"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 3, "previous[1].kept_on", "kept_after_review"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 3, "previous[1].status", "code"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 4, "kpis[1]", "yaml_map"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 5, "deals[1].deal_id", "unknown_deal"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 7, "commitments[1].due_date", "date"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 7, "commitments[1].id", "commitment_of_plan"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 7, "commitments[1].side", "code"),
    ("nimbus/2026/reviews/axorial-2026-06-30.yml", 7, "commitments[1].text", "key_missing"),
    ("nimbus/2026/reviews/zenith-2062-06-30.yml", 1, "date", "later_fact"),
    ("nimbus/2026/start_plans/brivault.csv", 2, "done", "boolean"),
    ("nimbus/2026/start_plans/brivault.csv", 2, "milestone_id", "unknown_milestone"),
    ("nimbus/2026/start_plans/brivault.csv", 3, "done_on", "milestone_not_done"),
    ("nimbus/2026/start_plans/brivault.csv", 4, "decision", "no_gate"),
    ("nimbus/2026/start_plans/brivault.csv", 4, "done_on", "later_fact"),
    ("nimbus/2026/start_plans/brivault.csv", 5, "decision", "code"),
    ("nimbus/2026/votes.csv", None, None, "two_files"),
    ("nimbus/client.yml", 2, "name", "yaml_quote"),
    ("nimbus/client.yml", 3, "language", "code"),
    ("nimbus/client.yml", 4, "currency", "currency"),
    ("nimbus/client.yml", 5, "eur_rate", "number_above"),
    ("nimbus/client.yml", 6, "form", "code"),
    ("nimbus/client.yml", 8, "campaigns.2026.from", "date_impossible"),
    ("nimbus/client.yml", 8, "campaigns.2026.perception_invited", "whole_min"),
    ("nimbus/client.yml", 10, "people.DIRR", "unknown_role"),
    ("nimbus/client.yml", 11, "target_sectors[1]", "unknown_sector"),
    ("nimbus/client.yml", 12, "territory[1]", "unknown_region"),
    ("nimbus/client.yml", 13, "shortlist_size", "whole_min"),
    ("nimbus/client.yml", 14, "recruitment_plan", "waves"),
    ("nimbus/client.yml", 16, "weight_overrides.recruitment.RC-99", "unknown_criterion"),
    ("nimbus/client.yml", 18, "thresholds.diagnostic.capacité", "unknown_threshold"),
]


def test_every_fault_of_a_client_is_told_at_once_in_its_place(client):
    files = {name: textwrap.dedent(text) for name, text in BROKEN.items()}
    data = client(None, **files)
    found = check("nimbus", data=data)
    assert len(FAULTS) >= 40
    assert places(found.faults) == FAULTS
    assert not found
    for language in ("fr", "en"):
        sentences = found.sentences(language)
        assert len(sentences) == len(found.faults) + len(found.warnings)
        assert not any("{" in sentence or "None" in sentence for sentence in sentences)


def test_the_form_of_the_list_is_that_of_the_runs_messages(client):
    text = (
        "respondent_id,function,item_id,answer\n"
        "dirp1,DIRP,D-ORG-02,6\n"
        "dirp1,DIRP,D-ORG-9,1\n"
        "dirp1,DIRP,D-EXP-01,1\n"
        "dirp1,DIRP,D-EXP-01,1\n"
    )
    found = check("nimbus", data=client(**{"2026/diagnostic_answers.csv": text}))
    assert "\n".join(workspace.listing(found.faults, "en")) == textwrap.dedent(
        """\
        nimbus/2026/diagnostic_answers.csv: 3 values to mend (reports that need it were not made)
          line 2, column "answer": found "6"; expected a whole number from 0 to 4, NA, or blank.
            → Correct the answer of dirp1 to D-ORG-02, or write NA if the question has no object.
          line 3, column "item_id": found "D-ORG-9"; expected an id of the diagnostic bank v1.
            → Did you mean D-ORG-08? The list is in the diagnostic bank.
          lines 4 and 5, column "item_id": dirp1 answers D-EXP-01 twice.
            → Keep one line."""
    )
    french = "\n".join(workspace.listing(found.faults, "fr")).replace("\u202f", "~")
    assert french.replace("\u00a0", "_").splitlines()[:3] == [
        "nimbus/2026/diagnostic_answers.csv_: 3 valeurs à corriger (les rapports qui en dépendent "
        "n’ont pas été produits)",
        "  ligne 2, colonne «~answer~»_: trouvé «~6~»~; attendu un entier de 0 à 4, NA, ou vide.",
        "    → Corrigez la réponse de dirp1 à D-ORG-02, ou écrivez NA si la question est sans "
        "objet.",
    ]
    assert list(workspace.listing(found.faults, "en", limit=1))[-1] == (
        "  … and 2 more: pad check gives them all."
    )


def test_all_years_are_read_or_the_one_asked_for(client):
    bad = "respondent_id,function,item_id,answer\ndg1,DG,D-EXP-01,9\n"
    data = client(**{"2025/diagnostic_answers.csv": bad, "2026/diagnostic_answers.csv": bad})
    assert len(check("nimbus", data=data).faults) == 2
    assert [fault.file for fault in check("nimbus", 2025, data=data).faults] == [
        "nimbus/2025/diagnostic_answers.csv"
    ]


def test_only_the_files_asked_for_are_read(client):
    data = client(
        **{
            "2026/partners.csv": "partner_id,name,status\na,A,x\n",
            "2026/actions.csv": "action_id,status\nD-EXP-06,x\n",
        }
    )
    found = check("nimbus", files=["actions"], data=data)
    assert [fault.file for fault in found.faults] == ["nimbus/2026/actions.csv"]


def test_a_partners_assumptions_need_the_partner_or_a_warning_without_partners(client):
    partners = "partner_id,name,status\naxorial,Axorial,active\n"
    own = {"2026/assumptions_axoriel.csv": "key,value\nday_rate,700\n"}
    data = client(**own)
    assert [w.code for w in check("nimbus", data=data).warnings] == ["partners_unknown"]
    client(**{"2026/partners.csv": partners})
    found = check("nimbus", data=data)
    assert [(f.code, f.values["nearest"]) for f in found.faults] == [("unknown_partner", "axorial")]


def test_nothing_is_written(client):
    data = client(**{"2026/partners.csv": "partner_id,name,status\na,A,x\n"})
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    check("nimbus", data=data)
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before


FUZZED = [
    "client.yml",
    "2026/partners.csv",
    "2026/diagnostic_answers.csv",
    "2026/perception_answers.csv",
    "2026/convergence_answers.csv",
    "2026/resellers.xlsx",
    "2026/assumptions.csv",
    "2026/actions.csv",
    "2026/deals.csv",
    "2026/kpi_values.csv",
    "2026/start_plans/axorial.csv",
    "2026/start_plans/axorial.xlsx",
    "2026/reviews/axorial-2026-01-30.yml",
    "2026/notes/annual_diagnostic.md",
    "../../house.yml",
    "../../reference/resellers_fr.csv",
]
HEADERS = {
    "client.yml": b"client_id: nimbus\nname: N\n",
    "2026/partners.csv": b"partner_id,name,status,revenue_n\n",
    "2026/diagnostic_answers.csv": b"respondent_id,function,item_id,answer\n",
    "2026/perception_answers.csv": b"partner_id,respondent_id,item_id,rating\n",
    "2026/convergence_answers.csv": b"partner_id,side,respondent_id,item_id,score\n",
    "2026/resellers.xlsx": b"PK\x03\x04",
    "2026/assumptions.csv": b"key,value,low,high\n",
    "2026/actions.csv": b"action_id,status,done_on\n",
    "2026/deals.csv": b"deal_id,partner_id,amount,stage,expected_close\n",
    "2026/kpi_values.csv": b"partner_id,kpi_id,month,value,of\n",
    "2026/start_plans/axorial.csv": b"milestone_id,done,done_on,decision\n",
    "2026/start_plans/axorial.xlsx": b"PK\x03\x04",
    "2026/reviews/axorial-2026-01-30.yml": b"partner_id: axorial\ndate: 2026-01-30\nprevious:",
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(FUZZED), st.booleans(), st.binary(max_size=120))
def test_whatever_a_file_holds_the_check_ends_in_faults_and_sentences(client, name, headed, body):
    data = client()
    for file in FUZZED:
        (data / "clients/nimbus" / file).unlink(missing_ok=True)
    data = client(**{name: (HEADERS.get(name, b"") if headed else b"") + body})
    found = check("nimbus", data=data)
    assert all(isinstance(one, str) for one in found.sentences("fr") + found.sentences("en"))


TABLES = {stem: f"{stem}.csv" for stem in MODELS} | {
    stem: f"{stem}/axorial.csv" for stem in MODELS_OF_PARTNERS
}
CELLS = st.sampled_from(
    [
        "NA",
        "1",
        "-3",
        "0,5",
        "1.234,5",
        "D-EXP-01",
        "P-NPS-01",
        "P-OPN-01",
        "C-STR-01",
        "partner",
        "vendor_mirror",
        "DG",
        "RS-alma",
        "Octave",
        "active",
        "31/02/2026",
        "2026-01-01",
        "health",
        "day_rate",
        "K-01",
        "K-05",
        "12",
        "J-09",
        "extend",
        "signed",
        "proposal",
        "2062-01-01",
        "services_mix_training",
        "é",
        '"q"',
        "a|b",
        "=1+1",
        "{found}",
    ]
) | st.just("")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(sorted(TABLES)),
    st.lists(st.lists(CELLS, min_size=45, max_size=45), min_size=1, max_size=4),
)
def test_whatever_the_cells_of_a_table_the_check_ends_in_faults_and_sentences(client, stem, lines):
    data = client()
    for one in TABLES.values():
        (data / "clients/nimbus/2026" / one).unlink(missing_ok=True)
    names = columns(stem)
    content = written(names, [line[: len(names)] for line in lines], "fr")
    data = client(**{f"2026/{TABLES[stem]}": content})
    found = check("nimbus", data=data)
    assert all(isinstance(one, str) for one in found.sentences("fr") + found.sentences("en"))


SCALARS = st.sampled_from(
    [
        *("", "1", "-1", "x", "K-01", "EV-01", "AT-01", "2026-01-30", "2026-02-30", "kept"),
        *("vendor", "yes", "{fr: a, en: b}", "[]", "{}", "[a, [b]]", "null", "{id: a}", "&a"),
        *("*a", "!x y"),
    ]
)
ENTRIES = st.dictionaries(
    st.sampled_from(sorted({key for kinds in LISTS.values() for key in kinds})), SCALARS, max_size=4
).map(lambda told: "{" + ", ".join(f"{key}: {value}" for key, value in told.items()) + "}")
TOLD = (
    SCALARS | ENTRIES | st.lists(ENTRIES | SCALARS, max_size=3).map(lambda e: f"[{', '.join(e)}]")
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), TOLD))
def test_whatever_a_review_tells_the_check_ends_in_faults_and_sentences(client, told):
    text = "\n".join(f"{key}: {value}" for key, value in told.items())
    data = client(**{"2026/reviews/axorial-2026-01-30.yml": text})
    found = check("nimbus", data=data)
    assert all(isinstance(one, str) for one in found.sentences("fr") + found.sentences("en"))
    if not found.faults:
        (review,) = open_client("nimbus", data=data, partner="axorial").reviews()
        assert review.date == date(2026, 1, 30)
