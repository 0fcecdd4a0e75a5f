"""Which sentences stand for the others: LexRank, and MMR against saying things twice.

LexRank (Erkan and Radev 2004, "LexRank: graph-based lexical centrality as salience in text
summarization", J. Artif. Intell. Res. 22), its continuous form, with the cosine of embeddings in
the place of that of word counts, and a prior in the place of the uniform jump (Otterbacher, Erkan
and Radev 2009, "Biased LexRank"). MMR: Carbonell and Goldstein 1998, "The use of MMR,
diversity-based reranking for reordering documents and producing summaries".
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from indexes.windows import Vectors

Scores = npt.NDArray[np.float64]

DAMPING = 0.85
NEAR_ENOUGH = 1e-6
MOST_ROUNDS = 100

BALANCE = 0.85
"""Share of relevance in MMR; the rest is for being new."""

SAME = 0.95
"""Cosine from which on two sentences say the same: the second is never taken."""


def lexrank(vectors: Vectors, prior: Scores) -> Scores:
    """How central each sentence is: the stationary distribution of a walk from like to like.

    vectors: shape (n, d), unit length. prior: shape (n,), positive, where the walk begins anew.
    Returns shape (n,), sum 1.
    """
    jump = np.asarray(prior / prior.sum(), np.float64)
    near = np.clip(vectors @ vectors.T, 0.0, None).astype(np.float64)
    np.fill_diagonal(near, 0.0)
    sums = near.sum(axis=1, keepdims=True)
    steps = np.where(sums > 0, near / np.maximum(sums, 1e-12), jump)
    scores = jump
    for _ in range(MOST_ROUNDS):
        following = (1 - DAMPING) * jump + DAMPING * (scores @ steps)
        if float(np.abs(following - scores).sum()) < NEAR_ENOUGH:
            return np.asarray(following)
        scores = following
    return np.asarray(scores)


def diverse(
    relevance: Scores, vectors: Vectors, count: int, weight: Callable[[int, list[int]], float]
) -> list[int]:
    """Up to `count` rows, best first: each the most relevant that is least like those before it.

    relevance: shape (n,), 0 to 1; 0 is never taken. weight: of a row, given those taken already, 0
    to 1; its relevance is scaled by it.
    """
    taken: list[int] = []
    nearest = np.zeros(len(relevance))
    left = [row for row in range(len(relevance)) if relevance[row] > 0]
    while left and len(taken) < count:
        best = max(
            left,
            key=lambda row: (
                BALANCE * relevance[row] * weight(row, taken) - (1 - BALANCE) * nearest[row]
            ),
        )
        taken.append(best)
        nearest = np.maximum(nearest, vectors @ vectors[best])
        left = [row for row in left if nearest[row] < SAME]
    return taken
