"""reviews/<partner>-<date>.yml."""

import math
from datetime import date

import pandas as pd
import pytest

from padlib.core.joint_plan import Review
from padlib.workspace import InputFaults, NotForPartners, check, layout, open_client, reviews
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Findings, sentence

from .conftest import MakeClient, places, told

DAY = date(2026, 6, 30)
LIMITS = Limits(2026, None, date(2026, 9, 30))
FILE = "2026/reviews/axorial-2026-06-30.yml"
EXAMPLE = """\
{partner_id: axorial, date: 2026-06-30, kind: monthly, participants: [CM, PCO, S. Brun],
 previous: [{id: RV-05-1, status: kept, kept_on: 2026-06-12},
            {id: EP-03, status: late, why: Absence du responsable commercial}],
 kpis: [{id: K-03, comment: Deux affaires reportées à l’automne}],
 deals: [{deal_id: AX-14, next_step: Devis final, owner: S. Brun, next_date: 2026-07-10}],
 leads: {received: 2, passed_on: 6, comment: Campagne santé en cours},
 issues: [{text: Délai de réponse du support, owner: SUP, due_date: 2026-07-15}],
 triggers: [{id: AT-02, decision: Campagne exceptionnelle en septembre}],
 decisions: [Avant-vente réservée une journée par semaine],
 commitments: [{id: RV-06-1, side: vendor, text: Transmettre huit leads qualifiés, owner: MKT,
                due_date: 2026-07-31},
               {id: RV-06-2, side: partner, text: Rappeler chaque lead sous 5 jours, owner: PCO,
                due_date: 2026-07-31}]}
"""
HEAD = "partner_id: axorial\ndate: 2026-06-30\n"
QUARTER = HEAD + "kind: quarterly\n"
PLAN = reviews.PlanIds(
    frozenset({"EV-01", "EP-03"}), frozenset({"MV-01"}), frozenset({"Q2-1", "Q3-1"})
)
KNOWN = reviews.Known(frozenset({"RV-05-1"}), PLAN, frozenset({"AX-14"}))


def read(
    text: str, known: reviews.Known = KNOWN, limits: Limits = LIMITS, language: str = "fr"
) -> tuple[Review | None, Findings]:
    findings = Findings("axorial-2026-06-30.yml")
    named = ("axorial", DAY)
    return reviews.read(text.encode(), named, known, limits, findings, language=language), findings


def good(text: str, **given: object) -> Review:
    """What a review without fault says."""
    found, findings = read(text, **given)  # type: ignore[arg-type]
    assert findings.faults == []
    assert found is not None
    return found


def test_the_example_of_the_contract_is_read():
    found, findings = read(EXAMPLE)
    assert (findings.faults, findings.warnings) == ([], [])
    assert found is not None
    assert (found.date, found.kind) == (DAY, "monthly")
    assert found.participants == ("CM", "PCO", "S. Brun")
    assert found.previous["status"].to_dict() == {"RV-05-1": "kept", "EP-03": "late"}
    assert found.previous.at["RV-05-1", "kept_on"] == pd.Timestamp(2026, 6, 12)
    assert found.previous.at["EP-03", "why"] == "Absence du responsable commercial"
    assert found.kpis == {"K-03": "Deux affaires reportées à l’automne"}
    assert found.deals.loc["AX-14"].tolist() == [
        "Devis final",
        "S. Brun",
        pd.Timestamp(2026, 7, 10),
    ]
    assert found.leads == {"received": 2, "passed_on": 6, "comment": "Campagne santé en cours"}
    assert found.issues[["text", "owner", "due"]].values.tolist() == [
        ["Délai de réponse du support", "SUP", pd.Timestamp(2026, 7, 15)]
    ]
    assert found.triggers == {"AT-02": "Campagne exceptionnelle en septembre"}
    assert (found.means, found.next_quarter) == ({}, ())
    assert found.decisions == ("Avant-vente réservée une journée par semaine",)
    assert found.commitments["side"].to_dict() == {"RV-06-1": "vendor", "RV-06-2": "partner"}
    assert found.commitments.loc["RV-06-1"].tolist()[1:5] == [
        "Transmettre huit leads qualifiés",
        "MKT",
        pd.Timestamp(2026, 7, 31),
        "open",
    ]
    assert list(reviews.facts(found)) == [DAY, date(2026, 6, 12)]


def test_a_review_that_says_nothing_is_monthly_with_who_is_usually_there():
    found = good(HEAD)
    assert (found.kind, found.participants) == ("monthly", ("CM", "PCO", "SVC", "PTE"))
    assert (found.leads, found.decisions, found.kpis) == ({}, (), {})
    assert good(QUARTER).participants == ("DIRP", "CM", "MKT", "PDG", "PCO", "PTE")
    full = good(EXAMPLE)
    for name in ("previous", "deals", "issues", "commitments"):
        blank, told_ = getattr(found, name), getattr(full, name)
        assert len(blank) == 0
        assert blank.dtypes.to_dict() == told_.dtypes.to_dict()
        assert blank.index.name == told_.index.name


def test_counts_that_are_not_told_are_unknown_and_a_deal_may_be_named_alone():
    found = good(HEAD + "leads: {passed_on: 3}\ndeals: [{deal_id: AX-14}]\nmeans: []\n")
    assert math.isnan(float(found.leads["received"]))
    assert found.deals.loc["AX-14", ["next_step", "owner"]].tolist() == ["", ""]
    assert pd.isna(found.deals.at["AX-14", "next_date"])


def test_texts_may_be_told_in_both_languages():
    text = HEAD + (
        "decisions: [{fr: Avant, en: Before}, Après]\n"
        "kpis: [{id: K-01, comment: {fr: Bien, en: Good}}]\n"
        "commitments: [{id: a, side: vendor, text: {fr: Agir, en: Act}, owner: CM, "
        "due_date: 2026-07-01}]\n"
    )
    assert good(text).decisions == ("Avant", "Après")
    english = good(text, language="en")
    assert (english.decisions, english.kpis) == (("Before", "Après"), {"K-01": "Good"})
    assert english.commitments["text"].tolist() == ["Act"]


def test_what_is_kept_later_than_the_day_of_the_page_is_open_on_it():
    taken = (
        HEAD + "commitments: [{id: a, side: vendor, text: t, owner: cm, due_date: 2026-07-01, "
        "status: kept, kept_on: 2026-07-10}, {id: b, side: vendor, text: t, owner: cm, "
        "due_date: 2026-07-01, status: late}]\n"
    )
    assert good(taken).commitments["status"].tolist() == ["kept", "open"]  # late is computed
    assert good(taken).commitments["owner"].tolist() == ["CM", "CM"]
    early = good(taken, limits=Limits(2026, date(2026, 7, 9), date(2026, 9, 30)))
    assert early.commitments["status"].tolist() == ["open", "open"]
    assert early.commitments["kept_on"].isna().all()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", (None, "date", "key_missing")),
        (HEAD.replace("axorial", "belmar"), (1, "partner_id", "review_of")),
        (HEAD.replace("06-30", "06-29"), (2, "date", "review_of")),
        (HEAD.replace("06-30", "06-31"), (2, "date", "date_impossible")),
        (HEAD + "kind: weekly\n", (3, "kind", "code")),
        (HEAD + "participants: CM\n", (3, "participants", "yaml_list")),
        (HEAD + "participants: [{a: b}]\n", (3, "participants[1]", "yaml_scalar")),
        (HEAD + "previous: {id: EV-01}\n", (3, "previous", "yaml_list")),
        (HEAD + "previous: [EV-01]\n", (3, "previous[1]", "yaml_map")),
        (HEAD + "previous: [{status: open}]\n", (3, "previous[1].id", "key_missing")),
        (HEAD + "previous: [{id: EV-1}]\n", (3, "previous[1].id", "unknown_commitment")),
        (
            HEAD + "previous:\n- {id: EV-01}\n- {id: EV-01}\n",
            (5, "previous[2].id", "entry_twice"),
        ),
        (
            HEAD + "previous: [{id: EV-01, status: tenu}]\n",
            (3, "previous[1].status", "code"),
        ),
        (
            HEAD + "previous: [{id: EV-01, kept_on: 2026-06-01}]\n",
            (3, "previous[1].kept_on", "date_not_kept"),
        ),
        (
            HEAD + "previous: [{id: EV-01, status: kept, kept_on: 2026-07-01}]\n",
            (3, "previous[1].kept_on", "kept_after_review"),
        ),
        (HEAD + "kpis: [{id: K-11}]\n", (3, "kpis[1].id", "unknown_kpi")),
        (HEAD + "kpis: [{id: K-1}, {id: k-01}, {id: K-01}]\n", (3, "kpis[1].id", "unknown_kpi")),
        (HEAD + "deals: [{deal_id: AX-15}]\n", (3, "deals[1].deal_id", "unknown_deal")),
        (HEAD + "deals: [{next_step: x}]\n", (3, "deals[1].deal_id", "key_missing")),
        (
            HEAD + "deals: [{deal_id: AX-14, next_date: demain}]\n",
            (3, "deals[1].next_date", "date"),
        ),
        (HEAD + "leads: [2]\n", (3, "leads", "yaml_map")),
        (HEAD + "leads: {received: -1}\n", (3, "leads.received", "whole_min")),
        (HEAD + "issues: [{owner: CM}]\n", (3, "issues[1].text", "key_missing")),
        (HEAD + "triggers: [{id: AT-06}]\n", (3, "triggers[1].id", "unknown_trigger")),
        (QUARTER + "means: [{id: MV-02}]\n", (4, "means[1].id", "unknown_means")),
        (QUARTER + "next_quarter: [Q3-9]\n", (4, "next_quarter[1]", "unknown_plan_action")),
        (QUARTER + "next_quarter: [12]\n", (4, "next_quarter[1]", "yaml_quote")),
        (HEAD + "decisions: [{de: x}]\n", (3, "decisions[1]", "two_languages")),
        (
            HEAD + "commitments: [{id: a, text: t, owner: CM, due_date: 2026-07-01}]\n",
            (3, "commitments[1].side", "key_missing"),
        ),
        (
            HEAD + "commitments:\n- {id: a, side: us, text: t, owner: CM, due_date: 2026-07-01}\n",
            (4, "commitments[1].side", "code"),
        ),
        (
            HEAD + "commitments:\n- {id: a, side: vendor, text: t, due_date: 2026-07-01}\n",
            (4, "commitments[1].owner", "key_missing"),
        ),
        (
            HEAD + "commitments:\n- {id: a, side: vendor, text: t, owner: CM}\n",
            (4, "commitments[1].due_date", "key_missing"),
        ),
        (
            HEAD + "commitments:\n- {id: EV-01, side: vendor, text: t, owner: CM, "
            "due_date: 2026-07-01}\n",
            (4, "commitments[1].id", "commitment_of_plan"),
        ),
        (
            HEAD + "commitments:\n- {id: a, side: vendor, text: t, owner: CM, "
            "due_date: 2026-07-01, status: kept, kept_on: 2026-10-01}\n",
            (4, "commitments[1].kept_on", "later_fact"),
        ),
        (HEAD + "date: 2026-06-30\n", (3, "date", "key_twice")),
        ("- a\n", (1, None, "yaml_map")),
        ("a: [\n", (2, None, "yaml_syntax")),
    ],
)
def test_a_fault_is_told_with_its_line_and_key(text, fault):
    found, findings = read(text)
    assert found is None
    assert fault in told(findings)
    assert all(sentence(one, "fr") and sentence(one, "en") for one in findings.faults)


def test_all_faults_are_told_at_once():
    text = HEAD.replace("axorial", "belmar") + (
        "kind: weekly\nprevious: [{id: x, status: y, kept_on: z}]\n"
        "kpis: [{id: K-01}, {id: K-01}, {id: K-99}]\nleads: {received: x}\n"
        "commitments:\n- {id: c}\n- {id: c, side: vendor, text: t, owner: CM, due_date: demain}\n"
        "next_quarter: Q1\ndecisions: [[a]]\n"
    )
    _, findings = read(text)
    assert told(findings) == [
        (1, "partner_id", "review_of"),
        (3, "kind", "code"),
        (4, "previous[1].id", "unknown_commitment"),
        (4, "previous[1].kept_on", "date"),
        (4, "previous[1].status", "code"),
        (5, "kpis[2].id", "entry_twice"),
        (5, "kpis[3].id", "unknown_kpi"),
        (6, "leads.received", "whole_min"),
        (8, "commitments[1].due_date", "key_missing"),
        (8, "commitments[1].owner", "key_missing"),
        (8, "commitments[1].side", "key_missing"),
        (8, "commitments[1].text", "key_missing"),
        (9, "commitments[2].due_date", "date"),
        (9, "commitments[2].id", "entry_twice"),
        (10, "next_quarter", "yaml_list"),
        (11, "decisions[1]", "yaml_scalar"),
    ]


def test_a_review_may_not_lie_ahead():
    _, findings = read(HEAD, limits=Limits(2026, None, date(2026, 6, 29)))
    assert told(findings) == [(2, "date", "later_fact")]


def test_what_belongs_to_a_quarter_is_a_warning_in_a_monthly_review():
    text = "means: [{id: MV-01, comment: c}]\nnext_quarter: [Q3-1, Q3-1]\ndeal: x\n"
    found, findings = read(HEAD + text)
    assert [(one.code, one.values["line"]) for one in findings.warnings] == [
        ("unknown_key", 5),
        ("quarterly_only", 3),
        ("quarterly_only", 4),
    ]
    assert "Did you mean deals?" in sentence(findings.warnings[0], "en")
    assert found is not None
    assert (found.means, found.next_quarter) == ({"MV-01": "c"}, ("Q3-1",))
    assert read(QUARTER + text.replace("deal: x\n", ""))[1].warnings == []


def test_kept_without_a_date_is_a_warning():
    _, findings = read(HEAD + "previous: [{id: EV-01, status: kept}]\n")
    (warning,) = findings.warnings
    assert (warning.code, warning.values["column"]) == ("kept_undated", "previous[1]")
    _, findings = read(HEAD + "previous: [{id: EV-01, status: kept, kept_on: x}]\n")
    assert findings.warnings == []


def test_without_plan_or_deals_ids_are_taken_as_they_are_with_a_warning():
    text = QUARTER + (
        "previous: [{id: X-1}, {id: EV-01}]\nmeans: [{id: MV-01}, {id: MX}]\n"
        "deals: [{deal_id: D1}, {deal_id: D2}]\nnext_quarter: [Q9]\n"
    )
    found, findings = read(text, reviews.Known())
    assert found is not None
    assert [(one.code, one.values["names"]) for one in findings.warnings] == [
        ("not_checked_deals", ["D1", "D2"]),
        ("not_checked_plan", ["X-1", "MX", "Q9"]),
    ]
    _, findings = read(text, reviews.Known(frozenset({"X-1"}), None, frozenset({"D1"})))
    assert told(findings) == [(6, "deals[2].deal_id", "unknown_deal")]


def test_the_ids_of_a_plan_are_read_whatever_its_faults():
    plan = (
        "commitments: [{id: EX-1}, {side: x}, y]\nmeans: {vendor: {MV-99: 3}, partner: [z]}\n"
        "quarters: [{id: Q1-1, due_date: demain}]\n"
    )
    found = reviews.plan_ids(plan.encode())
    assert {"EX-1", "EV-01", "EP-05"} <= found.commitments
    assert {"MV-99", "MV-01", "MP-05"} <= found.means
    assert found.actions == {"Q1-1"}
    assert reviews.plan_ids(b"- a: [") == reviews.template()


# ── in a folder ──────────────────────────────────────────────────────────────────────────────────

PARTNERS = """\
partner_id,name,status,revenue_n
axorial,Axorial,active,320000
axo-2026,Axo,active,1
"""
DEALS = """\
deal_id,partner_id,amount,stage,expected_close
AX-14,axorial,60000,negotiation,2026-08-20
AO-01,axo-2026,60000,negotiation,2026-08-20
"""
MAY = """\
{partner_id: axorial, date: 2026-05-29, commitments: [{id: RV-05-1, side: vendor, text: Écrire,
 owner: MKT, due_date: 2026-06-20}]}
"""
FILES = {
    FILE: EXAMPLE,
    "2026/reviews/axorial-2026-05-29.yml": MAY,
    "2026/reviews/axo-2026-2026-05-29.yml": "{partner_id: axo-2026, date: 2026-05-29}",
    "2026/partners.csv": PARTNERS,
    "2026/deals.csv": DEALS,
    "2026/business_plans/axorial.yml": "identity: {partner_id: axorial, year: 2026}\n",
}


def test_reviews_come_by_date_and_date_the_data_of_their_partner(client: MakeClient):
    data = client(**FILES)
    folder = open_client("nimbus", data=data, partner="axorial", issued="2026-09-30")
    assert [one.date for one in folder.reviews()] == [date(2026, 5, 29), DAY]
    assert folder.as_of_partner() == DAY
    assert [one.date for one in folder.reviews("axo-2026")] == [date(2026, 5, 29)]
    assert folder.has("reviews")
    paths = [one.path for one in folder.sources]
    assert [one for one in paths if one.startswith("2026/reviews/axorial")] == [
        "2026/reviews/axorial-2026-05-29.yml",
        FILE,
    ]
    assert open_client("nimbus", data=data).warnings == []
    with pytest.raises(ValueError, match="partner"):
        open_client("nimbus", data=data).reviews()


def test_reviews_after_a_given_date_of_the_data_are_left_out_faults_and_all(client: MakeClient):
    data = client(**FILES | {FILE: "kind: [\n"})
    folder = open_client("nimbus", data=data, partner="axorial", as_of="2026-06-29")
    assert [one.date for one in folder.reviews()] == [date(2026, 5, 29)]
    whole = open_client("nimbus", data=data, partner="axorial", issued="2026-09-30")
    with pytest.raises(InputFaults):
        whole.reviews()


def test_faults_of_all_reviews_of_a_partner_are_told_at_once(client: MakeClient):
    files = {
        "2026/reviews/axorial-2026-05-29.yml": MAY.replace("vendor", "us"),
        FILE: EXAMPLE.replace("AX-14", "AO-01").replace("K-03", "K-33"),
    }
    with pytest.raises(InputFaults) as wrong:
        open_client(
            "nimbus", data=client(**FILES | files), partner="axorial", issued="2026-09-30"
        ).reviews()
    assert places(list(wrong.value.faults)) == [
        ("nimbus/2026/reviews/axorial-2026-05-29.yml", 1, "commitments[1].side", "code"),
        (f"nimbus/{FILE}", 4, "kpis[1].id", "unknown_kpi"),
        (f"nimbus/{FILE}", 5, "deals[1].deal_id", "unknown_deal"),  # that of another partner
    ]
    assert "AO-01" in wrong.value.text("en")


def test_a_commitment_of_last_years_last_review_opens_the_first_one(client: MakeClient):
    january = (
        "{partner_id: axorial, date: 2026-01-30, "
        "previous: [{id: RV-12-1, status: kept, kept_on: 2026-01-15}]}"
    )
    december = (
        "{partner_id: axorial, date: 2025-12-18, commitments: [{id: RV-12-1, side: vendor, "
        "text: t, owner: CM, due_date: 2026-01-20}]}"
    )
    files = FILES | {"2026/reviews/axorial-2026-01-30.yml": january}
    folder = open_client("nimbus", data=client(**files), partner="axorial", issued="2026-09-30")
    with pytest.raises(InputFaults):
        folder.reviews()
    data = client(**files, **{"2025/reviews/axorial-2025-12-18.yml": december})
    folder = open_client("nimbus", 2026, data=data, partner="axorial", issued="2026-09-30")
    assert len(folder.reviews()) == 3


def test_a_new_review_changes_a_digest_of_its_partners_pages_alone(client: MakeClient):
    data = client(**FILES)
    folder = open_client("nimbus", data=data, partner="axorial", issued="2026-09-30")
    folder.reviews()
    same = {key: folder.workspace.digest(key) for key in folder.looked_for}
    assert same == folder.looked_for
    client(**{"2026/reviews/axo-2026-2026-06-29.yml": "partner_id: axo-2026\n"})
    assert {key: folder.workspace.digest(key) for key in same} == same
    client(**{"2026/reviews/axorial-2026-07-30.yml": "partner_id: axorial\n"})
    changed = {key for key in same if folder.workspace.digest(key) != same[key]}
    assert changed == {"clients/nimbus/2026/reviews/axorial-*"}


def test_a_partner_has_a_review_to_speak_of_once_it_has_a_plan_and_a_day(client: MakeClient):
    plan = {"2026/business_plans/belmar.yml": "identity: {partner_id: belmar, year: 2026}\n"}
    partners = {"2026/partners.csv": PARTNERS + "belmar,Belmar,active,1\n"}
    data = client(**FILES | plan | partners)
    folder = open_client("nimbus", data=data, issued="2026-09-30")
    assert folder.partners_with("business_plans") == ("axorial", "belmar")
    assert folder.partners_with("reviews") == ("axorial",)  # axo-2026 has no plan
    client(**{"2026/kpi_values.csv": "partner_id,kpi_id,month,value\nbelmar,K-02,6,1\n"})
    folder = open_client("nimbus", data=data, issued="2026-09-30")
    assert folder.partners_with("reviews") == ("axorial", "belmar")
    given = open_client("nimbus", data=data, as_of="2026-06-30")
    assert given.partners_with("reviews") == ("axorial", "belmar")


def test_files_that_are_not_named_after_a_partner_and_a_day_are_told(client: MakeClient):
    names = {
        "axorial-2026-6-3.yml": "axorial-2026-06-03.yml",
        "axorial_2026-06-04.yml": "axorial-2026-06-04.yml",
        "axorial-05-06-2026.yml": "axorial-2026-06-05.yml",
        "axorial-2026-06-31.yml": None,
        "axorial.yml": None,
        "axorial-2026-06-06.yaml": "axorial-2026-06-06.yml",
    }
    data = client(**{f"2026/reviews/{name}": "x" for name in names}, **FILES)
    found = check("nimbus", data=data, issued="2026-09-30")
    assert found.faults == []
    told_ = {
        one.values["file"].rpartition("/")[2]: one.values["nearest"]
        for one in found.warnings
        if one.code == "unknown_file"
    }
    assert told_ == names
    client(**{"2026/reviews/axoriel-2026-06-30.yml": "{partner_id: axoriel, date: 2026-06-30}"})
    faults = check("nimbus", data=data, issued="2026-09-30").faults
    assert [(one.code, one.values["nearest"]) for one in faults] == [("unknown_partner", "axorial")]


def test_the_day_of_a_review_is_the_last_three_parts_of_its_name():
    assert layout.review_of("axo-2026-2026-05-29") == ("axo-2026", date(2026, 5, 29))
    assert layout.review_of("axo-2026-05-29") == ("axo", date(2026, 5, 29))
    for name in ("axo-2026-02-29", "2026-05-29", "-2026-05-29", "axo2026-05-29", "é-2026-05-29"):
        assert layout.review_of(name) is None


def test_a_partners_edition_has_its_own_reviews_alone(client: MakeClient):
    june = EXAMPLE.replace("status: kept, kept_on: 2026-06-12", "status: kept")
    data = client(**FILES | {FILE: june})
    folder = open_client(
        "nimbus", data=data, partner="axorial", audience="partner", issued="2026-09-30"
    )
    assert [one.date for one in folder.reviews()] == [date(2026, 5, 29), DAY]
    assert [one.code for one in folder.warnings] == ["kept_undated"]
    assert folder.has("reviews")
    assert folder.partners_with("reviews") == ("axorial",)
    with pytest.raises(NotForPartners):
        folder.reviews("axo-2026")
    assert not any("axo-2026" in key for key in folder.looked_for)
