"""Endings scored by any GGUF, through llama.cpp."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app import cpu
from app.models import check_gguf, default_model_path
from indexes.errors import ModelError, PromptError

if TYPE_CHECKING:
    from llama_cpp import Llama

CONTEXT_TOKENS = 512
"""Most tokens of a context with one ending; HellaSwag's longest have about 200. The logits of all
of them are kept: 100 MB with a vocabulary of 49,152, 310 MB with one of 152,000."""


class LlamaScorer:
    """Mean log-likelihoods of endings. model: a GGUF of any kind that predicts text; '' packaged.

    gpu_layers: as for FOOTNOTE_GPU_LAYERS. threads: 0 takes all that this process may use. Raises
    ModelError when the file is missing or damaged.
    """

    def __init__(self, model: str = "", gpu_layers: int = -1, threads: int = 0) -> None:
        self._path = Path(model).expanduser() if model else default_model_path()
        self._gpu_layers = gpu_layers
        self._threads = threads

    @property
    def label(self) -> str:
        return self._path.stem

    @cached_property
    def _llama(self) -> Llama:
        check_gguf(self._path, "--model")
        import llama_cpp

        threads = self._threads or cpu.read().cores
        try:
            return llama_cpp.Llama(
                str(self._path),
                n_ctx=CONTEXT_TOKENS,
                n_batch=CONTEXT_TOKENS,
                n_gpu_layers=self._gpu_layers if llama_cpp.llama_supports_gpu_offload() else 0,
                n_threads=threads,
                n_threads_batch=threads,
                logits_all=True,
                verbose=False,
            )
        except (ValueError, RuntimeError) as error:
            raise ModelError(
                f"llama.cpp cannot load {self.label} ({error}): the file is damaged or cut short, "
                "or no model that this llama.cpp knows; download it again or name another with "
                "--model."
            ) from error

    def score(self, context: str, endings: Sequence[str]) -> tuple[float, ...]:
        """For each ending, the mean over its tokens of ln P(token | all before it).

        Context and ending are joined by a space and cut into tokens together, as llama.cpp does.
        What counts as the ending are the tokens behind those with which all of them begin. Raises
        PromptError if one is longer than CONTEXT_TOKENS.
        """
        whole = [self._tokens(f"{context} {ending}") for ending in endings]
        longest = max(map(len, whole))
        if longest > CONTEXT_TOKENS:
            raise PromptError(
                f"The task \u201c{context[:60]}\u2026\u201d has {longest} tokens, more than the "
                f"{CONTEXT_TOKENS} that are scored; remove it from the file."
            )
        shared = shared_length(whole)
        assert shared, "a context begins all of them"
        return tuple(self._mean(tokens, shared, first=not at) for at, tokens in enumerate(whole))

    def _tokens(self, text: str) -> list[int]:
        return self._llama.tokenize(text.encode(), add_bos=True, special=False)

    def _mean(self, tokens: Sequence[int], shared: int, first: bool) -> float:
        """The context's part of the key-value cache is made for the first ending alone."""
        llama = self._llama
        if first or llama._is_recurrent or llama._is_hybrid:  # their state cannot be wound back
            llama.reset()  # type: ignore[no-untyped-call]  # llama-cpp-python's own omission
            llama.eval(tokens)
        else:
            llama.n_tokens = shared
            llama.eval(tokens[shared:])
        logits = llama.scores[shared - 1 : len(tokens) - 1]
        return float(log_likelihoods(logits, tokens[shared:]).mean())


def shared_length(sequences: Sequence[Sequence[int]]) -> int:
    """How many tokens all begin with, at most one less than the shortest has.

    So every ending keeps a token, even one that begins another.
    """
    length = 0
    shortest = min(map(len, sequences))
    while length < shortest - 1 and len({tokens[length] for tokens in sequences}) == 1:
        length += 1
    return length


def log_likelihoods(
    logits: npt.NDArray[np.float32], tokens: Sequence[int]
) -> npt.NDArray[np.float64]:
    """ln P of each of `tokens`, shape (n,); logits: shape (n, vocabulary), one row for each."""
    wide = logits.astype(np.float64)
    wide -= wide.max(axis=1, keepdims=True)
    picked = wide[np.arange(len(tokens)), np.asarray(tokens)]
    found: npt.NDArray[np.float64] = picked - np.log(np.exp(wide).sum(axis=1))
    return found
