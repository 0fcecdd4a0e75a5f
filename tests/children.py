"""Work in a forked child: with limits or rights of its own, its result told to the parent."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import faiss

from indexes.errors import FootnoteError


@dataclass(frozen=True, slots=True)
class Child:
    """A running child."""

    pid: int
    pipe: int

    def result(self) -> str:
        """What its work returned, or the text of the FootnoteError that it raised."""
        told = b""
        while part := os.read(self.pipe, 65_536):
            told += part
        os.close(self.pipe)
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        assert status == 0, told.decode(errors="replace")
        return told.decode()


def start(work: Callable[[], str]) -> Child:
    """Begin `work` in a child; what it returns must be short."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    status = 1
    try:
        os.close(reading)
        faiss.omp_set_num_threads(1)  # threads do not survive a fork
        os.write(writing, _told(work).encode())
        status = 0
    except BaseException:  # noqa: BLE001  (handed to the parent, which fails)
        os.write(writing, traceback.format_exc().encode()[-60_000:])
    finally:
        os._exit(status)


def _told(work: Callable[[], str]) -> str:
    try:
        return work()
    except FootnoteError as error:
        return f"{type(error).__name__}: {error}"
