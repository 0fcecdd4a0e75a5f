"""Candidates for a question: from every search, with every search's score for each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np

from indexes.builds import Built
from indexes.fusion import Candidates
from indexes.query import Permitted, Query
from indexes.types import Version
from indexes.versions import factor

ROUTED = 5
"""Documents that are searched by themselves when the question names them."""

NAMED_FROM = 0.3
"""Routing score from which a question counts as naming a document."""


Lap = Callable[[str], None]
"""Told the name of a step at its end."""

KEPT = 32
"""Sets of permitted documents whose bitmaps are kept: as many people and filters at once."""


class Pool:
    """Every search of one build, asked together. May be shared between threads."""

    def __init__(self, built: Built, versions: Mapping[str, Version]) -> None:
        """versions: of the documents that have several."""
        self.built = built
        self.versions = versions
        self.permitted = lru_cache(KEPT)(self._permitted)

    def _permitted(self, allowed: frozenset[str]) -> Permitted:
        return Permitted.of(allowed, self.built.dense.ranges)

    def candidates(
        self, query: Query, permitted: Permitted, size: int, lap: Lap = lambda _: None
    ) -> Candidates:
        """What the searches find among the permitted, and in the documents the question names.

        size: most candidates that each search gives for each of the two. lap: is told `routing`,
        `dense` and `lexical`, each more than once.
        """
        routing = self.built.routing.search(query, len(permitted.documents), permitted)
        named = [document for document, score in routing[:ROUTED] if score >= NAMED_FROM]
        places = [(permitted, query)]
        inside = self._inside(query, named)
        if named:
            places.append((self._within(permitted, named), inside))
        lap("routing")
        found: set[int] = set()
        full = False
        for place, asked in places:
            near = self.built.dense.search(asked, size, place)
            found.update(chunk for chunk, _ in near)
            full |= len(near) == size
            lap("dense")
            found.update(chunk for chunk, _ in self.built.lexical.search(asked, size, place))
            lap("lexical")
        lexical = self._lexical(query, inside, sorted(found), frozenset(named))
        lap("lexical")
        scored = self._scored(query, sorted(found), dict(routing), lexical, full)
        lap("dense")
        return scored

    def _inside(self, query: Query, named: Sequence[str]) -> Query:
        """What is asked of the named documents: the question without the words that name them.

        Those stand on every title page and under every heading, and would lead there.
        """
        naming = self.built.routing.naming(query, named[:1])
        rest = tuple(each for each in query.stems if each not in naming)
        return replace(query, stems=rest) if rest else query

    def _lexical(
        self, query: Query, inside: Query, ids: Sequence[int], named: frozenset[str]
    ) -> dict[int, float]:
        scores = self.built.lexical.scores(query, ids)
        if inside is not query:
            documents = zip(ids, self.documents(ids), strict=True)
            own = [chunk_id for chunk_id, document in documents if document in named]
            scores.update(self.built.lexical.scores(inside, own))
        return scores

    def _scored(
        self,
        query: Query,
        ids: Sequence[int],
        routing: Mapping[str, float],
        lexical: Mapping[int, float],
        full: bool,
    ) -> Candidates:
        documents = self.documents(ids)
        dense = self.built.dense.scores(query, ids)
        meant = {each: factor(query.text, self.versions.get(each)) for each in set(documents)}
        return Candidates(
            np.array(ids, np.int64),
            documents,
            np.array([dense.get(each, 0.0) for each in ids]),
            np.array([lexical.get(each, 0.0) for each in ids]),
            np.array([routing.get(document, 0.0) for document in documents]),
            np.array([meant[document] for document in documents]),
            full,
        )

    def documents(self, ids: Sequence[int]) -> tuple[str, ...]:
        """The document of each chunk."""
        starts, names = self._starts
        return tuple(names[bisect_right(starts, each) - 1] for each in ids)

    @cached_property
    def _starts(self) -> tuple[list[int], list[str]]:
        ordered = sorted((first, name) for name, (first, _) in self.built.dense.ranges.items())
        return [first for first, _ in ordered], [name for _, name in ordered]

    def _within(self, permitted: Permitted, documents: Collection[str]) -> Permitted:
        """The permitted chunks of these documents."""
        narrowed = Permitted.of(documents, self.built.dense.ranges)
        chunks = narrowed.chunks & permitted.chunks[: len(narrowed.chunks)]
        return Permitted(narrowed.documents, chunks)
