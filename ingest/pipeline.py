"""Everything that changes the library: add, remove, rebuild.

A document's journey: admit (batch.py), read and chunk (prepare.py), embed and stage (batch.py),
publish and activate (store.py). Only activated documents are searched, so that a crash anywhere
leaves the last answerable state.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.embed import Embedder
from indexes.types import Document
from indexes.writer import CatalogWriter
from ingest.batch import EMBED_AT, Batch
from ingest.lock import writer_lock
from ingest.originals import Originals
from ingest.prepare import Destination
from ingest.report import Admission, IngestReport, Outcome, Progress, gather
from ingest.store import Store

__all__ = ["Admission", "IngestReport", "Library", "Outcome", "Progress", "gather", "ignore"]

Listener = Callable[[Progress], None]


def ignore(_: Progress) -> None:
    """The listener of those who do not listen."""


class Library:
    """The writing side of a library. One process at a time changes it; others wait their turn."""

    def __init__(
        self,
        home: Path,
        catalog: Catalog,
        builds: Builds,
        embedder: Callable[[], Embedder],
        max_file_mb: int = 200,
    ) -> None:
        """embedder: called when the first text is embedded, so that looking costs no model."""
        self._home = home
        self._max_bytes = max_file_mb * 1_000_000
        self.originals = Originals(home / "originals")
        self._store = Store(catalog, CatalogWriter(catalog), builds, self.originals, embedder)

    def add(
        self,
        files: Sequence[Admission],
        collection: str,
        owner: str,
        on_progress: Listener = ignore,
    ) -> IngestReport:
        """Let files in; each fails alone. A file whose bytes are known already is left as it is.

        Raises LibraryError when nothing can be let in at all: the disk is full, or the library was
        embedded with another model.
        """
        started = time.perf_counter()
        with writer_lock(self._home):
            self._store.tidy()
            to = Destination(collection, owner)
            batch = Batch(self._store, to, files, self._max_bytes, on_progress)
            for file in files:
                batch.take(file)
            batch.finish()
        return IngestReport(tuple(batch.outcomes), time.perf_counter() - started)

    def remove(self, documents: Sequence[Document]) -> None:
        """Take documents out of everything: searches, database and its free pages, originals."""
        ids = [document.id for document in documents]
        with writer_lock(self._home):
            self._store.tidy()
            dense = self._store.dense()
            for document_id in ids:
                dense.remove(document_id)
            self._store.publish(dense, [], removed=ids)
            for document_id in ids:
                self.originals.discard(document_id)
            self._store.builds.prune(self._store.catalog.build_id(), keep=1)
            self._store.writer.compact()

    def rebuild(self, on_progress: Listener = ignore) -> str:
        """Make both indexes anew from the database; embed anew if the model changed.

        Returns the id of the new build.
        """
        with writer_lock(self._home):
            self._store.tidy()
            embedder = self._store.embedder()
            if self._store.catalog.embedder() not in ("", embedder.name):
                self._embed_anew(embedder, on_progress)
            self._store.writer.refill_lexical()
            on_progress(Progress(1, 1, "", "publishing"))
            dense = self._store.dense_from_database()
            return self._store.publish(dense, [], embedder=embedder)

    def _embed_anew(self, embedder: Embedder, on_progress: Listener) -> None:
        chunks = list(self._store.catalog.spoken())
        fresh = []
        for first in range(0, len(chunks), EMBED_AT):
            on_progress(Progress(first, len(chunks), "", "embedding"))
            batch = chunks[first : first + EMBED_AT]
            vectors = embedder.passages([spoken for _, spoken in batch])
            fresh += [(chunk_id, v) for (chunk_id, _), v in zip(batch, vectors, strict=True)]
        self._store.writer.replace_vectors(fresh)
