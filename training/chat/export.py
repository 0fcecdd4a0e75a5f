"""From a checkpoint to the GGUF adapter that llama.cpp puts on the packaged model, in float16.

A checkpoint's update is `b @ a` as it stands, so that alpha is the rank: llama.cpp multiplies by
alpha / rank. Rows of `b` of q and k are put in the GGUF's order; wrongly ordered ones do not fail,
they only make the answers worse.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from app.models import ADAPTER
from training.chat.weights import LINEAR, gguf_package, gguf_rows, heads
from training.options import export_parser

_KEY = re.compile(rf"model\.layers\.(\d+)\.({'|'.join(map(re.escape, LINEAR))})\.([ab])")


def export(checkpoint: Path, adapter: Path = ADAPTER) -> Path:
    """Write the adapter, and return its path.

    checkpoint: of `training.chat.train`. Raises ValueError when it holds anything else, OSError
    when it cannot be read, ModuleNotFoundError without gguf.
    """
    learned: dict[str, Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)
    return write(learned, adapter, heads())


def write(learned: dict[str, Tensor], adapter: Path, heads: dict[str, int]) -> Path:
    """Write updates as an adapter. heads: as `training.chat.weights.heads` tells them."""
    tensors = dict(_renamed(name, each.float(), heads) for name, each in learned.items())
    (rank,) = {each.shape[0] for name, each in tensors.items() if name.endswith("lora_a")}
    adapter.parent.mkdir(parents=True, exist_ok=True)
    gguf = gguf_package()
    writer = gguf.GGUFWriter(adapter, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, float(rank))
    for name, each in tensors.items():
        writer.add_tensor(name, np.ascontiguousarray(each.numpy().astype(np.float16)))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return adapter


def _renamed(name: str, update: Tensor, heads: dict[str, int]) -> tuple[str, Tensor]:
    """Name and values as llama.cpp has them."""
    key = _KEY.fullmatch(name)
    if key is None:
        raise ValueError(f"{name} is no part of a chat adapter's checkpoint")
    block, layer, part = key.groups()
    if part == "b" and layer in heads:
        update = gguf_rows(update, heads[layer])
    return f"blk.{block}.{LINEAR[layer]}.weight.lora_{part}", update


def main(argv: Sequence[str] | None = None) -> int:
    """Export; argv: by default the process's."""
    parser = export_parser("training.chat.export", __doc__, "chat.pt", ADAPTER)
    options = parser.parse_args(argv)
    path = export(options.checkpoint, options.adapter)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
