"""What a network costs and brings, and when it pays back (METHOD 15, 17)."""

import math

import numpy as np
import numpy_financial
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core import licences, uncertainty
from padlib.method import channel_investment as investment
from padlib.method.channel_investment import Rules, Setting

BANK = banks.assumptions()
KEYS = sorted({key for mode in licences.MODES for key in investment.uses(mode)})
DEFAULTS = BANK.loc[KEYS]
VALUES = uncertainty.values(DEFAULTS)
WAVES = ((1, 4), (4, 4), (7, 4), (10, 3))
SETTING = Setting(WAVES, 36)
RULES = Rules(recruitment_plan=WAVES, draws=200)


def assumed(**changes: float) -> pd.DataFrame:
    """The bank's assumptions, some of them known to be something else."""
    table = DEFAULTS.copy()
    table[["value", "low", "high"]] = table[["value", "low", "high"]].astype(float)
    for key, value in changes.items():
        table.loc[key, ["value", "low", "high"]] = float(value)
    return table


RESULT = investment.result(DEFAULTS, RULES)


# ── a second writing, slow and plain ───────────────────────────────────────────────────────────


def simulated(a, waves, horizon, mode="subscription"):
    """METHOD 15 month by month and cohort by cohort, in plain Python."""
    delay, autonomy = a["first_deal_delay_months"], a["partner_autonomy_months"]

    def share(age):
        if autonomy <= delay:
            return 1.0 if age > delay else 0.0
        return min(1.0, max(0.0, (age - delay) / (autonomy - delay)))

    signed = dict(waves)
    each = a["active_sellers_per_partner"] * a["new_customers_per_partner_seller_year"] / 12
    won = [
        sum(
            partners * a["active_partner_rate"] * each * share(month - first + 1)
            for first, partners in waves
            if first <= month
        )
        for month in range(1, horizon + 1)
    ]
    lines = []
    for month in range(1, horizon + 1):
        managed = 0.0
        for first, partners in waves:
            age = month - first + 1
            if age >= 1:
                managed += partners if age <= 12 else partners * a["active_partner_rate"]
        managers = max(1, math.ceil(managed / a["partners_per_channel_manager"] - 1e-9))
        listed, net = revenue(a, won, month, mode)
        cost = managers * a["channel_manager_cost"] / 12
        cost += a["partner_director_fte"] * a["partner_director_cost"] / 12
        cost += a["programme_cost_year"] / 12
        cost += a["onboarding_cost_per_partner"] * signed.get(month, 0)
        cost += a["mdf_rate"] * listed
        lines.append((won[month - 1], listed, net, cost, net * a["vendor_gross_margin"] - cost))
    return lines


def revenue(a, won, month, mode, partner=True):
    """Revenue at list price of one month, and what is left once the partner is paid."""
    stay = (1 - a["annual_churn"]) ** (1 / 12)
    young = sum(won[j - 1] * stay ** (month - j) for j in range(1, month + 1) if month - j <= 11)
    old = sum(won[j - 1] * stay ** (month - j) for j in range(1, month + 1) if month - j > 11)
    contract = a["annual_contract_value"]
    if mode == "perpetual":
        licence = won[month - 1] * contract
        upkeep = (young + old) * contract * a["maintenance_rate"] / 12
        kept = licence * a["licence_margin_perpetual"] + upkeep * a["maintenance_margin"]
        listed = licence + upkeep
    elif mode == "referral":
        listed = (young + old) * contract / 12
        kept = young * contract / 12 * a["referral_commission"]
    else:
        listed = (young + old) * contract / 12
        kept = young * contract / 12 * a["margin_first_year"]
        kept += old * contract / 12 * a["margin_renewal"]
    return listed, listed - kept if partner else listed


def simulated_direct(a, sellers, horizon, mode="subscription"):
    climb = a["direct_rep_ramp_months"]
    won = [
        sellers
        * a["new_customers_per_direct_rep_year"]
        / 12
        * (min(1.0, month / climb) if climb > 0 else 1.0)
        for month in range(1, horizon + 1)
    ]
    cost = sellers * a["direct_rep_cost"] * (1 + a["direct_overhead_rate"]) / 12
    lines = []
    for month in range(1, horizon + 1):
        listed, _ = revenue(a, won, month, mode, partner=False)
        lines.append(
            (won[month - 1], listed, listed, cost, listed * a["vendor_gross_margin"] - cost)
        )
    return lines


def summed_up(lines, discount_rate):
    """New customers, break-even month, lowest and final cumulative, net present value."""
    running, lowest, back, npv = 0.0, 0.0, 0, 0.0
    for month, line in enumerate(lines, start=1):
        running += line[4]
        npv += line[4] / (1 + discount_rate) ** (month / 12)
        lowest = min(lowest, running)
        if running <= -1e-9:
            back = None
        elif back is None:
            back = month
    return sum(line[0] for line in lines), back, lowest, running, npv


def ranges(slack=0.0):
    """Values between the bank's bounds, months and people being whole."""

    def between(key):
        low, high = float(BANK.at[key, "low"]), float(BANK.at[key, "high"])
        if BANK.at[key, "unit"] in ("months", "people"):
            return st.integers(int(low * (1 - slack)), int(high)).map(float)
        return st.floats(low * (1 - slack), high)

    fixed = {investment.HORIZON: st.sampled_from([7.0, 12.0, 13.0, 36.0, 40.0])}
    return st.fixed_dictionaries({key: between(key) for key in KEYS} | fixed)


def plans():
    months = st.lists(st.integers(1, 36), max_size=5, unique=True).map(sorted)
    return months.flatmap(
        lambda found: st.tuples(*[st.tuples(st.just(one), st.integers(0, 9)) for one in found])
    )


def same(found, expected):
    """Whether two figures agree, relatively to 1e-9; None and NaN say "not reached"."""
    if expected is None:
        return math.isnan(found)
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-6)


@settings(max_examples=80, deadline=None)
@given(ranges(), plans(), st.sampled_from(licences.MODES))
def test_the_channel_is_what_a_plain_simulation_gives(values, waves, mode):
    horizon = int(values[investment.HORIZON])
    flow = investment.channel(values, waves, horizon, mode)
    lines = simulated(values, waves, horizon, mode)
    for place, name in enumerate(("deals", "listed", "net", "cost", "contribution")):
        np.testing.assert_allclose(
            getattr(flow, name)[:, 0], [line[place] for line in lines], rtol=1e-9, atol=1e-6
        )
    found = investment.outcome(flow, values["discount_rate"])
    expected = summed_up(lines, values["discount_rate"])
    figures = (found.new_customers, found.break_even_month, found.peak_funding)
    figures += (found.cumulative, found.npv)
    assert all(same(one, other) for one, other in zip(figures, expected, strict=True))


@settings(max_examples=40, deadline=None)
@given(ranges(), st.floats(0, 20), st.sampled_from(licences.MODES))
def test_direct_sales_are_what_a_plain_simulation_gives(values, sellers, mode):
    horizon = int(values[investment.HORIZON])
    found = investment.outcome(
        investment.direct(values, sellers, horizon, mode), values["discount_rate"]
    )
    expected = summed_up(simulated_direct(values, sellers, horizon, mode), values["discount_rate"])
    figures = (found.new_customers, found.break_even_month, found.peak_funding)
    figures += (found.cumulative, found.npv)
    assert all(same(one, other) for one, other in zip(figures, expected, strict=True))


# ── the worked example ─────────────────────────────────────────────────────────────────────────


def test_the_worked_example_year_by_year(worked):
    case = worked["channel_investment"]
    names = {
        "deals": "deals",
        "list_rev": "listed",
        "net_rev": "net",
        "cost": "cost",
        "contrib": "contribution",
    }
    for year, expected in case["years"].items():
        for name, column in names.items():
            assert RESULT.years.loc[year, column] == pytest.approx(expected[name], abs=0.01)
    assert RESULT.channel.new_customers == pytest.approx(case["new_customers_36m"])
    assert RESULT.channel.break_even_month == case["break_even_month"]
    assert RESULT.channel.peak_funding == pytest.approx(case["peak_funding"], abs=0.01)
    assert RESULT.channel.cumulative == pytest.approx(case["cumulative_month_36"], abs=0.01)
    assert RESULT.channel.npv == pytest.approx(case["npv"], abs=0.01)


def test_the_worked_table_by_active_rate(worked):
    for rate, expected in worked["channel_investment"]["sensitivity_active_rate"].items():
        row = RESULT.by_rate.loc[rate]
        assert row["break_even_month"] == expected["break_even_month"]
        assert row["peak_funding"] == pytest.approx(expected["peak_funding"], abs=0.01)
        assert row["npv"] == pytest.approx(expected["npv"], abs=0.01)
        assert row["failure_rate"] == pytest.approx(1 - rate)


def test_direct_sales_beside_it_and_the_parity():
    """METHOD 20: 5 sellers, 139.5833 customers, month 26, 625 777; parity 0.3821."""
    assert RESULT.sellers == 5
    assert RESULT.direct.new_customers == pytest.approx(139.5833, abs=1e-4)
    assert RESULT.direct.break_even_month == 26
    assert RESULT.direct.npv == pytest.approx(625_777, abs=0.5)
    assert RESULT.parity.rate == pytest.approx(0.3821, abs=5e-5)
    assert RESULT.parity.above == investment.CHANNEL and RESULT.parity.steady


def test_what_more_active_partners_add():
    """METHOD 15: 20 points more add about 0.39 M€ to the lead and 0.69 M€ to the value."""
    assert 2 * RESULT.ten_points == pytest.approx(690_000, abs=5_000)
    assert 2 * RESULT.ten_points_lead == pytest.approx(390_000, abs=5_000)


def test_for_the_same_customers_the_channel_is_just_ahead_though_five_sellers_bring_more():
    assert RESULT.same.new_customers == pytest.approx(RESULT.channel.new_customers)
    assert RESULT.sellers_exact == pytest.approx(4.7104, abs=1e-4)
    assert RESULT.same.npv == pytest.approx(RESULT.direct.npv * RESULT.sellers_exact / 5)
    assert RESULT.winner == investment.CHANNEL
    assert RESULT.direct.npv > RESULT.channel.npv


# ── identities ─────────────────────────────────────────────────────────────────────────────────


def test_lines_add_up_to_totals_months_to_years_and_the_cumulative_runs():
    months, years = RESULT.months, RESULT.years
    lines = ["managers", "director", "programme", "onboarding", "joint_marketing"]
    np.testing.assert_allclose(months[lines].sum(axis=1), months["cost"])
    np.testing.assert_allclose(months["margin"] - months["cost"], months["contribution"])
    np.testing.assert_allclose(months["contribution"].cumsum(), months["cumulative"])
    for column in ("deals", "listed", "cost", "contribution", *lines):
        assert years[column].sum() == pytest.approx(months[column].sum())
    assert years["cumulative"].iloc[-1] == pytest.approx(RESULT.channel.cumulative)
    assert years["months"].tolist() == [12, 12, 12]


@settings(max_examples=30, deadline=None)
@given(ranges(), plans())
def test_the_net_present_value_is_numpy_financials(values, waves):
    horizon = int(values[investment.HORIZON])
    flow = investment.channel(values, waves, horizon)
    rate = (1 + values["discount_rate"]) ** (1 / 12) - 1
    npv = investment.outcome(flow, values["discount_rate"]).npv
    expected = numpy_financial.npv(rate, [0.0, *flow.contribution[:, 0]])
    assert npv == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_nobody_recruited_leaves_the_costs_of_the_team():
    found = investment.result(DEFAULTS, Rules(recruitment_plan=((1, 0),), draws=100))
    # manager 110 000, half a director 75 000, programme 60 000, for three years
    assert found.channel.cumulative == pytest.approx(-3 * 245_000)
    assert found.channel.new_customers == 0 and found.sellers == 0
    assert not found.channel.paid_back
    assert found.parity == (None, investment.DIRECT, True)


def test_sellers_who_win_nobody_leave_only_costs():
    found = investment.result(assumed(new_customers_per_partner_seller_year=0), RULES)
    assert found.channel.npv < 0 and found.direct.npv == 0
    assert found.parity == (None, investment.DIRECT, True)


def test_customers_lost_in_full_or_never():
    lost = investment.channel(VALUES | {"annual_churn": 1.0}, WAVES, 36)
    np.testing.assert_allclose(lost.young, lost.deals)
    assert not lost.old.any()
    kept = investment.channel(VALUES | {"annual_churn": 0.0}, WAVES, 36)
    np.testing.assert_allclose(kept.young + kept.old, np.cumsum(kept.deals, axis=0))


def test_autonomy_not_after_the_first_deal_is_full_work_at_once():
    values = VALUES | {"first_deal_delay_months": 6.0, "partner_autonomy_months": 6.0}
    flow = investment.channel(values, ((1, 10),), 12)
    # 10 partners × 40 % × 2 sellers × 5 customers / 12, from the seventh month
    assert flow.deals[:, 0].round(6).tolist() == [0.0] * 6 + [round(40 / 12, 6)] * 6


def test_managers_look_after_all_partners_for_a_year_then_the_active_ones():
    flow = investment.channel(VALUES, ((1, 40), (14, 1)), 15)
    # 40 / 15 → 3; from month 13 on 16 / 15 → 2, and 17 / 15 with the one of month 14
    assert flow.people[:, 0].tolist() == [3.0] * 12 + [2.0] * 3
    exact = investment.channel(VALUES | {"active_partner_rate": 0.375}, ((1, 40),), 13)
    assert exact.people[12, 0] == 1  # 40 × 0.375 is 15 exactly


def test_one_manager_at_least_before_anybody_is_signed():
    flow = investment.channel(VALUES, ((5, 3),), 12)
    assert flow.people[:4, 0].tolist() == [1.0] * 4
    assert flow.costs["onboarding"][4, 0] == 3 * 8_000


# ── monotonicity ───────────────────────────────────────────────────────────────────────────────


@settings(max_examples=30, deadline=None)
@given(ranges(), plans(), st.floats(1.01, 1.5))
def test_dearer_never_helps_and_more_customers_never_hurt(values, waves, more):
    def npv(**changes):
        flow = investment.channel(values | changes, waves, 36)
        return investment.outcome(flow, values["discount_rate"]).npv

    base = npv()
    slack = 1e-6 * (1 + abs(base))
    for key in (
        "channel_manager_cost",
        "programme_cost_year",
        "onboarding_cost_per_partner",
        "partner_director_cost",
        "mdf_rate",
        "margin_first_year",
        "margin_renewal",
    ):
        assert npv(**{key: values[key] * more}) <= base + slack
    worth = values["vendor_gross_margin"] * (1 - values["margin_first_year"]) > values["mdf_rate"]
    renewed = values["vendor_gross_margin"] * (1 - values["margin_renewal"]) > values["mdf_rate"]
    if worth and renewed:
        sold = values["new_customers_per_partner_seller_year"] * more
        assert npv(new_customers_per_partner_seller_year=sold) >= base - slack
        contract = values["annual_contract_value"] * more
        assert npv(annual_contract_value=contract) >= base - slack


# ── parity ─────────────────────────────────────────────────────────────────────────────────────


def test_at_the_parity_both_are_worth_the_same():
    found = investment.leads(VALUES, RESULT.parity.rate, SETTING)
    assert found["lead"].item() == pytest.approx(0, abs=0.01)


def test_when_partners_take_nearly_all_direct_sales_always_win():
    found = investment.result(assumed(margin_first_year=0.9, margin_renewal=0.9), RULES)
    assert found.parity == (None, investment.DIRECT, True)
    assert not found.channel.paid_back and found.winner == investment.DIRECT


def test_when_a_direct_seller_costs_a_fortune_the_channel_always_wins():
    found = investment.result(assumed(direct_rep_cost=5_000_000), RULES)
    assert found.parity == (None, investment.CHANNEL, True)


def test_a_channel_whose_team_is_free_still_loses_when_it_gives_all_away():
    free = {
        "channel_manager_cost": 0,
        "partner_director_cost": 0,
        "programme_cost_year": 0,
        "onboarding_cost_per_partner": 0,
        "margin_first_year": 0.9,
        "margin_renewal": 0.9,
    }
    found = investment.result(assumed(**free), RULES)
    assert found.parity.rate is None and found.parity.above == investment.DIRECT


def test_a_second_manager_may_make_the_lead_cross_more_than_once():
    """Steps of managers: the parity then is the end of the last stretch, and said unsteady."""
    values = VALUES | {"channel_manager_cost": 400_000.0, "partners_per_channel_manager": 5.0}
    curve = investment.leads(values, np.linspace(0.01, 1, 100), SETTING)["lead"]
    crossings = int((np.diff(np.sign(curve)) != 0).sum())
    found = investment.parity(values, SETTING)
    assert found.steady == (crossings == 1) or found.rate is None
    if found.rate is not None:
        around = investment.leads(values, [found.rate - 1e-6, found.rate + 1e-6], SETTING)["lead"]
        assert around[0] < 0 < around[1]


def test_the_rate_from_which_it_pays_back():
    rate = RESULT.rate_to_pay_back
    months = RESULT.curve["break_even_month"]
    assert months[months.index >= rate - 1e-9].notna().all()
    assert math.isnan(months[months.index < rate - 1e-9].iloc[-1])
    never = investment.result(assumed(annual_contract_value=1), RULES)
    assert never.rate_to_pay_back is None and not never.channel.paid_back


def test_direct_sellers_who_win_nobody_cannot_be_compared():
    found = investment.result(assumed(new_customers_per_direct_rep_year=0), RULES)
    assert found.parity == (None, "", False)
    assert math.isnan(found.sellers) and found.winner == ""


# ── the plan of recruitment ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("partners", "waves"),
    [
        (15, ((1, 4), (4, 4), (7, 4), (10, 3))),
        (4, ((1, 1), (4, 1), (7, 1), (10, 1))),
        (2, ((1, 1), (4, 1))),
        (0, ()),
    ],
)
def test_partners_are_spread_evenly_the_larger_waves_first(partners, waves):
    assert investment.spread(partners) == waves


def test_the_plan_is_the_clients_else_the_targets_else_the_managers():
    told = Rules(recruitment_plan=((2, 3),), target_new_customers_year=60)
    assert investment.recruitment(VALUES, told) == (((2, 3),), "told", 60)
    # 60 customers: 6 active partners, 15 to sign
    asked = investment.recruitment(VALUES, Rules(target_new_customers_year=60))
    assert asked.waves == WAVES and asked.source == "target" and asked.partners == 15
    managed = investment.recruitment(VALUES | {"channel_managers": 2.0}, Rules())
    assert managed.partners == 30 and managed.source == "managers" and managed.target is None


def test_rules_of_a_mapping_keep_their_defaults_where_nothing_is_told():
    told = {"recruitment_plan": [[1, 4]], "draws": 100, "lambda": 3, "seed": None, "effort": {}}
    found = Rules.of(told)
    assert found.recruitment_plan == ((1, 4),)
    assert (found.draws, found.seed, found.shape, found.mode) == (100, 20260101, 3, "subscription")


# ── modes, horizons, notices ───────────────────────────────────────────────────────────────────


def test_a_licence_sold_once_is_not_counted_as_a_yearly_income():
    once = investment.channel(VALUES, WAVES, 36, "perpetual")
    yearly = investment.channel(VALUES, WAVES, 36)
    np.testing.assert_allclose(once.deals, yearly.deals)
    licence = once.deals * 20_000
    upkeep = (once.young + once.old) * 20_000 * 0.2 / 12
    np.testing.assert_allclose(once.listed, licence + upkeep)
    np.testing.assert_allclose(once.net, licence * 0.7 + upkeep * 0.8)


def test_a_horizon_that_is_no_whole_number_of_years():
    found = investment.result(assumed(earnings_horizon_months=30), RULES)
    assert found.years["months"].tolist() == [12, 12, 6]
    assert found.odds.fan.index[-1] == 30


def test_partners_signed_beyond_the_horizon_are_told_and_count_for_nothing():
    late = Rules(recruitment_plan=(*WAVES, (30, 5)), draws=100)
    found = investment.result(assumed(earnings_horizon_months=24), late)
    assert [(one.code, one.values["partners"]) for one in found.notices] == [("late_waves", 5)]
    short = investment.result(assumed(earnings_horizon_months=24), RULES)
    assert found.channel.npv == short.channel.npv
    assert found.channel.new_customers == short.channel.new_customers


def test_a_contribution_expected_too_soon_is_told():
    hasty = assumed(
        first_deal_delay_months=0, partner_autonomy_months=1, annual_contract_value=400_000
    )
    notice = investment.result(hasty, RULES).notices[0]
    assert notice.code == "early_contribution"
    assert notice.values["month"] < notice.values["patience"] == 6
    assert RESULT.notices == ()


# ── what is not sure ───────────────────────────────────────────────────────────────────────────


def test_the_same_seed_gives_the_same_odds_and_more_draws_nearly_the_same():
    again = investment.odds(DEFAULTS, SETTING, RULES)
    assert again.npv == RESULT.odds.npv and again.break_even == RESULT.odds.break_even
    pd.testing.assert_frame_equal(again.fan, RESULT.odds.fan)
    many = investment.odds(DEFAULTS, SETTING, Rules(draws=20_000, seed=7))
    few = investment.odds(DEFAULTS, SETTING, Rules(draws=5_000))
    assert many.break_even == pytest.approx(few.break_even, abs=0.02)


def test_draws_go_through_the_model_as_numbers_do():
    drawn = uncertainty.draws(DEFAULTS, investment.channel_uses(), 6, 3)
    together = investment.outcomes(investment.channel(drawn, WAVES, 36), drawn["discount_rate"])
    for place in range(6):
        one = {key: float(v[place]) if np.ndim(v) else float(v) for key, v in drawn.items()}
        lines = simulated(one, WAVES, 36)
        expected = summed_up(lines, one["discount_rate"])
        names = ("new_customers", "break_even_month", "peak_funding", "cumulative", "npv")
        for name, other in zip(names, expected, strict=True):
            assert same(together[name][place], other)


def test_the_fan_opens_from_nothing_in_order_and_ends_on_the_cumulative():
    fan = RESULT.odds.fan
    assert list(fan.columns) == ["p10", "p50", "p90"] and len(fan) == 37
    assert (fan.loc[0] == 0).all()
    assert (fan["p10"] <= fan["p50"]).all() and (fan["p50"] <= fan["p90"]).all()


def test_known_assumptions_leave_no_doubt():
    sure = DEFAULTS.copy()
    sure[["low", "high"]] = sure[["value", "value"]].to_numpy()
    found = investment.result(sure, RULES)
    assert found.odds.drawn == () and len(found.bars) == 0
    assert found.odds.npv == pytest.approx(dict.fromkeys(("p10", "p50", "p90"), found.channel.npv))
    assert found.odds.break_even == 1


def test_the_bars_are_the_model_at_both_bounds():
    bars = RESULT.bars
    assert bars.index[0] == "annual_contract_value"
    assert "partnership_failure_rate" not in bars.index
    assert set(bars.index) <= set(investment.channel_uses())
    for key in ("active_partner_rate", "partners_per_channel_manager", "discount_rate"):
        for bound in ("low", "high"):
            values = uncertainty.values(DEFAULTS, **{key: bound})
            flow = investment.channel(values, WAVES, 36)
            expected = investment.outcome(flow, values["discount_rate"]).npv
            assert bars.loc[key, f"result_{bound}"] == pytest.approx(expected)
    assert bars["width"].is_monotonic_decreasing
