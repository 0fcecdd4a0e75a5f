from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexes.forward import BATCH_TOKENS, Forward, _batches
from indexes.windows import Vectors


def test_batches_hold_texts_of_one_length_and_lose_none() -> None:
    lengths = [5, 9, 5, 700, 5, 9, 700, 700]
    batches = _batches(lengths)
    assert sorted(index for batch in batches for index in batch) == list(range(8))
    for batch in batches:
        assert len({lengths[index] for index in batch}) == 1
        assert len(batch) * lengths[batch[0]] <= BATCH_TOKENS


def test_text_longer_than_a_batch_is_a_batch_of_its_own() -> None:
    assert _batches([BATCH_TOKENS * 2, 3]) == [[0], [1]]


class Counting:
    """Its vector of a text is the text's length, and 1."""

    dimension = 2
    max_tokens = 5000

    def __init__(self) -> None:
        self.batches: list[int] = []

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [[0] * len(text) for text in texts]

    def count_tokens(self, text: str) -> int:
        return len(text)

    def vectors(self, ids: Sequence[Sequence[int]]) -> Vectors:
        self.batches.append(len(ids))
        return np.array([[len(each), 1] for each in ids], np.float32)


def test_vectors_come_in_the_given_order() -> None:
    texts = ["very " * (number % 7) for number in range(40)]
    model = Counting()
    vectors = Forward(model, threads=2)(texts)
    assert vectors[:, 0].tolist() == [len(text) for text in texts]
    assert len(model.batches) == 7


def test_a_single_question_is_one_batch() -> None:
    model = Counting()
    assert Forward(model)(["Where?"]).tolist() == [[6, 1]]
    assert model.batches == [1]
