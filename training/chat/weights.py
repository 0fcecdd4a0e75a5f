"""The packaged GGUF as a model of transformers: dequantised, in the order of rows that torch needs.

A GGUF of the Llama family keeps the rows of each head of q and k in pairs (first and second half of
the head in turn), transformers one half after the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import LlamaConfig, LlamaForCausalLM

from app.models import default_model_path

LINEAR = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
"""The linear layers of each block, and what a GGUF calls them."""

_NORMS = {"input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm"}
_BLOCK = {theirs: ours for ours, theirs in (LINEAR | _NORMS).items()}
_OUTSIDE = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}


def gguf_package() -> Any:  # a module that need not be installed
    """The package gguf; raises ModuleNotFoundError that says how to install it."""
    try:
        import gguf
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "The training of the chat model needs the package gguf: run "
            "`pip install -r training/requirements.txt`."
        ) from error
    return gguf


def load(path: Path | None = None, dtype: torch.dtype = torch.float32) -> LlamaForCausalLM:
    """The model of a Llama GGUF; path: by default the packaged one.

    Raises ModuleNotFoundError without gguf, ValueError for a file with other tensors than a Llama
    has.
    """
    reader = gguf_package().GGUFReader(path or default_model_path())
    model = LlamaForCausalLM(_config(reader))
    model.set_attn_implementation("eager")  # the fastest backward pass on a CPU
    heads = _heads(reader)
    weights = dict(_weight(tensor, heads) for tensor in reader.tensors)
    absent = model.load_state_dict(weights, strict=False)
    odd = {*absent.unexpected_keys, *absent.missing_keys} - {"lm_head.weight"}
    if odd:
        raise ValueError(f"{path or 'the packaged model'} is no Llama that is known: {sorted(odd)}")
    nn.Module.to(model, dtype)  # transformers leaves its own `to` without types
    return model


def heads(path: Path | None = None) -> dict[str, int]:
    """Of the layers whose rows a GGUF orders by heads, how many heads they have."""
    return _heads(gguf_package().GGUFReader(path or default_model_path()))


def gguf_rows(weight: Tensor, heads: int) -> Tensor:
    """Rows in the GGUF's order; weight: shape (out, in), in transformers' order."""
    out, width = weight.shape
    return weight.reshape(heads, 2, out // heads // 2, width).swapaxes(1, 2).reshape(out, width)


def torch_rows(weight: Tensor, heads: int) -> Tensor:
    """The inverse of `gguf_rows`."""
    out, width = weight.shape
    return weight.reshape(heads, out // heads // 2, 2, width).swapaxes(1, 2).reshape(out, width)


def _config(reader: Any) -> LlamaConfig:  # a GGUFReader, whose package may be absent
    def told(key: str) -> Any:  # int, float or list, as the key has it
        return reader.get_field(key).contents()

    return LlamaConfig(
        hidden_size=told("llama.embedding_length"),
        intermediate_size=told("llama.feed_forward_length"),
        num_hidden_layers=told("llama.block_count"),
        num_attention_heads=told("llama.attention.head_count"),
        num_key_value_heads=told("llama.attention.head_count_kv"),
        vocab_size=len(told("tokenizer.ggml.tokens")),
        rms_norm_eps=told("llama.attention.layer_norm_rms_epsilon"),
        rope_parameters={"rope_type": "default", "rope_theta": told("llama.rope.freq_base")},
        max_position_embeddings=told("llama.context_length"),
        tie_word_embeddings="output.weight" not in {each.name for each in reader.tensors},
    )


def _heads(reader: Any) -> dict[str, int]:
    return {
        "self_attn.q_proj": int(reader.get_field("llama.attention.head_count").contents()),
        "self_attn.k_proj": int(reader.get_field("llama.attention.head_count_kv").contents()),
    }


def _weight(tensor: Any, heads: dict[str, int]) -> tuple[str, Tensor]:
    """Name and weight for transformers. tensor: a ReaderTensor."""
    values = gguf_package().quants.dequantize(tensor.data, tensor.tensor_type)
    weight = torch.from_numpy(np.array(values, np.float32))
    if tensor.name in _OUTSIDE:
        return _OUTSIDE[tensor.name], weight
    parts = tensor.name.split(".")
    layer = _BLOCK.get(parts[2]) if parts[0] == "blk" and len(parts) == 4 else None
    if layer is None:
        return tensor.name, weight  # `load` names it
    if layer in heads:
        weight = torch_rows(weight, heads[layer])
    return f"model.layers.{parts[1]}.{layer}.weight", weight
