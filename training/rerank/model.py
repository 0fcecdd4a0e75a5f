"""The reranker while it learns: the packaged MiniLM frozen, low-rank updates and a head on it."""

from __future__ import annotations

import os
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from transformers import AutoModel

from indexes.minilm import default_embedding_path
from indexes.pairs import batches, padded
from indexes.rerank_models import head
from training.common import adapt, learned
from training.rerank.groups import Group, Passage

BATCH_TOKENS = 3000
"""Most padded tokens of a batch: what one forward pass on a CPU takes well."""


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
        adapt(self.m, rank, frozen)
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
        return learned(self)


def score(model: Scorer, groups: Sequence[Group], device: torch.device) -> list[list[Tensor]]:
    """For each group the logits of each passage's chunks, float32, on the device."""
    flat = [passage for group in groups for passage in group]
    logits: dict[int, Tensor] = {}
    for batch in batches([len(each.tokens) for each in flat], BATCH_TOKENS):
        inputs = [each.to(device) for each in _padded([flat[at] for at in batch])]
        with torch.autocast(device.type, torch.bfloat16):
            out = model(*inputs)
        for row, at in enumerate(batch):
            logits[at] = out[row, : len(flat[at].spans)].float()
    inorder = iter(range(len(flat)))
    return [[logits[next(inorder)] for _ in group] for group in groups]


def _padded(passages: Sequence[Passage]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What `Scorer.forward` takes."""
    tokens, kinds, mask = padded(passages)
    means = torch.zeros(len(passages), max(len(each.spans) for each in passages), tokens.shape[1])
    for row, each in enumerate(passages):
        for chunk, (first, last) in enumerate(each.spans):
            means[row, chunk, first:last] = 1 / (last - first)
    return tokens, kinds, mask, means
