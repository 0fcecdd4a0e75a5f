"""A document's own date, which it bears in its name, title or opening."""

from __future__ import annotations

from indexes.catalog import Catalog
from indexes.dates import first_date, name_date, spoken
from indexes.identity import OPENING
from indexes.types import Document

ROWS = frozenset(
    (
        "text/csv",
        "text/tab-separated-values",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
)
"""Media types whose text is rows: a date in these is a cell's, not the document's."""


def document_date(catalog: Catalog, document: Document) -> str:
    """The document's own date as people write it, `3 March 2025`; '' when it bears none."""
    return spoken(own_date(catalog, document))


def own_date(catalog: Catalog, document: Document) -> str:
    """The same as ISO text to the day, month or year; '' when it bears none.

    It is the latest in the file name, else the first full date in the title or, but for tables, the
    opening.
    """
    rows = document.media_type in ROWS
    opening = "" if rows else catalog.slice(document.id, 0, OPENING)
    return name_date(document.name) or first_date(f"{document.title}\n{opening}")
