from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from app.remote.listening import AHEAD, Silence, heard


def test_items_come_in_order_to_the_end() -> None:
    assert list(heard(lambda: iter(range(3 * AHEAD)), 20)) == list(range(3 * AHEAD))


def test_what_the_stream_raises_is_raised_after_its_items() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise KeyError("x")

    stream = heard(broken, 20)
    assert next(stream) == 1
    with pytest.raises(KeyError):
        next(stream)


def test_silence_ends_the_wait() -> None:
    go = threading.Event()

    def silent() -> Iterator[int]:
        yield 1
        go.wait(20)

    stream = heard(silent, 0.05)
    assert next(stream) == 1
    with pytest.raises(Silence):
        next(stream)
    go.set()


def test_signs_of_life_come_while_nothing_else_does() -> None:
    go = threading.Event()

    def slow() -> Iterator[int]:
        go.wait(20)
        yield 1

    stream = heard(slow, 20)
    assert next(stream) is None
    go.set()
    assert [item for item in stream if item is not None] == [1]


def test_stream_that_nobody_hears_is_closed() -> None:
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    stream = heard(endless, 20)
    next(stream)
    stream.close()  # type: ignore[attr-defined]  # an Iterator by its type, a generator by nature
    assert closed.wait(20)
