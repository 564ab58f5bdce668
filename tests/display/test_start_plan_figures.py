"""Figures of a start plan: what is drawn, and that no label touches another or is cut."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from padlib import banks
from padlib.display import theme, words
from padlib.display.figures import start_plan as figures
from padlib.display.pages import start_plan as report
from padlib.display.parts import Exhibit
from padlib.method import start_plan
from tests.display.test_diagnostic_figures import assert_legible, printed
from tests.start_plans import CASES, DAYS, START, at

FR, EN = words.load("fr"), words.load("en")
BOTH = pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
TOLD = report.Partnership(
    vendor="Nimbus Logiciels",
    partner="Belmarange Conseil et Associés du Grand Sud-Ouest",
    partner_id="belmarange",
    year=2026,
    start=START,
    as_of=START,
    issued=START,
)
MAKERS = {"timeline": report.timeline, "progress": report.progress, "gates": report.gates}


def exhibit(name: str, case: str, say: words.Words = FR) -> Exhibit:
    return MAKERS[name](CASES[case], TOLD, say)


def drawn(name: str, case: str, say: words.Words = FR) -> Any:
    return exhibit(name, case, say).figure


def plain(texts: list[str]) -> list[str]:
    return [text.replace("\u202f", " ").replace("\u00a0", " ") for text in texts]


@BOTH
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", MAKERS)
def test_every_label_stands_clear_in_every_case(name: str, case: str, say: words.Words) -> None:
    assert_legible(drawn(name, case, say))


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.sampled_from(list(DAYS)), st.one_of(st.none(), st.integers(0, 170))),
    st.integers(-5, 220),
    st.sampled_from(["fr", "en"]),
)
def test_every_label_stands_clear_whatever_was_done(
    done: dict[str, int | None], day: int, language: str
) -> None:
    for make in MAKERS.values():
        assert_legible(make(at(day, done), TOLD, words.load(language)).figure)


# ── time line ─────────────────────────────────────────────────────────────────────────────────


def marks(figure: Any) -> list[tuple[str, str, bool]]:
    """Shape and colour of each mark but those of the legend, and whether it is filled."""
    lines = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "s", "D")]
    return [
        (
            str(line.get_marker()),
            to_hex(line.get_markeredgecolor()).upper(),
            line.get_markerfacecolor() != "white",
        )
        for line in lines[len(figures.LEGEND) :]
    ]


def test_there_is_a_mark_a_milestone_and_gates_are_diamonds() -> None:
    found = marks(drawn("timeline", "at_risk"))
    assert len(found) == len(DAYS)
    assert [shape for shape, *_ in found].count("D") == 3


def test_done_is_filled_late_is_a_brick_square_and_the_rest_is_hollow() -> None:
    found, plan = marks(drawn("timeline", "at_risk")), CASES["at_risk"]
    assert found.count(("s", theme.BRICK, True)) == len(plan.late) == 2
    filled = [one for one in found if one[1:] == (theme.PETROL, True)]
    hollow = [one for one in found if one[1:] == (theme.PETROL, False)]
    assert (len(filled), len(hollow)) == (len(plan.done), len(plan.left) - 2)


def test_what_is_late_is_told_with_its_days() -> None:
    texts = plain(printed(drawn("timeline", "at_risk")))
    assert "11 j de retard" in texts  # due on day 45, day 56
    assert "11 d late" in plain(printed(drawn("timeline", "at_risk", EN)))


def test_what_was_done_before_or_after_its_day_says_by_how_much() -> None:
    found = at(40, {"J-01": 0, "J-02": 9, "J-03": 1, "J-04": None})
    texts = plain(printed(report.timeline(found, TOLD, FR).figure))
    assert {"fait", "fait, +6 j", "fait, −4 j", "fait, sans date"} <= set(texts)
    assert "dû le 15/08/2026" in texts


def test_sides_come_in_their_order_each_named_once() -> None:
    texts = printed(drawn("timeline", "on_way"))
    places = [texts.index(name) for name in ("Nimbus Logiciels", "Ensemble")]
    partner = [text for text in texts if text.startswith("Belmarange Conseil")]
    assert len(partner) == 1 and places == sorted(places) < [texts.index(partner[0])] * 2


def line_of_the_day(figure: Any) -> list[Any]:
    return [line for line in figure.axes[0].lines if to_hex(line.get_color()).upper() == theme.INK]


def test_todays_line_stands_at_its_day_and_is_named() -> None:
    figure = drawn("timeline", "on_way_whole")
    (line,) = line_of_the_day(figure)
    left, right = figures.TRACK
    assert line.get_xdata()[0] == pytest.approx(left + (right - left) * 0.47)
    assert "jour 47" in plain(printed(figure))


def test_before_day_0_there_is_no_line_of_the_day() -> None:
    for name in ("timeline", "progress"):
        figure = drawn(name, "not_started")
        texts = plain(printed(figure))
        assert not [text for text in texts if text.startswith("jour −")]
    assert line_of_the_day(drawn("timeline", "not_started")) == []


def test_a_day_far_beyond_the_plan_stands_at_the_end_and_says_so() -> None:
    shown = exhibit("timeline", "years_later")
    assert "jour 400 →" in plain(printed(shown.figure))
    assert "au-delà de l’axe" in shown.source
    (line,) = line_of_the_day(shown.figure)
    assert line.get_xdata()[0] == pytest.approx(figures.TRACK[1])
    assert "au-delà" not in exhibit("timeline", "on_way").source


def test_every_short_label_of_the_bank_is_whole() -> None:
    for say in (FR, EN):
        texts = printed(drawn("timeline", "on_way", say))
        labels = banks.short_labels(say.language)
        assert {say.typeset(labels[one]) for one in DAYS} <= set(texts)


# ── progress ──────────────────────────────────────────────────────────────────────────────────


def steps(figure: Any) -> dict[str, Any]:
    """The step lines by colour."""
    lines = figure.axes[0].lines
    return {
        to_hex(line.get_color()).upper(): line
        for line in lines
        if line.get_drawstyle() == "steps-post"
    }


def test_the_lines_are_steps_what_is_done_stopping_at_the_day() -> None:
    found = steps(drawn("progress", "on_way_late"))
    planned, done = found[theme.MID], found[theme.PETROL]
    assert (len(planned.get_xdata()), len(done.get_xdata())) == (101, 48)
    curve = start_plan.curve(CASES["on_way_late"].milestones, 47)
    heights = planned.get_ydata()
    foot, top = heights[0], heights[-1]
    ratio = (foot - heights[50]) / (foot - top)
    planned_at = curve["planned"]
    assert ratio == pytest.approx(
        (planned_at[50] - planned_at[0]) / (planned_at[100] - planned_at[0])
    )


def test_both_shares_of_the_day_are_told_beside_the_lines() -> None:
    texts = plain(printed(drawn("progress", "at_risk")))
    whole, day = start_plan.weight(CASES["at_risk"].milestones), 56
    planned = start_plan.weight(start_plan.due_by(CASES["at_risk"].milestones, day)) / whole
    done = start_plan.weight(CASES["at_risk"].done) / whole
    assert f"prévu {round(100 * planned)} %" in texts
    assert f"fait {round(100 * done)} %" in texts


def test_before_day_0_only_what_is_planned_is_drawn() -> None:
    assert set(steps(drawn("progress", "not_started"))) == {theme.MID}


# ── gates ─────────────────────────────────────────────────────────────────────────────────────


def bars(figure: Any) -> list[Rectangle]:
    boxes = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    return [box for box in boxes if to_hex(box.get_facecolor()).upper() != theme.GREY]


def test_a_bar_is_as_long_as_the_share_done_and_brick_when_the_gate_is_not_passed() -> None:
    found, whole = CASES["undecided"], figures.BAR[1] - figures.BAR[0]
    shown = bars(drawn("gates", "undecided"))
    assert [bar.get_width() for bar in shown] == [
        pytest.approx(whole * gate.ratio) for gate in found.gates
    ]
    colours = [to_hex(bar.get_facecolor()).upper() for bar in shown]
    assert colours == [theme.BRICK, theme.PETROL, theme.PETROL]


def test_the_mark_stands_at_the_share_that_passes_the_client_s_own_when_it_sets_one() -> None:
    own = replace(CASES["on_way"], rules=replace(CASES["on_way"].rules, gate_pass_ratio=0.9))
    for found, share in ((CASES["on_way"], 0.8), (own, 0.9)):
        figure = report.gates(found, TOLD, FR).figure
        left, right = figures.BAR
        ticks = {round(float(line.get_xdata()[0]), 6) for line in line_of_the_day(figure)}
        assert round(left + (right - left) * share, 6) in ticks
        assert f"franchi à {100 * share:.0f} %" in plain(printed(figure))


def test_critical_milestones_that_lack_are_named() -> None:
    text = " ".join(plain(printed(drawn("gates", "undecided"))))
    assert "Critiques : 5 faits sur 6 ; il manquait Formation des vendeurs." in text
    clear = " ".join(plain(printed(drawn("gates", "on_way_whole"))))
    assert "Critiques : 6 faits sur 6." in clear
    ahead = " ".join(plain(printed(drawn("gates", "on_way_whole", EN))))
    assert "to come: First joint meetings, First certification." not in clear
    assert "to come: First joint meetings and First certification." in ahead
