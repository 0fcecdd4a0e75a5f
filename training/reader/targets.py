"""What is right in a group of passages, and how far a model's logits are from it.

One softmax runs over all passages of a question and a null that means "no answer here", whose logit
is 0: shared normalisation after C. Clark and M. Gardner, Simple and Effective Multi-Paragraph
Reading Comprehension, 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from indexes.pairs import Pair
from training.rerank.groups import DOUBTFUL


@dataclass(frozen=True, slots=True)
class Passage:
    """A question with a passage, and what is right in it.

    text: the passage's. labels: of each chunk, 1 holds the answer, 0 does not, or DOUBTFUL. starts,
    ends: the tokens of the passage, from 0, at which an answer starts, and ends.
    """

    pair: Pair
    text: str
    labels: tuple[float, ...]
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


Group = list[Passage]
"""All passages of one question. Where none has labels of 1, the null is right."""


@dataclass(frozen=True, slots=True)
class Logits:
    """Of one passage. starts, ends: of each of its tokens. chunks: of each chunk."""

    starts: Tensor
    ends: Tensor
    chunks: Tensor


def target(
    pair: Pair, text: str, labels: Sequence[float], spans: Sequence[tuple[int, int]]
) -> Passage:
    """The passage with what is right in it.

    spans: the answers' characters in the passage; those that are not read to the end are left out,
    and so are the labels of chunks of which nothing is read.
    """
    starts, ends = set(), set()
    for start, end in spans:
        inside = [
            at for at, (left, right) in enumerate(pair.offsets) if right > start and left < end
        ]
        if inside and pair.offsets[inside[-1]][1] >= end:
            starts.add(inside[0])
            ends.add(inside[-1])
    told = tuple(
        label if place else DOUBTFUL for label, place in zip(labels, pair.chunks, strict=True)
    )
    return Passage(pair, text, told, tuple(sorted(starts)), tuple(sorted(ends)))


def loss(logits: Sequence[Logits], group: Group) -> Tensor:
    """Sum of the cross entropies of starts, of ends, and of chunks; doubtful chunks left out."""
    starts = [_ones(len(each.starts), passage.starts) for each, passage in _both(logits, group)]
    ends = [_ones(len(each.ends), passage.ends) for each, passage in _both(logits, group)]
    labels = [label for passage in group for label in passage.labels]
    counted = torch.tensor([label != DOUBTFUL for label in labels], dtype=torch.bool)
    chunks = torch.cat([each.chunks for each in logits])
    right = torch.tensor(labels) == 1
    return (
        _entropy(torch.cat([each.starts for each in logits]), torch.cat(starts))
        + _entropy(torch.cat([each.ends for each in logits]), torch.cat(ends))
        + _entropy(chunks[counted.to(chunks.device)], right[counted])
    )


def _both(logits: Sequence[Logits], group: Group) -> zip[tuple[Logits, Passage]]:
    return zip(logits, group, strict=True)


def _ones(length: int, places: Sequence[int]) -> Tensor:
    """Shape (length,), true at the places."""
    ones = torch.zeros(length, dtype=torch.bool)
    ones[list(places)] = True
    return ones


def _entropy(logits: Tensor, right: Tensor) -> Tensor:
    """Cross entropy of all that is right together; of the null where nothing is."""
    every = torch.cat([logits.new_zeros(1), logits])
    meant = torch.cat([~right.any().reshape(1), right]).to(logits.device)
    return torch.logsumexp(every, 0) - torch.logsumexp(every[meant], 0)
