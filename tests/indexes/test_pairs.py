from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from indexes.pairs import (
    PASSAGE_TOKENS,
    QUESTION_TOKENS,
    SPAN_TOKENS,
    Pairs,
    batches,
    bounds,
    padded,
    span_head,
    span_scores,
)

TEXTS = ["The dock opens at eight.", "Dogs stay outside."]


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    return Pairs()


def test_a_pair_is_the_question_and_the_passage_between_separators(pairs: Pairs) -> None:
    asked = pairs.question("When?")
    pair = pairs.pair(asked, TEXTS)
    assert pair.tokens[1 : pair.first - 1] == tuple(asked)
    assert pair.kinds == (0,) * pair.first + (1,) * (len(pair.offsets) + 1)
    assert len(pair.tokens) == pair.first + len(pair.offsets) + 1


def test_offsets_are_characters_of_the_joined_text(pairs: Pairs) -> None:
    pair = pairs.pair([], TEXTS)
    joined = " ".join(TEXTS)
    assert [joined[start:end] for start, end in pair.offsets[:3]] == ["The", "dock", "opens"]


def test_each_chunk_has_just_its_own_tokens(pairs: Pairs) -> None:
    pair = pairs.pair(pairs.question("When?"), TEXTS)
    (first, last), (after, end) = (place or (0, 0) for place in pair.chunks)
    assert (first, last, end) == (pair.first, after, len(pair.tokens) - 1)
    joined = " ".join(TEXTS)
    assert joined[pair.offsets[after - pair.first][0] :].startswith("Dogs")


def test_blank_chunks_and_those_too_far_behind_are_not_read(pairs: Pairs) -> None:
    pair = pairs.pair([], ["", "word " * PASSAGE_TOKENS, "Too late."])
    assert pair.chunks[0] is None
    assert pair.chunks[2] is None
    assert len(pair.offsets) == PASSAGE_TOKENS


def test_long_questions_are_cut(pairs: Pairs) -> None:
    assert len(pairs.question("why " * 100)) == QUESTION_TOKENS


def test_bounds_are_those_of_the_joined_text() -> None:
    assert bounds(["ab", "", "c"]) == [(0, 2), (3, 3), (4, 5)]


def test_inputs_of_like_length_are_read_together_and_every_one_once() -> None:
    found = list(batches([9, 1, 5, 2, 30], 12))
    assert found == [[1, 3], [2], [0], [4]]


@dataclass(frozen=True, slots=True)
class Few:
    tokens: tuple[int, ...]
    kinds: tuple[int, ...]


def test_padding_is_masked() -> None:
    tokens, kinds, mask = padded([Few((7, 8, 9), (0, 0, 1)), Few((5,), (1,))])
    assert tokens.tolist() == [[7, 8, 9], [5, 0, 0]]
    assert kinds.tolist() == [[0, 0, 1], [1, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]


def test_a_phrase_ends_where_it_starts_or_later_and_is_not_too_long() -> None:
    scores = span_scores(np.zeros(40, np.float32), np.ones(40, np.float32))
    assert scores[4, 3] == -np.inf
    assert scores[4, 4] == scores[4, 4 + SPAN_TOKENS - 1] == 1
    assert scores[4, 4 + SPAN_TOKENS] == -np.inf


def test_no_tokens_have_no_phrases() -> None:
    assert span_scores(np.zeros(0, np.float32), np.zeros(0, np.float32)).shape == (0, 0)


def test_the_head_gives_two_logits() -> None:
    assert span_head()[-1].out_features == 2
