"""A document's own date, which it bears in its name, title or opening."""

from __future__ import annotations

from indexes.catalog import Catalog
from indexes.dates import first_date, name_date, spoken
from indexes.identity import OPENING
from indexes.types import Document


def document_date(catalog: Catalog, document: Document) -> str:
    """The document's own date as people write it, `3 March 2025`; '' when it bears none."""
    return spoken(own_date(catalog, document))


def own_date(catalog: Catalog, document: Document) -> str:
    """The same as ISO text to the day, month or year; '' when it bears none.

    It is the latest in the file name, else the first full date in the title or opening.
    """
    return name_date(document.name) or first_date(
        f"{document.title}\n{catalog.slice(document.id, 0, OPENING)}"
    )
