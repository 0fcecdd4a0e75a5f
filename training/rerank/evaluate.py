"""How well the model picks among passages of questions that it was not trained on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.rerank.data import Question
from training.rerank.groups import DOUBTFUL, Group, Groups
from training.rerank.model import Scorer, score

QUESTIONS = 300
NEGATIVES = 6
AT_ONCE = 25
SEED = 5


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Shares of questions, 0 to 1. chunk_first: a right chunk scores highest. mrr: mean reciprocal
    rank of the first right chunk. passage_first: the right passage holds the highest score.
    """

    chunk_first: float
    mrr: float
    passage_first: float

    def __str__(self) -> str:
        return (
            f"chunk hit@1 {self.chunk_first:.1%}, MRR {self.mrr:.1%}, "
            f"passage hit@1 {self.passage_first:.1%}"
        )


@torch.no_grad()
def evaluated(
    model: Scorer, groups: Groups, held: Sequence[Question], device: torch.device
) -> Evaluation:
    """Of the first QUESTIONS, with up to NEGATIVES wrong passages each; the same ones each time."""
    model.eval()
    rnd = random.Random(SEED)
    ranks, passages = [], []
    for first in range(0, min(len(held), QUESTIONS), AT_ONCE):
        asked = held[first : min(first + AT_ONCE, QUESTIONS)]
        batch = [groups.group(question, NEGATIVES, rnd) for question in asked]
        for logits, group in zip(score(model, batch, device), batch, strict=True):
            ranks.append(rank(logits, group))
            passages.append(int(torch.stack([each.max() for each in logits]).argmax()) == 0)
    count = len(ranks)
    return Evaluation(
        sum(each == 1 for each in ranks) / count,
        sum(1 / each for each in ranks) / count,
        sum(passages) / count,
    )


def rank(logits: Sequence[Tensor], group: Group) -> int:
    """Of the first right chunk among all of the group's, from 1; doubtful ones are passed over."""
    labels = [label for passage in group for label in passage.labels]
    scored = sorted(zip(torch.cat(list(logits)).tolist(), labels, strict=True), reverse=True)
    told = [label for _, label in scored if label != DOUBTFUL]
    return told.index(1.0) + 1
