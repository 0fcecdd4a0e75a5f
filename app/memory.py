"""All that remembers what documents and chats say, told together when it is to be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

Forgets = Callable[[Collection[str]], object]
"""Takes the text out of what is kept of answers, by their trace ids."""


class Remembers(Protocol):
    """Something that quotes documents, such as saved answers, reviews and traces."""

    def forget_document(self, document_id: str) -> object:
        """Take a document's text out."""
        ...

    def follow(self, old_id: str, new_id: str) -> object:
        """A document has another id now."""
        ...


class Memory:
    """Several that remember, as one: `ingest.shelving.Memory`."""

    def __init__(self, parts: Sequence[Remembers]) -> None:
        """parts: told in this order; what one of them raises keeps the others from being told, so
        that whoever forgets can do it again.
        """
        self._parts = tuple(parts)

    def forget_document(self, document_id: str) -> None:
        """Take a document's text out of all of them."""
        for part in self._parts:
            part.forget_document(document_id)

    def follow(self, old_id: str, new_id: str) -> None:
        """A document has another id now."""
        for part in self._parts:
            part.follow(old_id, new_id)


def forget_nothing(trace_ids: Collection[str]) -> None:
    """For a place where nothing is kept of answers besides the chats."""


def all_of(parts: Sequence[Forgets]) -> Forgets:
    """Several that forget answers, as one."""

    def forget(trace_ids: Collection[str]) -> None:
        for part in parts:
            part(trace_ids)

    return forget
