"""Whether what was found holds an answer at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.reading.evidence import Evidence
from indexes.types import Hit

LEAST_LIKELY = 0.6
"""Likelihood below which the library is taken to hold no answer (docs/quality.md)."""

SURE = 0.75
"""Likelihood from which on a model that declines is not believed, if it was made to decline."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """Of a logistic regression. chunk, phrase: best logits of the reader. rerank: best logit of the
    reranker. coverage: greatest share of the question's words, weighted by rarity, in one hit.
    """

    bias: float
    chunk: float
    phrase: float
    rerank: float
    coverage: float


_WITH_RERANKER = _Weights(bias=0.14, chunk=0.27, phrase=0.12, rerank=0.29, coverage=1.68)
_WITHOUT = _Weights(bias=-0.37, chunk=0.56, phrase=0.10, rerank=0.0, coverage=1.97)
"""Fitted by benchmarks.heldout's set; docs/quality.md says how well they tell."""


def likelihood(evidence: Evidence, hits: Sequence[Hit]) -> float:
    """Of an answer in what was read, 0 to 1. hits: those that were read."""
    if not evidence.sentences or not evidence.phrases:
        return 0.0
    reranked = [hit.scores.rerank for hit in hits if hit.scores.rerank is not None]
    weights = _WITH_RERANKER if reranked else _WITHOUT
    logit = (
        weights.bias
        + weights.chunk * evidence.best_chunk
        + weights.phrase * evidence.best_phrase
        + weights.rerank * max(reranked, default=0.0)
        + weights.coverage * max((hit.coverage for hit in hits), default=0.0)
    )
    return 1 / (1 + math.exp(-logit))
