"""client.yml: every key, its kind, range and the year it stands for."""

from datetime import date

import pytest

from padlib import banks
from padlib.workspace import names, settings
from padlib.workspace.faults import Findings
from padlib.workspace.settings import ReaderText, Settings

from .conftest import told

HEAD = "client_id: nimbus\nname: Nimbus\n"


def read(yml: str) -> tuple[Settings | None, Findings]:
    findings = Findings("nimbus/client.yml")
    return settings.read((HEAD + yml).encode(), "nimbus", findings), findings


def good(yml: str) -> Settings:
    found, findings = read(yml)
    assert findings.faults == []
    assert findings.warnings == []
    assert found is not None
    return found


def test_the_example_of_the_contract_is_read_whole():
    text = """{client_id: nimbus, name: Nimbus Logiciels, fictional: true, language: fr,
     people: {DG: H. Lenoir, DIRP: A. Morel, CM: J. Okafor},
     campaigns: {2026: {from: 2026-09-14, to: 2026-10-16, as_of: 2026-10-31,
     perception_invited: 14}},
     target_sectors: [health, local government], territory: [FR-ARA, FR-OCC, FR-PAC],
     target_new_customers_year: 60, recruitment_plan: [[1, 4], [4, 4], [7, 4], [10, 3]],
     weight_overrides: {recruitment: {RC-04: 20, RC-02: 5, RC-06: 3}},
     bounds_overrides: {PM-D1: {lo: 0, hi: 60}}, thresholds: {diagnostic.monthly_capacity: 8}}"""
    findings = Findings("nimbus/client.yml")
    found = settings.read(text.encode(), "nimbus", findings)
    assert (findings.faults, findings.warnings) == ([], [])
    assert found is not None
    year = found.of(2026)
    assert (year.name, year.fictional, year.perception_invited) == ("Nimbus Logiciels", True, 14)
    assert year.campaign(2026).as_of == date(2026, 10, 31)
    assert year.recruitment_plan == ((1, 4), (4, 4), (7, 4), (10, 3))
    assert year.thresholds == {"diagnostic.monthly_capacity": 8}
    assert year.bounds_overrides["PM-D1"].hi == 60


def test_a_campaign_wins_for_its_year_alone():
    found = good(
        "form: full\nlist_size: 50\ncampaigns: {2025: {form: short}, 2026: {list_size: 0}}"
    )
    assert (found.of(2025).form, found.of(2025).list_size) == ("short", 50)
    assert (found.of(2026).form, found.of(2026).list_size) == ("full", 0)
    assert (found.of(2024).form, found.of(2024).list_size) == ("full", 50)


def test_texts_for_readers_are_one_text_or_one_a_language():
    found = good("kind: Éditeur\ndistribution: {fr: Comité, en: Committee}")
    assert found.kind == ReaderText("Éditeur", "Éditeur")
    assert found.distribution is not None
    assert found.distribution.text("en") == "Committee"


def test_sectors_and_regions_are_known_by_code_or_name_in_either_language():
    found = good(
        "target_sectors: [Santé, insurance]\n"
        'territory: [auvergne rhone alpes, Brittany, "provence-alpes-cote d\'azur", fr-idf]'
    )
    assert found.target_sectors == ("health", "insurance")
    assert found.territory == ("FR-ARA", "FR-BRE", "FR-PAC", "FR-IDF")


def test_yes_no_and_decimal_commas_are_read_as_in_a_table():
    found = good("fictional: oui\nnamed: no\ncurrency: gbp\neur_rate: 0,85")
    assert (found.fictional, found.named, found.rate) == (True, False, 0.85)


def test_blank_keys_hold_their_default():
    found = good("people:\n  DG:\ncampaigns:\n  2026:\n    from:\n    to:\nlist_size:")
    assert (found.people, found.list_size, found.language) == ({}, None, "fr")


@pytest.mark.parametrize(
    ("yml", "fault"),
    [
        ("language: de", (3, "language", "code")),
        ("currency: EURO", (3, "currency", "currency")),
        ("eur_rate: 1.1", (3, "eur_rate", "eur_rate")),
        ("currency: GBP\neur_rate: 0", (4, "eur_rate", "number_above")),
        ("fictional: peut-être", (3, "fictional", "boolean")),
        ("kind: {de: x}", (3, "kind", "two_languages")),
        ("kind: 2026", (3, "kind", "yaml_quote")),
        ("logo: [a]", (3, "logo", "yaml_scalar")),
        ("form: medium", (3, "form", "code")),
        ("perception_invited: 0", (3, "perception_invited", "whole_min")),
        ("campaigns: [2026]", (3, "campaigns", "yaml_map")),
        ("campaigns: {26: {to: 2026-01-01}}", (3, "campaigns.26", "year_form")),
        ("campaigns:\n  2026: {from: 2026-02-30}", (4, "campaigns.2026.from", "date_impossible")),
        (
            "campaigns:\n  2026:\n    from: 2026-10-01\n    to: 2026-09-01",
            (6, "campaigns.2026.to", "campaign_dates"),
        ),
        ("people:\n  CEO: A. B.", (4, "people.CEO", "unknown_role")),
        ("target_sectors:\n- health\n- healt", (5, "target_sectors[2]", "unknown_sector")),
        ("territory: [Bavière]", (3, "territory[1]", "unknown_region")),
        ("target_new_customers_year: 60.5", (3, "target_new_customers_year", "whole_min")),
        ("target_sectors: health", (3, "target_sectors", "yaml_list")),
        ("territory: [FR-ARA, ]\npeople: {DG: a, dg: b}", (4, "people.dg", "key_twice")),
        ("shortlist_size: -1", (3, "shortlist_size", "whole_min")),
        ("list_size: beaucoup", (3, "list_size", "whole_min")),
        ("recruitment_plan: [[4, 2], [1, 2]]", (3, "recruitment_plan", "waves")),
        ("recruitment_plan: [[37, 2]]", (3, "recruitment_plan", "waves")),
        ("manager_hours_year: 0", (3, "manager_hours_year", "number_above")),
        ("mode: rental", (3, "mode", "code")),
        ("services_days: {training: -1}", (3, "services_days.training", "number_min")),
        (
            "weight_overrides:\n  recruitment:\n    RC-4O: 3",
            (5, "weight_overrides.recruitment.RC-4O", "unknown_criterion"),
        ),
        (
            "weight_overrides: {diagnostic: {EXPO: 3}}",
            (3, "weight_overrides.diagnostic.EXPO", "unknown_part"),
        ),
        (
            "weight_overrides: {convergence: {STR: 0, ORG: 0, PRG: 0, OPS: 0}}",
            (3, "weight_overrides.convergence", "weights_zero"),
        ),
        ("bounds_overrides: {RC-01: {lo: 30}}", (3, "bounds_overrides.RC-01", "bounds_order")),
        (
            "bounds_overrides: {RC-02: {target_hi: 900}}",
            (3, "bounds_overrides.RC-02", "bounds_inside"),
        ),
        (
            "bounds_overrides: {RC-01: {target_lo: 1}}",
            (3, "bounds_overrides.RC-01", "bounds_target"),
        ),
        (
            "thresholds:\n  diagnostic.capacity: 8",
            (4, "thresholds.diagnostic.capacity", "unknown_threshold"),
        ),
        (
            "thresholds: {recruitment.shortlist_size: 8}",
            (3, "thresholds.recruitment.shortlist_size", "threshold_own_key"),
        ),
        (
            "thresholds: {perception.anonymity_threshold: 2}",
            (3, "thresholds.perception.anonymity_threshold", "whole_range"),
        ),
        (
            "thresholds: {diagnostic.min_coverage: 60}",
            (3, "thresholds.diagnostic.min_coverage", "number_range"),
        ),
        (
            "thresholds: {recruitment.seed: 7}",
            (3, "thresholds.recruitment.seed", "unknown_threshold"),
        ),
    ],
)
def test_what_is_wrong_is_told_on_the_line_of_its_key(yml, fault):
    _, findings = read(yml)
    assert told(findings) == [fault]


def test_an_id_that_is_not_the_folders_and_a_missing_name_are_faults():
    findings = Findings("nimbus/client.yml")
    settings.read(b"client_id: other\nname: X\n", "nimbus", findings)
    assert told(findings) == [(1, "client_id", "client_id")]
    findings = Findings("nimbus/client.yml")
    settings.read(b"client_id: nimbus\n", "nimbus", findings)
    assert told(findings) == [(None, "name", "key_missing")]


def test_all_faults_of_the_file_come_at_once():
    _, findings = read("language: de\nform: x\npeople: {CEO: y}\nlist_size: z\n")
    assert [line for line, *_ in told(findings)] == [3, 4, 5, 6]


def test_unknown_keys_and_partner_roles_are_warnings_with_the_nearest():
    found, findings = read("langage: en\ncampaigns: {2026: {listsize: 3}}\npeople: {PDG: P. Axel}")
    assert found is not None
    assert [(w.code, w.values["column"], w.values.get("nearest")) for w in findings.warnings] == [
        ("unknown_key", "langage", "language"),
        ("unknown_key", "campaigns.2026.listsize", "list_size"),
        ("partner_role", "people.PDG", None),
    ]


def single_numbers(section: dict, path: str = "") -> set[str]:
    """Dotted names of the single numbers of the rules, not in lists."""
    found = set()
    for name, value in section.items():
        if isinstance(value, dict):
            found |= single_numbers(value, f"{path}{name}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.add(path + name)
    return found


def test_every_single_number_of_the_rules_has_its_range_and_the_banks_value_is_in_it():
    numbers = single_numbers(banks.rules())
    left_out = {"version", "recruitment.seed", "simulation.seed", *names.OWN_KEYS}
    assert set(names.thresholds()) == numbers - left_out
    for name, kind in names.thresholds().items():
        value = banks.rules()
        for part in name.split("."):
            value = value[part]
        assert kind.read(str(value)) == value
