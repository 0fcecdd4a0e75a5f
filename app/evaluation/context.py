"""Measures of the evidence that a journey found for the model: RAGAS's, by place.

What a journey announces as found; a prompt with room for less holds the first of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.evaluation.scores import HELD_SHARE, Span, held_share, recall_at


def context_precision(golds: Sequence[Span], shown: Sequence[Span]) -> float | None:
    """Return the mean, over the ranks k that are relevant, of the precision of the first k.

    RAGAS's context precision at K with all that is shown as K: sum of precision@k times v_k,
    through the number of relevant ones, v_k being 1 where the passage at rank k is relevant. RAGAS
    compares texts or asks a model for v_k; here a passage is relevant if it by itself holds at
    least half of a gold span. `shown` comes best first. 0 if none is relevant; None without golds.
    """
    if not golds:
        return None
    precisions: list[float] = []
    for rank, passage in enumerate(shown, start=1):
        if any(held_share(gold, [passage]) >= HELD_SHARE for gold in golds):
            precisions.append((len(precisions) + 1) / rank)
    return sum(precisions) / len(precisions) if precisions else 0.0


def context_recall(golds: Sequence[Span], shown: Sequence[Span]) -> float | None:
    """Return the share of `golds` that `shown` hold; None without golds.

    RAGAS's context recall without a model, places for texts. Held: at least half of the gold's
    characters lie in the passages, taken together.
    """
    return recall_at(golds, shown, len(shown))
