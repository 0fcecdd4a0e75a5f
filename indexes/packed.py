"""A BERT encoder with its weights laid out for this processor once, instead of at every call.

PyTorch brings a weight matrix into the order that oneDNN wants whenever it is multiplied. For a
question of fifteen tokens that costs more than the arithmetic; here it is done when the model is
loaded. States are those of the model (float32: to the last digits; bfloat16: to its rounding).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexes.windows import Vectors

if TYPE_CHECKING:
    import torch

    Weights = Callable[[str], torch.Tensor]
    Linear = Callable[[torch.Tensor], torch.Tensor]
    Step = Callable[[torch.Tensor, torch.Tensor | None], torch.Tensor]

ROWS = 1536
"""Tokens that the layout is made for; measured, it is as quick for the fifteen of a question."""

WORDS = "embeddings.word_embeddings.weight"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the weights do not tell. epsilon: keeps the scaling of states from dividing by 0."""

    layers: int
    heads: int
    epsilon: float


class Encoder:
    """BERT's states of tokens. Computes in the calling thread; may be shared between threads."""

    def __init__(
        self, weights: Weights, words: torch.Tensor, shape: Shape, dtype: torch.dtype
    ) -> None:
        """weights: gives each weight by the name that transformers' BertModel has for it; none is
        kept as it is. words: the table WORDS, which is kept, in any precision. dtype: float32 or
        bfloat16, in which all is computed. Raises what `weights` does.
        """
        import torch

        self._words, self._dtype = words, dtype
        self.width = int(words.shape[1])
        with torch.no_grad():
            self._places = weights("embeddings.position_embeddings.weight").to(dtype, copy=True)
            self._kinds = weights("embeddings.token_type_embeddings.weight").to(dtype, copy=True)
            self._first_kind = self._places + self._kinds[0]
            self._scaled = _norm(weights, "embeddings.LayerNorm", shape, dtype)
            self._layers = [
                _layer(weights, f"encoder.layer.{number}", shape, dtype)
                for number in range(shape.layers)
            ]

    def __call__(
        self,
        tokens: torch.Tensor,
        kinds: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """States, shape (texts, length, width). tokens: shape (texts, length).

        kinds: of each token the sentence that it is of, 0 or 1; None: 0. mask: 1 where there is a
        token and 0 where there is none; None: there is one everywhere. Both of the same shape.
        """
        import torch

        with torch.inference_mode():
            length = tokens.shape[1]
            state = self._words[tokens].to(self._dtype)
            if kinds is None:
                state = state + self._first_kind[:length]
            else:
                state = state + self._kinds[kinds] + self._places[:length]
            seen = None if mask is None or bool(mask.all()) else mask.bool()[:, None, None, :]
            state = self._scaled(state)
            for layer in self._layers:
                state = layer(state, seen)
            return state

    def means(self, ids: Sequence[Sequence[int]]) -> Vectors:
        """Means of the tokens' states, shape (texts, width), of any length.

        ids: tokens of texts that all have one length.
        """
        import torch

        with torch.inference_mode():
            states = self(torch.tensor(ids))
            return np.asarray(states.float().mean(1).numpy(), np.float32)


def _layer(weights: Weights, name: str, shape: Shape, dtype: torch.dtype) -> Step:
    """Attention, then the feed-forward network, each added to its input and scaled."""
    import torch

    own, output = f"{name}.attention.self", f"{name}.attention.output"
    project = _linear(weights, [f"{own}.query", f"{own}.key", f"{own}.value"], dtype)
    gather = _linear(weights, [f"{output}.dense"], dtype)
    after = _norm(weights, f"{output}.LayerNorm", shape, dtype)
    widen = _linear(weights, [f"{name}.intermediate.dense"], dtype)
    narrow = _linear(weights, [f"{name}.output.dense"], dtype)
    last = _norm(weights, f"{name}.output.LayerNorm", shape, dtype)

    def step(state: torch.Tensor, seen: torch.Tensor | None) -> torch.Tensor:
        texts, length, width = state.shape
        parts = project(state).view(texts, length, 3, shape.heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        found = torch.nn.functional.scaled_dot_product_attention(query, key, value, seen)
        state = after(state + gather(found.transpose(1, 2).reshape(texts, length, width)))
        return last(state + narrow(torch.nn.functional.gelu(widen(state))))

    return step


def _linear(weights: Weights, names: Sequence[str], dtype: torch.dtype) -> Linear:
    """Several linear layers of one input as one, packed where this processor's oneDNN can."""
    import torch

    weight = torch.cat([weights(f"{name}.weight").to(dtype) for name in names])
    bias = torch.cat([weights(f"{name}.bias").to(dtype) for name in names])
    if not packs(dtype):
        return lambda state: torch.nn.functional.linear(state, weight, bias)
    packed = torch.ops.mkldnn._reorder_linear_weight(weight, ROWS)
    multiply = torch.ops.mkldnn._linear_pointwise
    return lambda state: multiply(state, packed, bias, "none", [], "")


def packs(dtype: torch.dtype) -> bool:
    """Whether oneDNN is in this torch and knows the precision on this processor."""
    import torch

    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]  # torch's own
        return False
    return dtype == torch.float32 or (
        dtype == torch.bfloat16 and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    )


def _norm(weights: Weights, name: str, shape: Shape, dtype: torch.dtype) -> Linear:
    import torch

    weight = weights(f"{name}.weight").to(dtype, copy=True)
    bias = weights(f"{name}.bias").to(dtype, copy=True)
    size, epsilon = list(weight.shape), shape.epsilon
    return lambda state: torch.nn.functional.layer_norm(state, size, weight, bias, epsilon)
