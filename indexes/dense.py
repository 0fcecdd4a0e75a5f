"""Search by meaning: FAISS over window vectors."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from indexes import cells
from indexes.errors import LibraryError
from indexes.query import Permitted, Query, Ranges
from indexes.windows import Vectors

_BY_NOTHING, _BY_TABLE = 0, 2  # faiss.DirectMap.NoMap and .Hashtable, which its types leave out
_AT = 10
"""Best vectors that `recall` asks for."""


class Dense:
    """Search over unit vectors; a vector's id is its centre chunk's id.

    Up to cells.FLAT_UP_TO vectors the search is exact; above, it looks into the nearest cells and
    misses a few in a hundred (see `recall`). Adding and removing change the kind when it is time.
    Scores are cosines, -1 to 1, off by at most 0.0001 (flat) or 0.01 (cells).

    ranges: first and last chunk id of each document (a document's ids are consecutive). Searching
    is thread-safe as long as nobody adds or removes.
    """

    def __init__(self, dimension: int, ranges: Ranges | None = None) -> None:
        self._index: cells.Index = cells.flat(dimension)
        self._mapped: Path | None = None
        self._locating = threading.Lock()
        self._spans: npt.NDArray[np.int64] | None = None
        self.dimension = dimension
        self.ranges = dict(ranges or {})

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def is_exact(self) -> bool:
        """Whether every vector is compared."""
        return not isinstance(self._index, faiss.IndexIVFScalarQuantizer)

    def add(self, document_id: str, chunk_ids: Sequence[int], vectors: Vectors) -> None:
        """Add a document's windows. vectors: shape (n, d), unit length; ids consecutive."""
        if not len(chunk_ids):
            return
        self._own()
        ids, rows = np.asarray(chunk_ids, np.int64), np.ascontiguousarray(vectors, np.float32)
        if cells.is_outgrown(self._index, len(ids)):
            self._index = cells.divided(self._index, ids, rows)
        else:
            self._index.add_with_ids(rows, ids)
        self.ranges[document_id] = (chunk_ids[0], chunk_ids[-1])
        self._spans = None

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not there is ignored."""
        if document_id not in self.ranges:
            return
        self._own()
        self._forget_places()
        first, last = self.ranges.pop(document_id)
        self._index.remove_ids(faiss.IDSelectorRange(first, last + 1))
        if cells.is_shrunk(self._index):
            self._index = cells.flattened(self._index)
        self._spans = None

    def search(self, query: Query, k: int, permitted: Permitted) -> list[tuple[int, float]]:
        """Up to k (chunk id, cosine), best first, only from what is permitted."""
        if not permitted.documents or not len(self):
            return []
        bits = np.packbits(permitted.chunks, bitorder="little")
        # its Python layer takes the array alone, which its types leave out
        selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        if isinstance(self._index, faiss.IndexIVFScalarQuantizer):
            count = cells.probes(self._index, int(np.count_nonzero(permitted.chunks)))
            return self._best(query.vector, k, cells.probing(count, selector))
        params = faiss.SearchParameters()
        params.sel = selector
        return self._best(query.vector, k, params)

    def scores(self, query: Query, keys: Sequence[int]) -> dict[int, float]:
        """Cosines of given windows; ids that are not in the index are absent."""
        held = self._held(keys)
        if not len(held):
            return {}
        vectors = self._vectors(held)
        return dict(zip(held.tolist(), map(float, vectors @ query.vector), strict=True))

    def recall(self, sample: int) -> float:
        """Share of the true best 10 that the search finds, with stored vectors as questions.

        sample: how many of them, at most; each costs a look at every vector. 1 when empty.
        """
        spans = self._sorted_spans()
        if not isinstance(self._index, faiss.IndexIVFScalarQuantizer) or not len(spans):
            return 1.0
        chosen = np.random.default_rng(1).choice(spans[:, 0], min(sample, len(spans)), False)
        everywhere = cells.probing(self._index.nlist)
        shared = total = 0
        for vector in self._vectors(chosen):
            exact = {key for key, _ in self._best(vector, _AT, everywhere)}
            shared += len(exact & {key for key, _ in self._best(vector, _AT, None)})
            total += len(exact)
        return shared / total

    def save(self, path: Path) -> None:
        """Write the vectors to `path` (the ranges belong in the build's manifest).

        Raises OSError when they cannot be written.
        """
        self._forget_places()
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:  # what faiss makes of a failed write
            raise OSError(f"{path.name} cannot be written") from error

    @classmethod
    def load(cls, path: Path, ranges: Ranges) -> Dense:
        """Open what `save` wrote, memory-mapped; raises LibraryError when the file is damaged.

        The first `add` or `remove` reads it into memory; until then the file must stay.
        """
        index = _read(path, faiss.IO_FLAG_MMAP_IFC)
        dense = cls(index.d, ranges)
        dense._index, dense._mapped = index, path
        return dense

    def _best(
        self, vector: Vectors, k: int, params: faiss.SearchParameters | None
    ) -> list[tuple[int, float]]:
        scores, ids = self._index.search(vector[None, :], min(k, len(self)), params=params)
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _own(self) -> None:
        """Before a change: a copy in memory, since what is mapped cannot be written."""
        if self._mapped:
            self._index, self._mapped = _read(self._mapped, 0), None

    def _vectors(self, ids: npt.NDArray[np.int64]) -> Vectors:
        """Shape (n, d). Cells need to know in which of them each id is: found out once."""
        if isinstance(self._index, faiss.IndexIVFScalarQuantizer):
            with self._locating:
                if self._index.direct_map.type != _BY_TABLE:
                    self._index.set_direct_map_type(_BY_TABLE)
        return np.asarray(self._index.reconstruct_batch(ids), np.float32)

    def _forget_places(self) -> None:
        """Removing by range, and writing no more than needed, go without them."""
        if isinstance(self._index, faiss.IndexIVFScalarQuantizer):
            with self._locating:
                self._index.set_direct_map_type(_BY_NOTHING)

    def _held(self, keys: Sequence[int]) -> npt.NDArray[np.int64]:
        """Those of the ids that are in the index."""
        spans, asked = self._sorted_spans(), np.asarray(keys, np.int64)
        if not len(spans):
            return np.zeros(0, np.int64)
        at = np.searchsorted(spans[:, 0], asked, side="right") - 1
        return np.asarray(asked[(at >= 0) & (asked <= spans[at, 1])], np.int64)

    def _sorted_spans(self) -> npt.NDArray[np.int64]:
        """First and last ids of the documents, ascending, shape (documents, 2)."""
        if self._spans is None:
            self._spans = np.array(sorted(self.ranges.values()), np.int64).reshape(-1, 2)
        return self._spans


def _read(path: Path, flags: int) -> cells.Index:
    try:
        index = faiss.read_index(str(path), flags)
        if not isinstance(index, cells.Index):
            raise RuntimeError(type(index).__name__)
        return index
    except RuntimeError as error:
        raise LibraryError(
            f"The vector index {path} is damaged; `footnote rebuild` makes it anew."
        ) from error
