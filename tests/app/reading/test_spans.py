from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from app.reading.spans import MOST_SPANS, reading
from app.reading.types import UNREAD, Part, PassageReading
from indexes.pairs import Logits, Pair, bounds

TEXTS = ["It opens at eight", "sharp each day"]
WORDS = " ".join(TEXTS).split()


def pair(texts: Sequence[str]) -> Pair:
    """One token for each word; the question has none."""
    offsets, chunks, at = [], [], 2
    for text, (start, _) in zip(texts, bounds(texts), strict=True):
        place = start
        for word in text.split():
            offsets.append((place, place + len(word)))
            place += len(word) + 1
        count = len(text.split())
        chunks.append((at, at + count) if count else None)
        at += count
    size = len(offsets) + 3
    return Pair((0,) * size, (0,) * size, 2, tuple(offsets), tuple(chunks))


def logits(**known: float) -> Logits:
    """Of each of WORDS; -5 where none is given."""
    return np.array([known.get(word, -5.0) for word in WORDS], np.float32)


def read(starts: Logits, ends: Logits) -> PassageReading:
    return reading(pair(TEXTS), TEXTS, [1.5, -2.0], starts, ends)


def test_the_best_phrase_has_the_largest_sum() -> None:
    found = read(logits(eight=3, each=1), logits(eight=1, sharp=2, day=0))
    best = found.spans[0]
    assert " ".join(TEXTS)[best.start : best.end] == "eight sharp"
    assert (best.start_logit, best.end_logit, best.score) == (3, 2, 5)


def test_a_phrase_over_the_end_of_a_chunk_has_a_part_in_both() -> None:
    best = read(logits(at=3), logits(sharp=2)).spans[0]
    assert best.parts == (Part(0, 9, 17), Part(1, 0, 5))
    assert [TEXTS[p.chunk][p.start : p.end] for p in best.parts] == ["at eight", "sharp"]


def test_phrases_of_a_passage_do_not_overlap_and_come_best_first() -> None:
    spans = read(logits(at=3, eight=2, each=1), logits(eight=3, day=2)).spans
    assert len(spans) == MOST_SPANS
    assert [" ".join(TEXTS)[s.start : s.end] for s in spans[:2]] == ["at eight", "each day"]
    assert sorted(spans, key=lambda span: -span.score) == list(spans)
    ordered = sorted(spans, key=lambda span: span.start)
    assert all(left.end <= right.start for left, right in pairwise(ordered))


def test_every_chunk_has_the_best_phrase_inside_it() -> None:
    first, second = read(logits(at=3, sharp=1), logits(eight=1, day=2)).chunks
    assert first.span
    assert second.span
    assert first.span.parts == (Part(0, 9, 17),)
    assert second.span.parts == (Part(1, 0, 14),)
    assert (first.logit, second.logit) == (1.5, -2.0)


def test_masses_are_of_all_tokens() -> None:
    found = read(np.zeros(7, np.float32), np.ones(7, np.float32))
    assert found.start_mass == pytest.approx(math.log(7))
    assert found.end_mass == pytest.approx(1 + math.log(7))


def test_a_chunk_that_was_not_read_has_no_logit() -> None:
    texts = ["", "It"]
    found = reading(
        pair(texts), texts, [9.0, 1.0], np.zeros(1, np.float32), np.zeros(1, np.float32)
    )
    assert found.chunks[0].logit == UNREAD
    assert found.chunks[0].span is None
    assert found.chunks[1].logit == 1.0
    assert len(found.spans) == 1


def test_a_passage_without_words_has_no_phrase_and_no_mass() -> None:
    none = np.zeros(0, np.float32)
    found = reading(pair([""]), [""], [0.0], none, none)
    assert (found.spans, found.start_mass, found.end_mass) == ((), -math.inf, -math.inf)
