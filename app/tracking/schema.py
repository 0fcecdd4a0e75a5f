"""Tables of runs in `operations.sqlite3`."""

from __future__ import annotations

import sqlite3

from indexes.db import migrate

MIGRATIONS = (
    (
        "runs-1",
        """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            started_at TEXT NOT NULL,
            ended_at TEXT,
            status TEXT NOT NULL,
            process TEXT NOT NULL,
            version TEXT NOT NULL,
            settings TEXT NOT NULL,
            versions TEXT NOT NULL
        );
        CREATE TABLE run_figures (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
            name TEXT NOT NULL,
            value REAL NOT NULL,
            step INTEGER,
            at TEXT NOT NULL
        );
        CREATE INDEX run_figures_run ON run_figures (run);
        CREATE TABLE run_files (
            run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
            path TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (run, path)
        ) WITHOUT ROWID;
        """,
    ),
)


def prepare(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest version."""
    migrate(connection, MIGRATIONS)
