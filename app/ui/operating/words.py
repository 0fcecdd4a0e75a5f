"""Figures of operations as text."""

from __future__ import annotations

from datetime import datetime
from math import floor, log10

from app.operations.latency import Latency
from app.operations.rates import Share
from app.tracing.types import Outcome
from app.ui.evaluations.values import value
from app.ui.report import count

NONE = "\u2013"
"""Where there is no figure."""

OUTCOMES: dict[Outcome, str] = {
    "answered": "answered",
    "abstained": "abstained",
    "stopped": "stopped by the person",
    "failed": "failed",
    "refused": "refused",
}


def milliseconds(number: float | None) -> str:
    """`120 ms`, `2.3 s`; a dash for None."""
    return NONE if number is None else value(number, "ms")


def seconds(number: float) -> str:
    """`0.42 s`, `2.3 s`, `3 min`, `2.1 h`."""
    if number < 1:
        return f"{number:.2f}\u202fs"
    if number < 120:
        return f"{number:.1f}\u202fs"
    return f"{number / 60:,.0f}\u202fmin" if number < 7200 else f"{number / 3600:,.1f}\u202fh"


def percent(share: Share) -> str:
    """`3.1 %`; a dash of nothing."""
    return NONE if share.value is None else value(share.value, "%")


def of(share: Share, noun: str) -> str:
    """`12 of 390 questions`."""
    return f"{share.part:,} of {count(share.whole, noun)}"


def price(number: float) -> str:
    """In the currency of the setting `prices`: `12.30`; below 0.1 two digits that count."""
    if not 0 < number < 0.1:
        return f"{number:,.2f}"
    return f"{number:.{1 - floor(log10(number))}f}"


def moment(at: datetime) -> str:
    """`4 March, 13:05`, in this machine's zone."""
    return f"{at.astimezone():%-d %B, %H:%M}"


def percentiles(found: Latency | None) -> list[str]:
    """Mean, P50, P95, P99."""
    if found is None:
        return [NONE] * 4
    return [milliseconds(each) for each in (found.mean, found.p50, found.p95, found.p99)]


def change(growth: float | None) -> str | None:
    """`+12 %`, against what was before; None for unknown."""
    if growth is None:
        return None
    sign = "+" if growth > 0 else "\u2212" if growth < 0 else ""
    return f"{sign}{100 * abs(growth):,.0f}\u202f%"
