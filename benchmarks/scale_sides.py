"""One index of the scale benchmark: made in one process, searched in another."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from benchmarks.scale_units import PER_DOCUMENT, Document, Real, documents
from indexes.dense import Dense
from indexes.lexical import Lexical
from indexes.query import Permitted, Query

K = 200
SIDES = ("FAISS flat float32", "dense", "lexical")
Find = Callable[[Query, Permitted], list[int]]
Spans = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Made:
    """What making an index took: CPU-seconds (the making of the units left out), bytes, peak."""

    cpu_s: float
    size: int
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Searched:
    """found: ids of each question's best K. cpu_ms: of a question; few: with 1% permitted.

    peak_mb: of the searching process; idle_mb: of it before the index was opened.
    """

    found: list[list[int]]
    few: list[list[int]]
    cpu_ms: float
    few_cpu_ms: float
    peak_mb: float
    idle_mb: float


def make(side: str, real: Real, units: int, path: Path) -> Made:
    """Fill an index document by document and save it."""
    add, save = _maker(side, real.vectors.shape[1])
    spent = 0.0
    for document in documents(real, units):
        started = time.process_time()
        add(document)
        spent += time.process_time() - started
    started = time.process_time()
    save(path)
    spent += time.process_time() - started
    return Made(spent, _size(path), _peak_mb())


def search(side: str, path: Path, units: int, questions: Sequence[Query]) -> Searched:
    """Ask an index that was saved."""
    spans = _spans(units)
    everything = Permitted.of(spans.keys(), spans)
    some = Permitted.of(list(spans)[::100], spans)
    idle = _peak_mb()
    find = _finder(side, path, spans)
    find(questions[0], everything)  # what is read from the disk once is not a question's cost
    found, cpu_ms = _timed(find, questions, everything)
    peak = _peak_mb()
    few, few_cpu_ms = _timed(find, questions, some)
    return Searched(found, few, cpu_ms, few_cpu_ms, peak, idle)


def _maker(side: str, dimension: int) -> tuple[Callable[[Document], None], Callable[[Path], None]]:
    if side == "dense":
        dense = Dense(dimension)
        return lambda each: dense.add(each.name, each.ids, each.vectors), dense.save
    if side == "lexical":
        lexical = Lexical()
        return (
            lambda each: lexical.add(each.name, each.ids, each.texts, [""] * len(each.ids)),
            lexical.save,
        )
    flat = faiss.IndexFlatL2(dimension)  # as the tutorial's wrapper makes it
    return lambda each: flat.add(each.vectors), lambda path: faiss.write_index(flat, str(path))


def _finder(side: str, path: Path, spans: Spans) -> Find:
    if side == "dense":
        dense = Dense.load(path, spans)
        return lambda query, permitted: [key for key, _ in dense.search(query, K, permitted)]
    if side == "lexical":
        lexical = Lexical.load(path, spans)
        return lambda query, permitted: [key for key, _ in lexical.search(query, K, permitted)]
    flat = faiss.read_index(str(path))

    def find(query: Query, permitted: Permitted) -> list[int]:
        if permitted.chunks.sum() == flat.ntotal:
            _, ids = flat.search(query.vector[None, :], K)
        else:
            bits = np.packbits(permitted.chunks, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # its types
            params = faiss.SearchParameters()
            params.sel = selector
            _, ids = flat.search(query.vector[None, :], K, params=params)
        return [int(each) for each in ids[0] if each >= 0]

    return find


def _timed(
    find: Find, questions: Sequence[Query], permitted: Permitted
) -> tuple[list[list[int]], float]:
    started = time.process_time()
    found = [find(question, permitted) for question in questions]
    return found, (time.process_time() - started) * 1000 / len(questions)


def _spans(units: int) -> Spans:
    return {
        f"document-{number}": (first, min(units, first + PER_DOCUMENT) - 1)
        for number, first in enumerate(range(0, units, PER_DOCUMENT))
    }


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files if each.is_file())


def _peak_mb() -> float:
    """Most memory this process has held, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says includes the parent at the time of the fork
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def one_thread() -> None:
    """In a child: a question's CPU-milliseconds are then its milliseconds."""
    os.nice(5)
    faiss.omp_set_num_threads(1)
