"""Chunks as they are stored, for those who make indexes of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np

from indexes.db import Database
from indexes.windows import Vectors, pool


class StoredChunks:
    """The part of the catalog that reads chunks in bulk."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @property
    def _db(self) -> sqlite3.Connection:
        return self.database.connection

    def chunk_count(self) -> int:
        """How many chunks the ready documents have together."""
        ready = "SELECT id FROM documents WHERE state = 'ready'"
        counted = self._db.execute(f"SELECT count(*) FROM chunks WHERE document_id IN ({ready})")
        return int(counted.fetchone()[0])

    def ranges(self) -> dict[str, tuple[int, int]]:
        """First and last chunk id of each document that has chunks, pending ones included."""
        found = self._db.execute(
            "SELECT document_id, min(id) AS first, max(id) AS last FROM chunks GROUP BY document_id"
        )
        return {row["document_id"]: (row["first"], row["last"]) for row in found}

    def pooled(self, document_id: str) -> tuple[list[int], Vectors]:
        """Chunk ids of a document in reading order, and each one's window vector.

        A window's vector is the mean of its chunks' vectors, shape (n, d), scaled to unit length.
        """
        found = self._db.execute(
            "SELECT id, vector FROM chunks WHERE document_id = ? ORDER BY ordinal", (document_id,)
        ).fetchall()
        vectors = np.array([np.frombuffer(row["vector"], np.float16) for row in found], np.float32)
        return [row["id"] for row in found], pool(vectors)

    def worded(self, document_id: str) -> tuple[list[int], list[str], list[str]]:
        """Chunk ids of a document in reading order, their spoken texts, and their headings."""
        found = self._db.execute(
            "SELECT id, spoken, headings FROM chunks WHERE document_id = ? ORDER BY ordinal",
            (document_id,),
        ).fetchall()
        headings = ["\n".join(json.loads(row["headings"])) for row in found]
        return [row["id"] for row in found], [row["spoken"] for row in found], headings

    def vectors(self, chunk_ids: Sequence[int]) -> dict[int, Vectors]:
        """The stored vector of each chunk, shape (d,), of unit length to 16-bit precision."""
        found = self._db.execute(
            "SELECT id, vector FROM chunks WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(chunk_ids)),),
        )
        return {row["id"]: np.frombuffer(row["vector"], np.float16) for row in found}

    def spoken(self) -> Iterator[tuple[int, str]]:
        """Every chunk's id and spoken text, pending ones included."""
        for row in self._db.execute("SELECT id, spoken FROM chunks ORDER BY id"):
            yield row["id"], row["spoken"]
