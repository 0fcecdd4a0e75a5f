"""Text -> vectors: the Embedder protocol, and the sentence-transformers models behind it."""

from __future__ import annotations

import importlib.util
import logging
import os
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexes.chosen import opened
from indexes.errors import ModelError
from indexes.forward import Forward, Model
from indexes.minilm import DEFAULT_NAME, MiniLM, default_embedding_path

Vectors = npt.NDArray[np.float32]
Run = Callable[[Sequence[str]], Vectors]
log = logging.getLogger(__name__)

BACKENDS = ("torch", "onnx", "openvino")
"""What can run an embedding model; sentence-transformers knows them by these names."""

NEEDED = {"torch": "torch", "onnx": "onnxruntime", "openvino": "openvino"}
"""The module that must be installed for each."""

REMEMBERED = 256
"""Questions whose vectors are kept."""

_PROBE = ["The harbour office keeps a list of every vessel that was inspected this year."] * 48


class Embedder(Protocol):
    """Makes vectors of unit length from texts.

    name: identifies the model; vectors of different names never compare. max_tokens: what the
    model reads of a text; the rest would be cut silently, so no chunk may be longer.
    """

    name: str
    precision: str
    dimension: int
    max_tokens: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, unit length, in the given order."""
        ...

    def query(self, text: str) -> Vectors:
        """The question's vector, shape (dimension,), float32, unit length."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` as the model reads it, its special tokens included."""
        ...


class SentenceTransformerEmbedder:
    """The packaged model, or any sentence-transformers model from a folder or the hub.

    sentence-transformers is imported for a chosen model and for other backends only.
    """

    def __init__(
        self,
        model: str = "",
        precision: str = "auto",
        threads: int = 0,
        backend: str = "torch",
    ) -> None:
        """Load the model.

        model: folder or hub name; '' is the packaged all-MiniLM-L6-v2. precision: `float32`,
        `bfloat16`, or `auto`, which measures both on this CPU for about a second and takes the
        faster; the other backends compute in float32. threads: that compute at once; 0: one for
        each processor. backend: what runs the model. Raises ModelError when it cannot be loaded.
        """
        if not model or Path(model).exists():  # then nothing may be looked for on the network
            os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        _require(backend, precision)
        self._threads, self._backend, self._chosen = threads, backend, model
        self.name = model.rstrip("/").rsplit("/", 1)[-1] or DEFAULT_NAME
        self._model, self._run, self.precision = self._load(precision)
        self.dimension, self.max_tokens = self._model.dimension, self._model.max_tokens
        self._recent = lru_cache(REMEMBERED)(self._question)

    def _load(self, precision: str) -> tuple[Model, Run, str]:
        if self._backend != "torch":
            return *self._open("float32"), "float32"
        if precision != "auto":
            return *self._open(precision), precision
        tried, took = {}, {}
        for candidate in ("float32", "bfloat16"):
            tried[candidate] = self._open(candidate)
            run = tried[candidate][1]
            run(_PROBE[:8])
            started = time.perf_counter()
            run(_PROBE)
            took[candidate] = time.perf_counter() - started
        best = min(took, key=took.__getitem__)
        log.info(
            "embedding precision %s: %s",
            best, {name: f"{len(_PROBE) / each:.0f} texts/s" for name, each in took.items()},
        )  # fmt: skip
        return *tried[best], best

    def _open(self, precision: str) -> tuple[Model, Run]:
        """The model, and what makes vectors of texts."""
        if not self._chosen and self._backend == "torch":
            packaged = MiniLM(precision)
            return packaged, Forward(packaged, self._threads)
        source = self._chosen or str(default_embedding_path())
        model = opened(source, self._backend, precision, self._threads)
        return model, Forward(model, self._threads) if model.plain else model.encoded

    def passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._run(texts)
        # bfloat16 leaves norms of 0.996 to 1.004: scale again in float32
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)

    def query(self, text: str) -> Vectors:
        return self._recent(text)

    def _question(self, text: str) -> Vectors:
        vector = np.asarray(self.passages([text])[0], np.float32)
        vector.flags.writeable = False  # it is handed out again
        return vector

    def count_tokens(self, text: str) -> int:
        return self._model.count_tokens(text)


def is_installed(backend: str) -> bool:
    """Whether the packages of a backend are there."""
    needed = (NEEDED[backend], *(() if backend == "torch" else ("optimum",)))
    return all(importlib.util.find_spec(name) for name in needed)


def _require(backend: str, precision: str) -> None:
    if not is_installed(backend):
        raise ModelError(
            f"The embedding backend {backend} is not installed; run `pip install "
            f"'sentence-transformers[{backend}]'`, or set FOOTNOTE_EMBEDDING_BACKEND to torch."
        )
    if backend != "torch" and precision == "bfloat16":
        raise ModelError(
            f"The embedding backend {backend} has no precision bfloat16; set "
            "FOOTNOTE_EMBEDDING_PRECISION to auto, or FOOTNOTE_EMBEDDING_BACKEND to torch."
        )
