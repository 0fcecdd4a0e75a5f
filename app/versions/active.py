"""What Footnote itself has put in force: settings in `active.toml`, and how they came about.

The file lies over footnote.toml and under the environment. It is written here alone: by rolling an
experiment out, by swapping an adapter in, by bringing a version back.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from app.settings import ACTIVE_NAME, Settings, load, overlaid, read, variables
from app.versions import presence, toml
from app.versions.errors import VersionError
from app.versions.presence import NAMING
from app.versions.schema import prepare
from indexes.db import Database, transaction

Setting = str | int | float
Values = Mapping[str, Setting]

_NOTHING = (-1, -1, -1)


@dataclass(frozen=True, slots=True)
class Change:
    """One time that something was put in force. before, after: all values that did and do hold.

    number: from 1, rising. undoes: the number of the change that this one took back, None for none.
    undone: whether it was taken back.
    """

    number: int
    at: datetime
    before: Values
    after: Values
    why: str
    undoes: int | None
    undone: bool


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Active:
    """The values in force over footnote.toml. Safe to use from several threads and processes."""

    def __init__(
        self,
        home: Path,
        path: Path,
        now: Callable[[], datetime] = _utc_now,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """path: operations.sqlite3. environ: whose variables win; by default the process's own."""
        self.file = home / ACTIVE_NAME
        self._home = home
        self._path = path
        self._now = now
        self._environ = environ
        self._held: tuple[tuple[int, int, int], Values] = (_NOTHING, MappingProxyType({}))

    @cached_property
    def _database(self) -> Database:
        database = Database(self._path)
        prepare(database.connection)
        return database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def values(self) -> Values:
        """What is in force now, as written; also what another process has put there since.

        Raises SettingsError when the file is broken.
        """
        stamp = _stamp(self.file)
        held, values = self._held
        if stamp != held:
            values = MappingProxyType(read(self.file))
            self._held = (stamp, values)
        return values

    def settings(self, beneath: Settings) -> Settings:
        """The settings that hold. beneath: those without `active.toml`, as `beneath` gives them.

        A value that the environment sets stays as that says. Raises SettingsError.
        """
        ours = {name: value for name, value in self.values().items() if name not in self._variables}
        return overlaid(beneath, ours, f"in {self.file}") if ours else beneath

    def require(self, values: Values, whole: bool = False) -> None:
        """See that questions could be answered with these values in force; `put` does it first.

        Raises SettingsError for a value that will not do, ModelError or PromptError for a model, an
        adapter or a prompt that is not here.
        """
        settings = self._over(values if whole else {**self.values(), **values})
        if not NAMING.isdisjoint(values):
            presence.require(settings)

    def put(self, values: Values, why: str, whole: bool = False) -> tuple[str, ...]:
        """Put values in force, checked like any setting; those in force beside them stay.

        whole: the values are all that is in force from now on. Returns a sentence for each value
        that has no effect, because a variable of the environment wins over it. Raises as `require`
        does, and SettingsError when the file cannot be written.
        """
        self.require(values, whole)
        with transaction(self._db) as db:  # also keeps other processes away from the file
            before = dict(self.values())
            after = dict(values) if whole else {**before, **values}
            self._over(after)
            _record(db, self._now(), before, after, why, None)
            toml.write(self.file, after, why)
        return self.overridden(values)

    def back(self) -> Values:
        """Take the last change back that was not taken back yet; returns what holds now.

        Raises VersionError where there is none.
        """
        with transaction(self._db) as db:
            last = next((each for each in self.history() if not (each.undone or each.undoes)), None)
            if last is None:
                raise VersionError(
                    "There is nothing to go back to: Footnote has put nothing in force here. "
                    "`footnote versions list` shows the versions that gave answers."
                )
            why = f"back from: {last.why}"
            _record(db, self._now(), dict(self.values()), dict(last.before), why, last.number)
            toml.write(self.file, last.before, why)
        return self.values()

    def history(self) -> list[Change]:
        """Every change, the newest first."""
        rows = self._db.execute("SELECT * FROM active_history ORDER BY id DESC").fetchall()
        undone = {row["undoes"] for row in rows}
        return [
            Change(
                row["id"],
                datetime.fromisoformat(row["at"]),
                MappingProxyType(json.loads(row["before"])),
                MappingProxyType(json.loads(row["after"])),
                row["why"],
                row["undoes"],
                row["id"] in undone,
            )
            for row in rows
        ]

    def overridden(self, values: Values) -> tuple[str, ...]:
        """A sentence for each of these values that has no effect."""
        return tuple(
            f"The variable {self._variables[name]} is set and wins over {name} in "
            f"{self.file.name}; unset it and start Footnote anew."
            for name in values
            if name in self._variables
        )

    @cached_property
    def _variables(self) -> dict[str, str]:
        return variables(self._environ)

    def _over(self, values: Values) -> Settings:
        """The settings with these values over what lies beneath. Raises SettingsError."""
        environ = dict(os.environ if self._environ is None else self._environ)
        under = replace(load(environ, active=False), home=self._home)
        return overlaid(under, values, f"to be put in {self.file}")


def beneath(settings: Settings, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings as they would be without `active.toml`.

    settings: as loaded just now; values that something else has changed since, such as `--port`,
    stay.
    """
    values = read(settings.home / ACTIVE_NAME)
    if not values:
        return settings
    with_it = overlaid(settings, values, f"in {settings.home / ACTIVE_NAME}")
    without = load(environ, active=False)
    theirs = {
        name: getattr(without, name)
        for name in values
        if getattr(settings, name) == getattr(with_it, name)
    }
    return replace(settings, **theirs)


def _record(
    db: sqlite3.Connection,
    at: datetime,
    before: Values,
    after: Values,
    why: str,
    undoes: int | None,
) -> None:
    db.execute(
        "INSERT INTO active_history (at, before, after, why, undoes) VALUES (?, ?, ?, ?, ?)",
        (at.isoformat(), json.dumps(before), json.dumps(dict(after)), why, undoes),
    )


def _stamp(path: Path) -> tuple[int, int, int]:
    """Another one whenever the file was replaced."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return _NOTHING
    return found.st_ino, found.st_size, found.st_mtime_ns
