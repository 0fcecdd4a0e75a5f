"""The rerankers: the packaged MiniLM with Footnote's adapter, or any CrossEncoder by name."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexes.adapted import filled, in_batches, weights_of
from indexes.embed import default_embedding_path
from indexes.errors import ModelError
from indexes.pairs import QUESTION_TOKENS, one_thread, padded

if TYPE_CHECKING:
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertModel

ADAPTER = Path(__file__).parent / "adapter" / "reranker.safetensors"

CHUNK_TOKENS = 120
"""Most tokens that are read of each chunk."""

LAYERS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The linear layers of each encoder layer that have an adapter."""


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
        import torch
        from transformers import AutoTokenizer

        remedy = ", or set FOOTNOTE_RERANKER=none"
        weights = weights_of(adapter, "reranker's adapter", remedy)
        base = default_embedding_path()
        self._tokenizer = AutoTokenizer.from_pretrained(base)
        self._model = merged(weights).to(getattr(torch, precision)).eval()
        self._head = filled(head(), "head.", weights)
        self._tokenizing = threading.Lock()
        self._workers = ThreadPoolExecutor(
            threads or os.cpu_count() or 1, "rerank", initializer=one_thread
        )

    def scores(self, question: str, passages: Sequence[Sequence[str]]) -> list[list[float]]:
        asked = self._ids([question], QUESTION_TOKENS)[0]
        inputs = [self._input(asked, texts) for texts in passages]
        return in_batches(
            self._workers,
            [len(each.tokens) for each in inputs],
            lambda batch: self._batch([inputs[at] for at in batch]),
        )

    def _ids(self, texts: Sequence[str], most: int) -> list[list[int]]:
        with self._tokenizing:  # how long texts may be is a state of the tokenizer itself
            encoded = self._tokenizer(
                list(texts), add_special_tokens=False, truncation=True, max_length=most
            )
        ids: list[list[int]] = encoded["input_ids"]
        return ids

    def _input(self, asked: list[int], texts: Sequence[str]) -> _Input:
        tokens = [self._tokenizer.cls_token_id, *asked, self._tokenizer.sep_token_id]
        kinds = [0] * len(tokens)
        spans = []
        for ids in self._ids(texts, CHUNK_TOKENS):
            spans.append((len(tokens), len(tokens) + max(1, len(ids))))
            tokens += ids or [self._tokenizer.unk_token_id]
        tokens.append(self._tokenizer.sep_token_id)
        return _Input(tokens, kinds + [1] * (len(tokens) - len(kinds)), spans)

    def _batch(self, inputs: Sequence[_Input]) -> list[list[float]]:
        import torch

        tokens, kinds, mask = padded(inputs)
        with torch.inference_mode():
            states = self._model(
                input_ids=tokens, token_type_ids=kinds, attention_mask=mask
            ).last_hidden_state.float()
            return [self._chunk_logits(states[row], each.spans) for row, each in enumerate(inputs)]

    def _chunk_logits(self, states: torch.Tensor, spans: Sequence[tuple[int, int]]) -> list[float]:
        import torch

        means = torch.stack([states[first:last].mean(0) for first, last in spans])
        logits: list[float] = self._head(means).squeeze(-1).tolist()
        return logits


def merged(weights: dict[str, torch.Tensor]) -> BertModel:
    """The packaged model with each adapter's product added to its layer.

    weights: `layer.<i>.<LAYERS>.a` of shape (r, in) and `.b` of shape (out, r).
    """
    import torch
    from transformers import AutoModel

    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    model: BertModel = AutoModel.from_pretrained(default_embedding_path(), dtype=torch.float32)
    with torch.no_grad():
        for number, layer in enumerate(model.encoder.layer):
            for name in LAYERS:
                key = f"layer.{number}.{name}"
                update = weights[f"{key}.b"].float() @ weights[f"{key}.a"].float()
                layer.get_parameter(f"{name}.weight").add_(update)
    return model


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
