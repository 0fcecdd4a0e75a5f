from __future__ import annotations

import pytest

from app.evaluation.context import context_precision, context_recall
from app.evaluation.scores import Span

GOLDS = [Span("a.txt", 0, 10), Span("a.txt", 50, 60)]
FIRST, SECOND, BESIDE = (Span("a.txt", 0, 20), Span("a.txt", 50, 60), Span("b.txt", 0, 99))


def test_precision_is_averaged_over_the_relevant_ranks() -> None:
    # Relevant at ranks 1 and 3: 1/1 and 2/3.
    assert context_precision(GOLDS, [FIRST, BESIDE, SECOND]) == pytest.approx(5 / 6)
    assert context_precision(GOLDS, [BESIDE, FIRST]) == 0.5


def test_recall_counts_the_golds_that_are_shown_at_all() -> None:
    assert context_recall(GOLDS, [BESIDE, FIRST]) == 0.5
    assert context_recall(GOLDS, [SECOND, FIRST]) == 1


def test_showing_nothing_of_use_scores_nothing() -> None:
    assert context_precision(GOLDS, [BESIDE]) == 0
    assert context_precision(GOLDS, []) == 0
    assert context_recall(GOLDS, []) == 0


def test_without_golds_there_is_no_value() -> None:
    assert context_precision([], [FIRST]) is None
    assert context_recall([], [FIRST]) is None
