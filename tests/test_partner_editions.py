"""What a partner receives holds nothing of another partner's, and nothing of the vendor's own.

Every file of a partner's folder is searched, in its bytes, its text and what its links hold, for
names, ids, words and figures that are not this partner's to read. And whatever the vendor keeps to
itself is changed: the partner's pages must stay the same to the letter.
"""

import ast
import base64
import html
import json
import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

import matplotlib.pyplot as plt
import nbformat
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from padlib import display, workspace
from padlib.reports import batch, planning, workbooks
from padlib.reports import page as exporter
from padlib.reports.jobs import Outcome
from tests.generated_clients import CLIENT, YEAR, Client, Partner, written

ROOT = Path(__file__).parents[1]
DEMO = sorted(folder.name for folder in (ROOT / "data" / "clients").glob("demo-*"))
BOOKS = workbooks.collection()
BY_PARTNER = [book.report for book in BOOKS.values() if book.by_partner("partner")]
INTERNAL = [book.report for book in BOOKS.values() if book.report not in BY_PARTNER]
ISSUED = "2026-11-26"
GAP = "[\\s\u00a0\u202f.,'’]?"  # what stands between the thousands of a number
DRAWN = re.compile(rb'\s(?:d|points|transform|viewBox|x|y|x1|y1|x2|y2|width|height)="[^"]*"')

WITHOUT_MONEY = re.compile("partner_perception|convergence_analysis")
SOME = 3  # partners of a generated client whose pages of a report are made
LONG = 7  # letters from which a word cannot stand inside another by chance

Secrets = Mapping[str, frozenset[str]]


# ── searching ──


def layers(content: bytes) -> Iterator[str]:
    """A file as its bytes tell it, as a reader sees it, and what the links in it hold."""
    text = content.decode("utf-8", "replace")
    yield text
    yield html.unescape(text)
    for coded in re.findall(r"base64,([A-Za-z0-9+/=]+)", text):
        yield base64.b64decode(coded).decode("utf-8", "replace")


def leaks(files: Mapping[str, bytes], secrets: Secrets) -> set[tuple[str, str]]:
    """Secrets found in files or their names: what kind, and which."""
    found = set()
    for name, content in files.items():
        words = _plain("\n".join([name, *layers(content)]))
        for kind in ("id", "name", "person", "said", "note"):
            found |= {(kind, one) for one in secrets.get(kind, ()) if _word(_plain(one), words)}
        figures = "\n".join(layers(DRAWN.sub(b"", content)))
        for figure in secrets.get("revenue", ()):
            if re.search(_figure(int(figure)), figures):
                found.add(("revenue", figure))
    return found


def _plain(text: str) -> str:
    """A text whatever its capitals, apostrophes and kinds of spaces."""
    return re.sub(r"\s+", " ", text.casefold().replace("’", "'"))


def _word(one: str, text: str) -> bool:
    """Whether a text holds a word; a short one must stand alone."""
    if len(one) >= LONG:
        return one in text
    return bool(re.search(rf"(?<![\w#]){re.escape(one)}(?!\w)", text))


def _figure(amount: int) -> str:
    """A revenue as it can be printed: whole, or in thousands with a decimal."""
    whole = GAP.join(f"{amount:,}".split(","))
    thousands = GAP.join(f"{amount / 1000:,.1f}".partition(".")[0].split(","))
    tenth = f"{amount / 1000:.1f}"[-1]
    return rf"(?<!\d){whole}(?!\d)|(?<![\d.,]){thousands}[.,]{tenth}(?!\d)"


def test_the_search_finds_a_secret_wherever_it_hides() -> None:
    coded = base64.b64encode(b"x;Vakizo").decode()
    pages = {
        "text": b"<p>Vakizo</p>",
        "comment": b"<!-- vakizo -->",
        "entity": b"<p>V&#97;kizo</p>",
        "download": f'<a href="data:text/csv;base64,{coded}">'.encode(),
        "a-vakizo.html": b"",
    }
    for name, content in pages.items():
        assert leaks({name: content}, {"name": frozenset({"vakizo"})}) == {("name", "vakizo")}
    for told in (
        "1 234 567 €",
        "1\u202f234\u202f567",
        "£1,234,567",
        "1234567",
        "1 234,6 k€",
        "1,234.6k",
    ):
        assert leaks({"": told.encode()}, {"revenue": frozenset({"1234567"})})
    for other in ('<path d="M1234567 0">', "11234567", "1 234 568", "1 234,5"):
        assert not leaks({"": other.encode()}, {"revenue": frozenset({"1234567"})})


# ── the demo clients, by the real pipeline ──


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """Every edition and internal page of the demo clients, in both languages."""
    request = planning.Request(
        data=ROOT / "data",
        outputs=tmp_path_factory.mktemp("outputs"),
        clients=DEMO,
        languages=["fr", "en"],
        parameters={"issued": ISSUED},
    )
    with ThreadPoolExecutor(2) as executor:
        return batch.run(planning.planned(request), executor)


def of_partner(outcomes: list[Outcome], client: str) -> dict[tuple[str, str], dict[str, bytes]]:
    """The files of each partner's folder, by partner and language."""
    jobs = [one.job for one in outcomes if one.job.client == client]
    folders = {
        (job.partner, job.language): job.page.parent
        for job in jobs
        if job.audience == "partner" and job.partner
    }
    return {
        key: {f"{folder.name}/{file.name}": file.read_bytes() for file in folder.rglob("*")}
        for key, folder in folders.items()
    }


def demo_secrets(client: str, partner: str) -> Secrets:
    """What a demo client's folder holds that is not for one of its partners."""
    folder = workspace.open_client(client, data=ROOT / "data")
    partners = folder.partners()
    others = partners.drop(partner)
    heard, met = folder.perception_answers(), folder.convergence_answers()
    own_words = (met["partner_id"] == partner) & (met["side"] == "partner")
    comments = [*heard["comment"], *met.loc[~own_words, "comment"]]
    revenue = others[["revenue_n", "revenue_n1"]].to_numpy(float).ravel()
    people = {*heard["respondent_id"], *met["respondent_id"]}
    own = {str(partner), str(partners.at[partner, "name"])}
    return {
        "id": frozenset(map(str, others.index)),
        "name": frozenset({str(name) for name in others["name"]} - own),
        "person": frozenset(
            {str(one) for one in others["contact"] if one}
            | {one for one in people if re.search(r"[\d-]", one)}
        ),
        "said": frozenset(comment for comment in comments if len(comment) > 12),
        "revenue": frozenset(f"{one:.0f}" for one in revenue if one >= 10_000),
        "note": frozenset(_internal_notes(folder.path / str(folder.year) / "notes", partner)),
    }


def _internal_notes(notes: Path, partner: str) -> Iterator[str]:
    """The lines of notes that are not for the editions of this partner."""
    for file in notes.glob("*.md"):
        about = file.name.partition(".")[0].partition("-")[2]
        if not file.name.endswith(".partner.md") or about not in ("", partner):
            yield from (line for line in file.read_text(encoding="utf-8").splitlines() if line)


@pytest.mark.slow
@pytest.mark.parametrize("client", DEMO)
def test_a_demo_partners_folder_holds_nothing_of_another(
    outcomes: list[Outcome], client: str
) -> None:
    folders = of_partner(outcomes, client)
    assert {language for _, language in folders} == {"fr", "en"}
    for (partner, language), files in folders.items():
        secrets = demo_secrets(client, partner)
        words = {kind: found for kind, found in secrets.items() if kind != "revenue"}
        assert files, (partner, language)
        assert leaks(files, words) == set(), (partner, language)
        # their revenue is in round figures, which sums of money may give too
        speechless = {name: page for name, page in files.items() if WITHOUT_MONEY.search(name)}
        assert leaks(speechless, {"revenue": secrets["revenue"]}) == set(), (partner, language)


@pytest.mark.slow
@pytest.mark.parametrize("client", DEMO)
def test_the_same_search_finds_them_on_internal_pages(outcomes: list[Outcome], client: str) -> None:
    jobs = [one.job for one in outcomes if one.job.client == client]
    pages = [job.page for job in jobs if job.audience == "internal" and job.page.exists()]
    partner = next(job.partner for job in jobs if job.partner)
    found = leaks(
        {"": b"\n".join(page.read_bytes() for page in pages)}, demo_secrets(client, partner)
    )
    assert {kind for kind, _ in found} >= {"name", "said", "note", "revenue"}


@pytest.mark.slow
def test_every_edition_of_the_demo_clients_is_made(outcomes: list[Outcome]) -> None:
    editions = [one for one in outcomes if one.job.audience == "partner" and one.job.partner]
    assert {one.state for one in editions} == {"done"}, [one.reason for one in editions]
    assert {one.job.report for one in editions} == set(BY_PARTNER)


@pytest.mark.slow
def test_no_edition_tells_a_score_of_the_diagnostic(outcomes: list[Outcome]) -> None:
    """Their figures are few digits, which stand anywhere: those of the manifest are none of it."""
    for one in outcomes:
        if one.job.audience == "partner":
            assert not [name for name in one.key_figures if name.startswith(("diagnostic", "map"))]
            assert not any("diagnostic_answers" in key for key in one.inputs)


# ── clients at random, their workbooks run here ──


def page_of(data: Path, report: str, partner: str, audience: str, language: str) -> bytes:
    """The page that a workbook makes, its cells run in this process."""
    book = BOOKS[report]
    told = {
        "client": CLIENT,
        "year": YEAR,
        "language": language,
        "partner": partner or None,
        "audience": audience,
        "issued": ISSUED,
    }
    notebook = nbformat.read(book.file, as_version=4)
    names: dict[str, Any] = {}
    with patch.dict(os.environ, {"PAD_DATA": str(data)}):
        for cell in notebook.cells:
            tags = cell.metadata.get("tags", [])
            if cell.cell_type != "code" or "skip-execution" in tags:
                continue
            shown = _shown(cell.source, names)
            if "parameters" in tags:
                names |= {name: told[name] for name in told if name in book.parameter_names}
            if isinstance(shown, display.Part):
                data_shown = {display.MIME: json.loads(json.dumps(shown.as_json()))}
                cell.outputs = [nbformat.v4.new_output("display_data", data_shown)]
    plt.close("all")
    return exporter.page(notebook, report=report).encode()


def _shown(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; the value of its last line."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if last is None:
        return None
    assert isinstance(last, ast.Expr)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def secrets_for(client: Client, partner: Partner) -> Secrets:
    """All that is written in a generated client's folder and is not for one of its partners."""
    others = [one for one in client.partners if one is not partner]
    return {
        "id": frozenset(one.id for one in others),
        "name": frozenset(word for one in others for word in one.words[:2]),
        "person": frozenset(
            [one.words[2] for one in others]
            + [who for one in client.partners for who in one.respondents]
        ),
        "said": frozenset(
            [word for one in client.partners for word in one.said]
            + [word for one in others for word in one.spoken]
            + client.vendor
        ),
        "revenue": frozenset(
            str(amount) for one in others for amount in (*one.revenue, *one.amounts)
        ),
    }


def editions(client: Client) -> Iterator[tuple[str, Partner]]:
    """Each report that goes by partner, with the first partner and some more who have one."""
    folder = workspace.open_client(CLIENT, YEAR, client.root)
    for report in BY_PARTNER:
        known = folder.partners_with(BOOKS[report].partners)
        found = [partner for partner in client.partners if partner.id in known]
        yield from ((report, partner) for partner in found[:SOME])


SEEDS = st.integers(0, 10**6)
FEW = settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.generate],  # a client is as small as it gets
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.slow
@FEW
@given(seed=SEEDS, language=st.sampled_from(["fr", "en"]))
def test_a_partners_page_holds_nothing_of_another(
    tmp_path_factory: pytest.TempPathFactory, seed: int, language: str
) -> None:
    client = written(tmp_path_factory.mktemp("data"), seed, secret=1)
    for report, partner in editions(client):
        made = page_of(client.root, report, partner.id, "partner", language)
        secrets = secrets_for(client, partner)
        assert leaks({"page.html": made}, secrets) == set(), (report, partner.id)


@pytest.mark.slow
@FEW
@given(seed=SEEDS, language=st.sampled_from(["fr", "en"]))
def test_a_partners_page_depends_on_nothing_that_it_may_not_tell(
    tmp_path_factory: pytest.TempPathFactory, seed: int, language: str
) -> None:
    """Others' names, revenue, words and sessions change, and the vendor's own: the page stays."""
    pages: list[dict[str, str]] = []
    for secret in (1, 2):
        client = written(tmp_path_factory.mktemp("data"), seed, secret)
        pages.append(
            {
                report: without_digests(
                    page_of(client.root, report, partner.id, "partner", language)
                )
                for report, partner in editions(client)
                if partner is client.mine
            }
        )
    assert pages[0] and pages[0] == pages[1]


def without_digests(page: bytes) -> str:
    """A page without the fingerprints of the files read, which differ as the files do."""
    return re.sub(r"(fingerprint|empreinte)[\s\u00a0]+[0-9a-f]{8}", r"\1", page.decode())


@pytest.mark.slow
def test_the_same_search_finds_what_an_internal_page_tells(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    client = written(tmp_path_factory.mktemp("data"), 7, secret=1)
    secrets = secrets_for(client, client.mine)
    pages = {
        report: page_of(client.root, report, "", "internal", "fr")
        for report in ("partner_perception", "partner_map")
    }
    found = leaks(pages, secrets)
    assert {kind for kind, _ in found} >= {"name", "said", "revenue"}
    session = "convergence_analysis"
    one = next(partner for report, partner in editions(client) if report == session)
    internal = page_of(client.root, session, one.id, "internal", "fr")
    assert leaks({"": internal}, {"said": frozenset(client.vendor)})
