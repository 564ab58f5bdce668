"""Parameters of the reports."""

from datetime import date

import pytest

from padlib.workspace import BadParameters, read_parameters


def test_values_come_back_as_the_method_spells_them():
    given = {"year": "2026", "as_of": "31/10/2026", "form": "SHORT", "draws": 500, "draft": True}
    assert read_parameters(given) == {
        "year": 2026,
        "as_of": date(2026, 10, 31),
        "form": "short",
        "draws": 500,
        "draft": True,
    }
    assert read_parameters({"recruitment_plan": [[1, 4], (4, 4)]})["recruitment_plan"] == (
        (1, 4),
        (4, 4),
    )


def test_none_says_nothing_and_a_variants_own_name_is_passed_on():
    assert read_parameters({"form": None, "my_own": {"a": 1}}) == {"form": None, "my_own": {"a": 1}}


def test_everything_wrong_is_told_at_once():
    with pytest.raises(BadParameters) as bad:
        read_parameters(
            {"clent": "x", "language": "de", "draws": 99, "as_of": "hier"},
            known=["client", "language", "draws", "as_of"],
            language="en",
        )
    assert str(bad.value).splitlines() == [
        'unknown parameter "clent". → Did you mean client?',
        'parameter "language": found "de"; expected: fr, en.',
        'parameter "draws": found "99"; expected a whole number from 100 to 100000.',
        'parameter "as_of": found "hier"; expected a date as YYYY-MM-DD or DD/MM/YYYY.',
    ]
    french = bad.value.text("fr").splitlines()[0]
    assert french == ("paramètre inconnu «\u202fclent\u202f». → Vouliez-vous dire client\u202f?")
    assert bad.value._render_traceback_() == str(bad.value).splitlines()
