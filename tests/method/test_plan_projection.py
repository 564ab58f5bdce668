"""What the year of a joint plan will bring, as a range (METHOD 13.2, 20)."""

import datetime as dt
import itertools
import math
import random
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core import pipeline
from padlib.core.pipeline import ToDate
from padlib.method import earnings, vision
from padlib.method import plan_projection as pp
from padlib.method.plan_projection import Base, Cycle, Rules, Situation
from tests import joint_plans

RULES = Rules.of(
    banks.rules("plan_projection")
    | banks.rules("simulation")
    | {"stage_probability": banks.business_plan()["forecast"]["stage_probability"]}
)
EVEN = (1 / 12,) * 12
UNKNOWN = dict.fromkeys(pp.HISTORY, math.nan)
SIX = Cycle(6, 3, 12)
NO_BASE = Base(0.0, 0.0, 0.0, {})


def situation(
    deals=(),
    *,
    objective=400_000.0,
    actual=180_000.0,
    as_of=dt.date(2026, 6, 30),
    base=NO_BASE,
    cycle=SIX,
    seasonality=EVEN,
    growth=None,
    year=2026,
):
    """A situation made by hand; deals are (id, amount, stage, expected close)."""
    frame = joint_plans.deals(*deals)
    return Situation(
        year=year,
        as_of=as_of,
        objective=objective,
        actual=ToDate(actual, pipeline.FROM_DEALS),
        course=pd.Series([0.0, actual], index=[0.0, 6.0]),
        deals=pipeline.closing_within(frame, year, pipeline.complete_month(as_of, year)),
        weighted=pipeline.weighted(frame, RULES.probability),
        base=base,
        growth=growth,
        seasonality=seasonality,
        cycle=cycle,
    )


def project(found, rules=RULES, outlook=None):
    return pp.projection(found, rules, outlook)


# ── METHOD 13.2 and 20, to the cent ──────────────────────────────────────────────────────────────


@pytest.fixture
def example(worked):
    """The example's own inputs, through the plan and the deals as files tell them."""
    case = worked["plan_projection"]
    told = [
        (f"D-{place}", deal["amount"], deal["stage"], deal["expected_close"])
        for place, deal in enumerate(case["open_deals"])
    ]
    found = pp.situation(
        joint_plans.plan(objective=case["objective"], seasonality=None),
        joint_plans.deals(*told),
        joint_plans.measured(K_01={6: case["actual_to_date"]}),
        RULES,
        as_of=dt.date.fromisoformat(case["as_of"]),
        cycle=Cycle(case["sales_cycle_months"], 3, 12),
        revenue=UNKNOWN,
        earnings=case["base_estimates"][0],
    )
    return case, found


def test_the_worked_example(example):
    case, found = example
    result = project(found)
    assert found.base[:3] == pytest.approx(case["base_low_median_high"], abs=1e-4)
    assert result.done == case["actual_to_date"]
    assert result.in_sight == pytest.approx(case["in_sight"], abs=1e-4)
    months = result.months["to_find"].loc[7:].tolist()
    assert months == pytest.approx(case["yet_to_be_found_by_month"], abs=1e-4)
    assert result.to_find == pytest.approx(case["yet_to_be_found"], abs=1e-4)
    assert result.landing == pytest.approx(case["expected_landing"], abs=1e-4)
    assert result.known_landing == pytest.approx(case["known_business_landing"], abs=1e-4)
    assert result.gap == pytest.approx(case["objective"] - case["expected_landing"], abs=1e-4)


def test_what_is_said_beside_the_worked_example(example):
    result = project(example[1])
    assert result.expected_to_date == pytest.approx(200_000)
    assert result.attainment == pytest.approx(0.9)
    assert result.coverage == pytest.approx(56_000 / 220_000)
    assert not result.pipeline_only
    # 164 000 lack to the known landing, on 3.5 twelfths of a year
    assert result.needed_base == pytest.approx(164_000 * 12 / 3.5)


# ── a second writing, draw by draw ───────────────────────────────────────────────────────────────


RUNS = 10_000


def one_by_one(found, number, seed=7):
    """The same year in plain Python: each draw is lived through month by month."""
    luck = random.Random(seed)
    month = 0
    if found.as_of is not None and found.as_of.year > found.year:
        month = 12
    elif found.as_of is not None and found.as_of.year == found.year:
        tomorrow = found.as_of + dt.timedelta(days=1)
        month = found.as_of.month - (tomorrow.month == found.as_of.month)
    low, median, high, _ = found.base
    deals = [
        (deal.amount, RULES.probability[deal.stage], deal.expected_close)
        for deal in found.deals.itertuples()
    ]
    ahead = range(1, 13 - month)
    seen = [max(0.0, 1 - months / found.cycle.value) for months in ahead]
    runs = []
    for _ in range(number):
        brought = median
        if high > low:
            alpha = 1 + 4 * (median - low) / (high - low)
            beta = 1 + 4 * (high - median) / (high - low)
            brought = low + luck.betavariate(alpha, beta) * (high - low)
        level, path = found.actual.amount, [found.actual.amount]
        signed = {}
        for amount, chance, close in deals:
            if luck.random() < chance:
                at = 12 * (close.year - found.year) + close.month
                at = at if at > month else month + 1
                signed[at] = signed.get(at, 0.0) + amount
        for months, share_seen in zip(ahead, seen, strict=True):
            level += brought * found.seasonality[month + months - 1] * (1 - share_seen)
            level += signed.get(month + months, 0.0)
            path.append(level)
        runs.append(path)
    return month, runs


MANY = [
    ("A", 60_000, "negotiation", "2026-08-20"),
    ("B", 40_000, "qualified", "2026-10-15"),
    ("C", 25_000, "proposal", "2026-05-02"),  # overdue
    ("D", 90_000, "proposal", "2026-12-31"),
    ("E", 15_000, "identified", "2026-07-01"),
    ("F", 70_000, "negotiation", "2027-01-04"),  # beyond the year
    ("G", 12_000, "negotiation", "2026-09-09"),
    ("H", 33_000, "qualified", "2026-11-20"),
]
CASES = {
    "half way": situation(MANY, base=Base(250_000, 380_000, 430_000, {"trend": 1.0})),
    "no date": situation(MANY, as_of=None, actual=0.0, base=Base(3e5, 3.2e5, 4e5, {"trend": 1.0})),
    "seasonal": situation(
        MANY,
        as_of=dt.date(2026, 2, 27),
        actual=9_000.0,
        base=Base(150_000, 380_000, 390_000, {"trend": 1.0}),
        seasonality=tuple(joint_plans.SEASONALITY),
        cycle=Cycle(9, 9, 9),
    ),
    "known base": situation(MANY, base=Base(4e5, 4e5, 4e5, {"trend": 4e5})),
    "pipeline only": situation(MANY),
    "november": situation(MANY, as_of=dt.date(2026, 11, 30), actual=390_000.0),
}


@pytest.mark.parametrize("name", CASES)
def test_a_simulation_written_apart_gives_the_same_within_its_error(name):
    found = CASES[name]
    result = project(found, replace(RULES, draws=40_000))
    month, runs = one_by_one(found, RUNS)
    assert result.situation.month == month
    drawn = pp.draws(found, replace(RULES, draws=40_000)).mean(axis=0)
    for place, number in enumerate(range(month, 13)):
        reached = [run[place] for run in runs]
        mean = math.fsum(reached) / len(reached)
        spread = math.sqrt(math.fsum((one - mean) ** 2 for one in reached) / len(reached))
        for rank in (10, 50, 90):
            # the share of runs at or below what the vectorised draws call their percentile
            told = result.months[f"p{rank}"].loc[number]
            at_most = sum(one <= told + 1e-6 for one in reached) / len(reached)
            under = sum(one < told - 1e-6 for one in reached) / len(reached)
            assert under - 0.018 <= rank / 100 <= at_most + 0.018, (number, rank)
        assert drawn[place] == pytest.approx(mean, abs=5 * spread / math.sqrt(RUNS) + 1e-6)
    won = sum(run[-1] >= found.objective for run in runs) / len(runs)
    assert result.probability == pytest.approx(won, abs=0.018)


def every_outcome(found):
    """Landings of all ways in which the deals may end, each with its probability; B is fixed."""
    assert found.base.low == found.base.high
    month = found.month
    brought = sum(
        found.base.median * share * min(1.0, (number - month) / found.cycle.value)
        for number, share in enumerate(found.seasonality, 1)
        if number > month
    )
    deals = list(found.deals.itertuples())
    for signed in itertools.product((0, 1), repeat=len(deals)):
        chance = math.prod(
            RULES.probability[deal.stage] if won else 1 - RULES.probability[deal.stage]
            for deal, won in zip(deals, signed, strict=True)
        )
        amounts = (deal.amount * won for deal, won in zip(deals, signed, strict=True))
        yield found.actual.amount + brought + sum(amounts), chance


@pytest.mark.parametrize("name", ["known base", "pipeline only", "november"])
def test_a_fixed_base_gives_what_enumerating_the_deals_gives(name):
    """Percentiles are landings of the enumeration, those where its distribution steps over them;
    the probability is its sum, within the error of the draws."""
    found = CASES[name]
    result = project(found, replace(RULES, draws=100_000))
    outcomes = sorted(every_outcome(found))
    exact = sum(chance for landing, chance in outcomes if landing >= found.objective - 1e-6)
    assert result.probability == pytest.approx(exact, abs=0.006)
    cumulated = list(itertools.accumulate(chance for _, chance in outcomes))
    for rank in (10, 50, 90):
        clear = [
            landing
            for (landing, chance), total in zip(outcomes, cumulated, strict=True)
            if total - chance - 0.006 <= rank / 100 <= total + 0.006
        ]
        low, high = min(clear), max(clear)
        assert low - 1e-6 <= result.spread[f"p{rank}"] <= high + 1e-6
        if len({round(one, 6) for one in clear}) == 1:
            assert result.spread[f"p{rank}"] == pytest.approx(clear[0], abs=1e-6)
    expected = sum(landing * chance for landing, chance in outcomes)
    assert result.landing == pytest.approx(expected, abs=1e-6)


def test_sure_deals_leave_nothing_to_chance():
    sure = replace(RULES, probability=dict.fromkeys(pipeline.OPEN, 1.0))
    result = project(situation(MANY, base=Base(12e4, 12e4, 12e4, {"trend": 12e4})), sure)
    assert set(result.spread.values()) == {result.landing}
    for name in ("p10", "p50", "p90"):
        assert result.months[name].tolist() == pytest.approx(result.months["expected"].tolist())


# ── the base ─────────────────────────────────────────────────────────────────────────────────────


def revenue(*years):
    return dict(zip(pp.HISTORY, (*years, *[math.nan] * 4), strict=False))


@pytest.mark.parametrize(
    ("years", "rate"),
    [
        ((133.1, 110.0, 100.0, 100.0), 0.1),  # three years, though shorter spans are known
        ((121.0, 5.0, 100.0), 0.1),
        ((110.0, 100.0), 0.1),
        ((110.0, 100.0, 0.0, 0.0), 0.1),  # a start from nothing has no rate
        ((0.0, 50.0), -1.0),
        ((110.0,), None),
        ((math.nan, 100.0), None),
        ((), None),
    ],
)
def test_growth_over_the_longest_history(years, rate):
    found = pp.growth(revenue(*years))
    assert found is None if rate is None else found == pytest.approx(rate)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((320_000.0, 290_000.0, math.nan, 210_000.0), 320_000 * (320 / 210) ** (1 / 3)),
        ((300.0, 100.0), 300 * 1.30),  # held to the cap
        ((100.0, 300.0), 100 * 0.80),  # held to the floor
        ((100.0,), 100.0),
        ((0.0, 100.0), None),
        ((), None),
    ],
)
def test_trend_carries_last_year_on_at_a_growth_that_is_held(years, expected):
    found = pp.trend(revenue(*years), RULES)
    assert found is None if expected is None else found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("estimates", "expected"),
    [
        ({}, (0.0, 0.0, 0.0)),
        ({"trend": None, "vision": math.nan}, (0.0, 0.0, 0.0)),
        ({"vision": 100.0}, (80.0, 100.0, 120.0)),
        ({"trend": 100.0, "earnings": 300.0}, (100.0, 200.0, 300.0)),
        ({"trend": 100.0, "vision": 90.0, "earnings": 300.0}, (90.0, 100.0, 300.0)),
        ({"trend": 100.0, "vision": 100.0}, (100.0, 100.0, 100.0)),
        ({"vision": 0.0}, (0.0, 0.0, 0.0)),
    ],
)
def test_base_is_the_lowest_median_and_highest_estimate(estimates, expected):
    found = pp.base(estimates, RULES)
    assert found[:3] == pytest.approx(expected)
    assert found.known == any(
        not math.isnan(value or 0.0) and value is not None for value in estimates.values()
    )


@pytest.mark.parametrize(
    ("start", "day", "months"),
    [
        (dt.date(2026, 7, 6), dt.date(2026, 8, 5), 0),
        (dt.date(2026, 7, 6), dt.date(2026, 8, 6), 1),
        (dt.date(2025, 12, 31), dt.date(2026, 2, 28), 2),
        (dt.date(2024, 2, 29), dt.date(2025, 2, 28), 12),
        (dt.date(2024, 2, 29), dt.date(2028, 2, 28), 47),
        (dt.date(2024, 2, 29), dt.date(2028, 2, 29), 48),
        (dt.date(2026, 7, 6), dt.date(2026, 7, 5), None),
        (None, dt.date(2026, 7, 5), None),
        (dt.date(2026, 7, 6), None, None),
    ],
)
def test_age_of_a_partner_in_whole_months(start, day, months):
    assert pp.age_in_months(start, day) == months


@given(
    start=st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31)),
    days=st.integers(0, 2000),
)
def test_a_partner_never_grows_younger(start, days):
    """Whole months grow by one at a time, and a year after its start a partner is twelve months
    old, be it born on 29 February."""
    day = start + dt.timedelta(days=days)
    age, later = (pp.age_in_months(start, one) for one in (day, day + dt.timedelta(days=1)))
    assert 0 <= later - age <= 1
    leap = (start.month, start.day) == (2, 29)
    birthday = start.replace(year=start.year + 1, day=28 if leap else start.day)
    assert pp.age_in_months(start, birthday) == 12


def test_a_young_partner_is_in_the_first_or_second_year_of_the_model():
    monthly = [1.0] * 12 + [10.0] * 12 + [100.0] * 12
    found = [pp.current_year(monthly, age, RULES) for age in (0, 11, 12, 23, 24, None)]
    assert found == [12.0, 12.0, 120.0, 120.0, None, None]


def test_what_customers_pay_is_the_licence_revenue_of_the_earnings_model():
    assumptions = banks.assumptions()
    assumptions = assumptions.assign(value=assumptions["value"].astype(float))
    for mode in (earnings.SUBSCRIPTION, earnings.PERPETUAL):
        terms = earnings.Terms(mode=mode)
        monthly = earnings.listed(assumptions, terms, 24)
        whole = earnings.estimate(earnings.uncertainty.values(assumptions), terms)
        expected = whole.months.filter(regex=r"^revenue\.(licences|maintenance)$").sum(axis=1)
        assert len(monthly) == 24
        assert monthly == pytest.approx(expected.iloc[:24].tolist())
    referred = earnings.listed(assumptions, earnings.Terms(mode=earnings.REFERRAL), 24)
    resold = earnings.listed(assumptions, earnings.Terms(), 24)
    assert referred == pytest.approx(resold)


def test_the_first_year_of_the_earnings_model_is_that_of_its_own_years(worked):
    years = worked["partner_earnings"]["years"]
    monthly = earnings.listed(banks.assumptions(), earnings.Terms(), 24)
    for age, year in ((3, 1), (15, 2)):
        found = pp.current_year(monthly, age, RULES)
        assert found == pytest.approx(years[year]["licence_rev"], abs=0.006)


def test_the_vision_tells_the_business_of_a_partner_that_it_names(worked):
    case = worked["vision"]
    segments = pd.DataFrame(
        {
            "target_companies": [2000.0],
            "market_growth": 0.02,
            "price_growth": 0.02,
            "penetration_start": 0.03,
            **{f"path_{year}": year / 3 for year in (1, 2, 3)},
            **{
                f"{name}{bound}": value
                for name, value in (
                    ("penetration_year3", 0.06),
                    ("churn", 0.1),
                    ("revenue_per_customer", 20_000.0),
                )
                for bound in ("", "_low", "_high")
            },
            **{f"direct_{year}": 0.7 - 0.1 * year for year in (1, 2, 3)},
            "penetration_year3_high": 0.08,
        },
        index=["health"],
    )
    shares = pd.DataFrame(
        {
            "segment": ["health"] * 2,
            "partner_id": ["axorial", "estivane"],
            "share_1": [0.10, 0.5],
            "share_2": [0.12, 0.5],
            "share_3": [0.14, 0.5],
        }
    )
    found = vision.joint_business(segments, shares, "axorial")
    assert found["base"] == pytest.approx(case["expected"]["joint"], abs=1e-3)
    assert found["low"] == pytest.approx(found["base"])
    assert all(high > base for high, base in zip(found["high"], found["base"], strict=True))
    assert vision.joint_business(segments, shares, "brivault") is None
    assert vision.joint_business(segments, shares.assign(partner_id=""), "axorial") is None


# ── months ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("as_of", "month"),
    [
        (None, 0),
        (dt.date(2025, 12, 31), 0),
        (dt.date(2026, 1, 30), 0),
        (dt.date(2026, 1, 31), 1),
        (dt.date(2026, 2, 28), 2),
        (dt.date(2026, 12, 30), 11),
        (dt.date(2026, 12, 31), 12),
        (dt.date(2027, 5, 3), 12),
    ],
)
def test_only_the_months_that_are_left_are_projected(as_of, month):
    found = situation(MANY, as_of=as_of, base=Base(3e5, 3e5, 3e5, {"trend": 3e5}))
    result = project(found)
    assert result.months.index.tolist() == list(range(month, 13))
    assert result.months.loc[month, ["expected", "p10", "p50", "p90"]].tolist() == [180_000.0] * 4
    last = result.months.loc[12, ["p10", "p50", "p90"]]
    assert last.tolist() == list(result.spread.values())
    assert result.months["expected"].iloc[-1] == pytest.approx(result.landing)


def test_february_of_a_leap_year_ends_on_the_29th():
    leap = {"year": 2028, "deals": [("A", 10.0, "proposal", "2028-02-29")]}
    for day, month in ((28, 1), (29, 2)):
        found = situation(**leap, as_of=dt.date(2028, 2, day))
        assert found.month == month
        assert found.deals["month"].tolist() == [month + 1 if month == 2 else 2]


def test_overdue_deals_count_next_month_and_leave_once_the_year_is_over():
    deals = [
        ("late", 1.0, "proposal", "2026-03-31"),
        ("last year", 2.0, "proposal", "2025-11-30"),
        ("now", 4.0, "proposal", "2026-10-31"),
        ("december", 8.0, "proposal", "2026-12-31"),
        ("january", 16.0, "proposal", "2027-01-01"),
    ]
    found = situation(deals, as_of=dt.date(2026, 9, 30))
    assert dict(zip(found.deals["deal_id"], found.deals["month"], strict=True)) == {
        "late": 10,
        "last year": 10,
        "now": 10,
        "december": 12,
    }
    over = situation(deals, as_of=dt.date(2026, 12, 31))
    assert over.deals.empty
    assert project(over).landing == 180_000.0
    assert situation(deals, as_of=None).deals["month"].tolist() == [12, 1, 3, 10]


def test_nothing_is_hidden_beyond_a_sales_cycle():
    assert pp.visible([1, 2, 3], 2).tolist() == [0.5, 0.0, 0.0]
    assert pp.visible([1, 2], 0).tolist() == [0.0, 0.0]
    whole = pp.to_be_found(EVEN, 0, 0)
    assert whole.sum() == pytest.approx(1.0)
    assert pp.to_be_found(EVEN, 12, 6).tolist() == [0.0] * 12


def test_the_actual_is_k01_of_the_last_month_else_the_signed_deals():
    deals = joint_plans.deals(
        ("A", 10.0, "signed", "2026-01-01"),
        ("B", 20.0, "signed", "2026-06-30"),
        ("C", 40.0, "signed", "2026-07-01"),
        ("D", 80.0, "signed", "2025-12-31"),
        ("E", 160.0, "lost", "2026-02-01"),
        ("F", 320.0, "signed", "2027-01-15"),
    )
    june, july = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    nothing = joint_plans.measured()

    def told(kpis, day):
        return pipeline.to_date(deals, kpis, 2026, day)

    assert told(nothing, june) == (30.0, pipeline.FROM_DEALS, 0)
    assert told(nothing, july) == (70.0, pipeline.FROM_DEALS, 0)
    assert told(nothing, dt.date(2027, 2, 1)) == (70.0, pipeline.FROM_DEALS, 0)
    assert told(nothing, dt.date(2025, 12, 31)) == (0.0, pipeline.NOTHING, 0)
    assert told(nothing, None) == (0.0, pipeline.NOTHING, 0)
    known = joint_plans.measured(K_01={4: 5.0, 6: 7.0, 8: 9.0}, K_02={6: 3.0})
    assert told(known, june) == (7.0, pipeline.MEASURED, 6)
    assert told(known, dt.date(2026, 5, 31)) == (5.0, pipeline.MEASURED, 4)
    assert told(known, dt.date(2026, 3, 31)) == (10.0, pipeline.FROM_DEALS, 0)
    assert told(known, dt.date(2027, 1, 31)) == (9.0, pipeline.MEASURED, 8)
    unknown = joint_plans.measured(K_01={4: 5.0, 6: math.nan})
    assert told(unknown, june) == (5.0, pipeline.MEASURED, 4)
    empty = joint_plans.deals()
    assert pipeline.to_date(empty, nothing, 2026, june) == (0.0, pipeline.NOTHING, 0)


def test_the_course_of_the_year_ends_on_the_day():
    deals = joint_plans.deals(
        ("A", 10.0, "signed", "2026-01-31"),
        ("B", 20.0, "signed", "2026-03-02"),
        ("C", 40.0, "signed", "2026-03-31"),
        ("D", 80.0, "signed", "2025-12-31"),
        ("E", 160.0, "proposal", "2026-01-15"),
    )

    def course(day, kpis=None):
        told = joint_plans.measured() if kpis is None else kpis
        return pp.course(deals, told, 2026, day).to_dict()

    assert course(None) == {0.0: 0.0}
    assert course(dt.date(2025, 12, 31)) == {0.0: 0.0}
    assert course(dt.date(2026, 2, 28)) == {0.0: 0.0, 1.0: 10.0, 2.0: 10.0}
    middle = course(dt.date(2026, 3, 2))
    assert list(middle.values()) == [0.0, 10.0, 10.0, 30.0]
    assert list(middle) == pytest.approx([0.0, 1.0, 2.0, 2 + 2 / 31])
    assert list(course(dt.date(2027, 3, 2)).values()) == [0.0, 10.0, 10.0, *[70.0] * 10]
    known = joint_plans.measured(K_01={2: 15.0, 3: math.nan, 5: 60.0, 8: 99.0})
    assert course(dt.date(2026, 6, 15), known) == {0.0: 0.0, 2.0: 15.0, 5.0: 60.0}


def test_what_is_expected_is_of_the_month_in_which_the_actual_was_measured():
    found = situation(as_of=dt.date(2026, 10, 31))
    measured = replace(found, actual=ToDate(250_000.0, pipeline.MEASURED, 9))
    assert project(found).expected_to_date == pytest.approx(400_000 * 10 / 12)
    assert project(measured).expected_to_date == pytest.approx(400_000 * 9 / 12)
    assert project(measured).attainment == pytest.approx(250 / 300)


# ── properties ───────────────────────────────────────────────────────────────────────────────────

AMOUNTS = st.integers(0, 500_000).map(float)
DAYS = st.dates(dt.date(2025, 6, 1), dt.date(2027, 6, 30))
FEW = replace(RULES, draws=300)


@st.composite
def situations(draw):
    number = draw(st.integers(0, 5))
    deals = [
        (
            f"D{place}",
            draw(AMOUNTS),
            draw(st.sampled_from(pipeline.STAGES)),
            draw(DAYS).isoformat(),
        )
        for place in range(number)
    ]
    low, median, high = sorted(draw(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS)))
    weights = draw(st.lists(st.integers(0, 9), min_size=12, max_size=12))
    total = sum(weights) or 1
    cycle = draw(st.integers(0, 18))
    return deals, situation(
        deals,
        objective=draw(AMOUNTS),
        actual=draw(AMOUNTS),
        as_of=draw(st.none() | DAYS),
        base=Base(low, median, high, {"trend": median}),
        seasonality=tuple(weight / total for weight in weights) if any(weights) else EVEN,
        cycle=Cycle(cycle, min(cycle, 3), max(cycle, 12)),
    )


@settings(max_examples=60)
@given(situations())
def test_parts_add_up_and_percentiles_keep_their_order(made):
    result = project(made[1], FEW)
    months = result.months
    assert result.landing == pytest.approx(result.done + result.in_sight + result.to_find)
    assert months["expected"].iloc[-1] == pytest.approx(result.landing, abs=1e-6)
    assert (months["p10"] <= months["p50"] + 1e-6).all()
    assert (months["p50"] <= months["p90"] + 1e-6).all()
    for name in ("expected", "p10", "p50", "p90"):
        assert (months[name].diff().dropna() >= -1e-6).all()  # nothing is ever taken back
    drawn = pp.draws(result.situation, FEW)
    most = result.done + result.situation.deals["amount"].sum()
    most += result.situation.base.high * sum(result.situation.seasonality)
    assert drawn.min() >= result.done - 1e-6
    assert drawn.max() <= most + 1e-6


@settings(max_examples=40)
@given(situations(), AMOUNTS)
def test_the_probability_falls_as_the_objective_rises(made, more):
    found = made[1]
    higher = replace(found, objective=found.objective + more)
    assert project(higher, FEW).probability <= project(found, FEW).probability


@settings(max_examples=40)
@given(situations(), st.sampled_from(pipeline.OPEN), st.floats(0, 1))
def test_a_likelier_stage_lowers_no_landing(made, stage, chance):
    found, probability = made[1], dict(FEW.probability)
    likelier = replace(FEW, probability=probability | {stage: max(chance, probability[stage])})
    before, after = project(found, FEW), project(found, likelier)
    assert after.landing >= before.landing - 1e-6
    assert after.probability >= before.probability
    assert all(after.spread[name] >= before.spread[name] - 1e-6 for name in before.spread)


@settings(max_examples=40)
@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_deals_decides_nothing(made, luck):
    deals, found = made
    shuffled = list(deals)
    luck.shuffle(shuffled)
    month = found.month
    again = pipeline.closing_within(joint_plans.deals(*shuffled), 2026, month)
    table = joint_plans.deals(*deals).sample(frac=1, random_state=1)
    turned = pipeline.closing_within(table, 2026, month)
    for one in (again, turned):
        other = project(replace(found, deals=one), FEW)
        pd.testing.assert_frame_equal(other.months, project(found, FEW).months)
        pd.testing.assert_frame_equal(other.drivers, project(found, FEW).drivers)


def test_what_is_drawn_for_one_does_not_depend_on_the_others():
    """Adding a deal that never closes, or knowing the base, moves no other draw."""
    some = situation(MANY, base=Base(2e5, 3e5, 4e5, {"trend": 3e5}))
    more = situation([*MANY, ("Z", 0.0, "proposal", "2026-08-01")], base=some.base)
    assert (pp.draws(some, RULES) == pp.draws(more, RULES)).all()
    without = situation(MANY)
    found = pp.draws(some, RULES)[:, -1] - pp.draws(without, RULES)[:, -1]
    share = pp.to_be_found(EVEN, 6, 6).sum()
    assert found.min() >= 2e5 * share - 1e-6
    assert found.max() <= 4e5 * share + 1e-6


def test_the_same_seed_gives_the_same_figures_and_another_others():
    found = CASES["half way"]
    once, again = project(found), project(found)
    pd.testing.assert_frame_equal(once.months, again.months)
    other = project(found, replace(RULES, seed=1))
    assert other.spread != once.spread
    assert other.landing == once.landing


# ── the objective ────────────────────────────────────────────────────────────────────────────────


def test_a_draw_that_is_exactly_the_objective_reaches_it():
    """Sums of cents lose their last digits: those draws count all the same."""
    pennies = [(f"D{place}", 0.1, "negotiation", "2026-08-01") for place in range(3)]
    sure = replace(RULES, probability=dict.fromkeys(pipeline.OPEN, 1.0))
    assert 0.1 + 0.1 + 0.1 != 0.3
    assert project(situation(pennies, actual=0.0, objective=0.3), sure).probability == 1.0
    big = [(f"D{place}", 1_234_567.1, "negotiation", "2026-08-01") for place in range(7)]
    total = 1_234_567.1 * 7
    found = situation(big, actual=0.0, objective=total)
    assert (pp.draws(found, sure)[:, -1] != total).all()
    assert project(found, sure).probability == 1.0
    assert project(replace(found, objective=total + 0.01), sure).probability == 0.0
    one = situation([("D", 60_000.0, "proposal", "2026-08-01")], objective=240_000.0)
    assert project(one).probability == pytest.approx(0.5, abs=0.03)


def test_without_an_objective_there_is_nothing_to_reach():
    result = project(situation(MANY, objective=math.nan))
    assert math.isnan(result.probability)
    assert math.isnan(result.gap)
    assert math.isnan(result.coverage)
    assert math.isnan(result.attainment)
    assert math.isnan(result.needed_base)
    assert result.landing > 180_000


def test_an_objective_already_reached_is_certain_and_covered():
    result = project(situation(MANY, actual=400_000.0))
    assert result.probability == 1.0
    assert result.coverage == math.inf


# ── years 2 and 3 ────────────────────────────────────────────────────────────────────────────────


def test_years_follow_the_growth_of_the_partner_ten_points_either_side():
    found = situation(base=Base(9e4, 1e5, 2e5, {"trend": 1e5}), growth=0.05)
    years = project(found).years
    assert years.index.tolist() == [2026, 2027, 2028]
    assert years.loc[2026].tolist() == [project(found).landing] * 3
    assert years.loc[2027].tolist() == pytest.approx([95_000, 105_000, 115_000])
    assert years.loc[2028].tolist() == pytest.approx([90_250, 110_250, 132_250])


@pytest.mark.parametrize(("growth", "pace"), [(None, 0.0), (0.9, 0.3), (-0.9, -0.2)])
def test_a_growth_is_held_before_it_is_carried_on(growth, pace):
    found = situation(base=Base(1e5, 1e5, 1e5, {"trend": 1e5}), growth=growth)
    assert project(found).years.loc[2028, "base"] == pytest.approx(1e5 * (1 + pace) ** 2)
    assert project(found).years.loc[2027, "cautious"] == pytest.approx(1e5 * (0.9 + pace))


def test_years_are_those_of_the_vision_where_it_names_the_partner():
    outlook = {"cautious": (1.0, 2.0, 3.0), "base": (4.0, 5.0, 6.0), "ambitious": (7.0, 8.0, 9.0)}
    result = project(situation(growth=0.1), outlook=outlook)
    assert result.from_vision
    assert result.years.loc[[2027, 2028]].to_numpy().tolist() == [[2, 5, 8], [3, 6, 9]]


def test_pipeline_only_tells_no_later_year():
    result = project(situation(MANY))
    assert result.pipeline_only
    assert result.to_find == 0.0
    assert result.years.loc[[2027, 2028]].isna().all(axis=None)
    assert not result.years.loc[2026].isna().any()


# ── what must be true ────────────────────────────────────────────────────────────────────────────


def test_the_three_that_move_the_landing_most_are_named():
    found = situation(MANY, base=Base(250_000, 380_000, 430_000, {"trend": 1.0}))
    result = project(found)
    rows = result.drivers
    assert rows["kind"].tolist() == ["cycle", "deal", "deal"]
    assert rows["deal_id"].tolist() == ["", "D", "A"]
    share = {
        months: sum(min(1.0, ahead / months) for ahead in range(1, 7)) / 12 for months in (3, 6, 12)
    }
    known = result.known_landing
    assert rows.loc[0, ["low", "high"]].tolist() == [3, 12]
    assert rows.loc[0, ["landing_low", "landing_high"]].tolist() == pytest.approx(
        [known + 380_000 * share[3], known + 380_000 * share[12]]
    )
    assert rows.loc[1, "landing_high"] - rows.loc[1, "landing_low"] == pytest.approx(90_000)
    assert rows.loc[1, "landing_low"] == pytest.approx(result.landing - 45_000)
    assert rows.loc[2, "landing_low"] == pytest.approx(result.landing - 48_000)
    every = project(found, replace(RULES, named=9)).drivers
    # 5% of 400 000 is 20 000: E and G are below it, F closes after the year
    assert set(every["deal_id"]) == {"", "A", "B", "C", "D", "H"}
    assert every.loc[every["kind"] == "base", ["low", "high"]].to_numpy().tolist() == [
        [250_000, 430_000]
    ]
    width = (every["landing_high"] - every["landing_low"]).abs()
    assert width.is_monotonic_decreasing


def test_a_deal_of_exactly_five_per_cent_is_looked_at():
    deals = [("A", 20_000.0, "proposal", "2026-08-01"), ("B", 19_999.0, "proposal", "2026-08-01")]
    assert project(situation(deals)).drivers["deal_id"].tolist() == ["A"]
    assert project(situation(deals, objective=math.nan)).drivers["deal_id"].tolist() == ["A", "B"]


def test_what_moves_nothing_is_not_named():
    fixed = situation(base=Base(1e5, 1e5, 1e5, {"trend": 1e5}), cycle=Cycle(6, 6, 6))
    assert project(fixed).drivers.empty
    assert project(situation()).drivers.empty
    over = situation(MANY, as_of=dt.date(2026, 12, 31), base=Base(1, 2, 3, {"trend": 2.0}))
    assert project(over).drivers.empty


def test_bars_of_equal_width_are_told_in_the_order_of_their_ids():
    deals = [(name, 50_000.0, "proposal", "2026-08-01") for name in ("C", "A", "B", "D")]
    assert project(situation(deals)).drivers["deal_id"].tolist() == ["A", "B", "C"]


# ── what the files say ───────────────────────────────────────────────────────────────────────────


def test_a_situation_is_read_from_the_plan_and_the_partners_files():
    deals = joint_plans.deals(*MANY, ("S", 45_000, "signed", "2026-05-12"))
    outlook = {"cautious": (1e5,) * 3, "base": (5e5,) * 3, "ambitious": (9e5,) * 3}
    found = pp.situation(
        joint_plans.plan(),
        deals,
        joint_plans.measured(),
        RULES,
        as_of=dt.date(2026, 6, 30),
        cycle=SIX,
        revenue=revenue(320_000.0, 290_000.0),
        vision=outlook,
        earnings=None,
    )
    assert found.actual == (45_000.0, pipeline.FROM_DEALS, 0)
    assert found.objective == 400_000.0
    assert found.seasonality == tuple(joint_plans.SEASONALITY)
    assert dict(found.base.estimates) == {
        "trend": pytest.approx(320_000 * 320 / 290),
        "vision": 500_000.0,
    }
    assert found.weighted == pytest.approx(pipeline.weighted(deals, RULES.probability))
    assert found.weighted > found.in_sight(RULES.probability).sum()  # F closes in January


def test_the_constants_are_those_of_the_rules():
    told = banks.rules("plan_projection")
    assert RULES.spread == told["single_estimate_spread"]
    assert (RULES.growth_floor, RULES.growth_cap) == (told["growth_floor"], told["growth_cap"])
    assert RULES.recent_months == told["recent_partner_months"]
    assert RULES.named == told["drivers_named"]
    assert RULES.draws == banks.rules("simulation")["draws"]
    assert np.isclose(RULES.probability["negotiation"], 0.8)
