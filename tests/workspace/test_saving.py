"""Files changed without losing what was there."""

import os
import stat
from pathlib import Path

import pytest

from padlib.workspace import saving
from padlib.workspace.saving import NotWritten


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    path = tmp_path / "nimbus" / "2026" / "deals.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"before")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_new_content_takes_the_files_place_and_the_version_before_is_kept(deals):
    kept = saving.save(saving.version(deals), b"after", "deals.csv")
    assert deals.read_bytes() == b"after"
    assert kept is not None
    assert (kept.parent, kept.read_bytes()) == (deals.parent / ".backup", b"before")
    assert names(deals.parent) == [".backup", "deals.csv"]


def test_each_version_before_has_a_name_of_its_own(deals):
    for content in (b"1", b"2", b"3"):
        saving.save(saving.version(deals), content, "deals.csv")
    kept = {path.read_bytes() for path in (deals.parent / ".backup").iterdir()}
    assert kept == {b"before", b"1", b"2"}


def test_the_same_content_writes_nothing(deals):
    assert saving.save(saving.version(deals), b"before", "deals.csv") is None
    assert names(deals.parent) == ["deals.csv"]


def test_a_new_file_has_no_version_before(tmp_path):
    path = tmp_path / "2026" / "business_plans" / "axorial.yml"
    assert saving.save(saving.version(path), b"new", "axorial.yml") is None
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["axorial.yml"]


def test_a_file_deeper_in_the_year_is_kept_on_the_same_path(tmp_path):
    path = tmp_path / "2026" / "business_plans" / "axorial.yml"
    assert saving.backup_folder(path) == tmp_path / "2026" / ".backup" / "business_plans"


@pytest.mark.parametrize("before", [b"before", None])
def test_a_file_that_changed_meanwhile_is_left_alone(deals, before):
    if before is None:
        deals.unlink()
    version = saving.version(deals)
    deals.write_bytes(b"somebody else's")
    with pytest.raises(NotWritten) as caught:
        saving.save(version, b"after", "deals.csv", "en")
    assert caught.value.code == "changed_meanwhile"
    assert deals.read_bytes() == b"somebody else's"
    assert names(deals.parent) == ["deals.csv"]


def test_what_the_disk_refuses_is_told_and_leaves_nothing_behind(deals, monkeypatch):
    def fails(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(NotWritten, match="pas pu être écrit"):
        saving.save(saving.version(deals), b"after", "deals.csv")
    assert deals.read_bytes() == b"before"
    assert names(deals.parent) == [".backup", "deals.csv"]


def test_a_disk_without_links_takes_a_new_file_all_the_same(tmp_path, monkeypatch):
    def fails(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", fails)
    path = tmp_path / "2026" / "deals.csv"
    saving.save(saving.version(path), b"new", "deals.csv")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["deals.csv"]


def test_who_may_read_the_file_still_may(deals):
    deals.chmod(0o640)
    saving.save(saving.version(deals), b"after", "deals.csv")
    if os.name == "posix":
        assert stat.S_IMODE(deals.stat().st_mode) == 0o640


def test_a_link_to_the_file_stays_a_link(deals, tmp_path):
    link = tmp_path / "nimbus" / "2026" / "linked.csv"
    link.symlink_to(deals)
    saving.save(saving.version(link), b"after", "linked.csv")
    assert link.is_symlink()
    assert deals.read_bytes() == b"after"


def test_a_clients_file_is_kept_beside_it_whatever_the_folders_above_are_called(tmp_path):
    path = tmp_path / "2025" / "clients" / "nimbus" / "client.yml"
    assert saving.backup_folder(path) == path.parent / ".backup"
