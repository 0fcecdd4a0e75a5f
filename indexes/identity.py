"""What a document is called, by itself and by those who keep it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from indexes import rows
from indexes.catalog import Catalog

OPENING = 1000
"""Characters of a document's beginning that count as its opening."""

_HEADINGS = 12
"""Different top headings that are kept."""

_FIRST_CHUNKS = 400
"""Chunks in which top headings are looked for."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a document from others, its text apart.

    name: as shown. title: as it states itself. headings: its top ones, in order.
    opening: the first OPENING characters of its text. collection, owner: whose it is. given:
    whether people gave it its name.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    opening: str
    added_at: datetime
    collection: str = ""
    owner: str = ""
    given: bool = False


def identity(catalog: Catalog, document_id: str) -> Identity:
    """Read the identity of a document that the catalog holds, ready or not."""
    found = catalog.database.connection.execute(
        "SELECT * FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    document = rows.document(found)
    return Identity(
        document.name,
        document.title,
        _top_headings(catalog, document_id),
        catalog.slice(document_id, 0, OPENING),
        document.added_at,
        document.collection,
        document.owner,
        bool(document.renamed),
    )


def _top_headings(catalog: Catalog, document_id: str) -> tuple[str, ...]:
    found = catalog.database.connection.execute(
        "SELECT headings FROM chunks WHERE document_id = ? AND ordinal < ? ORDER BY ordinal",
        (document_id, _FIRST_CHUNKS),
    )
    paths = (json.loads(row["headings"]) for row in found)
    return tuple(dict.fromkeys(str(path[0]) for path in paths if path))[:_HEADINGS]
