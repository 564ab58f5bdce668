"""The actions of a client's reports together, beside its internal pages.

A report that failed keeps the actions of its last good page, marked stale as the page is; one whose
input is gone has none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from padlib.core import actions
from padlib.display import action_table, words
from padlib.reports import state
from padlib.reports.jobs import SKIPPED

ENDINGS = ("csv", "xlsx")


@dataclass(frozen=True)
class ActionTables:
    """The files of one language, and whether some action comes from a stale page."""

    files: tuple[Path, ...]
    stale: bool


def write(
    home: Path, folder: Any, language: str, records: Sequence[state.Record]
) -> ActionTables | None:
    """Write the table of all actions that the internal pages of a language propose.

    Parameters
    ----------
    home : Path
        Folder of the client's year and language under the outputs.
    folder : Folder
        The client's.
    records : sequence of records
        Of the client's year.

    Returns
    -------
    ActionTables or None
        None when no page proposes any; a table of earlier runs is then removed.
    """
    mine = [one for one in records if _counts(one, language)]
    stem = home / "internal" / f"{folder.id}-{folder.year}-actions-{language}"
    files = {ending: stem.with_suffix(f".{ending}") for ending in ENDINGS}
    if not mine:
        for file in files.values():
            file.unlink(missing_ok=True)
        return None
    found = actions.together(*map(_frame, mine))
    found = found[~found.index.duplicated()]
    say = words.load(language, folder.currency)
    names = {one["partner"]: one.get("partner_name") or one["partner"] for one in mine}
    told = action_table.told(found, owners=folder.settings.people, partners=names, say=say)
    made_on = max(one.get("issued") or "" for one in mine)
    state.put(files["csv"], action_table.to_csv(told, say))
    state.put(files["xlsx"], action_table.to_xlsx(told, made_on, say))
    return ActionTables(tuple(files.values()), bool(found["stale"].any()))


def _counts(record: Mapping[str, Any], language: str) -> bool:
    """Whether a page's actions are proposed still."""
    internal = (record["audience"], record["language"]) == ("internal", language)
    return internal and record["state"] != SKIPPED and bool(record.get("actions"))


def _frame(record: Mapping[str, Any]) -> pd.DataFrame:
    columns = ["action_id", *actions.PROPOSED]
    frame = pd.DataFrame(list(record["actions"]), columns=columns).set_index("action_id")
    frame["due"] = pd.to_datetime(frame["due"]).astype("datetime64[s]")
    frame["priority"] = frame["priority"].astype(float)
    return frame.assign(stale=record["state"] not in state.STANDING)
