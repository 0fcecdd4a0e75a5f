"""Files -> readings: several at once, each in its own process, as they become ready."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from indexes.errors import ReadError
from ingest.originals import Originals, sha256
from ingest.prepare import (
    MAIL,
    Admitted,
    Destination,
    Opener,
    Prepared,
    admit,
    members,
    prepared,
    source_of,
    suffix_of,
)
from ingest.readers import ARCHIVES, UNPACKERS, kind_of
from ingest.readers.base import Unpacked
from ingest.report import INSIDE, Admission, Outcome
from ingest.tally import size_of

DEEPEST = 3
"""Archives within archives that are opened."""

MOST_AHEAD = 32
"""Files that may be under way or waiting for the embedder."""

MOST_BYTES_AHEAD = 64_000_000
"""Their bytes together; one file may have more."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: a document to embed, an outcome, or the id of a known document.

    members: the files inside it; refused: what of them does not come out. opened: whether it was
    looked into, so that these are all.
    """

    file: Admission
    size: int
    prepared: Prepared | None = None
    outcome: Outcome | None = None
    known: str = ""
    members: tuple[Admission, ...] = ()
    refused: tuple[Outcome, ...] = ()
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where an intake keeps copies, what opens them, and what is in the library already.

    known: media types of the documents in the library and its bin, by id. places: as
    `Catalog.places` gives them. anew: ids of known documents that are read anew.
    """

    originals: Originals
    opener: Opener
    known: dict[str, str]
    places: frozenset[tuple[str, str]]
    max_bytes: int
    lanes: int
    anew: frozenset[str] = frozenset()


class Intake:
    """Opens files, and the files in them, on `lanes` lanes."""

    def __init__(self, shelf: Shelf, to: Destination, folder: Path) -> None:
        """folder: for what comes out of archives; whoever makes it removes it."""
        self._shelf = shelf
        self._to = to
        self._folder = folder
        self._claimed = set(shelf.known) - shelf.anew
        self._lock = threading.Lock()
        self._rooms = itertools.count()
        self.left: list[Admission] = []  # not begun when it was stopped

    def run(
        self, files: Iterable[Admission], stopped: Callable[[], bool]
    ) -> Generator[Taken, None, None]:
        """What came of each file, in the order in which they are ready."""
        waiting = deque(files)
        running: dict[Future[Taken], int] = {}
        with ThreadPoolExecutor(self._shelf.lanes, thread_name_prefix="intake") as pool:
            try:
                while waiting or running:
                    if stopped():
                        self.left += waiting
                        waiting.clear()
                    while waiting and self._has_room(running):
                        file = waiting.popleft()
                        running[pool.submit(self._take, file)] = size_of(file.path)
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        del running[future]
                        taken = future.result()
                        waiting.extendleft(reversed(taken.members))
                        yield taken
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self._shelf.opener.close()
                raise

    def _has_room(self, running: dict[Future[Taken], int]) -> bool:
        return not running or (
            len(running) < MOST_AHEAD and sum(running.values()) < MOST_BYTES_AHEAD
        )

    def _take(self, file: Admission) -> Taken:
        size = size_of(file.path)
        try:
            admitted = admit(file, self._to, self._shelf.max_bytes)
            if not self._claim(admitted.document_id):
                return self._known(file, admitted)
            return self._open(file, admitted)
        except ReadError as error:
            return Taken(file, size, outcome=_failed(file, str(error)))

    def release(self, document_id: str) -> None:
        """A document has left the library: its bytes are new again."""
        with self._lock:
            self._claimed.discard(document_id)

    def _claim(self, document_id: str) -> bool:
        """Whether these bytes are new, and the caller's to read."""
        with self._lock:
            if document_id in self._claimed:
                return False
            self._claimed.add(document_id)
            return True

    def _known(self, file: Admission, admitted: Admitted) -> Taken:
        """A file whose bytes are in the library, or on their way.

        What is inside it is taken out again where it has not stood before, and for a mail always.
        An archive is no document: its like is just being opened, and it is opened as well.
        """
        kind = kind_of(file.path, file.name)
        if kind in ARCHIVES:
            unpacked = self._shelf.opener.unpack(file.path, file.name, self._room())
            outcome = Outcome(source_of(file), "unpacked")
            return _with_members(Taken(file, admitted.size, outcome=outcome), unpacked)
        taken = Taken(file, admitted.size, known=admitted.document_id)
        mail = self._shelf.known.get(admitted.document_id) == MAIL
        stood = (source_of(file), admitted.document_id) in self._shelf.places
        if not mail and (stood or kind not in UNPACKERS):
            return taken
        return _with_members(taken, self._shelf.opener.unpack(file.path, file.name, self._room()))

    def _open(self, file: Admission, admitted: Admitted) -> Taken:
        """Keep a copy of the file and read the copy, so that it cannot change meanwhile."""
        document_id = admitted.document_id
        originals = self._shelf.originals
        copy = originals.keep(file.path, document_id, suffix_of(file.name))
        taken = Taken(file, admitted.size)
        try:
            if sha256(copy) != admitted.digest:
                raise ReadError(f"{file.name} changed while it was being read; ingest it again.")
            opened = self._shelf.opener.open(copy, file.name, self._room())
            taken = _with_members(taken, opened.unpacked)
            if opened.extract is None:
                taken = replace(taken, outcome=Outcome(source_of(file), "unpacked"))
            else:
                document = prepared(file, admitted, self._to, opened.extract)
                taken = replace(taken, prepared=document)
        except ReadError as error:
            taken = replace(taken, outcome=_failed(file, str(error)))
        if taken.prepared is None:
            if document_id not in self._shelf.anew:  # those stay as they were
                originals.discard({document_id})
            self.release(document_id)
        return taken

    def _room(self) -> Path:
        """Where a file's members may be written; not made yet."""
        return self._folder / str(next(self._rooms))


def _failed(file: Admission, reason: str) -> Outcome:
    return Outcome(source_of(file), "failed", reason)


def _with_members(taken: Taken, unpacked: Unpacked) -> Taken:
    source = source_of(taken.file)
    refused = [
        Outcome(f"{source}{INSIDE}{each.name}", "failed", f"{each.name}: {each.reason}")
        for each in unpacked.refused
    ]
    found = members(taken.file, unpacked)
    if found and source.count(INSIDE) >= DEEPEST:
        found = ()
        reason = f"holds files more than {DEEPEST} archives deep; unpack it by hand."
        refused.append(_failed(taken.file, f"{taken.file.name} {reason}"))
    return replace(taken, members=found, refused=tuple(refused), opened=True)
