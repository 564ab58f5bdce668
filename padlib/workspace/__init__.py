"""The world: client folders found, read and checked.

>>> from padlib import workspace
>>> folder = workspace.open_client("demo-nimbus")  # doctest: +SKIP
>>> answers = folder.diagnostic_answers()  # doctest: +SKIP

What is wrong in a file comes as `InputFaults`, every fault at once, in sentences.
"""

from padlib.workspace.checking import CheckResult, check
from padlib.workspace.clients import Workspace, find
from padlib.workspace.creation import new_client
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
from padlib.workspace.opening import open_client
from padlib.workspace.parameters import read as read_parameters
from padlib.workspace.settings import ReaderText, Settings

__all__ = [
    "BadParameters",
    "Change",
    "CheckResult",
    "Fault",
    "Folder",
    "House",
    "InputFaults",
    "MissingInput",
    "NoDate",
    "NotForPartners",
    "PartnerFolder",
    "ReaderText",
    "Settings",
    "Source",
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
    "sentence",
]
