"""Find the windows that answer a question: meaning and words, summed, repeated text once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.dense import Dense
from indexes.embed import Embedder
from indexes.errors import LibraryError
from indexes.types import Chunk, Hit, Window
from indexes.words import stem, words

POOL = 200
"""Candidates taken from each search before fusion."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found, best first, and the milliseconds that each step took."""

    hits: tuple[Hit, ...]
    timings_ms: dict[str, float]


class Retriever:
    """Both searches over windows, fused by the sum of their z-scores.

    Method and figures: docs/quality.md. It follows a writer in another process: each search reads
    the current build id, and opens the new build when it has changed.
    """

    def __init__(self, catalog: Catalog, builds: Builds, embedder: Callable[[], Embedder]) -> None:
        """embedder: called at the first search, so that opening costs no model."""
        self._catalog = catalog
        self._builds = builds
        self._embedder = embedder
        self._lock = threading.Lock()
        self._opened: tuple[str, Dense] | None = None

    def search(self, question: str, k: int, allowed: Collection[str]) -> Search:
        """Up to k windows that do not overlap, best first, only from the allowed documents.

        Raises LibraryError when the library was embedded with another model.
        """
        watch = _Watch()
        dense = self._dense()
        if dense is None or not allowed or not question.strip():
            return Search((), watch.done())
        vector = self._embedder().query(question)
        watch.lap("embed")
        near = dense.search(vector, POOL, allowed)
        watch.lap("dense")
        worded = self._catalog.lexical.search(question, POOL, allowed)
        candidates = sorted({chunk_id for chunk_id, _ in near + worded})
        watch.lap("lexical")
        cosines = dense.scores(vector, candidates)
        fused = fuse(candidates, cosines, dict(worded))
        chosen = self._choose(fused, allowed, k)
        rarity = self._catalog.lexical.rarity(question)
        hits = tuple(
            Hit(window, score, "fusion", cosines.get(window.centre, 0.0), coverage(rarity, window))
            for window, score in chosen
        )
        watch.lap("fuse")
        return Search(hits, watch.done())

    def _choose(
        self, fused: Sequence[tuple[int, float]], allowed: Collection[str], k: int
    ) -> list[tuple[Window, float]]:
        """`choose`, fetching more windows only when the first ones overlap too much."""
        chosen: list[tuple[Window, float]] = []
        for first in (4 * k, len(fused)):
            ranked = fused[:first]
            windows = self._catalog.windows([chunk_id for chunk_id, _ in ranked], allowed)
            chosen = choose(ranked, windows, k)
            if len(chosen) == k:
                break
        return chosen

    def _dense(self) -> Dense | None:
        for attempt in (1, 2):  # a build may be pruned between reading its id and opening it
            build_id = self._catalog.build_id()
            if not build_id:
                return None
            with self._lock:
                if self._opened and self._opened[0] == build_id:
                    return self._opened[1]
                try:
                    self._check_embedder()
                    dense = self._builds.open(build_id)
                except LibraryError:
                    if attempt == 2 or self._catalog.build_id() == build_id:
                        raise
                    continue
                self._opened = (build_id, dense)
                return dense
        return None

    def _check_embedder(self) -> None:
        stored = self._catalog.embedder()
        name = self._embedder().name
        if stored != name:
            raise LibraryError(
                f"The library was embedded with {stored}, but the settings name "
                f"{name}; run `footnote rebuild`, or set FOOTNOTE_EMBEDDING_MODEL "
                "back."
            )


def fuse(
    candidates: Sequence[int], cosines: Mapping[int, float], bm25: Mapping[int, float]
) -> list[tuple[int, float]]:
    """(chunk id, score) by falling sum of z-scores; equal scores by chunk id, so first copy first.

    Each search's scores are taken over the same candidates and scaled to mean 0, deviation 1. A
    candidate that a search did not return is below all that it did: it gets the lowest of a full
    pool, and 0 (no word shared) where the pool was not filled.
    """
    if not candidates:
        return []
    total = np.zeros(len(candidates))
    for scores in (cosines, bm25):
        floor = min(scores.values()) if len(scores) >= POOL else 0.0
        column = np.array([scores.get(chunk_id, floor) for chunk_id in candidates])
        deviation = column.std()
        if deviation > 0:
            total += (column - column.mean()) / deviation
    order = sorted(range(len(candidates)), key=lambda i: (-total[i], candidates[i]))
    return [(candidates[i], float(total[i])) for i in order]


def choose(
    ranked: Sequence[tuple[int, float]], windows: Mapping[int, Window], k: int
) -> list[tuple[Window, float]]:
    """The first k windows, each cut to what the better ones do not show yet.

    Passed over: a window whose centre was shown already, or whose centre repeats a text that was.
    """
    chosen: list[tuple[Window, float]] = []
    shown: set[int] = set()
    seen: set[str] = set()
    for chunk_id, score in ranked:
        window = windows.get(chunk_id)
        if window is None or chunk_id in shown:
            continue
        ids = [chunk.id for chunk in window.chunks]
        first = last = ids.index(chunk_id)
        if _wording(window.chunks[first]) in seen:
            continue
        while first > 0 and ids[first - 1] not in shown:
            first -= 1
        while last + 1 < len(ids) and ids[last + 1] not in shown:
            last += 1
        window = window.part(first, last + 1)
        chosen.append((window, score))
        shown.update(ids[first : last + 1])
        seen.update(_wording(chunk) for chunk in window.chunks)
        if len(chosen) == k:
            break
    return chosen


def _wording(chunk: Chunk) -> str:
    """What two copies of a text have in common: its words, whatever the spaces and signs."""
    return " ".join(words(chunk.spoken))


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
        self._laps[name] = round((now - self._last) * 1000, 3)
        self._last = now

    def done(self) -> dict[str, float]:
        total = round((time.perf_counter() - self._started) * 1000, 3)
        return {**self._laps, "total": total}
