"""Awkward clients: the shapes of input that break pages, written as a user's files."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from padlib import banks

YEAR = 2026
AS_OF = f"{YEAR}-10-31"
HOSTILE = '=1+1 <script>alert("x")</script> & "L’Été"'
LONG = "Compagnie interrégionale d’intégration de réseaux et de services hébergés"

Rows = Iterable[dict[str, object]]


def write_awkward_clients(data: Path) -> Path:
    """Write a workspace of awkward clients and return its folder."""
    writers: dict[str, Callable[[Path], None]] = {
        "all-equal": _all_equal,
        "bare": _bare,
        "forty-companies": _forty_companies,
        "hostile": _hostile,
        "one-row": _one_row,
        "threshold": _threshold,
    }
    for client, write in writers.items():
        folder = data / "clients" / client / str(YEAR)
        folder.mkdir(parents=True)
        write(folder)
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


def _all_equal(folder: Path) -> None:
    """Every practice at the same level, seen alike by two functions."""
    _client(folder, "Tout égal")
    _answers(folder, list(_every_item(lambda _: 3)))


def _threshold(folder: Path) -> None:
    """Scores exactly on their thresholds: a dimension at 50, levels at 1.5 and 3."""
    _client(folder, "Sur le seuil")
    items = banks.load("diagnostic").items
    first = set(items.groupby("dimension").head(1).index)
    _answers(folder, list(_every_item(lambda item: 3 if item in first else 2)))


def _forty_companies(folder: Path) -> None:
    """Forty companies of the client's own with long names, all known: nothing but ranked ones."""
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


def _hostile(folder: Path) -> None:
    """Names and comments that would run if anything in a page or a spreadsheet let them."""
    _client(folder, HOSTILE, people={"DIRP": HOSTILE, "DG": "=cmd|' /C calc'!A0"})
    _answers(folder, [row | {"comment": HOSTILE} for row in _every_item(lambda _: 1)])
    names = [
        {"reseller_id": "=1+1", "name": HOSTILE},
        {"reseller_id": "@x", "name": "+33 Télécoms"},
    ]
    _table(folder / "resellers.csv", [row | {"invented": 1, "note": HOSTILE} for row in names])
    (folder / "notes").mkdir()
    note = f"{HOSTILE}\n\n[un lien](javascript:alert(1)) et <img src=x onerror=alert(1)>"
    (folder / "notes" / "annual_diagnostic.md").write_text(note, encoding="utf-8")


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
