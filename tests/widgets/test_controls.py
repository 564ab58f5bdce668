"""The control of a knob: number, slider and what is told agree, whatever is moved."""

from dataclasses import replace
from typing import Any

import ipywidgets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib.display import words
from padlib.widgets.controls import Control
from padlib.widgets.models import Knob, State, Value
from tests.widgets.trying import plain

FR, EN = words.load("fr"), words.load("en")

CHURN = Knob(
    key="annual_churn",
    label="Clients perdus par an",
    filed=0.08,
    default=0.1,
    low=0.05,
    high=0.2,
    most=1.0,
    step=0.01,
    unit="%",
    share=True,
    grade="D",
)
CONTRACT = Knob(
    key="annual_contract_value",
    label="Valeur d'un contrat",
    filed=18_500.0,
    default=20_000.0,
    low=5_000.0,
    high=100_000.0,
    least=1.0,
    step=500.0,
    unit="€",
    grade="W",
)
MULTIPLE = Knob(
    key="services_multiple", label="Services", filed=0.7, default=1.0, low=0.1, high=3.0, step=0.1
)
MODE = Knob(
    key="mode",
    label="Mode de vente",
    filed="subscription",
    default="subscription",
    choices=(("subscription", "abonnement"), ("perpetual", "licence")),
)


class Held:
    """A control and what it called back with."""

    def __init__(self, knob: Knob, value: Value | None = None, say: words.Words = FR) -> None:
        self.moves: list[Value] = []
        filed = knob.filed if value is None else value
        self.control = Control(knob, filed, say, lambda _, moved: self.moves.append(moved))

    @property
    def number(self) -> Any:
        return self.control.inputs[0]

    @property
    def slider(self) -> Any:
        return self.control.inputs[1]

    @property
    def note(self) -> str:
        return plain(self.control.box.children[-1].value)


def test_a_number_typed_moves_the_slider() -> None:
    held = Held(CONTRACT)
    held.number.value = 24_250
    assert (held.moves, held.slider.value) == ([24_250], 24_250)


def test_the_slider_moves_the_number() -> None:
    held = Held(CONTRACT)
    held.slider.value = 24_000
    assert (held.moves, held.number.value) == ([24_000], 24_000)


def test_the_slider_put_on_its_nearest_step_is_no_move() -> None:
    held = Held(CONTRACT)
    held.number.value = 24_230
    held.slider.value = 24_000  # as the browser does by itself
    held.slider.value = 24_480
    assert (held.moves, held.number.value) == ([24_230], 24_230)
    held.slider.value = 24_500
    assert held.moves == [24_230, 24_500]


def test_a_share_is_shown_in_percent_and_kept_exact() -> None:
    held = Held(CHURN)
    assert (held.number.value, held.slider.value, held.slider.step) == (8, 8, 1)
    held.number.value = 7.3
    held.slider.value = 9
    held.number.value = 29
    assert held.moves == [0.073, 0.09, 0.29]


@pytest.mark.parametrize("knob", [CHURN, CONTRACT, MULTIPLE], ids=lambda one: one.key)
@pytest.mark.parametrize("odd", [1 / 3, 0.123456789012])
def test_a_knob_goes_back_to_the_very_number_of_the_files(knob: Knob, odd: float) -> None:
    filed = odd * knob.high
    held = Held(replace(knob, filed=filed))
    before = held.number.value
    held.slider.value = held.slider.value + 2 * held.slider.step
    held.slider.value = before
    state = State()
    for moved in held.moves:
        state = state.moved(knob.key, moved, filed=filed)
    assert len(held.moves) == 2
    assert state.changes == {}


def test_what_moves_by_whole_steps_stays_whole() -> None:
    held = Held(replace(CONTRACT, step=1.0))
    held.number.value = 24_230.4
    assert held.moves == [24_230.0]
    assert held.number.value == 24_230


def test_a_computed_step_leaves_no_dust() -> None:
    held = Held(MULTIPLE)
    held.slider.value = 0.7 + 0.1 + 0.1 + 0.1  # 0.9999999999999999
    assert (held.moves, held.number.value) == ([1.0], 1.0)


def test_outside_the_usual_range_a_value_is_taken_and_told() -> None:
    held = Held(CONTRACT)
    held.number.value = 150_000
    assert held.moves == [150_000]
    assert "hors plage usuelle" in held.note
    assert held.slider.value == held.slider.max
    held.number.value = 50_000
    assert "hors plage usuelle" not in held.note


@pytest.mark.parametrize(
    ("limits", "typed", "french", "english"),
    [
        ({"least": 0.0, "most": 1.0}, 130, "attendu : de 0 % à 100 %", "expected: 0% to 100%"),
        ({"least": 0.02, "most": None}, 1, "attendu : 2 % ou plus", "expected: 2% or more"),
        ({"least": None, "most": 0.5}, 51, "attendu : 50 % au plus", "expected: 50% at most"),
    ],
)
def test_beyond_the_hard_limits_a_value_is_not_taken_and_the_reason_is_told(
    limits: dict[str, Any], typed: float, french: str, english: str
) -> None:
    for say, expected in ((FR, french), (EN, english)):
        held = Held(replace(CHURN, **limits), say=say)
        held.number.value = typed
        assert (held.moves, held.note) == ([], expected)
        held.number.value = 9
        assert held.moves == [0.09]
        assert expected not in held.note


def test_the_slider_does_not_pass_the_hard_limits_either() -> None:
    held = Held(replace(CHURN, filed=0.995, low=0.99, high=1.0, most=1.0))
    held.slider.value = held.slider.max
    assert all(float(one) <= 1.0 for one in held.moves)


def test_few_choices_stand_side_by_side_and_many_in_a_list() -> None:
    held = Held(MODE)
    assert isinstance(held.number, ipywidgets.RadioButtons)
    held.number.value = "perpetual"
    assert held.moves == ["perpetual"]
    assert held.note == "● dossier : abonnement par défaut : abonnement"
    held.control.show("subscription")
    assert (held.moves, held.note) == (["perpetual"], "par défaut : abonnement")
    many = replace(MODE, choices=tuple((one, one) for one in ("subscription", *"abc")))
    assert isinstance(Held(many).number, ipywidgets.Dropdown)


def test_the_note_tells_range_default_grade_and_the_files_value_once_moved() -> None:
    held = Held(CHURN)
    told = "de 5 % à 20 % · par défaut : 10 % · source : déduite"
    assert held.note == told
    held.number.value = 7.5
    assert held.note == f"● dossier : 8 % {told}"
    english = Held(CONTRACT, 120_000, EN)
    assert english.note == (
        "● on file: 18,500 · outside the usual range 5,000 to 100,000"
        " · default: 20,000 · source: assumption to replace"
    )


def test_the_label_tells_the_unit() -> None:
    assert Held(CHURN).number.description == "Clients perdus par an, %"
    assert Held(CONTRACT).number.description == "Valeur d'un contrat, €"
    assert Held(MULTIPLE).number.description == "Services"


# ── whatever the knob ────────────────────────────────────────────────────────────────────────────

STEPS = (0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 500.0)


@st.composite
def knobs(draw: st.DrawFn) -> Knob:
    """Knobs of any range, whose filed value may lie outside it."""
    step = draw(st.sampled_from(STEPS))
    share = step < 0.1 and draw(st.booleans())
    low = round(step * draw(st.integers(0, 40)), 6)
    high = round(low + step * draw(st.integers(0, 200)), 6)
    top = 1.0 if share else 300 * step
    filed = draw(st.floats(0, top, allow_nan=False).map(lambda one: round(one, 6)))
    return Knob(
        key="any",
        label="any",
        filed=filed,
        default=low,
        low=low,
        high=high,
        most=1.0 if share else None,
        step=step,
        share=share,
    )


@settings(max_examples=60, deadline=None)
@given(knob=knobs())
def test_the_filed_value_lies_on_the_grid_and_within_the_ends_of_the_slider(knob: Knob) -> None:
    held = Held(knob)
    shown = round(float(knob.filed) * (100 if knob.share else 1), 6)
    slider = held.slider
    assert held.number.value == shown
    assert slider.value == pytest.approx(shown, abs=1e-8)
    assert slider.min - 1e-8 <= shown <= slider.max + 1e-8
    assert slider.min < slider.max
    for end in (slider.min, slider.max):
        steps = (end - shown) / slider.step
        assert steps == pytest.approx(round(steps), abs=1e-5)
    assert held.moves == []


@settings(max_examples=60, deadline=None)
@given(knob=knobs(), told=st.lists(st.floats(0, 1e6, allow_nan=False), max_size=4))
def test_showing_a_value_never_calls_back(knob: Knob, told: list[float]) -> None:
    held = Held(knob)
    for value in told:
        held.control.show(value)
        assert held.slider.min <= held.slider.value <= held.slider.max
    assert held.moves == []
    if told:
        factor = 100 if knob.share else 1
        assert held.number.value == pytest.approx(told[-1] * factor)


@settings(max_examples=40, deadline=None)
@given(knob=knobs(), steps=st.integers(1, 200))
def test_a_step_of_the_slider_gives_the_same_number_in_the_box(knob: Knob, steps: int) -> None:
    held = Held(knob)
    held.slider.value = min(held.slider.min + steps * held.slider.step, held.slider.max)
    for moved in held.moves:
        assert held.number.value == pytest.approx(float(moved) * (100 if knob.share else 1))
        assert knob.most is None or float(moved) <= knob.most
