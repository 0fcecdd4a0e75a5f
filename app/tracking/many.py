"""Several trackers as one; one that fails is told in the log and costs nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import isfinite
from pathlib import Path

from app.tracking.types import DONE, Run, Setting, Tracker

log = logging.getLogger(__name__)


class Many:
    """Passes each run on to all of the trackers."""

    def __init__(self, trackers: Mapping[str, Tracker]) -> None:
        """trackers: by name, as the log tells of them."""
        self._trackers = dict(trackers)

    def start(
        self, kind: str, name: str, settings: Mapping[str, Setting], versions: Mapping[str, str]
    ) -> ManyRuns:
        """Begin the run with each; those that cannot are left out. Raises nothing."""
        runs: dict[str, Run] = {}
        for each, tracker in self._trackers.items():
            try:
                runs[each] = tracker.start(kind, name, settings, versions)
            except Exception as error:  # noqa: BLE001  a tracker never costs the run
                _tell(each, error)
        return ManyRuns(runs)


class ManyRuns:
    """One run at all of the trackers. Raises nothing; who fails hears no more but of the end."""

    def __init__(self, runs: Mapping[str, Run]) -> None:
        self._runs = dict(runs)
        self._failed: set[str] = set()

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        """Note the figures that are finite numbers."""
        known = {name: float(value) for name, value in figures.items() if isfinite(value)}
        if known:
            self._each(lambda run: run.log(known, step))

    def file(self, path: Path) -> None:
        """Keep a file, or all that a folder holds."""
        for each in _files(path):
            self._each(partial(_keep, each))

    def end(self, status: str = DONE) -> None:
        """End it everywhere."""
        self._failed.clear()
        self._each(lambda run: run.end(status))

    def _each(self, work: Callable[[Run], None]) -> None:
        for name, run in self._runs.items():
            if name in self._failed:
                continue
            try:
                work(run)
            except Exception as error:  # noqa: BLE001  a tracker never costs the run
                self._failed.add(name)
                _tell(name, error)


def _keep(path: Path, run: Run) -> None:
    run.file(path)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (each for each in sorted(path.rglob("*")) if each.is_file())
    else:
        yield path


def _tell(name: str, error: Exception) -> None:
    log.warning("%s does not have all of this run (%s)", name, error)
