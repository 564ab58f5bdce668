"""Numbers, money and dates as REPORTS 4 states them."""

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.display.formats import MINUS, Formats

FR, EN = Formats("fr"), Formats("en")
FR_CHF, EN_CHF = Formats("fr", "CHF"), Formats("en", "CHF")
EN_GBP, FR_USD = Formats("en", "GBP"), Formats("fr", "USD")


def test_thousands_are_parted_by_a_narrow_space_in_french_and_a_comma_in_english() -> None:
    assert FR.number(1234.5, 1) == "1\u202f234,5"
    assert EN.number(1234.5, 1) == "1,234.5"


def test_minus_is_the_typographic_one_and_zero_has_none() -> None:
    assert FR.number(-12.3, 1) == "\u221212,3"
    assert FR.number(-0.4, 0) == EN.number(-0.4, 0) == "0"


def test_halves_go_away_from_zero_as_readers_do_by_hand() -> None:
    assert [FR.score(value) for value in (0.5, 1.5, 52.5, -2.5)] == ["1", "2", "53", "\u22123"]
    assert FR.level(2.25) == "2,3"
    assert FR.score(52.49999999999999) == "53"  # a sum of floats that stands for 52.5


def test_percentages_have_one_decimal_under_ten() -> None:
    shares = (0.54, 0.054, 0.0999, 0.05, 0.0, 1.0)
    expected = ["54", "5,4", "10", "5", "0", "100"]
    assert [FR.percent(one) for one in shares] == [f"{text}\u00a0%" for text in expected]
    assert EN.percent(0.54) == "54%"


def test_money_in_euros() -> None:
    assert FR.money(118_540) == "118\u202f540\u00a0€"
    assert FR.kmoney(118_540) == "118,5\u00a0k€"
    assert FR.money(1_234_567) == "1,2\u00a0M€"
    assert EN.money(118_540) == "€118,540"
    assert EN.kmoney(118_540) == "€118.5k"
    assert EN.money(-1_234_567) == "\u2212€1.2m"


def test_other_currencies_are_told_by_their_code() -> None:
    assert FR_CHF.money(118_540) == "118\u202f540\u00a0CHF"
    assert EN_CHF.money(118_540) == "CHF\u00a0118,540"
    assert EN_GBP.kmoney(118_540) == "£118.5k"
    assert FR_USD.kmoney(118_540) == "118,5\u00a0k$"
    assert EN_GBP.money(-29_766) == "\u2212£29,766"
    assert FR_CHF.money(2_000_000) == "2,0\u00a0MCHF"


def test_an_amount_that_rounds_to_a_thousand_thousands_is_a_million() -> None:
    assert FR.kmoney(999_960) == "1,0\u00a0M€"
    assert FR.money(999_999.6) == "1,0\u00a0M€"


def test_units_of_money_columns() -> None:
    assert [FR.unit(scale) for scale in ("", "k", "M")] == ["€", "k€", "M€"]
    assert [EN.unit(scale) for scale in ("", "k", "M")] == ["€", "€k", "€m"]
    assert (EN_CHF.unit("k"), FR_CHF.unit("k")) == ("CHF k", "kCHF")


def test_dates() -> None:
    day = dt.date(2026, 10, 31)
    assert FR.date(day) == "31\u00a0octobre\u00a02026"
    assert EN.date(day) == "31\u00a0October\u00a02026"
    assert FR.date("2026-12-01") == "1er\u00a0décembre\u00a02026"
    assert FR.day(pd.Timestamp(day)) == "31/10/2026"
    assert EN.day(day) == "31\u00a0Oct\u00a02026"
    assert (FR.month(day), EN.month(day)) == ("oct.", "Oct")
    assert FR.monthyear(dt.date(2027, 5, 31)) == "mai\u00a02027"


def test_changes_carry_their_sign() -> None:
    assert [FR.signed(value) for value in (6, -6, 0.2)] == ["+6", "\u22126", "0"]
    assert EN.signed(3.25, 1) == "+3.3"


def test_lists_stop_at_three_names() -> None:
    names = ["Axorial", "Brivault", "Corvane", "Dunmor", "Eskel"]
    assert FR.list(names[:1]) == "Axorial"
    assert FR.list(names[:3]) == "Axorial, Brivault et Corvane"
    assert FR.list(names[:4]) == "Axorial, Brivault, Corvane et 1\u00a0autre"
    assert EN.list(names) == "Axorial, Brivault, Corvane and 2\u00a0more"
    assert FR.list([]) == "–"


def test_ranges_and_ordinals() -> None:
    assert (FR.range(12, 18), EN.range(12, 18)) == ("de 12 à 18", "12 to 18")
    assert (FR.interval(12, 18), EN.interval(12, 18)) == ("12\u202f–\u202f18", "12–18")
    assert [FR.ordinal(1), FR.ordinal(1, feminine=True), FR.ordinal(2)] == ["1er", "1re", "2e"]
    assert [EN.ordinal(rank) for rank in (1, 2, 3, 11, 22)] == ["1st", "2nd", "3rd", "11th", "22nd"]


@pytest.mark.parametrize("blank", [None, math.nan, float("nan"), pd.NA, pd.NaT])
def test_a_blank_is_a_dash(blank: object) -> None:
    for name in ("number", "percent", "money", "kmoney", "signed", "date", "day", "month", "score"):
        assert getattr(FR, name)(blank) == "–"


def test_french_counts_zero_and_one_as_one() -> None:
    assert [FR.one(count) for count in (0, 1, 1.5, 2)] == [True, True, True, False]
    assert [EN.one(count) for count in (0, 1, 1.5, 2)] == [False, True, False, False]


def read_back(printed: str, formats: Formats) -> float:
    """The number that a reader of the language reads."""
    bare = printed.replace(MINUS, "-").replace("+", "")
    if formats.french:
        return float(bare.replace("\u202f", "").replace(",", "."))
    return float(bare.replace(",", ""))


@pytest.mark.parametrize("formats", [FR, EN])
@given(value=st.floats(-1e9, 1e9), decimals=st.integers(0, 4))
def test_what_is_printed_reads_back_within_half_a_unit(
    formats: Formats, value: float, decimals: int
) -> None:
    printed = formats.number(value, decimals)
    assert abs(read_back(printed, formats) - value) <= 0.5 * 10**-decimals + 1e-7
    assert printed not in {"−0", "-0"}
    assert not printed.startswith("-")
