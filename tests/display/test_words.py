"""Templates: same keys and values in both languages, values left as they were written."""

import pytest

from padlib.display import words
from padlib.display.words import WordsError

FR, EN = words.load("fr"), words.load("en")


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(FR.keys()) == sorted(EN.keys())


def test_a_sentence_prints_the_same_values_in_both_languages() -> None:
    keys = set(FR.keys()) & set(EN.keys())
    assert {key: FR.fields(key) for key in keys} == {key: EN.fields(key) for key in keys}


def test_a_template_is_typeset_and_a_value_is_not() -> None:
    printed = FR("page.whole_label", title="it's 'so' : yes")
    assert printed == "Tableau complet\u00a0: it's 'so' : yes"


def test_plurals_follow_the_language() -> None:
    assert FR("page.quality.some", n=1) == "Qualité des données\u00a0: 1 alerte."
    assert FR("page.quality.some", n=2) == "Qualité des données\u00a0: 2 alertes."
    assert EN("page.quality.some", n=0) == "Data quality: 0 warnings."


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(WordsError, match=r"page\.nothing"):
        FR("page.nothing")


def test_a_missing_value_is_named_with_its_key() -> None:
    with pytest.raises(WordsError, match=r"page\.whole_label: the value of \{title\} is missing"):
        FR("page.whole_label")


def test_a_number_never_prints_without_a_format() -> None:
    with pytest.raises(WordsError, match="cannot print"):
        FR("page.whole_label", title=52.300000000000004)


def test_braces_in_a_value_are_only_braces() -> None:
    assert "{title.__class__}" in EN("page.whole_label", title="{title.__class__}")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(WordsError, match="fr or en"):
        words.load("de")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{n:plural|one}", "two forms"),
        ("{x:percentage}", "unknown format"),
        ("{x.y}", "not the name"),
        ("{", "expected '}'|Single"),
    ],
)
def test_a_faulty_template_is_refused_when_loaded(text: str, fault: str) -> None:
    with pytest.raises(WordsError, match=fault):
        words._parsed("k", text, "fr")


def test_a_key_told_twice_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "page.yml").write_text("a: un\na: deux\n", encoding="utf-8")
    monkeypatch.setattr(words, "_FOLDER", tmp_path)
    with pytest.raises(WordsError, match="told twice"):
        dict(words._read("fr"))


def test_yaml_words_stay_words(tmp_path, monkeypatch) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "page.yml").write_text("no: non\nyear: 2026\n", encoding="utf-8")
    monkeypatch.setattr(words, "_FOLDER", tmp_path)
    assert dict(words._read("fr")) == {"page.no": "non", "page.year": "2026"}
