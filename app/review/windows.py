"""Windows of documents round places that reviewers have picked or searches have found."""

from __future__ import annotations

from app.review.rows import Passage
from app.review.types import Place, Texts
from indexes.errors import LibraryError
from indexes.types import Chunk, Document
from indexes.windows import REACH


class Windows:
    """Looks documents up, each once; to be used for one look at the library."""

    def __init__(self, catalog: Texts) -> None:
        self._catalog = catalog
        self._chunks: dict[str, tuple[Chunk, ...]] = {}
        self._documents: dict[str, Document] = {}

    def document(self, document_id: str) -> Document:
        """Raises LibraryError when there is no such document."""
        if document_id not in self._documents:
            self._documents[document_id] = self._catalog.document(document_id)
        return self._documents[document_id]

    def check(self, place: Place) -> None:
        """Raise LibraryError unless the document says the quote there, word for word."""
        document = self.document(place.document_id)
        held = self._catalog.slice(place.document_id, place.start, place.end)
        whole = 0 <= place.start < place.end and len(held) == place.end - place.start
        if not whole or held != place.quote:
            raise LibraryError(
                f"{document.name} does not say {_short(place.quote)!r} at {place.start}:"
                f"{place.end}; pick the place anew."
            )

    def chunks(self, document_id: str, start: int, end: int) -> tuple[Chunk, ...]:
        """The chunks that document_text[start:end] touches, in reading order."""
        return tuple(each for each in self._all(document_id) if _touches(each, start, end))

    def page(self, place: Place) -> int:
        """The page on which the place begins; 1 where no chunk touches it."""
        touched = self.chunks(place.document_id, place.start, place.end)
        return touched[0].page if touched else 1

    def around(self, place: Place) -> Passage | None:
        """The window round a gold place: its chunks with REACH neighbours on each side.

        None where no chunk touches it. Raises LibraryError when the document is not there.
        """
        every = self._all(place.document_id)
        at = [n for n, each in enumerate(every) if _touches(each, place.start, place.end)]
        if not at:
            return None
        return self._passage(every[max(0, at[0] - REACH) : at[-1] + REACH + 1], gold=True)

    def found(self, document_id: str, start: int, end: int) -> Passage | None:
        """The window as it was found; None where its chunks are no longer there."""
        touched = self.chunks(document_id, start, end)
        return self._passage(touched, gold=False) if touched else None

    def _all(self, document_id: str) -> tuple[Chunk, ...]:
        if document_id not in self._chunks:
            self.document(document_id)
            self._chunks[document_id] = self._catalog.chunks(document_id)
        return self._chunks[document_id]

    def _passage(self, chunks: tuple[Chunk, ...], gold: bool) -> Passage:
        document = self.document(chunks[0].document_id)
        start, end = chunks[0].start, chunks[-1].end
        return Passage(
            document_id=document.id,
            document=document.name,
            start=start,
            end=end,
            text=self._catalog.slice(document.id, start, end),
            spoken="\n".join(each.spoken for each in chunks),
            gold=gold,
            private=document.private,
        )


def _touches(chunk: Chunk, start: int, end: int) -> bool:
    return chunk.start < end and chunk.end > start


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}\u2026"
