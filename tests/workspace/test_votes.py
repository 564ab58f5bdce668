"""votes.csv: who thinks what of the nine ideas, before and after the discussion."""

import pandas as pd
import pytest

from padlib.workspace import InputFaults, NotForPartners, check, open_client, votes
from padlib.workspace.faults import Findings, sentence

from .conftest import told

HEAD = "respondent_id,idea_id,round,vote,function\n"


def read(text: str, head: str = HEAD) -> tuple[pd.DataFrame, Findings]:
    findings = Findings("votes.csv")
    return votes.read((head + text).encode(), findings), findings


def test_the_example_of_the_contract_is_read():
    table, findings = read("dg1,IP-1,before,vrai\ndg1,IP-1,after,faux\n", HEAD[:-10] + "\n")

    assert (findings.faults, findings.warnings) == ([], [])
    assert table["round"].tolist() == ["before", "after"]
    assert table["vote"].tolist() == [1.0, 0.0]
    assert table["function"].tolist() == ["", ""]


def test_rounds_come_first_then_ideas_in_the_bank_s_order_then_people():
    table, _ = read(
        "b,IP-2,after,true,\nb,IP-2,,true,\na,IP-2,before,false,DG\nb,IP-1,before,faux,\n"
    )
    assert table[["round", "idea_id", "respondent_id"]].values.tolist() == [
        ["before", "IP-1", "b"],
        ["before", "IP-2", "a"],
        ["before", "IP-2", "b"],
        ["after", "IP-2", "b"],
    ]


@pytest.mark.parametrize(
    ("typed", "vote"), [("VRAI", 1.0), ("Faux", 0.0), ("True", 1.0), ("false", 0.0), ("1", 1.0)]
)
def test_true_and_false_are_read_in_both_languages_and_any_case(typed, vote):
    assert read(f"a,IP-1,before,{typed},\n")[0]["vote"].tolist() == [vote]


@pytest.mark.parametrize("typed", ["", "NA", "so", "n/a"])
def test_a_blank_or_na_is_somebody_who_did_not_vote(typed):
    table, findings = read(f"a,IP-1,before,{typed},\n")
    assert findings.faults == [] and table["vote"].isna().all()


def test_faults_are_told_together():
    _, findings = read(
        "a,IP-10,before,true,\n"
        "a,IP-2,middle,true,\n"
        "a,IP-3,before,peut-être,\n"
        ",IP-4,before,true,\n"
        "b,IP-5,before,true,\n"
        "b,IP-5,before,false,\n"
        "c,IP-5,after,true,PDX\n"
    )
    assert told(findings) == [
        (2, "idea_id", "unknown_idea"),
        (3, "round", "code"),
        (4, "vote", "vote"),
        (5, "respondent_id", "empty"),
        (6, "idea_id", "voted_twice"),
        (8, "function", "unknown_role"),
    ]
    by_code = {fault.code: fault for fault in findings.faults}
    for language, words in (("fr", "trouvé « peut-être »"), ("en", "found “peut-être”")):
        said = sentence(by_code["vote"], language)
        assert "IP-3" in said and (words.split(" ")[0] in said)
    assert "2" in sentence(by_code["voted_twice"], "fr")


def test_one_person_may_vote_twice_on_an_idea_in_two_rounds():
    assert read("a,IP-1,before,true,\na,IP-1,after,true,\n")[1].faults == []


def test_the_folder_gives_the_votes_and_check_reads_them(client):
    data = client(**{"2026/votes.csv": HEAD + "a,IP-1,before,true,DG\n"})

    assert len(open_client("nimbus", data=data).votes()) == 1
    assert not check("nimbus", data=data).faults
    data = client(**{"2026/votes.csv": HEAD + "a,IP-0,before,true,DG\n"})
    assert [fault.code for fault in check("nimbus", data=data).faults] == ["unknown_idea"]
    with pytest.raises(InputFaults):
        open_client("nimbus", data=data).votes()


def test_a_partner_s_edition_may_not_read_them(client):
    data = client(
        **{
            "2026/votes.csv": HEAD + "a,IP-1,before,true,DG\n",
            "2026/partners.csv": "partner_id,name,status\naxo,Axorial,active\n",
        }
    )
    folder = open_client("nimbus", data=data, partner="axo", audience="partner")
    assert not folder.has("votes")
    with pytest.raises(NotForPartners):
        folder.votes()
