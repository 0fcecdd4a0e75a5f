"""Waits until something in folders has changed and come to rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from app.cli.output import note

QUIET_S = 1.0
"""So long nothing may have changed: files are written in steps."""

RESTLESS_S = 60.0
"""So long at most is waited for that: some files are never at rest, such as logs."""

AT_LEAST_EVERY_S = 60.0
"""Folders are looked at so often in any case: network drives do not tell of changes."""

UNTOLD_EVERY_S = 5.0
"""The same where the system does not tell of changes, or a folder is not there."""

_READING = frozenset(("opened", "closed_no_write"))


class Bell(FileSystemEventHandler):
    """Rings when a file has changed.

    What Footnote itself does is no change: reading files, and writing in its own folder.
    """

    def __init__(self, home: Path) -> None:
        """home: the library's folder."""
        self._home = home
        self._rung = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        inside = all(path.is_relative_to(self._home) for path in paths)
        if event.event_type not in _READING and not inside:
            self._rung.set()

    def wait(self, seconds: float) -> bool:
        """Whether it rang within so many seconds; if so, wait until it has come to rest."""
        if not self._rung.wait(seconds):
            return False
        latest = time.monotonic() + RESTLESS_S
        while time.monotonic() < latest:
            self._rung.clear()
            if not self._rung.wait(QUIET_S):
                break
        self._rung.clear()
        return True


class Lookout:
    """Follows folders by the system's own notice of changes, and by looking now and then."""

    def __init__(self, home: Path) -> None:
        """home: the library's folder, whose changes do not count."""
        self._bell = Bell(home)
        self._observer: BaseObserver | None = None
        self._followed: dict[Path, int] = {}  # folder -> its inode

    def follow(self, folders: Sequence[Path]) -> None:
        """Follow exactly these from now on; one that was made anew is followed anew."""
        wanted = _inodes(folders)
        if wanted == self._followed:
            return
        self._end()
        self._followed = wanted
        self._observer = Observer()
        for folder in wanted:
            self._observer.schedule(self._bell, str(folder), recursive=True)
        try:
            self._observer.start()
        except OSError as error:
            note(
                f"the system does not tell of changes here ({error.strerror or error}); "
                f"looking every {UNTOLD_EVERY_S:.0f} seconds instead"
            )
            self._end()

    def wait(self, patient: bool) -> None:
        """Return when something has changed and come to rest, or it is time to look.

        patient: whether all is as it should be; else it is soon time.
        """
        told = patient and self._observer is not None
        latest = time.monotonic() + (AT_LEAST_EVERY_S if told else UNTOLD_EVERY_S)
        while (left := latest - time.monotonic()) > 0:
            # that a folder itself was moved away is not told either
            if self._bell.wait(min(left, UNTOLD_EVERY_S)) or not self._in_place():
                return

    def _in_place(self) -> bool:
        return _inodes(list(self._followed)) == self._followed

    def _end(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            if self._observer.is_alive():
                self._observer.join()
            self._observer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()


def _inodes(folders: Sequence[Path]) -> dict[Path, int]:
    """What tells a folder from another of its name, for those that are there."""
    found = {}
    for folder in folders:
        with suppress(OSError):
            found[folder] = folder.stat().st_ino
    return found
