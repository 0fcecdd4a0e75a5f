"""A document as it is listed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexes.types import Document, Unread


@dataclass(frozen=True, slots=True)
class Listing:
    """A document as listed: with its size, and whether questions can already be asked of it.

    unread_count: pages whose text is not in the library. warning_count: what else was left out.
    state: `pending` is on its way in, `removed` in the bin: neither is searched.
    """

    document: Document
    chunk_count: int
    character_count: int
    state: Literal["ready", "pending", "removed"]
    unread_count: int = 0
    warning_count: int = 0


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of a document. places: every path or upload name that holds the same bytes."""

    listing: Listing
    unread: tuple[Unread, ...]
    warnings: tuple[str, ...]
    places: tuple[str, ...]
