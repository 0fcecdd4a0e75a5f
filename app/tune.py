"""`footnote doctor --tune`: which way of running the embedding model is the fastest here."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.settings import Settings
from indexes.embed import BACKENDS, Embedder, SentenceTransformerEmbedder, is_installed
from indexes.errors import ModelError
from indexes.windows import Vectors

MOST_OFF = 0.01
"""Largest cosine distance to torch in float32 that a choice may bring: it reorders near ties."""

CHUNKS = 64
PASSES = 3
"""The quickest counts: others may use the machine too."""

_PROSE = (
    "The harbour office keeps a list of every vessel that was inspected this year, with the date, "
    "the inspector and what had to be mended. A vessel that fails is looked at again within thirty "
    "days; until then it may leave the harbour in daylight only, and carries no passengers. Fees "
    "are due on the day of the inspection and are returned when the office was at fault."
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of running the model. threads: at once."""

    backend: str
    precision: str
    threads: int

    @property
    def name(self) -> str:
        plural = "s" if self.threads > 1 else ""
        return f"{self.backend} {self.precision}, {self.threads} thread{plural}"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a way achieved. per_cpu_s, per_s: chunks in a second of the processor, of the clock.

    off: largest cosine distance to torch in float32. failure: why it did not run; '' when it did.
    """

    way: Way
    per_cpu_s: float = 0.0
    per_s: float = 0.0
    off: float = 0.0
    failure: str = ""


Opener = Callable[[Way], Embedder]


def ways(threads: int) -> Iterator[Way]:
    """Those that are installed, with one thread and with all; torch in float32 first."""
    for backend in BACKENDS:
        if is_installed(backend):
            for precision in ("float32", "bfloat16") if backend == "torch" else ("float32",):
                for count in sorted({1, threads}):
                    yield Way(backend, precision, count)


def measure(tried: Sequence[Way], opener: Opener, texts: Sequence[str]) -> list[Tried]:
    """Run each; the first is what the others' vectors are compared with.

    Raises ModelError when the first does not run.
    """
    reference = opener(tried[0]).passages(texts)
    return [_try(way, opener, texts, reference) for way in tried]


def chunks() -> list[str]:
    """Texts as long as chunks are: from ten words to all of a paragraph."""
    words = _PROSE.split()
    return [
        " ".join([f"{number}.", *words[: 10 + number % (len(words) - 10)]])
        for number in range(CHUNKS)
    ]


def best(tried: Sequence[Tried]) -> Tried | None:
    """The fastest by the clock that is faithful; None when none is.

    Of those within a tenth of it, the one that takes the least of the processor.
    """
    faithful = [each for each in tried if not each.failure and each.off <= MOST_OFF]
    if not faithful:
        return None
    fastest = max(each.per_s for each in faithful)
    near = [each for each in faithful if each.per_s >= 0.9 * fastest]
    return max(near, key=lambda each: each.per_cpu_s)


def advice(chosen: Tried) -> dict[str, str]:
    """Setting -> value. `threads` stays: the language model goes by it too."""
    way = chosen.way
    precision = way.precision if way.backend == "torch" else "auto"
    return {"embedding_backend": way.backend, "embedding_precision": precision}


def tune(settings: Settings) -> list[Tried]:
    """Measure what is installed with the model that is set. Raises ModelError without a model."""

    def opener(way: Way) -> Embedder:
        return SentenceTransformerEmbedder(
            settings.embedding_model, way.precision, way.threads, way.backend
        )

    threads = settings.threads or os.cpu_count() or 1
    return measure(list(ways(threads)), opener, chunks())


def _try(way: Way, opener: Opener, texts: Sequence[str], reference: Vectors) -> Tried:
    try:
        embedder = opener(way)
        embedder.passages(texts[:8])  # what is made at first use is not counted
        vectors, passes = embedder.passages(texts), [_timed(embedder, texts) for _ in range(PASSES)]
    except ModelError as error:
        return Tried(way, failure=str(error))
    off = float(1 - np.min(np.sum(vectors * reference, axis=1)))
    took, cpu = (min(each) for each in zip(*passes, strict=True))
    return Tried(way, len(texts) / max(cpu, 1e-6), len(texts) / max(took, 1e-6), max(0.0, off))


def _timed(embedder: Embedder, texts: Sequence[str]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    began, cpu = time.perf_counter(), time.process_time()
    embedder.passages(texts)
    return time.perf_counter() - began, time.process_time() - cpu
