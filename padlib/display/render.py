"""Parts as HTML: each part's data made ready for its macro (templates/parts.html.j2)."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from padlib.display import tables, words
from padlib.display.words import Words

PartData = Mapping[str, Any]
View = dict[str, Any]

DOWNLOAD_LIMIT = 20_000  # bytes of a CSV that a page still carries
TOLD_APART = ("key_figures", "actions")  # handed on with the page, shown nowhere on it
WIDE = 5  # columns from which a table scrolls on a phone
_TEMPLATES = Path(__file__).parent / "templates"
_BAND_FILLS = ("#CBD3DA", "#D8DEE3", "#E4E9ED", "#EEF1F4", "#F6F8F9")
_BULLET_WIDTH = 200


@dataclass
class Book:
    """What the parts of one page share: numbers of figures, ids and labels already given."""

    figures: Mapping[str, int] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)  # of sections
    masthead: PartData = field(default_factory=dict)
    given: set[str] = field(default_factory=set)

    def id(self, wanted: str) -> str:
        """An id that no other part of the page has."""
        return self._once(re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-") or "part", "-")

    def label(self, wanted: str) -> str:
        """A name for a group that no other group of the page has."""
        return self._once(wanted, " ")

    def _once(self, wanted: str, gap: str) -> str:
        name, number = wanted, 2
        while name in self.given:
            name, number = f"{wanted}{gap}{number}", number + 1
        self.given.add(name)
        return name


@cache
def environment() -> Environment:
    """Jinja2 with escaping on and no silent blanks."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def stylesheet(name: str) -> str:
    """One of the style sheets."""
    return (_TEMPLATES / f"{name}.css").read_text(encoding="utf-8")


@cache
def macros(language: str, currency: str) -> Any:
    """The macros of the parts, in one language and currency."""
    template = environment().get_template("parts.html.j2")
    return template.make_module({"say": words.load(language, currency)})


# a line may end between a minus and the sign of a currency: a word joiner keeps them together
_SIGN_AND_CURRENCY = re.compile("\u2212(?=[€£$])")


def html(part: PartData, book: Book) -> Markup:
    """A part as HTML, escaped by its template."""
    say = words.load(part["language"], part["currency"])
    prepare = _VIEWS.get(part["kind"], _as_it_is)
    view = prepare(dict(part["data"]), say, book)
    macro: Callable[[View], str] = getattr(macros(part["language"], part["currency"]), part["kind"])
    return Markup(_SIGN_AND_CURRENCY.sub("\u2212\u2060", macro(view)))  # escaped by the macro


def preview(part: PartData) -> str:
    """A part as JupyterLab shows it; the masthead brings the style along, once."""
    shown = "".join(_previewed(one) for one in flattened([part]))
    return f'<div class="padlib">{_preview_style(part)}{shown}</div>'


def _previewed(part: PartData) -> str:
    if part["kind"] in TOLD_APART:
        return ""
    book = Book({part["data"]["key"]: 0} if part["kind"] == "figure" else {})
    return html(part, book)


def _preview_style(part: PartData) -> str:
    if not any(one["kind"] == "masthead" for one in flattened([part])):
        return ""
    style = stylesheet("base").replace(":root{", "&{", 1)
    room = "&{padding:.2rem .4rem;max-width:920px}dt,dd{float:none;width:auto}"
    # told twice, the class wins over JupyterLab's own rules for lists and tables
    return f"<style>.padlib.padlib{{{style}{room}}}</style>"


def flattened(parts: Sequence[PartData]) -> list[PartData]:
    """Parts in order, groups opened and empty ones left out."""
    flat: list[PartData] = []
    for part in parts:
        if part["kind"] == "all":
            flat += flattened(part["data"]["parts"])
        elif part["kind"] != "nothing":
            flat.append(part)
    return flat


# --- what each kind needs beside its data -----------------------------------------------------


def _as_it_is(data: View, _: Words, book: Book) -> View:
    return data | {"id": book.id(data.get("key") or data.get("title") or "part")}


def _named(name: str) -> Callable[[View, Words, Book], View]:
    def prepare(data: View, _: Words, book: Book) -> View:
        return data | {"id": book.id(name)}

    return prepare


def edition(head: PartData, say: Words) -> str:
    """The edition in words, with the partner's name when it is a partner's."""
    audience = say(f"page.masthead.{head['audience']}")
    return f"{audience} ({head['partner']})" if head["partner"] else audience


def _masthead(data: View, say: Words, _: Book) -> View:
    fmt, head = say.format, "page.masthead"
    marks = [name for name in ("draft", "fictional", "variant") if data.get(name)]
    as_of = fmt.date(data["as_of"]) if data["as_of"] else say(f"{head}.as_of_unknown")
    facts = [
        (say(f"{head}.as_of"), as_of),
        (say(f"{head}.issued"), fmt.date(data["issued"])),
        (say(f"{head}.version"), say(f"{head}.versions", **data["versions"])),
        (say(f"{head}.distribution"), data["distribution"]),
    ]
    return data | {
        "kicker": [one for one in (data.get("report"), edition(data, say)) if one],
        "marks": [say(f"{head}.{name}") for name in marks],
        "title": data["title"] or data.get("default_title") or str(data["year"]),
        "facts": facts,
    }


def _cards(data: View, _: Words, __: Book) -> View:
    cards = [card | {"bullet": _bullet(card["bullet"])} for card in data["cards"]]
    return data | {"cards": cards}


def _ideas(data: View, _: Words, __: Book) -> View:
    items = [
        item | {"own": item["own"] and item["own"] | {"bullet": _bullet(item["own"]["bullet"])}}
        for item in data["items"]
    ]
    return data | {"items": items}


def _bullet(bar: PartData | None) -> View | None:
    """Positions of a bullet bar on a width of 200, cut at its ends."""
    if bar is None or bar["value"] is None:
        return None

    low, span = float(bar["low"]), float(bar["high"] - bar["low"])

    def at(value: float) -> float:
        share = (value - low) / span
        return round(min(max(share, 0.0), 1.0) * _BULLET_WIDTH, 1)

    limits = [at(bar["low"]), *map(at, sorted(bar["bands"])), at(bar["high"])]
    bands = [
        {"x": left, "width": round(right - left, 1), "fill": _BAND_FILLS[min(rank, 4)]}
        for rank, (left, right) in enumerate(pairwise(limits))
    ]
    tick = None if bar["tick"] is None else min(max(at(bar["tick"]) - 2, 0), _BULLET_WIDTH - 4)
    return {"bands": bands, "width": at(bar["value"]), "tick": tick}


def _findings(data: View, _: Words, book: Book) -> View:
    items = [item | {"number": book.figures.get(item["figure"])} for item in data["items"]]
    return data | {"id": book.id("findings"), "items": items}


def _section(data: View, _: Words, book: Book) -> View:
    given = data.get("id") or book.id(data["key"])
    return data | {"id": given, "number": book.numbers.get(data["key"])}


def _note(data: View, _: Words, book: Book) -> View:
    from padlib.display.markdown import markdown

    return data | {"id": book.id("note"), "html": markdown(data["markdown"])}


def _table(data: View, say: Words, book: Book) -> View:
    return _table_view(data["table"], say, book)


def _small_table(data: View, say: Words, book: Book) -> View:
    return _table_view(data["table"], say, book) | {"small": True}


def _table_view(table: PartData, say: Words, book: Book) -> View:
    columns, rows = table["columns"], table_rows(table, say)
    limit = table["limit"]
    more = None
    if len(rows) > limit:
        more = {
            "first": say("page.first_rows", shown=limit, rows=len(rows)),
            "title": say("page.whole_table", rows=len(rows)),
            "label": book.label(say("page.whole_label", title=table["caption"])),
            "rows": rows,
        }
    return {
        "caption": table["caption"],
        "sub": table["sub"],
        "empty": table["empty"],
        "columns": [_column_view(column, say) for column in columns],
        "rows": rows[:limit],
        "total": _total_row(table, say),
        "more": more,
        "wide": len(columns) >= WIDE or table["wide"],
        "label": book.label(table["caption"] or table["key"]),
        "small": False,
    }


def _classes(column: PartData) -> str:
    kind = "n" if tables.is_numeric(column) else "t" if column["kind"] in {"date", "chip"} else ""
    return " ".join(one for one in (kind, "screen" if column["screen_only"] else "") if one)


def _column_view(column: PartData, say: Words) -> View:
    return {"title": tables.heading(column, say.format), "class": _classes(column)}


def table_rows(table: PartData, say: Words) -> list[View]:
    """The rows of a table as text, column by column so that decimals agree."""
    every = [*table["rows"], *([table["total"]] if table["total"] is not None else [])]
    by_column = [
        tables.printed(column, [row[place] for row in every], say.format)
        for place, column in enumerate(table["columns"])
    ]
    return [
        {
            "bold": number in table["bold"],
            "cells": [
                _cell_view(column, place, raw, texts[number])
                for place, (column, raw, texts) in enumerate(
                    zip(table["columns"], row, by_column, strict=True)
                )
            ],
        }
        for number, row in enumerate(table["rows"])
    ]


def _total_row(table: PartData, say: Words) -> View | None:
    if table["total"] is None:
        return None
    whole = {**table, "rows": [*table["rows"], table["total"]], "total": None, "bold": []}
    last = table_rows(whole, say)[-1]
    for cell in last["cells"]:
        cell["text"] = "" if cell["missing"] else cell["text"]
    return last | {"bold": True}


def _cell_view(column: PartData, place: int, raw: Any, text: str) -> View:
    tagged = raw if isinstance(raw, Mapping) else {}
    header = column["kind"] == "name" or (place == 0 and not tables.is_numeric(column))
    return {
        "tag": "th" if header else "td",
        "class": _classes(column),
        "text": text,
        "chip": tagged.get("chip"),
        "gap": "gap" in tagged,
        "missing": raw is None,
    }


def _figure(data: View, say: Words, book: Book) -> View:
    number = book.figures.get(data["key"]) or 0
    table = data["table"] if data["table"] and data["table"]["rows"] else None
    label = say("page.figure_label", number=number) if number else data["title"]
    view = data | {"svg": Markup(data["svg"]), "number": number, "label": book.label(label)}
    if table:
        named = say("page.data_label", number=number) if number else say("page.data_behind")
        view["data_label"] = book.label(named)
        view["download"] = _download(table, number, data["key"], say)
        view["table"] = {
            "columns": [_column_view(column, say) for column in table["columns"]],
            "rows": table_rows(table, say),
            "total": _total_row(table, say),
        }
    return view | {"table": view["table"] if table else None}


def _download(table: PartData, number: int, key: str, say: Words) -> View | None:
    """The figure's data as a link that holds it, unless it is too heavy."""
    content = tables.to_csv(table, say).encode()
    if len(content) > DOWNLOAD_LIMIT:
        return None
    coded = base64.b64encode(content).decode()
    stem = f"f{number}_{key}" if number else key
    return {"file": f"{stem}.csv", "href": f"data:text/csv;charset=utf-8;base64,{coded}"}


def _plan(data: View, say: Words, book: Book) -> View:
    actions = [
        action
        | {"due": say.format.day(action["due"]), "priority": say.format.int(action["priority"])}
        for action in data["actions"]
    ]
    dated = any(action["due"] for action in data["actions"])
    ranked = any(action["priority"] is not None for action in data["actions"])
    return data | {
        "actions": actions,
        "dated": dated,
        "ranked": ranked,
        "label": book.label(data["title"]),
    }


def _agreement(data: View, say: Words, book: Book) -> View:
    given = data.get("id") or book.id(data["key"])
    return data | {"id": given, "table": _table_view(data["table"], say, book)}


def _profile(data: View, say: Words, book: Book) -> View:
    named = _table_view({**data["table"], "caption": data["title"]}, say, book)
    return data | {"id": book.id("profile"), "table": named}


def _versions(data: View, say: Words, book: Book) -> View:
    told, head = data["versions"], book.masthead
    named = [say("page.versions.bank", name=bank, version=told["method"]) for bank in data["banks"]]
    lines = [say("page.versions.line", **told | {"banks": ", ".join([*named, told["banks"]])})]
    if head:
        known = "dates" if head["as_of"] else "issued"
        lines.append(say(f"page.versions.{known}", as_of=head["as_of"], issued=head["issued"]))
    return data | {"id": book.id("versions"), "lines": lines}


_VIEWS: Mapping[str, Callable[[View, Words, Book], View]] = {
    "masthead": _masthead,
    "cards": _cards,
    "ideas": _ideas,
    "findings": _findings,
    "proposals": _named("proposals"),
    "note": _note,
    "section": _section,
    "figure": _figure,
    "table": _table,
    "counts": _small_table,
    "assumptions": _small_table,
    "plan": _plan,
    "agreement": _agreement,
    "quotations": _named("quotations"),
    "profile": _profile,
    "cases": _named("cases"),
    "chain": _named("chain"),
    "sources": _named("sources"),
    "parameters": _named("parameters"),
    "method": _named("method"),
    "versions": _versions,
}
