"""A reader that looks for words that it was told, for tests that load no model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from app.reading.types import ChunkReading, Part, PassageReading, Span
from indexes.pairs import bounds

LOW = -6.0


class FakeReader:
    """Knows phrases and their logits: a chunk has the logit of the best phrase that it holds, and
    the phrase starts and ends with that logit each; all else has LOW.
    """

    name = "fake-reader"

    def __init__(self, known: Mapping[str, float]) -> None:
        self._known = known
        self.asked: list[str] = []
        self.passages: list[list[str]] = []

    def read(self, question: str, passages: Sequence[Sequence[str]]) -> list[PassageReading]:
        self.asked.append(question)
        self.passages += [list(texts) for texts in passages]
        return [self._passage(texts) for texts in passages]

    def _passage(self, texts: Sequence[str]) -> PassageReading:
        chunks = [self._chunk(at, text, start) for at, (text, (start, _)) in
                  enumerate(zip(texts, bounds(texts), strict=True))]  # fmt: skip
        found = [chunk.span for chunk in chunks if chunk.span and chunk.logit > LOW]
        spans = tuple(sorted(found, key=lambda span: -span.score)[:3])
        mass = _log_sum([span.start_logit for span in found] or [LOW])
        return PassageReading(tuple(chunks), spans, mass, mass)

    def _chunk(self, at: int, text: str, offset: int) -> ChunkReading:
        held = [phrase for phrase in self._known if phrase in text]
        if not held:
            span = Span(offset, offset + len(text), (Part(at, 0, len(text)),), LOW, LOW)
            return ChunkReading(LOW, span)
        best = max(held, key=self._known.__getitem__)
        start, logit = text.index(best), self._known[best]
        end = start + len(best)
        span = Span(offset + start, offset + end, (Part(at, start, end),), logit, logit)
        return ChunkReading(logit, span)


def _log_sum(logits: Sequence[float]) -> float:
    return math.log(sum(math.exp(each) for each in logits))
