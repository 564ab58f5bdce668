"""What a client's folder hands to the reports, and what it remembers."""

import math
from datetime import date
from pathlib import Path

import pytest

from padlib import banks
from padlib.workspace import BadParameters, Change, Folder, InputFaults, Source, open_client

from .conftest import places

ANSWERS = "respondent_id,function,item_id,answer\ndg1,DG,D-EXP-01,2\n"
ACTIONS = "action_id,status,done_on\nD-EXP-06,done,2026-04-30\nD-EXP-05,done,2026-10-02\n"


def test_rules_are_the_banks_when_the_client_says_nothing(client):
    folder = open_client("nimbus", data=client())
    rules = folder.rules("diagnostic")
    assert {name: rules[name] for name in banks.rules("diagnostic")} == banks.rules("diagnostic")
    assert (rules["form"], rules["effort"]) == ("full", banks.effort())
    recruitment = folder.rules("recruitment")
    assert (recruitment["list_size"], recruitment["target_new_customers_year"]) == (100, None)
    assert folder.changes == []


def test_a_parameter_wins_over_the_client_who_wins_over_the_bank(client):
    folder = open_client(
        "nimbus",
        data=client(
            "thresholds: {diagnostic.monthly_capacity: 8, effort.S.load: 2}\nform: short\n"
        ),
    )
    rules = folder.rules("diagnostic", monthly_capacity=None, target_level="3,5")
    assert (rules["monthly_capacity"], rules["target_level"], rules["form"]) == (8, 3.5, "short")
    assert rules["effort"]["S"]["load"] == 2
    assert folder.changes == [
        Change("diagnostic.monthly_capacity", 8, 6, "client.yml"),
        Change("effort.S.load", 2, 1, "client.yml"),
        Change("diagnostic.form", "short", "full", "client.yml"),
        Change("diagnostic.target_level", 3.5, 3, "parameter"),
    ]
    assert folder.rules("diagnostic", monthly_capacity=10)["monthly_capacity"] == 10


def test_the_horizon_and_the_list_come_from_the_assumptions_unless_the_client_sets_them(client):
    assumptions = "key,value\naction_horizon_months,4\ntarget_list_size,60\n"
    data = client(**{"2026/assumptions.csv": assumptions})
    folder = open_client("nimbus", data=data)
    assert folder.rules("diagnostic")["horizon_months"] == 4
    assert folder.rules("diagnostic", action_horizon_months=5)["horizon_months"] == 5
    assert folder.rules("recruitment")["list_size"] == 60
    client("list_size: 0\nthresholds: {diagnostic.horizon_months: 3}\n")
    folder = open_client("nimbus", data=data)
    assert folder.rules("recruitment")["list_size"] == 0
    assert folder.rules("diagnostic")["horizon_months"] == 3


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"target_level": 5}, "number_range"),
        ({"monthly_capacity": 6.5}, "whole_range"),
        ({"monthly_capacity": True}, "whole_range"),
        ({"form": "medium"}, "code"),
        ({"capacity": 6}, "unknown_parameter"),
        ({"draws": 10}, "unknown_parameter"),
    ],
)
def test_a_parameter_out_of_range_or_unknown_is_refused(client, given, code):
    folder = open_client("nimbus", data=client())
    with pytest.raises(BadParameters) as bad:
        folder.rules("diagnostic", **given)
    assert [fault.code for fault in bad.value.faults] == [code]


def test_criteria_have_the_clients_weights_and_bounds(client):
    yml = (
        "weight_overrides: {recruitment: {RC-04: 20, RC-02: 5, RC-06: 3}}\n"
        "bounds_overrides: {RC-02: {hi: 200}, PM-D1: {hi: 60}}\n"
    )
    folder = open_client("nimbus", data=client(yml))
    criteria = folder.criteria("recruitment")
    assert criteria.loc[["RC-04", "RC-02", "RC-06"], "weight"].tolist() == [20, 5, 3]
    assert criteria["weight"].sum() == 100
    assert criteria.loc["RC-02", ["lo", "hi", "target_hi"]].tolist() == [1, 200, 80]
    assert folder.warnings == []
    assert Change("recruitment.RC-04.weight", 20, 14, "client.yml") in folder.changes
    assert folder.criteria("partner_map").at["PM-D1", "hi"] == 60


def test_weights_that_do_not_sum_to_100_are_brought_back_with_a_warning(client):
    yml = (
        "weight_overrides:\n"
        "  {recruitment: {RC-04: 64}, diagnostic: {EXP: 62}, partner_map: {PM-P1: 80}}\n"
    )
    folder = open_client("nimbus", data=client(yml))
    criteria = folder.criteria("recruitment")  # 14 becomes 64: 150 in all
    assert criteria["weight"].sum() == pytest.approx(100)
    assert criteria.at["RC-04", "weight"] == pytest.approx(64 / 1.5)
    dimensions = folder.rules("diagnostic")["dimensions"]
    assert sum(part["weight"] for part in dimensions) == pytest.approx(100)
    axes = folder.criteria("partner_map").groupby("axis")["weight"].sum()
    assert axes.tolist() == pytest.approx([100, 100])
    told = [(one.values["group"], one.values["found"]) for one in folder.warnings]
    assert told == [("recruitment", 150), ("diagnostic", 150), ("partner_map performance", 150)]


def test_last_years_answers_are_read_in_last_years_form(client):
    data = client(
        "campaigns: {2025: {form: short}}\n",
        **{
            "2025/diagnostic_answers.csv": ANSWERS + "dirp1,DIRP,D-EXP-04,2\n",
            "2026/diagnostic_answers.csv": ANSWERS + "dirp1,DIRP,D-EXP-04,2\n",
        },
    )
    folder = open_client("nimbus", 2026, data=data)
    assert len(folder.diagnostic_answers()) == 2
    assert len(folder.diagnostic_answers(2025)) == 1
    assert len(folder.diagnostic_answers(form="short")) == 1


def test_a_table_may_be_changed_by_its_reader_without_harm_to_others(client):
    folder = open_client("nimbus", data=client(**{"2026/diagnostic_answers.csv": ANSWERS}))
    answers = folder.diagnostic_answers()
    answers.loc[0, "answer"] = 4
    assert folder.diagnostic_answers().loc[0, "answer"] == 2


def test_the_date_of_the_data_comes_from_the_first_that_tells_it(client):
    files = {"2026/actions.csv": ACTIONS}
    whole = "campaigns: {2026: {to: 2026-10-16, as_of: 2026-10-31}}\n"
    folder = open_client("nimbus", data=client(whole, **files))
    assert folder.as_of("30/09/2026") == date(2026, 9, 30)
    assert folder.as_of() == date(2026, 10, 31)
    folder = open_client("nimbus", data=client("campaigns: {2026: {to: 2026-10-16}}\n"))
    assert folder.as_of() == date(2026, 10, 16)
    folder = open_client("nimbus", data=client())
    assert folder.as_of() is None
    assert folder.as_of(None, date(2026, 5, 1), None) == date(2026, 5, 1)
    folder.actions()
    assert folder.as_of() == date(2026, 10, 2)
    with pytest.raises(BadParameters):
        folder.as_of("31/02/2026")


def test_facts_after_a_given_date_of_the_data_are_left_out_and_after_the_issue_are_faults(client):
    data = client(**{"2026/actions.csv": ACTIONS})
    folder = open_client("nimbus", data=data, as_of="2026-06-30")
    assert folder.actions()["status"].to_dict() == {"D-EXP-05": "in_progress", "D-EXP-06": "done"}
    assert folder.as_of() == date(2026, 6, 30)
    folder = open_client("nimbus", data=data, issued="2026-09-30")
    with pytest.raises(InputFaults) as faults:
        folder.actions()
    assert places(list(faults.value.faults)) == [
        ("nimbus/2026/actions.csv", 3, "done_on", "later_fact")
    ]


def test_no_file_of_actions_is_no_action(client):
    folder = open_client("nimbus", data=client())
    assert len(folder.actions()) == 0
    assert list(folder.actions(2025).columns) == ["status", "done_on", "comment"]


def test_the_most_particular_note_is_shown(client):
    data = client(
        **{
            "2026/notes/business_review.md": "pour tous",
            "2026/notes/business_review.en.md": "for all",
            "2026/notes/business_review-axorial.fr.partner.md": "pour Axorial",
        }
    )
    folder = open_client("nimbus", data=data)
    assert folder.note("annual_diagnostic") is None
    assert folder.note("business_review") == "pour tous"
    assert folder.note("business_review", "en") == "for all"
    assert folder.note("business_review", partner="axorial") == "pour Axorial"
    assert folder.note("business_review", partner="axorial", audience="partner") == "pour Axorial"
    assert folder.note("business_review", audience="partner") is None


def test_a_client_without_rate_names_the_monetary_defaults_that_a_report_uses(client):
    data = client("currency: GBP\n", **{"2026/assumptions.csv": "key,value\nday_rate,700\n"})
    folder = open_client("nimbus", data=data)
    folder.assumptions(uses=["day_rate", "annual_churn"])
    with pytest.raises(InputFaults) as faults:
        folder.assumptions(uses=["day_rate", "annual_contract_value"])
    assert faults.value.faults[0].values["keys"] == ["annual_contract_value"]


def test_a_partners_assumptions_win(client):
    data = client(
        **{
            "2026/assumptions.csv": "key,value\nday_rate,700\nannual_churn,0.2\n",
            "2026/assumptions_axorial.csv": "key,value\nday_rate,750\n",
        }
    )
    folder = open_client("nimbus", data=data)
    table = folder.assumptions("axorial")
    assert table.loc[["day_rate", "annual_churn"], "value"].tolist() == [750, 0.2]
    assert folder.assumptions().at["day_rate", "value"] == 700


def test_a_year_of_money_is_told_in_the_clients_currency(client):
    data = client(
        "currency: GBP\n",
        **{"2026/partners.csv": "partner_id,name,status,revenue_n\na,A,active,12k\n"},
    )
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=data).partners()
    assert "attendu un nombre en livres sterling, sans unité (12500)" in str(faults.value)


def every_input(folder: Folder) -> None:
    folder.diagnostic_answers()
    folder.resellers()
    folder.note("annual_diagnostic")
    _ = folder.house


def test_the_folder_remembers_what_it_read_and_what_was_not_there(client):
    data = client(
        **{"2026/diagnostic_answers.csv": ANSWERS, "2026/notes/annual_diagnostic.md": "mot"}
    )
    folder = open_client("nimbus", data=data)
    every_input(folder)
    assert [(source.path, source.rows) for source in folder.sources] == [
        ("client.yml", None),
        ("2026/diagnostic_answers.csv", 1),
        ("reference/resellers_fr.csv", 4),
        ("2026/notes/annual_diagnostic.md", None),
    ]
    assert isinstance(folder.sources[0], Source)
    assert len(folder.sources[0].digest) == 8
    absent = [key for key, digest in folder.looked_for.items() if digest is None]
    assert "clients/nimbus/2026/resellers.csv" in absent
    assert "house.yml" in absent


def test_whatever_changes_on_the_disk_changes_a_digest(client):
    data: Path = client(**{"2026/diagnostic_answers.csv": ANSWERS})
    folder = open_client("nimbus", data=data)
    every_input(folder)
    same = {key: folder.workspace.digest(key) for key in folder.looked_for}
    assert same == folder.looked_for
    (data / "clients/nimbus/2026/resellers.csv").write_text("name\nA\n")
    (data / "clients/nimbus/2026/reseller.csv").write_text("name\nA\n")
    (data / "clients/nimbus/2026/diagnostic_answers.csv").write_text(ANSWERS + "\n")
    (data / "clients/nimbus/client.yml").unlink()
    changed = {
        key for key, digest in folder.looked_for.items() if folder.workspace.digest(key) != digest
    }
    assert changed == {
        "clients/nimbus/client.yml",
        "clients/nimbus/2026/",
        "clients/nimbus/2026/resellers.csv",
        "clients/nimbus/2026/diagnostic_answers.csv",
    }


def test_the_house_signs_when_there_is_one(client):
    data = client()
    assert open_client("nimbus", data=data).house.name == ""
    (data / "house.yml").write_text("name: Cabinet\nlogo: logo.svg\n", encoding="utf-8")
    with pytest.raises(InputFaults) as faults:
        _ = open_client("nimbus", data=data).house
    assert places(list(faults.value.faults)) == [("house.yml", 2, "logo", "logo_missing")]
    (data / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>')
    house = open_client("nimbus", data=data).house
    assert house.name == "Cabinet"
    assert house.logo is not None


def test_the_steps_on_partners_have_their_parameters(client):
    folder = open_client("nimbus", data=client("named: false\nperception_invited: 14\n"))
    perception = folder.rules("perception", crosshair=None, named=None)
    assert (perception["ipa_crosshair"], perception["named"]) == ("mean", False)
    assert perception["perception_invited"] == 14
    assert folder.rules("perception", crosshair="MIDPOINT")["ipa_crosshair"] == "midpoint"
    assert folder.rules("perception", named=True)["named"] is True
    convergence = folder.rules("convergence")
    assert (convergence["moment"], convergence["uplift_scenario"]) == ("auto", False)
    convergence = folder.rules("convergence", moment="before", uplift_scenario=True)
    assert (convergence["moment"], convergence["uplift_scenario"]) == ("before", True)
    assert Change("convergence.moment", "before", "auto", "parameter") in folder.changes


def test_the_map_draws_as_recruitment_does(client):
    bank = banks.rules("recruitment")
    shared = ("weight_draws", "dirichlet_concentration", "seed")
    rules = open_client("nimbus", data=client()).rules("partner_map")
    assert [rules[name] for name in shared] == [bank[name] for name in shared]
    assert (rules["map_threshold"], rules["strategic_revenue_share"]) == ("fixed", 0.5)
    folder = open_client("nimbus", data=client("thresholds: {recruitment.weight_draws: 300}\n"))
    assert folder.rules("partner_map")["weight_draws"] == 300
    assert folder.changes == [Change("recruitment.weight_draws", 300, 2000, "client.yml")]
    rules = folder.rules("partner_map", draws=500, seed=7, map_threshold="median")
    assert (rules["weight_draws"], rules["seed"]) == (500, 7)
    assert rules["map_threshold"] == "median"


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("perception", {"crosshair": "median"}),
        ("perception", {"map_threshold": "fixed"}),
        ("convergence", {"moment": "during"}),
        ("partner_map", {"draws": 99}),
        ("partner_map", {"seed": -1}),
    ],
)
def test_their_parameters_are_checked(client, step, given):
    with pytest.raises(BadParameters):
        open_client("nimbus", data=client()).rules(step, **given)


HEARD = "partner_id,respondent_id,side,item_id,rating\n"
LISTED = """\
partner_id,name,status,start_date,revenue_n,language
zeta,Zeta,ended,,1,en
alma,Alma,starting,2026-07-06,,
berg,Berg,active,,1,
"""


def test_the_partners_of_an_input_are_those_it_says_something_of(client):
    answers = (
        "zeta,a,,P-VA-01,3\nalma,a,,P-VA-01,3\nberg,cm,vendor_mirror,P-VA-01,3\n"
        "berg,silent,,P-VA-01,\n"
    )
    session = "partner_id,side,respondent_id,item_id,score\nzeta,vendor,v,C-STR-01,1\n"
    data = client(
        **{
            "2026/partners.csv": LISTED,
            "2026/perception_answers.csv": HEARD + answers,
            "2026/convergence_answers.csv": session + "alma,partner,p,C-STR-01,\n",
        }
    )
    folder = open_client("nimbus", data=data)
    assert folder.partners_with("perception_answers") == ("zeta",)
    assert folder.partners_with("convergence_answers") == ("alma", "zeta")
    assert folder.partners_with("perception_answers", 2025) == ()
    assert folder.partners_with("partners") == ("alma", "berg")  # at work: active or starting
    assert folder.partner_ids() == ("alma", "berg", "zeta")
    with pytest.raises(ValueError, match="resellers"):
        folder.partners_with("resellers")
    client(**{"2026/perception_answers.csv": HEARD + answers + "zeta,a,,P-VA-02,9\n"})
    with pytest.raises(InputFaults):
        open_client("nimbus", data=data).partners_with("perception_answers")


def test_the_revenue_of_a_partner_is_that_of_its_row(client):
    listed = "partner_id,name,status,revenue_n,revenue_n1,revenue_n3\nberg,Berg,active,3,2,0\n"
    data = client(**{"2026/partners.csv": listed})
    told = open_client("nimbus", data=data, partner="berg").partner_revenue()
    assert list(told) == ["revenue_n", "revenue_n1", "revenue_n2", "revenue_n3"]
    assert (told["revenue_n"], told["revenue_n1"], told["revenue_n3"]) == (3, 2, 0)
    assert math.isnan(told["revenue_n2"])
    unknown = open_client("nimbus", data=data).partner_revenue("zeta")
    assert all(math.isnan(value) for value in unknown.values())
    (data / "clients/nimbus/2026/partners.csv").unlink()
    nothing = open_client("nimbus", data=data, partner="berg").partner_revenue()
    assert all(math.isnan(value) for value in nothing.values())
    with pytest.raises(ValueError, match="partner"):
        open_client("nimbus", data=data).partner_revenue()


def test_a_folder_holds_what_the_method_reads_in_it(client):
    data = client(
        **{
            "2026/reviews/axorial.yml": "x",
            "2026/start_plans/axorial.txt": "x",
            "2026/start_plans/berg.csv": "milestone_id,done\nJ-01,\n",
            "2026/business_plans/axorial.yaml": "x",
        }
    )
    folder = open_client("nimbus", data=data)
    for stem in ("reviews", "start_plans", "business_plans"):
        assert not folder.has(stem)
        assert folder.partners_with(stem) == ()
    client(**{"2026/start_plans/berg.csv": "milestone_id,done\nJ-01,1\n"})
    client(**{"2026/business_plans/berg.yml": "status: draft\n"})
    client(**{"2026/reviews/berg-2026-01-09.yml": ""})
    folder = open_client("nimbus", data=data)
    for stem in ("reviews", "start_plans", "business_plans"):
        assert folder.has(stem)
        assert not folder.has(stem, 2025)


def test_the_rules_of_earnings_are_the_simulations_with_the_clients_mode_and_days(client):
    data = client("mode: perpetual\nservices_days: {integration: 8}\n")
    rules = open_client("nimbus", data=data).rules("earnings", mc_draws="700", seed=7)
    assert (rules["draws"], rules["seed"], rules["percentiles"]) == (700, 7, [10, 50, 90])
    assert rules["mode"] == "perpetual"
    assert rules["services_days"] == {
        "integration": 8,
        "configuration": 0,
        "training": 0,
        "consulting": 0,
    }
    given = open_client("nimbus", data=data).rules("earnings", mode="referral")
    assert given["mode"] == "referral" and given["draws"] == 5000


def test_a_partners_edition_is_in_its_language_else_the_clients(client):
    folder = open_client("nimbus", data=client(**{"2026/partners.csv": LISTED}), partner="zeta")
    assert folder.language == "fr"
    assert (folder.partner_language(), folder.partner_language("berg")) == ("en", "fr")
    assert folder.partner_language("unheard") == "fr"
    alone = open_client("nimbus", data=client("language: en\n"), partner="berg")
    assert alone.partner_language() == "en"


def test_a_list_size_of_the_clients_own_is_told_with_its_default(client):
    folder = open_client("nimbus", data=client("list_size: 40\n", **{"2026/actions.csv": ACTIONS}))
    assert folder.rules("recruitment")["list_size"] == 40
    (change,) = folder.changes
    assert (change.name, change.value, change.default) == ("recruitment.list_size", 40, 100)


def test_the_plan_of_recruitment_is_the_parameters_then_the_clients(client):
    told = "recruitment_plan: [[1, 4], [10, 3]]\nmode: perpetual\ntarget_new_customers_year: 12\n"
    folder = open_client("nimbus", data=client(told))
    rules = folder.rules("channel_investment", mc_draws=200)
    assert rules["recruitment_plan"] == ((1, 4), (10, 3))
    assert (rules["mode"], rules["target_new_customers_year"]) == ("perpetual", 12)
    assert (rules["draws"], rules["seed"]) == (200, 20260101)
    given = folder.rules("channel_investment", recruitment_plan=[[2, 5]])
    assert given["recruitment_plan"] == ((2, 5),)
    nothing = open_client("nimbus", data=client()).rules("channel_investment")
    assert (nothing["recruitment_plan"], nothing["mode"]) == (None, "subscription")
    with pytest.raises(BadParameters):
        folder.rules("channel_investment", recruitment_plan=[[4, 1], [4, 1]])
