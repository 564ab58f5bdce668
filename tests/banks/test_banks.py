"""The banks hold together: ids, references, weights, both languages."""

import pandas as pd
import pytest

from padlib import banks
from padlib.core import actions

SIZES = {
    "diagnostic": 54,
    "perception": 34,
    "convergence": 28,
    "partner_map": 11,
    "recruitment": 15,
    "plan_100_days": 22,
    "preconceived_ideas": 9,
    "practices": 90,
}


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_each_bank_has_its_items_once_with_every_text_in_both_languages(name, size):
    items = banks.load(name).items
    assert len(items) == size and items.index.is_unique
    for french in items.columns[items.columns.str.endswith("_fr")]:
        english = french.removesuffix("_fr") + "_en"
        assert ((items[french] == "") == (items[english] == "")).all(), french


def test_every_name_has_a_file_and_an_unknown_one_is_refused():
    assert set(banks.names()) == set(SIZES)
    with pytest.raises(KeyError, match="diagnostics"):
        banks.load("diagnostics")


def test_what_is_handed_out_can_be_changed_without_harm():
    items, table = banks.load("diagnostic").items, banks.assumptions()
    items.loc["D-EXP-01", "weight"] = 99
    table.loc["annual_churn", "value"] = 99.0
    banks.rules()["diagnostic"]["target_level"] = 99
    assert banks.load("diagnostic").items.at["D-EXP-01", "weight"] == 3
    assert banks.rules("diagnostic")["target_level"] == 3
    assert banks.assumptions().at["annual_churn", "value"] == 0.1


def test_numbers_flags_and_lists_come_typed():
    items = banks.load("diagnostic").items
    assert items["weight"].dtype == int and items["short_form"].dtype == bool
    assert items.at["D-EXP-05", "mistake_ids"] == ("ER-EXP-2", "ER-RES-1")
    criteria = banks.load("recruitment").items
    assert criteria["lo"].dtype == float and criteria["weight"].dtype == float
    assert pd.isna(criteria.at["RC-01", "knockout_value"])
    assert criteria.at["RC-01", "knockout_operator"] == ""
    assert banks.load("plan_100_days").items.at["J-09", "depends_on"] == ("J-05", "J-07")


def test_weights_sum_to_a_hundred():
    rules = banks.rules()
    for section, parts in (
        ("diagnostic", "dimensions"),
        ("perception", "factors"),
        ("convergence", "themes"),
    ):
        assert sum(part["weight"] for part in rules[section][parts]) == 100
    assert banks.load("recruitment").items["weight"].sum() == 100
    assert banks.load("partner_map").items.groupby("axis")["weight"].sum().tolist() == [100, 100]


def test_the_diagnostic_refers_to_what_exists():
    items, practices = banks.load("diagnostic").items, banks.load("practices").items
    roles, dimensions = banks.roles(), [d["id"] for d in banks.rules("diagnostic")["dimensions"]]
    for item, row in items.iterrows():
        assert row["dimension"] in dimensions
        assert {*row["audience"], row["owner_role"]} <= set(roles)
        assert {roles[role]["side"] for role in row["audience"]} == {"vendor"}
        assert {*row["mistake_ids"], *row["best_practice_ids"]} <= set(practices.index), item
        assert row["depends_on"] in {"", *items.index} and row["effort"] in banks.effort()
    assert items["short_form"].sum() == 32
    assert items.loc[items["short_form"], "dimension"].nunique() == len(dimensions)


def test_the_short_form_can_publish_every_dimension():
    short = banks.load("diagnostic").items.query("short_form")
    assert (short.groupby("dimension").size() >= 3).all()


def test_no_action_waits_for_itself_through_others():
    items = banks.load("diagnostic").items
    table = items.assign(load=1, duration=1)[["load", "duration", "depends_on"]]
    found = actions.schedule(table, len(items), len(items))
    assert len(found.months) == len(items)


def test_practices_and_items_name_each_other():
    items, practices = banks.load("diagnostic").items, banks.load("practices").items
    for practice, row in practices.iterrows():
        assert set(row["diagnostic_ids"]) <= set(items.index), practice
    for item, row in items.iterrows():
        for practice in (*row["mistake_ids"], *row["best_practice_ids"]):
            assert item in practices.at[practice, "diagnostic_ids"], (item, practice)


def test_knock_outs_have_an_operator_a_value_and_a_reason_together():
    criteria = banks.load("recruitment").items
    armed = criteria["knockout_operator"] != ""
    assert set(criteria.loc[armed, "knockout_operator"]) == {"lt", "eq"}
    assert armed.equals(criteria["knockout_value"].notna())
    assert armed.equals(criteria["knockout_reason_fr"] != "")


def test_every_id_has_a_short_label_in_both_languages():
    for language in ("fr", "en"):
        labels = banks.short_labels(language)
        for name in ("diagnostic", "perception", "convergence", "recruitment", "practices"):
            assert set(banks.load(name).items.index) <= set(labels)
        assert all(labels.values())


def test_assumptions_have_a_grade_and_bounds_around_their_value():
    table = banks.assumptions()
    assert len(table) == 66 and set(table["grade"]) == {"M", "P", "D", "W"}
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()


def test_the_metropolitan_regions_are_thirteen_of_eighteen():
    assert len(banks.regions()) == 18 and banks.regions()["metropolitan"].sum() == 13


def test_a_sector_s_parent_is_a_sector_without_parent():
    sectors = banks.sectors()
    parents = sectors.loc[sectors["parent"] != "", "parent"].unique()
    assert set(parents) <= set(sectors.index) and (sectors.loc[parents, "parent"] == "").all()


def test_labels_cover_the_codes_by_field():
    labels = banks.reseller_labels()
    assert labels.at[("status_code", "pending"), "label_en"]
    assert labels.index.is_unique


def test_bands_touch_and_ascend():
    bands = banks.rules("diagnostic")["bands"]
    assert [band["from"] for band in bands[1:]] == [band["to"] for band in bands[:-1]]


def test_digests_are_twelve_hex_digits_and_differ():
    stamps = [banks.digest(), *(banks.load(name).digest for name in banks.names())]
    assert len(set(stamps)) == len(stamps)
    assert all(len(stamp) == 12 and int(stamp, 16) >= 0 for stamp in stamps)
    assert banks.version() == banks.load("diagnostic").version == 1
