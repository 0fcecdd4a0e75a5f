"""A LoRA adapter in GGUF: whether it fits a model, and its addition to the model's own weights.

llama.cpp adds `scale * (b @ a)` to a weight at run time, where scale is alpha over the rank and 1
for an alpha of 0; so does the merging here, once. The rows of q and k need no reordering: adapters
in GGUF have the order of the model in GGUF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.layouts.gguf import BF16, F16, F32, Directory, Tensor, read
from indexes.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrices = npt.NDArray[np.float32]
    Stored = npt.NDArray[Any]  # float16 or float32, or the bits of bfloat16

_PARTS = (".lora_a", ".lora_b")
_EMBEDDING = "token_embd.weight"
_ON_CALL = "adapter.alora.invocation_tokens"
"""Of adapters that work only after certain tokens."""
_AT_ONCE = 1 << 22
"""Numbers of a weight that are changed at once: 16 MB of float32."""


@dataclass(frozen=True, slots=True)
class Update:
    """What an adapter adds to one weight: a and b, of the same rank."""

    weight: Tensor
    a: Tensor
    b: Tensor

    @property
    def rank(self) -> int:
        return self.b.shape[0]


def check(base: Directory, adapter: Directory) -> tuple[Update, ...]:
    """The adapter's updates; raises ModelError when it is no adapter, or not one for `base`."""
    told = {str(adapter.values.get(key, "")) for key in ("general.type", "adapter.type")}
    if told != {"adapter", "lora"}:
        raise ModelError(f"{adapter.path.name} is not a LoRA adapter; correct FOOTNOTE_LORA.")
    if _ON_CALL in adapter.arrays or not adapter.tensors:
        raise ModelError(f"{adapter.path.name} is an adapter that cannot be merged into a model.")
    foreign = ModelError(
        f"{adapter.path.name} is not an adapter for {base.path.name}; correct or unset "
        "FOOTNOTE_LORA."
    )
    if adapter.architecture != base.architecture:
        raise foreign
    names = {
        name.removesuffix(part)
        for name in adapter.tensors
        for part in _PARTS
        if name.endswith(part)
    }
    if len(names) * 2 != len(adapter.tensors):
        raise foreign
    updates = []
    for name in sorted(names):
        weight = base.tensors.get(name)
        a, b = (adapter.tensors.get(name + part) for part in _PARTS)
        if weight is None or a is None or b is None or not _fits(weight, a, b):
            raise foreign
        updates.append(Update(weight, a, b))
    if _EMBEDDING in names and "output.weight" not in base.tensors:
        # one matrix serves both ends of the model, and the adapter changes one of them
        raise ModelError(f"{adapter.path.name} changes the embeddings alone: it cannot be merged.")
    return tuple(updates)


def merge(model: Path, adapter: Path) -> None:
    """Add the adapter to the weights of `model`, in place. Memory: some 50 MB.

    model: its changed weights must be in float16 or float32. Raises ModelError when the adapter
    does not fit, or a tensor is in a layout that this cannot change.
    """
    import numpy as np

    base, added = read(model), read(adapter)
    alpha = float(added.values.get("adapter.lora.alpha", 0.0))
    for update in check(base, added):
        weight = _mapped(model, update.weight, "r+")
        for rows, delta in _deltas(added.path, update):
            delta *= np.float32(alpha / update.rank if alpha else 1.0)
            delta += weight[rows]
            weight[rows] = delta


def _fits(weight: Tensor, a: Tensor, b: Tensor) -> bool:
    """Whether b @ a has the weight's shape. That of embeddings is stored the other way round."""
    if not len(weight.shape) == len(a.shape) == len(b.shape) >= 2:
        return False
    if weight.name == _EMBEDDING:
        return a.shape == (b.shape[0], weight.shape[1]) and b.shape[1] == weight.shape[0]
    inner, outer, *experts = weight.shape
    rank = b.shape[0]
    return a.shape == (inner, rank, *experts) and b.shape == (rank, outer, *experts)


def _deltas(path: Path, update: Update) -> Iterator[tuple[tuple[int, slice] | slice, Matrices]]:
    """Places in the weight, and what is to be added there; the rank's product, not yet scaled."""
    import numpy as np

    a, b = _values(path, update.a), _values(path, update.b)
    left, right = (a, b.T) if update.weight.name == _EMBEDDING else (b, a)
    step = max(1, _AT_ONCE // update.weight.shape[0])
    for start in range(0, left.shape[-2], step):
        rows = slice(start, start + step)
        if left.ndim == 2:
            yield rows, np.matmul(left[rows], right)
        else:
            for expert in range(len(left)):
                yield (expert, rows), np.matmul(left[expert, rows], right[expert])


def _values(path: Path, tensor: Tensor) -> Matrices:
    """The numbers of an adapter's tensor as float32."""
    import numpy as np

    stored = _mapped(path, tensor, "r")
    if tensor.kind == BF16:
        bits: npt.NDArray[np.uint32] = stored.astype(np.uint32) << np.uint32(16)
        return bits.view(np.float32)
    return np.asarray(stored, np.float32)


def _mapped(path: Path, tensor: Tensor, mode: Literal["r", "r+"]) -> Stored:
    """A tensor in its file; with r+, what is assigned to it is written there."""
    import numpy as np

    kinds = {F32: "<f4", F16: "<f2"} | ({BF16: "<u2"} if mode == "r" else {})
    if tensor.kind not in kinds:
        raise ModelError(
            f"{path.name} keeps {tensor.name} in a quantised layout, so that it cannot be merged."
        )
    shape = tuple(reversed(tensor.shape))
    return np.memmap(path, np.dtype(kinds[tensor.kind]), mode, tensor.offset, shape)
