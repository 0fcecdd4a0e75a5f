"""Traces in a database file: saved when a question ends, read by period, deleted by age."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal, TypedDict, Unpack

from app.tracing.codec import COLUMNS, bare, moment, row_of, steps_json, steps_of, stored
from app.tracing.schema import prepare
from app.tracing.steps import step_ms
from app.tracing.types import Row, Trace, TracedHit
from indexes.db import Database, connect, empty_log, transaction
from indexes.errors import LibraryError

log = logging.getLogger(__name__)

Keep = Literal["off", "figures", "text"]

PURGE_EVERY = timedelta(hours=1)
"""Old traces are looked for when one is saved, but no more often than this."""

_INSERT = f"INSERT INTO traces ({COLUMNS}) VALUES ({', '.join('?' for _ in COLUMNS.split(','))})"


class Filters(TypedDict, total=False):
    """What rows must have, each exactly; '' for those without. Columns of the table `traces`."""

    actor: str
    session: str
    outcome: str
    error: str
    model: str
    prompt: str
    build_id: str
    version: str
    collection: str
    experiment: str
    arm: str
    cached: bool


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Traces:
    """Saves and returns traces; safe to use from several threads.

    All threads write through one connection in turns: a save costs no opening of a file, and
    waits for no disk. The last traces may be lost in a power cut, in a crash they are not. Every
    verb raises LibraryError or sqlite3.Error where the file cannot be used.
    """

    def __init__(
        self, path: Path, keep: Keep, days: int, now: Callable[[], datetime] = _utc_now
    ) -> None:
        """path: the database file, made at first use. keep: `off` saves nothing, `figures`
        neither questions nor answers nor other words of people, `text` everything. days: age at
        which a trace is deleted. now: the clock, with a zone.
        """
        self.keep = keep
        self._days = days
        self._now = now
        self._path = path
        self._lock = threading.Lock()
        self._purged: datetime | None = None

    @cached_property
    def _writer(self) -> sqlite3.Connection:
        writer = connect(self._path, shared=True)
        writer.execute("PRAGMA synchronous = NORMAL")
        prepare(writer)
        return writer

    @cached_property
    def _database(self) -> Database:
        database = Database(self._path)
        prepare(database.connection)
        return database

    def save(self, trace: Trace) -> None:
        """Keep the trace as far as `keep` allows, in place of one with the same id."""
        if self.keep == "off":
            return
        spans = trace.spans if self.keep == "text" else bare(trace.spans)
        cells, steps = stored(trace.row, self.keep == "text"), steps_json(spans)
        with self._lock, transaction(self._writer) as db:
            db.execute("DELETE FROM traces WHERE trace_id = ?", (trace.row.trace_id,))
            number = db.execute(_INSERT, cells).lastrowid
            db.execute("INSERT INTO trace_steps VALUES (?, ?)", (number, steps))
            db.executemany(
                "INSERT INTO trace_hits VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(number, place, *_cells(hit)) for place, hit in enumerate(trace.hits)],
            )
        now = self._now()
        if self._purged is None or now - self._purged >= PURGE_EVERY:
            self._purged = now
            self.purge()

    def get(self, trace_id: str) -> Trace | None:
        """The whole trace; None where there is none. Raises LibraryError when it is damaged."""
        db = self._reader
        found = db.execute(
            f"SELECT {COLUMNS}, id FROM traces WHERE trace_id = ?", (trace_id,)
        ).fetchone()
        if found is None:
            return None
        number = (found["id"],)
        spans = db.execute("SELECT spans FROM trace_steps WHERE trace = ?", number).fetchone()
        hits = db.execute(
            'SELECT document_id, start, "end", score, similarity, cited FROM trace_hits'
            " WHERE trace = ? ORDER BY place",
            number,
        )
        return Trace(
            row_of(tuple(found)),
            steps_of(spans["spans"]) if spans else (),
            tuple(_hit(*hit) for hit in hits),
        )

    def rows(self, since: datetime, until: datetime, **filters: Unpack[Filters]) -> list[Row]:
        """Traces without steps that began from `since` on and before `until`, oldest first.

        since, until: with their zone. filters: see `Filters`; None is no filter. Raises ValueError
        for an unknown one.
        """
        wanted = {name: value for name, value in filters.items() if value is not None}
        if unknown := wanted.keys() - Filters.__annotations__.keys():
            raise ValueError(f"rows cannot be filtered by {', '.join(sorted(unknown))}")
        also = "".join(f" AND {name} = ?" for name in wanted)
        cursor = self._reader.cursor()
        cursor.row_factory = None  # plain tuples: a period may hold a hundred thousand
        cursor.execute(
            f"SELECT {COLUMNS} FROM traces WHERE started_at >= ? AND started_at < ?{also}"
            " ORDER BY started_at, id",
            (moment(since), moment(until), *wanted.values()),
        )
        return [row_of(cells) for cells in cursor]

    def step_ms(self, name: str, since: datetime, until: datetime) -> dict[str, float]:
        """Milliseconds of one step by trace id, as of `rows`; traces without it are left out."""
        return step_ms(self._reader, name, moment(since), moment(until))

    def forget(self, trace_ids: Collection[str]) -> None:
        """Take the words out of these traces; their figures stay."""
        with self._lock, transaction(self._writer) as db:
            for trace_id in trace_ids:
                found = db.execute("SELECT id FROM traces WHERE trace_id = ?", (trace_id,))
                for (number,) in found.fetchall():
                    _clear(db, number)
        self._empty_log()

    def forget_document(self, document_id: str) -> int:
        """Take the words out of traces that cite the document, and its places out of all of them.

        Returns how many traces lost words.
        """
        with self._lock, transaction(self._writer) as db:
            citing = db.execute(
                "SELECT DISTINCT trace FROM trace_hits WHERE document_id = ? AND cited",
                (document_id,),
            ).fetchall()
            for (number,) in citing:
                _clear(db, number)
            db.execute("DELETE FROM trace_hits WHERE document_id = ?", (document_id,))
        self._empty_log()
        return len(citing)

    def follow(self, old_id: str, new_id: str) -> None:
        """Have places in document `old_id` be in `new_id`: it was moved."""
        with self._lock:
            self._writer.execute(
                "UPDATE trace_hits SET document_id = ? WHERE document_id = ?", (new_id, old_id)
            )

    def purge(self) -> int:
        """Delete the traces that are older than `days`; returns how many."""
        oldest = moment(self._now() - timedelta(days=self._days))
        with self._lock:
            old = self._writer.execute("DELETE FROM traces WHERE started_at < ?", (oldest,))
        if old.rowcount:
            self._empty_log()
        return old.rowcount

    def close(self) -> None:
        """Close the connections of this thread and of those that save."""
        with self._lock:
            self._writer.close()
        self._database.close()

    def _empty_log(self) -> None:
        with self._lock:
            empty_log(self._writer)

    @property
    def _reader(self) -> sqlite3.Connection:
        return self._database.connection


def _cells(hit: TracedHit) -> tuple[str, int, int, float, float, int]:
    place = (hit.document_id, hit.start, hit.end)
    return (*place, float(hit.score), float(hit.similarity), int(hit.cited))


def _hit(
    document_id: str, start: int, end: int, score: float, similarity: float, cited: int
) -> TracedHit:
    return TracedHit(document_id, start, end, score, similarity, bool(cited))


def _clear(db: sqlite3.Connection, number: int) -> None:
    """Take the words out of one trace. number: its row's."""
    db.execute("UPDATE traces SET question = '', answer = '' WHERE id = ?", (number,))
    steps = db.execute("SELECT spans FROM trace_steps WHERE trace = ?", (number,)).fetchone()
    if steps is None:
        return
    try:
        spans = bare(steps_of(steps["spans"]))
    except LibraryError as error:  # what they say is not known
        log.warning("%s", error)
        spans = ()
    db.execute("UPDATE trace_steps SET spans = ? WHERE trace = ?", (steps_json(spans), number))
