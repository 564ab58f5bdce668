"""YAML as typed, with lines; nothing in it is built, repeated or run."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib.workspace import yaml_files
from padlib.workspace.faults import Findings

from .conftest import told


def read(text: str) -> tuple[yaml_files.Document | None, Findings]:
    findings = Findings("client.yml")
    return yaml_files.read(text.encode(), findings), findings


def test_every_key_and_entry_has_its_line():
    document, _ = read("a: 1\nb:\n  c: x\n  d:\n  - 3\n  - {e: 4}\n")
    assert document is not None
    assert document.line(("b", "c")) == 3
    assert document.line(("b", "d", 1, "e")) == 6
    assert document.line(("b", "d", 1, "gone")) == 6


def test_scalars_stay_as_typed_and_blanks_are_left_out():
    document, _ = read("code: 007\nrole: no\nday: 2026-10-31\nempty:\nnote: '007'\n")
    assert document is not None
    assert document.values == {"code": "007", "role": "no", "day": "2026-10-31", "note": "007"}
    read_as = [value.read_as for value in document.values.values()]
    assert read_as == ["int", "bool", "timestamp", "str"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, "a", "key_twice")),
        ("a: {b: 1, b: 2}\n", (1, "a.b", "key_twice")),
        ("a: [1\nb: 2\n", (2, None, "yaml_syntax")),
        ("a: 1\n b: 2\n", (2, None, "yaml_syntax")),
        ("- a\n- b\n", (1, None, "yaml_map")),
        ("a: &x [1]\nb: *x\n", (2, None, "yaml_alias")),
        ("a: !!python/object/apply:os.system [ls]\n", None),
        ("a: !ruby x\n", (1, "a", "yaml_tag")),
        ("? [a, b]\n: 1\n", (1, None, "yaml_key")),
        ("a: " + "[" * 20 + "]" * 20, (1, "a" + "[1]" * 12, "yaml_deep")),
        ("[" * 5000, (None, None, "yaml_syntax")),
        ("a: \x07", (None, None, "yaml_syntax")),
    ],
)
def test_what_cannot_be_read_safely_is_a_fault_with_its_line(text, fault):
    _, findings = read(text)
    if fault is None:  # a list under a strange tag is read as the list it is: nothing is built
        assert told(findings) == []
    else:
        assert told(findings)[0] == fault


def test_a_file_beyond_the_bound_is_refused_unread():
    _, findings = read("a: " + "x" * 300_000)
    assert told(findings) == [(None, None, "yaml_long")]


def test_a_blank_file_is_an_empty_map():
    document, findings = read("# nothing\n")
    assert document is not None
    assert (document.values, findings.faults) == ({}, [])


@settings(deadline=None)
@given(st.text(st.sampled_from("ab: -[]{}'\"\n#&*!|>?%@,\t\u00e9"), max_size=80))
def test_any_text_is_a_document_or_faults(text):
    document, findings = read(text)
    assert document is not None or findings.faults
