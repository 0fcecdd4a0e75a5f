"""How one reading of a file went, and what the next one leaves out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.extract import Opened

MOST_BAD_PAGES = 3
"""Pages that may end a reader; then only what comes before the next one is kept."""

MOST_SHORTER = 4
"""Readings of fewer and fewer pages after that, each of half as many as the one before."""


@dataclass(slots=True)
class Run:
    """How one attempt went. page: the last one begun, of `count`; ended: why it died, else ''.

    heard: whether any message came. closed: whether the sandbox was closed meanwhile.
    """

    heard: bool = False
    closed: bool = False
    page: int = 0
    count: int = 0
    result: Opened | None = None
    refused: str = ""
    ended: str = ""


@dataclass(slots=True)
class Attempt:
    """What the next attempt leaves out. skip: page -> reason. stop: the last page to be read."""

    skip: dict[int, str] = field(default_factory=dict)
    stop: int | None = None
    _shorter: int = 0

    def goes_on(self, run: Run) -> bool:
        """Leave out what ended that run; whether there is anything to be had without it."""
        if not run.page:
            return False
        first = self.stop is None and run.page not in self.skip
        if first:
            self.skip[run.page] = f"Reading this page {run.ended}."
            if len(self.skip) <= MOST_BAD_PAGES and run.count > 1:
                return True
        self.stop = run.page - 1 if self.stop is None else self.stop // 2
        self.skip.setdefault(self.stop + 1, f"Reading on from here {run.ended}.")
        self._shorter += 1
        left = any(page not in self.skip for page in range(1, self.stop + 1))
        return left and self._shorter <= MOST_SHORTER
