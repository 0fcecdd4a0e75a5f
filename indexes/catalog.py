"""Documents, pages, chunks, vectors: the truth, from which every index can be rebuilt.

Here it is read; `writer.py` changes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

from indexes import rows
from indexes.db import Database, migrate
from indexes.errors import LibraryError
from indexes.listing import DocumentReport, Listing
from indexes.schema import MIGRATIONS
from indexes.stored import StoredChunks
from indexes.types import Chunk, Document, LineBox, Page, Unread, Window
from indexes.windows import REACH

__all__ = ["Catalog", "DocumentReport", "Listing"]


class Catalog(StoredChunks):
    """The library's documents. Reading sees only `ready` ones, except where a docstring says so."""

    def __init__(self, path: Path) -> None:
        super().__init__(Database(path))
        migrate(self._db, MIGRATIONS)

    def documents(self, collection: str | None = None, owner: str | None = None) -> list[Listing]:
        """Ready documents, newest first; narrowed to a collection and to an owner when given."""
        found = self._db.execute(
            """
            SELECT d.*, (SELECT count(*) FROM chunks c WHERE c.document_id = d.id) AS chunk_count,
                (SELECT start + length(text) FROM pages p WHERE p.document_id = d.id
                    ORDER BY number DESC LIMIT 1) AS characters,
                (SELECT count(*) FROM unread u WHERE u.document_id = d.id) AS unread_count,
                json_array_length(warnings) AS warning_count
            FROM documents d WHERE state = 'ready' AND (?1 IS NULL OR collection = ?1)
                AND (?2 IS NULL OR owner = ?2)
            ORDER BY added_at DESC, source, id
            """,
            (collection, owner),
        )
        return [rows.listing(row) for row in found]

    def find(self, id_or_name: str) -> list[Document]:
        """The document with exactly this id, else all with exactly this file name."""
        found = self._db.execute("SELECT * FROM documents WHERE state = 'ready'").fetchall()
        documents = [rows.document(row) for row in found]
        return [d for d in documents if d.id == id_or_name] or [
            d for d in documents if d.name == id_or_name
        ]

    def document(self, document_id: str) -> Document:
        """The ready document with this id; raises LibraryError when there is none."""
        row = self._db.execute(
            "SELECT * FROM documents WHERE id = ? AND state = 'ready'", (document_id,)
        ).fetchone()
        if row is None:
            raise LibraryError(
                f"The library holds no document {document_id!r}; `footnote documents` lists them."
            )
        return rows.document(row)

    def ready_ids(self, collection: str | None = None, owner: str | None = None) -> frozenset[str]:
        """Ids of the ready documents of a collection (None: all) and an owner (None: anybody's)."""
        found = self._db.execute(
            "SELECT id FROM documents WHERE state = 'ready' AND (?1 IS NULL OR collection = ?1)"
            " AND (?2 IS NULL OR owner = ?2)",
            (collection, owner),
        )
        return frozenset(row["id"] for row in found)

    def media_types(self) -> dict[str, str]:
        """The media type of every ready document, by id."""
        found = self._db.execute("SELECT id, media_type FROM documents WHERE state = 'ready'")
        return {row["id"]: row["media_type"] for row in found}

    def collections(self) -> list[str]:
        """Names of the collections that hold ready documents, sorted."""
        found = self._db.execute(
            "SELECT DISTINCT collection FROM documents WHERE state = 'ready' ORDER BY collection"
        )
        return [row["collection"] for row in found]

    def report(self, document_id: str) -> DocumentReport:
        """What became of a ready document; raises LibraryError when there is none of this id."""
        document = self.document(document_id)
        (listing,) = (
            item
            for item in self.documents(document.collection, document.owner)
            if item.document.id == document_id
        )
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

    def pages(self, document_id: str) -> list[Page]:
        """A document's pages in order; empty when there is no such document."""
        found = self._db.execute(
            "SELECT * FROM pages WHERE document_id = ? ORDER BY number", (document_id,)
        )
        return [rows.page(row) for row in found]

    def lines(self, document_id: str, start: int, end: int) -> list[tuple[int, LineBox]]:
        """(page number, box) of the printed lines that document_text[start:end] touches."""
        found = self._db.execute(
            "SELECT * FROM pages WHERE document_id = ?1 AND start < ?3"
            " AND start + length(text) > ?2 ORDER BY number",
            (document_id, start, end),
        )
        return [
            (page.number, line)
            for page in map(rows.page, found)
            for line in page.lines
            if line.start < end and line.end > start
        ]

    def text(self, document_id: str) -> str:
        """The document's whole text: its pages joined."""
        found = self._db.execute(
            "SELECT text FROM pages WHERE document_id = ? ORDER BY number", (document_id,)
        )
        return "".join(row["text"] for row in found)

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """All chunks of a document that is ready, in reading order."""
        found = self._db.execute(
            "SELECT c.* FROM chunks c JOIN documents d ON d.id = c.document_id"
            " AND d.state = 'ready' WHERE d.id = ? ORDER BY c.ordinal",
            (document_id,),
        ).fetchall()
        text = self.text(document_id)
        return tuple(rows.chunk(row, text, 0) for row in found)

    def windows(self, chunk_ids: Sequence[int], allowed: Collection[str]) -> dict[int, Window]:
        """The window round each chunk that is ready and in an allowed document, by chunk id."""
        found = self._db.execute(
            """
            SELECT w.*, centre.id AS centre FROM chunks centre
            JOIN documents d ON d.id = centre.document_id AND d.state = 'ready'
            JOIN chunks w ON w.document_id = centre.document_id
                AND w.ordinal BETWEEN centre.ordinal - ?1 AND centre.ordinal + ?1
            WHERE centre.id IN (SELECT value FROM json_each(?2)) ORDER BY centre.id, w.ordinal
            """,
            (REACH, json.dumps(list(chunk_ids))),
        ).fetchall()
        grouped: dict[int, list[sqlite3.Row]] = {}
        for row in found:
            if row["document_id"] in allowed:
                grouped.setdefault(row["centre"], []).append(row)
        documents = {d: self.document(d) for d in {g[0]["document_id"] for g in grouped.values()}}
        return {
            centre: self._window(documents[group[0]["document_id"]], centre, group)
            for centre, group in grouped.items()
        }

    def _window(self, document: Document, centre: int, found: list[sqlite3.Row]) -> Window:
        start, end = found[0]["start"], found[-1]["end"]
        text = self.slice(document.id, start, end)
        return Window(document, centre, tuple(rows.chunk(row, text, start) for row in found), text)

    def slice(self, document_id: str, start: int, end: int) -> str:
        """`document_text[start:end]`, reading only the pages that it touches."""
        found = self._db.execute(
            "SELECT substr(text, max(0, ?2 - start) + 1, ?3 - max(?2, start)) AS part FROM pages"
            " WHERE document_id = ?1 AND start < ?3 AND start + length(text) > ?2 ORDER BY number",
            (document_id, start, end),
        )
        return "".join(row["part"] for row in found)

    def build_id(self) -> str:
        """The dense build that questions are answered from; '' before the first ingest."""
        return self._state("build_id")

    def embedder(self) -> str:
        """Name of the embedding model that made the vectors; '' for an empty library."""
        return self._state("embedder")

    def removing(self) -> bool:
        """Whether a removal was begun whose traces may still be on the disk."""
        return bool(self._state("removing"))

    def _state(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return str(row["value"]) if row else ""
