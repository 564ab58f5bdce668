"""Figures of amounts and of leverage: each value where it belongs, each text in room of its own."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib.display import theme, words
from padlib.display.figures import leverage, money
from padlib.display.figures.money import Curve, Spot
from tests.display.test_diagnostic_figures import assert_legible, printed, texts

FR, EN = words.load("fr"), words.load("en", "GBP")
SAYS = (FR, EN)


# ── the axis of money ──────────────────────────────────────────────────────────────────────────


AMOUNTS = st.integers(-(10**9), 10**9).map(float)


@given(AMOUNTS, AMOUNTS)
def test_ticks_are_round_cover_the_range_and_hold_zero(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    ticks = money.money_ticks(low, high)
    assert ticks[0] <= min(low, 0) and ticks[-1] >= max(high, 0)
    assert 0 in ticks
    assert len(ticks) <= money.TICKS + 3
    steps = np.diff(ticks)
    np.testing.assert_allclose(steps, steps[:1].repeat(len(steps)))
    up = money.around([low, high])
    inside = money.within(up)
    assert 0 in inside and len(inside) <= 6
    assert all(up[0] <= tick <= up[1] for tick in inside)


def test_ticks_are_in_units_or_in_millions_and_never_both() -> None:
    assert money.tick_texts([-200_000, 0, 200_000], EN) == ["\u2212200,000", "0", "200,000"]
    assert money.tick_texts([0, 500_000, 1_000_000], EN) == ["0.0", "0.5", "1.0"]
    assert money.scale([0, 999_999]) == "" and money.scale([0, 1_000_000]) == "M"


def test_texts_that_would_touch_are_moved_apart_in_their_order() -> None:
    found = money.apart([1.0, 1.02, 1.04, 3.0], [0.2] * 4, 0, 4)
    assert found == sorted(found)
    assert min(np.diff(found)) >= 0.2
    low = money.apart([3.9, 3.95], [0.3, 0.3], 0, 4)
    assert low[1] <= 3.85 + 1e-9 and low[1] - low[0] >= 0.3


# ── curves ─────────────────────────────────────────────────────────────────────────────────────


def curve(kind: str, ends: float, dip: float, low_at: int, *told: int) -> Curve:
    """A curve that dips and ends somewhere, its lowest point told and the month of its return, if
    any; then, if told, the horizon."""
    back, horizon = (*told, *(0, 36)[len(told) :])
    months = np.arange(horizon + 1.0)
    ys = np.interp(months, [0, low_at, horizon], [0, dip, ends])
    spots = [Spot(low_at, dip, f"−{abs(dip):,.0f} € au mois {low_at}", strong=kind == "indirect")]
    if back:
        spots.append(
            Spot(back, float(ys[back]), f"remboursé au mois {back}", hollow=True, drop=True)
        )
    return Curve(f"Vente directe|{ends:,.0f} €", months.tolist(), ys.tolist(), kind, spots)


def drawn(curves: list[Curve], say: Any = FR) -> Any:
    horizon = int(curves[0].xs[-1])
    ticks = money.month_ticks(horizon)
    shown = [say.format.int(tick) for tick in ticks]
    return money.draw_curves(
        curves, say, title="Contribution, €", ticks=ticks, texts=shown, below="mois"
    )


@pytest.mark.parametrize("say", SAYS)
@pytest.mark.parametrize(
    "curves",
    [
        [curve("indirect", 850_000, -321_000, 13, 26), curve("direct", 869_000, -411_000, 13, 26)],
        [curve("indirect", -123_000, -160_000, 14, 0), curve("direct", 58_000, -42_000, 5, 23)],
        [curve("indirect", 5, -3, 2, 30), curve("direct", 5, -3, 2, 30)],
        [curve("indirect", 9e8, -1e3, 30, 31)],
        [curve("indirect", -5e6, -5e6, 36, 0), curve("direct", -5e6, -5e6, 36, 0)],
        [curve("indirect", 60_000, -90_000, 20, 50, 60), curve("direct", 0, -1, 1, 2, 60)],
    ],
)
def test_curves_never_cover_their_texts(curves: list[Curve], say: Any) -> None:
    figure = drawn(curves, say)
    assert_legible(figure)
    shown = printed(figure)
    for one in curves:
        assert one.name.replace("|", "\n") in shown
        for spot in one.spots:
            assert spot.text in shown


ENDS = st.tuples(st.floats(-1e6, 2e6), st.floats(-1e6, -1e3), st.integers(1, 35))


@settings(max_examples=25, deadline=None)
@given(ENDS, ENDS)
def test_any_two_curves_keep_their_texts_apart(
    one: tuple[float, float, int], other: tuple[float, float, int]
) -> None:
    assert_legible(drawn([curve("indirect", *one, 0), curve("direct", *other, 0)]))


def test_indirect_is_petrol_and_solid_direct_grey_and_dashed() -> None:
    figure = drawn([curve("indirect", 2, -1, 5, 20), curve("direct", 1, -1, 6, 21)])
    long = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 37]
    looks = {(line.get_color(), line.get_linestyle()) for line in long}
    assert looks == {(theme.PETROL, "-"), (theme.MID, "--")}


# ── fan ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("spread", [0.0, 1.0, 40.0])
@pytest.mark.parametrize("say", SAYS)
def test_a_fan_names_its_ends_even_when_they_meet(spread: float, say: Any) -> None:
    months = np.arange(37.0)
    base = months**2 * 500 - 10_000 * np.minimum(months, 12)
    fan = pd.DataFrame(
        {"p10": base - spread * months * 900, "p50": base, "p90": base + spread * months * 2_000}
    )
    names = [f"{rank} : 1 234 567 €" for rank in ("P90", "P50", "P10", "Base")]
    figure = money.draw_fan(fan, base.tolist(), names, say, title="Contribution, €", below="mois")
    assert_legible(figure)
    assert set(names) <= set(printed(figure))


# ── tornado ────────────────────────────────────────────────────────────────────────────────────


def bars(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "low", "high", "result_low", "result_high"])


LONG = "Nouveaux clients annuels par vendeur partenaire de la société"
TORNADOES = {
    "usual": (
        542_000.0,
        bars(
            ("Vendeurs", "1", "5", -105e3, 2.5e6),
            (LONG, "25 %", "80 %", 56e3, 1.8e6),
            ("Coût", "3 000 €", "20 000 €", 613e3, 368e3),
        ),
    ),
    "one side": (
        0.0,
        bars(("Vendeurs", "1", "5", 10.0, 900.0), (LONG, "12 000 000 €", "26 000 000 €", 0.0, 1e3)),
    ),
    "lost": (
        -125e3,
        bars(*[(f"{LONG} {n}", "110 000 €", "220 000 €", -9e4 - n, -18e4 + n) for n in range(10)]),
    ),
    "nothing": (5.0, bars(("Vendeurs", "1", "5", 5.0, 5.0))),
}


@pytest.mark.parametrize("case", TORNADOES)
@pytest.mark.parametrize("say", SAYS)
def test_a_tornado_tells_both_bounds_of_each_bar_outside_it(case: str, say: Any) -> None:
    base, rows = TORNADOES[case]
    figure = money.draw_tornado(
        rows, base, say, title="Valeur actuelle nette, €", base_text="base : 542 000 €"
    )
    assert_legible(figure)
    shown = printed(figure)
    assert {*rows["low"], *rows["high"]} <= set(shown)
    assert "base : 542 000 €" in shown


def test_a_bar_ends_where_its_result_falls() -> None:
    base, rows = TORNADOES["usual"]
    figure = money.draw_tornado(rows, base, FR, title="Valeur, M€", base_text="base")
    ticks = {
        text.get_text(): text.get_position()[0]
        for text in texts(figure)
        if text.get_text() in "012"
    }
    inches = (ticks["2"] - ticks["0"]) / 2e6
    boxes = [
        patch for patch in figure.axes[0].patches if abs(patch.get_height() - money.BAR) < 1e-9
    ]
    assert len(boxes) == 2 * len(rows)
    ends = []
    for low, high in zip(boxes[::2], boxes[1::2], strict=True):
        ends.append(
            (
                low.get_x(),
                low.get_x() + low.get_width(),
                high.get_x(),
                high.get_x() + high.get_width(),
            )
        )
    for (low0, low1, high0, high1), row in zip(ends, rows.itertuples(), strict=True):
        middle = ticks["0"] + inches * base
        for start, end, result in ((low0, low1, row.result_low), (high0, high1, row.result_high)):
            place = ticks["0"] + inches * result
            assert (start, end) == pytest.approx(tuple(sorted((middle, place))), abs=0.01)


# ── leverage ───────────────────────────────────────────────────────────────────────────────────


def levers(*values: float) -> pd.DataFrame:
    names = ["Levier affiché", "Levier net", "Levier la première année"]
    return pd.DataFrame(
        {
            "name": names,
            "note": ["vendeurs directs par responsable, tous les partenaires actifs"] * 3,
            "value": values,
            "text": [FR.format.number(value, 2) for value in values],
            "main": [False, True, False],
        }
    )


@pytest.mark.parametrize(
    "values", [(15.0, 1.79, 3.25), (10.0, 0.94, 2.2), (0.2, 0.99, 0.1), (120.0, 1.0, 40.0)]
)
def test_three_bars_on_one_scale_and_the_line_of_even_at_the_main_one(
    values: tuple[float, ...],
) -> None:
    figure = leverage.draw_leverage(levers(*values), "1 : 1 € de réseau remplace 1 € de direct")
    assert_legible(figure)
    widths = [patch.get_width() for patch in figure.axes[0].patches]
    np.testing.assert_allclose(np.array(widths) / widths[0], np.array(values) / values[0])
    dashed = next(line for line in figure.axes[0].lines if line.get_linestyle() == "--")
    start = figure.axes[0].patches[0].get_x()
    assert dashed.get_xdata()[0] - start == pytest.approx(widths[0] / values[0])
    top, bottom = sorted(dashed.get_ydata())
    main = figure.axes[0].patches[1]
    assert top < main.get_y() and main.get_y() + leverage.BAR < bottom
    for other in (figure.axes[0].patches[0], figure.axes[0].patches[2]):
        assert bottom < other.get_y() or other.get_y() + leverage.BAR < top


def heat(values: Any, own: tuple[int, int] = (0, 0)) -> leverage.Heat:
    table = pd.DataFrame(values)
    rows = [f"{10 + 5 * n} %" for n in range(len(table))]
    columns = [f"{1000 * n:,} €" for n in range(1, table.shape[1] + 1)]
    named = table.set_axis(rows, axis=0).set_axis(columns, axis=1)
    return leverage.Heat(named, own, "Marge", "Valeur annuelle du contrat")


@pytest.mark.parametrize("say", SAYS)
def test_every_tile_prints_its_value_and_the_frontier_parts_below_from_above(say: Any) -> None:
    values = [[8.1, 1.9, 1.02], [5.5, 1.0, 0.9], [3.4, 0.9, 0.31]]
    figure = leverage.draw_heat(heat(values, (1, 1)), say)
    assert_legible(figure)
    for one in (8.1, 1.02, 0.9, 0.31):
        assert say.format.number(one, 2) in printed(figure)
    heavy = [line for line in figure.axes[0].lines if line.get_linewidth() == 2.2]
    # below 1: (1, 2), (2, 1) and (2, 2), so four edges of tiles, and the key of the legend
    assert len(heavy) == 4 + 1


def test_just_under_one_never_reads_one() -> None:
    figure = leverage.draw_heat(heat([[0.998, 0.9996, 1.0]]), FR)
    assert {"0,998", "0,9996", "1,00"} <= set(printed(figure))
    heavy = [line for line in figure.axes[0].lines if line.get_linewidth() == 2.2]
    assert len(heavy) == 1 + 1


def test_a_value_that_cannot_be_told_is_a_dash_on_grey() -> None:
    figure = leverage.draw_heat(heat([[math.nan, 2.0]]), FR)
    assert "–" in printed(figure)
