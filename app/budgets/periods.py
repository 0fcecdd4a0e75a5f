"""Days and calendar months, both in UTC, so that all users and processes agree when they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to just before `end`, both midnight in UTC."""

    start: datetime
    end: datetime


def day(at: datetime) -> Period:
    """The day in UTC that holds the moment. at: with its zone."""
    start = _utc(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Period(start, start + timedelta(days=1))


def month(at: datetime) -> Period:
    """The calendar month in UTC that holds the moment. at: with its zone."""
    start = day(at).start.replace(day=1)
    years, months = divmod(start.month, 12)
    return Period(start, start.replace(year=start.year + years, month=months + 1))


def written(at: datetime) -> str:
    """A moment as people read it, such as `1 December 2026, 00:00 UTC`."""
    return f"{_utc(at):%-d %B %Y, %H:%M} UTC"


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    return at.astimezone(UTC)
