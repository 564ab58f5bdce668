"""The demonstration clients tell the stories that data/clients/README.md says they tell.

Figures are those of METHOD's formulae on files small enough to be checked by hand. Random draws
are asked for bounds only, wide enough for any fixed seed, and the reason is said.
"""

import csv
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from padlib import banks, workspace
from padlib.core.answers import NOT_APPLICABLE
from padlib.method import diagnostic, recruitment

DATA = Path(__file__).parents[1] / "data"
CLIENTS = ("demo-nimbus", "demo-ferrum", "demo-larkspur")
YEARS = [
    ("demo-nimbus", 2025),
    ("demo-nimbus", 2026),
    ("demo-ferrum", 2026),
    ("demo-larkspur", 2025),
    ("demo-larkspur", 2026),
]
ISSUED = date(2026, 11, 12)  # a day of issue, so that no test depends on today's date


def opened(client, year=None):
    return workspace.open_client(client, year, data=DATA, issued=ISSUED)


def diagnosis(client, year=None):
    """What the annual diagnostic computes for a client, as its workbook does."""
    folder = opened(client, year)
    items = diagnostic.form_items(banks.load("diagnostic").items, folder.settings.form or "full")
    rules = diagnostic.Rules.of(folder.rules("diagnostic"))
    before = folder.year - 1
    previous = actions = None
    if folder.has("diagnostic_answers", before):
        previous = folder.diagnostic_answers(before)
    if folder.has("actions", before):
        actions = folder.actions(before).reset_index()
    return diagnostic.diagnosis(
        folder.diagnostic_answers(), items, rules, previous=previous, actions=actions
    )


def shortlist(client):
    """What the recruitment shortlist computes for a client, as its workbook does."""
    folder = opened(client)
    return recruitment.result(
        folder.resellers(),
        folder.criteria("recruitment"),
        recruitment.Rules.of(folder.rules("recruitment")),
        year=folder.year,
        target_sectors=folder.settings.target_sectors,
        territory=folder.settings.territory,
        sectors=banks.sectors(),
        regions=banks.regions(),
        assumptions=folder.assumptions()["value"],
        as_of=folder.as_of(),
    )


@pytest.fixture(scope="module")
def nimbus():
    return diagnosis("demo-nimbus")


@pytest.fixture(scope="module")
def ferrum():
    return diagnosis("demo-ferrum")


@pytest.fixture(scope="module")
def larkspur():
    return diagnosis("demo-larkspur")


def table(path):
    """A committed table as it was typed: comma or semicolon, with or without a byte-order mark."""
    text = path.read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter))


# ── all three ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("demo-nimbus", []),
        ("demo-ferrum", [("not_entitled_one", "demo-ferrum/2026/diagnostic_answers.csv")]),
        ("demo-larkspur", []),
    ],
)
def test_a_demo_client_is_read_without_a_fault(client, expected):
    found = workspace.check(client, data=DATA, issued=ISSUED)

    assert found.sentences("en")[: len(found.faults)] == []
    assert [(one.code, one.values["file"]) for one in found.warnings] == expected


@pytest.mark.parametrize("client", CLIENTS)
def test_a_demo_client_says_on_every_page_that_it_is_made_up(client):
    folder = opened(client)

    assert folder.fictional
    assert folder.settings.kind.fr != folder.settings.kind.en
    assert folder.house.name == "Cabinet Exemple"
    assert folder.house.logo.startswith("data:image/svg+xml")


def test_the_demo_clients_cover_the_awkward_cases():
    languages = {client: opened(client).language for client in CLIENTS}
    currencies = {client: opened(client).currency for client in CLIENTS}
    compared = {client: opened(client).has("diagnostic_answers", 2025) for client in CLIENTS}
    followed = {client: opened(client).has("actions", 2025) for client in CLIENTS}

    assert languages == {"demo-nimbus": "fr", "demo-ferrum": "fr", "demo-larkspur": "en"}
    assert currencies == {"demo-nimbus": "EUR", "demo-ferrum": "EUR", "demo-larkspur": "GBP"}
    assert compared == {"demo-nimbus": True, "demo-ferrum": False, "demo-larkspur": True}
    assert followed == {"demo-nimbus": True, "demo-ferrum": False, "demo-larkspur": False}


@pytest.mark.parametrize(("client", "year"), YEARS)
def test_everyone_answers_what_their_function_is_asked(client, year):
    audience = banks.load("diagnostic").items["audience"]
    path = DATA / "clients" / client / str(year) / "diagnostic_answers.csv"
    strangers = [
        (row["respondent_id"], row["item_id"])
        for row in table(path)
        if row["function"] not in audience[row["item_id"]]
    ]

    assert strangers == ([("rd", "D-EXP-01")] if client == "demo-ferrum" else [])


@pytest.mark.parametrize("client", ["demo-nimbus", "demo-larkspur"])
def test_last_year_s_revenue_is_the_same_in_both_years_of_the_folder(client):
    now, before = opened(client).partners(), opened(client, 2025).partners()
    both = now.index.intersection(before.index)

    assert len(both) >= 7
    for this, that in [("revenue_n1", "revenue_n"), ("revenue_n2", "revenue_n1")]:
        if that in before:
            pd.testing.assert_series_equal(
                now.loc[both, this], before.loc[both, that], check_names=False
            )


@pytest.mark.parametrize(("client", "year"), YEARS)
def test_the_campaign_ends_before_the_date_of_the_data(client, year):
    folder = opened(client, year)
    campaign = folder.settings.campaigns[year]

    assert campaign.from_ < campaign.to <= folder.as_of()
    assert folder.as_of() < date(year, 11, 1)


def test_a_campaign_without_a_date_of_the_data_ends_on_it():
    assert opened("demo-ferrum").as_of() == date(2026, 10, 23)


def test_the_files_are_few_small_and_plain():
    files = [path for path in (DATA / "clients").rglob("*") if path.is_file()]

    assert sum(path.stat().st_size for path in files) < 300_000
    for path in files:
        content = path.read_bytes()
        if path.suffix != ".xlsx":
            assert b"\r" not in content and content.endswith(b"\n")
            content.decode("utf-8-sig")
    assert (DATA / "logo.svg").stat().st_size <= 5_000


# ── what is made up, and what is not ─────────────────────────────────────────────────────────────


def words(name):
    """The words of a name as they compare: no case, no accent."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c)))


def made_up():
    """Every name of a company that the demonstration makes up."""
    names = [yaml.safe_load((DATA / "house.yml").read_text(encoding="utf-8"))["name"]]
    for client in CLIENTS:
        names.append(opened(client).name)
        for path in sorted((DATA / "clients" / client).rglob("*.csv")):
            if path.name in ("partners.csv", "resellers.csv"):
                names += [row["name"] for row in table(path)]
    return sorted(set(names))


def real():
    listed = table(DATA / "reference" / "resellers_fr.csv")
    columns = ("aliases", "absorbed", "parent")
    others = {name for row in listed for column in columns for name in row[column].split("|")}
    return sorted({row["name"] for row in listed} | others - {""})


def test_no_made_up_company_has_the_name_of_a_real_one():
    known = {tuple(words(name)) for name in real()}
    own = {word for name in real() for word in words(name)}

    assert len(made_up()) > 60
    assert [name for name in made_up() if tuple(words(name)) in known] == []
    # and the first word, which is the coined one, is in no real name either
    coined = [name for name in made_up() if name not in ("Cabinet Exemple", "Elmsworthy Insight")]
    assert [name for name in coined if words(name)[0] in own] == []


@pytest.mark.parametrize("client", CLIENTS)
def test_no_made_up_fact_is_attached_to_a_real_company(client):
    folder = opened(client)
    reference = table(DATA / "reference" / "resellers_fr.csv")
    companies = folder.resellers()
    mixed = companies[~companies["invented"]]

    assert sorted(mixed.index) == sorted(row["reseller_id"] for row in reference)
    assert not mixed["completed"].any() and not mixed["added"].any()
    assert companies.loc[companies["invented"], "added"].all()
    assert all("invent" in one for one in companies.loc[companies["invented"], "source"])


# ── demo-nimbus ──────────────────────────────────────────────────────────────────────────────────


def test_nimbus_gains_nine_points_and_becomes_structured(nimbus):
    compared = nimbus.comparison

    assert round(nimbus.overall.score, 1) == 52.7
    assert (round(compared.previous, 1), round(compared.score, 1)) == (44.1, 52.7)
    assert compared.common == 51
    assert (compared.previous_band, compared.band) == (1, 2)  # emerging, structured
    assert compared.stable is False


def test_nimbus_is_carried_by_recruitment_and_held_back_by_commitments_and_management(nimbus):
    change = nimbus.comparison.dimensions["change"]
    score = nimbus.dimensions["score"]

    assert nimbus.strong_dimensions == ["REC"] and change.idxmax() == "REC"
    assert nimbus.weak_dimensions == ["ENG", "MGT"]
    assert score.round(1)[["REC", "ENG", "MGT", "EXP"]].tolist() == [73.7, 37.0, 38.3, 50.7]
    assert set(change[nimbus.comparison.dimensions["stable"].astype(bool)].index) == {"ENG", "MGT"}
    assert round(change["REC"], 1) == 24.4


def test_nimbus_is_answered_by_ten_people_of_eight_functions(nimbus):
    states = nimbus.levels["state"]

    assert (nimbus.respondents, nimbus.functions) == (10, 8)
    assert list(states.index[states == "missing"]) == ["D-COM-06", "D-PRO-05"]
    assert list(states.index[states == NOT_APPLICABLE]) == ["D-EXP-07"]
    # weights of the bank: 124 without D-EXP-07 (1), of which D-COM-06 and D-PRO-05 weigh 1 each
    assert nimbus.coverage == pytest.approx(122 / 124)


def test_nimbus_management_sees_more_than_the_field(nimbus):
    apart = nimbus.misalignments

    assert apart.index.tolist()[0] == "D-MGT-05" and apart["spread"].max() == 2.5
    assert Counter(apart["highest"]) == {"DG": 5, "VTE": 1}
    assert Counter(apart["lowest"]) == {"CM": 5, "DIRP": 1}
    assert (nimbus.pair.lower, nimbus.pair.higher, nimbus.pair.items) == ("CM", "DG", 4)


def test_nimbus_has_one_respondent_who_always_answers_two(nimbus):
    found = {notice.code: notice.values for notice in nimbus.notices}

    assert set(found) == {"straight_lining", "unanswered_items"}
    assert found["straight_lining"]["respondent_id"] == "svc1"
    assert (found["straight_lining"]["answer"], found["straight_lining"]["items"]) == (2.0, 13)


def test_nimbus_did_seven_of_the_ten_actions_that_its_first_plan_scheduled(nimbus):
    first_plan = diagnosis("demo-nimbus", 2025).plan
    followed = opened("demo-nimbus").actions(2025)

    assert sorted(first_plan.scheduled.index) == sorted(followed.index)
    assert (nimbus.actions_done.done, nimbus.actions_done.all) == (7, 10)
    assert nimbus.actions_done.dropped == ["D-ENG-02"]


def test_what_nimbus_did_has_risen_and_what_it_dropped_has_not(nimbus):
    before = diagnosis("demo-nimbus", 2025).levels["level"]
    followed = opened("demo-nimbus").actions(2025)
    rise = nimbus.levels["level"] - before

    assert (rise[followed.index[followed["status"] == "done"]] >= 1).all()
    assert rise["D-ENG-02"] < 0
    assert nimbus.plan.scheduled.index[0] == "D-ENG-02"
    assert nimbus.priorities["priority"]["D-ENG-02"] == 62.5
    assert nimbus.priorities["owner_role"]["D-ENG-02"] == "DG"


@pytest.fixture(scope="module")
def nimbus_shortlist():
    return shortlist("demo-nimbus")


def test_nimbus_shortlists_ten_made_up_companies_of_which_seven_are_robust(nimbus_shortlist):
    found = nimbus_shortlist
    chance = found.shortlist["in_shortlist"]

    assert (found.listed, found.eligible, found.ranked) == (100, 95, 21)
    assert found.robust_published and found.robust == 7
    # far from the line of 80%, so that no seed makes a robust choice of another or the reverse
    assert chance[found.shortlist["robust"]].min() > 0.95
    assert chance[~found.shortlist["robust"]].between(0.40, 0.75).all()
    assert found.candidates.loc[found.shortlist.index, "invented"].all()
    assert found.cut.close and found.reserve["close"].sum() == 4


def test_nimbus_eliminates_five_companies_for_five_reasons(nimbus_shortlist):
    reasons = nimbus_shortlist.eliminated["knockouts"]

    assert reasons.map(len).eq(1).all()
    assert {one[0] for one in reasons} == {"RC-04", "RC-07", "RC-10", "RC-12", "RC-14"}


def test_nimbus_has_six_commitments_to_ask_about_and_four_of_its_companies_to_qualify(
    nimbus_shortlist,
):
    unknown = nimbus_shortlist.values.loc[nimbus_shortlist.shortlist.index, "RC-14"].isna()
    own = nimbus_shortlist.look_into.index.str.startswith("NX-")

    assert unknown.sum() == 6
    assert nimbus_shortlist.find_out_first.index[0] == "RC-14"
    assert own.sum() == 4
    assert set(nimbus_shortlist.meetings["owner"]) == {"CM", "DIRP"}


def test_nimbus_needs_six_active_partners_and_fifteen_signatures(nimbus_shortlist):
    size = nimbus_shortlist.sizing

    # 60 / (2 sellers x 5 customers) = 6 ; 6 / 0.4 = 15 ; 15 / 15 = 1 ; 15 / 10, rounded up, = 2
    assert (size.target, size.active_needed, size.to_sign) == (60, 6, 15)
    assert (size.channel_managers, size.waves) == (1, 2)


def test_three_partners_make_more_than_half_of_nimbus_s_indirect_revenue():
    partners = opened("demo-nimbus").partners()
    active = partners.loc[partners["status"] == "active", "revenue_n"].sort_values(ascending=False)
    share = active.cumsum() / active.sum()

    assert active.sum() == 1_450_000
    assert share.iloc[1] < 0.5 < share.iloc[2]  # 580 and 790 thousand euros
    assert Counter(partners["status"]) == {"active": 10, "starting": 1, "inactive": 1}


# ── demo-ferrum ──────────────────────────────────────────────────────────────────────────────────


def test_ferrum_has_no_overall_score_with_four_dimensions_of_eight(ferrum):
    states = ferrum.dimensions["state"]
    published = states.index[states == "published"]

    assert ferrum.overall.score is None
    assert (ferrum.overall.published, ferrum.overall.applicable, ferrum.overall.needed) == (4, 8, 2)
    assert list(published) == ["EXP", "RES", "ORG", "PRO"]
    assert ferrum.comparison is None and ferrum.actions_done is None


def test_ferrum_s_page_still_says_where_it_is_strong_weak_and_what_to_do(ferrum):
    # expectations is 100 x (3x3 + 3x1 + 2x2 + 3x2) / (4 x 11) = 50: at the line, not below it
    assert ferrum.dimensions["score"]["EXP"] == pytest.approx(50.0)
    assert ferrum.strong_dimensions == ["RES"]
    assert sorted(ferrum.weak_dimensions) == ["ORG", "PRO"]
    assert ferrum.levels["state"].value_counts().to_dict() == {
        "answered": 22,
        "missing": 9,
        NOT_APPLICABLE: 1,
    }
    assert (len(ferrum.plan.scheduled), len(ferrum.plan.later)) == (6, 6)
    assert max(ferrum.plan.load) == 4  # the client's capacity, not the bank's six


def test_ferrum_lacks_coverage_in_three_dimensions_and_an_item_in_recruitment(ferrum):
    codes = [(notice.code, notice.values.get("dimension")) for notice in ferrum.notices]

    assert codes == [
        ("low_coverage", "ENG"),
        ("low_coverage", "COM"),
        ("few_items", "REC"),
        ("low_coverage", "MGT"),
        ("unanswered_items", None),
    ]


def test_ferrum_answers_the_short_form_and_loses_what_it_does_not_ask():
    folder = opened("demo-ferrum")
    answers = folder.diagnostic_answers()
    typed = table(DATA / "clients" / "demo-ferrum" / "2026" / "diagnostic_answers.csv")

    assert folder.settings.form == "short"
    assert "D-MGT-08" in {row["item_id"] for row in typed}
    assert "D-MGT-08" not in set(answers["item_id"])
    # one row is of the full form, one of a function that is not asked
    assert len(typed) - len(answers) == 2


def test_ferrum_s_french_files_are_read_as_they_come():
    folder = opened("demo-ferrum")
    partners, assumptions = folder.partners(), folder.assumptions()
    content = (folder.path / "2026" / "diagnostic_answers.csv").read_bytes()

    assert content.startswith(b"\xef\xbb\xbf") and b";" in content
    assert partners["revenue_n"]["aubrescal"] == 412_500.5
    assert partners["start_date"]["tourvigne"] == pd.Timestamp(2026, 9, 7)
    assert partners["win_rate_pct"]["forgevent"] == 31.5
    assert pd.isna(partners["revenue_n1"]["hesdinvaux"])
    assert (folder.path / "2026" / "assumptions.xlsx").is_file()
    assert assumptions["value"]["new_customers_per_partner_seller_year"] == 4
    assert list(assumptions.index[assumptions["changed"]]) == sorted(
        [
            "active_sellers_per_partner",
            "new_customers_per_partner_seller_year",
            "annual_contract_value",
            "vendor_gross_margin",
        ],
        key=list(assumptions.index).index,
    )


def test_ferrum_ranks_nobody_on_public_facts_and_names_twenty_to_look_into():
    found = shortlist("demo-ferrum")
    first = found.first_to_look_into

    assert (found.listed, found.ranked, found.robust_published) == (170, 0, False)
    assert len(first) == 20
    assert first["chance"].between(0.01, 0.60).all()  # nothing is decided yet
    assert found.candidates.loc[first.index, "kind"].nunique() >= 4
    assert found.find_out_first.index[0] == "RC-04"
    # 12 / (1 seller x 4 customers) = 3 ; 3 / 0.4 rounded up = 8 ; 8 / 5 rounded up = 2
    assert (found.sizing.active_needed, found.sizing.to_sign, found.sizing.waves) == (3, 8, 2)


def test_ferrum_weighs_sectors_and_territory_more_than_the_bank_does():
    own, bank = opened("demo-ferrum").criteria("recruitment"), banks.load("recruitment").items

    assert own["weight"].sum() == 100
    assert own.loc[["RC-05", "RC-06"], "weight"].tolist() == [15, 11]
    assert bank.loc[["RC-05", "RC-06"], "weight"].tolist() == [9, 7]
    assert own.loc["RC-02", ["hi", "target_hi"]].tolist() == [300, 60]


def test_one_partner_makes_more_than_half_of_ferrum_s_revenue():
    partners = opened("demo-ferrum").partners()
    active = partners.loc[partners["status"] == "active", "revenue_n"]

    assert active.max() / active.sum() == pytest.approx(0.59, abs=0.005)


# ── demo-larkspur ────────────────────────────────────────────────────────────────────────────────


def test_larkspur_s_stable_total_hides_a_fall_of_commitments(larkspur):
    compared = larkspur.comparison
    others = compared.dimensions["change"].drop("ENG")

    assert (round(compared.previous, 1), round(compared.score, 1)) == (57.7, 54.4)
    assert compared.stable is True and compared.common == 53
    assert (compared.previous_band, compared.band) == (2, 2)
    assert round(compared.dimensions["change"]["ENG"]) == -26
    assert others.abs().max() < 1.1


def test_larkspur_is_strong_on_programmes_and_weak_on_three_dimensions(larkspur):
    assert larkspur.strong_dimensions == ["PRO"]
    assert larkspur.weak_dimensions == ["ENG", "MGT", "REC"]  # lowest first
    assert larkspur.plan.scheduled.index[0] == "D-ENG-03"
    assert larkspur.misalignments.index.tolist() == ["D-ENG-03", "D-ENG-05"]
    assert set(larkspur.misalignments["highest"]) == {"DG"}


def test_larkspur_spells_not_applicable_in_four_ways_and_too_often(larkspur):
    path = DATA / "clients" / "demo-larkspur" / "2026" / "diagnostic_answers.csv"
    spellings = {row["answer"] for row in table(path) if not row["answer"].isdigit()}
    found = {notice.code: notice.values for notice in larkspur.notices}

    assert spellings == {"NA", "na", "N/A", "n/a"}
    assert set(found) == {"many_not_applicable"}
    # 7 of the 20 answers given on recruitment
    assert found["many_not_applicable"] == {"dimension": "REC", "share": 0.35, "threshold": 0.3}
    assert larkspur.levels["state"]["D-REC-06"] == NOT_APPLICABLE


def test_larkspur_ranks_too_few_for_robust_to_mean_anything():
    found = shortlist("demo-larkspur")
    own = found.scores[found.scores.index.str.startswith("LK-")]

    assert (found.ranked, found.robust_published, found.robust) == (5, False, 0)
    assert Counter(own["status"]) == {"ranked": 5, "eliminated": 1, "to_qualify": 1}
    assert found.eliminated["knockouts"].tolist() == [("RC-10",)]
    # 24 / (2 x 5) rounded up = 3 ; at the client's own rate of one in two, 6
    assert (found.sizing.active_needed, found.sizing.to_sign, found.sizing.waves) == (3, 6, 1)


def test_larkspur_counts_in_pounds():
    folder = opened("demo-larkspur")
    assumptions, bank = folder.assumptions(), banks.assumptions()

    # a default in euros times the client's rate; a value of the client's own as it stands
    assert assumptions["value"]["partner_seller_cost"] == pytest.approx(
        0.85 * bank["value"]["partner_seller_cost"]
    )
    assert assumptions["value"]["annual_contract_value"] == 32_000


def test_larkspur_had_half_the_target_the_year_before():
    assert opened("demo-larkspur", 2025).settings.target_new_customers_year == 12
    assert opened("demo-larkspur").settings.target_new_customers_year == 24


# ── the reference list ───────────────────────────────────────────────────────────────────────────


def test_the_reference_list_is_described_column_by_column_in_both_languages():
    told = yaml.safe_load((DATA / "reference" / "resellers_fr.yml").read_text(encoding="utf-8"))
    listed = table(DATA / "reference" / told["file"])

    assert list(told["columns"]) == list(listed[0])
    for text in (*told["columns"].values(), *told["limits"], *(told[k] for k in BILINGUAL)):
        assert set(text) <= {"fr", "en", "unit", "blank"} and text["fr"] and text["en"]


BILINGUAL = ("title", "how", "scope", "use", "blank")


def test_the_reference_list_s_description_counts_as_the_list_does():
    told = yaml.safe_load((DATA / "reference" / "resellers_fr.yml").read_text(encoding="utf-8"))
    listed = table(DATA / "reference" / told["file"])
    sites = Counter(row["source_url"].split("/")[2].removeprefix("www.") for row in listed)
    revenues = Counter(row["revenue_scope"] for row in listed if row["revenue_meur"])
    out = [row for row in listed if row["kind"] in ("distributor", "reseller_network")]
    status = Counter(row["status_code"] for row in listed)

    assert told["rows"] == len(listed) == 223
    assert {one["name"]: one["rows"] for one in told["sources"]} == {
        name: rows for name, rows in sites.items() if rows >= 4
    }
    # the counts that the texts quote
    assert (len(out), status["taken_over"], status["failed"]) == (13, 35, 5)
    assert (revenues["group"], sum(revenues.values())) == (90, 109)
    assert 223 - 13 - 35 - 5 == 170
