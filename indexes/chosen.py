"""Embedding models that the user chose, opened by sentence-transformers."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from indexes.errors import ModelError
from indexes.packed import WORDS, Encoder, Shape, packs
from indexes.windows import Vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.models.bert.modeling_bert import BertModel


def opened(source: str, backend: str, precision: str, threads: int) -> Chosen:
    """The model in a folder or of a hub name; backend, precision, threads: as the embedder's.

    Raises ModelError when it cannot be loaded.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(
            source,
            device="cpu",
            backend=cast(Literal["torch", "onnx", "openvino"], backend),
            model_kwargs=_options(backend, getattr(torch, precision), threads),
        )
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise _unloadable(source, backend, error) from error
    except Exception as error:  # what sentence-transformers raises when a runtime is lacking
        if backend == "torch":
            raise
        raise _unloadable(source, backend, error) from error
    return Chosen(model)


def _unloadable(source: str, backend: str, error: Exception) -> ModelError:
    if backend != "torch":
        name = source.rstrip("/").rsplit("/", 1)[-1]
        return ModelError(
            f"The embedding backend {backend} cannot run {name} ({error}); run "
            f"`pip install 'sentence-transformers[{backend}]'`, or set "
            "FOOTNOTE_EMBEDDING_BACKEND to torch."
        )
    return ModelError(
        f"The embedding model {source} cannot be loaded ({error}); set "
        "FOOTNOTE_EMBEDDING_MODEL to the folder of a sentence-transformers model, or "
        "unset it for the packaged one."
    )


def _options(backend: str, dtype: torch.dtype, threads: int) -> dict[str, object]:
    """What the backend is told: its numbers, or its threads."""
    threads = threads or os.cpu_count() or 1
    if backend == "onnx":
        session = importlib.import_module("onnxruntime").SessionOptions()
        session.intra_op_num_threads = threads
        return {"session_options": session, "provider": "CPUExecutionProvider"}
    if backend == "openvino":
        return {"ov_config": {"INFERENCE_NUM_THREADS": str(threads)}}
    return {"dtype": dtype}


class Chosen:
    """A sentence-transformers model as `forward.Model`."""

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.max_tokens = int(model.max_seq_length or 256)
        self._prompt = model.prompts.get(model.default_prompt_name or "") or ""
        # Only a model whose first module is a plain transformer takes token ids.
        self.plain = model.backend == "torch" and type(model[0]).__name__ == "Transformer"
        self._packed = packed(model) if fits(model) else None
        self._tokenizing = threading.Lock()  # whether it truncates is the tokenizer's own state

    def encoded(self, texts: Sequence[str]) -> Vectors:
        """Vectors as sentence-transformers makes them: in its own batches, on its own threads."""
        raw = self._model.encode(list(texts), show_progress_bar=False)
        return np.asarray(raw, np.float32)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        with self._tokenizing:
            encoded = self._model.tokenizer(
                [self._prompt + text for text in texts],
                truncation=True,
                max_length=self.max_tokens,
                return_attention_mask=False,
            )
        ids: list[list[int]] = encoded["input_ids"]
        return ids

    def count_tokens(self, text: str) -> int:
        with self._tokenizing:
            ids: list[int] = self._model.tokenizer(text, truncation=False, verbose=False)[
                "input_ids"
            ]
        return len(ids)

    def vectors(self, ids: Sequence[Sequence[int]]) -> Vectors:
        if self._packed:
            return self._packed.means(ids)
        import torch

        tokens = torch.tensor(ids)
        features = {"input_ids": tokens, "attention_mask": torch.ones_like(tokens)}
        with torch.inference_mode():
            vectors = self._model(features)["sentence_embedding"]
        return np.asarray(vectors.float().numpy(), np.float32)


def fits(model: SentenceTransformer) -> bool:
    """Whether `Encoder.means` computes what the model does: BERT, mean of the tokens, packed."""
    kinds = [type(module).__name__ for module in model]
    bert = _bert(model)
    if bert is None or kinds[1:] not in (["Pooling"], ["Pooling", "Normalize"]):
        return False
    config = bert.config
    return (
        getattr(model[1], "pooling_mode", "") in ("mean", ("mean",), ["mean"])
        and config.hidden_act == "gelu"
        and getattr(config, "position_embedding_type", "absolute") in (None, "absolute")
        and not config.is_decoder
        and bert.device.type == "cpu"
        and packs(bert.dtype)
    )


def packed(model: SentenceTransformer) -> Encoder:
    """The encoder of a model that `fits`; its weights take their memory a second time."""
    bert = _bert(model)
    assert bert is not None, "the model fits"
    config, weights = bert.config, bert.state_dict()
    shape = Shape(config.num_hidden_layers, config.num_attention_heads, config.layer_norm_eps)
    return Encoder(weights.__getitem__, weights[WORDS], shape, bert.dtype)


def _bert(model: SentenceTransformer) -> BertModel | None:
    from transformers.models.bert.modeling_bert import BertModel

    inner = getattr(model[0], "auto_model", None)
    return inner if isinstance(inner, BertModel) else None
