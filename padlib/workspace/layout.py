"""Which files a workspace holds, and which of those found there nobody knows (DESIGN 4)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
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
EACH = "*"  # ends the key that stands for all the files of a partner, among those looked for
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
OF_PARTNERS = ("business_plans", "start_plans")  # folders of one file a partner
REVIEWS = "reviews"  # one file a partner and day
_REVIEW = re.compile(rf"({names.PARTNER_FORM})-([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})")
_DAY_LAST = re.compile(r"(.+?)[-_ .]?([0-9]{4})[-_.]?([0-9]{1,2})[-_.]?([0-9]{1,2})")
_DAY_FIRST = re.compile(r"(.+?)[-_ .]?([0-9]{1,2})[-_.]([0-9]{1,2})[-_.]([0-9]{4})")


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


def endings(stem: str) -> tuple[str, ...]:
    """How the name of a year's file may end, by its stem.

    >>> endings("vision"), endings("start_plans/axorial")
    (('.yml',), ('.csv', '.xlsx'))
    """
    folder, within, _ = stem.partition("/")
    if within:
        return FOLDERS[folder]
    return (".yml",) if stem in MAPS else TABLE_ENDINGS


def partners_in(folder: Path, held: Sequence[Path] | None = None) -> list[str]:
    """Partners whom the files of a folder are named after, in alphabetical order.

    `folder` is a year's `business_plans`, `start_plans` or `reviews`; `held` what it holds, if
    that is not what the disk says.
    """
    if folder.name == REVIEWS:
        return sorted({partner for partner, _ in reviews_in(folder, held)})
    of_folder = FOLDERS[folder.name]
    held = entries(folder) if held is None else held
    found = [path for path in held if path.suffix in of_folder]
    return sorted({path.stem for path in found if _names_partner(path.stem)})


def reviews_in(folder: Path, held: Sequence[Path] | None = None) -> list[tuple[str, date]]:
    """Partner and day of each review, by its file's name, in that order."""
    held = entries(folder) if held is None else held
    found = [review_of(path.stem) for path in held if path.suffix in FOLDERS[REVIEWS]]
    return sorted(one for one in found if one is not None)


def review_of(stem: str) -> tuple[str, date] | None:
    """Partner and day that the name of a review tells; None when it tells none.

    >>> review_of("axo-2-2026-06-30")
    ('axo-2', datetime.date(2026, 6, 30))
    """
    told = _REVIEW.fullmatch(stem)
    day = _day(told[2]) if told else None
    return None if told is None or day is None else (told[1], day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _names_partner(stem: str) -> bool:
    return re.fullmatch(names.PARTNER_FORM, stem) is not None


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
        if folder.name == REVIEWS:
            known, meant = review_of(path.stem) is not None, _meant_review(path)
        elif folder.name == "notes":
            known = _is_note(path.name)
            meant = _meant_note(path.name) if path.suffix in FOLDERS["notes"] else None
        else:
            known, meant = _names_partner(path.stem), _meant_ending(path)
        if path.suffix not in FOLDERS[folder.name] or not known:
            yield f"{folder.name}/{path.name}", meant


def _meant_ending(path: Path) -> str | None:
    """The name that a file in the folder of another sort may mean: `axorial.yaml`."""
    meant = {".yaml": ".yml", ".xls": ".xlsx", ".txt": ".csv"}.get(path.suffix.casefold())
    right = meant in FOLDERS[path.parent.name] and _names_partner(path.stem)
    return f"{path.stem}{meant}" if right else None


def _meant_review(path: Path) -> str | None:
    """A review's name with its date as it should be written, when it tells one."""
    for form, order in ((_DAY_LAST, (2, 3, 4)), (_DAY_FIRST, (4, 3, 2))):
        if told := form.fullmatch(path.stem):
            year, month, day = (int(told[part]) for part in order)
            meant = f"{told[1]}-{year:04d}-{month:02d}-{day:02d}"
            if review_of(meant):
                return f"{meant}.yml"
    return None


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


def reviews_digest(pattern: Path) -> str | None:
    """Digest of the names of a partner's reviews, `reviews/axorial-*`; None when there is none."""
    partner = pattern.name.removesuffix(EACH).removesuffix("-")
    days = [str(day) for one, day in reviews_in(pattern.parent) if one == partner]
    return sha256("\n".join(days).encode()).hexdigest() if days else None


def listing_digest(folder: Path) -> str:
    """Digest of the strangers of a folder: a warning names them, so a page depends on them."""
    told = "\n".join(name for name, _ in strangers(folder))
    return sha256(told.encode()).hexdigest()
