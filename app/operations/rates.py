"""Shares of questions, answers and sentences, each with what it was counted on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.tracing.types import Row

FEW = 20
"""Below so many questions one of them moves P95 as a whole."""

FEW_FOR_P99 = 100


@dataclass(frozen=True, slots=True)
class Share:
    """part of whole; both are counts."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Rates:
    """How right, reliable and liked the answers are.

    unsupported: sentences of answered questions for which no support was found (hallucination
    rate). abstained: of answered and abstained questions. failed: of all questions but refused
    ones. liked: of the answers that have an opinion. cached: of answered and abstained ones.
    errors: class -> how many, the most frequent first.
    """

    unsupported: Share
    abstained: Share
    failed: Share
    liked: Share
    cached: Share
    stopped: int
    refused: int
    errors: tuple[tuple[str, int], ...]


def rates(rows: Sequence[Row], liked: Mapping[str, bool]) -> Rates:
    """Count `rows`. liked: opinions by trace id; those of other traces are left out."""
    outcomes = Counter(row.outcome for row in rows)
    ended = outcomes["answered"] + outcomes["abstained"]
    answered = [row for row in rows if row.outcome == "answered"]
    given = [liked[row.trace_id] for row in rows if row.trace_id in liked]
    errors = Counter(row.error or "unknown" for row in rows if row.outcome == "failed")
    return Rates(
        Share(
            sum(row.counts.unsupported for row in answered), sum(row.counts.all for row in answered)
        ),
        Share(outcomes["abstained"], ended),
        Share(outcomes["failed"], len(rows) - outcomes["refused"]),
        Share(sum(given), len(given)),
        Share(sum(row.made.cached for row in finished(rows)), ended),
        outcomes["stopped"],
        outcomes["refused"],
        tuple(errors.most_common()),
    )


def finished(rows: Iterable[Row]) -> list[Row]:
    """The questions that came to their end: answered, or abstained from."""
    return [row for row in rows if row.outcome in ("answered", "abstained")]


def caution(questions: int) -> str:
    """What so few questions cannot tell, as a sentence; '' for enough of them."""
    noun = "question" if questions == 1 else "questions"
    if not questions:
        return "No question in this period."
    if questions < FEW:
        return f"{questions} {noun}: percentiles mean little."
    if questions < FEW_FOR_P99:
        return f"{questions} {noun}: P99 is little more than the slowest one."
    return ""
