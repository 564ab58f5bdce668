"""How many partners a target of new customers takes (METHOD 11.5)."""

from hypothesis import given
from hypothesis import strategies as st

from padlib.core import network


def assumed(*numbers):
    return dict(zip(network.USES, numbers, strict=True))


def test_sixty_customers_take_six_active_partners_and_fifteen_signatures():
    assert network.needed(60, assumed(2, 5, 0.4, 15)) == (6, 15, 1)


def test_an_exact_division_is_not_rounded_up():
    # 21 / (2 × 0.7 × ...) style quotients that floats leave a hair above a whole number
    assert network.needed(3, assumed(1, 0.1, 0.3, 10)) == (30, 100, 10)


@given(
    st.integers(1, 500),
    st.integers(1, 9),
    st.integers(1, 9),
    st.floats(0.05, 1),
    st.integers(1, 30),
)
def test_the_network_is_the_smallest_that_reaches_the_target(target, sellers, won, rate, managed):
    found = network.needed(target, assumed(sellers, won, rate, managed))
    each = sellers * won
    assert found.active * each >= target > (found.active - 1) * each
    assert found.to_sign * rate >= found.active - 1e-6 > (found.to_sign - 1) * rate - 1e-6
    assert (
        found.channel_managers * managed >= found.to_sign > (found.channel_managers - 1) * managed
    )
