"""What the page of the three-year vision says: every case of its sentences, in both editions."""

import json
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from padlib import banks
from padlib.display import Page, assemble, check_page, words
from padlib.display.pages import vision as report
from padlib.display.pages import vision_joint as shared
from padlib.display.pages.vision import Outlook
from padlib.display.tables import frozen
from padlib.method import vision
from padlib.method.vision import Analysis, Joint, Network
from tests.display.conftest import folder

FR, EN = words.load("fr"), words.load("en")
SAYS = {"fr": FR, "en": EN}
POUNDS = words.load("en", "GBP")


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2060", "")


def segment(name: str = "health", **told: Any) -> dict[str, Any]:
    """One segment: 1 000 companies, from 100 of them to 200 in year 3, at 1 000 a year."""
    row: dict[str, Any] = {
        "id": name,
        "name_fr": name.title(),
        "name_en": name.title(),
        "target_companies": 1000.0,
        "market_growth": 0.0,
        "price_growth": 0.0,
        "penetration_start": 0.1,
        "path_1": 1 / 3,
        "path_2": 2 / 3,
        "path_3": 1.0,
        **{f"direct_{year}": share for year, share in enumerate((0.6, 0.5, 0.5, 0.4))},
        "churn_assumed": False,
        "revenue_per_customer_assumed": False,
    }
    for key, value in {
        "penetration_year3": 0.2,
        "churn": 0.1,
        "revenue_per_customer": 1000.0,
    }.items():
        value_ = told.get(key, value)
        row |= {key: value_, f"{key}_low": value_, f"{key}_high": value_}
    return row | told


ALL = (("health", "axorial", 0.2), ("health", "brivault", 0.1))
NETWORK = Network(active=10, sellers=2, wins=5)
SHORT = Network(active=2, sellers=2, wins=5)
REQUIRES = pd.DataFrame(
    [
        ("vendor", "Deux avant-ventes", "Two presales engineers", "SVC"),
        ("vendor", "Quarante leads", "Forty leads", ""),
        ("partner", "Quatre vendeurs", "Four sellers", "PCO"),
    ],
    columns=["side", "text_fr", "text_en", "owner"],
)
KEYS = list(vision.KEYS)
USED = banks.assumptions().loc[KEYS].assign(changed=False)
TOLD = Outlook(
    vendor="Nimbus",
    year=2026,
    names={"axorial": "Axorial", "brivault": "Brivault"},
    people={"DIRP": "A. Morel"},
    requires=REQUIRES,
    used=USED,
)
WITH = Outlook(vendor="Nimbus", year=2026, partner="Axorial", used=USED)
OURS = Outlook(
    vendor="Nimbus",
    year=2026,
    audience="partner",
    partner="Axorial",
    people={"DIRP": "A. Morel"},
    requires=REQUIRES,
)


def shares(rows: Any) -> pd.DataFrame:
    columns = ["segment", "partner_id", *(f"share_{year}" for year in range(4))]
    return pd.DataFrame([(*row[:2], *[row[2]] * 4) for row in rows], columns=columns)


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows).set_index("id")


def analysed(*rows: Any, own: Any = ALL, network: Network = NETWORK, **told: Any) -> Analysis:
    return vision.analysis(frame(*rows), shares(own), network, year=2026, **told)


def joined(*rows: Any, own: Any = ALL, partner: str = "axorial") -> Joint:
    return vision.joint(frame(*rows), shares(own), year=2026, partner=partner)


ONE = analysed(segment())
WIDE = analysed(
    segment(penetration_year3_low=0.15, penetration_year3_high=0.3),
    segment("energy", penetration_year3=0.12, price_growth=0.02),
)


# ── headline, decision ────────────────────────────────────────────────────────────────────────


HEADLINES = {
    "covered": (
        ONE,
        TOLD,
        "De 100 à 200 clients en trois ans : 33 000 € d’affaires communes "
        "en 2028, à la portée du réseau actuel.",
        "From 100 to 200 customers in three years: €33,000 of joint business "
        "in 2028, within the reach of today’s network.",
    ),
    "short": (
        analysed(segment(), network=SHORT),
        TOLD,
        "De 100 à 200 clients en trois ans : 33 000 € d’affaires communes "
        "en 2028, à condition de disposer de 1 partenaire actif de plus.",
        "From 100 to 200 customers in three years: €33,000 of joint business "
        "in 2028, provided that we have 1 more active partner.",
    ),
    "unknown, with one": (
        analysed(segment(), network=NETWORK._replace(active=None), partner="axorial"),
        WITH,
        "De 100 à 200 clients en trois ans : 22 000 € d’affaires avec Axorial en 2028 ; rien ne "
        "dit encore si le réseau peut y suffire.",
        "From 100 to 200 customers in three years: €22,000 of business with Axorial in 2028; "
        "nothing says yet whether the network can carry it.",
    ),
    "no share, idle": (
        analysed(segment(), own=(), network=NETWORK._replace(wins=0)),
        TOLD,
        "De 100 à 200 clients en trois ans : 183 000 € de chiffre d’affaires en 2028, hors "
        "d’atteinte tant qu’un partenaire ne gagne aucun client.",
        "From 100 to 200 customers in three years: €183,000 of revenue in 2028, out of reach "
        "while a partner wins no customer.",
    ),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_headline_says_customers_business_and_whether_the_network_can(case):
    found, told, french, english = HEADLINES[case]
    assert plain(report.headline(found, told, FR)) == french
    assert plain(report.headline(found, told, EN)) == english


def test_the_decision_names_its_owner_and_the_first_year_that_lacks_partners():
    short = analysed(segment(), network=SHORT)
    assert plain(report.decision(short, TOLD, FR)) == (
        "décider comment disposer de 1 partenaire actif de plus à temps pour 2026, première année "
        "où le réseau ne suffit plus, ou revoir l’ambition. Responsable : A. Morel (Direction des "
        "partenariats)."
    )
    for network in (NETWORK, NETWORK._replace(active=None), NETWORK._replace(wins=0)):
        for say in SAYS.values():
            said = report.decision(analysed(segment(), network=network), TOLD, say)
            assert "A. Morel" in said


def test_a_partners_headline_follows_its_own_part():
    cases = {
        "up": joined(segment()),
        "level": joined(segment(penetration_year3=0.1, direct_3=0.5, churn=0.1)),
        "down": joined(segment(penetration_year3=0.05)),
        "none": joined(segment(), own=[("health", "axorial", 0.0)]),
    }
    said = {case: plain(shared.headline(one, OURS, EN)) for case, one in cases.items()}
    assert said == {
        "up": "Our joint business (the revenue that Nimbus plans with you) "
        "grows from €11,700 in 2026 to €22,000 in 2028, with 15 new "
        "customers to win together in three years.",
        "level": "Our joint business (the revenue that Nimbus plans with you) "
        "stays at €10,000 a year until 2028, with 3 new customers to "
        "win together in three years.",
        "down": "Our joint business (the revenue that Nimbus plans with you) "
        "goes from €9,170 in 2026 to €7,000 in 2028: this is the "
        "decline to look at together.",
        "none": "This vision plans no joint business yet by 2028: each side’s part is to be "
        "written together.",
    }


# ── cards, findings, proposals ────────────────────────────────────────────────────────────────


def test_cards_tell_value_change_and_denominator():
    told = [
        (one.label, one.value, one.trend, one.denominator)
        for one in report.cards(analysed(segment(), network=SHORT), TOLD, EN)
    ]
    assert [tuple(map(plain, one)) for one in told] == [
        (
            "Customers, end of 2028",
            "200",
            "+100 since the end of 2025",
            "of 1,000 target companies, 20.0%",
        ),
        ("Revenue 2028", "€183,000", "against €117,000 in 2026", "one scenario only was given"),
        ("Indirect share 2028", "60%", "against 50% in 2026", "of €183,000 of revenue"),
        (
            "Joint business 2028",
            "€33,000",
            "against €17,500 in 2026",
            "30% of the indirect business",
        ),
        (
            "Network load 2028",
            "150%",
            "1 active partner is lacking",
            "30 customers to win, 20 possible with 2 partners",
        ),
    ]


@pytest.mark.parametrize(
    ("network", "reason"),
    [
        (NETWORK._replace(active=None), "active partners unknown; it takes 3"),
        (NETWORK._replace(active=0), "no active partner; it takes 3"),
        (NETWORK._replace(wins=0), "a partner wins no customer, with these assumptions"),
    ],
)
def test_a_network_without_capacity_gives_its_reason(network, reason):
    found = analysed(segment(), network=network)
    card = report.cards(found, TOLD, EN)[-1]
    assert (card.value, plain(card.denominator)) == ("–", reason)
    for say in SAYS.values():
        everything(found, TOLD, say)


def test_a_vision_without_revenue_or_companies_says_so():
    for row in (segment(revenue_per_customer=0.0), segment(target_companies=0.0)):
        found = analysed(row)
        assert report.cards(found, TOLD, EN)[2].value == "–"
        for say in SAYS.values():
            everything(found, TOLD, say)


def test_proposals_take_turns_and_begin_with_the_partners_that_lack():
    page = Page(EN)
    short = analysed(segment(), network=SHORT)
    items = report.proposals(page, short, TOLD).data["items"]
    assert [(plain(one["text"]), plain(one["who"])) for one in items] == [
        (
            "Have 1 more active partner, by activation or recruitment",
            "A. Morel (Head of partnerships) · in time for 2026",
        ),
        ("Two presales engineers", "Services and presales · over 2026–2028"),
        ("Four sellers", "Partners: Sales lead · over 2026–2028"),
    ]
    mine = shared.proposals(page, joined(segment()), OURS).data["items"]
    assert [plain(one["who"]) for one in mine] == [
        "Nimbus: Services and presales · over 2026–2028",
        "You: Sales lead · over 2026–2028",
        "Nimbus: owner to be named · over 2026–2028",
    ]
    for told, written in ((Outlook(vendor="N", year=2026), "Write what"), (OURS_BARE, "Write tog")):
        [alone] = report.proposals(page, ONE, told).data["items"]
        assert alone["text"].startswith(written)


OURS_BARE = Outlook(vendor="Nimbus", year=2026, audience="partner", partner="Axorial")


def test_what_to_confirm_first_is_what_is_a_working_assumption_or_what_stands_in():
    page = Page(EN)
    working = banks.assumptions().loc[["annual_contract_value", *KEYS]].assign(changed=False)
    cases = {
        "Annual contract value, €20,000": Outlook(vendor="N", year=2026, used=working),
        "What an active partner wins: 2 sellers and 5 new": TOLD,
        "No working assumption: the figures come": Outlook(
            vendor="N", year=2026, used=USED.assign(changed=True, grade="C")
        ),
        "No working assumption in this calculation": OURS,
    }
    for begins, told in cases.items():
        [sentence] = report.confirm(page, ONE, told).data["sentences"]
        assert sentence.startswith(begins)


OBSERVED = NETWORK._replace(active=4, observed=vision.Observed(9, 3))  # 3 each; 10 assumed


def test_what_is_assumed_of_a_partner_stands_beside_what_was_observed():
    found, page = analysed(segment(), network=OBSERVED), Page(EN)
    said = (
        "Observed: 9 new customers in twelve months for 3 active partners, of 4, for whom "
        "partners.csv tells it, 3 a partner; the vision assumes 10 a year. At the pace observed, "
        "the network would not be enough: 2028 would take 250% of what it can win, 10 active "
        "partners for 4 in place; 6 would be lacking."
    )
    assert plain(report.confirm(page, found, TOLD).data["sentences"][-1]) == said
    parts = report.network(page, found, TOLD).data["parts"]
    assert [plain(one["data"]["text"]) for one in parts if one["kind"] == "sentence"] == [said]
    assert plain(report.headline(found, TOLD, EN)).endswith(
        "in 2028 if an active partner wins 10 customers a year, against 3 observed."
    )
    card = report.cards(found, TOLD, EN)[-1]
    assert (card.value, plain(card.trend)) == ("75%", "250% at the pace observed")
    assert report.key_figures(found) == report.key_figures(
        analysed(segment(), network=OBSERVED._replace(observed=None))
    )


@pytest.mark.parametrize(
    ("won", "says"),
    [
        (48, "12 a partner (partners.csv); the vision assumes 10 a year. The vision assumes no "),
        (0, "At the pace observed, the network would win no customer."),
        (36, "would still be enough: 2028 would take 83% of what it can win, 4 active partners "),
    ],
)
def test_each_pace_observed_has_its_sentence(won, says):
    network = OBSERVED._replace(observed=vision.Observed(won, 4))  # 30 to win in 2028, 4 partners
    [said] = report._observed(analysed(segment(), network=network), EN)
    assert says in plain(said)
    assert report._observed(ONE, EN) == []


def test_what_the_vendor_commits_to_for_several_partners_is_not_told_as_ones_own():
    several, found = replace(OURS, several=True), joined(segment())
    [vendor, yours] = report.asks_tables(found, several, FR)
    assert plain(vendor.caption) == (
        "Ce à quoi Nimbus s’engage, pour l’ensemble des partenaires de la vision"
    )
    assert yours.caption == "Ce qui vous est demandé"
    items = shared.proposals(Page(EN), found, several).data["items"]
    assert plain(items[0]["who"]) == (
        "Nimbus: Services and presales · for all the partners in the vision, over 2026–2028"
    )
    assert "towards all the partners" in shared.cards(found, several, EN)[-1].denominator
    assert "all the partners" not in json.dumps(
        [part.as_json() for part in everything(found, OURS, EN)]
    )


def test_captions_are_sentences_computed_from_the_tables():
    captions = {key: plain(str(one["caption"])) for key, one in tables_of(WIDE, TOLD, EN).items()}
    assert captions["segment"] == ("“Health” has most customers at the end of 2028: 200 of 320")
    assert captions["scenarios"] == (
        "From the low to the high scenario, revenue in 2028 goes from €265,000 to €390,000"
    )
    assert captions["must"].startswith("The vision rests on 4 conditions, first 5 active partners")
    churned = analysed(segment(churn_low=0.05, churn_high=0.2))
    assert "new customers are to be won" in report._span(churned, EN)
    unpaid = analysed(segment(revenue_per_customer=0.0, penetration_year3_high=0.3))
    assert "from 200 to 300" in plain(report._span(unpaid, EN))


def test_customers_to_win_print_one_way_in_the_figure_and_in_its_table():
    found = analysed(segment(direct_1=0.55, direct_2=0.5, direct_3=0.5))
    to_win = list(found.feasibility["to_win"])
    figure = figures_of(found, TOLD, EN)["network"]
    printed = report.counts(to_win, EN)
    assert all(printed(one) in figure["svg"] for one in to_win)
    assert len({"." in printed(one) for one in to_win}) == 1


# ── figures and tables ────────────────────────────────────────────────────────────────────────


def everything(found: Analysis | Joint, told: Outlook, say: Any) -> list[Any]:
    """Every part of a page, its tables frozen."""
    page, pages = Page(say), report if isinstance(found, Analysis) else shared
    at = SimpleNamespace(
        changes=[SimpleNamespace(name="vision.average_ramp", value=0.5, default=1.0)]
    )
    return [
        page.masthead(
            folder(),
            as_of="2026-10-31",
            issued="2026-11-12",
            audience=told.audience,
            title=pages.title(found, told, say),
            partner=told.partner,
        ),
        page.headline(pages.headline(found, told, say)),
        page.decision(pages.decision(found, told, say)),
        page.cards(pages.cards(found, told, say)),
        pages.confirm(page, found, told) if len(told.used) or not told.internal else page.all(),
        pages.findings(page, found, told),
        pages.proposals(page, found, told),
        pages.market(page, found, told),
        pages.revenue(page, found, told),
        pages.network(page, found, told),
        pages.conditions(page, found, told),
        page.quality(pages.quality(found, told, say)),
        pages.assumptions(page, found, told),
        page.sources([], more=pages.known(told, say)),
        page.method(pages.method(found, say)),
        page.key_figures(pages.key_figures(found)),
        page.parameters([]) if not at else page.all(),
    ]


def html(found: Analysis | Joint, told: Outlook, say: Any) -> str:
    parts = [part.as_json() for part in everything(found, told, say)]
    return assemble(parts, language=say.language, title="Vision", question="Where?")


def told_in(made: str) -> str:
    """What a page says: its texts, without style and marks."""
    body = re.sub(r"<style.*?</style>", " ", made, flags=re.DOTALL)
    return plain(re.sub(r"<[^>]+>", " ", body))


MANY = analysed(
    *(segment(f"segment {n:02}", target_companies=200.0 + 10 * n) for n in range(14)),
    own=[("segment 03", f"partner{n}", 0.02) for n in range(40)],
)
SHRINKING = analysed(
    segment("transport", penetration_year3=0.02, churn=0.01, price_growth=-0.02, direct_3=0.9),
    segment(),
)
FOUND = {
    "one segment": (ONE, TOLD),
    "two with a band": (WIDE, TOLD),
    "many": (MANY, TOLD),
    "shrinking": (SHRINKING, TOLD),
    "observed": (analysed(segment(), network=OBSERVED), TOLD),
    "with one": (analysed(segment(), partner="axorial", network=OBSERVED), WITH),
    "not named": (analysed(segment(), own=[("health", "", 0.4)]), TOLD),
    "nobody asked": (analysed(segment(), own=()), Outlook(vendor="Nimbus", year=2026, used=USED)),
    "partner": (joined(segment(), segment("energy")), OURS),
    "partner, bare": (joined(segment(), own=[("health", "axorial", 0.0)]), OURS_BARE),
}


@pytest.mark.parametrize("case", FOUND)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_case_makes_a_page_that_may_leave(case, language):
    found, told = FOUND[case]
    made = html(found, told, SAYS[language])
    assert check_page(made) == []
    assert len(made.encode()) < 400_000
    text = told_in(made)
    for hole in (r"\bnan\b", r"\bNone\b", r"\binf\b", "vision_", r"\{\w+", "segment_assumptions"):
        assert not re.search(hole, text), hole
    assert "2 026" not in text  # a year is no number
    assert "2,026" not in text


def figures_of(found: Analysis | Joint, told: Outlook, say: Any) -> dict[str, Any]:
    """Figures of a page by key."""
    parts: list[dict[str, Any]] = []
    for part in everything(found, told, say):
        parts += part.data["parts"] if part.kind == "all" else [part.as_json()]
    return {one["data"]["key"]: one["data"] for one in parts if one["kind"] == "figure"}


def tables_of(found: Analysis | Joint, told: Outlook, say: Any) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    for part in everything(found, told, say):
        parts += part.data["parts"] if part.kind == "all" else [part.as_json()]
    held = [one["data"]["table"] for one in parts if one["kind"] in ("table", "assumptions")]
    return {one["key"]: one for one in held}


def test_titles_are_sentences_computed_from_the_figures():
    titles = {key: plain(one["title"]) for key, one in figures_of(WIDE, TOLD, EN).items()}
    assert titles == {
        "customers": "From 200 to 320 customers at the end of 2028: penetration grows from 10.0% "
        "to 16.0%",
        "segments": "The segment “Health” brings most: +100 customers, of +120 in all between "
        "the end of 2025 and the end of 2028",
        "split": "Indirect grows from 50% to 60% of a revenue of €307,000 in 2028",
        "bridge": "From €200,000 a year at the end of 2025 to €307,000 in 2028: customers won "
        "bring most (€158,000)",
        "network": "2028, the most demanding year, takes 5 active partners, for 10 in place: the "
        "vision is covered",
    }
    assert "segments" not in figures_of(ONE, TOLD, EN)


def test_every_value_drawn_stands_in_the_description_or_in_the_table():
    for found, told in (FOUND["two with a band"], FOUND["shrinking"], FOUND["partner"]):
        for key, one in figures_of(found, told, EN).items():
            assert one["table"]["rows"], key
            assert "<title" in one["svg"]
            assert "<desc" in one["svg"]
            assert one["source"]


def test_the_bridge_adds_up_in_its_table_segment_by_segment():
    table = figures_of(WIDE, TOLD, EN)["bridge"]["table"]
    for row in [*table["rows"], table["total"]]:
        assert sum(row[1:-1]) == pytest.approx(row[-1])


def test_segments_that_do_not_fit_are_in_the_table():
    one = figures_of(MANY, TOLD, EN)["segments"]
    assert "2 more are in the table" in plain(one["subtitle"])
    assert len(one["table"]["rows"]) == 14


def test_the_years_table_has_the_market_the_flows_and_no_flow_in_year_0():
    table = frozen(report._years_table(ONE, EN))
    assert [one["key"] for one in table["columns"]] == [
        *("year", "companies", "penetration", "customers", "new"),
        *("revenue", "direct", "indirect", "joint"),
    ]
    assert table["rows"][0] == ["2025", 1000, 0.1, 100, None, None, None, None, None]
    assert table["rows"][1][5] == pytest.approx(116_666.67, abs=0.01)


def test_partners_of_the_map_are_listed_by_name_with_their_part():
    table = tables_of(ONE, TOLD, EN)["partners"]
    assert [row[0] for row in table["rows"]] == ["Axorial", "Brivault"]
    assert table["total"][3] == pytest.approx(ONE.totals["base"]["joint"].iloc[-1])
    assert "partners" not in tables_of(*FOUND["with one"], EN)
    assert "partners" not in tables_of(*FOUND["not named"], EN)


def test_what_must_be_true_has_an_owner():
    rows = tables_of(SHRINKING, TOLD, EN)["must"]["rows"]
    assert all(owner for _, owner in rows)
    assert [plain(text).split(" ")[0] for text, _ in rows] == ["Keep", "Bring", "Lose", "Contain"]
    both = tables_of(ONE, TOLD, FR)
    assert [plain(both[f"asks_{side}"]["caption"]) for side in ("vendor", "partner")] == [
        "Ce que nous engageons",
        "Ce que nous demandons aux partenaires",
    ]
    assert both["asks_vendor"]["rows"][1] == ["Quarante leads", "responsable à désigner"]


def test_a_segment_that_shrinks_is_told_in_a_sentence():
    [said] = report.quality(SHRINKING, TOLD, FR)
    assert plain(said).startswith(
        "Le segment « Transport » perd plus de clients que l’attrition n’en explique (2026, 2027 "
        "et 2028) : ses nouveaux clients sont négatifs"
    )
    unknown = analysed(
        segment("transport", penetration_year3=0.02, churn=0.01),
        network=NETWORK._replace(active=None),
    )
    assert len(report.quality(unknown, TOLD, EN)) == 2


def test_assumptions_of_the_bank_are_told_from_those_of_the_client():
    row = segment(churn_assumed=True, churn_low=0.05, churn_high=0.2)
    table = tables_of(analysed(row), TOLD, EN)["segment_assumptions"]
    assert plain(table["rows"][0][4]) == "10% (5%–20%), the model’s assumption"
    assert plain(table["rows"][0][5]) == "1,000"


def test_numbers_that_are_not_the_methods_are_named_in_words():
    from padlib.workspace import Change

    at = SimpleNamespace(changes=[Change("vision.average_ramp", 0.5, 1.0, "parameter")])
    [told] = report.changes(at, EN)
    assert (told.name, told.value) == ("Average pace of the partners", 0.5)
    ramping = analysed(segment(), network=NETWORK._replace(average_ramp=0.5))
    assert "at 50% of their cruising pace" in plain(report._capacity(ramping, EN))


# ── the partner's edition ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_partners_page_tells_the_market_and_its_own_part_alone(language):
    row = segment(penetration_year3=0.2345, revenue_per_customer=7654.0, churn=0.0432)
    made = told_in(html(joined(row), OURS, SAYS[language]))
    whole = analysed(row)
    base = whole.totals["base"]
    hidden = ["23.4", "23,4", "7 654", "7,654", "4.3", "4,3", "Brivault"]
    for line in ("revenue", "direct", "indirect"):
        amount = report.about(float(base[line].iloc[-1]))
        hidden += [plain(say.format.money(amount)) for say in SAYS.values()]
    hidden += [plain(say.format.int(base["customers"].iloc[-1])) for say in SAYS.values()]
    assert [
        one for one in hidden if re.search(rf"(?<![\d,. ]){re.escape(one)}(?![\d])", made)
    ] == []
    assert "1 000" in made or "1,000" in made  # the market


def test_a_partners_key_figures_are_its_own():
    assert list(shared.key_figures(joined(segment()))) == ["vision.joint_y3"]


def test_pounds_are_pounds_everywhere():
    made = html(WIDE, TOLD, POUNDS)
    assert "€" not in made
    assert "EUR" not in made
    assert "£" in made


def test_amounts_of_any_size_are_compared():
    huge = analysed(segment(target_companies=1e12, revenue_per_customer=1e6))
    assert "one scenario only" in report.cards(huge, TOLD, EN)[1].denominator
    assert huge.worst == 2028
    assert report.headline(huge, TOLD, EN)


def test_both_languages_have_the_same_words():
    told = [[one for one in keys if one.startswith("vision.")] for keys in (FR.keys(), EN.keys())]
    assert told[0] == told[1]
    for key in told[0]:
        assert FR.fields(key) == EN.fields(key), key
