"""Traces for tests of the Operations page: asked in the last minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.tracing.spans import Span
from app.tracing.types import Counts, Made, Outcome, Row, Spent, Trace, TracedHit
from app.types import Feedback, Usage
from tests.app.ui.fakes import FakeFootnote

SPANS = (
    Span("authorise", 0, 1.5),
    Span("search", 2, 120, 110.0, -1, (("windows", 5), ("routed", True))),
    Span("search: dense", 3, 40, 0.0, 1),
    Span("queue", 122, 900),
    Span("generate", 1022, 1800, 1700.0, -1, (("model", "tiny"), ("speed", 12.345))),
)
HITS = (
    TracedHit("id-handbook.md", 40, 960, 3.25, 0.81, True),
    TracedHit("id-gone.md", 0, 500, -0.5, 0.44, False),
)


def ask(
    footnote: FakeFootnote,
    name: str,
    minutes: float = 1,
    ms: float = 3000,
    outcome: Outcome = "answered",
    error: str = "",
    made: Made | None = None,
    counts: Counts | None = None,
    price: float = 0.0,
    question: str = "How many days of leave?",
) -> None:
    """Keep a trace of a question that was asked so many minutes ago."""
    began = datetime.now(UTC) - timedelta(minutes=minutes)
    worked = outcome == "answered"
    row = Row(
        name, began, "anna", "s1", outcome, error,
        made or Made("tiny", "answer@1", "b1"),
        Spent(Usage(812, 24, 100) if worked else Usage(0, 0), 1200, 50, ms, 4.5, price),
        counts or (Counts(2, 1, 0) if worked else Counts()),
        question=question, answer="25 days [1].",
    )  # fmt: skip
    footnote.traces.save(Trace(row, SPANS, HITS))


def judge(footnote: FakeFootnote, name: str, liked: bool) -> None:
    """A thumb up or down for its answer."""
    now = datetime.now(UTC)
    footnote.records.given[name] = Feedback(name, liked, None, "", now)
