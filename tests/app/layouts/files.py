"""GGUF files of a few numbers."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float16] | npt.NDArray[np.float32]
_KINDS = {np.dtype(np.float32): 0, np.dtype(np.float16): 1}
Value = str | float | list[int]
MODEL: dict[str, Value] = {"general.architecture": "llama", "general.type": "model"}
ADAPTER: dict[str, Value] = {
    "general.architecture": "llama", "general.type": "adapter", "adapter.type": "lora",
}  # fmt: skip


def random(*shape: int, seed: int = 0, half: bool = False) -> Numbers:
    """Normally distributed numbers; shape: in numpy's order."""
    found = np.random.default_rng(seed).standard_normal(shape)
    return found.astype(np.float16) if half else found.astype(np.float32)


def write(
    path: Path,
    values: Mapping[str, Value],
    tensors: Mapping[str, Numbers],
    kind: int | None = None,
) -> Path:
    """Write a GGUF file. kind: the type that it claims for all tensors; None: the true ones."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(values))
    head += b"".join(_text(key) + _value(value) for key, value in values.items())
    body = b""
    for name, each in tensors.items():
        shape = each.shape[::-1]
        head += _text(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        head += struct.pack("<IQ", _KINDS[each.dtype] if kind is None else kind, len(body))
        body += _padded(each.tobytes())
    path.write_bytes(_padded(head) + body)
    return path


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _value(value: Value) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, list):
        return struct.pack(f"<IIQ{len(value)}I", 9, 4, len(value), *value)
    return struct.pack("<If", 6, value)


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 32)
