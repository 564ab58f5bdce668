"""The page of leverage and channel investment: every case, both languages, other currencies."""

import datetime as dt
import itertools
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from padlib import banks
from padlib.core import licences
from padlib.display import Page, words
from padlib.display.pages import leverage_and_investment as report
from padlib.display.tables import Gap
from padlib.method import channel_investment as investment
from padlib.method.channel_investment import Parity, Rules
from tests.display.conftest import assembled, folder

LANGUAGES = ("fr", "en")
WAVES = ((1, 4), (4, 4), (7, 4), (10, 3))
RULES = Rules(recruitment_plan=WAVES, draws=200)
DATE = dt.date(2026, 10, 31)
PEOPLE = {"DG": "H. Lenoir", "FIN": "S. Quiévrac"}


def plain(text: str) -> str:
    """A text with ordinary spaces and apostrophes."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def used(mode: str = licences.SUBSCRIPTION, **changes: float) -> pd.DataFrame:
    """The assumptions of the page, some of them the client's and known."""
    table = banks.assumptions().loc[report.uses(mode)].assign(changed=False)
    table[["value", "low", "high"]] = table[["value", "low", "high"]].astype(float)
    for key, value in changes.items():
        table.loc[key, ["value", "low", "high"]] = float(value)
        table.loc[key, ["grade", "changed"]] = ["C", True]
    return table


def results(rules: Rules = RULES, **changes: float) -> report.Both:
    return report.results(used(rules.mode, **changes), rules)


FREE = {
    "channel_manager_cost": 0,
    "partner_director_cost": 0,
    "programme_cost_year": 0,
    "onboarding_cost_per_partner": 0,
    "mdf_rate": 0,
}
BASE = results()
CASES = {
    "base": BASE,
    "behind": results(active_partner_rate=0.3),
    "unpaid": results(active_partner_rate=0.15),
    "stopped": results(annual_contract_value=3_000),
    "channel_always": results(direct_rep_cost=5_000_000),
    "direct_always": results(direct_rep_cost=20_000),
    "unknown": results(new_customers_per_direct_rep_year=0),
    "free": results(**FREE),
    "nobody": results(replace(RULES, recruitment_plan=((1, 0),))),
    "perpetual": results(replace(RULES, mode="perpetual")),
    "referral": results(replace(RULES, mode="referral")),
    "no_manager": results(channel_managers=0),
    "no_contract": results(annual_contract_value=0),
    "idle_partners": results(active_sellers_per_partner=0),
    "long": results(replace(RULES, recruitment_plan=(*WAVES, (36, 9))), earnings_horizon_months=54),
    "short": results(earnings_horizon_months=7),
}


def told(case: str = "base", as_of: dt.date | None = DATE) -> report.Told:
    both = CASES[case]
    table = used(both.leverage.mode)
    changes = {
        "behind": {"active_partner_rate": 0.3},
        "unpaid": {"active_partner_rate": 0.15},
        "stopped": {"annual_contract_value": 3_000},
        "no_manager": {"channel_managers": 0},
        "no_contract": {"annual_contract_value": 0},
    }.get(case, {})
    table = used(both.leverage.mode, **changes)
    return report.Told(year=2026, as_of=as_of, people=PEOPLE, used=table)


def parts(both: report.Both, about: report.Told, language: str, currency: str = "EUR") -> list[Any]:
    """Every part of the page, as the workbook shows them."""
    say = words.load(language, currency)
    page = Page(say)
    return [
        page.masthead(folder(), as_of=about.as_of, issued="2026-11-12"),
        page.headline(report.headline(both, say)),
        page.decision(report.decision(both, about, say)),
        page.cards(report.cards(both, about, say)),
        page.confirm(report.confirm(both, about, say)),
        page.findings(report.findings(both, about, say)),
        page.proposals(report.proposals(both, about, say)),
        page.section("leverage", say("investment.section.leverage")),
        page.figure(report.leverage(both, say)),
        page.table(report.costs(both, about, say)),
        page.figure(report.cumulative(both, say)),
        page.table(report.years(both, say)),
        page.table(report.cost_lines(both, say)),
        page.figure(report.active_rate(both, say)),
        page.table(report.comparison(both, say)),
        page.table(report.by_rate(both, say)),
        page.figure(report.heat(both, about, say)),
        page.figure(report.tornado(both, about, say)),
        page.figure(report.fan(both, say)),
        page.table(report.to_confirm(both, about, say)),
        page.quality(report.quality(both, about, say)),
        page.assumptions(report.assumptions(both, about, say, 1.0)),
        page.method(report.method(both, say)),
        page.key_figures(report.key_figures(both, say)),
    ]


# ── headline and decision ──────────────────────────────────────────────────────────────────────

HEADLINES = {
    "base": (
        "Le réseau est remboursé au mois 26 après 321 000 € d'avance ; "
        "sous 38 % de partenaires actifs, la vente directe gagne.",
        "The network pays back at month 26 after €321,000 of funding; "
        "below 38% of active partners, direct sales win.",
    ),
    "behind": (
        "Le réseau est remboursé au mois 30 après 343 000 € d'avance, mais la vente directe "
        "rapporte plus tant que moins de 38 % des partenaires sont actifs ; 30 % sont prévus.",
        "The network pays back at month 30 after €343,000 of funding, but direct sales are worth "
        "more unless 38% of partners become active; 30% are planned.",
    ),
    "unpaid": (
        "Le réseau n'est pas remboursé en 36 mois : il manque encore 215 000 € sur 415 000 € "
        "d'avance ; la vente directe fait mieux tant que moins de 38 % des partenaires sont "
        "actifs, et 15 % sont prévus.",
        "The network does not pay back within 36 months: €215,000 of the €415,000 advanced is "
        "still lacking; direct sales do better unless 38% of partners become active, and 15% are "
        "planned.",
    ),
    "channel_always": (
        "Le réseau est remboursé au mois 26 après 321 000 € d'avance ; il rapporte plus que la "
        "vente directe, quel que soit le taux de partenaires actifs.",
        "The network pays back at month 26 after €321,000 of funding; it brings more than direct "
        "sales, whatever the active rate.",
    ),
    "direct_always": (
        "Le réseau est remboursé au mois 26 après 321 000 € d'avance, mais la vente directe "
        "rapporte plus, quel que soit le taux de partenaires actifs.",
        "The network pays back at month 26 after €321,000 of funding, but direct sales bring "
        "more, whatever the active rate.",
    ),
    "unknown": (
        "Le réseau est remboursé au mois 26 après 321 000 € d'avance ; faute de chiffres, il "
        "n'est pas comparé à la vente directe.",
        "The network pays back at month 26 after €321,000 of funding; for want of figures, it is "
        "not compared with direct sales.",
    ),
    "nobody": (
        "Aucun partenaire n'est à recruter : il n'y a pas encore d'investissement à juger.",
        "No partner is to be recruited: there is no investment to judge yet.",
    ),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_headline_of_each_case(case: str) -> None:
    for language, expected in zip(LANGUAGES, HEADLINES[case], strict=True):
        found = report.headline(CASES[case], words.load(language))
        assert plain(found) == expected


def altered(state: str, against: str) -> report.Both:
    """The base case made to be in a state, and to stand so against direct sales."""
    month = {"paid": 26.0, "unpaid": float("nan"), "free": 0.0}[state]
    stand = {
        "ahead": Parity(0.3, investment.CHANNEL, True),
        "behind": Parity(0.7, investment.CHANNEL, True),
        "reversed": Parity(0.7, investment.DIRECT, False),
        "channel_always": Parity(None, investment.CHANNEL, True),
        "direct_always": Parity(None, investment.DIRECT, True),
        "unknown": Parity(None, "", False),
    }[against]
    held = BASE.investment
    channel = replace(held.channel, break_even_month=month)
    return BASE._replace(investment=replace(held, channel=channel, parity=stand))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_of_the_headline_is_a_sentence_of_its_own(language: str) -> None:
    say = words.load(language)
    states = ("paid", "unpaid", "free")
    stands = ("ahead", "behind", "reversed", "channel_always", "direct_always", "unknown")
    told_so = [report.headline(altered(*pair), say) for pair in itertools.product(states, stands)]
    assert len(set(told_so)) == len(told_so) == 18
    assert all(one.endswith(".") and one[0].isupper() for one in told_so)
    assert all(not re.search(r"nan|None|\{", one) for one in told_so)


def test_a_network_that_does_not_pay_back_says_so_first() -> None:
    for language, begins in (
        ("fr", "Le réseau n'est pas remboursé en 36 mois"),
        ("en", "The network does not pay back within 36 months"),
    ):
        for case in ("unpaid", "stopped"):
            assert plain(report.headline(CASES[case], words.load(language))).startswith(begins)


DECISIONS = {
    "base": "financer une avance de 321 000 € et signer 15 partenaires en 4 vagues. Responsable : "
    "H. Lenoir (Direction générale) ; échéance : 30 novembre 2026.",
    "behind": "recruter 4 vendeurs directs, la vente directe valant 162 000 € de plus à nombre de "
    "clients égal ; ne signer les 15 partenaires que s'il est montré d'ici l'échéance que 38 % "
    "d'entre eux peuvent devenir actifs (30 % prévus). Responsable : H. Lenoir (Direction "
    "générale) ; échéance : 30 novembre 2026.",
    "unpaid": "ne signer les 15 partenaires que si 38 % d'entre eux peuvent devenir actifs ; "
    "15 % sont prévus. Responsable : H. Lenoir (Direction générale) ; échéance : "
    "30 novembre 2026.",
    "stopped": "ne pas lancer ce plan tel quel : même avec tous ses partenaires actifs, le réseau "
    "n'est pas remboursé. Responsable : H. Lenoir (Direction générale) ; échéance : "
    "30 novembre 2026.",
    "nobody": "fixer combien de partenaires signer, et quand. Responsable : H. Lenoir (Direction "
    "générale) ; échéance : 30 novembre 2026.",
}


@pytest.mark.parametrize("case", DECISIONS)
def test_the_decision_of_each_case(case: str) -> None:
    say = words.load("fr")
    assert plain(report.decision(CASES[case], told(case), say)) == DECISIONS[case]
    undated = plain(report.decision(CASES[case], told(case, None), say))
    assert undated.endswith("date à fixer.")


def test_words_of_the_extremes_are_sentences_of_their_own() -> None:
    say = words.load("fr")
    free, idle = CASES["free"], CASES["idle_partners"]
    assert plain(report.decision(free, told("free"), say)).startswith("signer 15 partenaires en 4")
    found = [plain(one.text) for one in report.findings(idle, told(), say)]
    assert found[0] == "L'effet de levier ne peut pas être calculé."
    assert found[2].startswith("Le réseau ne gagne aucun client")
    assert found[3] == "Le réseau n'est remboursé en 36 mois dans aucun tirage."
    assert plain(report.findings(free, told(), say)[3].text).endswith("dans tous les tirages.")
    assert plain(report.cost_lines(free, say).caption) == "Le réseau ne coûte rien"
    assert "aucune hypothèse ne rend" in plain(report.tornado(idle, told(), say).title)
    flat = report.by_rate(CASES["no_contract"], say).caption
    assert plain(flat) == "Le taux de partenaires actifs ne change rien à la valeur du réseau"


# ── cards ──────────────────────────────────────────────────────────────────────────────────────


def test_the_cards_hold_the_three_leverages_break_even_and_parity() -> None:
    found = report.cards(BASE, told(), words.load("en"))
    assert [card.value for card in found] == ["15", "1.79", "3.25", "26", "38%"]
    assert [card.chip.code if card.chip else "" for card in found] == ["", "ok", "", "ok", "ok"]
    assert plain(found[1].trend) == "€6,130 per customer, €11,000 direct"
    assert plain(found[3].trend) == "€321,000 of funding, at month 13"


def test_a_card_without_value_gives_its_reason() -> None:
    say = words.load("fr")
    unpaid = report.cards(CASES["unpaid"], told("unpaid"), say)[3]
    assert unpaid.value == "aucun" and unpaid.chip is not None and unpaid.chip.code == "late"
    assert plain(unpaid.chip.word) == "Pas en 36 mois"
    for case in ("channel_always", "direct_always", "unknown"):
        card = report.cards(CASES[case], told(), say)[4]
        assert card.value == "–" and card.denominator
    blank = report.cards(CASES["no_manager"], told("no_manager"), say)
    assert [card.value for card in blank[:3]] == ["–", "–", "–"]


# ── tables ─────────────────────────────────────────────────────────────────────────────────────


def test_the_cost_of_a_customer_step_by_step() -> None:
    table = report.costs(BASE, told(), words.load("en"))
    each = table.rows["each"].tolist()
    assert each[0] == 11_000
    assert [round(one) for one in each[1:]] == [5733, 6133, 7833, 10_231]
    assert plain(table.caption).startswith("A new customer costs €6,130 through the network")
    assert isinstance(table.rows["net"][0], Gap)


def test_the_years_add_up_to_their_total() -> None:
    table = report.years(BASE, words.load("fr"))
    for name in ("deals", "listed", "net", "margin", "cost", "contribution"):
        assert table.total is not None
        assert table.rows[name].sum() == pytest.approx(table.total[name])
    assert table.total["cumulative"] == pytest.approx(851_358.12, abs=0.01)
    lines = report.cost_lines(BASE, words.load("fr"))
    assert lines.total is not None
    assert lines.rows["total"].sum() == pytest.approx(lines.total["total"])
    assert lines.rows["year1"].sum() == pytest.approx(table.rows["cost"][0])
    assert plain(report.years(CASES["short"], words.load("fr")).rows["name"][0]) == (
        "Année 1 (7 mois)"
    )


def test_the_comparison_says_when_whole_sellers_turn_the_order_round() -> None:
    table = report.comparison(BASE, words.load("fr"))
    assert table.rows["customers"].round(1).tolist() == [131.5, 139.6, 131.5]
    assert table.rows["npv"].round().tolist() == [624_724, 625_777, 589_538]
    assert "l'ordre des valeurs s'inverse" in plain(table.sub)
    assert "s'inverse" not in plain(report.comparison(CASES["behind"], words.load("fr")).sub)
    alone = report.comparison(CASES["unknown"], words.load("fr"))
    assert len(alone.rows) == 1


def test_the_table_by_rate_tells_the_failure_rate_and_holds_the_plans_own() -> None:
    table = report.by_rate(CASES["behind"], words.load("en"))
    assert table.rows["rate"].tolist() == ["25%", "30%", "40%", "60%", "80%", "100%"]
    assert list(table.bold) == [1]
    assert table.rows["failure"].round(2).tolist() == [0.75, 0.7, 0.6, 0.4, 0.2, 0]
    unpaid = report.by_rate(CASES["unpaid"], words.load("en")).rows["month"]
    assert isinstance(unpaid[0], Gap) and plain(unpaid[0].reason) == "beyond 36 months"


def test_what_to_confirm_first_has_an_owner_a_date_and_a_priority() -> None:
    table = report.to_confirm(BASE, told(), words.load("fr"))
    assert len(table.rows) == 5
    assert table.rows["owner"].str.len().min() > 0
    assert set(table.rows["due"]) == {dt.date(2026, 11, 30)}
    assert table.rows["priority"].is_monotonic_decreasing
    assert table.rows["priority"].iloc[0] == pytest.approx(
        100
    )  # the contract, when it is not the client's
    found = report.proposals(BASE, told(), words.load("fr"))
    assert len(found) == 3
    assert "40 %" in plain(found[0].text) and "28 février 2027" in plain(found[0].who)


# ── figures ────────────────────────────────────────────────────────────────────────────────────


def test_titles_of_figures_are_computed_sentences() -> None:
    say = words.load("fr")
    titles = [
        report.leverage(BASE, say).title,
        report.cumulative(BASE, say).title,
        report.active_rate(BASE, say).title,
        report.heat(BASE, told(), say).title,
    ]
    assert [plain(one) for one in titles] == [
        "Un responsable partenaires vaut 15 vendeurs directs ; partenaires payés, 1 € en remplace "
        "1,79",
        "Le réseau demande 321 000 € d'avance et se rembourse au mois 26",
        "Le réseau rapporte plus que la vente directe à partir de 38 % de partenaires actifs ; "
        "le plan en prévoit 40 %",
        "À 25 % de marge, la vente directe coûte moins cher au-delà de 39 500 € par contrat ; "
        "le plan en prévoit 20 000 €",
    ]
    unpaid = report.cumulative(CASES["unpaid"], say).title
    assert (
        plain(unpaid)
        == "Le réseau demande 415 000 € d'avance ; au mois 36, il manque encore 215 000 €"
    )


def test_six_figures_at_most_each_described_with_its_data() -> None:
    say = words.load("en")
    found = [
        report.leverage(BASE, say),
        report.cumulative(BASE, say),
        report.active_rate(BASE, say),
        report.heat(BASE, told(), say),
        report.tornado(BASE, told(), say),
        report.fan(BASE, say),
    ]
    for one in found:
        assert one.absent is None and one.table is not None
        assert len(one.description) > 40 and one.source.startswith("Source:")
    assert "26" in found[1].description and "38" in found[2].title
    assert len({one.key for one in found}) == 6


def test_a_figure_without_anything_to_show_is_a_sentence() -> None:
    say = words.load("fr")
    sure = used()
    sure[["low", "high"]] = sure[["value", "value"]].to_numpy()
    known = report.results(sure, RULES)
    about = report.Told(year=2026, used=sure)
    assert report.tornado(known, about, say).absent
    assert report.fan(known, say).absent
    assert report.confirm(known, about, say)  # one sentence that says so
    assert report.to_confirm(known, about, say).rows.empty
    assert report.leverage(CASES["no_manager"], say).absent


# ── the whole page ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_page_of_every_case_is_made_without_a_blank_number_or_a_raw_id(
    case: str, language: str
) -> None:
    both = CASES[case]
    html = assembled(parts(both, told(case), language), language)
    text = re.sub(r"<[^>]+>", " ", re.sub(r'href="data:[^"]*"', "", html))
    assert not re.search(r"\bnan\b|\bNone\b(?! of)|\binf\b", text)
    for key in report.uses(both.leverage.mode):
        assert key not in text
    assert not re.search(r"\{\w+", text.partition("<main")[2])
    assert len(html.encode()) < 400_000


def without_sources(language: str, currency: str = "EUR") -> str:
    """The page but for the table of assumptions, which quotes what its sources say in euros."""
    shown = parts(BASE, told(), language, currency)
    return assembled([one for one in shown if one.kind != "assumptions"], language)


@pytest.mark.parametrize(("currency", "sign"), [("GBP", "£"), ("CHF", "CHF"), ("USD", "$")])
def test_another_currency_is_everywhere_and_the_euro_nowhere(currency: str, sign: str) -> None:
    for language in LANGUAGES:
        html = without_sources(language, currency)
        assert sign in html
        assert "€" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_mixes_thousands_and_units(language: str) -> None:
    html = plain(without_sources(language))
    assert not re.search(r"\d k€|€\d[\d.,]*k\b|\(k€\)|€k", html)


def test_warnings_are_sentences_and_defaults_alone_are_said() -> None:
    say = words.load("fr")
    alone = report.Told(year=2026, used=used())
    assert any("Aucune des" in one for one in report.quality(BASE, alone, say))
    given = report.Told(year=2026, used=used(annual_contract_value=20_000))
    assert report.quality(BASE, given, say) == []
    late = [one.code for one in CASES["long"].investment.notices]
    assert late == []
    early = results(
        first_deal_delay_months=0, partner_autonomy_months=1, annual_contract_value=400_000
    )
    assert "mois 6" in plain(report.quality(early, given, say)[0])


def test_the_method_says_how_the_offer_is_sold() -> None:
    say = words.load("fr")
    told_so = {case: report.method(CASES[case], say) for case in ("base", "perpetual", "referral")}
    assert len(set(told_so.values())) == 3
    assert "rien n'est compté comme un abonnement" in plain(told_so["perpetual"])


def test_key_figures_have_their_names_units_and_reasons() -> None:
    found = report.key_figures(BASE, words.load("en"))
    assert {name: one["unit"] for name, one in found.items()} == {
        "leverage.headline": "ratio",
        "leverage.net_cost": "ratio",
        "leverage.first_year": "ratio",
        "leverage.cost_per_customer_direct": "money",
        "leverage.cost_per_customer_indirect": "money",
        "leverage.break_even_margin": "share",
        "investment.npv": "money",
        "investment.peak_funding": "money",
        "investment.cumulative": "money",
        "investment.npv_direct": "money",
        "investment.break_even_month": "month",
        "investment.new_customers": "number",
        "investment.parity_active_rate": "share",
    }
    assert found["investment.npv"]["value"] == pytest.approx(624_723.74, abs=0.01)
    assert found["investment.break_even_month"] == {"value": 26, "unit": "month", "of": 36}
    unpaid = report.key_figures(CASES["unpaid"], words.load("en"))["investment.break_even_month"]
    assert unpaid["value"] is None and plain(unpaid["reason"]) == "beyond 36 months"
    for case in ("channel_always", "direct_always", "unknown", "no_manager"):
        for one in report.key_figures(CASES[case], words.load("fr")).values():
            assert one["value"] is not None or one["reason"]


# ── what the page leaves out ───────────────────────────────────────────────────────────────────


def test_what_moves_nothing_is_neither_proposed_nor_to_be_confirmed() -> None:
    say, bars = words.load("fr"), BASE.investment.bars.copy()
    trivial = [one for one in report._first(BASE.investment) if bars.at[one, "width"] > 0][1:]
    bars.loc[trivial, "width"] = bars["width"].max() / 1000
    bars = bars.sort_values("width", ascending=False)
    both = BASE._replace(investment=replace(BASE.investment, bars=bars))
    for one in report.proposals(both, told(), say):
        assert not plain(one.who).endswith("priorité 0")
    assert report.to_confirm(both, told(), say).rows["priority"].min() > report.TRIVIAL


def test_ranges_are_told_with_their_units() -> None:
    told_so = [plain(one) for one in report.confirm(BASE, told(), words.load("fr"))]
    for one in told_so:
        before = one.partition(", la valeur actuelle nette va")[0]
        assert re.search(r" : de \d.* à \d[\d ,]*(€|%|[a-zé]+[a-zé ]*)$", before), one
    ranges = report.to_confirm(BASE, told(), words.load("fr")).rows["range"]
    assert all(not plain(one)[-1].isdigit() for one in ranges)


def test_a_cost_that_the_months_contradict_is_not_told_in_blue() -> None:
    say = words.load("fr")
    chip = report.cards(CASES["behind"], told("behind"), say)[1].chip
    assert chip is not None
    assert (chip.code, plain(chip.word)) == ("none", "Moins cher par client")


def test_the_team_in_place_is_told_to_be_left_out() -> None:
    about = replace(told(), used=used(annual_contract_value=20_000), team=2)
    (found,) = report.quality(BASE, about, words.load("en"))
    assert "2 managers look after the present network" in found
