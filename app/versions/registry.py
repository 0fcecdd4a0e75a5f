"""The sets of versions that gave answers, and from which builds of the library."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from app.settings import Settings
from app.versions.checksums import Checksums
from app.versions.describe import describe
from app.versions.errors import VersionError
from app.versions.schema import prepare
from app.versions.sets import VersionSet
from indexes.db import Database, transaction

log = logging.getLogger(__name__)

HELD = 64
"""Sets that are held in memory, by their settings."""


@dataclass(frozen=True, slots=True)
class Use:
    """Answers of a set from one build of the library."""

    build_id: str
    first_used: datetime
    last_used: datetime
    answers: int


@dataclass(frozen=True, slots=True)
class Used:
    """A set that gave answers. uses: by build, the one used last first."""

    versions: VersionSet
    uses: tuple[Use, ...]

    @property
    def id(self) -> str:
        return self.versions.id

    @property
    def first_used(self) -> datetime:
        return min(each.first_used for each in self.uses)

    @property
    def last_used(self) -> datetime:
        return max(each.last_used for each in self.uses)

    @property
    def answers(self) -> int:
        return sum(each.answers for each in self.uses)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _unknown() -> str:
    return ""


class Versions:
    """Names the set of versions of settings, and keeps those that gave answers.

    Safe to use from several threads and processes.
    """

    def __init__(
        self,
        path: Path,
        now: Callable[[], datetime] = _utc_now,
        precision: Callable[[], str] = _unknown,
    ) -> None:
        """path: operations.sqlite3. precision: in which the library was last embedded."""
        self._path = path
        self._now = now
        self._precision = precision
        self._lock = threading.Lock()
        self._made: dict[tuple[Settings, str], Future[VersionSet]] = {}
        self.checksums = Checksums(path)

    @cached_property
    def _database(self) -> Database:
        database = Database(self._path)
        prepare(database.connection)
        return database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def begin(self, settings: Settings) -> Future[VersionSet]:
        """Have the set named in the background: a model's file may have to be read for it.

        The same settings give the same future; a set that could not be made is tried again.
        """
        key = (settings, self._precision())
        with self._lock:
            held = self._made.get(key)
            if held is not None and not (held.done() and held.exception()):
                return held
            while len(self._made) >= HELD:
                del self._made[next(iter(self._made))]
            future: Future[VersionSet] = Future()
            self._made[key] = future
        threading.Thread(
            target=self._make, args=(future, *key), name="versions", daemon=True
        ).start()
        return future

    def of(self, settings: Settings) -> VersionSet:
        """The set of versions of these settings. Raises OSError when a file cannot be read."""
        return self.begin(settings).result()

    def _make(self, future: Future[VersionSet], settings: Settings, precision: str) -> None:
        try:
            future.set_result(describe(settings, self.checksums.of, precision))
        except Exception as error:  # noqa: BLE001  whoever asks for the result meets it
            future.set_exception(error)

    def note(self, versions: VersionSet, build_id: str) -> None:
        """Count an answer of this set. build_id: the build that it comes from."""
        now = self._now().isoformat()
        with transaction(self._db) as db:
            db.execute(
                "INSERT OR IGNORE INTO version_sets VALUES (?, ?, ?)",
                (versions.id, json.dumps(versions.parts), json.dumps(versions.settings)),
            )
            db.execute(
                "INSERT INTO version_uses VALUES (?1, ?2, ?3, ?3, 1) ON CONFLICT DO UPDATE"
                " SET last_used = max(last_used, ?3), answers = answers + 1",
                (versions.id, build_id, now),
            )

    def get(self, version_id: str) -> Used:
        """The set with this id, or whose id alone begins so. Raises VersionError."""
        found = [each for each in self.list() if version_id and each.id.startswith(version_id)]
        if len(found) == 1:
            return found[0]
        what = f"Several versions begin with {version_id!r}" if found else (
            f"No answer came from a version {version_id!r}"
        )  # fmt: skip
        raise VersionError(f"{what}; `footnote versions list` names them.")

    def list(self) -> list[Used]:
        """Every set that gave an answer, the one used last first."""
        sets = {row["id"]: _versions(row) for row in self._db.execute("SELECT * FROM version_sets")}
        uses: dict[str, list[Use]] = {}
        for row in self._db.execute("SELECT * FROM version_uses ORDER BY last_used DESC"):
            uses.setdefault(row["set_id"], []).append(_use(row))
        return [Used(sets[each], tuple(found)) for each, found in uses.items() if each in sets]


def _versions(row: sqlite3.Row) -> VersionSet:
    return VersionSet(
        tuple((name, value) for name, value in json.loads(row["parts"])),
        tuple((name, value) for name, value in json.loads(row["settings"])),
    )


def _use(row: sqlite3.Row) -> Use:
    return Use(
        row["build_id"],
        datetime.fromisoformat(row["first_used"]),
        datetime.fromisoformat(row["last_used"]),
        row["answers"],
    )
