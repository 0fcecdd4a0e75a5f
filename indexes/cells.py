"""The two kinds of vector index: flat for small libraries, cells with 8-bit numbers for large ones.

Flat compares a question with every vector (16-bit floats: half the bytes of 32, and twice as fast
to read). Cells (FAISS: IVF with SQ8) compare it with the vectors of the nearest cells alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import faiss
import numpy as np
import numpy.typing as npt

from indexes.windows import Vectors

FLAT_UP_TO = 100_000
"""Vectors of a flat index; one more, and it is divided into cells."""

GROWTH = 4
"""Cells are made anew when there are this many times the vectors that they were made for."""

SAMPLE_PER_CELL = 40
ITERATIONS = 8
RECALL_AT = 200
RECALL_WANTED = 0.97
"""Share of the true best RECALL_AT that stored vectors should find."""

MOST_SHARE = 8
"""One cell in so many is looked into at most: real questions then find 0.95 of the true best 200
(measured with 400,000 vectors), also where stored vectors, full of their own detail, find fewer."""

LEAST_PROBES = 32
_QUESTIONS = 64
_BLOCK = 65_536

Ids = npt.NDArray[np.int64]
Index = faiss.IndexIDMap2 | faiss.IndexIVFScalarQuantizer


def flat(dimension: int) -> faiss.IndexIDMap2:
    """An empty flat index."""
    numbers = faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    return faiss.IndexIDMap2(numbers)


def is_outgrown(index: Index, more: int) -> bool:
    """Whether `more` vectors make the index too large for its kind or its cells too full."""
    size = int(index.ntotal) + more
    if isinstance(index, faiss.IndexIVFScalarQuantizer):
        return size > GROWTH * _made_for(index)
    return size > FLAT_UP_TO


def is_shrunk(index: Index) -> bool:
    """Whether flat search is the better again: half of FLAT_UP_TO, so that it does not swing."""
    return isinstance(index, faiss.IndexIVFScalarQuantizer) and int(index.ntotal) < FLAT_UP_TO // 2


def flattened(index: Index) -> faiss.IndexIDMap2:
    """The same vectors as a flat index."""
    made = flat(index.d)
    for ids, vectors in _parts(index):
        made.add_with_ids(vectors, ids)
    return made


def divided(index: Index, ids: Ids, vectors: Vectors) -> faiss.IndexIVFScalarQuantizer:
    """An index with 4 * sqrt(n) cells, trained on a sample, of what `index` holds and more.

    vectors: shape (n, d), unit length. Its `nprobe` is chosen by measurement.
    """
    size = int(index.ntotal) + len(ids)
    count = min(size, round(4 * math.sqrt(size)))
    made = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(index.d), index.d, count,
        faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False,
    )  # fmt: skip
    made.cp.niter, made.cp.min_points_per_centroid = ITERATIONS, 1
    made.cp.max_points_per_centroid = SAMPLE_PER_CELL
    random, share = np.random.default_rng(0), min(1.0, count * SAMPLE_PER_CELL / size)
    chosen = [part[random.random(len(part)) <= share] for _, part in _all(index, ids, vectors)]
    sample = np.concatenate(chosen)
    made.train(sample)
    for some, part in _all(index, ids, vectors):
        made.add_with_ids(part, some)
    made.nprobe = _probes(made, random.permutation(sample)[:_QUESTIONS])
    return made


def _all(index: Index, ids: Ids, vectors: Vectors) -> Iterator[tuple[Ids, Vectors]]:
    yield from _parts(index)
    yield ids, vectors


def _parts(index: Index) -> Iterator[tuple[Ids, Vectors]]:
    """All ids and their vectors, shapes (n,) and (n, d), a part at a time to spare memory."""
    if isinstance(index, faiss.IndexIVFScalarQuantizer):
        for cell in range(index.nlist):
            ids, vectors = _cell(index, cell)
            if len(ids):
                yield ids, vectors
        return
    all_ids = faiss.vector_to_array(index.id_map)
    for first in range(0, len(all_ids), _BLOCK):
        ids = all_ids[first : first + _BLOCK]
        yield ids, np.asarray(index.index.reconstruct_n(first, len(ids)), np.float32)


def _cell(index: faiss.IndexIVFScalarQuantizer, cell: int) -> tuple[Ids, Vectors]:
    lists = index.invlists
    assert lists is not None, "an index with cells has lists"
    held, width = lists.list_size(cell), index.code_size
    if not held:  # then FAISS has no address to read from
        return np.zeros(0, np.int64), np.zeros((0, index.d), np.float32)
    codes = faiss.rev_swig_ptr(lists.get_codes(cell), held * width).reshape(held, width)
    return faiss.rev_swig_ptr(lists.get_ids(cell), held).copy(), index.sq.decode(codes)


def probes(index: faiss.IndexIVFScalarQuantizer, permitted: int) -> int:
    """Cells to look into when so many vectors are permitted.

    The fewer are permitted, the farther the best of them lie: as many permitted vectors are met
    as when all are. A small share is thereby searched in full.
    """
    share = permitted / max(1, index.ntotal)
    return min(int(index.nlist), math.ceil(int(index.nprobe) / max(share, 1e-9)))


def probing(count: int, selector: faiss.IDSelector | None = None) -> faiss.IVFSearchParameters:
    """How to search: so many cells, only what the selector holds."""
    params = faiss.SearchParametersIVF()
    params.nprobe = count
    if selector is not None:
        params.sel = selector
    return params


def _probes(index: faiss.IndexIVFScalarQuantizer, questions: Vectors) -> int:
    """The fewest cells, doubled from LEAST_PROBES, that find RECALL_WANTED of the best.

    No more than one in MOST_SHARE, so that the time of a search has a bound.
    """
    most = min(int(index.nlist), max(LEAST_PROBES, int(index.nlist) // MOST_SHARE))
    exact = _found(index, questions, index.nlist)
    count = min(LEAST_PROBES, most)
    while count < most:
        found = _found(index, questions, count)
        shared = sum(len(a & b) for a, b in zip(found, exact, strict=True))
        if shared >= RECALL_WANTED * sum(map(len, exact)):
            break
        count = min(2 * count, most)
    return count


def _found(index: faiss.IndexIVFScalarQuantizer, questions: Vectors, count: int) -> list[set[int]]:
    _, ids = index.search(
        questions,
        min(RECALL_AT, int(index.ntotal)),
        params=probing(count),
    )
    return [set(row.tolist()) - {-1} for row in ids]


def _made_for(index: faiss.IndexIVFScalarQuantizer) -> float:
    """Vectors that so many cells are made for."""
    return float((index.nlist / 4) ** 2)
