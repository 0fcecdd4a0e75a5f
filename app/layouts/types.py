"""What the preparing of a model tells and gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

AS_IT_IS = "as it is"
"""The layout of a model that is best left alone: its own file, its adapter put on at run time."""

Made = Literal["F16", "Q8_0", "Q4_0"]
"""Layouts that llama.cpp is asked to make. 16, 8.5 and 4.5 bits a weight; llama.cpp keeps the
embeddings of a Q4_0 in more."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """How to load a model. path: the GGUF file. merged: it holds the adapter, so load none.

    layout: `F16`, `Q8_0`, `Q4_0`, or `as it is`, when path is the model's own file.
    decode_threads: those that generate fastest, from 1 to the cores; prompts take all.
    """

    path: Path
    merged: bool
    layout: str
    decode_threads: int


@dataclass(frozen=True, slots=True)
class Step:
    """How far the preparing is: `done` of `total` steps; text: what is done now or was found."""

    done: int
    total: int
    text: str


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens per second. prompt: reading one with all threads.

    generated: pairs of threads and what they generate, at least one.
    """

    prompt: float
    generated: tuple[tuple[int, float], ...]

    @property
    def decode_threads(self) -> int:
        """Threads that generate fastest; the fewest where several do."""
        return max(self.generated, key=lambda pair: (pair[1], -pair[0]))[0]

    @property
    def generates(self) -> float:
        """Tokens per second with `decode_threads`."""
        return max(speed for _, speed in self.generated)


@dataclass(frozen=True, slots=True)
class Faith:
    """How near the next-token distributions are to those of the original.

    same_first: share of the positions at which the original is decided, where the layout has the
    same likeliest token: 0 to 1. divergence: mean Kullback-Leibler divergence from the original's
    over all `positions`, in nats.
    """

    same_first: float
    divergence: float
    positions: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a layout achieved here. size: of its file, bytes. failure: why it cannot be used.

    faith: None for the original. A trial with a failure has neither speed nor faith, one that is
    not faithful no speed.
    """

    layout: str
    size: int = 0
    speed: Speed | None = None
    faith: Faith | None = None
    failure: str = ""
