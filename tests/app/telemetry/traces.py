"""Traces as questions leave them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.tracing.spans import GENERATE, PROMPT, SEARCH, VERIFY, Span
from app.tracing.types import Counts, Made, Outcome, Row, Shape, Spent, Trace, TracedHit
from app.types import Usage

ID = "0af7651916cd43dd8448eb211c80319c"
BEGAN = datetime(2026, 3, 5, 8, 30, 0, 250_000, tzinfo=UTC)
BEGAN_NS = 1_772_699_400_250_000_000

QUESTION = "How many days of leave does Zoë have?"
ANSWER = "Staff receive 25 days of leave [1]."

ROW = Row(
    ID,
    BEGAN,
    actor="ada",
    session="visit-7",
    outcome="answered",
    made=Made(
        "openai:gpt-4o-mini", "answer@3", "build-1", "set-9", "hr", "tone", "warm", cached=False
    ),
    spent=Spent(Usage(900, 40, 600), 1200.0, 25.0, 2500.0, 1.75, 0.002),
    counts=Counts(3, 1, 2),
    shape=Shape(8, "en", 4, 0.61),
    question=QUESTION,
    answer=ANSWER,
)

WRITER = (("model", "openai:gpt-4o-mini"), ("prompt", "answer@3"))

SPANS = (
    Span(SEARCH, 10.0, 90.0, 60.0, -1, (("mode", "hybrid"), ("query", "days of leave"))),
    Span("search: dense", 12.5, 20.25, 18.0, 0, (("found", 50),)),
    Span(PROMPT, 200.0, 800.0, 5.0, -1, (*WRITER, ("tokens", 900), ("cached", 600))),
    Span(GENERATE, 1000.0, 1200.0, 5.0, -1, (*WRITER, ("tokens", 40), ("token_ms", 25.0))),
    Span(VERIFY, 2250.0, 200.0, 190.0, -1, (("sentences", 6),)),
)

HITS = (
    TracedHit("doc-handbook", 40, 900, 0.91, 0.61, True),
    TracedHit("doc-rates", 0, 500, 0.4, 0.3, False),
)

TRACE = Trace(ROW, SPANS, HITS)


def ended(outcome: Outcome, error: str = "", spans: tuple[Span, ...] = ()) -> Trace:
    """A question that came to no answer, without a model."""
    row = Row(ID, BEGAN, "ada", "visit-7", outcome, error, spent=Spent(total_ms=40.0))
    return Trace(row, spans)


def numbered(number: int) -> Trace:
    """The usual trace under another id."""
    return replace(TRACE, row=replace(ROW, trace_id=f"{number:032x}"))
