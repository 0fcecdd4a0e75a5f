"""A stored document as the summary reads it: its passages in order, with their vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.types import Citation, Verdict
from indexes.catalog import Catalog
from indexes.errors import QuestionError
from indexes.types import Chunk, Document, Window
from indexes.windows import REACH, Vectors


@dataclass(frozen=True, slots=True)
class Source:
    """chunks: all of the document, in reading order. vectors: shape (n, d), unit length.

    text: the document's whole text.
    """

    document: Document
    text: str
    chunks: tuple[Chunk, ...]
    vectors: Vectors

    def window(self, at: int) -> Window:
        """Chunk `at` with its neighbours."""
        return self._cut(max(0, at - REACH), at + REACH + 1, at)

    def windows(self, first: int, last: int) -> tuple[Window, ...]:
        """chunks[first:last] in windows that do not overlap."""
        wide = 2 * REACH + 1
        return tuple(
            self._cut(at, min(at + wide, last), min(at + REACH, last - 1))
            for at in range(first, last, wide)
        )

    def cite(self, mark: int, at: int) -> Citation:
        """A footnote that quotes chunk `at` as it stands."""
        chunk = self.chunks[at]
        return self.footnote(mark, self.window(at), chunk.page, chunk.start, chunk.end, "supported")

    def footnote(
        self, mark: int, window: Window, page: int, start: int, end: int, verdict: Verdict
    ) -> Citation:
        """A footnote to document_text[start:end], which stands on this page and in this window."""
        document = self.document
        return Citation(
            mark=mark,
            document=document.name,
            document_id=document.id,
            title=document.title,
            page=page,
            start=start,
            end=end,
            quote=self.text[start:end],
            context=window.text,
            verdict=verdict,
            page_count=document.page_count,
        )

    def _cut(self, first: int, last: int, centre: int) -> Window:
        chunks = self.chunks[first:last]
        text = self.text[chunks[0].start : chunks[-1].end]
        return Window(self.document, self.chunks[centre].id, chunks, text)


def read(catalog: Catalog, document: Document) -> Source:
    """The document with all its chunks; raises QuestionError when there is no text in it."""
    ids, _, _ = catalog.worded(document.id)
    # a window holds REACH neighbours on both sides: these centres reach every chunk
    centres = sorted({*ids[REACH :: 2 * REACH + 1], *ids[-1:]})
    found = catalog.windows(centres, {document.id})
    chunks = {chunk.id: chunk for window in found.values() for chunk in window.chunks}
    stored = catalog.vectors(ids)
    held = [each for each in ids if each in chunks and each in stored]
    if not held:
        raise QuestionError(
            f"There is no text in {document.name} to summarise; `footnote documents` with its name "
            "says what was read of it."
        )
    vectors = np.stack([stored[each] for each in held]).astype(np.float32)
    ordered = tuple(chunks[each] for each in held)
    return Source(document, catalog.text(document.id), ordered, vectors)
