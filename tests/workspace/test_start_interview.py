"""The short interview of a starting partner, and what its own edition may see of it."""

import pytest

from padlib.workspace import InputFaults, open_client

from .conftest import MakeClient

PARTNERS = """\
partner_id,name,type,status,start_date,revenue_n
axorial,Axorial,integrator,active,2022-03-01,320000
brivault,Brivault,VAR,starting,2026-07-06,0
corvane,Corvane,VAR,starting,2026-09-07,0
"""
ANSWERS = """\
partner_id,respondent_id,side,item_id,rating,importance,comment
brivault,kerdiles,partner,P-PR-01,2,5,Un lead reçu
brivault,kerdiles,partner,P-VA-01,3,5,
brivault,okafor,vendor_mirror,P-PR-01,5,,Ils adorent
corvane,tissot,partner,P-VA-01,1,5,Rien vu
axorial,brunel,partner,P-VA-01,4,5,
"""
LEAST_3 = "thresholds: {perception.anonymity_threshold: 3}\n"
FILES = {"2026/partners.csv": PARTNERS, "2026/perception_answers.csv": ANSWERS}


def test_it_is_what_the_starting_partners_own_people_said(client: MakeClient):
    folder = open_client("nimbus", data=client(**FILES), partner="brivault")
    said = folder.start_interview()
    assert said["item_id"].tolist() == ["P-VA-01", "P-PR-01"]  # the mirror is not there
    assert said["comment"].tolist() == ["", "Un lead reçu"]
    assert folder.start_interview("corvane")["rating"].tolist() == [1]
    assert folder.start_interview("axorial").empty  # heard in the campaign, not at its start


def test_without_a_file_nobody_was_heard(client: MakeClient):
    folder = open_client("nimbus", data=client(**{"2026/partners.csv": PARTNERS}))
    said = folder.start_interview("brivault")
    assert said.empty and "rating" in said.columns


def test_faults_of_the_file_are_not_passed_over(client: MakeClient):
    wrong = FILES | {"2026/perception_answers.csv": ANSWERS.replace("P-VA-01,3", "P-VA-01,6")}
    with pytest.raises(InputFaults):
        open_client("nimbus", data=client(**wrong), partner="brivault").start_interview()


def test_its_own_edition_has_the_ratings_without_names_or_comments(client: MakeClient):
    data = client(**FILES)
    folder = open_client("nimbus", data=data, partner="brivault", audience="partner")
    said = folder.start_interview()
    assert said["rating"].tolist() == [3, 2]
    assert set(said["respondent_id"]) == {"r01"}
    assert set(said["comment"]) == {""} and set(said["side"]) == {"partner"}
    assert folder.perception_answers()["rating"].tolist() == [4]  # of the campaign, as before


@pytest.mark.parametrize(
    ("people", "own", "shown"), [(2, "", 0), (5, "", 5), (3, LEAST_3, 3), (2, LEAST_3, 0)]
)
def test_answers_that_are_not_named_are_hidden_of_so_few_people(
    client: MakeClient, people: int, own: str, shown: int
):
    rows = "".join(f"brivault,p{n},partner,P-VA-01,3,4,\n" for n in range(people))
    files = FILES | {"2026/perception_answers.csv": ANSWERS.partition("\n")[0] + "\n" + rows}
    data = client(f"named: false\n{own}", **files)
    for audience in ("internal", "partner"):
        folder = open_client("nimbus", data=data, partner="brivault", audience=audience)
        assert len(folder.start_interview()) == shown
