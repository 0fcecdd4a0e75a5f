"""The packaged entailment head: all-MiniLM-L6-v2 with an adapter that finds words at odds.

It reads a claim together with what it cites and gives each word of the claim a logit that it is
at odds with that. A claim is borne out when none of its words is at odds: its logit is minus the
logarithm of the sum of their exponentials.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from indexes.adapted import filled, in_batches, weights_of
from indexes.errors import ModelError
from indexes.minilm import WordPieces, encoder
from indexes.pairs import one_thread, padded
from indexes.rerank_models import head

if TYPE_CHECKING:
    import torch

ADAPTER = Path(__file__).parent / "adapter" / "entailment.safetensors"

PAIR_TOKENS = 320
"""Most tokens of a claim and its evidence together; the longer of the two is cut first."""


class Entailment(Protocol):
    """Judges whether evidence bears a claim out. May be shared between threads."""

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Of each claim with its evidence; negative where it is at odds with it."""
        ...


@dataclass(frozen=True, slots=True)
class Input:
    """[CLS] claim [SEP] evidence [SEP].

    tokens, kinds: as `indexes.pairs.Tokens`. offsets: of each of the claim's tokens, which stand
    from place 1 on, its characters (start, end) in the claim.
    """

    tokens: tuple[int, ...]
    kinds: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


class Inputs:
    """Makes inputs of texts. May be shared between threads."""

    def __init__(self) -> None:
        self._pieces = WordPieces(together=PAIR_TOKENS)

    def of(self, pairs: Sequence[tuple[str, str]]) -> list[Input]:
        """pairs: of claim and evidence, at least one."""
        return [
            Input(tuple(ids), tuple(kinds), tuple(offsets[1 : kinds.count(0) - 1]))
            for ids, kinds, offsets in self._pieces.joined(pairs)
        ]


def borne_out(odds: torch.Tensor, inputs: Sequence[Input]) -> torch.Tensor:
    """Logits of claims, shape (n,). odds: of every token to be at odds, shape (n, length)."""
    import torch

    of_claim = torch.zeros_like(odds, dtype=torch.bool)
    for row, each in enumerate(inputs):
        of_claim[row, 1 : 1 + len(each.offsets)] = True
    return -odds.masked_fill(~of_claim, -torch.inf).logsumexp(1)


class EntailmentHead:
    """The packaged one. Trained by training/checking (model card beside the adapter)."""

    def __init__(self, precision: str = "float32", threads: int = 0, adapter: Path = ADAPTER):
        """precision: `float32` or `bfloat16`. threads: 0: one for each core. Raises ModelError when
        the adapter is missing, damaged or foreign.
        """
        self._inputs = Inputs()
        weights = weights_of(adapter, "entailment adapter")
        try:
            self._model = encoder(precision, weights)
            self._head = filled(head(), "head.", weights)
        except (KeyError, RuntimeError) as error:
            raise ModelError(
                f"The entailment adapter {adapter} does not fit the packaged model ({error}); "
                "install Footnote anew."
            ) from error
        self._workers = ThreadPoolExecutor(
            threads or os.cpu_count() or 1, "entail", initializer=one_thread
        )

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        if not pairs:
            return []
        inputs = self._inputs.of(pairs)
        return in_batches(
            self._workers,
            [len(each.tokens) for each in inputs],
            lambda batch: self._batch([inputs[at] for at in batch]),
        )

    def _batch(self, inputs: Sequence[Input]) -> list[float]:
        import torch

        tokens, kinds, mask = padded(inputs)
        with torch.inference_mode():
            states = self._model(tokens, kinds, mask).float()
            logits: list[float] = borne_out(self._head(states).squeeze(-1), inputs).tolist()
        return logits
