"""Figures of the perception: what is drawn, and that no label touches another or is cut."""

import itertools
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from padlib import banks
from padlib.display import theme, words
from padlib.display.figures import perception as figures
from padlib.method import perception
from tests.display.test_diagnostic_figures import assert_legible, printed

NAN = float("nan")
LANGUAGES = ("fr", "en")
RATED = list(perception.rated(banks.load("perception").items).index)
LONGEST = {
    language: sorted((banks.short_labels(language)[item] for item in RATED), key=len)[::-1]
    for language in LANGUAGES
}
FACTORS = {
    "fr": [one["name"]["fr"] for one in banks.rules("perception")["factors"]],
    "en": [one["name"]["en"] for one in banks.rules("perception")["factors"]],
}
SCALE = {
    language: [
        banks.rules("perception")["rating_scale"][rank]["name"][language] for rank in (0, 2, 4)
    ]
    for language in LANGUAGES
}


def fills(figure: Any) -> list[str]:
    """Colours of the bars, from the first drawn."""
    bars = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    return [to_hex(bar.get_facecolor()).upper() for bar in bars]


# ── factors ───────────────────────────────────────────────────────────────────────────────────


def factor(name: str, value: float = NAN, **more: Any) -> dict[str, Any]:
    row = {
        "name": name,
        "value": value,
        "low": value - 6,
        "high": value + 6,
        "firm": True,
        "leaning": "between",
        "reading": "de 44 à 56",
        "previous": NAN,
        "change": NAN,
        "stable": False,
    }
    return row | more


def drawn_factors(rows: list[dict[str, Any]], language: str = "fr", **more: Any) -> Any:
    return figures.draw_factors(pd.DataFrame(rows), words.load(language), **more)


def five(language: str, value: float, **more: Any) -> list[dict[str, Any]]:
    names = [words.load(language)("perception.factors.whole"), *FACTORS[language]]
    return [factor(name, value, **more) for name in names]


FACTOR_FRAMES: dict[str, dict[str, Any]] = {
    "middle": {"value": 50.0},
    "nothing": {"value": 0.0, "low": 0.0, "high": 0.0},
    "full marks": {"value": 100.0, "low": 100.0, "high": 100.0},
    "median": {
        "value": 58.0,
        "firm": False,
        "low": 0.0,
        "high": 100.0,
        "reading": "médiane, de 0 à 100",
    },
    "median alone": {"value": 58.0, "firm": False, "low": NAN, "high": NAN},
    "silent": {"reading": "réponses insuffisantes (n = 2)"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("more", FACTOR_FRAMES.values(), ids=FACTOR_FRAMES)
def test_factors_are_legible(more: dict[str, Any], language: str) -> None:
    rows = five(language, **{"value": NAN} | more)
    assert_legible(drawn_factors(rows, language))
    assert_legible(drawn_factors(rows, language, whole=False))
    if more.get("value") is not None:
        assert_legible(drawn_factors(rows, language, brief=True))
    compared = [row | {"previous": 48.0, "change": -5.2} for row in rows]
    assert_legible(drawn_factors(compared, language, previous_year=2025))


def test_a_change_is_printed_with_its_sign_and_last_year_named_once() -> None:
    rows = five("fr", 50.0, previous=44.0, change=6.2)
    rows[1] |= {"stable": True, "change": 1.0}
    shown = printed(drawn_factors(rows, previous_year=2025))
    assert shown.count("+6") == 4 and shown.count("stable") == 1 and shown.count("2025") == 1
    late = [five("fr", 50.0)[0], *five("fr", 50.0, previous=44.0, change=6.2)[1:]]
    assert printed(drawn_factors(late, previous_year=2025)).count("2025") == 1
    assert "2025" not in printed(drawn_factors(five("fr", 50.0)))


def test_what_is_not_told_has_its_reason_in_place_of_a_dot() -> None:
    rows = [*five("fr", 50.0)[:4], factor("Programmes", reading="réponses insuffisantes (n = 2)")]
    figure = drawn_factors(rows)
    assert "réponses insuffisantes (n = 2)" in printed(figure)
    assert printed(figure).count("50") == 5  # four dots and the axis


# ── answers ───────────────────────────────────────────────────────────────────────────────────


def bars(counts: list[list[float]], language: str = "fr") -> Any:
    rows = pd.DataFrame(
        {
            "name": LONGEST[language][: len(counts)],
            "counts": counts,
            "disagree": [(one[0] + one[1]) / sum(one) for one in counts],
            "agree": [(one[3] + one[4]) / sum(one) for one in counts],
        }
    )
    return figures.draw_answers(rows, SCALE[language], words.load(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "counts",
    [
        [[5, 0, 0, 0, 0]] * 8,
        [[0, 0, 0, 0, 5]] * 8,
        [[0, 0, 9, 0, 0]],
        [[12, 12, 12, 12, 12]] * 4,
        [[1, 57, 1, 0, 1]] * 3,
    ],
)
def test_answers_are_legible(counts: list[list[float]], language: str) -> None:
    assert_legible(bars(counts, language))


def test_segments_stand_on_both_sides_of_the_middle_rating_and_print_their_counts() -> None:
    figure = bars([[2, 3, 4, 1, 0]])
    segments = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)][5:]
    lefts = [segment.get_x() for segment in segments]
    middle = segments[2]
    assert middle.get_x() + middle.get_width() / 2 == pytest.approx(figures._CENTRE)
    assert lefts == sorted(lefts)
    assert [text for text in printed(figure) if text in "01234"] == ["2", "3", "4", "1"]
    assert fills(figure)[5:] == list(figures.RAMP[:4])


# ── importance × performance ──────────────────────────────────────────────────────────────────


def crossed(points: list[tuple[float, float]], language: str = "fr", named: int = 8) -> Any:
    across = sum(x for x, _ in points) / len(points)
    up = sum(y for _, y in points) / len(points)
    quadrants = {(True, False): "fix", (True, True): "keep"}
    rows = pd.DataFrame(
        {
            "performance": [x for x, _ in points],
            "importance": [y for _, y in points],
            "quadrant": [quadrants.get((y >= up, x >= across), "low") for x, y in points],
            "name": [
                LONGEST[language][place] if place < named else "" for place in range(len(points))
            ],
        }
    )
    return figures.draw_crossing(rows, (across, up), words.load(language))


CLOUDS = {
    "spread": [(1 + i % 9 / 2.25, 1 + i % 7 / 1.75) for i in range(28)],
    "one": [(3.0, 3.0)],
    "corner": [(1.0, 5.0), (5.0, 1.0), (1.0, 1.0), (5.0, 5.0)],
    "cluster": [(2.0 + i / 40, 4.0 + i % 3 / 20) for i in range(8)] + [(4.0, 3.0)] * 20,
    "one column": [(2.5, 3.0 + i / 30) for i in range(28)],
    "one row": [(2.5 + i / 30, 3.0) for i in range(28)],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("points", CLOUDS.values(), ids=CLOUDS)
def test_names_on_the_cloud_never_touch(points: list[tuple[float, float]], language: str) -> None:
    figure = crossed(points, language)
    assert_legible(figure)
    for quadrant in ("fix", "keep", "low", "over"):
        assert words.load(language)(f"perception.quadrant.{quadrant}") in printed(figure)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 5), st.floats(1, 5)), min_size=1, max_size=28))
def test_no_cloud_makes_names_touch(points: list[tuple[float, float]]) -> None:
    assert_legible(crossed(points))


def test_every_point_of_the_quadrant_to_fix_is_red_named_or_not() -> None:
    points = [(1.5 + i / 10, 4.5) for i in range(6)] + [(4.0, 2.0), (4.2, 2.2)]
    discs = [line for line in crossed(points, named=3).axes[0].lines if line.get_marker() == "o"]
    filled = [to_hex(disc.get_markerfacecolor()).upper() for disc in discs]
    assert filled == [theme.BRICK] * 6 + ["#FFFFFF"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("points", CLOUDS.values(), ids=CLOUDS)
def test_each_name_is_told_beside_its_point_or_by_its_number(
    points: list[tuple[float, float]], language: str
) -> None:
    shown = printed(crossed(points, language))
    wanted = LONGEST[language][: min(8, len(points))]
    starts = [text.removesuffix("…") for text in shown]
    told = [any(one.endswith(name) or name.startswith(one) for one in starts) for name in wanted]
    assert all(told)


# ── opportunities, mirror, cross-check ────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("highest", [100.0, 65.0, 20.0, 0.4])
def test_opportunities_are_legible_whatever_the_highest(highest: float, language: str) -> None:
    rows = pd.DataFrame(
        {
            "name": LONGEST[language][:10],
            "factor": [FACTORS[language][place % 4] for place in range(10)],
            "opportunity": [highest * (10 - place) / 10 for place in range(10)],
            "first": [place < 3 for place in range(10)],
        }
    )
    figure = figures.draw_opportunities(rows, words.load(language))
    assert_legible(figure)
    assert fills(figure) == [theme.BRICK] * 3 + [theme.PETROL] * 7
    assert not any("…" in text for text in printed(figure))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mirror_is_legible_and_names_what_counts(language: str) -> None:
    say = words.load(language)
    pairs = [(5, 1), (1, 5), (3, 3), (4.2, 3.1), (1, 1), (5, 5)]
    rows = pd.DataFrame(
        {
            "name": LONGEST[language][: len(pairs)],
            "guess": [float(guess) for guess, _ in pairs],
            "answer": [float(answer) for _, answer in pairs],
            "gap": [float(guess - answer) for guess, answer in pairs],
            "wide": [abs(guess - answer) >= 1 for guess, answer in pairs],
            "reading": [
                say(f"perception.mirror.reading.{one}")
                for one in ("blind_spot", "strength", "none", "blind_spot", "none", "none")
            ],
        }
    )
    rows["reading"] = rows["reading"].where(rows["wide"], "")
    figure = figures.draw_mirror(rows, say)
    assert_legible(figure)
    assert say("perception.mirror.reading.blind_spot") in printed(figure)
    assert say.format.signed(4, 1) in printed(figure)


SLOPES = {
    "apart": [(90 - 10 * i, 60 - 7 * i) for i in range(8)],
    "together": [(62.5, 37.5)] * 8,
    "top": [(100, 99 - i) for i in range(8)],
    "bottom": [(i, 0) for i in range(8)],
    "one": [(75, 20)],
    "level": [(50, 50), (50, 50)],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slopes", SLOPES.values(), ids=SLOPES)
def test_slopes_are_legible(slopes: list[tuple[float, float]], language: str) -> None:
    rows = pd.DataFrame(
        {
            "name": LONGEST[language][: len(slopes)],
            "practised": [float(start) for start, _ in slopes],
            "perceived": [float(end) for _, end in slopes],
            "wide": [start - end >= 25 for start, end in slopes],
            "told": [f"{end:.0f} ({end - start:+.0f})" for start, end in slopes],
        }
    )
    assert_legible(figures.draw_cross_check(rows, words.load(language)))


@given(st.lists(st.floats(0.5, 3.8), min_size=1, max_size=8))
def test_labels_keep_their_order_and_a_line_between_them(wanted: list[float]) -> None:
    placed = figures._spread(wanted, 3.86)
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    gaps = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(gap >= figures._APART - 1e-9 for gap in gaps)
    assert max(placed) <= 3.86 + 1e-9
