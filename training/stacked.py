"""What learns on top of the reranker's adapter: MiniLM with that merged in, and both in one file.

With A1, B1 of the reranker and A2, B2 of what learnt, B1 A1 + B2 A2 = [B1 B2] [A1; A2].
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoModel, BertModel

from indexes.minilm import LAYERS, default_embedding_path
from training.common import adapt

_LAYERS = "m.encoder."


def merged(weights: Mapping[str, Tensor]) -> BertModel:
    """The packaged model with an adapter, as `indexes.minilm.updated` takes it, added for good."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    model: BertModel = AutoModel.from_pretrained(default_embedding_path(), dtype=torch.float32)
    with torch.no_grad():
        for number, layer in enumerate(model.encoder.layer):
            for name in LAYERS:
                key = f"layer.{number}.{name}"
                update = weights[f"{key}.b"].float() @ weights[f"{key}.a"].float()
                layer.get_parameter(f"{name}.weight").add_(update)
    return model


def stacked(below: Mapping[str, Tensor], rank: int, frozen: torch.dtype) -> BertModel:
    """MiniLM with the reranker's adapter, frozen, and updates that learn.

    below: the adapter's weights. frozen: the precision of the model, and of all products in it. Its
    attention drops out nothing: that took a quarter of the time.
    """
    model = merged(below)
    nn.Module.to(model, frozen)  # transformers leaves its own `to` without types
    model.set_attn_implementation("eager")
    for layer in model.encoder.layer:
        dropout = layer.get_submodule("attention.self.dropout")
        assert isinstance(dropout, nn.Dropout)
        dropout.p = 0.0
    adapt(model, rank, frozen)
    return model


def write(checkpoint: Path, adapter: Path, below: Path, heads: tuple[str, ...]) -> Path:
    """Write what learnt and the reranker's adapter as one, in float16; returns its path.

    checkpoint: of a module whose part `m` is of `stacked`. below: the file of the adapter it was
    made with. heads: what the names of the other parts' weights begin with. Raises ValueError when
    the checkpoint holds anything else, or other layers than the reranker's adapter; OSError when a
    file cannot be read.
    """
    learned: dict[str, Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)
    base = load_file(below)
    weights: dict[str, Tensor] = {}
    for name, each in learned.items():
        if name.startswith(heads):
            weights[name] = each
        elif name.startswith(_LAYERS):
            layer = name.removeprefix(_LAYERS)
            if layer not in base:
                raise ValueError(f"{layer} is not in {below}; give the reranker trained on")
            weights[layer] = torch.cat([base[layer].float(), each.float()], _across(layer))
        else:
            raise ValueError(
                f"{name} in {checkpoint} is no part of such a checkpoint; give another"
            )
    adapter.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: each.half().contiguous() for name, each in weights.items()}, adapter)
    return adapter


def _across(layer: str) -> int:
    """The rank's axis: `.a` has shape (rank, in), `.b` (out, rank)."""
    return 0 if layer.endswith(".a") else 1
