"""Preconceived ideas: what the room believes, and what the client's own figures say of it
(METHOD 16).

Nine ideas, each with a part that is false. Votes are counted, never attributed. Beside each idea
stands one figure of the client's own, when a step has it: the figure settles whether holding the
idea costs money here. Where no step has one, the idea is to be measured, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from padlib.core import scoring
from padlib.core.notices import Notice

BEFORE, AFTER = ROUNDS = ("before", "after")
VERDICTS = ("false", "false_then_true", "false_but_true", "true_but_false")

# what a figure is about; its words go by the same name
LEADS, LEAD_PRACTICE = "leads", "lead_practice"
BREAK_EVEN, CUSTOMER_COST, FUNDING, EARNINGS = "break_even", "customer_cost", "funding", "earnings"
PRACTICES, MANAGERS, SCORE, FAILURE, SIZING = "practices", "managers", "score", "failure", "sizing"

_AMOUNTS = (BREAK_EVEN, CUSTOMER_COST, FUNDING, FAILURE)  # amounts of the vendor's own

_DIAGNOSTIC = "D-"  # items of the diagnostic among those linked to an idea
_MIDDLE = 3.0  # of a rating from 1 to 5: below it, more disagree than agree
_MAJORITY = 0.5


# ── what other steps know ────────────────────────────────────────────────────────────────────────


class Practice(NamedTuple):
    """From the diagnostic: level of each item (0–4, NaN unknown), the level aimed at, the overall
    score (None when not published) and the score from which a strategy is managed."""

    levels: pd.Series
    target: float
    score: float | None
    managed: float


class Heard(NamedTuple):
    """From perception: how partners rate the leads they receive (1–5), and how many they are."""

    rating: float
    partners: int


class Channel(NamedTuple):
    """From the channel investment: the network over its horizon, set against direct sales.

    Amounts are money; funding is 0 or below. ``expected`` is the cumulative contribution at month
    ``patience``, when a hurried plan expects to be paid back.
    """

    break_even_month: float | None
    funding: float
    npv: float
    horizon: int
    patience: int
    expected: float
    rate: float
    low_rate: float
    npv_low: float  # at the low rate of active partners
    funding_direct: float
    npv_direct: float  # of direct sales that win as many customers


class Cost(NamedTuple):
    """From the leverage: cost of a new customer, and what the partner keeps of the contract."""

    direct: float
    indirect: float
    margin: float
    break_even_margin: float


class Gain(NamedTuple):
    """From a partner's earnings: its net gain, and the margin that its services bring to it."""

    net: float
    services: float
    services_share: float | None
    horizon: int


class Network(NamedTuple):
    """From the list of partners: those to look after, by how many people, and how many each can."""

    partners: int
    managers: int
    each: float


class Sizing(NamedTuple):
    """From the network sizing: new customers aimed at, active partners and signatures they take."""

    target: int
    active: int
    to_sign: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the steps know of this client; None where an input lacks."""

    practice: Practice | None = None
    heard: Heard | None = None
    channel: Channel | None = None
    cost: Cost | None = None
    gain: Gain | None = None
    network: Network | None = None
    sizing: Sizing | None = None


# ── one idea ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A figure of the client's own beside an idea.

    Attributes
    ----------
    kind : str
        What it is about: one of the names above.
    value : float or None
        None: beyond the horizon.
    reference : float
        What it is set against.
    costs : bool
        Whether it goes against the idea, which then loses money here or holds the network back.
    at_stake : float or None
        Money that the idea puts at stake over the horizon, where the figure is one of money.
    told : mapping
        The other numbers of its sentence.
    """

    kind: str
    value: float | None
    reference: float
    costs: bool
    at_stake: float | None = None
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def loses(self) -> bool:
        """Whether it shows an amount that holding the idea loses here: it is one of money, of the
        vendor's own."""
        return self.costs and self.at_stake is not None and self.kind in _AMOUNTS


def evidence(idea: str, linked: Sequence[str], figures: Figures) -> Evidence | None:
    """The client's own figure for an idea; None when no step has it.

    Parameters
    ----------
    idea : str
    linked : sequence of str
        Items that assess what the idea is about.
    figures : Figures
    """
    for find in _SOUGHT[idea]:
        found: Evidence | None = find(figures, linked)
        if found is not None:
            return found
    return None


def _leads(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """The leads that partners receive, as they rate them: they wait for them while the vendor
    does."""
    if figures.heard is None:
        return None
    rating, partners = figures.heard
    return Evidence(
        kind=LEADS,
        value=rating,
        reference=_MIDDLE,
        costs=bool(scoring.below(rating, _MIDDLE)),
        told={"partners": partners},
    )


def _practices(figures: Figures, linked: Sequence[str], kind: str = PRACTICES) -> Evidence | None:
    """Mean level of the practices that the idea neglects, against the level aimed at; None unless
    most of them are rated."""
    if figures.practice is None:
        return None
    levels = figures.practice.levels
    asked = [item for item in linked if item.startswith(_DIAGNOSTIC)]
    known = levels.reindex(asked).dropna()
    if not known.size > len(asked) / 2:  # one practice of three says too little
        return None
    level = float(known.mean())
    return Evidence(
        kind=kind,
        value=level,
        reference=figures.practice.target,
        costs=bool(scoring.below(level, figures.practice.target)),
        told={"rated": len(known), "asked": len(asked), "lowest": str(known.idxmin())},
    )


def _lead_practice(figures: Figures, linked: Sequence[str]) -> Evidence | None:
    return _practices(figures, linked, LEAD_PRACTICE)


def _break_even(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """The month in which the network is paid back, against the one by which it is hoped for."""
    if figures.channel is None:
        return None
    found = figures.channel
    month = found.break_even_month
    return Evidence(
        kind=BREAK_EVEN,
        value=month,
        reference=found.patience,
        costs=month is None or bool(scoring.above(month, found.patience)),
        at_stake=_lost(-found.expected),
        told={"horizon": found.horizon, "expected": found.expected},
    )


def _customer_cost(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """What a new customer costs through partners, their margin included, and through direct
    sales; the idea holds all the same where direct sales are worth more over the horizon."""
    if figures.cost is None:
        return None
    found, channel = figures.cost, figures.channel
    lead = None if channel is None else channel.npv - channel.npv_direct
    beaten = lead is not None and bool(scoring.below(lead, 0))
    told: dict[str, Any] = {"margin": found.margin, "break_even_margin": found.break_even_margin}
    if channel is not None:
        told |= {"lead": lead, "horizon": channel.horizon}
    return Evidence(
        kind=CUSTOMER_COST,
        value=found.indirect,
        reference=found.direct,
        costs=not beaten and bool(scoring.below(found.indirect, found.direct)),
        at_stake=None if lead is None else _lost(lead),
        told=told,
    )


def _funding(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """What has to be advanced before the network pays, and what direct sales would take."""
    if figures.channel is None:
        return None
    found = figures.channel
    return Evidence(
        kind=FUNDING,
        value=-found.funding,
        reference=-found.funding_direct,
        costs=bool(scoring.below(found.funding, 0)),
        at_stake=_lost(-found.funding),
        told={"month": found.break_even_month, "horizon": found.horizon, "npv": found.npv},
    )


def _earnings(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """A partner's gain with its services and without: whether the offer alone feeds it."""
    if figures.gain is None:
        return None
    found = figures.gain
    alone = found.net - found.services
    return Evidence(
        kind=EARNINGS,
        value=found.net,
        reference=alone,
        costs=bool(scoring.below(alone, 0)),
        told={"share": found.services_share, "horizon": found.horizon},
    )


def _managers(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """Partners that each channel manager has to look after, against what one can."""
    if figures.network is None or not figures.network.managers:
        return None
    partners, managers, each = figures.network
    load = partners / managers
    return Evidence(
        kind=MANAGERS,
        value=load,
        reference=each,
        costs=bool(scoring.above(load, each)),
        told={"partners": partners, "managers": managers},
    )


def _score(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """The overall score of the diagnostic, against the one of a strategy that is managed."""
    if figures.practice is None or figures.practice.score is None:
        return None
    score, managed = figures.practice.score, figures.practice.managed
    channel = figures.channel
    return Evidence(
        kind=SCORE,
        value=score,
        reference=managed,
        costs=bool(scoring.below(score, managed)),
        at_stake=None if channel is None else _lost(channel.npv - channel.npv_low),
        told={} if channel is None else _failure_told(channel),
    )


def _failure(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """What the network is worth when few partners become active."""
    if figures.channel is None:
        return None
    found = figures.channel
    return Evidence(
        kind=FAILURE,
        value=found.npv_low,
        reference=found.npv,
        costs=bool(scoring.below(found.npv_low, 0)),
        at_stake=_lost(found.npv - found.npv_low),
        told=_failure_told(found),
    )


def _failure_told(channel: Channel) -> dict[str, Any]:
    names = ("npv", "npv_low", "rate", "low_rate", "horizon")
    return {name: getattr(channel, name) for name in names}


def _sizing(figures: Figures, linked: Sequence[str]) -> Evidence | None:  # noqa: ARG001
    """Signatures that the target takes, against the partners who will be active."""
    if figures.sizing is None:
        return None
    target, active, to_sign = figures.sizing
    return Evidence(
        kind=SIZING,
        value=float(to_sign),
        reference=float(active),
        costs=to_sign > active,
        told={"target": target},
    )


def _lost(amount: float) -> float | None:
    """An amount at stake; None when there is none."""
    return float(amount) if scoring.above(amount, 0) else None


# the figures that may settle each idea, the best first
_SOUGHT: Mapping[str, tuple[Any, ...]] = {
    "IP-1": (_leads, _lead_practice),
    "IP-2": (_break_even,),
    "IP-3": (_customer_cost,),
    "IP-4": (_funding,),
    "IP-5": (_practices, _managers),
    "IP-6": (_earnings,),
    "IP-7": (_score, _failure),
    "IP-8": (_practices,),
    "IP-9": (_practices, _sizing),
}


# ── votes ────────────────────────────────────────────────────────────────────────────────────────


def counts(votes: pd.DataFrame, ideas: Sequence[str]) -> pd.DataFrame:
    """How many believe each idea, in each round.

    Parameters
    ----------
    votes : DataFrame, one row a person, idea and round
        Columns idea_id, round (before, after), vote (1 true, 0 false, NaN: did not vote).
    ideas : sequence of str

    Returns
    -------
    DataFrame
        Indexed by idea: ``believe_before``, ``votes_before``, ``share_before`` (NaN without vote),
        then the same after.

    Examples
    --------
    >>> told = pd.DataFrame({"idea_id": "IP-1", "round": "before", "vote": [1.0, 1.0, 0.0, None]})
    >>> counts(told, ["IP-1"]).loc["IP-1", ["believe_before", "votes_before"]].astype(int).tolist()
    [2, 3]
    """
    given = votes.dropna(subset="vote")
    table = pd.DataFrame(index=pd.Index(list(ideas), dtype="str", name="idea_id"))
    for name in ROUNDS:
        by_idea = given[given["round"] == name].groupby("idea_id")["vote"]
        table[f"believe_{name}"] = by_idea.sum().reindex(table.index).fillna(0).astype(int)
        table[f"votes_{name}"] = by_idea.count().reindex(table.index).fillna(0).astype(int)
        share = table[f"believe_{name}"] / table[f"votes_{name}"]
        table[f"share_{name}"] = share.where(table[f"votes_{name}"] > 0).astype(float)
    return table


def people(votes: pd.DataFrame) -> dict[str, int]:
    """How many people voted at least once: in each round, and in all (``all``)."""
    given = votes.dropna(subset="vote")
    told = {name: int(given[given["round"] == name]["respondent_id"].nunique()) for name in ROUNDS}
    return told | {"all": int(given["respondent_id"].nunique())}


# ── all of it ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Ideas:
    """The nine ideas, the votes on them, the client's own figures.

    Attributes
    ----------
    bank : DataFrame
        The ideas as the bank words them, indexed by id.
    table : DataFrame, indexed by idea in the order of the bank
        verdict; the columns of `counts`; believed_before, believed_after (most of those who voted
        believe it; False without vote); settled (it has a figure of the client's own), costs
        (that figure goes against it), at_stake (money, NaN unknown).
    evidence : mapping
        Idea → its figure, of those that have one.
    voters : mapping
        See `people`.
    notices : list of Notice
    """

    bank: pd.DataFrame
    table: pd.DataFrame
    evidence: Mapping[str, Evidence]
    voters: Mapping[str, int]
    notices: list[Notice]

    @property
    def believed(self) -> int | None:
        """How many ideas most people believed before the discussion; None without such a vote."""
        return self._believed(BEFORE)

    @property
    def believed_after(self) -> int | None:
        """How many they still believed after it."""
        return self._believed(AFTER)

    @property
    def settled(self) -> int:
        """How many ideas a figure of the client's own settles."""
        return len(self.evidence)

    @property
    def costly(self) -> list[str]:
        """Ideas that lose money here or hold the network back, the first to be dealt with first.

        Those still believed after the discussion, then those believed before it, then the others;
        within each by money at stake, then by share of believers, then by id.
        """
        held = self.table[self.table["costs"]]
        order = scoring.order(
            held.index,
            ~held["believed_after"],
            ~held["believed_before"],
            -held["at_stake"].fillna(0.0),
            -held["share_before"].fillna(0.0),
        )
        return [str(idea) for idea in held.index[order]]

    @property
    def losing(self) -> list[str]:
        """Of the costly ideas, those of which an amount of the client's own shows what is lost."""
        return [idea for idea in self.costly if self.evidence[idea].loses]

    @property
    def harmless(self) -> list[str]:
        """Ideas of which the client's own figure says that they cost nothing here."""
        return [str(one) for one in self.table.index[self.table["settled"] & ~self.table["costs"]]]

    @property
    def to_measure(self) -> list[str]:
        """Ideas without a figure of the client's own."""
        return [str(one) for one in self.table.index[~self.table["settled"]]]

    @property
    def costliest(self) -> str | None:
        """Of the costly ideas, the one with most money at stake."""
        held = self.table.loc[self.table["costs"], "at_stake"].dropna()
        if held.empty:
            return None
        return str(held.index[scoring.order(held.index, -held)[0]])

    def _believed(self, name: str) -> int | None:
        if not self.voters[name]:
            return None
        return int(self.table[f"believed_{name}"].sum())


def result(bank: pd.DataFrame, votes: pd.DataFrame | None, figures: Figures) -> Ideas:
    """The ideas of the bank beside the votes and figures of one client.

    Parameters
    ----------
    bank : DataFrame
        The ideas indexed by id: verdict, linked_items, and their words.
    votes : DataFrame or None
        See `counts`, with respondent_id.
    figures : Figures
    """
    if votes is None:
        votes = pd.DataFrame(columns=["respondent_id", "idea_id", "round", "vote"])
        votes["vote"] = votes["vote"].astype(float)
    ideas = [str(idea) for idea in bank.index]
    linked: dict[str, Sequence[str]] = dict(zip(ideas, bank["linked_items"], strict=True))
    found = {idea: evidence(idea, linked[idea], figures) for idea in ideas}
    own = {idea: one for idea, one in found.items() if one is not None}
    table = counts(votes, ideas)
    for name in ROUNDS:
        believed = scoring.above(table[f"share_{name}"].fillna(0.0), _MAJORITY)
        table[f"believed_{name}"] = believed
    table["settled"] = [idea in own for idea in ideas]
    table["costs"] = [idea in own and own[idea].costs for idea in ideas]
    stakes = [own[idea].at_stake if idea in own and own[idea].costs else None for idea in ideas]
    table["at_stake"] = pd.Series(stakes, index=table.index, dtype=float)
    table.insert(0, "verdict", bank["verdict"].astype("str"))
    voters = people(votes)
    return Ideas(
        bank=bank, table=table, evidence=own, voters=voters, notices=_notices(table, voters)
    )


def _notices(table: pd.DataFrame, voters: Mapping[str, int]) -> list[Notice]:
    """``no_vote`` (ideas): nobody voted on them while people did on others. ``rounds_differ``
    (before, after): not as many people voted in both rounds."""
    told = []
    for name in ROUNDS:
        silent = [str(idea) for idea in table.index[table[f"votes_{name}"] == 0]]
        if voters[name] and silent:
            told.append(Notice("no_vote", {"ideas": silent, "round": name}))
    if voters[AFTER] and voters[BEFORE] != voters[AFTER]:
        values = {"before": voters[BEFORE], "after": voters[AFTER]}
        told.append(Notice("rounds_differ", values))
    return told
