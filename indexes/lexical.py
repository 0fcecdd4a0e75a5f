"""BM25 over windows, stemmed: finds names, numbers and exact terms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexes import postings
from indexes.counting import Counted, count
from indexes.errors import LibraryError
from indexes.postings import IMPACT_UNIT, Postings
from indexes.query import Permitted, Query, Ranges

BLOCK = 64
"""Windows whose best score is looked at first, so that the best k are found without sorting all."""

SUGGESTED = 3
"""Other spellings that are suggested for a word, at most."""

HELD = 4_000_000
"""Entries counted before they are merged into the index, at least: some 40 MB."""

Scores = npt.NDArray[np.float32]


class Lexical:
    """Index of windows; a window's id is its centre chunk's id.

    A word of a chunk counts in the windows of its neighbours too, the less the farther. Scores are
    Okapi BM25; 0 for a window that shares no content word with the question. Searching is
    thread-safe as long as nobody adds or removes.
    """

    def __init__(self, ranges: Ranges | None = None) -> None:
        self.ranges = dict(ranges or {})
        self._postings: Postings = postings.empty()
        self._new: dict[str, Counted] = {}
        self._gone: list[tuple[int, int]] = []

    def __len__(self) -> int:
        """How many windows hold words."""
        return self._settled().size

    def add(
        self,
        document_id: str,
        chunk_ids: Sequence[int],
        spoken: Sequence[str],
        headings: Sequence[str],
    ) -> None:
        """Index a document's windows: its chunks in reading order, their ids consecutive.

        A document of the same id is replaced.
        """
        self.remove(document_id)
        if not len(chunk_ids):
            return
        self.ranges[document_id] = (chunk_ids[0], chunk_ids[-1])
        self._new[document_id] = count(chunk_ids[0], spoken, headings)
        # as many again as there are, so that each entry is merged only a few times
        if sum(map(len, self._new.values())) > max(HELD, len(self._postings.windows)):
            self._settled()

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not there is ignored."""
        span = self.ranges.pop(document_id, None)
        if span and self._new.pop(document_id, None) is None:
            self._gone.append(span)

    def search(self, query: Query, k: int, permitted: Permitted) -> list[tuple[int, float]]:
        """Up to k (chunk id, score above 0), best first, only from what is permitted."""
        index = self._settled()
        seen = min(len(index.lengths), len(permitted.chunks))
        scores = np.zeros(_whole(max(len(index.lengths), 1)), np.float32)
        for where, weight in self._terms(index, query):
            np.add.at(scores, index.windows[where], index.impacts[where] * weight)
        scores[:seen] *= permitted.chunks[:seen]
        scores[seen:] = 0
        return _best(scores, k)

    def scores(self, query: Query, keys: Sequence[int]) -> dict[int, float]:
        """The score of each indexed window among `keys`."""
        index = self._settled()
        asked = np.array([key for key in keys if 0 <= key < len(index.lengths)], np.int32)
        asked = asked[index.lengths[asked] > 0]
        total = np.zeros(len(asked), np.float32)
        for where, weight in self._terms(index, query):
            windows, impacts = index.windows[where], index.impacts[where]
            at = np.minimum(np.searchsorted(windows, asked), len(windows) - 1)
            total += (windows[at] == asked) * (impacts[at] * weight)
        return dict(zip(asked.tolist(), total.tolist(), strict=True))

    def windows(self) -> npt.NDArray[np.int64]:
        """Ids of the windows that hold words, ascending."""
        return np.flatnonzero(self._settled().lengths)

    def holding(self, terms: Sequence[str], permitted: Permitted) -> npt.NDArray[np.int64]:
        """Ids of the permitted windows that hold all of the stems, ascending."""
        index = self._settled()
        found = sorted((index.windows[index.of(term)] for term in terms), key=len)
        if not found:
            return np.zeros(0, np.int64)
        both = _permitted(found[0], permitted)
        held = np.zeros(len(index.lengths), np.bool_)
        for windows in found[1:]:
            if not len(both):
                break
            held[windows] = True
            both = both[held[both]]
            held[windows] = False
        return both.astype(np.int64)

    def holds(self, term: str, permitted: Permitted) -> bool:
        """Whether a permitted window holds the stem."""
        index = self._settled()
        where = index.of(term)
        return any(
            len(_permitted(index.windows[first : min(first + 4096, where.stop)], permitted))
            for first in range(where.start, where.stop, 4096)
        )

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """Weight of each stem: ln(1 + windows / windows with it).

        A word that stands nowhere weighs as if it stood in half a window.
        """
        index = self._settled()
        places = {term: index.of(term) for term in terms}
        return {
            term: math.log(1 + index.size / max(place.stop - place.start, 0.5))
            for term, place in places.items()
        }

    def suggest(self, term: str, permitted: Permitted | None = None) -> list[str]:
        """Other spellings of a stem: those with the fewest edits first, then in most windows.

        permitted: windows that count; None for all. Up to SUGGESTED, each in one window at least.
        See `Vocabulary.near` for what is near.
        """
        index = self._settled()
        ranked = []
        for number, edits in index.vocabulary.near(term):
            where = index.at(number)
            windows = index.windows[where]
            spread = len(windows if permitted is None else _permitted(windows, permitted))
            if spread:
                ranked.append((edits, -spread, index.vocabulary.term(number)))
        return [spelling for _, _, spelling in sorted(ranked)[:SUGGESTED]]

    def save(self, folder: Path) -> None:
        """Write the index into the folder, which is made. Raises OSError when it cannot."""
        self._settled().save(folder)

    @classmethod
    def load(cls, folder: Path, ranges: Ranges) -> Lexical:
        """Open what `save` wrote, memory-mapped; raises LibraryError when it is damaged."""
        lexical = cls(ranges)
        try:
            lexical._postings = Postings.load(folder)
        except (OSError, ValueError, EOFError) as error:
            raise LibraryError(
                f"The word index {folder} is damaged; `footnote rebuild` makes it anew."
            ) from error
        return lexical

    def _settled(self) -> Postings:
        if self._new or self._gone:
            parts = list(self._new.values())
            self._postings = postings.merged(self._postings, parts, self._gone)
            self._new, self._gone = {}, []
        return self._postings

    def _terms(self, index: Postings, query: Query) -> list[tuple[slice, np.float32]]:
        """Where each of the question's stems stands, and what a unit of its impacts weighs.

        The rarity in it is ln(1 + (N - n + 0.5) / (n + 0.5)).
        """
        places = [index.of(term) for term in query.stems]
        found = [(place, place.stop - place.start) for place in places if place.stop > place.start]
        return [
            (place, np.float32(IMPACT_UNIT * math.log1p((index.size - held + 0.5) / (held + 0.5))))
            for place, held in found
        ]


def _permitted(windows: postings.Windows, permitted: Permitted) -> postings.Windows:
    """Those that are permitted. windows: ascending."""
    windows = windows[: np.searchsorted(windows, np.int32(len(permitted.chunks)))]
    return windows[permitted.chunks[windows]]


def _whole(size: int) -> int:
    """Rounded up to whole blocks."""
    return -(-size // BLOCK) * BLOCK


def _best(scores: Scores, k: int) -> list[tuple[int, float]]:
    """The k highest above 0 by place. The best k stand in the k blocks with the highest maxima.

    A block's places are as far apart as there are blocks: numpy takes maxima over that fastest.
    """
    count = len(scores) // BLOCK
    highest = scores.reshape(BLOCK, count).max(axis=0)
    places = np.arange(count)
    if count > k:
        places = np.flatnonzero(highest >= np.partition(highest, -k)[-k])
    places = (places + np.arange(0, len(scores), count)[:, None]).ravel()
    places = places[scores[places] > 0]
    values = scores[places]
    if len(places) > k:
        # of equal scores at the end only the first, however many there are
        last = np.partition(values, -k)[-k]
        better, equal = places[values > last], places[values == last]
        places = np.concatenate([better, np.sort(equal)[: k - len(better)]])
        values = scores[places]
    order = np.lexsort((places, -values))
    return list(zip(places[order].tolist(), values[order].tolist(), strict=True))
