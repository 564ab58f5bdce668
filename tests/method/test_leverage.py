"""What a channel brings beside direct sellers (METHOD 14)."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.method import leverage

USES = leverage.uses()
DEFAULTS = {key: float(banks.assumptions().at[key, "value"]) for key in USES}
NO_PROGRAMME = DEFAULTS | {"programme_cost_year": 0.0}


def with_(**changes):
    return DEFAULTS | changes


def test_the_worked_example(worked):
    case = worked["leverage"]
    inputs, expected = case["inputs"], case["expected"]
    found = leverage.result(inputs)
    first = found.steps.loc["headline"]
    assert found.direct_customers == expected["direct_new"]
    assert first["new_customers"] == expected["indirect_new"]
    assert first["equivalent_sellers"] == expected["equivalent_direct_reps"]
    assert first["headcount_leverage"] == found.headline == expected["headcount_leverage"]
    assert first["gross_cost_leverage"] == expected["gross_cost_leverage"]
    assert first["remuneration"] == expected["partner_remuneration"]
    assert first["net_cost_leverage"] == pytest.approx(expected["net_cost_leverage"], abs=1e-6)
    assert found.direct_cost == expected["cost_per_customer_direct"]
    assert first["cost_per_customer"] == pytest.approx(expected["cost_per_customer_indirect"])
    assert first["break_even_margin"] == pytest.approx(expected["break_even_margin"], abs=1e-6)
    assert found.ramp_average == pytest.approx(expected["ramp_average_year1"], abs=1e-6)
    last = found.steps.loc["first_year"]
    assert last["new_customers"] == pytest.approx(expected["indirect_new_year1"])
    assert last["headcount_leverage"] == pytest.approx(expected["headcount_leverage_year1"])
    cruise = found.steps.loc["active", "headcount_leverage"]
    assert cruise == expected["headcount_leverage_cruise_active"]
    for contract, net in expected["net_cost_leverage_by_contract"].items():
        one = leverage.comparison(inputs | {"annual_contract_value": contract}, programme=False)
        assert one["net_cost_leverage"] == pytest.approx(net, abs=1e-5)


def test_the_adjusted_worked_example(worked):
    case = worked["leverage_adjusted"]
    found = leverage.result(worked["leverage"]["inputs"] | case["changes"])
    expected = case["expected"]
    paid = found.steps.loc["programme"]
    assert found.net_cost == pytest.approx(expected["net_cost_leverage"], abs=1e-6)
    assert paid["cost_per_customer"] == pytest.approx(expected["cost_per_customer_indirect"])
    assert paid["break_even_margin"] == pytest.approx(expected["break_even_margin"], abs=1e-6)
    assert found.steps.loc["first_year", "new_customers"] == pytest.approx(
        expected["indirect_new_year1"]
    )
    assert found.first_year == pytest.approx(expected["headcount_leverage_year1"])
    assert found.steps.loc["active", "headcount_leverage"] == pytest.approx(
        expected["headcount_leverage_cruise_active"]
    )


def test_the_defaults_of_the_bank_are_the_adjusted_example(worked):
    expected = worked["leverage_adjusted"]["expected"]
    found = leverage.result(DEFAULTS)
    assert found.net_cost == pytest.approx(expected["net_cost_leverage"], abs=1e-6)
    assert found.headline == 15


def test_above_about_41_000_direct_sales_cost_less():
    ceiling = leverage.comparison(NO_PROGRAMME, programme=False)["contract_ceiling"]
    assert ceiling == pytest.approx(41_066.67, abs=0.01)
    at = leverage.comparison(NO_PROGRAMME | {"annual_contract_value": ceiling})
    assert at["net_cost_leverage"] == pytest.approx(1)


def test_each_step_counts_more_and_brings_less():
    steps = leverage.result(DEFAULTS).steps
    assert list(steps.index) == ["headline", "programme", "active", "first_year"]
    assert steps["headcount_leverage"].is_monotonic_decreasing
    assert steps["net_cost_leverage"].is_monotonic_decreasing
    assert steps["cost_per_customer"].is_monotonic_increasing
    # by hand: 170 000 of team and programme over 32.5 customers, and 5 000 of margin for each
    assert steps.loc["first_year", "cost_per_customer"] == pytest.approx(170_000 / 32.5 + 5_000)


def test_the_table_holds_the_clients_own_contract_and_margin():
    found = leverage.result(with_(annual_contract_value=18_500.0, margin_first_year=0.22))
    table = found.sensitivity
    assert 18_500 in table.columns and 0.22 in table.index
    assert table.loc[0.22, 18_500] == pytest.approx(found.net_cost)
    assert len(table) == len(leverage.MARGINS) + 1


def test_the_table_of_the_method_when_no_programme_is_paid():
    table = leverage.sensitivity(NO_PROGRAMME)
    assert table.columns.tolist() == [2500, 5000, 10_000, 20_000, 30_000, 40_000, 50_000]
    by_contract = table.loc[0.25]
    assert by_contract[[2500, 5000, 20_000, 50_000]].round(2).tolist() == [8.10, 5.55, 1.92, 0.83]


def test_a_contract_of_nothing_leaves_one_column():
    found = leverage.result(with_(annual_contract_value=0.0))
    assert found.sensitivity.columns.tolist() == [0]
    assert math.isnan(found.steps.loc["headline", "break_even_margin"])


@pytest.mark.parametrize(
    ("key", "blank"),
    [
        ("channel_managers", ["headcount_leverage", "cost_per_customer"]),
        ("new_customers_per_direct_rep_year", ["equivalent_sellers", "net_cost_leverage"]),
        ("active_sellers_per_partner", ["cost_per_customer", "break_even_margin"]),
        ("active_partner_rate", []),
    ],
)
def test_what_has_no_denominator_is_blank_and_not_an_error(key, blank):
    found = leverage.result(with_(**{key: 0.0}))
    assert found.steps.loc["programme", blank].isna().all()


def test_a_licence_sold_once_takes_the_margin_of_its_own():
    assumed = DEFAULTS | {"licence_margin_perpetual": 0.30}
    found = leverage.result(assumed, "perpetual")
    # 150 customers × 20 000 × 30 %
    assert found.steps.loc["headline", "remuneration"] == 900_000
    assert found.sensitivity.index.name == "licence_margin_perpetual"
    assert set(leverage.uses("perpetual")) - set(USES) == {"licence_margin_perpetual"}
    referred = leverage.result(DEFAULTS | {"referral_commission": 0.1}, "referral")
    assert referred.steps.loc["headline", "remuneration"] == 300_000


def test_cost_per_customer_is_the_same_at_the_break_even_margin():
    margin = leverage.comparison(DEFAULTS)["break_even_margin"]
    at = leverage.comparison(with_(margin_first_year=margin))
    assert at["cost_per_customer"] == pytest.approx(leverage.result(DEFAULTS).direct_cost)
    assert at["net_cost_leverage"] == pytest.approx(1)


def ranges():
    bank = banks.assumptions()
    return st.fixed_dictionaries(
        {key: st.floats(float(bank.at[key, "low"]), float(bank.at[key, "high"])) for key in USES}
    )


@settings(max_examples=60, deadline=None)
@given(ranges())
def test_a_second_writing_by_hand(assumed):
    """Customer by customer of METHOD 14, with nothing shared with the model."""
    found = leverage.result(assumed)
    won = (
        assumed["channel_managers"]
        * assumed["partners_per_channel_manager"]
        * assumed["active_sellers_per_partner"]
        * assumed["new_customers_per_partner_seller_year"]
    )
    delay, autonomy = assumed["first_deal_delay_months"], assumed["partner_autonomy_months"]
    reached = 0.0
    for month in range(1, 13):
        if autonomy <= delay:
            reached += 1.0 if month > delay else 0.0
        else:
            reached += max(0.0, min(1.0, (month - delay) / (autonomy - delay)))
    full = won / assumed["new_customers_per_direct_rep_year"]
    team = assumed["channel_managers"] * assumed["channel_manager_cost"]
    paid = won * assumed["annual_contract_value"] * assumed["margin_first_year"]
    direct = full * assumed["direct_rep_cost"]
    programme = assumed["programme_cost_year"]
    steps = found.steps
    assert found.headline == pytest.approx(full / assumed["channel_managers"], rel=1e-9)
    assert found.net_cost == pytest.approx(direct / (team + paid + programme), rel=1e-9)
    assert steps.loc["headline", "net_cost_leverage"] == pytest.approx(direct / (team + paid))
    first = full * assumed["active_partner_rate"] * reached / 12 / assumed["channel_managers"]
    assert found.first_year == pytest.approx(first, rel=1e-9, abs=1e-12)
    assert steps.loc["programme", "cost_per_customer"] == pytest.approx(
        (team + paid + programme) / won, rel=1e-9
    )


@settings(max_examples=30, deadline=None)
@given(ranges(), st.floats(1.05, 2))
def test_more_margin_or_a_larger_contract_never_raises_the_net_leverage(assumed, more):
    net = leverage.comparison(assumed)["net_cost_leverage"]
    for key in ("margin_first_year", "annual_contract_value", "programme_cost_year"):
        dearer = leverage.comparison(assumed | {key: assumed[key] * more})
        assert dearer["net_cost_leverage"] <= net + 1e-12


def test_draws_give_what_numbers_give_one_by_one():
    rng = np.random.default_rng(1)
    drawn = {key: value * rng.uniform(0.5, 1.5, 7) for key, value in DEFAULTS.items()}
    together = leverage.comparison(drawn, drawn["active_partner_rate"])
    averages = leverage.ramp_average(drawn)
    for place in range(7):
        one = {key: values[place] for key, values in drawn.items()}
        alone = leverage.comparison(one, one["active_partner_rate"])
        for name, value in alone.items():
            assert together[name][place] == pytest.approx(value, rel=1e-12)
        assert averages[place] == pytest.approx(leverage.ramp_average(one), rel=1e-12)
