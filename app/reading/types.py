"""What a reader says of a passage, before it is weighed against the other passages.

All logits compare over all passages of one question, and with the null ("nothing here answers"),
whose logit is 0: above 0 a place is likelier than no answer at all. They are unbounded; those of
the packaged reader stay between about -15 and 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

UNREAD = float("-inf")
"""Logit of a chunk of which nothing was read."""


@dataclass(frozen=True, slots=True)
class Part:
    """Characters start:end of a chunk. chunk: its place in the passage, from 0."""

    chunk: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase that may be the answer.

    start, end: characters of the passage, its chunks joined by a space. parts: the same, chunk by
    chunk; one unless the phrase runs over the end of a chunk. start_logit, end_logit: that the
    answer starts, and ends, just there.
    """

    start: int
    end: int
    parts: tuple[Part, ...]
    start_logit: float
    end_logit: float

    @property
    def score(self) -> float:
        """Sum of both logits; the null's is 0."""
        return self.start_logit + self.end_logit


@dataclass(frozen=True, slots=True)
class ChunkReading:
    """logit: that the chunk holds the answer; UNREAD where nothing of it was read.

    span: the best phrase that lies wholly inside it; None where it has no tokens.
    """

    logit: float
    span: Span | None


@dataclass(frozen=True, slots=True)
class PassageReading:
    """chunks: one for each of the passage's. spans: the best phrases, best first, up to three, that
    do not overlap. start_mass, end_mass: log of the summed exponentials of all tokens' start
    logits, and end logits (-inf without tokens), with which phrases become probabilities.
    """

    chunks: tuple[ChunkReading, ...]
    spans: tuple[Span, ...]
    start_mass: float
    end_mass: float


class Reads(Protocol):
    """Reads passages with a question in mind. name: identifies the model."""

    name: str

    def read(self, question: str, passages: Sequence[Sequence[str]]) -> list[PassageReading]:
        """One reading for each passage, in order.

        passages: each a run of chunks as the model reads them, of 300 tokens together at most (what
        is behind them is not read).
        """
        ...
