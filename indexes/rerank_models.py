"""The rerankers: the packaged MiniLM with Footnote's adapter, or any CrossEncoder by name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexes.adapted import filled, in_batches, weights_of
from indexes.errors import ModelError
from indexes.minilm import END, START, UNKNOWN, encoder, word_pieces
from indexes.pairs import QUESTION_TOKENS, one_thread, padded

if TYPE_CHECKING:
    import torch
    from sentence_transformers import CrossEncoder

ADAPTER = Path(__file__).parent / "adapter" / "reranker.safetensors"

CHUNK_TOKENS = 120
"""Most tokens that are read of each chunk."""


@dataclass(frozen=True, slots=True)
class _Input:
    """One passage with its question. spans: first and last + 1 token of each chunk."""

    tokens: list[int]
    kinds: list[int]
    spans: list[tuple[int, int]]


class AdapterReranker:
    """all-MiniLM-L6-v2 with low-rank updates merged in, reading question and passage together.

    Each chunk's logit is made from the mean of its tokens' states, so that a passage of several
    chunks is read once. Trained by training/rerank (model card beside the adapter). LoRA after
    E. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021.
    """

    name = "footnote-reranker"
    weight = 0.5

    def __init__(self, precision: str = "float32", threads: int = 0, adapter: Path = ADAPTER):
        """precision: `float32` or `bfloat16`. Raises ModelError when a file cannot be read."""
        remedy = ", or set FOOTNOTE_RERANKER=none"
        weights = weights_of(adapter, "reranker's adapter", remedy)
        self._pieces = word_pieces()
        self._model = encoder(precision, weights)
        self._head = filled(head(), "head.", weights)
        self._workers = ThreadPoolExecutor(
            threads or os.cpu_count() or 1, "rerank", initializer=one_thread
        )

    def scores(self, question: str, passages: Sequence[Sequence[str]]) -> list[list[float]]:
        asked = self._pieces.ids([question], QUESTION_TOKENS)[0]
        inputs = [self._input(asked, texts) for texts in passages]
        return in_batches(
            self._workers,
            [len(each.tokens) for each in inputs],
            lambda batch: self._batch([inputs[at] for at in batch]),
        )

    def _input(self, asked: list[int], texts: Sequence[str]) -> _Input:
        tokens = [START, *asked, END]
        kinds = [0] * len(tokens)
        spans = []
        for ids in self._pieces.ids(texts, CHUNK_TOKENS):
            spans.append((len(tokens), len(tokens) + max(1, len(ids))))
            tokens += ids or [UNKNOWN]
        tokens.append(END)
        return _Input(tokens, kinds + [1] * (len(tokens) - len(kinds)), spans)

    def _batch(self, inputs: Sequence[_Input]) -> list[list[float]]:
        import torch

        tokens, kinds, mask = padded(inputs)
        with torch.inference_mode():
            states = self._model(tokens, kinds, mask).float()
            return [self._chunk_logits(states[row], each.spans) for row, each in enumerate(inputs)]

    def _chunk_logits(self, states: torch.Tensor, spans: Sequence[tuple[int, int]]) -> list[float]:
        import torch

        means = torch.stack([states[first:last].mean(0) for first, last in spans])
        logits: list[float] = self._head(means).squeeze(-1).tolist()
        return logits


def head(width: int = 384) -> torch.nn.Sequential:
    """From a chunk's mean state to its logit."""
    from torch import nn

    return nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))


class CrossEncoderReranker:
    """Any sentence-transformers CrossEncoder; reads each chunk with its two neighbours."""

    weight = 0.5

    def __init__(self, model: str) -> None:
        """model: folder or hub name. Raises ModelError when it cannot be loaded."""
        from sentence_transformers import CrossEncoder

        self.name = model.rstrip("/").rsplit("/", 1)[-1]
        try:
            self._model: CrossEncoder = CrossEncoder(model, device="cpu")
        except (OSError, ValueError, ImportError, KeyError) as error:
            raise ModelError(
                f"The reranker {model} cannot be loaded ({error}); set FOOTNOTE_RERANKER to the "
                "folder or name of a sentence-transformers CrossEncoder, to `packaged`, or to "
                "`none`."
            ) from error

    def scores(self, question: str, passages: Sequence[Sequence[str]]) -> list[list[float]]:
        pairs = [
            (question, " ".join(texts[max(0, at - 1) : at + 2]))
            for texts in passages
            for at in range(len(texts))
        ]
        logits = iter(self._logits(pairs))
        return [[next(logits) for _ in texts] for texts in passages]

    def _logits(self, pairs: list[tuple[str, str]]) -> list[float]:
        from torch import nn

        if not pairs:
            return []
        raw = self._model.predict(pairs, activation_fn=nn.Identity(), show_progress_bar=False)
        return [float(each) for each in raw]
