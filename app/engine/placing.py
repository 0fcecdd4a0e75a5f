"""How many of a model's layers go to a GPU, from what the file says of itself."""

from __future__ import annotations

import logging
from pathlib import Path

import llama_cpp

from app.layouts import gguf
from app.layouts.gguf import Directory
from app.offload import free_bytes, gpus, layers_that_fit

log = logging.getLogger(__name__)

_VALUE_BYTES = 2
"""Of one key or value of the context, in 16 bits."""


def layers_on_gpu(path: Path, wanted: int, context_tokens: int) -> int:
    """The layers to offload; 0 without a GPU. wanted: -1 for as many as fit.

    Raises ModelError when the file's directory is damaged.
    """
    if wanted == 0 or not llama_cpp.llama_supports_gpu_offload():
        return 0
    found = gpus()
    if not found:
        return 0
    directory = gguf.read(path)
    layers = _number(directory, "block_count") + 1
    if wanted > 0:
        return min(wanted, layers)
    context = context_bytes(directory, context_tokens)
    fit = layers_that_fit(path.stat().st_size, layers, context, free_bytes(found))
    log.info("%d of %d layers fit on %s", fit, layers, ", ".join(gpu.name for gpu in found))
    return fit


def context_bytes(directory: Directory, tokens: int) -> int:
    """Bytes of the keys and values of so many tokens.

    Where a model's layers differ in their heads, each counts as having all of them.
    """
    heads = _number(directory, "attention.head_count") or 1
    pairs = _number(directory, "attention.head_count_kv") or heads
    wide = _number(directory, "attention.key_length")
    wide = wide or _number(directory, "embedding_length") // heads
    return tokens * _number(directory, "block_count") * pairs * wide * 2 * _VALUE_BYTES


def _number(directory: Directory, key: str) -> int:
    value = directory.values.get(f"{directory.architecture}.{key}", 0)
    return int(value) if isinstance(value, int | float) else 0
