"""Whether what was found holds an answer at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.reading.evidence import Evidence
from app.reading.names import strangers
from indexes.types import Hit

LEAST_LIKELY = 0.65
"""Likelihood below which the library is taken to hold no answer (docs/quality.md)."""

SURE = 0.85
"""Likelihood from which on a model that declines is not believed, if it was made to decline."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the decision looks at.

    chunk, phrase: best logits of the reader. rerank: best logit of the reranker, None where it did
    not look. coverage: greatest share of the question's words, weighted by rarity, in one hit.
    strangers: words of its names and numbers that are nowhere in what was found of the likeliest
    document.
    """

    chunk: float
    phrase: float
    rerank: float | None
    coverage: float
    strangers: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a logistic regression on Features."""

    bias: float
    chunk: float
    phrase: float
    rerank: float
    coverage: float
    strangers: float


WITH_RERANKER = Weights(1.18, chunk=0.02, phrase=0.11, rerank=0.25, coverage=1.28, strangers=-1.03)
WITHOUT = Weights(0.44, chunk=0.14, phrase=0.12, rerank=0.0, coverage=2.01, strangers=-1.01)
"""Fitted by benchmarks.decision; docs/quality.md says how well they tell."""


def features(question: str, evidence: Evidence, hits: Sequence[Hit]) -> Features | None:
    """None where nothing was read. hits: those that were read."""
    if not evidence.sentences or not evidence.phrases:
        return None
    reranked = [hit.scores.rerank for hit in hits if hit.scores.rerank is not None]
    return Features(
        evidence.best_chunk,
        evidence.best_phrase,
        max(reranked, default=None),
        max((hit.coverage for hit in hits), default=0.0),
        strangers(question, evidence.sentences[0].chunk.document_id, hits),
    )


def likelihood(question: str, evidence: Evidence, hits: Sequence[Hit]) -> float:
    """Of an answer in what was read, 0 to 1. hits: those that were read."""
    seen = features(question, evidence, hits)
    if seen is None:
        return 0.0
    weights = WITHOUT if seen.rerank is None else WITH_RERANKER
    logit = (
        weights.bias
        + weights.chunk * seen.chunk
        + weights.phrase * seen.phrase
        + weights.rerank * (seen.rerank or 0.0)
        + weights.coverage * seen.coverage
        + weights.strangers * seen.strangers
    )
    return 1 / (1 + math.exp(-logit))
