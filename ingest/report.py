"""What goes into an ingest, how far it is, and what came of each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexes.errors import LibraryError
from indexes.types import Document
from ingest.readers import SUFFIXES


@dataclass(frozen=True, slots=True)
class Admission:
    """A file that asks to be let in. name: as shown; for an upload, `path` is temporary.

    source: where it came from; a file with the same source replaces its older version. '' for
    uploads, which have no place of their own.
    """

    path: Path
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file. reason: why it failed, else ''. chunks: 0 unless added."""

    source: str
    status: Literal["added", "known", "failed"]
    reason: str = ""
    document: Document | None = None
    chunks: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is. done, total: bytes of the files. name: the file at hand."""

    done: int
    total: int
    name: str
    stage: Literal["reading", "embedding", "publishing"]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Every file's outcome, in the order given, and the wall seconds of the whole."""

    outcomes: tuple[Outcome, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether every file is in the library now."""
        return all(outcome.status != "failed" for outcome in self.outcomes)


def gather(paths: Sequence[Path]) -> list[Admission]:
    """The files at `paths`, folders walked in sorted order.

    In folders, hidden files and formats that Footnote does not read are passed over; a file that
    is named outright always comes along, so that its failure is reported. Raises LibraryError for
    a path that does not exist.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise LibraryError(f"There is nothing at {path}; check the spelling.")
        if path.is_dir():
            files += [found for found in sorted(path.rglob("*")) if _wanted(path, found)]
        else:
            files.append(path)
    absolute = dict.fromkeys(path.resolve() for path in files)
    return [Admission(path, path.name, str(path)) for path in absolute]


def _wanted(folder: Path, path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and path.suffix.lower() in SUFFIXES
