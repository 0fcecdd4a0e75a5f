"""What reading one document may use, and how that is enforced in the reader's own process."""

from __future__ import annotations

import math
import os
import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """cpu_s: processor seconds before the first page, and for any one page. cpu_s_per_page: what
    each page adds to the document's budget of `cpu_s`; pages beyond it are not begun. wall_s:
    seconds without a sign of life. memory_mb: address space in megabytes. characters: of extracted
    text. file_mb: of any one file that the reader writes.
    """

    cpu_s: float = 30.0
    cpu_s_per_page: float = 2.0
    wall_s: float = 180.0
    memory_mb: int = 2000
    characters: int = 20_000_000
    file_mb: int = 1100

    def impose(self) -> None:
        """On this very process, for good; what its children use counts for each of them alone."""
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_AS, self.memory_mb * 1_000_000)
        _limit(resource.RLIMIT_FSIZE, self.file_mb * 1_000_000)
        self.allow()

    def allow(self) -> None:
        """Processor time for the next step: a page, what precedes the first, the result."""
        _limit(resource.RLIMIT_CPU, math.ceil(spent() + self.cpu_s))

    def budget(self, count: int) -> float:
        """Processor seconds after which no page of a document of `count` pages is begun."""
        return self.cpu_s + self.cpu_s_per_page * count


def spent() -> float:
    """Processor seconds that this process has used."""
    return sum(os.times()[:2])


def _limit(kind: int, most: int) -> None:
    """Set the soft limit alone, so that it can be raised again."""
    _, hard = resource.getrlimit(kind)
    bounded = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (bounded, hard))
    except (ValueError, OSError):  # macOS refuses RLIMIT_AS below what is mapped already
        return
