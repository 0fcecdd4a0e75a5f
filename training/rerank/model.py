"""The reranker while it learns: the packaged MiniLM frozen, low-rank updates and a head on it.

LoRA after E. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021, without its
scaling factor: the learning rate stands for it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn
from transformers import AutoModel

from indexes.embed import default_embedding_path
from indexes.rerank_models import LAYERS, head
from training.rerank.groups import Group, Passage

BATCH_TOKENS = 3000
"""Padded tokens from which on a batch is full: what one forward pass on a CPU takes well."""


class LowRank(nn.Module):
    """A linear layer, frozen, plus the product of two small matrices that learn.

    a: shape (rank, in), random. b: shape (out, rank), zeros, so that nothing changes at first.
    """

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        scale = 1 / math.sqrt(base.in_features)
        self.a = nn.Parameter(torch.randn(rank, base.in_features) * scale)
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, states: Tensor) -> Tensor:
        update = nn.functional.linear(nn.functional.linear(states, self.a), self.b)
        return torch.as_tensor(self.base(states) + update)


class Scorer(nn.Module):
    """Question and passage in, one logit for each chunk out.

    The names of its parts make the keys of a checkpoint: `m.encoder.layer.<i>.<LAYERS>.a` and
    `.b`, `h.<n>.weight` and `.bias`.
    """

    def __init__(self, rank: int, frozen: torch.dtype = torch.float32) -> None:
        """rank: of the updates. frozen: the precision of the layers below them."""
        super().__init__()
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        self.m = AutoModel.from_pretrained(
            default_embedding_path(), dtype=torch.float32, attn_implementation="eager"
        )
        self.m.requires_grad_(False)
        for layer in self.m.encoder.layer:
            for name in LAYERS:
                layer.set_submodule(name, LowRank(layer.get_submodule(name).to(frozen), rank))
        self.h = head(self.m.config.hidden_size)

    def forward(self, tokens: Tensor, kinds: Tensor, mask: Tensor, means: Tensor) -> Tensor:
        """Logits of shape (n, chunks).

        tokens, kinds, mask: shape (n, length). means: shape (n, chunks, length), the weights that
        make a chunk's mean of its tokens' states.
        """
        states = self.m(
            input_ids=tokens, token_type_ids=kinds, attention_mask=mask
        ).last_hidden_state
        return torch.as_tensor(self.h(torch.bmm(means.to(states.dtype), states)).squeeze(-1))

    def learned(self) -> dict[str, Tensor]:
        """What a checkpoint holds: all that learns, and nothing of the packaged model."""
        return {
            name: each.detach().cpu()
            for name, each in self.named_parameters()
            if each.requires_grad
        }


def score(model: Scorer, groups: Sequence[Group], device: torch.device) -> list[list[Tensor]]:
    """For each group the logits of each passage's chunks, float32, on the device."""
    flat = [passage for group in groups for passage in group]
    logits: dict[int, Tensor] = {}
    for batch in _batches(flat):
        inputs = [each.to(device) for each in _padded([flat[at] for at in batch])]
        with torch.autocast(device.type, torch.bfloat16):
            out = model(*inputs)
        for row, at in enumerate(batch):
            logits[at] = out[row, : len(flat[at].spans)].float()
    inorder = iter(range(len(flat)))
    return [[logits[next(inorder)] for _ in group] for group in groups]


def _batches(passages: Sequence[Passage]) -> Iterator[list[int]]:
    """Places of passages of like length together."""
    batch: list[int] = []
    for at in sorted(range(len(passages)), key=lambda at: len(passages[at].tokens)):
        batch.append(at)
        if len(batch) * len(passages[at].tokens) > BATCH_TOKENS:
            yield batch
            batch = []
    if batch:
        yield batch


def _padded(passages: Sequence[Passage]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What `Scorer.forward` takes."""
    length = max(len(each.tokens) for each in passages)
    tokens = torch.zeros(len(passages), length, dtype=torch.long)
    kinds, mask = torch.zeros_like(tokens), torch.zeros_like(tokens)
    means = torch.zeros(len(passages), max(len(each.spans) for each in passages), length)
    for row, each in enumerate(passages):
        tokens[row, : len(each.tokens)] = torch.tensor(each.tokens)
        kinds[row, : len(each.kinds)] = torch.tensor(each.kinds)
        mask[row, : len(each.tokens)] = 1
        for chunk, (first, last) in enumerate(each.spans):
            means[row, chunk, first:last] = 1 / (last - first)
    return tokens, kinds, mask, means
