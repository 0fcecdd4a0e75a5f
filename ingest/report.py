"""What goes into an ingest, how far it is, and what came of each file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexes.types import Document, Unread

Status = Literal["added", "replaced", "known", "unpacked", "removed", "failed"]
"""replaced: added in place of an older version. unpacked: an archive; its members have outcomes of
their own. removed: its file is gone from a folder that was ingested before."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A file that asks to be let in. name: as shown; for an upload, `path` is temporary.

    source: where it came from; a file with the same source replaces its older version. '' for
    uploads, which have no place of their own. A file inside another has the source of that one,
    `INSIDE`, and its path in there. private: whether its document becomes private, and with it
    what is inside the file; where this is False, a document that is private already stays so.
    """

    path: Path
    name: str
    source: str = ""
    private: bool = False


INSIDE = "//"
"""Parts the source of an archive or mail from the path of a file inside it: no path holds it."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A file in a folder that is not let in, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found at the paths of an ingest.

    folders: those that were walked, absolute; documents whose file is gone from them leave the
    library. passed: what in them was passed over. anew: whether files whose document has unread
    pages are read once more.
    """

    files: tuple[Admission, ...]
    folders: tuple[Path, ...] = ()
    passed: tuple[Passed, ...] = ()
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file. reason: why it failed or was removed, else ''.

    chunks, characters: of the document's text; 0 unless added or replaced.
    """

    source: str
    status: Status
    reason: str = ""
    document: Document | None = None
    chunks: int = 0
    characters: int = 0
    warnings: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is. done, total: bytes of the files; total grows as archives open.

    files, of: files done with, and known of. name: the file at hand.
    """

    done: int
    total: int
    name: str
    stage: Literal["reading", "embedding", "publishing"]
    files: int = 0
    of: int = 0


class Listener:
    """Hears of an ingest while it goes on, and may stop it. This one hears nothing."""

    def progress(self, progress: Progress) -> None:
        """How far it is; often."""

    def outcome(self, outcome: Outcome) -> None:
        """What came of a file, as soon as that is certain: added means searchable now."""

    def stopped(self) -> bool:
        """Whether no further file is to be begun; what was read is finished."""
        return False


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Every file's outcome in the order in which they were settled, and the wall seconds.

    stopped: whether it ended early because the listener asked for it.
    """

    outcomes: tuple[Outcome, ...]
    seconds: float
    stopped: bool = False

    @property
    def ok(self) -> bool:
        """Whether every file is in the library now."""
        return not self.stopped and all(outcome.status != "failed" for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Planned:
    """What an ingest would do with a file. reason: why it would be refused or removed, else ''.

    status: `added`, `replaced`, `known`, `removed`, `failed`, or `unpacked` for an archive, whose
    contents are not looked into.
    """

    source: str
    status: Status
    reason: str = ""
    bytes: int = 0
