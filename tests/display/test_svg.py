"""Figures as SVG fit for a page."""

import re
from pathlib import Path

import pytest

from padlib import display
from padlib.display import svg, theme
from tests.display.conftest import bars


@pytest.fixture(scope="module")
def drawn() -> str:
    return svg.to_svg(bars(), "dimensions", "Score & rang", "Barres : <74>")


def test_it_is_named_and_described(drawn: str) -> None:
    assert 'role="img" aria-labelledby="f-dimensions-t f-dimensions-d"' in drawn
    assert '<title id="f-dimensions-t">Score &amp; rang</title>' in drawn
    assert '<desc id="f-dimensions-d">Barres : &lt;74&gt;</desc>' in drawn


def test_text_stays_text_in_the_page_s_own_font(drawn: str) -> None:
    assert ">Recrutement</text>" in drawn
    assert "DejaVu" not in drawn and "font-family" not in drawn


def test_nothing_is_left_of_the_plotting_library(drawn: str) -> None:
    for remains in ("<style", "<metadata", "DOCTYPE", "xmlns", "http", "<!--", "matplotlib"):
        assert remains not in drawn


def test_the_frame_is_a_view_box_without_width_or_height(drawn: str) -> None:
    root = drawn[: drawn.index(">")]
    assert 'viewBox="0 0 561.6 86.4"' in root
    assert "width=" not in root.replace("stroke-width", "") and "height=" not in root


def test_ids_carry_the_figure_s_key_and_each_is_referred_to(drawn: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert ids and all(name.startswith("f-dimensions-") for name in ids)
    for name in ids:
        assert f"#{name}" in drawn or f"{name} " in drawn or f'{name}"' in drawn


def test_coordinates_have_at_most_two_decimals(drawn: str) -> None:
    assert not re.search(r"\d\.\d{3}", drawn)


def test_same_figure_same_bytes() -> None:
    assert svg.to_svg(bars(), "a", "t", "d") == svg.to_svg(bars(), "a", "t", "d")


def test_two_figures_share_no_id() -> None:
    ids = [set(re.findall(r'id="([^"]+)"', svg.to_svg(bars(), key, "t", "d"))) for key in "ab"]
    assert not ids[0] & ids[1]


def test_markers_and_hatches_keep_what_they_refer_to() -> None:
    figure, ax = theme.figure(1)
    ax.plot([0, 1], [0, 1], "o")
    ax.bar([0.5], [1], hatch="//", color="none", edgecolor=theme.INK)
    cleaned = svg.to_svg(figure, "marks", "t", "d")
    referred = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', cleaned))
    assert referred <= set(re.findall(r'\bid="([^"]+)"', cleaned))
    assert len(referred) >= 2


@pytest.mark.parametrize("inside", ["<script/>", "<foreignObject/>", '<rect onclick="x()"/>'])
def test_what_could_act_is_refused(inside: str) -> None:
    with pytest.raises(ValueError, match="may not stand in a figure"):
        svg.clean(f'<svg viewBox="0 0 1 1">{inside}</svg>', "a", "t", "d")


@pytest.mark.parametrize("key", ["", "1a", "a b", 'a"'])
def test_a_key_that_cannot_be_an_id_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="figure key"):
        svg.clean("<svg/>", key, "t", "d")


def test_margins_that_leave_no_room_are_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        theme.figure(1, left=4, right=4)


def test_no_figure_is_drawn_twice_for_a_tight_box() -> None:
    sources = Path(display.__file__).parent.rglob("*.py")
    assert not [file.name for file in sources if "bbox_inches" in file.read_text("utf-8")]
