"""Documents by the terms that they carry: the arrays behind routing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

SAYING = 0.5
"""Weight above which a term stands in the file name."""

T = TypeVar("T", bound=np.generic)
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Inverted:
    """Postings by term: slots[starts[t] : starts[t + 1]] are the documents that carry term t,
    as places in `order`, which is sorted.

    weights: of each posting. rarity: of each term, 0 to 1. named: rarity of all terms of each
    document's name, shape (N,).
    """

    order: tuple[str, ...]
    starts: npt.NDArray[np.int64]
    slots: Ints
    weights: Floats
    rarity: Floats
    named: Floats

    def postings(self, term: int) -> tuple[Ints, Floats]:
        """The documents that carry a term, and how strongly."""
        part = slice(self.starts[term], self.starts[term + 1])
        return self.slots[part], self.weights[part]


def inverted(order: tuple[str, ...], rows: Sequence[tuple[Ints, Floats]], terms: int) -> Inverted:
    """Turn rows of (terms, weights), one for each document in order, round. terms: how many."""
    ids = joined([row for row, _ in rows], np.int32)
    weights = joined([row for _, row in rows], np.float32)
    slots = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row, _ in rows])
    count = np.bincount(ids, minlength=terms)
    strongest = np.zeros(terms, np.float32)
    np.maximum.at(strongest, ids, weights)
    carriers = np.bincount(ids, weights, terms) / np.maximum(strongest, 1e-6)
    total = len(rows)
    rarity = np.log1p((total - carriers + 0.5) / (carriers + 0.5))
    rarity = (rarity / np.log1p((total - 0.5) / 1.5)).astype(np.float32)
    named = np.bincount(slots, rarity[ids] * (weights > SAYING), total).astype(np.float32)
    by_term = np.argsort(ids, kind="stable")
    starts = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return Inverted(order, starts, slots[by_term], weights[by_term], rarity, named)


def joined(parts: Sequence[npt.NDArray[T]], kind: type[T]) -> npt.NDArray[T]:
    """One array of all; an empty one of this kind when there is none."""
    return np.concatenate(parts) if parts else np.zeros(0, kind)
