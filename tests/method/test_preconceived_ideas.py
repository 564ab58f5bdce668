"""Preconceived ideas: votes counted, figures that settle, and in which order to deal with them."""

import pandas as pd
import pytest

from padlib import banks
from padlib.method import preconceived_ideas as ideas
from padlib.method.preconceived_ideas import (
    Channel,
    Cost,
    Figures,
    Gain,
    Heard,
    Network,
    Practice,
    Sizing,
)

BANK = banks.load("preconceived_ideas").items
IDS = [f"IP-{number}" for number in range(1, 10)]
CHANNEL = Channel(
    break_even_month=26,
    funding=-320_000,
    npv=620_000,
    horizon=36,
    patience=6,
    expected=-180_000,
    rate=0.4,
    low_rate=0.25,
    npv_low=110_000,
    funding_direct=-430_000,
    npv_direct=600_000,
)


def votes(**believers):
    """Rounds → idea → (how many say true, how many say false)."""
    rows = [
        {"respondent_id": f"p{number}", "idea_id": idea, "round": name, "vote": float(number < yes)}
        for name, by_idea in believers.items()
        for idea, (yes, no) in by_idea.items()
        for number in range(yes + no)
    ]
    return pd.DataFrame(rows)


def found(idea, **figures):
    return ideas.evidence(idea, BANK.at[idea, "linked_items"], Figures(**figures))


def practice(score=None, **levels):
    named = {key.replace("_", "-"): value for key, value in levels.items()}
    return Practice(pd.Series(named, dtype=float), 3.0, score, 65.0)


def test_the_bank_has_nine_ideas_with_a_verdict_each_and_a_figure_to_look_for() -> None:
    assert list(BANK.index) == IDS
    assert set(BANK["verdict"]) == set(ideas.VERDICTS)
    assert set(ideas._SOUGHT) == set(IDS)
    assert set(banks.rules("preconceived_ideas")["verdicts"]) == set(ideas.VERDICTS)


# ── votes ──────────────────────────────────────────────────────────────────────────────────────


def test_votes_are_counted_by_round_and_blanks_count_for_nobody() -> None:
    told = votes(before={"IP-1": (6, 3)}, after={"IP-1": (1, 7)})
    told.loc[len(told)] = ["p99", "IP-1", "before", float("nan")]
    row = ideas.counts(told, IDS).loc["IP-1"]

    assert row[["believe_before", "votes_before", "believe_after", "votes_after"]].tolist() == [
        6, 9, 1, 8,
    ]  # fmt: skip
    assert row["share_before"] == pytest.approx(2 / 3)
    assert ideas.counts(told, IDS).loc["IP-2", "votes_before"] == 0
    assert pd.isna(ideas.counts(told, IDS).loc["IP-2", "share_before"])
    assert ideas.people(told) == {"before": 9, "after": 8, "all": 9}


def test_an_idea_is_believed_by_more_than_half_of_those_who_voted() -> None:
    told = votes(before={"IP-1": (2, 2), "IP-2": (3, 2), "IP-3": (0, 4)})
    result = ideas.result(BANK, told, Figures())

    assert result.table["believed_before"].tolist() == [False, True] + [False] * 7
    assert result.believed == 1
    assert result.believed_after is None  # nobody voted after: not known, not nought


def test_without_votes_nothing_is_known_of_the_room() -> None:
    result = ideas.result(BANK, None, Figures())

    assert (result.believed, result.voters["all"], result.settled) == (None, 0, 0)
    assert (result.costly, result.costliest, len(result.to_measure)) == ([], None, 9)
    assert result.notices == []


def test_no_person_is_left_in_what_is_told() -> None:
    told = votes(before={"IP-1": (1, 0)})
    result = ideas.result(BANK, told, Figures())
    assert "p0" not in result.table.to_csv() + repr(result.notices) + repr(result.voters)


def test_rounds_of_different_people_and_ideas_without_vote_are_told() -> None:
    told = votes(
        before=dict.fromkeys(IDS, (1, 2)), after=dict.fromkeys(IDS[1:], (0, 2)) | {"IP-1": (0, 0)}
    )
    result = ideas.result(BANK, told, Figures())
    assert [(one.code, dict(one.values)) for one in result.notices] == [
        ("no_vote", {"ideas": ["IP-1"], "round": "after"}),
        ("rounds_differ", {"before": 3, "after": 2}),
    ]


# ── figures ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("rating", "costs"), [(2.9, True), (3.0, False), (4.1, False)])
def test_leads_are_judged_by_partners_below_the_middle_of_the_scale(rating, costs) -> None:
    one = found("IP-1", heard=Heard(rating, 10), practice=practice(D_PRO_04=1.0))
    assert (one.kind, one.value, one.reference, one.costs) == ("leads", rating, 3.0, costs)


def test_without_partners_heard_the_diagnostic_speaks_of_leads() -> None:
    one = found("IP-1", practice=practice(D_PRO_04=1.0))
    assert (one.kind, one.value, one.costs) == ("lead_practice", 1.0, True)
    assert found("IP-1") is None


def test_a_network_paid_back_late_or_never_belies_the_hope_of_quick_profit() -> None:
    late = found("IP-2", channel=CHANNEL)
    never = found("IP-2", channel=CHANNEL._replace(break_even_month=None))
    soon = found("IP-2", channel=CHANNEL._replace(break_even_month=6, expected=0.0))

    assert (late.value, late.reference, late.costs, late.at_stake) == (26, 6, True, 180_000)
    assert (never.value, never.costs) == (None, True)
    assert (soon.costs, soon.at_stake) == (False, None)


def test_margin_eats_nothing_while_a_customer_costs_less_than_direct() -> None:
    less = found("IP-3", cost=Cost(11_000, 5_733, 0.25, 0.513), channel=CHANNEL)
    more = found("IP-3", cost=Cost(5_000, 5_733, 0.25, 0.2))

    assert (less.costs, less.at_stake) == (True, 20_000)  # 620 000 − 600 000
    assert less.loses
    alone = found("IP-3", cost=Cost(11_000, 5_733, 0.25, 0.513))
    assert alone.costs and not alone.loses  # no amount shows what is lost
    worth = CHANNEL._replace(npv_direct=700_000)  # direct sales are worth more: the idea holds
    beaten = found("IP-3", cost=Cost(11_000, 5_733, 0.25, 0.513), channel=worth)
    assert (beaten.costs, beaten.at_stake) == (False, None)
    assert (more.costs, more.at_stake) == (False, None)


def test_a_strategy_that_asks_for_an_advance_costs_something() -> None:
    asks = found("IP-4", channel=CHANNEL)
    free = found("IP-4", channel=CHANNEL._replace(funding=0.0))

    assert (asks.value, asks.reference, asks.costs, asks.at_stake) == (
        320_000, 430_000, True, 320_000,
    )  # fmt: skip
    assert (free.costs, free.at_stake) == (False, None)


def test_the_offer_alone_convinces_when_a_partner_gains_without_its_services() -> None:
    needs = found("IP-6", gain=Gain(95_851, 184_825, 0.6, 36))
    alone = found("IP-6", gain=Gain(244_878, 165_375, 0.39, 36))

    assert (needs.reference, needs.costs) == (pytest.approx(-88_974), True)
    assert (alone.reference, alone.costs) == (pytest.approx(79_503), False)


def test_practices_are_the_mean_of_those_rated_when_most_of_them_are() -> None:
    two = found("IP-5", practice=practice(D_ORG_01=3.0, D_ORG_08=2.0, D_ORG_05=float("nan")))
    assert (two.kind, two.value, two.costs) == ("practices", 2.5, True)
    assert two.told == {"rated": 2, "asked": 3, "lowest": "D-ORG-08"}
    reached = found("IP-8", practice=practice(D_ORG_03=3.0, D_ORG_04=3.0, D_RES_06=3.0))
    assert not reached.costs
    assert found("IP-8", practice=practice(D_ORG_03=3.0)) is None  # one of three says too little


def test_without_the_diagnostic_the_list_of_partners_says_who_looks_after_them() -> None:
    many = found("IP-5", network=Network(16, 1, 15.0))
    few = found("IP-5", network=Network(11, 2, 15.0))
    assert (many.kind, many.value, many.costs) == ("managers", 16, True)
    assert (few.value, few.costs) == (5.5, False)
    assert found("IP-5", network=Network(3, 0, 15.0)) is None


def test_a_network_is_simple_for_nobody_below_a_managed_strategy() -> None:
    below = found("IP-7", practice=practice(52.7), channel=CHANNEL)
    managed = found("IP-7", practice=practice(65.0))
    fallback = found("IP-7", practice=practice(None), channel=CHANNEL._replace(npv_low=-1.0))

    assert (below.kind, below.costs, below.at_stake) == ("score", True, 510_000)
    assert (managed.costs, managed.at_stake) == (False, None)
    assert (fallback.kind, fallback.value, fallback.costs) == ("failure", -1.0, True)


def test_recruiting_is_judged_by_practice_else_by_signatures_for_one_active_partner() -> None:
    planned = practice(D_REC_01=3.0, D_REC_02=4.0, D_REC_03=3.5)
    assert not found("IP-9", practice=planned, sizing=Sizing(60, 6, 15)).costs
    sized = found("IP-9", sizing=Sizing(60, 6, 15))
    assert (sized.kind, sized.value, sized.reference, sized.costs) == ("sizing", 15, 6, True)
    assert not found("IP-9", sizing=Sizing(60, 6, 6)).costs


# ── order ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_still_believed_comes_first_then_money_at_stake() -> None:
    told = votes(
        before={"IP-1": (3, 1), "IP-2": (3, 1), "IP-4": (1, 3), "IP-7": (0, 4)},
        after={"IP-1": (3, 1), "IP-2": (0, 4), "IP-4": (0, 4), "IP-7": (0, 4)},
    )
    figures = Figures(heard=Heard(2.0, 8), channel=CHANNEL, practice=practice(50.0))
    result = ideas.result(BANK, told, figures)

    # still believed: IP-1; believed before: IP-2; then 510 000 (IP-7) before 320 000 (IP-4)
    assert result.costly == ["IP-1", "IP-2", "IP-7", "IP-4"]
    assert result.costliest == "IP-7"
    assert result.settled == 4
    assert result.harmless == []
    assert result.to_measure == ["IP-3", "IP-5", "IP-6", "IP-8", "IP-9"]


def test_equal_amounts_are_told_apart_by_the_idea_s_id() -> None:
    same = CHANNEL._replace(expected=-320_000.0)  # 320 000 at stake for IP-2 and for IP-4
    result = ideas.result(BANK, None, Figures(channel=same))
    assert (result.costliest, result.costly) == ("IP-2", ["IP-2", "IP-4"])
