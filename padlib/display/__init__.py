"""Showing: words, numbers, figures, page parts and whole pages, in French and in English."""

from padlib.display import words
from padlib.display.index import (
    ClientLine,
    Entry,
    MissingFile,
    PageLink,
    client_index,
    partner_index,
    workspace_index,
)
from padlib.display.page import assemble, check_page
from padlib.display.parts import (
    MIME,
    Agreement,
    Bullet,
    Card,
    Case,
    Exhibit,
    Finding,
    Link,
    MonthPlan,
    Page,
    Part,
    Party,
    PlannedAction,
    Proposal,
)
from padlib.display.sheets import workbook
from padlib.display.tables import Chip, Column, Gap, Table

__all__ = [
    "MIME",
    "Agreement",
    "Bullet",
    "Card",
    "Case",
    "Chip",
    "ClientLine",
    "Column",
    "Entry",
    "Exhibit",
    "Finding",
    "Gap",
    "Link",
    "MissingFile",
    "MonthPlan",
    "Page",
    "PageLink",
    "Part",
    "Party",
    "PlannedAction",
    "Proposal",
    "Table",
    "assemble",
    "check_page",
    "client_index",
    "partner_index",
    "words",
    "workbook",
    "workspace_index",
]
