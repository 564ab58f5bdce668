"""What a partner earns over three years, and when it is paid back (METHOD 10, 17, 20)."""

import math
from collections import Counter

import numpy as np
import numpy_financial
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.core import assumptions as core
from padlib.core import uncertainty
from padlib.method import earnings
from padlib.method.earnings import PERPETUAL, PROJECT, REFERRAL, SUBSCRIPTION, Rules, Terms

BANK = core.merged(banks.assumptions())
DEFAULTS = uncertainty.values(BANK)
DAYS = {"integration": 8.0, "configuration": 6.0, "training": 4.0, "consulting": 5.0}
RESALE = Terms()
ALL_TERMS = [Terms(mode=mode, days=days) for mode in earnings.MODES for days in (None, DAYS)]


def with_(**changes):
    """The bank's values, some of them others; sets of values that are not there are refused."""
    assert set(changes) <= set(DEFAULTS)
    return DEFAULTS | changes


def told(**changes):
    """The bank's assumptions, some replaced: a value that is known, or (low, value, high)."""
    rows = {
        key: dict(zip(("low", "value", "high"), one, strict=True))
        if isinstance(one, tuple)
        else {"value": one}
        for key, one in changes.items()
    }
    return core.merged(banks.assumptions(), pd.DataFrame.from_dict(rows, orient="index"))


def base(terms=RESALE, **changes):
    return earnings.estimate(with_(**changes), terms)


# ── METHOD 20, to the euro ────────────────────────────────────────────────────────────────────


def kinds(frame):
    """Deals, licence revenue and the like of METHOD 20, from the lines of the model."""
    sums = {"deals": "deals", "cf": "cash", "recurring": "revenue.recurring"}
    found = {name: frame[column] for name, column in sums.items()}
    return found | {
        "licence_rev": frame.filter(regex=r"^revenue\.(licences|maintenance)$").sum(),
        "licence_margin": frame.filter(regex=r"^margin\.(licences|maintenance)$").sum(),
        "services": frame[[f"revenue.{kind}" for kind in PROJECT]].sum(),
        "services_margin": frame[[f"margin.{kind}" for kind in earnings.SERVICES]].sum(),
        "cost": frame.filter(like="cost.").sum(),
    }


def test_the_worked_example_in_subscription(worked):
    case = worked["partner_earnings"]
    found = base()
    for year, expected in case["years"].items():
        assert kinds(found.years.loc[year]) == pytest.approx(expected, abs=0.006)
    assert kinds(found.months.sum()) == pytest.approx(case["total"], abs=0.006)
    assert found.investment == case["initial_investment"]
    assert found.break_even_month == case["break_even_month"]
    assert found.npv == pytest.approx(case["npv"], abs=0.006)
    assert found.lowest_cumulative == pytest.approx(case["lowest_cumulative"], abs=0.006)
    assert found.net_gain == pytest.approx(case["cumulative_month_36"], abs=0.006)
    assert found.return_ == pytest.approx(case["return"], abs=1e-6)
    assert found.customers == pytest.approx(case["active_customers_month_36"], abs=1e-4)
    assert found.revenue.sum() == pytest.approx(case["revenue_total"], abs=0.006)
    assert found.margin.sum() == pytest.approx(case["margin_total"], abs=0.006)


def test_the_worked_example_in_perpetual(worked):
    case = worked["partner_earnings_perpetual"]
    found = base(Terms(mode=PERPETUAL))
    assert kinds(found.months.sum()) == pytest.approx(case["total"], abs=0.006)
    assert found.break_even_month == case["break_even_month"]
    assert found.npv == pytest.approx(case["npv"], abs=0.006)


def test_the_worked_example_as_a_referrer(worked):
    """The commission is its rate on what customers pay in their first twelve months.

    In subscription at a single rate on the first year, and none after, the licence margin is the
    same sum: the worked example's first-year margin, at a tenth instead of a quarter.
    """
    found = base(Terms(mode=REFERRAL))
    one_rate = base(margin_first_year=DEFAULTS["referral_commission"], margin_renewal=0.0)
    assert found.margin["commission"] == pytest.approx(one_rate.margin["licences"], abs=1e-9)
    assert found.revenue["commission"] == found.margin["commission"]
    case = worked["partner_earnings"]["total"]
    assert kinds(found.months.sum())["services_margin"] == pytest.approx(
        case["services_margin"], abs=0.006
    )
    expected = case["cf"] - case["licence_margin"] + found.margin["commission"]
    assert found.net_gain + found.investment == pytest.approx(expected, abs=0.02)


def test_services_in_days_at_the_price_of_the_multiple_give_the_worked_example(worked):
    """25 days at €800 are the €20,000 of a multiple of 1."""
    days = {"integration": 10, "configuration": 6.25, "training": 3.75, "consulting": 5}
    found = base(Terms(days=days))
    case = worked["partner_earnings"]
    assert kinds(found.months.sum()) == pytest.approx(case["total"], abs=0.006)
    assert found.break_even_month == case["break_even_month"]
    assert found.revenue["training"] == pytest.approx(base().revenue["training"])


# ── a second writing, month by month and cohort by cohort ─────────────────────────────────────


def slow(values, terms):
    """The same months in plain Python: each month's customers are followed one month after the
    other."""
    v = values
    horizon = round(v["earnings_horizon_months"])
    wait, autonomy = v["first_deal_delay_months"], v["partner_autonomy_months"]
    stay_a_month = (1 - v["annual_churn"]) ** (1 / 12)
    contract = v["annual_contract_value"]
    cohorts, rows = [], []
    for month in range(1, horizon + 1):
        if month <= wait:
            reached = 0.0
        elif month >= autonomy:
            reached = 1.0
        else:
            reached = (month - wait) / (autonomy - wait)
        signed = (
            v["active_sellers_per_partner"] * v["new_customers_per_partner_seller_year"] / 12
        ) * reached
        cohorts = [(age + 1, customers * stay_a_month) for age, customers in cohorts]
        cohorts.append((0, signed))
        row = Counter({"deals": signed})
        for age, customers in cohorts:
            paid = customers * contract / 12
            row["young" if age < 12 else "old"] += customers
            if terms.mode == SUBSCRIPTION:
                rate = v["margin_first_year"] if age < 12 else v["margin_renewal"]
                row["revenue.licences"] += paid
                row["margin.licences"] += paid * rate
            elif terms.mode == PERPETUAL:
                row["revenue.maintenance"] += paid * v["maintenance_rate"]
                row["margin.maintenance"] += paid * v["maintenance_rate"] * v["maintenance_margin"]
            elif age < 12:
                row["revenue.commission"] += paid * v["referral_commission"]
                row["margin.commission"] += paid * v["referral_commission"]
            row["revenue.recurring"] += paid * v["recurring_services_rate"]
        if terms.mode == PERPETUAL:
            row["revenue.licences"] = signed * contract
            row["margin.licences"] = signed * contract * v["licence_margin_perpetual"]
        row.update(slow_services(v, terms, signed, row["revenue.recurring"]))
        people = v["active_sellers_per_partner"] * v["partner_seller_allocation"]
        row["cost.sellers"] = people * v["partner_seller_cost"] / 12
        row["cost.technical"] = v["partner_technical_fte"] * v["partner_technical_cost"] / 12
        row["cost.marketing"] = v["partner_marketing_year"] / 12
        kept = sum(amount for name, amount in row.items() if name.startswith("margin."))
        row["cash"] = kept - sum(amount for name, amount in row.items() if name.startswith("cost."))
        rows.append(row)
    return rows


def slow_services(v, terms, signed, recurring):
    """Revenue of projects and margin of all services in a month."""
    sold = {"recurring": recurring}
    for kind in PROJECT:
        if terms.days is None:
            part = v[f"services_mix_{kind}"]
            sold[kind] = signed * v["annual_contract_value"] * v["services_multiple"] * part
        else:
            sold[kind] = signed * terms.days[kind] * v["day_rate"]
    revenue = {f"revenue.{kind}": sold[kind] for kind in PROJECT}
    return revenue | {
        f"margin.{kind}": amount * v["services_gross_margin"] for kind, amount in sold.items()
    }


def share(most=1.0):
    return st.floats(0, most)


ANY = st.fixed_dictionaries(
    {
        "earnings_horizon_months": st.integers(1, 60).map(float),
        "active_sellers_per_partner": st.integers(0, 8).map(float),
        "new_customers_per_partner_seller_year": st.floats(0, 20),
        "first_deal_delay_months": st.integers(0, 12).map(float),
        "partner_autonomy_months": st.integers(0, 24).map(float),
        "annual_contract_value": st.floats(0, 1e5),
        "annual_churn": share() | st.sampled_from([0.0, 1.0]),
        "margin_first_year": share(),
        "margin_renewal": share(),
        "licence_margin_perpetual": share(),
        "maintenance_rate": share(),
        "maintenance_margin": share(),
        "referral_commission": share(),
        "services_multiple": st.floats(0, 3),
        "recurring_services_rate": share(),
        "services_gross_margin": share(),
        "day_rate": st.floats(0, 2000),
        "partner_seller_allocation": share(),
        "partner_seller_cost": st.floats(0, 2e5),
        "partner_technical_fte": st.floats(0, 3),
        "partner_technical_cost": st.floats(0, 2e5),
        "partner_marketing_year": st.floats(0, 1e5),
        "partner_initial_investment": st.floats(0, 1e5),
        "discount_rate": st.floats(0, 0.3),
    }
)


@given(ANY, st.sampled_from(ALL_TERMS))
@settings(max_examples=150, deadline=None)
def test_the_model_is_its_second_writing(values, terms):
    found = base(terms, **values)
    rows = slow(with_(**values), terms)
    for name in found.months.columns.drop("listed"):
        expected = [row[name] for row in rows]
        scale = max(1.0, *map(abs, expected))
        np.testing.assert_allclose(found.months[name], expected, rtol=0, atol=1e-9 * scale)


@given(st.lists(ANY, min_size=1, max_size=4), st.sampled_from(ALL_TERMS))
@settings(max_examples=40, deadline=None)
def test_draws_side_by_side_are_the_model_one_by_one(cases, terms):
    horizon = cases[0]["earnings_horizon_months"]
    drawn = {key: np.array([case[key] for case in cases]) for key in cases[0]}
    taken = DEFAULTS | drawn | {"earnings_horizon_months": horizon}
    found = earnings.outcomes(taken, terms)
    for place, case in enumerate(cases):
        alone = base(terms, **case | {"earnings_horizon_months": horizon})
        np.testing.assert_allclose(
            found["cumulative"][:, place], alone.cumulative, rtol=1e-12, atol=1e-6
        )
        month = found["break_even_month"][place]
        assert (None if math.isnan(month) else month) == alone.break_even_month


# ── what must always hold ─────────────────────────────────────────────────────────────────────


@given(ANY, st.sampled_from(ALL_TERMS))
@settings(max_examples=60, deadline=None)
def test_lines_add_up_to_totals_years_and_the_running_sum(values, terms):
    found = base(terms, **values)
    margins, costs = found.months.filter(like="margin."), found.months.filter(like="cost.")
    scale = 1e-9 * max(1.0, float(found.months.abs().to_numpy().sum()))
    cash = margins.sum(axis=1) - costs.sum(axis=1)
    np.testing.assert_allclose(found.months["cash"], cash, rtol=0, atol=scale)
    np.testing.assert_allclose(
        found.cumulative.iloc[1:], found.months["cash"].cumsum() - found.investment, atol=scale
    )
    assert found.cumulative.iloc[0] == -found.investment
    gained = found.margin.sum() - found.costs.sum() - found.investment
    assert found.net_gain == pytest.approx(gained, abs=scale)
    assert found.years["cash"].sum() == pytest.approx(found.months["cash"].sum(), abs=scale)
    assert found.lowest_cumulative == found.cumulative.min()
    assert (found.revenue >= found.margin - scale).all()


@given(ANY, st.sampled_from(ALL_TERMS))
@settings(max_examples=60, deadline=None)
def test_present_value_is_that_of_numpy_financial(values, terms):
    found = base(terms, **values)
    monthly = (1 + values["discount_rate"]) ** (1 / 12) - 1
    flows = [-found.investment, *found.months["cash"]]
    scale = 1e-9 * max(1.0, float(np.abs(flows).sum()))
    assert found.npv == pytest.approx(numpy_financial.npv(monthly, flows), abs=scale)


@pytest.mark.parametrize("terms", ALL_TERMS)
def test_without_sellers_there_are_only_costs(terms):
    found = base(terms, active_sellers_per_partner=0.0)
    assert found.revenue.sum() == found.margin.sum() == found.customers == 0
    assert found.costs["sellers"] == 0
    assert found.net_gain == pytest.approx(-15_000 - 3 * (0.1 * 80_000 + 4_000))
    assert found.break_even_month is None and found.first_revenue_month is None
    assert found.services_share is None


def test_without_churn_every_customer_is_still_there():
    found = base(annual_churn=0.0)
    assert found.customers == pytest.approx(found.months["deals"].sum())


def test_with_full_churn_only_the_customers_of_the_month_are_there():
    found = base(annual_churn=1.0)
    np.testing.assert_allclose(found.months["young"], found.months["deals"])
    assert not found.months["old"].any()


def test_a_partner_autonomous_before_its_first_deal_sells_all_at_once_after_it():
    found = base(first_deal_delay_months=6.0, partner_autonomy_months=4.0)
    assert found.months["deals"].tolist() == [0] * 6 + [10 / 12] * 30
    assert found.first_revenue_month == 7


def test_no_revenue_is_counted_before_the_first_deal():
    found = base()
    assert found.first_revenue_month == 4
    assert not found.months.filter(like="revenue.").iloc[:3].to_numpy().any()


def test_a_partner_that_never_owes_breaks_even_at_month_zero():
    free = {key: 0.0 for key in DEFAULTS if key.startswith(("partner_seller", "partner_tech"))}
    found = base(partner_marketing_year=0.0, partner_initial_investment=0.0, **free)
    assert found.break_even_month == 0 and found.lowest_cumulative == 0
    assert found.return_ is None


def test_months_are_added_up_by_year_the_last_one_shorter():
    found = base(earnings_horizon_months=30.0)
    assert found.years.index.tolist() == [1, 2, 3]
    assert found.years.loc[3, "deals"] == pytest.approx(6 * 10 / 12)
    assert found.years["customers"].iloc[-1] == pytest.approx(found.customers)


def test_a_mode_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="leasing"):
        Terms(mode="leasing")


@pytest.mark.parametrize("terms", ALL_TERMS)
def test_every_key_that_is_told_is_used_and_no_other(terms):
    """The model reads the keys of its terms and nothing else."""

    class Told(dict):
        def __getitem__(self, key):
            read.add(key)
            return super().__getitem__(key)

    read = set()
    earnings.outcomes(Told(DEFAULTS), terms)
    assert read == set(terms.keys)


def test_the_mode_of_a_referrer_is_referral_unless_another_is_asked_for():
    assert earnings.mode_of("referrer") == REFERRAL
    assert earnings.mode_of("VAR") is None
    assert earnings.mode_of("referrer", SUBSCRIPTION) == SUBSCRIPTION


# ── scenarios, tornado, draws ─────────────────────────────────────────────────────────────────


def test_scenarios_move_six_assumptions_to_their_bounds():
    cautious, ambitious = (earnings.scenario(BANK, one) for one in ("cautious", "ambitious"))
    moved = {key for key in DEFAULTS if cautious[key] != DEFAULTS[key]}
    assert moved == {key for key in DEFAULTS if ambitious[key] != DEFAULTS[key]}
    assert moved == set(earnings.CAUTIOUS_AT)
    assert cautious["active_sellers_per_partner"] == 1
    assert cautious["annual_churn"] == 0.2
    assert ambitious["first_deal_delay_months"] == 1
    assert earnings.scenario(BANK, "base") == DEFAULTS


def test_what_the_client_declared_without_bounds_does_not_move():
    known = told(annual_churn=0.08)
    assert earnings.scenario(known, "cautious")["annual_churn"] == 0.08


def test_a_scenario_in_days_has_no_multiple_to_move():
    found = earnings.result(BANK, Rules(terms=Terms(days=DAYS), draws=100))
    assert "services_multiple" not in found.assumptions.index
    gains = [found.scenarios[name].net_gain for name in ("cautious", "base", "ambitious")]
    assert gains == sorted(gains)


def test_the_tornado_is_the_model_at_each_bound():
    found = earnings.result(BANK, Rules(draws=100))
    for key in ("annual_contract_value", "annual_churn", "first_deal_delay_months"):
        for bound in ("low", "high"):
            alone = base(**{key: float(BANK.at[key, bound])}).net_gain
            assert found.bars.at[key, f"result_{bound}"] == pytest.approx(alone, abs=1e-6)
    assert "earnings_horizon_months" not in found.bars.index
    assert (found.bars["width"].diff().dropna() <= 1e-9).all()


def test_the_split_of_services_moves_nothing_and_is_not_shown():
    shown = uncertainty.widest(earnings.result(BANK, Rules(draws=100)).bars, 99)
    assert not [key for key in shown.index if key.startswith("services_mix_")]


def test_what_to_confirm_first_is_the_five_working_assumptions_with_the_widest_bars():
    found = earnings.result(BANK, Rules(draws=100))
    bars = {
        key: abs(
            base(**{key: float(BANK.at[key, "high"])}).net_gain
            - base(**{key: float(BANK.at[key, "low"])}).net_gain
        )
        for key in found.assumptions.index
        if BANK.at[key, "grade"] == "W" and not key.startswith("services_mix")
    }
    assert list(found.confirm) == sorted(bars, key=bars.get, reverse=True)[:5]


def test_the_same_seed_gives_the_same_figures_in_slices_or_not(monkeypatch):
    rules = Rules(draws=700)
    whole = earnings.spread(BANK, rules)
    monkeypatch.setattr(uncertainty.in_slices, "__defaults__", (64,))
    sliced = earnings.spread(BANK, rules)
    assert whole.net_gain == sliced.net_gain and whole.probability == sliced.probability
    pd.testing.assert_frame_equal(whole.band, sliced.band)
    assert earnings.spread(BANK, Rules(draws=700, seed=1)).net_gain != whole.net_gain


def test_draws_are_the_model_at_what_was_drawn():
    rules = Rules(draws=200)
    drawn = uncertainty.draws(BANK, rules.terms.keys, 200, rules.seed)
    each = [
        base(**{key: float(one[place]) if np.ndim(one) else one for key, one in drawn.items()})
        for place in range(200)
    ]
    found = earnings.spread(BANK, rules)
    gains = [one.net_gain for one in each]
    assert found.net_gain["p50"] == pytest.approx(float(np.median(gains)))
    assert found.probability == np.mean([one.break_even_month is not None for one in each])
    at_month_12 = [one.cumulative[12] for one in each]
    assert found.band.at[12, "p10"] == pytest.approx(float(np.percentile(at_month_12, 10)))


def test_nothing_uncertain_gives_one_result_for_all_draws():
    known = BANK.assign(low=BANK["value"], high=BANK["value"])
    found = earnings.result(known, Rules(draws=100))
    assert set(found.spread.net_gain.values()) == {found.base.net_gain}
    assert found.spread.probability == 1
    assert found.bars.empty and found.thresholds.empty and not found.confirm


# ── what it takes ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("contract", [20_000.0, 9_000.0])
def test_at_its_threshold_an_assumption_gives_a_net_gain_of_zero(contract):
    assumed = told(annual_contract_value=(5_000.0, contract, 100_000.0))
    found = earnings.result(assumed, Rules(draws=100)).thresholds
    exact = found[found["threshold"].notna() & ~found["unit"].isin(uncertainty.WHOLE)]
    assert {"annual_contract_value", "services_multiple"} <= set(exact.index)
    for key, row in exact.iterrows():
        assert row["low"] <= row["threshold"] <= row["high"]
        moved = base(**{"annual_contract_value": contract, str(key): float(row["threshold"])})
        assert moved.net_gain == pytest.approx(0, abs=0.01)


def test_people_needed_are_whole_and_pay_the_partner_back():
    assumed = told(active_sellers_per_partner=(1, 1, 6), partner_seller_allocation=0.45)
    found = earnings.result(assumed, Rules(draws=100)).thresholds
    needed = found.at["active_sellers_per_partner", "threshold"]
    values = uncertainty.values(assumed)
    assert needed == 2
    for sellers, paid_back in ((needed, True), (needed - 1, False)):
        moved = earnings.estimate(values | {"active_sellers_per_partner": sellers}, Terms())
        assert (moved.net_gain >= 0) is paid_back


def test_what_cannot_change_the_sign_of_the_gain_has_no_threshold():
    found = earnings.result(BANK, Rules(draws=100)).thresholds
    assert math.isnan(found.at["services_gross_margin", "threshold"])


def test_a_horizon_too_short_is_looked_at_over_the_longest_one():
    slower = told(partner_seller_allocation=0.55)
    found = earnings.result(slower, Rules(draws=100))
    assert found.base.break_even_month is None
    over = base(partner_seller_allocation=0.55, earnings_horizon_months=60.0)
    assert found.longer.net_gain == over.net_gain
    assert found.longer.break_even_month == over.break_even_month == 40


def test_a_horizon_that_the_client_set_is_not_lengthened():
    found = earnings.result(
        told(earnings_horizon_months=24, annual_contract_value=5_000.0), Rules(draws=100)
    )
    assert found.longer is None and found.base.horizon == 24


# ── the vendor's side, and day 90 ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mode", earnings.MODES)
def test_what_the_vendor_has_is_what_customers_pay_less_the_partners_part(mode):
    found = earnings.vendor(base(Terms(mode=mode)))
    months = base(Terms(mode=mode)).months
    contract = DEFAULTS["annual_contract_value"]
    customers = months["young"] + months["old"]
    listed = {
        SUBSCRIPTION: (customers * contract / 12).sum(),
        PERPETUAL: (months["deals"] * contract + customers * contract * 0.2 / 12).sum(),
        REFERRAL: (customers * contract / 12).sum(),
    }[mode]
    assert found.listed == pytest.approx(listed)
    assert found.net == pytest.approx(listed - found.remuneration)
    assert found.contribution == pytest.approx(0.8 * found.net - 8_000)


def test_without_the_vendors_own_figures_there_is_neither_worth_nor_vendors_side():
    known = BANK.loc[list(Terms().keys)]
    found = earnings.result(known, Rules(draws=100))
    assert found.base.npv is None and earnings.vendor(found.base) is None
    assert not {*earnings.INTERNAL} & set(found.assumptions.index)
    whole = earnings.result(BANK, Rules(draws=100))
    assert whole.base.net_gain == found.base.net_gain
    assert whole.spread.net_gain == found.spread.net_gain


def test_the_estimate_of_day_90_names_what_it_changed():
    own = told(services_multiple=1.1, first_deal_delay_months=5, annual_churn=0.1)
    found = earnings.result(own, Rules(draws=100), before=BANK)
    assert found.before.net_gain == base().net_gain
    assert found.changed.index.tolist() == ["first_deal_delay_months", "services_multiple"]
    assert found.changed.loc["services_multiple", ["before", "after"]].tolist() == [1.0, 1.1]
    assert earnings.result(own, Rules(draws=100)).before is None


def test_rules_are_read_from_those_of_a_folder():
    simulation = banks.rules("simulation")
    found = Rules.of({**simulation, "mode": PERPETUAL, "services_days": DAYS})
    assert found == Rules(terms=Terms(mode=PERPETUAL, days=DAYS))
    assert (found.draws, found.seed, found.percentiles) == (5000, 20260101, (10, 50, 90))


def test_the_first_steps_are_milestones_up_to_a_day_without_the_gates():
    milestones = banks.load("plan_100_days").items
    found = earnings.first_steps(milestones, 20)
    assert found.index.tolist() == ["J-01", "J-02", "J-03", "J-04", "J-05", "J-06", "J-07"]
    assert "J-09" not in earnings.first_steps(milestones, 90).index
