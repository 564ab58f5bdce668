"""What earlier batches left: the record of each page's last run, and whether the page stands.

A record is one small file per page under `runs/latest/`, written when its report ends: a batch cut
short keeps what it finished, and two batches at once do not lose each other's. Records say what was
read and in what state; no figure of a report is ever computed from them.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import padlib
from padlib.reports.jobs import DONE, UNCHANGED, Job, Outcome
from padlib.workspace import Workspace

LIBRARIES = ("jinja2", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "scipy")
LATEST = Path("runs", "latest")
STANDING = (DONE, UNCHANGED)  # states of a page that is as its inputs are
_OF_THE_PAGE = (
    "path", "size", "headline", "as_of", "issued", "warnings", "key_figures", "actions",
)  # fmt: skip
_BATCH = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
BATCHES_KEPT = 50
_NOT_CODE = ("__pycache__", ".ipynb_checkpoints")

Record = dict[str, Any]


@dataclass
class Digests:
    """What inputs and notebooks are now, each read once in a batch."""

    space: Workspace
    inputs: dict[str, str | None] = field(default_factory=dict)
    files: dict[Path, str | None] = field(default_factory=dict)

    def of_input(self, key: str) -> str | None:
        """The digest of an input by its key in `Folder.looked_for`, None when it is absent."""
        if key not in self.inputs:
            self.inputs[key] = self.space.digest(key)
        return self.inputs[key]

    def of_file(self, file: Path) -> str | None:
        """SHA-256 of a file, None when there is none."""
        if file not in self.files:
            self.files[file] = sha256(file.read_bytes()).hexdigest() if file.exists() else None
        return self.files[file]


@cache
def code_digest() -> str:
    """Digest of all that makes pages but a client's folder: padlib's files and its libraries."""
    root = Path(padlib.__file__).parent
    total = sha256(json.dumps(versions()).encode())
    for file in sorted(root.rglob("*")):
        if file.is_file() and not any(name in file.parts for name in _NOT_CODE):
            total.update(file.relative_to(root).as_posix().encode() + b"\0")
            total.update(sha256(file.read_bytes()).digest())
    return total.hexdigest()


@cache
def versions() -> Mapping[str, str]:
    """Versions of the product and of the libraries that shape a page."""
    found = {"python": ".".join(map(str, sys.version_info[:2])), "padlib": padlib.__version__}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def fingerprint(job: Job, inputs: Mapping[str, str | None], notebook: str | None) -> str:
    """What a page depends on, in one digest; the day of making is no part of it."""
    made_of = {
        "code": code_digest(),
        "notebook": notebook,
        "variant": job.variant,
        "language": job.language,
        "parameters": {k: v for k, v in job.parameters.items() if k != "issued"},
        "issued": job.issued_on_purpose,
        "inputs": dict(inputs),
    }
    return sha256(json.dumps(made_of, sort_keys=True, default=str).encode()).hexdigest()


def unchanged(job: Job, record: Mapping[str, Any], digests: Digests) -> bool:
    """Whether the page of an earlier run still stands: same code, parameters and inputs."""
    files = [job.page, job.tables, job.pdf if job.with_pdf else None]
    if record.get("state") != DONE or not all(file.exists() for file in files if file):
        return False
    inputs = {key: digests.of_input(key) for key in record.get("inputs", {})}
    return fingerprint(job, inputs, digests.of_file(job.notebook)) == record.get("fingerprint")


def record_file(job: Job) -> Path:
    return record_at(job.outputs, job.key)


def record_at(outputs: Path, key: str) -> Path:
    """Where the record of a page is kept."""
    return outputs / LATEST / f"{key}.json"


def records(outputs: Path, client: str, year: int) -> list[Record]:
    """The records of a client's year, of all languages, editions and partners, by key."""
    home = outputs / LATEST / client / str(year)
    found = [record for file in sorted(home.rglob("*.json")) if (record := read(file))]
    return [one for one in found if {"key", "report", "audience", "partner"} <= set(one)]


def read(file: Path) -> Record:
    """A record; an empty one when there is none that can be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keep(outcome: Outcome, digests: Digests) -> None:
    """Write the record of a report that ended; one that failed keeps what is told of its page."""
    file = record_file(outcome.job)
    if outcome.state == DONE:
        job = outcome.job
        # the digest of what was read, not of what stands there now
        made = fingerprint(job, outcome.inputs, digests.of_file(job.notebook))
        record = as_json(outcome) | {"fingerprint": made}
    else:
        told = as_json(outcome)
        kept = read(file)
        told |= {name: kept[name] for name in _OF_THE_PAGE if name in kept}
        record = told
    write(file, json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True).encode())


def as_json(outcome: Outcome) -> Record:
    """An outcome as the manifest and the records tell it."""
    job = outcome.job
    return {
        "key": job.key,
        "report": job.report,
        "client": job.client,
        "client_name": job.client_name,
        "fictional": job.fictional,
        "year": job.year,
        "language": job.language,
        "audience": job.audience,
        "partner": job.partner,
        "partner_name": job.partner_name,
        "show": job.show,
        "draft": job.draft,
        "variant": job.variant,
        "engine": job.engine,
        "parameters": dict(job.parameters),
        "state": outcome.state,
        "reason": outcome.reason,
        "missing": list(outcome.missing),
        "faults": list(outcome.faults or outcome.details),
        "seconds": round(outcome.seconds, 3),
        "cpu_seconds": round(outcome.cpu_seconds, 3),
        "size": outcome.size,
        "path": job.page.relative_to(job.outputs).as_posix() if outcome.size else None,
        "warnings": outcome.warnings,
        "headline": outcome.headline,
        "as_of": outcome.as_of,
        "issued": outcome.issued,
        "key_figures": dict(outcome.key_figures),
        "actions": [dict(one) for one in outcome.actions],
        "inputs": dict(outcome.inputs),
        "seed": outcome.seed,
        "log": outcome.log.relative_to(job.outputs).as_posix() if outcome.log else None,
    }


def from_record(job: Job, record: Mapping[str, Any], ended: str) -> Outcome:
    """The outcome of a job whose page stands as an earlier run made it."""
    return Outcome(
        job=job,
        state=ended,
        size=record.get("size"),
        warnings=record.get("warnings"),
        headline=record.get("headline", ""),
        as_of=record.get("as_of"),
        issued=record.get("issued"),
        key_figures=record.get("key_figures", {}),
        actions=tuple(record.get("actions", ())),
        inputs=record.get("inputs", {}),
        seed=record.get("seed"),
    )


def prune(outputs: Path, batches: int = BATCHES_KEPT) -> None:
    """Remove the oldest batches' notebooks, logs and manifests; pages and records stay."""
    folders = sorted(path for path in (outputs / "runs").iterdir() if _BATCH.fullmatch(path.name))
    for folder in folders[:-batches]:
        shutil.rmtree(folder, ignore_errors=True)


def write(file: Path, content: bytes) -> None:
    """Put a file in place in one step: a reader finds the old one or the new one, whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def put(file: Path, content: bytes) -> None:
    """Put a file in place, unless it stands there already."""
    if not file.exists() or file.read_bytes() != content:
        write(file, content)
