"""Amounts and dates as CRMs write them, and what a file proves of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.workspace.crm_values import (
    Doubt,
    Reading,
    amount_reading,
    date_reading,
    is_currency,
    read_amount,
    read_date,
)
from padlib.workspace.kinds import Bad


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("€ 12,345.67", 12345.67, "€"),
        ("12 345,67 €", 12345.67, "€"),
        ("12\u202f345,67\u00a0€", 12345.67, "€"),
        ("EUR 12345", 12345.0, "EUR"),
        ("$1,200.00", 1200.0, "$"),
        ("12'345.50 CHF", 12345.5, "CHF"),
        ("CHF 12’345.-", 12345.0, "CHF"),
        ("1.234.567", 1234567.0, ""),
        ("1,234,567", 1234567.0, ""),
        ("0,125", 0.125, ""),
        (".5", 0.5, ""),
        ("(1,234.50)", -1234.5, ""),
        ("-12", -12.0, ""),
        ("\u221212", -12.0, ""),
    ],
)
def test_an_amount_that_leaves_no_doubt_is_read_whatever_the_mark(text, amount, currency):
    assert read_amount(text, "comma") == read_amount(text, "point") == (amount, currency)


@pytest.mark.parametrize("text", ["ten", "", "12 %", "1 2", "1,23,456", "1.2.3,4,5", "12 a 12"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Bad, match="crm_amount"):
        read_amount(text, "point")


def test_three_digits_after_one_mark_follow_the_mark_of_the_file():
    assert read_amount("12,345", "comma") == (12.345, "")
    assert read_amount("12,345", "point") == (12345.0, "")
    assert read_amount("12.345", "comma") == (12345.0, "")
    assert read_amount("12.345", "point") == (12.345, "")


def test_the_decimal_mark_of_a_file_is_what_a_cell_proves():
    assert amount_reading([(2, "12,345"), (3, "1,5")], "", False).choice == "comma"
    assert amount_reading([(2, "12,345"), (3, "1,234,567")], "", False).choice == "point"
    assert amount_reading([(2, "12"), (3, "13")], "", False) == Reading()
    assert amount_reading([(2, "12,345")], "point", False) == Reading("point", "told")


def test_amounts_in_doubt_are_named_with_their_line():
    with pytest.raises(Doubt) as caught:
        amount_reading([(2, "12"), (3, "12,345")], "", False)
    assert (caught.value.line, caught.value.text) == (3, "12,345")
    with pytest.raises(Doubt):
        amount_reading([(2, "12,345"), (3, "1,5"), (4, "1.5")], "", False)


def test_the_number_of_a_workbook_leaves_no_doubt_and_its_text_does():
    assert amount_reading([(2, "12.345")], "", True) == Reading()
    with pytest.raises(Doubt):
        amount_reading([(2, "12,345")], "", True)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14",
        "2026/03/14",
        "2026-03-14 10:22",
        "2026-03-14T22:30:00.000Z",
        "2026-03-14T10:22:33+02:00",
        "14/03/2026",
        "14-03-2026",
        "14.03.2026",
        "14/3/2026 à 10:22",
        "3/14/2026",
        "3/14/2026, 5:12 PM",
        "14 mars 2026",
        "14-Mar-2026",
        "Mar 14, 2026",
        "March 14th, 2026",
    ],
)
def test_a_date_is_read_as_crms_write_it(text):
    order = date_reading([(2, text)], "", Reading()).choice
    assert read_date(text, order) == date(2026, 3, 14)


def test_french_months_are_known():
    assert read_date("1er avril 2026", "") == date(2026, 4, 1)
    assert read_date("14 août 2026", "") == date(2026, 8, 14)
    assert read_date("2 déc. 2026", "") == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("soon", "crm_date"),
        ("20260314", "crm_date"),
        ("14/03/26", "crm_date"),
        ("31/02/2026", "crm_date_impossible"),
        ("14/03/0026", "crm_date_impossible"),
        ("3/14/2026", "crm_date_impossible"),
    ],
)
def test_what_is_no_date_day_first_is_refused(text, code):
    with pytest.raises(Bad, match=code):
        read_date(text, "dmy")


def test_a_date_with_points_is_day_first_whatever_the_file():
    assert read_date("03.04.2026", "mdy") == date(2026, 4, 3)
    assert date_reading([(2, "03.04.2026")], "", Reading()) == Reading()


def test_what_the_user_says_wins_and_the_same_day_and_month_leave_no_doubt():
    assert date_reading([(2, "3/4/2026")], "mdy", Reading()) == Reading("mdy", "told")
    assert date_reading([(2, "3/3/2026")], "", Reading()) == Reading()


def test_a_comma_that_the_user_says_proves_nothing_of_the_dates():
    with pytest.raises(Doubt):
        date_reading([(2, "3/4/2026")], "", Reading("comma", "told"))


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["dmy", "mdy"]))
def test_a_day_written_in_an_order_is_read_back_in_it(day, order):
    first, second = (day.day, day.month) if order == "dmy" else (day.month, day.day)
    text = f"{first}/{second}/{day.year}"
    assert read_date(text, order) == day
    try:
        told = date_reading([(2, text)], "", Reading())
    except Doubt:
        assert day.day <= 12
    else:
        assert told.choice in ("", order)


@given(st.integers(0, 10**12), st.sampled_from([",", "."]), st.sampled_from(["", " ", "'", "’"]))
def test_an_amount_in_cents_is_read_back(cents, mark, group):
    whole, rest = divmod(cents, 100)
    text = f"{whole:,}".replace(",", group) + f"{mark}{rest:02}"
    told = "comma" if mark == "," else "point"
    assert read_amount(text, told)[0] == pytest.approx(cents / 100)


@pytest.mark.parametrize(
    ("told", "currency"),
    [
        ("EUR", "EUR"),
        ("€", "EUR"),
        ("Euro", "EUR"),
        ("EUR - Euro", "EUR"),
        ("US$", "USD"),
        ("$", "USD"),
        ("$", "CAD"),
        ("Dollar canadien", "CAD"),
        ("Franc suisse", "CHF"),
        ("£", "GBP"),
    ],
)
def test_a_currency_is_known_by_code_sign_or_name(told, currency):
    assert is_currency(told, currency)


@pytest.mark.parametrize("told", ["USD", "$", "£", "CHF", "Dollar", "k", "EUR USD"])
def test_another_currency_is_not_the_clients(told):
    assert not is_currency(told, "EUR")
