"""The topics' centres: directions of the library's windows, found once and kept."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexes.db import Database, migrate, transaction

Vectors = npt.NDArray[np.float32]

TOPICS = 24
LEAST_CHUNKS = 480
"""Chunks that the library must have: 20 for each topic."""

SAMPLE = 8_000
"""Chunks that the centres are made of, at most, spread evenly over the documents."""

LAPS, SEED = 25, 8

MIGRATIONS = [
    (
        "drift-1",
        """
        CREATE TABLE drift_codebooks (
            id TEXT PRIMARY KEY, made_at TEXT NOT NULL, embedder TEXT NOT NULL,
            topics INTEGER NOT NULL, centres BLOB NOT NULL);
        """,
    ),
]


@dataclass(frozen=True, slots=True)
class Codebook:
    """centres: shape (topics, dimension), unit length; a topic is its row's number.

    id: 12 hex digits of SHA-256 over the centres. embedder: name of the model of the vectors.
    """

    id: str
    made_at: datetime
    embedder: str
    centres: Vectors

    def topic(self, vector: Vectors) -> int:
        """The nearest centre of a vector of shape (dimension,)."""
        return int((self.centres @ vector).argmax())


class Stored(Protocol):
    """The parts of the catalog that give vectors."""

    def ready_ids(self) -> frozenset[str]: ...
    def ranges(self) -> dict[str, tuple[int, int]]: ...
    def vectors(self, chunk_ids: Sequence[int]) -> dict[int, Vectors]: ...


class Codebooks:
    """Keeps the codebooks, one for each embedding model. May be shared between threads."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        """path: the database file, made if it is absent at the first use."""
        self._path = path
        self._now = now

    @cached_property
    def _database(self) -> Database:
        database = Database(self._path)
        migrate(database.connection, MIGRATIONS)
        return database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def find(self, embedder: str) -> Codebook | None:
        """That of an embedding model; None before it was made."""
        row = self._db.execute(
            "SELECT * FROM drift_codebooks WHERE embedder = ?", (embedder,)
        ).fetchone()
        if row is None:
            return None
        centres = np.frombuffer(row["centres"], np.float32).reshape(row["topics"], -1)
        made_at = datetime.fromisoformat(row["made_at"])
        return Codebook(row["id"], made_at, embedder, centres)

    def keep(self, embedder: str, centres: Vectors) -> Codebook:
        """Keep new centres, unless another process was faster: then that one's are returned."""
        raw = np.ascontiguousarray(centres, np.float32).tobytes()
        name = hashlib.sha256(embedder.encode() + raw).hexdigest()[:12]
        with transaction(self._db) as db:
            found = self.find(embedder)
            if found is not None:
                return found
            made_at = self._now().astimezone(UTC)
            cells = (name, made_at.isoformat(), embedder, len(centres), raw)
            db.execute("INSERT INTO drift_codebooks VALUES (?, ?, ?, ?, ?)", cells)
        return Codebook(name, made_at, embedder, centres)


def sampled(catalog: Stored, allowed: Collection[str] | None = None) -> dict[int, Vectors]:
    """Up to SAMPLE chunk ids with their vectors, of ready documents, as many of each where it has.

    allowed: only these documents; None: all.
    """
    ready = catalog.ready_ids()
    wanted = ready if allowed is None else ready & set(allowed)
    spans = {each: span for each, span in sorted(catalog.ranges().items()) if each in wanted}
    rng = np.random.default_rng(SEED)
    order = [
        (place, int(chunk))
        for first, last in spans.values()
        for place, chunk in enumerate(
            first + rng.permutation(last - first + 1)[: max(1, SAMPLE // 4)]
        )
    ]
    chosen = sorted(chunk for _, chunk in sorted(order)[:SAMPLE])
    return catalog.vectors(chosen)


def spherical(vectors: Vectors, topics: int = TOPICS, seed: int = SEED) -> Vectors:
    """Centres of unit length by spherical k-means (Dhillon and Modha 2001), shape (topics, d).

    vectors: shape (n, d), n at least `topics`. Seeded by k-means++ (Arthur and Vassilvitskii 2007).
    """
    rows = np.asarray(vectors, np.float32)
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    centres = _seeded(rows, topics, np.random.default_rng(seed))
    nearest = np.full(len(rows), -1)
    for _ in range(LAPS):
        scores = rows @ centres.T
        found = scores.argmax(axis=1)
        if np.array_equal(found, nearest):
            break
        nearest = found
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, rows)
        empty = np.flatnonzero(np.bincount(nearest, minlength=topics) == 0)
        sums[empty] = rows[np.argsort(scores.max(axis=1))[: len(empty)]]  # the least at home
        centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return np.asarray(centres, np.float32)


def _seeded(rows: Vectors, topics: int, rng: np.random.Generator) -> Vectors:
    chosen = [int(rng.integers(len(rows)))]
    far = np.full(len(rows), np.inf)
    for _ in range(topics - 1):
        far = np.minimum(far, np.maximum(1 - rows @ rows[chosen[-1]], 0))
        total = far.sum()
        odds = far / total if total > 0 else np.full(len(rows), 1 / len(rows))
        chosen.append(int(rng.choice(len(rows), p=odds / odds.sum())))
    return rows[chosen]
