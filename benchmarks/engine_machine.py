"""Processes as Linux accounts for them: who descends from whom, processor time, memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_TICKS = os.sysconf("SC_CLK_TCK")


class Side:
    """A fresh process that runs functions, one at a time. Use it as a context manager.

    What a function keeps in its module stays for the next. Functions, arguments and results have
    to be picklable.
    """

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function there and wait. Raises what it raises."""
        return self._pool.submit(function, *args, **kwargs).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()


class Sides:
    """Sides by name, each begun at its first use. Use it as a context manager: leaving ends all."""

    def __init__(self) -> None:
        self._begun: dict[str, Side] = {}

    def __getitem__(self, name: str) -> Side:
        if name not in self._begun:
            self._begun[name] = Side()
        return self._begun[name]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for side in self._begun.values():
            side.__exit__(kind, error, trace)


def family(process: int) -> list[int]:
    """A process and its descendants, the oldest first."""
    tasks = Path(f"/proc/{process}/task")
    children = [
        int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()
    ]
    return [process, *(each for child in children for each in family(child))]


def cpu_s(processes: Sequence[int]) -> float:
    """Processor seconds that these running processes have used so far, all threads."""
    return sum(_ticks(Path(f"/proc/{each}/stat").read_text()) for each in processes) / _TICKS


def proportional_mb(process: int) -> float:
    """The proportional set size, in megabytes of 2**20: shared pages count in part."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    size = next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))
    return int(size) / 1024


def peak_bytes(process: int) -> int:
    """Largest resident memory of a running process so far."""
    text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    size = next(line.split()[1] for line in text.splitlines() if line.startswith("VmHWM:"))
    return int(size) * 1024


def _ticks(stat: str) -> int:
    """User and system time in a line of /proc/PID/stat; the name before may hold anything."""
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
