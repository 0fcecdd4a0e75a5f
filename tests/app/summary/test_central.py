from __future__ import annotations

import numpy as np
import pytest

from app.summary.central import diverse, lexrank
from indexes.windows import Vectors


def unit(*rows: tuple[float, ...]) -> Vectors:
    made = np.array(rows, np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def test_what_is_like_most_others_is_most_central() -> None:
    vectors = unit((1, 0, 0), (1, 1, 0), (1, 0, 1), (0, 1, -1))

    scores = lexrank(vectors, np.ones(4))

    assert scores.sum() == pytest.approx(1.0)
    assert scores.argmax() == 1
    assert scores.argmin() == 3


def test_the_prior_decides_between_equals() -> None:
    scores = lexrank(unit((1, 0), (1, 0), (1, 0)), np.array([1.0, 2.0, 1.0]))

    assert scores.argmax() == 1


def test_one_sentence_is_its_own_centre() -> None:
    assert lexrank(unit((1, 0)), np.ones(1)).tolist() == pytest.approx([1.0])


def test_unlike_sentences_are_as_central_as_their_prior() -> None:
    scores = lexrank(unit((1, 0), (0, 1)), np.array([3.0, 1.0]))

    assert scores.tolist() == pytest.approx([0.75, 0.25])


def test_the_same_is_not_said_twice() -> None:
    vectors = unit((1, 0), (1, 0.001), (0, 1))

    taken = diverse(np.array([1.0, 0.99, 0.8]), vectors, 2, lambda row, taken: 1.0)

    assert taken == [0, 2]


def test_what_is_not_relevant_is_never_taken() -> None:
    taken = diverse(np.array([0.0, 0.5]), unit((1, 0), (0, 1)), 5, lambda row, taken: 1.0)

    assert taken == [1]
