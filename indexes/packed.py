"""A BERT encoder with its weights laid out for this processor once, instead of at every call.

PyTorch brings a weight matrix into the order that oneDNN wants whenever it is multiplied. For a
question of fifteen tokens that costs more than the arithmetic; here it is done when the model is
loaded. Vectors are those of the model (float32: to the last digits; bfloat16: to its rounding).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from indexes.windows import Vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.models.bert.modeling_bert import BertLayer, BertModel

    Step = Callable[[torch.Tensor], torch.Tensor]

ROWS = 1536
"""Tokens that the layout is made for; measured, it is as quick for the fifteen of a question."""


def fits(model: SentenceTransformer) -> bool:
    """Whether `Packed` computes what the model does: BERT, mean of the tokens, on this CPU."""
    import torch

    kinds = [type(module).__name__ for module in model]
    bert = _bert(model)
    if bert is None or kinds[1:] not in (["Pooling"], ["Pooling", "Normalize"]):
        return False
    config = bert.config
    return (
        getattr(model[1], "pooling_mode", "") in ("mean", ("mean",), ["mean"])
        and config.hidden_act == "gelu"
        and getattr(config, "position_embedding_type", "absolute") in (None, "absolute")
        and not config.is_decoder
        and bert.device.type == "cpu"
        and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]  # torch's own
        and (
            bert.dtype == torch.float32
            or (bert.dtype == torch.bfloat16 and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()))
        )
    )


def _bert(model: SentenceTransformer) -> BertModel | None:
    from transformers.models.bert.modeling_bert import BertModel

    inner = getattr(model[0], "auto_model", None)
    return inner if isinstance(inner, BertModel) else None


class Packed:
    """The model's weights, packed; they take their memory a second time."""

    def __init__(self, model: SentenceTransformer) -> None:
        """Take over the weights of a model that `fits`."""
        bert = _bert(model)
        assert bert is not None, "the model fits"
        table = bert.embeddings
        self._words = table.word_embeddings.weight.detach()
        # every token is of the first of the two sentences that BERT can tell apart
        kind = table.token_type_embeddings.weight[0]
        self._places = (table.position_embeddings.weight + kind).detach()
        self._first = _norm(table.LayerNorm)
        self._heads = int(bert.config.num_attention_heads)
        self._layers = [_layer(layer, self._heads) for layer in _each(bert)]

    def __call__(self, ids: list[list[int]]) -> Vectors:
        """Means of the tokens' vectors, shape (texts, d), of any length. ids: texts of one length.

        Computed in the calling thread.
        """
        import torch

        with torch.inference_mode():
            tokens = torch.tensor(ids)
            state = self._first(self._words[tokens] + self._places[: tokens.shape[1]])
            for layer in self._layers:
                state = layer(state)
            return np.asarray(state.float().mean(1).numpy(), np.float32)


def _each(bert: BertModel) -> list[BertLayer]:
    layers: list[BertLayer] = list(bert.encoder.layer)  # type: ignore[arg-type]  # torch: Module
    return layers


def _layer(layer: BertLayer, heads: int) -> Step:
    """Attention, then the feed-forward network, each added to its input and scaled."""
    import torch

    attention, own = layer.attention, layer.attention.self
    project = _linear([own.query, own.key, own.value])
    gather, after = _linear([attention.output.dense]), _norm(attention.output.LayerNorm)
    widen, narrow = _linear([layer.intermediate.dense]), _linear([layer.output.dense])
    last = _norm(layer.output.LayerNorm)

    def step(state: torch.Tensor) -> torch.Tensor:
        texts, length, width = state.shape
        query, key, value = project(state).view(texts, length, 3, heads, -1).permute(2, 0, 3, 1, 4)
        seen = torch.nn.functional.scaled_dot_product_attention(query, key, value)
        state = after(state + gather(seen.transpose(1, 2).reshape(texts, length, width)))
        return last(state + narrow(torch.nn.functional.gelu(widen(state))))

    return step


def _linear(layers: list[torch.nn.Linear]) -> Step:
    """Several linear layers of one input as one, packed."""
    import torch

    weight = torch.cat([layer.weight.detach() for layer in layers])
    bias = torch.cat([layer.bias.detach() for layer in layers])
    packed = torch.ops.mkldnn._reorder_linear_weight(weight, ROWS)
    multiply = torch.ops.mkldnn._linear_pointwise
    return lambda state: multiply(state, packed, bias, "none", [], "")


def _norm(layer: torch.nn.LayerNorm) -> Step:
    import torch

    shape, weight, bias = layer.normalized_shape, layer.weight.detach(), layer.bias.detach()
    return lambda state: torch.nn.functional.layer_norm(state, shape, weight, bias, layer.eps)
