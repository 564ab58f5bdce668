"""Awkward clients: the shapes of input that break pages, written as a user's files."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from padlib import banks
from tests import plan_files as plans

YEAR = 2026
AS_OF = f"{YEAR}-10-31"
HOSTILE = '=1+1 <script>alert("x")</script> & "L’Été"'
RIGHT_TO_LEFT = "\u202eelbisivni\u202c «\u2067שלום\u2069»"
LONG = "Compagnie interrégionale d’intégration de réseaux et de services hébergés"
PERCEPTION = "partner_perception"
AHEAD = f"{YEAR + 1}-12-31"  # the last day that a session may be planned for

Row = dict[str, object]
Rows = Iterable[Row]
Level = Callable[[str], object]


@dataclass(frozen=True)
class Awkward:
    """A client, and what is made of it: every report its files allow, unless told."""

    write: Callable[[Path], None]
    reports: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("fr",)


def awkward_clients() -> dict[str, Awkward]:
    """The clients by id: in French, whose texts are the longer, and in both languages where it is
    the room for words that is tried, or the words of what is not there."""
    both = ("fr", "en")
    heard = {
        f"heard-{count}": Awkward(partial(_heard, count=count, named=named), (PERCEPTION,))
        for count, named in [(2, True), (3, True), (4, False), (5, True), (7, False), (8, True)]
    }
    return heard | {
        "all-equal": Awkward(_all_equal),
        "bare": Awkward(_bare, languages=both),
        "forty-companies": Awkward(_forty_companies, languages=both),
        "hostile": Awkward(_hostile),
        "in-francs": Awkward(_in_francs),
        "one-partner": Awkward(_one_partner),
        "one-row": Awkward(_one_row, languages=both),
        "threshold": Awkward(_threshold),
    }


def write_awkward_clients(data: Path) -> Path:
    """Write a workspace of awkward clients and return its folder."""
    for client, awkward in awkward_clients().items():
        folder = data / "clients" / client / str(YEAR)
        folder.mkdir(parents=True)
        awkward.write(folder)
    return data


def _bare(folder: Path) -> None:
    """Nothing but a name: no answers, no companies, no targets, no date."""
    _client(folder, "Client nu", as_of=None)


def _one_row(folder: Path) -> None:
    _client(folder, "Une seule réponse")
    _answers(folder, [_answer("dg1", "DG", "D-EXP-01", 2)])
    _table(
        folder / "resellers.csv", [{"reseller_id": "U-01", "name": "Unique", "revenue_meur": 12}]
    )
    _table(folder / "partners.csv", [_partner("seul", "Seul")])
    _table(folder / "perception_answers.csv", [_rated("seul", "s1", "P-VA-01", 4)])
    _table(folder / "convergence_answers.csv", [_scored("seul", "partner", "C-STR-01", 2)])


def _one_partner(folder: Path) -> None:
    """All that can be known of a partner, and no other partner to hold it against."""
    _client(folder, "Un partenaire")
    plans.whole(folder, "seul", str.capitalize)
    plans.deals(folder, plans.every_stage("seul"), str.capitalize)
    plans.review(folder, "seul", f"{YEAR}-09-30", "quarterly", str.capitalize)
    _table(folder / "partners.csv", [_known_partner("seul", "Seul")])
    _table(folder / "perception_answers.csv", _interview("seul", _spread))
    _table(folder / "convergence_answers.csv", _session("seul", _spread, _opposite))


def _all_equal(folder: Path) -> None:
    """Every practice at the same level, seen alike by two functions, by partners all alike."""
    _client(folder, "Tout égal")
    _answers(folder, list(_every_item(lambda _: 3)))
    partners = [f"egal-{number}" for number in range(6)]
    _table(folder / "partners.csv", [_known_partner(one, one.capitalize()) for one in partners])
    heard = [row for one in partners for row in _interview(one, lambda _: 3, importance=3)]
    guessed = _interview(partners[0], lambda _: 3, side="vendor_mirror", importance=3)
    _table(folder / "perception_answers.csv", [*heard, *guessed])
    _table(folder / "convergence_answers.csv", _session(partners[0], lambda _: 3, lambda _: 3))


def _threshold(folder: Path) -> None:
    """Scores exactly on their thresholds: a dimension at 50, levels at 1.5 and 3; a partner that
    makes half of the revenue, one on 50 and 50; sessions of which little can be published."""
    _client(folder, "Sur le seuil")
    items = banks.load("diagnostic").items
    first = set(items.groupby("dimension").head(1).index)
    _answers(folder, list(_every_item(lambda item: 3 if item in first else 2)))
    middle = _known_partner("milieu", "Milieu", revenue_n=157_500, revenue_n1=150_000)
    rest = [("tiers", 500_000), ("quart", 392_500)]
    sessions: dict[str, Rows] = {
        "paire": _session("paire", _spread, _opposite, items=["C-STR-01"]),
        "muette": _session("muette", _spread, None),
        "inedite": _session("inedite", _spread, _opposite, without="C-PRG"),
        "sans-date": _session("sans-date", _spread, _opposite, held=""),
        "a-venir": _session("a-venir", _spread, _opposite, held=AHEAD),
    }
    _table(
        folder / "partners.csv",
        [
            _known_partner("moitie", "Moitié", revenue_n=1_050_000),
            middle | {"revenue_n2": "", "revenue_n3": ""},
            *(_known_partner(one, one.capitalize(), revenue_n=revenue) for one, revenue in rest),
            # neither on the map nor with earnings: only their sessions matter
            *(_partner(one, one.capitalize(), status="ended") for one in sessions),
            _partner("nouveau", "Nouveau", status="starting", start_date=f"{YEAR}-08-02"),
            _partner("demain", "Demain", status="starting", start_date=f"{YEAR}-12-31"),
        ],
    )
    _at_the_limit(folder)
    _table(folder / "convergence_answers.csv", [row for rows in sessions.values() for row in rows])


def _at_the_limit(folder: Path) -> None:
    """Plans of which little is known, or that stand exactly on a threshold; the last day of a start
    plan's grace, and a start still to come."""
    plans.draft(folder, "tiers")  # nothing is dated: there is no review to make
    plans.whole(folder, "moitie", str.capitalize, full=False)
    reached = [("signed", 285_000, "10-31"), ("negotiation", 143_750, "12-31")]
    plans.deals(
        folder,
        [
            ("moitie", stage, amount, f"{YEAR}-{day}", f"M-{place}")
            for place, (stage, amount, day) in enumerate(reached)
        ],
        str.capitalize,
    )
    first_days = {"J-01": f"{YEAR}-08-02", "J-02": f"{YEAR}-08-08", "J-09": f"{YEAR}-09-01"}
    plans.start(folder, "nouveau", first_days, str.capitalize)
    plans.start(folder, "demain", {"J-17": ""}, str.capitalize)


def _heard(folder: Path, count: int, named: bool) -> None:
    """So many partners heard, about something each; partners are told whether they are named."""
    _client(folder, f"{count} partenaires", named=named, perception_invited=count + 2)
    rows = [
        row | {"comment": "Réponse en huit jours, parfois quinze" if number % 2 else ""}
        for number in range(count)
        for row in _interview(f"p-{number}", partial(_spread, shift=number))
    ]
    _table(folder / "perception_answers.csv", rows)


def _in_francs(folder: Path) -> None:
    """Amounts of seven figures in another currency."""
    _client(folder, "Helvète", currency="CHF", eur_rate=0.95)
    partners = [
        _known_partner(f"ch-{n}", f"Canton {n}", revenue_n=3_200_000 // n) for n in (1, 2, 3)
    ]
    _table(folder / "partners.csv", partners)
    rows = [row for n in (1, 2, 3) for row in _interview(f"ch-{n}", partial(_spread, shift=n))]
    _table(folder / "perception_answers.csv", rows)
    _table(folder / "convergence_answers.csv", _session("ch-1", _spread, _opposite))
    plans.whole(folder, "ch-1", str.capitalize, scale=12.5)
    plans.deals(folder, plans.every_stage("ch-1", scale=12.5), str.capitalize)


def _forty_companies(folder: Path) -> None:
    """Forty companies of the client's own with long names, all known: nothing but ranked ones.
    Sixty partners with long names, of which forty were heard and one held its session."""
    _client(folder, LONG, target_new_customers_year=300)
    _answers(folder, list(_every_item(lambda item: sum(map(ord, item)) % 5)))
    criteria = banks.load("recruitment").items
    rows = []
    for number in range(40):
        row: dict[str, object] = {
            "reseller_id": f"L-{number:02}",
            "name": f"{LONG} du secteur numéro {number}",
            "invented": 1,
        }
        for place, (_, criterion) in enumerate(criteria.iterrows()):
            share = ((number * 7 + place * 3) % 11) / 10
            low, high = max(0.0, float(criterion["lo"])), float(criterion["hi"])
            value = low + share * (high - low)
            row[str(criterion["column"])] = round(
                value, 1 if criterion["unit"] in {"%", "M€"} else 0
            )
        row["exclusive_with_competitor"] = 0
        row["management_commitment_0_4"] = 1 + number % 4
        for column in ("target_segment_customers", "sales_headcount", "technical_headcount"):
            row[column] = 6 + int(str(row[column]).split(".")[0])
        rows.append(
            {key: int(v) if isinstance(v, float) and v == int(v) else v for key, v in row.items()}
        )
    _table(folder / "resellers.csv", rows)
    _many_partners(folder)


def _many_partners(folder: Path) -> None:
    ids = [f"l-{number:02}" for number in range(60)]
    partners = [
        _known_partner(
            one,
            f"Compagnie interrégionale de services hébergés, agence {number}"
            if number
            else "Compagnie interrégionale, siège",
            revenue_n=1_000_000 // (number + 1),
            revenue_n1=1_100_000 // (number % 7 + 1),
            new_customers_12m=number * 5 % 13,
            addressable_customers=number * 7 % 90,
            strategic_fit_0_4=number % 5,
            win_rate_pct=number * 11 % 60,
            manager_time_pct=1,
        )
        for number, one in enumerate(ids)
    ]
    young = _partner("l-99", f"{LONG}, Nord", status="starting", start_date=f"{YEAR}-07-06")
    _table(folder / "partners.csv", [*partners, young])
    done = {f"J-{rank:02}": f"{YEAR}-08-{rank:02}" for rank in range(1, 13)}
    plans.start(folder, "l-99", done, _at_length)
    plans.whole(folder, ids[0], _at_length)
    plans.deals(
        folder,
        [
            (ids[0], stage, amount, close, f"{deal}-{copy}")
            for copy in range(6)
            for _, stage, amount, close, deal in plans.every_stage(ids[0], scale=0.2)
        ],
        _at_length,
    )
    plans.review(folder, ids[0], f"{YEAR}-09-30", "monthly", _at_length)
    heard = [
        row | {"comment": f"{LONG}, {one}" if number % 9 == 0 else ""}
        for number, one in enumerate(ids[:40])
        for row in _interview(one, partial(_spread, shift=number))
    ]
    guessed = _interview(ids[0], _opposite, side="vendor_mirror")
    _table(folder / "perception_answers.csv", [*heard, *guessed])
    _table(folder / "convergence_answers.csv", _session(ids[0], _spread, _opposite))


def _at_length(about: str) -> str:
    return f"{LONG}, {about}"


def _hostile(folder: Path) -> None:
    """Names and comments that would run if anything in a page or a spreadsheet let them."""
    _client(folder, HOSTILE, people={"DIRP": HOSTILE, "DG": "=cmd|' /C calc'!A0"})
    _answers(folder, [row | {"comment": HOSTILE} for row in _every_item(lambda _: 1)])
    names = [
        {"reseller_id": "=1+1", "name": HOSTILE},
        {"reseller_id": "@x", "name": "+33 Télécoms"},
    ]
    _table(folder / "resellers.csv", [row | {"invented": 1, "note": HOSTILE} for row in names])
    partners = {
        "p1": f"{HOSTILE} bis",
        "p2": "@SUM(1) <img src=x onerror=alert(1)>",
        "p3": RIGHT_TO_LEFT,
    }
    told = {"contact": HOSTILE, "region": "<b>", "channel_manager": "-2+3"}
    _table(
        folder / "partners.csv",
        [
            *(_known_partner(one, name, **told) for one, name in partners.items()),
            _partner("p4", HOSTILE, status="starting", start_date=f"{YEAR}-07-06"),
        ],
    )
    plans.whole(folder, "p1", _hostile_text, full=False)
    plans.deals(folder, plans.every_stage("p1"), _hostile_text)
    plans.review(folder, "p1", f"{YEAR}-09-30", "quarterly", _hostile_text)
    plans.start(folder, "p4", {"J-01": f"{YEAR}-07-06", "J-09": f"{YEAR}-08-20"}, _hostile_text)
    heard = [row for one in partners for row in _interview(one, lambda _: 2, respondent="=1+1")]
    guessed = _interview("p1", lambda _: 5, side="vendor_mirror", respondent="<i>us</i>")
    _table(
        folder / "perception_answers.csv",
        [
            row | {"comment": (HOSTILE, RIGHT_TO_LEFT, "+1")[place % 3]}
            for place, row in enumerate([*heard, *guessed])
        ],
    )
    sessions = [row for one in ("p1", "p3") for row in _session(one, _spread, _opposite)]
    _table(folder / "convergence_answers.csv", [row | {"comment": HOSTILE} for row in sessions])
    (folder / "notes").mkdir()
    note = f"{HOSTILE}\n\n[un lien](javascript:alert(1)) et <img src=x onerror=alert(1)>"
    for report in ("annual_diagnostic", "partner_perception", "convergence_analysis.partner"):
        (folder / "notes" / f"{report}.md").write_text(note, encoding="utf-8")


def _hostile_text(about: str) -> str:
    return f"{HOSTILE} {RIGHT_TO_LEFT} {about}"


def _every_item(level: Callable[[str], int]) -> Rows:
    items = banks.load("diagnostic").items
    for item, audience in items["audience"].items():
        for function in audience[:2]:
            yield _answer(f"{function.lower()}1", function, str(item), level(str(item)))


def _answer(respondent: str, function: str, item: str, answer: object) -> dict[str, object]:
    return {
        "respondent_id": respondent,
        "function": function,
        "item_id": item,
        "answer": answer,
        "comment": "",
    }


def _spread(item: str, shift: int = 0) -> int:
    """A level 0–4 that differs by item, and by partner with `shift`."""
    return (sum(map(ord, item)) + shift * (1 + ord(item[-1]) % 2)) % 5


def _opposite(item: str) -> int:
    return 4 - _spread(item)


def _partner(partner: str, name: str, **more: object) -> Row:
    return {"partner_id": partner, "name": name, "status": "active"} | more


def _known_partner(partner: str, name: str, **more: object) -> Row:
    """A partner on 50 of each criterion of the map but its share of the revenue."""
    criteria = banks.load("partner_map").items.set_index("column")
    middles = ((criteria["lo"] + criteria["hi"]) / 2).drop(
        ["revenue_share_pct", "revenue_cagr_pct"]
    )
    known: Row = {str(column): f"{value:g}" for column, value in middles.items()}
    revenues = {"revenue_n": 210_000, "revenue_n1": 200_000, "revenue_n2": "", "revenue_n3": ""}
    settled = {"type": "VAR", "region": "Bretagne", "start_date": "2021-03-01", "contact": "A. B."}
    named = _partner(partner, name, **settled, manager_time_pct=10, channel_manager="C. D.")
    return named | revenues | known | more


def _rated(
    partner: str, respondent: str, item: str, rating: object, importance: object = ""
) -> Row:
    return {
        "partner_id": partner,
        "respondent_id": respondent,
        "side": "partner",
        "item_id": item,
        "rating": rating,
        "importance": importance,
        "comment": "",
    }


def _interview(
    partner: str,
    level: Level,
    *,
    side: str = "partner",
    respondent: str = "",
    importance: int | None = None,
) -> list[Row]:
    """Ratings of all items by one person, from a level of 0 to 4; the general questions too."""
    items = banks.load("perception").items
    general = {"P-NPS-01": 8, "P-SOW-01": 35, "P-INV-01": "up"}
    rows = []
    for item, kind in items["type"].items():
        if kind == "rating_1_5":
            rating: object = min(5, int(str(level(str(item)))) + 1)
        elif side == "partner" and item in general:
            rating = general[str(item)]
        else:
            continue
        cares = importance or 1 + _opposite(str(item))
        person = respondent or f"{partner}-{side}"
        row = _rated(partner, person, str(item), rating, cares if kind == "rating_1_5" else "")
        rows.append(row | {"side": side})
    return rows


def _scored(partner: str, side: str, item: str, score: object, held: str = "") -> Row:
    return {
        "partner_id": partner,
        "session_date": held,
        "side": side,
        "respondent_id": f"{partner}-{side}",
        "item_id": item,
        "score": score,
        "importance": 1 + _spread(item),
        "comment": "",
    }


def _session(
    partner: str,
    vendor: Level | None,
    theirs: Level | None,
    *,
    held: str = f"{YEAR}-10-08",
    items: Iterable[str] = (),
    without: str = "-",
) -> list[Row]:
    """The scores of both sides; of one side alone when the other gives no level."""
    asked = list(items) or [str(one) for one in banks.load("convergence").items.index]
    return [
        _scored(partner, side, item, level(item), held)
        for side, level in (("vendor", vendor), ("partner", theirs))
        if level is not None
        for item in asked
        if not item.startswith(without)
    ]


def _answers(folder: Path, rows: Rows) -> None:
    _table(folder / "diagnostic_answers.csv", rows)


def _table(path: Path, rows: Rows) -> None:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _client(folder: Path, name: str, as_of: str | None = AS_OF, **keys: object) -> None:
    import yaml

    settings: dict[str, object] = {"client_id": folder.parent.name, "name": name, **keys}
    if as_of:
        settings["campaigns"] = {YEAR: {"as_of": as_of}}
    (folder.parent / "client.yml").write_text(
        yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8"
    )
