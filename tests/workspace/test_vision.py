"""vision.yml."""

import math
import re

import pandas as pd
import pytest

from padlib.workspace import (
    InputFaults,
    MissingInput,
    check,
    new_client,
    open_client,
    sentence,
    templates,
    vision,
)
from padlib.workspace.faults import Findings

from .conftest import MakeClient, told

EXAMPLE = """\
segments:
- {id: health, name: {fr: Santé, en: Health}, target_companies: 2000, market_growth: 0.02,
   penetration_start: 0.03, penetration_year3: 0.06, penetration_year3_low: 0.048,
   penetration_year3_high: 0.07, churn: 0.10, churn_low: 0.05, churn_high: 0.20,
   revenue_per_customer: 20000, price_growth: 0.02, direct_share: [0.7, 0.6, 0.5, 0.4],
   partner_share_of_indirect: {axorial: [0.10, 0.12, 0.14]}}
requires: {vendor: [{text: Deux avant-ventes réservés aux partenaires, owner: SVC}],
  partner: [{text: Quatre vendeurs formés, owner: PCO}]}
"""
SEGMENT = """\
segments:
- id: health
  target_companies: 100
  penetration_start: 0.1
  penetration_year3: 0.2
  direct_share: 0.5
"""
SHARE = "  partner_share_of_indirect: "
OF = "segments[1].partner_share_of_indirect"
KNOWN = pd.DataFrame(
    {"name": ["Axorial", "Brivault"], "status": "active"},
    index=pd.Index(["axorial", "brivault"], name="partner_id"),
)
PARTNERS = """\
partner_id,name,status,contact
axorial,Axorial,active,S. Brunel
brivault,Brivault Réseaux,active,M. Kerdilès
"""
FILE = "2026/vision.yml"


def another(segment: str) -> str:
    """The same entry of `segments` under another id."""
    return SEGMENT.partition("\n")[2].replace("id: health", f"id: {segment}")


def read(text: str, partners: pd.DataFrame | None = KNOWN) -> tuple[vision.Vision | None, Findings]:
    findings = Findings("nimbus/2026/vision.yml")
    return vision.read(text.encode(), 2026, partners, findings), findings


def good(text: str, partners: pd.DataFrame | None = KNOWN) -> vision.Vision:
    found, findings = read(text, partners)
    assert (findings.faults, findings.warnings) == ([], [])
    assert found is not None
    return found


def said(findings: Findings, language: str) -> list[str]:
    """Faults, then warnings, with ordinary spaces."""
    found = [*findings.faults, *findings.warnings]
    sentences = [sentence(one, language) for one in found]
    return [one.replace("\u202f", " ").replace("\u00a0", " ") for one in sentences]


def test_the_example_of_the_contract_is_read_whole():
    found = good(EXAMPLE)
    assert found.segments.index.tolist() == ["health"]
    row = found.segments.loc["health"]
    assert row[["name_fr", "name_en"]].tolist() == ["Santé", "Health"]
    numbers = {
        "target_companies": 2000,
        "market_growth": 0.02,
        "price_growth": 0.02,
        "penetration_start": 0.03,
        "penetration_year3": 0.06,
        "penetration_year3_low": 0.048,
        "penetration_year3_high": 0.07,
        "churn": 0.10,
        "churn_low": 0.05,
        "churn_high": 0.20,
        "revenue_per_customer": 20000,
        "revenue_per_customer_low": 20000,
        "revenue_per_customer_high": 20000,
    }
    assert row[list(numbers)].to_dict() == numbers
    assert row[["path_1", "path_2", "path_3"]].tolist() == [1 / 3, 2 / 3, 1]
    assert row[["direct_0", "direct_1", "direct_2", "direct_3"]].tolist() == [0.7, 0.6, 0.5, 0.4]
    assert not row["churn_assumed"]
    [share] = found.shares.to_dict("records")
    assert math.isnan(share.pop("share_0"))
    assert share == {
        "segment": "health",
        "partner_id": "axorial",
        "share_1": 0.10,
        "share_2": 0.12,
        "share_3": 0.14,
    }
    assert found.partners == ("axorial",)
    assert found.requires.to_numpy().tolist() == [
        ["vendor", *["Deux avant-ventes réservés aux partenaires"] * 2, "SVC"],
        ["partner", *["Quatre vendeurs formés"] * 2, "PCO"],
    ]


def test_what_a_segment_does_not_say_has_a_default_or_an_assumption():
    row = good(SEGMENT).segments.loc["health"]
    assert row[["name_fr", "market_growth", "price_growth"]].tolist() == ["health", 0, 0]
    assert row[["path_1", "path_2", "path_3"]].tolist() == [1 / 3, 2 / 3, 1]
    assert row[["direct_0", "direct_1", "direct_2", "direct_3"]].tolist() == [0.5] * 4
    assert row[["penetration_year3_low", "penetration_year3_high"]].tolist() == [0.2, 0.2]
    assert row[["churn_assumed", "revenue_per_customer_assumed"]].tolist() == [True, True]
    assert math.isnan(row["churn"])
    assert math.isnan(row["revenue_per_customer_low"])
    assert good(SEGMENT).assumptions == ("annual_churn", "annual_contract_value")


def test_paths_are_codes_or_three_numbers():
    slow = good(SEGMENT + "  path: Slow\n").segments.loc["health"]
    assert slow[["path_1", "path_2", "path_3"]].tolist() == [0.2, 0.55, 1]
    own = good(SEGMENT + '  path: ["0,1", 0.5, 1]\n').segments.loc["health"]
    assert own[["path_1", "path_2", "path_3"]].tolist() == [0.1, 0.5, 1]


def test_a_list_of_shares_names_no_partner_and_a_lone_share_holds_for_all_years():
    found = good(SEGMENT + SHARE + "[0.1, 0.2, 0.3]\n")
    assert found.partners == ()
    assert found.shares["partner_id"].tolist() == [""]
    lone = good(SEGMENT + SHARE + "{axorial: 0.4, brivault: [0.1, 0.2, 0.6, 0.6]}\n")
    assert lone.partners == ("axorial", "brivault")
    assert lone.shares.iloc[0][["share_0", "share_1", "share_2", "share_3"]].tolist() == [0.4] * 4
    assert lone.shares.iloc[1]["share_0"] == 0.1
    assert good(SEGMENT).shares.empty


def test_owners_are_roles_in_any_case_or_names_and_may_lack():
    asked = "requires: {vendor: [{text: a, owner: svc}, {text: b, owner: H. Lenoir}, {text: c}]}\n"
    assert good(SEGMENT + asked).requires["owner"].tolist() == ["SVC", "H. Lenoir", ""]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("requires: {}\n", (None, "segments", "vision_segments")),
        ("segments:\n", (1, "segments", "vision_segments")),
        ("segments: []\n", (1, "segments", "vision_segments")),
        ("segments: {id: health}\n", (1, "segments", "yaml_list")),
        ("segments: [health]\n", (1, "segments[1]", "yaml_map")),
        (SEGMENT.replace("health", "007"), (2, "segments[1].id", "yaml_quote")),
        (SEGMENT.replace("id: health", "name: x"), (2, "segments[1].id", "key_missing")),
        (
            SEGMENT.replace("  direct_share: 0.5\n", ""),
            (2, "segments[1].direct_share", "key_missing"),
        ),
        (SEGMENT.replace("100", "-1"), (3, "segments[1].target_companies", "number_min")),
        (SEGMENT.replace("0.1\n", "6%\n"), (4, "segments[1].penetration_start", "number_range")),
        (SEGMENT.replace("0.2\n", "1.2\n"), (5, "segments[1].penetration_year3", "number_range")),
        (SEGMENT + "  market_growth: -1\n", (7, "segments[1].market_growth", "number_above")),
        (SEGMENT + "  price_growth: -1.5\n", (7, "segments[1].price_growth", "number_above")),
        (SEGMENT + "  churn: 1.1\n", (7, "segments[1].churn", "number_range")),
        (
            SEGMENT + "  revenue_per_customer: 20 k\n",
            (7, "segments[1].revenue_per_customer", "money"),
        ),
        (
            SEGMENT + "  revenue_per_customer: -1\n",
            (7, "segments[1].revenue_per_customer", "negative"),
        ),
        (
            SEGMENT + "  penetration_year3_low: 0.21\n",
            (7, "segments[1].penetration_year3_low", "low_value_high"),
        ),
        (
            SEGMENT + "  churn: 0.1\n  churn_high: 0.05\n",
            (8, "segments[1].churn_high", "low_value_high"),
        ),
        (SEGMENT + "  churn_low: 0.1\n", (7, "segments[1].churn_low", "bounds_alone")),
        (SEGMENT + "  path: fast\n", (7, "segments[1].path", "vision_path")),
        (SEGMENT + "  path: [0.5, 1]\n", (7, "segments[1].path", "vision_path")),
        (SEGMENT + "  path: {a: 1}\n", (7, "segments[1].path", "vision_path")),
        (SEGMENT + "  path: [0.3, 0.6, 0.9]\n", (7, "segments[1].path", "vision_path_end")),
        (SEGMENT + "  path: [0.3, x, 1]\n", (7, "segments[1].path", "number")),
        (SEGMENT + "  path: [0.3, null, 1]\n", (7, "segments[1].path", "empty")),
        (SEGMENT + "  path: [9.5, 1, 1]\n", (7, "segments[1].path", "vision_penetration")),
        (SEGMENT.replace("0.5", "[0.5, 0.4]"), (6, "segments[1].direct_share", "vision_shares")),
        (SEGMENT.replace("0.5", "{a: 1}"), (6, "segments[1].direct_share", "vision_shares")),
        (
            SEGMENT.replace("0.5", "[0.5, 0.4, 1.3]"),
            (6, "segments[1].direct_share", "number_range"),
        ),
        (SEGMENT + SHARE + "1.5\n", (7, OF, "number_range")),
        (SEGMENT + SHARE + "\n    axorial: [0.1]\n", (8, f"{OF}.axorial", "vision_shares")),
        (SEGMENT + SHARE + "\n    axoriel: 0.1\n", (8, f"{OF}.axoriel", "unknown_partner_row")),
        (SEGMENT + SHARE + "\n    a/b: 0.1\n", (8, f"{OF}.a/b", "partner_form")),
        (
            SEGMENT + SHARE + "{axorial: 0.6, brivault: [0.4, 0.41, 0.4]}\n",
            (7, OF, "vision_partners"),
        ),
        (SEGMENT + another("health"), (7, "segments[2].id", "segment_twice")),
        (SEGMENT + "  churn: 0.1\n  Churn: 0.2\n", (8, "segments[1].Churn", "key_twice")),
        (SEGMENT + "requires: [x]\n", (7, "requires", "yaml_map")),
        (SEGMENT + "requires: {vendor: x}\n", (7, "requires.vendor", "yaml_list")),
        (
            SEGMENT + "requires:\n  partner:\n  - {owner: PCO}\n",
            (9, "requires.partner[1].text", "key_missing"),
        ),
        (
            SEGMENT + "requires:\n  partner:\n  - {text: {de: x}}\n",
            (9, "requires.partner[1].text", "two_languages"),
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_key(text, fault):
    found, findings = read(text)
    assert found is None
    assert told(findings) == [fault]
    assert all(said(findings, language) for language in ("fr", "en"))


def test_all_faults_are_told_at_once_whatever_their_sort():
    text = SEGMENT.replace("100", "x").replace("0.2\n", "0.2\n  penetration_year3_high: 0.1\n")
    text += SHARE + "{axorial: 0.7, brivault: 0.7, zeta: 0.1}\n  churn_low: 0.1\n"
    text += "- {id: health, penetration_start: 2, penetration_year3: 0.1}\n"
    _, findings = read(text)
    assert told(findings) == [
        (3, "segments[1].target_companies", "number_min"),
        (6, "segments[1].penetration_year3_high", "low_value_high"),
        (8, OF, "vision_partners"),
        (8, f"{OF}.zeta", "unknown_partner_row"),
        (9, "segments[1].churn_low", "bounds_alone"),
        (10, "segments[2].direct_share", "key_missing"),
        (10, "segments[2].id", "segment_twice"),
        (10, "segments[2].penetration_start", "number_range"),
        (10, "segments[2].target_companies", "key_missing"),
    ]


def test_years_are_told_as_years_in_both_languages():
    _, findings = read(SEGMENT + SHARE + "{axorial: [0.5, 0.6, 0.5], brivault: 0.45}\n")
    assert said(findings, "fr") == [
        f"nimbus/2026/vision.yml, ligne 7, clé « {OF} » : les parts des partenaires somment à "
        "1,05 en 2027 ; attendu au plus 1."
    ]
    assert said(findings, "en") == [
        f'nimbus/2026/vision.yml, line 7, key "{OF}": the partners’ shares sum to 1.05 in 2027; '
        "expected at most 1."
    ]


def test_three_tenths_three_times_and_a_tenth_are_the_whole():
    text = SEGMENT + SHARE + "{axorial: 0.3, brivault: 0.3, c: 0.3, d: 0.1}\n"
    assert len(good(text, pd.DataFrame()).shares) == 4


def test_unknown_keys_and_amounts_that_may_be_thousands_are_warnings():
    text = SEGMENT.replace("100", '"2,000"') + '  revenue_per_customer: "20.000"\n  chrun: 0.1\n'
    found, findings = read(text + "requirs: {}\nrequires: {vendors: []}\n")
    assert found is not None
    assert [(one.code, one.values["line"]) for one in findings.warnings] == [
        ("unknown_key", 9),
        ("unknown_key", 8),
        ("grouped", 3),
        ("grouped", 7),
        ("unknown_key", 10),
    ]
    assert "Did you mean churn?" in said(findings, "en")[1]


def test_without_partners_ids_are_taken_as_they_are_with_a_warning():
    found, findings = read(SEGMENT + SHARE + "{zeta: 0.1}\n", None)
    assert found is not None
    assert [warning.code for warning in findings.warnings] == ["partners_unknown"]
    _, findings = read(SEGMENT + SHARE + "{zeta: 0.1, eta: 0.1}\n", None)
    assert [warning.code for warning in findings.warnings] == ["partners_unknown_many"]
    two = SEGMENT + SHARE + "{zeta: 0.1}\n" + another("b") + SHARE + "{Zeta: 0.1}\n"
    _, findings = read(two, None)
    assert told(findings) == [(13, "partner_share_of_indirect", "case_alone")]


# ── in a folder ──────────────────────────────────────────────────────────────────────────────────


def test_assumptions_stand_in_with_their_bounds(client: MakeClient):
    own = "key,value,low,high\nannual_churn,0.08,0.06,0.1\n"
    data = client(**{FILE: SEGMENT, "2026/assumptions.csv": own})
    folder = open_client("nimbus", data=data)
    row = folder.vision().segments.loc["health"]
    assert row[["churn", "churn_low", "churn_high"]].tolist() == [0.08, 0.06, 0.1]
    value = ["revenue_per_customer", "revenue_per_customer_low", "revenue_per_customer_high"]
    assert row[value].tolist() == [20000, 5000, 100000]
    assert "2026/vision.yml" in [one.path for one in folder.sources]


def test_a_client_in_another_currency_tells_its_rate_or_its_revenue(client: MakeClient):
    data = client("currency: GBP\n", **{FILE: SEGMENT})
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=data).vision()
    assert [fault.code for fault in faults.value.faults] == ["rate_missing"]
    assert "annual_contract_value" in faults.value.text("en")
    client("currency: GBP\n", **{FILE: SEGMENT + "  revenue_per_customer: 9000\n"})
    row = open_client("nimbus", data=data).vision().segments.loc["health"]
    assert row[["churn", "revenue_per_customer"]].tolist() == [0.1, 9000]
    client("currency: GBP\neur_rate: 0.5\n", **{FILE: SEGMENT})
    row = open_client("nimbus", data=data).vision().segments.loc["health"]
    assert row["revenue_per_customer"] == 10000


def test_faults_are_those_of_the_file_and_of_its_partners(client: MakeClient):
    data = client(**{FILE: EXAMPLE, "2026/partners.csv": PARTNERS + "x,X,active?,\n"})
    with pytest.raises(InputFaults) as faults:
        open_client("nimbus", data=data).vision()
    assert {fault.file for fault in faults.value.faults} == {"nimbus/2026/partners.csv"}
    client(**{FILE: EXAMPLE.replace("0.03", "3"), "2026/partners.csv": PARTNERS})
    assert [fault.code for fault in check("nimbus", data=data).faults] == ["number_range"]
    (data / "clients/nimbus" / FILE).unlink()
    with pytest.raises(MissingInput, match=r"vision\.yml"):
        open_client("nimbus", data=data).vision()


def test_each_reading_gives_frames_of_its_own(client: MakeClient):
    folder = open_client("nimbus", data=client(**{FILE: EXAMPLE}))
    first = folder.vision().segments
    first.loc["health", "churn"] = 0.9
    assert folder.vision().segments.at["health", "churn"] == 0.1


TWO = (
    f"{SEGMENT}{SHARE}{{axorial: 0.2, brivault: 0.43}}\n"
    f"{another('energy')}{SHARE}{{brivault: 0.37}}\n"
    f"{another('retail')}{SHARE}0.61\n"
    """\
requires:
  vendor:
  - {text: Deux avant-ventes, owner: SVC}
  - {text: Former ceux de Brivault d’abord, owner: SVC}
  partner:
  - {text: Quatre vendeurs, owner: pco}
  - {text: Un vendeur, owner: M. Kerdilès}
"""
)


def narrowed(client: MakeClient, partner: str) -> vision.Vision:
    data = client(**{FILE: TWO, "2026/partners.csv": PARTNERS})
    return open_client("nimbus", data=data, partner=partner, audience="partner").vision()


def test_partners_of_the_vision_are_those_that_the_map_names(client: MakeClient):
    data = client(**{FILE: TWO, "2026/partners.csv": PARTNERS})
    folder = open_client("nimbus", data=data)
    assert folder.partners_with("vision") == ("axorial", "brivault")
    mine = open_client("nimbus", data=data, partner="axorial", audience="partner")
    assert mine.partners_with("vision") == ("axorial",)
    client(**{FILE: SEGMENT + SHARE + "[0.1, 0.1, 0.1]\n"})
    assert open_client("nimbus", data=data).partners_with("vision") == ()
    assert open_client("nimbus", data=data).partners_with("vision", 2025) == ()


def test_a_partner_sees_its_own_shares_and_the_segments_that_they_are_of(client: MakeClient):
    own = narrowed(client, "axorial")
    assert own.segments.index.tolist() == ["health"]
    assert own.shares[["segment", "partner_id", "share_1"]].to_numpy().tolist() == [
        ["health", "axorial", 0.2]
    ]
    assert narrowed(client, "brivault").segments.index.tolist() == ["health", "energy"]


def test_what_is_asked_is_not_told_where_it_names_another_partner(client: MakeClient):
    asked = narrowed(client, "axorial").requires
    assert asked[["side", "text_fr", "owner"]].to_numpy().tolist() == [
        ["vendor", "Deux avant-ventes", "SVC"],
        ["partner", "Quatre vendeurs", "PCO"],
    ]
    assert len(narrowed(client, "brivault").requires) == 4


def filled(language: str) -> str:
    """The template with its required keys, and the others out of their comments."""
    text = templates.map_file("vision", language).decode("utf-8")
    lines = [one for one in text.splitlines() if not one.startswith(("#", "  # Share", "  # Part"))]
    told_ = "\n".join(re.sub("^  # ", "  ", one) for one in lines)
    for key, value in {
        "target_companies": 100,
        "penetration_start": 0.1,
        "penetration_year3": 0.2,
        "direct_share": 0.5,
    }.items():
        told_ = told_.replace(f"  {key}:  ", f"  {key}: {value}  ", 1)
    return told_


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_template_counts_as_absent_until_somebody_fills_it_in(data, language):
    new_client("alpha", 2026, data, language=language)
    file = data / "clients/alpha/2026/vision.yml"
    assert file.read_bytes() == templates.map_file("vision", language)
    folder = open_client("alpha", data=data)
    assert not folder.has("vision")
    with pytest.raises(MissingInput) as missing:
        folder.vision()
    assert missing.value.code == "file_untouched"
    waiting = [one for one in check("alpha", data=data).warnings if one.code == "untouched"]
    assert "alpha/2026/vision.yml" in [one.values["file"] for one in waiting]
    file.write_text(file.read_text("utf-8").replace("# churn: ", "churn: "), "utf-8")
    assert open_client("alpha", data=data).has("vision")
    assert {one.code for one in check("alpha", data=data).faults} == {"key_missing"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_key_of_the_contract_stands_in_the_template(language):
    text = templates.map_file("vision", language).decode("utf-8")
    for key in (*vision.KINDS, vision.PARTNERS, "vendor", "partner", "text", "owner"):
        assert f"{key}:" in text
    found, findings = read(filled(language))
    assert (findings.faults, findings.warnings) == ([], [])
    assert found is not None
    assert found.partners == ("axorial",)
    assert len(found.requires) == 2
