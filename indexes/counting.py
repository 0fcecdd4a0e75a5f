"""How often each word stands in each window of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.windows import REACH, WEIGHTS
from indexes.words import stems

HEADING_WEIGHT = 0.5
"""A word in the heading path counts half of one in the chunk."""

MOST = 60_000.0
"""A word counts at most so often in a window: what a 16-bit float holds."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The terms of some windows. Entry i: window windows[i] holds term terms[i] counts[i] times.

    names: of the terms, by number, each in some window. No pair of window and term stands twice.
    """

    names: tuple[str, ...]
    terms: npt.NDArray[np.int32]
    windows: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float16]

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.terms)


def count(first: int, spoken: Sequence[str], headings: Sequence[str]) -> Counted:
    """Count the words of a document's windows. first: chunk id of the first; ids are consecutive.

    A word of a chunk counts in the windows of its neighbours too, the less the farther.
    """
    numbers: dict[str, int] = {}
    own, own_at = _numbered(spoken, numbers)
    under, under_at = _numbered(headings, numbers)
    terms, places = [own, under], [own_at, under_at]
    weights = [np.full(len(own), WEIGHTS[0]), np.full(len(under), HEADING_WEIGHT)]
    for distance in range(1, REACH + 1):
        for shift in (-distance, distance):
            inside = (own_at + shift >= 0) & (own_at + shift < len(spoken))
            terms.append(own[inside])
            places.append(own_at[inside] + shift)
            weights.append(np.full(len(terms[-1]), WEIGHTS[distance]))
    pairs = np.concatenate(places) * max(len(numbers), 1) + np.concatenate(terms)
    pairs, entry = np.unique(pairs, return_inverse=True)
    counts = np.bincount(entry, np.concatenate(weights), len(pairs))
    windows, names = np.divmod(pairs, max(len(numbers), 1))
    return Counted(
        tuple(numbers),
        names.astype(np.int32),
        (windows + first).astype(np.int32),
        np.minimum(counts, MOST).astype(np.float16),
    )


def _numbered(
    texts: Sequence[str], numbers: dict[str, int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The number of each stem of each text, and of the text; new stems get the next number."""
    found = [[numbers.setdefault(stem, len(numbers)) for stem in stems(text)] for text in texts]
    terms = np.fromiter((number for each in found for number in each), np.int64)
    return terms, np.repeat(np.arange(len(found)), [len(each) for each in found])
