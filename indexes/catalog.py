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
from indexes.listed import Listed
from indexes.listing import DocumentReport, Listing
from indexes.schema import MIGRATIONS
from indexes.stored import StoredChunks
from indexes.types import Chunk, Document, LineBox, Page, Window
from indexes.windows import REACH

__all__ = ["Catalog", "DocumentReport", "Listing"]


class Catalog(Listed, StoredChunks):
    """The library's documents. Reading sees only `ready` ones, except where a docstring says so."""

    def __init__(self, path: Path) -> None:
        super().__init__(Database(path))
        migrate(self._db, MIGRATIONS)

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
