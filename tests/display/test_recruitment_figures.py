"""What the shortlist's figures draw: each value where it belongs, each text in room of its own."""

from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from padlib import banks
from padlib.display import theme, words
from padlib.display.figures import recruitment as figures
from tests.display.test_diagnostic_figures import assert_legible, printed, texts

NAN = float("nan")
LANGUAGES = ("fr", "en")
COUNTS = (1, 3, 10, 40)
CRITERIA = banks.load("recruitment").items
MARK = figures.INVENTED


def long_names(count: int, mark: str = "") -> list[str]:
    """Names of 45 letters, made of words or of a single one by turns."""
    shapes = (
        "Société Générale de Distribution Numérique",
        "Infogestionmanagementdistributiongroupesud",
    )
    return [f"{shapes[n % 2]:W<42.42} {n:02}{mark}" for n in range(count)]


def lines_at(figure: Any, width: float) -> list[Any]:
    """The drawn lines of one width, in points."""
    return [line for line in figure.axes[0].lines if line.get_linewidth() == width]


def dots(figure: Any) -> list[tuple[float, str]]:
    """Where each dot stands, in inches, and its fill, from the first row down."""
    found = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    found.sort(key=lambda line: line.get_ydata()[0])
    return [(line.get_xdata()[0], line.get_markerfacecolor()) for line in found]


def shares(figure: Any, places: list[float], low: float, high: float) -> list[float]:
    """Where inches fall on the scale printed at the foot, in points of score."""
    ticks = {text.get_text(): text.get_position()[0] for text in texts(figure)}
    left, right = ticks[f"{low:.0f}"], ticks[f"{high:.0f}"]
    return [low + (high - low) * (place - left) / (right - left) for place in places]


def test_lengths_of_names_are_what_the_tests_say() -> None:
    assert {len(name) for name in long_names(40)} == {45}


# ── funnel ─────────────────────────────────────────────────────────────────────────────────────


def stages(*rows: tuple[str, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["label", "companies", "lost"])


FUNNEL = stages(("Liste", 8, ""), ("Éligibles", 6, "2 éliminées"), ("Présélection", 2, "4 autres"))


def test_a_bar_of_the_funnel_is_as_long_as_its_count_and_the_last_one_is_in_full_colour() -> None:
    figure = figures.draw_funnel(FUNNEL, words.load("fr"))
    bars = figure.axes[0].patches
    assert [bar.get_width() / bars[0].get_width() for bar in bars] == pytest.approx([1, 0.75, 0.25])
    fills = [to_hex(bar.get_facecolor()).upper() for bar in bars]
    assert fills == [theme.PETROL3, theme.PETROL3, theme.PETROL]


def test_the_funnel_prints_stages_counts_and_losses_and_nothing_else() -> None:
    shown = printed(figures.draw_funnel(FUNNEL, words.load("fr")))
    stage_labels = ["Liste", "Éligibles", "Présélection"]
    assert sorted(shown) == sorted([*stage_labels, "8", "6", "2", "2 éliminées", "4 autres"])


LOST = (
    "12 éliminées : 7 pour force de vente mobilisable, 3 pour rentabilité, 2 pour d'autres motifs"
)
FUNNELS = {
    "one": stages(("Liste", 1, "")),
    "nobody": stages(("Liste", 2, ""), ("Éligibles", 0, LOST), ("Classées", 0, "")),
    "wide": stages(("Liste", 12_345, ""), ("Éligibles", 12_345, LOST), ("Présélection", 1, LOST)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rows", FUNNELS.values(), ids=FUNNELS)
def test_no_label_of_the_funnel_touches_another(rows: pd.DataFrame, language: str) -> None:
    assert_legible(figures.draw_funnel(rows, words.load(language)))


# ── scores ─────────────────────────────────────────────────────────────────────────────────────

SCORES = ["name", "score", "low", "high", "in_shortlist", "known", "group"]
THREE = [
    ("Axo", 85.0, 80.0, 90.0, 0.97, 0.9, "robust"),
    ("Bel", 71.0, 60.0, 75.0, 0.55, 0.8, "close"),
    ("Cor", 64.0, 40.0, 66.0, 0.12, 0.7, "below"),
]


def scored(rows: list[tuple[Any, ...]], language: str = "fr") -> Any:
    frame = pd.DataFrame(rows, columns=SCORES)
    reason = words.load(language)("recruitment.scores.cut_reason", size=10)
    say = words.load(language)
    return figures.draw_scores(frame, say, cut_reason=reason, size=10, robust_from=0.8)


def test_scores_and_intervals_stand_where_they_fall_on_the_printed_scale() -> None:
    figure = scored(THREE)
    placed = dots(figure)[-3:]  # the first ones explain the signs
    assert shares(figure, [x for x, _ in placed], 40, 100) == pytest.approx([85, 71, 64])
    intervals = [*lines_at(figure, 2.4), *lines_at(figure, 1.6)]
    ends = [x for line in intervals for x in line.get_xdata()]
    assert shares(figure, ends, 40, 100) == pytest.approx([80, 90, 60, 75, 40, 66])


def test_a_dot_is_filled_when_the_choice_is_robust_and_only_then() -> None:
    assert [fill for _, fill in dots(scored(THREE))[-3:]] == [theme.PETROL, "white", "white"]


def test_the_three_columns_hold_score_chance_and_data_known() -> None:
    shown = printed(scored(THREE))
    told = {"85", "97\u00a0%", "90\u00a0%", "71", "55\u00a0%", "80\u00a0%", "64", "12\u00a0%"}
    assert told | {"Axo", "Bel", "Cor", "dans les\n10 premières"} <= set(shown)


def test_without_robustness_there_is_neither_chance_nor_its_heading() -> None:
    figure = scored([("Axo", 85.0, 80.0, 90.0, NAN, 0.9, "ranked")])
    shown = printed(figure)
    assert [text for text in shown if "premières" in text or "robuste" in text] == []
    assert [text for text in shown if "%" in text] == ["90\u00a0%"]


def test_the_cut_and_its_reason_are_drawn_only_when_a_company_is_below() -> None:
    reason = words.load("fr")("recruitment.scores.cut_reason", size=10)
    assert reason in printed(scored(THREE))
    assert reason not in printed(scored(THREE[:2]))
    dashed = [
        [line.get_linestyle() for line in scored(rows).axes[0].lines] for rows in (THREE, THREE[:2])
    ]
    assert ["--" in styles for styles in dashed] == [True, False]


def test_each_row_takes_the_height_of_a_row() -> None:
    three, two = scored(THREE[:2]).get_figheight(), scored(THREE[:1]).get_figheight()
    assert three - two == pytest.approx(theme.ROW)


def ladder(count: int, published: bool, mark: str = "") -> list[tuple[Any, ...]]:
    """Scores from 100 down to 0, as wide apart as can be."""
    groups = ("robust", "close", "below") if published else ("ranked",) * 3
    return [
        (
            name,
            100.0 - 100 * place / max(count - 1, 1),
            0.0,
            100.0,
            1 - place / count if published else NAN,
            1.0,
            groups[min(3 * place // count, 2)],
        )
        for place, name in enumerate(long_names(count, mark))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("count", COUNTS)
def test_no_label_of_the_scores_touches_another(count: int, published: bool, language: str) -> None:
    assert_legible(scored(ladder(count, published), language))


# ── companies to look into ─────────────────────────────────────────────────────────────────────


def looked_into(rows: list[tuple[Any, ...]], language: str = "fr") -> Any:
    frame = pd.DataFrame(rows, columns=["name", "low", "high", "chance", "known"])
    return figures.draw_to_look_into(frame, words.load(language))


def test_what_is_sure_and_what_is_open_follow_one_another_on_the_printed_scale() -> None:
    figure = looked_into([("Axo", 7.0, 96.0, 0.71, 0.11)])
    sure, still_open = figure.axes[0].patches[-2:]
    ends = [sure.get_x(), still_open.get_x(), still_open.get_x() + still_open.get_width()]
    assert shares(figure, ends, 0, 100) == pytest.approx([0, 7, 96])
    assert to_hex(sure.get_facecolor()).upper() == theme.PETROL
    assert {"Axo", "7 – 96", "71\u00a0%", "11\u00a0%"} <= {
        text.replace("\u202f", " ") for text in printed(figure)
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", COUNTS)
def test_no_label_of_the_companies_to_look_into_touches_another(count: int, language: str) -> None:
    names = long_names(count)
    rows = [(name, 0.0, 100.0, 1.0, 1.0) for name in names[::2]]
    rows += [(name, 48.0, 52.0, 0.004, 0.594) for name in names[1::2]]
    assert_legible(looked_into(rows, language))


# ── heat strip ─────────────────────────────────────────────────────────────────────────────────


def strip_of(values: pd.DataFrame, language: str, derived: Any = None) -> Any:
    say = words.load(language)
    marks = pd.DataFrame(False, values.index, values.columns) if derived is None else derived
    headings = [say(f"recruitment.heading.{criterion}") for criterion in values.columns]
    weights = [float(CRITERIA.at[criterion, "weight"]) for criterion in values.columns]
    return figures.draw_strip(figures.Strip(values, marks, headings, weights, 0.7, 0.5), say)


SMALL_STRIP = pd.DataFrame(
    {"RC-04": [0.7, 0.69], "RC-07": [0.5, 0.49], "RC-14": [NAN, 1.0]}, index=["Axo", "Bel"]
)


def test_a_tile_prints_its_value_an_unknown_one_a_question_mark_a_derived_one_a_star() -> None:
    derived = pd.DataFrame(False, SMALL_STRIP.index, SMALL_STRIP.columns)
    derived.loc["Bel", "RC-07"] = True
    shown = printed(strip_of(SMALL_STRIP, "fr", derived))
    values = [text for text in shown if text[0].isdigit() or text == "?"]
    assert values == ["14", "9", "9", "70", "50", "?", "69", "49*", "100"]  # weights first


def test_a_tile_takes_its_colour_at_the_very_threshold_and_the_unknown_is_hatched() -> None:
    figure = strip_of(SMALL_STRIP, "fr")
    tiles = {to_hex(patch.get_facecolor()).upper(): patch for patch in figure.axes[0].patches}
    counted = {fill: len(patch.get_path().vertices) // 5 for fill, patch in tiles.items()}
    assert counted == {theme.PETROL: 2, theme.GREY: 2, theme.ORANGE3: 1, "#FFFFFF": 1}
    assert [patch.get_hatch() for patch in figure.axes[0].patches if patch.get_hatch()] == ["////"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "value"), [(1, NAN), (3, 0.0), (10, NAN), (40, 1.0)])
def test_no_label_of_the_heat_strip_touches_another(
    count: int, value: float, language: str
) -> None:
    values = pd.DataFrame(value, long_names(count), list(CRITERIA.index[CRITERIA["weight"] > 0]))
    assert_legible(strip_of(values, language, values.notna()))


# ── invented companies ─────────────────────────────────────────────────────────────────────────


def test_an_invented_company_keeps_its_mark_however_long_its_name() -> None:
    names = long_names(2, MARK)
    drawn = [
        scored(ladder(2, True, MARK)),
        looked_into([(name, 0.0, 100.0, 1.0, 1.0) for name in names]),
        strip_of(pd.DataFrame(1.0, names, ["RC-04"]), "fr"),
    ]
    for figure in drawn:
        assert_legible(figure)
        named = [text for text in printed(figure) if text.startswith(("Soc", "Inf"))]
        assert len(named) == 2
        assert [name.endswith(MARK) for name in named] == [True, True]


def test_a_real_company_never_gets_the_mark() -> None:
    assert [text for text in printed(scored(ladder(3, True))) if "†" in text] == []
