"""The assumptions of a model on its page: one table, and what to confirm first."""

import pandas as pd
import pytest

from padlib import banks
from padlib.core import assumptions as core
from padlib.core import uncertainty
from padlib.display import words
from padlib.display.pages import assumptions
from padlib.display.tables import frozen

BANK = banks.assumptions().assign(changed=False)
KEYS = ["annual_contract_value", "annual_churn", "first_deal_delay_months", "partner_technical_fte"]
FR, EN = words.load("fr"), words.load("en")
FR_GBP = words.load("fr", "GBP")
NBSP, THIN = "\u00a0", "\u202f"


def used(**changes):
    """Four assumptions, some of which the client gave: key → columns that it changed."""
    told = BANK.loc[KEYS].copy()
    for key, columns in changes.items():
        for column, value in {"grade": "C", "changed": True, "note": "", **columns}.items():
            told.loc[key, column] = value
    return told


def rows(table):
    return table.rows.set_index("key")


@pytest.mark.parametrize("say", [FR, EN])
def test_every_assumption_of_the_bank_has_a_unit_a_value_and_a_source_in_words(say) -> None:
    table = assumptions.table(BANK, say)

    assert len(table.rows) == 66 == len(set(table.rows["key"]))
    assert all(one and "[" not in one for one in table.rows["source"])
    assert all(table.rows["unit"])
    for key, row in BANK.iterrows():
        assert assumptions.value(row["value"], row["unit"], say)
        assert assumptions.name(str(key), say)


def test_the_bank_s_values_are_printed_as_they_are_used_with_range_and_unit() -> None:
    table = rows(assumptions.table(used(), FR))

    contract = table.loc["Valeur annuelle du contrat"]
    assert contract["value"] == f"20{THIN}000"
    assert contract["range"] == f"5{THIN}000 – 100{THIN}000"
    assert (contract["unit"], contract["grade"]) == ("€ par client et par an", "W")
    assert table.loc["Taux annuel de perte de clients", "value"] == f"10{NBSP}%"
    assert table.loc["Temps d’avant-vente non facturé du partenaire", "range"] == "0,05 – 0,5"


def test_what_the_client_gave_is_marked_c_bold_and_told_with_its_source_and_note() -> None:
    told = used(
        annual_churn={"value": 0.125, "low": 0.125, "high": 0.125, "source": "CRM 2025"},
        annual_contract_value={"source": "facturation", "note": "Premiers contrats"},
    )
    table = assumptions.table(told, FR)

    assert [table.rows["grade"][place] for place in table.bold] == ["C", "C"]
    churn = rows(table).loc["Taux annuel de perte de clients"]
    assert (churn["value"], churn["range"], churn["source"]) == (
        f"12,5{NBSP}%",
        "connue",
        "CRM 2025",
    )
    contract = rows(table).loc["Valeur annuelle du contrat"]
    assert contract["source"] == f"facturation{THIN}; Premiers contrats"


def test_without_a_source_the_client_s_value_says_whose_it_is_in_each_edition() -> None:
    told = used(annual_churn={"source": ""})

    own = rows(assumptions.table(told, EN)).loc["Annual customer churn rate", "source"]
    partner = assumptions.table(told, EN, audience="partner")
    assert own == "Client’s value"
    assert rows(partner).loc["Annual customer churn rate", "source"] == "Value given for this model"
    assert "given by the vendor or by you" in partner.sub


def test_what_is_to_be_confirmed_first_opens_the_table() -> None:
    table = assumptions.table(used(), EN, first=["first_deal_delay_months"])

    assert table.rows["key"][0] == "Months to first deal"
    assert len(table.rows) == 4
    assert table.sub.startswith("Assumptions to confirm first")
    assert assumptions.table(used(), EN).sub.startswith("M: method")


def test_amounts_converted_from_euros_say_at_which_rate_and_the_client_s_own_do_not() -> None:
    bank = core.merged(banks.assumptions(), eur_rate=0.85)
    converted = rows(assumptions.table(bank, FR_GBP, rate=0.85))

    day = converted.loc["Tarif journalier des services"]
    assert (day["value"], day["unit"]) == ("680", "£ par jour")
    assert day["source"].endswith("converti de l’euro, à 0,85 pour 1 euro")
    assert "euro" not in converted.loc["Taux annuel de perte de clients", "source"]
    own = core.merged(
        banks.assumptions(),
        pd.DataFrame({"value": [700.0], "source": ["devis"]}, index=["day_rate"]),
        eur_rate=0.85,
    )
    told = rows(assumptions.table(own, FR_GBP, rate=0.85)).loc["Tarif journalier des services"]
    assert (told["value"], told["source"]) == ("700", "devis")


def bars(**widths):
    """A tornado: key → (grade, result at low, result at high)."""
    return pd.DataFrame(
        [(grade, low, high, abs(high - low)) for grade, low, high in widths.values()],
        columns=["grade", "result_low", "result_high", "width"],
        index=list(widths),
    )


def test_what_to_confirm_first_says_value_range_and_effect() -> None:
    told = BANK.loc[KEYS]
    tornado = bars(annual_contract_value=("W", 12_300, -400_000.4), annual_churn=("P", 1, 9))
    keys = uncertainty.confirm_first(tornado)

    assert assumptions.confirm(tornado, keys, told, "gain", FR) == [
        f"Valeur annuelle du contrat, 20{THIN}000{NBSP}€ par client et par an{NBSP}: "
        f"de 5{THIN}000{NBSP}€ à 100{THIN}000{NBSP}€, le gain net va de 12{THIN}300{NBSP}€ "
        f"à −400{THIN}000{NBSP}€."
    ]
    assert assumptions.confirm(tornado, keys, told, "npv", EN) == [
        "Annual contract value, €20,000 a customer and year: from €5,000 to €100,000, "
        "the net present value goes from €12,300 to −€400,000."
    ]


def test_nothing_to_confirm_is_said() -> None:
    told = BANK.loc[KEYS]
    sentences = assumptions.confirm(bars(annual_churn=("P", 1, 9)), (), told, "gain", FR)

    assert len(sentences) == 1
    assert sentences[0].startswith("Aucune hypothèse de travail")


def test_a_report_without_tornado_names_the_working_assumptions_that_it_uses() -> None:
    sentences = assumptions.working(used(), EN)

    assert len(sentences) == 3  # the churn comes from a published source
    assert sentences[1].startswith("Months to first deal, 3 months: a working assumption")
    assert assumptions.working(used().loc[["annual_churn"]], EN) == [
        "This report uses no working assumption."
    ]


def test_the_table_holds_plain_values() -> None:
    assert len(frozen(assumptions.table(used(), FR))["rows"]) == 4
