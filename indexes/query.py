"""A question as the searches see it, and where they may look."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from indexes.windows import Vectors
from indexes.words import content_words, stem, words

MOST_WORDS = 64
"""Content words of a question that are searched for."""

_QUOTED = re.compile(
    r"[\"\u201c\u201e\u00ab]([^\"\u201c\u201d\u201e\u00ab\u00bb]+)[\"\u201d\u201c\u00bb]"
)


@dataclass(frozen=True, slots=True)
class Query:
    """text: as asked. vector: of it, float32, shape (d,), unit length.

    stems: of its content words, each once, in order. phrases: what stands in quotation marks, each
    as the words that must follow one another.
    """

    text: str
    vector: Vectors
    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, text: str, vector: Vectors) -> Query:
        """Read a question."""
        asked = dict.fromkeys(stem(word) for word in content_words(text))
        quoted = (tuple(words(match.group(1))) for match in _QUOTED.finditer(text))
        phrases = tuple(phrase for phrase in quoted if phrase)
        return cls(text, vector, tuple(asked)[:MOST_WORDS], phrases)


Ranges = Mapping[str, tuple[int, int]]
"""First and last chunk id of each document; a document's ids are consecutive."""


@dataclass(frozen=True, slots=True)
class Permitted:
    """The documents that may be searched, and their chunks.

    chunks: bool, indexed by chunk id; ids beyond its end are not permitted.
    """

    documents: frozenset[str]
    chunks: npt.NDArray[np.bool_] = field(repr=False)

    @classmethod
    def of(cls, allowed: Collection[str], ranges: Ranges) -> Permitted:
        """Those of the allowed documents that have chunks."""
        documents = frozenset(allowed) & ranges.keys()
        end = max((ranges[document][1] + 1 for document in documents), default=0)
        chunks = np.zeros(end, np.bool_)
        for document in documents:
            first, last = ranges[document]
            chunks[first : last + 1] = True
        return cls(documents, chunks)


Key = TypeVar("Key", int, str)


class Searcher(Protocol[Key]):
    """One way to find: dense and lexical search find chunk ids (int), routing document ids (str).

    Scores compare only within one searcher; higher is better.
    """

    def search(self, query: Query, k: int, permitted: Permitted) -> list[tuple[Key, float]]:
        """Up to k (key, score), best first, equal scores by key, only from what is permitted.

        Nothing permitted matches nothing (never everything).
        """
        ...

    def scores(self, query: Query, keys: Sequence[Key]) -> dict[Key, float]:
        """The same scores for given keys; keys that are not indexed are absent."""
        ...
