"""Three-year vision (METHOD 9), from the plan of a segment to the partners that lack."""

import math
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core.notices import Notice
from padlib.method import vision
from padlib.method.vision import BASE, CAUSES, HIGH, LINES, LOW, SCENARIOS, Network, Plan

# ── the same model a second time, in plain Python, one segment and one year at a time ────────────


def by_hand(one):
    """Every line of one segment, as lists of years 0 to 3; flows of year 0 are None."""
    lines = {name: [] for name in LINES}
    for year in range(4):
        companies = one["companies"]
        price = one["revenue_per_customer"]
        for _ in range(year):
            companies = companies + companies * one["market_growth"]
            price = price + price * one["price_growth"]
        done = ([0.0, *one["path"]])[year]
        share = one["penetration_start"] * (1 - done) + one["penetration_year3"] * done
        lines["companies"].append(companies)
        lines["penetration"].append(share)
        lines["customers"].append(companies * share)
        if year == 0:
            for name in LINES[3:]:
                lines[name].append(None)
            continue
        before, after = lines["customers"][-2:]
        kept = before - before * one["churn"]
        sold_direct = one["direct_share"][year - 1]
        with_partner = one["partner_share"][year - 1]
        revenue = before * price / 2 + after * price / 2
        lines["new"].append(after - kept)
        lines["revenue"].append(revenue)
        lines["direct"].append(revenue * sold_direct)
        lines["indirect"].append(revenue - revenue * sold_direct)
        lines["joint"].append((revenue - revenue * sold_direct) * with_partner)
        lines["new_indirect"].append((after - kept) - (after - kept) * sold_direct)
        lines["new_joint"].append(((after - kept) - (after - kept) * sold_direct) * with_partner)
    return lines


def bridge_by_hand(one):
    """Year 0 to year 3 of one segment, change after change."""
    lines = by_hand(one)
    companies, share, customers = (lines[name] for name in LINES[:3])
    worth = one["revenue_per_customer"]
    steps = dict.fromkeys(("growth", "penetration", "churn"), 0.0)
    for year in (1, 2, 3):
        counted = 0.5 if year == 3 else 1.0
        lost = customers[year - 1] * one["churn"]
        mean_share = (share[year] + share[year - 1]) / 2
        mean_market = (companies[year] + companies[year - 1]) / 2
        steps["growth"] += counted * worth * (companies[year] - companies[year - 1]) * mean_share
        won = mean_market * (share[year] - share[year - 1]) + lost
        steps["penetration"] += counted * worth * won
        steps["churn"] -= counted * worth * lost
    price = worth * (1 + one["price_growth"]) ** 3
    served = (customers[2] + customers[3]) / 2
    return {
        "start": customers[0] * worth,
        **steps,
        "price": served * (price - worth),
        "end": served * price,
    }


# a part is as exact as what it is a part of
PART_OF = dict.fromkeys(("new", "new_indirect", "new_joint"), "customers")
PART_OF |= dict.fromkeys(("direct", "indirect", "joint"), "revenue")
SHARE = st.floats(0, 1)
RATE = st.floats(-0.3, 0.6)
SEGMENT = st.fixed_dictionaries(
    {
        "companies": st.floats(0, 1e5),
        "market_growth": RATE,
        "penetration_start": SHARE,
        "penetration_year3": SHARE,
        "path": st.tuples(SHARE, SHARE, st.just(1.0)),
        "churn": SHARE,
        "revenue_per_customer": st.floats(0, 1e5),
        "price_growth": RATE,
        "direct_share": st.tuples(SHARE, SHARE, SHARE),
        "partner_share": st.tuples(SHARE, SHARE, SHARE),
    }
)


def plan(*segments):
    """The plan of segments told as dictionaries."""
    return Plan(**{name: np.array([one[name] for one in segments]) for name in segments[0]})


def told(**given_):
    """One segment: 100 companies, from 10 to 20 of them, nothing else moving."""
    return {
        "companies": 100.0,
        "market_growth": 0.0,
        "penetration_start": 0.1,
        "penetration_year3": 0.2,
        "path": (1 / 3, 2 / 3, 1.0),
        "churn": 0.0,
        "revenue_per_customer": 10.0,
        "price_growth": 0.0,
        "direct_share": (0.5, 0.5, 0.5),
        "partner_share": (0.2, 0.2, 0.2),
    } | given_


def close(found, expected, scale=1.0):
    """Whether numbers are the same to 1e-9, for their own size or that of what they add up to."""
    return found == pytest.approx(expected, rel=1e-9, abs=1e-9 * max(1.0, scale), nan_ok=True)


@given(st.lists(SEGMENT, min_size=1, max_size=4))
@settings(deadline=None)
def test_the_projection_is_that_of_plain_python(segments):
    found = vision.projection(plan(*segments))
    for place, one in enumerate(segments):
        lines = by_hand(one)
        for name, values in lines.items():
            expected = [math.nan if value is None else value for value in values]
            size = max(one or 0.0 for one in lines[PART_OF.get(name, name)])
            assert close(found[name][place].tolist(), expected, size), name


@given(SEGMENT)
@settings(deadline=None)
def test_the_bridge_is_that_of_plain_python_and_sums_to_the_revenue_of_year_three(one):
    found = {name: float(value[0]) for name, value in vision.bridge(plan(one)).items()}
    expected = bridge_by_hand(one)
    size = max(map(abs, expected.values()))
    for name, value in expected.items():
        assert close(found[name], value, size), name
    revenue = vision.projection(plan(one))["revenue"][0, 3]
    assert close(found["start"] + sum(found[name] for name in CAUSES), revenue, size)
    assert close(found["end"], revenue, size)


@given(st.lists(SEGMENT, min_size=1, max_size=5))
@settings(deadline=None)
def test_segments_add_up_and_direct_with_indirect_is_the_revenue(segments):
    lines = vision.projection(plan(*segments))
    whole = vision.total(lines)
    for name in set(LINES) - {"penetration"}:
        alone = sum(vision.projection(plan(one))[name][0] for one in segments)
        assert close(whole[name].tolist(), alone.tolist(), np.nanmax(np.abs(alone)))
    size = whole["revenue"][1:].max()
    assert close((whole["direct"] + whole["indirect"]).tolist(), whole["revenue"].tolist(), size)
    assert (whole["joint"][1:] <= whole["indirect"][1:] * (1 + 1e-9)).all()
    customers = whole["penetration"] * whole["companies"]
    if whole["companies"][0] > 0:
        assert close(customers.tolist(), whole["customers"].tolist(), whole["customers"].max())


@given(SEGMENT, st.integers(1, 5))
@settings(deadline=None)
def test_draws_are_as_many_plans(one, draws):
    ends = np.linspace(0, one["penetration_year3"], draws)
    drawn = replace(plan(one), penetration_year3=ends[:, None])
    found = vision.projection(drawn)
    steps = vision.bridge(drawn)
    for number, end in enumerate(ends):
        alone = vision.projection(plan(one | {"penetration_year3": end}))
        assert found["revenue"].shape == (draws, 1, 4)
        for name in LINES:
            np.testing.assert_allclose(found[name][number], alone[name], rtol=1e-12, atol=1e-9)
        lone = vision.bridge(plan(one | {"penetration_year3": end}))
        assert close(steps["end"][number, 0], lone["end"][0])


# ── the method's own example ─────────────────────────────────────────────────────────────────────


def of_the_method(worked):
    inputs = dict(worked["vision"]["inputs"])
    inputs["companies"] = inputs.pop("target_companies")
    inputs["direct_share"] = inputs["direct_share"][1:]
    inputs["partner_share"] = inputs.pop("partner_share_of_indirect")
    return plan(inputs)


def test_the_example_of_the_method(worked):
    found = vision.projection(of_the_method(worked))
    expected = worked["vision"]["expected"]
    lines = {"gross_new": "new"}
    for name, values in expected.items():
        line = found[lines.get(name, name)][0]
        assert line[-len(values) :].tolist() == pytest.approx(values, abs=1e-3), name


def test_the_numbers_of_the_example_by_hand(worked):
    found = vision.projection(of_the_method(worked))
    # 2 000 companies at 3 %; 2 040 at 4 %; 2 080.8 at 5 %; 2 122.416 at 6 %
    assert close(found["customers"][0].tolist(), [60, 81.6, 104.04, 127.34496])
    assert close(found["new"][0, 1:].tolist(), [27.6, 30.6, 33.70896])
    assert close(found["revenue"][0, 1], (60 + 81.6) / 2 * 20_400)
    assert close(found["joint"][0, 3], 2_455_475.706304 * 0.6 * 0.14, 1e6)
    steps = vision.bridge(of_the_method(worked))
    assert close(steps["start"][0], 1_200_000)
    # 40 companies at 3.5 %, 40.8 at 4.5 %, half of 41.616 at 5.5 %
    assert close(steps["growth"][0], 20_000 * (1.4 + 1.836 + 1.14444), 1e5)
    assert close(steps["churn"][0], -20_000 * (6 + 8.16 + 5.202), 1e5)
    # 115.69248 customers, 6.1208 % dearer
    assert close(steps["price"][0], 115.69248 * 20_000 * 0.061208, 1e5)


# ── what each assumption does ────────────────────────────────────────────────────────────────────


def test_churn_of_all_customers_wins_them_all_again():
    found = vision.projection(plan(told(churn=1.0)))
    assert close(found["new"][0, 1:].tolist(), found["customers"][0, 1:].tolist())


def test_a_segment_that_shrinks_faster_than_churn_has_negative_new_customers():
    found = vision.projection(plan(told(penetration_year3=0.04, churn=0.05)))
    assert close(found["new"][0, 1:].tolist(), [-2 + 0.5, -2 + 0.4, -2 + 0.3])


def test_nothing_moves_without_growth_and_with_the_same_penetration():
    steps = vision.bridge(plan(told(penetration_year3=0.1)))
    assert [float(steps[name][0]) for name in ("start", *CAUSES, "end")] == [100, 0, 0, 0, 0, 100]
    held = vision.bridge(plan(told(penetration_year3=0.1, churn=0.2)))
    assert float(held["penetration"][0]) == pytest.approx(50)  # what is lost is won again
    assert float(held["churn"][0]) == pytest.approx(-50)


def test_a_market_without_companies_has_no_penetration():
    whole = vision.total(vision.projection(plan(told(companies=0.0))))
    assert np.isnan(whole["penetration"]).all()
    assert whole["customers"].tolist() == [0, 0, 0, 0]


# ── scenarios ────────────────────────────────────────────────────────────────────────────────────


def segment(name="health", **given_):
    """A row of the frame of segments."""
    row = {
        "id": name,
        "name_fr": name,
        "name_en": name,
        "target_companies": 100.0,
        "market_growth": 0.0,
        "price_growth": 0.0,
        "penetration_start": 0.1,
        **dict(zip(("path_1", "path_2", "path_3"), (1 / 3, 2 / 3, 1.0), strict=True)),
        **{f"direct_{year}": 0.5 for year in range(4)},
    }
    for key, value in {
        "penetration_year3": 0.2,
        "churn": 0.1,
        "revenue_per_customer": 10.0,
    }.items():
        row |= {key: value, f"{key}_low": value, f"{key}_high": value}
    return row | given_


def frame(*rows):
    return pd.DataFrame(rows).set_index("id")


def shares(*rows):
    """Shares as (segment, partner, share of all years)."""
    columns = ["segment", "partner_id", *(f"share_{year}" for year in range(4))]
    return pd.DataFrame([(*row[:2], *[row[2]] * 4) for row in rows], columns=columns)


NETWORK = Network(active=2, sellers=2, wins=5)


def result(rows, own=(), network=NETWORK, **given_):
    return vision.analysis(frame(*rows), shares(*own), network, year=2026, **given_)


def test_the_low_scenario_aims_and_earns_less_and_loses_more():
    row = segment(
        penetration_year3_low=0.15,
        penetration_year3_high=0.3,
        churn_low=0.05,
        churn_high=0.2,
        revenue_per_customer_low=8.0,
        revenue_per_customer_high=12.0,
    )
    plans = {one: Plan.of(frame(row), scenario=one) for one in SCENARIOS}
    told_ = {one: [float(getattr(plans[one], name)[0]) for name in _MOVED] for one in SCENARIOS}
    assert told_ == {LOW: [0.15, 8, 0.2], BASE: [0.2, 10, 0.1], HIGH: [0.3, 12, 0.05]}


_MOVED = ("penetration_year3", "revenue_per_customer", "churn")


@given(SEGMENT, SHARE, SHARE, SHARE)
@settings(deadline=None)
def test_customers_and_revenue_are_between_the_two_scenarios(one, low, high, churn):
    end = one["penetration_year3"]
    row = segment(
        target_companies=one["companies"],
        market_growth=one["market_growth"],
        price_growth=one["price_growth"],
        penetration_start=one["penetration_start"],
        penetration_year3=end,
        penetration_year3_low=end * low,
        penetration_year3_high=end + (1 - end) * high,
        churn=one["churn"],
        churn_low=one["churn"] * churn,
        churn_high=one["churn"] + (1 - one["churn"]) * churn,
        revenue_per_customer=one["revenue_per_customer"],
        revenue_per_customer_low=one["revenue_per_customer"] * low,
        revenue_per_customer_high=one["revenue_per_customer"] * (1 + high),
        **dict(zip(("path_1", "path_2", "path_3"), one["path"], strict=True)),
    )
    found = result([row]).totals
    for name in ("customers", "penetration", "revenue"):
        line = {scenario: found[scenario][name].fillna(0.0).to_numpy() for scenario in SCENARIOS}
        size = 1e-9 * max(1.0, line[HIGH].max())
        assert (line[LOW] <= line[BASE] + size).all()
        assert (line[BASE] <= line[HIGH] + size).all()


# ── the joint part ───────────────────────────────────────────────────────────────────────────────


def test_the_joint_part_is_that_of_all_partners_unless_one_is_named():
    own = [("health", "a", 0.2), ("health", "b", 0.3), ("energy", "b", 0.1)]
    rows = [segment(), segment("energy")]
    whole, alone = result(rows, own), result(rows, own, partner="b")
    # revenue of year 1: mean of 10 and 13.33 customers, at 10
    assert close(whole.totals[BASE].at[2026, "joint"], 116.6666666667 * 0.5 * (0.2 + 0.3 + 0.1))
    assert close(alone.totals[BASE].at[2026, "joint"], 116.6666666667 * 0.5 * (0.3 + 0.1))
    assert alone.by_partner.index.get_level_values("partner_id").unique().tolist() == ["b"]
    by_year = whole.by_partner["joint"].groupby("year").sum()
    assert close(by_year.tolist(), whole.totals[BASE]["joint"].iloc[1:].tolist())
    assert result(rows).totals[BASE]["joint"].iloc[1:].tolist() == [0, 0, 0]
    assert not result(rows).has_joint


def test_a_share_that_names_no_partner_is_part_of_the_whole():
    found = result([segment()], [("health", "", 0.4)])
    assert found.by_partner.index.get_level_values("partner_id").unique().tolist() == [""]
    assert close(found.totals[BASE].at[2026, "joint"], 116.6666666667 * 0.5 * 0.4)


def test_a_partner_gets_the_market_and_its_own_part_alone():
    own = [("health", "a", 0.2), ("energy", "b", 0.3)]
    rows = frame(segment(), segment("energy"))
    whole = vision.analysis(rows, shares(*own), NETWORK, year=2026, partner="a")
    found = vision.joint(rows, shares(*own), year=2026, partner="a")
    for scenario in SCENARIOS:
        assert list(found.totals[scenario]) == ["joint", "new_joint"]
        pd.testing.assert_frame_equal(
            found.totals[scenario], whole.totals[scenario][["joint", "new_joint"]]
        )
    assert list(found.market) == ["companies"]
    assert vision.key_figures(found).keys() == {"vision.joint_y3"}


# ── the network ──────────────────────────────────────────────────────────────────────────────────


def test_a_partner_wins_its_sellers_times_their_customers():
    partners = pd.DataFrame({"status": ["active", "active", "starting", "inactive", "prospect"]})
    network = Network.of(partners, banks.assumptions(), 0.5)
    assert network == Network(active=2, sellers=2, wins=5, average_ramp=0.5)
    assert network.by_partner == 5
    assert Network.of(None, banks.assumptions()).active is None


def test_the_network_at_the_pace_observed_by_hand():
    """Four active partners, three told: 6, 3 and 0 new customers in twelve months, 3 each."""
    partners = pd.DataFrame(
        {
            "status": ["active", "active", "active", "active", "starting"],
            "new_customers_12m": [6.0, 3.0, 0.0, math.nan, 50.0],
        }
    )
    network = Network.of(partners, banks.assumptions())  # 2 sellers × 5 assumed
    assert network.observed == vision.Observed(customers=9, partners=3)
    assert network.observed.pace == 3
    assert network.assumes_more
    slower = network.at_observed_pace()
    row = vision.feasibility([30.0], slower).loc[1]
    # 4 × 3 = 12 possible; 30 / 12 = 2.5; 30 / 3 = 10 partners, 6 more than 4
    assert tuple(row[["capacity", "ratio", "needed", "lacking"]]) == (12, 2.5, 10, 6)
    assert vision.feasibility([30.0], network).at[1, "state"] == "covered"
    assert Network.of(partners[["status"]], banks.assumptions()).at_observed_pace() is None
    assert Network.of(partners.iloc[3:], banks.assumptions()).observed is None


def test_what_was_observed_stands_beside_the_key_figures_which_do_not_change():
    network = NETWORK._replace(observed=vision.Observed(1, 2))
    found = result([segment(target_companies=1000.0)], network=network)
    plainly = result([segment(target_companies=1000.0)])
    assert vision.key_figures(found) == vision.key_figures(plainly)
    assert plainly.observed is None
    assert list(found.observed.index) == list(found.feasibility.index)
    assert found.observed["capacity"].tolist() == [0.5 * NETWORK.active] * 3


@pytest.mark.parametrize(
    ("to_win", "ratio", "lacking", "state"),
    [
        (20.0, 1.0, 0, "covered"),  # exactly what the two partners can win
        (20.0 + 1e-12, 1.0, 0, "covered"),
        (20.1, 1.005, 1, "short"),
        (40.0, 2.0, 2, "short"),
        (0.0, 0.0, 0, "covered"),
        (-3.0, -0.15, 0, "covered"),
    ],
)
def test_the_partners_lacking_are_those_that_bring_the_ratio_to_one(to_win, ratio, lacking, state):
    row = vision.feasibility([to_win], NETWORK).loc[1]
    assert row["ratio"] == pytest.approx(ratio)
    assert (row["lacking"], row["state"]) == (lacking, state)


@given(st.floats(0, 1e4), st.integers(0, 50), st.floats(0.5, 20))
def test_with_the_partners_lacking_the_vision_is_covered_and_with_one_less_it_is_not(
    to_win, active, wins
):
    network = Network(active, 1, wins)
    lacking = int(vision.feasibility([to_win], network).at[1, "lacking"])
    assert vision.feasibility([to_win], network._replace(active=active + lacking)).at[
        1, "state"
    ] == ("covered")
    if lacking:
        less = network._replace(active=active + lacking - 1)
        assert vision.feasibility([to_win], less).at[1, "state"] == "short"


def test_unknown_or_no_partners_give_no_ratio():
    unknown = vision.feasibility([30.0], NETWORK._replace(active=None)).loc[1]
    assert math.isnan(unknown["ratio"])
    assert math.isnan(unknown["lacking"])
    assert (unknown["needed"], unknown["state"]) == (3, "unknown")
    nobody = vision.feasibility([30.0], NETWORK._replace(active=0)).loc[1]
    assert math.isnan(nobody["ratio"])
    assert (nobody["lacking"], nobody["state"]) == (3, "short")
    idle = vision.feasibility([30.0], NETWORK._replace(wins=0)).loc[1]
    assert math.isnan(idle["lacking"])
    assert idle["state"] == "short"


# ── the whole ────────────────────────────────────────────────────────────────────────────────────


def test_years_are_calendar_years_and_the_highest_one_is_told():
    found = result([segment(target_companies=1000.0)])
    assert found.years == (2025, 2026, 2027, 2028)
    assert found.feasibility.index.tolist() == [2026, 2027, 2028]
    # new customers: 33.33 and a tenth of those of the year before, half of it by the channel
    assert close(found.feasibility["to_win"].tolist(), [43.3333333333 / 2, 46.6666666667 / 2, 25])
    assert found.worst == 2028
    assert found.feasibility.at[2028, "lacking"] == 1
    level = result([segment(penetration_year3=0.1, churn=0.0)])
    assert level.worst == 2028  # the last of equals


def test_a_segment_that_shrinks_is_told_and_deducted():
    found = result(
        [segment(), segment("transport", penetration_year3=0.04, churn=0.05)],
    )
    assert found.notices == (
        Notice("vision_shrinks", {"segment": "transport", "years": [2026, 2027, 2028]}),
    )
    row = found.feasibility.loc[2026]
    assert close(row["to_win"], (3.3333333333 + 1 - 1.5) / 2)
    assert close(row["gross"], (3.3333333333 + 1) / 2)
    assert result([segment(penetration_year3=0.1, churn=0.0)]).notices == ()


def test_a_network_that_is_unknown_or_idle_is_told():
    codes = [
        [one.code for one in result([segment()], network=NETWORK._replace(active=active)).notices]
        for active in (None, 0, 3)
    ]
    assert codes == [["vision_no_partners"], ["vision_no_active"], []]


def test_key_figures_have_their_denominator_or_their_reason():
    own = [("health", "a", 0.2)]
    found = vision.key_figures(result([segment()], own))
    assert list(found) == [
        "vision.customers_y3",
        "vision.revenue_y3",
        "vision.joint_y3",
        "vision.indirect_share_y3",
        "vision.feasibility",
        "vision.partners_lacking",
    ]
    assert found["vision.customers_y3"] == {"value": 20, "unit": "count", "of": 100}
    assert close(found["vision.revenue_y3"]["value"], (50 / 3 + 20) / 2 * 10)
    assert found["vision.indirect_share_y3"]["value"] == 0.5
    assert found["vision.partners_lacking"] == {"value": 0, "unit": "count", "of": 2}
    unknown = vision.key_figures(result([segment()], network=NETWORK._replace(active=None)))
    assert unknown["vision.joint_y3"]["reason"] == "no partner's share"
    assert unknown["vision.feasibility"] == {
        "value": None,
        "unit": "ratio",
        "of": None,
        "reason": "active partners unknown",
    }
    free = vision.key_figures(result([segment(revenue_per_customer=0.0)]))
    assert free["vision.indirect_share_y3"]["value"] is None


def test_five_thousand_draws_take_a_quarter_of_a_second_at_most():
    rng = np.random.default_rng(1)
    one = plan(*(told() for _ in range(12)))
    drawn = replace(one, churn=rng.random((5000, 12)), penetration_year3=rng.random((5000, 12)))
    best = min(_seconds(drawn) for _ in range(3))
    assert best < 0.25


def _seconds(drawn):
    start = time.process_time()
    vision.total(vision.projection(drawn))
    return time.process_time() - start
