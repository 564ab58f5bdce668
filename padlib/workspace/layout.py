"""Which files a workspace holds, and which of those found there nobody knows (DESIGN 4)."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from padlib.workspace import names
from padlib.workspace.suggestions import nearest

TABLES = (
    "partners",
    "diagnostic_answers",
    "perception_answers",
    "convergence_answers",
    "resellers",
    "assumptions",
    "votes",
    "actions",
    "deals",
    "kpi_values",
)
MAPS = ("vision", "scenarios")
FOLDERS = {
    "business_plans": (".yml",),
    "start_plans": (".csv", ".xlsx"),
    "reviews": (".yml",),
    "notes": (".md",),
}
TABLE_ENDINGS = (".csv", ".xlsx")
REPORTS = (
    "annual_diagnostic",
    "partner_perception",
    "partner_map",
    "convergence_analysis",
    "three_year_vision",
    "partner_earnings",
    "recruitment_shortlist",
    "start_plan_100_days",
    "business_plan_projection",
    "business_review",
    "leverage_and_investment",
    "preconceived_ideas",
    "portfolio",
)
ASSUMPTIONS_OF = re.compile(rf"assumptions_({names.PARTNER_FORM})")


def is_year(name: str) -> bool:
    """Whether a folder's name is a year."""
    return re.fullmatch(names.YEAR_FORM, name) is not None


def is_ignored(name: str) -> bool:
    """Files that systems and editors leave behind, passed over in silence."""
    return name.startswith((".", "~$")) or name == "Thumbs.db"


def entries(folder: Path) -> list[Path]:
    """What a folder holds and is not ignored, by name; nothing when there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not is_ignored(path.name))


def known_files() -> list[str]:
    """Names of the files of a year, CSV and YAML."""
    return [f"{stem}.csv" for stem in TABLES] + [f"{stem}.yml" for stem in MAPS]


def is_known(path: Path) -> bool:
    """Whether a file or folder of a year is one that the method reads."""
    if path.is_dir():
        return path.name in FOLDERS
    if path.suffix in TABLE_ENDINGS:
        return path.stem in TABLES or ASSUMPTIONS_OF.fullmatch(path.stem) is not None
    return path.suffix == ".yml" and path.stem in MAPS


def strangers(folder: Path, *, logo: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Files of a client's or a year's folder that nothing reads, and the name each may mean."""
    if is_year(folder.name):
        yield from _strangers_of_year(folder)
        return
    for path in entries(folder):
        known = path.name in ("client.yml", "notebooks") or is_year(path.name)
        if not known and (path.name,) != Path(logo or "").parts[:1]:
            yield path.name, nearest(path.name, ["client.yml", "notebooks"])


def _strangers_of_year(folder: Path) -> Iterator[tuple[str, str | None]]:
    for path in entries(folder):
        if not is_known(path):
            known = list(FOLDERS) if path.is_dir() else known_files()
            yield path.name, nearest(path.name, known)
        elif path.is_dir():
            yield from _strangers_of_part(path)


def _strangers_of_part(folder: Path) -> Iterator[tuple[str, str | None]]:
    for path in entries(folder):
        if path.suffix not in FOLDERS[folder.name]:
            yield f"{folder.name}/{path.name}", None
        elif folder.name == "notes" and not _is_note(path.name):
            yield f"notes/{path.name}", _meant_note(path.name)


def _is_note(name: str) -> bool:
    """A note of a report; one that resembles no report may be that of a workbook of one's own."""
    stem = name.partition(".")[0]
    return any(stem == report or stem.startswith(report + "-") for report in REPORTS) or (
        _meant_note(name) is None
    )


def _meant_note(name: str) -> str | None:
    stem, *rest = name.split(".")
    report, _, partner = stem.partition("-")
    meant = nearest(report, REPORTS)
    return None if meant is None else ".".join([meant + (f"-{partner}" if partner else ""), *rest])


def listing_digest(folder: Path) -> str:
    """Digest of the strangers of a folder: a warning names them, so a page depends on them."""
    told = "\n".join(name for name, _ in strangers(folder))
    return sha256(told.encode()).hexdigest()
