"""The sentences: both languages say the same, and French spaces are right."""

import re
import string
from pathlib import Path

import pytest

import padlib.workspace
from padlib.core.notices import Notice
from padlib.workspace import Fault, sentence
from padlib.workspace.faults import messages, typeset

CODE = Path(padlib.workspace.__file__).parent


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", messages())
def test_both_languages_have_the_same_placeholders(code):
    entry = messages()[code]
    assert set(entry) <= {"fr", "en", "near", "mend"}
    for told in (entry, entry.get("near"), entry.get("mend")):
        if told:
            assert placeholders(told["fr"]) == placeholders(told["en"])


def test_every_code_is_used_and_every_code_used_is_there():
    written = "\n".join(path.read_text("utf-8") for path in CODE.glob("*.py"))
    words = set(re.findall(r'"([a-z][a-z0-9_]*)"', written))
    assert set(messages()) <= words
    told = re.findall(
        r'(?:fault|warn|Bad|Notice|Fault|UnknownName)\((?:[\w.]+, ){0,3}"([a-z0-9_]+)"[,)]', written
    )
    columns = {"reseller_id", "partner_id", "action_id", "name", "key", "value", "logo"}
    columns |= {"to", "done_on", "start_date", "eur_rate", "decision"}
    assert set(told) - columns <= set(messages())


@pytest.mark.parametrize("code", messages())
def test_french_is_set_with_its_spaces_and_apostrophes(code):
    entry = messages()[code]
    for told in (entry, entry.get("near"), entry.get("mend")):
        if told:
            french = typeset(told["fr"], "fr")
            assert not re.search(r" [;!?:»]|« ", french)
            assert "'" not in french
            assert not re.search(r"[^\s\u202f\u00a0{][;!?](\s|$)", french)


def test_a_sentence_says_file_line_column_found_expected_and_what_to_do():
    fault = Fault("partners.csv", 1, "revenue_n", "column_renamed", {"found": "revenu_n"})
    assert sentence(fault, "fr") == (
        "partners.csv, ligne 1, colonne «\u202frevenue_n\u202f»\u00a0: colonne absente\u202f; "
        "trouvé «\u202frevenu_n\u202f». → Renommez-la."
    )
    assert sentence(fault, "en") == (
        'partners.csv, line 1, column "revenue_n": column missing; found "revenu_n". → Rename it.'
    )


def test_what_people_typed_is_quoted_on_one_line_and_cut_at_forty_characters():
    fault = Fault("x.csv", 2, "c", "boolean", {"found": "a\nb" + "c" * 60})
    assert f'found "a b{"c" * 36}…";' in sentence(fault, "en")


def test_what_people_typed_is_never_taken_for_a_template():
    fault = Fault("x.csv", 2, "c", "boolean", {"found": "{line} : {0.__class__}"})
    assert "{line} : {0.__class__}" in sentence(fault, "fr")


def test_a_suggestion_is_made_only_when_one_name_is_close():
    values = {"found": "x", "allowed": ["a", "b"]}
    assert "→" not in sentence(Fault("x", 1, "c", "code", values | {"nearest": None}), "en")
    near = sentence(Fault("x", 1, "c", "code", values | {"nearest": "a"}), "en")
    assert near.endswith("→ Did you mean a?")


def test_numbers_in_a_sentence_follow_its_language():
    notice = Notice("mix", {"file": "a.csv", "line": None, "column": None, "found": 1.25})
    assert "1,25" in sentence(notice, "fr")
    assert "1.25" in sentence(notice, "en")
