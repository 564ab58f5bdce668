"""What the map's figures draw: each value where it belongs, each text in room of its own."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

from padlib.display import theme, words
from padlib.display.figures import partner_map as figures
from tests.display.test_diagnostic_figures import assert_legible, printed

NAN = float("nan")
LANGUAGES = ("fr", "en")
COUNTS = (1, 6, 20, 60)


def corners(language: str) -> dict[str, str]:
    say = words.load(language)
    ids = ("pillar", "rising", "established", "reconsider")
    return {one: say(f"partner_map.quadrant.corner.{one}") for one in ids}


def bubbles(count: int, shape: str = "spread") -> pd.DataFrame:
    rng = np.random.default_rng(count)
    places = rng.uniform(0, 100, (count, 2))
    if shape == "clustered":
        places = np.clip(rng.normal(50, 8, (count, 2)), 0, 100)
    elif shape == "identical":
        places = np.full((count, 2), 50.0)
    return pd.DataFrame(
        {
            "name": [f"Société {n:02d} Services et Conseil" for n in range(count)],
            "number": range(1, count + 1),
            "performance": places[:, 0],
            "potential": places[:, 1],
            "revenue": rng.lognormal(11, 1, count),
            "strategic": [n < 3 for n in range(count)],
            "frontier": [n % 3 == 1 for n in range(count)],
            "to_discuss": [n % 4 == 1 for n in range(count)],
        }
    )


def mapped(rows: pd.DataFrame, language: str = "fr", **limits: float) -> Any:
    at = (limits.get("performance", 50.0), limits.get("potential", 50.0))
    drawn = figures.Bubbles(rows, at, 5, corners(language))
    return figures.draw_map(drawn, words.load(language))


def circles(figure: Any) -> list[Circle]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, Circle)]


# ── the map ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("shape", ["spread", "clustered", "identical"])
def test_no_label_of_the_map_touches_another(shape: str, count: int, language: str) -> None:
    figure, unnamed = mapped(bubbles(count, shape), language)
    assert_legible(figure)
    if shape == "spread":
        assert unnamed == 0


@pytest.mark.parametrize("limits", [(0, 0), (100, 100), (3, 97), (50, 50)])
def test_thresholds_at_the_ends_draw_without_overlap(limits: tuple[float, float]) -> None:
    performance, potential = limits
    assert_legible(mapped(bubbles(6), performance=performance, potential=potential)[0])


def test_areas_are_in_proportion_to_revenue() -> None:
    rows = bubbles(3).assign(revenue=[400.0, 100.0, NAN], frontier=False, strategic=False)
    radii = sorted(one.radius for one in circles(mapped(rows)[0]) if one.radius > 0.061)
    assert radii == pytest.approx([figures.LARGEST / 2, figures.LARGEST])


def test_strategic_is_filled_frontier_is_ringed_and_doubt_has_its_sign() -> None:
    rows = bubbles(2).assign(
        name=["Axorial", "Brivault"],
        strategic=[True, False],
        frontier=[False, True],
        to_discuss=[False, True],
    )
    figure, _ = mapped(rows)
    fills = {to_hex(one.get_facecolor()).upper() for one in circles(figure) if one.get_fill()}
    assert {theme.PETROL, theme.PETROL1} <= fills
    dashed = [one for one in circles(figure) if one.get_linestyle() not in {"solid", "-"}]
    assert len(dashed) == 2  # on the map and in the legend
    shown = printed(figure)
    assert "Axorial" in shown
    assert "Brivault\u202f?" in shown
    bold = {text.get_text() for text in figure.axes[0].texts if text.get_weight() == "bold"}
    assert "Axorial" in bold and "Brivault\u202f?" not in bold


def test_the_first_twenty_are_named_and_the_others_numbered() -> None:
    rows = bubbles(25).assign(to_discuss=False)
    rows["name"] = [f"Ax{n:02d}" for n in range(25)]
    shown = printed(mapped(rows)[0])
    assert sorted(text for text in shown if text.startswith("Ax")) == list(rows["name"][:20])
    assert {"21", "22", "23", "24", "25"} <= set(shown)


def test_no_bubble_leaves_the_frame() -> None:
    rows = bubbles(4).assign(
        performance=[0, 0, 100, 100], potential=[0, 100, 0, 100], frontier=True
    )
    figure, _ = mapped(rows)
    height = figure.get_size_inches()[1]
    for one in circles(figure):
        assert one.center[0] - one.radius >= 0 and one.center[0] + one.radius <= theme.WIDTH
        assert one.center[1] - one.radius >= 0 and one.center[1] + one.radius <= height


# ── cumulative revenue ─────────────────────────────────────────────────────────────────────────


def ranking(*shares: float) -> pd.DataFrame:
    series = pd.Series(shares, dtype=float)
    return pd.DataFrame(
        {
            "name": [f"Société {n:02d} Services et Conseil" for n in range(len(series))],
            "share": series,
            "cumulative": series.cumsum(),
            "strategic": series.cumsum().shift(fill_value=0) <= 0.5,
            "group": False,
        }
    )


def pareto(rows: pd.DataFrame, language: str = "fr", threshold: float = 0.5) -> Any:
    return figures.draw_pareto(rows, words.load(language), threshold=threshold, alert=0.3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "shares", [(1.0,), (0.6, 0.4), (0.25,) * 4, (0.5, *(0.5 / 15,) * 15), (0.999, 0.001)]
)
@pytest.mark.parametrize("threshold", [0.2, 0.3, 0.5, 0.8, 1.0])
def test_no_label_of_the_pareto_touches_another(
    shares: tuple[float, ...], language: str, threshold: float
) -> None:
    assert_legible(pareto(ranking(*shares), language, threshold))


def test_bars_and_line_share_one_scale() -> None:
    figure = pareto(ranking(0.6, 0.3, 0.1))
    bars = [patch for patch in figure.axes[0].patches if patch.get_height() == 0.15]
    line = next(one for one in figure.axes[0].lines if one.get_marker() == "o")
    start = bars[0].get_x()
    lengths = [bar.get_width() for bar in bars]
    assert [length / lengths[0] for length in lengths] == pytest.approx([1, 0.5, 1 / 6])
    assert (np.array(line.get_xdata()) - start).tolist() == pytest.approx(
        [lengths[0] / 0.6 * cumulative for cumulative in (0.6, 0.9, 1.0)]
    )
    fills = [to_hex(bar.get_facecolor()).upper() for bar in bars]
    assert fills == [theme.PETROL, theme.TINT2, theme.TINT2]


# ── time ───────────────────────────────────────────────────────────────────────────────────────


def spent(count: int = 4) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Piliers", "Espoirs", "Acquis", "À reconsidérer"],
            "note": ["3 partenaires", "1 partenaire", "12 partenaires", "3 partenaires"],
            "actual": [0.32, 0.07, 0.38, 0.23],
            "recommended": [0.45, 0.35, 0.15, 0.05],
            "hours": [409.0, 907.0, -729.0, -12_345.0],
            "excess": [False, False, False, True],
        }
    ).head(count)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 4])
def test_no_label_of_the_time_touches_another(count: int, language: str) -> None:
    assert_legible(figures.draw_time(spent(count), words.load(language)))


def test_hours_are_signed_and_the_excess_stands_out() -> None:
    figure = figures.draw_time(spent(), words.load("fr"))
    shown = printed(figure)
    assert "+409\u00a0h" in shown
    loud = [one for one in figure.axes[0].texts if one.get_color() == theme.BRICK]
    assert [one.get_text() for one in loud] == ["\u221212\u202f345\u00a0h"]


# ── moves ──────────────────────────────────────────────────────────────────────────────────────


def moved(count: int, step: float = 20.0) -> pd.DataFrame:
    rng = np.random.default_rng(count)
    before = rng.uniform(20, 80, (count, 2))
    after = before + step * rng.choice([-1, 1], (count, 2))
    return pd.DataFrame(
        {
            "name": [f"Société {n:02d} Services et Conseil" for n in range(count)],
            "performance": after[:, 0],
            "potential": after[:, 1],
            "performance_before": before[:, 0],
            "potential_before": before[:, 1],
            "wide": step >= 5,
            "moved": [n % 2 == 0 for n in range(count)],
            "better": [n % 4 == 0 for n in range(count)],
        }
    )


def moves(rows: pd.DataFrame, language: str = "fr") -> Any:
    drawn = figures.Moves(rows, (50.0, 50.0), 5, corners(language))
    return figures.draw_moves(drawn, words.load(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "step"), [(1, 20), (8, 20), (9, 20), (40, 20), (20, 0)])
def test_no_label_of_the_moves_touches_another(count: int, step: float, language: str) -> None:
    assert_legible(moves(moved(count, step), language))


def test_eight_moves_share_a_map_and_more_have_one_each_twelve_at_most() -> None:
    def frames(figure: Any) -> int:
        edges = [to_hex(patch.get_edgecolor()).upper() for patch in figure.axes[0].patches]
        return edges.count(theme.RULE)

    assert frames(moves(moved(8))) == 1
    assert frames(moves(moved(9))) == 9
    assert frames(moves(moved(40))) == 12


def test_a_start_that_another_s_disc_would_cover_stands_aside_along_its_arrow() -> None:
    rows = moved(2).assign(
        performance=[70.0, 92.0],
        potential=[70.0, 79.0],
        performance_before=[70.0, 70.0],
        potential_before=[70.0, 70.0],
        wide=[False, True],
    )
    drawn = figures.Moves(rows, (50.0, 50.0), 5, corners("fr"))
    assert figures.stand_aside(drawn)
    figure = moves(rows)
    discs = [one for one in circles(figure) if one.radius == figures.END]
    starts = [one for one in circles(figure) if one.radius == figures.START and one.center[1] > 1]
    (start,) = starts
    gaps = [float(np.hypot(*np.subtract(start.center, one.center))) for one in discs]
    assert min(gaps) == pytest.approx(figures.START + figures.END + figures.ASIDE, abs=0.011)
    here, there = (np.subtract(one.center, start.center) for one in discs)
    assert here[0] * there[1] - here[1] * there[0] == pytest.approx(0, abs=1e-9)
    assert here @ there < 0  # between the two, on the arrow
    assert not figures.stand_aside(drawn._replace(rows=rows.assign(potential_before=20.0)))
