"""Memory of a long ingest: of its process and of all that descend from it, added up."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from app.evaluation.report_text import aligned
from benchmarks.ingest_process import Sides
from benchmarks.prose import Prose

EVERY_S = 0.5
POINTS = 10
QUESTIONS = 30
GOAL_MB = 1500


class Sampler:
    """Samples of (seconds, megabytes of all processes, of the first alone) until it is stopped.

    Resident memory is added up, so that what forked processes share counts several times: the
    sum is an upper bound.
    """

    def __init__(self, pid: int) -> None:
        self.samples: list[tuple[float, float, float]] = []
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._started = time.perf_counter()
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(EVERY_S):
            alone, together = resident(self._pid)
            self.samples.append((time.perf_counter() - self._started, together, alone))


def resident(pid: int) -> tuple[float, float]:
    """Resident megabytes of a process, and of it with all its descendants."""
    listed = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    )
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    family, more = {pid}, True
    while more:
        children = {child for child, parent, _ in rows if parent in family} - family
        family |= children
        more = bool(children)
    sizes = {each: size / 1024 for each, _, size in rows}
    return sizes.get(pid, 0.0), sum(sizes.get(each, 0.0) for each in family)


def watch(files: Sequence[Path], folder: Path, threads: int) -> None:
    """Ingest the files and print how memory went, and how long searches take afterwards."""
    with Sides(folder / "texts.json", threads) as sides:
        pid = sides.start("footnote", "auto")
        loaded, _ = resident(pid)
        sampler = Sampler(pid)
        try:
            told = sides.ingest("footnote", files)
        finally:
            sampler.stop()
        prose = Prose(7)
        found = sides.search([prose.paragraph(1, 1) for _ in range(QUESTIONS + 1)])
    print(f"{len(files)} files, {told['texts']} texts, {told['read']} characters")
    print(f"{told['wall_s']:.0f} s, {told['cpu_s']:.0f} CPU-s; model loaded: {loaded:.0f} MB")
    print(curve(sampler.samples))
    first, *later = found["searches"]
    print(f"first search {first['total']:.0f} ms, then the median of {len(later)}, in ms:")
    steps = {step: median(each[step] for each in later) for step in later[0]}
    print("  ".join(f"{step} {ms:.1f}" for step, ms in steps.items()))


def curve(samples: Sequence[tuple[float, float, float]]) -> str:
    """Ten points of the samples, and the peak beside the goal."""
    if not samples:
        return "too short to be sampled"
    peak = max(together for _, together, _ in samples)
    picked = [samples[(len(samples) - 1) * n // (POINTS - 1)] for n in range(POINTS)]
    rows = [("seconds", "MB, all processes", "MB, the writer alone")]
    rows += [(f"{at:.0f}", f"{together:.0f}", f"{alone:.0f}") for at, together, alone in picked]
    return "\n".join([*aligned(rows), f"peak {peak:.0f} MB; goal: under {GOAL_MB} MB"])
