"""Several searches, one order: scores summed by value, and support from the neighbourhood.

Method and figures: docs/quality.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.query import Ranges
from indexes.types import Scores
from indexes.weights import PACKAGED, Weights

Column = npt.NDArray[np.float64]

SUPPORT_REACH = 10
"""Chunks on each side that lend a candidate their support."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the searches found, and what each of them says of it; all arrays of one length.

    ids: chunk ids, ascending. documents: each one's document id. dense: cosine. lexical: BM25, 0
    where no word is shared. routing: of the document, 0 to 1. meant: 1, or less for a document of
    which the question means another version, 0 to 1. full: whether a search may have found more.
    """

    ids: npt.NDArray[np.int64]
    documents: tuple[str, ...]
    dense: Column
    lexical: Column
    routing: Column
    meant: Column
    full: bool = False

    def scores(self, at: int, fused: float) -> Scores:
        return Scores(
            float(self.dense[at]), float(self.lexical[at]), float(self.routing[at]), fused
        )


def fuse(candidates: Candidates, ranges: Ranges, weights: Weights = PACKAGED) -> Column:
    """One score for each candidate; higher is better.

    Sum of the z-scores of meaning and words, plus the document's own, plus the z-score of the
    support that its neighbours give: a passage amid others that answer is the better one.
    """
    own = (
        zscores(candidates.dense)
        + weights.lexical * zscores(candidates.lexical)
        + weights.routing * candidates.routing
        - weights.version * (1 - candidates.meant)
    )
    return own + weights.support * zscores(support(candidates, own, ranges))


def support(candidates: Candidates, own: Column, ranges: Ranges) -> Column:
    """Sum of the scores above the mean within reach in the same document."""
    if not len(own):
        return own
    ids = candidates.ids
    sums = np.concatenate([[0.0], np.cumsum(np.maximum(own - own.mean(), 0.0))])
    bounds = np.array([ranges[document] for document in candidates.documents])
    first = np.maximum(ids - SUPPORT_REACH, bounds[:, 0])
    last = np.minimum(ids + SUPPORT_REACH, bounds[:, 1])
    return np.asarray(
        sums[np.searchsorted(ids, last, "right")] - sums[np.searchsorted(ids, first, "left")]
    )


def zscores(column: Column) -> Column:
    """Scaled to mean 0 and deviation 1; all 0 when there is no deviation."""
    deviation = column.std() if len(column) else 0.0
    return (column - column.mean()) / deviation if deviation > 0 else np.zeros(len(column))
