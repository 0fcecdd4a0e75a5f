"""How far an ingest is, and what came of its files so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from ingest.report import Admission, Listener, Outcome, Progress


class Tally:
    """Counts files and bytes, keeps the outcomes, and tells the listener of both."""

    def __init__(self, listener: Listener) -> None:
        self.outcomes: list[Outcome] = []
        self._listener = listener
        self._now = Progress(0, 0, "", "reading")

    def expect(self, files: Sequence[Admission]) -> None:
        """More files are to come."""
        total = self._now.total + sum(size_of(file.path) for file in files)
        self._now = replace(self._now, total=total, of=self._now.of + len(files))

    def tell(self, name: str, stage: Literal["reading", "embedding", "publishing"]) -> None:
        """Something is being done with a file."""
        self._now = replace(self._now, name=name, stage=stage)
        self._listener.progress(self._now)

    def advance(self, size: int) -> None:
        """A file is done with, as far as the reader and the embedder go."""
        now = self._now
        # a file may have grown since it was counted
        self._now = replace(now, done=min(now.done + size, now.total), files=now.files + 1)
        self._listener.progress(self._now)

    def settle(self, outcome: Outcome) -> None:
        """What came of a file is certain."""
        self.outcomes.append(outcome)
        self._listener.outcome(outcome)


def size_of(path: Path) -> int:
    """Bytes of a file; 0 for what is none."""
    return path.stat().st_size if path.is_file() else 0
