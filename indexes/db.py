"""SQLite: one file, write-ahead log, named forward migrations."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexes.errors import LibraryError

BUSY_TIMEOUT_S = 30.0
RETRY_S = 0.02
LOG_WAIT_S = 1.0


Version = tuple[int, int]
"""Which connection looked, and what it saw; equal ones saw the same database."""


def connect(path: Path, shared: bool = False) -> sqlite3.Connection:
    """Open (or create) the database at `path` in autocommit mode; transactions are explicit.

    shared: whether other threads may use the connection, each in its turn. Raises LibraryError
    when the file is not a database or cannot be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=not shared
        )
        connection.row_factory = sqlite3.Row
        _write_ahead(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        # A committed transaction survives a power cut; the log makes this cheap.
        connection.execute("PRAGMA synchronous = FULL")
        # Deleted text is overwritten with zeros, not left in free pages.
        connection.execute("PRAGMA secure_delete = ON")
    except (sqlite3.Error, OSError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise LibraryError(
                f"Cannot open {path}: {error}. It is damaged: put a copy of it back, move it "
                "away to begin a new one, or point FOOTNOTE_HOME at another folder."
            ) from error
        raise LibraryError(
            f"Cannot open the library at {path}: {error}. Check that the folder can be written "
            "to, or point FOOTNOTE_HOME at another one."
        ) from error
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the database keep a write-ahead log, which stays so once it is.

    SQLite does not wait for its lock here, as it does elsewhere: two processes that create a
    library at once would fail.
    """
    end = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or time.monotonic() > end:
                raise
            time.sleep(RETRY_S)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing: takes the write lock at once, commits at the end, rolls back on any error.

    Within another transaction it is part of that one.
    """
    if connection.in_transaction:
        yield connection
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite rolls back by itself when the disk is full
            connection.execute("ROLLBACK")
        raise


def empty_log(connection: sqlite3.Connection) -> None:
    """Take what was deleted or overwritten out of file and write-ahead log now; in no transaction.

    Where somebody reads for longer than LOG_WAIT_S, it stays there until the next time.
    """
    connection.execute(f"PRAGMA busy_timeout = {LOG_WAIT_S * 1000:.0f}")
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000:.0f}")


def migrate(connection: sqlite3.Connection, migrations: Sequence[tuple[str, str]]) -> None:
    """Apply each (name, SQL) once, in order, each in its own transaction. Never backwards.

    Statements are separated by `;` at the end of a line, so that a whole migration can be rolled
    back (`executescript` would commit first).
    """
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL)"
    )
    for name, script in migrations:
        if connection.execute("SELECT 1 FROM migrations WHERE name = ?", (name,)).fetchone():
            continue
        with transaction(connection):
            if connection.execute("SELECT 1 FROM migrations WHERE name = ?", (name,)).fetchone():
                continue  # another process was faster
            for statement in script.split(";\n"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, datetime('now'))", (name,))


class Lookout:
    """One connection, for one thread at a time, that tells whether anything was committed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()  # what reads one answer may ask for another
        self._connection: sqlite3.Connection | None = None
        self._opened = 0

    @contextmanager
    def taken(self) -> Iterator[tuple[sqlite3.Connection, Version]]:
        """The connection, for reading alone, and the database's version before what is read.

        The version is another one after each commit of any process; SQLite counts them for a
        connection that does not write itself. Statements are to be read to their end.
        """
        with self._lock:
            if self._connection is None:
                self._connection = connect(self._path, shared=True)
                self._opened += 1
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
            yield self._connection, (self._opened, int(version))

    def close(self) -> None:
        """Close the connection; the next look opens another one."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class Database:
    """The library's database file; hands each thread its own connection.

    lookout: what answers that are held look through, see `indexes.held`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lookout = Lookout(path)
        self._local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened on first use."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = connect(self.path)
        return connection

    def close(self) -> None:
        """Close this thread's connection, and the lookout's."""
        self.lookout.close()
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
