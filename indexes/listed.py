"""Which documents there are, without their texts."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import PurePath

from indexes import rows
from indexes.db import Database
from indexes.errors import LibraryError
from indexes.held import Held
from indexes.listing import DocumentReport, Listing
from indexes.types import Document, Unread

_LISTING = "SELECT *, json_array_length(warnings) AS warning_count FROM documents"
_READY = " WHERE state = 'ready' AND (?1 IS NULL OR collection = ?1) AND (?2 IS NULL OR owner = ?2)"

Narrowed = tuple[str | None, str | None]
"""A collection and an owner; None for all of them."""


class Listed:
    """The part of the catalog that knows the documents, where they stand, and the bin."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._listings = Held(database, _listings, _changes)
        self._ids = Held(database, _ready_ids, _changes)
        self._states = Held[None, str](database, lambda db, _: _changes(db), _changes)

    @property
    def _db(self) -> sqlite3.Connection:
        return self.database.connection

    def documents(self, collection: str | None = None, owner: str | None = None) -> list[Listing]:
        """Ready documents, newest first; narrowed to a collection and to an owner when given."""
        return list(self._listings.of((collection, owner)))

    def state(self) -> str:
        """Another text whenever a ready document has changed, come or left."""
        return self._states.of(None)

    def find(self, id_or_name: str) -> list[Document]:
        """The document with exactly this id, else all of this name, else all of this file name."""
        found = self._db.execute("SELECT * FROM documents WHERE state = 'ready'").fetchall()
        documents = [rows.document(row) for row in found]
        return (
            [d for d in documents if d.id == id_or_name]
            or [d for d in documents if d.name == id_or_name]
            or [d for d in documents if PurePath(d.source).name == id_or_name]
        )

    def document(self, document_id: str) -> Document:
        """The ready document with this id; raises LibraryError when there is none."""
        return self._listing(document_id).document

    def absent(self, document_id: str) -> LibraryError:
        """What is said of a document that is not there."""
        return LibraryError(
            f"The library holds no document {document_id!r}; `footnote documents` lists them."
        )

    def _listing(self, document_id: str) -> Listing:
        row = self._db.execute(
            f"{_LISTING} WHERE id = ? AND state = 'ready'", (document_id,)
        ).fetchone()
        if row is None:
            raise self.absent(document_id)
        return rows.listing(row)

    def ready_ids(self, collection: str | None = None, owner: str | None = None) -> frozenset[str]:
        """Ids of the ready documents of a collection (None: all) and an owner (None: anybody's)."""
        return self._ids.of((collection, owner))

    def media_types(self) -> dict[str, str]:
        """The media type of every document that is ready or in the bin, by id."""
        found = self._db.execute(
            "SELECT id, media_type FROM documents WHERE state = 'ready' OR removed_at != ''"
        )
        return {row["id"]: row["media_type"] for row in found}

    def collections(self) -> list[str]:
        """Names of the collections that hold ready documents, sorted."""
        found = self._db.execute(
            "SELECT DISTINCT collection FROM documents WHERE state = 'ready' ORDER BY collection"
        )
        return [row["collection"] for row in found]

    def report(self, document_id: str) -> DocumentReport:
        """What became of a ready document; raises LibraryError when there is none of this id."""
        listing = self._listing(document_id)
        unread = self._db.execute(
            "SELECT page, reason FROM unread WHERE document_id = ? ORDER BY page", (document_id,)
        )
        (warnings,) = self._db.execute(
            "SELECT warnings FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        places = self._db.execute(
            "SELECT source FROM places WHERE document_id = ? ORDER BY source", (document_id,)
        )
        return DocumentReport(
            listing,
            tuple(Unread(row["page"], row["reason"]) for row in unread),
            tuple(json.loads(warnings)),
            tuple(row["source"] for row in places),
        )

    def incomplete(self, collection: str, owner: str) -> list[Document]:
        """Ready documents with pages that were not read, by id."""
        found = self._db.execute(
            "SELECT * FROM documents WHERE state = 'ready' AND collection = ? AND owner = ?"
            " AND id IN (SELECT document_id FROM unread) ORDER BY id",
            (collection, owner),
        )
        return [rows.document(row) for row in found]

    def places(self, collection: str, owner: str) -> list[tuple[str, str]]:
        """(source, document id) of every place that holds a ready document."""
        found = self._db.execute(
            "SELECT p.source, p.document_id FROM places p JOIN documents d ON d.id = p.document_id"
            " WHERE d.state = 'ready' AND d.collection = ? AND d.owner = ? ORDER BY 1, 2",
            (collection, owner),
        )
        return [(row["source"], row["document_id"]) for row in found]

    def binned(self, owner: str | None = None) -> list[tuple[Document, datetime]]:
        """Documents in the bin, of an owner (None: anybody's), with when they were removed.

        The last one first.
        """
        found = self._db.execute(
            "SELECT * FROM documents WHERE removed_at != '' AND (?1 IS NULL OR owner = ?1)"
            " ORDER BY removed_at DESC, source, id",
            (owner,),
        )
        return [(rows.document(row), datetime.fromisoformat(row["removed_at"])) for row in found]

    def names_given(self) -> dict[str, str]:
        """The names that people gave to ready documents, by id."""
        found = self._db.execute(
            "SELECT id, renamed FROM documents WHERE state = 'ready' AND renamed != ''"
        )
        return {row["id"]: row["renamed"] for row in found}

    def moves(self) -> list[tuple[str, str]]:
        """(old id, new id) of moved documents that saved answers may still know by the old one."""
        found = self._db.execute("SELECT old_id, new_id FROM moved ORDER BY rowid")
        return [(row["old_id"], row["new_id"]) for row in found]


def _changes(db: sqlite3.Connection) -> str:
    """How often ready documents have changed, come or left."""
    (count,) = db.execute("SELECT value FROM state WHERE key = 'documents'").fetchone()
    return str(count)


def _listings(db: sqlite3.Connection, narrowed: Narrowed) -> tuple[Listing, ...]:
    found = db.execute(f"{_LISTING}{_READY} ORDER BY added_at DESC, source, id", narrowed)
    return tuple(rows.listing(row) for row in found)


def _ready_ids(db: sqlite3.Connection, narrowed: Narrowed) -> frozenset[str]:
    found = db.execute(f"SELECT id FROM documents{_READY}", narrowed)
    return frozenset(row["id"] for row in found)
