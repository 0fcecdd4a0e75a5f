"""Subjects that people ask for and the library does not hold: documents worth adding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np

from app.curation.grouping import Vectors, groups, name
from app.records.wanting import Unanswered
from app.tracing.types import Row

MOST = 2_000
"""Questions that are looked at, the newest."""

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A subject. name: a few words of its questions. asked: how often. people: how many asked.

    disliked: of those asked, how often there was an answer whose reader did not find it in the
    source. examples: questions, the most typical first. last: when it was last asked, in UTC.
    """

    name: str
    asked: int
    people: int
    disliked: int
    examples: tuple[str, ...]
    last: datetime


class Embeds(Protocol):
    """The part of an embedder that reads texts."""

    def passages(self, texts: Sequence[str]) -> Vectors: ...


class Gaps:
    """Groups questions. Remembers the vectors of those of the last look. For one thread at a time.

    Vectors are held in memory alone.
    """

    def __init__(self, embedder: Callable[[], Embeds]) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}

    def found(self, saved: Sequence[Unanswered], rows: Iterable[Row]) -> list[Gap]:
        """Subjects, those asked most first.

        rows: traces; those abstained from whose text is kept are taken along.
        """
        asked = {each.trace_id: each for each in map(_of_row, rows) if each is not None}
        asked.update({each.trace_id: each for each in saved})
        questions = sorted(asked.values(), key=lambda each: (each.at, each.trace_id))[-MOST:]
        if not questions:
            self._vectors = {}
            return []
        vectors = self._embedded([each.question for each in questions])
        gaps = [_gap([questions[each] for each in group]) for group in groups(vectors)]
        return sorted(gaps, key=lambda each: (-each.asked, -each.people, -each.last.timestamp()))

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        new = [each for each in dict.fromkeys(texts) if each not in self._vectors]
        if new:
            made = self._embedder().passages(new)
            self._vectors.update(zip(new, made, strict=True))
        wanted = set(texts)
        self._vectors = {text: each for text, each in self._vectors.items() if text in wanted}
        return np.array([self._vectors[each] for each in texts], np.float32)


def _of_row(row: Row) -> Unanswered | None:
    if row.outcome != "abstained" or not row.question.strip():
        return None
    return Unanswered(row.trace_id, row.actor, row.question, row.started_at, disliked=False)


def _gap(asked: Sequence[Unanswered]) -> Gap:
    texts = [" ".join(each.question.split()) for each in asked]
    return Gap(
        name=name(texts),
        asked=len(asked),
        people=len({each.owner for each in asked}),
        disliked=sum(each.disliked for each in asked),
        examples=tuple(dict.fromkeys(texts))[:EXAMPLES],
        last=max(each.at for each in asked),
    )
