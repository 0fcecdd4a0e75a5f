from __future__ import annotations

import errno
import shutil
import threading
from pathlib import Path

import pytest
from watchdog.events import FileModifiedEvent, FileMovedEvent, FileOpenedEvent

from app.cli.lookout import Bell, Lookout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files" / "inner").mkdir(parents=True)
    return tmp_path / "files"


@pytest.fixture
def lookout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lookout:
    """Would wait ten minutes if nothing happened."""
    monkeypatch.setattr("app.cli.lookout.AT_LEAST_EVERY_S", 600)
    monkeypatch.setattr("app.cli.lookout.UNTOLD_EVERY_S", 600)
    monkeypatch.setattr("app.cli.lookout.QUIET_S", 0.05)
    return Lookout(tmp_path / "home")


def ends(lookout: Lookout) -> bool:
    """Whether waiting comes to an end by a change."""
    waiting = threading.Thread(target=lookout.wait, args=(True,), daemon=True)
    waiting.start()
    waiting.join(60)
    return not waiting.is_alive()


def test_reading_is_no_change(tmp_path: Path) -> None:
    bell = Bell(tmp_path / "home")
    bell.on_any_event(FileOpenedEvent("/files/a.txt"))
    assert not bell.wait(0)
    bell.on_any_event(FileModifiedEvent("/files/a.txt"))
    assert bell.wait(0)


def test_what_the_library_writes_is_no_change_to_the_folder_around_it(tmp_path: Path) -> None:
    bell = Bell(tmp_path / "home")
    bell.on_any_event(FileModifiedEvent(str(tmp_path / "home" / "footnote.sqlite3")))
    assert not bell.wait(0)
    bell.on_any_event(FileMovedEvent(str(tmp_path / "home" / "a"), str(tmp_path / "a")))
    assert bell.wait(0)


def test_file_that_is_never_at_rest_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.lookout.QUIET_S", 60)
    monkeypatch.setattr("app.cli.lookout.RESTLESS_S", 0.1)
    bell = Bell(tmp_path / "home")
    change, over = FileModifiedEvent("/files/run.log"), threading.Event()

    def write() -> None:
        while not over.wait(0.01):
            bell.on_any_event(change)

    bell.on_any_event(change)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert bell.wait(0)
    finally:
        over.set()
        writer.join()


def test_change_deep_in_a_folder_ends_the_wait(lookout: Lookout, folder: Path) -> None:
    with lookout:
        lookout.follow([folder])
        (folder / "inner" / "a.txt").write_text("text", encoding="utf-8")
        assert ends(lookout)


def test_folder_that_was_made_anew_is_followed_anew(lookout: Lookout, folder: Path) -> None:
    with lookout:
        lookout.follow([folder])
        shutil.rmtree(folder)
        lookout.follow([])
        folder.mkdir()
        lookout.follow([folder])
        (folder / "a.txt").write_text("text", encoding="utf-8")
        assert ends(lookout)


def test_where_changes_are_not_told_folders_are_looked_at_often(
    lookout: Lookout,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(_: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr("app.cli.lookout.UNTOLD_EVERY_S", 0)
    monkeypatch.setattr("watchdog.observers.api.EventEmitter.start", refuse)
    with lookout:
        lookout.follow([folder])
        assert ends(lookout)
    assert "inotify watch limit reached); looking every 0 seconds" in capsys.readouterr().err
