"""The packaged chat model while it learns: frozen, with low-rank updates on its linear layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import LlamaForCausalLM

from training.chat.tokens import Tokens
from training.chat.weights import LINEAR
from training.common import LowRank


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side. tokens, mask: shape (n, length). places: of each answer token, the
    place among all n * length states from which it is predicted. wanted: these answer tokens.
    """

    tokens: Tensor
    mask: Tensor
    places: Tensor
    wanted: Tensor


def padded(examples: Sequence[Tokens]) -> Batch:
    """The examples, padded behind their ends."""
    length = max(map(len, examples))
    tokens = torch.zeros(len(examples), length, dtype=torch.long)
    mask = torch.zeros_like(tokens)
    places: list[int] = []
    for row, each in enumerate(examples):
        tokens[row, : len(each)] = torch.tensor(each.prompt + each.answer)
        mask[row, : len(each)] = 1
        first = row * length + len(each.prompt) - 1
        places += range(first, first + len(each.answer))
    wanted = [token for each in examples for token in each.answer]
    return Batch(tokens, mask, torch.tensor(places), torch.tensor(wanted))


def adapt(model: LlamaForCausalLM, rank: int) -> None:
    """Freeze the model and put a LowRank on each of its LINEAR layers.

    The names of what learns make the keys of a checkpoint: `model.layers.<i>.<LINEAR>.a` and `.b`.
    """
    model.requires_grad_(False)
    for layer in model.model.layers:
        for name in LINEAR:
            base = layer.get_submodule(name)
            assert isinstance(base, nn.Linear)
            layer.set_submodule(name, LowRank(base, rank))


def logits(model: LlamaForCausalLM, batch: Batch) -> Tensor:
    """Of each answer token, float32, shape (answer tokens, vocabulary); on the model's device."""
    device = model.device
    out = model.model(
        input_ids=batch.tokens.to(device), attention_mask=batch.mask.to(device), use_cache=False
    )
    states = out.last_hidden_state
    told = states.reshape(-1, states.shape[-1])[batch.places.to(device)]
    return torch.as_tensor(model.lm_head(told).float())
