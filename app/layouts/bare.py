"""llama.cpp's own C interface, as far as trying a layout needs it. For a child process.

What goes wrong in here may end the process: llama.cpp checks little of what it is given.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import llama_cpp
import numpy as np
import numpy.typing as npt

from app.layouts.types import Made
from indexes.errors import ModelError

CONTEXT = 640
"""Tokens of the context: more than any text here has."""
_BATCH = 512

_KINDS: dict[Made, int] = {
    "F16": llama_cpp.LLAMA_FTYPE_MOSTLY_F16,
    "Q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "Q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
}
assert {*_KINDS} == {*get_args(Made)}

Logits = npt.NDArray[np.float32]


def requantise(source: Path, target: Path, layout: Made, threads: int) -> None:
    """Write `source` to `target` in another layout; raises ModelError when llama.cpp cannot."""
    options = llama_cpp.llama_model_quantize_default_params()
    options.ftype = _KINDS[layout]
    options.nthread = threads
    options.allow_requantize = True
    if llama_cpp.llama_model_quantize(bytes(source), bytes(target), ctypes.byref(options)):
        raise ModelError(f"llama.cpp cannot write {source.name} as {layout}.")


class Model:
    """A model on the CPU with a context of `CONTEXT` tokens, and perhaps an adapter."""

    def __init__(self, path: Path, lora: Path | None, threads: int) -> None:
        """Raises ModelError when llama.cpp does not take the model or the adapter."""
        self._threads = threads
        options = llama_cpp.llama_model_default_params()
        options.n_gpu_layers = 0
        self._model = llama_cpp.llama_model_load_from_file(bytes(path), options)
        if not self._model:
            raise ModelError(f"llama.cpp cannot load {path.name}.")
        settings = llama_cpp.llama_context_default_params()
        settings.n_ctx, settings.n_batch, settings.n_ubatch = CONTEXT, _BATCH, _BATCH
        settings.n_threads = settings.n_threads_batch = threads
        self._context = llama_cpp.llama_init_from_model(self._model, settings)
        if not self._context:
            raise ModelError(f"llama.cpp cannot make a context for {path.name}.")
        if lora:
            self._adapt(lora)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(_BATCH, 0, 1)

    def _adapt(self, lora: Path) -> None:
        adapter = llama_cpp.llama_adapter_lora_init(self._model, bytes(lora))
        if not adapter:
            raise ModelError(f"{lora.name} is not an adapter for this model.")
        adapters = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(adapter)
        llama_cpp.llama_set_adapters_lora(self._context, adapters, 1, (ctypes.c_float * 1)(1.0))

    @property
    def words(self) -> int:
        """How many tokens the vocabulary has."""
        return int(llama_cpp.llama_vocab_n_tokens(self._vocabulary))

    def tokens(self, text: str) -> list[int]:
        """The tokens of a text; control tokens written in it count as such."""
        encoded = text.encode()
        room = len(encoded) + 8
        found = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(
            self._vocabulary, encoded, len(encoded), found, room, True, True
        )
        return list(found[: max(count, 0)])

    def generate_with(self, threads: int) -> None:
        """Use this many threads where a single token is read."""
        llama_cpp.llama_set_n_threads(self._context, threads, self._threads)

    def forget(self, start: int = 0) -> None:
        """Forget all tokens from this place on."""
        llama_cpp.llama_memory_seq_rm(self._memory, 0, start, -1)

    def fill(self, tokens: Sequence[int], start: int, *, every: bool = False) -> None:
        """Set up the next `read`. start: the first one's place. every: logits for each token."""
        batch = self._batch
        batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            batch.token[i], batch.pos[i] = token, start + i
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, 0
            batch.logits[i] = every or i == len(tokens) - 1

    def read(self) -> None:
        """Read what `fill` set up; returns when all is calculated."""
        if llama_cpp.llama_decode(self._context, self._batch):
            raise ModelError("llama.cpp cannot read the tokens.")
        llama_cpp.llama_synchronize(self._context)

    def logits(self, tokens: Sequence[int], at_once: int = 64) -> Iterator[Logits]:
        """Logits after each token of a text, read from its beginning: (at most at_once, words)."""
        self.forget()
        for start in range(0, len(tokens), at_once):
            part = tokens[start : start + at_once]
            self.fill(part, start, every=True)
            self.read()
            found = llama_cpp.llama_get_logits(self._context)
            yield np.ctypeslib.as_array(found, shape=(len(part), self.words))
