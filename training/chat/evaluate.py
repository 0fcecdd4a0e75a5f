"""How near the model is to what it is to say of questions that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from transformers import LlamaForCausalLM

from training.chat.model import logits, padded
from training.chat.tokens import Tokens

EXAMPLES = 96
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Case:
    """An example, and whether it is to be refused."""

    tokens: Tokens
    refused: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """loss: mean cross entropy of an answer token, in nats. answered, refused: shares of those to
    be answered and to be refused, 0 to 1, of which each token is the likeliest, given those before
    it that are right; nan where there are none.
    """

    loss: float
    answered: float
    refused: float

    def __str__(self) -> str:
        return (
            f"held out: loss {self.loss:.3f} a token, answers told whole {self.answered:.1%}, "
            f"refusals {self.refused:.1%}"
        )


@torch.no_grad()
def evaluated(model: LlamaForCausalLM, cases: Sequence[Case]) -> Evaluation:
    """Of all the cases; there must be one at least."""
    nn.Module.eval(model)  # transformers leaves its own without types
    total, count = 0.0, 0
    right: dict[bool, list[bool]] = {True: [], False: []}
    for first in range(0, len(cases), AT_ONCE):
        part = cases[first : first + AT_ONCE]
        batch = padded([case.tokens for case in part])
        found = logits(model, batch)
        wanted = batch.wanted.to(found.device)
        total += float(nn.functional.cross_entropy(found, wanted, reduction="sum"))
        count += len(wanted)
        hits = torch.split(found.argmax(-1) == wanted, [len(c.tokens.answer) for c in part])
        for case, hit in zip(part, hits, strict=True):
            right[case.refused].append(bool(hit.all()))
    return Evaluation(total / count, _share(right[False]), _share(right[True]))


def _share(told: Sequence[bool]) -> float:
    return sum(told) / len(told) if told else float("nan")
