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
    assert (fault.code, fault.line, fault.column) == ("signed_changed", 8, "objectives.OB-02")
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


def amended(plan: Path, change: tuple[str, str], field: str, told: tuple[str, str]) -> None:
    """Change a signed plan, and write an amendment of a field into its log."""
    text = plan.read_text(encoding="utf-8")
    (old, new), (before, after) = change, told
    assert text.count(old) == 1
    change_told = f"{{{field}: {{from: {before}, to: {after}}}}}"
    log = f"log:\n- {{date: 2026-07-02, type: amendment, text: Neuf, changes: {change_told}}}\n"
    plan.write_text(text.replace(old, new) + log, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        (("31/03/2026", "30/04/2026"), "commitments.EV-02.due_date", ("2026-03-31", "30/04/2026")),
        (("owner: PCO", "owner: pdg"), "commitments.EP-03.owner", ("pco", "PDG")),
        (("OB-06: 3", "OB-06: 4"), "objectives.ob-06", ("3", '"4,0"')),
        (("planned: no", "planned: oui"), "means.partner.MP-05.planned", ("non", "yes")),
        (("planned: no", "planned: oui"), "means.partner.MP-05", ("non", "{planned: yes}")),
        (("[Un]", "[Deux mots]"), "context.strengths", ("[Un]", "[Deux mots]")),
        (("quadrant: pillar", "quadrant: rising"), "identity.quadrant", ("Pillar", "Rising")),
    ],
)
def test_an_amendment_is_read_as_the_field_that_it_changes(
    plan: Path, change: tuple[str, str], field: str, told: tuple[str, str]
) -> None:
    means = "means: {partner: {MP-05: {planned: no}}}\n"
    plan.write_text(PLAN.replace("signatures:", means + "signatures:"), encoding="utf-8")
    sign(plan)
    amended(plan, change, field, told)
    assert check(plan).faults == []
    assert len(sign(plan).renewed) == 1
    assert check(plan).faults == []


def test_what_a_party_changes_under_cover_of_an_amendment_is_a_fault(plan: Path) -> None:
    sign(plan)
    change = ("due_date: 31/03/2026", "due_date: 30/04/2026, measure: rien")
    amended(plan, change, "commitments.EV-02.due_date", ("2026-03-31", "2026-04-30"))
    (fault,) = check(plan).faults
    assert (fault.code, fault.column, fault.line) == ("signed_beyond", "commitments[1]", 11)


def test_each_change_is_told_at_its_own_line_beside_other_faults(plan: Path) -> None:
    sign(plan)
    text = plan.read_text(encoding="utf-8")
    for old, new in (("OB-02: 8", "OB-02: 9"), ("gaps: [Deux]", "gaps: [Trois]"), ("PCO", "")):
        text = text.replace(old, new)
    plan.write_text(text, encoding="utf-8")
    told = [(fault.code, fault.line) for fault in check(plan).faults]
    assert told == [("signed_changed", 5), ("signed_changed", 8), ("key_missing", 14)]


def test_an_amendment_of_something_unknown_is_a_fault_with_the_nearest(plan: Path) -> None:
    sign(plan)
    amended(plan, ("OB-06: 3", "OB-06: 3"), "objectives.OB-66", ("3", "4"))
    (fault,) = check(plan).faults
    assert (fault.code, fault.values["nearest"]) == ("amended_unknown", "objectives.OB-06")


def test_going_back_to_a_proposal_does_not_hide_a_change(plan: Path) -> None:
    """Else a signed objective could be changed, and signed over with the dates of old."""
    sign(plan)
    text = plan.read_text(encoding="utf-8").replace("status: signed", "status: proposed")
    plan.write_text(text.replace("OB-02: 8", "OB-02: 9"), encoding="utf-8")
    assert [fault.code for fault in check(plan).faults] == ["signed_changed"]
    with pytest.raises(InputFaults):
        sign(plan)
    # without its dates of signature it is a proposal again, to be signed anew
    unsigned = plan.read_text(encoding="utf-8").replace(", date: 2026-01-20", "")
    plan.write_text(unsigned, encoding="utf-8")
    assert check(plan).faults == []


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
    "blank digest": PLAN.replace("# la fin\n", "  digest:\n# la fin\n"),
    "a comment that ends with a comma": PLAN.partition("signatures:")[0]
    + "signatures: {vendor: {name: a, date: 2026-01-02},\n"
    "  partner: {name: b, date: 2026-01-02} # à relire,\n  }\nlessons: []\n",
    "a name on lines of its own": PLAN.partition("signatures:")[0]
    + "signatures:\n  vendor: {name: a, date: 2026-01-02}\n  partner:\n"
    "    date: 2026-01-02\n    name: |\n      b\n\nlessons: []\n",
    "odd ids": PLAN.replace(
        "signatures:",
        "- {id: 'EV #1: a', side: vendor, text: T, owner: CM, due_date: 2026-06-30}\n"
        "- {id: 'é{x}, \"y\"', side: vendor, text: T, owner: CM, due_date: 2026-06-30}\n"
        "signatures:",
    ),
}


def test_digests_that_somebody_set_out_on_lines_are_renewed(plan: Path) -> None:
    sign(plan)
    head, _, rest = plan.read_text(encoding="utf-8").partition("  digest: {")
    told, _, end = rest.partition("}")
    lines = "".join(f"    {one.strip()}\n" for one in told.split(","))
    plan.write_text(f"{head}  digest:\n{lines}{end.lstrip()}", encoding="utf-8")
    assert sign(plan).kept is None  # they say the same
    amended(plan, ("OB-02: 8", "OB-02: 9"), "objectives.OB-02", ("8", "9"))
    assert sign(plan).renewed == ("objectives.OB-02",)
    assert check(plan).faults == []
    assert plan.read_text(encoding="utf-8").startswith(head.replace("OB-02: 8", "OB-02: 9"))


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


def test_a_file_that_cannot_keep_what_is_signed_is_left_alone(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "_edited", lambda content, *_: (content + b"\n]", {}))
    with pytest.raises(saving.NotWritten) as refused:
        sign(plan)
    assert refused.value.code == "not_signable"
    assert plan.read_text(encoding="utf-8") == PLAN


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
