"""Where a what-if stands, and how its numbers print."""

import pytest

from padlib.display import words
from padlib.widgets.models import (
    COUNT,
    MONEY,
    MONTH,
    POINTS,
    RATIO,
    SHARE,
    Knob,
    State,
    difference,
    printed,
)

FR, EN = words.load("fr"), words.load("en")
CHURN = Knob(key="annual_churn", label="", filed=0.1, default=0.08)
MODE = Knob(key="mode", label="", filed="a", default="a", choices=(("a", "A"), ("b", "B")))


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_a_knob_back_where_the_files_have_it_is_no_change() -> None:
    state = State().moved("annual_churn", 0.2, filed=0.1)
    assert state.changes == {"annual_churn": 0.2}
    assert state.moved("annual_churn", 0.3, filed=0.1).changes == {"annual_churn": 0.3}
    assert state.moved("annual_churn", 0.1, filed=0.1).changes == {}
    assert state.changes == {"annual_churn": 0.2}, "a state is never changed itself"


def test_the_changes_do_not_depend_on_the_path() -> None:
    one = State().moved("a", 2, filed=1).moved("b", "x", filed="y").moved("a", 3, filed=1)
    other = State().moved("a", 3, filed=1).moved("b", "x", filed="y")
    assert one.changes == other.changes == {"a": 3, "b": "x"}


def test_each_knob_has_a_value_the_changed_one_or_that_of_the_files() -> None:
    state = State({"mode": "b", "another_report": 4})
    assert state.values((CHURN, MODE)) == {"annual_churn": 0.1, "mode": "b"}


def test_a_knob_holds_numbers_or_its_own_choices() -> None:
    assert [CHURN.holds(one) for one in (0.2, 3, "0.2", [0.1, 0.2])] == [True, True, False, False]
    assert [MODE.holds(one) for one in ("b", "referral", 1, ["a"])] == [True, False, False, False]


PRINTED = [
    (18_500.4, MONEY, "18 500 €", "€18,500"),
    (3_200_000, MONEY, "3,2 M€", "€3.2m"),
    (0.25, SHARE, "25 %", "25%"),
    (0.034, SHARE, "3,4 %", "3.4%"),
    (1, MONTH, "1 mois", "1 month"),
    (14, MONTH, "14 mois", "14 months"),
    (1_250, COUNT, "1 250", "1,250"),
    (61.6, POINTS, "62", "62"),
    (1.256, RATIO, "1,26", "1.26"),
    (14, RATIO, "14,0", "14.0"),
    (None, MONEY, "–", "–"),
    (None, MONTH, "–", "–"),
]


@pytest.mark.parametrize(("value", "unit", "french", "english"), PRINTED)
def test_a_number_prints_in_its_unit(
    value: float | None, unit: str, french: str, english: str
) -> None:
    assert (plain(printed(value, unit, FR)), printed(value, unit, EN)) == (french, english)


DIFFERENCES = [
    (18_500, 20_000, MONEY, "+1 500 €", "+€1,500"),
    (20_000, 18_500, MONEY, "−1 500 €", "−€1,500"),
    (0, -3_000_000, MONEY, "−3,0 M€", "−€3.0m"),
    (0.20, 0.35, SHARE, "+15 points", "+15 points"),
    (0.35, 0.34, SHARE, "−1 point", "−1 point"),
    (0.03, 0.034, SHARE, "+0,4 point", "+0.4 points"),
    (12, 14, MONTH, "+2 mois", "+2 months"),
    (3, 2, MONTH, "−1 mois", "−1 month"),
    (3, 5, COUNT, "+2", "+2"),
    (50.2, 61.9, POINTS, "+12", "+12"),
    (1.25, 2.5, RATIO, "+1,25", "+1.25"),
    # nothing once it is rounded
    (100.2, 100.4, MONEY, "inchangé", "unchanged"),
    (0.3, 0.3004, SHARE, "inchangé", "unchanged"),
    (0.03, 0.0303, SHARE, "inchangé", "unchanged"),
    (12, 12.2, MONTH, "inchangé", "unchanged"),
    (7, 7, COUNT, "inchangé", "unchanged"),
    (61.2, 61.1, POINTS, "inchangé", "unchanged"),
    (1.25, 1.251, RATIO, "inchangé", "unchanged"),
    # no sense
    (None, 12, MONTH, "", ""),
    (12, None, MONTH, "", ""),
    (None, None, SHARE, "", ""),
]


@pytest.mark.parametrize(("base", "now", "unit", "french", "english"), DIFFERENCES)
def test_a_difference_is_signed_and_in_the_same_unit(
    base: float | None, now: float | None, unit: str, french: str, english: str
) -> None:
    found = (plain(difference(base, now, unit, FR)), difference(base, now, unit, EN))
    assert found == (french, english)


def test_money_prints_in_the_currency_of_the_client() -> None:
    pounds = words.load("en", "GBP")
    assert printed(32_000, MONEY, pounds) == "£32,000"
    assert difference(32_000, 30_000, MONEY, pounds) == "−£2,000"
    assert plain(difference(30_000, 32_000, MONEY, words.load("fr", "GBP"))) == "+2 000 £"
