"""pyproject.toml, requirements.lock and environment.yml say the same."""

import itertools
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
CARD = {"jupyterlab", "pandas", "matplotlib", "ipywidgets", "papermill", "nbconvert"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def wanted() -> list[Requirement]:
    extras = itertools.chain.from_iterable(PROJECT["optional-dependencies"].values())
    return [Requirement(line) for line in [*PROJECT["dependencies"], *extras]]


def locked() -> list[Requirement]:
    return [Requirement(line) for line in LOCK.splitlines() if line and not line.startswith("#")]


def test_the_environment_for_conda_has_the_card_in_the_projects_ranges() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    ranges = {}
    for line in listed:
        if isinstance(line, str):
            name, _, bounds = line.partition(" ")
            ranges[name] = SpecifierSet(bounds)
    project = {one.name: one.specifier for one in wanted() if one.name in CARD}
    assert ranges.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert ranges.pop("pip") == SpecifierSet()
    assert ranges == project
    assert set(project) == CARD
    assert listed[-1] == {"pip": ["-e ."]}


def test_every_locked_version_is_exact_and_allowed() -> None:
    versions = {canonicalize_name(one.name): one.specifier for one in locked()}
    assert [str(bounds) for bounds in versions.values() if not str(bounds).startswith("==")] == []
    for one in wanted():
        version = Version(str(versions[canonicalize_name(one.name)]).removeprefix("=="))
        assert version in one.specifier, one.name


@pytest.mark.parametrize("forbidden", ["://", "file:", "--index-url", "--find-links", " @ "])
def test_the_lock_names_no_address(forbidden: str) -> None:
    packages = "\n".join(line.partition("#")[0] for line in LOCK.splitlines())
    assert forbidden not in packages
    assert not re.search(r"(^|\s)/\w", packages)


def test_this_python_is_admitted() -> None:
    running = ".".join(map(str, sys.version_info[:3]))
    assert Version(running) in SpecifierSet(PROJECT["requires-python"])
