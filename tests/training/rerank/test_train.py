from __future__ import annotations

import math

import pytest
import torch

from tests.training.rerank.test_groups import QUESTION
from training.rerank.evaluate import rank
from training.rerank.groups import DOUBTFUL, Passage
from training.rerank.train import loss, usable


def passage(*labels: float) -> Passage:
    return Passage((), (), (), labels)


def test_doubtful_chunks_do_not_count() -> None:
    with_it = loss([torch.tensor([2.0, 9.0]), torch.tensor([-1.0])],
                   [passage(1.0, DOUBTFUL), passage(0.0)])  # fmt: skip
    without = loss([torch.tensor([2.0]), torch.tensor([-1.0])], [passage(1.0), passage(0.0)])
    assert torch.equal(with_it, without)


def test_loss_is_cross_entropy_and_an_eighth_of_each_chunks_own() -> None:
    found = loss([torch.tensor([0.0]), torch.tensor([0.0])], [passage(1.0), passage(0.0)])
    assert float(found) == pytest.approx(math.log(2) + 2 * math.log(2) / 8)


def test_rank_passes_over_doubtful_chunks() -> None:
    logits = [torch.tensor([1.0, 5.0]), torch.tensor([3.0])]
    assert rank(logits, [passage(1.0, DOUBTFUL), passage(0.0)]) == 2


def test_questions_without_enough_hard_negatives_are_left_out() -> None:
    assert usable([QUESTION], 3) == [QUESTION]
    assert usable([QUESTION], 4) == []
