"""Tables of versions in `operations.sqlite3`."""

from __future__ import annotations

import sqlite3

from indexes.db import migrate

MIGRATIONS = (
    (
        "versions-1",
        """
        CREATE TABLE active_history (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            why TEXT NOT NULL,
            undoes INTEGER REFERENCES active_history (id)
        );
        CREATE TABLE version_sets (
            id TEXT PRIMARY KEY,
            parts TEXT NOT NULL,
            settings TEXT NOT NULL
        );
        CREATE TABLE version_uses (
            set_id TEXT NOT NULL REFERENCES version_sets (id),
            build_id TEXT NOT NULL,
            first_used TEXT NOT NULL,
            last_used TEXT NOT NULL,
            answers INTEGER NOT NULL,
            PRIMARY KEY (set_id, build_id)
        );
        CREATE TABLE checksums (
            path TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            sha256 TEXT NOT NULL
        );
        CREATE TABLE adapters (
            name TEXT PRIMARY KEY,
            sha256 TEXT NOT NULL,
            parent TEXT NOT NULL,
            prompt TEXT NOT NULL,
            figures TEXT NOT NULL,
            made_at TEXT NOT NULL
        );
        """,
    ),
)


def prepare(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest version."""
    migrate(connection, MIGRATIONS)
