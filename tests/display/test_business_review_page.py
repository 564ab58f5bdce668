"""The business review's page: promises first, trouble in the headline, never a colour alone."""

import datetime as dt
import math
import re
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from padlib import banks, workspace
from padlib.core.joint_plan import PARTNER, VENDOR
from padlib.display import Page, words
from padlib.display.figures import business_review as figures
from padlib.display.pages import business_review as report
from padlib.method.business_review import BusinessReview, business_review
from tests import joint_plans
from tests.display.test_diagnostic_figures import assert_legible, printed
from tests.method.test_business_review import commitment, review, taken

FR, EN = words.load("fr"), words.load("en", "GBP")
SAYS = (FR, EN)
PROBABILITY = banks.business_plan()["forecast"]["stage_probability"]
SEPTEMBER = dt.date(2026, 9, 30)
FOLDER = SimpleNamespace(
    name="Nimbus",
    partner_name="Axorial",
    year=2026,
    audience="internal",
    settings=SimpleNamespace(people={"CM": "J. Okafor", "MKT": "C. Dauthier"}),
    as_of_partner=lambda: SEPTEMBER,
    issued=dt.date(2026, 10, 5),
)
DEALS = joint_plans.deals(
    ("A", 100_000, "signed", "2026-03-10"),
    ("B", 60_000, "negotiation", "2026-11-10"),
    ("C", 80_000, "proposal", "2026-12-10"),
)


def reviewed(
    deals: pd.DataFrame = DEALS,
    values: Any = None,
    *reviews: Any,
    kind: str | None = None,
    **told: Any,
) -> tuple[BusinessReview, report.Meeting]:
    plan = joint_plans.plan(**told)
    measured = joint_plans.measured() if values is None else values
    found = business_review(
        plan, deals, measured, reviews, as_of=SEPTEMBER, probability=PROBABILITY, kind=kind
    )
    return found, report.meeting(FOLDER, plan)


def whole(found: BusinessReview, told: report.Meeting, say: Any) -> str:
    """Every part of the page, as JSON tells it."""
    page = Page(say)
    parts = [
        page.headline(report.headline(found, told, say)),
        page.decision(report.decision(found, told, say)),
        page.cards(report.cards(found, told, say)),
        report.findings(page, found, told),
        report.proposals(page, found, told),
        report.opening(page, found, told),
        report.views(page, found, told),
        report.triggers(page, found),
        report.promises(page, found, told),
        report.agenda(page, found),
        report.quarterly(page, found, told),
        page.quality([*report.quality(found, told, say)]),
        report.counted(page, found),
    ]
    return "\n".join(str(part.as_json()) for part in parts)


def test_trouble_is_said_in_the_headline() -> None:
    found, told = reviewed()  # 100 of 280 expected; 100 + 48 + 40 for 400 aimed at
    assert report.headline(found, told, FR).startswith("Le plan est en difficulté\u00a0:")
    assert "100\u202f000\u00a0€ sur 280\u202f000\u00a0€ attendus" in report.headline(
        found, told, FR
    )
    assert "known business leads to £188,000 of the £400,000 aimed at (47%)" in report.headline(
        found, told, EN
    )


def test_a_plan_on_its_way_is_not_in_trouble_and_one_reached_says_so() -> None:
    found, told = reviewed(DEALS, joint_plans.measured(K_01={9: 290_000}))
    assert report.headline(found, told, EN).startswith(
        "On 30\u00a0September\u00a02026, £290,000 for"
    )
    found, told = reviewed(DEALS, joint_plans.measured(K_01={9: 400_000}))
    assert report.headline(found, told, EN).startswith("The year’s objective is reached")
    assert [card.value for card in report.cards(found, told, EN)][2] == "–"


def test_an_unsigned_plan_says_what_lacks_and_asks_for_it() -> None:
    found, told = reviewed(signatures={"vendor": {"name": "H. Lenoir", "date": "2026-01-15"}})
    assert report.headline(found, told, EN).startswith(
        "The plan is not signed: 2 items are missing"
    )
    assert report.decision(found, told, EN).startswith("Complete and sign the plan")
    assert "No alert threshold is crossed." in whole(found, told, EN)


def test_the_decision_is_the_one_that_the_plan_took_in_advance_and_lies_ahead() -> None:
    found, told = reviewed(DEALS, joint_plans.measured(K_01={8: 10, 9: 20}))
    asked = report.decision(found, told, FR)
    assert "plan de redressement à 60\u00a0jours" in asked
    assert asked.startswith("2 décisions prévues d’avance")
    assert "J. Okafor et S. Brun" in asked
    assert "4\u00a0novembre\u00a02026" in asked  # thirty days after the page is issued


def test_late_commitments_are_asked_for_when_no_threshold_is_crossed() -> None:
    late = [commitment("EV-10", VENDOR, "2026-09-01")]
    kept = [
        commitment(f"EP-{one}", PARTNER, "2026-03-31", "2026-03-01") for one in ("11", "12", "13")
    ]
    found, told = reviewed(
        DEALS, joint_plans.measured(K_01={9: 290_000}), commitments=[*late, *kept]
    )
    assert report.decision(found, told, EN).startswith(
        "Keep 1 late commitment, this one first: text of"
    )


def test_nothing_known_is_said_and_not_drawn_as_nought() -> None:
    found, told = reviewed(joint_plans.deals(), commitments=None, means=None)
    shown = report.revenue(found, told, EN)
    assert shown.absent and shown.figure is None
    assert [card.value for card in report.cards(found, told, EN)] == ["–"] * 5


def test_both_sides_stand_side_by_side_and_the_lesser_is_named() -> None:
    told_ = [
        commitment("EV-10", VENDOR, "2026-06-30", "2026-07-05"),
        commitment("EP-10", PARTNER, "2026-06-30", "2026-06-05"),
    ]
    found, told = reviewed(commitments=told_, kind="quarterly")
    text = whole(found, told, EN)
    assert "Nimbus keeps its commitments less than Axorial" in text
    assert "On time: Nimbus 0 of 1, Axorial 1 of 1" in text


def test_the_review_opens_on_the_commitments_of_the_last_one() -> None:
    before = review(
        "2026-09-01", taken(("R-1", VENDOR, "2026-09-10"), ("R-2", PARTNER, "2026-10-20"))
    )
    found, told = reviewed(DEALS, None, before)
    table = report.opening(Page(FR), found, told).data["table"]
    assert (
        table["caption"]
        == "2 engagements de la revue du 1er\u00a0septembre\u00a02026\u00a0: 0 tenu, 1 en retard"
    )
    assert "R-1" not in str(report.promises(Page(FR), found, told).data)  # told once


@pytest.mark.parametrize("say", SAYS)
@pytest.mark.parametrize("kind", ["monthly", "quarterly"])
def test_every_part_is_told_in_both_languages_without_a_code(say: Any, kind: str) -> None:
    before = review("2026-09-01", taken(("R-1", VENDOR, "2026-09-10")))
    values = joint_plans.measured(K_01={8: 90_000, 9: 100_000}, K_02={9: 3}, K_05={9: 50})
    found, told = reviewed(DEALS, values, before, kind=kind)
    text = whole(found, told, say)
    assert not re.search(r"\bnan\b|\bNaT\b|\bNone\b days", text)
    assert ("'key': 'deals'" in text) is (kind == "quarterly")
    assert "internal_notes" not in text and "directeur général" not in text


@pytest.mark.parametrize("say", SAYS)
def test_figures_keep_their_texts_apart(say: Any) -> None:
    values = joint_plans.measured(
        K_01={6: 150_000, 9: 1_250_000}, K_02={9: 3}, K_05={9: 50}, K_06={9: 30}, K_08={9: 100}
    )
    found, told = reviewed(DEALS, values, objective=4_000_000)
    for draw in (report.revenue, report.bridge, report.kpis, report.kept):
        shown = draw(found, told, say)
        assert_legible(shown.figure)


@pytest.mark.parametrize("month", range(13))
def test_the_revenue_is_drawn_at_any_month(month: int) -> None:
    values = joint_plans.measured(K_01={one: 9_000 * one for one in range(1, month + 1)})
    plan = joint_plans.plan()
    day = (
        dt.date(2026, month + 1, 1) - dt.timedelta(days=1) if month < 12 else dt.date(2026, 12, 31)
    )
    deals = joint_plans.deals(("B", 60_000, "negotiation", "2026-12-30"))
    found = business_review(plan, deals, values, (), as_of=day, probability=PROBABILITY)
    assert_legible(report.revenue(found, report.meeting(FOLDER, plan), FR).figure)


def test_a_status_is_a_sign_and_a_word() -> None:
    rows = pd.DataFrame(
        {
            "name": ["A", "B", "C", "D"],
            "attainment": [1.2, 0.9, 0.3, math.nan],
            "green": 0.95,
            "amber": 0.8,
            "colour": ["green", "amber", "red", "grey"],
            "told": ["1 / 1"] * 4,
        }
    )
    said = {"green": "on track", "amber": "watch", "red": "late", "grey": "no data"}
    figure = figures.draw_kpis(rows, words=said | {"expected": "expected"})
    assert set(said.values()) <= set(printed(figure))
    markers = {line.get_marker() for line in figure.axes[0].lines} - {"None"}
    assert markers == {"o", "^", "s"}


def test_a_demo_review_has_the_same_figures_in_both_editions() -> None:
    figures_of = {}
    for audience in ("internal", "partner"):
        folder = workspace.open_client("demo-nimbus", 2026, partner="axorial", audience=audience)
        plan, deals, values = folder.business_plan(), folder.deals(), folder.kpi_values()
        reviews = folder.reviews()
        day = folder.known_as_of_partner()
        found = business_review(plan, deals, values, reviews, as_of=day, probability=PROBABILITY)
        told = report.meeting(folder, plan)
        figures_of[audience] = (
            report.headline(found, told, FR),
            [card.value for card in report.cards(found, told, FR)],
            list(found.kpis["colour"]),
        )
        assert plan.internal_notes if audience == "internal" else not plan.internal_notes
    assert figures_of["internal"] == figures_of["partner"]


def test_the_day_of_a_measured_revenue_is_the_end_of_its_month() -> None:
    found, told = reviewed(DEALS, joint_plans.measured(K_01={6: 100_000}))
    assert f"on {EN.format.date(dt.date(2026, 6, 30))}, £100,000" in report.headline(
        found, told, EN
    )


def test_a_title_is_true_on_either_side_of_what_is_expected() -> None:
    for amount, share in ((268_000, "96%"), (308_000, "110%")):  # of 280 000
        found, told = reviewed(DEALS, joint_plans.measured(K_01={9: amount}))
        assert found.colour == "green"
        assert share in report.revenue(found, told, EN).title


def test_what_is_absent_is_said_once_and_a_count_of_nought_not_at_all() -> None:
    found, told = reviewed(joint_plans.deals(), commitments=[])
    absent = report.revenue(found, told, FR)
    assert absent.absent and absent.absent != absent.title
    late = [commitment("EV-02", "vendor", "2026-06-30")]
    found, told = reviewed(commitments=late)
    shown = report.promises(Page(EN), found, told).as_json()
    assert shown["data"]["table"]["caption"] == "1 other commitment is late"


def test_a_last_review_without_commitments_is_not_the_first_one() -> None:
    last = review("2026-08-27", taken())
    day = EN.format.date(last.date)
    for held, empty in (
        ((), "No review has taken a commitment yet."),
        ((last,), f"The review of {day} took no commitment."),
    ):
        found, told = reviewed(DEALS, None, *held)
        shown = report.opening(Page(EN), found, told).as_json()
        assert shown["data"]["table"]["empty"] == empty
