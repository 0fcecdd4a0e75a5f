"""Traces for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from app.tracing.spans import Span
from app.tracing.types import Counts, Made, Row, Shape, Spent, Trace, TracedHit
from app.types import Usage

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def row(trace_id: str = "a" * 32, started_at: datetime = NOON, actor: str = "ann") -> Row:
    return Row(
        trace_id,
        started_at,
        actor,
        "browser-1",
        "answered",
        made=Made("small", "answer@1", "b1", "v1", "handbook", "tone", "brief", False),
        spent=Spent(Usage(700, 20, 300), 120.5, 21.25, 900.125, 1.5, 0.25),
        counts=Counts(2, 1, 0),
        shape=Shape(5, "en", 3, 0.71),
        question="Where is the ferry?",
        answer="At the quay [1].",
    )


def trace(trace_id: str = "a" * 32, started_at: datetime = NOON, actor: str = "ann") -> Trace:
    return Trace(
        row(trace_id, started_at, actor),
        (
            Span("search", 0.5, 20.25, 19.0, -1, (("found", 2), ("read_as", "where ferry"))),
            Span("search: dense", 1.0, 3.0, 0.0, 0),
            Span("generate", 21.0, 300.0, 4.0, -1, (("model", "small"), ("remote", False))),
        ),
        (
            TracedHit("harbour", 10, 90, 1.5, 0.71, cited=True),
            TracedHit("prices", 0, 40, 0.5, 0.32, cited=False),
        ),
    )
