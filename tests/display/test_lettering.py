"""Text made to fit in a figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padlib.display import theme
from padlib.display.lettering import cut, text_width, wrapped

SIZE = 9.2


def test_bold_is_wider_and_twice_the_size_is_twice_as_wide() -> None:
    assert text_width("Axorial", SIZE, bold=True) > text_width("Axorial", SIZE)
    assert text_width("Axorial", 20) == pytest.approx(2 * text_width("Axorial", 10), rel=0.02)


@given(text=st.text("abc é’-", max_size=80), width=st.floats(0.3, 3))
def test_lines_fit_and_only_the_last_is_cut(text: str, width: float) -> None:
    lines = wrapped(text, width, SIZE)
    assert 0 < len(lines) <= 2
    assert all(text_width(line, SIZE) <= width for line in lines)


def test_what_fits_is_left_alone() -> None:
    assert cut("Axorial", 3, SIZE) == "Axorial"
    assert wrapped("Axorial Conseil", 3, SIZE) == ["Axorial Conseil"]


def test_a_sheet_counts_inches_from_its_upper_left_corner() -> None:
    figure, ax = theme.sheet(2)
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 7.8), (2, 0))
    assert tuple(figure.get_size_inches()) == (7.8, 2)
