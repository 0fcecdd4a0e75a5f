"""The tables of the experiments, in operations.sqlite3."""

from __future__ import annotations

import sqlite3

from indexes.db import migrate

MIGRATIONS = [
    (
        "experiments-1",
        """
        CREATE TABLE experiments (
            name TEXT PRIMARY KEY, arms TEXT NOT NULL, unit TEXT NOT NULL,
            started_at TEXT NOT NULL, ended_at TEXT,
            state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'won', 'rolled out')),
            winner TEXT NOT NULL DEFAULT '', rolled TEXT NOT NULL DEFAULT '',
            in_force TEXT NOT NULL DEFAULT '');
        CREATE UNIQUE INDEX experiments_running ON experiments (state) WHERE state = 'running';
        CREATE TABLE experiment_units (
            experiment TEXT NOT NULL REFERENCES experiments ON DELETE CASCADE,
            unit TEXT NOT NULL, holder TEXT NOT NULL, arm TEXT NOT NULL,
            assigned_at TEXT NOT NULL, ends_at TEXT NOT NULL,
            place INTEGER, reward REAL, answers INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (experiment, unit)) WITHOUT ROWID;
        CREATE INDEX experiment_units_holder ON experiment_units (experiment, holder, ends_at);
        CREATE INDEX experiment_units_place ON experiment_units (experiment, place);
        """,
    ),
    (
        "experiments-2",
        "ALTER TABLE experiment_units ADD COLUMN chances TEXT NOT NULL DEFAULT '[]'",
    ),
]


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables where they are not there yet."""
    migrate(connection, MIGRATIONS)
