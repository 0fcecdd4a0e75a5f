"""Shares name what they were counted on."""

from __future__ import annotations

import pytest

from app.operations.rates import Share, caution, rates
from app.tracing.types import Counts, Made
from tests.app.operations.made import row


def test_hallucination_is_counted_over_sentences_of_answered_questions() -> None:
    rows = [row(counts=Counts(2, 1, 1)), row(counts=Counts(4)),
            row(outcome="abstained", counts=Counts(0, 0, 5))]  # fmt: skip
    assert rates(rows, {}).unsupported == Share(1, 8)


def test_outcomes_have_their_own_wholes() -> None:
    rows = [
        row(), row(), row(outcome="abstained"), row(outcome="failed", error="ModelError"),
        row(outcome="failed"), row(outcome="stopped"), row(outcome="refused"),
    ]  # fmt: skip
    found = rates(rows, {})
    assert found.abstained == Share(1, 3)
    assert found.failed == Share(2, 6)
    assert (found.stopped, found.refused) == (1, 1)
    assert dict(found.errors) == {"ModelError": 1, "unknown": 1}


def test_thumbs_count_only_those_given_to_these_answers() -> None:
    found = rates([row("a"), row("b"), row("c")], {"a": True, "b": False, "elsewhere": True})
    assert found.liked == Share(1, 2)


def test_cache_hits_are_counted_over_answers() -> None:
    rows = [row(made=Made(cached=True)), row(), row(outcome="failed")]
    assert rates(rows, {}).cached == Share(1, 2)


def test_nothing_has_no_share() -> None:
    found = rates([], {})
    assert found.failed.value is None
    assert found.unsupported.value is None


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (0, "No question in this period."),
        (1, "1 question: percentiles mean little."),
        (12, "12 questions: percentiles mean little."),
        (99, "99 questions: P99 is little more than the slowest one."),
        (100, ""),
    ],
)
def test_small_samples_are_told(questions: int, told: str) -> None:
    assert caution(questions) == told
