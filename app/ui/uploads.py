"""Uploads on their way into the library, in a thread of their own.

A browser's click or a change of screen ends Streamlit's script; an ingest goes on to its end.
"""

from __future__ import annotations

import itertools
import os
import queue
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from app.build import Footnote
from ingest.names import clean_name
from ingest.report import Admission, IngestReport, Listener, Outcome, Progress
from ingest.store import disk_trouble
from ingest.walk import hidden

FORETOLD_FROM = 0.02
"""Share of the bytes from which on the time that is left is told: before, it is a guess."""


class Upload(Protocol):
    """A file as the browser sent it. name: its own, or its path in a folder that was sent."""

    @property
    def name(self) -> str: ...

    def getbuffer(self) -> memoryview: ...


@dataclass(frozen=True, slots=True)
class Pasted:
    """Text that was typed or pasted, as if it were a file. name: with its suffix."""

    name: str
    text: str

    def getbuffer(self) -> memoryview:
        return memoryview(self.text.encode())


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that were added together, to one collection. private: marked so.

    foldered: whether names are paths in a folder, which are kept. replaces: the id of the document
    whose place the one file takes; '' for none.
    """

    files: Sequence[Upload]
    collection: str
    private: bool = False
    foldered: bool = False
    replaces: str = ""


class Job(Listener):
    """One batch on its way: waiting for its turn, being taken in, or done.

    names: of its files. outcomes: what came of files so far. result: what came of all, or the error
    that ended it; None until it is done. at: how far it is; None before its turn. seen: names of
    files that have been read.
    """

    def __init__(
        self, number: int, files: Sequence[Admission], collection: str, replaces: str = ""
    ) -> None:
        self.number = number
        self.names = tuple(file.name for file in files)
        self.outcomes: list[Outcome] = []
        self.result: IngestReport | Exception | None = None
        self.at: Progress | None = None
        self.seen: set[str] = set()
        self._files = files
        self._collection = collection
        self._replaces = replaces
        self._began = 0.0
        self._stop = threading.Event()
        self._done = threading.Event()

    def stop(self) -> None:
        """Begin no further file; what was read is finished."""
        self._stop.set()

    def wait(self, seconds: float = 0) -> bool:
        """Wait at most this long; whether the job is done."""
        return self._done.wait(seconds)

    @property
    def seconds_left(self) -> float | None:
        """As the bytes so far suggest; None while that would be a guess."""
        now = self.at
        if now is None or now.done < FORETOLD_FROM * now.total or not now.done:
            return None
        return (time.monotonic() - self._began) * (now.total - now.done) / now.done

    def progress(self, progress: Progress) -> None:
        if self.at is None:
            self._began = time.monotonic()
        if progress.name:
            self.seen.add(progress.name)
        self.at = progress

    def outcome(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def stopped(self) -> bool:
        return self._stop.is_set()

    def run(self, footnote: Footnote) -> None:
        """Take the files in."""
        try:
            self.result = self._take_in(footnote)
        except Exception as error:  # noqa: BLE001  handed to the page, which tells it
            self.result = error
        finally:
            self._done.set()

    def _take_in(self, footnote: Footnote) -> IngestReport:
        if self._replaces:
            (file,) = self._files
            return footnote.shelf.replace(footnote.actor, self._replaces, file, self)
        return footnote.ingest(self._files, self._collection, self)


class Queue:
    """The jobs of every browser that this process serves, taken in one after the other."""

    def __init__(self, footnote: Footnote) -> None:
        self._footnote = footnote
        self._folder = footnote.settings.home / "uploads"
        self._numbers = itertools.count(1)
        self._jobs: list[Job] = []
        self._waiting: queue.SimpleQueue[tuple[Job, Path]] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._lock = threading.Lock()
        _sweep(self._folder)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Those that have not been forgotten, oldest first."""
        return tuple(self._jobs)

    def add(self, batch: Batch) -> Job:
        """Write the files to disk and queue them; jobs that are done are forgotten.

        Raises LibraryError when the disk is full.
        """
        named = safe_path if batch.foldered else safe_name
        with disk_trouble(self._footnote.settings.home):
            self._folder.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self._folder))
            try:
                files = [
                    replace(_written(file, folder / str(at), named), private=batch.private)
                    for at, file in enumerate(batch.files)
                ]
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        self.forget()
        job = Job(next(self._numbers), files, batch.collection, batch.replaces)
        with self._lock:
            self._jobs.append(job)
            self._waiting.put((job, folder))
            if self._worker is None:
                # a daemon: a server that is told to end does not wait, and loses nothing that is in
                self._worker = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._worker.start()
        return job

    def forget(self, *jobs: Job) -> None:
        """Forget these of the jobs that are done; all of them when none is named."""
        with self._lock:
            self._jobs = [
                each for each in self._jobs if not each.wait() or (jobs and each not in jobs)
            ]

    def _work(self) -> None:
        while True:
            job, folder = self._waiting.get()
            try:
                job.run(self._footnote)
            finally:
                shutil.rmtree(folder, ignore_errors=True)


def safe_name(raw: str) -> str:
    """An upload's own name: the last part of a path, printable, of bounded length."""
    return safe_path(raw).rpartition("/")[2]


def safe_path(raw: str) -> str:
    """An upload's path in the folder that was sent, parts joined by `/`, each as `safe_name`'s."""
    return clean_name(raw.replace("\\", "/"))


def in_folder(path: str) -> bool:
    """Whether a file of a folder was put there by a person: not hidden, nor left by a system."""
    return not any(map(hidden, safe_path(path).split("/")))


def _written(file: Upload, folder: Path, named: Callable[[str], str]) -> Admission:
    name = named(file.name)
    folder.mkdir()
    path = folder / f"upload{Path(name).suffix}"
    path.write_bytes(file.getbuffer())
    return Admission(path, name)


def _sweep(folder: Path) -> None:
    """Delete what servers have left that were killed in the middle of an ingest."""
    for left in folder.glob("*"):
        owner = left.name.partition("-")[0]
        if not owner.isdecimal() or not _runs(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
