"""Search by meaning: FAISS over window vectors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import faiss
import numpy as np

from indexes.errors import LibraryError
from indexes.windows import Vectors

Ranges = Mapping[str, tuple[int, int]]


class Dense:
    """Exact search over unit vectors; a vector's id is its centre chunk's id.

    ranges: first and last chunk id of each document (a document's ids are consecutive). Scores are
    cosines, -1 to 1.
    """

    def __init__(self, dimension: int, ranges: Ranges | None = None) -> None:
        self._index: faiss.Index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self.dimension = dimension
        self.ranges = dict(ranges or {})

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, document_id: str, chunk_ids: Sequence[int], vectors: Vectors) -> None:
        """Add a document's windows. vectors: shape (n, d), unit length; ids consecutive."""
        if not len(chunk_ids):
            return
        self._index.add_with_ids(
            np.ascontiguousarray(vectors, np.float32), np.asarray(chunk_ids, np.int64)
        )
        self.ranges[document_id] = (chunk_ids[0], chunk_ids[-1])

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not there is ignored."""
        if document_id in self.ranges:
            first, last = self.ranges.pop(document_id)
            self._index.remove_ids(faiss.IDSelectorRange(first, last + 1))

    def search(self, query: Vectors, k: int, allowed: Collection[str]) -> list[tuple[int, float]]:
        """Up to k (chunk id, cosine), best first, only from the allowed documents.

        query: float32, shape (d,), unit length. An empty `allowed` matches nothing (never
        everything).
        """
        ranges = [self.ranges[document] for document in allowed if document in self.ranges]
        if not ranges or not len(self):
            return []
        permitted = np.zeros(max(last for _, last in ranges) + 1, bool)
        for first, last in ranges:
            permitted[first : last + 1] = True
        bits = np.packbits(permitted, bitorder="little")
        # faiss ships no types for what its Python layer adds: arrays and keywords here
        return self._search(query, k, faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg, arg-type]

    def scores(self, query: Vectors, chunk_ids: Sequence[int]) -> dict[int, float]:
        """Cosines of given windows; ids that are not in the index are absent."""
        if not chunk_ids or not len(self):
            return {}
        selector = faiss.IDSelectorBatch(np.asarray(chunk_ids, np.int64))
        return dict(self._search(query, len(chunk_ids), selector))

    def _search(
        self, query: Vectors, k: int, selector: faiss.IDSelector
    ) -> list[tuple[int, float]]:
        scores, ids = self._index.search(
            query[None, :],
            min(k, len(self)),
            params=faiss.SearchParameters(sel=selector),  # type: ignore[call-arg]
        )
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def save(self, path: Path) -> None:
        """Write the vectors to `path` (the ranges belong in the build's manifest).

        Raises OSError when they cannot be written.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:  # what faiss makes of a failed write
            raise OSError(f"{path.name} cannot be written") from error

    @classmethod
    def load(cls, path: Path, ranges: Ranges) -> Dense:
        """Read what `save` wrote; raises LibraryError when the file is damaged."""
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise LibraryError(
                f"The vector index {path} is damaged; `footnote rebuild` makes it anew."
            ) from error
        dense = cls(index.d, ranges)
        dense._index = index
        return dense
