"""Where the workspace is, and which clients and years it holds."""

import os
from dataclasses import dataclass
from pathlib import Path

import padlib
from padlib.workspace import layout, names, templates
from padlib.workspace.faults import UnknownName
from padlib.workspace.ledger import DAY, day_digest, digest_of
from padlib.workspace.suggestions import nearest

VARIABLE = "PAD_DATA"
PLANS = "business_plans"
REFERENCE = "resellers_fr.csv"


@dataclass(frozen=True)
class Workspace:
    """A folder that holds `clients/`, and may hold `house.yml` and `reference/`."""

    root: Path

    def clients(self) -> list[str]:
        """Ids of the clients, in alphabetical order: folders with a `client.yml` or a year."""
        found = [path for path in layout.entries(self.root / "clients") if path.is_dir()]
        return [path.name for path in found if names.is_client_id(path.name) and _is_client(path)]

    def client_folder(self, client: str, language: str = "fr") -> Path:
        """The folder of a client.

        Raises
        ------
        UnknownName
            If there is none of that name, with the nearest known.
        """
        known = self.clients()
        if client not in known:
            close = nearest(str(client), known)
            code = "unknown_client" if known else "no_client"
            raise UnknownName(code, str(client), known, close, language)
        return self.root / "clients" / client

    def years(self, client: str) -> list[int]:
        """Years that a client has a folder for, the earliest first."""
        folder = self.client_folder(client)
        found = (path for path in layout.entries(folder) if path.is_dir())
        return [int(path.name) for path in found if layout.is_year(path.name)]

    def latest_year(self, client: str, language: str = "fr") -> int:
        """The latest year with inputs; the latest at all when none has any.

        Raises
        ------
        UnknownName
            If the client has no year yet.
        """
        years = self.years(client)
        if not years:
            raise UnknownName("no_year_yet", client, (), None, language)
        folder = self.client_folder(client)
        filled = [year for year in years if _has_inputs(folder / str(year))]
        return max(filled or years)

    def digest(self, key: str) -> str | None:
        """The digest that a key of `Folder.looked_for` has now: None when there is no such file."""
        if key.startswith(DAY):
            return day_digest(key)
        if key.endswith("/"):  # a folder stands for the files in it that nothing reads
            return layout.listing_digest(self.root / key)
        if key.endswith(layout.EACH):
            return layout.reviews_digest(self.root / key)
        return digest_of(self.root / key)

    def reference(self) -> tuple[Path, str]:
        """The list of resellers, the workspace's own or else the project's, and its key."""
        own = self.root / "reference" / REFERENCE
        if own.exists():
            return own, f"reference/{REFERENCE}"
        path = project_reference() / REFERENCE
        return path, Path(os.path.relpath(path, self.root)).as_posix()


def find(data: str | Path | None = None, language: str = "fr") -> Workspace:
    """The workspace: the folder given, else `PAD_DATA`, else the nearest `data/` above.

    Raises
    ------
    UnknownName
        If that folder holds no `clients/`, or there is none above.
    """
    named = data or os.environ.get(VARIABLE)
    if named:
        root = Path(named).expanduser().resolve()
        if not (root / "clients").is_dir():
            raise UnknownName("no_workspace", str(named), (), None, language)
        return Workspace(root)
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "clients").is_dir():
            return Workspace(folder / "data")
    raise UnknownName("no_workspace", "data", (), None, language)


def project_reference() -> Path:
    """The reference files that come with the project."""
    return Path(padlib.__file__).resolve().parent.parent / "data" / "reference"


def _is_client(folder: Path) -> bool:
    if (folder / "client.yml").is_file():
        return True
    return any(path.is_dir() and layout.is_year(path.name) for path in layout.entries(folder))


def _has_inputs(folder: Path) -> bool:
    """Whether somebody has put something in a year: templates not filled in do not count, nor do
    plans alone, which are drafted before their year begins."""
    for path in layout.entries(folder):
        if path.is_dir() and layout.is_known(path) and layout.entries(path):
            if path.name != PLANS:
                return True
            continue
        if path.is_file() and layout.is_known(path) and not templates.is_untouched_file(path):
            return True
    return False
