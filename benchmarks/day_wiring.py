"""A Footnote whose clock is set by hand: what it does is real, only when is moved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import cast

from app.alerts.watch import Alerts
from app.budgets.quotas import Quotas
from app.build import Footnote
from app.cached import Cached
from app.experiments import Experiments
from app.generators import LlamaCppChat
from app.observed import Listener
from app.operated import DATABASE
from app.queued import Answers
from app.records import Records
from app.review import Review
from app.settings import Settings
from app.tracing.store import Keep, Traces
from app.tracing.types import Trace
from app.versions import Active, Versions


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Runs as fast as the real one, from whatever moment it is set to. May be shared."""

    def __init__(self, at: datetime, real: Callable[[], datetime] = _utc_now) -> None:
        """at: with its zone."""
        self._real = real
        self._lock = threading.Lock()
        self._ahead = at.astimezone(UTC) - real()

    def set(self, at: datetime) -> None:
        """Go on from this moment; never back."""
        with self._lock:
            real = self._real()
            self._ahead = max(at.astimezone(UTC), real + self._ahead) - real

    def now(self) -> datetime:
        """In UTC."""
        with self._lock:
            return self._real() + self._ahead

    def moved(self, real: datetime) -> datetime:
        """A real moment since the clock was set last, by this clock."""
        with self._lock:
            return real + self._ahead

    def today(self) -> date:
        """In the machine's zone, as `date.today`."""
        return self.now().astimezone().date()


class Dated(Footnote):
    """Footnote by another clock.

    The clock is not set while a question is answered: its trace would be moved by the new setting.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(settings)
        self.clock = clock

    @cached_property
    def listeners(self) -> tuple[Listener, ...]:
        """As in `Operated`, told of each trace by the clock."""
        return tuple(self._dating(each) for each in super().listeners)

    def _dating(self, listener: Listener) -> Listener:
        def told(trace: Trace) -> None:
            started_at = self.clock.moved(trace.row.started_at)
            listener(replace(trace, row=replace(trace.row, started_at=started_at)))

        return told

    @cached_property
    def traces(self) -> Traces:
        keep, days = cast(Keep, self.settings.traces), self.settings.trace_days
        return Traces(self._path, keep, days, self.clock.now)

    @cached_property
    def records(self) -> Records:
        return Records(self.settings.home / "footnote.sqlite3", self.clock.now)

    @cached_property
    def quotas(self) -> Quotas:
        return Quotas(self.ledger, self.settings, self.clock.now)

    @cached_property
    def alerts(self) -> Alerts:
        """They tell no webhook."""
        return Alerts(self._path, self.settings, self.traces.rows, self.quotas, now=self.clock.now)

    @cached_property
    def active(self) -> Active:
        return Active(self.settings.home, self._path, self.clock.now)

    @cached_property
    def versions(self) -> Versions:
        return Versions(self.settings.home / DATABASE, self.clock.now, self._built_with)

    @cached_property
    def experiments(self) -> Experiments:
        opinions, now = self.records.opinions, self.clock.now
        return Experiments(self._path, self.traces.rows, opinions, self.settings, self.active, now)

    @cached_property
    def review(self) -> Review:
        return Review(self._path, self.traces, self.records, self.catalog, self.clock.now)

    def _cached(self, settings: Settings) -> Answers:
        journey = self.making.make(settings)
        return Cached(journey, self.kept, self._asked, settings, self.clock.today)

    def close(self) -> None:
        """End the chat model's process."""
        chat = self.voices.first.generator
        if isinstance(chat, LlamaCppChat):
            chat.close()
