"""One writer at a time, across processes."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)


@contextmanager
def writer_lock(home: Path, wait: bool = True) -> Iterator[bool]:
    """Hold the library's writer lock; waits while another process holds it.

    Without `wait` it gives False where another holds it, and nothing is locked. The lock goes with
    the process: a killed writer leaves none behind.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "writer.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                yield False
                return
            log.warning("Another process is changing the library; waiting until it is done.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield True
