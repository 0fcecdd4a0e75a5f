"""A window: a chunk with its neighbours in the same document, in reading order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

REACH = 2
"""Neighbours on each side of a chunk that make its window (measured: docs/quality.md)."""


def pool(vectors: Vectors) -> Vectors:
    """Mean of each row with its REACH neighbours on both sides, scaled to unit length.

    vectors: shape (n, d), of one document in reading order. Returns shape (n, d).
    """
    if not len(vectors):
        return vectors
    sums = np.concatenate([np.zeros_like(vectors[:1]), np.cumsum(vectors, axis=0)])
    first = np.maximum(np.arange(len(vectors)) - REACH, 0)
    last = np.minimum(np.arange(len(vectors)) + REACH + 1, len(vectors))
    pooled = sums[last] - sums[first]
    norms = np.linalg.norm(pooled, axis=1, keepdims=True)
    return np.asarray(pooled / np.maximum(norms, 1e-12), np.float32)
