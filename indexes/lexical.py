"""BM25 over windows, stemmed, on SQLite's FTS5: finds names, numbers and exact terms."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence

from indexes.db import Database, migrate
from indexes.words import content_words, stem

MIGRATIONS = [
    (
        "lexical-1",
        """
        CREATE VIRTUAL TABLE lexical USING fts5(
            window, headings, tokenize = 'porter unicode61 remove_diacritics 2');
        CREATE VIRTUAL TABLE lexical_terms USING fts5vocab(lexical, row);
        """,
    ),
]

MOST_WORDS = 64
"""Content words of a question that are searched for; FTS5 refuses expressions of some hundreds."""

HEADING_WEIGHT = 0.5
"""A word in the heading path counts half of one in the text."""


class Lexical:
    """Full-text index of windows; a window's row id is its centre chunk's id.

    Scores are Okapi BM25 with k1 = 1.2 and b = 0.75 (FTS5's `bm25`, sign turned so that higher is
    better); 0 for a window that shares no content word with the question.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database.connection, MIGRATIONS)

    def add(self, entries: Iterable[tuple[int, str, str]]) -> None:
        """Index (chunk id, window's spoken text, headings). Inside the caller's transaction."""
        self._database.connection.executemany(
            "INSERT INTO lexical (rowid, window, headings) VALUES (?, ?, ?)", entries
        )

    def remove(self, chunk_ids: Sequence[int]) -> None:
        """Forget windows; ids that are not indexed are ignored. Inside the caller's transaction."""
        self._database.connection.executemany(
            "DELETE FROM lexical WHERE rowid = ?", [(chunk_id,) for chunk_id in chunk_ids]
        )

    def clear(self) -> None:
        """Forget everything. Inside the caller's transaction."""
        self._database.connection.execute("DELETE FROM lexical")

    def search(self, query: str, k: int, allowed: Collection[str]) -> list[tuple[int, float]]:
        """Up to k (chunk id, score), best first, only from the allowed documents.

        An empty `allowed` matches nothing (never everything).
        """
        match = _match(query)
        if not match or not allowed:
            return []
        rows = self._database.connection.execute(
            f"""
            SELECT lexical.rowid AS id, -bm25(lexical, 1.0, {HEADING_WEIGHT}) AS score
            FROM lexical JOIN chunks ON chunks.id = lexical.rowid
            WHERE lexical MATCH ?
                AND chunks.document_id IN (SELECT value FROM json_each(?))
            ORDER BY score DESC, id LIMIT ?
            """,
            (match, json.dumps(sorted(allowed)), k),
        )
        return [(row["id"], row["score"]) for row in rows]

    def rarity(self, query: str) -> dict[str, float]:
        """Weight of each stem of the query's content words: ln(1 + windows / windows with it).

        A word that stands nowhere weighs as if it stood in half a window.
        """
        connection = self._database.connection
        total = connection.execute("SELECT count(*) FROM chunks").fetchone()[0]
        weights = {}
        for word in _asked(query):
            row = connection.execute(
                "SELECT doc FROM lexical_terms WHERE term = ?", (stem(word),)
            ).fetchone()
            weights[stem(word)] = math.log(1 + total / (row["doc"] if row else 0.5))
        return weights


def _match(query: str) -> str:
    """The FTS5 expression: any of the content words, each quoted so that none is an operator."""
    return " OR ".join(f'"{word}"' for word in _asked(query))


def _asked(query: str) -> list[str]:
    return list(dict.fromkeys(content_words(query)))[:MOST_WORDS]
