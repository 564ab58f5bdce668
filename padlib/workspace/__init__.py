"""The world: client folders found, read and checked.

>>> from padlib import workspace
>>> folder = workspace.open_client("demo-nimbus")  # doctest: +SKIP
>>> answers = folder.diagnostic_answers()  # doctest: +SKIP

What is wrong in a file comes as `InputFaults`, every fault at once, in sentences.
"""

from padlib.workspace.checking import CheckResult, check
from padlib.workspace.clients import Workspace, find
from padlib.workspace.creation import new_client
from padlib.workspace.drafts import Difference, Draft, MapDraft
from padlib.workspace.editing import ExcelKept, Saved
from padlib.workspace.faults import (
    BadParameters,
    Fault,
    InputFaults,
    MissingInput,
    NoDate,
    NotForPartners,
    UnknownName,
    WorkspaceError,
    listing,
    sentence,
)
from padlib.workspace.folder import Folder
from padlib.workspace.house import House
from padlib.workspace.ledger import Change, Source, digest_of
from padlib.workspace.narrowing import PartnerFolder
from padlib.workspace.opening import open_client, reopened
from padlib.workspace.parameters import read as read_parameters
from padlib.workspace.saving import NotWritten
from padlib.workspace.scenarios import Scenario
from padlib.workspace.settings import ReaderText, Settings
from padlib.workspace.table_drafts import TableDraft

__all__ = [
    "BadParameters",
    "Change",
    "CheckResult",
    "Difference",
    "Draft",
    "ExcelKept",
    "Fault",
    "Folder",
    "House",
    "InputFaults",
    "MapDraft",
    "MissingInput",
    "NoDate",
    "NotForPartners",
    "NotWritten",
    "PartnerFolder",
    "ReaderText",
    "Saved",
    "Scenario",
    "Settings",
    "Source",
    "TableDraft",
    "UnknownName",
    "Workspace",
    "WorkspaceError",
    "check",
    "digest_of",
    "find",
    "listing",
    "new_client",
    "open_client",
    "read_parameters",
    "reopened",
    "sentence",
]
