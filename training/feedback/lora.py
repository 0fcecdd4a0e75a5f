"""From the GGUF adapter that llama.cpp loads back to the updates that torch trains on.

The inverse of `training.chat.export`: alpha / rank, by which llama.cpp multiplies, goes into `b`,
and the rows of `b` of q and k come into the order of transformers.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformers import LlamaForCausalLM

from training.chat.model import adapt
from training.chat.weights import LINEAR, gguf_package, heads, load, torch_rows

_LAYERS = {theirs: ours for ours, theirs in LINEAR.items()}
_KEY = re.compile(rf"blk\.(\d+)\.({'|'.join(_LAYERS)})\.weight\.lora_([ab])")


def read(adapter: Path, heads: dict[str, int]) -> dict[str, Tensor]:
    """The adapter's updates as a checkpoint of `training.chat.train` holds them, float32.

    heads: as `training.chat.weights.heads` tells them. Raises ValueError for a file that is no LoRA
    of a Llama, ModuleNotFoundError without gguf.
    """
    reader = gguf_package().GGUFReader(adapter)
    alpha = reader.get_field("adapter.lora.alpha")
    if alpha is None:
        raise ValueError(f"{adapter} is no LoRA adapter: it does not tell its alpha")
    found = dict(_part(str(each.name), each.data, heads) for each in reader.tensors)
    ranks = {each.shape[0] for name, each in found.items() if name.endswith(".a")}
    if len(ranks) != 1:
        raise ValueError(f"{adapter} has updates of ranks {sorted(ranks)}; one rank is needed")
    scale = float(alpha.contents()) / ranks.pop()
    return {name: each * scale if name.endswith(".b") else each for name, each in found.items()}


def _part(name: str, data: np.ndarray, heads: dict[str, int]) -> tuple[str, Tensor]:
    key = _KEY.fullmatch(name)
    if key is None:
        raise ValueError(f"{name} is no update of a layer that Footnote trains")
    block, theirs, part = key.groups()
    layer = _LAYERS[theirs]
    update = torch.from_numpy(np.array(data, np.float32))
    if part == "b" and layer in heads:
        update = torch_rows(update, heads[layer])
    return f"model.layers.{block}.{layer}.{part}", update


def adapted(
    adapter: Path, base: Path | None = None, dtype: torch.dtype = torch.float32
) -> LlamaForCausalLM:
    """The chat model with the adapter on it, ready to learn further.

    base: the GGUF of the chat model; by default the packaged one. dtype: of its frozen weights.
    Raises ValueError when the two do not fit together.
    """
    updates = read(adapter, heads(base))
    model = load(base, dtype)
    adapt(model, next(each.shape[0] for name, each in updates.items() if name.endswith(".a")))
    learning = {name: each for name, each in model.named_parameters() if each.requires_grad}
    shapes = {name: each.shape for name, each in learning.items()}
    if {name: each.shape for name, each in updates.items()} != shapes:
        raise ValueError(f"{adapter} was not made for this chat model")
    with torch.no_grad():
        for name, each in learning.items():
            each.copy_(updates[name])
    return model
