"""How the catalog changes: every change is one transaction.

Only `ingest.pipeline` calls this, holding the library's writer lock.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from indexes.catalog import Catalog
from indexes.db import transaction
from indexes.types import Chunk, Document, Page
from indexes.windows import REACH, Vectors


class CatalogWriter:
    """Stages, activates and deletes documents of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.lexical = catalog.lexical
        self._database = catalog.database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def stage(
        self,
        document: Document,
        pages: Sequence[Page],
        chunks: Sequence[Chunk],
        vectors: Vectors,
    ) -> None:
        """Store everything of a document in one transaction, as `pending`: not searched yet.

        vectors: shape (len(chunks), d), unit length; kept as 16-bit floats. A pending document
        of the same id (left by a crash) is replaced.
        """
        with transaction(self._db) as db:
            self._delete(db, [document.id], "pending")
            db.execute(
                "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,'pending')",
                (
                    document.id, document.collection, document.title, document.source,
                    document.media_type, document.sha256, document.page_count, document.owner,
                    document.added_at.isoformat(),
                ),
            )  # fmt: skip
            db.executemany(
                "INSERT INTO pages VALUES (?,?,?,?)",
                [(p.document_id, p.number, p.start, p.text) for p in pages],
            )
            # fmt: off
            db.executemany(
                "INSERT INTO chunks (document_id, ordinal, start, end, page, headings, spoken,"
                " vector) VALUES (?,?,?,?,?,?,?,?)",
                [
                    (c.document_id, ordinal, c.start, c.end, c.page, json.dumps(c.headings),
                     c.spoken, vector.astype(np.float16).tobytes())
                    for ordinal, (c, vector) in enumerate(zip(chunks, vectors, strict=True))
                ],
            )
            # fmt: on
            self.lexical.add(self._windows_spoken(db, document.id))

    def activate(
        self,
        document_ids: Sequence[str],
        build_id: str,
        embedder: str,
        replaced: Sequence[str] = (),
    ) -> None:
        """In one transaction: documents become `ready`, others leave, the build becomes current."""
        with transaction(self._db) as db:
            self._delete(db, replaced)
            db.executemany(
                "UPDATE documents SET state = 'ready' WHERE id = ?", [(d,) for d in document_ids]
            )
            for key, value in (("build_id", build_id), ("embedder", embedder)):
                db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

    def discard_pending(self) -> list[str]:
        """Remove what a crash left half-ingested; return the ids."""
        with transaction(self._db) as db:
            rows = db.execute("SELECT id FROM documents WHERE state = 'pending'").fetchall()
            ids = [str(row["id"]) for row in rows]
            self._delete(db, ids)
        return ids

    def replace_vectors(self, vectors: Iterable[tuple[int, Vectors]]) -> None:
        """Store new vectors by chunk id, all or none (a rebuild with another embedding model)."""
        with transaction(self._db) as db:
            db.executemany(
                "UPDATE chunks SET vector = ? WHERE id = ?",
                ((vector.astype(np.float16).tobytes(), chunk_id) for chunk_id, vector in vectors),
            )

    def refill_lexical(self) -> None:
        """Make the full-text index anew from the chunks."""
        with transaction(self._db) as db:
            self.lexical.clear()
            for row in db.execute("SELECT id FROM documents").fetchall():
                self.lexical.add(self._windows_spoken(db, row["id"]))

    def compact(self) -> None:
        """Give the space of deleted rows back and empty the write-ahead log."""
        self._db.execute("INSERT INTO lexical(lexical) VALUES ('optimize')")
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

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
            rows = db.execute("SELECT id FROM chunks WHERE document_id = ?", (document_id,))
            self.lexical.remove([row["id"] for row in rows.fetchall()])
            db.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def _windows_spoken(
        self, db: sqlite3.Connection, document_id: str
    ) -> Iterator[tuple[int, str, str]]:
        rows = db.execute(
            "SELECT id, spoken, headings FROM chunks WHERE document_id = ? ORDER BY ordinal",
            (document_id,),
        ).fetchall()
        for i, row in enumerate(rows):
            near = rows[max(0, i - REACH) : i + REACH + 1]
            yield (
                row["id"],
                "\n".join(n["spoken"] for n in near),
                "\n".join(json.loads(row["headings"])),
            )
