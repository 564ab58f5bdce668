"""What a cell may hold, as people type it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.workspace.kinds import (
    Bad,
    Boolean,
    Code,
    Day,
    LooseDay,
    Number,
    Scalar,
    Several,
    Text,
    clean,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12500", 12500),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1 234 567,5", 1234567.5),
        ("1\u00a0234", 1234),
        ("1\u202f234", 1234),
        ("\u22124", -4),
        ("+3", 3),
        ("0", 0),
    ],
)
def test_numbers_are_read_as_french_and_english_people_type_them(typed, value):
    assert Number().read(typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12,5 k", "number"),
        ("34%", "number"),
        ("1 23", "number"),
        ("nan", "number"),
        ("inf", "number"),
        ("1e5", "number"),
        ("٣", "number"),
        ("1.234,5", "two_marks"),
        ("1,234.5", "two_marks"),
        ("1.234.567", "two_marks"),
    ],
)
def test_what_is_not_a_number_is_refused(typed, code):
    with pytest.raises(Bad) as bad:
        Number().read(typed)
    assert bad.value.code == code


def test_bounds_are_included_unless_above_is_asked():
    assert Number(0, 100).read("100") == 100
    assert Number(0, above=True).read("0,1") == 0.1
    for kind, typed in [(Number(0, 100), "100,1"), (Number(0, above=True), "0"), (Number(0), "-1")]:
        with pytest.raises(Bad):
            kind.read(typed)


def test_a_whole_number_has_no_decimals_even_when_excel_gives_it_a_point():
    assert Number(0, whole=True).read("6.0") == 6
    with pytest.raises(Bad, match="whole_min"):
        Number(0, whole=True).read("6.5")


def test_a_number_that_may_have_meant_thousands_is_pointed_out():
    assert Number(0, money=True).looks_grouped("118,540")
    assert not Number(0, money=True).looks_grouped("118,5")
    assert not Number(0, 1).looks_grouped("0,125")


def test_dates_are_iso_or_french_and_exist():
    assert Day().read("2026-10-31") == Day().read("31/10/2026") == date(2026, 10, 31)
    for typed, code in [
        ("31/02/2026", "date_impossible"),
        ("10-31-2026", "date"),
        ("2026", "date"),
        ("0026-01-01", "date_impossible"),
    ]:
        with pytest.raises(Bad, match=code):
            Day().read(typed)


def test_a_loose_date_may_be_a_year_or_a_month():
    assert LooseDay().read("2019") == "2019"
    assert LooseDay().read("2019-04") == "2019-04"
    assert LooseDay().read("05/10/2026") == "2026-10-05"


def test_booleans_are_words_or_digits_in_any_case():
    assert [Boolean().read(word) for word in ("1", "Oui", "TRUE", "yes")] == [True] * 4
    assert [Boolean().read(word) for word in ("0", "Non", "FALSE", "no")] == [False] * 4
    with pytest.raises(Bad):
        Boolean().read("x")


def test_a_mistyped_code_comes_back_with_the_nearest():
    kind = Code(("active", "inactive", "ended"))
    assert kind.read("ACTIVE") == "active"
    with pytest.raises(Bad) as bad:
        kind.read("endde")
    assert bad.value.values["nearest"] == "ended"


def test_a_list_in_a_cell_is_parted_by_bars_and_has_no_repeats():
    assert Several(Text()).read("a| b |a||") == ("a", "b")


def test_a_yaml_text_that_yaml_reads_as_something_else_must_be_quoted():
    assert Text().read(Scalar.of("007", "str")) == "007"
    with pytest.raises(Bad, match="yaml_quote"):
        Text().read(Scalar.of("007", "int"))


def test_control_characters_and_turned_reading_order_are_dropped():
    assert clean("\ufeff=A\x00\x1b[1m\u202egnp.exe\r\nsuite") == "=A[1mgnp.exe\nsuite"


@given(st.integers(-(10**12), 10**12), st.integers(0, 4), st.sampled_from(" \u00a0\u202f"))
def test_a_number_comes_back_whatever_its_spaces_and_mark(units, decimals, space):
    value = units / 10**decimals
    english = f"{value:,.{decimals}f}"
    french = english.replace(",", space).replace(".", ",")
    assert Number().read(french) == pytest.approx(float(f"{value:.{decimals}f}"))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    for kind in (Number(0, 4), Number(money=True, low=0), Day(), Boolean(), Code(("a", "b"))):
        try:
            kind.read(text)
        except Bad as bad:
            assert bad.code
