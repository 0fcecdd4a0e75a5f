"""Spans of one question: what was done, from when to when, at what cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Value = str | int | float | bool

AUTHORISE = "authorise"
REWRITE = "rewrite"
QUEUE = "queue"
SEARCH = "search"
RENDER = "render"
PROMPT = "read prompt"
GENERATE = "generate"
VERIFY = "verify"
CACHE = "cache"
ROUTE = "route"
"""Names of a question's steps. Those of a search's own are `search: dense` and the like."""


@dataclass(frozen=True, slots=True)
class Span:
    """One step. start_ms, ms: wall time, from the trace's beginning. cpu_ms: processor time of this
    process meanwhile, 0 where it was not taken. parent: place of the enclosing span in the trace's
    list, -1 for none. attributes: by name, in the order in which they were set.
    """

    name: str
    start_ms: float
    ms: float
    cpu_ms: float = 0.0
    parent: int = -1
    attributes: tuple[tuple[str, Value], ...] = ()


@dataclass(slots=True)
class Open:
    """A step that goes on."""

    name: str
    start_ms: float
    cpu_start_ms: float
    parent: int
    attributes: dict[str, Value] = field(default_factory=dict)

    def set(self, **attributes: Value) -> None:
        """Note more of it."""
        self.attributes.update(attributes)


class Spans:
    """The steps of one question, noted meanwhile by one thread at a time."""

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        cpu: Callable[[], float] = time.process_time,
    ) -> None:
        """clock, cpu: seconds; of the wall and of this process's processor time."""
        self._clock = clock
        self._cpu = cpu
        self._began = clock()
        self._done: list[Span | None] = []
        self._inside = -1

    def now_ms(self) -> float:
        """Milliseconds since the trace began."""
        return (self._clock() - self._began) * 1000

    @contextmanager
    def span(self, name: str, **attributes: Value) -> Iterator[Open]:
        """Note a step from here to the end of the block, whatever ends it."""
        at, outer = len(self._done), self._inside
        opened = Open(name, self.now_ms(), self._cpu() * 1000, outer, dict(attributes))
        self._done.append(None)
        self._inside = at
        try:
            yield opened
        finally:
            self._inside = outer
            self._done[at] = Span(
                name,
                round(opened.start_ms, 3),
                round(self.now_ms() - opened.start_ms, 3),
                round(self._cpu() * 1000 - opened.cpu_start_ms, 3),
                outer,
                tuple(opened.attributes.items()),
            )

    def add(self, name: str, start_ms: float, ms: float, **attributes: Value) -> None:
        """Note a step that was timed elsewhere, inside the one that goes on."""
        span = Span(
            name, round(start_ms, 3), round(ms, 3), 0.0, self._inside, tuple(attributes.items())
        )
        self._done.append(span)

    def done(self) -> tuple[Span, ...]:
        """The steps that have ended, in the order in which they began.

        One that still goes on is left out, and what is inside it hangs on what encloses it.
        """
        places, kept = {-1: -1}, 0
        for at, each in enumerate(self._done):
            if each is not None:
                places[at], kept = kept, kept + 1
        return tuple(
            Span(
                each.name,
                each.start_ms,
                each.ms,
                each.cpu_ms,
                places.get(each.parent, -1),
                each.attributes,
            )
            for each in self._done
            if each is not None
        )
