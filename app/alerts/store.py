"""Which alerts are open, and which were: kept, so that a restart opens none a second time."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from app.alerts.types import Alert, Finding, RuleName
from indexes.db import Database, migrate

KEPT = timedelta(days=365)
"""Age at which an alert that is over is deleted."""

MIGRATIONS = [
    (
        "alerts-1",
        """
        CREATE TABLE alerts (
            number INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, subject TEXT NOT NULL,
            opened_at TEXT NOT NULL, closed_at TEXT,
            value REAL NOT NULL, worst REAL NOT NULL, bound REAL NOT NULL);
        CREATE UNIQUE INDEX alerts_open ON alerts (rule, subject) WHERE closed_at IS NULL;
        """,
    ),
]


class States:
    """The alerts in their file. Of several processes only one opens or closes an alert."""

    def __init__(self, path: Path) -> None:
        """path: the database file, made if it is absent."""
        self._database = Database(path)
        migrate(self._database.connection, MIGRATIONS)

    def open(self, found: Finding, at: datetime) -> Alert | None:
        """Open an alert; None where one is open already, whose value is then brought up to date."""
        values = (found.rule, found.subject)
        db = self._database.connection
        made = db.execute(
            "INSERT OR IGNORE INTO alerts (rule, subject, opened_at, value, worst, bound)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (*values, _moment(at), found.value, found.value, found.limit),
        )
        if made.rowcount:
            return self._get(made.lastrowid)
        db.execute(
            "UPDATE alerts SET value = ?, worst = MAX(worst, ?), bound = ?"
            " WHERE rule = ? AND subject = ? AND closed_at IS NULL",
            (found.value, found.value, found.limit, *values),
        )
        return None

    def close(self, alert: Alert, found: Finding | None, at: datetime) -> Alert | None:
        """Close it; None where it is closed already. found: what holds now, if there is a value."""
        value = alert.value if found is None else found.value
        limit = alert.limit if found is None else found.limit
        done = self._database.connection.execute(
            "UPDATE alerts SET closed_at = ?, value = ?, bound = ?"
            " WHERE number = ? AND closed_at IS NULL",
            (_moment(at), value, limit, alert.number),
        )
        return self._get(alert.number) if done.rowcount else None

    def opened(self) -> list[Alert]:
        """Those that are open, the longest first."""
        return self._read("SELECT * FROM alerts WHERE closed_at IS NULL ORDER BY number")

    def past(self, limit: int) -> list[Alert]:
        """Those that are over, the last closed first. limit: how many at most."""
        return self._read(
            "SELECT * FROM alerts WHERE closed_at IS NOT NULL"
            " ORDER BY closed_at DESC, number DESC LIMIT ?",
            limit,
        )

    def purge(self, now: datetime) -> None:
        """Delete those that have been over for long."""
        self._database.connection.execute(
            "DELETE FROM alerts WHERE closed_at < ?", (_moment(now - KEPT),)
        )

    def _get(self, number: int | None) -> Alert | None:
        found = self._read("SELECT * FROM alerts WHERE number = ?", number)
        return found[0] if found else None

    def _read(self, sql: str, *values: int | None) -> list[Alert]:
        return [_alert(row) for row in self._database.connection.execute(sql, values).fetchall()]


def _alert(row: sqlite3.Row) -> Alert:
    closed = row["closed_at"]
    return Alert(
        row["number"],
        cast("RuleName", row["rule"]),
        row["subject"],
        datetime.fromisoformat(row["opened_at"]),
        datetime.fromisoformat(closed) if closed else None,
        row["value"],
        row["worst"],
        row["bound"],
    )


def _moment(at: datetime) -> str:
    """In UTC in ISO 8601, all of one length, so that texts compare as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
