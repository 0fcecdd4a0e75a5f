"""A second look at the best candidates: question and text read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from indexes.types import Chunk, Window

PASSAGE_CHARACTERS = 900
"""Longest text that is read at once: with a question it fits into 256 tokens."""


class Reranker(Protocol):
    """Scores chunks for a question, each in its surroundings.

    name: identifies the model. weight: what a logit counts beside the fused z-scores.
    """

    name: str
    weight: float

    def scores(self, question: str, passages: Sequence[Sequence[str]]) -> list[list[float]]:
        """A logit for each chunk of each passage (a run of chunks as they are read); any range."""
        ...


@dataclass(frozen=True, slots=True)
class Passage:
    """Chunks of one document that follow one another."""

    chunks: tuple[Chunk, ...]

    @property
    def texts(self) -> list[str]:
        return [chunk.spoken for chunk in self.chunks]


def passages(windows: Sequence[Window]) -> list[Passage]:
    """The windows' chunks, each once, as runs of at most PASSAGE_CHARACTERS."""
    chunks = sorted({chunk.id: chunk for window in windows for chunk in window.chunks}.items())
    runs: list[list[Chunk]] = [[chunk for _, chunk in chunks[:1]]]
    for (before, left), (number, right) in pairwise(chunks):
        apart = number != before + 1 or left.document_id != right.document_id
        length = sum(len(chunk.spoken) for chunk in runs[-1]) + len(right.spoken)
        if apart or length > PASSAGE_CHARACTERS:
            runs.append([])
        runs[-1].append(right)
    return [Passage(tuple(run)) for run in runs if run]


def chunk_scores(reranker: Reranker, question: str, windows: Sequence[Window]) -> dict[int, float]:
    """The reranker's logit of every chunk in the windows, by chunk id."""
    runs = passages(windows)
    scored = reranker.scores(question, [run.texts for run in runs])
    return {
        chunk.id: score
        for run, scores in zip(runs, scored, strict=True)
        for chunk, score in zip(run.chunks, scores, strict=True)
    }
