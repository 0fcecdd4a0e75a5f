"""The library's verbs for one person's documents; what is another's is as unknown as what is not.

Every verb raises LibraryError, with a sentence, for a document that is not there or is another's,
for a name or tag that is none, and where the disk does not let it happen. Verbs for several
documents do all or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.memory import Remembers
from app.shelf.storage import Storage, measured
from app.types import Actor
from indexes.catalog import Catalog
from indexes.errors import LibraryError
from indexes.types import Document
from ingest.labels import collection_name, shown_name, tag_names
from ingest.pipeline import Library
from ingest.report import Admission, IngestReport, Listener
from ingest.shelving import UNDO_S


@dataclass(frozen=True, slots=True)
class Binned:
    """A document in the bin. until: when it is deleted for good; until then it can be restored."""

    document: Document
    until: datetime


class Shelf:
    """Names, tags, moves, replaces, removes and restores documents."""

    def __init__(self, catalog: Catalog, library: Library, memory: Remembers) -> None:
        """memory: what quotes documents: it follows what is moved and forgets what is deleted."""
        self._catalog = catalog
        self._library = library
        self._memory = memory

    def rename(self, actor: Actor, document_id: str, name: str) -> Document:
        """Show the document under another name; its file and its source stay as they are.

        The file's own ending is added to a name without it; the file's own name takes the other
        one off again. Searches know the new name at once, or, while another process changes the
        library, when that one is done.
        """
        document = self._own(actor, document_id)
        return self._library.rename(document, shown_name(name, document))

    def tag(
        self, actor: Actor, ids: Sequence[str], tags: Sequence[str], keep: bool = False
    ) -> tuple[Document, ...]:
        """Have the documents bear exactly these tags; with `keep`, beside those that they have."""
        given = tag_names(tags)
        return self._library.tag(
            self._all(actor, ids), lambda own: tag_names((*own, *given)) if keep else given
        )

    def untag(self, actor: Actor, ids: Sequence[str], tags: Sequence[str]) -> tuple[Document, ...]:
        """Take these tags off the documents, in any case; those that they have not are ignored."""
        off = {tag.casefold() for tag in tag_names(tags)}
        return self._library.tag(
            self._all(actor, ids), lambda own: tuple(t for t in own if t.casefold() not in off)
        )

    def move(self, actor: Actor, ids: Sequence[str], collection: str) -> dict[str, str]:
        """Take documents into another collection: each one's old id -> new id, in their order.

        Nothing is read or embedded anew; tags, name and mark stay, and saved answers follow. Those
        that are in the collection already stay as they are and keep their id. Refused as a whole
        where the collection, or the bin, holds the same bytes already.
        """
        documents = self._all(actor, ids)
        return self._library.move(documents, collection_name(collection), self._memory)

    def replace(
        self,
        actor: Actor,
        document_id: str,
        admission: Admission,
        listener: Listener | None = None,
    ) -> IngestReport:
        """Let a new file take the place of a document, whatever it is called.

        Tags and the private mark pass on to it, the shown name does not. If the file cannot be let
        in, the report says why and the old document stays. Otherwise the old one is deleted for
        good, and answers that relied on it are emptied.
        """
        document = self._own(actor, document_id)
        return self._library.replace(document, admission, self._memory, listener)

    def remove(self, actor: Actor, ids: Sequence[str]) -> tuple[Binned, ...]:
        """Put documents into the bin: found, listed, cited and opened nowhere from now on."""
        gone = self._library.put_away(self._all(actor, ids))
        return tuple(each for each in self.bin(actor) if each.document.id in gone)

    def restore(self, actor: Actor, ids: Sequence[str]) -> tuple[Document, ...]:
        """Take documents out of the bin again; they are as they were."""
        held = {each.document.id: each.document for each in self.bin(actor)}
        for document_id in ids:
            if document_id not in held:
                raise LibraryError(
                    f"The bin holds no document {document_id!r} any more; add its file again."
                )
        return self._library.take_back([held[each] for each in dict.fromkeys(ids)])

    def bin(self, actor: Actor) -> tuple[Binned, ...]:
        """The actor's removed documents that can still be restored, the last one first."""
        undo = timedelta(seconds=UNDO_S)
        now = self._library.now()
        found = (Binned(each, at + undo) for each, at in self._catalog.binned(actor.id))
        return tuple(each for each in found if each.until > now)

    def purge(self, actor: Actor | None = None, now: bool = False) -> int:
        """Delete for good what has been in the bin for UNDO_S; return how many documents.

        actor: whose bin; None for everybody's. now: delete all that is in it. Also ends a deletion
        that a crash has interrupted. Waits for nobody when there is nothing to do.
        """
        owner = None if actor is None else actor.id
        before = self._library.now() - timedelta(seconds=0 if now else UNDO_S)
        due = [each for each, at in self._catalog.binned(owner) if at <= before]
        if not due and not self._catalog.removing():
            return 0
        return self._library.purge([each.id for each in due], self._memory)

    def storage(self) -> Storage:
        """Bytes that the library takes on the disk, everybody's documents together."""
        binned = {each.id for each, _ in self._catalog.binned()}
        return measured(self._library.home, binned)

    def _own(self, actor: Actor, document_id: str) -> Document:
        document = self._catalog.document(document_id)
        if document.owner != actor.id:
            raise self._catalog.absent(document_id)
        return document

    def _all(self, actor: Actor, ids: Sequence[str]) -> list[Document]:
        return [self._own(actor, each) for each in dict.fromkeys(ids)]
