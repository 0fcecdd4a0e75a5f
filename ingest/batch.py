"""One ingest of many files: chunks are embedded across documents and published in batches."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import PurePath

from indexes.listing import DocumentReport
from indexes.types import Document
from indexes.writer import Staged
from ingest.chunk import fitted
from ingest.intake import Taken
from ingest.places import Archives, change
from ingest.prepare import Destination, Prepared, source_of
from ingest.report import Admission, Outcome, Status
from ingest.store import Store
from ingest.tally import Tally

EMBED_AT = 4096
"""Chunks that are embedded in one call, across documents. The more there are, the fuller are the
batches of texts of one length: a sixth less processor time than with 1024."""

PUBLISH_AT = 4096
"""Chunks that are published in one build, or a quarter of the library if that is more: writing a
build takes time in proportion to the library, so that the whole ingest stays linear."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document on its way. size: bytes of its file; outcome: what will be said of it."""

    staged: Staged
    size: int
    outcome: Outcome


class Batch:
    """Takes readings one by one; each fails alone, and what went in before stays in."""

    def __init__(
        self, store: Store, to: Destination, tally: Tally, anew: Collection[str] = ()
    ) -> None:
        """anew: ids of documents in the bin that are read anew."""
        self._store = store
        self._to = to
        self._tally = tally
        self._ready = set(store.catalog.ready_ids())
        self._archives = Archives(self._places())
        self._read: list[Waiting] = []  # for the embedder
        self._staged: list[Waiting] = []  # for a build
        self._twins: list[Taken] = []  # the same bytes as a document on its way
        self._found: dict[str, str] = {}  # the document that each source was found to hold
        self._gone: set[str] = set()  # sources that hold nothing any more
        self._removed: set[str] = set()
        self._binned = {document.id for document, _ in store.catalog.binned()} - set(anew)
        self._returned: dict[str, str] = {}  # document that leaves the bin -> source it came with
        self._private: set[str] = set()  # known documents that were let in again as private

    def take(self, taken: Taken) -> None:
        """Note what became of a file; embed and publish when there is enough."""
        for refused in taken.refused:
            self._tally.settle(refused)
        self._tally.expect(taken.members)
        if taken.opened:
            present = {source_of(member) for member in taken.members}
            present |= {refused.source for refused in taken.refused}
            self._gone.update(self._archives.left(source_of(taken.file), present))
        if taken.prepared is not None:
            self._wait(taken.prepared, taken.size)
        elif taken.known:
            self._twins.append(taken)
            self._settle_twins()
        elif taken.outcome is not None:
            self._tally.settle(taken.outcome)
        if taken.prepared is None:
            self._tally.advance(taken.size)

    def again(self) -> tuple[tuple[Admission, str], ...]:
        """Files, and their document's id, that were known at first and whose document has left.

        Two files that swap their contents come to this.
        """
        again = [twin for twin in self._twins if twin.known in self._removed]
        self._twins = [twin for twin in self._twins if twin not in again]
        self._removed.difference_update(twin.known for twin in again)
        return tuple((twin.file, twin.known) for twin in again)

    def finish(self, gone: list[str]) -> None:
        """Embed and publish what is left. gone: sources whose file has left its folder."""
        self._embed()
        self._gone.update(gone)
        self._settle_twins(last=True)
        self._publish()
        self._tally.tell("", "publishing")

    def _wait(self, prepared: Prepared, size: int) -> None:
        document, extract = prepared.document, prepared.extract
        self._tally.tell(document.name, "reading")
        self._store.check_embedder()
        embedder = self._store.embedder()
        chunks = fitted(extract.chunks, document.id, embedder.max_tokens, embedder.count_tokens)
        staged = Staged(document, prepared.pages, tuple(chunks), extract.warnings, extract.unread)
        outcome = Outcome(
            document.source, "added", "", document, len(chunks),
            sum(len(page.text) for page in extract.pages), extract.warnings, extract.unread,
        )  # fmt: skip
        self._read.append(Waiting(staged, size, outcome))
        if sum(len(waiting.staged.chunks) for waiting in self._read) >= EMBED_AT:
            self._embed()

    def _embed(self) -> None:
        if not self._read:
            return
        self._tally.tell(self._read[0].staged.document.name, "embedding")
        texts = [chunk.spoken for waiting in self._read for chunk in waiting.staged.chunks]
        vectors = self._store.embedder().passages(texts)
        first = 0
        for waiting in self._read:
            last = first + len(waiting.staged.chunks)
            self._store.writer.stage(waiting.staged, vectors[first:last])
            first = last
            self._tally.advance(waiting.size)
        self._staged += self._read
        self._read = []
        waiting_chunks = sum(len(waiting.staged.chunks) for waiting in self._staged)
        if waiting_chunks >= max(PUBLISH_AT, self._store.catalog.chunk_count() // 4):
            self._publish()

    def _publish(self) -> None:
        """Make what is staged searchable, and let go of what no place holds any more."""
        self._tally.tell("", "publishing")
        arrived = {waiting.staged.document.source: waiting for waiting in self._staged}
        found = self._found | {s: w.staged.document.id for s, w in arrived.items()}
        before = {source for source, _ in self._places() if PurePath(source).is_absolute()}
        changed = change(self._places(), found, self._gone - found.keys())
        added = tuple(waiting.staged.document.id for waiting in self._staged)
        stored = {(source, waiting.staged.document.id) for source, waiting in arrived.items()}
        gained = tuple(place for place in changed.gained if place not in stored)
        leaving = [self._store.catalog.document(each) for each in changed.removed]
        private = tuple(sorted(self._private))
        returned = tuple(self._returned)
        self._store.apply(
            replace(changed, added=added, gained=gained, private=private, returned=returned)
        )
        self._ready = (self._ready | set(added + returned)) - set(changed.removed)
        self._removed.update(changed.removed)
        for waiting in self._staged:
            status: Status = "replaced" if waiting.outcome.source in before else "added"
            self._tally.settle(replace(waiting.outcome, status=status))
        for document_id, source in self._returned.items():
            self._tally.settle(_back(self._store.catalog.report(document_id), source))
        for document in leaving:
            if document.source not in found:
                self._tally.settle(_left(document))
        self._staged, self._found, self._gone, self._private = [], {}, set(), set()
        self._returned = {}
        self._settle_twins()

    def _settle_twins(self, last: bool = False) -> None:
        """Files with the bytes of a document that is ready by now."""
        on_their_way = {waiting.staged.document.id for waiting in self._read + self._staged}
        on_their_way.update(self._returned)
        later = []
        for twin in self._twins:
            source = source_of(twin.file)
            if twin.known in self._binned:
                self._binned.remove(twin.known)
                self._returned[twin.known] = source
                self._found[source] = twin.known
                self._private.update([twin.known] * twin.file.private)
                on_their_way.add(twin.known)
            elif twin.known in self._ready or (last and twin.known in on_their_way):
                self._found[source] = twin.known
                self._private.update([twin.known] * twin.file.private)
                self._tally.settle(Outcome(source, "known"))
            elif twin.known in on_their_way or not last:
                later.append(twin)
            else:
                reason = f"{twin.file.name} holds the same bytes as a file that failed."
                self._tally.settle(Outcome(source, "failed", reason))
        self._twins = later

    def _places(self) -> list[tuple[str, str]]:
        return self._store.catalog.places(self._to.collection, self._to.owner)


def _back(report: DocumentReport, source: str) -> Outcome:
    listing = report.listing
    return Outcome(
        source, "added", "", listing.document, listing.chunk_count, listing.character_count,
        report.warnings, report.unread,
    )  # fmt: skip


def _left(document: Document) -> Outcome:
    reason = "Its file is gone from the folder."
    return Outcome(document.source, "removed", reason, document)
