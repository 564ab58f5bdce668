"""The page of preconceived ideas: its cases in whole sentences, the question and the answer."""

import datetime as dt
from itertools import product

import pandas as pd
import pytest

from padlib import banks
from padlib.core import actions
from padlib.display import Page, words
from padlib.display.figures import preconceived_ideas as figures
from padlib.display.page import assemble
from padlib.display.pages import preconceived_ideas as report
from padlib.method import preconceived_ideas as method
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

from .conftest import folder

BANK = banks.load("preconceived_ideas").items
IDS = list(BANK.index)
FR, EN = words.load("fr"), words.load("en")
SAYS = [FR, EN]
AS_OF = dt.date(2026, 10, 31)
NBSP, THIN = "\u00a0", "\u202f"
CHANNEL = Channel(26, -320_000, 620_000, 36, 6, -180_000, 0.4, 0.25, 110_000, -430_000, 600_000)
LEVELS = pd.Series(dict.fromkeys(banks.load("diagnostic").items.index, 2.0))
ALL = Figures(
    practice=Practice(LEVELS, 3.0, 52.7, 65.0),
    heard=Heard(2.1, 10),
    channel=CHANNEL,
    cost=Cost(11_000, 5_733, 0.25, 0.513),
    gain=Gain(95_851, 184_825, 0.66, 36),
)
# each figure of each kind, in the cases in which it may be
KINDS = {
    "leads": ("IP-1", [Figures(heard=Heard(one, 10)) for one in (2.0, 4.0)]),
    "lead_practice": (
        "IP-1",
        [Figures(practice=Practice(LEVELS * one, 3.0, None, 65.0)) for one in (1, 2)],
    ),
    "break_even": (
        "IP-2",
        [Figures(channel=CHANNEL._replace(break_even_month=one)) for one in (26, None, 3)],
    ),
    "customer_cost": (
        "IP-3",
        [
            *(
                Figures(cost=Cost(*one))
                for one in ((9, 5, 0.2, 0.5), (5, 9, 0.3, 0.2), (5, 9, 0.3, -1))
            ),
            Figures(cost=Cost(9, 5, 0.2, 0.5), channel=CHANNEL),
            Figures(cost=Cost(9, 5, 0.2, 0.5), channel=CHANNEL._replace(npv_direct=700_000)),
        ],
    ),
    "funding": (
        "IP-4",
        [
            Figures(channel=CHANNEL),
            Figures(channel=CHANNEL._replace(break_even_month=None)),
            Figures(channel=CHANNEL._replace(funding=0.0)),
        ],
    ),
    "earnings": (
        "IP-6",
        [Figures(gain=Gain(*one, 0.5, 36)) for one in ((9, 20), (-5, 20), (20, 9), (-5, -9))],
    ),
    "practices": (
        "IP-8",
        [Figures(practice=Practice(LEVELS * one, 3.0, None, 65.0)) for one in (1, 2)],
    ),
    "managers": ("IP-5", [Figures(network=Network(one, 1, 15.0)) for one in (20, 4)]),
    "score": (
        "IP-7",
        [
            Figures(practice=Practice(LEVELS, 3.0, score, 65.0), channel=channel)
            for score, channel in product((50.0, 70.0), (CHANNEL, None))
        ],
    ),
    "failure": (
        "IP-7",
        [Figures(channel=CHANNEL._replace(npv_low=one)) for one in (-5.0, 100.0)],
    ),
    "sizing": ("IP-9", [Figures(sizing=Sizing(60, 6, one)) for one in (15, 6)]),
}


def votes(before=None, after=None):
    """Round → idea → (how many say true, how many say false)."""
    rows = [
        {"respondent_id": f"p{number}", "idea_id": idea, "round": name, "vote": float(number < yes)}
        for name, by_idea in (("before", before or {}), ("after", after or {}))
        for idea, (yes, no) in by_idea.items()
        for number in range(yes + no)
    ]
    return pd.DataFrame(rows, columns=["respondent_id", "idea_id", "round", "vote"])


SOME = dict.fromkeys(IDS, (1, 4)) | {"IP-1": (4, 1), "IP-8": (3, 2)}
FEWER = dict.fromkeys(IDS, (0, 4)) | {"IP-8": (3, 1)}
PROPOSED = actions.proposed(
    "diagnostic",
    pd.DataFrame(
        {
            "title_fr": ["Nommer un responsable", "Publier la charte"],
            "title_en": ["Name a person in charge", "Publish the code"],
            "owner_role": ["DG", "DIRP"],
            "effort": ["S", "M"],
            "impact": [4, 4],
            "priority": [40.0, 30.0],
            "start_month": [1, 0],
            "end_month": [2, 0],
        },
        index=["D-ORG-04", "D-ORG-01"],
    ),
)


def told(**changes):
    return report.Workshop(**{"year": 2026, "as_of": AS_OF, "proposed": PROPOSED} | changes)


def result(voted=None, found=ALL):
    return method.result(BANK, voted, found)


@pytest.mark.parametrize("say", SAYS)
def test_every_headline_is_a_whole_sentence(say) -> None:
    rooms = [None, votes(dict.fromkeys(IDS, (0, 4))), votes(SOME)]
    harmless = Figures(heard=Heard(4.0, 9))
    holds = Figures(heard=Heard(2.1, 10))
    found = [ALL, Figures(channel=CHANNEL), holds, harmless, Figures()]
    said = {report.headline(result(*one), told(), say) for one in product(rooms, found)}

    assert len(said) == 15
    assert all(one.endswith(".") and "{" not in one and "  " not in one for one in said)


def test_the_headline_says_how_many_cost_money_and_how_many_the_room_believed() -> None:
    found = result(votes(SOME))
    assert report.headline(found, told(), FR) == (
        "Sur 9 idées reçues, 3 font perdre de l’argent ici et 6 freinent le réseau"
        f"{THIN}; la salle en croyait 2."
    )
    part = result(votes(SOME), Figures(channel=CHANNEL))
    assert report.headline(part, told(), EN) == (
        "Of 3 received ideas measured here, 2 cost money; the room believed 2 of 9."
    )


@pytest.mark.parametrize("say", SAYS)
def test_the_decision_launches_an_action_else_sets_one_else_measures_else_keeps(say) -> None:
    found, named = result(votes(SOME, FEWER)), {"DIRP": "A. Morel", "DG": "H. Lenoir"}
    launched = report.decision(found, told(people=named), say)
    assert "H. Lenoir" in launched and say.format.date(dt.date(2026, 12, 31)) in launched
    assert PROPOSED[f"title_{say.language}"].iloc[0] in launched
    assert report._quoted(result(), "IP-8", say) in launched  # still believed after
    later = told(proposed=PROPOSED.assign(start_month=0, end_month=0))
    assert report.decision(found, later, say) != launched
    day = say.format.date(dt.date(2026, 11, 30))
    shown = report.decision(found, told(people=named, proposed=None), say)
    assert "A. Morel" in shown and day in shown
    assert report._quoted(result(), "IP-8", say) in shown
    measured = report.decision(result(votes(SOME), Figures()), told(as_of=None), say)
    assert (
        "perception_answers.csv" in measured and report._quoted(result(), "IP-1", say) in measured
    )
    harmless = {kind: one[-1] for kind, (_, one) in KINDS.items()}
    kept = Figures(
        practice=Practice(LEVELS * 2, 3.0, 70.0, 65.0),
        heard=harmless["leads"].heard,
        channel=CHANNEL._replace(break_even_month=3, funding=0.0),
        cost=Cost(5, 9, 0.3, 0.2),
        gain=Gain(20, 9, 0.5, 36),
    )
    assert result(found=kept).costly == []
    assert report.decision(result(found=kept), told(), say) == say(
        "preconceived_ideas.decision.keep",
        owner=say.typeset("Direction des partenariats") if say is FR else "Head of partnerships",
    )


@pytest.mark.parametrize("say", SAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_figure_says_what_it_is_and_what_it_means_in_every_case(kind, say) -> None:
    idea, cases = KINDS[kind]
    said = set()
    for found in cases:
        one = result(found=found).evidence[idea]
        assert one.kind == kind
        card = report._own(idea, one, say)
        against = "late" if one.loses else "watch"  # an amount shows a loss, else it holds back
        reading = against if one.costs else "ok"
        assert (card.label and card.value != "–", card.chip.code) == (True, reading)
        said.add(card.denominator)
        assert "{" not in card.denominator and card.denominator.endswith(".")
        assert card.denominator in report._full_sentence(one, say)
    assert len(said) == len(cases)


def test_an_idea_without_figure_says_what_would_measure_it() -> None:
    for idea, say in product(IDS, SAYS):
        card = report._own(idea, None, say)
        assert (card.value, card.chip.code) == ("–", "none")
        assert say(f"preconceived_ideas.file.{idea}") in card.denominator


def test_a_bar_begins_at_zero_and_stops_where_its_scale_does() -> None:
    bars = {
        kind: report._bar(result(found=one[0]).evidence[idea])
        for kind, (idea, one) in KINDS.items()
    }

    assert (bars["leads"].low, bars["leads"].high, bars["leads"].tick) == (1, 5, 3)
    assert (bars["practices"].high, bars["score"].high, bars["break_even"].high) == (4, 100, 36)
    assert bars["funding"].high > 430_000
    assert bars["earnings"] is None  # what is below zero is told in words


def test_percentages_are_told_from_five_votes_on() -> None:
    voted = votes({"IP-1": (4, 1), "IP-2": (3, 1), "IP-3": (0, 5)}, {"IP-1": (1, 4)})
    found = result(voted)

    assert report._room_told(found, "IP-1", FR) == [
        f"Avant la discussion{NBSP}: 4 sur 5 y croyaient (80{NBSP}%).",
        f"Après{NBSP}: 1 sur 5 y croit (20{NBSP}%).",
    ]
    assert report._room_told(found, "IP-2", EN) == ["Before the discussion: 3 of 4 believed it."]
    assert report._room_told(found, "IP-3", EN) == [
        "Before the discussion: nobody of 5 believed it."
    ]
    assert report._room_told(found, "IP-4", EN) == ["Nobody has voted on this idea yet."]


def test_the_costliest_card_gives_an_amount_or_says_why_not() -> None:
    assert report._costliest_card(result(), FR).value == f"510{THIN}000{NBSP}€"
    at_stake = report._costliest_card(result(), EN).denominator
    assert "net present value between 25% and 40% of active partners" in at_stake
    assert "assumptions.csv" in report._costliest_card(result(found=Figures()), FR).denominator
    none = report._costliest_card(result(found=Figures(gain=Gain(20, 9, 0.5, 36))), EN)
    assert (none.value, none.denominator) == ("–", "No idea with an amount costs money")


def test_verdicts_are_in_the_words_of_the_method_each_with_a_sign_of_its_own() -> None:
    assert report._verdict(result(), "IP-4", FR).word == "Faux, avec une part de vrai"
    page = Page(EN)
    shown = page.ideas(
        [report._card(result(), idea, told(), EN) for idea in IDS]
    )._repr_mimebundle_()
    html = shown["text/html"]
    signs = {
        code: html.partition(f'<span class="chip {code}">')[2].partition("</svg>")[0]
        for code in method.VERDICTS
    }
    assert all(signs.values()) and len(set(signs.values())) == len(signs)


# ── the figure ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("say", SAYS)
def test_the_votes_are_told_in_the_title_the_description_and_the_table(say) -> None:
    shown = report.votes(result(votes(SOME, FEWER)), told(), say)

    assert shown.title == say("preconceived_ideas.votes.title.less", believed=2, after=1)
    assert len(shown.table.rows) == 9
    first = shown.table.rows.iloc[0]
    assert first["idea"] == report._short("IP-1", say)  # the most believed on top
    assert first[["believe_before", "not_before", "believe_after", "not_after"]].tolist() == [
        4, 1, 0, 4,
    ]  # fmt: skip
    for idea in IDS:
        assert report._short(idea, say) in shown.description


@pytest.mark.parametrize(
    ("before", "after", "case"),
    [
        (SOME, None, "some"),
        (FEWER | {"IP-8": (0, 4)}, None, "zero"),
        (SOME, dict.fromkeys(IDS, (0, 3)), "gone"),
        (SOME, SOME, "not_less"),
        (None, SOME, "some"),
    ],
)
def test_each_title_of_the_votes_is_told_of_what_was_voted(before, after, case) -> None:
    for say in SAYS:
        shown = report.votes(result(votes(before, after)), told(), say)
        assert shown.title == say(
            f"preconceived_ideas.votes.title.{case}", believed=2, after=2 * (case == "not_less")
        )
        assert shown.figure is not None


def test_without_vote_the_figure_is_a_sentence() -> None:
    shown = report.votes(result(), told(), FR)
    assert shown.figure is None and "votes.csv" in shown.absent


def test_the_bars_of_the_figure_are_as_long_as_the_votes() -> None:
    rows = [
        figures.Row("A", "Faux", figures.Votes(2, 4), figures.Votes(6, 0)),
        figures.Row("B", "Faux", figures.Votes(3, 3), None),
    ]
    drawn = figures.draw_votes(rows, figures.Labels("faux", "vrai", "avant", "après"))
    widths = [round(patch.get_width(), 4) for patch in drawn.axes[0].patches]
    unit = widths[0] / 2

    assert [round(one / unit) for one in widths] == [2, 4, 6, 3, 3]  # no bar for no vote
    texts = [text.get_text() for text in drawn.axes[0].texts]
    assert texts.count("avant") == texts.count("après") == 1
    assert "0" in texts


# ── question and answer ────────────────────────────────────────────────────────────────────────


def page_of(say, workshop, found):
    page = Page(say)
    parts = [
        page.masthead(folder(), as_of=AS_OF, issued=AS_OF, title=report.title(workshop, say)),
        page.headline(report.headline(found, workshop, say)),
        page.decision(report.decision(found, workshop, say)),
        page.cards(report.cards(found, workshop, say)),
        report.findings(page, found, workshop),
        report.proposals(page, found, workshop),
        report.room(page, found, workshop),
        report.cases(page, found, workshop),
        report.next_steps(page, found, workshop),
        page.quality(report.quality(found, workshop, say)),
        report.counts(page, found, workshop),
        report.assumptions(page, None, found, workshop, None),
        page.method(report.method(workshop, say)),
        report.key_figures(page, found, workshop),
    ]
    json = [part.as_json() for part in parts]
    return assemble(json, language=say.language, title="Idées reçues"), json


@pytest.mark.parametrize("say", SAYS)
def test_the_question_holds_neither_verdict_nor_vote_nor_figure(say) -> None:
    html, parts = page_of(say, told(show="question"), result(votes(SOME, FEWER)))

    for idea in IDS:
        assert report._told(result(), idea, "statement", say) in html
        for what in ("false_part", "true_part"):
            text = report._told(result(), idea, what, say)
            assert not text or text not in html
    for code in method.VERDICTS:
        assert f"chip {code}" not in html
    assert "<figure" not in html and "key_figures" not in {part["kind"] for part in parts}
    assert "510" not in html


@pytest.mark.parametrize("say", SAYS)
def test_the_answer_holds_all_of_it_on_nine_cards(say) -> None:
    html, parts = page_of(say, told(), result(votes(SOME, FEWER)))

    assert html.count('<div class="said-of">') == html.count('<div class="own">') == 9
    for idea in IDS:
        assert report._told(result(), idea, "false_part", say) in html
    named = next(part["data"]["figures"] for part in parts if part["kind"] == "key_figures")
    assert {name: one["value"] for name, one in named.items()} == {
        "ideas.believed": 2,
        "ideas.settled": 9,
        "ideas.voters": 5,
    }


def test_key_figures_say_why_there_is_no_count() -> None:
    for voted, case in ((None, "no_vote"), (votes(None, SOME), "no_vote_before")):
        part = report.key_figures(Page(EN), result(voted), told())
        believed = part.data["figures"]["ideas.believed"]
        assert believed["value"] is None
        assert believed["reason"] == EN(f"preconceived_ideas.reason.{case}")


# ── what to do next ────────────────────────────────────────────────────────────────────────────


def test_actions_of_other_steps_stand_at_the_first_idea_that_calls_for_them() -> None:
    found = result(votes(SOME, FEWER))
    planned = report._planned(found, told())

    assert found.costly[0] == "IP-8"
    assert planned["IP-8"].origin_item == "D-ORG-04"
    assert planned["IP-5"].origin_item == "D-ORG-01"
    assert sum(one is not None for one in planned.values()) == 2
    table = report._next_table(found, told(), FR)
    assert table.rows["due"].tolist()[0] == "31/12/2026"
    assert FR("preconceived_ideas.next.later") in table.rows["due"].tolist()
    undated = report._next_table(found, told(as_of=None), FR)
    assert undated.rows["due"].tolist()[0] == "M2"


def test_an_action_without_priority_is_not_proposed() -> None:
    unranked = PROPOSED.assign(priority=float("nan"))
    found = result(votes(SOME))
    planned = report._planned(found, told(proposed=unranked))
    assert set(planned.values()) == {None}
    html, _ = page_of(FR, told(proposed=unranked), found)
    assert f"priorité{NBSP}–" not in html and "priorité –" not in html


@pytest.mark.parametrize("say", SAYS)
def test_proposals_come_by_priority_whatever_the_order_of_the_ideas(say) -> None:
    swapped = told(proposed=PROPOSED.assign(priority=[30.0, 40.0]))
    part = report.proposals(Page(say), result(votes(SOME, FEWER)), swapped)
    titles = PROPOSED[f"title_{say.language}"].tolist()
    assert [one["text"] for one in part.data["items"]] == titles[::-1]


@pytest.mark.parametrize("say", SAYS)
def test_findings_are_sentences(say) -> None:
    for found in (result(votes(SOME, FEWER)), result(), result(found=Figures())):
        part = report.findings(Page(say), found, told())
        for one in part.data["items"]:
            assert one["text"].endswith(".") and not one["text"][0].isdigit()


@pytest.mark.parametrize("say", SAYS)
def test_proposals_are_actions_then_measures_then_another_vote(say) -> None:
    page = Page(say)

    def texts(found, workshop):
        part = report.proposals(page, found, workshop)
        return [one["text"] for one in part.data["items"]]

    title = PROPOSED[f"title_{say.language}"].tolist()
    assert texts(result(votes(SOME, FEWER)), told()) == title
    measured = texts(result(found=Figures()), told(proposed=None))
    assert len(measured) == 3 and "perception_answers.csv" in measured[0]


def test_what_stands_in_next_steps_without_cost_or_without_other_steps() -> None:
    page = Page(EN)
    harmless = report.next_steps(page, result(found=Figures(heard=Heard(4.0, 9))), told())
    alone = report.next_steps(page, result(), told(proposed=None))
    for part, key in ((harmless, "no_cost"), (alone, "no_step")):
        assert part.data["parts"][-1]["data"]["text"] == EN(f"preconceived_ideas.next.{key}")


# ── from the results of other steps ────────────────────────────────────────────────────────────


def test_figures_of_money_are_the_client_s_own_once_it_gave_the_contract() -> None:
    from padlib.core import uncertainty
    from padlib.method import channel_investment, earnings, leverage

    terms = earnings.Terms()
    keys = [*channel_investment.uses(), *leverage.uses(), *terms.keys]
    bank = banks.assumptions().loc[list(dict.fromkeys(keys))].assign(changed=False)
    values = uncertainty.values(bank)
    plan = ((1, 4), (4, 4), (7, 4), (10, 3))
    known = {
        "investment": channel_investment.result(
            bank, channel_investment.Rules(recruitment_plan=plan, draws=100)
        ),
        "leverage": leverage.result(values),
        "estimate": earnings.estimate(values, terms),
    }
    bare = report.own_figures(**known, assumptions=bank)
    assert (bare.channel, bare.cost, bare.gain) == (None, None, None)

    told_by_client = bank.copy()
    told_by_client.loc["annual_contract_value", "changed"] = True
    own = report.own_figures(**known, assumptions=told_by_client)
    # METHOD 20: month 26, 321 318 to be advanced, 624 724; by active rate 25%, 108 487
    assert own.channel.break_even_month == 26
    assert own.channel.funding == pytest.approx(-321_318, abs=1)
    assert (own.channel.npv, own.channel.npv_low) == pytest.approx((624_724, 108_487), abs=1)
    assert own.channel.expected < 0
    # METHOD 14 with the programme of 60 000: 150 customers at 110 000 + 750 000 + 60 000
    assert own.cost.direct == 11_000
    assert own.cost.indirect == pytest.approx(920_000 / 150)
    # METHOD 20: 118 540, of which services 199 434
    assert own.gain.net == pytest.approx(118_540, abs=1)
    assert own.gain.services == pytest.approx(199_434, abs=1)


def test_partners_followed_by_each_manager_are_the_active_and_the_starting_ones() -> None:
    partners = pd.DataFrame(
        {
            "status": ["active", "active", "starting", "inactive"],
            "channel_manager": ["Okafor", "Faber", "Okafor", "Lost"],
        }
    )
    bank = banks.assumptions().assign(changed=False)
    own = report.own_figures(partners=partners, assumptions=bank)
    assert own.network == Network(3, 2, 15.0)
    assert report.own_figures(partners=partners.iloc[:0], assumptions=bank).network is None
