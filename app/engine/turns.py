"""Turns: who is served next, fairly between askers, and how many are before one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from indexes.errors import BusyError

SIGN_OF_LIFE_S = 0.1
"""Whoever waits hears at least this often how it stands, and can give up then."""


class Turns:
    """A bounded waiting line in front of a few places.

    Fair between askers by start-time fair queueing (Goyal, Vin and Cheng, 1996) with turns of equal
    length: an asker's second turn comes after every other asker's first. May be shared between
    threads.
    """

    def __init__(self, places: int = 1, most_waiting: int = 64) -> None:
        """places: turns that are had at a time. most_waiting: turns beyond are refused."""
        self._places = places
        self._most_waiting = most_waiting
        self._change = threading.Condition()
        self._waiting: list[Turn] = []
        self._served: set[Turn] = set()
        self._virtual = 0
        self._ends: dict[str, int] = {}
        self._count = 0

    def take(self, asker: str) -> Turn:
        """A turn, waiting from now on; use it as a context manager. Raises BusyError."""
        with self._change:
            if len(self._waiting) >= self._most_waiting:
                raise BusyError(
                    f"{_questions(len(self._waiting))} waiting already; try again in a minute."
                )
            start = max(self._virtual, self._ends.get(asker, 0))
            self._ends[asker] = start + 1
            self._count += 1
            turn = Turn(self, asker, (start, self._count))
            self._waiting.append(turn)
            self._admit()
        return turn

    def waiting(self) -> int:
        """How many turns wait for a place."""
        with self._change:
            return len(self._waiting)

    def ahead(self, turn: Turn) -> int:
        """How many are served or waiting before it; 0 when it has its place."""
        with self._change:
            return self._ahead(turn)

    def changed(self, turn: Turn, since: int, wait_s: float) -> int:
        """`ahead` once it is not `since` any more, or after so many seconds."""
        with self._change:
            self._change.wait_for(lambda: self._ahead(turn) != since, wait_s)
            return self._ahead(turn)

    def leave(self, turn: Turn) -> None:
        """Give the turn up, had or not; the next one begins."""
        with self._change:
            if turn in self._waiting:
                self._waiting.remove(turn)
            self._served.discard(turn)
            self._admit()
            if not self._waiting and not self._served:
                self._ends.clear()

    def _ahead(self, turn: Turn) -> int:
        if turn not in self._waiting:
            return 0
        return len(self._served) + sum(each.order < turn.order for each in self._waiting)

    def _admit(self) -> None:
        while self._waiting and len(self._served) < self._places:
            turn = min(self._waiting, key=lambda each: each.order)
            self._waiting.remove(turn)
            self._served.add(turn)
            self._virtual = turn.order[0]
        self._change.notify_all()


class Turn:
    """One asker's turn. order: smaller ones are served first."""

    def __init__(self, turns: Turns, asker: str, order: tuple[int, int]) -> None:
        self.asker = asker
        self.order = order
        self._turns = turns

    def waits(self, most_s: float = float("inf")) -> Iterator[int]:
        """How many are ahead, at each change and as a sign of life; ends when the turn has come.

        Raises BusyError after `most_s` seconds.
        """
        end, ahead = time.monotonic() + most_s, self._turns.ahead(self)
        while ahead:
            if time.monotonic() > end:
                raise BusyError(
                    f"The question waited {most_s:.0f} s for its turn and {ahead} "
                    f"{'is' if ahead == 1 else 'are'} still before it; try again later."
                )
            yield ahead
            ahead = self._turns.changed(self, ahead, SIGN_OF_LIFE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._turns.leave(self)


def _questions(count: int) -> str:
    return "1 question is" if count == 1 else f"{count} questions are"
