"""Runs of evaluation and training, as they are told and as they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

Setting = str | int | float

EVALUATION, TRAINING = "evaluation", "training"
"""Kinds of runs."""

DONE, FAILED, RUNNING, LOST = "done", "failed", "running", "lost"
"""What became of a run. LOST: its process has gone without ending it."""


class Run(Protocol):
    """One run, from its start to its end. For one thread at a time."""

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        """Note figures by name. step: where they belong to one; None: to the whole run."""

    def file(self, path: Path) -> None:
        """Keep a file with the run."""

    def end(self, status: str = DONE) -> None:
        """The run is over. status: DONE or FAILED."""


class Tracker(Protocol):
    """Keeps runs, or passes them on."""

    def start(
        self, kind: str, name: str, settings: Mapping[str, Setting], versions: Mapping[str, str]
    ) -> Run:
        """Begin a run. kind: EVALUATION or TRAINING. settings, versions: what it is made with;
        the versions' `version` is the id of a set of versions, see `app.versions`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a run. step: None where it belongs to the whole of it."""

    name: str
    value: float
    step: int | None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a run as it was then. path: relative to Footnote's folder, whole if outside it."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as it is kept. started, ended: in UTC; ended is None while it is not.

    figures: in the order in which they were told. version: id of a set of versions, or ''.
    """

    id: int
    kind: str
    name: str
    started: datetime
    ended: datetime | None
    status: str
    version: str
    settings: Mapping[str, Setting]
    versions: Mapping[str, str]
    figures: tuple[Point, ...]
    files: tuple[KeptFile, ...]

    def whole(self) -> dict[str, float]:
        """The figures that belong to the whole run, the last of each name."""
        return {each.name: each.value for each in self.figures if each.step is None}

    def series(self) -> dict[str, list[tuple[int, float]]]:
        """Those with steps, by name: steps with values, by step."""
        found: dict[str, list[tuple[int, float]]] = {}
        for each in self.figures:
            if each.step is not None:
                found.setdefault(each.name, []).append((each.step, each.value))
        return {name: sorted(points) for name, points in found.items()}
