"""What a model rests on: its assumptions in the notes, and what to confirm first (METHOD 17, 18).

One home for the table and the sentences of every report that uses assumptions. ``used`` is the
frame of ``folder.assumptions(...)`` at the keys of the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from padlib import banks
from padlib.core.assumptions import monetary
from padlib.core.scoring import TOLERANCE
from padlib.core.uncertainty import WORKING
from padlib.display.tables import Column, Table
from padlib.display.words import Words


def table(
    used: pd.DataFrame,
    say: Words,
    *,
    first: Sequence[str] = (),
    caption: str = "",
    audience: str = "internal",
    rate: float | None = None,
) -> Table:
    """The assumptions of a model: value, range, unit, grade, source; the client's in bold.

    Parameters
    ----------
    used : DataFrame
        Indexed by key; columns value, unit, low, high, grade, source, note, changed.
    first : sequence of str
        Keys to confirm first, which open the table.
    caption : str
        Its title; that of a model without one.
    audience : str
        ``internal`` or ``partner``: to whom "the client" means the vendor.
    rate : float, optional
        Units of the client's currency for one euro (``folder.settings.rate``): amounts of the bank
        that were converted say so.
    """
    order = [key for key in first if key in used.index]
    told = used.loc[[*order, *(key for key in used.index if key not in order)]]
    money = dict(zip(told.index, monetary(told), strict=True))
    rows = [
        (
            name(str(key), say),
            number(row["value"], row["unit"], say),
            _range(row, say),
            unit(row["unit"], say),
            row["grade"],
            _source(str(key), row, say, audience, rate if money[key] else None),
        )
        for key, row in told.iterrows()
    ]
    own = "partner" if audience == "partner" else "client"
    columns = ["key", "value", "range", "unit", "grade", "source"]
    heads = [Column(one, say(f"assumptions.columns.{one}")) for one in columns]
    heads[0] = Column("key", say("assumptions.columns.key"), "name")
    return Table(
        "assumptions",
        pd.DataFrame(rows, columns=columns),
        heads,
        caption=caption or say("assumptions.caption"),
        sub=say(f"assumptions.sub.{own}_first" if order else f"assumptions.sub.{own}"),
        bold=[place for place, changed in enumerate(told["changed"]) if changed],
        limit=len(told) or 1,  # a finance director reads them all
    )


def confirm(
    bars: pd.DataFrame, keys: Iterable[str], used: pd.DataFrame, result: str, say: Words
) -> list[str]:
    """What to confirm first, a sentence a key; one that says so when there is nothing.

    Parameters
    ----------
    bars : DataFrame
        The tornado: result_low, result_high by key.
    keys : iterable of str
        Those to confirm first, the widest bar first (`core.uncertainty.confirm_first`).
    used : DataFrame
        The assumptions of the model.
    result : str
        What the bars measure: ``gain`` (net gain of the partner) or ``npv`` (net present value).
    """
    sentences = [
        say(
            f"assumptions.confirm.{result}",
            **_told(key, used, say),
            result_low=_at(bars, key, "result_low"),
            result_high=_at(bars, key, "result_high"),
        )
        for key in keys
    ]
    return sentences or [say("assumptions.confirm.none")]


def working(used: pd.DataFrame, say: Words) -> list[str]:
    """The working assumptions that a report without tornado uses, a sentence a key."""
    keys = [str(key) for key in used.index[used["grade"] == WORKING]]
    sentences = [say("assumptions.confirm.named", **_told(key, used, say)) for key in keys]
    return sentences or [say("assumptions.confirm.named_none")]


def name(key: str, say: Words) -> str:
    """An assumption in words."""
    return say.typeset(banks.short_labels(say.language)[key])


def value(amount: float, of: str, say: Words) -> str:
    """A value with its unit, for a sentence: `18 500 € par client et par an`, `9 mois`, `40 %`."""
    return say(f"assumptions.units.{_slug(of)}.told", value=amount)


def unit(of: str, say: Words) -> str:
    """A unit of the bank in words, in the client's currency."""
    key = f"assumptions.units.{_slug(of)}.unit"
    return say(key, currency=say.format.unit()) if say.fields(key) else say(key)


def _told(key: str, used: pd.DataFrame, say: Words) -> dict[str, str]:
    """Name, value and bounds of an assumption, for a sentence."""
    of = str(_at(used, key, "unit"))
    low, high = bounds(_at(used, key, "low"), _at(used, key, "high"), of, say)
    told = {"name": name(key, say), "value": value(_at(used, key, "value"), of, say)}
    return told | {"low": low, "high": high}


def bounds(low: float, high: float, of: str, say: Words) -> tuple[str, str]:
    """Both bounds of a range for a sentence, the unit told: amounts and shares each with theirs,
    others with it at the higher one: `3 000 €` and `20 000 €`, `1` and `6 mois`."""
    if of.startswith("EUR"):
        return say.format.money(low), say.format.money(high)
    if of.startswith("share"):
        return number(low, of, say), number(high, of, say)
    return number(low, of, say), value(high, of, say)


def number(amount: float, of: Any, say: Words) -> str:
    """A value without its unit, as the table prints it: `18 500`, `40 %`."""
    shares = str(of).startswith("share")
    return say.format.exactpercent(amount) if shares else say.format.exact(amount)


def _range(row: Any, say: Words) -> str:
    if row["high"] - row["low"] <= TOLERANCE:
        return say("assumptions.range.known" if row["changed"] else "assumptions.range.fixed")
    ends = {bound: number(row[bound], row["unit"], say) for bound in ("low", "high")}
    return say("assumptions.range.between", **ends)


def _source(key: str, row: Any, say: Words, audience: str, rate: float | None) -> str:
    if not row["changed"]:
        origin = say(f"assumptions.of.{key}")
        if rate in (None, 1):
            return origin
        return say("assumptions.source.converted", source=origin, rate=rate)
    own = "partner" if audience == "partner" else "client"
    origin = row["source"] or say(f"assumptions.source.{own}")
    if not row["note"]:
        return str(origin)
    return say("assumptions.source.with_note", source=origin, note=row["note"])


def _slug(of: str) -> str:
    """A unit of the bank as a key of the words.

    >>> _slug("EUR/customer/year"), _slug("x first-year contract")
    ('eur_customer_year', 'x_first_year_contract')
    """
    return re.sub(r"[^a-z]+", "_", of.lower()).strip("_")


def _at(frame: pd.DataFrame, row: Any, column: str) -> Any:
    """One cell; the frame's type says nothing of what it holds."""
    return frame.at[row, column]
