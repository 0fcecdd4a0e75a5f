"""The terms of an index, sorted, found by bisection in a memory map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexes.spelling import LETTERS, limit, near, other_first

Numbers = npt.NDArray[np.int64]


class Vocabulary:
    """Sorted terms, each with its number. Takes no memory of its own when it was loaded."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        encoded = sorted(term.encode() for term in terms)
        ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        self._hold(np.frombuffer(b"".join(encoded), np.uint8), ends)

    def _hold(self, blob: npt.NDArray[np.uint8], ends: Numbers) -> None:
        self._blob, self._ends = blob, ends
        # indexed from Python an array costs five times as much as a view of its bytes
        self._bytes, self._at = blob.data, ends.data

    def __len__(self) -> int:
        return len(self._ends) - 1

    def term(self, number: int) -> str:
        """The term of a number."""
        return self._term(number).decode()

    def number(self, term: str) -> int | None:
        """The place of a term among the sorted; None when it is not there."""
        wanted = term.encode()
        place = self._first(wanted)
        return place if place < len(self) and self._term(place) == wanted else None

    def near(self, term: str) -> list[tuple[int, int]]:
        """(number, edits) of the other terms within a few edits: letters more, less or other, or
        two neighbours exchanged.

        One edit for words of 4 letters, two for 8, with the first letter kept; where it is not, one
        edit. None for shorter ones nor for what holds a digit: a number is not a misspelt other.
        """
        most = limit(term)
        if not most:
            return []
        first, last = self._first(term[0].encode()), self._first(term[0].encode() + b"\xff")
        ends = self._ends[first : last + 1]
        blob = self._blob[ends[0] : ends[-1]].tobytes()
        found = [(first + at, edits) for at, edits in near(term, blob, ends - ends[0], most)]
        elsewhere = (self.number(each) for each in other_first(term, LETTERS))
        return found + [(number, 1) for number in elsewhere if number is not None]

    def merged(
        self, kept: npt.NDArray[np.bool_], names: Sequence[str]
    ) -> tuple[Vocabulary, Numbers, Numbers]:
        """These terms, those not kept left out, and the sorted names.

        Returns also the new numbers of the kept terms, and those of the names.
        """
        encoded = [name.encode() for name in names]
        places = np.array([self._first(name) for name in encoded], np.int64)
        known = np.array(
            [at < len(self) and self._term(at) == name
             for at, name in zip(places.tolist(), encoded, strict=True)], np.bool_,
        )  # fmt: skip
        staying = kept.copy()
        staying[places[known]] = True  # forgotten, but comes back with the names
        before = np.concatenate([[0], np.cumsum(staying)]).astype(np.int64)
        fresh: Numbers = np.cumsum(~known) - ~known  # new names in front of each name
        placed = before[places] + fresh
        old = np.flatnonzero(staying)
        added = np.searchsorted(places[~known], old, side="right")
        numbers = before[old] + added
        texts = [name for name, is_known in zip(encoded, known.tolist(), strict=True)
                 if not is_known]  # fmt: skip
        joined = self._joined(old, numbers, texts, placed[~known])
        return joined, numbers[kept[old]], placed

    def save(self, folder: Path) -> None:
        """Write into a folder that is there. Raises OSError when it cannot."""
        np.save(folder / "terms.npy", self._blob)
        np.save(folder / "term-ends.npy", self._ends)

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """What `save` wrote, memory-mapped; raises OSError or ValueError when it is damaged."""
        blob, ends = (
            np.load(folder / name, mmap_mode="r").view(np.ndarray)
            for name in ("terms.npy", "term-ends.npy")
        )
        if blob.dtype != np.uint8 or ends.dtype != np.int64 or not len(ends):
            raise ValueError(f"The terms in {folder} are not of this kind.")
        if int(ends[-1]) != len(blob):
            raise ValueError(f"The terms in {folder} do not belong together.")
        loaded = cls()
        loaded._hold(blob, ends)
        return loaded

    def _first(self, wanted: bytes) -> int:
        """Number of the first term that is not before the wanted."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._term(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _term(self, number: int) -> bytes:
        return bytes(self._bytes[self._at[number] : self._at[number + 1]])

    def _joined(
        self, old: Numbers, numbers: Numbers, texts: Sequence[bytes], places: Numbers
    ) -> Vocabulary:
        """Old terms under new numbers, and new terms under theirs."""
        count = len(old) + len(texts)
        sources, lengths = np.zeros(count, np.int64), np.zeros(count, np.int64)
        new_lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        sources[numbers], lengths[numbers] = self._ends[old], np.diff(self._ends)[old]
        sources[places] = len(self._blob) + np.cumsum(new_lengths) - new_lengths
        lengths[places] = new_lengths
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        both = np.concatenate([self._blob, np.frombuffer(b"".join(texts), np.uint8)])
        made = Vocabulary()
        made._hold(both[np.arange(ends[-1]) + np.repeat(sources - ends[:-1], lengths)], ends)
        return made
