"""The packaged reader: all-MiniLM-L6-v2 with an adapter that finds answers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from app.reading.spans import reading
from app.reading.types import PassageReading
from indexes.adapted import filled, in_batches, weights_of
from indexes.errors import ModelError
from indexes.minilm import encoder
from indexes.pairs import Pair, Pairs, one_thread, padded, span_head
from indexes.rerank_models import head

if TYPE_CHECKING:
    import torch

ADAPTER = Path(__file__).parent / "adapter" / "reader.safetensors"


class Reader:
    """Finds the chunks and phrases that answer a question, all passages weighed alike.

    Trained by training/reader (model card beside the adapter), with one softmax over all passages
    of a question and a null after C. Clark and M. Gardner, Simple and Effective Multi-Paragraph
    Reading Comprehension, 2018. May be shared between threads.
    """

    name = "footnote-reader"

    def __init__(self, precision: str = "float32", threads: int = 0, adapter: Path = ADAPTER):
        """precision: `float32` or `bfloat16`. threads: 0: one for each core. Raises ModelError when
        the adapter is missing, damaged or foreign.
        """
        self._pairs = Pairs()
        weights = weights_of(adapter, "reader's adapter")
        try:
            self._model = encoder(precision, weights)
            self._chunk = filled(head(), "chunk.", weights)
            self._span = filled(span_head(), "span.", weights)
        except (KeyError, RuntimeError) as error:
            raise ModelError(
                f"The reader's adapter {adapter} does not fit the packaged model ({error}); "
                "install Footnote anew."
            ) from error
        self._workers = ThreadPoolExecutor(
            threads or os.cpu_count() or 1, "read", initializer=one_thread
        )

    def read(self, question: str, passages: Sequence[Sequence[str]]) -> list[PassageReading]:
        asked = self._pairs.question(question)
        pairs = [self._pairs.pair(asked, texts) for texts in passages]
        return in_batches(
            self._workers,
            [len(pair.tokens) for pair in pairs],
            lambda batch: self._batch([pairs[at] for at in batch], [passages[at] for at in batch]),
        )

    def _batch(
        self, pairs: Sequence[Pair], passages: Sequence[Sequence[str]]
    ) -> list[PassageReading]:
        import torch

        tokens, kinds, mask = padded(pairs)
        with torch.inference_mode():
            states = self._model(tokens, kinds, mask).float()
            return [
                self._reading(states[row], pair, texts)
                for row, (pair, texts) in enumerate(zip(pairs, passages, strict=True))
            ]

    def _reading(self, states: torch.Tensor, pair: Pair, texts: Sequence[str]) -> PassageReading:
        import torch

        logits: list[float] = []
        if texts:
            places = [place or (0, 1) for place in pair.chunks]
            means = torch.stack([states[first:last].mean(0) for first, last in places])
            logits = self._chunk(means).squeeze(-1).tolist()
        ends = self._span(states[pair.first : pair.first + len(pair.offsets)]).numpy()
        return reading(pair, texts, logits, ends[:, 0], ends[:, 1])
