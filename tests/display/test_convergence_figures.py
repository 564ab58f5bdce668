"""Figures of the convergence: what is drawn, and that no label touches another or is cut."""

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from padlib import banks
from padlib.display import theme, words
from padlib.display.figures import convergence as figures
from padlib.display.figures.convergence import Areas
from tests.display.test_diagnostic_figures import assert_legible, crossings, printed

NAN = math.nan
AREAS = Areas(1.0, 3.0, 1.5)
SIDES = ("Nimbus Logiciels", "Belmarange Conseil et Associés du Grand Sud-Ouest")
LANGUAGES = ("fr", "en")
ITEMS = list(map(str, banks.load("convergence").items.index))


def classes(language: str) -> dict[str, str]:
    named = banks.rules("convergence")["item_classes"]
    return {key: name[language] for key, name in named.items()}


def theme_row(name: str, *values: float, gap: str = "", reading: str = "") -> dict[str, Any]:
    return {"name": name, **dict(zip(figures.INDICES, values, strict=True)), "gap": gap,
            "reading": reading}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("values", [(0.0, 0.0, 0.0), (81.2, 57.9, 48.5), (100.0, 100.0, 100.0)])
def test_three_bars_a_theme_and_its_band_stand_clear(
    language: str, values: tuple[float, ...]
) -> None:
    say = words.load(language)
    reading = "Convergence partielle"
    rows = [theme_row("Ensemble", *values, reading=reading)]
    rows += [theme_row(name, *values, reading=reading) for name in ("Organisation", "Stratégie")]
    gap = say("convergence.themes.gap", paired=2, asked=7)
    rows.append(theme_row("Programme", NAN, NAN, NAN, gap=gap))
    figure = figures.draw_themes(pd.DataFrame(rows), say)
    assert_legible(figure)
    assert gap in printed(figure)
    bars = [patch.get_width() for patch in figure.axes[0].patches if patch.get_width() > 0]
    lengths = [round(figures.LONGEST * value / 100, 6) for value in values if value]
    assert [round(bar, 6) for bar in bars] == lengths * 3


def test_one_theme_without_the_whole_has_no_rule() -> None:
    rows = pd.DataFrame([theme_row("Programme", 80.0, 60.0, 50.0, reading="Convergence")])
    figure = figures.draw_themes(rows, words.load("fr"), whole=False)
    assert_legible(figure)
    assert len(figure.axes[0].lines) == 3  # the three zero lines


def item(name: str, vendor: float, partner: float, **more: Any) -> dict[str, Any]:
    gap = vendor - partner
    ends = dict.fromkeys(("vendor_low", "vendor_high", "partner_low", "partner_high"), NAN)
    return {
        "name": name,
        "vendor": vendor,
        "partner": partner,
        "gap": gap,
        "counts": abs(gap) >= 1,
        "note": "Angle mort du fournisseur",
        "strong": abs(gap) >= 1,
        "group": "",
        **ends,
        **more,
    }


def drawn_items(rows: list[dict[str, Any]], language: str = "fr") -> Any:
    say = words.load(language)
    heading = say("convergence.items.classes")
    frame = pd.DataFrame(rows)
    return figures.draw_items(frame, say, sides=SIDES, heading=heading, disagrees=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_the_bank_stands_clear_at_every_score(language: str) -> None:
    labels = banks.short_labels(language)
    scores = [(v, p) for v in (0, 1.33, 2, 3.5, 4) for p in (0, 1.5, 2, 3.67, 4)]
    rows = [
        item(labels[name], float(v), float(p), vendor_low=0.0, vendor_high=4.0)
        for name, (v, p) in zip(ITEMS, [*scores, (0, 4), (4, 0), (4, 4)], strict=True)
    ]
    assert_legible(drawn_items(rows, language))


def test_the_vendor_is_a_petrol_circle_and_the_partner_an_orange_diamond() -> None:
    lines = drawn_items([item("Portefeuille", 3.0, 1.0)]).axes[0].lines
    marks = {line.get_marker(): to_hex(line.get_color()).upper() for line in lines}
    assert (marks["o"], marks["D"]) == (theme.VENDOR, theme.PARTNER)


def test_groups_are_named_above_their_rows() -> None:
    rows = [
        item("Objectifs", 3.0, 1.0, group="Stratégie"),
        item("Segments", 2.0, 2.0, group="Stratégie"),
        item("Parrains", 2.0, 1.0, group="Organisation"),
    ]
    figure = drawn_items(rows)
    assert_legible(figure)
    assert printed(figure).count("Stratégie") == printed(figure).count("Organisation") == 1


def test_equal_scores_are_printed_once() -> None:
    assert printed(drawn_items([item("Portefeuille", 2.0, 2.0)])).count("2,0") == 1


def places(points: list[tuple[float, float, int, bool]]) -> pd.DataFrame:
    say = words.load("fr")
    rows = [
        (v, p, count, say(f"convergence.point.{ITEMS[rank]}"), seen)
        for rank, (v, p, count, seen) in enumerate(points)
    ]
    return pd.DataFrame(rows, columns=["vendor", "partner", "count", "label", "seen"])


def drawn_map(points: list[tuple[float, float, int, bool]], language: str = "fr") -> Any:
    say, names = words.load(language), classes(language)
    return figures.draw_map(places(points), say, sides=SIDES, areas=AREAS, names=names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_five_classes_are_named_in_place_and_the_points_by_their_short_name(
    language: str,
) -> None:
    figure = drawn_map([(3.0, 1.0, 1, True), (1.0, 2.0, 3, True), (4.0, 4.0, 12, False)], language)
    assert_legible(figure)
    told = [text.replace("\u00a0", " ") for text in printed(figure)]
    assert set(classes(language).values()) <= set(told)
    assert "Objectifs à 3 ans" in told and "Segments visés +2" in told and "12" in told


def test_a_long_name_is_cut_before_the_number_of_others() -> None:
    table = places([(3.0, 1.0, 3, True)]).assign(label="Un nom bien trop long pour la carte")
    say, names = words.load("fr"), classes("fr")
    figure = figures.draw_map(table, say, sides=SIDES, areas=AREAS, names=names)
    assert any(text.endswith("… +2") for text in printed(figure))


GRID = [whole / 6 for whole in range(25)]  # means of one, two or three people


@given(
    st.lists(
        st.tuples(st.sampled_from(GRID), st.sampled_from(GRID), st.just(1), st.booleans()),
        min_size=1,
        max_size=20,
        unique_by=lambda point: point[:2],
    )
)
@settings(deadline=None, max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_no_name_covers_another_wherever_the_points_are(points: Any) -> None:
    assert crossings(drawn_map(points)) == []
