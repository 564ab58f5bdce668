"""What if the criteria weighed otherwise: who would come first, who would enter the shortlist."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from padlib import banks
from padlib.display.figures import what_if_choices as figures
from padlib.display.figures.recruitment import INVENTED
from padlib.display.figures.what_if import png
from padlib.display.figures.what_if_choices import Bars
from padlib.display.words import Words
from padlib.method import recruitment
from padlib.method.recruitment import Rules
from padlib.widgets.models import COUNT, POINTS, SHARE, Knob, Line, Model, Outcome, Values
from padlib.widgets.what_if_choices import Weights, whole

NAME = "shortlist"
SIZE = "shortlist_size"
HEAVIEST = 6
SHOWN = 12  # companies of the picture
NEAR = 0.05  # of chance: no company further below another goes before it once rounded


class _List(NamedTuple):
    """The companies that the page shows first, and those that follow."""

    ranked: bool  # by their scores; else by their chances, to be qualified
    ids: tuple[str, ...]  # all of them, in order
    points: tuple[float, ...]  # of 100
    size: int  # how many are in
    known: float  # mean share of the weight known of those that are in; NaN when nobody is

    @property
    def inside(self) -> tuple[str, ...]:
        return self.ids[: self.size]


class Shown(NamedTuple):
    """What the picture and its words need."""

    list: _List
    bars: Bars


def model(folder: Any, say: Words, rules: Any) -> Model:
    """The what-if of the shortlist.

    Parameters
    ----------
    folder : Folder
        Its resellers are read once.
    rules : mapping
        As the folder gives them for `recruitment`.
    """
    told = Rules.of(rules)
    settings = folder.settings
    frame = recruitment.candidates(
        folder.resellers(),
        told,
        year=folder.year,
        target_sectors=settings.target_sectors,
        territory=settings.territory,
        sectors=banks.sectors(),
        regions=banks.regions(),
    ).frame
    weights = Weights.of(settings, "recruitment")
    knobs = _knobs(weights, told, say)
    worth = recruitment.values(frame, weights.criteria({}))
    names = {
        str(company): f"{row['name']}{INVENTED if row['invented'] else ''}"
        for company, row in frame.iterrows()
    }

    def found(values: Values) -> _List:
        now = replace(told, shortlist_size=whole(values[SIZE]))
        return _list(frame, worth, weights.criteria(values), now)

    base = found({knob.key: knob.filed for knob in knobs})

    def outcome(values: Values) -> Outcome:
        return _outcome(found(values), base, names, say)

    return Model(
        name=NAME,
        knobs=knobs,
        outcome=outcome,
        draw=lambda before, now, extent: png(
            figures.draw_ranking(before.drawn.bars, now.drawn.bars, extent, say)
        ),
        alternative=lambda before, now: _alternative(before.drawn, now.drawn, names, say),
    )


def _knobs(weights: Weights, rules: Rules, say: Words) -> tuple[Knob, ...]:
    items = banks.load("recruitment").items
    heaviest = weights.heaviest(HEAVIEST)
    labels = {
        part: say("what_if.shortlist.weight", name=items.at[part, f"name_{say.language}"])
        for part in heaviest
    }
    size = Knob(
        key=SIZE,
        label=say("what_if.shortlist.size"),
        filed=float(rules.shortlist_size),
        default=float(banks.rules("recruitment")[SIZE]),
        low=3,
        high=20,
        least=1,
        unit=say("what_if.shortlist.size_unit"),
    )
    return (*weights.knobs(heaviest, labels, say("what_if.shortlist.weight_unit")), size)


def _list(frame: pd.DataFrame, worth: pd.DataFrame, criteria: pd.DataFrame, rules: Rules) -> _List:
    """The companies in the page's order: ranked ones, else those to look into first."""
    scores = recruitment.scores(frame, criteria, rules)
    order = recruitment.ranked(scores)
    if len(order):
        points, size = order["score"], rules.shortlist_size
    else:
        order, size = _to_look_into(worth, scores, criteria, rules), rules.qualify_first
        points = 100 * order["chance"]
    known = order["known"].head(size)
    return _List(
        bool((scores["status"] == recruitment.RANKED).any()),
        tuple(str(one) for one in order.index),
        tuple(float(one) for one in points),
        size,
        float(known.mean()) if len(known) else float("nan"),
    )


def _to_look_into(
    worth: pd.DataFrame, scores: pd.DataFrame, criteria: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """Those to look into first; those too unlikely to be among them are left out beforehand."""
    chances = recruitment.chances(worth, scores, criteria, rules)
    likely = chances["chance"].where(scores["known"].reindex(chances.index) > 0).dropna()
    count = max(rules.qualify_first, SHOWN)
    least = likely.nlargest(count).min() - NEAR if len(likely) else 0.0
    kept = scores.loc[likely.index[likely >= least]]
    return recruitment.to_look_into(kept, chances, worth.iloc[:, :0], criteria)


def _outcome(now: _List, base: _List, names: dict[str, str], say: Words) -> Outcome:
    entering = [names[one] for one in now.inside if one not in base.inside]
    leaving = [names[one] for one in base.inside if one not in now.inside]
    key = "what_if.shortlist"
    first = now.points[0] if now.ids and now.ranked else None
    lines = (
        Line(say(f"{key}.line.entering"), float(len(entering)), COUNT),
        Line(say(f"{key}.line.first"), first, POINTS, say(f"{key}.absent.ranked")),
        Line(
            say(f"{key}.line.known"),
            now.known if now.ids else None,
            SHARE,
            say(f"{key}.absent.nobody"),
        ),
    )
    top = 100.0 if now.ranked else max(10.0, *now.points[:1])
    drawn = Shown(now, _bars(now, base, names))
    return Outcome(_headline(now, entering, leaving, names, say), lines, (0.0, top), drawn)


def _headline(
    now: _List, entering: Sequence[str], leaving: Sequence[str], names: dict[str, str], say: Words
) -> str:
    if not now.ids:
        return say("what_if.shortlist.headline.nobody")
    case = {
        (False, False): "same",
        (True, False): "enter",
        (False, True): "leave",
        (True, True): "both",
    }[bool(entering), bool(leaving)]
    kind = "ranked" if now.ranked else "look"
    return say(
        f"what_if.shortlist.headline.{kind}.{case}",
        first=names[now.ids[0]],
        points=now.points[0],
        chance=now.points[0] / 100,
        entering=entering,
        leaving=leaving,
        enter=len(entering),
        leave=len(leaving),
    )


def _bars(now: _List, base: _List, names: dict[str, str]) -> Bars:
    alike = now.ranked == base.ranked
    before = dict(zip(base.ids, base.points, strict=True)) if alike else {}
    ranks = {one: place + 1 for place, one in enumerate(base.ids)} if alike else {}
    shown = now.ids[:SHOWN]
    return Bars(
        now.ranked,
        tuple(names[one] for one in shown),
        now.points[:SHOWN],
        tuple(before.get(one) for one in shown),
        tuple(ranks.get(one) for one in shown),
        tuple(one in now.inside for one in shown),
        tuple(one in now.inside and one not in base.inside for one in shown),
    )


def _alternative(base: Shown, now: Shown, names: dict[str, str], say: Words) -> str:
    if not now.list.ids:
        return say("what_if.shortlist.headline.nobody")
    kind = "ranked" if now.list.ranked else "look"
    inside = set(now.list.inside)
    return say(
        f"what_if.shortlist.alt.{kind}",
        shown=len(now.bars.names),
        first=names[now.list.ids[0]],
        points=now.list.points[0],
        chance=now.list.points[0] / 100,
        enter=len(inside - set(base.list.inside)),
        leave=len(set(base.list.inside) - inside),
    )
