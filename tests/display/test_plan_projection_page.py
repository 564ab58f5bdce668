"""What the page of a plan's projection says: every case, both languages, both editions."""

import datetime as dt
import json
import math
import re
import shutil
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from padlib import banks, workspace
from padlib.core import assumptions as core
from padlib.core.joint_plan import JointPlan
from padlib.display import Page, render, words
from padlib.display.figures import waterfall
from padlib.display.pages import business_plan as document
from padlib.display.pages import plan_projection as report
from padlib.display.parts import Exhibit, Part
from padlib.method import earnings
from padlib.method import plan_projection as method
from padlib.method.plan_projection import HISTORY, Cycle, Rules
from tests import joint_plans

ROOT = Path(__file__).parents[2]
FR, EN = words.load("fr"), words.load("en")
JUNE = dt.date(2026, 6, 30)
RULES = replace(
    Rules.of(
        banks.rules("plan_projection")
        | banks.rules("simulation")
        | {"stage_probability": banks.business_plan()["forecast"]["stage_probability"]}
    ),
    draws=800,
)
BANK = core.merged(banks.assumptions())
KNOWN = (380_000.0, 380_000.0)  # last year's revenue, and that of the year before
TWO = (
    ("A", 60_000, "negotiation", "2026-08-20"),
    ("B", 40_000, "qualified", "2026-10-15"),
)
OUTLOOK = {
    "cautious": (300_000.0, 320_000.0, 350_000.0),
    "base": (400_000.0, 460_000.0, 540_000.0),
    "ambitious": (500_000.0, 640_000.0, 800_000.0),
}


class Case:
    """A plan on a day, with what is known of it."""

    def __init__(
        self,
        *rows: tuple[str, float, str, str],
        plan: JointPlan | None = None,
        as_of: dt.date | None = JUNE,
        done: dict[int, float] | None = None,
        revenue: tuple[float, ...] = KNOWN,
        deals: pd.DataFrame | None = None,
        cycle: Cycle | None = None,
        **more: Any,
    ) -> None:
        self.plan = plan or joint_plans.plan(as_of=as_of)
        self.deals = joint_plans.deals(*(rows or TWO)) if deals is None else deals
        self.kpis = joint_plans.measured(**({"K_01": done} if done else {}))
        used = BANK.loc[[method.CYCLE, *more.pop("keys", ())]]
        told = document.Partnership(
            vendor="Nimbus",
            partner="Axorial",
            year=self.plan.year,
            people={"CM": "J. Okafor", "PDG": "P. Axel"},
            as_of=as_of,
            file="business_plans/axorial.yml",
        )
        self.given = report.Inputs(
            plan=self.plan,
            told=told,
            rules=RULES,
            revenue=dict(zip(HISTORY, (*revenue, *[float("nan")] * 4), strict=False)),
            cycle=cycle or Cycle.of(used),
            used=used,
            rate=1.0,
            **more,
        )
        self.result = report.project(self.given, self.deals, self.kpis)

    def edition(self, audience: str) -> report.Inputs:
        return replace(self.given, told=replace(self.given.told, audience=audience))


def unsigned(**changes: Any) -> JointPlan:
    """The example's plan, proposed, without the partner's date."""
    signatures = {
        "vendor": {"name": "H. Lenoir", "role": "DG", "date": "2026-01-15"},
        "partner": {"name": "P. Axel", "role": "PDG"},
    }
    return joint_plans.plan(status="proposed", signatures=signatures, **changes)


SILENT = joint_plans.draft()  # says whose it is, and nothing else
CLOSED = joint_plans.plan(
    status="closed", lessons=[{"side": "vendor", "text": "Réserver l'avant-vente dès janvier"}]
)
HALF = {6: 180_000.0}
END = dt.date(2026, 12, 31)
CASES = {
    "going": Case(done=HALF),
    "vision": Case(done=HALF, vision=OUTLOOK),
    "young": Case(done=HALF, earnings=90_000.0, age=15, keys=earnings.Terms().keys),
    "sure": Case(("A", 60_000, "negotiation", "2026-08-20"), done={6: 398_000.0}),
    "never": Case(
        ("A", 500, "qualified", "2026-08-20"), done={6: 190_000.0}, revenue=(402_000.0, 402_000.0)
    ),
    "reached": Case(done={6: 430_000.0}),
    "trouble": Case(done=HALF, revenue=(60_000.0, 60_000.0)),
    "trouble_never": Case(("A", 90.0, "proposal", "2026-08-20"), done=HALF, revenue=(90.0,)),
    "behind": Case(done={6: 120_000.0}),
    "behind_never": Case(done={6: 20_000.0}, revenue=(60_000.0, 60_000.0)),
    "behind_sure": Case(done={6: 100_000.0}, revenue=(9_000_000.0,)),
    "blind": Case(deals=joint_plans.deals()),
    "pipeline": Case(done=HALF, revenue=()),
    "nothing": Case(deals=joint_plans.deals(), as_of=None, revenue=(), plan=SILENT),
    "undated": Case(as_of=None, plan=joint_plans.draft(objectives={"OB-01": 400_000})),
    "before": Case(as_of=dt.date(2025, 11, 3)),
    "middle": Case(
        *TWO,
        ("S", 45_000, "signed", "2026-05-12"),
        ("L", 30_000, "proposal", "2026-07-02"),
        as_of=dt.date(2026, 7, 15),
    ),
    "stale": Case(done={4: 90_000.0}, as_of=dt.date(2026, 7, 31)),
    "unsigned": Case(done=HALF, plan=unsigned()),
    "unsigned_trouble": Case(done={6: 50_000.0}, plan=unsigned()),
    "unsigned_blind": Case(deals=joint_plans.deals(), plan=unsigned()),
    "ready": Case(done=HALF, plan=joint_plans.plan(status="proposed")),
    "ready_trouble": Case(done={6: 5.0}, plan=joint_plans.plan(status="proposed")),
    "ready_blind": Case(deals=joint_plans.deals(), plan=joint_plans.plan(status="proposed")),
    "open": Case(done=HALF, plan=joint_plans.plan(objective=None)),
    "zero": Case(done=HALF, plan=joint_plans.plan(objective=0)),
    "over_missed": Case(done={12: 320_000.0}, as_of=END),
    "over_reached": Case(done={12: 420_000.0}, as_of=dt.date(2027, 2, 1)),
    "over_open": Case(done={12: 320_000.0}, as_of=END, plan=joint_plans.plan(objective=None)),
    "over_nothing": Case(deals=joint_plans.deals(), as_of=END),
    "closed": Case(done={12: 400_000.0}, as_of=END, plan=CLOSED),
    "closed_early": Case(done={10: 310_000.0}, as_of=dt.date(2026, 11, 20), plan=CLOSED),
    "december": Case(("A", 60_000, "negotiation", "2026-12-18"), as_of=dt.date(2026, 11, 30)),
    "fixed": Case(("S", 4_000, "signed", "2026-05-12"), revenue=(), cycle=Cycle(6, 6, 6)),
    "one": Case(("A", 60_000, "negotiation", "2026-08-20"), revenue=(), cycle=Cycle(6, 6, 6)),
    "above": Case(done={6: 300_000.0}),
    "millions": Case(
        ("A", 9_600_000, "negotiation", "2026-08-20"),
        done={6: 21_000_000.0},
        revenue=(44_000_000.0, 41_000_000.0),
        plan=joint_plans.plan(objective=50_000_000),
    ),
    "held": Case(done=HALF, revenue=(380_000.0, 100_000.0)),
    "alone": Case(done=HALF, revenue=(380_000.0,), unnamed=True),
}


def plain(text: str) -> str:
    """A text with ordinary spaces and apostrophes."""
    kept = text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2060", "")
    return kept.replace("’", "'")


def told_of(case: Case, audience: str, say: words.Words) -> list[Part]:
    """Every part of the page that is neither a figure nor the plan's own, in its order."""
    page, result, given = Page(say), case.result, case.edition(audience)
    return [
        page.headline(report.headline(result, given, say)),
        page.decision(report.decision(result, given, say)),
        page.cards(report.cards(result, given, say)),
        page.findings(report.findings(result, given, say)),
        page.proposals(report.proposals(result, given, say)),
        page.table(report.deals(result, given, say)),
        page.table(report.estimates(result, given, say)),
        page.sentence(report.needed_sentence(result, given, say)),
        report.balance(page, given, case.deals, case.kpis),
        *(report.section(page, one) for one in ("plan", "promises", "quarters", "watch", "story")),
        page.quality(report.quality(result, given, say)),
        page.assumptions(report.assumptions(given, say)),
        page.sources([], more=report.known(given, say)),
        page.method(report.method_told(result, say)),
        page.key_figures(report.key_figures(result, given, say)),
    ]


def sections(case: Case, audience: str, say: words.Words) -> list[Part]:
    """The sections that hold figures."""
    page, given = Page(say), case.edition(audience)
    makers = (report.course, report.sources, report.drivers, report.years)
    return [make(page, case.result, given) for make in makers]


def shown(part: Part) -> str:
    """A part as it reads on the page."""
    return plain(unescape(re.sub(r"<[^>]+>", " ", str(render.preview(part.as_json())))))


@cache
def figures(name: str, language: str) -> tuple[Exhibit, ...]:
    """The figures of a case, drawn once."""
    case, say = CASES[name], words.load(language)
    makers = (
        report.course_figure,
        report.sources_figure,
        report.drivers_figure,
        report.years_figure,
    )
    return tuple(make(case.result, case.given, say) for make in makers)


HOLE = re.compile(r"\bnan\b|\bNone\b|\binf\b|\{\w+\}|[−-]0[  ]?[€%]")
CODE = re.compile(r"\b[KJC]-\d|\b(?:OB|AT|EV)-\d")  # of the banks


# ── every case reads well ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
@pytest.mark.parametrize("name", CASES)
def test_every_case_is_told_without_a_hole(name, say):
    for part in told_of(CASES[name], "internal", say):
        text = plain(json.dumps(part.as_json(), ensure_ascii=False))
        assert not HOLE.search(text)
        assert not CODE.search(text)
        assert "  " not in plain(part.data.get("text", ""))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", CASES)
def test_figures_prove_a_sentence_and_show_their_data(name, language):
    for exhibit in figures(name, language):
        if exhibit.absent is not None:
            assert exhibit.absent.endswith(".")
            continue
        assert re.search(r"\d", exhibit.title)
        assert exhibit.subtitle and exhibit.source and exhibit.description and exhibit.alt
        assert len(exhibit.table.rows)
        told = (exhibit.title, exhibit.subtitle, exhibit.source, exhibit.description)
        assert not HOLE.search(plain(" ".join((*told, drawn(exhibit)))))


@pytest.mark.parametrize("name", ["going", "nothing", "pipeline", "closed", "over_open", "open"])
def test_whole_sections_are_made_of_their_parts(name):
    for say in (FR, EN):
        for part in sections(CASES[name], "internal", say):
            assert not HOLE.search(plain(json.dumps(part.as_json(), ensure_ascii=False)))
            assert shown(part).strip() or name in ("closed", "over_open")


@pytest.mark.parametrize("name", CASES)
def test_three_to_five_cards_and_at_most_three_points(name):
    case = CASES[name]
    cards = report.cards(case.result, case.given, FR)
    assert 3 <= len(cards) <= 5
    for card in cards:
        assert card.value
        assert card.value != "–" or (card.denominator and not card.trend)
    assert 1 <= len(report.findings(case.result, case.given, FR)) <= 3
    assert len(report.proposals(case.result, case.given, FR)) <= 3


@pytest.mark.parametrize("name", CASES)
def test_both_editions_say_the_same(name):
    makers = (told_of, sections) if name in ("going", "closed", "unsigned") else (told_of,)
    for make in makers:
        inside, outside = (make(CASES[name], one, FR) for one in ("internal", "partner"))
        for one, other in zip(inside, outside, strict=True):
            if one.kind not in ("sources", "assumptions"):
                assert one.as_json() == other.as_json()


# ── headline and decision ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("pipeline", "Les seules affaires connues donnent 236 000 € pour 400 000 € visés"),
        ("going", "Avec ce qui est en vue, 360 000 € probables pour 400 000 € visés : "),
        ("sure", "l'objectif est presque acquis"),
        ("never", "l'objectif n'est presque plus à portée."),
        ("reached", "L'objectif est atteint : 430 000 € faits pour 400 000 € visés"),
        ("trouble", "Le plan est en difficulté : 256 000 € probables pour 400 000 € visés"),
        ("behind", "Le plan est en difficulté : 120 000 € faits sur 200 000 € prévus à ce jour ; "),
        ("behind_never", "presque aucune chance d'atteindre l'objectif"),
        ("behind_sure", "Le plan a du retard, 100 000 € faits sur 200 000 € prévus à ce jour"),
        ("blind", "Rien n'est mesuré ni signé à fin juin 2026, pour 400 000 € visés"),
        (
            "unsigned",
            "Le plan n'est pas signé : il manque la date du partenaire ; à ce jour, 360 000 €",
        ),
        ("unsigned_trouble", "il manque la date du partenaire, et l'objectif est menacé"),
        ("unsigned_blind", "rien n'est mesuré ni signé à fin juin 2026"),
        ("ready", "Le plan n'est pas encore signé, mais rien n'y manque"),
        ("undated", "Le plan n'est pas signé : il manque 27 champs et les deux dates"),
        ("nothing", "rien ne permet encore de projeter l'année 2026."),
        ("open", "il manque 1 champ ; sans objectif écrit, l'année 2026 apporterait 360 000 €."),
        ("over_missed", "finie sous l'objectif : 320 000 € faits pour 400 000 € visés (80 %)."),
        ("over_reached", "L'année est finie et l'objectif atteint : 420 000 € faits"),
        ("over_open", "L'année est finie : 320 000 € faits, sans objectif écrit."),
        ("closed", "Le plan est clos et l'objectif atteint : 400 000 € faits pour 400 000 € v"),
        ("closed_early", "Le plan est clos sous l'objectif : 310 000 € faits pour 400 000 € visés"),
        ("millions", "50,0 M€ visés"),
    ],
)  # fmt: skip
def test_the_headline_of_each_case(name, sentence):
    case = CASES[name]
    assert sentence in plain(report.headline(case.result, case.given, FR))


def test_the_headline_in_english():
    case = CASES["behind"]
    assert re.fullmatch(
        r"The plan is in trouble: €120,000 done of €200,000 planned by now; €300,000 is likely for "
        r"an objective of €400,000, and the chance of reaching it is \d+%\.|.*almost no chance.*",
        plain(report.headline(case.result, case.given, EN)),
    )


def test_trouble_is_a_matter_of_the_plans_own_thresholds():
    kpis = [{"id": "K-01", "green": 0.5, "amber": 0.3}]
    easy = Case(done={6: 120_000.0}, plan=joint_plans.plan(kpis=kpis))
    assert not report.in_trouble(easy.result, easy.given)
    assert report.in_trouble(CASES["behind"].result, CASES["behind"].given)
    assert not report.in_trouble(CASES["blind"].result, CASES["blind"].given)
    assert not report.in_trouble(CASES["behind_sure"].result, CASES["behind_sure"].given)
    assert report.status(CASES["blind"].result, CASES["blind"].given) == "grey"


def test_no_objective_of_zero_is_said_to_be_missed():
    case = CASES["zero"]
    assert plain(report.headline(case.result, case.given, FR)).startswith("L'objectif est atteint")


def test_the_decision_names_both_owners_and_the_next_meeting():
    governance = [
        {"id": "G-01", "chair": "CM", "dates": ["2026-06-30", "2026-07-09", "2026-08-06"]},
        {"id": "G-03", "chair": "DG", "dates": ["2026-07-02"]},
    ]
    case = Case(done=HALF, plan=joint_plans.plan(governance=governance))
    assert plain(report.decision(case.result, case.given, FR)).endswith(
        "J. Okafor et S. Brun, à la réunion du 2 juillet 2026."
    )
    bare = Case(done=HALF, plan=joint_plans.plan(governance=None))
    assert plain(report.decision(bare.result, bare.given, FR)).endswith(
        "J. Okafor et S. Brun, au plus tard le 30 juillet 2026."
    )
    issued = replace(case.given, issued=dt.date(2026, 7, 2))
    assert plain(report.decision(case.result, issued, FR)).endswith("réunion du 9 juillet 2026.")
    roles = joint_plans.draft(objectives={"OB-01": 1})
    unnamed = Case(done=HALF, plan=roles)
    text = plain(report.decision(unnamed.result, unnamed.given, FR))
    assert "J. Okafor (Responsable partenaires) et Responsable commercial" in text


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("going", "dire qui trouve les 40 500 € manquants"),
        ("behind", "choisir ce qui comble les 100 000 € manquants"),
        ("above", "tenir les engagements des deux parties jusqu'au bout"),
        ("behind_sure", "dire ce qui rattrape le retard"),
        ("blind", "dire ce qui a été fait depuis janvier"),
        ("unsigned", "compléter le plan et le faire signer"),
        ("ready", "signer le plan, qui est complet"),
        ("closed", "retenir les enseignements des deux parties avant de signer le plan 2027"),
    ],
)
def test_what_is_asked_in_each_case(name, asked):
    case = CASES[name]
    assert asked in plain(report.decision(case.result, case.given, FR))


# ── cards ──────────────────────────────────────────────────────────────────────────────────────


def test_four_cards_in_the_order_of_the_specification():
    case = CASES["going"]
    cards = report.cards(case.result, case.given, EN)
    assert [card.label for card in cards] == [
        "Expected landing",
        "Chance of success",
        "Done of what is planned",
        "Coverage of what is left",
    ]
    landing, chance, attainment, coverage = cards
    assert landing.value == "€360,000"
    low, high = (report.about(case.result.spread[one]) for one in ("p10", "p90"))
    assert landing.trend == f"eight times in ten, €{low:,.0f} to €{high:,.0f}"
    assert chance.value == f"{100 * case.result.probability:.0f}%"
    assert (attainment.value, attainment.chip.code) == ("90%", "watch")
    assert plain(attainment.trend) == "€180,000 of €200,000"
    assert plain(attainment.denominator) == "measured at the end of June 2026"
    assert (coverage.value, coverage.chip.code) == ("25%", "late")
    assert plain(coverage.trend) == "€56,000 of weighted deals"


@pytest.mark.parametrize("amount", [190_000.0, 189_999.0, 160_000.0, 159_999.0])
def test_the_status_of_attainment_follows_the_thresholds(amount):
    case = Case(done={6: amount})
    code = {190_000.0: "ok", 189_999.0: "watch", 160_000.0: "watch", 159_999.0: "late"}[amount]
    assert report.cards(case.result, case.given, FR)[2].chip.code == code


def test_a_year_that_is_over_has_the_cards_of_its_balance():
    case = CASES["closed"]
    cards = report.cards(case.result, case.given, FR)
    assert [plain(card.label) for card in cards] == [
        "Réalisé de l'année",
        "Part de l'objectif",
        "Engagements tenus, Nimbus",
        "Engagements tenus, Axorial",
    ]
    assert plain(cards[1].value) == "100 %"
    assert plain(cards[1].trend) == "atteint tout juste"
    assert (cards[2].value, plain(cards[2].unit)) == ("1", "sur 1")
    assert (cards[3].value, plain(cards[3].unit)) == ("0", "sur 1")


def test_what_is_nearly_the_objective_is_not_said_to_be_it():
    case = Case(done={12: 399_000.0}, as_of=END)
    assert report.cards(case.result, case.given, FR)[1].chip.code == "watch"


# ── findings and proposals ─────────────────────────────────────────────────────────────────────


def found(name: str, say: words.Words = FR) -> list[str]:
    case = CASES[name]
    return [
        plain(f"{one.text} {one.detail}") for one in report.findings(case.result, case.given, say)
    ]


def test_findings_tell_the_parts_the_range_and_what_weighs_most():
    parts, chance, driver = found("going")
    assert parts.startswith(
        "L'atterrissage, 360 000 €, tient pour 236 000 € aux affaires connues : "
        "180 000 € faits, 56 000 € en vue ; 124 000 € restent à trouver."
    )
    assert "En vue : 2 affaires ouvertes, chacune selon son étape ; 100 000 €" in parts
    assert "tirages sur 800" in chance
    assert "Durée du cycle de vente" in driver


def test_one_deal_in_sight_is_told_in_the_singular():
    assert (
        "1 affaire ouverte, selon son étape ; 60 000 € si elle se signait." in found("december")[0]
    )


def test_what_each_point_does_to_the_objective_is_counted():
    assert "Aucun des 3 points qui pèsent le plus ne suffit" in found("behind_never")[2]
    assert "Ce point ne suffit pas, seul" in found("one")[2]
    safe = Case(done={6: 399_000.0})
    assert report._what_holds(safe.result) == ("driver_safe", {"count": 3, "lost": 0})
    edge = Case(("A", 30_000, "negotiation", "2026-08-20"), done={6: 380_000.0}, revenue=())
    assert report._what_holds(edge.result) == ("driver_at_risk", {"count": 1, "lost": 1})
    enough = Case(("A", 30_000, "proposal", "2026-08-20"), done={6: 380_000.0}, revenue=())
    assert report._what_holds(enough.result) == ("driver_enough", {"count": 1, "enough": 1})
    alone = Case(("A", 30_000, "negotiation", "2026-08-20"), done={6: 400_000.0}, revenue=())
    assert report._what_holds(alone.result)[0] == "driver_one_safe"
    assert report._what_holds(CASES["open"].result)[0] == "driver_open"


def proposed(name: str) -> list[str]:
    case = CASES[name]
    return [
        plain(f"{one.text} | {one.who}") for one in report.proposals(case.result, case.given, FR)
    ]


def test_a_deal_that_weighs_is_to_be_closed_by_its_owner():
    deals = joint_plans.deals(*TWO).assign(name=["CH du Lac", ""], owner=["VTE", ""])
    case = Case(deals=deals, done=HALF)
    first = report.proposals(case.result, case.given, FR)[0]
    assert plain(first.text) == "Conclure « CH du Lac », 60 000 €"
    assert plain(first.who) == ("Direction commerciale · clôture attendue en août 2026")
    assert proposed("going")[0] == (
        "Conclure l'affaire de 60 000 €, en négociation | S. Brun · clôture attendue en août 2026"
    )
    late = Case(("A", 60_000, "negotiation", "2026-05-20"), done=HALF)
    assert "clôture dépassée, comptée en juillet 2026" in plain(
        report.proposals(late.result, late.given, FR)[0].who
    )


def test_what_is_yet_to_be_found_has_a_last_month_to_open_it():
    early = Case(done={3: 60_000.0}, as_of=dt.date(2026, 3, 31))
    texts = [plain(one.who) for one in report.proposals(early.result, early.given, FR)]
    assert any("avant fin juin 2026, un cycle de vente durant 6 mois" in one for one in texts)
    assert "il reste moins d'un cycle de vente avant janvier" in proposed("going")[2]
    assert "Écrire ce que vaut une année ensemble" in proposed("pipeline")[2]


def actions(*told: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Actions of a plan: title, due day, status."""
    return [
        {
            **joint_plans.EXAMPLE["quarters"][1],
            **{"id": f"Q3-{rank}", "title": title, "due_date": day, "status": status},
            **{"means": ["MV-01"], "depends_on": []},
        }
        for rank, (title, day, status) in enumerate(told, 1)
    ]


def test_the_action_that_is_late_comes_first_else_the_next_with_its_two_owners():
    def last(*told: tuple[str, str, str]) -> str:
        plan = joint_plans.plan(quarters=actions(*told))
        case = Case(deals=joint_plans.deals(), done=HALF, plan=plan)
        texts = report.proposals(case.result, case.given, FR)
        return plain(" | ".join(f"{one.text} | {one.who}" for one in texts))

    ahead = ("Lancer la campagne", "2026-07-20", "planned")
    later = ("Former", "2026-09-11", "in_progress")
    done = ("Signer", "2026-06-01", "done")
    late = ("Rappeler", "2026-06-12", "in_progress")
    who = "Direction générale et P. Axel (Direction)"
    assert last(later, ahead, done).startswith(
        f"Faire « Lancer la campagne » | {who} · pour le 20 juillet 2026"
    )
    assert last(later, ahead, late).startswith(
        f"Faire d'abord « Rappeler », en retard | {who} · échéance passée, le 12 juin 2026"
    )
    assert "Faire" not in last(done, ("Plus tard", "2026-12-11", "planned"))


def test_a_closed_plan_asks_for_the_lessons_that_lack():
    assert proposed("closed")[0].startswith("Écrire ce que chaque partie retient de l'année")
    lessons = [{"side": side, "text": "Retenu"} for side in ("vendor", "partner")]
    told = Case(done={12: 1.0}, as_of=END, plan=joint_plans.plan(status="closed", lessons=lessons))
    texts = [plain(one.text) for one in report.proposals(told.result, told.given, FR)]
    assert texts == ["Préparer le plan 2027 à partir de ce bilan"]


# ── figures ────────────────────────────────────────────────────────────────────────────────────


def drawn(exhibit: Exhibit) -> str:
    return plain(" | ".join(text.get_text() for text in exhibit.figure.axes[0].texts))


def test_the_fan_names_its_ends_the_day_and_the_objective_with_its_chance():
    case = CASES["going"]
    text = drawn(report.course_figure(case.result, case.given, FR))
    for name, end in (("Haut", "p90"), ("Médian", "p50"), ("Bas", "p10")):
        amount = plain(FR.format.money(report.about(case.result.spread[end])))
        assert f"{name}\n{amount}" in text
    assert "180 000 € à fin juin 2026" in text
    chance = f"{100 * case.result.probability:.0f} % de chances"
    assert f"Objectif\n400 000 €\n{chance}" in text
    assert "fin mars" in text and "fin déc." in text


def test_what_is_not_measured_is_not_told_as_nought():
    assert "rien de mesuré" in drawn(figures("over_nothing", "fr")[0])
    assert "0 au 1er janvier" in drawn(figures("undated", "fr")[0])
    card = report.cards(CASES["blind"].result, CASES["blind"].given, FR)[2]
    assert (card.value, plain(card.denominator)) == ("–", "rien de mesuré à fin juin 2026")
    assert [one.value for one in report.cards(CASES["blind"].result, CASES["blind"].given, FR)] == (
        ["–"] * 4
    )
    assert found("blind")[0].startswith("Rien n'est mesuré ni signé à fin juin 2026")
    assert "Écrire ce qui a été fait depuis janvier" in proposed("blind")[0]
    for exhibit in figures("blind", "fr")[:3]:
        assert "attend de le savoir" in exhibit.absent
    assert figures("blind", "fr")[3].table.rows["year"].tolist() == ["2027", "2028"]
    assert math.isnan(CASES["blind"].result.attainment)


def test_the_table_of_the_fan_adds_up_month_by_month():
    case = CASES["middle"]
    rows = report.course_figure(case.result, case.given, FR).table.rows
    assert len(rows) == 13  # twelve months, and the day in the middle of July
    assert rows["month"].tolist()[6:8] == ["au 15/07/2026", "juil."]
    expected = rows["expected"].dropna()
    assert expected.iloc[-1] == pytest.approx(case.result.landing)
    flows = rows["in_sight"].sum() + rows["to_find"].sum()
    assert expected.iloc[-1] == pytest.approx(45_000 + flows)
    target = rows["target"].dropna()
    assert target.iloc[-1] == pytest.approx(400_000)
    assert target.iloc[5] == pytest.approx(200_000)
    told = report.course_figure(case.result, case.given, EN).description
    assert plain(EN.format.money(case.result.spread["p90"])) in plain(told)
    assert "Objective: €400,000 in December." in told


def test_a_year_that_is_over_has_no_fan():
    for name in ("closed", "closed_early", "over_missed", "over_nothing"):
        exhibit = figures(name, "fr")[0]
        assert "Haut" not in drawn(exhibit)
        assert "p90" not in [column.key for column in exhibit.table.columns]


def test_the_waterfall_goes_from_what_is_done_to_the_objective():
    for name in ("going", "above", "pipeline", "closed", "over_missed", "open"):
        case = CASES[name]
        rows = report.sources_figure(case.result, case.given, FR).table.rows
        bars = waterfall.steps(rows)
        assert bars[0].end == pytest.approx(case.result.done)
        last = case.result.situation.objective if name != "open" else case.result.landing
        assert bars[-1].end == pytest.approx(last)
        for before, bar in pairwise(bars):
            if bar.whole:
                assert bar.end == pytest.approx(before.end)
    lacking = report.sources_figure(CASES["going"].result, CASES["going"].given, FR)
    assert "Il manque 40 500 €" in plain(lacking.title)
    assert lacking.table.rows["lacking"].tolist() == [False] * 4 + [True, False]


def test_what_lacks_is_an_empty_frame_with_its_amount_unsigned():
    rows = pd.DataFrame(
        {
            "name": ["Fait", "Au-delà", "Objectif"],
            "change": [420.0, -20.0, 400.0],
            "whole": [True, False, True],
            "lacking": [False, True, False],
        }
    )
    axes = waterfall.draw_waterfall(rows, FR).axes[0]
    assert [patch.get_facecolor()[:3] == (1, 1, 1) for patch in axes.patches] == [
        False,
        True,
        False,
    ]
    texts = [plain(text.get_text()) for text in axes.texts]
    assert "20 €" in texts and "−20 €" not in texts
    assert [bar.lacking for bar in waterfall.steps(rows.drop(columns="lacking"))] == [False] * 3


def test_the_bars_tell_what_they_are_and_where_they_lead():
    case = CASES["going"]
    exhibit = report.drivers_figure(case.result, case.given, FR)
    text = drawn(exhibit)
    assert "Affaire de 60 000 €, en négociation" in text
    assert "perdue → 312 000 €" in text and "signée → 372 000 €" in text
    assert "3 mois → 407 000 €" in text and "12 mois → 298 000 €" in text
    assert "atterrissage : 360 000 €" in text
    assert "objectif : 400 000 €" in text
    rows = exhibit.table.rows
    assert [plain(one) for one in rows["holds"]] == [
        "atteint d'un côté",
        "hors d'atteinte",
        "hors d'atteinte",
    ]
    far = Case(done=HALF, plan=joint_plans.plan(objective=9_000_000))
    assert "objectif" not in drawn(report.drivers_figure(far.result, far.given, FR))


def test_the_axis_of_bars_far_from_zero_is_told():
    deals = [(f"D{place}", 50_000, "proposal", "2026-08-01") for place in range(3)]
    plan = joint_plans.plan(objective=860_000)
    case = Case(*deals, done={6: 800_000.0}, revenue=(), plan=plan)
    axes = report.drivers_figure(case.result, case.given, EN).figure.axes[0]
    ticks = [one.get_text() for one in axes.texts if re.fullmatch(r"\d+,\d{3}", one.get_text())]
    assert len(ticks) >= 2


def test_what_a_year_would_have_to_be_worth_is_told_when_the_landing_is_short():
    def needed(name: str) -> str:
        return plain(report.needed_sentence(CASES[name].result, CASES[name].given, FR))

    going = CASES["going"]
    amount = report.about(going.result.needed_base)
    assert f"devrait valoir {plain(FR.format.money(amount))}, au lieu de 380 000 €" in needed(
        "going"
    )
    assert "il faut encore 220 000 € d'affaires nouvelles" in needed("trouble_never")
    assert needed("above") == needed("open") == ""
    assert "d'affaires nouvelles" in needed("pipeline")


def test_years_are_three_lines_or_a_sentence_that_says_what_lacks():
    grown = report.years_figure(CASES["going"].result, CASES["going"].given, FR)
    assert grown.title.startswith("En 2028, de 308")
    assert grown.table.rows["plan"].tolist() == [400_000, 460_000, 540_000]
    seen = report.years_figure(CASES["vision"].result, CASES["vision"].given, EN)
    assert seen.title == "In 2028, €350,000 to €800,000 by the scenarios of the vision"
    assert "Ambitious" in drawn(seen)
    assert plain(figures("closed", "fr")[3].source).endswith("2026 : ce qui a été fait.")
    nothing = report.years_figure(CASES["pipeline"].result, CASES["pipeline"].given, FR)
    assert "partners.csv" in nothing.absent


def test_deals_are_told_in_the_months_they_count_in_and_add_up():
    deals = joint_plans.deals(
        *TWO, ("L", 20_000, "proposal", "2026-06-30"), ("N", 9_000, "proposal", "2027-01-31")
    ).assign(next_step=["Relancer", "", "Devis", ""], owner=["S. Brun", "", "", ""])
    case = Case(deals=deals, done=HALF)
    table = report.deals(case.result, case.given, FR)
    assert [plain(str(one)) for one in table.rows["close"]] == [
        "30/06/2026, dépassée",
        "20/08/2026",
        "15/10/2026",
    ]
    assert table.total["worth"] == table.rows["worth"].sum() == case.result.in_sight
    assert plain(table.caption) == ("3 affaires ouvertes, qui comptent pour 66 000 € sur 120 000 €")
    steps = [getattr(one, "reason", one) for one in table.rows["next"]]
    assert [plain(one) for one in steps] == ["Relancer, S. Brun", "à écrire", "Devis"]


def test_each_estimate_says_where_it_comes_from():
    def how(name: str) -> dict[str, str]:
        rows = report.estimates(CASES[name].result, CASES[name].given, FR).rows
        return {one["name"]: plain(one["how"]) for _, one in rows.iterrows()}

    assert how("held")["Tendance"].endswith("30 % de croissance (bornée ; observée : 280 %)")
    assert how("alone")["Tendance"].endswith("sans croissance connue")
    assert "la 2e année du modèle" in how("young")["Modèle de gains"]
    assert "il y a 15 mois" in how("young")["Modèle de gains"]
    assert (
        how("vision")["Vision"]
        == "Affaires communes de 2026 dans la vision à 3 ans, scénario de base"
    )
    single = report.estimates(CASES["going"].result, CASES["going"].given, FR)
    assert "20 % près, de 304 000 € à 456 000 €" in plain(single.sub)


# ── notes and key figures ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("undated", "La date des données n'est pas connue : l'année entière est projetée"),
        ("going", "l'indicateur de chiffre d'affaires conjoint, mesuré à fin juin 2026."),
        ("middle", "Le réalisé est la somme des affaires signées depuis le 1er janvier"),
        ("blind", "Ni affaire signée ni indicateur"),
        ("stale", "n'est mesuré qu'à fin avril 2026"),
        ("stale", "la projection commence après juillet 2026."),
        ("pipeline", "la projection ne compte que les affaires connues."),
        ("going", "Une seule estimation de ce que vaut une année, prise à 20 % près."),
        ("alone", "La vision à 3 ans ne nomme pas ce partenaire"),
        ("undated", "l'année est répartie en douze parts égales"),
        ("going", "Durée du cycle de vente"),
    ],
)
def test_what_the_page_rests_on_is_told(name, sentence):
    case = CASES[name]
    told = plain(" ".join(report.quality(case.result, case.given, FR)))
    assert sentence in told


def test_the_partners_edition_says_what_it_knows():
    case = CASES["going"]
    assert report.known(case.given, FR) == []
    assert "Aucun autre partenaire" in report.known(case.edition("partner"), FR)[0]


NAMES = [
    *("status", "objective", "actual", "expected_to_date", "landing", "expected", "p10", "p90"),
    *("base", "y2", "y3", "attainment", "coverage", "probability", "missing_fields"),
]


@pytest.mark.parametrize("name", CASES)
def test_key_figures_have_the_names_of_the_specification(name):
    case = CASES[name]
    figures = report.key_figures(case.result, case.given, FR)
    assert list(figures) == [f"plan.{one}" for one in NAMES]
    for figure in figures.values():
        assert set(figure) >= {"value", "unit", "of"}
        assert (figure["value"] is None) == ("reason" in figure)
        assert figure.get("reason", "told")


def test_key_figures_are_the_projections_in_full():
    case = CASES["going"]
    found_ = {
        one: told["value"] for one, told in report.key_figures(case.result, case.given, FR).items()
    }
    assert found_["plan.status"] == "active"
    assert found_["plan.expected"] == case.result.landing
    assert found_["plan.landing"] == pytest.approx(236_000)
    assert found_["plan.expected_to_date"] == pytest.approx(200_000)
    assert found_["plan.attainment"] == pytest.approx(0.9)
    assert found_["plan.coverage"] == pytest.approx(56 / 220)
    assert found_["plan.base"] == pytest.approx(380_000)
    assert found_["plan.y3"] == pytest.approx(380_000)
    assert found_["plan.missing_fields"] == 0
    short = report.key_figures(CASES["unsigned"].result, CASES["unsigned"].given, FR)
    assert (short["plan.status"]["value"], short["plan.missing_fields"]["value"]) == ("proposed", 1)


# ── from a folder ──────────────────────────────────────────────────────────────────────────────


def opened(root: Path, client: str, audience: str, partner: str, **given: Any) -> Any:
    folder = workspace.open_client(client, 2026, root, partner=partner, audience=audience, **given)
    plan = folder.business_plan()
    deals, kpis = folder.deals(), folder.kpi_values()
    told = report.inputs(folder, plan, Rules.of(folder.rules("plan_projection", mc_draws=300)))
    return folder, told, report.project(told, deals, kpis)


@pytest.fixture
def client(tmp_path):
    """A demo client, to be changed."""
    shutil.copytree(ROOT / "data" / "clients" / "demo-nimbus", tmp_path / "clients" / "nimbus")
    settings = tmp_path / "clients" / "nimbus" / "client.yml"
    text = settings.read_text(encoding="utf-8").replace("demo-nimbus", "nimbus")
    settings.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("partner", ["axorial", "calvendre", "estivane"])
def test_the_partners_edition_has_the_figures_of_the_internal_page(client, partner):
    inside, outside = (
        opened(client, "nimbus", audience, partner) for audience in ("internal", "partner")
    )
    say = words.load("fr")
    figures = [report.key_figures(result, told, say) for _, told, result in (inside, outside)]
    assert figures[0] == figures[1]
    assert report.headline(inside[2], inside[1], say) == report.headline(
        outside[2], outside[1], say
    )
    assert inside[1].computed == outside[1].computed
    assert list(outside[1].used.index) == list(inside[1].used.index)


def test_another_partners_facts_change_nothing(client):
    _, told, before = opened(client, "nimbus", "internal", "axorial")
    deals = client / "clients" / "nimbus" / "2026" / "deals.csv"
    line = "ZZ-1,calvendre,900000,signed,2026-03-02,2026-01-02,joint,X,,,\n"
    deals.write_text(deals.read_text(encoding="utf-8") + line, encoding="utf-8")
    _, again, after = opened(client, "nimbus", "internal", "axorial")
    assert report.key_figures(before, told, FR) == report.key_figures(after, again, FR)


def test_a_page_of_an_earlier_day_knows_nothing_later(client):
    _, told, found_ = opened(client, "nimbus", "internal", "axorial", as_of="2026-05-15")
    assert found_.situation.month == 4
    assert found_.done == 38_000 + 24_000 + 52_000 + 45_000  # signed by 15 May
    assert found_.situation.course.index[-1] == pytest.approx(4 + 15 / 31)
    assert told.as_of == dt.date(2026, 5, 15)


def test_a_young_partner_has_an_estimate_from_its_earnings(client):
    partners = client / "clients" / "nimbus" / "2026" / "partners.csv"
    text = partners.read_text(encoding="utf-8").replace("2022-03-01", "2025-06-02")
    partners.write_text(text, encoding="utf-8")
    for audience in ("internal", "partner"):
        folder, told, found_ = opened(client, "nimbus", audience, "axorial", as_of="2026-10-31")
        assert told.age == 16
        terms = earnings.Terms()
        used = folder.assumptions("axorial", uses=terms.keys)
        expected = sum(earnings.listed(used, terms, 24)[12:])
        assert found_.situation.base.estimates["earnings"] == pytest.approx(expected)
        assert set(terms.keys) <= set(told.used.index)


def test_a_plan_alone_in_its_folder_is_projected_from_nothing(tmp_path):
    year = tmp_path / "clients" / "bare" / "2026" / "business_plans"
    year.mkdir(parents=True)
    (tmp_path / "clients" / "bare" / "client.yml").write_text(
        "{client_id: bare, name: Bare}", encoding="utf-8"
    )
    plan = "identity: {partner_id: axorial, year: 2026}\nobjectives: {OB-01: 90000}\n"
    (year / "axorial.yml").write_text(plan, encoding="utf-8")
    for audience in ("internal", "partner"):
        _, told, found_ = opened(tmp_path, "bare", audience, "axorial")
        assert told.as_of is None
        assert (found_.situation.month, found_.landing) == (0, 0.0)
        assert found_.pipeline_only
        assert plain(report.headline(found_, told, FR)) == (
            "Le plan n'est pas signé : il manque 27 champs et les deux dates de signature ; "
            "rien ne permet encore de projeter l'année, pour 90 000 € visés."
        )
