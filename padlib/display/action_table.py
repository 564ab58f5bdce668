"""The actions that a client's reports propose, in one table that its folder takes back.

The first columns are those of `actions.csv` in a client's year (status, day, comment): dropped
there, the file tells how far each action has come. The others are for the reader.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd

from padlib.core.spreadsheets import guarded
from padlib.display import people, tables
from padlib.display.formats import as_date, rounded
from padlib.display.sheets import LONGEST_TEXT
from padlib.display.words import Words

# Headings are those that the folder's reader knows, in both languages.
_WIDTHS = {
    "action_id": 20,
    "status": 12,
    "done_on": 11,
    "comment": 24,
    "origin": 14,
    "origin_item": 12,
    "partner": 22,
    "title": 60,
    "owner": 34,
    "partner_owner": 30,
    "effort": 7,
    "impact": 7,
    "priority": 8,
    "start_month": 12,
    "end_month": 10,
    "due_date": 11,
    "kpi": 40,
    "page": 12,
}
COLUMNS = tuple(_WIDTHS)
_ONE_DECIMAL = 1


def told(
    actions: pd.DataFrame,
    *,
    owners: Mapping[str, str],
    partners: Mapping[str, str],
    say: Words,
) -> pd.DataFrame:
    """The common table of actions as its reader reads it.

    Parameters
    ----------
    actions : DataFrame, indexed by action id
        The columns of `core.actions.PROPOSED`, and ``stale``: whether the page that proposes the
        action could not be made again.
    owners : mapping
        Who holds each of the vendor's roles, by role.
    partners : mapping
        Names of the partners by id.

    Returns
    -------
    DataFrame
        The columns of `COLUMNS`, plain values, None where nothing is known; months are blank for
        an action that waits.
    """
    rows = [_row(str(one), action, owners, partners, say) for one, action in actions.iterrows()]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _row(
    action_id: str,
    action: pd.Series,
    owners: Mapping[str, str],
    partners: Mapping[str, str],
    say: Words,
) -> dict[str, Any]:
    partner, partner_role = str(action["partner_id"]), str(action["partner_owner_role"])
    priority = tables.plain(action["priority"])
    return {
        "action_id": action_id,
        "status": str(action["status"]),
        "origin": say(f"page.actions.origins.{action['origin']}"),
        "origin_item": str(action["origin_item"]),
        "partner": partners.get(partner, partner),
        "title": say.typeset(str(action[f"title_{say.language}"])),
        "owner": people.owner(str(action["owner_role"]), owners, say),
        "partner_owner": people.owner(partner_role, {}, say),
        "effort": str(action["effort"]),
        "impact": int(action["impact"]) or None,
        "priority": None if priority is None else float(rounded(priority, _ONE_DECIMAL)),
        "start_month": int(action["start_month"]) or None,
        "end_month": int(action["end_month"]) or None,
        "due_date": tables.plain(action["due"]),
        "kpi": say.typeset(str(action[f"kpi_{say.language}"])),
        "page": say(f"page.actions.pages.{'stale' if action['stale'] else 'current'}"),
    }


def to_csv(actions: pd.DataFrame, say: Words) -> bytes:
    """A table of `told` as CSV for a spreadsheet of the reader's language; text is no formula."""
    french = say.format.french
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in actions.itertuples(index=False):
        writer.writerow([_cell(tables.plain(one), french) for one in row])
    return (tables.BOM + stream.getvalue()).encode()


def _cell(value: Any, french: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        text = f"{value:.{_ONE_DECIMAL}f}"
        return text.replace(".", ",") if french else text
    return guarded(str(value))


def to_xlsx(actions: pd.DataFrame, made_on: str, say: Words) -> bytes:
    """A table of `told` as a workbook whose first sheet a client's folder takes back too.

    ``made_on`` is the day of the latest page, so that the same actions give the same bytes.
    """
    import xlsxwriter  # a tenth of a second that a page in JupyterLab does not need

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        created = dt.datetime.combine(as_date(made_on), dt.time())
        book.set_properties({"title": say("page.actions.title"), "created": created})
        font = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B4F6C"}
        heading = book.add_format({**font, **head})
        text = book.add_format({**font, "text_wrap": True})
        pattern = "dd/mm/yyyy" if say.format.french else "d mmm yyyy"
        day = book.add_format({**font, "num_format": pattern})
        tenth = book.add_format({**font, "num_format": "0.0"})
        sheet = book.add_worksheet(say("page.actions.sheet"))
        for place, (name, width) in enumerate(_WIDTHS.items()):
            sheet.set_column(place, place, width + 2)
            sheet.write_string(0, place, name, heading)
        for line, row in enumerate(actions.itertuples(index=False), start=1):
            for place, cell in enumerate(map(tables.plain, row)):
                if COLUMNS[place] == "due_date" and cell:
                    due = dt.datetime.combine(as_date(cell), dt.time())
                    sheet.write_datetime(line, place, due, day)
                elif isinstance(cell, int | float):
                    style = tenth if isinstance(cell, float) else text
                    sheet.write_number(line, place, cell, style)
                elif cell:
                    sheet.write_string(line, place, str(cell)[:LONGEST_TEXT], text)
        sheet.freeze_panes(1, 1)
        if len(actions):
            sheet.autofilter(0, 0, len(actions), len(COLUMNS) - 1)
    return stream.getvalue()
