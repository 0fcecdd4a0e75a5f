"""The entailment head while it learns: MiniLM with the reranker's adapter merged in, frozen;
low-rank updates and a head on each of the claim's words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as entropy

from app.checking.entailment import Input, Inputs, borne_out
from indexes.pairs import batches, padded
from indexes.rerank_models import ADAPTER, head
from training.checking.pairs import Pair, Spans
from training.common import learned
from training.stacked import stacked

BATCH_TOKENS = 3500
"""Most padded tokens of a batch: what one forward pass on a CPU takes well."""

FIRST_LOGIT = -3.0
"""Of every word to be at odds, before anything is learnt: most are not."""

CHANGED_WEIGHT = 4.0
"""What a changed word counts in the loss, against one that is as said; there are far fewer."""

BIAS = "head.2.bias"


class Scorer(nn.Module):
    """Claims with evidence in, a logit for each token to be at odds out.

    The names of its parts make the keys of a checkpoint: `m.encoder.layer.<i>.<LAYERS>.a` and
    `.b`, `head.<n>.weight` and `.bias`. It judges as `Entailment` does.
    """

    def __init__(
        self, rank: int, frozen: torch.dtype = torch.float32, below: Path = ADAPTER
    ) -> None:
        """rank: of the updates. frozen: the precision of the model, and of all products in it.
        below: the reranker's adapter.
        """
        super().__init__()
        self.m = stacked(load_file(below), rank, frozen)
        self.head = head()
        nn.init.constant_(self.get_parameter(BIAS), FIRST_LOGIT)
        self._inputs = Inputs()

    def forward(self, inputs: Sequence[Input]) -> Tensor:
        """Shape (inputs, longest), float32; of no meaning outside the claims."""
        device = self.get_parameter(BIAS).device
        tokens, kinds, mask = (each.to(device) for each in padded(inputs))
        out = self.m(input_ids=tokens, token_type_ids=kinds, attention_mask=mask)
        return torch.as_tensor(self.head(out.last_hidden_state.float()).squeeze(-1))

    def loss(self, pairs: Sequence[Pair]) -> Tensor:
        """Of the claims as wholes plus that of their words, where it is known which are changed."""
        inputs = self._inputs.of([(pair.claim, pair.evidence) for pair in pairs])
        wholes, words = [], []
        for batch in batches([len(each.tokens) for each in inputs], BATCH_TOKENS):
            own = [inputs[at] for at in batch]
            odds = self(own)
            true = torch.tensor([float(pairs[at].true) for at in batch], device=odds.device)
            wholes.append(entropy(borne_out(odds, own), true, reduction="none"))
            for row, at in enumerate(batch):
                spans = pairs[at].changed
                if spans is not None:
                    words.append(
                        _of_words(odds[row, 1 : 1 + len(own[row].offsets)], own[row], spans)
                    )
        return torch.cat(wholes).mean() + (torch.cat(words).mean() if words else 0.0)

    @torch.inference_mode()
    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """As `Entailment`; switches the model to evaluation."""
        self.eval()
        inputs = self._inputs.of(pairs)
        found: dict[int, float] = {}
        for batch in batches([len(each.tokens) for each in inputs], BATCH_TOKENS):
            own = [inputs[at] for at in batch]
            found.update(zip(batch, borne_out(self(own), own).tolist(), strict=True))
        return [found[at] for at in range(len(inputs))]

    def learned(self, limit: float = 0.0) -> dict[str, Tensor]:
        """What a checkpoint holds: all that learns, and nothing of the model below.

        limit: the logit from which on a claim counts as borne out; the head's bias takes it in, so
        that it is 0 for whoever loads the checkpoint.
        """
        kept = learned(self)
        kept[BIAS] = kept[BIAS] + limit
        return kept


def _of_words(odds: Tensor, given: Input, spans: Spans) -> Tensor:
    """The loss of each token of a claim, shape (tokens,). odds: of them. spans: those changed."""
    changed = [
        float(any(first < end and start < last for start, end in spans))
        for first, last in given.offsets
    ]
    weight = torch.tensor(CHANGED_WEIGHT, device=odds.device)
    wanted = torch.tensor(changed, device=odds.device)
    return entropy(odds, wanted, pos_weight=weight, reduction="none")
