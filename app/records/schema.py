"""The tables of the records, and the migrations that make them."""

from __future__ import annotations

import sqlite3

from app.records.codec import trace_of, words_of
from indexes.db import migrate

MIGRATIONS = [
    (
        "records-1",
        """
        CREATE TABLE conversations (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL,
            started_at TEXT NOT NULL);
        CREATE INDEX conversations_owner ON conversations (owner, started_at);
        CREATE TABLE answers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
            saved_at TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX answers_conversation ON answers (conversation_id);
        CREATE TABLE quoted (
            document_id TEXT NOT NULL,
            answer_id INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
            PRIMARY KEY (document_id, answer_id)) WITHOUT ROWID;
        CREATE INDEX quoted_answer ON quoted (answer_id);
        """,
    ),
    # `said` stands beside `answers` so that a search does not read the long bodies.
    (
        "records-2",
        """
        CREATE TABLE said (
            answer_id INTEGER PRIMARY KEY REFERENCES answers ON DELETE CASCADE,
            trace_id TEXT NOT NULL, words TEXT NOT NULL);
        CREATE INDEX said_trace ON said (trace_id);
        INSERT INTO said SELECT id, trace_of(body), words_of(body) FROM answers;
        CREATE TABLE feedback (
            owner TEXT NOT NULL, trace_id TEXT NOT NULL,
            answer_id INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
            liked INTEGER NOT NULL, complaint TEXT, correction TEXT NOT NULL,
            given_at TEXT NOT NULL,
            PRIMARY KEY (owner, trace_id)) WITHOUT ROWID;
        CREATE INDEX feedback_answer ON feedback (answer_id);
        """,
    ),
]


def prepare(db: sqlite3.Connection) -> None:
    """Bring the tables up to date; answers that are there already become searchable."""
    db.create_function("words_of", 1, words_of, deterministic=True)
    db.create_function("trace_of", 1, trace_of, deterministic=True)
    migrate(db, MIGRATIONS)
