"""Traces of questions that spent tokens, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from app.tracing.types import Made, Outcome, Row, Spent, Trace
from app.types import Usage

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def trace(
    tokens: int = 100,
    actor: str = "ann",
    at: datetime = NOON,
    model: str = "tiny",
    cached: bool = False,
    outcome: Outcome = "answered",
) -> Trace:
    """One question: a tenth of the tokens was written, and a price of one per thousand."""
    usage = Usage(tokens - tokens // 10, tokens // 10, 5)
    spent = Spent(usage=usage, cpu_s=0.5, price=tokens / 1000)
    return Trace(Row("t", at, actor, "s", outcome, "", Made(model=model, cached=cached), spent))
