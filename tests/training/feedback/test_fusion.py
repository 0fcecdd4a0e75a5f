from __future__ import annotations

import numpy as np
import pytest

from indexes.fusion import Candidates
from indexes.weights import PACKAGED
from training.feedback.candidates import Item
from training.feedback.fusion import cross_validated, fitted, score


def item(dense: list[float], lexical: list[float], right: int, read: bool = False) -> Item:
    """Candidates far apart in one document. right: the one whose window holds the gold place.

    read: whether the reranker has read them; it prefers the right one.
    """
    n = len(dense)
    found = Candidates(
        np.arange(n) * 50 + 1, ("a",) * n, np.array(dense), np.array(lexical), np.zeros(n),
        np.ones(n),
    )  # fmt: skip
    holds = np.zeros((1, n), np.bool_)
    holds[0, right] = True
    logits = np.where(holds[0], 9.0, -9.0) if read else np.full(n, np.nan)
    return Item(found, {"a": (1, 50 * n)}, logits, holds, 0.5)


FEW, MANY = [0.9, 0.1, 0.1, 0.1, 0.1, 0.1], [1.0, 0.0, 1.6, 0.0, 0.0, 0.0]
BY_WORDS = item(FEW, MANY, 2)
BY_MEANING = item(MANY, FEW, 2)


def test_score_is_the_mean_of_recall_and_reciprocal_rank() -> None:
    first = item([0.1, 0.9], [0.0, 0.0], 1)
    second = item([0.9, 0.1], [0.0, 0.0], 1)
    assert score([first], PACKAGED) == pytest.approx(1.0)
    assert score([second], PACKAGED) == pytest.approx((1 + 1 / 2) / 2)
    assert score([], PACKAGED) == 0.0


def test_the_rerankers_logits_count_beside_the_fused_score() -> None:
    assert score([item([0.9, 0.1], [0.0, 0.0], 1, read=True)], PACKAGED) == pytest.approx(1.0)


def test_the_fit_moves_to_what_finds_the_places() -> None:
    assert fitted([BY_WORDS] * 3, PACKAGED).lexical > 1
    assert fitted([BY_MEANING] * 3, PACKAGED).lexical < 1


def test_a_weight_that_makes_no_difference_stays() -> None:
    chosen = fitted([BY_WORDS] * 3, PACKAGED)
    assert (chosen.routing, chosen.version) == (PACKAGED.routing, PACKAGED.version)


def test_cross_validation_sees_a_gain_only_where_it_carries_over() -> None:
    assert cross_validated([BY_WORDS] * 10, PACKAGED) > 0
    assert cross_validated([], PACKAGED) == 0.0
    either = [BY_WORDS, *[item([0.9, 0.1], [0.0, 0.0], 0)] * 9]
    assert cross_validated(either, PACKAGED) <= 0
