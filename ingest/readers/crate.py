"""A folder into which the files inside an archive or mail are taken out, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from indexes.errors import ReadError
from ingest.names import clean_name
from ingest.readers.base import Member, Refused, Unpacked

MOST_MEMBERS = 5_000
"""Files that are taken out of one file."""

MOST_BYTES = 1_000_000_000
"""Their bytes together."""

MOST_MEMBER_BYTES = 200_000_000
"""Bytes of one of them."""

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")


class Crate:
    """What came out of a file so far. It never takes more than the limits above."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._members: list[Member] = []
        self._refused: list[Refused] = []
        self._names: set[str] = set()
        self._bytes = 0
        self._too_many = 0

    def put(self, raw_name: str, content: Iterable[bytes]) -> None:
        """Write a file, under a number and the suffix of its name.

        raw_name: as the archive or mail has it. content: its bytes in order; where getting them
        raises ReadError or they are too many, the file is refused with that reason.
        """
        if len(self._members) >= MOST_MEMBERS:
            self._too_many += 1
            return
        name = clean_name(raw_name)
        if name in self._names:
            self.refuse(raw_name, "Another file of the same name comes before it.")
            return
        self._names.add(name)
        suffix = PurePosixPath(name).suffix.lower()
        number = f"{len(self._members) + 1:05d}"
        path = self._folder / (number + (suffix if _SUFFIX.fullmatch(suffix) else ""))
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._write(path, content)
            self._members.append(Member(name, path))
        except ReadError as error:
            path.unlink(missing_ok=True)
            self.refuse(raw_name, str(error))

    def refuse(self, raw_name: str, reason: str) -> None:
        """Note a file that does not come out. reason: a sentence."""
        if len(self._refused) < MOST_MEMBERS:
            self._refused.append(Refused(clean_name(raw_name), reason))
        else:
            self._too_many += 1

    def unpacked(self) -> Unpacked:
        """What came out, and what did not."""
        refused = list(self._refused)
        if self._too_many:
            reason = f"More than {MOST_MEMBERS} files are in it; unpack it by hand for the rest."
            refused.append(Refused(f"{self._too_many} more files", reason))
        return Unpacked(tuple(self._members), tuple(refused))

    def _write(self, path: Path, content: Iterable[bytes]) -> None:
        size = 0
        with path.open("wb") as file:
            for piece in content:
                size += len(piece)
                if size > MOST_MEMBER_BYTES:
                    most = f"{MOST_MEMBER_BYTES / 1e6:.0f} MB"
                    raise ReadError(f"It has more than {most}; split it and ingest the parts.")
                if self._bytes + size > MOST_BYTES:
                    most = f"{MOST_BYTES / 1e6:.0f} MB"
                    raise ReadError(f"The files before it fill {most}; unpack it by hand.")
                file.write(piece)
        self._bytes += size
