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
from padlib.core import uncertainty
from padlib.core.answers import ANSWERED, NOT_APPLICABLE
from padlib.display.pages import preconceived_ideas as ideas_page
from padlib.method import (
    business_review,
    channel_investment,
    convergence,
    diagnostic,
    earnings,
    leverage,
    partner_map,
    perception,
    preconceived_ideas,
    recruitment,
    start_plan,
    vision,
)

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


def invested(client):
    """What leverage and channel investment compute for a client, as their workbook does."""
    folder = opened(client)
    rules = channel_investment.Rules.of(folder.rules("channel_investment"))
    keys = {*channel_investment.uses(rules.mode), *leverage.uses(rules.mode)}
    assumptions = folder.assumptions(uses=keys)
    told = leverage.result(uncertainty.values(assumptions), rules.mode)
    return channel_investment.result(assumptions, rules), told


def earned(client, partner=None):
    """What a partner earns, the base case alone; before day 90 without a partner."""
    folder = opened(client)
    terms = earnings.Rules.of(folder.rules("earnings")).terms
    assumptions = folder.assumptions(partner, uses=terms.keys).loc[list(terms.keys)]
    return earnings.estimate(uncertainty.values(assumptions), terms)


def seen(client):
    """What the three-year vision computes for a client, as its workbook does."""
    folder = opened(client)
    plan, used = folder.vision(), folder.assumptions(uses=vision.KEYS)
    average = folder.rules("vision")["average_ramp"]
    network = vision.Network.of(folder.partners(), used, average)
    return vision.analysis(plan.segments, plan.shares, network, year=folder.year)


def voted(client):
    """What the page of preconceived ideas computes for a client, as its workbook does."""
    folder = opened(client)
    investment, told = invested(client)
    figures = ideas_page.own_figures(
        diagnosis=diagnosis(client),
        survey=heard(client),
        investment=investment,
        leverage=told,
        estimate=earned(client),
        partners=folder.partners(),
        assumptions=folder.assumptions(),
    )
    bank = banks.load("preconceived_ideas").items
    return preconceived_ideas.result(bank, folder.votes(), figures)


def placed(client):
    """What the partner map computes for a client, as its workbook does."""
    folder = opened(client)
    before = folder.year - 1
    return partner_map.result(
        folder.partners(),
        folder.criteria("partner_map"),
        partner_map.Rules.of(folder.rules("partner_map")),
        previous=folder.partners(before) if folder.has("partners", before) else None,
        as_of=folder.as_of(),
    )


def heard(client):
    """What the perception report computes for a client, as its workbook does."""
    folder = opened(client)
    before = folder.year - 1
    previous = previous_partners = None
    if folder.has("perception_answers", before):
        previous, previous_partners = folder.perception_answers(before), folder.partners(before)
    return perception.survey(
        folder.perception_answers(),
        banks.load("perception").items,
        perception.Rules.of(folder.rules("perception")),
        partners=folder.partners(),
        previous=previous,
        previous_partners=previous_partners,
        strategic=placed(client).strategic.ids,
        levels=diagnosis(client).levels["level"],
    )


def session(client, partner, as_of=None):
    """What the convergence analysis of one partner computes, as its workbook does."""
    folder = workspace.open_client(client, partner=partner, data=DATA, as_of=as_of, issued=ISSUED)
    answers = folder.convergence_answers(partner)
    return convergence.analysis(
        answers,
        banks.load("convergence").items,
        convergence.Rules.of(folder.rules("convergence")),
        days=(folder.as_of_partner(), ISSUED),
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
        ("demo-nimbus", [("deals_overdue_one", "demo-nimbus/2026/deals.csv")]),  # AX-17
        ("demo-ferrum", [("not_entitled_one", "demo-ferrum/2026/diagnostic_answers.csv")]),
        (
            "demo-larkspur",
            [("heard_without_revenue", "demo-larkspur/2026/perception_answers.csv")],
        ),
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


@pytest.mark.parametrize("client", CLIENTS)
def test_nobody_is_quoted_twice_and_no_comment_stands_in_for_another(client):
    for stem in ("perception_answers", "convergence_answers"):
        rows = table(DATA / "clients" / client / "2026" / f"{stem}.csv")
        comments = [row["comment"] for row in rows if row["comment"]]

        assert len(comments) >= 5
        assert len(set(comments)) == len(comments)
        assert all(len(one) <= 90 for one in comments)


def test_no_partner_s_comment_names_another_partner():
    for client in CLIENTS:
        partners = opened(client).partners()
        for stem in ("perception_answers", "convergence_answers"):
            for row in table(DATA / "clients" / client / "2026" / f"{stem}.csv"):
                said = set(words(row["comment"]))
                others = partners.index.drop(row["partner_id"])
                assert not said & set(others), row


def test_what_a_partner_buys_is_what_the_map_says_is_left_to_win():
    for client in CLIENTS:
        folder = opened(client)
        answers = folder.perception_answers()
        bought = answers[answers["item_id"] == "P-SOW-01"].dropna(subset="rating")
        left = folder.partners()["wallet_left_pct"].reindex(bought["partner_id"])

        assert len(bought) >= 4
        assert (bought["rating"].to_numpy() + left.to_numpy() == 100).all()


def test_the_sessions_cover_each_band_and_each_reason_for_a_session_sheet():
    bands, sheets = {}, {}
    for client in CLIENTS:
        for partner in opened(client).partners_with("convergence_answers"):
            found = session(client, partner)
            if found.moment == convergence.AFTER:
                bands[partner] = found.overall.band  # from divergence up
            else:
                sheets[partner] = (found.session, found.people["vendor"], found.people["partner"])

    assert bands == {"belmarange": 0, "axorial": 1, "aubrescal": 1, "gravelande": 2, "calvendre": 3}
    assert sheets == {
        "estivane": (date(2026, 12, 3), 1, 0),
        "gravoise": (date(2027, 1, 14), 1, 1),
        "clairmontel": (None, 0, 1),
        "dunnockbridge": (date(2026, 12, 10), 2, 0),
    }


MONEY = {  # client → break-even month, sum advanced, final cumulative, net present value
    "demo-nimbus": (27, 326_616, 748_874, 541_653),
    "demo-ferrum": (None, 159_763, -122_859, -124_843),
    "demo-larkspur": (24, 208_712, 716_675, 552_092),
}


@pytest.mark.parametrize("client", CLIENTS)
def test_one_channel_of_three_is_not_paid_back_within_three_years(client):
    investment, _ = invested(client)
    month, advanced, left, worth = MONEY[client]
    found = investment.channel

    assert found.paid_back == (month is not None)
    if month is not None:
        assert found.break_even_month == month
    assert -found.peak_funding == pytest.approx(advanced, abs=1)
    assert (found.cumulative, found.npv) == pytest.approx((left, worth), abs=1)


def test_the_three_clients_cover_who_wins_against_direct_sales():
    winners = {client: invested(client)[0].winner for client in CLIENTS}

    assert winners == {
        "demo-nimbus": channel_investment.CHANNEL,
        "demo-ferrum": channel_investment.DIRECT,
        "demo-larkspur": channel_investment.DIRECT,
    }


@pytest.mark.parametrize("client", CLIENTS)
def test_money_rests_on_values_of_the_client_with_their_source(client):
    folder = opened(client)
    told = folder.assumptions()
    own = told[told["changed"]]

    assert "annual_contract_value" in own.index and len(own) >= 9
    assert (own["source"] != "").all()
    assert ((own["low"] <= own["value"]) & (own["value"] <= own["high"])).all()
    for file in (folder.path / "2026").glob("assumptions_*.csv"):
        partner = file.stem.removeprefix("assumptions_")
        assert partner in folder.partner_ids()
        assert len(folder.assumptions(partner).compare(told)) >= 3


@pytest.mark.parametrize("client", CLIENTS)
def test_the_vision_of_year_0_is_the_revenue_that_partners_made(client):
    folder = opened(client)
    shares, revenue = folder.vision().shares, folder.partners()["revenue_n"]
    segments = folder.vision().segments
    sold = segments["target_companies"] * segments["penetration_start"]
    sold = sold * segments["revenue_per_customer"]

    indirect = float((sold * (1 - segments["direct_0"])).sum())
    assert indirect == pytest.approx(float(revenue.sum()), rel=0.02)
    for partner in folder.partners_with("vision"):
        own = shares[shares["partner_id"] == partner].set_index("segment")["share_0"]
        joint = (sold * (1 - segments["direct_0"]) * own).sum()
        assert joint == pytest.approx(revenue[partner], rel=0.02)


@pytest.mark.parametrize("client", CLIENTS)
def test_votes_are_those_of_functions_and_of_nobody_by_name(client):
    votes = opened(client).votes()

    assert set(votes["function"]) <= set(banks.roles()) and "" not in set(votes["function"])
    assert set(votes["idea_id"]) == set(banks.load("preconceived_ideas").items.index)


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


@pytest.fixture(scope="module")
def nimbus_heard():
    return heard("demo-nimbus")


def test_nimbus_gains_in_its_own_eyes_and_not_in_its_partners(nimbus, nimbus_heard):
    compared = nimbus_heard.comparison
    change = compared.factors["change"]

    assert round(nimbus.comparison.change, 1) == 8.7
    assert (round(compared.previous, 1), round(compared.index, 1)) == (51.2, 49.7)
    assert compared.stable is True and compared.common == 28 and compared.partners == 8
    assert list(change.index[change <= -5]) == ["SC"] and round(change["SC"], 1) == -5.2
    assert change.drop("SC").abs().max() < 5


def test_nimbus_believes_it_practises_what_partners_do_not_perceive(nimbus_heard):
    crossed = nimbus_heard.cross_check
    over = crossed[crossed["overconfident"]]
    linked = banks.load("perception").items.loc[over.index, "linked_diagnostic_ids"]
    followed = opened("demo-nimbus").actions(2025)
    done = set(followed.index[followed["status"] == "done"])

    # leads: level 2.5 of D-PRO-04 is 62.5; ten partners at 2.1 on average are 27.5
    assert over["delta"].round(1).to_dict() == {
        "P-PR-01": 35.0,
        "P-SC-05": 30.0,
        "P-OR-03": 27.1,
        "P-PR-07": 26.9,
        "P-OR-02": 25.8,
    }
    assert {one for ids in linked for one in ids} & done == {"D-PRO-04", "D-ORG-03", "D-ORG-05"}
    assert linked.map(lambda ids: bool(done & set(ids))).sum() == 3


def test_nimbus_s_first_opportunity_is_its_leads(nimbus_heard):
    # importance 45 / 10, ratings 21 / 10: 100 x 4.5/5 x (5 - 2.1)/4
    assert nimbus_heard.first == "P-PR-01"
    assert nimbus_heard.ranking["opportunity"]["P-PR-01"] == pytest.approx(65.25)
    assert nimbus_heard.proposals.index[0] == "P-PR-01"
    assert nimbus_heard.crossing.items["quadrant"]["P-PR-01"] == "fix"


def test_nimbus_s_team_is_blind_on_three_items_and_too_modest_on_two(nimbus_heard):
    mirror = nimbus_heard.mirror
    gaps = mirror.items.loc[mirror.items["reading"] != "", "gap"]

    # leads: guesses of 4 (two people at Axorial), 3, 4, 3, 4 against ratings of 2, 1, 3, 2, 2
    assert mirror.partners == 5
    assert gaps.round(2).to_dict() == {
        "P-PR-01": 1.6,
        "P-OR-01": -1.5,
        "P-OR-02": 1.3,
        "P-PR-04": -1.2,
        "P-OR-07": 1.0,
    }
    assert nimbus_heard.items["mean"].idxmax() == "P-OR-01"
    assert nimbus_heard.items["mean"]["P-OR-01"] == pytest.approx(4.05)


def test_nimbus_hears_enough_partners_to_publish_everything(nimbus_heard):
    score = nimbus_heard.general.recommendation

    assert (nimbus_heard.response.partners, nimbus_heard.response.invited) == (10, 12)
    assert nimbus_heard.band == "full"
    assert (score.n, score.promoters, score.detractors, score.score) == (10, 2, 3, -10)
    assert nimbus_heard.whole.low < nimbus_heard.whole.index < nimbus_heard.whole.high


def test_nimbus_s_partners_answer_in_the_awkward_ways(nimbus_heard):
    answers = opened("demo-nimbus").perception_answers()
    theirs = answers[answers["side"] == "partner"]
    mine = dict(iter(theirs.groupby("partner_id")))
    straight = [one for one in nimbus_heard.notices if one.code == "straight_lining"]

    assert set(mine["axorial"]["respondent_id"]) == {"axorial-dg", "axorial-tech"}
    assert mine["axorial"].groupby("respondent_id")["comment"].any().all()
    assert [(one.values["partner_id"], one.values["items"]) for one in straight] == [
        ("hautelyre", 28)
    ]
    assert (mine["jonquerive"]["state"] == NOT_APPLICABLE).sum() == 9
    assert pd.isna(nimbus_heard.own["PR"]["jonquerive"])
    assert len(mine["brivault"]) == 8 and "brivault" not in nimbus_heard.own.index
    assert "brivault" not in opened("demo-nimbus").partners_with("perception_answers")
    assert set(mine["brivault"]["item_id"]) == set(
        opened("demo-nimbus").rules("perception")["short_interview"]
    )


def test_nimbus_s_answers_of_the_year_before_came_by_e_mail():
    typed = table(DATA / "clients" / "demo-nimbus" / "2025" / "perception_answers.csv")
    answers = opened("demo-nimbus").perception_answers(2025)

    assert list(typed[0]) == ["partner_id", "respondent_id", "item_id", "rating"]
    assert answers["partner_id"].nunique() == 8
    assert set(answers["side"]) == {"partner"} and answers["importance"].isna().all()


@pytest.fixture(scope="module")
def nimbus_map():
    return placed("demo-nimbus")


def test_nimbus_s_time_goes_to_established_partners(nimbus_map):
    time = nimbus_map.time.table

    # (20 + 14) / 90 of the time of the nine placed; Estivane has 6 / 90
    assert time["actual"]["established"] == pytest.approx(34 / 90)
    assert time["recommended"]["established"] == pytest.approx(0.15)
    assert time["actual"]["rising"] == pytest.approx(6 / 90)
    assert time["recommended"]["rising"] == pytest.approx(0.35)
    # (34/90 - 15% + 21/90 - 5%) x 1600 hours x 2 channel managers
    assert nimbus_map.time.hours_to_move == pytest.approx(1315.56, abs=0.01)
    assert nimbus_map.time.managers == 2


def test_nimbus_s_partners_by_quadrant_and_what_hangs_on_the_weights(nimbus_map):
    positions = nimbus_map.positions
    by_quadrant = positions[positions["placed"]].groupby("quadrant").groups

    assert {name: sorted(ids) for name, ids in by_quadrant.items()} == {
        "pillar": ["axorial", "calvendre", "gravoise"],
        "established": ["belmarange", "dormelune"],
        "rising": ["estivane"],
        "reconsider": ["fauvernel", "hautelyre", "isarvelle"],
    }
    assert nimbus_map.strategic.ids == ("axorial", "belmarange", "calvendre")
    assert list(nimbus_map.tomorrow.index) == ["estivane"]
    assert list(nimbus_map.to_qualify.index) == ["jonquerive"]
    assert sorted(positions.index[positions["frontier"]]) == ["dormelune", "estivane", "gravoise"]
    assert sorted(positions.index[positions["to_discuss"]]) == ["estivane", "gravoise"]
    # far from the line of 80%, so that no seed moves one across
    assert not positions["stability"].between(0.76, 0.83).any()


def test_nimbus_s_partners_have_moved_since_last_year(nimbus_map):
    before, now = nimbus_map.before["quadrant"], nimbus_map.positions["quadrant"]
    both = now.index[nimbus_map.positions["placed"]].intersection(before.index)
    moved = [one for one in both if now[one] != before[one]]

    assert {one: (before[one], now[one]) for one in sorted(moved)} == {
        "belmarange": ("pillar", "established"),
        "fauvernel": ("established", "reconsider"),
        "gravoise": ("rising", "pillar"),
    }


def test_axorial_and_nimbus_agree_in_part():
    found = session("demo-nimbus", "axorial")
    blind = convergence.blind_spots(found.points, "vendor")

    assert round(found.overall.indices.convergence, 1) == 48.1
    assert (found.session, found.moment) == (date(2026, 10, 8), convergence.AFTER)
    assert found.people == {"vendor": 2, "partner": 3} and found.paired == 28
    assert len(blind) == 8 and {"C-STR-01", "C-PRG-01"} <= set(blind.index)
    assert sorted(convergence.different_priorities(found.points).index) == ["C-PRG-01", "C-PRG-06"]
    assert list(convergence.disagreements(found.points, "vendor").index) == ["C-STR-06"]
    assert found.actions.index[0] == "C-STR-06" and len(found.actions) == 5


def test_calvendre_converges_strongly_and_belmarange_diverges():
    near, far = session("demo-nimbus", "calvendre"), session("demo-nimbus", "belmarange")

    assert round(near.overall.indices.convergence, 1) == 89.5
    assert round(far.overall.indices.convergence, 1) == 25.5
    assert list(far.themes.index[far.themes["convergence"].isna()]) == ["PRG"]
    assert far.themes["paired"]["PRG"] == 2
    assert len(convergence.disagreements(far.points, "vendor")) == 3


def test_gravoise_has_answered_before_a_session_that_lies_ahead():
    assert session("demo-nimbus", "gravoise").moment == convergence.BEFORE
    assert session("demo-nimbus", "gravoise", date(2026, 11, 2)).moment == convergence.BEFORE


def test_nimbus_s_channel_is_worth_more_than_direct_sales_for_the_same_customers():
    investment, told = invested("demo-nimbus")

    assert (investment.sellers, investment.direct.break_even_month) == (6, 32)
    assert investment.same.npv < investment.channel.npv
    assert investment.parity.rate == pytest.approx(0.2636, abs=1e-4)  # its own rate is 0.40
    assert (told.headline, told.net_cost) == pytest.approx((18.75, 2.3558), abs=1e-4)
    assert told.first_year == pytest.approx(4.0625)


def test_axorial_earns_by_what_it_really_sells():
    opened_at = opened("demo-nimbus")
    told = opened_at.assumptions("axorial")["value"]
    sold = told["active_sellers_per_partner"] * told["new_customers_per_partner_seller_year"]
    found = earned("demo-nimbus", "axorial")

    assert sold == opened_at.partners().at["axorial", "new_customers_12m"] == 6
    assert (found.break_even_month, round(found.net_gain)) == (19, 76_082)


def test_brivault_s_gain_shrinks_at_day_90_and_is_paid_back_nine_months_later():
    before, after = earned("demo-nimbus"), earned("demo-nimbus", "brivault")

    assert (before.break_even_month, after.break_even_month) == (22, 31)
    assert (before.net_gain, after.net_gain) == pytest.approx((95_851, 29_939), abs=1)
    # day 0 is 6 July: the figures are those of the meeting of day 90
    opened_on = opened("demo-nimbus").partners().at["brivault", "start_date"]
    assert opened_on + pd.Timedelta(days=90) == pd.Timestamp(2026, 10, 4)


def test_nimbus_s_vision_is_within_reach_of_its_network():
    found = seen("demo-nimbus")

    assert found.feasibility["ratio"].round(2).tolist() == [0.23, 0.32, 0.41]
    assert found.totals["base"]["customers"].round().tolist() == [174, 205, 247, 295]
    assert set(found.by_partner.index.get_level_values(0)) == {"axorial", "calvendre", "estivane"}
    assert not found.notices


def test_nimbus_s_room_gives_up_four_ideas_of_five_and_keeps_one():
    found = voted("demo-nimbus")

    assert found.voters == {"before": 9, "after": 8, "all": 9}
    assert (found.believed, found.believed_after) == (5, 1)
    assert found.costly[0] == "IP-8"  # 5 of 8 still believe it
    assert (found.settled, len(found.costly), found.harmless) == (9, 8, ["IP-9"])
    # not one mind was changed about margins
    shares = found.table.loc["IP-3", ["believe_before", "believe_after"]].tolist()
    assert shares == [4, 4]
    # 541 653 at 40% of active partners, 56 568 at 25%
    assert found.costliest == "IP-7"
    assert found.table.at["IP-7", "at_stake"] == pytest.approx(485_085, abs=1)


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
            "annual_churn",
            "channel_manager_cost",
            "direct_rep_cost",
            "direct_reps",
            "licence_margin_perpetual",
            "maintenance_margin",
            "maintenance_rate",
            "new_customers_per_direct_rep_year",
            "partner_director_fte",
            "programme_cost_year",
            "services_multiple",
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


@pytest.fixture(scope="module")
def ferrum_map():
    return placed("demo-ferrum")


def test_ferrum_depends_on_one_partner(ferrum_map):
    concentration, time = ferrum_map.concentration, ferrum_map.time
    first = ferrum_map.positions.iloc[0]

    assert (first.name, first["quadrant"]) == ("aubrescal", "established")
    assert concentration.alert and concentration.band == 2  # heavy dependence
    assert round(concentration.first_share, 2) == 0.59
    assert (round(concentration.hhi), round(concentration.effective, 1)) == (4008, 2.5)
    assert time.table["actual"]["established"] == pytest.approx(40 / 85)
    assert round(first["potential"]) == 44
    assert list(ferrum_map.to_qualify.index) == ["pierrelune"]
    assert ferrum_map.moves is None


def test_ferrum_hears_too_few_partners_for_more_than_medians_and_quotations():
    found = heard("demo-ferrum")
    often = [one for one in found.notices if one.code == "many_not_applicable"]
    answers = opened("demo-ferrum").perception_answers()
    unrated = answers[answers["item_id"] == "P-PR-07"]

    assert (found.response.partners, found.response.invited) == (4, 5)
    assert found.band == "qualitative"
    assert found.factors["median"].notna().all() and found.factors["index"].isna().all()
    assert found.whole.index is None and found.general.recommendation is None
    assert found.mirror.guessed == 0 and found.comparison is None
    # 12 of the 35 answers given on programmes
    assert [one.values["factor"] for one in often] == ["PR"]
    assert often[0].values["share"] == pytest.approx(12 / 35)
    assert set(unrated["state"]) == {NOT_APPLICABLE}
    assert answers[answers["partner_id"] == "forgevent"]["importance"].isna().all()


def test_ferrum_is_blind_to_what_its_first_partner_tries_elsewhere():
    found = session("demo-ferrum", "aubrescal")
    blind = convergence.blind_spots(found.points, "vendor")
    apart = convergence.disagreements(found.points, "partner")

    assert round(found.overall.indices.convergence, 1) == 53.4
    assert len(blind) == 9 and "C-STR-05" in blind.index
    assert len(convergence.blind_spots(found.points, "partner")) == 0
    assert len(apart) == 8 and "C-STR-05" in apart.index
    assert found.people == {"vendor": 3, "partner": 2}


def test_ferrum_s_answers_are_written_as_in_a_french_office():
    for stem in ("perception_answers", "convergence_answers"):
        content = (DATA / "clients" / "demo-ferrum" / "2026" / f"{stem}.csv").read_bytes()

        assert content.startswith(b"\xef\xbb\xbf") and b";SO;" in content
    assert opened("demo-ferrum").convergence_answers("aubrescal")["session_date"].unique() == [
        pd.Timestamp(2026, 10, 20)
    ]


def test_ferrum_s_network_would_need_six_active_partners_in_ten_to_match_direct_sales():
    investment, told = invested("demo-ferrum")

    assert investment.mode == "perpetual"
    assert investment.parity.rate == pytest.approx(0.6179, abs=1e-4)
    assert (told.headline, told.net_cost) == pytest.approx((10.0, 0.9405), abs=1e-4)
    assert investment.plan.waves == ((1, 5), (7, 3))


def test_a_partner_of_ferrum_gains_all_the_same():
    found = earned("demo-ferrum")

    assert found.break_even_month == 14
    assert found.net_gain == pytest.approx(109_017, abs=1)
    assert list(found.terms.lines[:2]) == ["licences", "maintenance"]


def test_ferrum_s_vision_asks_for_two_partners_more_and_lets_a_segment_go():
    found = seen("demo-ferrum")

    assert found.feasibility["ratio"].round(2).tolist() == [0.61, 0.97, 1.3]
    assert found.feasibility["lacking"].tolist() == [0, 0, 2]
    assert [one.values["segment"] for one in found.notices] == ["transport"]
    assert not opened("demo-ferrum").partners_with("vision")


def test_ferrum_s_four_founders_believe_five_ideas_and_one_stays_to_be_measured():
    found = voted("demo-ferrum")

    assert (found.voters["all"], found.believed, found.believed_after) == (4, 5, None)
    assert found.evidence["IP-2"].value is None  # not paid back
    assert found.evidence["IP-7"].kind == "failure"  # no overall score to speak of
    # margin paid 32%, direct sales cost less above 30.5%: the idea holds here
    assert "IP-3" in found.harmless
    assert "IP-8" in found.to_measure


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


@pytest.fixture(scope="module")
def larkspur_heard():
    return heard("demo-larkspur")


def test_larkspur_hears_six_partners_without_naming_them(larkspur_heard):
    found = larkspur_heard

    assert found.rules.named is False
    assert (found.response.partners, found.response.invited) == (6, 7)
    assert found.band == "indicative"
    assert found.whole.index is None and found.whole.median is not None
    assert found.general.recommendation is None and found.own.empty and not found.sheets
    assert set(found.quotations["partner_id"]) == {""}


def test_larkspur_hides_an_item_that_four_partners_rated(larkspur_heard):
    answers = opened("demo-larkspur").perception_answers()
    orders = answers[answers["item_id"] == "P-OR-04"]

    assert (orders["state"] == ANSWERED).sum() == 4
    assert larkspur_heard.items["band"]["P-OR-04"] == "hidden"
    assert pd.isna(larkspur_heard.items["median"]["P-OR-04"])
    assert (larkspur_heard.items["band"] == "hidden").sum() == 1


def test_larkspur_s_partners_confirm_what_its_diagnostic_saw_fall(larkspur, larkspur_heard):
    opportunity = larkspur_heard.ranking["opportunity"]

    assert list(opportunity.index[:3]) == ["P-SC-06", "P-OR-07", "P-SC-02"]
    # importance 27 / 6, ratings 11 / 6: 100 x 4.5/5 x (5 - 1.8333)/4
    assert opportunity["P-SC-06"] == pytest.approx(71.25)
    assert not larkspur_heard.cross_check["overconfident"].any()
    assert larkspur.weak_dimensions[0] == "ENG"


def test_larkspur_s_team_guesses_at_too_few_partners_to_be_told(larkspur_heard):
    assert (larkspur_heard.mirror.guessed, len(larkspur_heard.mirror.items)) == (2, 0)


def test_larkspur_s_first_two_partners_make_more_than_half():
    found = placed("demo-larkspur")
    before, now = found.before["quadrant"], found.positions["quadrant"]
    both = found.placed.index.intersection(before.index)

    assert found.strategic.ids == ("alderquill", "brackenmere")
    assert found.concentration.alert and round(found.concentration.first_share, 3) == 0.304
    assert {one: (before[one], now[one]) for one in both if now[one] != before[one]} == {
        "brackenmere": ("pillar", "established"),
        "elmsworthy": ("rising", "pillar"),
        "foxcombe": ("established", "reconsider"),
    }
    assert list(found.placed.index.difference(before.index)) == ["gravelande"]


def test_gravelande_converges_and_reads_its_report_in_french():
    folder = opened("demo-larkspur")
    found = session("demo-larkspur", "gravelande")
    blind = convergence.blind_spots(found.points, "vendor")

    assert (folder.language, folder.partner_language("gravelande")) == ("en", "fr")
    assert round(found.overall.indices.convergence, 1) == 75.4
    assert sorted(blind.index) == ["C-PRG-05", "C-STR-01"]
    assert len(convergence.blind_spots(found.points, "partner")) == 5
    assert list(convergence.different_priorities(found.points).index) == ["C-PRG-05"]


def test_dunnockbridge_has_a_session_ahead_and_two_people_who_do_not_see_alike():
    found = session("demo-larkspur", "dunnockbridge")

    assert found.moment == convergence.BEFORE
    assert list(convergence.disagreements(found.points, "vendor").index) == ["C-ORG-02"]


def test_larkspur_s_channel_pays_back_and_direct_sales_would_do_better():
    investment, told = invested("demo-larkspur")

    assert (investment.channel.break_even_month, investment.direct.break_even_month) == (24, 21)
    assert investment.same.npv > investment.channel.npv
    assert investment.parity.rate == pytest.approx(0.9373, abs=1e-4)  # its own rate is 0.50
    assert told.net_cost == pytest.approx(1.2995, abs=1e-4)


def test_larkspur_s_partners_sell_services_in_days_at_their_own_price_in_pounds():
    found = earned("demo-larkspur")

    assert found.terms.in_days
    # 8 + 6 + 4 + 5 days at 640 pounds with each of the 25.42 customers
    project = found.revenue[list(earnings.PROJECT)].sum()
    assert project == pytest.approx(float(found.months["deals"].sum()) * 23 * 640)
    assert found.break_even_month == 16
    assert earned("demo-larkspur", "corvelune").break_even_month == 15


def test_larkspur_s_room_of_seven_believes_four_ideas():
    found = voted("demo-larkspur")

    assert (found.voters["all"], found.believed) == (7, 4)
    # three of six is no majority
    assert found.table.loc["IP-8", ["believe_before", "votes_before"]].tolist() == [3, 6]
    # leads, the offer, and margins: direct sales are worth more here
    assert found.harmless == ["IP-1", "IP-3", "IP-6"]


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


# ── joint plans, reviews, first hundred days ──────────────────────────────────────────────────────


def reviewed(client, partner):
    """What the business review computes of a partner, as its workbook does."""
    folder = workspace.open_client(client, 2026, DATA, partner=partner, issued=ISSUED)
    plan, deals, values = folder.business_plan(), folder.deals(), folder.kpi_values()
    reviews = folder.reviews()
    return business_review.business_review(
        plan,
        deals,
        values,
        reviews,
        as_of=folder.known_as_of_partner(),
        probability=folder.rules("business_plan")["stage_probability"],
    )


def started(client, partner):
    """Where the first hundred days of a partner stand, as of its latest fact."""
    folder = workspace.open_client(client, 2026, DATA, partner=partner, issued=ISSUED)
    told, first_day = folder.start_plan(), folder.partners()["start_date"][partner].date()
    items = banks.load("plan_100_days").items
    rules = start_plan.Rules.of(folder.rules("start_plan"))
    return start_plan.start_plan(told, items, first_day, folder.known_as_of_partner(), rules)


def test_the_demo_plans_are_in_every_state():
    states = {}
    for client, year in YEARS:
        folder = opened(client, year)
        for partner in folder.partners_with("business_plans"):
            plan = folder.business_plan(partner)
            states[client, year, partner] = plan.standing
            assert plan.is_signed == plan.digested
    assert states == {
        ("demo-nimbus", 2025, "axorial"): "closed",
        ("demo-nimbus", 2026, "axorial"): "active",
        ("demo-nimbus", 2026, "belmarange"): "proposed",
        ("demo-nimbus", 2026, "calvendre"): "active",
        ("demo-nimbus", 2026, "estivane"): "draft",
        ("demo-ferrum", 2026, "aubrescal"): "active",
        ("demo-ferrum", 2026, "clairmontel"): "proposed",
        ("demo-larkspur", 2026, "alderquill"): "draft",
        ("demo-larkspur", 2026, "dunnockbridge"): "active",
        ("demo-larkspur", 2026, "gravelande"): "signed",
    }


def test_axorial_s_plan_is_in_trouble_and_the_late_promises_are_nimbus_s_own():
    found = reviewed("demo-nimbus", "axorial")
    # 38 + 24 + 52 + 45 + 36 + 28 + 24 thousand, for 80% of 400
    assert (found.actual.amount, found.expected) == (247_000, pytest.approx(320_000))
    assert found.attainment == pytest.approx(0.771875)
    # + 0.8 x 60 + 0.5 x (45 + 30 overdue)
    assert found.landing == pytest.approx(332_500)
    assert found.kept == {"vendor": (2, 5), "partner": (3, 3)}
    # of the third quarter: 1.5/3, 2/6, 0/3,000, 3/10 and 1.5/1.5, 1/1, yes
    assert found.means_delivered == pytest.approx(100 * (0.5 + 1 / 3 + 0 + 0.3 + 3) / 7)
    assert {one.id: bool(one.decision) for one in found.triggers} == {
        "AT-01": True,
        "AT-03": True,
        "AT-04": False,
    }
    assert found.late_by_side == {"vendor": 3, "partner": 0}
    amended = found.plan.log[found.plan.log["type"] == "amendment"]
    assert len(amended) == 2


def test_calvendre_s_plan_keeps_its_course_and_belmarange_s_waits():
    found = reviewed("demo-nimbus", "calvendre")
    assert found.actual.source == "kpi"
    assert found.attainment == pytest.approx(250_000 / (290_000 * 10 / 12))
    assert found.landing == pytest.approx(250_000 + 0.8 * 34_000 + 0.5 * (22_000 + 26_000))
    assert found.triggers == ()
    waiting = opened("demo-nimbus").business_plan("belmarange")
    assert waiting.status == "signed" and waiting.missing == (
        "identity.sponsor_partner",
        "objectives.OB-04",
        "signatures.partner.date",
    )


def test_axorial_s_plan_of_2025_is_closed_with_a_lesson_from_each_side():
    folder = workspace.open_client("demo-nimbus", 2025, DATA, partner="axorial", issued=ISSUED)
    plan = folder.business_plan()
    assert sorted(plan.lessons["side"]) == ["partner", "vendor"]
    (revenue,) = folder.kpi_values().query("kpi_id == 'K-01'")["value"]
    assert revenue == 320_000 > plan.objective == 310_000


def test_brivault_starts_late_and_its_second_gate_extends_the_start():
    found = started("demo-nimbus", "brivault")
    assert found.day == 92
    done, due = start_plan.weight(found.done), start_plan.weight(found.due)
    assert (done, due) == (42, 49)
    assert [gate.state for gate in found.gates][:2] == ["not_passed", "not_passed"]
    assert found.standing == "extended"
    assert list(found.late.index) == ["J-16", "J-18", "J-19"]
    assert set(found.late["side"]) == {"joint"}


def test_aubrescal_s_own_promises_lag_and_clairmontel_s_signature_alone_lacks():
    found = reviewed("demo-ferrum", "aubrescal")
    assert found.actual.amount == pytest.approx(86_500 + 64_000 + 71_250.5 + 48_000)
    assert found.attainment == pytest.approx(269_750.5 / 375_000)
    assert found.landing_ratio == pytest.approx((269_750.5 + 33_600 + 14_000) / 450_000)
    assert found.kept == {"vendor": (2, 2), "partner": (1, 3)}
    waiting = reviewed("demo-ferrum", "clairmontel")
    assert waiting.plan.missing == ("signatures.partner.date",)
    assert waiting.attainment == pytest.approx(128_000 / 125_000)


def test_tourvigne_s_first_gate_is_not_passed_for_want_of_ferrum_s_training():
    found = started("demo-ferrum", "tourvigne")
    assert found.day == 37 and found.standing == "undecided"
    assert found.gates[0].state == "not_passed"
    assert "J-07" in found.gates[0].critical_missing
    assert found.late_by("vendor") == 1


def test_larkspur_s_plans_one_on_course_one_in_trouble():
    course, trouble = (reviewed("demo-larkspur", one) for one in ("dunnockbridge", "gravelande"))
    assert course.attainment == pytest.approx(131_200 / 125_000)
    assert course.landing == pytest.approx(131_200 + 0.8 * 26_000 + 0.5 * 18_000)
    assert course.triggers == ()
    assert trouble.attainment == pytest.approx(21_500 / 37_500)
    assert trouble.landing == pytest.approx(21_500 + 0.8 * 6_000 + 0.5 * 9_000)
    assert trouble.kept == {"vendor": (1, 3), "partner": (2, 2)}


def test_corvelune_starts_on_time():
    found = started("demo-larkspur", "corvelune")
    assert found.day == 95 and found.progress == 1
    assert [gate.state for gate in found.gates][:2] == ["passed", "passed"]
    assert found.late.empty
