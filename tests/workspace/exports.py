"""Exports of the four CRMs, in English and in French, as these programs write them.

Each tells the same three deals of a made-up vendor, so that a test can ask for the same result.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

PARTNERS = """\
partner_id,name,status,revenue_n
axorial,Axorial,active,310000
belmarange,Belmarange Conseil,active,120000
calvendre,Calvendre,prospect,
"""

# what each export says, as deals.csv has it; a CRM without next step or owner leaves them blank
DEALS: dict[str, dict[str, Any]] = {
    "lac": {
        "partner_id": "axorial",
        "amount": 62000.5,
        "stage": "proposal",
        "expected_close": date(2026, 9, 14),
        "registered_on": date(2026, 1, 5),
        "name": "CH du Lac",
    },
    "sete": {
        "partner_id": "belmarange",
        "amount": 45000.0,
        "stage": "signed",
        "expected_close": date(2026, 5, 12),
        "registered_on": date(2026, 2, 3),
        "name": "Ville de Sète",
    },
    "ems": {
        "partner_id": "axorial",
        "amount": 8000.0,
        "stage": "lost",
        "expected_close": date(2026, 4, 20),
        "registered_on": date(2026, 3, 2),
        "name": "EMS Les Tilleuls",
    },
}

Table = Sequence[Sequence[Any]]


def as_csv(
    table: Table,
    separator: str = ",",
    encoding: str = "utf-8",
    end: str = "\n",
    quoting: Any = csv.QUOTE_MINIMAL,
) -> bytes:
    """A table as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting).writerows(table)
    return text.getvalue().encode(encoding)


def as_workbook(table: Table, hidden: Sequence[str] = (), sheet: str = "Export") -> bytes:
    """A table as the first sheet of an Excel workbook."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    for row in table:
        page.append(list(row))
    for letter in hidden:
        page.column_dimensions[letter].hidden = True
    workbook.create_sheet("hiddenSheet")["A1"] = "no deal"
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def salesforce_en() -> bytes:
    """A report, details only: all quoted, dates of the United States, and its foot."""
    head = ["Opportunity ID", "Opportunity Name", "Account Name", "Partner Account", "Stage"]
    head += ["Amount Currency", "Amount", "Close Date", "Created Date", "Opportunity Owner"]
    rows = [
        ["lac", "CH du Lac", "CH du Lac", "Axorial", "Proposal/Price Quote", "EUR", "62,000.50"],
        ["sete", "Ville de Sète", "Ville", "BELMARANGE CONSEIL", "Closed Won", "EUR", "45,000.00"],
        ["ems", "EMS Les Tilleuls", "EMS", "axorial", "Closed Lost", "EUR", "8,000.00"],
    ]
    days = [("9/14/2026", "1/5/2026"), ("5/12/2026", "2/3/2026"), ("4/20/2026", "3/2/2026")]
    told = [[*row, *dates, "S. Brun"] for row, dates in zip(rows, days, strict=True)]
    foot = [[], ["Deals of partners"], ["Copyright (c) 2000-2026 salesforce.com, inc."]]
    return as_csv([head, *told, *foot], quoting=csv.QUOTE_ALL)


def salesforce_fr() -> bytes:
    """The same in French: Windows-1252, semicolons, decimal commas."""
    head = ["ID de l'opportunité", "Nom de l'opportunité", "Compte partenaire", "Étape", "Montant"]
    head += ["Date de clôture", "Date de création", "Propriétaire de l'opportunité"]
    rows = [
        ["lac", "CH du Lac", "Axorial", "Proposition/Devis", "62 000,50"],
        ["sete", "Ville de Sète", "Belmarange Conseil SAS", "Fermée gagnée", "45 000,00"],
        ["ems", "EMS Les Tilleuls", "Axorial", "Fermée perdue", "8 000,00"],
    ]
    days = [
        ("14/09/2026", "05/01/2026"),
        ("12/05/2026", "03/02/2026"),
        ("20/04/2026", "02/03/2026"),
    ]
    told = [[*row, *dates, "S. Brun"] for row, dates in zip(rows, days, strict=True)]
    return as_csv([head, *told], ";", "cp1252", "\r\n")


def hubspot_en() -> bytes:
    """A view: UTF-8 with its mark, dates with the time, several companies in one cell."""
    head = ["Record ID", "Deal Name", "Deal Stage", "Close Date", "Deal owner", "Amount"]
    head += ["Create Date", "Associated Company"]
    rows = [
        ["lac", "CH du Lac", "Presentation Scheduled", "2026-09-14 10:22", "S. Brun", "62000.5"],
        ["sete", "Ville de Sète", "Closed Won", "2026-05-12 09:00", "S. Brun", "45000"],
        ["ems", "EMS Les Tilleuls", "Closed Lost", "2026-04-20 18:30", "S. Brun", "8000"],
    ]
    more = [
        ("2026-01-05 08:00", "CH du Lac;Axorial"),
        ("2026-02-03 08:00", "Belmarange Conseil;Ville de Sète"),
        ("2026-03-02 08:00", "Axorial"),
    ]
    told = [[*row, *rest] for row, rest in zip(rows, more, strict=True)]
    return as_csv([head, *told], encoding="utf-8-sig")


def hubspot_fr() -> bytes:
    """The same in French, UTF-16 as some spreadsheets save it again, tabs between the cells."""
    head = ["ID de fiche d'informations", "Nom de la transaction", "Phase de la transaction"]
    head += ["Date de fermeture", "Propriétaire de la transaction", "Montant", "Date de création"]
    head += ["Entreprise associée"]
    rows = [
        ["lac", "CH du Lac", "Présentation planifiée", "2026-09-14 10:22", "S. Brun", "62000,5"],
        ["sete", "Ville de Sète", "Fermé gagné", "2026-05-12 09:00", "S. Brun", "45000"],
        ["ems", "EMS Les Tilleuls", "Fermé perdu", "2026-04-20 18:30", "S. Brun", "8000"],
    ]
    more = [
        ("2026-01-05 08:00", "CH du Lac ; Axorial"),
        ("2026-02-03 08:00", "Belmarange Conseil"),
        ("2026-03-02 08:00", "Axorial"),
    ]
    told = [[*row, *rest] for row, rest in zip(rows, more, strict=True)]
    return as_csv([head, *told], "\t", "utf-16", "\r\n")


def odoo_en() -> bytes:
    """The pipeline as a workbook; a lost opportunity is archived and keeps its stage."""
    head = ["External ID", "Opportunity", "Assigned Partner", "Stage", "Expected Revenue"]
    head += ["Currency", "Expected Closing", "Closed Date", "Created on", "Active", "Lost Reason"]
    return as_workbook(
        [
            head,
            ["lac", "CH du Lac", "Axorial", "Proposition", 62000.5, "EUR", date(2026, 9, 14),
             None, datetime(2026, 1, 5, 8, 0), True, None],
            ["sete", "Ville de Sète", "Belmarange Conseil", "Won", 45000, "EUR", date(2026, 6, 30),
             datetime(2026, 5, 12, 9, 0), datetime(2026, 2, 3, 8, 0), True, None],
            ["ems", "EMS Les Tilleuls", "Axorial", "Qualified", 8000, "EUR", date(2026, 7, 31),
             datetime(2026, 4, 20, 9, 0), datetime(2026, 3, 2, 8, 0), False, "Too expensive"],
        ]
    )  # fmt: skip


def odoo_fr() -> bytes:
    """The same in French, as CSV."""
    head = ["Identifiant externe", "Opportunité", "Partenaire assigné", "Étape", "Revenu attendu"]
    head += ["Devise", "Date de clôture prévue", "Date de clôture", "Créé le", "Actif"]
    head += ["Motif de perte"]
    rows = [
        ["lac", "CH du Lac", "Axorial", "Proposition", "62000.5", "EUR", "2026-09-14", "",
         "2026-01-05 08:00:00", "True", ""],
        ["sete", "Ville de Sète", "Belmarange Conseil", "Gagné", "45000.0", "EUR", "2026-06-30",
         "2026-05-12 09:00:00", "2026-02-03 08:00:00", "True", ""],
        ["ems", "EMS Les Tilleuls", "Axorial", "Qualifié", "8000.0", "EUR", "2026-07-31",
         "2026-04-20 09:00:00", "2026-03-02 08:00:00", "False", "Trop cher"],
    ]  # fmt: skip
    return as_csv([head, *rows], quoting=csv.QUOTE_ALL)


def dynamics_en() -> bytes:
    """ "Export to Excel": three hidden columns first, amounts and dates as such."""
    head = ["(Do Not Modify) Opportunity", "(Do Not Modify) Row Checksum"]
    head += ["(Do Not Modify) Modified On", "Topic", "Potential Customer", "Partner", "Status"]
    head += ["Pipeline Phase", "Est. Revenue", "Actual Revenue", "Currency", "Est. Close Date"]
    head += ["Actual Close Date", "Created On", "Owner"]
    return as_workbook(
        [
            head,
            ["lac", "x1", datetime(2026, 6, 1), "CH du Lac", "CH du Lac", "Axorial", "Open",
             "Propose", 62000.5, None, "Euro", date(2026, 9, 14), None,
             datetime(2026, 1, 5, 8, 0), "S. Brun"],
            ["sete", "x2", datetime(2026, 6, 1), "Ville de Sète", "Ville", "Belmarange Conseil",
             "Won", "Close", 50000, 45000, "Euro", date(2026, 6, 30), date(2026, 5, 12),
             datetime(2026, 2, 3, 8, 0), "S. Brun"],
            ["ems", "x3", datetime(2026, 6, 1), "EMS Les Tilleuls", "EMS", "Axorial", "Lost",
             "Develop", 8000, None, "Euro", date(2026, 7, 31), date(2026, 4, 20),
             datetime(2026, 3, 2, 8, 0), "S. Brun"],
        ],
        hidden="ABC",
        sheet="All Opportunities",
    )  # fmt: skip


def dynamics_fr() -> bytes:
    """The same in French."""
    head = ["(Ne pas modifier) Opportunité", "(Ne pas modifier) Somme de contrôle de la ligne"]
    head += ["(Ne pas modifier) Modifié le", "Rubrique", "Compte", "Statut", "Phase du pipeline"]
    head += ["Chiffre d’affaires estimé", "Devise", "Date de clôture estimée", "Créé le"]
    return as_workbook(
        [
            head,
            ["lac", "x1", datetime(2026, 6, 1), "CH du Lac", "Axorial", "Ouverte",
             "3-Proposer", 62000.5, "Euro", date(2026, 9, 14), datetime(2026, 1, 5, 8, 0)],
            ["sete", "x2", datetime(2026, 6, 1), "Ville de Sète", "Belmarange Conseil", "Conclue",
             "4-Fermer", 45000, "Euro", date(2026, 5, 12), datetime(2026, 2, 3, 8, 0)],
            ["ems", "x3", datetime(2026, 6, 1), "EMS Les Tilleuls", "Axorial", "Perdue",
             "2-Développer", 8000, "Euro", date(2026, 4, 20), datetime(2026, 3, 2, 8, 0)],
        ],
        hidden="ABC",
    )  # fmt: skip


EXPORTS = {
    ("salesforce", "en"): salesforce_en,
    ("salesforce", "fr"): salesforce_fr,
    ("hubspot", "en"): hubspot_en,
    ("hubspot", "fr"): hubspot_fr,
    ("odoo", "en"): odoo_en,
    ("odoo", "fr"): odoo_fr,
    ("dynamics365", "en"): dynamics_en,
    ("dynamics365", "fr"): dynamics_fr,
}
