"""llama.cpp's context, with the few things of it that the engine needs. One thread at a time."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from pathlib import Path

import llama_cpp
import numpy as np
import numpy.typing as npt

from app.engine.prefixes import KEPT_PROMPTS
from app.engine.types import Spec
from indexes.errors import ModelError

READ_AT_ONCE = 512
"""Most tokens of one step. Between steps the progress is told."""

MOST_OUTPUTS = 16
"""Most tokens of one step that are predicted from."""

_NO_ROOM, _ABORTED = 1, 2


class Aborted(Exception):
    """The step was ended from outside."""


class NoRoom(Exception):
    """The context's cells are all in use."""


class Context:
    """A loaded model and what it knows of each sequence's tokens.

    Raises ModelError when the files cannot be loaded together.
    """

    def __init__(self, spec: Spec, gpu_layers: int) -> None:
        """gpu_layers: how many go to a GPU, at least 0."""
        path = Path(spec.model)
        llama_cpp.llama_backend_init()
        wanted = llama_cpp.llama_model_default_params()
        wanted.n_gpu_layers = gpu_layers
        self.model = llama_cpp.llama_model_load_from_file(str(path).encode(), wanted)
        if not self.model:
            raise ModelError(
                f"llama.cpp cannot load {path.name}: the file is damaged or cut short, or not a "
                f"chat model that this llama.cpp knows; download it again or set {spec.named_by} "
                "to another."
            )
        self._spec = spec
        self._abort = (ctypes.c_char * 2)()
        self._context = self._opened()
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._adapt(path)
        self._batch = llama_cpp.llama_batch_init(READ_AT_ONCE, 0, 1)
        self._size = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))

    def _opened(self) -> llama_cpp.llama_context_p:
        spec, wanted = self._spec, llama_cpp.llama_context_default_params()
        wanted.n_ctx = spec.context_tokens
        wanted.n_batch = wanted.n_ubatch = READ_AT_ONCE
        wanted.n_seq_max = KEPT_PROMPTS + 1
        wanted.n_outputs_max = MOST_OUTPUTS
        wanted.n_threads = spec.write_threads
        wanted.n_threads_batch = spec.read_threads
        wanted.kv_unified = True
        wanted.no_perf = True
        wanted.abort_callback = _is_set()
        wanted.abort_callback_data = ctypes.addressof(self._abort)
        context: llama_cpp.llama_context_p = llama_cpp.llama_init_from_model(self.model, wanted)
        if not context:
            raise ModelError(
                f"There is not enough memory for {Path(spec.model).name} with "
                f"{spec.context_tokens} tokens of context; lower FOOTNOTE_CONTEXT_TOKENS or choose "
                "a smaller model."
            )
        return context

    def _adapt(self, path: Path) -> None:
        if not self._spec.lora:
            return
        adapter = llama_cpp.llama_adapter_lora_init(self.model, self._spec.lora.encode())
        one = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(adapter)
        scale = (ctypes.c_float * 1)(1.0)
        if not adapter or llama_cpp.llama_set_adapters_lora(self._context, one, 1, scale):
            raise ModelError(
                f"{Path(self._spec.lora).name} is damaged, or not a LoRA adapter for {path.stem}; "
                "correct or unset FOOTNOTE_LORA."
            )

    @property
    def path(self) -> Path:
        """The file that was loaded."""
        return Path(self._spec.model)

    def abort(self, wanted: bool = True) -> None:
        """End the step that runs, from another thread; or, with False, let steps run again."""
        self._abort[0] = b"\1" if wanted else b"\0"

    def read(self, sequence: int, start: int, tokens: Sequence[int], outputs: int) -> None:
        """Have the model read tokens that follow `start` others of the sequence.

        tokens: READ_AT_ONCE at most. outputs: after how many of the last ones a prediction is
        wanted, MOST_OUTPUTS at most. Raises Aborted, NoRoom.
        """
        batch, count = self._batch, len(tokens)
        for at, token in enumerate(tokens):
            batch.token[at] = token
            batch.pos[at] = start + at
            batch.n_seq_id[at] = 1
            batch.seq_id[at][0] = sequence
            batch.logits[at] = at >= count - outputs
        batch.n_tokens = count
        self._count = count
        status = llama_cpp.llama_decode(self._context, batch)
        if status == _ABORTED:
            raise Aborted
        if status == _NO_ROOM:
            raise NoRoom
        if status:
            raise RuntimeError(f"llama.cpp ended a step with status {status}.")

    def logits(self, back: int = 0) -> npt.NDArray[np.float32]:
        """The prediction after a token of the last step, one value for each of the vocabulary.

        back: 0 the last token, 1 the one before. A view that the next step overwrites.
        """
        at = self._count - 1 - back
        return np.ctypeslib.as_array(
            llama_cpp.llama_get_logits_ith(self._context, at), (self._size,)
        )

    def share(self, source: int, sequence: int, count: int) -> None:
        """Let a sequence begin with the first `count` tokens of another, and hold nothing else."""
        if source != sequence:
            self.cut(sequence, 0)
            llama_cpp.llama_memory_seq_cp(self._memory, source, sequence, 0, count)
        else:
            self.cut(sequence, count)

    def cut(self, sequence: int, count: int) -> None:
        """Forget all but the first `count` tokens of a sequence."""
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, count, -1)


def _is_set() -> Callable[[ctypes.c_void_p], bool]:
    """The callback that llama.cpp asks before each operation whether to end: C's own strlen.

    Of a buffer that holds "" it gives 0, of one that holds one character 1. A function of Python
    would need the interpreter's lock a thousand times for each token.
    """
    strlen = ctypes.CDLL(None).strlen
    address = ctypes.cast(strlen, ctypes.c_void_p).value
    callback: Callable[[ctypes.c_void_p], bool] = llama_cpp.ggml_abort_callback(address or 0)
    return callback
