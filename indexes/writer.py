"""How the catalog changes: every change is one transaction.

Only `ingest.pipeline` calls this, holding the library's writer lock except where a docstring says
that none is needed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from indexes.catalog import Catalog
from indexes.change import Change, Heirs, Staged
from indexes.db import empty_log, transaction
from indexes.lines import pack
from indexes.shelving import ShelfWriter
from indexes.types import Chunk, Document
from indexes.windows import Vectors

__all__ = ["CatalogWriter", "Change", "Heirs", "Staged"]


class CatalogWriter(ShelfWriter):
    """Stages, activates and deletes documents of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog.database)

    def stage(self, staged: Staged, vectors: Vectors) -> None:
        """Store everything of a document in one transaction, as `pending`: not searched yet.

        vectors: shape (len(chunks), d), unit length; kept as 16-bit floats. A pending document
        of the same id (left by a crash) is replaced. One in the bin is, too: it was read anew, and
        hands on its name, tags and mark, and its time in the bin until it is activated.
        """
        with transaction(self._db) as db:
            document, removed_at = self._labelled(db, staged.document)
            self._delete(db, [document.id], "pending")
            db.execute(
                "INSERT INTO documents (id, collection, title, source, media_type, sha256,"
                " page_count, owner, added_at, private, warnings, renamed, tags, chunk_count,"
                " characters, unread_count, removed_at, state)"
                " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'pending')",
                (
                    document.id, document.collection, document.title, document.source,
                    document.media_type, document.sha256, document.page_count, document.owner,
                    document.added_at.isoformat(), document.private, json.dumps(staged.warnings),
                    document.renamed, json.dumps(document.tags), len(staged.chunks),
                    sum(len(page.text) for page in staged.pages), len(staged.unread), removed_at,
                ),
            )  # fmt: skip
            db.execute("INSERT INTO places VALUES (?,?)", (document.id, document.source))
            self._insert_pages(db, staged)
            self._insert_chunks(db, document.id, staged.chunks, vectors)

    def _labelled(self, db: sqlite3.Connection, document: Document) -> tuple[Document, str]:
        """The document with what people gave its like in the bin, and since when that is there.

        '' for one that is not in the bin.
        """
        row = db.execute(
            "SELECT private, renamed, tags, removed_at FROM documents"
            " WHERE id = ? AND removed_at != ''",
            (document.id,),
        ).fetchone()
        if row is None:
            return document, ""
        labelled = replace(
            document,
            private=document.private or bool(row["private"]),
            renamed=row["renamed"],
            tags=tuple(json.loads(row["tags"])),
        )
        return labelled, str(row["removed_at"])

    def _insert_pages(self, db: sqlite3.Connection, staged: Staged) -> None:
        document_id = staged.document.id
        db.executemany(
            "INSERT INTO pages VALUES (?,?,?,?,?,?,?)",
            [
                (document_id, p.number, p.start, p.text, p.width, p.height, pack(p.lines, p.start))
                for p in staged.pages
            ],
        )
        db.executemany(
            "INSERT INTO unread VALUES (?,?,?)",
            [(document_id, each.page, each.reason) for each in staged.unread],
        )

    def _insert_chunks(
        self, db: sqlite3.Connection, document_id: str, chunks: Sequence[Chunk], vectors: Vectors
    ) -> None:
        packed = np.asarray(vectors, np.float16)
        # fmt: off
        db.executemany(
            "INSERT INTO chunks (document_id, ordinal, start, end, page, headings, spoken,"
            " vector) VALUES (?,?,?,?,?,?,?,?)",
            [
                (document_id, ordinal, c.start, c.end, c.page,
                 json.dumps(c.headings), c.spoken, vector.tobytes())
                for ordinal, (c, vector) in enumerate(zip(chunks, packed, strict=True))
            ],
        )
        # fmt: on

    def activate(self, change: Change, build_id: str, embedder: str) -> None:
        """In one transaction: documents become `ready`, others leave, the build becomes current."""
        with transaction(self._db) as db:
            self._inherit(db, change)  # while those that leave are still there
            self._succeed(db, change)
            self._delete(db, change.removed)
            self._shelve(db, change)
            self._move(db, change)
            self._settle(db, change.returned)
            for key, value in (("build_id", build_id), ("embedder", embedder)):
                db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

    def move(self, change: Change) -> None:
        """Note in one transaction where documents stand now; none comes or leaves."""
        with transaction(self._db) as db:
            self._inherit(db, change)
            self._move(db, change)

    def mark_private(self, document_ids: Sequence[str], private: bool) -> None:
        """Set or take off the mark of documents, in one transaction; needs no writer lock."""
        with transaction(self._db) as db:
            self._mark(db, document_ids, private)

    def _inherit(self, db: sqlite3.Connection, change: Change) -> None:
        marked = [*change.private]
        for heirs in change.heirs:  # none of them marked before all have been looked at
            held = db.execute(
                "SELECT 1 FROM documents WHERE private AND id IN (SELECT value FROM json_each(?))",
                (json.dumps(heirs.before),),
            )
            if held.fetchone():
                marked += heirs.after
        self._mark(db, marked, True)

    def _mark(self, db: sqlite3.Connection, document_ids: Sequence[str], private: bool) -> None:
        db.executemany(
            "UPDATE documents SET private = ? WHERE id = ?", [(private, d) for d in document_ids]
        )

    def _move(self, db: sqlite3.Connection, change: Change) -> None:
        db.executemany("DELETE FROM places WHERE source = ? AND document_id = ?", change.lost)
        db.executemany(
            "INSERT OR IGNORE INTO places (source, document_id) VALUES (?, ?)", change.gained
        )
        # a document is named after the first of its places, and keeps its name as long as it can
        db.executemany(
            "UPDATE documents SET source = (SELECT min(source) FROM places WHERE document_id = id)"
            " WHERE id = ? AND source NOT IN (SELECT source FROM places WHERE document_id = id)",
            [(document_id,) for _, document_id in change.lost],
        )

    def discard_pending(self) -> list[str]:
        """Remove what a crash left half-ingested, not what is in the bin; return the ids."""
        with transaction(self._db) as db:
            rows = db.execute(
                "SELECT id FROM documents WHERE state = 'pending' AND removed_at = ''"
            ).fetchall()
            ids = [str(row["id"]) for row in rows]
            self._delete(db, ids)
        return ids

    def together(self) -> AbstractContextManager[sqlite3.Connection]:
        """One transaction round several changes."""
        return transaction(self._db)

    def replace_vectors(self, vectors: Iterable[tuple[int, Vectors]]) -> None:
        """Store new vectors by chunk id, all or none (a rebuild with another embedding model)."""
        with transaction(self._db) as db:
            db.executemany(
                "UPDATE chunks SET vector = ? WHERE id = ?",
                ((vector.astype(np.float16).tobytes(), chunk_id) for chunk_id, vector in vectors),
            )

    def mark_removal(self) -> None:
        """Note that deleted text may still be on the disk, until `compact` has run."""
        with transaction(self._db) as db:
            db.execute("INSERT OR REPLACE INTO state VALUES ('removing', '1')")

    def compact(self) -> None:
        """Give the space of deleted rows back and empty the write-ahead log."""
        self._db.execute("VACUUM")
        self._db.execute("DELETE FROM state WHERE key = 'removing'")
        empty_log(self._db)

    def _delete(
        self, db: sqlite3.Connection, document_ids: Sequence[str], state: str | None = None
    ) -> None:
        for document_id in document_ids:
            if (
                state
                and not db.execute(
                    "SELECT 1 FROM documents WHERE id = ? AND state = ?", (document_id, state)
                ).fetchone()
            ):
                continue
            db.execute("DELETE FROM documents WHERE id = ?", (document_id,))
