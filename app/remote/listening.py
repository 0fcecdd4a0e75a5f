"""Hearing a stream that may fall silent: it runs in a thread, so that the wait for it can end."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

AHEAD = 64
"""Items that are taken from the stream before they are asked for."""

_POLL = 0.2
"""Seconds between two looks at whether anybody still listens, and between two signs of life."""


class Silence(Exception):
    """Nothing came for as long as was waited."""


class _End:
    """The stream's end. error: what it ended with, if not well."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


class _Stream(Generic[T]):
    """The thread's side."""

    def __init__(self, start: Callable[[], Iterator[T]]) -> None:
        self._start = start
        self._items: queue.Queue[T | _End] = queue.Queue(AHEAD)
        self.left = threading.Event()

    def run(self) -> None:
        end = _End()
        try:
            for item in self._start():
                if not self._put(item):
                    return
        except Exception as error:  # noqa: BLE001  # raised again where it is listened to
            end = _End(error)
        self._put(end)

    def _put(self, item: T | _End) -> bool:
        """Whether it was taken; not when nobody listens any more."""
        while not self.left.is_set():
            try:
                self._items.put(item, timeout=_POLL)
                return True
            except queue.Full:
                continue
        return False

    def get(self, seconds: float) -> Iterator[T | _End | None]:
        """None while nothing comes, then the next item."""
        end = time.monotonic() + seconds
        while True:
            try:
                yield self._items.get(timeout=max(0.0, min(_POLL, end - time.monotonic())))
                return
            except queue.Empty:
                if time.monotonic() >= end:
                    raise Silence from None
            yield None


def heard(start: Callable[[], Iterator[T]], seconds: float) -> Iterator[T | None]:
    """The items of `start()`, which runs in a thread of its own, as they come.

    None comes several times a second while nothing else does, so that whoever listens can give up.
    seconds: longest wait for an item. Raises Silence after it, else what the stream raises. Closing
    it lets go of the stream at once; its thread ends with the next item.
    """
    stream = _Stream(start)
    threading.Thread(target=stream.run, name="remote model", daemon=True).start()
    try:
        while True:
            for item in stream.get(seconds):
                if not isinstance(item, _End):
                    yield item
                elif item.error is not None:
                    raise item.error
                else:
                    return
    finally:
        stream.left.set()
