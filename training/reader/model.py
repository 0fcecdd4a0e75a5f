"""The reader while it learns: MiniLM with the reranker's adapter merged in, frozen; low-rank
updates and two heads on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from indexes.pairs import Pair, batches, padded, span_head
from indexes.rerank_models import ADAPTER, head
from training.common import learned
from training.reader.targets import Group, Logits
from training.stacked import stacked

BATCH_TOKENS = 3500
"""Most padded tokens of a batch: what one forward pass on a CPU takes well."""


class Scorer(nn.Module):
    """Question and passage in, the last layer's states out; heads make logits of them.

    The names of its parts make the keys of a checkpoint: `m.encoder.layer.<i>.<LAYERS>.a` and
    `.b`, `chunk.<n>.weight` and `.bias`, `span.<n>.weight` and `.bias`. `chunk` starts as the
    reranker's head.
    """

    def __init__(
        self, rank: int, frozen: torch.dtype = torch.float32, below: Path = ADAPTER
    ) -> None:
        """rank: of the updates. frozen: the precision of the model, and of all products in it.
        below: the reranker's adapter.
        """
        super().__init__()
        weights = load_file(below)
        self.m = stacked(weights, rank, frozen)
        self.chunk = head()
        self.chunk.load_state_dict(
            {
                name.removeprefix("head."): each.float()
                for name, each in weights.items()
                if name.startswith("head.")
            }
        )
        self.span = span_head()

    def forward(self, tokens: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """States of shape (n, length, width), float32; tokens, kinds, mask: shape (n, length)."""
        out = self.m(input_ids=tokens, token_type_ids=kinds, attention_mask=mask)
        return torch.as_tensor(out.last_hidden_state.float())

    def logits(self, states: Tensor, pair: Pair) -> Logits:
        """Of one passage. states: its row of `forward`.

        A chunk of which nothing is read gets the logit of the first token; nobody asks for it.
        """
        spans = self.span(states[pair.first : pair.first + len(pair.offsets)])
        places = [place or (0, 1) for place in pair.chunks]
        means = torch.stack([states[first:last].mean(0) for first, last in places])
        return Logits(spans[:, 0], spans[:, 1], self.chunk(means).squeeze(-1))

    def learned(self) -> dict[str, Tensor]:
        """What a checkpoint holds: all that learns, and nothing of the model below."""
        return learned(self)


def read(model: Scorer, groups: Sequence[Group], device: torch.device) -> list[list[Logits]]:
    """For each group the logits of each passage, float32, on the device."""
    flat = [passage.pair for group in groups for passage in group]
    found: dict[int, Logits] = {}
    for batch in batches([len(pair.tokens) for pair in flat], BATCH_TOKENS):
        states = model(*(each.to(device) for each in padded([flat[at] for at in batch])))
        for row, at in enumerate(batch):
            found[at] = model.logits(states[row], flat[at])
    inorder = iter(range(len(flat)))
    return [[found[next(inorder)] for _ in group] for group in groups]
