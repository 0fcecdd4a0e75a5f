"""How long answers take: percentiles, over time, and under load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from app.operations.periods import HOUR, Window, places, starts
from app.operations.rates import finished
from app.tracing.types import Row

HOURS = 24
BANDS = ((1, 1), (2, 2), (3, 4), (5, 8), (9, 10**9))
"""Questions at work at the same time, from and to."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds over n questions: the mean, and what 50, 95 and 99 % stay below or reach.

    Percentiles lie between the two nearest questions (numpy's linear rule).
    """

    n: int
    mean: float
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch of time. questions: all that were asked. latency: of those that ended by
    themselves; None where there was none. running: whether it still goes on.
    """

    start: datetime
    questions: int
    latency: Latency | None
    running: bool


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day, 0 to 23, over all days of the window.

    per_hour: questions in such an hour, mean over those of the window. busy: questions at work at
    the same time, mean over the hour; most: at once.
    """

    hour: int
    questions: int
    per_hour: float
    latency: Latency | None
    busy: float
    most: int


@dataclass(frozen=True, slots=True)
class Band:
    """Questions that found `low` to `high` at work when they came, themselves among them."""

    low: int
    high: int
    latency: Latency


def latency(milliseconds: Sequence[float] | NDArray[np.float64]) -> Latency | None:
    """Mean and percentiles; None of nothing."""
    if not len(milliseconds):
        return None
    values = np.asarray(milliseconds, dtype=np.float64)
    p50, p95, p99 = np.percentile(values, (50, 95, 99))
    return Latency(len(values), float(values.mean()), float(p50), float(p95), float(p99))


def answering(rows: Sequence[Row]) -> Latency | None:
    """Whole answers: of questions that were answered or abstained from, waits included."""
    return latency([row.spent.total_ms for row in finished(rows)])


def first_token(rows: Sequence[Row]) -> Latency | None:
    """Until the first token, where a model wrote."""
    return latency([row.spent.first_ms for row in finished(rows) if row.spent.first_ms > 0])


def waiting(rows: Sequence[Row], waits: Mapping[str, float]) -> Latency | None:
    """In the queue, of the questions that waited. waits: milliseconds by trace id."""
    held = [waits[row.trace_id] for row in finished(rows) if row.trace_id in waits]
    return latency([each for each in held if each > 0])


def over_time(rows: Sequence[Row], covered: Window) -> list[Bucket]:
    """Throughput and latency of each bucket of the window, empty ones among them."""
    at, done = places(rows, covered), _done(rows)
    total = _totals(rows)
    first = covered.starts
    return [
        Bucket(
            start, int((at == place).sum()), latency(total[(at == place) & done]),
            place == len(first) - 1,
        )
        for place, start in enumerate(first)
    ]  # fmt: skip


def by_hour(rows: Sequence[Row], covered: Window) -> list[Hour]:
    """Load and latency by the hour of the day, in the window's zone, hours without questions too.

    An hour's mean number at work is the time spent on its questions by its length (Little's law).
    """
    began, total, done = starts(rows), _totals(rows), _done(rows)
    offset = covered.since.utcoffset()
    local = began + (offset.total_seconds() if offset else 0.0)
    hours = (local // HOUR.total_seconds()).astype(np.int64) % HOURS
    lengths, most = _lengths(covered), at_work(rows)
    told = []
    for hour in range(HOURS):
        here, length = hours == hour, lengths[hour]
        number = int(here.sum())
        busy = float(total[here].sum()) / 1000 / (length * HOUR.total_seconds()) if length else 0.0
        told.append(
            Hour(
                hour, number, number / length if length else 0.0, latency(total[here & done]),
                busy, int(most[here].max()) if number else 0,
            )
        )  # fmt: skip
    return told


def by_band(rows: Sequence[Row]) -> list[Band]:
    """Latency by how many questions were at work; bands without questions are left out."""
    most, total, done = at_work(rows), _totals(rows), _done(rows)
    told = []
    for low, high in BANDS:
        found = latency(total[(most >= low) & (most <= high) & done])
        if found is not None:
            told.append(Band(low, high, found))
    return told


def at_work(rows: Sequence[Row]) -> NDArray[np.int64]:
    """How many questions were at work when each one came, itself among them."""
    began = starts(rows)
    ends = began + _totals(rows) / 1000
    begun = np.searchsorted(np.sort(began), began, side="right")
    ended = np.searchsorted(np.sort(ends), began, side="right")
    return np.asarray(np.maximum(begun - ended, 1), dtype=np.int64)


def _totals(rows: Sequence[Row]) -> NDArray[np.float64]:
    return np.array([row.spent.total_ms for row in rows], dtype=np.float64)


def _done(rows: Sequence[Row]) -> NDArray[np.bool_]:
    return np.array([row.outcome in ("answered", "abstained") for row in rows], dtype=np.bool_)


def _lengths(covered: Window) -> list[float]:
    """How many hours of each hour of the day the window has, parts counted as parts."""
    lengths = [0.0] * HOURS
    at = covered.since.replace(minute=0, second=0, microsecond=0)
    while at < covered.until:
        begin, end = max(at, covered.since), min(at + HOUR, covered.until)
        lengths[at.hour] += (end - begin) / HOUR
        at += HOUR
    return lengths
