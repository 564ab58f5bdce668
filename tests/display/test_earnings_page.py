"""What the page of a partner's earnings says: every case, in both languages and both editions."""

import datetime as dt
import json
import re
from dataclasses import replace
from html import unescape
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from padlib import banks
from padlib.core import assumptions as core
from padlib.core import uncertainty
from padlib.display import Page, render, words
from padlib.display.figures import earnings as figures
from padlib.display.figures import waterfall
from padlib.display.pages import earnings as report
from padlib.display.parts import Exhibit, Part
from padlib.display.tables import Table
from padlib.method import earnings
from padlib.method.earnings import INTERNAL, PERPETUAL, REFERRAL, Earnings, Rules, Terms

BANK = banks.assumptions()
FR, EN = words.load("fr"), words.load("en")
DAYS = {"integration": 8.0, "configuration": 6.0, "training": 4.0, "consulting": 5.0}
START = dt.date(2026, 9, 7)

INSIDE = report.Partnership(
    vendor="Nimbus",
    partner="Axorial",
    partner_id="axorial",
    year=2026,
    type="integrator",
    status="active",
    people={"CM": "J. Okafor", "DIRP": "A. Morel"},
    rate=1.0,
)
OUTSIDE = replace(INSIDE, audience="partner")
STARTS = replace(INSIDE, status="starting", start=START)


def assumed(**changes: Any) -> pd.DataFrame:
    """The bank's assumptions, some replaced: a value that is known, or (low, value, high)."""
    rows = {
        key: dict(zip(("low", "value", "high"), one, strict=True))
        if isinstance(one, tuple)
        else {"value": one}
        for key, one in changes.items()
    }
    return core.merged(BANK, pd.DataFrame.from_dict(rows, orient="index"))


def found(terms: Terms = Terms(), before: Any = None, **changes: Any) -> Earnings:  # noqa: B008
    """The result of the internal edition."""
    return earnings.result(assumed(**changes), Rules(terms=terms, draws=400), before=before)


FREE = {key: 0.0 for key in BANK.index if key.startswith(("partner_seller", "partner_tech"))} | {
    "partner_marketing_year": 0.0,
    "partner_initial_investment": 0.0,
}
KNOWN = earnings.result(
    assumed().assign(low=BANK["value"], high=BANK["value"]).astype({"low": float, "high": float}),
    Rules(draws=100),
)
RESULTS = {
    "paid": found(),
    "never": found(**FREE),
    "later": found(annual_contract_value=11_000.0),
    "lost": found(annual_contract_value=(2_000.0, 2_000.0, 90_000.0)),
    "hopeless": found(annual_contract_value=2_000.0, services_multiple=0.1),
    "nothing": found(active_sellers_per_partner=0),
    "perpetual": found(Terms(mode=PERPETUAL)),
    "referral": found(Terms(mode=REFERRAL)),
    "days": found(Terms(days=DAYS)),
    "at_once": found(first_deal_delay_months=0, partner_autonomy_months=0),
    "months": found(earnings_horizon_months=30),
    "known": KNOWN,
    "own": found(before=assumed(), services_multiple=1.4, first_deal_delay_months=1),
    "same": found(before=assumed()),
    "millions": found(annual_contract_value=(400_000.0, 500_000.0, 900_000.0)),
}


def shared(result: Earnings) -> Earnings:
    """The result of the partner's edition: nothing of the vendor's own."""
    known = result.assumptions.drop(index=list(INTERNAL))
    return earnings.result(known, result.rules)


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2060", "")


def told_of(result: Earnings, told: report.Partnership, say: words.Words) -> list[Part]:
    """Every part that the page shows, in its order."""
    page = Page(say)
    return [
        page.headline(report.headline(result, say)),
        page.decision(report.decision(result, told, say)),
        page.cards(report.cards(result, say)),
        page.confirm(report.confirm(result, say)),
        page.findings(report.findings(result, told, say)),
        page.proposals(report.proposals(result, told, say)),
        page.figure(report.cumulative(result, say)),
        page.table(report.scenarios(result, told, say)),
        page.figure(report.lines(result, say)),
        page.table(report.customers(result, say)),
        page.table(report.sales(result, say)),
        page.figure(report.waterfall(result, say)),
        page.table(report.cash(result, say)),
        page.figure(report.tornado(result, say)),
        page.table(report.thresholds(result, say)),
        report.own_figures(page, result, told),
        report.commitments(page, result, told),
        page.table(report.next_steps(told, say)),
        report.vendor_side(page, result, told),
        page.quality(report.quality(result, told, say)),
        page.assumptions(report.assumptions(result, told, say)),
        page.sources([], more=report.known(result, told, say)),
        page.method(report.method(result, say)),
        page.key_figures(report.key_figures(result, say)),
    ]


def shown(part: Part) -> str:
    """A part as it reads on the page."""
    return plain(unescape(re.sub(r"<[^>]+>", " ", render.preview(part.as_json()))))


# ── every case reads well ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
@pytest.mark.parametrize("told", [INSIDE, OUTSIDE, STARTS], ids=["internal", "partner", "starts"])
@pytest.mark.parametrize("name", RESULTS)
def test_every_case_is_told_without_a_hole(name, told, say):
    result = RESULTS[name] if told.internal else shared(RESULTS[name])
    for part in told_of(result, told, say):
        text = json.dumps(part.as_json(), ensure_ascii=False)
        assert not re.search(r"\bnan\b|\bNone\b|\binf\b|\{\w+\}|[−-]0[  ]?[€%]", plain(text))
        assert "  " not in plain(part.data.get("text", ""))


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
@pytest.mark.parametrize("name", RESULTS)
def test_figures_prove_a_sentence_and_show_their_data(name, say):
    result = RESULTS[name]
    for exhibit in every_figure(result, say):
        if exhibit.absent is not None:
            assert exhibit.absent.endswith(".")
            continue
        assert re.search(r"\d", exhibit.title)
        assert exhibit.subtitle and exhibit.source and exhibit.description and exhibit.alt
        assert len(exhibit.table.rows)


def every_figure(result: Earnings, say: words.Words) -> list[Exhibit]:
    makers = (report.cumulative, report.lines, report.waterfall, report.tornado)
    return [*(make(result, say) for make in makers), report.candidate(result, say)]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "paid",
            "Vous récupérez votre mise au mois 20 et gagnez 118 540 € nets en 3 ans, "
            "en finançant 42 467 € au plus bas.",
        ),
        ("lost", "Le point mort n’est pas atteint en 36 mois : voici ce qu’il faudrait."),
        ("never", "Vous n’avancez rien : vos gains couvrent vos coûts dès le départ"),
        ("later", "au même rythme il le serait au mois 47 : voici ce qu’il faudrait."),
        ("nothing", "Aucun revenu n’est compté en 36 mois : il ne reste que des coûts, 51 000 €."),
        ("months", "nets en 30 mois"),
    ],
)
def test_the_headline_of_each_case(name, sentence):
    assert sentence in plain(report.headline(RESULTS[name], FR))


def test_the_headline_in_english():
    assert report.headline(RESULTS["paid"], EN) == (
        "You are paid back in month 20 and earn €118,540 net in 3\u00a0years, "
        "after financing €42,467 at the lowest point."
    )


def test_a_headline_that_the_draws_do_not_bear_out_says_so():
    def likely(probability: float, median: float) -> Earnings:
        spread = RESULTS["paid"].spread
        gains = spread.net_gain | {"p50": median}
        return replace(
            RESULTS["paid"], spread=replace(spread, probability=probability, net_gain=gains)
        )

    gain = RESULTS["paid"].base.net_gain
    assert "draws" not in report.headline(likely(0.6, 0.5 * gain), EN)
    for unsure in (likely(0.51, gain), likely(0.51, 0.49 * gain)):
        assert plain(report.headline(unsure, EN)).endswith(
            "at the lowest point; you are paid back within 3 years in 51% of the draws."
        )
    assert "51 % des tirages" in plain(report.headline(likely(0.51, gain), FR))


def test_seller_time_to_confirm_does_not_read_as_advice_to_sell_less():
    confirmed = replace(RESULTS["paid"], confirm=("partner_seller_allocation", "annual_churn"))
    first, second = report.confirm(confirmed, EN)
    assert first.endswith("Sales are held constant in it: only the cost of that time moves.")
    assert "held constant" not in second


def test_nothing_is_due_before_starting_for_a_partner_that_has_started():
    for say, word in ((FR, "avant de commencer"), (EN, "before starting")):
        for told, there in ((INSIDE, True), (replace(INSIDE, started=True), False)):
            text = " ".join(shown(part) for part in told_of(RESULTS["paid"], told, say))
            assert (word in text) == there


def test_a_threshold_is_told_on_the_side_that_is_enough():
    def safe(threshold: float, rising: bool, unit: str = "share") -> float:
        bounds = {"low": 0.0, "high": 0.6}
        row = bounds | {"threshold": threshold, "rising": rising, "unit": unit}
        return report._safe(pd.Series(row))

    assert [safe(0.3554, False), safe(0.3554, True), safe(0.36, False)] == [0.35, 0.36, 0.36]
    assert [safe(0.0049, False), safe(0.5999, True)] == [0.0049, 0.6]
    assert safe(0.22, False, "full-time equivalent") == 0.22


# ── decision ──────────────────────────────────────────────────────────────────────────────────


def test_the_decision_names_the_means_who_and_when():
    text = plain(report.decision(RESULTS["paid"], INSIDE, FR))
    assert "2 vendeurs à 30 % de leur temps et 15 000 € au départ" in text
    assert text.endswith(
        "vous et J. Okafor (Responsable partenaires), à la prochaine revue mensuelle. "
        "Page écrite pour le partenaire : « vous » désigne Axorial, « nous » Nimbus."
    )
    assert "Page écrite" not in report.decision(RESULTS["paid"], OUTSIDE, FR)


def test_the_decision_of_a_partner_that_starts_is_due_on_day_90():
    text = plain(report.decision(RESULTS["paid"], STARTS, FR))
    assert "au plus tard au jour 90, le 6 décembre 2026." in text
    past = replace(STARTS, as_of=dt.date(2027, 1, 31))
    assert "revue mensuelle" in report.decision(RESULTS["paid"], past, FR)


def test_a_partner_that_is_not_paid_back_is_asked_to_look_at_what_would_be_enough():
    text = plain(report.decision(RESULTS["lost"], INSIDE, FR))
    row = RESULTS["lost"].thresholds.loc["annual_contract_value"]
    needed = plain(FR.format.money(row["threshold"]))
    assert f"il faudrait au moins {needed} par client et par an" in text
    assert "car aucune n’y suffit seule" in plain(report.decision(RESULTS["hopeless"], INSIDE, FR))


# ── cards ─────────────────────────────────────────────────────────────────────────────────────


def test_five_cards_in_the_order_of_the_specification():
    labels = [card.label for card in report.cards(RESULTS["paid"], EN)]
    assert labels == [
        "Net gain",
        "Paid back in",
        "To finance",
        "Share of services",
        "Chance of success",
    ]


@pytest.mark.parametrize("name", RESULTS)
def test_a_card_without_value_gives_its_reason(name):
    for card in report.cards(RESULTS[name], FR):
        assert card.value
        if card.value == "–":
            assert card.denominator and not card.trend


def test_a_month_that_is_not_reached_is_a_dash():
    card = report.cards(RESULTS["lost"], EN)[1]
    assert (card.value, card.denominator) == ("–", "not reached in 36\u00a0months")
    later = plain(report.cards(RESULTS["later"], EN)[1].denominator)
    assert later == "not reached in 36 months; month 47 at this pace"


# ── figures ───────────────────────────────────────────────────────────────────────────────────


def test_the_description_of_the_first_figure_tells_its_values():
    exhibit = report.cumulative(RESULTS["paid"], EN)
    base = RESULTS["paid"].base.cumulative
    for month in (0, 6, 12, 18, 24, 30, 36):
        assert f"month {month} {EN.format.money(base[month])}" in plain(exhibit.description)
    spread = RESULTS["paid"].spread.net_gain
    assert EN.format.money(spread["p10"]) in exhibit.description
    assert len(exhibit.table.rows) == 37


def drawn(exhibit: Exhibit) -> str:
    return plain(" | ".join(text.get_text() for text in exhibit.figure.axes[0].texts))


def test_the_first_figure_names_the_lowest_point_the_break_even_and_the_idle_months():
    text = drawn(report.cumulative(RESULTS["paid"], FR))
    assert "−42 467 € au plus bas, mois 7" in text
    assert "mise récupérée au mois 20" in text
    assert "aucun revenu compté avant le mois 4" in text


def test_what_starts_at_once_has_no_idle_months():
    assert "aucun revenu compté" not in drawn(report.cumulative(RESULTS["at_once"], FR))


def test_a_band_far_above_the_base_case_leaves_the_frame_and_says_so():
    exhibit = report.cumulative(RESULTS["paid"], FR)
    assert "↑" in drawn(exhibit) and "sort du cadre" in exhibit.source
    calm = found(annual_contract_value=20_000.0, services_multiple=1.0)
    assert "↑" not in drawn(report.cumulative(calm, FR))


def test_the_lines_of_the_second_figure_add_up_to_the_margin():
    for name in ("paid", "perpetual", "referral", "days"):
        base = RESULTS[name].base
        table = report.lines(RESULTS[name], FR).table
        years = [column.key for column in table.columns[1:]]
        assert table.rows[years].to_numpy().sum() == pytest.approx(base.margin.sum())


def test_what_brings_most_is_in_the_title():
    assert "Les services font 60 %" in plain(report.lines(RESULTS["paid"], FR).title)
    assert "Les commissions" not in report.lines(RESULTS["referral"], FR).title
    resale = found(services_multiple=0.1)
    assert "La revente fait" in report.lines(resale, FR).title


def test_the_waterfall_goes_from_revenue_to_the_net_gain():
    for name, result in RESULTS.items():
        rows = report.waterfall(result, FR).table.rows
        bars = waterfall.steps(rows)
        assert bars[0].end == pytest.approx(result.base.revenue.sum())
        assert bars[-2].end == pytest.approx(result.base.net_gain, abs=1e-6), name
        assert bars[-1].end == pytest.approx(result.base.net_gain)


def test_a_referrer_buys_no_licence():
    names = list(report.waterfall(RESULTS["referral"], FR).table.rows["name"])
    assert "Licences achetées" not in names
    assert "Licences et maintenance achetées" in list(
        report.waterfall(RESULTS["perpetual"], FR).table.rows["name"]
    )


def test_the_tornado_shows_ten_bars_the_widest_first():
    exhibit = report.tornado(RESULTS["paid"], EN)
    assert len(exhibit.table.rows) == 10
    first = exhibit.table.rows.iloc[0]
    assert first["name"] == "Annual contract value"
    assert (first["low"], first["high"]) == ("5,000", "100,000")
    assert "The 10 widest, of" in plain(exhibit.source)


def test_when_all_is_known_there_is_no_tornado():
    exhibit = report.tornado(RESULTS["known"], EN)
    assert exhibit.absent is not None and "all are known" in exhibit.absent
    assert report.confirm(RESULTS["known"], EN) == [EN("assumptions.confirm.none")]


@pytest.mark.parametrize("name", RESULTS)
def test_the_texts_of_a_figure_stay_in_its_frame_and_clear_of_each_other(name):
    for exhibit in every_figure(RESULTS[name], FR):
        if exhibit.absent is not None:
            continue
        exhibit.figure.canvas.draw()
        width, height = exhibit.figure.bbox.width, exhibit.figure.bbox.height
        boxes = [
            (text.get_text(), text.get_window_extent())
            for text in exhibit.figure.axes[0].texts
            if text.get_text().strip()
        ]
        for place, (one, box) in enumerate(boxes):
            assert box.x0 >= -3 and box.x1 <= width + 3, one
            assert box.y0 >= -3 and box.y1 <= height + 3, one
            for other, second in boxes[place + 1 :]:
                clear = (
                    box.x1 <= second.x0 + 1
                    or second.x1 <= box.x0 + 1
                    or box.y1 <= second.y0 + 2
                    or second.y1 <= box.y0 + 2
                )
                assert clear, (exhibit.key, one, other)


def test_amounts_of_the_waterfall_are_whole_where_they_have_room():
    exhibit = report.waterfall(found(annual_contract_value=60_000.0), EN)
    assert re.search(r"€1,\d{3},\d{3}", drawn(exhibit))  # not €1.8m: they are seen to add up
    wide = report.waterfall(RESULTS["millions"], words.load("en", "CHF"))
    assert re.search(r"CHF \d+\.\dm", drawn(wide))


def test_a_line_stops_where_it_leaves_the_frame():
    assert figures._until([0, 1, 2], [0.0, 10.0, 30.0], 20.0) == ([0, 1, 1.5], [0.0, 10.0, 20.0])
    assert figures._until([0, 1], [0.0, 10.0], 20.0) == ([0, 1], [0.0, 10.0])


# ── tables ────────────────────────────────────────────────────────────────────────────────────


def total(table: Table, column: str = "total") -> float:
    return float(table.total[column])


@pytest.mark.parametrize("name", RESULTS)
def test_tables_add_up_to_the_euro(name):
    base = RESULTS[name].base
    sales = report.sales(RESULTS[name], FR)
    if len(sales.rows):
        assert sales.rows["total"].sum() == pytest.approx(base.revenue.sum())
        assert total(sales) == pytest.approx(base.revenue.sum())
    cash = report.cash(RESULTS[name], FR)
    flow = cash.rows.iloc[-1]
    years = [column.key for column in cash.columns[2:-1]]
    assert flow["start"] + flow[years].sum() == pytest.approx(base.net_gain)
    assert flow["total"] == total(cash) == pytest.approx(base.net_gain)
    running = np.cumsum([flow["start"], *flow[years]])
    assert [cash.total["start"], *(cash.total[one] for one in years)] == pytest.approx(running)


def test_the_net_present_value_is_the_internal_editions_alone():
    keys = [column.key for column in report.scenarios(RESULTS["paid"], INSIDE, FR).columns]
    assert "npv" in keys
    for told in (OUTSIDE, replace(STARTS, audience="partner")):
        result = shared(RESULTS["paid"])
        pages = "".join(json.dumps(part.as_json()) for part in told_of(result, told, EN))
        visible = " ".join(shown(part) for part in told_of(result, told, EN)[:-1])
        assert "present value" not in visible and "Discount" not in visible
        assert "90,082" not in pages and "386,150" not in pages
        assert report.key_figures(result, EN)["earnings.npv"]["value"] is None


def test_what_the_partner_brings_the_vendor_is_in_the_internal_edition_alone():
    page = Page(FR)
    assert "386 150" in shown(report.vendor_side(page, RESULTS["paid"], INSIDE))
    assert shown(report.vendor_side(page, RESULTS["paid"], OUTSIDE)).strip() == ""


def test_a_threshold_says_at_least_or_at_most_and_stands_first():
    rows = report.thresholds(RESULTS["paid"], EN).rows.set_index("name")
    assert plain(rows.at["Annual contract value", "threshold"]) == (
        "at least €12,849 a customer and year"
    )
    assert plain(rows.at["Share of seller time given to the offer", "threshold"]) == "at most 51%"
    assert isinstance(rows["threshold"].iloc[0], str)
    assert not isinstance(rows["threshold"].iloc[-1], str)


def test_before_and_after_the_partners_own_figures():
    page = Page(EN)
    text = shown(report.own_figures(page, RESULTS["own"], replace(INSIDE, own=True)))
    after = EN.format.money(RESULTS["own"].base.net_gain)
    assert f"the result goes from €118,540 to {after}" in text
    assert "month 20" in text and "2 assumptions changed" in text
    same = shown(report.own_figures(page, RESULTS["same"], replace(INSIDE, own=True)))
    assert "do not change the result" in same and "No assumption has changed" in same


def test_without_own_figures_the_page_says_when_they_come():
    page = Page(EN)
    assert "6 December 2026" in shown(report.own_figures(page, RESULTS["paid"], STARTS))
    assert "redone every year" in shown(report.own_figures(page, RESULTS["paid"], INSIDE))


def promised(told: report.Partnership, say: words.Words) -> list[list[list[str]]]:
    """The rows of both tables of commitments, the vendor's first."""
    part = report.commitments(Page(say), RESULTS["paid"], told)
    tables = [one["data"]["table"] for one in part.data["parts"]]
    assert [table["key"] for table in tables] == ["commitments_vendor", "commitments_partner"]
    return [[[plain(cell) for cell in row] for row in table["rows"]] for table in tables]


def test_the_vendors_commitments_come_first_those_of_the_calculation_on_top():
    ours, yours = promised(INSIDE, FR)
    assert "25 % de marge la première année" in ours[0][0]
    assert ours[0][1] == "A. Morel (Direction des partenariats)"
    assert yours[0][0] == "Affecter 2 vendeurs à 30 % de leur temps"
    usual = banks.business_plan()["commitments"]["defaults"]
    for side, rows in (("vendor", ours), ("partner", yours)):
        texts = {plain(FR.typeset(one["text"]["fr"])) for one in usual if one["side"] == side}
        assert texts <= {row[0] for row in rows}


def test_a_partner_that_starts_is_promised_what_the_start_plan_says():
    leads = "At least 5 qualified leads passed on"
    row = next(row for row in promised(STARTS, EN)[0] if row[0].startswith(leads))
    assert row[2] == "22 Oct 2026"  # day 45
    assert not [row for row in promised(INSIDE, EN)[0] if row[0].startswith(leads)]


def test_the_next_ninety_days_are_those_of_the_start_plan_then_of_the_business_plan():
    starting = report.next_steps(STARTS, EN)
    assert "18 steps" in plain(starting.caption) and len(starting.rows) == 18
    undated = report.next_steps(replace(STARTS, start=None), EN)
    assert plain(undated.rows["due"].iloc[1]) == "day 3"
    done = report.next_steps(replace(STARTS, own=True), EN)
    assert list(done.rows["due"].map(plain))[:2] == ["day 95", "day 100"]
    later = report.next_steps(replace(STARTS, own=True, as_of=dt.date(2027, 2, 1)), EN)
    assert len(later.rows) == len(report.next_steps(INSIDE, EN).rows) == 4


# ── notes ─────────────────────────────────────────────────────────────────────────────────────


def test_payback_before_the_month_of_the_method_is_a_warning():
    soon = found(
        first_deal_delay_months=0, partner_autonomy_months=1, partner_seller_allocation=0.15
    )
    assert soon.too_soon == 6
    assert "avant le mois 6" in plain(" ".join(report.quality(soon, INSIDE, FR)))
    assert RESULTS["paid"].too_soon is None
    assert "avant le mois 6" not in plain(" ".join(report.quality(RESULTS["paid"], INSIDE, FR)))


def test_the_file_that_would_hold_the_partners_figures_is_named_to_the_vendor_alone():
    inside = " ".join(report.quality(RESULTS["paid"], INSIDE, EN))
    outside = " ".join(report.quality(shared(RESULTS["paid"]), OUTSIDE, EN))
    assert "assumptions_axorial.csv" in inside and "assumptions_axorial.csv" not in outside


def test_all_assumptions_are_told_those_to_confirm_first_on_top():
    result = RESULTS["paid"]
    table = report.assumptions(result, INSIDE, EN)
    assert len(table.rows) == len(result.assumptions)
    first = [banks.short_labels("en")[key] for key in result.confirm]
    assert list(table.rows["key"])[:5] == first


def test_key_figures_have_the_names_of_the_contract():
    figures_ = report.key_figures(RESULTS["paid"], EN)
    assert set(figures_) == {
        f"earnings.{name}"
        for name in (
            *("net_gain", "lowest_cumulative", "npv", "net_gain_p10", "net_gain_p50"),
            *("net_gain_p90", "net_gain_before", "break_even_month", "return"),
            *("services_share", "break_even_probability"),
        )
    }
    assert figures_["earnings.break_even_month"] == {"value": 20, "unit": "month", "of": 36}
    assert figures_["earnings.net_gain_before"]["reason"]
    lost = report.key_figures(RESULTS["lost"], EN)["earnings.break_even_month"]
    assert lost["value"] is None and lost["reason"]


def test_what_an_edition_uses_is_told_before_it_is_computed():
    terms = Terms()
    assert set(report.uses(terms, "internal")) - set(report.uses(terms, "partner")) == set(INTERNAL)


# ── a client in another currency, and a candidate ─────────────────────────────────────────────


def test_another_currency_is_written_everywhere():
    pounds = words.load("en", "GBP")
    francs = words.load("fr", "CHF")
    for say, mark in ((pounds, "£"), (francs, "CHF")):
        for part in told_of(RESULTS["paid"], INSIDE, say)[:-4]:
            text = shown(part)
            assert "€" not in text and "EUR" not in text, part.kind
        assert mark in report.headline(RESULTS["paid"], say)


def test_no_amount_is_in_thousands():
    for say in (FR, EN):
        text = " ".join(shown(part) for part in told_of(RESULTS["paid"], INSIDE, say)[:-4])
        assert not re.search(r"k€|€\d[\d,.]*k", text)


def test_an_average_candidate_opens_the_conversation():
    rules = Rules(draws=400)
    exhibit = report.candidate(report.of_candidate(assumed(), rules), FR)
    assert "récupérerait sa mise au mois 20" in plain(exhibit.title)
    assert exhibit.figure.get_size_inches()[1] == report.SMALL
    assert "argument est à revoir" in report.candidate(RESULTS["lost"], FR).title


def test_a_client_without_a_rate_has_no_candidates_figure_and_is_told_why():
    blank = assumed()
    blank.loc[core.monetary(blank), ["value", "low", "high"]] = float("nan")
    result = report.of_candidate(blank, Rules(draws=100))
    assert result is None
    assert "eur_rate" in str(report.candidate(result, EN).absent)
    assert shown(report.of_candidate_assumptions(Page(EN), result, [], None)).strip() == ""


def test_the_assumptions_of_a_candidate_leave_out_those_told_already():
    result = report.of_candidate(assumed(), Rules(draws=100))
    told = ["active_sellers_per_partner", "new_customers_per_partner_seller_year"]
    part = report.of_candidate_assumptions(Page(EN), result, told, None)
    assert len(part.data["table"]["rows"]) == len(result.assumptions) - 2


# ── the folder ────────────────────────────────────────────────────────────────────────────────


class Folder(SimpleNamespace):
    """A folder that tells one partner and the bank's assumptions."""

    def partners(self) -> pd.DataFrame:
        row = {"type": "referrer", "status": "starting", "start_date": pd.Timestamp(START)}
        return pd.DataFrame([row], index=["axorial"])

    def has(self, stem: str) -> bool:
        return stem in self.files

    def own_assumptions(self, partner: str) -> tuple[str, ...]:
        return ("services_multiple",) if f"assumptions_{partner}" in self.files else ()

    def as_of_partner(self) -> None:
        return None

    def as_of(self) -> dt.date:
        return dt.date(2026, 10, 31)

    def assumptions(self, partner: str | None = None, uses: Any = None) -> pd.DataFrame:
        self.asked.append((partner, tuple(uses)))
        return assumed()


def folder(**changes: Any) -> Folder:
    told = {
        "name": "Nimbus",
        "partner_name": "Axorial",
        "partner_id": "axorial",
        "year": 2026,
        "audience": "internal",
        "files": (),
        "asked": [],
        "settings": SimpleNamespace(people={"CM": "J. Okafor"}, rate=1.0),
    }
    return Folder(**told | changes)


def test_the_partnership_is_read_from_the_folder():
    told = report.partnership(folder())
    assert (told.vendor, told.partner, told.type) == ("Nimbus", "Axorial", "referrer")
    assert told.start == START and told.starting and told.review == dt.date(2026, 12, 6)
    assert told.people["CM"] == "J. Okafor" and not told.reviewed and told.started
    row = folder().partners().assign(channel_manager="L. Faber", start_date=pd.NaT)
    managed = folder(partners=lambda: row)
    assert report.partnership(managed).people["CM"] == "L. Faber"
    assert not report.partnership(managed).started
    own = report.partnership(folder(files=("assumptions_axorial",)))
    assert own.reviewed == ("services_multiple",)
    assert own.own and not own.starting and own.review is None


def test_before_is_asked_only_where_the_partner_has_figures_of_its_own():
    here = folder(files=("assumptions_axorial",))
    told = report.partnership(here)
    keys = report.uses(Terms(), "internal")
    assert list(report.in_force(here, Terms()).index) == keys
    assert report.before(here, Terms(), told) is not None
    assert [partner for partner, _ in here.asked] == ["axorial", None]
    assert report.before(folder(), Terms(), report.partnership(folder())) is None


def test_the_partner_is_told_what_is_known_of_it_in_two_sentences():
    assert report.known(RESULTS["paid"], INSIDE, FR) == []
    assert len(report.known(RESULTS["own"], OUTSIDE, FR)) == 2
    keys = ("services_multiple", "first_deal_delay_months", "active_sellers_per_partner")
    reviewed = replace(OUTSIDE, reviewed=(*keys, "licence_margin_perpetual"))
    [first, _] = report.known(RESULTS["own"], reviewed, FR)
    assert "3 valeurs revues avec vous" in plain(first)  # of the four, one is of another mode
    assert "que votre nom" in report.known(RESULTS["own"], OUTSIDE, FR)[0]


def test_bars_of_the_tornado_are_those_of_the_result():
    table = report.tornado(RESULTS["paid"], FR).table.rows
    bars = uncertainty.widest(RESULTS["paid"].bars)
    assert table["result_low"].tolist() == bars["result_low"].tolist()
