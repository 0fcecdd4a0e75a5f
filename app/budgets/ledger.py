"""The ledger: what each user spent on each day, by model.

It is kept whatever the setting `traces` says, and longer than `trace_days`: quotas and the year's
costs rest on it. It holds sums alone, no text and no single question.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from app.records.codec import storable
from app.tracing.types import NONE_USED, Row, Trace
from indexes.db import connect, migrate, transaction

MIGRATIONS = [
    (
        "ledger-1",
        """
        CREATE TABLE ledger (
            day TEXT NOT NULL, actor TEXT NOT NULL, model TEXT NOT NULL,
            read INTEGER NOT NULL, written INTEGER NOT NULL, cached INTEGER NOT NULL,
            cpu_s REAL NOT NULL, price REAL NOT NULL, questions INTEGER NOT NULL,
            PRIMARY KEY (day, actor, model)) WITHOUT ROWID;
        """,
    ),
]

_ADD = """
    INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
    ON CONFLICT (day, actor, model) DO UPDATE SET
        read = read + excluded.read, written = written + excluded.written,
        cached = cached + excluded.cached, cpu_s = cpu_s + excluded.cpu_s,
        price = price + excluded.price, questions = questions + 1
"""


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """What one actor spent on one model on one day. day: in UTC. model: '' where none wrote.

    read, written: tokens of prompts and of what models wrote. cached: those of `read` that did not
    have to be read again. cpu_s: processor seconds. price: in the currency of the setting `prices`.
    """

    day: date
    actor: str
    model: str
    read: int
    written: int
    cached: int
    cpu_s: float
    price: float
    questions: int

    @property
    def tokens(self) -> int:
        """Those that quotas count: read and written."""
        return self.read + self.written


class Ledger:
    """Adds up what questions spent; safe for several threads and processes.

    All threads write through one connection in turns. The last questions may be lost in a power
    cut, in a crash they are not. Every verb raises LibraryError or sqlite3.Error where the file
    cannot be used.
    """

    def __init__(self, path: Path) -> None:
        """path: the database file, made at first use."""
        self._path = path
        self._lock = threading.Lock()

    @cached_property
    def _db(self) -> sqlite3.Connection:
        db = connect(self._path, shared=True)
        db.execute("PRAGMA synchronous = NORMAL")
        migrate(db, MIGRATIONS)
        return db

    def listen(self, trace: Trace) -> None:
        """Add a question, on the day in UTC on which it was asked.

        Refused ones are left out. An answer from the cache counts as a question that used no tokens
        and cost nothing.
        """
        row = trace.row
        if row.outcome == "refused":
            return
        with self._lock, transaction(self._db) as db:
            db.execute(_ADD, _cells(row))

    def used(self, actor: str | None, since: datetime, until: datetime | None = None) -> int:
        """Tokens read and written from the day of `since` on, to before the day of `until`.

        actor: None adds up all of them. since, until: with their zone.
        """
        own = "" if actor is None else " AND actor = ?"
        (tokens,) = self._rows(
            f"SELECT TOTAL(read + written) FROM ledger WHERE day >= ? AND day < ?{own}",
            (_day(since), _day(until), *([] if actor is None else [storable(actor)])),
        )
        return int(tokens[0])

    def used_by_actor(self, since: datetime, until: datetime | None = None) -> dict[str, int]:
        """The same for each actor, those who used most first."""
        found = self._rows(
            "SELECT actor, TOTAL(read + written) AS tokens FROM ledger"
            " WHERE day >= ? AND day < ? GROUP BY actor ORDER BY tokens DESC, actor",
            (_day(since), _day(until)),
        )
        return {row["actor"]: int(row["tokens"]) for row in found}

    def days(self, since: datetime) -> list[LedgerDay]:
        """What was spent from the day of `since` on, by day, then actor, then model."""
        found = self._rows(
            "SELECT * FROM ledger WHERE day >= ? ORDER BY day, actor, model", (_day(since),)
        )
        return [
            LedgerDay(
                date.fromisoformat(row["day"]),
                row["actor"],
                row["model"],
                row["read"],
                row["written"],
                row["cached"],
                row["cpu_s"],
                row["price"],
                row["questions"],
            )
            for row in found
        ]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _rows(self, sql: str, values: tuple[str, ...]) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()


def _cells(row: Row) -> tuple[str | int | float, ...]:
    """The day, actor and model, and what the question adds to theirs."""
    usage = NONE_USED if row.made.cached else row.spent.usage
    return (
        _day(row.started_at),
        storable(row.actor),
        storable(row.made.model),
        usage.prompt_tokens,
        usage.completion_tokens,
        usage.cached_tokens,
        row.spent.cpu_s,
        0.0 if row.made.cached else row.spent.price,
    )


def _day(at: datetime | None) -> str:
    """The moment's day in UTC in ISO 8601; for None one after all others."""
    if at is None:
        return date.max.isoformat()
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    return at.astimezone(UTC).date().isoformat()
