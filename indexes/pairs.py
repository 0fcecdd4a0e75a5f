"""A question and a passage as MiniLM reads them together, in batches; and phrases in the passage.

What a model was trained on and what it reads afterwards are made here alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from indexes.minilm import END, START, Offsets, word_pieces

if TYPE_CHECKING:
    import torch
    from torch import nn

QUESTION_TOKENS = 48
PASSAGE_TOKENS = 300
"""Most tokens that are read of a question, and of a passage."""

SPAN_TOKENS = 30
"""Most tokens of a phrase."""

Logits = npt.NDArray[np.float32]


class Tokens(Protocol):
    """Tokens to read. kinds: of each, 0 for the question's and 1 for the passage's."""

    @property
    def tokens(self) -> Sequence[int]: ...
    @property
    def kinds(self) -> Sequence[int]: ...


@dataclass(frozen=True, slots=True)
class Pair:
    """[CLS] question [SEP] passage [SEP].

    tokens, kinds: as `Tokens`. first: place of the passage's first token. offsets: of each of the
    passage's tokens, its characters (start, end) in the passage. chunks: of each chunk the places
    of its first token and behind its last; None where nothing of it is read.
    """

    tokens: tuple[int, ...]
    kinds: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]
    chunks: tuple[tuple[int, int] | None, ...]


class Pairs:
    """Makes pairs. May be shared between threads."""

    def __init__(self) -> None:
        self._pieces = word_pieces()

    def question(self, text: str) -> list[int]:
        """The tokens of a question, QUESTION_TOKENS at most."""
        return self._pieces.ids([text], QUESTION_TOKENS)[0]

    def pair(self, asked: Sequence[int], texts: Sequence[str]) -> Pair:
        """asked: of `question`. texts: the passage's chunks, which a space joins; what is behind
        PASSAGE_TOKENS is not read.
        """
        ids, offsets = self._pieces.placed(" ".join(texts), PASSAGE_TOKENS)
        before = (START, *asked, END)
        tokens = (*before, *ids, END)
        kinds = (0,) * len(before) + (1,) * (len(ids) + 1)
        chunks = tuple(_placed(offsets, start, end, len(before)) for start, end in bounds(texts))
        return Pair(tokens, kinds, len(before), tuple(offsets), chunks)


def bounds(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Of each text, its start and end in all of them joined by a space."""
    found, start = [], 0
    for text in texts:
        found.append((start, start + len(text)))
        start += len(text) + 1
    return found


def _placed(offsets: Offsets, start: int, end: int, first: int) -> tuple[int, int] | None:
    inside = [at for at, (left, right) in enumerate(offsets) if left >= start and right <= end]
    return (first + inside[0], first + inside[-1] + 1) if inside else None


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Places of inputs of like length together, of at most `most` tokens when padded.

    lengths: of each input, in tokens. One that is longer than `most` is a batch of its own.
    """
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[at] > most:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def padded(inputs: Sequence[Tokens]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Tokens, kinds and mask (1 where there is a token), each of shape (inputs, longest)."""
    import torch

    longest = max(len(each.tokens) for each in inputs)
    tokens = torch.zeros(len(inputs), longest, dtype=torch.long)
    kinds, mask = torch.zeros_like(tokens), torch.zeros_like(tokens)
    for row, each in enumerate(inputs):
        tokens[row, : len(each.tokens)] = torch.tensor(each.tokens)
        kinds[row, : len(each.kinds)] = torch.tensor(each.kinds)
        mask[row, : len(each.tokens)] = 1
    return tokens, kinds, mask


def span_scores(starts: Logits, ends: Logits) -> Logits:
    """Of each phrase the sum of its logits; row: first token, column: last token.

    starts, ends: shape (n,). Returns shape (n, n), -inf where the end is before the start or the
    phrase has more than SPAN_TOKENS.
    """
    scores = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones(scores.shape, bool)) & np.tril(
        np.ones(scores.shape, bool), SPAN_TOKENS - 1
    )
    return np.where(allowed, scores, -np.inf).astype(np.float32)


def span_head(width: int = 384) -> nn.Sequential:
    """From a token's state to two logits: that the answer starts, and that it ends, there."""
    from torch import nn

    return nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 2))


def one_thread() -> None:
    """In a worker: its own matrix products stay on it."""
    import torch

    torch.set_num_threads(1)
