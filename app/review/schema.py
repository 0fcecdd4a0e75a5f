"""The tables of what reviewers have marked."""

from __future__ import annotations

import sqlite3

from indexes.db import migrate

# `review_rests` names the documents whose words may stand in an item; `asked` tells who asked what,
# see `app.review.queue`.
MIGRATIONS = [
    (
        "reviews-1",
        """
        CREATE TABLE reviews (
            trace_id TEXT PRIMARY KEY, marked_at TEXT NOT NULL, reviewer TEXT NOT NULL,
            kind TEXT NOT NULL, actor TEXT NOT NULL, collection TEXT NOT NULL,
            question TEXT NOT NULL, answer TEXT NOT NULL, absent INTEGER NOT NULL,
            gold TEXT NOT NULL, hits TEXT NOT NULL, asked TEXT NOT NULL,
            forgotten INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX reviews_asked ON reviews (asked);
        CREATE TABLE review_rests (
            trace_id TEXT NOT NULL REFERENCES reviews ON DELETE CASCADE,
            document_id TEXT NOT NULL,
            PRIMARY KEY (document_id, trace_id)) WITHOUT ROWID;
        """,
    ),
]


def prepare(db: sqlite3.Connection) -> None:
    """Bring the tables up to date."""
    migrate(db, MIGRATIONS)
