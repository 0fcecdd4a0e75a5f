from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import pytest

from indexes.catalog import Catalog
from indexes.errors import LibraryError
from tests.app.cli.fakes import document
from tests.app.cli.terminal import Ran, Terminal, terminal

PATIENCE_S = 120


class FakeLookout:
    """Does one thing at each wait, then is interrupted as by Ctrl-C."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.steps = list(steps)
        self.followed: list[list[Path]] = []
        self.patient: list[bool] = []

    def __call__(self, home: Path) -> FakeLookout:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def follow(self, folders: Sequence[Path]) -> None:
        self.followed.append(list(folders))

    def wait(self, patient: bool) -> None:
        self.patient.append(patient)
        if not self.steps:
            raise KeyboardInterrupt
        self.steps.pop(0)()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("text", encoding="utf-8")
    return folder


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path / "home", monkeypatch, capsys, document("leave.txt"))


@pytest.fixture
def watched(
    shell: Terminal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Ran, FakeLookout]]:
    def watch(*steps: Callable[[], object]) -> tuple[Ran, FakeLookout]:
        lookout = FakeLookout(*steps)
        monkeypatch.setattr("app.cli.watch.Lookout", lookout)
        return shell.run("ingest", str(folder), "--watch"), lookout

    return watch


Watched = Callable[..., tuple[Ran, FakeLookout]]


def nothing() -> None:
    pass


def test_folder_is_ingested_at_first_and_ctrl_c_ends_with_0(watched: Watched, folder: Path) -> None:
    ran, _ = watched()
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "1 added in 4.2 s"
    assert ran.err.splitlines()[-2:] == [
        f"watching {folder}; Ctrl-C ends",
        "no longer watching",
    ]


def test_nothing_is_read_or_said_while_nothing_changes(watched: Watched, shell: Terminal) -> None:
    ran, _ = watched(nothing, nothing)
    assert len(shell.footnote.library.collections) == 1
    assert ran.out.count("added") == 1
    assert ran.err.count("watching") == 2


def test_new_file_is_ingested(watched: Watched, shell: Terminal, folder: Path) -> None:
    ran, _ = watched(lambda: (folder / "b.txt").write_text("more", encoding="utf-8"))
    assert len(shell.footnote.library.collections) == 2
    assert ran.out.splitlines()[-1] == "1 added, 1 already known in 4.2 s"


def test_touched_file_with_the_same_content_is_not_spoken_of(
    watched: Watched, shell: Terminal, folder: Path
) -> None:
    ran, _ = watched(lambda: os.utime(folder / "a.txt", (1, 1)))
    assert len(shell.footnote.library.collections) == 2
    assert ran.out.count(" in 4.2 s") == 1


def test_failure_is_told_once_and_again_when_the_file_has_changed(
    watched: Watched, folder: Path
) -> None:
    bad = folder / "bad.txt"
    bad.write_text("text", encoding="utf-8")
    ran, _ = watched(nothing, lambda: bad.write_text("other text", encoding="utf-8"))
    assert ran.err.count(f"failed: {bad}") == 2


def test_folder_that_vanishes_is_said_and_waited_for(
    watched: Watched, shell: Terminal, folder: Path, tmp_path: Path
) -> None:
    ran, lookout = watched(
        lambda: folder.rename(tmp_path / "away"),
        nothing,
        lambda: (tmp_path / "away").rename(folder),
    )
    assert ran.code == 0
    assert ran.err.count(f"{folder} is not there any more; its documents stay") == 1
    assert ran.err.count(f"{folder} is back") == 1
    assert lookout.followed == [[folder], [], [], [folder]]
    assert lookout.patient == [True, False, False, True]


def test_trouble_that_passes_is_told_once_and_tried_again(
    watched: Watched, shell: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = shell.footnote.library
    well = library.add

    def full(*_: object) -> None:
        raise LibraryError("The disk is full; free some space.")

    monkeypatch.setattr(library, "add", full)
    ran, _ = watched(nothing, lambda: monkeypatch.setattr(library, "add", well))
    assert ran.code == 0
    assert ran.err.count("The disk is full; free some space. Trying again.") == 1
    assert "1 added" in ran.out


def test_ctrl_c_in_the_middle_of_an_ingest_ends_in_order(watched: Watched, shell: Terminal) -> None:
    shell.footnote.library.stop = True
    ran, lookout = watched()
    assert ran.code == 130
    assert "stopped: 0 of 1 files are in" in ran.out
    assert lookout.patient == []


def test_file_cannot_be_watched(shell: Terminal, folder: Path) -> None:
    ran = shell.run("ingest", str(folder / "a.txt"), "--watch")
    assert ran.code == 1
    assert "only folders can be watched" in ran.err


def test_watching_and_dry_run_exclude_each_other(shell: Terminal, folder: Path) -> None:
    assert shell.run("ingest", str(folder), "--watch", "--dry-run").code == 2


def eventually(holds: Callable[[], bool]) -> bool:
    for _ in range(PATIENCE_S * 10):
        if holds():
            return True
        time.sleep(0.1)
    return False


def _hear_ctrl_c() -> None:
    """In the child: what was started in the background of a shell ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.model
def test_watched_folder_and_library_stay_the_same(tmp_path: Path) -> None:
    folder, home = tmp_path / "files", tmp_path / "home"
    folder.mkdir()
    (folder / "otters.txt").write_text("Otters sleep in the boathouse.", encoding="utf-8")
    catalog = Catalog(home / "footnote.sqlite3")

    def names() -> list[str]:
        return sorted(listing.document.name for listing in catalog.documents())

    command = [sys.executable, "-m", "app.cli", "ingest", str(folder), "--watch"]
    environment = {**os.environ, "FOOTNOTE_HOME": str(home)}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, preexec_fn=_hear_ctrl_c
    ) as watching:
        try:
            assert eventually(lambda: names() == ["otters.txt"])
            (folder / "gulls.txt").write_text("Gulls nest on the roof.", encoding="utf-8")
            assert eventually(lambda: names() == ["gulls.txt", "otters.txt"])
            (folder / "otters.txt").unlink()
            assert eventually(lambda: names() == ["gulls.txt"])
            watching.send_signal(signal.SIGINT)
            assert watching.wait(PATIENCE_S) == 0
        finally:
            watching.kill()
