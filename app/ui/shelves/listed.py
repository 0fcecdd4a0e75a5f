"""The list of documents, held between two drawings of the page.

Reading thousands of rows from the database takes longer than drawing a page of them, and the list
is drawn at each word in its filter. It is read anew when the database's file has changed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

import streamlit as st

from app.build import Footnote
from app.shelf import Binned, Storage, view
from app.ui import session
from indexes.catalog import Listing

DATABASE = "footnote.sqlite3"
"""The library's file in its home."""

SETTLE_S = 1.0
"""A file that was changed so shortly before it was looked at may change again unseen: clocks of
file systems go in steps."""

T = TypeVar("T")
Stamp = tuple[tuple[int, int], ...]
"""(Time of the last change in nanoseconds, bytes) of the database's file and of its log."""


@dataclass(slots=True)
class Held(Generic[T]):
    """What `read` gave, until the database at `path` changes; safe for many threads.

    Where there is no file, nothing is held.
    """

    path: Path
    read: Callable[[], T]
    _value: list[T] = field(default_factory=list)
    _stamp: Stamp = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> T:
        """What `read` gives now."""
        with self._lock:
            stamp = self._look()
            if self._value and stamp and stamp == self._stamp:
                return self._value[0]
            value = self.read()
            self._value, self._stamp = [value], stamp
            return value

    def _look(self) -> Stamp:
        """The files as they are; () where they say nothing certain."""
        stamp = tuple(map(_state, (self.path, self.path.with_name(f"{self.path.name}-wal"))))
        latest = max(changed for changed, _ in stamp)
        if not latest or time.time_ns() - latest < SETTLE_S * 1e9:
            return ()
        return stamp


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list is made from. kinds, tags, collections: those to choose from, sorted.

    bin: what was removed and can be had back, the last first.
    """

    listings: tuple[Listing, ...]
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    collections: tuple[str, ...]
    bin: tuple[Binned, ...]


def shown() -> Shown:
    """The library of whoever looks, as it is now."""
    found = _held().now()
    moment = datetime.now(UTC)
    return replace(found, bin=tuple(each for each in found.bin if each.until > moment))


def storage() -> Storage:
    """What the library takes up on the disk."""
    return _weighed().now()


@st.cache_resource(show_spinner=False)
def _held() -> Held[Shown]:
    footnote = session.footnote()
    return Held(footnote.settings.home / DATABASE, partial(_read, footnote))


@st.cache_resource(show_spinner=False)
def _weighed() -> Held[Storage]:
    footnote = session.footnote()
    return Held(footnote.settings.home / DATABASE, footnote.shelf.storage)


def _read(footnote: Footnote) -> Shown:
    listings = tuple(footnote.catalog.documents(owner=footnote.actor.id))
    return Shown(
        listings,
        view.kinds(listings),
        view.tags(listings),
        view.collections(listings),
        tuple(footnote.shelf.bin(footnote.actor)),
    )
