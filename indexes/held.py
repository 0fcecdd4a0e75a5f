"""What was read of the database, held until that changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from indexes.db import Database, Version

MOST_HELD = 32
"""Answers that are held at a time; the oldest goes first."""

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Held(Generic[K, T]):
    """Reads the database once for each key and state of it. Safe for many threads.

    What it gives is shared by all who ask, and must not be changed. A look costs microseconds,
    whoever has written: this process or another one.
    """

    def __init__(
        self,
        database: Database,
        read: Callable[[sqlite3.Connection, K], T],
        stamp: Callable[[sqlite3.Connection], Hashable],
    ) -> None:
        """read: called with a connection that sees what is committed, and the key.

        stamp: another one whenever what is read may be another; asked after each commit.
        """
        self._database = database
        self._read = read
        self._stamp = stamp
        self._version: Version | None = None
        self._stamped: Hashable = None
        self._values: dict[K, T] = {}

    def of(self, key: K) -> T:
        """What is to be read for the key now; within a transaction of this thread, as it sees it.

        Raises what reading raises; then nothing is held.
        """
        own = self._database.connection
        if own.in_transaction:  # it may have written what nobody else sees yet
            return self._read(own, key)
        with self._database.lookout.taken() as (connection, version):
            if version != self._version:
                stamp = self._stamp(connection)
                if stamp != self._stamped:
                    self._values, self._stamped = {}, stamp
                self._version = version
            if key not in self._values:
                value = self._read(connection, key)
                while len(self._values) >= MOST_HELD:
                    del self._values[next(iter(self._values))]
                self._values[key] = value
            return self._values[key]
