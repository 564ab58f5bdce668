"""Typographic spaces and quotes, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.display.typography import typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Que faire d'ici mai ?", "Que faire d’ici mai\u202f?"),
        ("faible ; solide !", "faible\u202f; solide\u202f!"),
        ("Source : fichier", "Source\u00a0: fichier"),
        ('une "idée" reçue', "une «\u202fidée\u202f» reçue"),
        ("« déjà dit »", "«\u202fdéjà dit\u202f»"),
        ("54 % des 2 000 tirages", "54\u00a0% des 2\u202f000 tirages"),
        ("le 31 octobre 2026", "le 31\u00a0octobre\u00a02026"),
        ("fin mai 2027", "fin mai\u00a02027"),
        ("voir Figure 3", "voir Figure\u00a03"),
        ("en 6 mois, 12 points et 40 k€", "en 6\u00a0mois, 12\u00a0points et 40\u00a0k€"),
        ("à 12:30 (déjà ?)", "à 12:30 (déjà\u202f?)"),
    ],
)
def test_french_spaces(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("What's next?", "What’s next?"),
        ('the "base" case: fine', "the “base” case: fine"),
        ("54 % of 12 months", "54% of 12\u00a0months"),
        ("31 October 2026", "31\u00a0October\u00a02026"),
        ("see Figure 3; then stop!", "see Figure\u00a03; then stop!"),
    ],
)
def test_english_spaces(typed: str, printed: str) -> None:
    assert typeset(typed, "en") == printed


@pytest.mark.parametrize("language", ["fr", "en"])
@given(text=st.text("aé1 2%;:!?«»'\"\u00a0\u202f.(", max_size=30))
def test_setting_twice_changes_nothing(language: str, text: str) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once
