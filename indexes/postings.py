"""Which windows hold which term, and how often: the arrays behind BM25."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indexes.counting import Counted
from indexes.vocabulary import Vocabulary

K1, B = 1.2, 0.75
"""Okapi BM25's saturation and length normalisation, the usual values."""

IMPACT_UNIT = (K1 + 1) / 65535
"""What impacts are stored as multiples of: the highest possible one just fits into 16 bits."""

Kind = TypeVar("Kind", bound=np.generic)
Windows = npt.NDArray[np.int32]

_TYPES = {
    "starts": np.int64,
    "windows": np.int32,
    "counts": np.float16,
    "impacts": np.uint16,
    "lengths": np.float32,
}
_AT_ONCE = 1 << 20
"""Entries whose impacts are worked out together."""


@dataclass(frozen=True, slots=True)
class Postings:
    """windows[starts[t] : starts[t + 1]] are the ids of the windows with term t, ascending.

    counts: how often, headings weighted. impacts: BM25's term weight without the rarity, from it,
    in units of IMPACT_UNIT, at least 1. lengths: sum of the counts of each window, by id; 0 where
    there is none. size: windows with words. Every term stands in a window.
    """

    vocabulary: Vocabulary
    starts: npt.NDArray[np.int64]
    windows: Windows
    counts: npt.NDArray[np.float16]
    impacts: npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.float32]
    size: int

    def of(self, term: str) -> slice:
        """Where a term's entries are; an empty slice for an unknown one."""
        number = self.vocabulary.number(term)
        return slice(0, 0) if number is None else self.at(number)

    def at(self, number: int) -> slice:
        """Where the entries of the term with this number are."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def save(self, folder: Path) -> None:
        """Write into the folder, which is made. Raises OSError when it cannot."""
        folder.mkdir(parents=True, exist_ok=True)
        self.vocabulary.save(folder)
        for name in _TYPES:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """What `save` wrote, memory-mapped; raises OSError or ValueError when it is damaged."""
        vocabulary = Vocabulary.load(folder)
        # plain arrays on the same memory: a memmap costs microseconds at every slice
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _TYPES
        }
        starts, windows, counts, impacts, lengths = arrays.values()
        if any(arrays[name].dtype != kind for name, kind in _TYPES.items()):
            raise ValueError(f"The files in {folder} are not of this kind.")
        whole = len(starts) == len(vocabulary) + 1 and int(starts[-1]) == len(windows)
        if not whole or not len(windows) == len(counts) == len(impacts):
            raise ValueError(f"The files in {folder} do not belong together.")
        size = int(np.count_nonzero(lengths))
        return cls(vocabulary, starts, windows, counts, impacts, lengths, size)


def empty() -> Postings:
    """No windows at all."""
    none = np.zeros(0, np.int32)
    return Postings(
        Vocabulary(), np.zeros(1, np.int64), none, none.astype(np.float16),
        none.astype(np.uint16), none.astype(np.float32), 0,
    )  # fmt: skip


def merged(
    old: Postings, parts: Sequence[Counted], gone: Iterable[tuple[int, int]] = ()
) -> Postings:
    """The old windows but those gone (first and last id of each), together with the new ones.

    Costs one pass over the old entries and a sort of the new. A term that only windows gone held is
    forgotten.
    """
    old_sizes, windows, counts, lengths = _without(old, list(gone))
    names, terms, new_windows, new_counts = _in_order(parts)
    vocabulary, kept, placed = old.vocabulary.merged(old_sizes > 0, names)
    sizes = np.zeros(len(vocabulary), np.int64)
    sizes[kept] = old_sizes[old_sizes > 0]
    ends = np.cumsum(sizes)
    places = _places(ends - sizes, ends, windows, placed[terms], new_windows)
    places += np.arange(len(places))
    windows, counts = (
        _inserted(windows, places, new_windows), _inserted(counts, places, new_counts)
    )  # fmt: skip
    starts = np.concatenate([[0], np.cumsum(sizes + np.bincount(placed[terms], None, len(sizes)))])
    lengths = _lengthened(lengths, new_windows, new_counts)
    impacts = _impacts(windows, counts, lengths)
    size = int(np.count_nonzero(lengths))
    return Postings(vocabulary, starts.astype(np.int64), windows, counts, impacts, lengths, size)


def _without(
    old: Postings, gone: Sequence[tuple[int, int]]
) -> tuple[npt.NDArray[np.int64], Windows, npt.NDArray[np.float16], npt.NDArray[np.float32]]:
    """Entries left of each term, windows, counts and lengths without the windows gone."""
    if not gone:
        return np.diff(old.starts), old.windows, old.counts, old.lengths
    stays = np.ones(len(old.lengths), np.bool_)
    for first, last in gone:
        stays[first : last + 1] = False
    kept = stays[old.windows]
    sizes = np.add.reduceat(kept, old.starts[:-1], dtype=np.int64) if len(kept) else np.zeros(0)
    lengths = np.trim_zeros(old.lengths * stays, "b")
    return sizes.astype(np.int64), old.windows[kept], old.counts[kept], lengths


def _in_order(
    parts: Sequence[Counted],
) -> tuple[list[str], npt.NDArray[np.int64], Windows, npt.NDArray[np.float16]]:
    """The parts as one: sorted names, and entries by term and window."""
    names = sorted({name for part in parts for name in part.names})
    numbers = {name: number for number, name in enumerate(names)}
    keys = [np.zeros(0, np.int64)]
    for part in parts:
        new = np.fromiter((numbers[name] for name in part.names), np.int64, len(part.names))
        keys.append((new[part.terms] << 32) + part.windows)
    key = np.concatenate(keys)
    counts = np.concatenate([np.zeros(0, np.float16), *(part.counts for part in parts)])
    order = np.argsort(key)
    key = key[order]
    return names, key >> 32, (key & 0xFFFFFFFF).astype(np.int32), counts[order]


def _places(
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    windows: Windows,
    new_terms: npt.NDArray[np.int64],
    new_windows: Windows,
) -> npt.NDArray[np.int64]:
    """Before which old entry each new one belongs. starts, ends: of the old, by term."""
    places = ends[new_terms]
    bounds = np.flatnonzero(np.diff(new_terms, prepend=-1, append=-1))
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        term = new_terms[first]
        held = windows[starts[term] : ends[term]]
        if len(held) and held[-1] > new_windows[first]:  # else they all come last
            places[first:last] = starts[term] + np.searchsorted(held, new_windows[first:last])
    return places


def _inserted(
    old: npt.NDArray[Kind], places: npt.NDArray[np.int64], new: npt.NDArray[Kind]
) -> npt.NDArray[Kind]:
    """Old and new in one array. places: where the new ones are in it, ascending."""
    if not len(new):
        return old
    both = np.empty(len(old) + len(new), old.dtype)
    others = np.ones(len(both), np.bool_)
    others[places] = False
    both[others] = old
    both[places] = new
    return both


def _lengthened(
    lengths: npt.NDArray[np.float32], windows: Windows, counts: npt.NDArray[np.float16]
) -> npt.NDArray[np.float32]:
    if not len(windows):
        return lengths
    new = np.bincount(windows, counts.astype(np.float64), len(lengths)).astype(np.float32)
    new[: len(lengths)] += lengths
    return new


def _impacts(
    windows: Windows, counts: npt.NDArray[np.float16], lengths: npt.NDArray[np.float32]
) -> npt.NDArray[np.uint16]:
    """tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length)), in units.

    After S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and
    Beyond, 2009.
    """
    mean = float(lengths.sum(dtype=np.float64)) / max(int(np.count_nonzero(lengths)), 1)
    norms = (K1 * (1 - B + B * lengths / max(mean, 1e-9))).astype(np.float32)
    impacts = np.empty(len(windows), np.uint16)
    for first in range(0, len(windows), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        often = counts[part].astype(np.float32)
        worth = often / (often + norms[windows[part]]) * 65535
        impacts[part] = np.maximum(np.rint(worth), 1)
    return impacts
