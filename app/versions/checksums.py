"""SHA-256 of model files, computed once for each state of a file and kept."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from functools import cached_property
from pathlib import Path

from app.versions.schema import prepare
from indexes.db import Database

BLOCK = 1 << 20


class Checksums:
    """By path, size and time of last change. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """path: operations.sqlite3."""
        self._path = path
        self._lock = threading.Lock()  # a file that two ask for is read once

    @cached_property
    def _database(self) -> Database:
        database = Database(self._path)
        prepare(database.connection)
        return database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def of(self, path: Path) -> str:
        """64 hex digits; '' where there is no such file.

        A folder's is that of its files' names and checksums. Raises OSError when it cannot be read.
        """
        if path.is_dir():
            files = sorted(each for each in path.rglob("*") if each.is_file())
            lines = (f"{self.of(each)}  {each.relative_to(path).as_posix()}\n" for each in files)
            return hashlib.sha256("".join(lines).encode()).hexdigest()
        if not path.is_file():
            return ""
        with self._lock:
            return self._kept(path.resolve())

    def _kept(self, path: Path) -> str:
        state = path.stat()
        row = self._db.execute(
            "SELECT sha256 FROM checksums WHERE path = ? AND size = ? AND mtime_ns = ?",
            (str(path), state.st_size, state.st_mtime_ns),
        ).fetchone()
        if row is not None:
            return str(row["sha256"])
        sha256 = read(path)
        self._db.execute(
            "INSERT OR REPLACE INTO checksums VALUES (?, ?, ?, ?)",
            (str(path), state.st_size, state.st_mtime_ns, sha256),
        )
        return sha256


def read(path: Path) -> str:
    """SHA-256 of a file's content, in hex. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
