"""Footnote's own tracker: runs in `operations.sqlite3`."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from app.tracking.processes import identity, lives
from app.tracking.schema import prepare
from app.tracking.types import DONE, LOST, RUNNING, Kept, KeptFile, Point, Setting
from indexes.db import Database, transaction

OPERATIONS = "operations.sqlite3"


def _utc() -> datetime:
    return datetime.now(UTC)


class Runs:
    """Keeps runs, and lists them. May be shared between threads and processes."""

    def __init__(self, home: Path, now: Callable[[], datetime] = _utc) -> None:
        """home: Footnote's folder. Nothing is opened or written before the first run or look."""
        self.home = home
        self.now = now
        self._database = Database(home / OPERATIONS)
        self._prepared = False

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection. Raises LibraryError where the file cannot be opened."""
        connection = self._database.connection
        if not self._prepared:
            prepare(connection)
            self._prepared = True
        return connection

    def start(
        self, kind: str, name: str, settings: Mapping[str, Setting], versions: Mapping[str, str]
    ) -> KeptRun:
        """Begin a run of this process."""
        cursor = self.connection.execute(
            "INSERT INTO runs (kind, name, started_at, status, process, version, settings,"
            " versions) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                kind, name, self.now().isoformat(), RUNNING, identity(os.getpid()),
                versions.get("version", ""), json.dumps(dict(settings)), json.dumps(dict(versions)),
            ),
        )  # fmt: skip
        assert cursor.lastrowid is not None
        return KeptRun(self, cursor.lastrowid)

    def runs(self, kind: str | None = None, limit: int | None = None) -> list[Kept]:
        """All runs, or those of one kind, the newest first. limit: at most so many."""
        if not self._prepared and not self._database.path.exists():
            return []
        found = self.connection.execute(
            "SELECT * FROM runs WHERE kind = coalesce(?, kind) ORDER BY started_at DESC, id DESC"
            " LIMIT ?",
            (kind, -1 if limit is None else limit),
        ).fetchall()
        return [self._kept(row) for row in found]

    def _kept(self, row: sqlite3.Row) -> Kept:
        db, run = self.connection, row["id"]
        points = db.execute(
            "SELECT name, value, step FROM run_figures WHERE run = ? ORDER BY id", (run,)
        )
        files = db.execute("SELECT path, sha256 FROM run_files WHERE run = ? ORDER BY path", (run,))
        gone = row["status"] == RUNNING and not lives(row["process"])
        ended = row["ended_at"]
        return Kept(
            id=run,
            kind=row["kind"],
            name=row["name"],
            started=datetime.fromisoformat(row["started_at"]),
            ended=datetime.fromisoformat(ended) if ended else None,
            status=LOST if gone else row["status"],
            version=row["version"],
            settings=json.loads(row["settings"]),
            versions=json.loads(row["versions"]),
            figures=tuple(Point(*each) for each in points.fetchall()),
            files=tuple(KeptFile(*each) for each in files.fetchall()),
        )


class KeptRun:
    """A run that goes on."""

    def __init__(self, runs: Runs, id: int) -> None:
        self.id = id
        self._runs = runs

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        """Note figures, all or none."""
        at = self._runs.now().isoformat()
        with transaction(self._runs.connection) as db:
            db.executemany(
                "INSERT INTO run_figures (run, name, value, step, at) VALUES (?, ?, ?, ?, ?)",
                [(self.id, name, value, step, at) for name, value in figures.items()],
            )

    def file(self, path: Path) -> None:
        """Note where the file is and its checksum. Raises OSError where it cannot be read."""
        with open(path, "rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        self._runs.connection.execute(
            "INSERT OR REPLACE INTO run_files VALUES (?, ?, ?)",
            (self.id, _within(path, self._runs.home), digest),
        )

    def end(self, status: str = DONE) -> None:
        """Note that it is over."""
        self._runs.connection.execute(
            "UPDATE runs SET status = ?, ended_at = ? WHERE id = ?",
            (status, self._runs.now().isoformat(), self.id),
        )


def _within(path: Path, home: Path) -> str:
    whole, base = path.resolve(), home.resolve()
    return (whole.relative_to(base) if whole.is_relative_to(base) else whole).as_posix()
