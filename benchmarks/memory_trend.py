"""Whether the memory of a page's process and its model's grows with the questions asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

NOISE_SHARE = 0.01
"""Of the level: a smaller rise is none."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Megabytes (2**20 bytes) after so many questions: resident and proportional set sizes.

    proportional: pages that are shared, as a model file's, count in part. worker_*: of the chat
    model's process, 0 while there is none.
    """

    questions: int
    seconds: float
    resident: float
    proportional: float
    worker_resident: float
    worker_proportional: float


@dataclass(frozen=True, slots=True)
class Trend:
    """level: median. slope: per 1,000 questions. rise: over the stretch. noise: the rise that
    counts as none. All in megabytes.
    """

    level: float
    slope: float
    rise: float
    noise: float

    @property
    def flat(self) -> bool:
        return self.rise <= self.noise


def sizes(process: int) -> tuple[float, float]:
    """Resident and proportional megabytes of a running process; (0, 0) without one."""
    if not process:
        return 0.0, 0.0
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    found = {line.split(":")[0]: line.split() for line in text.splitlines()[1:]}
    return int(found["Rss"][1]) / 1024, int(found["Pss"][1]) / 1024


def trend(questions: Sequence[int], megabytes: Sequence[float]) -> Trend:
    """The line through the samples: the median of the slopes between all pairs of them (Theil and
    Sen), which single peaks do not bend. Noise: twice the residuals' standard deviation, at least
    NOISE_SHARE of the level.
    """
    x, y = np.asarray(questions, dtype=np.float64), np.asarray(megabytes, dtype=np.float64)
    first, second = np.triu_indices(len(x), 1)
    apart = x[second] - x[first]
    if not (apart > 0).any():
        level = float(np.median(y)) if len(y) else 0.0
        return Trend(level, 0.0, 0.0, NOISE_SHARE * level)
    slope = float(np.median((y[second] - y[first])[apart > 0] / apart[apart > 0]))
    level = float(np.median(y))
    residuals = y - slope * x
    noise = max(2 * float(np.std(residuals)), NOISE_SHARE * level)
    return Trend(level, 1000 * slope, slope * float(x[-1] - x[0]), noise)


def settled(samples: Sequence[Sample], warm_up: int) -> list[Sample]:
    """Those after so many questions."""
    return [each for each in samples if each.questions >= warm_up]
