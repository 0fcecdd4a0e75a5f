"""Journeys under several settings at once, each made at its first use; a few are kept."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.queued import Answers
from app.settings import Settings
from indexes.errors import FootnoteError

KEPT = 5
"""Journeys that are kept ready: what is in force, and the arms of an experiment, four at most."""

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Variant:
    """users: questions that it is answering. gone: whether it is to be closed when they are done.

    making: held while its journey is made.
    """

    settings: Settings
    journey: Answers | None = None
    users: int = 0
    gone: bool = False
    making: threading.Lock = field(default_factory=threading.Lock)


class Variants:
    """One journey for each overlay of settings. Safe to use from several threads.

    The journey used least recently is closed when there are too many, and so is one that was
    dropped; not before it has answered those who are waiting.
    """

    def __init__(
        self,
        make: Callable[[Settings], Answers],
        settings: Settings,
        end: Callable[[Settings], None] = lambda settings: None,
        kept: int = KEPT,
    ) -> None:
        """make: gives a journey and loads no model. settings: those beneath what is put in
        force.

        end: closes what the journey of these settings alone has, such as its model's process. kept:
        at least 1.
        """
        self.settings = settings
        self._make = make
        self._end = end
        self._kept = max(1, kept)
        self._lock = threading.Lock()
        self._variants: OrderedDict[Settings, _Variant] = OrderedDict()

    @contextmanager
    def taken(self, settings: Settings) -> Iterator[Answers]:
        """The journey of these settings, theirs until the context is left.

        Raises what `make` raises; it is tried again at the next use.
        """
        variant = self._enter(settings)
        try:
            with variant.making:
                if variant.journey is None:
                    variant.journey = self._make(settings)
            yield variant.journey
        finally:
            self._leave(variant)

    def drop(self, settings: Settings) -> None:
        """Close the journey of these settings as soon as it answers nobody; none is fine too."""
        with self._lock:
            variant = self._variants.pop(settings, None)
            closing = [variant] if variant and self._retired(variant) else []
        self._close(closing)

    def close(self) -> None:
        """Close all of them, as `drop` does."""
        for settings in list(self._variants):
            self.drop(settings)

    def __len__(self) -> int:
        return len(self._variants)

    def _enter(self, settings: Settings) -> _Variant:
        closing = []
        with self._lock:
            variant = self._variants.get(settings)
            if variant is None:
                variant = self._variants[settings] = _Variant(settings)
            variant.users += 1
            self._variants.move_to_end(settings)
            while len(self._variants) > self._kept:
                _, oldest = self._variants.popitem(last=False)
                if self._retired(oldest):
                    closing.append(oldest)
        self._close(closing)
        return variant

    def _leave(self, variant: _Variant) -> None:
        with self._lock:
            variant.users -= 1
            closing = [variant] if variant.gone and not variant.users else []
            unmade = variant.journey is None and not variant.users
            if unmade and self._variants.get(variant.settings) is variant:
                del self._variants[variant.settings]
        self._close(closing)

    def _retired(self, variant: _Variant) -> bool:
        """Whether it can be closed now; else the last who leaves it closes it."""
        variant.gone = True
        return not variant.users

    def _close(self, variants: list[_Variant]) -> None:
        for each in variants:
            if each.journey is None:
                continue
            try:
                self._end(each.settings)
            except FootnoteError as error:  # its process ends with this one
                log.warning("A variant of the settings is not closed: %s", error)
