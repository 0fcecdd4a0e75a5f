"""Everything that changes the library: add, remove, rebuild.

A document's journey: admitted, copied and opened (intake.py), chunked by its reader's process,
embedded and staged (batch.py), published and activated (store.py). Only activated documents are
searched, so that a crash anywhere leaves the last answerable state.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from indexes.change import Change, Heirs
from indexes.embed import Embedder
from indexes.errors import LibraryError, ReadError
from indexes.types import Document
from indexes.windows import Vectors
from ingest.batch import EMBED_AT, Batch
from ingest.intake import Intake, Shelf
from ingest.labels import distinct
from ingest.places import emptied_reason, inside, inside_only, missing
from ingest.planning import planned, reread, still_private
from ingest.prepare import Destination, Opener, admit, source_of
from ingest.readers import ARCHIVES, kind_of
from ingest.report import (
    Admission,
    Gathered,
    IngestReport,
    Listener,
    Outcome,
    Planned,
    Progress,
)
from ingest.shelving import Memory, Shelving
from ingest.store import Store, disk_trouble
from ingest.tally import Tally


class Library(Shelving):
    """The writing side of a library. One process at a time changes it; others wait their turn."""

    def __init__(
        self,
        home: Path,
        store: Store,
        opener: Opener,
        max_file_mb: int = 200,
        lanes: int = 0,
        memory: Memory | None = None,
    ) -> None:
        """lanes: documents that are read at once; 0: one for each processor. memory: the saved
        answers; without them what is in the bin stays there until somebody else purges it.
        """
        super().__init__(home, store, memory)
        self._opener = opener
        self._max_bytes = max_file_mb * 1_000_000
        self._lanes = lanes or os.cpu_count() or 1
        self.originals = store.originals

    def add(
        self,
        files: Gathered | Sequence[Admission],
        collection: str,
        owner: str,
        listener: Listener | None = None,
    ) -> IngestReport:
        """Let files in; each fails alone. A file whose bytes are known already is left as it is.

        A file that has changed replaces its older version; documents whose file is gone from a
        walked folder leave. Raises LibraryError when nothing can be let in at all: the disk is
        full, or the library was embedded with another model; what was published before stays.
        """
        gathered = files if isinstance(files, Gathered) else Gathered(tuple(files))
        to = Destination(collection, owner)
        with self._writing():
            held = reread(self._store.catalog, gathered, to, self._max_bytes)
            with self._aside(held) as anew:
                return self._take_in(still_private(gathered, held), to, listener, anew)

    def _take_in(
        self,
        gathered: Gathered,
        to: Destination,
        listener: Listener | None,
        anew: frozenset[str] = frozenset(),
    ) -> IngestReport:
        """`add`, for the holder of the writer lock. anew: ids of documents that are read anew."""
        started = time.perf_counter()
        listener = listener or Listener()
        tally = Tally(listener)
        with self._bench() as folder:
            intake = Intake(self._shelf(to, anew), to, folder)
            batch = Batch(self._store, to, tally, anew)
            tally.expect(gathered.files)
            waiting: Sequence[Admission] = gathered.files
            while waiting:
                with closing(intake.run(waiting, listener.stopped)) as readings:
                    for taken in readings:
                        batch.take(taken)
                again = batch.again()
                for _, document_id in again:
                    intake.release(document_id)
                waiting = [file for file, _ in again]
            stopped = bool(intake.left)
            batch.finish([] if stopped else self._missing(gathered, to, tally))
        return IngestReport(tuple(tally.outcomes), time.perf_counter() - started, stopped)

    def replace(
        self,
        document: Document,
        file: Admission,
        memory: Memory,
        listener: Listener | None = None,
    ) -> IngestReport:
        """Let a file in, and remove the document that it takes the place of once it is in.

        Tags and the private mark pass on. Where the file cannot be let in the document stays.
        Raises LibraryError for an archive, which would be many documents.
        """
        if file.path.is_file() and kind_of(file.path, file.name) in ARCHIVES:
            raise LibraryError(
                f"{file.name} is an archive: a document is replaced by one file; unpack it, or "
                "add it beside the document."
            )
        to = Destination(document.collection, document.owner)
        with self._writing():
            old = self._store.catalog.document(document.id)
            file = replace(file, private=file.private or old.private)
            report = self._take_in(Gathered((file,)), to, listener)
            try:
                new_id = admit(file, to, self._max_bytes).document_id
            except ReadError:  # the report says so
                return report
            if new_id == old.id or new_id not in self._store.catalog.ready_ids():
                return report
            self._store.writer.tag([new_id], lambda own: distinct((*own, *old.tags)))
            self._delete(Change(removed=(old.id,), heirs=(Heirs((old.id,), (new_id,)),)), memory)
        return replace(report, outcomes=tuple(_instead(each, file) for each in report.outcomes))

    def plan(self, files: Gathered, collection: str, owner: str) -> list[Planned]:
        """What `add` would do. Changes nothing, loads no model, looks into no archive."""
        return planned(self._store.catalog, files, Destination(collection, owner), self._max_bytes)

    def remove(self, documents: Sequence[Document]) -> None:
        """Take documents out of everything: searches, database and its free pages, originals."""
        with self._writing():
            self._delete(Change(removed=tuple(document.id for document in documents)))

    def mark_private(self, documents: Sequence[Document], private: bool) -> tuple[Document, ...]:
        """Mark documents, and with each mail what is attached to it, as private or no longer so.

        Returns these, the given ones first. Holds at once, whatever ingest is under way. The mark
        comes off an attachment only if it stands nowhere else.
        """
        catalog = self._store.catalog
        ids = {document.id: None for document in documents}
        for where in dict.fromkeys((each.collection, each.owner) for each in documents):
            places = catalog.places(*where)
            ids |= dict.fromkeys(inside(places, ids) if private else inside_only(places, ids))
        with disk_trouble(self.home):
            self._store.writer.mark_private(tuple(ids), private)
        return tuple(catalog.document(each) for each in ids)

    def renew(self) -> None:
        """Index anew what another version of Footnote has indexed; usually there is nothing."""
        if not self._store.is_current():
            with self._writing():
                pass  # whoever begins to write puts this in order

    def rebuild(self, listener: Listener | None = None) -> str:
        """Make both indexes anew from the database; embed anew if the model changed.

        Returns the id of the new build.
        """
        listener = listener or Listener()
        with self._writing():
            embedder = self._store.embedder()
            vectors: list[tuple[int, Vectors]] = []
            if self._store.catalog.embedder() not in ("", embedder.name):
                vectors = self._embed_anew(embedder, listener)
            listener.progress(Progress(1, 1, "", "publishing"))
            with self._store.writer.together():
                self._store.writer.replace_vectors(vectors)
                built = self._store.built_from_database()
                build_id = self._store.publish(built, Change(), embedder)
            self._store.builds.prune(build_id)
            return build_id

    def _embed_anew(self, embedder: Embedder, listener: Listener) -> list[tuple[int, Vectors]]:
        """A vector for every chunk id."""
        chunks = list(self._store.catalog.spoken())
        fresh: list[tuple[int, Vectors]] = []
        for first in range(0, len(chunks), EMBED_AT):
            listener.progress(Progress(first, len(chunks), "", "embedding"))
            batch = chunks[first : first + EMBED_AT]
            vectors = embedder.passages([spoken for _, spoken in batch])
            fresh += [(chunk_id, v) for (chunk_id, _), v in zip(batch, vectors, strict=True)]
        return fresh

    def _shelf(self, to: Destination, anew: frozenset[str]) -> Shelf:
        catalog = self._store.catalog
        known = catalog.media_types()
        places = frozenset(catalog.places(to.collection, to.owner))
        return Shelf(
            self.originals, self._opener, known, places, self._max_bytes, self._lanes, anew
        )

    def _missing(self, gathered: Gathered, to: Destination, tally: Tally) -> list[str]:
        """Sources whose file has left a walked folder."""
        places = self._store.catalog.places(to.collection, to.owner)
        gone, emptied = missing(places, gathered)
        for folder in emptied:
            tally.settle(Outcome(str(folder), "failed", emptied_reason(folder)))
        return gone

    @contextmanager
    def _bench(self) -> Iterator[Path]:
        """A folder for what comes out of archives; a crash leaves it to the next writer."""
        folder = self.home / "unpacked"
        folder.mkdir()
        try:
            yield folder
        finally:
            self._opener.close()
            shutil.rmtree(folder, ignore_errors=True)


def _instead(outcome: Outcome, file: Admission) -> Outcome:
    """What is said of the file that took another's place."""
    taken = outcome.source == source_of(file) and outcome.status == "added"
    return replace(outcome, status="replaced") if taken else outcome
