"""A plan to complete: what it takes from the folders, and that it reads back as it was written."""

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from padlib import banks
from padlib.core.joint_plan import JointPlan
from padlib.workspace import UnknownName, check, drafting, open_client, plan_facts
from padlib.workspace.plan_facts import Facts, Known, TakenUp

DEMOS = Path(__file__).parents[2] / "data" / "clients"
PLANS = [
    ("demo-nimbus", "axorial", 2027),  # from the year before: the plan's own is still empty
    ("demo-nimbus", "fauvernel", 2026),  # from its own year
    ("demo-nimbus", "brivault", 2027),  # a partner who starts
    ("demo-larkspur", "gravelande", 2027),  # answers that are not named, pounds, a French partner
    ("demo-ferrum", "clairmontel", 2026),  # a session that is not held yet
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The demo clients, without the plans that they have."""
    root = tmp_path / "data"
    for client in ("demo-nimbus", "demo-larkspur", "demo-ferrum"):
        without = shutil.ignore_patterns("business_plans", "reviews", ".backup")
        shutil.copytree(DEMOS / client, root / "clients" / client, ignore=without)
    return root


def drafted(data: Path, client: str, partner: str, year: int, language: str = "fr") -> JointPlan:
    """The plan of a partner, written and read back."""
    made = drafting.new_plan(client, partner, year, data, language=language)
    assert made.written
    return open_client(client, year, data, partner=partner).business_plan()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("client", "partner", "year"), PLANS)
def test_a_plan_to_complete_passes_the_checks(
    data: Path, client: str, partner: str, year: int, language: str
):
    plan = drafted(data, client, partner, year, language)
    result = check(client, year, files=["business_plans"], data=data)
    assert result.faults == []
    told = [one for one in result.warnings if "business_plans" in str(one.values.get("file"))]
    assert {one.code for one in told} <= {"partners_unknown"}  # a year with nothing else in it
    assert (plan.status, plan.standing) == ("draft", "draft")
    assert plan.partner_id == partner and plan.year == year
    assert plan.objectives["target"].isna().all()
    assert plan.means["planned"].isna().all()
    assert plan.signatures["date"].isna().all()


@pytest.mark.parametrize(("client", "partner", "year"), PLANS)
def test_the_template_s_promises_and_actions_are_dated_and_quarters_hold_seven(
    data: Path, client: str, partner: str, year: int
):
    plan = drafted(data, client, partner, year)
    assert len(plan.commitments) == 10
    assert set(plan.commitments["due"]) == {pd.Timestamp(year, 12, 31)}
    usual = plan.actions[plan.actions["origin"] == "review"]
    ends = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
    for _, row in usual.iterrows():
        assert row["due"] == pd.Timestamp(year, *ends[row["quarter"]])
    assert plan.actions.groupby("quarter").size().max() <= 7
    taken = plan.actions[plan.actions["origin"] != "review"]
    assert set(taken["quarter"]) <= {1, 2}
    assert (taken["origin_item"] != "").all()
    for quarter in (1, 2):  # taken up from reports, first
        origins = [
            plan.actions.at[f"Q{quarter}-{place}", "origin"]
            for place in range(1, int((plan.actions["quarter"] == quarter).sum()) + 1)
        ]
        assert origins == sorted(origins, key=lambda one: one == "review")


def test_what_next_year_s_plan_takes_from_this_year(data: Path):
    plan = drafted(data, "demo-nimbus", "axorial", 2027)
    assert plan.identity["quadrant"] == "pillar"
    assert plan.identity["owner_vendor"] == "J. Okafor"
    assert plan.identity["owner_partner"] == "S. Brunel"
    assert plan.identity["sponsor_vendor"] == "H. Lenoir"
    assert plan.context.convergence_index == 48
    assert plan.context.perception_index == 56
    assert len(plan.context.strengths) == len(plan.context.gaps) == 3
    assert [fr for fr, _ in plan.outlook.target_segments] == [
        "Établissements de santé",
        "Collectivités",
    ]
    # the vision's third year is the plan's second, and last year's revenue is not known yet
    assert plan.outlook.joint_revenue == ()
    assert plan.context.revenue_previous_year is None
    text = (data / "clients/demo-nimbus/2027/business_plans/axorial.yml").read_text("utf-8")
    assert "il manque 2029" in text
    assert "320 000 EUR en 2025 (partners.csv)" in text


def test_a_plan_of_the_folder_s_own_year_has_revenue_and_vision(data: Path):
    plan = drafted(data, "demo-nimbus", "axorial", 2026)
    assert plan.context.revenue_previous_year == 320_000
    assert plan.outlook.joint_revenue == (402_600, 556_000, 776_700)
    [first, second, third] = plan.outlook.partner_earnings
    assert first < 0 < second < third  # what is invested counts in the first year


def test_every_action_of_the_session_is_taken_up_and_half_of_all_in_each_quarter(data: Path):
    plan = drafted(data, "demo-nimbus", "axorial", 2027)
    origins = plan.actions["origin"].value_counts().to_dict()
    assert origins["convergence"] == 5
    assert sum(origins[one] for one in ("convergence", "perception", "diagnostic")) == 8
    taken = plan.actions[plan.actions["origin"] != "review"]
    assert taken["quarter"].value_counts().to_dict() == {1: 4, 2: 4}
    # the session's actions are told one by one, so that the template's reminder of them is not
    assert not plan.actions["title_en"].str.contains("Carry out the priority actions").any()
    assert "Sign the plan" in " ".join(plan.actions["title_en"])


def test_without_a_session_the_template_reminds_of_one(data: Path):
    plan = drafted(data, "demo-ferrum", "clairmontel", 2026)
    assert plan.context.convergence_index is None
    assert plan.actions["title_en"].str.contains("Carry out the priority actions").any()


def test_an_action_that_is_done_or_given_up_is_not_taken_up_again(data: Path):
    plan = drafted(data, "demo-nimbus", "axorial", 2027)
    assert {"C-STR-06", "P-PR-01"} <= set(plan.actions["origin_item"])
    (data / "clients/demo-nimbus/2027/business_plans/axorial.yml").unlink()
    (data / "clients/demo-nimbus/2026/actions.csv").write_text(
        "action_id,status,done_on\nC-STR-06@axorial,done,2026-10-20\nP-PR-01,dropped,\n"
    )
    again = drafted(data, "demo-nimbus", "axorial", 2027)
    assert not {"C-STR-06", "P-PR-01"} & set(again.actions["origin_item"])


def test_of_the_diagnostic_only_what_this_partner_complains_of(data: Path):
    axorial = drafted(data, "demo-nimbus", "axorial", 2027).actions
    assert (axorial["origin"] == "diagnostic").any()
    calvendre = drafted(data, "demo-nimbus", "calvendre", 2027).actions  # marks nothing low
    assert not (calvendre["origin"] == "diagnostic").any()


def test_answers_that_are_not_named_tell_nothing_of_one_partner(data: Path):
    plan = drafted(data, "demo-larkspur", "gravelande", 2027)
    assert plan.context.perception_index is None
    assert not (plan.actions["origin"] == "diagnostic").any()


def test_a_partner_who_was_not_heard_has_no_action_of_listening(data: Path):
    plan = drafted(data, "demo-nimbus", "brivault", 2027)
    assert set(plan.actions["origin"]) == {"review"}
    assert plan.identity["quadrant"] == ""  # only active partners are on the map
    assert len(plan.outlook.partner_earnings) == 3


def test_a_date_of_a_report_is_kept_within_its_quarter_alone():
    day = pd.Timestamp(2027, 2, 10)
    row = {
        "origin": "convergence",
        "origin_item": "C-STR-01",
        "title_fr": "a",
        "title_en": "b",
        "kpi_fr": "",
        "kpi_en": "",
        "owner_role": "CM",
        "partner_owner_role": "",
    }
    gathering = object.__new__(plan_facts._Gathering)
    gathering.plan_year = 2027
    kept = gathering._taken({**row, "due": day}, 1, 2026)
    moved = gathering._taken({**row, "due": day}, 2, 2026)
    undated = gathering._taken({**row, "due": pd.NaT}, 1, 2026)
    dues = [kept.due, moved.due, undated.due]
    assert dues == [dt.date(2027, 2, 10), dt.date(2027, 6, 30), dt.date(2027, 3, 31)]
    assert kept.owner_partner == "PCO"  # a plan's action has two owners


def test_a_plan_that_is_there_is_left_as_it_is(data: Path):
    first = drafting.new_plan("demo-nimbus", "axorial", 2027, data)
    first.file.write_text("identity: {partner_id: axorial, year: 2027}\n")
    again = drafting.new_plan("demo-nimbus", "axorial", 2027, data)
    assert (first.written, again.written) == (True, False)
    assert first.file.read_text() == "identity: {partner_id: axorial, year: 2027}\n"


def test_comments_are_in_the_client_s_language_unless_told(data: Path):
    own = drafting.new_plan("demo-larkspur", "gravelande", 2027, data)
    assert own.file.read_text("utf-8").startswith("# Joint business plan 2027 with Gravelande")
    told = drafting.new_plan("demo-larkspur", "dunnockbridge", 2027, data, language="fr")
    assert told.file.read_text("utf-8").startswith("# Business plan conjoint 2027 avec")


@pytest.mark.parametrize(
    ("partner", "year", "code", "near"),
    [
        ("axoriel", 2027, "unknown_partner_name", "axorial"),
        ("../axorial", 2027, "unknown_partner_name", "axorial"),
        ("axorial", 2035, "unknown_year", None),
        ("axorial", 27, "no_year_name", None),
    ],
)
def test_a_name_that_nothing_has_is_refused(
    data: Path, partner: str, year: int, code: str, near: str | None
):
    with pytest.raises(UnknownName) as refused:
        drafting.new_plan("demo-nimbus", partner, year, data)
    assert (refused.value.code, refused.value.nearest) == (code, near)
    assert not (data / "clients/demo-nimbus/2027").exists()


def test_a_file_with_faults_is_left_out_and_named(data: Path):
    partners = data / "clients/demo-nimbus/2026/convergence_answers.csv"
    partners.write_text(partners.read_text("utf-8").replace("C-STR-01", "C-STR-99"), "utf-8")
    made = drafting.new_plan("demo-nimbus", "axorial", 2027, data)
    assert made.written
    assert made.unread == ("2026/convergence_answers.csv",)
    text = made.file.read_text("utf-8")
    assert "2026/convergence_answers.csv" in text.partition("status:")[0]
    plan = open_client("demo-nimbus", 2027, data, partner="axorial").business_plan()
    assert plan.context.convergence_index is None
    assert plan.context.perception_index == 56


def test_faults_of_the_partners_leave_a_plan_to_fill_in_by_hand(data: Path):
    partners = data / "clients/demo-nimbus/2026/partners.csv"
    partners.write_text(partners.read_text("utf-8").replace(",320000,", ",-1,"), "utf-8")
    made = drafting.new_plan("demo-nimbus", "axorial", 2027, data)
    assert made.unread == ("2026/partners.csv",)
    assert check("demo-nimbus", 2027, files=["business_plans"], data=data).faults == []


# ── the text alone ─────────────────────────────────────────────────────────────────────────────

AWKWARD = (
    "no",
    "007",
    "1e3",
    "~",
    "2027-01-15",
    'Dupont : "SA" # 1',
    "l’été, l'hiver",
    "- liste",
    "{accolade}",
    " espaces ",
    "ligne\nsuivante",
    "tab\tulation",
    "\u2028",
    "\x85\x07",
    "@client",
    "100 %",
    "Société 🦊",
)


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_reads_back_as_it_was_written(text: str):
    assert yaml.safe_load(f"key: {drafting.scalar(text)}")["key"] == text
    pair = yaml.safe_load(f"key: {drafting.both((text, text + 'x'))}")["key"]
    assert pair == {"fr": text, "en": text + "x"}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", AWKWARD)
def test_facts_of_any_wording_make_a_file_that_reads_back(text: str, language: str):
    action = TakenUp(
        origin="convergence",
        item="C-STR-01",
        title=(text, f"{text} en"),
        expected=(text, text),
        owner_vendor="CM",
        owner_partner="PCO",
        quarter=1,
        due=dt.date(2027, 2, 10),
        year=2026,
    )
    facts = Facts(
        partner_id="no",
        partner=text,
        year=2027,
        currency="EUR",
        told={
            "identity.owner_partner": Known(text, "partners.csv", 2027),
            "context.strengths": Known(((text, "b"),), text, 2027),
            "vision.joint_revenue_y1_y3": Known((1_234_567, 0, -5), "vision.yml", 2027),
        },
        actions=(action,),
        unread=(text,),
    )
    read = yaml.safe_load(drafting.draft_text(facts, language))
    assert read["identity"]["partner_id"] == "no"
    assert read["identity"]["owner_partner"] == text
    assert read["context"]["strengths"] == [{"fr": text, "en": "b"}]
    assert read["vision"]["joint_revenue_y1_y3"] == [1_234_567, 0, -5]
    first = read["quarters"][0]
    assert first["title"] == {"fr": text, "en": f"{text} en"}
    assert first["due_date"] == dt.date(2027, 2, 10)
    assert first["kpi"] == "K-01"


def test_nothing_known_still_makes_a_plan_to_fill_in():
    facts = Facts(partner_id="a", partner="a", year=2028, currency="CHF")
    for language in ("fr", "en"):
        text = drafting.draft_text(facts, language)
        read = yaml.safe_load(text)
        assert read["status"] == "draft"
        assert len(read["quarters"]) == 13  # the template's
        assert "CHF" in text and "EUR" not in text
        assert max(map(len, text.splitlines())) < 260


def test_each_item_of_the_banks_has_a_kpi_of_the_template():
    known = {one["id"] for one in banks.business_plan()["kpis"]}
    for bank in ("convergence", "perception", "diagnostic"):
        for item in banks.load(bank).items.index:
            assert drafting.kpi_of(str(item)) in known
