"""From the logits of a passage's tokens to its phrases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.reading.types import UNREAD, ChunkReading, Part, PassageReading, Span
from indexes.pairs import Logits, Pair, bounds, span_scores

MOST_SPANS = 3


def reading(
    pair: Pair, texts: Sequence[str], chunk_logits: Sequence[float], starts: Logits, ends: Logits
) -> PassageReading:
    """What the logits of a passage say.

    texts: the passage's chunks. chunk_logits: of each chunk; any number where nothing of it was
    read. starts, ends: of each of the passage's tokens, shape (n,).
    """
    phrases = _Phrases(pair, texts, starts, ends)
    chunks = tuple(
        ChunkReading(logit, phrases.best(place[0] - pair.first, place[1] - pair.first))
        if place
        else ChunkReading(UNREAD, None)
        for logit, place in zip(chunk_logits, pair.chunks, strict=True)
    )
    return PassageReading(chunks, phrases.apart(), _mass(starts), _mass(ends))


class _Phrases:
    """All phrases of a passage."""

    def __init__(self, pair: Pair, texts: Sequence[str], starts: Logits, ends: Logits) -> None:
        self._offsets, self._bounds = pair.offsets, bounds(texts)
        self._starts, self._ends = starts, ends
        self._scores = span_scores(starts, ends)

    def best(self, first: int, last: int) -> Span:
        """The best one in tokens first:last, of which there is one at least."""
        inside = self._scores[first:last, first:last]
        start, end = np.unravel_index(int(inside.argmax()), inside.shape)
        return self._span(first + int(start), first + int(end))

    def apart(self) -> tuple[Span, ...]:
        """The MOST_SPANS best that share no token, best first."""
        left = self._scores.copy()
        found: list[Span] = []
        while left.size and len(found) < MOST_SPANS:
            start, end = (int(at) for at in np.unravel_index(int(left.argmax()), left.shape))
            if not np.isfinite(left[start, end]):
                break
            found.append(self._span(start, end))
            left[
                : end + 1, start:
            ] = -np.inf  # all that start before its end and end after its start
        return tuple(found)

    def _span(self, first: int, last: int) -> Span:
        start, end = self._offsets[first][0], self._offsets[last][1]
        parts = tuple(
            Part(chunk, max(start, left) - left, min(end, right) - left)
            for chunk, (left, right) in enumerate(self._bounds)
            if max(start, left) < min(end, right)
        )
        return Span(start, end, parts, float(self._starts[first]), float(self._ends[last]))


def _mass(logits: Logits) -> float:
    """Log of the sum of the exponentials; -inf of none."""
    return float(np.logaddexp.reduce(logits)) if logits.size else float("-inf")
