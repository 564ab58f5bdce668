"""Index pages: what each state says, and links that stay inside their folder."""

from types import SimpleNamespace

import pytest

from padlib import display
from padlib.display import ClientLine, Entry, MissingFile, PageLink

HOUSE = SimpleNamespace(
    name="Cabinet Exemple", logo=None, accent=None, contact="A. Conseil", confidentiality=None
)
MADE = Entry(
    "1",
    "Diagnostic annuel",
    "Où en sommes-nous ?",
    "done",
    "Structurée (53 sur 100).",
    "2026-10-31",
    "2026-11-12",
    pages=[PageLink("fr", "internal/diagnostic.html")],
    workbook=PageLink("xlsx", "internal/diagnostic.xlsx"),
)
STALE = Entry(
    "3",
    "Carte",
    "Qui mérite nos efforts ?",
    "stale",
    "54 % du chiffre.",
    "2025-10-31",
    "2025-11-02",
    "2 erreurs dans partners.csv",
    pages=[PageLink("fr", "internal/carte.html")],
)
FAILED = Entry("7", "Recrutement", "Qui recruter ?", "failed", reason="cellule 6")
SKIPPED = Entry("2", "Perception", "Que pensent-ils ?", "skipped", reason="perception_answers.csv")
PARTNERS = Entry(
    "4",
    "Convergence",
    "Voyons-nous pareil ?",
    "partly",
    reason="À jour pour 1 partenaire sur 2.",
    each=[
        PageLink("Axorial", "internal/convergence-axorial.html", note="61 sur 100."),
        PageLink(
            "Calvendre",
            "internal/convergence-calvendre.html",
            "stale",
            "2 erreurs dans convergence_answers.csv",
            "2025-11-02",
        ),
    ],
    partners=[
        PageLink("Axorial", "partners/axorial/convergence.html"),
        PageLink("Corvelune", "../en/partners/corvelune/convergence.html", language="en"),
        PageLink("Dormelune", "", "failed", "cellule 6"),
    ],
)
ALL = [MADE, SKIPPED, STALE, PARTNERS, FAILED]


def client(language: str = "fr", **more: object) -> str:
    told = {
        "client": "Nimbus",
        "year": 2026,
        "entries": ALL,
        "house": HOUSE,
        "missing": [MissingFile("perception_answers.csv", ["Perception"])],
        "others": [PageLink("en", "../en/index.html")],
    } | more
    return display.client_index(language=language, **told)


def test_each_state_is_a_sign_and_a_word() -> None:
    html = client()
    for code, word in [
        ("ok", "À jour"),
        ("watch", "Périmé"),
        ("late", "Non produit"),
        ("none", "Sans données"),
    ]:
        assert f'<span class="chip {code}">' in html and f"</svg>{word}</span>" in html


def test_a_stale_page_tells_its_day_and_why_it_was_not_made_again() -> None:
    html = client()
    assert "Dernière page, du 2\u00a0novembre\u00a02025" in html
    assert "Non produit\u00a0: 2 erreurs dans partners.csv" in html


def test_what_is_missing_names_the_file_and_what_it_would_give() -> None:
    assert "<b>perception_answers.csv</b> · pour Perception" in client()


def test_reports_of_a_partner_name_no_other_and_nothing_internal() -> None:
    mine = Entry("4", "Convergence", "?", "done", pages=[PageLink("fr", "convergence.html")])
    html = display.partner_index(
        language="fr", client="Nimbus", partner="Axorial", year=2026, entries=[mine, FAILED]
    )
    assert "Axorial" in html and "convergence.html" in html
    assert "Recrutement" not in html and "Ce qui manque" not in html and "Étape" not in html


def test_pages_by_partner_are_told_by_name_state_and_language() -> None:
    html = client()
    assert "2 pages internes, par partenaire" in html
    assert "3 éditions partenaires" in html
    assert (
        '<a href="internal/convergence-axorial.html">Axorial</a><small>61 sur 100.</small>' in html
    )
    assert 'href="../en/partners/corvelune/convergence.html">Corvelune (English)</a>' in html
    stale = html[html.index(">Calvendre</a>") :][:600]
    assert "Périmé" in stale and "2\u00a0novembre\u00a02025" in stale and "2 erreurs" in stale
    failed = html[html.index("<li>Dormelune") :][:600]
    assert "Non produit" in failed and "cellule 6" in failed
    assert "En partie" in html


def test_why_a_report_has_no_partner_edition_is_said() -> None:
    reason = "perception_answers.csv ne contient la réponse d’aucun partenaire"
    entry = Entry("2", "Perception", "?", "done", partners_reason=reason)
    assert f"Pas d’édition partenaire\u00a0: {reason}" in client(entries=[entry])


def test_actions_and_partners_folders_are_led_to() -> None:
    html = client(
        actions=[PageLink("csv", "internal/a.csv"), PageLink("xlsx", "internal/a.xlsx")],
        folders=[
            PageLink("Axorial", "partners/axorial/index.html"),
            PageLink("Corvelune", "../en/partners/corvelune/index.html", language="en"),
        ],
    )
    assert '<a href="internal/a.csv">Tableau, CSV</a>' in html
    assert '<a href="internal/a.xlsx">Classeur Excel</a>' in html
    assert "n’a pas pu être refait" not in html
    assert "n’a pas pu être refait" in client(
        actions=[PageLink("csv", "internal/a.csv")], stale_actions=True
    )
    assert '<a href="partners/axorial/index.html">Axorial</a>' in html
    assert '<a href="../en/partners/corvelune/index.html">Corvelune (English)</a>' in html


def test_an_index_for_a_partner_says_nothing_of_why_a_page_is_old_nor_of_other_editions() -> None:
    told = Entry(
        "4",
        "Convergence",
        "?",
        "stale",
        issued="2025-11-02",
        reason="2 erreurs, ligne 14 de Brivault",
        pages=[PageLink("fr", "convergence.html")],
        each=[PageLink("Brivault", "internal/convergence-brivault.html")],
        partners=[PageLink("Brivault", "partners/brivault/convergence.html")],
        partners_reason="Brivault n'a pas répondu",
        workbook=PageLink("xlsx", "convergence.xlsx"),
    )
    html = display.partner_index(
        language="fr", client="Nimbus", partner="Axorial", year=2026, entries=[told]
    )
    assert "Brivault" not in html and "xlsx" not in html and "internal" not in html
    assert "Dernière page, du 2\u00a0novembre\u00a02025" in html


def test_the_workspace_leads_to_each_client() -> None:
    line = ClientLine(
        "demo-nimbus", "Nimbus", 2026, [PageLink("fr", "demo-nimbus/2026/fr/index.html")], True, 4
    )
    html = display.workspace_index(language="en", clients=[line], house=HOUSE)
    assert 'href="demo-nimbus/2026/fr/index.html"' in html
    assert "Fictional example" in html


@pytest.mark.parametrize(
    "href", ["https://x.example", "//x", "/etc", "../../a", "javascript:x", "a\\b", "../other"]
)
def test_a_link_that_leaves_the_folder_is_refused(href: str) -> None:
    entry = Entry("1", "A", "?", "done", pages=[PageLink("fr", href)])
    with pytest.raises(ValueError, match="a path inside the folder"):
        client(entries=[entry])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_index_is_safe_and_light(language: str) -> None:
    name = "demo-nimbus-2026-convergence_analysis-partenaire"
    each = [
        PageLink(f"Partenaire {n}", f"internal/{name}-{n}-fr.html", note="x" * 200)
        for n in range(40)
    ]
    many = [PageLink(f"Partenaire {n}", f"partners/p{n}/{name}-{n}-fr.html") for n in range(40)]
    folders = [PageLink(f"Partenaire {n}", f"partners/p{n}/index.html") for n in range(40)]
    rows = [
        Entry(str(n), f"Rapport {n}", "?", "done", "x" * 200, each=each, partners=many)
        for n in range(7)
    ]
    html = client(language, entries=rows, folders=folders)
    assert display.check_page(html) == []
    assert len(html.encode()) <= 60_000
    for link in (*each, *folders):  # an edition is found in its partner's folder
        assert f'href="{link.href}"' in html


def test_a_hostile_reason_is_text() -> None:
    entry = Entry("1", "<script>", "?", "failed", reason='<img src="//x">')
    html = client(entries=[entry])
    assert display.check_page(html) == []
    assert "&lt;script&gt;" in html


def test_nothing_made_yet_is_said() -> None:
    assert "Aucun rapport pour l’instant." in client(entries=[])
    assert "No report has been made yet." in display.workspace_index(language="en", clients=[])
