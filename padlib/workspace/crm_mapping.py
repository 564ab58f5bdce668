"""Mapping files: where the columns, stages and partners of a CRM's export go in `deals.csv`.

One small YAML file a CRM, in `crm/`; a user may copy one, or complete one with `like`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from padlib.core.pipeline import OPEN, STAGES
from padlib.workspace import yaml_files
from padlib.workspace.companies import key
from padlib.workspace.faults import Fault, Findings, UnknownName
from padlib.workspace.kinds import Code, Kind, Number, Several, Text, clean
from padlib.workspace.names import PARTNER_ID
from padlib.workspace.suggestions import nearest, plain
from padlib.workspace.yaml_files import Document, Keys

ENDING = ".yml"
ANY = "*"  # among the values of a column: whatever it holds
ORIGINS = ("vendor", "partner", "joint")
DAY_FIRST, MONTH_FIRST = ORDERS = ("dmy", "mdy")
COMMA, POINT = MARKS = ("comma", "point")
REQUIRED = ("deal_id", "partner", "amount", "stage", "expected_close")


class Spelling(Kind):
    """A word as a CRM writes it; `1` or `true` need no quotes here."""

    dtype: ClassVar[str] = "str"

    def read(self, text: Any) -> str:
        """The word, cleaned."""
        return clean(str(text)) if isinstance(text, str) else Text().read(text)


Spellings = Annotated[tuple[str, ...], Several(Spelling())]
Share = Annotated[float | None, Number(0, 100)]


class Columns(Keys):
    """Names that a column may have in the export, by what it is in `deals.csv`."""

    deal_id: Spellings = ()
    partner: Spellings = ()
    amount: Spellings = ()
    signed_amount: Spellings = ()  # of a signed deal, where the CRM tells it apart
    currency: Spellings = ()
    stage: Spellings = ()
    expected_close: Spellings = ()
    closed_on: Spellings = ()  # of a deal signed or lost, where the CRM tells it apart
    registered_on: Spellings = ()
    origin: Spellings = ()
    name: Spellings = ()
    next_step: Spellings = ()
    owner: Spellings = ()
    next_date: Spellings = ()
    probability: Spellings = ()


class Stages(Keys):
    """Spellings of each stage."""

    identified: Spellings = ()
    qualified: Spellings = ()
    proposal: Spellings = ()
    negotiation: Spellings = ()
    signed: Spellings = ()
    lost: Spellings = ()


class Probability(Keys):
    """Probability in % from which an open deal is held to be at a stage."""

    identified: Share = None
    qualified: Share = None
    proposal: Share = None
    negotiation: Share = None


class Origins(Keys):
    """Spellings of each origin."""

    vendor: Spellings = ()
    partner: Spellings = ()
    joint: Spellings = ()


class MappingFile(Keys):
    """Keys of the file."""

    name: Annotated[str, Text()]
    like: Annotated[str, Text()] = ""
    columns: Columns = Columns()
    partner_separator: Annotated[str, Text()] = ""
    id_length: Annotated[int | None, Number(1, 100, whole=True)] = None
    dates: Annotated[str, Code(ORDERS)] = ""
    decimal: Annotated[str, Code(MARKS)] = ""
    stages: Stages = Stages()
    signed_if: dict[str, Spellings] = Field(default_factory=dict)
    lost_if: dict[str, Spellings] = Field(default_factory=dict)
    probability: Probability = Probability()
    origins: Origins = Origins()
    partners: dict[str, Annotated[str, PARTNER_ID]] = Field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CrmMapping:
    """A mapping ready for use: spellings are plain, and tell what they stand for."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    stages: Mapping[str, str]
    signed_if: Mapping[str, frozenset[str]]  # column → values; ANY among them: whatever it holds
    lost_if: Mapping[str, frozenset[str]]
    probability: tuple[tuple[float, str], ...]  # highest first
    origins: Mapping[str, str]
    partners: Mapping[str, str] = field(default_factory=dict)  # company's key → partner id
    partner_separator: str = ""
    id_length: int | None = None
    dates: str = ""
    decimal: str = ""


def shipped() -> list[str]:
    """The CRMs that have a mapping here."""
    files = resources.files(__package__).joinpath("crm").iterdir()
    return sorted(file.name.removesuffix(ENDING) for file in files if file.name.endswith(ENDING))


def find(told: str, language: str = "fr") -> tuple[str, bytes]:
    """The name and bytes of a mapping: one of ours by its name, else a file.

    Raises
    ------
    UnknownName
        If it is neither.
    """
    known = {plain(name).replace(" ", ""): name for name in shipped()}
    if (name := known.get(plain(told).replace(" ", ""))) is not None:
        return f"{name}{ENDING}", _shipped(name)
    path = Path(told).expanduser()
    if path.is_file():
        return path.name, path.read_bytes()
    names = list(known.values())
    raise UnknownName("crm_unknown", told, names, nearest(told, names), language)


def read(content: bytes, findings: Findings) -> CrmMapping | None:
    """The mapping in a file; None when it has faults."""
    own = _file(content, findings)
    if own is None:
        return None
    files, document = [own[0]], own[1]
    if own[0].like:
        if own[0].like not in shipped():
            close = nearest(own[0].like, shipped())
            told = {"found": own[0].like, "known": shipped(), "nearest": close}
            findings.fault(document.line(("like",)), "like", "crm_like", **told)
            return None
        base = _file(_shipped(own[0].like), Findings(f"{own[0].like}{ENDING}"))
        files += [base[0]] if base else []
    mapping = _joined(files, document, findings)
    return None if findings.faults else mapping


def check_partners(content: bytes, partners: Iterable[str], findings: Findings) -> None:
    """A fault for each partner of a mapping that is not one of the year."""
    read_file = _file(content, Findings(findings.file))
    known = list(partners)
    if read_file is None:
        return
    told, document = read_file
    for name, partner in told.partners.items():
        if partner not in known:
            path = ("partners", name)
            values = {"found": partner, "nearest": nearest(partner, known)}
            findings.fault(
                document.line(path), yaml_files.dotted(path), "unknown_partner", **values
            )


def _shipped(name: str) -> bytes:
    return resources.files(__package__).joinpath("crm", f"{name}{ENDING}").read_bytes()


def _file(content: bytes, findings: Findings) -> tuple[MappingFile, Document] | None:
    document = yaml_files.read(content, findings)
    if document is None:
        return None
    told = yaml_files.validated(MappingFile, document, findings)
    _refuse_strangers(findings)
    if told is None or findings.faults:
        return None
    return told, document


def _refuse_strangers(findings: Findings) -> None:
    """A key that nothing reads is a fault here: a mistyped one would leave its columns unread."""
    for notice in findings.warnings:
        if notice.code == "unknown_key":
            values = dict(notice.values)
            place = (str(values.pop("file")), values.pop("line"), values.pop("column"))
            findings.faults.append(Fault(*place, "crm_key", values))
    findings.warnings[:] = [one for one in findings.warnings if one.code != "unknown_key"]


def _joined(files: list[MappingFile], document: Document, findings: Findings) -> CrmMapping:
    """One mapping from a file and the one that it is like; what comes first wins."""
    first = files[0]
    columns = {
        name: tuple(dict.fromkeys(spelt for file in files for spelt in getattr(file.columns, name)))
        for name in Columns.model_fields
    }
    for name in REQUIRED:
        if not columns[name]:
            path = ("columns", name)
            findings.fault(document.line(path), yaml_files.dotted(path), "key_missing")
    return CrmMapping(
        name=first.name,
        columns=columns,
        stages=_spelt([file.stages for file in files], STAGES, "stages", document, findings),
        signed_if=_conditions([file.signed_if for file in files]),
        lost_if=_conditions([file.lost_if for file in files]),
        probability=_thresholds(files),
        origins=_spelt([file.origins for file in files], ORIGINS, "origins", document, findings),
        partners={key(name): id_ for file in files[::-1] for name, id_ in file.partners.items()},
        partner_separator=_first(file.partner_separator for file in files),
        id_length=next((file.id_length for file in files if file.id_length), None),
        dates=_first(file.dates for file in files),
        decimal=_first(file.decimal for file in files),
    )


def _first(told: Iterable[str]) -> str:
    return next((one for one in told if one), "")


def _spelt(
    files: list[Any], codes: Iterable[str], section: str, document: Document, findings: Findings
) -> dict[str, str]:
    """Every spelling with its code; one that stands for two in the same file is a fault."""
    spelt: dict[str, str] = {}
    for number, file in enumerate(files):
        here: dict[str, str] = {}
        for code in codes:
            for word in getattr(file, code):
                other = here.setdefault(plain(word), code)
                if other != code and number == 0:
                    path = (section, code)
                    told = {"found": word, "other": other}
                    findings.fault(
                        document.line(path), yaml_files.dotted(path), "crm_spelt_twice", **told
                    )
        spelt = here | spelt
    return spelt


def _conditions(files: list[dict[str, tuple[str, ...]]]) -> dict[str, frozenset[str]]:
    joined: dict[str, frozenset[str]] = {}
    for file in files[::-1]:
        for column, values in file.items():
            spelt = frozenset(value if value == ANY else plain(value) for value in values)
            joined[plain(column)] = spelt
    return joined


def _thresholds(files: list[MappingFile]) -> tuple[tuple[float, str], ...]:
    found: dict[str, float] = {}
    for file in files[::-1]:
        given = {stage: getattr(file.probability, stage) for stage in OPEN}
        found |= {stage: share for stage, share in given.items() if share is not None}
    return tuple(sorted(((share, stage) for stage, share in found.items()), reverse=True))
