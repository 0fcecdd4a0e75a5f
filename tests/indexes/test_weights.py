from __future__ import annotations

import numpy as np
import pytest

from indexes.fusion import fuse
from indexes.weights import PACKAGED, Weights, told, weights
from tests.indexes.test_fusion import RANGES, candidates


@pytest.mark.parametrize("text", ["", "  ", "lexical=1,routing=3,support=0.3,version=3"])
def test_nothing_and_the_packaged_values_are_the_packaged_weights(text: str) -> None:
    assert weights(text) == PACKAGED
    assert told(weights(text)) == ""


def test_weights_that_are_not_named_stay_as_packaged() -> None:
    assert weights("lexical=1.5, support=0") == Weights(lexical=1.5, support=0.0)


def test_what_is_told_is_read_back() -> None:
    chosen = Weights(lexical=0.25, routing=6.0, support=0.15, version=0.0)
    assert weights(told(chosen)) == chosen


@pytest.mark.parametrize(
    "text", ["lexical", "dense=1", "lexical=x", "lexical=-1", "lexical=nan", "lexical=1,lexical=2",
             "routing=101"],
)  # fmt: skip
def test_what_is_no_weight_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        weights(text)


def test_the_words_count_as_much_as_they_are_told_to() -> None:
    found = candidates([1, 60], [0.6, 0.4], [1.0, 2.0])
    assert np.argmax(fuse(found, RANGES, Weights(lexical=0.0))) == 0
    assert np.argmax(fuse(found, RANGES, Weights(lexical=3.0))) == 1


def test_the_packaged_weights_are_those_without_any() -> None:
    found = candidates([1, 9, 60], [0.6, 0.4, 0.1], [1.0, 2.0, 0.5], [0.2, 0.2, 0.9], [1, 1, 0.5])
    assert list(fuse(found, RANGES)) == list(fuse(found, RANGES, weights("")))
