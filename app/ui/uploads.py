"""Uploads on their way into the library, in a thread of their own.

A browser's click or a change of screen ends Streamlit's script; an ingest goes on to its end.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.build import Footnote
from app.ui import markup
from ingest.report import Admission, IngestReport, Progress

NAME_CHARACTERS = 150
NAMELESS = "unnamed"


class Upload(Protocol):
    """A file as the browser sent it."""

    @property
    def name(self) -> str: ...

    def getbuffer(self) -> memoryview: ...


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that were added together, to one collection."""

    files: Sequence[Upload]
    collection: str


class Job:
    """One batch being taken in. result: what came of it, None until it is done."""

    def __init__(self, footnote: Footnote, batch: Batch) -> None:
        self.progress: Progress | None = None
        self.result: IngestReport | Exception | None = None
        self._footnote = footnote
        self._batch = batch
        self._thread = threading.Thread(target=self._work, name="uploads")

    def start(self) -> Job:
        """Begin; returns the job itself."""
        self._thread.start()
        return self

    def wait(self, seconds: float) -> bool:
        """Wait at most this long; whether the job is done."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            self.result = take_in(self._footnote, self._batch, self._note)
        except Exception as error:  # noqa: BLE001  handed to the page, which tells it
            self.result = error

    def _note(self, progress: Progress) -> None:
        self.progress = progress


def take_in(footnote: Footnote, batch: Batch, note: Callable[[Progress], None]) -> IngestReport:
    """Write the files into a folder of their own under home, ingest them, remove the folder."""
    uploads = footnote.settings.home / "uploads"
    uploads.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=uploads))
    try:
        admissions = [_written(file, folder / str(at)) for at, file in enumerate(batch.files)]
        return footnote.library.add(admissions, batch.collection, footnote.actor.id, note)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def safe_name(raw: str) -> str:
    """An upload's own name: the last part of a path, printable, of bounded length.

    The suffix, by which readers are chosen, outlives the shortening.
    """
    last = raw.replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = " ".join(unicodedata.normalize("NFC", markup.printable(last)).split())
    if name.strip(".") == "":
        return NAMELESS
    stem, dot, suffix = name.rpartition(".")
    if dot and stem and len(suffix) <= 10:
        return f"{stem[: NAME_CHARACTERS - len(suffix) - 1]}.{suffix}"
    return name[:NAME_CHARACTERS]


def _written(file: Upload, folder: Path) -> Admission:
    name = safe_name(file.name)
    folder.mkdir()
    path = folder / f"upload{Path(name).suffix}"
    path.write_bytes(file.getbuffer())
    return Admission(path, name)
