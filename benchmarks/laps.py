"""Where the processor time of an ingest goes: its process by threads, and its children."""

from __future__ import annotations

import resource
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps

from indexes.embed import SentenceTransformerEmbedder
from indexes.writer import CatalogWriter
from ingest import batch
from ingest.intake import Intake
from ingest.store import Store

_WATCHED: tuple[tuple[object, str, str], ...] = (
    (Intake, "_take", "taking files in"),
    (batch, "fitted", "counting tokens"),
    (SentenceTransformerEmbedder, "passages", "embedding"),
    (CatalogWriter, "stage", "storing"),
    (Store, "apply", "publishing"),
)


class Laps:
    """CPU seconds by stage of what the process does between `begin` and `end`."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._lock = threading.Lock()
        self._started = (0.0, 0.0, 0.0)
        for owner, name, stage in _WATCHED:
            setattr(owner, name, self._timed(getattr(owner, name), stage))

    def begin(self) -> None:
        self._seconds.clear()
        self._started = _now()

    def end(self) -> None:
        """Fill `stages`; threads that are neither watched nor the main one embed.

        Children count when they have been waited for: the sandbox must be closed by now.
        """
        process, main, waited = (
            now - then for now, then in zip(_now(), self._started, strict=True)
        )
        stages = dict(self._seconds)
        lanes = stages.get("taking files in", 0.0)
        stages["embedding"] = stages.get("embedding", 0.0) + process - main - lanes
        stages["reading and chunking, in children"] = waited
        stages["everything else"] = process + waited - sum(stages.values())
        self.stages = stages

    def _timed(self, function: Callable[..., object], stage: str) -> Callable[..., object]:
        @wraps(function)
        def timed(*arguments: object, **keywords: object) -> object:
            started = time.thread_time()
            try:
                return function(*arguments, **keywords)
            finally:
                with self._lock:
                    self._seconds[stage] += time.thread_time() - started

        return timed


def _now() -> tuple[float, float, float]:
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time(), time.thread_time(), waited.ru_utime + waited.ru_stime
