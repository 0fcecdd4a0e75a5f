"""What stands at a place of a document: its page, its chunks, why a page was not read."""

from __future__ import annotations

from indexes import rows
from indexes.catalog import Catalog
from indexes.errors import LibraryError
from indexes.types import Chunk, Page


def page_at(catalog: Catalog, document_id: str, offset: int) -> Page:
    """The page that holds `document_text[offset]`; the first or last one for offsets beyond.

    Raises LibraryError for a document without pages.
    """
    found = catalog.database.connection.execute(
        # the number first: to sort whole pages would be to read all their texts
        "SELECT * FROM pages WHERE document_id = ?1 AND number ="
        " (SELECT max(number) FROM pages WHERE document_id = ?1 AND start <= ?2)",
        (document_id, max(0, offset)),
    ).fetchone()
    if found is None:
        raise LibraryError(f"The document {document_id!r} has no pages; add it again.")
    return rows.page(found)


def page_numbered(catalog: Catalog, document_id: str, number: int) -> Page | None:
    """The page of that number, from 1; None where the document has no such page."""
    found = catalog.database.connection.execute(
        "SELECT * FROM pages WHERE document_id = ? AND number = ?", (document_id, number)
    ).fetchone()
    return rows.page(found) if found else None


def chunks_of(catalog: Catalog, page: Page, start: int, end: int) -> tuple[Chunk, ...]:
    """The chunks of a page that document_text[start:end] touches, in reading order."""
    found = catalog.database.connection.execute(
        "SELECT id, document_id, start, end, page, headings, spoken FROM chunks"
        " WHERE document_id = ? AND page = ? AND start < ? AND end > ?"
        " ORDER BY ordinal",
        (page.document_id, page.number, end, start),
    )
    return tuple(rows.chunk(row, page.text, page.start) for row in found)


def unread_reason(catalog: Catalog, page: Page) -> str:
    """Why the page was not read, as a sentence; '' where it was."""
    found = catalog.database.connection.execute(
        "SELECT reason FROM unread WHERE document_id = ? AND page = ?",
        (page.document_id, page.number),
    ).fetchone()
    return str(found["reason"]) if found else ""
