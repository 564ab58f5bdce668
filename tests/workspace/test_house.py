"""house.yml, and logos."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.workspace import house, logos
from padlib.workspace.faults import Findings

from .conftest import told

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2z"/>{}</svg>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def read(text: str) -> tuple[house.HouseFile | None, Findings]:
    findings = Findings("house.yml")
    return house.read(text.encode(), findings), findings


def test_the_example_of_the_contract_is_read():
    found, findings = read(
        '{name: Cabinet Exemple, logo: logo.svg, accent: "#0b4f6c", contact: A. Conseil,'
        " confidentiality: {fr: Confidentiel, en: Confidential}}"
    )
    assert (findings.faults, findings.warnings) == ([], [])
    assert found is not None
    assert (found.name, found.accent) == ("Cabinet Exemple", "#0B4F6C")
    assert found.confidentiality is not None
    assert found.confidentiality.text("en") == "Confidential"


def test_an_accent_that_cannot_be_read_on_white_is_refused_with_a_near_one_that_can():
    _, findings = read('name: X\naccent: "#FF8800"\n')
    assert told(findings) == [(2, "accent", "contrast")]
    proposed = findings.faults[0].values["nearest"]
    assert house.contrast(proposed) >= 4.5
    assert read(f'name: X\naccent: "{proposed}"\n')[1].faults == []


def test_a_colour_without_quotes_is_a_comment_and_one_that_is_none_is_refused():
    found, _ = read("name: X\naccent: #0B4F6C\n")
    assert found is not None
    assert found.accent == house.ACCENT
    assert told(read("name: X\naccent: blue\n")[1]) == [(2, "accent", "colour")]
    assert told(read("accent: '#000000'\n")[1]) == [(None, "name", "key_missing")]


def test_contrast_is_that_of_wcag():
    assert house.contrast("#000000") == pytest.approx(21)
    assert house.contrast("#767676") == pytest.approx(4.54, abs=0.005)  # the known lightest grey


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_has_a_readable_shade_which_is_itself_when_it_passes(number):
    colour = f"#{number:06X}"
    assert house.contrast(house.readable(colour)) >= 4.5
    if house.contrast(colour) >= 4.5:
        assert house.readable(colour) == colour


def test_plain_drawings_and_pictures_are_accepted():
    gradient = '<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use href="#g"/>'
    assert logos.fault_code("logo.svg", SVG.format(gradient).encode()) is None
    assert logos.fault_code("LOGO.PNG", PNG) is None
    assert logos.data_uri("a.svg", b"x").startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onload="alert(1)"/>',
        '<a href="https://example.org"><path/></a>',
        '<image href="data:image/png;base64,AA"/>',
        '<use href="other.svg#x"/>',
        "<foreignObject/>",
        '<rect fill="url(https://example.org/x)"/>',
        "<style>@import 'x.css';</style>",
        "<style>a{background:url(//example.org)}</style>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_a_logo_with_anything_that_runs_or_calls_is_refused(inside):
    assert logos.fault_code("logo.svg", SVG.format(inside).encode()) == "logo_active"


def test_a_logo_of_another_kind_damaged_or_too_large_is_refused():
    assert logos.fault_code("logo.jpg", PNG) == "logo_kind"
    assert logos.fault_code("logo.png", b"GIF89a") == "logo_kind"
    assert logos.fault_code("logo.svg", b"<svg") == "logo_kind"
    assert logos.fault_code("logo.svg", b"<html/>") == "logo_kind"
    assert logos.fault_code("logo.svg", b"<!DOCTYPE svg><svg/>") == "logo_active"
    assert logos.fault_code("logo.png", PNG + b"0" * 50_001) == "logo_size"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_logo_or_a_code(content):
    for name in ("logo.svg", "logo.png"):
        code = logos.fault_code(name, content)
        assert code is None or code.startswith("logo_")
