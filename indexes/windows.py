"""A window: a chunk with its neighbours in the same document, in reading order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

REACH = 2
"""Neighbours on each side of a chunk that make its window (measured: docs/quality.md)."""

WEIGHTS = (1.0, 0.8, 0.6)
"""What a chunk counts in its own window, and in those of its neighbours at distance 1 and 2."""


def pool(vectors: Vectors) -> Vectors:
    """Weighted mean of each row with its REACH neighbours on both sides, scaled to unit length.

    vectors: shape (n, d), of one document in reading order. Returns shape (n, d).
    """
    if not len(vectors):
        return vectors
    pooled = vectors * WEIGHTS[0]
    for distance in range(1, min(REACH, len(vectors) - 1) + 1):
        pooled[distance:] += vectors[:-distance] * WEIGHTS[distance]
        pooled[:-distance] += vectors[distance:] * WEIGHTS[distance]
    norms = np.linalg.norm(pooled, axis=1, keepdims=True)
    return np.asarray(pooled / np.maximum(norms, 1e-12), np.float32)
