"""The few sentences that matter, as windows for the model and as an answer by themselves."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from app.reading.evidence import Evidence, Picked
from app.reading.wording import LEANING, worded
from app.repeats import bare
from indexes.types import Chunk, Hit, Window
from indexes.words import words

MOST_SOURCES = 2
"""Sentences that the model is shown (measured: docs/quality.md)."""

SENTENCE_WEIGHT = 0.25
"""What a sentence counts beside its best phrase, both as log-probabilities (docs/quality.md)."""

LEAST_WORDS = 12
"""Words from which on a chunk is never taken for a heading."""

_NUMBERED = re.compile(
    r"(?:table|figure|fig\.|box|annex|appendix)\s+[\dA-Z]{1,3}[.:]?", re.IGNORECASE
)

_FIGURE = re.compile(r"\d[\d.,]*")

LEAST = 1e-9
"""Probabilities are taken to be at least this before their logarithm."""


class Place(Protocol):
    """A span of a document, such as a citation."""

    @property
    def document_id(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def ranked(evidence: Evidence) -> tuple[Picked, ...]:
    """The sentences by what they and their best phrases promise, likeliest first.

    A heading says nothing by itself: those come last.
    """
    standing = _standing(evidence)
    return tuple(
        sorted(evidence.sentences, reverse=True,
               key=lambda picked: (_speaks(picked.chunk), standing[picked.chunk.id]))
    )  # fmt: skip


def _standing(evidence: Evidence) -> dict[int, float]:
    """What each sentence promises, by its chunk's id.

    Sentences of different documents that differ in figures alone, as those of two versions do, say
    the same to the reader. Among them the order of the windows counts, in which the search has put
    first what was asked for: the first has the best of their promises, the next the second.
    """
    alike: dict[str, list[Picked]] = {}
    for picked in evidence.sentences:
        alike.setdefault(_FIGURE.sub("#", bare(picked.chunk.spoken)), []).append(picked)
    standing: dict[int, float] = {}
    for twins in alike.values():
        promises = list(map(promise, twins))
        if len({each.chunk.document_id for each in twins}) == len(twins):
            twins.sort(key=lambda each: each.place)
            promises.sort(reverse=True)
        for picked, promised in zip(twins, promises, strict=True):
            standing[picked.chunk.id] = promised
    return standing


def promise(picked: Picked) -> float:
    """Log-probability of its best phrase plus SENTENCE_WEIGHT times its own."""
    phrase = picked.phrase.probability if picked.phrase else 0.0
    return math.log(max(LEAST, phrase)) + SENTENCE_WEIGHT * math.log(max(LEAST, picked.probability))


def focused(evidence: Evidence, hits: Sequence[Hit], most: int = MOST_SOURCES) -> tuple[Hit, ...]:
    """The hits cut to the `most` likeliest sentences, likeliest first.

    A sentence that leans on the one before it ("It was ...") keeps that one. No sentence is shown
    twice, wherever it stands. hits: those whose windows were read.
    """
    by_window = {id(hit.window): hit for hit in hits}
    shown: set[int] = set()
    said: set[str] = set()
    found: list[Hit] = []
    for picked in ranked(evidence):
        if len(found) == most:
            break
        spoken = bare(picked.chunk.spoken)
        if picked.chunk.id in shown or spoken in said:
            continue
        said.add(spoken)
        window = _cut(picked.window, picked.chunk)
        shown.update(chunk.id for chunk in window.chunks)
        found.append(replace(by_window[id(picked.window)], window=window))
    return tuple(found)


def extract(evidence: Evidence, question: str) -> str:
    """The likeliest sentence worded as an answer, with the mark `[1]`; '' when there is none.

    Its mark names the first source of `focused`.
    """
    for picked in ranked(evidence)[:1]:
        sentence = picked.chunk.spoken
        phrase = picked.phrase.text if picked.phrase else sentence
        said = worded(question, sentence, phrase) or worded(question, sentence, sentence)
        return f"{said} [1]." if said else ""
    return ""


def shortfall(evidence: Evidence, places: Collection[Place]) -> float:
    """How much less than the best sentence the best of these places promises; 0 or more.

    Infinite where no sentence that was read holds any of them.
    """
    standing = _standing(evidence)
    held = [
        standing[picked.chunk.id]
        for picked in evidence.sentences
        for place in places
        if place.document_id == picked.chunk.document_id
        and picked.chunk.start <= place.start
        and place.end <= picked.chunk.end
    ]
    best = max(standing.values(), default=0.0)
    return best - max(held, default=-math.inf)


def _speaks(chunk: Chunk) -> bool:
    """Whether the chunk is more than a heading of its section or the number of a table."""
    said = words(chunk.spoken)
    if _NUMBERED.fullmatch(chunk.spoken.strip()):
        return False
    return len(said) >= LEAST_WORDS or not any(said == words(each) for each in chunk.headings)


def _cut(window: Window, chunk: Chunk) -> Window:
    at = next(at for at, each in enumerate(window.chunks) if each.id == chunk.id)
    leans = at > 0 and LEANING.match(chunk.spoken) is not None
    return replace(window, centre=chunk.id).part(at - leans, at + 1)
