"""The disk fills up in the middle of an ingest or a removal."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexes.builds import check
from indexes.errors import LibraryError
from ingest.originals import Originals
from ingest.walk import gather
from tests.children import start
from tests.fakes import DirectOpener
from tests.invariants import assert_nothing_left_over, look_at
from tests.world import assert_whole, library, notes, put

OPENER = DirectOpener()


def add(home: Path, *paths: Path) -> str:
    """Ingest as a process of its own would; what became of the files, in words."""
    report = library(home, OPENER).add(gather(paths), "default", "local")
    return " ".join(sorted({outcome.status for outcome in report.outcomes}))


def assert_answerable(home: Path, name: str) -> None:
    """Whatever else failed, the document that was ready before is found."""
    with look_at(home) as look:
        assert check(look.catalog, look.builds) == []
        assert name in {listing.document.name for listing in look.catalog.documents()}


@pytest.mark.parametrize("kilobytes", [8, 16, 48, 96, 192, 400, 800])
def test_disk_that_fills_up_fails_the_ingest_and_the_next_one_completes_it(
    tmp_path: Path, kilobytes: int
) -> None:
    """No file may grow beyond a limit: copies, database, log or index meet it first."""
    home, folder = tmp_path / "home", tmp_path / "files"
    put(folder, notes(1, "first", 3))
    add(home, folder)
    put(folder, notes(8))

    def cramped() -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1000, resource.RLIM_INFINITY))
        return add(home, folder)

    told = start(cramped).result()
    assert "free some space" in told or told == "added known"
    assert_answerable(home, "first00.txt")
    add(home, folder)
    assert_whole(home, folder, OPENER)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; needs the right to mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root may mount a small disk")
    command = [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_full_disk_names_the_remedy_and_more_space_completes_it(
    small_disk: Path, tmp_path: Path
) -> None:
    home, folder = small_disk / "home", tmp_path / "files"
    put(folder, notes(1, "first", 3))
    add(home, folder)
    put(folder, notes(12, length=120))
    told = start(lambda: add(home, folder)).result()
    assert told.startswith("LibraryError")
    assert "free some space" in told
    assert_answerable(home, "first00.txt")
    roomy = tmp_path / "home"
    shutil.copytree(home, roomy)
    add(roomy, folder)
    assert_whole(roomy, folder, OPENER)


def test_removal_on_a_full_disk_leaves_the_library_answerable(
    small_disk: Path, tmp_path: Path
) -> None:
    home, folder = small_disk / "home", tmp_path / "files"
    put(folder, notes(3))
    add(home, folder)
    (small_disk / "ballast").write_bytes(b"x" * _free(small_disk))

    def remove() -> str:
        made = library(home, OPENER)
        made.remove(made._store.catalog.find("n00.txt"))
        return "removed"

    told = start(remove).result()
    assert told == "removed" or "free some space" in told
    (small_disk / "ballast").unlink()
    assert_answerable(home, "n01.txt")
    start(remove).result()
    with look_at(home) as look:
        assert look.catalog.find("n00.txt") == []
    assert_nothing_left_over(home)


def _free(disk: Path) -> int:
    told = os.statvfs(disk)
    return told.f_bavail * told.f_bsize


def test_other_errors_of_the_disk_are_library_errors_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    put(folder, notes(1))

    def broken(*_: object) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Originals, "keep", broken)
    with pytest.raises(LibraryError, match="free some space"):
        add(home, folder)
