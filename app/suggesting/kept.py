"""The suggested questions, made once for each build behind the page, and kept in memory.

Nothing is written to the disk: what is taken out of the library is nowhere else.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.access import authorise
from app.suggesting.suggest import Asks, Proof, suggestions
from app.types import Actor
from indexes.catalog import Catalog
from indexes.errors import FootnoteError

log = logging.getLogger(__name__)

MOST_KEPT = 16
"""Actors whose suggestions are kept at a time."""

Key = tuple[str, frozenset[str]]


class Suggested:
    """Gives what is ready and makes the rest meanwhile. May be shared between threads."""

    def __init__(self, catalog: Catalog, asks: Callable[[Actor], Asks], most: int = 3) -> None:
        """asks: gives what answers an actor's questions; called in a thread of its own."""
        self._catalog = catalog
        self._asks = asks
        self._most = most
        self._lock = threading.Lock()
        self._making = threading.Lock()  # one at a time: they share the processor with answers
        self._kept: dict[Key, tuple[str, ...] | None] = {}  # None: being made

    def ready(self, actor: Actor) -> tuple[str, ...]:
        """The actor's suggestions for the library as it is; () while they are made or are none.

        Never waits for a model. The first call for a build has them made.
        """
        return self._held(actor) or ()

    def pending(self, actor: Actor) -> bool:
        """Whether they are being made, so that asking again is worth while."""
        return self._held(actor) is None

    def _held(self, actor: Actor) -> tuple[str, ...] | None:
        """None while they are made."""
        build_id = self._catalog.build_id()
        key = (build_id, authorise(self._catalog, actor, None))
        if not key[1]:
            return ()
        with self._lock:
            if key not in self._kept:
                self._begin(key, actor)
            return self._kept[key]

    def _begin(self, key: Key, actor: Actor) -> None:
        """Have them made; drop those of other builds, and the oldest where there are many."""
        for other in [each for each in self._kept if each[0] != key[0]]:
            del self._kept[other]
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = None
        threading.Thread(target=self._make, args=(key, actor), name="suggest", daemon=True).start()

    def _make(self, key: Key, actor: Actor) -> None:
        found: tuple[str, ...] = ()
        try:
            with self._making:
                if key in self._kept:  # else the library has changed meanwhile
                    proof = Proof(self._asks(actor))
                    found = suggestions(self._catalog, proof, key[1], self._most)
        except FootnoteError as error:  # the first question meets it again, and tells it
            log.warning("No questions are suggested: %s", error)
        finally:  # whatever has happened: who waits for them would wait for ever
            with self._lock:
                if key in self._kept:
                    self._kept[key] = found
