"""Figures of the diagnostic: what is drawn, and that no label touches another or is cut."""

from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from padlib.display import theme, words
from padlib.display.figures import diagnostic as figures
from padlib.display.figures.diagnostic import Band, Strip, Tile

NAN = float("nan")
LANGUAGES = ("fr", "en")
LIMITS = (0, 25, 45, 65, 85, 100)
BANDS = {
    "fr": ("Opportuniste", "Émergent", "Structuré", "Piloté", "Exemplaire"),
    "en": ("Opportunistic", "Emerging", "Structured", "Managed", "Exemplary"),
}
SMALLEST = 8.5  # points: 13 px at 1280


def bands(language: str) -> list[Band]:
    edges = zip(LIMITS, LIMITS[1:], BANDS[language], strict=False)
    return [Band(low, high, name) for low, high, name in edges]


def texts(figure: Any) -> list[Any]:
    return [text for text in figure.axes[0].texts if text.get_text().strip()]


def printed(figure: Any) -> list[str]:
    return [text.get_text() for text in texts(figure)]


def crossings(figure: Any) -> list[str]:
    """Pairs of labels that touch, and labels that leave the figure."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    frame = figure.bbox
    boxes = [
        (text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts(figure)
    ]
    outside = [
        name
        for name, box in boxes
        if box.x0 < -1 or box.y0 < -1 or box.x1 > frame.x1 + 1 or box.y1 > frame.y1 + 1
    ]
    touching = [
        f"{one} / {other}"
        for (one, first), (other, second) in combinations(boxes, 2)
        if min(first.x1, second.x1) - max(first.x0, second.x0) > 0.5
        and min(first.y1, second.y1) - max(first.y0, second.y0) > 0.5
    ]
    return outside + touching


def assert_legible(figure: Any) -> None:
    assert crossings(figure) == []
    assert min(text.get_fontsize() for text in texts(figure)) >= SMALLEST


def dimension(name: str, score: float = NAN, previous: float = NAN, **more: Any) -> dict[str, Any]:
    change = score - previous
    return {
        "name": name,
        "score": score,
        "previous": previous,
        "change": change,
        "stable": abs(change) < 5,
        "weak": score < 50,
        "gap": "",
        **more,
    }


def drawn(rows: list[dict[str, Any]], language: str = "fr", year: int | None = 2025) -> Any:
    return figures.draw_dimensions(
        pd.DataFrame(rows),
        bands(language),
        words.load(language),
        threshold=50,
        previous_year=year,
    )


TWO = [dimension("Recrutement", 74.3, 52.0), dimension("Engagements", 38.0, 41.0)]


def test_a_bar_is_as_long_as_its_score_and_a_weak_one_is_brick() -> None:
    bars = [patch for patch in drawn(TWO).axes[0].patches if isinstance(patch, Rectangle)]
    left, right = figures.SCORES
    assert [bar.get_width() for bar in bars] == [
        pytest.approx((right - left) * 0.743),
        pytest.approx((right - left) * 0.38),
    ]
    assert [to_hex(bar.get_facecolor()).upper() for bar in bars] == [theme.PETROL, theme.BRICK]


def test_a_change_is_printed_with_its_sign_or_said_to_be_stable() -> None:
    assert {"74", "38", "+22", "stable", "2025"} <= set(printed(drawn(TWO)))


def test_the_divider_is_named_only_when_a_dimension_is_weak() -> None:
    divider = words.load("fr")("diagnostic.dimensions.divider", threshold=50)
    assert divider == "dimensions faibles, sous 50"
    assert divider in printed(drawn(TWO))
    assert divider not in printed(drawn(TWO[:1]))


def test_without_last_year_there_is_neither_tick_nor_column() -> None:
    first = printed(drawn([dimension("Respect", 66.0)], year=None))
    assert "stable" not in first and "sur un an" not in first


def test_an_unpublished_dimension_keeps_its_row_and_says_why_without_a_bar() -> None:
    words_of = "réponses insuffisantes (2 sur 7)"
    figure = drawn([*TWO, dimension("Attentes", weak=False, gap=words_of)])
    assert words_of in printed(figure)
    assert len(figure.axes[0].patches) == 2


DIMENSION_FRAMES = {
    "one": [dimension("Pilotage et indicateurs", 49.6, 100.0)],
    "full marks": [dimension(f"Dimension {n}", 100.0, 97.0) for n in range(8)],
    "nothing": [dimension(f"Dimension {n}", 0.0, 0.0) for n in range(8)],
    "all equal": [dimension(f"Dimension {n}", 75.0, 75.0) for n in range(8)],
    "tick past the bar": [dimension(f"Dimension {n}", 40.0, 40.0 + n) for n in range(8)],
    "tick inside the bar": [dimension(f"Dimension {n}", 60.0, 60.0 - n) for n in range(8)],
    "three, one unpublished first in file": [
        dimension("Respect", 71.0),
        dimension("Engagements", 12.0, 90.0),
        dimension("Attentes", weak=False, gap="réponses insuffisantes (2 sur 7)"),
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", [None, 2025])
@pytest.mark.parametrize("rows", DIMENSION_FRAMES.values(), ids=DIMENSION_FRAMES)
def test_no_label_of_the_dimensions_touches_another(
    rows: list[dict[str, Any]], year: int | None, language: str
) -> None:
    assert_legible(drawn(rows, language, year))


def strip(levels: list[float | None], name: str = "Respect", state: str = "missing") -> Strip:
    known = [level for level in levels if level is not None]
    tiles = [Tile(level, "answered" if level is not None else state) for level in levels]
    return Strip(name, tiles, sum(one >= 3 for one in known), sum(one <= 1.5 for one in known))


def draw_strips(strips: list[Strip], language: str = "fr") -> Any:
    return figures.draw_practices(strips, words.load(language), strong=3.0, weak=1.5)


def test_a_tile_takes_its_colour_at_the_very_threshold() -> None:
    tiles = draw_strips([strip([3.5, 3.0, 2.9, 1.6, 1.5, 0.5])]).axes[0].patches
    assert [to_hex(tile.get_facecolor()).upper() for tile in tiles] == [
        theme.PETROL,
        theme.PETROL3,
        theme.GREY,
        theme.GREY,
        theme.ORANGE3,
        theme.BRICK,
    ]


def test_a_practice_without_answer_is_an_empty_frame_and_one_without_object_is_dotted() -> None:
    missing, dotted = (
        draw_strips([strip([None], state=state)]).axes[0].patches[0]
        for state in ("missing", "not_applicable")
    )
    assert missing.get_linestyle() in {"-", "solid"}
    assert dotted.get_linestyle() not in {"-", "solid"}
    assert to_hex(missing.get_facecolor()) == "#ffffff"


def test_a_named_practice_is_bold_and_underlined() -> None:
    figure = draw_strips([Strip("Respect", [Tile(3.0, "answered", True)], 1, 0)])
    assert len(figure.axes[0].lines) == 1
    bold = [text.get_text() for text in texts(figure) if text.get_weight() == "bold"]
    assert "3,0" in bold


STRIPS = {
    "one practice": [strip([2.0])],
    "none answered": [strip([None] * 8, state="not_applicable")],
    "eight by eight": [strip([4.0 - n / 2 for n in range(8)], f"Dimension {k}") for k in range(8)],
    "twelve in a row": [strip([4.0] * 12, "Pilotage et indicateurs"), strip([], "Vide")],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("strips", STRIPS.values(), ids=STRIPS)
def test_no_label_of_the_practices_touches_another(strips: list[Strip], language: str) -> None:
    assert_legible(draw_strips(strips, language))


def opposed(name: str, low: float, high: float, language: str, **ends: str) -> dict[str, Any]:
    say = words.load(language)
    role = {"lowest": "CM", "highest": "VTE", **ends}
    return {
        "name": name,
        "spread": high - low,
        "lowest": say(f"diagnostic.role.short.{role['lowest']}"),
        "highest": say(f"diagnostic.role.short.{role['highest']}"),
        "lowest_level": low,
        "highest_level": high,
        "others": [low, (low + high) / 2, high],
    }


def test_functions_stand_where_their_levels_fall() -> None:
    rows = pd.DataFrame([opposed("Plan conjoint", 1.0, 3.0, "fr")])
    figure = figures.draw_functions(rows, words.load("fr"))
    left, right = figures.LEVELS
    ends = next(line for line in figure.axes[0].lines if len(set(line.get_xdata())) == 2)
    assert list(ends.get_xdata()) == [
        pytest.approx(left + (right - left) / 4),
        pytest.approx(left + (right - left) * 3 / 4),
    ]
    assert {"Resp. partenaires", "Dir. commerciale", "2,0"} <= set(printed(figure))


LONG = (
    "Un libellé de pratique fort long, que deux lignes ne contiennent pas tout entier, loin de là"
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize(
    "role", ["DG", "DIRP", "CM", "VTE", "MKT", "SVC", "SUP", "RD", "FIN", "RH"]
)
def test_no_label_of_the_functions_touches_another(role: str, count: int, language: str) -> None:
    ends = {"lowest": role, "highest": role}
    levels = [(0.0, 4.0), (0.0, 1.5), (2.5, 4.0)]
    rows = [opposed(LONG, *levels[n % 3], language, **ends) for n in range(count)]
    assert_legible(figures.draw_functions(pd.DataFrame(rows), words.load(language)))


def projected(name: str, score: float, then: float) -> dict[str, Any]:
    return {
        "name": name,
        "score": score,
        "projected": then,
        "contribution": then - score,
        "still": then == score,
    }


def test_a_row_without_action_says_so_and_adds_nothing() -> None:
    rows = pd.DataFrame([projected("Score global", 53.0, 62.9), projected("Respect", 66.0, 66.0)])
    figure = figures.draw_projection(rows, bands("fr"), words.load("fr"))
    assert {"53", "63", "+9,9", "66, sans action", "–"} <= set(printed(figure))


def test_without_an_overall_score_nothing_is_said_to_add_to_it() -> None:
    rows = pd.DataFrame([projected("Respect", 40.0, 60.0)])
    shown = printed(figures.draw_projection(rows, bands("fr"), words.load("fr"), whole=False))
    assert "apport (points)" not in shown and "+20,0" not in shown


PROJECTIONS = {
    "one": [projected("Score global", 0.0, 0.4)],
    "full marks": [projected(f"Dimension {n}", 100.0, 100.0) for n in range(9)],
    "hardly": [projected(f"Dimension {n}", 12.0 * n, 12.0 * n + 0.3) for n in range(9)],
    "from nothing to everything": [projected(f"Dimension {n}", 0.0, 100.0) for n in range(9)],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("rows", PROJECTIONS.values(), ids=PROJECTIONS)
def test_no_label_of_the_projection_touches_another(
    rows: list[dict[str, Any]], whole: bool, language: str
) -> None:
    say = words.load(language)
    assert_legible(figures.draw_projection(pd.DataFrame(rows), bands(language), say, whole=whole))
