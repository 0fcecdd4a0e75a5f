"""What the figures are made of, as those who keep it give it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from app.tracing.types import Row, Trace


class Traces(Protocol):
    """Kept traces, one for each question."""

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        """Those that began in [since, until), in order of time."""

    def step_ms(self, name: str, since: datetime, until: datetime) -> dict[str, float]:
        """Milliseconds of one step in each of them, by trace id; those without it left out."""

    def get(self, trace_id: str) -> Trace | None:
        """One with its steps; None if it is not kept."""


class Day(Protocol):
    """What one actor used of one model on one day, in UTC."""

    @property
    def day(self) -> date: ...
    @property
    def actor(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def read(self) -> int: ...
    @property
    def written(self) -> int: ...
    @property
    def cpu_s(self) -> float: ...
    @property
    def price(self) -> float: ...
    @property
    def questions(self) -> int: ...


class Ledger(Protocol):
    """What was used, kept longer than traces are."""

    def days(self, since: datetime) -> Sequence[Day]:
        """Days from that of `since` on."""


class Given(Protocol):
    """What a person thinks of one answer."""

    @property
    def trace_id(self) -> str: ...
    @property
    def liked(self) -> bool: ...


class Opinions(Protocol):
    """Keeps what people think of answers."""

    def opinions(self, since: datetime) -> Sequence[Given]:
        """Those that were given since."""


def by_trace(given: Iterable[Given]) -> dict[str, bool]:
    """Trace id -> whether its answer was liked; the last opinion counts."""
    return {each.trace_id: each.liked for each in given}
