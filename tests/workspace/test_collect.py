"""A CRM's export put into `deals.csv`: what is read, what is told, what is written."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padlib.workspace import (
    InputFaults,
    MissingInput,
    UnknownName,
    collecting,
    crm_mapping,
    open_client,
    sentence,
)
from padlib.workspace.collecting import Collection, ExportFaults
from padlib.workspace.encodings import MARK
from padlib.workspace.saving import NotWritten

from .conftest import MakeClient
from .exports import DEALS, EXPORTS, PARTNERS, as_csv, as_workbook

TODAY = date(2026, 6, 30)
HEAD = "deal_id,partner_id,amount,stage,expected_close"
FIELDS = tuple(next(iter(DEALS.values())))

Collect = Callable[..., Collection]


@pytest.fixture
def collect(client: MakeClient, tmp_path: Path) -> Collect:
    """Collect an export into a client of three partners, with the files given."""

    def run(export: bytes | str, crm: str = "salesforce", **told: Any) -> Collection:
        files = told.pop("files", {})
        root = client(told.pop("yml", ""), **{"2026/partners.csv": PARTNERS, **files})
        path = tmp_path / told.pop("name", "export.csv")
        path.write_bytes(export.encode() if isinstance(export, str) else export)
        told.setdefault("issued", TODAY)
        return collecting.collect("nimbus", path, crm, 2026, root, **told)

    return run


def report(*rows: str, head: str = "Opportunity ID,Partner Account,Amount,Stage,Close Date") -> str:
    """A report of Salesforce, as short as it can be."""
    return "\n".join([head, *rows]) + "\n"


def deals_of(found: Collection) -> Path:
    return found.before.path


def codes(found: Collection) -> list[tuple[str, list[int]]]:
    """What is to be mended: its code and lines."""
    return [(fault.code, list(fault.values["lines"])) for fault in found.faults]


def refused(run: Callable[[], object]) -> list[tuple[str, int | None, str | None]]:
    """Code, line and column of what stops the whole collection."""
    with pytest.raises(ExportFaults) as caught:
        run()
    return [(fault.code, fault.line, fault.column) for fault in caught.value.faults]


# ── the four CRMs ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("crm", "language"), EXPORTS)
def test_each_crm_tells_the_same_deals_in_both_languages(collect, crm, language):
    found = collect(EXPORTS[crm, language](), crm)
    told = {
        one.values["deal_id"]: {name: one.values[name] for name in FIELDS} for one in found.added
    }
    assert told == DEALS
    assert found.faults == []


@pytest.mark.parametrize(("crm", "language"), EXPORTS)
def test_what_was_collected_is_read_without_a_fault_and_collecting_it_again_changes_nothing(
    collect, crm, language
):
    found = collect(EXPORTS[crm, language](), crm)
    found.write()
    written = deals_of(found).read_bytes()
    table = open_client("nimbus", 2026, found.folder.workspace.root, issued=TODAY).deals()
    assert dict(zip(table["deal_id"], table["amount"], strict=True)) == {
        deal: told["amount"] for deal, told in DEALS.items()
    }
    again = collect(EXPORTS[crm, language](), crm)
    assert (again.has_changes, len(again.unchanged)) == (False, 3)
    assert again.write() is None
    assert deals_of(again).read_bytes() == written


def test_the_foot_of_a_report_is_told_and_is_no_deal(collect):
    assert collect(EXPORTS["salesforce", "en"]()).export.no_deals == [6, 7]


def test_the_title_above_a_reports_header_is_told_and_left(collect):
    table = [["Deals of partners"], ["As of 30 June 2026"], []]
    table += [line.split(",") for line in report("a,Axorial,10,Prospecting,2026-09-01").split("\n")]
    found = collect(as_workbook(table), name="report.xlsx")
    assert found.export.no_deals == [1, 2]
    assert [(one.line, one.values["deal_id"]) for one in found.added] == [(5, "a")]


def test_an_id_of_eighteen_signs_is_the_one_of_fifteen_that_reports_have(collect):
    found = collect(report("0065g00000AbCdEAAW,Axorial,10,Prospecting,2026-09-01"))
    assert [one.values["deal_id"] for one in found.added] == ["0065g00000AbCdE"]


def test_of_several_companies_of_a_deal_the_one_that_is_a_partner_is_taken(collect):
    head = "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company"
    rows = ["1,A,Contract sent,2026-09-01,10,CH du Lac;AXORIAL SAS"]
    rows += ["2,B,Contract sent,2026-09-01,10,Axorial;Calvendre"]
    rows += ["3,C,Contract sent,2026-09-01,10,CH du Lac"]
    found = collect("\n".join([head, *rows]), "hubspot")
    assert [one.values["partner_id"] for one in found.added] == ["axorial"]
    assert codes(found) == [("crm_two_partners", [3]), ("crm_partner", [4])]


def test_a_lost_opportunity_of_odoo_is_lost_though_it_keeps_its_stage(collect):
    head = "External ID,Assigned Partner,Stage,Expected Revenue,Expected Closing,Lost Reason"
    found = collect(f"{head}\na,Axorial,Proposition,10,2026-09-01,Too expensive\n", "odoo")
    assert [one.values["stage"] for one in found.added] == ["lost"]


def test_a_won_opportunity_of_dynamics_has_its_actual_revenue_and_day(collect):
    found = collect(EXPORTS["dynamics365", "en"](), "dynamics365")
    values = {one.values["deal_id"]: one.values for one in found.added}["sete"]
    assert (values["amount"], values["expected_close"]) == (45000.0, date(2026, 5, 12))


def test_the_mappings_are_found_as_data_of_the_package():
    assert crm_mapping.shipped() == ["dynamics365", "hubspot", "odoo", "salesforce"]
    assert crm_mapping.find("Dynamics 365")[0] == "dynamics365.yml"


# ── partners ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["axorial", "AXORIAL", "Axorial SAS", " Âxorial S.A.S. "])
def test_a_partner_is_known_by_id_or_name_whatever_case_accents_and_legal_form(collect, name):
    found = collect(report(f"a,{name},10,Prospecting,2026-09-01"))
    assert [one.values["partner_id"] for one in found.added] == ["axorial"]


def test_partners_that_are_not_known_are_told_with_near_names_lines_and_amount(collect):
    rows = ["a,Axoriel,1000,Prospecting,2026-09-01", "b,Zenith,70,Prospecting,2026-09-01"]
    rows += ["c,AXORIEL,234.5,Closed Won,2026-05-01"]
    found = collect(report(*rows))
    assert codes(found) == [("crm_partner_near", [2, 4]), ("crm_partner", [3])]
    assert sentence(found.faults[0], "en").startswith(
        'export.csv, lines 2 and 4, column "Partner Account": "Axoriel" is not in partners.csv '
        "(€1,234.50 in all); near names: Axorial."
    )
    assert (found.added, found.refused) == ([], [2, 3, 4])


def test_rows_without_partner_are_direct_sales_told_and_left(collect):
    found = collect(report("a,,1000,Prospecting,2026-09-01", "b,Axorial,1,Prospecting,2026-09-01"))
    assert [(row.line, row.amount) for row in found.direct] == [(2, 1000.0)]
    assert found.faults == []


def test_a_mapping_of_ones_own_says_who_a_partner_is_and_what_a_stage_means(collect, tmp_path):
    own = tmp_path / "ours.yml"
    own.write_text(
        "name: Ours\nlike: salesforce\npartners: {Groupe Zénith: axorial}\n"
        "stages: {negotiation: [Verbal yes]}\ncolumns: {partner: [Channel]}\n"
    )
    head = "Opportunity ID,Partner Account,Channel,Amount,Stage,Close Date"
    found = collect(report("a,x,GROUPE ZENITH,10,verbal YES,2026-09-01", head=head), str(own))
    assert [(one.values["partner_id"], one.values["stage"]) for one in found.added] == [
        ("axorial", "negotiation")
    ]


# ── what is refused whole ─────────────────────────────────────────────────────────────────────────


def test_a_crm_that_nobody_knows_is_refused_with_the_nearest(collect):
    with pytest.raises(UnknownName, match="salesforce"):
        collect(report(), "salesfocre")


def test_an_export_that_is_not_there_or_lacks_columns_is_refused(collect, client):
    root = client("", **{"2026/partners.csv": PARTNERS})
    path = root / "none.csv"
    run = lambda: collecting.collect("nimbus", path, "odoo", 2026, root)  # noqa: E731
    assert refused(run) == [("export_missing", None, None)]
    assert refused(lambda: collect("\n")) == [("export_empty", None, None)]
    told = refused(lambda: collect("Opportunity ID,Amount,Close Date\na,1,2026-09-01\n"))
    assert told == [("crm_column", 1, None), ("crm_column", 1, None)]  # partner and stage


def test_without_partners_csv_nothing_can_be_matched(client, tmp_path):
    export = tmp_path / "export.csv"
    export.write_text(report("a,Axorial,1,Prospecting,2026-09-01"))
    with pytest.raises(MissingInput, match=r"partners\.csv"):
        collecting.collect("nimbus", export, "salesforce", 2026, client(""))


def test_dates_that_mean_two_days_are_refused_until_the_user_says_which(collect):
    text = report("a,Axorial,10,Prospecting,3/4/2026", "b,Axorial,10,Prospecting,05/05/2026")
    assert refused(lambda: collect(text)) == [("crm_dates", 2, None)]
    days = {
        order: collect(text, dates=order).added[0].values["expected_close"]
        for order in ("dmy", "mdy")
    }
    assert days == {"dmy": date(2026, 4, 3), "mdy": date(2026, 3, 4)}


def test_one_date_that_leaves_no_doubt_tells_the_order_of_all(collect):
    rows = ["a,Axorial,10,Prospecting,3/4/2026", "b,Axorial,10,Prospecting,9/14/2026"]
    found = collect(report(*rows))
    assert found.added[0].values["expected_close"] == date(2026, 3, 4)
    assert (found.export.dates.because, found.export.dates.line) == ("cell", 3)


def test_a_decimal_comma_tells_that_the_day_comes_first(collect):
    found = collect(report('a,Axorial,"10,5",Prospecting,3/4/2026'))
    assert found.added[0].values["expected_close"] == date(2026, 4, 3)
    assert found.export.dates.because == "comma"


def test_dates_that_prove_both_orders_are_refused(collect):
    rows = ["a,Axorial,10,Prospecting,14/3/2026", "b,Axorial,10,Prospecting,3/14/2026"]
    assert [code for code, *_ in refused(lambda: collect(report(*rows)))] == ["crm_dates"]


def test_amounts_that_mean_two_numbers_are_refused_until_the_user_says_which(collect):
    text = report('a,Axorial,"12,345",Prospecting,2026-09-01')
    assert refused(lambda: collect(text)) == [("crm_decimal", 2, None)]
    amounts = {
        mark: collect(text, decimal=mark).added[0].values["amount"] for mark in ("comma", "point")
    }
    assert amounts == {"comma": 12.35, "point": 12345.0}


def test_an_unknown_choice_is_refused(collect):
    with pytest.raises(UnknownName, match="dmy, mdy"):
        collect(report(), dates="ymd")


def test_bad_mappings_have_faults_on_their_lines(collect, tmp_path):
    own = tmp_path / "ours.yml"
    own.write_text(
        "name: Ours\n"
        "columns:\n"
        "  deal_id: [Id]\n"
        "  partnr: [Partner]\n"
        "stages:\n"
        "  signed: [Won]\n"
        "dates: ymd\n"
        "partners: {Zenith: zenith}\n"
    )
    told = refused(lambda: collect(report(), str(own)))
    assert ("crm_key", 4, "columns.partnr") in told
    assert ("code", 7, "dates") in told
    own.write_text("name: Ours\nlike: salesfarce\n")
    assert refused(lambda: collect(report(), str(own))) == [("crm_like", 2, "like")]
    own.write_text("name: Ours\nlike: odoo\npartners: {Zenith: axoriel}\n")
    assert refused(lambda: collect(report(), str(own))) == [
        ("unknown_partner", 3, "partners.Zenith")
    ]
    own.write_text("name: Ours\nlike: odoo\nstages:\n  signed: [Done]\n  lost: [done]\n")
    assert refused(lambda: collect(report(), str(own))) == [("crm_spelt_twice", 5, "stages.lost")]
    own.write_text("name: Ours\ncolumns:\n  deal_id: [Id]\n")
    assert [fault[0] for fault in refused(lambda: collect(report(), str(own)))] == [
        "key_missing"
    ] * 4


def test_a_faulty_deals_csv_is_refused_with_its_faults(collect):
    files = {"2026/deals.csv": f"{HEAD}\nold,axorial,ten,identified,2026-09-01\n"}
    with pytest.raises(InputFaults, match="ten"):
        collect(report("a,Axorial,1,Prospecting,2026-09-01"), files=files)


def test_deals_in_a_workbook_are_refused(collect):
    files = {"2026/deals.xlsx": as_workbook([HEAD.split(",")])}
    run = lambda: collect(report("a,Axorial,1,Prospecting,2026-09-01"), files=files)  # noqa: E731
    assert refused(run) == [("deals_workbook", None, None)]


# ── rows to mend ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",Axorial,10,Prospecting,2026-09-01", "crm_no_id"),
        ("a,Axorial,,Prospecting,2026-09-01", "crm_no_amount"),
        ("a,Axorial,ten,Prospecting,2026-09-01", "crm_amount"),
        ("a,Axorial,-10,Prospecting,2026-09-01", "crm_negative"),
        ("a,Axorial,$10,Prospecting,2026-09-01", "crm_currency"),
        ("a,Axorial,10,Demo,2026-09-01", "crm_stage"),
        ("a,Axorial,10,,2026-09-01", "crm_no_stage"),
        ("a,Axorial,10,Prospecting,", "crm_no_date"),
        ("a,Axorial,10,Prospecting,soon", "crm_date"),
        ("a,Axorial,10,Prospecting,2026-02-30", "crm_date_impossible"),
        ("a,Axorial,10,Closed Won,2026-07-01", "later_fact"),
        ("a,Axorial,10,Prospecting,2026-09-01,more,still", "extra_cells"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_by_its_line_and_the_others_are_taken(collect, row, code):
    found = collect(report("b,Axorial,20,Prospecting,2026-09-01", row))
    assert codes(found) == [(code, [3])]
    assert found.refused == [3]
    assert [one.values["deal_id"] for one in found.added] == ["b"]
    assert "→" in sentence(found.faults[0], "fr")


def test_the_currency_of_a_column_is_looked_at_too(collect):
    head = "Opportunity ID,Partner Account,Amount Currency,Amount,Stage,Close Date"
    rows = ["a,Axorial,USD,10,Prospecting,2026-09-01", "b,Axorial,EUR,10,Prospecting,2026-09-01"]
    found = collect(report(*rows, head=head))
    assert codes(found) == [("crm_currency", [2])]
    assert found.export.has_currency


def test_a_deal_won_and_lost_at_once_is_told(collect):
    head = "Opportunity ID,Partner Account,Amount,Stage,Close Date,Won"
    found = collect(report("a,Axorial,10,Closed Lost,2026-05-01,1", head=head))
    assert codes(found) == [("crm_outcome", [2])]


def test_the_same_deal_twice_counts_once_when_it_is_the_same_and_is_told_when_it_is_not(collect):
    rows = ["a,Axorial,10,Prospecting,2026-09-01"] * 2
    rows += ["b,Axorial,10,Prospecting,2026-09-01", "b,Calvendre,10,Prospecting,2026-09-01"]
    found = collect(report(*rows))
    assert (found.repeated, codes(found)) == ([3], [("crm_twice", [4, 5])])
    assert [one.values["deal_id"] for one in found.added] == ["a"]


def test_a_stage_of_ones_own_is_read_by_its_probability_and_that_is_told(collect):
    head = "Opportunity ID,Partner Account,Amount,Stage,Close Date,Probability (%)"
    rows = ["a,Axorial,10,Demo done,2026-09-01,60", "b,Axorial,10,Demo done,2026-09-01,60 %"]
    rows += ["c,Axorial,10,Verbal,2026-09-01,100"]
    found = collect(report(*rows, head=head))
    assert found.export.by_probability == {("Demo done", "proposal"): [2, 3]}
    assert codes(found) == [("crm_stage", [4])]  # nobody is held to have signed by a percentage


def test_an_origin_that_is_not_in_the_mapping_is_left_blank_and_told(collect):
    head = "Opportunity ID,Partner Account,Amount,Stage,Close Date,Lead Source"
    rows = ["a,Axorial,10,Prospecting,2026-09-01,Partner Referral"]
    found = collect(report(*rows, "b,Axorial,10,Prospecting,2026-09-01,Salon", head=head))
    assert [one.values.get("origin") for one in found.added] == ["partner", None]
    assert found.export.other_origins == {"Salon": [3]}


def test_deals_of_another_year_are_left_but_for_those_that_deals_csv_has(collect):
    rows = ["a,Axorial,1,Closed Won,2025-12-31", "b,Axorial,2,Closed Lost,2025-01-01"]
    rows += ["c,Axorial,3,Prospecting,2027-12-31", "d,Axorial,4,Prospecting,2028-01-01"]
    rows += ["e,Axorial,5,Prospecting,2025-03-01", "old,Axorial,6,Closed Won,2025-12-31"]
    files = {"2026/deals.csv": f"{HEAD}\nold,axorial,6,negotiation,2026-01-31\n"}
    found = collect(report(*rows), files=files)
    assert [row.line for row in found.other_year] == [2, 3, 5]
    assert [one.values["deal_id"] for one in found.added] == ["e", "c"]
    assert [one.fields["stage"] for one in found.changed] == [("negotiation", "signed")]


# ── what is written ───────────────────────────────────────────────────────────────────────────────


def test_a_new_file_opens_in_a_spreadsheet_of_the_clients_language(collect):
    text = report('a,Axorial,"1,234.5",Prospecting,9/14/2026')
    for yml, line in (
        ("language: fr\n", "a;axorial;1234,5;identified;2026-09-14;;;;;;"),
        ("language: en\n", "a,axorial,1234.5,identified,2026-09-14,,,,,,"),
    ):
        found = collect(text, yml=yml)
        assert found.before.content is None
        content = found.content()
        assert content.startswith(MARK)
        assert content.decode("utf-8-sig").split("\r\n")[1:] == [line, ""]


def test_what_the_export_does_not_have_stays_byte_for_byte(collect):
    old = (
        "deal_id;partner_id;amount;stage;expected_close;next_step;Mine\r\n"
        'lac;axorial;"60 000";negotiation;20/08/2026;"Devis ; final";x\r\n'
        "\r\n"
        "older;Belmarange ; 1000,50 ;SIGNED;01/02/2026;Rappeler l'élu;y\r\n"
    ).replace("Belmarange", "belmarange")
    files = {"2026/deals.csv": old.encode("cp1252")}
    found = collect(report("lac,Axorial,62000,Closed Won,2026-06-12"), files=files)
    assert found.staying == ["older"]
    assert dict(found.changed[0].fields) == {
        "amount": (60000.0, 62000.0),
        "stage": ("negotiation", "signed"),
        "expected_close": (date(2026, 8, 20), date(2026, 6, 12)),
    }
    assert found.content() == old.replace(
        'lac;axorial;"60 000";negotiation;20/08/2026;"Devis ; final";x',
        'lac;axorial;62000;signed;12/06/2026;"Devis ; final";x',
    ).encode("cp1252")


def test_a_new_deal_and_a_new_column_change_no_other_line(collect):
    old = f"{HEAD}\nold,axorial,10,identified,2026-09-01"  # no end of line
    head = "Opportunity ID,Partner Account,Amount,Stage,Close Date,Opportunity Name"
    found = collect(
        report("a,Axorial,20.25,Prospecting,2026-09-02,CH du Lac", head=head),
        files={"2026/deals.csv": old},
    )
    assert found.content().decode() == (
        f"{HEAD},name\nold,axorial,10,identified,2026-09-01\n"
        "a,axorial,20.25,identified,2026-09-02,CH du Lac\n"
    )


def test_a_blank_of_the_export_erases_nothing(collect):
    head = "Opportunity ID,Partner Account,Amount,Stage,Close Date,Next Step"
    old = f"{HEAD},next_step\na,axorial,10,identified,2026-09-01,Appeler\n"
    text = report("a,Axorial,10,Prospecting,2026-09-01,", head=head)
    found = collect(text, files={"2026/deals.csv": old})
    assert (found.unchanged, found.has_changes) == ([2], False)
    assert found.content() == old.encode()


def test_a_letter_that_the_files_encoding_lacks_makes_it_utf8(collect):
    old = f"{HEAD},name\nold,axorial,10,identified,2026-09-01,Été\n"
    head = "Opportunity ID,Partner Account,Amount,Stage,Close Date,Opportunity Name"
    text = report("a,Axorial,20,Prospecting,2026-09-02,Łódź", head=head)
    found = collect(text, files={"2026/deals.csv": old.encode("cp1252")})
    content = found.content()
    assert content.startswith(MARK)
    assert "Été\n" in content.decode("utf-8-sig")
    assert "Łódź\n" in content.decode("utf-8-sig")


def test_a_template_that_nobody_filled_in_keeps_its_way_of_writing(collect):
    template = MARK + b"deal_id;partner_id;amount;stage;expected_close;registered_on;origin;name;"
    template += b"next_step;owner;next_date\r\n"
    found = collect(
        report("a,Axorial,20.5,Prospecting,2026-09-02"), files={"2026/deals.csv": template}
    )
    assert found.content() == template + b"a;axorial;20,5;identified;2026-09-02;;;;;;\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+33 6", "@SUM(A1)", "-2", '=HYPERLINK("x")'])
def test_what_a_spreadsheet_would_run_is_text_and_stays_the_same_the_second_time(collect, text):
    head = "Opportunity ID,Partner Account,Amount,Stage,Close Date,Opportunity Name"
    quoted = '"' + text.replace('"', '""') + '"'
    export = report(f"a,Axorial,10,Prospecting,2026-09-01,{quoted}", head=head)
    found = collect(export)
    assert found.added[0].values["name"] == f"'{text}"
    found.write()
    assert not collect(export).has_changes


def test_a_name_on_two_lines_is_written_on_one(collect):
    head = "Opportunity ID,Partner Account,Amount,Stage,Close Date,Opportunity Name"
    export = report('a,Axorial,10,Prospecting,2026-09-01,"CH\ndu Lac"', head=head)
    assert collect(export).added[0].values["name"] == "CH du Lac"


def test_the_version_before_is_kept_and_a_file_that_changed_meanwhile_is_left(collect):
    old = f"{HEAD}\na,axorial,10,identified,2026-09-01\n"
    text = report("a,Axorial,20,Prospecting,2026-09-01")
    found = collect(text, files={"2026/deals.csv": old})
    deals_of(found).write_text(old + "b,axorial,1,identified,2026-09-01\n")
    with pytest.raises(NotWritten, match="entre-temps"):
        found.write()
    assert deals_of(found).read_text().endswith("b,axorial,1,identified,2026-09-01\n")
    kept = collect(text, files={"2026/deals.csv": old}).write()
    assert kept is not None
    assert kept.parent == deals_of(found).parent / ".backup"
    assert kept.read_text() == old


# ── properties ────────────────────────────────────────────────────────────────────────────────────

ids = st.sampled_from(["a", "b", "c", "d", "=e", "é f", ""])
companies = st.sampled_from(["Axorial", "axorial sas", "Calvendre", "Axoriel", "Zenith", ""])
amounts = st.sampled_from(["10", "1,234.50", "0", "EUR 7", "USD 7", "", "ten", "-1", "3.999"])
stages = st.sampled_from(["Prospecting", "closed won", "Closed Lost", "Demo", ""])
days = st.sampled_from(
    ["9/14/2026", "5/1/2026", "2026-03-31", "12/31/2025", "1/1/2029", "", "soon", "2/30/2026"]
)
names = st.sampled_from(["CH du Lac", "=1+1", "NA", "deux\nlignes", "a;b", 'dit "x"', ""])
row = st.tuples(ids, companies, amounts, stages, days, names)
PROPERTY = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
OLD = (
    "deal_id;partner_id;amount;stage;expected_close;owner\r\n"
    "b;calvendre;5;proposal;14/09/2026;CM\r\nz;axorial;1;lost;01/02/2026;\r\n"
)


def collected(root: Path, rows: Sequence[Sequence[str]]) -> Collection:
    head = ["Opportunity ID", "Partner Account", "Amount", "Stage", "Close Date"]
    proof = ["proof", "", "1.5", "Prospecting", "12/31/2026", ""]  # settles marks and dates
    path = root / "export.csv"
    path.write_bytes(as_csv([[*head, "Opportunity Name"], *rows, proof]))
    return collecting.collect("nimbus", path, "salesforce", 2026, root, issued=TODAY)


def workspace_in(folder: str, old: str | None) -> Path:
    year = Path(folder) / "clients" / "nimbus" / "2026"
    year.mkdir(parents=True)
    (year.parent / "client.yml").write_text("client_id: nimbus\nname: Nimbus\n")
    (year / "partners.csv").write_text(PARTNERS)
    if old is not None:
        (year / "deals.csv").write_bytes(old.encode())
    return Path(folder)


@PROPERTY
@given(rows=st.lists(row, max_size=8), old=st.sampled_from([None, OLD]))
def test_every_row_is_added_changed_unchanged_or_told_and_once(rows, old):
    with tempfile.TemporaryDirectory() as folder:
        found = collected(workspace_in(folder, old), rows)
    places = [one.line for one in [*found.added, *found.changed]]
    places += [*found.unchanged, *found.repeated, *found.refused, *found.export.no_deals]
    places += [held.line for held in [*found.direct, *found.other_year]]
    filled = [line for line, cells in enumerate([*rows, ["proof"]], start=2) if any(cells)]
    assert sorted(places) == filled
    told = {line for fault in found.faults for line in fault.values["lines"]}
    assert told == set(found.refused)


@PROPERTY
@given(rows=st.lists(row, max_size=8), old=st.sampled_from([None, OLD]))
def test_collecting_twice_changes_nothing(rows, old):
    with tempfile.TemporaryDirectory() as folder:
        root = workspace_in(folder, old)
        first = collected(root, rows)
        first.write()
        content = deals_of(first).read_bytes() if first.has_changes or old else None
        again = collected(root, rows)
        assert not again.has_changes
        assert len(again.unchanged) == sum(map(len, (first.added, first.changed, first.unchanged)))
        again.write()
        assert (deals_of(again).read_bytes() if content is not None else None) == content
        assert len(list(deals_of(again).parent.rglob("deals-*.csv"))) == int(
            bool(old) and first.has_changes
        )


@PROPERTY
@given(
    pair=st.lists(row, max_size=8).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    ),
    old=st.sampled_from([None, OLD]),
)
def test_the_order_of_the_rows_decides_nothing(pair, old):
    contents = []
    for rows in pair:
        with tempfile.TemporaryDirectory() as folder:
            contents.append(collected(workspace_in(folder, old), rows).content())
    assert contents[0] == contents[1]


@PROPERTY
@given(rows=st.lists(row, max_size=8))
def test_deals_that_the_export_does_not_touch_keep_their_line(rows):
    with tempfile.TemporaryDirectory() as folder:
        found = collected(workspace_in(folder, OLD), rows)
        lines = found.content().decode().split("\r\n")
    touched = {one.values["deal_id"] for one in found.changed}
    for line in OLD.split("\r\n")[1:-1]:
        assert (line in lines) == (line[0] not in touched)
