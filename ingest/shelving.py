"""What becomes of documents that are in the library: renamed, moved, removed, brought back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from indexes.change import Change, Heirs
from indexes.errors import LibraryError
from indexes.shelving import Changed
from indexes.types import Document
from ingest.lock import writer_lock
from ingest.prepare import Destination
from ingest.store import Store, disk_trouble

UNDO_S = 600
"""Seconds that a removed document stays in the bin."""


class Memory(Protocol):
    """What quotes documents: `app.records.Records`, or a stand-in for it."""

    def forget_document(self, document_id: str) -> object:
        """Take a document's text out."""
        ...

    def follow(self, old_id: str, new_id: str) -> object:
        """A document has another id now."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Shelving:
    """The part of the library that changes its documents without reading them anew."""

    def __init__(self, home: Path, store: Store, memory: Memory | None) -> None:
        self.home = home
        self._store = store
        self._memory = memory
        self.now: Callable[[], datetime] = _utc_now

    def rename(self, document: Document, name: str) -> Document:
        """Show a document under this name, or under its file's own for ''; shown so at once.

        Searches know the name when this returns, or, where another process is changing the
        library, when that one is done.
        """
        with disk_trouble(self.home):
            self._store.writer.rename(document.id, name)
        with self._writing(wait=False):
            pass  # whoever begins or ends to write indexes new names
        return self._store.catalog.document(document.id)

    def tag(self, documents: Sequence[Document], changed: Changed) -> tuple[Document, ...]:
        """Give each document the tags that `changed` makes of its own, all or none; holds at once.

        Raises what `changed` raises.
        """
        with disk_trouble(self.home):
            self._store.writer.tag([each.id for each in documents], changed)
        return tuple(self._store.catalog.document(each.id) for each in documents)

    def move(
        self, documents: Sequence[Document], collection: str, memory: Memory
    ) -> dict[str, str]:
        """Take documents into another collection, all or none; each one's old id -> new id.

        Raises LibraryError where the same bytes are in that collection, or in its bin, already.
        """
        with self._writing():
            moves = self._moves(documents, collection)
            pairs = tuple((old, new) for old, new in moves.items() if old != new)
            for old, new in pairs:
                original = self._store.originals.path(old)
                if original is not None:
                    self._store.originals.keep(original, new, original.suffix)
                self._store.writer.copy(old, new, collection)
            change = Change(
                removed=tuple(old for old, _ in pairs),
                returned=tuple(new for _, new in pairs),
                heirs=tuple(Heirs((old,), (new,)) for old, new in pairs),
                moved=pairs,
            )
            self._store.apply(change)
            self._follow(memory)
        return moves

    def _moves(self, documents: Sequence[Document], collection: str) -> dict[str, str]:
        catalog = self._store.catalog
        ready = catalog.ready_ids()
        binned = {document.id for document, _ in catalog.binned()}
        moves: dict[str, str] = {}
        for each in (catalog.document(document.id) for document in documents):
            new = Destination(collection, each.owner).document_id(each.sha256)
            if new != each.id and (new in ready or new in moves.values()):
                raise LibraryError(
                    f"{collection} holds the same bytes as {each.name} already; remove one of the "
                    "two."
                )
            if new in binned:
                raise LibraryError(
                    f"The same bytes as {each.name} were removed from {collection} a moment ago; "
                    "restore them there instead."
                )
            moves[each.id] = new
        return moves

    def put_away(self, documents: Sequence[Document]) -> frozenset[str]:
        """Put documents into the bin, all or none; return their ids."""
        with self._writing():
            ids = tuple(self._store.catalog.document(each.id).id for each in documents)
            self._store.apply(Change(binned=ids, at=self.now()))
        return frozenset(ids)

    def take_back(self, documents: Sequence[Document]) -> tuple[Document, ...]:
        """Take documents out of the bin, all or none, as they were.

        Places at which another document stands by now are no longer theirs. Raises LibraryError
        when one is in the bin no more.
        """
        with self._writing():
            held = {document.id for document, _ in self._store.catalog.binned()}
            for each in documents:
                if each.id not in held:
                    raise LibraryError(
                        f"{each.name} is in the bin no more; add its file again if it is to be "
                        "in the library."
                    )
            self._store.apply(Change(returned=tuple(each.id for each in documents)))
        return tuple(self._store.catalog.document(each.id) for each in documents)

    @contextmanager
    def _aside(self, documents: Sequence[Document]) -> Iterator[frozenset[str]]:
        """Have documents in the bin while they are read anew; their ids.

        Those that could not be read are taken back as they were. After a crash they are in the
        bin, where people find them, and so does the next ingest of their files.
        """
        ids = tuple(each.id for each in documents)
        self._store.apply(Change(binned=ids, at=self.now()))
        try:
            yield frozenset(ids)
        finally:
            left = (each.id for each, _ in self._store.catalog.binned() if each.id in ids)
            self._store.apply(Change(returned=tuple(left)))

    def purge(self, ids: Collection[str], memory: Memory) -> int:
        """Delete documents of the bin from everything; return how many are gone by now."""
        with self._writing():
            self._empty(ids, memory)
            left = self._store.catalog.media_types()
        return len(set(ids) - left.keys())

    def _empty(self, ids: Collection[str], memory: Memory) -> None:
        held = [each.id for each, _ in self._store.catalog.binned() if each.id in ids]
        if held:
            for document_id in held:  # first, so that a crash in between is mended by repeating
                memory.forget_document(document_id)
            self._store.writer.mark_removal()
            self._store.originals.discard(set(self._store.writer.purge(held)))
            self._store.finish_removal()

    def _delete(self, change: Change, memory: Memory | None = None) -> None:
        """Take what a change removes out of everything: searches, database, originals, answers."""
        if memory is not None:
            for document_id in change.removed:
                memory.forget_document(document_id)
        self._store.writer.mark_removal()
        self._store.apply(change)
        self._store.finish_removal()

    def _follow(self, memory: Memory) -> None:
        """Have the saved answers know of moves, also of those that a crash left untold."""
        for old, new in self._store.catalog.moves():
            memory.follow(old, new)
            self._store.writer.followed(old)

    def _tidy(self) -> None:
        """Put in order what crashes left, and delete what has been in the bin for long enough."""
        self._store.tidy()
        shutil.rmtree(self.home / "unpacked", ignore_errors=True)
        if self._memory is not None:
            self._follow(self._memory)
            before = self.now() - timedelta(seconds=UNDO_S)
            overdue = {each.id for each, at in self._store.catalog.binned() if at <= before}
            self._empty(overdue, self._memory)

    @contextmanager
    def _writing(self, wait: bool = True) -> Iterator[bool]:
        """As the only writer, on what a crash has left tidied up.

        Without `wait` it gives False, and nothing may be changed, while another process writes.
        """
        with disk_trouble(self.home), writer_lock(self.home, wait) as held:
            if held:
                self._tidy()
            yield held
            if held:
                self._store.renew_names()
