"""Files that change under the reader, missing rights, several writers at once."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexes.builds import check
from ingest.originals import Originals
from ingest.report import Gathered
from ingest.walk import gather
from tests.children import start
from tests.fakes import DirectOpener
from tests.invariants import look_at
from tests.world import assert_whole, library, notes, put

OPENER = DirectOpener()
NOBODY = 65_534
"""A user without rights, on Linux and macOS alike as far as files are concerned."""


def add(home: Path, *paths: Path) -> str:
    """Ingest as a process of its own would; what became of the files, in words."""
    report = library(home, OPENER).add(gather(paths), "default", "local")
    return " ".join(sorted({outcome.status for outcome in report.outcomes}))


def test_two_ingesters_of_one_folder_take_turns_and_each_file_is_in_once(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    put(folder, notes(10))
    writers = [start(lambda: add(home, folder)) for _ in range(3)]
    assert sorted(writer.result() for writer in writers) == ["added", "known", "known"]
    assert_whole(home, folder, OPENER)


def test_file_that_grows_between_looking_and_copying_is_told_and_comes_in_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    put(folder, notes(2))
    keep = Originals.keep

    def late(originals: Originals, path: Path, document_id: str, suffix: str) -> Path:
        with path.open("ab") as handle:
            handle.write(b"\n\nOne more remark.")
        return keep(originals, path, document_id, suffix)

    with monkeypatch.context() as patched:
        patched.setattr(Originals, "keep", late)
        report = library(home, OPENER).add(gather([folder]), "default", "local")
    assert {outcome.status for outcome in report.outcomes} == {"failed"}
    assert all("changed while" in outcome.reason for outcome in report.outcomes)
    assert list((home / "originals").iterdir()) == []
    assert add(home, folder) == "added"
    assert_whole(home, folder, OPENER)


def test_file_that_never_rests_is_whole_or_refused(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    put(folder, notes(1, "busy"))
    stop = threading.Event()

    def scribble() -> None:
        while not stop.wait(0.002):
            with (folder / "busy00.txt").open("ab") as handle:
                handle.write(b"\n\nYet another remark on the weather.")

    writer = threading.Thread(target=scribble)
    writer.start()
    try:
        for _ in range(5):
            report = library(home, OPENER).add(gather([folder]), "default", "local")
            for outcome in report.outcomes:
                assert outcome.status != "failed" or "changed while" in outcome.reason
            with look_at(home) as look:
                assert check(look.catalog, look.builds) == []
    finally:
        stop.set()
        writer.join()
    add(home, folder)
    assert_whole(home, folder, OPENER)


@pytest.mark.parametrize("fate", ["deleted", "folder", "pipe", "dangling link"])
def test_file_that_is_none_any_more_fails_alone_and_says_so(tmp_path: Path, fate: str) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    put(folder, notes(3))
    found = gather([folder])
    victim = folder / "n01.txt"
    victim.unlink()
    if fate == "folder":
        victim.mkdir()
    elif fate == "pipe":
        os.mkfifo(victim)
    elif fate == "dangling link":
        victim.symlink_to(tmp_path / "nowhere")
    report = library(home, OPENER).add(Gathered(found.files), "default", "local")
    reasons = {Path(o.source).name: o.reason for o in report.outcomes if o.status == "failed"}
    assert list(reasons) == ["n01.txt"]
    assert "n01.txt" in reasons["n01.txt"]
    assert sum(outcome.status == "added" for outcome in report.outcomes) == 2


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def _without_rights() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setegid(NOBODY)
        os.seteuid(NOBODY)


def test_file_that_may_not_be_read_fails_alone_and_says_so(public: Path) -> None:
    home, folder = public / "home", public / "files"
    put(folder, notes(2))
    (folder / "n00.txt").chmod(0)

    def work() -> str:
        _without_rights()
        report = library(home, OPENER).add(gather([folder]), "default", "local")
        return "\n".join(f"{outcome.status} {outcome.reason}" for outcome in report.outcomes)

    told = start(work).result()
    assert "failed n00.txt" in told
    assert "permission" in told.lower()
    assert "added" in told


def test_home_that_may_not_be_written_to_is_named_and_a_later_run_completes_it(
    public: Path,
) -> None:
    home, folder = public / "home", public / "files"
    put(folder, notes(2))
    home.mkdir(mode=0o555)

    def work() -> str:
        _without_rights()
        return add(home, folder)

    told = start(work).result()
    assert told.startswith("LibraryError")
    assert str(home) in told
    assert "FOOTNOTE_HOME" in told
    home.chmod(0o777)
    assert start(work).result() == "added"


def test_library_that_became_read_only_refuses_an_ingest_and_loses_nothing(public: Path) -> None:
    home, folder = public / "home", public / "files"
    put(folder, notes(2))
    add(home, folder)
    put(folder, notes(1, "new"))
    _protect(home)

    def work() -> str:
        _without_rights()
        return add(home, folder)

    told = start(work).result()
    assert told.startswith("LibraryError")
    assert str(home) in told
    _protect(home, back=True)
    assert add(home, folder) == "added known"


def _protect(home: Path, back: bool = False) -> None:
    writable = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    for path in (home, *home.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IWUSR if back else mode & ~writable)
