"""Rows for tests of figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.tracing.types import Counts, Made, Outcome, Row, Spent
from app.types import Usage

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def row(
    name: str = "t1",
    minutes: float = 0,
    ms: float = 1000,
    outcome: Outcome = "answered",
    error: str = "",
    actor: str = "anna",
    session: str = "s1",
    made: Made | None = None,
    usage: Usage | None = None,
    counts: Counts | None = None,
    cpu_s: float = 2.0,
    price: float = 0.0,
    first_ms: float = 200,
) -> Row:
    """A question that was asked so many minutes after noon."""
    return Row(
        name,
        NOON + timedelta(minutes=minutes),
        actor,
        session,
        outcome,
        error,
        made or Made("tiny", "answer@1", "b1"),
        Spent(usage or Usage(100, 20), first_ms, 30.0, ms, cpu_s, price),
        counts or Counts(),
    )
