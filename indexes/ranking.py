"""Candidates in the order of their scores, with their texts read as far as they are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush

import numpy as np

from indexes.catalog import Catalog
from indexes.choose import Chooser
from indexes.fusion import Candidates, Column
from indexes.rerank import Reranker, chunk_scores
from indexes.types import Passed, Scores, Window
from indexes.windows import Vectors

READ_AT_ONCE = 24
"""Windows whose text is fetched together."""

RERANKED = 24
"""Best candidates that the reranker looks at."""

NEARER_BY = 0.04
"""A neighbour is shown with a chunk when its own cosine is higher by this (docs/quality.md)."""

LIKELIER_BY = 0.0
"""... or when its own logit is higher by this, where the reranker has looked."""

PAGE_SHOWN = 1.0
"""What a candidate loses for each better one from the same page of its document."""

TOLD = 20
"""Candidates behind the last hit that an explanation names."""

_REASONS = {
    "overlap": "A better hit shows it already.",
    "repeat": "A better hit says the same words.",
    "rank": "Enough windows scored higher.",
}


def _page(window: Window) -> tuple[str, int]:
    return window.document.id, window.page


class Ranking:
    """One question's candidates, best first."""

    def __init__(
        self, catalog: Catalog, candidates: Candidates, fused: Column, allowed: Collection[str]
    ) -> None:
        self._catalog = catalog
        self._candidates = candidates
        self._fused = fused
        self._allowed = allowed
        self._logits: dict[int, float] = {}
        self._windows: dict[int, Window] = {}
        self._cosines: dict[int, float] = {}
        self._final = fused

    @property
    def order(self) -> list[int]:
        """Places of the candidates, best first; equal scores by chunk id, so first copy first."""
        return [int(at) for at in np.lexsort((self._candidates.ids, -self._final))]

    def rerank(self, reranker: Reranker, question: str) -> None:
        """Order anew by a second look at the best; the others keep behind what it thinks least of.

        A logit counts `reranker.weight` beside the fused score.
        """
        best = self.order[:RERANKED]
        windows = self._read(best)
        self._logits = chunk_scores(
            reranker, question, [windows[at] for at in best if at in windows]
        )
        if not self._logits:
            return
        least = min(self._logits.values())
        logits = [self._logits.get(int(each), least) for each in self._candidates.ids]
        self._final = self._fused + reranker.weight * np.array(logits)

    def choose(self, query: Vectors, k: int) -> Chooser:
        """The first k windows that add something."""
        chooser = Chooser({}, LIKELIER_BY if self._logits else NEARER_BY)
        order = self.order
        for first in range(0, len(order), READ_AT_ONCE):
            batch = order[first : first + READ_AT_ONCE]
            windows = self._read(batch)
            chooser.closeness = self._closeness(query, windows.values())
            for at in self._spread(windows, chooser):
                chooser.offer(at, windows[at])
                if len(chooser.chosen) == k:
                    return chooser
        return chooser

    def _spread(self, windows: Mapping[int, Window], chooser: Chooser) -> Iterator[int]:
        """Places of candidates, best first; a page that was shown loses PAGE_SHOWN each time.

        So a few hits show several pages of a long document. Formats without pages lose nothing.
        """
        pages = Counter(_page(choice.window) for choice in chooser.chosen)
        known = len(chooser.chosen)
        heap = [(-self._final[at], int(self._candidates.ids[at]), at, 0) for at in windows]
        heapify(heap)
        while heap:
            score, chunk_id, at, seen = heappop(heap)
            pages.update(_page(choice.window) for choice in chooser.chosen[known:])
            known = len(chooser.chosen)
            shown = pages[_page(windows[at])] if windows[at].document.page_count > 1 else 0
            if shown > seen:
                heappush(heap, (score + PAGE_SHOWN * (shown - seen), chunk_id, at, shown))
            else:
                yield at

    def window(self, at: int) -> Window:
        """A candidate's whole window; it must have been read."""
        return self._windows[at]

    def scores(self, at: int) -> Scores:
        """What each stage says of a candidate."""
        scores = self._candidates.scores(at, float(self._fused[at]))
        return replace(scores, rerank=self._logits.get(int(self._candidates.ids[at])))

    def score(self, at: int) -> float:
        """What a candidate was ranked by."""
        return float(self._final[at])

    @property
    def stage(self) -> str:
        return "rerank" if self._logits else "fusion"

    def passed(self, chooser: Chooser) -> tuple[Passed, ...]:
        """The best candidates that are not among the hits, and why."""
        taken = {choice.at for choice in chooser.chosen}
        rest = [at for at in self.order if at not in taken]
        behind = [at for at in rest if at not in chooser.passed][:TOLD]
        shown = [at for at in rest if at in chooser.passed or at in behind]
        windows = self._read(shown)
        return tuple(
            Passed(windows[at], self.scores(at), stage, _REASONS[stage])
            for at in shown
            if at in windows
            for stage in [chooser.passed.get(at, "rank")]
        )

    def _read(self, places: Sequence[int]) -> dict[int, Window]:
        ids = {int(self._candidates.ids[at]): at for at in places if at not in self._windows}
        found = self._catalog.windows(list(ids), self._allowed)
        self._windows.update({ids[chunk_id]: window for chunk_id, window in found.items()})
        return {at: self._windows[at] for at in places if at in self._windows}

    def _closeness(self, query: Vectors, windows: Collection[Window]) -> Mapping[int, float]:
        """Of each chunk alone to the question: logits where there are any, else cosines."""
        if self._logits:
            return self._logits
        ids = {chunk.id for window in windows for chunk in window.chunks} - self._cosines.keys()
        vectors = self._catalog.vectors(sorted(ids))
        if vectors:
            cosines = np.stack(list(vectors.values())).astype(np.float32) @ query
            self._cosines.update(zip(vectors, map(float, cosines), strict=True))
        return self._cosines
