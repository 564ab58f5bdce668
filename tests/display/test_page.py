"""The whole page: its order, its names, what it may not hold."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace

import pytest

from padlib import display
from padlib.display import MIME, Page, page, render, words
from tests.display.conftest import VERSIONS, assembled, every_part, exhibit, folder, plan

HOSTILE = '=1+1<script>alert("x")</script><b onclick=x>&amp; “é”'


class Reader(HTMLParser):
    """Tags with their attributes, and the text of headings, captions and summaries."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)
        self.text.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.text[tag][-1] += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.fixture(scope="module")
def read(html: str) -> Reader:
    return Reader(html)


def test_ids_are_unique(read: Reader) -> None:
    ids = Counter(attrs["id"] for _, attrs in read.tags if "id" in attrs)
    assert [name for name, times in ids.items() if times > 1] == []


def test_names_of_groups_are_unique(read: Reader) -> None:
    names = Counter(attrs["aria-label"] for _, attrs in read.tags if "aria-label" in attrs)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_reference_inside_the_page_leads_somewhere(read: Reader) -> None:
    ids = {attrs["id"] for _, attrs in read.tags if "id" in attrs}
    links = {attrs["href"] for attrs in read.all("a") if str(attrs["href"]).startswith("#")}
    named = {
        name for _, attrs in read.tags for name in (attrs.get("aria-labelledby") or "").split()
    }
    assert {str(link)[1:] for link in links} | named <= ids


def test_there_is_one_h1_and_headings_do_not_skip_a_level(read: Reader) -> None:
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_and_skip_link(read: Reader, html: str) -> None:
    assert [len(read.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert html.index('class="skip"') < html.index("<header")
    assert read.all("html") == [{"lang": "fr"}]


def test_the_order_is_answer_decision_figures_findings_sections_notes(html: str) -> None:
    marks = [
        'class="answer"',
        'class="decision"',
        'class="kpis"',
        'class="find"',
        'class="note"',
        "Où en êtes-vous",
        "Que faire",
        "Qualité des données",
        "Paramètres modifiés",
        "Méthode en bref",
    ]
    body = html[html.index("<main") :]
    places = [body.index(mark) for mark in marks]
    assert places == sorted(places)


def test_contents_list_the_sections_alone(read: Reader) -> None:
    contents = read.text["nav"][0]
    for title in ("L’essentiel", "Où en êtes-vous ?", "Que faire ?", "Notes"):
        assert title in contents
    assert "Trois erreurs" not in contents


def test_a_figure_has_title_description_source_and_data(html: str) -> None:
    figure = html[html.index("<figure") : html.index("</figure>")]
    assert "Figure\u00a01</p><h3>Une dimension progresse" in figure
    assert "<title" in figure and "<desc" in figure
    assert "Source : diagnostic_answers.csv" in figure
    assert "Données du graphique" in figure and "<table" in figure
    assert 'download="f1_dimensions.csv" href="data:text/csv;charset=utf-8;base64,' in figure


def test_a_finding_links_to_its_figure_and_not_to_an_absent_one(html: str) -> None:
    findings = html[html.index('class="find"') : html.index("</ol>", html.index('class="find"'))]
    assert re.findall(r'<a href="([^"]+)">([^<]+)', findings) == [
        ("#f-dimensions", "Figure\u00a01")
    ]


def test_an_absent_figure_is_a_sentence(html: str) -> None:
    assert "Non mesuré." in html
    assert html.count("<figure") == 1


def test_cells_have_scope_and_tables_a_caption(read: Reader) -> None:
    assert all(attrs.get("scope") in {"row", "col"} for attrs in read.all("th"))
    assert len(read.all("caption")) == len(read.all("table"))


def test_scroll_groups_can_be_reached_and_are_named(read: Reader) -> None:
    groups = [attrs for _, attrs in read.tags if attrs.get("class") == "scroll"]
    assert groups
    for attrs in groups:
        assert attrs["tabindex"] == "0" and attrs["role"] == "group" and attrs["aria-label"]


def test_nothing_acts_and_nothing_calls_out(html: str) -> None:
    assert display.check_page(html) == []
    assert "<script" not in html
    assert not re.search(r"<[^>]+\son[a-z]+=", html)
    assert "http:" not in html and "https:" not in html


def test_the_policy_forbids_everything_but_style_and_pictures(html: str) -> None:
    assert (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    ) in html


def test_sizes_are_within_budget(html: str) -> None:
    head = {**every_part()[0].data}
    assert len(page.style("n" * 200, head["house"]["accent"]).encode()) <= 20_000
    assert len(html.encode()) <= 60_000


def test_same_parts_same_bytes() -> None:
    assert assembled(every_part()) == assembled(every_part())


def test_parts_survive_the_notebook_s_json() -> None:
    parts = every_part()
    told = json.loads(json.dumps([part.as_json() for part in parts]))
    again = display.assemble(told, language="fr", title="Diagnostic annuel", question="Où ?")
    assert again == assembled(parts, question="Où ?")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_hostile_name_is_harmless_everywhere(language: str) -> None:
    html = assembled(every_part(language, HOSTILE), language)
    assert display.check_page(html) == []
    assert "<script" not in html and "<b onclick" not in html
    assert html.count("=1+1&lt;script&gt;") > 10


def test_a_hostile_name_cannot_end_the_style() -> None:
    html = assembled(every_part(name='x"}</style><script>'))
    style = html[html.index("<style>") : html.index("</style>")]
    assert 'content:"x\\22 \\7d \\3c /style\\3e \\3c script\\3e  · ' in style


def test_the_note_keeps_no_address_and_no_markup_of_its_own(html: str) -> None:
    note = html[html.index('class="note"') : html.index("</section>", html.index('class="note"'))]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; site" in note
    assert "<a " not in note and "<h2" not in note


def test_an_empty_note_is_no_part_of_the_page() -> None:
    page_ = Page(words.load("fr"))
    parts = [*every_part()[:2], page_.note(None), page_.note("  ")]
    assert "La lecture du consultant" not in assembled(parts)


def test_the_masthead_tells_edition_draft_and_fiction() -> None:
    page_ = Page(words.load("fr"))
    head = page_.masthead(
        folder(), issued="2026-11-12", draft=True, audience="partner", partner="Axorial",
        versions=VERSIONS,
    )  # fmt: skip
    html = assembled([head, page_.headline("Titre.")], variant=True)
    kicker = Reader(html).text["p"][0].split(" · ")
    assert kicker[:2] == ["Édition partenaire (Axorial)", "Projet"]
    assert kicker[2:] == ["Exemple fictif", "Classeur propre au client"]
    assert "non indiquée" in html
    assert "Édition partenaire (Axorial) · Projet · Confidentiel" in html  # the running foot


def test_the_house_s_accent_colours_the_chrome_alone() -> None:
    page_ = Page(words.load("en"))
    house = folder().house
    house.accent = "#7A1FA2"
    head = page_.masthead(folder(house=house), issued="2026-11-12", versions=VERSIONS)
    html = assembled([head], "en")
    assert ":root{--accent:#7A1FA2}" in html
    house.accent = "red;}"
    head = page_.masthead(folder(house=house), issued="2026-11-12", versions=VERSIONS)
    with pytest.raises(ValueError, match="accent"):
        assembled([head], "en")


def test_a_page_has_one_masthead() -> None:
    with pytest.raises(ValueError, match="one masthead; here 0"):
        assembled(every_part()[1:])


def test_two_figures_of_one_key_are_refused() -> None:
    twice = Page(words.load("fr")).figure(exhibit())
    with pytest.raises(ValueError, match="have the key dimensions"):
        assembled([*every_part(), twice])


def test_sections_are_numbered_and_notes_are_not(html: str) -> None:
    assert '<span class="no" aria-hidden="true">2</span>Que faire ?' in html
    assert '<h2 class="" id="notes">Notes' in html


def test_no_warning_is_said() -> None:
    page_ = Page(words.load("en"))
    parts = [every_part("en")[0], page_.quality([])]
    assert "Data quality: no warning." in assembled(parts, "en")


def test_fifteen_rows_are_shown_and_the_whole_is_in_a_drawer() -> None:
    import pandas as pd

    frame = pd.DataFrame({"n": [f"Société {rank:02}" for rank in range(20)]})
    table = display.Table("t", frame, [display.Column("n", "Nom", "name")], "Vingt sociétés")
    html = assembled([every_part()[0], Page(words.load("fr")).table(table)])
    shown, drawer = html.split("<details", 1)
    assert "Société 14" in shown and "Société 15" not in shown
    assert "Les 15 premières lignes, sur 20." in shown
    assert "Société 00" in drawer and "Société 19" in drawer


def test_an_empty_table_is_a_sentence() -> None:
    import pandas as pd

    columns = [display.Column("n", "Nom", "name")]
    table = display.Table("t", pd.DataFrame({"n": []}), columns, "Actions", empty="Rien à faire.")
    html = assembled([every_part()[0], Page(words.load("fr")).table(table)])
    assert '<h3>Actions</h3><p class="absent">Rien à faire.</p>' in html
    assert "<table" not in html


def test_the_plan_tells_months_load_and_what_exceeds_the_capacity(html: str) -> None:
    table = html[html.index('<table class="plan">') :]
    table = table[: table.index("</table>")]
    assert table.count('class="on"') == 2
    assert '<td class="m">3</td><td class="m over">7</td>' in table
    assert "31/01/2027" in table and "Charge du mois, pour une capacité de 6" in table


def test_a_joint_plan_has_two_owners_a_measure_and_neither_priority_nor_load(html: str) -> None:
    table = html[html.index('<table class="plan">', html.index('<table class="plan">') + 1) :]
    table = table[: table.index("</table>")]
    assert '<th scope="col">Nimbus Logiciels</th><th scope="col">Axorial</th>' in table
    assert "<small>Charte signée</small>" in table and "08/11/2026" in table
    assert "Priorité" not in table and "<tfoot>" not in table


def test_an_agreement_is_a_section_of_its_own_with_room_to_sign_for_each_party(html: str) -> None:
    sheet = html[html.index('<section class="part agreement"') :]
    sheet = sheet[: sheet.index('<section class="part notes"')]
    assert '<h2 id="agreement">Plan commun</h2>' in sheet
    assert '<a href="#agreement">Plan commun</a>' in html
    assert "Pour Nimbus Logiciels" in sheet and "Pour Axorial" in sheet
    for line in ("Nom", "Fonction", "Date", "Signature"):
        assert sheet.count(f"<li>{line}</li>") == 2
    assert ".part.agreement{break-before:page;break-after:page" in html


def test_the_readers_of_a_partner_s_page_are_not_the_client_s() -> None:
    page_ = Page(words.load("fr"))
    told = folder(settings=SimpleNamespace(distribution="Comité de direction"))
    ours, theirs = (page_.masthead(told, audience=one) for one in ("internal", "partner"))
    assert ours.data["distribution"] == "Comité de direction"
    assert theirs.data["distribution"] == "Le partenaire et son équipe"


def test_a_plan_without_dates_has_no_date_column() -> None:
    from dataclasses import replace

    undated = replace(plan(), actions=[replace(plan().actions[0], due=None)])
    html = assembled([every_part()[0], Page(words.load("fr")).plan(undated)])
    assert "Échéance" not in html


def test_an_action_outside_the_months_is_refused() -> None:
    from dataclasses import replace

    late = replace(plan(), actions=[replace(plan().actions[0], end=3)])
    with pytest.raises(ValueError, match="outside its 2 months"):
        Page(words.load("fr")).plan(late)


def test_a_part_shows_itself_in_a_notebook() -> None:
    for part in every_part():
        bundle = part._repr_mimebundle_(include=None, exclude=None)
        assert bundle[MIME] == part.as_json()
        assert bundle["text/html"].startswith('<div class="padlib">')
    head, answer = every_part()[:2]
    assert "<style>.padlib.padlib{" in render.preview(head.as_json())
    assert "<style" not in render.preview(answer.as_json())
    assert "<svg" in render.preview(Page(words.load("fr")).figure(exhibit()).as_json())


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("<script>", "<script> is not allowed"),
        ('<p onclick="x">', "<p> has the attribute onclick"),
        ('<img src="//x.example/a.png">', "<img> src leads to //x.example/a.png"),
        ('<a href="https://x.example">', "<a> href leads to https://x.example"),
        ('<a href=" JavaScript:x">', "<a> href leads to  JavaScript:x"),
        ('<a href="data:text/html,x">', "<a> href leads to data:text/html,x"),
        ('<p style="background:url(http://x.example)">', "<p> style holds an address"),
        ("<style>a{background:url(//x.example)}</style>", "the style holds an address"),
        ("<form>", "<form> is not allowed"),
        ('<meta http-equiv="refresh" content="0">', "<meta http-equiv=refresh> is not allowed"),
    ],
)
def test_what_may_not_leave_is_named(bad: str, fault: str) -> None:
    assert fault in display.check_page(bad)


def test_an_address_in_plain_text_harms_nobody(html: str) -> None:
    assert display.check_page(html.replace("Trois phrases.", "Voir https://example.org")) == []


def test_a_minus_is_never_parted_from_its_currency() -> None:
    say = words.load("en", "GBP")
    shown = render.html(Page(say).sentence(say.format.money(-1_200)).as_json(), render.Book({}))
    assert "\u2212\u2060£1,200" in shown
