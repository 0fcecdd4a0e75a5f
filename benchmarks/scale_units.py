"""Units made in any number from a few thousand real ones, so that they lie together as texts do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexes.windows import Vectors

PER_DOCUMENT = 100
OWN, OTHER, NOISE = 0.8, 0.45, 0.35
"""Weights of a made vector's parts: a real vector, another real one, a random direction."""

MOST = 8000
_SENTENCE = re.compile(r"[^.!?\n]{30,300}[.!?\n]")


@dataclass(frozen=True, slots=True)
class Real:
    """texts: real sentences, at least two. vectors: of them, shape (n, d), unit length."""

    texts: Sequence[str]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Document:
    """ids: consecutive. vectors: shape (len(ids), d), unit length; texts: one for each."""

    name: str
    ids: range
    vectors: Vectors
    texts: list[str]


def sentences(folder: Path) -> list[str]:
    """Up to MOST different sentences of a folder's texts, spread evenly."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt"))
    found = (match.group().strip() for path in paths for match in _SENTENCE.finditer(_text(path)))
    different = list(dict.fromkeys(found))
    return different[:: max(1, -(-len(different) // MOST))]


def documents(real: Real, units: int) -> Iterator[Document]:
    """The same for the same numbers. Vectors and texts mix the same two real sentences."""
    for number, first in enumerate(range(0, units, PER_DOCUMENT)):
        ids = range(first, min(units, first + PER_DOCUMENT))
        random = np.random.default_rng(number)
        own, other = random.integers(0, len(real.texts), (2, len(ids)))
        noise = random.standard_normal((len(ids), real.vectors.shape[1]), np.float32)
        noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        mixed = OWN * real.vectors[own] + OTHER * real.vectors[other] + noise
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        pairs = zip(own, other, strict=True)
        texts = [f"{_half(real.texts[a])} {_half(real.texts[b])}" for a, b in pairs]
        yield Document(f"document-{number}", ids, np.asarray(mixed, np.float32), texts)


def _half(text: str) -> str:
    words = text.split()
    return " ".join(words[: -(-len(words) // 2)])


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
