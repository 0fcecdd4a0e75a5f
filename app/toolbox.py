"""The library as the person who asks may see it: what answers in parts stand on."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from app.checking import Checked
from app.plain import Cost, Plain
from indexes.catalog import Catalog
from indexes.retrieve import Retriever
from indexes.types import Chunk, Document, Hit

DEPTH = 12
"""Windows that a search for a part of an answer gives."""


class Toolbox:
    """`app.parts.Tools` on the real catalogue, retriever and plain path, for one question."""

    def __init__(
        self,
        catalog: Catalog,
        retriever: Retriever,
        plain: Plain,
        allowed: frozenset[str],
        cost: Cost,
    ) -> None:
        """allowed: ids of the documents that may be seen. cost: what sub-questions are added to."""
        self._catalog = catalog
        self._retriever = retriever
        self._plain = plain
        self._allowed = allowed
        self._cost = cost

    def search(self, text: str, documents: Collection[str] = ()) -> tuple[Hit, ...]:
        """Windows for `text`, best first, that may be evidence."""
        return self._plain.evidence(self._found(text, documents))

    def answer(self, text: str, documents: Collection[str] = ()) -> Checked | None:
        """The plain path's answer to a sub-question; None when there is none."""
        steps = self._plain.answer(text, self.search(text, documents), self._cost)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                answer: Checked | None = end.value
                return answer

    def documents(self) -> tuple[Document, ...]:
        """Every document that may be searched."""
        return self._documents

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """All chunks of a document in reading order; none of one that may not be seen."""
        return self._catalog.chunks(document_id) if document_id in self._allowed else ()

    @cached_property
    def _documents(self) -> tuple[Document, ...]:
        listings = self._catalog.documents()
        return tuple(each.document for each in listings if each.document.id in self._allowed)

    def _found(self, text: str, documents: Collection[str]) -> tuple[Hit, ...]:
        allowed = self._allowed & frozenset(documents) if documents else self._allowed
        return self._retriever.search(text, DEPTH, allowed).hits
