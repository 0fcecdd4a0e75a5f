"""What answers in parts stand on: search, the plain journey, and the documents themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from app.checking import Checked
from indexes.types import Chunk, Document, Hit


class Tools(Protocol):
    """The library as the person who asks may see it."""

    def search(self, text: str, documents: Collection[str] = ()) -> tuple[Hit, ...]:
        """Windows for `text`, best first; only from the documents of these ids when any is given.

        Empty when nothing was found that may be evidence.
        """
        ...

    def answer(self, text: str, documents: Collection[str] = ()) -> Checked | None:
        """The plain journey's answer to a sub-question; None when there is none.

        documents: ids that narrow the search; all documents when empty.
        """
        ...

    def documents(self) -> tuple[Document, ...]:
        """Every document that may be searched."""
        ...

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """All chunks of a document in reading order."""
        ...

    def context(self, document_id: str, start: int, end: int) -> str:
        """`document_text[start:end]`."""
        ...
