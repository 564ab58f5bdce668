"""What customers pay and what the partner keeps, in each mode of selling (METHOD 10)."""

import numpy as np
import pytest

from padlib.core import licences

ASSUMED = {
    "annual_contract_value": 12_000.0,
    "margin_first_year": 0.25,
    "margin_renewal": 0.15,
    "licence_margin_perpetual": 0.30,
    "maintenance_rate": 0.20,
    "maintenance_margin": 0.20,
    "referral_commission": 0.10,
}
# a month with two new customers, ten in their first year (the new ones among them), five older
DEALS, YOUNG, OLD = (np.array([[count]]) for count in (2.0, 10.0, 5.0))


@pytest.mark.parametrize(
    ("mode", "listed", "partner"),
    [
        ("subscription", 15 * 1_000, 10 * 250 + 5 * 150),
        ("perpetual", 2 * 12_000 + 15 * 200, 2 * 3_600 + 15 * 40),
        ("referral", 15 * 1_000, 10 * 100),
    ],
)
def test_a_month_of_each_mode_by_hand(mode, listed, partner):
    found = licences.sold(DEALS, YOUNG, OLD, ASSUMED, mode)
    assert found.listed.item() == pytest.approx(listed)
    assert found.partner.item() == pytest.approx(partner)


def test_each_mode_asks_only_for_its_own_rates():
    for mode in licences.MODES:
        needed = {key: ASSUMED[key] for key in (licences.CONTRACT, *licences.RATES[mode])}
        licences.sold(DEALS, YOUNG, OLD, needed, mode)
        assert licences.first_rate(mode) == licences.RATES[mode][0]


def test_draws_of_a_rate_give_one_column_a_draw():
    drawn = ASSUMED | {"margin_first_year": np.array([0.0, 0.25, 0.5])}
    found = licences.sold(DEALS, YOUNG, OLD, drawn, "subscription")
    np.testing.assert_allclose(found.partner, [[750, 3_250, 5_750]])
