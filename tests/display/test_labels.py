"""Names of points: none covers another, a point, an edge or a line, however many there are."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from padlib.display import labels, theme
from padlib.display.labels import Box, Label, Mark

FRAME = Box(0.05, 0.05, 7.75, 4.95)
COUNTS = (6, 20, 60)


def spread(count: int) -> list[Mark]:
    rng = np.random.default_rng(count)
    return _marks(rng.uniform([0.6, 0.4], [7.2, 4.6], (count, 2)), rng)


def clustered(count: int) -> list[Mark]:
    rng = np.random.default_rng(count)
    return _marks(np.clip(rng.normal([4, 2.5], [0.5, 0.4], (count, 2)), 0.4, 4.6), rng)


def identical(count: int) -> list[Mark]:
    return [Mark(4, 2.5, 0.1)] * count


def cornered(count: int) -> list[Mark]:
    return [Mark(7.4, 0.4, 0.2)] * count


def _marks(points: Any, rng: Any) -> list[Mark]:
    radii = 0.05 + 0.25 * rng.random(len(points)) ** 3
    return [Mark(float(x), float(y), float(r)) for (x, y), r in zip(points, radii, strict=True)]


SHAPES = {one.__name__: one for one in (spread, clustered, identical, cornered)}


def named(count: int) -> list[str]:
    """Twenty names, then numbers, as the map has them."""
    return [f"Partenaire {n:02d} Conseil" if n < 20 else str(n + 1) for n in range(count)]


def apart(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across <= 0 or min(one.bottom, other.bottom) - max(one.top, other.top) <= 0


def uncovered(box: Box, mark: Mark) -> bool:
    across = max(box.left - mark.x, mark.x - box.right, 0.0)
    down = max(box.top - mark.y, mark.y - box.bottom, 0.0)
    return (across**2 + down**2) ** 0.5 >= mark.radius


def assert_apart(found: list[Label | None], marks: list[Mark], frame: Box) -> None:
    boxes = [one.box for one in found if one]
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    assert all(uncovered(box, mark) for box in boxes for mark in marks)
    assert all(box.left >= frame.left and box.right <= frame.right for box in boxes)
    assert all(box.top >= frame.top and box.bottom <= frame.bottom for box in boxes)
    for one in found:
        if one is not None and one.leader is not None:
            (x0, y0), (x1, y1) = one.leader
            steps = [(x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in np.linspace(0.02, 0.98, 50)]
            others = [other.box for other in found if other is not None and other is not one]
            assert not any(
                box.left < x < box.right and box.top < y < box.bottom
                for x, y in steps
                for box in others
            )


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_no_name_covers_another_a_point_a_line_or_the_frame(shape: str, count: int) -> None:
    marks = SHAPES[shape](count)
    short = [str(n + 1) for n in range(count)]
    found = labels.placed(marks, named(count), FRAME, short=short)
    assert_apart(found, marks, FRAME)
    if shape == "spread":
        assert all(found)
    if shape == "clustered":
        assert sum(one is not None for one in found) >= 0.8 * count


@pytest.mark.parametrize("shape", SHAPES)
def test_texts_as_drawn_stay_in_their_boxes(shape: str) -> None:
    marks = SHAPES[shape](20)
    found = labels.placed(marks, named(20), FRAME, bold=[n % 2 == 0 for n in range(20)])
    figure, axes = theme.sheet(5.0)
    styles = [{"weight": "bold" if n % 2 == 0 else "normal"} for n in range(20)]
    labels.draw(axes, found, styles=styles)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = [one for one in found if one]
    for text, label in zip(axes.texts, drawn, strict=True):
        box = text.get_window_extent(canvas.get_renderer()).transformed(axes.transData.inverted())
        assert box.x0 >= label.box.left - 0.02
        assert box.x1 <= label.box.right + 0.02
        assert min(box.y0, box.y1) >= label.box.top - 0.02
        assert max(box.y0, box.y1) <= label.box.bottom + 0.02


def test_the_same_points_give_the_same_places() -> None:
    marks = clustered(40)
    assert labels.placed(marks, named(40), FRAME) == labels.placed(marks, named(40), FRAME)


def test_a_name_stands_right_of_a_lonely_point_without_a_line() -> None:
    (one,) = labels.placed([Mark(2, 2, 0.1)], ["Axorial"], FRAME)
    assert (one.text, one.ha, one.leader) == ("Axorial", "left", None)
    assert one.y == pytest.approx(2)


def test_a_name_at_the_right_edge_goes_to_the_left() -> None:
    (one,) = labels.placed([Mark(7.6, 2, 0.1)], ["Axorial"], FRAME)
    assert one.ha == "right"


def test_a_name_without_room_gives_way_to_its_number_and_then_to_nothing() -> None:
    tight = Box(1.5, 1.9, 2.5, 2.2)
    mark, name = Mark(2, 2, 0.05), "Un très long nom de partenaire"
    (one,) = labels.placed([mark], [name], tight, short=["7"])
    assert (one.text, one.short) == ("7", True)
    assert labels.placed([mark], [name], tight) == [None]
    assert labels.placed([mark], [name], Box(2, 2, 2.01, 2.01), short=["7"]) == [None]


def test_a_point_without_a_name_is_kept_clear() -> None:
    marks = [Mark(2, 2, 0.1), Mark(2.4, 2, 0.2)]
    one, other = labels.placed(marks, ["Axorial", ""], FRAME)
    assert other is None
    assert uncovered(one.box, marks[1])


def test_what_stands_already_is_avoided() -> None:
    there = Box(2.1, 1.8, 3.5, 2.2)
    (one,) = labels.placed([Mark(2, 2, 0.05)], ["Axorial"], FRAME, avoid=[there])
    assert apart(one.box, there)


def test_a_name_prefers_not_to_sit_astride_a_line() -> None:
    rule = ((2.3, 0.0), (2.3, 5.0))
    (one,) = labels.placed([Mark(2, 2, 0.05)], ["Axorial"], FRAME, rules=[rule])
    assert one.box.right <= 2.3


def test_a_long_name_is_cut() -> None:
    (one,) = labels.placed([Mark(2, 2, 0.1)], ["Infogestion " * 8], FRAME)
    assert one.text.endswith("…")
    assert one.box.right - one.box.left <= labels.WIDEST + 1e-6


def test_nothing_to_place() -> None:
    assert labels.placed([], [], FRAME) == []


POINT = st.tuples(st.floats(0.3, 7.5), st.floats(0.3, 4.7), st.floats(0.02, 0.4))


@settings(max_examples=40, deadline=None)
@given(st.lists(POINT, min_size=1, max_size=25))
def test_wherever_points_are_names_keep_apart(points: list[tuple[float, float, float]]) -> None:
    marks = [Mark(*point) for point in points]
    found = labels.placed(marks, named(len(marks)), FRAME)
    assert_apart(found, marks, FRAME)
