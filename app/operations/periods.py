"""Periods that figures cover, cut into equal buckets of the wall clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from app.tracing.types import Row

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Period:
    """So many whole buckets, and the one that goes on. bucket: five minutes, an hour or a day."""

    name: str
    bucket: timedelta
    whole: int


@dataclass(frozen=True, slots=True)
class Window:
    """A period that ends now. since: a bucket's beginning. Both in the zone in which days begin."""

    period: Period
    since: datetime
    until: datetime

    @property
    def starts(self) -> list[datetime]:
        """Where each bucket begins; the last one still goes on."""
        return [self.since + self.period.bucket * at for at in range(self.period.whole + 1)]

    @property
    def hours(self) -> float:
        """How long it is."""
        return (self.until - self.since) / HOUR


PERIODS = (
    Period("Last hour", timedelta(minutes=5), 12),
    Period("24 hours", HOUR, 24),
    Period("7 days", DAY, 6),
    Period("30 days", DAY, 29),
)


def window(period: Period, now: datetime) -> Window:
    """The period that ends at `now`, whose zone says when days begin."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    running = day + (now - day) // period.bucket * period.bucket
    return Window(period, running - period.whole * period.bucket, now)


def hours_back(hours: int, now: datetime) -> Window:
    """The last `hours`, hour by hour, from the minute on. hours: from 1."""
    return Window(Period(f"{hours} h", HOUR, hours - 1), now - hours * HOUR, now)


def places(rows: Sequence[Row], covered: Window) -> NDArray[np.int64]:
    """Each row's bucket, from 0; rows outside of the window get one outside of its buckets."""
    began = starts(rows) - covered.since.timestamp()
    return np.floor(began / covered.period.bucket.total_seconds()).astype(np.int64)


def starts(rows: Sequence[Row]) -> NDArray[np.float64]:
    """When each question was asked, in seconds since 1970."""
    return np.array([row.started_at.timestamp() for row in rows], dtype=np.float64)
