"""What the shortlist's page says of a few companies: every case, in both languages."""

import datetime as dt
import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padlib import banks
from padlib.display import Page, words
from padlib.display.pages import recruitment as report
from padlib.display.tables import Gap
from padlib.method import recruitment
from padlib.method.recruitment import Rules, Shortlist

CRITERIA = banks.load("recruitment").items
RULES = replace(
    Rules.of(banks.rules("recruitment")),
    shortlist_size=2,
    qualify_first=2,
    meetings_per_week=1,
    weight_draws=200,
)
ASSUMED = banks.assumptions().loc[list(recruitment.SIZING_KEYS)]
FR, EN = words.load("fr"), words.load("en")
DATE = dt.date(2026, 10, 31)  # a Saturday: the first week begins on 2 November
TOLD = {"year": 2026, "assumptions": ASSUMED.assign(changed=False)}
DATED = report.Search(as_of=DATE, people={"DIRP": "A. Morel", "CM": "L. Petit"}, **TOLD)
UNDATED = report.Search(**TOLD)
NAN = float("nan")

BLANK = {
    "kind": "reseller",
    "status_code": "none",
    "revenue_scope": "",
    "revenue_year": NAN,
    "revenue_basis": "",
    "revenue_growth_year": NAN,
    "revenue_growth_basis": "",
    "headcount": NAN,
    "region": "",
    "branches": NAN,
    "verticals": (),
    "owner": "CM",
    "added": False,
    "invented": False,
}
TEXT = [name for name, value in BLANK.items() if isinstance(value, str)]


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def worth(share: float, *unknown: str, **others: float) -> dict[str, Any]:
    """Measures worth the same share on every criterion but those told; no exclusivity."""
    measures = {"exclusive_with_competitor": 0.0}
    for criterion, row in CRITERIA.drop(["RC-10", *unknown]).iterrows():
        given = others.get(str(criterion).replace("-", "_"), share)
        best = row["target_lo"] if row["direction"] == "target" else row["hi"]
        worst = row["lo"]
        if row["direction"] == "min":
            best, worst = row["lo"], row["hi"]
        measures[row["column"]] = worst + given * (best - worst)
    return measures


def found(as_of: dt.date | None = DATE, rules: Rules = RULES, **companies: Any) -> Shortlist:
    """The result of companies by name, each told what is known of it."""
    unknown = dict.fromkeys(CRITERIA["column"], NAN)
    rows = [{"name": name, **unknown, **BLANK, **known} for name, known in companies.items()]
    index = pd.Index([name.upper() for name in companies], dtype="str", name="reseller_id")
    table = pd.DataFrame(rows, index=index, columns=["name", *unknown, *BLANK])
    return recruitment.result(
        table.astype(dict.fromkeys(unknown, float) | dict.fromkeys(["name", *TEXT], "str")),
        CRITERIA,
        rules,
        year=2026,
        target_sectors=(),
        territory=(),
        sectors=banks.sectors(),
        regions=banks.regions(),
        assumptions=ASSUMED["value"].to_dict(),
        as_of=as_of,
    )


MADE_UP = {"invented": True}
OUT = {"revenue_meur": 0.5}
EVERY = found(Axo=worth(0.9), Bel=worth(0.8), Cor=worth(0.2))
OPEN = worth(0.6, "RC-14")
COMPANIES = {
    "Axo": worth(0.9, "RC-14") | MADE_UP,
    "Bel": OPEN | {"owner": "J. Roy"},
    "Cor": OPEN | MADE_UP,
    "Dox": {"revenue_meur": 40.0, **MADE_UP},
    "Eon": {"headcount": 12},
    "Fyl": OUT | {"credit_score_100": 10.0} | MADE_UP,
    "Gim": {"kind": "distributor"},
}
SOME = found(**COMPANIES)
RESULTS = {
    "some": SOME,
    "every": EVERY,
    "zero": found(Axo=OPEN, Bel=OPEN, Cor=OPEN),
    "more": found(Axo=worth(0.9), Bel=worth(0.8), Cor=OUT | {"revenue_meur": 40.0}),
    "only": found(Axo=worth(0.9)),
    "look": found(
        Axo={"revenue_meur": 40.0} | MADE_UP,
        Bel={"revenue_meur": 300.0, "status_code": "pending"},
        Cor={"revenue_meur": 490.0},
        Dox={},
        Eon=OUT,
    ),
    "unknown": found(Axo={}, Bel={}),
    "nobody": found(Axo=OUT, Bel=OUT),
    "empty": found(Axo={"kind": "distributor"}),
}
LANGUAGES = ("fr", "en")
SAY = {"fr": FR, "en": EN}


def told(part: Any) -> Any:
    """What a part holds, groups opened."""
    data = part.as_json()
    opened = [data]
    while any(one["kind"] == "all" for one in opened):
        opened = [
            inner
            for one in opened
            for inner in (one["data"]["parts"] if one["kind"] == "all" else [one])
        ]
    return opened


def rows(table: Any) -> list[list[Any]]:
    """The cells of a table's columns, row by row."""
    return [[row[one.key] for one in table.columns] for _, row in table.rows.iterrows()]


def tables(part: Any) -> dict[str, Any]:
    return {
        one["data"]["table"]["key"]: one["data"]["table"]
        for one in told(part)
        if one["kind"] == "table"
    }


# ── headline and decision ──────────────────────────────────────────────────────────────────────

HEADLINES = {
    "some": (
        "2 entreprises à rencontrer d’abord, sur 6_: 1 est un choix robuste, "
        "1 dépend de ce qu’il reste à apprendre.",
        "2 companies to meet first, out of 6: 1 is a robust choice, "
        "1 depends on what we have yet to learn.",
    ),
    "every": (
        "2 entreprises à rencontrer d’abord, sur 3_: toutes sont des choix robustes.",
        "2 companies to meet first, out of 3: all are robust choices.",
    ),
    "zero": (
        "2 entreprises à rencontrer d’abord, sur 3, mais aucun choix n’est robuste_: "
        "tous dépendent de ce qu’il reste à apprendre.",
        "2 companies to meet first, out of 3, but no choice is robust: "
        "all depend on what we have yet to learn.",
    ),
    "more": (
        "2 entreprises à rencontrer d’abord, sur 3_: ce sont les seules assez connues pour être "
        "classées~; 1 autre est à étudier.",
        "2 companies to meet first, out of 3: the only ones known well enough to be ranked; "
        "1 other is to be looked into.",
    ),
    "only": (
        "1 entreprise à rencontrer d’abord, sur 1_: c’est la seule assez connue pour être classée.",
        "1 company to meet first, out of 1: the only one known well enough to be ranked.",
    ),
    "look": (
        "2 entreprises à étudier d’abord, sur 5_: rien n’est décidé~; "
        "cherchez d’abord leurs clients dans vos segments.",
        "2 companies to look into first, out of 5: nothing is decided yet; "
        "find out their customers in your segments first.",
    ),
    "unknown": (
        "2 entreprises éligibles, dont rien n’est connu_: rien n’est décidé~; "
        "cherchez d’abord leurs clients dans vos segments.",
        "2 eligible companies, of which nothing is known: nothing is decided yet; "
        "find out their customers in your segments first.",
    ),
    "nobody": (
        "Personne à rencontrer_: les 2 entreprises de la liste sont éliminées "
        "par un critère éliminatoire.",
        "Nobody to meet: all 2 companies on the list are eliminated by a knock-out criterion.",
    ),
    "empty": (
        "Personne à rencontrer, car la liste ne contient aucune entreprise.",
        "Nobody to meet, since the list holds no company.",
    ),
}


def typed(text: str) -> str:
    """``_`` for a no-break space, ``~`` for a narrow one."""
    return text.replace("_", "\u00a0").replace("~", "\u202f")


@pytest.mark.parametrize("case", HEADLINES)
def test_the_headline_of_every_case(case: str) -> None:
    french, english = (report.headline(RESULTS[case], say) for say in (FR, EN))
    assert (french, english) == tuple(typed(one) for one in HEADLINES[case])


DECISIONS = {
    "some": (
        "valider les 2 premiers rendez-vous et les personnes qui les tiennent. Responsable_: "
        "A. Morel (Direction des partenariats)~; échéance_: 2_novembre_2026, "
        "avant le premier rendez-vous.",
        "approve the 2 first meetings and the people who hold them. Owner: A. Morel (Head of "
        "partnerships); due: 2_November_2026, before the first meeting.",
    ),
    "undated": (
        "valider les 2 premiers rendez-vous et les personnes qui les tiennent. Responsable_: "
        "Direction des partenariats~; échéance à fixer_: la date des données n’est pas indiquée.",
        "approve the 2 first meetings and the people who hold them. Owner: Head of partnerships; "
        "due date to be set, as the date of the data is not given.",
    ),
    "look": (
        "confier à une personne la recherche sur ces 2 entreprises, en commençant par leurs "
        "clients dans vos segments. Responsable_: A. Morel (Direction des partenariats)~; "
        "échéance_: 2_novembre_2026.",
        "give one person the research on these 2 companies, beginning with their customers in "
        "your segments. Owner: A. Morel (Head of partnerships); due: 2_November_2026.",
    ),
    "unknown": (
        "choisir les entreprises à étudier et confier la recherche à une personne. "
        "Responsable_: A. Morel (Direction des partenariats).",
        "choose the companies to look into and give one person the research. "
        "Owner: A. Morel (Head of partnerships).",
    ),
    "empty": (
        "élargir la liste_: ajouter des entreprises à resellers.csv, ou relever le nombre "
        "d’entreprises examinées. Responsable_: Direction des partenariats.",
        "widen the list: add companies to resellers.csv, or raise the number of companies "
        "examined. Owner: Head of partnerships.",
    ),
}
RESULTS["undated"] = found(as_of=None, **COMPANIES)


@pytest.mark.parametrize("case", DECISIONS)
def test_the_decision_of_every_case(case: str) -> None:
    search = UNDATED if case in {"undated", "empty"} else DATED
    said = [report.decision(RESULTS[case], search, say) for say in (FR, EN)]
    assert said == [typed(one) for one in DECISIONS[case]]


# ── cards, findings, proposals ─────────────────────────────────────────────────────────────────


def test_the_cards_count_the_shortlist_the_eligible_the_robust_and_the_known() -> None:
    cards = report.cards(SOME, DATED, FR)
    assert [(card.value, plain(card.unit)) for card in cards] == [
        ("2", "sur 6"),
        ("–", ""),
        ("5", "sur 6"),
        ("1", "sur 2"),
        ("91\u00a0%", ""),
    ]
    assert plain(cards[0].trend) == "3 classées, 2 à qualifier"
    assert plain(cards[0].denominator) == "4 inventées (†) sur 6"
    assert (cards[3].chip.code, plain(cards[3].chip.word)) == ("watch", "1 proche de la coupe")
    assert (cards[4].bullet.value, cards[4].bullet.tick) == pytest.approx((91.0, 60.0))


def test_a_card_without_value_says_why() -> None:
    for case, result in RESULTS.items():
        for card in report.cards(result, UNDATED, EN):
            assert card.value != "–" or len(card.denominator) > 10, (case, card.label)
    robust = report.cards(RESULTS["more"], DATED, EN)[3]
    assert plain(robust.denominator) == "published above 2 ranked companies; there are 2"
    assert (
        report.cards(RESULTS["unknown"], DATED, EN)[4].denominator
        == "no fact on an eligible company"
    )


FINDINGS = {
    "some": [
        "1 entreprise reste dans les 2 premières dans au moins 80 % des tirages.",
        "La 2e place n’est pas acquise.",
        "Engagement de la direction : inconnu pour les 2 entreprises à rencontrer.",
    ],
    "every": [
        "2 entreprises restent dans les 2 premières dans au moins 80 % des tirages.",
        "La coupe est nette.",
        "Tout est connu des 2 entreprises à rencontrer.",
    ],
    "more": [
        "2 entreprises sont classées pour 2 places : la robustesse n’est pas publiée.",
        "Tout est connu des 2 entreprises à rencontrer.",
    ],
    "look": [
        "Les faits connus ne suffisent pas encore : aucune des 4 entreprises éligibles n’atteint "
        "60 % du poids des critères.",
        "Ce que l’on sait déjà des 2 entreprises à étudier suffit à choisir par où commencer.",
        "Clients dans les segments visés : inconnu pour 2 entreprises sur 2, et 14 points de poids "
        "sur 100.",
        "Une entreprise est à vérifier d’abord : sa situation est incertaine.",
    ],
    "unknown": ["Aucun fait n’est connu sur les 2 entreprises éligibles."],
    "nobody": ["2 entreprises sont éliminées par un critère éliminatoire."],
    "empty": ["Aucune entreprise ne peut être examinée."],
}


@pytest.mark.parametrize("case", FINDINGS)
def test_the_findings_of_every_case(case: str) -> None:
    findings = report.findings(RESULTS[case], DATED, FR)
    assert [plain(one.text) for one in findings] == FINDINGS[case]


def test_a_finding_refers_to_a_figure_that_the_page_draws() -> None:
    for result in RESULTS.values():
        drawn = {one.key for one in exhibits(result, FR) if one.figure is not None}
        named = {one.figure for one in report.findings(result, DATED, FR)} - {None}
        assert named <= drawn


def proposed(case: str, search: report.Search, say: Any = FR) -> list[tuple[str, str]]:
    return [
        (plain(one.text), plain(one.who)) for one in report.proposals(RESULTS[case], search, say)
    ]


def test_who_does_what_by_when() -> None:
    meet, reserve, qualify = proposed("some", DATED)
    assert meet == (
        "Rencontrer d’abord Axo † et Bel.",
        "L. Petit (Responsable partenaires) et J. Roy · d’ici au 13 novembre 2026 · priorité 100",
    )
    assert reserve[0] == "Garder en réserve l’entreprise proche de la coupe."
    assert "d’ici au 13 novembre 2026" in reserve[1] and "A. Morel" in reserve[1]
    assert qualify[0].startswith("Compléter les données d’une entreprise à qualifier")
    look, check, enter = proposed("look", DATED, EN)
    assert look[0] == "Look into Axo † and Bel first."
    assert check == (
        "Check the situation of Bel before any contact.",
        f"L. Petit (Channel manager) · by 6 November 2026 · priority {priority('look', 'BEL')}",
    )
    assert enter[0] == "Note the answers in resellers.csv, then make this page again."


def priority(case: str, company: str) -> str:
    return EN.format.score(100 * RESULTS[case].look_into.at[company, "chance"])


def test_without_a_date_every_proposal_says_that_it_is_to_be_set() -> None:
    found_undated = proposed("undated", UNDATED)
    assert len(found_undated) == 3
    assert all(" · date à fixer · priorité " in who for _, who in found_undated)


def test_several_waves_say_why_those_in_reserve_are_kept() -> None:
    sized = found(rules=replace(RULES, target_new_customers_year=60), **COMPANIES)
    text = plain(report.proposals(sized, DATED, EN)[1].text)
    assert text == (
        "Keep the close company in reserve: 2 meetings will not give "
        f"{sized.sizing.to_sign} signatures."
    )


# ── sizing, funnel ─────────────────────────────────────────────────────────────────────────────


def test_the_chain_goes_from_the_target_to_the_managers_or_says_what_to_write() -> None:
    rules = replace(RULES, target_new_customers_year=60)
    chain = told(report.sizing(Page(EN), found(rules=rules, Axo=worth(0.9))))[0]
    sellers, customers, rate, managed = ASSUMED["value"]
    active = -(-60 // (sellers * customers))
    sign = -(-active // rate)
    assert [link["value"] for link in chain["data"]["items"]] == [
        f"{number:.0f}" for number in (60, active, sign, -(-sign // managed))
    ]
    assert f"60 new customers a year take {active:.0f} active" in plain(chain["data"]["title"])
    absent = told(report.sizing(Page(FR), SOME))[0]
    assert absent["kind"] == "sentence"
    assert "target_new_customers_year" in absent["data"]["text"]


def test_each_stage_of_the_funnel_says_what_it_lost() -> None:
    stages = report.funnel(SOME, DATED, EN).table.rows
    assert [(row.label, row.companies, plain(row.lost)) for row in stages.itertuples()] == [
        ("List", 6, ""),
        ("Eligible", 5, f"1 knocked out: 1 on {EN_SIZE}"),
        (
            "Ranked",
            3,
            "2 to be qualified: under 60% of the weight known, of which 1 without any fact",
        ),
        ("Shortlist", 2, "1 ranked below the cut: the team can meet and start 2 companies"),
    ]
    assert list(report.funnel(RESULTS["look"], DATED, EN).table.rows["label"])[-1] == "To look into"
    assert report.funnel(RESULTS["empty"], DATED, EN).absent == (
        "No company to examine: add some to resellers.csv."
    )


EN_SIZE = banks.short_labels("en")["RC-02"].lower()

# ── scores, companies to look into, strip ──────────────────────────────────────────────────────


def exhibits(result: Shortlist, say: Any, search: report.Search = DATED) -> list[Any]:
    return [
        report.funnel(result, search, say),
        report.scores(result, search, say),
        report.strip(result, say),
    ]


TWINS = {"Axo": worth(0.9), "Bel": worth(0.6, RC_04=1.0), "Cor": worth(0.6, RC_03=1.0, RC_09=0.8)}
SCORE_TITLES = {
    "some": "1 choice is robust; the other one is close to companies below the cut",
    "every": "All 2 choices are robust",
    "zero": "No choice is robust: all 2 are close to companies below the cut",
    "more": "2 companies are ranked, with scores from 80 to 90; all are kept",
    "only": "A single company is ranked, with a score of 90; it is kept",
    "nobody": "No company is ranked",
}


@pytest.mark.parametrize("case", SCORE_TITLES)
def test_the_title_of_the_scores(case: str) -> None:
    assert plain(report.scores(RESULTS[case], DATED, EN).title) == SCORE_TITLES[case]


def test_what_is_fully_known_is_not_said_to_be_close_but_to_depend_on_the_weights() -> None:
    apart = found(rules=replace(RULES, robust_min_probability=0.99), **TWINS)
    assert plain(report.scores(apart, DATED, EN).title) == (
        "1 choice is robust; the other one depends on the weight given to the criteria"
    )
    none = found(rules=replace(RULES, robust_min_probability=1.01), **TWINS)
    assert plain(report.scores(none, DATED, FR).title) == (
        "Aucun choix n’est robuste : les 2 retenues dépendent du poids donné aux critères"
    )


def test_the_scores_show_the_shortlist_then_those_below_and_the_chance_only_when_published() -> (
    None
):
    table = report.scores(SOME, DATED, FR).table
    assert list(table.rows["name"]) == ["Axo\u00a0†", "Bel", "Cor\u00a0†"]
    assert list(table.rows["group"]) == ["Robuste", "Proche", "Sous la coupe"]
    assert list(table.rows["score"]) == pytest.approx([90, 60, 60])
    assert "in_shortlist" in [column.key for column in table.columns]
    few = report.scores(RESULTS["more"], DATED, FR).table
    assert "in_shortlist" not in [column.key for column in few.columns]


def test_companies_to_look_into_show_bounds_and_chance() -> None:
    exhibit = report.scores(RESULTS["look"], DATED, EN)
    assert plain(exhibit.title).startswith("The chances of entering the shortlist run from ")
    assert list(exhibit.table.rows["name"]) == ["Axo\u00a0†", "Bel"]
    assert list(exhibit.table.rows["low"]) == pytest.approx([7, 7 * 200 / 420])
    assert list(exhibit.table.rows["high"]) == pytest.approx([100, 93 + 7 * 200 / 420])


def test_a_fact_carries_its_year_scope_and_basis_when_they_are_known() -> None:
    known = {"revenue_meur": 40.0, "revenue_year": 2024.0, "revenue_scope": "france"}
    facts = found(
        Axo=known | {"revenue_basis": "reported", "headcount": 120, "region": "FR-BRE"},
        Bel={"revenue_meur": 12.5},
        Cor={"revenue_meur": 9.0, "revenue_year": 2010.0},
        Dox={"status_code": "pending", "revenue_growth_pct": 4.0, "branches": 3},
    )
    part = report.look_into(Page(EN), replace(facts, rules=replace(RULES, qualify_first=4)))
    shown = {row[0]: plain(row[4]) for row in tables(part)["to_qualify"]["rows"]}
    basis = banks.reseller_labels().at[("revenue_basis", "reported"), "label_en"].lower()
    assert shown["Axo"] == f"€40m (France, 2024, {basis}) · 120 employees · Brittany"
    assert shown["Bel"] == "€12.5m"
    assert shown["Dox"] == "situation to be checked · growth +4.0% · 3 branches"
    assert "Cor" not in shown  # too old to count: nothing is known
    assert "1 revenue is too old and counts as unknown." in map(plain, report.quality(facts, EN))


def test_what_the_client_told_of_a_company_stands_among_its_facts_with_its_unit() -> None:
    told = {"services_share_pct": 40.0, "sales_headcount": 6.0, "marketing_capability_0_4": 3.0}
    result = found(Axo=told | {"credit_score_100": 65.0, "exclusive_with_competitor": 0.0})
    (row,) = report.to_qualify(result, FR).rows.to_dict("records")
    assert plain(row["facts"]) == (
        "part de services : 40 % · force de vente mobilisable : 6 · "
        "solidité financière : 65 sur 100 · capacité marketing : 3 sur 4 · "
        "exclusivité avec un concurrent : non"
    )


def test_the_strip_holds_each_value_and_a_question_mark_where_none_is_known() -> None:
    exhibit = report.strip(SOME, FR)
    assert plain(exhibit.title).startswith("Engagement de la direction : inconnu pour les 2 ")
    row = exhibit.table.rows.iloc[0]
    assert row["RC-14"] == Gap("?") and row["RC-04"] == pytest.approx(90)
    assert "RC-10" not in exhibit.table.rows  # without weight
    absent = report.strip(RESULTS["nobody"], FR)
    assert absent.figure is None and absent.absent == "Aucune valeur à montrer."


def drawn_values(row: dict[str, Any], say: Any) -> set[str]:
    """The numbers that a figure prints or places for one row of its table."""
    places = ("low", "high") if "chance" in row else ("score", "low", "high", "companies")
    values = {say.format.score(row[key]) for key in places if key in row}
    shares = [row[key] for key in ("chance",) if key in row]
    cells = [value for key, value in row.items() if key.startswith("RC-")]
    shares_told = {plain(say.format.percent(share, 0)).split("%")[0].strip() for share in shares}
    unknown = say("recruitment.strip.unknown")
    told_cells = {unknown if cell == Gap("?") else say.format.score(cell) for cell in cells}
    return values | shares_told | told_cells


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", RESULTS)
def test_the_alternative_text_holds_each_value_drawn_or_sends_to_the_table(
    case: str, language: str
) -> None:
    say = SAY[language]
    for exhibit in exhibits(RESULTS[case], say):
        if exhibit.figure is None:
            assert exhibit.absent
            continue
        assert exhibit.alt
        lines = (
            exhibit.description.partition(". ")[2].rstrip(".").split(say.format.clauses(["", ""]))
        )
        records = exhibit.table.rows.to_dict("records")
        if exhibit.key == "strip" and len(records) > 1:
            assert lines.pop() == say("recruitment.strip.beyond")
            records = records[:1]
        assert len(lines) == len(records)
        for line, row in zip(lines, records, strict=True):
            name = row.get("name", row.get("label"))
            assert line.startswith(name)
            words_told = set(re.findall(r"[^\W_]+", line.removeprefix(name)))
            assert drawn_values(row, say) <= words_told, (exhibit.key, line)


# ── tables ─────────────────────────────────────────────────────────────────────────────────────


def test_the_guide_asks_about_the_unknown_and_the_weak_of_each_company() -> None:
    weak = found(Axo=worth(0.9, "RC-14") | MADE_UP, Bel=worth(0.8, RC_03=0.2), Cor=worth(0.1))
    table = report.guide(weak, EN)
    asked = [(row["name"], row["unknown"], row["weak"]) for _, row in table.rows.iterrows()]
    labels = banks.short_labels("en")
    assert asked == [(labels["RC-03"], "–", "Bel"), (labels["RC-14"], "Axo\u00a0†", "–")]
    assert table.rows["question"].iloc[0] == EN.typeset(CRITERIA.at["RC-03", "question_en"])
    assert report.guide(EVERY, EN).rows.empty


def test_what_to_find_out_says_where_to_write_it_and_in_which_unit() -> None:
    table = report.find_out(RESULTS["look"], DATED, EN)
    first = table.rows.iloc[0]
    assert (first["column"], first["unit"]) == ("target_segment_customers", "number, 0 to 150")
    assert list(first[["weight", "unknown"]]) == [14, 2]
    units = dict(zip(table.rows["column"], map(plain, table.rows["unit"]), strict=True))
    assert units["competing_vendors"] == "number, 0 at best, 3 or more at worst"
    assert "revenue_meur" not in units  # known of both
    assert "resellers.csv" in table.sub


def test_meetings_are_spread_over_weeks_and_dated_when_the_data_are() -> None:
    dated, undated = (
        report.meetings(RESULTS[case], search, EN)
        for case, search in (("some", DATED), ("undated", UNDATED))
    )
    assert rows(dated) == [
        ["Axo\u00a0†", "L. Petit (Channel manager)", dt.date(2026, 11, 6), *LEARN],
        ["Bel", "J. Roy", dt.date(2026, 11, 13), *LEARN],
    ]
    assert [row[2] for row in rows(undated)] == ["W1", "W2"]
    assert plain(undated.caption) == "2 first meetings, robust choices first, 1 a week"


LEARN = ("Management commitment", "no weak point")


def test_the_research_has_somebody_and_a_week_for_each_company() -> None:
    table = report.research(RESULTS["look"], DATED, FR)
    assert [row[:3] for row in rows(table)] == [
        ["Axo\u00a0†", "L. Petit (Responsable partenaires)", dt.date(2026, 11, 6)],
        ["Bel", "L. Petit (Responsable partenaires)", dt.date(2026, 11, 13)],
    ]


@pytest.mark.parametrize(
    ("case", "research", "look"),
    [
        ("unknown", "Nothing to look into while nothing is known", "No company to look into first"),
        ("nobody", "No company is eligible: widen the list.", "No company to look into first"),
    ],
)
def test_an_empty_table_never_announces_a_company(case: str, research: str, look: str) -> None:
    table = report.research(RESULTS[case], DATED, EN)
    assert table.caption == "No company to look into for now"
    assert table.empty.startswith(research)
    assert report.to_qualify(RESULTS[case], EN).caption == look


def test_the_eliminated_have_every_reason_and_its_value() -> None:
    named = [[plain(cell) for cell in row] for row in rows(report.eliminated(SOME, EN))]
    assert named == [
        ["Fyl †", CRITERIA.at["RC-02", "knockout_reason_en"], "€0.5m"],
        ["Fyl †", CRITERIA.at["RC-13", "knockout_reason_en"], "10 of 100"],
    ]
    assert plain(report.eliminated(EVERY, FR).caption) == "Aucune entreprise éliminée"


def test_the_left_out_are_counted_by_reason() -> None:
    out = {"kind": "reseller_network"}, {"status_code": "failed"}, {"kind": "distributor"}
    listed = found(
        rules=replace(RULES, list_size=1), A=out[0], B=out[1], C=out[2], D=out[2], E={}, F={}
    )
    assert rows(report.left_out(listed, EN)) == [
        ["Wholesalers", 2],
        ["Reseller networks", 1],
        ["Failed", 1],
        ["Beyond the 1 largest", 1],
    ]


# ── invented companies, key figures ────────────────────────────────────────────────────────────


def everything_told(result: Shortlist, search: report.Search, say: Any) -> str:
    """Every text of the page: sentences, cells, figures and their descriptions."""
    page = Page(say)
    parts = [
        page.headline(report.headline(result, say)),
        page.decision(report.decision(result, search, say)),
        page.cards(report.cards(result, search, say)),
        page.findings(report.findings(result, search, say)),
        page.proposals(report.proposals(result, search, say)),
        report.sizing(page, result),
        *(page.figure(exhibit) for exhibit in exhibits(result, say, search)),
        report.first_table(page, result),
        report.to_learn(page, result, search),
        report.next_steps(page, result, search),
        page.table(report.eliminated(result, say)),
        page.table(report.left_out(result, say)),
        page.quality(report.quality(result, say)),
        page.counts(report.counts(result, say)),
    ]
    return unescape(json.dumps([part.as_json() for part in parts], ensure_ascii=False))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", RESULTS)
def test_invented_companies_carry_a_dagger_wherever_named_and_real_ones_never(
    case: str, language: str
) -> None:
    result = RESULTS[case]
    search = UNDATED if case == "undated" else DATED
    text = everything_told(result, search, SAY[language])
    for company in result.candidates.itertuples():
        after = re.findall(rf"\b{company.name}\b(\u00a0†)?", text)
        assert after or company.Index in silent(result)
        assert set(after) <= {"\u00a0†" if company.invented else ""}
    assert ("†" in text) == bool(result.candidates["invented"].any())


def silent(result: Shortlist) -> set[str]:
    """Companies that are only counted: nothing is known of them."""
    return set(result.scores.index[(result.scores["known"] == 0)])


def test_a_key_figure_without_value_has_its_reason() -> None:
    for case, result in RESULTS.items():
        for name, entry in report.key_figures(result, EN).items():
            assert (entry["value"] is None) == bool(entry.get("reason")), (case, name)
    counted = {
        name.removeprefix("recruitment."): (entry["value"], entry["of"])
        for name, entry in report.key_figures(SOME, EN).items()
    }
    assert counted["listed"] == (6, None) and counted["eligible"] == (5, 6)
    assert counted["ranked"] == (3, 5) and counted["shortlist"] == (2, 3)
    assert counted["robust"] == (1, 2) and counted["to_sign"] == (None, None)
    assert (
        report.key_figures(RESULTS["more"], EN)["recruitment.robust"]["reason"] == "Not published"
    )


CHOICES = st.sets(st.sampled_from(list(CRITERIA.index)))
QUICK = replace(RULES, weight_draws=20)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(CHOICES, st.sampled_from([0.0, 0.4, 1.0])), max_size=5))
def test_whatever_is_known_each_company_is_told_once_or_counted(known: list[Any]) -> None:
    every = {f"C{place}": worth(share, *unknown) for place, (unknown, share) in enumerate(known)}
    result = found(rules=QUICK, **every)
    told = [
        *report.shortlist(result, EN).rows["name"],
        *report.to_qualify(result, EN).rows["name"],
        *dict.fromkeys(report.eliminated(result, EN).rows["name"]),
    ]
    assert len(told) == len(set(told))
    below = result.ranked - len(result.shortlist)
    assert len(told) + below + result.nothing_known == result.listed == len(known)
    for say in SAY.values():
        assert report.headline(result, say).endswith(".")
        assert report.decision(result, DATED, say).endswith(".")
        assert len(report.cards(result, DATED, say)) == 5
        assert report.findings(result, DATED, say) and report.proposals(result, DATED, say)
