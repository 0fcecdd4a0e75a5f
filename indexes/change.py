"""What is stored of a document, and what becomes true of documents at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indexes.types import Chunk, Document, Page, Unread


@dataclass(frozen=True, slots=True)
class Staged:
    """All of a document but its vectors."""

    document: Document
    pages: tuple[Page, ...]
    chunks: tuple[Chunk, ...]
    warnings: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Heirs:
    """Document ids. after: those that become private when one of `before` is."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes true at once. added, removed: document ids.

    gained, lost: (source, document id): places at which a document is found now, or no longer.
    private: ids of documents that become private. heirs: those that do so when others are, as of
    the moment of the change. returned: ids of documents that come in with places of their own, out
    of the bin or as copies in another collection. binned: ids of those that go into the bin, at
    the time `at`. moved: (old id, new id) of documents that others take the place of.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    gained: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    private: tuple[str, ...] = ()
    heirs: tuple[Heirs, ...] = ()
    returned: tuple[str, ...] = ()
    binned: tuple[str, ...] = ()
    at: datetime | None = None
    moved: tuple[tuple[str, str], ...] = ()

    @property
    def coming(self) -> tuple[str, ...]:
        """Ids of the documents that are searched from now on."""
        return self.added + self.returned

    @property
    def leaving(self) -> tuple[str, ...]:
        """Ids of the documents that are no longer searched."""
        return self.removed + self.binned

    @property
    def documents(self) -> bool:
        """Whether any document comes or leaves, so that a new build is needed."""
        return bool(self.coming or self.leaving)

    def __bool__(self) -> bool:
        return self.documents or bool(self.gained or self.lost or self.private)
