"""Drift as it is now: looked at again when an hour has passed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.drift.compare import LEAST, compare
from app.drift.features import counted
from app.drift.types import Finding, Report, Windows
from app.tracing.types import Row

PERIODS = ((timedelta(days=7), 4), (timedelta(days=28), 2))
"""Length of the current window, and how many times as long the reference before it is: the first
that has enough questions, else the last. Whole weeks, as weekends are asked other things."""

KEPT = timedelta(hours=1)
"""How long a report holds."""


class Opinion(Protocol):
    """What one person thinks of an answer."""

    @property
    def trace_id(self) -> str: ...
    @property
    def liked(self) -> bool: ...


Rows = Callable[[datetime, datetime], Sequence[Row]]
Opinions = Callable[[datetime], Sequence[Opinion]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Drift:
    """Compares the last days with those before. May be shared between threads."""

    def __init__(
        self,
        rows: Rows,
        opinions: Opinions,
        topics_since: Callable[[], datetime | None] = lambda: None,
        names: Callable[[], Mapping[int, str]] = dict,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """rows: of [since, until), as `Traces.rows`. opinions: as `Records.opinions`. topics_since:
        when the topics were numbered; None: not at all, or ever so. names: what the topics are
        about, by their numbers. now: the clock, with a zone.
        """
        self._rows = rows
        self._opinions = opinions
        self._topics_since = topics_since
        self._names = names
        self._now = now
        self._lock = threading.Lock()
        self._kept: tuple[datetime, Report] | None = None

    def report(self) -> Report:
        """The newest look, at most an hour old."""
        now = self._now()
        with self._lock:
            if self._kept is None or not timedelta() <= now - self._kept[0] < KEPT:
                self._kept = (now, self._look(now))
            return self._kept[1]

    def findings(self) -> Sequence[Finding]:
        """Those of `report`, for the alerts."""
        return self.report().findings

    def topic_names(self) -> Mapping[int, str]:
        """What the topics are about, by their numbers; those that cannot be told are absent."""
        return self._names()

    def _look(self, now: datetime) -> Report:
        windows = [Windows(now - (n + 1) * each, now - each, now) for each, n in PERIODS]
        rows = self._rows(min(each.since for each in windows), now)
        told = [each.started_at for each in rows if counted(each)]
        chosen = next((each for each in windows if _enough(told, each)), windows[-1])
        liked = {each.trace_id: each.liked for each in self._opinions(chosen.since)}
        return compare(rows, chosen, liked, self._topics_since())


def _enough(told: Sequence[datetime], windows: Windows) -> bool:
    after = sum(each >= windows.split for each in told)
    before = sum(windows.since <= each < windows.split for each in told)
    return min(before, after) >= LEAST
