"""One side of the ingest benchmark in a process of its own: a line of JSON in, a line out.

`python -m benchmarks.ingest_worker SIDE TEXTS PRECISION THREADS`; `benchmarks.ingest` starts it.
The first line out says what loading the model cost.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict


class Ask(TypedDict):
    """A line in: files to ingest, or questions to search the library that was made last."""

    files: list[str]
    questions: list[str]


class Told(TypedDict):
    """A line out; see `benchmarks.sides.Amount`. searches: milliseconds of each, by step."""

    cpu_s: float
    wall_s: float
    read: int
    embedded: int
    texts: int
    stages: dict[str, float]
    precision: str
    searches: list[dict[str, float]]


def main(arguments: Sequence[str]) -> None:
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints

    def reply(told: Told) -> None:
        replies.write(json.dumps(told) + "\n")
        replies.flush()

    name, texts, precision, threads = arguments
    watch = _Watch()
    from benchmarks.sides import SIDES, Amount, Footnote

    side = SIDES[name](Path(texts), precision, int(threads))

    def told(
        spent: tuple[float, float], amount: Amount, searches: Sequence[dict[str, float]] = ()
    ) -> Told:
        return Told(
            cpu_s=spent[0], wall_s=spent[1], read=amount.read, embedded=amount.embedded,
            texts=amount.texts, stages=amount.stages, precision=side.precision,
            searches=list(searches),
        )  # fmt: skip

    reply(told(watch.spent(), Amount(0, 0, 0)))
    for line in sys.stdin:
        asked: Ask = json.loads(line)
        if asked["questions"] and isinstance(side, Footnote):
            watch = _Watch()
            searches = side.search(asked["questions"])
            reply(told(watch.spent(), Amount(0, 0, 0), searches))
        else:
            side.clear()
            watch = _Watch()
            side.ingest([Path(file) for file in asked["files"]])
            spent = watch.spent()
            reply(told(spent, side.amount()))


class _Watch:
    """CPU seconds of this process and of those it waited for, and wall seconds."""

    def __init__(self) -> None:
        self._started = _cpu_seconds(), time.perf_counter()

    def spent(self) -> tuple[float, float]:
        return _cpu_seconds() - self._started[0], time.perf_counter() - self._started[1]


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main(sys.argv[1:])
