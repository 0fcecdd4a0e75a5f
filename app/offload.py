"""How much of a model goes to the GPU: what ggml finds here, and how many layers fit.

The functions read of ggml, and its numbers of kinds of devices, are those of its ggml-backend.h.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["discrete", "integrated"]

LEAST_MARGIN = 512 * 2**20
MARGIN_SHARE = 0.05
"""Bytes, and share of the free memory, that are left for work buffers, the driver, the screen."""

_KINDS: dict[int, Kind] = {1: "discrete", 2: "integrated"}
_LIBRARIES = {"darwin": "libggml.dylib", "win32": "ggml.dll"}


@dataclass(frozen=True, slots=True)
class Gpu:
    """A GPU that ggml can use. name: such as CUDA0. Bytes of memory, as free when it was asked."""

    name: str
    description: str
    kind: Kind
    free_bytes: int
    total_bytes: int


def gpus() -> tuple[Gpu, ...]:
    """The GPUs that llama.cpp's build can use here; () for a build for the CPU alone.

    Integrated ones only where there is no other, as llama.cpp takes them. Asking a GPU for its free
    memory loads its driver into this process. Raises ImportError or OSError where llama.cpp cannot
    be loaded.
    """
    library = _library()
    devices = [
        device
        for at in range(library.ggml_backend_dev_count())
        if (device := _device(library, library.ggml_backend_dev_get(at)))
    ]
    discrete = tuple(device for device in devices if device.kind == "discrete")
    return discrete or tuple(devices)


def layers_that_fit(file_bytes: int, layer_count: int, context_bytes: int, free_bytes: int) -> int:
    """How many of a model's layers fit on a GPU, from 0 to all.

    file_bytes: of the model, which its layers share evenly as far as this goes. layer_count: the
    output layer counted in, as for llama.cpp's n_gpu_layers: blocks + 1. context_bytes: of keys and
    values for the whole context, which lie with their layers. free_bytes: of the GPU's memory. All
    must be 0 or more.
    """
    needed = file_bytes + context_bytes
    room = free_bytes - max(LEAST_MARGIN, int(free_bytes * MARGIN_SHARE))
    if layer_count <= 0 or room <= 0:
        return 0
    if needed <= room:
        return layer_count
    return min(layer_count - 1, room * layer_count // needed)


def free_bytes(found: Sequence[Gpu]) -> int:
    """Memory that is free on all of them together: llama.cpp spreads the layers over them.

    What each needs for itself beyond the first is taken off.
    """
    free = sorted((gpu.free_bytes for gpu in found), reverse=True)
    return sum(free[:1]) + sum(max(0, each - LEAST_MARGIN) for each in free[1:])


def _device(library: ctypes.CDLL, handle: int) -> Gpu | None:
    """A GPU; None for another kind of device."""
    kind = _KINDS.get(library.ggml_backend_dev_type(handle))
    if kind is None:
        return None
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    library.ggml_backend_dev_memory(handle, ctypes.byref(free), ctypes.byref(total))
    return Gpu(
        library.ggml_backend_dev_name(handle).decode(errors="replace"),
        library.ggml_backend_dev_description(handle).decode(errors="replace"),
        kind,
        free.value,
        total.value,
    )


def _library() -> ctypes.CDLL:
    """The ggml of llama-cpp-python, with its functions' types told."""
    import llama_cpp

    folder = Path(llama_cpp.__file__).parent / "lib"
    library = ctypes.CDLL(str(folder / _LIBRARIES.get(sys.platform, "libggml.so")))
    library.ggml_backend_dev_count.restype = ctypes.c_size_t
    library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    library.ggml_backend_dev_get.restype = ctypes.c_void_p
    for name in ("name", "description"):
        function = getattr(library, f"ggml_backend_dev_{name}")
        function.argtypes, function.restype = [ctypes.c_void_p], ctypes.c_char_p
    library.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
    size = ctypes.POINTER(ctypes.c_size_t)
    library.ggml_backend_dev_memory.argtypes = [ctypes.c_void_p, size, size]
    library.ggml_backend_dev_memory.restype = None
    return library
