from __future__ import annotations

import math

import pytest
import torch

from indexes.pairs import Pair
from training.reader.targets import Logits, Passage, loss, target
from training.rerank.groups import DOUBTFUL

TEXT = "It opens at eight sharp"
PAIR = Pair(
    tokens=(0,) * 8,
    kinds=(0, 0) + (1,) * 6,
    first=2,
    offsets=((0, 2), (3, 8), (9, 11), (12, 17), (18, 23)),
    chunks=((2, 5), (5, 7), None),
)


def passage(*labels: float, starts: tuple[int, ...] = (), ends: tuple[int, ...] = ()) -> Passage:
    return Passage(PAIR, TEXT, labels, starts, ends)


def logits(starts: list[float], ends: list[float], chunks: list[float]) -> Logits:
    return Logits(torch.tensor(starts), torch.tensor(ends), torch.tensor(chunks))


def test_answers_become_the_tokens_that_they_start_and_end_with() -> None:
    found = target(PAIR, TEXT, [0, 1, 0], [(12, 17), (12, 23), (9, 17)])
    assert (found.starts, found.ends) == ((2, 3), (3, 4))


def test_an_answer_that_is_not_read_to_its_end_is_left_out() -> None:
    assert target(PAIR, TEXT, [0, 1, 0], [(18, 30), (40, 50)]).starts == ()


def test_chunks_of_which_nothing_is_read_are_doubtful() -> None:
    assert target(PAIR, TEXT, [0.0, 1.0, 0.0], []).labels == (0.0, 1.0, DOUBTFUL)


def test_loss_runs_over_all_passages_and_the_null() -> None:
    first = passage(1.0, starts=(0,), ends=(1,))
    found = loss(
        [logits([0, 0], [0, 0], [0]), logits([0], [0], [0, 0])], [first, passage(0.0, 0.0)]
    )
    assert float(found) == pytest.approx(3 * math.log(4))


def test_without_an_answer_the_null_is_right() -> None:
    sure = loss([logits([-20], [-20], [-20])], [passage(0.0)])
    wrong = loss([logits([20], [20], [20])], [passage(0.0)])
    assert float(sure) == pytest.approx(0, abs=1e-6)
    assert float(wrong) == pytest.approx(60, abs=1e-3)


def test_several_right_places_share_what_is_asked() -> None:
    both = passage(1.0, 1.0, starts=(0, 1), ends=(1,))
    found = loss([logits([5, 5], [-20, 20], [9, 9])], [both])
    assert float(found) == pytest.approx(
        math.log1p(math.exp(-5) / 2) + 0.5 * math.exp(-9), abs=1e-4
    )


def test_doubtful_chunks_do_not_count() -> None:
    tokens = [1.0], [1.0]
    with_it = loss([logits(*tokens, [2.0, 9.0])], [passage(1.0, DOUBTFUL)])
    without = loss([logits(*tokens, [2.0])], [passage(1.0)])
    assert torch.equal(with_it, without)
