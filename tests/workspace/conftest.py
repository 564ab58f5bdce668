"""A workspace to write in, with a short reference list of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from padlib.workspace.faults import Fault, Findings

COLUMNS = (
    "reseller_id,name,aliases,kind,status_code,revenue_meur,revenue_scope,revenue_year,"
    "revenue_basis,region,verticals,source_url,source_date\n"
)
LIST = (
    COLUMNS
    + """\
RS-econocom,Econocom,Groupe Econocom,integrator,none,2900,group,2025,rounded,FR-IDF,,x,2026-03
RS-alma,Alma,,msp,none,,,,,,,x,2019
RS-octave,Octave Réseaux SAS,Octave|Réseaux du Sud,reseller,none,12,france,2024,reported,Occitanie,\
health|public sector,x,2025
RS-sud,Sud Informatique,Réseaux du Sud,reseller,taken_over,8,france,2018,undated,,,x,2018
"""
)

MakeClient = Callable[..., Path]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty workspace with a reference list of four companies."""
    root = tmp_path / "data"
    (root / "clients").mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / "resellers_fr.csv").write_text(LIST, encoding="utf-8")
    return root


@pytest.fixture
def client(data: Path) -> MakeClient:
    """Write a client's files, `client(yml, **{"2026/partners.csv": text})`; its workspace back."""

    def write(yml: str | None = "", **files: str | bytes) -> Path:
        folder = data / "clients" / "nimbus"
        folder.mkdir(exist_ok=True)
        (folder / "2026").mkdir(exist_ok=True)
        if yml is not None:
            files["client.yml"] = "client_id: nimbus\nname: Nimbus\n" + yml
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return data

    return write


def told(findings: Findings) -> list[tuple[int | None, str | None, str]]:
    """Line, column and code of each fault, in order of place."""
    ordered = sorted(findings.faults, key=lambda fault: fault.place)
    return [(fault.line, fault.column, fault.code) for fault in ordered]


def places(faults: list[Fault]) -> list[tuple[str, int | None, str | None, str]]:
    """File, line, column and code of each fault."""
    return [(fault.file, fault.line, fault.column, fault.code) for fault in faults]
