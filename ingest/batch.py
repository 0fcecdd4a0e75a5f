"""One ingest of many files: chunks are embedded across documents and published in batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from indexes.errors import ReadError
from ingest.prepare import Destination, Prepared, admit, prepare
from ingest.report import Admission, Outcome, Progress
from ingest.store import Store

EMBED_AT = 1024
"""Chunks that are embedded in one call: enough to sort by length across documents."""

PUBLISH_AT = 4096
"""Chunks that are published in one build, or a quarter of the library if that is more: writing a
build takes time in proportion to the library, so that the whole ingest stays linear."""


class Batch:
    """Takes files one by one; each fails alone, and what went in before stays in."""

    def __init__(
        self,
        store: Store,
        to: Destination,
        files: Sequence[Admission],
        max_bytes: int,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._store = store
        self._to = to
        self._max_bytes = max_bytes
        self._on_progress = on_progress
        self._total = sum(_size(file.path) for file in files)
        self._done = 0
        self._read: list[Prepared] = []  # waiting for the embedder
        self._staged: list[Prepared] = []  # waiting for a build
        self.outcomes: list[Outcome] = []

    def take(self, file: Admission) -> None:
        """Admit, read and chunk one file; pass a full batch on."""
        self._tell(file.name, "reading")
        source = file.source or file.name
        waiting = {prepared.document.id for prepared in self._read + self._staged}
        known = self._store.catalog.ready_ids() | waiting
        try:
            identity = admit(file, self._to, known, self._max_bytes)
            if identity is None:
                self.outcomes.append(Outcome(source, "known"))
                self._done += _size(file.path)
                return
            self._store.check_embedder()
            shelf = (self._store.originals, self._store.embedder())
            prepared = prepare(file, identity, self._to, shelf)
        except ReadError as error:
            self.outcomes.append(Outcome(source, "failed", str(error)))
            self._done += _size(file.path)
            return
        self.outcomes.append(
            Outcome(source, "added", "", prepared.document, len(prepared.chunks), prepared.warnings)
        )
        self._read.append(prepared)
        if sum(len(waiting.chunks) for waiting in self._read) >= EMBED_AT:
            self._embed()

    def finish(self) -> None:
        """Embed and publish what is left."""
        self._embed()
        self._publish()
        self._tell("", "publishing")

    def _embed(self) -> None:
        if not self._read:
            return
        self._tell(self._read[0].document.name, "embedding")
        texts = [chunk.spoken for prepared in self._read for chunk in prepared.chunks]
        vectors = self._store.embedder().passages(texts)
        first = 0
        for prepared in self._read:
            last = first + len(prepared.chunks)
            self._store.writer.stage(
                prepared.document, prepared.pages, prepared.chunks, vectors[first:last]
            )
            first = last
            self._done += prepared.size
            self._tell(prepared.document.name, "embedding")
        self._staged += self._read
        self._read = []
        waiting = sum(len(prepared.chunks) for prepared in self._staged)
        if waiting >= max(PUBLISH_AT, self._store.catalog.chunk_count() // 4):
            self._publish()

    def _publish(self) -> None:
        if not self._staged:
            return
        self._tell("", "publishing")
        dense = self._store.dense()
        replaced = self._replaced()
        for document_id in replaced:
            dense.remove(document_id)
        added = [prepared.document.id for prepared in self._staged]
        for document_id in added:
            dense.add(document_id, *self._store.catalog.pooled(document_id))
        self._store.publish(dense, added, replaced, self._store.embedder())
        for document_id in replaced:
            self._store.originals.discard(document_id)
        self._staged = []

    def _replaced(self) -> list[str]:
        """Older versions of staged files: the same path, collection and owner, other bytes.

        An upload's source is a bare name, which says nothing about where it came from: it replaces
        nothing.
        """
        newer = {p.document.source for p in self._staged if Path(p.document.source).is_absolute()}
        listings = self._store.catalog.documents(self._to.collection, self._to.owner)
        return [item.document.id for item in listings if item.document.source in newer]

    def _tell(self, name: str, stage: Literal["reading", "embedding", "publishing"]) -> None:
        self._on_progress(Progress(self._done, self._total, name, stage))


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
