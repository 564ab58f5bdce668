"""`pad sign`: what both sides signed is kept in the plan's file, and nothing else of it changes."""

import difflib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padlib import workspace
from padlib.workspace import InputFaults, saving, signing
from padlib.workspace.signing import NotSigned

PARTNERS = "partner_id,name,status,revenue_n\naxo,Axorial,active,320000\n"
PLAN = """# Un commentaire qui reste
status: proposed   # et celui-ci
identity: {partner_id: axo, year: 2026, quadrant: pillar, owner_vendor: A, owner_partner: B,
           sponsor_vendor: C, sponsor_partner: D}
context: {revenue_previous_year: 320000, strengths: [Un], gaps: [Deux]}
vision: {joint_revenue_y1_y3: [1, 2, 3], partner_earnings_y1_y3: [-1, 2, 3],
         target_segments: [Santé]}
objectives: {OB-01: 400000, OB-02: 8, OB-03: 200000, OB-04: 150000, OB-06: 3}

commitments:
- {id: EV-02, side: vendor, owner: CM, due_date: 31/03/2026}
- id: EP-03
  side: partner
  owner: PCO
  due_date: 2026-06-30   # le dernier jour
signatures:
  vendor: {name: H. Lenoir, role: DG, date: 2026-01-15}
  partner: {name: P. Axel, role: PDG, date: 2026-01-20}   # signé à Toulouse
# la fin
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    year = tmp_path / "data" / "clients" / "tiny" / "2026"
    (year / "business_plans").mkdir(parents=True)
    (year.parent / "client.yml").write_text("{client_id: tiny, name: Tiny, language: fr}\n")
    (year / "partners.csv").write_text(PARTNERS)
    file = year / "business_plans" / "axo.yml"
    file.write_text(PLAN, encoding="utf-8")
    return file


def sign(plan: Path) -> signing.Signed:
    return signing.sign("tiny", "axo", 2026, plan.parents[4])


def check(plan: Path) -> workspace.CheckResult:
    return workspace.check("tiny", 2026, data=plan.parents[4])


def differences(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_only_the_status_and_the_digests_are_written_and_the_version_before_is_kept(
    plan: Path,
) -> None:
    signed = sign(plan)
    after = plan.read_text(encoding="utf-8")
    changed = differences(PLAN, after)
    assert [line for line in changed if line[0] == "-"] == ["- status: proposed   # et celui-ci"]
    assert "+ status: signed   # et celui-ci" in changed
    assert all("digest:" in line or line.startswith(("+     ", "+ status")) for line in changed[1:])
    assert signed.status == "signed" and signed.entries == 10
    assert signed.kept is not None and signed.kept.read_text(encoding="utf-8") == PLAN
    assert signed.kept.parent == plan.parents[1] / ".backup" / "business_plans"
    assert not check(plan).faults and not check(plan).warnings


def test_signing_twice_writes_nothing(plan: Path) -> None:
    sign(plan)
    once = plan.read_bytes()
    again = sign(plan)
    assert (again.kept, again.renewed) == (None, ())
    assert plan.read_bytes() == once


def test_a_signed_field_that_changes_is_a_fault_at_its_line_until_it_is_amended(plan: Path) -> None:
    sign(plan)
    signed = plan.read_text(encoding="utf-8")
    plan.write_text(signed.replace("OB-02: 8", "OB-02: 9"), encoding="utf-8")
    (fault,) = check(plan).faults
    assert (fault.code, fault.line, fault.values["names"]) == (
        "signed_changed",
        8,
        ["objectives.OB-02"],
    )
    with pytest.raises(InputFaults):
        sign(plan)  # what changed unseen is not signed over
    amended = signed.replace("OB-02: 8", "OB-02: 9") + (
        "log:\n- {date: 2026-07-02, type: amendment, text: Neuf, author_role: DIRP,"
        " changes: {objectives.OB-02: {from: 8, to: 9}}}\n"
    )
    plan.write_text(amended, encoding="utf-8")
    assert not check(plan).faults
    assert sign(plan).renewed == ("objectives.OB-02",)
    assert not check(plan).faults


def test_an_amendment_before_the_signature_accounts_for_nothing(plan: Path) -> None:
    sign(plan)
    told = plan.read_text(encoding="utf-8").replace("OB-02: 8", "OB-02: 9") + (
        "log:\n- {date: 2026-01-10, type: amendment, text: Neuf,"
        " changes: {objectives.OB-02: {from: 8, to: 9}}}\n"
    )
    plan.write_text(told, encoding="utf-8")
    assert [fault.code for fault in check(plan).faults] == ["signed_changed"]


def test_what_lives_on_may_change(plan: Path) -> None:
    sign(plan)
    told = plan.read_text(encoding="utf-8")
    told = told.replace(
        "due_date: 31/03/2026}", "due_date: 2026-03-31, status: kept, kept_on: 20/03/2026}"
    ).replace("status: signed", "status: active")
    plan.write_text(told, encoding="utf-8")
    assert not check(plan).faults  # nor does the spelling of a date matter
    assert sign(plan).kept is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_plan_that_lacks_something_is_refused_in_words_and_left_alone(
    plan: Path, language: str
) -> None:
    told = (
        PLAN.replace(", date: 2026-01-20", "")
        .replace(", sponsor_partner: D", "")
        .replace(", OB-04: 150000", "")
    )
    plan.write_text(told, encoding="utf-8")
    with pytest.raises(NotSigned) as refused:
        sign(plan)
    lines = refused.value.text(language).splitlines()
    assert len(lines) == 4
    said = {
        "fr": ("Parrain de direction, partenaire", "services du partenaire", "date de signature"),
        "en": ("Executive sponsor, partner", "Partner services revenue", "date of signature"),
    }[language]
    for words, line in zip(said, lines[1:], strict=True):
        assert words in line
    assert plan.read_text(encoding="utf-8") == told
    assert not (plan.parents[1] / ".backup").exists()


FORMS = {
    "flow": "{identity: {partner_id: axo, year: 2026, quadrant: pillar, owner_vendor: A,"
    " owner_partner: B, sponsor_vendor: C, sponsor_partner: D}, context:"
    " {revenue_previous_year: 1, strengths: [a], gaps: [b]}, vision: {joint_revenue_y1_y3:"
    " [1, 2, 3], partner_earnings_y1_y3: [1, 2, 3], target_segments: [s]},"
    " objectives: {OB-01: 1, OB-02: 1, OB-03: 1, OB-04: 1, OB-06: 1},"
    " commitments: [{id: EV-02, side: vendor, owner: CM, due_date: 2026-03-31}],"
    " signatures: {vendor: {name: a, date: 2026-01-02}, partner: {name: b, date: 2026-01-02}, }}",
    "windows": PLAN.replace("\n", "\r\n"),
    "no status": PLAN.replace("status: proposed   # et celui-ci\n", ""),
    "blank status": PLAN.replace("status: proposed", "status:"),
    "no last line end": PLAN.partition("# la fin")[0].rstrip(),
    "signatures in the middle": PLAN.replace("# la fin\n", "lessons: []\n"),
    "block digest": PLAN.replace("# la fin\n", "  digest:\n    identity: 000000000000\n# la fin\n"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_any_way_of_writing_a_plan_can_be_signed(plan: Path, form: str, encoding: str) -> None:
    before = FORMS[form].encode(encoding)
    plan.write_bytes(before)
    signed = sign(plan)
    after = plan.read_bytes()
    assert signed.kept is not None and signed.kept.read_bytes() == before
    assert not check(plan).faults
    text = after.decode(encoding)
    assert text.count("\r\n") == text.count("\n") or "\r\n" not in text
    folder = workspace.open_client("tiny", 2026, plan.parents[4], partner="axo")
    assert folder.business_plan().standing == "signed" and folder.business_plan().digested
    assert sign(plan).kept is None


def test_a_file_that_changes_meanwhile_is_left_alone(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = saving.save

    def slow(before: saving.Version, *more: object) -> object:
        plan.write_text(PLAN + "# vu par un autre\n", encoding="utf-8")
        return whole(before, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(saving, "save", slow)
    with pytest.raises(saving.NotWritten):
        sign(plan)
    assert plan.read_text(encoding="utf-8").endswith("# vu par un autre\n")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet="àé'\"#:{}[],-? x1", min_size=1, max_size=12))
def test_whatever_a_text_holds_it_is_signed_as_it_is(plan: Path, text: str) -> None:
    quoted = text.replace("\\", "").replace('"', "'")
    plan.write_text(PLAN.replace("strengths: [Un]", f'strengths: ["{quoted}."]'), encoding="utf-8")
    sign(plan)
    assert not check(plan).faults
    folder = workspace.open_client("tiny", 2026, plan.parents[4], partner="axo")
    assert folder.business_plan().context.strengths[0][0] == f"{quoted}.".strip()


def test_demo_plans_are_signed_as_they_stand() -> None:
    """Their digests are those of their own entries: none has changed since."""
    seen = 0
    for client in ("demo-nimbus", "demo-ferrum", "demo-larkspur"):
        for year in workspace.find().years(client):
            folder = workspace.open_client(client, year)
            for partner in folder.partners_with("business_plans"):
                plan_ = folder.business_plan(partner)
                seen += plan_.is_signed
                assert plan_.digested == plan_.is_signed
    assert seen == 6
