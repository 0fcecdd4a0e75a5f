"""The tables of the traces, and the migration that makes them."""

from __future__ import annotations

import sqlite3

from indexes.db import migrate

# What figures are made of stands in columns, so that a period is read without the steps.
MIGRATIONS = [
    (
        "traces-1",
        """
        CREATE TABLE traces (
            id INTEGER PRIMARY KEY, trace_id TEXT NOT NULL UNIQUE, started_at TEXT NOT NULL,
            actor TEXT NOT NULL, session TEXT NOT NULL, outcome TEXT NOT NULL, error TEXT NOT NULL,
            model TEXT NOT NULL, prompt TEXT NOT NULL, build_id TEXT NOT NULL,
            version TEXT NOT NULL, collection TEXT NOT NULL, experiment TEXT NOT NULL,
            arm TEXT NOT NULL, cached INTEGER NOT NULL,
            prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
            cached_tokens INTEGER NOT NULL, first_ms REAL NOT NULL, token_ms REAL NOT NULL,
            total_ms REAL NOT NULL, cpu_s REAL NOT NULL, price REAL NOT NULL,
            supported INTEGER NOT NULL, weak INTEGER NOT NULL, unsupported INTEGER NOT NULL,
            words INTEGER NOT NULL, language TEXT NOT NULL, topic INTEGER NOT NULL,
            similarity REAL NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL);
        CREATE INDEX traces_started ON traces (started_at);
        CREATE TABLE trace_steps (
            trace INTEGER PRIMARY KEY REFERENCES traces ON DELETE CASCADE, spans TEXT NOT NULL);
        CREATE TABLE trace_hits (
            trace INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE, place INTEGER NOT NULL,
            document_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            score REAL NOT NULL, similarity REAL NOT NULL, cited INTEGER NOT NULL,
            PRIMARY KEY (trace, place)) WITHOUT ROWID;
        CREATE INDEX trace_hits_document ON trace_hits (document_id);
        """,
    ),
]


def prepare(db: sqlite3.Connection) -> None:
    """Bring the tables up to date."""
    migrate(db, MIGRATIONS)
