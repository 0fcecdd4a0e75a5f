"""How much room the library takes on the disk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes on the disk. originals: copies of the documents' files, without those in the bin.

    index: all builds. database: with its write-ahead log. models: those under FOOTNOTE_HOME.
    """

    originals: int
    index: int
    database: int
    models: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.originals + self.index + self.database + self.models


def measured(home: Path, binned: Collection[str]) -> Storage:
    """What a library's folder holds now. binned: ids of documents whose originals do not count."""
    return Storage(
        sum(_size(each) for each in _files(home / "originals") if _owner(each) not in binned),
        sum(map(_size, _files(home / "builds"))),
        sum(map(_size, home.glob("footnote.sqlite3*"))),
        sum(map(_size, _files(home / "models"))),
    )


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()] if folder.is_dir() else []


def _owner(path: Path) -> str:
    """The id of the document whose original this is."""
    return path.name.split(".")[0]


def _size(path: Path) -> int:
    """Bytes of a file; 0 for one that a writer took away while it was looked at."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
