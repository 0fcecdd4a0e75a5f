"""How documents are named, tagged, copied, put into the bin and taken out, in the database.

All but `rename` and `tag` are for the holder of the library's writer lock.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import PurePath

from indexes.change import Change
from indexes.db import Database, transaction

_KEPT = (
    "title, source, media_type, sha256, page_count, owner, added_at, private, warnings, renamed,"
    " tags, chunk_count, characters, unread_count"
)
_COPIES = (
    f"INSERT INTO documents (id, collection, state, {_KEPT})"
    f" SELECT :new, :into, 'pending', {_KEPT} FROM documents WHERE id = :old",
    "INSERT INTO pages (document_id, number, start, text, width, height, lines)"
    " SELECT :new, number, start, text, width, height, lines FROM pages WHERE document_id = :old",
    "INSERT INTO unread SELECT :new, page, reason FROM unread WHERE document_id = :old",
    "INSERT INTO places SELECT :new, source FROM places WHERE document_id = :old",
    "INSERT INTO chunks (document_id, ordinal, start, end, page, headings, spoken, vector)"
    " SELECT :new, ordinal, start, end, page, headings, spoken, vector FROM chunks"
    " WHERE document_id = :old ORDER BY ordinal",
)

Changed = Callable[[tuple[str, ...]], tuple[str, ...]]
"""A document's tags -> those that it is to bear."""


class ShelfWriter:
    """The part of the catalog's writer that changes documents without reading them anew."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def rename(self, document_id: str, name: str) -> None:
        """Show a document under this name, '' under its file's own; needs no writer lock."""
        with transaction(self._db) as db:
            db.execute("UPDATE documents SET renamed = ? WHERE id = ?", (name, document_id))

    def tag(self, document_ids: Sequence[str], changed: Changed) -> None:
        """Give each document the tags that `changed` makes of its own, all or none.

        Raises what `changed` raises; needs no writer lock.
        """
        with transaction(self._db) as db:
            for document_id in document_ids:
                tags = json.dumps(changed(_tags(db, document_id)))
                db.execute("UPDATE documents SET tags = ? WHERE id = ?", (tags, document_id))

    def copy(self, document_id: str, new_id: str, collection: str) -> None:
        """Store a document once more, as `pending`, in another collection under another id.

        All that is known of it comes with it, its vectors and places too. A pending document of
        the new id (left by a crash) is replaced.
        """
        with transaction(self._db) as db:
            db.execute("DELETE FROM documents WHERE id = ? AND state = 'pending'", (new_id,))
            for statement in _COPIES:
                db.execute(statement, {"old": document_id, "new": new_id, "into": collection})

    def purge(self, document_ids: Sequence[str]) -> list[str]:
        """Delete those of the documents that are in the bin; return their ids."""
        with transaction(self._db) as db:
            found = db.execute(
                "DELETE FROM documents WHERE removed_at != ''"
                " AND id IN (SELECT value FROM json_each(?)) RETURNING id",
                (json.dumps(list(document_ids)),),
            )
            return [str(row["id"]) for row in found.fetchall()]

    def followed(self, old_id: str) -> None:
        """Note that the saved answers know of a document's move."""
        self._db.execute("DELETE FROM moved WHERE old_id = ?", (old_id,))

    def _succeed(self, db: sqlite3.Connection, change: Change) -> None:
        """Tags and the given name pass on to the document that takes a leaving one's place."""
        held = db.execute(
            "SELECT source, document_id FROM places"
            " WHERE document_id IN (SELECT value FROM json_each(?))",
            (json.dumps(change.added),),
        )
        heirs = {row["source"]: row["document_id"] for row in held} | dict(change.gained)
        for source, document_id in change.lost:
            if document_id in change.removed and source in heirs:
                db.execute(
                    "UPDATE documents SET (tags, renamed) ="
                    " (SELECT tags, renamed FROM documents WHERE id = ?1)"
                    " WHERE id = ?2 AND tags = '[]' AND renamed = ''",
                    (document_id, heirs[source]),
                )
        for old, new in change.moved:  # it may have been labelled since it was copied
            db.execute(
                "UPDATE documents SET (tags, renamed) ="
                " (SELECT tags, renamed FROM documents WHERE id = ?) WHERE id = ?",
                (old, new),
            )

    def _shelve(self, db: sqlite3.Connection, change: Change) -> None:
        """Documents go into the bin and come out of it; moves are noted for the answers."""
        db.executemany(
            "UPDATE documents SET state = 'ready', removed_at = '' WHERE id = ?",
            [(each,) for each in change.coming],
        )
        if change.at is not None:
            db.executemany(
                "UPDATE documents SET state = 'pending', removed_at = ? WHERE id = ?",
                [(change.at.isoformat(), each) for each in change.binned],
            )
        db.executemany("INSERT OR REPLACE INTO moved VALUES (?, ?)", change.moved)

    def _settle(self, db: sqlite3.Connection, document_ids: Sequence[str]) -> None:
        """Of what has come back: places where another document stands now are no longer its own.

        One that has none left is kept as an upload is, under its file's name.
        """
        for document_id in document_ids:
            taken = db.execute(
                # CROSS JOIN keeps the order: from its few places, not from all documents
                "SELECT p.source FROM places p"
                " CROSS JOIN places q ON q.source = p.source AND q.document_id != p.document_id"
                " CROSS JOIN documents o ON o.id = q.document_id AND o.state = 'ready'"
                " CROSS JOIN documents d ON d.id = p.document_id"
                " AND d.collection = o.collection AND d.owner = o.owner WHERE p.document_id = ?",
                (document_id,),
            ).fetchall()
            sources = [row["source"] for row in taken if PurePath(row["source"]).is_absolute()]
            if not sources:
                continue
            db.executemany(
                "DELETE FROM places WHERE document_id = ? AND source = ?",
                [(document_id, source) for source in sources],
            )
            db.execute(
                "INSERT INTO places SELECT ?1, ?2"
                " WHERE NOT EXISTS (SELECT 1 FROM places WHERE document_id = ?1)",
                (document_id, PurePath(min(sources)).name),
            )
            db.execute(
                "UPDATE documents SET source = (SELECT min(source) FROM places"
                " WHERE document_id = ?1) WHERE id = ?1"
                " AND source NOT IN (SELECT source FROM places WHERE document_id = ?1)",
                (document_id,),
            )


def _tags(db: sqlite3.Connection, document_id: str) -> tuple[str, ...]:
    row = db.execute("SELECT tags FROM documents WHERE id = ?", (document_id,)).fetchone()
    return tuple(json.loads(row["tags"])) if row else ()
