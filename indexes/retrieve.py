"""Find the windows that answer a question."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.choose import Choice, Chooser, joined
from indexes.embed import Embedder
from indexes.fusion import fuse
from indexes.opened import OpenBuilds
from indexes.phrases import holding_phrases
from indexes.pool import Pool
from indexes.query import Permitted, Query
from indexes.ranking import Ranking
from indexes.reading import respelt, spelling_notes
from indexes.rerank import Reranker
from indexes.types import Hit, Passed, Window
from indexes.weights import PACKAGED, Weights
from indexes.words import stem, words

POOLS = (200, 800, 3200)
"""Candidates taken from each search before fusion; more only when copies of a text fill them."""

NO_WORD = "The question holds no word or number to look for."


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found, best first, and the milliseconds that each step took.

    timings_ms: `embed`, `read`, `routing`, `dense`, `lexical`, `fuse`, `rerank` and `choose` as far
    as they were taken, in the order in which they began, and `total`, without the loading of
    models, which only the first search waits for.
    passed: candidates that are not among the hits, best first; only for a search that explains.
    notes: sentences on how the question was read.
    """

    hits: tuple[Hit, ...]
    timings_ms: dict[str, float]
    passed: tuple[Passed, ...] = ()
    notes: tuple[str, ...] = ()


class Retriever:
    """Meaning and words over windows, the documents' own identity, and a second look at the best.

    Method and figures: docs/quality.md. It follows a writer in another process: each search reads
    the current build id, and opens the new build when it has changed.
    """

    def __init__(
        self,
        catalog: Catalog,
        builds: Builds,
        embedder: Callable[[], Embedder],
        reranker: Callable[[], Reranker | None] = lambda: None,
        weights: Weights = PACKAGED,
    ) -> None:
        """embedder, reranker: called at the first search, so that opening costs no model.
        weights: of the searches, when their scores are summed.
        """
        self._catalog = catalog
        self._embedder = embedder
        self._reranker = reranker
        self._weights = weights
        self._builds = OpenBuilds(catalog, builds, embedder)

    def search(
        self, question: str, k: int, allowed: Collection[str], explain: bool = False
    ) -> Search:
        """Up to k windows that do not overlap, best first, only from the allowed documents.

        Raises LibraryError when the library was embedded with another model.
        """
        pool = self._builds.current()
        if pool is None or not allowed or not question.strip():
            return Search((), _Watch().done())
        if not any(character.isalnum() for character in question):
            return Search((), _Watch().done(), notes=(NO_WORD,))
        embedder = self._embedder()
        self._reranker()
        watch = _Watch()
        query = Query.of(question, embedder.query(question))
        watch.lap("embed")
        permitted = pool.permitted(frozenset(allowed))
        query, spellings = respelt(query, permitted, pool.built.lexical)
        permitted, notes = holding_phrases(query, permitted, pool.built.lexical, self._catalog)
        watch.lap("read")
        ranking, chooser = self._ranked(pool, query, permitted, k, watch)
        rarity = pool.built.lexical.rarity(query.stems)
        hits = tuple(_hit(choice, ranking, rarity, pool) for choice in chooser.chosen)
        passed = ranking.passed(chooser) if explain else ()
        notes += spelling_notes(spellings, [hit.window.spoken for hit in hits])
        watch.lap("choose")
        return Search(hits, watch.done(), passed, notes)

    def _ranked(
        self, pool: Pool, query: Query, permitted: Permitted, k: int, watch: _Watch
    ) -> tuple[Ranking, Chooser]:
        """The best k, looking further when too many of those found say the same."""
        for size in POOLS:
            candidates = pool.candidates(query, permitted, size, watch.lap)
            fused = fuse(candidates, pool.built.dense.ranges, self._weights)
            ranking = Ranking(self._catalog, candidates, fused, permitted.documents)
            watch.lap("fuse")
            reranker = self._reranker()
            if reranker is not None:
                ranking.rerank(reranker, query.text)
                watch.lap("rerank")
            chooser = ranking.choose(query.vector, k)
            if len(chooser.chosen) == k or not candidates.full:
                break
        return ranking, chooser

    def joined(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Hits that follow one another in a document as one, in the place of the best of them."""
        return joined(hits, self._catalog.slice)


def _hit(choice: Choice, ranking: Ranking, rarity: Mapping[str, float], pool: Pool) -> Hit:
    scores = ranking.scores(choice.at)
    return Hit(
        choice.window,
        ranking.score(choice.at),
        ranking.stage,
        scores.dense,
        coverage(rarity, ranking.window(choice.at)),
        scores,
        pool.versions.get(choice.window.document.id),
    )


def coverage(rarity: Mapping[str, float], window: Window) -> float:
    """Share of the question's content words in the window, weighted by rarity, 0 to 1."""
    held = {stem(word) for word in words("\n".join((window.spoken, *window.headings)))}
    total = sum(rarity.values())
    return sum(weight for word, weight in rarity.items() if word in held) / total if total else 0.0


class _Watch:
    """Laps of one search in milliseconds."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round(self._laps.get(name, 0.0) + (now - self._last) * 1000, 3)
        self._last = now

    def done(self) -> dict[str, float]:
        total = round((time.perf_counter() - self._started) * 1000, 3)
        return {**self._laps, "total": total}
