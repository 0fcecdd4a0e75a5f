"""The library as the person who asks may see it: what answers in parts stand on."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from app.checking import Checked
from app.cost import PART, Cost
from app.plain import Plain
from indexes.catalog import Catalog
from indexes.retrieve import Retriever
from indexes.types import Chunk, Document, Hit

DEPTH = 12
"""Windows that a search for a part of an answer gives."""


class Toolbox:
    """`app.parts.Tools` on the real catalogue, retriever and plain path, for one question.

    What was searched, read or answered once is kept until the question is answered.
    """

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
        self._searched: dict[tuple[str, frozenset[str]], tuple[Hit, ...]] = {}
        self._answered: dict[tuple[str, frozenset[str]], Checked | None] = {}
        self._read: dict[str, tuple[Chunk, ...]] = {}

    def search(self, text: str, documents: Collection[str] = ()) -> tuple[Hit, ...]:
        """Windows for `text`, best first, that may be evidence."""
        key = (text, frozenset(documents))
        if key not in self._searched:
            self._searched[key] = self._plain.evidence(self._found(text, documents), text)
        return self._searched[key]

    def answer(self, text: str, documents: Collection[str] = ()) -> Checked | None:
        """The plain path's answer to a sub-question; None when there is none."""
        key = (text, frozenset(documents))
        if key not in self._answered:
            self._answered[key] = self._checked(text, documents)
        return self._answered[key]

    def documents(self) -> tuple[Document, ...]:
        """Every document that may be searched."""
        return self._documents

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """All chunks of a document in reading order; none of one that may not be seen."""
        if document_id not in self._allowed:
            return ()
        if document_id not in self._read:
            self._read[document_id] = self._catalog.chunks(document_id)
        return self._read[document_id]

    def context(self, document_id: str, start: int, end: int) -> str:
        """`document_text[start:end]`; '' of a document that may not be seen."""
        allowed = document_id in self._allowed
        return self._catalog.slice(document_id, start, end) if allowed else ""

    @cached_property
    def _documents(self) -> tuple[Document, ...]:
        listings = self._catalog.documents()
        return tuple(each.document for each in listings if each.document.id in self._allowed)

    def _checked(self, text: str, documents: Collection[str]) -> Checked | None:
        with self._cost.spans.span(PART):
            steps = self._plain.answer(text, self.search(text, documents), self._cost)
            while True:
                try:
                    next(steps)
                except StopIteration as end:
                    answer: Checked | None = end.value
                    return answer

    def _found(self, text: str, documents: Collection[str]) -> tuple[Hit, ...]:
        allowed = self._allowed & frozenset(documents) if documents else self._allowed
        return self._cost.search(self._retriever, text, DEPTH, allowed).hits
