"""Clients made up at random, every name, word and figure of which can be told from any other.

What the edition of one partner may rest on is drawn by one generator, and all that it may not by
another: two clients of the same first generator must give this partner the same pages.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from padlib import banks
from tests import plan_files

CLIENT, YEAR = "clientele", 2026
PERCEPTION = banks.load("perception").items
CONVERGENCE = banks.load("convergence").items
DIAGNOSTIC = banks.load("diagnostic").items
INTERNAL_NOTES = ("partner_perception", "convergence_analysis", "annual_diagnostic")


def word(random: Random) -> str:
    """Twelve letters that no language has together; long, that no client draws one twice."""
    return "".join(random.choice("zvkxqj") + random.choice("aiouy") for _ in range(6))


@dataclass
class Partner:
    """A partner with what is its own."""

    id: str
    words: list[str]  # of its name and contact
    revenue: list[int]
    language: str
    starting: bool = False
    said: list[str] = field(default_factory=list)  # words that nobody may quote to a partner
    spoken: list[str] = field(default_factory=list)  # words for its own session
    respondents: list[str] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)  # of its plan and deals

    @property
    def name(self) -> str:
        first, second, _ = self.words
        return f"{first.capitalize()} & {second.capitalize()}"


@dataclass
class Client:
    """A folder, with what is in it by whose it is."""

    root: Path
    partners: list[Partner]
    vendor: list[str] = field(default_factory=list)  # words that no partner may read

    @property
    def mine(self) -> Partner:
        """The partner whose pages must not depend on the others' secrets."""
        return self.partners[0]

    @property
    def year(self) -> Path:
        return self.root / "clients" / CLIENT / str(YEAR)


def written(root: Path, seed: int, secret: int) -> Client:
    """Write a client under `root`.

    Parameters
    ----------
    root : Path
        The workspace.
    seed : int
        Of all that the first partner may read: its own facts and answers, everybody's marks.
    secret : int
        Of the rest: who the others are, what they earn and say, what the vendor thinks.
    """
    shape, hidden = Random(seed), Random(f"{seed} {secret}")
    count = shape.randint(3, 9)
    own = Partner(_id(shape), [word(shape) for _ in range(3)], _revenue(shape), "")
    client = Client(root, [own, *(_other(hidden) for _ in range(count - 1))])
    for partner in client.partners:
        partner.language = shape.choice(("", "fr", "en"))
        partner.starting = shape.random() < 0.1 and partner is not own
    client.year.mkdir(parents=True)
    _settings(client, shape)
    _table(client, "partners", [_row(one, hidden) for one in client.partners])
    _table(client, "perception_answers", _perception(client, shape, hidden))
    _table(client, "convergence_answers", _convergence(client, shape, hidden))
    _table(client, "diagnostic_answers", _diagnostic(client, hidden))
    _notes(client, hidden)
    _plans(client, shape, hidden)
    return client


def _id(random: Random) -> str:
    return f"{word(random)}-{random.randint(10, 99)}"


def _revenue(random: Random) -> list[int]:
    return [random.randint(1_000_000, 9_999_999) for _ in range(3)]


def _other(random: Random) -> Partner:
    return Partner(_id(random), [word(random) for _ in range(3)], _revenue(random), "")


def _settings(client: Client, random: Random) -> None:
    lines = [
        f"client_id: {CLIENT}",
        "name: Éditions Témoin",
        f"language: {random.choice(('fr', 'en'))}",
        f"named: {random.choice(('true', 'false'))}",
        f"perception_invited: {len(client.partners) + random.randint(0, 5)}",
        "people: {DG: A. Premier, DIRP: B. Deuxième, CM: C. Troisième}",
        f"campaigns: {{{YEAR}: {{from: {YEAR}-09-14, to: {YEAR}-10-16, as_of: {YEAR}-10-31}}}}",
    ]
    (client.year.parent / "client.yml").write_text("\n".join(lines), encoding="utf-8")


def _row(partner: Partner, random: Random) -> dict[str, Any]:
    revenue = dict(zip(("revenue_n", "revenue_n1", "revenue_n2"), partner.revenue, strict=True))
    return {
        "partner_id": partner.id,
        "name": partner.name,
        "type": "VAR",
        "status": "starting" if partner.starting else "active",
        "contact": f"{partner.words[2].capitalize()}, direction",
        "start_date": "2020-01-01",
        **revenue,
        "new_customers_12m": random.randint(0, 9),
        "win_rate_pct": random.randint(10, 60),
        "strategic_fit_0_4": random.randint(0, 4),
        "manager_time_pct": random.randint(0, 100 // 12),
        "channel_manager": "C. Troisième",
        "language": partner.language,
    }


def _said(words: list[str], random: Random, often: float) -> str:
    """A comment, now and then; its words are noted."""
    if random.random() > often:
        return ""
    found = [word(random) for _ in range(2)]
    words += found
    return f"Ils disent {found[0]} et <i>{found[1]}</i> & rien d'autre"


def _perception(client: Client, shape: Random, hidden: Random) -> list[dict[str, Any]]:
    rows = []
    for partner in client.partners:
        if partner is not client.mine and shape.random() < 0.15:
            continue  # was not heard
        for _ in range(shape.choice((1, 1, 2))):
            respondent = f"{word(hidden)}-dg"
            partner.respondents.append(respondent)
            rows += [
                _heard(partner, respondent, str(item), shape, hidden) for item in PERCEPTION.index
            ]
        for item in PERCEPTION.index[: hidden.randint(0, 28)]:
            mirror = {"respondent_id": "equipe-" + client_word(client), "side": "vendor_mirror"}
            guess = {"item_id": item, "rating": hidden.randint(1, 5), "importance": ""}
            comment = _said(client.vendor, hidden, 0.2)
            rows.append({"partner_id": partner.id, **mirror, **guess, "comment": comment})
    return rows


def client_word(client: Client) -> str:
    """The code of the vendor's person who guesses what partners think: one a client."""
    if not client.vendor:
        client.vendor.append(word(Random(client.partners[-1].id)))
    return client.vendor[0]


def _heard(
    partner: Partner, respondent: str, item: str, shape: Random, hidden: Random
) -> dict[str, Any]:
    rating: Any = shape.choices((1, 2, 3, 4, 5, "NA", ""), (3, 4, 5, 6, 4, 1, 1))[0]
    general = {
        "P-NPS-01": shape.randint(0, 10),
        "P-SOW-01": shape.randint(0, 100),
        "P-INV-01": shape.choice(("down", "stable", "up")),
    }
    opened = item.startswith("P-OPN")
    return {
        "partner_id": partner.id,
        "respondent_id": respondent,
        "side": "partner",
        "item_id": item,
        "rating": "" if opened else general.get(item, rating),
        "importance": "" if item in general or opened else shape.randint(1, 5),
        "comment": _said(partner.said, hidden, 1.0 if opened else 0.15),
    }


def _convergence(client: Client, shape: Random, hidden: Random) -> list[dict[str, Any]]:
    rows = []
    for partner in client.partners:
        own = partner is client.mine
        marks = shape if own else hidden
        sides = shape.choices(
            (("vendor", "partner"), ("vendor",), ("partner",)), (4 if own else 1, 1, 1)
        )[0]
        if not own and shape.random() < 0.4:
            continue  # no session
        day = f"{YEAR}-10-{marks.randint(10, 28)}"
        for side in sides:
            for _ in range(marks.choice((1, 2))):
                respondent = f"{word(marks)}-{side}"
                spoken = partner.spoken if side == "partner" else client.vendor
                speaks = marks if side == "partner" else hidden
                partner.respondents.append(respondent)
                rows += [
                    {
                        "partner_id": partner.id,
                        "session_date": day,
                        "side": side,
                        "respondent_id": respondent,
                        "item_id": item,
                        "score": marks.choices((0, 1, 2, 3, 4, "NA", ""), (2, 3, 4, 4, 3, 1, 1))[0],
                        "importance": marks.choice((1, 2, 3, 4, 5, "")),
                        "comment": _said(spoken, speaks, 0.2),
                    }
                    for item in CONVERGENCE.index
                ]
    return rows


def _diagnostic(client: Client, hidden: Random) -> list[dict[str, Any]]:
    who = word(hidden)
    client.vendor.append(who)
    return [
        {
            "respondent_id": who,
            "function": "DIRP",
            "item_id": item,
            "answer": hidden.randint(0, 4),
            "comment": _said(client.vendor, hidden, 0.2),
        }
        for item, audience in DIAGNOSTIC["audience"].items()
        if "DIRP" in audience
    ]


def _plans(client: Client, shape: Random, hidden: Random) -> None:
    """A plan, deals and a review of each partner, a start plan of those who start."""
    deals: list[dict[str, Any]] = []
    for partner in client.partners:
        own = partner is client.mine
        tells = shape if own else hidden

        def say(about: str, partner: Partner = partner, tells: Random = tells) -> str:
            partner.spoken.append(word(tells))
            return f"{about} {partner.spoken[-1]}"

        if partner.starting:
            days = {f"J-{rank:02}": f"{YEAR}-08-{rank:02}" for rank in range(1, 12)}
            plan_files.start(client.year, partner.id, days, say)
        if not own and hidden.random() < 0.3:
            continue  # no plan
        objective, *amounts = (tells.randint(1_000_000, 9_999_999) for _ in range(8))
        partner.amounts += [objective, *amounts]
        plan_files.whole(
            client.year,
            partner.id,
            say,
            scale=objective / 400_000,
            full=False,
            notes=_said(client.vendor, hidden, 1.0),
        )
        stages = plan_files.every_stage(say(partner.id))
        known = zip(stages, amounts, strict=True)
        told = [
            (partner.id, stage, amount, close, deal) for (_, stage, _, close, deal), amount in known
        ]
        deals += plan_files.deal_rows(told, say)
        plan_files.review(client.year, partner.id, f"{YEAR}-09-30", "monthly", say)
    _table(client, "deals", deals)


def _notes(client: Client, hidden: Random) -> None:
    notes = client.year / "notes"
    notes.mkdir()
    for report in INTERNAL_NOTES:
        text = _said(client.vendor, hidden, 1.0)
        (notes / f"{report}.md").write_text(text, encoding="utf-8")
    other = client.partners[-1]
    for_another = _said(other.spoken, hidden, 1.0)
    file = notes / f"convergence_analysis-{other.id}.partner.md"
    file.write_text(for_another, encoding="utf-8")


def _table(client: Client, stem: str, rows: list[dict[str, Any]]) -> None:
    with (client.year / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
