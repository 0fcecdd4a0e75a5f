"""What Footnote itself would show the chat model for a question: the journey up to the prompt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from app.plain import is_relevant
from app.reading import Reads, gathered
from app.reading.addressed import unaddressed
from app.reading.focus import focused
from indexes.retrieve import Search
from indexes.types import Chunk, Document, Hit
from training.chat.sources import Source

Place = tuple[str, int, int]
"""A document's id, and the characters from start to end."""


class Texts(Protocol):
    """The part of `indexes.catalog.Catalog` that is read here."""

    def document(self, document_id: str) -> Document: ...

    def chunks(self, document_id: str) -> tuple[Chunk, ...]: ...

    def slice(self, document_id: str, start: int, end: int) -> str: ...


class Finds(Protocol):
    """The part of `indexes.retrieve.Retriever` that is used here."""

    def search(self, question: str, k: int, allowed: Collection[str]) -> Search: ...

    def joined(self, hits: Sequence[Hit]) -> tuple[Hit, ...]: ...


class Shown:
    """Searches and reads as the journey does, in the documents that an actor may search."""

    def __init__(
        self,
        catalog: Texts,
        finds: Finds,
        reads: Callable[[], Reads | None],
        allowed: frozenset[str],
        hits: int,
    ) -> None:
        """reads: gives the reader; without one the hits are shown whole. hits: as the setting."""
        self.catalog = catalog
        self.allowed = allowed
        self._finds, self._reads, self._hits = finds, reads, hits
        self._chunks: dict[str, tuple[Chunk, ...]] = {}

    def found(self, question: str) -> tuple[Hit, ...]:
        """The hits, best first."""
        return self._finds.search(question, self._hits, self.allowed).hits

    def read(
        self, question: str, hits: Sequence[Hit], without: Collection[Place] = ()
    ) -> tuple[Hit, ...]:
        """The hits cut to the sentences that the model would be shown, likeliest first.

        without: places that are taken away before; a hit that touches one goes as a whole.
        """
        left = [each for each in hits if not any(touches(each, place) for place in without)]
        told = (unaddressed(hit, question) for hit in left if is_relevant(hit))
        joined = self._finds.joined([hit for hit in told if hit])
        reader = self._reads()
        if reader is None or not joined:
            return joined
        return focused(gathered(question, [hit.window for hit in joined], reader), joined)

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """Of a document, in reading order; read once."""
        if document_id not in self._chunks:
            self._chunks[document_id] = self.catalog.chunks(document_id)
        return self._chunks[document_id]


def touches(hit: Hit, place: Place) -> bool:
    """Whether the hit's window shares a character with the place."""
    window = hit.window
    return window.document.id == place[0] and window.start < place[2] and place[1] < window.end


def source(hit: Hit) -> Source:
    """The hit as the trainings write sources."""
    window = hit.window
    return Source(
        window.document.name, tuple(each.spoken for each in window.chunks), window.headings
    )
