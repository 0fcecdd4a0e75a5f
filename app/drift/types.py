"""What is known of how far the questions have moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Unit = Literal["users", "days"]
"""What is exchanged: see `app.drift.exchange`."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A part of a distribution. before, after: its shares of the reference and now, 0 to 1."""

    label: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Finding:
    """How far one distribution has moved from its reference.

    psi: population stability index, from 0. p: how often chance alone moves it as far, 0 to 1,
    adjusted for all distributions that are looked at together. certain: whether p is below ALPHA.
    bins: in the distribution's order. before, after: the questions counted.
    """

    name: str
    psi: float
    p: float
    certain: bool
    bins: tuple[Bin, ...]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Windows:
    """Two neighbouring windows: the reference from `since`, the current one from `split` on.

    until: where the current one ends, itself not in it. The reference is to be a whole number of
    times as long. With their zone.
    """

    since: datetime
    split: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """Of the current window, and of each period of the reference."""
        return self.until - self.split

    @property
    def periods(self) -> int:
        """How many windows of the current one's length both are together."""
        return round((self.split - self.since) / self.length) + 1


@dataclass(frozen=True, slots=True)
class Report:
    """findings: the certain ones first, then by PSI; empty where there are too few questions.

    reason: why there are none, as a sentence; '' where there are. before, after: questions in the
    reference and now. unit, units: what was exchanged in the test, and how many of them.
    """

    windows: Windows
    before: int
    after: int
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    unit: Unit = "users"
    units: int = 0

    @property
    def drifted(self) -> tuple[Finding, ...]:
        """The findings that chance does not explain."""
        return tuple(each for each in self.findings if each.certain)
