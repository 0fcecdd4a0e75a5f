"""How well the reader finds the answers of questions that it was not trained on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from indexes.pairs import span_scores
from training.reader.answers import Located
from training.reader.groups import Groups
from training.reader.model import Scorer, read
from training.reader.scores import auroc, exact, f1
from training.reader.targets import Group, Logits
from training.rerank.groups import LOOSE

CHUNK_WEIGHT = 2.0
"""What the best chunk's logit counts beside the best phrase's score when one asks whether there is
an answer at all."""

QUESTIONS = 360
WRONG = 5
AT_ONCE = 12
SEED = 7

SIMPLE = "qamr"
"""Sources whose names begin so ask of single sentences; they are not measured."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """exact, f1, sentence: of answerable questions, 0 to 1: the best phrase is an answer; its words
    and an answer's overlap; it starts in a right sentence. answerable: area under the ROC curve, 0
    to 1, of `Best.answerable`.
    """

    exact: float
    f1: float
    sentence: float
    answerable: float

    def __str__(self) -> str:
        return (
            f"EM {self.exact:.1%}, F1 {self.f1:.1%}, sentence {self.sentence:.1%}, "
            f"AUROC answerable {self.answerable:.3f}"
        )


@dataclass(frozen=True, slots=True)
class Best:
    """The best phrase of a group. sentence: whether the chunk in which it starts is right.
    answerable: the phrase's score plus CHUNK_WEIGHT times the best chunk's logit.
    """

    text: str
    sentence: bool
    answerable: float


@torch.no_grad()
def evaluated(
    model: Scorer, groups: Groups, held: Sequence[Located], device: torch.device
) -> Evaluation:
    """Of QUESTIONS, each once answerable and once not, the same each time."""
    model.eval()
    rnd = random.Random(SEED)
    asked = measured(held, rnd)
    right: list[Best] = []
    none: list[Best] = []
    for first in range(0, len(asked), AT_ONCE):
        part = asked[first : first + AT_ONCE]
        batch = [groups.group(each, "answered", WRONG, rnd) for each in part]
        batch += [
            groups.group(each, "without" if at % 2 else "elsewhere", WRONG, rnd)
            for at, each in enumerate(part)
        ]
        found = [best(*each) for each in zip(read(model, batch, device), batch, strict=True)]
        right += found[: len(part)]
        none += found[len(part) :]
    told = [
        (each.text, located.question.answers) for each, located in zip(right, asked, strict=True)
    ]
    return Evaluation(
        float(np.mean([exact(*each) for each in told])),
        float(np.mean([f1(*each) for each in told])),
        float(np.mean([each.sentence for each in right])),
        auroc([each.answerable for each in right], [each.answerable for each in none]),
    )


def measured(held: Sequence[Located], rnd: random.Random) -> list[Located]:
    """QUESTIONS of those held out, without the sources that say little, each with its WRONG hardest
    negatives alone.
    """
    kept = [
        each
        for each in held
        if each.question.source not in LOOSE and not each.question.source.startswith(SIMPLE)
    ]
    return [_hardest(each) for each in rnd.sample(kept, min(QUESTIONS, len(kept)))]


def _hardest(located: Located) -> Located:
    question = replace(located.question, negatives=located.question.negatives[:WRONG])
    return replace(located, question=question)


def best(logits: Sequence[Logits], group: Group) -> Best:
    """The best phrase of all passages; each of them has a token at least."""
    scored = [span_scores(each.starts.cpu().numpy(), each.ends.cpu().numpy()) for each in logits]
    at = max(range(len(group)), key=lambda at: float(scored[at].max()))
    pair, labels = group[at].pair, group[at].labels
    start, end = (int(place) for place in np.unravel_index(scored[at].argmax(), scored[at].shape))
    token = pair.first + start
    chunks = [
        float(logit)
        for each, passage in zip(logits, group, strict=True)
        for logit, place in zip(each.chunks, passage.pair.chunks, strict=True)
        if place
    ]
    return Best(
        group[at].text[pair.offsets[start][0] : pair.offsets[end][1]],
        any(
            label == 1 and place is not None and place[0] <= token < place[1]
            for label, place in zip(labels, pair.chunks, strict=True)
        ),
        float(scored[at].max()) + CHUNK_WEIGHT * max(chunks),
    )
