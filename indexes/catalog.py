"""Documents, pages, chunks, vectors: the truth, from which every index can be rebuilt.

Here it is read; `writer.py` changes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np

from indexes.db import Database, migrate
from indexes.errors import LibraryError
from indexes.lexical import Lexical
from indexes.types import Chunk, Document, Page, Window
from indexes.windows import REACH, Vectors, pool

MIGRATIONS = [
    (
        "catalog-1",
        """
        CREATE TABLE documents (
            id TEXT PRIMARY KEY, collection TEXT NOT NULL, title TEXT NOT NULL,
            source TEXT NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL,
            page_count INTEGER NOT NULL, owner TEXT NOT NULL, added_at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'ready')));
        CREATE TABLE pages (
            document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            number INTEGER NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (document_id, number));
        CREATE TABLE chunks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
            page INTEGER NOT NULL, headings TEXT NOT NULL, spoken TEXT NOT NULL,
            vector BLOB NOT NULL, UNIQUE (document_id, ordinal));
        CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        """,
    ),
]


@dataclass(frozen=True, slots=True)
class Listing:
    """A document as listed: with its size, and whether questions can already be asked of it."""

    document: Document
    chunk_count: int
    character_count: int
    state: Literal["ready", "pending"]


class Catalog:
    """The library's documents. Reading sees only `ready` ones, except where a docstring says so."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        migrate(self._db, MIGRATIONS)
        self.lexical = Lexical(self.database)

    @property
    def _db(self) -> sqlite3.Connection:
        return self.database.connection

    def documents(self, collection: str | None = None, owner: str | None = None) -> list[Listing]:
        """Ready documents, newest first; narrowed to a collection and to an owner when given."""
        rows = self._db.execute(
            """
            SELECT d.*, (SELECT count(*) FROM chunks c WHERE c.document_id = d.id) AS chunk_count,
                (SELECT start + length(text) FROM pages p WHERE p.document_id = d.id
                    ORDER BY number DESC LIMIT 1) AS characters
            FROM documents d WHERE state = 'ready' AND (?1 IS NULL OR collection = ?1)
                AND (?2 IS NULL OR owner = ?2)
            ORDER BY added_at DESC, source, id
            """,
            (collection, owner),
        )
        return [
            Listing(_document(row), row["chunk_count"], row["characters"] or 0, row["state"])
            for row in rows
        ]

    def find(self, id_or_name: str) -> list[Document]:
        """The document with exactly this id, else all with exactly this file name."""
        rows = self._db.execute("SELECT * FROM documents WHERE state = 'ready'").fetchall()
        documents = [_document(row) for row in rows]
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
        return _document(row)

    def ready_ids(self, collection: str | None = None, owner: str | None = None) -> frozenset[str]:
        """Ids of the ready documents of a collection (None: all) and an owner (None: anybody's)."""
        rows = self._db.execute(
            "SELECT id FROM documents WHERE state = 'ready' AND (?1 IS NULL OR collection = ?1)"
            " AND (?2 IS NULL OR owner = ?2)",
            (collection, owner),
        )
        return frozenset(row["id"] for row in rows)

    def collections(self) -> list[str]:
        """Names of the collections that hold ready documents, sorted."""
        rows = self._db.execute(
            "SELECT DISTINCT collection FROM documents WHERE state = 'ready' ORDER BY collection"
        )
        return [row["collection"] for row in rows]

    def pages(self, document_id: str) -> list[Page]:
        """A document's pages in order; empty when there is no such document."""
        rows = self._db.execute(
            "SELECT * FROM pages WHERE document_id = ? ORDER BY number", (document_id,)
        )
        return [Page(row["document_id"], row["number"], row["start"], row["text"]) for row in rows]

    def text(self, document_id: str) -> str:
        """The document's whole text: its pages joined."""
        return "".join(page.text for page in self.pages(document_id))

    def windows(self, chunk_ids: Sequence[int], allowed: Collection[str]) -> dict[int, Window]:
        """The window round each chunk that is ready and in an allowed document, by chunk id."""
        rows = self._db.execute(
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
        for row in rows:
            if row["document_id"] in allowed:
                grouped.setdefault(row["centre"], []).append(row)
        documents = {d: self.document(d) for d in {g[0]["document_id"] for g in grouped.values()}}
        return {
            centre: self._window(documents[group[0]["document_id"]], centre, group)
            for centre, group in grouped.items()
        }

    def _window(self, document: Document, centre: int, rows: list[sqlite3.Row]) -> Window:
        start, end = rows[0]["start"], rows[-1]["end"]
        text = self.slice(document.id, start, end)
        return Window(document, centre, tuple(_chunk(row, text, start) for row in rows), text)

    def slice(self, document_id: str, start: int, end: int) -> str:
        """`document_text[start:end]`, reading only the pages that it touches."""
        rows = self._db.execute(
            "SELECT substr(text, max(0, ?2 - start) + 1, ?3 - max(?2, start)) AS part FROM pages"
            " WHERE document_id = ?1 AND start < ?3 AND start + length(text) > ?2 ORDER BY number",
            (document_id, start, end),
        )
        return "".join(row["part"] for row in rows)

    def chunk_count(self) -> int:
        """How many chunks the ready documents have together."""
        row = self._db.execute(
            "SELECT count(*) FROM chunks c JOIN documents d ON d.id = c.document_id"
            " WHERE d.state = 'ready'"
        ).fetchone()
        return int(row[0])

    def ranges(self) -> dict[str, tuple[int, int]]:
        """First and last chunk id of each document that has chunks, pending ones included."""
        rows = self._db.execute(
            "SELECT document_id, min(id) AS first, max(id) AS last FROM chunks GROUP BY document_id"
        )
        return {row["document_id"]: (row["first"], row["last"]) for row in rows}

    def pooled(self, document_id: str) -> tuple[list[int], Vectors]:
        """Chunk ids of a document in reading order, and each one's window vector.

        A window's vector is the mean of its chunks' vectors, shape (n, d), scaled to unit length.
        """
        rows = self._db.execute(
            "SELECT id, vector FROM chunks WHERE document_id = ? ORDER BY ordinal", (document_id,)
        ).fetchall()
        vectors = np.array([np.frombuffer(row["vector"], np.float16) for row in rows], np.float32)
        return [row["id"] for row in rows], pool(vectors)

    def spoken(self) -> Iterator[tuple[int, str]]:
        """Every chunk's id and spoken text, pending ones included."""
        for row in self._db.execute("SELECT id, spoken FROM chunks ORDER BY id"):
            yield row["id"], row["spoken"]

    def build_id(self) -> str:
        """The dense build that questions are answered from; '' before the first ingest."""
        return self._state("build_id")

    def embedder(self) -> str:
        """Name of the embedding model that made the vectors; '' for an empty library."""
        return self._state("embedder")

    def _state(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return str(row["value"]) if row else ""


def _document(row: sqlite3.Row) -> Document:
    return Document(
        row["id"], row["collection"], row["title"], row["source"], row["media_type"],
        row["sha256"], row["page_count"], row["owner"], datetime.fromisoformat(row["added_at"]),
    )  # fmt: skip


def _chunk(row: sqlite3.Row, text: str, offset: int) -> Chunk:
    return Chunk(
        row["id"], row["document_id"], row["start"], row["end"], row["page"],
        tuple(json.loads(row["headings"])), text[row["start"] - offset : row["end"] - offset],
        row["spoken"],
    )  # fmt: skip
