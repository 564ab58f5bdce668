"""The control of a knob: a slider with its number, or a choice; label, unit, range and note."""

import math
from collections.abc import Callable

import ipywidgets
from ipywidgets import Layout

from padlib.display.words import Words
from padlib.widgets import markup
from padlib.widgets.models import Knob, Value

Moved = Callable[[Knob, Value], None]
_STACKED = {"flex_flow": "column", "width": "auto"}
_FEW = 3  # choices that stand side by side
_ROUNDING = 1e-9  # of a number of steps: 0.6 is six times 0.1


class Control:
    """Shows one knob; calls back with the value, in the knob's own unit, when a person moves it.

    A number typed outside the usual range is taken up to the hard limits, and the note says so;
    beyond them it is not, and the note says why.
    """

    def __init__(self, knob: Knob, value: Value, say: Words, moved: Moved) -> None:
        self.knob, self._say, self._moved = knob, say, moved
        self._holding = False  # while values are set from here, not by a person
        self._number_shown = 0.0
        self._step = self._shown(knob.step)
        self._note = ipywidgets.HTML()
        self.inputs = self._choice() if knob.choices else self._number()
        self.box = ipywidgets.VBox([*self.inputs, self._note], layout=Layout(width="auto"))
        self.box.add_class("padlib-knob")
        self.box.add_class("padlib-stacked")
        self.show(value)

    def show(self, value: Value) -> None:
        """Put a value in the control without calling back."""
        self._holding = True
        try:
            if isinstance(value, str):
                self.inputs[0].value = value
            else:
                number, slider = self.inputs
                self._number_shown = shown = self._shown(value)
                number.value = shown
                slider.value = min(max(shown, slider.min), slider.max)
        finally:
            self._holding = False
        self._tell(value)

    def _number(self) -> tuple[ipywidgets.DOMWidget, ...]:
        knob = self.knob
        low, high = self._ends()
        unit = "%" if knob.share else knob.unit
        label = knob.label
        if unit.casefold() not in label.casefold():  # “Partenaires par responsable” has its own
            label = self._say("what_if.label", label=label, unit=unit)
        step = self._step
        number = ipywidgets.FloatText(
            description=label,
            step=step,
            layout=Layout(**_STACKED),
            style={"description_width": "auto"},
        )
        slider = ipywidgets.FloatSlider(
            min=low, max=high, step=step, readout=False, layout=Layout(width="98%")
        )
        slider.observe(self._slid, "value")
        number.observe(self._typed, "value")
        return number, slider

    def _ends(self) -> tuple[float, float]:
        """The slider's ends: about the usual range, whole steps away from what the files say."""
        filed, step = self._shown(float(self.knob.filed)), self._step
        low, high = self._shown(self.knob.low), self._shown(self.knob.high)
        down, up = (
            max(0, math.floor((filed - low) / step + _ROUNDING)),
            max(0, math.floor((high - filed) / step + _ROUNDING)),
        )
        return round(filed - down * step, 9), round(filed + (up or (0 if down else 1)) * step, 9)

    def _choice(self) -> tuple[ipywidgets.DOMWidget, ...]:
        knob = self.knob
        kind = ipywidgets.RadioButtons if len(knob.choices) <= _FEW else ipywidgets.Dropdown
        chosen = kind(
            options=[(label, code) for code, label in knob.choices],
            description=knob.label,
            layout=Layout(**_STACKED),
            style={"description_width": "auto"},
        )
        chosen.observe(self._chosen, "value")
        return (chosen,)

    def _chosen(self, change: dict[str, str]) -> None:
        if not self._holding:
            self._tell(change["new"])
            self._moved(self.knob, change["new"])

    def _slid(self, change: dict[str, float]) -> None:
        """A move by hand. The browser puts a handle on the nearest step by itself: that is none."""
        if not self._holding and abs(change["new"] - self._number_shown) > self._step / 2:
            self._take(change["new"])

    def _typed(self, change: dict[str, float]) -> None:
        if not self._holding:
            self._take(change["new"])

    def _take(self, shown: float) -> None:
        value = self._kept(shown)
        least, most = self.knob.least, self.knob.most
        if (least is not None and value < least) or (most is not None and value > most):
            self._note.value = markup.message(self._limits(), bad=True)
            return
        self.show(value)
        self._moved(self.knob, value)

    def _shown(self, value: float) -> float:
        """A value as the control shows it: a share in percent."""
        return round(value * 100, 6) if self.knob.share else value

    def _kept(self, shown: float) -> float:
        """The value of what is shown: that of the files to the last digit where it is shown."""
        filed = float(self.knob.filed)
        if shown == self._shown(filed):
            return filed
        value = round(shown / 100 if self.knob.share else shown, 8)
        return float(round(value)) if self.knob.step == round(self.knob.step) >= 1 else value

    def _limits(self) -> str:
        least, most = (
            None if one is None else self._told(one) for one in (self.knob.least, self.knob.most)
        )
        if least is not None and most is not None:
            return self._say("what_if.expected.between", least=least, most=most)
        if least is not None:
            return self._say("what_if.expected.from", least=least)
        return self._say("what_if.expected.to", most=most or "")

    def _told(self, value: Value) -> str:
        if isinstance(value, str):
            return dict(self.knob.choices).get(value, value)
        return (
            self._say.format.exactpercent(value)
            if self.knob.share
            else self._say.format.exact(value)
        )

    def _tell(self, value: Value) -> None:
        """The range, the default and the source; what the files say when the value differs."""
        knob, say = self.knob, self._say
        told = [say("what_if.default", value=self._told(knob.default))]
        if not knob.choices:
            told.insert(
                0, say("what_if.range", low=self._told(knob.low), high=self._told(knob.high))
            )
        if knob.grade:
            told.append(say("what_if.grade", grade=say(f"what_if.grades.{knob.grade}")))
        marks = [say("what_if.moved", value=self._told(knob.filed))] if value != knob.filed else []
        if not isinstance(value, str) and not knob.low <= value <= knob.high:
            marks.append(say("what_if.unusual"))
        self._note.value = markup.marked(" · ".join(marks)) + markup.quiet(" · ".join(told))
