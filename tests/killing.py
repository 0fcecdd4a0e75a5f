"""A writer in a child process that is killed at a random moment, and what it was doing then."""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import NoReturn

import faiss

from indexes.builds import Builds
from indexes.writer import CatalogWriter
from ingest.originals import Originals
from ingest.sandbox import Sandbox
from ingest.store import Store
from tests.fakes import HashingEmbedder

_WATCHED: tuple[tuple[type, str], ...] = (
    (Store, "tidy"),
    (Originals, "keep"),
    (Originals, "discard"),
    (Sandbox, "open"),
    (HashingEmbedder, "passages"),
    (CatalogWriter, "stage"),
    (Builds, "publish"),
    (CatalogWriter, "activate"),
    (CatalogWriter, "move"),
    (CatalogWriter, "replace_vectors"),
    (CatalogWriter, "compact"),
    (Builds, "prune"),
)
"""The steps of a writer that change something; each notes when it begins and when it ends."""


class ChildFailedError(AssertionError):
    """The writer itself raised an error."""


@dataclass(frozen=True, slots=True)
class Run:
    """One writer's end. events: names of steps, "+" begun or "-" ended in front."""

    killed: bool
    seconds: float
    events: tuple[str, ...]

    @property
    def stage(self) -> str:
        """The step in which it ended: the last that had begun and not ended."""
        running: list[str] = []
        for event in self.events:
            name = event[1:]
            if event[0] == "+":
                running.append(name)
            elif name in running:
                running.remove(name)
        if running:
            return running[-1]
        return f"after {self.events[-1][1:]}" if self.events else "start"


@dataclass
class Killer:
    """Runs writers and kills them; one in five may end, which tells how long its kind takes.

    Half of the kills come after a random time, half just after a random step, so that short steps
    are hit as well as long ones.
    """

    random: random.Random
    _usual: dict[str, Run] = field(default_factory=dict)

    def run(self, kind: str, work: Callable[[], None]) -> Run:
        """Do `work` in a child, and kill it somewhere unless it is one of those that may end."""
        usual = self._usual.get(kind)
        kill = self.random.random() < 0.8
        reading, writing = os.pipe()
        started = time.perf_counter()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _work(work, writing)
        os.close(writing)
        noted = b""
        if kill and usual:
            noted = self._wait(usual, reading)
            os.kill(child, signal.SIGKILL)
        while part := os.read(reading, 65_536):
            noted += part
        os.close(reading)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        seconds = time.perf_counter() - started
        if status not in (0, -signal.SIGKILL):
            raise ChildFailedError(noted.decode(errors="replace"))
        events = tuple(noted.decode().split("\n")[:-1])
        run = Run(status != 0, seconds, events)
        if not run.killed:
            self._usual[kind] = run
        return run

    def _wait(self, usual: Run, reading: int) -> bytes:
        if self.random.random() < 0.5 or not usual.events:
            time.sleep(self.random.uniform(0, usual.seconds))
            return b""
        noted, steps = b"", self.random.randrange(len(usual.events))
        while noted.count(b"\n") <= steps:
            part = os.read(reading, 4096)
            if not part:
                break  # it ended before
            noted += part
        time.sleep(self.random.uniform(0, 0.002))
        return noted


def _work(work: Callable[[], None], pipe: int) -> NoReturn:
    """The child's whole life; nothing of the parent's may run on in it."""
    status = 1
    try:
        faiss.omp_set_num_threads(1)  # threads do not survive a fork
        for owner, name in _WATCHED:
            setattr(owner, name, _noting(getattr(owner, name), name, pipe))
        work()
        status = 0
    except BaseException:  # noqa: BLE001  (handed to the parent, which raises it)
        os.write(pipe, traceback.format_exc().encode()[-60_000:])
    finally:
        os._exit(status)


def _noting(function: Callable[..., object], name: str, pipe: int) -> Callable[..., object]:
    @wraps(function)
    def noted(*arguments: object, **keywords: object) -> object:
        os.write(pipe, f"+{name}\n".encode())
        result = function(*arguments, **keywords)
        os.write(pipe, f"-{name}\n".encode())
        return result

    return noted
